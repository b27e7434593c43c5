"""The stage and the charts: what is drawn, where, and what is sent for every round."""

from __future__ import annotations

import json

import numpy as np
import pytest

from samenspel.scenario import load, names, parse, with_changes
from samenspel.state import MEMBER
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.happenings import from_now
from samenspel.view.session import Line, Session
from samenspel.view.shown import charts, needs, places, stage, story
from samenspel.view.texts import LANGUAGES, Texts
from samenspel.view.upload import OWN

from .lines import line_of, log_of

ENGLISH = Texts("en")


def drawn(name):
    line = Line(load(name), load(name).seed)
    points = places.places(line.at(0).state)
    rows = stage.columns(line, None, points, line.scenario.labels, log_of(line), ENGLISH)
    return line, points, rows


def boxes(line, points, row):
    """Name and number of every organisation as a box, in units of the stage: left, right, bottom, top."""
    option = stage.option(line.at(0).state, line.scenario.labels, points)
    network = option["series"][0]
    high, wide = network["label"]["lineHeight"], places.LETTER
    gap = network["label"]["distance"]
    for place, node in enumerate(network["data"]):
        x, y = node["value"]
        radius = row["series.0.data.*.symbolSize"][place] / 2
        lines = row["series.0.data.*.label.formatter"][place].split("\n")
        width, height = wide * max(len(line.split("|")[1].rstrip("}")) for line in lines), high * len(lines)
        where, align, upright = (node["label"][key] for key in ("position", "align", "verticalAlign"))
        x += {"left": -radius - gap, "right": radius + gap}.get(where, 0.0)
        y += {"top": radius + gap, "bottom": -radius - gap}.get(where, 0.0)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        top = y + {"top": 0.0, "middle": height / 2, "bottom": height}[upright]
        yield left, left + width, top - height, top


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("name", names())
def test_names_do_not_overlap_and_stay_on_the_stage(name, language):
    """Oracle: boxes by an average width of letters; 14 organisations at most."""
    texts = Texts(language)
    line = Line(load(name), load(name).seed)
    points = places.places(line.at(0).state)
    labels = [texts.label(label) for label in line.scenario.labels]
    row = stage.columns(line, None, points, labels, log_of(line), texts)[-1]
    found = list(boxes(line, points, row))
    for place, (left, right, bottom, top) in enumerate(found):
        assert left > -12, labels[place]
        assert right < places.WIDTH + 12, labels[place]
        assert bottom > -5, labels[place]
        assert top < places.HEIGHT + 5, labels[place]
        for other, (left2, right2, bottom2, top2) in enumerate(found[:place]):
            apart = right <= left2 or right2 <= left or top <= bottom2 or top2 <= bottom
            assert apart, (labels[place], labels[other])


def test_places_do_not_depend_on_round_fork_or_language():
    session = Session(load("survey_example"))
    points = places.places(session.line.at(0).state)
    fork = session.fork("x", [from_now(0, "x", {"logic": "hierarchy"})])
    assert np.array_equal(points, places.places(fork.at(0).state))
    assert np.array_equal(points, places.places(session.line.at(30).state))


@pytest.mark.parametrize("n", [3, 16, 17, 80])
def test_any_number_has_a_place_of_its_own(n):
    scenario = parse(f'[network]\ngenerator = "ring"\norganisations = {n}', "ring")
    points = places.places(Line(scenario, 1).at(0).state)
    assert points.shape == (n, 2)
    assert len(np.unique(points.round(1), axis=0)) == n
    assert (points >= 0).all()
    assert (points <= [places.WIDTH, places.HEIGHT]).all()


def test_what_is_sent_is_plain_and_small():
    """Oracle: JSON."""
    _, _, rows = drawn("integrated_care")
    assert len(json.dumps(rows)) < 400_000
    assert {type(one) for one in rows[5]["series.0.data.*.symbolSize"]} == {float}


def test_size_is_power_and_fill_is_commitment():
    """Oracle: the state."""
    line, _, rows = drawn("integrated_care")
    organisations = line.at(20).state.organisations
    sizes = np.array(rows[20]["series.0.data.*.symbolSize"])
    assert sizes.argmax() == organisations["size"].argmax()
    large = organisations["size"] > 1.0
    assert sizes[large] ** 2 / organisations["size"][large] == pytest.approx(
        np.full(large.sum(), sizes.max() ** 2 / organisations["size"].max()), rel=0.01
    )
    assert [vessel[3] for vessel in rows[20]["series.1.data"]] == pytest.approx(organisations["commitment"], abs=1e-3)
    assert [vessel[4] for vessel in rows[20]["series.1.data"]] == pytest.approx(organisations["loyalty"], abs=1e-3)


