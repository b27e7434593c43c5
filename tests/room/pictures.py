"""The pictures in docs/playing, made again: `python -m tests.room.pictures`. What was decided is made up."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from samenspel.results.outcomes import LANGUAGES
from samenspel.room.house import House
from samenspel.room.play import Decision, Play
from samenspel.scenario import load
from tests.room.conftest import serving
from tests.view.browser import SWITCHES, chromium

FOLDER = Path(__file__).parent.parent.parent / "docs" / "playing"
CARE_AT_HOME, PEOPLE = 2, 7
YES = Decision("yes", promise=1.5, delivery="promised")


def main() -> None:
    """Make all of them."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=list(SWITCHES))
        for language in LANGUAGES:
            of_language(browser, language)
        browser.close()


def of_language(browser, language: str) -> None:
    """A phone and the screen, in the third round."""
    house = House(address="http://192.168.1.5:8767/", language=language)
    table = house.open(Play(load("integrated_care")))
    tokens = [table.join(row) for row in range(PEOPLE)]
    for delivery in ("promised", "half"):
        table.play.close({row: YES._replace(delivery=delivery) for row in range(PEOPLE)})
    for row in (1, 3, 5, CARE_AT_HOME):
        table.decide(row, "consent", {"consent": "yes"})
    with serving(house) as port:
        address = f"http://127.0.0.1:{port}/"
        phone = browser.new_context(viewport={"width": 390, "height": 860}, locale=language)
        phone.add_cookies([{"name": "samenspel_seat", "value": tokens[CARE_AT_HOME], "url": address}])
        page = phone.new_page()
        page.goto(f"{address}seat/promise")
        page.locator('input[name=promise][value="1.5"]').check()
        keep(page.screenshot(), f"promise.{language}")
        desk = browser.new_context(viewport={"width": 1280, "height": 720}, locale=language)
        screen = desk.new_page()
        screen.goto(f"{address}desk?key={house.key}")
        screen.goto(f"{address}desk/{table.code}/screen")
        keep(screen.screenshot(), f"screen.{language}")
        phone.close()
        desk.close()


def keep(picture: bytes, name: str) -> None:
    """Save a picture, small."""
    Image.open(io.BytesIO(picture)).convert("P", palette=Image.Palette.ADAPTIVE).save(
        FOLDER / f"{name}.png", optimize=True
    )


if __name__ == "__main__":
    main()
