"""What stands on the screen in front: the whole, and nothing that only seats know.

No ranking, no sum that grows over the rounds, and no word of how many rounds there will be: who plays for a score plays
another game. What each delivered is looked at in the debrief, and not while the play goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from .play import NOTHING
from .seen import decided_together, news
from .table import Table
from .words import Words

HEIGHT, TALLER = 800, 1.45  # of what is drawn, and how much taller its ellipse is than on the page
LINE, BASE = 28.0, 9.0  # height of a line of a name, and from its middle to where letters stand
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


class Whole(NamedTuple):
    """What the room sees of a table while the play goes on."""

    width: int  #                   of what is drawn
    height: int
    title: str
    question: str
    around: tuple[Around, ...]
    kind: str  #                    what lies in the middle: a goal, a proposal, or nothing
    words: tuple[str, ...]  #       that, by theme
    voted: tuple[int, int] | None  # who said yes in the last vote, of how many
    promised: int | None  #         together, in percent above what each does alone; None without a goal in that round
    delivered: int | None
    worked_on: str  #               the condition that all work on in this round, by name; empty where there is none
    conditions: tuple[tuple[str, float], ...]  # name, and 1 to 4, after the last round; none before the first
    news: tuple[str, ...]
    group: tuple[str, ...]  #       what the group decided
    began: bool


def in_front(table: Table, words: Words) -> Whole:
    """What the screen shows."""
    play, texts = table.play, Texts(words.language)
    us, now = play.ahead.collaboration[0], play.state.collaboration[0]
    kind = "agreed" if play.agreed else "proposed" if play.proposed else "nothing"
    themes = play.scenario.themes
    said = {"agreed": now["goal"], "proposed": us["proposal"]}.get(kind)
    promised, delivered = together(table)
    return Whole(
        width=WIDTH,
        height=HEIGHT,
        title=words.of_scenario(play.scenario, "title"),
        question=words.of_scenario(play.scenario, "question"),
        around=around(table, words.language),
        kind=kind,
        words=() if said is None else tuple(towards(themes, said, texts)),
        voted=voted(table),
        promised=promised,
        delivered=delivered,
        worked_on="" if play.worked_on == NOTHING else words.condition(play.worked_on),
        conditions=conditions(table, words),
        news=news(play, words.language),
        group=decided_together(play, words.language),
        began=bool(play.played),
    )


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


def voted(table: Table) -> tuple[int, int] | None:
    """How many said yes in the last played round, of how many; None where nothing was put to them."""
    said = table.play.played[-1].said if table.play.played else {}
    return (sum(said.values()), len(said)) if said else None


def together(table: Table) -> tuple[int | None, int | None]:
    """What all promised and delivered together in the last played round, in percent above what they do alone."""
    play = table.play
    return above_alone(delivered(play.states_of(play.played[-1])) if play.played else None)


def conditions(table: Table, words: Words) -> tuple[tuple[str, float], ...]:
    """The five conditions after the last round, on the scale from 1 to 4."""
    play = table.play
    if not play.played:
        return ()
    row = play.history[play.round - 1]
    return tuple((words.condition(name), on_four(float(row[name]))) for name in CONDITIONS)
