"""The page in a real browser, with every other host blocked: no failed request, no error in the console."""

from __future__ import annotations

from itertools import pairwise

import pytest

from samenspel.scenario import names
from samenspel.view.texts import LANGUAGES

from .browser import Visitor

pytestmark = pytest.mark.xdist_group("browser")


def test_it_plays_pauses_and_looks_back(visitor):
    page = visitor.open("?scenario=integrated_care")
    assert visitor.round() == 0
    page.locator(".sp-speed input").fill("5")
    visitor.click("play")
    page.wait_for_function("window.samenspelClock().round >= 4")
    visitor.click("play")
    stopped = visitor.round()
    page.wait_for_timeout(500)
    assert visitor.round() == stopped
    number = visitor.see("number").inner_text()
    visitor.click("back")
    assert visitor.round() == stopped - 1
    visitor.click("forward")
    assert visitor.see("number").inner_text() == number
    assert page.locator(".sp-log li").count() == stopped + 1


def test_keys_alone_will_do(visitor):
    page = visitor.open("?scenario=baseline")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert visitor.round() == 2
    page.keyboard.press("ArrowLeft")
    assert visitor.round() == 1
    page.keyboard.press("End")
    assert visitor.round() == 60
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    page.wait_for_function("window.samenspelClock().round >= 1")
    page.keyboard.press(" ")


def test_a_switch_forks_and_the_original_stays_as_a_ghost(visitor, browser, address):
    page = visitor.open("?scenario=integrated_care")
    visitor.click("language-nl")
    page.wait_for_selector("text=Gezamenlijk gecreëerde waarde")
    visitor.go(12)
    visitor.click("whatif")
    page.locator("[data-test='logic.decision-hierarchy']").check(force=True)
    visitor.click("go")
    page.wait_for_selector("text=Voordat u kijkt")
    assert visitor.round() == 12
    visitor.click("bet-more")
    page.wait_for_function("window.samenspelClock().round > 13")
    page.keyboard.press(" ")
    page.keyboard.press("Escape")
    visitor.go(30)
    page.wait_for_selector("[data-test=ghost]")
    assert "Zoals het was" in visitor.see("ghost").inner_text()
    assert page.locator(".sp-rails g").count() == 2
    page.wait_for_function("window.location.search.includes('round=30')")
    shown, query = visitor.see("number").inner_text(), page.evaluate("window.location.search")
    other = Visitor(browser, address)
    other.open(query)
    other.page.wait_for_selector("[data-test=ghost]")
    assert other.round() == 30
    assert other.see("number").inner_text() == shown
    assert other.see("ghost").inner_text() == visitor.see("ghost").inner_text()
    other.close()


def test_trust_first_or_organisation_first_and_was_it_luck(visitor):
    """The question of the scenario, answered with the page alone."""
    page = visitor.open("?scenario=integrated_care")
    visitor.click("whatif")
    for place, preset in enumerate(("relation", "organisation"), 1):
        if place > 1:
            visitor.click("show-0")
            page.wait_for_selector("[data-test=show-0][disabled]")
        visitor.click("tab-conditions")
        visitor.click(f"preset-{preset}")
        visitor.click("go")
        page.wait_for_selector(f"[data-test=show-{place}]")
    page.wait_for_selector("[data-test=show-2][disabled]")
    visitor.see("ghost-pick").select_option("1")
    visitor.click("luck")
    page.wait_for_selector("[data-test=verdict]", timeout=60_000)
    verdict = visitor.see("verdict").inner_text()
    assert "Trust first" in verdict
    assert "Organisation first" in verdict
    visitor.click("drop-2")
    page.wait_for_selector("[data-test=show-2]", state="detached")


def test_an_event_is_fired_and_marked(visitor):
    page = visitor.open("?scenario=merger&round=20")
    before = page.locator(".sp-flag.own").count()
    visitor.click("whatif")
    visitor.click("tab-events")
    visitor.click("fire-breach")
    page.wait_for_selector(".sp-flag.own")
    assert page.locator(".sp-flag.own").count() == before + 1
    visitor.click("forward")
    assert "Breach of trust: Hospital North" in page.locator(".sp-log li.now").inner_text()


def test_an_event_is_made_up_on_the_spot_and_the_ghost_is_shown_on_the_stage(visitor):
    page = visitor.open("?scenario=integrated_care&round=20")
    visitor.click("whatif")
    visitor.click("tab-events")
    visitor.click("made-up")
    assert visitor.see("whatif-made_up").is_disabled()
    visitor.see("made-up-name").fill("<b>A new minister</b>")
    visitor.see("made-up-trust").focus()
    page.keyboard.press("ArrowRight")
    visitor.click("whatif-made_up")
    page.wait_for_selector(".sp-flag.own")
    visitor.click("whatif")
    visitor.click("forward")
    assert "<b>A new minister</b>: General" in page.locator(".sp-log li.now").inner_text()
    visitor.click("swap")
    page.wait_for_selector("[data-test=swap]:has-text('A new minister')")
    page.keyboard.press("g")
    page.wait_for_selector("[data-test=swap]:has-text('As it was')")


