"""The hand-out of a session: it fits on its sheet, says who and when, and nothing of the notes unless asked."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from samenspel.scenario import load, names
from samenspel.view import touring, tours
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.shown.handout import for_presenter, for_room, handout
from samenspel.view.texts import LANGUAGES, Texts

NASTY = '<img src=x onerror="alert(1)"> & "Care"'


def words(page):
    """What a page says, without its tags."""
    return unescape(re.sub(r"<[^>]+>", " ", page.partition("</style>")[2]))


def sheet(name, language, presenter=False):
    return handout(load(name), tours.read(name, language), Texts(language), presenter)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_a_sheet_has_the_case_everybody_and_every_question_with_its_time(name, language):
    """Oracle: the scenario and the tour."""
    texts, steps, said = Texts(language), tours.read(name, language), words(sheet(name, language))
    for what in ("title", "question", "lesson"):
        assert texts.of_scenario(load(name), what) in said
    for label in load(name).labels:
        assert texts.label(label) in said
    at = 0
    for step in steps:
        assert f"{at}–{at + step.minutes}" in said
        at += step.minutes
        assert step.question in said
        assert all(answer in said for answer in step.answers)
        assert step.notes not in said


def test_the_running_order_has_what_is_said_and_noted_at_every_step():
    said = words(sheet("merger", "nl", presenter=True))
    assert all(step.text in said and step.notes in said for step in tours.read("merger", "nl"))


@pytest.mark.parametrize("presenter", [False, True])
def test_names_are_escaped(presenter):
    """Oracle: the only tags are those of the sheet, whatever scenario and agenda are called."""
    scenario = replace(load("merger"), name="own", title=NASTY, question=NASTY, story=NASTY, lesson=NASTY)
    scenario = replace(scenario, labels=(NASTY, *scenario.labels[1:]))
    fork = {"fork": {"name": NASTY}}
    steps = [tours.Step("predict", NASTY, (NASTY, NASTY), NASTY, 5, NASTY, NASTY, fork)]
    page = handout(scenario, steps, Texts("en"), presenter)
    assert "<img" not in page
    assert words(page).count(NASTY) == 10 + presenter  # five of the case, five or six of the step


def test_an_agenda_without_minutes_has_no_times():
    steps = [step._replace(minutes=0) for step in tours.read("merger", "en")]
    said = words(handout(load("merger"), steps, Texts("en")))
    assert not re.search(r"\d–\d", said)
    assert "minutes in all" not in said


def test_the_page_gives_both_sheets_under_names_of_their_own():
    desk = Desk(Setting("merger", language="nl"))
    desk.packed("handout", for_room(desk))
    assert desk.parcel["name"] == "een_fusie_die_niet_hoeft_hand_out.html"
    desk.packed("running_order", for_presenter(desk))
    assert desk.parcel["name"] == "een_fusie_die_niet_hoeft_draaiboek_met_notities.html"
    assert touring.steps(desk)[0].notes in unescape(desk.parcel["text"])


@pytest.mark.parametrize("name", names())
def test_it_fits_on_one_sheet_and_the_running_order_on_two(browser, name):
    """Oracle: Chromium's print to PDF, and the pages in it; nothing sticks out sideways."""
    page = browser.new_page(viewport={"width": 680, "height": 1000})  # what A4 leaves between its margins
    page.emulate_media(media="print")
    for language in LANGUAGES:
        for presenter, most in ((False, 1), (True, 2)):
            page.set_content(sheet(name, language, presenter))
            assert page.evaluate("document.documentElement.scrollWidth") <= 680
            printed = page.pdf(prefer_css_page_size=True)
            assert len(re.findall(rb"/Type\s*/Page\b", printed)) == most, (language, presenter)
    page.close()
