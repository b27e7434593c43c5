"""A scenario from a dialogue: who takes part, what each wants, who pays, who decides.

The answers are words and small numbers; `sketch` says what numbers of the model they stand for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from pathlib import Path

from ..errors import InputError
from ..reading import LONGEST_NAME, Name
from .sketch import BURDENS, HITS, MOST_YEARS, NEEDS, SIZES, TRUST, YEAR, Happening, Party, Sketch, Theme, scenario_text

MOST_STORY = 2_000


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

    def words(
        self, key: str, most: int = LONGEST_NAME, empty: bool = False, taken: Collection[str] = (), **values: object
    ) -> str:
        """Some words, other than those that are taken; none where that is an answer."""
        while True:
            got = self.answer(key, **values)
            if not got and empty:
                return ""
            if got in taken:
                self.again(got, "another")
                continue
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

    def place(self, key: str, among: Sequence[object], **values: object) -> int:
        """The place of what was chosen among some, the first of which is 1 for people."""
        return self.whole(key, 1, len(among), **values) - 1

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
    """Ask all there is to ask, and give the text of the scenario file that the answers stand for."""
    dialogue.say(dialogue.lines["begin"])
    title = dialogue.words("title")
    story, question, lesson = (dialogue.words(key, MOST_STORY) for key in ("story", "question", "lesson"))
    first = asked_theme(dialogue, 1)
    themes = [first, asked_theme(dialogue, 2, taken=(first.name,))]
    themes = [one._replace(need=dialogue.number("need", 0, 10, low=one.low, high=one.high) / 10) for one in themes]
    everybody = tuple(parties(dialogue, themes))
    listed = ", ".join(f"{number} {one.name}" for number, one in enumerate(everybody, 1))
    lead = dialogue.whole("decides", 0, len(everybody), parties=listed) - 1
    trust, needs = dialogue.place("trust", TRUST), dialogue.place("needs", NEEDS)
    years = dialogue.whole("years", 1, MOST_YEARS)
    happens = tuple(events(dialogue, everybody, listed, YEAR * years))
    sketch = Sketch(title, story, question, lesson, tuple(themes), everybody, lead, trust, needs, years, (), happens)
    return scenario_text(sketch, dialogue.lines)


def asked_theme(dialogue: Dialogue, number: int, taken: Collection[str] = ()) -> Theme:
    """Something that is at stake; what is needed of it is asked later."""
    name = dialogue.words("theme", number=number, taken=taken)
    low = dialogue.words("low", theme=name)
    return Theme(name, low, dialogue.words("high", taken=(low,)), 0.5)


def parties(dialogue: Dialogue, themes: Sequence[Theme]) -> Iterator[Party]:
    """Who takes part, one after the other."""
    known: set[str] = set()
    while True:
        name = dialogue.words("name", empty=True, taken=known, number=len(known) + 1)
        if not name:
            if len(known) >= 2:
                return
            dialogue.say(dialogue.lines["two"])
            continue
        known.add(name)
        size = dialogue.place("size", SIZES)
        wishes = tuple(dialogue.number("wish", 0, 10, low=one.low, high=one.high) / 10 for one in themes)
        wants, fears = (dialogue.words(key, empty=True) for key in ("wants", "fears"))
        burden = dialogue.place("burden", BURDENS)
        ratifies, outside = dialogue.yes("ratifies"), dialogue.yes("outside")
        unit = dialogue.words("unit", empty=True)
        amount = dialogue.number("amount", 1e-6, 1e9, unit=unit) if unit else 0.0
        yield Party(name, wishes, size, burden, ratifies, outside, amount, unit, wants, fears)


def events(dialogue: Dialogue, everybody: Sequence[Party], listed: str, rounds: int) -> Iterator[Happening]:
    """What will happen, one after the other."""
    while name := dialogue.words("event", empty=True):
        month = dialogue.whole("month", 1, rounds, rounds=rounds)
        whom = dialogue.place("whom", everybody, parties=listed)
        yield Happening(name, month, whom, dialogue.place("how", HITS))
