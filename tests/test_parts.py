"""Parts of one's own: outcomes, events, networks, a stopping rule; in run, sweep, report, search; what is refused."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pandas
import pytest

from samenspel.cli import main
from samenspel.errors import InputError, said
from samenspel.events import Event
from samenspel.experiments import read, report, run_design, to_ema
from samenspel.experiments.bundle import bundle
from samenspel.experiments.design import read_design
from samenspel.experiments.search.plan import read_plan
from samenspel.runs import run, summarise
from samenspel.scenario import load, parse
from samenspel.view import upload

# Each part in a few lines, as docs/parts.md has them.
MINE = '''
import networkx

from samenspel.parts import event, network, outcome, stop


@outcome("share", "ties of which trust is above a half, after the last round", better="more")
def trusted(run):
    return (run.state.ties["trust"] > 0.5).mean()


@event
def quarrel(state, chance):
    """A tie in ten loses half its trust."""
    hit = chance.random(state.ties.size) < 0.1
    state.ties["trust"][hit] *= 0.5


@network
def caves(organisations, chance):
    """Two rings, and a bridge between them."""
    half = organisations // 2
    graph = networkx.disjoint_union(networkx.cycle_graph(half), networkx.cycle_graph(organisations - half))
    graph.add_edge(0, half + int(chance.integers(organisations - half)))
    return graph


@stop
def tired(state, history):
    """It is over after six rounds without a goal."""
    return len(history) >= 6 and history["agreed"][-6:].max() == 0.0
'''
CASE = """
parts = "mine.py"
rounds = 12
[network]
own = "caves"
organisations = 8
[[events]]
round = 3
name = "Quarrel"
own = "quarrel"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A scenario and its parts."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(MINE)
    (tmp_path / "case.toml").write_text(CASE)
    return tmp_path


def without(text, *names):
    """The parts but for some functions, with their marks."""
    kept = [part for part in text.split("\n\n\n") if not any(f"def {name}(" in part for name in names)]
    return "\n\n\n".join(kept)


def test_the_page_has_this_example():
    """Oracle: docs/parts.md."""
    page = (Path(__file__).parent.parent / "docs" / "parts.md").read_text(encoding="utf-8")
    assert MINE.strip() in page
    assert CASE.strip() in page


# --- what they do -----------------------------------------------------------------------------------------------------


def test_a_network_of_ones_own_joins_those_who_take_part(folder):
    """Oracle: networkx; two rings of four and one bridge, another for another seed."""
    state = load("case.toml").declare(1)
    graph = nx.Graph(zip(state.sources.tolist(), state.ties["target"].tolist(), strict=True))
    assert sorted(dict(graph.degree()).values()) == [2] * 6 + [3] * 2
    assert len(list(nx.bridges(graph))) == 1
    bridges = {next(iter(nx.bridges(graph_of(load("case.toml").declare(seed))))) for seed in range(8)}
    assert len(bridges) > 1


def graph_of(state):
    """Who is tied to whom."""
    return nx.Graph(zip(state.sources.tolist(), state.ties["target"].tolist(), strict=True))


def test_an_event_of_ones_own_changes_the_state_and_draws_by_seed_and_round(folder):
    """Oracle: by hand, with the generator that is promised."""
    (folder / "mine.py").write_text(without(MINE, "tired"))
    scenario = load("case.toml")
    from samenspel.measures import OUTCOMES
    from samenspel.runs import Course

    course, history = Course(scenario, 4), np.zeros(12, OUTCOMES)
    course.proceed(2, history)
    before = course.state.ties["trust"].copy()
    (event,) = scenario.events
    event.own(course.state, np.random.default_rng((4, 3)))
    hit = np.random.default_rng((4, 3)).random(before.size) < 0.1
    assert course.state.ties["trust"].tolist() == np.where(hit, before * 0.5, before).tolist()
    assert hit.any()
    quiet = load("case.toml").__class__(**{**fields_of(scenario), "events": ()})
    assert run(scenario, 4).history.tobytes() != run(quiet, 4).history.tobytes()
    assert run(scenario, 4).history.tobytes() == run(scenario, 4).history.tobytes()


def fields_of(scenario):
    """The fields of a scenario."""
    return {name: getattr(scenario, name) for name in scenario.__dataclass_fields__}


def test_a_run_that_is_stopped_is_the_beginning_of_the_run_that_is_not(folder):
    """Oracle: the same scenario without the rule, and the rule by hand on its history."""
    stopped = [run(load("case.toml"), seed) for seed in range(6)]
    (folder / "mine.py").write_text(without(MINE, "tired"))
    for seed, short in enumerate(stopped):
        whole = run(load("case.toml"), seed).history
        agreed = whole["agreed"]
        ends = [t for t in range(6, 13) if agreed[t - 6 : t].max() == 0.0]
        assert short.history.size == (ends[0] if ends else 12)
        assert short.history.tobytes() == whole[: short.history.size].tobytes()
    assert min(one.history.size for one in stopped) < 12


