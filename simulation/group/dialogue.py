"""A scenario from a dialogue: who takes part, what each wants, who pays, who decides.

The answers are words and small numbers; what numbers of the model they stand for is below, and an assumption. Whoever
wants more precision opens the file that is written, and docs/scenarios.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import InputError
from ..parameters import declared
from ..population import USUAL_PARTNERS, Dependence
from ..reading import LONGEST_NAME, Name
from .writing import in_toml

# What answers stand for (assumptions).
SIZES = (0.5, 1.0, 2.0)
BURDENS = (-0.3, -0.15, 0.0, 0.15, 0.3)
TRUST = (0.3, 0.45, 0.6)
NEEDS = (0.7, 0.95, 1.2)  # synergy with all partners together, of whom there are as many as usual
MOST_NEED = declared(Dependence)["total"]
OUTSIDE, RATIFIES, RIGHT = 0.1, 0.7, 0.5
FURTHER = 1.6  # a professional frame lies further from the middle than what one wants
SHARED = 0.7  # of a burden that is paid by those who save
RELATION = 0.5  # effort
YEAR = 12
MOST_YEARS = 10
MOST_STORY = 2_000
HITS = (
    ("towards", {"trust": -0.3}),
    ("organisation", {"burden": -0.2}),
    ("organisation", {"commitment": -0.3, "loyalty": -0.2}),
    ("organisation", {"outside": 0.2}),
)


class Party(NamedTuple):
    """A party as the dialogue knows it; wishes from 0 to 10, a unit of what it makes or none."""

    name: str
    size: int
    wishes: tuple[float, ...]
    burden: int
    ratifies: bool
    outside: bool
    unit: str
    amount: float


@cache
def lines(language: str) -> dict[str, str]:
    """What is asked and said, by key, in a language."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {key: said[language] for key, said in table.items()}


class Dialogue:
    """Questions in a language, each asked again until the answer is one.

    Attributes
    ----------
    ask
        Shows a question, and gives what was answered.
    say
        Shows a line.
    """

    def __init__(self, language: str, ask: Callable[[str], str], say: Callable[[str], object]) -> None:
        self.lines, self.ask, self.say = lines(language), ask, say

    def words(self, key: str, most: int = LONGEST_NAME, empty: bool = False, **values: object) -> str:
        """Some words; none where that is an answer."""
        while True:
            got = self.answer(key, **values)
            if not got and empty:
                return ""
            try:
                return str(Name().read(got, "")) if most <= LONGEST_NAME else checked(got, most)
            except InputError:
                self.again(got, "some_text", most=most)

    def number(self, key: str, least: float, most: float, **values: object) -> float:
        """A number between two ends, with a point or a comma."""
        while True:
            got = self.answer(key, **values)
            try:
                value = float(got.replace(",", "."))
            except ValueError:
                value = float("nan")
            if least <= value <= most:
                return value
            self.again(got, "a_number", low=f"{least:g}", high=f"{most:g}")

    def whole(self, key: str, least: int, most: int, **values: object) -> int:
        """A whole number between two ends."""
        while True:
            got = self.answer(key, **values)
            if got.isdecimal() and least <= int(got) <= most:
                return int(got)
            self.again(got, "a_whole", low=least, high=most)

    def yes(self, key: str) -> bool:
        """1 is yes, 2 is no."""
        return self.whole(key, 1, 2) == 1

    def answer(self, key: str, **values: object) -> str:
        """What is answered to a question, on one line."""
        try:
            return " ".join(self.ask(f"{self.lines[key].format(**values)}\n> ").split())
        except EOFError:
            raise InputError("the answers end before the questions do; nothing is written", "new") from None

    def again(self, got: str, key: str, **values: object) -> None:
        """Say what an answer has to be."""
        self.say(self.lines["again"].format(got=got[:60], allowed=self.lines[key].format(**values)))


def checked(text: str, most: int) -> str:
    """A text that is not empty, and not too long."""
    if not 1 <= len(text) <= most:
        raise InputError("got {got} characters, allowed: 1 to {most}", got=len(text), most=most)
    return text


