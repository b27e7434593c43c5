"""Every number has a source or is called an assumption, and every source is in docs/bibliography.md.

Oracle: the bibliography itself, read as text.
"""

import re

import pytest

from samenspel.dynamics import Parameters
from samenspel.parameters import ASSUMPTION, declarations
from samenspel.scenario import load, names
from tests.bibliography import entries, keys

KEY = re.compile(r"[a-z]+\d{4}[a-z]?")


def test_every_entry_can_be_read():
    assert all(entries())
    assert len(entries()) > 30


def test_keys_are_unique():
    twice = {key for key in keys() if keys().count(key) > 1}
    assert not twice


def test_entries_say_how_far_they_were_verified():
    assert {entry["key"] for entry in entries() if entry["mark"] not in {"R", "C", "B"}} == set()


def test_keys_are_a_name_and_a_year_that_the_reference_mentions():
    odd = [entry["key"] for entry in entries() if not KEY.fullmatch(entry["key"])]
    assert not odd
    wrong = [entry["key"] for entry in entries() if re.search(r"\d{4}", entry["key"])[0] not in entry["text"]]
    assert not wrong


@pytest.mark.parametrize(
    ("parameter", "declaration"),
    [pytest.param(name, declaration, id=name) for name, declaration, _ in declarations(Parameters())],
)
def test_sources_of_parameters_are_in_the_bibliography(parameter, declaration):
    assert declaration.sources, f"{parameter} has no source and is not called an assumption"
    assert not set(declaration.sources) - {ASSUMPTION} - set(keys())


@pytest.mark.parametrize("name", names())
def test_sources_of_scenarios_are_in_the_bibliography(name):
    # our own scenarios cite by key; only those of others may give a reference in full
    assert not set(load(name).sources) - {ASSUMPTION} - set(keys())
