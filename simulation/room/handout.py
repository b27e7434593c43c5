"""What people take home: what stood on the screen while they looked back, and the play itself, as one file.

It asks nothing of a network. A step that was not shown is not in it. Names stand in it where they were agreed to on the
screen, and last; without them it holds neither a step about one seat nor the play itself, which says who did what.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import NamedTuple

from .. import typeface
from ..results.scenarios import comes_along
from ..served.visit import templates
from ..view.address import Setting
from ..view.upload import OWN
from .debrief import told
from .kept import as_played, file_of
from .table import Screen, Table
from .words import Words

IN_A_FILE = "samenspel.onefile.export"  # it stands on the room, and so is imported when somebody asks for a file
PACKAGES = ("samenspel.room", "samenspel.collect")
OF_ONE_SEAT = (Screen.MODEL, Screen.AGAIN)
SHARED = {Screen.NAMED: "screen_delivered"}  # screens that are shown by the page of another


class Step(NamedTuple):
    """A step of the debrief: its name, and what stood on the screen, as HTML."""

    name: str
    shown: str


def page_of(screen: Screen) -> str:
    """The page of a screen."""
    return SHARED.get(screen, f"screen_{screen}")


def handout(table: Table, words: Words) -> str:
    """The file, as HTML.

    Parameters
    ----------
    table
        At which people looked back.
    words
        In which language.
    """
    left_out = {Screen.DELIVERED if table.named else Screen.NAMED}
    if not (table.named and table.looks):
        left_out |= {*OF_ONE_SEAT}
    seen = [one for one in Screen if one in table.looked_back and one not in left_out]
    pages = templates(PACKAGES)
    folders = (pages.loader.get_source(pages, name)[0] for name in ("style.css", "room.css"))  # type: ignore[union-attr]
    style = "".join(folders).replace("/inter.woff2", typeface.inside())
    return pages.get_template("handout.html").render(
        say=words, language=words.language, style=style,
        title=words.of_scenario(table.play.scenario, "title"),
        question=words.of_scenario(table.play.scenario, "question"),
        steps=[step(table, words, one) for one in seen], page=played(table, words.language) if table.named else "",
    )  # fmt: skip


def step(table: Table, words: Words, screen: Screen) -> Step:
    """What stood on the screen."""
    page = templates(PACKAGES).get_template(f"{page_of(screen)}.html")
    shown = page.render(layout="taken.html", say=words, told=told(table, words, screen))
    return Step(words(f"debrief_{screen}"), shown)


def played(table: Table, language: str) -> str:
    """The play as a page that plays by itself."""
    scenario = as_played(table.play)
    setting = Setting(scenario.name, seed=table.play.course.seed, language=language)
    if not comes_along(scenario):
        scenario = replace(scenario, name=OWN)
    return import_module(IN_A_FILE).written(setting, scenario, called=file_of(table))
