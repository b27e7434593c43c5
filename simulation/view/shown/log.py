"""The log: what happened, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..desk import Desk
from ..texts import begun
from .facts import Fact
from .story import Told, family, say, told_of

TWO_LINES = 150  # letters, in large type
TONES = {1: "good", -1: "bad", 0: ""}


def log(desk: Desk) -> dict[str, Any]:
    """The log, round by round."""
    return desk.once("log", desk.key, lambda: entries(desk))


def entries(desk: Desk) -> dict[str, Any]:
    """What is told of every round, what is usual, and the rest for who asks for it."""
    texts, line = desk.texts, desk.session.line

    def sentences(facts: Iterable[Fact]) -> list[dict[str, str]]:
        return [{"text": say(fact, texts, line), "tone": TONES[fact.tone]} for fact in facts]

    return {
        "words": {name: texts(f"story.{name}") for name in ("title", "more", "less", "all")},
        "entries": [
            {
                "round": round_,
                "when": f"{texts('word.round')} {round_}" if round_ else texts("word.start"),
                "sentences": sentences(told.facts),
                "brief": brief([say(fact, texts, line) for fact in told.facts or ([told.usual] if round_ else [])]),
                "usual": say(told.usual, texts, line) if round_ else "",
                "rest": sentences(told.rest),
                "voted": voted(told),
            }
            for round_, told in enumerate(told_of(desk, line))
        ],
    }


def voted(told: Told) -> str:
    """Whether a vote that came to nothing, which the usual line tells too, is `told` or in the `rest`; else nothing."""
    if told.usual.kind != "no_goal":
        return ""
    places = (("told", told.facts), ("rest", told.rest))
    return next((place for place, facts in places if any(family(one.kind) == "rejected" for one in facts)), "")


def brief(said: Sequence[str]) -> str:
    """What happened in a round where there is room for two lines: what matters most, and the next where both are short.

    Examples
    --------
    >>> brief(["The insurer leaves. That is because of costs.", "There is an agreement again."])
    'The insurer leaves. There is an agreement again.'
    """
    first = [begun(one, 1)[0] for one in said[:2]]
    return " ".join(first if sum(map(len, first)) <= TWO_LINES else first[:1])
