"""Bots: strategies decide by what a seat knows, and play on phones what they play without."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from samenspel.events import Event
from samenspel.room.bots import (
    STRATEGIES,
    Heard,
    Memory,
    Player,
    always_yes,
    answering,
    best_reply,
    far_sighted,
    heard,
    hold_back,
    model,
    played,
    tit_for_tat,
)  # fmt: skip
from samenspel.room.kept import as_file
from samenspel.room.play import ASKED, Decision, Play
from samenspel.room.research import agreed
from samenspel.runs import run
from samenspel.scenario import load, parse, with_changes
from tests.room.conftest import CARE, serving

CHAIN = load("supply_chain")
ROUNDS = 6


def remembering(*partners, decided=()):
    """What somebody remembers of whom partners were said to have promised and delivered so much."""
    said = tuple(Heard(ASKED, dict(enumerate(each))) for each in partners)
    return Memory(CARE, 2, 6, said, decided)


# --- strategies ---------------------------------------------------------------------------------------------------


def test_each_simple_strategy_decides_as_it_says():
    """Oracle: by hand."""
    first = remembering(())
    assert always_yes(first) == Decision("yes", promise=1.5, delivery="promised")
    assert hold_back(first) == Decision("yes", promise=1.5, delivery="half")
    assert tit_for_tat(first) == always_yes(first)
    assert model(first) is None


@pytest.mark.parametrize(
    ("partners", "delivery"),
    [
        ([(50, 50), (50, 50)], "promised"),
        ([(50, 20), (50, 50)], "promised"),  # 270 of 300 is nine tenths
        ([(50, 20), (50, 45)], "half"),
        ([(0, -15)], "half"),
        ([(0, 40), (100, 50)], "promised"),  # one made up for what another was short of
    ],
)
def test_tit_for_tat_answers_what_partners_as_a_whole_made_of_their_promises(partners, delivery):
    """Oracle: by hand; nine tenths is kept."""
    assert tit_for_tat(remembering((), partners)).delivery == delivery


def test_only_what_is_asked_is_answered():
    """Oracle: by hand."""
    everything = Decision("yes", promise=1.5, delivery="half", home="leave")
    assert answering(everything, ASKED) == everything
    told = answering(everything, ("home",))
    assert (told.consent, math.isnan(told.promise), told.delivery, told.home) == ("", True, "home", "leave")
    assert answering(None, ASKED) is None


def test_a_strategy_of_whoever_is_not_at_the_table_is_not_asked():
    def never(_):
        raise AssertionError("it was asked")

    player = Player(CARE, 2, 6, never)
    assert player.decide(Heard((), {})) is None
    assert player.memory.decided == (None,)


def test_a_best_reply_gives_nothing_where_nothing_comes_of_it_and_much_where_it_does():
    """Oracle: by arithmetic of the game (docs/odd.md, 7.8): what it makes alone is best at 1, where no partner adds
    anything; where each partner adds as much as itself it is best at more."""
    alone, together = (
        with_changes(CARE, {"dependence.total": total, "value.common": 0.0, "logic": "network"}) for total in (0.0, 2.5)
    )
    said = Heard(ASKED, dict.fromkeys((0, 1, 3), (100, 100)))
    past = ((Heard(ASKED, {}), said), (Decision("yes", promise=1.5, delivery="promised"),))
    assert best_reply(Memory(alone, 2, 6, *past)).promise == 1.0
    assert best_reply(Memory(together, 2, 6, *past)).promise > 1.0


def test_a_far_sighted_reply_leaves_what_costs_for_ever_and_a_best_reply_cannot():
    """Oracle: by hand: a goal that costs and nothing to make together, and a goal that pays."""
    said = Heard(ASKED, dict.fromkeys((0, 1, 3), (0, 0)))
    for burden, total, leaves in ((-0.5, 0.0, True), (0.5, 0.92, False)):
        case = replace(
            with_changes(CARE, {"dependence.total": total}), events=(Event(1, organisation=2, set={"burden": burden}),)
        )
        memory = Memory(case, 2, 6, (Heard(ASKED, {}), said), (Decision("yes", promise=1.0),))
        assert (far_sighted(memory).home == "leave") == leaves
        assert best_reply(memory).home == "stay"


def test_a_best_reply_is_told_nothing_of_what_is_in_store_or_of_the_luck_to_come():
    """Oracle: two cases that differ in the future alone, and two plays that differ in luck alone, give the same."""
    known = remembering((), [(20, 20), (0, -5)], decided=(always_yes(remembering(())),))
    other = known._replace(case=replace(CARE, events=(), seed=99))
    assert all(event.round > 7 for event in CARE.events)
    for strategy in (best_reply, far_sighted):
        assert strategy(known) == strategy(other)


# --- without a phone ----------------------------------------------------------------------------------------------


def test_with_the_model_in_every_seat_it_is_the_run_of_the_case():
    """Oracle: the run, bit for bit."""
    play = played(CARE, dict.fromkeys(range(9), model), ROUNDS)
    assert play.history[:36].tobytes() == run(CARE, rounds=36).history.tobytes()


def test_what_partners_are_heard_of_is_what_they_did_in_the_round_before():
    """Oracle: by hand: all promise half more; half of that is 25 percent, give or take luck, seen to 5 percent."""
    play = played(CARE, dict.fromkeys(range(9), hold_back), 2)
    said = heard(play, 2)
    assert set(said.partners) == set(play.partners(2))
    assert {promised for promised, _ in said.partners.values()} == {50}
    assert all(delivered % 5 == 0 for _, delivered in said.partners.values())
    assert heard(Play(CARE), 2).partners == {}


def test_a_play_of_bots_is_kept_and_runs_again_to_the_same_bits():
    """Oracle: the play itself."""
    seats = dict(enumerate((tit_for_tat, hold_back, best_reply, far_sighted, always_yes)))
    play = played(CHAIN, seats, 4, seed=11)
    again = run(parse(as_file(play), "kept"))
    assert again.history.tobytes() == play.history[: play.round].tobytes()
    assert all(theirs.tobytes() == ours.tobytes() for theirs, ours in zip(again.state, play.state, strict=True))


@pytest.mark.parametrize("capacity", [1.0, 1.3])
def test_no_strategy_promises_what_cannot_be(capacity):
    """Oracle: the cards that a phone offers, by hand."""
    case = with_changes(CARE, {"promise.capacity": capacity})
    play = played(case, dict(enumerate(STRATEGIES.values())), 3)
    promised = {one.promise for turn in play.played for one in turn.decided.values() if not math.isnan(one.promise)}
    assert promised
    assert promised <= {1.0, 1.25} & set(play.cards)


# --- on phones ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", [CARE, CHAIN], ids=lambda case: case.name)
def test_six_rounds_on_phones_are_the_six_rounds_without_to_the_last_bit(case):
    """Oracle: the play without phones: the same file, and the same state; every strategy in a seat.

    Whatever else phones ask, half-way and in the debrief, is answered by each once.
    """
    from samenspel.room.house import House
    from tests.room.on_phones import Bot, Device

    seats = dict(enumerate(STRATEGIES.values()))
    assert len(seats) == 6
    house = House()
    table = house.open(Play(case, seed=5))
    with serving(house) as port:
        desk = Device(port)
        desk.ask("GET", f"/desk?key={house.key}")
        bots = [Bot(port, table.code, Player(case, row, table.play.step, strategy)) for row, strategy in seats.items()]

        def in_front(what):
            desk.ask("POST", f"/desk/{table.code}/show", what=what, sure=1)
            assert all(bot.look() for bot in (*bots, *bots))

        for _ in range(ROUNDS):
            assert all(bot.look() for bot in bots)
            desk.ask("POST", f"/desk/{table.code}/close", sure=1)
        for what in ("check", "feelings", "norms", "monday"):
            in_front(what)
        assert set(table.checks[0].conditions) == set(seats)
        assert set(table.checks[0].partners) == {row for row in seats if table.tied(row)}  # who left has none
        assert {seat.vote for seat in table.seats.values()} == {"whole"}
        assert len(agreed(table)) == 6
        desk.ask("POST", f"/desk/{table.code}/end")
        assert not any(bot.look() for bot in bots)
    theirs = played(case, seats, ROUNDS, seed=5)
    assert table.play.round == theirs.round == 6 * ROUNDS
    assert {row for one in theirs.played for row in one.decided} == set(seats) - {5}
    assert as_file(table.play) == as_file(theirs)
    assert all(one.tobytes() == other.tobytes() for one, other in zip(table.play.state, theirs.state, strict=True))
    assert table.play.history.tobytes() == theirs.history.tobytes()
