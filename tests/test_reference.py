"""The compiled model against a second one, written from docs/odd.md alone by someone who had not read the kernels."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation import dynamics
from simulation.dynamics import Parameters
from simulation.measures import OUTCOMES, attainable
from simulation.parameters import as_record, changed, declarations
from simulation.population import declare
from tests.reference import Model

NOT_COMPARED = {"key", "first", "last", "witnesses", "exchanged", "partners", "depends"}
OF_THE_COLLABORATION = (
    "need", "diagnosis", "proposal", "goal", "first_goal", "agreed", "dissolved", "lead", "ambiguity", "contest",
    "realisation", "support", "decided", "slipped", "rejected", "first_decision", "spent", "moved",
)  # fmt: skip
TRAITS = ("size", "autonomy", "loyalty", "home", "commitment", "skill", "affective", "moral", "instrumental")
SHARE = st.floats(0.02, 0.98)


@st.composite
def small_models(draw):
    """Parameters over their ranges, a small graph, and some organisations and ties declared."""
    parameters = {}
    for name, declaration, default in declarations(Parameters()):
        if declaration.kind == "choice":
            parameters[name] = draw(st.sampled_from(declaration.words))
        elif declaration.kind == "whole" or draw(st.booleans()):
            parameters[name] = declaration.show(default)
        else:
            low, high = {"effort.budget": (0.0, 60.0), "promise.capacity": (1.0, 6.0)}.get(
                name, (declaration.low, declaration.high)
            )
            # people write a few digits; numbers near 1e-308 lose digits in any arithmetic, and say nothing of the rules
            parameters[name] = round(draw(st.floats(low, high)), 6)
    # half of all models start where something can happen
    if draw(st.booleans()):
        parameters |= {"dependence.total": draw(st.floats(0.2, 0.6)), "trust.initial": draw(st.floats(0.4, 0.9))}
    n, themes = draw(st.integers(2, 6)), draw(st.integers(1, 3))
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=min(2, len(pairs)), max_size=len(pairs)))
    point = st.lists(SHARE, min_size=themes, max_size=themes)
    organisations, ties = {}, {}
    for i in range(n):
        known = {trait: draw(SHARE) for trait in draw(st.lists(st.sampled_from(TRAITS), unique=True, max_size=3))}
        if draw(st.integers(0, 3)) == 0:
            known |= {name: draw(point) for name in ("interests", "salience", "frame", "perception")}
        if i > 1 and draw(st.integers(0, 4)) == 0:
            known["member"] = 0
        organisations[i] = known
    for i, j in edges:
        if draw(st.integers(0, 3)) == 0:
            ties[j, i] = {"trust": draw(SHARE), "dependence": draw(st.sampled_from((0.0, 0.01, 0.1, 0.3)))}
    declared = {"organisations": organisations, "ties": ties}
    if draw(st.integers(0, 3)) == 0:
        declared["lead"] = draw(st.integers(0, 1))
        declared["need"] = draw(point)
    return parameters, n, sorted(edges), draw(st.integers(0, 2**63 - 1)), themes, declared


def as_state(n, edges, themes, declared):
    state = declare(themes, np.array(edges), n)
    for i, known in declared["organisations"].items():
        for name, value in known.items():
            state.organisations[name][i] = value
    for (i, j), known in declared["ties"].items():
        row = (state.ties["source"] == i) & (state.ties["target"] == j)
        for name, value in known.items():
            state.ties[name][row] = value
    state.collaboration["declared_lead"] = declared.get("lead", -1)
    if "need" in declared:
        state.collaboration["need"] = declared["need"]
    return state


def close(ours, theirs, what):
    if theirs is None:  # no goal yet
        return
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12, err_msg=what)


@settings(max_examples=150, deadline=None)
@given(small_models())
def test_both_models_give_the_same_numbers(model):
    """Oracle: tests/reference.py, field by field and round by round."""
    parameters, n, edges, seed, themes, declared = model
    theirs = Model(parameters, n, edges, seed, themes, declared)
    ours = as_state(n, edges, themes, declared)
    p = as_record(changed(Parameters(), parameters))
    dynamics.begin(ours, p, seed)
    history = np.zeros(12, OUTCOMES)
    for round_ in range(1, 13):
        dynamics.play(ours, p, seed, round_, round_, history)
        measured = theirs.step()
        where = f"in round {round_}"
        for name in ours.organisations.dtype.names:
            if name not in NOT_COMPARED:
                for i in range(n):
                    value = getattr(theirs.organisations[i], name)
                    close(ours.organisations[name][i], value, f"{name} of organisation {i} {where}")
        for tie in ours.ties:
            other = theirs.ties[int(tie["source"]), int(tie["target"])]
            for name in ("dependence", "difference", "trust", "understanding", "opportunity", "experience", "synergy"):
                close(tie[name], getattr(other, name), f"{name} of tie {tie['source']}-{tie['target']} {where}")
        for name in OF_THE_COLLABORATION:
            close(ours.collaboration[name][0], getattr(theirs.us, name), f"{name} {where}")
        forgotten = set(OUTCOMES.names) - set(measured)
        assert not forgotten, f"tests/reference.py: measures() does not work out {forgotten}"
        assert set(measured) == set(OUTCOMES.names)
        for name in OUTCOMES.names:
            close(history[name][round_ - 1], measured[name], f"outcome {name} {where}")
    best = attainable(ours, p).value
    assert math.isclose(best, theirs.attainable(), rel_tol=1e-8, abs_tol=1e-8)
