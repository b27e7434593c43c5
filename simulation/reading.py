"""Reading what people write: files of a limited size, and tables of which every key is known.

A field knows how to read one value, and what that is in JSON Schema, for editors; a `Table` is a field made of named
fields, so that the format of a file is itself a table. Each level adds its own place to an error, and the error stays
one line. A schema refuses nothing that the reader takes; what depends on several keys at once, only the reader refuses.
"""

from __future__ import annotations

import codecs
import copy
import math
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import shorten
from typing import Any, Protocol

from .errors import InputError, Message, inside, nearest, show, visible
from .parameters import Declaration

TABLES, NETWORKS = (".csv", ".txt", ".tsv", ".xlsx"), (".graphml", ".gexf", ".net", ".dl")  # files as people have them
LONGEST_NAME = 200
LONG_SCHEMA = 120  # characters, from which one that occurs again is written once
MOST_LISTED = 200  # characters of allowed names that an error lists
ANY_NAME = ".+"  # as a pattern begins that fits whatever name there is
SMALL = r"[a-z_][a-z_0-9]*"  # what a mechanism is called
RELATIVE = re.compile(r"([+*-])\s*(\d+\.?\d*|\.\d+)")  # so much more or less, or so many times as much
UNPRINTABLE = ("Cc", "Cs", "Zl", "Zp")  # control characters, halves of characters, and ends of lines


class Field(Protocol):
    """Whatever can read a value; parameters and their declarations can."""

    def read(self, value: object, where: str | Message) -> object:
        """The value as the model takes it, or an `InputError` that begins with where."""

    def schema(self) -> dict[str, Any]:
        """What it reads, as JSON Schema."""


def check_new(path: Path, ending: str, by: str) -> None:
    """Refuse a file that is there already, a folder that is not, or another kind of file.

    Parameters
    ----------
    path
        What is to be written.
    ending
        Of its name, such as `.toml`.
    by
        The option that it was given by.
    """
    if path.suffix != ending:
        raise InputError("got {got}, allowed: a name that ends in {allowed}", by, got=show(str(path)), allowed=ending)
    if path.exists():
        raise InputError("{path}: is there already, allowed: a new file", by, path=str(path))
    if not path.parent.is_dir():
        raise InputError("{path}: no such folder", by, path=str(path.parent))


def as_argument(path: Path | str) -> str:
    """A path as it is given to a command.

    Examples
    --------
    >>> as_argument("our group.toml")
    '"our group.toml"'
    """
    return f'"{path}"' if " " in str(path) else str(path)


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
    """Bytes as text: UTF-8, UTF-16, or what Windows writes in western Europe (cp1252), whichever it is.

    Raises
    ------
    InputError
        It is none of these, so that it is no text.
    """
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError as problem:
        byte, at = problem.object[problem.start], problem.start
        raise InputError("got byte {got:#x} at {at}, allowed: text, as UTF-8", got=byte, at=at) from None
    if "\0" in text:
        raise InputError("got byte {got:#x} at {at}, allowed: text, as UTF-8", got=0, at=text.index("\0"))
    return text


