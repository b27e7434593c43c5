"""Constraints between factors: by hand, and against Python's own arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.errors import InputError
from samenspel.experiments import read, report, run_design
from samenspel.experiments.commands import check_points
from samenspel.experiments.constraints import read_constraints
from samenspel.experiments.design import read_design
from samenspel.experiments.factors import Factor, of_words

GRID = {
    "scenario": "baseline",
    "set": {"rounds": 3},
    "factors": {
        "trust.initial": {"values": [0.1, 0.2, 0.3]},
        "understanding.initial": {"values": [0.1, 0.2, 0.3]},
        "logic": {},
    },
}
NUMBERS = [Factor("a.one", "number", 0.0, 1.0), Factor("b.two", "whole", 0, 9)]


def points_of(said):
    """The values of all points."""
    design = read_design(said)
    return [tuple(design.values(point).values()) for point in range(design.points)]


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["<=", ">=", "<", ">"]), st.integers(-3, 3), st.integers(-3, 3), st.integers(-9, 9),
    st.integers(0, 4), st.integers(0, 9),
)  # fmt: skip
def test_a_constraint_says_what_python_says(way, first, second, number, one, two):
    """Oracle: eval of the same words; fourths have no rounding."""
    said = f"{first} * a.one + {second} * b.two {way} {number} - 2 * b.two"
    (rule,) = read_constraints([said], NUMBERS)
    wanted = eval(said.replace("a.one", "one / 4").replace("b.two", "two"))
    assert rule.holds(NUMBERS, np.array([[one / 4, two]])).tolist() == [wanted]


def test_a_sum_of_tenths_is_what_people_mean():
    """Oracle: 0.1 + 0.2 is 0.3 to people, and not to a computer."""
    (rule,) = read_constraints(["a.one + 0.2 <= 0.3"], NUMBERS)
    assert rule.holds(NUMBERS, np.array([[0.1, 0.0]])).all()


def test_a_word_is_one_or_is_not():
    words = of_words("logic", ("hierarchy", "network"), "")
    table = np.array([[0.0], [1.0]])
    is_network, is_not = read_constraints(["logic == network", "logic != network"], [words])
    assert is_network.holds([words], table).tolist() == [False, True]
    assert is_not.holds([words], table).tolist() == [True, False]


def test_points_that_break_one_are_left_out():
    """Oracle: the grid by hand."""
    said = {**GRID, "constraints": ["trust.initial <= understanding.initial", "logic == network"]}
    tenths = (0.1, 0.2, 0.3)
    assert points_of(said) == [(one, two, "network") for one in tenths for two in tenths if one <= two]


def test_how_many_points_are_left_out_is_said_before_anything_runs(capsys):
    """Oracle: the grid by hand: 6 of 18 points keep to both."""
    check_points(
        read_design({**GRID, "constraints": ["trust.initial <= understanding.initial", "logic == network"]}), False
    )
    assert capsys.readouterr().err == "of 18 points 12 (67 %) break a constraint, and are left out\n"
    check_points(read_design(GRID), False)
    assert capsys.readouterr().err == ""


def test_points_that_are_drawn_keep_their_luck(tmp_path):
    """Oracle: every point that is left has seeds of its own, one after the other."""
    said = {
        "scenario": "baseline", "set": {"rounds": 3}, "replicates": 2, "constraints": ["trust.initial < 0.5"],
        "factors": {"trust.initial": {}, "understanding.initial": {}},
        "design": {"method": "latin_hypercube", "samples": 20},
    }  # fmt: skip
    runs = run_design(said, tmp_path / "out")
    assert len(runs) == 20
    assert (runs["trust.initial"] < 0.5).all()
    assert sorted(runs["seed"]) == list(range(1, 21))
    assert not read(tmp_path / "out").balanced
    assert report(tmp_path / "out").readings


@pytest.mark.parametrize(
    ("constraint", "line"),
    [
        ("trust.initial", "item 1: got 'trust.initial', allowed: one comparison"),
        ("0 < trust.initial < 1", "allowed: one comparison"),
        ("trust.intial <= 1", "unknown factor 'trust.intial' (did you mean 'trust.initial'?)"),
        ("1 <= 2", "allowed: at least one factor"),
        ("logic <= network", "allowed: == or !=, and one of hierarchy, network"),
        ("logic == both", "allowed: == or !=, and one of hierarchy, network"),
        ("logic + trust.initial <= 1", "logic: it is a choice"),
        ("x * trust.initial <= 1", "got 'x * trust.initial', allowed: a number times a factor"),
        ("nan * trust.initial <= 1", "got 'nan * trust.initial', allowed: a number times a factor"),
        ("trust.initial <= inf", "unknown factor 'inf'"),
        ("trust.initial > 1", "none of 18 points keeps to all"),
    ],
)
def test_what_is_no_constraint_is_refused_in_one_line(constraint, line):
    with pytest.raises(InputError) as refused:
        read_design({**GRID, "constraints": [constraint]})
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


def test_designs_that_need_every_point_take_none():
    for method in ({"method": "factorial"}, {"method": "sobol", "samples": 4}, {"method": "morris", "trajectories": 2}):
        said = {"factors": {"trust.initial": {}, "trust.gain": {}}, "design": method}
        with pytest.raises(InputError, match="needs every one of its points"):
            read_design({**said, "constraints": ["trust.initial <= 1"]})
