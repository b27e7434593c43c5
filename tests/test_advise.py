"""Which condition to invest in first: the statistic by hand, and cases of which the answer is known."""

import json
import math

import numpy as np
import pytest
from scipy import stats

from samenspel.conditions import CONDITIONS
from samenspel.parameters import declarations
from samenspel.results.advice import (
    AIMS,
    NOTHING,
    OPTIONS,
    PAIRS,
    Advice,
    advise,
    invested,
    planned,
    probability_of_best,
    shares_of_best,
)
from samenspel.results.advice_in_words import in_words
from samenspel.results.uncertainty import parameter_sets, read_posterior
from samenspel.runs import Summary, run, summarise
from samenspel.scenario import load, parse, with_changes

RELATION, PROCESS = CONDITIONS.index("relation"), CONDITIONS.index("process")


def made_up(gains, sets=1):
    """An advice of which the gains are given, by condition; those that are left out gain nothing."""
    pairs = len(next(iter(gains.values())))
    table = np.zeros((pairs, len(CONDITIONS)))
    for name, values in gains.items():
        table[:, CONDITIONS.index(name)] = values
    table = table.reshape(sets, pairs // sets, len(CONDITIONS))
    return Advice("joint_value", 1.0, 12, np.zeros(table.shape[:2]), table, np.full(5, 12.0), range(1, pairs + 1))


SMALL = np.array([-0.01, 0.01] * 20)  # chance of mean 0 over 40 pairs


# The statistic


def test_probability_of_best_is_that_of_the_normal_distribution():
    """Oracle: closed form. The mean of n pairs is nearly normal: P(above nothing) is Phi(m sqrt(n) / s)."""
    gains = np.random.default_rng(3).normal(0.0, 1.0, (400, 1))
    gains += 0.06 - gains.mean()
    expected = stats.norm.cdf(0.06 * math.sqrt(400) / gains.std())
    found = probability_of_best(gains, seed=1, resamples=20_000)
    assert found == pytest.approx([expected, 1 - expected], abs=0.015)


def test_pairs_are_resampled_whole():
    """Oracle: by hand. The second is always just better than the first, however much both vary from pair to pair."""
    luck = np.random.default_rng(1).normal(1.0, 5.0, 50)
    found = probability_of_best(np.column_stack([luck, luck + 0.001]), seed=1)
    assert found[0] == 0.0


def test_options_that_are_equal_share():
    """Oracle: by hand."""
    np.testing.assert_array_equal(
        shares_of_best(np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])), [[0.5, 0.5, 0], [1 / 3] * 3]
    )
    assert probability_of_best(np.zeros((8, 5)), seed=1) == pytest.approx([1 / 6] * 6)


def test_probabilities_sum_to_one_and_are_the_same_again():
    gains = np.random.default_rng(2).normal(0.0, 1.0, (30, 5))
    first, again = (probability_of_best(gains, seed=7) for _ in range(2))
    assert first.sum() == pytest.approx(1.0)
    np.testing.assert_array_equal(first, again)


def test_the_probability_is_the_mean_over_sets_of_parameters():
    """Oracle: by hand. By two of four sets relation is the better, by the others process; each is sure of it."""
    relation = np.repeat([0.2, 0.2, 0.1, 0.1], 20)
    found = made_up({"relation": relation, "process": 0.3 - relation}, sets=4)
    assert found.probabilities()["relation"] == found.probabilities()["process"] == 0.5
    assert found.choice() is None
    effect = found.effects()["relation"]
    assert (effect.mean, effect.count) == (pytest.approx(0.15), 4)
    margin = stats.t.ppf(0.975, 3) * np.std([0.2, 0.2, 0.1, 0.1], ddof=1) / 2
    assert effect.high - effect.mean == pytest.approx(margin)


# What is said of it


def test_a_clear_best():
    """Oracle: by hand."""
    found = made_up({"relation": 0.2 + SMALL, "process": 0.1 + SMALL})
    assert found.choice() == "relation"
    assert found.ranking()[:2] == ["relation", "process"]
    assert found.lead("relation") == ("process", pytest.approx((0.1, 0.1, 0.1, 40)))
    said = in_words(found)
    assert said.startswith("Invest in relation first: value created together rises by 0.20")
    assert "100 %" in said
    assert "0.10 (0.10 to 0.10) more than process" in said


