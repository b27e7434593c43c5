"""The page: parts of Vue in a Solara page, bound to a desk.

Python says what is to be seen, as plain data; the parts in `parts/` show it, and the browser itself turns the rounds.
Names and everything else that comes from outside are shown as text by Vue and ECharts, never as HTML.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import Parameter, Signature
from typing import Any

import reacton
import reacton.ipyvuetify as rv
import solara
from ipyvuetify import VuetifyTemplate
from solara.server import settings

from ..errors import InputError
from ..errors import said as in_language
from . import touring
from .address import Setting, decode, language_of
from .desk import Desk
from .shown import charts, palette, places, stage
from .shown.advice import advice
from .shown.bet import bet
from .shown.brought import brought
from .shown.card import card
from .shown.clock import clock
from .shown.comparison import comparison
from .shown.ending import ending, sheet
from .shown.handout import for_presenter, for_room
from .shown.headline import headline
from .shown.log import log
from .shown.luck import luck, spread, waiting
from .shown.making import making
from .shown.opening import opening
from .shown.share import for_others, share
from .shown.top import top
from .shown.tour import tour
from .shown.whatif import whatif
from .texts import LANGUAGES, Texts, begun

logger = logging.getLogger(__name__)
Do = Callable[..., None]
SHEETS = {"ending": sheet, "handout": for_room, "running_order": for_presenter}
IN_A_FILE = "samenspel.onefile.export"  # it stands on the page, and so is imported when somebody asks for one
MOST_PLACE = 300  # characters of the address of the page, without its query


def part(name: str, shown: Mapping[str, Any], **does: Do) -> None:
    """A part of the page: `parts/<name>.vue` with what is shown in it, and what it does when people do something.

    What `shown` says is what the template knows by the same names; it calls `event_<what>` for each of `does`.
    """
    acts = {f"event_{what}": act for what, act in does.items()}
    component(name, tuple(shown), tuple(does))(**{one: Plain(value) for one, value in shown.items()}, **acts)


@dataclass(frozen=True)
class Plain:
    """Something shown, which holds nothing but data: Solara looks for parts of the page within lists and tables."""

    data: Any


def as_data(shown: Plain | None, _: object) -> Any:  # noqa: ANN401
    """What a browser is sent of something shown."""
    return None if shown is None else shown.data


@cache
def component(name: str, shown: tuple[str, ...], does: tuple[str, ...]) -> Callable[..., Any]:
    """The component of a template; Solara reads off a signature what it is given."""
    names = [*shown, *(f"event_{what}" for what in does)]
    taken = set(names) & set(dir(VuetifyTemplate))
    if taken:  # it would not open, without a word
        raise ValueError(f"parts/{name}.vue: widgets have names of their own: {', '.join(sorted(taken))}")

    def given() -> None:
        """Take what is shown."""

    given.__signature__ = Signature([Parameter(one, Parameter.KEYWORD_ONLY, default=None) for one in names])
    return solara.component_vue(f"parts/{name}.vue", to_json=dict.fromkeys(shown, as_data))(given)


@solara.component
def Page() -> None:  # noqa: N802
    """One browser's page."""
    query = solara.use_router().search or ""
    shown(*solara.use_memo(lambda: desk_for(query), []))


