"""Corroboration: figures have sources and bands, are measured as they say, and stand on the committed page."""

from __future__ import annotations

import re

import networkx as nx
import numpy as np
import pytest

from samenspel.dynamics import Parameters
from samenspel.kernel import ENGINE, PACKAGE, digest
from samenspel.scenario import with_changes
from samenspel.studies.corroboration import __main__ as command
from samenspel.studies.corroboration import figures, found, public_good
from samenspel.studies.corroboration.figures import FIGURES, PUBLIC
from samenspel.studies.patterns.places import CHECKING, place
from tests.bibliography import keys

PAGE = PACKAGE.parent / "docs" / "corroboration.md"
FEW = range(5_001, 5_005)


def test_every_figure_has_a_source_and_a_band_around_what_was_published():
    """Oracle: the bibliography, and the numbers in what was published."""
    for one in FIGURES:
        assert one.source in {*keys(), PUBLIC}, one.says
        assert one.low < one.high
        for number in re.findall(r"\d*\.?\d+", one.published):
            assert one.low <= float(number) <= one.high, one.says


def test_every_figure_is_on_the_page_with_its_verdict():
    """Oracle: the table on the committed page, row by row: inside exactly if the figure lies in its band."""
    text = PAGE.read_text(encoding="utf-8")
    for one in FIGURES:
        row = next(line for line in text.splitlines() if f"| {one.says} [{one.source}] |" in line)
        inside, _, published, _, ours, expected = (cell.strip() for cell in row.strip("|").split("|"))
        assert published == one.published
        value = ours.split(" ")[0]
        assert inside.startswith("yes") == (one.low <= float(value) <= one.high) or value in (
            f"{one.low:.2f}",
            f"{one.high:.2f}",
        )
        assert expected == ("yes" if one.inside else "no")


def test_what_is_kept_of_the_public_good_is_played_again():
    """Oracle: the game, which has no chance in it."""
    course = public_good.decline(public_good.cooperators())
    (slope, *kept) = [row.value for row in found.kept() if row.what == found.SET]
    assert slope == pytest.approx(public_good.slope(public_good.cooperators()))
    assert kept == pytest.approx([course[k] for k in (0, 4, 9)])


def test_a_quick_look_prints_the_page_and_writes_nothing(capsys, monkeypatch, tmp_path):
    """Oracle: the figures, measured on these seeds; of the engine as it is, whatever was found the last time."""
    monkeypatch.setattr(command, "KEPT", found.KEPT._replace(folder=tmp_path))
    command.corroboration(quick=True)
    text = capsys.readouterr().out
    assert f"engine {digest(*ENGINE)}, on seeds {CHECKING} to {CHECKING + command.FEW - 1};" in text
    ties = figures.partners(range(CHECKING, CHECKING + command.FEW))
    assert f"| {ties.value:.2f} (± {ties.error:.2f}) |" in text
    assert not list(tmp_path.iterdir())


def test_trust_moves_at_most_as_far_as_its_rule_says():
    """Oracle: by hand; a shortfall counts by severity, a fulfilment does not."""
    trust = Parameters().trust
    assert figures.fastest(FEW).value == max(trust.gain, trust.loss * trust.severity)


def test_nobody_holds_back_after_a_round_that_was_not_bad(monkeypatch):
    """Oracle: by hand; who delivers what it last promised, which is next to what it promises now, is not answered."""
    monkeypatch.setattr(figures, "PART", 1.0)
    kept = {"delivery.noise": 0.0, "logic": "network", "delivery.fidelity": 1.0, "delivery.reciprocity": 0.0}
    found = [figures.answered(with_changes(place("baseline"), kept), seed) for seed in FEW]
    assert [one for one in found if one]
    np.testing.assert_allclose([one for one in found if one], 0.0, atol=1e-3)


def test_settled_networks_are_those_of_members_that_work_together():
    """Oracle: the graphs; nobody works with more than all others."""
    graphs = figures.settled(FEW)
    assert len(graphs) == len(FEW)
    assert all(len(graph) <= figures.LARGE for graph in graphs)
    assert 0.0 < figures.partners(FEW).value < figures.LARGE - 1
    found = [nx.transitivity(graph) for graph in graphs]
    assert figures.transitivity(FEW).value == pytest.approx(np.mean(found))
    assert figures.transitivity(FEW).error == pytest.approx(2 * np.std(found, ddof=1) / np.sqrt(len(found)))
