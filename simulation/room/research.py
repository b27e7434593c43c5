"""What may leave the room for research, of those who agreed: acts, answers, scenario and seed, and nobody's name.

Each phone is asked in the last step of looking back; of whoever said no, or nothing, there is nothing in it. It says
itself what it holds. When it was played, on which device and by whom is not in it; what people called themselves was
never kept.
"""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ..collect.tables import as_csv
from ..results.scenarios import comes_along
from ..view.download import whole_file
from .check import as_files
from .kept import as_file, told_in, without_acts
from .play import NOTHING, PARTNER, PROMISE, Played
from .table import Table
from .words import Words

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # of every file: when it was played is nobody's business
PLAY, SCENARIO, ACTS, VOTED, ABOUT = "play.toml", "scenario.toml", "acts.csv", "votes.csv", "about.txt"
COLUMNS = ("respondent_id", "org_id", "round", "consent", "if_partner", PROMISE, "delivery", "home", "offered_to",
           "offered", "work")  # fmt: skip


def agreed(table: Table) -> set[str]:
    """The aliases of those who took part and agreed."""
    return {alias for alias in table.took_part if table.agreed.get(alias)}


def of_others(table: Table) -> set[int]:
    """Rows of seats in which somebody took part who did not agree: of these nothing is told, by anybody."""
    took = {(row, alias) for (row, _), alias in table.phones.items()}
    took |= {(row, alias) for check in table.checks for row, alias in check.names.items()}
    took |= {(row, seat.alias) for row, seat in table.seats.items() if seat.vote}
    return {row for row, alias in took if alias not in agreed(table)}


def twice(table: Table) -> int:
    """In how many seats more than one phone decided, one after the other."""
    sat = {(row, alias) for (row, _), alias in table.phones.items()}
    rows = [row for row, _ in sat]
    return sum(rows.count(row) > 1 for row in set(rows))


def can_be_played_again(table: Table) -> bool:
    """Whether all that was decided may be in it, so that it is the play itself."""
    decided = {(row, number) for number, played in enumerate(table.play.played, 1) for row in played.decided}
    return {table.phones.get(one) for one in decided} <= agreed(table)


def contents(table: Table, words: Words) -> dict[str, str]:
    """The text of each file, by name.

    Parameters
    ----------
    table
        At which at least one round was played.
    words
        Of what it says of itself.
    """
    play, labels, yes = table.play, table.play.scenario.labels, agreed(table)
    refused = of_others(table)
    if can_be_played_again(table):
        files = {PLAY: as_file(play, words.language)}
    else:
        scenario = told_in(without_acts(play), play.scenario, words.language)
        files = {SCENARIO: whole_file(scenario, play.course.seed)}
    if decided := list(acts(table)):
        files[ACTS] = as_csv(COLUMNS, decided)
    checks = [
        replace(
            check,
            conditions={row: said for row, said in check.conditions.items() if check.names[row] in yes},
            partners={
                row: {other: score for other, score in said.items() if other not in refused}
                for row, said in check.partners.items()
                if check.names[row] in yes
            },
        )
        for check in table.checks
    ]
    files |= as_files(checks, labels)
    voted = [(seat.alias, labels[row], seat.vote) for row, seat in sorted(table.seats.items())]
    if votes := [one for one in voted if one[0] in yes and one[-1]]:
        files[VOTED] = as_csv(("respondent_id", "org_id", "vote"), votes)
    columns = words("research_columns", step=str(play.step))
    return {ABOUT: "\n".join((words("research"), "", *holds(table, words), "", columns)) + "\n"} | files


def acts(table: Table) -> Iterator[tuple[object, ...]]:
    """What those who agreed decided, as rows of a table: by round, and by organisation."""
    labels, yes, refused = table.play.scenario.labels, agreed(table), of_others(table)
    for number, played in enumerate(table.play.played, 1):
        for row, one in sorted(played.decided.items()):
            if (alias := table.phones.get((row, number), "")) in yes:
                partner = labels[one.partner] if one.consent == PARTNER and one.partner not in refused else ""
                promise = "" if math.isnan(one.promise) else one.promise
                delivery = "" if math.isnan(one.promise) else one.delivery
                work = "" if one.work == NOTHING else one.work
                to, offer = offered(played, row, labels, refused)
                yield alias, labels[row], number, one.consent, partner, promise, delivery, one.home, to, offer, work


def offered(played: Played, row: int, labels: Sequence[str], refused: Collection[int]) -> tuple[str, float | str]:
    """To whom something was offered, and how much of it was held to; nothing where nothing was, or to who refused.

    Parameters
    ----------
    played, row
        When, and by whom.
    labels
        Of the organisations, in row order.
    refused
        Rows of which nothing may be told.
    """
    made = (one for one in played.offers if one.by == row and one.to not in refused)
    return next(((labels[one.to], one.amount) for one in made), ("", ""))


def holds(table: Table, words: Words) -> list[str]:
    """What it holds, in sentences."""
    yes, everybody = len(agreed(table)), len(table.took_part)
    rounds, seed = len(table.play.played), str(table.play.course.seed)
    said = [
        words("research_all", all=everybody)
        if yes == everybody
        else words("research_some", all=str(everybody), yes=str(yes), no=everybody - yes),
        *([words("research_twice", count=twice(table))] if twice(table) else []),
        words("research_play" if can_be_played_again(table) else "research_part", rounds=rounds, seed=seed),
        words("research_acts"),
    ]
    said += [words("research_check", count=len(table.checks))] if table.checks else []
    said += [words("research_votes")] if any(seat.vote for seat in table.seats.values()) else []
    said += [words("research_nobody")]
    own = not comes_along(table.play.scenario)
    return [*said, words("research_own")] if own else said


def as_zip(table: Table, words: Words) -> bytes:
    """All files in one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for name, text in contents(table, words).items():
            into.writestr(zipfile.ZipInfo(name, LONG_AGO), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
