"""Measures: every outcome, worked out again from the state by the text of docs/odd.md, section 9."""

from __future__ import annotations

import math

import numpy as np
import pytest

from samenspel.dynamics import Parameters
from samenspel.measures import OUTCOMES, attainable
from samenspel.parameters import as_record, changed
from samenspel.state import LEFT, MEMBER, OUTSIDE
from tests.collaborations import BARE_GAME, HIERARCHY, NETWORK, SWITCHED_ON, complete, play

EFFORTS = {f"effort.{name}": 0.3 for name in ("ambition", "interests", "relation", "organisation", "process")}
AGREEING = {"trust.initial": 0.8, "dependence.total": 0.4, "decision.slip": 0.3, "backing.patience": 20}
DRAWN_IN = {"dependence.total": 1.5}  # where those outside expect enough of it to join
PARTING = {"participation.exit": 3.0, "participation.lock_in": 0.0, "norm.tolerance": 0.02, "dependence.total": 0.1}


def with_outsiders():
    """Five members and two that stand outside; all with something to be had elsewhere."""
    declared = complete(7)
    declared.organisations["member"][5:] = OUTSIDE
    declared.organisations["outside"] = [0.0, 0.05, -0.1, 0.0, 0.1, 0.0, 0.0]
    return declared


def burdened():
    """Six of whom two bear a burden that others save, and one has little room."""
    declared = complete(6)
    declared.organisations["burden"] = [-0.25, -0.15, 0.1, 0.1, 0.1, 0.1]
    declared.organisations["room"][3] = 0.5
    return declared


# name: who, changes, rounds
CASES = {
    "network": (complete(6), NETWORK | AGREEING, 10),
    "all at once": (burdened(), NETWORK | AGREEING | EFFORTS | SWITCHED_ON, 10),
    "all at once, led": (burdened(), HIERARCHY | AGREEING | EFFORTS | SWITCHED_ON, 14),
    "hierarchy": (complete(6), HIERARCHY | AGREEING, 10),
    "invested in": (with_outsiders(), NETWORK | AGREEING | EFFORTS | DRAWN_IN, 10),
    "led": (with_outsiders(), HIERARCHY | AGREEING | EFFORTS | {"governance.form": "lead"}, 10),
    "administered": (complete(6), HIERARCHY | AGREEING | {"governance.form": "administrative"}, 10),
    "never agreed": (complete(5), NETWORK | {"trust.initial": 0.1, "decision.quorum": 1.0}, 10),
    "parting": (with_outsiders(), HIERARCHY | PARTING | {"participation.entry": 0.0, "participation.exit": 2.0}, 4),
    "dissolved": (complete(4), HIERARCHY | PARTING | EFFORTS | {"participation.exit": 10.0, "goal.stake": 4.0}, 40),
}


def distance(a, b):
    """Root mean square over themes."""
    return np.sqrt(((a - b) ** 2).mean(axis=-1))


def mean(values):
    """An empty mean is 0."""
    return float(np.mean(values)) if np.size(values) else 0.0


def entropy(influence):
    """Spread of influence over members."""
    shares = influence[influence > 0]
    return -(shares * np.log(shares)).sum() / math.log(influence.size) if influence.size > 1 else 0.0


def logistic(amount, p):
    """An amount as a share, clearly good at the scale of loyalty."""
    return 1 / (1 + np.exp(-amount / p.loyalty.scale))


def last_rounds(history, tally):
    """How much a tally grew in the last six rounds."""
    return history[tally][-1] - (history[tally][-7] if history.size > 6 else 0)


def at_work(stock, p):
    """Effort on the organisation and what stood of it before that built it further, from what stands now."""
    effort = p.effort.organisation
    stood = (stock - p.stock.build * effort) / (1 - p.stock.build * effort - p.stock.wear)
    return effort + stood * (1 - effort)


