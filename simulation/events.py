"""Events: dated changes of parameters, of an organisation, or of a tie.

A budget cut, a director who leaves, a breach of trust, a new law: what a scenario has in store, what a trainer
fires live, and what a sweep varies are the same thing. An event acts before its round begins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .parameters import Settings, changed
from .state import State

# What an event may change of an organisation and of a tie, with the allowed range.
ORGANISATION_FIELDS = {
    "size": (1e-6, 1e6),
    "autonomy": (0.0, 1.0),
    "loyalty": (0.0, 1.0),
    "home": (0.0, 1.0),
    "commitment": (0.0, 1.0),
    "skill": (0.0, 1.0),
    "outside": (-0.5, 0.5),
    "satisfaction": (-5.0, 5.0),
    "member": (0, 2),
}
TIE_FIELDS = {
    "dependence": (0.0, 1.0),
    "trust": (0.0, 1.0),
    "understanding": (0.0, 1.0),
    "opportunity": (1.0, 5.0),
}


@dataclass(frozen=True)
class Event:
    """A change from a round on.

    Attributes
    ----------
    round
        The first round it holds for, counted from 1.
    name
        What people call it.
    parameters
        New values by parameter, `{"turbulence.step": 0.05}`.
    organisation, partner
        Rows. With an organisation alone, `set` and `add` change the organisation; with a partner too, the tie
        of the first towards the second.
    set, add
        New values, and differences, by field; a result outside the range of the field stops at its border.
    towards
        True to change the ties of all its partners towards the organisation.
    """

    round: int
    name: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    organisation: int | None = None
    partner: int | None = None
    towards: bool = False
    set: Mapping[str, float] = field(default_factory=dict)
    add: Mapping[str, float] = field(default_factory=dict)


def happen(event: Event, state: State, parameters: Settings) -> Settings:
    """Let an event happen: change the state in place, and return the parameters that hold from now on."""
    if event.organisation is not None:
        if event.towards or event.partner is not None:
            records, allowed = state.ties, TIE_FIELDS
            chosen = state.ties["target"] == event.organisation
            if event.partner is not None:
                chosen = (state.ties["source"] == event.organisation) & (state.ties["target"] == event.partner)
        else:
            records, allowed = state.organisations, ORGANISATION_FIELDS
            chosen = slice(event.organisation, event.organisation + 1)
        for name, value in event.set.items():
            records[name][chosen] = value
        for name, difference in event.add.items():
            low, high = allowed[name]
            records[name][chosen] = (records[name][chosen] + difference).clip(low, high)
    return changed(parameters, event.parameters, where=f"event '{event.name}'") if event.parameters else parameters
