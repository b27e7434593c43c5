"""Tables that are kept: text that anybody can read, a row a line, of which a difference can be read too; and of which
engine they are.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from samenspel.engines import as_good_as
from samenspel.errors import InputError
from samenspel.kernel import ENGINE, digest


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table, by its head."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write_rows(path: Path, head: Iterable[str], lines: Iterable[Iterable[object]]) -> None:
    """Write a table, numbers in all their digits, so that no page rounds what was rounded; each row as soon as there is
    one, so that what took long is not lost with what comes after.
    """
    with path.open("w", encoding="utf-8", newline="", buffering=1) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(lines)


def check_same_engine(kept: str, option: str) -> None:
    """Refuse to ask a part of what was found again where the rest is of another engine.

    Parameters
    ----------
    kept
        Digest of the engine by which it was found.
    option
        That asks for a part.

    Raises
    ------
    InputError
        The engine now is none whose runs are the same bit for bit.
    """
    now = digest(*ENGINE)
    if not as_good_as(kept, now):
        raise InputError(f"{option}: got results of engine {kept}, allowed: of this one, {now}; ask for all of it")


class Kept(NamedTuple):
    """What a study found, as it lies in its folder: `found.csv`, a row each, and in `found.json` what found it.

    Attributes
    ----------
    folder
        Of the study.
    head
        Names of the columns.
    sources
        Beside the engine, files that what is found depends on, by name; as `digest` takes them.
    name
        Of the files, where a study has several.
    """

    folder: Path
    head: Sequence[str]
    sources: Mapping[str, Sequence[str]] = {}
    name: str = "found"

    @property
    def table(self) -> Path:
        """Where the rows are."""
        return self.folder / f"{self.name}.csv"

    @property
    def manifest(self) -> Path:
        """Where it says what found them."""
        return self.folder / f"{self.name}.json"

    def made_by(self, seeds: range | None = None) -> dict[str, str]:
        """Digests of the engine and of the sources, as they are now, and the seeds if all is of the same."""
        digests = {"engine": digest(*ENGINE)} | {name: digest(*files) for name, files in self.sources.items()}
        return digests | ({"seeds": f"{seeds.start} to {seeds.stop - 1}"} if seeds else {})

    def found_by(self) -> dict[str, str]:
        """The same, of when it was found: digests, and seeds where they were said."""
        return json.loads(self.manifest.read_text(encoding="utf-8"))

    def check_same(self, option: str) -> None:
        """Refuse to ask a part of what was found again where the rest is of another engine or of other sources.

        Parameters
        ----------
        option
            That asks for a part.

        Raises
        ------
        InputError
            One of them is another now.
        """
        then = self.found_by()
        check_same_engine(then["engine"], option)
        for name, files in self.sources.items():
            if then[name] != (now := digest(*files)):
                raise InputError(
                    f"{option}: got results of {name} {then[name]}, allowed: of this, {now}; ask for all of it"
                )

    def write(self, rows: Iterable[Iterable[object]], seeds: range | None = None) -> None:
        """Keep these rows, as found by the engine and the sources as they are, on these seeds."""
        self.manifest.write_text(json.dumps(self.made_by(seeds), indent=2) + "\n", encoding="utf-8")
        write_rows(self.table, self.head, rows)

    def read(self) -> Iterator[dict[str, str]]:
        """The rows as text, by the names of the columns."""
        return read_rows(self.table)
