"""The ending: what a board can repeat, made from the run.

What was agreed and when, and who left; who was tempted to do what, and did it; when value fell deepest and why; what
broke and what mended it; who won and lost, and which condition lagged; and one question. All is worked out from the
rounds, and says what the model did; what that means is for the group.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

import numpy as np

from ...conditions import CONDITIONS
from ...game import salient_distance
from ...logic import HIERARCHY
from ...results.outcomes import capitalised, on_four
from ...runs import mean_of_defined
from ...scenario import Theme
from ...state import LEFT, MEMBER, State
from ..desk import Desk
from ..session import Line
from ..texts import EQUAL, Texts, begun, more_or_less
from ..touring import tells_ending
from . import causes
from .board import for_board
from .comparison import in_words
from .facts import ENDED, Fact
from .fall import deepest, fell, made_by
from .holding import why_it_held
from .late import QUARTER, brought_by, came_late, waited, what_stopped_it, why_so_late
from .luck import luck, waiting
from .mending import Breach, bare, broken, how_it_mended, mending, with_values, worst_of
from .palette import INK, QUIET
from .story import Told, departures, end_of, every, family, say, told_of, unnamed_event

YEAR = 12  # rounds that are looked back upon, the last of a goal
# Sentences of each that stand first; one of what is not named.
LEADS = {
    "changed": 4, "luck": 3, "agreed": 3, "late": 4, "why": 3,
    "tempted": 2, "broke": 3, "lost": 4, "mended": 3, "brought": 2,
    "board": sys.maxsize,  # all of it: what a board is told stands by itself
}  # fmt: skip
LATELY = 6  # rounds at the end, which may go otherwise than those before
MEAGRE = 2.0  # of a condition, from 1 to 4: below it, it is said what was missing
NAMED = 6  # of those who left
# How far from the middle of a theme a goal may lie, from 0 to 1/2, to be said to lie so far towards one of its ends.
TOWARDS = ((0.02, "as_much"), (0.1, "bit_rather"), (0.25, "rather"))


def ending(desk: Desk) -> dict[str, Any] | None:
    """What a board can repeat; none before the last round, beside what covers the stage, and on a tour where it does
    not ask for it.
    """
    line = desk.session.line
    aside = desk.tour_at >= 0 and not tells_ending(desk)
    if desk.session.round < line.rounds or aside or desk.compared or desk.ended == line.number:
        return None
    return desk.once("ending", (*desk.key, desk.found is None), lambda: shown(desk)) | {
        "parcel": desk.parcel,
        "refused": desk.refused,
        "waits": waiting(desk),
    }


def shown(desk: Desk) -> dict[str, Any]:
    """What stands on the screen at the end."""
    texts, line = desk.texts, desk.session.line
    created = line.created_so_far(line.rounds)
    return {
        "words": texts.group("ending") | {"whatif": texts("top.whatif"), "luck": texts("whatif.luck")},
        "asks_luck": desk.session.shadow is not None and desk.found is None,
        "number": texts.amount(created),
        "lost": more_or_less(created) == "less",
        "unit": texts(f"ending.unit_{more_or_less(created)}", rounds=line.rounds, parts=beside_the_number(line, texts)),
        "sentences": under_headings(desk),
    }


def in_short(desk: Desk) -> list[tuple[str, str, str]]:
    """What each is about, what a board can repeat of it, and what lies behind that.

    What a change did stands first, beside the line that it is compared with, and whether that was luck, if somebody
    asked.
    """
    ghost = desk.session.shadow
    told = [] if ghost is None else [("changed", in_words(desk, desk.session.line, ghost)), ("luck", luck(desk))]
    return [(about, *begun(said, LEADS.get(about, 1))) for about, said in (*told, *parts(desk)) if said]


def under_headings(desk: Desk) -> list[dict[str, str]]:
    """The same, each under its heading; that of what mended says how much of it did and lasted."""
    line, texts = desk.session.line, desk.texts
    worst = worst_of(line, told_of(desk, line))
    found = []
    for about, first, more in in_short(desk):
        head = how_it_mended(line, worst) if about == "mended" and worst else about
        found.append({"about": texts(f"ending.about_{head}"), "text": first, "more": more})
    return found


def sheet(desk: Desk) -> str:
    """The same as a page of its own, to print or to send: HTML that asks for nothing from anywhere."""
    texts, line = desk.texts, desk.session.line
    title = escape(texts.of_scenario(desk.scenario, "title"))
    told = "".join(
        f"<li><small>{escape(one['about'])}</small><br>{escape(one['text'])}<br><i>{escape(one['more'])}</i></li>"
        for one in under_headings(desk)
    )
    facts = texts("ending.facts", name=desk.line_name(line), rounds=line.rounds, seed=line.seed)
    style = f"@page{{size:A4;margin:25mm}}body{{font:13pt/1.5 sans-serif;max-width:44em;margin:2em auto;color:{INK}}}"
    style += f"li{{margin:0 0 .8em}}li:last-child{{font-weight:bold}}small,i{{color:{QUIET}}}"
    style += "i{font:10.5pt/1.45 sans-serif}"
    return (
        f'<!doctype html><html lang="{texts.language}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style><h1>{title}</h1><ol>{told}</ol><p><small>{escape(facts)}</small></p></html>\n"
    )


def parts(desk: Desk) -> list[tuple[str, str]]:
    """What is said of the line that is shown and what each is about, worked out once."""
    texts, line = desk.texts, desk.session.line

    def said() -> list[tuple[str, str]]:
        told = told_of(desk, line)
        *others, asked = of_line(line, texts, told)
        beside = " ".join(one for about, one in others if about != "brought")
        return [*others, ("board", for_board(line, texts, told, beside)), asked]

    return desk.once("sentences", (texts.language, line.number), said)


def of_line(line: Line, texts: Texts, told: Sequence[Told]) -> list[tuple[str, str]]:
    """What is said of a line, and what each is about: the last is a question, and what is not there is left out.

    Parameters
    ----------
    line
        Played to its end.
    texts
        In which language.
    told
        From `tell`.
    """
    deep = deepest(line.history["joint_value"][: line.in_being])
    fallen = fell(line, deep, made_by(line, deep), texts) if deep else ""
    worst, breaks = worst_of(line, told), mending(line, texts, told)
    about = ("held",) if worst is None else ("lost" if gave_way(worst) else "broke", "mended")
    said = [
        ("agreed", agreement(line, texts, told)),
        ("late", late(line, texts, told)) if waited(line) else ("why", why(line, texts, told)),
        *([] if worst is None or not gave_way(worst) else zip(about, breaks, strict=True)),
        ("tempted", tempted(line, texts, told)),
        *(zip(about, breaks, strict=False) if worst is None or not gave_way(worst) else []),
    ]
    event = unnamed_event(line, texts, told, " ".join([fallen, *(one for _, one in said)]))
    said += [
        ("brought", " ".join(one for one in (winners(line, texts, told, event), lagged(line, texts), fallen) if one)),
        ("question", question(line, texts, told)),
    ]
    return [(about, one) for about, one in said if one]


def gave_way(worst: Breach) -> bool:
    """Whether what broke is the agreement itself, or the collaboration."""
    return broken(worst.fact) in ("lapsed", "dissolved")


def why(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """Why a goal that came soon and was never lost held; or why there never was one."""
    return why_it_held(line, texts) if line.history["agreed"].any() else what_stopped_it(line, texts, told)


def late(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """Why a goal came late, and what brought it; and where it was not lost again, that it held since, and why."""
    said = [why_so_late(line, texts, told), brought_by(line, texts, told)]
    if not came_late(line) and (held := why_it_held(line, texts)):
        said += [texts("ending.late_held"), held]
    return " ".join(one for one in said if one)


# What was agreed, and when -----------------------------------------------------------------------------------------


def agreement(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """When there was a goal, what it was, and whether it held, and for all."""
    agreed = line.history["agreed"] > 0
    if not agreed.any():
        never = "never_by_order" if line.at(line.rounds).parameters.logic.decision == HIERARCHY else "never"
        return texts(f"ending.{never}", rounds=line.rounds, support=texts.percent(line.history["support"].max()))
    first = int(np.flatnonzero(agreed)[0]) + 1
    lost = [round_ + 1 for round_ in range(1, line.rounds) if agreed[round_ - 1] and not agreed[round_]]
    again = [round_ + 1 for round_ in range(first, line.rounds) if agreed[round_] and not agreed[round_ - 1]]
    start = line.at(0).state.collaboration[0]["agreed"]
    state = line.at(first).state
    came = next(
        (one for one in (*told[first].facts, *told[first].rest) if one.kind.startswith("agreed_by_event")), None
    )
    by_order = line.at(first).parameters.logic.decision == HIERARCHY
    way = "" if start else "_by_event" if came else "_decided" if by_order else "_agreed"
    values = goal_in_words(line, state, texts)
    lead = int(state.collaboration[0]["lead"])
    who = {
        "who": texts.in_a_sentence(line.scenario.labels[lead]),
        "name": texts.label(came.values["name"]) if came else "",
    }
    said = texts(f"ending.had{way}", round=first, **values, **who)
    became = what_became_of_it(line, texts, told, lost, again)
    return " ".join(one for one in (said, became, given_up(line, state, texts), at_home(line, state, texts)) if one)


def what_became_of_it(line: Line, texts: Texts, told: Sequence[Told], lost: list[int], again: list[int]) -> str:
    """Whether a goal held, in which rounds it was given up and came again, and who left, and why the first did."""
    left = departures(told)
    values = {"lost": texts.names([str(round_) for round_ in lost], len(lost)), "again": again[-1] if again else 0}
    kind = "held" if not lost else "mended" if line.history["agreed"][-1] else "lost"
    said = texts(f"ending.{kind}{'_often' if len(lost) > 1 else ''}", **values)
    if over := end_of(told):
        end, fact = over
        if fact.kind != ENDED:
            return texts("ending.apart", lost=end)
        before = [str(one) for one in lost if one < end]
        values = {"lost": texts.names(before, len(before)), "name": texts.label(fact.values["name"])}
        return texts(f"ending.ended{'_after' if before else ''}", round=end, **values)
    rounds = int((line.history["agreed"] > 0).sum())
    if came_late(line):
        said = texts("ending.held_briefly", rounds=rounds)
    elif not lost:
        said = texts("ending.held") if left else texts("ending.held_all")
    return f"{said} {parted(line, texts, left)}" if left else said


def goal_in_words(line: Line, state: State, texts: Texts) -> dict[str, str]:
    """A goal by the ends of its themes where they have names; and whose wish it is nearest to and farthest from."""
    ends = list(towards(line.scenario.themes, state.collaboration[0]["goal"], texts))
    near, *_, far = (texts.in_a_sentence(line.scenario.labels[row]) for row in by_distance(state))
    return {"near": near, "far": far, "goal": texts("ending.content", ends="; ".join(ends)) if ends else ""}


def by_distance(state: State, what: str = "goal") -> list[int]:
    """Members, from whoever wants what lies nearest to the goal, or the proposal, to whoever wants the farthest."""
    goal, them = state.collaboration[0][what], state.organisations
    apart = {
        int(row): salient_distance(goal, them[row]["interests"], them[row]["salience"])
        for row in np.flatnonzero(them["member"] == MEMBER)
    }
    return sorted(apart, key=lambda row: apart[row])


def given_up(line: Line, state: State, texts: Texts) -> str:
    """What whoever's wish lies farthest from a goal gives up by it; nothing where themes have no names."""
    if not line.scenario.themes:
        return ""
    row, goal = by_distance(state)[-1], state.collaboration[0]["goal"]
    me = state.organisations[row]
    theme = int((me["salience"] * np.abs(me["interests"] - goal)).argmax())  # on which it gives up most
    wants, agreed = (float(of[theme]) - 0.5 for of in (me["interests"], goal))
    who, named = texts.in_a_sentence(line.scenario.labels[row]), line.scenario.themes[theme]
    if wants * agreed > 0.0:  # on one side of the middle
        far = "further" if abs(wants) > abs(agreed) else "less_far"
        end = texts.label(named.high if agreed > 0.0 else named.low)
        return capitalised(texts(f"ending.gives_up_{far}", who=who, end=end))
    wish = tuple(towards(line.scenario.themes, me["interests"], texts))[theme]
    return capitalised(texts("ending.gives_up", who=who, wish=wish))


