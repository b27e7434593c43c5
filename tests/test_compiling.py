"""What is compiled ahead: what a round will call, for the types that it calls it with, from its last step back."""

from __future__ import annotations

import numpy as np

from samenspel import compiling, measures
from samenspel.mechanisms import bargaining, participation, seat
from samenspel.runs import Course
from samenspel.scenario import load


def test_what_is_compiled_ahead_is_what_a_round_calls():
    """Oracle: what numba wrote down of the code that runs of scenarios with two themes called."""
    of, rules = compiling.types(), list(compiling.rules())
    Course(load("baseline")).proceed(1, np.zeros(1, measures.OUTCOMES))
    for rule in rules:
        known = {key[0] for key in rule._cache._cache_file._load_index()}
        assert compiling.signature(rule, of) in known, rule.py_func


def test_a_round_is_compiled_from_its_last_step_to_its_first():
    """Oracle: the schedule in `dynamics.play`, by hand."""
    rules = list(compiling.rules())
    assert (rules[0], rules[1], rules[-1]) == (seat.rise, measures.measure, participation.come_and_go)
    assert bargaining.strike in rules
    assert len(rules) == len(set(rules))


def test_it_compiles_no_longer_than_somebody_waits(monkeypatch):
    """Oracle: by hand; whoever waited is gone before the second rule."""
    parents, compiled = iter((1, 1, 2)), []
    monkeypatch.setattr(compiling.os, "getppid", lambda: next(parents))
    monkeypatch.setattr(compiling, "rules", lambda: iter([Rule(compiled), Rule(compiled)]))
    compiling.main()
    assert len(compiled) == 1


class Rule:
    def __init__(self, compiled):
        self.compile = compiled.append

    def __call__(self, state, p):
        """Takes what a rule takes."""
