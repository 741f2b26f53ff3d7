"""What the network sees of a word form. `src/analysis/features.rs` computes the same numbers; keep them equal.

A form gives: the 64-bit hash of its normal form (looked up in the word table), eight hashed affix and shape
rows, and the rows of its character n-grams. Nothing depends on the context, so a reader may cache by form.
"""

import re

AFFIXES = (
    # name, rows
    ("prefix1", 300),
    ("prefix2", 1500),
    ("prefix3", 5000),
    ("suffix1", 300),
    ("suffix2", 1500),
    ("suffix3", 5000),
    ("suffix4", 7000),
    ("shape", 1500),
)
NGRAM_ROWS = 16384
NGRAM_LENGTHS = (3, 4, 5)
LONGEST = 32  # characters kept of a longer form: the first and last half of these

_MASK = (1 << 64) - 1


def fnv1a(kind: int, text: str) -> int:
    """FNV-1a of one byte `kind` and the UTF-8 of `text`, folded so that the low bits mix."""
    value = 0xCBF29CE484222325
    for byte in (kind, *text.encode()):
        value = ((value ^ byte) * 0x100000001B3) & _MASK
    return value ^ (value >> 32)


def shorten(form: str) -> str:
    half = LONGEST // 2
    return form if len(form) <= LONGEST else form[:half] + form[-half:]


def normal(form: str) -> str:
    """Lower case, every ASCII digit as 0."""
    return re.sub("[0-9]", "0", form.lower())


def shape(form: str) -> str:
    """X for upper case, x for lower, d for digits, others as they are; runs cut to three."""
    out = []
    for char in form:
        if "0" <= char <= "9":
            sign = "d"
        elif char.isupper():
            sign = "X"
        elif char.islower():
            sign = "x"
        else:
            sign = char
        if out[-3:] != [sign] * 3:
            out.append(sign)
    return "".join(out)


def word_key(form: str) -> int:
    return fnv1a(0, normal(shorten(form)))


def affix_rows(form: str) -> list[int]:
    form = shorten(form)
    low = normal(form)
    texts = (low[:1], low[:2], low[:3], low[-1:], low[-2:], low[-3:], low[-4:], shape(form))
    return [fnv1a(kind + 1, text) % rows for kind, (text, (_, rows)) in enumerate(zip(texts, AFFIXES))]


def ngram_rows(form: str) -> list[int]:
    low = "<" + normal(shorten(form)) + ">"
    return [
        fnv1a(16, low[at : at + length]) % NGRAM_ROWS
        for length in NGRAM_LENGTHS
        for at in range(len(low) - length + 1)
    ] or [fnv1a(16, low) % NGRAM_ROWS]
