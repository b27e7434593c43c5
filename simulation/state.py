"""The state of one run: three arrays of records.

`organisations` has one record an organisation and `ties` one a directed tie; `collaboration` has a single
record for what they have together. The ties of an organisation are those from its `first` to its `last`, so
that a rule reads::

    for me in state.organisations:
        for tie in state.ties[me.first : me.last]:
            partner = state.organisations[tie.target]

Any field is an array for whoever looks from outside: `state.ties["trust"]`. A tie's x is always the x of its
source towards its target. Every edge has both its directions; `reverse` is the row of the other one.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

# What `member` says.
OUTSIDE, MEMBER, LEFT = 0, 1, 2


class State(NamedTuple):
    """Everything that a round reads and writes."""

    organisations: np.ndarray  # (n,)
    ties: np.ndarray  #          (m,)
    collaboration: np.ndarray  # (1,)

    def copy(self) -> State:
        """A state of its own, to go on from without touching this one."""
        return State(*(records.view(np.uint8).copy().view(records.dtype) for records in self))  # bytes copy faster


@cache
def organisation_type(themes: int) -> np.dtype:
    """The record of an organisation; points are in theme space, [0, 1]^themes."""
    share = value = pooled = np.float64
    point = (np.float64, (themes,))
    return np.dtype(
        [
            ("key", np.int64),  #         looks up its own chance; stays with it when rows are renumbered
            ("first", np.int64),  #       row of its first tie
            ("last", np.int64),  #        row after its last tie
            ("member", np.int64),  #      OUTSIDE, MEMBER or LEFT
            ("partners", np.int64),  #    members it is tied to, at the start of the round
            # who it is
            ("size", np.float64),  #      power by size
            ("autonomy", share),  #       a: how much it holds to deciding for itself
            ("loyalty", share),  #        lambda: how far its representative weighs the whole
            ("home", share),  #           h: how far its home organisation weighs the whole
            ("commitment", share),  #     c
            ("skill", share),  #          network skill
            ("outside", value),  #        what it could make elsewhere, above going alone
            ("affective", share),  #      the three motives sum to 1
            ("moral", share),
            ("instrumental", share),
            # what it wants and sees
            ("interests", *point),  #     x
            ("salience", *point),  #      weight of each theme for its interests; sums to 1
            ("frame", *point),  #         professional frame: where it looks from
            ("perception", *point),  #    q: what it takes the need to be
            ("exchanged", *point),  #     the perception it is moving to while partners exchange theirs
            # where it stands
            ("depends", np.float64),  #   its dependence on members, summed
            ("influence", share),  #      in the collaboration; members sum to 1
            ("consent", share),  #        weight of its vote: its share in the dependence of others
            ("authority", share),  #      of the lead over it
            ("regard", share),  #         its mean trust in partners
            ("standing", share),  #       mean trust of members in it: reputation
            ("witnesses", np.int64),  #   members that this is the mean of
            # what it expects, promises, delivers and gets
            ("reach", pooled),  #         sum of g_ij times what partners last promised
            ("prospect", pooled),  #      the same, each promise believed as far as it is trusted
            ("spillover", pooled),  #     sum of g_ji times what partners promised: what a unit of its own brings them
            ("doubt", value),  #          variance of the prospect, per unit pooled squared
            ("aligned", pooled),  #       A of the goal (of the proposal while there is none), as it sees the need
            ("expected", value),  #       E of the goal (of the proposal while there is none)
            ("accepts", share),  #        1 when it accepts the proposal
            ("promise", pooled),  #       what its representative last promised to pool
            ("own", pooled),  #           what it would deliver of its own accord
            ("demand", pooled),  #        what the lead asks, or would ask, of it
            ("pooled", pooled),  #        s: what it delivers
            ("effective", pooled),  #     the part of that which makes synergy
            ("cost", value),  #           of taking part, this round
            ("value", value),  #          v: value of the round
            ("served", value),  #         value of the round for clients
            ("satisfaction", value),  #   value above going alone, smoothed over rounds
        ]
    )


TIE = np.dtype(
    [
        # 64 bytes, a line of most caches: a round reads all ties several times over
        ("source", np.int32),
        ("target", np.int32),
        ("reverse", np.int32),
        ("experience", np.int32),  #       deliveries of the partner seen
        ("dependence", np.float64),  #     d
        ("difference", np.float64),  #     delta: distance of the two frames
        ("trust", np.float64),  #          tau, share
        ("understanding", np.float64),  #  u, share
        ("opportunity", np.float64),  #    o, factor of at least 1
        ("synergy", np.float64),  #        g
    ]
)


@cache
def collaboration_type(themes: int) -> np.dtype:
    """The record of the collaboration as a whole."""
    share = np.float64
    point = (np.float64, (themes,))
    return np.dtype(
        [
            ("need", *point),  #            theta: the true need of those it is for
            ("diagnosis", *point),  #       the problem as the collaboration states it
            ("proposal", *point),
            ("goal", *point),  #            y, once agreed
            ("first_goal", *point),  #      y0
            ("moved", np.float64),  #       distance that the goal moved this round
            ("agreed", np.int64),  #        1 when there is a goal
            ("dissolved", np.int64),  #     1 when fewer than two members were left
            ("members", np.int64),  #       at the start of the round
            # whoever leads
            ("declared_lead", np.int64),  # row of the lead that the scenario names, or -1
            ("lead", np.int64),  #          row of the lead
            ("led_from_outside", np.int64),  # 1 when an administrative organisation leads
            ("lead_interests", *point),
            ("lead_perception", *point),
            ("lead_loyalty", share),  #     how far it weighs the whole
            ("lead_moral", share),  #       its moral motive
            ("ambiguity", share),  #        how unclear the centre of power is
            ("contest", share),  #          how far authority is contested
            ("realisation", share),  #      goal realisation of the lead in the last round
            # decisions so far
            ("support", share),  #          weight of the votes for the last proposal
            ("decided", np.int64),
            ("slipped", np.int64),  #       carried, but slipped
            ("rejected", np.int64),  #      put to the vote, and not carried
            ("first_decision", np.int64),  # round of the first decision, or 0
            ("spent", np.float64),  #       effort spent on the conditions, effort-rounds
        ]
    )
