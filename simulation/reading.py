"""Reading what people write: files of a limited size, and tables of which every key is known.

A field knows how to read one value; a `Table` is a field made of named fields, so that the format of a file is
itself a table. Each level adds its own place to an error, and the error stays one line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from reprlib import Repr
from typing import Any, Protocol

from .errors import InputError, nearest
from .parameters import Declaration

LONGEST_NAME = 200
LONGEST_MESSAGE = 800
MOST_LISTED = 200  # characters of allowed names that an error lists
UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")  # control characters, halves of characters, and ends of lines

# A value as an error shows it: never long.
show = Repr(maxstring=80, maxother=80, maxlong=40, maxlist=4, maxdict=2, maxlevel=2).repr


class Field(Protocol):
    """Whatever can read a value; parameters and their declarations can."""

    def read(self, value: object, where: str) -> object:
        """The value as the model takes it, or an `InputError` that begins with where."""


@contextmanager
def inside(where: str) -> Iterator[None]:
    """Add a place to the errors of what is read within it."""
    try:
        yield
    except InputError as error:
        message = " ".join(f"{where}: {error}".split())
        if len(message) > LONGEST_MESSAGE:
            message = f"{message[: LONGEST_MESSAGE // 2]} ... {message[-LONGEST_MESSAGE // 4 :]}"
        raise InputError(message) from None


def contents(path: Path, most_megabytes: int) -> bytes:
    """All that is in a file, once it is sure that it is one, and not too large."""
    try:
        if path.is_dir():
            raise InputError("got a directory, allowed: a file")
        if not path.is_file():
            raise InputError("no such file")
        if path.stat().st_size > most_megabytes * 1_000_000:
            size = path.stat().st_size / 1_000_000
            raise InputError(f"got a file of {size:.1f} MB, allowed: at most {most_megabytes} MB")
        return path.read_bytes()
    except OSError as problem:
        raise InputError(f"cannot be read: {problem.strerror}") from None


def decoded(data: bytes) -> str:
    """Bytes as text: UTF-8, with or without the mark that spreadsheets put before it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise InputError(f"got byte {problem.object[problem.start]:#x} at {problem.start}, allowed: UTF-8") from None


def check_known(names: Iterable[Any], allowed: Collection[str], where: str, what: str = "key") -> None:
    """Refuse a name that is not among the allowed ones."""
    for name in names:
        if name not in allowed:
            place = f"{where}: " if where else ""
            likely = nearest(str(name), allowed)
            raise InputError(f"{place}unknown {what} {show(name)}{likely}, allowed: {listed(allowed)}")


def listed(names: Iterable[str]) -> str:
    """Names one after the other, as far as there is room for them."""
    text = ""
    for name in names:
        if len(text) > MOST_LISTED:
            return f"{text}, ..."
        text += f", {name}" if text else str(name)
    return text or "none"


@dataclass(frozen=True)
class Text:
    """Any text."""

    def read(self, value: object, where: str) -> str:
        """The text, without white space around it."""
        if not isinstance(value, str):
            raise InputError(f"{where}: got {show(value)}, allowed: text")
        return value.strip()


@dataclass(frozen=True)
class Name:
    """A name: one line that can be shown."""

    def read(self, value: object, where: str) -> str:
        """The name, without white space around it."""
        name = Text().read(value, where)
        if not 1 <= len(name) <= LONGEST_NAME:
            raise InputError(f"{where}: got {len(name)} characters, allowed: 1 to {LONGEST_NAME}")
        if any(unicodedata.category(character) in UNPRINTABLE for character in name):
            raise InputError(f"{where}: got {show(name)}, allowed: a name without control characters")
        return name


@dataclass(frozen=True)
class Label:
    """A name, or a whole number that serves as one."""

    def read(self, value: object, where: str) -> str:
        """The name, or the number as text."""
        return Name().read(str(value) if type(value) is int else value, where)


@dataclass(frozen=True)
class Word:
    """One of a few words."""

    words: Collection[str]

    def read(self, value: object, where: str) -> str:
        """The word."""
        if not isinstance(value, str) or value not in self.words:
            likely = nearest(str(value), self.words)
            raise InputError(f"{where}: got {show(value)}, allowed: {listed(self.words)}{likely}")
        return value


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    def read(self, value: object, where: str) -> bool:
        """True or False."""
        if not isinstance(value, bool):
            raise InputError(f"{where}: got {show(value)}, allowed: true or false")
        return value


@dataclass(frozen=True)
class Several:
    """A list of values that one field reads, from `least` to `most` of them."""

    each: Field
    least: int = 1
    most: int = 1_000_000

    def read(self, value: object, where: str) -> tuple:
        """The values, each read."""
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            exactly = f"{self.least}" if self.least == self.most else f"at least {self.least}"
            raise InputError(f"{where}: got {show(value)}, allowed: a list of {exactly}")
        return tuple(self.each.read(item, f"{where}: item {place}") for place, item in enumerate(value, 1))


@dataclass(frozen=True)
class OneOr:
    """A single value, or several."""

    each: Field

    def read(self, value: object, where: str) -> tuple:
        """The values, also when it is one."""
        if isinstance(value, list):
            return Several(self.each).read(value, where)
        return (self.each.read(value, where),)


@dataclass(frozen=True)
class WordOr:
    """A word that stands for a choice, or a value."""

    word: str
    otherwise: Declaration

    def read(self, value: object, where: str) -> object:
        """The word, or the value read."""
        if value == self.word:
            return self.word
        if isinstance(value, str):
            raise InputError(
                f"{where}: got {show(value)}, allowed: {self.word!r}, or a {self.otherwise.describe_range()}"
                f"{nearest(value, (self.word,))}"
            )
        return self.otherwise.read(value, where)


@dataclass(frozen=True)
class Anything:
    """A table that is read elsewhere."""

    def read(self, value: object, where: str) -> dict[str, Any]:
        """The table as it is."""
        if not isinstance(value, dict):
            raise InputError(f"{where}: got {show(value)}, allowed: a table")
        return value


@dataclass(frozen=True)
class Table:
    """A table of named fields; what is not required may be left out."""

    fields: Mapping[str, Field]
    required: tuple[str, ...] = ()

    def read(self, value: object, where: str = "") -> dict[str, Any]:
        """What the table says, each field read."""
        prefix = f"{where}: " if where else ""
        table = Anything().read(value, where)
        check_known(table, self.fields, where)
        for name in self.required:
            if name not in table:
                raise InputError(f"{prefix}'{name}' is missing, got: {listed(table)}")
        return {name: self.fields[name].read(item, f"{prefix}{name}") for name, item in table.items()}


@dataclass(frozen=True)
class OrTables:
    """A single value, or a list of tables that says more."""

    otherwise: Field
    table: Table

    def read(self, value: object, where: str) -> object:
        """The value, or what each table says."""
        return Tables(self.table).read(value, where) if isinstance(value, list) else self.otherwise.read(value, where)


@dataclass(frozen=True)
class Tables:
    """A list of tables, `[[like this]]` in TOML."""

    table: Table

    def read(self, value: object, where: str) -> list[dict[str, Any]]:
        """What each table says; an error counts from 1."""
        if not isinstance(value, list):
            raise InputError(f"{where}: got {show(value)}, allowed: tables [[{where}]]")
        return [self.table.read(item, f"{where} {place}") for place, item in enumerate(value, 1)]
