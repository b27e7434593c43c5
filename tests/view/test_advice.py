"""The advice to a group that was brought: worked out beside the page, the same as on the command line, and printed."""

from __future__ import annotations

import base64
import re
import threading
import time

import pytest

from samenspel import ask
from samenspel.cli import main
from samenspel.errors import InputError, said
from samenspel.results.counsel_in_words import words
from samenspel.results.counsel_page import today
from samenspel.results.misfit_in_words import as_page
from samenspel.view import advising
from samenspel.view.address import Setting, decode
from samenspel.view.advising import FOUND, Advising
from samenspel.view.desk import Desk
from samenspel.view.shown.advice import advice
from tests.brought.cases import held, made_in_dutch_excel

from .axe import serious
from .browser import Visitor
from .layout import faults

PATIENCE = 600  # seconds, on a machine that does much beside this
BOOK = "enquête.xlsx"
TWO = '[[organisations]]\nname = "a"\n[[organisations]]\nname = "b"\n'


@pytest.fixture
def nothing_known():
    """No advice that another test had worked out, which takes eight processor seconds."""
    FOUND.clear()


@pytest.fixture(scope="module", autouse=True)
def nothing_kept():
    yield
    FOUND.clear()


def desk_with(data, language="nl"):
    desk = Desk(Setting("baseline", language=language))
    desk.opened([{"name": name, "data": base64.b64encode(one).decode()} for name, one in data.items()])
    return desk


def worked_out(desk):
    """The advice, once it is there."""
    told = threading.Event()
    desk.advice_asked(lambda: told.set() if desk.advising is None or desk.advising.over else None)
    assert desk.advising.found or told.wait(PATIENCE)
    return desk.advising


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.exhaustive)])
def test_the_page_shows_what_the_command_line_writes(nothing_known, tmp_path, language, monkeypatch):
    """Oracle: `samenspel advise --page` on the scenario that the page lets people keep."""
    desk = desk_with({BOOK: made_in_dutch_excel()}, language)
    assert worked_out(desk).share == pytest.approx(1.0)
    desk.kept("scenario")
    (tmp_path / "group.toml").write_text(desk.parcel["text"], encoding="utf-8")
    page = tmp_path / "page.html"
    asked = ["advise", str(tmp_path / "group.toml"), "--page", str(page), "--language", language]
    assert main(asked) == 0
    assert advice(desk)["sheet"] == page.read_text(encoding="utf-8")
    found = desk.advising.found
    monkeypatch.setattr(ask, "advice_on", lambda *_, **__: (found.advice, None, found.counsel))
    page.unlink()
    assert main([*asked, "--no-names"]) == 0
    assert advice(desk)["unnamed"] == page.read_text(encoding="utf-8")


def test_the_same_question_has_its_answer_at_once():
    """Oracle: another desk, by the link of the first; nothing is played for it."""
    desk = desk_with({BOOK: made_in_dutch_excel()})
    first = worked_out(desk).found
    again = Desk(decode(desk.address()))
    again.advice_asked(lambda: None)
    assert again.advising.found is first


def test_one_is_worked_out_at_a_time(monkeypatch):
    """Oracle: who comes second waits, and is told so, until the turn is free; what it then makes was made before."""
    made = worked_out(desk_with({BOOK: made_in_dutch_excel()})).found
    FOUND.clear()
    monkeypatch.setattr(Advising, "made", lambda _: made)
    desk, told = desk_with({BOOK: made_in_dutch_excel()}), threading.Event()
    with advising.TURN:
        desk.advice_asked(told.set)
        assert told.wait(PATIENCE)
        assert advice(desk)["far"] == desk.texts("advice.waits")
    until = time.monotonic() + PATIENCE
    while desk.advising.found is None and time.monotonic() < until:
        time.sleep(0.1)
    assert advice(desk)["sheet"]


def test_who_stops_is_not_waited_for(nothing_known):
    """Oracle: the thread ends, and nothing is known of an advice that was not finished."""
    desk, before = desk_with({BOOK: made_in_dutch_excel()}), set(threading.enumerate())
    began = threading.Event()
    desk.advice_asked(began.set)
    assert began.wait(PATIENCE)
    (working,) = [one for one in set(threading.enumerate()) - before if one.name == advising.NAME]
    desk.closed_one()
    working.join(PATIENCE)
    assert (working.is_alive(), desk.advising, len(FOUND), advising.TURN.locked()) == (False, None, 0, False)


def test_a_group_that_the_model_misses_gets_no_advice():
    """Oracle: the page of `samenspel advise --page`, which says so, in Dutch with a decimal comma; the line of the
    command line as it was.
    """
    desk = desk_with(held("imp_00_base"))
    asked = worked_out(desk)
    assert asked.found is None
    miss = f"{3.0 * asked.failure.far['process']:+.2f}".replace(".", ",")
    assert f"proces {miss} op een schaal van 1 tot 4" in said(asked.failure, "nl")
    shown = advice(desk)
    assert shown["failure"] == ""
    assert shown["sheet"] == as_page(asked.failure, "nl", today())
    assert "bij deze cijfers past geen advies" in shown["sheet"]
    assert re.findall(r"\d\.\d", re.sub("<[^>]+>", "", shown["sheet"].partition("<body")[2])) == []


