"""The stage: the network as people see it, drawn by ECharts.

An organisation is a vessel: its area is its power, how full it is its commitment, the ring around it how far the
person at the table is loyal to the whole. A line is the trust of two in each other, fainter as they understand each
other less. Places are worked out once for a network and never move.

What changes from round to round is sent as columns of numbers, one row a round; the page does the rest by itself, so
that playing costs the server nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import normalize

import numpy as np

from ... import game
from ...logic import HIERARCHY, NETWORK
from ...results.known import Declared, is_brought
from ...scenario import Scenario
from ...state import LEFT, MEMBER, State
from ..desk import Desk
from ..session import Line, alike_rows
from ..texts import EQUAL, Texts
from .facts import ENDED, NOBODY, Fact, in_crisis, short_of, was_new, who_leads
from .palette import BAD, GOOD, GREEN, INK, PAPER, QUIET, VERMILION
from .places import FEW, GAP, HEIGHT, LARGEST, LETTERS, WIDTH, label_place, letters_at, places_of
from .story import Told, end_of, told_of

MANY = 60  # up to so many have their names written; beyond that, those with most power
SMALLEST = 16.0  # radius of a vessel
THINNEST, THICKEST = 0.5, 9.0
MOST_LINES = 3  # of a name
SPARE = 2  # letters that a line may have besides, where most of a name are narrow
TYPE = 21  # size of a name
RING = 7  # room for a second ring
NO_GHOST = UNSEEN = -1.0
ON_THE_GHOST = -1  # instead of a membership: who comes besides on the other line alone
MOVES = "moves"  # beside the places in the option: what goes along ties
OF_TRAITS = {"size": "size", "fill": "commitment", "ring": "loyalty"}  # what signs show of each organisation
OF_TIES = {"width": "trust", "faint": "understanding"}  # and of each two
SIGNS = ("size", "fill", "ring", "width", "faint", "kept", "broken")  # that every drawing has


def network(desk: Desk) -> dict[str, Any]:
    """What is drawn on the stage: what never changes, what does in every round, and what lies on the table."""

    def make() -> dict[str, Any]:
        line, ghost, points = desk.session.line, desk.session.shadow, places_of(desk)
        besides = desk.labels_of(ghost)[alike_rows(line, ghost) :] if ghost else []  # on the other line alone
        names = [*desk.labels, *besides]
        points = points[: len(names)]
        return {
            "option": option(line.at(0).state, names, points, desk.revealed),
            "columns": as_text(columns(line, ghost, points, names, told_of(desk, line), desk.texts, desk.revealed)),
            "label": desk.texts("stage.title"),
            "crowd": len(names) > FEW,
            "status": status(line, desk.texts, told_of(desk, line)),
        }

    return desk.once("network", (*desk.key, desk.revealed), make)


def legend(desk: Desk) -> list[dict[str, str]]:
    """What the signs in the drawing stand for: those that it always has, and those of this run and of what is shown."""
    leads = desk.once("leads", desk.key, lambda: leads_at_table(desk.session.line))
    kinds = [
        *SIGNS,
        *(["leads"] if leads else []),
        *(["home"] if desk.revealed else []),
        *(["other"] if desk.session.shadow else []),
    ]
    return [{"kind": kind, "text": sign(desk, kind)} for kind in kinds]


def sign(desk: Desk, kind: str) -> str:
    """What a sign stands for; where a group that was brought was not asked for it, that it is drawn by lot, or, of
    lines, that they are the same everywhere.
    """
    scenario, said = desk.session.line.scenario, desk.texts(f"stage.{kind}")
    if kind in OF_TIES and OF_TIES[kind] in not_asked(scenario):
        return f"{said} ({desk.texts('stage.not_asked_of_two')})"
    if kind in OF_TRAITS and is_brought(scenario):
        known = ~np.isnan(scenario.declare(scenario.seed).organisations[OF_TRAITS[kind]])
        if not known.all():
            said = f"{said} ({desk.texts('stage.partly_asked' if known.any() else 'stage.not_asked')})"
    return said


def not_asked(scenario: Scenario) -> tuple[str, ...]:
    """What lines show that nobody was asked in a group that was brought: which two have more of it is chance alone."""
    if not is_brought(scenario):
        return ()
    ties = scenario.declare(scenario.seed).ties
    return tuple(field for field in OF_TIES.values() if np.isnan(ties[field]).all())


def switches(desk: Desk) -> list[dict[str, Any]]:
    """What the stage shows on demand: the ending that was put away, the ghost where there is one, what nobody sees."""
    texts, one = desk.texts, desk.session
    unseen = {
        "key": "unseen",
        "on": desk.revealed,
        "text": texts("unseen.hide" if desk.revealed else "unseen.show"),
        "help": texts("unseen.help"),
    }
    in_short = {"key": "in_short", "on": False, "text": texts("stage.in_short"), "help": ""}
    back = [in_short] if desk.ended == one.line.number and one.round >= one.line.rounds else []
    if one.shadow is None:
        return [*back, unseen]
    swap = {
        "key": "swap",
        "on": False,
        "text": texts("stage.swap", name=desk.line_name(one.shadow)),
        "help": texts("stage.swap_help"),
    }
    return [*back, swap, unseen]


def ledger(desk: Desk) -> dict[str, Any]:
    """The table that says what is drawn in every round, for who cannot see it; of a crowd it has no rows."""
    texts, heads = desk.texts, ("word.organisation", "headline.title", "trait.commitment", "trait.loyalty")
    return {
        "label": texts("stage.title"),
        "heads": [texts(head) for head in heads],
        "frames": desk.once("ledger", desk.key, lambda: in_rows(desk)),
    }


def in_rows(desk: Desk) -> list[list[list[str]]]:
    """For every round, of every organisation its name, what the round brought it, commitment and loyalty."""
    if len(desk.labels) > MANY:
        return [[]]
    frames, declared = [], Declared(desk.session.line.scenario)
    for course in desk.session.line.walk():
        led = who_leads(course.state, course.parameters, course.round)
        frames.append(
            [
                [
                    f"★ {name}" if row == led else name,
                    brought(me, course.round, desk.texts, row in desk.session.line.merged),
                    *(
                        desk.texts.percent(me[one]) if declared.of(row, one) else desk.texts("card.not_asked")
                        for one in ("commitment", "loyalty")
                    ),
                ]
                for row, (name, me) in enumerate(zip(desk.labels, course.state.organisations, strict=True))
            ]
        )
    return frames


def as_text(rows: Sequence[Mapping[str, list]]) -> str:
    """Columns of a chart as JSON: text goes through the server and into the page untouched, and is read there once."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


