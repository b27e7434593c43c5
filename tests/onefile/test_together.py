"""More runs in one file: one is seen at a time, and the address says which."""

from __future__ import annotations

import pytest

from samenspel.scenario import load
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.shown.headline import headline
from samenspel.view.texts import LANGUAGES, Texts
from tests.view.conftest import browser  # noqa: F401

from .opened import Opened

pytest.importorskip("solara", reason="the view's packages are not installed")

OWN = '[network]\ngenerator = "complete"\norganisations = 4\n'
PICK = "[data-test=scenario]"


@pytest.fixture
def several(exported, made):
    """A file of two scenarios, one of which has another run, and one of somebody's own."""
    own = exported / "own.toml"
    own.write_text(f'title = "Four of us"\nrounds = 12\n{OWN}', encoding="utf-8")
    return made(f"baseline merger {own} '?scenario=baseline&seed=7'", most=3_000_000)


@pytest.fixture
def file(several, browser):  # noqa: F811
    one = Opened(browser, several)
    yield one
    one.close()


def at(file: Opened, said: str) -> None:
    """The file, opened anew at an address."""
    address = file.page.url.split("?")[0]
    file.page.goto("about:blank")
    file.page.goto(address + said)
    file.page.wait_for_selector("[data-test=play]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_run_can_be_picked_and_is_that_of_the_page(language, file):
    """Oracle: desks of these runs: titles, numbers, rounds."""
    file.press(f"language-{language}")
    desks = [Desk(Setting("baseline", language=language)), Desk(Setting("merger", language=language))]
    titles = [desk.texts.of_scenario(desk.scenario, "title") for desk in desks]
    offered = file.page.locator(f"{PICK} option").all_inner_texts()
    assert offered == [*titles, "Four of us", f"{titles[0]} (2)"]
    again = Desk(Setting("baseline", seed=7, language=language))
    for key, desk in (("merger", desks[1]), ("baseline-2", again), ("baseline", desks[0])):
        file.page.select_option(PICK, key)
        file.page.wait_for_function("window.samenspelClock().round === 0")
        file.go(20)
        assert file.says("number") == headline(desk)[20]["number"]
        assert file.page.input_value(PICK) == key
    file.page.select_option(PICK, "four_of_us")
    file.rest(12)
    file.page.wait_for_selector("[data-test=ending]")
    assert file.wrong == []


def test_what_is_changed_is_of_the_run_that_is_seen(file):
    """Oracle: by hand; the address opens that run, in its round, with what was changed in it."""
    file.page.select_option(PICK, "merger")
    file.rest(5)
    file.press("whatif")
    file.page.wait_for_selector("[data-test=lab-numbers]")
    file.page.fill("[data-test='lab effort.relation']", "0.5")
    file.page.wait_for_selector("[data-test=lab-number]")
    said = file.says("lab-command")
    assert said == f'samenspel compare merger --change "effort.relation=0.5" --seed {load("merger").seed}'
    file.page.wait_for_function("window.location.hash === '#effort.relation=0.5'")
    assert "scenario=merger&" in file.page.url
    file.page.reload()
    file.page.wait_for_selector("[data-test=lab-number]")
    assert file.says("lab-command") == said
    file.press("lab-close")
    assert file.page.evaluate("window.samenspelClock().round") == 5
    file.page.select_option(PICK, "baseline-2")
    assert "#" not in file.page.url
    file.press("whatif")
    file.page.wait_for_selector("[data-test=lab-numbers]")
    assert file.page.query_selector("[data-test=lab-problem]") is None
    assert file.page.query_selector("[data-test=lab-number]") is None
    assert file.wrong == []


@pytest.mark.parametrize("wrong", ["scenario=no_such", "language=fr", "round=61", "round=-1", "round=x"])
def test_what_an_address_says_that_is_not_in_the_file_is_said(wrong, file):
    """Oracle: by hand: the sentence, and the file as it opens without."""
    at(file, f"?{wrong}")
    assert file.says("page-problem") == Texts("en")("laboratory.refused", what=wrong)
    assert file.page.input_value(PICK) == "baseline"
    assert file.page.evaluate("window.samenspelClock().round") == 0
    file.page.select_option(PICK, "merger")
    assert file.page.query_selector("[data-test=page-problem]") is None
    assert file.wrong == []


def test_a_round_in_the_address_is_where_the_file_opens(file):
    """Oracle: by hand."""
    at(file, "?language=nl&scenario=merger&round=9")
    assert file.page.query_selector("[data-test=page-problem]") is None
    assert "9" in file.says("round")
    assert file.page.input_value(PICK) == "merger"
    assert file.wrong == []


def test_what_a_file_holds_is_said_where_it_is_made(several):
    """Oracle: by hand: partners by number, and of a group of somebody's own that no respondent is in it."""
    said = several.with_suffix(".txt").read_text(encoding="utf-8")
    of_runs = {line.partition(":")[0]: line for line in said.splitlines()}
    assert "7 partners" in of_runs[load("merger").title]
    assert "nothing about who gave them" in of_runs["Four of us"]
    assert "nothing about who gave them" not in of_runs[load("merger").title]
