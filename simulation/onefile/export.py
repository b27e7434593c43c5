"""`samenspel export`: a run of a scenario as one file that opens from disk, asks nothing of a network, and plays.

The page itself is asked what is to be seen, in each language, wherever the clock may rest and show something else:
before the first round, after it, after an event, at the end. What it answers goes into the file, beside the parts that
show it. What needs Python to answer (to pick somebody, to share) is not in it; what if is
answered in a room of its own, by the engine in the file (`laboratory`).
"""

from __future__ import annotations

import gzip
import json
import re
import sysconfig
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import Annotated, Any

from cyclopts import Parameter

from ..errors import InputError
from ..results.scenarios import comes_along
from ..scenario import Scenario, load
from ..view.address import Setting, decode, encode
from ..view.desk import Desk
from ..view.texts import LANGUAGES
from . import FOLDER
from .laboratory import laboratory

DATA = Path(sysconfig.get_path("data")) / "share"
VUE = DATA / "jupyter" / "nbextensions" / "jupyter-vue" / "index.js"
ECHARTS = DATA / "solara" / "cdn" / "echarts@5.4.0" / "dist" / "echarts.min.js"
LETTERS = "inter-latin-wght-normal.woff2"
WITHOUT = {"legend": {"switches": []}, "chart": {"pickable": False}, "opening": {"toured": False}}


def export(
    scenario: Annotated[str, Parameter(help="Name of a scenario, or path of a file.")],
    /,
    *,
    out: Annotated[Path, Parameter(help="The file to write.")],
    seed: Annotated[int | None, Parameter(help="Of the run; by default that of the scenario.")] = None,
) -> None:
    """Write a run as one page, which plays without Python and without a network."""
    page = written(load(scenario), seed)
    out.write_text(page, encoding="utf-8")
    print(f"written to {out} ({len(page.encode()) / 1024:,.0f} kB); open it in a browser")


def written(scenario: Scenario, seed: int | None = None) -> str:
    """The page of a run.

    Raises
    ------
    InputError
        The packages of the view are not installed, the seed is not one, or the scenario has parts of its own.
    """
    if scenario.parts:
        raise InputError(f"parts: got {scenario.parts.file}, allowed: none, as a page by itself has no Python")
    try:
        from ..view import page  # noqa: F401
    except ImportError as missing:
        raise InputError(f"the view needs its packages: pip install 'samenspel[view]' ({missing.name})") from None
    held = seen(scenario, seed)
    assets = Path(__file__).parent.parent / "view" / "assets"
    letters = b64encode((assets / LETTERS).read_bytes()).decode()
    style = (assets / "custom.css").read_text(encoding="utf-8").replace(LETTERS, f"data:font/woff2;base64,{letters}")
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


def seen(scenario: Scenario, seed: int | None) -> dict[str, Any]:
    """What the page shows of a run: `parts`, `values`, `screens` by language and first round, and `styles`."""
    setting = Setting(**of(scenario), seed=seed)
    Desk(decode(encode(setting)))  # the page would say on itself what is wrong, and show another
    rounds = scenario.rounds
    events = {event.round for event in scenario.events if event.round < rounds}
    copied = Copy()
    screens = {
        language: [
            [rest, copied.of(replace(setting, round=rest, language=language))]
            for rest in sorted({0, 1, *events, rounds})
        ]
        for language in LANGUAGES
    }
    parts = {name: part for name, (part, _) in copied.parts.items()}
    styles = [style for _, style in copied.parts.values()]
    played_here = laboratory(scenario, seed)
    if played_here:
        part = (FOLDER / "laboratory.vue").read_text(encoding="utf-8")
        parts["laboratory"] = taken_apart(part) | {"shown": ["held", "language"]}
        styles.append(style_of(part))
    values = list(copied.values.values())
    return {
        "language": LANGUAGES[0],
        "rounds": rounds,
        "parts": parts,
        "values": values,
        "screens": screens,
        "styles": styles,
        "laboratory": played_here,
    }


