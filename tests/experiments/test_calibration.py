"""`samenspel calibrate`: Bayes' rule where it is known in full, runs by the ordinary engine, resuming, refusals."""

from __future__ import annotations

import json
import re
import tomllib

import numpy as np
import pandas
import pytest
from jsonschema import Draft7Validator
from scipy.special import ndtr
from scipy.stats import binom, multivariate_normal

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.experiments.calibration import calibrate
from samenspel.experiments.calibration.data import Datum
from samenspel.experiments.calibration.generations import calibrated
from samenspel.experiments.calibration.kept import POSTERIOR, as_far_as, read_calibrated
from samenspel.experiments.calibration.page import Saying, report
from samenspel.experiments.calibration.plan import PLAN, SHIPPED, read_plan, shipped
from samenspel.experiments.calibration.posterior import (
    ENDS,
    LEVEL,
    Cloud,
    Pool,
    Posterior,
    cloud_of,
    learnt,
    moved,
    weights_of,
)
from samenspel.experiments.calibration.verify import verify
from samenspel.experiments.words import Speech, texts_of
from samenspel.reading import document
from samenspel.results.uncertainty import read_posterior
from samenspel.runs import run, summarise
from samenspel.scenario import load, with_changes

ROWS = [
    {"collaboration": "baseline", "round": 3, "what": "trust", "value": 0.4, "error": 0.1},
    {"collaboration": "merger", "round": 6, "what": "relation", "value": 0.4, "error": 0.2},
    {"collaboration": "baseline", "round": 0, "what": "commitment", "value": 0.5, "error": 0.2},
]
SMALL = {
    "title": "Small",
    "scenarios": ["baseline", "merger"],
    "data": ROWS,
    "seed": 5,
    "set": {"rounds": 6},
    "calibration": {"first": 120, "draws": 50, "kept": 50, "generations": 2, "truths": 20, "fresh": 100},
    "parameters": {
        "trust.initial": {"from": 0.2, "to": 0.8},
        "delivery.noise": {"from": 0.1, "to": 0.4, "distribution": "log"},
    },
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small calibration."""
    place = tmp_path_factory.mktemp("calibration") / "fitted"
    calibrate(SMALL, place, workers=2)
    return place


@pytest.fixture
def came(folder):
    """What came of it."""
    return read_calibrated(folder)


def changed(**said):
    """The small calibration with other tables."""
    return {**SMALL, **said}


def files(place):
    """What is kept, by name."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.suffix in (".parquet", ".json", ".csv") and "report" not in path.parts
    }


# --- Bayes' rule ----------------------------------------------------------------------------------------------------

TELLS = np.array([[1.0, 0.0, 0.0]] * 4 + [[1.0, 1.0, 0.0]] * 2)  # six numbers of three parameters, of the third none
NOISE = np.array([1.0] * 4 + [0.5] * 2)
OBSERVED = np.array([1.5, 1.2, 1.9, 1.0, 2.5, 2.2])


def measured(points, chance):
    """Six numbers of each point, with errors."""
    return points @ TELLS.T + NOISE * chance.normal(size=(len(points), len(NOISE)))


def pool_of(seed, generations=6, first=1500, draws=500, kept=400):
    """Draws in generations around what is observed; and what says what is near."""
    chance = np.random.default_rng(seed)
    points, clouds = chance.normal(size=(first, 3)), []
    data = measured(points, chance)
    summary = learnt(points, data)
    for _ in range(generations):
        pool = Pool(points, summary.of(data), weights_of(points, first, clouds), kept)
        near = pool.near(summary.of(OBSERVED[None])[0])
        clouds.append((draws, cloud_of(points[near], pool.weights[near])))
        new = clouds[-1][1].drawn(draws, chance)
        points, data = np.vstack([points, new]), np.vstack([data, measured(new, chance)])
    return Pool(points, summary.of(data), weights_of(points, first, clouds), kept), summary, chance


