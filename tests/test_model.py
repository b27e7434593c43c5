"""The Mesa face: the same engine, seen as a model with agents."""

from __future__ import annotations

import mesa
import networkx as nx
import numpy as np
import pytest

from samenspel import CollaborationModel, Organisation
from samenspel.events import Event
from samenspel.measures import OUTCOMES
from samenspel.runs import run
from samenspel.scenario import load, with_changes

CASES = pytest.mark.parametrize("case", ["integrated_care", "supply_chain", "education_labour"])


def stepped(model: CollaborationModel, rounds: int) -> CollaborationModel:
    for _ in range(rounds):
        model.step()
    return model


@CASES
@pytest.mark.parametrize("logic", ["hierarchy", "network"])
def test_mesa_and_the_batch_engine_give_the_same_bits(case, logic):
    """Oracle: samenspel.runs.run of the same scenario and seed, events and phases included."""
    model = stepped(CollaborationModel(case, seed=5, changes={"logic": logic}), 40)
    history = run(model.case, seed=5, rounds=40).history
    collected = model.datacollector.get_model_vars_dataframe()
    assert len(collected) == 40
    for name in OUTCOMES.names:
        np.testing.assert_array_equal(collected[name].to_numpy(), history[name], err_msg=name)


def test_it_is_a_mesa_model_with_mesa_agents():
    """Oracle: Mesa's own classes, and one agent a row."""
    model = stepped(CollaborationModel("integrated_care", seed=3), 4)
    assert isinstance(model, mesa.Model)
    assert model.time == 4
    assert set(model.agents) == set(model.organisations)
    assert all(isinstance(organisation, Organisation) for organisation in model.agents)
    table = model.datacollector.get_agent_vars_dataframe()
    last = table.xs(4, level="Step").set_index("name")
    for organisation in model.organisations:
        assert last.loc[organisation.name, "value"] == organisation.value
        assert last.loc[organisation.name, "delivered"] == model.state.organisations["pooled"][organisation.row]


def test_the_run_ends_but_may_be_taken_further():
    """Oracle: running turns false at the scenario's last round; more steps are the rounds of a longer run."""
    model = CollaborationModel("baseline", seed=2, changes={"rounds": 10})
    while model.running:
        model.step()
    assert model.time == 10
    stepped(model, 15)
    longer = run(model.case, seed=2, rounds=25).history
    assert model.outcomes["joint_value"] == longer["joint_value"][-1]


def test_the_graph_can_be_read_back():
    """Oracle: the state itself, tie by tie."""
    model = stepped(CollaborationModel("supply_chain", seed=1), 3)
    graph = model.graph()
    assert isinstance(graph, nx.DiGraph)
    assert set(graph) == set(model.case.labels)
    for source, tie in zip(model.state.sources, model.state.ties, strict=True):
        edge = graph.edges[model.case.labels[source], model.case.labels[tie["target"]]]
        for field in ("trust", "understanding", "dependence"):
            assert edge[field] == tie[field]
    assert graph.number_of_edges() == model.state.ties.size


def test_what_is_fired_live_can_be_replayed():
    """Oracle: the scenario that the model holds afterwards, run from the start."""
    model = stepped(CollaborationModel("baseline", seed=4), 6)
    model.fire(Event(1, "A breach of trust", organisation=2, towards=True, add={"trust": -0.3}))
    stepped(model, 6)
    replay = run(model.case, seed=4, rounds=12)
    assert model.case.events[-1].round == 7
    assert replay.state.ties.tobytes() == model.state.ties.tobytes()  # bytes, since what nobody states is NaN
    untouched = run(load("baseline"), seed=4, rounds=12)
    assert replay.history[:6].tobytes() == untouched.history[:6].tobytes()
    assert (replay.state.ties["trust"] != untouched.state.ties["trust"]).any()


def test_organisations_answer_in_plain_words():
    """Oracle: the rows behind them, and docs/odd.md 7.9 and 7.12 for the offer and the gain."""
    changes = {"trust.initial": 0.7, "value.common": 0.3, "elsewhere.pull": 0.05}
    model = stepped(CollaborationModel("baseline", seed=6, changes=changes), 20)
    first, second = model.organisations[:2]
    row = model.state.organisations[0]
    tie = model.state.ties[row["first"]]
    assert first.trust_in(second) == tie["trust"]
    assert first.understanding_of(second) == tie["understanding"]
    assert first.dependence_on(second) == tie["dependence"]
    assert [partner.row for partner in first.partners()] == list(range(1, 8))
    ceiling = 1 + (model.parameters.promise.capacity - 1) * (1 - row["autonomy"] * (1 - row["commitment"]))
    likes = row["affective"] * (row["regard"] - 0.5)
    unit = row["aligned"] + row["prospect"] + row["loyalty"] * row["spillover"]
    unit += (1 - row["loyalty"]) * 0.3 * (row["returned"] - (row["aligned"] - likes + row["prospect"]))
    assert first.would_promise() == pytest.approx(min(ceiling, max(0.0, unit)))
    assert row["elsewhere"] > 0
    assert row["liking"] != 0
    assert first.gain == pytest.approx(row["value"] - row["liking"] - 0.5 - row["elsewhere"])
    assert sum(organisation.leads for organisation in model.organisations) == 1
    assert first.is_member
    assert not first.has_left
    before = first.interests
    before[:] = 9.0
    assert not np.array_equal(first.interests, before)


def test_a_tie_that_is_not_there_is_a_clear_error():
    """Oracle: the names in the message."""
    model = CollaborationModel("supply_chain")
    apart = next(
        (a, b) for a in model.organisations for b in model.organisations if a is not b and b not in a.partners()
    )
    with pytest.raises(ValueError, match=apart[1].name):
        apart[0].trust_in(apart[1])


@pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="Mesa 4 has no batch_run")
def test_iterations_of_mesas_own_batch_run_are_different_replicates():
    """Oracle: Mesa, which gives every iteration None as its seed; and a seed that is given, twice."""
    what = {"case": "baseline", "changes": [{"rounds": 3}]}
    once = {"max_steps": 3, "number_processes": 1, "display_progress": False}
    with pytest.warns(DeprecationWarning, match="iterations"):
        rows = mesa.batch_run(CollaborationModel, what, iterations=4, **once)
    assert len({row["trust"] for row in rows if row["Step"] == 3}) == 4
    again = mesa.batch_run(CollaborationModel, what, rng=[7, 7], **once)
    same = {row["trust"] for row in again if row["Step"] == 3}
    assert same == {run(with_changes(load("baseline"), {"rounds": 3}), 7).history["trust"][-1]}