def shown(desk: Desk | None, problem: str = "") -> None:
    """What a desk shows, and what was wrong with what it was asked for; the body of a component."""
    _, render = solara.use_state(0)
    at, set_at = solara.use_state("")
    failure, _ = reacton.use_exception()
    solara.Title("Samenspel")
    if failure is not None or desk is None:
        logger.error("the page could not be shown", exc_info=failure)
        with div("sp-failed"):
            rv.Html(tag="p", children=[(desk.texts if desk else Texts(LANGUAGES[0]))("error.session")])
        return

    def tell() -> None:
        """There is more to show."""
        render(lambda count: count + 1)

    def does(act: Callable[[Any], None]) -> Do:
        """Do what was asked, say what was wrong with it, and show what came of it."""

        def handle(data: object = None) -> None:
            desk.problem = ""
            try:
                act(data)
            except Exception as error:  # whatever it is, it stays in this session
                desk.problem = shown_problem(error, desk.texts)
                desk.refused += 1
            tell()

        return handle

    def opened(where: dict | None) -> None:
        """The panel to share opens, for the address that the browser has."""
        if where:
            desk.round_shown(where["round"])
            set_at(str(where["at"])[:MOST_PLACE])
        desk.share_opened(bool(where))

    solara.use_effect(lambda: desk.advice_closed, [])  # whoever leaves no longer waits
    guided = tour(desk)
    said = problem or ("" if desk.open or desk.sharing or desk.making else desk.problem)
    with div("sp-page"):
        part(
            "top",
            top(desk) | {"opened": desk.open},
            take_scenario=does(desk.scenario_picked),
            take_language=does(desk.language_picked),
            start_again=does(desk.reset),
            toggle_whatif=does(desk.whatif_opened),
            toggle_tour=does(lambda begins: touring.opened(desk, begins)),
            toggle_share=does(opened),
            toggle_hidden=does(desk.revealed_or_hidden),
            toggle_compare=does(desk.side_by_side),
            toggle_swap=does(desk.exchanged),
            pick_next=does(desk.next_picked),
            close_one=does(desk.closed_one),
            drop_files=does(desk.dropped_files),
        )
        if said:
            rv.Html(
                tag="p", class_="sp-problem", attributes={"role": "alert", "data-test": "page-problem"}, children=[said]
            )
        with div("sp-main-row sp-opened" if desk.open or desk.sharing else "sp-main-row"):
            scene(desk, does, at, tell)
        part("clock", clock(desk), send_round=does(desk.round_shown), send_play=does(desk.played))
        with div("sp-below sp-touring" if guided else "sp-below"):
            if guided:
                part(
                    "tour",
                    guided,
                    send_step=does(lambda at: touring.step_shown(desk, at)),
                    send_do=does(lambda at: touring.step_done(desk, at, tell)),
                    send_join=does(lambda _: touring.joined(desk)),
                    send_close=does(desk.tour_ended),
                )
            part("log", log(desk))
        if told := advice(desk):
            part("advice", told, send_close=does(desk.advice_closed))


def scene(desk: Desk, does: Callable[[Callable], Do], at: str, tell: Callable[[], None]) -> None:
    """What is looked at: a screen of its own, or the network and beside it what is asked for."""
    beside = desk.open or desk.sharing
    if form := making(desk):
        part(
            "making",
            form,
            send_make=does(desk.made),
            send_close=does(lambda _: desk.making_opened(False)),
            send_file=does(desk.door_opened),
        )
    elif not beside and (compared := comparison(desk)):
        Compared(desk, compared, does, tell)
    elif not beside and (asked := bet(desk)):
        part(
            "bet",
            asked,
            say=does(desk.bet_on),
            phones=does(lambda at: desk.room_asked(for_others(str(at)[:MOST_PLACE], settings.main.host))),
            luck=does(lambda _: (desk.luck_asked(tell=tell), desk.side_by_side())),
            compare=does(desk.side_by_side),
            seen=does(desk.bet_seen),
        )
    elif not beside and (end := ending(desk)):
        part(
            "ending",
            end,
            whatif=does(lambda _: desk.whatif_opened(True)),
            luck=does(lambda _: desk.luck_asked(tell=tell)),
            keep=does(lambda _: desk.packed("ending", sheet(desk))),
            close=does(desk.ending_closed),
        )
    else:
        beside_network(desk, does, at, tell)


