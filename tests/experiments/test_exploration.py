"""`samenspel explore`: cells by hand, reach beside blind draws, ordinary runs, resuming by bytes, what is refused."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas
import pytest

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.experiments.exploration import explore, seeking
from samenspel.experiments.exploration.kept import read_explored
from samenspel.experiments.exploration.kinds import Kinds, going_of, middles_of, told_of
from samenspel.experiments.exploration.page import Saying, about, answers, report
from samenspel.experiments.exploration.plan import PLAN, SHIPPED, Side, cells_of, read_plan
from samenspel.experiments.exploration.seeking import explored, offspring, table_of
from samenspel.experiments.factors import Factor
from samenspel.runs import run, summarise
from samenspel.scenario import load, with_changes

from .kept import KeptPartByPart

SMALL = {
    "title": "Small",
    "scenario": "baseline",
    "seed": 5,
    "set": {"rounds": 6},
    "explore": {"settings": 12, "population": 4, "runs": 2, "fresh": 3},
    "map": {
        "joint_value": {"from": -0.5, "to": 0.5, "cells": 10},
        "autonomy_ceded": {"from": 0, "to": 1, "cells": 10},
    },
    "factors": {"logic": {}, "trust.initial": {}, "effort.relation": {"values": [0, 0.5]}},
}
SQUARE = (Side("joint_value", 0.0, 1.0, 10), Side("autonomy_ceded", 0.0, 1.0, 10))
NUMBERS = [Factor(f"factor {place}", "number", 0.0, 1.0) for place in range(2)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small exploration that ended."""
    place = tmp_path_factory.mktemp("exploration") / "reached"
    explore(SMALL, place, workers=2)
    return place


@pytest.fixture
def reached(folder):
    """What it reached."""
    return read_explored(folder)


def changed(**said):
    """The small exploration with other tables."""
    return {**SMALL, **said}


# --- the map --------------------------------------------------------------------------------------------------------


def test_a_cell_is_where_all_outcomes_lie():
    """Oracle: by hand; ten by ten cells, the first outcome changing slowest, and nothing beyond the ends."""
    values = np.array([[0.05, 0.05], [0.25, 0.95], [1.0, 1.0], [1.01, 0.5], [np.nan, 0.5]])
    assert cells_of(SQUARE, values).tolist() == [0, 29, 99, -1, -1]
    assert middles_of(np.array([29]), SQUARE) == pytest.approx(np.array([[0.25, 0.95]]))


def test_of_a_kind_the_setting_nearest_to_its_middle_is_told():
    """Oracle: by hand."""
    values = np.array([[0.01, 0.01], [0.06, 0.05], [0.5, 2.0], [0.41, 0.41], [0.45, 0.41]])
    assert told_of(cells_of(SQUARE, values), values, SQUARE).tolist() == [1, 4]


def lonely(places):
    """A world in which nearly all settings come to the same: outcomes are high powers of factors."""
    return np.minimum(places, 1.0) ** 12


def test_more_is_reached_than_by_as_many_blind_draws():
    """Oracle: settings drawn blind, as many, in a world of which the answer is known."""
    chance = np.random.default_rng(1)
    places = chance.random((50, 2))
    for _ in range(19):
        places = np.concatenate([places, offspring(NUMBERS, places, cells_of(SQUARE, lonely(places)), 50, chance)])
    assert ((places >= 0.0) & (places <= 1.0)).all()
    blind = np.random.default_rng(2).random((len(places), 2))
    sought, drawn = (np.unique(cells_of(SQUARE, lonely(some))).size for some in (places, blind))
    assert sought == 100
    assert drawn < 75


def test_what_was_seldom_reached_has_more_offspring():
    """Oracle: a cell of one setting and one of ninety-nine are as likely to be gone on from as 99 to 1."""
    places = np.vstack([np.full((99, 2), 0.05), [[0.95, 0.95]]])
    cells = np.array([0] * 99 + [99])
    children = offspring(NUMBERS, places, cells, 4000, np.random.default_rng(3))
    near = np.abs(children - 0.95).min(axis=1) < 1e-9  # a factor that was not changed
    far = np.abs(children - 0.05).min(axis=1) < 1e-9
    assert near.sum() > 20 * far.sum()


