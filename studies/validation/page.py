"""The page of the validation: every number in it from the runs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from samenspel.experiments.analysis.modes import share_of_runs
from samenspel.logic import LOGICS
from samenspel.results.intervals import Interval
from samenspel.results.outcomes import title

from ..bibliography import named
from ..patterns import effects, events
from ..patterns.places import CHECKING
from .claims import Claim, Hypothesis, Settings, smallest_effects
from .kept import AS_IT_STANDS, BY_NOT_LEARNING, BY_TRYING, OTHER_SEEDS, TRIED, Found
from .landscape import SEED, Turned
from .robustness import COST, LEARNING, SEEDS, TRUST, TRUSTED, TRUSTING, worlds
from .verdicts import (
    AGAINST,
    AS_EXPECTED,
    AT_THE_LIMIT,
    CANNOT_TELL,
    CONTESTS,
    MOVES,
    NO_DIFFERENCE,
    SHOWS,
    Verdict,
    limit,
    opened,
)

HEAD, BLIND = (Path(__file__).with_name(name) for name in ("page.md", "blind_check.md"))
UNLEARNT, TRUSTED_ENOUGH = "without learning too", "at more trust without learning too"
BY_RULE, ARITHMETIC, NOT_ASKED = "by rule", "arithmetic of a cost", "not asked"
MOST, HALF, FEWER = "in most other worlds", "in about half", "in fewer"
HERE = {MOST: "", HALF: " in about half of other worlds", FEWER: " at the defaults"}
WORDS = (
    SHOWS,
    f"{SHOWS}, {TRUSTED_ENOUGH}",
    f"{SHOWS}, {UNLEARNT}",
    f"{SHOWS}, {BY_RULE}",
    ARITHMETIC,
    NO_DIFFERENCE,
    f"{NO_DIFFERENCE}, {BY_RULE}",
    CONTESTS,
    f"{CONTESTS}, {TRUSTED_ENOUGH}",
    f"{CONTESTS}, {UNLEARNT}",
    f"{CONTESTS}, {BY_RULE}",
    f"{AT_THE_LIMIT}, {AS_EXPECTED}",
    f"{AT_THE_LIMIT}, {AGAINST}",
    CANNOT_TELL,
    NOT_ASKED,
)
OPEN = WORDS[-4:]  # of which other worlds cannot say the same
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
        moved="; ".join(f"{claim.key} ({words})" for claim in claims if (words := moved(claim, found))) or "none",
        told=small(claims, found),
        worlds_seeds=SEEDS,
        settings_seed=SEED,
        trusted=TRUSTED,
        theirs=their_own(claims),
        trusting=trusting(claims, found),
        learning=learning(claims, found, [*marked(""), *marked(TRUSTED_ENOUGH)]),
        unlearnt=learning(claims, found, marked(UNLEARNT)),
        half=HERE[HALF].strip(),
        fewer=HERE[FEWER].strip(),
        few=first_called(found, MOST),
        many=last_called(found, FEWER),
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
    word, claim = stands(places), places[AS_IT_STANDS].claim
    if claim.absent:
        return NOT_ASKED
    if word == CANNOT_TELL:
        return limit(places[AS_IT_STANDS], places[OTHER_SEEDS])
    if claim.rule:
        return f"{word}, {BY_RULE}"
    if word not in (SHOWS, CONTESTS):
        return word
    if places[COST].word not in (word, CANNOT_TELL):
        return ARITHMETIC
    if places[LEARNING].word == word:
        return f"{word}, {UNLEARNT}"
    return f"{word}, {TRUSTED_ENOUGH}" if places[TRUSTING].word == word else word


def stands(places: Mapping[str, Verdict]) -> str:
    """The verdict where it is the same on seeds that calibration looked at and on others; else it cannot be told."""
    here, there = (places[where].word for where in (AS_IT_STANDS, OTHER_SEEDS))
    return here if here == there else CANNOT_TELL


def alike(claim: Claim, found: Found) -> Interval:
    """In what share of other worlds the verdict is the same, with its 95 % interval."""
    word = stands(found.verdicts[claim.key])
    same = [one.word == word for one in found.elsewhere[claim.key]]
    return share_of_runs(sum(same) / len(same), len(same))


def in_worlds(share: Interval) -> str:
    """What is said of a share of worlds: most or fewer only where its whole interval lies above or below half.

    Examples
    --------
    >>> [in_worlds(share_of_runs(one / 100, 100)) for one in (60, 59, 41, 40)]
    ['in most other worlds', 'in about half', 'in about half', 'in fewer']
    """
    return MOST if share.low > 0.5 else FEWER if share.high < 0.5 else HALF


def first_called(found: Found, words: str) -> int:
    """The fewest of the other worlds that are called so."""
    number = found.manifest.worlds
    return next(one for one in range(number + 1) if in_worlds(share_of_runs(one / number, number)) == words)


def last_called(found: Found, words: str) -> int:
    """The most of the other worlds that are called so."""
    number = found.manifest.worlds
    return next(one for one in range(number, -1, -1) if in_worlds(share_of_runs(one / number, number)) == words)


def called(claim: Claim, found: Found) -> str:
    """What is said of a claim: of the defaults alone, or of about half of other worlds, unless most say the same."""
    said = judged(found.verdicts[claim.key])
    if said in OPEN:
        return said
    word, comma, mark = said.partition(", ")
    return f"{word}{HERE[in_worlds(alike(claim, found))]}{comma}{mark}"


def counts(claims: Sequence[Claim], found: Found) -> str:
    """How many of each, and of how many other worlds say so: `shows 8 (2 in most other worlds, 6 in fewer)`."""
    parts = []
    for word in WORDS:
        these = [claim for claim in claims if judged(found.verdicts[claim.key]) == word]
        where = [in_worlds(alike(claim, found)) for claim in these]
        said = ", ".join(f"{where.count(one)} {one}" for one in HERE if one in where)
        also = "" if word in OPEN else f" ({said})"
        parts += [f"{word} {len(these)}{also}"] if these else []
    return "; ".join(parts)


def small(claims: Sequence[Claim], found: Found) -> str:
    """Of the claims without a difference that matters, how many have a smaller one that can be told from none."""
    none = [claim for claim in claims if judged(found.verdicts[claim.key]).startswith(NO_DIFFERENCE)]
    told = [claim.key for claim in none if found.verdicts[claim.key][AS_IT_STANDS].effect.sign]
    return f"{len(told)} of these {len(none)} ({', '.join(told)})"


def learning(claims: Sequence[Claim], found: Found, words: Collection[str]) -> str:
    """Of the claims of which one of these words is said, in how many the effect itself moves without learning."""
    these = [claim for claim in claims if judged(found.verdicts[claim.key]) in words]
    moving = [claim for claim in these if found.verdicts[claim.key][BY_NOT_LEARNING].word == MOVES]
    still = [claim.key for claim in these if claim not in moving]
    return f"{len(moving)} of {len(these)}" + (f" (not told: {', '.join(still)})" if still else "")


def marked(mark: str) -> list[str]:
    """What is said where something is shown or contested, and this is added; nothing for nothing."""
    return [f"{word}, {mark}" if mark else word for word in (SHOWS, CONTESTS)]


def trusting(claims: Sequence[Claim], found: Found) -> str:
    """Of what is shown or contested and not without learning, what is so at more trust, without learning too."""
    said = {claim.key: judged(found.verdicts[claim.key]) for claim in claims}
    same = [key for key, word in said.items() if word in marked(TRUSTED_ENOUGH)]
    others = sum(word in marked("") for word in said.values())
    return f"{len(same)} of {len(same) + others}" + (f" ({', '.join(same)})" if same else "")


def sets(claim: Claim, name: str) -> bool:
    """Whether a claim says itself what something is, in some cell."""
    return any(name in cell for _, cell in claim.cells())


def their_own(claims: Sequence[Claim]) -> str:
    """How many claims set trust themselves, so that they were not asked at more of it."""
    return str(sum(sets(claim, "trust.initial") for claim in claims))


def moved(claim: Claim, found: Found) -> str:
    """What becomes of a verdict on other seeds; nothing where it is the same."""
    here, there = (found.verdicts[claim.key][where] for where in (AS_IT_STANDS, OTHER_SEEDS))
    return "" if here.word == there.word else f"{here.word} on the first; on the others {there.word}, {counted(there)}"


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
    ordered = sorted(set(said), key=order)
    parts = ", ".join(f"{one.replace(',', '')} {said.count(one)}" for one in ordered)
    return f"| {hypothesis.name} | {hypothesis.says} [{sources(hypothesis)}] | {parts} |"


def order(said: str) -> tuple[int, str]:
    """Where a verdict stands among others: by its word, and by in how many worlds it is so."""
    marks = [mark for mark in HERE.values() if mark and mark in said]
    for mark in marks:
        said = said.replace(mark, "")
    return WORDS.index(said), "".join(marks)


def sources(hypothesis: Hypothesis) -> str:
    """The sources of a hypothesis, and which of them were not checked."""
    return "; ".join(named(one) for one in hypothesis.sources)


def turn(one: Turned) -> str:
    """What one switch or lever does over the landscape, on one line."""
    return f"| {one.what} | {one.better:.1%} | {one.worse:.1%} | {one.mean:+.2f} | {one.most:+.2f} | {one.least:+.2f} |"


def section(hypothesis: Hypothesis, found: Found) -> str:
    """One hypothesis, claim by claim, and what is known of those that the model does not show."""
    rows = []
    for claim in hypothesis.claims:
        places = found.verdicts[claim.key]
        taken = ", ".join(places[world].word for world in (LEARNING, TRUSTING, TRUST, COST))
        rows.append(
            f"| {claim.name} | {claim.says} | {setting(claim)} | {title(claim.outcome)} | "
            f"{claim.expect}, {claim.least:g} | "
            f"{told(places[AS_IT_STANDS])} | {places[AS_IT_STANDS].effect.count} | "
            f"**{called(claim, found)}**{beside(claim, found)} | "
            f"{elsewhere(claim, found)} | {taken} |"
        )
    notes = [f"- *{claim.name}*: {note}" for claim in hypothesis.claims for note in said_of(claim, found)]
    return (
        f"## {hypothesis.name}\n\n{hypothesis.says} [{sources(hypothesis)}]\n\n"
        "| claim | | where | outcome | expected, at least | found | pairs | the model | in other worlds otherwise | "
        "nobody learns; also at more trust; also trust shuffled; nothing charged |\n"
        "| --- | --- | --- | --- | --- | --- | ---: | --- | --- | --- |\n"
        + "\n".join(rows)
        + ("\n\n" + "\n".join(notes) if notes else "")
        + "\n"
    )


def setting(claim: Claim) -> str:
    """Where a claim is asked, what is compared, and under which logic; whatever it does not set is at its default."""
    parts = [] if claim.scenario == "baseline" else [f"`{claim.scenario}`"]
    parts += [given(claim.at)] if claim.at else []
    if claim.end:
        parts.append(f"from {given(claim.start)} to {given(claim.end)}")
    parts.append(f"{given(claim.more)} less {given(claim.less)}")
    if not sets(claim, "logic"):
        parts.append(default_logic(claim))
    return "; ".join(parts)


def given(settings: Settings) -> str:
    """Settings, each with its value."""
    return ", ".join(f"`{name}` {value}" for name, value in settings.items())


def default_logic(claim: Claim) -> str:
    """The logic of the scenario of a claim that sets none."""
    (logic,) = set(opened(claim.scenario).parameters.logic)
    return f"{LOGICS[logic]} logic"


def beside(claim: Claim, found: Found) -> str:
    """Beside a verdict: in how many other worlds it is the same or cannot be told, and what it was if absent."""
    share = alike(claim, found)
    word = f" ({stands(found.verdicts[claim.key])})" if claim.absent else ""
    worlds_said = f"{round(share.mean * share.count)} of {share.count} other worlds"
    untold = stands(found.verdicts[claim.key]) == CANNOT_TELL and not claim.absent
    how = "cannot be told in" if untold else "in"  # on the seeds of one world nothing can be at the limit
    return f"{word}, and {how} {worlds_said} ({share.low:.0%} to {share.high:.0%})"


def elsewhere(claim: Claim, found: Found) -> str:
    """How many other worlds say what else."""
    words = [one.word for one in found.elsewhere[claim.key]]
    word = stands(found.verdicts[claim.key])
    return ", ".join(
        f"{words.count(other)} {other}"
        for other in (SHOWS, NO_DIFFERENCE, CONTESTS, CANNOT_TELL)
        if other != word and other in words
    )


def said_of(claim: Claim, found: Found) -> Iterator[str]:
    """The rule or reason for a verdict, what becomes of it without what may be to blame, and what it goes with."""
    places = found.verdicts[claim.key]
    parts = [f"By rule: {claim.rule}"] if claim.rule else []
    parts += [f"Not asked: {claim.absent}"] if claim.absent else []
    parts += [claim.because] if claim.because else []
    if words := moved(claim, found):
        parts.append(f"From seed 1 on and from {CHECKING} on the verdict is not the same ({words}).")
    if claim.tried:
        here, other = places[AS_IT_STANDS], places[TRIED]
        settings = ", ".join(f"`{name} = {value}`" for name, value in claim.tried.items())
        becomes = "the verdict is the same" if other.word == here.word else SAYS[other.word]
        parts.append(f"Tried with {settings}: {counted(other)}; {becomes}. {by_how_much(places[BY_TRYING])}")
    if BY_NOT_LEARNING in places:
        own = sets(claim, "trust.initial")
        more = "" if own else f" At more trust: {counted(places[TRUSTING])}."
        moves = by_how_much(places[BY_NOT_LEARNING])
        parts.append(f"Where nobody learns: {counted(places[LEARNING])}. {moves}{more}")
    if (most := hangs_on(claim, found)) is not None:
        name, correlation, others = most
        parts.append(
            f"Over other worlds it goes most with `{name}` "
            f"(rank correlation {correlation:+.2f}, the largest of {others})."
        )
    if parts:
        yield " ".join(parts)


def hangs_on(claim: Claim, found: Found) -> tuple[str, float, int] | None:
    """The number with which the effect goes up or down most over other worlds, if any does clearly, and of how many."""
    effects = np.array([one.effect.mean for one in found.elsewhere[claim.key]])
    drawn = [world.numbers for world in worlds(effects.size)]
    asked = {name for _, cell in claim.cells() for name in cell}
    correlations = {
        name: float(spearmanr([one[name] for one in drawn], effects, nan_policy="omit").statistic)
        for name in drawn[0]
        if name not in asked
    }
    name = max(correlations, key=lambda one: abs(correlations[one]))
    return (name, correlations[name], len(correlations)) if abs(correlations[name]) >= HANGS else None


def told(verdict: Verdict) -> str:
    """An effect and its interval."""
    effect = verdict.effect
    return f"{effect.mean:+.3f} ({effect.low:+.3f} to {effect.high:+.3f})"


def counted(verdict: Verdict) -> str:
    """An effect, its interval and the pairs that it is of."""
    return f"{told(verdict)} of {verdict.effect.count} pairs"


def by_how_much(change: Verdict) -> str:
    """How far an effect moves, on the same seeds."""
    but = "" if change.word == MOVES else ", which cannot be told from not at all"
    return f"That moves it by {counted(change)}{but}."


def words(verdict: Verdict) -> str:
    """A verdict on one line, for a terminal."""
    claim = verdict.claim
    return f"{claim.key:28} {verdict.word:14} {told(verdict):32} {claim.says} ({title(claim.outcome)}, {claim.expect})"
