"""What a teacher makes of silver text: shares of heads, relations, tags and names of every token, for `train.py --soft`.

    python annotate.py --data ../../../shared/data --silver runs/silver4.conllu --teacher runs/teacher/mean.pt --out runs/soft.npz

Sentences are those of silver.py, tokens too. Where an article's title told the kind of a name there, that stays.
"""

import argparse

import numpy as np
import torch

import data
import train
from model import Network
from teacher import Pretrained


def likeliest(scores, n):
    """The n likeliest labels of each token, with their shares brought to a sum of 1."""
    shares, ids = scores.softmax(2).topk(min(n, scores.shape[2]), 2)
    shares = shares / shares.sum(2, keepdim=True)
    pad = n - ids.shape[2]
    return np.pad(ids.numpy(), ((0, 0), (0, 0), (0, pad))), np.pad(shares.numpy(), ((0, 0), (0, 0), (0, pad)))


@torch.no_grad()
def looked_at(network, vocabulary, batch, shares):
    """Per layer what the teacher finds likely; names follow the mixed conventions `shares`, by set."""
    t = train.tensors(vocabulary, batch)
    first, second = train.encode(network, vocabulary, t, False)
    tags, arcs = network.tags(first, second), network.arcs(second)
    scores = {"upos": tags[0], "xpos": tags[1], "heads": arcs, "deprels": network.labels(second, arcs.argmax(2))}
    names = sum(
        share * network.names(first, t["marks"], torch.full((len(batch),), name_set), False).softmax(2)
        for name_set, share in shares.items()
    )
    return {layer: likeliest(scores[layer], n) for layer, n in data.LAYERS.items()}, names.numpy()


def titled(path):
    """Places of the tokens whose kind an article's title told, with their tags."""
    with open(path, encoding="utf-8") as lines:
        misc = [line.rstrip("\n").rpartition("\t")[2] for line in lines if line != "\n"]
    return [(at, told.rpartition("NER=")[2]) for at, told in enumerate(misc) if told.startswith("Title=Yes|")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--data", "--silver", "--teacher", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--conventions", default="any=0.5,wikigold=0.5", help="whose conventions names follow, with shares")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    gold, alone, _, _ = data.load(args.data)
    state = torch.load(args.teacher, weights_only=False)
    given = state["arguments"]
    vocabulary = data.Vocabulary(gold, alone, (), given["min_frequency"], 0, given["vectors"])
    network = Network(*state["sizes"])
    network.pretrained = Pretrained(given["pretrained"], network.norm.weight.shape[0])
    network.load_state_dict(state["network"])
    network.eval()
    shares = data.shares_of_sets(args.conventions)
    sentences = data.read_conllu(args.silver)
    starts = np.cumsum([0, *(len(s.forms) for s in sentences)])
    n = int(starts[-1])
    out = {"names": np.zeros((n, len(data.TAGS)), np.float16)}
    for layer, width in data.LAYERS.items():
        out |= {f"{layer}.ids": np.zeros((n, width), np.uint8), f"{layer}.shares": np.zeros((n, width), np.float16)}
    by_length = {}
    for start, sentence in zip(starts, sentences):
        if len(sentence.forms) <= data.LONGEST:
            by_length.setdefault(len(sentence.forms), []).append((int(start), sentence))
    for length, group in sorted(by_length.items()):
        step = max(1, 2000 // length)
        for first in range(0, len(group), step):
            part = group[first : first + step]
            layers, names = looked_at(network, vocabulary, [s for _, s in part], shares)
            for number, (start, _) in enumerate(part):
                out["names"][start : start + length] = names[number]
                for layer, (ids, weights) in layers.items():
                    out[f"{layer}.ids"][start : start + length] = ids[number]
                    out[f"{layer}.shares"][start : start + length] = weights[number]
    for at, tag in titled(args.silver):
        out["names"][at] = 0
        out["names"][at, data.TAGS.index(tag)] = 1
    np.savez(args.out, **out)
    print(f"{len(sentences)} sentences, {n} tokens")


if __name__ == "__main__":
    main()
