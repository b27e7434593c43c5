"""What may leave the room for research, where everybody agreed: acts, answers, scenario and seed, and nobody's name.

It says itself what it holds. When it was played, on which device and by whom is not in it; what people called
themselves was never kept.
"""

from __future__ import annotations

import io
import zipfile

from ..collect.tables import as_csv
from ..results.scenarios import comes_along
from .check import as_files
from .kept import as_file
from .table import Table
from .words import Words

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # of every file: when it was played is nobody's business
PLAY, VOTED, ABOUT = "play.toml", "votes.csv", "about.txt"


def contents(table: Table, words: Words) -> dict[str, str]:
    """The text of each file, by name.

    Parameters
    ----------
    table
        At which at least one round was played.
    words
        Of what it says of itself.
    """
    labels = table.play.scenario.labels
    files = {PLAY: as_file(table.play)}
    if table.checks:
        files |= as_files(table.checks, labels)
    if votes := [(labels[row], seat.vote) for row, seat in sorted(table.seats.items()) if seat.vote]:
        files[VOTED] = as_csv(("org_id", "vote"), votes)
    return {ABOUT: "\n".join((words("research"), "", *holds(table, words))) + "\n"} | files


def holds(table: Table, words: Words) -> list[str]:
    """What it holds, in sentences."""
    said = [words("research_play", rounds=len(table.play.played), seed=str(table.play.course.seed))]
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
