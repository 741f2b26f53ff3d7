"""The package as a user meets it. Where a library is not installed, its tests are skipped and say so."""

import doctest
import sys
import threading
import time
from datetime import date

import pytest

import sayso

TEXT = (
    "NATO Secretary General Mark Rutte praised Ukraine on Monday. "
    "Rutte said that Vladimir Putin had threatened Europe. Erik Ødegård, a Norwegian minister, denied it."
)


@pytest.fixture
def db(tmp_path):
    db = sayso.open(tmp_path / "news.db")
    assert db.add(TEXT, title="NATO – “a”", date=date(2025, 2, 17), uri="https://news.example/1")
    return db


def test_examples_of_the_docstrings():
    failed, tried = doctest.testmod(sayso)
    assert (failed, tried > 8) == (0, True)


def test_the_same_document_again_changes_nothing(db):
    assert not db.add(TEXT, title="NATO – “a”", date="2025-02-17", uri="https://news.example/1")


def test_add_many_takes_what_comes(db):
    more = (f"Person Number{n} met Mark Rutte in town {n}." for n in range(150))
    assert db.add_many(more, progress=False) == {"added": 150, "known": 0, "failed": []}
    counts = db.add_many([{"text": "Ann met Bob.", "url": "u"}, ("Bob met Ann.", "t"), ""], progress=True)
    assert counts == {"added": 2, "known": 0, "failed": ["the text is empty"]}


def test_pandas(db):
    pandas = pytest.importorskip("pandas")
    table = db.statements(by="Rutte")
    assert isinstance(table, pandas.DataFrame)
    assert set(table.speaker) == {"Mark Rutte"}
    assert any("Putin" in about for about in table.about)
    assert set(table.date) == {"2025-02-17"}
    assert table.sentence_text.iloc[0] in TEXT
    entities = db.entities(type="person")
    assert "Erik Ødegård" in set(entities.name)
    relations = db.relations(subject="Rutte", class_="role")
    assert list(zip(relations.subject, relations.object)) == [("Mark Rutte", "NATO")]
    assert relations.negated.dtype == bool


def test_pandas_without_pyarrow_has_the_same(db, monkeypatch):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    for table in (db.statements, db.entities, db.relations, db.graph().relations):
        with_arrow = table()
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        without = table()
        monkeypatch.undo()
        # Arrow has a null of its own where Python has None.
        plain = [t.astype(object).where(t.notna(), None) for t in (with_arrow, without)]
        pandas.testing.assert_frame_equal(*plain, check_dtype=False)


def test_polars_and_arrow(db):
    polars = pytest.importorskip("polars")
    table = db.entities(frame="polars")
    assert isinstance(table, polars.DataFrame) and table["mentions"].dtype == polars.Int64
    pyarrow = pytest.importorskip("pyarrow")
    arrow = db.statements(frame="arrow")
    assert isinstance(arrow, pyarrow.Table) and arrow.num_rows == len(db.statements(frame=dict)["id"])
    assert arrow.to_pydict() == db.statements(frame=dict)
    assert polars.from_arrow(arrow).height == arrow.num_rows


def test_arrow_shares_the_memory(db):
    """Two readings of one table point at the same bytes."""
    pyarrow = pytest.importorskip("pyarrow")
    inner = db.graph()._inner.entities()
    one, other = (pyarrow.table(inner) for _ in range(2))
    for name in one.column_names:
        buffers = [[b.address for b in table[name].chunk(0).buffers() if b] for table in (one, other)]
        assert buffers[0] == buffers[1], name
    del inner, other
    assert "Mark Rutte" in one["name"].to_pylist()  # the memory outlives the table it came from


def test_tables_without_rows_have_their_columns():
    empty = sayso.open(":memory:")
    assert list(empty.statements(frame=dict))[:3] == ["id", "date", "speaker"]
    assert empty.entities(frame=dict)["name"] == []
    polars = pytest.importorskip("polars")
    assert empty.statements(frame="polars").schema["speaker"] == polars.String


def test_relations_are_those_of_the_program(db):
    rows = db.relations(about="Rutte", frame=dict)
    assert "NATO" in rows["object"] and all("Mark Rutte" in ends for ends in zip(rows["subject"], rows["object"]))
    for sentence in rows["sentence_text"]:
        assert sentence in TEXT
    assert db.relations(predicate="deny", all=True, frame=dict)["subject"] == ["Erik Ødegård"]
    assert db.relations(since="2025-02-18", frame=dict)["subject"] == []
    assert len(db.relations(limit=1, frame=dict)["subject"]) == 1


