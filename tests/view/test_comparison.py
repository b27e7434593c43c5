"""Two lines: the same, side by side in figures and in words, and whether it was luck."""

from __future__ import annotations

import re
from types import SimpleNamespace

import numpy as np
import pytest

from samenspel.game import ALONE
from samenspel.results.intervals import Interval, mean_interval
from samenspel.results.outcomes import capitalised
from samenspel.scenario import choosing, load, names
from samenspel.state import LEFT
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.session import Line, arises, created_apart, shortest
from samenspel.view.shown import charts, stage, story
from samenspel.view.shown.bet import bet
from samenspel.view.shown.clock import clock
from samenspel.view.shown.comparison import PARTINGS, alone_in, comparison, for_whom, in_words, partings, same, through
from samenspel.view.shown.ending import ending, parts, sheet
from samenspel.view.shown.fall import MOSTLY
from samenspel.view.shown.headline import headline
from samenspel.view.shown.luck import in_words as of_pairs
from samenspel.view.shown.luck import luck, put_right, spread
from samenspel.view.shown.pairs import kind_of
from samenspel.view.shown.whatif import PRESETS
from samenspel.view.texts import LANGUAGES, Texts, differs

from .lines import log_of

ENGLISH = Texts("en")
BOTH = ("better", "worse")


def test_trust_first_or_organisation_first_is_a_question_that_the_page_answers():
    """Oracle: the two forks differ, and the verdict names both."""
    desk = Desk(Setting("integrated_care"))
    empty = dict.fromkeys(("ambition", "interests", "relation", "organisation", "process"), 0.0)
    for place, preset in enumerate(("relation", "organisation")):
        desk.session.show(0)
        plan = [empty | phase for phase in PRESETS[preset]]
        desk.forked({"name": preset, "plan": plan, "lengths": [30, 30], "round": 0})
        assert desk.session.shown == place + 1
    desk.line_shown({"shown": 1, "ghost": 2})
    desk.found = desk.session.was_it_luck(pairs=20)
    verdict = luck(desk)
    assert "relation" in verdict
    assert "organisation" in verdict


def test_what_a_line_created_is_rounded_once():
    """Oracle: 41.494 % is 41 % wherever it stands; rounded to four decimals of value first it was 42 %."""
    desk = Desk(Setting("integrated_care"))
    desk.forked({"name": "hierarchy", "changes": {"logic": "hierarchy"}, "round": 12})
    desk.bet_on("skip")
    desk.side_by_side()
    desk.session.line.history["joint_value"] = 0.20747
    (row,) = (one for one in comparison(desk)["rows"] if one["key"] == "joint_value")
    assert row["one"] == desk.texts.gain(desk.session.line.created_so_far(60), signed=True) == "+41%"


def test_where_two_lines_part_is_told_from_the_first_difference_on():
    """Oracle: the logs of both, round by round; the fork shares the rounds before it was made."""
    desk = Desk(Setting("integrated_care"))
    desk.forked({"name": "hierarchy", "changes": {"logic": "hierarchy"}, "round": 12})
    desk.bet_on("skip")
    desk.side_by_side()
    rows = comparison(desk)["parting"]
    assert 2 <= len(rows) <= PARTINGS
    assert rows[0]["round"] >= 13
    line, ghost = desk.session.line, desk.session.shadow
    logs = [[[story.say(fact, desk.texts, of) for fact in told.facts] for told in log_of(of)] for of in (line, ghost)]
    nothing = desk.texts("compare.nothing")
    for row in rows:
        one, other = (logs[side][row["round"]] for side in (0, 1))
        assert row["one"] in {*one, nothing} - set(other)
        assert row["other"] in {*other, nothing} - set(one)
        assert (row["one"], row["other"]) != (nothing, nothing)


