"""What must not break the page: hostile names, files and addresses, small and large windows, keys alone, neighbours."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from samenspel.scenario import load, parse
from samenspel.view.session import Line

from .browser import Visitor, serving

WILD = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "\u202eאבג هذا", "🎈🎈 {b|x} {{ 1 + 1 }}", "x" * 200,
    "&amp; \"' ` ${1}",
)  # fmt: skip


def toml(names):
    return "rounds = 12\n" + "\n".join(f"[[organisations]]\nname = {json.dumps(n, ensure_ascii=False)}" for n in names)


def bring(visitor, path, *paths):
    """Open the panel and choose files."""
    if not visitor.see("share-panel").count():
        visitor.click("share")
    visitor.see("files").set_input_files([str(path), *map(str, paths)])


def memory(process):
    """What a process holds, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


def taken(visitor, name):
    """Press a button that saves a file, and return the file."""
    with visitor.page.expect_download() as waiting:
        visitor.click(name)
    return waiting.value


def test_names_that_would_be_code_are_text(visitor, tmp_path):
    """Oracle: the names, as the page shows them; the browser would tell of a dialog or a failed request."""
    path = tmp_path / "wild.toml"
    path.write_text(toml(WILD), encoding="utf-8")
    page = visitor.open("?scenario=baseline")
    bring(visitor, path)
    page.wait_for_selector("[data-test=scenario] option[value=own]", state="attached")
    for row, name in enumerate(WILD):
        page.keyboard.press("n")
        page.wait_for_function("name => document.querySelector('.sp-card h3')?.textContent === name", arg=name)
        assert page.locator(".sp-card h3").text_content() == name, row
    visitor.go(12)
    visitor.click("whatif")
    visitor.click("tab-organisations")
    assert page.locator("[data-test=who] option").all_text_contents() == list(WILD)
    visitor.click("tab-events")
    visitor.go(3)
    visitor.click("whatif-breach")
    visitor.without_a_bet()
    page.wait_for_selector("[data-test=show-1]")
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("script:has-text('alert(1)')").count() == 0
    assert visitor.fits()


def test_a_name_of_500_letters_is_refused_in_words(visitor, tmp_path):
    path = tmp_path / "long.toml"
    path.write_text(toml(["y" * 500, "b"]), encoding="utf-8")
    page = visitor.open("?scenario=baseline&language=nl")
    bring(visitor, path)
    page.wait_for_selector("[data-test=upload-problem]")
    said = visitor.see("upload-problem").inner_text()
    assert (
        said == "Dit kan niet: long.toml: organisations 1: name: hier staat 500 tekens; dat moet zijn: 1 tot en met 200"
    )
    assert visitor.round() == 0


def test_a_file_of_100_megabytes_is_refused_without_being_read(visitor, address, tmp_path):
    """Oracle: the memory of the server before and after."""
    path = tmp_path / "huge.toml"
    with open(path, "wb") as file:
        file.truncate(100_000_000)
    page = visitor.open("?scenario=baseline")
    before = memory(address.process)
    bring(visitor, path)
    page.wait_for_selector("[data-test=upload-problem]")
    assert (
        visitor.see("upload-problem").inner_text() == "Together these files are 100.0 MB. At most 1 MB can be opened."
    )
    assert memory(address.process) < before + 20


def test_a_page_that_sends_too_much_is_cut_off_and_no_other(browser, visitor, address):
    """Oracle: the code with which the connection closes, 1009 for too big (RFC 6455); the neighbour goes on."""
    page = visitor.open("?scenario=baseline")
    other = Visitor(browser, address)
    other.open("?scenario=baseline")
    before = memory(address.process)
    at = f"{address.replace('http', 'ws')}jupyter/api/kernels/x/channels?session_id=x"
    code = other.page.evaluate(
        """async (at) => { const socket = new WebSocket(at);
        return await new Promise((done) => { socket.onclose = (event) => done(event.code);
          socket.onopen = () => socket.send("x".repeat(30_000_000)); }); }""",
        at,
    )
    assert code == 1009
    assert memory(address.process) < before + 60
    other.context.close()
    visitor.click("forward")
    page.wait_for_function("document.querySelector('[data-test=number]').textContent !== '–'")


def test_an_upload_can_be_refused_and_then_mended(visitor, tmp_path):
    orgs, ties = tmp_path / "orgs.csv", tmp_path / "ties.csv"
    orgs.write_text("name,autonomy\nAlpha,0.2\nBeta,0.9\nGamma,\n")
    ties.write_text("from,to,trust\nAlpha,Delta,0.5\n")
    page = visitor.open("?scenario=merger")
    bring(visitor, orgs, ties)
    page.wait_for_selector("[data-test=upload-problem]:has-text('Delta')")
    ties.write_text("from,to,trust\nAlpha,Beta,0.5\n")
    bring(visitor, orgs, ties)
    page.wait_for_selector("[data-test=share-panel]", state="detached")
    assert visitor.see("scenario").input_value() == "own"
    page.wait_for_function("window.location.search.includes('file=')")


