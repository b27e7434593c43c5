"""The first compilation, by two at once: a run compiles from the first step of a round, and this from the last.

A rule takes what its parameters are called, so it can be compiled before anybody plays: what one process has compiled
the other finds on the disk.
"""

from __future__ import annotations

import ast
import inspect
import os
import textwrap
from collections.abc import Iterator

import numba
from numba.core.dispatcher import Dispatcher

from . import dynamics
from .conditions import Effort
from .measures import OUTCOMES
from .scenario import load


def rules() -> Iterator[Dispatcher]:
    """What a round calls, from its last step to its first."""
    source = ast.parse(textwrap.dedent(inspect.getsource(dynamics.play)))
    calls = [node for node in ast.walk(source) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: call.lineno, reverse=True):
        match call.func:
            case ast.Attribute(value=ast.Name(id=mechanism), attr=step):
                yield getattr(getattr(dynamics, mechanism), step)


def types() -> dict[str, numba.types.Type]:
    """What each parameter of a rule is, by its name, where a scenario has two themes."""
    scenario = load("baseline")
    return {
        "state": numba.typeof(scenario.declare(scenario.seed)),
        "p": numba.typeof(scenario.record).dtype,
        "effort": numba.typeof(Effort()),
        "seed": numba.int64,
        "round_": numba.int64,
        "row": numba.from_dtype(OUTCOMES),
    }


def signature(rule: Dispatcher, of: dict[str, numba.types.Type]) -> tuple[numba.types.Type, ...]:
    """The types of a rule's parameters."""
    return tuple(of[name] for name in inspect.signature(rule).parameters)


def main() -> None:
    """Compile until everything is, or nobody waits for it any more."""
    of, waits = types(), os.getppid()
    for rule in rules():
        if os.getppid() != waits:
            return
        rule.compile(signature(rule, of))