def test_lines_that_are_the_same_part_nowhere():
    desk = Desk(Setting("baseline"))
    desk.forked({"name": "the same", "changes": {"governance.mandate": 0.9}, "round": 0})
    desk.bet_on("skip")
    desk.side_by_side()
    assert comparison(desk)["parting"] == []


def test_a_fork_that_changes_nothing_says_so():
    desk = Desk(Setting("baseline"))
    desk.forked({"name": "the same", "changes": {"governance.mandate": 0.9}, "round": 0})
    assert "the same" in same(desk)
    assert bet(desk) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_lines_stand_side_by_side_in_figures_and_in_words(language):
    """Oracle: the histories, by hand."""
    desk = Desk(Setting("integrated_care", language=language))
    empty = dict.fromkeys(("ambition", "interests", "relation", "organisation", "process"), 0.0)
    desk.forked(
        {
            "name": "T",
            "plan": [empty | one for one in PRESETS["relation"]],
            "lengths": [30, 30],
            "budget": 60,
            "round": 0,
        }
    )
    assert comparison(desk) is None
    desk.bet_on("skip")
    desk.side_by_side()
    shown, line, ghost = comparison(desk), desk.session.line, desk.session.shadow
    rows = {row["key"]: row for row in shown["rows"]}
    one, other = (round(200 * of.history["joint_value"].mean()) for of in (line, ghost))
    difference = (one - other) / 200  # as the percentages of both are written
    assert rows["joint_value"]["difference"] == desk.texts.points(difference, signed=True)
    assert rows["effort"]["one"] == "60"
    first = int(np.flatnonzero(line.history["agreed"])[0]) + 1
    assert rows["first_decision"]["one"] == str(first)
    assert desk.texts.points(abs(difference)) in shown["sentence"]
    assert "“T”" in shown["sentence"]
    desk.line_shown({"shown": 0, "ghost": -1})
    assert comparison(desk) is None


def test_most_of_a_difference_arises_in_the_shortest_stretch_that_holds_it():
    """Oracle: by hand, and every stretch tried."""
    assert shortest(np.array([0.0, 1.0, 8.0, 1.0, 0.0]), 0.8) == (2, 3)
    assert shortest(np.array([5.0, -9.0, 1.0, 9.0, 9.0, -1.0, 6.0]), 0.8) == (3, 5)
    gains = np.random.default_rng(1).normal(0.3, 1.0, 40)
    wanted = 0.8 * gains.sum()
    every = [(last - first, first) for first in range(40) for last in range(first + 1, 41)
             if gains[first:last].sum() >= wanted]  # fmt: skip
    length, begin = min(every)
    assert shortest(gains, 0.8) == (begin, begin + length)


def test_the_sentence_says_when_the_difference_arises_and_what_differs_then():
    """Oracle: the histories."""
    desk = Desk(Setting("integrated_care"))
    empty = dict.fromkeys(("ambition", "interests", "relation", "organisation", "process"), 0.0)
    for preset in ("relation", "organisation"):
        desk.session.show(0)
        desk.forked({"name": preset, "plan": [empty | one for one in PRESETS[preset]], "lengths": [30, 30], "round": 0})
    desk.line_shown({"shown": 1, "ghost": 2})
    desk.bet_on("skip")
    desk.side_by_side()
    shown, line, ghost = comparison(desk), desk.session.line, desk.session.shadow
    sentence = f"{shown['sentence']} {shown['behind']}"
    first, last = (int(word) for word in re.search(r"from rounds (\d+) to (\d+)", sentence).groups())
    gained = line.history["joint_value"] - ghost.history["joint_value"]
    assert gained[first - 1 : last].sum() >= 0.8 * gained.sum() > 0
    levels = [1 + 3 * of.history["organisation"][first - 1 : last].mean() for of in (line, ghost)]
    assert (
        f"The condition “organisation” is stronger in those rounds: {levels[0]:.1f} against {levels[1]:.1f}" in sentence
    )


