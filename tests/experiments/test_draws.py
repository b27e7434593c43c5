"""Draws of a posterior in a sweep, a run and a search: the parameters of each, by hand, and what is refused."""

from __future__ import annotations

import json

import numpy as np
import pandas
import pytest

from samenspel.ask import run as asked_run
from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.experiments import run_design
from samenspel.experiments.design import DESIGN, read_design
from samenspel.experiments.search.plan import read_plan
from samenspel.experiments.verify import verify
from samenspel.reading import document
from samenspel.results.uncertainty import read_posterior
from samenspel.runs import run, summarise
from samenspel.scenario import load, with_changes

DRAWS = "trust.initial,trust.gain\n0.3,0.05\n0.4,0.1\n0.5,0.15\n0.6,0.2\n"


@pytest.fixture
def fitted(tmp_path):
    """The folder of a calibration, as far as others read it."""
    place = tmp_path / "fitted"
    place.mkdir()
    (place / "posterior.csv").write_text(DRAWS)
    return place


def design(fitted, **said):
    """A sweep over draws."""
    about = {"scenario": "baseline", "posterior": str(fitted), "replicates": 2, "set": {"rounds": 4}}
    return {**about, "factors": {"draw": {"levels": 4}, "logic": {}}, **said}


def test_a_draw_sets_all_its_parameters_at_once(fitted, tmp_path):
    """Oracle: the scenario changed by hand, and run by itself; both logics of a draw have it."""
    runs = run_design(design(fitted), tmp_path / "out")
    assert sorted(set(runs["draw"])) == [1, 2, 3, 4]
    for _, row in runs[runs["draw"] == 3].iterrows():
        changes = {"trust.initial": 0.5, "trust.gain": 0.15, "rounds": 4, "logic": row["logic"]}
        assert summarise(run(with_changes(load("baseline"), changes), row["seed"])).joint_value == row["joint_value"]
    assert verify(tmp_path / "out", 4).wrong == []  # from the draws in the manifest alone


def test_what_a_design_says_of_a_parameter_stands(fitted):
    """Oracle: by hand; in [set] or as a factor, and a calibration that is on this very scenario."""
    of_set = read_design(design(fitted, set={"rounds": 4, "trust.gain": 0.07}))
    assert of_set.scenario(0).parameters.trust.gain == 0.07
    of_factor = read_design(design(fitted, factors={"draw": {"levels": 4}, "trust.gain": {"values": [0.08]}}))
    assert of_factor.scenario(3).parameters.trust.gain == 0.08
    assert of_factor.scenario(3).parameters.trust.initial == 0.6


def test_what_a_scenario_says_stands_unless_it_is_what_was_calibrated(fitted, tmp_path):
    """Oracle: by hand."""
    (tmp_path / "mine.toml").write_text('based_on = "baseline"\n[parameters]\n"trust.gain" = 0.09\n')
    mine = load(tmp_path / "mine.toml")
    assert set(read_posterior(fitted, mine).draws[0]) == {"trust.initial"}
    manifest = {"made_by": "samenspel calibrate", "scenarios": {"mine": {"text": mine.text}}}
    (fitted / "manifest.json").write_text(json.dumps(manifest))
    assert set(read_posterior(fitted, mine).draws[0]) == {"trust.initial", "trust.gain"}


