"""The page: parts of Vue in a Solara page, bound to a desk.

Python says what is to be seen, as plain data; the parts in `parts/` show it, and the browser itself turns the rounds.
Names and everything else that comes from outside are shown as text by Vue and ECharts, never as HTML.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import reacton
import reacton.ipyvuetify as rv
import solara
from solara.server import settings

from ..errors import InputError
from . import touring
from .address import Setting, decode, language_of
from .desk import Desk
from .session import PAIRS
from .shown import charts, palette, places, stage
from .shown.bet import bet
from .shown.brought import brought
from .shown.card import card
from .shown.clock import clock
from .shown.comparison import comparison
from .shown.headline import headline
from .shown.log import log
from .shown.luck import luck, spread
from .shown.share import share
from .shown.top import top
from .shown.tour import tour
from .shown.whatif import whatif
from .texts import LANGUAGES, Texts, errors

logger = logging.getLogger(__name__)
Do = Callable[..., None]
MOST_PLACE = 300  # characters of the address of the page, without its query


@solara.component_vue("parts/top.vue")
def Top(  # noqa: N802
    words: dict,
    scenarios: list,
    scenario: str,
    title: str,
    story: str,
    question: str,
    facts: str,
    reading: list,
    logic: str,
    languages: list,
    language: str,
    opened: bool,
    touring: bool,
    toured: bool,
    revealed: bool,
    sharing: bool,
    comparable: bool,
    event_take_scenario: Do = None,
    event_take_language: Do = None,
    event_start_again: Do = None,
    event_toggle_whatif: Do = None,
    event_toggle_tour: Do = None,
    event_toggle_share: Do = None,
    event_toggle_hidden: Do = None,
    event_toggle_compare: Do = None,
    event_toggle_swap: Do = None,
    event_pick_next: Do = None,
    event_close_one: Do = None,
) -> None:
    """Scenario, languages and tools."""


@solara.component_vue("parts/chart.vue")
def Chart(  # noqa: N802
    option: dict,
    columns: str,
    kind: str,
    label: str,
    look: dict,
    width: int = 0,
    height: int = 0,
    pickable: bool = False,
    event_send_pick: Do = None,
) -> None:
    """A chart of ECharts that turns with the round."""


@solara.component_vue("parts/course.vue")
def Course(courses: list, marks: list, label: str) -> None:  # noqa: N802
    """Value, up to the present round."""


@solara.component_vue("parts/bars.vue")
def Bars(names: list, colours: list, frames: list, kind: str, label: str) -> None:  # noqa: N802
    """Bars that turn with the round."""


@solara.component_vue("parts/status.vue")
def Status(frames: list, corner: bool) -> None:  # noqa: N802
    """What lies on the table: a goal, or how much support there is for one."""


@solara.component_vue("parts/headline.vue")
def Headline(title: str, name: str, frames: list) -> None:  # noqa: N802
    """The number to remember."""


@solara.component_vue("parts/log.vue")
def Log(title: str, entries: list) -> None:  # noqa: N802
    """What happened, and why."""


@solara.component_vue("parts/clock.vue")
def Clock(  # noqa: N802
    words: dict,
    rounds: int,
    start: int,
    rails: list,
    flags: list,
    address: str,
    fresh: int,
    plays: int,
    event_send_round: Do = None,
) -> None:
    """The time bar."""


@solara.component_vue("parts/bet.vue")
def Bet(  # noqa: N802
    asked: bool, question: str, answers: list, outcome: str, said: str, rounds: int, since: int, name: str, against: str
) -> None:
    """Predict first."""


@solara.component_vue("parts/card.vue")
def Card(title: str, frames: list, left: bool, close_word: str, event_send_close: Do = None) -> None:  # noqa: N802
    """The story of one organisation, or of two."""


@solara.component_vue("parts/legend.vue")
def Legend(  # noqa: N802
    words: list,
    switches: list,
    event_send_unseen: Do = None,
    event_send_swap: Do = None,
) -> None:
    """What the drawing means, and the switches for what nobody sees and for the ghost."""


@solara.component_vue("parts/whatif.vue")
def WhatIf(  # noqa: N802
    words: dict,
    point: str,
    logics: dict,
    at: str,
    tabs: list,
    rounds: int,
    most_phases: int,
    shelved: list,
    mine: bool,
    problem: str,
    contrasts: list,
    efforts: list,
    presets: list,
    organisations: list,
    fields: list,
    levers: list,
    happenings: list,
    made_up: list,
    tried: list,
    shown: int,
    ghost: int,
    same: str,
    bet: bool,
    luck: str,
    version: int,
    picked: int,
    event_send_close: Do = None,
    event_send_fork: Do = None,
    event_send_happen: Do = None,
    event_send_show: Do = None,
    event_send_drop: Do = None,
    event_send_luck: Do = None,
    event_send_tab: Do = None,
    event_send_again: Do = None,
    event_send_mine: Do = None,
    event_send_compare: Do = None,
) -> None:
    """The drawer in which things are changed."""


@solara.component_vue("parts/share.vue")
def Share(  # noqa: N802
    words: dict,
    address: str,
    open_to_others: bool,
    linked: bool,
    code: dict,
    parcel: dict,
    captions: list,
    name: str,
    most_bytes: int,
    most_files: int,
    problem: str,
    event_send_close: Do = None,
    event_send_keep: Do = None,
    event_send_open: Do = None,
) -> None:
    """Share, keep, and open one's own."""


