"""Whether results are what they say: their files, their rows, and a sample of their runs, made again bit for bit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from samenspel.runs import Summary

from .design import Design, kept_design
from .engine import Made, block_of, make
from .store import (
    ROUNDS,
    RUNS,
    as_parquet,
    columns_of,
    counting,
    differences,
    manifest_of,
    read_chunk,
    read_manifest,
    round_columns_of,
)

if TYPE_CHECKING:
    import pyarrow

SAMPLE = 100  # runs


class Verified(NamedTuple):
    """What was found.

    Attributes
    ----------
    files, runs
        That are there, and as they were written.
    again
        How many runs were made again.
    other
        What differs between the code and versions that made them and these.
    wrong
        What is not as it should be; nothing where the results prove themselves.
    """

    files: int
    runs: int
    again: int
    other: list[str]
    wrong: list[str]

    def __str__(self) -> str:
        lines = [
            f"{self.files:,} files are as they were written: {self.runs:,} runs, of the points and seeds they say."
        ]
        lines += [f"Made by another version; different: {'; '.join(self.other)}."] if self.other else []
        same = self.again - len([one for one in self.wrong if one.startswith("run ")])
        if self.again:
            lines += [
                f"{self.again:,} runs made again, {'all' if same == self.again else f'{same:,}'} with the same bits."
            ]
        return "\n".join([*lines, *self.wrong])


def verify(folder: Path, sample: int = SAMPLE, data: Path | None = None) -> Verified:
    """Check every file and row of a folder of results, and make a sample of its runs again.

    Parameters
    ----------
    folder
        Of a sweep, finished or not.
    sample
        How many runs to make again, evenly over all that are there.
    data
        Folder of the files that a scenario names, if it names any.

    Raises
    ------
    InputError
        No results there, a file that is not as it was written, or a scenario that cannot be made without its data.
    """
    manifest = read_manifest(folder)
    design = kept_design(manifest, data)
    files = {name: counting(folder, name) for name in (RUNS, ROUNDS)}
    held = np.concatenate(
        [
            np.zeros(0, np.int64),
            *(read_chunk(folder, path, manifest, ["run"])["run"].to_numpy() for path in files[RUNS]),
        ]
    )
    chosen = set(held[np.unique(np.linspace(0, held.size - 1, min(sample, held.size)).astype(int))].tolist())
    wrong: list[str] = []
    for path in files[RUNS]:
        table = read_chunk(folder, path, manifest)
        wrong += other_points(design, table, path)
        rounds_path = path.replace(RUNS, ROUNDS)
        rounds = read_chunk(folder, rounds_path, manifest) if rounds_path in files[ROUNDS] else None
        wrong += other_runs(design, table, rounds, chosen)
    found = list(differences(manifest, manifest_of(design)))
    return Verified(sum(map(len, files.values())), held.size, len(chosen), found, wrong)


def other_points(design: Design, table: pyarrow.Table, path: str) -> Iterator[str]:
    """Whether rows have the values and seeds that the design gives their points."""
    runs = table["run"].to_numpy()
    blank = np.full((runs.size, len(Summary._fields) + len(design.recipe.own_outcomes)), np.nan)
    expected = columns_of(design, runs, blank, [None] * runs.size)
    for name in ("seed", *(factor.name for factor in design.factors)):
        if name not in table.column_names or table[name].to_pylist() != expected[name].to_pylist():
            yield f"{path}: its column {name} is not that of the design"


def other_runs(design: Design, table: pyarrow.Table, rounds: pyarrow.Table | None, chosen: set[int]) -> Iterator[str]:
    """Which of the chosen runs come out otherwise when they are made again.

    Parameters
    ----------
    design
        Of which they are runs.
    table, rounds
        A chunk of runs, and of their rounds where these were kept.
    chosen
        Numbers of the runs to make again.
    """
    numbers = table["run"].to_numpy()
    for place, run in enumerate(numbers.tolist()):
        if run in chosen:
            made = make(block_of(design, np.array([run])))
            again = as_parquet(columns_of(design, made.runs, made.outcomes, list(made.errors)))
            if again != as_parquet(table.slice(place, 1).combine_chunks()) or not same_rounds(design, made, rounds):
                seed = table["seed"][place].as_py()
                yield f"run {run} (point {run % design.points}, seed {seed}) comes out otherwise"


def same_rounds(design: Design, made: Made, rounds: pyarrow.Table | None) -> bool:
    """Whether the rounds of a run are those that were kept."""
    import pyarrow.compute as pc

    if rounds is None:
        return True
    kept = rounds.filter(pc.equal(rounds["run"], int(made.runs[0]))).combine_chunks()
    return as_parquet(kept) == as_parquet(round_columns_of(design, made.runs, made.rounds, made.history))


def check_verified(found: Verified) -> None:
    """End as a failure if something is not as it should be."""
    if found.wrong:
        count = len(found.wrong)
        raise NotProvenError(
            f"{count:,} things are not as they should be" if count > 1 else "1 thing is not as it should be"
        )


def check_as_written(corrupt: Iterable[str], remedy: str) -> None:
    """End as a failure if files are not as they were written, but for those that were set aside and made anew."""
    if wrong := [name for name in corrupt if not name.endswith(".corrupt")]:
        raise NotProvenError(f"{', '.join(wrong)}: not as written; {remedy}")


class NotProvenError(OSError):
    """Results that are not what they say."""
