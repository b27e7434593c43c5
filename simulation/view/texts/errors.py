"""What was wrong with input, in a language other than English.

An error carries the English template of its line and what fills it; `errors.*.toml` has each template beside its
translation. What people wrote themselves (names, values, the keys of a file) stays as it is.
"""

from __future__ import annotations

import tomllib
from functools import cache

from ...errors import InputError, Message
from . import HERE


def said(what: InputError | Message, language: str) -> str:
    """What an error or a part of it says, in a language.

    Parameters
    ----------
    what
        The error, or a message.
    language
        As in `LANGUAGES`; English for one without translations.

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
    path = HERE / f"errors.{language}.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {template: text for table in tables.values() for template, text in table.items()}