def beside_network(desk: Desk, does: Callable[[Callable], Do], at: str, tell: Callable[[], None]) -> None:
    """The network, and beside it what is asked for."""
    Stage(desk, does)
    asks = does(lambda _: desk.advice_asked(tell))
    if desk.sharing:
        with div("sp-drawer"):
            if desk.questions or desk.read:
                part(
                    "brought",
                    brought(desk),
                    send_answers=does(desk.answered),
                    send_close=does(lambda done: desk.share_opened(False) if done else desk.door_opened()),
                    send_title=does(desk.retitled),
                    send_advise=asks,
                )
            else:
                part(
                    "share",
                    share(desk, at, settings.main.host),
                    send_close=does(lambda _: desk.share_opened(False)),
                    send_keep=does(lambda what: keep(desk, what)),
                    send_open=does(desk.opened),
                    send_advise=asks,
                )
    elif desk.open:
        Drawer(desk, does, tell)
    else:
        Beside(desk, does)


def keep(desk: Desk, what: str) -> None:
    """Something is taken home."""
    if what == "page":
        desk.kept_whole(import_module(IN_A_FILE).written)
    elif what in SHEETS:
        desk.packed(what, SHEETS[what](desk))
    else:
        desk.kept(what)


def desk_for(query: str) -> tuple[Desk | None, str]:
    """The desk that an address asks for, or the first scenario and what was wrong with the address."""
    try:
        desk = Desk(decode(query))
        touring.resumed(desk)
        return desk, ""
    except Exception as error:  # an address is input from outside
        desk = Desk(Setting(language=language_of(query)))
        return desk, desk.texts("error.scenario", problem=shown_problem(error, desk.texts))


def shown_problem(error: Exception, texts: Texts) -> str:
    """What is said of an error: what was wrong with input, and of anything else only that it happened."""
    if isinstance(error, InputError):
        return texts("error.problem", problem=in_language(error, texts.language))
    logger.error("something went wrong in a session", exc_info=error)
    return texts("error.session")


def div(name: str) -> Any:  # noqa: ANN401
    """A block of the page."""
    return rv.Html(tag="div", class_=name)


def Stage(desk: Desk, does: Callable[[Callable], Do]) -> None:  # noqa: N802
    """The network, and what is said over it."""
    texts, network = desk.texts, stage.network(desk)
    drawing = {name: network[name] for name in ("option", "columns", "label", "crowd")}
    size = {"width": places.WIDTH, "height": places.HEIGHT, "largest": places.LARGEST}
    with div("sp-stage"):
        with div("sp-network-box"):
            chart(
                "sp-network",
                drawing | size | {"look": palette.LOOK},
                send_pick=does(desk.picked_on_stage),
            )
            part("ledger", stage.ledger(desk))
            corner = len(desk.labels) > places.FEW
            table = {"frames": network["status"], "corner": corner, "opens": texts("table.opens")}
            part("status", table, send_pick=does(desk.picked_on_stage))
        part(
            "legend",
            {
                "hint": "" if desk.clicked else texts("stage.hint"),
                "words": stage.legend(desk),
                "switches": stage.switches(desk),
            },
            send_unseen=does(desk.revealed_or_hidden),
            send_swap=does(desk.exchanged),
            send_ending=does(desk.ending_opened),
        )


def chart(kind: str, drawing: Mapping[str, Any], **does: Do) -> None:
    """A chart of ECharts, which turns with the round where it has columns."""
    usual = {"columns": "", "look": {}, "width": 0, "height": 0, "least": 0, "largest": 0, "crowd": False}
    part("chart", usual | drawing | {"kind": kind, "pickable": bool(does)}, **does)


