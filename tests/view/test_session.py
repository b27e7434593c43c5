"""A browser's session: time goes forward, back and to any round; a fork differs by its change alone."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.errors import InputError
from samenspel.events import Event
from samenspel.runs import run
from samenspel.scenario import load, with_changes
from samenspel.view.happenings import KINDS, from_now, of_a_kind, phases
from samenspel.view.session import MOST_FORKS, Line, Session


@pytest.fixture
def session():
    return Session(load("baseline"))


def same(one, other):
    return all(records.tobytes() == others.tobytes() for records, others in zip(one, other, strict=True))


def test_a_line_is_the_run_of_its_scenario(session):
    """Oracle: `samenspel.runs.run`, bit for bit."""
    ran = run(load("baseline"))
    assert session.line.history.tobytes() == ran.history.tobytes()
    assert same(session.line.at(session.line.rounds).state, ran.state)


def test_any_round_can_be_looked_at_in_any_order(session, monkeypatch):
    """Oracle: the run of so many rounds. With few snapshots it is replayed from the last one before."""
    monkeypatch.setattr("samenspel.view.session.MOST_BYTES", 50_000)
    line = Line(load("baseline"), seed=1)
    assert len(line._snapshots) < line.rounds / 2
    for round_ in (40, 3, 0, 60, 17):
        expected = run(load("baseline"), rounds=round_).state if round_ else session.line.at(0).state
        assert same(line.at(round_).state, expected)


def test_walking_gives_every_round_once(session):
    """Oracle: `at`."""
    for round_, course in enumerate(session.line.walk()):
        assert course.round == round_
        if round_ in (0, 1, 30):
            assert same(course.state, session.line.at(round_).state)
    assert round_ == session.line.rounds


def test_time_stops_at_its_ends(session):
    session.go(-1)
    assert session.round == 0
    session.go(10**6)
    assert session.round == session.line.rounds


def test_a_fork_shares_its_past_and_differs_after(session):
    """Oracle: the original up to the round of the fork; the scenario with the same event after it."""
    session.go(20)
    fork = session.fork("hierarchy", [from_now(20, "hierarchy", {"logic": "hierarchy"})])
    original = session.lines[0]
    assert fork.history[:20].tobytes() == original.history[:20].tobytes()
    assert fork.history[20:].tobytes() != original.history[20:].tobytes()
    assert (session.shown, session.ghost, fork.since, session.round) == (1, 0, 20, 20)


def test_a_fork_from_the_start_is_the_scenario_with_the_change(session):
    """Oracle: `with_changes`: what is set before the first round is as if the scenario said so."""
    fork = session.fork("quorum", [from_now(0, "quorum", {"decision.quorum": 0.5})])
    assert fork.history.tobytes() == run(with_changes(load("baseline"), {"decision.quorum": 0.5})).history.tobytes()


def test_what_a_fork_sets_stays_set():
    """Oracle: the scenario's own phases would have set efforts again in round 13."""
    session = Session(load("education_labour"))
    session.go(3)
    fork = session.fork("relation", [from_now(3, "relation", {"effort.relation": 0.5})])
    assert fork.at(30).parameters.effort.relation == 0.5
    assert session.lines[0].at(30).parameters.effort.relation == 0.0
    assert fork.at(30).parameters.effort.organisation == session.lines[0].at(30).parameters.effort.organisation


def test_a_fired_event_changes_the_line_from_the_next_round_on(session):
    """Oracle: the same event in the scenario."""
    session.go(12)
    before = session.line.history.copy()
    event = Event(1, "breach", organisation=2, towards=True, add={"trust": -0.4})
    session.fire([event])
    assert len(session.lines) == 1
    assert session.line.history[:12].tobytes() == before[:12].tobytes()
    assert session.line.history["trust"][12] < before["trust"][12]
    assert session.line.own[0].round == 13
    session.reset()
    assert session.line.history.tobytes() == before.tobytes()


def test_at_most_so_many_forks(session):
    for count in range(MOST_FORKS):
        session.show(0)
        session.fork(f"fork {count}", [from_now(0, "", {"decision.quorum": 0.6})])
    with pytest.raises(InputError, match=f"{MOST_FORKS} forks"):
        session.fork("one more", [])
    session.drop(1)
    assert [line.name for line in session.lines] == ["", "fork 1", "fork 2"]
    session.drop(0)
    assert len(session.lines) == 3


@pytest.mark.parametrize(
    ("name", "events", "message"),
    [
        ("", [], "1 to 60"),
        ("x" * 61, [], "1 to 60"),
        ("late", [Event(3, "past", {"decision.quorum": 0.6})], "has been played"),
        ("wild", [Event(9, "", {"decision.quorum": 7.0})], "number from 0.5 to 1"),
        ("odd", [Event(9, "", {"decision.quorom": 0.7})], "did you mean"),
    ],
)
def test_a_fork_that_cannot_be_changes_nothing(session, name, events, message):
    session.go(5)
    with pytest.raises(InputError, match=message):
        session.fork(name, events)
    assert len(session.lines) == 1


def test_nothing_happens_after_the_last_round(session):
    session.go(session.line.rounds)
    with pytest.raises(InputError, match="last round"):
        session.fire([Event(1, "late", {"decision.quorum": 0.6})])


def test_phases_follow_one_another():
    events = phases(10, [(5, "", {"relation": 1.0}), (1, "", {"organisation": 0.5})])
    assert [(event.round, dict(event.parameters)) for event in events] == [
        (11, {"effort.relation": 1.0}),
        (16, {"effort.organisation": 0.5}),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_makes_a_difference(session, kind):
    if kind == "joins":  # whoever takes part can only join again
        session.go(20)
        session.fire(of_a_kind("leaves", 0, 20, "leaves"))
    session.go(40)
    before = session.line.history.copy()
    session.fire(of_a_kind(kind, 0, 40, kind))
    assert session.line.history[40:].tobytes() != before[40:].tobytes()


def test_a_breach_is_not_luck_and_nothing_is_the_same(session):
    """Oracle: the histories of the pairs."""
    session.fork("breach", [Event(1, "breach", organisation=row, towards=True, set={"trust": 0.0}) for row in range(8)])
    found = session.was_it_luck(pairs=20)
    assert found.pairs == found.differences.size == 20
    assert found.created.interval.mean == pytest.approx(found.differences.mean())
    session.show(0)
    with pytest.raises(InputError, match="nothing to compare"):
        session.was_it_luck()


def test_a_line_looks_at_itself_without_changing(session):
    history = session.line.history.copy()
    session.line.at(5).proceed(30, np.zeros_like(history))
    assert session.line.history.tobytes() == history.tobytes()


def test_too_large_for_a_page_is_refused():
    with pytest.raises(InputError, match="rounds"):
        Session(with_changes(load("baseline"), {"rounds": 5000}))


def test_how_far_the_check_on_luck_is_grows_to_the_whole_and_changes_nothing(session):
    """Oracle: the same pairs, unwatched."""
    session.fork("breach", [Event(1, "breach", organisation=row, towards=True, set={"trust": 0.0}) for row in range(8)])
    shares = []
    found = session.was_it_luck(pairs=25, watch=shares.append)
    assert shares == sorted(set(shares))
    assert len(shares) > 2
    assert shares[-1] == 1.0
    assert found.differences.tobytes() == session.was_it_luck(pairs=25).differences.tobytes()
