"""Who takes part in a what-if on the page: the changes of `compare`, their names, their place on the stage."""

from __future__ import annotations

import json

import numpy as np
import pytest

from samenspel.errors import InputError, said
from samenspel.results.outcomes import capitalised
from samenspel.results.replicates import replicate
from samenspel.runs import mean_of_defined, run
from samenspel.scenario import load, parse, with_changes
from samenspel.state import OUTSIDE
from samenspel.view import download
from samenspel.view.address import Branch, Setting, decode, encode
from samenspel.view.desk import Desk
from samenspel.view.rearranging import ACTS, MOST_CHANGES, MOST_LETTERS, Change
from samenspel.view.session import alike_rows
from samenspel.view.shown import charts, stage
from samenspel.view.shown.bet import bet
from samenspel.view.shown.card import card
from samenspel.view.shown.clock import clock
from samenspel.view.shown.comparison import comparison, in_words, mean_gain
from samenspel.view.shown.ending import ending
from samenspel.view.shown.headline import headline
from samenspel.view.shown.log import log
from samenspel.view.shown.places import FEW, places, places_of
from samenspel.view.shown.share import captions, command, share
from samenspel.view.shown.whatif import whatif
from samenspel.view.texts import Texts

CASE = "integrated_care"
HOSPITAL, HOME_CARE, MUNICIPALITY = 1, 2, 5
NEWCOMER = {"kind": "partner", "name": "Housing Fund", "like": MUNICIPALITY, "ties": [HOSPITAL, MUNICIPALITY]}
FORMS = {  # what is filled in, and the changes that it stands for
    "lead": ({"kind": "lead", "row": HOSPITAL}, {"lead": "Hospital"}),
    "nobody": ({"kind": "lead", "row": HOSPITAL, "nobody": True}, {"lead": "nobody"}),
    "merge": (
        {"kind": "merge", "row": HOSPITAL, "other": HOME_CARE},
        {"merge": "Hospital + Home Care Organisation"},
    ),
    "untie": (
        {"kind": "tie", "row": HOSPITAL, "other": HOME_CARE},
        {"untie": "Hospital > Home Care Organisation"},
    ),
    "partner": (
        NEWCOMER,
        {"partner": "Housing Fund > Hospital + Municipality", "Housing Fund.like": "Municipality"},
    ),
    "anybody": ({"kind": "partner", "name": "", "like": "all"}, {"partner": "New partner", "New partner.like": "all"}),
}


@pytest.fixture
def desk():
    return Desk(Setting(CASE))


def rearranged(*forms, case=CASE, language="en"):
    one = Desk(Setting(case, language=language))
    for form in forms:
        one.rearranged(form)
    return one


@pytest.mark.parametrize("act", FORMS)
def test_an_act_is_a_change_of_compare(act):
    """Oracle: the scenario with that change, run without the page."""
    form, changes = FORMS[act]
    desk = rearranged(form)
    line = desk.session.line
    assert {change.key: change.value for change in line.changes} == changes
    alone = run(with_changes(load(CASE), changes), desk.session.seed)
    assert line.history.tobytes() == alone.history.tobytes()
    assert (desk.session.round, line.since, desk.session.ghost) == (0, 0, 0)


def test_two_that_do_not_work_together_can_begin_to(desk):
    """Oracle: the scenario itself, in which they do."""
    form = FORMS["untie"][0]
    original = desk.session.line.scenario.declare(1)
    desk.rearranged(form)
    desk.rearranged(form)
    assert [change.key for change in desk.session.line.changes] == ["untie", "tie"]
    again = desk.session.line.scenario.declare(1)
    assert again.ties["target"].tolist() == original.ties["target"].tolist()


def test_the_command_that_is_shared_gives_the_same_numbers(samenspel):
    """Oracle: the page on two seeds, and the command line on the same two."""
    apart = []
    desk = rearranged(NEWCOMER)
    asked = command(desk)
    for seed in (desk.session.seed, desk.session.seed + 1):
        one = Desk(Setting(CASE, seed=seed))
        one.rearranged(NEWCOMER)
        apart.append(one.session.line.created_so_far(60) - one.session.shadow.created_so_far(60))
    told = json.loads(samenspel(f"{asked.removeprefix('samenspel ')} --replicates 2 --json").out)
    assert told["differences"]["joint_value"]["mean"] == pytest.approx(np.mean(apart), rel=1e-12)
    assert share(desk, "http://127.0.0.1/", "127.0.0.1")["command"] == asked
    desk.happened({"kind": "cut", "row": 0, "round": 5})
    assert command(desk) == ""  # no command line says that


