#!/usr/bin/env python3
"""Score coreference chains by the definitions of the CoNLL-2012 shared task: MUC, B3, CEAF (phi 4), their average.

    sayso-train chains ../shared/data/ud/gum-dev.conllu > chains.jsonl
    coref_eval.py ../shared/data/ud/gum-dev.conllu chains.jsonl [--genres news,interview,bio,voyage] [--json] [--errors]

With `--gold-names ../shared/data/ner/gum_names-dev.iob`, `sayso-train chains` takes trees and names from the treebank: the
figures called "gold trees".

Gold is the `Entity=` annotation of GUM (nested mentions, an id for each entity). Scores: `all` mentions; and `names and
pronouns`: those, in gold and answer alike, whose head the treebank tags as a proper noun or personal pronoun.
Mentions of other kinds are left out of the chains, then chains of one mention.

Mentions are aligned one to one: equal heads first; then, for names, those that share most tokens of the gold
mention's minimal span. Annotated spans are whole phrases with titles and relative clauses, names are not.

Two leniencies, with the figures without them:

- What counts as a name is told by the treebank's tag for the answer, too. Adjectives of nationality ("French",
  "Malaysian") are mentions of a country for sayso and none for GUM, and fall away so; capitalised titles in
  apposition count. The line `by own kinds` counts instead what sayso itself calls a name or pronoun, adjectives included.
- GUM tells in comments (`# speaker = `) who says each sentence of an interview, which the words alone do not.
  `sayso-train chains` takes that as if the label stood before the turn, as it does where interviews are printed;
  with its option `--no-speakers` it does not.

Pronouns: right where the chain it was put in has, of its other names and descriptions, the nearest one before
it (else after it) in the gold entity. Gold pronouns whose entity has no name or description are left out.
"""

import argparse
import collections
import json
import re
import sys

PRONOUNS = {"he/she": "he him his himself she her hers herself".split(),
            "it": "it its itself".split(),
            "they": "they them their theirs themselves".split(),
            "I/we/you": "i me my mine myself we us our ours ourselves you your yours yourself".split()}

Mention = collections.namedtuple("Mention", "sentence start end head kind entity core text")


# ---------------------------------------------------------------- gold

def sentences_of(path):
    """Document id -> sentences -> words (form, xpos, upos, head, Entity)."""
    documents, sentence = {}, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("# newdoc id = "):
                document = documents.setdefault(line[14:].strip(), [])
            elif not line.strip() and sentence:
                document.append(sentence)
                sentence = []
            elif line[0].isdigit():
                c = line.rstrip("\n").split("\t")
                if c[0].isdigit():
                    entity = re.search(r"(?:^|\|)Entity=([^|]*)", c[9])
                    sentence.append((c[1], c[4], c[3], int(c[6]) - 1, entity.group(1) if entity else ""))
    if sentence:
        document.append(sentence)
    return documents


def gold_mentions(sentences):
    mentions = []
    for number, words in enumerate(sentences):
        open_ones = collections.defaultdict(list)
        for i, word in enumerate(words):
            for begin, closed in pieces(word[4]):
                if begin:
                    open_ones[begin.split("-")[0]].append((i, begin))
                if closed:
                    key = closed.split("-")[0]
                    if open_ones[key]:
                        start, what = open_ones[key].pop()
                        mentions.append(gold_mention(number, words, start, i + 1, what))
    return mentions


def pieces(annotation):
    """("(1-person-…", "") for a beginning, ("", "1") for an end, both for a mention of one word."""
    for match in re.finditer(r"\(([^()]+)(\))?|([^()]+)\)", annotation):
        begin, at_once, end = match.groups()
        if begin:
            yield begin, begin if at_once else ""
        else:
            yield "", end


def gold_mention(number, words, start, end, what):
    head = next((i for i in range(start, end) if not start <= words[i][3] < end), end - 1)
    fields = what.split("-")
    minimal = [start + int(n) - 1 for n in fields[5].split(",")] if len(fields) > 5 and re.fullmatch(r"[\d,]+", fields[5]) else [head]
    kind = kind_of(words, start, end, head)
    text = " ".join(w[0] for w in words[start:end])
    return Mention(number, start, end, head, kind, fields[0], frozenset(minimal), text)


def kind_of(words, start, end, head):
    """pronoun, named or nominal, by the treebank's tags of the head."""
    xpos, upos = words[head][1:3]
    return "pronoun" if xpos in ("PRP", "PRP$") and end - start == 1 else "named" if upos == "PROPN" else "nominal"


# ---------------------------------------------------------------- system

def system_mentions(chains):
    return [(Mention(m["sentence"], m["start"], m["end"], m["head"], m["kind"], c,
                     frozenset(range(m["start"], m["end"])), m["text"]), m["reason"])
            for c, chain in enumerate(chains) for m in chain["mentions"]]


