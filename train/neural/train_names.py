"""Trains the name reader on a trained encoder, which stays as it is.

    python train_names.py --data ../../../shared/data --best runs/one/best.pt --out runs/one/names.pt
"""

import argparse
import random
import time

import torch

import data
import train
from model import NameReader, Network


def states(network, vocabulary, batch, half, rng=None):
    t = train.tensors(vocabulary, batch)
    with torch.no_grad():
        words = t["words"]
        if rng is not None:
            frequency = torch.from_numpy(vocabulary.frequency)[words]
            words = words.masked_fill(torch.rand(len(words)) < (0.25 / (0.25 + frequency)).clamp(min=0.1), 0)
        forms = network.embed(words, t["affixes"], t["ngrams"], t["offsets"])[t["at"]]
        first = network.encoder1(forms, half)
    marks = torch.stack([torch.from_numpy(data.marks_of(s)) for s in batch])
    return forms, first, marks


@torch.no_grad()
def evaluate(network, reader, vocabulary, dev_names, set_ids):
    reader.eval()
    out = {}
    for name, sentences in dev_names.items():
        counts = {i: [0, 0, 0] for i in set_ids}
        for batch in train.by_length(sentences):
            inputs = states(network, vocabulary, batch, False)
            for set_id in set_ids:
                scores = reader(*inputs, torch.full((len(batch),), set_id), False).log_softmax(2).numpy()
                for row, s in zip(scores, batch):
                    keep = lambda tags: {x for x in train.spans(tags) if x[2] in ("PER", "ORG", "LOC")}
                    system, gold = keep(train.viterbi(row)), keep(s.gold)
                    for place, n in enumerate((len(system), len(gold), len(system & gold))):
                        counts[set_id][place] += n
        for set_id, (found, wanted, right) in counts.items():
            out[f"{name.split('-')[0].split('_')[-1]}.{set_id}"] = 2 * right / max(1, found + wanted)
    reader.train()
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--best", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--tokens", type=float, default=3e6)
    parser.add_argument("--hidden", type=int, default=96)
    parser.add_argument("--form", action="store_true", help="read the form vectors too")
    parser.add_argument("--repeat", type=int, default=2, help="how often an epoch has the sets without trees")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.35)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    trees, alone, _, dev_names = data.load(args.data)
    vocabulary = data.Vocabulary(trees, alone)
    state = torch.load(args.best, weights_only=False)
    network = Network(*state["sizes"])
    network.load_state_dict(state["network"])
    network.eval()
    reader = NameReader(384, 160, args.hidden, args.dropout, args.form)
    parameters = list(reader.parameters())
    average = [p.detach().clone() for p in parameters]
    optimizer = torch.optim.Adam(parameters, lr=args.rate, betas=(0.9, 0.95), fused=True)
    marked = [s for s in trees if s.names is not None] + args.repeat * alone
    done, step, next_look, best, begin = 0, 0, args.tokens / 4, 0.0, time.time()
    while done < args.tokens:
        for batch in data.batches(marked, rng, 1000):
            optimizer.param_groups[0]["lr"] = args.rate * train.rate(done, args.tokens)
            forms, first, marks = states(network, vocabulary, batch, True, rng)
            marks = marks * (torch.rand(len(batch), 1, 1) > 0.1)
            sets = torch.tensor([0 if rng.random() < 0.4 else s.name_set for s in batch])
            scores = reader(forms, first, marks, sets, True).log_softmax(2)
            allowed = torch.stack([torch.from_numpy(s.names) for s in batch])
            loss = -(scores.masked_fill(allowed == 0, -1e4)).logsumexp(2).mean()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 2.0)
            optimizer.step()
            step += 1
            if step % 4 == 0:
                torch._foreach_lerp_(average, [p.detach() for p in parameters], 1 - min(0.99, step / (step + 40)))
            done += len(batch) * len(batch[0].forms)
            if done >= next_look or done >= args.tokens:
                next_look += args.tokens / 4
                raw = [p.detach().clone() for p in parameters]
                for p, a in zip(parameters, average):
                    p.data.copy_(a)
                result = evaluate(network, reader, vocabulary, dev_names, range(len(data.SET_IDS) + 1))
                score = sum(result[f"{s}.0"] for s in ("ewt", "politics", "wikigold")) / 3
                print(f"{done} {time.time() - begin:.0f}s {loss.item():.4f} mean {score:.4f}", {k: round(v, 4) for k, v in result.items()}, flush=True)
                if score > best:
                    best = score
                    torch.save({"reader": reader.state_dict(), "arguments": vars(args), "result": result}, args.out)
                for p, r in zip(parameters, raw):
                    p.data.copy_(r)
            if done >= args.tokens:
                break


if __name__ == "__main__":
    main()
