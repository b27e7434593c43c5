"""The stage: the network as people see it, drawn by ECharts.

An organisation is a vessel: its area is its power, how full it is its commitment, the ring around it how far the
person at the table is loyal to the whole. A line is the trust of two in each other, fainter as they understand each
other less. Places are worked out once for a network and never move.

What changes from round to round is sent as columns of numbers, one row a round; the page does the rest by itself, so
that playing costs the server nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..logic import HIERARCHY, NETWORK
from ..state import LEFT, MEMBER, State
from .session import Line
from .story import Fact
from .texts import Texts

# Okabe and Ito (2008): people with any kind of colour vision can tell these apart.
ORANGE, SKY, GREEN, BLUE, VERMILION, PURPLE, YELLOW = (
    "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00", "#CC79A7", "#F0E442",
)  # fmt: skip
INK, QUIET, FAINT, PAPER = "#1F2933", "#5B6770", "#C9D1D8", "#FFFFFF"
LOOK = {
    "blue": BLUE,
    "green": GREEN,
    "orange": ORANGE,
    "vermilion": VERMILION,
    "ink": INK,
    "quiet": QUIET,
    "faint": FAINT,
}

WIDTH, HEIGHT = 1220, 620
ACROSS, DOWN = 368.0, 200.0  # half axes of the ellipse on which few stand
CENTRE = HEIGHT / 2 + 10.0  # of the stage, in units of its own; the page scales them to the window
FEW, MANY = 16, 60  # up to so many in a circle; names of all; beyond that, of those with most power
SMALLEST, LARGEST = 16.0, 46.0  # radius of a vessel
THINNEST, THICKEST = 0.5, 9.0
LETTERS, MOST_LETTERS, MOST_LINES = 18, 24, 3  # in a line of a name
TYPE, LETTER, GAP = 21, 11.8, 13  # size of a name, width of its letters, distance to its vessel
RING = 7  # room for a second ring
UNCROWDED = 10
NARROW = 0.28  # of the half axis
NO_GHOST = UNSEEN = -1.0
NOBODY = -1
ALIGN = {"left": "right", "right": "left"}


# Places ------------------------------------------------------------------------------------------------------------


def places(state: State) -> np.ndarray:
    """Where everybody stands, shape (n, 2), within the stage: the same for every round, fork and language.

    Few stand in an ellipse, next to those they have most to do with; many by Kamada and Kawai (1989).
    """
    n = state.organisations.size
    if n <= FEW:
        return ellipse(around(state))
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(zip(state.ties["source"].tolist(), state.ties["target"].tolist(), strict=True))
    found = nx.kamada_kawai_layout(graph) if n <= 150 else nx.spring_layout(graph, seed=1, iterations=60)
    points = np.array([found[row] for row in range(n)])
    low, high = points.min(axis=0), points.max(axis=0)
    points = (points - low) / np.where(high > low, high - low, 1.0)
    return np.column_stack([60 + points[:, 0] * (WIDTH - 120), 50 + points[:, 1] * (HEIGHT - 100)])


def around(state: State) -> list[int]:
    """An order around a circle in which those who depend on one another most stand near one another."""
    n = state.organisations.size
    if state.ties.size in (0, n * (n - 1)):
        return list(range(n))
    strength = np.zeros((n, n))
    strength[state.ties["source"], state.ties["target"]] = 1.0
    laplacian = np.diag(strength.sum(axis=1)) - strength
    vectors = np.linalg.eigh(laplacian)[1]
    angle = np.arctan2(np.round(vectors[:, 2], 9), np.round(vectors[:, 1], 9))
    return np.argsort(angle, kind="stable").tolist()


def ellipse(order: Sequence[int]) -> np.ndarray:
    """Points at equal distances along an ellipse, the first just right of the top, so that names have room."""
    n = len(order)
    fine = np.linspace(0.0, 2.0 * math.pi, 721)
    down = DOWN if n <= UNCROWDED else 0.92 * DOWN  # names above and below need room
    x, y = WIDTH / 2 + ACROSS * np.sin(fine), CENTRE + down * np.cos(fine)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = np.interp((np.arange(n) + 0.5) * along[-1] / n, along, fine)
    points = np.zeros((n, 2))
    points[list(order)] = np.column_stack([WIDTH / 2 + ACROSS * np.sin(at), CENTRE + down * np.cos(at)])
    return points


def side(x: float, y: float, crowd: int) -> str:
    """On which side of a vessel its name stands: outwards."""
    if crowd > FEW:
        return "bottom"
    across = (x - WIDTH / 2) / ACROSS
    return "bottom" if abs(across) < 0.02 else "right" if across > 0.0 else "left"


def letters_at(x: float, y: float, crowd: int) -> int:
    """How many letters a line of a name may have, so that it stays on the stage."""
    if crowd > FEW or label_place(x, y, crowd)["position"] not in ALIGN:
        return LETTERS
    room = WIDTH / 2 - abs(x - WIDTH / 2) - LARGEST - GAP
    return int(min(MOST_LETTERS, max(10, room / LETTER)))


def label_place(x: float, y: float, crowd: int) -> dict[str, Any]:
    """Where a name stands beside its vessel: outwards, near the top and the bottom away from the middle."""
    where, across, up = side(x, y, crowd), abs(x - WIDTH / 2) / ACROSS, (y - CENTRE) / DOWN
    if crowd > FEW or where == "bottom":
        return {"position": "bottom", "align": "center", "verticalAlign": "top"}
    above = "top" if up > 0.0 else "bottom"
    upright = "middle" if abs(up) < 0.75 else "bottom" if up > 0.0 else "top"
    if across < NARROW and crowd > UNCROWDED:  # too close to its neighbour for a name beside it
        return {"position": above, "align": ALIGN[where], "verticalAlign": upright}
    return {"position": where, "align": ALIGN[where], "verticalAlign": upright}


# What does not change ----------------------------------------------------------------------------------------------


def option(state: State, names: Sequence[str], points: np.ndarray, revealed: bool = False) -> dict[str, Any]:
    """The drawing, with everything in it that is the same in every round.

    Parameters
    ----------
    state
        Any round of the run.
    names
        Of the organisations, as they are to be shown.
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
                        "p": {"fontSize": size - 1, "fontWeight": 600, "lineHeight": size + 4, "color": "#00795A"},
                        "m": {"fontSize": size - 1, "fontWeight": 600, "lineHeight": size + 4, "color": "#B34700"},
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
    ties = state.ties
    once = ties["source"] < ties["target"]
    return list(zip(ties["source"][once].tolist(), ties["target"][once].tolist(), strict=True))