def test_points_that_are_drawn_have_any_draw(fitted):
    """Oracle: whole numbers from 1 to 4, each of a quarter of a latin hypercube."""
    drawn = read_design(design(fitted, design={"method": "latin_hypercube", "samples": 8}, factors={"draw": {}}))
    assert np.unique(drawn.table[:, 0], return_counts=True)[1].tolist() == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"factors": {"logic": {}}}, "posterior: nothing draws from it"),
        ({"posterior": "nowhere.csv"}, "posterior: nowhere.csv: no such file"),
        ({"factors": {"draw": {"values": [5]}}}, "factors: draw: values: got 5, allowed: a whole number from 1 to 4"),
        ({"posterior": {}}, "posterior: unknown scenario 'baseline'"),
        (
            {"design": {"method": "one_at_a_time"}},
            "factors: draw: the scenario has none; give base = the number of a draw, such as 1",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_line(fitted, said, line):
    """Oracle: the line."""
    with pytest.raises(InputError) as problem:
        read_design(design(fitted, **said))
    assert line in str(problem.value)


@pytest.mark.parametrize(
    "drawn",
    [3, {}, {"trust.gain": 0.1}, {"trust.gain": []}, {"trust.gain": ["much"]}, {"trust.gain": [float("nan")]},
     {"trust.gain": [0.1], "trust.initial": [0.1, 0.2]}],
)  # fmt: skip
def test_a_table_that_holds_no_draws_is_no_posterior(fitted, drawn):
    """Oracle: the line."""
    with pytest.raises(InputError) as problem:
        read_design(design(fitted, posterior={"baseline": drawn}))
    assert str(problem.value).startswith("posterior: got {'baseline': ")
    assert str(problem.value).endswith(", allowed: the name of a folder or of a CSV file")


def test_scenarios_have_equally_many_draws(fitted):
    """Oracle: the line."""
    drawn = {"baseline": {"trust.gain": [0.1, 0.2]}, "port_data": {"trust.gain": [0.1]}}
    said = {**design(fitted, posterior=drawn), "scenarios": [*drawn]}
    del said["scenario"]
    with pytest.raises(InputError, match=r"posterior: got .*, allowed: the name of a folder or of a CSV file"):
        read_design(said)


def test_one_at_a_time_starts_from_the_draw_that_is_its_base(fitted):
    """Oracle: by hand."""
    said = design(fitted, design={"method": "one_at_a_time"}, factors={"draw": {"values": [1, 3], "base": 2}})
    made = read_design(said)
    assert [made.values(point)["draw"] for point in range(made.points)] == [2, 1, 3]


def test_draws_may_stand_in_a_design_as_they_do_in_a_manifest(fitted):
    """Oracle: by hand."""
    said = design(fitted, posterior={"baseline": {"trust.gain": [0.05, 0.1]}}, factors={"draw": {"levels": 2}})
    assert [read_design(said).scenario(point).parameters.trust.gain for point in range(2)] == [0.05, 0.1]


def test_a_draw_without_a_posterior_is_unknown():
    """Oracle: the line."""
    with pytest.raises(InputError, match="unknown factor 'draw'"):
        read_design({"scenario": "baseline", "factors": {"draw": {"levels": 4}}})


def test_a_folder_that_has_no_draws_is_refused(tmp_path):
    """Oracle: the line."""
    with pytest.raises(InputError, match=r"no posterior\.csv there"):
        read_posterior(tmp_path, load("baseline"))


def test_each_run_has_another_draw(fitted, tmp_path, capsys):
    """Oracle: the scenario changed by hand; draws are taken evenly over the runs, and the report says which vary."""
    runs = asked_run("baseline", rounds=4, replicates=8, posterior=fitted)
    changes = {"trust.initial": 0.4, "trust.gain": 0.1, "rounds": 4}
    wanted = [summarise(run(with_changes(load("baseline"), changes), seed)) for seed in (3, 4)]
    assert [one.summary.trust for one in runs.replicates[2:4]] == [one.trust for one in wanted]
    line = ["run", "baseline", "--rounds", "4", "--replicates", "8", "--posterior", str(fitted)]
    assert main([*line, "--out", str(tmp_path / "kept")]) == 0
    assert "Drawn from the posterior, anew for each run: trust.initial, trust.gain." in capsys.readouterr().out
    kept = json.loads((tmp_path / "kept" / "manifest.json").read_text())
    assert kept["posterior"]["draws"][1] == {"trust.initial": 0.4, "trust.gain": 0.1}


def test_worlds_of_a_search_are_draws_of_a_calibration(fitted):
    """Oracle: rows of the file; worlds of one kind and fresh ones share none."""
    plan = read_plan({
        "scenario": "baseline", "search": {"evaluations": 8, "population": 4}, "levers": {"logic": {}},
        "worlds": {"search": 2, "fresh": 2, "posterior": str(fitted)},
        "aims": {"joint_value": "more", "effort": "less"},
    })  # fmt: skip
    rows = pandas.read_csv(fitted / "posterior.csv").to_dict("records")
    drawn = [dict(one.values) for one in plan.every_world]
    assert sorted(one["trust.gain"] for one in drawn) == [one["trust.gain"] for one in rows]


def test_an_editor_takes_a_name_of_a_posterior():
    """Oracle: the schema of a design."""
    from jsonschema import Draft7Validator

    schema = document(DESIGN, "design")
    said = {"scenario": "baseline", "posterior": "fitted", "factors": {"draw": {"levels": 4}}}
    assert list(Draft7Validator(schema).iter_errors(said)) == []
