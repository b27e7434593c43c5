"""Runs made again, for what a sweep does not keep: what came of it for every organisation, and of every tie.

The same seed gives the same bits, so a sweep keeps a row a run, and whoever wants to look closer makes its runs again:
as long as the sweep itself took, and proven as it goes, since every run has to come out as it was kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from samenspel.errors import InputError
from samenspel.results.record import WORDS
from samenspel.results.replicates import PARTNER, run_and_keep, workers
from samenspel.runs import run, summarise
from samenspel.scenario import Scenario
from samenspel.state import TIE

from .design import Design, kept_design
from .store import RUNS, counting, differences, manifest_of, read_chunk, read_manifest

if TYPE_CHECKING:
    import pyarrow

ORGANISATIONS, TIES = "organisations", "ties"
OF_A_TIE = tuple(name for name in TIE.names or () if name not in ("target", "reverse"))


def remade(folder: Path, name: str, data: Path | None = None, threads: int | None = None) -> Iterator[pyarrow.Table]:
    """A tidy table of organisations or ties, chunk by chunk, with the run, its point and its factors in every row.

    Parameters
    ----------
    folder
        Of a sweep, finished or not; runs that failed have no rows.
    name
        `ORGANISATIONS` (what came of it for each), or `TIES` (each as it is after the last round).
    data
        Folder of the files that a scenario names, if it names any.
    threads
        By default as many as there are processors to use.

    Yields
    ------
    table
        A row a run and organisation, or a run and direction of a tie.

    Raises
    ------
    InputError
        No results there, made by another version, or a run that does not come out as it was kept.
    """
    manifest = read_manifest(folder)
    design = kept_design(manifest, data)
    if other := list(differences(manifest, manifest_of(design))):
        raise InputError(f"{folder}: made by another version, allowed: this one; different: {'; '.join(other)}")
    for path in counting(folder, RUNS):
        yield of_chunk(folder, design, read_chunk(folder, path, manifest), KINDS[name], threads)


def of_chunk(
    folder: Path,
    design: Design,
    table: pyarrow.Table,
    rows_of: Callable[[Scenario, int], tuple[float, dict[str, np.ndarray]]],
    threads: int | None,
) -> pyarrow.Table:
    """The rows of the runs of a chunk, in their order.

    Parameters
    ----------
    folder
        Of the sweep.
    design
        Of which they are runs.
    table
        The chunk.
    rows_of
        Of a scenario and a seed: the joint value, to be told from what was kept, and columns by name.
    threads
        On which runs are made.
    """
    import pyarrow as pa

    kept = {name: table[name].to_pylist() for name in ("run", "point", "replicate", "seed", "joint_value", "error")}
    made = [place for place, error in enumerate(kept["error"]) if error is None]
    scenarios = {point: scenario_at(design, point) for point in {kept["point"][place] for place in made}}

    def again(place: int) -> dict[str, np.ndarray]:
        value, columns = rows_of(scenarios[kept["point"][place]], kept["seed"][place])
        if value != kept["joint_value"][place]:
            raise InputError(f"{folder}: run {kept['run'][place]} comes out otherwise; `samenspel verify` says more")
        return columns

    with workers(threads) as pool:
        found = list(pool.map(again, made))
    about = ["run", "point", "replicate", "seed", *(factor.name for factor in design.factors)]
    counts = [len(next(iter(columns.values()))) for columns in found]
    places = pa.array(np.repeat(made, counts))
    repeated = {name: table[name].take(places) for name in about}
    own = {name: np.concatenate([columns[name] for columns in found]) for name in (found[0] if found else ())}
    return pa.table({**repeated, **{name: pa.array(values) for name, values in own.items()}})


def scenario_at(design: Design, point: int) -> Scenario:
    """The scenario of a point of a design."""
    codes = zip(design.factors, design.table[point], strict=True)
    return design.recipe.scenario({factor.name: factor.decode(code) for factor, code in codes})


def organisations_of(scenario: Scenario, seed: int) -> tuple[float, dict[str, np.ndarray]]:
    """What a run was for each organisation, by name; the round in which it left, 0 where it did not."""
    one = run_and_keep(scenario, seed, False, lambda rounds: None)
    columns: dict[str, Any] = {name: one.partners[name] for name in PARTNER.names or ()}
    columns["member"] = WORDS["member"][one.partners["member"]].astype(object)
    return float(one.summary.joint_value), {"organisation": np.array(scenario.labels, object), **columns}


def ties_of(scenario: Scenario, seed: int) -> tuple[float, dict[str, np.ndarray]]:
    """Each direction of each tie after the last round: who it is of, to whom, and how it stands."""
    one = run(scenario, seed)
    names, ties = np.array(scenario.labels, object), one.state.ties
    ends = {"organisation": names[one.state.sources], "partner": names[ties["target"]]}
    return float(summarise(one).joint_value), {**ends, **{name: ties[name] for name in OF_A_TIE}}


KINDS = {ORGANISATIONS: organisations_of, TIES: ties_of}
