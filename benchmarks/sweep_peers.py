"""The same sweep by others, over the ordinary Mesa model: Mesa's batch_run, ema_workbench and modelly-abm.

Each is used as its own documentation says, and stores what it makes on disk the way it does. All of them keep as many
outcomes of a run as the model has, as means over its rounds. Installed with the extra `benchmark`.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import mesa
import numpy as np
import pandas

from benchmarks.plain_mesa import MEASURED, Collaboration
from samenspel import dynamics
from samenspel.experiments.design import read_design
from samenspel.logic import LOGICS
from samenspel.scenario import Scenario
from tests.collaborations import FIRST_MODEL

# The sweep that all of them make.
ROUNDS, LOW, HIGH, LEVELS = 60, 0.2, 0.8, 10
DESIGN = {
    "title": "The sweep of the benchmark",
    "scenario": "baseline",
    "set": {"network.organisations": 12, "rounds": ROUNDS} | FIRST_MODEL,
    "factors": {"trust.initial": {"from": LOW, "to": HIGH, "levels": LEVELS}, "logic": {}},
}
MOST_SEED = 2**63 - 1


@cache
def scenario_of(initial_trust: float, logic: str) -> Scenario:
    """The scenario of a point."""
    return read_design(DESIGN).recipe.scenario({"trust.initial": initial_trust, "logic": logic})


class Swept(Collaboration):
    """The ordinary model as those who sweep it make it: from the values of factors and a seed.

    What it measures in a round are the means over the rounds so far, so that its last row is what is said of the run.

    Parameters
    ----------
    initial_trust, logic
        The factors.
    rng
        The seed, or the sequence that modelly-abm makes its seed of.
    keyed
        Look up random numbers as the compiled model does.
    """

    def __init__(
        self, initial_trust: float, logic: str, rng: int | np.random.SeedSequence, keyed: bool = False
    ) -> None:
        if isinstance(rng, np.random.SeedSequence):
            rng = int(rng.generate_state(1, np.uint64)[0]) & MOST_SEED  # what modelly-abm calls the seed of the run
        scenario = scenario_of(initial_trust, logic)
        state = scenario.declare(rng)
        dynamics.begin(state, scenario.record, rng)
        self.means = SimpleNamespace(**dict.fromkeys(MEASURED, 0.0))
        super().__init__(scenario.parameters, state, rng, keyed)

    def measure(self) -> dict[str, float]:
        """Means over the rounds so far."""
        means = vars(self.means)
        for name, value in super().measure().items():
            means[name] += (value - means[name]) / self.time
        return means


def play(**factors: object) -> dict[str, float]:
    """A run as a function, as ema_workbench wants it."""
    model = Swept(**factors)
    for _ in range(ROUNDS):
        model.step()
    return model.outcomes


class Sweep(NamedTuple):
    """How much is swept, by how many, and where it goes."""

    folder: Path
    replicates: int
    workers: int = 1
    levels: int = LEVELS
    keyed: bool = False  # the random numbers of the compiled model, which are slow to look up in plain Python


# Mesa --------------------------------------------------------------------------------------------------------------


def by_mesa(sweep: Sweep) -> None:
    """Mesa: a list of rows, which its documentation makes a data frame of; storing is left to pandas."""
    factors = {
        "initial_trust": np.linspace(LOW, HIGH, sweep.levels).tolist(),
        "logic": list(LOGICS),
        "keyed": sweep.keyed,
    }
    start = multiprocessing.get_start_method(allow_none=True)
    rows = mesa.batch_run(
        Swept,
        factors,
        number_processes=sweep.workers,
        max_steps=ROUNDS,
        display_progress=False,
        rng=range(1, sweep.replicates + 1),
    )
    multiprocessing.set_start_method(start, force=True)  # batch_run changes it for everybody
    pandas.DataFrame(rows).to_csv(sweep.folder / "runs.csv", index=False)


def of_mesa(folder: Path) -> pandas.DataFrame:
    """What came of it."""
    return pandas.read_csv(folder / "runs.csv").rename(columns={"rng": "seed"})


# ema_workbench -----------------------------------------------------------------------------------------------------


def by_ema(sweep: Sweep) -> None:
    """ema_workbench: the replicates of a point as arrays, everything into one archive when all of it is there."""
    import ema_workbench as ema

    model = ema.ReplicatorModel("Samenspel", function=play)
    model.uncertainties = [
        ema.RealParameter("initial_trust", LOW, HIGH),
        ema.CategoricalParameter("logic", list(LOGICS)),
    ]
    model.constants = [ema.Constant("keyed", sweep.keyed)]
    model.outcomes = [ema.ArrayOutcome(name) for name in MEASURED]
    model.replications = [{"rng": seed} for seed in range(1, sweep.replicates + 1)]
    several = sweep.workers > 1
    chosen = ema.MultiprocessingEvaluator(model, sweep.workers) if several else ema.SequentialEvaluator(model)
    with chosen as evaluator:
        results = evaluator.perform_experiments(sweep.levels, uncertainty_sampling=ema.Samplers.FF, log_progress=True)
    ema.save_results(results, str(sweep.folder / "results.tar.gz"))


def of_ema(folder: Path) -> pandas.DataFrame:
    """What came of it."""
    import ema_workbench as ema

    experiments, outcomes = ema.load_results(str(folder / "results.tar.gz"))
    replicates = outcomes["joint_value"].shape[1]
    runs = experiments[["initial_trust", "logic"]].loc[experiments.index.repeat(replicates)]
    return runs.assign(
        seed=np.tile(np.arange(1, replicates + 1), len(experiments)), joint_value=outcomes["joint_value"].ravel()
    )


# modelly-abm -------------------------------------------------------------------------------------------------------


def by_modelly(sweep: Sweep) -> None:
    """modelly-abm: a Parquet file for every run, with a row for every round, before the first as well."""
    from modelly.experiments import Experiment, ScenarioSpace, designs

    Experiment(
        model=Swept,
        space=ScenarioSpace(initial_trust=(LOW, HIGH), logic=list(LOGICS), keyed=sweep.keyed),
        design=designs.full_factorial(sweep.levels),
        replicates=sweep.replicates,
        steps=ROUNDS,
        outputs={name: f"means.{name}" for name in MEASURED},
        store=sweep.folder,
        on_error="raise",
    ).run(executor="processes" if sweep.workers > 1 else "serial", max_parallel=sweep.workers)


def of_modelly(folder: Path) -> pandas.DataFrame:
    """What came of it."""
    from modelly.experiments import ResultsStore

    return ResultsStore(folder).results().query(f"SELECT * FROM runs WHERE step = {ROUNDS}").df()


# All of them -------------------------------------------------------------------------------------------------------


class Peer(NamedTuple):
    """Somebody who sweeps.

    Attributes
    ----------
    package
        As it is installed.
    module
        As it is imported.
    one, several
        What sweeps with one worker, and with several.
    sweep
        Makes the runs and stores them.
    results
        Reads a folder: a row a run, `initial_trust`, `logic`, `seed` and the outcomes.
    """

    package: str
    module: str
    one: str
    several: str
    sweep: Callable[[Sweep], None]
    results: Callable[[Path], pandas.DataFrame]


PEERS = (
    Peer("mesa", "mesa", "`batch_run`", "`batch_run(number_processes=...)`", by_mesa, of_mesa),
    Peer("ema_workbench", "ema_workbench", "`SequentialEvaluator`", "`MultiprocessingEvaluator`", by_ema, of_ema),
    Peer("modelly-abm", "modelly", "`Experiment`, serial", "`Experiment`, processes", by_modelly, of_modelly),
)
