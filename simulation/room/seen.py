"""What a seat sees: what its organisation knows, and nothing else.

A phone is sent what stands here and the words around it. What is not here is not hidden by a page but absent: how loyal
others are, what they take the need to be, what they decided about delivering, whom they trust, and the true need.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from .. import game
from ..results.scenarios import in_a_sentence, name_of, of_scenario
from ..scenario import Aim
from ..state import LEFT, MEMBER, State
from ..view.shown.ending import towards
from ..view.texts import Texts
from .amounts import as_shown
from .delivered import above_alone, delivered
from .play import AT_HOME, DELIVERIES, MORE, MOST, OFFERS, PARTNER, PROMISE, WORTH, Decision, Offer, Play, meant

NOTHING_FELT = 1e-9  # value per round: what was given and taken again
HEAVIER = 1.1  # times the weight of a theme, from which on another weighs more


class Scale(NamedTuple):
    """A theme between its two ends, places in percent from the first; None where there is no such thing now."""

    name: str
    low: str
    high: str
    heavier: bool  #           whether it weighs more than others for this organisation
    wish: int  #               its own
    need: int  #               what it takes the need of those to be whom it is for
    proposal: int | None  #    what lies on the table
    goal: int | None  #        what was agreed


class Mandate(NamedTuple):
    """What its home organisation delivers of its own accord above what it does alone, in its own unit, as shown."""

    allowed: float
    given: float  # as it promised so far
    left: float  #  below 0 where it promised more


class Card(NamedTuple):
    """A promise that can be made: in times what it does alone; and above that, in its own unit, what comes of it."""

    promise: float
    extra: float
    delivered: dict[str, float]  # above what it does alone, by how it is delivered, before luck


class Gift(NamedTuple):
    """What it can carry for a partner: value per round of the model, and what that is worth to it in its own unit."""

    offer: float
    worth: float


class Offered(NamedTuple):
    """What a partner carries of what the goal costs this organisation at home, in the unit of this one."""

    called: str  # the partner, as it stands in a sentence
    worth: float


class Felt(NamedTuple):
    """What something that happened adds to its round under a goal, in its own unit; below 0 what it takes."""

    name: str
    worth: float


class Partner(NamedTuple):
    """A partner as this organisation knows it; deliveries in percent above what the partner does alone."""

    row: int
    name: str
    called: str  #            as it stands in a sentence
    trust: int  #             0 to 100
    promised: int | None  #   in the last played round; None without a goal
    delivered: int | None  # as it was seen


class Condition(NamedTuple):
    """What came of its own yes in the last played round that hung on something; who said yes stood on the screen."""

    kind: str  #    one of those of a decision
    asked: int  #   how often, in the rounds of the model
    yes: int  #     how often that was a yes
    partner: str  # on whom it hung, as it stands in a sentence
    others: int  #  at the table then
    said_yes: int  # of those


class Seen(NamedTuple):
    """All that a seat sees."""

    organisation: str
    called: str  #                 the same as it stands in a sentence
    story: str  #                  what is going on, as all were told
    number: int  #                 of the played round, counted from 1
    place: str  #                  at the table (`member`), not yet (`outside`), or no longer (`left`)
    asked: tuple[str, ...]  #      what it decides in this round
    unit: str  #                   of its own; percent where it has none
    alone: float  #                what it makes by itself in a round of the model, in that unit
    scales: tuple[Scale, ...]
    wishes: tuple[str, ...]  #     its own, in words, by theme
    aim: Aim  #                    what it wants and fears of it all, as the scenario says it
    proposal: tuple[str, ...]  #   what lies on the table, in words, by theme; nothing where nothing does
    led: bool  #                   whether whoever leads makes the proposals and decides on them, and not all together
    agreed: bool  #                whether there is a goal already
    members: int  #                how many sit at the table
    yes: tuple[str, ...]  #        who has said yes in this round, as it stands in a sentence
    homes: tuple[str, ...]  #      what it can do about its home organisation
    mandate: Mandate | None  #     None where there is nothing to deliver
    cards: tuple[Card, ...]
    partners: tuple[Partner, ...]
    kept: tuple[int, int] | None  # what it promised and what came of it in the last round, as others see that
    condition: Condition | None  # what came of a yes that hung on something, in the last round
    gifts: tuple[Gift, ...]
    to_offer: tuple[int, ...]  #   rows of the partners for whom it can carry something
    offers: tuple[Offered, ...]  # made to it in this round so far
    worked_on: str  #              the condition that all work on in this round, as whoever leads chose, or `NOTHING`
    work_costs: float  #           what that costs each, in percent of what it makes alone
    gained: int | None  #          what the last played round brought itself, in percent of what it has alone
    filled: bool  #                whether the model promised for it in the last played round, as it left that open
    news: tuple[str, ...]  #       what happened from outside since the last round
    group: tuple[str, ...]  #      what the group decided so far
    fired: tuple[tuple[bool, str], ...]  # of both, what came in this round: whether the group decided it, and its name
    burden: float  #               what a goal costs it (below 0) or saves it, whatever it promises, in its own unit
    felt: tuple[Felt, ...]  #      of all these, what adds to its round or takes from it
    mine: Decision | None  #       what it decided in this round


def seen(
    play: Play,
    row: int,
    language: str,
    yes: Collection[int] = (),
    mine: Decision | None = None,
    offers: Collection[Offer] = (),
) -> Seen:
    """What a seat sees.

    Parameters
    ----------
    play
        As it stands.
    row
        Of the organisation.
    language
        Of the names.
    yes
        Rows of those who said yes in this round so far.
    mine
        What this seat decided so far.
    offers
        Made to this seat in this round so far.
    """
    texts, labels = Texts(language), play.scenario.labels
    names = [name_of(label, language) for label in labels]
    ahead, asked = play.ahead, play.asked(row)
    alone = alone_of(play, row)
    ours = of_the_group(play)
    us = ahead.collaboration[0]
    proposed = play.proposed and play.is_member(row)
    themes = play.scenario.themes
    return Seen(
        organisation=names[row],
        called=in_a_sentence(labels[row], language),
        story=of_scenario(play.scenario, "story", language),
        number=play.number,
        place={MEMBER: "member", LEFT: "left"}.get(int(ahead.organisations["member"][row]), "outside"),
        asked=asked,
        unit=unit_of(play, row, language),
        alone=alone,
        scales=scales(play, row, texts, proposed),
        wishes=tuple(towards(themes, ahead.organisations["interests"][row], texts)),
        aim=texts.aim(play.scenario, labels[row]),
        proposal=tuple(towards(themes, us["proposal"], texts)) if proposed else (),
        led=play.led,
        agreed=play.agreed,
        members=int(np.sum(ahead.organisations["member"] == MEMBER)),
        yes=called(play, yes, language),
        homes=play.homes(row),
        mandate=mandate(play, row, alone) if PROMISE in asked else None,
        cards=tuple(card(play, row, promise, alone) for promise in play.cards if PROMISE in asked),
        partners=tuple(partner(play, row, other, language) for other in play.partners(row))
        if play.is_member(row)
        else (),
        kept=own_kept(play, row),
        condition=condition(play, row, language),
        gifts=tuple(Gift(offer, worth(offer, alone)) for offer in OFFERS),
        to_offer=tuple(play.to_offer(row)),
        offers=offered(play, offers, language),
        worked_on=play.worked_on,
        work_costs=100.0 * MORE * play.course.parameters.effort.price / game.ALONE,
        gained=gained(play, row),
        filled=filled(play, row),
        news=news(play, language),
        group=decided_together(play, language),
        fired=tuple((name in ours, name_of(name, language)) for name in play.fired if name),
        burden=worth(float(ahead.organisations["burden"][row]), alone),
        felt=tuple(Felt(name_of(name, language), worth(value, alone)) for name, value in felt(play, row).items()),
        mine=mine,
    )


def called(play: Play, rows: Collection[int], language: str) -> tuple[str, ...]:
    """Organisations as they stand in a sentence, in the order of the scenario."""
    return tuple(in_a_sentence(play.scenario.labels[one], language) for one in sorted(rows))


def worth(value: float, alone: float) -> float:
    """What value per round is worth in the unit of an organisation, of which it makes so much by itself."""
    return alone * value / game.ALONE


def alone_of(play: Play, row: int) -> float:
    """What an organisation makes by itself in a round of the model, in its own unit; 100 percent where it has none."""
    stake = play.scenario.stakes[row] if play.scenario.stakes else None
    return stake.amount if stake else 100.0


def unit_of(play: Play, row: int, language: str) -> str:
    """The unit of an organisation; percent where it has none."""
    stake = play.scenario.stakes[row] if play.scenario.stakes else None
    return name_of(stake.unit, language) if stake else "%"


def offered(play: Play, offers: Collection[Offer], language: str) -> tuple[Offered, ...]:
    """Offers as whoever they are made to sees them."""
    labels = play.scenario.labels
    return tuple(
        Offered(in_a_sentence(labels[one.by], language), worth(one.amount, alone_of(play, one.to))) for one in offers
    )


def scales(play: Play, row: int, texts: Texts, proposed: bool) -> tuple[Scale, ...]:
    """Where its wish, its view of the need, the proposal and the goal stand on each theme.

    Parameters
    ----------
    play, row
        Whose, and when.
    texts
        Of the names.
    proposed
        Whether something lies before it.
    """
    me, us = play.ahead.organisations[row], play.ahead.collaboration[0]
    goal = play.state.collaboration[0]["goal"]
    weights = me["salience"]
    return tuple(
        Scale(
            texts.label(theme.name),
            texts.label(theme.low),
            texts.label(theme.high),
            heavier=bool(weights[at] >= HEAVIER * weights.min() and weights[at] == weights.max()),
            wish=percent(me["interests"][at]),
            need=percent(me["perception"][at]),
            proposal=percent(us["proposal"][at]) if proposed else None,
            goal=percent(goal[at]) if play.agreed else None,
        )
        for at, theme in enumerate(play.scenario.themes)
    )


def percent(share: float) -> int:
    """A share in whole percents."""
    return round(100.0 * float(share))


def mandate(play: Play, row: int, alone: float) -> Mandate:
    """What home delivers of its own accord, and how much of that was promised."""
    allowed = as_shown(alone * max(0.0, play.mandate(row) - 1.0))
    promised = float(play.state.organisations["promise"][row]) if play.agreed else 1.0
    return with_promise(Mandate(allowed, 0.0, allowed), alone, promised)


def with_promise(mandate: Mandate, alone: float, promise: float) -> Mandate:
    """The same after a promise, in times what it does alone."""
    given = as_shown(alone * max(0.0, promise - 1.0))
    return Mandate(mandate.allowed, given, mandate.allowed - given)


def card(play: Play, row: int, promise: float, alone: float) -> Card:
    """A promise, and what would be delivered of it.

    Parameters
    ----------
    play, row
        Whose, and when.
    promise
        In times what it does alone.
    alone
        That, in its own unit.
    """
    ways = {way: meant(Decision(promise=promise, delivery=way)) for way in DELIVERIES if way != AT_HOME}
    ways[AT_HOME] = play.at_home(row, promise)
    return Card(promise, alone * (promise - 1.0), {way: alone * (much - 1.0) for way, much in ways.items()})


def partner(play: Play, row: int, other: int, language: str) -> Partner:
    """A partner: how far it is trusted, what it promised and what was seen of that.

    Parameters
    ----------
    play, row
        Who looks, and when.
    other
        At whom.
    language
        Of the name.
    """
    label = play.scenario.labels[other]
    tie = next(tie for tie in ties_of(play.state, row) if tie["target"] == other)
    return Partner(
        other, name_of(label, language), in_a_sentence(label, language), percent(tie["trust"]), *kept(play, other)
    )


def ties_of(state: State, row: int) -> np.ndarray:
    """Those of an organisation."""
    me = state.organisations[row]
    return state.ties[me["first"] : me["last"]]


def kept(play: Play, row: int) -> tuple[int | None, int | None]:
    """What somebody promised and delivered above what it does alone in the last played round, in percent; as seen."""
    return above_alone(delivered(play.states_of(play.played[-1]), row) if play.played else None)


def own_kept(play: Play, row: int) -> tuple[int, int] | None:
    """The same of whoever looks; None without a goal."""
    promised, came = kept(play, row)
    return None if promised is None or came is None else (promised, came)


def condition(play: Play, row: int, language: str) -> Condition | None:
    """What came of the yes of a seat that hung on something, in the last played round.

    A yes that hangs on others is reckoned once for the round; one that hangs on the own books as often as it is asked.
    """
    played = play.played[-1] if play.played else None
    decision = played.decided.get(row) if played else None
    if played is None or decision is None or decision.consent not in (WORTH, MOST, PARTNER) or not played.said:
        return None
    put = [state for state in play.states_of(played) if was_asked(state, row)]
    asked = [bool(state.organisations["accepts"][row]) for state in put]
    others = [yes for other, yes in played.said.items() if other != row]
    partner = in_a_sentence(play.scenario.labels[decision.partner], language) if decision.consent == PARTNER else ""
    return Condition(decision.consent, len(asked), sum(asked), partner, len(others), sum(others))


def was_asked(state: State, row: int) -> bool:
    """Whether something was put to an organisation in a round, as a member."""
    return bool(state.collaboration[0]["put"] and state.organisations["member"][row] == MEMBER)


def gained(play: Play, row: int) -> int | None:
    """What the last played round brought an organisation, in percent of what it has alone; None at first or outside."""
    if not play.played or play.trace[-1].organisations["member"][row] != MEMBER:
        return None
    values = [game.gain(state.organisations[row]) for state in play.states_of(play.played[-1])]
    return percent(math.fsum(values) / len(values) / game.ALONE)


def filled(play: Play, row: int) -> bool:
    """Whether the model promised in a seat in the last played round, under a goal, as nobody there did."""
    if not play.played or delivered(play.states_of(play.played[-1]), row) is None:
        return False
    decision = play.played[-1].decided.get(row)
    return decision is None or math.isnan(decision.promise)


def news(play: Play, language: str) -> tuple[str, ...]:
    """What happened from outside in the last played round, and since then, by name."""
    return happened(play, language, play.played[-1].first if play.played else 1, together=False)


def decided_together(play: Play, language: str) -> tuple[str, ...]:
    """What the group decided so far, by name: it stays on the phone, as it goes on."""
    return happened(play, language, 1, together=True)


def happened(play: Play, language: str, first: int, *, together: bool) -> tuple[str, ...]:
    """What happened by now, by name: what the group decided, or what came from outside.

    Parameters
    ----------
    play, language
        At which table, and of the names.
    first
        The round of the model from which on it is told.
    together
        Whether what the group decided is told, or all else.
    """
    ours = of_the_group(play)
    there = [event.name for event in play.scenario.events if first <= event.round <= play.round + 1 and event.name]
    return tuple(name_of(name, language) for name in dict.fromkeys(there) if (name in ours) is together)


def of_the_group(play: Play) -> set[str]:
    """What is called so because the group decided it: each of its choices, and what one is called later on."""
    return {event.name for choice in play.scenario.choices.values() for event in choice}


def felt(play: Play, row: int) -> dict[str, float]:
    """By name, what all of that has changed in the burden that the goal is to an organisation, in value per round."""
    changes: dict[str, float] = {}
    for event in play.scenario.events:
        if event.round <= play.round + 1 and event.organisation == row and event.name:
            changes[event.name] = changes.get(event.name, 0.0) + event.add.get("burden", 0.0)
    return {name: value for name, value in changes.items() if abs(value) > NOTHING_FELT}
