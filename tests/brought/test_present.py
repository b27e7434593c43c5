"""The present state of a group: what stands is fitted to all five scores, and scores move a run as levers do."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.brought import measured, present
from samenspel.brought.options import options_of
from samenspel.brought.parts import Source
from samenspel.brought.present import age_by, level_by, most_likely
from samenspel.brought.reader import read
from samenspel.conditions import CONDITIONS
from samenspel.errors import InputError
from samenspel.group.fit import fit
from samenspel.group.made import made
from samenspel.results.counsel import misses
from samenspel.results.replicates import replicate
from samenspel.runs import run
from samenspel.scenario import parse, with_changes
from samenspel.view import upload

WHO = "ABCDEF"
ORGS = "org_id\n" + "".join(f"{one}\n" for one in WHO)
TIES = "from,to,trust_1to4,value_1to4\n" + "".join(
    f"{one},{other},3,{2 + (i + j) % 3}\n" for i, one in enumerate(WHO) for j, other in enumerate(WHO) if i != j
)
ALL_FOUR = dict.fromkeys(CONDITIONS, 4.0)


def survey(scores):
    """Six organisations that trust one another and answer alike, on a scale from 1 to 4; files by name."""
    header = "respondent_id,org_id,condition,score,scale_min,scale_max\n"
    rows = (f"R{one},{one},{condition},{score},1,4\n" for one in WHO for condition, score in scores.items())
    return {"orgs.csv": ORGS, "ties.csv": TIES, "conditions.csv": header + "".join(rows)}


def group(scores, **said):
    """The group that gave these scores."""
    files = [Source(name, text.encode()) for name, text in survey(scores).items()]
    return made(read(files, options_of(said)), "Six of us", "network", "six")


def outlook(scenario, **changes):
    """Value created together, of 60 runs."""
    played = replicate(with_changes(scenario, changes), range(1, 61), 0, 1, lambda rounds: None)
    return np.array([one.summary.joint_value for one in played])


# What is most likely


def test_where_the_index_is_what_stands_it_is_the_score():
    """Oracle: closed form; two normal opinions of standard deviations .2 and .1 around .6 and .4 meet at .44."""
    (found,), (unsure,) = most_likely(lambda stands: stands + 0.2, np.array([0.6]), np.array([0.1]))
    assert found == pytest.approx((0.6 / 0.2**2 + 0.4 / 0.1**2) / (1 / 0.2**2 + 1 / 0.1**2), abs=1e-4)
    assert unsure == pytest.approx((1 / 0.2**2 + 1 / 0.1**2) ** -0.5, abs=1e-4)


def test_what_the_model_cannot_reach_does_not_become_nothing():
    """Oracle: closed form; an index that does not move leaves what stands where it was believed to be."""
    found, unsure = most_likely(lambda stands: np.full(2, 0.3), np.array([0.9, 0.4]), np.array([0.05, 0.05]))
    assert found == pytest.approx([0.9, 0.4], abs=1e-3)
    assert unsure == pytest.approx([0.2, 0.2], abs=1e-4)


def test_conditions_are_fitted_together():
    """Oracle: closed form of a linear model; what one brings to the index of the other is not counted twice."""
    effect, belief, doubt = np.array([[1.0, 0.5], [0.0, 1.0]]), present.BELIEF, 0.05
    wanted = np.array([0.5, 0.4])
    precision = effect.T @ effect / doubt**2 + np.eye(2) / belief**2
    expected = np.linalg.solve(precision, effect.T @ wanted / doubt**2 + wanted / belief**2)
    found, unsure = most_likely(lambda stands: effect @ stands, wanted, np.full(2, doubt))
    assert found == pytest.approx(expected, abs=1e-3)
    assert unsure == pytest.approx(np.sqrt(np.diag(np.linalg.inv(precision))), abs=1e-3)


def test_what_partners_bring_goes_by_interests_beside_the_partnerships_that_were_measured():
    """Oracle: by hand; 3.04 is the mean, .34 a standard deviation, which is 9.4 % of what they bring."""
    scores = np.full(5, 0.5)
    for score, expected in ((3.04, 1.0), (3.38, 1.094), (2.70, 0.906), (1.0, 0.5)):
        scores[1] = (score - 1.0) / 3.0
        assert level_by(scores) == pytest.approx(expected, abs=1e-3)
    scores[1] = np.nan
    assert level_by(scores) == 1.0


def test_the_partnerships_are_those_of_the_calibration():
    """Oracle: what the calibration is made of."""
    from samenspel.studies.calibration.partnerships import MEASURED, PARTNERSHIPS

    np.testing.assert_array_equal(measured.ON_FOUR, MEASURED[0])
    assert measured.PARTNERSHIPS == PARTNERSHIPS


def test_an_agreement_goes_by_organisation_and_process_unless_it_is_said():
    """Oracle: by hand."""
    for organisation, process, expected in ((0.6, 0.5, 12), (0.5, 0.5, 0), (np.nan, 0.6, 12), (np.nan, np.nan, 0)):
        assert age_by(np.array([1.0, 1.0, 1.0, organisation, process])) == expected
    assert group(ALL_FOUR).portrait.age == 12
    assert group(ALL_FOUR, together=0).portrait.age == 0
    assert group(dict.fromkeys(CONDITIONS, 2.0), together=30).scenario.declare(1).collaboration["age"] == 30
    with pytest.raises(InputError, match="together"):
        options_of({"together": -1})


# What becomes of it


def test_no_score_becomes_nothing():
    """Oracle: the scores; a group that scores the middle of the scale has something of all five."""
    found = group(dict.fromkeys(CONDITIONS, 2.5)).portrait
    assert all(found.parameters[f"stock.{name}"] > 0.05 for name in present.STOCKS)
    assert not any("Nothing stands" in str(one) for one in found.remarks.unsaid)


def test_what_is_nothing_all_the_same_is_said():
    """Oracle: the lowest score there is, of a group that says that it has an agreement."""
    found = group({**ALL_FOUR, "organisation": 1.0}, together=24).portrait
    assert found.parameters["stock.organisation"] < 0.05
    assert any("Nothing stands of organisation" in str(one) for one in found.remarks.unsaid)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_lower_score_changes_the_outlook_as_less_of_the_lever_does(condition):
    """Oracle: the model's own lever, without its price, where there is room for it: in the group that scores less."""
    high, low = group(ALL_FOUR).scenario, group({**ALL_FOUR, condition: 2.5}).scenario
    free = {"effort.price": 0.0}
    lever = outlook(low, **free, **{f"effort.{condition}": 0.5}) - outlook(low, **free)
    lowered = outlook(low) - outlook(high)
    for effect in (lever, lowered):
        assert abs(effect.mean()) > 3 * effect.std() / np.sqrt(effect.size)
    assert np.sign(lowered.mean()) == -np.sign(lever.mean())


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_lower_score_changes_the_advice_towards_that_condition(condition):
    """Oracle: theory; where less stands, the same effort changes more, in the direction of the lever."""
    high, low = group(ALL_FOUR).scenario, group({**ALL_FOUR, condition: 2.5}).scenario
    changes = {"effort.price": 0.0}
    effects = [outlook(one, **changes, **{f"effort.{condition}": 0.5}) - outlook(one, **changes) for one in (high, low)]
    assert abs(effects[1].mean()) > abs(effects[0].mean())


