"""A mechanism of one's own: its parameters beside those of the model, and its rule, compiled.

It is written as the files in `mechanisms/` are, and stands in a Python file beside a scenario (`samenspel.parts`). Its
parameters follow those of the model in a tuple of the same kind, so that whatever reads, checks, varies and tells
parameters has them too. The compiled rounds of the model are handed those of the model alone, and so are the same code
with it and without.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, get_args, get_type_hints

import numba
import numpy as np

from .dynamics import Parameters
from .errors import InputError, Message, inside, show
from .parameters import Declaration, as_record, declarations, declared
from .reading import SMALL, check_known
from .state import State

TAKEN = (*Parameters._fields, "event", "network", "phase", "scenario")  # what names of factors begin with
MOST_SAID = 200  # characters of what the compiler says
LENGTHY = ("Failed in", "During", "File", "<")  # lines of it that say nothing of the rule


# --- its parameters ---------------------------------------------------------------------------------------------


def beside_the_model(kinds: Mapping[str, type]) -> Any:  # noqa: ANN401  a tuple as `Parameters` is, and longer
    """The parameters of the model and, after them, of mechanisms of one's own, all at their defaults.

    Parameters
    ----------
    kinds
        The `NamedTuple` of each mechanism, by its name.

    Raises
    ------
    InputError
        A name that is taken, or something else than declared numbers with defaults that they may have.
    """
    for name, kind in kinds.items():
        with inside(name):
            check_declared(name, kind)
    if not kinds:
        return Parameters()
    every: Any = NamedTuple("Parameters", [*get_type_hints(Parameters).items(), *kinds.items()])  # type: ignore[misc]
    return every._make((*Parameters(), *(kind() for kind in kinds.values())))


def of_the_model(parameters: Parameters) -> Parameters:
    """The parameters of the model alone."""
    return Parameters._make(parameters[: len(Parameters._fields)])


def of_ones_own(parameters: Parameters) -> Iterator[tuple[str, Declaration, float | int]]:
    """Of each parameter that the model does not have: its name, its declaration, its value."""
    return (one for one in declarations(parameters) if one[0].partition(".")[0] not in Parameters._fields)


def check_declared(name: str, kind: Any) -> None:  # noqa: ANN401  whatever a file says
    """Refuse a name that is taken, and parameters that are not declared as those of the model are."""
    if name in TAKEN:
        raise InputError("it is the name of a mechanism or a factor of the model, allowed: another")
    if not re.fullmatch(SMALL, name):
        raise InputError("got {got}, allowed: a name of a mechanism in small letters", got=show(name))
    defaults = getattr(kind, "_field_defaults", {})
    notes = {field: get_args(hint) for field, hint in getattr(kind, "__annotations__", {}).items()}
    if not notes or notes.keys() != defaults.keys() or not all(map(is_declared, notes.values())):
        raise InputError(
            "got {got}, allowed: a NamedTuple of parameters, each Annotated[float, number(...)] with a default",
            got=show(getattr(kind, "__name__", kind)),
        )
    for field, one in declared(kind).items():
        (replace(one, kind="whole") if one.words else one).read(defaults[field], field)


def is_declared(note: tuple[Any, ...]) -> bool:
    """Whether an annotation says what kind of number it is, and what is known of it."""
    return len(note) == 2 and note[0] in (float, int) and isinstance(note[1], Declaration)


# --- its rule ---------------------------------------------------------------------------------------------------


class Rule:
    """A rule that is compiled when it is first called, once in a process, and runs outside Python's lock.

    An index that is out of bounds is an error, and so is a division by zero.
    """

    def __init__(self, rule: Callable[..., None]) -> None:
        own = self.rule = numba.njit(nogil=True, boundscheck=True)(rule)
        self.__name__ = rule.__name__

        @numba.njit(nogil=True)
        def act(state, parameters, seed, round_):  # noqa: ANN001, ANN202  an array takes less to hand over than a record
            own(state, parameters[0], seed, round_)

        self.act = act

    def __call__(self, state: State, parameters: np.ndarray, seed: int, round_: int) -> None:
        """Let it act: with parameters as `samenspel.parameters.as_record` makes them."""
        self.act(state, parameters, seed, round_)

    def check(self, state: State, parameters: Parameters, source: str) -> None:
        """Compile it, and say in a line what keeps it from being compiled.

        Parameters
        ----------
        state
            Of the kind that it will be called with.
        parameters
            Of the model and of one's own.
        source
            Of its file.

        Raises
        ------
        InputError
            Something that is no field of the state or of the parameters, or that cannot be compiled.
        """
        if not hasattr(self.rule, "compile"):  # where compilation is switched off
            return
        record = as_record(parameters)
        try:
            self.rule.compile((numba.typeof(state), numba.typeof(record[0]), numba.int64, numba.int64))
        except KeyError as problem:
            (name,) = problem.args
            fields = {field for records in (*state, record) for field in fields_of(records.dtype)}
            where = line_said(lines_with(source, str(name)))
            check_known([name], sorted(fields), where, "field")
            raise InputError(
                "{name!r} is a field, but not of the record that it is asked of", where, name=name
            ) from None
        except Exception as problem:
            raise InputError(
                "{kind}: {problem}",
                line_said(lines_in(problem)),
                self.__name__,
                kind=type(problem).__name__,
                problem=reason_of(problem),
            ) from None


def fields_of(kind: np.dtype) -> list[str]:
    """The names in records, and in the records within them."""
    names = [*(kind.names or ())]
    return names + [field for name in names for field in fields_of(kind[name])]


def line_said(lines: Sequence[int | None]) -> Message | str:
    """The last of some lines, as far as it is known."""
    return Message("{unit} {number}", unit=Message("line"), number=lines[-1]) if lines else ""


def lines_with(source: str, name: str) -> list[int]:
    """The first line on which a field of that name is asked for."""
    asked = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute | ast.Constant))
    return sorted(node.lineno for node in asked if name == getattr(node, "attr", getattr(node, "value", None)))[:1]


def lines_in(problem: Exception) -> list[int]:
    """Where the compiler stopped, as far as it says so."""
    place = getattr(problem, "loc", None)
    return [place.line] if place else [int(line) for line in re.findall(r"at \S+ \((\d+)\)", str(problem))]


def reason_of(problem: Exception) -> str:
    """What the compiler says of the rule, without what it says of itself."""
    said = [line for line in str(problem).splitlines() if line.strip() and not line.lstrip().startswith(LENGTHY)]
    reason = said[0] if said else str(problem)
    return reason if len(reason) <= MOST_SAID else f"{reason[:MOST_SAID]}..."
