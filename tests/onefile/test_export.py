"""A run as one file: opened from disk with the network off, it plays, in both languages, to its ending."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from samenspel.onefile.export import asked
from samenspel.scenario import load, names
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.shown.headline import headline
from samenspel.view.texts import LANGUAGES, Texts
from samenspel.view.upload import OWN
from tests.view.conftest import browser  # noqa: F401

from .opened import DIFFER, KINDS_OF_FILE, lets_happen, scenarios, varies

PRESS_ALL = Path(__file__).with_name("press_all.js").read_text(encoding="utf-8")
PRESS_ALL = f"([known, late]) => {{ {PRESS_ALL} return pressAll(known, late); }}"
LATE = [
    "close",
    "language",
    "undo",
    "tour",
    "whatif",
    "lab-language",
    "lab-undo",
    "lab-close",
]  # what leaves comes last

# In both languages; of those that differ in one and the other by turns, and the rest by command.
BY_TURNS = {name: LANGUAGES[at % 2] for at, name in enumerate(DIFFER)}
EACH = [
    pytest.param(name, language, marks=[] if BY_TURNS.get(name) == language else [pytest.mark.exhaustive])
    for name in names()
    for language in LANGUAGES
]

pytest.importorskip("solara", reason="the view's packages are not installed")


@pytest.mark.parametrize("name", scenarios(*KINDS_OF_FILE))
def test_every_scenario_plays_from_disk(name, export):
    """Oracle: the page of the view, whose words for the number, the round and the ending stand in the file; the engine.

    A variant that is played in the file has the bits of one that is played natively, and so has what is let happen.
    """
    file = export(name)
    scenario = load(name)
    for language in LANGUAGES:
        file.press(f"language-{language}")
        desk = Desk(Setting(scenario=name, language=language))
        title = desk.texts.of_scenario(scenario, "title")
        assert title in file.page.inner_text("[data-test=scenario]")
        for round_ in (1, scenario.rounds // 2):
            file.go(round_)
            assert str(round_) in file.says("round")
            assert file.says("number") == headline(desk)[round_]["number"]
        file.go(scenario.rounds)
        file.page.wait_for_selector("[data-test=ending]")
        file.press("ending-network")
        file.page.wait_for_selector(".sp-network canvas")
        file.rest(0)  # an ending that was closed is there again once the page has seen another round
    varies(file, name)
    lets_happen(file, name)
    assert file.wrong == []


def test_play_goes_on_while_the_language_changes(export):
    """Oracle: the clock of the file itself, which has turned further after it was asked in another language."""
    file = export("baseline")
    file.press("play")
    file.page.wait_for_function("window.samenspelClock().round >= 2")
    file.press("language-nl")
    now = file.page.evaluate("window.samenspelClock().round")
    file.page.wait_for_function(f"window.samenspelClock().round >= {now + 2}")
    assert "Ronde" in file.says("round")
    assert file.wrong == []


@pytest.mark.parametrize(("name", "language"), EACH)
def test_every_control_of_a_file_does_something(name, language, export):
    """Oracle: the page itself, which has the controls: each that can be seen is pressed, and something changes."""
    file, rounds = export(f"{name} --choices"), load(name).rounds
    file.press(f"language-{language}")
    pressed: list[str] = []
    for round_ in (0, rounds // 3, rounds):
        file.page.evaluate("window.dispatchEvent(new Event('samenspel-pause'))")
        file.rest(round_)
        said = file.page.evaluate(PRESS_ALL, [pressed, LATE])
        assert said["idle"] == [], round_
        pressed = said["pressed"]
        assert not re.search(r"undefined|NaN|\[object|\{\w+\}", file.page.inner_text("body"))
    levers = {
        f"room {one}" for one in ("lab stays", "lab commitment", "lab cut", "lab effort.relation", "lab logic.goal")
    }
    asks = {"room lab-luck", "room lab-map", "room lab-undo", "room put back", "room lab-close", "room lab-language"}
    clock = {"play", "back", "forward", "first", "last", "time", "story", "tour-open", "tour-close", "ending-network"}
    assert {*levers, *asks, *clock} <= {*pressed}
    assert file.wrong == []


def test_what_takes_python_is_not_shown(export):
    """Oracle: by hand, the controls that ask a server for something."""
    file = export("baseline")
    for control in ("share", "reset", "unseen", "swap", "hint"):
        found = file.page.query_selector(f"[data-test={control}]")
        assert found is None or not found.is_visible(), control
    assert len(file.page.query_selector_all("[data-test=scenario] option")) == 1
    file.go(load("baseline").rounds)
    file.page.wait_for_selector("[data-test=ending]")
    assert not file.page.query_selector("[data-test=keep-ending]").is_visible()


def test_a_name_never_runs(export, tmp_path):
    """Oracle: by hand; a name that would close a script, and one that would be a tag, are text."""
    names_ = ("</script><script>document.title='taken'</script>", "<img src=x onerror=document.title='taken'>", "C")
    text = "".join(f"[[organisations]]\nname = '''{name}'''\n" for name in names_)
    (tmp_path / "own.toml").write_text(f'title = "Own"\n{text}', encoding="utf-8")
    file = export(str(tmp_path / "own.toml"))
    file.go(1)
    assert file.page.title() == "Samenspel"
    assert file.wrong == []


LACKING = {  # what a page does not find
    "JavaScript": "",
    "DecompressionStream": "delete window.DecompressionStream",
    "styles within styles": "CSSStyleSheet.prototype.replaceSync = () => {}",
    "has": "CSS.supports = () => false",
}


@pytest.mark.parametrize("lacking", LACKING)
def test_a_browser_that_cannot_open_a_file_is_told_in_every_language(lacking, made, browser):  # noqa: F811
    """Oracle: by hand; there is no page, so that no language was chosen."""
    context = browser.new_context(java_script_enabled=lacking != "JavaScript", offline=True)
    page = context.new_page()
    page.add_init_script(LACKING[lacking])
    page.goto(made("baseline").as_uri())
    key = "onefile.no_script" if lacking == "JavaScript" else "onefile.unreadable"
    page.wait_for_selector(".sp-problem")
    said = [Texts(language)(key) for language in LANGUAGES]
    assert page.locator(".sp-problem").all_inner_texts() == said
    context.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [("no_such_scenario", "no_such_scenario"), ("baseline --seed -3", "seed"), ("'?what=zzz'", "what=")],
    ids=["name", "seed", "link"],
)
def test_what_cannot_be_exported_is_said_in_a_line(words, says, samenspel, tmp_path):
    """Oracle: by hand; nothing is written."""
    said = samenspel(f"export {words} --out {tmp_path / 'run.html'}")
    assert said.code != 0
    assert says in said.err
    assert said.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_has_the_name_of_a_scenario_is_not_taken_for_it(tmp_path):
    """Oracle: by hand; a copy that was not changed is the scenario itself."""
    mine = tmp_path / "merger.toml"
    mine.write_text(load("merger").text, encoding="utf-8")
    assert asked(str(mine))[1].name == "merger"
    mine.write_text(load("merger").text.replace("rounds = 48", "rounds = 47"), encoding="utf-8")
    assert asked(str(mine))[1].name == OWN