@solara.component_vue("parts/brought.vue")
def Brought(  # noqa: N802
    words: dict,
    columns: list,
    parts: list,
    questions: list,
    problem: str,
    done: bool,
    event_send_answers: Do = None,
    event_send_close: Do = None,
) -> None:
    """What was read of files, and what is asked about them."""


@solara.component_vue("parts/tour.vue")
def Tour(  # noqa: N802
    words: dict,
    name: str,
    steps: list,
    at: int,
    done: list,
    event_send_step: Do = None,
    event_send_do: Do = None,
    event_send_close: Do = None,
) -> None:
    """The guided tour, one step at a time."""


@solara.component_vue("parts/comparison.vue")
def SideBySide(  # noqa: N802
    title: str,
    sentence: str,
    names: list,
    difference: str,
    rows: list,
    note: str,
    parting_title: str,
    parting: list,
    verdict: str,
    luck_word: str,
    busy_word: str,
    close_word: str,
    event_send_close: Do = None,
    event_send_luck: Do = None,
) -> None:
    """Two lines side by side."""


@solara.component_vue("parts/heading.vue")
def Heading(title: str, frames: list) -> None:  # noqa: N802
    """A heading with something beside it that turns with the round."""


@solara.component
def Page() -> None:  # noqa: N802
    """One browser's page."""
    query = solara.use_router().search or ""
    desk, problem = solara.use_memo(lambda: desk_for(query), [])
    _, render = solara.use_state(0)
    at, set_at = solara.use_state("")
    failure, _ = reacton.use_exception()
    solara.Title("Samenspel")
    if failure is not None or desk is None:
        logger.error("the page could not be shown", exc_info=failure)
        with div("sp-failed"):
            rv.Html(tag="p", children=[(desk.texts if desk else Texts(LANGUAGES[0]))("error.session")])
        return

    def does(act: Callable[[Any], None]) -> Do:
        """Do what was asked, say what was wrong with it, and show what came of it."""

        def handle(data: object = None) -> None:
            desk.problem = ""
            try:
                act(data)
            except Exception as error:  # whatever it is, it stays in this session
                desk.problem = shown_problem(error, desk.texts)
            render(lambda count: count + 1)

        return handle

    def opened(where: dict | None) -> None:
        """The panel to share opens, for the address that the browser has."""
        if where:
            desk.round_shown(where["round"])
            set_at(str(where["at"])[:MOST_PLACE])
        desk.share_opened(bool(where))

    guided = tour(desk)
    said = problem or ("" if desk.open or desk.sharing else desk.problem)
    with div(f"sp-page{' sp-with-tour' if guided else ''}{' sp-with-problem' if said else ''}"):
        Top(
            **top(desk),
            opened=desk.open,
            event_take_scenario=does(desk.scenario_picked),
            event_take_language=does(desk.language_picked),
            event_start_again=does(desk.reset),
            event_toggle_whatif=does(desk.whatif_opened),
            event_toggle_tour=does(lambda begins: touring.opened(desk, begins)),
            event_toggle_share=does(opened),
            event_toggle_hidden=does(desk.revealed_or_hidden),
            event_toggle_compare=does(desk.side_by_side),
            event_toggle_swap=does(desk.exchanged),
            event_pick_next=does(desk.next_picked),
            event_close_one=does(desk.closed_one),
        )
        if said:
            rv.Html(
                tag="p", class_="sp-problem", attributes={"role": "alert", "data-test": "page-problem"}, children=[said]
            )
        with div("sp-main-row sp-opened" if desk.open or desk.sharing else "sp-main-row"):
            Stage(desk, does)
            if desk.sharing:
                with div("sp-drawer"):
                    if desk.questions or desk.read:
                        Brought(
                            **brought(desk),
                            event_send_answers=does(desk.answered),
                            event_send_close=does(lambda done: desk.share_opened(not done)),
                        )
                    else:
                        Share(
                            **share(desk, at, settings.main.host),
                            event_send_close=does(lambda _: desk.share_opened(False)),
                            event_send_keep=does(desk.kept),
                            event_send_open=does(desk.opened),
                        )
            elif desk.open:
                Drawer(desk, does)
            else:
                Beside(desk)
        Clock(**clock(desk), event_send_round=does(desk.round_shown))
        with div("sp-below sp-touring" if guided else "sp-below"):
            if guided:
                Tour(
                    **guided,
                    event_send_step=does(lambda at: touring.step_shown(desk, at)),
                    event_send_do=does(lambda at: touring.step_done(desk, at)),
                    event_send_close=does(desk.tour_ended),
                )
            Log(title=desk.texts("story.title"), entries=log(desk))
            Bet(**bet(desk))


