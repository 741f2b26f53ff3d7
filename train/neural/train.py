"""Trains the network; `python train.py --data ../../../shared/data --out runs/one`. See README.md.

Writes runs/one/checkpoint.pt (to go on from with --resume), averaged weights (one file at each look at the dev sets; best.pt,
the best, and last.pt; start.pt, what it began with) and curve.tsv. One seed, one number of threads: the same command gives the
same weights on the same kind of processor.
"""

import argparse
import math
import os
import random
import time
from itertools import zip_longest

# Shapes vary with sentence length; without this, kernels are compiled anew at almost every step.
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "6000")

import numpy as np
import torch
from torch.nn import functional as F

import data
from model import Network
from restore import restore, restore_point


def tensors(vocabulary, batch, device="cpu"):
    forms = np.array([vocabulary.ids(s.forms) for s in batch])
    unique, at = np.unique(forms, return_inverse=True)
    grams = [vocabulary.ngrams[f] for f in unique]
    offsets = np.cumsum([0, *(len(g) for g in grams[:-1])])
    found = {
        "at": torch.from_numpy(at.reshape(forms.shape)),
        "words": torch.tensor([vocabulary.words[f] for f in unique]),
        "affixes": torch.from_numpy(np.stack([vocabulary.affixes[f] for f in unique])),
        "ngrams": torch.from_numpy(np.concatenate(grams)),
        "offsets": torch.from_numpy(offsets),
        "vectors": torch.from_numpy(vocabulary.vectors[[vocabulary.vector_rows[f] for f in unique]]),
        "marks": torch.from_numpy(np.stack([data.marks_of(s) for s in batch])),
    }
    return {name: value.to(device) for name, value in found.items()} | {"forms": [s.forms for s in batch]}


def encode(network, vocabulary, t, half, rng=None):
    words, given = t["words"], t["vectors"]
    random_of = lambda *shape: torch.rand(shape, device=words.device)
    if rng is not None:  # word dropout, more for rare words; now and then a sentence that no table knows
        t["marks"] = t["marks"] * (random_of(len(t["marks"]), 1, 1) > 0.1)
        frequency = torch.from_numpy(vocabulary.frequency).to(words.device)[words]
        words = words.masked_fill(random_of(len(words)) < (0.5 / (0.5 + frequency)).clamp(min=0.15), 0)
        given = given * (random_of(len(given), 1) > 0.08)
    vectors = network.embed(words, t["affixes"], t["ngrams"], t["offsets"], given)[t["at"]]
    if network.pretrained is not None:
        if rng is not None:  # without forms the network must ask the transformer
            vectors = vectors * (random_of(len(vectors), 1, 1) > 0.4) * (random_of(*vectors.shape[:2], 1) > 0.1)
        vectors = vectors + network.pretrained(t["forms"])
    return network.encode(vectors, t["marks"], half)


def targets(vocabulary, batch, device):
    """Per layer the labels of each token and their shares: one label of share 1, or what a teacher found likely."""
    if batch[0].soft:
        stack = lambda layer, part: torch.from_numpy(np.stack([s.soft[layer][part] for s in batch])).to(device)
        return {layer: (stack(layer, 0).long(), stack(layer, 1).float()) for layer in data.LAYERS}
    found = {layer: [[vocabulary.label(layer, v) for v in getattr(s, layer)] for s in batch] for layer in ("upos", "xpos", "deprels")}
    found["heads"] = [s.heads for s in batch]
    one = torch.ones(len(batch), len(batch[0].forms), 1, device=device)
    return {layer: (torch.tensor(ids, device=device)[:, :, None], one) for layer, ids in found.items()}


def cross_entropy(scores, target, smoothing=0.0):
    ids, shares = target
    logs = scores.float().log_softmax(2)
    loss = -(logs.gather(2, ids) * shares).sum(2).mean()
    return loss if smoothing == 0 else (1 - smoothing) * loss - smoothing * logs.mean()


