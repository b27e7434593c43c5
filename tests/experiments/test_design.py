"""Designs: which points a file asks for, and what is said of a file that cannot be."""

from __future__ import annotations

import itertools
import math
import tomllib
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from samenspel.conditions import CONDITIONS
from samenspel.dynamics import Parameters
from samenspel.errors import InputError
from samenspel.experiments.design import read_design
from samenspel.experiments.factors import Phases, as_toml
from samenspel.experiments.impossible import examine
from samenspel.experiments.ranges import beyond
from samenspel.logic import Logic
from samenspel.parameters import declarations
from samenspel.scenario import load

TRUST = {"trust.initial": {"from": 0.2, "to": 0.6, "levels": 3}}
LOGIC = {"logic": {"values": ["hierarchy", "network"]}}


def points(**design):
    made = read_design(design)
    return [tuple(made.values(point).values()) for point in range(made.points)]


# Which points


def test_a_grid_is_every_combination():
    """Oracle: written out by hand."""
    assert points(factors=TRUST | LOGIC) == [
        (0.2, "hierarchy"),
        (0.2, "network"),
        (0.4, "hierarchy"),
        (0.4, "network"),
        (0.6, "hierarchy"),
        (0.6, "network"),
    ]


def test_levels_lie_over_the_declared_range_and_whole_numbers_stay_whole():
    """Oracle: trust.initial is declared from 0 to 1."""
    assert points(factors={"trust.initial": {"levels": 5}}) == [(0.0,), (0.25,), (0.5,), (0.75,), (1.0,)]
    assert points(factors={"rounds": {"from": 10, "to": 15, "levels": 3}}) == [(10,), (13,), (15,)]


def test_a_range_can_be_the_one_that_was_accepted_in_calibration():
    """Oracle: accepted.toml; and by hand what gains of .105 and .169 a month come to in three."""
    asked = {"factors": {"trust.gain": {"range": "accepted", "levels": 2}}}
    of_a_month, of_a_quarter = (read_design({"scenario": one} | asked) for one in ("baseline", "energy_transition"))
    assert of_a_month.table[:, 0].tolist() == [0.105, 0.169]
    np.testing.assert_allclose(of_a_quarter.table[:, 0], [1 - 0.895**3, 1 - 0.831**3])
    both = {"scenarios": ["baseline", "energy_transition"]}
    no_speed = {"factors": {"trust.severity": {"range": "accepted", "levels": 2}}}
    assert read_design(both | no_speed).factors[1].low == 1.581
    with pytest.raises(InputError, match="range: got 'accepted', allowed: of parameters that were calibrated"):
        read_design(both | asked)


def test_a_sweep_over_all_that_is_allowed_says_what_was_accepted():
    """Oracle: by hand; nothing is said of a factor that has its own ends, or of which nothing is known."""
    factors = {"trust.gain": {"levels": 2}, "trust.loss": {"from": 0.1, "levels": 2}, "trust.initial": {"levels": 2}}
    said = beyond(read_design({"factors": factors}).factors)
    assert "wider than what was accepted in calibration: trust.gain (0 to 1; 0.105 to 0.169);" in said
    assert beyond(read_design({"factors": {"trust.gain": {"range": "accepted", "levels": 2}}}).factors) is None


def test_one_at_a_time_leaves_the_others_as_the_scenario_has_them():
    """Oracle: by hand; baseline has trust.initial at its default, and every contrast at network."""
    defaults = {name: declared.show(value) for name, declared, value in declarations(Parameters())}
    trust, logic = defaults["trust.initial"], defaults["logic.goal"]
    other = {"hierarchy": "network", "network": "hierarchy"}[logic]
    found = points(design={"method": "one_at_a_time"}, factors={"trust.initial": {"values": [0.1, 0.9]}} | LOGIC)
    assert found == [(trust, logic), (0.1, logic), (0.9, logic), (trust, other)]


def test_one_at_a_time_takes_a_base():
    found = points(design={"method": "one_at_a_time"}, factors={"trust.initial": {"values": [0.1, 0.9], "base": 0.1}})
    assert found == [(0.1,), (0.9,)]


