"""The command line, for every test that gives commands; and code that is compiled before tests begin."""

from __future__ import annotations

import gc
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from samenspel.cli import main
from samenspel.progress import say_if_compiling
from samenspel.scenario import load, names
from tests.view.browser import left_alone

settings.register_profile("any machine", deadline=None)  # how long an example takes says how busy it is
settings.load_profile("any machine")
HERE = Path(__file__).parent
# Begun first, the longest first, or one process would be alone with one of them in the end: by processor time.
LONGEST = (
    "view/test_robust.py",
    "view/test_browser.py",
    "onefile/test_export.py",
    "view/test_states.py",
    "view/test_advice.py",
    "onefile/test_laboratory.py",
    "room/test_browser.py",
    "onefile/test_seen.py",
    "collect/test_browser.py",
    "onefile/test_gallery.py",
    "onefile/test_elsewhere.py",
    "view/test_every_control.py",
    "onefile/test_together.py",
    "view/test_rearranging.py",
    "room/test_screens.py",
    "experiments/test_report.py",
    "experiments/test_studies.py",
    "test_types.py",
    "view/test_ending.py",
    "view/test_fall.py",
    "view/test_tours.py",
    "test_notebooks.py",
    "test_site.py",
    "test_installed.py",
    "view/test_causes.py",
    "room/test_playing.py",
    "experiments/test_examples.py",
    "studies/test_patterns.py",
    "test_reference.py",
)
PLAY = "from samenspel.runs import run; from samenspel.scenario import load; run(load({name!r}), rounds=1)"


def pytest_sessionstart(session):
    """Compile the model before several processes test, and not in each of them: one process for each kind of state."""
    if session.config.getoption("numprocesses", None) and not hasattr(session.config, "workerinput"):
        say_if_compiling()
        kinds = {load(name).declare(1).collaboration["need"].shape: name for name in names()}
        playing = [subprocess.Popen([sys.executable, "-c", PLAY.format(name=name)]) for name in kinds.values()]
        assert not any(one.wait() for one in playing)


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """While ten thousand tests are found nothing is thrown away: looking for what could be is a third of the work."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()  # what was found stays, and is not looked at again
        gc.enable()


def pytest_collection_modifyitems(items):
    """Deal out files, each to one process: those in a browser first, which goes from one to the next, by length."""
    assert all((HERE / name).exists() for name in LONGEST)
    place = {HERE / name: at for at, name in enumerate(LONGEST)}
    in_a_browser = {item.path for item in items if "browser" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: (item.path not in in_a_browser, place.get(item.path, len(LONGEST))))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A browser goes to the next file, if a test in a browser comes first there."""
    yield
    if nextitem is None or (nextitem.path != item.path and "browser" not in nextitem.fixturenames):
        left_alone()


@dataclass
class Said:
    """What a command gave back."""

    code: int
    out: str
    err: str


@pytest.fixture
def samenspel(capsys):
    """The command line in this process."""

    def call(line):
        code = main(shlex.split(line))
        return Said(code, *capsys.readouterr())

    return call
