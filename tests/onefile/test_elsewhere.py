"""A file in other browsers than the one that it is written in: Firefox, and the engine of Safari."""

from __future__ import annotations

import os
from urllib.parse import urlencode

import numpy as np
import pytest

from samenspel.onefile.laboratory import SHOWN
from samenspel.runs import run
from samenspel.scenario import load, names, with_changes
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.shown.headline import headline
from samenspel.view.texts import LANGUAGES

from .firefox import Firefox, firefox
from .opened import DIFFER, KINDS_OF_FILE, NUDGE, changes_of
from .webkit import WebKit, webkit

THERE = "Boolean(document.querySelector(`[data-test=${arguments[0]}]`))"
# What reaches beyond the window in the room for what-ifs.
SIDEWAYS = """[...document.querySelectorAll(".sp-laboratory, .sp-laboratory *")]
.filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
.map((one) => one.className.baseVal ?? one.className ?? one.tagName)"""
ROOM = "document.querySelector('.sp-laboratory').__vue__"


DRIVEN = {"firefox": (firefox, Firefox, "firefox-esr"), "webkit": (webkit, WebKit, "webkit2gtk-driver and xvfb")}
# In WebKit, whose driver takes its time, those that differ; the others by command, as in Chromium.
OF_A_KIND = {"firefox": KINDS_OF_FILE, "webkit": DIFFER}
EACH = [
    pytest.param(which, name, marks=[] if name in of_a_kind else pytest.mark.exhaustive)
    for which, of_a_kind in OF_A_KIND.items()
    for name in names()
]


@pytest.fixture(scope="module")
def driven(tmp_path_factory):
    """Each browser by its name, started when it is first asked for."""
    pytest.importorskip("solara", reason="the view's packages are not installed")
    started = {}

    def call(which):
        there, begin, package = DRIVEN[which]
        if there() is None:
            missing = pytest.fail if os.environ.get("SAMENSPEL_BROWSER_REQUIRED") else pytest.skip
            missing(f"{which} is not installed: {package} has it")
        if which not in started:
            started[which] = begin(tmp_path_factory.mktemp("profile"))
        return started[which]

    yield call
    for one in started.values():
        one.close()


@pytest.fixture
def another(driven, which):
    return driven(which)


@pytest.mark.parametrize(("which", "name"), EACH)
def test_every_scenario_plays_elsewhere(name, another, made):
    """Oracle: the page of the view; what was asked for is in the file; every control changes something."""
    another.wrong()  # of the file before
    for language in LANGUAGES:
        another.open("about:blank")
        another.open(f"{made(name).as_uri()}?language={language}")
        another.wait_for(THERE, "play")
        desk = Desk(Setting(name, language=language))
        middle = desk.scenario.rounds // 2
        another.evaluate("window.samenspelClock().go(arguments[0])", middle)
        number = headline(desk)[middle]["number"]
        another.wait_for("document.querySelector('[data-test=number]').innerText === arguments[0]", number)
        another.evaluate("window.samenspelClock().go(arguments[0])", desk.scenario.rounds)
        another.wait_for(THERE, "ending")
        for control in ("tour-open", "tour-open", "story", "story", "present", "present", "first", "whatif"):
            another.press(control)
        another.wait_for(THERE, "lab-numbers")
        moved = another.evaluate(f"({NUDGE})()")
        assert moved > 40
        assert another.evaluate(SIDEWAYS) == []
        another.wait_for("document.querySelectorAll('.sp-list li').length === arguments[0]", moved)
        another.wait_for(THERE, "lab-number")
        another.press("lab-language")
        another.press("lab-undo")
        another.press("lab-close")
        assert another.wrong() == []
    asked_for = another.evaluate("performance.getEntriesByType('resource').map(({ name }) => name.split(':')[0])")
    assert set(asked_for) <= {"file", "data", "blob"}


@pytest.mark.parametrize(("which", "name"), EACH)
def test_a_variant_has_the_bits_of_the_engine_elsewhere(name, another, made):
    """Oracle: the run and its variant, played natively."""
    scenario = load(name)
    changes = changes_of(scenario)
    another.open(f"{made(name).as_uri()}?language=en#{urlencode(changes)}")
    another.wait_for(f"{THERE} && Boolean({ROOM}.after)", "lab-number")
    for which, one in (("before", scenario), ("after", with_changes(scenario, changes))):
        history = run(one).history
        shown = another.evaluate(f"{ROOM}.{which}.history")
        for outcome in SHOWN:
            values = [np.nan if value is None else value for value in shown[outcome]]
            np.testing.assert_array_equal(values, history[outcome], err_msg=f"{which} {outcome}")


@pytest.mark.parametrize("which", DRIVEN)
def test_what_goes_wrong_in_a_file_is_heard_of(another, made):
    """Oracle: an error that is made here: the tests above would see one. WebKit does not say which, in a file."""
    another.open(f"{made('baseline').as_uri()}?language=en")
    another.wait_for(THERE, "play")
    another.wrong()
    another.evaluate("setTimeout(() => { throw new Error('made here'); })")
    another.wait_for("new Promise((done) => setTimeout(() => done(true), 500))")
    assert another.wrong() in (["Error: made here"], ["Script error."])
