"""The command line, for every test that gives commands; and code that is compiled before tests begin."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

import numpy as np
import pytest

from samenspel.cli import main
from samenspel.measures import OUTCOMES
from samenspel.progress import say_if_compiling
from samenspel.runs import Course
from samenspel.scenario import load


def pytest_sessionstart(session):
    """Compile the model before several processes test, and not in each of them."""
    if session.config.getoption("numprocesses", None) and not hasattr(session.config, "workerinput"):
        say_if_compiling()
        Course(load("baseline")).proceed(1, np.zeros(1, OUTCOMES))


@dataclass
class Said:
    """What a command gave back."""

    code: int
    out: str
    err: str


@pytest.fixture
def samenspel(capsys):
    """The command line in this process."""

    def call(line):
        code = main(shlex.split(line))
        return Said(code, *capsys.readouterr())

    return call
