"""The pictures in docs/collect, made again: `python -m tests.collect.pictures`. The answers are made up by a rule."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from samenspel.collect.picture import picture_file
from samenspel.collect.room import opened
from samenspel.collect.server import application
from samenspel.results.outcomes import LANGUAGES
from tests.view.browser import SWITCHES, chromium

from .phone import Phone

FOLDER = Path(__file__).parent.parent.parent / "docs" / "collect"
NAMES = {
    "en": ("Municipality", "Hospital", "General practices", "Neighbourhood team", "Insurer", "Patients"),
    "nl": ("Gemeente", "Ziekenhuis", "Huisartsen", "Wijkteam", "Zorgverzekeraar", "Patiënten"),
}
PEOPLE = (4, 3, 5, 3, 1, 2)  # of each organisation
LEVEL = (7, 5, 3, 6, 7, 4)  # how high each scores, in halves


def main() -> None:
    """Make all of them."""
    FOLDER.mkdir(exist_ok=True)
    drawn = {language: of_differences(language) for language in LANGUAGES}
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium(), args=list(SWITCHES))
        for language, text in drawn.items():
            page = browser.new_page(viewport={"width": 1100, "height": 800})
            page.set_content(text)
            keep(page.screenshot(full_page=True), f"differences.{language}")
            of_phone(browser, language)
        browser.close()


def of_differences(language: str) -> str:
    """The picture of a group that answered by a rule."""
    names = NAMES[language]
    with tempfile.TemporaryDirectory() as place:
        room = opened(Path(place) / "group", names, language=language)
        phones = application(room)
        for row, (name, people, level) in enumerate(zip(names, PEOPLE, LEVEL, strict=True)):
            others = [one for one in names if one != name][:3]
            for person in range(people):
                scores = [made_up(level, row, person, at) for at in range(15)]
                Phone(phones).fill_in(name, scores.__getitem__, others, about=(level + person) % 4 + 1)
        wave = room.store.now()
        room.store.close_wave()
        text = picture_file(room.store, room.organisations, wave, language)
        room.store.close()
    return text


def made_up(level: int, row: int, person: int, at: int) -> int:
    """A score around the level of an organisation."""
    return min(4, max(1, (level + (7 * row + 5 * at) % 4 + (3 * person + at) % 2 - 1) // 2))


def of_phone(browser, language: str) -> None:
    """The third question on a phone."""
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-u", "-m", "samenspel", "collect", f"{place}/group", "--organisations",
                   *NAMES[language], "--no-browser", "--port", "0"]  # fmt: skip
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            address = re.search(r"http.*?(?=desk)", server.stdout.readline())[0]
            page = browser.new_context(viewport={"width": 390, "height": 720}, locale=language).new_page()
            page.goto(address)
            page.get_by_label(NAMES[language][0], exact=True).check()
            page.locator("button.main").click()
            for number in (2, 3):
                page.locator('.answer[value="3"]').click()
                page.wait_for_url(f"**/screen/{number}")
            page.wait_for_load_state()
            keep(page.screenshot(), f"phone.{language}")
        finally:
            server.terminate()
            server.wait(20)


def keep(picture: bytes, name: str) -> None:
    """A picture as a file, in as few colours as it has use for."""
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(64).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