def test_what_is_taken_home_is_what_is_shown(visitor, tmp_path):
    """Oracle: the line, run here."""
    page = visitor.open("?scenario=integrated_care&language=nl")
    visitor.go(12)
    visitor.click("whatif")
    visitor.click("all-hierarchy")
    visitor.click("go")
    visitor.without_a_bet()
    page.wait_for_selector("[data-test=show-1]")
    visitor.go(40)
    visitor.click("share")
    page.wait_for_selector("[data-test=share-panel]")
    scenario = taken(visitor, "keep-scenario")
    assert scenario.suggested_filename == "zorg_voor_ouderen_samen_hiërarchische_logica.toml"
    line = Line(parse(Path(scenario.path()).read_text(encoding="utf-8"), "again"), load("integrated_care").seed)
    rows = list(csv.DictReader(io.StringIO(Path(taken(visitor, "keep-rounds").path()).read_text(encoding="utf-8"))))
    assert [float(row["joint_value"]) for row in rows] == line.history["joint_value"].tolist()
    drawn = Path(taken(visitor, "keep-svg").path()).read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    for said in ("Zorg voor ouderen, samen", "Ronde 40 / 60", "Ziekenhuis", "vol: commitment"):
        assert said in drawn, said
    picture = Image.open(taken(visitor, "keep-png").path())
    assert picture.size[0] == 3200
    assert len(picture.convert("RGB").getcolors(1_000_000) or []) > 200


def test_keys_alone_try_a_what_if_and_put_it_side_by_side(visitor):
    page = visitor.open("?scenario=integrated_care")
    page.keyboard.press("w")
    page.wait_for_selector("[data-test=drawer]")
    visitor.press("tab-conditions")
    visitor.press("preset-relation")
    visitor.press("go")
    visitor.press("bet-more")
    page.wait_for_selector("[data-test=bet]", state="detached")
    page.wait_for_function("window.samenspelClock().round > 1")
    page.keyboard.press("c")
    page.wait_for_selector("[data-test=side-by-side]")
    visitor.press("compare-luck")
    page.wait_for_selector("[data-test=compare-verdict]", timeout=60_000)
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=side-by-side]", state="detached")
    page.keyboard.press("?")
    assert page.locator("[data-test=keys] dt").count() == 14
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.wait_for_selector("[data-test=swap]:has-text('Trust first')")
    page.keyboard.press("h")
    page.wait_for_selector(".sp-views")
    page.keyboard.press("n")
    page.wait_for_selector("[data-test=card]")
    page.keyboard.press("End")
    assert visitor.round() == 60
    page.keyboard.press("s")
    page.wait_for_selector("[data-test=share-panel]")
    page.keyboard.press("l")
    assert page.evaluate("document.documentElement.classList.contains('sp-large')")


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.exhaustive)])
def test_the_tour_leads_a_newcomer_to_the_answer(visitor, language):
    """The question of `integrated_care`: who gives in, was it luck, and why? With the tour's buttons alone."""
    page = visitor.open(f"?scenario=integrated_care&language={language}")
    visitor.click("tour-open")
    page.wait_for_selector("[data-test=tour]")
    verdict = sentence = ""
    while True:
        if visitor.see("answer-0").count():
            visitor.click("answer-0")
        if visitor.see("tour-do").count():
            visitor.click("tour-do")
            page.wait_for_selector("[data-test=tour-do]:not(.sp-main):not([disabled])", timeout=60_000)
        if visitor.see("sentence").count():
            sentence = visitor.see("sentence").inner_text()
        if visitor.see("compare-verdict").count():
            verdict = visitor.see("compare-verdict").inner_text()
        if visitor.see("tour-end").count():
            break
        visitor.next_step()
    both = {"en": ("Share the savings", "A year side by side"), "nl": ("Besparing delen", "Een jaar meelopen")}[
        language
    ]
    for said in (sentence, verdict):
        assert all(name in said for name in both), said
    page.wait_for_selector("[data-test=ending]")  # it stands beside the talk
    visitor.click("tour-end")
    page.wait_for_selector("[data-test=tour]", state="detached")