def test_the_posterior_is_that_of_bayes_where_that_is_known():
    """Oracle: closed form, of a linear model with normal errors and a normal prior."""
    firm = TELLS.T @ np.diag(NOISE**-2)
    covariance = np.linalg.inv(np.eye(3) + firm @ TELLS)
    mean, spread = covariance @ firm @ OBSERVED, np.sqrt(np.diag(covariance))
    found = []
    for seed in range(4):
        pool, summary, _ = pool_of(seed)
        found.append(pool.posterior(summary.of(OBSERVED[None])[0]))
    middles = np.array([one.weights @ one.points for one in found])
    spreads = np.array([np.sqrt(one.weights @ (one.points - m) ** 2) for one, m in zip(found, middles, strict=True)])
    assert middles.mean(axis=0) == pytest.approx(mean, abs=0.1)
    assert spreads.mean(axis=0) == pytest.approx(spread, rel=0.1)
    correlation = covariance[0, 1] / (spread[0] * spread[1])
    assert np.mean([one.correlations[0, 1] for one in found]) == pytest.approx(correlation, abs=0.07)


def test_ranges_hold_known_values_as_often_as_they_say():
    """Oracle: nine in ten of 200, within what chance does in 999 of 1,000 cases; near the data as anywhere."""
    pool, summary, chance = pool_of(9)
    truths = chance.normal(size=(200, 3))
    ends = [pool.posterior(one).quantiles(ENDS) for one in summary.of(measured(truths, chance))]
    held = np.sum([(low <= one) & (one <= high) for one, (low, high) in zip(truths, ends, strict=True)], axis=0)
    low, high = binom.ppf((0.0005, 0.9995), 200, LEVEL)
    assert np.all((low <= held) & (held <= high))
    near = pool.near(summary.of(OBSERVED[None])[0])
    some = chance.choice(near, 200, replace=False, p=pool.weights[near] / pool.weights[near].sum())
    ends = [pool.posterior(pool.summaries[one], one).quantiles(ENDS) for one in some]
    held = np.sum(
        [(a <= pool.points[one]) & (pool.points[one] <= b) for one, (a, b) in zip(some, ends, strict=True)], 0
    )
    assert np.all((low <= held) & (held <= high))


def test_a_draw_counts_by_the_chance_that_it_was_drawn_by():
    """Oracle: scipy's normal densities."""
    chance = np.random.default_rng(3)
    cloud = cloud_of(chance.normal(size=(7, 2)), chance.uniform(size=7))
    points = chance.normal(size=(5, 2))
    kernels = [multivariate_normal(middle, cloud.covariance).pdf(points) for middle in cloud.points]
    prior = multivariate_normal(np.zeros(2)).pdf(points)
    wanted = prior / (0.25 * prior + 0.75 * cloud.weights @ np.array(kernels))
    assert weights_of(points, 10, [(30, cloud)]) == pytest.approx(wanted)


@pytest.mark.parametrize("parameters", [1, 4, 7])
def test_how_likely_a_point_is_depends_on_no_other(parameters):
    """Oracle: the point alone, bit for bit; products of matrices depend on the place, and so on who shares the work."""
    chance = np.random.default_rng(2)
    weights, points = chance.dirichlet(np.ones(250)), chance.normal(size=(1300, parameters))
    cloud = Cloud(chance.normal(size=(250, parameters)), weights, np.eye(parameters) * 0.5 + 0.1)
    every = cloud.density(points)
    for some in (slice(0, 7), slice(1, 2), slice(3, 900), slice(1000, 1300)):
        assert np.array_equal(cloud.density(points[some]), every[some])


def test_what_lies_on_a_line_is_moved_along_it():
    """Oracle: by hand; where a parameter is twice what is said of it, all draws come to what is said of the data."""
    apart = np.array([[-1.0], [0.5], [2.0]])
    assert moved(3.0 + 2.0 * apart, apart, np.array([1.0, 2.0, 0.5])).ravel() == pytest.approx([3.0] * 3)


def test_draws_of_equal_weight_are_as_many_as_weights_say():
    """Oracle: by hand."""
    posterior = Posterior(np.array([[0.0], [1.0], [2.0]]), np.array([0.5, 0.25, 0.25]))
    draws = posterior.draws(8, np.random.default_rng(0)).ravel()
    assert [int((draws == value).sum()) for value in (0.0, 1.0, 2.0)] == [4, 2, 2]
    assert posterior.counts == pytest.approx(1 / 0.375)


