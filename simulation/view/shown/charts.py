"""The charts beside the stage: value over the rounds, conditions and norms.

Axes share one scale over all lines of a session, so that nothing jumps when another line is shown. The ghost is dashed
in a line and a tick across a bar, in a colour of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...conditions import CONDITIONS
from ...dynamics import Parameters
from ...game import ALONE
from ...results.outcomes import on_four
from ...results.report import stand_in
from ..desk import Desk
from ..session import Line, alike_rows
from ..texts import Texts
from .needs import Needs, needs
from .palette import BLUE, GREEN, INK
from .stage import as_text, leads_at_table

NORMS = (*stand_in("hierarchical"), *stand_in("network"))
STEPS, MOST_GUIDES = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1e6), 3.5
ROOM = 0.03  # of the height of a line, above and below it: it is not thin
MARKS, MOST_MARKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000), 7  # rounds between marks; every scenario ends by 1,000
NORM_COLOURS = tuple(INK if name in stand_in("hierarchical") else GREEN for name in NORMS)


def beside(desk: Desk) -> dict[str, Any]:
    """What stands beside the stage, apart from value."""
    return desk.once("charts", (*desk.key, desk.revealed), lambda: drawn(desk))


def drawn(desk: Desk) -> dict[str, Any]:
    """All of them; the map of views only when it is revealed."""
    line, ghost, texts = desk.session.line, desk.session.shadow, desk.texts
    map_ = needs(line, desk.labels, texts) if desk.revealed else Needs({}, [], 0)
    return {
        "conditions": conditions(line, ghost, texts),
        "norms": norms(line, ghost, texts),
        "views": {"option": map_.option, "columns": as_text(map_.rows), "least": map_.height},
    }


def effort(desk: Desk) -> list[str]:
    """What has been spent on the conditions in every round, and what is left of a budget."""
    return desk.once("effort", desk.key, lambda: effort_spent(desk))


def effort_spent(desk: Desk) -> list[str]:
    """A line for every round; empty where nobody spends anything and nothing limits it."""
    line, texts, frames = desk.session.line, desk.texts, [""]
    limits = {event.round: event.parameters.get("effort.budget") for event in line.scenario.events}
    limit = line.scenario.parameters.effort.budget
    unlimited = Parameters().effort.budget
    for round_ in range(1, line.rounds + 1):
        limit = limits.get(round_) or limit
        spent = float(line.history["effort"][round_ - 1])
        values = {"spent": texts.number(spent, 0), "budget": texts.number(limit, 0)}
        values["left"] = texts.number(max(0.0, limit - spent), 0)
        known = "effort.spent_of" if limit < unlimited else "effort.spent" if spent else ""
        frames.append(texts(known, **values) if known else "")
    return frames


def value(desk: Desk) -> dict[str, Any]:
    """Value over the rounds: created together, for clients, and of the partner that was clicked; one at a time."""
    key = (*desk.key, tuple(line.number for line in desk.session.lines), desk.picked.get("row"), desk.asked)
    return desk.once("value", key, lambda: courses(desk))


def courses(desk: Desk) -> dict[str, Any]:
    """Every course that can be shown, on axes that all lines of the session share, with marks along the rounds."""
    texts, row, rounds = desk.texts, desk.picked.get("row"), desk.session.line.rounds
    apart = next(apart for apart in MARKS if rounds / apart <= MOST_MARKS)
    found = [
        course(desk, texts.short("joint_value"), lambda line: line.history["joint_value"] / ALONE, texts.percent),
        course(desk, texts.short("client_value"), lambda line: line.history["client_value"], texts.number),
    ]
    if row is not None:
        shown = desk.session.line

        def gains(line: Line) -> np.ndarray:
            """What whoever was clicked gains on a line, 0 where it does not come besides."""
            return (
                np.nan_to_num(line.gained[:, row]) / ALONE if row < alike_rows(shown, line) else np.zeros(line.rounds)
            )

        found.append(course(desk, desk.label(row), gains, texts.percent))
    marks = list(range(apart, rounds + 1, apart))
    ends = [rounds] if rounds - marks[-1] > apart / 2 else []  # the last one, where there is room
    return {"courses": found, "marks": marks + ends}


def course(desk: Desk, title: str, of: Callable[[Line], np.ndarray], written: Callable[[float], str]) -> dict[str, Any]:
    """One value, round by round, of the line that is shown and of its ghost, with guides up."""
    line, ghost, texts = desk.session.line, desk.session.shadow, desk.texts
    values = {one.number: of(one) for one in desk.session.lines}
    known = dict(values)
    if desk.asked:  # the axis tells nothing of what is asked
        known[line.number] = known[line.number][: desk.asked_at]
    low, high, step = scale(np.concatenate(list(known.values())))
    against_alone = written == texts.percent
    return {
        "title": title,
        "low": low,
        "high": high,
        "zero": 0.0 if against_alone else None,
        "to_come": texts("chart.to_come") if against_alone else "",
        "guides": [{"at": at, "text": written(at)} for at in multiples(step, low, high)],
        "line": [round(float(one), 3) for one in values[line.number]],
        "ghost": [round(float(one), 3) for one in values[ghost.number]] if ghost is not None else [],
    }


def scale(values: np.ndarray) -> tuple[float, float, float]:
    """Lowest and highest value with a little room, and the step between guides; zero and a quarter are among them."""
    low, high = min(0.0, float(values.min())), max(0.25, float(values.max()))
    room = ROOM * (high - low)
    low, high = round(low - room, 3) if low else 0.0, round(high + room, 3)
    return low, high, next(step for step in STEPS if (high - low) / step <= MOST_GUIDES)


def multiples(step: float, low: float, high: float) -> list[float]:
    """The multiples of a step between two values, rising."""
    return [place * step for place in range(math.ceil(low / step), math.floor(high / step) + 1)]


def conditions(line: Line, ghost: Line | None, texts: Texts) -> dict[str, Any]:
    """The five conditions on the scale from 1 to 4 that surveys use."""
    names = [texts.outcome(name) for name in CONDITIONS]
    return bars(line, ghost, CONDITIONS, names, [BLUE] * len(names), lambda share: texts.number(on_four(share), 1))


def norms(line: Line, ghost: Line | None, texts: Texts) -> dict[str, Any]:
    """Both norms side by side, whatever the logic."""
    names = [title(name, [line] if ghost is None else [line, ghost], texts) for name in NORMS]
    return bars(line, ghost, NORMS, names, NORM_COLOURS, texts.percent)


def title(outcome: str, lines: Sequence[Line], texts: Texts) -> str:
    """The name of an outcome beside these lines: where nobody leads on any, the goal is that of the strongest."""
    if outcome == "goal_realisation" and not any(map(anybody_leads, lines)):
        return texts("chart.goal_of_strongest")
    return texts.outcome(outcome)


def anybody_leads(line: Line) -> bool:
    """Whether in any round somebody leads: one at the table, or an organisation of its own."""
    from_outside = (one.state.collaboration[0]["led_from_outside"] for one in line.walk() if one.round)
    return leads_at_table(line) or any(from_outside)


def bars(
    line: Line,
    ghost: Line | None,
    outcomes: Sequence[str],
    names: Sequence[str],
    colours: Sequence[str],
    said: Callable[[float], str],
) -> dict[str, Any]:
    """A bar for each outcome between 0 and 1, its number in words, and a tick for the ghost; for every round in which
    there is a collaboration, as after its end nothing is measured.

    Parameters
    ----------
    line, ghost
        What is drawn, and what is marked beside it.
    outcomes
        Columns of the history.
    names, colours
        Of the bars.
    said
        How a share is written.
    """

    def shares(of: Line, round_: int) -> list[float]:
        now = of.history[round_ - 1]
        return [round(float(now[name]), 3) if round_ <= of.in_being else math.nan for name in outcomes]

    def drawn(of: Line, round_: int) -> list[float]:
        return [0.0 if math.isnan(share) else share for share in shares(of, round_)]  # JSON knows no NaN

    start = {"bars": [0.0] * len(outcomes), "said": [""] * len(outcomes), "ticks": []}
    frames = [
        {
            "bars": drawn(line, round_),
            "said": [said(share) for share in shares(line, round_)],
            "ticks": drawn(ghost, round_) if ghost is not None and round_ <= ghost.in_being else [],
        }
        for round_ in range(1, line.rounds + 1)
    ]
    return {"names": list(names), "colours": list(colours), "frames": [start, *frames]}
