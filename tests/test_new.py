"""A scenario from a dialogue."""

from __future__ import annotations

import tomllib
from string import Formatter

import numpy as np
import pytest

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.group import dialogue
from samenspel.group.dialogue import Dialogue, interview
from samenspel.group.sketch import BURDENS, NEEDS, SIZES, TRUST, Party, Sketch, Theme, scenario_text
from samenspel.results.outcomes import LANGUAGES
from samenspel.results.replicates import replicate
from samenspel.runs import run
from samenspel.scenario import Aim, choosing, parse, with_changes
from samenspel.studies.cases import case

TOLD = ['A "bridge"', "Two towns.", "Who pays?", "To see who pays."]
OPENING = [*TOLD, "Money", "cheap", "good", "Place", "here", "there", "5", "7,5"]
NORTH = ["North", "3", "2", "8", "A bridge for cars.", "To pay for it alone.", "1", "1", "2", "permits", "12"]
SOUTH = ["South", "1", "9", "1", "", "", "5", "2", "1", ""]
CLOSING = ["1", "2", "1", "3", "Elections", "12", "1", "1", "", ]  # fmt: skip


def held(answers):
    """What comes of answers, given one after the other, and what was said in between."""
    given, said = iter(answers), []

    def ask(question):
        said.append(question)
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    return interview(Dialogue("en", ask, said.append)), said


def answered(size, seed):
    """A sketch of so many parties, by lot: two in five pay and one in three saves, as in those that come along."""
    lot = np.random.default_rng([size, seed])
    themes = (Theme("money", "cheap", "good", 0.7), Theme("place", "here", "there", 0.6))
    everybody = tuple(
        Party(
            name=f"Party {number}",
            wishes=tuple(lot.normal(0.5, 0.22, 2).clip(0.0, 1.0).round(1).tolist()),
            size=int(lot.integers(len(SIZES))),
            burden=int(lot.choice(len(BURDENS), p=[0.2, 0.2, 0.25, 0.2, 0.15])),
            ratifies=bool(lot.random() < 0.35),
            outside=bool(lot.random() < 0.15),
        )
        for number in range(1, size + 1)
    )
    lead, trust, needs = (int(lot.integers(*ends)) for ends in ((-1, size), (0, len(TRUST)), (0, len(NEEDS))))
    return Sketch("A bridge", "", "", "", themes, everybody, lead, trust, needs, years=3)


def test_answers_become_a_scenario():
    """Oracle: the answers, and what they stand for, by hand."""
    text, _ = held([*OPENING, *NORTH, *SOUTH, "", *CLOSING])
    scenario = parse(text, "bridge")
    assert (scenario.title, scenario.rounds, scenario.labels) == ('A "bridge"', 36, ("North", "South"))
    assert [theme.high for theme in scenario.themes] == ["good", "there"]
    assert (scenario.stakes[0].amount, scenario.stakes[0].unit, scenario.stakes[1]) == (12, "permits", None)
    assert scenario.aims == {"North": Aim("A bridge for cars.", "To pay for it alone.")}
    north, south = tomllib.loads(text)["organisations"]
    assert (north["burden"], south["burden"]) == (-0.3, 0.3)
    assert (north["ratifies"], "ratifies" in south, "outside" in north, south["outside"]) == (0.7, False, False, 0.1)
    assert north["interests"] == [0.2, 0.8]
    assert north["frame"] == pytest.approx([0.02, 0.98])
    assert north["lead"]
    assert scenario.parameters.trust.initial == 0.55
    assert scenario.parameters.dependence.total == 2.103  # by hand: .92 * 7, times the square of 1 / 1.75 by attention
    (event,) = scenario.events
    assert (event.round, event.name, event.organisation, event.towards) == (12, "Elections", 0, True)
    assert list(scenario.choices) == ["Who saves pays who pays", "North decides", "Get to know one another first"]
    moved = [event.add["burden"] for event in scenario.choices["Who saves pays who pays"]]
    assert moved == pytest.approx([0.21, -0.21])  # seven tenths of what is paid


def test_text_that_toml_does_not_take_as_it_is(samenspel):
    """Oracle: tomllib, which refuses a delete character that is not escaped."""
    from samenspel.group.writing import in_toml

    said = {"name": 'Bank \x7f "A"\t', "logic.decision": ["é", 0.5, True]}
    assert tomllib.loads(f"x = {in_toml(said)}") == {"x": said}


def test_a_bill_is_shared_to_the_last_cent_whoever_pays_more():
    """Oracle: what some get is what others pay."""
    third = ["East", "2", "5", "5", "", "", "2", "2", "2", ""]
    text, _ = held([*OPENING, *NORTH, *third, *SOUTH, "", *CLOSING])
    parts = [event.add["burden"] for event in parse(text, "x").choices["Who saves pays who pays"]]
    assert sum(parts) == pytest.approx(0.0, abs=0.002)


