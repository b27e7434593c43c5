"""Was this luck? The verdict in words, and how the difference spreads over pairs of runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...game import ALONE
from ...results.intervals import Interval
from ..desk import Desk
from ..session import Luck, created_apart
from ..texts import Texts, more_or_less
from .charts import TEXT
from .palette import FAINT, GREEN, INK, QUIET, VERMILION

MUCH = 1.5  # times the mean, or that part of it: so much or so little is not the usual size
NO_BET = ("", "skip")  # what nobody predicted with
BARS = 21  # in which the differences are counted


def luck(desk: Desk) -> str:
    """The verdict in words, and what it makes of the bet; empty when nobody asked."""
    if desk.found is None or desk.session.shadow is None:
        return ""
    return " ".join(one for one in (verdict(desk), hardly(desk), put_right(desk), measures(desk)) if one)


def verdict(desk: Desk) -> str:
    """Whether what was seen was luck."""
    texts, one = desk.texts, desk.found.created
    names = {"name": desk.line_name(desk.session.line), "ghost": desk.line_name(desk.session.shadow)}
    if one.higher == 0.0 and one.lower == 0.0:
        return texts("whatif.luck_same", **names)
    kind = {1: "more", -1: "less", 0: "unsure"}[one.interval.sign]
    seen = created_apart(desk.session.line, desk.session.shadow)
    values = names | interval(one.interval, texts, signed=kind == "unsure")
    values["share"] = texts.number(100.0 * share_of(desk.found.differences, "less" if kind == "less" else "more"), 0)
    if seen * one.interval.sign < 0.0:
        return texts(f"whatif.luck_{kind}_after_all", **values)
    if kind != "unsure" and unusual(abs(seen), one.interval):
        return texts(f"whatif.luck_{kind}_size", **values, seen=texts.points(abs(seen)))
    return texts(f"whatif.luck_{kind}", **values)


def share_of(differences: np.ndarray, kind: str) -> float:
    """In which share of pairs a change brings `more`, `less`, or the `same` as it is written."""
    return float(np.mean([more_or_less(one) == kind for one in differences.tolist()]))


def hardly(desk: Desk) -> str:
    """In how many pairs it makes hardly any difference; nothing where that is none of a hundred, or all are equal."""
    even = round(100.0 * share_of(desk.found.differences, "same"))
    return desk.texts("whatif.luck_hardly", even=even) if even and desk.found.differences.any() else ""


def put_right(desk: Desk) -> str:
    """What was expected, where it is right by one run and wrong on average, or the other way round; else nothing."""
    usual = {1: "more", -1: "less"}.get(desk.found.created.interval.sign)
    seen = more_or_less(created_apart(desk.session.line, desk.session.shadow))
    if usual is None or seen == usual or desk.said not in (seen, usual):
        return ""
    return desk.texts(f"bet.{'here' if desk.said == seen else 'usually'}", said=desk.texts(f"bet.{desk.said}"))


def measures(desk: Desk) -> str:
    """What was predicted beside what was checked, as both are a difference in value, of one run and of many.

    Nothing where nobody predicted, and where the verdict says so already.
    """
    seen, found = created_apart(desk.session.line, desk.session.shadow), desk.found
    sign = found.created.interval.sign
    if desk.said in NO_BET or (seen * sign > 0.0 and unusual(abs(seen), found.created.interval)):
        return ""
    one, many = (desk.texts.points(apart, signed=True) for apart in (seen, found.created.interval.mean))
    return desk.texts("whatif.luck_measures", seen=one, mean=many, pairs=found.pairs)


def unusual(seen: float, found: Interval) -> bool:
    """Whether a difference lies beyond where the mean almost surely lies, and is much larger or smaller than it."""
    low, high = sorted((abs(found.low), abs(found.high)))
    mean = abs(found.mean)
    return not low <= seen <= high and not mean / MUCH <= seen <= mean * MUCH


def interval(found: Interval, texts: Texts, signed: bool) -> dict[str, str]:
    """A mean and where it lies almost surely, in points; without a sign where the words say which way."""
    low, high = (found.low, found.high) if signed else sorted((abs(found.low), abs(found.high)))
    return {
        "mean": texts.points(found.mean if signed else abs(found.mean), signed),
        "low": texts.number(100.0 * low / ALONE, 0, signed),
        "high": texts.points(high, signed),
    }


def spread(found: Luck, texts: Texts) -> dict[str, Any]:
    """How the difference spreads over pairs: one bar for every range of differences, zero marked.

    What is hardly any difference is grey in it, so that bars and words count the same.
    """
    differences = 100.0 * found.differences / ALONE
    low, high = min(float(differences.min()), -1.0), max(float(differences.max()), 1.0)
    wide = (high - low) / BARS
    edges = wide * np.arange(math.floor(low / wide), math.ceil(high / wide) + 2)  # one of them is zero
    even = np.array([more_or_less(one) == "same" for one in found.differences.tolist()])
    counts, grey = (np.histogram(these, edges)[0] for these in (differences, differences[even]))
    middles = 0.5 * (edges[:-1] + edges[1:])

    def bars(heights: np.ndarray, colours: Sequence[str]) -> dict[str, Any]:
        return {
            "type": "bar",
            "silent": True,
            "barWidth": "90%",
            "barGap": "-100%",
            "data": [
                {"value": [round(float(x), 4), int(height)], "itemStyle": {"color": colour}}
                for x, height, colour in zip(middles, heights, colours, strict=True)
            ],
        }

    label = {**TEXT, "color": QUIET, "fontSize": 13}
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 8, "bottom": 44, "containLabel": True},
        "xAxis": {
            "type": "value",
            "min": float(edges[0]),
            "max": float(edges[-1]),
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
            bars(counts, [GREEN if x > 0.0 else VERMILION for x in middles]),
            bars(grey, [FAINT] * middles.size)  # over the others
            | {
                "markLine": {
                    "silent": True,
                    "symbol": "none",
                    "label": {"show": False},
                    "lineStyle": {"color": INK, "type": "solid", "width": 1.5},
                    "data": [{"xAxis": 0}],
                },
            },
        ],
    }
