"""What is not known of the parameters, as sets of them: draws from a posterior, or from a range around what they are.

A posterior is a CSV file with a column for each parameter and a row for each draw, as a calibration leaves it. What a
scenario says of its own group is not overruled by what was calibrated on others.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..brought.cells import reading_of
from ..brought.reader import MOST_MEGABYTES
from ..brought.tables import read_csv
from ..errors import InputError
from ..parameters import PACES, at_pace, changed, declarations, known_parameters
from ..reading import check_known, contents, inside
from ..scenario import Scenario, by_name, read_toml, with_changes
from .replicates import evenly

POSTERIOR = "posterior.csv"  # in the folder of a calibration


class Posterior(NamedTuple):
    """Draws of parameters.

    Attributes
    ----------
    draws
        Values by parameter; the same parameters in each.
    left_out
        Columns that were not taken: what the scenario says itself, efforts, and what is no parameter of the model.
    """

    draws: list[dict[str, float]]
    left_out: tuple[str, ...]


def is_asked_about(name: str) -> bool:
    """Whether a parameter is an effort, its price or its budget: those are the question, and not what is unknown."""
    return name.startswith("effort.")


def read_posterior(path: Path, scenario: Scenario, own: Collection[str] = ()) -> Posterior:
    """The draws in a file, each once it is sure that the model takes it.

    Parameters
    ----------
    path
        The file, or the folder of a calibration.
    scenario
        What it says itself of a parameter stands, unless it is one of those that the calibration was on.
    own
        Other parameters that stand, such as those of the command line.

    Raises
    ------
    InputError
        A file that is not there or has no rows, an unknown parameter of a mechanism, or a value that is not allowed.
    """
    known = known_parameters(type(scenario.parameters))  # type: ignore[arg-type]  # a class can be cached by
    mechanisms = {name.partition(".")[0] for name in known}
    said = () if scenario.text in calibrated_on(path) else by_name(read_toml(scenario.text).get("parameters", {}))
    stands = {*said, *own}
    path = posterior_in(path)
    with inside(path.name):
        sheet = read_csv(path.name, contents(path, MOST_MEGABYTES))
        foreign = [name for name in sheet.header if name.partition(".")[0] not in mechanisms]
        check_known([name for name in sheet.header if name not in foreign], known, "header", "parameter")
        taken = [name for name in sheet.header if name in known and name not in stands and not is_asked_about(name)]
        if not taken:
            raise InputError("got no column that is a parameter and that the scenario does not say itself")
        draws, reading = [], reading_of(sheet, taken)
        for line, row in sheet.rows:
            with inside(f"line {line}"):
                draws.append({name: reading.number(row[name], name) for name in taken})
                with_changes(scenario, draws[-1])
        if not draws:
            raise InputError("no rows under the header, allowed: at least one draw")
    return Posterior(draws, tuple(name for name in sheet.header if name not in taken))


def posterior_in(path: Path) -> Path:
    """The file of draws: a CSV file as it is, or that in the folder of a calibration.

    Raises
    ------
    InputError
        A folder that has none.
    """
    if not path.is_dir():
        return path
    if not (path / POSTERIOR).is_file():
        raise InputError(
            "no {name} there: not the folder of a calibration, or not finished, or the model misses its data",
            str(path),
            name=POSTERIOR,
        )
    return path / POSTERIOR


def calibrated_on(path: Path) -> list[str]:
    """The texts of the scenarios that a calibration was on, where the draws are in its folder; none of other draws."""
    try:
        manifest = json.loads(((path if path.is_dir() else path.parent) / "manifest.json").read_text(encoding="utf-8"))
        return [one["text"] for one in manifest["scenarios"].values()] if "calibrate" in manifest["made_by"] else []
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def parameter_sets(
    scenario: Scenario, share: float, count: int, seed: int, draws: Sequence[Mapping[str, float]] = ()
) -> list[dict[str, Any]]:
    """Sets of parameters that lie up to a share of their value around those of a scenario, or are draws.

    Of the numbers: not what is a choice, and not what an advice is about, efforts and what they cost. Where a scenario
    says how well it knows one (`unsure`), that is a normal around its value with that standard deviation; its pace is
    one number for all speeds.

    Parameters
    ----------
    scenario
        What to vary.
    share
        How far, up and down; 0 leaves all as they are but for the draws.
    count
        How many sets.
    seed
        Of the chance in them.
    draws
        Evenly taken over the sets; what is in a draw does not vary otherwise.

    Examples
    --------
    >>> from samenspel.scenario import load
    >>> one, other = parameter_sets(load("baseline"), 0.2, count=2, seed=1, draws=[{"trust.gain": 0.11}])
    >>> 0.36 <= one["trust.initial"] <= 0.54, one["trust.initial"] == other["trust.initial"], one["trust.gain"]
    (True, False, 0.11)
    """
    chance = np.random.default_rng(seed)
    numbers = [
        (name, declared, value)
        for name, declared, value in declarations(scenario.parameters)
        if declared.kind == "number" and not is_asked_about(name)
    ]
    sets, of_the_group = [], np.random.default_rng([seed, 1])
    for drawn in evenly(draws, count):
        varied = {
            name: float(np.clip(value * (1.0 + share * chance.uniform(-1.0, 1.0)), declared.low, declared.high))
            for name, declared, value in numbers
        }
        if share > 0.0:
            varied |= {
                name: float(np.clip(of_the_group.normal(value, scenario.unsure[name]), declared.low, declared.high))
                for name, declared, value in numbers
                if name in scenario.unsure
            }
            if "pace" in scenario.unsure:
                varied |= speeds_at(scenario, varied, float(np.exp(of_the_group.normal(0.0, scenario.unsure["pace"]))))
        sets.append(varied | dict(drawn))
    return sets


def speeds_at(scenario: Scenario, values: Mapping[str, float], pace: float) -> dict[str, Any]:
    """All speeds of a scenario at a pace, some of its parameters being other values first."""
    settings = at_pace(changed(scenario.parameters, values), pace)
    return {name: value for name, declared, value in declarations(settings) if declared.unit in PACES}
