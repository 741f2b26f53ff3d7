#!/usr/bin/env python3
"""Where attributions are missed, and whether confidence ranks them.

    attribution_report.py --bin target/release/sayso [--shared ../shared] [--set polnear-dev]

Runs the program on a PolNeAR set of the shared data folder, pairs gold and system by the shared scorer, and prints

- for each kind of cue and each form of statement: how many the gold has, how many were paired at all, with an
  overlapping source, and whole (source and content with a Jaccard of at least 0.5);
- the cues missed most;
- confidence: the share of statements right (whole) above and below the median, by fifths, and the probability that a
  right statement has a higher confidence than a wrong one (area under the ROC curve).

The set is for measuring only; nothing of it is written anywhere.
"""

import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
QUOTES = set("“”\"«»„‟")


def cue_kinds():
    """Lemma -> the kind of its first line in data/cues.tsv."""
    kinds = {}
    with open(os.path.join(HERE, "..", "data", "cues.tsv"), encoding="utf-8") as table:
        for line in table:
            if not line.startswith("#") and line.strip():
                lemma, kind = line.split("\t")[:2]
                kinds.setdefault(lemma, kind)
    return kinds


IRREGULAR = {
    "said": "say", "told": "tell", "wrote": "write", "written": "write", "thought": "think", "felt": "feel", "saw": "see",
    "seen": "see", "found": "find", "sought": "seek", "made": "make", "gave": "give", "knew": "know", "spoke": "speak",
    "showed": "show", "shown": "show", "heard": "hear", "denied": "deny", "tried": "try", "swore": "swear", "drew": "draw",
}


def stem(word):
    """The lemmas a word may be a form of, likeliest first."""
    yield IRREGULAR.get(word, word)
    for end, instead in (("ies", "y"), ("ied", "y"), ("ing", "e"), ("ing", ""), ("ed", "e"), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(end):
            base = word[: len(word) - len(end)]
            yield base + instead
            if end in ("ed", "ing") and len(base) > 2 and base[-1] == base[-2]:
                yield base[:-1]


def kind_of(words, kinds):
    for word in words:
        for lemma in stem(word.lower()):
            if lemma in kinds:
                return kinds[lemma], lemma
    return "unlisted", " ".join(words[:3]).lower()


def form_of(text, attribution, kind):
    """The form a gold attribution has: what is quoted, and where the source stands."""
    content = "".join(text[a:b] for a, b in attribution["content"])
    cue = [p for p in attribution["cue"] or []]
    start = min((a for a, _ in attribution["content"]), default=0)
    quoted = sum(c in QUOTES for c in content)
    opens = content[:1] in QUOTES and content[-1:] in QUOTES
    mode = "direct" if opens else "mixed" if quoted else "indirect"
    where = "no cue" if not cue else "cue first" if cue[0][0] < start else "cue after or inside"
    return [mode, f"{mode}, {where}"] + ([] if attribution["source"] else ["no source"])


def run(binary, articles):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "in.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for article in articles.values():
                file.write(json.dumps({"title": article["id"], "text": article["text"]}) + "\n")
        out = subprocess.run([binary, "extract", path, "-f", "json", "-q"], stdout=subprocess.PIPE, check=False).stdout
    graph = json.loads(out)
    titles = {d["id"]: d["title"] for d in graph["documents"]}
    found = {name: [] for name in articles}
    for statement in graph["statements"]:
        if not statement.get("inside"):
            for evidence in statement["evidence"]:
                entry = dict(evidence, confidence=statement["confidence"], kind=statement["kind"])
                found[titles[evidence["document"]]].append(entry)
    return found


def compare(scorer, articles, found, kinds):
    """One row for each gold attribution, and one (confidence, right) for each of the system's."""
    rows, ranked = [], []
    for name, article in articles.items():
        text, gold, have = article["text"], article["attributions"], found[name]
        wanted = scorer.word_sets(article, text)
        made = scorer.word_sets({"id": name, "attributions": have}, text)
        partner = {id(g): s for g, s in scorer.pair(wanted, made)}
        right = set()
        for attribution, words in zip(gold, wanted):
            mine = partner.get(id(words))
            cue = " ".join(text[a:b] for a, b in attribution["cue"] or []).split()
            kind, lemma = kind_of(cue, kinds) if cue else ("no cue", "")
            source = mine is not None and scorer.overlap(words["source"], mine["source"])
            whole = mine is not None and all(scorer.jaccard(words[r], mine[r]) >= 0.5 for r in ("source", "content"))
            if whole:
                right.add(id(mine))
            rows.append((kind, lemma, form_of(text, attribution, kind), mine is not None, source, whole))
        ranked += [(entry["confidence"], id(words) in right) for entry, words in zip(have, made)]
    return rows, ranked


def print_groups(title, groups):
    print(f"\n{title:28}{'gold':>6}{'paired':>8}{'source':>8}{'whole':>8}")
    for name, rows in sorted(groups.items(), key=lambda item: -len(item[1])):
        n = len(rows)
        shares = "".join(f"{sum(row[i] for row in rows) / n:8.2f}" for i in (3, 4, 5))
        print(f"{name:28}{n:6}{shares}")


def ranking(ranked):
    """Shares right above and below the median and by fifths, and the area under the ROC curve."""
    ranked = sorted(ranked, key=lambda item: item[0])  # ties stay in the order of the text
    half = len(ranked) // 2
    share = lambda part: sum(right for _, right in part) / max(1, len(part))
    fifths = [share(ranked[i * len(ranked) // 5 : (i + 1) * len(ranked) // 5]) for i in range(5)]
    values = collections.defaultdict(lambda: [0, 0])
    for confidence, right in ranked:
        values[confidence][right] += 1
    wrong_below = pairs = 0
    for confidence in sorted(values):
        wrong, good = values[confidence]
        pairs += good * (wrong_below + wrong / 2)
        wrong_below += wrong
    n_right = sum(right for _, right in ranked)
    auc = pairs / max(1, n_right * (len(ranked) - n_right))
    return share(ranked[half:]), share(ranked[:half]), fifths, auc


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--shared", default=os.path.join(HERE, "..", "..", "shared"))
    parser.add_argument("--set", default="polnear-dev")
    args = parser.parse_args()
    gold = os.path.join(args.shared, "data", "attribution", f"{args.set}.jsonl")
    if not os.path.exists(gold):
        sys.exit(f"{gold} is not there: this report needs the shared data folder")
    sys.path.insert(0, os.path.join(args.shared, "eval"))
    import attribution_eval as scorer

    articles = scorer.read(gold)
    rows, ranked = compare(scorer, articles, run(args.bin, articles), cue_kinds())
    by_kind, by_form = collections.defaultdict(list), collections.defaultdict(list)
    for row in rows:
        by_kind[row[0]].append(row)
        for form in row[2]:
            by_form[form].append(row)
    print_groups("kind of cue", by_kind)
    print_groups("form", by_form)
    missed = collections.Counter(row[1] for row in rows if not row[5])
    print("\nnot whole, by cue:", ", ".join(f"{cue} {n}" for cue, n in missed.most_common(40)))
    above, below, fifths, auc = ranking(ranked)
    print(f"\nconfidence: right above the median {above:.3f}, below {below:.3f}; area under the ROC curve {auc:.3f}")
    print("by fifths, least confident first:", " ".join(f"{share:.2f}" for share in fifths))


if __name__ == "__main__":
    main()
