#!/usr/bin/env python3
"""Measures questions to a database that `cargo bench --bench queries` made: whole processes, time and memory.

    python3 benches/queries.py BIN DB [RUNS]

Each question is asked of entities of three kinds: the one mentioned most, one of the hundred mentioned most, and one
in the middle. Printed are medians in milliseconds: of all runs by the clock and of the processor (user and system, which
other work on the machine changes less), of the processor for each kind; and the most memory.
"""

import multiprocessing
import os
import sqlite3
import statistics
import subprocess
import sys
import time


def ask(args):
    """Runs a command; gives milliseconds by the clock and of the processor, and MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"failed: {args}")
    elapsed = (time.perf_counter() - start) * 1000
    return elapsed, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024


def subjects(path):
    """Ids and names of a person, a place, and of somebody or something that links lead to from the person over others, three
    times: the most mentioned, the fiftieth, and one in the middle of the named ones. The last is the first such one from
    there on: the examples have few names in common, so that their copies are several networks without a path between them.
    """
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def kind(of):
        return db.execute(
            "SELECT e.id, e.name FROM entity e WHERE (? IS NULL OR e.type = ?) AND EXISTS (SELECT 1 FROM chain c"
            " WHERE c.entity = e.id AND c.is_named) ORDER BY mentions DESC, name LIMIT 5000", (of, of)).fetchall()

    persons, places, all_named = kind("person"), kind("place"), kind(None)
    found, linked = [], set()
    for at in (lambda of: 0, lambda of: 50, lambda of: len(of) // 2):
        person, place = (of[at(of)] for of in (persons, places))
        linked = linked if person[0] in linked else reached(db, person[0])
        direct = {person[0]} | links(db, person[0])
        end = next(e for e in all_named[at(all_named):] + all_named if e[0] in linked and e[0] not in direct)
        found.append([(f"{id & (2**64 - 1):016x}", name) for id, name in (person, place, end)])
    return found


def links(db, entity):
    return {other for (other,) in db.execute("SELECT other FROM link WHERE entity = ?", (entity,))}


def reached(db, start):
    """Ids of all that links lead to from an entity."""
    seen, rest = {start}, [start]
    while rest:
        new = links(db, rest.pop()) - seen
        seen |= new
        rest += new
    return seen


def main():
    binary, path = sys.argv[1:3]
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    # In a process of its own: what a parent holds would count as memory of its children.
    with multiprocessing.Pool(1) as pool:
        found = pool.apply(subjects, (path,))
    questions = {
        "said --by --about": lambda p, q: ["said", "--by", p[0], "--about", q[0]],
        "said --by, 20 rows": lambda p, q: ["said", "--by", p[0], "--limit", "20"],
        "show": lambda p, q: ["show", p[0]],
        "show, by beginning of name": lambda p, q: ["show", p[1][:-1]],
        "neighbors, 20 rows": lambda p, q: ["neighbors", p[0], "--limit", "20"],
        "timeline, 20 rows": lambda p, q: ["timeline", p[0], "--limit", "20"],
        "relations --about, 20 rows": lambda p, q: ["relations", "--about", p[0], "--limit", "20"],
        "search, a name": lambda p, q: ["search", p[1]],
        "search, a word in every fifth document": lambda p, q: ["search", "negotiations"],
        "disputes --about, 20 rows": lambda p, q: ["disputes", "--about", q[0], "--limit", "20"],
        "changes, 20 rows": lambda p, q: ["changes", p[0], "--limit", "20"],
        "path": lambda p, q: ["path", p[0], q[1]],
        "path, three": lambda p, q: ["path", p[0], q[1], "--paths", "3"],
    }
    print("| question | by the clock | processor | most mentioned | fiftieth | middle | MiB |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, question in questions.items():
        columns = []
        for person, place, end in found:
            args = [binary, "--db", path, "--quiet"] + question(person, (place[0], end[0]))
            # An ambiguous beginning of a name is no answer, nor is one that takes too long.
            columns.append([ask(args) for _ in range(runs + 1)][1:] if is_answered(args) else [])
        every = [run for column in columns for run in column]
        if not every:
            print(f"| {name} | - | - | - | - | - | - |")
            continue
        middle = [statistics.median([run[n] for run in every]) for n in (0, 1)]
        cells = [f"{statistics.median([run[1] for run in c]):.0f}" if c else "-" for c in columns]
        memory = max(run[2] for run in every)
        print(f"| {name} | {middle[0]:.0f} | {middle[1]:.0f} | {' | '.join(cells)} | {memory:.0f} |", flush=True)


def is_answered(args):
    """Whether there is an answer within half a minute."""
    try:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run(args, timeout=30, **quiet).returncode == 0
    except subprocess.TimeoutExpired:
        return False


main()
