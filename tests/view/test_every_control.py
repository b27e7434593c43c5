"""Every control of the page: it does something, and nothing goes wrong.

On the first scenario in one language; in the other and on the others by command, `pytest -m exhaustive`. What scenarios
have of their own is tried on one of each kind, and on all by command.
"""

from __future__ import annotations

import re

import pytest

from samenspel.logic import Logic
from samenspel.scenario import names
from samenspel.view.happenings import KINDS
from samenspel.view.shown.whatif import LEVERS, PRESETS, TRAITS_SHOWN
from samenspel.view.texts import LANGUAGES

from .browser import Visitor

# Moves every slider of the drawer one step, and says how many there are.
NUDGE = """() => { const sliders = [...document.querySelectorAll(".sp-whatif-body input[type=range]")];
for (const one of sliders) { const before = one.value; one.stepUp(); if (one.value === before) one.stepDown();
  one.dispatchEvent(new Event("input")); }
return sliders.length; }"""


@pytest.fixture
def page_of(browser, address):
    opened = []

    def one(query):
        opened.append(Visitor(browser, address, accept_downloads=True))
        opened[-1].open(query)
        return opened[-1]

    yield one
    for visitor in opened:
        text = visitor.page.locator("body").inner_text()
        assert not re.search(r"undefined|NaN|\[object|\{\w+\}", text)
        visitor.close()
        assert not visitor.wrong


FIRST = "integrated_care"  # that people see
OTHERS = [(name, LANGUAGES[place % len(LANGUAGES)]) for place, name in enumerate(names()) if name != FIRST]
# Bare, of three choices, of a survey, of three themes. Every tour is walked at a desk in test_tours.py, and every
# scenario opened in both languages in test_browser.py.
KINDS_OF_SCENARIO = ("baseline", "merger", "survey_example", "energy_transition")
EACH = [
    (FIRST, "nl"),
    *(pytest.param(*one, marks=pytest.mark.exhaustive) for one in [(FIRST, "en"), *OTHERS]),
]


@pytest.mark.parametrize(("name", "language"), EACH)
def test_every_control(page_of, name, language):
    visitor = page_of(f"?scenario={name}&language={language}")
    time_turns(visitor)
    what_is_over_the_stage_opens_and_closes(visitor)
    everything_can_be_changed(visitor)
    what_was_tried_is_compared(visitor)
    it_is_shared_and_kept(visitor)
    the_tour_goes_there_and_back(visitor)
    other = next(one for one in LANGUAGES if one != language)
    visitor.click(f"language-{other}")
    visitor.page.wait_for_selector(f"[data-test=language-{other}][aria-pressed=true]")
    visitor.click("reset")
    visitor.page.wait_for_selector(".sp-ghost", state="detached")


@pytest.mark.parametrize(
    ("name", "language"),
    [one if one[0] in KINDS_OF_SCENARIO else pytest.param(*one, marks=pytest.mark.exhaustive) for one in OTHERS],
)
def test_what_a_scenario_has_of_its_own(page_of, name, language):
    """Its organisations, what is told of its rounds, its tour: the rest of the page is the same in all of them."""
    visitor = page_of(f"?scenario={name}&language={language}")
    visitor.go(3)
    what_is_over_the_stage_opens_and_closes(visitor)
    visitor.click("whatif")
    visitor.page.wait_for_selector("[data-test=drawer]")
    an_organisation_can_be_changed(visitor)
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_selector("[data-test=drawer]", state="detached")
    the_tour_goes_there_and_back(visitor)


def time_turns(visitor) -> None:
    visitor.page.locator(".sp-speed [type=range]").fill("5")
    visitor.click("play")
    visitor.page.wait_for_function("window.samenspelClock().round >= 2")
    visitor.click("play")
    for control, turn in (("forward", 1), ("back", -1)):
        before = visitor.round()
        visitor.click(control)
        assert visitor.round() == before + turn
    visitor.click("last")
    end = visitor.round()
    visitor.see("time").focus()
    visitor.page.keyboard.press("ArrowLeft")
    assert visitor.round() == end - 1
    visitor.page.locator(".sp-round-button").first.click()
    assert visitor.round() == 0
    for _ in range(3):
        visitor.click("forward")


def what_is_over_the_stage_opens_and_closes(visitor) -> None:
    page = visitor.page
    visitor.click("story")
    assert page.locator(".sp-story").count() == 1
    visitor.click("story")
    visitor.click("present")
    assert page.evaluate("document.documentElement.classList.contains('sp-large')")
    visitor.click("present")
    visitor.click("unseen")
    page.wait_for_selector(".sp-views canvas")
    visitor.click("unseen")
    page.wait_for_selector(".sp-conditions")
    for place in (1, 0):
        visitor.click(f"course-{place}")
        assert visitor.see(f"course-{place}").get_attribute("aria-pressed") == "true"
    page.keyboard.press("n")
    page.wait_for_selector("[data-test=card]")
    page.wait_for_selector("[data-test=course-2][aria-pressed=true]")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=card]", state="detached")
    if page.locator("[data-test^=rest-]").count():
        page.locator("[data-test^=rest-]").first.click()
        page.wait_for_selector(".sp-rest")


