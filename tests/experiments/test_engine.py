"""The engine: the same bits whatever runs it, runs that fail, and what stops a sweep."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from queue import LifoQueue
from threading import Thread

import numpy as np
import pytest

import samenspel.experiments
from samenspel import runs as runs_of
from samenspel.errors import InputError
from samenspel.experiments import engine, run_design, store
from samenspel.experiments.design import read_design
from samenspel.experiments.engine import sweep
from samenspel.experiments.factors import Recipe
from samenspel.experiments.store import read_runs
from samenspel.measures import OUTCOMES
from samenspel.runs import Prepared, Summary, run, summarise
from samenspel.scenario import load, parse, with_changes

from .conftest import SMALL, contents

pytestmark = pytest.mark.usefixtures("small_chunks")


def test_every_row_is_the_run_it_says(tmp_path):
    """Oracle: `samenspel.runs.run`, for every row."""
    runs = run_design(SMALL, tmp_path / "out")
    assert list(runs["run"]) == list(range(3 * 2 * 2 * 6))
    rounds = read_runs(tmp_path / "out", "rounds")
    for row in runs.to_dict("records"):
        assert (row["run"], row["seed"]) == (row["replicate"] * 12 + row["point"], 11 + row["replicate"])
        base = parse(f'[network]\ngenerator = "complete"\norganisations = {row["network.organisations"]}', "baseline")
        scenario = with_changes(base, {"rounds": 5, "logic": row["logic"], "trust.initial": row["trust.initial"]})
        finished = run(scenario, row["seed"])
        expected = summarise(finished)
        found = [row[name] for name in Summary._fields]
        assert np.array_equal(found, np.array(expected), equal_nan=True)
        mine = rounds[rounds["run"] == row["run"]]
        assert list(mine["round"]) == [1, 2, 3, 4, 5]
        for name in OUTCOMES.names:
            assert np.array_equal(mine[name], finished.history[name], equal_nan=True)


class Backwards(Executor):
    """Of what is there to do, does the last thing first."""

    def __init__(self):
        self.waiting = LifoQueue()
        Thread(target=self.work, daemon=True).start()

    def submit(self, function, *arguments):
        future = Future()
        self.waiting.put((future, function, arguments))
        return future

    def work(self):
        while True:
            future, function, arguments = self.waiting.get()
            future.set_result(function(*arguments))


def test_the_same_bytes_whatever_runs_it(tmp_path, monkeypatch):
    """Oracle: one worker."""
    monkeypatch.setattr(engine, "MOST_BLOCK", 3)
    design = read_design(SMALL)
    sweep(design, tmp_path / "one", workers=1)
    sweep(design, tmp_path / "two", workers=2)
    sweep(design, tmp_path / "backwards", executor=Backwards(), window=lambda: 3)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        sweep(design, tmp_path / "processes", executor=pool)
    one = contents(tmp_path / "one")
    assert len(one) == 2 + 2 * 8
    for other in ("two", "backwards", "processes"):
        assert contents(tmp_path / other) == one


def test_without_a_folder_nothing_is_kept_and_the_results_are_the_same(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runs = run_design(SMALL, workers=2)
    assert runs.equals(run_design(SMALL, "out"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(("where", "what"), [(Prepared, "begun"), (runs_of, "as_a_whole")])
def test_a_run_that_fails_is_recorded_and_the_others_are_made(tmp_path, monkeypatch, where, what):
    """Oracle: the same sweep without failure, but for the rows that fail, in whichever step."""

    real = getattr(where, what)

    def fails_sometimes(given, *seed):
        if (seed or (getattr(given, "seed", 0),))[0] == 13 and given.scenario.parameters.trust.initial == 0.4:
            raise ZeroDivisionError("nothing\nto divide by")
        return real(given, *seed)

    good = run_design(SMALL)
    monkeypatch.setattr(where, what, fails_sometimes)
    came = sweep(read_design(SMALL), tmp_path / "out")
    runs = read_runs(tmp_path / "out")
    failed = runs["error"].notna()
    assert came.failed == failed.sum() == 4
    assert (
        came.reasons == {"ZeroDivisionError: nothing to divide by": 4} == runs["error"][failed].value_counts().to_dict()
    )
    assert runs[failed][list(Summary._fields)].isna().all(axis=None)
    assert runs[~failed].equals(good[~failed])
    assert not read_runs(tmp_path / "out", "rounds")["run"].isin(runs["run"][failed]).any()
    assert sweep(read_design(SMALL), tmp_path / "out").made == 0  # it would fail again


def test_a_scenario_that_cannot_be_made_fails_in_each_of_its_runs(monkeypatch):
    """Oracle: the point by its number; whatever the reason, it stands at every run of it, and at no other."""
    real = Recipe.in_phases

    def fails_for_one(recipe, made, values):
        if values["trust.initial"] == 0.4 and values["logic"] == "network":
            raise ZeroDivisionError("nothing\nto divide by")
        return real(recipe, made, values)

    design = read_design(SMALL)
    block = engine.block_of(design, np.repeat(np.arange(design.points), 3))
    said = {one.name: map(one.decode, codes) for one, codes in zip(block.factors, block.table.T, strict=True)}
    expected = [one == (0.4, "network") for one in zip(said["trust.initial"], said["logic"], strict=True)]
    monkeypatch.setattr(Recipe, "in_phases", fails_for_one)
    made = engine.make(block)
    assert 0 < sum(expected) < len(expected)
    assert [error == "ZeroDivisionError: nothing to divide by" for error in made.errors] == expected
    assert [error is None for error in made.errors] == [not one for one in expected]
    assert np.isnan(made.outcomes[expected]).all()
    assert (made.rounds == np.where(expected, 0, 5)).all()


def test_runs_are_the_same_however_many_are_made_at_a_time(monkeypatch):
    """Oracle: one at a time."""
    design = read_design(SMALL)
    block = engine.block_of(design, np.arange(design.points * 3))
    found = []
    for count in (1, 5, engine.AT_A_TIME, 100):
        monkeypatch.setattr(engine, "AT_A_TIME", count)
        made = engine.make(block)
        found.append((made.outcomes.tobytes(), made.history.tobytes(), made.rounds.tolist(), made.errors))
    assert all(one == found[0] for one in found)


def test_a_point_that_cannot_be_says_why():
    """Oracle: a ring takes at least three."""
    runs = run_design(
        {
            "replicates": 2,
            "set": {"rounds": 2, "network.generator": "ring"},
            "factors": {"network.organisations": {"values": [2, 3]}},
        }
    )
    assert runs["error"].notna().tolist() == [True, False, True, False]
    assert "at least 3 for a ring" in runs["error"][0]


def test_more_replicates_later_run_only_the_new_ones(tmp_path):
    """Oracle: all of them at once, byte for byte."""
    made = sweep(read_design(SMALL), tmp_path / "out").made
    more = sweep(read_design(SMALL | {"replicates": 9}), tmp_path / "out")
    assert (made, more.held, more.made) == (72, 72, 36)
    sweep(read_design(SMALL | {"replicates": 9}), tmp_path / "at once")
    assert contents(tmp_path / "out") == contents(tmp_path / "at once")
    fewer = sweep(read_design(SMALL), tmp_path / "out")
    assert (fewer.held, fewer.made) == (108, 0)


def test_what_was_made_is_stored_when_somebody_stops_it(tmp_path, monkeypatch):
    """Oracle: the undisturbed sweep; and no run that was stored is made again."""
    monkeypatch.setattr(engine, "MOST_BLOCK", 3)
    design = read_design(SMALL)

    def stop(progress):
        if progress.done >= 25:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(design, tmp_path / "out", workers=1, watch=stop)
    stored = engine.status(tmp_path / "out")
    assert stored.runs >= 25
    assert not stored.running
    assert "KeyboardInterrupt" in stored.last
    came = sweep(design, tmp_path / "out")
    assert (came.held, came.made) == (stored.runs, 72 - stored.runs)
    sweep(design, tmp_path / "undisturbed")
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


@pytest.fixture
def interrupts():
    """Ctrl-C as Python has it, also in a worker of pytest, which does not listen to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_who_ends_a_sweep_while_a_block_is_handed_over_is_heard_when_it_has_been(tmp_path):
    """Oracle: by hand; none is handed over by half, and the same sweep goes on to the bytes of an undisturbed one."""
    handed: list[bool] = []

    class Pool(ThreadPoolExecutor):
        def submit(self, *work):
            handed.append(False)
            signal.raise_signal(signal.SIGINT)
            handed[-1] = True
            return super().submit(*work)

    design = read_design(SMALL)
    with Pool(1) as pool, pytest.raises(KeyboardInterrupt):
        sweep(design, tmp_path / "out", executor=pool)
    assert handed
    assert all(handed)
    sweep(design, tmp_path / "out")
    sweep(design, tmp_path / "undisturbed")
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


