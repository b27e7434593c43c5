"""The page in a real browser, with every other host blocked: no failed request, no error in the console."""

from __future__ import annotations

import re

import pytest

from samenspel.scenario import names

from .browser import Visitor


def test_whatever_asks_for_something_elsewhere_is_noticed_and_gets_nothing(browser, address):
    """Oracle: by hand, a page that asks two other hosts, one by its name and one by its number."""
    one, others = Visitor(browser, address), ("http://example.org/a.png", "http://192.0.2.1/b.png")
    one.page.set_content("".join(f"<img src='{other}'>" for other in others))
    for other in others:
        assert f"left the machine: {other}" in one.wrong
        assert f"failed: {other}" in one.wrong
    one.context.close()


def test_it_plays_pauses_and_looks_back(visitor):
    page = visitor.open("?scenario=integrated_care")
    assert visitor.round() == 0
    page.locator(".sp-speed [type=range]").fill("5")
    visitor.click("play")
    page.wait_for_function("window.samenspelClock().round >= 4")
    visitor.click("play")
    stopped = visitor.round()
    page.wait_for_timeout(500)
    assert visitor.round() == stopped
    number = visitor.see("number").inner_text()
    visitor.click("back")
    assert visitor.round() == stopped - 1
    visitor.click("forward")
    assert visitor.see("number").inner_text() == number
    page.wait_for_function(f"document.querySelectorAll('.sp-log li').length === {stopped + 1}")


def test_keys_alone_will_do(visitor):
    page = visitor.open("?scenario=baseline")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert visitor.round() == 2
    page.keyboard.press("ArrowLeft")
    assert visitor.round() == 1
    page.keyboard.press("End")
    assert visitor.round() == 60
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    page.wait_for_function("window.samenspelClock().round >= 1")
    page.keyboard.press(" ")


def test_the_first_minute_invites_one_thing_and_shows_one_thing_at_a_time(visitor):
    """Oracle: what is seen: a question and its button, then the number, the conditions, the norms."""
    page = visitor.open("?scenario=integrated_care")
    assert visitor.see("begin").is_visible()
    assert not visitor.see("number").is_visible()
    assert "–" not in page.locator(".sp-main-row").inner_text()
    visitor.click("begin")
    page.wait_for_function("window.samenspelClock().round >= 1")
    visitor.click("play")
    visitor.go(1)
    assert not visitor.see("begin").is_visible()
    assert visitor.see("number").is_visible()


def test_play_at_the_end_shows_the_network_again_from_the_first_round(visitor):
    """Oracle: what is seen: the ending before, the network while it plays."""
    page = visitor.open("?scenario=baseline&round=60")
    page.wait_for_selector("[data-test=ending]")
    visitor.click("play")
    page.wait_for_selector("[data-test=ending]", state="detached")
    page.wait_for_selector(".sp-network canvas")
    assert visitor.round() < 60


def test_a_clicker_turns_rounds(visitor):
    page = visitor.open("?scenario=baseline")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    assert visitor.round() == 1


def paused(page) -> None:
    """Wait until playing paused by itself."""
    page.wait_for_function("document.querySelector('[data-test=stopped]').textContent.trim()")


def test_playing_pauses_at_key_moments_for_who_wants_that(visitor):
    """Oracle: the moments that the page was given; a reload keeps the wish, and a clicker goes from one to the next."""
    page = visitor.open("?scenario=baseline")
    moments = page.evaluate("document.querySelector('.sp-clock').__vue__.moments")
    assert len(moments) >= 3
    visitor.see("stops").check()
    visitor.reload()
    assert visitor.see("stops").is_checked()
    page.locator(".sp-speed [type=range]").fill("5")
    visitor.click("play")
    for moment in moments:
        paused(page)
        assert visitor.round() == moment
        page.keyboard.press("PageDown")  # plays on
        page.wait_for_function("document.querySelector('.sp-clock').__vue__.playing")
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    assert visitor.round() in moments
    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")  # while it plays: on to the next
    assert visitor.round() == moments[0]
    page.keyboard.press("k")
    page.keyboard.press("PageDown")
    assert visitor.round() == moments[0] + 1