def test_too_close_to_tell():
    """Oracle: by hand; the two are equal in the mean."""
    found = made_up({"relation": 0.2 + SMALL, "process": 0.2 - SMALL})
    assert found.choice() is None
    said = in_words(found)
    assert said.startswith("Cannot tell which is the best")
    assert "relation (" in said
    assert "process (" in said


def test_an_interval_that_holds_nothing_is_no_advice():
    """Oracle: by hand. Relation is the best with a probability of .86, but its interval holds 0: t is 1.1."""
    chance = np.random.default_rng(5).normal(0.0, 1.0, 40)
    chance = (chance - chance.mean()) / chance.std(ddof=1)
    others = dict.fromkeys((one for one in CONDITIONS if one != "relation"), np.full(40, -1.0))
    found = made_up({"relation": chance + 1.1 / math.sqrt(40), **others})
    assert found.probabilities()["relation"] > 0.8
    assert found.effects()["relation"].sign == 0
    assert found.choice() is None
    assert "cannot be told from nothing" in in_words(found)


def test_nothing_pays():
    """Oracle: by hand."""
    found = made_up(dict.fromkeys(CONDITIONS, -0.1 + SMALL))
    assert found.choice() == NOTHING
    assert in_words(found).startswith("None: no condition is worth its price")


def test_nothing_makes_a_difference():
    found = made_up({"relation": np.zeros(40)})
    assert found.choice() is None
    assert in_words(found).startswith("Cannot tell: no investment makes any difference")


def test_few_pairs_are_no_advice():
    found = made_up({"relation": np.full(PAIRS - 1, 0.2)})
    assert found.choice() is None
    assert in_words(found).startswith(f"Cannot tell: {PAIRS - 1} pairs")


# The investment


def efforts(scenario, condition):
    return planned(scenario, f"effort.{condition}")


def test_a_phase_of_effort():
    """Oracle: by hand; 60 rounds, of which the first 3 with effort."""
    found = invested(load("baseline"), "relation", 1.0, 3)
    assert efforts(found, "relation") == [1.0] * 3 + [0.0] * 57
    assert efforts(found, "process") == [0.0] * 60


def test_where_there_is_less_room_it_takes_longer():
    """Oracle: by hand. 3 effort-rounds at .4 a round: 7 rounds, and .2 in the eighth."""
    scenario = with_changes(load("baseline"), {"effort.relation": 0.6})
    assert efforts(invested(scenario, "relation", 1.0, 3), "relation") == pytest.approx([1.0] * 7 + [0.8] + [0.6] * 52)


def test_on_top_of_the_phases_of_the_scenario():
    """Oracle: by hand. Phases ask for .5 in rounds 2 and 3; a phase that says nothing of a condition sets it to 0."""
    text = 'rounds = 6\n[network]\ngenerator = "complete"\norganisations = 3\n'
    text += "[[phases]]\nround = 2\nrelation = 0.5\n[[phases]]\nround = 4\nprocess = 1.0\n[[phases]]\nround = 5\n"
    scenario = parse(text, "phases")
    assert efforts(invested(scenario, "relation", 0.75, 3), "relation") == pytest.approx([0.75, 1, 1, 0.5, 0, 0])
    assert efforts(invested(scenario, "interests", 1.0, 5), "interests") == [1, 1, 1, 1, 1, 0]
    really = run(invested(scenario, "interests", 1.0, 5), 1).history["effort"]
    assert np.diff(really, prepend=0.0) == pytest.approx([1.0, 1.5, 1.5, 2.0, 1.0, 0.0])


@pytest.mark.parametrize("outcome", ["joint_value", "loyalty_gap"])
def test_gains_are_those_of_pairs_of_runs(outcome):
    """Oracle: the runs, one by one; of a gap, less is better."""
    scenario = with_changes(load("baseline"), {"rounds": 8})
    found = advise(scenario, range(3, 6), outcome, effort=0.5, phase=4)
    for place, seed in enumerate((3, 4, 5)):
        before = getattr(summarise(run(scenario, seed)), outcome)
        after = getattr(summarise(run(invested(scenario, "relation", 0.5, 4), seed)), outcome)
        gain = after - before if outcome == "joint_value" else before - after
        assert found.baseline[0, place] == before
        assert found.gains[0, place, RELATION] == gain
    assert found.spent == pytest.approx([2.0] * 5)


