"""Put the claims to the model, and write what came of it: `python -m samenspel.studies.validation`.

Without anything it runs all, within an hour on two cores, and writes docs/validation.md and the tables it is made of.
With `H3` or `H7/trust` it runs these alone and prints what it finds. `--page` writes the page anew, from the tables
that are there; `--light` writes all on a quarter of the seeds; `--quick` runs all on few seeds, and prints the page.
"""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.errors import InputError
from samenspel.experiments.listing import DOCS, checked
from samenspel.kernel import ENGINE, digest

from .claims import Hypothesis, read_hypotheses
from .kept import Found, Manifest, keep, read_kept
from .landscape import landscape
from .page import page, words
from .robustness import Variation, variations
from .verdicts import Laboratory, Verdict, decide

PAGE = DOCS / "validation.md"
PAIRS, ELSEWHERE, ANYWHERE = 400, 100, 25  # seeds of a cell: as the model stands, in another world, anywhere
SETTINGS = 200  # of the landscape
LIGHT = (100, 24, 12, 60)  # the same, where an hour is too long
QUICK = 24  # of each of these, for a look


def main(
    *asked: Annotated[str, Parameter(name="CLAIM", help="Such as H3 or H7/trust: these alone, printed.")],
    quick: Annotated[bool, Parameter(help="All on few seeds, printed.")] = False,
    light: Annotated[bool, Parameter(help="All on a quarter of the seeds.")] = False,
    of_kept: Annotated[bool, Parameter("--page", help="Only write the page, from the tables that are there.")] = False,
) -> None:
    """Put the claims to the model (about an hour), and write docs/validation.md and the tables it is made of."""
    hypotheses = chosen(read_hypotheses(), list(asked))
    if asked:
        laboratory = Laboratory(range(1, 1 + PAIRS))
        print("\n".join(words(decide(claim, laboratory)) for one in hypotheses for claim in one.claims))
    elif quick:
        print(page(hypotheses, everything(hypotheses, QUICK, QUICK, QUICK, QUICK)))
    else:
        checked(PAGE)
        if not of_kept:
            sizes = LIGHT if light else (PAIRS, ELSEWHERE, ANYWHERE, SETTINGS)
            keep(everything(hypotheses, *sizes))
        PAGE.write_text(page(hypotheses, read_kept(hypotheses)), encoding="utf-8")


def chosen(hypotheses: list[Hypothesis], asked: list[str]) -> list[Hypothesis]:
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
    hypotheses: list[Hypothesis], pairs: int, pairs_elsewhere: int, pairs_anywhere: int, settings: int
) -> Found:
    """All verdicts, what explains them, the other worlds, and the landscape."""
    here, anywhere = Laboratory(range(1, 1 + pairs)), Laboratory(range(1, 1 + pairs_anywhere))
    claims = [claim for hypothesis in hypotheses for claim in hypothesis.claims]
    verdicts = {claim.key: decide(claim, here) for claim in claims}
    explanations = {claim.key: decide(claim, here, claim.instead) for claim in claims if claim.tried}
    elsewhere: dict[str, list[tuple[Variation, Verdict]]] = {claim.key: [] for claim in claims}
    runs = 0
    for world in variations():
        there = Laboratory(range(1 + world.seeds, 1 + world.seeds + pairs_elsewhere))
        for claim in claims:
            if world.concerns(claim):
                elsewhere[claim.key].append((world, decide(claim, there, world.change)))
        runs += there.runs
        there.pool.shutdown()
    turns = list(landscape(anywhere, settings))
    runs += here.runs + anywhere.runs
    manifest = Manifest(digest(*ENGINE), pairs, pairs_elsewhere, pairs_anywhere, settings, runs)
    return Found(verdicts, explanations, elsewhere, turns, manifest)


if __name__ == "__main__":
    run_alone(main, "samenspel.studies.validation")
