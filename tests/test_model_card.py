"""The model card quotes the pages that it links, word for word."""

from __future__ import annotations

import re
from pathlib import Path

from samenspel.studies.validation.claims import read_hypotheses
from samenspel.studies.validation.kept import read_kept
from samenspel.studies.validation.page import MOST, UNLEARNT, alike, in_worlds, judged
from samenspel.studies.validation.verdicts import CONTESTS, SHOWS

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


def test_the_card_names_every_claim_that_most_worlds_share_but_for_what_is_put_in():
    """Oracle: the verdicts and worlds that are kept: shown without learning, or contested."""
    hypotheses = read_hypotheses()
    kept = read_kept(hypotheses)
    wanted = {f"{SHOWS}, {UNLEARNT}", f"{CONTESTS}, {UNLEARNT}", CONTESTS}
    shares = {
        claim.key: alike(claim, kept)
        for claim in (claim for one in hypotheses for claim in one.claims)
        if judged(kept.verdicts[claim.key]) in wanted
    }
    most = {key: f"{100 * one.mean:.0f}" for key, one in shares.items() if in_worlds(one) == MOST}
    assert dict(re.findall(r"\((H\d+/[a-z-]+),\s+(\d+)\)", CARD)) == most
    readme = " ".join((DOCS / "../README.md").read_text(encoding="utf-8").split())
    assert f"All {WORDS[len(most)]} stand on the [model card]" in readme


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
