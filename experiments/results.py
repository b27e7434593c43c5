"""Results of a sweep, read from its folder: the runs, and what is known of them without the scenario's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from samenspel.errors import InputError

from .distributions import distribution_from
from .engine import Status, status
from .factors import Factor, Value
from .sampling import Drawn, Method, read_method
from .store import ROUNDS, read_manifest, read_runs

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Results:
    """A folder of results, finished or not.

    Attributes
    ----------
    folder
        Where they are.
    manifest
        What it took to make them.
    status
        How far the sweep is.
    runs
        One row a run (DataFrame): those that are there, failed ones too.
    """

    folder: Path
    manifest: Mapping[str, Any] = field(repr=False)
    status: Status
    runs: pandas.DataFrame = field(repr=False)

    @property
    def title(self) -> str:
        """For people."""
        return self.manifest["title"]

    @property
    def question(self) -> str:
        """For people."""
        return self.manifest["question"]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Those that the question is about."""
        return tuple(self.manifest["design"].get("outcomes", ("joint_value",)))

    @property
    def own_outcomes(self) -> Mapping[str, list[str]]:
        """Unit and meaning of outcomes of one's own, by name; see `samenspel.parts`."""
        return self.manifest.get("own_outcomes", {})

    @cached_property
    def method(self) -> Method:
        """The method of the design."""
        return read_method(self.manifest["design"].get("design", {}))

    @cached_property
    def factors(self) -> dict[str, Factor]:
        """What varies, by name."""
        return {one["name"]: factor_from(one) for one in self.manifest["factors"]}

    @property
    def balanced(self) -> bool:
        """Whether each value of a factor meets the same values of the others, so that means can be compared."""
        return self.method.balanced and "constraints" not in self.manifest["design"]

    @property
    def drawn(self) -> list[str]:
        """The factors that are drawn by chance."""
        return self.method.drawn(list(self.factors)) if isinstance(self.method, Drawn) else []

    @property
    def crossed(self) -> list[str]:
        """The factors at each value of which every drawn point is run."""
        if not isinstance(self.method, Drawn):
            return []
        return [name for name in self.factors if name in self.method.cross and name in self.runs]

    @property
    def finished(self) -> bool:
        """Whether all runs are there that were asked for."""
        return self.status.runs >= self.status.wanted

    def cube(self) -> np.ndarray:
        """Where the drawn points lie in the unit cube, each once: shape (points drawn, factors drawn)."""
        assert isinstance(self.method, Drawn), "only drawn points lie in a cube"
        return self.method.cube(len(self.drawn), self.manifest["design"].get("seed", 1))

    def settings(self) -> Iterator[tuple[dict[str, Value], np.ndarray]]:
        """Every setting of the factors that are crossed, with the numbers of the points drawn at it, in their order."""
        every = len(self.cube())
        count = self.status.points // every
        where = self.runs.drop_duplicates("point").set_index("point")
        for place in range(count):
            points = np.arange(every) * count + place
            present = where.index.intersection(points)
            if len(present):
                yield {name: where.loc[present[0], name] for name in self.crossed}, points

    def rounds(self, outcome: str | None = None) -> pandas.DataFrame:
        """An outcome of every round, or all: `run`, `point`, `replicate`, `round`, and outcomes.

        Raises
        ------
        InputError
            The design did not ask for `every_round`.
        """
        if not (self.folder / ROUNDS).is_dir():
            raise InputError(f"{self.folder}: rounds were not kept; allowed: a design with every_round = true")
        columns = None if outcome is None else ["run", "point", "replicate", "round", outcome]
        return read_runs(self.folder, ROUNDS, columns)


def read(folder: str | Path) -> Results:
    """The results of a sweep, finished or not.

    Parameters
    ----------
    folder
        Of `samenspel sweep`, or of `samenspel.experiments.run_design(..., out=...)`.

    Raises
    ------
    InputError
        No results there.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    return Results(folder, manifest, status(folder), read_runs(folder))


def factor_from(described: Mapping[str, Any]) -> Factor:
    """A factor from what a manifest says of it."""
    values = tuple(described.get("values", ()))
    low, high = described.get("low", 0), described.get("high", len(values) - 1)
    return Factor(
        described["name"], described["kind"], low, high, values, unit=described["unit"], meaning=described["meaning"],
        distribution=distribution_from(described),
    )  # fmt: skip
