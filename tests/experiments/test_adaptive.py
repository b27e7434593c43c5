"""Adaptive replication: it stops where its rule says."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from samenspel.experiments.adaptive import groups_of
from samenspel.experiments.design import read_design
from samenspel.experiments.engine import sweep
from samenspel.experiments.store import read_runs

from .conftest import contents

FACTORS = {"trust.initial": {"values": [0.35, 0.45, 0.6]}, "logic": {"values": ["hierarchy", "network"]}}


def adaptive(**rule):
    return {
        "scenario": "baseline",
        "replicates": 10,
        "set": {"rounds": 12, "network.organisations": 4},
        "factors": FACTORS,
        "adaptive": {"outcome": "joint_value", "batch": 7, "most": 60, **rule},
    }


def half_width(values):
    """Oracle: Student's t by scipy, times its standard error of the mean."""
    return stats.t.ppf(0.975, len(values) - 1) * stats.sem(values)


def stops_at(series, width, most=60):
    """The first number of replicates, 10, 17, 24 and so on, at which all series are narrow."""
    for count in [*range(10, most, 7), most]:
        if all(half_width(one[:count]) <= width for one in series):
            return count
    return most


@pytest.fixture(scope="module")
def everything():
    """The outcomes of all points, up to the most replicates."""
    from samenspel.experiments import run_design

    design = {key: value for key, value in adaptive().items() if key != "adaptive"} | {"replicates": 60}
    return run_design(design).pivot(index="replicate", columns="point", values="joint_value")


@pytest.mark.parametrize("share", [0.35, 0.6])
def test_every_point_stops_by_itself_where_the_rule_says(tmp_path, everything, share):
    """Oracle: the rule worked out here, on runs that were made without it."""
    widths = [half_width(everything[point][:10]) for point in range(6)]
    width = float(max(widths) * share)
    came = sweep(read_design(adaptive(half_width=width)), tmp_path)
    runs = read_runs(tmp_path)
    expected = [stops_at([everything[point]], width) for point in range(6)]
    assert runs.groupby("point").size().tolist() == expected
    assert len(set(expected)) > 1  # or this would test little
    for point, mine in runs.groupby("point"):
        assert mine["joint_value"].tolist() == everything[point][: expected[point]].tolist()
    narrow = [half_width(everything[point][: expected[point]]) <= width for point in range(6)]
    took = sorted({count for count, good in zip(expected, narrow, strict=True) if good})
    words = f"after {took[0]} to {took[-1]} replicates" if len(took) > 1 else f"after {took[0]} replicates"
    assert f"in {sum(narrow)} of 6 points, {words}" in came.adaptive
    assert ("stopped at the most, 60" in came.adaptive) == (not all(narrow))


def test_pairs_stop_where_their_difference_is_narrow(tmp_path, everything):
    """Oracle: as above, of differences between network and hierarchy at the same trust."""
    differences = [everything[2 * setting + 1] - everything[2 * setting] for setting in range(3)]
    width = float(np.median([half_width(one[:10]) for one in differences]) * 0.8)
    came = sweep(read_design(adaptive(half_width=width, paired="logic")), tmp_path)
    expected = [stops_at([one], width) for one in differences]
    assert read_runs(tmp_path).groupby("point").size().tolist() == [one for one in expected for _ in range(2)]
    assert "of 3 settings" in came.adaptive


def test_a_sweep_that_was_stopped_comes_to_the_same_end(tmp_path, everything):
    """Oracle: the undisturbed one, byte for byte."""
    design = read_design(adaptive(half_width=float(half_width(everything[3][:10])) * 0.5))
    sweep(design, tmp_path / "undisturbed")

    def stop(progress):
        if progress.done > 70:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(design, tmp_path / "out", workers=1, watch=stop, seconds=0.1)
    words = sweep(design, tmp_path / "out").adaptive
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")
    again = sweep(design, tmp_path / "out")
    assert (again.made, again.adaptive) == (0, words)


def test_an_outcome_that_is_never_defined_goes_on_to_the_most(tmp_path):
    """Oracle: strangers do not consent in the first round, so that the round of a decision is not defined."""
    design = adaptive(outcome="first_decision", half_width=0.5, most=20)
    settings = {"rounds": 1, "network.organisations": 4, "trust.initial": 0.0, "trust.spread": 0.0}
    design |= {"set": settings, "factors": {"logic": {"values": ["network"]}}}
    came = sweep(read_design(design), tmp_path)
    assert read_runs(tmp_path)["first_decision"].isna().all()
    assert came.made == 20
    assert "in 0 of 1 points; 1 stopped at the most, 20" in came.adaptive


def test_groups_differ_in_the_paired_factor_alone():
    """Oracle: by hand."""
    table = np.array([[0.2, 1], [0.4, 0], [0.2, 0], [0.4, 1], [0.2, 2]])
    assert [group.tolist() for group in groups_of(table, 1)] == [[2, 0, 4], [1, 3]]
    assert [group.tolist() for group in groups_of(table, None)] == [[0], [1], [2], [3], [4]]
    assert [group.tolist() for group in groups_of(table[:2, 1:], 0)] == [[1, 0]]
