"""The card: the story of the organisation, the tie or the agreement that was clicked."""

from __future__ import annotations

from typing import Any

import numpy as np

from ... import game
from ...brought.answered import FEWEST
from ...events import staying
from ...game import distance, salient_distance
from ...results.known import Declared, few_behind
from ...state import LEFT, MEMBER, State, shortfall
from ..desk import Desk
from ..session import Tempted
from ..texts import EQUAL, Texts
from . import facts, stage, story
from .ending import towards
from .on_the_table import on_the_table

SAME = 0.005  # of what an organisation does alone: less than is written as 1%
ASKS_HOME = 0.3  # from which part of its consent on, that is its home's, it has to go back there
NEAR, FAR = 0.1, 0.25  # as distances in theme space: of a goal from a wish, of a view of the need from the need


def card(desk: Desk) -> dict[str, Any] | None:
    """The story in every round; none when nothing was clicked."""
    if not desk.picked:
        return None
    key = (*desk.key, tuple(desk.picked.items()), desk.revealed)
    return desk.once("card", key, lambda: picked(desk))


def picked(desk: Desk) -> dict[str, Any]:
    """The story of one organisation, of two, or of what lies on the table."""
    line = desk.session.line
    if "goal" in desk.picked:
        return on_the_table(desk)
    declared = Declared(line.scenario)
    if "row" in desk.picked:
        row = desk.picked["row"]
        return {
            "title": desk.label(row),
            "frames": [
                of_one(desk, course, row, tempted, declared)
                for course, tempted in zip(line.walk(), line.for_itself(row), strict=True)
            ],
        }
    one, other = desk.picked.get("one", 0), desk.picked.get("other", 0)
    return {
        "title": f"{desk.label(one)} – {desk.label(other)}",
        "frames": [of_two(desk, course.state, one, other, declared) for course in line.walk()],
    }


def of_one(
    desk: Desk,
    course: Any,  # noqa: ANN401
    row: int,
    tempted: Tempted | None,
    declared: Declared | None = None,
) -> list[str]:
    """What can be said of an organisation after a round, and of what it could have done for itself alone."""
    declared = declared or Declared(desk.session.line.scenario)
    texts, state = desk.texts, course.state
    me, us = state.organisations[row], state.collaboration[0]
    if me["member"] != MEMBER:
        if row in desk.session.line.merged:
            return [texts("card.merged", who=in_a_sentence(desk, desk.session.line.merged[row]))]
        return farewell(desk, row, course.round) if me["member"] == LEFT else [texts("card.outside")]
    said = aim(desk, state, row)
    if row == stage.who_leads(state, course.parameters, course.round):
        said.append(texts("card.leads"))
    if row in staying(course.scenario.stays, course.events, max(1, course.round)):
        said.append(texts("card.stays"))
    if course.round:
        gained = game.gain(me)
        kind = "none" if abs(gained) < EQUAL else "plus" if gained > 0 else "minus"
        said.append(texts(f"card.gain_{kind}", gain=texts.gain(abs(gained))))
        said += setback(desk, row, me)
        if us["agreed"]:
            part = texts.kept(facts.of_promise(me, "pooled"))
            extra = float(me["promise"]) - 1.0
            if abs(extra) < SAME:
                said.append(texts("card.promise_same", part=part))
            else:
                kind = "promise_more" if extra > 0.0 else "promise_less"
                said.append(texts(f"card.{kind}", extra=texts.percent(abs(extra)), part=part))
            said += temptation(texts, me, tempted) + paid(texts, me)
            said.append(texts("card.behind" if me["behind"] else "card.not_behind"))
        else:
            had_one = desk.session.line.had_goal_before(course.round)
            said.append(texts("card.no_promise_again" if had_one else "card.no_promise"))
            if facts.is_proposed(us):
                said.append(texts("card.accepts" if me["accepts"] else f"card.refuses_{facts.weighs_most(me)}"))
        said += wish(texts, me, us) if declared.of(row, "interests") else []
    said += interests(desk, state, row) if declared.of(row, "interests") else []
    mine = state.ties[me["first"] : me["last"]]
    mine = mine[state.organisations["member"][mine["target"]] == MEMBER]
    resting = [in_a_sentence(desk, other) for other in mine["target"][mine["age"] == 0]]
    mine = mine[(mine["age"] > 0) & np.array([declared.trust(row, int(other)) for other in mine["target"]], bool)]
    if mine.size > declared.brought:  # of one answer none is the most
        most, least = mine[mine["trust"].argmax()], mine[mine["trust"].argmin()]
        high, low = (out_of_100(texts, one["trust"]) for one in (most, least))
        whom = {"most": in_a_sentence(desk, most["target"]), "least": in_a_sentence(desk, least["target"])}
        alone = "_one" if mine.size == 1 else "_alike" if high == low else ""
        said.append(texts(f"card.trusts{alone}", **whom, high=high, low=low))
    if resting:
        said.append(texts("card.rests", names=texts.names(resting)))
    if course.round and declared.trusted(row):
        said.append(texts("card.trusted", standing=out_of_100(texts, me["standing"])))
    if declared.of(row, "loyalty"):
        said.append(texts("card.loyal", loyalty=texts.percent(me["loyalty"])))
    traits = {
        one: texts.percent(me[one]) if declared.of(row, one) else texts("card.not_asked")
        for one in ("commitment", "autonomy")
    }
    said.append(texts("card.commitment", **traits))
    if few_behind(course.scenario, desk.label(row)):
        said.append(texts("card.of_few", few=FEWEST))
    if desk.revealed:
        off = distance(me["perception"], us["need"])
        said.append(texts(f"card.unseen_{how_near(off)}", home=texts.percent(me["home"])))
    return said