def align(gold, system):
    """System place -> gold place."""
    by_head = {}
    for g, m in sorted(enumerate(gold), key=lambda item: item[1].end - item[1].start):
        by_head.setdefault((m.sentence, m.head), g)          # of nested ones with one head the shortest
    pairs, taken = {}, set()
    for s, m in enumerate(system):
        g = by_head.get((m.sentence, m.head))
        if g is not None and g not in taken:
            pairs[s] = g
            taken.add(g)
    here = collections.defaultdict(list)
    for g, m in enumerate(gold):
        if m.kind == "named" and g not in taken:
            here[m.sentence].append(g)
    for s, m in enumerate(system):
        if s in pairs or m.kind != "named":
            continue
        shared = [(len(gold[g].core & m.core), -len(gold[g].core), g) for g in here[m.sentence] if g not in taken]
        best = max(shared, default=(0, 0, 0))
        if best[0]:
            pairs[s] = best[2]
            taken.add(best[2])
    return pairs


def chains_of(mentions):
    """Sets of mentions by their number in the alignment, those of one mention left out."""
    groups = collections.defaultdict(set)
    for m, name in mentions:
        groups[m.entity].add(name)
    return [g for g in groups.values() if len(g) > 1]


# ---------------------------------------------------------------- metrics

def muc(key, response):
    """Links of `key` that `response` keeps, and all of them."""
    where = {m: i for i, chain in enumerate(response) for m in chain}
    kept = total = 0
    for chain in key:
        parts = len({where.get(m, ("alone", m)) for m in chain})
        kept += len(chain) - parts
        total += len(chain) - 1
    return kept, total


def b_cubed(key, response):
    where = {m: chain for chain in response for m in chain}
    overlap = sum(len(chain & where[m]) / len(chain) for chain in key for m in chain if m in where)
    return overlap, sum(map(len, key))


def phi4(a, b):
    return 2 * len(a & b) / (len(a) + len(b))


def ceaf(key, response):
    """Best one-to-one alignment of chains under phi 4."""
    if not key or not response:
        return 0.0
    weights = [[phi4(a, b) for b in response] for a in key]
    return assignment(weights)


