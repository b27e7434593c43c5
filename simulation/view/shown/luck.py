"""Was this luck? The verdict in words, and how the difference spreads over pairs of runs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...game import ALONE
from ...results.intervals import Interval, mean_interval
from ..desk import Desk
from ..session import Luck, created_apart
from ..texts import APART, Texts, differs
from .pairs import all_one_way, is_slight, kind_of, ways
from .palette import FAINT, GREEN, INK, QUIET, VERMILION

BARS = 21  # in which the differences are counted


def luck(desk: Desk) -> str:
    """The verdict in words, and what it makes of the bet; empty when nobody asked."""
    if desk.found is None or desk.session.shadow is None:
        return ""
    return " ".join(one for one in (verdict(desk), put_right(desk)) if one)


def waiting(desk: Desk) -> str:
    """How far it is that is being played again."""
    return desk.texts("whatif.luck_busy", done=desk.texts.percent(desk.luck_done))


def verdict(desk: Desk) -> str:
    """Whether what was seen was luck: of what a tour let people predict first, where that is not value together."""
    line, ghost, found, texts = desk.session.line, desk.session.shadow, desk.found, desk.texts
    names = {"name": desk.line_name(line), "ghost": desk.line_name(ghost)}
    created = in_words(texts, names, created_apart(line, ghost), found.differences, found.created.interval)
    question = desk.question if desk.tour_at >= 0 else None
    if question is None or question.outcome == "joint_value" or found.asked is None:
        return created
    predicted = texts(f"whatif.luck_{of_what_was_asked(found.asked, question.apart(APART))}")
    return " ".join(
        texts(f"whatif.luck_of_{what}", said=said[0].lower() + said[1:])
        for what, said in (("predicted", predicted), ("created", created))
    )


def of_what_was_asked(asked: np.ndarray, least: float) -> str:
    """What kind of answer it is, of an outcome of many pairs, of which the first was seen.

    Parameters
    ----------
    asked
        Of a line and of its ghost, shape (2, pairs).
    least
        From which difference on they differ.
    """
    differences = asked[0] - asked[1]
    more, less, _ = ways(differences, least)
    kind = kind_of(float(differences[0]), more, less, mean_interval(differences), least)
    return "always" if kind == "surely" and all_one_way(differences, least) else kind


def in_words(texts: Texts, names: Mapping[str, str], seen: float, differences: np.ndarray, found: Interval) -> str:
    """Whether a difference was luck, in how many pairs it goes which way, and how much it is on average.

    Parameters
    ----------
    texts
        In which language.
    names
        Of the changed line (`name`) and of the one beside it (`ghost`).
    seen
        The difference in value of the run that was looked at.
    differences
        Those of all pairs.
    found
        Where their mean lies almost surely.
    """
    if not differences.any():
        return texts("whatif.luck_same", **names)
    more, less, even = ways(differences)
    values = {"pairs": differences.size, "more": more, "less": less, "even": even}
    way = all_one_way(differences)
    counted = f"luck_all_{way}" if way else "luck_counts_even" if even else "luck_counts"
    counts = texts(f"whatif.{counted}", **values, **names)
    average = texts(
        "whatif.luck_average",
        seen=texts.points(seen, signed=True),
        mean=texts.points(found.mean, signed=True),
        low=texts.number(100.0 * found.low / ALONE, 0, signed=True),
        high=texts.points(found.high, signed=True),
    )
    kind = kind_of(seen, more, less, found)
    kind = "always" if kind == "surely" and way else kind
    return " ".join([texts(f"whatif.luck_{kind}"), counts, average])


def put_right(desk: Desk) -> str:
    """What was expected, where it is right by one run and wrong on average, or the other way round; else nothing."""
    interval = desk.found.created.interval
    usual = "same" if is_slight(interval) else {1: "more", -1: "less"}.get(interval.sign)
    seen = differs(created_apart(desk.session.line, desk.session.shadow))
    if usual is None or seen == usual or desk.said not in (seen, usual):
        return ""
    return desk.texts(f"bet.{'here' if desk.said == seen else 'usually'}", said=desk.texts(f"bet.{desk.said}"))


def spread(found: Luck, texts: Texts) -> dict[str, Any]:
    """How the difference spreads over pairs: one bar for every range of differences, zero marked.

    What is hardly any difference is grey in it, so that bars and words count the same.
    """
    differences = 100.0 * found.differences / ALONE
    low, high = min(float(differences.min()), -1.0), max(float(differences.max()), 1.0)
    wide = (high - low) / BARS
    edges = wide * np.arange(math.floor(low / wide), math.ceil(high / wide) + 2)  # one of them is zero
    even = np.array([differs(one) == "same" for one in found.differences.tolist()])
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

    label = {"color": QUIET, "fontSize": 13}
    return {
        "animation": False,
        "grid": {"left": 20, "right": 20, "top": 8, "bottom": 44, "containLabel": True},
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
