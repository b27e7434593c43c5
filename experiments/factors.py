"""Factors: what an experiment varies, and how a value of a factor changes a scenario.

A factor is anything that has a declaration: a parameter, `logic` (all six contrasts), `rounds`, what a network
generator needs to know, when a named event happens and whether it does, whatever a what-if may say of organisations and
ties (`samenspel.partners`), which scenario it is, the order of investing in conditions, and the effort on each in a
phase. Ranges, units and meanings come from the declarations. In the table of points a number stands as it is, and a
word as its place among the words of its factor.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np

from samenspel.based import as_toml
from samenspel.conditions import CONDITIONS
from samenspel.dynamics import Parameters
from samenspel.errors import InputError, inside
from samenspel.events import ORGANISATION_FIELDS, TIE_FIELDS, Event
from samenspel.logic import Logic
from samenspel.networks import GENERATORS, MOST_THEMES, ORGANISATIONS
from samenspel.parameters import Declaration, Outcome, choice, declarations, known_parameters, number, whole
from samenspel.partners import (
    ABSENT,
    DATES,
    NOBODY,
    PRESENCE,
    STAYS,
    WHOLE,
    YES_OR_NO,
    concerns_present,
    is_about_partners,
    with_partners,
)
from samenspel.partners import PRESENT as THERE
from samenspel.parts import Parts
from samenspel.reading import (
    Dotted,
    Either,
    Field,
    Flag,
    Name,
    Relative,
    Several,
    Table,
    Word,
    check_known,
    is_relative,
    listed,
    moved_by,
    show,
)
from samenspel.results.comparison import setting
from samenspel.scenario import (
    EFFORT,
    GENERATED,
    LOGIC,
    ROUND,
    ROUNDS,
    Scenario,
    parse,
    read_toml,
    with_changes,
    with_fields,
)  # fmt: skip

from .distributions import NEEDS, Distribution, read_distribution
from .ranges import ACCEPTED

MOST_LEVELS, MOST_DRAWS = 100_000, 1_000_000
SCENARIO, ORDER, CONTRASTS, LEAD, PARTNER, DRAW = "scenario", "order", "logic.*", "lead", "partner", "draw"
# In the order in which they change a scenario.
NONE = {PARTNER: NOBODY, "merge": "none", "tie": "none", "untie": "none", LEAD: NOBODY}
THEN, TOGETHER, NOTHING = " > ", "together", "nothing"

Value = float | int | str


@dataclass(frozen=True)
class Factor:
    """What is varied.

    Attributes
    ----------
    name
        As in the design file, and of its column in the results.
    kind
        `number`, `whole` or `word`.
    low, high
        Ends of the range that is varied, of a number; of a word the first and last place.
    values
        The values to take, where they are listed; of a word always.
    allowed
        Ends of the range that is declared.
    accepted
        Of the range that was accepted in calibration; None where nothing is known (`samenspel.experiments.ranges`).
    distribution
        How the values of a number lie over its range, where points are drawn; None for evenly.
    levels
        How many values a number takes, evenly over its range, where that was asked for.
    base
        The value it has while another is varied, one at a time; None for that of the scenario.
    unit, meaning
        As declared.
    """

    name: str
    kind: str
    low: float
    high: float
    values: tuple[Value, ...] = ()
    levels: int | None = None
    base: Value | None = None
    unit: str = ""
    meaning: str = ""
    allowed: tuple[float, float] | None = None
    accepted: tuple[float, float] | None = None
    distribution: Distribution | None = None

    def codes(self) -> np.ndarray:
        """The values it takes where all are taken, as they stand in the table of points."""
        if self.kind == "word":
            return np.arange(len(self.values), dtype=float)
        if self.values:
            return np.array(self.values, float)
        if self.distribution:
            raise InputError(f"factors: {self.name}: distribution: allowed: where points are drawn")
        if self.levels is None:
            raise InputError(f"factors: {self.name}: how many? give levels or values")
        even = np.linspace(self.low, self.high, self.levels)
        return np.unique(np.floor(even + 0.5)) if self.kind == "whole" else even

    def ends(self) -> np.ndarray:
        """Its two values in a two-level design: those listed, or the ends of its range."""
        if self.values and len(self.values) != 2:
            raise InputError(f"factors: {self.name}: got {len(self.values)} values, allowed: 2 in a factorial design")
        return self.codes() if self.values or self.distribution else np.array([self.low, self.high])

    def at(self, places: np.ndarray) -> np.ndarray:
        """Its values at places from 0 to 1: evenly over the range of a number, or over the values listed."""
        if self.values:
            codes = self.codes()
            return codes[np.minimum((places * codes.size).astype(int), codes.size - 1)]
        if self.distribution:
            values = self.distribution.at(places, self.low, self.high)
            return np.clip(np.floor(values + 0.5), self.low, self.high) if self.kind == "whole" else values
        if self.kind == "whole":
            return np.minimum(np.floor(self.low + places * (self.high - self.low + 1)), self.high)
        return self.low + places * (self.high - self.low)

    def decode(self, code: float) -> Value:
        """The value that stands in the table of points."""
        if self.kind == "word":
            return self.values[int(code)]
        return int(code) if self.kind == "whole" else float(code)

    def encode(self, value: Value) -> float:
        """What stands for a value in the table of points."""
        if self.kind != "word":
            return float(value)
        return float(self.values.index(value if value in self.values else str(value)))  # numbers beside relative ones

    def described(self) -> dict[str, Any]:
        """What a manifest says of it."""
        about = {"name": self.name, "kind": self.kind, "unit": self.unit, "meaning": self.meaning}
        if self.kind != "word":
            about |= {"low": self.low, "high": self.high}
        about |= self.distribution.described() if self.distribution else {}
        return about | ({"values": list(self.values)} if self.values else {})


def of_words(name: str, words: tuple[str, ...], meaning: str) -> Factor:
    """A factor that no parameter declares: one of a few words."""
    return Factor(name, "word", 0, len(words) - 1, words, unit="choice", meaning=meaning)


# --- what can be varied -----------------------------------------------------------------------------------------

LEVELS = whole(2, MOST_LEVELS, "levels", "how many values, evenly over the range")
SHAPE = Word(tuple(NEEDS))
SD = number(0, 1e9, "unit of the factor", "standard deviation of a normal distribution, before it is cut off")
THEMES = whole(2, MOST_THEMES, "themes", "dimensions of theme space")
GENERATOR = choice(tuple(GENERATORS), "what joins those who take part")
PRESENT = choice((ABSENT, THERE), "whether it happens")
TAKES_PART = choice((ABSENT, THERE), "whether it is there at all")
BOUND = choice(tuple(sorted(YES_OR_NO)), "whether it cannot leave, by law or ownership")
SAID_BY_FLAG = (PRESENT, TAKES_PART, BOUND)
OF_ORGANISATIONS = {**ORGANISATION_FIELDS, **dict.fromkeys(DATES, ROUND), PRESENCE: TAKES_PART, STAYS: BOUND}
OF_PARTNERS = {
    LEAD: "which organisation leads", PARTNER: "who is there besides, tied to all that take part",
    "tie": "which two are tied from the start besides", "untie": "which two are not tied",
    "merge": "which two go on as one",
}  # fmt: skip
OF_ANY = {"logic": LOGIC, "rounds": ROUNDS}
DRAWS = whole(1, MOST_DRAWS, "draw", "which draw of the posterior")
OF_A_GENERATOR = {"themes": THEMES, "network.generator": GENERATOR, "network.organisations": ORGANISATIONS}
for arguments in GENERATORS.values():
    OF_A_GENERATOR |= {f"network.{name}": one for name, one in arguments.items() if isinstance(one, Declaration)}


def specified(declared: Declaration, relative: bool = False) -> Field:
    """What a design file may say of a factor."""
    value, each = valued(declared), valued(declared, relative)
    listed = {"values": Several(each, most=MOST_LEVELS), "base": each}
    if declared.kind == "choice":
        return Table(listed)
    even = {"levels": LEVELS, "base": value, "distribution": SHAPE, "mean": value, "sd": SD, "mode": value}
    ends, narrow = {"from": value, "to": value}, {"range": Word((ACCEPTED,))}
    return Either(kinds=(Table(even | ends), Table(even | narrow, required=("range",)), Table(listed)))


def valued(declared: Declaration, relative: bool = False) -> Field:
    """What a design file may say of a value; `relative` to what the scenario has, where that can be."""
    if relative and declared.kind != "choice":
        return Either(kinds=(declared, Relative()))
    return Either(kinds=(declared, Flag())) if declared in SAID_BY_FLAG else declared


def has_its_own(name: str) -> bool:
    """Whether a scenario has a value of a factor that another can be relative to: of a parameter, a date, a field.

    `name` may be a pattern of names as well.
    """
    name = name.replace("\\", "")
    if name.startswith(("network.", "phase.", "event.")) or name in (*OF_ANY, *OF_A_GENERATOR):
        return name.startswith("event.") and name.endswith(".round")
    return name.rpartition(".")[2] not in (*DATES, PRESENCE, STAYS)


# What any scenario may have, and those of its events, by any name.
EVERY = OF_ANY | known_parameters(Parameters) | OF_A_GENERATOR
EVENTS = {r"event\..+\.round": ROUND, r"event\..+\.present": PRESENT}
EFFORTS = {rf"phase\.[1-9]\d?\.{condition}": EFFORT for condition in (*CONDITIONS, r"\*")}
NAMED = EVENTS | EFFORTS | {rf".+\.{name}": one for name, one in {**OF_ORGANISATIONS, **TIE_FIELDS}.items()}
VALUES = Dotted(
    names={name: valued(one, has_its_own(name)) for name, one in EVERY.items()} | dict.fromkeys(OF_PARTNERS, Name()),
    patterns={name: valued(one, has_its_own(name)) for name, one in NAMED.items()},
    own=True,
)
FACTORS = Dotted(
    names={name: specified(one, has_its_own(name)) for name, one in {**EVERY, CONTRASTS: LOGIC}.items()}
    | dict.fromkeys(OF_PARTNERS, Table({"values": Several(Name()), "base": Name()}))
    | {DRAW: specified(DRAWS)},
    patterns={name: specified(one, has_its_own(name)) for name, one in NAMED.items()},
    own=True,
)
OF_A_RANGE = ("levels", "from", "to", "range", "distribution", "mean", "sd", "mode")
SPECIFICATION = (*OF_A_RANGE, "values", "base")


def known_factors(scenario: Scenario) -> dict[str, Declaration]:
    """Everything of a scenario that can be varied, by name."""
    known = OF_ANY | {name: declared for name, declared, _ in declarations(scenario.parameters)}
    table = read_toml(scenario.text)
    if "generator" in table.get("network", {}):
        known |= OF_A_GENERATOR
    elif "own" in table.get("network", {}):
        known |= {"network.organisations": ORGANISATIONS}
    else:
        known[LEAD] = choice((NOBODY, *scenario.labels), OF_PARTNERS[LEAD])
    for name in [event.name for event in scenario.events if event.name]:
        known |= {f"event.{name}.round": ROUND, f"event.{name}.present": PRESENT}
    return known


def known_phases(said: Mapping[str, Any]) -> dict[str, Declaration]:
    """The efforts in phases that a design names; `phase.2.*` is each of the five conditions."""
    return {
        f"phase.{phase}.{condition}": EFFORT
        for phase in sorted({int(name.split(".")[1]) for name, _ in values_said(said) if is_effort(name)})
        for condition in CONDITIONS
    }


@cache
def is_effort(name: str) -> bool:
    """Whether a factor is the effort on a condition in a phase."""
    return any(re.fullmatch(pattern, name) for pattern in EFFORTS)


def is_of_phases(name: str) -> bool:
    """Whether a factor says what is invested in phases, which changes nothing else of a scenario."""
    return name == ORDER or is_effort(name)


def values_said(said: Mapping[str, Any]) -> Iterator[tuple[str, Value | None]]:
    """Every value that a design lists of anything, with its key; None where it lists none."""
    of_factors = flat(said.get("factors", {}), SPECIFICATION)
    for name, one in of_factors.items():
        values = one.get("values", [None]) if isinstance(one, Mapping) else None
        yield from ((name, value) for value in (values if isinstance(values, list) else [values]))
    for table in (said.get("set", {}), *(one for one in said.get("points", ()) if isinstance(one, Mapping))):
        yield from flat(table).items()


def newcomers_of(said: Mapping[str, Any]) -> tuple[str, ...]:
    """Who is added by a design: the values of `partner`, and the names before whom they are tied to in those."""
    added = [str(value) for name, value in values_said(said) if name == PARTNER and value not in (None, NOBODY)]
    return tuple(dict.fromkeys(name for value in added for name in (value, value.partition(">")[0].strip())))


def known_partners(scenario: Scenario, said: Mapping[str, Any]) -> dict[str, Declaration]:
    """What can be varied of the organisations and ties that a design names, and of those that it adds."""
    keyed: dict[str, list[str]] = {}
    for name, value in values_said(said):
        keyed.setdefault(name, []).extend([] if value is None else [str(value)])
    newcomers = newcomers_of(said)
    labels = (*scenario.labels, *newcomers)
    known = {}
    for name, values in keyed.items():
        if name in WHOLE:
            least = (NOBODY, *labels) if name == LEAD else (NONE[name], *values)
            known[name] = choice(tuple(dict.fromkeys(least)), OF_PARTNERS[name])
        elif is_about_partners(name, labels) and concerns_present(name, labels):
            whom, _, field = name.rpartition(".")
            fields = OF_ORGANISATIONS if whom in labels else TIE_FIELDS
            check_known([field], fields, name, "field")
            known[name] = fields[field]
    return known


def flat(table: Mapping[str, Any], ends: Sequence[str] = ()) -> dict[str, Any]:
    """Nested tables by dotted name; a table of nothing but `ends` is no further level."""
    names: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, dict) and not (ends and value.keys() <= set(ends)):
            names |= {f"{name}.{rest}": item for rest, item in flat(value, ends).items()}
        else:
            names[name] = value
    return names


def read_factors(table: Mapping[str, Any], known: Mapping[str, Declaration], called: str = "factors") -> list[Factor]:
    """The factors of a design file; `logic.*` stands for each of the six contrasts, `phase.1.*` for each condition.

    Parameters
    ----------
    table
        What the file says of each.
    known
        Whatever can be varied, by name.
    called
        What the file calls them.
    """
    factors: list[Factor] = []
    for name, specification in flat(table, SPECIFICATION).items():
        if not isinstance(specification, dict):
            raise InputError(
                f"{called}: {name}: got {show(specification)}, allowed: a table, such as {{ levels = 5 }} or "
                "{ values = [...] }"
            )
        if name == SCENARIO:
            raise InputError(
                f"{called}: {name}: it is one by itself where scenarios = [...] names several; leave it out"
            )
        named = each_of(name)
        check_known(named, known, called, "factor")
        factors += [read_factor(one, known[one], specification, called) for one in named]
    names = [factor.name for factor in factors]
    if twice := [name for name in names if names.count(name) > 1]:
        raise InputError(f"{called}: {twice[0]} is given twice")
    if "logic" in names and (also := [name for name in names if name.startswith("logic.")]):
        raise InputError(f"{called}: logic is all six contrasts, {also[0]} among them; allowed: the one or the other")
    return factors


def each_of(name: str) -> list[str]:
    """The factors that a name stands for."""
    if name == CONTRASTS:
        return [f"logic.{contrast}" for contrast in Logic._fields]
    if is_effort(name) and name.endswith("*"):
        return [name.replace("*", condition) for condition in CONDITIONS]
    return [name]


def read_factor(name: str, declared: Declaration, specification: Mapping[str, Any], called: str = "factors") -> Factor:
    """One factor: its values, or its levels over a range, which is the declared one unless it is said.

    Parameters
    ----------
    name
        Of the factor.
    declared
        What it can be.
    specification
        What the file says of it.
    called
        What the file calls factors.
    """
    where = f"{called}: {name}"
    check_known(specification, SPECIFICATION, where)
    about = {"unit": declared.unit, "meaning": declared.meaning}
    word, values = declared.kind == "choice", specification.get("values")
    if values is not None:
        if also := [key for key in OF_A_RANGE if key in specification]:
            raise InputError(f"{where}: got values and {also[0]}, allowed: the one or the other")
        if not isinstance(values, list) or not 1 <= len(values) <= MOST_LEVELS:
            raise InputError(f"{where}: values: got {show(values)}, allowed: a list of at least 1")
        values = tuple(checked(name, declared, value, f"{where}: values") for value in values)
        if any(map(is_relative, values)):
            word, values = True, tuple(map(str, values))
        if len(set(values)) < len(values):
            raise InputError(f"{where}: values: got one twice, allowed: each once")
    elif word:
        if also := [key for key in OF_A_RANGE if key in specification]:
            raise InputError(f"{where}: {also[0]}: it is a choice, allowed: values = [...]")
        values = declared.words
    base = checked(name, declared, specification["base"], f"{where}: base") if "base" in specification else None
    if word:
        if base is not None and base not in values:
            raise InputError(f"{where}: base: got {show(base)}, allowed: one of its values")
        return Factor(name, "word", 0, len(values) - 1, values, base=base, **about)
    if values:
        return Factor(name, declared.kind, min(values), max(values), values, base=base, **about)
    ends = getattr(declared, "accepted", None)
    if "range" in specification:
        low, high = accepted_range(specification, ends, where)
    else:
        low, high = (
            declared.read(specification.get(key, end), f"{where}: {key}")
            for key, end in (("from", declared.low), ("to", declared.high))
        )
    if not low < high:
        raise InputError(f"{where}: got from {low:g} to {high:g}, allowed: a range, from the lower to the higher")
    numbers = {"distribution": SHAPE, "mean": declared, "sd": SD, "mode": declared}
    said = {
        key: one.read(specification[key], f"{where}: {key}") for key, one in numbers.items() if key in specification
    }
    distribution = read_distribution(said, low, high, where)
    levels = LEVELS.read(specification["levels"], f"{where}: levels") if "levels" in specification else None
    about |= {"allowed": (declared.low, declared.high), "accepted": ends, "distribution": distribution}
    return Factor(name, declared.kind, low, high, levels=levels, base=base, **about)


def accepted_range(
    specification: Mapping[str, Any], ends: tuple[float, float] | None, where: str
) -> tuple[float, float]:
    """The range that was accepted in calibration, where that is asked for and known."""
    Word((ACCEPTED,)).read(specification["range"], f"{where}: range")
    if also := [key for key in ("from", "to") if key in specification]:
        raise InputError(f"{where}: got range and {also[0]}, allowed: the one or the other")
    if ends is None:
        raise InputError(
            f"{where}: range: got '{ACCEPTED}', allowed: of parameters that were calibrated, in scenarios of which a "
            "round stands for the same time; else from and to"
        )
    return ends


def checked(name: str, declared: Declaration, value: object, where: str) -> Value:
    """A value as people write it, once it is sure that it is allowed.

    Parameters
    ----------
    name, declared
        Of the factor.
    value
        Of it, or relative to what the scenario has: `+0.1`, `*1.5`.
    where
        What an error begins with.
    """
    if is_relative(value) and declared.kind != "choice" and has_its_own(name):
        return Relative().read(value, where)
    if declared in SAID_BY_FLAG and isinstance(value, bool):
        value = declared.words[value]
    return declared.show(declared.read(value, where))


# --- from values to a scenario ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Phases:
    """Investing in conditions one after the other; see `samenspel.experiments.sampling`."""

    conditions: tuple[str, ...] = CONDITIONS
    rounds: int = 12
    effort: float = 1.0

    @property
    def budget(self) -> float:
        """What all phases together spend, in effort-rounds."""
        return len(self.conditions) * self.rounds * self.effort

    def orders(self) -> list[str]:
        """Every order of the conditions, as the factor `order` names it."""
        return [THEN.join(order) for order in itertools.permutations(self.conditions)]

    def events(self, order: str) -> list[Event]:
        """What an order does: each phase sets all efforts, and after the last there are none."""
        count = len(self.conditions)
        if order == NOTHING:
            efforts = [dict.fromkeys(CONDITIONS, 0.0)]
        elif order == TOGETHER:
            efforts = [dict.fromkeys(self.conditions, self.effort / count)] * count
        else:
            efforts = [{condition: self.effort} for condition in order.split(THEN)]
        return [
            Event(
                1 + place * self.rounds,
                f"Phase {place + 1}",
                {f"effort.{condition}": effort.get(condition, 0.0) for condition in CONDITIONS},
            )
            for place, effort in enumerate([*efforts, {}])
        ]


@lru_cache(maxsize=1024)  # the same is tried in many worlds
def efforts_in_phases(rounds: int, said: tuple[tuple[str, Value], ...]) -> tuple[Event, ...]:
    """Efforts in phases: 0 of what is not said of a phase, and after the last there are none.

    Conditions of which nothing is said in any phase stay as the scenario has them.

    Parameters
    ----------
    rounds
        Of a phase.
    said
        Name and value of each factor.
    """
    spent = {tuple(name.split(".")[1:]): float(value) for name, value in said}
    conditions = [one for one in CONDITIONS if any(one == condition for _, condition in spent)]
    last = max(int(phase) for phase, _ in spent)
    return tuple(
        Event(
            1 + (phase - 1) * rounds,
            f"Phase {phase}",
            {f"effort.{one}": spent.get((str(phase), one), 0.0) for one in conditions},
        )
        for phase in range(1, last + 2)
    )


OF_PHASES: dict[str, Field] = {
    "rounds": whole(1, 100_000, "rounds", "of a phase"),
    "effort": number(0, 1, "effort per round", "on the condition whose phase it is"),
    "conditions": Several(Word(CONDITIONS)),
}


@dataclass(frozen=True)
class Recipe:
    """How the scenario of a point is made: small enough to be sent to whoever runs it.

    Attributes
    ----------
    scenarios
        By name; with more than one, the factor `scenario` says which.
    fixed
        Changes that hold for every point.
    phases
        What the factor `order` puts in order, and how long a phase is.
    newcomers
        Names of those that the factor `partner` adds.
    draws
        Of a posterior, by scenario: what the factor `draw` chooses from, first of all changes.
    """

    scenarios: Mapping[str, Scenario]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    phases: Phases = Phases()
    newcomers: tuple[str, ...] = ()
    draws: Mapping[str, Sequence[Mapping[str, float]]] = field(default_factory=dict)

    @property
    def own_parts(self) -> list[Parts]:
        """Parts of one's own that its scenarios have."""
        return [one.parts for one in self.scenarios.values() if one.parts]

    @property
    def own_outcomes(self) -> dict[str, Outcome]:
        """Outcomes of one's own that its scenarios measure, by name."""
        return {name: outcome for one in self.own_parts for name, outcome in one.outcomes.items()}

    @property
    def own_measures(self) -> dict[str, Callable[[Any], float]]:
        """What measures each of them in a run."""
        return {name: measure for one in self.own_parts for name, measure in one.measures.items()}

    def base(self, values: Mapping[str, Value]) -> Scenario:
        """The scenario that a point starts from."""
        return self.scenarios[values.get(SCENARIO) or next(iter(self.scenarios))]

    def scenario(self, values: Mapping[str, Value]) -> Scenario:
        """The scenario of a point.

        Parameters
        ----------
        values
            By factor.

        Raises
        ------
        InputError
            Values that are allowed each by themselves, and together cannot be.
        """
        return self.in_phases(self.before_phases(values), values)

    def before_phases(self, values: Mapping[str, Value]) -> Scenario:
        """The scenario of a point but for what is invested in phases."""
        base = self.base(values)
        structure, changes, dates, partners = {}, {}, {}, {}
        if DRAW in values:
            changes |= self.draws[base.name][int(values[DRAW]) - 1]
        for name, value in (*self.fixed.items(), *values.items()):
            if name in (SCENARIO, DRAW) or is_of_phases(name):
                continue
            if self.about_partners(name):
                partners[name] = value
            else:
                kind = dates if name.startswith("event.") else structure if is_structure(name) else changes
                kind[name] = value
        if structure:
            base = restructured(base.name, base.text, base.parts, tuple(structure.items()))
        made = with_changes(base, changes) if changes else base
        if dates:
            made = replace(made, events=rescheduled(made.events, dates))
        return rearranged(made, partners)

    def in_phases(self, made: Scenario, values: Mapping[str, Value]) -> Scenario:
        """The scenario with what a point invests in phases."""
        said = {name: value for name, value in (*self.fixed.items(), *values.items()) if is_effort(name)}
        phases = self.phases.events(values[ORDER]) if ORDER in values else []
        phases += efforts_in_phases(self.phases.rounds, tuple(said.items())) if said else ()
        if phases:
            made = with_fields(made, events=tuple(sorted([*made.events, *phases], key=lambda event: event.round)))
        return made

    def made_once(self, varied: Iterable[str]) -> Recipe:
        """The same with the parameters and networks that are fixed put into its scenarios, once for all.

        Where what varies reads a scenario anew, as what is about who takes part does, that is left to each time.

        Parameters
        ----------
        varied
            Names of what will be changed on top.
        """
        if any(map(is_structure, varied)):
            return self
        once = {name: value for name, value in self.fixed.items() if name in EVERY}
        made = {name: Recipe({name: one}, once).scenario({}) for name, one in self.scenarios.items()}
        return replace(self, scenarios=made, fixed={name: self.fixed[name] for name in self.fixed if name not in once})

    def about_partners(self, name: str) -> bool:
        """Whether a factor is about organisations or ties by name."""
        if name in EVERY or name.startswith("event.") or is_effort(name):
            return False
        return is_about_partners(name, (*self.newcomers, *next(iter(self.scenarios.values())).labels))