def test_the_tempo_is_the_one_that_was_chosen(visitor):
    """Oracle: the slider, before and after a bet and a reload."""
    page = visitor.open("?scenario=baseline&round=10")
    tempo = page.locator(".sp-speed [type=range]")
    tempo.fill("2")
    visitor.click("whatif")
    visitor.click("all-hierarchy")
    visitor.click("go")
    visitor.click("bet-more")
    page.wait_for_selector("[data-test=play][aria-label=Pause]")
    assert tempo.input_value() == "2"
    visitor.reload()
    assert tempo.input_value() == "2"


def test_a_round_that_came_late_does_not_hurry_the_next(visitor):
    """Oracle: the browser's own time between rounds, with the page kept busy between some; never less than a beat."""
    page = visitor.open("?scenario=baseline")
    page.locator(".sp-speed [type=range]").fill("5")
    apart = page.evaluate(
        """() => new Promise((done) => { const clock = window.samenspelClock(), times = []; let first = true;
        clock.listen((round) => { if (first) { first = false; return; } times.push(performance.now());
          if (round % 3 === 0) setTimeout(() => { const until = performance.now() + 330;
            while (performance.now() < until); }, 30);
          if (round === 12) done(times.slice(1).map((time, place) => time - times[place])); });
        document.querySelector("[data-test=play]").click(); })"""
    )
    assert len(apart) == 11
    assert min(apart) > 215
    assert max(apart) > 300  # it was kept busy


def test_a_double_click_is_one_fork_and_play_closes_the_drawer(visitor):
    page = visitor.open("?scenario=integrated_care&round=10")
    visitor.click("whatif")
    visitor.click("all-hierarchy")
    visitor.see("go").dblclick()
    visitor.click("bet-less")
    page.wait_for_selector("[data-test=play][aria-label=Pause]")
    visitor.click("play")
    visitor.click("whatif")
    visitor.click("tab-tried")
    page.wait_for_selector("[data-test=show-1]")
    assert visitor.see("show-2").count() == 0
    visitor.click("play")
    page.wait_for_selector("[data-test=drawer]", state="detached")


def test_the_drawer_says_from_when_a_change_holds_and_each_that_was_tried_says_so_itself(visitor):
    """Oracle: the round that is shown; what a group could have decided is played from the start."""
    page = visitor.open("?scenario=ngo_consortium&round=9")
    visitor.click("whatif")
    head = page.locator(".sp-whatif-head small")
    assert head.inner_text() == "From round 10 on"
    visitor.click("decide-0")
    visitor.without_a_bet()
    page.evaluate("window.samenspelClock().go(9)")
    visitor.click("tab-tried")
    assert head.inner_text() == ""
    assert page.locator(".sp-tried.on").inner_text().count("From the start: ") == 1
    visitor.click("tab-logic")
    assert head.inner_text() == "From round 10 on"


def test_a_reload_keeps_the_bet_and_the_step_of_the_tour(visitor):
    page = visitor.open("?scenario=integrated_care&round=50")
    visitor.click("whatif")
    visitor.click("all-hierarchy")
    visitor.click("go")
    visitor.click("bet-less")
    page.wait_for_selector("[data-test=bet]", state="detached")
    page.keyboard.press("End")
    page.wait_for_selector("[data-test=reveal-luck]")
    said = visitor.see("bet").inner_text()
    page.wait_for_function("window.location.search.includes('round=60')")
    visitor.reload()
    page.wait_for_selector("[data-test=reveal-luck]")
    assert visitor.see("bet").inner_text() == said
    visitor.click("tour-open")
    visitor.click("tour-next")
    page.wait_for_function("window.location.search.includes('tour=1')")
    visitor.reload()
    page.wait_for_selector("[data-test=tour]")
    assert page.locator(".sp-dots .passed").count() == 1


def test_a_link_into_a_tour_asks_first(visitor):
    """Oracle: what is seen: an invitation and nothing of the steps; whoever joined is not asked again."""
    page = visitor.open("?scenario=merger&tour=2")
    visitor.see("join").wait_for()
    assert visitor.see("tour").count() == 0
    assert not page.locator(".sp-dots").count()
    visitor.click("join")
    visitor.see("tour").wait_for()
    visitor.step_stands(2)
    visitor.reload()
    visitor.see("tour").wait_for()
    visitor.step_stands(2)
    visitor.click("papers")
    for sheet in ("keep-running-order", "keep-handout"):
        visitor.see(sheet).wait_for()
    visitor.click("lead-story")
    assert page.locator(".sp-story").is_visible()