def parse_loss(network, vocabulary, batch, first, second, smoothing=0.03):
    gold = targets(vocabulary, batch, first.device)
    smooth = 0 if batch[0].soft else smoothing
    heads = torch.tensor([s.heads for s in batch], device=first.device)
    tags = network.tags(first, second)
    loss = 0.5 * cross_entropy(tags[0], gold["upos"], smooth) + 0.5 * cross_entropy(tags[1], gold["xpos"], smooth)
    loss = loss + 0.25 * cross_entropy(network.early_upos(first), gold["upos"])
    loss = loss + 0.25 * cross_entropy(network.early_xpos(first), gold["xpos"])
    loss = loss + cross_entropy(network.arcs(second), gold["heads"], smooth)
    return loss + cross_entropy(network.labels(second, heads), gold["deprels"], smooth)


def name_loss(network, batch, first, marks, half, rng):
    sets = torch.tensor([0 if rng.random() < 0.3 else s.name_set for s in batch], device=first.device)
    scores = network.names(first, marks, sets, half).float().log_softmax(2)
    allowed = torch.from_numpy(np.stack([s.names for s in batch])).to(first.device)
    if batch[0].soft:
        return -(scores * allowed).sum(2).mean()
    return -(scores + allowed.log().clamp(min=-1e4)).logsumexp(2).mean()


def viterbi(scores):
    """Best BIO sequence: an I follows only a B or I of its kind. scores: (tokens, tags), numpy."""
    n_tags = scores.shape[1]
    allowed = np.full((n_tags, n_tags), 0.0)
    for into, name in enumerate(data.TAGS):
        if name[0] == "I":
            for source, before in enumerate(data.TAGS):
                if before[2:] != name[2:]:
                    allowed[source, into] = -1e9
    start = np.array([-1e9 if name[0] == "I" else 0.0 for name in data.TAGS])
    best, back = scores[0] + start, []
    for row in scores[1:]:
        through = best[:, None] + allowed
        back.append(through.argmax(0))
        best = through.max(0) + row
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return [data.TAGS[i] for i in reversed(path)]


def spans(tags):
    out, start = set(), None
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[0] != "I" or tag[2:] != tags[start][2:]):
            out.add((start, at, tags[start][2:]))
            start = None
        if tag[0] == "B":
            start = at
    return out


