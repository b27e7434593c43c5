"""Files that are there as a whole or not at all, also when the power fails while one is written."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def write_whole(path: Path, data: bytes, part: Path | None = None, aside: Path | None = None) -> None:
    """Write a file that is on disk as a whole, or not there at all.

    Parameters
    ----------
    path
        The file; one that is there gives way.
    data
        What it holds.
    part
        Where it is while it is written, on the same disk; by default beside the file, out of sight.
    aside
        What a file that is there is called from then on; None where it need not be kept.

    Raises
    ------
    OSError
        It cannot be written; whatever was there is as it was.
    """
    part = part or path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if aside:
            path.rename(aside)
        try:
            part.replace(path)
        except BaseException:
            if aside:
                aside.rename(path)
            raise
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if hasattr(os, "O_DIRECTORY"):  # the name has to reach the disk too; Windows sees to it itself
        place = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(place)
        except OSError as problem:
            if problem.errno not in (errno.EINVAL, errno.ENOTSUP):  # file systems that know no such thing
                raise
        finally:
            os.close(place)
