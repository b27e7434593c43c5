"""A run as whoever has no Python can play it: what is declared, what is set, and what happens when."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ..dynamics import Parameters
from ..errors import InputError
from ..events import Event, concerned
from ..parameters import known_parameters
from ..scenario import Scenario
from ..state import State
from . import description


@dataclass(frozen=True)
class Change:
    """A field of some rows of `organisations` or `ties`: set; or added to or multiplied, and kept from `low` to `high`.

    `way` is that of an event: `set`, `add` or `times`.
    """

    records: str
    rows: list[int]
    field: str
    value: float
    way: str = "set"
    low: float = 0.0
    high: float = 0.0


def of_run(scenario: Scenario, seed: int | None = None) -> dict[str, Any]:
    """Everything that a run of a scenario needs, in words of JSON.

    Returns
    -------
    dict
        `themes`, `seed` (as text: it may be longer than a double holds) and `rounds`; `organisations`, `ties`,
        `collaboration` and `parameters`, records as base64; `stays`, the rows of those that cannot leave; and `events`,
        each with its `round`, `name`, `parameters` as the engine holds them, `changes`, and of whom it `stays` says
        whether they cannot leave from then on.

    Raises
    ------
    InputError
        There is no module for so many themes.
    """
    seed = scenario.seed if seed is None else seed
    state = scenario.declare(seed)
    themes = state.collaboration["need"].shape[1]
    known = sorted(map(int, description()["records"]))
    if themes not in known:
        raise InputError("got {got}, allowed: {allowed}", "themes", got=themes, allowed=", ".join(map(str, known)))
    return {
        "themes": themes,
        "seed": str(seed),
        "rounds": scenario.rounds,
        **{name: packed(records) for name, records in state._asdict().items()},
        "parameters": packed(scenario.record),
        "stays": list(scenario.stays),
        "events": [planned(event, state) for event in scenario.events],
    }


def packed(records: np.ndarray) -> str:
    """Records as they lie in memory, as base64."""
    return b64encode(records.tobytes()).decode()


def planned(event: Event, state: State) -> dict[str, Any]:
    """What an event does. Which ties there are never changes, so that its rows are known beforehand."""
    known = known_parameters(Parameters)
    parameters = {name: known[name].read(value, name) for name, value in event.parameters.items()}
    return {
        "round": event.round,
        "name": event.name,
        "parameters": parameters,
        "changes": changes(event, state),
        "stays": {} if event.stays is None else {event.organisation: event.stays},
    }


def changes(event: Event, state: State) -> list[dict[str, Any]]:
    """The changes of an event, in the order in which they happen."""
    if event.organisation is None:
        return []
    records, rows = concerned(event, state)
    where = "ties" if records is state.ties else "organisations"
    found = [Change(where, rows.tolist(), name, float(value)) for name, value in event.set.items()]
    for way, values in (("add", event.add), ("times", event.times)):
        for name, value in values.items():
            allowed = event.fields[name]
            low, high = float(allowed.low), float(allowed.high)
            found.append(Change(where, rows.tolist(), name, float(value), way, low, high))
    acts = (Change(where, rows.tolist(), f"act_{name}", float(value)) for name, value in event.act.items())
    return [asdict(change) for change in (*found, *acts)]
