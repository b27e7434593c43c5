"""How the log says who decides, what is more than was promised, and what is no difference: as people in the room do."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from samenspel.logic import HIERARCHY, tolerance
from samenspel.results.replicates import replicate
from samenspel.scenario import choosing, load, names
from samenspel.view import touring
from samenspel.view.address import Setting
from samenspel.view.asked import Question, outcome, questions
from samenspel.view.desk import Desk
from samenspel.view.session import Line, Session
from samenspel.view.shown import story
from samenspel.view.shown.bet import bet
from samenspel.view.shown.ending import of_line
from samenspel.view.shown.tour import tour
from samenspel.view.texts import APART, LANGUAGES, Texts, differs

from .lines import line_of, log_of, played

EVACUATES = "The chair evacuates both towns after half a day, against the recorded objection of the town upstream"
MAYOR_DECIDES = (
    "Scaling up: the mayor decides on public order, mayor and aldermen on support at home and urgent housing"
)
ASK = {"en": "% is needed", "nl": "% is nodig"}
VOTES = {
    "en": ("of the votes", "reach an agreement"),
    "nl": ("van de stemmen", "Ze maken een afspraak"),
}
SLIPPED = {"en": "nobody took the decision", "nl": "niemand nam het besluit"}


def chosen(name, choice, seed=None):
    scenario = load(name)
    return Line(choosing(scenario, choice), scenario.seed if seed is None else seed)


def told_in(line, round_, language="en"):
    told = log_of(line)[round_]
    return [(fact, story.say(fact, Texts(language), line)) for fact in told.facts]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_a_yes_that_an_event_has_is_told_by_the_event_and_not_as_a_vote(name, language):
    """Oracle: what events have organisations say, in the scenario; who would have said yes, from what they expected."""
    found = 0
    for choice, events in load(name).choices.items():
        rounds = {event.round for event in events if event.act.get("consent") == 1.0}
        for round_, seed in product(rounds, (None, 1, 5)):
            line = chosen(name, choice, seed)
            says = [(fact, said) for fact, said in told_in(line, round_, language) if "bound" in fact.values]
            us, then = (line.at(at).state.collaboration[0] for at in (round_, round_ - 1))
            stood = bool(then["agreed"]) and us["lapsed"] == then["lapsed"]  # of one given up now nothing is told
            taken = us["slipped"] == then["slipped"]
            assert bool(says) == (us["decided"] > then["decided"] or (stood and taken))
            for fact, said in says:
                assert not any(words in said for words in VOTES[language])
                assert Texts(language).label(fact.values["name"]) in said
                them = line.at(round_).state.organisations
                let_pass = tolerance(line.at(round_).parameters)
                against = them["expected_anew"] < them["fallback"] - let_pass - 1e-9
                bound = {event.organisation for event in events if event.round == round_ and event.act}
                assert {*fact.values["bound"]} == bound
                assert {*fact.values["who"]} == {row for row in bound if against[row]}
                found += 1
    assert found or not any(event.act.get("consent") for events in load(name).choices.values() for event in events)


def test_an_evacuation_over_an_objection_says_who_objects():
    """Oracle: the name of the choice: the town upstream objects, and its yes is not its own."""
    line = chosen("disaster_response", EVACUATES)
    (said,) = (said for fact, said in told_in(line, 2, "nl") if fact.kind == "agreed_by_event")
    assert "Bovenstad was ertegen." in said
    assert "en niet uit een stemming" in said
    first = dict(of_line(line, Texts("nl"), log_of(line)))["agreed"]
    assert "niet door een stemming" in first
    assert "maakten ze een afspraak" not in first


def test_a_decision_over_a_goal_that_is_there_is_told_too():
    """Oracle: the choice of the safety house: there is an agreement, and the mayor decides for three parties."""
    line = chosen("safety_house", MAYOR_DECIDES)
    assert line.at(6).state.collaboration[0]["agreed"]
    (said,) = (said for fact, said in told_in(line, 7) if fact.kind.startswith("imposed"))
    assert "without a vote" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_who_decides_by_right_asks_for_no_votes(name, language):
    """Oracle: the logic of every round in which a lead decides."""
    line, told = played(name, "hierarchy")
    texts = Texts(language)
    for round_, one in enumerate(told):
        if not round_ or line.at(round_).parameters.logic.decision != HIERARCHY:
            continue
        for fact in (*one.facts, *one.rest, one.usual):
            said = story.say(fact, texts, line)
            assert not any(words in said for words in (*VOTES[language], ASK[language])), said
            assert SLIPPED[language] not in said


def test_no_round_tells_both_that_a_goal_comes_and_that_it_shakes():
    """Oracle: the facts of a round; and that support which stays short is told a round later."""
    late = 0
    for name in names():
        for logic in ("network", "hierarchy", ""):
            line, told = played(name, logic)
            for round_, one in enumerate(told):
                kinds = {story.family(fact.kind) for fact in (*one.facts, *one.rest)}
                assert not {"agreed", "decided", "mended"} & kinds or "unbacked" not in kinds
                if "unbacked" in kinds:
                    us = line.at(round_).state.collaboration[0]
                    assert us["unbacked"] == (
                        2 if us["age"] == 2 and line.at(round_ - 1).state.collaboration[0]["unbacked"] else 1
                    )
                    late += us["unbacked"] == 2
    assert late > 3


@pytest.mark.parametrize(
    ("share", "en", "nl"),
    [
        (0.8, "80% of what was promised", "80% van wat was toegezegd"),
        (1.004, "100% of what was promised", "100% van wat was toegezegd"),
        (1.04, "more than was promised", "meer dan was toegezegd"),
        (2.11, "2.1 times what was promised", "2,1 keer zo veel als was toegezegd"),
    ],
)
def test_more_than_was_promised_is_said_in_words(share, en, nl):
    assert (Texts("en").kept(share), Texts("nl").kept(share)) == (en, nl)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_delivery_is_more_than_all_of_a_promise_in_per_cent(language):
    """Oracle: the numbers before the words for it, in all that is told of every case."""
    texts = Texts(language)
    words = texts("number.kept", number="").strip()
    for name in names():
        line = line_of(name)
        said = " ".join(story.say(fact, texts, line) for one in log_of(line) for fact in (*one.facts, one.usual))
        before = [part.split()[-1] for part in said.split(f" {words}")[:-1]]
        assert before
        assert all(int(part.strip("%")) <= 100 for part in before)


@pytest.mark.parametrize(
    ("value", "said"), [(0.26, "52%"), (-0.075, "−15%"), (-0.002, "0%"), (3.0, "6 times"), (-3.0, "−600%")]
)
def test_the_number_to_remember_has_a_minus_where_it_is_a_loss(value, said):
    """Oracle: by hand; what each makes alone is 1/2."""
    assert Texts("en").amount(value) == said


def test_a_cost_is_said_in_per_cent_up_to_all_that_it_makes_alone():
    """Oracle: by hand; what each makes alone is 1/2."""
    assert [Texts("nl").cost(value) for value in (0.25, 0.5, 0.55)] == [
        "50%",
        "100%",
        "meer dan de hele eigen opbrengst",
    ]


# What was predicted ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("points", "kind"), [(-2, "less"), (-1, "same"), (0, "same"), (1, "same"), (2, "more")])
def test_one_point_is_no_difference_and_two_are(points, kind):
    """Oracle: two numbers that are rounded may be as good as equal though they are written a point apart."""
    assert differs(0.005 * points) == kind


@pytest.mark.parametrize(("points", "right"), [(1.0, "same"), (3.0, "more")])
def test_a_bet_is_right_by_the_same_rule(points, right):
    """Oracle: by hand: of two lines whose means lie so many points apart, which are written as they are."""
    desk = Desk(Setting("merger", language="nl"))
    desk.fork("anders", [])
    line, ghost = desk.session.line, desk.session.shadow
    line.history["joint_value"][:] = 0.505 + 0.005 * points
    ghost.history["joint_value"][:] = 0.505
    desk.bets[line.known_by] = right
    desk.session.go(line.rounds)
    shown = bet(desk)
    assert shown["outcome_is"] == right
    assert f"{101 + points:.0f}% tegen 101%" in shown["outcome"]
    assert shown["bet"] == f"{desk.texts(f'bet.{right}').lower()}, en zo ging het"
    desk.bets[line.known_by] = "less"
    assert bet(desk)["bet"] == "minder, maar het ging anders"


def stepped(name, language="nl"):
    """What every step of a tour says of what was predicted, when it is done."""
    desk = Desk(Setting(name, language=language))
    touring.opened(desk, begins=True)
    said = []
    for at, step in enumerate(touring.steps(desk)):
        touring.step_shown(desk, at)
        if step.button and "luck" not in step.deeds:
            touring.step_done(desk, at)
        said.append((step, tour(desk)["steps"][at]))
    return desk, said


@pytest.mark.parametrize("name", names())
def test_a_tour_gives_back_what_it_asked_to_predict_once_it_was_played(name):
    """Oracle: the outcome of every answer, run by itself, and the answer that stands out in those."""
    desk, said = stepped(name)
    question, scenario = questions()[name], load(name)
    seeds = range(scenario.seed, scenario.seed + 1)
    found = [
        np.mean([outcome(replicate(choosing(scenario, one), seeds)[0], question, scenario.labels) for one in choices])
        for choices in question.answers
    ]
    best = int(np.argmin(found) if question.least else np.argmax(found))
    asked = next(at for at, (step, _) in enumerate(said) if step.answers)
    assert not any(one["came"] for _, one in said[: asked + 1])
    last = [one for step, one in said if step.kind == "discuss"][-1]
    assert last["right"] == best
    assert all(one["right"] in (-1, best) for _, one in said)
    assert sum(bool(one["came"]) for step, one in said if step.kind == "reveal") > 1
    for step, one in said:
        if "fork" in step.deeds:
            assert not one["came"]
    assert f"{desk.scenario.rounds}" in last["came"] or question.outcome != "agreed"


def test_over_many_pairs_the_answer_is_in_the_unit_of_the_question():
    """Oracle: rounds with an agreement of both, in runs of their own on the same seeds."""
    desk, said = stepped("youth_care")
    at = next(at for at, (step, _) in enumerate(said) if "luck" in step.deeds)
    touring.step_shown(desk, at)
    desk.found = desk.session.was_it_luck(pairs=25, ask=desk.ask)
    one = tour(desk)["steps"][at]
    seeds = range(desk.session.seed, desk.session.seed + 25)
    runs = [replicate(line.scenario, seeds) for line in (desk.session.line, desk.session.shadow)]
    rounds = [[run.history["agreed"].sum() for run in of] for of in runs]
    for of in rounds:
        assert desk.texts.number(np.mean(of), 0 if np.mean(of).is_integer() else 1) in one["came"]
    more = np.mean(np.array(rounds[0]) > rounds[1])
    assert f"In {100 * more:.0f}% daarvan" in one["came"]
    assert one["came"].startswith("Over 25 keer")


@pytest.mark.parametrize(
    ("found", "least", "right"),
    [((0.2, 0.3), False, 1), ((0.2, 0.3), True, 0), ((0.2, 0.205), False, 2), ((0.2, 0.3, 0.3), False, -1)],
)
def test_the_right_answer_stands_out_by_what_counts_as_a_difference(found, least, right):
    """Oracle: by hand; two alike that are better than another are no answer, and all alike is the last."""
    question = Question("", "joint_value", ((),) * len(found), least=least)
    assert question.best(found, APART) == right


def test_a_case_that_somebody_brought_under_a_known_name_asks_nothing():
    """Oracle: it has none of those whom the question is about."""
    desk = Desk(Setting("merger"))
    assert desk.question is not None
    desk.session = Session(replace(load("baseline"), name="merger"))
    assert desk.question is None
    assert desk.ask is None
