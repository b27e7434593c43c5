"""docs/rivals.md: every number in it from what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from samenspel.experiments.listing import table

from ..patterns.places import CHECKING
from .asked import LANDSCAPES, MANY, MODELS, OF_OURS, OURS, STATIC, Answer, expected

TEMPLATE = Path(__file__).with_name("page.md")


def page(found: Sequence[Answer], made_by: Mapping[str, str]) -> str:
    """All answers, side by side.

    Parameters
    ----------
    found
        As they are kept.
    made_by
        By which engine, cases and log.
    """
    rivals = [model for model in MODELS if model != OURS]
    return TEMPLATE.read_text(encoding="utf-8").format(
        **made_by,
        seeds=f"Seeds from {CHECKING} on, as many as in patterns.md for its patterns, {MANY} for the others and "
        f"{LANDSCAPES} landscapes for search; none was searched on; eight sets of the "
        "calibration were looked at on them, and one was not taken after that.",
        table=table([("", "what must be seen", *MODELS), *rows(found)]),
        events=timeless(found),
        counts="\n".join(counted(found)),
        differences="\n".join(line for rival in rivals for line in differing(found, rival)),
        figures=table([("", "model", "found"), *((one.clause, one.model, one.found) for one in in_order(found))]),
    )


def timeless(found: Sequence[Answer]) -> str:
    """In how many cases the static game holds every event, and in which."""
    asked = [one for one in found if one.model == STATIC and one.clause.startswith("10.")]
    held = [one.says.partition(":")[0] for one in asked if one.holds]
    return f"{len(held)} of {len(asked)} cases ({', '.join(held)})"


def in_order(found: Sequence[Answer]) -> list[Answer]:
    """Answers by clause, and of a clause by model."""
    return sorted(found, key=lambda one: (*map(int, one.clause.split(".")), MODELS.index(one.model)))


def rows(found: Sequence[Answer]) -> Iterator[Sequence[str]]:
    """A row for every clause, under the title of its pattern."""
    before, hoped = "", expected()
    for clause in dict.fromkeys(one.clause for one in in_order(found)):
        answered = {one.model: one for one in found if one.clause == clause}
        first = next(iter(answered.values()))
        if first.title != before:
            yield "", f"**{first.title}**", *[""] * len(MODELS)
            before = first.title
        cells = [told(answered[model], hoped) if model in answered else "" for model in MODELS]
        yield clause, first.says, *cells


def told(answer: Answer, hoped: dict[str, set[str]]) -> str:
    """What a model answers, and whether that was expected."""
    word = "yes" if answer.holds else "**no**"
    return word if answer.holds == (answer.clause in hoped[answer.model]) else f"{word} ≠"


def counted(found: Sequence[Answer]) -> Iterator[str]:
    """How many clauses each model holds, and how many came out as expected, where that was not known before."""
    hoped = expected()
    for model in MODELS:
        asked = [one for one in found if one.model == model]
        open_ = [one for one in asked if model != OURS or int(one.clause.split(".")[0]) not in OF_OURS]
        met = sum(one.holds == (one.clause in hoped[model]) for one in open_)
        known = "what it does with its own patterns was known; of the others " if model == OURS else ""
        holds = sum(one.holds for one in asked)
        as_expected = f"{known}{met} of {len(open_)} came out as expected"
        yield f"- {model}: asked for {len(asked)} clauses, holds {holds}; {as_expected}."


def differing(found: Sequence[Answer], rival: str) -> Iterator[str]:
    """What ours holds of what a rival was asked, and the rival does not; and the reverse."""
    ours, theirs = ({one.clause: one for one in found if one.model == model} for model in (OURS, rival))
    both = [clause for clause in theirs if clause in ours]
    more = [clause for clause in both if ours[clause].holds > theirs[clause].holds]
    less = [clause for clause in both if ours[clause].holds < theirs[clause].holds]
    yield f"- **{rival}** ({len(both)} asked of both). Ours and not it: {', '.join(more) or 'nothing'}."
    yield f"  It and not ours: {', '.join(less) or 'nothing'}."
