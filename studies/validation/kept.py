"""What is kept of a validation, beside its claims: tables that anybody can read, and the page is made of."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from samenspel.results.intervals import Interval

from .claims import Claim, Hypothesis
from .landscape import Turned
from .robustness import Variation, variations
from .verdicts import Verdict

HERE = Path(__file__).parent
VERDICTS, EXPLANATIONS, ROBUSTNESS, LANDSCAPE = (
    f"{name}.csv" for name in ("verdicts", "explanations", "robustness", "landscape")
)
MANIFEST = "manifest.json"
OF_A_VERDICT = ("verdict", "effect", "low", "high", "pairs")


class Manifest(NamedTuple):
    """What it takes to make the tables again.

    Attributes
    ----------
    engine
        Digest of the sources of the model.
    pairs, pairs_elsewhere, pairs_anywhere
        Seeds of a cell: as the model stands, in another world, in the landscape. They begin at 1.
    settings
        Of the landscape.
    runs
        All runs together.
    """

    engine: str
    pairs: int
    pairs_elsewhere: int
    pairs_anywhere: int
    settings: int
    runs: int


class Found(NamedTuple):
    """Everything that came of a validation.

    Attributes
    ----------
    verdicts, explanations
        By the key of a claim; explanations of those that have one.
    elsewhere
        By the key of a claim: every other world it was asked in, and the verdict there.
    turns
        The landscape.
    """

    verdicts: Mapping[str, Verdict]
    explanations: Mapping[str, Verdict]
    elsewhere: Mapping[str, Sequence[tuple[Variation, Verdict]]]
    turns: Sequence[Turned]
    manifest: Manifest


def keep(found: Found, folder: Path = HERE) -> None:
    """Write the tables."""
    for name, verdicts in ((VERDICTS, found.verdicts), (EXPLANATIONS, found.explanations)):
        write(folder / name, ("claim", *OF_A_VERDICT), ((key, *cells(one)) for key, one in verdicts.items()))
    write(
        folder / ROBUSTNESS,
        ("claim", "kind", "world", *OF_A_VERDICT),
        ((key, world.kind, world.name, *cells(one)) for key, asked in found.elsewhere.items() for world, one in asked),
    )
    write(folder / LANDSCAPE, Turned._fields, ((one.what, *(f"{n:.5f}" for n in one[1:])) for one in found.turns))
    text = json.dumps(found.manifest._asdict(), indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_kept(hypotheses: Sequence[Hypothesis], folder: Path = HERE) -> Found:
    """What was kept, of claims that are still there."""
    claims = {claim.key: claim for hypothesis in hypotheses for claim in hypothesis.claims}
    worlds = {world.name: world for world in variations()}
    elsewhere: dict[str, list[tuple[Variation, Verdict]]] = {key: [] for key in claims}
    for row in rows(folder / ROBUSTNESS):
        elsewhere[row["claim"]].append((worlds[row["world"]], verdict(row, claims)))
    return Found(
        {row["claim"]: verdict(row, claims) for row in rows(folder / VERDICTS)},
        {row["claim"]: verdict(row, claims) for row in rows(folder / EXPLANATIONS)},
        elsewhere,
        [Turned(row["what"], *(float(row[name]) for name in Turned._fields[1:])) for row in rows(folder / LANDSCAPE)],
        Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8"))),
    )


def cells(one: Verdict) -> tuple[object, ...]:
    """A verdict, for a table."""
    effect = one.effect
    return one.word, f"{effect.mean:.5f}", f"{effect.low:.5f}", f"{effect.high:.5f}", effect.count


def verdict(row: Mapping[str, str], claims: Mapping[str, Claim]) -> Verdict:
    """A verdict, from a table."""
    effect = Interval(float(row["effect"]), float(row["low"]), float(row["high"]), int(row["pairs"]))
    return Verdict(claims[row["claim"]], effect, row["verdict"])


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(path: Path, head: Iterable[str], lines: Iterable[Iterable[object]]) -> None:
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(lines)