def test_surprise_of_what_the_model_makes_itself_is_even():
    """Oracle: a rank is even, of 200 data sets."""
    chance = np.random.default_rng(4)
    found = [as_far_as(chance.normal(size=4), chance.normal(size=(99, 4)))[0] for _ in range(200)]
    assert 0.02 <= np.mean(np.array(found) < 9) <= 0.2
    assert np.mean(found) == pytest.approx(49.5, abs=8)


def test_sets_that_are_not_defined_are_neither_far_nor_near():
    """Oracle: by hand; one set alone has no middle to be far from."""
    sets = np.array([[0.0], [2.0], [4.0], [np.nan], [np.nan]])
    assert as_far_as(np.array([4.0]), sets) == (2, 3)
    assert as_far_as(np.array([4.0]), sets[2:]) == (0, 1)


# --- what is run ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["generations", "truths", "fresh"])
def test_a_draw_is_ordinary_runs_of_every_collaboration(came, part):
    """Oracle: the scenarios changed by hand, and run by themselves."""
    draws = {"generations": came.tried.generations[1], "truths": came.truths, "fresh": came.fresh}[part]
    place = 3
    first, second = ndtr(draws.points[place])
    values = {"trust.initial": 0.2 + 0.6 * first, "delivery.noise": 0.1 * 4.0**second, "rounds": 6}
    seed = 5 + 2 * int(draws.numbers[place])
    baseline, merger = (
        run(with_changes(load(name), values), seed + number) for number, name in enumerate(("baseline", "merger"))
    )
    wanted = [baseline.history["trust"][2], merger.history["relation"][5], summarise(baseline).commitment]
    assert draws.came[place].tolist() == pytest.approx(wanted, rel=1e-12)


def test_no_two_draws_have_a_seed_in_common(came):
    """Oracle: counting, over both collaborations."""
    parts = [*came.tried.generations, came.truths, came.fresh]
    plan = read_plan(SMALL)
    seeds = np.concatenate([plan.seeds(one.numbers).ravel() for one in parts])
    assert len(set(seeds.tolist())) == seeds.size == 2 * (120 + 2 * 50 + 20 + 100)


def test_the_same_file_gives_the_same_bytes_however_it_was_cut_off(folder, tmp_path):
    """Oracle: bytes of a calibration that nobody disturbed, on two workers."""
    place = tmp_path / "again"

    def stop(progress):
        if progress.done > 2 * 140:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        calibrated(read_plan(SMALL), place, 1, stop)
    assert not (place / POSTERIOR).exists()
    with pytest.raises(InputError, match="is not finished"):
        read_calibrated(place)
    (place / ".posterior.csv.part").write_text("half")
    calibrate(SMALL, place, workers=1)
    assert files(place) == files(folder)