def test_where_nothing_lies_on_the_map_it_draws_blind_again():
    children = offspring(NUMBERS, np.zeros((4, 2)), np.full(4, -1), 1000, np.random.default_rng(4))
    assert np.unique(children).size == 2000


def test_words_and_listed_values_are_drawn_anew():
    """Oracle: a table of codes: every value there is, and no other."""
    factors = [Factor("logic", "word", 0, 1, ("hierarchy", "network")), Factor("rounds", "whole", 3, 9, (3, 9))]
    children = offspring(factors, np.full((10, 2), 0.1), np.zeros(10, int), 200, np.random.default_rng(5))
    table = table_of(factors, children)
    assert set(table[:, 0]) == {0.0, 1.0}
    assert set(table[:, 1]) == {3.0, 9.0}


# --- what is run ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fresh", [False, True])
def test_a_run_of_an_exploration_is_an_ordinary_run(reached, fresh):
    """Oracle: the scenario changed by hand, and run by itself."""
    place = int(reached.told[0]) if fresh else 7
    scenario = with_changes(load("baseline"), {"rounds": 6, **reached.is_of(place)})
    kept = reached.fresh[0, 1] if fresh else reached.outcomes[7, 1]
    seed = 8 if fresh else 6
    assert np.array_equal(kept, np.array(summarise(run(scenario, seed)), float), equal_nan=True)


def test_a_setting_lies_at_the_mean_of_its_runs(reached, folder):
    """Oracle: the files."""
    rows = pandas.concat(map(pandas.read_parquet, sorted((folder / "generations").glob("*.parquet"))))
    means = rows.groupby("setting")[["joint_value", "autonomy_ceded"]].mean().to_numpy()
    assert reached.values == pytest.approx(means, rel=1e-12)
    assert set(rows["seed"]) == {5, 6}
    assert set(pandas.read_parquet(folder / "fresh" / "fresh-0000.parquet")["seed"]) == {7, 8, 9}


def test_what_breaks_a_constraint_is_not_run_and_lies_nowhere(tmp_path):
    """Oracle: the constraint by hand."""
    plan = read_plan({**SMALL, "constraints": ["trust.initial <= 0.4"]})
    told = []
    reached = explored(plan, tmp_path / "out", 1, told.append)
    assert told[-1].failed == 0
    broken = reached.tried[:, 1] > 0.4
    assert broken.any()
    assert np.isnan(reached.values[broken]).all()
    assert (reached.cells[broken] == -1).all()
    said = dict(about(reached).said)
    assert said["Break a constraint"].startswith(f"{broken.sum()} setting")
    assert said["Runs that failed"].startswith(f"0 of {2 * (12 - broken.sum())};")


# --- what is kept ---------------------------------------------------------------------------------------------------


class TestWhatIsKept(KeptPartByPart):
    """Of an exploration: three generations, and a setting of each kind on other seeds."""

    what, SMALL, known = "exploration", SMALL, PLAN
    make, read, read_plan = staticmethod(explore), staticmethod(read_explored), staticmethod(read_plan)
    shipped = tuple(SHIPPED.glob("*.toml"))
    seeking, goes_on, first, longer = seeking, "explored", "blind", ("explore", "settings")
    arrays, last, parts = ("tried", "outcomes", "told", "fresh"), "told", 4
    unlike = "draws other settings than are kept"


def test_a_folder_of_another_exploration_is_refused(folder):
    with pytest.raises(InputError, match=r"would not go with; different: map\.joint_value\.cells: was 10, is 9"):
        explore(changed(map={**SMALL["map"], "joint_value": {"from": -0.5, "to": 0.5, "cells": 9}}), folder)


# --- what is counted and said ---------------------------------------------------------------------------------------


def counted(cells, population=4, again=None, fresh=12, table=None):
    """Kinds of settings that lie in the middle of these cells of the square; -1 is outside of it."""
    cells = np.array(cells)
    values = np.where((cells < 0)[:, None], 7.0, middles_of(cells, SQUARE))
    told = told_of(cells, values, SQUARE)
    table = np.linspace(0.0, 1.0, len(cells))[:, None] if table is None else table
    return Kinds(
        SimpleNamespace(
            sides=SQUARE, cells=cells, values=values, told=told, tried=table, factors=NUMBERS[:1],
            values_again=values[told] if again is None else again,
            is_of=lambda place: {"factor 0": float(table[place, 0])},
            manifest={"population": population, "seeds": {"fresh": fresh}},
        )
    )  # fmt: skip


