"""Claims about the model: read, decided, and still what the committed page says."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest

from samenspel.errors import InputError
from samenspel.experiments.factors import Recipe, known_factors
from samenspel.reading import check_known
from samenspel.results.intervals import Interval
from samenspel.studies.validation.__main__ import PAGE, chosen
from samenspel.studies.validation.claims import Claim, read_claim, read_hypotheses
from samenspel.studies.validation.kept import HERE, read_kept
from samenspel.studies.validation.page import page
from samenspel.studies.validation.robustness import KNOWN, longer, scaled, variations
from samenspel.studies.validation.verdicts import CONTESTS, SHOWS, Laboratory, decide, opened, together, word_for

HYPOTHESES = read_hypotheses()
CLAIMS = [claim for hypothesis in HYPOTHESES for claim in hypothesis.claims]
FEW = 24


@pytest.fixture(scope="module")
def laboratory():
    """Few seeds, none of them among those of the page."""
    return Laboratory(range(5001, 5001 + FEW))


def committed() -> dict[str, dict[str, str]]:
    with (HERE / "verdicts.csv").open(encoding="utf-8") as file:
        return {row["claim"]: row for row in csv.DictReader(file)}


def test_every_hypothesis_of_the_literature_has_claims():
    """Oracle: H1 to H12, by hand."""
    assert [hypothesis.name for hypothesis in HYPOTHESES] == [f"H{number}" for number in range(1, 13)]


@pytest.mark.parametrize("claim", CLAIMS, ids=[claim.key for claim in CLAIMS])
def test_a_claim_sets_what_there_is(claim):
    """Oracle: the factors of its scenario."""
    scenario = opened(claim.scenario)
    for _, settings in claim.cells():
        check_known(settings, known_factors(scenario), claim.key, "factor")
        Recipe({claim.scenario: scenario}).scenario(settings)


@pytest.mark.parametrize("claim", CLAIMS, ids=[claim.key for claim in CLAIMS])
def test_the_committed_verdict_holds_on_other_seeds(claim, laboratory):
    """Oracle: the committed effect; a new mean of few pairs lies within five standard errors of it."""
    row, verdict = committed()[claim.key], decide(claim, laboratory)
    width = max(verdict.effect.high - verdict.effect.low, float(row["high"]) - float(row["low"])) / (2 * 2.07)
    assert abs(verdict.effect.mean - float(row["effect"])) <= 5 * math.hypot(width, width) + 1e-3
    assert {row["verdict"], verdict.word} != {SHOWS, CONTESTS}


def test_the_page_is_made_of_the_committed_tables():
    """Oracle: the tables beside the claims, by hand for the effects and as a whole."""
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(HYPOTHESES, read_kept(HYPOTHESES))
    assert set(committed()) == {claim.key for claim in CLAIMS}
    for row in committed().values():
        assert f"{float(row['effect']):+.3f} ({float(row['low']):+.3f} to {float(row['high']):+.3f})" in text


def test_every_claim_that_is_not_shown_is_explained():
    """Oracle: verdicts.csv."""
    unexplained = [claim.key for claim in CLAIMS if committed()[claim.key]["verdict"] != SHOWS and not claim.because]
    assert not unexplained


def test_a_difference_and_the_change_of_one():
    """Oracle: by hand, on outcomes that are what is set."""

    class Told(Laboratory):
        def outcomes(self, scenario, settings):
            return {"joint_value": settings["a"] * settings.get("b", 1.0) + np.array([0.0, 0.01, 0.02])}

    told = Told(range(3))
    plain = Claim("H0", "plain", "", {"a": 2.0}, {"a": 0.5}, "positive")
    moved = Claim("H0", "moved", "", {"a": 2.0}, {"a": 0.5}, "negative", start={"b": 3.0}, end={"b": 1.0})
    assert decide(plain, told).effect.mean == pytest.approx(1.5)
    assert decide(moved, told).effect.mean == pytest.approx(1.5 - 4.5)
    assert decide(moved, told).word == SHOWS


@pytest.mark.parametrize(
    ("expect", "low", "high", "word"),
    [
        ("positive", 0.1, 0.2, "shows"),
        ("positive", -0.1, 0.2, "cannot tell"),
        ("positive", -0.2, -0.1, "contests"),
        ("negative", -0.2, -0.1, "shows"),
        ("negative", 0.1, 0.2, "contests"),
        ("not positive", -0.2, 0.01, "shows"),
        ("not positive", 0.01, 0.03, "cannot tell"),
        ("not positive", 0.03, 0.05, "contests"),
        ("not negative", -0.01, 0.2, "shows"),
        ("not negative", -0.05, -0.03, "contests"),
        ("positive", math.nan, math.nan, "cannot tell"),
    ],
)
def test_what_an_interval_leads_to(expect, low, high, word):
    """Oracle: by hand."""
    assert word_for(expect, Interval((low + high) / 2, low, high, 100)) == word


def test_claims_together():
    """Oracle: by hand."""
    assert together(["contests", "contests", "shows"]) == "contests (shows 1 of 3)"
    assert together(["contests", "shows"]) == "shows in part (1 of 2)"


def test_a_world_a_fifth_lower_and_the_border_of_a_range():
    """Oracle: by hand."""
    assert scaled({"trust.initial": 0.5}, "trust.initial", 0.8)["trust.initial"] == pytest.approx(0.4)
    assert scaled({"trust.initial": 0.95}, "trust.initial", 1.2)["trust.initial"] == 1.0
    assert scaled({}, "trust.gain", 1.2)["trust.gain"] == pytest.approx(1.2 * KNOWN["trust.gain"][1])


def test_two_short_rounds_are_one_long_one():
    """Oracle: by hand, (1 - r)^2 = 1 - r of the long round; twice as many rounds."""
    short = longer({"trust.gain": 0.19}, 2.0)
    assert (short["trust.gain"], short["rounds"]) == (pytest.approx(0.1), 120)


def test_worlds_are_many_and_named_apart():
    """Oracle: their names."""
    names = [world.name for world in variations()]
    assert len(names) == len(set(names)) > 100


def test_a_claim_about_size_is_not_asked_at_another_size():
    """Oracle: by hand."""
    worlds = {world.name: world for world in variations()}
    asked = {claim.key for claim in CLAIMS if worlds["40 organisations"].concerns(claim)}
    assert "H2/partners" not in asked
    assert "H12/value" not in asked
    assert "H1/low" in asked


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"outcome": "joint_valu"}, "joint_value"),
        ({"outcome": "decided"}, "smallest effect of interest"),
        ({"expect": "more"}, "expectation"),
        ({"to": {"rounds": 3}}, "both or neither"),
        ({"les": {}}, "less"),
    ],
)
def test_a_claim_that_cannot_be_read(table, complaint):
    """Oracle: the message names what is wrong or allowed."""
    good = {"of": "H1", "id": "x", "says": "", "more": {}, "less": {}, "expect": "positive"}
    with pytest.raises(InputError, match=complaint):
        read_claim(good | table, {"joint_value": 0.02})


def test_a_hypothesis_that_is_not_there():
    """Oracle: the message."""
    with pytest.raises(InputError, match="H13"):
        chosen(HYPOTHESES, ["H13"])
