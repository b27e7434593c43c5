"""The picture of differences: a line for each condition and statement, a dot for each organisation that can be shown.

Drawn in percentages, so that dots find their place at any width while letters keep their size. As a page of the desk it
takes the desk's style; as a file it holds its own, and needs nothing from elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..served.visit import templates
from .differences import OTHERS, Differences, Line, differences
from .questionnaire import HIGH, LOW, PARTNER, items
from .store import Store, Wave
from .words import Words

LEFT, RIGHT = 27.0, 73.0  # per cent of the width at which the scale begins and ends; names stand beside it
LONGEST = 24  # letters of a name beside a dot
NEAR, STEP = 1.7, 6  # per cent within which dots hide one another, and how far up one of them goes
PACKAGES, PAGES = ("samenspel.collect",), Path(__file__).with_name("pages")  # in which pages are


class Row(NamedTuple):
    """A line as it is drawn.

    Attributes
    ----------
    text
        The condition or statement.
    whole
        Whether it is a whole condition.
    dots
        Place in per cent, how far up so that none hides another, whether it is the smaller ones together, and who at
        which score, as a sentence.
    low, high
        Who stands lowest and highest, and at which score; empty where there is no difference.
    told
        All of it as a sentence, for who cannot see it.
    before
        Where lowest and highest stood in the wave before, in per cent; empty where there is none.
    """

    text: str
    whole: bool
    dots: tuple[tuple[float, int, bool, str], ...]
    low: str
    high: str
    told: str
    before: tuple[float, ...] = ()


def picture(store: Store, organisations: Sequence[str], wave: Wave, words: Words) -> dict[str, object]:
    """What the picture shows, for its template.

    Parameters
    ----------
    store
        The answers.
    organisations
        Those that take part, as they are listed.
    wave
        One that is closed.
    words
        Of a language.
    """
    found = of_wave(store, organisations, wave)
    earlier = [one for one in store.waves() if one.number == wave.number - 1]
    before = of_wave(store, organisations, earlier[0]).lines if earlier else [None] * len(found.lines)
    rows = [row(line, then, words) for line, then in zip(found.lines, before, strict=True)]
    split = next(place for place, line in enumerate(found.lines) if line.subject == PARTNER)
    answered = store.counts(wave.number)
    return {
        "rows": rows[:split],
        "of_partners": rows[split:],
        "furthest": [(text_of(line, words), ends(line, words)) for line in found.furthest()],
        "numbers": in_numbers(found, organisations, words),
        "conditions": [words.condition(line.subject) for line in found.lines if not line.item],
        "found": found,
        "silent": [name for name in organisations if name not in answered],
        "grid": [place(score) for score in range(LOW, HIGH + 1)],
        "scale": [(place(score), name_of(score, words)) for score in range(LOW, HIGH + 1)],
        "before": earlier[0].number if any(one.before for one in rows) else 0,
        "pooled": any(OTHERS in line.scores for line in found.lines),
    }


def picture_file(store: Store, organisations: Sequence[str], wave: Wave, language: str) -> str:
    """The picture as a page that needs nothing from elsewhere.

    Parameters
    ----------
    store, organisations, wave
        As for `picture`.
    language
        `en` or `nl`.
    """
    words = Words(language)
    return templates(PACKAGES).get_template("picture_file.html").render(
        say=words, language=words.language, wave=wave, drawn=picture(store, organisations, wave, words),
        style=(PAGES / "style.css").read_text(encoding="utf-8").partition("/* end of the font */")[2],
    )  # fmt: skip


def of_wave(store: Store, organisations: Sequence[str], wave: Wave) -> Differences:
    """The differences of a wave that is closed."""
    return differences([one for one in store.collected() if one.wave == wave.number], organisations, wave.floor)


def place(score: float) -> float:
    """Where a score stands, in per cent of the width.

    Examples
    --------
    >>> place(1), place(4)
    (27.0, 73.0)
    """
    return round(LEFT + (RIGHT - LEFT) * (score - LOW) / (HIGH - LOW), 2)


def name_of(score: int, words: Words) -> str:
    """What stands above a place on the scale: its number, and at the ends what that means."""
    return f"{score} {words(f'score_{score}')}" if score in (LOW, HIGH) else str(score)


def row(line: Line, then: Line | None, words: Words) -> Row:
    """A line as it is drawn, and as it was in the wave before."""
    text, whole = text_of(line, words), not line.item
    if not line.scores:
        return Row(text, whole, (), "", "", words("not_shown"))
    told = [f"{called(name, words)} {words.number(score)}" for name, score in line.scores.items()]
    places = [place(score) for score in line.scores.values()]
    pooled = [name == OTHERS for name in line.scores]
    dots = tuple(zip(places, heights(places), pooled, told, strict=True))
    low = shortened(line, 0, words) if line.apart else ""
    ends_then = [place(end(then.scores.values())) for end in (min, max)] if then and then.apart else []
    return Row(text, whole, dots, low, shortened(line, -1, words), ", ".join(told), tuple(ends_then))


def heights(places: Sequence[float]) -> list[int]:
    """How far up each dot stands, so that one that would hide another is seen beside it.

    Examples
    --------
    >>> heights([20.0, 20.0, 20.5, 40.0])
    [0, 6, -6, 0]
    """
    found: list[int] = []
    for at, one in enumerate(places):
        close = [up for other, up in zip(places[:at], found, strict=True) if one - other < NEAR]
        found.append(next((up for up in (0, STEP, -STEP) if up not in close), 0))
    return found


def at_end(line: Line, at: int, words: Words) -> tuple[list[str], str]:
    """Who stands at an end of a line (0 the lowest, -1 the highest), several where they stand alike; and where."""
    shown = {called(name, words): words.number(score) for name, score in line.scores.items()}
    number = list(shown.values())[at]
    return [name for name, one in shown.items() if one == number], number


def shortened(line: Line, at: int, words: Words) -> str:
    """The end of a line as there is room for: one name, and how many more."""
    names, number = at_end(line, at, words)
    label = names[0] if len(names[0]) <= LONGEST else f"{names[0][: LONGEST - 1].rstrip()}…"
    label = f"{label} +{len(names) - 1}" if len(names) > 1 else label
    return f"{label} {number}" if at == 0 else f"{number} {label}"


def ends(line: Line, words: Words) -> str:
    """Who is lowest and who is highest, as a sentence."""
    (low, lowest), (high, highest) = (at_end(line, at, words) for at in (0, -1))
    return words("furthest_one", low=", ".join(low), high=", ".join(high), lowest=lowest, highest=highest)


def called(name: str, words: Words) -> str:
    """Whose score it is."""
    return words("others") if name == OTHERS else name


def text_of(line: Line, words: Words) -> str:
    """The condition or statement."""
    if not line.item:
        return words.condition(line.subject)
    return next(words.of(item) for item in items(line.subject) if item.name == line.item)


def in_numbers(found: Differences, organisations: Sequence[str], words: Words) -> list[tuple[str, list[str], str]]:
    """A table: for each organisation that is shown its scores on the conditions, and how many answered."""
    whole = [line for line in found.lines if not line.item]
    shown = [name for name in organisations if name in found.respondents]
    shown += [OTHERS] if any(OTHERS in line.scores for line in whole) else []
    return [
        (
            called(name, words),
            [words.number(line.scores[name]) if name in line.scores else "–" for line in whole],
            str(found.respondents.get(name, found.together[1])),
        )
        for name in shown
    ]
