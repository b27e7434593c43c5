"""Put the claims to the model, and write what came of it: `python -m samenspel.studies.validation`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Annotated

from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.errors import InputError
from samenspel.experiments.listing import DOCS, checked
from samenspel.kernel import ENGINE, digest

from ..patterns.places import CHECKING
from ..rows import check_same_engine
from .claims import Claim, Hypothesis, read_hypotheses
from .kept import (
    AS_IT_STANDS,
    BY_NOT_LEARNING,
    BY_TRYING,
    OTHER_SEEDS,
    TRIED,
    Found,
    Manifest,
    keep,
    read_kept,
)
from .landscape import landscape
from .page import page, words
from .robustness import LEARNING, TAKEN, worlds
from .verdicts import CONTESTS, SHOWS, Laboratory, Verdict, decide, moved_by

PAGE = DOCS / "validation.md"
LOOKS, ELSEWHERE = (100, 200, 400, 800, 1600), (50, 100, 200, 400)  # pairs after which a verdict is tried
MOST_MOVED = 400  # pairs at most of how far an effect moves
WORLDS, SETTINGS, ANYWHERE = 100, 200, 25  # other worlds; settings of the landscape, and pairs of each
QUICK_LOOKS, FEW = (24,), 4  # for a look


def main(
    *asked: Annotated[str, Parameter(name="CLAIM", help="Such as H3 or H7/trust: these alone, printed.")],
    quick: Annotated[bool, Parameter(help="All on few seeds and in few worlds, printed.")] = False,
    explain: Annotated[
        bool, Parameter(help="Try again what is thought to be to blame, and how far it and learning move effects.")
    ] = False,
    apart: Annotated[
        bool, Parameter(help="Ask again on seeds that calibration did not look at; all else is kept.")
    ] = False,
    again: Annotated[bool, Parameter(help="Write the page from what was found the last time.")] = False,
) -> None:
    """Put the claims to the model (about an hour), and write docs/validation.md and the tables it is made of."""
    hypotheses = chosen(read_hypotheses(), asked)
    if asked:
        laboratory = Laboratory(LOOKS)
        print("\n".join(words(decide(claim, laboratory)) for one in hypotheses for claim in one.claims))
    elif quick:
        print(page(hypotheses, everything(hypotheses, QUICK_LOOKS, QUICK_LOOKS, FEW, FEW, FEW)))
    else:
        checked(PAGE)
        if explain or apart:
            check_same_engine(read_kept(hypotheses).manifest.engine, "--explain" if explain else "--apart")
        if explain:
            keep(explained(hypotheses, read_kept(hypotheses)))
        elif apart:
            keep(on_other_seeds(hypotheses, read_kept(hypotheses)))
        elif not again:
            keep(everything(hypotheses, LOOKS, ELSEWHERE, WORLDS, SETTINGS, ANYWHERE))
        PAGE.write_text(page(hypotheses, read_kept(hypotheses)), encoding="utf-8")


def chosen(hypotheses: list[Hypothesis], asked: tuple[str, ...]) -> list[Hypothesis]:
    """The hypotheses and claims that were asked for, or all."""
    known = {claim.key: claim for hypothesis in hypotheses for claim in hypothesis.claims}
    unknown = [name for name in asked if name not in known and name not in {one.name for one in hypotheses}]
    if unknown:
        raise InputError(f"validation: got {unknown[0]}, allowed: H1 to H12, or a claim such as {next(iter(known))}")
    if not asked:
        return hypotheses
    kept = [
        Hypothesis(one.name, one.says, one.sources, tuple(c for c in one.claims if one.name in asked or c.key in asked))
        for one in hypotheses
    ]
    return [one for one in kept if one.claims]


def everything(
    hypotheses: list[Hypothesis],
    looks: tuple[int, ...],
    looks_elsewhere: tuple[int, ...],
    worlds_asked: int,
    settings: int,
    pairs_anywhere: int,
) -> Found:
    """All verdicts, as the model stands, on other seeds and with something taken away; other worlds; the landscape."""
    claims = [claim for hypothesis in hypotheses for claim in hypothesis.claims]
    here = Laboratory(looks)
    verdicts = {}
    for claim in claims:
        places = dict(here_and_without(claim, here))
        verdicts[claim.key] = places | dict(moves(claim, places, here))
    elsewhere: dict[str, list[Verdict]] = {claim.key: [] for claim in claims}
    runs = here.runs
    for world in worlds(worlds_asked):
        there = Laboratory(looks_elsewhere, world.first)
        for claim in claims:
            elsewhere[claim.key].append(decide(claim, there, world.change(claim)))
        runs += there.runs
        there.pool.shutdown()
        print(f"world {world.number + 1} of {worlds_asked}: {there.runs:,} runs", file=sys.stderr, flush=True)
    anywhere = Laboratory((pairs_anywhere,))
    turns = list(landscape(anywhere, settings, pairs_anywhere))
    runs += anywhere.runs
    manifest = Manifest(digest(*ENGINE), looks, looks_elsewhere, worlds_asked, settings, pairs_anywhere, runs)
    return on_other_seeds(hypotheses, Found(verdicts, elsewhere, turns, manifest))


def on_other_seeds(hypotheses: list[Hypothesis], found: Found) -> Found:
    """What was found, with every claim asked again on seeds that calibration did not look at."""
    apart = Laboratory(found.manifest.looks, CHECKING)
    verdicts = {
        claim.key: found.verdicts[claim.key] | {OTHER_SEEDS: decide(claim, apart)}
        for hypothesis in hypotheses
        for claim in hypothesis.claims
    }
    return found._replace(verdicts=verdicts)


def explained(hypotheses: list[Hypothesis], found: Found) -> Found:
    """What was found, with what is thought to be to blame tried again, and how far that and learning move effects.

    A world in which something is taken away that was not asked about yet is asked about.
    """
    here = Laboratory(LOOKS)
    verdicts = {}
    for claim in (claim for hypothesis in hypotheses for claim in hypothesis.claims):
        kept = found.verdicts[claim.key].items()
        places = {where: one for where, one in kept if where not in (TRIED, BY_TRYING, BY_NOT_LEARNING)}
        places |= {where: decide(claim, here, change) for where, change in TAKEN.items() if where not in places}
        if claim.tried:
            places[TRIED] = decide(claim, here, claim.instead)
        verdicts[claim.key] = places | dict(moves(claim, places, here))
    return found._replace(verdicts=verdicts)


def moves(claim: Claim, places: Mapping[str, Verdict], laboratory: Laboratory) -> Iterator[tuple[str, Verdict]]:
    """How far the effect moves by what was tried, and without learning where something is shown or contested."""
    here = places[AS_IT_STANDS]
    asked = [(BY_TRYING, TRIED, claim.instead)] if claim.tried else []
    if here.word in (SHOWS, CONTESTS):
        asked.append((BY_NOT_LEARNING, LEARNING, TAKEN[LEARNING]))
    for name, where, change in asked:
        pairs = min(MOST_MOVED, max(here.effect.count, places[where].effect.count))
        yield name, moved_by(claim, laboratory, change, pairs)


def here_and_without(claim: Claim, laboratory: Laboratory) -> Iterator[tuple[str, Verdict]]:
    """The verdicts on a claim as the model stands, without what is to blame, and where something is taken away."""
    yield AS_IT_STANDS, decide(claim, laboratory)
    if claim.tried:
        yield TRIED, decide(claim, laboratory, claim.instead)
    for where, change in TAKEN.items():
        yield where, decide(claim, laboratory, change)


if __name__ == "__main__":
    run_alone(main, "samenspel.studies.validation")
