"""Networks and data files: what goes in comes out, and what cannot be is refused."""

import doctest
import math
import pickle
import tomllib

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

import samenspel.scenario as scenario_
from samenspel import networks
from samenspel.brought import fields, reader
from samenspel.brought.fields import rescale
from samenspel.brought.order import by_name
from samenspel.brought.reader import from_graph
from samenspel.dynamics import begin
from samenspel.errors import InputError
from samenspel.events import TIE_FIELDS
from samenspel.networks import (
    GENERATORS,
    KNOWN_TIE,
    NO_EDGES,
    SAID_OR_NOT,
    Declared,
    check_generator,
    everybody,
    gather_ties,
    generate,
    to_graph,
)
from samenspel.parameters import as_record
from samenspel.population import LEFT_TO_CHANCE, declare
from samenspel.reading import document
from samenspel.scenario import SCENARIO, Stake, load, parse


@pytest.mark.parametrize("module", [networks, scenario_, fields, reader])
def test_examples_in_docstrings(module):
    # oracle: what the docstring says
    done = doctest.testmod(module)
    assert done.attempted > 0
    assert done.failed == 0


# --- generators -------------------------------------------------------------------------------------------------

ARGUMENTS = {
    "complete": {},
    "star": {},
    "ring": {},
    "path": {},
    "small_world": {"degree": 4, "rewiring": 0.2},
    "scale_free": {"degree": 4},
    "random": {"degree": 3.5},
    "regular": {"degree": 3},
    "blocks": {"blocks": (8, 8, 8), "within": 0.6, "between": 0.05},
}
RANDOM = [name for name, arguments in ARGUMENTS.items() if arguments]


def graph_of(edges, n):
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(np.asarray(edges).tolist())
    return graph


def generated(name, seed, n=24):
    return graph_of(generate(name, n, ARGUMENTS[name], seed), n)


def test_every_generator_is_tried():
    assert set(ARGUMENTS) == set(GENERATORS)


@pytest.mark.parametrize(
    ("name", "degrees"),
    [
        ("complete", [23] * 24),
        ("star", [1] * 23 + [23]),
        ("ring", [2] * 24),
        ("path", [1] * 2 + [2] * 22),
        ("regular", [3] * 24),
    ],
)
def test_degrees_by_hand(name, degrees):
    assert sorted(degree for _, degree in generated(name, 1).degree) == degrees


@pytest.mark.parametrize("name", ["complete", "star", "ring", "path"])
def test_shapes_are_connected(name):
    # oracle: networkx
    assert nx.is_connected(generated(name, 1))


def test_the_first_is_the_centre_of_a_star():
    assert generated("star", 1).degree[0] == 23


def test_number_of_ties_of_random_networks():
    # oracles: Watts and Strogatz keep n k / 2 edges; Barabasi and Albert make m (n - m); the mean of random graphs
    assert generated("small_world", 3).number_of_edges() == 24 * 4 / 2
    assert generated("scale_free", 3).number_of_edges() == 2 * (24 - 2)
    edges = [generated("random", seed).number_of_edges() for seed in range(400)]
    p, pairs = 3.5 / 23, 24 * 23 / 2
    assert np.mean(edges) == pytest.approx(24 * 3.5 / 2, abs=4 * math.sqrt(pairs * p * (1 - p) / 400))


def test_blocks_within_and_between():
    # oracle: probability one and zero make cliques that are apart
    edges = generate("blocks", 7, {"blocks": (4, 3), "within": 1.0, "between": 0.0}, 1)
    assert sorted(map(len, nx.connected_components(graph_of(edges, 7)))) == [3, 4]
    assert len(edges) == 6 + 3


@pytest.mark.parametrize("name", RANDOM)
def test_another_network_for_every_seed_and_the_same_for_the_same(name):
    edges = {seed: set(generated(name, seed).edges) for seed in (1, 2, 3)}
    assert edges[1] == set(generated(name, 1).edges)
    assert edges[1] != edges[2] != edges[3]


@pytest.mark.parametrize("name", RANDOM)
def test_a_scenario_with_a_random_network_has_another_for_every_seed(name):
    lines = "\n".join(f"{key} = {list(v) if isinstance(v, tuple) else v}" for key, v in ARGUMENTS[name].items())
    scenario = parse(f'[network]\ngenerator = "{name}"\norganisations = 24\n{lines}', "random")
    first, again, other = (scenario.declare(seed) for seed in (1, 1, 2))
    assert first.ties.tobytes() == again.ties.tobytes()
    assert first.ties.tobytes() != other.ties.tobytes()
    # oracle: what networkx makes of the same seed
    assert set(to_graph(first, range(24)).to_undirected().edges) == set(generated(name, 1).to_undirected().edges)


def test_a_generator_fills_up_and_keeps_what_is_declared():
    text = """
    [[organisations]]
    name = "Hub"
    size = 3.0
    [[organisations]]
    name = "Near"
    [[ties]]
    from = "Near"
    to = "Hub"
    trust = 0.9
    [network]
    generator = "path"
    organisations = 4
    """
    scenario = parse(text, "path")
    state = scenario.declare(1)
    assert scenario.labels == ("Hub", "Near", "Organisation 3", "Organisation 4")
    graph = to_graph(state, scenario.labels)
    assert set(graph.to_undirected().edges) == {
        ("Hub", "Near"),
        ("Near", "Organisation 3"),
        ("Organisation 3", "Organisation 4"),
    }
    assert graph.edges["Near", "Hub"]["trust"] == 0.9
    assert "trust" not in graph.edges["Hub", "Near"]
    assert state.organisations["size"][0] == 3.0