def test_a_factorial_design_is_all_64_combinations_of_contrasts_by_default():
    """Oracle: itertools."""
    assert points(design={"method": "factorial"}) == list(itertools.product(("hierarchy", "network"), repeat=6))
    assert [factor.name for factor in read_design({"design": {"method": "factorial"}}).factors] == [
        f"logic.{contrast}" for contrast in Logic._fields
    ]


def test_a_factorial_design_takes_the_ends_of_ranges():
    found = points(
        design={"method": "factorial"}, factors={"trust.initial": {"from": 0.2, "to": 0.6}, "logic.goal": {}}
    )
    assert found == [(0.2, "hierarchy"), (0.2, "network"), (0.6, "hierarchy"), (0.6, "network")]


def test_a_list_is_what_is_listed():
    rows = [{"trust": {"initial": 0.3}, "logic": "network"}, {"logic": "hierarchy", "trust.initial": 0.7}]
    assert points(design={"method": "list"}, points=rows) == [(0.3, "network"), (0.7, "hierarchy")]


@pytest.mark.parametrize(
    "text",
    ["trust.initial,logic\n0.25,network\n0.5,hierarchy\n", "trust.initial;logic\r\n0,25;network\r\n0,5;hierarchy"],
)
def test_a_list_can_be_a_table(tmp_path, text):
    """Oracle: the same points, written out; the manifest has them, so that the file is not needed again."""
    (tmp_path / "points.csv").write_text(text)
    (tmp_path / "design.toml").write_text('points = "points.csv"\n[design]\nmethod = "list"\n')
    made = read_design(tmp_path / "design.toml")
    listed = [{"trust.initial": 0.25, "logic": "network"}, {"trust.initial": 0.5, "logic": "hierarchy"}]
    assert [made.values(point) for point in range(made.points)] == listed
    assert made.digest() == read_design({"design": {"method": "list"}, "points": listed}).digest()
    assert made.said["points"] == listed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("trust.initial\n", ["points.csv", "0 rows", "at least 1"]),
        ("trust.initial,logic\n0.2\n", ["points.csv: line 2", "got 1 values", "2"]),
        ("trust.initial,trust.initial\n0.2,0.3\n", ["points.csv", "'trust.initial' twice"]),
        ("trust.inital\n0.2\n", ["points 1", "trust.inital", "did you mean 'trust.initial'"]),
        ("trust.initial\n0.2\n1.2\n", ["points 2: trust.initial", "1.2"]),
    ],
)
def test_a_table_of_points_that_cannot_be_is_one_clear_line(tmp_path, text, words):
    (tmp_path / "points.csv").write_text(text)
    (tmp_path / "design.toml").write_text('points = "points.csv"\n[design]\nmethod = "list"\n')
    with pytest.raises(InputError) as error:
        read_design(tmp_path / "design.toml")
    for word in words:
        assert word in str(error.value)
    assert "\n" not in str(error.value)


def test_scenarios_are_a_factor():
    found = points(scenarios=["baseline", "merger"], factors=LOGIC)
    assert found == list(itertools.product(("baseline", "merger"), ("hierarchy", "network")))
    listed = points(scenarios=["baseline", "merger"], design={"method": "list"}, points=[{"trust.initial": 0.5}])
    assert listed == [("baseline", 0.5), ("merger", 0.5)]


def test_orders_are_all_permutations_with_what_to_compare_them_with():
    """Oracle: itertools; 5! = 120."""
    found = points(design={"method": "orders"})
    assert [order for (order,) in found] == [" > ".join(order) for order in itertools.permutations(CONDITIONS)]
    some = {"method": "orders", "conditions": ["relation", "process"], "also": ["together", "nothing"]}
    assert points(design=some, factors=LOGIC) == list(
        itertools.product(("hierarchy", "network"), ("relation > process", "process > relation", "together", "nothing"))
    )


