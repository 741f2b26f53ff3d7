#!/usr/bin/env python3
"""PageRank and communities beside networkx, on the same links in the same run.

    python3 benches/network.py BENCH [LINKS] [--no-communities]

BENCH is what `cargo bench --bench network --no-run` built. Wants networkx, numpy and scipy.
"""

import subprocess
import sys
import tempfile
import time

import networkx


def timed(work):
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    with tempfile.NamedTemporaryFile(suffix=".tsv") as file:
        out = subprocess.run([args[0], file.name] + args[1:], capture_output=True, text=True, check=True).stdout
        ours = dict(line.split("\t") for line in out.splitlines())
        with open(file.name) as lines:
            links = [(int(a), int(b), float(w)) for a, b, w in (line.split("\t") for line in lines)]
    graph = networkx.DiGraph()
    _, build = timed(lambda: graph.add_weighted_edges_from(links))
    ranks, rank = timed(lambda: networkx.pagerank(graph, tol=1e-12, max_iter=500))
    top = [str(n) for n in sorted(ranks, key=lambda n: (-ranks[n], n))[:20]]
    print(f"{ours['nodes']} entities, {ours['links']} links; networkx {networkx.__version__}")
    row("build", float(ours["build"]), build)
    row("PageRank", float(ours["pagerank"]), rank)
    print("top 20 identical:", top == ours["top"].split())
    if "--no-communities" not in sys.argv:
        find = lambda: networkx.community.louvain_communities(graph.to_undirected(), seed=1)
        groups, seconds = timed(find)
        row("communities (Leiden; networkx: Louvain)", float(ours["communities"]), seconds)
        found = networkx.community.modularity(graph.to_undirected(), groups)
        print(f"modularity {ours['modularity']}, networkx {found:.4f}", flush=True)
    else:
        print(f"communities {ours['communities']} s, modularity {ours['modularity']}")


def row(name, ours, theirs):
    print(f"{name}: {ours:.2f} s, networkx {theirs:.2f} s, {theirs / ours:.0f} times", flush=True)


main()
