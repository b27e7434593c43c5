"""The sign of what holds more below than it shows comes and goes with what changes it, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from .browser import Visitor

SPOILT = Path(__file__).with_name("spoilt.js").read_text(encoding="utf-8")
# A page on which nothing is looked at again and again, and that counts how often it asks for a frame or is told of one.
STILL = """window.setInterval = () => 0; window.asked = 0; window.frame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (draws) => { window.asked += 1; return window.frame(draws); };
window.ResizeObserver = class extends window.ResizeObserver {
  constructor(told) { super((...sizes) => { window.asked += 1; told(...sizes); }); } };"""
# After a change: whether the sign is seen when two frames have been drawn, and where it ends against what it is of.
SEEN = """async (change) => { const part = document.querySelector(".sp-beside-stage");
spoil(() => new Function("part", change)(part));
for (let drawn = 0; drawn < 2; drawn += 1) await new Promise((done) => window.frame(() => setTimeout(done)));
return Boolean(part.sign) && part.sign.checkVisibility()
  && Math.abs(part.sign.getBoundingClientRect().bottom - part.getBoundingClientRect().bottom) < 1; }"""
LOW, FREE = "part.style.maxHeight = '200px'", "part.style.maxHeight = ''"
# Twenty frames; how often the page has asked for one by then.
ASKED = "async () => { for (let at = 0; at < 20; at += 1) await new Promise(window.frame); return window.asked; }"
BESIDES = "part.insertAdjacentHTML('beforeend', `{}`)"


def comes_to_rest(page) -> bool:
    """Whether the page asks for no frame while twenty are drawn, now or after what is still under way."""
    before = page.evaluate(ASKED)
    for _ in range(50):
        asked = page.evaluate(ASKED)
        if asked == before:
            return True
        before = asked
    return False


@pytest.fixture(scope="module")
def opened(browser, address):
    visitor = Visitor(browser, address)
    visitor.page.add_init_script(STILL)
    visitor.open("?scenario=integrated_care&round=36")
    visitor.page.evaluate(SPOILT)
    yield visitor
    visitor.close()


@pytest.fixture
def still(opened):
    """A page that stands, as it was before it was changed."""
    yield opened
    opened.page.evaluate("mend()")
    assert comes_to_rest(opened.page)


@pytest.mark.parametrize(
    ("before", "change", "seen"),
    [
        ("", LOW, True),
        (LOW, FREE, False),
        (LOW, "part.scrollTop = part.scrollHeight", False),
        (f"{LOW}; part.scrollTop = part.scrollHeight", "part.scrollTop = 0", True),
        (LOW, "document.body.insertAdjacentHTML('beforeend', '<p class=sp-story></p>')", False),
        (LOW, "part.style.marginTop = '20px'", True),
        ("", BESIDES.format("<p>${'word '.repeat(999)}</p>"), True),
        (BESIDES.format("<p id=one>word</p>"), "window.one.firstChild.data = 'word '.repeat(999)", True),
        (BESIDES.format("<p id=one hidden>${'word '.repeat(999)}</p>"), "window.one.hidden = false", True),
        (BESIDES.format("<details id=one>${'word '.repeat(999)}</details>"), "window.one.open = true", True),
        (
            BESIDES.format("<p id=one></p><style>.long { height: 50rem }</style>"),
            "window.one.className = 'long'",
            True,
        ),
        (
            BESIDES.format("<textarea id=one style='height: 1rem'></textarea>"),
            "window.one.style.height = '50rem'",
            True,
        ),
        ("", "document.head.insertAdjacentHTML('beforeend', '<style>.sp-bars { height: 50rem }</style>')", True),
    ],
)
def test_the_sign_stands_with_the_frame_of_what_changed(still, before, change, seen):
    """Oracle: two frames after the change, by no clock: what holds more says so, and what holds no more does not."""
    assert still.page.evaluate(SEEN, before) is ("maxHeight" in before and "scrollTop" not in before)
    assert still.page.evaluate(SEEN, change) is seen


def test_the_sign_stands_in_a_window_of_another_size(still):
    """Oracle: the same, when it is the window that changed."""
    still.page.set_viewport_size({"width": 1280, "height": 420})
    assert still.page.evaluate(SEEN, "")
    still.page.set_viewport_size({"width": 1280, "height": 720})
    assert not still.page.evaluate(SEEN, "")


def test_a_page_on_which_nothing_changes_asks_for_no_frame(still):
    """Oracle: the browser, asked for frames while a sign stands: the sign itself wakes nothing."""
    assert still.page.evaluate(SEEN, LOW)
    assert comes_to_rest(still.page)


def test_many_changes_are_looked_at_once(still):
    """Oracle: a hundred changes within a frame are not a hundred looks."""
    assert comes_to_rest(still.page)  # what came with the page has been drawn
    before = still.page.evaluate("window.asked")
    still.page.evaluate(SEEN, "for (let at = 0; at < 100; at += 1) part.style.marginTop = `${at % 7}px`")
    assert still.page.evaluate("window.asked") > before
    # One for all of them, and a few for what came to stand elsewhere or arrived meanwhile: not one for each.
    assert still.page.evaluate("window.asked") - before < 10


def test_what_goes_along_ties_has_nothing_looked_at(still):
    """Oracle: a mark that comes and goes, against the same in a part that scrolls."""
    assert comes_to_rest(still.page)
    for place, looked in ((".sp-network .sp-going", False), (".sp-beside-stage", True)):
        before = still.page.evaluate("window.asked")
        still.page.evaluate(SEEN, f"document.querySelector('{place}').append(document.createElement('i'))")
        assert (still.page.evaluate("window.asked") > before) is looked


def test_a_round_that_is_drawn_asks_for_no_more_frames(still):
    """Oracle: whether ECharts is still turning, before anything is drawn anew and after."""
    still.page.wait_for_function("document.querySelector('.sp-network').__vue__.live")
    assert comes_to_rest(still.page)
    turning = "document.querySelector('.sp-network').__vue__.chart.getZr().animation._running"
    assert still.page.evaluate(f"() => {{ window.samenspelClock().go(35); return {turning}; }}") is False
