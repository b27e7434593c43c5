"""Values relative to what a scenario has: so much more or less, or times as much; in a what-if and in any design."""

from __future__ import annotations

import numpy as np
import pytest
from jsonschema import Draft7Validator

from samenspel.errors import InputError
from samenspel.experiments import read, report, run_design
from samenspel.experiments.design import DESIGN, read_design
from samenspel.experiments.search.plan import read_plan
from samenspel.experiments.verify import verify
from samenspel.reading import document
from samenspel.runs import Summary, run, summarise
from samenspel.scenario import load, with_changes

CASE = "ngo_consortium"
VALID = Draft7Validator(document(DESIGN, "design"))


def design(**said):
    """A design of two runs a point."""
    return {"scenario": CASE, "replicates": 2, "set": {"rounds": 12}, **said}


def outcomes(changes, seed):
    """What a what-if gives."""
    return summarise(run(with_changes(load(CASE), {"rounds": 12, **changes}), seed))


@pytest.mark.parametrize(
    ("name", "values", "means"),
    [
        ("trust.gain", ["-0.05", "+0.05", "*1.5", 0.3], lambda own: [own - 0.05, own + 0.05, own * 1.5, 0.3]),
        ("trust.initial", ["+5", "*0"], lambda _: [1.0, 0.0]),
        ("backing.patience", ["+2", "* 1.75"], lambda own: [own + 2, own * 1.75 // 1 + 1]),
    ],
    ids=["number", "border", "whole"],
)
def test_a_parameter_is_relative_to_that_of_the_scenario(name, values, means):
    """Oracle: by hand, from the value that the scenario has; the rows say what was asked."""
    group, field = name.split(".")
    said = design(factors={name: {"values": values}})
    assert list(VALID.iter_errors(said)) == []
    made = read_design(said)
    expected = means(getattr(getattr(load(CASE).parameters, group), field))
    assert [getattr(getattr(made.scenario(point).parameters, group), field) for point in range(made.points)] == expected
    rows = run_design(said).to_dict("records")
    assert [row[name] for row in rows[: len(values)]] == ["".join(str(value).split()) for value in values]
    for row in rows:
        assert np.array_equal(
            [row[one] for one in Summary._fields], outcomes({name: expected[row["point"]]}, row["seed"]), equal_nan=True
        )


def test_a_parameter_is_relative_to_that_of_each_scenario():
    """Oracle: the two scenarios."""
    names = ["baseline", "port_data"]
    made = read_design({"scenarios": names, "factors": {"value.common": {"values": ["*0.5"]}}})
    for point, name in enumerate(names):
        assert made.scenario(point).parameters.value.common == 0.5 * load(name).parameters.value.common


@pytest.mark.parametrize(
    ("key", "value", "by_hand"),
    [
        ("Donor.commitment", "+0.2", lambda now: min(1.0, now + 0.2)),
        ("Donor.commitment", "*0.5", lambda now: now * 0.5),
        ("Donor.size", "*2", lambda now: now * 2),
        ("> Donor.trust", "*9", lambda now: np.minimum(1.0, now * 9)),
    ],
)
def test_a_field_is_what_it_is_in_a_what_if(key, value, by_hand):
    """Oracle: by hand on the state as it begins; and the what-if, run by itself."""
    scenario = with_changes(load(CASE), {key: value})
    row, field = scenario.labels.index("Donor"), key.rpartition(".")[2]

    def now(changed):
        state = changed.state
        return state.ties[field][state.ties["target"] == row] if ">" in key else state.organisations[field][row]

    from samenspel.events import happen
    from samenspel.runs import Course

    course = Course(scenario, 3)
    before = now(course).copy()
    happen(scenario.events[0], course.state, course.parameters)
    assert np.array_equal(now(course), by_hand(before))
    said = design(points=[{key: value}], design={"method": "list"})
    assert list(VALID.iter_errors(said)) == []
    for one in run_design(said).to_dict("records"):
        expected = outcomes({key: value}, one["seed"])
        assert np.array_equal([one[name] for name in Summary._fields], expected, equal_nan=True)


def test_a_date_is_relative_to_that_of_the_event():
    """Oracle: the scenario."""
    event = load("port_data").events[0]
    name = f"event.{event.name}.round"
    made = read_design({"scenario": "port_data", "factors": {name: {"values": ["+3", "-3", "*2", 5]}}})
    found = [next(one.round for one in made.scenario(point).events if one.name == event.name) for point in range(4)]
    assert found == [event.round + 3, event.round - 3, event.round * 2, 5]


def test_one_at_a_time_starts_from_what_is_or_from_a_base():
    """Oracle: by hand."""
    factors = {"trust.gain": {"values": ["+0", "+0.1"]}, "value.common": {"values": ["*0.5", "*2"], "base": "*2"}}
    made = read_design(design(design={"method": "one_at_a_time"}, factors=factors))
    assert [tuple(made.values(point).values()) for point in range(made.points)] == [
        ("+0", "*2"), ("+0.1", "*2"), ("+0", "*0.5"),
    ]  # fmt: skip


def test_what_is_set_may_be_relative_and_results_prove_themselves(tmp_path):
    """Oracle: the what-if; every run made again."""
    said = design(factors={"Donor.commitment": {"values": ["+0", "+0.2"]}})
    said["set"] |= {"trust.gain": "*2"}
    for row in run_design(said, tmp_path / "out").to_dict("records"):
        changes = {"trust.gain": "*2", "Donor.commitment": row["Donor.commitment"]}
        assert row["trust"] == outcomes(changes, row["seed"]).trust
    assert not verify(tmp_path / "out").wrong
    assert read(tmp_path / "out").factors["Donor.commitment"].values == ("+0", "+0.2")
    assert "+0.2" in report(tmp_path / "out", tmp_path / "page").page.read_text()


def test_a_table_of_points_has_them_too(tmp_path):
    """Oracle: by hand; a minus in a table is that of the number."""
    (tmp_path / "points.csv").write_text("trust.gain;organisations.outside\n+0,1;-0,2\n0,3;0\n*2;0,1\n")
    (tmp_path / "design.toml").write_text(
        f'scenario = "{CASE}"\npoints = "points.csv"\n[design]\nmethod = "list"\n', encoding="utf-8"
    )
    made = read_design(tmp_path / "design.toml")
    own = load(CASE).parameters.trust.gain
    assert [made.scenario(point).parameters.trust.gain for point in range(3)] == [own + 0.1, 0.3, own * 2]
    assert [made.scenario(point).parameters.organisations.outside for point in range(3)] == [-0.2, 0.0, 0.1]


def test_a_search_chooses_among_them():
    """Oracle: the values that are listed."""
    aims = {"joint_value": "more", "effort": "less"}
    (lever,) = read_plan({"scenario": CASE, "aims": aims, "levers": {"trust.gain": {"values": ["+0", "*2"]}}}).levers
    assert lever.values == ("+0", "*2")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rounds", "+3"), ("network.organisations", "*2"), ("phase.1.relation", "+0.1"), ("Donor.leaves", "+3"),
        ("trust.gain", "+-1"), ("trust.gain", "0.1"), ("logic.goal", "+1"),
    ],
)  # fmt: skip
def test_where_there_is_nothing_to_be_relative_to_it_is_refused(name, value):
    """Oracle: what a scenario has; the schema refuses it too."""
    scenario = "baseline" if name.startswith("network") else CASE
    said = design(factors={name: {"values": [value]}}) | {"scenario": scenario, "set": {}}
    with pytest.raises(InputError, match=f"factors: {name}|unknown factor"):
        read_design(said)
    assert not VALID.is_valid(said)


@pytest.mark.parametrize("same", ["+0", "*1", "+0.00", "-0.", "* 1.00"])
def test_what_changes_nothing_is_the_base(same):
    """Oracle: a design one at a time; its first point has what the scenario has."""
    said = design(design={"method": "one_at_a_time"}, factors={"trust.gain": {"values": [same, "*2"]}})
    made = read_design(said)
    assert made.values(0) == {"trust.gain": same.replace(" ", "")}
    assert made.scenario(0).parameters.trust.gain == load(CASE).parameters.trust.gain
