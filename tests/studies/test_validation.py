"""Claims about the model: read, decided, and still what the committed page says."""

from __future__ import annotations

import csv
import math
from dataclasses import replace

import numpy as np
import pytest

from samenspel.errors import InputError
from samenspel.experiments.factors import Recipe, known_factors
from samenspel.reading import check_known
from samenspel.results.intervals import Interval
from samenspel.studies import bibliography
from samenspel.studies.validation.__main__ import PAGE, chosen
from samenspel.studies.validation.claims import Claim, read_claim, read_hypotheses
from samenspel.studies.validation.kept import AS_IT_STANDS, BY_NOT_LEARNING, HERE, OTHER_SEEDS, Found, read_kept
from samenspel.studies.validation.page import alike, called, counts, in_worlds, judged, learning, page, setting, small
from samenspel.studies.validation.page import elsewhere as elsewhere_said
from samenspel.studies.validation.robustness import (
    COST,
    KNOWN,
    LEARNING,
    STANDING_STILL,
    TAKEN,
    TRUSTED,
    TRUSTING,
    longer,
    worlds,
)
from samenspel.studies.validation.verdicts import (
    CANNOT_TELL,
    CONTESTS,
    MOVES,
    NO_DIFFERENCE,
    SHOWS,
    Laboratory,
    Verdict,
    decide,
    limit,
    moved_by,
    opened,
    word_for,
)
from tests.bibliography import entries

HYPOTHESES = read_hypotheses()
CLAIMS = [claim for hypothesis in HYPOTHESES for claim in hypothesis.claims]
BY_KEY = {claim.key: claim for claim in CLAIMS}
FEW = 24


@pytest.fixture(scope="module")
def laboratory():
    """Few seeds, none of them among those of the page."""
    return Laboratory((FEW,), first=5001)


def committed() -> dict[str, dict[str, str]]:
    with (HERE / "verdicts.csv").open(encoding="utf-8") as file:
        return {row["claim"]: row for row in csv.DictReader(file) if row["where"] == AS_IT_STANDS}


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
    error = (verdict.effect.high - verdict.effect.low) / (2 * 2.8)
    kept = (float(row["high"]) - float(row["low"])) / (2 * 2.6)
    assert abs(verdict.effect.mean - float(row["effect"])) <= 5 * math.hypot(error, kept) + 1e-3
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
    unexplained = [key for key, row in committed().items() if row["verdict"] != SHOWS and not BY_KEY[key].because]
    assert not unexplained


class Told(Laboratory):
    """A laboratory whose outcomes are what is set, with a little noise."""

    def outcomes(self, scenario, settings, count):
        self.runs += count
        noise = np.resize([-settings.get("noise", 0.01), settings.get("noise", 0.01)], count)
        return {"joint_value": settings["a"] * settings.get("b", 1.0) + noise * settings["a"]}


def test_a_difference_and_the_change_of_one():
    """Oracle: by hand, on outcomes that are what is set."""
    plain = Claim("H0", "plain", "", {"a": 2.0}, {"a": 0.5}, "positive", least=0.1)
    moved = Claim("H0", "moved", "", {"a": 2.0}, {"a": 0.5}, "negative", start={"b": 3.0}, end={"b": 1.0}, least=0.1)
    assert decide(plain, Told((4,))).effect.mean == pytest.approx(1.5)
    assert decide(moved, Told((4,))).effect.mean == pytest.approx(1.5 - 4.5)
    assert decide(moved, Told((4,))).word == SHOWS


def test_pairs_are_added_until_there_is_a_verdict():
    """Oracle: by hand: a difference of .02 in noise of .2 is told from nothing by many pairs, not by four."""
    claim = Claim("H0", "small", "", {"a": 1.02}, {"a": 1.0}, "positive", at={"noise": 5.0}, least=0.1)
    few, many = Told((4,)), Told((4, 64, 4096))
    assert (decide(claim, few).word, decide(claim, many).word) == (CANNOT_TELL, NO_DIFFERENCE)
    assert decide(claim, many).effect.count == 64


