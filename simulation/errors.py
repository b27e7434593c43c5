"""What is said of bad input: one line that says where, what, got, allowed, and the nearest right one.

The line is kept as its English template and what fills it, so that it can be said in another language::

    raise InputError("got {got}, allowed: {allowed}{nearest}", where, got=show(value), allowed=..., nearest=...)
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

LONGEST_LINE = 800


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
        return template.format_map(values) if values else template


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

    def __str__(self) -> str:
        return self.rendered(str)

    def rendered(self, translated: Callable[[str], str]) -> str:
        """The line with every template translated; with a place before it, it is one line and not too long."""
        line = ": ".join(str(filling(part, translated)) for part in (*self.where, self.message))
        if self.where:
            line = " ".join(line.split())
            if len(line) > LONGEST_LINE:
                line = f"{line[: LONGEST_LINE // 2]} ... {line[-LONGEST_LINE // 4 :]}"
        return line


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
    close = difflib.get_close_matches(str(word), list(allowed), n=1, cutoff=0.6)
    return Message(" (did you mean '{word}'?)", word=close[0]) if close else ""