def rearranged(scenario: Scenario, changes: Mapping[str, Value]) -> Scenario:
    """The scenario with what is said of organisations and ties; of who is not there, it means nothing."""
    order = list(NONE)
    for key in sorted(changes, key=lambda key: order.index(key) if key in order else len(order)):
        value = changes[key]
        said = key == LEAD or value != NONE[key] if key in WHOLE else concerns_present(key, scenario.labels)
        if said:
            scenario = with_partners(scenario, key, value)
    return scenario


def is_structure(name: str) -> bool:
    """Whether a factor is about who takes part, so that the scenario has to be read anew."""
    return name == "themes" or name.startswith("network.")


@lru_cache(maxsize=1024)
def restructured(name: str, text: str, parts: Parts | None, changes: tuple[tuple[str, Value], ...]) -> Scenario:
    """The scenario with another network, from the text of its file, less what another generator does not take.

    Parameters
    ----------
    name, text, parts
        Of the scenario.
    changes
        What is other about its network, by name.
    """
    table = read_toml(text)
    network = table.get("network", {})
    for key, value in changes:
        if key == "themes":
            table["themes"] = value
        else:
            network[key.removeprefix("network.")] = value
    if "generator" in network:
        takes = GENERATED[network["generator"]].fields
        table["network"] = {key: value for key, value in network.items() if key in takes}
    return parse(as_toml(table), name, parts=lambda *_: parts)