@pytest.mark.parametrize("act", FORMS)
def test_the_address_opens_the_same(act):
    """Oracle: the line that it was made of, bit for bit, its name, and the bet on it."""
    desk = rearranged(FORMS[act][0])
    desk.bet_on("less")
    again = Desk(decode(desk.address()))
    assert again.session.line.history.tobytes() == desk.session.line.history.tobytes()
    assert again.session.line.changes == desk.session.line.changes
    assert again.line_name(again.session.line) == desk.line_name(desk.session.line)
    assert again.said == "less"
    assert again.address() == desk.address()


def test_one_after_the_other_with_what_is_fired_in_between():
    """Oracle: opened from its address, where all events come first, it has the same bits; and it comes back whole."""
    desk = rearranged(NEWCOMER)
    desk.happened({"kind": "director", "row": HOME_CARE, "round": 9})
    desk.happened({"kind": "cut", "row": 9, "round": 12})  # the newcomer
    desk.rearranged(FORMS["merge"][0])
    desk.happened({"kind": "breach", "row": HOSPITAL, "round": 20})
    line = desk.session.line
    assert line.merged == {HOME_CARE: HOSPITAL}
    again = Desk(decode(desk.address())).session.line
    assert again.history.tobytes() == line.history.tobytes()
    desk.dropped(desk.session.shown)
    desk.brought_back(len(desk.shelf) - 1)
    assert desk.session.line.history.tobytes() == line.history.tobytes()


def test_a_fork_of_such_a_line_keeps_it_and_begins_at_the_start(desk):
    """Oracle: the scenario with the change and the same event."""
    desk.rearranged(FORMS["merge"][0])
    desk.forked({"name": "hierarchy", "changes": {"logic": "hierarchy"}, "round": 20})
    line = desk.session.line
    assert (line.since, line.name, len(line.changes)) == (0, "hierarchy", 1)
    said_so = in_words(desk, line, desk.session.lines[0])
    assert "Different from the start: the hospital and the home care organisation merge." in said_so
    assert "Different from the start" not in in_words(desk, line, desk.session.lines[1])  # which has that too


def test_the_same_twice_is_shown_and_not_made_again(desk):
    desk.rearranged(NEWCOMER)
    desk.session.show(0)
    desk.rearranged(NEWCOMER)
    assert (len(desk.session.lines), desk.session.shown, desk.session.ghost) == (2, 1, 0)


def test_a_line_is_called_by_what_was_changed_in_the_language_of_the_page():
    """Oracle: by hand, in both languages; a long name is cut, and no verb with it."""
    desk = rearranged(FORMS["merge"][0])
    assert desk.line_name(desk.session.line) == "The hospital and the home care organisation merge"
    desk.language_picked("nl")
    assert desk.line_name(desk.session.line) == "Het ziekenhuis en de thuiszorg gaan samen"
    assert [one["name"] for one in whatif(desk)["tried"]][1] == "Het ziekenhuis en de thuiszorg gaan samen"
    assert desk.labels[HOSPITAL] == "Ziekenhuis + Thuiszorg"
    assert rearranged(FORMS["anybody"][0], language="nl").labels[-1] == "Nieuwe partner"
    long = rearranged({"kind": "tie", "row": 0, "other": 2}, case="merger")
    name = long.line_name(long.session.line)
    assert name == "Hospital North and the staff council… do not work together"
    assert len(name) <= MOST_LETTERS
    both = rearranged(NEWCOMER, FORMS["merge"][0])
    assert both.line_name(both.session.line) == "… the hospital and the home care organisation merge"
    both = rearranged(NEWCOMER | {"name": "Woningcorporatie"}, FORMS["merge"][0], language="nl")
    assert both.line_name(both.session.line) == "… het ziekenhuis en de thuiszorg gaan samen"


