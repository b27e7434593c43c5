"""What things are called in sentences, tables and on axes; and numbers as sentences say them, in every language.

A text is said by its key, `say("map.reading", cells=12, ...)`: `words.toml` has it in each language. What outcomes,
levers and units are called stands where the commands and the page have it. English calls a factor and its values as
files do; another language calls them by name, and as code where they have none.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from samenspel.conditions import CONDITIONS
from samenspel.errors import Filled, translations
from samenspel.measures import Outcomes
from samenspel.parameters import declared
from samenspel.results.intervals import Interval
from samenspel.results.outcomes import LANGUAGES, capitalised, title
from samenspel.results.report import decimals_for, figure, percent, span, told
from samenspel.runs import Summary
from samenspel.view.texts import Texts, flat

from .factors import THEN, is_effort

if TYPE_CHECKING:
    import pandas

    from .factors import Factor

WORDS = Path(__file__).with_name("words.toml")
EVENT = "event."
CODE = re.compile(r"\b[a-z][a-z_-]+(\.[\w*]+)+")
SIGNS = {"en": {}, "nl": {ord("."): ",", ord(","): "."}}


class Outcome(NamedTuple):
    """An outcome as people read of it.

    Attributes
    ----------
    name
        Of its column.
    title, said
        What it is called: over a figure, and within a sentence.
    unit
        As people read it.
    measured
        Its unit as declared.
    """

    name: str
    title: str
    said: str
    unit: str
    measured: str

    @property
    def Title(self) -> str:  # noqa: N802  as a heading begins
        """Its title with a capital."""
        return capitalised(self.title)

    @property
    def label(self) -> str:
        """What stands on an axis."""
        return f"{self.title} ({self.unit})"

    @property
    def yes_or_no(self) -> bool:
        """Whether it is a share of runs rather than a quantity of each."""
        return self.measured == "yes or no"

    @property
    def of_value(self) -> bool:
        """Whether it is value that is made, of which more can be made."""
        return self.measured.startswith("value")


class Spoken(Filled):
    """Texts with their placeholders filled, as errors are, and words that go with a number.

    Parameters
    ----------
    language
        One of `LANGUAGES`.

    Examples
    --------
    >>> Spoken("nl").format("{runs:,} {runs:run|runs}; {what:capital}", runs=1200, what="netwerk")
    '1.200 runs; Netwerk'
    """

    def __init__(self, language: str) -> None:
        self.signs = SIGNS[language]

    def format_field(self, value: object, specification: str) -> str:
        """A value in the text; `one|# more` chooses by a number, `capital` begins a sentence."""
        one, choice, more = specification.partition("|")
        if choice:
            return one if value == 1 else more.replace("#", self.format_field(value, ","))
        if specification == "capital":
            return begun(str(value))
        if isinstance(value, str):
            return value  # a sentence, however long
        return super().format_field(value.item() if isinstance(value, np.generic) else value, specification)


class Speech:
    """How one language says texts, numbers and names.

    Parameters
    ----------
    language
        One of `LANGUAGES`.

    Examples
    --------
    >>> english, dutch = Speech(), Speech("nl")
    >>> interval = Interval(0.21, 0.15, 0.27, 12)
    >>> english.amount(interval), dutch.amount(interval, signed=True)
    ('0.21 (0.15 to 0.27)', '+0,21 (+0,15 tot +0,27)')
    >>> english.factor("trust.gain"), dutch.factor("trust.gain"), dutch.factor("trust.inertia")
    ('trust.gain', '‘vertrouwen groeit’', 'trust.inertia')
    """

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self.english = language == LANGUAGES[0]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text with this key, its placeholders filled in."""
        text = texts_of(self.language)[key]
        return Spoken(self.language).vformat(text, (), values) if values else text

    # --- numbers --------------------------------------------------------------------------------------------------

    def digits(self, number: str) -> str:
        """A number that is written already, with the signs of the language."""
        return number.translate(SIGNS[self.language])

    def figure(self, value: float, decimals: int = 2, signed: bool = False) -> str:
        """A number for people; a dash when there is none."""
        return figure(value, decimals, signed, self.language)

    def amount(self, interval: Interval, signed: bool = False) -> str:
        """`0.21 (0.15 to 0.27)`, with as many decimals as the interval can carry."""
        places = decimals_for(interval, "")
        around = "" if math.isnan(interval.low) else f" ({span(interval, places, signed, self.language)})"
        return self.figure(interval.mean, places, signed) + around

    def share_of(self, interval: Interval) -> str:
        """`45 % (31 to 60 %)`: a share with its interval, neither beyond what a share can be.

        Examples
        --------
        >>> Speech().share_of(Interval(1.39, 0.61, 1.8, 64))
        '100 % (61 to 100 %; the estimate is 139 %, and what is beyond is noise)'
        """
        if math.isnan(interval.low):
            return percent(interval.mean) + ("" if math.isnan(interval.mean) else self("share.too_few"))
        mean = min(1.0, max(0.0, interval.mean))
        beyond = "" if mean == interval.mean else self("share.beyond", estimate=percent(interval.mean))
        return f"{percent(mean)} ({self.span_of(interval)}{beyond})"

    def span_of(self, interval: Interval) -> str:
        """`31 to 60 %`: the interval of a share, as far as it can be one; what is above 0 is not said to be 0.

        Examples
        --------
        >>> Speech().span_of(Interval(0.05, 0.001, 0.11, 64))
        'less than 1 to 11 %'
        """
        low, high = (100.0 * min(1.0, max(0.0, end)) for end in (interval.low, interval.high))
        least = self("share.least") if 0.0 < low < 0.5 else f"{low:.0f}"
        return self("share.span", low=least, high=f"{high:.0f}")

    def enumerated(self, words: Sequence[str], most: int = 6) -> str:
        """`a`, `a and b`, `a, b and c`; `a, b and 5 more`."""
        words = list(words)
        if len(words) > most:
            words = [*words[: most - 1], self("list.more", count=len(words) - most + 1)]
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {self('list.and')} {words[-1]}"

    def cell(self, value: object) -> str:
        """A number or a word, as a table shows it."""
        if isinstance(value, bool | np.bool_):
            return self("table.yes" if value else "table.no")
        if isinstance(value, float | np.floating):
            return "" if np.isnan(value) else self.shown(float(value))
        return self.digits(f"{value:,}") if isinstance(value, int | np.integer) else self.word(value)

    def column(self, name: str) -> str:
        """The head of a column: what a number is called, a percentile, or a factor."""
        return texts_of(self.language).get(f"table.{name}") or self.name(name)

    # --- factors and their values ---------------------------------------------------------------------------------

    def shown(self, value: object) -> str:
        """A value of a factor, as short as it can be."""
        return self.digits(f"{value:.4g}") if isinstance(value, float) else self.word(value)

    def word(self, value: object) -> str:
        """What a word is called that is a value of a factor; an order of conditions by theirs."""
        word = str(value)
        if self.english:
            return word
        if THEN in word:
            return THEN.join(map(self.word, word.split(THEN)))
        return title(word, self.language) if word in CONDITIONS else texts_of(self.language).get(f"value.{word}", word)

    def name(self, factor: str) -> str:
        """What a factor is called in tables and figures; its code where it has no other name."""
        if self.english:
            return factor
        page, lever = Texts(self.language), f"lever.{factor.replace('.', '_')}"
        if f"factor.{factor}" in texts_of(self.language):
            return self(f"factor.{factor}")
        if page.has(lever) and not factor.startswith("effort."):
            return uncapitalised(page(lever))
        about, _, field = factor.rpartition(".")
        if factor.startswith("effort.") and field in CONDITIONS:
            return self("factor.effort", condition=title(field, self.language))
        if is_effort(factor) and field in CONDITIONS:
            return self("factor.phase", condition=title(field, self.language), phase=about.removeprefix("phase."))
        if factor.startswith(EVENT) and field in ("round", "present"):
            return self(f"factor.event_{field}", event=about.removeprefix(EVENT))
        if page.has(f"trait.{field}") and about[:1].isupper():  # of an organisation
            return f"{about}: {uncapitalised(page(f'trait.{field}'))}"
        return factor

    def factor(self, factor: str) -> str:
        """What a factor is called in a sentence: its name between quotation marks, unless that is its code."""
        name = self.name(factor)
        return name if name == factor else self("list.called", name=name)

    def value(self, factor: str, value: object) -> str:
        """A factor and its value; a word may speak for itself."""
        if self.english:
            return f"{factor} {self.shown(value)}"
        return self.shown(value) if speaks(factor, value) else self.equals(factor, value)

    def equals(self, factor: str, value: object) -> str:
        """That a factor has a value."""
        return f"{self.factor(factor)} = {self.shown(value)}"

    def unit(self, unit: str) -> str:
        """A unit as people read it."""
        if self.english:
            return unit
        return texts_of(self.language).get(f"unit.{unit}") or translations(self.language).get(unit, unit)

    def label(self, factor: Factor) -> str:
        """What stands on the axis of a factor: its name, meaning and unit, as declared."""
        unit = "" if factor.unit in ("", "choice") else self.unit(factor.unit)
        if self.english:
            return f"{factor.name}: {factor.meaning}" + (f" ({unit})" if unit else "")
        name = self.name(factor.name)
        about = [factor.name] * (name != factor.name and "." in factor.name) + [unit] * bool(unit)
        return begun(name) + (f" ({', '.join(about)})" if about else "")

    def meaning(self, factor: Factor) -> str:
        """What a factor is, where it is more than its code."""
        if self.english:
            return factor.meaning
        name = self.name(factor.name)
        return "" if name == factor.name else begun(name)

    def point(self, row: pandas.Series, factors: Sequence[str]) -> str:
        """A point by the values of its factors; where words of several agree they are said once."""
        if len(factors) > 2 and all(name.startswith("logic.") for name in factors):
            network = [name for name in factors if row[name] == "network"]
            if len(network) in (0, len(factors)):
                return self("point.all_network" if network else "point.all_hierarchy")
            return self("point.network_in", contrasts=", ".join(map(self.contrast, network)))
        return ", ".join(
            row[name] if self.english and isinstance(row[name], str) else self.value(name, row[name])
            for name in factors
        )

    def contrast(self, factor: str) -> str:
        """The contrast of logic that a factor is about."""
        contrast = factor.rpartition(".")[2]
        return contrast if self.english else told(self.language).get(contrast, contrast)

    # --- outcomes -------------------------------------------------------------------------------------------------

    def outcome(
        self, name: str, of_a_round: bool = False, own: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> Outcome:
        """Title and unit of an outcome, as declared.

        Parameters
        ----------
        name
            Of the outcome.
        of_a_round
            Rather than of a run.
        own
            Unit and meaning of outcomes of one's own, by name.
        """
        called = name.replace("_", " ") if name in own else title(name, self.language)
        unit = own[name][0] if name in own else declared(Outcomes if of_a_round else Summary)[name].unit
        said = called if self.english else self("list.called", name=called)
        return Outcome(name, called, said, self.unit(unit), unit)


@cache
def texts_of(language: str) -> dict[str, str]:
    """The texts of a language by key: `map.reading`."""
    written = flat(tomllib.loads(WORDS.read_text(encoding="utf-8")))
    ending = f".{language}"
    return {key.removesuffix(ending): text for key, text in written.items() if key.endswith(ending)}


def speaks(factor: str, value: object) -> bool:
    """Whether a value needs no factor beside it: a word, unless it is one of the contrasts."""
    return isinstance(value, str) and "." not in factor


def uncapitalised(text: str) -> str:
    """Without the capital at its start, also where that is between quotation marks."""
    mark = text[:1] if text[:1] == "‘" else ""
    return f"{mark}{text[len(mark)].lower()}{text[len(mark) + 1 :]}"


def begun(text: str) -> str:
    """A text as a sentence begins, also where that is between quotation marks; what is code stays as it is.

    Examples
    --------
    >>> begun("‘wat samenwerken oplevert’"), begun("netwerk"), begun("trust.inertia telt mee")
    ('‘Wat samenwerken oplevert’', 'Netwerk', 'trust.inertia telt mee')
    """
    if CODE.match(text):
        return text
    mark = text[:1] if text[:1] == "‘" else ""
    return mark + capitalised(text[len(mark) :])


def interval_in(row: pandas.Series, mean: str = "mean", before: str = "") -> Interval:
    """The interval that stands in a row of a table: a column for its mean, and those for its ends.

    Parameters
    ----------
    row
        With columns `mean`, and `low` and `high`, or `before` before these.
    mean, before
        Names of columns.
    """
    return Interval(float(row[mean]), float(row[f"{before}low"]), float(row[f"{before}high"]), 0)


def size_of(interval: Interval) -> Interval:
    """The interval of a difference, turned to positive numbers."""
    if interval.mean >= 0.0 or math.isnan(interval.mean):
        return interval
    return Interval(-interval.mean, -interval.high, -interval.low, interval.count)


ENGLISH = Speech()
