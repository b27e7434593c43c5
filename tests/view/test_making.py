"""A case of one's own, made on the page."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samenspel.errors import InputError
from samenspel.group.dialogue import lines
from samenspel.scenario import parse
from samenspel.view.address import Setting, decode
from samenspel.view.desk import MAKE, Desk
from samenspel.view.making import FORM, MOST, PLACES, sketched

MONEY = {"name": "money", "low": "cheap", "high": "good", "need": 3}
SAY = {"name": "say", "low": "each", "high": "all", "need": 1}


def party(name: str, **said: object) -> dict[str, object]:
    """A party as the form says it, in between in all."""
    usual = {"size": 1, "wishes": [2, 2], "burden": 2, "ratifies": False, "outside": False}
    return {"name": name} | usual | said


def form(**said: object) -> dict[str, object]:
    """What the form says, of a town, a bank and a club that know the town alone."""
    usual = {
        "title": "A bridge", "story": "", "themes": [MONEY, SAY], "lead": -1, "trust": 1, "needs": 1, "years": 2,
        "parties": [party("Town", wishes=[4, 0], burden=0), party("Bank", burden=4), party("Club")],
        "pairs": [[0, 1], [2, 0]],
    }  # fmt: skip
    return usual | said


def test_what_the_form_says_is_the_scenario():
    """Oracle: the form, and what its places stand for, by hand."""
    scenario = parse(sketched(form(lead=1), "What now?", "en"), "own")
    assert (scenario.title, scenario.question, scenario.rounds) == ("A bridge", "What now?", 24)
    assert scenario.labels == ("Town", "Bank", "Club")
    state = scenario.declare(1)
    ties = sorted(zip(state.sources.tolist(), state.ties["target"].tolist(), strict=True))
    assert ties == [(0, 1), (0, 2), (1, 0), (2, 0)]
    assert list(scenario.choices)[:2] == ["Who saves pays who pays", "Bank decides"]
    assert scenario.themes[0].high == "good"


def test_everybody_with_everybody_needs_no_ties():
    """Oracle: the same scenario as from the dialogue, which asks for no ties."""
    text = sketched(form(pairs=[[0, 1], [0, 2], [2, 1]]), "What now?", "en")
    assert "[[ties]]" not in text
    assert parse(text, "own").declare(1).ties.size == 6


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"title": ""}, "title: got 0 characters, allowed: 1 to 200"),
        ({"themes": [MONEY]}, "themes: got 1, allowed: 2 to 2"),
        ({"parties": [party("Town")]}, "parties: got 1, allowed: 2 to 12"),
        ({"parties": [party(f"P{place}") for place in range(MOST + 1)]}, "parties: got 13, allowed: 2 to 12"),
        (
            {"parties": [party("Town", size=3), party("Bank")]},
            "parties 1: size: got 3, allowed: a whole number from 0 to 2 (choice)",
        ),
        ({"pairs": [[0, 3]]}, "row: got 3, allowed: -1 to 2"),
        ({"pairs": []}, "pairs: got [], allowed: a list of at least 1"),
        ({"lead": 5}, "row: got 5, allowed: -1 to 2"),
        ({"story": "x" * 2001}, "story: got 2001, allowed: 0 to 2000"),
        ({"colour": "red"}, "unknown key 'colour'"),
    ],
)
def test_what_the_form_does_not_allow_is_one_line(wrong, says):
    """Oracle: by hand; a browser sends what it likes."""
    with pytest.raises(InputError, match=r"allowed|unknown") as error:
        parse(sketched(form(**wrong), "What now?", "en"), "own")
    assert str(error.value).startswith(says) or says in str(error.value)
    assert "\n" not in str(error.value)


def test_two_of_one_name_are_refused():
    """Oracle: the reader of scenarios, which knows organisations by their names."""
    with pytest.raises(InputError, match="Town"):
        parse(sketched(form(parties=[party("Town"), party("Town")], pairs=[[0, 1]]), "?", "en"), "own")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(FORM)), ANYTHING)
def test_whatever_is_sent_is_a_scenario_or_one_line(field, value):
    """Oracle: nothing but an InputError leaves the door."""
    try:
        parse(sketched(form(**{field: value}), "What now?", "nl"), "own")
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017


def test_a_case_that_is_made_is_played_and_in_the_address():
    """Oracle: a desk that opens at that address."""
    desk = Desk(Setting(language="nl"))
    before = desk.scenario.name
    desk.scenario_picked(MAKE)
    assert desk.making
    assert desk.scenario.name == before
    desk.made(form())
    assert not desk.making
    assert desk.scenario.question == desk.texts("making.question")
    again = Desk(decode(desk.address()))
    assert again.scenario.labels == ("Town", "Bank", "Club")
    assert again.scenario.title == "A bridge"


def test_words_of_the_dialogue_are_in_every_language():
    """Oracle: what a sketch says beside the words of whoever made it."""
    for language in ("en", "nl"):
        assert lines(language)["acquaint"] in sketched(form(), "?", language)


def test_places_lie_evenly_between_the_ends():
    """Oracle: by hand."""
    steps = [round(high - low, 9) for low, high in pairwise(PLACES)]
    assert set(steps) == {0.2}
    assert PLACES[0] + PLACES[-1] == 1.0


def test_a_case_is_made_drawn_played_and_kept(visitor):
    """Oracle: the network on the page, after a reload as well; and the draft, when the form opens again."""
    page = visitor.open("?language=nl")
    page.select_option("[data-test=scenario]", MAKE)
    visitor.see("making-title").fill("Een brug")
    for row, ends in enumerate((("geld", "goedkoop", "mooi"), ("zeggenschap", "ieder", "samen"))):
        for place, text in enumerate(ends):
            page.locator(".sp-making-theme").nth(row).locator("input").nth(place).fill(text)
    assert visitor.see("making-play").is_disabled()
    for place, name in enumerate(("Gemeente", "Waterschap", "<b>Bewoners</b>")):
        visitor.see("making-party").nth(place).fill(name)
    party_ = visitor.see("making-ties").locator("g")
    first, last = party_.nth(0).bounding_box(), party_.nth(2).bounding_box()
    page.mouse.move(first["x"] + first["width"] / 2, first["y"] + first["height"] / 2)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] / 2, last["y"] + last["height"] / 2)
    page.mouse.up()
    assert visitor.see("making-ties").locator("line").count() == 2
    for _ in range(2):  # off and on again, by the keyboard
        party_.nth(1).press("Enter")
        party_.nth(2).press("Enter")
    assert visitor.see("making-ties").locator("line").count() == 2
    visitor.click("making-play")
    page.wait_for_selector("[data-test=making]", state="detached")
    names = "[...document.querySelectorAll('.sp-as-table tbody tr')].map(row => row.cells[0].textContent.trim())"
    page.wait_for_function(f"{names}.join() === 'Gemeente,Waterschap,<b>Bewoners</b>'")
    page.wait_for_function("window.location.search.includes('file=')")
    visitor.reload()
    page.wait_for_function(f"{names}.join() === 'Gemeente,Waterschap,<b>Bewoners</b>'")
    page.select_option("[data-test=scenario]", MAKE)
    assert visitor.see("making-party").nth(1).input_value() == "Waterschap"
    assert visitor.see("making-ties").locator("line").count() == 2


def test_a_draft_of_another_shape_is_an_empty_form(visitor):
    """Oracle: the form, which can be filled in and begun again; the console, which stays empty."""
    page = visitor.open("?language=nl")
    unfinished = '{"parties": [{"id": 0}, {"id": 1, "wishes": []}], "themes": [{}]}'
    for kept in ("null", "7", "{}", '{"parties": null}', unfinished):
        page.evaluate("kept => localStorage.setItem('samenspel-draft', kept)", kept)
        page.select_option("[data-test=scenario]", MAKE)
        assert visitor.see("making-party").first.input_value() == "", kept
        assert page.locator(".sp-making-theme").count() == 2, kept
        visitor.see("making-party").first.fill("Gemeente")
        visitor.click("making-clear")
        page.wait_for_function("document.querySelector('[data-test=making-party]').value === ''")
        page.keyboard.press("Escape")
        page.wait_for_selector("[data-test=making]", state="detached")


def test_keys_leave_time_alone_while_the_form_is_open(visitor):
    """Oracle: the round, and that the form is there still; Escape closes it."""
    page = visitor.open("?language=nl")
    page.select_option("[data-test=scenario]", MAKE)
    page.wait_for_function("document.activeElement.dataset.test === 'making'")
    for key in ("End", "PageDown", "ArrowRight", " ", "t", "g", "n"):
        page.keyboard.press(key)
    assert page.evaluate("window.samenspelClock().round") == 0
    assert visitor.see("making").is_visible()
    assert visitor.see("tour").count() == 0
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=making]", state="detached")
