"""A file in another browser than the one that it is written in."""

from __future__ import annotations

import os

import numpy as np
import pytest

from samenspel.onefile.laboratory import SHOWN
from samenspel.runs import run
from samenspel.scenario import load, with_changes
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.shown.headline import headline
from samenspel.view.texts import LANGUAGES

from .firefox import Firefox, firefox

CHANGES = {"effort.relation": "0.6", "trust.initial": "0.7", "Organisation 3.commitment": "0.8"}


@pytest.fixture(scope="module")
def another(tmp_path_factory):
    if firefox() is None:
        missing = pytest.fail if os.environ.get("SAMENSPEL_BROWSER_REQUIRED") else pytest.skip
        missing("no Firefox is installed: the package firefox-esr has it")
    pytest.importorskip("solara", reason="the view's packages are not installed")
    one = Firefox(tmp_path_factory.mktemp("profile"))
    yield one
    one.close()


@pytest.fixture
def opened(another, made):
    return another, made("baseline").as_uri()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_plays_to_its_ending_in_firefox(opened, language):
    """Oracle: the page of the view; what was asked for is in the file."""
    browser, address = opened
    browser.open(f"{address}?language={language}")
    browser.wait_for("Boolean(document.querySelector('[data-test=play]'))")
    browser.press(f"language-{language}")
    desk = Desk(Setting("baseline", language=language))
    browser.evaluate("window.samenspelClock().go(arguments[0])", 20)
    number = headline(desk)[20]["number"]
    browser.wait_for("document.querySelector('[data-test=number]').innerText === arguments[0]", number)
    browser.evaluate("window.samenspelClock().go(arguments[0])", desk.scenario.rounds)
    browser.wait_for("Boolean(document.querySelector('[data-test=ending]'))")
    browser.press("tour-open")
    browser.wait_for("Boolean(document.querySelector('[data-test=tour]'))")
    asked_for = browser.evaluate("performance.getEntriesByType('resource').map(({ name }) => name.split(':')[0])")
    assert set(asked_for) <= {"file", "data", "blob"}


def test_a_variant_has_the_bits_of_the_engine_in_firefox(opened):
    """Oracle: the run and its variant, played natively."""
    browser, address = opened
    said = "&".join(f"{name.replace(' ', '+')}={value}" for name, value in CHANGES.items())
    browser.open(f"{address}?variant#{said}")
    laboratory = "document.querySelector('.sp-laboratory').__vue__"
    browser.wait_for(f"Boolean(document.querySelector('[data-test=lab-number]')) && Boolean({laboratory}.after)")
    scenario = load("baseline")
    for which, one in (("before", scenario), ("after", with_changes(scenario, CHANGES))):
        history = run(one).history
        shown = browser.evaluate(f"{laboratory}.{which}.history")
        for outcome in SHOWN:
            values = [np.nan if value is None else value for value in shown[outcome]]
            np.testing.assert_array_equal(values, history[outcome], err_msg=f"{which} {outcome}")
