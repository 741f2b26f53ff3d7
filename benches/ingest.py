#!/usr/bin/env python3
"""Measures ingest: what a database is made of, what each stage costs, cores, growth and memory.

    python3 benches/ingest.py make NEWS.jsonl [DOCUMENTS] [SENTENCES]
    python3 benches/ingest.py size BIN [DOCUMENTS]
    python3 benches/ingest.py stages BIN [DOCUMENTS]
    python3 benches/ingest.py cores BIN [DOCUMENTS]
    python3 benches/ingest.py growth BIN [DOCUMENTS] [STEP]
    python3 benches/ingest.py large BIN STORE.db [DOCUMENTS]
    python3 benches/ingest.py memory BIN [MEGABYTES]

`make` writes documents whose sentences are shuffled out of `examples/*.txt`, each with a number of its own in it, so that
no two are alike; seeded, so that the same arguments give the same file. Names are drawn anew for every document, few
of them frequent and many rare, with `--names`. The others make such a file, run BIN (a built `sayso`) on it in a folder of
their own, and print what they found. Ratios come from one run; seconds are of the processor (user and system) where
nothing else is said.
"""

import itertools
import json
import os
import pathlib
import random
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
FIRST = "Anna Boris Carla David Elena Frank Greta Henry Irina Jonas Karin Louis Marta Nils Olga Peter".split()
LAST = ("Abel Bach Cole Dorn Elm Falk Graf Holt Iden Jarl Kern Lund Marsh Noor Orton Pohl Quist Rask Stone Thorn "
        "Ulvik Vance Weld Yates Zander").split()


