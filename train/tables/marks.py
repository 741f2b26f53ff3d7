"""Which tables in data/ know each word of a sentence; the same numbers as `src/lexicon/marks.rs`.

>>> text = "Former Prime Minister Mark Smith of the U.S. met Britons from South Korea and NATO in New York on Monday"
>>> other = ~(GIVEN_NAME | SURNAME)
>>> [m & other for m in Marks("data").of(text.split())]
[0, 64, 64, 0, 0, 0, 0, 1, 0, 2, 0, 1, 1, 0, 8, 0, 4, 4, 0, 256]
"""

import functools
import unicodedata

COUNTRY, NATIONALITY, PLACE, ORGANIZATION, GIVEN_NAME, SURNAME, TITLE, ROLE, CALENDAR = (1 << n for n in range(9))
N_MARKS = 9
LONGEST = 10
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ı": "i", "đ": "d", "Đ": "D", "ß": "ss", "’": "'", "‘": "'"})


@functools.lru_cache(maxsize=1 << 20)
def key(form):
    """Folds what writers vary; acronyms of up to four capitals keep their case."""
    form = form.strip()
    if form.startswith(("the ", "The ")):
        form = form[4:]
    plain = "".join(c for c in unicodedata.normalize("NFD", form) if c != "." and not unicodedata.category(c).startswith("M"))
    plain = plain.translate(LETTERS)
    acronym = len(plain.encode()) <= 4 and any(c.isupper() for c in plain) and not any(c.islower() for c in plain)
    return plain if acronym else plain.lower()


class Table:
    """From keys to values; the first of several rows with one key counts."""

    def __init__(self, entries):
        self.values = {}
        for form, value in entries:
            self.values.setdefault(key(form), value)
        self.max_words = {}  # by the first word
        for words in (k.lower().split(" ") for k in self.values):
            self.max_words[words[0]] = min(LONGEST, max(len(words), self.max_words.get(words[0], 0)))

    def get(self, form):
        found = self.values.get(key(form))
        return self.values.get(key(form).lower()) if found is None else found

    def longest(self, forms, start):
        """The end and value of the longest run from `start`, or None."""
        if forms[start].lower() == "the":
            return None
        first = key(forms[start]).lower().split(" ")[0]
        most = self.max_words.get(first, 0) if first else LONGEST
        for end in range(min(len(forms), start + most), start, -1):
            value = self.get(" ".join(forms[start:end]))
            if value is not None:
                return end, value
        return None


def rows(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                yield [column.strip() for column in line.rstrip("\n").split("\t")]


class Marks:
    """The tables of a folder."""

    def __init__(self, folder):
        listed = list(rows(f"{folder}/country_forms.tsv"))
        forms = [(form, COUNTRY if kind == "name" else NATIONALITY) for form, _, kind in listed]
        for row in rows(f"{folder}/countries.tsv"):
            forms += [(name, COUNTRY) for name in (row[1], *row[2].split("|")) if name]
            forms += [(name, NATIONALITY) for name in row[3].split("|") if name]
        people = {form for form, _, kind in listed if kind == "people"}
        singular = [form for form, mark in forms if mark == NATIONALITY and form not in people]
        forms += [(form + "s", NATIONALITY) for form in singular if not form.endswith(("s", "h", "ese"))]
        bodies = [(n, ORGANIZATION) for r in rows(f"{folder}/organizations.tsv") for n in (r[0], *r[1].split("|")) if n]
        places = [(r[0], PLACE) for name in ("regions", "places") for r in rows(f"{folder}/{name}.tsv")]
        use = {"prefix": TITLE, "role": ROLE, "modifier": 0}
        self.names = [Table(forms), Table(bodies), Table(places)]
        self.titles = [Table((r[0], use[r[2]]) for r in rows(f"{folder}/titles.tsv"))]
        self.given = Table((r[0], True) for r in rows(f"{folder}/given_names.tsv"))
        self.surnames = Table((r[0], True) for r in rows(f"{folder}/surnames.tsv"))
        self.calendar = Table((r[0], True) for r in rows(f"{folder}/calendar.tsv"))

    def of(self, forms):
        """The marks of each word."""
        marks = [self._word(form) for form in forms]
        for tables in (self.names, self.titles):
            at = 0
            while at < len(forms):
                found = [hit for hit in (table.longest(forms, at) for table in tables) if hit]
                end, mark = max(found, key=lambda hit: hit[0], default=(at + 1, 0))
                for place in range(at, end):
                    marks[place] |= mark
                at = end
        return marks

    def _word(self, form):
        mark = 0
        if self.given.get(form) or "-" in form and self.given.get(form.split("-")[0]):
            mark |= GIVEN_NAME
        if self.surnames.get(form):
            mark |= SURNAME
        if form[:1].isupper() and self.calendar.get(form):
            mark |= CALENDAR
        return mark