def names_shown(state: State, n: int) -> np.ndarray:
    """Whose name is written: everybody's, or in a crowd that of those with most power."""
    shown = np.ones(n, bool)
    if n > MANY:
        shown[np.argsort(-state.organisations["size"], kind="stable")[MANY // 3 :]] = False
    return shown


def wrapped(name: str, letters: int = LETTERS) -> list[str]:
    """A name in a few short lines."""
    lines = [""]
    for word in plain(name).split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    cut = [line if len(line) <= letters + 5 else line[: letters + 4] + "…" for line in lines]
    return cut if len(cut) <= MOST_LINES else [*cut[: MOST_LINES - 1], cut[MOST_LINES - 1][:letters] + "…"]


def plain(name: str) -> str:
    """A name without what ECharts would take for formatting."""
    return name.replace("{", "(").replace("}", ")").replace("|", "/")


# What changes from round to round ----------------------------------------------------------------------------------


def columns(
    line: Line,
    ghost: Line | None,
    points: np.ndarray,
    names: Sequence[str],
    told: Sequence[Sequence[Fact]],
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
        From `simulation.view.story.tell`: ties of which something is told stand out.
    texts
        How numbers are written.
    revealed
        Whether to draw how loyal the boards at home are to the whole, which nobody at the table sees.
    """
    rows = []
    shadows = [course.state.organisations["commitment"].copy() for course in ghost.walk()] if ghost else []
    broken = [wrapped(name, letters_at(x, y, len(names))) for name, (x, y) in zip(names, points, strict=True)]
    for course in line.walk():
        state = course.state
        radii = sizes(state)
        led = who_leads(state, course.parameters, course.round)
        home = state.organisations["home"] if revealed else np.full(radii.size, UNSEEN)
        shadow = shadows[course.round] if ghost else np.full(radii.size, NO_GHOST)
        rows.append(
            {
                "series.0.data.*.symbolSize": [round(2.0 * float(radius), 1) for radius in radii],
                "series.0.data.*.label.formatter": [
                    label(state.organisations[row], broken[row], row == led, course.round, texts)
                    for row in range(radii.size)
                ],
                **lines(state, told[course.round]),
                "series.1.data": vessels(state, points, radii, led, shadow, home),
            }
        )
    return rows


def sizes(state: State) -> np.ndarray:
    """Radius of every vessel: its area is the power by size, and the smallest can still be seen."""
    size = state.organisations["size"]
    crowd = min(1.0, math.sqrt(FEW / size.size))
    radii = LARGEST * np.sqrt(size / size.max())
    return np.maximum(radii, SMALLEST) * crowd


def who_leads(state: State, parameters: Any, round_: int) -> int:  # noqa: ANN401
    """The row of whoever leads; -1 where nobody at the table does, as by network logic when all govern together."""
    us = state.collaboration[0]
    leading = parameters.governance.form > 0 or any(value == HIERARCHY for value in parameters.logic)
    if not leading or not round_ or us["dissolved"] or us["led_from_outside"]:
        return NOBODY
    return int(us["lead"])


def label(me: np.void, lines_: Sequence[str], leads: bool, round_: int, texts: Texts) -> str:
    """Name, and below it what the round brought against working alone."""
    style = "q" if me["member"] != MEMBER else "b"
    name = "\n".join(f"{{{style}|{line}}}" for line in lines_)
    if leads:
        name = name.replace(f"{{{style}|", f"{{{style}|★ ", 1)
    if me["member"] != MEMBER:
        return f"{name}\n{{o|{texts('word.left' if me['member'] == LEFT else 'word.outside')}}}"
    if not round_:
        return name
    gain = float(me["value"] - 0.5 - me["outside"])
    tone = "o" if abs(gain) < 0.005 else "p" if gain > 0 else "m"
    return f"{name}\n{{{tone}|{texts.number(gain, signed=True)}}}"


def lines(state: State, facts: Sequence[Fact]) -> dict[str, list]:
    """Width by trust, opacity by understanding, of two in each other; what is told of stands out."""
    ties, members = state.ties, state.organisations["member"] == MEMBER
    once = np.flatnonzero(ties["source"] < ties["target"])
    back = ties["reverse"][once]
    trust = 0.5 * (ties["trust"][once] + ties["trust"][back])
    understood = 0.5 * (ties["understanding"][once] + ties["understanding"][back])
    together = members[ties["source"][once]] & members[ties["target"][once]]
    crowd = min(1.0, math.sqrt(60 / max(once.size, 1)))
    width = np.where(together, THINNEST + (THICKEST - THINNEST) * trust**1.5 * crowd, 0.0)
    opacity = np.where(together, 0.06 + 0.54 * understood**1.5, 0.0)
    told = {frozenset(fact.pair): fact.tone for fact in facts if fact.pair}
    colours, styles = [], []
    for place, (one, other) in enumerate(zip(ties["source"][once], ties["target"][once], strict=True)):
        tone = told.get(frozenset((int(one), int(other))), 0) if together[place] else 0
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


def status(line: Line, texts: Texts) -> list[dict[str, Any]]:
    """For every round, what lies on the table: whether there is a goal, and how much support there was for one.

    Returns
    -------
    list of dict
        `big` and `small` words; `support` and `quorum` as shares, or -1 where nothing is put to the vote; `tone`.
    """
    said: list[dict[str, Any]] = []
    since = 0
    for course in line.walk():
        us, parameters = course.state.collaboration[0], course.parameters
        voted = bool(course.round) and not us["dissolved"] and parameters.logic.decision == NETWORK
        since = since or (course.round if us["agreed"] else 0)
        kind = "apart" if us["dissolved"] else "agreed" if us["agreed"] else "vote" if voted else "none"
        support = texts.percent(us["support"])
        values = {"round": since, "support": support, "quorum": texts.percent(parameters.decision.quorum)}
        said.append(
            {
                "big": texts(f"table.{kind}", **values),
                "small": texts(f"table.{kind}_small", **values),
                "support": round(float(us["support"]), 3) if voted else -1.0,
                "quorum": round(float(parameters.decision.quorum), 3) if voted else -1.0,
                "tone": {"apart": -1, "agreed": 1}.get(kind, 0),
            }
        )
    return said