@pytest.mark.parametrize(
    ("expect", "low", "high", "word"),
    [
        ("positive", 0.06, 0.2, SHOWS),
        ("positive", 0.01, 0.2, CANNOT_TELL),
        ("positive", -0.05, 0.05, NO_DIFFERENCE),
        ("positive", 0.01, 0.04, NO_DIFFERENCE),
        ("positive", -0.2, -0.1, CONTESTS),
        ("negative", -0.2, -0.1, SHOWS),
        ("negative", 0.1, 0.2, CONTESTS),
        ("not positive", -0.2, 0.04, SHOWS),
        ("not positive", 0.04, 0.06, CANNOT_TELL),
        ("not positive", 0.06, 0.08, CONTESTS),
        ("not negative", -0.01, 0.2, SHOWS),
        ("not negative", -0.08, -0.06, CONTESTS),
        ("positive", math.nan, math.nan, CANNOT_TELL),
    ],
)
def test_what_an_interval_leads_to(expect, low, high, word):
    """Oracle: by hand, with .05 as the smallest effect of interest."""
    assert word_for(expect, Interval((low + high) / 2, low, high, 100), 0.05) == word


@pytest.mark.parametrize(
    ("here", "unlearnt", "free", "word"),
    [
        (SHOWS, NO_DIFFERENCE, SHOWS, "shows"),
        (SHOWS, SHOWS, SHOWS, "shows, without learning too"),
        (SHOWS, SHOWS, NO_DIFFERENCE, "arithmetic of a cost"),
        (SHOWS, CONTESTS, CANNOT_TELL, "shows"),
        (CONTESTS, SHOWS, CONTESTS, "contests"),
        (CONTESTS, CONTESTS, CANNOT_TELL, "contests, without learning too"),
        (CONTESTS, CONTESTS, SHOWS, "arithmetic of a cost"),
        (NO_DIFFERENCE, NO_DIFFERENCE, SHOWS, "no difference"),
    ],
)
def test_what_is_said_of_a_claim(here, unlearnt, free, word):
    """Oracle: by hand."""
    assert judged(placed(replace(CLAIMS[0], rule="", absent=""), here, unlearnt, free)) == word


@pytest.mark.parametrize(
    ("unlearnt", "trusting", "word"),
    [
        (NO_DIFFERENCE, SHOWS, "shows, at more trust without learning too"),
        (SHOWS, SHOWS, "shows, without learning too"),
        (SHOWS, NO_DIFFERENCE, "shows, without learning too"),
        (NO_DIFFERENCE, CONTESTS, "shows"),
    ],
)
def test_what_is_shown_at_more_trust_without_learning_says_so(unlearnt, trusting, word):
    """Oracle: by hand."""
    claim = replace(CLAIMS[0], rule="", absent="")
    assert judged(placed(claim, SHOWS, unlearnt, SHOWS, trusting=trusting)) == word


@pytest.mark.parametrize(
    ("here", "word"),
    [
        (SHOWS, "shows, by rule"),
        (NO_DIFFERENCE, "no difference, by rule"),
        (CONTESTS, "contests, by rule"),
        (CANNOT_TELL, "cannot tell"),
    ],
)
def test_what_follows_from_a_rule_says_so_whatever_came_of_it(here, word):
    """Oracle: by hand."""
    assert judged(placed(replace(CLAIMS[0], rule="so it is"), here, here, here)) == word


def placed(claim, here, unlearnt, free, there=None, trusting=CANNOT_TELL):
    """Verdicts as the model stands, on other seeds, without learning, at more trust too, and without costs."""
    words = (
        (AS_IT_STANDS, here),
        (OTHER_SEEDS, there or here),
        (LEARNING, unlearnt),
        (TRUSTING, trusting),
        (COST, free),
    )
    return {where: Verdict(claim, Interval(0.0, 0.0, 0.0, 2), one) for where, one in words}


def test_a_verdict_has_to_be_the_same_on_seeds_that_calibration_did_not_look_at():
    """Oracle: by hand."""
    assert judged(placed(CLAIMS[0], SHOWS, SHOWS, SHOWS, there=CANNOT_TELL)) == CANNOT_TELL


