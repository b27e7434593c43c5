"""`samenspel export`: a run of a scenario as one file that opens from disk, asks nothing of a network, and plays.

The page itself is asked what is to be seen (`seen`); what it answers goes into the file, beside the parts that show it:
the run with what was tried beside it, each comparison, and the guided tour. What needs Python to answer (to pick
somebody, to share) is not in it; what if is answered in a room of its own, by the engine in the file (`laboratory`).
"""

from __future__ import annotations

import gzip
import json
import sysconfig
from base64 import b64encode
from contextlib import closing
from dataclasses import replace
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
from ..view.texts import LANGUAGES
from ..view.upload import OWN
from . import FOLDER
from .laboratory import laboratory
from .seen import ORIGINAL, Copy, Views, style_of, taken_apart

DATA = Path(sysconfig.get_path("data")) / "share"
VUE = DATA / "jupyter" / "nbextensions" / "jupyter-vue" / "index.js"
ECHARTS = DATA / "solara" / "cdn" / "echarts@5.4.0" / "dist" / "echarts.min.js"
WORDS = {"tried": "onefile.tried", "compare": "whatif.side_by_side"}
OWN_PARTS = {  # that the page does not have, with what is shown in them
    "laboratory": ["held", "language"],
    "tried": ["lines", "line", "ghost", "compared", "words"],
}


def export(
    what: Annotated[
        str, Parameter(name="SCENARIO", help="Name of a scenario, path of a file, or a link that the page gave.")
    ],
    /,
    *,
    out: Annotated[Path, Parameter(help="The file to write.")],
    seed: Annotated[int | None, Parameter(help="Of the run; by default that of the scenario.")] = None,
    choices: Annotated[
        bool, Parameter(negative="", help="With a run for each choice that the scenario has, beside the original.")
    ] = False,
) -> None:
    """Write a run as one page, which plays without Python and without a network."""
    page = written(*asked(what, seed), choices=choices)
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
    try:
        from ..view import page  # noqa: F401
    except ImportError as missing:
        raise InputError(f"the view needs its packages: pip install 'samenspel[view]' ({missing.name})") from None
    held = seen(setting, scenario, choices)
    if called and held["laboratory"]:
        held["laboratory"]["scenario"] = called
    assets = Path(__file__).parent.parent / "view" / "assets"
    style = (assets / "custom.css").read_text(encoding="utf-8").replace(typeface.FILE.name, typeface.inside())
    style += (FOLDER / "page.css").read_text(encoding="utf-8") + "".join(held.pop("styles"))
    return Template((FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        language=held["language"],
        style=style.replace("</", "<\\/"),
        vue=script(VUE),
        echarts=script(ECHARTS),
        custom=script(assets / "custom.js"),
        held=packed(held),
        page=script(FOLDER / "page.js"),
    )


def packed(held: dict[str, Any]) -> str:
    """What a page holds, as JSON packed by gzip, in letters that mean nothing in HTML."""
    said = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return b64encode(gzip.compress(said.encode(), mtime=0)).decode()


def script(path: Path) -> str:
    """A script as it may stand within a page."""
    return path.read_text(encoding="utf-8").replace("</script", "<\\/script").replace("<!--", "<\\!--")


def seen(setting: Setting, scenario: Scenario | None, choices: bool) -> dict[str, Any]:
    """What the page shows: `parts`, `values`, `screens` by language and view, the `tour`, and `styles`."""
    setting = replace(setting, bets="", tour=-1)  # what a group expected is its own
    lucks, found = {}, {}
    with closing(Copy()) as copied:
        for language in LANGUAGES:
            views = Views(Desk(replace(setting, language=language), scenario), copied, lucks)
            start = views.now()
            met = [*range(len(views.lines))]
            tour = views.tour()
            met += views.choose() if choices else []
            views.look_at(ORIGINAL)
            for line, ghost in dict.fromkeys([start, *((place, ORIGINAL) for place in range(1, len(views.lines)))]):
                views.compare(line, ghost)
            found[language] = {
                "screens": views.screens,
                "lines": views.names(),
                "tour": tour,
                "words": {name: views.desk.texts(key) for name, key in WORDS.items()},
            }
    parts = {name: part for name, (part, _) in copied.parts.items()}
    styles = [style for _, style in copied.parts.values()]
    for name, shown in OWN_PARTS.items():
        part = (FOLDER / f"{name}.vue").read_text(encoding="utf-8")
        parts[name] = taken_apart(part) | {"shown": shown}
        styles.append(style_of(part))
    original = views.lines[ORIGINAL]
    along = comes_along(original.scenario) and not original.own
    called = original.scenario.name if along else f"{slug(original.scenario.title)}.toml"
    return {
        "language": setting.language or LANGUAGES[0],
        "rounds": original.rounds,
        "start": {"line": start[0], "ghost": start[1], "round": setting.round},
        "met": met,
        "seen": found,
        "parts": parts,
        "values": list(copied.values.values()),
        "styles": styles,
        "laboratory": laboratory(original.scenario, setting.seed, called),
    }
