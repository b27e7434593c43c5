"""Holding: why a goal that was never lost held, as the same run goes by the same luck without one thing at a time."""

from __future__ import annotations

from typing import NamedTuple

from ...logic import HIERARCHY, ROUNDING
from ...state import MEMBER
from ..session import Line
from ..texts import Texts
from . import causes
from .facts import short_of


class Kept(NamedTuple):
    """In which round a goal would have been lost without something, the earliest first."""

    lost: int
    by: str


def kept_by(line: Line, since: int) -> list[Kept]:
    """What a goal would have been lost without, had it stopped after the round in which there first was one.

    Parameters
    ----------
    line
        One in which a goal is not lost.
    since
        The first round with a goal, before the last.
    """
    found = []
    for by, parameters in (causes.KEEPS | causes.efforts(line, since)).items():
        if lost := causes.given_up_in(line, causes.under(line, since + 1, parameters), since + 1):
            found.append(Kept(lost, by))
    return sorted(found)


def why_it_held(line: Line, texts: Texts) -> str:
    """Why a goal that was never lost held: for how many it was worth it, so that they stood behind it, or that it was
    borne that too few did; and without what it would have been lost, or that nothing of the kind was needed.

    Nothing where there was no goal, where it was lost, or where it came in the last round.
    """
    if line.fate != "held" or (since := int(line.first_goal)) >= line.rounds:
        return ""
    kept = rests_on(line, since)
    rested = rested_on(kept, texts) if kept else texts("held.on_no_one_thing")
    return f"{because_of_support(stood(line), texts)} {rested}"


def rests_on(line: Line, since: int) -> Kept | None:
    """What a goal is said to have rested on: patience, where it would have been lost without; else what it would have
    been lost without the earliest; none where it would have held all the same.
    """
    kept = kept_by(line, since)
    return next((one for one in kept if one.by == "patience"), kept[0] if kept else None)


def rested_on(one: Kept, texts: Texts) -> str:
    """What a goal would have been lost without, and when."""
    by, _, condition = one.by.partition("_")
    values = {"condition": texts.outcome(condition).lower()} if condition else {}
    return texts(f"held.on_{by}", lost=one.lost, **values)


class Stood(NamedTuple):
    """Who stood behind a goal in the rounds in which there was one.

    Attributes
    ----------
    way
        How the text ends that says it: whether a lead judges for all, and whether authority counts as support.
    behind, all
        How many stood behind it in a round in the middle of all, of how many members.
    low, low_all, at, votes
        The same of the round in which the smallest part of them did, which that is, and what share of the votes was
        behind it then; what authority adds included.
    end, end_all
        The same of the last round.
    quorum, patience
        How much support is needed, as a share, and how many rounds without are borne.
    short, rounds, since
        Rounds with less than that, of how many with a goal, and the first of those.
    patient
        Whether one of those is not the first, so that it would have been lost without patience.
    """

    way: str
    behind: int
    all: int
    low: int
    low_all: int
    at: int
    votes: float
    end: int
    end_all: int
    quorum: float
    patience: int
    short: int
    rounds: int
    since: int
    patient: bool

    @property
    def order(self) -> str:
        """How a text ends where authority counts beside votes."""
        return "_order" if "order" in self.way else ""

    @property
    def always_all(self) -> bool:
        """Whether all stood behind it in every round."""
        return self.low == self.low_all

    @property
    def how_many(self) -> str:
        """Of a word for how many stood behind it: `all` only where nobody ever did not, `most` where more than half
        always did.
        """
        return "all" if self.always_all else "most" if 2 * self.low > self.low_all else "some"

    @property
    def how(self) -> str:
        """The way, without those who have to be made to where nobody has to."""
        return self.way.removesuffix("_order") if self.always_all else self.way

    def counts(self, texts: Texts) -> dict[str, int | str]:
        """How many stood behind it in a usual round, at the lowest and with how many of the votes, and at the end, as a
        text is given them.
        """
        counts = {one: int(getattr(self, one)) for one in ("behind", "all", "low", "low_all", "at", "end", "end_all")}
        return counts | {"votes": texts.percent(short_of(self.votes, self.quorum))}

    def patiently(self, texts: Texts) -> dict[str, int | str]:
        """In how many rounds it had too little support, and how much of that is borne, as a text is given them."""
        quorum = texts.percent(self.quorum)
        return {"short": self.short, "rounds": self.rounds, "patience": self.patience, "quorum": quorum}


def stood(line: Line) -> Stood:
    """Who stood behind a goal, by the states of the rounds; of a line that has one."""
    agreed = line.history["agreed"] > 0.0
    behind, members, rounds, backing = [], [], [], []
    for course in line.walk():
        if course.round and agreed[course.round - 1]:
            them = course.state.organisations[course.state.organisations["member"] == MEMBER]
            behind.append(int(them["behind"].sum()))
            members.append(them.size)
            rounds.append(course.round)
            backing.append(float(course.state.collaboration[0]["backing"]))
    parameters = line.at(line.rounds).parameters
    quorum = parameters.decision.quorum
    ordered = sorted(range(len(behind)), key=lambda place: (behind[place] / members[place], place))
    low, middle = ordered[0], ordered[len(behind) // 2]
    by_lead, by_order = (of == HIERARCHY for of in (parameters.logic.norm, parameters.logic.decision))
    short = [one < quorum - ROUNDING for one in backing]
    way = f"{'_lead' if by_lead else ''}{'_order' if by_order else ''}"
    (usual, all_), (least, of_least), (end, at_end) = ((behind[at], members[at]) for at in (middle, low, -1))
    lowest, patience = (rounds[low], backing[low]), parameters.backing.patience
    too_few = (sum(short), len(rounds), rounds[0], any(short[1:]))
    return Stood(way, usual, all_, least, of_least, *lowest, end, at_end, quorum, patience, *too_few)


def because_of_support(one: Stood, texts: Texts) -> str:
    """That enough stood behind a goal, how many and with how many of the votes, and why; or where that was too little
    for a while, that patience held it.
    """
    counted = "" if one.always_all else texts(f"held.counted{one.order}", **one.counts(texts))
    if one.patient:
        return f"{texts(f'held.patience{one.order}', **one.patiently(texts))} {counted}"
    said = texts(f"held.because{one.how}", many=texts(f"held.{one.how_many}"))
    values = {"quorum": texts.percent(one.quorum)} | ({"since": one.since} if one.short else {})
    enough = texts(f"held.{'short_at_first' if one.short else 'never_short'}{one.order}", **values)
    return " ".join(part for part in (said, counted, enough) if part)


def unbroken(line: Line, texts: Texts) -> str:
    """That nothing broke for long, and what was delivered."""
    agreed = line.history["agreed"] > 0
    promised = made = 0.0
    for course in line.walk():
        if course.round and agreed[course.round - 1]:
            them = course.state.organisations[course.state.organisations["member"] == MEMBER]
            promised, made = promised + float(them["promise"].sum()), made + float(them["pooled"].sum())
    return texts("mending.unbroken", part=texts.kept(made / max(promised, 1e-9)))
