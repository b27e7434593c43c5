"""A scenario from a dialogue."""

from __future__ import annotations

import tomllib
from string import Formatter

import pytest

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.group import dialogue
from samenspel.group.dialogue import Dialogue, interview
from samenspel.results.outcomes import LANGUAGES
from samenspel.scenario import parse

TOLD = ['A "bridge"', "Two towns.", "Who pays?", "To see who pays."]
OPENING = [*TOLD, "Money", "cheap", "good", "Place", "here", "there", "5", "7,5"]
NORTH = ["North", "3", "2", "8", "1", "1", "2", "permits", "12"]
SOUTH = ["South", "1", "9", "1", "5", "2", "1", ""]
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


def test_answers_become_a_scenario():
    """Oracle: the answers, and what they stand for, by hand."""
    text, _ = held([*OPENING, *NORTH, *SOUTH, "", *CLOSING])
    scenario = parse(text, "bridge")
    assert (scenario.title, scenario.rounds, scenario.labels) == ('A "bridge"', 36, ("North", "South"))
    assert [theme.high for theme in scenario.themes] == ["good", "there"]
    assert (scenario.stakes[0].amount, scenario.stakes[0].unit, scenario.stakes[1]) == (12, "permits", None)
    north, south = tomllib.loads(text)["organisations"]
    assert (north["burden"], south["burden"]) == (-0.3, 0.3)
    assert (north["ratifies"], "ratifies" in south, "outside" in north, south["outside"]) == (0.7, False, False, 0.1)
    assert north["interests"] == [0.2, 0.8]
    assert north["frame"] == pytest.approx([0.02, 0.98])
    assert north["lead"]
    assert scenario.parameters.trust.initial == 0.45
    assert scenario.parameters.dependence.total == 3.0  # .7 with one partner, where seven are usual, up to the limit
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
    third = ["East", "2", "5", "5", "2", "2", "2", ""]
    text, _ = held([*OPENING, *NORTH, *third, *SOUTH, "", *CLOSING])
    parts = [event.add["burden"] for event in parse(text, "x").choices["Who saves pays who pays"]]
    assert sum(parts) == pytest.approx(0.0, abs=0.002)


def test_nobody_decides_where_nobody_may():
    """Oracle: by hand; and where nobody saves, there is no bill to share."""
    text, _ = held([*OPENING, *NORTH, *SOUTH[:4], "3", *SOUTH[5:], "", "0", "1", "1", "1", ""])
    assert list(parse(text, "x").choices) == ["Get to know one another first"]
    assert "lead" not in text


def test_an_answer_that_is_none_is_asked_for_again():
    """Oracle: the same answers without them."""
    wrong = [
        *OPENING[:-2],
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
    assert "It takes two parties at least." in said
    assert "Got 'North'. It has to be a name that was not there yet." in said


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
