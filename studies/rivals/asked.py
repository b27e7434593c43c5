"""Every model asked: which clauses hold, what was expected, and what is kept of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..patterns import command, year
from ..patterns.found import TOLD
from ..patterns.pattern import Pattern
from ..patterns.places import AS_IT_IS, CHECKING
from ..rows import Kept
from . import diffusion, search, static_game, theirs

HERE = Path(__file__).parent
EXPECTED = HERE / "expected.toml"
OURS, STATIC, TRUSTING, DIFFUSION, SEARCH = MODELS = (
    "ours",
    "static game",
    "the same, trusting",
    "diffusion",
    "search",
)
# All but the last: that every theme of the theory has an effect is no question to a model without them.
OF_OURS = tuple(range(1, 12))
OF_STATIC = OF_OURS[1:]  # whose partnerships of the first are its own
OF_TRUSTING = (2, 3, 4, 5, 6, 7, 9, 11)  # neither logics nor events, which it was not added for, and which take longest
# Groups or runs of whatever is not a pattern of ours, landscapes of search, and the same for a look.
MANY, LANDSCAPES, FEW = 100, 40, 6


class Answer(NamedTuple):
    """What a model answers to a clause of a pattern.

    Attributes
    ----------
    model
        One of `MODELS`.
    clause, title
        `4.2`, and the title of the pattern.
    says, found, holds
        As of a `Clause`.
    """

    model: str
    clause: str
    title: str
    says: str
    found: str
    holds: bool


KEPT = Kept(HERE, Answer._fields, {"told": TOLD})


def answers(quick: bool = False) -> Iterator[Answer]:
    """What every model answers to whatever it can be asked."""
    many, landscapes = (FEW, FEW) if quick else (MANY, LANDSCAPES)
    seeds, worlds = range(CHECKING, CHECKING + many), range(CHECKING, CHECKING + landscapes)
    ours = [pattern for pattern, _ in command.measure(OF_OURS, quick)]
    numbers = {clause.says: f"{one.number}.{k}" for one in ours for k, clause in enumerate(one.clauses, 1)}
    yield from of(OURS, ours + theirs.of_ours(seeds), numbers)
    year_of_its_own = year.measure(worlds[:1], static_game.people() | static_game.SETTINGS)
    for model, settings, first, numbers_of in (
        (STATIC, static_game.SETTINGS, year_of_its_own, OF_STATIC),
        (TRUSTING, static_game.TRUSTING, [], OF_TRUSTING),
    ):
        rest = [pattern for pattern, _ in command.measure(numbers_of, quick, settings=settings)]
        yield from of(model, first + rest + theirs.of_ours(seeds, settings), numbers)
    yield from of(DIFFUSION, diffusion.measure(seeds) + theirs.of_diffusion(seeds), numbers)
    paper = search.published(search.curves(worlds), search.curves(worlds, search.SIMPLE))
    yield from of(SEARCH, [*search.measure(worlds), *theirs.of_search(worlds), paper], numbers)


def answers_again(only: set[int]) -> Iterator[Answer]:
    """What the engine, as ours and as the static game, and a diffusion answer to some patterns of ours."""
    numbers: dict[str, str] = {}
    for model, settings, asked_of_it in (
        (OURS, AS_IT_IS, OF_OURS),
        (STATIC, static_game.SETTINGS, OF_STATIC),
        (TRUSTING, static_game.TRUSTING, OF_TRUSTING),
    ):
        if these := tuple(only & set(asked_of_it)):
            found = [one for one, _ in command.measure(these, settings=settings) if one.number in only]
            numbers |= {clause.says: f"{one.number}.{k}" for one in found for k, clause in enumerate(one.clauses, 1)}
            yield from of(model, found, numbers)
    seeds = range(CHECKING, CHECKING + MANY)
    yield from of(DIFFUSION, [one for one in diffusion.measure(seeds) if one.number in only], numbers)


def replaced(before: list[Answer], again: list[Answer]) -> list[Answer]:
    """What was found, with what was asked again in the place of what the same models had answered to it."""
    asked_again = {(one.model, one.clause.split(".")[0]) for one in again}
    kept_so = [one for one in before if (one.model, one.clause.split(".")[0]) not in asked_again]
    return sorted(kept_so + again, key=lambda one: (MODELS.index(one.model), *map(int, one.clause.split("."))))


def of(model: str, patterns: list[Pattern], numbers: dict[str, str]) -> Iterator[Answer]:
    """The answers of a model; clauses are numbered as ours are, and those of nobody but rivals by their place."""
    for pattern in patterns:
        for place, clause in enumerate(pattern.clauses, 1):
            number = numbers.get(clause.says, f"{pattern.number}.{place}")
            yield Answer(model, number, pattern.title, clause.says, clause.found, bool(clause.holds))


def expected() -> dict[str, set[str]]:
    """Which clauses each model was expected to hold; whatever else it can be asked, it was expected not to."""
    table = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    return {model: set(table[model]["holds"]) for model in MODELS}


def keep(found: list[Answer]) -> None:
    """Write what was found as a table, and of which engine, cases and log."""
    KEPT.write(one._replace(holds="yes" if one.holds else "no") for one in found)


def kept() -> list[Answer]:
    """What was found the last time."""
    return [Answer(**row)._replace(holds=row["holds"] == "yes") for row in KEPT.read()]
