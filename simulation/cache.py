"""Compiled code on disk: checked and mended before it is used, and pruned when nobody uses it any more.

Numba puts a file in its place without bringing it to the disk first: after a power cut it can be cut off, or hold
nothing but zeros, and every later run would end in it. A file that is not whole is taken away, and compiled anew. What
was found whole is written down with its size and time, so that it is read through once. Numba has a folder for each
folder of sources; those that copies of the model elsewhere compiled are left to these.
"""

from __future__ import annotations

import io
import json
import os
import pickletools
import re
import shutil
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from numba.core.caching import _CacheLocator

from .kernel import ENGINE, PACKAGE, cache_folder

CHECKED = "checked.json"
UNUSED = 90 * 86_400  # seconds after which the code of another version is taken away
VERSION = re.compile(r"[0-9a-f]{16}")


@cache
def mend() -> tuple[str, ...]:
    """Check what is compiled, once in a process, and take away what is not whole and what nobody uses.

    Returns
    -------
    tuple of str
        Names of the files that were not whole.
    """
    folder = cache_folder()
    if not folder.is_dir():
        return ()
    with suppress(OSError):  # a folder that cannot be written does without
        os.utime(folder)
        prune(folder)
    known, ours, broken = read_checked(folder), own_folders(), []
    whole = {name: seen for name, seen in known.items() if name.partition("/")[0] not in ours}
    for path in sorted(path for own in ours for path in (folder / own).glob("*.nb[ci]")):
        name = path.relative_to(folder).as_posix()
        try:
            about = path.stat()
            seen = [about.st_size, about.st_mtime_ns]
            if ends_well(path) if known.get(name) == seen else is_whole(path.read_bytes()):
                whole[name] = seen
            else:
                path.unlink()
                broken.append(name)
        except FileNotFoundError:
            continue  # another process has mended it
    if whole != known:
        with suppress(OSError):
            unfinished = folder / f"{CHECKED}.{os.getpid()}"
            unfinished.write_text(json.dumps(whole), encoding="utf-8")
            os.replace(unfinished, folder / CHECKED)
    return tuple(broken)


def own_folders() -> set[str]:
    """What numba calls the folders with the code of this copy of the model."""
    sources = (source for pattern in ENGINE for source in PACKAGE.glob(pattern))
    return {_CacheLocator.get_suitable_cache_subpath(str(source)) for source in sources}


def read_checked(folder: Path) -> dict[str, list[int]]:
    """Size and time of the files that were found whole."""
    try:
        found = json.loads((folder / CHECKED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def ends_well(path: Path) -> bool:
    """Whether a file that was whole still has its end; zeros are none."""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() == b"."


def is_whole(data: bytes) -> bool:
    """Whether bytes are pickles from beginning to end, of which none is loaded.

    Examples
    --------
    >>> import pickle
    >>> whole = pickle.dumps("a version") + pickle.dumps(["an index"])
    >>> is_whole(whole), is_whole(whole[:-3]), is_whole(b""), is_whole(bytes(len(whole)))
    (True, False, False, False)
    """
    file = io.BytesIO(data)
    try:
        while file.tell() < len(data):
            for _ in pickletools.genops(file):
                pass
    except ValueError:
        return False
    return bool(data)


def prune(folder: Path) -> None:
    """Take away the code of versions of the engine that have not been used for long."""
    for other in folder.parent.iterdir():
        if other != folder and VERSION.fullmatch(other.name) and time.time() - other.stat().st_mtime > UNUSED:
            shutil.rmtree(other, ignore_errors=True)