def aim(desk: Desk, state: State, row: int) -> list[str]:
    """What an organisation wants and fears, and whether it has to go home for a yes.

    Where a scenario does not say what it wants, that is its place in every theme, in words.
    """
    texts, scenario = desk.texts, desk.session.line.scenario
    wants, fears = texts.aim(scenario, scenario.labels[row])
    said = [texts(f"card.{key}", text=text) for key, text in (("wants", wants), ("fears", fears)) if text]
    if not said and scenario.themes:
        ends = towards(scenario.themes, state.organisations[row]["interests"], texts)
        said = [texts("card.wants", text="; ".join(ends))]
    return said + [texts("card.ratifies")] * bool(state.organisations["ratifies"][row] >= ASKS_HOME)


def wish(texts: Texts, me: np.void, us: np.void) -> list[str]:
    """How far a goal lies from what it wants, or what is proposed where there is none; nothing where nothing is."""
    if not us["agreed"] and not facts.is_proposed(us):
        return []
    apart = salient_distance(us["goal"] if us["agreed"] else us["proposal"], me["interests"], me["salience"])
    return [texts(f"card.{'wish' if us['agreed'] else 'proposed'}_{how_near(apart)}")]


def how_near(apart: float) -> str:
    """Whether two places among the themes are `near` one another, `far`, or `some` way off."""
    return "near" if apart < NEAR else "far" if apart > FAR else "some"


def farewell(desk: Desk, row: int, round_: int) -> list[str]:
    """When an organisation that is gone left for the last time, and why."""
    line, who = desk.session.line, "who"
    gone = [
        (at, fact)
        for at, fact in story.every(story.told_of(desk, line)[: round_ + 1])
        if (story.family(fact.kind) == "leaves" and fact.values[who] == row)
        or (fact.kind == "dissolved" and row in fact.values[who])
    ]
    at, fact = gone[-1]
    return [desk.texts("card.left", round=at), story.say(fact, desk.texts, line)]


def in_a_sentence(desk: Desk, row: int) -> str:
    """The name of an organisation, within a sentence."""
    return desk.texts.in_a_sentence(desk.session.line.scenario.labels[row])


def out_of_100(texts: Texts, share: float) -> str:
    """A share as a number out of 100."""
    return texts.number(100.0 * share, 0)


def setback(desk: Desk, row: int, me: np.void) -> list[str]:
    """What keeps it down."""
    if not me["setback"]:
        return []
    began = facts.Fact(f"begins_{facts.setback_of(me)}", values={"who": facts.Row(row)})
    return [story.say(began, desk.texts, desk.session.line)]


def paid(texts: Texts, me: np.void) -> list[str]:
    """What it got from the others for its consent, or paid them for theirs."""
    if abs(me["paid"]) < EQUAL:
        return []
    return [texts("card.gets" if me["paid"] > 0.0 else "card.pays", amount=texts.gain(abs(me["paid"])))]


def temptation(texts: Texts, me: np.void, tempted: Tempted | None) -> list[str]:
    """What delivering for itself alone would have brought it, and why it did something else."""
    if tempted is None or abs(tempted.intended - me["intended"]) < facts.SMALL or tempted.more < EQUAL:
        return []
    if tempted.intended > me["intended"]:  # it holds back more than is good for itself
        if shortfall(me).distrust > -facts.SMALL:
            return []
        return [texts("card.too_little", more=texts.once(tempted.more))]
    values = {
        "part": texts.percent(tempted.intended / me["promise"] if me["promise"] > 0.0 else 1.0),
        "more": texts.once(tempted.more),
        "now": out_of_100(texts, me["standing"]),
        "then": out_of_100(texts, tempted.standing),
    }
    return [texts("card.tempted_trust" if tempted.standing < me["standing"] - EQUAL else "card.tempted", **values)]


def interests(desk: Desk, state: State, row: int) -> list[str]:
    """Whose interests are nearest to those of an organisation, and whose are farthest."""
    organisations = state.organisations
    others = [other for other in np.flatnonzero(organisations["member"] == MEMBER) if other != row]
    if len(others) < 2:
        return []
    apart = [distance(organisations["interests"][row], organisations["interests"][other]) for other in others]
    near, far = others[int(np.argmin(apart))], others[int(np.argmax(apart))]
    return [desk.texts("card.interests", near=in_a_sentence(desk, near), far=in_a_sentence(desk, far))]


def of_two(desk: Desk, state: State, one: int, other: int, declared: Declared) -> list[str]:
    """What two think of each other."""
    said, rests = [], False
    for source, target in ((one, other), (other, one)):
        found = state.ties[(state.sources == source) & (state.ties["target"] == target)]
        if found.size:
            trust, understood = texts_of_tie(found[0], desk.texts)
            names = {"one": in_a_sentence(desk, source), "other": in_a_sentence(desk, target)}
            key = "tie" if not declared.brought else "tie_trust" if declared.trust(source, target) else "tie_not_asked"
            values = {"tie": {"trust": trust, "understanding": understood}, "tie_trust": {"trust": trust}}
            said.append(desk.texts(f"card.{key}", **names, **values.get(key, {})))
            rests = found["age"][0] == 0
    return [*said, desk.texts("card.tie_rests")] if rests else said


def texts_of_tie(tie: np.void, texts: Texts) -> tuple[str, str]:
    """Trust and understanding of a tie, out of 100."""
    return out_of_100(texts, tie["trust"]), out_of_100(texts, tie["understanding"])
