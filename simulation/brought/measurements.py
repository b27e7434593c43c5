"""In which order measurements came, by what people call them: 2024-2, T1, nulmeting, voorjaar 2025."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .words import plain

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
MIDDLE, END = 0.5, 1e9  # between the first two that are numbered; after all of them
PLACES = {
    **dict.fromkeys(("nulmeting", "voormeting", "beginmeting", "startmeting", "vooraf", "baseline", "before"), 0.0),
    **dict.fromkeys(("tussenmeting", "tussentijds", "halverwege", "midterm", "interim"), MIDDLE),
    **dict.fromkeys(("eindmeting", "nameting", "slotmeting", "achteraf", "endline", "after", "final"), END),
}
MONTHS = {
    word: float(place)
    for place, words in enumerate(
        (("jan", "januari", "january"), ("feb", "februari", "february"), ("mrt", "maart", "mar", "march"),
         ("apr", "april"), ("mei", "may"), ("jun", "juni", "june"), ("jul", "juli", "july"),
         ("aug", "augustus", "august"),
         ("sep", "sept", "september"), ("okt", "oktober", "oct", "october"), ("nov", "november"),
         ("dec", "december")),
        1,
    )
    for word in words
}  # fmt: skip
SEASONS = {
    **dict.fromkeys(("voorjaar", "lente", "spring"), 4.5),
    **dict.fromkeys(("zomer", "summer"), 7.5),
    **dict.fromkeys(("najaar", "herfst", "autumn", "fall"), 10.5),
}
OF_A_YEAR = MONTHS | SEASONS


def when(wave: str) -> tuple[float, ...] | None:
    """When a measurement was, to be compared with others: year first, where it has one; None where it does not say.

    A part of a year counts with its year alone: after an autumn comes a spring.

    Examples
    --------
    >>> when("najaar 2024"), when("2024-2"), when("1-3-2025"), when("T1"), when("nulmeting"), when("najaar")
    ((2024.0, 10.5), (2024.0, 2.0), (2025.0, 3.0, 1.0), (1.0,), (0.0,), None)
    """
    text = plain(wave)
    words = re.findall(r"[^\W\d_]+", text)
    year = YEAR.search(text)
    part = [place for word in words if (place := OF_A_YEAR.get(word)) is not None]
    if year:
        before, after = (
            [float(one) for one in NUMBER.findall(side)] for side in (text[: year.start()], text[year.end() :])
        )
        return (float(year[0]), *part, *after, *reversed(before))
    if part:
        return None
    placed = [place for word in words if (place := PLACES.get(word)) is not None]
    numbers = [float(one) for one in NUMBER.findall(text)]
    if placed or len(numbers) == 1:
        return tuple((placed or numbers)[:1])
    return None  # of several numbers it is not known which comes first


def in_order(waves: Iterable[str]) -> list[str] | None:
    """Measurements as they came; None where what they are called does not say it.

    Examples
    --------
    >>> in_order(["10", "9"]), in_order(["eindmeting", "nulmeting"]), in_order(["voorjaar 2025", "najaar 2024"])
    (['9', '10'], ['nulmeting', 'eindmeting'], ['najaar 2024', 'voorjaar 2025'])
    >>> in_order(["voorjaar", "najaar"]), in_order(["only one"])
    (None, ['only one'])
    """
    named = list(waves)
    if len(named) < 2:
        return named
    times = {one: when(one) for one in named}
    known = {one: time for one, time in times.items() if time is not None}
    years = {time[0] >= 1900.0 and time[0] < END for time in known.values()}
    if len(known) < len(named) or len({*known.values()}) < len(named) or len(years) > 1:
        return None
    return sorted(named, key=known.__getitem__)