@pytest.mark.parametrize("score", [2.2, 3.4])
def test_the_same_files_give_the_same_run_by_every_door(score, tmp_path):
    """Oracle: the doors, to the last bit: the file of `import`, a scenario that names the files, the page."""
    files = survey(dict(zip(CONDITIONS, (score, 2.5, 3.0, score, 2.8), strict=True)))
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    named = "\n".join(f'{name.partition(".")[0]} = "{name}"' for name in files)
    by_scenario = parse(f"rounds = 36\nlogic = 'network'\n[network]\n{named}\n", "six", tmp_path)
    by_page = upload.opened(files)
    by_import = made(
        read([Source(name, text.encode()) for name, text in files.items()], options_of({})), "x", "network", "x"
    )
    expected = run(by_import.scenario, 5).history.view(float)
    for other in (by_scenario, by_page):
        assert other.parameters == by_import.scenario.parameters
        assert other.scores == pytest.approx(by_import.scenario.scores, abs=1e-4)
        np.testing.assert_array_equal(run(other, 5).history.view(float), expected)


def test_the_fit_is_that_of_the_model():
    """Oracle: the first round of runs, and what was scored."""
    found = group(dict.fromkeys(CONDITIONS, 2.8)).scenario
    assert found.scores == pytest.approx(dict.fromkeys(CONDITIONS, 0.6), abs=1e-4)
    first = fit(found, range(1, 6)).index[0]
    for place, name in enumerate(CONDITIONS):
        assert misses(found, first)[name] == pytest.approx(first[place] - 0.6, abs=1e-4)
    assert misses(parse("[[organisations]]\nname='A'\n[[organisations]]\nname='B'\n", "two"), first) == {}


def test_a_scenario_goes_before_what_was_measured(tmp_path):
    """Oracle: what the scenario says itself: its parameters, its agreement, its scores."""
    for name, text in survey(ALL_FOUR).items():
        (tmp_path / name).write_text(text)
    text = (
        "agreement = { age = 3 }\nscores = { process = 0.25 }\n[parameters]\nstock.process = 0.1\n"
        '[network]\norgs = "orgs.csv"\nties = "ties.csv"\nconditions = "conditions.csv"\n'
    )
    found = parse(text, "own", tmp_path)
    assert found.parameters.stock.process == 0.1
    assert found.declare(1).collaboration["age"] == 3
    assert (found.scores["process"], found.scores["ambition"]) == (0.25, 1.0)
