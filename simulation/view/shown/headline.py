"""The headline: the number to remember of every round."""

from __future__ import annotations

from ..desk import Desk
from ..session import Line, as_written
from ..texts import Texts, differs, more_or_less


def headline(desk: Desk) -> list[dict[str, str]]:
    """The number to remember, in every round."""
    return desk.once("headline", desk.key, lambda: numbers(desk))


def numbers(desk: Desk) -> list[dict[str, str]]:
    """The number, its tone, the mean so far, and the ghost; from before the first round on."""
    line, ghost, texts = desk.session.line, desk.session.shadow, desk.texts
    frames = []
    for round_ in range(line.rounds + 1):
        value, mean = line.created(round_), line.created_so_far(round_)
        kind = more_or_less(value)
        frame = {
            "number": texts.amount(value),
            "tone": {"more": "plus", "less": "minus"}.get(kind, ""),
            "unit": texts(f"headline.{kind}_now" if round_ else f"headline.{kind}"),
            "mean": so_far(line, round_, texts) if round_ else "",
            "ghost": "",
            "meeting": texts("headline.meeting") if round_ and only_meets(line, round_) else "",
        }
        if ghost is not None and round_:
            behind = as_written(mean, ghost.created_so_far(round_))
            said = [texts("headline.so_far_against", difference=against(desk, behind, ghost))]
            frame["ghost"] = "; ".join([*said, *besides(line, ghost, round_, texts)])
        frames.append(frame)
    return frames


def so_far(line: Line, round_: int, texts: Texts) -> str:
    """The mean of the rounds up to this one; after the last, that it is of all, as the ending has it."""
    mean = line.created_so_far(round_)
    when = "over_all" if round_ == line.rounds else "so_far"
    return texts(f"headline.{when}_{more_or_less(mean)}", number=texts.gain(abs(mean)), rounds=line.rounds)


def besides(line: Line, ghost: Line, round_: int, texts: Texts) -> list[str]:
    """What sets a line apart from its ghost besides value: a goal on one of them alone, and how many have left."""
    goals = [bool(of.history["agreed"][round_ - 1]) for of in (line, ghost)]
    left = [have_left(of, round_) for of in (line, ghost)]
    said = [texts("headline.goal_here" if goals[0] else "headline.goal_there")] if goals[0] != goals[1] else []
    return [*said, *([texts("headline.left", here=left[0], there=left[1])] if left[0] != left[1] else [])]


def have_left(line: Line, round_: int) -> int:
    """How many have left by a round, or by the end of the collaboration, which sends everybody home."""
    last = min(round_, line.in_being)
    return int(line.history["left"][last - 1]) if last else 0


def only_meets(line: Line, round_: int) -> bool:
    """Whether a round brought less than each alone for want of a goal: members pay for meeting all the same."""
    return not line.history["agreed"][round_ - 1] and more_or_less(line.created(round_)) == "less"


def against(desk: Desk, difference: float, ghost: Line) -> str:
    """A difference with the ghost in words."""
    kind = differs(difference)
    return desk.texts(f"headline.{kind}_than", points=desk.texts.points(abs(difference)), name=desk.line_name(ghost))
