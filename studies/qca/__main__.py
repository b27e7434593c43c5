"""Compare simulated networks as 39 safety houses were compared: `python -m samenspel.studies.qca`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
from cyclopts import Parameter
from sympy.logic.boolalg import And, Boolean, Not

from samenspel.cli import run_alone
from samenspel.experiments.analysis.modes import share_of_runs
from samenspel.experiments.listing import DOCS, checked, table
from samenspel.results.intervals import Interval

from ..interest import side_of
from ..patterns.places import CHECKING
from . import houses as of_houses
from .comparison import (
    SUFFICIENT,
    SYMBOLS,
    Compared,
    compare,
    fit,
    holds,
    products,
    published,
    shuffled,
    solution,
    truth_table,
)
from .houses import CONDITIONS, HOUSES, KEPT, House, houses, keep, kept

PAGE = DOCS / "qca.md"
TEMPLATE = Path(__file__).with_name("page.md")
MANY, FEW = 100, 3
LEAST = 0.05  # difference in the share of networks that are effective
HELPS, HARMS, NOTHING, CANNOT_TELL = "goes with it", "goes against it", "nothing", "cannot tell"
EXPECTED = dict(zip(CONDITIONS, (NOTHING, HELPS, HELPS, HELPS, NOTHING), strict=True))


def qca(
    *,
    quick: Annotated[bool, Parameter(help="A few draws: print the page and write nothing.")] = False,
    again: Annotated[bool, Parameter(help="Write the page from the networks that were kept.")] = False,
) -> None:
    """Draw 39 networks many times over, compare each set as safety houses were; write docs/qca.md.

    Some two minutes of processor time.
    """
    if quick:
        seeds = of_draws(FEW)
        print(page(drawn(seeds), KEPT.made_by(seeds)))
        return
    checked(PAGE)
    if not again:
        seeds = of_draws(MANY)
        keep(drawn(seeds), seeds)
    PAGE.write_text(page(kept(), KEPT.found_by()), encoding="utf-8")


def of_draws(count: int) -> range:
    """The seeds of so many draws."""
    return range(CHECKING, CHECKING + count)


def drawn(seeds: range) -> list[list[House]]:
    """A draw of 39 networks on each seed."""
    return [houses(HOUSES, seed) for seed in seeds]


def page(draws: Sequence[Sequence[House]], made_by: Mapping[str, str]) -> str:
    """The comparison, draw by draw and all together.

    Parameters
    ----------
    draws
        The networks of each.
    made_by
        The digest of the engine that they were played by, and the seeds.
    """
    chance = np.random.default_rng(CHECKING)
    found, by_chance = [compare(one) for one in draws], [compare(shuffled(one, chance)) for one in draws]
    everybody = [house for one in draws for house in one]
    return TEMPLATE.read_text(encoding="utf-8").format(
        engine=made_by["engine"],
        draws=len(draws),
        first=CHECKING,
        houses=HOUSES,
        published=written(published()),
        centralised=of_houses.CENTRALISED,
        old=of_houses.OLD,
        left=of_houses.LEFT,
        calm=of_houses.CALM,
        much=of_houses.MUCH,
        effective=of_houses.EFFECTIVE,
        least=LEAST,
        conditions=table(
            [("", "met by", "effective where met", "and where not", "expected", "found"), *each(everybody)]
        ),
        often=table([("", "found", "by chance"), *often(found, by_chance)]),
        beside=table([("", "networks", "effective", "sufficient in draws"), *beside(draws)]),
        none=np.mean([one.published.cases == 0 for one in found]),
        one="\n".join(told(draws[0], found[0])).rstrip(),
        table_of_all="\n".join(together(everybody)),
    )


def written(formula: Boolean) -> str:
    """A solution as people write it, with its conditions in the order of the paper."""
    words = [
        " and ".join(("" if met else "not ") + CONDITIONS[k] for k, met in term) or "always"
        for term in sorted(sorted(term.items()) for term in products(formula))
    ]
    return "; or ".join(words) or "never"


def each(everybody: Sequence[House]) -> Iterator[Sequence[str]]:
    """What difference each condition makes by itself."""
    met = np.array([house.conditions for house in everybody])
    effective = np.array([house.effective for house in everybody])
    for k, name in enumerate(CONDITIONS):
        where, elsewhere = (
            share_of_runs(one.mean(), one.size) for one in (effective[met[:, k]], effective[~met[:, k]])
        )
        difference = less(where, elsewhere)
        word = called(difference)
        amount = f"{difference.mean:+.2f}, {difference.low:+.2f} to {difference.high:+.2f}"
        found = f"{word} ({amount}){'' if word == EXPECTED[name] else ' ≠'}"
        yield name, f"{met[:, k].mean():.0%}", f"{where.mean:.0%}", f"{elsewhere.mean:.0%}", EXPECTED[name], found


def less(one: Interval, other: Interval) -> Interval:
    """A share less another of other networks, with the 95 % interval of both intervals (Newcombe 1998, method 10).

    Examples
    --------
    His example (a): 56 of 70 less 48 of 80 lie between .0524 and .3339.

    >>> found = less(share_of_runs(56 / 70, 70), share_of_runs(48 / 80, 80))
    >>> round(found.low, 4), round(found.high, 4)
    (0.0524, 0.3339)
    """
    mean = one.mean - other.mean
    low = mean - math.hypot(one.mean - one.low, other.high - other.mean)
    high = mean + math.hypot(one.high - one.mean, other.mean - other.low)
    return Interval(mean, low, high, one.count + other.count)


def called(difference: Interval) -> str:
    """What is said of a difference: goes with it or against it by what matters, nothing that large, or cannot be told.

    Examples
    --------
    >>> [called(Interval(0, low, high, 2)) for low, high in ((0.06, 0.2), (-0.04, 0.04), (0.01, 0.2), (-0.2, -0.06))]
    ['goes with it', 'nothing', 'cannot tell', 'goes against it']
    """
    return {1: HELPS, -1: HARMS, 0: NOTHING, None: CANNOT_TELL}[side_of(difference, LEAST)]


def share(consistency: float, cases: int) -> str:
    """A share of networks, with its interval."""
    found = share_of_runs(consistency, cases)
    return f"{found.mean:.0%} ({found.low:.0%} to {found.high:.0%})"


def often(found: Sequence[Compared], by_chance: Sequence[Compared]) -> Iterator[Sequence[str]]:
    """How often the published solution comes out, and which way conditions stand."""

    def both(says: str, share: object) -> Sequence[str]:
        return says, *(f"{np.mean([share(one) for one in some]):.0%}" for some in (found, by_chance))

    yield both("it is the solution, word for word", lambda one: one.word_for_word)
    yield both("it holds exactly where cases say so, row for row", lambda one: one.row_for_row)
    yield both("it is sufficient: .8 of the networks that meet it are effective", lambda one: one.sufficient)
    for k, name in enumerate(CONDITIONS):
        yield both(f"*{name}* stands in the parsimonious solution", lambda one, k=k: 1 in one.signs[k])
        yield both(f"*not {name}* does", lambda one, k=k: -1 in one.signs[k])
    yield (
        "different parsimonious solutions",
        *(str(len({one.solutions[1] for one in some})) for some in (found, by_chance)),
    )
    for says, part in (("consistency", "consistency"), ("coverage", "coverage")):
        means = [np.nanmean([getattr(one.published, part) for one in some]) for some in (found, by_chance)]
        yield f"{says} of the published solution, mean", *(f"{one:.2f}" for one in means)


def beside(draws: Sequence[Sequence[House]]) -> Iterator[Sequence[str]]:
    """How well the published solution fits beside what it would be without the parts that make it this one."""
    centralised, old, stable, resources, _ = SYMBOLS
    everybody = [house for one in draws for house in one]
    for says, formula in (
        ("the published solution", published()),
        ("the same, *not centralised*", published().xreplace({centralised: Not(centralised)})),
        ("three years and stable and resources, whatever else", And(old, stable, resources)),
    ):
        true_of = holds(formula)
        fits, alone = fit(true_of, everybody), [fit(true_of, one) for one in draws]
        sufficient = np.mean([one.cases > 0 and one.consistency >= SUFFICIENT for one in alone])
        yield says, f"{fits.cases}", share(fits.consistency, fits.cases), f"{sufficient:.0%}"


def told(some: Sequence[House], compared: Compared) -> Iterator[str]:
    """The truth table of one draw, and its solutions."""
    rows = [(combination, row) for combination, row in truth_table(some).items() if row.cases]
    theirs = holds(published())
    yield table(
        [
            (*CONDITIONS, "cases", "consistency", "sufficient", "published"),
            *(
                (
                    *("yes" if one else "" for one in combination),
                    str(row.cases),
                    f"{row.consistency:.2f}",
                    "yes" if row.sufficient else "",
                    "yes" if theirs[combination] else "",
                )
                for combination, row in sorted(rows, key=lambda one: -one[1].consistency)
            ),
        ]
    )
    yield ""
    for name, formula in zip(("Conservative", "Parsimonious"), compared.solutions, strict=True):
        fits = fit(holds(formula), some)
        yield f"{name}: {written(formula)} (consistency {fits.consistency:.2f}, coverage {fits.coverage:.2f})."
        yield ""


def together(everybody: Sequence[House]) -> Iterator[str]:
    """Every combination over all draws, and what comes out of that."""
    rows, theirs = truth_table(everybody), holds(published())
    formula, fits = solution(rows, parsimonious=False), fit(theirs, everybody)
    yield (
        f"{len(everybody):,} networks, {np.mean([one.effective for one in everybody]):.0%} of them effective. The "
        f"published solution: consistency {fits.consistency:.2f}, coverage {fits.coverage:.2f}. The solution of all: "
        f"{written(formula)}."
    )
    yield ""
    yield table(
        [
            (*CONDITIONS, "networks", "effective", "published"),
            *(
                (
                    *("yes" if one else "" for one in combination),
                    str(row.cases),
                    share(row.consistency, row.cases),
                    "yes" if theirs[combination] else "",
                )
                for combination, row in sorted(rows.items(), key=lambda one: -one[1].consistency)
                if row.cases
            ),
        ]
    )


if __name__ == "__main__":
    run_alone(qca, "samenspel.studies.qca")