# What does not change ----------------------------------------------------------------------------------------------


def option(state: State, names: Sequence[str], points: np.ndarray, revealed: bool = False) -> dict[str, Any]:
    """The drawing, with everything in it that is the same in every round.

    Parameters
    ----------
    state
        Any round of the run.
    names
        Of the organisations, as they are to be shown; behind them, of those that only the ghost has.
    points
        From `places`.
    revealed
        Whether a second ring is drawn, for which names make room.
    """
    n = len(names)
    shown = names_shown(state, n)
    nodes = [
        {
            "id": str(row),
            "name": str(row),
            "value": [round(float(x), 1), round(float(y), 1)],
            "label": {**label_place(x, y, n), "show": bool(shown[row])},
        }
        for row, (x, y) in enumerate(points)
    ]
    links = [{"source": str(one), "target": str(other)} for one, other in pairs(state)]
    size = TYPE if n <= FEW else 14
    axis = {"type": "value", "min": 0, "show": False}
    return {
        "animation": False,
        "grid": {"left": 0, "right": 0, "top": 0, "bottom": 0},
        "xAxis": {**axis, "max": WIDTH},
        "yAxis": {**axis, "max": HEIGHT},
        "series": [
            {
                "id": "network",
                "type": "graph",
                "coordinateSystem": "cartesian2d",
                "z": 2,
                "symbol": "circle",
                "itemStyle": {"color": "rgba(255,255,255,0.01)"},
                "emphasis": {"disabled": True},
                "label": {
                    "color": INK,
                    "fontSize": size,
                    "lineHeight": size + 4,
                    "distance": GAP + (RING if revealed else 0),
                    "textBorderColor": PAPER,
                    "textBorderWidth": 4,
                    "rich": {
                        "b": {"fontWeight": "bold", "fontSize": size, "lineHeight": size + 4, "color": INK},
                        "p": {"fontSize": size - 1, "fontWeight": 600, "lineHeight": size + 4, "color": GOOD},
                        "m": {"fontSize": size - 1, "fontWeight": 600, "lineHeight": size + 4, "color": BAD},
                        "o": {"fontSize": size - 1, "lineHeight": size + 4, "color": QUIET},
                        "q": {"fontSize": size, "lineHeight": size + 4, "color": QUIET},
                    },
                },
                "lineStyle": {"color": QUIET, "curveness": 0},
                "data": nodes,
                "links": links,
            },
            {
                "id": "vessels",
                "type": "custom",
                "renderItem": "vessel",
                "coordinateSystem": "cartesian2d",
                "silent": True,
                "z": 3,
                "data": [],
            },
        ],
    }