@pytest.mark.parametrize("order", ["relation > process", "together"])
def test_every_order_spends_the_same_budget(order):
    """Oracle: efforts added up round by round, as phases are events that hold until the next."""
    phases = Phases(("relation", "process"), rounds=5, effort=0.8)
    spent, efforts = 0.0, {}
    for round_ in range(1, 30):
        for event in phases.events(order):
            if event.round == round_:
                efforts = event.parameters
        spent += sum(efforts.values())
    assert spent == pytest.approx(phases.budget) == pytest.approx(2 * 5 * 0.8)


def test_a_factor_that_is_there_by_itself_is_said_to_be():
    with pytest.raises(InputError, match="factors: scenario: it is one by itself where scenarios"):
        read_design(
            {"title": "Two", "scenarios": ["baseline", "regional_energy_strategy"], "factors": {"scenario": {}}}
        )


def test_a_latin_hypercube_has_every_slice_of_every_factor_once():
    """Oracle: the definition (McKay et al. 1979)."""
    design = read_design(
        {"design": {"method": "latin_hypercube", "samples": 20}, "factors": {"trust.initial": {}, "trust.gain": {}}}
    )
    for column in design.cube.T:
        assert sorted(np.floor(column * 20)) == list(range(20))
    assert np.array_equal(design.table, design.cube)  # both are declared from 0 to 1


def test_a_draw_gives_words_and_whole_numbers_equal_shares():
    """Oracle: 60 slices over 2 words, and over 3 whole numbers, are 30 and 20 each."""
    found = points(
        design={"method": "latin_hypercube", "samples": 60}, factors=LOGIC | {"rounds": {"from": 10, "to": 12}}
    )
    assert Counter(word for word, _ in found) == {"hierarchy": 30, "network": 30}
    assert Counter(rounds for _, rounds in found) == {10: 20, 11: 20, 12: 20}


@pytest.mark.parametrize(
    ("said", "by_scipy"),
    [
        ({"distribution": "log", "from": 0.01, "to": 1.0}, stats.loguniform(0.01, 1.0)),
        ({"distribution": "triangular", "mode": 0.2}, stats.triang(0.2)),
        ({"distribution": "normal", "mean": 0.9, "sd": 0.2}, stats.truncnorm(-4.5, 0.5, 0.9, 0.2)),
    ],
)
def test_drawn_numbers_follow_the_distribution_that_is_asked_for(said, by_scipy):
    """Oracle: scipy; of a Latin hypercube, each of 500 equal shares has one value, so that the distance is 1 / 500."""
    made = read_design({"design": {"method": "latin_hypercube", "samples": 500}, "factors": {"trust.gain": said}})
    assert stats.kstest(made.table[:, 0], by_scipy.cdf).statistic <= 1 / 500
    assert made.factors[0].described()["distribution"] == said["distribution"]


def test_whole_numbers_are_rounded_from_their_distribution():
    """Oracle: by hand; of a triangle that falls from 2 to 4, 1 - (3/4)² lies below 2.5 and 1 - (1/4)² below 3.5."""
    said = {"distribution": "triangular", "from": 2, "to": 4, "mode": 2}
    drawn = {"design": {"method": "latin_hypercube", "samples": 1600}, "factors": {"network.organisations": said}}
    counts = Counter(read_design(drawn).table[:, 0])
    assert [counts[one] for one in (2, 3, 4)] == pytest.approx([700, 800, 100], abs=2)


def test_what_is_crossed_meets_every_drawn_point():
    method = {"method": "latin_hypercube", "samples": 4, "cross": ["logic"]}
    found = points(design=method, factors=LOGIC | {"trust.initial": {}})
    assert [word for word, _ in found] == ["hierarchy", "network"] * 4
    assert [one for _, one in found[::2]] == [one for _, one in found[1::2]]
    assert len({one for _, one in found}) == 4


@pytest.mark.parametrize("second_order", [False, True])
def test_sobol_points_are_those_of_salib(second_order):
    """Oracle: SALib itself, over the ranges of the factors; 8 (2 + 2) or 8 (4 + 2) points."""
    sobol = pytest.importorskip("SALib.sample.sobol")
    design = read_design(
        {
            "design": {"method": "sobol", "samples": 8, "second_order": second_order},
            "factors": {"trust.initial": {"from": 0.2, "to": 0.6}, "turbulence.step": {"to": 0.1}},
            "seed": 5,
        }
    )
    problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0.2, 0.6], [0.0, 0.1]]}
    assert design.table == pytest.approx(sobol.sample(problem, 8, calc_second_order=second_order, seed=5))
    assert design.points == 8 * (6 if second_order else 4)


