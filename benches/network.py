#!/usr/bin/env python3
"""PageRank and communities beside networkx and igraph, on the same links in the same run.

    python3 benches/network.py BENCH [LINKS] [--times N]

BENCH is what `cargo bench --bench network --no-run` built. Wants networkx, numpy, scipy and igraph. Where networkx has not
found communities in N times what sayso took (12 unless said), it is stopped, and the table says so.
"""

import multiprocessing
import subprocess
import sys
import tempfile
import time

import igraph
import networkx


def timed(work):
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def main():
    args = [a for a in sys.argv[1:] if not a.startswith("--")]
    times = 12.0
    if "--times" in sys.argv:
        times = float(sys.argv[sys.argv.index("--times") + 1])
        args.remove(sys.argv[sys.argv.index("--times") + 1])
    with tempfile.NamedTemporaryFile(suffix=".tsv") as file:
        out = subprocess.run([args[0], file.name] + args[1:], capture_output=True, text=True, check=True).stdout
        ours = dict(line.split("\t") for line in out.splitlines())
        with open(file.name) as lines:
            links = [(int(a), int(b), float(w)) for a, b, w in (line.split("\t") for line in lines)]
    versions = f"networkx {networkx.__version__}, igraph {igraph.__version__}"
    print(f"{ours['nodes']} entities, {ours['links']} links; {versions}\n")
    print("| | sayso, s | networkx, s | times faster | igraph, s |\n|---|---:|---:|---:|---:|", flush=True)
    with_igraph(ours, links, *with_networkx(ours, links, times))


def with_networkx(ours, links, times):
    graph = networkx.DiGraph()
    _, build = timed(lambda: graph.add_weighted_edges_from(links))
    ranks, rank = timed(lambda: networkx.pagerank(graph, tol=1e-12, max_iter=500))
    top = [str(n) for n in sorted(ranks, key=lambda n: (-ranks[n], n))[:20]]
    queue = multiprocessing.Queue()
    child = multiprocessing.Process(target=communities, args=(graph, queue))
    child.start()
    deadline = times * float(ours["communities"])
    child.join(deadline)
    found = queue.get() if child.exitcode == 0 else (deadline, None)
    child.kill()
    return build, rank, top, found


def communities(graph, queue):
    graph = graph.to_undirected()
    groups, seconds = timed(lambda: networkx.community.louvain_communities(graph, seed=1))
    queue.put((seconds, networkx.community.modularity(graph, groups)))


def with_igraph(ours, links, build, rank, top, found):
    numbers = {n: at for at, n in enumerate(sorted({end for a, b, _ in links for end in (a, b)}))}
    edges = [(numbers[a], numbers[b]) for a, b, _ in links]
    make = lambda: igraph.Graph(n=len(numbers), edges=edges, directed=True, edge_attrs={"weight": [w for *_, w in links]})
    graph, own_build = timed(make)
    _, own_rank = timed(lambda: graph.pagerank(weights="weight"))
    graph.to_undirected(combine_edges={"weight": "sum"})
    find = lambda: graph.community_leiden("modularity", weights="weight", n_iterations=-1)
    groups, seconds = timed(find)
    row("build", float(ours["build"]), f"{build:.2f}", build, own_build)
    row("PageRank", float(ours["pagerank"]), f"{rank:.2f}", rank, own_rank)
    is_done = found[1] is not None
    theirs = f"{found[0]:.2f} (Louvain)" if is_done else f"not ended after {found[0]:.0f} (Louvain)"
    row("communities (Leiden)", float(ours["communities"]), theirs, found[0], seconds, "" if is_done else "more than ")
    print("\ntop 20 of PageRank identical:", top == ours["top"].split())
    own = graph.modularity(groups, weights="weight")
    theirs = f", networkx {found[1]:.4f}" if is_done else ""
    print(f"modularity: sayso {ours['modularity']}, igraph {own:.4f}{theirs}")


def row(name, ours, theirs, seconds, of_igraph, more=""):
    print(f"| {name} | {ours:.2f} | {theirs} | {more}{seconds / ours:.0f} | {of_igraph:.2f} |", flush=True)


main()