def test_settings_are_put_away_and_come_back(visitor):
    page = visitor.open("?scenario=baseline")
    visitor.click("whatif")
    visitor.click("all-hierarchy")
    visitor.click("go")
    visitor.without_a_bet()
    page.wait_for_selector("[data-test=show-1]")
    visitor.click("drop-1")
    page.wait_for_selector("[data-test=mine]")
    assert page.locator(".sp-plot polyline").count() == 1
    visitor.click("mine")
    page.wait_for_selector("[data-test=show-1][disabled]")
    assert page.locator(".sp-plot polyline").count() == 2


def test_phases_and_their_budget_are_divided_on_the_page(visitor):
    page = visitor.open("?scenario=baseline")
    visitor.click("whatif")
    visitor.click("tab-conditions")
    visitor.see("effort-relation-0").fill("1")
    visitor.click("more-phases")
    page.wait_for_selector("[data-test=effort-process-2]")
    visitor.see("effort-process-2").fill("0.5")
    visitor.see("budget").fill("25")
    assert visitor.see("planned").inner_text().split()[-3:] == ["30", "/", "25"]
    visitor.click("go")
    visitor.without_a_bet()
    page.wait_for_selector("[data-test=show-1]")
    visitor.go(59)
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=effort]")
    assert visitor.see("effort").inner_text() == "effort: 25 of 25 rounds of full work on one condition"


def test_an_error_in_one_session_stops_nobody_else(browser, tmp_path):
    """Oracle: both pages go on; what went wrong is said on the first alone, and in full in the log of the server."""
    log = tmp_path / "log"
    with serving(log) as address:
        one, other = Visitor(browser, address), Visitor(browser, address)
        page = one.open("?scenario=baseline")
        other.open("?scenario=merger")
        page.evaluate("document.querySelector('.sp-clock').__vue__.event_send_round({ not: 'a round' })")
        page.wait_for_selector("[data-test=page-problem]:has-text('Something went wrong on this page')")
        page.evaluate("document.querySelector('.sp-top').__vue__.event_take_scenario('../../etc/passwd')")
        page.wait_for_selector("[data-test=page-problem]:has-text('allowed: area_development')")
        assert other.see("page-problem").count() == 0
        other.see("scenario").select_option("supply_chain")
        other.page.wait_for_function("window.location.search.includes('scenario=supply_chain')")
        one.see("scenario").select_option("merger")
        page.wait_for_selector("[data-test=page-problem]", state="detached")
        one.close()
        other.close()
    assert log.read_text(encoding="utf-8").count("TypeError") == 1


def test_a_page_that_is_closed_frees_its_run_and_one_that_is_lost_does_after_a_while(browser, tmp_path):
    """Oracle: the desks that the server holds, counted by its collector."""
    count = (
        "import gc, signal, sys; from samenspel.view import server; server.FORGOTTEN_AFTER = '3s'; "
        "from samenspel.view.desk import Desk; "
        "held = lambda: sum(type(one) is Desk for one in gc.get_objects()); "
        "tell = lambda *_: (gc.collect(), print('desks:', held(), file=sys.stderr, flush=True)); "
        "signal.signal(signal.SIGUSR1, tell); "
    )
    log = tmp_path / "log"

    def told():
        return re.findall(r"desks: (\d+)", log.read_text(encoding="utf-8"))

    def comes_to_hold(address, wanted):
        for _ in range(1200):  # a busy machine may take minutes; where it never comes, that is told in the end
            before, began = len(told()), time.monotonic()
            os.kill(address.process, signal.SIGUSR1)
            while len(told()) == before:
                os.kill(address.process, 0)  # it is still there
                time.sleep(0.25)
            if int(told()[-1]) == wanted:
                return True
            time.sleep(time.monotonic() - began)  # to count it goes through all that it holds, and does nothing else
        return False

    with serving(log, first=count) as address:
        context = Visitor(browser, address).context
        pages = [*context.pages, *(context.new_page() for _ in range(3))]
        for page in pages:
            page.goto(f"{address}?scenario=baseline")
            page.wait_for_selector("[data-test=play]")
        assert comes_to_hold(address, 4)
        pages[0].close(run_before_unload=True)  # as who closes a tab
        assert comes_to_hold(address, 3)
        context.close()  # as a browser that crashes: nobody says goodbye
        assert comes_to_hold(address, 0)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (360, 640), (1280, 720), (1920, 1080)])
