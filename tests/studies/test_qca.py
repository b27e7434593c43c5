"""The case comparison: truth tables and solutions by hand, and houses coded from runs."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from sympy import false, true
from sympy.logic.boolalg import And, Not, Or

from samenspel.runs import run
from samenspel.studies.patterns.structure import centralisation
from samenspel.studies.qca import __main__ as command
from samenspel.studies.qca import comparison as qca
from samenspel.studies.qca import houses as of_houses
from samenspel.studies.qca.houses import CONDITIONS, House

A, B, C, D, E = qca.SYMBOLS


def every(effective) -> list[House]:
    """A house of every combination, effective where a rule says so."""
    return [House(one, bool(effective(*one))) for one in qca.COMBINATIONS]


def published(a, b, c, d, e):
    return a and b and c and (d or e)


def test_the_published_solution_comes_out_of_houses_that_follow_it():
    """Oracle: Raab, Mannak and Cambré (2015), on one house of every combination."""
    found = qca.compare(every(published))
    assert found.word_for_word
    assert found.row_for_row
    assert found.published == (3, 1.0, 1.0)
    assert found.signs == ({1},) * 5
    assert found.solutions == (qca.published(),) * 2


def test_it_does_not_come_out_of_houses_that_follow_another():
    """Oracle: by hand; resources alone."""
    found = qca.compare(every(lambda a, b, c, d, e: d))
    assert not found.word_for_word
    assert not found.row_for_row
    assert found.solutions == (D, D)
    assert found.signs == (set(), set(), set(), {1}, set())
    assert found.published.consistency == pytest.approx(2 / 3)
    assert found.published.coverage == pytest.approx(2 / 16)


def test_combinations_without_cases_shorten_the_parsimonious_solution_alone():
    """Oracle: by hand; two houses that differ in everything."""
    found = qca.compare([House((True,) * 5, True), House((False,) * 5, False)])
    conservative, parsimonious = found.solutions
    assert conservative == And(A, B, C, D, E)
    assert parsimonious in qca.SYMBOLS
    assert found.row_for_row


def test_four_of_five_suffice_and_three_of_four_do_not():
    """Oracle: by hand, at .8."""
    ones = [House((True,) * 5, True)]
    assert qca.truth_table(4 * ones + [House((True,) * 5, False)])[(True,) * 5].sufficient
    assert not qca.truth_table(3 * ones + [House((True,) * 5, False)])[(True,) * 5].sufficient
    assert qca.solution(qca.truth_table([House((True,) * 5, False)]), parsimonious=True) == false


def test_a_condition_can_stand_both_ways():
    """Oracle: by hand."""
    assert qca.signs(Or(And(A, Not(B)), And(Not(A), C))) == [{1, -1}, {-1}, {1}, set(), set()]


def test_a_solution_holds_where_its_products_do():
    """Oracle: sympy, combination by combination."""
    for formula in (qca.published(), Or(And(A, Not(B)), And(Not(A), C)), Not(D), E, true, false):
        by_sympy = {one: bool(formula.subs(dict(zip(qca.SYMBOLS, one, strict=True)))) for one in qca.COMBINATIONS}
        assert qca.holds(formula) == by_sympy


def test_dealing_out_anew_changes_who_is_effective_and_nothing_else():
    """Oracle: the counts."""
    before = every(published)
    after = qca.shuffled(before, np.random.default_rng(1))
    assert [one.conditions for one in after] == [one.conditions for one in before]
    assert sum(one.effective for one in after) == sum(one.effective for one in before)


def test_a_star_is_centralised_and_a_ring_is_not():
    """Oracle: Freeman (1978)."""
    assert centralisation(nx.star_graph(9)) == 1.0
    assert centralisation(nx.cycle_graph(9)) == 0.0


def test_a_house_is_coded_by_what_is_seen_of_its_run():
    """Oracle: by hand, from the history and the settings of the run."""
    chance = np.random.default_rng(3)
    for _ in range(12):
        found = run(of_houses.draw(chance), 5)
        house = dict(zip(CONDITIONS, of_houses.code(found).conditions, strict=True))
        history = found.history
        assert house["three years"] == (len(history) >= 36)
        assert house["resources"] == (found.parameters.effort.process >= of_houses.MUCH)
        assert house["administrative"] == (found.parameters.governance.form == 2)
        gone = history["left"][-1] - (history["left"][-25] if len(history) > 24 else 0)
        if house["stable"]:
            assert gone <= of_houses.LEFT
        if of_houses.code(found).effective:
            assert history["agreed"][-1]
            assert history["client_value"][-12:].mean() >= 1.0


def test_a_network_begins_as_it_was_drawn():
    """Oracle: by hand; with all ties of the first open, nobody is further than two steps away."""
    state = of_houses.begun(10, 1.0, np.random.default_rng(1)).declare(1)
    first = state.ties[state.sources == 0]
    assert (first["age"] == 1).all()
    assert (state.ties["age"] == 0).any()


def test_the_same_seed_draws_the_same_houses():
    """Oracle: drawn twice."""
    assert of_houses.houses(6, 7) == of_houses.houses(6, 7)


def test_a_quick_look_prints_the_page_and_writes_nothing(capsys, monkeypatch):
    """Oracle: the headings."""
    monkeypatch.setattr(command, "FEW", 2)
    files = (of_houses.KEPT.table, of_houses.KEPT.manifest)
    before = [file.read_bytes() for file in files]
    command.qca(quick=True)
    text = capsys.readouterr().out
    assert "on 2 draws of 39 networks" in text
    for name in CONDITIONS:
        assert f"| {name} |" in text
    assert [file.read_bytes() for file in files] == before


def test_what_is_kept_is_what_is_drawn():
    """Oracle: a few networks of the first draw, drawn again."""
    first = of_houses.kept()[0]
    assert len(of_houses.kept()) == command.MANY
    assert of_houses.houses(of_houses.HOUSES, command.CHECKING) == first


def test_a_solution_is_written_in_the_order_of_the_paper():
    """Oracle: by hand."""
    assert command.written(And(B, Not(A))) == "not centralised and three years"
    assert command.written(Or(A, E)) == "centralised; or administrative"
    assert [command.written(one) for one in (true, false)] == ["always", "never"]
