"""Rivals: each is what its text says, and the committed page is that of the table that is kept."""

from __future__ import annotations

import sys

import networkx as nx
import numpy as np
import pytest

from samenspel.cli import run_alone
from samenspel.kernel import ENGINE, PACKAGE, digest
from samenspel.runs import Course, run
from samenspel.scenario import with_changes
from samenspel.studies.patterns.pattern import Clause, Pattern
from samenspel.studies.patterns.places import place
from samenspel.studies.rivals import __main__ as command
from samenspel.studies.rivals import asked, diffusion, page, search, static_game, theirs
from samenspel.studies.rivals.asked import DIFFUSION, MODELS, OURS, SEARCH, STATIC, TRUSTING, Answer

DOCS = PACKAGE.parent / "docs"
FEW = range(5_001, 5_009)


@pytest.mark.parametrize("logic", ["network", "hierarchy"])
def test_in_the_static_game_nothing_is_carried_over(logic):
    """Oracle: the state as it began, but for the goal, promises and who left."""
    scenario = with_changes(place("baseline", static_game.SETTINGS), {"logic": logic})
    before, after = Course(scenario, 5).state, run(scenario, 5).state
    for field in ("trust", "understanding", "opportunity"):
        np.testing.assert_allclose(after.ties[field], before.ties[field], atol=1e-12)
    assert ((after.ties["age"] > 0) == (before.ties["age"] > 0)).all()
    for field in ("loyalty", "home", "commitment", "fortune", "setback"):
        np.testing.assert_allclose(after.organisations[field], before.organisations[field], atol=1e-12)
    if logic == "network":  # a lead tells all what it sees, and they hold it
        np.testing.assert_allclose(after.organisations["perception"], before.organisations["perception"], atol=1e-12)


def test_a_landscape_is_that_of_kauffman():
    """Oracle: choice by choice and solution by solution, from the same draws."""
    choices, others, seed = 6, 2, 3
    chance, total = np.random.default_rng(seed), np.zeros(2**choices)
    for k in range(choices):
        depends_on = [k, *chance.choice([one for one in range(choices) if one != k], others, replace=False)]
        pays = chance.random(2 ** (others + 1))
        for solution in range(2**choices):
            total[solution] += pays[sum(((solution >> one) & 1) * 2**place for place, one in enumerate(depends_on))]
    np.testing.assert_allclose(search.landscape(seed, choices, others), (total / total.max()) ** 8, atol=1e-12)


def test_whoever_has_a_better_partner_takes_over_what_the_best_does():
    """Oracle: by hand; on a landscape without a slope nobody finds anything, and the best goes round a line."""
    flat = np.zeros(2**4)
    flat[9] = 1.0
    for seed in range(200):  # until one of five begins at the top, at an end of the line
        began = np.random.default_rng(seed).integers(16, size=5)
        if list(began == 9) == [True, False, False, False, False] and not any(
            bin(one ^ 9).count("1") == 1 for one in began
        ):
            break
    course = search.search(nx.path_graph(5), flat, seed, rounds=4)
    assert course[0] == pytest.approx(0.2)
    assert (np.diff(course) >= 0.2 - 1e-12).all()
    assert course[-1] == 1.0


def test_alone_a_change_is_kept_if_it_pays():
    """Oracle: by hand; without partners scores never fall, and where there is one peak everybody finds it."""
    alone = nx.empty_graph(10)
    alone.add_edges_from((one, one) for one in range(10))
    scores = search.landscape(1, 8, 0)
    course = search.search(alone, scores, 1, rounds=200)
    assert (np.diff(course) >= 0.0).all()
    assert course[-1] == 1.0


def test_search_does_what_lazer_and_friedman_published():
    """Oracle: the abstract (2007), clause by clause; the order of networks, not the figures of the paper."""
    paper = search.published(search.curves(FEW), search.curves(FEW, search.SIMPLE))
    assert [clause.says for clause in paper.clauses if not clause.holds] == []


