"""Reads the treebanks and name sets, joins the annotations of one text, and makes batches.

Only sets marked "may feed weights" in the data's own README are named here.
"""

import os
import random
import sys
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

import features
import vectors

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "tables"))
from marks import N_MARKS, Marks, rows as table_rows  # noqa: E402

KINDS = ("PER", "ORG", "LOC", "EVENT", "WORK", "MISC")
TAGS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BI"))

# Name sets beside treebanks' text, then sets with names alone. `open` says which kinds the set does not mark
# as its own: what it calls O (or MISC) may be one of these, so the loss sums over all tags that agree.
NAME_SETS = {
    # id: (files, kinds that its O may hide, kinds that its MISC may hide)
    "uner": (["uner_ewt-train_2022"], ("EVENT", "WORK", "MISC"), ()),
    "gum": (["gum_names-train"], (), ("WORK",)),
    "wikigold": (["wikigold-train"], (), ("EVENT", "WORK")),
    "politics": (["crossner_politics-train"], (), ("WORK",)),
    "crossner": (
        [f"crossner_{domain}-{part}" for domain in ("ai", "literature", "music", "science") for part in ("train", "dev")],
        (),
        ("EVENT", "WORK"),
    ),
    "re3d": (["re3d_open-train"], ("EVENT", "WORK", "MISC"), ("EVENT", "WORK")),
}
SET_IDS = {name: number + 1 for number, name in enumerate((*NAME_SETS, "silver"))}  # 0 is "any set"
# Whose names may take one another's place: those of the others are descriptions and peoples too.
WHOLE_NAMES = [SET_IDS[name] for name in ("uner", "wikigold", "politics", "crossner")]
NAME_DEV = ("uner_ewt-dev", "crossner_politics-dev", "wikigold-dev")


@dataclass
class Sentence:
    forms: list
    upos: list = None
    xpos: list = None
    heads: list = None  # 0 is the root
    deprels: list = None
    names: list = None  # per token the weights of the tags that agree with the gold, 0 for others
    name_set: int = 0
    gold: list = field(default=None)  # IOB2 tags as read, common kinds
    marks: object = None  # filled by marks_of
    cased: dict = field(default_factory=dict)  # filled by recased and swapped
    is_silver: bool = False
    soft: dict = None  # of silver text that a teacher saw: per layer the likeliest labels and their shares (annotate.py)


def read_conllu(path):
    sentences, rows = [], []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                if rows:
                    columns = list(zip(*rows))
                    heads = [int(h) for h in columns[6]]
                    sentences.append(Sentence(*map(list, (columns[1], columns[3], columns[4])), heads, list(columns[7])))
                rows = []
            elif line[0] != "#":
                columns = line.split("\t")
                if columns[0].isdigit():
                    rows.append(columns)
    return sentences


def read_types(path):
    with open(path, encoding="utf-8") as lines:
        return dict(line.split("\t")[:2] for line in lines.read().splitlines() if line and line[0] != "#")