def test_morris_points_are_those_of_salib():
    """Oracle: SALib itself; 10 (2 + 1) points, each differing from the one before in one factor."""
    morris = pytest.importorskip("SALib.sample.morris")
    design = read_design(
        {
            "design": {"method": "morris", "trajectories": 10, "levels": 6},
            "factors": {"trust.initial": {"from": 0.2, "to": 0.6}, "turbulence.step": {"to": 0.1}},
            "seed": 5,
        }
    )
    problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0.2, 0.6], [0.0, 0.1]]}
    assert design.table == pytest.approx(morris.sample(problem, 10, num_levels=6, seed=5))


@pytest.mark.parametrize("values", [["hierarchy", "network"]])
def test_every_step_of_a_morris_walk_moves_a_switch_too(values):
    pytest.importorskip("SALib")
    design = read_design(
        {
            "design": {"method": "morris", "trajectories": 8},
            "factors": {"trust.initial": {}, "logic.goal": {"values": values}, "rounds": {"from": 10, "to": 12}},
        }
    )
    steps = np.diff(design.table.reshape(8, 4, 3), axis=1)
    assert np.all(np.sum(steps != 0, axis=2) == 1)


# What a point does to a scenario


def test_the_scenario_of_a_point_has_its_values():
    design = read_design(
        {
            "set": {"rounds": 30, "trust": {"gain": 0.3}},
            "factors": {"logic": {"values": ["hierarchy"]}, "network.organisations": {"values": [5, 16]}},
        }
    )
    scenario = design.scenario(1)
    assert (scenario.rounds, len(scenario.labels), scenario.parameters.trust.gain) == (30, 16, 0.3)
    assert set(scenario.parameters.logic) == {0}
    assert len(design.scenario(0).labels) == 5


def test_another_generator_leaves_out_what_it_does_not_take():
    design = read_design(
        {
            "set": {"network.degree": 4, "network.rewiring": 0.1},
            "factors": {"network.generator": {"values": ["complete", "small_world", "regular"]}},
        }
    )
    ties = [design.scenario(point).declare(1).ties.size for point in range(3)]
    assert ties == [8 * 7, 8 * 4, 8 * 4]  # by hand, directed: everybody, and four partners each


def test_another_organisation_can_lead(tmp_path):
    """Oracle: by hand, who leads of three; the file as it is, which has the first, and one that is no member."""
    text = "rounds = 4\n"
    for name, more in (("A", "lead = true\n"), ("B", ""), ("C", "member = false\n")):
        text += f'[[organisations]]\nname = "{name}"\n{more}'
    (tmp_path / "three.toml").write_text(text)
    where = {"scenario": str(tmp_path / "three.toml")}
    made = read_design(where | {"factors": {"lead": {"values": ["nobody", "A", "B"]}}})
    leads = [int(made.scenario(point).declare(1).collaboration["declared_lead"][0]) for point in range(3)]
    assert leads == [-1, 0, 1]
    assert (
        made.scenario(1).declare(1).organisations.tobytes()
        == load(where["scenario"]).declare(1).organisations.tobytes()
    )
    one = read_design(where | {"design": {"method": "one_at_a_time"}, "factors": {"lead": {}}})
    assert one.values(0) == {"lead": "A"}
    impossible = examine(one).impossible
    assert len(impossible) == 1
    assert "'C' is no member" in next(iter(impossible))
    with pytest.raises(InputError, match="lead: values: got 'D', allowed: nobody, A, B, C"):
        read_design(where | {"factors": {"lead": {"values": ["D"]}}})


