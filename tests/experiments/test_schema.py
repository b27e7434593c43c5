"""The JSON Schema of scenario and design files: it takes what the reader takes, and refuses with it."""

from __future__ import annotations

import copy
import json
import random
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from samenspel.based import as_toml
from samenspel.cli import main
from samenspel.dynamics import Parameters
from samenspel.errors import InputError
from samenspel.experiments.design import DESIGN, SHIPPED, read_design
from samenspel.experiments.factors import SPECIFICATION, known_factors
from samenspel.experiments.sampling import METHODS
from samenspel.parameters import known_parameters
from samenspel.reading import document
from samenspel.scenario import BUILT_IN, NETWORK_KEYS, SCENARIO, load, names, parse

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(BUILT_IN.rglob("*.toml"))
WHOLE = sorted(BUILT_IN.glob("*.toml"))  # one that is based on another may leave out what that one says
FILES = {path: tomllib.loads(path.read_text()) for path in (ROOT / "studies").glob("*/*.toml")} | {
    path: tomllib.loads(path.read_text()) for path in SHIPPED.glob("*.toml")
}
DESIGNS = [path for path, said in FILES.items() if said.keys() & {"factors", "points", "design"}]
VALID = {kind: Draft7Validator(document(table, kind)) for kind, table in (("scenario", SCENARIO), ("design", DESIGN))}
TWO = {"organisations": [{"name": "a"}, {"name": "b"}]}


