"""What is said of bad input: one line that says where, what, got, allowed, and the nearest right one.

The line is kept as its English template and what fills it, so that it can be said in another language::

    raise InputError("got {got}, allowed: {allowed}{nearest}", where, got=show(value), allowed=..., nearest=...)
"""

from __future__ import annotations

import difflib
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import accumulate, islice
from pathlib import Path
from reprlib import Repr
from string import Formatter
from typing import TypeGuard

LONGEST_LINE = 800
LONGEST_WAYS = 1_000  # of the options that would settle an error, together
LONGEST_TEXT = 3_000  # of an error without a place, which may be a text of several sentences
LONGEST_VALUE = 1_000  # characters of what fills a placeholder
MOST_COMPARED, LONGEST_COMPARED = 1_000, 100  # words that a wrong one may be meant to be, and letters of it
MOST_GATHERED = 100  # findings before a reading is given up
MOST_SAID = 20  # findings that are said, of those that were gathered
MOST_PLACES = 3  # of findings that are alike, after the first
NUMBERED = "{unit} {number}"  # the place of a row, line, node or edge
TOO_LONG = 10**300  # from which a whole number is shown by how many digits it has
JOINING = "\u200c\u200d"  # letters and pictures, into one
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")  # characters that act on a screen instead of being seen on it


class Shown(Repr):
    """How a value is shown in a message: on one line, never long, whatever it is."""

    def __init__(self) -> None:
        super().__init__(maxstring=80, maxother=80, maxlong=40, maxlist=4, maxdict=2, maxlevel=2)

    def repr_int(self, value: int, level: int) -> str:
        """A whole number; Python refuses to write one of thousands of digits."""
        if abs(value) >= TOO_LONG:
            return f"<{round(value.bit_length() * 0.30103)} digits>"
        return super().repr_int(value, level)


show = Shown().repr


class Filled(Formatter):
    """A template with its placeholders filled, each value bounded: `{got!r}` is shown as `show` does.

    Parameters
    ----------
    translated
        Also says how the signs in a number are written: its decimal point, and what is between thousands.
    """

    def __init__(self, translated: Callable[[str], str]) -> None:
        self.signs = str.maketrans({sign: translated(sign) for sign in ".,"})

    def convert_field(self, value: object, conversion: str | None) -> object:
        """A value as `!r` asks for it."""
        return show(value) if conversion == "r" else super().convert_field(value, conversion)

    def format_field(self, value: object, specification: str) -> str:
        """A value in the text, its end left out where it is long."""
        try:
            text = str(super().format_field(value, specification))
        except (ValueError, OverflowError):  # a number too long to be written, or in a form that it does not have
            text = show(value)
        if isinstance(value, int | float):
            text = text.translate(self.signs)
        return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}..."


def visible(text: str) -> str:
    r"""Text in which what would act on a screen is shown as its number instead.

    Examples
    --------
    >>> visible("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    if text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode()
        if unicodedata.category(character) in UNSEEN and character not in JOINING
        else character
        for character in text
    )


class Message:
    """A template in English and the values that fill its placeholders; the template is the key of its translations.

    Parameters
    ----------
    template
        As for `str.format`, placeholders by name. Without values it is said as it stands, braces and all.
    values
        What fills the placeholders: anything that `format` takes, another message, which is translated in its
        turn, or a tuple of these, which is said with ` and ` between its parts.

    Examples
    --------
    >>> print(Message("{unit} {number}", unit=Message("line"), number=3))
    line 3
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str, /, **values: object) -> None:
        self.template, self.values = template, values

    def __str__(self) -> str:
        return self.rendered(str)

    def rendered(self, translated: Callable[[str], str]) -> str:
        """The text of which every template is translated first; what people wrote stays as it is."""
        template = translated(self.template)
        values = {name: filling(value, translated) for name, value in self.values.items()}
        return Filled(translated).vformat(template, (), values) if values else template


def on_command_line(option: str, choice: str) -> str:
    """An option as a command line has it, in quotes where it has spaces.

    Examples
    --------
    >>> on_command_line("zero", "missing"), on_command_line("id", "Naam partner")
    ('--zero missing', '--id "Naam partner"')
    """
    return f'--{option} "{choice}"' if " " in choice else f"--{option} {choice}"