def encoding_of(data: bytes) -> str:
    """How bytes stand for letters: by the mark that they begin with, or else by what they can be.

    Examples
    --------
    >>> encoding_of("één".encode("utf-8")), encoding_of("één".encode("cp1252")), encoding_of("één".encode("utf-16"))
    ('utf-8-sig', 'cp1252', 'utf-16')
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    some = data[:10_000]
    for encoding, zeros in (("utf-16-le", some[1::2].count(0)), ("utf-16-be", some[0::2].count(0))):
        if len(some) > 3 and zeros > len(some) / 5:
            return encoding
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def check_known(names: Iterable[Any], allowed: Collection[str], where: str | Message = "", what: str = "key") -> None:
    """Refuse a name that is not among the allowed ones.

    Parameters
    ----------
    names
        What was given.
    allowed
        What there is.
    where
        Where it is said.
    what
        What such a name is one of.
    """
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
    if fault.startswith("Exceeds the limit"):  # of digits, in words of whoever writes programs
        return Message("a whole number has more than {most:,} digits", most=sys.get_int_max_str_digits())
    if not of_toml:
        fault, of_xml, place = fault.partition(": line ")
        if not of_xml:
            return Message(fault)
    line, _, column = place.removesuffix(")").partition(", column ")
    template = "{fault} (at line {line}, column {column})" if of_toml else "{fault}: line {line}, column {column}"
    return Message(template, fault=Message(fault), line=line, column=column)


def in_one_line(text: str) -> str:
    """Text of a file in one line that is no longer than a name may be."""
    return shorten("".join(one if one.isprintable() else " " for one in text), LONGEST_NAME, placeholder=" …")


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
        """The text, without white space around it; what would act on a screen is shown instead."""
        if not isinstance(value, str):
            raise InputError("got {got}, allowed: text", where, got=show(value))
        return "\n".join(map(visible, value.strip().replace("\t", " ").splitlines()))

    def schema(self) -> dict[str, Any]:
        """Text."""
        return {"type": "string"}


@dataclass(frozen=True)
class Name:
    """A name: one line that can be shown."""

    def read(self, value: object, where: str | Message) -> str:
        """The name, without white space around it."""
        if not isinstance(value, str):
            raise InputError("got {got}, allowed: text", where, got=show(value))
        name = value.strip()
        if not 1 <= len(name) <= LONGEST_NAME:
            raise InputError("got {got} characters, allowed: 1 to {most}", where, got=len(name), most=LONGEST_NAME)
        if any(unicodedata.category(character) in UNPRINTABLE for character in name):
            raise InputError("got {got}, allowed: a name without control characters", where, got=show(name))
        return name

    def schema(self) -> dict[str, Any]:
        """Text that begins and ends with a letter, white space around it left out."""
        control = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
        letter, within = rf"[^\s{control}]", rf"[^{control}]{{0,{LONGEST_NAME - 2}}}"
        return {"type": "string", "pattern": rf"^\s*{letter}({within}{letter})?\s*$"}


@dataclass(frozen=True)
class Label:
    """A name, or a whole number that serves as one."""

    def read(self, value: object, where: str | Message) -> str:
        """The name, or the number as text."""
        return Name().read(str(value) if type(value) is int else value, where)

    def schema(self) -> dict[str, Any]:
        """A name or a whole number."""
        return {"anyOf": [Name().schema(), {"type": "integer"}]}


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

    def schema(self) -> dict[str, Any]:
        """The words."""
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Flag:
    """Yes or no."""

    def read(self, value: object, where: str | Message) -> bool:
        """True or False."""
        if not isinstance(value, bool):
            raise InputError("got {got}, allowed: true or false", where, got=show(value))
        return value

    def schema(self) -> dict[str, Any]:
        """True or false."""
        return {"type": "boolean"}


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

    def schema(self) -> dict[str, Any]:
        """A list."""
        return {"type": "array", "items": self.each.schema(), "minItems": self.least, "maxItems": self.most}


@dataclass(frozen=True)
class OneOr:
    """A single value, or several."""

    each: Field

    def read(self, value: object, where: str | Message) -> tuple:
        """The values, also when it is one."""
        if isinstance(value, list):
            return Several(self.each).read(value, where)
        return (self.each.read(value, where),)

    def schema(self) -> dict[str, Any]:
        """One, or a list."""
        return any_of(self.each, Several(self.each))


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

    def schema(self) -> dict[str, Any]:
        """The word, or the value."""
        return any_of(Word((self.word,)), self.otherwise)


@dataclass(frozen=True)
class Anything:
    """A table that is read elsewhere, as `held` says, where that can be said."""

    held: Field | None = None

    def read(self, value: object, where: str | Message) -> dict[str, Any]:
        """The table as it is."""
        if not isinstance(value, dict):
            raise InputError("got {got}, allowed: a table", where, got=show(value))
        return value

    def schema(self) -> dict[str, Any]:
        """What it holds."""
        return self.held.schema() if self.held else {"type": "object"}


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

    def schema(self) -> dict[str, Any]:
        """An object with these keys and no others."""
        known = {name: field.schema() for name, field in self.fields.items()}
        return {"type": "object", "properties": known, "required": [*self.required], "additionalProperties": False}


@dataclass(frozen=True)
class Dotted(Anything):
    """A table of values by dotted name, `"trust.gain" = 0.2`, of which the parts may be tables, `trust.gain = 0.2`.

    Attributes
    ----------
    names
        What a value of each name is.
    patterns
        What values are whose names fit a pattern, which begins with the first part of the name, or with any.
    own
        Whether parameters of mechanisms of one's own may stand among them; a schema does not know what these are.
    """

    names: Mapping[str, Field] = field(default_factory=dict)
    patterns: Mapping[str, Field] = field(default_factory=dict)
    own: bool = False

    def schema(self) -> dict[str, Any]:
        """Both ways to write each name."""
        known: dict[str, dict[str, Any]] = {name: field.schema() for name, field in self.names.items()}
        parts: dict[str, dict[str, Any]] = {}
        for name, schema in known.items():
            first, dot, rest = name.partition(".")
            if dot:
                parts.setdefault(first, {})[rest] = schema
        for first, own in parts.items():
            table = {"type": "object", "properties": own, "additionalProperties": False}
            known[first] = {"anyOf": [known[first], table]} if first in known else table
        begun = {pattern: pattern.split(r"\.") for pattern in self.patterns}
        fitting = {self.but_names(pattern): field.schema() for pattern, field in self.patterns.items()}
        if of_any := [parts[-1] for parts in begun.values() if parts[0] == ANY_NAME]:
            but = "|".join(map(re.escape, known))
            fitting[rf"^(?!({but})$)[^.]+$"] = {"type": "object", "propertyNames": {"enum": of_any}}
        known |= {parts[0]: {"type": "object"} for parts in begun.values() if parts[0] != ANY_NAME}
        if self.own:
            taken = "|".join(re.escape(name) for name in known if "." not in name)
            another = rf"(?!({taken})(\.|$)){SMALL}(\.\w+)?$"
            fitting = {f"^(?!{another}){pattern[1:]}": schema for pattern, schema in fitting.items()}
            fitting[f"^{another}"] = {}
        return {
            "type": "object",
            "properties": known,
            "patternProperties": fitting,
            "additionalProperties": False,
        }

    def but_names(self, pattern: str) -> str:
        """The pattern as an expression, which the names that fit it too do not."""
        named = "|".join(re.escape(name) for name in self.names if re.fullmatch(pattern, name))
        return f"^(?!({named})$){pattern}$" if named else f"^{pattern}$"


@dataclass(frozen=True)
class Either(Anything):
    """A table that is one of several kinds."""

    kinds: tuple[Field, ...] = ()

    def schema(self) -> dict[str, Any]:
        """Any of them."""
        return any_of(*self.kinds)


@dataclass(frozen=True)
class Meaning:
    """A field with what it means, where the field itself does not say that."""

    meaning: str
    field: Field

    def read(self, value: object, where: str | Message) -> object:
        """As the field reads it."""
        return self.field.read(value, where)

    def schema(self) -> dict[str, Any]:
        """That of the field, described."""
        return self.field.schema() | {"description": self.meaning}


def any_of(*fields: Field) -> dict[str, Any]:
    """What one of several fields reads."""
    return {"anyOf": [field.schema() for field in fields]}


@dataclass(frozen=True)
class OrTables:
    """A single value, or a list of tables that says more."""

    otherwise: Field
    table: Table

    def read(self, value: object, where: str | Message) -> object:
        """The value, or what each table says."""
        return Tables(self.table).read(value, where) if isinstance(value, list) else self.otherwise.read(value, where)

    def schema(self) -> dict[str, Any]:
        """The value, or tables."""
        return any_of(self.otherwise, Tables(self.table))


@dataclass(frozen=True)
class Tables:
    """A list of tables, `[[like this]]` in TOML."""

    table: Table

    def read(self, value: object, where: str | Message) -> list[dict[str, Any]]:
        """What each table says; an error counts from 1."""
        if not isinstance(value, list):
            raise InputError("got {got}, allowed: tables [[{key}]]", where, got=show(value), key=where)
        return [self.table.read(item, f"{where} {place}") for place, item in enumerate(value, 1)]

    def schema(self) -> dict[str, Any]:
        """A list of tables."""
        return {"type": "array", "items": self.table.schema()}


@dataclass(frozen=True)
class OrVariant(Table):
    """A table, of which one with a certain key says only how it differs from another.

    Tables within it are then taken together with those of the other, key by key, so that a schema asks for what they
    require only where that key is missing.

    Attributes
    ----------
    key
        What makes it a variant.
    found
        Lists of tables, with what an entry of each is found by; one that is not found is added, and has to be whole.
    """

    key: str = ""
    found: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def schema(self) -> dict[str, Any]:
        """What both may say, and what only a whole one has to."""
        said = copy.deepcopy(super().schema())
        whole = {}
        for name, node in said["properties"].items():
            entry = node["items"] if name in self.found else node
            required = tuple(entry.get("required", ()))
            strict = required_of(entry)
            if name in self.found:
                entry["anyOf"] = [{"required": [*keys]} for keys in dict.fromkeys((self.found[name], required))]
                strict = {"items": strict}
            if any(strict.values()):
                whole[name] = strict
        return said | {"anyOf": [{"required": [self.key]}, {"properties": whole}]}


def required_of(node: dict[str, Any]) -> dict[str, Any]:
    """What the schema of a table, and those of tables within it, require; it is taken out of them."""
    if node.get("type") != "object":
        return {}
    within = {name: of for name, one in node.get("properties", {}).items() if (of := required_of(one))}
    required = node.pop("required", [])
    return ({"required": required} if required else {}) | ({"properties": within} if within else {})


def document(table: Table, title: str) -> dict[str, Any]:
    """The JSON Schema (draft 7) of a file that a table reads; what is long and occurs again is written once."""
    schema = table.schema()
    seen: Counter[str] = Counter()
    count_parts(schema, seen)
    names: dict[str, str] = {}
    definitions: dict[str, object] = {}

    def written(node: object) -> object:
        if isinstance(node, list):
            return [written(item) for item in node]
        if not isinstance(node, dict):
            return node
        known = repr(node)
        if known not in names:
            whole = {key: written(item) for key, item in node.items()}
            if seen[known] < 2:
                return whole
            names[known] = f"part{len(names) + 1}"
            definitions[names[known]] = whole
        return {"$ref": f"#/definitions/{names[known]}"}

    whole = written(schema)
    assert isinstance(whole, dict), "the schema of a table is one"
    about = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title}
    return about | whole | {"definitions": definitions}


def count_parts(node: object, seen: Counter[str]) -> None:
    """How often each long schema occurs within another, those within one that was there already left out."""
    if isinstance(node, dict):
        if isinstance(node.get("type"), str) or isinstance(node.get("anyOf"), list):
            known = repr(node)
            seen[known] += len(known) > LONG_SCHEMA
            if seen[known] > 1:
                return
        node = list(node.values())
    for item in node if isinstance(node, list) else ():
        count_parts(item, seen)


def is_relative(value: object) -> bool:
    """Whether a value is so much more or less, or so many times as much: text that begins with a sign.

    Examples
    --------
    >>> is_relative("+0.1"), is_relative("* 1.5"), is_relative("0.1"), is_relative(-0.1)
    (True, True, False, False)
    """
    return isinstance(value, str) and RELATIVE.fullmatch(value.strip()) is not None


def moved_by(value: float, change: str, allowed: Declaration) -> float:
    """A value with so much more or less of it, or times as much; it stops at the border of what is allowed.

    Examples
    --------
    >>> from samenspel.parameters import number, whole
    >>> moved_by(0.6, "+0.1", number(0, 1, "", "")), moved_by(0.6, "*2", number(0, 1, "", ""))
    (0.7, 1.0)
    >>> moved_by(5, "*0.5", whole(1, 9, "", ""))
    3
    """
    said = Relative().read(change, "")
    found = value * float(said[1:]) if said.startswith("*") else value + float(said)
    found = min(allowed.high, max(allowed.low, found))
    return math.floor(found + 0.5) if allowed.kind == "whole" else float(found)


@dataclass(frozen=True)
class Relative:
    """A change of what a scenario has: so much more or less of it, or so many times as much."""

    def read(self, value: object, where: str | Message) -> str:
        """The text, without white space in it."""
        if not is_relative(value):
            raise InputError("got {got}, allowed: text such as '+0.1', '-0.1' or '*1.5'", where, got=show(value))
        return "".join(str(value).split())

    def schema(self) -> dict[str, Any]:
        """Text that begins with a sign."""
        return {"type": "string", "pattern": rf"^\s*{RELATIVE.pattern}\s*$"}


def from_text(text: str) -> int | float | str:
    """The number that a text says, or the text.

    Examples
    --------
    >>> from_text("12"), from_text("1e999"), from_text("9" * 400) == "9" * 400
    (12, '1e999', True)
    """
    for kind in (int, float):
        try:
            value = kind(text)
            return value if math.isfinite(value) else text
        except (ValueError, OverflowError):  # no number, or a whole one beyond any that the model has
            continue
    return text
