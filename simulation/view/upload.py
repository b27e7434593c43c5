"""What people bring: a scenario file, or lists of organisations and ties, as text that a browser sent.

A visitor reads no files of this computer, and cannot make it run out of memory: a scenario may name only files that
came with it, and what would be too large for a page is refused before it is made.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from ..errors import InputError, Message, inside
from ..reading import decoded, show
from ..scenario import Scenario, parse, read_toml
from .session import MOST_ORGANISATIONS, check_size

MOST_BYTES = 1_000_000  # of all files together
MOST_FILES = 4
LISTS = ("orgs.csv", "ties.csv")
UPLOAD = Message("upload")
OWN = "own"  # what a scenario that somebody brought is called in an address; it has its title for people


def opened(files: Mapping[str, str]) -> Scenario:
    """The scenario in files that somebody brought.

    Parameters
    ----------
    files
        Their text by their name: one `.toml`, with the `.csv` files that it names; or `orgs.csv`, with or without
        `ties.csv`.

    Raises
    ------
    InputError
        Files that are too many, too large, of another kind, or not what they should be.
    """
    size = sum(len(text.encode(errors="replace")) for text in files.values())
    if size > MOST_BYTES:
        got, most = size / 1e6, MOST_BYTES / 1e6
        raise InputError("got {got:.1f} MB, allowed: at most {most:g} MB", UPLOAD, got=got, most=most)
    if not 1 <= len(files) <= MOST_FILES:
        raise InputError("got {got} files, allowed: 1 to {most}", UPLOAD, got=len(files), most=MOST_FILES)
    brought = {plain_name(name): decoded(text.encode(errors="replace")) for name, text in files.items()}
    scenarios = [name for name in brought if name.lower().endswith(".toml")]
    if len(scenarios) > 1:
        raise InputError("got {got} scenario files, allowed: one", UPLOAD, got=len(scenarios))
    if scenarios:
        title, text = scenarios[0], brought.pop(scenarios[0])
    else:
        title, text = "orgs.csv", of_lists(brought)
    with inside(title):
        check_network(read_toml(text), brought)
    stem = PurePosixPath(title).stem or "scenario"
    with tempfile.TemporaryDirectory(prefix="samenspel-") as folder:
        for name, rows in brought.items():
            (Path(folder) / name).write_text(rows, encoding="utf-8", newline="")
        scenario = parse(text, stem, Path(folder) if brought else None)
    scenario = replace(scenario, name=OWN)
    check_size(scenario)
    return scenario


def plain_name(name: str) -> str:
    """The name of a file without any folder."""
    plain = PureWindowsPath(PurePosixPath(str(name)).name).name
    if not plain or plain.startswith(".") or len(plain.encode(errors="replace")) > 100 or not plain.isprintable():
        raise InputError("got a file called {got}, allowed: a name of at most 100 bytes", UPLOAD, got=show(name))
    if not plain.lower().endswith((".toml", ".csv")):
        raise InputError("got {got}, allowed: a scenario (.toml), or {allowed}", UPLOAD, got=show(plain), allowed=LISTS)
    return plain


def of_lists(brought: Mapping[str, str]) -> str:
    """A scenario for lists that came without one."""
    by_name = {name.lower(): name for name in brought}
    if "orgs.csv" not in by_name or not by_name.keys() <= set(LISTS):
        got = tuple(show(name) for name in brought)
        raise InputError("got {got}, allowed: a scenario (.toml), or {allowed}", UPLOAD, got=got, allowed=LISTS)
    heading = brought[by_name["orgs.csv"]].partition("\n")[0].replace(";", ",").split(",")
    columns = [name.strip().strip('"') for name in heading]
    lines = ['title = "orgs.csv"', "[network]"]
    if "org_id" not in columns and "name" in columns:
        lines.append('id = "name"')
    lines += [
        f'{key} = "{by_name[file]}"' for key, file in zip(("orgs", "ties"), LISTS, strict=True) if file in by_name
    ]
    return "\n".join(lines)


def check_network(table: Mapping[str, Any], brought: Mapping[str, str]) -> None:
    """Refuse files that did not come along, and more organisations than a page can show, before any is made."""
    network = table.get("network", {})
    network = network if isinstance(network, dict) else {}
    for key in ("orgs", "ties", "graphml"):
        if key in network and not (isinstance(network[key], str) and network[key] in brought):
            raise InputError(
                "got {got}, allowed: a file that was brought: {allowed}",
                "network",
                key,
                got=show(network[key]),
                allowed=", ".join(brought) or Message("none"),
            )
    listed = table.get("organisations", [])
    counts = [network.get("organisations", 0), len(listed) if isinstance(listed, list) else 0]
    if isinstance(network.get("orgs"), str):
        counts.append(count_rows(brought[network["orgs"]]))
    for count in counts:
        if isinstance(count, int) and count > MOST_ORGANISATIONS:
            what, most = Message("organisations"), MOST_ORGANISATIONS
            raise InputError("got {got} {what}, the view allows at most {most}", got=count, what=what, most=most)


def count_rows(text: str) -> int:
    """How many rows a list has below its header."""
    try:
        return max(0, sum(any(cell.strip() for cell in row) for row in csv.reader(io.StringIO(text, newline=""))) - 1)
    except csv.Error:
        return 0  # reading it in full says better what is wrong
