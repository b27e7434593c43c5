"""What stands under what: contents.toml, added to the pages above, which hold no such lists in the repository."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

from sphinx.application import Sphinx

CONTENTS = tomllib.loads(Path(__file__).with_name("contents.toml").read_text(encoding="utf-8"))


def add_contents(_app: Sphinx, page: str, source: list[str]) -> None:
    """A page that has others under it gets the list of them, which shows in the navigation alone."""
    for heading, pages in CONTENTS.get(page, {}).items():
        options = ":hidden:\n:glob:\n" + (f":caption: {heading}\n" if heading else "")
        under = "\n".join(f"/{one}" for one in pages)
        source[0] += f"\n\n```{{toctree}}\n{options}\n{under}\n```\n"


def name_the_first_page(app: Sphinx, error: Exception | None) -> None:
    """Whoever opens the folder looks for index.html."""
    if error is None and app.builder.name == "html":
        shutil.copyfile(Path(app.outdir, f"{app.config.root_doc}.html"), Path(app.outdir, "index.html"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Offer it to Sphinx."""
    app.connect("source-read", add_contents)
    app.connect("build-finished", name_the_first_page)
    return {"parallel_read_safe": True}
