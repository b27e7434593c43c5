"""An agenda of one's own: read, refused in one line, brought with a scenario or for one that is there, and kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from samenspel.errors import InputError, said
from samenspel.events import Event
from samenspel.runs import run
from samenspel.scenario import choosing, load, parse, with_changes
from samenspel.view import touring, tours
from samenspel.view.address import Setting, decode
from samenspel.view.desk import Desk
from samenspel.view.shown.opening import opening
from samenspel.view.shown.share import share
from samenspel.view.shown.tour import tour

CHOICE = "One medical staff over both hospitals: the doctors first"
MINE = f"""
scenario = "merger"

[[steps]]
step = "setting"
text = "Welkom"
minutes = 5
notes = "Koffie staat links."
round = 0

[[steps]]
step = "run"
text = "Eerst de artsen"
minutes = 10
question = "Wie begint?"
button = "Speel"
fork = {{ name = "Artsen", choice = "{CHOICE}" }}
play = true

[[steps]]
step = "reveal"
text = "En zo was het"
show = ""

[[steps]]
step = "discuss"
text = "Bespreek"
show = "Artsen"
minutes = 20
"""
BOTH = """
[[steps]]
step = "run"
text = { en = "The doctors first", nl = "Eerst de artsen" }
notes = { en = "Wait", nl = "Wacht" }
button = { en = "Play", nl = "Speel" }
fork = { name = { en = "Doctors", nl = "Artsen" }, changes = { "trust.initial" = 0.7 } }

