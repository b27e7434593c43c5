"""Where the files of a survey are: named one by one, or in a folder under the names that they usually have."""

from __future__ import annotations

from pathlib import Path

from ..brought.parts import ORGS, ROLES, TITLE, Source
from ..brought.reader import MOST_MEGABYTES
from ..brought.words import joined
from ..errors import InputError, inside
from ..reading import NETWORKS, TABLES, contents


def the_files(folder: Path | None, orgs: Path | None, ties: Path | None, conditions: Path | None) -> list[Source]:
    """The files of the survey: those that are named, and else those in the folder that have the usual names."""
    if folder is not None and not folder.exists():
        raise InputError("got nothing there, allowed: a folder or a file", str(folder))
    if folder is None and orgs is None:
        raise InputError("got no files, allowed: a folder with orgs.csv, or --orgs with --ties and --conditions")
    found = {role: path for role, path in zip(ROLES, (orgs, ties, conditions), strict=True) if path is not None}
    if folder is not None and folder.is_dir():
        found = usual_files(folder) | found
        if ORGS not in found and not any(role not in ROLES for role in found):
            held = ", ".join(sorted(path.name for path in folder.iterdir())[:20]) or "nothing"
            raise InputError(
                "no orgs.csv, got: {held}; name files with --orgs, --ties and --conditions", str(folder), held=held
            )
    elif folder is not None:
        found = {"": folder} | found
    sources = []
    for role, path in found.items():
        with inside(path.name):
            sources.append(Source(path.name, contents(path, MOST_MEGABYTES), role if role in ROLES else ""))
    return sources


def usual_files(folder: Path) -> dict[str, Path]:
    """The files in a folder that are called as organisations, ties and conditions usually are; or else a network's.

    One that is called by the usual name itself, orgs.csv, goes before others.
    """
    paths = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in TABLES and path.is_file()]
    named = {role: path for path in reversed(paths) if (role := TITLE.get(joined(path.stem)))}
    named |= {path.stem: path for path in paths if path.stem in ROLES}
    if not named:
        networks = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in (*NETWORKS, *TABLES)]
        return {"": networks[0]} if len(networks) == 1 else {}
    return named
