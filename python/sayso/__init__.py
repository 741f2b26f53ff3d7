"""Who said what about whom: news text into a knowledge graph with evidence, in one SQLite file.

>>> import sayso
>>> graph = sayso.extract("Mark Rutte praised Ukraine. He said that NATO would help.")
>>> graph.statements(frame=dict)["speaker"]
['Mark Rutte', 'Mark Rutte']
>>> db = sayso.open(":memory:")
>>> db.add("Mark Rutte praised Ukraine.", title="NATO", date="2025-02-17")
True
>>> db.add("Mark Rutte praised Ukraine.", title="NATO", date="2025-02-17")  # the same again changes nothing
False
"""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

from . import _sayso
from ._sayso import AmbiguousEntityError, SaysoError, UnknownEntityError, UsageError, __version__

__all__ = [
    "AmbiguousEntityError",
    "Database",
    "Graph",
    "SaysoError",
    "UnknownEntityError",
    "UsageError",
    "__version__",
    "extract",
    "open",
]

_BATCH = 64


def open(path="sayso.db", *, read_only=False):
    """Opens a database, and makes it where it does not exist; ``":memory:"`` is gone with the object.

    >>> open(":memory:")
    <sayso.Database :memory:>
    """
    return Database(path, read_only=read_only)


def extract(text, *, title=None, date=None, uri=None):
    """Reads a text, or a list of texts, into a :class:`Graph`, without a database.

    >>> extract("Ann Smith praised Bob Jones.").entities(frame=dict)["name"]
    ['Ann Smith', 'Bob Jones']
    """
    texts = [text] if isinstance(text, (str, dict, tuple)) else text
    return Graph(_sayso.extract([_row(one, title, date, uri) for one in texts]))


def _row(document, title=None, date=None, uri=None):
    """A text, a (text, title, date, uri) tuple or a dict with these keys, as a tuple of four."""
    if isinstance(document, str):
        text = document
    elif isinstance(document, dict):
        text = document["text"]
        title = document.get("title") or title
        date = document.get("date") or date
        uri = document.get("uri") or document.get("url") or uri
    else:
        text, title, date, uri, *_ = (*document, title, date, uri)[:4] if len(document) >= 4 else (
            *document, *(title, date, uri)[len(document) - 1 :])
    return (text, *(None if value is None else str(value) for value in (title, date, uri)))


def _frame(table, frame):
    """A table of the extension as what the user works with: Arrow memory, shared where the library can."""
    if frame is dict:
        return table.to_dict()
    if frame == "polars":
        import polars

        return polars.DataFrame(table)
    if frame == "arrow":
        import pyarrow

        return pyarrow.table(table)
    if frame == "pandas":
        import pandas

        try:
            import pyarrow
        except ImportError:
            return pandas.DataFrame(table.to_dict())
        return pyarrow.table(table).to_pandas()
    raise UsageError(f"`{frame}` is no frame: pandas, polars, arrow or dict")


