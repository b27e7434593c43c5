"""Checksums: which files of a folder of results count, and that they are as they were written.

    DIR/checksums.txt   a line a file, as `sha256sum --check` reads it

A line is on the disk before its file is put in its place. Of a file that is written anew there are two until the
sweep ends, of what it was and of what it becomes: whenever it is cut off, one of them holds. A file of which no line
holds is none of the results.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

CHECKSUMS = "checksums.txt"
LINE = re.compile(r"([0-9a-f]{64})  ([a-z]+/[a-z0-9-]+\.parquet)")


def checksum(data: bytes) -> str:
    """SHA-256, as 64 hexadecimal digits."""
    return sha256(data).hexdigest()


def read_checksums(folder: Path) -> dict[str, list[str]]:
    """The checksums that a file may have, by its path from the folder; the last is the newest.

    A line that was cut off as it was written is none: its file was not put in its place.
    """
    named: dict[str, list[str]] = {}
    try:
        text = (folder / CHECKSUMS).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return named
    for line in text.splitlines():
        if found := LINE.fullmatch(line):
            named.setdefault(found[2], []).append(found[1])
    return named


def lines_of(sums: Mapping[str, str]) -> bytes:
    """Checksums by path, a line each."""
    return "".join(f"{one}  {name}\n" for name, one in sums.items()).encode()


def add_checksums(folder: Path, sums: Mapping[str, str]) -> None:
    """Add checksums of files that are about to be put in their places."""
    with open(folder / CHECKSUMS, "ab") as file:
        file.write(lines_of(sums))
        file.flush()
        os.fsync(file.fileno())


class OtherBytesError(ValueError):
    """A file of results that is not as it was written."""


def proven(folder: Path, name: str) -> bytes:
    """The bytes of a file of results, if they are as they were written.

    While a sweep runs, a file may be put in its place between the look at its checksums and at itself: so twice.

    Parameters
    ----------
    folder
        Of the results.
    name
        Path of the file from there.

    Raises
    ------
    OtherBytesError
        They are others.
    """
    for _ in range(2):
        sums = read_checksums(folder).get(name, [])
        data = (folder / name).read_bytes()
        if checksum(data) in sums:
            return data
    raise OtherBytesError("no checksum of it" if not sums else "other bytes than were written")