def measured(state, changes, history):
    """Every outcome of the last round; what is a tally or a variable of the state is taken from there.

    Of the rounds before only what was agreed and the tallies of decisions are looked at.
    """
    p = changed(Parameters(), changes)
    them, us = state.organisations, state.collaboration[0]
    who = them[them["member"] == MEMBER]
    participants = int((them["member"] != OUTSIDE).sum())
    alone = 0.5 + who["outside"] + who["elsewhere"]
    gain = who["value"] - who["liking"] - alone
    positive = np.where(gain > 1e-9, gain, 0.0)
    inside = them["member"] == MEMBER
    among = state.ties[inside[state.sources] & inside[state.ties["target"]] & (state.ties["age"] > 0)]
    off = distance(who["perception"], us["need"])
    out = {
        "joint_value": gain.sum() / participants,
        "liking": who["liking"].sum() / participants,
        "felt_success": 10 * mean(logistic(who["satisfaction"], p)),
        "client_value": them["served"][them["member"] != OUTSIDE].sum() / participants,
        "least_gain": gain.min() if who.size else 0.0,
        "equity": positive.sum() ** 2 / (who.size * (positive**2).sum()) if positive.any() else math.nan,
        "goal_realisation": us["realisation"],
        "sorted_effect": (gain > 1e-9).sum() / participants,
        "tolerated": (gain >= -p.norm.tolerance - 1e-9).sum() / participants,
        "legitimacy": us["agreed"] and (1 - distance(us["goal"], us["need"])) * mean(who["expected"] >= alone - 1e-9),
        "trust": mean(among["trust"]),
        "discord": mean(np.abs(among["trust"] - state.organisations["standing"][among["target"]])),
        "understanding": mean(among["understanding"]),
        "opportunity": mean(among["opportunity"]),
        "commitment": mean(who["commitment"]),
        "loyalty": mean(who["loyalty"]),
        "home_loyalty": mean(who["home"]),
        "loyalty_gap": us["agreed"] * mean(who["promise"] - who["pooled"]),
        "pooled": mean(who["pooled"]),
        "autonomy_ceded": us["agreed"] * mean(who["autonomy"] * who["pooled"]),
        "knowledge_error": mean(off),
        "knowledge_spread": mean(distance(who["perception"], who["perception"].mean(axis=0))) if who.size else 0.0,
        "swing": (who["swing"] == 1).sum(),
        "paid": who["paid"].clip(0).sum() / participants,
        "partners": among.size / max(1, who.size),
        "setbacks": (who["setback"] > 0).sum(),
        "members": who.size,
        "left": (them["member"] == LEFT).sum(),
        "effort": us["spent"],
    }
    tallies = ("ambiguity", "contest", "agreed", "support", "decided", "slipped", "rejected", "lapsed", "mended")
    for name in (*tallies, "backing", "price_of_consent"):
        out[name] = us[name]
    conditions = dict.fromkeys(("ambition", "interests", "relation", "organisation", "process"), 0.0)
    if who.size:
        shared = max(0.0, 1 - 2 * mean(distance(who["interests"], who["interests"].mean(axis=0))))
        window = history[-6:]
        asked = last_rounds(history, "decided") + last_rounds(history, "slipped") + last_rounds(history, "rejected")
        kept = np.minimum(1, who["pooled"] / who["promise"])
        assert (who["promise"] > 0).all()
        items = {
            "ambition": (shared, mean(who["aligned"].clip(0, 1)), out["commitment"]),
            "interests": (
                out["felt_success"] / 10,
                out["equity"] if positive.any() else 0.0,
                mean(logistic(who["expected"] - alone, p)),
            ),
            "relation": (out["trust"], out["understanding"], (who["influence"] * who["loyalty"]).sum()),
            "organisation": (
                1 - us["ambiguity"] * (1 - at_work(us["stock_organisation"], p)),
                last_rounds(history, "decided") / asked if asked else us["agreed"],
                us["agreed"] * mean(kept),
            ),
            "process": (
                window["agreed"].sum() / 6,
                max(0.0, 1 - 2 * out["knowledge_error"]),
                us["agreed"] * mean(kept >= 0.9),
            ),
        }
        conditions = {name: sum(three) / 3 for name, three in items.items()}
    return out | conditions


@pytest.mark.parametrize("case", CASES)
def test_every_outcome_is_what_the_state_says(case):
    """Oracle: docs/odd.md, section 9, in numpy."""
    declared, changes, rounds = CASES[case]
    state, history = play(declared, changes, rounds)
    expected = measured(state, changes, history)
    forgotten = set(OUTCOMES.names) - set(expected)
    assert not forgotten, f"tests/test_measures.py: measured() does not work out {forgotten}"
    assert set(expected) == set(OUTCOMES.names)
    for name in OUTCOMES.names:
        assert history[name][-1] == pytest.approx(float(expected[name]), abs=1e-12, nan_ok=True), name


