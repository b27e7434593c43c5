"""What the card of the circle in the middle says: what was agreed or is proposed, and who stands behind it."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.scenario import names
from samenspel.state import MEMBER
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.shown.card import card
from samenspel.view.texts import LANGUAGES

from .lines import line_of, log_of


def told(name, language="en"):
    desk = Desk(Setting(name, language=language))
    desk.picked_on_stage({"goal": 0})
    return desk, card(desk)["frames"]


@pytest.mark.parametrize("name", names())
def test_it_says_what_the_state_says(name):
    """Oracle: the state of every round: whether there is a goal, a proposal or neither, and who says no to it."""
    desk, frames = told(name)
    line = desk.session.line
    for round_, said in enumerate(frames):
        state = line.at(round_).state
        us, them = state.collaboration[0], state.organisations
        whole = "\n".join(said)
        assert ("Proposed:" in whole or "in favour" in whole or "take hold" in whole) <= (us["agreed"] == 0)
        assert ("Agreed:" in whole) == bool(us["agreed"] and not us["dissolved"] and line.scenario.themes)
        if us["dissolved"] or not us["agreed"] or not round_:
            continue
        members = np.flatnonzero(them["member"] == MEMBER)
        no = [desk.texts.in_a_sentence(line.scenario.labels[row]) for row in members if not them["behind"][row]]
        if no:
            assert f"Not behind it: {desk.texts.names(no)}" in said
        else:
            assert f"All {members.size} partners support it" in said


def test_what_is_promised_and_delivered_is_a_mean_of_members():
    """Oracle: the states, by hand."""
    desk, frames = told("supply_chain")
    them = desk.session.line.at(30).state.organisations
    extra = round(100 * (them["promise"].mean() - 1.0))
    part = round(100 * them["pooled"].sum() / them["promise"].sum())
    assert f"each promises to do {extra}% more than it would alone; together they deliver {part}% of what" in str(
        frames[30]
    )


def test_a_goal_that_was_given_up_leaves_nothing_to_decide_until_they_can_again():
    """Oracle: the log, which says when they can decide again."""
    line = line_of("ngo_consortium")
    lost = next(at for at, one in enumerate(log_of(line)) if any(fact.kind.startswith("lapsed") for fact in one.facts))
    _, frames = told("ngo_consortium")
    assert frames[lost] == ["There is no agreement, and nothing to decide now"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_organisation_that_is_clicked_takes_its_place(language):
    """Oracle: by hand."""
    desk, frames = told("merger", language)
    assert all(frames)
    title = card(desk)["title"]
    desk.picked_on_stage({"row": 0})
    assert card(desk)["title"] != title
    desk.picked_on_stage({"goal": 99})
    assert card(desk) is None
