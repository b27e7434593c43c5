"""How to change what: the pages name files and commands that are there, and CONTRIBUTING leads to each."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from samenspel.view.texts import LANGUAGES

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs" / "change").glob("*.md"))
# What a page leaves open, and one that is there to fill it in with.
EXAMPLES = {
    "word": "reputation",
    "name": "merger",
    "scenario": "merger",
    "part": "comparison",
    "language": LANGUAGES[-1],
}
OF_QUESTIONS = {"word": "scores"}


def test_contributing_leads_to_every_page():
    """Oracle: the files."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(docs/change/(\w+)\.md\)", text)) == {path.stem for path in PAGES}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_what_a_page_names_is_there(path):
    """Oracle: the file system, with an example where the page leaves a name open; and the modules that it runs."""
    text = path.read_text(encoding="utf-8")
    known = EXAMPLES | (OF_QUESTIONS if path.stem == "question" else {})
    filled = re.sub(r"<(\w+)>", lambda found: known[found[1]], text)
    named = re.findall(r"`((?:simulation|experiments|tests|docs)/[\w./-]+)`", filled)
    assert len(named) > 2
    for one in named:
        assert (ROOT / one).exists(), one
    for module in re.findall(r"`python -m ([\w.]+)`", text):
        assert importlib.util.find_spec(module), module


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_steps_are_counted_and_few(path):
    """Oracle: by hand; a change that takes more steps is to be made smaller, not longer to read."""
    steps = [int(number) for number in re.findall(r"^(\d)\. ", path.read_text(encoding="utf-8"), re.MULTILINE)]
    assert steps == list(range(1, len(steps) + 1))
    assert len(steps) <= 6