def test_lines_grow_with_trust_and_fade_without_understanding():
    """Oracle: the order of mean trust, and of mean understanding, of every two."""
    line, _, _ = drawn("integrated_care")
    state = line.at(20).state
    drawn_lines = stage.lines(state, [])
    ties = state.ties
    once = state.sources < ties["target"]
    works = ties["age"][once] > 0
    assert not np.array(drawn_lines["series.0.links.*.lineStyle.width"])[~works].any()
    for field, key in (("trust", "width"), ("understanding", "opacity")):
        mean = ties[field][once] + ties[field][ties["reverse"][once]]
        seen = np.array(drawn_lines[f"series.0.links.*.lineStyle.{key}"])[works]
        assert np.all(np.diff(seen[np.argsort(mean[works])]) >= -0.01)


def test_the_lead_is_marked_by_a_sign_and_not_by_colour_alone():
    for name in ("survey_example", "disaster_response"):
        line = Line(with_changes(load(name), {"logic": "hierarchy"}), 1)
        points = places.places(line.at(0).state)
        rows = stage.columns(line, None, points, line.scenario.labels, log_of(line), ENGLISH)
        lead = int(line.at(10).state.collaboration[0]["lead"])
        label = rows[10]["series.0.data.*.label.formatter"]
        assert [row for row, one in enumerate(label) if "★" in one] == [lead]
        assert [row for row, vessel in enumerate(rows[10]["series.1.data"]) if vessel[6]] == [lead]


def test_where_nobody_leads_nobody_is_marked():
    """Oracle: pure network logic and shared governance; an organisation from outside that leads."""
    for name, changes in (
        ("integrated_care", {"logic": "network"}),
        ("integrated_care", {"governance.form": "administrative"}),
    ):
        line = Line(with_changes(load(name), changes), 1)
        points = places.places(line.at(0).state)
        for row in stage.columns(line, None, points, line.scenario.labels, log_of(line), ENGLISH):
            assert not any("★" in one or "☆" in one for one in row["series.0.data.*.label.formatter"])
            assert not any(vessel[6] for vessel in row["series.1.data"])


def test_hostile_names_are_plain_text():
    """Oracle: nothing that ECharts would read as formatting is left."""
    wild = "{b|<script>alert(1)</script>} " + "x" * 300
    assert "{" not in "".join(stage.wrapped(wild))
    assert max(len(one) for one in stage.wrapped(wild)) <= places.LETTERS + 5
    assert len(stage.wrapped(wild)) <= stage.MOST_LINES


@pytest.mark.parametrize(
    ("rounds", "last"), [(48, [40, 48]), (24, [20, 24]), (60, [50, 60]), (41, [30, 40]), (5, [4, 5])]
)
def test_the_last_round_is_marked_where_there_is_room(rounds, last):
    text = f'rounds = {rounds}\nnetwork = {{ generator = "complete", organisations = 4 }}'
    assert charts.value(Desk(Setting(OWN, text=text)))["marks"][-2:] == last


def test_courses_share_one_scale_and_show_the_ghost():
    """Oracle: the histories, and the gain of one organisation from its states."""
    desk = Desk(Setting("baseline"))
    desk.forked({"name": "hierarchy", "changes": {"logic": "hierarchy"}, "round": 0})
    desk.bet_on("skip")
    desk.picked_on_stage({"row": 3})
    before = charts.value(desk)
    desk.exchanged()
    after = charts.value(desk)
    assert before["marks"] == [10, 20, 30, 40, 50, 60]
    assert [one["title"] for one in before["courses"]] == ["together", "for clients", desk.label(3)]
    for one, other in zip(before["courses"], after["courses"], strict=True):
        assert [one[key] for key in ("low", "high", "guides")] == [other[key] for key in ("low", "high", "guides")]
        assert (one["line"], one["ghost"]) == (other["ghost"], other["line"])
    line = desk.session.line
    for one, name, alone in zip(after["courses"], ("joint_value", "client_value"), (0.5, 1.0), strict=False):
        assert one["line"] == [pytest.approx(value / alone, abs=1e-3) for value in line.history[name]]
    me = line.at(20).state.organisations[3]
    gained = me["value"] - me["liking"] - (0.5 + me["outside"] + me["elsewhere"])
    assert after["courses"][2]["line"][19] == pytest.approx(gained / 0.5, abs=1e-3)
    desk.picked_on_stage({})
    assert len(charts.value(desk)["courses"]) == 2


