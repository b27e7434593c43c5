"""Events change exactly what they say.

Oracle: by hand; and for everything else, the state before the event, byte for byte.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.dynamics import Parameters
from samenspel.errors import InputError
from samenspel.events import ORGANISATION_FIELDS, TIE_FIELDS, Event, happen
from samenspel.population import declare
from samenspel.state import LEFT, TIE, organisation_type

# 0 - 1 - 2, and 0 - 2; 3 is on its own.
EDGES = [[0, 1], [1, 2], [0, 2]]


def a_state():
    state = declare(2, EDGES, 4)
    for field in TIE_FIELDS:
        state.ties[field] = 0.5
    for field in set(ORGANISATION_FIELDS) - {"member"}:
        state.organisations[field] = 0.25
    return state


def differences(before, after):
    """What differs, as (table, row, field); what is not a number on both sides is the same."""
    found = set()
    for table in before._fields:
        old, new = getattr(before, table), getattr(after, table)
        for field in old.dtype.names:
            for row in range(len(old)):
                if not np.array_equal(old[row][field], new[row][field], equal_nan=True):
                    found.add((table, row, field))
    return found


def ends(state, row):
    return int(state.sources[row]), int(state.ties[row]["target"])


def test_an_organisation_alone():
    before, after = a_state(), a_state()
    parameters = Parameters()
    event = Event(3, organisation=2, set={"outside": 0.1}, add={"commitment": -0.2, "skill": 0.5})
    assert happen(event, after, parameters) == parameters
    assert differences(before, after) == {("organisations", 2, field) for field in ("outside", "commitment", "skill")}
    assert after.organisations[2]["outside"] == 0.1
    assert after.organisations[2]["commitment"] == pytest.approx(0.05)
    assert after.organisations[2]["skill"] == 0.75


def test_one_tie_and_not_its_reverse():
    before, after = a_state(), a_state()
    happen(Event(3, organisation=0, partner=2, set={"trust": 0.9}), after, Parameters())
    changed = differences(before, after)
    assert {(table, field) for table, _, field in changed} == {("ties", "trust")}
    assert [ends(after, row) for _, row, _ in changed] == [(0, 2)]


def test_all_ties_towards_one():
    before, after = a_state(), a_state()
    happen(Event(3, organisation=1, towards=True, add={"trust": -0.4}), after, Parameters())
    changed = differences(before, after)
    assert {ends(after, row) for _, row, _ in changed} == {(0, 1), (2, 1)}
    assert {(table, field) for table, _, field in changed} == {("ties", "trust")}
    np.testing.assert_allclose(after.ties["trust"][after.ties["target"] == 1], 0.1)


def test_towards_whom_nobody_is_tied_changes_nothing():
    before, after = a_state(), a_state()
    happen(Event(3, organisation=3, towards=True, add={"trust": -0.4}), after, Parameters())
    assert not differences(before, after)


def test_parameters_alone_leave_the_state():
    before, after = a_state(), a_state()
    parameters = happen(Event(3, parameters={"turbulence.step": 0.05}), after, Parameters())
    assert parameters == Parameters()._replace(turbulence=Parameters().turbulence._replace(step=0.05))
    assert not differences(before, after)


def test_membership_is_set_whole():
    after = a_state()
    happen(Event(3, organisation=1, set={"member": LEFT}), after, Parameters())
    assert list(after.organisations["member"]) == [1, LEFT, 1, 1]


@given(st.sampled_from(sorted(TIE_FIELDS)), st.floats(0, 1), st.floats(-1, 1))
def test_what_is_added_stops_at_the_border(field, start, difference):
    # oracle: the sum, cut off at the ends of the range
    allowed = TIE_FIELDS[field]
    start = allowed.low + start * (allowed.high - allowed.low)
    difference *= allowed.high - allowed.low
    state = a_state()
    state.ties[field] = start
    happen(Event(1, organisation=0, partner=1, add={field: difference}), state, Parameters())
    row = next(row for row in range(len(state.ties)) if ends(state, row) == (0, 1))
    rounding = 1e-7 if field == "need" else 0.0  # which is kept in single precision
    expected = min(allowed.high, max(allowed.low, start + difference))
    assert float(state.ties[row][field]) == pytest.approx(expected, abs=rounding, rel=0)


def test_to_a_need_that_nobody_stated_is_added_from_the_dependence():
    state = a_state()
    state.ties["need"] = np.nan
    happen(Event(1, organisation=0, partner=1, add={"need": -0.125}), state, Parameters())
    assert sorted(state.ties["need"][~np.isnan(state.ties["need"])].tolist()) == [0.375]


def test_a_decision_in_person_is_noted_for_its_organisation_alone():
    before, after = a_state(), a_state()
    happen(Event(3, organisation=2, act={"consent": 0.0, "promise": 1.5}), after, Parameters())
    assert differences(before, after) == {("organisations", 2, f"act_{name}") for name in ("consent", "promise")}
    assert (after.organisations[2]["act_consent"], after.organisations[2]["act_promise"]) == (0, 1.5)


def test_every_field_of_an_event_is_one_of_the_state():
    # oracle: the records of samenspel.state
    assert set(ORGANISATION_FIELDS) <= set(organisation_type(2).names)
    assert set(TIE_FIELDS) <= set(TIE.names)


@pytest.mark.parametrize(
    ("event", "parts"),
    [
        ({"organisation": 0, "set": {"trust": 0.5}}, ["set", "'trust'", "autonomy"]),
        ({"organisation": 0, "towards": True, "set": {"skill": 0.5}}, ["set", "'skill'", "understanding"]),
        ({"organisation": 0, "partner": 1, "add": {"trsut": 0.5}}, ["add", "'trsut'", "did you mean 'trust'"]),
        ({"organisation": 0, "set": {"skill": 1.5}}, ["set: skill", "1.5", "0 to 1"]),
        ({"organisation": 0, "set": {"skill": float("nan")}}, ["set: skill", "nan"]),
        ({"organisation": 0, "set": {"skill": "high"}}, ["set: skill", "'high'"]),
        ({"organisation": 0, "set": {"member": 0.5}}, ["set: member", "0.5", "whole"]),
        ({"organisation": 0, "add": {"outside": 1.5}}, ["add: outside", "1.5", "-1 to 1"]),
        ({"set": {"skill": 0.5}}, ["concern nobody"]),
        ({"act": {"consent": 1}}, ["act", "concern nobody"]),
        ({"organisation": 0, "partner": 1, "act": {"consent": 1}}, ["act", "got a tie", "organisation"]),
        ({"organisation": 0, "towards": True, "act": {"consent": 1}}, ["act", "got a tie", "organisation"]),
        ({"organisation": 0, "act": {"consnt": 1}}, ["act", "'consnt'", "did you mean 'consent'"]),
        ({"organisation": 0, "act": {"consent": 0.5}}, ["act: consent", "0.5", "whole"]),
        ({"organisation": 0, "act": {"promise": -1}}, ["act: promise", "-1"]),
        ({"organisation": 0, "act": {"delivery": float("nan")}}, ["act: delivery", "nan"]),
        ({"organisation": 0, "act": {"stay": 2}}, ["act: stay", "got 2", "0 to 1"]),
        ({"organisation": 0, "set": {"room": -1}}, ["set: room", "-1"]),
        ({"organisation": 0, "set": {"burden": 0.6}}, ["set: burden", "0.6", "-0.5 to 0.5"]),
        ({"organisation": 0, "set": {"right": 1.5}}, ["set: right", "1.5", "0 to 1"]),
        ({"organisation": 0, "partner": 1, "set": {"need": 2}}, ["set: need", "got 2", "0 to 1"]),
    ],
)
def test_what_an_event_cannot_be(event, parts):
    with pytest.raises(InputError) as caught:
        Event(1, **event)
    for part in parts:
        assert part in str(caught.value)


def test_an_unknown_parameter_is_named_with_the_event():
    with pytest.raises(InputError, match=r"event 'A new law'.*'trust.gian'.*did you mean 'trust.gain'"):
        happen(Event(1, "A new law", {"trust.gian": 1}), a_state(), Parameters())
