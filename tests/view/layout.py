"""The states of the page, and what is wrong with their layout: `python -m tests.view.layout` tries all sizes.

A state is what people see after a few acts; `walk` goes through them, `faults` reads what stands there.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from samenspel.view.texts import LANGUAGES

from .browser import SWITCHES, Visitor, chromium, serving

FAULTS = (Path(__file__).parent / "faults.js").read_text(encoding="utf-8")
SIZES = ((1280, 720), (1366, 768), (1440, 810), (1600, 900), (1920, 1080), (1024, 768), (390, 844))
PHONE = 760
LONG = "Eerst een jaar lang vertrouwen opbouwen, daarna pas afspraak"  # as long as a name may be
TABS = ("logic", "conditions", "organisations", "world", "events", "tried")


def faults(visitor) -> list[str]:
    """What is wrong with what is seen now."""
    visitor.answered()
    return visitor.page.evaluate(FAULTS)


def walk(visitor, language: str, large: bool, scenario: str = "integrated_care") -> Iterator[str]:
    """Go through the states of the page; each is yielded when it stands."""
    page = visitor.open(f"?scenario={scenario}&language={language}")
    phone = page.viewport_size["width"] <= PHONE
    if large:
        page.keyboard.press("l")
    yield "opening"
    page.keyboard.press("End")
    page.wait_for_selector("[data-test=ending]")
    yield "ending of a run by itself"
    for round_ in (1, 4, 36):
        visitor.go(round_)
        yield f"round {round_}"
    if not large:
        visitor.click("rest-36") if visitor.see("rest-36").count() else None
        yield "all of a round"
    page.keyboard.press("n")
    page.wait_for_selector("[data-test=card]")
    yield "card"
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=card]", state="detached")
    page.keyboard.press("h")
    page.wait_for_selector(".sp-views canvas")
    yield "what nobody sees"
    page.keyboard.press("h")
    page.wait_for_selector(".sp-views", state="detached")
    page.keyboard.press("v")
    yield "story"
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.wait_for_selector("[data-test=share-panel]")
    yield "share"
    page.keyboard.press("Escape")
    page.select_option("[data-test=scenario]", "^")
    page.wait_for_selector("[data-test=share-panel]")
    yield "a file of one's own"
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=share-panel]", state="detached")
    page.select_option("[data-test=scenario]", "+")
    page.wait_for_selector("[data-test=making]")
    yield "a case of one's own"
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=making]", state="detached")
    page.keyboard.press("w")
    for tab in TABS[:-1]:
        visitor.click(f"tab-{tab}")
        yield f"what if: {tab}"
        if tab == "organisations":
            visitor.click("newcomer")
            visitor.see("newcomer-all").uncheck()
            visitor.see("newcomer-name").fill("Regionale energiecoöperatie De Groene Stroom")
            yield "what if: a newcomer"
            visitor.see("act-partner").scroll_into_view_if_needed()
            yield "what if: whom it works with"
    visitor.click("tab-conditions")
    visitor.click("preset-relation")
    visitor.click("more-phases")
    visitor.see("name").fill(LONG)
    yield "what if: a plan"
    visitor.click("go")
    page.wait_for_selector("[data-test=bet-more]")
    yield "bet"
    visitor.click("bet-ask-phones")
    page.wait_for_selector("[data-test=bet-phones]")
    yield "bet by phone"
    visitor.click("bet-more")
    page.wait_for_selector("[data-test=bet]", state="detached")
    page.wait_for_function("window.samenspelClock().round > 37")
    visitor.click("play")
    visitor.go(48)
    yield "another run beside it"
    page.keyboard.press("w")
    visitor.click("tab-tried")
    yield "what if: tried"
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=drawer]", state="detached")
    page.keyboard.press("End")
    page.wait_for_selector("[data-test=reveal-luck]")
    yield "reveal"
    visitor.click("reveal-luck")
    page.wait_for_selector("[data-test=compare-verdict]", timeout=60_000)
    page.wait_for_selector(".sp-luck canvas")
    yield "side by side"
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=reveal-answer]")
    yield "after it was asked whether that was luck"
    visitor.click("reveal-ending")
    page.wait_for_selector("[data-test=ending]")
    yield "ending"
    visitor.click("ending-network")
    page.wait_for_selector("[data-test=in_short]")
    yield "after the ending"
    page.keyboard.press("w")
    page.wait_for_selector("[data-test=verdict]")
    yield "what if: tried, and whether that was luck"
    visitor.click("tab-organisations")
    visitor.see("who").select_option("1")
    visitor.click("act-merge")
    page.wait_for_selector("[data-test=bet-more]")
    yield "bet on who takes part"
    visitor.without_a_bet()
    visitor.click("tab-organisations")
    visitor.click("newcomer")
    visitor.see("newcomer-name").fill("Regionale energiecoöperatie De Groene Stroom")
    visitor.click("act-partner")
    visitor.without_a_bet()
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=drawer]", state="detached")
    visitor.go(30)
    yield "a newcomer beside two that merged"
    visitor.click("swap")
    page.wait_for_selector("[data-test=swap]")
    visitor.go(31)
    yield "a newcomer on the other run only"
    page.keyboard.press("n")
    page.wait_for_selector("[data-test=card]")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=card]", state="detached")
    if phone:
        return
    page.keyboard.press("t")
    for step in range(page.locator(".sp-dots button").count() or visitor_steps(page)):
        if step:
            visitor.next_step()
        yield f"tour, step {step + 1}"


def visitor_steps(page) -> int:
    """How many steps the tour has, once it is there."""
    page.wait_for_selector("[data-test=tour]")
    return page.locator(".sp-dots button").count()


def main() -> None:
    """Every size, language and size of type; says what is wrong where."""
    found = 0
    sizes = [size for size in SIZES if f"{size[0]}x{size[1]}" in sys.argv[1:]] or SIZES
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "log") as address,
        sync_playwright() as started,
    ):
        browser = started.chromium.launch(executable_path=chromium(), args=list(SWITCHES))
        for (width, height), language, large in product(sizes, LANGUAGES, (False, True)):
            if large and width <= PHONE:
                continue
            visitor = Visitor(browser, address, width, height)
            for state in walk(visitor, language, large):
                for fault in faults(visitor):
                    found += 1
                    print(f"{width}x{height} {language}{' large' if large else ''}, {state}: {fault}", flush=True)
            visitor.close()
            print(f"{width}x{height} {language}{' large' if large else ''}: done", flush=True)
        browser.close()
    print(f"{found} faults")


if __name__ == "__main__":
    main()