@pytest.mark.parametrize(("case", "language"), [(CASE, "nl"), ("baseline", "en")])
@pytest.mark.parametrize("act", [act for act in FORMS if act != "nobody"])
def test_everything_is_shown_of_two_lines_with_different_partners(case, language, act):
    """Oracle: JSON; every part of the page, whichever of the two is the ghost, whoever is clicked."""
    desk = rearranged(FORMS[act][0], case=case, language=language)
    one, rounds = desk.session, desk.session.line.rounds
    json.dumps(bet(desk), allow_nan=False)
    desk.asking = -1
    for shown, ghost in ((1, 0), (0, 1)):
        desk.line_shown({"shown": shown, "ghost": ghost})
        desk.session.go(rounds)
        for desk.revealed in (True, False):
            for what in (stage.network, stage.ledger, charts.beside, headline, log, clock, whatif, ending, captions):
                json.dumps(what(desk), allow_nan=False)
        for row in range(len(desk.labels)):
            desk.picked_on_stage({"row": row})
            assert len(card(desk)["frames"]) == rounds + 1
            json.dumps(clock(desk), allow_nan=False)
        desk.compared = True
        json.dumps(comparison(desk), allow_nan=False)
        desk.compared = False
    desk.line_shown({"shown": 1, "ghost": 0})
    desk.picked_on_stage({"row": len(desk.labels) - 1})
    desk.line_shown({"shown": 0, "ghost": 1})
    assert (card(desk) is None) == (one.lines[1].scenario.labels[len(desk.labels) :] != ())


def test_who_came_besides_is_told_with_what_it_brought_it_and_the_others(desk):
    """Oracle: gains by hand, from the rounds of both lines."""
    desk.rearranged(NEWCOMER)
    line, ghost = desk.session.line, desk.session.lines[0]
    own = np.nan_to_num(line.gained[:, 9]).mean()
    others = [sum(np.nan_to_num(of.gained[:, row]).mean() for row in range(9)) / 9 for of in (line, ghost)]
    assert mean_gain(line, [9]) == pytest.approx(own)
    more = others[0] - others[1]
    told = in_words(desk, line, ghost)
    change = "better" if own > 0.0 else "worse"
    how = "with the hospital and the municipality only, similar to the municipality"
    gain = desk.texts.gain(abs(own))
    assert f"Here Housing Fund takes part ({how}), and is {change} off for it: {gain} a round on average." in told
    word = "better" if more > 0.0 else "worse"
    assert f"The other partners are {desk.texts.points(abs(more))} {word} off on average." in told
    assert "Housing Fund takes part; here it does not" in in_words(desk, ghost, line)


def test_who_merged_and_who_never_took_part_neither_won_nor_lost(desk):
    """Oracle: the state; the ending names nobody who was not there."""
    desk.rearranged(FORMS["merge"][0])
    line = desk.session.line
    assert line.at(60).state.organisations["member"][HOME_CARE] == OUTSIDE
    assert np.isnan(mean_of_defined(line.gained)).tolist() == [row == HOME_CARE for row in range(9)]
    desk.session.go(line.rounds)
    balance = next(one for one in ending(desk)["sentences"] if one["about"] == desk.texts("ending.about_brought"))
    assert "Home Care Organisation won" not in balance["text"]
    desk.picked_on_stage({"row": HOME_CARE})
    assert card(desk)["frames"][9] == ["Has merged, and takes part as Hospital + Home Care Organisation"]
    assert [one["row"] for one in whatif(desk)["organisations"] if one["gone"]] == [HOME_CARE]


def test_few_make_room_for_a_newcomer_and_nobody_moves_after_that(desk):
    """Oracle: the seats before and after, on every line; who is on the ghost alone is an outline there."""
    before = places_of(desk)
    desk.rearranged(NEWCOMER)
    seats = places_of(desk)
    assert (len(before), len(seats)) == (9, 10)
    assert np.hypot(*(seats[:, None] - seats[None]).transpose(2, 0, 1))[~np.eye(10, dtype=bool)].min() > 100.0
    for shown, ghost in ((1, 0), (0, 1)):
        desk.line_shown({"shown": shown, "ghost": ghost})
        drawn = stage.network(desk)
        nodes = drawn["option"]["series"][0]["data"]
        assert [node["value"] for node in nodes] == np.round(seats, 1).tolist()
        columns = json.loads(drawn["columns"])[30]
        vessels, labels = columns["series.1.data"], columns["series.0.data.*.label.formatter"]
        assert len(vessels) == len(labels) == 10
        assert (vessels[9][5] == stage.ON_THE_GHOST) == (shown == 0)
        assert ("in the other run only" in labels[9]) == (shown == 0)
        ties = [link for link in drawn["option"]["series"][0]["links"] if "9" in link.values()]
        assert len(ties) == (2 if shown else 0)


