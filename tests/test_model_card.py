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
