"""The words of the page, apart from its code: a file for each language, and how the language writes numbers.

Texts under `leaving` stand in for those of the same key where a case has words of its own for who leaves.

A text has placeholders in braces, `{name} leaves`; every language has the same texts with the same placeholders. A
number may choose between one and more, `{count:one round|# rounds}`, where `#` is the number.
What scenarios say stands in English in the scenario files, and in other languages in `scenarios.*.toml` in
`simulation/results/`; what outcomes are called in `outcomes.toml` there, for the page and for everything else.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ...game import ALONE
from ...numbers import half_up, written
from ...results.outcomes import LANGUAGES, capitalised, words
from ...results.scenarios import aim_of, in_a_sentence, name_of, of_scenario
from ...scenario import Aim, Leaving, Scenario

HERE = Path(__file__).parent
MANY = 3  # names in a sentence, before it says how many others
NEARLY = 0.025  # of a whole, by which a part may differ from half of it, or all of it, to be called that
TWICE = 1.5  # of what was promised, from which on it is said how many times that is
OFTEN = 5.0  # times what each makes alone, from which on that is said in times and not as a percentage
EQUAL = 0.0025  # a value below it would be written as 0%: half a point
BIT = 1e-9  # full effort that changes nothing else costs two points: no last bit decides what that is
APART = 4 * EQUAL - BIT  # two values are, from two points on: written one point apart, they may be as good as equal


class Texts:
    """The words of one language.

    Parameters
    ----------
    language
        English where there is none of that name.
    leaving
        What it is to leave, in a case that has words of its own for it.

    Examples
    --------
    >>> Texts("en", Leaving("acts on its own", "on its own"))("word.left")
    'on its own'
    >>> Texts("nl").number(-0.5, signed=True), Texts("en").percent(0.62)
    ('−0,50', '62%')
    """

    def __init__(self, language: str, leaving: Leaving | None = None) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._texts = read(self.language)
        if leaving:
            self._texts = self._texts | self._of_leaving(leaving)

    def __call__(self, key: str, **values: object) -> str:
        """The text with this key, such as `story.leaves`, its placeholders filled in."""
        counted = {name: Count(value) if type(value) is int else value for name, value in values.items()}
        return self._texts[key].format_map(counted) if values else self._texts[key]

    def _of_leaving(self, leaving: Leaving) -> dict[str, str]:
        """The texts about who leaves, in the words of a case."""
        does, label, bound = (self.label(word) for word in leaving)
        own = {"{does}": does, "{label}": label, "{Label}": capitalised(label)}
        own |= {"{bound}": bound, "{Bound}": capitalised(bound)}

        def in_words(text: str) -> str:
            for place, words_ in own.items():
                text = text.replace(place, words_)
            return text

        said = {key: text for key, text in self.group("leaving").items() if bound or "{bound}" not in text.lower()}
        return {key: in_words(text) for key, text in said.items()}

    def has(self, key: str) -> bool:
        """Whether there is a text with this key."""
        return key in self._texts

    def group(self, group: str) -> dict[str, str]:
        """All texts of a group, by the rest of their key."""
        return {key[len(group) + 1 :]: text for key, text in self._texts.items() if key.startswith(group + ".")}

    # Outcomes

    def outcome(self, name: str) -> str:
        """The name of an outcome, with a capital."""
        return capitalised(words(self.language)[name].title)

    def short(self, name: str) -> str:
        """The name of an outcome where there is little room."""
        return words(self.language)[name].short

    # Numbers

    def number(self, value: float, decimals: int = 2, signed: bool = False) -> str:
        """A number as the language writes it, with a true minus; a dash when there is none."""
        if math.isnan(value):
            return "–"
        return written(float(value), decimals, signed, self._texts["number.point"])

    def percent(self, share: float, signed: bool = False) -> str:
        """A share as a percentage; a dash when there is none."""
        if math.isnan(share):
            return self.number(share)
        return self("number.percent", number=self.number(100.0 * share, 0, signed))

    def gain(self, value: float, signed: bool = False) -> str:
        """A value, of a round, against what each makes alone: the one way in which the page says it."""
        against = value / ALONE
        if signed or abs(against) < OFTEN:
            return self.percent(against, signed)
        return self("number.times", number=self.number(against, 0))

    def once(self, value: float) -> str:
        """What somebody gains or loses once, as so many rounds of working alone, or as a part of one.

        Examples
        --------
        >>> [Texts("en").once(rounds * ALONE) for rounds in (0.32, 1.0, 2.05)]
        ['32% of a round of working alone', 'one round of working alone', '2.1 rounds of working alone']
        """
        rounds = value / ALONE
        if half_up(100.0 * rounds) < 100:
            return self("number.of_a_round", number=self.percent(rounds))
        one, number = self.number(1.0, 1), self.number(rounds, 1)
        return self("number.round_alone") if number == one else self("number.rounds_alone", number=number)

    def amount(self, value: float) -> str:
        """A value as the number to remember, with a minus where it is a loss."""
        return self.gain(value, signed=more_or_less(value) == "less")

    def cost(self, value: float) -> str:
        """What a round costs, against what each makes alone; words where it is more than all of that."""
        return self("number.all_of_it") if half_up(100.0 * value / ALONE) > 100 else self.gain(value)

    def kept(self, share: float) -> str:
        """What was delivered, as a part of what was promised; words where it is more than that.

        Examples
        --------
        >>> [Texts("en").kept(share) for share in (0.8, 1.04, 2.11)]
        ['80% of what was promised', 'more than was promised', '2.1 times what was promised']
        """
        if half_up(100.0 * share) <= 100:
            return self("number.kept", number=self.percent(share))
        return self("number.kept_more") if share < TWICE else self("number.kept_times", number=self.number(share, 1))

    def portion(self, share: float) -> str:
        """A part of what was named just before; of one below half, which is the largest of several, that it is.

        Examples
        --------
        >>> [Texts("en").portion(share) for share in (0.99, 0.71, 0.51, 0.39)]
        ['all of it', '71% of it', 'half of it', 'the largest part of it (39%)']
        """
        if share >= 1.0 - NEARLY:
            return self("number.part_all")
        if abs(share - 0.5) <= NEARLY:
            return self("number.part_half")
        return self("number.part" if share > 0.5 else "number.part_largest", number=self.percent(share))

    def points(self, value: float, signed: bool = False) -> str:
        """A difference between two values, in points of that percentage."""
        number = self.number(100.0 * value / ALONE, 0, signed)
        return self("compare.point" if number.strip("+−") == "1" else "compare.points", number=number)

    def names(self, names: Sequence[str], many: int = MANY) -> str:
        """`A, B and C`; of many, the first few and how many others; nothing of nobody."""
        if len(names) > many:
            others = len(names) - many + 1
            names = [*names[: many - 1], self("number.others", count=others)]
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self('number.and')} {names[-1]}"

    # Scenarios

    def of_scenario(self, scenario: Scenario, what: str) -> str:
        """The title, story, question or round of a scenario."""
        return of_scenario(scenario, what, self.language)

    def aim(self, scenario: Scenario, label: str) -> Aim:
        """What an organisation wants and fears, where a scenario says it."""
        return aim_of(scenario, label, self.language)

    def label(self, name: str) -> str:
        """The name of an organisation or an event of a scenario that comes with the model."""
        return name_of(name, self.language)

    def in_a_sentence(self, name: str) -> str:
        """The name of an organisation as it stands within a sentence, with its article where it has one."""
        return in_a_sentence(name, self.language)


class Count(int):
    """A number of things, of which `format` takes the words for one and for more; in both languages 1 alone is one.

    Examples
    --------
    >>> [f"{Count(number):one round|# rounds}" for number in (0, 1, 2)]
    ['0 rounds', 'one round', '2 rounds']
    """

    def __format__(self, words: str) -> str:
        one, choice, more = words.partition("|")
        return (one if self == 1 else more).replace("#", str(int(self))) if choice else int.__format__(self, words)


def begun(text: str, sentences: int) -> tuple[str, str]:
    """A text in two: its first sentences, and the rest; a point after a capital is that of a name, as in B.V. or St."""
    all_of_them = re.split(r"(?<=[^A-Z\s][.?!])(?<!\bSt\.)\s+", text)
    return " ".join(all_of_them[:sentences]), " ".join(all_of_them[sentences:])


def more_or_less(value: float, least: float = EQUAL) -> str:
    """Whether a value is `more` than nothing, `less`, or the `same` when it is written."""
    return "same" if abs(value) < least else "more" if value > 0.0 else "less"


def differs(difference: float) -> str:
    """Whether one of two values is `more` than the other, `less`, or about the `same`.

    Examples
    --------
    >>> [differs(points * ALONE / 100) for points in (-2, -1, 0, 1, 2)]
    ['less', 'same', 'same', 'same', 'more']
    """
    return more_or_less(difference, APART)


@cache
def read(language: str) -> dict[str, str]:
    """The texts of a language by key: `group.name`."""
    return flat(tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8")))


def flat(table: dict[str, Any]) -> dict[str, str]:
    """Nested tables as texts by dotted key."""
    texts: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            texts |= {f"{key}.{rest}": text for rest, text in flat(value).items()}
        else:
            texts[key] = value
    return texts


def preferred(accepted: str) -> str:
    """The language of the project that a browser would rather have, by its Accept-Language.

    Examples
    --------
    >>> preferred("nl-NL,nl;q=0.9,en;q=0.8"), preferred("fr, en;q=0.5"), preferred("")
    ('nl', 'en', 'en')
    """
    wished = []
    for place, part in enumerate(accepted.split(",")[:20]):
        name, _, weight = part.strip().partition(";q=")
        try:
            wished.append((-float(weight or 1), place, name[:2].lower()))
        except ValueError:
            continue
    return next((name for _, _, name in sorted(wished) if name in LANGUAGES), LANGUAGES[0])
