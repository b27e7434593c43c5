"""The state of one run: three arrays of records.

`organisations` has one record an organisation and `ties` one a directed tie; `collaboration` has a single
record for what they have together. The ties of an organisation are those from its `first` to its `last`, so
that a rule reads::

    for me in state.organisations:
        for tie in state.ties[me.first : me.last]:
            partner = state.organisations[tie.target]

Any field is an array for whoever looks from outside: `state.ties["trust"]`. A tie's x is always the x of the
organisation that it is from towards its target. Every edge has both its directions; `reverse` is the row of the
other one.
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

    @property
    def sources(self) -> np.ndarray:
        """Row of the organisation that each tie is from, shape (m,): ties lie in the order of organisations."""
        return np.repeat(np.arange(self.organisations.size), self.organisations["last"] - self.organisations["first"])

    def copy(self) -> State:
        """A state of its own, to go on from without touching this one."""
        return State(*(records.view(np.uint8).copy().view(records.dtype) for records in self))  # bytes copy faster


class Reasons(NamedTuple):
    """What speaks for a goal and against it: value per round, as an organisation feels it when it decides.

    What it expects of the goal is their sum.
    """

    own: float  #       what it would make by itself under a goal all its own
    goal: float  #      what the distance of the goal takes from that, and liking its partners adds
    partners: float  #  what partners promised adds, taken at their word
    distrust: float  #  less what it does not count on
    doubt: float  #     less aversion to what is uncertain
    whole: float  #     what its share brings partners, as far as it is loyal to the whole
    common: float  #    what it gives up to the common yield, and what it counts on from that
    autonomy: float  #  less the felt price of the autonomy that it cedes
    burden: float  #    what the goal costs (-) or saves (+) it at home
    payment: float  #   what was agreed that it gets (+) or pays (-) for consent


class Shortfall(NamedTuple):
    """Why a delivery is not what was promised: units pooled, each added to the promise; their sum is what is pooled."""

    home: float  #      what the home organisation makes of the promise
    distrust: float  #  what is held back where partners are not trusted
    luck: float  #      good or bad luck in carrying out
    order: float  #     what authority adds


def reasons(organisation: np.void) -> Reasons:
    """What speaks for the last proposal and against it, to one organisation: a record of the state."""
    return Reasons(*(float(organisation[f"reason_{name}"]) for name in Reasons._fields))


def shortfall(organisation: np.void) -> Shortfall:
    """Why an organisation did not deliver what it promised: a record of the state."""
    return Shortfall(*(float(organisation[f"short_{name}"]) for name in Shortfall._fields))


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
            ("burden", value),  #         b: what the goal costs (-) or saves (+) it at home, every round
            ("room", pooled),  #          Q: what it can absorb of each partner; NaN: any amount
            ("right", share),  #          by law or ownership, to decide
            ("ratifies", share),  #       how far its home decides on its consent
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
            # its luck
            ("fortune", np.float64),  #   luck of its own that lasts, in standard deviations
            ("setback", np.int64),  #     what keeps it down, or 0: see `samenspel.mechanisms.fortune`
            ("calls", np.float64),  #     how much is asked of it elsewhere, in standard deviations
            ("elsewhere", value),  #      x: what its attention is worth elsewhere
            ("regard", share),  #         its mean trust in partners
            ("standing", share),  #       mean trust of members in it: reputation
            ("witnesses", np.int64),  #   members that this is the mean of
            # what it expects, promises, delivers and gets
            ("reach", pooled),  #         sum of g_ij times what partners last promised
            ("prospect", pooled),  #      the same, each promise believed as far as it is trusted
            ("returned", pooled),  #      sum of r_ji g_ji times what partners promised: what comes back of a unit
            ("due", value),  #            sum of r_ji times what partners promised to make: its part of the common yield
            ("spillover", pooled),  #     sum of g_ji times what partners promised: what a unit of its own brings them
            ("doubt", pooled),  #         standard deviation of the prospect
            ("aligned", pooled),  #       A of the goal (of the proposal while there is none), as it sees the need
            ("expected", value),  #       E of the goal (of the proposal while there is none)
            ("aligned_anew", pooled),  #  the same two of the proposal
            ("expected_anew", value),
            ("planned", pooled),  #       what it would pool under the proposal
            ("fallback", value),  #       what it has without the proposal
            ("accepts", share),  #        1 when it accepts the proposal
            *((f"reason_{name}", value) for name in Reasons._fields),  # what speaks for the proposal and against it
            ("gap", value),  #            what it was short of consent, before bargaining
            ("price", value),  #          what its consent would take from others a round
            ("swing", share),  #          1 when its yes alone would have carried the proposal
            ("pledge", value),  #         what it would get (+) or pay (-) a round if the proposal is adopted
            ("payment", value),  #        what was agreed that it gets (+) or pays (-) every round
            ("behind", share),  #         1 when it stands behind the goal
            ("promise", pooled),  #       what its representative last promised to pool
            ("intended", pooled),  #      what it means to deliver, before luck
            ("own", pooled),  #           what it would deliver of its own accord
            ("demand", pooled),  #        what the lead asks, or would ask, of it
            ("pooled", pooled),  #        s: what it delivers
            *((f"short_{name}", pooled) for name in Shortfall._fields),  # why that is not what it promised
            ("effective", pooled),  #     the part of that which makes synergy
            ("cost", value),  #           of taking part, this round
            ("productivity", pooled),  #  y/s: what a unit that it pooled made, in the last round
            ("made", value),  #           y: what it makes, before the common yield is shared and effort is paid
            ("paid", value),  #           what it got (+) or paid (-) for consent this round
            ("liking", value),  #         the part of its value that is liking its partners
            ("value", value),  #          v: value of the round
            ("served", value),  #         value of the round for clients
            ("satisfaction", value),  #   value above going alone, smoothed over rounds
            ("loyalty_first", share),  #  where its loyalties and commitment began
            ("home_first", share),
            ("commitment_first", share),
            # what somebody in its seat decided for this round; NaN: as the model would
            ("act_consent", share),
            ("act_promise", pooled),
            ("act_delivery", pooled),
            ("act_stay", share),
        ]
    )


TIE = np.dtype(
    [
        # 64 bytes, a line of most caches: a round reads all ties several times over
        ("target", np.int32),
        ("reverse", np.int32),
        ("experience", np.int16),  #       deliveries of the partner seen
        ("age", np.int16),  #              rounds that it is open, counted from 1; 0 while it rests
        ("need", np.float32),  #           how much it needs the other; NaN: as much as they make together
        ("dependence", np.float64),  #     d: what the other has for it
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
            ("age", np.int64),  #           rounds that the goal holds
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
            ("put", np.int64),  #           1 when something is put to the decision this round
            ("price_of_consent", np.float64),  # what it would take to carry the last proposal; NaN: out of reach
            # support for the goal
            ("backing", share),  #          weight of those who stand behind the goal
            ("unbacked", np.int64),  #      rounds that this has been too little
            ("crisis", np.int64),  #        rounds to go until a new goal can be decided
            ("lapsed", np.int64),  #        goals lost for want of support
            ("mended", np.int64),  #        goals agreed again after that
            # the last rounds, a bit each, the latest lowest
            ("held", np.int64),  #          there was a goal
            ("tried", np.int64),  #         something was put to the decision
            ("settled", np.int64),  #       it was decided
            ("climate", np.float64),  #     luck that members share, in standard deviations
            # what stands of a condition without anybody working on it
            ("stock_interests", share),
            ("stock_organisation", share),
            ("stock_process", share),
            ("spent", np.float64),  #       effort spent on the conditions, effort-rounds
        ]
    )