def test_what_was_reached_is_counted():
    """Oracle: by hand; four of the first generation in two kinds, and the last quarter finds one of the other two."""
    kinds = counted([3, 3, 5, -1, 3, 8, 8, 9])
    assert (kinds.every, kinds.blind, kinds.last_quarter, kinds.outside) == (100, 2, 1, 1)
    assert kinds.first.tolist() == [0, 2, 5, 7]
    assert kinds.hits.tolist() == [3, 1, 2, 1]


def test_what_moves_further_than_a_cell_does_not_hold():
    """Oracle: by hand; by other seeds the kinds are as before, one beside, two beside, and outside."""
    again = np.array([[0.05, 0.05], [0.15, 0.15], [0.05, 0.85], [0.05, 1.5]])
    kinds = counted([0, 4, 6, 9], again=again)
    assert cells_of(SQUARE, again).tolist() == [0, 11, 8, -1]
    assert kinds.holds.tolist() == [True, False, False, False]
    assert counted([0, 1], again=np.array([[0.05, 0.15], [0.15, 0.25]])).holds.all()


def test_how_far_one_outcome_reaches_by_another():
    """Oracle: by hand, of cells (part of the first, part of the second); what does not hold is left out."""
    cells = [10 * first + second for first, second in ((2, 0), (4, 0), (9, 0), (5, 7))]
    again = middles_of(np.array(sorted(cells)), SQUARE)
    again[-1] = 0.05, 0.05  # the ninth part of the first does not hold
    kinds = counted(cells, again=again)
    assert kinds.reach(1, 0) == [(0, 2, 4), (7, 5, 5)]


def test_how_much_a_factor_tells():
    """Oracle: by hand; ranks that rise, words that part all, and what does not vary."""
    ranks = np.array([1.0, 2.0, 3.0, 4.0])
    assert going_of(NUMBERS[0], np.array([0.1, 0.5, 0.6, 0.9]), ranks) == ("factor 0", 1.0, 1)
    word = Factor("logic", "word", 0, 1, ("hierarchy", "network"))
    assert going_of(word, np.array([0.0, 0.0, 1.0, 1.0]), ranks).share == pytest.approx(0.8)  # 4 of 5
    assert going_of(word, np.zeros(4), ranks).share == 0.0


def test_sentences_say_what_was_reached_and_not_what_cannot_be():
    """Oracle: the counts by hand."""
    cells = [*range(0, 50, 3), *range(0, 50, 3), 99]
    first, second = Saying(counted(cells, population=20)).reached(), Saying(counted(cells, population=20)).going()
    assert first.reading.startswith("Of the 100 kinds that the map tells apart, 18 were reached by 35 settings, 17 of ")
    assert "In the last quarter of the settings 1 was new, so more looking would find others." in first.reading
    assert "By other seeds, 18 of the 18 come out in the same kind or one beside it." in first.reading
    assert "Value created together goes with more factor 0" in second.reading
    assert "cannot" not in first.reading
    settled = Saying(counted([*range(0, 50, 3), *[0] * 40], population=20, fresh=3)).reached().reading
    assert "none was new, so more looking of this kind would hardly find others." in settled
    assert "With 3 runs on other seeds it cannot be told which hold; from 10 on it can." in settled


def test_few_kinds_tell_nothing_of_factors(reached):
    assert "nothing can be told of what goes with what" in Saying(counted([0, 1, 2, 3])).going().reading
    assert answers(reached)[1].figure is None or len(reached.told) >= 12


def test_a_map_of_three_outcomes_is_drawn_by_pairs(tmp_path):
    """Oracle: a panel a pair, and one of how many were reached."""
    three = {**SMALL["map"], "trust": {"from": 0, "to": 1, "cells": 8}}
    explore(changed(map=three, explore={"settings": 60, "population": 30, "runs": 2, "fresh": 10}), tmp_path / "out")
    reached = read_explored(tmp_path / "out")
    first, second = answers(reached)
    assert len(first.figure.axes) == 4
    assert reached.values.shape == (60, 3)
    assert "Trust" in second.reading
    assert set(first.table.columns[:1]) == {"where"}


