"""The presenter's window: notes and time for one, beside a page for the room, and nothing of it for anybody else."""

from __future__ import annotations

import pytest

from samenspel.view import tours

from .axe import serious
from .browser import Visitor


def beside(visitor, name="integrated_care", language="en"):
    """The room's page at the begin of a tour, and the window of its presenter."""
    page = visitor.open(f"?scenario={name}&language={language}")
    visitor.click("tour-open")
    visitor.step_stands(0)
    with page.expect_popup() as opened:
        visitor.click("presenter")
    window = opened.value
    heard(window, tours.read(name, language)[0].text)
    return window


def heard(window, text):
    """Wait until the window says what stands on the room's screen."""
    window.wait_for_function("text => document.getElementById('text')?.textContent === text", arg=text)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_window_leads_the_room_and_alone_shows_notes(visitor, language):
    """Oracle: the tour as it is read from its file."""
    steps = tours.read("integrated_care", language)
    window = beside(visitor, language=language)
    for at, step in enumerate(steps[:6]):
        heard(window, step.text)
        assert window.locator("#notes").inner_text() == step.notes
        assert str(step.minutes) in window.locator("#left").inner_text()
        room = visitor.page.inner_text("body")
        assert step.notes not in room
        assert not step.question or step.question not in room
        window.click("#next")
        visitor.step_stands(at + 1)
    window.click("#back")
    visitor.step_stands(5)
    window.click("#act")
    visitor.page.wait_for_function("window.samenspelClock().round > 1")


def test_a_question_is_shown_to_the_room_when_the_presenter_wants(visitor):
    step = tours.read("integrated_care", "en")[1]
    window = beside(visitor)
    window.click("#next")
    heard(window, step.text)
    window.click("#ask")
    assert visitor.see("asked").inner_text() == step.question
    window.click("#ask")
    visitor.page.wait_for_selector("[data-test=asked]", state="detached")


def test_the_time_of_a_step_runs_on_when_the_room_is_opened_anew(visitor):
    """Oracle: a clock that was put forward by 90 minutes; the first step has 4 of them, and is 86 over."""
    window = beside(visitor)
    window.evaluate("const real = Date.now.bind(Date); Date.now = () => real() + 90 * 60000;")
    window.wait_for_function("document.getElementById('left').textContent === '86 min over'")
    visitor.reload()
    visitor.step_stands(0)
    window.wait_for_timeout(1500)
    assert window.locator("#left").inner_text() == "86 min over"
    assert "86 min behind plan" in window.locator("#plan").inner_text()


def test_the_window_says_when_the_tour_has_ended_and_follows_the_next(visitor):
    window = beside(visitor, language="nl")
    visitor.click("tour-close")
    window.wait_for_function("document.getElementById('notes')?.textContent.includes('geen rondleiding')")
    window.wait_for_selector("#next", state="hidden")
    visitor.click("tour-open")
    heard(window, tours.read("integrated_care", "nl")[0].text)
    window.wait_for_selector("#next", state="visible")


def test_nobody_else_hears_what_the_presenter_does(browser, address, visitor):
    """Oracle: a window at the very same address, of another browser, and one at another address, of the same."""
    window = beside(visitor)
    stranger = Visitor(browser, address)
    others = stranger.page, visitor.context.new_page()
    others[0].goto(window.url)
    others[1].goto(window.url + "x")
    visitor.click("tour-next")
    visitor.step_stands(1)
    heard(window, tours.read("integrated_care", "en")[1].text)
    for other in others:
        assert other.inner_text("main").strip() == ""
        other.evaluate("line.postMessage({ go: 4 })")
    window.wait_for_timeout(800)
    assert visitor.page.locator(".sp-dots .passed").count() == 1
    stranger.close()


def test_an_agenda_of_ones_own_has_its_notes_there_as_text_and_a_reload_keeps_them(visitor):
    """Oracle: the file; what is written in it never becomes a part of a page."""
    note = '<img src=x onerror="alert(1)"> {notes}'
    steps = [f'[[steps]]\nstep = "setting"\ntext = "Step {place}"\nnotes = \'{note}\'\n' for place in (1, 2)]
    text = 'scenario = "merger"\n' + "".join(steps)
    page = visitor.open("?scenario=port_data")
    visitor.click("share")
    visitor.see("files").set_input_files({"name": "mine.toml", "mimeType": "text/plain", "buffer": text.encode()})
    page.wait_for_function("document.body.innerText.includes('A merger that need not be one')")
    page.keyboard.press("Escape")
    visitor.click("tour-open")
    visitor.step_stands(0)
    with page.expect_popup() as opened:
        visitor.click("presenter")
    heard(opened.value, "Step 1")
    assert opened.value.locator("#notes").inner_text() == note
    opened.value.click("#next")
    visitor.step_stands(1)
    visitor.reload()
    visitor.step_stands(1)
    heard(opened.value, "Step 2")
    assert opened.value.locator("#notes").inner_text() == note


def test_axe_finds_nothing_serious_in_the_window(visitor):
    window = beside(visitor, language="nl")
    window.click("#next")
    heard(window, tours.read("integrated_care", "nl")[1].text)
    assert serious(window) == []
