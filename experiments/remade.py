"""Runs made again, for what a sweep does not keep: what came of it for every organisation, and of every tie.

The same seed gives the same bits, so a sweep keeps a row a run, and whoever wants to look closer makes its runs again:
as long as the sweep itself took, and proven as it goes, since every run has to come out as it was kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
Columns = dict[str, np.ndarray]
OF_A_TIE = tuple(name for name in TIE.names or () if name not in ("target", "reverse"))


def remade(folder: Path, name: str, data: Path | None = None) -> Iterator[pyarrow.Table]:
    """A tidy table of organisations or ties, chunk by chunk, with the run, its point and its factors in every row.

    Parameters
    ----------
    folder
        Of a sweep, finished or not; runs that failed have no rows.
    name
        `ORGANISATIONS` (what came of it for each), or `TIES` (each as it is after the last round).
    data
        Folder of the files that a scenario names, if it names any.

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
        table = read_chunk(folder, path, manifest)
        made = table.filter(table["error"].is_null())
        if made.num_rows:
            yield of_chunk(folder, design, made, KINDS[name])


def of_chunk(
    folder: Path, design: Design, table: pyarrow.Table, rows_of: Callable[[Scenario, int], tuple[float, Columns]]
) -> pyarrow.Table:
    """The rows of some runs that did not fail, in their order.

    Parameters
    ----------
    folder
        Of the sweep.
    design
        Of which they are runs.
    table
        The runs as they were kept.
    rows_of
        Of a scenario and a seed: the joint value, to be told from what was kept, and columns by name.
    """
    import pyarrow as pa

    kept = table.select(["run", "point", "seed", "joint_value"]).to_pylist()
    scenarios = {point: design.scenario(point) for point in {one["point"] for one in kept}}

    def again(one: Mapping[str, Any]) -> Columns:
        value, columns = rows_of(scenarios[one["point"]], one["seed"])
        if value != one["joint_value"]:
            raise InputError(f"{folder}: run {one['run']} comes out otherwise; `samenspel verify` says more")
        return columns

    with workers(None) as pool:
        found = list(pool.map(again, kept))
    places = pa.array(np.repeat(np.arange(len(found)), [len(next(iter(one.values()))) for one in found]))
    about = ["run", "point", "replicate", "seed", *(factor.name for factor in design.factors)]
    repeated = {name: table[name].take(places) for name in about}
    own = {name: pa.array(np.concatenate([one[name] for one in found])) for name in found[0]}
    return pa.table({**repeated, **own})


def organisations_of(scenario: Scenario, seed: int) -> tuple[float, Columns]:
    """What a run was for each organisation, by name; the round in which it left, 0 where it did not."""
    one = run_and_keep(scenario, seed, False, lambda rounds: None)
    columns: dict[str, Any] = {name: one.partners[name] for name in PARTNER.names or ()}
    columns["member"] = WORDS["member"][one.partners["member"]].astype(object)
    return float(one.summary.joint_value), {"organisation": np.array(scenario.labels, object), **columns}


def ties_of(scenario: Scenario, seed: int) -> tuple[float, Columns]:
    """Each direction of each tie after the last round: who it is of, to whom, and how it stands."""
    one = run(scenario, seed)
    names, ties = np.array(scenario.labels, object), one.state.ties
    ends = {"organisation": names[one.state.sources], "partner": names[ties["target"]]}
    return float(summarise(one).joint_value), {**ends, **{name: ties[name] for name in OF_A_TIE}}


KINDS = {ORGANISATIONS: organisations_of, TIES: ties_of}