def by_length(sentences, size=2000):
    buckets = {}
    for s in sentences:
        buckets.setdefault(len(s.forms), []).append(s)
    for length, bucket in sorted(buckets.items()):
        step = max(1, size // length)
        yield from (bucket[i : i + step] for i in range(0, len(bucket), step))


@torch.no_grad()
def evaluate(network, vocabulary, dev_trees, dev_names, set_ids=(0, 1)):
    network.eval()
    out, device = {}, network.root.device
    for name, sentences in dev_trees.items():
        n = right_upos = right_xpos = uas = las = 0
        for batch in by_length(sentences):
            first, second = encode(network, vocabulary, tensors(vocabulary, batch, device), False)
            upos, xpos = (t.argmax(2).tolist() for t in network.tags(first, second))
            heads = network.arcs(second).argmax(2)
            labels = network.labels(second, heads).argmax(2).tolist()
            for i, s in enumerate(batch):
                n += len(s.forms)
                right_upos += sum(vocabulary.upos[p] == g for p, g in zip(upos[i], s.upos))
                right_xpos += sum(vocabulary.xpos[p] == g for p, g in zip(xpos[i], s.xpos))
                for head, label, gold, rel in zip(heads[i].tolist(), labels[i], s.heads, s.deprels):
                    uas += head == gold
                    las += head == gold and vocabulary.deprels[label].split(":")[0] == rel.split(":")[0]
        short = name.replace("en_", "").replace("-dev", "")
        out |= {f"{short}.upos": right_upos / n, f"{short}.xpos": right_xpos / n, f"{short}.uas": uas / n, f"{short}.las": las / n}
    keep = lambda tags: {x for x in spans(tags) if x[2] in ("PER", "ORG", "LOC")}
    for name, sentences in dev_names.items():
        right, either = dict.fromkeys(set_ids, 0), dict.fromkeys(set_ids, 1e-9)
        for batch in by_length(sentences):
            t = tensors(vocabulary, batch, device)
            first, _ = encode(network, vocabulary, t, False)
            for set_id in set_ids:
                sets = torch.full((len(batch),), set_id, device=device)
                scores = network.names(first, t["marks"], sets, False).log_softmax(2)
                for row, s in zip(scores.cpu().numpy(), batch):
                    system, gold = keep(viterbi(row)), keep(s.gold)
                    right[set_id], either[set_id] = right[set_id] + len(system & gold), either[set_id] + len(system) + len(gold)
        out |= {f"{name.split('-')[0].split('_')[-1]}.{i}": 2 * right[i] / either[i] for i in set_ids}
    network.train()
    return out


def rate(part, warm, flat=0.1):
    """Share of the highest rate when so much of the training is done."""
    if part < warm:
        return part / warm
    return 1.0 if part < flat else 0.5 + 0.5 * math.cos(math.pi * min(1, (part - flat) / (1 - flat)))


def some(silver, others, share, rng):
    """Silver sentences with `share` times the tokens of the others, drawn anew for every epoch."""
    wanted, out = share * sum(len(s.forms) for s in others), []
    for sentence in rng.sample(silver, len(silver)):
        if wanted <= 0:
            break
        wanted -= len(sentence.forms)
        out.append(sentence)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--tokens", type=float, default=22e6, help="how many tokens to see")
    parser.add_argument("--batch", type=int, default=1000, help="tokens a step")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--warm", type=float, default=0.01, help="share of the training in which the rate rises")
    parser.add_argument("--dropout", type=float, default=0.33)
    parser.add_argument("--half", action="store_true", help="products in bfloat16: faster with AMX, slower without")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="other numbers of them give other last bits")
    parser.add_argument("--device", default="cpu", help="cuda: far faster, but no two trainings are quite alike")
    parser.add_argument("--silver", nargs="+", default=[], help="texts that silver.py annotated")
    parser.add_argument("--soft", nargs="+", default=[], help="what a teacher makes of each (annotate.py)")
    parser.add_argument("--silver-weight", type=float, default=0.5, help="weight of its trees")
    parser.add_argument("--silver-share", type=float, default=0.4, help="tokens of it for each of the others")
    parser.add_argument("--vectors", help="word vectors (vectors.py)")
    parser.add_argument("--min-frequency", type=int, default=2, help="how often a word of the word table must occur")
    parser.add_argument("--silver-words", type=int, default=5500, help="common words of the silver text in the word table")
    parser.add_argument("--pretrained", help="train a teacher on this transformer (teacher.py)")
    parser.add_argument("--pretrained-rate", type=float, default=1e-4)
    parser.add_argument("--pretrained-frozen", type=int, default=0, help="how many of its lowest layers stay as they are")
    parser.add_argument("--start", help="weights file to begin from, or a point of a training (.pt)")
    parser.add_argument("--every", type=float, default=2e6, help="tokens between evaluations")
    parser.add_argument("--resume", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    train, alone, dev_trees, dev_names = data.load(args.data)
    silver = [s for paths in zip_longest(args.silver, args.soft) for s in data.read_silver(*paths)]
    vocabulary = data.Vocabulary(train, alone, silver, args.min_frequency, args.silver_words, args.vectors)
    pool = data.Pool([s for s in (*train, *alone) if s.gold])
    sizes = len(vocabulary.frequency), len(vocabulary.upos), len(vocabulary.xpos), len(vocabulary.deprels)
    network = Network(*sizes, dropout=args.dropout)
    if args.start and args.start.endswith(".pt"):
        restore_point(network, vocabulary, args.start, train, alone)
    elif args.start:
        restore(network, vocabulary, args.start)
    network.to(args.device)
    parameters = list(network.parameters())
    groups = [{"params": parameters, "peak": args.rate}]
    if args.pretrained:
        from teacher import Pretrained  # needs transformers, which nothing else does

        network.pretrained = Pretrained(args.pretrained, network.norm.weight.shape[0], args.pretrained_frozen).to(args.device)
        tuned = [p for p in network.pretrained.transformer.parameters() if p.requires_grad]
        new = [network.pretrained.mix, *network.pretrained.project.parameters()]
        groups = [{"params": parameters + new, "peak": args.rate}, {"params": tuned, "peak": args.pretrained_rate}]
        parameters += new + tuned
    print(f"{sizes} {sum(p.numel() for p in parameters) / 1e6:.2f}M parameters", flush=True)
    average = [p.detach().clone() for p in parameters]
    optimizer = torch.optim.Adam(groups, lr=args.rate, betas=(0.9, 0.95), fused=True)
    os.makedirs(args.out, exist_ok=True)
    if args.start and not args.resume:
        torch.save({"network": network.state_dict(), "sizes": sizes, "result": {}, "arguments": vars(args)}, f"{args.out}/start.pt")
    done, step, best, next_look = 0, 0, 0.0, args.every
    if args.resume:
        state = torch.load(f"{args.out}/checkpoint.pt", weights_only=False)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        average, done, step, best, next_look = (state[k] for k in ("average", "done", "step", "best", "next_look"))
        rng.setstate(state["rng"])
        torch.set_rng_state(state["torch_rng"])
    begin, seen, total_loss, name_total, n_names = time.time(), 0, 0.0, 0.0, 1e-9
    while done < args.tokens:
        for batch in data.batches(train + alone + some(silver, train + alone, args.silver_share, rng), rng, args.batch, pool):
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * rate(done / args.tokens, args.warm)
            inputs = tensors(vocabulary, batch, args.device)
            first, second = encode(network, vocabulary, inputs, args.half, rng)
            loss = 0.0
            if batch[0].heads is not None:
                loss = parse_loss(network, vocabulary, batch, first, second) * (args.silver_weight if batch[0].is_silver else 1.0)
                total_loss += loss.detach()
            marked = [i for i, s in enumerate(batch) if s.names is not None]
            if marked:
                names = name_loss(network, [batch[i] for i in marked], first[marked], inputs["marks"][marked], args.half, rng)
                loss = loss + names * (len(marked) / len(batch))
                name_total, n_names = name_total + names.detach(), n_names + 1
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 2.0, foreach=True)
            optimizer.step()
            step += 1
            if step % 4 == 0:
                torch._foreach_lerp_(average, [p.detach() for p in parameters], 1 - min(0.996, step / (step + 40)))
            n = len(batch) * len(batch[0].forms)
            done, seen = done + n, seen + n
            if done >= next_look or done >= args.tokens:
                next_look += args.every
                speed = seen / (time.time() - begin)
                raw = [p.detach().clone() for p in parameters]
                for p, a in zip(parameters, average):
                    p.data.copy_(a)
                result = evaluate(network, vocabulary, dev_trees, dev_names)
                score = (result["ewt.las"] + result["gum.las"]) / 2 + 0.3 * sum(result[f"{s}.0"] for s in ("ewt", "politics", "wikigold")) / 3
                line = {"tokens": done, "loss": float(total_loss) / step, "name_loss": float(name_total) / n_names, "speed": speed, **result}
                print(" ".join(f"{k} {v:.4f}" if isinstance(v, float) else f"{k} {v}" for k, v in line.items()), flush=True)
                with open(f"{args.out}/curve.tsv", "a", encoding="utf-8") as curve:
                    curve.write("\t".join(f"{k}={v:.5g}" for k, v in line.items()) + "\n")
                saved = {"network": network.state_dict(), "sizes": sizes, "result": result, "arguments": vars(args)}
                torch.save(saved, f"{args.out}/last.pt")
                torch.save(saved, f"{args.out}/{done / 1e6:.1f}M.pt")
                if score > best:
                    best = score
                    torch.save(saved, f"{args.out}/best.pt")
                for p, r in zip(parameters, raw):
                    p.data.copy_(r)
                torch.save(
                    {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "average": average, "done": done,
                     "step": step, "best": best, "next_look": next_look, "rng": rng.getstate(),
                     "torch_rng": torch.get_rng_state()},
                    f"{args.out}/checkpoint.pt",
                )
                begin, seen = time.time(), 0
            if done >= args.tokens:
                break


if __name__ == "__main__":
    main()