def rescheduled(events: Sequence[Event], dates: Mapping[str, Value]) -> tuple[Event, ...]:
    """Events at other rounds, or left out."""
    kept = [event for event in events if dates.get(f"event.{event.name}.present", "present") != "absent"]
    moved = [replace(event, round=date_of(event, dates)) for event in kept]
    return tuple(sorted(moved, key=lambda event: event.round))


def date_of(event: Event, dates: Mapping[str, Value]) -> int:
    """The round of an event, by dates that are rounds, or relative to it."""
    said = dates.get(f"event.{event.name}.round", event.round)
    return int(moved_by(event.round, str(said), ROUND) if is_relative(said) else said)


def present_value(recipe: Recipe, factor: Factor) -> Value:
    """The value that a factor has while others are varied: its base, or that of the scenario."""
    if factor.base is not None:
        return factor.base
    name = factor.name
    if same := [value for value in factor.values if changes_nothing(value)]:
        return same[0]
    if name == SCENARIO:
        return factor.values[0]
    if name in recipe.fixed:
        return recipe.fixed[name]
    if name == DRAW:
        raise InputError(f"factors: {name}: the scenario has none; give base = the number of a draw, such as 1")
    scenario = recipe.scenario({})
    if is_effort(name):
        return setting(scenario, f"effort.{name.rpartition('.')[2]}")
    if name.startswith("event."):
        if name.endswith(".present"):
            return "present"
        return next(event.round for event in scenario.events if f"event.{event.name}.round" == name)
    found: Any
    if recipe.about_partners(name):
        found = stands(scenario, name)
    elif is_structure(name):
        table = read_toml(scenario.text)
        found = table.get("themes", 2) if name == "themes" else table["network"].get(name.removeprefix("network."))
    else:
        found = setting(scenario, name)
    if found is None or (factor.kind == "word" and found not in factor.values):
        allowed = f"one of {listed(map(str, factor.values))}" if factor.kind == "word" else "a value"
        raise InputError(f"factors: {name}: the scenario has {show(found)}; give base = {allowed}")
    return found


