"""The notebooks: each runs from top to bottom, and what it holds of its answers is small and of no machine."""

from __future__ import annotations

import re

import nbformat
import pytest

import samenspel as sp
from tests.notebooks import NOTEBOOKS, executed

EACH = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
FOREIGN = re.compile(r"pypi" + r"\.org|python" + r"hosted|/home/|/ro" + r"ot/|/tmp/|/opt/|/usr/|C:\\\\Users")


def test_both_are_there():
    assert [path.stem for path in NOTEBOOKS] == ["researcher", "student"]


@EACH
def test_it_runs(path):
    """Oracle: an error in a cell is raised; no cell that answered is silent now."""
    now, kept = executed(path), nbformat.read(path, as_version=4)
    answered = [[cell.get("outputs", []) != [] for cell in notebook.cells] for notebook in (now, kept)]
    assert answered[0] == answered[1]


def test_the_surprise_is_still_one():
    """Oracle: what the student's notebook says in words; of 400 worlds, as in 100 one of these is at times hidden."""

    def signs(contrast):
        found = sp.compare("integrated_care", {contrast: "hierarchy"}, replicates=400).summary
        return [found[name].interval.sign for name in ("joint_value", "trust", "pooled", "knowledge_error")]

    assert signs("logic")[:2] == [-1, 1]
    assert signs("logic.implementation")[1] == 1
    assert signs("logic.decision")[2] == -1
    assert signs("logic.information")[3] == 1
    assert signs("logic.norm")[::2] == [-1, -1]


@EACH
def test_what_is_kept_is_small_and_of_no_machine(path):
    """Oracle: by hand: half a megabyte, no path, no registry, no error, no message of a moment."""
    text, notebook = path.read_text(encoding="utf-8"), nbformat.read(path, as_version=4)
    assert len(text) < 500_000
    assert not FOREIGN.search(re.sub(r'"image/png": "[^"]*"', "", text))
    outputs = [one for cell in notebook.cells if cell.cell_type == "code" for one in cell.outputs]
    assert {one.output_type for one in outputs} <= {"execute_result", "display_data", "stream"}
    assert all(one.get("name") != "stderr" for one in outputs)
    assert sum("image/png" in one.get("data", {}) for one in outputs) >= 1
