"""The map of what each takes the need to be, which nobody at the table sees, and where names find room on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

import numpy as np

from ...state import MEMBER
from ..session import Line
from ..texts import Texts
from .palette import BLUE, FAINT, INK, ORANGE, QUIET
from .places import FEW
from .stage import plain

MAP = np.array([370.0, 119.0])  # pixels of a map at the smallest window, without what is written around it
ABOVE, BELOW, AXIS_LINE = 28, 26, 16  # pixels above and below it, and for each further line there
LETTER, LINE, DOT, STAR = 6.6, 14.0, 6.0, 11.0  # what there takes a letter, a line, half a dot and half the star
SIDES = {"right": (1, 0), "left": (-1, 0), "top": (0, 1), "bottom": (0, -1)}  # of what a name belongs to
FARTHER = (24.0, 36.0, 50.0, 66.0, 84.0, 104.0, 126.0)  # pixels from a dot to its name, at the end of a line
AROUND = tuple((np.cos(turn), np.sin(turn)) for turn in np.arange(0.0, 2 * np.pi, np.pi / 8))
UPRIGHT = 0.1  # what a line goes to the side, at most, when its name may stand on either side
# Where a name may begin, from its dot, and on which side of that: beside the dot, or at the end of a line.
ROOMS = [((DOT + 1) * np.array(way), side) for side, way in SIDES.items()] + [
    (far * np.array(way), side)
    for far in FARTHER
    for way in AROUND
    for side, lies in (("right", way[0] > -UPRIGHT), ("left", way[0] < UPRIGHT))
    if lies
]
OFFSETS = np.array([offset for offset, _ in ROOMS])
LEANS = np.array([SIDES[side] for _, side in ROOMS])
FAR = [round(float(np.hypot(*offset))) for offset in OFFSETS]  # pixels
ALONG = np.linspace(0.0, 1.0, 20)[:, None]  # points of a line
LONG = 16  # letters of a name that stands on two lines, at least
TITLE = 48  # letters of an axis on a line, at most: as many as a phone is wide
STAR_SHAPE = "path://M0,-10 3,-3 10,-3 4,2 6,10 0,5 -6,10 -4,2 -10,-3 -3,-3z"


class Needs(NamedTuple):
    """What each takes the need to be, and the need itself, on a map of the first two themes; and that in every round.

    Dots near the star see what is needed; dots far apart see different problems.

    Attributes
    ----------
    option
        What ECharts draws; the changing parts are empty.
    rows
        Those, by round.
    height
        Of the chart, at least, so that names have the room that they were placed in; pixels.
    """

    option: dict[str, Any]
    rows: list[dict[str, Any]]
    height: int


def needs(line: Line, names: Sequence[str], texts: Texts) -> Needs:
    """The map of a line, with the names of the organisations."""
    there = [
        (
            [place for place, member in enumerate(course.state.organisations["member"] == MEMBER) if member],
            course.state.organisations["perception"][:, :2].copy(),  # a walk changes one state
            course.state.collaboration["need"][0][:2].copy(),
        )
        for course in line.walk()
    ]
    seen = np.vstack([point for members, dots, star in there for point in (*dots[members], star)])
    low, high = np.floor(seen.min(axis=0) * 20 - 1) / 20, np.ceil(seen.max(axis=0) * 20 + 1) / 20
    on_lines = [in_two(plain(name)) for name in names]
    sizes = np.array([(LETTER * max(map(len, name.split("\n"))), LINE * (1 + name.count("\n"))) for name in on_lines])
    rows, had, nameless = [], {}, []
    for members, dots, star in there:
        at, aim = (dots[members] - low) / (high - low) * MAP, (star - low) / (high - low) * MAP
        before = {place: had[member] for place, member in enumerate(members) if member in had}
        found = placed(at, aim, sizes[members], before)
        had |= {members[place]: one for place, one in found.items()}
        rows.append(row([on_lines[one] for one in members], dots[members], star, found, (low, high)))
        left = [plain(names[one]) for place, one in enumerate(members) if place not in found]
        nameless.append(left if len(members) <= FEW else [])
    across, up = titles(line, texts)
    said = [texts("unseen.nameless", names=texts.names(left, len(left))) if left else "" for left in nameless]
    below = [wrap(one, TITLE) for one in said]
    if any(below):
        for one, lines in zip(rows, below, strict=True):
            one["xAxis.name"] = "\n".join([across, *lines])
        across += "\n" * max(map(len, below))
    drawn = option(across, up, low, high)
    return Needs(drawn, rows, round(MAP[1]) + drawn["grid"]["top"] + drawn["grid"]["bottom"])


def titles(line: Line, texts: Texts) -> list[str]:
    """What the axes are called, across and up: by what lies at either end, where themes have names."""
    arrows = (("\N{LEFTWARDS ARROW}", "\N{RIGHTWARDS ARROW}"), ("\N{DOWNWARDS ARROW}", "\N{UPWARDS ARROW}"))
    if not line.scenario.themes:
        first, second = texts("unseen.first_theme"), texts("unseen.second_theme")
        return [f"{first} {arrows[0][1]}", f"{arrows[1][1]} {second}"]
    named = [(texts.label(one.low), texts.label(one.high)) for one in line.scenario.themes[:2]]
    (left, right), (down, up) = named
    return [
        titled(f"{arrows[0][0]} {left}", f"{right} {arrows[0][1]}"),
        titled(f"{arrows[1][1]} {up}", f"{arrows[1][0]} {down}"),
    ]


def in_two(name: str) -> str:
    """A long name on two lines, parted at the space nearest to its middle."""
    spaces = [at for at, letter in enumerate(name) if letter == " "]
    if len(name) <= LONG or not spaces:
        return name
    at = min(spaces, key=lambda one: abs(one - len(name) / 2))
    return f"{name[:at]}\n{name[at + 1 :]}"


def option(across: str, up: str, low: np.ndarray, high: np.ndarray) -> dict[str, Any]:
    """What ECharts draws; the changing parts are empty."""
    axis = {
        "type": "value", "splitLine": {"show": False}, "axisLabel": {"show": False},
        "axisTick": {"show": False}, "axisLine": {"lineStyle": {"color": FAINT}, "onZero": False},
        "nameLocation": "end", "nameGap": 8,
    }  # fmt: skip
    title = {"color": QUIET, "fontSize": 13}
    wide, tall = ({"min": round(float(a), 2), "max": round(float(b), 2)} for a, b in zip(low, high, strict=True))
    sideways = {
        "nameTextStyle": title | {"align": "right", "verticalAlign": "top", "lineHeight": AXIS_LINE, "padding": [10, 0]}
    }
    upwards = {"nameTextStyle": title | {"align": "left", "lineHeight": AXIS_LINE}}
    still = {"silent": True, "data": []}
    return {
        "animation": False,
        "grid": {
            "left": 10,
            "right": 14,
            "top": ABOVE + AXIS_LINE * up.count("\n"),
            "bottom": BELOW + AXIS_LINE * across.count("\n"),
        },
        "xAxis": axis | wide | sideways | {"name": across},
        "yAxis": axis | tall | upwards | {"name": up},
        "series": [
            {"type": "scatter", "id": "views", "symbolSize": 11, "itemStyle": {"color": BLUE, "opacity": 0.75}} | still,
            {
                "type": "scatter",
                "id": "need",
                "symbol": STAR_SHAPE,
                "symbolSize": 20,
                "z": 4,
                "itemStyle": {"color": ORANGE, "borderColor": INK, "borderWidth": 1},
            }
            | still,
            {
                "type": "scatter",
                "id": "names",
                "symbolSize": 0,
                "label": {
                    "show": True,
                    "formatter": "{b}",
                    "distance": 0,
                    "fontSize": 12,
                    "lineHeight": 14,
                    "color": QUIET,
                },
                "labelLayout": {"hideOverlap": True},
            }
            | still,
            {
                "type": "lines",
                "id": "leads",
                "coordinateSystem": "cartesian2d",
                "lineStyle": {"color": QUIET, "width": 1, "opacity": 0.6},
            }
            | still,
        ],
    }


def titled(one: str, other: str) -> str:
    """What an axis is called: what lies at either end, on a line, or on two where it is long."""
    whole = f"{one}  \N{MIDDLE DOT}  {other}"
    return whole if len(whole) <= TITLE else f"{one}\n{other}"


def row(
    names: Sequence[str],
    dots: np.ndarray,
    star: np.ndarray,
    rooms: Mapping[int, int],
    ends: tuple[np.ndarray, np.ndarray],
) -> dict[str, list]:
    """The changing parts of one round: dots, the star, and names with the lines that lead to them.

    Parameters
    ----------
    names
        Of the members.
    dots, star
        What each takes the need to be, and the need: (n, 2) and (2,).
    rooms
        Of `ROOMS`, by dot.
    ends
        Where the map begins and ends, across and up.
    """
    unit = (ends[1] - ends[0]) / MAP
    begins = {place: dots[place] + OFFSETS[one] * unit for place, one in rooms.items()}
    return {
        "series.0.data": [rounded(dot) for dot in dots],
        "series.1.data": [rounded(star)],
        "series.2.data": [
            {"name": names[place], "value": rounded(begin), "label": {"position": ROOMS[rooms[place]][1]}}
            for place, begin in begins.items()
        ],
        "series.3.data": [
            {"coords": [rounded(dots[place]), rounded(begin)]}
            for place, begin in begins.items()
            if rooms[place] >= len(SIDES)
        ],
    }


def rounded(point: np.ndarray) -> list[float]:
    """A point for JSON."""
    return [round(float(one), 3) for one in point]


def placed(
    dots: np.ndarray,
    star: np.ndarray,
    sizes: np.ndarray,
    before: Mapping[int, int],
) -> dict[int, int]:
    """The room of each name, so that it lies over nothing: the nearest that is free.

    A name stands beside its dot; where there is no room, farther off at the end of a line, which crosses no name and no
    other dot. Those farthest from the star choose first; if that leaves one without room, the largest do, or those to
    the left, and what names most counts.

    Parameters
    ----------
    dots, star
        In pixels from the lower left of the map: (n, 2) and (2,).
    sizes
        Of the names, in pixels: (n, 2).
    before
        The room, of `ROOMS`, that a dot's name had in the round before: of rooms as near it takes that again.
    """
    best: dict[int, int] = {}
    for first in (-np.linalg.norm(dots - star, axis=1), -sizes.prod(axis=1), dots[:, 0]):
        found = placed_in_turn(np.argsort(first, kind="stable").tolist(), dots, star, sizes, before)
        best = found if len(found) > len(best) else best
        if len(best) == len(dots):
            break
    return best


def placed_in_turn(
    turns: Sequence[int],
    dots: np.ndarray,
    star: np.ndarray,
    sizes: np.ndarray,
    before: Mapping[int, int],
) -> dict[int, int]:
    """What `placed` says, where each in turn takes the nearest room that is left."""
    halves = np.array([*(DOT for _ in dots), STAR])[:, None]
    points = np.vstack([dots, star])
    taken = np.hstack([points - halves, points + halves])  # left, bottom, right, top
    leads = np.empty((0, 2))
    found: dict[int, int] = {}
    rooms = len(ROOMS) if len(dots) <= FEW else len(SIDES)  # in a crowd names stand beside their dots alone
    for place in turns:
        apart = (np.abs(points - dots[place]) >= 2 * DOT).any(axis=1)
        passed = np.vstack([taken[: len(points)][apart], taken[len(points) :]])  # what no line may go through
        boxes = boxed(dots[place] + OFFSETS[:rooms], sizes[place])
        inside = (boxes[:, :2] >= 0).all(axis=1) & (boxes[:, 2:] <= MAP).all(axis=1)
        free = np.flatnonzero(inside)
        free = free[~over(boxes[free], taken)]
        had = before.get(place, -1)
        for at in sorted(free.tolist(), key=lambda one: (FAR[one], one != had)):
            lead = dots[place] + ALONG * OFFSETS[at]
            if not crossed(leads, boxes[at : at + 1]).any() and not crossed(lead, passed).any():
                found[place] = at
                taken = np.vstack([taken, boxes[at]])
                leads = np.vstack([leads, lead])
                break
    return found


def boxed(begins: np.ndarray, size: np.ndarray) -> np.ndarray:
    """What a name takes in each of the rooms: left, bottom, right, top; (rooms, 4)."""
    half = size / 2
    middles = begins + half * LEANS[: len(begins)]
    return np.hstack([middles - half, middles + half])


def over(boxes: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Which boxes lie over something that is taken."""
    apart = (taken[:, :2] >= boxes[:, None, 2:]) | (taken[:, 2:] <= boxes[:, None, :2])
    return ~apart.any(axis=2).all(axis=1)


def crossed(leads: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Which boxes have points of lines within them; that a line ends at an edge is no crossing."""
    within = (leads > boxes[:, None, :2]) & (leads < boxes[:, None, 2:])
    return within.all(axis=2).any(axis=1)
