"""Organisations as Mesa agents: each a readable view of one row of the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from . import game
from .state import LEFT, MEMBER

if TYPE_CHECKING:
    from .model import CollaborationModel


class Field:
    """A field of the organisation's record, read where it stands; events change it, agents do not."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, organisation: Organisation | None, owner: type | None = None) -> Field | float | np.ndarray:
        """The value now: a number, or a copy of a point."""
        if organisation is None:
            return self
        value = organisation.record[self.name]
        return value.copy() if isinstance(value, np.ndarray) else value.item()


class Organisation(mesa.Agent):
    """An organisation in the collaboration.

    Its state is one row of arrays that the whole model shares, so that an agent is only a view: it costs nothing
    to have a hundred thousand. What may be asked of it is phrased as people would.

    Parameters
    ----------
    model
        The collaboration it takes part in.
    row
        Its row in the state.
    """

    model: CollaborationModel

    size = Field("size")
    autonomy = Field("autonomy")
    loyalty = Field("loyalty")
    home_loyalty = Field("home")
    commitment = Field("commitment")
    skill = Field("skill")
    interests = Field("interests")
    salience = Field("salience")
    frame = Field("frame")
    perception = Field("perception")
    influence = Field("influence")
    reputation = Field("standing")
    satisfaction = Field("satisfaction")
    expects = Field("expected")
    promised = Field("promise")
    delivered = Field("pooled")
    value = Field("value")

    def __init__(self, model: CollaborationModel, row: int) -> None:
        super().__init__(model)
        self.row = row

    def __repr__(self) -> str:
        return f"<Organisation '{self.name}'>"

    @property
    def record(self) -> np.void:
        """Its row in the state; see `samenspel.state.organisation_type` for the fields."""
        return self.model.state.organisations[self.row]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.model.case.labels[self.row]

    @property
    def is_member(self) -> bool:
        """Whether it takes part now."""
        return bool(self.record["member"] == MEMBER)

    @property
    def has_left(self) -> bool:
        """Whether it took part, and left."""
        return bool(self.record["member"] == LEFT)

    @property
    def leads(self) -> bool:
        """Whether it is the lead."""
        us = self.model.state.collaboration[0]
        return bool(us["lead"] == self.row and not us["led_from_outside"])

    @property
    def gain(self) -> float:
        """What the last round brought it above going alone, liking its partners apart."""
        return float(game.gain(self.record))

    def partners(self) -> list[Organisation]:
        """The organisations it is tied to, members or not."""
        ties = self.model.state.ties[self.record["first"] : self.record["last"]]
        return [self.model.organisations[row] for row in ties["target"]]

    def trust_in(self, partner: Organisation) -> float:
        """Its trust in a partner, a share."""
        return self._towards(partner, "trust")

    def understanding_of(self, partner: Organisation) -> float:
        """How far it understands a partner, a share."""
        return self._towards(partner, "understanding")

    def dependence_on(self, partner: Organisation) -> float:
        """How far it depends on a partner."""
        return self._towards(partner, "dependence")

    def would_promise(self) -> float:
        """What it would promise to pool if it were asked now, under the goal there is."""
        me, common = self.record, self.model.parameters.value.common
        unit = game.bring(me, float(me["aligned"]), float(me["loyalty"]), common)
        return game.offer(me, unit, self.model.parameters.promise.capacity)

    def would_accept(self) -> bool:
        """Whether it consented to the last proposal."""
        return bool(self.record["accepts"])

    def _towards(self, partner: Organisation, field: str) -> float:
        ties = self.model.state.ties[self.record["first"] : self.record["last"]]
        found = np.flatnonzero(ties["target"] == partner.row)
        if not found.size:
            raise ValueError(f"{self.name} has no tie with {partner.name}")
        return float(ties[field][found[0]])
