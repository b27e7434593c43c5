"""The screenshots in docs/view, made again: `python -m tests.view.screenshots`."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from samenspel.scenario import names
from samenspel.view.texts import LANGUAGES

from .browser import SWITCHES, Visitor, chromium, serving

FOLDER = Path(__file__).parent.parent.parent / "docs" / "view"
SMALL, LARGE = (1280, 720), (1920, 1080)
LATE = 0.75  # of the run


def main() -> None:
    """Make all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "log") as address,
        sync_playwright() as started,
    ):
        browser = started.chromium.launch(executable_path=chromium(), args=list(SWITCHES))
        for name in names():
            for language in LANGUAGES:
                with_page(browser, address, SMALL, f"?scenario={name}&language={language}", late, f"{name}.{language}")
        for language in LANGUAGES:
            query = f"?scenario=integrated_care&language={language}"
            with_page(browser, address, LARGE, query, forked, f"fork_and_ghost.{language}")
            with_page(browser, address, SMALL, query, opened, f"first_minute.{language}")
            with_page(browser, address, SMALL, query, asked_first, f"the_bet.{language}")
            with_page(browser, address, SMALL, query, revealed, f"the_reveal.{language}")
            with_page(browser, address, SMALL, query, ended, f"the_ending.{language}")
            with_page(browser, address, SMALL, query, asked, f"what_if.{language}")
            with_page(browser, address, SMALL, query, lucky, f"was_it_luck.{language}")
            with_page(browser, address, SMALL, query, large, f"large_type.{language}")
            with_page(browser, address, SMALL, query, divided, f"phases_and_budget.{language}")
            with_page(browser, address, SMALL, query, beside, f"side_by_side.{language}")
            with_page(browser, address, SMALL, query, guided, f"guided_tour.{language}")
            with_page(browser, address, SMALL, query, presented, f"presenter.{language}")
            with_page(browser, address, SMALL, query, unseen, f"what_nobody_sees.{language}")
            with_page(browser, address, SMALL, query, shared, f"share_and_keep.{language}")
            with_page(browser, address, (390, 844), query, late, f"phone.{language}")
        browser.close()


def with_page(browser, address, size, query, act, name) -> None:
    """Open a page, do something, and keep what is seen, there or in the window that it opened."""
    visitor = Visitor(browser, address, *size)
    visitor.open(query)
    seen = act(visitor) or visitor.page
    visitor.page.mouse.move(5, 5)
    visitor.page.wait_for_timeout(900)
    picture = Image.open(io.BytesIO(seen.screenshot())).convert("RGB")
    picture.quantize(192, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
    visitor.close()
    print(name)


def late(visitor) -> None:
    """Well into the run."""
    visitor.go(int(visitor.page.evaluate("Number(document.querySelector('[data-test=time]').max)") * LATE))


def asked(visitor) -> None:
    """Six switches, two of them turned."""
    visitor.go(12)
    visitor.click("whatif")
    for contrast in ("goal", "decision"):
        visitor.page.locator(f"[data-test='logic.{contrast}-hierarchy']").check(force=True)


def forked(visitor) -> None:
    """Trust first, with the original as its ghost."""
    visitor.click("whatif")
    visitor.click("tab-conditions")
    visitor.click("preset-relation")
    visitor.click("go")
    visitor.without_a_bet()
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_selector("[data-test=drawer]", state="detached")
    visitor.go(42)


def lucky(visitor) -> None:
    """The verdict on luck."""
    visitor.click("whatif")
    visitor.click("tab-conditions")
    visitor.click("preset-relation")
    visitor.click("go")
    visitor.without_a_bet()
    visitor.page.wait_for_selector("[data-test=luck]")
    visitor.go(42)
    visitor.click("luck")
    visitor.page.wait_for_selector("[data-test=verdict]", timeout=60_000)


def divided(visitor) -> None:
    """A budget over three phases."""
    visitor.go(12)
    visitor.click("whatif")
    visitor.click("tab-conditions")
    visitor.click("preset-relation")
    visitor.click("more-phases")
    visitor.see("effort-process-2").fill("0.5")


def beside(visitor) -> None:
    """Trust first beside organisation first."""
    visitor.click("whatif")
    for place, preset in enumerate(("relation", "organisation"), 1):
        if place > 1:
            visitor.click("show-0")
            visitor.page.wait_for_selector("[data-test=show-0][disabled]")
        visitor.click("tab-conditions")
        visitor.click(f"preset-{preset}")
        visitor.click("go")
        visitor.without_a_bet()
        visitor.page.wait_for_selector(f"[data-test=show-{place}]")
    visitor.see("ghost-pick").select_option("1")
    visitor.click("compare")
    visitor.page.wait_for_selector("[data-test=sentence]")
    visitor.go(60)


def opened(_visitor) -> None:
    """Before the first round."""


def asked_first(visitor) -> None:
    """The bet."""
    visitor.go(12)
    visitor.click("whatif")
    visitor.click("tab-conditions")
    visitor.click("preset-relation")
    visitor.click("go")
    visitor.page.wait_for_selector("[data-test=bet-more]")


def revealed(visitor) -> None:
    """What came of the bet."""
    asked_first(visitor)
    visitor.click("bet-more")
    visitor.page.wait_for_selector("[data-test=bet]", state="detached")
    visitor.page.keyboard.press("End")
    visitor.page.wait_for_selector("[data-test=reveal-luck]")


def ended(visitor) -> None:
    """The ending."""
    visitor.page.keyboard.press("End")
    visitor.page.wait_for_selector("[data-test=ending]")


def guided(visitor) -> None:
    """The tour, where the group predicts."""
    visitor.click("tour-open")
    for _ in range(3):
        visitor.next_step()
    visitor.click("answer-0")


def presented(visitor):
    """The window of the presenter, while the group looks for the first time."""
    visitor.click("tour-open")
    visitor.step_stands(0)
    with visitor.page.expect_popup() as opened:
        visitor.click("presenter")
    opened.value.set_viewport_size({"width": 720, "height": 620})
    visitor.next_step()
    return opened.value


def unseen(visitor) -> None:
    """What organisations cannot see of one another, and the story of one."""
    visitor.go(20)
    visitor.click("unseen")
    visitor.page.wait_for_selector(".sp-views canvas")


def shared(visitor) -> None:
    """The panel to share, keep and open."""
    visitor.go(20)
    visitor.click("share")
    visitor.page.wait_for_selector("[data-test=share-panel]")


def large(visitor) -> None:
    """For the back row."""
    visitor.click("present")
    visitor.go(45)


if __name__ == "__main__":
    main()
