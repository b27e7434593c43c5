"""The page of the validation: every number in it from the runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from samenspel.results.outcomes import title

from .claims import Claim, Hypothesis
from .kept import AS_IT_STANDS, TRIED, Found
from .landscape import Turned
from .robustness import COST, LEARNING, TRUST, worlds
from .verdicts import CANNOT_TELL, CONTESTS, NO_DIFFERENCE, SHOWS, Verdict

HEAD, BLIND = (Path(__file__).with_name(name) for name in ("page.md", "blind_check.md"))
UNLEARNT, ARITHMETIC = "shows, without learning", "arithmetic of a cost"
WORDS = (SHOWS, UNLEARNT, ARITHMETIC, NO_DIFFERENCE, CONTESTS, CANNOT_TELL)
SAYS = {
    SHOWS: "the model then shows it",
    NO_DIFFERENCE: "it then makes no difference that matters",
    CONTESTS: "the model still contests it",
    CANNOT_TELL: "it then cannot be told",
}
HANGS = 0.5  # a rank correlation over a hundred worlds that the largest of a hundred numbers without any seldom reaches


def page(hypotheses: Sequence[Hypothesis], found: Found) -> str:
    """docs/validation.md."""
    counted = Counter(judged(found.verdicts[claim.key]) for one in hypotheses for claim in one.claims)
    head = HEAD.read_text(encoding="utf-8").format(
        **found.manifest._asdict(),
        first=found.manifest.looks[0],
        last=found.manifest.looks[-1],
        last_elsewhere=found.manifest.looks_elsewhere[-1],
        claims=counted.total(),
        counted=counts(counted),
        summary="\n".join(summary(one, found) for one in hypotheses),
        landscape="\n".join(turn(one) for one in found.turns),
    )
    return "\n".join([head, *(section(one, found) for one in hypotheses), BLIND.read_text(encoding="utf-8")])


def judged(places: Mapping[str, Verdict]) -> str:
    """What is said of a claim: a verdict that needs no learning says so, and arithmetic of a cost is no claim shown.

    Parameters
    ----------
    places
        Its verdicts: as the model stands, and in the worlds where something is taken away.
    """
    word = places[AS_IT_STANDS].word
    if word != SHOWS:
        return word
    if places[COST].word not in (SHOWS, CANNOT_TELL):
        return ARITHMETIC
    return UNLEARNT if places[LEARNING].word == SHOWS else SHOWS


def counts(counted: Mapping[str, int]) -> str:
    """How many of each, in words: `shows 3, contests 1`."""
    return ", ".join(f"{word} {counted[word]}" for word in WORDS if counted.get(word))


def summary(hypothesis: Hypothesis, found: Found) -> str:
    """One hypothesis, on one line."""
    counted = Counter(judged(found.verdicts[claim.key]) for claim in hypothesis.claims)
    parts = [f"{word.replace(',', '')} {counted[word]}" for word in WORDS if counted[word]]
    return f"| {hypothesis.name} | {hypothesis.says} | {', '.join(parts)} |"


def turn(one: Turned) -> str:
    """What one switch or lever does over the landscape, on one line."""
    return f"| {one.what} | {one.better:.0%} | {one.worse:.0%} | {one.mean:+.2f} | {one.most:+.2f} | {one.least:+.2f} |"


def section(hypothesis: Hypothesis, found: Found) -> str:
    """One hypothesis, claim by claim, and what is known of those that the model does not show."""
    rows = []
    for claim in hypothesis.claims:
        places = found.verdicts[claim.key]
        taken = ", ".join(places[world].word for world in (LEARNING, TRUST, COST))
        rows.append(
            f"| {claim.name} | {claim.says} | {title(claim.outcome)} | {claim.expect}, {claim.least:g} | "
            f"{told(places[AS_IT_STANDS])} | **{judged(places)}** | {elsewhere(claim, found)} | {taken} |"
        )
    notes = [f"- *{claim.name}*: {note}" for claim in hypothesis.claims for note in said_of(claim, found)]
    return (
        f"## {hypothesis.name}\n\n{hypothesis.says} [{', '.join(hypothesis.sources)}]\n\n"
        "| claim | | outcome | expected, at least | found | the model | the same elsewhere | "
        "nobody learns; also trust shuffled; nothing charged |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(rows)
        + ("\n\n" + "\n".join(notes) if notes else "")
        + "\n"
    )


def elsewhere(claim: Claim, found: Found) -> str:
    """In how many other worlds the verdict is the same, the other way, or cannot be told."""
    words = [one.word for one in found.elsewhere[claim.key]]
    word = found.verdicts[claim.key][AS_IT_STANDS].word
    rest = [
        f"{words.count(other) / len(words):.0%} {other}"
        for other in (SHOWS, NO_DIFFERENCE, CONTESTS, CANNOT_TELL)
        if other != word and other in words
    ]
    return f"{words.count(word) / len(words):.0%}" + (f" ({', '.join(rest)})" if rest else "")


def said_of(claim: Claim, found: Found) -> Iterator[str]:
    """What explains a verdict, what becomes of it without what is to blame, and which number it hangs on."""
    parts = [claim.because] if claim.because else []
    if claim.tried:
        other = found.verdicts[claim.key][TRIED]
        settings = ", ".join(f"`{name} = {value}`" for name, value in claim.tried.items())
        parts.append(f"Tried with {settings}: {told(other)}, {SAYS[other.word]}.")
    if (most := hangs_on(claim, found)) is not None:
        name, correlation = most
        parts.append(f"Over other worlds it hangs most on `{name}` (rank correlation {correlation:+.2f}).")
    if parts:
        yield " ".join(parts)


def hangs_on(claim: Claim, found: Found) -> tuple[str, float] | None:
    """The number with which the effect goes up or down most over other worlds, if any does clearly."""
    effects = np.array([one.effect.mean for one in found.elsewhere[claim.key]])
    drawn = [world.numbers for world in worlds(effects.size)]
    asked = {name for _, cell in claim.cells() for name in cell}
    correlations = {
        name: float(spearmanr([one[name] for one in drawn], effects, nan_policy="omit").statistic)
        for name in drawn[0]
        if name not in asked
    }
    name = max(correlations, key=lambda one: abs(correlations[one]))
    return (name, correlations[name]) if abs(correlations[name]) >= HANGS else None


def told(verdict: Verdict) -> str:
    """An effect and its interval."""
    effect = verdict.effect
    return f"{effect.mean:+.3f} ({effect.low:+.3f} to {effect.high:+.3f})"


def words(verdict: Verdict) -> str:
    """A verdict on one line, for a terminal."""
    claim = verdict.claim
    return f"{claim.key:28} {verdict.word:14} {told(verdict):32} {claim.says} ({title(claim.outcome)}, {claim.expect})"
