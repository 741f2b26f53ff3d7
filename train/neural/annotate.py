"""What teachers make of silver text: shares of heads, relations, tags and names of every token, for `train.py --soft`.

    python annotate.py --data ../../../shared/data --silver runs/silver4.conllu --teacher runs/teacher/mean.pt --out runs/soft.npz

Sentences are those of silver.py, tokens too. Several teachers count alike. Where an article's title told the kind of a name, that
stays.
"""

import argparse

import numpy as np
import torch

import data
import train
from model import Network
from teacher import Pretrained


def likeliest(shares, n):
    """The n likeliest labels of each token, with their shares brought to a sum of 1."""
    shares, ids = shares.topk(min(n, shares.shape[2]), 2)
    shares = shares / shares.sum(2, keepdim=True)
    padding = (0, 0), (0, 0), (0, n - ids.shape[2])
    return np.pad(ids.cpu().numpy(), padding), np.pad(shares.cpu().numpy(), padding)


@torch.no_grad()
def looked_at(networks, vocabulary, batch, shares):
    """Per layer what the teachers find likely; names follow the mixed conventions `shares`, by set."""
    device = networks[0].root.device
    t = train.tensors(vocabulary, batch, device)
    states = [train.encode(network, vocabulary, t, False) for network in networks]
    mean = lambda look: sum(look(n, *state).softmax(2) for n, state in zip(networks, states)) / len(networks)
    found = {"heads": mean(lambda network, _, second: network.arcs(second))}
    heads = found["heads"].argmax(2)
    found["deprels"] = mean(lambda network, _, second: network.labels(second, heads))
    for number, layer in enumerate(("upos", "xpos")):
        found[layer] = mean(lambda network, first, second: network.tags(first, second)[number])
    sets = {name_set: torch.full((len(batch),), name_set, device=device) for name_set in shares}
    names = sum(
        share * mean(lambda network, first, _: network.names(first, t["marks"], sets[name_set], False))
        for name_set, share in shares.items()
    )
    return {layer: likeliest(found[layer], n) for layer, n in data.LAYERS.items()}, names.cpu().numpy()


def restored(path, device):
    """A teacher, and the arguments of its training."""
    state = torch.load(path, weights_only=False, map_location="cpu")
    network = Network(*state["sizes"])
    network.pretrained = Pretrained(state["arguments"]["pretrained"], network.norm.weight.shape[0])
    network.load_state_dict(state["network"])
    return network.to(device).eval(), state["arguments"]


def titled(path):
    """Places of the tokens whose kind an article's title told, with their tags."""
    with open(path, encoding="utf-8") as lines:
        misc = [line.rstrip("\n").rpartition("\t")[2] for line in lines if line != "\n"]
    return [(at, told.rpartition("NER=")[2]) for at, told in enumerate(misc) if told.startswith("Title=Yes|")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--data", "--silver", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--teacher", required=True, nargs="+", help="points of trainings with the same vectors and word table")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--conventions", default="any=0.5,wikigold=0.5", help="whose conventions names follow, with shares")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    gold, alone, _, _ = data.load(args.data)
    networks, arguments = zip(*(restored(path, args.device) for path in args.teacher))
    vocabulary = data.Vocabulary(gold, alone, (), arguments[0]["min_frequency"], 0, arguments[0]["vectors"])
    shares = data.shares_of_sets(args.conventions)
    sentences = data.read_conllu(args.silver)
    starts = np.cumsum([0, *(len(s.forms) for s in sentences)])
    n = int(starts[-1])
    out = {"names": np.zeros((n, len(data.TAGS)), np.float16), "marks": np.zeros((n, data.N_MARKS), bool)}
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
            layers, names = looked_at(networks, vocabulary, [s for _, s in part], shares)
            for number, (start, _) in enumerate(part):
                out["names"][start : start + length] = names[number]
                out["marks"][start : start + length] = data.marks_of(part[number][1])
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
