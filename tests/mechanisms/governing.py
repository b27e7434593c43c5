"""A collaboration in which it is settled who leads, and with what authority."""

from __future__ import annotations

from samenspel.conditions import Effort
from samenspel.mechanisms import authority, governance, leadership
from tests.collaborations import parameters, plain

LEAD = {"governance.form": "lead", "governance.mandate": 0.4}
ADMINISTRATIVE = {"governance.form": "administrative", "governance.mandate": 0.4}


def govern(state, p, effort):
    """What the round does between power and information."""
    leadership.appoint(state, p)
    governance.lend_influence(state, p)
    leadership.take(state, p)
    authority.grant(state, p)
    governance.charge(state, p, effort)


def appointed(influence, changes=None, effort=None, state=None):
    """A collaboration of three with this influence, after a lead was settled."""
    state = plain(3) if state is None else state
    state.organisations["influence"] = influence
    state.organisations["partners"] = 2
    govern(state, parameters(changes), effort or Effort())
    return state
