"""Turns the weights that ship back into a network, to train on from it (train.py --start).

What the file has folded comes back as zeros: the second bias of each LSTM, the weight of whose conventions hold. Words that the
file's vocabulary lacks begin as unknown words; the readers that serve training alone begin as the later ones.
"""

import struct

import numpy as np
import torch

import data
from export import VERSION
from vectors import WIDTH as N_VECTOR

DTYPES = (np.int8, np.uint8, "<f4", np.uint8, "<u2")


def tensors(path):
    """Every tensor of a weights file by name; the layout is described in src/model/container.rs."""
    with open(path, "rb") as file:
        raw = file.read()
    if raw[:8] != b"SAYSOWTS":
        raise SystemExit(f"{path}: not a weights file")
    if struct.unpack_from("<I", raw, 8) != (VERSION,):
        raise SystemExit(f"{path}: weights of another version")
    at, out = 16, {}

    def numbers(n):
        nonlocal at
        at += 4 * n
        return struct.unpack_from(f"<{n}I", raw, at - 4 * n)

    for _ in range(struct.unpack_from("<II", raw, 8)[1]):
        (n_name,) = numbers(1)
        name = raw[at : at + n_name].decode()
        at += n_name
        kind, n_dims = numbers(2)
        *shape, offset = numbers(n_dims + 1)
        count = int(np.prod(shape))
        values = np.frombuffer(raw, DTYPES[kind], count, offset).reshape(shape)
        if kind == 4:
            values = (values.astype("<u4") << 16).view("<f4")
        if len(shape) == 4:
            values = values.transpose(0, 2, 1, 3).reshape(shape[0] * shape[2], -1)
        out[name] = values
    return out


def restore(network, vocabulary, path):
    """Fills `network` with the weights of a file; vocabularies may differ, tag sets may not."""
    found = tensors(path)

    def values(name):
        scale, integers = found[f"{name}.scale"], found[name]
        if integers.dtype == np.uint8:
            integers = (np.stack((integers & 15, integers >> 4), 2).astype(np.int8) - 8).reshape(len(integers), -1)
        return torch.from_numpy(integers[: len(scale)].astype(np.float32) * scale[:, None])

    has_vectors = "vector.keys" in found
    n_inputs = {} if has_vectors else {"project.weight": network.project.weight.shape[1] - N_VECTOR}
    plain = lambda name: torch.from_numpy(found[name].astype(np.float32))
    state = network.state_dict()

    def put(name, value):
        """Without the padding of a matrix's rows; inputs that the file does not have stay as they were."""
        whole = state[name].clone()
        width = min(n_inputs.get(name, whole.shape[-1]), whole.shape[-1])
        whole.view(-1, whole.shape[-1])[:, :width] = value[..., :width].reshape(-1, width)
        state[name] = whole

    old = values("word")
    words = old[0] + 0.05 * torch.randn(state["word.weight"].shape)
    for number, word in enumerate(found["word.keys"].view("<u8").tolist()):
        if word in vocabulary.word_rows:
            words[vocabulary.word_rows[word]] = old[number + 1]
    words[0] = old[0]
    put("word.weight", words)
    put("ngram.weight", values("ngram"))
    for name in network.affix:
        put(f"affix.{name}.weight", values(f"affix.{name}"))
    for name in ("norm.weight", "norm.bias", "root"):
        put(name, plain(name))
    for name in ("project", "upos", "xpos", "arc_dep", "arc_head", "arc_pair", "label_dep", "label_head", "label_pair", "name_tag"):
        put(f"{name}.weight", values(name))
        if f"{name}.bias" in state:
            put(f"{name}.bias", plain(f"{name}.bias"))
    for name in ("encoder1", "encoder2", "name_encoder"):
        for way, suffix in (("forward", ""), ("backward", "_reverse")):
            part = lambda kind: f"{name}.lstm.{kind}_l0{suffix}"
            weight = values(f"{name}.{way}.input")
            wide = state[part("weight_ih")] * 0
            weight = weight[:, : wide.shape[1]]
            wide[:, : weight.shape[1]] = weight
            state[part("weight_ih")] = wide
            put(part("weight_hh"), values(f"{name}.{way}.recurrent"))
            put(part("bias_ih"), plain(f"{name}.{way}.input.bias"))
            state[part("bias_hh")] = state[part("bias_hh")] * 0
    state["name_set.weight"][0] = 0
    for name in ("upos", "xpos"):
        put(f"early_{name}.bias", state[f"{name}.bias"])
        put(f"early_{name}.weight", state[f"{name}.weight"][:, : state[f"early_{name}.weight"].shape[1]])
    network.load_state_dict(state)


def restore_point(network, vocabulary, path, train, alone):
    """Fills `network` with a point of a training on the same sentences whose word table may have had other words."""
    point = torch.load(path, weights_only=False, map_location="cpu")
    if point["arguments"]["silver_words"]:
        raise SystemExit(f"{path}: its word table has words of a silver text; begin from its weights file")
    old_rows = data.Vocabulary(train, alone, min_frequency=point["arguments"]["min_frequency"]).word_rows
    old, state = point["network"]["word.weight"], point["network"]
    words = old[0] + 0.05 * torch.randn(network.word.weight.shape)
    words[0] = old[0]
    for key, row in vocabulary.word_rows.items():
        if key in old_rows:
            words[row] = old[old_rows[key]]
    network.load_state_dict({**state, "word.weight": words})
