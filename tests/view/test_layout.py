"""The detector of what lies over anything else or is cut finds it, and every style keeps to its part."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from samenspel import view
from samenspel.view.address import Setting, encode
from samenspel.view.shown import palette
from samenspel.view.upload import OWN

from .browser import Visitor
from .layout import faults

SPOILT = Path(__file__).with_name("spoilt.js").read_text(encoding="utf-8")
PARTS = sorted((Path(view.__file__).parent / "parts").glob("*.vue"))


@pytest.fixture(scope="module")
def whole(browser, address):
    """A page with nothing wrong."""
    visitor = Visitor(browser, address)
    visitor.open("?scenario=integrated_care&round=36")
    visitor.page.evaluate(SPOILT)
    yield visitor
    visitor.close()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("document.querySelector('.sp-headline').style.marginTop = '60px'; "
         "document.querySelector('.sp-headline').style.marginBottom = '-70px'", "one over the other"),
        ("document.querySelector('.sp-now').style.cssText = 'overflow: hidden; width: 2rem'", "cut"),
        ("document.querySelector('.sp-log').style.marginLeft = '-3rem'", "cut"),
        ("document.querySelector('.sp-table').style.cssText = 'left: 21%; top: 57%'", "over a circle"),
        ("document.querySelector('.sp-table-words b').style.fontSize = '26px'", "through the ring"),
        ("document.querySelector('.sp-now').style.fontSize = '9px'", "small"),
        ("document.querySelector('.sp-now').insertAdjacentHTML('beforeend', "
         "'<small style=\"font-size: 2em\">aside</small>')", "an aside larger"),
        ("document.querySelector('.sp-beside-stage').style.maxHeight = '30px'", "squeezed"),
        ("document.querySelector('.sp-beside-stage').style.maxHeight = '200px'", "out of sight"),
        ("document.querySelector('.sp-beside-stage').style.maxHeight = '200px'; "
         "document.head.append(Object.assign(document.createElement('style'), "
         "{textContent: '.sp-onward { visibility: hidden }'}))", "more without a sign"),
        ("for (const bars of document.querySelectorAll('.sp-bars')) "
         "bars.style.cssText = 'height: 3rem; overflow-y: auto'", "two that scroll in one panel"),
        ("document.querySelector('.sp-flag').parentElement.insertAdjacentHTML('beforeend', "
         "`<p style='position: absolute; bottom: 100%; left: 0'>${'word '.repeat(99)}</p>`)", "under a flag"),
        ("const one = document.querySelector('.sp-tool.sp-main'); one.after(one.cloneNode(true))", "asked twice"),
        ("document.querySelector('.sp-beside-stage').insertAdjacentHTML('afterbegin', "
         "'<div class=sp-compare style=\"height: 4rem\"><table><tbody>' + '<tr><td>row</td></tr>'.repeat(9) + "
         "'</tbody></table></div>')", "few rows in sight"),
    ],
)  # fmt: skip
def test_the_detector_finds_what_is_wrong(whole, change, fault):
    """Oracle: a page that is spoilt on purpose, and mended after it."""
    assert faults(whole) == []
    whole.page.evaluate(f"spoil(() => {{ {change} }})")
    assert any(one.startswith(fault) for one in faults(whole)), faults(whole)
    whole.page.evaluate("mend()")


@pytest.mark.parametrize("part", PARTS, ids=lambda path: path.stem)
def test_the_style_of_a_part_is_its_own(part):
    """Oracle: the sources: every rule of a part stands within a class that only that part uses as its outermost."""
    style = re.search(r'<style id="(sp-[a-z-]+)">\n(.*)</style>', part.read_text(encoding="utf-8"), re.S)
    if style is None:
        return
    for line in style[2].splitlines():
        if line and line[0] not in " }" and not line.startswith("@media print"):
            assert line.startswith((".sp-", "html.sp-large .sp-")), line
            owner = re.match(r"(?:\.sp-page )?(\.sp-[a-z-]+)", line)[1]
            others = [
                other for other in PARTS if other != part and f"\n{owner} {{" in other.read_text(encoding="utf-8")
            ]
            assert not others, (owner, others)


def test_what_is_drawn_has_the_colours_of_the_page():
    """Oracle: the style sheet, by the same names; and no part writes one of these colours itself."""
    sheet = (Path(view.__file__).parent / "assets" / "custom.css").read_text(encoding="utf-8")
    known = {name: colour.upper() for name, colour in re.findall(r"--([a-z]+): (#[0-9a-f]{6});", sheet)}
    drawn = {**palette.LOOK, "good": palette.GOOD, "bad": palette.BAD}
    del drawn["paper"]  # white, which needs no name there
    assert {name: known.get(name) for name in drawn} == drawn
    sources = [*PARTS, *(Path(view.__file__).parent / "shown").glob("*.py")]
    twice = {
        path.name: colour
        for path in sources
        if path.name != "palette.py"
        for colour in drawn.values()
        if colour.lower() in path.read_text(encoding="utf-8").lower()
    }
    assert twice == {}


def test_styles_ask_for_no_browser_in_particular():
    """Oracle: the sources: no prefix of a maker."""
    sources = [*PARTS, Path(view.__file__).parent / "assets" / "custom.css"]
    assert not [path.name for path in sources if re.search(r"-(webkit|moz|ms)-", path.read_text(encoding="utf-8"))]


def test_the_font_comes_along(visitor):
    """Oracle: the browser, which draws with it; nothing was asked of another machine."""
    page = visitor.open()
    assert page.evaluate("document.fonts.check(\"600 16px 'Inter Variable'\")")
    assert page.evaluate(
        "[...document.fonts].some((font) => font.family.includes('Inter') && font.status === 'loaded')"
    )


@pytest.mark.parametrize(("organisations", "least"), [(12, 6), (100, 0)])
def test_names_on_a_phone_can_be_read(browser, address, organisations, least):
    """Oracle: the detector: letters of ten pixels and more, none over another; of a crowd, the card tells who it is."""
    network = f'[network]\ngenerator = "small_world"\norganisations = {organisations}\ndegree = 6\nrewiring = 0.1\n'
    setting = Setting(OWN, 1, round=3, text=f'title = "A crowd"\nrounds = 6\n{network}')
    phone = Visitor(browser, address, 390, 844)
    page = phone.open(f"?{encode(setting)}")
    page.wait_for_function("window.samenspelClock().round === 3")
    assert faults(phone) == []
    named = """() => document.querySelector(".sp-network").__vue__.chart.getZr().storage.getDisplayList(true)
        .filter((one) => one.type === "tspan" && one.style.text && !one.ignore).length"""
    assert page.evaluate(named) >= least
    page.keyboard.press("n")
    page.wait_for_selector("[data-test=card]")
    phone.close()
