"""A card of a partner of a group that somebody brought: what was never answered does not stand there as a fact."""

from __future__ import annotations

import re

from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.shown import stage
from samenspel.view.shown.card import card
from samenspel.view.shown.opening import opening

HEADS = "org_id,commitment_1to5"
TIES = "from,to,trust_1to5\nGrid,Town,2\nGrid,Club,4\nHaul,Grid,1\nTown,Grid,3\n"


def opened(orgs, ties=TIES, language="en"):
    desk = Desk(Setting("baseline", language=language))
    desk.opened([{"name": "orgs.csv", "text": orgs}, {"name": "ties.csv", "text": ties}])
    assert desk.brought
    return desk


def told(desk, **picked):
    desk.picked_on_stage(picked)
    return [line for frame in card(desk)["frames"] for line in frame]


ORGS = f"{HEADS}\nGrid,2\nTown,4\nClub,5\nHaul,5\n"
CLUB, GRID, HAUL = range(3)  # rows are in the order of names


def test_trust_is_told_of_partners_that_were_rated_and_of_no_others():
    """Oracle: by hand; Grid rated Town and Club, Haul rated one alone, so that none is its most, Club nobody."""
    desk = opened(ORGS)
    trusts = [line for line in told(desk, row=GRID) if line.startswith("Trusts")]
    assert trusts
    assert not [line for line in trusts if "Haul" in line]
    for row in (HAUL, CLUB):
        assert not [line for line in told(desk, row=row) if line.startswith("Trusts")]
    own = " ".join(told(desk, row=GRID))
    assert not re.search(r"interests are closest|How loyal", own)
    assert "not asked" in own


def test_what_two_never_said_of_one_another_is_not_told():
    """Oracle: by hand; Haul rated Grid, and Grid never rated Haul."""
    said = told(opened(ORGS), one=GRID, other=HAUL)
    assert "How far Grid trusts Haul was not asked" in said
    assert [line for line in said if line.startswith("The trust of Haul in Grid is ")]
    assert not [line for line in said if "understanding" in line]


def test_what_nobody_was_asked_for_is_said_to_be_drawn():
    """Oracle: by hand; no column of power, one with a gap, and a whole one; a case that somebody wrote. Commitment
    was asked, loyalty was not asked of anybody.
    """
    power = f"{HEADS},power_1to5\nGrid,2,5\nTown,4,{{}}\nClub,5,1\nHaul,5,2\n"
    for orgs, key in ((ORGS, "not_asked"), (power.format(""), "partly_asked"), (power.format("3"), "")):
        desk = opened(orgs)
        text = desk.texts("stage.size") + (f" ({desk.texts(f'stage.{key}')})" if key else "")
        assert stage.legend(desk)[0] == {"kind": "size", "text": text}
        signs = {one["kind"]: one["text"] for one in stage.legend(desk)}
        assert signs["fill"] == desk.texts("stage.fill")
        assert signs["ring"].endswith(f"({desk.texts('stage.not_asked')})")
        assert signs["width"] == desk.texts("stage.width")  # it was asked
        assert signs["faint"].endswith(f"({desk.texts('stage.not_asked_of_two')})")
        assert stage.ledger(desk)["frames"][0][CLUB][2:] == ["100%", desk.texts("card.not_asked")]
    written = Desk(Setting("merger"))
    assert stage.legend(written)[0]["text"] == written.texts("stage.size")


def test_lines_of_which_nobody_was_asked_are_drawn_alike():
    """Oracle: by hand; all that work together have one width and one opacity where no trust was rated, in every round,
    and several where it was; a line of which something is told stands out.
    """
    orgs = re.sub(r"$", ",-", ORGS.strip(), flags=re.MULTILINE).replace("1to5,-", "1to5,remarks")
    unrated = re.sub(r",(?:trust_1to5|\d)$", "", TIES, flags=re.MULTILINE)
    for ties, alike in ((unrated, True), (TIES, False)):
        line = opened(orgs, ties).session.line
        known = stage.not_asked(line.scenario)
        assert ("trust" in known) == alike
        for round_ in (0, 5):
            state = line.at(round_).state
            drawn = stage.lines(state, [], known)
            width, opacity = (
                {one for one in drawn[f"series.0.links.*.lineStyle.{key}"] if one} for key in ("width", "opacity")
            )
            assert (len(width) == 1) == alike
            assert len(opacity) == 1
    assert stage.not_asked(Desk(Setting("merger")).session.line.scenario) == ()


def test_of_a_case_that_was_written_all_is_told():
    """Oracle: the sentences that a card always had."""
    said = " ".join(told(Desk(Setting("merger", language="en")), row=0))
    assert "not asked" not in said
    assert "Trusts" in said


def test_a_round_is_said_in_the_language_of_the_page():
    """Oracle: by hand; a group that was brought has rounds of a month."""
    for language, said in (("nl", "een ronde is een maand"), ("en", "a round is a month")):
        assert said in opening(opened(ORGS, language=language))["kicker"]
