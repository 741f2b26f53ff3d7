#!/usr/bin/env bash
# Sets up and runs every check: formatting, clippy, docs, tests and, where ../shared is present, the accuracy floors.
#
# Beyond Rust it wants Graphviz (to parse the DOT that sayso writes) and Python: 3.9 for the scorers, 3.11 with venv and
# PyPI for the Python package and the readers of exports. As root on a Debian system it installs what is missing;
# elsewhere it says so in one line and skips what needs it.
set -euo pipefail
cd "$(dirname "$0")"

need() { # need PROGRAM PACKAGE WHAT-FOR
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing $2 ($3)"
    { apt-get update -qq && apt-get install -y -qq "$2"; } >/dev/null 2>&1 || true
  fi
  command -v "$1" >/dev/null || echo "note: $2 is not installed: $3 is skipped"
}
need dot graphviz "checking DOT with Graphviz"
need python3 python3 "measuring accuracy"
need chromium chromium "using the HTML page in a browser"

step() { printf '\n== %s\n' "$*"; "$@"; }
step cargo fmt --all --check
step cargo clippy --workspace --all-targets --quiet -- -D warnings
for features in "" fetch parquet pdf png; do
  step cargo check --quiet --no-default-features --features "$features"
done
RUSTDOCFLAGS="-D warnings" step cargo doc --workspace --no-deps --quiet
# With the packages that read the exports, and build the Python package, where they can be had.
SAYSO_PYTHON=$(python/test.sh setup)
[ -n "$SAYSO_PYTHON" ] && export SAYSO_PYTHON || unset SAYSO_PYTHON
# Optimised: the tests read some thousand sentences, kill the program two hundred times and meet files of a gigabyte.
step cargo test --workspace --profile quick --quiet
if command -v python3 >/dev/null; then
  # Both at once, so that the package's build finds all that it shares with the program.
  step cargo build --release --quiet -p sayso -p sayso-python
  [ -z "${SAYSO_PYTHON:-}" ] || step python/test.sh
  step python3 tests/accuracy.py --bin target/release/sayso
fi
echo
echo "all checks passed"