def test_sets_of_parameters_take_turns():
    """Oracle: the runs, one by one, each with its own parameters; what does not go round is left out."""
    scenario, sets = with_changes(load("baseline"), {"rounds": 4}), [{"trust.initial": 0.3}, {"trust.initial": 0.7}]
    found = advise(scenario, range(1, 22), sets=sets, phase=2)
    assert found.gains.shape == (2, 10, 5)
    for which, values in enumerate(sets):
        other = with_changes(scenario, values)
        expected = [summarise(run(other, seed)).joint_value for seed in range(1 + which, 21, 2)]
        np.testing.assert_array_equal(found.baseline[which], expected)


# Known answers


def test_what_cannot_gain_is_not_worth_a_high_price(samenspel):
    """Oracle: theory. Without dependence, and without joy in one another, no goal makes more than going alone does.

    All that an investment does is cost its price.
    """
    settings = "dependence.total=0 organisations.affective=0 effort.price=0.2"
    found = json.loads(samenspel(f"advise baseline --set {settings} --rounds 12 --replicates 20 --vary 0 --json").out)
    assert found["choice"] == NOTHING
    assert found["nothing"]["probability_best"] == 1.0
    assert all(one["mean"] < 0 for one in found["conditions"])


@pytest.mark.parametrize("nothing_to_spend", ["--effort 0", "--set effort.budget=0"])
def test_without_anything_to_spend_it_cannot_tell(samenspel, nothing_to_spend):
    """Oracle: theory; all six are the same run."""
    found = json.loads(samenspel(f"advise baseline --rounds 12 --replicates 12 {nothing_to_spend} --json").out)
    assert found["choice"] is None
    assert [one["mean"] for one in found["conditions"]] == [0.0] * 5
    assert [one["probability_best"] for one in found["conditions"]] == pytest.approx([1 / 6] * 5)
    assert "Cannot tell" in found["in_words"]


def test_a_condition_at_full_effort_has_no_room(samenspel):
    """Oracle: theory; nothing can be spent on it, and that is said."""
    said = samenspel("advise baseline --rounds 12 --replicates 10 --set effort.process=1")
    row = next(line for line in said.out.splitlines() if line.startswith("  process"))
    assert row.split()[-2:] == ["0.0", "chance?"]
    assert "could be spent on process: there was no room" in " ".join(said.out.split())


# The command


@pytest.mark.parametrize(
    "line",
    [
        "advise baseline --replicates 1",
        "advise baseline --replicates 60",
        "advise merger --logic hierarchy --replicates 12",
    ],
)
def test_uncertainty_and_no_forecast_are_always_said(samenspel, line):
    said = samenspel(f"{line} --rounds 12")
    assert said.code == 0
    assert "The model is no forecast" in said.out
    assert "95 % interval" in said.out
    assert "probability" in said.out
    assert all(f"  {option}" in said.out for option in OPTIONS)
    assert max(map(len, said.out.splitlines())) <= 100


def test_json_says_the_same(samenspel):
    """Oracle: the record."""
    line = "advise baseline --rounds 10 --phase 5 --replicates 50 --seed 4 --logic hierarchy"
    found = json.loads(samenspel(f"{line} --json").out)
    assert {one["name"] for one in found["conditions"]} == set(CONDITIONS)
    assert found["logic"] == "hierarchy"
    assert found["parameter_sets"] == 5
    assert found["seeds"] == {"first": 4, "last": 53, "runs": 50}
    total = sum(one["probability_best"] for one in found["conditions"]) + found["nothing"]["probability_best"]
    assert total == pytest.approx(1.0)
    assert found["no_forecast"].startswith("The model is no forecast")
    assert " ".join(found["in_words"].split()) in " ".join(samenspel(line).out.split())


def test_threads_do_not_matter(samenspel):
    """Oracle: the same command on one thread."""
    line = "advise baseline --rounds 10 --phase 5 --replicates 50 --json --threads"
    assert samenspel(f"{line} 1").out == samenspel(f"{line} 2").out


