"""Writes a trained network as the weights file that `src/model/container.rs` reads, and the tests' expectations.

    python export.py --data ../../../shared/data --silver runs/silver.conllu --best runs/one/mean.pt --out ../../data/neural.weights

Tables become 4-bit integers with a scale a row, matrices 7-bit ones in the order in which `src/model/kernel` reads them.
Tensors keep their names of model.py, but for what is folded: the two biases of an LSTM are one, and the vector of the name set is part of its reader's bias.
"""

import argparse
import struct

import numpy as np
import torch

import data
import vectors
from model import Network

KINDS = {"i8": 0, "u8": 1, "f32": 2, "text": 3, "bf16": 4}
VERSION = 2
ALIGN = 64
# As in src/model/kernel/mod.rs.
PANEL, QUAD, STRIDE = 16, 4, 8


def quantized(weight, most, scale):
    """Rows of integers in -most..most, by a scale a row."""
    safe = np.where(scale > 0, scale, 1)
    return np.clip(np.rint(weight / safe[:, None]), -most, most)


def best_scale(weight, most, least=0.7):
    """Of each row, the scale with the least squared error: a few large weights may be cut."""
    largest = np.abs(weight).max(1)
    scales = np.stack([largest * share / most for share in np.arange(least, 1.001, 0.02)])
    errors = [((quantized(weight, most, scale) * scale[:, None] - weight) ** 2).sum(1) for scale in scales]
    return scales[np.argmin(errors, 0), np.arange(len(weight))]


def half(values):
    """The first 16 bits of floats, rounded."""
    return (values.astype("<f4").view("<u4") + 0x8000) >> 16