class InputError(ValueError):
    """Input from outside (a file, a command line, a form) that the model cannot take.

    Parameters
    ----------
    template, values
        What is wrong, as a `Message`. Placeholders that are called `got`, `allowed`, `what` and `nearest` mean the
        same in every error.
    where
        The place, from the outermost (a file) to the innermost (a key); empty ones are left out. Text stays as it is
        in every language, a `Message` is translated. `inside` puts more places before these.

    Attributes
    ----------
    where : tuple of (str or Message)
    message : Message
    asks : tuple of (str, tuple of str)
        Options that would settle it, each with the values that it may have; see `asking`.

    Examples
    --------
    >>> error = InputError("got {got}, allowed: text", "a.toml", "title", got=3)
    >>> print(error, error.message.template, error.message.values, sep="; ")
    a.toml: title: got 3, allowed: text; got {got}, allowed: text; {'got': 3}
    """

    def __init__(self, template: str, /, *where: str | Message, **values: object) -> None:
        super().__init__(template, *where)
        self.where = tuple(place for place in where if place)
        self.message = Message(template, **values)
        self.asks: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self.spelled: Callable[[str, str], str] = on_command_line

    def asking(self, option: str, *choices: str) -> InputError:
        """The same error, with an option that would settle it: the remedy that its line ends with."""
        self.asks = (*self.asks, (option, choices))
        return self

    def __str__(self) -> str:
        return self.rendered(str)

    def rendered(self, translated: Callable[[str], str]) -> str:
        """The line with every template translated; with a place before it, it is one line and not too long."""
        line = ": ".join(str(filling(part, translated)) for part in (*self.where, self.message))
        if self.where:
            line = " ".join(line.split())
        line = "\n".join(map(visible, line.split("\n")))
        longest = LONGEST_LINE if self.where else LONGEST_TEXT
        if len(line) > longest:
            line = f"{line[: longest // 2]} ... {line[-longest // 4 :]}"
        return line + self.remedy(translated)

    def remedy(self, translated: Callable[[str], str]) -> str:
        """The options that would settle it, as the door that was used has them; of many the first."""
        ways = [way for option, choices in self.asks for choice in choices if (way := self.spelled(option, choice))]
        if not ways:
            return ""
        told = [way for way, length in zip(ways, accumulate(map(len, ways)), strict=True) if length <= LONGEST_WAYS]
        told = told or [f"{ways[0][:LONGEST_WAYS]} ..."]
        said, more = ", ".join(told), len(ways) - len(told)
        some = Message("; say {ways}, and {more} more like these", ways=said, more=more)
        return str(filling(some if more else Message("; say {ways}", ways=said), translated))


class FindingsError(InputError):
    """Several things that are wrong with the same input, told at once: a line for each.

    Attributes
    ----------
    findings : tuple of InputError
    """

    def __init__(self, findings: Sequence[InputError]) -> None:
        self.findings = tuple(findings)
        super().__init__("{count} findings", count=len(self.findings))
        self.args = (self.findings,)

    def rendered(self, translated: Callable[[str], str]) -> str:
        """The lines, the first of many; findings that are alike are one, with where the others are."""
        alike: dict[object, list[InputError]] = {}
        for one in self.findings:
            alike.setdefault(kind_of(one), []).append(one)
        lines = []
        for one, *others in list(alike.values())[:MOST_SAID]:
            there = one.where
            one.where, one.spelled = (*self.where, *there), self.spelled
            lines.append(" ".join(one.rendered(translated).split("\n")) + str(filling(again(others), translated)))
            one.where = there
        left = len(alike) - MOST_SAID
        if left > 0:
            lines.append(str(filling(Message("and {left} more like these", left=left), translated)))
        return "\n".join(lines)


def kind_of(finding: InputError) -> tuple[object, ...]:
    """What findings share that are alike: all but the number of a row, and a number that was found there."""
    places = tuple(str(place.values["unit"]) if is_row(place) else str(place) for place in finding.where)
    numbers = any(map(is_row, finding.where))
    values = tuple(
        (name, str(value))
        for name, value in finding.message.values.items()
        if not (numbers and name == "got" and isinstance(value, int | float))
    )
    return places, finding.message.template, values, finding.asks