def Beside(desk: Desk, does: Callable[[Callable], Do]) -> None:  # noqa: N802
    """One number, the conditions and both norms, or the story of who was picked; at first the question alone."""
    texts, drawn = desk.texts, charts.beside(desk)
    opens = opening(desk)
    kind = "sp-beside-stage sp-opens" if opens else "sp-beside-stage"
    with rv.Html(tag="div", class_=kind, attributes={"tabindex": "0"}):  # it may scroll
        if opens:
            part("opening", opens, tour=does(lambda begins: touring.opened(desk, begins)), bring=does(desk.door_opened))
        part("headline", {"title": texts("headline.title"), "frames": headline(desk)})
        if told := card(desk):
            closed = does(lambda _: desk.picked_on_stage({}))
            part("card", told | {"close_word": texts("word.close")}, send_close=closed)
            return
        if desk.revealed:
            heading(texts("unseen.map"))
            chart("sp-views", drawn["views"] | {"label": texts("unseen.map")})
            return
        part("heading", {"title": texts("chart.conditions"), "frames": charts.effort(desk)})
        part("bars", drawn["conditions"] | {"kind": "sp-conditions", "label": texts("chart.conditions")})
        heading(texts("chart.norms"))
        part("bars", drawn["norms"] | {"kind": "sp-norms", "label": texts("chart.norms")})


def Drawer(desk: Desk, does: Callable[[Callable], Do], tell: Callable[[], None]) -> None:  # noqa: N802
    """What if?"""
    with div("sp-drawer"):
        part(
            "whatif",
            whatif(desk),
            send_close=does(lambda _: desk.whatif_opened(False)),
            send_fork=does(desk.forked),
            send_happen=does(desk.happened),
            send_rearrange=does(desk.rearranged),
            send_decide=does(desk.decided),
            send_show=does(desk.line_shown),
            send_drop=does(desk.dropped),
            send_luck=does(lambda _: desk.luck_asked(tell=tell)),
            send_tab=does(desk.tab_picked),
            send_again=does(desk.brought_back),
            send_mine=does(desk.back_to_mine),
            send_compare=does(desk.side_by_side),
        )
        verdict = luck(desk)
        if desk.tab == "tried" and verdict and not desk.compared:
            with rv.Html(tag="div", class_="sp-luck-box", attributes={"tabindex": "0"}):  # it may scroll
                Verdict(verdict, "verdict")


def Verdict(verdict: str, place: str) -> None:  # noqa: N802
    """Whether it was luck: the answer first, and below it what it rests on."""
    with rv.Html(tag="div", attributes={"data-test": place}):
        for said, kind in zip(begun(verdict, 1), ("sp-sentence", "sp-verdict"), strict=True):
            rv.Html(tag="p", class_=kind, children=[said])


def Spread(desk: Desk) -> None:  # noqa: N802
    """How the difference spreads over pairs of runs."""
    heading(desk.texts("whatif.luck_title", pairs=desk.found.pairs))
    chart("sp-luck", {"option": spread(desk.found, desk.texts), "label": desk.texts("whatif.luck_axis")})


def Compared(desk: Desk, compared: dict, does: Callable[[Callable], Do], tell: Callable[[], None]) -> None:  # noqa: N802
    """Two lines side by side, a screen of their own."""
    texts, verdict = desk.texts, luck(desk)
    with rv.Html(tag="div", class_="sp-compare", attributes={"data-test": "side-by-side"}):
        if verdict:  # what was asked last comes first
            with div("sp-luck-box"):
                Verdict(verdict, "compare-verdict")
                Spread(desk)
        words = {"verdict": verdict, "luck_word": texts("whatif.luck"), "close_word": texts("word.close")}
        words["refused"] = desk.refused
        words["asks_luck"] = not touring.asks_luck(desk)
        words["busy_word"] = waiting(desk)
        part(
            "comparison",
            compared | words,
            send_close=does(desk.side_by_side),
            send_luck=does(lambda _: desk.luck_asked(tell=tell)),
        )


def heading(text: str) -> None:
    """A heading over a chart."""
    rv.Html(tag="h2", children=[text])


@solara.component
def Layout(children: list) -> None:  # noqa: N802
    """Nothing around the page."""
    with div("sp-all-of-it"):
        solara.Column(children=children, gap="0", classes=["sp-column"])
