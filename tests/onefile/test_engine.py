"""The engine without Python is the engine."""

from __future__ import annotations

import os
import struct
import subprocess
from base64 import b64decode
from dataclasses import fields, replace

import numpy as np
import pytest

from samenspel import onefile
from samenspel.engines import bits, everything_happens, some_cannot_leave
from samenspel.errors import InputError
from samenspel.events import Event
from samenspel.kernel import ENGINE, digest
from samenspel.onefile import build, plan, records
from samenspel.runs import run
from samenspel.scenario import load, names
from samenspel.state import LEFT, MEMBER
from tests.view.conftest import browser  # noqa: F401

from . import hosts

ANEW = "the engine is no longer that of the WebAssembly modules; make them anew: python -m samenspel.onefile.build"


SCENARIOS = {name: load(name) for name in names()} | {
    "everything": everything_happens(),
    "bound": some_cannot_leave(),
}


@pytest.fixture(scope="module")
def plans():
    return {name: plan.of_run(scenario) for name, scenario in SCENARIOS.items()}


@pytest.fixture(scope="module")
def native():
    return {name: run(scenario) for name, scenario in SCENARIOS.items()}


@pytest.fixture(scope="module")
def in_node(plans, tmp_path_factory):
    if hosts.node() is None:
        pytest.skip("node is not installed")
    return hosts.play_in_node(hosts.handed(plans), tmp_path_factory.mktemp("node"))


@pytest.fixture(scope="module")
def in_browser(plans, browser):  # noqa: F811
    return hosts.play_in_browser(hosts.handed(plans), browser)


def assert_same(played: dict, finished, name: str) -> None:
    for way in ("played", "forked"):
        expected = (*finished.state, finished.history)
        for what, texts, values in zip((*finished.state._fields, "history"), played[way], expected, strict=True):
            found = np.frombuffer(b64decode(texts), values.dtype)
            assert bits(found) == bits(values), f"{name}, {way}: {what}"


