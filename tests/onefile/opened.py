"""A file opened from disk in a browser that is offline, and variants that are played in it."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest

from samenspel.onefile.laboratory import SHOWN
from samenspel.runs import run
from samenspel.scenario import Scenario, choosing, load, names, with_changes, with_events
from samenspel.view.happenings import KINDS, TO_ALL, of_a_kind
from samenspel.view.texts import Texts
from tests.view import contexts

# Of every scenario by command, `pytest -m exhaustive`; otherwise of one of each kind, of which a file is made anyway:
# bare, of three choices, of a survey, first seen, of three themes. That all play to the same bits is test_engine.py.
KINDS_OF_FILE = ("baseline", "merger", "survey_example", "integrated_care", "energy_transition")
DIFFER = ("merger", "energy_transition", "survey_example")  # of two themes and three, of few partners and many
STAYS = Path(__file__).as_uri()  # a page without a script
LIKE = {"viewport": {"width": 1280, "height": 720}, "offline": True, "locale": "en-GB"}
GO = """round => new Promise((drawn) => {
window.samenspelClock().go(round);
requestAnimationFrame(() => requestAnimationFrame(drawn));
})"""
# Moves every slider and every choice of the room for what-ifs one step, and says how many there are.
NUDGE = """() => { const all = [...document.querySelectorAll(".sp-levers [data-test^='lab ']")];
for (const one of all) { if (one.tagName === "SELECT") { one.selectedIndex = (one.selectedIndex + 1) % one.length; }
  else if (one.type === "checkbox") { one.click(); continue; }
  else { const before = one.value; one.stepUp(); if (one.value === before) one.stepDown(); }
  one.dispatchEvent(new Event(one.tagName === "SELECT" ? "change" : "input")); }
return all.length; }"""


def scenarios(*kinds: str) -> list:
    """Every scenario, as parameters of a test; by command those that are not of these kinds."""
    return [name if name in kinds else pytest.param(name, marks=pytest.mark.exhaustive) for name in names()]


def holds(path) -> str:
    """All that a file holds, as text."""
    packed = re.search(r'type="application/gzip">([^<]*)<', path.read_text(encoding="utf-8"))[1]
    return json.dumps(json.loads(gzip.decompress(b64decode(packed))), ensure_ascii=False)


class Opened:
    """A file opened from disk, at an address that may say what is changed, and all that it asked for or that went
    wrong.
    """

    def __init__(self, browser, path, said: str = "") -> None:
        self.wrong: list[str] = []
        self.browser, self.context = browser, contexts.entered(browser, STAYS, **LIKE)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: message.type == "error" and self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", self._request)
        self.page.goto(f"{path.as_uri()}#{said}" if said else path.as_uri())
        self.page.wait_for_selector("[data-test=lab-numbers]" if said else "[data-test=play]")

    def close(self) -> None:
        """Leave."""
        contexts.left(self.browser, STAYS, self.context, **LIKE)

    def _request(self, request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            self.wrong.append(f"asked for {request.url}")

    def press(self, what: str) -> None:
        self.page.click(f"[data-test={what}]")

    def go(self, round_: int) -> None:
        """To a round, which is drawn when this returns."""
        self.page.evaluate(GO, round_)

    def rest(self, round_: int) -> None:
        """To a round, and until the clock has said to the page that it rests there."""
        self.go(round_)
        page = "document.querySelector('.sp-all-of-it').__vue__"
        self.page.wait_for_function(f"round => {page}.rest === round", arg=round_)

    def says(self, what: str) -> str:
        return self.page.inner_text(f"[data-test={what}]")


def changes_of(scenario: Scenario) -> dict[str, str]:
    """A change of every kind: an effort, a contrast, a rule, something about an organisation, and who cannot leave."""
    return {
        "effort.relation": "0.6",
        "logic.decision": "hierarchy",
        "elsewhere.pull": "0.3",
        f"{scenario.labels[1]}.commitment": "0.8",
        f"{scenario.labels[0]}.stays": "false",
        f"{scenario.labels[2]}.stays": "true",
    }


def fired_in(scenario: Scenario) -> list[tuple[str, str, int]]:
    """Everything that can be let happen by hand: its kind, the key in an address, and the round."""
    labels = scenario.labels
    return [
        (kind, kind if kind == TO_ALL else f"{labels[place % len(labels)]}.{kind}", 5 + 2 * place)
        for place, kind in enumerate(KINDS)
    ]


def opened_with(file: Opened, settings: dict[str, str]) -> None:
    """The file, opened anew at an address that says what is changed."""
    address = f"{file.page.url.split('#')[0]}#{urlencode(settings)}"
    file.page.goto("about:blank")  # another part of the same page is not opened anew
    file.page.goto(address)
    file.page.wait_for_selector("[data-test=lab-numbers]")


def found(file: Opened, which: str) -> dict[str, list[float]]:
    """Outcomes by round of the run `before` or `after` the change, as they are drawn."""
    return file.page.evaluate(f"document.querySelector('.sp-laboratory').__vue__.{which}.history")


def varies(file: Opened, name: str) -> None:
    """A variant of a file has the bits of the engine: every outcome that is drawn in every round, and the number."""
    scenario = load(name)
    changes = changes_of(scenario)
    choice = next(iter(scenario.choices), "")
    opened_with(file, changes | ({"choice": choice} if choice else {}))
    changed = with_changes(choosing(scenario, choice) if choice else scenario, changes)
    plays(file, scenario, changed)


def lets_happen(file: Opened, name: str) -> None:
    """What is let happen by hand in a file has the bits of the same, fired on the page one after the other."""
    scenario = fired = load(name)
    happens = fired_in(scenario)
    opened_with(file, {key: str(round_) for _, key, round_ in happens})
    for kind, key, round_ in happens:
        row = 0 if kind == TO_ALL else scenario.labels.index(key.rpartition(".")[0])
        fired = with_events(fired, of_a_kind(kind, row, round_ - 1, kind))
    plays(file, scenario, fired)


def plays(file: Opened, scenario: Scenario, changed: Scenario) -> None:
    """Both runs of a file have the bits of the engine."""
    for which, of in (("before", scenario), ("after", changed)):
        expected = run(of, scenario.seed)
        shown = found(file, which)
        for outcome in SHOWN:
            values = [np.nan if one is None else one for one in shown[outcome]]
            np.testing.assert_array_equal(values, expected.history[outcome], err_msg=f"{which} {outcome}")
    created = float(run(changed, scenario.seed).history["joint_value"].mean())
    assert file.says("lab-number") == Texts("en").gain(created, signed=True)
