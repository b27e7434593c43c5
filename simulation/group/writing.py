"""The scenario of a group, as text that people read; and what there is to say about it, on a screen."""

from __future__ import annotations

import json
import re
import textwrap
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ..based import quoted
from ..brought.ratings import by_condition
from ..brought.scores import Scores
from ..conditions import CONDITIONS
from ..errors import InputError, Message, said
from ..numbers import written
from ..results.outcomes import capitalised
from ..scenario import MOST_MEGABYTES
from .fit import FAR, Fit
from .portrait import Portrait, Remarks
from .waves import BETWEEN, Between

WORDS = Path(__file__).with_name("words.toml")
WIDTH = 98
ROUNDS = 36  # three years of months


@cache
def words(language: str) -> dict[str, str]:
    """Everything that is said beside the remarks, by key; of a parameter, what it was made of."""
    return {key: told[language] for key, told in tomllib.loads(WORDS.read_text(encoding="utf-8")).items()}


def heading(title: str, logic: str) -> str:
    """The first lines of the scenario of a group."""
    return "\n".join([f"title = {in_toml(title)}", f"rounds = {ROUNDS}", f"logic = {in_toml(logic)}", ""])


def scenario_text(title: str, logic: str, portrait: Portrait, fitted: str, language: str = "en") -> str:
    """The scenario file of a group.

    Parameters
    ----------
    title, logic
        As in the scenario.
    portrait
        The group.
    fitted
        The table of scores and what the model makes of them, or nothing.
    language
        Of what is for people in it.

    Raises
    ------
    InputError
        A group so large that its file would be larger than a scenario may be.
    """
    told = words(language)
    agreement = f"agreement = {in_toml({'age': portrait.age})}"
    scores = {name: round(share, 4) for name, share in by_condition(portrait.scores).items()}
    lines = [
        f"title = {in_toml(title)}",
        f"story = {in_toml(' '.join(said(one, language) for one in portrait.remarks.known))}",
        f"question = {in_toml(told['question'])}",
        f'round = "month"               # {told["round_assumed"]}',
        *((f"pace = {portrait.pace:g}".ljust(29) + f"# {told['pace_of']}",) if portrait.pace != 1.0 else ()),
        f"rounds = {ROUNDS}",
        f"logic = {in_toml(logic)}",
        "",
        *(f"# {line}".rstrip() for line in comments(portrait.remarks, fitted, language)),
        "",
        "organisations = [",
        *(f"  {in_toml(organisation)}," for organisation in portrait.organisations),
        "]",
        "",
        *(("ties = [", *(f"  {in_toml(tie)}," for tie in portrait.ties), "]", "") if portrait.ties else ()),
        *((f"{agreement:<40}# {told['rounds']}", "") if portrait.age else ()),
        *((f"scores = {in_toml(scores)}", "") if scores else ()),
        *((f"# {told['unsure_of']}", f"unsure = {in_toml(portrait.doubts)}", "") if portrait.doubts else ()),
        *((f"unread = {in_toml([*portrait.unread])}", "") if portrait.unread else ()),
        *((f"answered = {in_toml(portrait.answered.as_table())}", "") if portrait.answered else ()),
        "[parameters]",
        *(f"{name} = {value:g}".ljust(40) + f"# {told[name]}" for name, value in portrait.parameters.items()),
    ]
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > MOST_MEGABYTES * 1_000_000:
        raise InputError(
            "got a group of {n} organisations and {ties} ties, a scenario of {got:.1f} MB, allowed: {most} MB; name "
            "the files in [network] instead, as docs/scenarios.md says",
            n=len(portrait.organisations),
            ties=len(portrait.ties),
            got=len(text) / 1e6,
            most=MOST_MEGABYTES,
        )
    return text


BARE = re.compile(r"[A-Za-z0-9_-]+")  # a key that TOML takes without quotes


def in_toml(value: object) -> str:
    r"""A value in TOML, which is as JSON writes it but for tables, and one character that JSON lets through.

    Examples
    --------
    >>> print(in_toml({"name": "Bank \x7f", "effort.relation": [0.5, True]}))
    { name = "Bank \u007f", "effort.relation" = [0.5, true] }
    """
    if isinstance(value, Mapping):
        entries = (f"{key if BARE.fullmatch(key) else quoted(key)} = {in_toml(item)}" for key, item in value.items())
        return "{ " + ", ".join(entries) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(in_toml, value)) + "]"
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def headed(remarks: Remarks, language: str) -> Iterator[str]:
    """The remarks, each under its heading."""
    for name, sentences in remarks._asdict().items():
        if sentences:
            yield f"{words(language)[name]}:"
            for sentence in sentences:
                yield from textwrap.wrap(f"- {capitalised(said(sentence, language))}", WIDTH, subsequent_indent="  ")
            yield ""


