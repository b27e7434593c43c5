"""A mechanism of one's own: what it does and when, its parameters wherever parameters are, and what is refused."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pandas
import pytest
from jsonschema import Draft7Validator

from samenspel import CollaborationModel, draws, dynamics
from samenspel.cli import main
from samenspel.errors import InputError, said
from samenspel.experiments import read, report, run_design
from samenspel.experiments.bundle import bundle
from samenspel.experiments.design import DESIGN, read_design
from samenspel.experiments.search.plan import PLAN, read_plan
from samenspel.measures import OUTCOMES
from samenspel.parts import OWN, parts_in
from samenspel.reading import document
from samenspel.results.replicates import replicate
from samenspel.runs import Course, own_record_of, run, summarise
from samenspel.scenario import SCENARIO, load, with_changes
from samenspel.state import State

# As docs/parts.md has it.
CONVENER = '''
from typing import Annotated, NamedTuple

from samenspel import draws
from samenspel.parameters import number
from samenspel.parts import OWN, mechanism, outcome


class Convener(NamedTuple):
    """A third who joins those who hardly trust one another (Obstfeld 2005)."""

    attention: Annotated[float, number(0, 1, "probability per round", "that it takes up a cold tie")] = 0.2
    effect: Annotated[float, number(0, 1, "share", "of the way to half trust that such a tie then goes")] = 0.5


@mechanism(Convener)
def convener(state, p, seed, round_):
    for me in state.organisations:
        for tie in state.ties[me.first : me.last]:
            other = state.organisations[tie.target].key
            if tie.trust < 0.5 and draws.uniform(seed, OWN, round_, me.key, other) < p.convener.attention:
                tie.trust += p.convener.effect * (0.5 - tie.trust)


@outcome("share", "ties of which trust is below a half, after the last round", better="less")
def cold(run):
    return (run.state.ties["trust"] < 0.5).mean()
'''.lstrip()
VARIANT = """
based_on = "port_data"
parts = "convener.py"
[parameters.convener]
attention = 0.4
"""
ROUNDS = 8  # before its first event


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A scenario and its mechanism."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "convener.py").write_text(CONVENER)
    (tmp_path / "variant.toml").write_text(VARIANT)
    return tmp_path


def bits(finished) -> bytes:
    """All that came of a run."""
    return finished.history.tobytes() + b"".join(records.tobytes() for records in finished.state)


def test_the_page_has_this_example():
    """Oracle: docs/parts.md; both parts in it take twenty lines each."""
    page = (Path(__file__).parent.parent / "docs" / "parts.md").read_text(encoding="utf-8")
    assert CONVENER.strip() in page
    assert VARIANT.strip() in page
    declared, rule = CONVENER.partition("@outcome")[::2]
    assert max(len([line for line in part.splitlines() if line]) for part in (declared, rule)) <= 20


# --- what it does, and when -------------------------------------------------------------------------------------------


def by_hand(state: State, attention: float, effect: float, seed: int, round_: int) -> int:
    """The convener, in plain Python; how many ties it took up."""
    taken_up = 0
    for source, tie in zip(state.sources, state.ties, strict=True):
        keys = int(state.organisations["key"][source]), int(state.organisations["key"][tie["target"]])
        if tie["trust"] < 0.5 and draws.uniform(seed, OWN, round_, *keys) < attention:
            tie["trust"] += effect * (0.5 - tie["trust"])
            taken_up += 1
    return taken_up


def test_it_acts_before_the_first_step_of_every_round(folder):
    """Oracle: the rule by hand between rounds of the model without it."""
    scenario, seed = load("variant.toml"), 3
    course, history, taken_up = Course(load("port_data"), seed), np.zeros(ROUNDS, OUTCOMES), 0
    for round_ in range(1, ROUNDS + 1):
        assert all(event.round != round_ for event in course.events)
        taken_up += by_hand(course.state, 0.4, 0.5, seed, round_)
        course.proceed(round_, history)
    assert taken_up > 3
    assert bits(run(scenario, seed, ROUNDS)) == history.tobytes() + b"".join(part.tobytes() for part in course.state)


def test_where_it_changes_nothing_the_bits_are_those_without_it(folder):
    """Oracle: the scenario without it; and with it, they are others."""
    scenario, without = load("variant.toml"), bits(run(load("port_data"), 5))
    for neutral in ({"convener.attention": 0.0}, {"convener.effect": 0.0}):
        assert bits(run(with_changes(scenario, neutral), 5)) == without
    assert bits(run(scenario, 5)) != without


def test_events_set_its_parameters_and_come_before_it(folder):
    """Oracle: the run in which it does nothing, up to the event; and the rule by hand in the round of the event."""
    (folder / "dated.toml").write_text(
        VARIANT.replace("0.4", "0") + "[[events]]\nround = 4\nname = 'All at once'\n"
        'parameters = { "convener.attention" = 1.0, "convener.effect" = 1.0 }\n'
    )
    dated, plain = run(load("dated.toml"), 2, ROUNDS), run(load("port_data"), 2, ROUNDS)
    assert dated.history[:3].tobytes() == plain.history[:3].tobytes()
    course, history = Course(load("port_data"), 2), np.zeros(ROUNDS, OUTCOMES)
    course.proceed(3, history)
    assert by_hand(course.state, 1.0, 1.0, 2, 4) > 0
    assert course.state.ties["trust"].min() == 0.5
    course.proceed(4, history)
    assert dated.history[3] == history[3]


def test_rounds_are_the_same_by_themselves_in_mesa_and_on_threads(folder):
    """Oracle: one run, from the first round to the last."""
    scenario = load("variant.toml")
    whole = run(scenario, 4, ROUNDS)
    assert run(scenario, 4, 5).history.tobytes() == whole.history[:5].tobytes()
    assert run(scenario, 4, ROUNDS, trace=True).trace[-1].tobytes() == whole.state.organisations.tobytes()
    model = CollaborationModel("variant.toml", seed=4)
    for _ in range(ROUNDS):
        model.step()
    assert model.state.ties.tobytes() == whole.state.ties.tobytes()
    short = with_changes(scenario, {"rounds": ROUNDS})
    for one in replicate(short, range(1, 9), threads=4):
        assert one.history.tobytes() == run(short, one.seed).history.tobytes()


def test_two_act_in_the_order_of_their_file(folder):
    """Oracle: by hand; the second takes half of what the first set."""
    (folder / "convener.py").write_text(
        CONVENER.partition("@mechanism")[0]
        + "@mechanism(Convener)\ndef first(state, p, seed, round_):\n    state.ties[0].trust = p.first.effect\n\n\n"
        + "@mechanism(Convener)\ndef last(state, p, seed, round_):\n    state.ties[0].trust *= p.last.effect\n"
    )
    (folder / "two.toml").write_text('based_on = "baseline"\nparts = "convener.py"\nparameters.first.effect = 0.8')
    scenario = load("two.toml")
    state = scenario.declare(1)
    scenario.parts.act(state, own_record_of(scenario.parameters), 1, 1)
    assert state.ties["trust"][0] == 0.4


def test_mechanisms_of_other_names_and_equal_parameters_do_not_meet(folder):
    """Oracle: each by itself; what holds after an event is worked out once for equal parameters."""
    event = "[[events]]\nround = 2\nparameters = { 'trust.gain' = 0.3 }\n"
    for name in ("convener", "broker"):
        (folder / f"{name}.py").write_text(CONVENER.replace("convener", name))
        (folder / f"{name}.toml").write_text(f'based_on = "baseline"\nparts = "{name}.py"\n{event}')
    one, other = (run(load(f"{name}.toml"), 1, 4) for name in ("convener", "broker"))
    assert bits(one) == bits(other)
    assert type(one.parameters)._fields[-1] == "convener"
    assert type(other.parameters)._fields[-1] == "broker"


# --- its parameters, wherever parameters are --------------------------------------------------------------------------


def test_its_speeds_follow_what_a_round_stands_for(folder):
    """Oracle: two months at a chance of 0.2 each."""
    (folder / "slow.toml").write_text('based_on = "baseline"\nparts = "convener.py"\nmonths = 2')
    assert load("slow.toml").parameters.convener.attention == pytest.approx(1 - 0.8**2)
    assert load("slow.toml").parameters.convener.effect == 0.5


def test_a_run_says_them_with_their_meaning_and_keeps_the_source(folder, samenspel):
    """Oracle: the declaration; the file."""
    found = samenspel("run variant.toml --replicates 3 --rounds 6 --set convener.effect=0.25 --out kept")
    assert "convener.effect = 0.25" in found.out
    lines = [" ".join(line.split()) for line in found.out.splitlines()]
    assert "convener.attention 0.4 that it takes up a cold tie" in lines
    manifest = json.loads((folder / "kept" / "manifest.json").read_text())
    assert manifest["parts"] == CONVENER
    assert manifest["parameters"]["convener.effect"] == 0.25
    dutch = [" ".join(line.split()) for line in samenspel("run variant.toml --language nl").out.splitlines()]
    assert "convener.attention 0,4 that it takes up a cold tie" in dutch


def test_a_what_if_changes_them(folder, samenspel):
    """Oracle: what it says that was changed; where nothing is, there is nothing to compare."""
    line = "compare variant.toml --replicates 4 --rounds 8 --change convener.attention={}"
    assert "With convener.attention = 0.0 instead of 0.4" in " ".join(samenspel(line.format("0")).out.split())
    assert "convener.attention=0.4: that is what it is already" in samenspel(line.format("0.4")).err


SWEEP = """
scenario = "variant.toml"
replicates = 5
outcomes = ["cold", "trust"]
set = { rounds = 10 }
[factors]
"convener.attention" = { values = [0.0, 0.5] }
convener.effect = { from = 0.2, to = 0.8, levels = 3 }
"""


def test_a_sweep_varies_reports_keeps_and_proves_them(folder, capsys):
    """Oracle: each run by itself; the declaration."""
    (folder / "design.toml").write_text(SWEEP)
    assert main(["sweep", "design.toml", "--out", "out"]) == 0
    runs = pandas.read_parquet("out/runs")
    assert len(runs) == 30
    assert not runs["error"].notna().any()
    for one in (runs.iloc[0], runs.iloc[29]):
        changes = {name: one[name] for name in ("convener.attention", "convener.effect")} | {"rounds": 10}
        finished = run(with_changes(load("variant.toml"), changes), int(one["seed"]))
        assert one["cold"] == np.mean(finished.state.ties["trust"] < 0.5)
        assert one["trust"] == summarise(finished).trust
    assert read("out").factors["convener.effect"].meaning == "of the way to half trust that such a tie then goes"
    page = report("out", "page").page.read_text()
    assert "that it takes up a cold tie" in page
    assert "cold" in page
    assert main(["verify", "out", "--data", "."]) == 0
    assert "all with the same bits" in capsys.readouterr().out
    bundle(folder / "out", folder / "out.zip")
    with zipfile.ZipFile("out.zip") as packed:
        assert packed.read("scenarios/convener.py").decode() == CONVENER


def test_results_go_on_with_the_same_source_alone(folder):
    """Oracle: the line that says what differs; and the runs that were there stay."""
    (folder / "design.toml").write_text(SWEEP)
    run_design("design.toml", "out")
    (folder / "design.toml").write_text(SWEEP.replace("replicates = 5", "replicates = 6"))
    (folder / "convener.py").write_text(CONVENER.replace("< 0.5 and", "< 0.6 and"))
    with pytest.raises(InputError, match="different: scenario variant: its own parts"):
        run_design("design.toml", "out")
    (folder / "convener.py").write_text(CONVENER)
    assert len(run_design("design.toml", "out")) == 36


def test_a_search_chooses_them(folder):
    """Oracle: the declaration; what the worlds have; and the line that says what differs."""
    pytest.importorskip("pymoo", reason="pymoo is not installed")
    from samenspel.experiments.search import seek
    from samenspel.experiments.search.page import report as page_of

    plan = {
        "scenario": "variant.toml", "search": {"evaluations": 8, "population": 4}, "set": {"rounds": 10},
        "worlds": {"search": 2, "fresh": 10, "share": 0.2}, "aims": {"cold": "less", "effort": "less"},
        "levers": {"convener.attention": {"from": 0.0, "to": 1.0}, "phase.1.relation": {}},
    }  # fmt: skip
    found = seek(plan, "found")
    assert "that it takes up a cold tie" in page_of(found).page.read_text()
    world = read_plan(plan).worlds[0]
    assert "convener.effect" in world.values
    assert "convener.attention" not in world.values
    values = found.of_aims(found.outcomes[:, 0])[:, 0]
    assert len(set(values.tolist())) > 1
    (folder / "convener.py").write_text(CONVENER.replace("< 0.5 and", "< 0.6 and"))
    with pytest.raises(InputError, match="different: scenario variant: its own parts"):
        seek(plan, "found")


def test_nobody_is_told_to_wait_for_it_to_be_compiled(folder):
    """Oracle: what a command says beside its report, once the model itself is compiled for such a scenario."""
    run(load("port_data"), rounds=1)
    done = subprocess.run(
        [sys.executable, "-m", "samenspel", "run", "variant.toml"], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""


def test_it_travels_to_workers(folder):
    """Oracle: cloudpickle, by which Dask sends work: the same bits from the other side."""
    cloudpickle = pytest.importorskip("cloudpickle", reason="cloudpickle is not installed")
    scenario = load("variant.toml")
    other = pickle.loads(cloudpickle.dumps(scenario))
    assert bits(run(other, 3, ROUNDS)) == bits(run(scenario, 3, ROUNDS))


def test_editors_take_them():
    """Oracle: the schema, which refuses other names that the reader refuses."""
    scenario, design, search = (Draft7Validator(document(table, "a")) for table in (SCENARIO, DESIGN, PLAN))
    assert scenario.is_valid(tomllib.loads(VARIANT))
    assert scenario.is_valid(
        tomllib.loads(VARIANT.replace("[parameters.convener]\n", "parameters.'convener.attention'=1#"))
    )
    assert design.is_valid(tomllib.loads(SWEEP))
    assert design.is_valid({"set": {"convener.trust": 3}, "factors": {"convener.size": {"levels": 3}}})
    levers = {"convener.attention": {}, "convener": {"effect": {}}}
    assert search.is_valid({"aims": {"cold": "less", "trust": "more"}, "levers": levers})
    for wrong in ({"trust.gian": 0.1}, {"trust": {"gian": 0.1}}, {"Convener.attention": 0.1}):
        assert not scenario.is_valid({"parameters": wrong})
    assert not design.is_valid({"factors": {"Town.trsut": {"levels": 3}}})


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("tie.trust < ", "tie.trsut < ", "line 20: unknown field 'trsut' (did you mean 'trust'?)"),
        ("tie.trust < ", "me.trust < ", "line 20: 'trust' is a field, but not of the record that it is asked of"),
        ("p.convener.effect", "p.convener.efect", "line 21: unknown field 'efect' (did you mean 'effect'?)"),
        ("me.key, other", "me.key, it", "line 20: convener: TypingError: NameError: name 'it' is not defined"),
        ("OWN, round_, ", "OWN, ", "line 20: convener: TypingError: Cannot bind"),
        ("p, seed, round_)", "p, seed)", "convener: TypeError: Signature mismatch: 4 argument types given"),
        ("@mechanism(Convener)", "@mechanism", "convener: got None, allowed: a NamedTuple of parameters"),
        ("@mechanism(Convener)", "@mechanism(float)", "convener: got 'float', allowed: a NamedTuple of parameters"),
        (' = 0.2\n', "\n", "got 'Convener', allowed: a NamedTuple of parameters"),
        ('] = 0.5\n', "] = 1.5\n", "convener: effect: got 1.5, allowed: a number from 0 to 1 (share)"),
        ("def convener(", "def trust(", "trust: it is the name of a mechanism or a factor of the model"),
        ("def convener(", "def Convener_(", "got 'Convener_', allowed: a name of a mechanism in small letters"),
    ],
    ids=range(12),
)  # fmt: skip
def test_what_cannot_be_compiled_or_is_not_declared_is_one_line(folder, before, after, line):
    mine = CONVENER.replace(before, after)
    assert mine != CONVENER
    if after == "\n":
        mine = mine.replace("] = 0.5\n", "]\n")
    (folder / "convener.py").write_text(mine)
    with pytest.raises(InputError) as refused:
        load("variant.toml")
    assert str(refused.value).startswith("variant.toml: parts: convener.py: ")
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("does", "line"),
    [
        ("raise ValueError('too cold')", "convener.py: line 21: convener: ValueError: too cold"),
        ("state.ties[10000000].trust = 0.0", "convener.py: convener: IndexError: index is out of bounds"),
        ("tie.trust = 1.0 / (round_ - round_)", "convener.py: convener: ZeroDivisionError: division by zero"),
    ],
    ids=["raises", "beyond", "zero"],
)
def test_what_goes_wrong_in_a_round_is_one_line(folder, does, line):
    (folder / "convener.py").write_text(CONVENER.replace("tie.trust += p.convener.effect * (0.5 - tie.trust)", does))
    with pytest.raises(InputError) as refused:
        run(load("variant.toml"), 1)
    assert str(refused.value) == line
    runs = run_design({"scenario": "variant.toml", "replicates": 2, "factors": {"convener.effect": {"values": [0.1]}}})
    assert runs["error"].eq(line).all()


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("0.4", "1.4", "convener.attention: got 1.4, allowed: a number from 0 to 1 (probability per round)"),
        ("attention", "atention", "unknown parameter 'convener.atention' (did you mean 'convener.attention'?)"),
        ('parts = "convener.py"', "", "unknown parameter 'convener.attention'"),
    ],
    ids=["range", "name", "without"],
)
def test_what_its_parameters_cannot_be_is_one_line(folder, before, after, line):
    (folder / "variant.toml").write_text(VARIANT.replace(before, after))
    with pytest.raises(InputError) as refused:
        load("variant.toml")
    assert str(refused.value) == f"variant.toml: parameters: {line}"


def test_it_is_said_in_dutch(folder):
    """Oracle: the lines, written here by hand."""
    for before, after, line in (
        ("tie.trust < ", "tie.trsut < ", "regel 20: veld 'trsut' is onbekend (bedoelt u 'trust'?)"),
        ("def convener(", "def trust(", "trust: zo heet al een mechanisme of een factor van het model"),
        ("def convener(", "def Meeter(", "Meeter: hier staat 'Meeter'; een mechanisme heeft een naam in"),
        ("(Convener)", "(int)", "convener: hier staat 'int'; dat moet een NamedTuple van parameters zijn"),
    ):  # fmt: skip
        (folder / "convener.py").write_text(CONVENER.replace(before, after))
        with pytest.raises(InputError) as refused:
            load("variant.toml")
        assert said(refused.value, "nl").startswith(f"variant.toml: parts: convener.py: {line}")


def test_two_scenarios_of_a_design_have_no_mechanism_of_one_name_from_files_that_differ(folder):
    """Oracle: the same file in both is no other."""
    (folder / "other").mkdir()
    (folder / "other" / "second.toml").write_text(VARIANT.replace("convener.py", "mine.py"))
    (folder / "other" / "mine.py").write_text(CONVENER)
    design = {"scenarios": ["variant.toml", "other/second.toml"], "factors": {"convener.effect": {"levels": 2}}}
    assert read_design(design).points == 4
    without = CONVENER.partition("@outcome")[0].replace("0.5 and", "0.4 and")
    (folder / "other" / "mine.py").write_text(without)
    with pytest.raises(InputError, match="parts: convener: two scenarios have it from files that differ"):
        read_design(design)


def test_annotations_may_be_text(folder):
    """Oracle: the same file without the import that makes them so."""
    plain = parts_in("convener.py", CONVENER)
    other = parts_in("convener.py", "from __future__ import annotations\n" + CONVENER)
    assert other.parameters == plain.parameters
    assert dynamics.Parameters(*plain.parameters[:-1]) == dynamics.Parameters()
