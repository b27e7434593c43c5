"""The gallery: scenarios, and what studies found, as files that open by themselves.

`python3 start.py docs` makes them beside the site, as `python docs/site/gallery.py FOLDER` does alone: some 25 MB in
five minutes, which is why the repository holds no more than this list of them.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from samenspel.results.scenarios import of_scenario
from samenspel.scenario import load, names

ROOT = Path(__file__).parent.parent.parent
STUDIES = tomllib.loads(Path(__file__).with_name("gallery.toml").read_text(encoding="utf-8"))
MOST = 2_000_000  # bytes of a file: it can be sent by e-mail


class Entry(NamedTuple):
    """What the gallery has: a file, what is opened in it, and what it is called."""

    file: str
    opens: str
    title: str


def scenarios() -> Iterator[Entry]:
    """The scenarios that come with the model."""
    for name in names():
        yield Entry(f"{name}.html", "", of_scenario(load(name), "title", "en"))


def studies() -> Iterator[Entry]:
    """The studies, each as a map of two levers that it varies, or as one of its points."""
    for study, drawn in STUDIES.items():
        design = tomllib.loads((ROOT / "studies" / study / "design.toml").read_text(encoding="utf-8"))
        opens = f"map={drawn['map']}" if "map" in drawn else drawn["change"]
        yield Entry(f"{Path(drawn['scenario']).stem}.html", f"#{opens}", design["title"])


def listed() -> Iterator[str]:
    """The gallery as links, for the page that is about it."""
    for heading, entries in (("Scenarios", scenarios()), ("Studies", studies())):
        items = "".join(
            f'<li><a href="gallery/{one.file}{escape(one.opens)}">{escape(one.title)}</a></li>' for one in entries
        )
        yield f"## {heading}\n\n```{{raw}} html\n<ul>{items}</ul>\n```"


def sources() -> dict[str, str]:
    """The scenarios of which there is a file, by name or path, by the name of the file."""
    drawn = (ROOT / one["scenario"] for one in STUDIES.values() if "/" in one["scenario"])
    return {f"{name}.html": name for name in names()} | {f"{path.stem}.html": str(path) for path in drawn}


def main(folder: Path) -> None:
    """Write the files, and say what they weigh."""
    from samenspel.onefile.export import asked, written

    folder.mkdir(parents=True, exist_ok=True)
    for file, source in sources().items():
        page = written(*asked(source), choices=True).encode()
        if len(page) > MOST:
            raise SystemExit(f"{file} has {len(page):,} bytes, allowed: at most {MOST:,}")
        (folder / file).write_bytes(page)
        print(f"{file}: {len(page):,} bytes", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