def test_an_event_can_move_and_be_left_out(tmp_path):
    (tmp_path / "cut.toml").write_text(
        '[network]\ngenerator = "complete"\norganisations = 4\n'
        '[[events]]\nround = 10\nname = "Cut"\nparameters = { "trust.gain" = 0.5 }\n'
    )
    (tmp_path / "design.toml").write_text(
        'scenario = "cut.toml"\n[factors]\n"event.Cut.round" = { values = [3, 20] }\n'
        '"event.Cut.present" = { values = [true, false] }\n'
    )
    design = read_design(tmp_path / "design.toml")
    found = [[(event.name, event.round) for event in design.scenario(point).events] for point in range(4)]
    assert found == [[("Cut", 3)], [], [("Cut", 20)], []]


text = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=8)
values = st.recursive(
    st.one_of(text, st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False, allow_infinity=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(text, inner, max_size=3)),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(text, values, max_size=4))
def test_tables_are_written_as_toml_that_says_the_same(table):
    """Oracle: tomllib."""
    assert tomllib.loads(as_toml(table)) == table


def test_a_scenario_that_is_written_anew_is_the_same():
    """Oracle: the scenario itself."""
    scenario = load("baseline")
    assert read_design({"factors": {"network.organisations": {"values": [8]}}}).scenario(0).labels == scenario.labels


# Bad input


