"""What was tried stands in a file beside the run, and so does the tour: the page's own words, view by view."""

from __future__ import annotations

import pytest
from solara.server import kernel_context

from samenspel.onefile.export import asked, holding, written
from samenspel.scenario import BUILT_IN, load
from samenspel.view import touring, tours
from samenspel.view.address import Branch, Setting, encode
from samenspel.view.desk import Desk
from samenspel.view.happenings import from_now
from samenspel.view.session import Session
from samenspel.view.shown.comparison import comparison
from samenspel.view.shown.headline import headline
from samenspel.view.shown.luck import luck
from samenspel.view.shown.share import held_in_a_page
from samenspel.view.texts import LANGUAGES
from tests.view.browser import Visitor
from tests.view.conftest import address, served  # noqa: F401

from .opened import Opened, holds, scenarios

pytest.importorskip("solara", reason="the view's packages are not installed")

TOLD = ("merger", "integrated_care", "survey_example")  # whose tours are walked; the others by command
CLOCK = "document.querySelector('.sp-clock').__vue__"


def tried_twice(language: str = "en") -> Setting:
    """Two forks of the merger, the second shown beside the first."""
    forks = [
        Branch("Together", 0, (from_now(0, "Together", {"effort.relation": 1.0}),)),
        Branch("Under one", 12, (from_now(12, "Under one", {"logic": "hierarchy"}),)),
    ]
    return Setting("merger", 1, 12, language, (Branch("", 0, ()), *forks), shown=2, ghost=1)


