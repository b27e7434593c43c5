"""A house: the tables that are open, by their code, and who may come to them."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from ..errors import InputError
from .play import Play
from .table import UNASKED, Table

MOST_TABLES = 12
MOST_CLOSED = 500  # codes and tokens of tables that ended, that it knows to have been
MOST_TRIES, TRIES_WITHIN = 12, 60.0  # wrong codes of one address, and the seconds in which they count


@dataclass
class House:
    """All that one server has.

    Attributes
    ----------
    address
        Where phones find it; empty where only this computer can.
    language
        Of the desk, at first.
    key
        What whoever started it has, and nobody else.
    now
        Seconds that pass.
    closed
        Codes and tokens of tables that ended, of which nothing else is left: whoever comes with one is thanked.
    another
        Makes another play of the scenario that it was opened with; None where tables are of those that come along.
    """

    address: str = ""
    language: str = "en"
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    now: Callable[[], float] = time.monotonic
    another: Callable[[], Play] | None = None
    tables: dict[str, Table] = field(default_factory=dict)
    closed: deque[str] = field(default_factory=lambda: deque(maxlen=MOST_CLOSED))
    wrong: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def open(self, play: Play) -> Table:
        """Open a table.

        Raises
        ------
        InputError
            There are as many as there may be.
        """
        self.clear()
        if len(self.tables) >= MOST_TABLES:
            raise InputError("got {most} tables, allowed: no more at once", most=MOST_TABLES)
        table = Table(play, self.now)
        self.tables[table.code] = table
        return table

    def clear(self) -> None:
        """End tables that nobody came to for hours."""
        for table in [one for one in self.tables.values() if self.now() - one.touched > UNASKED]:
            self.end(table)

    def end(self, table: Table) -> None:
        """End a table."""
        self.closed.extend([table.code, *(seat.token for seat in table.seats.values())])
        table.end()
        self.tables.pop(table.code, None)

    def with_code(self, code: str, whose: str) -> Table | None:
        """The table with a code that somebody typed; None where there is none, or they tried too often.

        Parameters
        ----------
        code
            As it was typed.
        whose
            Address of whoever asks.
        """
        self.clear()
        tries = self.wrong[whose]
        while tries and self.now() - tries[0] > TRIES_WITHIN:
            tries.popleft()
        if len(tries) >= MOST_TRIES:
            return None
        table = self.tables.get("".join(code.split()).upper())
        if table is None:
            tries.append(self.now())
        return table

    def with_token(self, token: str) -> tuple[Table, int] | None:
        """The table and the row of whoever has a token."""
        self.clear()
        for table in self.tables.values():
            if token and (row := table.of_token(token)) is not None:
                return table, row
        return None