def everything_can_be_changed(visitor) -> None:
    page = visitor.page
    visitor.click("whatif")
    page.wait_for_selector("[data-test=drawer]")
    visitor.click("all-hierarchy")
    visitor.click("all-network")
    for contrast in Logic._fields:
        page.locator("label", has=visitor.see(f"logic.{contrast}-hierarchy")).click()
        assert visitor.see(f"logic.{contrast}-hierarchy").is_checked()
    visitor.click("undo")
    visitor.click("tab-conditions")
    for preset in PRESETS:
        visitor.click(f"preset-{preset}")
    visitor.click("more-phases")
    assert page.evaluate(NUDGE) == 1 + 3 * 5 + 2
    visitor.click("fewer-phases")
    visitor.click("undo")
    an_organisation_can_be_changed(visitor)
    visitor.click("tab-world")
    asked = "[...document.querySelectorAll('.sp-whatif-body input[type=range], .sp-whatif-body select')].length"
    page.wait_for_function(f"(levers) => {asked} === levers", arg=len(LEVERS))
    selects = page.locator(".sp-whatif-body select").count()
    assert page.evaluate(NUDGE) + selects == len(LEVERS)
    assert page.locator(".sp-whatif-body output.changed").count() == len(LEVERS) - selects
    visitor.click("undo")
    visitor.click("tab-events")
    told = "[...document.querySelectorAll('.sp-flag.own')].map((flag) => flag.title).join()"
    for kind in KINDS:
        before = page.evaluate(told)
        visitor.click(f"fire-{kind}")
        page.wait_for_function(f"(before) => {told} !== before", arg=before)
    visitor.click("tab-organisations")
    visitor.see("who").select_option("2")  # the other has left, and nothing that happens to it matters any more
    visitor.click("tab-events")
    visitor.click("made-up")
    page.evaluate(NUDGE)
    visitor.click("whatif-made_up")
    visitor.without_a_bet()
    page.wait_for_selector("[data-test=show-1]")
    visitor.click("tab-logic")
    visitor.click("all-hierarchy" if visitor.see("logic.goal-network").is_checked() else "all-network")
    visitor.see("name").fill("mine")
    visitor.click("go")


def an_organisation_can_be_changed(visitor) -> None:
    page = visitor.page
    visitor.click("tab-organisations")
    visitor.see("who").select_option("1")
    visitor.see("other-merge").select_option("0")
    assert visitor.see("other-tie").input_value() == "0"
    visitor.click("newcomer")
    assert page.evaluate(NUDGE) == len(TRAITS_SHOWN) + 1  # and the trust of the others
    assert page.locator(".sp-whatif-body output.changed").count() == len(TRAITS_SHOWN) + 1
    visitor.click("undo")


def what_was_tried_is_compared(visitor) -> None:
    page = visitor.page
    visitor.click("bet-same")
    page.wait_for_function("window.samenspelClock().round > 4")
    visitor.click("play")
    visitor.click("whatif")
    page.wait_for_selector("[data-test=show-2]")
    visitor.click("show-0")
    page.wait_for_selector("[data-test=show-0]:disabled")
    visitor.click("mine")
    page.wait_for_selector("[data-test=show-2]:disabled")
    visitor.see("ghost-pick").select_option("1")
    visitor.click("luck")
    page.wait_for_selector("[data-test=verdict]", timeout=60_000)
    visitor.click("compare")
    page.wait_for_selector("[data-test=side-by-side]")
    assert visitor.see("sentence").inner_text()
    page.locator("[data-test=parting] button").first.click()
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=side-by-side]", state="detached")
    visitor.click("whatif")
    page.wait_for_selector("[data-test=drop-1]")
    visitor.click("drop-1")
    page.wait_for_selector("[data-test=again-0]")
    visitor.click("again-0")
    page.wait_for_selector("[data-test=again-0]", state="detached")
    visitor.click("swap")
    page.wait_for_selector("[data-test=show-0]:disabled")


def it_is_shared_and_kept(visitor) -> None:
    page = visitor.page
    visitor.click("share")
    page.wait_for_selector("[data-test=share-panel]")
    files = {
        "rounds": "csv",
        "scenario": "toml",
        "svg": "svg",
        "png": "png",
        "handout": "html",
        "running-order": "html",
        "page": "html",
    }
    for what, ending in files.items():
        with page.expect_download(timeout=600_000) as got:  # the page itself takes a while to write
            visitor.click(f"keep-{what}")
        assert got.value.suggested_filename.endswith(f".{ending}")
    visitor.click("copy")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=share-panel]", state="detached")


def the_tour_goes_there_and_back(visitor) -> None:
    page = visitor.page
    visitor.click("tour-open")
    page.wait_for_selector("[data-test=tour]")
    visitor.next_step()
    visitor.click("tour-back")
    visitor.step_stands(0)
    for _ in range(page.locator(".sp-dots button").count() - 1):
        if visitor.see("answer-0").count():
            visitor.click("answer-0")
        visitor.next_step()
    visitor.click("tour-end")
    page.wait_for_selector("[data-test=tour]", state="detached")
