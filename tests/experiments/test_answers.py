"""Answers: each question is one object, which says what it takes; and a report asks what a study would."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas
import pytest

from samenspel.errors import InputError
from samenspel.experiments import answers, read, run_design
from samenspel.experiments.analysis.regimes import pairs
from samenspel.experiments.answers import ASKED, QUESTIONS, Asked, answer, suggested
from samenspel.experiments.answers.sheet import Layout
from samenspel.experiments.factors import EVERY, Factor, of_words
from samenspel.experiments.sampling import METHODS, Grid
from samenspel.experiments.words import ENGLISH, Speech
from samenspel.runs import Summary

FOLDER = Path(answers.__file__).parent
SHARED = {"__init__", "asking", "sheet", "rows"}  # what is no question


def results_of(values, **levels):
    """Results of a grid as far as answers look at them; `values` of the points, and 20 replicates with some luck."""
    points = pandas.MultiIndex.from_product(levels.values(), names=levels).to_frame(index=False)
    luck = np.random.default_rng(1).normal(0.0, 0.01, (len(points), 20))
    rows = [
        {"run": one * len(points) + point, "point": point, "replicate": one, "seed": one, **where,
         **dict.fromkeys(Summary._fields, np.nan),
         "joint_value": values(where) + luck[point, one], "error": None}
        for point, where in enumerate(points.to_dict("records"))
        for one in range(20)
    ]  # fmt: skip
    factors = {
        name: Factor(name, "word" if isinstance(those[0], str) else "number", 0, 1, tuple(those))
        for name, those in levels.items()
    }
    return Made(pandas.DataFrame(rows), factors)


@dataclass(frozen=True)
class Made:
    """Results that were not swept."""

    runs: pandas.DataFrame
    factors: dict
    drawn: tuple = ()
    outcomes: tuple = ("joint_value",)
    method: Grid = field(default_factory=Grid)
    own_outcomes: dict = field(default_factory=dict)


def test_a_note_says_what_a_factor_is_where_its_name_does_not():
    """Oracle: by hand."""
    factors = {
        "scenario": of_words("scenario", ("merger", "port_data"), "scenario"),
        "trust.gain": Factor("trust.gain", "number", 0, 1, (0.1, 0.2), meaning="rise of trust"),
    }
    layout = Layout(factors, "Value", ENGLISH, lines="trust.gain", rows="scenario")
    assert layout.explained("Means.") == "Means. trust.gain: rise of trust."


LOGICS = ["hierarchy", "network"]
CROSSING = results_of(
    lambda at: (at["x"] - at["y"]) * (at["logic"] == "network"), x=[0.0, 0.5, 1.0], y=[0.0, 0.5, 1.0], logic=LOGICS
)


def test_a_question_is_a_file_of_its_name():
    """Oracle: the file system."""
    assert {path.stem for path in FOLDER.glob("*.py")} - SHARED == set(QUESTIONS)
    for shows, question in QUESTIONS.items():
        module = importlib.import_module(f"samenspel.experiments.answers.{shows}")
        assert getattr(module, shows.upper()) is question
        assert set(question.needs) <= set(question.takes) <= set(answers.PLACES)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_what_a_method_is_asked_is_a_question(method):
    assert set(method.questions) <= set(QUESTIONS)


def test_a_map_says_where_which_logic_is_higher():
    """Oracle: by hand, network is higher by x - y: in 3 cells, hierarchy in 3; and the most is at stake in a corner."""
    found = answer(CROSSING, Asked("map", "map", "Where?", title="Where", x="x", y="y"))
    assert "higher with network logic in 33 %, and with hierarchy in 33 %" in found.reading
    assert found.table.to_numpy().tolist() == [["33 %", "33 %", "33 %"]]
    assert len(found.numbers) == 9
    corners = ("for hierarchy, at x = 0 and y = 1.", "for network, at x = 1 and y = 0.")
    assert found.reading.split(" It rests on ")[0].endswith(corners)
    assert found.reading.endswith("It rests on 360 runs: 18 points, 20 replicates of each, 20 seeds.")


def test_a_map_over_one_factor_is_a_line():
    """Oracle: by hand, the mean over y of x - y."""
    found = answer(CROSSING, Asked("map", "map", "Where?", title="Where", x="x"))
    assert found.numbers["difference"].tolist() == pytest.approx([-0.5, 0.0, 0.5], abs=0.01)
    assert found.numbers["better"].tolist() == ["hierarchy", "", "network"]


BESIDE = replace(CROSSING, runs=CROSSING.runs.assign(radius=2.0 * CROSSING.runs["y"], at_capacity=0.25))


def test_a_map_marks_where_another_outcome_passes_a_level():
    """Oracle: by hand, y is .5 or more in six of nine cells: of these network is higher in one, hierarchy in three."""
    asked = Asked("map", title="Where", x="x", y="y", marks={"radius": 1.0, "at_capacity": 0.5})
    found = answer(BESIDE, asked)
    past = "Where spectral radius of dependence is 1 or more (67 % of the cells), value created together is higher "
    assert (
        past + "with network logic in 17 % of them, and with hierarchy in 50 %; elsewhere in 67 % and 0 %."
        in found.reading
    )
    assert "In all cells share at capacity in the optimum is below 0.5." in found.reading
    assert found.numbers.groupby("y")["radius"].first().tolist() == [0.0, 1.0, 2.0]
    assert "Dotted: spectral radius of dependence 1." in found.figure.texts[1].get_text().replace("\n", " ")
    levels = [one.levels.tolist() for one in found.figure.axes[0].collections if hasattr(one, "levels")]
    assert levels == [[0.0], [1.0]]  # where both are equal; where the mark is 1; nowhere is the other


def test_a_map_hatches_the_region_in_which_it_cannot_be_told():
    """Oracle: by hand, the three cells of the diagonal."""
    axes = answer(CROSSING, Asked("map", title="Where", x="x", y="y")).figure.axes[0]
    (hatched,) = [one for one in axes.collections if one.get_hatch()]
    assert hatched.get_array().count() == 3


@pytest.mark.parametrize(
    ("marks", "said"),
    [({"radios": 1.0}, "did you mean 'radius'?"), ({"at_capacity": 1.5}, "got 1.5, allowed: a number from 0 to 1")],
)
def test_what_a_map_cannot_mark_is_refused(marks, said):
    with pytest.raises(InputError, match=re.escape(said)):
        ASKED.read({"key": "x", "asks": "?", "shows": "map", "x": "x", "marks": marks}, "finding")


@pytest.mark.parametrize(("y", "most"), [("y", 2), ("", 0)])
def test_more_marks_than_a_map_can_draw_are_refused(y, most):
    """Oracle: by hand; two kinds of lines, and none where there is one axis alone."""
    marks = dict.fromkeys(("radius", "at_capacity", "trust"), 0.5)
    with pytest.raises(InputError, match=f"marks: got 3, allowed: at most {most}"):
        answer(BESIDE, Asked("map", title="Where", x="x", y=y, marks=marks))


SETTINGS = results_of(
    lambda at: (at["x"] - 2.0 * at["y"]) * (at["who"] == "Ninth"), x=[0.0, 1.0], y=[0.0, 1.0], who=["nobody", "Ninth"]
)
NINTH = {"over": "who", "sides": ("nobody", "Ninth")}


def test_a_map_of_any_two_settings_says_where_which_is_higher():
    """Oracle: by hand, the ninth adds x - 2 y: more in 1 of 4 cells, less in 2."""
    found = answer(SETTINGS, Asked("map", title="Who", x="x", y="y", **NINTH))
    assert "higher with Ninth in 25 %, and with nobody in 50 %" in found.reading
    assert "for nobody, at x = 0 and y = 1." in found.reading
    assert "Ninth less nobody" in {axes.get_ylabel().split(":")[0] for axes in found.figure.axes}


@pytest.mark.parametrize("sides", [["0", "1"], [0, 1.0]])
def test_any_two_values_can_be_the_two_settings(sides):
    """Oracle: by hand, of numbers too, as a study says them: from x = 0 to x = 1 the ninth adds 1, nobody nothing."""
    said = ASKED.read({"key": "x", "asks": "?", "shows": "effects", "over": "x", "sides": sides}, "finding")
    found = answer(SETTINGS, Asked(**said))
    assert "(x 1 less x 0) is +0.499" in found.reading
    assert found.numbers.groupby("factor")["difference"].max()["who"] == pytest.approx(1.0, abs=0.02)


def test_effects_can_be_of_a_difference():
    """Oracle: by hand: the ninth adds x - 2 y, -0.5 in the mean, and from y = 0 to y = 1 it adds 2 less."""
    found = answer(SETTINGS, Asked("effects", title="On what", **NINTH))
    assert found.reading.startswith("The difference in value created together (Ninth less nobody) is -0.5")
    assert found.reading.endswith("It rests on 80 pairs: 4 points, 20 replicates of each, 20 seeds.")
    largest = found.numbers.set_index(["factor", "value"])["difference"]
    assert largest["y", 1.0] == pytest.approx(-2.0, abs=0.02)
    assert largest["x", 1.0] == pytest.approx(1.0, abs=0.02)


def test_luck_that_both_sides_share_drops_out_of_a_difference():
    """Oracle: by hand, the interval is that of the pairs and not of the runs."""
    shared = SETTINGS.runs.assign(joint_value=SETTINGS.runs["joint_value"] + 10.0 * (SETTINGS.runs["replicate"] % 2))
    found = answer(replace(SETTINGS, runs=shared), Asked("effects", **NINTH))
    expected = answer(SETTINGS, Asked("effects", **NINTH))
    assert np.allclose(found.numbers["difference_low"], expected.numbers["difference_low"])


def test_a_point_that_a_sample_repeats_is_paired_once():
    """Oracle: by hand, each run of the second side is of one pair."""
    again = SETTINGS.runs.assign(point=SETTINGS.runs["point"] + 8, run=SETTINGS.runs["run"] + 160)
    twice = pandas.concat([SETTINGS.runs, again], ignore_index=True)
    made = pairs(twice, "who", ("nobody", "Ninth"))
    assert len(made) == 160
    assert not made.duplicated(["point", "replicate"]).any()


def test_two_sides_that_cannot_be_are_refused_in_a_line():
    for said, words in (
        ({"over": "who", "sides": ("nobody", "Tenth")}, "sides: who: unknown value 'Tenth' .*, allowed: nobody, Ninth"),
        ({"over": "who", "sides": ("nobody",)}, "sides: got 1, allowed: 2"),
        ({"over": "who", "lines": "who"}, "over: who is compared, so it cannot stand elsewhere too"),
        ({"over": "who", "where": {"who": "Ninth"}}, "over: who is compared, so it cannot stand elsewhere too"),
    ):
        with pytest.raises(InputError, match=words):
            answer(SETTINGS, Asked("effects", **said))


def test_without_a_title_there_is_no_figure():
    assert answer(CROSSING, Asked("map", x="x", y="y")).figure is None
    assert answer(CROSSING, Asked("map", title="Where", x="x", y="y")).figure is not None


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked("map", "where-to", y="y"), ["where-to: map: 'x' is missing, needed: x"]),
        (Asked("map", x="x", lines="logic"), ["map: unknown place 'lines'", "x, y, rows, columns"]),
        (Asked("map", x="z"), ["unknown factor 'z'", "x, y, logic"]),
        (Asked("curves", x="x", where={"x": 3.0}), ["no runs with x = 3"]),
        (Asked("sobol", "shares"), ["shares: sobol: got points of grid, allowed: of sobol"]),
        (Asked("orders", "when"), ["when: orders: got points of grid, allowed: of orders"]),
        (Asked("difference", over="x", sides=(0.0, 1.0), where={"z": 3.0}), ["unknown factor 'z'"]),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_line(asked, words):
    with pytest.raises(InputError) as error:
        answer(CROSSING, asked)
    message = str(error.value)
    assert "\n" not in message
    for word in words:
        assert word in message


def test_a_choice_says_which_is_best_where():
    """Oracle: by hand, form c is best by x over all y; at x = 0 all are equal."""
    forms = {"a": 0.0, "b": 0.2, "c": 0.4}
    results = results_of(lambda at: forms[at["form"]] * at["x"], x=[0.0, 1.0], y=[0.0, 1.0], form=list(forms))
    found = answer(results, Asked("choice", title="Which", over="form", x="x", y="y"))
    clear = found.numbers.set_index(["x", "y"])["clear"]
    assert clear.loc[1.0].all()
    assert not clear.loc[0.0].any()
    assert "c in 50 %" in found.reading


def test_a_report_on_a_grid_asks_what_a_study_would(tmp_path):
    """Oracle: by hand: two numbers on the axes of the map, the third factor beside; a choice of three is a question."""
    factors = {
        "trust.initial": {"levels": 3},
        "dependence.total": {"values": [0.2, 0.4, 0.6]},
        "governance.form": {},
        "logic": {},
    }
    run_design({"replicates": 4, "set": {"rounds": 6}, "factors": factors}, tmp_path)
    results = read(tmp_path)
    asked = {one.key: one for _, each in suggested(results, ENGLISH.outcome("joint_value")) for one in each}
    assert {asked["map"].x, asked["map"].y} == {"trust.initial", "dependence.total"}
    assert asked["map"].columns == "governance.form"
    assert asked["curves"].lines == "logic"
    assert asked["choice-governance.form"].columns == "logic"
    for key in ("map", "difference", "curves", "effects", "choice-governance.form"):
        found = answer(results, asked[key])
        assert found.figure is not None
        assert found.reading.endswith(".")


def test_a_number_is_as_short_as_it_can_be():
    assert [ENGLISH.cell(value) for value in (0.123456, float("nan"), 12345, True, "word")] == [
        "0.1235",
        "",
        "12,345",
        "yes",
        "word",
    ]


@pytest.mark.parametrize("factor", EVERY)
def test_every_factor_has_a_name_in_a_report_in_dutch(factor):
    """Oracle: the factors that a design can vary; a name is text, and no other factor has it."""
    name = Speech("nl").name(factor)
    assert name
    assert [one for one in EVERY if Speech("nl").name(one) == name] == [factor]
