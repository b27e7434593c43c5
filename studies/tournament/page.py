"""docs/tournament.md: every number in it from what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from samenspel.experiments.listing import table
from samenspel.results.intervals import Interval

from .claims import MATTERS, UNTOLD, claims, judged
from .figure import CALLED
from .found import CASE, CLAIM, IN_PAIR, IN_SEAT, PLACE, Found
from .plays import FIRST, IN_PAIRS, MANY, RECKONING, STRATEGIES_OF_ALL

TEMPLATE = Path(__file__).with_name("page.md")


def page(found: Sequence[Found], made_by: dict[str, str]) -> str:
    """What was expected, and what came out.

    Parameters
    ----------
    found
        As it is kept.
    made_by
        By which engine and strategies.
    """
    head = ("scenario", "logic", *(CALLED[own] for own in STRATEGIES_OF_ALL[:-1]))
    return TEMPLATE.read_text(encoding="utf-8").format(
        **made_by, first=FIRST, many=MANY, reckoning=RECKONING, matters=f"{MATTERS:.2f}"[1:],
        claims=table([("", "expected", "came out", "difference", "over the six", ""), *of_claims(found)]),
        counts=counted(found),
        seats=table([head, *of_seats(found, "gain")]),
        wholes=table([head, *of_seats(found, "value")]),
        places=table([("scenario", "logic", "keeping pays", "holding back pays", "no matter, or not told"),
                      *of_places(found)]),
        pairs=table([("", *(CALLED[own] for own in IN_PAIRS), "mean"), *of_pairs(found)]),
    )  # fmt: skip


def written(value: float) -> str:
    """A number with its sign, to three decimals where it is small; nothing has no sign.

    Examples
    --------
    >>> written(-0.0123), written(0.123), written(-0.0001)
    ('−0.012', '+0.12', '0.000')
    """
    text = f"{value:+.3f}" if abs(value) < 0.095 else f"{value:+.2f}"
    return text.replace("-", "−") if float(text) else text[1:]


def with_ends(one: Interval) -> str:
    """A mean with its interval."""
    return f"{written(one.mean)} ({written(one.low)} to {written(one.high)})"


def of_claims(found: Sequence[Found]) -> Iterator[Sequence[str]]:
    """A row for each claim."""
    for claim in claims():
        one = next(row for row in found if (row.table, row.row) == (CLAIM, claim.key))
        means = [row.mean for row in found if (row.table, row.row) == (CASE, claim.key)]
        verdict = judged(one.interval)
        met = "" if verdict == claim.expected else "?" if verdict == UNTOLD else "≠"
        seen = " *(seen)*" if claim.seen else ""
        cases = f"{written(min(means))} to {written(max(means))}"
        yield f"{claim.says}{seen}", claim.expected, f"**{verdict}**", with_ends(one.interval), cases, met


def counted(found: Sequence[Found]) -> str:
    """How many came out as expected, of those of which nothing had been seen, and of the others."""
    said = []
    for seen, called in (
        (False, "of which nothing had been seen when it was written"),
        (True, "of which something had"),
    ):
        these = [one for one in claims() if one.seen == seen]
        verdicts = [judged(next(row.interval for row in found if (row.table, row.row) == (CLAIM, one.key)))
                    for one in these]  # fmt: skip
        met = sum(verdict == one.expected for verdict, one in zip(verdicts, these, strict=True))
        open_ = verdicts.count(UNTOLD)
        said.append(f"of the {len(these)} {called} {met} came out as expected, and {open_} cannot be told")
    return "; ".join(said).capitalize() + "."


def of_seats(found: Sequence[Found], what: str) -> Iterator[Sequence[str]]:
    """A row for each scenario and logic: what each strategy brings more than the model, and the most in bold."""
    rows = [row for row in found if row.table == IN_SEAT and row.column == what]
    for where in dict.fromkeys((row.scenario, row.logic) for row in sorted(rows)):
        means = {row.row: row.mean for row in rows if (row.scenario, row.logic) == where}
        most = max(means.values())
        cells = (f"**{written(means[own])}**" if means[own] == most else written(means[own])
                 for own in STRATEGIES_OF_ALL[:-1])  # fmt: skip
        yield where[0] or "all", where[1], *cells


def of_places(found: Sequence[Found]) -> Iterator[Sequence[str]]:
    """In which seats keeping pays and in which holding back does, by scenario and logic."""
    rows = [row for row in found if row.table == PLACE]
    for where in dict.fromkeys((row.scenario, row.logic) for row in rows):
        these = {row.row: judged(row.interval) for row in rows if (row.scenario, row.logic) == where}
        sides = [", ".join(name for name, one in these.items() if one in kind) or "nobody"
                 for kind in (("more",), ("less",), ("none", UNTOLD))]  # fmt: skip
        yield *where, *sides


def of_pairs(found: Sequence[Found]) -> Iterator[Sequence[str]]:
    """A row for each strategy: its gain beside each other."""
    gains = {(row.row, row.column): row.mean for row in found if row.table == IN_PAIR}
    for own in IN_PAIRS:
        values = [gains[own, other] for other in IN_PAIRS]
        yield CALLED[own], *map(written, values), written(sum(values) / len(values))