@pytest.mark.parametrize("host", ["in_node", "in_browser"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_plays_to_the_same_bits(name, host, native, request):
    """Oracle: `runs.run` here; all states after the last round and all outcomes, and the same of a fork half way."""
    assert_same(request.getfixturevalue(host)["played"][name], native[name], name)


def test_events_made_a_difference(native):
    """Oracle: a run without the events is another: what is compared above is not the same run twice over."""
    without = run(replace(SCENARIOS["everything"], events=()))
    assert without.history.tobytes() != native["everything"].history.tobytes()


def test_an_event_of_these_says_whatever_an_event_can_say():
    """Oracle: the fields of an event; a part of one's own has no place in a file."""
    known = {one.name for one in fields(Event)} - {"own"}
    events = [event for scenario in SCENARIOS.values() for event in scenario.events]
    assert {name for name in known for event in events if getattr(event, name) not in ("", None, False, {})} == known


def test_some_cannot_leave_and_others_did(native):
    """Oracle: the same scenario of which nobody is bound; what is compared above would have gone otherwise."""
    bound, free = native["bound"], run(replace(SCENARIOS["bound"], stays=(), events=()))
    assert (free.state.organisations["member"] == LEFT).any()
    assert (bound.state.organisations["member"][[0, 1]] == MEMBER).all()
    assert bound.history.tobytes() != free.history.tobytes()


@pytest.mark.parametrize("host", ["in_node", "in_browser"])
def test_a_module_asks_nothing_of_its_host(host, request):
    """Oracle: WebAssembly itself, which lists what a module imports."""
    assert request.getfixturevalue(host)["imports"] == []


def test_the_modules_are_of_this_engine():
    """Oracle: the digest of the sources that are compiled."""
    assert onefile.description()["engine"] == digest(*ENGINE), ANEW


def test_there_is_a_module_for_every_scenario():
    """Oracle: the numbers of themes of the scenarios that come with the model."""
    needed = {scenario.declare(1).collaboration["need"].shape[1] for scenario in SCENARIOS.values()}
    assert needed <= set(build.THEMES)
    assert all(onefile.path(themes).exists() for themes in build.THEMES)


@pytest.mark.parametrize("themes", build.THEMES)
def test_every_field_is_read_where_it_is_said_to_lie(themes):
    """Oracle: numpy, which wrote a number of its own into every field."""
    letters = {"f8": "<d", "f4": "<f", "i8": "<q", "i4": "<i", "i2": "<h"}
    described = onefile.description()["records"][str(themes)]
    for what, kind in records.types(themes).items():
        written = np.zeros(1, kind)
        numbers = written.view(np.uint8)
        numbers[:] = np.random.default_rng(5).integers(1, 60, numbers.size)
        assert described[what]["size"] == kind.itemsize
        known = described[what]["fields"]
        assert len(known) == len(records.fields(kind)) > 0
        for name, (letter, offset, *count) in known.items():
            field = written
            for part in name.split("."):
                field = field[part]
            size = struct.calcsize(letters[letter])
            read = [struct.unpack_from(letters[letter], numbers, offset + k * size)[0] for k in range(*count or (1,))]
            assert read == field.ravel().tolist(), (what, name)


def test_a_number_of_themes_without_a_module_is_said(monkeypatch):
    """Oracle: by hand; the words name the number and those that there are."""
    monkeypatch.setattr(plan, "description", lambda: {"records": {"4": {}, "7": {}}})
    with pytest.raises(InputError, match="themes: got 2, allowed: 4, 7"):
        plan.of_run(load("baseline"))


@pytest.fixture
def last_good(tmp_path):
    """A folder with modules that were made before."""
    for name in ("engine_2.wasm", "engine.json"):
        (tmp_path / name).write_bytes(b"as it was")
    yield tmp_path
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "engine_2.wasm": b"as it was",
        "engine.json": b"as it was",
    }


def test_without_a_linker_the_build_says_which_package_has_one(last_good, monkeypatch):
    """Oracle: by hand; the modules are as they were."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match=r"wasm-ld.* lld"):
        build.build([2], last_good)


@pytest.mark.parametrize(
    "broken",
    [
        RuntimeError("LLVM cannot read this"),
        subprocess.CalledProcessError(1, "wasm-ld", stderr="undefined symbol: pow"),
    ],
    ids=["code", "link"],
)
def test_a_build_that_breaks_leaves_the_last_good_modules(broken, last_good, monkeypatch):
    """Oracle: by hand; what broke is said in the line."""

    def breaks(themes, linker):
        raise broken

    monkeypatch.setattr(build.shutil, "which", lambda name: "/usr/bin/wasm-ld")
    monkeypatch.setattr(build, "module", breaks)
    with pytest.raises(SystemExit, match=r"as they were: (LLVM cannot|undefined symbol)"):
        build.build([2], last_good)


@pytest.fixture
def linker():
    found = build.shutil.which("wasm-ld")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no wasm-ld is installed: the package lld has it")
        pytest.skip("no wasm-ld is installed")
    return found


def test_the_modules_are_what_would_be_made_here(linker, plans, native, tmp_path):
    """Oracle: the sources and the tools that would make them, as those that come along name theirs; where any is
    another, one is made, which takes minutes.
    """
    said = onefile.description()
    if (said["build"], said["tools"]) != (digest(*build.BUILD), build.tools(linker)):
        made_anew(plans, native, tmp_path)


@pytest.mark.exhaustive
@pytest.mark.usefixtures("linker")
def test_a_module_made_anew_is_the_one_that_comes_along(plans, native, tmp_path):
    """Oracle: the bits that the module in the repository plays; its own may lie otherwise, as names go by folders."""
    made_anew(plans, native, tmp_path)


def made_anew(plans, native, folder):
    """A module of these sources plays to the bits of the engine."""
    build.build([2], folder)
    assert onefile.path(2, folder).read_bytes().startswith(b"\0asm")
    if hosts.node() is not None:
        given = hosts.handed({"integrated_care": plans["integrated_care"]}, folder)
        again = hosts.play_in_node(given, folder)["played"]["integrated_care"]
        assert_same(again, native["integrated_care"], "integrated_care")
