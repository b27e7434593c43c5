"""What is changed in a file is played there: the engine's own bits, on the same chance, said in the same words."""

from __future__ import annotations

import json

import numpy as np
import pytest

from samenspel.onefile import plan
from samenspel.onefile.laboratory import BESIDE, START
from samenspel.results.intervals import paired_difference
from samenspel.runs import run
from samenspel.scenario import load, with_changes
from samenspel.state import LEFT, MEMBER
from samenspel.view.session import PAIRS, as_written
from samenspel.view.shown.luck import in_words
from samenspel.view.texts import LANGUAGES, Texts
from tests.view.axe import serious

from .opened import changes_of, opened_with, plays, scenarios

ROOM = "document.querySelector('.sp-laboratory').__vue__"


@pytest.mark.parametrize("language", LANGUAGES)
def test_whether_it_was_luck_is_said_as_the_page_says_it(language, export):
    """Oracle: the same pairs, played natively, and the sentence of the page."""
    file, scenario, texts = export("merger", {"effort.relation": "1"}), load("merger"), Texts(language)
    if file.says("lab-language") == texts("laboratory.language"):
        file.press("lab-language")
    file.press("lab-luck")
    file.page.wait_for_selector("[data-test=lab-verdict]", timeout=120_000)
    seeds = range(scenario.seed, scenario.seed + PAIRS)
    before, after = (
        np.array([run(one, seed).history["joint_value"].mean() for seed in seeds])
        for one in (scenario, with_changes(scenario, {"effort.relation": 1.0}))
    )
    difference = paired_difference(before, after)
    names = {"name": texts("laboratory.variant"), "ghost": texts("word.original")}
    seen = as_written(after[0], before[0])
    assert file.says("lab-verdict") == in_words(texts, names, seen, after - before, difference.interval)
    assert file.wrong == []


