"""Engines whose runs are the same: the list holds the engine as it is, and the corpus sees what would be another."""

from __future__ import annotations

import csv
import json
import re

import numpy as np
import pytest

from samenspel import engines
from samenspel.dynamics import Parameters
from samenspel.errors import InputError
from samenspel.kernel import ENGINE, digest
from samenspel.parameters import declarations
from samenspel.runs import run
from samenspel.scenario import load, with_changes
from samenspel.studies import rows
from tests.repository import ROOT, tracked

NOW = digest(*ENGINE)
CHANGED = "the engine changed: `python -m samenspel.engines` says whether its bits did (see CONTRIBUTING.md)"


def test_the_engine_is_listed():
    """Oracle: the digest of the sources that are compiled."""
    assert NOW in engines.same(), CHANGED


def test_runs_have_the_bits_of_all_engines_that_are_listed():
    """Oracle: what is kept of the corpus: the first of them played it as well, from its own sources."""
    assert not (differ := engines.differences({"few": engines.played("few")})), f"other bits: runs of {differ}"


def results_by_engine():
    """Each file of the studies that says which engine found it, and that engine."""
    for path in tracked():
        if (ROOT / "studies") not in path.parents:
            continue
        if path.suffix == ".json" and "engine" in (kept := json.loads(path.read_text(encoding="utf-8"))):
            yield path, kept["engine"]
        elif path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as file:
                yield from {(path, row["engine"]) for row in csv.DictReader(file) if "engine" in row}
        elif path.name == "README.md":
            found = re.findall(r"engine ([0-9a-f]{16})", path.read_text(encoding="utf-8"))
            yield from {(path, engine) for engine in found}


def test_what_is_kept_is_of_one_of_these_engines():
    """Oracle: the files that studies keep; by another engine it may be other than what the model does now."""
    found = list(results_by_engine())
    assert len(found) > 30
    assert [f"{path}: engine {engine}; find it anew" for path, engine in found if engine not in engines.same()] == []


@pytest.mark.parametrize("known", list(declarations(Parameters())), ids=lambda known: known[0])
def test_the_corpus_would_see_every_parameter(known):
    """Oracle: two ends of a parameter that give the same run say nothing of it; beside some settings they differ."""
    world = next(engines.worlds())
    for number in engines.BESIDE:
        settings = [engines.drawn(number) | one for one in engines.at_its_ends(*known)]
        if len({engines.bits(run(with_changes(world, one), 1).history) for one in settings}) > 1:
            return
    pytest.fail(f"{known[0]} changes nothing in the corpus: another number in BESIDE?")


def test_the_last_bit_of_any_field_is_seen_and_the_kind_of_a_nan_is_not():
    """Oracle: IEEE 754; a NaN with a sign is a NaN."""
    made = run(load("baseline"), 1, 5)
    for records in (*made.state, made.history):
        before = engines.bits(records)
        for name in records.dtype.names:
            other = records.copy()
            values = other[name].reshape(-1)
            values[-1] = np.nextafter(values[-1], np.inf) if values.dtype.kind == "f" else values[-1] + 1
            other[name] = values.reshape(other[name].shape)
            unseen = values.dtype.kind == "f" and np.isnan(values[-1])
            assert (engines.bits(other) == before) == unseen, name
    one, other = np.zeros(1, [("x", float)]), np.zeros(1, [("x", float)])
    one["x"], other["x"] = np.nan, -np.nan
    assert one.tobytes() != other.tobytes()
    assert engines.bits(one) == engines.bits(other)


@pytest.fixture
def listed(tmp_path, monkeypatch):
    """A list of two engines that are not this one, and a corpus that is played in no time."""
    path = tmp_path / "engines.toml"
    monkeypatch.setattr(engines, "LISTED", path)
    monkeypatch.setattr(engines, "played", lambda size: {"events": f"{size} as ever"})
    path.write_text(
        f"{engines.HEAD}{engines.numbers({size: engines.played(size) for size in engines.SIZES})}"
        + "".join(f'\n[[engine]]\ndigest = "{one}"\nchanged = "{one}"\n' for one in ("older", "newer"))
    )
    engines.same.cache_clear()
    yield path
    engines.same.cache_clear()


def test_an_engine_with_the_same_bits_is_listed_with_what_changed(listed, capsys):
    """Oracle: by hand."""
    before = listed.read_text()
    engines.main()
    assert "all bits are the same; it is not listed yet" in capsys.readouterr().out
    assert listed.read_text() == before
    for _ in range(2):  # it is listed once
        engines.main('A loop says "go on"')
        engines.same.cache_clear()
        assert list(engines.same().items())[1:] == [("newer", "newer"), (NOW, 'A loop says "go on"')]
    assert "it is listed" in capsys.readouterr().out


def test_an_engine_with_other_bits_is_refused_unless_that_is_meant(listed, monkeypatch, capsys):
    """Oracle: by hand; the list begins anew."""
    monkeypatch.setattr(engines, "played", lambda size: {"events": size, "worlds": "of today"})
    for asked in ({}, {"changed": "faster"}, {"others": True}):
        before = listed.read_text()
        with pytest.raises(SystemExit, match=r"runs of events, worlds have other bits than those of newer"):
            engines.main(**asked)
        assert listed.read_text() == before
    engines.main("another rule", others=True)
    engines.same.cache_clear()
    assert engines.same() == {NOW: "another rule"}
    assert engines.kept("many") == {"events": "many", "worlds": "of today"}
    assert not engines.differences({size: engines.played(size) for size in engines.SIZES})
    assert "other bits; it is listed" in capsys.readouterr().out


def test_a_part_is_found_again_beside_what_another_engine_of_the_list_found(listed, tmp_path):
    """Oracle: by hand."""
    engines.main("faster")
    engines.same.cache_clear()
    rows.check_same_engine("older", "--only")
    with pytest.raises(InputError, match="--only: got results of engine another"):
        rows.check_same_engine("another", "--only")
    kept = rows.Kept(tmp_path, ("a",), {"rules": ("kernel.py",)})
    kept.write([])
    said = kept.found_by()
    for name, value, refused in (("engine", "newer", False), ("engine", "another", True), ("rules", "older", True)):
        kept.manifest.write_text(json.dumps(said | {name: value}))
        if refused:
            with pytest.raises(InputError, match=f"--only: got results of {name} {value}"):
                kept.check_same("--only")
        else:
            kept.check_same("--only")