def test_parts_of_the_graph(db):
    db.add("Ann Smith met Mark Rutte. Ann Smith met Bob Jones.", title="Later", date="2026-01-01")
    names = lambda graph: set(graph.entities(frame=dict)["name"])
    assert names(db.graph(since="2026-01-01")) == {"Ann Smith", "Mark Rutte", "Bob Jones"}
    assert "NATO" in names(db.graph(between=("NATO", "Bob Jones")))
    assert "Ukraine" not in names(db.graph(between=("NATO", "Bob Jones")))
    assert names(db.graph(class_="role")) >= {"Mark Rutte", "NATO"} and "Ann Smith" not in names(db.graph(class_="role"))
    assert "NATO" not in names(db.graph(types="person"))
    assert len(names(db.graph(top=2))) <= 2
    assert db.graph(speakers=True).relations(frame=dict)["id"] == []
    with pytest.raises(sayso.UsageError, match="`between` takes two names"):
        db.graph(between="NATO")
    with pytest.raises(sayso.UsageError, match="`thing` is no type"):
        db.graph(types="thing")


def test_networkx(db):
    pytest.importorskip("networkx")
    graph = db.graph(to="networkx")
    assert graph.is_multigraph() and graph.is_directed()
    names = {data["name"]: node for node, data in graph.nodes(data=True)}
    roles = graph.get_edge_data(names["Mark Rutte"], names["NATO"]).values()
    assert "role" in {role["class"] for role in roles}


def test_igraph_and_rustworkx_hold_the_same(db):
    pytest.importorskip("networkx")
    expected = db.graph().to_networkx()
    pytest.importorskip("igraph")
    graph = db.graph().to_igraph()
    assert (graph.vcount(), graph.ecount()) == (expected.number_of_nodes(), expected.number_of_edges())
    assert sorted(graph.vs["name"]) == sorted(d["name"] for _, d in expected.nodes(data=True))
    pytest.importorskip("rustworkx")
    graph = db.graph(to="rustworkx")
    assert (graph.num_nodes(), graph.num_edges()) == (expected.number_of_nodes(), expected.number_of_edges())


def test_a_graph_shows_itself(db):
    graph = db.graph(around="Rutte")
    assert graph._repr_svg_().lstrip().startswith("<svg") or "<svg" in graph._repr_svg_()[:300]
    assert "Mark Rutte" in graph._repr_html_()
    hostile = sayso.extract("Ann Smith praised <script>alert(1)</script> Bob Jones. Ann Smith met Bob Jones.")
    assert "<script" not in hostile._repr_html_()


def test_every_format_is_saved(db, tmp_path):
    graph = db.graph()
    for name in ["a.svg", "a.json", "a.dot", "a.html", "a.graphml", "a.gexf", "a.ttl", "a.nq", "a.cypher", "a.txt"]:
        graph.save(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 100
    for format in ["csv", "neo4j", "parquet"]:
        graph.save(tmp_path / format, format)
        assert len(list((tmp_path / format).iterdir())) == 2


def test_evidence_slices_the_text(db):
    graph = db.graph().to_dict()
    [document] = graph["documents"]
    for relation in graph["relations"]:
        for place in relation["evidence"]:
            assert document["text"][place["start"] : place["end"]] == place["text"]


def test_errors_are_the_programs(db, tmp_path):
    with pytest.raises(sayso.UnknownEntityError, match="no entity is named `Rute`\nhint: did you mean `Mark Rutte`"):
        db.statements(by="Rute")
    with pytest.raises(sayso.SaysoError, match="cannot use the database"):
        sayso.open(tmp_path / "none.db", read_only=True)
    with pytest.raises(sayso.UsageError, match="`shout` is no kind"):
        db.statements(kind="shout")
    with pytest.raises(sayso.UsageError, match="the text is empty"):
        db.add("  ")
    with pytest.raises(sayso.UsageError, match="`pdf` is no format"):
        db.graph().to_string("pdf")
    with pytest.raises(sayso.UsageError, match="is no frame"):
        db.entities(frame="excel")


def test_other_threads_run_meanwhile():
    text = " ".join(f"Person Number{n} said that Mark Rutte had praised town {n}." for n in range(400))
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    watcher = threading.Thread(target=tick)
    watcher.start()
    begin = time.perf_counter()
    sayso.extract(text)
    took = time.perf_counter() - begin
    done.set()
    watcher.join()
    during = [t for t in ticks if begin < t < begin + took]
    assert len(during) > min(20, took * 50)
