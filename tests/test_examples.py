"""The examples in docstrings: each runs, and gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import samenspel

ROOT = Path(__file__).parent.parent
MODULES = [
    "samenspel",
    *(module.name for module in pkgutil.walk_packages(samenspel.__path__, "samenspel.") if ".view" not in module.name),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_of_a_module_give_what_they_say(name):
    """Oracle: the output written under each example."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_file_that_the_readme_points_to_is_there():
    """Oracle: the file system."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target