def desk_for(query: str) -> tuple[Desk | None, str]:
    """The desk that an address asks for, or the first scenario and what was wrong with the address."""
    try:
        return Desk(decode(query)), ""
    except Exception as error:  # an address is input from outside
        desk = Desk(Setting(language=language_of(query)))
        return desk, desk.texts("error.scenario", problem=shown_problem(error, desk.texts))


def shown_problem(error: Exception, texts: Texts) -> str:
    """What is said of an error: what was wrong with input, and of anything else only that it happened."""
    if isinstance(error, InputError):
        return texts("error.problem", problem=errors.said(error, texts.language))
    logger.error("something went wrong in a session", exc_info=error)
    return texts("error.session")


def div(name: str) -> Any:  # noqa: ANN401
    """A block of the page."""
    return rv.Html(tag="div", class_=name)


def Stage(desk: Desk, does: Callable[[Callable], Do]) -> None:  # noqa: N802
    """The network, and what is said over it."""
    texts, network = desk.texts, stage.network(desk)
    with div("sp-stage"):
        Chart(
            option=network["option"],
            columns=network["columns"],
            kind="sp-network",
            label=network["label"],
            look=palette.LOOK,
            width=places.WIDTH,
            height=places.HEIGHT,
            pickable=True,
            event_send_pick=does(desk.picked_on_stage),
        )
        Status(frames=network["status"], corner=len(desk.labels) > places.FEW)
        kinds = [*stage.LEGEND, "home"] if desk.revealed else stage.LEGEND
        Legend(
            words=[{"kind": kind, "text": texts(f"stage.{kind}")} for kind in kinds],
            switches=stage.switches(desk),
            event_send_unseen=does(desk.revealed_or_hidden),
            event_send_swap=does(desk.exchanged),
        )
        compared = comparison(desk)
        if compared:
            Compared(desk, compared, does)
        told = card(desk)
        if told:
            Card(**told, close_word=texts("word.close"), event_send_close=does(lambda _: desk.picked_on_stage({})))


