"""The card of what lies on the table: what was agreed or is proposed, whose wish it is, and who stands behind it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...logic import HIERARCHY
from ...results.known import Declared
from ...state import MEMBER
from ..desk import Desk
from ..session import Line
from ..texts import EQUAL, Texts
from .ending import by_distance, towards
from .facts import NOBODY, is_proposed, short_of, who_leads
from .repair import delivered


def on_the_table(desk: Desk) -> dict[str, Any]:
    """The title of the card, and what it says after every round."""
    line, texts = desk.session.line, desk.texts
    declared = Declared(line.scenario)
    wishes = all(declared.of(row, "interests") for row in range(len(line.scenario.labels)))
    frames = [[one for one in of_round(line, course, texts, wishes) if one] for course in line.walk()]
    return {"title": texts("card.goal_title"), "frames": frames}


def of_round(line: Line, course: Any, texts: Texts, wishes: bool) -> list[str]:  # noqa: ANN401
    """What can be said after a round; nothing of wishes that nobody was asked for."""
    us = course.state.collaboration[0]
    if us["dissolved"]:
        return [texts("card.goal_over")]
    if us["agreed"]:
        return [*content(line, course, texts, "goal", wishes), promised(course, texts), *backed(line, course, texts)]
    if is_proposed(us):
        return [*content(line, course, texts, "proposal", wishes), *decided(line, course, texts)]
    return [texts("card.goal_none")]


def content(line: Line, course: Any, texts: Texts, what: str, wishes: bool) -> list[str]:  # noqa: ANN401
    """Towards which ends a goal or proposal lies, where themes have names, and whose wish is nearest and farthest."""
    ends = list(towards(line.scenario.themes, course.state.collaboration[0][what], texts))
    said = [texts(f"card.goal_{'agreed' if what == 'goal' else 'proposed'}", ends="; ".join(ends))] if ends else []
    if wishes:
        near, *_, far = (called(line, row, texts) for row in by_distance(course.state, what))
        said.append(texts("card.goal_between", near=near, far=far))
    return said


def promised(course: Any, texts: Texts) -> str:  # noqa: ANN401
    """How much more than alone all promise on average, and what of it they deliver; nothing before the first round."""
    them = course.state.organisations
    extra = float(them["promise"][them["member"] == MEMBER].mean()) - 1.0
    if not course.round or extra < EQUAL:
        return ""
    return texts("card.goal_promise", extra=texts.percent(extra), part=texts.kept(delivered(course.state)))


def backed(line: Line, course: Any, texts: Texts) -> list[str]:  # noqa: ANN401
    """Who decided a goal, or how many of the votes are behind it, and who is not."""
    if not course.round:
        return []
    lead, us = who_leads(course.state, course.parameters, course.round), course.state.collaboration[0]
    if course.parameters.logic.decision == HIERARCHY:
        how = texts("card.goal_order", who=called(line, lead, texts)) if lead != NOBODY else ""
    else:
        how = texts("card.goal_votes", **shares(us["backing"], course, texts))
    return [how, by_name(line, course, texts, "behind")]


def decided(line: Line, course: Any, texts: Texts) -> list[str]:  # noqa: ANN401
    """How many of the votes are for a proposal, and who is against; or who has decided it."""
    lead, us = who_leads(course.state, course.parameters, course.round), course.state.collaboration[0]
    if course.parameters.logic.decision == HIERARCHY:
        return [texts("card.goal_waits", who=called(line, lead, texts))] if lead != NOBODY else []
    return [texts("card.goal_support", **shares(us["support"], course, texts)), by_name(line, course, texts, "accepts")]


def shares(share: float, course: Any, texts: Texts) -> dict[str, str]:  # noqa: ANN401
    """A share of the votes beside what is needed."""
    quorum = course.parameters.decision.quorum
    return {"share": texts.percent(short_of(share, quorum)), "quorum": texts.percent(quorum)}


def by_name(line: Line, course: Any, texts: Texts, says: str) -> str:  # noqa: ANN401
    """Who does not stand `behind` a goal, or who of them does not say that it `accepts` a proposal; or that all do."""
    them = course.state.organisations
    members = np.flatnonzero(them["member"] == MEMBER)
    without = [called(line, int(row), texts) for row in members if not them[says][row]]
    if not without:
        return texts(f"card.goal_all_{says}", count=members.size)
    return texts(f"card.goal_not_{says}", names=texts.names(without))


def called(line: Line, row: int, texts: Texts) -> str:
    """The name of an organisation, within a sentence."""
    return texts.in_a_sentence(line.scenario.labels[row])