def changes_nothing(value: Value) -> bool:
    """Whether a value is relative to what a scenario has, and none more, none less, or once as much.

    Examples
    --------
    >>> [changes_nothing(value) for value in ("-0.0", "* 1", "+1", "*0", 0)]
    [True, True, False, False, False]
    """
    if not is_relative(value):
        return False
    said = Relative().read(value, "")
    return float(said.removeprefix("*")) == said.startswith("*")


def stands(scenario: Scenario, name: str) -> Value | None:
    """What a scenario declares for a factor about its organisations; None for what it leaves open."""
    state = scenario.declare(scenario.seed)
    whom, _, field = name.rpartition(".")
    if name == LEAD:
        row = int(state.collaboration["declared_lead"][0])
        return scenario.labels[row] if row >= 0 else NOBODY
    if name in WHOLE:
        return NONE[name]
    if field == PRESENCE:
        return THERE
    if field == STAYS and whom in scenario.labels:
        return BOUND.words[scenario.labels.index(whom) in scenario.stays]
    if whom not in scenario.labels or field not in (state.organisations.dtype.names or ()):
        return None
    value = state.organisations[field][scenario.labels.index(whom)].item()
    return None if np.isnan(value) else value


def check_partners(recipe: Recipe, factors: Iterable[Factor]) -> None:
    """Refuse a tie, a merger or a newcomer that cannot be, each by itself."""
    for factor in factors:
        if factor.name in WHOLE and factor.name != LEAD:
            for scenario in recipe.scenarios.values():
                for value in factor.values:
                    with inside("factors"):
                        rearranged(scenario, {factor.name: value})


