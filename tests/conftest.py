"""The command line, for every test that gives commands."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

import pytest

from samenspel.cli import main


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