def read_iob(path, types):
    sentences, forms, tags = [], [], []
    with open(path, encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            columns = line.rstrip("\n").split("\t")
            if len(columns) < 2:
                if forms:
                    sentences.append(Sentence(forms, gold=clean_tags(tags)))
                forms, tags = [], []
                continue
            part, _, kind = columns[-1].partition("-")
            kind = types.get(kind, kind)
            forms.append(columns[0])
            tags.append("O" if part == "O" or kind == "O" else f"{part}-{kind}")
    return sentences


def clean_tags(tags):
    """An I that continues nothing becomes a B."""
    out = []
    for tag in tags:
        if tag[0] == "I" and (not out or out[-1][2:] != tag[2:]):
            tag = "B" + tag[1:]
        out.append(tag)
    return out


LAYERS = {"upos": 3, "xpos": 3, "heads": 5, "deprels": 4}  # what a teacher tells of a token, beside its name: how many labels
LONGEST = 120  # tokens of a sentence; longer ones are in no batch
HIDDEN = 0.1  # chance, beside the tag O itself, that an O hides one of these kinds


def runs(tags):
    """Start, end and kind of each name of clean tags."""
    starts = [at for at, tag in enumerate(tags) if tag[0] == "B"]
    for start in starts:
        end = start + 1
        while end < len(tags) and tags[end][0] == "I":
            end += 1
        yield start, end, tags[start][2:]


def allowed(tags, hidden_in_o, hidden_in_misc):
    """A row a token: the weight of every tag that agrees with the gold."""
    rows = np.zeros((len(tags), len(TAGS)), dtype=np.float32)
    for row, tag in zip(rows, tags):
        row[TAGS.index(tag)] = 1
        if tag == "O":
            row[[TAGS.index(f"{part}-{kind}") for kind in hidden_in_o for part in "BI"]] = HIDDEN
        elif tag[2:] == "MISC":
            row[[TAGS.index(tag[:2] + kind) for kind in hidden_in_misc]] = 1
    return rows


def read_silver(path, soft=None):
    """Sentences that the program annotated (silver.py). A proper noun that it left outside may yet be in a name.

    `soft`: what a teacher makes of the same sentences (annotate.py); it replaces trees, tags and names.
    """
    sentences = read_conllu(path)
    with open(path, encoding="utf-8") as lines:
        tags = [line.rstrip("\n").rpartition("NER=")[2] for line in lines if line != "\n"]
    found = dict(np.load(soft)) if soft else None
    at = 0
    for sentence in sentences:
        end = at + len(sentence.forms)
        sentence.gold = clean_tags(tags[at:end])
        sentence.names = allowed(sentence.gold, (), ())
        unsure = [tag == "O" and upos == "PROPN" for tag, upos in zip(sentence.gold, sentence.upos)]
        sentence.names[unsure] = 1
        sentence.name_set, sentence.is_silver = SET_IDS["silver"], True
        if found:
            sentence.names = found["names"][at:end].astype(np.float32)
            sentence.marks = found["marks"][at:end].astype(np.float32)
            sentence.soft = {layer: (found[f"{layer}.ids"][at:end], found[f"{layer}.shares"][at:end]) for layer in LAYERS}
            sentence.heads = found["heads.ids"][at:end, 0].tolist()
        at = end
    return [s for s in sentences if len(s.forms) > 3]


def without_last(soft):
    """The same without the last token, a leaf in the likeliest tree."""
    short = {layer: (ids[:-1], shares[:-1]) for layer, (ids, shares) in soft.items()}
    ids, shares = short["heads"]
    short["heads"] = np.minimum(ids, len(ids)), shares * (ids <= len(ids))
    return short


def key(sentence):
    return "".join(sentence.forms)


def load(folder):
    """Returns (treebank sentences, sentences with names alone, dev treebanks, dev name sets)."""
    trees = {name: read_conllu(f"{folder}/ud/{name}.conllu") for name in ("en_ewt-train", "gum-train")}
    dev_trees = {name: read_conllu(f"{folder}/ud/{name}.conllu") for name in ("en_ewt-dev", "gum-dev")}
    types = read_types(f"{folder}/ner/types.tsv")
    dev_names = {name: read_iob(f"{folder}/ner/{name}.iob", types) for name in NAME_DEV}
    unseen = {key(s) for part in (*dev_trees.values(), *dev_names.values()) for s in part if len(s.forms) > 6}
    train = [s for part in trees.values() for s in part]
    by_text = {}
    for sentence in train:
        by_text.setdefault(key(sentence), []).append(sentence)
    alone, joined, dropped = [], 0, 0
    for name, (files, in_o, in_misc) in NAME_SETS.items():
        for sentence in (s for file in files for s in read_iob(f"{folder}/ner/{file}.iob", types)):
            sentence.name_set = SET_IDS[name]
            sentence.names = allowed(sentence.gold, in_o, in_misc)
            twins = [t for t in by_text.get(key(sentence), []) if t.forms == sentence.forms]
            if key(sentence) in unseen:
                dropped += 1
            elif twins:
                joined += 1
                for twin in twins:
                    twin.names, twin.name_set, twin.gold = sentence.names, sentence.name_set, sentence.gold
            else:
                alone.append(sentence)
    print(f"{len(train)} trees, {joined} joined with names, {len(alone)} names alone, {dropped} dropped as in dev", flush=True)
    return train, alone, dev_trees, dev_names


_MARKS = None


def marks_of(sentence):
    """One row of 0s and 1s a token: which of the product's tables know it."""
    global _MARKS
    if getattr(sentence, "marks", None) is None:
        _MARKS = _MARKS or Marks(os.path.join(HERE, "..", "..", "data"))
        bits = np.array(_MARKS.of(sentence.forms))[:, None]
        sentence.marks = ((bits >> np.arange(N_MARKS)) & 1).astype(np.float32)
    return sentence.marks


def shares_of_sets(text):
    """"any=0.5,uner=0.5": how much of whose conventions holds, by the set's number."""
    parts = (part.split("=") for part in text.split(","))
    return {SET_IDS.get(name, 0): float(share) for name, share in parts}


class Vocabulary:
    """Word table, tag sets, and the cached features of every form seen."""

    def __init__(self, train, alone, silver=(), min_frequency=2, n_silver_words=5500, table=None):
        """`table`: file of word vectors (vectors.py)."""
        count = lambda sentences: Counter(features.normal(features.shorten(f)) for s in sentences for f in s.forms)
        counts, more = count((*train, *alone)), count(silver)
        kept = [w for w, n in counts.items() if n >= min_frequency]
        new = [w for w in sorted(more, key=lambda w: (-more[w], w)) if counts[w] < min_frequency and w.isalpha()]
        kept = sorted((*kept, *new[:n_silver_words]))
        counts.update({w: more[w] for w in new[:n_silver_words]})
        self.word_keys = sorted({features.fnv1a(0, w) for w in kept})
        self.word_rows = {k: i + 1 for i, k in enumerate(self.word_keys)}  # row 0: unknown
        self.frequency = np.zeros(len(self.word_keys) + 1, dtype=np.float32)
        for word in kept:
            self.frequency[self.word_rows[features.fnv1a(0, word)]] += counts[word]
        self.upos = sorted({u for s in train for u in s.upos})
        self.xpos = sorted({x for s in train for x in s.xpos})
        deprels = Counter(d for s in train for d in s.deprels)
        self.deprels = sorted(d for d, n in deprels.items() if n >= 3)
        self.labels = {}  # their numbers, filled by label
        self.forms, self.words, self.affixes, self.ngrams, self.vector_rows = {}, [], [], [], []
        self.table = dict(np.load(table)) if table else vectors.EMPTY
        self.rows_of_keys = {key: row + 1 for row, key in enumerate(self.table["keys"].tolist())}  # row 0: none
        self.vectors = np.zeros((len(self.rows_of_keys) + 1, vectors.WIDTH), dtype=np.float32)
        self.vectors[1:] = vectors.restored(*(self.table[part] for part in ("codes", "centres", "scales")))

    def ids(self, forms):
        return [self.forms[f] if f in self.forms else self._add(f) for f in forms]

    def _add(self, form):
        self.forms[form] = number = len(self.words)
        self.words.append(self.word_rows.get(features.word_key(form), 0))
        self.affixes.append(np.array(features.affix_rows(form)))
        self.ngrams.append(np.array(features.ngram_rows(form)))
        self.vector_rows.append(self.rows_of_keys.get(vectors.key_of(form), 0))
        return number

    def label(self, layer, value):
        """The number of a label, that of its universal part where it is too rare, or 0."""
        if (layer, value) not in self.labels:
            names = getattr(self, layer)
            known = [v for v in (value, value.split(":")[0]) if v in names]
            self.labels[layer, value] = names.index(known[0]) if known else 0
        return self.labels[layer, value]


SMALL = {"a", "an", "the", "of", "in", "on", "to", "for", "and", "or", "at", "by", "with", "from"}
CASINGS = {
    "upper": lambda forms: [f.upper() for f in forms],
    "lower": lambda forms: [f.lower() for f in forms],
    "title": lambda forms: [f if f.lower() in SMALL and i else f[:1].upper() + f[1:] for i, f in enumerate(forms)],
}


def recased(sentence, casing):
    """The sentence in another casing, made once."""
    if casing not in sentence.cased:
        new = Sentence(**{**vars(sentence), "forms": CASINGS[casing](sentence.forms), "marks": None, "cased": {}})
        marks_of(new)
        sentence.cased[casing] = new
    return sentence.cased[casing]


class Pool:
    """Names of each kind, to put in one another's place: single words, and whole names."""

    def __init__(self, sentences):
        self.words = {"PER": [], "LOC": [], "ORG": []}
        self.names = {}  # by kind, and for persons whether it is one word
        for sentence in sentences:
            if sentence.name_set in WHOLE_NAMES:
                for start, end, kind in runs(sentence.gold):
                    self.names.setdefault(self.sort(kind, end - start), []).append(sentence.forms[start:end])
            for at in self.places(sentence.forms, sentence.gold, marks_of(sentence)):
                self.words[sentence.gold[at][2:]].append(sentence.forms[at])
        folder = os.path.join(HERE, "..", "..", "data")
        for kind, names in (("PER", ("given_names", "surnames")), ("LOC", ("places",))):
            listed = [row[0] for name in names for row in table_rows(f"{folder}/{name}.tsv") if row[0].isalpha() and row[0].isascii()]
            self.words[kind] += [form.capitalize() for form in listed]

    def places(self, forms, tags, marks):
        """Words of persons' names, places and bodies of one word; not what stands for a people."""
        for at, (form, tag) in enumerate(zip(forms, tags)):
            alone = tag[0] == "B" and (at + 1 == len(tags) or tags[at + 1][0] != "I")
            if tag[2:] in self.words and (alone or tag[2:] == "PER") and not marks[at][1]:
                if len(form) > 2 and form.isalpha() and form[0].isupper() and form[1:].islower():
                    yield at

    @staticmethod
    def sort(kind, length):
        return kind, kind == "PER" and length == 1

    def replaced(self, sentence, rng):
        """The sentence without its tree, half of its names replaced by others of their kind, of any length."""
        forms, gold, rows, last = [], [], [], 0

        def keep(start, end):
            forms.extend(sentence.forms[start:end])
            gold.extend(sentence.gold[start:end])
            rows.extend(sentence.names[start:end])

        for start, end, kind in runs(sentence.gold):
            if kind in self.words and rng.random() < 0.5:
                keep(last, start)
                name = rng.choice(self.names[self.sort(kind, end - start)])
                tags = [f"{'I' if at else 'B'}-{kind}" for at in range(len(name))]
                forms.extend(name)
                gold.extend(tags)
                rows.extend(allowed(tags, (), ()))
                last = end
        keep(last, len(sentence.forms))
        new = Sentence(forms, names=np.array(rows), name_set=sentence.name_set, gold=gold)
        marks_of(new)
        return new

    def swapped(self, sentence, rng):
        """The sentence with other names in it, made once."""
        if "swapped" not in sentence.cased:
            forms = list(sentence.forms)
            for at in self.places(forms, sentence.gold, marks_of(sentence)):
                forms[at] = rng.choice(self.words[sentence.gold[at][2:]])
            new = Sentence(**{**vars(sentence), "forms": forms, "marks": None, "cased": {}}) if forms != sentence.forms else sentence
            marks_of(new)
            sentence.cased["swapped"] = new
        return sentence.cased["swapped"]


REPLACED_TREES = 0.1  # of the trees with names, how many are left out for other names


def vary(sentence, rng, pool=None, share=0.25):
    """Now and then other names, another casing, or no final mark, as headlines and careless writers have it."""
    if pool and sentence.gold and rng.random() < (0.5 if sentence.heads is None else REPLACED_TREES):
        sentence = pool.replaced(sentence, rng)
    elif pool and sentence.gold and rng.random() < share:
        sentence = pool.swapped(sentence, rng)
    draw = rng.random()
    if draw > 0.13:
        return sentence
    if draw < 0.08:
        sentence = recased(sentence, "upper" if draw < 0.025 else "lower" if draw < 0.05 else "title")
    last = len(sentence.forms)
    leaf = sentence.heads is None or (sentence.heads[-1] not in (0, last) and last not in sentence.heads)
    if last > 3 and leaf and sentence.forms[-1] in (".", "!", "?") and rng.random() < (1 if draw >= 0.08 else 0.5):
        marks_of(sentence)
        cut = ("forms", "upos", "xpos", "heads", "deprels", "names", "gold", "marks")
        short = {name: value[:-1] for name, value in vars(sentence).items() if name in cut and value is not None}
        soft = sentence.soft and without_last(sentence.soft)
        return Sentence(**{**vars(sentence), **short, "soft": soft, "cased": {}})
    return sentence


def batches(sentences, rng, size, pool=None, longest=LONGEST):
    """Lists of sentences of one length, about `size` tokens each, in random order.

    Few different shapes occur, because kernels are made for each: a length's sentences come in full batches, those
    left over wait for another epoch; a length with too few comes in one batch of a power of two.
    """
    buckets, out = {}, []
    for sentence in sentences:
        sentence = vary(sentence, rng, pool)
        if len(sentence.forms) <= longest:
            buckets.setdefault((len(sentence.forms), sentence.heads is None, sentence.is_silver), []).append(sentence)
    for (length, _, _), bucket in sorted(buckets.items()):
        rng.shuffle(bucket)
        step = max(1, size // length)
        if len(bucket) < step:
            step = 1 << (len(bucket).bit_length() - 1)
        out += [bucket[i : i + step] for i in range(0, len(bucket) - step + 1, step)]
    rng.shuffle(out)
    return out
