"""The page of the validation: every number in it from the runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from simulation.kernel import ENGINE, digest
from simulation.results.outcomes import TITLES

from .claims import Hypothesis
from .landscape import Turned
from .robustness import Variation
from .verdicts import MARGIN, Verdict, together

HEAD, BLIND = (Path(__file__).with_name(name) for name in ("page.md", "blind_check.md"))
NULL = "null"
FEW = 4  # worlds in which a verdict falls that are named one by one


class Found(NamedTuple):
    """Everything that came of a validation, and of how many runs."""

    hypotheses: Sequence[Hypothesis]
    verdicts: Mapping[str, Verdict]
    elsewhere: Mapping[str, Sequence[tuple[Variation, Verdict]]]
    turns: Sequence[Turned]
    pairs: int
    pairs_elsewhere: int
    settings: int
    pairs_anywhere: int
    runs: int


def page(found: Found) -> str:
    """docs/validation.md."""
    numbers = {
        name: getattr(found, name) for name in ("pairs", "pairs_elsewhere", "settings", "pairs_anywhere", "runs")
    }
    head = HEAD.read_text(encoding="utf-8").format(
        **numbers,
        engine=digest(*ENGINE),
        margin=MARGIN,
        worlds=len({world.name for other in found.elsewhere.values() for world, _ in other if world.kind != NULL}),
        summary="\n".join(summary(one, found) for one in found.hypotheses),
        landscape="\n".join(turn(one) for one in found.turns),
    )
    sections = [section(one, found.verdicts, found.elsewhere) for one in found.hypotheses]
    return "\n".join([head, *sections, BLIND.read_text(encoding="utf-8")])


def summary(hypothesis: Hypothesis, found: Found) -> str:
    """One hypothesis, on one line."""
    word = together([found.verdicts[claim.key].word for claim in hypothesis.claims])
    worlds = [world for claim in hypothesis.claims for world in found.elsewhere[claim.key]]
    return f"| {hypothesis.name} | {hypothesis.says} | **{word}** | {survival(worlds, found.verdicts)} |"


def turn(one: Turned) -> str:
    """What one switch or lever does over the landscape, on one line."""
    return f"| {one.what} | {one.better:.0%} | {one.worse:.0%} | {one.mean:+.2f} | {one.most:+.2f} | {one.least:+.2f} |"


def section(
    hypothesis: Hypothesis,
    verdicts: Mapping[str, Verdict],
    elsewhere: Mapping[str, Sequence[tuple[Variation, Verdict]]],
) -> str:
    """One hypothesis, claim by claim."""
    rows = []
    for claim in hypothesis.claims:
        verdict, found = verdicts[claim.key], elsewhere[claim.key]
        learnt = ", ".join(other.word for world, other in found if world.kind == NULL)
        rows.append(
            f"| {claim.name} | {claim.says} | {TITLES[claim.outcome]} | {claim.expect} | {told(verdict)} | "
            f"**{verdict.word}** | {survival(found, verdicts)}{falls(found, verdict)} | {learnt} |"
        )
    sources = ", ".join(hypothesis.sources)
    return (
        f"## {hypothesis.name}\n\n{hypothesis.says} [{sources}]\n\n"
        "| claim | | outcome | expected | found | the model | survives | nobody learns; also trust shuffled |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    )


def told(verdict: Verdict) -> str:
    """An effect and its interval."""
    effect = verdict.effect
    return f"{effect.mean:+.3f} ({effect.low:+.3f} to {effect.high:+.3f})"


def words(verdict: Verdict) -> str:
    """A verdict on one line, for a terminal."""
    claim = verdict.claim
    return f"{claim.key:28} {verdict.word:12} {told(verdict):32} {claim.says} ({TITLES[claim.outcome]}, {claim.expect})"


def survival(found: Sequence[tuple[Variation, Verdict]], verdicts: Mapping[str, Verdict]) -> str:
    """In how many other worlds the verdict is the same."""
    same = [other.word == verdicts[other.claim.key].word for world, other in found if world.kind != NULL]
    return f"{sum(same) / len(same):.0%}" if same else ""


def falls(found: Sequence[tuple[Variation, Verdict]], verdict: Verdict) -> str:
    """Where the verdict is another one: world by world, or how many of each kind."""
    other = [world for world, elsewhere in found if world.kind != NULL and elsewhere.word != verdict.word]
    if not other:
        return ""
    if len(other) <= FEW:
        return "; not with " + ", ".join(world.name for world in other)
    return "; not with " + ", ".join(f"{count} of {kind}" for kind, count in Counter(w.kind for w in other).items())
