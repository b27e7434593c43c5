"""What may be asked of the reader, declared once: for the command line, scenario files, the page and Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..based import quoted
from ..conditions import CONDITIONS
from ..errors import InputError
from ..parameters import number, whole
from ..reading import Dotted, Field, Label, Meaning, OneOr, Several, Table, Word, show
from .words import condition_of

END = number(-1e12, 1e12, "as in the file", "a rating at an end of a scale")
Scale = tuple[float, float]
PARTS = ("orgs", "ties", "conditions")  # of which a sheet may be said
YEAR = 12  # rounds that a group has had its agreement, unless it is said for how long (assumption)
TIE = "tie"  # what a weight is that rates nothing
NONE = "none"  # of the conditions, that a question is about
THEMES = (*CONDITIONS, NONE)
EVERY = "all"  # of which a scale is that of every column that says none


class Options(NamedTuple):
    """What was asked of the reader.

    Attributes
    ----------
    wave
        Which wave; None for the last that all files have.
    scale
        What stands for 0 and for 1, by column or by family (`trust` for all of `trust_*`); `all` for every other.
    missing
        Codes for what was left open, besides those that are clear (`NA`, `n.v.t.`, `-99`).
    zero
        What a rating of 0 below its scale, or a tie of weight 0, stands for: `missing` or `no_tie`.
    parallel
        What becomes of a tie that is there twice: the `mean` of its ratings, or the `first`.
    self
        `drop` leaves out what an organisation says of itself.
    weight
        What the weight of a tie is a rating of: `trust`, `value` or `frequency`; `tie` for none.
    decimal
        The sign of decimals where a file does not show which: `comma` or `point`.
    respondents
        `several` lets a respondent answer for more than one organisation; with `rows` each row is another respondent,
        where no column says who answered.
    apart
        `together` takes networks that nothing joins as one group.
    together
        Rounds that the group has had an agreement, 0 for none; None to take what makes its scores most likely.
    sheet
        Of `orgs`, `ties` and `conditions` the sheet of a workbook, or `skip` for none.
    id
        The column that says which organisation a row is; empty to find it by its heading.
    same
        By name of an organisation the name that it is the same as; its own where it is no other.
    theme
        By question of which no heading says it, the condition that it is about; `none` for none of the five.
    dates
        What dates among numbers stand for: `decimals`, where a spreadsheet made 3 May of 3.5, or `missing`.
    circle
        What o stands for beside x: a `tie` too, or `no_tie`.
    contact
        What it stands for how often partners meet: their `dependence`, where nobody was asked what the other brings, or
        `tie` for no more than that they do.
    """

    wave: str | None = None
    scale: Mapping[str, Scale] = {}
    missing: tuple[str, ...] = ()
    zero: str = ""
    parallel: str = ""
    self: str = ""
    weight: str = ""
    decimal: str = ""
    respondents: str = ""
    apart: str = ""
    together: int | None = None
    sheet: Mapping[str, str] = {}
    id: str = ""
    same: Mapping[str, str] = {}
    theme: Mapping[str, str] = {}
    dates: str = ""
    circle: str = ""
    contact: str = ""


CHOICES = {
    "zero": ("missing", "no_tie"),
    "parallel": ("mean", "first"),
    "self": ("drop",),
    "weight": ("trust", "value", "frequency", TIE),
    "decimal": ("comma", "point"),
    "respondents": ("several", "rows"),
    "apart": ("together",),
    "dates": ("decimals", "missing"),
    "circle": ("no_tie", "tie"),
    "contact": ("dependence", TIE),
}
MEANINGS = {
    "wave": "which wave; the last that all files have by default",
    "scale": "the ratings that stand for 0 and 1, by column or the beginning of its name",
    "missing": "codes for what was left open, such as 999",
    "zero": "what a rating of 0 below its scale stands for, or a tie of weight 0",
    "parallel": "what becomes of a tie that is there twice",
    "self": "what becomes of what an organisation says of itself",
    "weight": "what the weight of a tie is a rating of",
    "decimal": "the sign of decimals, where a file does not show which",
    "respondents": "whether a respondent may answer for several organisations, or each row is another respondent",
    "apart": "whether networks that nothing joins are one group all the same",
    "sheet": "which sheet of a workbook is orgs, ties or conditions, or skip for none; told by its contents by default",
    "id": "column that identifies an organisation; found by its heading by default",
    "dates": "what dates among numbers stand for: 3 May for 3.5, or nothing",
    "circle": "what o stands for beside x",
    "contact": "whether how often partners meet stands for dependence, or for no more than a tie",
    "same": 'names of one organisation: "Gem. Noord" = "Gemeente Noord"; a name that is itself is no other',
    "theme": "the condition that a question is about of which no heading says it, or none of the five",
    "together": "for how many rounds the group has had an agreement, 0 for none; what its scores say by default",
}
FIELDS: dict[str, Field] = {
    "wave": Meaning(MEANINGS["wave"], Label()),
    "scale": Meaning(MEANINGS["scale"], Dotted()),
    "missing": Meaning(MEANINGS["missing"], OneOr(Label())),
    "sheet": Meaning(MEANINGS["sheet"], Table({role: Label() for role in PARTS})),
    "id": Meaning(MEANINGS["id"], Label()),
    "same": Meaning(MEANINGS["same"], Dotted()),
    "theme": Meaning(MEANINGS["theme"], Dotted()),
    "together": whole(0, 100_000, "rounds", MEANINGS["together"]),
    **{name: Meaning(MEANINGS[name], Word(words)) for name, words in CHOICES.items()},
}


def options_of(said: Mapping[str, Any]) -> Options:
    """Options from a table of a file, or from what the page or Python gives, each checked.

    Raises
    ------
    InputError
        A word that an option does not have, or a scale that is none.
    """
    known: dict[str, Any] = {name: field.read(said[name], name) for name, field in FIELDS.items() if name in said}
    scales = {
        name: Several(END, 2, 2).read(list(ends) if isinstance(ends, tuple) else ends, f"scale {name}")
        for name, ends in known.get("scale", {}).items()
    }
    for name, (low, high) in scales.items():
        if low == high:
            raise InputError("got {got}, allowed: two different ends", f"scale {name}", got=show([low, high]))
    same = {name: Label().read(meant, f"same {name}") for name, meant in known.get("same", {}).items()}
    theme = {
        name: Word(THEMES).read(condition_of(Label().read(about, f"theme {name}")), f"theme {name}")
        for name, about in known.get("theme", {}).items()
    }
    return Options(**{**known, "scale": scales, "same": same, "theme": theme})


def scales_of(pairs: Sequence[str], option: str = "--scale") -> dict[str, Scale]:
    """Scales as a command line says them, `trust=1:5`.

    Examples
    --------
    >>> scales_of(["trust=1:5", "frequency=4:1"])
    {'trust': (1.0, 5.0), 'frequency': (4.0, 1.0)}
    """
    scales: dict[str, Scale] = {}
    for pair in pairs:
        name, _, ends = (part.strip() for part in pair.partition("="))
        try:
            low, high = (END.read(float(end), option) for end in ends.split(":"))
        except ValueError:
            raise InputError(
                "got {got}, allowed: NAME=FROM:TO, such as trust=1:5", f"{option} {pair}", got=show(pair)
            ) from None
        if name in scales:
            raise InputError("{name} is given twice", f"{option} {pair}", name=show(name))
        scales[name] = (low, high)
    return scales


def sheets_of(pairs: Sequence[str]) -> dict[str, str]:
    """Sheets as a command line says them, `ties=Vertrouwen`.

    Examples
    --------
    >>> sheets_of(["ties=Vertrouwen", "orgs=skip"])
    {'ties': 'Vertrouwen', 'orgs': 'skip'}
    """
    sheets: dict[str, str] = {}
    for pair in pairs:
        part, _, name = (one.strip() for one in pair.partition("="))
        if part not in PARTS or not name:
            raise InputError(
                "got {got}, allowed: PART=SHEET, such as ties=Trust, of {allowed}", "--sheet",
                got=show(pair), allowed=", ".join(PARTS),
            )  # fmt: skip
        sheets[part] = name
    return sheets


def same_of(pairs: Sequence[str]) -> dict[str, str]:
    """Names of one organisation as a command line says them, `Gem. Noord=Gemeente Noord`.

    Examples
    --------
    >>> same_of(["Gem. Noord=Gemeente Noord", "Noord=Noord"])
    {'Gem. Noord': 'Gemeente Noord', 'Noord': 'Noord'}
    """
    same: dict[str, str] = {}
    for pair in pairs:
        name, _, meant = (one.strip() for one in pair.partition("="))
        if not name or not meant:
            raise InputError(
                "got {got}, allowed: NAME=NAME, such as {example}", "--same",
                got=show(pair), example='"Gem. Noord=Gemeente Noord"',
            )  # fmt: skip
        same[name] = meant
    return same


def themes_of(pairs: Sequence[str]) -> dict[str, str]:
    """What questions are about as a command line says it, `Wij vertrouwen elkaar=relation`.

    Examples
    --------
    >>> themes_of(["Wij vertrouwen elkaar=relation", "2 + 2 = 4?=none"])
    {'Wij vertrouwen elkaar': 'relation', '2 + 2 = 4?': 'none'}
    """
    themes: dict[str, str] = {}
    for pair in pairs:
        question, _, about = (part.strip() for part in pair.rpartition("="))
        if not question or not about:
            raise InputError(
                "got {got}, allowed: QUESTION=CONDITION, such as {example}", "--theme",
                got=show(pair), example='"We trust one another=relation"',
            )  # fmt: skip
        themes[question] = about
    return themes


def in_toml(option: str, choice: str) -> str:
    """An option as a scenario file says it in [network]."""
    if option == "scale":
        name, _, _ = choice.partition("=")
        return f"scale.{name} = [FROM, TO]"
    if option == "sheet":
        part, _, name = choice.partition("=")
        return f"sheet.{part} = {quoted(name)}"
    if option in ("same", "theme"):
        name, _, meant = choice.partition("=") if option == "same" else choice.rpartition("=")
        return f"{option}.{quoted(name)} = {quoted(meant)}"
    return f"{option} = {quoted(choice)}"


def on_page(_option: str, _choice: str) -> str:
    """An option as the page has it: a question that it asks, so that its line needs no word for it."""
    return ""