def test_whoever_stops_it_while_a_chunk_is_written_is_heard_when_it_is(tmp_path, monkeypatch, interrupts):
    """Oracle: every run that was made is stored, whichever file is being written; two requests are one."""
    made = []
    real_make, real_write = engine.make, store.write_in

    def counted(block):
        made.append(block.runs.size)
        return real_make(block)

    def write(folder, path, data):
        if path.name == "rounds-000001.parquet":
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
        real_write(folder, path, data)

    monkeypatch.setattr(engine, "make", counted)
    monkeypatch.setattr(engine, "MOST_BLOCK", 2)
    with monkeypatch.context() as patch:
        patch.setattr(store, "write_in", write)
        with pytest.raises(KeyboardInterrupt):
            sweep(read_design(SMALL), tmp_path / "out", workers=1, window=lambda: 1, seconds=1.0)
    stored = engine.status(tmp_path / "out")
    assert stored.runs == sum(made) == 20
    assert sweep(read_design(SMALL), tmp_path / "out", seconds=1.0).made == 52
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_chunk_under_way_is_stored_now_and_then(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "MOST_BLOCK", 1)
    monkeypatch.setattr(engine, "SAVE_SECONDS", 0.0)
    seen = []
    sweep(read_design(SMALL), tmp_path / "out", workers=1, watch=lambda _: seen.append(engine.status(tmp_path / "out")))
    assert any(0 < status.runs < 10 for status in seen)
    assert all(status.running for status in seen)
    sweep(read_design(SMALL), tmp_path / "undisturbed")
    assert contents(tmp_path / "out") == contents(tmp_path / "undisturbed")


