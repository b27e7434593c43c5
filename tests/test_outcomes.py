"""An outcome is declared once: whatever was forgotten of one is named here, and one that is not defined breaks nothing.

What is to be done for a new outcome stands in docs/change/outcome.md; each test below says which of it is missing.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from samenspel import dynamics
from samenspel.cli import main
from samenspel.conditions import CONDITIONS
from samenspel.dynamics import Parameters
from samenspel.logic import LOGICS, Logic
from samenspel.measures import OUTCOMES, Outcomes
from samenspel.parameters import EITHER, END, IN_ALL, LESS, MEAN, MORE, NOT, as_record, declared
from samenspel.results import figures, record, report
from samenspel.results.comparison import Comparison
from samenspel.results.outcomes import LANGUAGES, WORDS, Words, words
from samenspel.results.replicates import replicate
from samenspel.runs import OfARun, Summary, mean_of_defined, run, summarise
from samenspel.scenario import load, names, with_changes
from samenspel.state import TIE, organisation_type
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.shown import charts
from samenspel.view.shown.comparison import BY, comparison
from tests.collaborations import complete

OF_A_ROUND, OF_A_RUN = declared(Outcomes), declared(OfARun)
EVERY = OF_A_ROUND | OF_A_RUN
WRITTEN = tomllib.loads(WORDS.read_text(encoding="utf-8"))
ODD = (Path(__file__).parent.parent / "docs" / "odd.md").read_text(encoding="utf-8")
MEASURES = ODD[ODD.index("## 9. Measures") :]
UNTOUCHED = -777.25  # what no outcome comes to
# What is created is always defined, and so is what is counted.
ALWAYS = {"joint_value", "client_value"} | {
    name for name, one in OF_A_ROUND.items() if one.unit in ("count", "yes or no", "effort-rounds")
}


# Nothing is forgotten


def test_every_outcome_of_a_round_is_measured():
    """Oracle: what stood in the record before; `measure` has a line for each."""
    state, p, history = complete(4), as_record(Parameters()), np.full(2, UNTOUCHED).repeat(len(OUTCOMES.names))
    history = history.view(OUTCOMES)
    dynamics.begin(state, p, 1)
    dynamics.play(state, p, 1, 1, 2, history)
    forgotten = [name for name in OUTCOMES.names if (history[name] == UNTOUCHED).any()]
    assert not forgotten, f"simulation/measures.py: measure() has no line row.… = … for {forgotten}"


def test_every_outcome_has_words_and_all_words_are_of_an_outcome():
    """Oracle: the declarations."""
    nameless = [name for name in EVERY if name not in WRITTEN]
    assert not nameless, f"simulation/results/outcomes.toml: no words for {nameless}"
    left_over = [name for name in WRITTEN if name not in EVERY]
    assert not left_over, f"simulation/results/outcomes.toml: words for {left_over}, which are no outcomes"


@pytest.mark.parametrize("name", WRITTEN)
def test_words_are_there_in_every_language(name):
    """Oracle: the languages of the page; a title begins without a capital, as it stands within sentences."""
    said = WRITTEN[name]
    assert "title" in said, f"outcomes.toml: {name} has no title"
    assert said.keys() <= set(Words._fields), f"outcomes.toml: {name} has {said.keys() - set(Words._fields)}"
    for key, texts in said.items():
        missing = set(LANGUAGES) - texts.keys()
        assert not missing, f"outcomes.toml: {name}: {key} is not there in {missing}"
        assert texts.keys() == set(LANGUAGES)
        for text in texts.values():
            assert text, f"outcomes.toml: {name}: {key} is empty"
            assert text.strip() == text
            assert not text[:1].isupper(), f"outcomes.toml: {name}: {key} begins with a capital"


def test_every_outcome_stands_in_the_description_of_the_model():
    """Oracle: docs/odd.md, section 9."""
    told = set(re.findall(r"`([a-z_]+)`", MEASURES)) | {name for name in CONDITIONS if name.capitalize() in MEASURES}
    missing = [name for name in EVERY if name not in told]
    assert not missing, f"docs/odd.md: section 9 does not say how {missing} come about"


@pytest.mark.parametrize("name", OF_A_ROUND)
@pytest.mark.parametrize("file", ["tests/test_measures.py", "tests/reference.py"])
def test_every_outcome_of_a_round_is_measured_again_from_the_text(file, name):
    """Oracle: both tables of outcomes, by hand in numpy and in the second model."""
    measured = (Path(__file__).parent.parent / file).read_text(encoding="utf-8")
    forgotten = f"{file}: {name} is not measured there, from the text of docs/odd.md"
    assert f'"{name}"' in measured or name in CONDITIONS, forgotten


@pytest.mark.parametrize("name", EVERY)
def test_what_is_declared_can_be_shown(name):
    """Oracle: by hand; what each word of a declaration may be, and what the report and the page can show."""
    one = EVERY[name]
    assert one.unit, f"{name} has no unit"
    assert one.meaning, f"{name} has no meaning"
    assert one.of_run in ((MEAN, END, IN_ALL, NOT) if name in OF_A_ROUND else (NOT,))
    assert one.better in (MORE, LESS, EITHER)
    assert one.low < one.high
    assert one.page in (MEAN, END, IN_ALL, NOT)
    assert one.report in ("", *report.PARTS), f"{name}: report={one.report!r}, allowed: {report.PARTS}"
    if one.report:
        assert name in Summary._fields, f"{name} stands in the report, but a run does not sum it up"
        assert len(report.label(name)) <= report.LABEL, f"{name}: its title is too long for the report"
    if one.report in ("hierarchical", "network", "conditions"):
        assert (one.low, one.high) == (0, 1), f"{name} is drawn as a bar, so that it must lie from 0 to 1"


def test_the_conditions_are_the_five():
    """Oracle: simulation/conditions.py."""
    assert tuple(report.stand_in("conditions")) == CONDITIONS


def test_a_summary_is_what_is_summed_up_then_what_is_of_a_run_alone():
    """Oracle: the declarations."""
    summed_up = [name for name, one in OF_A_ROUND.items() if one.of_run != NOT]
    assert list(Summary._fields) == [*summed_up, *OF_A_RUN]
    assert declared(Summary)["trust"].meaning == "mean trust of a tie; at the end"
    assert declared(Summary)["agreed"].unit == "share"
    assert "loyalty" not in Summary._fields


@pytest.mark.parametrize("name", names())
def test_outcomes_keep_to_their_bounds_and_are_defined_where_they_say(name):
    """Oracle: the declarations; a rounding error beyond a bound is none."""
    finished = run(load(name))
    measured = {one: finished.history[one] for one in OUTCOMES.names}
    measured |= {one: np.array([value]) for one, value in summarise(finished)._asdict().items() if one in OF_A_RUN}
    for one, values in measured.items():
        assert not (EVERY[one].defined and np.isnan(values).any()), f"{one} is NaN: declare it with defined=False"
        known = values[~np.isnan(values)]
        assert np.all(known >= EVERY[one].low - 1e-9), one
        assert np.all(known <= EVERY[one].high + 1e-9), one


# What is not defined


def test_a_mean_over_rounds_is_over_those_in_which_it_is_defined():
    """Oracle: by hand; at the end it is as it is after the last round."""
    finished = run(with_changes(load("baseline"), {"rounds": 4}))
    history = finished.history.copy()
    history["equity"] = [math.nan, 0.2, math.nan, 0.6]
    history["legitimacy"] = math.nan
    history["trust"] = [0.1, 0.2, 0.3, math.nan]
    said = summarise(replace(finished, history=history))
    assert said.equity == pytest.approx(0.4)
    assert math.isnan(said.legitimacy)
    assert math.isnan(said.trust)
    before = summarise(finished)._asdict()
    same = {name: value for name, value in said._asdict().items() if name not in ("equity", "legitimacy", "trust")}
    assert same == pytest.approx({name: before[name] for name in same}, nan_ok=True)


def test_means_of_what_is_defined_are_those_of_numpy():
    """Oracle: numpy, to the last bit, in both layouts and along both axes."""
    values = np.random.default_rng(1).normal(size=(97, 31))
    values[np.random.default_rng(2).random(values.shape) < 0.1] = np.nan
    for laid_out in (values, np.asfortranarray(values), np.nan_to_num(values)):
        for axis in (0, 1):
            np.testing.assert_array_equal(mean_of_defined(laid_out, axis), np.nanmean(laid_out, axis=axis))


def undefined(history, where):
    """The history with no outcome defined in these rounds, but those that always are."""
    history = history.copy()
    for name in OUTCOMES.names:
        if name not in ALWAYS:
            history[name][where] = np.nan
    return history


WHERE = {"in some rounds": slice(1, 3), "at the end": slice(-1, None), "never": slice(None)}


@pytest.fixture(scope="module", params=WHERE)
def sides(request):
    """Both sides of a what-if of 6 rounds; outcomes are not defined in some rounds, of one run or of all."""
    scenario = with_changes(load("integrated_care"), {"rounds": 6})
    changed = with_changes(scenario, {"trust.gain": 0.3})

    def side(of):
        made = []
        for place, one in enumerate(replicate(of, range(1, 4))):
            history = undefined(one.history, WHERE[request.param] if place == 0 or request.param == "never" else [])
            summary = summarise(replace(run(of, one.seed), history=history))
            made.append(replace(one, summary=summary, history=history))
        return made

    return Comparison(scenario, changed, {"trust.gain": "0.3"}, side(scenario), side(changed))


@pytest.mark.filterwarnings("error::RuntimeWarning", "error::UserWarning")
def test_runs_with_an_outcome_that_is_not_defined_are_told_and_drawn(sides, tmp_path):
    """Oracle: a dash for what there is none of, and no `nan` in what people read."""
    for runs in (sides.before, sides.before[:1]):
        told = report.of_runs(sides.baseline, {}, runs)
        assert "nan" not in told.lower().split()
        assert re.search(r"value created together +-?\d", told)
        figures.save(figures.of_runs(sides.baseline, runs), tmp_path / "runs")
    record.write_runs(tmp_path, sides.baseline, sides.before)


@pytest.mark.filterwarnings("error::RuntimeWarning", "error::UserWarning")
def test_a_what_if_with_an_outcome_that_is_not_defined_is_told_and_drawn(sides, tmp_path):
    """Oracle: as above; pairs in which it is not defined are left out."""
    for one in (sides, replace(sides, before=sides.before[:1], after=sides.after[:1])):
        assert "nan" not in report.of_comparison(one, {}).lower().split()
        figures.save(figures.of_comparison(one), tmp_path / "what_if")
    record.write_comparison(tmp_path, sides)
    assert sides.differences()["trust"].interval.count < 3 or not np.isnan(sides.before[0].summary.trust)


@pytest.mark.filterwarnings("error::RuntimeWarning", "error::UserWarning")
@pytest.mark.parametrize("where", WHERE.values(), ids=WHERE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_a_dash_for_what_is_not_defined(where, language):
    """Oracle: what is sent to a browser is JSON, which knows no NaN."""
    desk = Desk(Setting("baseline", language=language))
    desk.forked({"name": "hierarchy", "changes": {"logic": "hierarchy"}, "round": 0})
    desk.side_by_side()
    for line in (desk.session.line, desk.session.shadow):
        line.history[:] = undefined(line.history, where)
    shown = comparison(desk), charts.conditions(desk.session.line, desk.session.shadow, desk.texts)
    norms = charts.norms(desk.session.line, desk.session.shadow, desk.texts)
    assert "nan" not in json.dumps([*shown, norms], allow_nan=False).lower()
    assert "–%" not in json.dumps([*shown, norms], ensure_ascii=False)
    assert norms["frames"][-1]["said"] == (
        ["–"] * 3 if where != WHERE["in some rounds"] else norms["frames"][-1]["said"]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_compares_by_what_is_declared(language):
    """Oracle: declarations and words of outcomes, or those of the page, which speaks of agreements; where nobody leads
    the goal is that of the strongest; effort, and who left, have no row where they are the same.
    """
    desk = Desk(Setting("baseline", language=language))
    desk.forked({"name": "trusting", "changes": {"trust.gain": 0.4}, "round": 0})
    desk.bet_on("skip")
    desk.side_by_side()
    rows = {row["key"]: row for row in comparison(desk)["rows"]}
    left = [line.history["left"][-1] for line in (desk.session.line, desk.session.shadow)]
    same = {"effort"} | ({"left"} if left[0] == left[1] else set())
    assert list(rows) == [name for name in BY if name not in same]
    own = {name: desk.texts(f"compare.row_{name}") for name in rows if desk.texts.has(f"compare.row_{name}")}
    own["goal_realisation"] = desk.texts("chart.goal_of_strongest")
    assert own.keys() <= rows.keys()
    for name, row in rows.items():
        assert row["title"].lower().startswith(own.get(name, words(language)[name].title).lower())


# Words of English that are none of Dutch.
ENGLISH = "the|and|with|from|by|round|rounds|runs|seed|seeds|mean|interval|end|went|how|value|size|gains|loses|unclear"


def test_the_words_of_the_report_stand_in_both_languages():
    """Oracle: the placeholders of English; and every text has a use."""
    english, dutch = report.told("en"), report.told("nl")
    fields = [[sorted(re.findall(r"\{(\w+)\}", text)) for text in one.values()] for one in (english, dutch)]
    assert fields[0] == fields[1]
    assert all(text.strip() for text in dutch.values())
    source = Path(report.__file__).read_text(encoding="utf-8")
    used = {
        *re.findall(r"[\"'](\w+)[\"']", source),
        *Logic._fields,
        *LOGICS,
        "hybrid",
        "month",
        "organisations",
        "rounds",
        *(f"field_{field}" for field in (*organisation_type(2).names, *TIE.names)),
    }
    assert english.keys() - used == set()


@pytest.mark.parametrize("runs", [1, 20])
def test_a_run_is_told_in_dutch(tmp_path, capsys, runs):
    """Oracle: no English word is left beside the names that the scenario has; numbers have a comma."""
    group = tmp_path / "groep.toml"
    group.write_text(
        'title = "Groep"\nround = "month"\nrounds = 12\n\n'
        '[[organisations]]\nname = "Noord"\n[[organisations]]\nname = "Zuid"\n[[organisations]]\nname = "Oost"\n'
        '[parameters]\n"logic.goal" = "hierarchy"\n'
        '[[events]]\nround = 3\nname = "Verkiezingen"\nparameters = { "trust.gain" = 0.2 }\n',
        encoding="utf-8",
    )
    assert main(["run", str(group), "--replicates", str(runs), "--language", "nl"]) == 0
    told = capsys.readouterr().out
    assert re.findall(rf"\b({ENGLISH})\b", told) == []
    assert re.findall(r"\d\.\d", told) == []
    assert "mengvorm (doel hiërarchisch, de rest als netwerk)" in " ".join(told.split())
    assert "Ronde 3: Verkiezingen." in told
