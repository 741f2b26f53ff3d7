"""Writes data/surnames.tsv: the commoner surnames.

    pip install names==0.3.0 faker==40.63.0
    python3 train/tables/surnames.py > data/surnames.tsv

From the 1990 census of the United States (public domain, in the package `names`) the 6,000 commonest, from Faker (MIT) the
lists of other countries that are short enough to hold the common ones.
"""

import importlib
import pathlib
import pkgutil
import sys

import faker.providers.person as person
import names
from given_names import NAME, SHORT_LIST, fold

HEADER = """\
# Surnames. Column: name (without diacritics).
# From the 1990 census of the United States (public domain, by the Python package names 0.3.0) and Faker 40.63.0 (MIT,
# Copyright 2012 Daniele Faraglia). Made by train/tables/surnames.py.
"""
N_CENSUS = 6000


def census():
    """Returns the commonest names, McDonald's inner capital lost."""
    lines = (pathlib.Path(names.__file__).parent / "dist.all.last").read_text().splitlines()
    return {line.split()[0].capitalize() for line in lines[:N_CENSUS]}


def listed():
    """Yields the names of every short list."""
    for place in sorted(m.name for m in pkgutil.iter_modules(person.__path__)):
        module = importlib.import_module(f"{person.__name__}.{place}")
        translit = getattr(module, "translit", str)
        for attribute in ("last_names", "last_names_male", "last_romanized_names"):
            folded = {fold(translit(str(name))).strip() for name in getattr(module.Provider, attribute, ())}
            found = {name for name in folded if NAME.fullmatch(name) and len(name) > 2}
            if len(found) <= 2 * SHORT_LIST:
                yield from found


if __name__ == "__main__":
    sys.stdout.write(HEADER)
    for name in sorted(census() | set(listed())):
        print(name)