def test_an_organisation_tells_its_story(visitor):
    page = visitor.open("?scenario=integrated_care&round=40")
    page.wait_for_timeout(400)
    box = page.locator(".sp-network").bounding_box()
    page.evaluate(
        """() => { const stage = document.querySelector('.sp-network').__vue__;
        window.spot = stage.chart.convertToPixel({ seriesIndex: 0 }, stage.option.series[0].data[1].value); }"""
    )
    x, y = page.evaluate("window.spot")
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.wait_for_selector("[data-test=card]")
    assert "Hospital" in visitor.see("card").inner_text()
    assert "Promises" in visitor.see("card").inner_text()
    assert visitor.see("course-2").inner_text() == "Hospital"
    assert visitor.see("course-2").get_attribute("aria-pressed") == "true"
    visitor.click("course-1")
    assert visitor.see("course-1").get_attribute("aria-pressed") == "true"


def test_every_scenario_opens_in_both_languages(visitor):
    page = visitor.open()
    for language, word in (("en", "Round"), ("nl", "Ronde")):
        visitor.click(f"language-{language}")
        page.wait_for_selector(f"[data-test=round]:has-text('{word}')")
        for name in names():
            visitor.see("scenario").select_option(name)
            page.wait_for_function("name => window.location.search.includes(`scenario=${name}&`)", arg=name)
            visitor.go(10)
            assert visitor.see("number").inner_text() != "–"


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720), (1920, 1080)])
def test_it_fits_the_window(browser, address, width, height):
    one = Visitor(browser, address, width, height)
    page = one.open("?scenario=survey_example&round=20")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert one.see("number").is_visible()
    assert page.locator(".sp-log").is_visible()
    if width > 760:
        assert page.evaluate("document.documentElement.scrollHeight") <= height
    one.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_large_type_with_another_run_beside_it_nothing_lies_over_anything_else(visitor, language):
    """Oracle: the boxes of what stands in the column beside the network, one under the other, on a small projector."""
    visitor.page.set_viewport_size({"width": 1280, "height": 720})
    visitor.open(f"?scenario=integrated_care&language={language}")
    visitor.click("whatif")
    visitor.click("tab-conditions")
    visitor.click("preset-relation")
    visitor.click("go")
    visitor.page.wait_for_selector("[data-test=show-1]")
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_selector("[data-test=drawer]", state="detached")
    visitor.go(42)
    visitor.click("present")
    visitor.page.wait_for_selector("html.sp-large [data-test=ghost]")
    column = ("[data-test=ghost]", ".sp-courses", ".sp-conditions li >> nth=-1", "[data-test=time]")
    boxes = [visitor.page.locator(place).bounding_box() for place in column]
    for (upper, lower), which in zip(pairwise(boxes), pairwise(column), strict=True):
        assert upper["y"] + upper["height"] <= lower["y"] + 1, which


def test_names_from_outside_are_text(visitor):
    page = visitor.open("?scenario=baseline")
    visitor.click("whatif")
    visitor.click("all-hierarchy")
    visitor.see("name").fill("<img src=x onerror=alert(1)> ‮ 🎈")
    visitor.click("go")
    page.wait_for_selector("text=<img src=x onerror=alert(1)>")
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("query", ["?scenario=../../x", "?what=AAAA", "?round=-5&scenario=merger"])
def test_a_malformed_address_says_so_and_shows_something(visitor, query):
    page = visitor.open(query)
    assert page.locator("[role=alert]").count() == 1
    assert "Traceback" not in page.locator("body").inner_text()


@pytest.mark.parametrize(("query", "word"), [("?scenario=baseline", "Ronde"), ("?language=en", "Round")])
def test_the_page_opens_in_the_language_of_the_browser_unless_the_address_names_one(browser, address, query, word):
    visitor = Visitor(browser, address, locale="nl-NL")
    visitor.open(query)
    visitor.page.wait_for_selector(f"[data-test=round]:has-text('{word}')")
    visitor.page.wait_for_timeout(500)
    assert visitor.see("round").inner_text().startswith(word)
    assert not visitor.wrong
    visitor.close()


def test_what_is_wrong_with_an_address_is_said_in_its_language(visitor):
    page = visitor.open("?scenario=mergr&language=nl")
    assert "toegestaan: area_development" in page.locator("[role=alert]").inner_text()


def test_what_cannot_be_is_said_on_the_page_and_the_session_goes_on(visitor):
    page = visitor.open("?scenario=baseline&round=60")
    visitor.click("whatif")
    visitor.click("tab-events")
    assert visitor.see("fire-cut").is_disabled()
    visitor.click("tab-logic")
    assert page.locator(".sp-whatif-foot").inner_text() != ""
