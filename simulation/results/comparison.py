"""A what-if: the same scenario with and without a change, pair by pair on the same random numbers.

Chance is keyed, so that the two runs of a pair differ by the change and by nothing else: what they share of good and
bad luck drops out of the difference.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..parameters import declarations
from ..runs import Summary
from ..scenario import Scenario
from .intervals import Difference, Interval, mean_interval, paired_difference
from .replicates import Replicate

AS_IT_IS = "as it is"  # what a scenario has for what a what-if says of its organisations


@dataclass(frozen=True, repr=False)
class Comparison:
    """Pairs of runs; those at the same place in `before` and `after` have the same seed."""

    baseline: Scenario
    changed: Scenario
    changes: Mapping[str, str]
    before: list[Replicate]
    after: list[Replicate]

    def __repr__(self) -> str:
        what = ", ".join(f"{key} = {becomes}" for key, (_, becomes) in self.replaced().items())
        return f"<{type(self).__name__} of '{self.baseline.name}', what if {what}: {len(self.before)} pairs>"

    def differences(self) -> dict[str, Difference]:
        """What the change does to every outcome of a run as a whole."""
        before, after = summaries(self.before), summaries(self.after)
        return {name: paired_difference(before[name], after[name]) for name in Summary._fields}

    def partner_gains(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """The gains of every partner that both sides have, by its name: of all pairs, without and with the change."""
        before, after = (np.array([one.partners["gain"] for one in side]).T for side in (self.before, self.after))
        rows = {label: row for row, label in enumerate(self.changed.labels)}
        return {
            label: (before[row], after[rows[label]]) for row, label in enumerate(self.baseline.labels) if label in rows
        }

    def partner_differences(self) -> dict[str, Difference]:
        """What the change does to the gain of every partner that both sides have, by its name."""
        return {label: paired_difference(*both) for label, both in self.partner_gains().items()}

    def replaced(self) -> dict[str, tuple[object, object]]:
        """Of everything that the change names: the value it had, and the value it has."""
        return {key: (setting(self.baseline, key), setting(self.changed, key)) for key in self.changes}


def summaries(replicates: list[Replicate]) -> dict[str, np.ndarray]:
    """Every outcome of a run as a whole, one number a replicate; last those of one's own."""
    columns = zip(*(one.summary for one in replicates), strict=True)
    own = {name: np.array([one.own[name] for one in replicates]) for name in replicates[0].own}
    return {**{name: np.array(column) for name, column in zip(Summary._fields, columns, strict=True)}, **own}


def summary_intervals(replicates: list[Replicate]) -> dict[str, Interval]:
    """Mean and interval of every outcome of a run as a whole."""
    return {name: mean_interval(values) for name, values in summaries(replicates).items()}


def setting(scenario: Scenario, key: str) -> object:
    """What a scenario has for a parameter, `logic`, or a field of its own such as `rounds`."""
    if key == "logic":
        return logic_of(scenario)
    if key == "scenario":
        return scenario.name
    if key in ("rounds", "seed"):
        return getattr(scenario, key)
    shown = {name: declared.show(value) for name, declared, value in declarations(scenario.parameters)}
    return shown[key] if key in shown else scenario.said.get(key, AS_IT_IS)


def logic_of(scenario: Scenario) -> str:
    """`hierarchy`, `network`, or `hybrid` when the six contrasts are not all the same."""
    words = set(contrasts(scenario).values())
    return words.pop() if len(words) == 1 else "hybrid"


def contrasts(scenario: Scenario) -> dict[str, str]:
    """The logic of each of the six contrasts."""
    shown = ((name, declared.show(value)) for name, declared, value in declarations(scenario.parameters))
    return {name.removeprefix("logic."): str(word) for name, word in shown if name.startswith("logic.")}