def test_what_a_calibration_gives_is_what_it_keeps(tmp_path):
    """Oracle: its folder, read anew."""
    given, kept = calibrate(SMALL, tmp_path / "out"), read_calibrated(tmp_path / "out")
    assert given.manifest == kept.manifest
    assert (given.data, given.as_far) == (kept.data, kept.as_far)
    np.testing.assert_array_equal(given.posterior.points, kept.posterior.points)
    for one, other in zip(
        (*given.tried.generations, given.truths, given.fresh),
        (*kept.tried.generations, kept.truths, kept.fresh),
        strict=True,
    ):
        for name in ("numbers", "points", "came", "failed"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_more_generations_go_on_from_those_that_are_there(folder, tmp_path):
    """Oracle: bytes of one that was longer from the beginning."""
    longer = changed(calibration={**SMALL["calibration"], "generations": 3})
    place = tmp_path / "short"
    calibrate(SMALL, place)
    calibrate(longer, place)
    calibrate(longer, tmp_path / "long")
    assert files(place) == files(tmp_path / "long")
    assert len(read_calibrated(place).tried.generations) == 4
    calibrate(SMALL, place)  # with fewer, those that are there count all the same
    assert verify(place, 0).wrong == []
    assert len(read_calibrated(place).tried.generations) == 4


def test_other_data_do_not_go_into_the_same_folder(folder):
    """Oracle: the line names what differs."""
    other = [{**ROWS[0], "value": 0.45}, *ROWS[1:]]
    with pytest.raises(InputError, match="holds a calibration that this would not go with; different: data"):
        calibrate(changed(data=other), folder)


def test_it_ends_when_a_generation_brings_hardly_anything_nearer(tmp_path):
    """Oracle: with all of it asked to be new, the second generation is the last."""
    plan = changed(calibration={**SMALL["calibration"], "generations": 5, "least_new": 1.0})
    assert len(calibrate(plan, tmp_path / "out").tried.generations) == 2


# --- the posterior for other commands -------------------------------------------------------------------------------


def test_the_draws_are_those_of_the_posterior_and_taken_by_an_advice(came):
    """Oracle: what was run anew, and the reader of an advice."""
    there = pandas.read_csv(came.folder / POSTERIOR)
    assert there["trust.initial"].to_numpy() == pytest.approx(0.2 + 0.6 * ndtr(came.fresh.points[:, 0]))
    assert there["delivery.noise"].to_numpy() == pytest.approx(0.1 * 4.0 ** ndtr(came.fresh.points[:, 1]))
    found = read_posterior(came.folder, load("baseline"))
    assert len(found.draws) == 100
    assert set(found.draws[0]) == {"trust.initial", "delivery.noise"}


MISSED = [
    *({"collaboration": "baseline", "round": one, "what": "trust", "value": 1.0, "error": 0.001} for one in (2, 3, 4)),
    ROWS[1],
]


def test_a_model_that_misses_the_data_says_so_and_gives_no_draws(tmp_path):
    """Oracle: trust of 1 after three rounds, where it begins below .8."""
    came = calibrate(changed(data=MISSED, calibration={**SMALL["calibration"], "fresh": 300}), tmp_path / "out")
    assert came.misses
    assert not (tmp_path / "out" / POSTERIOR).exists()
    first = report(read_calibrated(tmp_path / "out")).readings[0]
    assert first.startswith("The model misses these numbers")
    assert "trust of baseline in round 3, measured as 1.00" in first
    with pytest.raises(InputError, match=r"no posterior\.csv there: .* misses"):
        read_posterior(tmp_path / "out", load("baseline"))
    assert verify(tmp_path / "out", 3).wrong == []


# --- what is proven -------------------------------------------------------------------------------------------------


def test_a_calibration_proves_itself(folder):
    """Oracle: runs made again."""
    found = verify(folder, 12)
    assert (found.files, found.again, found.wrong, found.other) == (5, 12, [], [])
    assert found.runs == 2 * (120 + 2 * 50 + 20 + 100)


def test_draws_that_do_not_follow_are_found(folder, tmp_path):
    """Oracle: a digit that somebody changed; and a byte of a file."""
    place = tmp_path / "copy"
    calibrate(SMALL, place)
    text = (place / POSTERIOR).read_text()
    (place / POSTERIOR).write_text(text.replace("0.4", "0.5", 1))
    assert verify(place, 0).wrong == ["posterior.csv is not what follows from the runs"]
    damaged = place / "generations" / "generation-0001.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    with pytest.raises(InputError, match="other bytes than were written"):
        verify(place, 0)


# --- what is said ---------------------------------------------------------------------------------------------------


def test_what_is_said_rests_on_counts(folder, tmp_path):
    """Oracle: counts of what was drawn, in the sentences."""
    written = report(read_calibrated(folder), tmp_path / "page")
    fit, learnt_, again, untold = written.readings
    assert "of 100 sets of numbers made by the model" in fit
    assert "on the 50 of 220 draws" in learnt_
    assert "With 20 sets of values" in again
    assert len(re.findall(r"\(\d+ %; \d+; \d+\)", again)) == 2
    assert untold.endswith("as far as the model has them.")
    page = written.page.read_text(encoding="utf-8")
    assert "Ranges hold 9 in 10" in page
    table = pandas.read_csv(tmp_path / "page" / "calibration-again.csv")
    assert table["truths"].tolist() == [20, 20]


@pytest.mark.parametrize("defined", [60, 1])
def test_only_sets_that_are_defined_are_counted(came, defined):
    """Oracle: by hand; data that lie as far off as can be, so that none lies farther."""
    came.fresh.came[defined:, 0] = np.nan
    came.fresh.came[:defined] += 9.0
    fit = Saying(came, Speech("en")).fit()
    assert f": of {defined} sets of numbers made by the model with what was found, 0 lie as far" in fit.reading
    assert fit.note.startswith("100 draws from what was found")
    assert came.misses == (defined < 2)  # of 60, none is not yet one in a hundred


def test_a_range_that_is_wider_than_thought_possible_tells_nothing_and_no_less(came):
    """Oracle: by hand, from points far to either side."""
    came.__dict__["posterior"] = Posterior(np.array([[-9.0, -9.0], [9.0, 9.0]]), np.array([0.5, 0.5]))
    saying = Saying(came, Speech("en"))
    assert (saying.posterior["share"] > 1.1).all()
    assert saying.learnt().table["of what was possible"].tolist() == ["100 %", "100 %"]
    saying.__dict__["recovery"] = saying.recovery.assign(share=1.11)
    assert saying.again().table["of what was possible"].tolist() == ["100 %", "100 %"]


def test_a_report_in_dutch_has_no_english(folder, tmp_path):
    """Oracle: no fixed part of an English text is left on the page; numbers have a comma."""
    written = report(read_calibrated(folder), tmp_path / "pagina", "nl")
    page = written.page.read_text(encoding="utf-8")
    of_dutch = " ".join(texts_of("nl").values())
    for key, text in texts_of("en").items():
        for part in (part.strip(" .,;:()") for part in re.split(r"\{[^}]*\}", text)):
            if " " in part and part not in of_dutch:
                assert part not in page, key
    for reading in written.readings:
        assert reading.endswith(".")
        assert re.findall(r"\d\.\d(?!\d\d)", reading) == []


# --- the file -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"parameters": {}}, "parameters: got none"),
        ({"parameters": {"logic": {}}}, "parameters: logic: it is a choice"),
        ({"parameters": {"trust.gian": {}}}, "did you mean 'trust.gain'"),
        ({"parameters": {"trust.gain": {"levels": 3}}}, "parameters: trust.gain: levels: allowed: from and to"),
        ({"parameters": {"trust.gain": {"values": [0.1, 0.2]}}}, "parameters: trust.gain: values: allowed"),
        ({"set": {}, "parameters": {"rounds": {"from": 4, "to": 9}}}, "how long a run is, is known"),
        ({"set": {"rounds": 6, "trust.initial": 0.4}}, "parameters: trust.initial is fixed in"),
        ({"calibration": {"first": 120, "kept": 61}}, "kept: got 61, allowed: at most half of the first draws, 120"),
        ({"calibration": {"fresh": 99}}, "calibration: fresh: got 99"),
        ({"data": []}, "data: got"),
        ({"data": [{**ROWS[0], "round": 7}]}, "data: row 1: round: got 7, allowed: at most 6"),
        (
            {"data": [{**ROWS[0], "what": "thrust"}]},
            "data: row 1: what: unknown outcome 'thrust' (did you mean 'trust'?)",
        ),
        ({"data": [{**ROWS[0], "what": "discord", "round": 0}]}, "data: row 1: what: unknown outcome 'discord'"),
        ({"data": [{**ROWS[0], "collaboration": "mergr"}]}, "did you mean 'merger'"),
        ({"data": [{**ROWS[0], "value": 1.4}]}, "data: row 1: value: got 1.4, allowed: 0 to 1, which trust can be"),
        ({"data": [{**ROWS[0], "error": -0.1}]}, "error: got -0.1"),
        ({"data": [ROWS[0], ROWS[0]]}, "data: row 2: trust of baseline is there twice"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(said, line):
    """Oracle: the line."""
    with pytest.raises(InputError) as problem:
        read_plan(changed(**said))
    assert line in str(problem.value)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("collaboration,round,what,value\nbaseline,3,trust,0.4\n", "got no column 'error'"),
        ("collaboration,round,what,value,error,who\nbaseline,3,trust,0.4,0.1,me\n", "header: unknown column 'who'"),
        ("collaboration,round,what,value,error\n", "got 0 rows under the header"),
        ("collaboration,round,what,value,error\nbaseline,3.5,trust,0.4,0.1\n", "line 2: round: got 3.5"),
        ("collaboration,round,what,value,error\nbaseline,3,trust,high,0.1\n", "line 2: value: got 'high'"),
        ("collaboration,round,what,value,error\nbaseline,3,trust,,0.1\n", "line 2: value: got"),
    ],
)
def test_a_file_of_data_that_is_wrong_is_refused_with_its_line(tmp_path, text, line):
    """Oracle: the line."""
    (tmp_path / "mine.csv").write_text(text)
    said = {key: value for key, value in SMALL.items() if key != "data"}
    (tmp_path / "mine.toml").write_text(toml_of({**said, "data": "mine.csv"}))
    with pytest.raises(InputError) as problem:
        read_plan(tmp_path / "mine.toml")
    assert f"mine.csv: {line}" in str(problem.value)