def test_ties_come_on_top_of_a_generator():
    text = '[network]\ngenerator = "path"\norganisations = 3\n[[ties]]\nfrom = "Organisation 3"\nto = "Organisation 1"'
    assert len(parse(text, "ring").declare(1).ties) == 6  # a ring of three, both ways


@pytest.mark.parametrize(
    ("others", "ties"),
    [("", 2), ('[network]\nothers = "none"', 2), ('[network]\nothers = "all"', 12)],
)
def test_the_others_of_explicit_ties(others, ties):
    # oracle: 4 organisations have 4 x 3 directed ties at most
    names = "\n".join(f'[[organisations]]\nname = "{name}"' for name in "ABCD")
    tie = '[[ties]]\nfrom = "C"\nto = "A"\ntrust = 0.3'
    state = parse(f"{names}\n{tie}\n{others}", "others").declare(1)
    assert len(state.ties) == ties
    known = np.flatnonzero(~np.isnan(state.ties["trust"]))
    assert state.sources[known].tolist() == [2]
    assert state.ties[known][["target", "trust"]].tolist() == [(0, 0.3)]


def test_without_ties_everybody_is_tied_unless_it_is_said_otherwise():
    names = "\n".join(f'[[organisations]]\nname = "{name}"' for name in "ABCD")
    assert len(parse(names, "all").declare(1).ties) == 12
    assert len(parse(names + '\n[network]\nothers = "none"', "none").declare(1).ties) == 0


def test_impossible_networks_are_refused_before_they_are_made():
    with pytest.raises(InputError, match=r"degree: got 30, allowed: less than the number of organisations, 24"):
        check_generator("random", 24, {"degree": 30})
    with pytest.raises(InputError, match=r"9,999,900,000 directed ties"):
        everybody(100_000)


@pytest.mark.parametrize("name", ["survey_example", "baseline", "supply_chain"])
def test_a_scenario_can_be_sent_to_another_process(name):
    # oracle: the state that is declared on this side
    scenario = load(name)
    there = pickle.loads(pickle.dumps(scenario))
    assert there.declare(3).ties.tobytes() == scenario.declare(3).ties.tobytes()


# --- ties -------------------------------------------------------------------------------------------------------

ORGANISATIONS = range(7)
pairs = st.lists(
    st.tuples(st.sampled_from(ORGANISATIONS), st.sampled_from(ORGANISATIONS)).filter(lambda pair: pair[0] != pair[1]),
    unique=True,
)


def declared(ties, n):
    """What is declared when nothing is known but the trust in some ties."""
    rows = {f"O{row}": row for row in range(n)}
    numbered = [(k, f"O{i}", f"O{j}", {"trust": trust}) for k, (i, j, trust) in enumerate(ties, 1)]
    organisations = declare(2, NO_EDGES, n).organisations
    return Declared(organisations, gather_ties(numbered, rows, "ties"), np.full(2, np.nan), -1)


@given(pairs)
def test_every_tie_has_its_reverse(pairs):
    # oracle: the definition in samenspel.state
    state = declared([(i, j, 0.5) for i, j in pairs], 7).state(NO_EDGES)
    ties, sources = state.ties, state.sources
    back = ties["reverse"]
    np.testing.assert_array_equal(sources[back], ties["target"])
    np.testing.assert_array_equal(ties["target"][back], sources)
    np.testing.assert_array_equal(back[back], np.arange(len(ties)))
    assert {frozenset(ends) for ends in pairs} == {
        frozenset(ends) for ends in zip(sources.tolist(), ties["target"].tolist(), strict=True)
    }
    assert len(ties) == 2 * len({frozenset(ends) for ends in pairs})


@given(pairs)
def test_isolates_stay_and_rows_of_ties_belong_to_their_source(pairs):
    # oracle: networkx
    state = declared([(i, j, 0.5) for i, j in pairs], 7).state(NO_EDGES)
    graph = nx.Graph(pairs)
    graph.add_nodes_from(ORGANISATIONS)
    for row, organisation in enumerate(state.organisations):
        mine = state.ties[organisation["first"] : organisation["last"]]
        assert set(state.sources[organisation["first"] : organisation["last"]]) <= {row}
        assert set(mine["target"].tolist()) == set(graph[row])
    isolates = np.flatnonzero(state.organisations["first"] == state.organisations["last"])
    assert set(isolates.tolist()) == set(nx.isolates(graph))


@given(pairs, st.data())
def test_one_sided_knowledge_stays_with_its_side(pairs, data):
    # oracle: the dictionary that went in
    known = {pair: data.draw(st.floats(0, 1)) for pair in pairs}
    state = declared([(*pair, trust) for pair, trust in known.items()], 7).state(NO_EDGES)
    ties = state.ties
    for source, tie in zip(state.sources, ties, strict=True):
        expected = known.get((source, tie["target"]), math.nan)
        np.testing.assert_equal(tie["trust"], expected)
    assert np.isnan(ties["dependence"]).all()


