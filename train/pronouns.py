#!/usr/bin/env python3
"""Fit the weights of the ranker of third-person pronouns.

    sayso-train chains --choices ../shared/data/ud/gum-train.conllu > predicted.jsonl
    sayso-train chains --choices ../shared/data/ud/gum-train.conllu --gold-names ../shared/data/ner/gum_names-train.iob > gold.jsonl
    pronouns.py ../shared/data/ud/gum-train.conllu predicted.jsonl gold.jsonl [--check FILE.conllu FILE.jsonl]

Maximum likelihood of the right antecedents, all of them together, with an L2 penalty, on treebank trees and predicted ones. Prints the
rows of `WEIGHTS` in src/extraction/coref/ranker.rs, rounded to a tenth. A choice without a right candidate teaches nothing, nor
does a pronoun for what no noun of the text names.
Needs numpy.
"""

import argparse
import json
import sys

import numpy as np

import coref_eval


def cases(conllu, chains):
    """Per kind of pronoun: properties of the candidates, and which of them are right."""
    documents = coref_eval.sentences_of(conllu)
    found = ([], [], [])
    with open(chains, encoding="utf-8") as file:
        for document in map(json.loads, file):
            sentences = documents[document["id"]]
            gold = coref_eval.gold_mentions(sentences)
            described = {m.entity for m in gold if sentences[m.sentence][m.head][2] in ("NOUN", "PROPN")}
            system = [m for m, _ in coref_eval.system_mentions(document["chains"])]
            pairs = coref_eval.align(gold, system)
            entity = {(m.sentence, m.head): gold[pairs[s]].entity for s, m in enumerate(system) if s in pairs}
            for kind, pronoun, candidates in document["choices"]:
                wanted = entity.get(tuple(pronoun))
                right = [wanted is not None and entity.get(tuple(place)) == wanted for place, _ in candidates]
                if wanted in described and any(right):
                    found[kind].append((np.array([v for _, v in candidates]), np.array(right)))
    return found


def loss(weights, values, right, starts, penalty):
    """Negative log-likelihood with its gradient; each choice begins at a row of `starts`."""
    sizes = np.diff(np.append(starts, len(values)))
    scores = values @ weights
    scores = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    every, good = np.add.reduceat(scores, starts), np.add.reduceat(scores * right, starts)
    share = scores / np.repeat(every, sizes) - scores * right / np.repeat(good, sizes)
    total = penalty * weights @ weights - np.log(good / every).sum()
    return total, 2 * penalty * weights + values.T @ share


def fit(examples, penalty, steps=200):
    """Gradient descent with a step size of its own for each weight (Rprop)."""
    values = np.concatenate([v for v, _ in examples])
    right = np.concatenate([r for _, r in examples]).astype(float)
    starts = np.cumsum([0] + [len(r) for _, r in examples[:-1]])
    weights = np.zeros(values.shape[1])
    size, last = np.full_like(weights, 0.05), np.zeros_like(weights)
    for _ in range(steps):
        _, slope = loss(weights, values, right, starts, penalty)
        agree = np.sign(slope * last)
        size = np.clip(np.where(agree > 0, size * 1.2, np.where(agree < 0, size * 0.5, size)), 1e-4, 0.5)
        slope = np.where(agree < 0, 0, slope)
        weights -= np.sign(slope) * size
        last = slope
    return weights


def share(weights, examples):
    """How often the best candidate, of equals the nearest, is right."""
    return np.mean([right[np.argmax(values @ weights)] for values, right in examples]) if examples else 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("conllu")
    parser.add_argument("chains", nargs="+")
    parser.add_argument("--penalty", type=float, nargs=3, default=[2.0, 1.5, 1.0], help="for he and she, it, they")
    parser.add_argument("--check", nargs=2, metavar=("CONLLU", "JSONL"), action="append", default=[])
    args = parser.parse_args()
    found = [cases(args.conllu, chains) for chains in args.chains]
    examples = [[e for part in found for e in part[kind]] for kind in range(3)]
    weights = [np.round(fit(e, p), 1) + 0.0 for e, p in zip(examples, args.penalty)]
    for row in np.array(weights).T:
        print("    [" + ", ".join(f"{w:.1f}" for w in row) + "],")
    report = [f"fitted on: {[f'{share(w, e):.3f} of {len(e)}' for w, e in zip(weights, examples)]}"]
    for conllu, chains in args.check:
        checked = cases(conllu, chains)
        report.append(f"{chains}: {[f'{share(w, e):.3f} of {len(e)}' for w, e in zip(weights, checked)]}")
    print("\n".join(report), file=sys.stderr)


if __name__ == "__main__":
    main()