@pytest.mark.parametrize("name", names())
def test_the_axis_of_value_ends_where_the_lines_do(name):
    """Oracle: the histories: nothing beyond the axis, hardly anything of it empty; zero is among two to six guides."""
    desk = Desk(Setting(name))
    for one in charts.value(desk)["courses"]:
        low, high = min(0.0, *one["line"]), max(0.25, *one["line"])
        assert one["low"] <= low < high <= one["high"]
        assert high - low > 0.93 * (one["high"] - one["low"])
        at = [guide["at"] for guide in one["guides"]]
        assert 0.0 in at
        assert 2 <= len(at) <= 6
        assert all(one["low"] <= guide <= one["high"] for guide in at)
        assert np.ptp(np.diff(at)) == pytest.approx(0.0)


def test_conditions_are_shown_on_the_scale_of_surveys():
    """Oracle: 1 + 3 times the index."""
    line = Line(load("baseline"), 1)
    frames = charts.conditions(line, None, ENGLISH)["frames"]
    means = [line.history[name][9] for name in charts.CONDITIONS]
    assert frames[10]["bars"] == [pytest.approx(mean, abs=1e-3) for mean in means]
    assert frames[10]["said"] == [f"{1 + 3 * round(mean, 3):.1f}" for mean in means]
    assert frames[0]["said"] == [""] * 5


def test_bars_carry_a_tick_for_the_ghost_and_none_without():
    """Oracle: the ghost's own history."""
    line, ghost = Line(load("baseline"), 1), Line(load("baseline"), 2)
    assert charts.norms(line, None, ENGLISH)["frames"][5]["ticks"] == []
    ticks = charts.norms(line, ghost, ENGLISH)["frames"][5]["ticks"]
    assert ticks == [pytest.approx(ghost.history[name][4], abs=1e-3) for name in charts.NORMS]


def test_the_ghost_is_shown_on_demand_and_the_line_becomes_the_ghost():
    """Oracle: the drawing before, after exchanging twice."""
    desk = Desk(Setting("integrated_care"))
    desk.exchanged()
    assert desk.session.shown == 0  # nobody to exchange with
    assert [one["key"] for one in stage.switches(desk)] == ["unseen"]
    desk.forked({"name": "hierarchy", "changes": {"logic": "hierarchy"}, "round": 4})
    desk.bet_on("skip")
    forked = stage.network(desk)
    assert "As it was" in stage.switches(desk)[0]["text"]
    desk.exchanged()
    assert (desk.session.shown, desk.session.ghost) == (0, 1)
    assert stage.network(desk)["columns"] != forked["columns"]
    assert "hierarchy" in stage.switches(desk)[0]["text"]
    desk.exchanged()
    assert stage.network(desk) == forked


def test_an_organisation_of_its_own_that_leads_is_named_at_the_table():
    """Oracle: the state; nobody at the table has the star then."""
    desk = Desk(Setting("baseline"))
    desk.forked({"name": "x", "changes": {"governance.form": "administrative"}, "round": 4})
    frames = stage.network(desk)["status"]
    assert [bool(frame["leads"]) for frame in frames] == [False] * 5 + [True] * 56
    assert desk.session.line.at(5).state.collaboration[0]["led_from_outside"]
    assert "\u2605" in frames[5]["leads"]


def test_the_table_says_since_when_there_is_a_goal_also_after_one_that_lapsed():
    """Oracle: in which rounds the states have a goal, and in which something is put to the vote."""
    kinds = set()
    for name in ("integrated_care", "baseline", "area_development"):
        for logic in ("network", "hierarchy"):
            line = Line(with_changes(load(name), {"logic": logic}), 1)
            states = [line.at(round_).state.collaboration[0] for round_ in range(line.rounds + 1)]
            for round_, frame in enumerate(stage.status(line, ENGLISH, log_of(line))):
                us = states[round_]
                if us["agreed"]:
                    since = max(t for t in range(1, round_ + 1) if states[t]["agreed"] and not states[t - 1]["agreed"])
                    behind, needed = ENGLISH.percent(story.short_of(us["backing"], 0.67)), ENGLISH.percent(0.67)
                    kind = "shaky_by_order" if logic == "hierarchy" else "shaky"
                    shaky = ENGLISH(f"table.{kind}_small", backing=behind, quorum=needed)
                    assert frame["small"] == (
                        shaky if us["unbacked"] and round_ > since else ENGLISH("table.agreed_small", round=since)
                    )
                elif us["crisis"] or (us["lapsed"] and not us["put"] and not us["dissolved"]):
                    assert frame["small"] == ENGLISH("table.crisis_small")
                    assert frame["support"] == -1.0
                    kinds.add(logic)
    assert kinds == {"network", "hierarchy"}


def test_a_goal_from_before_the_start_is_said_to_be_one():
    text = """
agreement = { goal = [0.5, 0.5], age = 7 }
themes = [{ name = "a", from = "b", to = "c" }, { name = "d", from = "e", to = "f" }]
network = { generator = "complete", organisations = 4 }
"""
    line = Line(parse(text, "again"), 1)
    assert stage.status(line, ENGLISH, log_of(line))[0]["small"] == ENGLISH("table.agreed_before_small")


