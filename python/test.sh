#!/usr/bin/env bash
# The Python package and what Python reads of sayso's exports, in a virtual environment under target/.
#
#   python/test.sh setup   makes the environment; prints its interpreter, or nothing where it cannot be had
#   python/test.sh         builds the package into it (profile release, or $SAYSO_PROFILE), and runs its tests
#
# Needs Python 3.10 or newer with venv, and PyPI for the packages of `[project.optional-dependencies] test`. As root on
# a Debian system it installs venv; where something is missing it says so in one line and ends with 0.
set -euo pipefail
cd "$(dirname "$0")/.."
folder="$PWD/target/python"
python="$folder/bin/python"

skip() { # skip WHY
  echo "note: $1: the tests of the Python package are skipped" >&2
  exit 0
}

setup() {
  command -v python3 >/dev/null || skip "python3 is not installed"
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || skip "python3 is older than 3.11"
  if ! [ -x "$python" ] && ! python3 -m venv "$folder" >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      { apt-get update -qq && apt-get install -y -qq python3-venv; } >/dev/null 2>&1 || true
    fi
    rm -rf "$folder"
    python3 -m venv "$folder" >/dev/null 2>&1 || skip "python3 cannot make a virtual environment"
  fi
  local wanted
  wanted=$(python3 - <<'PY'
import tomllib
project = tomllib.load(open("python/pyproject.toml", "rb"))
print("\n".join(project["build-system"]["requires"] + project["project"]["optional-dependencies"]["test"]))
PY
  )
  # Installed once, and again when the list changes.
  if [ "$wanted" != "$(cat "$folder/installed.txt" 2>/dev/null || true)" ]; then
    printf '%s\n' "$wanted" >"$folder/wanted.txt"
    "$python" -m pip install --quiet --disable-pip-version-check -r "$folder/wanted.txt" >"$folder/pip.log" 2>&1 ||
      skip "pip could not install the packages (see target/python/pip.log)"
    mv "$folder/wanted.txt" "$folder/installed.txt"
  fi
}

setup
if [ "${1:-}" = setup ]; then
  echo "$python"
  exit 0
fi
VIRTUAL_ENV="$folder" PATH="$folder/bin:$PATH" maturin develop --quiet -m python/Cargo.toml --profile "${SAYSO_PROFILE:-release}"
cd python
"$python" -m pytest -q
"$python" -m mypy.stubtest sayso --ignore-missing-stub --concise
