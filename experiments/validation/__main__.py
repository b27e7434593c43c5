"""Put the claims to the model, and write what came of it.

python -m experiments.validation               # all, within an hour on two cores: docs/validation.md and two tables
python -m experiments.validation H3 H7/trust   # these alone, printed, without the other worlds
python -m experiments.validation --quick       # all of it on few seeds, printed only
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from simulation.errors import InputError

from .claims import Claim, Hypothesis, read_hypotheses
from .landscape import landscape
from .page import Found, page, words
from .robustness import Variation, variations
from .verdicts import Laboratory, Verdict, decide

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "validation.md"
PAIRS, ELSEWHERE, ANYWHERE = 400, 100, 25  # seeds of a cell: as the model stands, in another world, anywhere
SETTINGS = 200  # of the landscape
QUICK = 24  # of each of these, for a look

Elsewhere = dict[str, list[tuple[Variation, Verdict]]]


def main(arguments: list[str]) -> None:
    """Decide, and write or print."""
    quick = "--quick" in arguments
    asked = [argument for argument in arguments if argument != "--quick"]
    hypotheses = chosen(read_hypotheses(), asked)
    pairs, pairs_elsewhere, settings = (QUICK if quick else many for many in (PAIRS, ELSEWHERE, SETTINGS))
    laboratory = Laboratory(range(1, 1 + pairs))
    verdicts = {claim.key: decide(claim, laboratory) for hypothesis in hypotheses for claim in hypothesis.claims}
    if asked:
        print("\n".join(words(verdict) for verdict in verdicts.values()))
        return
    elsewhere, runs = in_other_worlds(hypotheses, pairs_elsewhere)
    anywhere = Laboratory(range(1, 1 + ANYWHERE))
    turns = list(landscape(anywhere, settings))
    runs += laboratory.runs + anywhere.runs
    text = page(Found(hypotheses, verdicts, elsewhere, turns, pairs, pairs_elsewhere, settings, ANYWHERE, runs))
    if quick:
        print(text)
        return
    PAGE.write_text(text, encoding="utf-8")
    keep(HERE / "verdicts.csv", ("claim", *OF_A_VERDICT), ((key, *row(one)) for key, one in verdicts.items()))
    keep(
        HERE / "robustness.csv",
        ("claim", "kind", "world", *OF_A_VERDICT),
        ((key, world.kind, world.name, *row(one)) for key, found in elsewhere.items() for world, one in found),
    )


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


def in_other_worlds(hypotheses: list[Hypothesis], pairs: int) -> tuple[Elsewhere, int]:
    """The verdict on every claim in every other world that it can be asked in, and how many runs that took."""
    claims: list[Claim] = [claim for hypothesis in hypotheses for claim in hypothesis.claims]
    found: Elsewhere = {claim.key: [] for claim in claims}
    runs = 0
    for world in variations():
        laboratory = Laboratory(range(1 + world.seeds, 1 + world.seeds + pairs))
        for claim in claims:
            if world.concerns(claim):
                found[claim.key].append((world, decide(claim, laboratory, world.change)))
        runs += laboratory.runs
        laboratory.pool.shutdown()
    return found, runs


OF_A_VERDICT = ("verdict", "effect", "low", "high", "pairs")


def row(verdict: Verdict) -> tuple[object, ...]:
    """A verdict, for a table."""
    effect = verdict.effect
    return verdict.word, f"{effect.mean:.5f}", f"{effect.low:.5f}", f"{effect.high:.5f}", effect.count


def keep(path: Path, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except InputError as problem:
        sys.exit(str(problem))