def test_in_a_crowd_nobody_moves_for_a_newcomer():
    """Oracle: the places without it; it stands where there is most room."""
    text = f'rounds = 4\n[network]\ngenerator = "ring"\norganisations = {FEW + 4}\n'
    state = parse(text, "crowd").declare(1)
    before, after = places(state), places(state, FEW + 5)
    assert after[:-1].tolist() == before.tolist()
    assert np.hypot(*(before - after[-1]).T).min() > 100.0


@pytest.mark.parametrize("act", FORMS)
def test_the_scenario_that_is_kept_runs_the_same(act):
    """Oracle: the line; a file of the model has the parties of the change in it."""
    line = rearranged(FORMS[act][0]).session.line
    again = parse(download.scenario_toml(line), "kept")
    assert run(again, line.seed).history.tobytes() == line.history.tobytes()
    assert again.labels == line.scenario.labels


@pytest.mark.parametrize(
    ("form", "part"),
    [
        ({"kind": "partner", "name": "Hospital"}, "de naam 'Hospital' is er al"),
        ({"kind": "partner", "name": "X", "ties": []}, "kies ten minste één partner"),
        ({"kind": "partner", "name": "X", "like": 99}, "deze organisatie is er niet"),
        ({"kind": "merge", "row": 1, "other": -1}, "deze organisatie is er niet"),
        ({"kind": "merge", "row": 1, "other": 1}, "twee organisaties met + ertussen"),
        ({"kind": "tie", "row": 1, "other": "2"}, "deze organisatie is er niet"),
        ({"kind": "own"}, "'own'"),
    ],
)
def test_what_cannot_be_is_said_in_a_line_in_the_language_of_the_page(desk, form, part):
    before = desk.session.line
    desk.session.go(7)
    with pytest.raises(InputError) as caught:
        desk.rearranged(form)
    told = said(caught.value, "nl")
    assert part in told
    assert "\n" not in told
    assert (desk.session.line, desk.session.round, len(desk.session.lines)) == (before, 7, 1)


@pytest.mark.parametrize(
    "changes",
    [
        (Change("rounds", "100000"),),
        (Change("Hospital.commitment", "1"),),
        (Change("merge", "Hospital + Nobody"),),
        (Change("partner", ""),),
        (Change("Hospital.like", "Nobody"),),
        tuple(Change("lead", name) for name in ("Hospital", "nobody") * 6),
    ],
)
def test_an_address_changes_only_who_takes_part_and_no_more_than_can_be_looked_at(changes):
    """Oracle: what is refused; of too many changes, the first are taken."""
    branches = (Branch("", 0, ()), Branch("", 0, (), changes))
    setting = decode(encode(Setting(CASE, branches=branches, shown=1, ghost=0)))
    if len(changes) > MOST_CHANGES:
        assert len(Desk(setting).session.line.changes) == MOST_CHANGES
        return
    with pytest.raises(InputError):
        Desk(setting)


def test_a_line_has_so_many_changes_and_no_more(desk):
    for _ in range(MOST_CHANGES):
        desk.rearranged(FORMS["untie"][0])
    with pytest.raises(InputError, match=f"at most {MOST_CHANGES} changes"):
        desk.rearranged(FORMS["untie"][0])


def test_luck_is_asked_of_two_lines_with_different_partners(desk):
    """Oracle: both scenarios, replicated without the page."""
    desk.rearranged(NEWCOMER)
    found = desk.session.was_it_luck(20)
    seeds = range(desk.session.seed, desk.session.seed + 20)
    one, other = (
        [run.summary.joint_value for run in replicate(line.scenario, seeds)] for line in desk.session.lines[::-1]
    )
    assert found.differences == pytest.approx(np.subtract(one, other))


# In a browser ------------------------------------------------------------------------------------------------------