def test_the_command_says_what_was_reached_and_writes_a_page(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    lines = ['scenario = "baseline"', "seed = 5", "[set]", "rounds = 3"]
    lines += ["[explore]", "settings = 8", "population = 4", "runs = 2", "fresh = 2"]
    lines += ["[map]", "joint_value = { from = -1, to = 1 }", "autonomy_ceded = { from = 0, to = 1 }"]
    lines += ["[factors]", "logic = {}", '"trust.initial" = {}']
    (tmp_path / "mine.toml").write_text("\n".join(lines))
    assert main(["explore", "mine.toml", "--out", "reached"]) == 0
    said = capsys.readouterr()
    assert "8 settings of 2 runs, 16 runs" in said.err
    assert "2 answers: reached" in said.out
    page = tmp_path / "reached" / "report" / "index.html"
    assert "Which kinds can the model make?" in page.read_text(encoding="utf-8")
    assert {"exploration-reached.png", "exploration-going.csv"} <= {one.name for one in page.parent.iterdir()}
    assert main(["report", "reached", "--out", "again"]) == 0
    assert (tmp_path / "again" / "index.html").read_text() == page.read_text()
    assert main(["report", "reached", "--outcome", "trust"]) == 2
    assert "an exploration is told of by its map" in capsys.readouterr().err


def test_an_outcome_of_ones_own_is_a_side_of_the_map(tmp_path):
    """Oracle: the outcome by its own words, in a scenario that brings it."""
    (tmp_path / "parts.py").write_text(
        "from samenspel.parts import outcome\n\n\n"
        '@outcome(unit="share", meaning="half of the trust at the end")\n'
        "def half_trust(run):\n    return float(run.history['trust'][-1]) / 2.0\n"
    )
    (tmp_path / "mine.toml").write_text('based_on = "baseline"\nparts = "parts.py"\n')
    said = changed(scenario=str(tmp_path / "mine.toml"), map={**SMALL["map"], "half_trust": {"from": 0, "to": 1}})
    reached = explore(said)
    ends = [run(with_changes(load("baseline"), {"rounds": 6, **reached.is_of(3)}), seed) for seed in (5, 6)]
    assert reached.values[3, 2] == pytest.approx(np.mean([one.history["trust"][-1] for one in ends]) / 2.0)


def test_nothing_on_the_map_is_said(tmp_path):
    far = {"joint_value": {"from": 50, "to": 60}, "autonomy_ceded": {"from": 0, "to": 1}}
    with pytest.raises(InputError, match="nothing that was tried lies on the map"):
        explore(changed(map=far), tmp_path / "out")


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"map": {"joint_value": {"from": 0, "to": 1}}}, "map: got 1, allowed: two or three outcomes"),
        ({"map": {"joint_value": {"from": 0}}}, "map: joint_value: 'to' is missing"),
        (
            {"map": {**SMALL["map"], "joint_value": {"from": 1, "to": 0}}},
            "map: joint_value: got from 1 to 0, allowed: from below to",
        ),
        ({"map": {**SMALL["map"], "first_decision": {"from": 0, "to": 6}}}, "map: unknown key 'first_decision'"),
        ({"map": {**SMALL["map"], "trsut": {"from": 0, "to": 6}}}, "did you mean 'trust'?"),
        ({"factors": {}}, "factors: got none"),
        ({"factors": {"trust.gian": {}}}, "factors: unknown factor 'trust.gian' (did you mean 'trust.gain'?)"),
        ({"factors": {"rounds": {"from": 3, "to": 6}}}, "factors: rounds is fixed in [set] as well"),
        ({"factors": {"phase.9.relation": {}}}, "phase.9.relation: begins in round"),
        ({"explore": {"settings": 8, "population": 9}}, "explore: got 8 settings, allowed: at least the population"),
        ({"explore": {"runs": 0}}, "explore: runs: got 0"),
        ({"seed": 2**63 - 1}, "seed: got 9223372036854775807, allowed: at most"),
        ({"levers": {}}, "unknown key 'levers'"),
    ],
    ids=lambda one: None if isinstance(one, str) else " ".join(one),
)
def test_what_cannot_be_explored_is_refused_in_one_line(said, line):
    with pytest.raises(InputError) as refused:
        read_plan({**SMALL, **said})
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_report_is_written_where_it_is_asked(folder, tmp_path):
    assert report(read_explored(folder), tmp_path / "page").page == tmp_path / "page" / "index.html"