def test_whoever_declines_a_tour_begins_with_the_question(visitor):
    page = visitor.open("?scenario=merger&tour=2")
    visitor.click("decline")
    page.wait_for_function("!window.location.search.includes('tour=')")
    visitor.see("join").wait_for(state="detached")
    assert visitor.see("begin").is_visible()


def test_a_switch_forks_and_the_original_stays_as_a_ghost(visitor, browser, address):
    page = visitor.open("?scenario=integrated_care")
    visitor.click("language-nl")
    page.wait_for_selector("[data-test=round]:has-text('Ronde')")
    visitor.go(12)
    visitor.click("whatif")
    page.locator("[data-test='logic.decision-hierarchy']").check(force=True)
    visitor.click("go")
    page.wait_for_selector("text=samen meer op dan")
    assert visitor.round() == 12
    visitor.click("bet-more")
    page.wait_for_function("window.samenspelClock().round > 13")
    page.keyboard.press(" ")
    page.keyboard.press("Escape")
    visitor.go(30)
    page.wait_for_selector("[data-test=ghost]")
    assert "Zoals het was" in visitor.see("ghost").inner_text()
    assert page.locator(".sp-plot polyline").count() == 2
    page.wait_for_function("window.location.search.includes('round=30')")
    shown, query = visitor.see("number").inner_text(), page.evaluate("window.location.search")
    other = Visitor(browser, address)
    other.open(query)
    other.page.wait_for_selector("[data-test=ghost]")
    assert other.round() == 30
    assert other.see("number").inner_text() == shown
    assert other.see("ghost").inner_text() == visitor.see("ghost").inner_text()
    other.close()


def test_the_band_is_of_the_rounds_that_are_told_and_what_is_told_is_of_the_whole(visitor):
    """Oracle: the rounds of the sentence, on the axis of the line; the line of the whole and not of who was clicked."""
    page = visitor.open("?scenario=supply_chain")
    page.evaluate("document.querySelector('.sp-network').closest('.sp-chart').__vue__.event_send_pick({ row: 0 })")
    visitor.see("course-2").wait_for()
    assert page.locator(".sp-headline h2").is_visible()
    visitor.click("whatif")
    visitor.click("all-hierarchy")
    visitor.click("go")
    visitor.click("bet-more")
    page.wait_for_selector("[data-test=play][aria-label=Pause]")
    page.keyboard.press("End")
    page.wait_for_selector(".sp-plot rect.stretch")
    first, last = map(int, re.search(r"from rounds (\d+) to (\d+)", visitor.see("bet").inner_text()).groups())
    band = page.locator(".sp-plot rect.stretch")
    begins, wide = (float(band.get_attribute(one)) for one in ("x", "width"))
    each = 1000 / page.evaluate("document.querySelector('.sp-clock').__vue__.rounds")
    assert (begins / each, (begins + wide) / each) == pytest.approx((first - 0.5, last + 0.5))
    assert visitor.see("course-0").get_attribute("aria-pressed") == "true"


def test_trust_first_or_organisation_first_and_was_it_luck(visitor):
    """The question of the scenario, answered with the page alone."""
    page = visitor.open("?scenario=integrated_care")
    visitor.click("whatif")
    for place, preset in enumerate(("relation", "organisation"), 1):
        if place > 1:
            visitor.click("show-0")
            page.wait_for_selector("[data-test=show-0][disabled]")
        visitor.click("tab-conditions")
        visitor.click(f"preset-{preset}")
        visitor.click("go")
        visitor.without_a_bet()
        page.wait_for_selector(f"[data-test=show-{place}]")
    page.wait_for_selector("[data-test=show-2][disabled]")
    visitor.see("ghost-pick").select_option("1")
    visitor.click("luck")
    page.wait_for_selector("[data-test=verdict]", timeout=60_000)
    verdict = visitor.see("verdict").inner_text()
    assert "Trust first" in verdict
    assert "Organisation first" in verdict
    visitor.click("drop-2")
    page.wait_for_selector("[data-test=show-2]", state="detached")


def test_an_event_is_fired_and_marked(visitor):
    page = visitor.open("?scenario=merger&round=20")
    before = page.locator(".sp-flag.own").count()
    visitor.click("whatif")
    visitor.click("tab-events")
    visitor.click("fire-breach")
    page.wait_for_selector(".sp-flag.own")
    assert page.locator(".sp-flag.own").count() == before + 1
    visitor.click("forward")
    assert "Breach of trust: Hospital North" in page.locator(".sp-log li.now").inner_text()