def test_everything_that_opens_fits_the_window(browser, address, width, height):
    one = Visitor(browser, address, width, height)
    page = one.open("?scenario=survey_example&language=nl&round=20")
    for key, opened in (("w", "drawer"), ("t", "tour"), ("s", "share-panel")):
        page.keyboard.press(key)
        page.wait_for_selector(f"[data-test={opened}]")
        assert one.fits(), opened
        page.keyboard.press("Escape")
        page.wait_for_selector(f"[data-test={opened}]", state="detached")
    one.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_large_type_can_be_read_from_the_back_row(browser, address, width, height):
    """Oracle: the sizes that the browser computes; 18 pixels on a window 1280 wide, and in proportion."""
    one = Visitor(browser, address, width, height)
    page = one.open("?scenario=integrated_care&round=40")
    one.click("present")
    page.wait_for_timeout(400)
    sizes = page.evaluate(
        """() => [".sp-log li.now p", ".sp-number", ".sp-now b", ".sp-pick select"].map((part) =>
        parseFloat(getComputedStyle(document.querySelector(part)).fontSize))"""
    )
    assert min(sizes) >= 18 * width / 1280
    assert one.fits()
    assert page.locator(".sp-courses button:visible").count() == 0
    page.keyboard.press("n")  # the line is that of an organisation now, and says so
    page.wait_for_selector("[data-test=course-2][aria-pressed=true]")
    assert page.locator(".sp-courses button:visible").count() == 1
    assert one.fits()
    one.close()


def test_who_wants_less_motion_sees_none(browser, address):
    one = Visitor(browser, address, reduced_motion="reduce")
    page = one.open("?scenario=integrated_care&round=5")
    page.wait_for_function("document.querySelector('.sp-network').__vue__.live?.animation === false")
    durations = page.evaluate(
        "[...document.querySelectorAll('.sp-page *')].map((one) => getComputedStyle(one).transitionDuration)"
    )
    assert {float(part.rstrip("s")) for one_ in durations for part in one_.split(", ")} == {0.0}
    one.close()


def test_the_room_gets_a_code_and_the_visitor_beyond_the_limit_a_kind_word(browser, tmp_path):
    """Oracle: two may come in; the third is told so, and comes in once one has left."""
    with serving(tmp_path / "log", host="0.0.0.0", most=2) as address:
        first, second = Visitor(browser, address), Visitor(browser, address)
        first.open("?scenario=baseline")
        second.open("?scenario=merger")
        first.click("share")
        first.page.wait_for_selector("[data-test=share-panel]")
        link = first.see("link").input_value()
        assert ("127.0.0.1" in link) == (first.see("code").count() == 0)  # a machine without a network has none
        third = Visitor(browser, address)
        third.page.goto(str(address))
        said = third.page.locator("body").inner_text()
        assert "It is full: 2 people" in said
        assert "Het is vol: 2 mensen" in said
        third.wrong.clear()
        second.click("forward")
        assert second.round() == 1
        second.close()
        first.page.wait_for_timeout(1500)
        third.open("?scenario=baseline")
        third.close()
        first.close()


def test_without_the_server_the_clock_goes_on_and_afterwards_the_page_is_back_where_it_was(browser, tmp_path):
    """Oracle: a server that is ended and begins again at the same port."""
    with serving(tmp_path / "one.log") as address:
        visitor = Visitor(browser, address)
        page = visitor.open("?scenario=merger&language=nl&round=12")
        page.wait_for_function("window.location.search.includes('round=12')")
        port = urlsplit(address).port
    page.wait_for_selector("[data-test=offline]:has-text('Geen verbinding')")
    page.keyboard.press("ArrowRight")
    assert visitor.round() == 13
    assert not page.locator(".v-overlay").first.is_visible()
    with serving(tmp_path / "two.log", port=port):
        page.wait_for_selector("[data-test=offline]", state="detached", timeout=90_000)
        page.wait_for_selector("[data-test=round]:has-text('13')", timeout=30_000)
        assert visitor.see("scenario").input_value() == "merger"
        assert visitor.see("whatif").is_enabled()
        visitor.context.close()


def test_what_was_refused_can_be_asked_again(browser, tmp_path):
    """Oracle: the button, on a page that may ask nothing that takes long; the page says why."""
    first = "from samenspel.view import desk; desk.MOST_A_MINUTE = 0; "
    with serving(tmp_path / "log", first=first) as address:
        visitor = Visitor(browser, address)
        page = visitor.open("?scenario=baseline")
        visitor.click("whatif")
        visitor.click("all-hierarchy")
        visitor.click("go")
        visitor.without_a_bet()
        visitor.click("tab-tried")
        visitor.click("luck")
        page.wait_for_selector("[data-test=problem]")
        page.wait_for_selector("[data-test=luck]:not([disabled])")
        visitor.click("compare")
        visitor.click("compare-luck")
        page.wait_for_selector("[data-test=page-problem]")
        page.wait_for_selector("[data-test=compare-luck]:not([disabled])")
        visitor.close()
