"""Runs `examples/notebook.ipynb` with jupyter's own runner; every cell must run, draw and show what it should."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_notebook_runs():
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    for package in ("ipykernel", "networkx", "matplotlib", "pandas"):
        pytest.importorskip(package)
    notebook = nbformat.read(ROOT / "examples/notebook.ipynb", as_version=4)
    client = nbclient.NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(ROOT)}})
    client.execute()
    shown = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
    types = {kind for out in shown for kind in out.get("data", {})}
    assert {"image/svg+xml", "image/png", "text/html"} <= types
    assert not [out for out in shown if out.output_type == "error"]
    html = "".join(out["data"].get("text/html", "") for out in shown if "data" in out)
    assert "Mark Rutte" in html and "Ukraine" in html
    svg = next(out["data"]["image/svg+xml"] for out in shown if "image/svg+xml" in out.get("data", {}))
    assert "Mark Rutte" in svg or ("Mark" in svg and "Rutte" in svg)