class Database:
    """An open database. Safe to use from many threads; one works at a time."""

    def __init__(self, path="sayso.db", *, read_only=False):
        self.path = os.fspath(path)
        self._inner = _sayso.Database(self.path, read_only)

    def __repr__(self):
        return f"<sayso.Database {self.path}>"

    def add(self, text, *, title=None, date=None, uri=None):
        """Reads a document into the database; returns whether it was new.

        >>> open(":memory:").add("Ann Smith met Bob Jones.", date="2025-02-17")
        True
        """
        added, _, errors = self._inner.add([_row(text, title, date, uri)])
        if errors:
            raise UsageError(errors[0])
        return added == 1

    def add_many(self, documents, *, progress=True):
        """Reads many documents on all cores; returns ``{"added", "known", "failed"}``.

        Each is a text, a dict with ``text`` and where known ``title``, ``date`` and ``uri``, or a tuple in this order.
        Shows a bar where ``tqdm`` is installed, unless ``progress`` is false. What is done stays done if it is stopped.

        >>> open(":memory:").add_many(["Ann met Bob.", {"text": "Bob met Cyd.", "date": "2025-02-18"}, " "])
        {'added': 2, 'known': 0, 'failed': ['the text is empty']}
        """
        counts = {"added": 0, "known": 0, "failed": []}
        documents, total = iter(documents), getattr(documents, "__len__", lambda: None)()
        bar = _bar(total) if progress else None
        while batch := list(itertools.islice(documents, _BATCH)):
            added, known, failed = self._inner.add([_row(one) for one in batch])
            counts["added"] += added
            counts["known"] += known
            counts["failed"] += failed
            if bar is not None:
                bar.update(len(batch))
        if bar is not None:
            bar.close()
        return counts

    def statements(self, *, by=None, about=None, cue=None, kind=None, mode=None, since=None, until=None, text=None,
                   limit=None, frame="pandas"):
        """Who said what about whom, by date: a table with a row a statement.

        >>> db = open(":memory:")
        >>> db.add("Ann Smith said that Bob Jones had lied.")
        True
        >>> db.statements(by="Smith", frame=dict)["about"]
        ['Bob Jones']
        """
        return _frame(self._inner.statements(by, about, cue, kind, mode, _day(since), _day(until), text, limit), frame)

    def relations(self, *, about=None, subject=None, object=None, predicate=None, class_=None, since=None, until=None,
                  all=False, limit=None, frame="pandas"):
        """What the texts say happened between whom, heaviest first; ``all``: also where one end is no entity.

        >>> db = open(":memory:")
        >>> db.add("Ann Smith met Bob Jones. Ann Smith met Bob Jones again.")
        True
        >>> rows = db.relations(subject="Smith", frame=dict)
        >>> rows["predicate"], rows["object"], rows["weight"]
        (['meet'], ['Bob Jones'], [2])
        """
        table = self._inner.relations(about, subject, object, predicate, class_, _day(since), _day(until), all, limit)
        return _frame(table, frame)

    def entities(self, *, type=None, name=None, limit=None, frame="pandas"):
        """The entities, most mentioned first; ``name``: those with a name that holds these letters.

        >>> db = open(":memory:")
        >>> db.add("Ann Smith met Bob Jones in Oslo.")
        True
        >>> db.entities(type="place", frame=dict)["name"]
        ['Oslo']
        """
        return _frame(self._inner.entities(type, name, limit), frame)

    def graph(self, *, around=None, depth=1, between=None, types=(), class_=None, speakers=False, since=None,
              until=None, min_weight=1, top=None, to=None):
        """The stored graph, or a part of it; ``to``: networkx, igraph or rustworkx.

        ``around`` an entity or several, ``depth`` steps far; on the shortest ways ``between`` two; entities of these
        ``types``; relations of one class; ``speakers`` and whom they speak about, among those who speak; documents
        ``since`` and ``until`` a day; pairs joined at least ``min_weight`` times; the ``top`` so many by their links.

        >>> db = open(":memory:")
        >>> db.add("Ann Smith met Bob Jones.")
        True
        >>> db.graph(around="Ann Smith")
        <sayso.Graph 2 entities, 0 statements, 1 relations, 1 documents>
        """
        if to not in (None, "networkx", "igraph", "rustworkx"):
            raise UsageError(f"`{to}` is no graph library: networkx, igraph or rustworkx")
        if between is not None and (isinstance(between, str) or len(between) != 2):
            raise UsageError("`between` takes two names")
        graph = Graph(self._inner.graph(
            _names(around), depth, None if between is None else tuple(between), _names(types), class_, speakers,
            _day(since), _day(until), min_weight, top))
        return graph if to is None else getattr(graph, f"to_{to}")()