def sentences():
    """Lines of the examples, cut after full stops; quotations stay whole."""
    found = []
    for path in sorted((HERE.parent / "examples").glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            found += [s for s in re.split(r"(?<=[.!?]) (?=[A-Z])", line.strip()) if len(s) > 30]
    return found


def person(draw, share):
    """A name: low numbers far more often, `share` of which are common."""
    at = int((len(FIRST) * len(LAST) * 40) ** (draw.random() ** share))
    return f"{FIRST[at % 16]} {LAST[at // 16 % 25]}{'' if at < 400 else chr(97 + at // 400 % 26) + 'er'}"


def documents(n, per_document, names, seed=7, site="news.example"):
    draw, pool = random.Random(seed), sentences()
    for number in range(n):
        chosen = draw.sample(pool, min(per_document, len(pool)))
        paragraphs = [" ".join(chosen[i:i + 3]) for i in range(0, len(chosen), 3)]
        text = "\n\n".join(paragraphs) + f"\n\nReport number {number} ends here.\n"
        if names:
            for known in ("Harald Johns", "Beatrice Johns", "Tomas Belak", "Karin Solheim", "Sophie Weil", "Conrad Weil"):
                new = person(draw, 1.0)
                text = text.replace(known, new).replace(known.split()[1], new.split()[1])
        yield {"text": text, "title": f"Report {number}", "date": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
               "uri": f"https://{site}/{number}"}


def write(path, all_documents):
    """Writes documents, a line each; returns bytes of text."""
    size = 0
    with open(path, "w", encoding="utf-8") as out:
        for document in all_documents:
            size += len(document["text"].encode())
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
    return size


def make(path, n, per_document=14, names=False):
    return write(path, documents(n, per_document, names))


def run(args, cores=None, stdin=None, **more):
    """Runs a command; gives seconds by the clock, of the processor, and MiB at most."""
    if cores is not None:
        args = ["taskset", "-c", cores] + args
    start = time.perf_counter()
    process = subprocess.Popen(args, stdin=stdin, stdout=subprocess.DEVNULL, **more)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"failed: {args}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def count(path, sql):
    db = sqlite3.connect(path)
    try:
        return db.execute(sql).fetchone()[0]
    finally:
        db.close()


def size(binary, n, folder, names):
    """Bytes by table and index, as multiples of the text."""
    news, db = folder / "news.jsonl", folder / "size.db"
    text = make(news, n, names=names)
    run([binary, "add", str(news), "-q", "--db", str(db)])
    subprocess.run(["sqlite3", str(db), "PRAGMA wal_checkpoint(TRUNCATE)"], stdout=subprocess.DEVNULL, check=True)
    query = ("SELECT s.tbl_name, d.name, sum(d.pgsize), sum(d.unused), sum(d.ncell * (d.pagetype = 'leaf')) FROM dbstat d"
             " LEFT JOIN sqlite_schema s ON s.name = d.name GROUP BY 1, 2 ORDER BY 3 DESC")
    rows = subprocess.run(["sqlite3", "-separator", "\t", str(db), query], capture_output=True, text=True, check=True).stdout
    total = os.path.getsize(db)
    print(f"{n} documents, {text} bytes of text, {total} bytes of database: {total / text:.2f} times the text\n")
    print("table or index\ttimes the text\tbytes a document\tunused, %\trows a document")
    for line in rows.splitlines():
        table, name, taken, unused, cells = line.split("\t")
        taken = int(taken)
        print(f"{name}\t{taken / text:.3f}\t{taken / n:.0f}\t{100 * int(unused) / taken:.0f}\t{int(cells) / n:.1f}")


def stages(binary, n, folder, names):
    """Processor time of analysis alone, of extraction too, of all, on the same text: on one core, in turns, nine times."""
    news, texts = folder / "news.jsonl", folder / "texts"
    make(news, n, names=names)
    texts.mkdir()
    for line in open(news, encoding="utf-8"):
        document = json.loads(line)
        (texts / (document["title"].replace(" ", "-") + ".txt")).write_text(document["text"], encoding="utf-8")
    files = [str(path) for path in sorted(texts.iterdir())]
    commands = {
        "analyze": [binary, "analyze"] + files + ["-f", "conllu"],
        "extract, in memory, as JSON": [binary, "extract", str(news), "-f", "json", "-o", str(folder / "out.json")],
        "add": [binary, "add", str(news), "-q", "--db", str(folder / "stages.db")],
    }
    taken = {name: [] for name in commands}
    for _ in range(9):
        for old in folder.glob("stages.db*"):
            old.unlink()
        start = run([binary, "--help"], cores="0")[1]
        for name, command in commands.items():
            taken[name].append(run(command, cores="0")[1] - start)
    n_sentences = count(folder / "stages.db", "SELECT count(*) FROM sentence")
    print(f"{n} documents, {n_sentences} sentences, seconds of the processor: median, least")
    for name, seconds in taken.items():
        print(f"{name}\t{statistics.median(seconds):.2f}\t{min(seconds):.2f}")
    shares = [100 * (of(taken["add"]) / of(taken["analyze"]) - 1) for of in (statistics.median, min)]
    print(f"all after analysis: {shares[0]:.0f}% of analysis by the medians, {shares[1]:.0f}% by the least")


def cores(binary, n, folder, names):
    """One core and two, in turns, three times."""
    news = folder / "news.jsonl"
    text = make(news, n, names=names)
    best = {}
    for turn in range(3):
        for which in ("0", "0,1"):
            db = folder / f"{turn}-{which}.db"
            taken = run([binary, "add", str(news), "-q", "--db", str(db)], cores=which)
            best[which] = min(best.get(which, taken), taken)
            n_sentences = count(db, "SELECT count(*) FROM sentence")
            print(f"cores {which}: {taken[0]:.2f} s, {taken[1]:.2f} s of the processor")
    for which, taken in best.items():
        print(f"cores {which}: {n_sentences / taken[0]:.0f} sentences a second, {text / taken[0] / 1e6:.3f} MB a second, "
              f"{n_sentences / taken[1]:.0f} sentences a second of the processor")
    print(f"two cores are {best['0'][0] / best['0,1'][0]:.2f} times one")


def growth(binary, n, folder, step, names):
    """Documents of two sentences are added step by step; the rate of each step by the clock and of the processor."""
    db = folder / "growth.db"
    pool = documents(n, 2, names)
    print("documents\tseconds of the step\tof the processor\tdocuments a second of the processor\tMB of database")
    done, rates = 0, []
    while done < n:
        part = folder / "part.jsonl"
        taken = min(step, n - done)
        write(part, itertools.islice(pool, taken))
        clock, processor, _ = run([binary, "add", str(part), "-q", "--db", str(db)])
        done += taken
        rates.append(taken / processor)
        print(f"{done}\t{clock:.1f}\t{processor:.1f}\t{rates[-1]:.0f}\t{os.path.getsize(db) / 1e6:.0f}", flush=True)
    print(f"the last rate is {100 * rates[-1] / rates[0]:.0f}% of the first")


def large(binary, store, n, folder, names):
    """The same documents into a store of 1,000 and into a copy of a large one, in turns, three times."""
    first, news = folder / "first.jsonl", folder / "news.jsonl"
    # Under addresses that the large store does not have: else they would replace others.
    write(first, documents(1_000, 14, names, seed=11, site="first.ingest.example"))
    text = write(news, documents(n, 14, names, site="news.ingest.example"))
    small = folder / "small.db"
    run([binary, "add", str(first), "-q", "--db", str(small)])
    best = {}
    for _ in range(3):
        for which, path in (("small", small), ("large", store)):
            copy = folder / "copy.db"
            shutil.copyfile(path, copy)
            os.sync()
            taken = run([binary, "add", str(news), "-q", "--db", str(copy)])
            best[which] = min(best.get(which, taken), taken)
            held = count(copy, "SELECT count(*) FROM document") - n
            print(f"{n} documents into {held}: {taken[0]:.2f} s, {taken[1]:.2f} s of the processor, "
                  f"{n / taken[0]:.1f} documents, {text / taken[0] / 1e6:.3f} MB a second", flush=True)
            copy.unlink()
    clock, processor = (100 * best["small"][i] / best["large"][i] for i in (0, 1))
    print(f"the rate in the large store is {clock:.0f}% of that in the small one by the clock, {processor:.0f}% by the processor")


def memory(binary, megabytes, folder, names):
    """A stream that never touches the disk; most memory of the program. Lines repeat, so that most are known already."""
    lines = [json.dumps(d, ensure_ascii=False).encode() + b"\n" for d in documents(300, 14, names)]
    block = b"".join(lines)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        with os.fdopen(write, "wb") as out:
            sent = 0
            while sent < megabytes * 1_000_000:
                out.write(block)
                sent += len(block)
        os._exit(0)
    os.close(write)
    clock, processor, most = run([binary, "add", "-", "-q", "--db", str(folder / "memory.db")], stdin=read)
    os.waitpid(child, 0)
    print(f"{megabytes} MB through a pipe: {clock:.0f} s, {processor:.0f} s of the processor, at most {most:.0f} MiB")


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    names = "--names" in sys.argv
    if len(args) < 2:
        raise SystemExit(__doc__)
    what, target, numbers = args[0], args[1], [int(a) for a in args[2:] if a.isdigit()]
    if what == "make":
        n, per_document = (numbers + [600, 14][len(numbers):])[:2]
        print(make(target, n, per_document, names), "bytes of text")
        return
    with tempfile.TemporaryDirectory(dir=os.environ.get("SAYSO_BENCH_DIR")) as folder:
        folder = pathlib.Path(folder)
        target = os.path.abspath(target)
        if what == "size":
            size(target, (numbers or [600])[0], folder, names)
        elif what == "stages":
            stages(target, (numbers or [300])[0], folder, names)
        elif what == "cores":
            cores(target, (numbers or [600])[0], folder, names)
        elif what == "growth":
            n, step = (numbers + [200_000, 1_000][len(numbers):])[:2]
            growth(target, n, folder, step, names)
        elif what == "large":
            large(target, args[2], (numbers or [600])[0], folder, names)
        elif what == "memory":
            memory(target, (numbers or [2_000])[0], folder, names)
        else:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