def test_an_event_is_made_up_on_the_spot_and_the_ghost_is_shown_on_the_stage(visitor):
    page = visitor.open("?scenario=integrated_care&round=20")
    visitor.click("whatif")
    visitor.click("tab-events")
    visitor.click("made-up")
    assert visitor.see("whatif-made_up").is_disabled()
    visitor.see("made-up-name").fill("<b>A new minister</b>")
    visitor.see("made-up-trust").focus()
    page.keyboard.press("ArrowRight")
    visitor.click("whatif-made_up")
    visitor.without_a_bet()
    page.wait_for_selector(".sp-flag.own")
    visitor.click("whatif")
    page.wait_for_selector("[data-test=drawer]", state="detached")
    visitor.go(21)
    assert "<b>A new minister</b>: General" in page.locator(".sp-log li.now").inner_text()
    visitor.click("swap")
    page.wait_for_selector("[data-test=swap]:has-text('A new minister')")
    page.keyboard.press("g")
    page.wait_for_selector("[data-test=swap]:has-text('As it was')")


def test_the_story_and_the_panel_to_share_do_not_stand_over_one_another(visitor):
    page = visitor.open()
    visitor.click("share")
    visitor.see("share-panel").wait_for()
    visitor.click("story")
    visitor.see("share-panel").wait_for(state="detached")
    assert page.locator(".sp-story").is_visible()
    visitor.click("share")
    visitor.see("share-panel").wait_for()
    assert page.locator(".sp-story").count() == 0


def test_an_organisation_tells_its_story(visitor):
    page = visitor.open("?scenario=integrated_care&round=20")  # under a goal, with everybody
    page.wait_for_timeout(400)
    box = page.locator(".sp-network").bounding_box()
    page.evaluate(
        """() => { const stage = document.querySelector('.sp-network').__vue__;
        window.spot = stage.chart.convertToPixel({ seriesIndex: 0 }, stage.option.series[0].data[1].value); }"""
    )
    x, y = page.evaluate("window.spot")
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.wait_for_selector("[data-test=card]")
    assert "Hospital" in visitor.see("card").inner_text()
    assert "Promises" in visitor.see("card").inner_text()
    assert visitor.see("course-2").inner_text() == "Hospital"
    assert visitor.see("course-2").get_attribute("aria-pressed") == "true"
    visitor.click("course-1")
    assert visitor.see("course-1").get_attribute("aria-pressed") == "true"


def test_every_scenario_opens_in_both_languages(visitor):
    page = visitor.open()
    for language, word in (("en", "Round"), ("nl", "Ronde")):
        visitor.click(f"language-{language}")
        page.wait_for_selector(f"[data-test=round]:has-text('{word}')")
        for name in names():
            visitor.see("scenario").select_option(name)
            page.wait_for_function("name => window.location.search.includes(`scenario=${name}&`)", arg=name)
            visitor.go(10)
            assert visitor.see("number").inner_text() != "–"


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 720), (1920, 1080)])
def test_it_fits_the_window(browser, address, width, height):
    one = Visitor(browser, address, width, height)
    page = one.open("?scenario=survey_example&round=20")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert one.see("number").is_visible()
    assert page.locator(".sp-log").is_visible()
    if width > 760:
        assert page.evaluate("document.documentElement.scrollHeight") <= height
    one.close()


def test_names_from_outside_are_text(visitor):
    page = visitor.open("?scenario=baseline")
    visitor.click("whatif")
    visitor.click("all-hierarchy")
    visitor.see("name").fill("<img src=x onerror=alert(1)> ‮ 🎈")
    visitor.click("go")
    page.wait_for_selector("h1:has-text('<img src=x onerror=alert(1)>')")
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.parametrize("query", ["?scenario=../../x", "?what=AAAA", "?round=-5&scenario=merger"])
def test_a_malformed_address_says_so_and_shows_something(visitor, query):
    page = visitor.open(query)
    assert page.locator("[role=alert]").count() == 1
    assert "Traceback" not in page.locator("body").inner_text()


