"""Claims: sentences that a run can contradict, read from `claims.toml`.

Each is about one number: an outcome at one setting less the same outcome at another, on the same seeds; or how such a
difference changes between two places.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samenspel.errors import InputError
from samenspel.reading import check_known
from samenspel.runs import Summary

FILE = Path(__file__).with_name("claims.toml")
EXPECTATIONS = ("positive", "negative", "not positive", "not negative")
WRITTEN_AFTER = ("because", "tried", "rule", "absent")
KEYS = ("of", "id", "says", "scenario", "at", "more", "less", "from", "to", "outcome", "expect", *WRITTEN_AFTER)

Settings = Mapping[str, Any]


@dataclass(frozen=True)
class Claim:
    """One sentence, and the number that decides about it.

    Attributes
    ----------
    of, name
        The hypothesis it belongs to, and its own name: `H1`, `low`.
    says
        The sentence.
    scenario
        Name of a scenario, or path of a file beside `claims.toml`.
    at, more, less
        Settings that hold throughout, and on either side of the difference.
    start, end
        Where the change of a difference is asked: settings from which, and to which.
    outcome
        Of a run as a whole.
    expect
        The sign that the literature leads one to expect.
    least
        The smallest effect of interest, in units of the outcome.
    because, tried
        Written after the runs, where the model does not show it: what explains that, and settings that take away what
        is to blame.
    rule
        Written after the runs, where what comes out at the defaults follows from a rule that was put in: which rule.
    absent
        Written after the runs, where the model has not what the claim is about: what it lacks.
    """

    of: str
    name: str
    says: str
    more: Settings
    less: Settings
    expect: str
    at: Settings = field(default_factory=dict)
    start: Settings = field(default_factory=dict)
    end: Settings = field(default_factory=dict)
    outcome: str = "joint_value"
    scenario: str = "baseline"
    least: float = 0.0
    because: str = ""
    tried: Settings = field(default_factory=dict)
    rule: str = ""
    absent: str = ""

    def instead(self, settings: Settings) -> dict[str, Any]:
        """Settings with what is to blame taken away."""
        return {**settings, **self.tried}

    def cells(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The settings that are run, each with its sign in the sum; later settings stand over earlier ones."""
        yield 1, {**self.at, **self.end, **self.more}
        yield -1, {**self.at, **self.end, **self.less}
        if self.end:
            yield -1, {**self.at, **self.start, **self.more}
            yield 1, {**self.at, **self.start, **self.less}

    @property
    def key(self) -> str:
        """How it is called from outside: `H1/low`."""
        return f"{self.of}/{self.name}"


@dataclass(frozen=True)
class Hypothesis:
    """What the literature says, and the claims that stand for it.

    Attributes
    ----------
    name, says, sources
        `H1`, a sentence, and keys of docs/bibliography.md.
    claims
        At least one.
    """

    name: str
    says: str
    sources: tuple[str, ...]
    claims: tuple[Claim, ...]


def smallest_effects(file: Path = FILE) -> dict[str, float]:
    """The smallest effect of interest of every outcome that claims are about."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return {outcome: one["least"] for outcome, one in table["interest"].items()}


def read_hypotheses(file: Path = FILE) -> list[Hypothesis]:
    """The hypotheses in a file of claims, in its order.

    Raises
    ------
    InputError
        A claim of a hypothesis that is not there, an unknown key, outcome or expectation, or two claims of one name.
    """
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    least = smallest_effects(file)
    heads, claims = table["hypothesis"], [read_claim(one, least) for one in table["claim"]]
    check_known([claim.of for claim in claims], heads, f"{file.name}: of", "hypothesis")
    keys = [claim.key for claim in claims]
    if twice := [key for key in keys if keys.count(key) > 1]:
        raise InputError(f"{file.name}: two claims are called {twice[0]}")
    if idle := [name for name in heads if not any(claim.of == name for claim in claims)]:
        raise InputError(f"{file.name}: {idle[0]} has no claim")
    return [
        Hypothesis(name, head["says"], tuple(head["sources"]), tuple(claim for claim in claims if claim.of == name))
        for name, head in heads.items()
    ]


def read_claim(table: Mapping[str, Any], least: Mapping[str, float]) -> Claim:
    """One claim, with the smallest effect of interest of its outcome."""
    where, outcome = f"claim {table.get('of')}/{table.get('id')}", table.get("outcome", "joint_value")
    check_known(table, KEYS, where)
    check_known([outcome], Summary._fields, where, "outcome")
    check_known([outcome], least, where, "outcome with a smallest effect of interest")
    check_known([table["expect"]], EXPECTATIONS, where, "expectation")
    if ("from" in table) != ("to" in table):
        raise InputError(f"{where}: got only one of from and to, allowed: both or neither")
    renamed = {"id": "name", "from": "start", "to": "end"}
    return Claim(**{renamed.get(key, key): value for key, value in table.items()}, least=least[outcome])