def check_events(scenario: Scenario, names: Sequence[str]) -> None:
    """Refuse to vary an event whose name another bears too."""
    for name in names:
        if name.startswith("event."):
            event = name.removeprefix("event.").rpartition(".")[0]
            count = sum(one.name == event for one in scenario.events)
            if count > 1:
                raise InputError(f"{name}: {count} events have that name, allowed: an event with a name of its own")


def check_efforts(scenario: Scenario, phases: Phases, names: Iterable[str], rounds: int) -> None:
    """Refuse efforts in phases that begin after the last round, and of a scenario that has phases of its own.

    Parameters
    ----------
    scenario
        In which there is effort.
    phases
        How long they are.
    names
        Of factors, efforts among them.
    rounds
        The most that a run has.
    """
    efforts = [name for name in names if is_effort(name)]
    for name in efforts:
        begins = 1 + (int(name.split(".")[1]) - 1) * phases.rounds
        if begins > rounds:
            raise InputError(f"{name}: begins in round {begins}, allowed: at most {rounds}, the last round")
    if efforts:
        check_no_phases(scenario, efforts[0])


def check_no_phases(scenario: Scenario, called: str = "design: orders") -> None:
    """Refuse to invest in phases in a scenario that has its own.

    Parameters
    ----------
    scenario
        Which may invest in conditions itself.
    called
        What would invest in phases.
    """
    for event in scenario.events:
        if any(name.startswith("effort.") for name in event.parameters):
            raise InputError(
                f"{called}: scenario {show(scenario.name)} invests in conditions itself, in round {event.round}; "
                "allowed: a scenario without phases"
            )