@pytest.mark.parametrize(
    ("design", "words"),
    [
        ({}, ["factors", "at least one"]),
        ({"tittle": "x"}, ["tittle", "title"]),
        ({"scenario": "baselin", "factors": LOGIC}, ["baselin", "did you mean 'baseline'"]),
        ({"scenario": "baseline", "scenarios": ["merger"], "factors": LOGIC}, ["scenario and scenarios"]),
        ({"scenarios": ["merger", "merger"], "factors": LOGIC}, ["merger", "twice"]),
        ({"factors": {"trust.inital": {"levels": 3}}}, ["trust.inital", "did you mean 'trust.initial'"]),
        ({"factors": {"trust.initial": 0.5}}, ["trust.initial", "table"]),
        ({"factors": {"trust.initial": {"level": 3}}}, ["trust.initial", "level"]),
        ({"factors": {"trust.initial": {"levels": 1}}}, ["trust.initial: levels", "1"]),
        ({"factors": {"trust.initial": {}}}, ["trust.initial", "how many"]),
        ({"factors": {"trust.initial": {"from": 0.6, "to": 0.6, "levels": 3}}}, ["trust.initial", "0.6 to 0.6"]),
        ({"factors": {"trust.initial": {"from": 0.6, "to": 1.5, "levels": 3}}}, ["trust.initial: to", "1.5", "0 to 1"]),
        ({"factors": {"trust.initial": {"values": []}}}, ["trust.initial: values", "at least 1"]),
        ({"factors": {"trust.initial": {"values": [0.2, 0.2]}}}, ["trust.initial", "twice"]),
        ({"factors": {"trust.initial": {"values": [0.2], "levels": 3}}}, ["values and levels"]),
        ({"factors": {"trust.initial": {"values": [True]}}}, ["trust.initial", "True", "number"]),
        ({"factors": {"trust.gain": {"range": "acepted"}}}, ["trust.gain: range", "acepted", "accepted"]),
        ({"factors": {"trust.gain": {"range": "accepted", "to": 0.2}}}, ["trust.gain", "range and to"]),
        ({"factors": {"trust.gain": {"distribution": "normal", "mean": 0.2, "sd": 0.1, "levels": 3}}}, ["drawn"]),
        ({"factors": {"trust.gain": {"distribution": "norm"}}}, ["trust.gain: distribution", "did you mean 'normal'"]),
        ({"factors": {"trust.gain": {"distribution": "normal", "mean": 0.2}}}, ["trust.gain", "'sd' is missing"]),
        ({"factors": {"trust.gain": {"distribution": "normal", "mean": 0.2, "sd": 0}}}, ["trust.gain: sd", "above 0"]),
        ({"factors": {"trust.gain": {"distribution": "log"}}}, ["trust.gain: from", "above 0"]),
        ({"factors": {"trust.gain": {"distribution": "log", "sd": 0.1}}}, ["trust.gain", "sd with log"]),
        ({"factors": {"trust.gain": {"mode": 0.1}}}, ["trust.gain", "mode with no distribution"]),
        ({"factors": {"trust.gain": {"distribution": "triangular", "to": 0.2, "mode": 0.3}}}, ["mode", "0 to 0.2"]),
        ({"factors": {"trust.initial": {"range": "accepted"}}}, ["trust.initial", "calibrated"]),
        ({"factors": {"logic": {"values": ["anarchy"]}}}, ["logic", "anarchy", "hierarchy"]),
        ({"factors": {"logic": {"levels": 2}}}, ["logic", "choice"]),
        ({"factors": LOGIC | {"logic.goal": {}}}, ["logic", "logic.goal"]),
        ({"factors": {"logic.goal": {}, "logic.*": {}}}, ["logic.goal", "twice"]),
        ({"factors": {"rounds": {"values": [0]}}}, ["rounds", "0"]),
        ({"factors": {"seed": {"values": [1, 2]}}}, ["seed"]),
        ({"factors": LOGIC, "set": {"logic": "network"}}, ["logic", "[set]"]),
        ({"factors": LOGIC, "set": {"trust.gian": 0.2}}, ["set", "trust.gian", "trust.gain"]),
        ({"factors": LOGIC, "set": {"trust.gain": 2}}, ["set: trust.gain", "2"]),
        ({"factors": {"network.degree": {"values": [2]}}, "scenario": "merger"}, ["network.degree"]),
        ({"factors": {"event.Storm.round": {"values": [2]}}}, ["event.Storm.round"]),
        ({"factors": LOGIC, "outcomes": ["profit"]}, ["outcomes", "profit"]),
        ({"factors": LOGIC, "replicates": 0}, ["replicates", "0"]),
        ({"factors": LOGIC, "seed": 2**63 - 1}, ["seed"]),
        ({"factors": LOGIC, "design": {"method": "gird"}}, ["gird", "did you mean 'grid'"]),
        ({"factors": LOGIC, "design": {"method": "grid", "samples": 8}}, ["samples"]),
        ({"factors": LOGIC, "design": {"method": "latin_hypercube"}}, ["'samples' is missing"]),
        ({"factors": LOGIC, "design": {"method": "sobol", "samples": 10}}, ["10", "power of 2", "16"]),
        ({"factors": LOGIC, "design": {"method": "morris", "trajectories": 4, "levels": 5}}, ["levels", "even"]),
        ({"factors": LOGIC, "design": {"method": "latin_hypercube", "samples": 4, "cross": ["logic"]}}, ["cross"]),
        ({"factors": {"trust.initial": {"values": [0.1, 0.2, 0.3]}}, "design": {"method": "factorial"}}, ["3 values"]),
        ({"factors": {"trust.initial": {"levels": 10_000}, "trust.gain": {"levels": 10_000}}}, ["100,000,000 points"]),
        ({"factors": {"trust.initial": {"levels": 10_000}}, "replicates": 1_000_000}, ["10,000,000,000 runs"]),
        ({"design": {"method": "list"}, "factors": LOGIC}, ["[[points]]"]),
        ({"design": {"method": "list"}, "points": [{}]}, ["points 1"]),
        ({"design": {"method": "list"}, "points": [{"rounds": 5}, {"logic": "network"}]}, ["points 2", "logic"]),
        ({"design": {"method": "list"}, "points": [{"rounds": 5}, {}]}, ["points 2", "rounds", "missing"]),
        ({"factors": LOGIC, "points": [{"rounds": 5}]}, ["points", "list"]),
        ({"design": {"method": "list"}, "points": "nowhere.csv"}, ["nowhere.csv", "no such file"]),
        ({"design": {"method": "list"}, "points": 5}, ["points", "5", "list"]),
        ({"design": {"method": "orders", "conditions": ["relation", "relation"]}}, ["conditions", "once"]),
        ({"design": {"method": "orders", "conditions": ["trust"]}}, ["conditions", "trust"]),
        ({"design": {"method": "orders"}, "factors": {"effort.relation": {"levels": 2}}}, ["effort.relation"]),
        (
            {"design": {"method": "orders"}, "factors": {"phase.1.relation": {"levels": 2}}},
            ["phase.1.relation", "design orders sets it"],
        ),
        ({"factors": LOGIC, "adaptive": {"outcome": "joint_value"}}, ["half_width"]),
        ({"factors": LOGIC, "adaptive": {"outcome": "profit", "half_width": 0.1}}, ["profit"]),
        ({"factors": LOGIC, "adaptive": {"outcome": "trust", "half_width": 0}}, ["half_width", "above 0"]),
        ({"factors": LOGIC, "adaptive": {"outcome": "trust", "half_width": 0.1, "most": 5}}, ["20", "5"]),
        ({"factors": LOGIC, "adaptive": {"outcome": "trust", "half_width": 0.1, "paired": "rounds"}}, ["rounds"]),
        (
            {
                "factors": LOGIC | {"trust.initial": {}},
                "design": {"method": "latin_hypercube", "samples": 8},
                "adaptive": {"outcome": "trust", "half_width": 0.1, "paired": "logic"},
            },
            ["paired", "cross"],
        ),
    ],
)
def test_a_design_that_cannot_be_is_one_clear_line(design, words):
    with pytest.raises(InputError) as error:
        read_design(design)
    message = str(error.value)
    assert "\n" not in message
    for word in words:
        assert word in message