def test_a_posterior(samenspel, tmp_path):
    """Oracle: the sets in the file, given as such; what is no parameter, or is said already, is left out."""
    file = tmp_path / "posterior.csv"
    rows = "".join(f"0.{digit},0.1,0.5,0.2,0.9\n" for digit in range(1, 8))
    file.write_text("trust.initial,trust.gain,trust.loss,differences.people,effort.process\n" + rows)
    line = (
        f"advise baseline --rounds 6 --phase 3 --replicates 50 --vary 0 --set trust.loss=0.3 --posterior {file} --json"
    )
    found = json.loads(samenspel(line).out)
    scenario = with_changes(load("baseline"), {"rounds": 6, "trust.loss": 0.3})
    sets = [{"trust.initial": level, "trust.gain": 0.1} for level in (0.1, 0.2, 0.3, 0.5, 0.6)]  # evenly over the seven
    expected = advise(scenario, range(1, 51), phase=3, sets=sets)
    assert found["parameter_sets"] == expected.sets == 5
    assert found["posterior"] == {
        "taken": ["trust.initial", "trust.gain"],
        "left_out": ["trust.loss", "differences.people", "effort.process"],
    }
    assert found["baseline"]["mean"] == pytest.approx(expected.baseline.mean())


def test_what_the_scenario_says_is_not_overruled(tmp_path):
    """Oracle: the scenario's own parameters, as it writes them."""
    text = '[parameters]\ntrust.initial = 0.7\n[network]\ngenerator = "complete"\norganisations = 3\n'
    (tmp_path / "posterior.csv").write_text("trust.initial,trust.gain\n0.2,0.1\n")
    found = read_posterior(tmp_path / "posterior.csv", parse(text, "own"))
    assert found == ([{"trust.gain": 0.1}], ("trust.initial",))


def test_parameters_vary_around_what_they_are():
    """Oracle: the range asked for, cut off where the parameter ends; choices and efforts stay."""
    scenario = load("integrated_care")
    sets = parameter_sets(scenario, 0.2, 200, seed=1)
    values = {name: value for name, declared, value in declarations(scenario.parameters) if declared.kind == "number"}
    assert not [name for name in sets[0] if name.startswith(("effort.", "logic."))]
    for name in sets[0]:
        drawn = np.array([one[name] for one in sets])
        assert np.all(np.abs(drawn - values[name]) <= 0.2 * abs(values[name]) + 1e-12)
    assert np.std([one["trust.initial"] for one in sets]) == pytest.approx(
        0.4 * values["trust.initial"] / math.sqrt(12), rel=0.1
    )
    with_changes(scenario, sets[0])


def test_every_aim_is_an_outcome_with_a_value_in_every_run():
    """Oracle: a run in which nothing is agreed."""
    assert set(AIMS) <= set(Summary._fields)
    nothing = summarise(
        run(with_changes(load("baseline"), {"rounds": 1, "trust.initial": 0, "decision.autonomy": 0.5}), 1)
    )
    assert not any(math.isnan(getattr(nothing, aim)) for aim in AIMS)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("advise baselin", ["baselin", "did you mean 'baseline'"]),
        ("advise baseline --outcome joint_valeu", ["--outcome", "joint_valeu", "did you mean 'joint_value'"]),
        ("advise baseline --outcome first_decision", ["--outcome", "first_decision"]),
        ("advise baseline --effort 2", ["--effort", "2", "0 to 1"]),
        ("advise baseline --phase 0", ["--phase", "0", "1 to 60"]),
        ("advise baseline --phase 61", ["--phase", "61", "1 to 60"]),
        ("advise baseline --vary 2", ["--vary", "2", "0 to 1"]),
        ("advise baseline --replicates 10000 --rounds 1000", ["--replicates", "10000000"]),
        ("advise baseline --posterior nowhere.csv", ["nowhere.csv", "no such file"]),
        ("advise baseline --posterior {file} --replicates 49", ["--replicates", "49", "50"]),
        ("advise baseline --posterior {file}", ["posterior.csv", "trust.gian", "did you mean 'trust.gain'"]),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(samenspel, tmp_path, line, words):
    """Oracle: the contract of the command line."""
    (tmp_path / "posterior.csv").write_text("trust.gian\n0.1\n")
    said = samenspel(line.format(file=tmp_path / "posterior.csv"))
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    for word in words:
        assert word in said.err
