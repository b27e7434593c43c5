"""Reading what people write: files of a limited size, and tables of which every key is known.

A field knows how to read one value; a `Table` is a field made of named fields, so that the format of a file is
itself a table. Each level adds its own place to an error, and the error stays one line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from reprlib import Repr
from typing import Any, Protocol

from .errors import InputError, Message, inside, nearest
from .parameters import Declaration

LONGEST_NAME = 200
MOST_LISTED = 200  # characters of allowed names that an error lists
UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")  # control characters, halves of characters, and ends of lines

# A value as an error shows it: never long.
show = Repr(maxstring=80, maxother=80, maxlong=40, maxlist=4, maxdict=2, maxlevel=2).repr


class Field(Protocol):
    """Whatever can read a value; parameters and their declarations can."""

    def read(self, value: object, where: str | Message) -> object:
        """The value as the model takes it, or an `InputError` that begins with where."""


def contents(path: Path, most_megabytes: int) -> bytes:
    """All that is in a file, once it is sure that it is one, and not too large."""
    try:
        if path.is_dir():
            raise InputError("got a directory, allowed: a file")
        if not path.is_file():
            raise InputError("no such file")
        if path.stat().st_size > most_megabytes * 1_000_000:
            size = path.stat().st_size / 1_000_000
            raise InputError("got a file of {got:.1f} MB, allowed: at most {most} MB", got=size, most=most_megabytes)
        return path.read_bytes()
    except OSError as problem:
        raise InputError("cannot be read: {problem}", problem=problem.strerror) from None


def decoded(data: bytes) -> str:
    """Bytes as text: UTF-8, with or without the mark that spreadsheets put before it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        byte, at = problem.object[problem.start], problem.start
        raise InputError("got byte {got:#x} at {at}, allowed: UTF-8", got=byte, at=at) from None


def check_known(names: Iterable[Any], allowed: Collection[str], where: str | Message = "", what: str = "key") -> None:
    """Refuse a name that is not among the allowed ones."""
    for name in names:
        if name not in allowed:
            raise InputError(
                "unknown {what} {got}{nearest}, allowed: {allowed}",
                where,
                what=Message(what),
                got=show(name),
                nearest=nearest(str(name), allowed),
                allowed=listed(allowed),
            )


def words_of(problem: Exception) -> Message:
    """What a library says of a file: in its own words, of which some have a translation, and where."""
    fault, of_toml, place = str(problem).partition(" (at line ")
    if not of_toml:
        fault, of_xml, place = fault.partition(": line ")
        if not of_xml:
            return Message(fault)
    line, _, column = place.removesuffix(")").partition(", column ")
    template = "{fault} (at line {line}, column {column})" if of_toml else "{fault}: line {line}, column {column}"
    return Message(template, fault=Message(fault), line=line, column=column)


def listed(names: Iterable[str]) -> Message | str:
    """Names one after the other, as far as there is room for them."""
    text = ""
    for name in names:
        if len(text) > MOST_LISTED:
            return f"{text}, ..."
        text += f", {name}" if text else str(name)
    return text or Message("none")


@dataclass(frozen=True)
class Text:
    """Any text."""

    def read(self, value: object, where: str | Message) -> str:
        """The text, without white space around it."""
        if not isinstance(value, str):
            raise InputError("got {got}, allowed: text", where, got=show(value))
        return value.strip()


@dataclass(frozen=True)
class Name:
    """A name: one line that can be shown."""

    def read(self, value: object, where: str | Message) -> str:
        """The name, without white space around it."""
        name = Text().read(value, where)
        if not 1 <= len(name) <= LONGEST_NAME:
            raise InputError("got {got} characters, allowed: 1 to {most}", where, got=len(name), most=LONGEST_NAME)
        if any(unicodedata.category(character) in UNPRINTABLE for character in name):
            raise InputError("got {got}, allowed: a name without control characters", where, got=show(name))
        return name