@pytest.mark.parametrize(("query", "word"), [("?scenario=baseline", "Ronde"), ("?language=en", "Round")])
def test_the_page_opens_in_the_language_of_the_browser_unless_the_address_names_one(browser, address, query, word):
    visitor = Visitor(browser, address, locale="nl-NL")
    visitor.open(query)
    visitor.page.wait_for_selector(f"[data-test=round]:has-text('{word}')")
    visitor.page.wait_for_timeout(500)
    assert visitor.see("round").inner_text().startswith(word)
    assert not visitor.wrong
    visitor.close()


def test_what_is_wrong_with_an_address_is_said_in_its_language(visitor):
    page = visitor.open("?scenario=mergr&language=nl")
    assert "dat moet zijn: area_development" in page.locator("[role=alert]").inner_text()


def test_what_cannot_be_is_said_on_the_page_and_the_session_goes_on(visitor):
    page = visitor.open("?scenario=baseline&round=60")
    visitor.click("whatif")
    visitor.click("tab-events")
    assert visitor.see("fire-cut").is_disabled()
    visitor.click("tab-logic")
    assert page.locator(".sp-whatif-foot").inner_text() != ""


def test_a_bet_comes_before_what_it_is_about(visitor):
    """Oracle: the round that is shown, whatever keys and buttons are pressed; after the bet it goes on."""
    page = visitor.open("?scenario=integrated_care&round=20")
    visitor.click("whatif")
    visitor.click("all-hierarchy")
    visitor.click("go")
    page.wait_for_selector("[data-test=bet-more]")
    for key in ("End", "ArrowRight", "PageDown", " "):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert visitor.round() == 20
    for control in ("play", "forward", "last"):
        assert visitor.see(control).is_disabled()
    page.keyboard.press("ArrowLeft")
    assert visitor.round() == 19
    page.keyboard.press("c")
    visitor.click("bet-more")
    page.wait_for_selector("[data-test=bet]", state="detached")
    page.wait_for_function("window.samenspelClock().round > 20")


def test_everything_of_every_round_unfolds_at_once_and_stays_open(visitor):
    """Oracle: the log that the page was given, counted in the browser."""
    page = visitor.open("?scenario=integrated_care&round=20")
    told = page.evaluate(
        """() => document.querySelector('[data-test=log]').__vue__.entries.slice(0, 21)
        .reduce((sum, one) => sum + one.rest.length, 0)"""
    )
    assert told > 10
    unfolded = "document.querySelectorAll('.sp-log .sp-rest').length"
    assert page.evaluate(unfolded) == 0
    visitor.click("all-rounds")
    page.wait_for_function(f"{unfolded} === {told}")
    visitor.click("back")
    visitor.click("forward")
    page.wait_for_function(f"{unfolded} === {told}")
    visitor.click("all-rounds")
    assert page.locator(".sp-log .sp-rest").count() == 0


def test_what_can_be_clicked_is_said_until_somebody_does(visitor):
    page = visitor.open("?scenario=integrated_care&round=20")
    assert visitor.see("hint").is_visible()
    page.keyboard.press("n")
    page.wait_for_selector("[data-test=card]")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-test=card]", state="detached")
    assert visitor.see("hint").count() == 0


GOING = "document.querySelectorAll('.sp-network .sp-going i').length"  # marks along ties


def test_what_happened_goes_along_its_tie_once_and_only_for_who_wants_that(browser, address):
    """Oracle: the columns that the page was given, and the marks that go."""
    for motion, wanted in (("no-preference", True), ("reduce", False)):
        one = Visitor(browser, address, reduced_motion=motion)
        page = one.open("?scenario=integrated_care")
        page.wait_for_function("document.querySelector('.sp-network').__vue__.live")
        assert one.see("motion").is_checked() == wanted
        moves = page.evaluate("document.querySelector('.sp-network').__vue__.rows.map((row) => row.moves.length)")
        round_ = next(at for at, count in enumerate(moves) if count)
        one.go(round_ - 1)
        assert page.evaluate(GOING) == 0
        clock = "window.samenspelClock()"
        assert page.evaluate(f"({clock}.still = 0, {clock}.go({round_}), {GOING})") == (moves[round_] if wanted else 0)
        page.wait_for_function(f"{GOING} === 0")
        one.go(round_ - 1)  # where pictures came late nothing moves
        assert page.evaluate(f"({clock}.still = 1, {clock}.go({round_}), {GOING})") == 0
        one.close()


