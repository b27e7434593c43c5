"""The scenarios that are made for playing: seats, a length, a real dilemma, and an agenda of two hours."""

from __future__ import annotations

import re

import numpy as np
import pytest

from samenspel import game
from samenspel.logic import LOGICS
from samenspel.room.bots import always_yes, hold_back, played, tit_for_tat
from samenspel.room.kept import as_file
from samenspel.room.play import Play, half_a_year
from samenspel.runs import run
from samenspel.scenario import file_of, load, names, parse, playing, with_changes
from samenspel.state import MEMBER
from samenspel.view import tours
from samenspel.view.texts import LANGUAGES

ROUNDS = 6  # of half a year, which fit in an hour
SEEDS = range(31, 36)
MATTERS = 0.02  # of value per round, where alone one makes .5
NUMBERS = {"first": 1, "second": 2, "third": 3, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
DILEMMA = pytest.mark.parametrize("name", playing())


def gains(play):
    """What each seat gained, a mean of all rounds."""
    return np.mean([game.gains(state.organisations) for state in play.trace[1:]], axis=0)


def plays(case, seats):
    return [played(case, seats, ROUNDS, seed) for seed in SEEDS]


def test_three_are_made_for_playing_and_are_no_cases():
    assert playing() == ["debts", "one_customer", "solidarity"]
    assert not set(playing()) & set(names())
    assert all(file_of(name).is_file() for name in (*names(), *playing()))
    assert file_of("mergr") is None


@DILEMMA
class TestEveryOne:
    def test_seats_are_as_many_as_a_table_takes_and_everybody_sits_at_it(self, name):
        case = load(name)
        assert 6 <= len(case.labels) <= 8
        assert all(stake and stake.unit for stake in case.stakes)
        assert (case.declare(case.seed).organisations["member"] == MEMBER).all()
        assert all(Play(case).is_member(row) for row in range(len(case.labels)))

    def test_six_rounds_of_half_a_year_fit_and_are_not_the_last(self, name):
        """Oracle: by hand: nobody can know a last round from the case, and the trainer has room for one more."""
        case = load(name)
        assert half_a_year(case) == 6
        assert case.rounds >= (ROUNDS + 1) * 6

    def test_something_happens_in_the_hour_and_the_group_has_something_to_choose(self, name):
        case = load(name)
        assert len({(event.round - 1) // 6 for event in case.events if event.round <= 36}) >= 3
        assert len(case.choices) >= 2

    def test_it_says_what_differs_where_it_is_made_of_a_case(self, name):
        """Oracle: the file; the new one has the wrong pocket: who pays most is not who saves, and both are there."""
        text = file_of(name).read_text(encoding="utf-8")
        if name != "debts":
            assert re.search(r'^based_on = "(youth_care|supply_chain)"$', text, re.MULTILINE)
            assert len(text.splitlines()) < 100
            return
        burdens = dict(zip(load(name).labels, load(name).declare(1).organisations["burden"], strict=True))
        assert min(burdens, key=burdens.get) == "Municipality"
        assert sum(burden > 0.05 for burden in burdens.values()) >= 3

    def test_it_is_a_dilemma(self, name):
        """Oracle: plays. In some seat and company holding back pays, in another keeping does; all are better off where
        all keep; and a play ends in more than one way."""
        found, ends, whole = [], [], []
        for logic in LOGICS:
            case = with_changes(load(name), {"logic": logic})
            rows = range(len(case.labels))
            for others in ({}, dict.fromkeys(rows, tit_for_tat)):
                for row in rows:
                    kept, held = (plays(case, others | {row: one}) for one in (always_yes, hold_back))
                    ends += [one.agreed for one in (*kept, *held)]
                    found.append(
                        np.mean([gains(one)[row] - gains(other)[row] for one, other in zip(kept, held, strict=True)])
                    )
            kept, held = (plays(case, dict.fromkeys(rows, one)) for one in (always_yes, hold_back))
            whole.append(
                np.mean([gains(one).mean() - gains(other).mean() for one, other in zip(kept, held, strict=True)])
            )
        assert min(found) < -MATTERS
        assert max(found) > MATTERS
        assert min(whole) > MATTERS
        assert 0 < sum(ends) < len(ends)

    def test_what_is_kept_of_a_play_runs_to_the_same_bits(self, name):
        """Oracle: the play."""
        play = played(load(name), dict(enumerate((tit_for_tat, hold_back, always_yes))), 3)
        again = run(parse(as_file(play), "kept"))
        assert again.history.tobytes() == play.history[: play.round].tobytes()

    def test_its_agenda_takes_two_hours_and_is_the_same_in_every_language(self, name):
        first, *others = (tours.read(name, language) for language in LANGUAGES)
        assert sum(step.minutes for step in first) == 120
        assert sum(step.minutes for step in first if step.kind == "run") <= 60
        assert (first[0].kind, first[-1].kind) == ("setting", "discuss")
        asks = [step for step in first if step.question]
        assert len(asks) >= 5
        for other in others:
            assert [(one.kind, one.minutes, bool(one.notes), len(one.answers)) for one in first] == [
                (one.kind, one.minutes, bool(one.notes), len(one.answers)) for one in other
            ]
            assert not {one.text for one in first} & {one.text for one in other}

    def test_looking_back_takes_a_third_of_it_and_feelings_come_first(self, name):
        """Oracle: docs/playing.md: the order that works, after the last round."""
        steps = tours.read(name, "en")
        last = max(at for at, step in enumerate(steps) if step.kind == "run")
        after = steps[last + 1 :]
        assert sum(step.minutes for step in after) >= 35
        assert [step.kind for step in after][:2] == ["discuss", "reveal"]
        assert "without names" in after[1].text

    def test_what_its_agenda_says_of_a_round_happens_then(self, name):
        """Oracle: the dates of the events; the round that a note names has one."""
        happens = {(event.round - 1) // 6 + 1 for event in load(name).events}
        said = " ".join(step.notes for step in tours.read(name, "en"))
        named = re.findall(r"[Ii]n (?:round (\w+)|the (\w+) round)", said)
        assert named
        assert {NUMBERS[one or other] for one, other in named} <= happens

    def test_no_text_for_the_room_says_how_many_rounds_there_are(self, name):
        """Oracle: by hand."""
        for language in LANGUAGES:
            said = " ".join(step.text for step in tours.read(name, language)).lower()
            assert not re.search(r"\b(six|zes|three|drie) (rounds|rondes|half-years|halfjaren|years|jaar)\b", said)