@dataclass(frozen=True)
class Label:
    """A name, or a whole number that serves as one."""

    def read(self, value: object, where: str | Message) -> str:
        """The name, or the number as text."""
        return Name().read(str(value) if type(value) is int else value, where)


@dataclass(frozen=True)
class Word:
    """One of a few words."""

    words: Collection[str]

    def read(self, value: object, where: str | Message) -> str:
        """The word."""
        if not isinstance(value, str) or value not in self.words:
            allowed, likely = listed(self.words), nearest(str(value), self.words)
            raise InputError(
                "got {got}, allowed: {allowed}{nearest}", where, got=show(value), allowed=allowed, nearest=likely
            )
        return value


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    def read(self, value: object, where: str | Message) -> bool:
        """True or False."""
        if not isinstance(value, bool):
            raise InputError("got {got}, allowed: true or false", where, got=show(value))
        return value


@dataclass(frozen=True)
class Several:
    """A list of values that one field reads, from `least` to `most` of them."""

    each: Field
    least: int = 1
    most: int = 1_000_000

    def read(self, value: object, where: str | Message) -> tuple:
        """The values, each read."""
        if not isinstance(value, list) or not self.least <= len(value) <= self.most:
            many = self.least if self.least == self.most else Message("at least {least}", least=self.least)
            raise InputError("got {got}, allowed: a list of {many}", where, got=show(value), many=many)
        with inside(where):
            return tuple(
                self.each.read(item, Message("item {number}", number=place)) for place, item in enumerate(value, 1)
            )


@dataclass(frozen=True)
class OneOr:
    """A single value, or several."""

    each: Field

    def read(self, value: object, where: str | Message) -> tuple:
        """The values, also when it is one."""
        if isinstance(value, list):
            return Several(self.each).read(value, where)
        return (self.each.read(value, where),)


@dataclass(frozen=True)
class WordOr:
    """A word that stands for a choice, or a value."""

    word: str
    otherwise: Declaration

    def read(self, value: object, where: str | Message) -> object:
        """The word, or the value read."""
        if value == self.word:
            return self.word
        if isinstance(value, str):
            raise InputError(
                "got {got}, allowed: {word!r}, or a {allowed}{nearest}",
                where,
                got=show(value),
                word=self.word,
                allowed=self.otherwise.range(),
                nearest=nearest(value, (self.word,)),
            )
        return self.otherwise.read(value, where)


@dataclass(frozen=True)
class Anything:
    """A table that is read elsewhere."""

    def read(self, value: object, where: str | Message) -> dict[str, Any]:
        """The table as it is."""
        if not isinstance(value, dict):
            raise InputError("got {got}, allowed: a table", where, got=show(value))
        return value


@dataclass(frozen=True)
class Table:
    """A table of named fields; what is not required may be left out."""

    fields: Mapping[str, Field]
    required: tuple[str, ...] = ()

    def read(self, value: object, where: str | Message = "") -> dict[str, Any]:
        """What the table says, each field read."""
        with inside(where):
            table = Anything().read(value, "")
            check_known(table, self.fields)
            for name in self.required:
                if name not in table:
                    raise InputError("'{name}' is missing, got: {got}", name=name, got=listed(table))
            return {name: self.fields[name].read(item, name) for name, item in table.items()}


@dataclass(frozen=True)
class OrTables:
    """A single value, or a list of tables that says more."""

    otherwise: Field
    table: Table

    def read(self, value: object, where: str | Message) -> object:
        """The value, or what each table says."""
        return Tables(self.table).read(value, where) if isinstance(value, list) else self.otherwise.read(value, where)


@dataclass(frozen=True)
class Tables:
    """A list of tables, `[[like this]]` in TOML."""

    table: Table

    def read(self, value: object, where: str | Message) -> list[dict[str, Any]]:
        """What each table says; an error counts from 1."""
        if not isinstance(value, list):
            raise InputError("got {got}, allowed: tables [[{key}]]", where, got=show(value), key=where)
        return [self.table.read(item, f"{where} {place}") for place, item in enumerate(value, 1)]