def test_what_goes_along_ties_is_what_is_told_of_two_members():
    """Oracle: the log, and membership."""
    desk = Desk(Setting("survey_example"))
    line, rows = desk.session.line, json.loads(stage.network(desk)["columns"])
    gone = 0
    for round_, told in enumerate(log_of(line)):
        member = line.at(round_).state.organisations["member"] == MEMBER
        pairs = [(*fact.pair, fact.tone) for fact in told.facts if fact.pair and fact.tone]
        both = [list(move) for move in pairs if member[move[0]] and member[move[1]]]
        assert rows[round_][stage.MOVES] == both
        gone += len(both)
    assert gone > 5


@pytest.mark.parametrize("seed", range(20))
def test_a_name_on_the_map_of_needs_lies_over_nothing_and_eight_of_ten_crowded_ones_have_one(seed):
    """Oracle: boxes in pixels, each against each; what a line leads to is its own name, and it crosses no other."""
    rng = np.random.default_rng(seed)
    star, dots = np.array([150.0, 70.0]), rng.normal([170.0, 60.0], [30.0, 16.0], (10, 2)).clip(8, [300, 120])
    sizes = np.array([(needs.LETTER * letters, needs.LINE) for letters in rng.integers(5, 17, 10)])
    found = needs.placed(dots, star, sizes, {})
    assert len(found) >= 8
    boxes = {}
    for place, room in found.items():
        boxes[place] = needs.boxed(dots[place] + needs.OFFSETS, sizes[place])[room]
        left, bottom, right, top = boxes[place]
        assert (right - left, top - bottom) == pytest.approx(sizes[place])
        assert left >= 0 and right <= needs.MAP[0] and bottom >= 0 and top <= needs.MAP[1]  # noqa: PT018
        for (x, y), half in [*((dot, needs.DOT) for dot in dots), (star, needs.STAR)]:
            assert x + half <= left or x - half >= right or y + half <= bottom or y - half >= top
        for other in [box for one, box in boxes.items() if one != place]:
            assert other[2] <= left or other[0] >= right or other[3] <= bottom or other[1] >= top
    for place, room in found.items():
        for left, bottom, right, top in boxes.values():
            on_the_way = [dots[place] + part * needs.OFFSETS[room] for part in np.linspace(0, 1, 50)]
            over = [left + 1e-6 < x < right - 1e-6 and bottom < y < top for x, y in on_the_way]
            assert sum(over) <= 2  # a corner may be grazed
    assert needs.placed(dots, star, sizes, found) == found


def test_a_name_of_two_words_stands_on_two_lines_and_so_does_a_long_axis():
    """Oracle: by hand."""
    assert needs.in_two("Women's Organisation") == "Women's\nOrganisation"
    assert needs.in_two("Lead NGO") == "Lead NGO"
    assert needs.in_two("Huisartsenorganisatie") == "Huisartsenorganisatie"
    assert needs.titled("low", "high") == "low  \N{MIDDLE DOT}  high"
    assert needs.titled("low", "high " * 20) == f"low\n{'high ' * 20}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_on_the_map_of_needs_has_a_name_beside_its_dot_or_below_the_map(language):
    """Oracle: the members in the states; both ends of the first two themes stand at the axes."""
    texts, below = Texts(language), 0
    for name in ("merger", "integrated_care", "ngo_consortium"):
        line = line_of(name)
        labels = [texts.label(one) for one in line.scenario.labels]
        drawn, rows, height = needs.needs(line, labels, texts)
        grid = drawn["grid"]
        assert height - grid["top"] - grid["bottom"] == needs.MAP[1]  # the room that names were placed in
        most = max(str(one.get("xAxis.name", drawn["xAxis"]["name"])).count("\n") for one in rows)
        assert grid["bottom"] == needs.BELOW + needs.AXIS_LINE * most
        for axis, theme in zip(("xAxis", "yAxis"), line.scenario.themes, strict=False):
            assert all(texts.label(end) in drawn[axis]["name"] for end in (theme.low, theme.high))
        for course, one in zip(line.walk(), rows, strict=True):
            there = [labels[row] for row in np.flatnonzero(course.state.organisations["member"] == MEMBER)]
            beside = {each["name"].replace("\n", " ") for each in one["series.2.data"]}
            assert len(one["series.0.data"]) == len(there)
            said = one.get("xAxis.name", "").replace("\n", " ")
            assert all((stage.plain(each) in beside) != (stage.plain(each) in said) for each in there)
            below += len(there) - len(beside)
    assert below
