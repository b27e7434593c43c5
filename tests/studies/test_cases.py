"""Cases: what is measured of a scenario, and that those that come with the model are cases."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from samenspel.errors import InputError
from samenspel.logic import LOGICS
from samenspel.measures import OUTCOMES
from samenspel.results.replicates import replicate
from samenspel.runs import Course, run
from samenspel.scenario import choosing, load, names, parse, with_changes
from samenspel.state import LEFT, MEMBER
from samenspel.studies.cases import case, listing
from samenspel.studies.cases.asked import Asked, ask
from samenspel.studies.cases.case import APART, ENDS, NEVER, TOGETHER, measure
from samenspel.view.asked import Question, questions

FEW = range(1, 21)
SOME = range(1, 61)
TWO = """
rounds = 12
[[organisations]]
name = "A"
[[organisations]]
name = "B"
"""


def test_everybody_is_happy_where_there_is_nothing_to_give_up():
    """Oracle: friends who want the same, need one another and have no luck: there is nothing to talk about."""
    paradise = {"trust.initial": 1.0, "organisations.interests": 0.0, "delivery.noise": 0.0, "elsewhere.pull": 0.0}
    found = measure(with_changes(load("baseline"), paradise | {"dependence.total": 1.5, "rounds": 24}), FEW)
    assert found.happy
    assert found.occurring == [TOGETHER]
    assert "everybody is happy, whatever the logic" in found.missing
    assert "it always ends in the same way" in found.missing


def test_nobody_is_happy_who_never_agrees():
    """Oracle: a quorum that strangers who want other things cannot reach."""
    hopeless = {"trust.initial": 0.0, "organisations.interests": 1.0, "decision.quorum": 1.0, "rounds": 12}
    stands = case.ended(replicate(with_changes(load("baseline"), hopeless), FEW), load("baseline").labels)
    assert stands.ends[NEVER] == 1.0
    assert not stands.happy
    assert stands.lost == 0.0


def test_a_dilemma_is_what_nothing_settles_for_everybody():
    """Oracle: by hand: two parties, of whom each gains by another thing; then one by both, and one stays."""
    ends = dict.fromkeys(ENDS, 0.0) | {TOGETHER: 1.0}

    def option(gains, leaves=(0.0, 0.0), ends=ends):
        told = (dict(zip("AB", some, strict=True)) for some in (leaves, gains))
        return case.Ended(0.0, 5.0, 0.0, ends, *told)

    def case_with(*options):
        stands, *chosen = options
        choices = {str(place): case.Made(0.0, 0.0, 0.0, 0.0, one) for place, one in enumerate(chosen)}
        return case.Case(load("baseline"), FEW, {"as it stands": stands}, {}, {}, choices, typical=1)

    nothing, for_a, for_b, for_both = option((0.0, 0.0)), option((0.1, 0.0)), option((0.0, 0.1)), option((0.1, 0.1))
    assert case_with(nothing, for_a, for_b).best_for_all is None
    assert case_with(nothing, for_a, for_b, for_both).best_for_all == "2"
    assert case_with(for_both, for_a, for_b).best_for_all == "nothing"
    assert case_with(nothing, option((0.04, 0.0)), option((0.0, 0.04))).best_for_all  # nobody would notice
    assert case_with(nothing, option((0.1, 0.1), leaves=(0.2, 0.0))).best_for_all is None
    stops = ends | {TOGETHER: 0.8, case.STOPPED: 0.2}
    assert case_with(nothing, option((0.1, 0.1), ends=stops)).best_for_all is None


def test_ends_are_told_apart():
    """Oracle: the state after the last round; every run has one end, and shares add up."""
    runs = replicate(load("supply_chain"), range(1, 61))
    for one in runs:
        last = run(load("supply_chain"), one.seed)
        end = case.end_of(one)
        assert (end == NEVER) == (not last.history["agreed"].any())
        assert (end == APART) == bool(last.state.collaboration[0]["dissolved"] and last.history["agreed"].any())
        assert (end in (TOGETHER, case.MENDED, case.THINNER)) == bool(last.history["agreed"][-1])
    shares = case.ended(runs, load("supply_chain").labels).ends
    assert list(shares) == list(ENDS)
    assert sum(shares.values()) == pytest.approx(1.0)


def test_what_changes_nothing_turns_nothing():
    """Oracle: pairs of the same runs."""
    runs = replicate(load("baseline"), FEW)
    same = case.made(runs, runs, load("baseline").labels)
    assert (same.value, same.error, same.lost, same.otherwise) == (0.0, 0.0, 0.0, 0.0)
    assert not same.turns


def test_a_typical_run_ends_as_most_do_and_is_near_the_middle_of_those():
    """Oracle: counted and ranked here; of one outcome alone the nearest to its median is the median."""
    runs = replicate(load("baseline"), range(1, 41))
    seed = case.typical(load("baseline"), runs)
    ends = [case.end_of(one) for one in runs]
    chosen = next(one for one in runs if one.seed == seed)
    held = sum(bool(one.history["agreed"][-1]) for one in runs)
    rule = [end for end in ENDS if (end in case.HOLDING) == (held >= 20)]
    assert ends.count(case.end_of(chosen)) == max(map(ends.count, rule))
    among = sorted(one.summary.joint_value for one, end in zip(runs, ends, strict=True) if end == case.end_of(chosen))
    low, high = np.percentile(among, [10, 90])
    assert low <= chosen.summary.joint_value <= high


def test_in_a_typical_run_whoever_something_happens_to_is_still_there():
    """Oracle: the run itself, of a scenario in which events are often about somebody who has left."""
    scenario = load("regional_energy_strategy")
    seed = case.typical(scenario, replicate(scenario, SOME))
    member = run(scenario, seed, trace=True).trace["member"]
    concerned = [(event.round, event.organisation) for event in scenario.events if event.organisation is not None]
    assert any(round_ > 12 for round_, _ in concerned)
    assert all(member[max(0, round_ - 2), row] != LEFT for round_, row in concerned)
    assert any(case.happens_to_nobody(scenario, one) for one in replicate(scenario, SOME))


def test_a_run_that_shows_what_is_asked_goes_before_one_that_is_nearer():
    """Oracle: by hand: it is said of one run alone, with the usual end, that it shows it; of most that is enough."""
    scenario = load("baseline")
    runs = replicate(scenario, FEW)
    nearest = case.typical(scenario, runs)
    alike = [one.seed for one in runs if case.end_of(one) == case.end_of(runs[nearest - FEW.start])]
    chosen = [case.typical(scenario, runs, np.array(FEW) == seed) for seed in alike]
    assert all(one in (seed, nearest) for one, seed in zip(chosen, alike, strict=True))  # nearest: that one is rare
    assert sum(one == seed for one, seed in zip(chosen, alike, strict=True)) > len(alike) / 2
    assert case.typical(scenario, runs, np.zeros(len(runs), bool)) == nearest


def of_value(runs, values):
    """Runs of which only the joint value is another."""
    pairs = zip(runs, values, strict=True)
    return [replace(one, summary=one.summary._replace(joint_value=value)) for one, value in pairs]


def test_how_far_a_difference_is_from_usual_is_counted_in_spreads_over_all_pairs():
    """Oracle: by hand: a mean of .2 with a spread of .1; then a choice beside both, as much as the first way."""
    four = replicate(replace(load("baseline"), rounds=2), range(1, 5))
    first, second = of_value(four, [0.0] * 4), of_value(four, [0.1, 0.3, 0.1, 0.3])
    assert case.far_from_usual([first]) == pytest.approx([0.0] * 4)
    assert case.far_from_usual([first, second]) == pytest.approx([1.0] * 4)
    assert case.far_from_usual([first, second, first]) == pytest.approx([2.0] * 4)
    uneven = of_value(four, [0.2, 0.2, 0.2, 1.0])  # mean .4, spread .12 ** .5
    assert case.far_from_usual([first, uneven]) == pytest.approx(np.array([0.2, 0.2, 0.2, 0.6]) / 0.12**0.5)


def test_where_two_ways_bring_about_as_much_only_what_is_more_than_that_is_far_from_it():
    """Oracle: by hand: a mean of .001, which is said to be about as much, and a spread of .0196."""
    four = replicate(replace(load("baseline"), rounds=2), range(1, 5))
    nothing, little = of_value(four, [0.0] * 4), of_value(four, [0.0, 0.009, -0.028, 0.023])
    spread = np.std([0.0, 0.009, -0.028, 0.023])
    assert case.far_from_usual([nothing, little]) == pytest.approx(np.array([0.0, 0.0, 0.018, 0.013]) / spread)


def test_of_the_runs_that_may_be_shown_the_one_in_which_a_choice_does_what_it_usually_does():
    """Oracle: by hand: a choice adds .2 in one run with the usual end, and nothing or twice that in all others."""
    scenario = load("baseline")
    runs = replicate(scenario, FEW)
    ends = [case.end_of(one) for one in runs]
    nearest = case.typical(scenario, runs)
    alike = [place for place, end in enumerate(ends) if end == ends[nearest - FEW.start]]
    for fair in alike:
        adds = np.where(np.arange(len(runs)) % 2, 0.0, 0.4)
        adds[fair] = 0.2
        chosen = of_value(runs, [one.summary.joint_value + add for one, add in zip(runs, adds, strict=True)])
        assert case.typical(scenario, runs, chosen=[chosen]) == runs[fair].seed
    assert case.typical(scenario, runs, chosen=[runs]) == nearest


def test_the_right_answer_is_that_with_most_or_least_of_what_is_asked_and_clear_of_every_other():
    """Oracle: by hand."""
    trust = Asked(Question("", "trust", ((), (), ())), np.array([[0.5, 0.5], [0.9, 0.5], [0.6, 0.6]]))
    assert trust.right == 1
    assert trust.margin == pytest.approx(0.1)
    assert trust.telling.tolist() == [True, False]
    lapsed = Asked(Question("", "lapsed", ((), ()), least=True), np.array([[0.0, 1.0, 0.0, 2.0], [0.0, 2.0, 1.0, 1.0]]))
    assert (lapsed.right, lapsed.margin, lapsed.clear) == (0, 0.25, True)
    assert lapsed.telling.tolist() == [False, True, True, False]


def test_what_is_asked_is_measured_of_whom_it_is_about():
    """Oracle: the runs themselves."""
    scenario, seeds = load("disaster_response"), range(1, 11)
    asked = ask(questions()["disaster_response"], seeds)
    row = scenario.labels.index("Town Upstream")
    for found, (choice,) in zip(asked.found, asked.question.answers, strict=True):
        member = [run(choosing(scenario, choice), seed).state.organisations["member"][row] for seed in seeds]
        assert found.tolist() == [float(one == MEMBER) for one in member]


def test_of_two_choices_it_is_whichever_comes():
    """Oracle: both played by themselves."""
    question = questions()["ngo_consortium"]
    coin = ask(question, FEW).found[2]
    sides = ask(question._replace(answers=tuple((choice,) for choice in question.answers[2])), FEW).found
    assert coin == pytest.approx(sides.mean(axis=0))


def test_work_on_a_condition_holds_where_a_phase_would_stop_it():
    """Oracle: by hand."""
    text = TWO + "[[phases]]\nround = 1\nrelation = 0.8\n[[phases]]\nround = 6\nprocess = 0.2\n"
    worked = case.working(parse(text, "two"), "relation")
    assert [event.parameters["effort.relation"] for event in worked.events] == [0.8, case.EFFORT]
    assert [event.parameters["effort.process"] for event in worked.events] == [0.0, 0.2]


def test_a_choice_happens_only_if_it_is_chosen():
    """Oracle: by hand, of two consequences of one choice."""
    text = (
        TWO
        + """