def test_every_act_in_the_drawer(visitor):
    """Oracle: what the page says each is called; the address opens it again, and what was changed is on the stage."""
    texts, fund = Texts("nl"), "Housing Fund"
    page = visitor.open(f"?scenario={CASE}&language=nl")
    one, other = texts.in_a_sentence("Hospital"), texts.in_a_sentence("Home Care Organisation")
    expected = {
        "lead": texts("partners.lead", who=one),
        "merge": texts("partners.merge", one=one, other=other),
        "tie": texts("partners.untie", one=one, other=other),
        "partner": texts("partners.partner", who=fund),
    }
    for act in ACTS:
        visitor.click("reset")
        visitor.click("whatif")
        visitor.click("tab-organisations")
        visitor.see("who").select_option(str(HOSPITAL))
        if act == "partner":
            visitor.click("newcomer")
            visitor.see("newcomer-name").fill(fund)
            visitor.see("newcomer-like").select_option(str(MUNICIPALITY))
            visitor.see("newcomer-all").uncheck()
            assert visitor.see("act-partner").is_disabled()
            visitor.see(f"newcomer-tie-{HOSPITAL}").check()
        elif act != "lead":
            visitor.see(f"other-{act}").select_option(str(HOME_CARE))
        visitor.click(f"act-{act}")
        if act == "lead":  # where all decide together, it makes no difference who leads
            page.wait_for_selector("[data-test=same]")
        else:
            visitor.without_a_bet()
        tried = page.locator(".sp-tried.on b").inner_text()
        assert tried == capitalised(expected[act])
        page.keyboard.press("Escape")
        page.wait_for_selector("[data-test=drawer]", state="detached")
        visitor.reload()
        page.wait_for_selector("[data-test=swap]")
        assert (fund in page.locator(".sp-as-table").first.text_content()) == (act == "partner")
        visitor.click("whatif")
        visitor.click("tab-tried")
        assert page.locator(".sp-tried.on b").inner_text() == tried
        page.keyboard.press("Escape")
        page.wait_for_selector("[data-test=drawer]", state="detached")
    visitor.click("share")
    page.wait_for_selector("[data-test=share-panel]")
    assert f"partner={fund} > Hospital" in visitor.see("command").input_value()


def test_what_cannot_be_is_said_in_the_drawer(visitor):
    page = visitor.open(f"?scenario={CASE}&language=nl")
    visitor.click("whatif")
    visitor.click("tab-organisations")
    visitor.click("newcomer")
    visitor.see("newcomer-name").fill("Hospital")
    visitor.click("act-partner")
    assert "de naam 'Hospital' is er al" in visitor.see("problem").inner_text()
    assert page.locator("[data-test=bet]").count() == 0
    visitor.see("newcomer-name").fill("Fonds")
    visitor.click("act-partner")
    page.wait_for_selector("[data-test=bet]")


def test_who_leads_on_a_line_with_work_of_its_own_is_another_line_than_who_leads_alone():
    """Oracle: the lines of the session, by hand: what is inherited makes a line too, and its name says so."""
    desk = Desk(Setting("integrated_care", language="en"))
    lead = {"kind": "lead", "row": 1}
    desk.rearranged(lead)
    desk.line_shown({"shown": 0, "ghost": -1})
    desk.forked({"name": "Relation", "changes": {"effort.relation": 1.0}, "round": 0})
    desk.rearranged(lead)
    lines = desk.session.lines
    assert len(lines) == 4
    assert desk.session.shown == 3
    assert desk.session.ghost == 2
    assert lines[3].own == lines[2].own
    assert lines[3].changes == lines[1].changes
    assert desk.line_name(lines[3]).startswith("Relation; ")
    desk.line_shown({"shown": 2, "ghost": -1})
    desk.rearranged(lead)  # it is there already
    assert (len(desk.session.lines), desk.session.shown) == (4, 3)


def test_two_who_come_besides_on_two_lines_are_two():
    """Oracle: the names of both, by hand: each is said to be on one line alone, and drawn on the other as absent."""
    desk = Desk(Setting("integrated_care", language="en"))
    for name in ("Bank", "Fund"):
        desk.line_shown({"shown": 0, "ghost": -1})
        desk.rearranged({"kind": "partner", "name": name})
    desk.line_shown({"shown": 2, "ghost": 1})
    line, ghost = desk.session.line, desk.session.shadow
    assert line.scenario.labels[-1] == "Fund"
    assert alike_rows(line, ghost) == 9
    told = in_words(desk, line, ghost)
    assert "Here Fund takes part" in told
    assert "Bank takes part; here it does not" in told
    labels = str(stage.network(desk)["columns"])
    assert "Fund" in labels
    assert "Bank" in labels
