"""What outcomes are called, in words, and what is known of each."""

from __future__ import annotations

from typing import get_type_hints

from ..parameters import Outcome

# Of a run as a whole, and of a round.
TITLES = {
    "joint_value": "value created together",
    "liking": "liking one's partners",
    "value_in_being": "value while there is a goal",
    "felt_success": "felt success",
    "client_value": "value for clients",
    "attainable_share": "share of what was attainable",
    "goal_realisation": "goal of the lead realised",
    "sorted_effect": "partners that gain",
    "tolerated": "partners within tolerance",
    "legitimacy": "legitimacy",
    "equity": "fairness of the division",
    "least_gain": "gain of whoever gains least",
    "autonomy_ceded": "autonomy ceded",
    "loyalty_gap": "promised less delivered",
    "knowledge_error": "perceptions, from the need",
    "knowledge_spread": "perceptions, from one another",
    "trust": "trust",
    "understanding": "understanding",
    "opportunity": "opportunities found",
    "commitment": "commitment",
    "pooled": "pooled",
    "ambition": "ambition",
    "interests": "interests",
    "relation": "relation",
    "organisation": "organisation",
    "process": "process",
    "agreed": "rounds with a goal",
    "backing": "backing for the goal",
    "lapsed": "goals lost",
    "mended": "goals agreed anew",
    "goal_lost": "collaborations that lost their goal",
    "price_of_consent": "price of consent",
    "paid": "side payments",
    "partners": "partners of a member",
    "decided": "decisions",
    "slipped": "decisions that slipped",
    "rejected": "proposals rejected",
    "first_decision": "round of the first decision",
    "members": "partners at the end",
    "left": "partners that left",
    "dissolved": "collaborations that fell apart",
    "attainable": "value attainable at the end",
    "radius": "spectral radius of dependence",
}
CONDITIONS = ("ambition", "interests", "relation", "organisation", "process")


def notes(outcomes: type) -> dict[str, Outcome]:
    """Unit and meaning of every outcome: what is declared in `Outcomes` of a round, or in `Summary` of a run."""
    hints = get_type_hints(outcomes, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}


def on_four(index: float) -> float:
    """An index from 0 to 1 on the scale from 1 to 4 that surveys use."""
    return 1.0 + 3.0 * index
