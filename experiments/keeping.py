"""Keeping what is made part by part: a folder that is never half written, from which the same command goes on.

A search, an exploration and a calibration keep theirs so: a manifest of what it takes to make them again, a folder a
kind of part, a file a part, and checksums that say which files count.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from samenspel.errors import InputError
from samenspel.reading import show
from samenspel.results.outcomes import an

from .checksums import CHECKSUMS, add_checksums, checksum, proven
from .store import (
    CALLED,
    LOCK,
    MANIFEST,
    as_parquet,
    differences,
    from_parquet,
    is_running,
    locked,
    read_manifest,
    settle,
    write_in,
)

if TYPE_CHECKING:
    import pyarrow


GENERATIONS, FRESH = "generations", "fresh"  # parts of every kind: those made one after another, and the last


class Kind:
    """A kind of folder.

    Parameters
    ----------
    maker
        The command that makes it.
    parts
        Kinds of parts, and what a file of each is called.
    longer
        A table of its plan, and what that may say otherwise when it goes on: how long.
    also
        Files that follow from the last part, and are made anew with it when it goes on for longer.
    """

    def __init__(
        self, maker: str, parts: Mapping[str, str], longer: tuple[str, str], also: Collection[str] = ()
    ) -> None:
        self.maker, self.what, self.parts, self.longer, self.also = maker, CALLED[maker], parts, longer, also

    def path(self, name: str, number: int = 0) -> str:
        """Where a part is, from the folder."""
        return f"{name}/{self.parts[name]}-{number:04d}.parquet"

    def without_length(self, manifest: Mapping[str, Any]) -> dict[str, Any]:
        """A manifest without how long it goes on."""
        name, key = self.longer
        design = dict(manifest["design"])
        design[name] = {one: value for one, value in design.get(name, {}).items() if one != key}
        return {**manifest, "design": {one: value for one, value in design.items() if value != {}}}

    def check(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        """Refuse a folder to which this cannot go.

        Raises
        ------
        InputError
            It is a file, holds other things, or what was made by another plan or by other code.
        """
        if folder.exists() and not folder.is_dir():
            raise InputError(f"--out {folder}: it is a file, allowed: a folder")
        if (folder / MANIFEST).exists():
            old = self.without_length(read_manifest(folder, self.maker))
            if found := list(differences(old, self.without_length(manifest))):
                raise InputError(
                    f"{folder}: holds {an(self.what)} that this would not go with; different: {'; '.join(found)}. "
                    f"Allowed: another folder, or the {self.what} and code as they were"
                )
        elif folder.is_dir():
            ours = [folder / LOCK, folder / CHECKSUMS, *folder.glob(".*.part")]
            ours += [folder / name for name in self.parts if not any((folder / name).glob("*"))]
            if strangers := [path.name for path in folder.iterdir() if path not in ours]:
                raise InputError(
                    f"--out {folder}: holds other things, such as {show(min(strangers))}; allowed: a new folder"
                )

    @contextmanager
    def opened(self, folder: Path, manifest: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The folder, made if it is not there, checked, and locked; the manifest, as it is read from there.

        Raises
        ------
        InputError
            As of `check`, or it is in use.
        """
        self.check(folder, manifest)
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder, self.what):
            self.check(folder, manifest)
            for leftover in folder.glob(".*.part"):
                leftover.unlink()
            for name in self.parts:
                (folder / name).mkdir(exist_ok=True)
            text = json.dumps(manifest, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
            path = folder / MANIFEST
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                for name in (self.path(FRESH), *self.also):
                    (folder / name).unlink(missing_ok=True)
                write_in(folder, path, text.encode())
            settle(folder, [one.relative_to(folder).as_posix() for one in sorted(folder.glob("*/*.parquet"))])
            yield json.loads(text)

    def rows(self, folder: Path, path: str, schema: pyarrow.Schema) -> pyarrow.Table | None:
        """The rows of a part; None where there is nothing yet.

        Parameters
        ----------
        folder, path
            Where it is.
        schema
            Its columns.

        Raises
        ------
        InputError
            It is not as it was written.
        """
        if not (folder / path).exists():
            return None
        try:
            rows = from_parquet(proven(folder, path))
            if not rows.schema.equals(schema):
                raise ValueError("other columns than expected")
        except (OSError, ValueError) as problem:
            reason, again = " ".join(str(problem).split()), f"{self.maker.removeprefix('samenspel ')} again"
            raise InputError(f"{folder / path}: {reason}; allowed: as it was written; remove it, and {again}") from None
        return rows


@contextmanager
def folder_of(out: str | Path | None) -> Iterator[Path]:
    """The folder that was asked for, or one that is thrown away."""
    if out is not None:
        yield Path(out)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


class HowFar(NamedTuple):
    """How far something is that is kept part by part.

    Attributes
    ----------
    what
        It is: a search, an exploration, a calibration.
    generations
        That are kept, as they were written.
    finished, running
        Whether its last part is there, and whether it is being made.
    corrupt
        Files that are not as they were written; they do not count.
    """

    what: str
    generations: int
    finished: bool
    running: bool
    corrupt: list[str]

    def __str__(self) -> str:
        now = "finished" if self.finished else "not finished"
        line = f"{self.what}, {self.generations:,} generations, {now}, {'running' if self.running else 'not running'}"
        return "\n".join([line, *(f"corrupt: {name}" for name in self.corrupt)])


def how_far(folder: Path, kind: Kind) -> HowFar:
    """How far a folder is.

    Raises
    ------
    InputError
        It holds no such thing.
    """
    read_manifest(folder, kind.maker)
    there = [path.relative_to(folder).as_posix() for name in kind.parts for path in (folder / name).glob("*.parquet")]
    corrupt = sorted(name for name in there if not as_written(folder, name))
    whole = set(there) - set(corrupt)
    count = sum(name.startswith(f"{GENERATIONS}/") for name in whole)
    return HowFar(kind.what, count, kind.path(FRESH) in whole, is_running(folder), corrupt)


def as_written(folder: Path, name: str) -> bool:
    """Whether a file that is there is as it was written."""
    try:
        proven(folder, name)
    except (OSError, ValueError):
        return False
    return True


def keep(folder: Path, path: str, rows: pyarrow.Table) -> None:
    """Write rows as a whole or not at all."""
    data = as_parquet(rows)
    add_checksums(folder, {path: checksum(data)})
    write_in(folder, folder / path, data)