[[steps]]
step = "reveal"
text = { en = "Beside", nl = "Naast elkaar" }
compare = ["Doctors", ""]
"""


DOCS = Path(__file__).parents[2] / "docs"


def brought(text, name="mine.toml"):
    return [{"name": name, "text": text}]


def refusal(text, scenario=None):
    with pytest.raises(InputError) as error:
        tours.parse(text, scenario)
    assert "\n" not in str(error.value)
    return error.value


@pytest.mark.parametrize("page", ["training.md", "training.nl.md"])
def test_the_agenda_in_the_documentation_can_be_taken(page):
    """Oracle: the page, in both languages about the same case."""
    (text,) = re.findall(r"```toml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    desk = Desk(Setting("baseline"))
    desk.opened(brought(text))
    touring.opened(desk, True)
    for at in range(3):
        touring.step_shown(desk, at)
        touring.step_done(desk, at)
    assert desk.session.line.name in ("Doctors", "Artsen")


def test_an_agenda_is_brought_for_a_scenario_that_is_there():
    desk = Desk(Setting("baseline", language="nl"))
    desk.opened(brought(MINE))
    assert desk.scenario.name == "merger"
    touring.opened(desk, True)
    steps = tour(desk)["steps"]
    assert [step["minutes"] for step in steps] == [5, 10, 0, 20]
    assert steps[0]["notes"] == "Koffie staat links."
    assert steps[1]["question"] == "Wie begint?"


def test_an_agenda_that_was_brought_does_not_begin_by_itself():
    """Oracle: what the opening shows: the agenda as the one thing to do, and no step of it yet."""
    desk = Desk(Setting("baseline"))
    assert not opening(desk)["agenda"]
    desk.opened(brought(MINE))
    assert tour(desk) is None
    assert opening(desk)["agenda"]


def test_a_link_into_an_agenda_invites_and_holds_its_step_until_somebody_answers():
    """Oracle: the invitation and the address, before and after."""
    desk = Desk(Setting("merger", tour=2))
    touring.resumed(desk)
    assert "3" in tour(desk)["invitation"]
    assert "tour=2" in desk.address()
    touring.joined(desk)
    assert (tour(desk)["invitation"], tour(desk)["at"]) == ("", 2)
    desk.tour_ended()
    assert tour(desk) is None
    assert "tour=" not in desk.address()


def test_it_chooses_which_fork_is_shown_also_one_that_was_skipped():
    """Oracle: the names in the file; the original has no name."""
    desk = Desk(Setting("baseline"))
    desk.opened(brought(MINE))
    touring.opened(desk, True)
    touring.step_shown(desk, 3)
    assert (desk.session.line.name, desk.session.shadow.name) == ("Artsen", "")
    assert not desk.compared
    touring.step_shown(desk, 2)
    assert (desk.session.line.name, desk.session.shadow) == ("", None)


def test_it_comes_along_with_a_scenario_of_ones_own():
    desk = Desk(Setting("baseline"))
    files = [*brought('[network]\ngenerator = "ring"\norganisations = 4', "case.toml"), *brought(BOTH)]
    desk.opened(files)
    assert len(desk.scenario.labels) == 4
    touring.opened(desk, True)
    for language, name in (("en", "Doctors"), ("nl", "Artsen")):
        desk.language_picked(language)
        touring.step_shown(desk, 1)
        assert desk.session.line.name == name
        assert desk.compared


def test_a_reload_keeps_it_and_another_scenario_has_its_own_tour():
    desk = Desk(Setting("baseline"))
    desk.opened(brought(MINE))
    touring.opened(desk, True)
    touring.step_shown(desk, 1)
    again = Desk(decode(desk.address()))
    touring.resumed(again)
    assert touring.steps(again) == touring.steps(desk)
    assert again.tour_at == 1
    again.scenario_picked("port_data")
    assert touring.steps(again) == tours.read("port_data", "en")


def test_what_is_shared_does_not_hold_the_notes():
    """Oracle: what the link opens."""
    desk = Desk(Setting("baseline"))
    desk.opened(brought(MINE))
    touring.opened(desk, True)
    link = share(desk, "http://127.0.0.1:8765/", "127.0.0.1")["address"]
    opened = Desk(decode(link.partition("?")[2]))
    assert opened.scenario.name == "merger"
    assert touring.steps(opened) == tours.read("merger", "en")
    assert opened.tour_at == -1


@pytest.mark.parametrize(
    ("was", "becomes", "english"),
    [
        ("minutes = 10", "minutes = -10", "steps 2: minutes: got -10, allowed: a whole number from 1 to 480"),
        ("minutes = 10", 'minutes = "ten"', "steps 2: minutes: got 'ten'"),
        ("minutes = 10", "minuten = 10", "steps 2: unknown key 'minuten' (did you mean 'minutes'?)"),
        ('show = "Artsen"', 'show = "Arsten"', "steps 4: show: unknown fork 'Arsten' (did you mean 'Artsen'?)"),
        (CHOICE, CHOICE[:-1], "steps 2: fork: choice: got 'One medical staff"),
        (CHOICE, f'{CHOICE}", decides = "Nobody', "steps 2: fork: decides: got 'Nobody'"),
        ('"Welkom"', '{ nl = "Welkom" }', "steps 1: text: 'en' is missing, got: nl"),
        ('"Welkom"', '{ en = "", nl = "Welkom" }', "steps 1: text: 'en' is missing, got: nl"),
        ('"Welkom"', '{ nl = "Welkom", en = "Welcome" }', "steps 1: notes: got a text in one language, allowed: one"),
        ('"discuss"', '"talk"', "steps 4: step: got 'talk', allowed: setting, question"),
        ('"merger"', '"mergr"', "scenario: got 'mergr', allowed: area_development"),
        ('name = "Artsen"', 'name = ""', "steps 2: fork: a name has 1 to 60 characters, got 0"),
        ("round = 0", 'round = "end"', "steps 1: round: got 'end'"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(was, becomes, english):
    assert was in MINE
    error = refusal(MINE.replace(was, becomes, 1))
    assert str(error).startswith(english), error
    assert said(error, "nl") != str(error)


def test_a_fork_that_the_scenario_cannot_make_is_refused():
    fork = '[[steps]]\nstep = "run"\ntext = "x"\nfork = {{ name = "x", {how} }}\n'
    merger = load("merger")
    assert "after" in str(refusal(fork.format(how="after = 48"), merger))
    assert "did you mean 'trust.initial'" in str(refusal(fork.format(how='changes = { "trust.inital" = 1 }'), merger))
    assert "did you mean 'Hospital North'" in str(
        refusal(fork.format(how='event = "cut", organisation = "Hospital Nord"'), merger)
    )
    assert "did you mean 'cut'" in str(refusal(fork.format(how='event = "cot"'), merger))


def test_who_is_said_to_decide_and_does_not_is_refused():
    """Oracle: who leads and by which logic, in the files of the scenarios."""
    fork = '[[steps]]\nstep = "run"\ntext = "x"\nfork = {{ name = "x", decides = "{who}", {how} }}\n'
    decided = 'changes = { "logic.decision" = "hierarchy" }'
    energy, care = load("energy_transition"), load("integrated_care")
    error = refusal(fork.format(who="Grid Operator", how='choice = "The province decides where it goes"'), energy)
    assert str(error).endswith("fork: decides: got 'Grid Operator', allowed: 'Province', which leads")
    error = refusal(fork.format(who="Province", how='changes = { "trust.initial" = 0.7 }'), energy)
    assert "decides: got 'Province', allowed: nobody, as all decide together here" in str(error)
    assert "nobody, as it is not said who leads" in str(refusal(fork.format(who="Hospital", how=decided), care))
    for who, how in (("Province", decided), ("Province", 'changes = { "logic" = "hierarchy" }')):
        assert tours.parse(fork.format(who=who, how=how), energy).steps["nl"]
    assert said(error, "nl") != str(error)


def test_whoever_decides_is_whoever_has_the_right_to_it_then():
    """Oracle: who leads in a run, of a choice that gives the right to another, and of an event that takes it away."""
    text = """