def test_the_cases_are_what_they_are_called():
    """Oracle: by hand; so that no outcome above is worked out in an empty case alone."""
    last = {case: play(declared, changes, rounds)[1][-1] for case, (declared, changes, rounds) in CASES.items()}
    assert all(last[case]["agreed"] for case in ("network", "hierarchy", "invested in", "led", "administered"))
    assert last["never agreed"]["agreed"] == 0
    assert last["never agreed"]["rejected"] == 10
    assert last["parting"]["left"] > 0
    assert last["parting"]["members"] > 1
    assert last["dissolved"]["members"] == 0
    assert last["dissolved"]["left"] == 4
    assert last["invested in"]["members"] > 5


@pytest.mark.parametrize("case", ["network", "hierarchy", "invested in", "never agreed"])
def test_who_leads_how_clearly_and_with_what_support_is_in_the_state(case):
    """Oracle: docs/odd.md (governance, decision) in numpy, where all have a say and nobody has a mandate."""
    declared, changes, rounds = CASES[case]
    state, history = play(declared, changes, rounds)
    who = state.organisations[state.organisations["member"] == MEMBER]
    influence = np.sort(who["influence"])[::-1]
    ahead = (influence[0] - influence[1]) / influence[0] / Parameters().power.margin
    assert influence.sum() == pytest.approx(1)
    assert history["ambiguity"][-1] == pytest.approx(entropy(influence))
    assert history["contest"][-1] == pytest.approx(max(0.0, 1 - ahead))
    if case != "hierarchy":
        assert history["support"][-1] == pytest.approx((who["consent"] * who["accepts"]).sum())


@pytest.mark.parametrize("case", ["network", "hierarchy", "led", "administered"])
def test_goal_realisation_is_what_the_lead_got_of_what_it_wants(case):
    """Oracle: docs/odd.md (review) in numpy."""
    declared, changes, rounds = CASES[case]
    state, history = play(declared, changes, rounds)
    us = state.collaboration[0]
    counts = state.organisations["member"] == MEMBER
    counts[us["lead"]] = case == "administered"
    asked, made = state.organisations["demand"][counts], state.organisations["effective"][counts]
    wanted = (1 - us["lead_moral"]) * us["lead_interests"] + us["lead_moral"] * us["lead_perception"]
    near = 1 - distance(us["goal"], wanted)
    assert history["goal_realisation"][-1] == pytest.approx(near * np.minimum(asked, made).sum() / asked.sum())


def test_a_pair_that_wants_the_same_can_be_reckoned_out():
    """Oracle: by hand; g = 0.2 each way and A = 1 make s* = 1 / (1 - 0.4), worth s* / 2 - 1/2 each."""
    certain = {
        "information.noise": 0.0,
        "information.bias": 0.0,
        "turbulence.range": 0.0,
        "organisations.interests": 0.0,
    }
    frames = {"organisations.frames": 0.0, "organisations.affective": 0.0, "dependence.total": 0.2}
    changes = BARE_GAME | certain | frames
    state, _ = play(complete(2), changes, rounds=1)
    best = attainable(state, as_record(changed(Parameters(), changes)))
    assert best.value == pytest.approx(1 / 1.2 - 0.5)
    assert best.radius == pytest.approx(0.4)
    assert best.bound == 0
    best = attainable(state, as_record(changed(Parameters(), changes | {"promise.capacity": 1.5})))
    assert best.value == pytest.approx(1.5 + 0.2 * 1.5**2 - 1.5**2 / 2 - 0.5)
    assert best.bound == 1


def test_nothing_is_attainable_without_members():
    """Oracle: by hand; and what two can attain counts less where two others left."""
    state, _ = play(complete(4), AGREEING, rounds=2)
    p = as_record(changed(Parameters(), AGREEING))
    pair, _ = play(complete(4), AGREEING, rounds=2)
    pair.organisations["member"] = [MEMBER, MEMBER, OUTSIDE, OUTSIDE]
    state.organisations["member"] = [MEMBER, MEMBER, LEFT, LEFT]
    assert attainable(state, p).value == pytest.approx(attainable(pair, p).value / 2)
    state.organisations["member"] = LEFT
    assert attainable(state, p) == (0, 0, 0)
