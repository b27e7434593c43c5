"""What a board is told where the model cannot meet its marks: the marks as they were given, why there is no advice on
them, and what can be done. As text, and as one page to print.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from html import escape
from pathlib import Path

import numpy as np

from ..brought.answered import DECIMALS, on_scale
from ..brought.measured import PARTNERSHIPS
from ..conditions import CONDITIONS
from ..numbers import half_up
from ..reading import check_new
from . import counsel_in_words
from .counsel import beside_measured, lowest_scored
from .counsel_in_words import (
    Section,
    is_of_one,
    named,
    own_scale,
    points,
    rests_told,
    scale_of,
    scale_told,
    scored,
    supposing,
    visible,
)
from .counsel_page import ON_SCREEN, headline, made_told, mark_on_line, names_in, printable, today, with_head
from .known import agreement_is_assumed
from .misfit import TOO_FAR, MisfitError
from .outcomes import capitalised
from .report import wrapped
from .scenarios import of_scenario

WORDS = Path(__file__).with_name("misfit.toml")


@cache
def words(language: str) -> Mapping[str, str]:
    """Everything that is said, by key; what is not said here is said as in an advice."""
    said = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {**counsel_in_words.words(language), **{key: told[language] for key, told in said.items()}}


class Figures:
    """What was given, in points as people see them, by condition.

    Attributes
    ----------
    scores, elsewhere
        The mark of the group, and the mean of the partnerships.
    spread
        How far answers are apart, of the conditions of which that may be told.
    lowest, below, widest
        The conditions with the lowest mark, with a lower one than elsewhere, and on which answers are furthest apart.
    """

    def __init__(self, missed: MisfitError, language: str) -> None:
        group = missed.scenario
        scale = scale_of(group)
        shares = beside_measured(np.array([group.scores.get(name, np.nan) for name in CONDITIONS]))
        apart = group.answered.spread if group.answered and own_scale(group) else {}
        self.shares = shares
        self.scores = {name: scored(score, scale, language) for name, (score, _, _) in shares.items()}
        self.elsewhere = {name: scored(mean, scale, language) for name, (_, mean, _) in shares.items()}
        self.spread = {name: points(apart[name], scale, language) for name in shares if name in apart}
        self.lowest = lowest_scored(group)
        marks = {name: [on_scale(one, scale) for one in (score, mean)] for name, (score, mean, _) in shares.items()}
        self.below = [name for name, (score, mean) in marks.items() if score < mean]
        spread = {name: half_up(apart[name] * (scale[1] - scale[0]), DECIMALS) for name in self.spread}
        self.widest = widest(spread, visible(scale))


def widest(spread: Mapping[str, float], least: float) -> list[str]:
    """The conditions on which answers are furthest apart, in points; none where people would not see the difference.

    Examples
    --------
    >>> widest({"ambition": 1.2, "interests": 1.5, "process": 1.5}, 0.2), widest({"ambition": 1.4, "process": 1.5}, 0.2)
    (['interests', 'process'], [])
    """
    seen = bool(spread) and max(spread.values()) - min(spread.values()) >= least - 1e-9
    return [name for name, one in spread.items() if one == max(spread.values())] if seen else []


def figures_told(missed: MisfitError, figures: Figures, language: str) -> Iterator[str]:
    """Each mark, beside the mean elsewhere; before them what that is, and after them what stands out."""
    said = words(language)
    if is_of_one(missed.scenario):
        yield said["one_person_scored"]
        return
    yield said["source"].format(partnerships=PARTNERSHIPS, scale=scale_told(missed.scenario, language))
    for name, score in figures.scores.items():
        values = {"condition": capitalised(said[name]), "score": score, "mean": figures.elsewhere[name]}
        key = "row_apart" if name in figures.spread else "row"
        yield said[key].format(**values, spread=figures.spread.get(name, ""))
    yield " ".join(standing_out(figures, language))


def standing_out(figures: Figures, language: str) -> Iterator[str]:
    """Which marks are lowest, which are lower than elsewhere, and where answers are furthest apart."""
    said = words(language)
    key = "lowest" if len(figures.lowest) == 1 else "lowest_of_more"
    yield said[key].format(conditions=named(figures.lowest, language))
    key = "all_below" if len(figures.below) == len(figures.shares) else "below" if figures.below else "none_below"
    yield said[key].format(conditions=named(figures.below, language))
    if figures.spread:
        yield said["apart"]
    if figures.widest:
        yield said["apart_most"].format(conditions=named(figures.widest, language))


def why_told(missed: MisfitError, language: str) -> Iterator[str]:
    """What mark the model cannot make together with the others, on their own scale."""
    said, scale, hidden = words(language), scale_of(missed.scenario), is_of_one(missed.scenario)
    yield said["how"]
    agreement = said["has_agreement" if missed.agreed else "has_none"]
    for name, miss in missed.far.items() if not hidden else ():
        yield said["missed"].format(
            condition=said[name], score=scored(missed.scenario.scores[name], scale, language), agreement=agreement,
            index=scored(missed.index[name], scale, language), points=points(miss, scale, language),
            side=said["higher" if miss > 0.0 else "lower"],
        )  # fmt: skip
    yield said["most"].format(most=points(TOO_FAR, scale, language), scale=scale_told(missed.scenario, language))
    yield said["not_wrong"]


def to_do(missed: MisfitError, figures: Figures, language: str) -> Iterator[str]:
    """What can be done, each in one."""
    said, answered = words(language), missed.scenario.answered
    check, agreement = for_the_maker(missed, language)
    yield check
    people = answered.respondents if answered else None
    told = said["people"].format(count=people)
    estimates = bool(answered and answered.estimates)
    how = "ask_themselves" if estimates else "ask_unknown" if not people else "ask_one" if people == 1 else "ask"
    yield said[how].format(people=told, conditions=named([*missed.far], language))
    yield agreement
    if not is_of_one(missed.scenario):
        talk = said["talk"].format(conditions=named(figures.lowest, language))
        apart = said["talk_apart"].format(apart=named(figures.widest, language)) if figures.widest else ""
        yield f"{talk} {apart}".strip()


def for_the_maker(missed: MisfitError, language: str) -> list[str]:
    """What of that is for whoever filled in the file, and not for a board: it stands on a screen, and not on paper."""
    said = words(language)
    check = said["check"].format(conditions=named([*missed.far], language))
    return [check, said["agreement" if missed.agreed else "no_agreement"]]


def heading(missed: MisfitError, language: str) -> str:
    """The title above it."""
    return words(language)["title"].format(group=of_scenario(missed.scenario, "title", language))


def verdict(missed: MisfitError, language: str) -> list[str]:
    """That there is no advice, and what there is."""
    said = words(language)
    key = "still_hidden" if is_of_one(missed.scenario) else "still"
    told = said["verdict" if len(missed.far) == 1 else "verdict_of_more"].format(
        conditions=named([*missed.far], language)
    )
    return [
        supposing(agreement_is_assumed(missed.scenario), missed.agreed, told, language),
        said[key].format(partnerships=PARTNERSHIPS),
    ]


def sections(missed: MisfitError, language: str) -> list[Section]:
    """All that is told after that, in order."""
    said, figures = words(language), Figures(missed, language)
    doing, shown = [*to_do(missed, figures, language)], not is_of_one(missed.scenario)
    return [
        Section(said["figures"], [*figures_told(missed, figures, language)], scored=shown),
        Section(said["why"], [*why_told(missed, language)]),
        Section(said["do"], doing, len(doing)),
        Section(said["rests"], [*rests_told(missed.scenario, missed.agreed, language)]),
    ]


def as_text(missed: MisfitError, language: str = "en") -> str:
    """All of it, for a terminal.

    Parameters
    ----------
    missed
        The group, and what the model makes of it.
    language
        `en` or `nl`.
    """
    parts = [[heading(missed, language), *wrapped(" ".join(verdict(missed, language)))]]
    for title, lines, steps, *_ in sections(missed, language):
        marked = [*(f"- {line}" for line in lines[:steps]), *lines[steps:]]
        parts.append([title, *(line for told in marked for line in wrapped(told, 2))])
    return "\n\n".join("\n".join(part) for part in parts)


def as_page(missed: MisfitError, language: str = "en", made: date | None = None) -> str:
    """All of it as one page to print, that needs nothing from elsewhere; with the day that it was made, if any."""
    names, own = names_in(missed.scenario), for_the_maker(missed, language)
    body = [
        f"<h1>{escape(heading(missed, language))}</h1>",
        *headline(verdict(missed, language), names),
        f'<p class="asked">{escape(made_told(made, language)) if made else ""}</p>',
    ]
    for part in sections(missed, language):
        inside = "".join(
            f"<li{ON_SCREEN if line in own else ''}>{with_head(line, names)}</li>" for line in part.lines[: part.steps]
        )
        inside = f"<ul>{inside}</ul>" if inside else ""
        rest = part.sentences[part.steps :]
        if part.scored:
            inside, rest = f"<p>{escape(rest[0])}</p>{drawn(missed, language)}", rest[1:]
        inside += "".join(f"<p>{escape(line)}</p>" for line in rest)
        body.append(f"<section><h2>{escape(part.title)}</h2><div>{inside}</div></section>")
    return printable(heading(missed, language), language, body)


def drawn(missed: MisfitError, language: str) -> str:
    """The marks beside those of the partnerships, as a table with a line for each condition."""
    said, figures = words(language), Figures(missed, language)
    heads, rows = ["here", "mean", *(["head_spread"] if figures.spread else [])], []
    for name, (score, mean, _) in figures.shares.items():
        numbers = [figures.scores[name], figures.elsewhere[name]]
        numbers += [figures.spread.get(name, "")] if figures.spread else []
        cells = "".join(f'<td class="number">{one}</td>' for one in numbers)
        picture = mark_on_line(score, mean, figures.scores[name])
        rows.append(f"<tr><td>{escape(capitalised(said[name]))}</td><td>{picture}</td>{cells}</tr>")
    top = "".join(f'<td class="number"><small>{escape(said[one])}</small></td>' for one in heads)
    return f"<table><tr><td></td><td></td>{top}</tr>{''.join(rows)}</table>"


def write_page(path: Path, missed: MisfitError, language: str = "en") -> None:
    """Write the page to a new file.

    Parameters
    ----------
    path
        A file that is not there yet, in a folder that is.
    missed, language
        As for `as_text`.

    Raises
    ------
    InputError
        There is a file already, or no such folder.
    """
    check_new(path, ".html", "page")
    path.write_text(as_page(missed, language, today()), encoding="utf-8")
