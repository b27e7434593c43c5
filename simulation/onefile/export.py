"""`samenspel export`: runs of scenarios as one file that opens from disk, asks nothing of a network, and plays.

The page itself is asked what is to be seen (`seen`); what it answers goes into the file, beside the parts that show it:
the run with what was tried beside it, each comparison, and the guided tour. What needs Python to answer (to pick
somebody, to share) is not in it; what if is answered in a room of its own, by the engine in the file (`laboratory`).
"""

from __future__ import annotations

import gzip
import json
import sysconfig
from base64 import b64encode
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from html import escape
from pathlib import Path
from string import Template
from typing import Annotated, Any

from cyclopts import Parameter

from .. import typeface
from ..errors import InputError
from ..results.scenarios import comes_along
from ..scenario import SEED, Scenario, load
from ..view.address import Setting, decode
from ..view.desk import Desk
from ..view.download import slug
from ..view.session import Luck
from ..view.shown.share import held_in_a_page
from ..view.texts import LANGUAGES, Texts
from ..view.upload import OWN
from . import FOLDER
from .laboratory import engine, laboratory
from .seen import ORIGINAL, Copy, Told, Views, style_of, taken_apart

DATA = Path(sysconfig.get_path("data")) / "share"
VUE = DATA / "jupyter" / "nbextensions" / "jupyter-vue" / "index.js"
ECHARTS = DATA / "solara" / "cdn" / "echarts@5.4.0" / "dist" / "echarts.min.js"
WORDS = {"tried": "onefile.tried", "compare": "whatif.side_by_side", "refused": "laboratory.refused"}
OWN_PARTS = {  # that the page does not have, with what is shown in them
    "laboratory": ["held", "language"],
    "tried": ["lines", "line", "ghost", "compared", "words"],
}


def export(
    what: Annotated[
        str, Parameter(name="SCENARIO", help="Name of a scenario, path of a file, or a link that the page gave.")
    ],
    /,
    *others: Annotated[str, Parameter(name="MORE", help="More of them, in the same file.")],
    out: Annotated[Path, Parameter(help="The file to write.")],
    seed: Annotated[int | None, Parameter(help="Of the run; by default that of the scenario.")] = None,
    choices: Annotated[
        bool, Parameter(negative="", help="With a run for each choice that the scenario has, beside the original.")
    ] = False,
) -> None:
    """Write runs as one page, which plays without Python and without a network."""
    runs = [asked(one, seed) for one in (what, *others)]
    page = together(runs, choices)
    for setting, scenario in runs:
        desk = Desk(replace(setting, language="en"), scenario)
        print(f"{desk.texts.of_scenario(desk.scenario, 'title')}: {' '.join(held_in_a_page(desk))}")
    out.write_text(page, encoding="utf-8")
    print(f"written to {out} ({len(page.encode()) / 1024:,.0f} kB); open it in a browser")


def asked(what: str, seed: int | None = None) -> tuple[Setting, Scenario | None]:
    """What is to be seen: a link says it, with all that was tried; a scenario is seen as it is."""
    seed = None if seed is None else SEED.read(seed, "--seed")
    if what.startswith(("http:", "https:", "?")):
        setting = decode(what.partition("?")[2])
        return (setting if seed is None else replace(setting, seed=seed)), None
    scenario = load(what)
    if scenario.parts:
        raise InputError(f"parts: got {scenario.parts.file}, allowed: none, as a page by itself has no Python")
    setting = Setting(scenario.name, seed=seed)
    return (setting, scenario) if comes_along(scenario) else (setting, replace(scenario, name=OWN))


def written(setting: Setting, scenario: Scenario | None = None, choices: bool = False, called: str = "") -> str:
    """The page of a run, with what was tried beside it.

    Parameters
    ----------
    setting
        The run, the lines that were tried, and which is shown first.
    scenario
        What runs, instead of what the setting names.
    choices
        Whether each choice that the scenario has is tried too.
    called
        What the scenario is called on a command line, where that is not its name or a file of its title.

    Raises
    ------
    InputError
        The packages of the view are not installed, or something in the setting cannot be.
    """
    return together([(setting, scenario)], choices, called)


