"""Organisations and ties as factors: the same as a what-if, in any design."""

from __future__ import annotations

import json

import numpy as np
import pytest
from jsonschema import Draft7Validator

from samenspel.errors import InputError
from samenspel.experiments import run_design
from samenspel.experiments.design import DESIGN, read_design
from samenspel.experiments.engine import sweep
from samenspel.experiments.impossible import examine
from samenspel.experiments.verify import verify
from samenspel.reading import document
from samenspel.runs import Summary, run, summarise
from samenspel.scenario import load, with_changes
from samenspel.state import OUTSIDE

NGO = {"scenario": "ngo_consortium", "replicates": 2, "set": {"rounds": 12}}
VALID = Draft7Validator(document(DESIGN, "design"))


def outcomes(changes, seed):
    """What a what-if gives."""
    return summarise(run(with_changes(load("ngo_consortium"), {"rounds": 12, **changes}), seed))


@pytest.mark.parametrize(
    ("key", "values", "changes"),
    [
        ("Donor.commitment", [0.1, 0.9], [{"Donor.commitment": 0.1}, {"Donor.commitment": 0.9}]),
        ("Donor > Lead NGO.trust", [0.1, 0.9], [{"Donor > Lead NGO.trust": 0.1}, {"Donor > Lead NGO.trust": 0.9}]),
        ("> Donor.trust", [0.1], [{"> Donor.trust": 0.1}]),
        ("Donor.leaves", [3, 9], [{"Donor.leaves": 3}, {"Donor.leaves": 9}]),
        ("Donor.present", ["absent", "present"], [{"Donor.present": "absent"}, {}]),
        ("Donor.present", [False, True], [{"Donor.present": "absent"}, {}]),
        ("Donor.stays", [False, True], [{}, {"Donor.stays": "true"}]),
        ("lead", ["nobody", "Donor"], [{"lead": "nobody"}, {"lead": "Donor"}]),
        ("partner", ["nobody", "Ninth"], [{}, {"partner": "Ninth"}]),
        ("merge", ["none", "Donor + Lead NGO"], [{}, {"merge": "Donor + Lead NGO"}]),
    ],
)
def test_a_factor_does_what_the_what_if_does(key, values, changes):
    """Oracle: `with_changes`, run by itself on the same seeds; and the schema takes it."""
    design = NGO | {"factors": {key: {"values": values}}}
    assert list(VALID.iter_errors(design)) == []
    for row in run_design(design).to_dict("records"):
        assert row["error"] is None or row["error"] != row["error"]
        expected = outcomes(changes[row["point"]], row["seed"])
        assert np.array_equal([row[name] for name in Summary._fields], expected, equal_nan=True)


def test_a_tie_is_a_factor_too(tmp_path):
    """Oracle: the what-if; a chain of three, of which the ends are tied or not."""
    path = tmp_path / "chain.toml"
    path.write_text(
        "".join(f'[[organisations]]\nname = "{name}"\n' for name in "abc")
        + "".join(f'[[ties]]\nfrom = "{one}"\nto = "{other}"\n' for one, other in ("ab", "bc"))
    )
    design = read_design({"scenario": str(path), "factors": {"tie": {"values": ["none", "a > c"]}}})
    assert [design.scenario(point).declare(1).ties.size for point in (0, 1)] == [4, 6]
    assert np.array_equal(design.scenario(1).declare(1).ties["target"], [1, 2, 0, 2, 0, 1])


def test_what_is_said_of_who_is_not_there_means_nothing():
    """Oracle: the runs without it."""
    said = {"partner": {"values": ["nobody", "Ninth"]}, "Ninth.size": {"values": [0.2, 3.0]}}
    runs = (
        run_design(NGO | {"factors": said})
        .set_index(["partner", "Ninth.size", "replicate"])["joint_value"]
        .sort_index()
    )
    assert runs["nobody", 0.2].equals(runs["nobody", 3.0])
    assert (runs["Ninth", 0.2] != runs["Ninth", 3.0]).all()


def test_a_newcomer_is_as_large_as_it_is_said_to_be_from_the_start():
    """Oracle: by hand; of a small one others have less, as dependence follows size."""
    design = read_design(NGO | {"set": {"partner": "Ninth"}, "factors": {"Ninth.size": {"values": [0.2, 3.0]}}})
    dependence = []
    for point, size in enumerate((0.2, 3.0)):
        state = run(design.scenario(point), 1, rounds=1).state
        assert state.organisations["size"][8] == size
        dependence.append(state.ties["dependence"][state.ties["target"] == 8].mean())
    assert dependence[0] < dependence[1]