def at_home(line: Line, state: State, texts: Texts) -> str:
    """Whom a goal costs most in its own house, and whom it brings most there; nothing where it does neither."""
    them, values, kind = state.organisations, {}, ""
    members = np.flatnonzero(them["member"] == MEMBER)
    for does, way in (("costs", -1.0), ("brings", 1.0)):
        most = members[int((way * them["burden"][members]).argmax())]
        amount = way * float(them[most]["burden"])
        if amount >= EQUAL:
            who = texts.in_a_sentence(line.scenario.labels[most])
            values, kind = values | {f"{does}_whom": who, does: texts.gain(amount)}, f"{kind}_{does}"
    return texts(f"ending.at_home{kind}", **values) if kind else ""


def towards(themes: Sequence[Theme], goal: np.ndarray, texts: Texts) -> Iterator[str]:
    """Towards which end of each theme a goal lies."""
    for theme, at in zip(themes, goal, strict=False):
        low, high = (texts.label(end) for end in (theme.low, theme.high))
        end, other = (high, low) if at > 0.5 else (low, high)
        yield texts(f"ending.{how_far(at)}", end=end, other=other)


def how_far(at: float) -> str:
    """How far from the middle a place in a theme lies."""
    return next((how for most, how in TOWARDS if abs(at - 0.5) <= most), "much_rather")


