"""Effects: every concept of the theory changes the outcome that it is about, by a smallest effect of interest.

`python -m samenspel.studies.patterns.effects` keeps what was found in effects.csv, and writes docs/effects.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.events import Event
from samenspel.experiments.listing import DOCS, checked
from samenspel.results.intervals import standard_error
from samenspel.scenario import Scenario, with_changes
from samenspel.state import MEMBER

from ..rows import Kept
from .pattern import Clause, Pattern
from .places import AS_IT_IS, CHECKING, LOGICS, Settings, outcome, place, runs

CONCEPTS = Path(__file__).with_name("effects.toml")
PAGE = DOCS / "effects.md"
SEEDS = range(CHECKING, CHECKING + 100)
WHERE = ("baseline", "integrated_care", "merger")
NORMAL = 1.96
KEPT = Kept(Path(__file__).parent, ("concept", "place", "logic", "change", "error"), name="effects")


@dataclass(frozen=True)
class Effect:
    """What a concept changes of its outcome, at one place under one logic: mean over rounds, paired runs.

    Attributes
    ----------
    place, logic
        Where.
    change, error
        With the concept less without it, and the standard error of that.
    """

    place: str
    logic: str
    change: float
    error: float

    def is_at_least(self, least: float) -> bool:
        """Whether it can be told from nothing, and is as large as the smallest effect of interest."""
        return abs(self.change) >= least and abs(self.change) > NORMAL * self.error

    def is_near(self, least: float) -> bool:
        """Whether the smallest effect of interest lies within its interval, so that chance decides."""
        return abs(abs(self.change) - least) <= NORMAL * self.error

    def __str__(self) -> str:
        """With its 95 % interval."""
        return (
            f"{self.change:+.3f} ({self.change - NORMAL * self.error:+.3f} to {self.change + NORMAL * self.error:+.3f})"
        )


def concepts() -> dict[str, dict[str, Any]]:
    """Every concept, as the table states it."""
    return tomllib.loads(CONCEPTS.read_text())


def with_traits(scenario: Scenario, traits: Mapping[str, float], lead: bool) -> Scenario:
    """The scenario in which every member, or the lead alone, has traits from the first round on."""
    state = scenario.declare(scenario.seed)
    members = np.flatnonzero(state.organisations["member"] == MEMBER)
    if lead:
        declared = int(state.collaboration["declared_lead"][0])
        members = members if declared < 0 else [declared]
    given = tuple(Event(1, organisation=int(row), set=dict(traits)) for row in members)
    return replace(scenario, events=(*given, *scenario.events))


def effects(concept: Mapping[str, Any], seeds: range, settings: Settings = AS_IT_IS) -> list[Effect]:
    """What a concept changes, at every place under both logics."""
    found = []
    for name in WHERE:
        for logic in LOGICS:
            both = with_changes(place(name, settings), {"logic": logic} | concept.get("with", {}))
            present = with_changes(both, concept.get("on", {}))
            if "traits" in concept:
                present = with_traits(present, concept["traits"], concept.get("lead", False))
            absent = with_changes(both, concept.get("off", {}))
            values = [
                np.nanmean(outcome(runs(one, {}, seeds), concept["outcome"]), axis=1) for one in (present, absent)
            ]
            difference = values[0] - values[1]
            difference = difference[~np.isnan(difference)]
            found.append(Effect(name, logic, float(difference.mean()), standard_error(difference)))
    return found


def alive(concept: Mapping[str, Any], found: Sequence[Effect]) -> bool:
    """Whether a concept changes anything somewhere."""
    return any(effect.is_at_least(concept["least"]) for effect in found)


def measure(seeds: range, settings: Settings = AS_IT_IS) -> list[Pattern]:
    """Pattern 12."""
    clauses = []
    for concept in concepts().values():
        found = effects(concept, seeds, settings)
        strongest = max(found, key=lambda effect: abs(effect.change))
        clauses.append(
            Clause(
                f"{concept['says']}: {concept['outcome']}, at least {concept['least']} somewhere",
                f"{strongest} in {strongest.place}, {strongest.logic}",
                alive(concept, found),
                strongest.is_near(concept["least"]),
            )
        )
    return [Pattern(12, "Every theme has an effect", tuple(clauses))]


def switched(concept: Mapping[str, Any]) -> str:
    """What switches a concept off, or on."""
    if "traits" in concept:
        who = "the lead" if concept.get("lead") else "every member"
        return ", ".join(f"{name} {value:g} of {who}" for name, value in concept["traits"].items())
    return ", ".join(f"`{name}` {value}" for name, value in (concept.get("off") or concept.get("on") or {}).items())


def measured(seeds: range) -> Iterator[tuple[str, str, str, float, float]]:
    """Every effect of every concept, as it is kept."""
    for key, concept in concepts().items():
        yield from ((key, one.place, one.logic, one.change, one.error) for one in effects(concept, seeds))


def kept() -> dict[str, list[Effect]]:
    """What was found the last time, by the key of a concept."""
    found: dict[str, list[Effect]] = {}
    for row in KEPT.read():
        one = Effect(row["place"], row["logic"], float(row["change"]), float(row["error"]))
        found.setdefault(row["concept"], []).append(one)
    return found


def page(found: Mapping[str, Sequence[Effect]], made_by: Mapping[str, str]) -> str:
    """All concepts with what they change, at every place under both logics.

    Parameters
    ----------
    found
        The effects of each concept, by its key.
    made_by
        The digest of the engine that they were measured by, and the seeds.
    """
    first, _, last = made_by["seeds"].partition(" to ")
    lines = [
        "# Effects: every theme of the theory",
        "",
        f"Made by `python -m samenspel.studies.patterns.effects`, engine {made_by['engine']}, on seeds {first} to",
        f"{last}; not by hand. Each row compares runs with a concept and without it, on the same chance: the",
        "change of the mean over rounds of the outcome that the concept is about, with its 95 % interval. In bold:",
        "told from nothing, and at least the smallest effect of interest, which was fixed before",
        "(`studies/patterns/effects.toml`); the outcomes of uncertainty, hearsay and [norm] were chosen after others",
        "had shown nothing. A concept that is bold nowhere is inert, and says so. Either direction counts, and no",
        "correction is made for six cells.",
    ]
    for key, concept in concepts().items():
        inert = "" if alive(concept, found[key]) else ": **inert**"
        lines += ["", f"## {concept['says'][:1].upper()}{concept['says'][1:]}{inert}", ""]
        lines += [f"`{concept['outcome']}`, at least {concept['least']}; switched by {switched(concept)}.", ""]
        lines += ["| | " + " | ".join(LOGICS) + " |", "| --- | ---: | ---: |"]
        for name in WHERE:
            cells = [
                f"**{one}**" if one.is_at_least(concept["least"]) else str(one)
                for one in found[key]
                if one.place == name
            ]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def command(
    *, again: Annotated[bool, Parameter(help="Write the page from what was found the last time.")] = False
) -> None:
    """Measure every concept anew, and write docs/effects.md."""
    checked(PAGE)
    if not again:
        KEPT.write(measured(SEEDS), SEEDS)
    PAGE.write_text(page(kept(), KEPT.found_by()), encoding="utf-8")


if __name__ == "__main__":
    run_alone(command, "samenspel.studies.patterns.effects")