def is_row(place: object) -> TypeGuard[Message]:
    """Whether a place is that of a row by its number."""
    return isinstance(place, Message) and place.template == NUMBERED


def again(others: Sequence[InputError]) -> Message | str:
    """Where findings are that are like another one; nothing where there are none."""
    rows = [place for one in others for place in one.where if is_row(place)]
    numbers = list(dict.fromkeys(str(place.values["number"]) for place in rows))
    if not numbers:
        return ""
    shown, left = ", ".join(numbers[:MOST_PLACES]), len(numbers) - MOST_PLACES
    if left > 0:
        return Message(" (and on {unit} {shown} and {left} more)", unit=rows[0].values["unit"], shown=shown, left=left)
    return Message(" (and on {unit} {shown})", unit=rows[0].values["unit"], shown=shown)


class Findings:
    """Gathers what is wrong with input, so that people hear all of it at once.

    Examples
    --------
    >>> findings = Findings()
    >>> for cell in ("1", "x", "y"):
    ...     with findings.at("cell"):
    ...         if not cell.isdigit():
    ...             raise InputError("got {got}, allowed: a number", got=cell)
    >>> len(findings.gathered)
    2
    """

    def __init__(self) -> None:
        self.gathered: list[InputError] = []
        self.lines: set[str] = set()

    @contextmanager
    def at(self, *where: str | Message) -> Iterator[None]:
        """Keep the errors of what is read within it, with a place before them."""
        try:
            yield
        except InputError as error:
            self.add(error, *where)

    def add(self, error: InputError, *where: str | Message) -> None:
        """Keep an error; with very many, no more is read."""
        for one in error.findings if isinstance(error, FindingsError) else (error,):
            one.where = tuple(place for place in (*where, *one.where) if place)
            if str(one) not in self.lines:  # a column that says two things is wrong once
                self.gathered.append(one)
                self.lines.add(str(one))
        if len(self.gathered) >= MOST_GATHERED:
            self.settle()

    def settle(self) -> None:
        """Say what was gathered, if anything was."""
        if self.gathered:
            raise self.gathered[0] if len(self.gathered) == 1 else FindingsError(self.gathered)


@contextmanager
def inside(where: str | Message) -> Iterator[None]:
    """Add a place to the errors of what is read within it."""
    try:
        yield
    except InputError as error:
        error.where = (where, *error.where) if where else error.where
        raise


def filling(value: object, translated: Callable[[str], str]) -> object:
    """What fills a placeholder."""
    if isinstance(value, tuple):
        return translated(" and ").join(str(filling(part, translated)) for part in value)
    return value.rendered(translated) if isinstance(value, Message) else value


def nearest(word: str, allowed: Iterable[str]) -> Message | str:
    """` (did you mean 'x'?)` for the closest allowed word, or nothing when none is close."""
    known = list(islice(allowed, MOST_COMPARED))
    close = difflib.get_close_matches(str(word)[:LONGEST_COMPARED], known, n=1, cutoff=0.6)
    return Message(" (did you mean '{word}'?)", word=close[0]) if close else ""


def said(what: InputError | Message, language: str) -> str:
    """What an error or a part of it says, in a language: `errors.*.toml` has each template beside its translation.

    Parameters
    ----------
    what
        The error, or a message.
    language
        `en`, or that of a file of translations; English for one without.

    Returns
    -------
    str
        The line, in which a template that has no translation (the words of a library) is English.

    Examples
    --------
    >>> said(InputError("got {got}, allowed: true or false", "care.toml", "lead", got=7), "nl")
    'care.toml: lead: hier staat 7; dat moet zijn: true of false'
    """
    known = translations(language)
    return what.rendered(lambda template: known.get(template, template))


@cache
def translations(language: str) -> dict[str, str]:
    """By template, its translation; the tables of the file are for whoever reads it."""
    path = Path(__file__).with_name(f"errors.{language}.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {template: text for table in tables.values() for template, text in table.items()}