def Beside(desk: Desk) -> None:  # noqa: N802
    """One number, the line, the conditions and both norms."""
    texts, drawn = desk.texts, charts.beside(desk)
    with div("sp-beside-stage"):
        Headline(title=texts("headline.title"), name=desk.line_name(desk.session.line), frames=headline(desk))
        Course(**charts.value(desk), label=texts("chart.value"))
        if desk.revealed:
            heading(texts("unseen.map"))
            Chart(
                option=drawn["views"],
                columns=drawn["view_columns"],
                kind="sp-views",
                label=texts("unseen.map"),
                look={},
            )
            return
        Heading(title=texts("chart.conditions"), frames=charts.effort(desk))
        Bars(**drawn["conditions"], kind="sp-conditions", label=texts("chart.conditions"))
        heading(texts("chart.norms"))
        Bars(**drawn["norms"], kind="sp-norms", label=texts("chart.norms"))


def Drawer(desk: Desk, does: Callable[[Callable], Do]) -> None:  # noqa: N802
    """What if?"""
    with div("sp-drawer"):
        WhatIf(
            **whatif(desk),
            event_send_close=does(lambda _: desk.whatif_opened(False)),
            event_send_fork=does(desk.forked),
            event_send_happen=does(desk.happened),
            event_send_show=does(desk.line_shown),
            event_send_drop=does(desk.dropped),
            event_send_luck=does(desk.luck_asked),
            event_send_tab=does(desk.tab_picked),
            event_send_again=does(desk.brought_back),
            event_send_mine=does(desk.back_to_mine),
            event_send_compare=does(desk.side_by_side),
        )
        verdict = luck(desk)
        if desk.tab == "tried" and verdict and not desk.compared:
            with div("sp-luck-box"):
                rv.Html(tag="p", class_="sp-verdict", attributes={"data-test": "verdict"}, children=[verdict])
                Spread(desk)


def Spread(desk: Desk) -> None:  # noqa: N802
    """How the difference spreads over pairs of runs."""
    heading(desk.texts("whatif.luck_title", pairs=desk.found.pairs))
    Chart(
        option=spread(desk.found, desk.texts),
        columns="",
        kind="sp-luck",
        label=desk.texts("whatif.luck_axis"),
        look={},
    )


def Compared(desk: Desk, compared: dict, does: Callable[[Callable], Do]) -> None:  # noqa: N802
    """Two lines side by side, over the stage."""
    texts, verdict = desk.texts, luck(desk)
    with rv.Html(tag="div", class_="sp-compare", attributes={"data-test": "side-by-side"}):
        if verdict:  # what was asked last comes first
            with div("sp-luck-box"):
                rv.Html(tag="p", class_="sp-sentence", attributes={"data-test": "compare-verdict"}, children=[verdict])
                Spread(desk)
        SideBySide(
            **compared,
            verdict=verdict,
            luck_word=texts("whatif.luck"),
            busy_word=texts("whatif.luck_busy", pairs=PAIRS),
            close_word=texts("word.close"),
            event_send_close=does(desk.side_by_side),
            event_send_luck=does(desk.luck_asked),
        )


def heading(text: str) -> None:
    """A heading over a chart."""
    rv.Html(tag="h2", children=[text])


@solara.component
def Layout(children: list) -> None:  # noqa: N802
    """Nothing around the page."""
    with div("sp-all-of-it"):
        solara.Column(children=children, gap="0", classes=["sp-column"])