def test_no_ties_are_ties_of_nobody():
    assert gather_ties([], {"A": 0, "B": 1}, "ties").dtype == KNOWN_TIE


# --- there and back ---------------------------------------------------------------------------------------------


def a_full_state():
    """A state in which nothing is left open: a run at its beginning."""
    scenario = load("survey_example")
    state = scenario.declare(1)
    begin(state, as_record(scenario.parameters), 1)
    return state, scenario.labels


def same_declaration(one, other):
    for field in (*LEFT_TO_CHANCE, *SAID_OR_NOT, "member", "first", "last"):
        np.testing.assert_array_equal(one.organisations[field], other.organisations[field], err_msg=field)
    np.testing.assert_array_equal(one.sources, other.sources)
    for field in (*TIE_FIELDS, "target", "reverse"):
        np.testing.assert_array_equal(one.ties[field], other.ties[field], err_msg=field)
    assert one.collaboration["declared_lead"] == other.collaboration["declared_lead"]


def test_graph_there_and_back():
    state, labels = a_full_state()
    back, names = from_graph(to_graph(state, labels))
    assert names == labels
    same_declaration(state, back)


def test_graphml_there_and_back(tmp_path):
    state, labels = a_full_state()
    labels = tuple(sorted(labels, key=by_name))  # the order of what people bring is that of names
    nx.write_graphml(to_graph(state, labels), tmp_path / "network.graphml")
    scenario = parse('[network]\ngraphml = "network.graphml"', "back", tmp_path)
    assert scenario.labels == labels
    same_declaration(state, scenario.declare(1))


def test_what_is_open_stays_open_there_and_back():
    state = declare(3, [[0, 1], [1, 2]], 4)
    state.ties["trust"][1] = 0.0  # which is not missing
    state.organisations["frame"][2] = [0.0, 0.5, 1.0]
    state.organisations["member"][3] = 0
    state.organisations["room"][0], state.organisations["right"][1] = 0.5, 0.25
    state.ties["need"][2] = 0.125
    back, _ = from_graph(to_graph(state, "ABCD"))
    same_declaration(state, back)


def test_what_nobody_said_or_decided_is_not_in_the_graph(tmp_path):
    # oracle: by hand; a room, a need and a decision that are there are, and ages and tallies are whole numbers
    state, labels = a_full_state()
    open_ = ("room", "act_consent", "act_promise", "act_delivery", "act_stay")
    graph = to_graph(state, labels)
    assert not [name for _, node in graph.nodes(data=True) for name in node if name in open_]
    assert not [name for *_, edge in graph.edges(data=True) for name in edge if name == "need"]
    state.organisations["room"][0], state.organisations["act_promise"][0] = 0.5, 1.5
    state.ties["need"][0], state.ties["age"][0], state.ties["experience"][0] = 0.125, 7, 40
    graph = to_graph(state, labels)
    assert (graph.nodes[labels[0]]["room"], graph.nodes[labels[0]]["act_promise"]) == (0.5, 1.5)
    nx.write_graphml(graph, tmp_path / "network.graphml")
    read = nx.read_graphml(tmp_path / "network.graphml")
    edge = read.edges[labels[0], labels[state.ties["target"][0]]]
    assert (edge["need"], edge["age"], edge["experience"]) == (0.125, 7, 40)
    assert "need" not in read.edges[labels[state.ties["target"][0]], labels[0]]


def test_begin_fills_in_what_is_open_and_keeps_what_is_known():
    scenario = load("survey_example")
    before = scenario.declare(1)
    after, _ = a_full_state()
    for table, names in (("organisations", ("size", "autonomy", "frame")), ("ties", TIE_FIELDS)):
        for field in names:
            old, new = getattr(before, table)[field], getattr(after, table)[field]
            assert np.isfinite(new).all() or field == "need"  # which stays as open as it was
            np.testing.assert_array_equal(new[~np.isnan(old)], old[~np.isnan(old)], err_msg=field)
    np.testing.assert_array_equal(before.ties["need"], after.ties["need"])


# --- files ------------------------------------------------------------------------------------------------------

ORGS = "org_id,name,staff,is_lead\nA,Home Care,10,yes\nB,Hospital,400,no\nC,Club,,\nD,Town,0,\n"
TIES = "from,to,frequency,good,fair\nA,B,1,4,2\nB,A,4,1,\nA,C,2,,\nD,A,,,4\n"
FILES = '[network]\norgs = "orgs.csv"\nties = "ties.csv"\n'
SIZE = '[network.columns.size]\nfrom = "staff"\nscale = [0, 400]\nrange = [0.5, 2.0]\n'
TRUST = '[network.columns.trust]\nfrom = ["good", "fair"]\nscale = [1, 4]\n'
UNDERSTANDING = '[network.columns.understanding]\nfrom = "frequency"\nscale = [4, 1]\n'
DEPENDENCE = '[network.columns.dependence]\nfrom = "frequency"\nscale = [4, 1]\nrange = [0, 0.1]\n'
LEAD = '[network.columns.lead]\nfrom = "is_lead"\n'
SURVEY = FILES + SIZE + TRUST + UNDERSTANDING + DEPENDENCE + LEAD


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "orgs.csv").write_text(ORGS, encoding="utf-8")
    (tmp_path / "ties.csv").write_text(TIES, encoding="utf-8")
    return tmp_path


