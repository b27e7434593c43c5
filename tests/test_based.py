"""Scenarios that start from another: three lines are a variant, and the whole of it is kept."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from jsonschema import Draft7Validator

from samenspel.based import as_toml
from samenspel.errors import InputError
from samenspel.reading import document
from samenspel.runs import run
from samenspel.scenario import SCENARIO, load, parse, playing

VARIANT = """
based_on = "ngo_consortium"
title = "Another"
[parameters]
trust.initial = 0.9
[[organisations]]
name = "Donor"
size = 5.0
[[organisations]]
name = "Newcomer"
"""


def test_a_variant_says_what_differs(tmp_path):
    """Oracle: by hand; all else is that of the other."""
    (tmp_path / "variant.toml").write_text(VARIANT)
    base, made = load("ngo_consortium"), load(tmp_path / "variant.toml")
    assert (made.name, made.title, made.story) == ("variant", "Another", base.story)
    assert made.labels == (*base.labels, "Newcomer")
    assert made.parameters.trust.initial == 0.9
    assert made.parameters.dependence == base.parameters.dependence
    assert made.declare(1).organisations["size"][0] == 5.0
    assert len(made.events) == len(base.events)


def test_the_text_that_is_kept_is_the_whole(tmp_path):
    """Oracle: the same run without the file that it starts from."""
    (tmp_path / "base.toml").write_text('rounds = 5\n[network]\ngenerator = "ring"\norganisations = 5\n')
    (tmp_path / "variant.toml").write_text('based_on = "base.toml"\nrounds = 6\n')
    made = load(tmp_path / "variant.toml")
    (tmp_path / "base.toml").unlink()
    again = parse(made.text, "again")
    assert again.rounds == 6
    assert run(again, 1).history.tobytes() == run(made, 1).history.tobytes()


def test_a_variant_of_a_variant_and_where_it_ends(tmp_path):
    """Oracle: by hand; each goes before what it starts from, and nobody starts from itself."""
    (tmp_path / "0.toml").write_text('based_on = "baseline"\nrounds = 3\nseed = 7\n')
    for place in range(1, 10):
        (tmp_path / f"{place}.toml").write_text(f'based_on = "{place - 1}.toml"\nrounds = {place + 3}\n')
    assert (load(tmp_path / "2.toml").rounds, load(tmp_path / "2.toml").seed) == (5, 7)
    with pytest.raises(InputError, match="based_on: got more than 8 one after the other"):
        load(tmp_path / "9.toml")
    (tmp_path / "0.toml").write_text('based_on = "1.toml"\n')
    with pytest.raises(InputError, match=r"based_on: '0\.toml' is based on itself"):
        load(tmp_path / "1.toml")


def test_an_unknown_one_is_a_line(tmp_path):
    (tmp_path / "variant.toml").write_text('based_on = "nowhere.toml"\n')
    with pytest.raises(InputError, match=r"based_on: nowhere\.toml: no such file"):
        load(tmp_path / "variant.toml")
    with pytest.raises(InputError, match=r"based_on: got 'nowhere\.toml', allowed: one of"):
        parse('based_on = "nowhere.toml"\n', "variant")


def within(events, rounds):
    """Those that happen within so many rounds."""
    return tuple(event for event in events if event.round <= rounds)


@pytest.mark.parametrize("name", playing())
def test_a_scenario_for_playing_can_be_started_from(tmp_path, name):
    """Oracle: that scenario, with the first rounds alone; with a folder and without one."""
    base, variant = load(name), f'based_on = "{name}"\nrounds = 5\n'
    choices = {choice: in_time for choice, events in base.choices.items() if (in_time := within(events, 5))}
    whole = replace(base, rounds=5, events=within(base.events, 5), choices=choices)
    (tmp_path / "variant.toml").write_text(variant)
    for found in (load(tmp_path / "variant.toml"), parse(variant, "variant")):
        assert (found.title, found.labels, found.choices) == (whole.title, whole.labels, whole.choices)
        assert run(found, 1).history.tobytes() == run(whole, 1).history.tobytes()


def test_an_event_and_a_choice_are_changed_by_name(tmp_path):
    """Oracle: by hand; the event keeps what is not said, a choice is another."""
    (tmp_path / "base.toml").write_text(
        '[network]\ngenerator = "ring"\norganisations = 5\n'
        '[[events]]\nround = 3\nname = "Cut"\nparameters = { "trust.gain" = 0.1 }\n'
        '[[choices]]\nround = 2\nname = "Pay"\nparameters = { "trust.gain" = 0.1 }\n'
    )
    (tmp_path / "variant.toml").write_text(
        'based_on = "base.toml"\n[[events]]\nname = "Cut"\nround = 9\n'
        '[[choices]]\nround = 4\nname = "Pay"\nparameters = { "trust.loss" = 0.2 }\n'
    )
    made = load(tmp_path / "variant.toml")
    assert [(one.round, dict(one.parameters)) for one in made.events] == [(9, {"trust.gain": 0.1})]
    assert [(one.round, dict(one.parameters)) for one in made.choices["Pay"]] == [(4, {"trust.loss": 0.2})]


def test_what_would_begin_after_the_last_round_of_a_shorter_variant_is_left_out(tmp_path):
    """Oracle: the scenario that it is based on; its own event after the last round is refused as in any other."""
    base = load("merger")
    last = base.events[-1].round - 1
    short = parse(f'based_on = "merger"\nrounds = {last}\n', "short")
    assert short.events == tuple(event for event in base.events if event.round <= last)
    assert len(short.events) < len(base.events)
    assert parse(short.text, "again").events == short.events
    later = f'based_on = "merger"\nrounds = {last}\nevents = [{{ name = "{base.events[0].name}", round = {last + 1} }}]'
    with pytest.raises(InputError, match=rf"round: got {last + 1}, after the last round, allowed: 1 to {last}"):
        parse(later, "later")


@pytest.mark.parametrize(
    "says",
    [
        {"events": [{"name": "Cut", "parameters": {"trust.gain": 0.2}}]},
        {"events": [{"round": 4, "parameters": {"trust.gain": 0.2}}]},
        {"agreement": {"goal": [0.1, 0.2]}},
        {"organisations": [{"name": "A", "stake": {"amount": 3}}]},
    ],
    ids=json.dumps,
)
def test_what_a_variant_may_leave_out_the_schema_does_not_ask(tmp_path, says):
    """Oracle: the reader; of a file that stands alone both refuse the first, third and last."""
    themes = "".join(f"[[themes]]\nname = '{name}'\nfrom = 'a'\nto = 'b'\n" for name in "xy")
    (tmp_path / "base.toml").write_text(
        f"{themes}[agreement]\ngoal = [0.5, 0.5]\nage = 3\n"
        '[[organisations]]\nname = "A"\nstake = { amount = 2, unit = "beds" }\n[[organisations]]\nname = "B"\n'
        '[[events]]\nround = 3\nname = "Cut"\nparameters = { "trust.gain" = 0.1 }\n'
    )
    schema, variant = Draft7Validator(document(SCENARIO, "scenario")), {"based_on": "base.toml"} | says
    parse(as_toml(variant), "variant", tmp_path)
    assert list(schema.iter_errors(variant)) == []
    alone = {"themes": 2, "organisations": [{"name": "A"}, {"name": "B"}]} | says
    assert schema.is_valid(alone) == ("round" in json.dumps(says))


def test_an_entry_of_a_variant_that_is_neither_found_nor_whole_is_refused_by_both():
    """Oracle: the reader."""
    schema, wrong = Draft7Validator(document(SCENARIO, "scenario")), {"parameters": {"trust.gain": 0.2}}
    for said in ({"events": [wrong]}, {"organisations": [{"size": 2.0}]}, {"ties": [{"from": "Donor"}]}):
        assert not schema.is_valid({"based_on": "ngo_consortium"} | said)
        with pytest.raises(InputError, match="is missing"):
            parse(as_toml({"based_on": "ngo_consortium"} | said), "wrong")


def test_the_file_itself_fits_the_schema():
    import tomllib

    assert list(Draft7Validator(document(SCENARIO, "scenario")).iter_errors(tomllib.loads(VARIANT))) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('based_on = "ngo_consortium"\norganisations = [1, {name = "Donor"}]\n', "organisations"),
        ('based_on = "baseline"\ntitle = 1979-05-27\n', "title"),
        (f'based_on = "baseline"\nrounds = 0x{"f" * 6000}\n', "rounds"),
    ],
)
def test_what_is_wrong_in_a_variant_is_a_line_as_in_any_other(tmp_path, text, words):
    """Oracle: by hand; what was read is refused before it is written out as a whole."""
    (tmp_path / "variant.toml").write_text(text)
    with pytest.raises(InputError, match=words):
        load(tmp_path / "variant.toml")


def test_entries_that_are_no_tables_are_refused_in_what_another_starts_from_too(tmp_path):
    """Oracle: by hand."""
    (tmp_path / "base.toml").write_text('organisations = [1]\nchoices = ["no"]\n')
    (tmp_path / "variant.toml").write_text(
        'based_on = "base.toml"\n[[organisations]]\nname = "A"\n[[choices]]\nname = "B"\nround = 1\n'
    )
    with pytest.raises(InputError, match="organisations"):
        load(tmp_path / "variant.toml")