def test_two_events_of_one_round_draw_apart():
    """Oracle: the generators that are promised; that of the first is of the seed and the round alone."""
    drawn = []
    events = [Event(1, name, own=lambda _, chance: drawn.append(chance.random())) for name in ("One", "Other")]
    run(replace(load("baseline"), events=tuple(events)), 4, rounds=1)
    assert drawn == [np.random.default_rng((4, 1)).random(), np.random.default_rng((4, 1, 1)).random()]


def test_an_outcome_of_ones_own_measures_a_run(folder):
    """Oracle: by hand."""
    scenario = load("case.toml")
    finished = run(scenario, 2)
    assert scenario.parts.measures["trusted"](finished) == np.mean(finished.state.ties["trust"] > 0.5)
    assert scenario.parts.outcomes["trusted"].meaning.startswith("ties of which trust")


# --- where they are ---------------------------------------------------------------------------------------------------


def test_the_report_of_a_run_says_them(folder, capsys):
    assert main(["run", "case.toml", "--replicates", "5", "--out", "kept"]) == 0
    said = capsys.readouterr().out
    assert "Of one's own" in said
    assert "trusted" in said
    table = pandas.read_parquet("kept/summary.parquet") if (folder / "kept/summary.parquet").exists() else None
    table = pandas.read_csv("kept/summary.csv") if table is None else table
    expected = [np.mean(run(load("case.toml"), seed).state.ties["trust"] > 0.5) for seed in table["seed"]]
    assert table["trusted"].tolist() == pytest.approx(expected)
    assert main(["run", "case.toml", "--replicates", "5", "--language", "nl"]) == 0
    assert "Van uzelf" in capsys.readouterr().out


DESIGN = """
scenario = "case.toml"
replicates = 5
outcomes = ["trusted"]
[factors]
"trust.initial" = { values = [0.3, 0.6] }
"network.organisations" = { values = [6, 8] }
"event.Quarrel.present" = { values = [true, false] }
"""


def test_a_sweep_keeps_reports_and_proves_them(folder, capsys):
    """Oracle: each run by itself."""
    (folder / "design.toml").write_text(DESIGN)
    assert main(["sweep", "design.toml", "--out", "out"]) == 0
    runs = pandas.read_parquet("out/runs")
    assert not runs["error"].notna().any()
    one = runs.iloc[7]
    finished = run(read_design("design.toml").scenario(int(one["point"])), int(one["seed"]))
    assert one["trusted"] == np.mean(finished.state.ties["trust"] > 0.5)
    assert one["joint_value"] == summarise(finished).joint_value
    readings = report("out", "page").readings
    assert any(reading.startswith("Trusted") or "trusted" in reading for reading in readings)
    assert "trusted" in to_ema("out")[1]
    assert read("out").own_outcomes["trusted"][0] == "share"
    assert main(["verify", "out", "--data", "."]) == 0
    assert "all with the same bits" in capsys.readouterr().out
    bundle(folder / "out", folder / "out.zip")


def test_python_that_came_with_results_never_runs(folder, capsys):
    """Oracle: a trace that it would leave, and what is said of it."""
    (folder / "design.toml").write_text(DESIGN)
    assert main(["sweep", "design.toml", "--out", "out"]) == 0
    own = (folder / "mine.py").read_text()
    manifest = folder / "out" / "manifest.json"
    manifest.write_text(manifest.read_text().replace("import networkx", "open('trace', 'w')\\nimport networkx"))
    capsys.readouterr()
    assert main(["verify", "out"]) == 2
    assert "parts: got 'mine.py', allowed: with --data, the folder of that file" in capsys.readouterr().err
    assert main(["verify", "out", "--data", "."]) == 2
    assert "is not the one that the results were made with" in capsys.readouterr().err
    (folder / "mine.py").unlink()
    assert main(["tables", "out", "--out", "t", "--organisations", "--data", "."]) == 2
    assert "no such file" in capsys.readouterr().err
    assert not (folder / "trace").exists()
    (folder / "mine.py").write_text(f"open('trace', 'w').close()\n{own}")
    assert main(["verify", "out", "--data", "."]) == 2
    assert "is not the one that the results were made with" in capsys.readouterr().err
    assert not (folder / "trace").exists()