@pytest.mark.parametrize("size", [3, 5, 8, 12])
def test_those_who_need_one_another_do_so_as_much_with_few_partners_as_with_many(size):
    """Oracle: by hand: what ties bring, as far as both sides attend to them: 1 / (1 + c (k - 1)) for k partners."""

    def brought(size):
        drawn = answered(size, seed=1)
        alike = drawn._replace(needs=1, parties=tuple(party._replace(size=1) for party in drawn.parties))
        scenario = parse(scenario_text(alike, dialogue.lines("en")), "x")
        scenario = with_changes(scenario, {"dependence.spread": 0.0})
        dependence = run(scenario, 1, 1).state.ties["dependence"].mean() * (size - 1)
        return dependence / (1 + scenario.parameters.ties.crowding * (size - 2)) ** 2

    assert brought(size) == pytest.approx(brought(8), rel=1e-3)


@pytest.mark.parametrize("size", [3, 8])
def test_what_people_may_answer_mostly_makes_a_case(size):
    """Oracle: sixteen times answers by lot: more than one end and a choice that turns it, in most of them."""
    lacking = []
    for seed in range(1, 17):
        scenario = parse(scenario_text(answered(size, seed), dialogue.lines("en")), "x")
        runs = replicate(scenario, range(1, 31))
        stands = case.ended(runs, scenario.labels)
        turned = [replicate(choosing(scenario, choice), range(1, 31)) for choice in scenario.choices]
        turns = any(case.made(runs, changed, scenario.labels).turns for changed in turned)
        one_end = sum(part >= case.OFTEN for part in stands.ends.values()) < 2
        lacking.append(stands.happy or one_end or not turns)
    assert np.mean(lacking) < 0.5, lacking


def test_nobody_decides_where_nobody_may():
    """Oracle: by hand; and where nobody saves, there is no bill to share."""
    text, _ = held([*OPENING, *NORTH, *SOUTH[:6], "3", *SOUTH[7:], "", "0", "1", "1", "1", ""])
    assert list(parse(text, "x").choices) == ["Get to know one another first"]
    assert "lead" not in text


def test_an_answer_that_is_none_is_asked_for_again():
    """Oracle: the same answers without them."""
    wrong = [
        *OPENING[:6],
        "cheap",  # the other end of the same
        OPENING[6],
        "Money",
        *OPENING[7:-2],
        "eleven",
        "11",
        "-1",
        *OPENING[-2:],
        "",
        *NORTH[:1],
        "0",
        "4",
        *NORTH[1:],
        "North",
        *SOUTH,
        "",
    ]
    text, said = held([*wrong, *CLOSING])
    assert text == held([*OPENING, *NORTH, *SOUTH, "", *CLOSING])[0]
    assert "Got 'eleven'. It has to be a number from 0 to 10." in said
    assert "Got 'cheap'. It has to be something that was not named yet." in said
    assert "Got 'Money'. It has to be something that was not named yet." in said
    assert "It takes two parties at least." in said
    assert "Got 'North'. It has to be something that was not named yet." in said


def test_answers_that_end_too_soon_write_nothing(tmp_path, monkeypatch, capsys):
    """Oracle: the folder; one line on stderr."""

    def ended(question):
        raise EOFError

    monkeypatch.setattr("builtins.input", ended)
    assert main(["new", str(tmp_path / "mine.toml")]) == 2
    assert capsys.readouterr().err == "samenspel: new: the answers end before the questions do; nothing is written\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "says"),
    [("mine.txt", "a name that ends in .toml"), ("no/mine.toml", "no such folder"), ("there.toml", "is there already")],
)
def test_a_file_that_cannot_be_written_is_refused_before_the_first_question(name, says, tmp_path, capsys):
    (tmp_path / "there.toml").touch()
    assert main(["new", str(tmp_path / name)]) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert captured.out == ""


def test_a_scenario_is_written_in_dutch_too(tmp_path, monkeypatch, capsys):
    """Oracle: the answers; the choices are in the language of the dialogue."""
    answers = iter([*OPENING, *NORTH, *SOUTH, "", *CLOSING])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert main(["new", str(tmp_path / "mine.toml"), "--language", "nl"]) == 0
    scenario = parse((tmp_path / "mine.toml").read_text(encoding="utf-8"), "mine")
    assert "North beslist" in scenario.choices
    assert "Geschreven" in capsys.readouterr().out


def test_every_language_asks_the_same():
    """Oracle: the file of questions: the same keys and the same places to fill in."""

    def places(text):
        return sorted(name for _, name, _, _ in Formatter().parse(text) if name)

    first, *others = (dialogue.lines(language) for language in LANGUAGES)
    for other in others:
        assert first.keys() == other.keys()
        assert all(places(first[key]) == places(other[key]) for key in first)
        assert not set(first.values()) & set(other.values())


def test_a_text_of_any_length_is_either_taken_or_asked_for_again():
    """Oracle: the limit, by hand."""
    assert dialogue.checked("x" * 2_000, 2_000)
    with pytest.raises(InputError, match="2001 characters"):
        dialogue.checked("x" * 2_001, 2_000)
