"""Where organisations and their names stand on the stage: the same in every round, fork and language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...state import State
from ..desk import Desk

WIDTH, HEIGHT = 1220, 596
ACROSS, DOWN = 345.0, 196.0  # half axes of the ellipse on which few stand
CENTRE = HEIGHT / 2 + 14.0  # of the stage, in units of its own; the page scales them to the window
FEW, UNCROWDED = 16, 10  # up to so many in a circle; and with names beside them all around
LARGEST = 46.0  # radius of a vessel
LETTERS, MOST_LETTERS = 18, 24  # in a line of a name
LETTER, GAP = 11.8, 13  # width of its letters, distance to its vessel
FLATTER = 0.94  # of the ellipse, where one comes besides: names at the top may be of two lines
NARROW = 0.28  # of the half axis
ALIGN = {"left": "right", "right": "left"}


def places_of(desk: Desk) -> np.ndarray:
    """Where everybody stands; once for a network, and again when one comes besides."""
    besides = {change.value for line in desk.session.lines for change in line.changes if change.key == "partner"}
    seats = len(desk.session.lines[0].scenario.labels) + len(besides)
    key = (desk.scenario.name, desk.session.seed, seats)
    return desk.once("points", key, lambda: places(desk.session.lines[0].at(0).state, seats))


def places(state: State, seats: int = 0) -> np.ndarray:
    """Where everybody stands, shape (n, 2), within the stage: the same for every round, fork and language.

    Few stand in an ellipse, next to those they have most to do with; many by Kamada and Kawai (1989).

    Parameters
    ----------
    state
        Of those who take part by the scenario.
    seats
        How many there are with those who come besides on some line: for whom few make room, and many leave none.
    """
    n = state.organisations.size
    more = range(n, seats)
    if n <= FEW:
        return ellipse([*around(state), *more], FLATTER if more else 1.0)
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(zip(state.sources.tolist(), state.ties["target"].tolist(), strict=True))
    found = nx.kamada_kawai_layout(graph) if n <= 150 else nx.spring_layout(graph, seed=1, iterations=60)
    points = np.array([found[row] for row in range(n)])
    low, high = points.min(axis=0), points.max(axis=0)
    points = (points - low) / np.where(high > low, high - low, 1.0)
    points = np.column_stack([60 + points[:, 0] * (WIDTH - 120), 50 + points[:, 1] * (HEIGHT - 100)])
    for _ in more:
        points = np.vstack([points, emptiest(points)])
    return points


def emptiest(points: np.ndarray) -> np.ndarray:
    """The place on the stage that is farthest from all points, shape (2,)."""
    across, up = np.meshgrid(np.arange(60, WIDTH - 59, 20), np.arange(50, HEIGHT - 49, 20))
    spots = np.column_stack([across.ravel(), up.ravel()])
    nearest = np.hypot(*(spots[:, None, :] - points[None, :, :]).transpose(2, 0, 1)).min(axis=1)
    return spots[nearest.argmax()]


def around(state: State) -> list[int]:
    """An order around a circle in which those who depend on one another most stand near one another."""
    n = state.organisations.size
    if state.ties.size in (0, n * (n - 1)):
        return list(range(n))
    strength = np.zeros((n, n))
    strength[state.sources, state.ties["target"]] = 1.0
    laplacian = np.diag(strength.sum(axis=1)) - strength
    vectors = np.linalg.eigh(laplacian)[1]
    angle = np.arctan2(np.round(vectors[:, 2], 9), np.round(vectors[:, 1], 9))
    return np.argsort(angle, kind="stable").tolist()


def ellipse(order: Sequence[int], flat: float = 1.0) -> np.ndarray:
    """Points at equal distances along an ellipse, the first just right of the top, so that names have room."""
    n = len(order)
    fine = np.linspace(0.0, 2.0 * math.pi, 721)
    down = flat * DOWN if n <= UNCROWDED else 0.88 * DOWN  # names above and below need room
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