def table_of(state, field):
    """A field of the ties as a dictionary by pair; what is open is left out."""
    rows = np.flatnonzero(~np.isnan(state.ties[field]))
    return {(int(state.sources[row]), int(state.ties["target"][row])): float(state.ties[field][row]) for row in rows}


def test_a_survey_by_hand(folder):
    scenario = parse(SURVEY, "survey", folder)
    state = scenario.declare(1)
    assert scenario.labels == ("Home Care", "Hospital", "Club", "Town")
    np.testing.assert_allclose(state.organisations["size"], [0.5 + 1.5 * 10 / 400, 2.0, math.nan, 0.5])
    assert state.collaboration["declared_lead"][0] == 0
    assert table_of(state, "trust") == pytest.approx({(0, 1): (3 - 1) / 3, (1, 0): 0.0, (3, 0): 1.0})
    assert table_of(state, "understanding") == pytest.approx({(0, 1): 1.0, (1, 0): 0.0, (0, 2): 2 / 3})
    assert table_of(state, "dependence") == pytest.approx({(0, 1): 0.1, (1, 0): 0.0, (0, 2): 0.2 / 3})
    assert table_of(state, "opportunity") == {}
    assert len(state.ties) == 6  # A-B, A-C, A-D, both ways


def test_the_report_of_a_survey_by_hand(folder):
    (folder / "orgs.csv").write_text(ORGS + "E,Isolate,3,no\n", encoding="utf-8")
    report = parse(SURVEY, "survey", folder).report
    assert (report.organisations, report.isolates, report.ties) == (5, 1, 4)
    assert report.one_sided == 2  # of A and C, and of D and A, only the first rated the other
    assert report.response_rate == 3 / 5  # A, B and D
    assert report.missing == {"size": 1, "trust": 1, "understanding": 1, "dependence": 1}
    assert str(report).startswith(
        "5 organisations, 1 without ties; 4 ties, 2 one-sided; 60% responded; missing: size 1"
    )


def test_an_answer_left_open_by_one_side_makes_the_tie_one_sided(folder):
    (folder / "ties.csv").write_text("from,to,frequency,good,fair\nA,B,1,4,2\nB,A,,,\n", encoding="utf-8")
    report = parse(SURVEY, "survey", folder).report
    assert (report.ties, report.one_sided, report.response_rate) == (2, 1, 1 / 4)


def test_without_a_field_to_read_whoever_names_another_responds(folder):
    report = parse(FILES, "survey", folder).report
    assert (report.one_sided, report.response_rate, report.missing) == (2, 3 / 4, {"size": 1})


@given(st.floats(0, 1), st.floats(-10, 10), st.floats(0.1, 10), st.booleans(), st.floats(-1, 1), st.floats(0, 1))
def test_rescaling_is_linear_and_stays_within_its_range(share, low, width, reversed_, first, second):
    # oracle: the closed form, from a share and back
    scale = (low + width, low) if reversed_ else (low, low + width)
    rating = min(max(scale), max(min(scale), scale[0] + share * (scale[1] - scale[0])))
    value = rescale(rating, scale, (first, second))
    assert value == pytest.approx(first + share * (second - first), abs=1e-9)
    assert min(first, second) <= value <= max(first, second)
    assert rescale(scale[0], scale, (first, second)) == first
    assert rescale(scale[1], scale, (first, second)) == second


@pytest.mark.parametrize(("cell", "expected"), [("", math.nan), ("NA", math.nan), (" ", math.nan), ("1", 0.0)])
def test_missing_is_not_zero(folder, cell, expected):
    (folder / "ties.csv").write_text(f"from,to,good,fair\nA,B,{cell},\n", encoding="utf-8")
    state = parse(FILES + TRUST, "survey", folder).declare(1)
    np.testing.assert_equal(table_of(state, "trust").get((0, 1), math.nan), expected)


def test_missing_as_a_rating(folder):
    text = FILES + DEPENDENCE + "missing = 2.5\n"
    scenario = parse(text, "survey", folder)
    assert table_of(scenario.declare(1), "dependence")[3, 0] == pytest.approx(0.05)
    assert scenario.report.missing["dependence"] == 1  # it is still said


def test_clipping(folder):
    text = FILES + SIZE.replace("400", "100") + 'outside = "clip"\n'
    np.testing.assert_equal(parse(text, "survey", folder).declare(1).organisations["size"], [0.65, 2, math.nan, 0.5])


def test_a_column_that_bears_the_name_of_a_field_is_read_as_it_is(folder):
    (folder / "orgs.csv").write_text(
        "org_id,size,frame_1,frame_3,moral,affective,instrumental,member,colour\n"
        "A,1.5,0.2,0.4,1,2,3,no,red\nB,,,,,,,yes,\nC,,,,,,,,\nD,,,,,,,,\n"
    )
    state = parse(FILES, "survey", folder).declare(1)
    organisation = state.organisations[0]
    assert organisation["size"] == 1.5
    np.testing.assert_equal(organisation["frame"], [0.2, math.nan, 0.4])
    assert [organisation[motive] for motive in ("moral", "affective", "instrumental")] == [1, 2, 3]
    assert list(state.organisations["member"]) == [0, 1, 1, 1]