def assignment(weights):
    """Greatest total weight of a one-to-one assignment (Hungarian method)."""
    n, m = len(weights), len(weights[0])
    if n > m:
        weights = [list(row) for row in zip(*weights)]
        n, m = m, n
    inf = float("inf")
    u, v, p, way = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        p[0], j0 = i, 0
        least, used = [inf] * (m + 1), [False] * (m + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = p[j0], inf, 0
            for j in range(1, m + 1):
                if not used[j]:
                    cost = -weights[i0 - 1][j - 1] - u[i0] - v[j]
                    if cost < least[j]:
                        least[j], way[j] = cost, j0
                    if least[j] < delta:
                        delta, j1 = least[j], j
            for j in range(m + 1):
                if used[j]:
                    u[p[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
            if p[j0] == 0:
                break
        while j0:
            p[j0] = p[way[j0]]
            j0 = way[j0]
    return sum(weights[p[j] - 1][j - 1] for j in range(1, m + 1) if p[j])


def f1(precise, found):
    return 2 * precise * found / (precise + found) if precise + found else 0.0


class Totals:
    """Numerators and denominators over documents."""

    def __init__(self):
        self.n = collections.Counter()

    def add(self, key, response):
        for name, metric in (("muc", muc), ("b3", b_cubed)):
            for side, a, b in (("r", key, response), ("p", response, key)):
                part, whole = metric(a, b)
                self.n[name, side] += part
                self.n[name, side, "of"] += whole
        similar = ceaf(key, response)
        for side, chains in (("r", key), ("p", response)):
            self.n["ceaf", side] += similar
            self.n["ceaf", side, "of"] += len(chains)

    def figures(self):
        out = {}
        for name in ("muc", "b3", "ceaf"):
            p, r = (self.n[name, s] / self.n[name, s, "of"] if self.n[name, s, "of"] else 0.0 for s in "pr")
            out[name] = {"p": p, "r": r, "f1": f1(p, r)}
        out["average"] = sum(out[n]["f1"] for n in ("muc", "b3", "ceaf")) / 3
        return out


# ---------------------------------------------------------------- pronouns

def pronouns_right(gold, system, reasons, pairs, counts, report):
    entity_of = {s: gold[g].entity for s, g in pairs.items()}
    chains = collections.defaultdict(list)
    for s, m in enumerate(system):
        chains[m.entity].append(s)
    full = {m.entity for m in gold if m.kind != "pronoun"}
    at = {g: s for s, g in pairs.items()}
    for g, m in enumerate(gold):
        kind = next((k for k, forms in PRONOUNS.items() if m.text.lower() in forms), None)
        if m.kind != "pronoun" or kind is None or m.entity not in full:
            continue
        counts[kind, "of"] += 1
        s = at.get(g)
        others = [o for o in chains[system[s].entity] if system[o].kind != "pronoun"] if s is not None else []
        place = (m.sentence, m.start)
        before = [o for o in others if (system[o].sentence, system[o].start) < place]
        nearest = max(before, key=lambda o: (system[o].sentence, system[o].start), default=None)
        if nearest is None:
            nearest = min(others, key=lambda o: (system[o].sentence, system[o].start), default=None)
        right = nearest is not None and entity_of.get(nearest) == m.entity
        counts[kind] += right
        if not right:
            said = system[nearest].text if nearest is not None else "nothing"
            want = [o.text for o in gold if o.entity == m.entity and o.kind != "pronoun" and (o.sentence, o.start) < place]
            report.append(f"{m.sentence + 1}:{m.start + 1} {m.text} = {said}, not {(want or ['?'])[-1]}")


def evaluate(documents, answers, genres):
    kinds = {"names and pronouns": ("named", "pronoun"), "by own kinds": ("named", "pronoun"), "names": ("named",),
             "all": ("named", "pronoun", "nominal")}
    totals = {title: Totals() for title in kinds}
    counts, errors = collections.Counter(), {}
    for ident, sentences in documents.items():
        if genres and not any(f"_{g}_" in ident for g in genres):
            continue
        gold = gold_mentions(sentences)
        found = system_mentions(answers.get(ident, {"chains": []})["chains"])
        system, reasons = [m for m, _ in found], [r for _, r in found]
        pairs = align(gold, system)
        names = [pairs.get(s, ("spurious", s)) for s in range(len(system))]
        tagged = [m._replace(kind=kind_of(sentences[m.sentence], m.start, m.end, m.head)) for m in system]
        for title, keep in kinds.items():
            key = chains_of((m, g) for g, m in enumerate(gold) if m.kind in keep)
            answer = system if title == "by own kinds" else tagged
            response = chains_of((m, name) for m, name in zip(answer, names) if m.kind in keep)
            totals[title].add(key, response)
        report = errors.setdefault(ident, [])
        pronouns_right(gold, system, reasons, pairs, counts, report)
        name_errors(gold, system, reasons, pairs, report)
    result = {title: t.figures() for title, t in totals.items()}
    share = lambda *kinds: sum(counts[k] for k in kinds) / max(1, sum(counts[k, "of"] for k in kinds))
    result["pronouns"] = {k: {"right": share(k), "n": counts[k, "of"]} for k in PRONOUNS}
    result["pronouns"]["it/they"] = {"right": share("it", "they"), "n": counts["it", "of"] + counts["they", "of"]}
    return result, errors


def name_errors(gold, system, reasons, pairs, report):
    """Named links that join two gold entities, and gold entities whose names lie in several chains."""
    entity_of = {s: gold[g].entity for s, g in pairs.items()}
    first = {}
    for s, m in enumerate(system):
        if m.kind == "named" and s in entity_of:
            other = first.setdefault(m.entity, s)
            if entity_of[other] != entity_of[s]:
                report.append(f"joined {system[other].text} + {m.text} ({reasons[s]})")
    where = {}
    for s, m in enumerate(system):
        if m.kind == "named" and s in entity_of:
            other = where.setdefault(entity_of[s], s)
            if system[other].entity != m.entity:
                report.append(f"parted {system[other].text} / {m.text}")
    matched = set(pairs.values())
    sizes = collections.Counter(m.entity for m in gold)
    for g, m in enumerate(gold):
        if m.kind == "named" and g not in matched and sizes[m.entity] > 1:
            report.append(f"missed {m.sentence + 1}: {m.text}")
    chains = collections.Counter(m.entity for m in system)
    for s, m in enumerate(system):
        if m.kind == "named" and s not in pairs and chains[m.entity] > 1:
            report.append(f"spurious {m.sentence + 1}: {m.text}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold")
    parser.add_argument("chains")
    parser.add_argument("--genres", default="news,interview,bio,voyage", help="empty for all")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="list what went wrong, by document")
    args = parser.parse_args()
    with open(args.chains, encoding="utf-8") as file:
        answers = {d["id"]: d for d in map(json.loads, file)}
    result, errors = evaluate(sentences_of(args.gold), answers, [g for g in args.genres.split(",") if g])
    if args.json:
        print(json.dumps(result, indent=1))
        return
    for title in ("names and pronouns", "by own kinds", "names", "all"):
        r = result[title]
        cells = "  ".join(f"{n} {100 * r[n]['p']:.1f} {100 * r[n]['r']:.1f} {100 * r[n]['f1']:.1f}" for n in ("muc", "b3", "ceaf"))
        print(f"{title:20} average {100 * r['average']:.1f}   {cells}   (P R F1)")
    print("   ".join(f"{k} {100 * v['right']:.1f} of {v['n']}" for k, v in result["pronouns"].items()))
    if args.errors:
        for ident, lines in errors.items():
            print(f"\n{ident}")
            print("\n".join("  " + line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