def toml_of(said):
    """A calibration as a file."""
    lines = [f"{key} = {json.dumps(said[key])}" for key in ("title", "scenarios", "data", "seed")]
    for name in ("set", "calibration"):
        lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in said[name].items())]
    lines.append("[parameters]")
    for name, one in said["parameters"].items():
        lines.append(f'"{name}" = {{ {", ".join(f"{key} = {json.dumps(value)}" for key, value in one.items())} }}')
    return "\n".join(lines)


def test_decimal_commas_and_open_rounds_are_read(tmp_path):
    """Oracle: by hand."""
    (tmp_path / "mine.csv").write_text(
        "collaboration;round;what;value;error\nbaseline;3;trust;0,4;0,1\nmerger;;trust;0,5;0\n"
    )
    said = {key: value for key, value in SMALL.items() if key != "data"}
    (tmp_path / "mine.toml").write_text(toml_of({**said, "data": "mine.csv"}))
    plan = read_plan(tmp_path / "mine.toml")
    assert plan.data == (Datum("baseline", 3, "trust", 0.4, 0.1), Datum("merger", 0, "trust", 0.5, 0.0))
    assert plan.said["data"][1]["round"] == 0


def test_what_hardly_any_run_has_is_refused(tmp_path):
    """Oracle: the round of a first decision is not defined where there is none in the only round."""
    row = {"collaboration": "baseline", "round": 0, "what": "first_decision", "value": 1, "error": 0}
    with pytest.raises(InputError, match="of the first 120 draws a run failed, or had no such number"):
        calibrate(changed(scenarios=["baseline"], data=[row], set={"rounds": 1}), tmp_path / "out")


