"""The page of the validation: every number in it from the runs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from samenspel.results.outcomes import title

from .claims import Claim, Hypothesis
from .kept import Found
from .landscape import Turned
from .robustness import Variation
from .verdicts import CANNOT_TELL, CONTESTS, MARGIN, SHOWS, Verdict, together

HEAD, BLIND = (Path(__file__).with_name(name) for name in ("page.md", "blind_check.md"))
NULL = "null"
SAYS = {
    SHOWS: "the model then shows it",
    CONTESTS: "the model still contests it",
    CANNOT_TELL: "it then cannot be told",
}
HALF = 0.5  # of the other worlds: a verdict that holds in fewer is fragile
FEW = 4  # worlds in which a verdict falls that are named one by one


def page(hypotheses: Sequence[Hypothesis], found: Found) -> str:
    """docs/validation.md."""
    head = HEAD.read_text(encoding="utf-8").format(
        **found.manifest._asdict(),
        margin=MARGIN,
        worlds=len({world.name for other in found.elsewhere.values() for world, _ in other if world.kind != NULL}),
        summary="\n".join(summary(one, found) for one in hypotheses),
        landscape="\n".join(turn(one) for one in found.turns),
    )
    return "\n".join([head, *(section(one, found) for one in hypotheses), BLIND.read_text(encoding="utf-8")])


def summary(hypothesis: Hypothesis, found: Found) -> str:
    """One hypothesis, on one line."""
    word = together([found.verdicts[claim.key].word for claim in hypothesis.claims])
    worlds = [world for claim in hypothesis.claims for world in found.elsewhere[claim.key]]
    fragile = sum(
        found.verdicts[claim.key].word == SHOWS and lasting(found.elsewhere[claim.key], found.verdicts) < HALF
        for claim in hypothesis.claims
    )
    warning = f", {fragile} of them fragile" if fragile else ""
    return f"| {hypothesis.name} | {hypothesis.says} | **{word}{warning}** | {survival(worlds, found.verdicts)} |"


def turn(one: Turned) -> str:
    """What one switch or lever does over the landscape, on one line."""
    return f"| {one.what} | {one.better:.0%} | {one.worse:.0%} | {one.mean:+.2f} | {one.most:+.2f} | {one.least:+.2f} |"


def section(hypothesis: Hypothesis, found: Found) -> str:
    """One hypothesis, claim by claim, and what explains where the model does not show it."""
    rows = []
    for claim in hypothesis.claims:
        verdict, elsewhere = found.verdicts[claim.key], found.elsewhere[claim.key]
        learnt = ", ".join(other.word for world, other in elsewhere if world.kind == NULL)
        rows.append(
            f"| {claim.name} | {claim.says} | {title(claim.outcome)} | {claim.expect} | {told(verdict)} | "
            f"**{verdict.word}** | {survival(elsewhere, found.verdicts)}{falls(elsewhere, verdict)} | {learnt} |"
        )
    because = [
        f"- *{claim.name}*: {claim.because}{tried(claim, found)}" for claim in hypothesis.claims if claim.because
    ]
    return (
        f"## {hypothesis.name}\n\n{hypothesis.says} [{', '.join(hypothesis.sources)}]\n\n"
        "| claim | | outcome | expected | found | the model | survives | nobody learns; also trust shuffled |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(rows)
        + ("\n\n" + "\n".join(because) if because else "")
        + "\n"
    )


def tried(claim: Claim, found: Found) -> str:
    """What became of the verdict once what is to blame for it was taken away."""
    if not claim.tried:
        return ""
    other = found.explanations[claim.key]
    settings = ", ".join(f"`{name} = {value}`" for name, value in claim.tried.items())
    return f" Tried with {settings}: {told(other)}, {SAYS[other.word]}."


def told(verdict: Verdict) -> str:
    """An effect and its interval."""
    effect = verdict.effect
    return f"{effect.mean:+.3f} ({effect.low:+.3f} to {effect.high:+.3f})"


def words(verdict: Verdict) -> str:
    """A verdict on one line, for a terminal."""
    claim = verdict.claim
    return f"{claim.key:28} {verdict.word:12} {told(verdict):32} {claim.says} ({title(claim.outcome)}, {claim.expect})"


def survival(found: Sequence[tuple[Variation, Verdict]], verdicts: Mapping[str, Verdict]) -> str:
    """In how many other worlds the verdict is the same, for a table."""
    return f"{lasting(found, verdicts):.0%}"


def lasting(found: Sequence[tuple[Variation, Verdict]], verdicts: Mapping[str, Verdict]) -> float:
    """The share of other worlds in which the verdict is the same; NaN where none was asked."""
    same = [other.word == verdicts[other.claim.key].word for world, other in found if world.kind != NULL]
    return sum(same) / len(same) if same else math.nan


def falls(found: Sequence[tuple[Variation, Verdict]], verdict: Verdict) -> str:
    """Where the verdict is another one: world by world, or how many of each kind."""
    other = [world for world, elsewhere in found if world.kind != NULL and elsewhere.word != verdict.word]
    if not other:
        return ""
    if len(other) <= FEW:
        return "; not with " + ", ".join(world.name for world in other)
    return "; not with " + ", ".join(f"{count} of {kind}" for kind, count in Counter(w.kind for w in other).items())
