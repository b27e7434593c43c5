"""The headline: the number to remember of every round."""

from __future__ import annotations

from ..desk import Desk
from ..session import Line
from ..texts import EQUAL, more_or_less


def headline(desk: Desk) -> list[dict[str, str]]:
    """The number to remember, in every round."""
    return desk.once("headline", desk.key, lambda: numbers(desk))


def numbers(desk: Desk) -> list[dict[str, str]]:
    """The number, its tone, the mean so far, that of clients, and the ghost; from before the first round on."""
    line, ghost, texts = desk.session.line, desk.session.shadow, desk.texts
    frames = [
        {
            "clients": "",
            "number": "–",
            "tone": "",
            "unit": texts("headline.unit"),
            "mean": texts("headline.alone"),
            "ghost": "",
        }
    ]
    for round_ in range(1, line.rounds + 1):
        value, mean = line.created(round_), line.created_so_far(round_)
        frame = {
            "number": texts.number(value, signed=True),
            "tone": "" if abs(value) < EQUAL else "plus" if value > 0 else "minus",
            "unit": texts("headline.unit"),
            "mean": texts("headline.so_far", number=texts.number(mean, signed=True)),
            "clients": texts("headline.clients", number=texts.number(line.history["client_value"][round_ - 1])),
            "ghost": "",
        }
        if ghost is not None:
            behind = mean - ghost.created_so_far(round_)
            frame["ghost"] = texts("headline.so_far_against", difference=against(desk, behind, ghost))
        frames.append(frame)
    return frames


def against(desk: Desk, difference: float, ghost: Line) -> str:
    """A difference with the ghost in words."""
    kind = more_or_less(difference)
    number = desk.texts.number(abs(difference))
    return desk.texts(f"headline.{kind}", number=number, name=desk.line_name(ghost))