def test_parts_are_beside_the_file_that_names_them(folder):
    """Oracle: the two files; one that is based on another names its own, or has those of the other."""
    (folder / "based").mkdir()
    (folder / "based" / "own.toml").write_text('based_on = "baseline"\nparts = "mine.py"')
    (folder / "based" / "mine.py").write_text(MINE.replace("trusted", "liked"))
    (folder / "based" / "other.toml").write_text('based_on = "../case.toml"')
    (folder / "last.toml").write_text('based_on = "based/own.toml"')
    named = {path: [*load(path).parts.outcomes] for path in ("based/own.toml", "based/other.toml", "last.toml")}
    assert named == {"based/own.toml": ["liked"], "based/other.toml": ["trusted"], "last.toml": ["liked"]}


def test_results_of_other_parts_are_not_mixed(folder):
    (folder / "design.toml").write_text(DESIGN)
    run_design("design.toml", "out")
    assert "def trusted" in json.loads((folder / "out/manifest.json").read_text())["scenarios"]["case"]["parts"]
    (folder / "mine.py").write_text(MINE.replace("> 0.5", "> 0.4"))
    with pytest.raises(InputError, match="different: scenario case: its own parts"):
        run_design("design.toml", "out")


def test_a_search_can_be_after_them(folder):
    """Oracle: each run by itself."""
    pytest.importorskip("pymoo", reason="pymoo is not installed")
    from samenspel.experiments.search import seek
    from samenspel.experiments.search.page import answers

    found = seek(
        {
            "scenario": str(folder / "case.toml"), "search": {"evaluations": 8, "population": 4},
            "worlds": {"search": 2, "fresh": 10}, "aims": {"trusted": "more", "effort": "less"},
            "levers": {"phase.1.relation": {}},
        },
        "found",
    )  # fmt: skip
    present = [np.mean(run(load("case.toml"), 1 + world).state.ties["trust"] > 0.5) for world in range(12)]
    assert found.of_aims(found.present)[:, 0].tolist() == present
    assert "most trusted" in answers(found)[0].reading


def test_parts_travel_to_workers(folder):
    """Oracle: cloudpickle, by which Dask sends work: the same bits from the other side."""
    cloudpickle = pytest.importorskip("cloudpickle", reason="cloudpickle is not installed")
    scenario = load("case.toml")
    other = pickle.loads(cloudpickle.dumps(scenario))
    assert run(other, 3).history.tobytes() == run(scenario, 3).history.tobytes()


# --- what is refused --------------------------------------------------------------------------------------------------


def test_what_is_uploaded_or_linked_never_runs_python(folder):
    """Oracle: a file that would leave a trace."""
    (folder / "mine.py").write_text(f"open({str(folder / 'trace')!r}, 'w').close()\n" + MINE)
    for ask in (
        lambda: parse(CASE, "case"),
        lambda: parse(CASE, "case", folder),
        lambda: parse('based_on = "case.toml"', "variant", folder),
        lambda: upload.opened({"case.toml": CASE}),
        lambda: upload.opened({"case.toml": CASE, "mine.py": MINE}),
    ):
        with pytest.raises(InputError):
            ask()
    assert not (folder / "trace").exists()
    load("case.toml")
    assert (folder / "trace").exists()


@pytest.mark.parametrize(
    ("case", "mine", "line"),
    [
        (CASE.replace("mine.py", "../mine.py"), MINE, "allowed: the name of a Python file beside the scenario"),
        (CASE.replace("mine.py", "none.py"), MINE, "parts: none.py: no such file beside the scenario"),
        (CASE, "def (", "parts: mine.py: line 1: SyntaxError"),
        (CASE, "\n1 / 0", "parts: mine.py: line 2: ZeroDivisionError"),
        (CASE, "x = 1", "marks no function, allowed: @mechanism, @outcome, @event, @network, @stop of"),
        (
            CASE,
            MINE + "\n\n@stop\ndef bored(state, history):\n    return False\n",
            "got the stopping rules tired, bored",
        ),
        (CASE.replace('own = "caves"', 'own = "cave"'), MINE, "did you mean 'caves'?"),
        (CASE.replace('own = "quarrel"', 'own = "quarel"'), MINE, "did you mean 'quarrel'?"),
        (CASE, without(MINE, "caves"), "network: got 'caves', but mine.py marks no @network"),
        (CASE.replace('parts = "mine.py"', ""), MINE, "network: own: got 'caves', but the scenario names no parts"),
        (CASE, MINE.replace("return graph", "return [(0, 9)]"), "got the tie (0, 9), allowed: two rows from 0 to 7"),
        (CASE, MINE.replace("return graph", "return [(1, 1)]"), "got a tie of 1 to itself"),
        (CASE, MINE.replace("return graph", "return graph.nothing"), "mine.py: line 25: caves: AttributeError"),
        (CASE, MINE.replace("return graph", "return"), "mine.py: caves: TypeError: 'NoneType' object is not iterable"),
    ],
    ids=range(14),
)
def test_what_is_not_there_or_goes_wrong_is_one_line(folder, case, mine, line):
    (folder / "mine.py").write_text(mine)
    (folder / "case.toml").write_text(case)
    with pytest.raises(InputError) as refused:
        load("case.toml")
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("case", "mine", "dutch"),
    [
        (CASE, "\n1 / 0", "case.toml: parts: mine.py: regel 2: ZeroDivisionError: division by zero"),
        (
            CASE.replace('own = "caves"', 'own = "cave"'),
            MINE,
            "case.toml: network: mine.py: functie 'cave' is onbekend (bedoelt u 'caves'?); dat moet zijn: caves",
        ),
        (
            CASE,
            without(MINE, "caves"),
            "case.toml: network: hier staat 'caves', maar in mine.py staat nergens @network",
        ),
    ],
    ids=range(3),
)
def test_it_is_said_in_dutch(folder, case, mine, dutch):
    """Oracle: the lines, written here by hand; what Python says stays as it is."""
    (folder / "mine.py").write_text(mine)
    (folder / "case.toml").write_text(case)
    with pytest.raises(InputError) as refused:
        load("case.toml")
    assert said(refused.value, "nl") == dutch