def test_a_round_of_diffusion_is_that_of_its_equations():
    """Oracle: tie by tie, with the same luck."""
    groups = diffusion.begin(nx.path_graph(4), 0.6, 2, 9)
    trust, tied = groups.trust.copy(), groups.tied
    p = diffusion.ENGINE
    chance = np.random.default_rng()
    chance.bit_generator.state = groups.chance.bit_generator.state
    given = diffusion.play(groups)
    luck = diffusion.fortune(diffusion.Groups(tied, trust, *began(9, 4, 2), chance))
    for group in range(2):
        now = trust[group].copy()
        for i, j in zip(*np.nonzero(tied), strict=True):
            others = [trust[group, k, j] for k in range(4) if tied[k, j] and k != i]
            if others:
                now[i, j] += p.reputation.rate * (np.mean(others) - trust[group, i, j])
        for i in range(4):
            regard = np.mean([now[i, j] for j in range(4) if tied[i, j]])
            means = 1 - p.delivery.reciprocity / (1 + np.exp((regard - p.delivery.threshold) / p.delivery.variety))
            assert given[group, i] == pytest.approx(means * max(0.0, 1 + p.delivery.noise * luck[group, i]), abs=1e-12)
        for i, j in zip(*np.nonzero(tied), strict=True):
            short = 1 - min(1.0, given[group, j] / (1 - p.norm.tolerance))
            kept = max(0.0, 1 - p.trust.severity * short)
            speed = p.trust.gain if kept > now[i, j] else p.trust.loss
            assert groups.trust[group, i, j] == pytest.approx(now[i, j] + speed * (kept - now[i, j]), abs=1e-12)


def began(seed: int, n: int, groups: int) -> tuple[np.ndarray, np.ndarray]:
    """The luck that groups of this seed begin with."""
    chance = np.random.default_rng(seed)
    chance.random((groups, n, n))
    return chance.standard_normal((groups, n)), chance.standard_normal((groups, 1))


def test_luck_of_a_diffusion_is_standard_normal():
    """Oracle: mean 0 and variance 1, whatever lasts and is shared."""
    groups = diffusion.begin(nx.complete_graph(3), 0.5, 20_000, 1)
    drawn = np.stack([diffusion.fortune(groups) for _ in range(3)])
    assert drawn.mean() == pytest.approx(0.0, abs=0.02)
    assert drawn.var() == pytest.approx(1.0, abs=0.03)


def test_centrality_is_that_of_a_star():
    """Oracle: by hand; the middle of a star is the most central, and all ends alike."""
    ranks = theirs.centrality(nx.star_graph(5))
    assert ranks[0] > ranks[1]
    np.testing.assert_allclose(ranks[1:], ranks[1])


def test_slow_and_fast_networks_have_equal_degrees():
    """Oracle: the degrees, and mean path lengths, of which one is three times the other."""
    slow, fast = theirs.slow_and_fast()
    assert {degree for _, degree in slow.degree} == {degree for _, degree in fast.degree} == {4}
    assert nx.average_shortest_path_length(slow) > 3 * nx.average_shortest_path_length(fast)


def test_what_was_expected_is_of_clauses_that_were_asked():
    """Oracle: the table that is kept; every model and every clause of it."""
    found = asked.kept()
    assert {one.model for one in found} == set(MODELS)
    for model, holds in asked.expected().items():
        assert holds <= {one.clause for one in found if one.model == model}, model


def test_every_clause_of_ours_is_asked_of_the_static_game():
    """Oracle: the table that is kept."""
    by_model = {model: {one.clause for one in asked.kept() if one.model == model} for model in MODELS}
    assert by_model[OURS] == by_model[STATIC]
    assert by_model[TRUSTING] == {one for one in by_model[OURS] if not one.startswith(("1.", "8.", "10."))}
    assert by_model[DIFFUSION] < by_model[OURS]
    assert {one for one in by_model[SEARCH] if not one.startswith("16.")} < by_model[OURS]


