"""Scenario files: what they say arrives, and what they cannot say is refused in one line.

Oracle of the refusals: each bad file was written with one mistake, and the message must hold the place of that
mistake, the value it has, and the right name where there is one near.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from samenspel.conditions import CONDITIONS
from samenspel.dynamics import Parameters
from samenspel.errors import InputError
from samenspel.events import happen
from samenspel.logic import HIERARCHY, NETWORK, Logic
from samenspel.runs import run
from samenspel.scenario import (
    BUILT_IN,
    SCENARIO,
    Stake,
    Theme,
    load,
    names,
    parse,
    read_network,
    with_changes,
)
from samenspel.state import MEMBER, OUTSIDE

DOCS = Path(__file__).parents[1] / "docs" / "scenarios.md"

TWO = """
[[organisations]]
name = "Home Care"
[[organisations]]
name = "Hospital"
"""
THREE = (
    TWO
    + """
[[organisations]]
name = "Municipality"
"""
)
TIE = """
[[ties]]
from = "Home Care"
to = "Hospital"
"""


def refusal(text, folder=None):
    """The one line with which a scenario is refused."""
    with pytest.raises(InputError) as caught:
        parse(text, "care", folder)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("care.toml: ")
    return message


# --- what it says arrives ---------------------------------------------------------------------------------------


def test_a_scenario_of_names_alone_leaves_all_else_open():
    scenario = parse(TWO, "care")
    state = scenario.declare(1)
    assert scenario.labels == ("Home Care", "Hospital")
    assert scenario.parameters == Parameters()
    assert scenario.title == scenario.name == "care"
    assert scenario.text == TWO
    assert scenario.report is None
    assert np.isnan(state.organisations["size"]).all()
    assert np.isnan(state.collaboration["need"]).all()
    assert state.collaboration["declared_lead"][0] == -1


def test_what_is_said_of_an_organisation_stands_in_its_row():
    text = """
    need = [0.6, 0.4, 0.1]
    [[organisations]]
    name = "Home Care"
    size = 2.0
    autonomy = 0.7
    loyalty = 0.1
    home = 0.2
    commitment = 0.3
    skill = 0.4
    outside = -0.5
    affective = 2
    moral = 3
    instrumental = 5
    interests = [0.1, 0.2, 0.3]
    salience = [2, 1, 0]
    frame = [0.2, 0.8, 1]
    perception = [0.5, 0.5, 0]
    lead = true
    [[organisations]]
    name = "Hospital"
    [[organisations]]
    name = "Club"
    member = false
    """
    state = parse(text, "care").declare(1)
    known = state.organisations[0]
    expected = tomllib.loads(text)["organisations"][0]
    for field in set(expected) - {"name", "lead"}:
        np.testing.assert_array_equal(known[field], expected[field], err_msg=field)
    assert list(state.organisations["member"]) == [MEMBER, MEMBER, OUTSIDE]
    assert state.collaboration["declared_lead"][0] == 0
    np.testing.assert_array_equal(state.collaboration["need"][0], [0.6, 0.4, 0.1])
    assert np.isnan(state.organisations[1]["interests"]).all()


@pytest.mark.parametrize(
    ("text", "themes"),
    [(TWO, 2), ("themes = 5\n" + TWO, 5), ("need = [0.1, 0.2, 0.3]\n" + TWO, 3), (TWO + "frame = [0, 1, 0, 1]", 4)],
)
def test_the_number_of_themes_is_that_of_the_points(text, themes):
    assert parse(text, "care").declare(1).organisations["interests"].shape == (2, themes)


def test_one_contrast_of_its_own_wins_over_the_logic():
    scenario = parse('logic = "hierarchy"\n[parameters]\nlogic.goal = "network"\ntrust.gain = 0.2\n' + TWO, "care")
    assert scenario.parameters.logic == Logic(*[HIERARCHY] * 6)._replace(goal=NETWORK)
    assert scenario.parameters.trust.gain == 0.2


def test_an_empty_table_is_no_value_of_a_parameter():
    """Oracle: the message; an empty group says nothing, and is nothing wrong."""
    assert parse("[parameters]\ntrust = {}\n" + TWO, "care").parameters == Parameters()
    with pytest.raises(InputError, match=r"trust\.initial"):
        parse("[parameters]\ntrust.initial = {}\n" + TWO, "care")


def test_events_find_their_rows_and_stand_in_order():
    text = (
        "rounds = 900\n"
        + THREE
        + """
    [[events]]
    round = 30
    name = "Breach"
    towards = "Hospital"
    add = { trust = -0.4 }
    [[events]]
    round = 7
    tie = ["Municipality", "Home Care"]
    set = { trust = 0.2 }
    [[events]]
    round = 7
    organisation = "Municipality"
    set = { outside = 0.1 }
    [[events]]
    round = 900
    parameters = { "turbulence.step" = 0.05, logic = "hierarchy" }
    [[phases]]
    round = 7
    relation = 1.0
    """
    )
    phase, tie, organisation, breach, law = parse(text, "care").events
    assert dict(phase.parameters) == {f"effort.{each}": 1.0 if each == "relation" else 0.0 for each in CONDITIONS}
    assert (tie.organisation, tie.partner, dict(tie.set)) == (2, 0, {"trust": 0.2})
    assert (organisation.organisation, organisation.partner, organisation.towards) == (2, None, False)
    assert (breach.name, breach.organisation, breach.towards, dict(breach.add)) == ("Breach", 1, True, {"trust": -0.4})
    assert law.round == 900
    assert dict(law.parameters) == {f"logic.{each}": "hierarchy" for each in Logic._fields} | {"turbulence.step": 0.05}


def test_a_second_phase_ends_the_efforts_of_the_first():
    phases = "[[phases]]\nround = 1\nrelation = 1.0\n[[phases]]\nround = 13\nprocess = 0.5\n"
    scenario = parse(phases + TWO, "care")
    parameters, state = scenario.parameters, scenario.declare(1)
    for event in scenario.events:
        parameters = happen(event, state, parameters)
    assert (parameters.effort.relation, parameters.effort.process) == (0.0, 0.5)


def test_every_declaration_is_a_fresh_copy():
    scenario = parse(TWO, "care")
    scenario.declare(1).organisations["size"] = 7.0
    assert np.isnan(scenario.declare(1).organisations["size"]).all()


def test_built_in_scenarios_load_by_name_and_by_path():
    assert names() == sorted(path.stem for path in BUILT_IN.glob("*.toml"))
    for name in names():
        assert load(name).labels == load(BUILT_IN / f"{name}.toml").labels


def test_the_specification_is_allowed_by_the_format():
    # oracle: docs/scenarios.md, each block of TOML in it
    blocks = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 6
    for block in blocks:
        table = SCENARIO.read(tomllib.loads(block))
        read_network(table.get("network", {}))


@pytest.mark.parametrize("name", ["integrated_care", "merger", "baseline", "survey_example"])
def test_loading_needs_no_framework(name):
    # oracle: the modules that a new Python has after it
    code = (
        "import sys; from samenspel.scenario import load; load(sys.argv[1]).declare(1); "
        "print([m for m in ('networkx', 'pandas', 'pyarrow', 'mesa', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- changes ----------------------------------------------------------------------------------------------------


def test_changes_change_what_they_say_and_nothing_else():
    before = load("integrated_care")
    after = with_changes(before, {"logic.goal": "network", "logic": "hierarchy", "trust.gain": "0.2", "rounds": "24"})
    assert after.parameters.logic == Logic(*[HIERARCHY] * 6)._replace(goal=NETWORK)
    assert after.parameters.trust == before.parameters.trust._replace(gain=0.2)
    for group in set(before.parameters._fields) - {"logic", "trust"}:
        assert getattr(after.parameters, group) == getattr(before.parameters, group)
    assert (after.rounds, after.seed, after.labels, after.events) == (24, before.seed, before.labels, before.events)
    assert with_changes(before, {}) == before


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"trust.gian": 0.2}, ["trust.gian", "did you mean 'trust.gain'"]),
        ({"trust.gain": "much"}, ["trust.gain", "'much'", "0 to 1"]),
        ({"trust.gain": "nan"}, ["trust.gain", "'nan'", "0 to 1"]),
        ({"trust.gain": 1.5}, ["trust.gain", "1.5", "0 to 1"]),
        ({"logic": "hierarchi"}, ["'hierarchi'", "did you mean 'hierarchy'"]),
        ({"rounds": 0}, ["rounds", "got 0", "1 to 100000"]),
        ({"rounds": 2.5}, ["rounds", "2.5"]),
        ({"seed": -1}, ["seed", "-1"]),
        ({"round": 3}, ["'round'", "did you mean 'rounds'"]),
    ],
)
def test_changes_that_cannot_be(changes, parts):
    with pytest.raises(InputError) as caught:
        with_changes(parse(TWO, "care"), changes)
    for part in parts:
        assert part in str(caught.value)


# --- a group that exists, what it speaks of, and who decides in person ------------------------------------------

THEMES = """
[[themes]]
name = "Care"
from = "at home"
to = "in hospital"
[[themes]]
name = "Money"
from = "each its own"
to = "one purse"
"""
AGREEMENT = "[agreement]\ngoal = [0.4, 0.6]\nage = 30\n"


def test_themes_have_names_and_two_ends():
    scenario = parse(THEMES + TWO, "named")
    assert scenario.themes == (
        Theme("Care", "at home", "in hospital"),
        Theme("Money", "each its own", "one purse"),
    )
    assert scenario.declare(1).collaboration["need"].shape == (1, 2)
    assert parse(TWO, "unnamed").themes == ()
    assert parse("themes = 3\n" + TWO, "three").themes == ()


def test_a_group_that_exists_declares_its_goal_and_age():
    scenario = parse(THEMES + AGREEMENT + TWO, "existing")
    us = scenario.declare(1).collaboration[0]
    assert us["goal"].tolist() == [0.4, 0.6]
    assert us["age"] == 30
    history = run(scenario, 1, 2).history
    assert history["agreed"].tolist() == [1, 1]
    assert np.isnan(parse(THEMES + TWO, "new").declare(1).collaboration["goal"]).all()


def test_an_organisation_states_its_stake_in_a_unit_of_its_own():
    scenario = parse(TWO + "stake = { amount = 400_000, unit = 'euro' }", "stakes")
    assert scenario.stakes == (None, Stake(400_000, "euro"))


def test_what_the_second_model_knows_of_an_organisation_and_a_tie_stands_in_its_row():
    state = parse(TWO + "burden = -0.1\nroom = 0\nright = 0.5\nratifies = 0.25\n" + TIE + "need = 0.25", "x").declare(1)
    assert state.organisations[1][["burden", "room", "right", "ratifies"]].tolist() == (-0.1, 0, 0.5, 0.25)
    assert np.isnan(state.organisations[0][["burden", "room"]].tolist()).all()
    assert state.organisations[0][["right", "ratifies"]].tolist() == (0, 0)
    assert sorted(state.ties["need"][~np.isnan(state.ties["need"])].tolist()) == [0.25]


def test_somebody_in_a_seat_decides_as_the_event_says():
    event = '[[events]]\nround = 2\norganisation = "Hospital"\nact = { consent = false, promise = 1.5, stay = true }\n'
    (said,) = parse(TWO + event, "seat").events
    assert said.act == {"consent": 0.0, "promise": 1.5, "stay": 1.0}
    assert (said.round, said.partner, dict(said.set), dict(said.add)) == (2, None, {}, {})


# --- what it cannot say is refused ------------------------------------------------------------------------------

GENERATOR = '[network]\ngenerator = "{}"\norganisations = {}\n{}\n'.format

EVENT = "[[events]]\nround = 1\n"

REFUSED = {
    "not TOML": ("rounds = many", ["not TOML", "line 1"]),
    "nested too deeply": ("x = " + "[" * 100_000, ["not TOML"]),
    "a number that is too long": ("rounds = " + "9" * 5000, ["not TOML: a whole number has more than 4,300 digits"]),
    "too long": ("#" * 1_000_001, ["1.0 million", "at most 1"]),
    "unknown key": ("ronds = 3\n" + TWO, ["unknown key 'ronds'", "did you mean 'rounds'"]),
    "unknown key of an organisation": (TWO + "autonmy = 1", ["organisations 2", "'autonmy'", "mean 'autonomy'"]),
    "unknown key of a tie": (TWO + TIE + "trusst = 1", ["ties 1", "'trusst'", "did you mean 'trust'"]),
    "unknown key of the network": (TWO + "[network]\notters = 'all'", ["network", "'otters'", "mean 'others'"]),
    "unknown key of an event": (TWO + "[[events]]\nrund = 1", ["events 1", "'rund'", "mean 'round'"]),
    "unknown key of a phase": (TWO + "[[phases]]\nround = 1\nrelations = 1", ["phases 1", "mean 'relation'"]),
    "unknown parameter": (TWO + "[parameters]\ntrust.gian = 1", ["parameters", "trust.gian", "mean 'trust.gain'"]),
    "parameter out of range": (TWO + "[parameters]\ntrust.gain = 7", ["trust.gain", "got 7", "0 to 1"]),
    "parameter that is a group": (TWO + "[parameters]\ntrust = 7", ["parameters", "'trust'"]),
    "parameters that are no table": ("parameters = 3\n" + TWO, ["parameters", "got 3", "a table"]),
    "wrong type of a number": (TWO + 'size = "big"', ["organisations 2: size", "'big'", "number"]),
    "truth for a number": (TWO + "size = true", ["organisations 2: size", "True", "number"]),
    "wrong type of a text": ("title = 3\n" + TWO, ["title", "got 3", "text"]),
    "wrong type of a flag": (TWO + 'lead = "yes"', ["organisations 2: lead", "'yes'", "true or false"]),
    "one table instead of several": ('[organisations]\nname = "X"', ["organisations", "[[organisations]]"]),
    "number instead of a table": ("organisations = [{name = 'X'}, 3]", ["organisations 2", "got 3", "a table"]),
    "out of range": (TWO + "autonomy = 1.01", ["organisations 2: autonomy", "1.01", "0 to 1"]),
    "size zero": (TWO + "size = 0", ["organisations 2: size", "got 0"]),
    "not a number": (TWO + "size = nan", ["organisations 2: size", "nan"]),
    "infinity": (TWO + "size = inf", ["organisations 2: size", "inf"]),
    "rounds that are not a number": ("rounds = nan\n" + TWO, ["rounds", "nan"]),
    "seed below zero": ("seed = -1\n" + TWO, ["seed", "-1"]),
    "unknown logic": ('logic = "networks"\n' + TWO, ["logic", "'networks'", "mean 'network'"]),
    "no organisations": ("", ["no organisations", "[[organisations]]"]),
    "one organisation": ('[[organisations]]\nname = "X"', ["got 1", "2 to 100,000"]),
    "one member": (TWO + "member = false", ["1 members", "at least 2"]),
    "organisation without a name": ("[[organisations]]\nsize = 1", ["organisations 1", "'name' is missing"]),
    "empty name": ('[[organisations]]\nname = " "', ["organisations 1: name", "0 characters", "1 to 200"]),
    "name too long": (f'[[organisations]]\nname = "{"x" * 201}"', ["organisations 1: name", "201", "1 to 200"]),
    "control character": ('[[organisations]]\nname = "a\\nb"', ["organisations 1: name", "control"]),
    "name twice": (TWO + '[[organisations]]\nname = "Hospital"', ["organisations 3", "'Hospital'", "organisations 2"]),
    "two leads": (TWO.replace("name", "lead = true\nname"), ["organisations 2: lead", "'Hospital'", "'Home Care'"]),
    "lead that is no member": (THREE + "lead = true\nmember = false", ["organisations 3: lead", "'Municipality'"]),
    "motives partly given": (TWO + "moral = 1", ["organisations 2: motives", "1 of 3", "all or none"]),
    "motives all zero": (TWO + "moral = 0\naffective = 0\ninstrumental = 0", ["organisations 2: motives", "zero"]),
    "salience all zero": (TWO + "salience = [0, 0]", ["organisations 2: salience", "zero"]),
    "salience below zero": (TWO + "salience = [2, -1]", ["organisations 2: salience: item 2", "-1"]),
    "point outside theme space": (TWO + "frame = [0.5, 1.5]", ["organisations 2: frame: item 2", "1.5", "0 to 1"]),
    "point of another length": (
        "need = [0.1, 0.2, 0.3]\n" + TWO + "frame = [0, 1]",
        ["organisations 2: frame", "2 numbers", "3", "need"],
    ),
    "point unlike the themes": ("themes = 3\nneed = [0.1, 0.2]\n" + TWO, ["need", "2 numbers", "3", "themes"]),
    "point of one theme": ("need = [0.5]\n" + TWO, ["need", "1 number", "2 to 20"]),
    "empty point": (TWO + "frame = []", ["organisations 2: frame", "[]"]),
    "point that is a number": (TWO + "frame = 0.5", ["organisations 2: frame", "0.5", "list"]),
    "tie of an unknown": (TWO + TIE.replace("Hospital", "Hospitl"), ["ties 1", "'Hospitl'", "mean 'Hospital'"]),
    "tie to itself": (TWO + TIE.replace("Hospital", "Home Care"), ["ties 1", "'Home Care' to itself"]),
    "tie twice": (TWO + TIE + TIE, ["ties 2", "'Home Care' to 'Hospital'", "ties 1"]),
    "tie without an end": (TWO + '[[ties]]\nfrom = "Hospital"', ["ties 1", "'to' is missing"]),
    "trust out of range": (TWO + TIE + "trust = -0.1", ["ties 1: trust", "-0.1", "0 to 1"]),
    "opportunity below one": (TWO + TIE + "opportunity = 0.5", ["ties 1: opportunity", "0.5", "1 to 5"]),
    "others that are neither": (TWO + '[network]\nothers = "al"', ["network: others", "'al'", "mean 'all'"]),
    "a theme without its other end": (
        "[[themes]]\nname = 'Care'\nfrom = 'less'\n" + TWO,
        ["themes 1", "'to' is missing"],
    ),
    "an end without a name": (
        "[[themes]]\nname = 'Care'\nfrom = ''\nto = 'x'\n" + TWO,
        ["themes 1: from", "got 0", "1 to"],
    ),
    "a choice without a name": (TWO + "[[choices]]\nround = 1\nparameters = {}", ["choices 1", "'name' is missing"]),
    "a choice that names nobody": (
        TWO + "[[choices]]\nround = 1\nname = 'x'\nset = { home = 0.1 }",
        ["choices 1", "concern nobody"],
    ),
    "an event that names nobody": (
        TWO + "[[events]]\nround = 1\nname = 'x'\nadd = { burden = 0.1 }",
        ["events 1", "concern nobody"],
    ),
    "a choice for somebody unknown": (
        TWO + "[[choices]]\nround = 1\nname = 'x'\norganisation = 'Hospitl'\nset = { home = 0.1 }",
        ["choices 1: organisation", "'Hospitl'", "mean 'Hospital'"],
    ),
    "a choice that changes nothing": (TWO + "[[choices]]\nround = 1\nname = 'x'", ["choices 1", "changes nothing"]),
    "themes without ends": ("[[themes]]\nname = 'Care'\n" + TWO, ["themes 1", "'from' is missing"]),
    "unknown key of a theme": (THEMES + "frm = 'x'\n" + TWO, ["themes 2", "'frm'", "mean 'from'"]),
    "two themes of one name": (
        THEMES + THEMES[: THEMES.index("[[themes]]", 2)] + TWO,
        ["themes 3", "is there already, in themes 1"],
    ),
    "a theme whose ends are the same": (
        THEMES + "[[themes]]\nname = 'z'\nfrom = 'more'\nto = 'more '\n" + TWO,
        ["themes 3", "'more' at both ends", "two ends that differ"],
    ),
    "an event after the last round": (
        "rounds = 12\n" + TWO + "[[events]]\nround = 13\nparameters = {trust = {gain = 0.1}}",
        ["events 1: round", "got 13", "after the last round", "1 to 12"],
    ),
    "a choice after the last round of a scenario that does not say how many it has": (
        TWO + "[[choices]]\nround = 61\nname = 'x'\nparameters = {trust = {gain = 0.1}}",
        ["choices 1: round", "got 61", "1 to 60"],
    ),
    "a phase after the last round": (
        "rounds = 5\n" + TWO + "[[phases]]\nround = 6\nrelation = 0.1",
        ["phases 1: round", "got 6", "1 to 5"],
    ),
    "one theme": (THEMES[: THEMES.index("[[themes]]", 2)] + TWO, ["themes", "got 1", "2 to 20"]),
    "too many themes": ("[[themes]]\nname = 'x'\nfrom = 'a'\nto = 'b'\n" * 21 + TWO, ["themes", "got 21", "2 to 20"]),
    "themes and points that differ": (THEMES + TWO + "frame = [0, 1, 1]", ["organisations 2: frame", "3 numbers", "2"]),
    "a goal without names for its themes": (AGREEMENT + TWO, ["agreement", "without names", "[[themes]]"]),
    "a goal of another length": (
        THEMES + AGREEMENT.replace("0.4, ", "0.4, 0.5, ") + TWO,
        ["agreement: goal", "3 numbers", "2"],
    ),
    "a goal without an age": (THEMES + "[agreement]\ngoal = [0.4, 0.6]\n" + TWO, ["agreement", "'age' is missing"]),
    "an age below zero": (THEMES + AGREEMENT.replace("30", "-1") + TWO, ["agreement: age", "-1", "0 to 100000"]),
    "a goal outside theme space": (
        THEMES + AGREEMENT.replace("0.4", "1.4") + TWO,
        ["agreement: goal", "1.4", "0 to 1"],
    ),
    "a stake without a unit": (TWO + "stake = { amount = 3 }", ["organisations 2: stake", "'unit' is missing"]),
    "a stake of nothing": (TWO + "stake = { amount = 0, unit = 'beds' }", ["organisations 2: stake: amount", "got 0"]),
    "a stake that is a number": (TWO + "stake = 3", ["organisations 2: stake", "got 3", "a table"]),
    "a burden too large": (TWO + "burden = 0.6", ["organisations 2: burden", "0.6", "-0.5 to 0.5"]),
    "a room below zero": (TWO + "room = -1", ["organisations 2: room", "-1"]),
    "a right above one": (TWO + "right = 2", ["organisations 2: right", "got 2", "0 to 1"]),
    "a need out of range": (TWO + TIE + "need = 1.5", ["ties 1: need", "1.5", "0 to 1"]),
    "an act of nobody": (TWO + EVENT + "act = { consent = true }", ["events 1", "act", "organisation"]),
    "an act of a tie": (
        TWO + EVENT + "tie = ['Hospital', 'Home Care']\nact = { consent = true }",
        ["events 1", "act", "got a tie"],
    ),
    "an unknown act": (
        TWO + EVENT + "organisation = 'Hospital'\nact = { consnt = true }",
        ["events 1: act", "'consnt'", "mean 'consent'"],
    ),
    "an act that is no yes or no": (
        TWO + EVENT + "organisation = 'Hospital'\nact = { consent = 1 }",
        ["events 1: act: consent", "got 1", "true or false"],
    ),
    "a promise below zero": (
        TWO + EVENT + "organisation = 'Hospital'\nact = { promise = -1 }",
        ["events 1: act: promise", "-1"],
    ),
    "event of an unknown": (
        TWO + '[[events]]\nround = 1\norganisation = "Hospitl"\nadd = {skill = 0.1}',
        ["events 1: organisation", "'Hospitl'", "mean 'Hospital'"],
    ),
    "tie event of an unknown": (
        TWO + '[[events]]\nround = 1\ntie = ["Hospital", "Home Car"]\nadd = {trust = 0.1}',
        ["events 1: tie", "'Home Car'", "mean 'Home Care'"],
    ),
    "tie event of three": (
        TWO + '[[events]]\nround = 1\ntie = ["a", "b", "c"]\nadd = {trust = 0.1}',
        ["events 1: tie", "list of 2"],
    ),
    "tie event without a tie": (
        THREE + TIE + '[[events]]\nround = 1\ntie = ["Hospital", "Municipality"]\nadd = {trust = 0.1}',
        ["events 1", "'Hospital' and 'Municipality'", "tied"],
    ),
    "event towards whom nobody is tied": (
        THREE + TIE + '[[events]]\nround = 1\ntowards = "Municipality"\nadd = {trust = 0.1}',
        ["events 1", "'Municipality'", "tied"],
    ),
    "event for two": (
        TWO + '[[events]]\nround = 1\norganisation = "Hospital"\ntowards = "Hospital"\nadd = {trust = 0.1}',
        ["events 1", "organisation and towards", "one of them"],
    ),
    "an act of one that has left": (
        TWO + "[[events]]\nround = 4\norganisation = 'Hospital'\nact = { consent = true }\n"
        "[[events]]\nround = 2\norganisation = 'Hospital'\nset = { member = 2 }",
        ["events 1: act", "'Hospital' left in round 2", "by an event with member = 1"],
    ),
    "event for nobody": (TWO + "[[events]]\nround = 1\nadd = {trust = 0.1}", ["events 1", "concern nobody"]),
    "event without a round": (TWO + "[[events]]\nname = 'x'", ["events 1", "'round' is missing"]),
    "event before the first round": (TWO + "[[events]]\nround = 0", ["events 1: round", "got 0"]),
    "event at half a round": (TWO + "[[events]]\nround = 1.5", ["events 1: round", "1.5", "whole"]),
    "event without a change": (TWO + "[[events]]\nround = 1", ["events 1", "changes nothing"]),
    "leaving without what is said of who left": (TWO + "[leaving]\ndoes = 'acts on its own'", ["leaving", "label"]),
    "a step of an event": (TWO + EVENT + "step = 'first'\nadd = {burden = 0.1}", ["events 1", "step"]),
    "an event that binds nobody": (TWO + EVENT + "stays = true", ["events 1", "concern nobody"]),
    "an event that binds by a word": (
        TWO + EVENT + "organisation = 'Hospital'\nstays = 'yes'",
        ["stays", "'yes'", "true or false"],
    ),
    "a tie that stays": (
        TWO + EVENT + "tie = ['Home Care', 'Hospital']\nstays = true",
        ["events 1", "stays", "got a tie"],
    ),
    "who stays by a word": (
        TWO.replace('name = "Hospital"', 'name = "Hospital"\nstays = "always"'),
        ["stays", "'always'", "true or false"],
    ),
    "event with somebody but no change": (
        TWO + "[[events]]\nround = 1\norganisation = 'Hospital'\nparameters = {trust = {gain = 0.1}}",
        ["events 1", "organisation", "set, add, act or stays"],
    ),
    "event with an unknown parameter": (
        TWO + "[[events]]\nround = 1\nparameters = {trust = {gian = 0.1}}",
        ["events 1", "trust.gian", "mean 'trust.gain'"],
    ),
    "event with an unknown field": (
        TWO + '[[events]]\nround = 1\norganisation = "Hospital"\nset = {skil = 0.1}',
        ["events 1: set", "'skil'", "mean 'skill'"],
    ),
    "event with a field of a tie for an organisation": (
        TWO + '[[events]]\nround = 1\norganisation = "Hospital"\nset = {trust = 0.1}',
        ["events 1: set", "'trust'", "autonomy"],
    ),
    "event out of range": (
        TWO + '[[events]]\nround = 1\norganisation = "Hospital"\nset = {outside = 0.6}',
        ["events 1: set: outside", "0.6", "-0.5 to 0.5"],
    ),
    "event that adds too much": (
        TWO + '[[events]]\nround = 1\ntowards = "Hospital"\nadd = {trust = 1.5}',
        ["events 1: add: trust", "1.5", "-1 to 1"],
    ),
    "phase twice": (TWO + "[[phases]]\nround = 3\n" * 2, ["phases 2: round", "got 3", "phases 1"]),
    "too much effort": (TWO + "[[phases]]\nround = 3\nprocess = 2", ["phases 1: process", "got 2", "0 to 1"]),
    "unknown generator": (GENERATOR("smal_world", 8, ""), ["network: generator", "'smal_world'", "'small_world'"]),
    "generator left out": ("[network]\norganisations = 8", ["network", "'generator' is missing"]),
    "generator without its number": ('[network]\ngenerator = "ring"', ["network", "'organisations' is missing"]),
    "generator without what it needs": (GENERATOR("regular", 8, ""), ["network", "'degree' is missing"]),
    "generator with what another needs": (GENERATOR("ring", 8, "degree = 2"), ["network", "'degree'", "organisations"]),
    "generator of one": (GENERATOR("star", 1, ""), ["network: organisations", "got 1"]),
    "generator of too many": (GENERATOR("star", 100_001, ""), ["network: organisations", "100001", "100000"]),
    "generator of fewer than are described": (THREE + GENERATOR("star", 2, ""), ["network: organisations", "2", "3"]),
    "ring of two": (GENERATOR("ring", 2, ""), ["network: organisations", "got 2", "at least 3"]),
    "degree of all": (GENERATOR("regular", 8, "degree = 8"), ["network: degree", "got 8", "less than", "8"]),
    "odd degree of an odd number": (GENERATOR("regular", 5, "degree = 3"), ["network: degree", "got 3", "even", "5"]),
    "odd degree of a small world": (
        GENERATOR("small_world", 8, "degree = 3\nrewiring = 0.1"),
        ["network: degree", "got 3", "even"],
    ),
    "odd degree of a scale-free network": (GENERATOR("scale_free", 8, "degree = 3"), ["degree", "got 3", "even"]),
    "rewiring above one": (
        GENERATOR("small_world", 8, "degree = 4\nrewiring = 1.1"),
        ["network: rewiring", "1.1", "0 to 1"],
    ),
    "blocks of another number": (
        GENERATOR("blocks", 8, "blocks = [3, 4]\nwithin = 1\nbetween = 0"),
        ["network: blocks", "got 7", "8"],
    ),
    "empty block": (
        GENERATOR("blocks", 8, "blocks = [8, 0]\nwithin = 1\nbetween = 0"),
        ["network: blocks: item 2", "got 0"],
    ),
    "too many ties": (GENERATOR("complete", 5_000, ""), ["24,995,000", "10,000,000"]),
    "too many random ties": (GENERATOR("random", 90_000, "degree = 900"), ["81,000,000", "10,000,000"]),
    "files that are forbidden": ('[network]\norgs = "orgs.csv"', ["network", "data files"]),
    "ties without organisations": ('[network]\nties = "ties.csv"', ["network", "'orgs' is missing"]),
    "files and ties": (
        TWO + '[[ties]]\nfrom = "Hospital"\nto = "Municipality"\n[network]\norgs = "orgs.csv"',
        ["ties", "[network]", "files"],
    ),
}


@pytest.mark.parametrize(("text", "parts"), REFUSED.values(), ids=REFUSED)
def test_refused(text, parts):
    message = refusal(text)
    for part in parts:
        assert part in message


def test_a_message_stays_short_whatever_is_in_the_file():
    assert len(refusal(f'"{"k" * 100_000}" = 1\n' + TWO)) < 1_200
    assert len(refusal(TWO + f'size = "{"v" * 100_000}"')) < 1_200


def test_too_many_organisations_all_tied_to_all():
    many = "\n".join(f'[[organisations]]\nname = "{row}"' for row in range(3_500))
    assert "12,246,500 directed ties" in refusal(many)  # 3,500 times 3,499


class TestFilesThatAreNoScenario:
    def refusal(self, path):
        with pytest.raises(InputError) as caught:
            load(path)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    def test_missing(self):
        assert "did you mean 'integrated_care'" in self.refusal("integrated_car")
        assert "missing.toml" in self.refusal("somewhere/missing.toml")

    def test_a_directory(self, tmp_path):
        assert "directory" in self.refusal(tmp_path)

    def test_a_name_too_long(self):
        assert "no such file" in self.refusal("x" * 5_000)

    def test_no_text(self, tmp_path):
        path = tmp_path / "care.toml"
        path.write_bytes(b'title = "caf\xe9\x81"')
        message = self.refusal(path)
        assert "0x81" in message
        assert "UTF-8" in message

    def test_too_large_and_not_even_read(self, tmp_path):
        path = tmp_path / "care.toml"
        with path.open("wb") as file:
            file.truncate(5_000_000_000)  # a file of holes: reading it would take minutes
        message = self.refusal(path)
        assert "5000.0 MB" in message
        assert "at most 1 MB" in message

    def test_a_byte_order_mark_is_no_mistake(self, tmp_path):
        path = tmp_path / "care.toml"
        path.write_text(TWO, encoding="utf-8-sig")
        assert load(path).labels == ("Home Care", "Hospital")


def test_one_that_is_back_may_act_and_so_may_one_in_the_round_in_which_it_goes():
    """Oracle: by hand."""
    event = "[[events]]\nround = {}\norganisation = 'Hospital'\n{}\n"
    steps = [(2, "set = { member = 2 }"), (2, "act = { delivery = 0.5 }"), (4, "act = { consent = true }"),
             (4, "set = { member = 1 }"), (5, "act = { consent = true }")]  # fmt: skip
    assert len(parse(TWO + "".join(event.format(*one) for one in steps), "back").events) == 5