class Writer:
    """The layout is described in src/model/container.rs."""

    def __init__(self):
        self.tensors = []

    def add(self, name, kind, values):
        if kind == "text":
            values = np.frombuffer("\n".join(values).encode(), dtype=np.uint8)
        values = np.ascontiguousarray(values, dtype={"i8": np.int8, "f32": "<f4", "bf16": "<u2"}.get(kind, np.uint8))
        self.tensors.append((name, KINDS[kind], values.shape, values.tobytes()))

    def table(self, name, weight):
        """Rows of integers in -7..7, two a byte, and their scales, in 16 bits."""
        weight = weight.detach().float().numpy()
        bits = half(best_scale(weight, 7, 0.4))
        integers = (quantized(weight, 7, (bits << 16).view("<f4")) + 8).astype(np.uint8)
        self.add(name, "u8", integers[:, ::2] | integers[:, 1::2] << 4)
        self.add(f"{name}.scale", "bf16", bits)

    def vectors(self, table, n_words):
        """Of the commonest words: how many keys each bucket has, the last 8 bits of each, the numbers of their centres."""
        kept = table["ranks"] < n_words
        keys = table["keys"][kept]
        self.add("vector.counts", "u8", np.bincount(keys >> 8, minlength=1 << (vectors.KEY_BITS - 8)))
        self.add("vector.keys", "u8", keys & 255)
        self.add("vector.codes", "u8", table["codes"][kept])
        self.add("vector.centres", "i8", table["centres"])
        self.add("vector.scales", "f32", table["scales"])

    def linear(self, name, weight, bias=None):
        """Panels of 16 outputs: of every four inputs, four integers in -64..64 an output."""
        weight = weight.detach().float().numpy()
        scale = best_scale(weight, 64)
        integers = quantized(weight, 64, scale)
        n_out, n_in = integers.shape
        padded = np.zeros((-(-n_out // PANEL) * PANEL, -(-n_in // STRIDE) * STRIDE), np.int32)
        padded[:n_out, :n_in] = integers
        self.add(name, "i8", padded.reshape(-1, PANEL, padded.shape[1] // QUAD, QUAD).transpose(0, 2, 1, 3))
        self.add(f"{name}.scale", "f32", scale)
        self.add(f"{name}.bias", "f32", torch.zeros(len(weight)) if bias is None else bias.detach())

    def write(self, path):
        head = b"SAYSOWTS" + struct.pack("<II", VERSION, len(self.tensors))
        length = len(head) + sum(16 + len(name) + 4 * len(shape) for name, _, shape, _ in self.tensors)
        offset = -(-length // ALIGN) * ALIGN
        body = b""
        for name, kind, shape, raw in self.tensors:
            name = name.encode()
            head += struct.pack("<I", len(name)) + name + struct.pack("<II", kind, len(shape))
            head += struct.pack(f"<{len(shape)}I", *shape) + struct.pack("<I", offset + len(body))
            body += raw + bytes(-len(raw) % ALIGN)
        with open(path, "wb") as file:
            file.write(head + bytes(offset - len(head)) + body)


def lstm(writer, name, layer, constant=None):
    """`constant`: the value of the last inputs, which are the same at every token."""
    for way, suffix in (("forward", ""), ("backward", "_reverse")):
        get = lambda part: getattr(layer, f"{part}_l0{suffix}").detach()
        weight, bias = get("weight_ih"), get("bias_ih") + get("bias_hh")
        if constant is not None:
            split = weight.shape[1] - len(constant)
            weight, bias = weight[:, :split], bias + weight[:, split:] @ constant
        writer.linear(f"{name}.{way}.input", weight, bias)
        writer.linear(f"{name}.{way}.recurrent", get("weight_hh"))


def export(network, vocabulary, conventions, n_words, path):
    """`conventions`: the vector of whose conventions names follow; `n_words`: how many have a word vector."""
    writer = Writer()
    writer.add("word.keys", "u8", np.array(vocabulary.word_keys, dtype="<u8").view(np.uint8))
    writer.table("word", network.word.weight)
    for name, table in network.affix.items():
        writer.table(f"affix.{name}", table.weight)
    writer.table("ngram", network.ngram.weight)
    writer.vectors(vocabulary.table, n_words)
    writer.add("norm.weight", "f32", network.norm.weight.detach())
    writer.add("norm.bias", "f32", network.norm.bias.detach())
    writer.add("root", "f32", network.root.detach())
    for name in ("project", "upos", "xpos", "arc_dep", "arc_head", "arc_pair", "label_dep", "label_head", "label_pair", "name_tag"):
        layer = getattr(network, name)
        writer.linear(name, layer.weight, layer.bias)
    lstm(writer, "encoder1", network.encoder1.lstm)
    lstm(writer, "encoder2", network.encoder2.lstm)
    lstm(writer, "name_encoder", network.name_encoder.lstm, conventions)
    writer.add("upos.names", "text", vocabulary.upos)
    writer.add("xpos.names", "text", vocabulary.xpos)
    writer.add("deprel.names", "text", vocabulary.deprels)
    writer.add("name_tag.names", "text", data.TAGS)
    writer.write(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--best", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--silver", help="the silver text that it was trained with")
    parser.add_argument("--vector-words", type=int, default=328_000, help="how many of the word vectors to keep")
    parser.add_argument("--conventions", default="any=1", help="whose conventions names follow, with shares (any=0.5,uner=0.5)")
    args = parser.parse_args()
    train, alone, _, _ = data.load(args.data)
    state = torch.load(args.best, weights_only=False, map_location="cpu")
    given = state["arguments"]
    silver = data.read_silver(args.silver) if args.silver else ()
    vocabulary = data.Vocabulary(train, alone, silver, given["min_frequency"], given["silver_words"], given["vectors"])
    network = Network(*state["sizes"])
    network.load_state_dict(state["network"])
    of_sets = network.name_set.weight.detach()
    conventions = sum(share * of_sets[name_set] for name_set, share in data.shares_of_sets(args.conventions).items())
    export(network, vocabulary, conventions, args.vector_words, args.out)
    print(state["result"])


if __name__ == "__main__":
    main()
