"""What was wrong with input, in a language other than English.

The model says it in one English line: where, what, got, allowed, the nearest right one. `errors.*.toml` has a template
of each such line beside its translation, and the phrases that may fill its placeholders. What people wrote themselves
(names, values, the keys of a file) goes from the one line to the other as it is.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import pairwise

from . import HERE

MOST_CHARACTERS = 1_000  # of a line that is looked into; the longest that the model makes of a file has 800
PLACEHOLDER = re.compile(r"\{(\w+)\}")

# A quoted value, as Python shows it; an apostrophe within a word opens nothing. First, as its quotes may hold
# apostrophes of its own, the name of an event before what is said of its parameters.
QUOTED = re.compile(
    r"""\Aevent\ '.*'(?=:\ unknown\ parameter|:\ \w+\.\w+:\ got\ )
    |(?<![\w\\]) (?: '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" ) (?!\w)""",
    re.DOTALL | re.VERBOSE,
)

# What may stand at a placeholder: anything but the start of another part, `: `, unless after a quote, as in a table.
# At these it is another thing; what is free ends where the template goes on.
PART = r"(?:(?!(?<!['\"]): )[\s\S])*?"
FITS = {
    "number": r"\d+",
    "likely": r"(?: \(did you mean '[\s\S]{1,600}?'\?\))?",
    **dict.fromkeys(("raw", "names", "place", "basis", "problem", "fault", "rest"), r"[\s\S]*?"),
}


def said(message: str, language: str) -> str:
    """What an `InputError` says, in a language.

    Parameters
    ----------
    message
        One line of English, as `str(error)` gives it.
    language
        As in `LANGUAGES`.

    Returns
    -------
    str
        Where it is, and the translation of the template that the end of the line fits: the one that begins first, and
        of those the one with most text. The line itself when none fits, and in a language without templates.

    Examples
    --------
    >>> said("care.toml: trust.gain: got 7, allowed: a number from 0 to 1 (per round)", "nl")
    'care.toml: trust.gain: kreeg 7, toegestaan: een getal van 0 tot en met 1 (per ronde)'
    """
    return translated(message, "message", language) if len(message) <= MOST_CHARACTERS else message


def translated(text: str, kind: str, language: str) -> str:
    """A text of one kind (a table of the file), what fills it translated as the kind that its placeholder names."""
    inert = hidden(text)
    fits = ((found, to) for one, to in templates(language).get(kind, ()) if (found := one.search(inert)))
    found, to = min(fits, key=lambda fit: fit[0].start(), default=(None, ""))
    if found is None:
        return text
    own = {name: text[slice(*found.span(name))] for name in found.groupdict()}
    filled = {
        name: places(value, hidden(value), language) if name == "place" else translated(value, name, language)
        for name, value in own.items()
    }
    where = places(text[: found.start()], inert[: found.start()], language)
    return where + PLACEHOLDER.sub(lambda name: filled[name[1]], to)


def places(text: str, inert: str, language: str) -> str:
    """Places, one within the other, `orgs.csv: line 3: `; what is a key, a column or a file stays."""
    ends = [0, *(colon.end() for colon in re.finditer(": ", inert)), len(text)]
    parts = [text[start:end] for start, end in pairwise(ends)]
    return "".join(
        translated(part.removesuffix(": "), "where" if at else "first", language) + ": " * part.endswith(": ")
        for at, part in enumerate(parts)
    )


def hidden(text: str) -> str:
    """The text with no spaces within quotes, so that no template is found there; all else stays in its place."""
    return QUOTED.sub(lambda quoted: re.sub(r"\s", "\0", quoted[0]), text)


@cache
def templates(language: str) -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """By kind, the pattern of each template and its translation, those with most text of their own first."""
    path = HERE / f"errors.{language}.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    by_length = {kind: sorted(table, key=lambda one: -len(PLACEHOLDER.sub("", one))) for kind, table in tables.items()}
    return {kind: [(pattern(one), tables[kind][one]) for one in ones] for kind, ones in by_length.items()}


def pattern(english: str) -> re.Pattern[str]:
    """The pattern of a template, from the start of a part to the end; no step back once a placeholder is filled."""
    first, *pieces = PLACEHOLDER.split(english)
    body, open_ = re.escape(first), ""
    for name, text in zip(pieces[::2], pieces[1::2], strict=True):
        if name != "likely":  # which belongs to what it follows
            body, open_ = f"{body}{open_}(?>", ")"
        body += f"(?P<{name}>{FITS.get(name, PART)}){re.escape(text)}"
    return re.compile(rf"(?:\A|(?<=: )){body}\Z{open_}")