[[events]]
round = 6
name = "a law"
parameters = { "turbulence.step" = 0.05 }
[[choices]]
round = 6
name = "settle it first"
parameters = { "effort.interests" = 0.5 }
[[choices]]
round = 3
name = "settle it first"
organisation = "B"
add = { burden = 0.1 }
"""
    )
    scenario = parse(text, "two")
    assert [event.name for event in scenario.events] == ["a law"]
    chosen = choosing(scenario, "settle it first")
    assert [(event.round, event.name) for event in chosen.events] == [
        (3, "settle it first"),
        (6, "a law"),
        (6, "settle it first"),
    ]
    with pytest.raises(InputError, match=r"unknown choice 'settle it fist'.*did you mean 'settle it first'"):
        choosing(scenario, "settle it fist")


def test_the_seed_of_a_scenario_is_written_and_nothing_else():
    """Oracle: by hand."""
    text = 'title = "seed = 7"\nseed = 3\n[[events]]\nname = "seed = 4"\n'
    assert listing.with_seed(text, 12) == text.replace("\nseed = 3", "\nseed = 12")


def test_what_is_mixed_is_said_as_it_stands_too():
    """Oracle: the rows, of a scenario of one logic and of one of both."""
    found = measure(replace(load("baseline"), rounds=6), range(1, 4))
    assert ways(found) == ["hierarchy", "network"]
    mixed = measure(with_changes(load("baseline"), {"logic.decision": "hierarchy", "rounds": 6}), range(1, 4))
    assert ways(mixed) == ["as it stands", "hierarchy", "network"]


def ways(found):
    """How a case is told to have been played."""
    return [row[1] for row in listing.of_logics("here", listing.found_of(found))]


def case_of(scenario, seeds, choices):
    """A case without what work on a condition and what every event made, which is asked of none of them here."""
    runs = replicate(scenario, seeds)
    ways = {"as it stands": runs} | {logic: replicate(case.under(scenario, logic), seeds) for logic in LOGICS}
    turned = {one: case.made(runs, replicate(choosing(scenario, one), seeds), scenario.labels) for one in choices}
    ended = {way: case.ended(of, scenario.labels) for way, of in ways.items()}
    return case.Case(scenario, seeds, ended, events={}, levers={}, choices=turned, typical=scenario.seed)


@cache
def measured(name):
    return case_of(load(name), SOME, load(name).choices)


@pytest.mark.parametrize("name", names())
def test_what_comes_with_the_model_is_a_case(name):
    """Oracle: not everybody happy under everything, more than one end, a choice that turns it, and none best in all.

    The one that is there to warm up has nobody who pays, and so nothing to give up.
    """
    lacks = ["best for everybody in everything: Get to know one another first"] if name == "baseline" else []
    assert measured(name).missing == lacks


@pytest.mark.parametrize("name", names())
def test_the_run_shown_first_is_a_typical_one(name):
    """Oracle: its end is one that occurs, and its value lies among the middle nine tenths of all runs.

    Which seed exactly is for the command to say: it moves with the last bits of the engine, and this does not.
    """
    scenario = load(name)
    runs = replicate(scenario, SOME)
    shown = replicate(scenario, range(scenario.seed, scenario.seed + 1))[0]
    assert case.end_of(shown) in measured(name).occurring
    low, high = np.percentile([one.summary.joint_value for one in runs], [5, 95])
    assert low <= shown.summary.joint_value <= high


def test_one_of_them_ends_well_by_ending():
    """Oracle: the same runs in pairs: from the ending on nobody is below what it makes alone, and all are who go on.

    What the years before cost a party, such as the donor its grant, is the same in both, and no ending gives it back.
    """
    scenario = load("ngo_consortium")
    (ending,) = (choice for choice in scenario.choices if choice.startswith("End it together"))
    before, after = (replicate(one, SOME) for one in (scenario, choosing(scenario, ending)))
    since = scenario.choices[ending][0].round
    gains = [np.mean([one.partners["gain"] for one in runs], axis=0) for runs in (before, after)]
    for one, two in zip(before, after, strict=True):
        assert one.history[: since - 1].tobytes() == two.history[: since - 1].tobytes()
    assert all(case.end_of(one) == APART and not one.history["members"][since - 1 :].any() for one in after)
    assert (gains[0] - gains[1] < 0.0).all()  # what they made since the ending, which for who ended is nothing
    felt = [case.ended(runs, scenario.labels).felt for runs in (before, after)]
    assert felt[1] > felt[0]


def rows(table):
    """What a table of the page says, row by row, by scenario."""
    page = listing.PAGE.read_text(encoding="utf-8")
    lines = page.partition(f"<!-- {table}: written by")[2].partition("<!-- end -->")[0].splitlines()
    cells = [tuple(line.strip("| ").split(" | ")) for line in lines if line.startswith("| `")]
    return {name: [row for row in cells if row[0] == f"`{name}`"] for name in names()}


def test_no_row_of_the_page_is_older_than_its_scenario():
    """Oracle: fingerprints of all that rows come from but the model, which the next test holds them to."""
    asked = questions()
    now = listing.as_file({name: listing.made_of(load(name), asked[name]) for name in names()})
    assert listing.MEASURED.read_text(encoding="utf-8") == now, f"python -m {listing.COMMAND}"
    for table in ("logics", "turns", "asked"):
        assert all(rows(table).values()), table


def test_the_page_says_what_runs_say():
    """Oracle: one scenario played again, on all the seeds of the page: the shortest, with a lead, rights and an end."""
    name = "ngo_consortium"
    seeds = listing.SEEDS
    played = case_of(load(name), seeds, choices=())
    assert rows("logics")[name] == listing.of_logics(name, listing.found_of(played))
    found = listing.found_of_question(ask(questions()[name], seeds))
    assert rows("asked")[name] == [listing.of_question(name, found)]


@pytest.mark.parametrize("name", names())
def test_by_the_page_two_ends_occur_and_something_that_the_group_can_decide_turns_it(name):
    """Oracle: the rows, which are of two hundred runs: how it ends as it stands, and what each choice changes."""
    scenario = load(name)
    logic = LOGICS[scenario.parameters.logic.decision]
    ends = {way: ends.split(", ") for _, way, _, _, _, ends, *_ in rows("logics")[name]}
    assert len(ends.get("as it stands", ends[logic])) >= 2
    ((*_, choices),) = rows("turns")[name]
    changes = [(float(value), float(share) / 100) for value, share in re.findall(r"([+-]\d\.\d\d) \((\d+)%\)", choices)]
    assert len(changes) == len(scenario.choices)
    assert any(abs(value) >= case.TURNS_VALUE or share >= case.TURNS_END for value, share in changes)


def test_no_two_scenarios_have_the_same_story_of_numbers(capsys):
    """Oracle: the page: by either logic value, felt success, goals lost and ends; two that are near in all are one."""

    def story(of):
        figures = {}
        for _, logic, value, felt, lost, ends, *_ in of:
            figures |= {(logic, "value"): float(value), (logic, "felt"): float(felt) / 10, (logic, "lost"): share(lost)}
            figures |= {(logic, end): share(part) for end, part in (one.rsplit(" ", 1) for one in ends.split(", "))}
        return figures

    def share(text):
        return float(text.rstrip("%")) / 100

    def apart(one, other):
        return max(abs(one.get(figure, 0.0) - other.get(figure, 0.0)) for figure in one | other)

    stories = {name: story([row for row in of if row[1] in LOGICS]) for name, of in rows("logics").items()}
    pairs = {(one, other): apart(stories[one], stories[other]) for one, other in combinations(stories, 2)}
    nearest = min(pairs, key=pairs.get)
    with capsys.disabled():
        print(f"\nnearest in numbers: {' and '.join(nearest)}, {pairs[nearest]:.2f} apart at most")
    assert pairs[nearest] >= case.TURNS_VALUE, nearest


@pytest.mark.parametrize(
    ("name", "choice", "decided_for"),
    [
        (
            "disaster_response",
            "The chair evacuates both towns after half a day, against the recorded objection of the town upstream",
            {"Town Upstream", "City Downstream", "Fire Service", "Police"},
        ),
        (
            "merger",
            "One board over both hospitals, once supervisory boards and authorities agree",
            {"Hospital North", "Hospital South"},
        ),
        (
            "safety_house",
            "Scaling up: the mayor decides on public order, mayor and aldermen on support at home and urgent housing",
            {"Police", "Neighbourhood Team", "Housing Association"},
        ),
    ],
)
def test_who_decides_does_so_for_those_whom_the_law_puts_under_one_and_for_nobody_else(name, choice, decided_for):
    """Oracle: members who say yes in every run once it is decided; who leads, and who does so anyhow, are apart."""
    scenario = load(name)
    when = next(event.round for event in scenario.choices[choice] if event.act)

    def agreeable(one):
        last = [run(one, seed, when).state for seed in range(1, 41)]
        no = [(state.organisations["accepts"] < 1.0) & (state.organisations["member"] == MEMBER) for state in last]
        leads = last[0].collaboration[0]["lead"]
        return {label for row, label in enumerate(scenario.labels) if row == leads or not any(said[row] for said in no)}

    willing = agreeable(choosing(scenario, choice))
    assert decided_for <= willing
    assert willing - agreeable(scenario) <= decided_for


@pytest.mark.parametrize("name", names())
def test_the_right_to_decide_by_law_does_not_pass_to_another(name):
    """Oracle: the trace, by every choice: as long as there is a collaboration, whoever cannot leave is there.

    And where one who has the right by law leads and cannot leave, nobody else ever leads.
    """
    scenario = load(name)
    start = scenario.declare(scenario.seed)
    lead = int(start.collaboration["declared_lead"][0])
    for one in (scenario, *(choosing(scenario, choice) for choice in scenario.choices)):
        sent = {event.organisation for event in one.events if event.act.get("stay") == 0.0}
        bound = [row for row in scenario.stays if row not in sent]
        for seed in range(1, 13):
            course, history = Course(one, seed), np.zeros(one.rounds, OUTCOMES)
            for round_ in range(1, one.rounds + 1):
                course.proceed(round_, history)
                us = course.state.collaboration[0]
                if us["dissolved"]:
                    break
                assert (course.state.organisations["member"][bound] == MEMBER).all(), (seed, round_)
                if lead in bound and start.organisations["right"][lead] > 0.0:
                    assert us["lead"] in (lead, -1), (seed, round_)


def test_whoever_gives_notice_is_there_until_it_ends_and_nobody_leaves_without():
    """Oracle: the case, which says a year from round 14, and the trace."""
    scenario = load("youth_care")
    (leaving,) = (choice for choice in scenario.choices if choice.startswith("Waterdam leaves"))
    row = scenario.labels.index("Waterdam")
    steps = list(dict.fromkeys((event.round, event.name) for event in scenario.choices[leaving]))
    assert steps == [
        (14, "Waterdam gives notice"),
        (26, "The year of notice is over"),
        (50, "The last part of the exit sum has been paid"),
    ]
    for seed in range(1, 41):
        member = run(choosing(scenario, leaving), seed, trace=True).trace["member"]
        assert (member[:25, row] == MEMBER).all(), seed
        assert (member[25:, row] == LEFT).all(), seed
        assert (run(scenario, seed).state.organisations["member"] == MEMBER).all(), seed