def test_an_answer_is_told_with_what_was_expected():
    """Oracle: by hand."""
    hoped = {OURS: {"1.1"}}
    told = [
        page.told(Answer(OURS, clause, "", "", "", holds), hoped)
        for clause in ("1.1", "1.2")
        for holds in (True, False)
    ]
    assert told == ["yes", "**no** ≠", "yes ≠", "**no**"]


def test_what_one_has_and_the_other_has_not():
    """Oracle: by hand."""
    found = [
        Answer(model, clause, "", "", "", holds)
        for model, clause, holds in (
            (OURS, "1.1", True), (STATIC, "1.1", False),
            (OURS, "1.2", False), (STATIC, "1.2", True),
            (OURS, "2.1", True), (STATIC, "2.1", True),
            (OURS, "3.1", True),
        )
    ]  # fmt: skip
    text = " ".join(page.differing(found, STATIC))
    assert "(3 asked of both)" in text
    assert "Ours and not it: 1.1." in text
    assert "It and not ours: 1.2." in text


def test_a_clause_of_a_rival_has_the_number_of_the_same_clause_of_ours():
    """Oracle: by hand; what it was not asked is left out, and numbers stay."""
    pattern = Pattern(4, "More than one end", (Clause("second", "", True),))
    assert [one.clause for one in asked.of(DIFFUSION, [pattern], {"first": "4.1", "second": "4.2"})] == ["4.2"]


def test_what_is_asked_again_stands_in_the_place_of_what_was():
    """Oracle: by hand; of the same model and pattern, and no other."""
    before = [Answer(model, clause, "", "", "old", True) for model in (OURS, STATIC) for clause in ("2.1", "10.1")]
    after = asked.replaced(before, [Answer(STATIC, "2.1", "", "", "new", False)])
    assert [(one.model, one.clause, one.found) for one in after] == [
        (OURS, "2.1", "old"), (OURS, "10.1", "old"), (STATIC, "2.1", "new"), (STATIC, "10.1", "old"),
    ]  # fmt: skip


def test_what_ours_answers_to_its_own_patterns_is_what_their_page_says():
    """Oracle: docs/patterns.md, row by row."""
    text = (DOCS / "patterns.md").read_text(encoding="utf-8").replace(", at the limit", "")
    for one in asked.kept():
        if one.model == OURS and int(one.clause.split(".")[0]) in asked.OF_OURS:
            assert f"| {'yes' if one.holds else '**no**'} | {one.says} | {one.found} |" in text, one.clause


def test_a_quick_look_prints_the_page_and_writes_nothing(capsys, monkeypatch, tmp_path):
    """Oracle: the headings, clauses of the one pattern that is asked for here, and the engine as it is."""
    monkeypatch.setattr(asked, "OF_OURS", (4,))
    monkeypatch.setattr(asked, "OF_STATIC", (4,))
    monkeypatch.setattr(asked, "OF_TRUSTING", (4,))
    monkeypatch.setattr(asked, "FEW", 3)
    before = asked.KEPT.table.read_bytes()
    elsewhere = asked.KEPT._replace(folder=tmp_path)
    monkeypatch.setattr(command, "KEPT", elsewhere)
    elsewhere.manifest.write_text('{"engine": "of another day", "told": "too"}')
    command.rivals(quick=True)
    text = capsys.readouterr().out
    assert digest(*ENGINE) in text
    assert "# Rivals: what simpler models show" in text
    assert "| 4.3 | no knife edge" in text
    assert "| 5.1 |" not in text
    assert asked.KEPT.table.read_bytes() == before
    assert not elsewhere.table.exists()


def test_help_says_what_it_does(capsys, monkeypatch):
    """Oracle: by hand."""
    monkeypatch.setattr(sys, "argv", ["rivals", "--help"])
    with pytest.raises(SystemExit) as left:
        run_alone(command.rivals, "samenspel.studies.rivals")
    assert left.value.code == 0
    text = capsys.readouterr().out
    assert "docs/rivals.md" in text
    assert "--quick" in text
