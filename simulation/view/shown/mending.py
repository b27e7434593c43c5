"""Mending: what broke, what mended it, and when trust was back; what the ending says of that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ...numbers import half_up
from ...state import LEFT, MEMBER, State
from ..session import Line, in_pairs
from ..texts import APART, Texts, begun, differs
from . import causes
from .facts import ENDED, LET_GO, TURN, WINDOW, Cause, Fact, Name, Row, Rows, trust_in
from .fall import SETTLED, amount, than_alone
from .holding import unbroken
from .late import what_stopped_it
from .pairs import kind_of, ways
from .repair import what_moved
from .story import Told, departures, every, family, say

# What can break, the gravest first; and what mends each.
GRAVE = ("dissolved", "lapsed", "unbacked", "betrayed", "keeps_back_distrust", "setback", "trust_falls")
AGAIN = {"lapsed": ("mended", "agreed", "decided"), "unbacked": "steady", "keeps_back_distrust": "gives_again_distrust"}
TWICE = ("lapsed", "unbacked", "betrayed", "keeps_back_distrust")  # what is told besides the gravest
OF_TWO = ("betrayed", "setback", "trust_falls")  # what broke is the trust of one in another
CHANGED = 0.1  # of trust that was back and did not stay: what is worth telling
DIP = 0.05  # of the trust of all in all: what is worth telling


class Breach(NamedTuple):
    """Something that broke, and what mended it."""

    round: int
    fact: Fact
    again: int  # the round in which it was mended; 0 for never
    healed: Fact | None

    def counts(self, rounds: int) -> bool:
        """Whether it is worth telling at the end: no support that was back soon, no trust that was hardly lost, and
        nothing so late that nobody can say whether it was mended.
        """
        what = broken(self.fact)
        if what in ("dissolved", "lapsed"):
            return True
        if what == "unbacked" and 0 < self.again < self.round + SETTLED:
            return False
        if what not in AGAIN and self.fact.size < TURN:
            return False
        return self.healed is not None or rounds - self.round >= SETTLED

    def grave(self, rounds: int) -> tuple[int, float, int]:
        """How grave it is among others in so many rounds, the gravest lowest: what it was, how much, how long."""
        lasted = (self.again or rounds + 1) - self.round
        return GRAVE.index(broken(self.fact)), -self.fact.size, -lasted


def worst_of(line: Line, told: Sequence[Told]) -> Breach | None:
    """The gravest of what broke; none where nothing did for long."""
    return min(breaches(told), key=lambda one: one.grave(line.rounds), default=None)


def mending(line: Line, texts: Texts, told: Sequence[Told]) -> list[str]:
    """What broke, and why; and what mended it, and when trust was back. Or what held it, where nothing broke."""
    worst = worst_of(line, told)
    if worst is None:
        return [unbroken(line, texts)] if line.history["agreed"].any() else []
    worst = of_all(worst, line, told)
    fact = worst.fact if "because" not in worst.fact.values else without(worst.fact, "felt_by", "hope")
    fact = without(fact, "aside", "back", "already", "avoided", "after")  # which stand before the rest, or in the log
    happened, behind = begun(broke(worst._replace(fact=fact), texts, line), 1)
    first = " ".join(one for one in (happened, *otherwise(line, worst, texts), behind) if one)
    if worst.healed is None:
        mended = unmended(worst, texts, line, told)
    else:
        how = family(worst.healed.kind)
        how = worst.healed.kind.removeprefix("repaired_") if how == "repaired" else how
        how = "goal" if how in ("mended", "agreed", "decided") else how
        healed = with_values(without(worst.healed, "pays", "still"), again=worst.again)
        mended = say(healed, texts, line, f"mending.healed_{how}", causes_first=True)
        when = say(bare(healed), texts, line, f"mending.healed_{how}")
        mended = mended.replace(when, " ".join([when, *less_again(line, worst, texts)]))  # beside what it limits
    behind = [
        *trust_at_the_end(line, worst, texts),
        *trust_back(line, worst, texts),
        *second(line, worst, texts, told),
    ]
    return [first, " ".join([mended, *behind])]


def broke(worst: Breach, texts: Texts, line: Line) -> str:
    """That something broke, when, and why."""
    values, several = {"round": worst.round}, ""
    if names_who(worst.fact):
        labels = line.scenario.labels
        who = [texts.in_a_sentence(labels[row]) for row in worst.fact.values["who"]]
        values, several = values | {"who": texts.names(who, len(who))}, "_by"
    return say(with_values(worst.fact, **values), texts, line, f"mending.broke_{family(worst.fact.kind)}{several}")


def names_who(fact: Fact) -> bool:
    """Whether it is told of a goal that was given up who did not stand behind it any more."""
    return fact.kind == "lapsed" and bool(fact.values["who"])


def otherwise(line: Line, worst: Breach, texts: Texts) -> list[str]:
    """How it would have gone without what broke it: what the rounds from then on would have brought without an
    event, or what it would not have happened without; nothing where that is told already, or not known.
    """
    if "name" in worst.fact.values and broken(worst.fact) == "betrayed":
        history = causes.replayed(line, causes.without(line, worst.round), line.rounds)
        rounds = slice(worst.round - 1, min(worst.round - 1 + causes.AFTER, line.rounds))  # those of the log
        then, instead = (float(of["joint_value"][rounds].mean()) for of in (line.history, history))
        span = {"first": worst.round, "last": rounds.stop}
        if differs(instead - then) == "same":
            return [texts("mending.cost_nothing", **span)]
        than = than_alone(amount(then, texts), then, texts)
        return [texts("mending.cost", **span, then=than, instead=amount(instead, texts))]
    if only_hastened(worst.fact):
        return in_one_chain(worst.fact, texts, line)
    if "at" in worst.fact.values and not causes.hastened(worst.fact):
        told = (worst.fact.values.get(name) for name in ("already", "after"))
        return [say(bare(worst.fact), texts, line, f"because.{one}") for one in told if one]
    told = (worst.fact.values.get(name) for name in ("avoided", "after"))
    return [say(bare(worst.fact), texts, line, f"because.{one}") for one in told if one]


def second(line: Line, worst: Breach, texts: Texts, told: Sequence[Told]) -> list[str]:
    """The next gravest of what broke at another time, and whether that was mended; of goals that were given up, all."""
    lapses = [one for one in breaches(told) if one.fact.kind == "lapsed" and one.round != worst.round]
    if lapses and broken(worst.fact) in ("lapsed", "dissolved"):
        return [another(one, worst, texts, line) for one in lapses]
    others = (
        one
        for one in breaches(told)
        if abs(one.round - worst.round) >= SETTLED
        and broken(one.fact) in TWICE
        and (one.healed or broken(one.fact) != "unbacked")  # else it is how a goal came to be given up
    )
    other = min(others, key=lambda one: one.grave(line.rounds), default=None)
    return [another(of_all(other, line, told), worst, texts, line)] if other else []


def another(other: Breach, worst: Breach, texts: Texts, line: Line) -> str:
    """That something else broke besides the gravest, why, where that was a goal, and whether it was mended."""
    if other.healed:
        became = texts("mending.also_mended", again=other.again, why=in_short(by_what(other.healed), texts, line))
    elif broken(other.fact) in OF_TWO:
        became = trust_of_two(other, texts, line)
    else:
        became = texts("mending.also_not")
    why = {"why": why_given_up(other.fact, texts, line)} if other.fact.kind == "lapsed" else {}
    fact = with_values(bare(other.fact), round=other.round, **why)
    when = "before" if other.round < worst.round else "also"
    return f"{say(fact, texts, line, f'mending.{when}_{family(fact.kind)}')} {became}"


def why_given_up(fact: Fact, texts: Texts, line: Line) -> str:
    """The one reason why a goal was given up, to stand behind that it was, without the last full stop; where nothing
    that is found would have kept it, sentences: since when too few stood behind it and why, and what hastened it.
    """
    if only_hastened(fact):
        return f". {' '.join(in_one_chain(fact, texts, line)).removesuffix('.')}"
    return f": {reason(fact, texts)}"


def reason(fact: Fact, texts: Texts) -> str:
    """The one reason why a goal was given up that would have held without it, in half a sentence; or what most was
    short by.
    """
    if causes.hastened(fact):
        name, why = texts.label(fact.values["event"]), reason(without(fact, "event", "after"), texts)
        return texts("board.why_hastened", why=why, name=name, later=fact.values["later"])
    if isinstance(fact.values.get("event"), Name):
        already = f"{texts('board.why_already', began=fact.values['began'])} " if "already" in fact.values else ""
        return f"{already}{texts('board.why_event_held', name=texts.label(fact.values['event']))}"
    if "avoided" in fact.values:
        return texts(f"board.why_{part_of(fact)}")
    return named_reason(fact, texts)


def part_of(fact: Fact) -> str:
    """The part of the model that a goal would not have been given up without in that round."""
    return str(fact.values["avoided"]).split("_")[1]


def named_reason(fact: Fact, texts: Texts) -> str:
    """What most was short by, or what a goal asked that was too much, in half a sentence."""
    when, _, cause = str(fact.values["because"]).partition("_")
    return texts(f"board.why_{'asks' if when == 'asks' else 'mostly'}_{cause}")


def only_hastened(fact: Fact) -> bool:
    """Whether it is told of a goal that was given up that without what is found it would have been all the same, some
    rounds later.
    """
    if fact.kind != "lapsed" or str(fact.values.get("avoided", "")).endswith("_held"):
        return False
    return "lasts" in fact.values or "later" in fact.values


def in_one_chain(fact: Fact, texts: Texts, line: Line) -> list[str]:
    """Since when too few stood behind a goal and why, and what hastened it that it was given up, a sentence each."""
    since = texts(f"board.too_few{at_once(fact)}", began=fact.values["began"])
    first = f"{since}{too_few(fact, texts, line)}."
    if fact.values.get("after") == causes.HASTENED:  # whose own sentence says since when once more
        return [first, say(bare(fact), texts, line, "because.hastened_only")]
    if fact.values.get("after") == f"{causes.HASTENED}_alike":
        part = texts(f"board.part_{part_of(fact)}")
        return [first, say(with_values(bare(fact), part=part), texts, line, "board.without_each")]
    told = (fact.values.get(name) for name in ("avoided", "after"))
    return [first, *(say(bare(fact), texts, line, f"because.{one}") for one in told if one)]


def at_once(fact: Fact) -> str:
    """How a text ends of a goal that was given up in the first round in which too few stood behind it."""
    return "_at_once" if fact.values["borne"] == 1 else ""


def too_few(fact: Fact, texts: Texts, line: Line) -> str:
    """Why too few stood behind a goal, in half a sentence: what it asked, or what most was short by where no part of
    the model hastened it; else what those who did not judged it by.
    """
    because = str(fact.values.get("because", ""))
    if not because.endswith(causes.IN_ALL) and (because.startswith("asks") or "avoided" not in fact.values):
        return texts("board.too_few_as", why=named_reason(fact, texts))
    if not (by := str(fact.values.get("felt_by", ""))):
        return ""
    key = f"board.{by}{'_beside' if 'hope' in fact.values else ''}"
    return texts(f"board.too_few_felt{at_once(fact)}", why=say(bare(fact), texts, line, key))


def unmended(worst: Breach, texts: Texts, line: Line, told: Sequence[Told]) -> str:
    """That nothing mended what broke, and whose leaving put an end to it."""
    between = [row for name in ("who", "other") if isinstance(row := worst.fact.values.get(name), Row)]
    for round_, fact in departures(told):
        if round_ > worst.round and fact.values["who"] in between:
            return say(with_values(bare(fact), left=round_), texts, line, "mending.nothing_left")
    if broken(worst.fact) in OF_TWO:
        return trust_of_two(worst, texts, line)
    if broken(worst.fact) != "lapsed":
        return texts("mending.nothing")
    found = causes.would_have_mended(line, worst.round)
    advice = next((one for one in (advised(line, worst.round, each, texts) for each in found) if one), "")
    hint = advice if found else texts("mending.nothing_would")
    return " ".join(one for one in (*no_other(worst, texts, line, told), hint) if one)


def no_other(worst: Breach, texts: Texts, line: Line, told: Sequence[Told]) -> Iterator[str]:
    """That no goal came after one that was given up, when it was nearest to that and whose yes was missing, or from
    when on one could be decided; and why: the event without which there would have been one, or else who said no and
    what weighed most.
    """
    after = [Told([], [], one.usual) if at <= worst.round else one for at, one in enumerate(told)]
    near = [(fact.size, at, fact) for at, fact in every(after) if fact.kind == "blocks"]
    _, at, nearest = max(near, key=lambda one: one[:2], default=(0.0, 0, None))
    again = worst.round + int(worst.fact.values["rounds"]) + 1  # the first round with a vote
    if again > line.rounds:
        yield texts("mending.nothing_lapsed_late")
    elif nearest is None:
        yield texts("mending.nothing_lapsed", again=again)
    else:
        yield say(with_values(bare(nearest), round=at), texts, line, "mending.nothing_lapsed_near")
    if kept := causes.kept_from_agreeing(line, worst.round):
        yield texts("mending.kept_from", name=texts.label(kept.name), at=kept.at, would=kept.would)
    else:
        yield what_stopped_it(line, texts, after)


def advised(line: Line, round_: int, again: causes.Again, texts: Texts) -> str:
    """That full work on a condition would have helped, in how many pairs of runs by other luck; nothing where it brings
    no more in this run, or in too few of those: the pairs are those that tell whether a change was luck.
    """
    if again.more < APART:
        return ""
    found = in_pairs(line.scenario, causes.fully(line, round_, again.condition), line.seed)
    more, less, _ = ways(found.differences)
    if kind_of(again.more, more, less, found.created.interval) not in ("surely", "mostly"):
        return ""
    values = {"condition": texts.outcome(again.condition).lower(), "again": again.round, "since": round_ + 1}
    return texts("mending.would", more=more, less=less, pairs=found.differences.size, **values)


def how_it_mended(line: Line, worst: Breach) -> str:
    """What of what broke was mended: `mended`, or `awhile` where that did not last and `broke_again` where a goal was
    lost for good after, `partly`, or `not`.
    """
    if worst.healed is not None:
        if broken(worst.fact) == "lapsed" and line.fate == "lost":
            return "broke_again"
        less = delivers_less(line, worst) is not None or shakes_again(line, worst)
        return "awhile" if less or sank(line, worst) else "mended"
    if broken(worst.fact) not in OF_TWO:
        return "not"
    if (line.at(line.rounds).state.organisations["member"][[*worst.fact.pair]] == LEFT).any():
        return "not"
    one = regained(line, worst)
    return "not" if one.hardly else "awhile" if one.sank else "partly"


class Regained(NamedTuple):
    """How the trust of one in another went on after it fell: its largest rise, and what it is at the end, of 100."""

    low: int
    lowest: int  #  the round of it
    peak: int
    highest: int  # the round of it
    end: int

    @property
    def hardly(self) -> bool:
        """Whether it hardly rose."""
        return self.peak - self.low < 100.0 * DIP

    @property
    def sank(self) -> bool:
        """Whether it fell again after that."""
        return self.end <= self.peak - 100.0 * DIP


def regained(line: Line, worst: Breach) -> Regained:
    """What became of trust of one in another that was not all given back, by the states up to the end."""
    course = []
    for round_ in range(worst.round, line.rounds + 1):
        trust = trust_in(line.at(round_).state, worst.fact.pair)
        if round_ == worst.round:  # of which an event may have cost more than the round gave back
            trust = min(trust, float(worst.fact.values["to"]))
        course.append(int(half_up(100.0 * trust)))
    rises = np.array(course) - np.minimum.accumulate(course)
    high = int(rises.argmax())
    low = int(np.argmin(course[: high + 1]))
    return Regained(course[low], worst.round + low, course[high], worst.round + high, course[-1])


def trust_of_two(worst: Breach, texts: Texts, line: Line) -> str:
    """How far one trusted the other again after a fall that nothing is told to have mended, what brought that, and what
    it was that took it away again.
    """
    one, pair = regained(line, worst), worst.fact.pair
    if one.hardly:
        return say(with_values(bare(worst.fact), **one._asdict()), texts, line, "mending.hardly")
    rose = what_moved(line, pair, one.lowest, one.highest, 1)
    nearly = one.peak >= 100.0 * (float(worst.fact.values["from"]) - DIP)
    part = texts("mending.nearly" if nearly else "mending.in_part")
    values = one._asdict() | {"part": part, "why": in_short(rose, texts, line)}
    said = [say(with_values(bare(worst.fact), **values), texts, line, "mending.partly")]
    said += rose_by(line, one, pair, texts) if "name" not in rose else []
    if one.sank:
        said += sunk("mending.fell_again", one.end, pair, one.highest, texts, line)
    elif one.end != one.peak:
        said.append(texts("mending.ends_at", end=one.end))
    return " ".join(said)


def rose_by(line: Line, one: Regained, pair: tuple[int, int], texts: Texts) -> list[str]:
    """The last event without which trust of one in another would have risen by less than half as much."""

    def risen(state: State) -> bool:
        return 200.0 * trust_in(state, pair) >= one.low + one.peak

    at, name = causes.last_event_behind(line, one.highest, one.lowest + 1, risen)
    if not at:
        return []
    course = causes.without(line, at, name)
    state = causes.played(course, one.highest)
    instead = int(half_up(100.0 * trust_in(state, pair)))
    return [texts("mending.rose_by", name=texts.label(name), at=at, instead=instead)]


# What moved the trust of one in another, by what is told of it as a sentence, in half a sentence.
IN_SHORT = {
    "rose_kept": "kept",
    "fell_short": "kept",
    "rose_event": "event",
    "fell_event": "event",
    "rose_heard": "heard",
    "fell_heard": "heard",
    "rose_relation": "relation",
}


def in_short(values: Mapping[str, object], texts: Texts, line: Line) -> str:
    """What made trust fall or rise, in half a sentence, as `what_moved` or `by_what` has it; that nothing stands out
    where nothing does, and empty where it was not asked.
    """
    if not values:
        return ""
    what = IN_SHORT.get(str(values["because"]).removeprefix("trust_"), "nothing")
    return say(bare(Fact("", values=dict(values))), texts, line, f"mending.by_{what}")


def sunk(key: str, end: int, pair: tuple[int, int], since: int, texts: Texts, line: Line) -> list[str]:
    """That the trust of one in another is so much of 100 at the end and what made it fall after a round, by a text; and
    where less was delivered than promised, what made most of that, if it is known.
    """
    fell = what_moved(line, pair, since, line.rounds, -1)
    said = [texts(key, end=end, why=in_short(fell, texts, line))]
    if "less" in fell:
        said.append(say(bare(Fact("", values=fell)), texts, line, f"because.{fell['less']}"))
    return said


def by_what(fact: Fact) -> dict[str, object]:
    """What mended trust by a fact that tells that it is back, in the words of one that tells that it rose."""
    if fact.kind.startswith("repaired"):
        of = {"whom_of": fact.values["who"], "did": fact.values["part"], "over": fact.values["rounds"]}
        of |= {name: fact.values[name] for name in ("name", "without") if name in fact.values}
        return of | {"because": Cause(f"trust_rose_{fact.kind.removeprefix('repaired_')}")}
    moved = str(fact.values.get("because", "")).startswith("trust_rose")
    return dict(fact.values) if moved else {}


def broken(fact: Fact) -> str:
    """Which of what can break a fact tells of; empty when it tells of nothing that broke."""
    return next((one for one in GRAVE if fact.kind.startswith(one)), "")


def bare(fact: Fact) -> Fact:
    """A fact without what lies behind it."""
    return replace(fact, values={name: one for name, one in fact.values.items() if not isinstance(one, Cause)})


def without(fact: Fact, *names: str) -> Fact:
    """A fact without some of its values."""
    return replace(fact, values={one: value for one, value in fact.values.items() if one not in names})


def with_values(fact: Fact, **more: object) -> Fact:
    """A fact with more that goes into its text."""
    return replace(fact, values=fact.values | more)


def breaches(told: Sequence[Told]) -> list[Breach]:
    """What is told to have broken, with the first that mended it."""
    happened = list(every(told))
    found = []
    for round_, one in enumerate(told):
        for fact in one.facts:
            if broken(fact) and fact.kind != ENDED:
                later = [(at, other) for at, other in happened if at > round_]
                if broken(fact) == "unbacked":  # once the goal is given up its support does not come back
                    end = next((at for at, other in later if broken(other) in ("lapsed", "dissolved")), len(told))
                    later = [(at, other) for at, other in later if at < end]
                healed = ((at, other) for at, other in later if mends(fact, other))
                found.append(Breach(round_, fact, *next(healed, (0, None))))
    return [one for one in found if one.counts(len(told) - 1)]


def of_all(one: Breach, line: Line, told: Sequence[Told]) -> Breach:
    """Of one that began to hold back, what broke and mended with all who did so then, itself first: those of whom that
    is over later, and when it is of the last, or those of whom it never is. Any other as it is.
    """
    if broken(one.fact) != "keeps_back_distrust":
        return one
    there, holding, over = line.at(one.round).state.organisations["member"] == MEMBER, [], {}
    for at, fact in every(told):
        if fact.kind == "keeps_back_distrust" and at <= one.round:
            holding.append(fact.values["who"])
        elif fact.kind == "gives_again_distrust" and at <= one.round:
            holding = [row for row in holding if row not in fact.values["who"]]
        elif fact.kind == "gives_again_distrust":
            over = dict.fromkeys(fact.values["who"], (at, fact)) | over  # the first time
    alike = [row for row in holding if there[row] and (row in over) == (one.healed is not None)]
    who = Rows(sorted(alike, key=lambda row: row != one.fact.values["who"]))
    again, healed = max((over[row] for row in who if row in over), key=lambda last: last[0], default=(0, None))
    return Breach(one.round, with_values(one.fact, who=who), again, healed and with_values(healed, who=who))


def mends(fact: Fact, other: Fact) -> bool:
    """Whether what one fact tells mends what another tells."""
    what = broken(fact)
    if what in AGAIN:
        after = other.kind.startswith(AGAIN[what])
        return after and (what != "keeps_back_distrust" or fact.values["who"] in other.values["who"])
    return what != "dissolved" and other.kind.startswith("repaired") and other.pair == fact.pair


def less_again(line: Line, worst: Breach, texts: Texts) -> list[str]:
    """That what is said to have mended did not last: what is delivered at the end, or that support is short again so
    late that it is told of nowhere else.
    """
    end = delivers_less(line, worst)
    said = (
        [texts("mending.less_again", over=worst.healed.values["over"], end=texts.kept(end))] if end is not None else []
    )
    return [*said, texts("mending.shakes_again")] if shakes_again(line, worst) else said


def delivers_less(line: Line, worst: Breach) -> float | None:
    """What part of what they promised all deliver in as many rounds at the end as there were when support was back, if
    that is less again than then; None where it is not, or not known.
    """
    if not stood_again(line, worst):
        return None
    over = int(worst.healed.values.get("over", 0))
    if not over or line.rounds < worst.again + over:
        return None
    last = [line.at(round_).state.organisations for round_ in range(line.rounds - over + 1, line.rounds + 1)]
    there = [them[them["member"] == MEMBER] for them in last]
    end = sum(float(them["pooled"].sum()) for them in there) / sum(float(them["promise"].sum()) for them in there)
    return end if float(worst.healed.values["now"]) - end >= LET_GO else None


def shakes_again(line: Line, worst: Breach) -> bool:
    """Whether a goal that had its support back has too little of it again in the last rounds."""
    return stood_again(line, worst) and 0 < line.at(line.rounds).state.collaboration[0]["unbacked"] <= SETTLED


def stood_again(line: Line, worst: Breach) -> bool:
    """Whether what mended is that a goal had its support back, and there is a goal at the end."""
    return worst.healed is not None and worst.healed.kind.startswith("steady") and line.history["agreed"][-1] > 0.0


def trust_at_the_end(line: Line, worst: Breach, texts: Texts) -> list[str]:
    """How far one trusts the other at the end, whose trust was back and did not stay."""
    if not sank(line, worst):
        return []
    pair = worst.healed.pair
    end = int(half_up(100.0 * trust_in(line.at(line.rounds).state, pair)))
    return sunk("mending.at_the_end", end, pair, worst.again, texts, line)


def sank(line: Line, worst: Breach) -> bool:
    """Whether the trust of one in another was back and did not stay, of two that are both there at the end."""
    if worst.healed is None or worst.healed.pair is None:
        return False
    pair, state = worst.healed.pair, line.at(line.rounds).state
    left = (state.organisations["member"][[*pair]] == LEFT).any()
    return not left and worst.healed.values["to"] - trust_in(state, pair) >= CHANGED


def trust_back(line: Line, worst: Breach, texts: Texts) -> list[str]:
    """How far the trust of all in all fell around a breach, and when it was back where it had been before."""
    round_ = worst.round
    if broken(worst.fact) in OF_TWO:  # whose trust it was is told, and by what others did the mean moves as well
        return []
    if line.at(line.rounds).state.collaboration[0]["dissolved"]:  # nobody is left to trust
        return []
    trust = np.array([half_up(100.0 * one) for one in line.history["trust"]])
    first = max(0, round_ - 1 - WINDOW)
    high = trust[first:round_].max()
    back = np.flatnonzero(trust[round_:] >= high)
    after = trust[round_ - 1 : round_ + back[0] if back.size else line.rounds]
    low = after.min()
    if high - low < 100.0 * DIP:
        return []
    numbers = {
        "from": texts.number(high, 0),
        "highest": first + 1 + int(np.flatnonzero(trust[first:round_] == high)[-1]),
        "low": texts.number(low, 0),
        "lowest": round_ + int(after.argmin()),
    }
    if back.size:
        return [texts("mending.back", back=round_ + 1 + int(back[0]), **numbers)]
    if high - trust[-1] < 100.0 * DIP:
        return []
    if trust[-1] == low:
        return [texts("mending.gone_low", **numbers)]
    return [texts("mending.gone", end=texts.number(trust[-1], 0), **numbers)]
