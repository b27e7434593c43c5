"""What the pages of the room say, in a language: those of the questionnaire, and their own in `words.toml`."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from pathlib import Path

from ..collect import words as collected
from ..results.scenarios import of_scenario, round_of
from ..scenario import Scenario
from ..view.texts import Texts
from .amounts import as_shown, decimals_of

WORDING = Path(__file__).with_name("words.toml")
MONTHS = {"month": 1.0, "two months": 2.0, "six weeks": 1.5, "quarter": 3.0, "year": 12.0}
SPANS = {1.0: "month", 3.0: "quarter", 6.0: "half_year", 12.0: "year"}  # months that have a word
ARTICLES = ("a ", "an ", "een ")
NEAR = 0.05  # of a whole number of times, within which it is that many


class Words(collected.Words):
    """The words of one language.

    Examples
    --------
    >>> Words("nl").amount(15_512.0), Words("en").amount(-0.0753), Words("nl").amount(25.5), Words("nl").clock(200.4)
    ('15.500', '−0.0753', '26', '3:21')
    """

    @staticmethod
    def texts() -> dict[str, dict[str, str]]:
        """All texts by key and language."""
        return wording()

    def amount(self, value: float, signed: bool = False) -> str:
        """An amount to three digits, in tenths from 1 on and in wholes from 10 on, as people count."""
        rounded, decimals = as_shown(value), max(0, decimals_of(value))
        text = f"{rounded:{'+' if signed and rounded else ''},.{decimals}f}"
        text = text.rstrip("0").rstrip(".") if decimals else text
        swapped = {".": self("point"), ",": self("thousands"), "-": "−"}
        return "".join(swapped.get(one, one) for one in text)

    def quantity(self, value: float, unit: str, signed: bool = False) -> str:
        """An amount with its unit."""
        return f"{self.amount(value, signed)} {unit}"

    def percent(self, value: int) -> str:
        """Percents above or below something, with their sign."""
        return f"{value:+d} %".replace("-", "−") if value else "0 %"

    def gained(self, percent: int) -> str:
        """What something brought beside going alone; from twice as much on, in words.

        Examples
        --------
        >>> Words("nl").gained(583), Words("en").gained(-6)
        ('bijna zeven keer wat u zonder de anderen zou halen', '6 % less than you would have without the others')
        """
        if percent < 100:
            key = "more" if percent > 0 else "less" if percent < 0 else "same"
            return self(f"gained_{key}", percent=f"{abs(percent)} %")
        times = 1.0 + percent / 100.0
        near, known = round(times), self("numbers").split()
        key = "exactly" if abs(times - near) < NEAR else "nearly" if times < near else "over"
        return self(f"gained_{key}", times=known[near] if near < len(known) else str(near))

    def clock(self, seconds: float) -> str:
        """Minutes and seconds."""
        whole = math.ceil(seconds)
        return f"{whole // 60}:{whole % 60:02d}"

    def names(self, names: list[str] | tuple[str, ...]) -> str:
        """All of them, in a sentence."""
        return Texts(self.language).names(names, many=100)

    def round(self, scenario: Scenario, step: int, number: int) -> str:
        """A played round as people call it: half-year 3.

        Examples
        --------
        >>> from samenspel.scenario import load
        >>> Words("nl").round(load("integrated_care"), 6, 3), Words("en").round(load("disaster_response"), 4, 1)
        ('Halfjaar 3', 'Round 1')
        """
        months = step * scenario.months if MONTHS.get(scenario.round) == scenario.months else math.nan
        return self(f"span_{SPANS.get(months, 'round')}", number=str(number))

    def per_round(self, scenario: Scenario) -> str:
        """What a round of the model stands for, as it stands after `per`."""
        said = round_of(scenario, self.language)
        return next((said.removeprefix(one) for one in ARTICLES if said.startswith(one)), said)

    def of_scenario(self, scenario: Scenario, what: str) -> str:
        """The title, story or question of a scenario."""
        return of_scenario(scenario, what, self.language)


@cache
def wording() -> dict[str, dict[str, str]]:
    """All texts by key and language."""
    return collected.wording() | tomllib.loads(WORDING.read_text(encoding="utf-8"))
