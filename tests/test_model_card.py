"""The model card quotes the pages that it links, word for word."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
CARD = (DOCS / "model_card.md").read_text(encoding="utf-8")


def test_what_the_card_quotes_stands_in_a_page_that_it_links():
    """Oracle: the pages, made by their commands."""
    linked = {name: (DOCS / name).read_text(encoding="utf-8") for name in set(re.findall(r"\((\w+\.md)\)", CARD))}
    joined = {name: " ".join(text.replace("*", "").split()) for name, text in linked.items()}
    quotes = [" ".join(one.replace("\n>", "\n").split()) for one in re.findall(r"^> ((?:.+\n>?)+)", CARD, re.M)]
    assert len(quotes) == 4
    for quote in quotes:
        assert any(quote in text for text in joined.values()), quote


WORDS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def test_other_pages_give_the_same_scores_in_words():
    """Oracle: the pages that commands make: how many patterns come out in full, and how many figures lie inside."""
    read = {
        name: " ".join((DOCS / name).read_text(encoding="utf-8").split())
        for name in ("patterns.md", "corroboration.md")
    }
    full, patterns = (WORDS[int(one)] for one in re.search(r"(\d+) of (\d+) come out", read["patterns.md"]).groups())
    inside, figures = (WORDS[int(one)] for one in re.search(r"(\d+) of (\d+) lie", read["corroboration.md"]).groups())
    said = {
        "../README.md": (f"{full} of {patterns} [patterns]", f"of {figures} [published figures]", f"{inside} do;"),
        "paper/paper.md": (
            f"of {patterns} patterns that the model must show {full} come out",
            f"of {figures} published figures that nothing was calibrated on {inside} lie",
        ),
        "trace.md": (
            f"{patterns} patterns, of which {full} come out",
            f"of {figures} published figures",
            f"{inside} lie inside",
        ),
    }
    for name, sentences in said.items():
        text = " ".join((DOCS / name).read_text(encoding="utf-8").lower().split())
        for sentence in sentences:
            assert sentence in text, (name, sentence)