@pytest.mark.parametrize(
    ("language", "here", "usually"),
    [
        (
            "en",
            "You said “{}”: right in this run, but not on average.",
            "You said “{}”: not in this run, but right on average.",
        ),
        (
            "nl",
            "U zei “{}”: hier klopte dat, maar gemiddeld niet.",
            "U zei “{}”: hier klopte dat niet, gemiddeld wel.",
        ),
    ],
)
def test_luck_puts_the_bet_right_where_one_run_said_otherwise(language, here, usually):
    """Oracle: by hand: the difference of the run that was seen, and an interval that lies on either side of nothing."""
    desk = Desk(Setting("integrated_care", language=language))
    desk.forked({"name": "x", "changes": {"logic": "hierarchy"}, "round": 0})
    seen = 1.0 if created_apart(desk.session.line, desk.session.shadow) > 0.0 else -1.0
    same, other = ("more", "less") if seen > 0.0 else ("less", "more")
    names_of = {one: desk.texts(f"bet.{one}") for one in ("more", "less", "same")}
    for sign in (seen, -seen):
        interval = Interval(0.1 * sign, *sorted((0.05 * sign, 0.15 * sign)), 20)
        desk.found = SimpleNamespace(created=SimpleNamespace(interval=interval))
        said = {}
        for expected in names_of:
            desk.bet_on(expected)
            said[expected] = put_right(desk)
        if sign == seen:
            assert not any(said.values())
        else:
            assert said == {same: here.format(names_of[same]), other: usually.format(names_of[other]), "same": ""}


@pytest.mark.parametrize(
    ("seen", "more", "less", "low", "high", "kind"),
    [
        (0.3, 82, 6, 0.05, 0.15, "surely"),
        (-0.3, 6, 80, -0.15, -0.05, "surely"),
        (0.3, 79, 20, 0.05, 0.15, "mostly"),
        (0.3, 49, 25, 0.02, 0.15, "partly"),
        (-0.3, 82, 6, 0.05, 0.15, "after_all"),
        (0.005, 82, 6, 0.05, 0.15, "hidden"),
        (0.3, 60, 40, -0.05, 0.15, "unsure"),
        (0.3, 60, 40, 0.002, 0.009, "none"),
    ],
)
def test_whether_it_was_luck_is_answered_by_where_the_mean_lies_and_by_how_many_pairs_go_that_way(
    seen, more, less, low, high, kind
):
    """Oracle: by hand: no luck is what goes one way in 80 of 100; two points on average are nothing."""
    assert kind_of(seen, more, less, Interval((low + high) / 2, low, high, 100)) == kind


@pytest.mark.parametrize("choice", [0, 1])
def test_the_words_on_luck_and_the_bars_count_the_same_cases(choice):
    """Oracle: the differences of the pairs: of less than two points, which two written numbers may hide, is none."""
    desk = Desk(Setting("supply_chain"))
    desk.decided([*desk.scenario.choices][choice])
    desk.found = desk.session.was_it_luck(pairs=60)
    points = 200.0 * desk.found.differences  # value against 1/2 for each alone, as a percentage
    points[np.abs(points) < 2.0 - 1e-6] = 0.0  # two, but for a last bit, are two
    coloured, grey = ([bar["value"] for bar in series["data"]] for series in spread(desk.found, desk.texts)["series"])
    assert sum(height for _, height in grey) == np.sum(points == 0)
    for way in (1, -1):
        tall, hidden = (sum(height for x, height in bars if way * x > 0) for bars in (coloured, grey))
        assert tall - hidden == np.sum(way * points > 0)
    words = luck(desk)
    shares = [100 * np.mean(one) for one in (points > 0, points < 0, points == 0)]
    more, less, even = re.search(
        r"In (\d+)% of 60 pairs .*, in (\d+)% it brings less, and in (\d+)% there is", words
    ).groups()
    assert int(more) + int(less) + int(even) == 100
    assert [int(more), int(less), int(even)] == pytest.approx(shares, abs=1.0)