@pytest.mark.parametrize("kind", ["scenario", "design"])
def test_the_command_prints_a_schema(kind, capsys):
    """Oracle: the schema of schemas."""
    assert main(["schema", kind]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft7Validator.check_schema(schema)
    assert schema["properties"].keys() == {"scenario": SCENARIO, "design": DESIGN}[kind].fields.keys()


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenarios_that_come_with_the_model_are_taken(path):
    assert list(VALID["scenario"].iter_errors(tomllib.loads(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("path", DESIGNS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_designs_that_come_with_the_model_are_taken(path):
    assert list(VALID["design"].iter_errors(FILES[path])) == []


def test_there_are_designs():
    assert len(DESIGNS) > 12


@pytest.mark.parametrize(
    "wrong",
    [
        {"titel": "x"},
        {"title": 3},
        {"title": " "},
        {"title": "x" * 201},
        {"title": "a\u0007b"},
        {"rounds": 0},
        {"rounds": 1.5},
        {"months": 0},
        {"seed": -1},
        {"logic": "treu"},
        {"sources": "kaats2014"},
        {"need": []},
        {"need": [2.0, 0.5]},
        {"themes": 1},
        {"themes": [{"name": "x", "from": "y"}]},
        {"agreement": {"goal": [0.5, 0.5]}},
        {"parameters": {"trust": {"gian": 0.1}}},
        {"parameters": {"trust.gain": 7}},
        {"parameters": {"trust": {"gain": "much"}}},
        {"parameters": {"logic": "both"}},
        {"parameters": {"logic": {"norm": 1}}},
        {"organisations": [{"name": "a"}, {"size": 2.0}]},
        {"organisations": [{"name": "a"}, {"name": "b", "size": 0}]},
        {"organisations": [{"name": "a"}, {"name": "b", "lead": 1}]},
        {"organisations": [{"name": "a"}, {"name": "b", "stake": {"amount": 3}}]},
        {"organisations": {"name": "a"}},
        {"ties": [{"from": "a"}]},
        {"ties": [{"from": "a", "to": "b", "trust": True}]},
        {"network": {"generator": "starr", "organisations": 4}},
        {"network": {"generator": "star"}},
        {"network": {"generator": "star", "organisations": 4, "degree": 2}},
        {"network": {"others": "some"}},
        {"network": {"orgs": "orgs.csv", "columns": {"trust": {"from": "q", "scale": [1]}}}},
        {"network": {"orgs": "orgs.csv", "columns": {"trst": {"from": "q"}}}},
        {"network": {"ties": "ties.csv"}},
        {"events": [{"name": "x", "parameters": {"trust.gain": 0.1}}]},
        {"events": [{"round": 0, "parameters": {"trust.gain": 0.1}}]},
        {"events": [{"round": 1, "tie": ["a"], "set": {"trust": 0.1}}]},
        {"events": [{"round": 1, "organisation": "a", "set": {"trusst": 0.1}}]},
        {"events": [{"round": 1, "organisation": "a", "set": {"skill": 2}}]},
        {"events": [{"round": 1, "organisation": "a", "add": {"skill": -1.5}}]},
        {"events": [{"round": 1, "organisation": "a", "act": {"stay": 1}}]},
        {"phases": [{"round": 1, "relation": 1.5}]},
    ],
    ids=lambda wrong: json.dumps(wrong)[:60],
)
def test_a_scenario_that_the_reader_refuses_the_schema_refuses(wrong):
    with pytest.raises(InputError):
        parse(as_toml(TWO | wrong), "wrong")
    assert not VALID["scenario"].is_valid(TWO | wrong)
    assert VALID["scenario"].is_valid(TWO)


@pytest.mark.parametrize(
    "wrong",
    [
        {"replicas": 3},
        {"replicates": 0},
        {"scenarios": []},
        {"outcomes": [3]},
        {"every_round": "yes"},
        {"set": {"trust.gain": 2}},
        {"set": {"trust": {"gian": 0.2}}},
        {"set": {"event.x.round": 0}},
        {"design": {"method": "gird"}},
        {"design": {"method": "sobol"}},
        {"design": {"method": "halton", "samples": 1}},
        {"design": {"method": "grid", "samples": 8}},
        {"design": {"samples": 8}},
        {"design": {"method": "orders", "conditions": ["relatoin"]}},
        {"factors": {"trust.gian": {"levels": 3}}},
        {"factors": {"trust.gain": 0.2}},
        {"factors": {"trust.gain": {"levels": 1}}},
        {"factors": {"trust.gain": {"levels": 3, "values": [0.1]}}},
        {"factors": {"trust": {"gain": {"values": [0.1, 3]}}}},
        {"factors": {"logic": {"levels": 2}}},
        {"factors": {"logic": {"values": ["both"]}}},
        {"factors": {"rounds": {"values": []}}},
        {"points": [{"trust.gain": 7}]},
        {"adaptive": {"outcome": "joint_value"}},
        {"adaptive": {"outcome": "joint_value", "half_width": -1}},
    ],
    ids=lambda wrong: json.dumps(wrong)[:60],
)
def test_a_design_that_the_reader_refuses_the_schema_refuses(wrong):
    right = {"factors": {"trust.initial": {"levels": 3}}}
    with pytest.raises(InputError):
        read_design(right | wrong)
    assert not VALID["design"].is_valid(right | wrong)
    assert VALID["design"].is_valid(right)


# --- never stricter than the reader --------------------------------------------------------------------------------

VALUES = [-1, 0, 1, 2.0, 7, 0.5, 2**40, "x", " y ", "z" * 200, "all", "star", True, [], [1], [0.5, 0.5], ["a"], {}]


def places(node, path=()):
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from places(value, (*path, key))


def changed_somewhere(said, chance):
    """A file with one value changed, left out or under another key."""
    said = copy.deepcopy(said)
    *path, last = chance.choice(list(places(said)))
    node = said
    for key in path:
        node = node[key]
    way = chance.randrange(4)
    if way == 0:
        del node[last]
    elif way == 1 and isinstance(node, dict):
        node[f"{last}x"] = node.pop(last)
    else:
        node[last] = chance.choice(VALUES)
    return said


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_what_the_schema_refuses_of_a_scenario_the_reader_refuses(path):
    """Oracle: the reader, of files that were changed by chance."""
    chance, said, refused = random.Random(path.stem), tomllib.loads(path.read_text(encoding="utf-8")), 0
    for _ in range(60):
        changed = changed_somewhere(said, chance)
        if not VALID["scenario"].is_valid(changed):
            refused += 1
            with pytest.raises(InputError):
                parse(as_toml(changed), path.stem, path.parent)
    assert refused > 10


@pytest.mark.parametrize("path", DESIGNS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_the_schema_refuses_of_a_design_the_reader_refuses(path):
    """Oracle: the reader, of files that were changed by chance."""
    chance, refused = random.Random(str(path.name)), 0
    for _ in range(12):
        changed = changed_somewhere(FILES[path], chance)
        if not VALID["design"].is_valid(changed):
            refused += 1
            with pytest.raises(InputError):
                read_design(changed)
    assert refused


# --- complete ------------------------------------------------------------------------------------------------------


def test_every_parameter_has_its_unit_and_meaning():
    """Oracle: the declarations."""
    said = SCENARIO.schema()["properties"]["parameters"]["properties"]
    for name, declared in known_parameters(Parameters).items():
        assert declared.meaning in said[name]["description"]
        assert declared.kind == "choice" or said[name]["description"].endswith(f"({declared.unit})")
        group, field = name.split(".")
        nested = said[group]["anyOf"][1] if group == "logic" else said[group]
        assert nested["properties"][field] == said[name]


def test_every_key_of_a_file_says_what_it_means():
    for table in (SCENARIO, DESIGN):
        for name, said in table.schema()["properties"].items():
            assert "description" in said or said.get("type") in {"object", "array"} or "anyOf" in said, name


def test_all_that_can_vary_is_known():
    """Oracle: what the scenarios have, events left out."""
    known = DESIGN.schema()["properties"]["factors"]["properties"]
    for scenario in map(load, names()):
        assert {name for name in known_factors(scenario) if not name.startswith("event.")} <= known.keys()
    assert "logic.*" in known
    kinds = known["trust.gain"]["anyOf"]
    assert set().union(*(kind["properties"] for kind in kinds)) == set(SPECIFICATION)


def test_all_methods_and_kinds_of_networks_are_known():
    methods = DESIGN.schema()["properties"]["design"]["anyOf"]
    assert [one["properties"]["method"]["enum"] for one in methods] == [[method.name] for method in METHODS]
    kinds = SCENARIO.schema()["properties"]["network"]["anyOf"]
    assert set().union(*(kind["properties"] for kind in kinds)) == set(NETWORK_KEYS)