@pytest.mark.parametrize(
    ("expect", "here", "there", "word"),
    [
        ("positive", (0.03, 0.07), (0.04, 0.08), "at the limit, as expected"),
        ("negative", (0.03, 0.07), (0.04, 0.08), "at the limit, against it"),
        ("positive", (-0.07, -0.03), (-0.04, -0.01), "at the limit, against it"),
        ("not positive", (0.03, 0.07), (0.06, 0.09), "at the limit, against it"),
        ("positive", (-0.01, 0.07), (0.03, 0.07), CANNOT_TELL),
        ("positive", (0.03, 0.07), (-0.07, -0.03), CANNOT_TELL),
        ("positive", (math.nan, math.nan), (0.03, 0.07), CANNOT_TELL),
    ],
)
def test_an_effect_that_is_there_and_about_as_large_as_counts_is_at_the_limit(expect, here, there, word):
    """Oracle: by hand, with .05 as the smallest effect of interest, on two blocks of seeds."""
    claim = replace(CLAIMS[0], expect=expect, least=0.05, rule="", absent="")
    both = [Verdict(claim, Interval(sum(ends) / 2, *ends, 100), CANNOT_TELL) for ends in (here, there)]
    assert limit(*both) == word
    places = dict(zip((AS_IT_STANDS, OTHER_SEEDS), both, strict=True))
    assert judged(places) == word


def test_more_trust_without_learning_leaves_what_a_claim_sets_itself():
    """Oracle: by hand, a claim at a trust of its own, and one without."""
    change = TAKEN[TRUSTING]
    assert change({"trust.initial": 0.3, "trust.gain": 0.2}) == STANDING_STILL | {"trust.initial": 0.3}
    assert change({})["trust.initial"] == TRUSTED


def test_a_claim_says_where_it_is_asked_and_under_which_logic():
    """Oracle: by hand, of claims.toml."""
    assert setting(BY_KEY["H6/value"]) == (
        "`trust.initial` 0.8; `effort.organisation` 1.0 less `effort.organisation` 0.2; network logic"
    )
    assert setting(BY_KEY["H1/sooner"]) == "`logic` hierarchy less `logic` network"
    assert setting(BY_KEY["H12/value"]).startswith("`newcomers.toml`; ")


def test_what_the_model_has_not_is_not_asked_of_it():
    """Oracle: by hand."""
    assert judged(placed(replace(CLAIMS[0], absent="no such thing"), CONTESTS, SHOWS, CONTESTS)) == "not asked"


@pytest.mark.parametrize(
    ("same", "said", "where"),
    [
        (60, "contests", "in most other worlds"),
        (59, "contests in about half of other worlds", "in about half"),
        (41, "contests in about half of other worlds", "in about half"),
        (40, "contests at the defaults", "in fewer"),
    ],
)
def test_a_count_of_worlds_is_called_most_or_fewer_only_as_its_interval_says(same, said, where):
    """Oracle: by hand, the interval of Wilson for k of 100: 60 gives .502 to .691, 40 the mirror of it."""
    claim = replace(CLAIMS[0], rule="")
    words = [CONTESTS] * same + [SHOWS] * (100 - same)
    elsewhere = [Verdict(claim, Interval(0.0, 0.0, 0.0, 2), word) for word in words]
    found = Found({claim.key: placed(claim, CONTESTS, SHOWS, CONTESTS)}, {claim.key: elsewhere}, [], None)
    share, z = same / 100, 1.959964
    low, high = (
        (share + z**2 / 200 + side * z * math.sqrt(share * (1 - share) / 100 + z**2 / 40_000)) / (1 + z**2 / 100)
        for side in (-1, 1)
    )
    assert (alike(claim, found).low, alike(claim, found).high) == pytest.approx((low, high), abs=1e-6)
    assert in_worlds(alike(claim, found)) == where
    assert (where == "in most other worlds", where == "in fewer") == (low > 0.5, high < 0.5)
    assert called(claim, found) == said
    assert counts([claim], found) == f"contests 1 (1 {where})"
    assert elsewhere_said(claim, found) == f"{100 - same} shows"