@pytest.mark.parametrize("name", scenarios("merger"))
def test_what_the_file_finds_is_what_its_command_finds(name, export, samenspel):
    """Oracle: `samenspel compare`, given the words that stand in the file: of every kind that a command can say."""
    scenario = load(name)
    file = export(name, changes_of(scenario) | {f"{scenario.labels[1]}.leaves": str(scenario.rounds // 3)})
    file.press("lab-luck")
    file.page.wait_for_selector("[data-test=lab-verdict]", timeout=120_000)
    found_here = file.page.evaluate("document.querySelector('.sp-laboratory').__vue__.differences")
    said = samenspel(f"{file.says('lab-command').removeprefix('samenspel ')} --replicates {PAIRS} --json")
    assert said.code == 0, said.err
    told = json.loads(said.out)["differences"]["joint_value"]
    assert told["count"] == len(found_here)
    assert told["mean"] != 0.0
    assert np.mean(found_here) == pytest.approx(told["mean"], abs=1e-12)
    assert file.wrong == []


def test_a_map_of_two_levers_is_drawn_as_it_is_played(export):
    """Oracle: both logics played natively in a corner of the map, on as many chances."""
    file, scenario = export("merger"), load("merger")
    file.press("whatif")
    file.page.wait_for_selector("[data-test=lab-numbers]")
    file.page.select_option("[data-test=lab-up]", "value.common")
    file.press("lab-map")
    cells = "document.querySelector('.sp-laboratory').__vue__.cells"
    file.page.wait_for_function(f"{cells}.length === 81", timeout=120_000)
    corner = file.page.evaluate(f"{cells}.find((cell) => cell.across === 1 && cell.up === 0)")
    for logic, mean in zip(("hierarchy", "network"), corner["means"], strict=True):
        changed = with_changes(scenario, {"logic": logic, "effort.relation": 1.0, "value.common": 0.0})
        values = [run(changed, seed).history["joint_value"].mean() for seed in range(scenario.seed, scenario.seed + 5)]
        assert mean == pytest.approx(np.mean(values), abs=1e-12)
    assert file.wrong == []


def test_a_map_stands_in_the_address_and_is_drawn_anew_when_something_is_changed(export):
    """Oracle: a corner of the map of the study `which_logic`, played natively, before and after the change."""
    file, scenario = export("baseline", {"map": "trust.initial:0.2:0.8,dependence.total:0.3:1.8"}), load("baseline")
    cells = "document.querySelector('.sp-laboratory').__vue__.cells"
    for effort in (0.0, 0.5):
        file.page.fill("[data-test='lab effort.relation']", str(effort))
        file.page.wait_for_function(f"{cells}.length === 81", timeout=120_000)
        corner = file.page.evaluate(f"{cells}.find((cell) => cell.across === 0 && cell.up === 1)")
        for logic, mean in zip(("hierarchy", "network"), corner["means"], strict=True):
            changes = {"logic": logic, "trust.initial": 0.2, "dependence.total": 1.8, "effort.relation": effort}
            changed = with_changes(scenario, changes)
            seeds = range(scenario.seed, scenario.seed + 5)
            expected = np.mean([run(changed, seed).history["joint_value"].mean() for seed in seeds])
            assert mean == pytest.approx(expected, abs=1e-12)
    said_there(file, "#effort.relation=0.5&map=trust.initial%3A0.2%3A0.8%2Cdependence.total%3A0.3%3A1.8")
    assert file.wrong == []


def test_what_is_otherwise_at_the_start_has_the_bits_of_the_engine(export, tmp_path):
    """Oracle: the same changes, played natively; where a scenario says it of each, there is no such lever."""
    scenario = load("baseline")
    levers = "document.querySelector('.sp-laboratory').__vue__.said.start.map(({ key }) => key)"
    changes = dict.fromkeys((*START, *BESIDE), "0.55") | {"governance.coordination": "0.055"}
    file = export("baseline", changes)
    assert file.page.evaluate(levers) == list(START)
    plays(file, scenario, with_changes(scenario, changes))
    assert file.wrong == []
    ties = "".join(f'[[ties]]\nfrom = "{one}"\nto = "{other}"\ntrust = 0.5\n' for one, other in ("AB", "BA"))
    text = '[[organisations]]\nname = "A"\n[[organisations]]\nname = "B"\n'
    (tmp_path / "said.toml").write_text(text + ties, encoding="utf-8")
    said = export(str(tmp_path / "said.toml"), {"trust.initial": "0.9"})
    assert said.page.evaluate(levers) == [lever for lever in START if lever != "trust.initial"]
    assert "trust.initial=0.9" in said.says("lab-problem")


def test_what_is_changed_stands_in_the_address_and_can_be_put_back(export):
    """Oracle: by hand."""
    file = export("merger")
    file.press("whatif")
    file.page.wait_for_selector("[data-test=lab-numbers]")
    file.page.fill("[data-test='lab effort.relation']", "0.5")
    file.page.wait_for_selector("[data-test=lab-number]")
    said_there(file, "#effort.relation=0.5")
    assert '--change "effort.relation=0.5"' in file.says("lab-command")
    file.press("lab-undo")
    said_there(file, "")
    assert file.page.query_selector("[data-test=lab-number]") is None
    file.press("lab-close")
    assert file.page.query_selector("[data-test=laboratory]") is None
    assert file.wrong == []


def test_a_partner_who_leaves_stands_in_the_command_and_other_events_do_not(export):
    """Oracle: by hand, and the command line, which takes the one and not the other."""
    file = export("merger", {"Hospital South.leaves": "12"})
    assert '--change "Hospital South.leaves=12"' in file.says("lab-command")
    assert "Hospital South: Leaves, in round 12" in file.page.inner_text(".sp-list")
    opened_with(file, {"Hospital South.breach": "12"})
    assert file.page.query_selector("[data-test=lab-command]") is None
    file.page.click(".sp-laboratory summary:text-is('Events')")
    file.page.select_option("[data-test=lab-event-whom]", label="Hospital South")
    assert file.page.input_value("[data-test='lab Hospital South.breach']") == "12"
    file.page.fill("[data-test='lab Hospital South.breach']", "0")
    file.page.wait_for_selector("[data-test=lab-number]", state="detached")
    assert file.wrong == []


def test_whoever_cannot_leave_stays_where_it_would_have_left(export):
    """Oracle: the same run, played natively, in which it leaves, and the words of the page."""
    scenario = load("merger")
    changes = {"elsewhere.pull": "0.5"}
    bound = changes | {"Ambulance Service.stays": "true"}
    free, kept = (run(with_changes(scenario, one)).state.organisations["member"] for one in (changes, bound))
    assert (free[4], kept[4]) == (LEFT, MEMBER)
    file = export("merger", changes)
    file.page.click(".sp-laboratory summary:text-is('Partners')")
    file.page.select_option("[data-test=lab-whom]", "4")
    for members, ticked in ((free, True), (kept, False), (free, None)):
        file.page.wait_for_function(f"members => `${{{ROOM}.after.member}}` === `${{members}}`", arg=members.tolist())
        if ticked is not None:
            file.page.set_checked("[data-test='lab Ambulance Service.stays']", ticked)
            assert ("Ambulance Service: cannot leave" in file.page.inner_text(".sp-list")) == ticked
            assert ('--change "Ambulance Service.stays=true"' in file.says("lab-command")) == ticked
    opened_with(file, bound)
    plays(file, scenario, with_changes(scenario, bound))
    assert file.wrong == []


def said_there(file, said: str) -> None:
    """The address of a file ends so, once a hand has rested for a moment."""
    file.page.wait_for_function("said => window.location.hash === said", arg=said)


DRAGGED = """async () => { let asked = 0; const { replaceState } = history;
history.replaceState = function (...given) { asked += 1; return replaceState.apply(this, given); };
const lever = document.querySelector("[data-test='lab effort.relation']");
for (let step = 1; step <= 200; step++) { lever.value = (step % 20 || 20) / 20;
  lever.dispatchEvent(new Event("input")); await document.querySelector(".sp-laboratory").__vue__.$nextTick(); }
return asked; }"""


def test_a_lever_that_is_dragged_does_not_ask_more_of_an_address_than_browsers_take(export):
    """Oracle: Safari, which takes a hundred changes of an address in half a minute, and throws at the next."""
    file = export("baseline")
    file.press("whatif")
    file.page.wait_for_selector("[data-test=lab-numbers]")
    asked = file.page.evaluate(DRAGGED)
    said_there(file, "#effort.relation=1")
    assert asked == 0  # while the hand moves
    file.press("lab-undo")
    file.press("lab-close")
    said_there(file, "")
    assert file.wrong == []


WRONG = (
    "effort.relation=7", "logic.goal=maybe", "choice=none", "constructor=1", "law=3.5", "law=99",
    "map=trust.gain:0:9,value.common",
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_an_address_that_is_wrong_is_said_and_the_rest_is_taken(wrong, export):
    """Oracle: by hand."""
    key, _, value = wrong.partition("=")
    file = export("merger", {key: value, "effort.process": "0.5"})
    assert wrong in file.says("lab-problem")
    said_there(file, "#effort.process=0.5")
    assert file.wrong == []


def test_a_machine_without_an_engine_says_so_and_still_shows_the_run(export):
    """Oracle: by hand."""
    file = export("baseline")
    file.page.add_init_script("delete window.WebAssembly")
    file.page.reload()
    file.page.wait_for_selector("[data-test=begin]")
    file.press("whatif")
    assert "WebAssembly" in file.says("lab-problem")
    file.press("lab-close")
    file.go(1)
    assert "1" in file.says("round")
    assert file.wrong == []


def test_letters_of_charts_grow_with_large_type(export):
    """Oracle: the letters of the page around them; those of names in the network as they are drawn."""
    file = export("merger")
    name = "document.querySelector('.sp-net text')"
    drawn = f"{name}.getScreenCTM().a * parseFloat(getComputedStyle({name}).fontSize)"
    size = "document.querySelector('.sp-laboratory').__vue__.charts.line.getOption().xAxis[0].axisLabel.fontSize"
    sizes = []
    for _ in range(2):
        file.press("whatif")
        file.page.wait_for_selector("[data-test=lab-numbers]")
        file.page.wait_for_function(f"(() => {{ try {{ return {size}; }} catch {{ return 0; }} }})()")
        around = float(file.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))
        sizes.append((around, file.page.evaluate(size), file.page.evaluate(drawn)))
        file.press("lab-close")
        file.press("present")
    (usual, small, name_before), (large, grown, name_after) = sizes
    assert large > usual
    assert name_after / name_before >= large / usual
    assert (small, grown) == (round(13 * usual / 16), round(13 * large / 16))
    assert file.wrong == []


@pytest.mark.parametrize("width", [1280, 390])
def test_names_in_the_network_of_a_file_stand_apart_and_can_be_read(width, export):
    """Oracle: the boxes that a browser draws: no name lies over another, or over somebody else's vessel."""
    file = export("survey_example")
    file.page.set_viewport_size({"width": width, "height": 800})
    file.press("whatif")
    file.page.wait_for_selector("[data-test=lab-numbers]")
    box = "({ left, right, top, bottom }) => [left, right, top, bottom]"
    groups = file.page.evaluate(
        f"""[...document.querySelectorAll('.sp-net g')].map((group) =>
        [...group.querySelectorAll('circle, tspan')].map((one) => ({box})(one.getBoundingClientRect())))"""
    )
    assert len(groups) == len(load("survey_example").labels)
    drawn = file.page.evaluate(f"({box})(document.querySelector('.sp-net').getBoundingClientRect())")
    assert min(line[3] - line[2] for _, *lines in groups for line in lines) > 10
    for at, (_, *lines) in enumerate(groups):
        others = [one for place, group in enumerate(groups) if place != at for one in group]
        for line in lines:
            assert drawn[0] <= line[0]
            assert line[1] <= drawn[1]
            assert not [one for one in others if over(line, one)], at
    assert file.wrong == []


def over(one: list[float], other: list[float]) -> bool:
    """Whether two boxes share more than their edges; a letter is not as high as its line."""
    across = min(one[1], other[1]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[2], other[2])
    return across > 1 and down > 0.3 * min(one[3] - one[2], other[3] - other[2])


def test_a_run_with_more_themes_than_there_is_an_engine_for_has_no_what_if(export, tmp_path, monkeypatch):
    """Oracle: by hand; the run itself plays."""
    monkeypatch.setattr(plan, "description", lambda: {"records": {"1": {}}})
    (tmp_path / "own.toml").write_text('[network]\ngenerator = "complete"\norganisations = 5\n', encoding="utf-8")
    file = export(str(tmp_path / "own.toml"))
    assert not file.page.query_selector("[data-test=whatif]").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_serious_in_it(language, export):
    """Oracle: the rules of axe-core for WCAG 2.2 level AA."""
    file = export("integrated_care")
    file.press(f"language-{language}")
    file.press("whatif")
    file.page.wait_for_selector("[data-test=lab-numbers]")
    for group in file.page.query_selector_all(".sp-laboratory details:not([open]) summary"):
        group.click()
    file.page.fill("[data-test='lab effort.relation']", "0.5")
    file.page.wait_for_selector("[data-test=lab-number]")
    assert serious(file.page) == []