def together(runs: Sequence[tuple[Setting, Scenario | None]], choices: bool = False, called: str = "") -> str:
    """The page of runs, of which one is seen at a time, the first at first; otherwise as `written`."""
    try:
        from ..view import page  # noqa: F401
    except ImportError as missing:
        raise InputError(f"the view needs its packages: pip install 'samenspel[view]' ({missing.name})") from None
    held = holding(runs, choices, called)
    assets = Path(__file__).parent.parent / "view" / "assets"
    style = (assets / "custom.css").read_text(encoding="utf-8").replace(typeface.FILE.name, typeface.inside())
    style += (FOLDER / "page.css").read_text(encoding="utf-8") + "".join(held.pop("styles"))
    return Template((FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        language=held["language"],
        no_script=in_every_language("onefile.no_script", held["language"]),
        unreadable=in_every_language("onefile.unreadable", held["language"]),
        style=style.replace("</", "<\\/"),
        vue=script(VUE),
        echarts=script(ECHARTS),
        custom=script(assets / "custom.js"),
        held=packed(held),
        page=script(FOLDER / "page.js"),
    )


def in_every_language(key: str, first: str) -> str:
    """A sentence as HTML, for a page that cannot tell in which language it is read."""
    ordered = sorted(LANGUAGES, key=lambda language: language != first)
    return "".join(f'<p class="sp-problem" lang="{one}">{escape(Texts(one)(key))}</p>' for one in ordered)


def packed(held: dict[str, Any]) -> str:
    """What a page holds, as JSON packed by gzip, in letters that mean nothing in HTML."""
    said = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return b64encode(gzip.compress(said.encode(), mtime=0)).decode()


def script(path: Path) -> str:
    """A script as it may stand within a page."""
    return path.read_text(encoding="utf-8").replace("</script", "<\\/script").replace("<!--", "<\\!--")


def holding(runs: Sequence[tuple[Setting, Scenario | None]], choices: bool, called: str = "") -> dict[str, Any]:
    """What a page holds: the `runs`, and of all of them together the `parts`, `values`, `styles` and `engines`."""
    with closing(Copy()) as copied:
        held = [seen(setting, scenario, choices, copied) for setting, scenario in runs]
    parts = {name: part for name, (part, _) in copied.parts.items()}
    styles = [style for _, style in copied.parts.values()]
    for name, shown in OWN_PARTS.items():
        part = (FOLDER / f"{name}.vue").read_text(encoding="utf-8")
        parts[name] = taken_apart(part) | {"shown": shown}
        styles.append(style_of(part))
    rooms = [run["laboratory"] for run in held if run["laboratory"]]
    for room in rooms if called else ():
        room["scenario"] = called
    return {
        "language": runs[0][0].language or LANGUAGES[0],
        "runs": held,
        "parts": parts,
        "values": list(copied.values.values()),
        "styles": styles,
        "engines": {themes: engine(themes) for themes in {room["plan"]["themes"] for room in rooms}},
    }


def seen(setting: Setting, scenario: Scenario | None, choices: bool, copied: Copy) -> dict[str, Any]:
    """What the page shows of a run: `seen`, by language, its screens by view and the tour; and its `laboratory`.

    Parameters
    ----------
    setting, scenario
        Of the run; the scenario where none that comes along has its name.
    choices
        Whether with a run for each choice that the scenario has.
    copied
        What is made in the file as the page makes it.
    """
    setting = replace(setting, bets="", tour=-1)  # what a group expected is its own
    lucks: dict[tuple[int, int | None], Luck] = {}
    found = {}
    for language in LANGUAGES:
        views = Views(Told(replace(setting, language=language), scenario, lucks), copied)
        start = views.now()
        met = [*range(len(views.lines))]
        tour = views.tour()
        met += views.choose() if choices else []
        views.look_at(ORIGINAL)
        for line, ghost in dict.fromkeys([start, *((place, ORIGINAL) for place in range(1, len(views.lines)))]):
            views.compare(line, ghost)
        found[language] = {
            "title": views.desk.texts.of_scenario(views.desk.scenario, "title"),
            "screens": views.screens,
            "lines": views.names(),
            "tour": tour,
            "words": {name: views.desk.texts(key) for name, key in WORDS.items()},
        }
    original = views.lines[ORIGINAL]
    along = comes_along(original.scenario) and not original.own
    name = original.scenario.name if along else slug(original.scenario.title)
    return {
        "name": name,
        "rounds": original.rounds,
        "start": {"line": start[0], "ghost": start[1], "round": setting.round},
        "met": met,
        "seen": found,
        "laboratory": laboratory(original.scenario, setting.seed, name if along else f"{name}.toml"),
    }
