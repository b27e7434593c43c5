"""Every screen in front, with the longest that it can hold: nothing falls off it, is cut or lies over anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from samenspel.room.check import FIVE
from samenspel.room.debrief import told
from samenspel.room.house import House
from samenspel.room.play import Decision, Play
from samenspel.room.screen import in_front, voted
from samenspel.room.table import Screen
from samenspel.room.words import Words
from samenspel.scenario import load
from tests.room.conftest import serving
from tests.view.conftest import browser  # noqa: F401

FITS = (Path(__file__).parent / "fits.js").read_text(encoding="utf-8")
SIZES = ((1280, 720), (1366, 768), (1920, 1080))
ROUNDS, LATE = 6, 5  # the one that is decided on, and the one before which the group decided
GIVES = Decision("worth", promise=2.0, delivery="promised")


def full(house, case="integrated_care"):
    """A table of nine in its sixth round: everybody gave in each before it, and much happens."""
    table = house.open(Play(load(case)))
    play = table.play
    n = len(play.scenario.labels)
    rows = [row for row in range(n) if play.is_member(row)]
    for row in rows:
        table.join(row, f"Deelnemer met een lange naam {row}")
    for number in range(1, ROUNDS + 1):
        if number == 4:
            table.show("check")
            for row in rows:
                table.answer(row, dict.fromkeys(FIVE, "3"))
                if table.to_answer(row):
                    table.answer(row, {str(other): "2" for other in table.tied(row)})
            table.show("network")
        if number == LATE:
            for choice in play.scenario.choices:
                table.choose(choice)
        if number == ROUNDS:
            for kind, row in (("director", 3), ("cut", 1), ("won", 2), ("breach", 4)):
                name = play.scenario.labels[row % n]
                table.fire(kind, row % n, f"De directeur van {name} vertrekt na een lang conflict")
            break
        made = {}
        for row in [one for one in rows if play.is_member(one)]:
            to = play.to_offer(row)
            made[row] = GIVES._replace(to=to[number % len(to)], offer=0.1 if row % 2 else 0.05) if to else GIVES
            answers = ("yes", "yes", "yes", "worth", "most", "no") if number > 2 else ("yes",)
            made[row] = made[row]._replace(consent=answers[(row + number) % len(answers)])
        for row in [one for one in made if made[one].consent == "most"]:
            against = [other for other in play.partners(row) if made[other].consent == "no"]
            if against:
                made[row] = made[row]._replace(consent="partner", partner=against[0])
        work = next((row for row in made if row == play.lead), None)
        if work is not None:
            made[work] = made[work]._replace(work="organisation")
        for row in made:
            table.phones[row, play.number] = table.seats[row].alias
        play.close(made)
    for row in rows:
        table.vote(row, "whole")
    if table.can_be_looked_at:
        table.look(*table.can_be_looked_at[0])
    return table


@pytest.fixture(scope="module", params=[("nl", "integrated_care"), ("en", "integrated_care"), ("nl", "debts")])
def shown(request, browser):  # noqa: F811
    """What does not fit, by size and screen: of a case in a language."""
    language, case = request.param
    house, found = House(address="http://192.168.178.105:8767/", language=language), {}
    table = full(house, case)
    for what in (Screen.MODEL, Screen.AGAIN):  # what takes a while is reckoned once, and not while a page waits
        told(table, Words(language), what)
    with serving(house) as port:
        address = f"http://127.0.0.1:{port}/"
        context = browser.new_context(locale=language)
        page = context.new_page()
        page.set_default_timeout(0)
        page.goto(f"{address}desk?key={house.key}")

        def look(name):
            page.goto(f"{address}desk/{table.code}/screen")
            page.evaluate("document.fonts.ready")
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                if wrong := page.evaluate(FITS):
                    found[name, width] = wrong

        for what in Screen:
            if what == Screen.FEELINGS:
                table.finish()
                table.show("network")
                look("over")
            table.show(what)
            look(what)
        table.show("delivered")
        for what in (Screen.OFFERED, Screen.TRUST):  # without names
            table.show(what)
            look(f"{what}, without names")
        spoilt = page.evaluate(f"document.querySelector('aside').style.paddingTop = '95vh', ({FITS})()")
        context.close()
    return found, spoilt


def test_no_screen_lets_anything_fall_off_at_any_size(shown):
    """Oracle: the boxes of all texts and of the code to scan, the window, and what each text stands in."""
    found, spoilt = shown
    assert found == {}
    assert spoilt  # a page that is spoilt on purpose


def test_the_longest_is_what_it_says():
    """Oracle: by hand: nine seats, an offer of each in each round, and news of three lines beside decisions."""
    table = full(House())
    assert len(table.seats) == 9
    assert sum(len(one.offers) for one in table.play.played) > 30
    whole = in_front(table, Words("nl"))
    assert len(whole.news) >= 4
    assert whole.group
    assert any(fresh for _, fresh in whole.news)
    assert not any(fresh for _, fresh in whole.group)  # decided a round ago
    assert whole.voted.unmet


def test_a_condition_that_did_not_come_true_is_told_as_that_and_of_nobody(table):
    """Oracle: by hand: one yes hangs on a partner that says no."""
    yes, no = Decision("yes", promise=1.5), Decision("no")
    there = dict.fromkeys(range(9), yes) | {5: no, 6: yes._replace(consent="partner", partner=5)}
    if 5 not in table.play.partners(6):
        there[6] = yes._replace(consent="no")
    table.play.close(there)
    assert 5 in table.play.partners(6)
    assert voted(table) == (7, 1, 1)