def test_who_is_absent_has_no_ties_and_takes_no_part():
    """Oracle: by hand."""
    design = read_design(NGO | {"factors": {"Donor.present": {"values": [False]}}})
    state = design.scenario(0).declare(1)
    assert state.organisations["member"][0] == OUTSIDE
    assert 0 not in state.ties["target"]
    assert state.organisations["first"][0] == state.organisations["last"][0]


def test_one_at_a_time_begins_with_what_the_scenario_declares():
    """Oracle: the file: the donor leads by no word of it, is there, and its size is said."""
    size = load("ngo_consortium").declare(1).organisations["size"][0]
    factors = {
        "lead": {"values": ["nobody", "Donor"], "base": "nobody"},
        "Donor.present": {},
        "Donor.size": {"values": [0.5, 2.0]},
        "partner": {"values": ["nobody", "Ninth"]},
    }
    first = read_design(NGO | {"design": {"method": "one_at_a_time"}, "factors": factors})
    now = {"lead": "nobody", "Donor.present": "present", "Donor.size": size, "partner": "nobody"}
    assert first.values(0) == now
    with pytest.raises(InputError, match=r"Donor\.leaves: the scenario has None; give base"):
        read_design(NGO | {"design": {"method": "one_at_a_time"}, "factors": {"Donor.leaves": {"values": [3, 9]}}})


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"Donor.sise": {"values": [1]}}, r"Donor\.sise: unknown field 'sise' \(did you mean 'size'\?\)"),
        ({"Doner.size": {"values": [1]}}, "factors: unknown factor 'Doner.size'"),
        (
            {"Donor.commitment": {"values": [1.5]}},
            r"Donor\.commitment: values: got 1\.5, allowed: a number",
        ),
        ({"Donor.leaves": {"values": [13]}}, r"Donor\.leaves: values: got 13, allowed: .* 1 to 12"),
        ({"tie": {"values": ["Donor > X"]}}, "tie: unknown organisation 'X'"),
        ({"tie": {"values": ["Donor > Lead NGO"]}}, "allowed: two that are not tied yet"),
        ({"merge": {"values": ["Donor"]}}, "merge: got 'Donor', allowed: two organisations"),
        ({"partner": {"values": ["Donor"]}}, "partner: the name 'Donor' is there already"),
        ({"lead": {"values": ["X"]}}, "lead: values: got 'X', allowed: nobody, Donor"),
    ],
)
def test_what_cannot_be_is_one_clear_line(said, words):
    with pytest.raises(InputError, match=words) as found:
        read_design(NGO | {"factors": said})
    assert "\n" not in str(found.value)


def test_who_leads_and_is_not_there_is_counted_before_it_runs():
    """Oracle: by hand, 1 of 4 points."""
    factors = {"partner": {"values": ["nobody", "Ninth"]}, "lead": {"values": ["nobody", "Ninth"]}}
    found = examine(read_design(NGO | {"factors": factors}))
    assert sum(found.impossible.values()) == 1
    assert "lead: unknown organisation 'Ninth'" in next(iter(found.impossible))


def test_results_prove_themselves_from_their_manifest(tmp_path):
    """Oracle: the bits, and the factors as the design says them."""
    said = {
        "partner": {"values": ["nobody", "Ninth"]},
        "Ninth.size": {"values": [0.2]},
        "Donor.leaves": {"values": [5]},
    }
    sweep(read_design(NGO | {"factors": said}), tmp_path / "out")
    found = verify(tmp_path / "out", 4)
    assert (found.again, found.wrong) == (4, [])
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["design"]["factors"] == said


def test_the_schema_refuses_a_field_that_there_is_not():
    """Oracle: the reader refuses it too."""
    for said in ({"Donor": {"sise": {"values": [1]}}}, {"Donor.commitment": {"values": [1.5]}}, {"nonsense": {}}):
        bad = said == {"nonsense": {}}
        assert list(VALID.iter_errors(NGO | {"factors": said})) or bad
        with pytest.raises(InputError):
            read_design(NGO | {"factors": said})
    assert list(VALID.iter_errors(NGO | {"factors": {"Donor": {"size": {"values": [1]}}}})) == []
    assert read_design(NGO | {"factors": {"Donor": {"size": {"values": [1]}}}}).factors[0].name == "Donor.size"
