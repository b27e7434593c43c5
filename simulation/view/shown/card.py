"""The card: the story of the organisation or the tie that was clicked."""

from __future__ import annotations

from typing import Any

import numpy as np

from ... import game
from ...game import distance, salient_distance
from ...state import LEFT, MEMBER, State
from ..desk import Desk
from ..texts import EQUAL, Texts
from . import stage, story
from .places import WIDTH, places_of


def card(desk: Desk) -> dict[str, Any] | None:
    """The story in every round; none when nothing was clicked."""
    if not desk.picked:
        return None
    key = (*desk.key, tuple(desk.picked.items()), desk.revealed)
    return desk.once("card", key, lambda: picked(desk))


def picked(desk: Desk) -> dict[str, Any]:
    """The story of one organisation, or of two."""
    line = desk.session.line
    if "row" in desk.picked:
        row = desk.picked["row"]
        return {
            "title": desk.label(row),
            "frames": [of_one(desk, course, row) for course in line.walk()],
            "left": beyond_the_middle(desk, row),
        }
    one, other = desk.picked.get("one", 0), desk.picked.get("other", 0)
    return {
        "title": f"{desk.label(one)} – {desk.label(other)}",
        "frames": [of_two(desk, course.state, one, other) for course in line.walk()],
        "left": beyond_the_middle(desk, one) and beyond_the_middle(desk, other),
    }


def beyond_the_middle(desk: Desk, row: int) -> bool:
    """Whether an organisation stands on the right, so that its story has to stand on the left."""
    return bool(places_of(desk)[row, 0] > WIDTH / 2)


def of_one(desk: Desk, course: Any, row: int) -> list[str]:  # noqa: ANN401
    """What can be said of an organisation after a round."""
    texts, state = desk.texts, course.state
    me, us = state.organisations[row], state.collaboration[0]
    if me["member"] != MEMBER:
        return [texts("card.left" if me["member"] == LEFT else "card.outside")]
    said = []
    if row == stage.who_leads(state, course.parameters, course.round):
        said.append(texts("card.leads"))
    if course.round:
        gained = game.gain(me)
        kind = "none" if abs(gained) < EQUAL else "plus" if gained > 0 else "minus"
        said.append(texts(f"card.gain_{kind}", gain=texts.number(abs(gained))))
        said.append(
            texts("card.promise", promise=texts.number(me["promise"]), pooled=texts.number(me["pooled"]))
            if us["agreed"]
            else texts("card.no_promise")
        )
        reason = story.weighs_most(me)
        said.append(texts("card.accepts" if me["accepts"] else f"card.refuses_{reason}"))
        wish = salient_distance(us["goal"] if us["agreed"] else us["proposal"], me["interests"], me["salience"])
        said.append(texts("card.wish", off=texts.number(wish)))
    said += interests(desk, state, row)
    mine = state.ties[me["first"] : me["last"]]
    mine = mine[state.organisations["member"][mine["target"]] == MEMBER]
    if mine.size:
        most, least = mine[mine["trust"].argmax()], mine[mine["trust"].argmin()]
        said.append(
            texts(
                "card.trusts",
                most=desk.label(most["target"]),
                high=texts.number(most["trust"]),
                least=desk.label(least["target"]),
                low=texts.number(least["trust"]),
            )
        )
    if course.round:
        said.append(texts("card.trusted", standing=texts.number(me["standing"])))
    said.append(texts("card.loyal", loyalty=texts.percent(me["loyalty"])))
    said.append(
        texts("card.commitment", commitment=texts.percent(me["commitment"]), autonomy=texts.percent(me["autonomy"]))
    )
    if desk.revealed:
        off = distance(me["perception"], us["need"])
        said.append(texts("card.unseen", home=texts.percent(me["home"]), off=texts.number(off)))
    return said


def interests(desk: Desk, state: State, row: int) -> list[str]:
    """Whose interests are nearest to those of an organisation, and whose are farthest."""
    organisations = state.organisations
    others = [other for other in np.flatnonzero(organisations["member"] == MEMBER) if other != row]
    if len(others) < 2:
        return []
    apart = [distance(organisations["interests"][row], organisations["interests"][other]) for other in others]
    near, far = others[int(np.argmin(apart))], others[int(np.argmax(apart))]
    return [desk.texts("card.interests", near=desk.label(near), far=desk.label(far))]


def of_two(desk: Desk, state: State, one: int, other: int) -> list[str]:
    """What two think of each other."""
    said = []
    for source, target in ((one, other), (other, one)):
        found = state.ties[(state.sources == source) & (state.ties["target"] == target)]
        if found.size:
            trust, understood = texts_of_tie(found[0], desk.texts)
            names = {"one": desk.label(source), "other": desk.label(target)}
            said.append(desk.texts("card.tie", **names, trust=trust, understanding=understood))
    return said


def texts_of_tie(tie: np.void, texts: Texts) -> tuple[str, str]:
    """Trust and understanding of a tie, as percentages."""
    return texts.percent(tie["trust"]), texts.percent(tie["understanding"])