def test_a_worker_that_gives_up_stops_the_sweep_and_loses_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "MOST_BLOCK", 3)
    calls = []

    def dies_once(block):
        calls.append(block)
        if len(calls) == 12:
            raise MemoryError
        return engine_make(block)

    engine_make = engine.make
    with monkeypatch.context() as patch:
        patch.setattr(engine, "make", dies_once)
        with pytest.raises(engine.WorkerLostError, match="MemoryError"):
            sweep(read_design(SMALL), tmp_path / "out", workers=1, seconds=1e-6)
    stored = engine.status(tmp_path / "out").runs
    assert stored >= sum(block.runs.size for block in calls[:11])  # and what was made while it stopped
    assert sweep(read_design(SMALL), tmp_path / "out").made == 72 - stored


def test_a_worker_with_other_code_is_refused():
    from dataclasses import replace

    block = engine.block_of(read_design(SMALL), np.array([0]))
    with pytest.raises(RuntimeError, match="another version"):
        engine.make(replace(block, code="other"))


def test_the_model_is_all_that_a_run_is_made_by():
    """Oracle: what Python imports to make a run; a source outside `MODEL` could change results unnoticed."""
    needed = (
        "import sys, samenspel.runs, samenspel.scenario as s\n"
        "samenspel.runs.summarise(samenspel.runs.run(s.load('survey_example'), 1, 2))\n"
        "print(*(m for m in sys.modules if m.startswith('samenspel.')))"
    )
    root = Path(samenspel.experiments.__file__).parent.parent
    said = subprocess.run([sys.executable, "-c", needed], cwd=root, capture_output=True, text=True, check=True).stdout
    files = {name.removeprefix("samenspel.").replace(".", "/") + ".py" for name in said.split()}
    files -= {"mechanisms.py", "brought.py"}  # packages, whose own files are mechanisms/__init__.py and so on
    assert files <= store.sources().keys()
    assert "mechanisms/trust.py" in files


def test_a_sweep_that_the_disk_cannot_hold_is_refused_before_it_starts(tmp_path):
    with pytest.raises(InputError, match=r"free; allowed: fewer runs"):
        engine.check_room(tmp_path / "not" / "there", 10**18)


def test_the_estimate_is_of_what_is_not_there_yet(tmp_path):
    design = read_design(SMALL)
    before = engine.estimate(design, tmp_path / "out", workers=2)
    assert before.runs == 72
    assert before.seconds == pytest.approx(72 * before.seconds_per_run / 2)
    sweep(design, tmp_path / "out")
    assert engine.estimate(design, tmp_path / "out").runs == 0


def test_replicates_share_their_seeds_over_points():
    """Oracle: seeds 1, 2 and 3, run by themselves."""
    runs = run_design({"replicates": 3, "set": {"rounds": 3}, "factors": {"logic": {}}})
    alone = [
        summarise(run(with_changes(load("baseline"), {"rounds": 3, "logic": "network"}), seed)) for seed in (1, 2, 3)
    ]
    assert runs[runs["logic"] == "network"]["joint_value"].tolist() == [one.joint_value for one in alone]