def at_desk(file: Opened, desk: Desk, round_: int) -> None:
    """The file shows what the desk shows, in a round."""
    file.go(round_)
    line, ghost = desk.session.line, desk.session.shadow
    assert file.page.evaluate(f"{CLOCK}.name") == desk.line_name(line)
    assert file.page.evaluate(f"{CLOCK}.ghost_name") == (desk.line_name(ghost) if ghost else "")
    if told := comparison(desk):
        assert file.says("sentence") == told["sentence"]
        verdict = file.page.query_selector("[data-test=compare-verdict]")
        assert " ".join((verdict.inner_text() if verdict else "").split()) == luck(desk)
    elif round_:
        assert file.says("number") == headline(desk)[round_]["number"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_tried_is_shown_as_the_page_shows_it(language, export):
    """Oracle: the desk that the link brings back: its lines, the number in a round, the comparison, and the verdict."""
    file, desk = export(f"'http://127.0.0.1:8765/?{encode(tried_twice())}'"), Desk(tried_twice(language))
    file.press(f"language-{language}")
    at_desk(file, desk, 30)
    file.press("tried-compare")
    desk.side_by_side()
    at_desk(file, desk, 30)
    file.press("compare-luck")
    desk.luck_asked()
    at_desk(file, desk, 30)
    file.page.keyboard.press("Escape")
    for place in (1, 0):
        file.press(f"tried-{place}")
        desk.compared = False
        desk.line_shown({"shown": place, "ghost": 0 if place else -1})
        at_desk(file, desk, 30)
    assert file.wrong == []


def test_each_choice_that_a_scenario_has_can_be_tried_in_it(export):
    """Oracle: a desk on which the group decides; what the tour tried already is there once."""
    file, desk = export("merger --choices"), Desk(Setting("merger"))
    shown = file.page.evaluate("document.querySelector('.sp-all-of-it').__vue__.tried.lines")
    assert len(shown) == 1 + len(desk.scenario.choices)
    for choice, one in zip(desk.scenario.choices, shown[1:], strict=True):
        desk.decided(choice)
        desk.asking = -1
        file.go(1)
        file.press(f"tried-{one['place']}")
        file.go(40)
        assert file.says("number") == headline(desk)[40]["number"]
    assert file.wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", scenarios(*TOLD))
def test_every_step_of_a_tour_shows_what_the_page_shows(name, language, export):
    """Oracle: a desk that takes the same steps."""
    file, desk = export(name), Desk(Setting(name, language=language))
    file.press(f"language-{language}")
    file.page.click("[data-test=tour-open]")
    touring.opened(desk, begins=True)
    steps = touring.steps(desk)
    for at, step in enumerate(steps):
        if at:
            file.press("tour-next")
            touring.step_shown(desk, at)
        assert step.text in file.page.inner_text("[data-test=tour]")
        if step.button:
            file.press("tour-do")
            touring.step_done(desk, at)
        file.page.evaluate("window.dispatchEvent(new Event('samenspel-pause'))")
        at_desk(file, desk, desk.scenario.rounds // 2)
        revealed = file.page.query_selector(".sp-views")
        assert bool(revealed) == (desk.revealed and not desk.compared)
    file.press("tour-end")
    assert file.page.query_selector("[data-test=tour]") is None
    assert file.wrong == []


def test_what_only_who_leads_the_session_may_read_is_not_in_it(made):
    """Oracle: the notes of the tour."""
    held = holds(made("merger"))
    for language in LANGUAGES:
        for step in tours.read("merger", language):
            assert step.text in held
            assert not step.notes or step.notes not in held


def test_a_page_of_a_survey_holds_no_respondent_and_says_so(tmp_path):
    """Oracle: the survey itself, of which no respondent and nothing that one wrote stands in the file."""
    folder = BUILT_IN / "survey_example"
    files = {name: (folder / name).read_text(encoding="utf-8") for name in ("orgs.csv", "ties.csv", "conditions.csv")}
    respondents = {row.split(",")[0] for row in files["conditions.csv"].splitlines()[1:]}
    renamed = {one: f"someone-{place:03d}" for place, one in enumerate(sorted(respondents))}
    for one, other in renamed.items():
        files["conditions.csv"] = files["conditions.csv"].replace(f"\n{one},", f"\n{other},")
    assert renamed
    desk = Desk(Setting(language="en"))
    desk.opened([{"name": name, "text": text} for name, text in files.items()])
    assert "nothing about who gave them" in " ".join(held_in_a_page(desk))
    (tmp_path / "run.html").write_text(written(desk.setting, desk.scenario), encoding="utf-8")
    held = holds(tmp_path / "run.html")
    assert desk.label(0) in held
    assert not [one for one in renamed.values() if one in held]


def test_a_page_that_is_saved_is_the_page(browser, address, tmp_path):  # noqa: F811
    """Oracle: the page that it was saved from."""
    visitor = Visitor(browser, address, accept_downloads=True)
    visitor.open(f"?{encode(tried_twice('nl'))}")
    number = visitor.page.inner_text("[data-test=number]")
    visitor.click("share")
    note = visitor.page.inner_text("[data-test=page-note]")
    assert "7 partners" in note
    assert "Uw 2 varianten" in note
    with visitor.page.expect_download(timeout=600_000) as got:
        visitor.click("keep-page")
    path = tmp_path / "kept.html"
    got.value.save_as(path)
    assert got.value.suggested_filename.endswith(".html")
    assert visitor.page.inner_text("[data-test=keep-page]") != "", "the page is still there"
    visitor.close()
    assert visitor.wrong == []
    file = Opened(browser, path)
    file.press("language-nl")
    assert file.says("number") == number
    assert file.wrong == []
    file.close()


def test_a_scenario_in_which_something_was_fired_is_not_called_as_it_was():
    """Oracle: by hand; the command in the file names the scenario that is saved with it."""
    fired = Setting("merger", 1, 0, "en", (Branch("", 0, (from_now(3, "A push", {"effort.relation": 1.0}),)),))
    held = holding([(fired, None), asked("merger")], choices=False)
    called = [run["laboratory"]["scenario"] for run in held["runs"]]
    assert called == ["a_merger_that_need_not_be_one.toml", "merger"]
    assert load("merger").title == "A merger that need not be one"


@pytest.fixture(scope="module")
def watched():
    """What a file held, made while it was watched: in which contexts it was rendered, and of what luck was asked."""
    contexts, asked_of = [], []
    make, ask = kernel_context.create_dummy_context, Session.was_it_luck

    def asks(session, **given):
        asked_of.append((session.shown, session.ghost))
        return ask(session, pairs=20, **given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kernel_context, "create_dummy_context", lambda: contexts.append(make()) or contexts[-1])
        patched.setattr(Session, "was_it_luck", asks)
        return holding([(Setting("merger"), None)], choices=False), contexts, asked_of


def test_what_was_rendered_for_a_file_is_let_go_of_where_it_was(watched):
    """Oracle: Solara, which keeps the widgets of a context until it is closed; a page that is served is another."""
    _, (one,), _ = watched
    assert one.closed_event.is_set()
    assert not one.widgets


def test_whether_it_was_luck_is_found_once_for_all_languages_and_for_the_tour(watched):
    """Oracle: the views of the file in which it is told, by the lines that they show; it takes most of the time."""
    held, _, asked_of = watched
    told = {view for said in held["runs"][0]["seen"].values() for view in said["screens"] if "luck" in view}
    assert sorted(asked_of) == sorted({tuple(map(int, view.split()[:2])) for view in told})
    assert told
