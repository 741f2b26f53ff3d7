#!/usr/bin/env python3
"""Hold the accuracy figures to their floors.

    accuracy.py --bin target/release/sayso [--shared ../shared] [--raise | --table]

Runs the scorers of the shared data folder and compares every figure with tests/floors.json. Floors only rise:
`--raise` writes the present figures, less a small margin, where they are higher than the floor. Where the shared
folder is absent it says so and passes.
`--table` prints the figures that README.md shows.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FLOORS = os.path.join(HERE, "floors.json")
MARGIN = 0.003


TABLE = [
    ("parser, English Web Treebank, gold tokens: labelled attachment", "parse ewt LAS"),
    ("parser, GUM, raw text: labelled attachment", "raw gum LAS"),
    ("names (person, organisation, place), English Web Treebank: F1", "ner ewt micro.f1"),
    ("attributions, PolNeAR: cue found, F1", "attribution polnear cue overlap.f1"),
    ("attributions, PolNeAR: source and content right, F1", "attribution polnear whole.f1"),
    ("statements of nine articles, with the right speaker: F1", "graph statements_end_to_end.f1"),
    ("entities of nine articles: F1", "graph entities.f1"),
    ("relations between entities of nine articles, the pair right: precision", "graph relations_link.p"),
    ("relations between entities of nine articles, the pair right: recall", "graph relations_link.r"),
    ("open information extraction, CaRB: F1", "carb f1"),
    ("open information extraction, BenchIE: F1", "benchie f1"),
    ("kinds of events (PLOVER): F1", "events class_f1"),
]


def table(figures):
    """The figures for readers, as Markdown."""
    rows = [f"| {label} | {figures[name]:.3f} |" for label, name in TABLE]
    return "\n".join(["| what, on which set | figure |", "|---|---|", *rows])


def measure(binary, shared, quiet=False):
    """Every figure of score.py, by name."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "figures.json")
        score = os.path.join(shared, "eval", "score.py")
        command = [sys.executable, score, "--bin", binary, "--json", path]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL if quiet else None)
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
    if report["unable"]:
        sys.exit(f"steps that could not be measured: {report['unable']}")
    return report["figures"]


def raised(floors, figures):
    """Floors lifted to the present figures less the margin; none is lowered."""
    return {name: max(floor, round(figures.get(name, 0.0) - MARGIN, 4)) for name, floor in floors.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True, help="the sayso program")
    parser.add_argument("--shared", default=os.path.join(HERE, "..", "..", "shared"), help="folder with eval/ and data/")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to the present figures")
    parser.add_argument("--table", action="store_true", help="print the table for README.md")
    args = parser.parse_args()
    if not os.path.exists(os.path.join(args.shared, "eval", "score.py")):
        print(f"accuracy not measured: there is no {os.path.normpath(args.shared)} with the evaluation data")
        return
    with open(FLOORS, encoding="utf-8") as file:
        floors = json.load(file)
    figures = measure(os.path.abspath(args.bin), args.shared, quiet=args.table)
    if args.table:
        print(table(figures))
        return
    if args.lift:
        with open(FLOORS, "w", encoding="utf-8") as file:
            json.dump(raised(floors, figures), file, indent=1)
            file.write("\n")
        return
    below = [f"{name}: {figures.get(name, 0.0):.4f} < {floor}" for name, floor in floors.items()
             if figures.get(name, 0.0) < floor]
    if below:
        sys.exit("below the floor:\n" + "\n".join(below))
    print(f"{len(floors)} figures at or above their floors")


if __name__ == "__main__":
    main()