def of(scenario: Scenario) -> dict[str, str]:
    """A scenario as an address says it: by its name, or, where a file only has that name, as it is written."""
    return {"scenario": scenario.name} if comes_along(scenario) else {"text": scenario.text}


class Copy:
    """What pages show, each value and each part once.

    Attributes
    ----------
    values
        Values by what they are as JSON, in the order of their places.
    parts
        By name: what the file needs of a part, and its style.
    """

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.places: dict[str, int] = {}
        self.parts: dict[str, tuple[dict[str, Any], str]] = {}
        self.names = {
            path.read_text(encoding="utf-8"): path.stem
            for path in (Path(__file__).parent.parent / "view" / "parts").glob("*.vue")
        }

    def of(self, setting: Setting) -> dict[str, Any]:
        """The page at an address, as blocks."""
        import solara
        from solara.routing import Router, router_context

        from ..view.page import Page

        @solara.component
        def At() -> None:  # noqa: N802
            """The page, as if a browser had opened that address."""
            router_context.provide(Router(f"?{encode(setting)}", []))
            Page()

        box, rendered = solara.render(At(), handle_error=False)
        try:
            (page,) = (block for block in self.blocks(box) if "sp-page" in block["attributes"].get("class", ""))
            return page
        finally:
            rendered.close()

    def blocks(self, widget: Any) -> list:  # noqa: ANN401
        """What a widget is in the file: itself, or what it holds if it is Solara's own."""
        from ipyvuetify import Html, VuetifyTemplate

        if isinstance(widget, str):
            return [widget]
        if isinstance(widget, VuetifyTemplate):
            name = self.names.get(widget.template.template)
            return [self.part(name, widget)] if name else []
        children = [block for child in getattr(widget, "children", ()) for block in self.blocks(child)]
        if not isinstance(widget, Html):
            return children
        attributes = {"class": widget.class_ or "", **(widget.attributes or {})}
        return [{"tag": widget.tag, "attributes": attributes, "children": children}]

    def part(self, name: str, widget: Any) -> dict[str, Any]:  # noqa: ANN401
        """A part, and the places of what is shown in it."""
        from ipyvuetify import VuetifyTemplate

        events = [event.removeprefix("event_") for event in widget.events if event.startswith("event_")]
        known = self.parts.setdefault(name, (taken_apart(widget.template.template), style_of(widget.template.template)))
        known[0]["events"] = sorted({*known[0]["events"], *events})
        usual = {*VuetifyTemplate.class_traits(), *events, *(f"event_{event}" for event in events)}
        shown = {one: getattr(widget, one) for one in widget.class_traits(sync=True) if one not in usual}
        shown |= {one: value for one, value in WITHOUT.get(name, {}).items() if one in shown}
        if name == "top":
            shown |= {
                "toured": False,
                "scenarios": [one for one in shown["scenarios"] if one["name"] == shown["scenario"]],
                "words": {**shown["words"], "more_keys": ""},
            }
        known[0]["shown"] = sorted({*known[0]["shown"], *shown})
        return {"part": name, "shown": {one: self.place(value) for one, value in shown.items()}}

    def place(self, value: object) -> int:
        """The place of a value among all."""
        text = json.dumps(value, ensure_ascii=False)
        self.values.setdefault(text, value)
        return self.places.setdefault(text, len(self.places))


def taken_apart(part: str) -> dict[str, Any]:
    """Template and script of a part; what is done and shown in it is added where it is met."""
    template = part[part.index("<template>") + len("<template>") : part.rindex("</template>")]
    script_ = re.search(r"<script>(.*)</script>", part, re.DOTALL)
    return {"template": template.strip(), "script": script_[1] if script_ else "", "events": [], "shown": []}


def style_of(part: str) -> str:
    """Style of a part."""
    return "".join(re.findall(r"<style[^>]*>(.*?)</style>", part, re.DOTALL))
