"""Two lines side by side: figures, their difference, and one sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from ...conditions import CONDITIONS
from ...game import ALONE
from ...measures import Outcomes
from ...parameters import END, MEAN, NOT, declared
from ...results.outcomes import capitalised, on_four
from ...runs import OfARun, mean_of_defined
from ...state import LEFT
from .. import rearranging
from ..desk import Desk
from ..session import Line, alike_rows, arises, as_written, created_apart
from ..texts import Texts, begun, differs, more_or_less
from .charts import title
from .facts import ENDED, Fact
from .fall import MOSTLY
from .mending import GRAVE, bare, broke, broken, mends, worst_of
from .story import FROM_OUTSIDE, Told, end_of, every, family, identity, say, told_of

BY = {  # what two lines are compared by, in the order in which it is declared
    name: outcome for name, outcome in (declared(Outcomes) | declared(OfARun)).items() if outcome.page != NOT
}
TITLED = {MEAN: "compare.mean", END: "compare.end"}  # by how one number is made of a run
ALIKE = ("left", "effort")  # not worth a row when they are the same
COUNTED = ("count", "effort-rounds", "round")  # units that are written without decimals
SIGNED = ("joint_value",)  # as the headline writes it
OF_100 = ("trust", "understanding", "reputation")  # as everywhere on the page
SEEN = 0.2  # of a condition, from 1 to 4; less is not worth saying
GRAVEST = GRAVE[:4]  # of what can break: what sets two lines apart
PARTINGS = 4  # rounds that are told of where two lines part
WORTH_SAYING = 0.03  # of a difference in trust between two lines
PUT_IN = 0.02  # of what a member puts in, or gains: a difference that is worth saying


def comparison(desk: Desk) -> dict[str, Any] | None:
    """The shown line and its ghost side by side; none when they are not compared."""
    line, ghost = desk.session.line, desk.session.shadow
    if not desk.compared or ghost is None:
        return None
    return desk.once("comparison", desk.key, lambda: compared(desk, line, ghost))


def compared(desk: Desk, line: Line, ghost: Line) -> dict[str, Any]:
    """A row for every figure that is worth one, and what they come to in words."""
    texts = desk.texts
    rows, (lead, behind) = [], begun(in_words(desk, line, ghost), 2)
    for what, one, other, write in figures(desk, line, ghost):
        if what in ALIKE and one == other:
            continue
        known = not (math.isnan(one) or math.isnan(other))
        amount = as_written(one, other) if what in SIGNED and known else one - other
        difference = apart(texts, what, amount, write) if known else "–"
        tone = 0.0 if not known or difference == apart(texts, what, 0.0, write) else (one - other) * BY[what].better
        rows.append(
            {
                "key": what,
                "title": row_title(what, [line, ghost], texts),
                "one": write(one, what in SIGNED),
                "other": write(other, what in SIGNED),
                "difference": difference,
                "tone": "plus" if tone > 0.0 else "minus" if tone < 0.0 else "",
            }
        )
    return {
        "title": texts("compare.title"),
        "sentence": lead,
        "behind": behind,
        "names": [desk.line_name(line), desk.line_name(ghost)],
        "difference": texts("compare.difference"),
        "rows": rows,
        "note": texts("compare.note", rounds=line.rounds),
        "parting_title": texts("compare.parting"),
        "parting": parting(desk, line, ghost),
    }


def apart(texts: Texts, what: str, difference: float, write: Callable[[float, bool], str]) -> str:
    """A difference as it is written: percentages differ by points."""
    return texts.points(difference, signed=True) if what in SIGNED else write(difference, True)


def ends(desk: Desk, line: Line, ghost: Line) -> list[str]:
    """Which of two collaborations came to its end, when and how: of how it stands after that nothing is measured."""
    said = []
    for of in (line, ghost):
        if over := end_of(told_of(desk, of)):
            how = "ended" if over[1].kind == ENDED else "apart"
            said.append(desk.texts(f"compare.{how}", name=desk.line_name(of), round=over[0]))
    return said


def when(desk: Desk, line: Line, ghost: Line) -> list[str]:
    """In which rounds most of the difference arises, and which condition differs most in those, as far as there is a
    collaboration on both.
    """
    stretch, texts = arises(line, ghost), desk.texts
    if stretch is None:
        return []
    first, last = stretch
    said = [texts("compare.arises", first=first, last=last)]
    last = min(last, line.in_being, ghost.in_being)
    if first > last:
        return said
    stretches = {name: [of.history[name][first - 1 : last] for of in (line, ghost)] for name in CONDITIONS}
    levels = {name: [on_four(mean_of_defined(stretch)) for stretch in both] for name, both in stretches.items()}
    name, (one, other) = max(levels.items(), key=lambda level: np.nan_to_num(abs(level[1][0] - level[1][1])))
    if abs(one - other) >= SEEN:
        stands = "stands_higher" if one > other else "stands_lower"
        numbers = {"one": texts.number(one, 1), "other": texts.number(other, 1)}
        said.append(texts(f"compare.{stands}", condition=texts.outcome(name).lower(), **numbers))
    return said


def parting(desk: Desk, line: Line, ghost: Line) -> list[dict[str, Any]]:
    """The first rounds in which something else happens on the one than on the other, and what mattered most in each.

    Both have the same luck, so that what parts them was caused by what is different about them.
    """
    texts, nothing = desk.texts, desk.texts("compare.nothing")
    if same(desk):
        return []
    return [
        {
            "round": round_,
            "when": f"{texts('word.round')} {round_}",
            "one": say(one, texts, line) if one else nothing,
            "other": say(other, texts, ghost) if other else nothing,
        }
        for round_, one, other in islice(partings(told_of(desk, line), told_of(desk, ghost)), PARTINGS)
    ]


def partings(told: Sequence[Told], other: Sequence[Told]) -> Iterator[tuple[int, Fact | None, Fact | None]]:
    """Rounds in which something else happens on the one line than on the other, and what mattered most on each.

    That something is mended is news only where it is told to have broken, or broke on both.
    """
    lines = told, other
    here: list[list[Fact]] = [[], []]  # what is told of each
    for round_ in range(len(told)):
        found: list[Fact | None] = []
        for one, two, said in zip(lines, lines[::-1], here, strict=True):
            news = (
                fact for fact in alone_in(one[round_], two[round_]) if known_broken(fact, one[: round_ + 1], two, said)
            )
            found.append(next(news, None))
        if any(found):
            for said, fact in zip(here, found, strict=True):
                said += [fact] if fact else []
            yield round_, *found


def known_broken(fact: Fact, before: Sequence[Told], other: Sequence[Told], said: Sequence[Fact]) -> bool:
    """Whether what a fact mends was told, or broke on the other line too; true of what mends nothing."""
    broke = [(round_, one) for round_, told in enumerate(before) for one in told.facts if mends(one, fact)]
    if not broke or broke[-1][1] in said:
        return True
    round_, breach = broke[-1]
    return identity(breach) in {identity(one) for one in (*other[round_].facts, *other[round_].rest)}


def alone_in(told: Told, other: Told) -> list[Fact]:
    """What is told here and did not happen there, not even untold: of another kind or to others, whatever the amounts.

    What befalls both alike, as luck and events do, parts them nowhere.
    """
    there = {identity(fact) for fact in (*other.facts, *other.rest)}
    return [fact for fact in told.facts if identity(fact) not in there and family(fact.kind) not in FROM_OUTSIDE]


def figures(desk: Desk, line: Line, ghost: Line) -> Iterator[tuple[str, float, float, Callable[[float, bool], str]]]:
    """What two lines are compared by: what it is, both numbers as they are written, and how that is."""
    texts = desk.texts

    def amount(value: float, signed: bool) -> str:
        return texts.number(value, 2, signed)

    def grade(value: float, signed: bool) -> str:
        return texts.number(value, 1, signed)

    def gain(value: float, signed: bool) -> str:
        return texts.gain(value, signed)

    def of_100(value: float, signed: bool) -> str:
        return texts.number(100.0 * value, 0, signed)

    def count(value: float, signed: bool) -> str:
        return texts.number(value, 0, signed)

    def share(value: float, signed: bool) -> str:
        percent = texts.number(100 * value, 0, signed)
        if math.isnan(value):
            return percent
        points = "compare.point" if percent.strip("+−") == "1" else "compare.points"
        return texts(points if signed else "number.percent", number=percent)

    for what, outcome in BY.items():
        if outcome.unit in COUNTED:
            one, other = (summed_up(desk, of, what) for of in (line, ghost))
            yield what, *(value if math.isnan(value) else round(value) for value in (one, other)), count
        else:
            of_a_unit = {"share": share, "0 to 10": grade}.get(outcome.unit, amount)
            write = of_100 if what in OF_100 else gain if what in SIGNED else of_a_unit
            one, other = (summed_up(desk, of, what) for of in (line, ghost))
            if what not in SIGNED:  # which is rounded as a percentage of something else, once, where it is written
                one, other = (round(value, 1 if write is grade else 2) for value in (one, other))
            yield what, one, other, write


def summed_up(desk: Desk, line: Line, what: str) -> float:
    """An outcome of a line as one number, as the page compares by it; NaN where it is not defined, as how it stands is
    of a collaboration that came to its end. Whom an end that was chosen sent home has not left.
    """
    if what == "first_decision":
        return line.first_goal
    values = line.history[what]
    if line.in_being < line.rounds and BY[what].page == END:
        return math.nan
    if what == "left" and (over := end_of(told_of(desk, line))) and over[1].kind == ENDED:
        return float(values[line.in_being - 1]) if line.in_being else 0.0
    return float(mean_of_defined(values) if BY[what].page == MEAN else values[-1])


def row_title(what: str, lines: Sequence[Line], texts: Texts) -> str:
    """What a row is about, and whether it is a mean or how it ends."""
    if texts.has(f"compare.row_{what}"):  # as the page speaks of agreements, and tables of results of goals
        return texts(f"compare.row_{what}")
    page, named = BY[what].page, title(what, lines, texts)
    return texts(TITLED[page], title=named) if page in TITLED else named


def in_words(desk: Desk, line: Line, ghost: Line) -> str:
    """How two lines differ, in one sentence and what goes with it."""
    texts = desk.texts
    names = {"name": desk.line_name(line), "ghost": desk.line_name(ghost)}
    difference = created_apart(line, ghost)
    kind = differs(difference)
    said = [texts(f"compare.{kind}", points=texts.points(abs(difference)), **names)]
    said += rearranged_apart(desk, line, ghost)
    if kind != "same":
        said += [*through(line, ghost, texts), *for_whom(line, ghost, texts), *when(desk, line, ghost)]
    one, other = line.first_goal, ghost.first_goal
    if math.isnan(one) != math.isnan(other):
        said.append(texts("compare.only_goal", name=desk.line_name(ghost if math.isnan(one) else line)))
    elif not math.isnan(one) and one != other:
        sooner = "goal_sooner" if one < other else "goal_later"
        said.append(texts(f"compare.{sooner}", one=int(one), other=int(other)))
    trust = float(line.history["trust"][-1] - ghost.history["trust"][-1])
    if line.in_being == ghost.in_being == line.rounds and abs(trust) >= WORTH_SAYING:
        higher = "trust_higher" if trust > 0 else "trust_lower"
        shares = {"one": line.history["trust"][-1], "other": ghost.history["trust"][-1]}
        said.append(
            texts(f"compare.{higher}", **{key: texts.number(100.0 * share, 0) for key, share in shares.items()})
        )
    left = left_apart(line, ghost, texts, names["ghost"])
    return " ".join([*said, *left, *ends(desk, line, ghost), *broke_apart(desk, line, ghost)])


def through(line: Line, ghost: Line, texts: Texts) -> list[str]:
    """What the difference came about by: rounds with a goal on one line alone, or what each put in where both had one.

    Nothing where neither goes the way that value went; in part where what they make differs by far more than what they
    put in.
    """
    one, other = line.history, ghost.history
    apart = one["joint_value"] - other["joint_value"]
    way, has, had = np.sign(apart.sum()), one["agreed"] > 0.0, other["agreed"] > 0.0
    more = "more" if way > 0.0 else "less"
    if way * (has.sum() - had.sum()) > 0 and way * apart[has != had].sum() >= MOSTLY * abs(apart.sum()):
        return [texts(f"compare.by_goal_{more}", one=int(has.sum()), other=int(had.sum()))]
    first, last = arises(line, ghost) or (1, line.rounds)
    both = np.flatnonzero(has[first - 1 : last] & had[first - 1 : last]) + first - 1
    if not both.size:
        return []
    put_in, trust = ([float(of[name][both].mean()) for of in (one, other)] for name in ("pooled", "trust"))
    change = put_in[0] / put_in[1] - 1.0
    if way * change < PUT_IN:
        return []
    in_all = [float(of["joint_value"][both].mean()) + ALONE for of in (one, other)]  # what each makes
    mostly = in_all[1] <= 0.0 or way * change >= MOSTLY * way * (in_all[0] / in_all[1] - 1.0)
    said = texts(f"compare.by_work_{more}{'' if mostly else '_partly'}", change=texts.percent(abs(change)))
    if way * (trust[0] - trust[1]) < WORTH_SAYING:
        return [said]
    numbers = {key: texts.number(100.0 * level, 0) for key, level in zip(("one", "other"), trust, strict=True)}
    return [f"{said} {texts(f'compare.as_trust_{more}', **numbers)}"]


def for_whom(line: Line, ghost: Line, texts: Texts) -> list[str]:
    """To whom the change makes the biggest difference a round, for better or worse, and who gains or loses most the
    other way; nothing where the two have other partners.

    As in what all create together, a round in which somebody takes no part is one of working alone: no gain, no loss.
    """
    if line.scenario.labels != ghost.scenario.labels:
        return []
    apart = np.nan_to_num(line.gained).mean(axis=0) - np.nan_to_num(ghost.gained).mean(axis=0)
    ways = sorted(((apart, "better"), (-apart, "worse")), key=lambda one: -float(one[0].max()))
    said = []
    for place, (more, way) in zip(("most", "other"), ways, strict=True):
        row = int(more.argmax())
        if more[row] >= PUT_IN:
            who = texts.in_a_sentence(line.scenario.labels[row])
            said.append(texts(f"compare.{place}_{way}", who=who, points=texts.points(more[row])))
    return said


def rearranged_apart(desk: Desk, line: Line, ghost: Line) -> list[str]:
    """Who comes besides on one line alone, and what that brought it and the others; and what else was different in who
    takes part, where the name of the line does not say it.
    """
    texts, name = desk.texts, desk.line_name(ghost)
    here, there = (of.scenario.labels for of in (line, ghost))
    said = []
    shared = alike_rows(line, ghost)
    for row in range(shared, len(here)):
        gain = mean_gain(line, [row])
        how = rearranging.about(here[row], line.changes, texts)
        values = {"who": texts.in_a_sentence(here[row]), "how": f" ({how})" if how else ""}
        said.append(texts(f"compare.joined_{more_or_less(gain)}", **values, gain=texts.gain(abs(gain))))
    if said:
        both = [row for row in range(shared) if row not in {**line.merged, **ghost.merged}]
        more = mean_gain(line, both) - mean_gain(ghost, both)
        said.append(texts(f"compare.others_{differs(more)}", points=texts.points(abs(more))))
    besides = [texts.in_a_sentence(label) for label in there[shared:]]
    said += [texts("compare.joined_there", who=who, ghost=name) for who in besides]
    for key, one, other in (("differs", line, ghost), ("differs_there", ghost, line)):
        apart = [change for change in one.changes if change not in other.changes]
        changes = rearranging.in_words([change for change in apart if change.key != "partner"], texts)
        if one.name and changes:
            said.append(texts(f"compare.{key}", changes="; ".join(changes), ghost=name))
    return said


def mean_gain(line: Line, rows: Sequence[int]) -> float:
    """What some gained a round against working alone, mean of them and of all rounds; 0 outside."""
    return float(np.nan_to_num(line.gained[:, list(rows)]).mean()) if rows else 0.0


def left_apart(line: Line, ghost: Line, texts: Texts, name: str) -> list[str]:
    """Who left on the one line and not on the other, up to the round in which one of them came to its end."""
    both = alike_rows(line, ghost)  # who is there on one line alone left no other
    last = min(line.in_being, ghost.in_being)
    here, there = (of.at(last).state.organisations["member"][:both] == LEFT for of in (line, ghost))
    said = []
    for kind, rows in (("stayed", there & ~here), ("went", here & ~there)):
        who = [texts.in_a_sentence(line.scenario.labels[row]) for row in np.flatnonzero(rows)]
        many = "_many" if len(who) > 1 else ""
        said += [capitalised(texts(f"compare.{kind}{many}", who=texts.names(who), ghost=name))] if who else []
    return said


def broke_apart(desk: Desk, line: Line, ghost: Line) -> list[str]:
    """The gravest of what broke on each line, where nothing like it broke on the other."""
    texts, name, said = desk.texts, desk.line_name(ghost), []
    for kind, one, other in (("avoided", ghost, line), ("broken", line, ghost)):
        worst = worst_of(one, told_of(desk, one))
        if (
            worst
            and broken(worst.fact) in GRAVEST
            and not any(alike(worst.fact, fact) for _, fact in every(told_of(desk, other)))
        ):
            what = broke(worst._replace(fact=bare(worst.fact)), texts, one)
            said.append(texts(f"compare.{kind}", ghost=name, what=f"{what[0].lower()}{what[1:]}"))
    return said


def alike(one: Fact, other: Fact) -> bool:
    """Whether the same broke: the support of all, something between the same two, or by the same event."""
    same_event = "name" in one.values and one.values["name"] == other.values.get("name")
    return family(one.kind) == family(other.kind) and (one.pair == other.pair or same_event)


def same(desk: Desk) -> str:
    """What is said when a fork changes nothing."""
    line, ghost = desk.session.line, desk.session.shadow
    if ghost is None or not line.alike(ghost):
        return ""
    return desk.texts("whatif.same", name=desk.line_name(ghost if desk.session.shown == 0 else line))