def interview(dialogue: Dialogue) -> str:
    """Ask all there is to ask, and put the answers together as the text of a scenario file."""
    told = dialogue.lines
    dialogue.say(told["begin"])
    heads: dict[str, Any] = {"title": dialogue.words("title"), "story": dialogue.words("story", MOST_STORY)}
    heads |= {key: dialogue.words(key, MOST_STORY) for key in ("question", "lesson")}
    themes = []
    for number in (1, 2):
        theme = dialogue.words("theme", number=number)
        themes.append({"name": theme, "from": dialogue.words("low", theme=theme), "to": dialogue.words("high")})
    ends = [{"low": theme["from"], "high": theme["to"]} for theme in themes]
    need = [dialogue.number("need", 0, 10, **end) / 10 for end in ends]
    everybody = list(parties(dialogue, ends))
    listed = ", ".join(f"{number} {one.name}" for number, one in enumerate(everybody, 1))
    lead = dialogue.whole("decides", 0, len(everybody), parties=listed) - 1
    trust = TRUST[dialogue.whole("trust", 1, len(TRUST)) - 1]
    needs = NEEDS[dialogue.whole("needs", 1, len(NEEDS)) - 1] * USUAL_PARTNERS / (len(everybody) - 1)
    rounds = YEAR * dialogue.whole("years", 1, MOST_YEARS)
    happens = list(events(dialogue, everybody, listed, rounds))
    heads |= {"fiction": told["fiction"], "round": told["month_long"], "rounds": rounds, "seed": 1, "need": need}
    tables: list[tuple[str, Mapping[str, Any]]] = [("", heads)]
    tables += [("[[themes]]", theme) for theme in themes]
    assumed = {"trust.initial": trust, "dependence.total": round(min(MOST_NEED.high, needs), 3)}
    tables.append(("[parameters]", assumed))
    tables += [("[[organisations]]", described(one, row == lead)) for row, one in enumerate(everybody)]
    tables += [("[[events]]", event) for event in happens]
    tables += [("[[choices]]", choice) for choice in choices(told, everybody, lead)]
    return "\n\n".join("\n".join([*[head][: bool(head)], *written(table)]) for head, table in tables) + "\n"


def parties(dialogue: Dialogue, ends: Sequence[Mapping[str, str]]) -> Iterator[Party]:
    """Who takes part, one after the other."""
    known: set[str] = set()
    while True:
        name = dialogue.words("name", empty=True, number=len(known) + 1)
        if name in known:
            dialogue.again(name, "another")
            continue
        if not name:
            if len(known) >= 2:
                return
            dialogue.say(dialogue.lines["two"])
            continue
        known.add(name)
        size = dialogue.whole("size", 1, len(SIZES))
        wishes = tuple(dialogue.number("wish", 0, 10, **end) for end in ends)
        burden = dialogue.whole("burden", 1, len(BURDENS))
        ratifies, outside = dialogue.yes("ratifies"), dialogue.yes("outside")
        unit = dialogue.words("unit", empty=True)
        amount = dialogue.number("amount", 1e-6, 1e9, unit=unit) if unit else 0.0
        yield Party(name, size, wishes, burden, ratifies, outside, unit, amount)


def events(dialogue: Dialogue, everybody: Sequence[Party], listed: str, rounds: int) -> Iterator[dict[str, Any]]:
    """What will happen, one after the other."""
    while name := dialogue.words("event", empty=True):
        month = dialogue.whole("month", 1, rounds, rounds=rounds)
        hit = everybody[dialogue.whole("whom", 1, len(everybody), parties=listed) - 1]
        way, change = HITS[dialogue.whole("how", 1, len(HITS)) - 1]
        yield {"round": month, "name": name, way: hit.name, "add": change}


def described(one: Party, leads: bool) -> dict[str, Any]:
    """A party in the words of a scenario."""
    interests = [wish / 10 for wish in one.wishes]
    said: dict[str, Any] = {"name": one.name, "size": SIZES[one.size - 1]}
    said |= {"lead": True, "right": RIGHT} if leads else {}
    said |= {"burden": burden} if (burden := BURDENS[one.burden - 1]) else {}
    said |= {"ratifies": RATIFIES} if one.ratifies else {}
    said |= {"outside": OUTSIDE} if one.outside else {}
    said |= {
        "interests": interests,
        "frame": [round(min(1.0, max(0.0, 0.5 + FURTHER * (wish - 0.5))), 3) for wish in interests],
    }
    return said | ({"stake": {"amount": one.amount, "unit": one.unit}} if one.unit else {})


def choices(told: Mapping[str, str], everybody: Sequence[Party], lead: int) -> Iterator[dict[str, Any]]:
    """What the group can decide: share the bill if some pay and others save, have it decided, or get acquainted."""
    burdens = [BURDENS[one.burden - 1] for one in everybody]
    paid, saved = -sum(b for b in burdens if b < 0), sum(b for b in burdens if b > 0)
    if paid and saved:
        moved = SHARED * min(paid, saved)
        for one, burden in zip(everybody, burdens, strict=True):
            if burden:
                part = round(-burden / paid * moved if burden < 0 else -burden / saved * moved, 3)
                yield {"round": 1, "name": told["share"], "organisation": one.name, "add": {"burden": part}}
    if lead >= 0:
        name = told["command"].format(party=everybody[lead].name)
        yield {"round": 1, "name": name, "parameters": {"logic.decision": "hierarchy"}}
    yield {"round": 1, "name": told["acquaint"], "parameters": {"effort.relation": RELATION}}


def written(table: Mapping[str, Any]) -> Iterator[str]:
    """A table in TOML, a line for each key."""
    for key, value in table.items():
        yield f"{key} = {in_toml(value)}"