def test_what_comes_with_the_model_is_read_and_fits_its_schema():
    """Oracle: the schema; and the words of the documents."""
    for name in shipped():
        plan = read_plan(name)
        assert plan.first == 2000
        said = tomllib.loads((SHIPPED / f"{name}.toml").read_text(encoding="utf-8"))
        assert list(Draft7Validator(document(PLAN, "calibration")).iter_errors(said)) == []
    assert shipped() == ["two_groups"]


def test_commands_say_what_came_of_it(tmp_path, monkeypatch, capsys):
    """Oracle: what they print."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text(
        "collaboration,round,what,value,error\nbaseline,3,trust,0.4,0.1\nmerger,6,relation,0.4,0.2\n"
    )
    said = {key: value for key, value in SMALL.items() if key != "data"}
    (tmp_path / "mine.toml").write_text(toml_of({**said, "data": "mine.csv"}))
    assert main(["calibrate", "mine.toml", "--out", "fitted", "--language", "nl"]) == 0
    printed = capsys.readouterr()
    assert "Komt het model op deze getallen uit" not in printed.out  # readings, not headings
    assert "Het model komt" in printed.out
    assert "2 parameters, 2 numbers of 2 collaborations, at most" in printed.err
    assert main(["status", "fitted"]) == 0
    assert "calibration, 3 generations, finished, not running" in capsys.readouterr().out
    assert main(["verify", "fitted", "--runs", "2"]) == 0
    assert "2 runs made again, all with the same bits." in capsys.readouterr().out
    assert main(["report", "fitted", "--out", "page", "--language", "nl"]) == 0
    assert main(["report", "fitted", "--outcome", "trust"]) == 2
    assert "a calibration is told of by what was measured" in capsys.readouterr().err
    assert main(["schema", "calibration"]) == 0
