"""Declaring a parameter once, and an outcome: default, range, unit, meaning and source.

A mechanism declares its parameters as one `NamedTuple`, so that the compiled rules read them by name;
what else is known of each stands in its annotation. Validation, sliders, sampling bounds and
documentation all come from that one line::

    class Trust(NamedTuple):
        gain: Annotated[float, number(0, 1, "per round", "speed of trust towards better fulfilment")] = 0.10

An outcome is declared the same way, by an `Outcome` in `samenspel.measures.Outcomes` (of every round) or
`samenspel.runs.OfARun` (of a run alone). How a run sums it up, in what order tables have it, where it is shown and
whether more of it is better come from there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from numbers import Real
from typing import Any, NamedTuple, get_type_hints

import numpy as np

from .errors import InputError, Message, inside, nearest

ASSUMPTION = "assumption"


@dataclass(frozen=True)
class Declaration:
    """What is known of one parameter: the note in its annotation.

    `kind` is `number`, `whole` or `choice`; of a choice the value is the place of the word in `words`.
    `sources` are keys of docs/bibliography.md, or `assumption`.
    """

    kind: str
    low: float
    high: float
    unit: str
    meaning: str
    sources: tuple[str, ...]
    words: tuple[str, ...] = ()

    def read(self, value: object, where: str | Message) -> float | int:
        """The value as the model holds it, or an `InputError` that says what was wrong with it."""
        if self.kind == "choice":
            if value in self.words:
                return self.words.index(value)
            words, likely = ", ".join(self.words), nearest(value, self.words)
            raise InputError(
                "got {got!r}, allowed: {allowed}{nearest}", where, got=value, allowed=words, nearest=likely
            )
        real = isinstance(value, Real) and not isinstance(value, bool)
        if not real or not self.low <= value <= self.high or (self.kind == "whole" and value != math.floor(value)):
            raise InputError("got {got!r}, allowed: a {allowed}", where, got=value, allowed=self.range())
        return int(value) if self.kind == "whole" else float(value)

    def schema(self) -> dict[str, Any]:
        """What `read` takes, as JSON Schema; unit and meaning are its description."""
        if self.kind == "choice":
            return {"enum": list(self.words), "description": self.meaning}
        ends = {"minimum": self.low, "maximum": self.high, "description": f"{self.meaning} ({self.unit})"}
        return {"type": "integer" if self.kind == "whole" else "number", **ends}

    def show(self, value: float) -> str | float | int:
        """The value as people write it: the word of a choice, the number otherwise."""
        return self.words[int(value)] if self.kind == "choice" else value

    def describe_range(self) -> str:
        """The allowed values in words."""
        return " | ".join(self.words) if self.kind == "choice" else str(self.range())

    def range(self) -> Message:
        """The allowed numbers, to be said in any language."""
        kind, unit = Message("whole number" if self.kind == "whole" else "number"), Message(self.unit)
        return Message("{kind} from {low:g} to {high:g} ({unit})", kind=kind, low=self.low, high=self.high, unit=unit)


def number(low: float, high: float, unit: str, meaning: str, *sources: str) -> Declaration:
    """Declare a real number; without a source it is an assumption."""
    return Declaration("number", low, high, unit, meaning, sources or (ASSUMPTION,))


def whole(low: int, high: int, unit: str, meaning: str, *sources: str) -> Declaration:
    """Declare a whole number; without a source it is an assumption."""
    return Declaration("whole", low, high, unit, meaning, sources or (ASSUMPTION,))


def choice(words: tuple[str, ...], meaning: str, *sources: str) -> Declaration:
    """Declare one of a few words; the value is the place of the word among them."""
    return Declaration("choice", 0, len(words) - 1, "choice", meaning, sources or (ASSUMPTION,), words)


# How a run sums up an outcome of its rounds; what is not summed up is kept of every round alone.
MEAN, END, IN_ALL, NOT = "mean over rounds", "at the end", "over all rounds", ""
MORE, LESS, EITHER = 1, -1, 0  # which is better


@dataclass(frozen=True)
class Outcome:
    """What is known of one outcome: the note in its annotation. What it is called stands in `results/outcomes.toml`.

    Attributes
    ----------
    unit, meaning
        In English, for tables and for `samenspel outcomes`.
    of_run
        How a run sums it up: `MEAN` of the rounds in which it is defined; `END`, as it is after the last round;
        `IN_ALL`, a tally that has been running; or `NOT`. What is of a run alone is not summed up.
    better
        Whether `MORE` of it is better, or `LESS`; `EITHER` where that cannot be said.
    low, high
        It lies between these.
    report
        The part of the report on a run in which it stands, one of `samenspel.results.report.PARTS`; empty for none.
    page
        How the page compares two runs by it, `MEAN`, `END` or `IN_ALL`; or `NOT`.
    defined
        Whether it always is; otherwise it is NaN where there is nothing to measure.
    """

    unit: str
    meaning: str
    of_run: str = NOT
    better: int = EITHER
    low: float = -math.inf
    high: float = math.inf
    report: str = ""
    page: str = NOT
    defined: bool = True

    def of_a_run(self) -> Outcome:
        """What is known of it as a run sums it up."""
        unit = "share" if self.unit == "yes or no" and self.of_run == MEAN else self.unit
        return replace(self, unit=unit, meaning=f"{self.meaning}; {self.of_run}")


def declarations(settings: NamedTuple) -> Iterator[tuple[str, Declaration, float | int]]:
    """Each parameter of a tuple of mechanisms: `mechanism.name`, its declaration, its present value."""
    for group, values in zip(settings._fields, settings, strict=True):
        for name, declaration in declared(type(values)).items():
            yield f"{group}.{name}", declaration, getattr(values, name)


@cache
def declared(kind: type) -> dict[str, Any]:
    """What one `NamedTuple` declares, by name: the parameters of a mechanism, the outcomes of a round or of a run."""
    return {name: hint.__metadata__[0] for name, hint in get_type_hints(kind, include_extras=True).items()}


@cache
def known_parameters(settings: type) -> dict[str, Declaration]:
    """The declaration of every parameter of a tuple of mechanisms, by `mechanism.name`."""
    groups = get_type_hints(settings)
    return {f"{group}.{name}": one for group, kind in groups.items() for name, one in declared(kind).items()}


# How a number that holds for a round becomes that of a round `k` times as long, by its unit.
PACES: dict[str, Callable[[float, float], float]] = {
    "per round": lambda speed, k: 1.0 - (1.0 - speed) ** k,
    "probability per round": lambda chance, k: 1.0 - (1.0 - chance) ** k,
    "probability per value and round": lambda rate, k: rate * k,
    "correlation per round": lambda memory, k: memory**k,
    "distance per round, SD": lambda step, k: step * math.sqrt(k),
    "rounds": lambda span, k: max(1.0, math.floor(span / k + 0.5)),
}


def at_pace[Settings: NamedTuple](settings: Settings, months: float) -> Settings:
    """The settings for rounds that stand for so many months: the defaults are those of a month.

    Speeds, chances, memories and spans follow from their units (`PACES`); all else stays as it is.
    """
    if months == 1.0:
        return settings
    slower = {}
    for name, declaration, value in declarations(settings):
        if declaration.unit in PACES:
            paced = PACES[declaration.unit](float(value), months)
            slower[name] = min(declaration.high, int(paced) if declaration.kind == "whole" else paced)
    return changed(settings, slower, "months")


def as_record(settings: NamedTuple) -> np.ndarray:
    """The settings as the compiled rules read them: shape (1,), a record of records, `p.trust.gain`."""
    return np.array([tuple(tuple(group) for group in settings)], record_type(type(settings)))


@cache
def record_type(settings: type) -> np.dtype:
    """The record that holds settings of this type."""
    groups = get_type_hints(settings)
    return np.dtype(
        [(group, [(name, kind) for name, kind in get_type_hints(groups[group]).items()]) for group in groups]
    )


def changed[Settings: NamedTuple](
    settings: Settings, changes: Mapping[str, Any], where: str | Message = "parameters"
) -> Settings:
    """The settings with some parameters changed, each checked against its declaration.

    Parameters
    ----------
    settings
        A tuple of mechanisms, such as `samenspel.dynamics.Parameters()`.
    changes
        Values by parameter, `{"trust.gain": 0.2, "decision.form": "lead"}`.
    where
        What to call the place the changes came from, for the error.

    Raises
    ------
    InputError
        An unknown parameter, or a value of the wrong type, out of range, or not a number.
    """
    known = known_parameters(type(settings))
    groups = dict(zip(settings._fields, settings, strict=True))
    for name, value in changes.items():
        if name not in known:
            raise InputError("unknown parameter '{got}'{nearest}", where, got=name, nearest=nearest(name, known))
        group, field = name.split(".")
        with inside(where):
            groups[group] = groups[group]._replace(**{field: known[name].read(value, name)})
    return settings._replace(**groups)