def test_support_is_told_to_be_back_only_where_it_is_told_to_have_been_lost():
    """Oracle: the facts of the two lines, and the votes behind the goal in the states."""
    again = kept_back = 0
    for name in ("integrated_care", "youth_care", "ngo_consortium", "regional_energy_strategy"):
        scenario = load(name)
        as_it_was = Line(scenario, scenario.seed)
        for choice in scenario.choices:
            chosen = Line(choosing(scenario, choice), scenario.seed)
            for line, ghost in ((chosen, as_it_was), (as_it_was, chosen)):
                lost, told, other = False, log_of(line), log_of(ghost)
                for round_, fact, _ in partings(told, other):
                    if fact and fact.kind.startswith("steady"):
                        again += 1
                        since = fact.values["since"]
                        assert lost or not (backed(line, since) or backed(ghost, since))
                    lost = bool(fact and fact.kind.startswith("unbacked")) or (lost and not backed(line, round_))
                alone = [fact for at in range(line.rounds + 1) for fact in alone_in(told[at], other[at])]
                kept_back += sum(fact.kind.startswith("steady") for fact in alone)
    assert kept_back >= again > 0


def backed(line, round_):
    return line.at(round_).state.collaboration[0]["unbacked"] == 0


@pytest.mark.parametrize("name", ["supply_chain", "merger", "ngo_consortium", "survey_example"])
def test_the_table_calls_an_outcome_what_the_screen_calls_it(name):
    """Oracle: the names beside the bars of both lines, which say whether anybody leads."""
    desk, line, ghost = forked(name, **{"effort.relation": 1.0})
    desk.side_by_side()
    named = next(row["title"] for row in comparison(desk)["rows"] if row["key"] == "goal_realisation")
    assert any(one in named for one in charts.norms(line, ghost, desk.texts)["names"])
    leads = charts.anybody_leads(line) or charts.anybody_leads(ghost)
    assert (desk.texts("chart.goal_of_strongest") in named) == (not leads)


def forked(name, **changes):
    desk = Desk(Setting(name))
    desk.forked({"name": "x", "changes": changes, "round": 0})
    desk.bet_on("more")
    return desk, desk.session.line, desk.session.shadow


