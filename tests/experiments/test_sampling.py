"""Sampling methods: each one object, with what it says of itself; and points of Halton. Others: test_design.py."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from samenspel.errors import InputError
from samenspel.experiments import listing, report, run_design, sampling
from samenspel.experiments.design import read_design
from samenspel.experiments.sampling import METHODS, Halton
from samenspel.experiments.words import texts_of
from samenspel.results.outcomes import LANGUAGES

FACTORS = {"trust.initial": {}, "trust.gain": {}}


def test_names_are_unique_words():
    names = [method.name for method in METHODS]
    assert len(set(names)) == len(names)
    assert all(name.replace("_", "").isalpha() for name in names)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_a_method_says_what_it_is(method):
    assert method.__doc__.strip().endswith(".")
    assert method.questions


def test_the_lists_of_the_text_are_those_of_now():
    """Oracle: what is listed, methods and questions; `python -m samenspel.experiments.listing` writes it."""
    text = listing.TEXT.read_text(encoding="utf-8")
    old = listing.written(text, listing.lists(), listing.COMMAND) != text
    assert not old, f"docs/experiments.md: its lists are not those of now: python -m {listing.COMMAND}"


def test_every_method_that_is_written_is_one_that_can_be_asked_for():
    """Oracle: the classes of the file that have a name."""
    written = [one for one in vars(sampling).values() if isinstance(one, type) and issubclass(one, sampling.Method)]
    forgotten = [one.__name__ for one in written if "name" in vars(one) and one not in METHODS]
    assert not forgotten, f"experiments/sampling.py: METHODS has no {forgotten}"


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_every_method_has_a_test_of_its_points(method):
    """Oracle: the files of tests, in which a design of it is read, or its class is called."""
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    tested = re.compile(rf'"method": "{method.name}"|"{method.name}", |\b{method.__name__}\(')
    assert any(tested.search(text) for text in texts), f"tests/experiments: no test draws points of {method.name}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
def test_every_method_has_its_words_in_every_language(method, language):
    """Oracle: the words of a report, which says by which method its points lie, and which seeds they have."""
    missing = {f"method.{method.name}", f"seeds.{method.seeds}"} - texts_of(language).keys()
    assert not missing, f"experiments/words.toml: {language} has no {sorted(missing)}"


def test_points_of_halton_lie_evenly_in_each_factor_and_in_both():
    """Oracle: the definition (Halton 1960): of 2^k points one is in each of 2^k equal parts of the first factor, of 3^k
    one in each of 3^k of the second, and of 2^2 3^2 one in each of so many cells of both (Chinese remainder)."""
    design = read_design({"design": {"method": "halton", "samples": 36}, "factors": FACTORS, "seed": 3})
    first, second = design.cube.T
    assert np.array_equal(design.table, design.cube)  # both are declared from 0 to 1
    assert sorted(np.floor(first[:32] * 32)) == list(range(32))
    assert sorted(np.floor(second[:27] * 27)) == list(range(27))
    assert sorted(np.floor(first * 4) * 9 + np.floor(second * 9)) == list(range(36))


def test_halton_is_drawn_by_the_seed():
    draw = Halton(samples=10).cube
    assert np.array_equal(draw(3, 1), draw(3, 1))
    assert not np.array_equal(draw(3, 1), draw(3, 2))


def test_halton_takes_what_any_draw_takes():
    logic = {"logic": {"values": ["hierarchy", "network"]}}
    crossed = {"design": {"method": "halton", "samples": 5, "cross": ["logic"]}, "factors": FACTORS | logic}
    assert read_design(crossed).points == 10
    with pytest.raises(InputError, match="'samples' is missing"):
        read_design({"design": {"method": "halton"}, "factors": FACTORS})


def test_halton_has_a_report(tmp_path):
    """Oracle: the questions that its object names; those of two logics and of what goes wrong fall away."""
    design = {"design": {"method": "halton", "samples": 40}, "factors": FACTORS, "replicates": 20}
    run_design(design | {"set": {"rounds": 6}}, tmp_path)
    made = {path.stem for path in report(tmp_path).page.parent.glob("*.csv")}
    assert {"joint_value-effects", "joint_value-scores"} <= made
