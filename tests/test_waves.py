"""Two waves of one group: what changed, beside what the model expects of the first, and how fast the group goes."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from samenspel.brought.options import options_of
from samenspel.brought.present import MODEL
from samenspel.brought.reader import read
from samenspel.conditions import CONDITIONS
from samenspel.dynamics import Parameters
from samenspel.group.files import the_files
from samenspel.group.made import survey
from samenspel.group.waves import GRID, SEEDS, another_wave, between, likely, pace_of
from samenspel.parameters import PACES, at_pace, declarations
from samenspel.results.uncertainty import parameter_sets
from samenspel.runs import run
from samenspel.scenario import BUILT_IN, load, parse

EXAMPLE = BUILT_IN / "survey_example"
PAIRS = [("A", "B"), ("B", "A"), ("A", "C"), ("C", "A")]
ORGS = "org_id,wave\n" + "".join(f"{name},{wave}\n" for wave in (1, 2) for name in "ABC") + "D,2\n"
TIES = "from,to,wave,trust\nA,B,1,2\nB,A,1,3\nA,C,1,4\nA,B,2,3\nB,A,2,3\nC,A,2,4\n"
ANSWERS = "respondent_id,org_id,wave,condition,score,scale_min,scale_max\n" + "".join(
    f"{org},{org},{wave},{condition},{score + (org == 'A')},1,4\n"
    for wave, score in ((1, 2), (2, 3))
    for org in "AB"
    for condition in ("ambition", "relation", "process")
)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "group"
    place.mkdir()
    for name, text in (("orgs", ORGS), ("ties", TIES), ("conditions", ANSWERS)):
        (place / f"{name}.csv").write_text(text)
    return place


def two_waves(folder, **said):
    sources, options = the_files(folder, None, None, None), options_of(said)
    return another_wave(sources, options, read(sources, options))


def test_what_changed_is_counted(folder):
    """Oracle: by hand. Scores 2 and 3 become 3 and 4 of four; trust of A in B rises by one, of B in A not at all."""
    first, second = two_waves(folder)
    assert (first.report.wave, second.report.wave) == ("1", "2")
    found = between(survey(folder, wave="1"), first, second, 12)
    assert [one.name for one in found.moved] == ["ambition", "relation", "process", "trust"]
    ambition, *_, trust = found.moved
    assert (ambition.before, ambition.after) == pytest.approx((0.5, 2.5 / 3))
    assert (trust.before, trust.after) == pytest.approx((0.5, 2 / 3))
    assert trust.doubt == pytest.approx(math.hypot(np.std([1 / 3, 0.0], ddof=1) / math.sqrt(2), MODEL))
    assert (found.kept, found.gone, found.new) == (2, 1, 1)
    assert (found.joined, found.left) == (("D",), ())


@pytest.mark.parametrize("last", ["C,A,4", "C,A,"])
def test_ties_without_waves_have_not_changed(folder, last):
    """Oracle: by hand; the same lines are read in both waves, also where one of them was not rated."""
    (folder / "ties.csv").write_text(f"from,to,trust\nA,B,2\nB,A,3\n{last}\n")
    found = between(survey(folder, wave="1"), *two_waves(folder), 12)
    assert [one.name for one in found.moved] == ["ambition", "relation", "process"]


@pytest.mark.parametrize("wave", ["1", "2", None])
def test_a_wave_stands_beside_the_next_or_else_the_one_before(folder, wave):
    """Oracle: by hand; there are two."""
    said = {} if wave is None else {"wave": wave}
    assert [one.report.wave for one in two_waves(folder, **said)] == ["1", "2"]


def test_a_wave_that_cannot_be_read_keeps_nobody_from_the_other(folder):
    """Oracle: a rating beyond its scale in the first wave alone."""
    (folder / "ties.csv").write_text(TIES.replace("A,B,1,2", "A,B,1,77"))
    assert two_waves(folder) is None
    assert survey(folder).labels == ("A", "B", "C", "D")


def test_what_the_model_expects_is_what_becomes_of_the_first_wave():
    """Oracle: the runs of the group of the first wave, one by one."""
    first, second = two_waves(EXAMPLE)
    group = survey(EXAMPLE, wave="1")
    found = between(group, first, second, 4)
    histories = [run(group, seed, rounds=5).history for seed in SEEDS]
    for one in found.moved[: len(CONDITIONS)]:
        changes = [history[4][one.name] - history[0][one.name] for history in histories]
        assert (one.expected, one.chance) == pytest.approx((np.mean(changes), np.std(changes)))


def test_whoever_changes_as_the_model_does_at_a_pace_is_found_to_go_about_so_fast():
    """Oracle: the model itself at another pace, in answers without doubt; what was taken beforehand draws to one."""
    network = '[network]\ngenerator = "complete"\norganisations = 16\n'
    work = '"effort.relation" = 0.6\n"effort.process" = 0.5\n"trust.initial" = 0.3\n'
    group = parse(f"agreement = {{ age = 6 }}\n[parameters]\n{work}{network}", "at work")
    found = []
    for pace in (0.5, 1.0, 2.0):
        other = replace(group, parameters=at_pace(group.parameters, pace))
        histories = [run(other, seed, rounds=13).history for seed in SEEDS]
        answered = {
            name: (0.5, 0.5 + np.mean([one[12][name] - one[0][name] for one in histories]), 0.001)
            for name in ("interests", "relation", "organisation", "process")
        }
        found.append(pace_of(group, answered, [], 12))
    assert found[0].value < found[1].value < found[2].value
    assert found[0].value < 1.0 < found[2].value
    assert all(one.low < one.value < one.high for one in found)


def test_what_is_sure_of_a_pace_is_what_its_likelihood_says():
    """Oracle: closed form; a normal likelihood of the logarithm and a normal belief give a normal."""
    by = 0.3
    found = likely(-((np.log(GRID) - 0.4) ** 2) / (2 * by**2))
    precision = 1 / by**2 + 1 / math.log(2) ** 2
    assert math.log(found.value) == pytest.approx(0.4 / by**2 / precision, abs=0.03)
    assert found.unsure == pytest.approx(precision**-0.5, abs=0.03)


def test_a_scenario_goes_at_its_pace():
    """Oracle: rounds that stand for as many months."""
    network = '[network]\ngenerator = "complete"\norganisations = 4\n'
    assert parse(f"pace = 2\nmonths = 3\n{network}", "p").parameters == at_pace(Parameters(), 6.0)


def test_all_speeds_of_a_group_vary_together():
    """Oracle: closed form; a speed x per round at a pace k is 1 - (1 - x) ** k, with one k for all in each set."""
    text = 'unsure = { pace = 0.3 }\n[network]\ngenerator = "complete"\norganisations = 4\n'
    scenario = parse(text, "paced")
    sets = parameter_sets(scenario, 1e-9, 400, 1)
    units = {name: (declared.unit, value) for name, declared, value in declarations(scenario.parameters)}
    speeds = [name for name, (unit, value) in units.items() if unit == "per round" and 0 < value < 0.4]
    assert len(speeds) > 3
    paces = np.array([[np.log1p(-one[name]) / np.log1p(-units[name][1]) for name in speeds] for one in sets])
    np.testing.assert_allclose(paces, paces[:, :1] * np.ones(len(speeds)), rtol=1e-6)
    assert np.log(paces[:, 0]).std() == pytest.approx(0.3, rel=0.15)
    assert all(name in sets[0] for name, (unit, _) in units.items() if unit in PACES)


def test_import_says_what_changed_and_lets_the_group_go_at_its_pace(samenspel, tmp_path, folder):
    """Oracle: the scenario that is written, and the numbers for programs."""
    out = tmp_path / "group.toml"
    found = json.loads(samenspel(f"import {EXAMPLE} --out {out} --pace --between 6 --json").out)
    pace = found["between_waves"]["pace"]
    assert found["pace"] == pace["value"]
    assert pace["low"] < pace["value"] < pace["high"]
    assert found["between_waves"]["rounds"] == 6
    assert load(out).parameters.trust == at_pace(Parameters(), pace["value"]).trust._replace(
        initial=load(out).parameters.trust.initial, spread=load(out).parameters.trust.spread
    )
    assert load(out).unsure["pace"] == pace["unsure"]
    assert survey(EXAMPLE, between=6, pace=True).parameters == load(out).parameters
    said = samenspel(f"import {folder} --out {tmp_path / 'other.toml'} --language nl").out
    assert "Wat er tussen twee metingen is veranderd:" in said
    assert "Ambitie: van 2,50 naar 3,50" in " ".join(said.split())
    assert "pace" not in (tmp_path / "other.toml").read_text()


@pytest.mark.parametrize(
    ("options", "parts"),
    [("--pace", ["pace", "one wave"]), ("--between 0", ["--between", "0", "1 to"])],
)
def test_what_two_waves_are_needed_for_is_refused_without(samenspel, tmp_path, folder, options, parts):
    """Oracle: one line, with the option; nothing is written."""
    (folder / "orgs.csv").write_text("org_id\nA\nB\nC\n")
    (folder / "ties.csv").write_text("from,to,trust\nA,B,2\nB,C,3\n")
    (folder / "conditions.csv").unlink()
    refused = samenspel(f"import {folder} --out {tmp_path / 'no.toml'} {options}")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert all(part in refused.err for part in parts)
    assert not (tmp_path / "no.toml").exists()
