"""What was measured: numbers of collaborations at times, each with its error, from a CSV file of the user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from samenspel.brought.cells import is_open, reading_of
from samenspel.brought.tables import read_csv
from samenspel.errors import InputError, inside
from samenspel.measures import Outcomes
from samenspel.parameters import Outcome, declared, number, whole
from samenspel.reading import Meaning, Name, Several, Table, check_known, contents
from samenspel.runs import COLUMN, Run, Summary
from samenspel.scenario import MOST_MEGABYTES, Scenario

COLUMNS = ("collaboration", "round", "what", "value", "error")
MOST_DATA = 1_000
BEYOND = 3.0  # errors that a number may lie beyond what there can be
OF_A_ROUND, OF_A_RUN = declared(Outcomes), declared(Summary)
ROWS = Several(
    Table(
        {
            "collaboration": Meaning("name of the scenario that stands for it", Name()),
            "round": whole(0, 100_000, "round", "after which; 0 for what is said of a run as a whole"),
            "what": Meaning("name of an outcome", Name()),
            "value": number(-1e300, 1e300, "unit of the outcome", "what it was"),
            "error": number(0, 1e300, "unit of the outcome", "standard deviation of what was measured"),
        },
        required=COLUMNS,
    ),
    most=MOST_DATA,
)


@dataclass(frozen=True)
class Datum:
    """A number that was measured.

    Attributes
    ----------
    collaboration
        Name of the scenario that stands for it.
    round
        After which; 0 for what is said of a run as a whole.
    what
        Name of an outcome of a round, or of a run.
    value
        What it was.
    error
        Standard deviation of what was measured around what it is.
    """

    collaboration: str
    round: int
    what: str
    value: float
    error: float

    @property
    def name(self) -> str:
        """Of its column: `baseline 12 trust`."""
        return f"{self.collaboration} {self.round or 'run'} {self.what}"

    @property
    def declared(self) -> Outcome:
        """What is known of the outcome."""
        return (OF_A_ROUND if self.round else OF_A_RUN)[self.what]

    def described(self) -> dict[str, Any]:
        """What a manifest says of it."""
        return asdict(self)

    def __call__(self, run: Run) -> float:
        """What it is in a run, of a round; NaN where it is not defined, or the run ended before."""
        return float(run.numbers[self.round - 1, COLUMN[self.what]]) if self.round <= run.history.size else np.nan


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a CSV file with the columns `COLUMNS`; without a round, a number is of the run as a whole.

    Raises
    ------
    InputError
        What is wrong with it, and in which line.
    """
    with inside(path.name):
        sheet = read_csv(path.name, contents(path, MOST_MEGABYTES))
        check_known(sheet.header, COLUMNS, "header", "column")
        if missing := [name for name in COLUMNS if name not in sheet.header]:
            raise InputError(f"got no column '{missing[0]}', allowed: {', '.join(COLUMNS)}")
        reading, rows = reading_of(sheet, ("round", "value", "error")), []
        for line, row in sheet.rows:
            with inside(f"line {line}"):
                said: dict[str, Any] = {name: str(row.get(name) or "").strip() for name in ("collaboration", "what")}
                said["round"] = 0 if is_open(row.get("round")) else reading.number(row["round"], "round")
                if said["round"] != int(said["round"]):
                    raise InputError(f"round: got {said['round']:g}, allowed: a whole number")
                said["round"] = int(said["round"])
                rows.append(said | {name: reading.number(row.get(name), name) for name in ("value", "error")})
                ROWS.each.read(rows[-1], "")
        if not 1 <= len(rows) <= MOST_DATA:
            raise InputError(f"got {len(rows):,} rows under the header, allowed: 1 to {MOST_DATA:,}")
    return rows


def read_data(rows: Iterable[Mapping[str, Any]], scenarios: Mapping[str, Scenario]) -> tuple[Datum, ...]:
    """What was measured, each once it is sure that a run can have it.

    Parameters
    ----------
    rows
        As the file says them.
    scenarios
        What may stand for a collaboration, by name, with the rounds that are run.

    Raises
    ------
    InputError
        What is wrong, and in which row.
    """
    found: dict[str, Datum] = {}
    for place, row in enumerate(rows, 1):
        with inside(f"data: row {place}"):
            one = Datum(**row)
            check_known([one.collaboration], scenarios, "collaboration", "scenario")
            check_known([one.what], OF_A_ROUND if one.round else OF_A_RUN, "what", "outcome")
            most = scenarios[one.collaboration].rounds
            if one.round > most:
                raise InputError(f"round: got {one.round}, allowed: at most {most}, the last round of a run")
            low, high = one.declared.low, one.declared.high
            if not low - BEYOND * one.error <= one.value <= high + BEYOND * one.error:
                raise InputError(f"value: got {one.value:g}, allowed: {low:g} to {high:g}, which {one.what} can be")
            if found.setdefault(one.name, one) is not one:
                raise InputError(f"{one.what} of {one.collaboration} is there twice for that round, allowed: once")
    return tuple(found.values())
