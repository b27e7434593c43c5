"""The tournament: what is expected can be found, plays are of pairs, and the page says what plays say."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from samenspel.experiments.listing import DOCS
from samenspel.kernel import ENGINE, digest
from samenspel.results.intervals import Interval, mean_interval
from samenspel.room.bots import STRATEGIES
from samenspel.runs import run
from samenspel.scenario import load, playing
from samenspel.studies.tournament import __main__ as commanding
from samenspel.studies.tournament import claims as judging
from samenspel.studies.tournament import found as keeping
from samenspel.studies.tournament import plays as playing_them
from samenspel.studies.tournament.__main__ import PAGE, command
from samenspel.studies.tournament.claims import claims, differences, judged, of, over_seeds, table
from samenspel.studies.tournament.page import page
from samenspel.studies.tournament.plays import (
    HOLD,
    MODEL,
    PAIR,
    POPULATION,
    SEAT,
    SHARES,
    TIT,
    YES,
    Came,
    Job,
    case,
    closest,
    done,
    gain,
    play,
    value,
)  # fmt: skip
from tests.bibliography import keys

JOB = Job(POPULATION, "debts", "network", 77, False)


def a_play(part, seed, own, gained, other="", share=math.nan, scenario="debts", logic="network", whole=0.0):
    return Came(part, scenario, logic, seed, 0, own, other, share, gained, whole, True)


def test_strategies_are_those_of_the_bots():
    assert set(playing_them.STRATEGIES_OF_ALL) == set(STRATEGIES)


def test_what_is_expected_is_one_of_three_and_cites_what_there_is():
    """Oracle: the bibliography, and the studies."""
    for claim in claims():
        assert claim.expected in (judging.MORE, judging.LESS, judging.NONE)
        for source in re.findall(r"\((\w+)\)", claim.says):
            assert source in keys() or source == "temptation"


@pytest.mark.parametrize(
    ("ends", "verdict"),
    [((0.021, 0.9), "more"), ((-0.9, -0.021), "less"), ((-0.02, 0.02), "none"), ((0.0, 0.03), "cannot be told"),
     ((-0.03, 0.03), "cannot be told")],
)  # fmt: skip
def test_a_verdict_is_given_where_the_whole_interval_lies(ends, verdict):
    assert judged(Interval(0.0, *ends, 9)) == verdict


def test_a_seed_counts_once_whatever_is_played_of_it():
    """Oracle: by hand: the mean of two scenarios by seed, and the interval of those two means."""
    rows = [
        a_play(SEAT, seed, own, gained, scenario=scenario)
        for seed, scenario, own, gained in [
            (1, "debts", YES, 0.1), (1, "debts", YES, 0.3), (1, "solidarity", YES, 0.4), (2, "debts", YES, 0.5),
            (2, "solidarity", YES, 0.5), (3, "debts", HOLD, 9.0),
        ]
    ]  # fmt: skip
    found = of(table(rows), SEAT, own=YES)
    assert found.loc["debts", "network", 1] == pytest.approx(0.2)
    assert over_seeds(found) == pytest.approx(mean_interval([0.3, 0.5]))


def test_a_strategy_that_was_played_on_fewer_seeds_is_held_to_the_same_seeds():
    """Oracle: by hand: the one seed that both have."""
    rows = [a_play(SEAT, seed, own, gained) for seed, own, gained in [(1, YES, 0.1), (2, YES, 0.7), (1, HOLD, 0.4)]]
    apart = of(table(rows), SEAT, own=HOLD) - of(table(rows), SEAT, own=YES)
    assert over_seeds(apart).count == 1
    assert over_seeds(apart).mean == pytest.approx(0.3)


def test_what_stands_side_by_side_is_of_the_seeds_that_all_have():
    """Oracle: by hand: keeping had luck on a seed on which nothing else was played."""
    rows = [a_play(SEAT, 1, own, 0.2) for own in playing_them.STRATEGIES_OF_ALL]
    rows += [a_play(SEAT, 2, YES, 9.0), a_play(PAIR, 2, YES, 0.3, MODEL)]
    assert set(keeping.shared(table(rows), SEAT)["seed"]) == {1}
    assert of(keeping.shared(table(rows), SEAT), SEAT, own=YES).to_list() == [0.2]
    assert keeping.shared(table(rows), PAIR)["gain"].to_list() == [0.3]


# --- plays --------------------------------------------------------------------------------------------------------


def test_what_a_seat_gains_and_the_whole_makes_are_those_of_the_run():
    """Oracle: the run without people, and its outcomes: the mean of gains of members is value per participant."""
    scenario = case("debts", "hierarchy")
    one, theirs = play(scenario, {}, 5), run(scenario, 5, rounds=36)
    assert value(one) == pytest.approx(theirs.history["joint_value"].mean(), abs=1e-12)
    gains = [gain(one, row) for row in range(len(scenario.labels))]
    assert np.mean(gains) == pytest.approx(value(one), abs=1e-9)


def test_after_a_table_has_broken_up_rounds_count_as_nothing():
    """Oracle: by hand: the same sum over six rounds, whenever it ended."""
    scenario = case("solidarity", "network")
    one = play(scenario, {}, 5)
    whole = value(one) * 36
    one.course.round = 18
    assert value(one) == pytest.approx(one.history["joint_value"][:18].sum() / 36)
    assert whole != pytest.approx(value(one) * 36)


def test_the_two_that_need_each_other_most():
    """Oracle: the declared ties, one by one."""
    for name in playing():
        scenario = load(name)
        state = scenario.declare(scenario.seed)
        needs = {}
        for i, me in enumerate(state.organisations):
            for tie in state.ties[me["first"] : me["last"]]:
                pair = tuple(sorted((i, int(tie["target"]))))
                needs[pair] = needs.get(pair, 0.0) + float(tie["dependence"])
        assert closest(scenario) == max(needs, key=needs.get)


def test_in_a_population_so_many_others_hold_back_and_one_switches():
    """Oracle: by hand: of six others none, two, four and all."""
    rows = done(JOB)
    assert len(rows) == 3 * 4 * 2
    assert len({one.seat for one in rows}) == 1
    assert [(one.own, round(one.share, 2)) for one in rows if one.other == TIT] == [
        (own, round(share, 2)) for share in SHARES for own in (TIT, HOLD)
    ]
    all_hold = [one for one in rows if one.own == HOLD and one.share == 1.0]
    assert len({(one.gain, one.value) for one in all_hold}) == 1  # whatever the rest would have played, there is none
    scenario = case("debts", "network")
    everybody = play(scenario, dict.fromkeys(range(7), YES), 77)
    (kept,) = (one for one in rows if one.own == one.other == YES and one.share == 0.0)
    assert kept.value == value(everybody)


def test_with_the_model_in_both_seats_a_pair_is_the_run_of_the_scenario():
    """Oracle: the run."""
    rows = done(JOB._replace(part=PAIR))
    (one, two) = (row for row in rows if row.own == row.other == MODEL)
    assert {one.seat, two.seat} == set(closest(load("debts")))
    assert (
        one.value
        == two.value
        == pytest.approx(run(case("debts", "network"), 77, rounds=36).history["joint_value"].mean(), abs=1e-12)
    )


# --- what is kept -------------------------------------------------------------------------------------------------


def test_every_claim_has_its_difference_and_every_difference_its_claim():
    """Oracle: the rows that are kept."""
    rows = keeping.kept()
    assert {row.row for row in rows if row.table == keeping.CLAIM} == {one.key for one in claims()}
    assert len([row for row in rows if row.table == keeping.PLACE]) == 3 * 2 * 7


def test_the_page_is_what_was_found():
    """Oracle: the page made again."""
    assert PAGE.read_text(encoding="utf-8") == page(keeping.kept(), keeping.KEPT.found_by())
    assert all((DOCS / "figures" / f"tournament.{kind}").is_file() for kind in ("png", "svg"))


def test_what_is_kept_is_what_plays_say():
    """Oracle: one seat played again, on all seeds; its first is who pays for help early."""
    scenario = case("debts", "hierarchy")
    apart = [
        gain(play(scenario, {0: YES}, seed), 0) - gain(play(scenario, {0: HOLD}, seed), 0)
        for seed in range(playing_them.FIRST, playing_them.FIRST + playing_them.MANY)
    ]
    again = keeping.row(keeping.PLACE, "debts", "hierarchy", "Municipality", "", mean_interval(apart))
    assert again in keeping.kept()


def test_the_quick_form_prints_a_page_and_writes_nothing(capsys, monkeypatch, tmp_path):
    """Oracle: the committed files, and the claims, each of which has a verdict; of the engine as it is."""
    elsewhere = keeping.KEPT._replace(folder=tmp_path)
    monkeypatch.setattr(commanding, "KEPT", elsewhere)
    elsewhere.manifest.write_text('{"engine": "of another day", "strategies": "too"}')
    files = (PAGE, keeping.KEPT.table, keeping.KEPT.manifest, elsewhere.manifest)
    before = [path.read_bytes() for path in files]
    command(quick=True)
    said = capsys.readouterr().out
    assert said.startswith("# The tournament")
    assert digest(*ENGINE) in said
    assert all(f"| {one.says}" in said for one in claims())
    assert [path.read_bytes() for path in files] == before
    assert not elsewhere.table.exists()


def test_differences_are_of_what_they_say():
    """Oracle: by hand, a tournament in which everything is a number of its own."""
    gains = {own: 0.1 * at for at, own in enumerate(playing_them.STRATEGIES_OF_ALL)}
    rows = []
    for logic, more in (("network", 0.0), ("hierarchy", 0.5)):
        rows += [
            a_play(SEAT, 1, own, got + (own == HOLD) * more, logic=logic, whole=-got) for own, got in gains.items()
        ]
        rows += [
            a_play(PAIR, 1, own, gains[own] + 0.01 * gains[other], other, logic=logic)
            for own in playing_them.IN_PAIRS
            for other in playing_them.IN_PAIRS
        ]
        rows += [
            a_play(POPULATION, 1, own, (own == HOLD) * (1 + share), rest, share, logic=logic, whole=gains[own])
            for rest in playing_them.RESTS
            for share in SHARES
            for own in (rest, HOLD)
        ]
    found = {key: over_seeds(one).mean for key, one in differences(table(rows)).items()}
    by_hand = {
        "hold": 0.35, "hold-whole": -0.1, "hold-logic": 0.5, "yes-model": -0.5, "best": -0.05, "best-model": -0.2,
        "best-whole": -0.3, "ahead": 0.1, "ahead-whole": -0.1, "pair-keep": -0.101, "pair-tit": 0.1, "pair-best": -0.2,
        "all-keep": -0.1, "among-yes": 1.0, "among-tit": 0.0, "among-share": 1.0, "tit-all": 0.2,
    }  # fmt: skip
    assert found == pytest.approx(by_hand)
