"""The script that starts the project: what it installs for which command, and its shorthands."""

from __future__ import annotations

import runpy
import tomllib
from pathlib import Path

import pytest

from samenspel.cli import app

ROOT = Path(__file__).parent.parent
START = runpy.run_path(str(ROOT / "start.py"))
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


@pytest.mark.parametrize(
    ("command", "extras"),
    [
        ("samenspel", set()),
        ("samenspel run baseline", set()),
        ("samenspel view", {"view"}),
        ("samenspel sweep design.toml", {"experiments"}),
        ("docs", {"docs", "experiments", "view"}),
        ("python -c pass", {"test", "docs", "experiments", "view"}),
        ("test", {"test", "docs", "experiments", "view"}),
    ],
)
def test_only_what_a_command_needs_is_installed(command, extras):
    """Oracle: by hand."""
    assert START["needed"](command.split()) == extras


def test_what_it_names_is_there():
    """Oracle: the project file, the command line and the folder of tests."""
    assert START["EVERYTHING"].union(*START["EXTRAS"].values()) <= EXTRAS.keys()
    assert START["EXTRAS"].keys() <= set(app)
    assert all((ROOT / "tests" / part).exists() for part in START["PARTS"])


def test_an_environment_that_has_it_all_is_left_alone(tmp_path, monkeypatch):
    """Oracle: by hand; more is installed beside what is there, and nothing is made anew."""
    asked = []
    there = START["environment"].__globals__
    monkeypatch.setitem(there, "install", lambda python, extras: asked.append(extras))
    monkeypatch.setattr(there["subprocess"], "check_call", lambda command: tmp_path.mkdir(exist_ok=True))
    for extras in ({"view"}, {"view"}, set(), {"test"}):
        START["environment"](tmp_path, extras)
    assert asked == [["view"], ["test", "view"]]


def test_tests_keep_what_was_read_and_other_commands_do_as_the_machine_says(tmp_path, monkeypatch):
    """Oracle: by hand: what the environment of each command says of bytecode."""
    told = []
    there = START["main"].__globals__
    monkeypatch.setitem(there, "environment", lambda folder, extras: tmp_path)
    monkeypatch.setattr(there["shutil"], "which", lambda name, path: name)
    monkeypatch.setattr(there["subprocess"], "call", lambda _, env: told.append("PYTHONDONTWRITEBYTECODE" in env))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    for command in ("test", "samenspel"):
        START["main"]([command])
    assert told == [False, True]