def test_waves(folder):
    text = "from,to,wave,good,fair\nA,B,1,1,1\nA,B,2,4,4\nB,A,2,2.5,2.5\n"
    (folder / "ties.csv").write_text(text, encoding="utf-8")
    trust = [
        table_of(parse(FILES + f"wave = {wave}\n" + TRUST, "survey", folder).declare(1), "trust") for wave in (1, '"2"')
    ]
    assert trust == [{(0, 1): 0.0}, {(0, 1): 1.0, (1, 0): 0.5}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_same_file_as_spreadsheets_write_it(folder, encoding, end):
    # oracle: the same data with commas
    expected = parse(FILES + TRUST, "survey", folder).declare(1)
    text = "from;to;good;fair\nA;B;3,5;2,5\nB;A;1;\n A ;C;;\n;;;\n\nD;A;;4,0\n".replace("\n", end)
    (folder / "ties.csv").write_bytes(text.encode(encoding))
    found = parse(FILES + TRUST, "survey", folder).declare(1)
    np.testing.assert_array_equal(found.ties["trust"], expected.ties["trust"])


def test_organisations_without_a_file_of_ties_are_all_tied(folder):
    assert len(parse('[network]\norgs = "orgs.csv"', "survey", folder).declare(1).ties) == 12
    (folder / "ties.csv").write_text("from,to\n", encoding="utf-8")
    assert len(parse(FILES, "survey", folder).declare(1).ties) == 0
    assert len(parse(FILES + 'others = "all"', "survey", folder).declare(1).ties) == 12


def test_undirected_graphml_counts_both_ways_and_names_are_labels(tmp_path):
    graph = nx.Graph()
    graph.add_node("n0", name="Home Care", staff=400)
    graph.add_node("n1")
    graph.add_node("n2", name="Club")
    graph.add_edge("n0", "n1", good=4)
    nx.write_graphml(graph, tmp_path / "network.graphml")
    text = '[network]\ngraphml = "network.graphml"\n' + SIZE + TRUST.replace('["good", "fair"]', '"good"')
    scenario = parse(text, "graph", tmp_path)
    state = scenario.declare(1)
    assert scenario.labels == ("Home Care", "n1", "Club")
    assert table_of(state, "trust") == {(0, 1): 1.0, (1, 0): 1.0}
    np.testing.assert_equal(state.organisations["size"], [2.0, math.nan, math.nan])
    assert (scenario.report.isolates, scenario.report.one_sided) == (1, 0)


def test_the_example_has_what_real_surveys_have():
    # oracle: docs/scenarios.md, which promises an isolate, missing answers, one-sided and asymmetric ratings, waves
    scenario = load("survey_example")
    report, trust = scenario.report, table_of(scenario.declare(1), "trust")
    assert report.organisations == 14
    assert report.isolates == 1
    assert report.one_sided > 0
    assert 0 < report.response_rate < 1
    assert {"size", "trust", "frame_1"} <= {field for field, count in report.missing.items() if count}
    assert any(trust[i, j] != trust[j, i] for i, j in trust if (j, i) in trust)
    assert scenario.labels[scenario.declare(1).collaboration["declared_lead"][0]] == "Municipality"


# --- what is added to files by hand ------------------------------------------------------------------------------

BY_HAND = """
[[organisations]]
name = "Club"
size = 1.5                    # that cell is empty
burden = -0.1
ratifies = 0.5
interests = [0.2, 0.8]
stake = { amount = 90, unit = "matches" }

[[organisations]]
name = "Home Care"
burden = 0.2
"""


def test_organisations_of_files_are_completed_by_hand(folder):
    """Oracle: by hand; whatever the files say is as it was without."""
    before, scenario = (parse(SURVEY + more, "survey", folder) for more in ("", BY_HAND))
    now, then = scenario.declare(1), before.declare(1)
    assert scenario.labels == before.labels
    np.testing.assert_equal(now.organisations["burden"], [0.2, math.nan, -0.1, math.nan])
    np.testing.assert_equal(now.organisations["ratifies"], [0.0, 0.0, 0.5, 0.0])
    np.testing.assert_equal(now.organisations["interests"][2], [0.2, 0.8])
    assert (math.isnan(then.organisations["size"][2]), now.organisations["size"][2]) == (True, 1.5)
    np.testing.assert_equal(np.delete(now.organisations["size"], 2), np.delete(then.organisations["size"], 2))
    assert now.ties.tobytes() == then.ties.tobytes()
    assert now.collaboration["declared_lead"] == then.collaboration["declared_lead"]
    assert scenario.stakes == (None, None, Stake(90, "matches"), None)
    assert scenario.report == before.report  # what the files lack is what they lack


def test_a_survey_without_columns_is_completed_as_well(folder):
    """Oracle: by hand; ratings become numbers of the model, and what is said by hand is one already."""
    (folder / "orgs.csv").write_text("org_id,name,power_1to5\nA,Home Care,5\nB,Hospital,1\nC,Club,\n")
    (folder / "ties.csv").write_text("from,to,trust_1to5\nA,B,3\nB,C,5\n")
    text = "respondent_id,org_id,condition,score,scale_min,scale_max\n"
    text += "".join(f"R,A,{one},3,1,4\n" for one in ("ambition", "process", "organisation"))
    (folder / "conditions.csv").write_text(text)
    files = FILES + 'conditions = "conditions.csv"\n'
    scenario = parse(files + BY_HAND.replace("size = 1.5", "size = 1.75"), "survey", folder)
    state = scenario.declare(1)
    assert scenario.labels == ("Club", "Home Care", "Hospital")
    np.testing.assert_allclose(state.organisations["size"], [1.75, 2.0, 0.5])
    np.testing.assert_equal(state.organisations["burden"], [-0.1, 0.2, math.nan])
    assert scenario.stakes[0] == Stake(90, "matches")
    with pytest.raises(InputError, match=r"organisations 1: commitment: got 0.9, .*orgs.csv: line 2 says 0.6667"):
        parse(files + '[[organisations]]\nname = "Home Care"\ncommitment = 0.9', "survey", folder)


def test_a_lead_that_files_do_not_name_is_named_by_hand(folder):
    """Oracle: the row; a file with a column for it has said of everybody with an answer whether they lead."""
    mine = '[[organisations]]\nname = "{}"\nlead = true\n'
    assert parse(SURVEY.replace(LEAD, "") + mine.format("Town"), "s", folder).declare(1).collaboration[
        "declared_lead"
    ] == [3]
    with pytest.raises(InputError, match=r"organisations 1: lead: got True, .*orgs.csv: line 3 says False"):
        parse(SURVEY + mine.format("Hospital"), "survey", folder)
    with pytest.raises(InputError, match=r"line 5 and organisations 1: lead: 'Town' leads, and so does 'Home Care'"):
        parse(SURVEY + mine.format("Town"), "survey", folder)


def test_a_network_of_graphml_is_completed_too(tmp_path):
    graph = nx.Graph([("n0", "n1"), ("n1", "n2")])
    nx.write_graphml(graph, tmp_path / "network.graphml")
    text = '[network]\ngraphml = "network.graphml"\n[[organisations]]\nname = "n1"\nburden = 0.25\n'
    state = parse(text, "graph", tmp_path).declare(1)
    np.testing.assert_equal(state.organisations["burden"], [math.nan, 0.25, math.nan])


def test_a_variant_completes_what_it_is_based_on(folder):
    """Oracle: by hand; the entry of the variant is that of the base, changed, and the files are those of the base."""
    (folder / "base.toml").write_text(SURVEY + BY_HAND)
    (folder / "variant.toml").write_text('based_on = "base.toml"\n[[organisations]]\nname = "Club"\nburden = 0.4\n')
    state = load(folder / "variant.toml").declare(1)
    np.testing.assert_equal(state.organisations["burden"], [0.2, math.nan, 0.4, math.nan])
    np.testing.assert_equal(state.organisations["ratifies"][2], 0.5)


def test_the_schema_takes_files_that_are_completed_by_hand():
    """Oracle: JSON Schema."""
    schema = Draft7Validator(document(SCENARIO, "scenario"))
    assert list(schema.iter_errors(tomllib.loads(SURVEY + BY_HAND))) == []
    wrong = BY_HAND.replace("burden = 0.2", "burdn = 0.2")
    assert [list(one.absolute_path) for one in schema.iter_errors(tomllib.loads(SURVEY + wrong))] == [
        ["organisations", 1]
    ]


# --- files that cannot be read ----------------------------------------------------------------------------------

REFUSED = {
    "orgs missing": (SURVEY.replace("orgs.csv", "org.csv"), {}, ["org.csv", "no such file"]),
    "ties missing": (SURVEY.replace("ties.csv", "tie.csv"), {}, ["tie.csv", "no such file"]),
    "a directory": (SURVEY.replace("orgs.csv", "."), {}, ["directory"]),
    "no text": (SURVEY, {"orgs.csv": b"org_id,name\nA,caf\xe9\x81\n"}, ["orgs.csv", "no table", ".xlsx or .csv"]),
    "not CSV": (SURVEY, {"ties.csv": b'from,to,frequency,good,fair\nA,"B\n'}, ["ties.csv", "line 2", "not CSV"]),
    "empty file": (SURVEY, {"orgs.csv": b""}, ["orgs.csv", "no column 'org_id'"]),
    "no organisations": (FILES, {"orgs.csv": b"org_id\n"}, ["organisations", "got 0", "2 to 100,000"]),
    "no id": (SURVEY, {"orgs.csv": b"orgg_id,nom\nA,B\n"}, ["orgs.csv", "'org_id'", "did you mean 'orgg_id'"]),
    "no column to": (SURVEY, {"ties.csv": b"from,too\nA,B\n"}, ["ties.csv", "'to'", "did you mean 'too'"]),
    "no column that is wanted": (
        SURVEY.replace('"frequency"', '"freqency"'),
        {},
        ["ties.csv", "columns: dependence", "'freqency'", "did you mean 'frequency'"],
    ),
    "no column that leads": (SURVEY.replace("is_lead", "is_led"), {}, ["orgs.csv", "lead", "did you mean 'is_lead'"]),
    "column twice": (SURVEY, {"orgs.csv": b"org_id,name,name\n"}, ["orgs.csv", "2 columns 'name'"]),
    "too many cells": (SURVEY, {"orgs.csv": (ORGS + "E,F,1,no,x\n").encode()}, ["orgs.csv", "line 6", "5 cells", "4"]),
    "organisation twice": (
        SURVEY,
        {"orgs.csv": (ORGS + "B,Other,1,no\n").encode()},
        ["orgs.csv", "line 6", "'B'", "line 3"],
    ),
    "name twice": (
        SURVEY,
        {"orgs.csv": (ORGS + "E,Hospital,1,no\n").encode()},
        ["orgs.csv: line 6", "'Hospital'", "orgs.csv: line 3"],
    ),
    "two leads": (SURVEY, {"orgs.csv": (ORGS + "E,F,1,yes\n").encode()}, ["line 6: lead", "'F'", "'Home Care'"]),
    "control character": (SURVEY, {"orgs.csv": (ORGS + 'E,"F\ng",1,\n').encode()}, ["line 7: name", "control"]),
    "neither yes nor no": (
        SURVEY,
        {"orgs.csv": (ORGS + "E,F,1,yess\n").encode()},
        ["line 6: is_lead", "'yess'", "did you mean 'yes'"],
    ),
    "tie twice": (SURVEY, {"ties.csv": (TIES + "A,B,1,1,1\n").encode()}, ["ties.csv: line 6", "'A' to 'B'", "line 2"]),
    "tie to itself": (SURVEY, {"ties.csv": (TIES + "B,B,1,1,1\n").encode()}, ["ties.csv: line 6", "'B' to itself"]),
    "tie of an unknown": (
        SURVEY.replace('"orgs.csv"', '"orgs.csv"\nid = "name"'),
        {"ties.csv": b"from,to,frequency,good,fair\nHome Care,Hospitl,1,1,1\n"},
        ["ties.csv: line 2", "'Hospitl'", "did you mean 'Hospital'"],
    ),
    "rating outside the scale": (
        SURVEY,
        {"ties.csv": (TIES + "C,A,1,5,1\n").encode()},
        ["ties.csv: line 6", "good", "got 5", "1 to 4"],
    ),
    "rating that is no number": (
        SURVEY,
        {"ties.csv": (TIES + "C,A,often,4,1\n").encode()},
        ["ties.csv: line 6", "frequency", "'often'", "number"],
    ),
    "value outside the model": (
        FILES,
        {"ties.csv": b"from,to,opportunity\nA,B,0.5\n"},
        ["ties.csv: line 2: opportunity", "got 0.5", "1 to 5"],
    ),
    "motives partly given": (
        FILES,
        {"orgs.csv": b"org_id,moral,affective,instrumental\nA,1,,1\nB,,,\n", "ties.csv": b"from,to\n"},
        ["orgs.csv: line 2: motives", "2 of 3"],
    ),
    "salience partly given": (
        FILES,
        {"orgs.csv": b"org_id,salience_1,salience_2\nA,1,\nB,,\n", "ties.csv": b"from,to\n"},
        ["orgs.csv: line 2: salience", "1 of 2"],
    ),
    "more themes than are said": (
        "themes = 2\n" + FILES,
        {"orgs.csv": b"org_id,frame_3\nA,1\nB,\n", "ties.csv": b"from,to\n"},
        ["orgs.csv: line 2: frame", "3 numbers", "2", "themes"],
    ),
    "unknown field": (
        SURVEY.replace("columns.trust", "columns.trusst"),
        {},
        ["network: columns", "'trusst'", "did you mean 'trust'"],
    ),
    "unknown key of a column": (
        SURVEY.replace("range =", "rnge ="),
        {},
        ["network: columns: size", "'rnge'", "did you mean 'range'"],
    ),
    "scale of nothing": (SURVEY.replace("[1, 4]", "[1, 1]"), {}, ["columns: trust: scale", "[1.0, 1.0]", "different"]),
    "scale of three": (SURVEY.replace("[1, 4]", "[1, 2, 3]"), {}, ["columns: trust: scale", "list of 2"]),
    "range outside the model": (
        SURVEY.replace("[0, 0.1]", "[0, 1.1]"),
        {},
        ["columns: dependence: range", "1.1", "0 to 1"],
    ),
    "range without a scale": (
        FILES + '[network.columns.trust]\nfrom = "good"\nrange = [0, 1]',
        {},
        ["columns: trust", "'scale' is missing"],
    ),
    "missing outside the scale": (
        FILES + TRUST + "missing = 0",
        {},
        ["columns: trust: missing", "got 0", "1 to 4"],
    ),
    "missing by another word": (
        FILES + TRUST + 'missing = "chanse"',
        {},
        ["columns: trust: missing", "'chanse'", "did you mean 'chance'"],
    ),
    "outside by another word": (
        FILES + TRUST + 'outside = "clp"',
        {},
        ["columns: trust: outside", "'clp'", "did you mean 'clip'"],
    ),
    "wave that nobody knows": (FILES + "wave = 1", {}, ["wave", "'1'", "no file"]),
    "wave that is not there": (
        FILES + "wave = 3",
        {"ties.csv": b"from,to,wave\nA,B,1\nA,B,2\n"},
        ["wave", "'3'", "1, 2"],
    ),
    "completed of an unknown": (
        SURVEY + BY_HAND.replace('"Club"', '"Clubb"'),
        {},
        ["organisations 1", "'Clubb'", "did you mean 'Club'"],
    ),
    "completed by its key and not its name": (
        SURVEY + BY_HAND.replace('"Club"', '"C"'),
        {},
        ["organisations 1", "'C'", "allowed: Home Care, Hospital, Club, Town"],
    ),
    "completed with what files say": (
        SURVEY + BY_HAND.replace('"Club"', '"Town"'),
        {},
        ["organisations 1: size", "got 1.5", "orgs.csv: line 5 says 0.5"],
    ),
    "completed twice": (
        SURVEY + BY_HAND + '[[organisations]]\nname = "Club"\nright = 0.1',
        {},
        ["organisations 3", "'Club'", "already, in organisations 1"],
    ),
    "completed beyond the model": (SURVEY + BY_HAND.replace("0.2\n", "2\n"), {}, ["organisations 2: burden", "got 2"]),
    "completed motives partly": (
        SURVEY + BY_HAND + "moral = 1",
        {},
        ["orgs.csv: line 2 and organisations 2: motives", "1 of 3"],
    ),
    "completed with other themes": (
        "themes = 3\n" + SURVEY + BY_HAND,
        {},
        ["orgs.csv: line 4 and organisations 1: interests", "2 numbers", "3"],
    ),
    "ties by hand": (
        SURVEY + '[[ties]]\nfrom = "Club"\nto = "Town"',
        {},
        ["ties: got [[ties]]", "[network] has files"],
    ),
    "not GraphML": ('[network]\ngraphml = "orgs.csv"', {}, ["orgs.csv", "not GraphML"]),
    "GraphML that grows": (
        '[network]\ngraphml = "orgs.csv"',
        {"orgs.csv": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><graphml>&a;</graphml>'},
        ["orgs.csv", "entity"],
    ),
}


@pytest.mark.parametrize(("text", "files", "parts"), REFUSED.values(), ids=REFUSED)
def test_refused(folder, text, files, parts):
    # oracle: each has one mistake, and the message must hold its place, its value and the right name where one is near
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with pytest.raises(InputError) as caught:
        parse(text, "survey", folder)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith("survey.toml: ")
    for part in parts:
        assert part in message


@pytest.mark.parametrize("name", ["orgs.csv", "ties.csv"])
def test_too_large_and_not_even_read(folder, name):
    with (folder / name).open("wb") as file:
        file.truncate(5_000_000_000)  # a file of holes: reading it would take minutes
    with pytest.raises(InputError, match=rf"{name}: got a file of 5000.0 MB, allowed: at most 50 MB"):
        parse(SURVEY, "survey", folder)


def test_graphml_with_a_tie_twice(tmp_path):
    graph = nx.MultiDiGraph([("A", "B"), ("A", "B")])
    nx.write_graphml(graph, tmp_path / "network.graphml")
    with pytest.raises(InputError, match=r"network.graphml: edge 2: the tie of 'A' to 'B' is there already.*edge 1"):
        parse('[network]\ngraphml = "network.graphml"', "graph", tmp_path)


@pytest.mark.parametrize(
    ("n", "degree"), [(60, 57), (60, 59), (60, 29), (61, 30), (7, 6), (9, 4), (400, 199), (50, 49)]
)
def test_a_regular_network_is_there_soon_whatever_its_degree(n, degree):
    # oracle: how many partners each has; pairing at random does not end at 60 organisations with 57 partners each
    edges = generate("regular", n, {"degree": degree}, seed=1)
    assert len({(min(one, other), max(one, other)) for one, other in edges.tolist()}) == len(edges) == n * degree // 2
    assert (edges[:, 0] != edges[:, 1]).all()
    np.testing.assert_array_equal(np.bincount(edges.ravel(), minlength=n), degree)
    assert degree == n - 1 or generate("regular", n, {"degree": degree}, seed=2).tolist() != edges.tolist()


def test_a_dense_regular_network_has_nothing_left_of_the_ring_that_it_began_with():
    # oracle: by chance two organisations are tied with probability degree / (n - 1); five standard deviations of room
    n, degree, near = 80, 30, np.zeros(20)
    for seed in range(20):
        edges = generate("regular", n, {"degree": degree}, seed)
        near[seed] = np.mean(np.isin((edges[:, 0] - edges[:, 1]) % n, (1, n - 1))) * len(edges) / n
    odds = degree / (n - 1)
    assert near.mean() == pytest.approx(odds, abs=5 * math.sqrt(odds * (1 - odds) / n / 20))


@pytest.mark.parametrize(
    ("network", "parts"),
    [
        (
            'generator = "blocks"\norganisations = 400\nblocks = [' + "1," * 400 + "]\nwithin = 0\nbetween = 0",
            ["400 blocks"],
        ),
        ('generator = "regular"\norganisations = 4000\ndegree = 1999', ["1999", "at most 500", "4000"]),
    ],
)
def test_what_would_take_too_long_to_draw_is_refused_before_it_is_drawn(network, parts):
    # oracle: the budgets of simulation/networks.py
    with pytest.raises(InputError) as caught:
        parse(f"[network]\n{network}\n", "large")
    for part in parts:
        assert part in str(caught.value)


def test_a_tie_that_never_is_there_is_no_division_by_zero():
    # oracle: the number of ties, which is 0
    assert len(generate("random", 50, {"degree": 1e-300}, seed=1)) == 0
