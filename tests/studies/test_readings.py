"""Numbers of readings: means of the rows that they name, kept with the text, and what the page says."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import numpy as np
import pandas
import pytest

from samenspel.based import as_toml
from samenspel.errors import InputError
from samenspel.experiments.design import from_table, read_design
from samenspel.experiments.factors import flat
from samenspel.experiments.study import HERE, README, RESULTS, names, read_study
from samenspel.runs import Summary
from samenspel.studies import readings
from samenspel.studies.readings import BEGIN, END, KEPT, Number, block, chosen, found, read_numbers, with_numbers
from samenspel.studies.rows import read_rows

SMALL = {
    "scenario": "baseline",
    "seed": 1,
    "replicates": 3,
    "outcomes": ["joint_value"],
    "set": {"rounds": 2},
    "factors": {"trust.initial": {"values": [0.2, 0.5, 0.8]}, "logic": {}},
}


@pytest.mark.parametrize("name", with_numbers())
def test_the_page_says_what_is_kept(name):
    """Oracle: reading.csv, as the command writes it."""
    text = (HERE / name / README).read_text(encoding="utf-8")
    assert text.partition(BEGIN)[2].partition(END)[0].strip() == block(read_study(name))


@pytest.mark.parametrize("name", with_numbers())
def test_a_number_is_a_mean_of_the_rows_that_it_names(name):
    """Oracle: the results of the study, which another command made, of four digits."""
    study = read_study(name)
    kept = {row["number"]: row for row in read_rows(study.folder / KEPT)}
    numbers = read_numbers(study)
    assert [one.says for one in numbers] == list(kept)
    for one in (number for number in numbers if not number.crosses):
        table = pandas.read_csv(study.folder / RESULTS / one.design.replace(".toml", ".csv"), comment="#")
        values = table[one.outcome] - (table[one.beyond] if one.beyond else 0.0)
        total, digits = 0.0, 0.0
        for sign, where in one.sides():
            these = np.ones(len(table), bool)
            for factor, said in where.items():
                allowed = said if isinstance(said, list) else [said]
                these &= table[factor].isin(allowed).to_numpy()
            assert these.any(), where
            total += sign * values[these].mean()
            digits += 5e-4 * values[these].abs().max()
        row = kept[one.says]
        assert float(row["mean"]) == pytest.approx(total, abs=digits + 1e-5)
        assert float(row["low"]) < float(row["mean"]) < float(row["high"])


@pytest.mark.parametrize("name", with_numbers())
def test_a_crossing_lies_where_the_rows_of_the_study_change_sign(name):
    """Oracle: the means of the results, level by level; a straight line between the last below and the first above."""
    study = read_study(name)
    kept = {row["number"]: row for row in read_rows(study.folder / KEPT)}
    for one in (number for number in read_numbers(study) if number.crosses):
        table = pandas.read_csv(study.folder / RESULTS / one.design.replace(".toml", ".csv"), comment="#")
        place = sign_changes(table, one, one.at | one.end) - (
            sign_changes(table, one, one.at | one.start) if one.start else 0.0
        )
        row = kept[one.says]
        assert float(row["mean"]) == pytest.approx(place, abs=0.02 if one.start else 0.01)
        assert float(row["low"]) < float(row["mean"]) < float(row["high"]) <= table[one.crosses].max()


def sign_changes(table, number, at):
    """Where a straight line between the last level below nothing and the first above crosses, of these rows."""
    for factor, said in at.items():
        table = table[table[factor].isin(said if isinstance(said, list) else [said])]
    (over, more), (_, less) = *number.more.items(), *number.less.items()
    means = table.pivot_table(number.outcome, number.crosses, over)
    levels, apart = means.index.to_numpy(), (means[more] - means[less]).to_numpy()
    last = np.flatnonzero(apart <= 0).max()
    return np.interp(0.0, apart[last : last + 2], levels[last : last + 2])


def test_an_interval_of_a_crossing_holds_it_and_says_where_there_may_be_none(monkeypatch):
    """Oracle: by hand: differences of three levels whose line crosses at .5, with luck that is the same at all."""
    design = from_table(SMALL | {"replicates": 40}, HERE)
    points, seeds = np.repeat(np.arange(design.points), 40), np.tile(np.arange(40), design.points)
    trust = np.array([design.values(one)["trust.initial"] for one in points])
    network = np.array([design.values(one)["logic"] == "network" for one in points])
    luck = np.random.default_rng(1).normal(0.0, 0.3, 40)
    number = Number("", "design.toml", "joint_value", more={"logic": "network"}, less={"logic": "hierarchy"},
                    crosses="trust.initial")  # fmt: skip
    for at, least in ((0.5, 0.5), (0.79, 0.8)):
        values = np.where(network, trust - at + luck[seeds] - luck.mean(), 0.0)
        runs = pandas.DataFrame({"joint_value": values, "seed": seeds}).set_index(points)
        monkeypatch.setattr(readings, "run", lambda *_, runs=runs: runs)
        monkeypatch.setattr(readings, "designs_of", lambda *_: {"design.toml": design})
        ((of, of_points, replicates),) = found(None, [number])
        assert of.mean == pytest.approx(at)
        assert of.low < at < of.high <= 0.8
        assert (of.high == least) == (at > 0.5)
        assert (of_points, replicates) == (6, 40)
    with pytest.raises(InputError, match="positive nowhere"):
        readings.where_it_crosses(number, design, runs.assign(joint_value=np.where(network, -1.0, 0.0)))
    assert readings.crossing([0.2, 0.5, 0.8], [1.0, -1.0, 1.0]) == pytest.approx(0.65)


def test_how_far_a_crossing_moves_is_of_pairs(monkeypatch):
    """Oracle: by hand: it moves by .1 on every seed, wherever the luck that both places share puts it."""
    factors = SMALL["factors"] | {"dependence.total": {"values": [0.3, 0.6]}}
    design = from_table(SMALL | {"replicates": 40, "factors": factors}, HERE)
    points, seeds = np.repeat(np.arange(design.points), 40), np.tile(np.arange(40), design.points)
    trust, needs = (
        np.array([design.values(one)[name] for one in points]) for name in ("trust.initial", "dependence.total")
    )
    network = np.array([design.values(one)["logic"] == "network" for one in points])
    luck = np.random.default_rng(1).uniform(-0.1, 0.1, 40)
    at = np.where(needs > 0.5, 0.55, 0.45)
    values = np.where(network, trust - at + luck[seeds], 0.0)
    runs = pandas.DataFrame({"joint_value": values, "seed": seeds}).set_index(points)
    moves = Number("", "design.toml", "joint_value", more={"logic": "network"}, less={"logic": "hierarchy"},
                   crosses="trust.initial", start={"dependence.total": 0.3}, end={"dependence.total": 0.6})  # fmt: skip
    of, of_points, _ = readings.where_it_crosses(moves, design, runs)
    assert of[:3] == pytest.approx((0.1, 0.1, 0.1))
    assert of_points == 12
    place, _, _ = readings.where_it_crosses(replace(moves, start={}), design, runs)
    assert place.high - place.low > 0.02


def turned_by_logic(study):
    """Findings and factors whose change has opposite signs under the logics, from the means of the results."""
    for asked in (one for one in study.asked if one.shows == "difference" and one.over):
        table = pandas.read_csv(study.folder / RESULTS / asked.design.replace(".toml", ".csv"), comment="#")
        for name, value in flat(asked.where).items():
            table = table[table[name] == value]
        outcome = next(iter(asked.outcomes), None) or read_design(study.folder / asked.design).outcomes[0]
        first, last = asked.sides or (table[asked.over].iloc[0], table[asked.over].iloc[-1])
        factors = [name for name in list(table)[: list(table).index(outcome)] if table[name].nunique() > 1]
        factors = [name for name in factors if re.sub("_(low|high)$", "", name) not in Summary._fields]
        least = 0.02 if outcome in ("agreed", "goal_lost", "mended") else 0.01
        for factor in set(factors) - {asked.over, "logic"} if "logic" in factors else ():
            means = table.pivot_table(outcome, ["logic", factor], asked.over, sort=False)
            apart = (means[last] - means[first]).unstack(sort=False)
            changes = apart.iloc[:, -1] - apart.iloc[:, 0]
            if changes.min() < -least and changes.max() > least:
                yield asked.key, factor


def test_a_change_that_has_the_other_sign_under_the_other_logic_is_given_by_logic():
    """Oracle: the means of the results; by .01, or .02 of a share, on either side (what the studies call none)."""
    turned = {(study.name, *one) for study in map(read_study, names()) for one in turned_by_logic(study)}
    given = {
        (study.name, factor)
        for study in map(read_study, with_numbers())
        for factor in {key for one in read_numbers(study) for key in one.start}
        if {"hierarchy", "network"} <= {one.start.get("logic") for one in read_numbers(study) if factor in one.start}
    }
    assert turned
    assert {(name, factor) for name, _, factor in turned} <= given


LOGICS = (r"hierarch|\ba lead\b|both logics|either logic", r"network logic|consent|both logics|either logic")


@pytest.mark.parametrize("name", names())
def test_the_row_of_a_study_says_what_its_reading_says_in_bold(name):
    """Oracle: the page of the study: the logics that its first bold sentence names, and every number of the row."""
    page = (HERE / name / README).read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| \[{name}\]\(.*$", (HERE / README).read_text(encoding="utf-8"), re.MULTILINE)
    answer = row.split(" | ", 2)[2]
    bold = re.search(r"^\*\*(.+?)\*\*", page.partition("## Reading")[2], re.MULTILINE | re.DOTALL)[1]
    for logic in LOGICS:
        assert bool(re.search(logic, answer)) == bool(re.search(logic, bold)), logic
    on_the_page, of_the_row = (set(re.findall(r"(?<![\d])0?(\.\d+)", text)) for text in (page, answer))
    strange = {one for one in of_the_row if not any(other.startswith(one) for other in on_the_page)}
    assert not strange


def test_points_are_chosen_by_the_values_of_factors():
    """Oracle: by hand, of three by two points."""
    design = from_table(SMALL, HERE)
    where = {"trust.initial": [0.2, 0.8], "logic": "network"}
    assert [design.values(one) for one in np.flatnonzero(chosen(design, where))] == [
        {"trust.initial": 0.2, "logic": "network"},
        {"trust.initial": 0.8, "logic": "network"},
    ]
    with pytest.raises(InputError, match="of which there are points"):
        chosen(design, {"trust.initial": 0.3})
    with pytest.raises(InputError, match=re.escape("trust.initial")):
        chosen(design, {"trust.initia": 0.2})


def test_a_difference_is_of_pairs_and_its_change_of_both(monkeypatch):
    """Oracle: by hand, of three seeds whose luck is the same at every point."""
    design = from_table(SMALL, HERE)
    points, seeds = np.repeat(np.arange(design.points), 3), np.tile([1, 2, 3], design.points)
    trust = np.array([design.values(one)["trust.initial"] for one in points])
    network = np.array([design.values(one)["logic"] == "network" for one in points])
    runs = pandas.DataFrame({"seed": seeds, "joint_value": 10.0 * seeds + trust * (1 + network)}, index=points)
    monkeypatch.setattr(readings, "read_design", lambda path: design)
    monkeypatch.setattr(readings, "run", lambda design, numbers: runs)
    sides = {"more": {"trust.initial": 0.8}, "less": {"trust.initial": 0.2}}
    change = {"start": {"logic": "hierarchy"}, "end": {"logic": "network"}}
    numbers = [
        Number("level", "design.toml", "joint_value", at={"trust.initial": 0.5, "logic": "hierarchy"}),
        Number("difference", "design.toml", "joint_value", at={"logic": "network"}, **sides),
        Number("its change", "design.toml", "joint_value", **sides, **change),
    ]
    level, difference, its_change = (one for one, _, _ in found(read_study("scale"), numbers))
    assert level.mean == pytest.approx(20.5)
    assert level.high > 30.0
    assert tuple(difference)[:3] == pytest.approx((1.2, 1.2, 1.2))
    assert tuple(its_change)[:3] == pytest.approx((0.6, 0.6, 0.6))


SAID = {"says": "what", "outcome": "joint_value"}
SIDES = {"more": {"rounds": 2}, "less": {"rounds": 1}}


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({**SAID, "outcom": "trust"}, "unknown key 'outcom' (did you mean 'outcome'?)"),
        ({"says": "what"}, "'outcome' is missing"),
        ({**SAID, "outcome": "joint_valu"}, "outcome: got 'joint_valu', allowed: "),
        ({**SAID, "beyond": "joint_valu"}, "beyond: got 'joint_valu', allowed: "),
        ({**SAID, "less": {"rounds": 1}}, "got only less, allowed: more and less, or neither"),
        ({**SAID, **SIDES, "to": {"rounds": 3}}, "got only to, allowed: from and to, or neither"),
        ({**SAID, **SIDES, "from": {"rounds": 3}}, "got only from, allowed: from and to, or neither"),
        ({**SAID, "from": {"rounds": 3}, "to": {"rounds": 4}}, "got from and to, allowed: with more and less"),
    ],
)
def test_what_is_no_number_is_refused_before_it_is_run(tmp_path, said, line):
    """Oracle: the message."""
    study = read_study("scale")
    shutil.copytree(study.folder, tmp_path / "scale")
    (tmp_path / "scale" / readings.ASKED).write_text(as_toml({"number": [SAID, said]}))
    with pytest.raises(InputError) as problem:
        read_numbers(read_study(tmp_path / "scale"))
    assert str(problem.value).startswith(f"scale/reading.toml: number 2: {line}")


def test_a_page_is_worded_again_of_whichever_engine_its_numbers_are(tmp_path, monkeypatch):
    """Oracle: the engine that is kept, on the page."""
    shutil.copytree(read_study("scale").folder, tmp_path / "scale")
    kept = tmp_path / "scale" / KEPT
    engine = next(read_rows(kept))["engine"]
    kept.write_text(kept.read_text(encoding="utf-8").replace(engine, "0" * 16), encoding="utf-8")
    monkeypatch.setattr(readings, "read_study", lambda name: read_study(tmp_path / name))
    readings.main("scale", again=True)
    text = (tmp_path / "scale" / README).read_text(encoding="utf-8")
    assert f"engine {'0' * 16}. 95 % intervals" in text.partition(BEGIN)[2].partition(END)[0]