def test_a_page_that_plays_by_itself_refuses_them(folder, capsys):
    assert main(["export", "case.toml", "--out", "page.html"]) == 2
    assert "parts: got mine.py, allowed: none" in capsys.readouterr().err
    assert not (folder / "page.html").exists()


@pytest.mark.parametrize("name", ["trust", "effort", "world", "intervention", "round", "logic"])
def test_an_outcome_may_not_bear_the_name_of_another(folder, name):
    (folder / "mine.py").write_text(MINE.replace("def trusted", f"def {name}"))
    said = {"scenario": str(folder / "case.toml")}
    aims = {"joint_value": "more", "autonomy_ceded": "less"}
    for ask in (
        lambda: read_design({**said, "factors": {"logic": {}}}),
        lambda: read_plan({**said, "aims": aims, "levers": {"logic": {}}}),
    ):
        with pytest.raises(InputError, match=f"parts: {name}: it is the name of an outcome of the model"):
            ask()


@pytest.mark.parametrize(
    ("file", "mine", "name"),
    [("other.py", MINE.replace("> 0.5", "> 0.4"), "trusted"), ("mine.py", MINE.replace("trusted", "liked"), "mine.py")],
    ids=["outcome", "file"],
)
def test_two_scenarios_may_not_have_other_parts_of_one_name(folder, file, mine, name):
    """Oracle: the same file in both folders is no other."""
    (folder / "apart").mkdir()
    (folder / "apart" / "second.toml").write_text(CASE.replace("mine.py", file))
    (folder / "apart" / file).write_text(MINE)
    said = {"scenarios": [str(folder / "case.toml"), str(folder / "apart" / "second.toml")]}
    assert read_design({**said, "factors": {"logic": {}}}).points == 4
    (folder / "apart" / file).write_text(mine)
    aims = {"joint_value": "more", "autonomy_ceded": "less"}
    for ask in (
        lambda: read_design({**said, "factors": {"logic": {}}}),
        lambda: read_plan({**said, "aims": aims, "levers": {"logic": {}}}),
    ):
        with pytest.raises(InputError, match=f"parts: {name}: two scenarios have it from files that differ"):
            ask()


def test_what_goes_wrong_in_a_run_is_its_error(folder):
    (folder / "mine.py").write_text(MINE.replace("hit] *= 0.5", "nothing] *= 0.5"))
    runs = run_design({"scenario": str(folder / "case.toml"), "replicates": 2, "factors": {"logic": {}}})
    assert runs["error"].str.contains("mine.py: line 16: quarrel: NameError").all()
    assert main(["run", "case.toml"]) == 2


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('return (run.state.ties["trust"] > 0.5).mean()', "return None", "mine.py: trusted: TypeError"),
        ('[-6:].max() == 0.0', '[-6:] == 0.0', "mine.py: tired: ValueError"),
    ],
    ids=["outcome", "stop"],
)  # fmt: skip
def test_what_gives_what_it_cannot_is_one_line(folder, before, after, line):
    (folder / "mine.py").write_text(MINE.replace(before, after))
    scenario = load("case.toml")
    with pytest.raises(InputError, match=line) as refused:
        scenario.parts.measures["trusted"](run(scenario))
    assert "\n" not in str(refused.value)