def test_an_order_does_not_go_with_a_scenario_that_has_phases(tmp_path):
    (tmp_path / "phased.toml").write_text(
        '[network]\ngenerator = "complete"\norganisations = 4\n[[phases]]\nround = 1\nrelation = 1.0\n'
    )
    (tmp_path / "design.toml").write_text('scenario = "phased.toml"\n[design]\nmethod = "orders"\n')
    with pytest.raises(InputError, match="phases"):
        read_design(tmp_path / "design.toml")


def test_numbers_of_numpy_are_numbers():
    assert points(factors={"trust.initial": {"values": np.array([0.25, 0.5])}}) == [(0.25,), (0.5,)]
    assert math.isclose(points(factors={"trust.gain": {"values": (np.float64(0.1),)}})[0][0], 0.1)


# --- seeds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "points"),
    [
        ({"method": "latin_hypercube", "samples": 6}, 2),
        ({"method": "halton", "samples": 6}, 2),
        ({"method": "sobol", "samples": 4}, 2 * 4),
        ({"method": "sobol", "samples": 4, "second_order": True}, 2 * 6),
        ({"method": "morris", "trajectories": 4}, 2 * 3),
    ],
)
def test_points_that_differ_by_design_share_their_seeds_and_no_others_do(method, points):
    """Oracle: by hand, how many points a block or a walk of two factors has, at each of two logics; no seed twice."""
    factors = {"trust.initial": {}, "trust.gain": {}, "logic": {"values": ["hierarchy", "network"]}}
    design = read_design({"design": method | {"cross": ["logic"]}, "factors": factors, "seed": 7, "replicates": 3})
    seeds = design.seeds(np.arange(3 * design.points)).reshape(3, design.points)
    sets = design.points // points
    assert np.array_equal(seeds[0], 7 + np.arange(design.points) // points)
    assert np.array_equal(np.unique(seeds), 7 + np.arange(3 * sets))
    assert (np.unique(seeds, return_counts=True)[1] == points).all()
    assert all(len(np.unique(one)) == sets for one in seeds)


def test_listed_points_have_the_same_seeds():
    """Oracle: replicate r of each has seed + r."""
    design = read_design({"factors": {"trust.initial": {"levels": 5}}, "seed": 7})
    assert design.seeds(np.arange(15)).tolist() == [7] * 5 + [8] * 5 + [9] * 5


def test_there_are_seeds_for_all_sets():
    drawn = {"design": {"method": "latin_hypercube", "samples": 100}, "factors": {"trust.initial": {}}}
    with pytest.raises(InputError, match="the design takes 2,000 seeds"):
        read_design(drawn | {"seed": 2**63 - 1000})
