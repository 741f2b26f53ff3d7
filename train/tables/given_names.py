"""Writes data/given_names.tsv: given names with the share of women among their bearers.

    pip install names==0.3.0 faker==40.63.0
    python3 train/tables/given_names.py > data/given_names.tsv

`names` carries the name counts of the 1990 census of the United States (public domain); Faker (MIT) lists names of some
seventy countries, each under the genders that bear it. Where the census knows a name, its counts decide; elsewhere the
number of Faker's lists does. Kept are names that the census has, that several countries share, or that come from a
list short enough to hold the common ones. Russian and Ukrainian names are transliterated by Faker's own functions.
"""

import importlib
import pathlib
import pkgutil
import re
import sys
import unicodedata

import faker.providers.person as person
import names

HEADER = """\
# Given names. Columns: name (without diacritics), share of women among its bearers in percent.
# From the 1990 census of the United States (public domain, by the Python package names 0.3.0) and Faker 40.63.0 (MIT,
# Copyright 2012 Daniele Faraglia). Made by train/tables/given_names.py.
"""
NAME = re.compile(r"[A-Z][a-z]+(?:[-'][A-Za-z][a-z]+)?")
# A longer list than this holds rare names too.
SHORT_LIST = 250
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "ə": "e"})


def fold(name):
    """Leaves diacritics out: "Zoë" becomes "Zoe"."""
    decomposed = unicodedata.normalize("NFD", name.translate(LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def census(gender):
    """Yields each name of one gender with its bearers in percent of that gender."""
    for line in (pathlib.Path(names.__file__).parent / f"dist.{gender}.first").read_text().splitlines():
        name, percent, *_ = line.split()
        yield name.capitalize(), float(percent)


def listed(gender):
    """Yields each name that a country's list has under one gender, once a country, and whether the list is short."""
    for place in sorted(m.name for m in pkgutil.iter_modules(person.__path__)):
        module = importlib.import_module(f"{person.__name__}.{place}")
        translit = getattr(module, "translit", str)
        found = set()
        for attribute in (f"first_names_{gender}", f"first_romanized_names_{gender}"):
            for name in getattr(module.Provider, attribute, ()):
                name = fold(translit(str(name))).strip()
                if NAME.fullmatch(name):
                    found.add(name)
        for name in sorted(found):
            yield name, len(found) <= SHORT_LIST


def main():
    shares, common = {}, set()
    for female, gender in ((0.0, "male"), (1.0, "female")):
        for name, is_short in listed(gender):
            shares.setdefault(name, []).append((female, 1.0))
            if is_short:
                common.add(name)
    counted = {}
    for female, gender in ((0.0, "male"), (1.0, "female")):
        for name, percent in census(gender):
            counted.setdefault(name, []).append((female, percent))
    common |= counted.keys() | {name for name, parts in shares.items() if len(parts) > 1}
    shares |= counted
    sys.stdout.write(HEADER)
    for name, parts in sorted(shares.items()):
        weight = sum(w for _, w in parts)
        if weight and len(name) > 1 and name in common:
            print(name, round(100 * sum(f * w for f, w in parts) / weight), sep="\t")


if __name__ == "__main__":
    main()