class Graph:
    """Entities, statements and relations in memory. The last line of a notebook's cell draws it."""

    def __init__(self, inner):
        self._inner = inner

    def __repr__(self):
        return "<sayso.Graph {} entities, {} statements, {} relations, {} documents>".format(*self._inner.counts())

    def _repr_svg_(self):
        return self.to_string("svg")

    def _repr_html_(self):
        counts = "{} entities, {} statements, {} relations, {} documents".format(*self._inner.counts())
        return f'<div class="sayso">{self.to_string("svg")}<p>{counts}</p></div>'

    def statements(self, *, frame="pandas"):
        """Its statements as a table.

        >>> extract("Ann Smith denied that Bob Jones had lied.").statements(frame=dict)["kind"]
        ['deny']
        """
        return _frame(self._inner.statements(), frame)

    def relations(self, *, frame="pandas"):
        """Its relations as a table, those with an end that is no entity too.

        >>> extract("Ann Smith did not meet Bob Jones.").relations(frame=dict)["negated"]
        [True]
        """
        return _frame(self._inner.relations(), frame)

    def entities(self, *, frame="pandas"):
        """Its entities as a table.

        >>> extract("Ann Smith met Bob Jones.").entities(frame=dict)["type"]
        ['person', 'person']
        """
        return _frame(self._inner.entities(), frame)

    def to_string(self, format, *, max_nodes=40, texts=False):
        """The graph in a format of ``sayso graph -f`` that is one text.

        >>> extract("Ann Smith met Bob Jones.").to_string("text").splitlines()[-1]
        'Ann Smith · meet · Bob Jones'
        """
        return self._inner.written(format, max_nodes, texts).decode()

    def save(self, path, format=None, *, max_nodes=40, texts=False):
        """Writes the graph; the format is told by the name unless given. ``csv``, ``neo4j`` and ``parquet`` make a folder.

        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     extract("Ann Smith met Bob Jones.").save(Path(folder, "graph"), "csv")
        ...     sorted(path.name for path in Path(folder, "graph").iterdir())
        ['edges.csv', 'nodes.csv']
        """
        path = Path(path)
        format, files = _sayso.format_of(path, format)
        if not files:
            path.write_bytes(self._inner.written(format, max_nodes, texts))
            return
        path.mkdir(parents=True, exist_ok=True)
        for file in files:
            (path / file).write_bytes(self._inner.written(format, max_nodes, texts, file))

    def to_dict(self):
        """The graph JSON as Python objects, with evidence; offsets count characters, as slices do.

        >>> graph = extract("“No”, Ann Smith said.").to_dict()
        >>> [[start, end]] = graph["statements"][0]["evidence"][0]["source"]
        >>> graph["documents"][0]["text"][start:end]
        'Ann Smith'
        """
        return json.loads(self.to_string("json", texts=True))

    def to_networkx(self):
        """A ``networkx.MultiDiGraph``; nodes are ids with ``name`` and ``type``.

        >>> extract("Ann Smith met Bob Jones.").to_networkx().number_of_edges()
        1
        """
        import networkx

        return networkx.node_link_graph(self._node_link(), edges="edges")

    def to_igraph(self):
        """A directed ``igraph.Graph``; vertices have ``id``, ``name`` and ``type``."""
        import igraph

        data = self._node_link()
        place = {node["id"]: number for number, node in enumerate(data["nodes"])}
        graph = igraph.Graph(
            n=len(place), directed=True, edges=[(place[e["source"]], place[e["target"]]) for e in data["edges"]]
        )
        for sequence, rows in ((graph.vs, data["nodes"]), (graph.es, data["edges"])):
            for key in sorted({key for row in rows for key in row} - {"source", "target"}):
                sequence[key] = [row.get(key) for row in rows]
        return graph

    def to_rustworkx(self):
        """A ``rustworkx.PyDiGraph`` whose payloads are dicts."""
        import rustworkx

        data = self._node_link()
        graph = rustworkx.PyDiGraph()
        place = dict(zip((node["id"] for node in data["nodes"]), graph.add_nodes_from(data["nodes"])))
        graph.add_edges_from([(place[e["source"]], place[e["target"]], e) for e in data["edges"]])
        return graph

    def _node_link(self):
        return json.loads(self.to_string("node-link"))


def _names(value):
    """One name, several or none, as a list."""
    return [value] if isinstance(value, str) else list(value or [])


def _day(value):
    """A date, datetime or text as text."""
    return None if value is None else str(value)[:10]


def _bar(total):
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm(total=total, unit="document")
