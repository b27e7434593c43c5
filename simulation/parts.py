"""Own parts: mechanisms, outcomes, events, networks and a stopping rule of one's own, in a file beside a scenario.

A scenario names the file, `parts = "mine.py"`; a function in it is a part when it is marked as one. Whoever reads a
scenario says whether its Python may run: a file that the command line or Python is given may have some, and a scenario
that came by a link or an upload never does.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import numpy as np

from .dynamics import Parameters
from .errors import InputError, Message, inside, show
from .own_mechanism import Rule, beside_the_model, line_said
from .parameters import EITHER, LESS, MORE, NOT, Outcome
from .reading import check_known, contents, decoded, listed
from .state import State

OUTCOME, EVENT, NETWORK, STOP, MECHANISM = "outcome", "event", "network", "stop", "mechanism"
MARK = "part_of_a_scenario"  # the attribute of a function that is one
WAYS = {"more": MORE, "less": LESS, "either": EITHER}
OWN = 1000  # streams of chance (`samenspel.draws`) from here up are for mechanisms of one's own
MOST_MEGABYTES = 1

Function = Callable[..., Any]


def mechanism(parameters: type) -> Callable[[Function], Function]:
    """Mark a mechanism, a compiled rule that acts before each round: `act(state, p, seed, round_)`.

    It changes the `samenspel.state.State` in place, after the events of the round and before whatever the model does
    in it; several act in the order of their file. Of Python it takes what numba compiles.

    Parameters
    ----------
    parameters
        A `NamedTuple` that declares them as the mechanisms of the model do, with `samenspel.parameters.number`. They
        are `name.field` by the name of the function, and `p.name.field` in it; `p` has those of the model too.

    Examples
    --------
    >>> from typing import Annotated, NamedTuple
    >>> from samenspel import draws
    >>> from samenspel.parameters import number
    >>> class Rumour(NamedTuple):
    ...     chance: Annotated[float, number(0, 1, "probability per round", "that a tie loses trust")] = 0.1
    >>> @mechanism(Rumour)
    ... def rumour(state, p, seed, round_):
    ...     for me in state.organisations:
    ...         for tie in state.ties[me.first : me.last]:
    ...             if draws.uniform(seed, OWN, round_, me.key, tie.target) < p.rumour.chance:
    ...                 tie.trust *= 0.9
    """
    if not isinstance(parameters, type):
        return marked(parameters, (MECHANISM, None))  # without parameters, which is refused when the file is read
    return lambda function: marked(function, (MECHANISM, parameters))


def outcome(unit: str, meaning: str, better: str = "either", defined: bool = True) -> Callable[[Function], Function]:
    """Mark a function that measures a run, `measure(run) -> float`, with a `samenspel.runs.Run`.

    Parameters
    ----------
    unit, meaning
        For tables, axes and people.
    better
        `more`, `less` or `either`.
    defined
        Whether it always is; else it is NaN where there is nothing to measure, and no aim of a search.

    Examples
    --------
    >>> @outcome("share", "ties of which trust is above a half, after the last round", better="more")
    ... def trusted(run):
    ...     return (run.state.ties["trust"] > 0.5).mean()
    """
    check_known([better], WAYS, "better", "way")
    return lambda function: marked(function, (OUTCOME, Outcome(unit, meaning, NOT, WAYS[better], defined=defined)))


def event(function: Function) -> Function:
    """Mark a function that an event calls, `happen(state, chance)`: it changes the `samenspel.state.State` in place.

    `chance` is a `numpy.random.Generator` of the seed and the round, so that a run stays what it is.
    """
    return marked(function, (EVENT, None))


def network(function: Function) -> Function:
    """Mark a function that joins those who take part, `join(organisations, chance)`: a networkx graph, or its edges.

    Nodes are rows, from 0 up; `chance` is a `numpy.random.Generator` of the seed.
    """
    return marked(function, (NETWORK, None))


def stop(function: Function) -> Function:
    """Mark the rule by which a run ends before its last round, `stop(state, history) -> bool`, asked after each round.

    `history` has the outcomes of the rounds so far; there is one such rule in a file.
    """
    return marked(function, (STOP, None))


def marked(function: Function, part: tuple[str, Any]) -> Function:
    """The function, which says what it is."""
    setattr(function, MARK, part)
    return function


@dataclass(frozen=True, eq=False)
class Parts:
    """The parts of a scenario, by name.

    Attributes
    ----------
    file, source
        The name of the Python file and what it says, for a manifest.
    outcomes, measures
        What is declared of each outcome, and what measures it.
    events, networks
        What happens; what joins those who take part.
    stop
        The rule by which a run ends early; None where it never does.
    mechanisms
        Rules that act before each round, in this order.
    parameters
        Defaults of those of the model, and after them of those of the mechanisms.
    """

    file: str
    source: str = field(repr=False)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    measures: Mapping[str, Function] = field(default_factory=dict)
    events: Mapping[str, Function] = field(default_factory=dict)
    networks: Mapping[str, Function] = field(default_factory=dict)
    stop: Function | None = None
    mechanisms: Mapping[str, Rule] = field(default_factory=dict)
    parameters: Parameters = field(default_factory=Parameters)

    def act(self, state: State, parameters: np.ndarray, seed: int, round_: int) -> None:
        """Let the mechanisms act before a round.

        Parameters
        ----------
        state
            Changed in place.
        parameters
            All of them, as `samenspel.parameters.as_record` makes a record of them.
        seed, round_
            Of the run, and the round that comes.
        """
        for rule in self.mechanisms.values():
            called(self.file, MECHANISM, rule, state, parameters, seed, round_)

    def check(self, state: State) -> None:
        """Compile the mechanisms for such a state, or say in a line why that cannot be."""
        with inside("parts"), inside(self.file):
            for rule in self.mechanisms.values():
                rule.check(state, self.parameters, self.source)

    def one(self, kind: str, name: str) -> Function:
        """A part by its name.

        Raises
        ------
        InputError
            There is no such part of this kind.
        """
        known = {EVENT: self.events, NETWORK: self.networks}[kind]
        if not known:
            raise InputError("got {got}, but {file} marks no @{kind}", got=show(name), file=self.file, kind=kind)
        check_known([name], known, self.file, "function")
        return known[name]


def read(said: str, folder: Path | None) -> Parts:
    """The parts in a file beside a scenario; this runs it.

    Parameters
    ----------
    said
        What the scenario calls the file.
    folder
        Of the scenario.

    Raises
    ------
    InputError
        No such file, one that cannot be run, or one without parts.
    """
    source = source_of(said, folder)
    with inside(said):
        return parts_in(said, source)


def source_of(said: str, folder: Path | None) -> str:
    """What a file beside a scenario says; nothing of it is run.

    Parameters
    ----------
    said
        What the scenario calls the file.
    folder
        Of the scenario.

    Raises
    ------
    InputError
        No such file, or one that cannot be read.
    """
    if Path(said).name != said or not said.endswith(".py"):
        raise InputError(
            "got {got}, allowed: the name of a Python file beside the scenario, such as 'mine.py'", got=show(said)
        )
    path = (folder or Path()) / said
    with inside(said):
        if not path.is_file():
            raise InputError("no such file beside the scenario")
        return decoded(contents(path, MOST_MEGABYTES))


def parts_in(file: str, source: str) -> Parts:
    """The parts in a source; this runs it.

    Parameters
    ----------
    file
        Its name.
    source
        What it says.
    """
    module = ModuleType(Path(file).stem)
    module.__file__ = file
    try:
        exec(compile(source, file, "exec", dont_inherit=True), module.__dict__)
    except Exception as problem:
        raise InputError(
            "{kind}: {problem}", place_in(file, problem), kind=type(problem).__name__, problem=str(problem)
        ) from None
    found: dict[str, dict[str, Any]] = {kind: {} for kind in GIVES}
    about: dict[str, Any] = {}
    for name, value in module.__dict__.items():
        kind, said = getattr(value, MARK, (None, None))
        if kind and getattr(value, "__name__", "") == name:
            found[kind][name], about[name] = value, said
    if not any(found.values()):
        raise InputError(
            "marks no function, allowed: {allowed} of samenspel.parts", allowed=listed(f"@{kind}" for kind in GIVES)
        )
    if len(found[STOP]) > 1:
        raise InputError("got the stopping rules {got}, allowed: one", got=listed(found[STOP]))
    of_kind = {
        kind: {name: partial(called, file, kind, one) for name, one in parts.items()} for kind, parts in found.items()
    }
    return Parts(
        file=file,
        source=source,
        outcomes={name: about[name] for name in found[OUTCOME]},
        measures=of_kind[OUTCOME],
        events=of_kind[EVENT],
        networks=of_kind[NETWORK],
        stop=next(iter(of_kind[STOP].values()), None),
        mechanisms={name: Rule(rule) for name, rule in found[MECHANISM].items()},
        parameters=beside_the_model({name: resolved(about[name], module) for name in found[MECHANISM]}),
    )


def resolved(parameters: Any, module: ModuleType) -> Any:  # noqa: ANN401  whatever a file says
    """A declaration of parameters, its annotations no text: nobody else finds the module that they are of."""
    if isinstance(parameters, type) and hasattr(parameters, "_fields"):
        parameters.__annotations__ = get_type_hints(parameters, module.__dict__, include_extras=True)
    return parameters


def place_in(file: str, problem: BaseException) -> Message | str:
    """Where in a file something went wrong, as far as it is known."""
    lines = [frame.lineno for frame in traceback.extract_tb(problem.__traceback__) if frame.filename == file]
    if isinstance(problem, SyntaxError):
        lines = [problem.lineno]
    return line_said(lines)


def edges_of(made: Any) -> list[Any]:  # noqa: ANN401  a graph of networkx, or pairs
    """The edges of what joins those who take part."""
    return list(made.edges() if hasattr(made, "edges") else made)


def nothing(made: Any) -> None:  # noqa: ANN401  whatever it gives
    """What changes a state in place gives nothing."""


GIVES: dict[str, Function] = {MECHANISM: nothing, OUTCOME: float, EVENT: nothing, NETWORK: edges_of, STOP: bool}


def called(parts_of: str, kind: str, function: Function, *arguments: object) -> Any:  # noqa: ANN401  what it gives
    """What a part gives, as its kind is to, and in one line what went wrong in it.

    Parameters
    ----------
    parts_of
        The file that it is from.
    kind, function
        The part.
    arguments
        What it is called with.

    Raises
    ------
    InputError
        Whatever it raised, with the line of its file; or it gave what its kind cannot.
    """
    try:
        return GIVES[kind](function(*arguments))
    except Exception as problem:
        raise InputError(
            "{kind}: {problem}",
            parts_of,
            place_in(parts_of, problem),
            function.__name__,
            kind=type(problem).__name__,
            problem=str(problem),
        ) from None
