# Short names for what is done often; `just` lists them.

_list:
    @just --list

# Everything that CI checks
test:
    ./test.sh

# Formatting, clippy and docs, without tests
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets --quiet -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --quiet

# Measure accuracy with a build that compiles fast; STEPS as score.py names them
score STEPS="parse,raw,ner,carb,benchie,attribution,graph,events":
    cargo build --profile quick --quiet
    python3 ../shared/eval/score.py --bin target/quick/sayso --only {{STEPS}}

# Lift the accuracy floors to the present figures
raise-floors:
    cargo build --release --quiet
    python3 tests/accuracy.py --bin target/release/sayso --raise

# Put the present output of its commands into the README
readme:
    UPDATE_README=1 cargo test --quiet --test cli readme

# Draw the example articles again
pictures:
    cargo build --release --quiet
    for text in examples/*.txt; do \
        target/release/sayso extract "$text" -q --engine builtin -o "${text%.txt}.svg"; \
        target/release/sayso extract "$text" -q -o "${text%.txt}.dot"; \
    done