def test_how_far_learning_moves_an_effect_is_told_of_the_effect_and_not_of_its_verdict():
    """Oracle: by hand, two claims of which one moves; a difference within what matters, told from nothing."""
    claims = [replace(CLAIMS[0], name=name, rule="") for name in ("moves", "does not")]
    verdicts = {claim.key: placed(claim, SHOWS, CANNOT_TELL, SHOWS) for claim in claims}
    for claim, word in zip(claims, (MOVES, CANNOT_TELL), strict=True):
        verdicts[claim.key][BY_NOT_LEARNING] = Verdict(claim, Interval(0.0, 0.0, 0.0, 2), word)
    found = Found(verdicts, {}, [], None)
    assert learning(claims, found, [SHOWS]) == f"1 of 2 (not told: {claims[1].key})"
    assert learning(claims, found, [CONTESTS]) == "0 of 0"
    none = placed(claims[0], NO_DIFFERENCE, NO_DIFFERENCE, NO_DIFFERENCE)
    none[AS_IT_STANDS] = Verdict(claims[0], Interval(0.01, 0.005, 0.015, 100), NO_DIFFERENCE)
    assert small([claims[0]], Found({claims[0].key: none}, {}, [], None)) == f"1 of these 1 ({claims[0].key})"


def test_how_far_a_change_moves_an_effect_is_of_pairs():
    """Oracle: by hand, (2 - .5) less (2 - .5) thrice, and no noise that both share."""
    plain = Claim("H0", "plain", "", {"a": 2.0}, {"a": 0.5}, "positive", least=0.1)
    moved = moved_by(plain, Told((4,)), lambda settings: {**settings, "b": 3.0}, 4)
    assert (moved.effect.mean, moved.word) == (pytest.approx(3.0), MOVES)


def test_a_source_that_nobody_checked_is_called_so():
    """Oracle: docs/bibliography.md, read a second way."""
    assert bibliography.marks() == {entry["key"]: entry["mark"] for entry in entries()}
    assert bibliography.named("debruijn2018") == "debruijn2018, unchecked"
    assert bibliography.named("provan2008") == "provan2008"


def test_two_short_rounds_are_one_long_one():
    """Oracle: by hand, (1 - r)^2 = 1 - r of the long round; twice as many rounds."""
    short = longer({"trust.gain": 0.19}, 2.0)
    assert (short["trust.gain"], short["rounds"]) == (pytest.approx(0.1), 120)
    assert short["backing.patience"] == 2 * KNOWN["backing.patience"][1]


def test_other_worlds_are_drawn_alike_and_lie_within_what_is_stated():
    """Oracle: the ranges of the parameters, a third either way, and the sets that calibration tried."""
    drawn = list(worlds(30))
    assert [world.numbers for world in drawn] == [world.numbers for world in worlds(30)]
    assert len({world.first for world in drawn}) == 30
    for world in drawn:
        for name, value in world.numbers.items():
            assert KNOWN[name][0].low <= value <= KNOWN[name][0].high
    quorum = [world.numbers["decision.quorum"] for world in drawn]
    assert 0.5 <= min(quorum) < 0.6
    assert 0.8 < max(quorum) <= 0.67 * 4 / 3


def test_what_a_claim_sets_stands_in_another_world():
    """Oracle: by hand."""
    world = next(world for world in worlds(30) if world.network["network.organisations"] != 8)
    several = BY_KEY["H2/partners"]
    assert world.change(several)({"network.organisations": 5})["network.organisations"] == 5
    assert "network.generator" not in world.change(several)({})
    assert "network.organisations" not in world.change(BY_KEY["H12/value"])({})
    trusting = {"trust.initial": 0.8}
    assert world.change(BY_KEY["H6/value"])(trusting)["trust.initial"] == 0.8


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
        chosen(HYPOTHESES, ("H13",))
