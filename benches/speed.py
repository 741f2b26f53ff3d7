#!/usr/bin/env python3
"""Speed and memory of whole processes.

    python3 benches/speed.py target/release/sayso [ARTICLES.txt]

Prints tokens a second of `sayso analyze` and sentences a second of `sayso extract` on 1 MB of news text, on one core and
less start-up, with the most memory; then milliseconds of `extract` on one article and of `--help`. Times of the first two
are processor time (user and system), which other work on the machine changes less; of the last two the least of thirty by
the clock is printed beside the processor time.

The text is 1 MB of sentences of `examples/`, shuffled with a seed, unless a file is given: one megabyte of it is taken.
Hardly a word of shuffled examples is new after the first hundred sentences, and vectors of words are cached, so real news
is somewhat slower.
"""
import os
import random
import re
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SIZE = 1_000_000


def examples():
    names = sorted(name for name in os.listdir(os.path.join(ROOT, "examples")) if name.endswith(".txt"))
    return [open(os.path.join(ROOT, "examples", name), encoding="utf-8").read() for name in names]


def shuffled():
    """Articles of twelve paragraphs drawn from the examples."""
    draw = random.Random(1)
    paragraphs = [p for text in examples() for p in re.split(r"\n\s*\n", text) if p.strip()]
    out, n_bytes = [], 0
    while n_bytes < SIZE:
        out.append(draw.choice(paragraphs))
        n_bytes += len(out[-1].encode()) + 2
    return "\n\n".join(out)


def run(args):
    """Seconds by the clock and of the processor, MB of memory, and stdout."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(args, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        clock = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"exit {child.returncode}: {args}")
        out.seek(0)
        return clock, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, out.read().decode()


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "target/release/sayso"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    given = open(sys.argv[2], encoding="utf-8").read() if len(sys.argv) > 2 else shuffled()
    text = given.encode()[:SIZE].decode(errors="ignore")
    article = os.path.join(ROOT, "examples", "nato-rutte.txt")
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, content in [("mega.txt", text), ("word.txt", "No.")]:
            paths.append(os.path.join(folder, name))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(content)
        start = min(run([program, "analyze", paths[1]])[1] for _ in range(5))
        _, seconds, memory, conllu = min((run([program, "analyze", paths[0]]) for _ in range(3)), key=lambda r: r[1])
        words = [line for line in conllu.splitlines() if re.match(r"\d+\t", line)]
        n_sentences = conllu.count("# sent_id")
        rate = len(words) / (seconds - start)
        print(f"analyze, 1 MB: {len(words):,} tokens, {seconds:.2f} s less {start:.3f} s of start-up: {rate:,.0f} tokens/s")
        print(f"analyze, 1 MB, most memory: {memory:.0f} MB")
        _, seconds, memory, _ = min((run([program, "extract", paths[0], "-f", "json"]) for _ in range(3)), key=lambda r: r[1])
        print(f"extract, 1 MB: {n_sentences:,} sentences, {seconds:.2f} s: {n_sentences / (seconds - start):,.0f} sentences/s")
        print(f"extract, 1 MB, most memory: {memory:.0f} MB")
    for what, args in [("extract of one article", ["extract", article, "-f", "json"]), ("--help", ["--help"])]:
        runs = [run([program, *args]) for _ in range(30)]
        clock, processor = min(r[0] for r in runs) * 1000, min(r[1] for r in runs) * 1000
        print(f"{what}: {clock:.0f} ms by the clock, {processor:.0f} ms of the processor")


if __name__ == "__main__":
    main()
