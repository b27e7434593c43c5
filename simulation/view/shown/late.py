"""Late: for how long there was no goal and who stopped it until then, what brought one, and why there never was one."""

from __future__ import annotations

from collections.abc import Sequence

from ...results.outcomes import capitalised
from ..session import Line
from ..texts import Texts
from .facts import most_of
from .story import Told, every

QUARTER = 4  # of all rounds: without a goal that is long, and with one too short to say whether it holds


def came_late(line: Line) -> bool:
    """Whether a goal came so late that nobody can say whether it holds."""
    return line.fate == "held" and int((line.history["agreed"] > 0).sum()) * QUARTER < line.rounds


def waited(line: Line) -> int:
    """How many rounds there were before the first with a goal; 0 where those are few, or there never was one."""
    before = int(line.first_goal) - 1 if line.history["agreed"].any() else 0
    return before if before * QUARTER >= line.rounds else 0


def why_so_late(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """For how many rounds there was no goal at first, and who said no most often in those and why; nothing where it
    came soon.
    """
    if not (before := waited(line)):
        return ""
    late = "brief" if came_late(line) else "late"
    said = texts(f"ending.{late}", round=before + 1, rounds=line.rounds)
    return " ".join(one for one in (said, what_stopped_it(line, texts, told[: before + 1])) if one)


def brought_by(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """The event without which a goal that came late would not have come then; nothing where there is no such event."""
    first = told[waited(line) + 1]
    for fact in (*first.facts, *first.rest):
        if fact.kind.startswith(("agreed", "decided")) and "at" in fact.values:
            name = texts.label(str(fact.values["event"]))
            return texts("ending.late_without", round=waited(line) + 1, name=name, at=fact.values["at"])
    return ""


def what_stopped_it(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """Who said no most often in rounds without a goal, and what mostly weighed against it; or that decisions slipped.

    Nothing where no decision was ever asked for.
    """
    no = [fact for _, fact in every(told) if fact.kind.startswith(("rejected", "slipped"))]
    if not no:
        return ""
    kind = most_of([fact.kind.removesuffix("_all") for fact in no])
    noes = [row for fact in no for name in ("who", "others") for row in fact.values.get(name, ())]
    who = sorted(set(noes), key=lambda row: (-noes.count(row), row))[:2]
    names = texts.names([texts.in_a_sentence(line.scenario.labels[row]) for row in who])
    return capitalised(texts(f"ending.stopped_{kind}", who=names))