def parted(line: Line, texts: Texts, left: Sequence[tuple[int, Fact]]) -> str:
    """Who left and when, why the first that no event led out did, and whose leaving belonged to which event."""

    def named(facts: Sequence[Fact]) -> list[str]:
        return [texts.in_a_sentence(line.scenario.labels[fact.values["who"]]) for fact in facts]

    facts = [fact for _, fact in left]
    who = [
        texts("ending.left_when", who=name, round=round_) for name, (round_, _) in zip(named(facts), left, strict=True)
    ]
    said = [capitalised(texts(f"ending.left{'_many' if len(left) > 1 else ''}", who=texts.names(who, NAMED)))]
    own, by_event = [], defaultdict(list)
    for fact in facts:
        (by_event[fact.values["name"]] if led_out(fact) else own).append(fact)
    if own:
        said.append(say(own[0], texts, line, f"ending.left_why{own[0].kind.removeprefix('leaves')}"))
    for event, them in by_event.items():
        whose = "" if len(them) < len(facts) else "_all" if len(them) > 1 else "_one"
        values = {"who": texts.names(named(them), len(them)), "name": texts.label(event)}
        said.append(texts(f"ending.left_why_by_event{whose}", **values))
    return " ".join(said)


def led_out(fact: Fact) -> bool:
    """Whether somebody left because an event had it so: part of what was chosen, and no failure."""
    return fact.kind == "leaves_by_event"