organisations = [{ name = "Bank", right = 0.5 }, { name = "City" }, { name = "Dam" }]
events = [{ round = 6, organisation = "Bank", set = { right = 0.0 } }]
choices = [
    { round = 1, name = "A law", parameters = { "logic.decision" = "hierarchy" } },
    { round = 1, name = "A law", organisation = "City", add = { right = 0.9 } },
]
"""
    scenario = parse(text, "three")
    fork = '[[steps]]\nstep = "run"\ntext = "x"\nfork = {{ name = "x", decides = "{who}", {how} }}\n'
    by_law, plainly = 'choice = "A law"', 'changes = { "logic" = "hierarchy" }'
    assert run(choosing(scenario, "A law"), 1, 1).state.collaboration[0]["lead"] == 1
    assert tours.parse(fork.format(who="City", how=by_law), scenario)
    assert str(refusal(fork.format(who="Bank", how=by_law), scenario)).endswith("allowed: 'City', which leads")
    assert run(with_changes(scenario, {"logic": "hierarchy"}), 1, 1).state.collaboration[0]["lead"] == 0
    assert tours.parse(fork.format(who="Bank", how=plainly), scenario)
    error = refusal(fork.format(who="Bank", how=f"after = 6, {plainly}"), scenario)
    assert str(error).endswith("allowed: nobody, as it is not said who leads")


@pytest.mark.parametrize(
    ("happens", "leads"),
    [
        ([], 1),
        ([{"add": {"right": 0.5}}], None),  # what is added stops at 1, which another has too: it is chance
        ([{"set": {"right": 1.0}}, {"times": {"right": 0.5}}], 1),
    ],
)
def test_whoever_leads_after_some_events_leads_by_the_rights_as_they_come_to_be(happens, leads):
    """Oracle: by hand."""
    rights = Event(1, organisation=0, set={"right": 0.9}), Event(1, organisation=1, set={"right": 1.0})
    after = (Event(1, organisation=0, **one) for one in happens)
    assert tours.leads(load("baseline"), (*rights, *after)) == leads


@pytest.mark.parametrize(
    ("files", "english"),
    [
        (brought(BOTH), "mine.toml: it names no scenario, and none came along"),
        (brought(BOTH) + brought(MINE, "other.toml"), "upload: got 2 agendas, allowed: one"),
        (brought(MINE.replace("minutes = 5", "minutes = 0")), "mine.toml: steps 1: minutes: got 0"),
    ],
)
def test_what_is_brought_and_cannot_be_leaves_the_page_as_it_was(files, english):
    desk = Desk(Setting("port_data"))
    with pytest.raises(InputError) as error:
        desk.opened(files)
    assert str(error.value).startswith(english)
    assert said(error.value, "nl") != str(error.value)
    assert desk.scenario.name == "port_data"
    assert touring.steps(desk) == tours.read("port_data", "en")
