#!/usr/bin/env python3
"""Processor time and memory of strange texts at one, two and four times their size.

    python3 benches/strange.py target/release/sayso [COMMAND] [BYTES]

COMMAND is `extract` (the whole pipeline, which holds `analyze`) or `analyze`; BYTES is the size of the smallest text,
100,000 unless given. Each line: the text, user and system seconds of the whole process less those of an empty run, and
how often the time of the smallest the largest takes: 4 where time is linear, 16 where it is quadratic.
"""
import os
import resource
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NEWS = "".join(
    open(os.path.join(ROOT, "examples", name), encoding="utf-8").read() + "\n\n"
    for name in sorted(os.listdir(os.path.join(ROOT, "examples")))
    if name.endswith(".txt")
)
PARAGRAPH = " ".join(NEWS.split())

# Each repeated to the size; those with {n} number their copies.
TEXTS = {
    "news": NEWS,
    "news in one paragraph": PARAGRAPH + " ",
    "one sentence": "the minister said that Anna Berg left and ",
    "one sentence of names": "Anna Berg and Carl Dahl of Lisk, Paris and ",
    "one word": "abcdefghij",
    "hyphens": "ab-",
    "numbers and hyphens": "123-",
    "dots": "a.b.",
    "mail": "a@-",
    "commas": "1,",
    "opening marks": "“He said ",
    "nested marks": "“He said ‘no «and» ",
    "marks alone": "\"",
    "closing marks": "x” ",
    "single marks": "'x ",
    "turns": "Berg: We go.\n\nDahl: We stay.\n\n",
    "quotations over paragraphs": "“We will go,” said Anna Berg. “We will not stay.\n\n“He must leave, she said.\n\n",
    "new names": "Anna Berg{n} met Carl Dahl{n}. She said that he had left. ",
    "pronouns": "He said that he thought that he had seen him. ",
    "one name": "Berg said Berg. ",
    "brackets": "((",
    "code": "if (a[i] != b[j]) { return \"x\" + y; } // done\n",
    "table": "| 1,250 | 3.5% | Lisk | n/a |\n",
    "headlines": "Berg: Dahl must go\n",
    "no spaces": "他说我们不会走，",
    "arabic": "قال الوزير إن الحكومة لن تستقيل. ",
    "bidi": "\u202eAnna\u202c \u2067Berg\u2069 said “no”. ",
    "emoji": "👨\u200d👩\u200d👧 ok! ",
    "combining": "e\u0301\u0302\u0303",
    "blank lines": "\n\n",
    "short paragraphs": "No.\n\n",
    "stops": ". ",
    "lists": "bread, milk, eggs, ",
    "of": "the son of the friend of ",
    "and": "and ",
    "according to": "according to ",
    "nested reports": "Berg said that Dahl said that ",
}


def text_of(piece, n_bytes):
    n_copies = n_bytes // len(piece.replace("{n}", "000").encode()) + 1
    if "{n}" not in piece:
        return piece * n_copies
    letters = "abcdefghijklmnopqrstuvwxyz"
    name = lambda n: "".join(letters[n // 26**k % 26] for k in range(4))
    return "".join(piece.replace("{n}", name(n)) for n in range(n_copies))


def run(program, command, text):
    """Processor seconds and most memory (MB) of a run."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        args = [program, command, file.name] + (["-f", "json"] if command == "extract" else [])
        child = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = child.stderr.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1) or "panicked" in said:
            print(f"exit {child.returncode}: {said[:500]}", file=sys.stderr)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "target/release/sayso"
    command = sys.argv[2] if len(sys.argv) > 2 else "extract"
    size = int(sys.argv[3]) if len(sys.argv) > 3 else 100_000
    wanted = sys.argv[4:]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    start = min(run(program, command, "No.")[0] for _ in range(3))
    print(f"{command}, {size:,} bytes, twice and four times; start-up {start:.3f} s left out")
    print("| text | n, s | 2n, s | 4n, s | 4n : n | MB at 4n |\n|---|---:|---:|---:|---:|---:|")
    for name, piece in TEXTS.items():
        if wanted and name not in wanted:
            continue
        runs = [run(program, command, text_of(piece, size * k)) for k in (1, 2, 4)]
        times = [max(seconds - start, 0.001) for seconds, _ in runs]
        cells = " | ".join(f"{t:.2f}" for t in times)
        print(f"| {name} | {cells} | {times[2] / times[0]:.1f} | {runs[2][1]:.0f} |", flush=True)


if __name__ == "__main__":
    main()
