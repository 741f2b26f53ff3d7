"""Text for a teacher to look at (annotate.py): silver text once more, with other names in it, or the gold sentences without trees.

    python renamed.py --silver runs/silver4.conllu --seed 1 --out runs/renamed.conllu
    python renamed.py --data ../../../shared/data --out runs/alone.conllu

Most names give way to others of their kind from anywhere in the text, of any length; persons of one word to such. The rows have
no trees: what annotate.py finds takes their place.
"""

import argparse
import random

import data

SHARE = 0.7  # of the names that give way
MOST = 3  # how often one name stands among those that come in


def names_in(sentences):
    """By kind, and for persons whether they have one word, every name; as often as it occurs, at most `MOST` times."""
    counts, found = {}, {}
    for sentence in sentences:
        for start, end, kind in data.runs(sentence.gold):
            name = tuple(sentence.forms[start:end])
            sort = data.Pool.sort(kind, end - start)
            counts[sort, name] = counts.get((sort, name), 0) + 1
            if counts[sort, name] <= MOST:
                found.setdefault(sort, []).append(name)
    return found


def renamed(sentence, names, rng):
    """Forms and tags of the sentence with other names."""
    forms, tags, last = [], [], 0
    for start, end, kind in data.runs(sentence.gold):
        if rng.random() < SHARE:
            name = rng.choice(names[data.Pool.sort(kind, end - start)])
            forms += [*sentence.forms[last:start], *name]
            tags += [*sentence.gold[last:start], *(f"{'I' if at else 'B'}-{kind}" for at in range(len(name)))]
            last = end
    return [*forms, *sentence.forms[last:]], [*tags, *sentence.gold[last:]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--silver")
    parser.add_argument("--data", help="of the gold sets, what has names alone")
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    if args.silver:
        sentences = data.read_silver(args.silver)
        names = names_in(sentences)
        texts = [renamed(s, names, rng) for s in sentences]
        texts = [text for text, s in zip(texts, sentences) if text[0] != s.forms]
    else:
        texts = [(s.forms, s.gold) for s in data.load(args.data)[1]]
    with open(args.out, "w", encoding="utf-8") as out:
        for forms, tags in texts:
            for at, (form, tag) in enumerate(zip(forms, tags)):
                out.write(f"{at + 1}\t{form}\t_\tX\tX\t_\t0\troot\t_\tNER={tag}\n")
            out.write("\n")
    print(f"{len(texts)} sentences")


if __name__ == "__main__":
    main()