def test_a_link_keeps_what_a_group_scores_itself():
    """Oracle: the scores of the scenario; without them nobody would see that the model misses the group."""
    desk = desk_with(held("imp_00_base"))
    assert Desk(decode(desk.address())).scenario.scores == desk.scenario.scores != {}


def test_a_group_that_would_take_too_long_is_refused():
    text = '[network]\ngenerator = "complete"\norganisations = 100\n'
    desk = desk_with({"mine.toml": text.encode()})
    with pytest.raises(InputError, match="100 organisations and 9900 ties would take"):
        desk.advice_asked(lambda: None)
    assert desk.advising is None


def test_a_scenario_of_the_model_is_no_group_of_somebody():
    desk = Desk(Setting("baseline"))
    desk.advice_asked(lambda: None)
    assert advice(desk) is None


def test_what_breaks_stays_in_its_session(nothing_known, monkeypatch):
    """Oracle: what the page says of any other fault."""
    monkeypatch.setattr(Advising, "made", lambda _: 1 / 0)
    desk = desk_with({BOOK: made_in_dutch_excel()})
    assert worked_out(desk).broken
    assert advice(desk)["failure"] == desk.texts("error.session")
    assert not advising.TURN.locked()


# --- in a browser --------------------------------------------------------------------------------------------------


def brought(visitor, tmp_path, language, large):
    """The page with a group that was dropped as a workbook."""
    (tmp_path / BOOK).write_bytes(made_in_dutch_excel())
    page = visitor.open(f"?scenario=baseline&language={language}")
    if large:
        page.keyboard.press("l")
    page.keyboard.press("s")
    visitor.see("files").set_input_files(str(tmp_path / BOOK))
    page.wait_for_selector("[data-test=advise]")
    page.wait_for_function(
        "(() => { const one = document.querySelector('.sp-brought');"
        " return one.sign || one.scrollHeight - one.clientHeight - one.scrollTop <= 2 })()"
    )  # what is below the edge is told of at the next look
    return page


def test_the_page_goes_on_while_an_advice_is_worked_out_and_stops_it(browser, address, tmp_path):
    """Oracle: another visitor, whose page opens meanwhile; and the first, whose page is as it was."""
    visitor, other = Visitor(browser, address), Visitor(browser, address)
    page = brought(visitor, tmp_path, "nl", False)
    visitor.click("advise")
    page.wait_for_selector("[data-test=advice-far]")
    other.open("?scenario=baseline")
    other.click("forward")
    assert other.round() == 1
    visitor.click("advice-close")
    page.wait_for_selector("[data-test=advice]", state="detached")
    visitor.click("brought-done")
    visitor.click("forward")
    assert visitor.round() == 1
    visitor.close()
    other.close()


@pytest.mark.parametrize(("language", "large"), [("nl", False), ("en", True)])
def test_from_a_workbook_to_a_printed_page(browser, address, tmp_path, language, large):
    """Oracle: one sheet of paper, on which every part stands that says something; axe, and the faults of layout."""
    visitor = Visitor(browser, address, accept_downloads=True)
    page = brought(visitor, tmp_path, language, large)
    assert faults(visitor) == []
    visitor.click("advise")
    page.wait_for_selector("[data-test=advice]")
    assert faults(visitor) == []
    page.wait_for_selector("[data-test=advice-sheet]", timeout=1000 * PATIENCE)
    page.emulate_media(media="print")
    assert not page.is_visible("[data-test=advice-print]")  # who prints the page itself has no buttons on paper
    page.emulate_media(media="screen")
    sheet = page.frame_locator("[data-test=advice-sheet]")
    for part in ("outlook", "measured", "rests", "ask"):
        assert sheet.locator("h2").get_by_text(words(language)[part], exact=True).count() == 1, part
    assert sheet.locator(".verdict").count() == 1
    assert faults(visitor) == []
    assert serious(page) == []
    assert visitor.see("advice-names").count() == 0  # of this group nobody is named: the two sheets are one
    page.evaluate(
        "() => { document.querySelector('[data-test=advice-sheet]').contentWindow.print = () => window.asked = true; }"
    )
    visitor.click("advice-print")
    assert page.evaluate("window.asked")
    with page.expect_download() as kept:
        visitor.click("advice-save")
    kept.value.save_as(tmp_path / "advice.html")
    paper = visitor.context.browser.new_page()
    paper.goto((tmp_path / "advice.html").as_uri())
    assert len(re.findall(rb"/Type\s*/Page\b", paper.pdf(prefer_css_page_size=True))) == 1
    paper.close()
    sheet.locator("h1").click()
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=advice]", state="detached")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=advise]", state="detached")
    visitor.close()
