"""What a notebook shows of a value that stands alone on a line: one short line, whatever the value holds."""

import pytest

from samenspel import CollaborationModel
from samenspel.experiments.design import read_design
from samenspel.results.advice import advise
from samenspel.results.comparison import Comparison
from samenspel.results.replicates import replicate
from samenspel.runs import Course, run
from samenspel.scenario import load, with_changes

SHORT = with_changes(load("integrated_care"), {"rounds": 3, "seed": 1})
MORE_TRUST = with_changes(SHORT, {"trust.initial": 0.6})
MODEL = CollaborationModel(SHORT)
RUNS = replicate(SHORT, range(1, 3))


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (SHORT, "<Scenario 'integrated_care': 9 organisations, 3 rounds, seed 1>"),
        (run(SHORT), "<Run of 'integrated_care', seed 1, 3 rounds>"),
        (Course(SHORT, 7), "<Course of 'integrated_care', seed 7, round 0>"),
        (RUNS[0], "<Replicate, seed 1, 3 rounds, 9 organisations>"),
        (
            Comparison(SHORT, MORE_TRUST, {"trust.initial": 0.6}, RUNS, RUNS),
            "<Comparison of 'integrated_care', what if trust.initial = 0.6: 2 pairs>",
        ),
        (
            advise(SHORT, range(1, 3), phase=2, effort=0.5),
            "<Advice on joint_value: 0.5 effort for 2 rounds, 2 pairs>",
        ),
        (MODEL, "<CollaborationModel of 'integrated_care', seed 1, round 0>"),
        (MODEL.organisations[0], "<Organisation 'General Practitioners' Cooperative'>"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_is_shown_in_a_line(value, line):
    """Oracle: by hand."""
    assert repr(value) == line


def test_a_design_does_not_show_its_points():
    """Oracle: the length of what is said of it, with a thousand points as with one."""
    one, many = (
        read_design({"set": {"rounds": 3}, "factors": {"trust.gain": {"from": 0.1, "to": 0.9, "levels": levels}}})
        for levels in (2, 900)
    )
    assert many.points == 900
    assert len(repr(many)) <= len(repr(one)) + 20 < 1000
