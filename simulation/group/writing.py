"""The scenario of a group, as text that people read; and what there is to say about it, on a screen."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..brought.scores import Scores
from ..conditions import CONDITIONS
from ..errors import InputError
from ..scenario import MOST_MEGABYTES
from .fit import FAR, Fit
from .portrait import Portrait, Remarks

WIDTH = 98
ROUNDS = 36  # three years of months
NO_FORECAST = (
    "The model is no forecast: it shows what follows from these assumptions, not what will happen to this group."
)
HEADINGS = {
    "known": "What the survey says",
    "filled": "What was left open, and what it gets",
    "assumed": "What was assumed",
    "unsaid": "What cannot be said from this survey",
}
MEANT = {
    "trust.initial": "mean of the group; around it, trust that was not rated",
    "trust.spread": "as wide as the ratings are apart",
    "understanding.initial": "so that understanding is what relation scores",
    "organisations.loyalty": "score on relation: leadership that weighs the whole",
    "organisations.commitment": "score on ambition",
    "organisations.interests": "so that interests are as close as ambition scores",
    "organisations.autonomy": "mean of the group",
    "organisations.spread": "as wide as respondents are apart",
    "stock.interests": "what stands of dealing with interests",
    "stock.organisation": "what stands of the organisation",
    "stock.process": "what stands of the process",
    "dependence.total": "how much partners bring one another, by the score on interests",
}


def heading(title: str, logic: str) -> str:
    """The first lines of the scenario of a group."""
    return "\n".join([f"title = {in_toml(title)}", f"rounds = {ROUNDS}", f"logic = {in_toml(logic)}", ""])


def scenario_text(title: str, logic: str, portrait: Portrait, fitted: str) -> str:
    """The scenario file of a group.

    Parameters
    ----------
    title, logic
        As in the scenario.
    portrait
        The group.
    fitted
        The table of scores and what the model makes of them, or nothing.

    Raises
    ------
    InputError
        A group so large that its file would be larger than a scenario may be.
    """
    lines = [
        f"title = {in_toml(title)}",
        f"story = {in_toml(' '.join(map(str, portrait.remarks.known)))}",
        'question = "What is the outlook of this group, and which condition to invest in first?"',
        'round = "month"               # an assumption: change it where yours is another',
        f"rounds = {ROUNDS}",
        f"logic = {in_toml(logic)}",
        "",
        *(f"# {line}".rstrip() for line in comments(portrait.remarks, fitted)),
        "",
        "organisations = [",
        *(f"  {in_toml(organisation)}," for organisation in portrait.organisations),
        "]",
        "",
        *(("ties = [", *(f"  {in_toml(tie)}," for tie in portrait.ties), "]", "") if portrait.ties else ()),
        *((f"agreement = {in_toml({'age': portrait.age})}".ljust(40) + "# rounds", "") if portrait.age else ()),
        *((f"scores = {in_toml(by_condition(portrait.scores))}", "") if not np.isnan(portrait.scores).all() else ()),
        "[parameters]",
        *(f"{name} = {value:g}".ljust(40) + f"# {MEANT[name]}" for name, value in portrait.parameters.items()),
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
        entries = (f"{key if BARE.fullmatch(key) else in_toml(key)} = {in_toml(item)}" for key, item in value.items())
        return "{ " + ", ".join(entries) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(in_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def headed(remarks: Remarks) -> Iterator[str]:
    """The remarks, each under its heading."""
    for name, sentences in remarks._asdict().items():
        if sentences:
            yield f"{HEADINGS[name]}:"
            for sentence in sentences:
                yield from textwrap.wrap(f"- {sentence}", WIDTH, subsequent_indent="  ")
            yield ""


def comments(remarks: Remarks, fitted: str) -> Iterator[str]:
    """What to know of the numbers below it, and the fit."""
    yield from headed(remarks)
    if fitted:
        yield from fitted.splitlines()
        yield ""
    yield from textwrap.wrap(NO_FORECAST, WIDTH)


def fit_table(portrait: Portrait, first: Fit, later: Mapping[str, Scores]) -> str:
    """Score and index side by side, misses included; nothing where no condition was asked.

    Where there are later waves, what they say stands beside what the model gives after each further year.
    """
    if np.isnan(portrait.scores).all():
        return ""
    n = len(portrait.organisations)
    waves = {wave: scores.of_group(n) for wave, scores in later.items()}
    years = [f"round {round_}" for round_ in first.rounds[1:]]
    columns = ["score", "SD", "round 1", "miss", "stands", "±", *(f"wave {wave}" for wave in waves), *years]
    lines = [f"{'On 1 to 4':<14}" + "".join(f"{column:>10}" for column in columns)]
    far = []
    for place, condition in enumerate(CONDITIONS):
        score, index = portrait.scores[place], first.index[:, place]
        miss = index[0] - score
        cells = [
            on_four(score), points(portrait.spread[place]), on_four(index[0]), points(miss, "+"),
            on_four(portrait.stands[place]), points(portrait.unsure[place]),
            *(on_four(group[place]) for group in waves.values()), *(on_four(one) for one in index[1:]),
        ]  # fmt: skip
        lines.append(f"{condition:<14}" + "".join(f"{cell:>10}" for cell in cells))
        if abs(miss) > FAR:
            far.append(f"{condition} ({points(miss, '+')})")
    if far:
        lines += textwrap.wrap(
            f"The model misses {', '.join(far)}: what stands of it cannot bring its index there with the rest as it "
            "was answered.",
            WIDTH,
        )
    if waves:
        lines += textwrap.wrap("Later waves are set beside a year (12 rounds) each: an assumption.", WIDTH)
    return "\n".join(lines)


def on_four(share: float) -> str:
    """A share on the scale from 1 to 4 that surveys use."""
    return "-" if np.isnan(share) else f"{1.0 + 3.0 * share:.2f}"


def points(share: float, sign: str = "") -> str:
    """A difference or a spread, in points of that scale."""
    return "-" if np.isnan(share) else f"{3.0 * share:{sign}.2f}"


def on_screen(portrait: Portrait, fitted: str, where: str) -> str:
    """What there is to say of an import."""
    lines = list(headed(portrait.remarks))
    if fitted:
        lines += [*fitted.splitlines(), ""]
    return "\n".join(
        [
            *lines,
            *textwrap.wrap(NO_FORECAST, WIDTH),
            "",
            f"Written to {where}. Next:",
            f"  samenspel run {where} --replicates 100",
            f"  samenspel advise {where}",
        ]
    )


def by_condition(values: Sequence[float]) -> dict[str, float]:
    """Of each condition its value; nothing of what is not known."""
    return {name: round(float(one), 4) for name, one in zip(CONDITIONS, values, strict=True) if not np.isnan(one)}


def described(portrait: Portrait, first: Fit, later: Mapping[str, Scores]) -> dict[str, Any]:
    """The same for programs."""
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
        "later_waves": {wave: all_five(scores.of_group(n)) for wave, scores in later.items()},
        **{name: list(map(str, sentences)) for name, sentences in portrait.remarks._asdict().items()},
        "no_forecast": NO_FORECAST,
    }
