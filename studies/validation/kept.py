"""What is kept of a validation, beside its claims: tables that anybody can read, and the page is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from samenspel.results.intervals import Interval

from ..rows import read_rows, write_rows
from .claims import Claim, Hypothesis
from .landscape import Turned
from .verdicts import Verdict

HERE = Path(__file__).parent
VERDICTS, ROBUSTNESS, LANDSCAPE = (f"{name}.csv" for name in ("verdicts", "robustness", "landscape"))
MANIFEST = "manifest.json"
HEAD = ("claim", "where", "verdict", "effect", "low", "high", "pairs")
AS_IT_STANDS, TRIED, OTHER_SEEDS = "as it stands", "tried", "other seeds"
BY_TRYING, BY_NOT_LEARNING = "tried, less as it stands", "nobody learns, less as it stands"


class Manifest(NamedTuple):
    """What it takes to make the tables again.

    Attributes
    ----------
    engine
        Digest of the sources of the model.
    looks, looks_elsewhere
        After how many pairs a verdict is tried: as the model stands, and in another world.
    worlds, settings
        Of other worlds, and of the landscape.
    pairs_anywhere
        Pairs of each setting of the landscape; seeds begin at 1.
    runs
        All runs together.
    """

    engine: str
    looks: Sequence[int]
    looks_elsewhere: Sequence[int]
    worlds: int
    settings: int
    pairs_anywhere: int
    runs: int


class Found(NamedTuple):
    """Everything that came of a validation.

    Attributes
    ----------
    verdicts
        By the key of a claim, then by where: as it stands, the same on seeds that calibration did not look at, tried
        otherwise where something is to blame, and in the worlds of `robustness.TAKEN`; and how far the effect moves by
        what was tried, and without learning where something is shown or contested.
    elsewhere
        By the key of a claim: the verdict in every other world.
    turns
        The landscape.
    """

    verdicts: Mapping[str, Mapping[str, Verdict]]
    elsewhere: Mapping[str, Sequence[Verdict]]
    turns: Sequence[Turned]
    manifest: Manifest


def keep(found: Found, folder: Path = HERE) -> None:
    """Write the tables."""
    here = ((key, where, one) for key, places in found.verdicts.items() for where, one in places.items())
    there = ((key, number, one) for key, asked in found.elsewhere.items() for number, one in enumerate(asked))
    for name, verdicts in ((VERDICTS, here), (ROBUSTNESS, there)):
        write_rows(folder / name, HEAD, ((key, where, *cells(one)) for key, where, one in verdicts))
    write_rows(folder / LANDSCAPE, Turned._fields, ((one.what, *(f"{n:.5f}" for n in one[1:])) for one in found.turns))
    text = json.dumps(found.manifest._asdict(), indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_kept(hypotheses: Sequence[Hypothesis], folder: Path = HERE) -> Found:
    """What was kept."""
    claims = {claim.key: claim for hypothesis in hypotheses for claim in hypothesis.claims}
    verdicts: dict[str, dict[str, Verdict]] = {key: {} for key in claims}
    elsewhere: dict[str, list[Verdict]] = {key: [] for key in claims}
    for row in read_rows(folder / VERDICTS):
        verdicts[row["claim"]][row["where"]] = verdict(row, claims)
    for row in read_rows(folder / ROBUSTNESS):
        elsewhere[row["claim"]].append(verdict(row, claims))
    turns = [
        Turned(row["what"], *(float(row[name]) for name in Turned._fields[1:])) for row in read_rows(folder / LANDSCAPE)
    ]
    return Found(verdicts, elsewhere, turns, Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8"))))


def cells(one: Verdict) -> tuple[object, ...]:
    """A verdict, for a table."""
    effect = one.effect
    return one.word, f"{effect.mean:.5f}", f"{effect.low:.5f}", f"{effect.high:.5f}", effect.count


def verdict(row: Mapping[str, str], claims: Mapping[str, Claim]) -> Verdict:
    """A verdict, from a table."""
    effect = Interval(float(row["effect"]), float(row["low"]), float(row["high"]), int(row["pairs"]))
    return Verdict(claims[row["claim"]], effect, row["verdict"])
