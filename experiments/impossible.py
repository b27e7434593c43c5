"""What cannot be: points of a design that are impossible or mean nothing, told before anything runs; reasons by kind.

Values that are allowed each by themselves may together make no network, or an event that falls after the last round.
And a factor may mean nothing at some points, such as the degree of a star: these points repeat one another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from samenspel.errors import InputError, show
from samenspel.results.report import percent
from samenspel.scenario import GENERATED, read_toml

from .retold import retold
from .words import ENGLISH, Speech

if TYPE_CHECKING:
    from samenspel.scenario import Scenario

    from .design import Design
    from .factors import Value

MOST_TRIED = 500  # points, before anything runs
MOST_KINDS = 3  # of reasons, in a sentence


class Examined(NamedTuple):
    """What was found of the points of a design.

    Attributes
    ----------
    tried
        How many points were looked at: of very many, some, evenly over all.
    impossible
        Of those, how many cannot be, by reason.
    idle
        Of those that can be, in how many a factor means nothing, by reason.
    """

    tried: int
    impossible: Counter[str]
    idle: Counter[str]


def examine(design: Design) -> Examined:
    """Look at the points of a design before they are run.

    Only who takes part and when events happen can make a point impossible.
    """
    found = Examined(min(design.points, MOST_TRIED), Counter(), Counter())
    names = [
        one.name
        for one in design.factors
        if one.name.startswith(("network.", "event.")) or design.recipe.about_partners(one.name)
    ]
    if not names:
        return found
    for point in np.unique(np.linspace(0, design.points - 1, found.tried).astype(int)).tolist():
        values = design.values(point)
        try:
            made = design.recipe.scenario(values)
        except InputError as error:
            found.impossible[str(error)] += 1
            continue
        reasons = list(too_late(made, names))
        found.impossible.update(reasons[:1])
        found.idle.update([] if reasons else idle(design, values, names))
    return found


def too_late(scenario: Scenario, names: Iterable[str]) -> Iterator[str]:
    """The events of some factors that fall after the last round."""
    for name in dict.fromkeys(event_of(name) for name in names if name.startswith("event.")):
        for event in scenario.events:
            if event.name == name and event.round > scenario.rounds:
                yield f"event {show(name)}: got round {event.round}, allowed: at most {scenario.rounds}, the last round"


def idle(design: Design, values: Mapping[str, Value], names: Iterable[str]) -> Iterator[str]:
    """The factors that mean nothing at a point: what its network does not take, the date of what does not happen."""
    said = {**design.recipe.fixed, **values}
    generator = said.get("network.generator") or generator_in(design.recipe.base(values).text)
    for name in names:
        takes = GENERATED[str(generator)].fields if generator else {"organisations"}
        if name.startswith("network.") and name.removeprefix("network.") not in takes:
            yield f"{name} means nothing with {generator}"
        if name.endswith(".round") and said.get(f"event.{event_of(name)}.present") == "absent":
            yield f"{name} means nothing where it does not happen"


@cache
def generator_in(text: str) -> object:
    """The generator of a scenario file, if it has one."""
    return read_toml(text).get("network", {}).get("generator")


def event_of(name: str) -> str:
    """The event that a factor is about."""
    return name.removeprefix("event.").rpartition(".")[0]


def in_words(reasons: Mapping[str, int], of: int, say: Speech = ENGLISH) -> str:
    """Reasons by kind, the most frequent first, each with its share and one example.

    Parameters
    ----------
    reasons
        How many there are of each.
    of
        How many there could be.
    say
        In which language.

    Examples
    --------
    >>> in_words({"got 3, allowed: an even number": 2, "got 5, allowed: an even number": 1, "too large": 1}, 8)
    '3 (38 %): got 3, allowed: an even number; 1 (12 %): too large'
    """
    kinds = by_kind(reasons).most_common()
    told = [
        say("reasons.one", count=count, share=some(count / of, say), example=retold(example, say))
        for example, count in kinds[:MOST_KINDS]
    ]
    if len(kinds) > MOST_KINDS:
        rest = sum(count for _, count in kinds[MOST_KINDS:])
        told.append(say("reasons.others", count=rest, share=some(rest / of, say), kinds=len(kinds) - MOST_KINDS))
    return "; ".join(told)


def some(share: float, say: Speech) -> str:
    """A share of what there is, which is never said to be nothing."""
    return percent(share) if share >= 0.005 else say("reasons.few")


def by_kind(reasons: Mapping[str, int]) -> Counter[str]:
    """How many there are of each kind of reason, by its first example; those of a kind differ in numbers alone."""
    examples: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for reason, count in reasons.items():
        counts[examples.setdefault(re.sub(r"\d+([.,]\d+)*", "#", reason), reason)] += count
    return counts
