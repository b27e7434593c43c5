"""What the model is compared with in benchmarks does the same."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec

import mesa
import pytest

from benchmarks import limit
from benchmarks.sweep_peers import PEERS, Sweep, scenario_of
from samenspel.logic import LOGICS
from samenspel.runs import run, summarise


@pytest.mark.parametrize("peer", PEERS, ids=[peer.package for peer in PEERS])
def test_a_peer_makes_the_same_runs(peer, tmp_path, monkeypatch):
    """Oracle: the compiled model, two runs of each of two points, as the peer stored them."""
    if find_spec(peer.module) is None:
        pytest.skip(f"{peer.package} is not installed; pip install 'samenspel[benchmark]'")
    if peer.package == "mesa" and not hasattr(mesa, "batch_run"):
        pytest.skip("Mesa 4 has no batch_run")
    if peer.package == "ema_workbench":  # it knows a name as one kind of outcome; `to_ema` may have told it another
        from ema_workbench.em_framework.outcomes import register

        monkeypatch.setattr(register, "outcomes", {})
    peer.sweep(Sweep(tmp_path, replicates=2, levels=1, keyed=True))
    runs = peer.results(tmp_path)
    assert len(runs) == 4
    assert set(runs["logic"]) == set(LOGICS)
    for trust, logic, seed, value in runs[["initial_trust", "logic", "seed", "joint_value"]].itertuples(index=False):
        expected = summarise(run(scenario_of(trust, logic), seed)).joint_value
        assert value == pytest.approx(expected, abs=1e-9), (trust, logic, seed)


@pytest.mark.parametrize("logic", LOGICS)
@pytest.mark.parametrize("mechanism", limit.IN_C)
def test_a_mechanism_in_c_comes_to_the_same_bits(mechanism, logic, in_c):
    """Oracle: the compiled mechanism, on a collaboration of two hundred under way; both change it."""
    state, record = limit.played(200, logic)
    mine = limit.after(partial(limit.ours, mechanism, record, 20), state)
    its = limit.after(partial(limit.theirs, in_c, mechanism, record, 20), state)
    assert limit.largest_difference(mine, its) == 0.0
    assert limit.largest_difference(mine, state) > 0.0


@pytest.fixture(scope="module")
def in_c(tmp_path_factory):
    if limit.compiler() is None:
        pytest.skip("no gcc and no clang here")
    return limit.built(tmp_path_factory.mktemp("limit"))