def pairs(state: State) -> list[tuple[int, int]]:
    """Every two that are tied, once."""
    sources, targets = state.sources, state.ties["target"]
    once = sources < targets
    return list(zip(sources[once].tolist(), targets[once].tolist(), strict=True))


def names_shown(state: State, n: int) -> np.ndarray:
    """Whose name is written: everybody's, or in a crowd that of those with most power."""
    shown = np.ones(n, bool)
    if n > MANY:
        rows = state.organisations.size
        shown[:rows][np.argsort(-state.organisations["size"], kind="stable")[MANY // 3 :]] = False
    return shown


def wrapped(name: str, letters: int = LETTERS) -> list[str]:
    """A name in a few short lines."""
    lines = [""]
    for word in (part for whole in plain(name).split() for part in in_parts(whole, letters + SPARE)):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    cut = [line if len(line) <= letters + 5 else line[: letters + 4] + "…" for line in lines]
    return cut if len(cut) <= MOST_LINES else [*cut[: MOST_LINES - 1], cut[MOST_LINES - 1][:letters] + "…"]


def in_parts(word: str, letters: int) -> list[str]:
    """A word that is longer than so many letters in parts, each from where a syllable begins, nearest the middle.

    Examples
    --------
    >>> in_parts("Jeugdgezondheidszorg", 19), in_parts("Huisartsencoöperatie", 19), in_parts("Thuiszorg", 19)
    (['Jeugdgezond-', 'heidszorg'], ['Huisartsen-', 'coöperatie'], ['Thuiszorg'])
    """
    if len(word) <= letters:
        return [word]
    is_vowel = [normalize("NFD", one)[0].lower() in "aeiouy" for one in word]
    begins = [at for at in range(3, len(word) - 2) if is_vowel[at + 1] and not is_vowel[at]]
    at = min(begins, key=lambda one: abs(2 * one - len(word)), default=len(word) // 2)
    first = word[:at] if word[at - 1] == "-" else f"{word[:at]}-"
    return [*in_parts(first, letters), *in_parts(word[at:], letters)]


def plain(name: str) -> str:
    """A name without what ECharts would take for formatting."""
    return name.replace("{", "(").replace("}", ")").replace("|", "/")


# What changes from round to round ----------------------------------------------------------------------------------


def columns(
    line: Line,
    ghost: Line | None,
    points: np.ndarray,
    names: Sequence[str],
    told: Sequence[Told],
    texts: Texts,
    revealed: bool = False,
) -> list[dict[str, list]]:
    """For every round, from the start on, values by the place in the option where they go.

    Parameters
    ----------
    line, ghost
        What is drawn, and what commitment is marked beside it.
    points, names
        As for `option`.
    told
        From `samenspel.view.shown.story.tell`: ties of which something is told stand out.
    texts
        How numbers are written.
    revealed
        Whether to draw how loyal the boards at home are to the whole, which nobody at the table sees.
    """
    rows, there, alike = [], len(line.scenario.labels), not_asked(line.scenario)
    shadows = [course.state.organisations["commitment"].copy() for course in ghost.walk()] if ghost else []
    shadows = [padded(shadow[: alike_rows(line, ghost)], there) for shadow in shadows]
    absent, there_only = range(there, len(names)), texts("word.not_here")  # whom only the ghost has
    broken = [wrapped(name, letters_at(x, y, len(names))) for name, (x, y) in zip(names, points, strict=True)]
    for course in line.walk():
        state = course.state
        radii = sizes(state)
        led = who_leads(state, course.parameters, course.round)
        home = state.organisations["home"] if revealed else np.full(radii.size, UNSEEN)
        shadow = shadows[course.round] if ghost else np.full(radii.size, NO_GHOST)
        rows.append(
            {
                "series.0.data.*.symbolSize": [
                    *(round(2.0 * float(radius), 1) for radius in radii),
                    *(2.0 * SMALLEST for _ in absent),
                ],
                "series.0.data.*.label.formatter": [
                    *(
                        label(me, broken[row], row == led, course.round, texts, row in line.merged)
                        for row, me in enumerate(state.organisations)
                    ),
                    *("\n".join([*(f"{{q|{one}}}" for one in broken[row]), f"{{o|{there_only}}}"]) for row in absent),
                ],
                **lines(state, told[course.round].facts, alike),
                MOVES: moves(state, told[course.round].facts),
                "series.1.data": [*vessels(state, points, radii, led, shadow, home), *empty_seats(points, absent)],
            }
        )
    return rows


def sizes(state: State) -> np.ndarray:
    """Radius of every vessel: its area is the power by size, and the smallest can still be seen."""
    size = state.organisations["size"]
    crowd = min(1.0, math.sqrt(FEW / size.size))
    radii = LARGEST * np.sqrt(size / size.max())
    return np.maximum(radii, SMALLEST) * crowd


def leads_at_table(line: Line) -> bool:
    """Whether in any round of a run somebody at the table leads."""
    return any(who_leads(one.state, one.parameters, one.round) != NOBODY for one in line.walk())


def padded(values: np.ndarray, n: int) -> np.ndarray:
    """What a ghost has of each of n organisations; those that it does not have, have none."""
    return np.concatenate([values[:n], np.full(max(0, n - values.size), NO_GHOST)])


def empty_seats(points: np.ndarray, rows: Sequence[int]) -> list[list[float]]:
    """Outlines for those whom only the ghost has, as `vessels` has them."""
    return [
        [round(float(x), 1), round(float(y), 1), SMALLEST, 0.0, 0.0, ON_THE_GHOST, 0, NO_GHOST, UNSEEN]
        for x, y in points[list(rows)].reshape(-1, 2)
    ]


def label(me: np.void, lines_: Sequence[str], leads: bool, round_: int, texts: Texts, merged: bool = False) -> str:
    """Name, and below it what the round brought against working alone."""
    style = "q" if me["member"] != MEMBER else "b"
    name = "\n".join(f"{{{style}|{line}}}" for line in lines_)
    if leads:
        name = name.replace(f"{{{style}|", f"{{{style}|★ ", 1)
    said = brought(me, round_, texts, merged)
    if not said:
        return name
    gained = game.gain(me) if me["member"] == MEMBER else 0.0
    tone = "o" if abs(gained) < EQUAL else "p" if gained > 0 else "m"
    return f"{name}\n{{{tone}|{said}}}"


def brought(me: np.void, round_: int, texts: Texts, merged: bool = False) -> str:
    """What a round brought an organisation against working alone, or that it does not take part; nothing at first."""
    if me["member"] != MEMBER:
        return texts("word.merged" if merged else "word.left" if me["member"] == LEFT else "word.outside")
    return texts.gain(game.gain(me), signed=True) if round_ else ""


def lines(state: State, facts: Sequence[Fact], alike: Sequence[str] = ()) -> dict[str, list]:
    """Width by trust, opacity by understanding, of two in each other; what is told of stands out.

    A tie that rests is not drawn, but for the round in which it is told that it comes to rest.

    Parameters
    ----------
    state, facts
        Of the round, and what is told of it.
    alike
        Of which of these the mean is drawn for every two that work together.
    """
    ties, sources, members = state.ties, state.sources, state.organisations["member"] == MEMBER
    once = np.flatnonzero(sources < ties["target"])
    back = ties["reverse"][once]
    trust = 0.5 * (ties["trust"][once] + ties["trust"][back])
    understood = 0.5 * (ties["understanding"][once] + ties["understanding"][back])
    both = members[sources[once]] & members[ties["target"][once]]
    together = both & (ties["age"][once] > 0)
    if together.any():
        trust = np.full(once.size, trust[together].mean()) if "trust" in alike else trust
        understood = np.full(once.size, understood[together].mean()) if "understanding" in alike else understood
    crowd = min(1.0, math.sqrt(60 / max(once.size, 1)))
    width = np.where(together, THINNEST + (THICKEST - THINNEST) * trust**1.5 * crowd, 0.0)
    opacity = np.where(together, 0.06 + 0.54 * understood**1.5, 0.0)
    told = {frozenset(fact.pair): fact.tone for fact in facts if fact.pair}
    colours, styles = [], []
    for place, (one, other) in enumerate(zip(sources[once], ties["target"][once], strict=True)):
        tone = told.get(frozenset((int(one), int(other))), 0) if both[place] else 0
        colours.append((QUIET, GREEN, VERMILION)[tone])
        styles.append("dashed" if tone < 0 else "solid")
        if tone:
            opacity[place] = 0.95
            width[place] = max(width[place], 3.0)
    return {
        "series.0.links.*.lineStyle.width": [round(float(value), 2) for value in width],
        "series.0.links.*.lineStyle.opacity": [round(float(value), 3) for value in opacity],
        "series.0.links.*.lineStyle.color": colours,
        "series.0.links.*.lineStyle.type": styles,
    }


def moves(state: State, facts: Sequence[Fact]) -> list[list[int]]:
    """What goes along a tie in a round: from whom, to whom, and 1 for what binds them more or -1 for what does less."""
    members = state.organisations["member"] == MEMBER
    return [[*fact.pair, fact.tone] for fact in facts if fact.pair and fact.tone and members[list(fact.pair)].all()]


def vessels(
    state: State, points: np.ndarray, radii: np.ndarray, led: int, shadow: np.ndarray, home: np.ndarray
) -> list[list[float]]:
    """Of every organisation its place, radius, commitment, loyalty, membership, whether it leads; and what is drawn
    with that on demand: the commitment of the ghost, and the loyalty of its board.
    """
    return [
        [
            round(float(points[row, 0]), 1),
            round(float(points[row, 1]), 1),
            round(float(radii[row]), 1),
            round(float(me["commitment"]), 3),
            round(float(me["loyalty"]), 3),
            int(me["member"]),
            int(row == led),
            round(float(shadow[row]), 3),
            round(float(home[row]), 3),
        ]
        for row, me in enumerate(state.organisations)
    ]


def status(line: Line, texts: Texts, told: Sequence[Told]) -> list[dict[str, Any]]:
    """For every round, what lies on the table: whether there is a goal, and how much support there was for one.

    Returns
    -------
    list of dict
        `big` and `small` words; the `support` that these tell of and the `quorum` as shares, or -1 where they tell of
        none; `tone`;
        and who `leads`, when that is nobody at the table but an organisation of its own.
    """
    said: list[dict[str, Any]] = []
    over = end_of(told)
    end, by_choice = (over[0], over[1].kind == ENDED) if over else (0, False)
    for course in line.walk():
        us, parameters = course.state.collaboration[0], course.parameters
        voted = bool(course.round and us["put"]) and not us["dissolved"] and parameters.logic.decision == NETWORK
        since = course.round - int(us["age"]) + 1
        if us["dissolved"]:
            kind = "ended" if by_choice else "apart"
        elif us["agreed"]:
            shaky = us["unbacked"] > 0 and not was_new(us)
            how = "_by_order" if parameters.logic.decision == HIERARCHY else ""
            kind = f"shaky{how}" if shaky else "agreed" if since > 0 else "agreed_before"
        else:
            had_one = line.had_goal_before(course.round)
            kind = "crisis" if in_crisis(us) else "vote" if voted else "none_again" if had_one else "none"
        counted, quorum = {"vote": "support", "shaky": "backing"}.get(kind, ""), parameters.decision.quorum
        shares = {
            "support": short_of(us["support"], quorum),
            "backing": short_of(us["backing"], quorum),
            "quorum": quorum,
        }
        values = {"round": end if us["dissolved"] else since} | {
            name: texts.percent(share) for name, share in shares.items()
        }
        said.append(
            {
                "big": texts(f"table.{kind}", **values),
                "small": texts(f"table.{kind}_small", **values),
                "support": round(float(us[counted]), 3) if counted else -1.0,
                "quorum": round(float(quorum), 3) if counted else -1.0,
                "tone": {"apart": -1, "agreed": 1, "agreed_before": 1}.get(kind, 0),
                "leads": texts("table.leads_outside") if course.round and us["led_from_outside"] else "",
            }
        )
    return said
