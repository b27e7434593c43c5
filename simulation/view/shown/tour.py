"""The guided tour, one step at a time: what the room sees of it, and what only its presenter does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...results.replicates import replicate
from ...scenario import choosing
from .. import tours
from ..asked import Question
from ..desk import Desk
from ..texts import APART
from ..touring import steps
from .luck import waiting
from .pairs import ways

TELLS = ("reveal", "discuss")  # steps that say what came of what was predicted
NONE = -1  # an answer that cannot be told yet
CLOSE = 1e-6  # what is counted is no mean


def tour(desk: Desk) -> dict[str, Any] | None:
    """The step that is shown, among the others."""
    if desk.tour_at < 0:
        return None
    texts, taken = desk.texts, steps(desk)
    return {
        "words": texts.group("tour")
        | {"close": texts("word.close"), "said": texts("whatif.said")}
        | ({"busy": waiting(desk)} if desk.luck_done else {}),
        "name": f"{desk.scenario.name}.{texts.language}",
        "called": texts.of_scenario(desk.scenario, "title"),
        "steps": [
            {
                "kind": step.kind,
                "title": texts(f"tour.{step.kind}"),
                "text": step.text,
                "answers": list(step.answers),
                "button": step.button,
                "minutes": step.minutes,
                "notes": step.notes,
                "question": step.question,
                "place": texts("tour.place", at=place, of=len(taken)),
                **foretold(desk, taken, place - 1),
            }
            for place, step in enumerate(taken, 1)
        ],
        "at": desk.tour_at,
        "invitation": texts("tour.invitation", at=desk.tour_at + 1, of=len(taken)) if desk.invited else "",
        "done": list(desk.toured),
        "refused": desk.refused,
    }


# What was predicted ------------------------------------------------------------------------------------------------


def foretold(desk: Desk, taken: Sequence[tours.Step], at: int) -> dict[str, Any]:
    """What a step says of what was predicted: what came of it, and which answer is right."""
    if taken[at].kind not in TELLS:
        return {"came": "", "right": NONE}
    came, right = what_came(desk, taken[:at])
    pairs = over_pairs(desk) if came and "luck" in taken[at].deeds else ""
    return {"came": pairs or came, "right": right}


def what_came(desk: Desk, before: Sequence[tours.Step]) -> tuple[str, int]:
    """What came of what a tour asks, in the unit of the question, and which answer is right, by its place.

    Of the answers that steps before played; which is right is told when all of them did.
    """
    question, texts = desk.question, desk.texts
    if question is None or not any(step.answers for step in before):
        return "", NONE
    played = played_answers(question, before)
    found = [float(np.mean([of_choice(desk, choice) for choice in choices])) for choices in played]
    if not found:
        return "", NONE
    names = [texts.names([f"“{name}”" for name in choices.values()]) for choices in played]
    whom = texts.names([texts.in_a_sentence(label) for label in question.of])
    kind = "stays_one" if question.outcome == "stays" and question.yes_or_no else question.outcome
    said = {"amounts": amounts(desk, question, names, found), "who": whom, "rounds": str(desk.scenario.rounds)}
    came = texts(f"asked.{kind}", **said)
    return came, question.best(found, APART) if len(found) == len(question.answers) else NONE


def played_answers(question: Question, before: Sequence[tours.Step]) -> list[dict[str, str]]:
    """The answers that have been played: the choices that each stands for, and what the page calls those."""
    forks = [step.deeds["fork"] for step in before if "fork" in step.deeds]
    called = {fork["choice"]: fork["name"] for fork in forks if "choice" in fork}
    return [{one: called[one] for one in choices} for choices in question.answers if called.keys() >= {*choices}]


def of_choice(desk: Desk, choice: str) -> float:
    """What is asked, of the run of a choice that the page shows."""
    scenario, seed = desk.scenario, desk.session.seed

    def played() -> float:
        return desk.ask(replicate(choosing(scenario, choice), range(seed, seed + 1))[0])

    return float(desk.once(f"asked {choice}", (scenario.name, seed), played))


def amounts(desk: Desk, question: Question, names: Sequence[str], found: Sequence[float]) -> str:
    """What came of several, each by its name in quotes."""
    texts = desk.texts
    shares = question.yes_or_no and any(value not in (0.0, 1.0) for value in found)  # of runs, or of choices
    said = [texts.percent(value) if shares else written(desk, question, value) for value in found]
    each = [texts("asked.amount", name=name, amount=amount) for name, amount in zip(names, said, strict=True)]
    return texts.names(each, len(each))


def written(desk: Desk, question: Question, value: float) -> str:
    """What came of a question, in its unit; means of what is counted have a decimal."""
    texts, rounds = desk.texts, desk.scenario.rounds
    if question.outcome in ("joint_value", "gain"):
        return texts.gain(value, signed=True)
    if question.outcome == "trust":
        return texts.number(100.0 * value, 0)
    if question.outcome == "first_decision" and value > rounds:
        return texts("asked.never")
    if question.yes_or_no:
        return texts("asked.yes" if value == 1.0 else "asked.no")
    count = value * {"agreed": rounds, "stays": len(question.of)}.get(question.outcome, 1)
    return texts.number(count, 0 if abs(count - round(count)) < CLOSE else 1)


def over_pairs(desk: Desk) -> str:
    """What came of a question over many pairs of runs of the two that are shown; nothing before that is asked."""
    found, texts, session, question = desk.found, desk.texts, desk.session, desk.question
    if found is None or found.asked is None or session.shadow is None or question is None:
        return ""
    names = [desk.line_name(line) for line in (session.line, session.shadow)]
    means = [float(values.mean()) for values in found.asked]
    more, less, _ = ways(found.asked[0] - found.asked[1], question.apart(APART))
    said = amounts(desk, question, [f"“{name}”" for name in names], means)
    counts = {"pairs": str(found.pairs), "more": str(more), "less": str(less)}
    when = "pairs_when" if question.outcome == "first_decision" else "pairs"
    return texts(f"asked.{'pairs_yes' if question.yes_or_no else when}", amounts=said, name=names[0], **counts)