# Turns rounds by a watch of its own: each is drawn for so long, and its frame is awaited for so long, in milliseconds.
# After each: the marks that go along ties, and the rounds without motion that are still to come.
TURNED = """(turns) => { const clock = window.samenspelClock(), asked = window.requestAnimationFrame, frames = [];
let now = 0, drawing = 0; performance.now = () => now; window.requestAnimationFrame = (draws) => frames.push(draws);
const unlisten = clock.listen(() => { now += drawing; });
try { return turns.map(([round, drawn, awaited]) => { drawing = drawn; clock.go(round);
  const going = document.querySelectorAll(".sp-network .sp-going i").length;
  now += awaited; for (const draws of frames.splice(0)) draws(now);
  return [going, clock.still]; }); }
finally { unlisten(); delete performance.now; window.requestAnimationFrame = asked; } }"""


def test_where_frames_come_late_nothing_moves_for_ten_rounds(visitor):
    """Oracle: a watch that the test sets. What is drawn for long is not late, and what is awaited for long is."""
    page = visitor.open("?scenario=integrated_care")
    page.wait_for_function("document.querySelector('.sp-network').__vue__.live")
    moves = page.evaluate("document.querySelector('.sp-network').__vue__.rows.map((row) => row.moves.length)")
    at = next(at for at, count in enumerate(moves) if count and at > 1)
    page.evaluate("window.samenspelClock().still = 0")
    back, again = (at - 1, 0, 16), (at, 0, 16)
    assert page.evaluate(TURNED, [back, (at, 400, 16)])[-1] == [moves[at], 0]
    assert page.evaluate(TURNED, [back, (at, 0, 60), back, again]) == [[0, 0], [moves[at], 10], [0, 9], [0, 8]]
    assert page.evaluate(TURNED, [back] * 8 + [again])[-2:] == [[0, 0], [moves[at], 0]]


def test_while_it_plays_the_log_has_what_is_seen_of_it_and_at_rest_everything(visitor):
    """Oracle: the rounds so far."""
    page = visitor.open("?scenario=integrated_care&round=36")
    entries = "document.querySelectorAll('.sp-log li').length"
    page.wait_for_function(f"{entries} === 37")
    seen = page.evaluate(f"""async () => {{ const list = document.querySelector(".sp-log ol");
        window.samenspelClock().go(37);
        await list.parentNode.__vue__.$nextTick();
        return [{entries}, list.firstChild.innerText, list.scrollHeight > list.clientHeight]; }}""")
    assert seen[0] == 20
    assert seen[1].startswith("Round 37")
    assert seen[2]
    page.wait_for_function(f"{entries} === 38")


SAID = """new MutationObserver(() => {
  for (const one of document.querySelectorAll("#loader-container h1, [data-test=waits], [data-test=reveal-luck]")) {
    const said = getComputedStyle(one, "::after").content.replace(/^(none|normal)$/, "") || one.textContent.trim();
    (window.said = window.said || new Set()).add(said);
  }
}).observe(document, { subtree: true, childList: true, characterData: true });"""


@pytest.mark.parametrize(
    ("locale", "query", "words"),
    [
        ("nl-NL", "", "de simulatie wordt geladen"),
        ("en-GB", "", "the simulation is being loaded"),
        ("en-GB", "?language=nl", "de simulatie wordt geladen"),
    ],
)
def test_while_the_page_is_loaded_that_is_said_in_its_language(browser, address, locale, query, words):
    """Oracle: all that the page says before it stands; the address goes before the browser."""
    visitor = Visitor(browser, address, locale=locale)
    visitor.page.add_init_script(SAID)
    visitor.open(query)
    said = visitor.page.evaluate("[...window.said]")
    assert said
    assert all(words in one for one in said), said
    visitor.close()


def test_what_takes_long_is_said_and_how_far_it_is(browser, address):
    """Oracle: all that stood in the drawer and on the button."""
    visitor = Visitor(browser, address)
    visitor.page.add_init_script(SAID)
    page = visitor.open("?scenario=integrated_care&language=nl&round=60")
    visitor.click("whatif")
    visitor.click("decide-0")
    visitor.click("bet-more")
    page.wait_for_selector("[data-test=bet]", state="detached")
    page.keyboard.press("End")
    visitor.click("reveal-luck")
    page.wait_for_selector("[data-test=compare-verdict]", timeout=60_000)
    said = " ".join(page.evaluate("[...window.said]"))
    assert "Dit wordt doorgerekend" in said
    assert "50% klaar" in said
    visitor.close()