def test_a_difference_is_said_to_come_of_a_goal_that_lasts_or_of_what_each_puts_in():
    """Oracle: rounds with a goal, and what members pooled, made and trusted in the rounds with one on both lines."""
    seen = set()
    for name in names():
        for choice in load(name).choices:
            desk = Desk(Setting(scenario=name, language="en"))
            desk.decided(choice)
            line, ghost = desk.session.line, desk.session.shadow
            said = through(line, ghost, desk.texts)
            one, other = line.history, ghost.history
            has, had = one["agreed"] > 0, other["agreed"] > 0
            more = created_apart(line, ghost) > 0
            if not said:
                continue
            assert ("more" in said[0] or "longer" in said[0]) == more, (name, choice, said)
            if "agreement" in said[0]:
                seen.add("goal")
                assert f": {has.sum()} rounds, against {had.sum()}" in said[0]
                assert (has.sum() > had.sum()) == more
                continue
            first, last = arises(line, ghost)
            both = [at for at in range(first - 1, last) if has[at] and had[at]]
            change = one["pooled"][both].mean() / other["pooled"][both].mean() - 1
            assert f"{100 * abs(change):.0f}% {'more' if change > 0 else 'less'} on average" in said[0]
            made = [of["joint_value"][both].mean() + ALONE for of in (one, other)]
            in_part = abs(change) < MOSTLY * abs(made[0] / made[1] - 1)
            assert ("In part" in said[0]) == in_part
            seen.add("in part" if in_part else "work")
            if "trusted" in said[0]:
                seen.add("trust")
                trust = [round(100 * of["trust"][both].mean()) for of in (one, other)]
                assert f"{trust[0]} against {trust[1]}" in said[0]
                assert (trust[0] > trust[1]) == more
    assert seen == {"goal", "work", "in part", "trust"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_for_whom_it_makes_most_difference_is_named_as_within_a_sentence(language):
    """Oracle: the names of partners as a sentence has them, with a small letter before an article."""
    desk = Desk(Setting("integrated_care", language=language))
    empty = dict.fromkeys(("ambition", "interests", "relation", "organisation", "process"), 0.0)
    plan = [empty | phase for phase in PRESETS["relation"]]
    desk.forked({"name": "relation", "plan": plan, "lengths": [30, 30], "round": 0})
    said = for_whom(desk.session.line, desk.session.lines[0], desk.texts)
    assert said
    for sentence, place in zip(said, ("most", "other"), strict=False):
        before = [desk.texts(f"compare.{place}_{way}", who="|", points="").partition("|")[0] for way in BOTH]
        assert any(
            sentence.startswith(one + desk.texts.in_a_sentence(label))
            for label in desk.session.line.scenario.labels
            for one in before
        ), sentence


@pytest.mark.parametrize("name", ["ngo_consortium", "integrated_care", "supply_chain"])
def test_for_whom_it_makes_the_biggest_difference_and_the_mean_of_all_are_of_the_same_rounds(name):
    """Oracle: by hand: each round that somebody takes no part in is one of working alone; the mean of all is value."""
    for choice in load(name).choices:
        desk = Desk(Setting(name, language="en"))
        desk.decided(choice)
        line, ghost = desk.session.line, desk.session.shadow
        each = [
            sum(0.0 if np.isnan(gain) else gain for gain in of.gained[:, row]) / of.rounds
            for of in (line, ghost)
            for row in range(len(of.scenario.labels))
        ]
        apart = np.subtract(*np.split(np.array(each), 2))
        assert apart.mean() == pytest.approx(line.created_so_far(line.rounds) - ghost.created_so_far(line.rounds))
        said = for_whom(line, ghost, desk.texts)
        row = int(np.abs(apart).argmax())
        if abs(apart[row]) < 0.02:
            assert not said
            continue
        who, points = desk.texts.in_a_sentence(line.scenario.labels[row]), desk.texts.points(abs(apart[row]))
        way = "better" if apart[row] > 0 else "worse"
        assert said[0] == f"It makes the biggest difference to {who}: {points} {way} off."
        other = (apart if way == "worse" else -apart).max()
        assert len(said) == 1 + (other >= 0.02)
        if len(said) == 2:
            assert said[1].startswith("It is worst for " if way == "better" else "It is best for ")
            assert f": {desk.texts.points(other)} " in said[1]


@pytest.mark.parametrize(
    ("language", "ended"),
    [
        (
            "en",
            "“End it together, in time” was ended in round 9, together: after that, trust and the like",
        ),
        ("nl", "Bij “Samen en op tijd stoppen” stopten ze in ronde 9, samen: daarna worden vertrouwen"),
    ],
)
def test_after_an_end_that_was_chosen_nothing_is_measured_and_nothing_of_it_is_worse(language, ended):
    """Oracle: the choice, by which nobody is a member from round 9 on; what is on the line up to then."""
    desk = Desk(Setting("ngo_consortium", language=language))
    desk.decided("End it together, in time: finish it well, and celebrate")
    desk.bet_on("skip")
    desk.side_by_side()
    line, ghost, shown = desk.session.line, desk.session.shadow, comparison(desk)
    assert line.in_being == 8
    assert ghost.in_being == ghost.rounds
    rows = {row["key"]: row for row in shown["rows"]}
    for at_the_end in ("trust", "felt_success", "goal_realisation", "sorted_effect"):
        assert (rows[at_the_end]["one"], rows[at_the_end]["difference"], rows[at_the_end]["tone"]) == ("–", "–", "")
        assert rows[at_the_end]["other"] != "–"
    assert rows["left"]["one"] == f"{line.history['left'][7]:.0f}" == "0"
    said = f"{shown['sentence']} {shown['behind']}"
    assert ended in said
    assert not any(
        word in said for word in ("Trust is", "vertrouwen eindigt", "weaker", "lager", "leave here", "stoppen er hier")
    )
    bars = charts.conditions(line, ghost, desk.texts)["frames"]
    assert set(bars[9]["said"]) == {"–"}
    assert "–" not in bars[8]["said"]
    middle = stage.status(line, desk.texts, log_of(line))
    assert [middle[at]["small"] for at in (9, line.rounds)] == [desk.texts("table.ended_small", round=9)] * 2
    assert middle[9]["tone"] == 0
    brought = dict(parts(desk))["brought"]
    assert not any("pas in ronde 9" in one or "only in round 9" in one for _, one in parts(desk))
    assert desk.texts("ending.over", end=9) in brought
    assert not any(
        word in brought for word in ("But in the last", "Maar in de laatste", "had recovered", "was het terug")
    )


@pytest.mark.parametrize(
    ("points", "verdict", "counts"),
    [
        ([5.0] * 20, "always goes this way", "In all 20 pairs “a” brings more than “b”."),
        ([-5.0] * 20, "always goes this way", "In all 20 pairs “a” brings less than “b”."),
        ([5.0] * 19 + [1.0], "mostly goes this way", "In 95% of 20 pairs"),
    ],
)
def test_of_what_goes_one_way_in_every_pair_it_is_said_that_it_always_does(points, verdict, counts):
    """Oracle: by hand."""
    differences = np.array(points) * ALONE / 100
    said = of_pairs(ENGLISH, {"name": "a", "ghost": "b"}, differences[0], differences, mean_interval(differences))
    assert verdict in said
    assert counts in said


def test_who_leaves_on_one_line_alone_is_named():
    """Oracle: membership at the end of both."""
    told = 0
    for name, changes in (("baseline", {"effort.organisation": 0.6}), ("supply_chain", {"logic": "hierarchy"})):
        desk, line, ghost = forked(name, **changes)
        here, there = (of.at(of.rounds).state.organisations["member"] == LEFT for of in (line, ghost))
        said = in_words(desk, line, ghost)
        for kind, rows in (("stayed", there & ~here), ("went", here & ~there)):
            who = desk.texts.names(
                [desk.texts.in_a_sentence(line.scenario.labels[row]) for row in np.flatnonzero(rows)]
            )
            sentence = capitalised(desk.texts(f"compare.{kind}", who=who, ghost=desk.line_name(ghost)))
            assert (sentence in said) == bool(rows.any())
            told += bool(rows.any())
    assert told


def test_a_goal_that_is_lost_on_one_line_alone_is_told_as_avoided():
    """Oracle: the rounds of both."""
    desk, line, ghost = forked("baseline", **{"effort.organisation": 0.6})
    lost = np.flatnonzero(np.diff(ghost.history["agreed"]) < 0) + 2
    assert lost.size
    assert not (np.diff(line.history["agreed"]) < 0).any()
    broke = f"went wrong: in round {lost[0]} it broke: the agreement was given up, as it no longer had the support of "
    assert broke in in_words(desk, line, ghost)
    assert "Here it does not." in in_words(desk, line, ghost)
    assert in_words(desk, line, line).count("went wrong") == 0


def test_the_headline_says_besides_value_who_has_a_goal_and_how_many_left():
    """Oracle: the rounds of both."""
    desk, line, ghost = forked("baseline", **{"effort.organisation": 0.6})
    frames = headline(desk)
    for round_ in range(1, line.rounds + 1):
        here, there = (of.history[round_ - 1] for of in (line, ghost))
        beside = frames[round_]["ghost"]
        assert ("left: " in beside) == (here["left"] != there["left"])
        assert ("there is an agreement here" in beside) == (here["agreed"] > there["agreed"])
        assert ("and none here" in beside) == (here["agreed"] < there["agreed"])


def test_the_ending_of_a_variant_says_what_the_change_did_and_whether_that_was_luck():
    """Oracle: the sentence of the comparison, and the verdict; they stand before what is said of every run."""
    desk, line, ghost = forked("baseline", **{"effort.organisation": 0.6})
    desk.round_shown(line.rounds)
    desk.seen.add(line.number)

    def first(count):
        return [f"{one['text']} {one['more']}".strip() for one in ending(desk)["sentences"][:count]]

    assert first(1) == [in_words(desk, line, ghost)]
    assert len(ending(desk)["sentences"]) == len(parts(desk)) + 1
    desk.found = desk.session.was_it_luck(pairs=20)
    assert first(2) == [in_words(desk, line, ghost), luck(desk)]
    assert "The change" in sheet(desk)
    assert sheet(desk).index("The change") < sheet(desk).index(parts(desk)[0][1][:40])


def test_what_was_seen_stands_beside_what_it_is_on_average():
    """Oracle: the difference of the two lines, and the mean over the pairs."""
    desk, line, ghost = forked("integrated_care", **{"effort.relation": 1.0})
    desk.found = desk.session.was_it_luck(pairs=20)
    seen, mean = (
        desk.texts.points(one, True) for one in (created_apart(line, ghost), desk.found.created.interval.mean)
    )
    assert f"You saw {seen}; on average it is {mean}, and that average is almost certainly between " in luck(desk)


def test_what_is_so_small_on_average_puts_no_bet_right_but_that_it_is_the_same():
    """Oracle: by hand: an average that surely lies within two points is no difference."""
    desk = Desk(Setting("integrated_care", language="en"))
    desk.forked({"name": "x", "changes": {"logic": "hierarchy"}, "round": 0})
    seen = "more" if created_apart(desk.session.line, desk.session.shadow) > 0.0 else "less"
    desk.found = SimpleNamespace(created=SimpleNamespace(interval=Interval(0.005, 0.002, 0.008, 200)))
    said = {}
    for expected in ("more", "less", "same"):
        desk.bet_on(expected)
        said[expected] = put_right(desk)
    other = "less" if seen == "more" else "more"
    assert said == {
        seen: f"You said “{desk.texts(f'bet.{seen}')}”: right in this run, but not on average.",
        other: "",
        "same": f"You said “{desk.texts('bet.same')}”: not in this run, but right on average.",
    }


def test_the_end_of_a_variant_offers_the_check_on_luck_until_it_was_made():
    """Oracle: by hand: nothing to check without a ghost, nor when it was checked; a refusal is passed on."""
    desk, line, _ = forked("baseline", **{"effort.organisation": 0.6})
    desk.round_shown(line.rounds)
    desk.seen.add(line.number)
    assert ending(desk)["asks_luck"]
    desk.refused += 1
    assert ending(desk)["refused"] == desk.refused
    desk.found = desk.session.was_it_luck(pairs=20)
    assert not ending(desk)["asks_luck"]
    alone = Desk(Setting("baseline", round=60))
    assert not ending(alone)["asks_luck"]


def test_no_stretch_is_marked_where_there_is_hardly_a_difference():
    """Oracle: what the page calls about as much; a fork that changes nothing, and one that does."""
    scenario = "integrated_care"
    desk = Desk(Setting(scenario))
    assert clock(desk)["stretch"] == []
    for choice in load(scenario).choices:
        desk.decided(choice)
        line, ghost = desk.session.line, desk.session.shadow
        hardly = differs(created_apart(line, ghost)) == "same"
        assert clock(desk)["stretch"] == ([] if hardly else list(arises(line, ghost)))
    desk.forked({"name": "nothing", "plan": [], "lengths": [], "round": 0})
    assert clock(desk)["stretch"] == []
