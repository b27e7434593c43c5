"""What stands on the screen in front: the whole, and nothing that only seats know.

No ranking, no sum that grows over the rounds, and no word of how many rounds there will be: who plays for a score plays
another game. What each delivered is looked at in the debrief, and not while the play goes on.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..conditions import CONDITIONS
from ..results.outcomes import on_four
from ..results.scenarios import name_of
from ..state import LEFT, MEMBER
from ..view.shown.ending import towards
from ..view.shown.places import CENTRE, FEW, WIDTH, ellipse, label_place
from ..view.shown.stage import wrapped
from ..view.texts import Texts
from .delivered import above_alone, delivered
from .play import CONDITIONAL, NOTHING, Play
from .seen import decided_together, news
from .table import Table
from .words import Words

HEIGHT, TALLER = 800, 1.62  # of what is drawn, and how much taller its ellipse is than on the page
LINE, BASE = 28.0, 9.0  # height of a line of a name, and from its middle to where letters stand
CIRCLE, UNDER, MIDDLE, EDGE = 25, 40.0, 380, 4  # of one of them, to a name below it, of the middle, and around it all
LETTER, GAP, MOST_LETTERS = 14.0, 40.0, 22  # width of a letter, distance of a name, and letters in a line of it


class Around(NamedTuple):
    """An organisation at the table: where it is drawn, its name in lines, who plays it, and what it said."""

    x: float
    y: float
    name: tuple[str, ...]
    side: int  #    of the vessel on which the name stands: -1 left, 1 right, 0 below
    down: float  #  from its middle to the first line of the name
    person: bool
    yes: bool  #    said yes: in this round so far, or in the last vote
    place: str  #   `member`, `outside` or `left`


class Vote(NamedTuple):
    """How many said yes in a vote, yes under a condition that did not come true, and no."""

    yes: int
    unmet: int
    no: int


class Whole(NamedTuple):
    """What the room sees of a table while the play goes on."""

    box: tuple[int, int, int, int]  # of what is drawn: left, top, width and height
    title: str
    question: str
    around: tuple[Around, ...]
    kind: str  #                    what lies in the middle: a goal, a proposal, or nothing
    words: tuple[str, ...]  #       that, by theme
    anew: tuple[str, ...] | None  # what of it is proposed in other words now; None where nothing is proposed anew
    voted: Vote | None  #           in the last played round
    promised: int | None  #         together, in percent above what each does alone; None without a goal in that round
    delivered: int | None
    worked_on: str  #               the condition that all work on in this round, by name; empty where there is none
    conditions: tuple[tuple[str, str, float], ...]  # name, what it stands for, 1 to 4 after the last round
    news: tuple[tuple[str, bool], ...]  # from outside, and whether it is of the round that is decided on
    group: tuple[tuple[str, bool], ...]  # what the group decided, and the same
    began: bool


def in_front(table: Table, words: Words) -> Whole:
    """What the screen shows."""
    play, texts = table.play, Texts(words.language)
    us, now = play.ahead.collaboration[0], play.state.collaboration[0]
    kind = "agreed" if play.agreed else "proposed" if play.proposed else "nothing"
    themes = play.scenario.themes
    promised, delivered = together(table)
    fresh = new_now(play, words.language)
    there = around(table, words.language)
    agreed_on, put = (tuple(towards(themes, at, texts)) for at in (now["goal"], us["proposal"]))
    return Whole(
        box=drawn_in(there),
        title=words.of_scenario(play.scenario, "title"),
        question=words.of_scenario(play.scenario, "question"),
        around=there,
        kind=kind,
        words={"agreed": agreed_on, "proposed": put}.get(kind, ()),
        anew=tuple(one for one in put if one not in agreed_on) if play.agreed and play.proposed else None,
        voted=voted(table),
        promised=promised,
        delivered=delivered,
        worked_on="" if play.worked_on == NOTHING else words.condition(play.worked_on),
        conditions=conditions(table, words),
        news=marked(news(play, words.language), fresh),
        group=marked(decided_together(play, words.language), fresh),
        began=bool(play.played),
    )


def new_now(play: Play, language: str) -> set[str]:
    """Names of what happens for the first time in the round that is decided on."""
    found: dict[str, int] = {}
    for event in play.scenario.events:
        if event.name:
            found[event.name] = min(event.round, found.get(event.name, event.round))
    return {name_of(name, language) for name, first in found.items() if first == play.round + 1}


def marked(names: Iterable[str], fresh: Collection[str]) -> tuple[tuple[str, bool], ...]:
    """Each with whether it is among those that are new."""
    return tuple((name, name in fresh) for name in names)


def drawn_in(there: Sequence[Around]) -> tuple[int, int, int, int]:
    """The box around all that is drawn: what lies in the middle, and everybody with their name."""
    tops = [min(one.y - CIRCLE, one.y + one.down - LINE) for one in there]
    ends = [one.y + max(CIRCLE, one.down + LINE * len(one.name) + (UNDER if one.side == 0 else 0.0)) for one in there]
    top = math.floor(min([HEIGHT / 2 - MIDDLE / 2, *tops])) - EDGE
    return 0, top, WIDTH, math.ceil(max([HEIGHT / 2 + MIDDLE / 2, *ends])) + EDGE - top


def around(table: Table, language: str) -> tuple[Around, ...]:
    """Those at the table, in the order of the scenario, around an ellipse."""
    play = table.play
    n = len(play.scenario.labels)
    points = ellipse(range(n))
    last = play.played[-1].said if play.played else {}
    return tuple(at_the_table(table, row, point, last, language) for row, point in enumerate(points.tolist()))


def at_the_table(table: Table, row: int, point: Sequence[float], last: Mapping[int, bool], language: str) -> Around:
    """One of those around it.

    Parameters
    ----------
    table
        At which it sits.
    row
        Its own.
    point
        Where it is drawn, counted from below.
    last
        Who said yes in the last vote, by row.
    language
        Of the names.
    """
    play, crowd = table.play, min(len(table.play.scenario.labels), FEW)
    x, y = point
    room = (WIDTH / 2 - abs(x - WIDTH / 2) - GAP) / LETTER
    lines = tuple(wrapped(name_of(play.scenario.labels[row], language), min(MOST_LETTERS, int(room) - 2)))
    where = label_place(x, y, crowd)
    above = {"middle": (len(lines) - 1) / 2, "bottom": len(lines) - 1}.get(where["verticalAlign"], 0.0)
    return Around(
        x=round(x, 1),
        y=round(HEIGHT / 2 - TALLER * (y - CENTRE), 1),
        name=lines,
        side={"left": -1, "right": 1}.get(where["position"], 0),
        down=round(BASE - LINE * above, 1),
        person=table.plays(row),
        yes=row in table.yes if play.proposed else last.get(row, False),
        place={MEMBER: "member", LEFT: "left"}.get(int(play.ahead.organisations["member"][row]), "outside"),
    )


def voted(table: Table) -> Vote | None:
    """What was said in the last played round, without who; None where nothing was put to anybody."""
    played = table.play.played[-1] if table.play.played else None
    if played is None or not played.said:
        return None
    yes = sum(played.said.values())
    unmet = sum(not played.said[row] for row, one in played.decided.items() if one.consent in CONDITIONAL)
    return Vote(yes, unmet, len(played.said) - yes - unmet)


def together(table: Table) -> tuple[int | None, int | None]:
    """What all promised and delivered together in the last played round, in percent above what they do alone."""
    play = table.play
    return above_alone(delivered(play.states_of(play.played[-1])) if play.played else None)


def conditions(table: Table, words: Words) -> tuple[tuple[str, str, float], ...]:
    """The five conditions after the last round, what each stands for, and where it is from 1 to 4; none before that."""
    play = table.play
    if not play.played:
        return ()
    row = play.history[play.round - 1]
    return tuple((words.condition(name), words(f"stands_{name}"), on_four(float(row[name]))) for name in CONDITIONS)