# Who was tempted ---------------------------------------------------------------------------------------------------


def tempted(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """Who could have gained most by thinking of itself, whether it did, and what would have come of it; and who did.

    Nothing without a goal, as there is nothing to hold back then.
    """
    if not line.history["agreed"].any():
        return ""
    could = [(round_, fact) for round_, fact in every(told) if fact.kind.startswith("tempted")]
    less = [(round_, fact) for round_, fact in every(told) if fact.kind.startswith("keeps_back")]
    held = [(round_, fact) for round_, fact in less if fact.kind == "keeps_back_distrust"]  # no home holds back
    gained = [(round_, fact) for round_, fact in held if fact.values.get("held", "").startswith("held_gained")]
    said = []
    if could:
        round_, fact = max(could, key=lambda one: (one[1].size, -one[0]))
        whom = "_and_cost" if "whom" in fact.values else ""
        said.append(say(with_values(bare(fact), round=round_), texts, line, f"ending.could{whom}"))
        said.append(resisted(line, texts, round_, fact))
    if gained:
        round_, fact = max(gained, key=lambda one: (one[1].values["gained"], -one[0]))
        key = f"ending.{fact.kind}_{fact.values['held'].removeprefix('held_')}"
        said.append(say(with_values(bare(fact), round=round_), texts, line, key))
        said += too(line, texts, [int(one.values["who"]) for _, one in held], int(fact.values["who"]))
    elif not less:
        said.append(texts("ending.held_back_nobody"))
    elif not could and held:
        said.append(texts("ending.held_back_in_vain"))
    return " ".join(said)


def too(line: Line, texts: Texts, rows: Sequence[int], told: int) -> list[str]:
    """Who else held back out of distrust, besides the one of whom it is told."""
    others = [texts.in_a_sentence(line.scenario.labels[row]) for row in dict.fromkeys(rows) if row != told]
    many = "_many" if len(others) > 1 else ""
    return [texts(f"ending.held_back_too{many}", who=texts.names(others))] if others else []


def resisted(line: Line, texts: Texts, round_: int, fact: Fact) -> str:
    """Whether somebody gave in to a temptation, what held it where it did not, and what giving in would have brought it
    with the rounds after.
    """
    later, rounds = causes.after_giving_in(line, round_, int(fact.values["who"]))
    did = fact.values["did"].removeprefix("tempted_").partition("_")[0]
    shares = {name: texts.percent(fact.values[name]) for name in ("meant", "home")}
    said = [texts(f"because.{fact.values['did']}", **shares)] if did == "no" else []
    if rounds:
        in_all = float(fact.values["more"]) + rounds * later
        said.append(texts(f"ending.{did}_{more_or_less(in_all)}", rounds=rounds, in_all=texts.once(abs(in_all))))
    elif did != "no":
        said.append(texts(f"ending.{did}"))
    return " ".join(said)


# Who won and who lost ----------------------------------------------------------------------------------------------


def winners(line: Line, texts: Texts, told: Sequence[Told], event: str = "") -> str:
    """What working together brought, in all and lately where that is another thing, what an event did to that, and whom
    it brought most and least.

    Of rounds after the end of the collaboration it is said that they count as none the better and none the worse.
    """
    created, gained, both = line.created_so_far(line.rounds), mean_of_defined(line.gained), without_and_with(line)
    best, worst = int(np.nanargmax(gained)), int(np.nanargmin(gained))
    labels = line.scenario.labels
    values = {"rounds": line.rounds, "amount": texts.gain(abs(created)), "parts": in_its_parts(both, texts)}
    said = texts(f"ending.value_{more_or_less(created)}", **values)
    over = end_of(told)
    lately = float(line.history["joint_value"][-LATELY:].mean())
    if over:
        said = f"{said} {texts('ending.over', end=over[0])}"
    elif line.rounds > LATELY and more_or_less(lately) not in (more_or_less(created), at_the_end(line, both)):
        ended = texts(f"ending.ended_{more_or_less(lately)}", rounds=LATELY, amount=texts.gain(abs(lately)))
        said = f"{said} {ended}"
    said = f"{said} {event}".strip()
    kind = "all_won" if gained[worst] > 0.0 else "all_lost" if gained[best] < 0.0 else "some_lost"
    amounts = {name: while_in(line, row, gained[row], texts) for name, row in (("most", best), ("least", worst))}
    names = {"best": texts.in_a_sentence(labels[best]), "worst": texts.in_a_sentence(labels[worst])}
    return f"{said} {capitalised(texts(f'ending.{kind}', **names, **amounts))}"


class Part(NamedTuple):
    """What working together brought in the rounds with a goal, or in those without: the mean, of how many."""

    rounds: int
    brought: float


def without_and_with(line: Line) -> list[Part]:
    """What it brought in the rounds without a goal and in those with one; nothing where those without are few, where
    there never was one, or where the mean of all says as much.
    """
    agreed = line.history["agreed"] > 0.0
    if not agreed.any() or (~agreed).sum() * QUARTER < line.rounds:
        return []
    both = [Part(int(which.sum()), float(line.history["joint_value"][which].mean())) for which in (~agreed, agreed)]
    ways, apart = {more_or_less(one.brought) for one in both}, abs(both[1].brought - both[0].brought)
    return both if len(ways) > 1 or apart >= causes.JUMP else []


def in_its_parts(both: Sequence[Part], texts: Texts) -> str:
    """What a mean over rounds without and with a goal is made of, in words; nothing where it is not told in two."""
    if not both:
        return ""
    less, more = (
        texts(f"ending.part_{more_or_less(one.brought)}", amount=texts.gain(abs(one.brought))) for one in both
    )
    return texts("ending.parts", less=both[0].rounds, with_=both[1].rounds, of_less=less, of_with=more)


def beside_the_number(line: Line, texts: Texts) -> str:
    """The same beside the number to remember."""
    if not (both := without_and_with(line)):
        return ""
    less, more = (texts.gain(one.brought, signed=True) for one in both)
    return texts("ending.unit_parts", rounds=both[0].rounds, less=less, more=more)


def at_the_end(line: Line, both: Sequence[Part]) -> str:
    """Whether the part that it is told of in which the last rounds lie brought more, less or the same; empty where the
    last rounds lie in both, or it is not told in two.
    """
    last = line.history["agreed"][-LATELY:] > 0.0
    return more_or_less(both[int(last[0])].brought) if both and (last == last[0]).all() else ""


def while_in(line: Line, row: int, gained: float, texts: Texts) -> str:
    """What somebody gained or lost a round; of whoever left, that this is of the rounds in which it took part."""
    amount = texts.gain(gained, signed=True)
    left = line.at(line.rounds).state.organisations["member"][row] == LEFT
    return texts("ending.while_in", amount=amount) if left else amount


# The condition that lagged -----------------------------------------------------------------------------------------


def lagging(line: Line, of_all: Sequence[int] = ()) -> tuple[str, float]:
    """The condition that stood lowest on average, and its level from 1 to 4.

    Parameters
    ----------
    line
        Played to its end.
    of_all
        The rounds, counted from 0, that are looked at; those of `last_rounds` where none are given.
    """
    rounds = np.array(of_all if len(of_all) else last_rounds(line))
    levels = {name: on_four(float(mean_of_defined(line.history[name][rounds]))) for name in CONDITIONS}
    lowest = min(levels, key=lambda name: (math.inf if math.isnan(levels[name]) else levels[name], name))
    return lowest, levels[lowest]


def last_rounds(line: Line) -> np.ndarray:
    """The last rounds of a goal, or of all where there never was one, counted from 0."""
    agreed = np.flatnonzero(line.history["agreed"])
    return (agreed if agreed.size else np.arange(line.rounds))[-YEAR:]


def lagged(line: Line, texts: Texts) -> str:
    """Which condition lagged, by which measure, and where it stood low, what was missing."""
    condition, level = lagging(line)
    key = "ending.lags_with" if line.history["agreed"].any() else "ending.lags_without"
    values = {"level": texts.number(level, 1), "rounds": last_rounds(line).size}
    said = texts(key, condition=texts.outcome(condition).lower(), **values)
    return f"{said} {texts(f'ending.lags_{condition}')}" if level < MEAGRE else said


# The question ------------------------------------------------------------------------------------------------------


def question(line: Line, texts: Texts, told: Sequence[Told]) -> str:
    """One question to the group, with the names of what it is told of: of what is still open at the end.

    That is what broke and was not mended; else whoever left, unless an event had it so; else the question of the case.
    Of one that has none of its own: what broke, where that was more than trust; whoever was better off alone; what
    brought trust back.
    """
    own = texts.of_scenario(line.scenario, "closing")
    if not line.history["agreed"].any():
        return texts("ending.question_never")
    worst = worst_of(line, told)
    if own and any(fact.kind == ENDED for _, fact in every(told)):
        return own
    if worst is None:
        return own or texts("ending.question_held")
    if worst.healed is None or (not own and broken(worst.fact) != "betrayed"):
        fact = with_values(bare(worst.fact), round=worst.round)
        return say(fact, texts, line, f"ending.question_{family(fact.kind)}")
    sizes = line.at(0).state.organisations["size"]
    if gone := [(round_, fact) for round_, fact in departures(told) if not led_out(fact)]:
        round_, fact = max(gone, key=lambda one: sizes[int(one[1].values["who"])])
        return say(with_values(bare(fact), round=round_), texts, line, "ending.question_left")
    if own:
        return own
    gained = mean_of_defined(line.gained)
    if more_or_less(gained.min()) == "less":
        who = texts.in_a_sentence(line.scenario.labels[int(gained.argmin())])
        return capitalised(texts("ending.question_alone", who=who))
    how = "worked" if worst.healed.kind == "repaired_relation" else "kept"
    fact = with_values(bare(worst.fact), lasted=worst.again - worst.round)
    return say(fact, texts, line, f"ending.question_{how}")
