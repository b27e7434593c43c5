"""The charts beside the stage, drawn by ECharts: value over the rounds, conditions, norms, and luck.

Axes share one scale over all lines of a session, so that nothing jumps when another line is shown. The ghost is dashed
in a line and a tick beside a bar, in a colour of its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..results.outcomes import CONDITIONS, on_four
from ..state import MEMBER
from .session import Line, Luck
from .stage import BLUE, FAINT, GREEN, INK, ORANGE, QUIET, VERMILION, plain
from .texts import Texts

GHOST = "#8A5A00"  # a dark orange: 5 to 1 on white
TEXT = {"color": INK, "fontSize": 15}
NORMS = ("goal_realisation", "sorted_effect", "tolerated")
LINE = 0.09  # of the height of a map: what a name needs
NORM_COLOURS = (ORANGE, GREEN, GREEN)


def scale(lines: Sequence[Line]) -> tuple[float, float, float]:
    """Lowest and highest value created together on any line, rounded outwards, and the step between numbers."""
    values = np.concatenate([line.history["joint_value"] for line in lines])
    low, high = min(-0.05, float(values.min())), max(0.5, float(values.max()))
    step = next(step for step in (0.5, 1.0, 2.0, 5.0, 10.0, 1e6) if (high - low) / step <= 3.0)
    half = step / 2
    return math.floor(low / half) * half, math.ceil(high / half) * half, step


def value(line: Line, ghost: Line | None, lines: Sequence[Line], texts: Texts) -> dict[str, Any]:
    """Value created together, round by round; the page shows it up to the present round."""
    low, high, step = scale(lines)
    series = [
        course_of(line.history["joint_value"], {"color": BLUE, "width": 4}, "line"),
        {
            "id": "zero",
            "type": "line",
            "data": [],
            "silent": True,
            "markLine": {
                "silent": True,
                "symbol": "none",
                "label": {"show": False},
                "animation": False,
                "lineStyle": {"color": QUIET, "type": "solid", "width": 1.5},
                "data": [{"yAxis": 0}],
            },
        },
    ]
    if ghost is not None:
        series.insert(0, course_of(ghost.history["joint_value"], {"color": GHOST, "width": 3, "type": [6, 5]}, "ghost"))
    return {
        "animation": False,
        "grid": {"left": 52, "right": 20, "top": 12, "bottom": 28},
        "xAxis": {
            "type": "value",
            "min": 0,
            "max": line.rounds,
            "splitLine": {"show": False},
            "axisLine": {"lineStyle": {"color": FAINT}, "onZero": False},
            "axisTick": {"show": False},
            "axisLabel": {**TEXT, "color": QUIET, "fontSize": 13, "showMinLabel": False},
        },
        "yAxis": {
            "type": "value",
            "min": low,
            "max": high,
            "interval": step / 2,
            "splitLine": {"lineStyle": {"color": "#EDF0F3"}},
            "axisLabel": {
                **TEXT,
                "color": QUIET,
                "fontSize": 13,
                "formatter": f"number:{texts('number.point')}:{step}",
            },
        },
        "series": series,
    }


def course_of(values: np.ndarray, style: dict[str, Any], identity: str) -> dict[str, Any]:
    """One line over the rounds, with a dot at its end."""
    return {
        "id": identity,
        "type": "line",
        "reveal": True,
        "symbol": "circle",
        "symbolSize": 11,
        "showSymbol": False,
        "silent": True,
        "lineStyle": style,
        "itemStyle": {"color": style["color"]},
        "data": [[round_ + 1, round(float(one), 3)] for round_, one in enumerate(values)],
    }


def bars(names: Sequence[str], low: float, high: float, colours: Sequence[str], ghost: bool) -> dict[str, Any]:
    """Bars from left to right, each with its name before it, its number after it, and a tick for the ghost."""
    series: list[dict[str, Any]] = [
        {
            "id": "bars",
            "type": "bar",
            "barWidth": "52%",
            "silent": True,
            "showBackground": low >= 0.0,
            "backgroundStyle": {"color": "#EEF1F4", "borderRadius": 3},
            "label": {"show": True, "position": "right", **TEXT, "fontWeight": 600},
            "data": [{"value": low, "itemStyle": {"color": colour, "borderRadius": 3}} for colour in colours],
        }
    ]
    if ghost:
        tick = {"type": "scatter", "silent": True, "symbol": "rect", "symbolSize": [4, 20], "z": 4}
        series.append({"id": "ghost", **tick, "itemStyle": {"color": GHOST}, "data": []})
    return {
        "animationDuration": 0,
        "animationDurationUpdate": 350,
        "grid": {"left": 6, "right": 52, "top": 2, "bottom": 2, "containLabel": True},
        "xAxis": {"type": "value", "min": low, "max": high, "show": False},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [plain(name) for name in names],
            "axisLine": {"show": False},
            "axisTick": {"show": False},
            "axisLabel": {**TEXT, "width": 175, "overflow": "truncate"},
        },
        "series": series,
    }


def conditions(texts: Texts, ghost: bool) -> dict[str, Any]:
    """The five conditions on the scale from 1 to 4 that surveys use."""
    names = [texts(f"condition.{name}") for name in CONDITIONS]
    return bars(names, 1.0, 4.0, [BLUE] * len(CONDITIONS), ghost)


def norms(texts: Texts, ghost: bool) -> dict[str, Any]:
    """Both norms side by side, whatever the logic."""
    return bars([texts(f"chart.{name}") for name in NORMS], 0.0, 1.0, NORM_COLOURS, ghost)


def shares(
    line: Line, ghost: Line | None, names: Sequence[str], texts: Texts, four: bool = False
) -> list[dict[str, list]]:
    """Outcomes between 0 and 1, as columns for `bars`, for every round."""
    rows = []
    for round_ in range(line.rounds + 1):
        now = [float(line.history[name][round_ - 1]) if round_ else 0.0 for name in names]
        shown = [on_four(one) for one in now] if four else now
        row = {
            "series.0.data.*.value": [round(one, 3) for one in shown],
            "series.0.data.*.label.formatter": [
                "" if not round_ else texts.number(one, 1) if four else texts.percent(one) for one in shown
            ],
        }
        if ghost is not None:
            then = [float(ghost.history[name][round_ - 1]) if round_ else 0.0 for name in names]
            ticks = [[on_four(one) if four else one, place] for place, one in enumerate(then)]
            row["series.1.data"] = ticks if round_ else []
        rows.append(row)
    return rows


def views(line: Line, names: Sequence[str], texts: Texts) -> dict[str, Any]:
    """What each takes the need to be, and the need itself, on a map of the first two themes; for every round.

    Nobody at the table sees this map. Dots near the star see what is needed; dots far apart see different problems.
    """
    axis = {
        "type": "value", "splitLine": {"show": False}, "axisLabel": {"show": False},
        "axisTick": {"show": False}, "axisLine": {"lineStyle": {"color": FAINT}, "onZero": False},
        "nameLocation": "middle", "nameGap": 12, "nameTextStyle": {**TEXT, "color": QUIET, "fontSize": 13},
    }  # fmt: skip
    label = {**TEXT, "fontSize": 12, "show": True, "position": "right", "distance": 4, "color": QUIET}
    dots = {"type": "scatter", "silent": True}
    rows = []
    for course in line.walk():
        state = course.state
        there = state.organisations["member"] == MEMBER
        rows.append(
            {
                "series.0.data": [
                    {"value": [round(float(x), 3) for x in me["perception"][:2]], "name": plain(name)}
                    for me, name, member in zip(state.organisations, names, there, strict=True)
                    if member
                ],
                "series.1.data": [[round(float(x), 3) for x in state.collaboration["need"][0][:2]]],
            }
        )
    seen = np.array(
        [dot["value"] for row in rows for dot in row["series.0.data"]] + [row["series.1.data"][0] for row in rows]
    )
    low, high = np.floor(seen.min(axis=0) * 20 - 1) / 20, np.ceil(seen.max(axis=0) * 20 + 1) / 20
    across, up = (
        {"min": round(float(one), 2), "max": round(float(other), 2)} for one, other in zip(low, high, strict=True)
    )
    for row in rows:
        name_some(row["series.0.data"], row["series.1.data"][0], high - low)
    return {
        "views": {
            "animationDuration": 0,
            "animationDurationUpdate": 350,
            "grid": {"left": 26, "right": 70, "top": 10, "bottom": 26},
            "xAxis": {**axis, **across, "name": texts("unseen.first_theme")},
            "yAxis": {**axis, **up, "name": texts("unseen.second_theme")},
            "series": [
                {
                    **dots,
                    "id": "views",
                    "symbolSize": 11,
                    "itemStyle": {"color": BLUE, "opacity": 0.75},
                    "label": {**label, "formatter": "{b}"},
                    "data": [],
                },
                {
                    **dots,
                    "id": "need",
                    "symbol": "path://M0,-10 3,-3 10,-3 4,2 6,10 0,5 -6,10 -4,2 -10,-3 -3,-3z",
                    "symbolSize": 20,
                    "z": 4,
                    "itemStyle": {"color": ORANGE, "borderColor": INK, "borderWidth": 1},
                    "data": [],
                },
            ],
        },
        "view_columns": rows,
    }


def name_some(dots: list[dict[str, Any]], star: Sequence[float], span: np.ndarray) -> None:
    """Give dots their names, outwards from the star, those farthest from it first, as far as there is room."""
    taken: list[np.ndarray] = []
    for dot in sorted(dots, key=lambda one: -math.dist(one["value"], star)):
        left = dot["value"][0] < star[0]
        at = np.array(dot["value"]) / span
        free = all(abs(at[1] - other[1]) > LINE or left != (other[2] < 0.0) for other in taken)
        dot["label"] = {"show": free, "position": "left" if left else "right"}
        if free:
            taken.append(np.array([*at, -1.0 if left else 1.0]))


def luck(found: Luck, texts: Texts) -> dict[str, Any]:
    """How the difference spreads over pairs: one bar for every range of differences, zero marked."""
    most = max(float(np.abs(found.differences).max()), 0.05)
    edges = np.linspace(-most, most, 22)
    counts, _ = np.histogram(found.differences, edges)
    middles = 0.5 * (edges[:-1] + edges[1:])
    label = {**TEXT, "color": QUIET, "fontSize": 13}
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 8, "bottom": 44, "containLabel": True},
        "xAxis": {
            "type": "value",
            "min": -most,
            "max": most,
            "name": texts("whatif.luck_axis"),
            "nameLocation": "middle",
            "nameGap": 28,
            "nameTextStyle": label,
            "splitLine": {"show": False},
            "axisLabel": {
                **label,
                "formatter": f"number:{texts('number.point')}",
                "hideOverlap": True,
                "showMinLabel": False,
                "showMaxLabel": False,
            },
        },
        "yAxis": {"type": "value", "show": False},
        "series": [
            {
                "type": "bar",
                "silent": True,
                "barWidth": "90%",
                "data": [
                    {
                        "value": [round(float(x), 4), int(count)],
                        "itemStyle": {"color": FAINT if abs(x) < most / 21 else GREEN if x > 0 else VERMILION},
                    }
                    for x, count in zip(middles, counts, strict=True)
                ],
                "markLine": {
                    "silent": True,
                    "symbol": "none",
                    "label": {"show": False},
                    "lineStyle": {"color": INK, "type": "solid", "width": 1.5},
                    "data": [{"xAxis": 0}],
                },
            }
        ],
    }