def comments(remarks: Remarks, fitted: str, language: str) -> Iterator[str]:
    """What to know of the numbers below it, and the fit."""
    yield from headed(remarks, language)
    if fitted:
        yield from fitted.splitlines()
        yield ""
    yield from textwrap.wrap(words(language)["no_forecast"], WIDTH)


def fit_table(
    portrait: Portrait, first: Fit, later: Mapping[str, Scores], rounds: int = BETWEEN, language: str = "en"
) -> str:
    """Score and index side by side, misses included; nothing where no condition was asked.

    Where there are later waves, what they say stands beside what the model gives after so many rounds for each.
    """
    if np.isnan(portrait.scores).all():
        return ""
    n, told = len(portrait.organisations), words(language)
    waves = {wave: scores.of_group(n) for wave, scores in later.items()}
    years = [told["year"].format(round=round_) for round_ in first.rounds[1:]]
    columns = [told[key] for key in ("score", "spread", "first", "miss", "stands", "unsure")]
    columns += [*(told["wave"].format(wave=wave) for wave in waves), *years]
    lines = [f"{told['scale']:<14}" + "".join(f"{column:>10}" for column in columns)]
    far = []
    for place, condition in enumerate(CONDITIONS):
        score, index = portrait.scores[place], first.index[:, place]
        miss = index[0] - score
        cells = [
            on_four(score), points(portrait.spread[place]), on_four(index[0]), points(miss, "+"),
            on_four(portrait.stands[place]), points(portrait.unsure[place]),
            *(on_four(group[place]) for group in waves.values()), *(on_four(one) for one in index[1:]),
        ]  # fmt: skip
        lines.append(f"{told[condition]:<14}" + "".join(f"{in_language(cell, language):>10}" for cell in cells))
        if abs(miss) > FAR:
            far.append(f"{told[condition]} ({in_language(points(miss, '+'), language)})")
    if far:
        lines += textwrap.wrap(told["misses"].format(names=", ".join(far)), WIDTH)
    if waves:
        lines += textwrap.wrap(told["later"].format(rounds=rounds), WIDTH)
    return "\n".join(lines)


def on_four(share: float) -> str:
    """A share on the scale from 1 to 4 that surveys use."""
    return "-" if np.isnan(share) else written(1.0 + 3.0 * share, 2)


def in_language(number: str, language: str) -> str:
    """A number with the decimal sign of a language."""
    return number.replace(".", ",") if language == "nl" else number


def points(share: float, sign: str = "") -> str:
    """A difference or a spread, in points of that scale."""
    return "-" if np.isnan(share) else f"{3.0 * share:{sign}.2f}"


def on_screen(
    portrait: Portrait, fitted: str, where: str, language: str = "en", beside: Mapping[str, Sequence[str]] | None = None
) -> str:
    """What there is to say of an import.

    Parameters
    ----------
    portrait, fitted
        The group, and how near the model comes to its scores.
    where
        The scenario that was written.
    language
        `en` or `nl`.
    beside
        Lines beside its tables that are not read, by file; they are in no scenario.
    """
    lines = list(headed(portrait.remarks, language))
    for file, texts in (beside or {}).items():
        left = said(Message("Not used of {file}: {columns}.", file=file, columns=", ".join(texts)), language)
        lines += [*textwrap.wrap(left, WIDTH), ""]
    if fitted:
        lines += [*fitted.splitlines(), ""]
    return "\n".join(
        [
            *lines,
            *textwrap.wrap(words(language)["no_forecast"], WIDTH),
            "",
            words(language)["written"].format(where=where),
            *(f"  {line}" for line in words(language)["next"].format(where=where).split("\n")),
        ]
    )


def described(
    portrait: Portrait, first: Fit, later: Mapping[str, Scores], changed: Between | None = None
) -> dict[str, Any]:
    """The same for programs.

    Parameters
    ----------
    portrait, first, later
        As for `fit_table`.
    changed
        What changed between two waves, where there are two.
    """
    n = len(portrait.organisations)

    def all_five(values: Sequence[float]) -> dict[str, float]:
        return {name: float(value) for name, value in zip(CONDITIONS, values, strict=True)}

    return {
        "organisations": n,
        "ties": len(portrait.ties),
        "parameters": dict(portrait.parameters),
        "scores": all_five(portrait.scores),
        "spread": all_five(portrait.spread),
        "stands": all_five(portrait.stands),
        "unsure": all_five(portrait.unsure),
        "agreement": portrait.age,
        "index": {str(round_): all_five(row) for round_, row in zip(first.rounds, first.index, strict=True)},
        "agreed_in_first_round": first.agreed,
        "pace": portrait.pace,
        "between_waves": None if changed is None else changed.described(),
        "later_waves": {wave: all_five(scores.of_group(n)) for wave, scores in later.items()},
        **{name: list(map(str, sentences)) for name, sentences in portrait.remarks._asdict().items()},
        "no_forecast": words("en")["no_forecast"],
    }
