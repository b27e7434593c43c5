"""The page of the validation: every number in it from the runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from samenspel.results.outcomes import title

from ..bibliography import named
from ..patterns import effects, events
from ..patterns.places import CHECKING
from .claims import Claim, Hypothesis, smallest_effects
from .kept import AS_IT_STANDS, OTHER_SEEDS, TRIED, Found
from .landscape import Turned
from .robustness import COST, LEARNING, TRUST, worlds
from .verdicts import CANNOT_TELL, CONTESTS, NO_DIFFERENCE, SHOWS, Verdict

HEAD, BLIND = (Path(__file__).with_name(name) for name in ("page.md", "blind_check.md"))
UNLEARNT, BY_RULE, ARITHMETIC, HERE = "without learning", "by rule", "arithmetic of a cost", "at the defaults"
WORDS = (
    SHOWS,
    f"{SHOWS}, {UNLEARNT}",
    f"{SHOWS}, {BY_RULE}",
    ARITHMETIC,
    NO_DIFFERENCE,
    f"{NO_DIFFERENCE}, {BY_RULE}",
    CONTESTS,
    f"{CONTESTS}, {UNLEARNT}",
    f"{CONTESTS}, {BY_RULE}",
    CANNOT_TELL,
)
SAYS = {
    SHOWS: "the model then shows it",
    NO_DIFFERENCE: "it then makes no difference that matters",
    CONTESTS: "the model then contests it",
    CANNOT_TELL: "it then cannot be told",
}
HANGS = 0.5  # a rank correlation over a hundred worlds that the largest of a hundred numbers without any seldom reaches


def page(hypotheses: Sequence[Hypothesis], found: Found) -> str:
    """docs/validation.md."""
    claims = [claim for one in hypotheses for claim in one.claims]
    head = HEAD.read_text(encoding="utf-8").format(
        **found.manifest._asdict(),
        first=found.manifest.looks[0],
        last=found.manifest.looks[-1],
        last_elsewhere=found.manifest.looks_elsewhere[-1],
        claims=len(claims),
        counted=counts(claims, found),
        apart=CHECKING,
        same=sum(not moved(claim, found) for claim in claims),
        moved="; ".join(words for claim in claims if (words := moved(claim, found))) or "none",
        interests="\n".join(interests()),
        summary="\n".join(summary(one, found) for one in hypotheses),
        landscape="\n".join(turn(one) for one in found.turns),
    )
    return "\n".join([head, *(section(one, found) for one in hypotheses), BLIND.read_text(encoding="utf-8")])


def judged(places: Mapping[str, Verdict]) -> str:
    """What is said of a claim at the defaults: what follows from a rule, needs no learning or is a cost says so.

    Parameters
    ----------
    places
        Its verdicts: as the model stands, and in the worlds where something is taken away.
    """
    word = places[AS_IT_STANDS].word
    if places[AS_IT_STANDS].claim.rule and word != CANNOT_TELL:
        return f"{word}, {BY_RULE}"
    if word not in (SHOWS, CONTESTS):
        return word
    if places[COST].word not in (word, CANNOT_TELL):
        return ARITHMETIC
    return f"{word}, {UNLEARNT}" if places[LEARNING].word == word else word


def worlds_alike(claim: Claim, found: Found) -> int:
    """In how many other worlds the verdict is the same."""
    return sum(one.word == found.verdicts[claim.key][AS_IT_STANDS].word for one in found.elsewhere[claim.key])


def in_most(claim: Claim, found: Found) -> bool:
    """Whether it is the same in more than half of other worlds."""
    return 2 * worlds_alike(claim, found) > len(found.elsewhere[claim.key])


def called(claim: Claim, found: Found) -> str:
    """What is said of a claim: of the defaults alone, unless most other worlds say the same."""
    said = judged(found.verdicts[claim.key])
    if in_most(claim, found) or said == CANNOT_TELL:
        return said
    word, comma, mark = said.partition(", ")
    return f"{word} {HERE}{comma}{mark}"


def counts(claims: Sequence[Claim], found: Found) -> str:
    """How many of each, and of how many of them most other worlds say the same: `shows 9 (3 in most other worlds)`."""
    parts = []
    for word in WORDS:
        these = [claim for claim in claims if judged(found.verdicts[claim.key]) == word]
        most = sum(in_most(claim, found) for claim in these)
        also = "" if word == CANNOT_TELL else f" ({most} in most other worlds)"
        parts += [f"{word} {len(these)}{also}"] if these else []
    return "; ".join(parts)


def moved(claim: Claim, found: Found) -> str:
    """What becomes of a verdict on other seeds; nothing where it is the same."""
    here, there = (found.verdicts[claim.key][where].word for where in (AS_IT_STANDS, OTHER_SEEDS))
    return "" if here == there else f"{claim.key} ({here}; there {there})"


def interests() -> Iterator[str]:
    """The smallest effects of interest of every outcome, on the pages that have one."""
    here = smallest_effects()
    of_events = {story.outcome: story.least for story in events.stories()}
    of_effects = {one["outcome"]: one["least"] for one in effects.concepts().values()}
    for name in sorted(here | of_events | of_effects, key=title):
        least = (table.get(name) for table in (here, of_events, of_effects))
        yield f"| {title(name)} | {' | '.join('' if one is None else f'{one:g}' for one in least)} |"


def summary(hypothesis: Hypothesis, found: Found) -> str:
    """One hypothesis, on one line."""
    said = [called(claim, found) for claim in hypothesis.claims]
    ordered = sorted(set(said), key=lambda one: (WORDS.index(one.replace(f" {HERE}", "")), HERE in one))
    parts = ", ".join(f"{one.replace(',', '')} {said.count(one)}" for one in ordered)
    return f"| {hypothesis.name} | {hypothesis.says} [{sources(hypothesis)}] | {parts} |"


def sources(hypothesis: Hypothesis) -> str:
    """The sources of a hypothesis, and which of them were not checked."""
    return "; ".join(named(one) for one in hypothesis.sources)


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
            f"{told(places[AS_IT_STANDS])} | **{called(claim, found)}**{alike(claim, found)} | "
            f"{elsewhere(claim, found)} | {taken} |"
        )
    notes = [f"- *{claim.name}*: {note}" for claim in hypothesis.claims for note in said_of(claim, found)]
    return (
        f"## {hypothesis.name}\n\n{hypothesis.says} [{sources(hypothesis)}]\n\n"
        "| claim | | outcome | expected, at least | found | the model | in other worlds otherwise | "
        "nobody learns; also trust shuffled; nothing charged |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(rows)
        + ("\n\n" + "\n".join(notes) if notes else "")
        + "\n"
    )


def alike(claim: Claim, found: Found) -> str:
    """Beside a verdict: in how many other worlds it is the same."""
    return f", and in {worlds_alike(claim, found)} of {len(found.elsewhere[claim.key])} other worlds"


def elsewhere(claim: Claim, found: Found) -> str:
    """How many other worlds say what else."""
    words = [one.word for one in found.elsewhere[claim.key]]
    word = found.verdicts[claim.key][AS_IT_STANDS].word
    return ", ".join(
        f"{words.count(other)} {other}"
        for other in (SHOWS, NO_DIFFERENCE, CONTESTS, CANNOT_TELL)
        if other != word and other in words
    )


def said_of(claim: Claim, found: Found) -> Iterator[str]:
    """The rule or reason for a verdict, what becomes of it without what may be to blame, and what it goes with."""
    parts = [f"By rule: {claim.rule}"] if claim.rule else []
    parts += [claim.because] if claim.because else []
    if claim.tried:
        here, other = (found.verdicts[claim.key][where] for where in (AS_IT_STANDS, TRIED))
        settings = ", ".join(f"`{name} = {value}`" for name, value in claim.tried.items())
        becomes = "the verdict stays, so that this does not decide it" if other.word == here.word else SAYS[other.word]
        parts.append(f"Tried with {settings}: {told(other)}; {becomes}.")
    if (most := hangs_on(claim, found)) is not None:
        name, correlation = most
        parts.append(f"Over other worlds it goes most with `{name}` (rank correlation {correlation:+.2f}).")
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
