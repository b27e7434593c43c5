"""Where answers are safe: one SQLite file in the folder of the session.

An answer is there, on disk, before the phone that gave it goes on; two that come at once wait for one another. Who
answered is a random name and the digest of a key that only that phone has. Of no answer is it kept when it came.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ..errors import InputError
from ..view.codes import LETTERS_OF_A_NAME, drawn

NAME = "collected.sqlite"
MOST_RESPONDENTS = 500  # of a wave
SCHEMA = """
create table if not exists wave (number integer primary key, open integer not null, floor integer not null);
create table if not exists respondent (
    name text primary key, key text not null unique, organisation text not null,
    wave integer not null references wave, sent integer not null default 0
) without rowid;
create table if not exists partner (
    respondent text not null references respondent on delete cascade, organisation text not null,
    primary key (respondent, organisation)
) without rowid;
create table if not exists answer (
    respondent text not null references respondent on delete cascade, about text not null, item text not null,
    score integer, primary key (respondent, about, item)
) without rowid;
"""


class Wave(NamedTuple):
    """A round of asking: its number, whether it is open, and from how many respondents an organisation is shown."""

    number: int
    open: bool
    floor: int


class Respondent(NamedTuple):
    """Somebody who answers: a random name, for which organisation, in which wave, and whether the answers were sent."""

    name: str
    organisation: str
    wave: int
    sent: bool


class Answer(NamedTuple):
    """One answer that was sent: whose, on the collaboration (`about` is empty) or a partner; None: they do not know."""

    respondent: str
    organisation: str
    wave: int
    about: str
    item: str
    score: int | None


class Count(NamedTuple):
    """How many of an organisation have sent their answers, and how many are still busy."""

    sent: int
    busy: int


class Store:
    """The answers of a session.

    Parameters
    ----------
    folder
        Where the file is, or will be.

    Raises
    ------
    InputError
        The file is open elsewhere, or is no such file.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        if not self.path.exists():
            self.path.touch(mode=0o600)  # for whoever leads the session alone, whatever folder it is in
        self.connection = sqlite3.connect(self.path, timeout=1.0)
        try:
            self.connection.execute("pragma locking_mode = exclusive")
            self.connection.execute("pragma journal_mode = truncate")  # or else what was thrown away stays in there
            self.connection.execute("pragma foreign_keys = on")
            self.connection.execute("pragma synchronous = full")
            self.connection.execute("pragma secure_delete = on")
            with self.connection:
                self.connection.executescript(f"begin immediate; {SCHEMA} commit;")
        except sqlite3.Error as problem:
            self.connection.close()
            if "locked" in str(problem):
                raise InputError("is open already, allowed: one at a time", str(self.path)) from None
            raise InputError("cannot be read: {problem}", str(self.path), problem=str(problem)) from None

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()

    # Waves ------------------------------------------------------------------------------------------------------------

    def waves(self) -> tuple[Wave, ...]:
        """All that there were, the first one first."""
        found = self.connection.execute("select number, open, floor from wave order by number")
        return tuple(Wave(number, bool(is_open), floor) for number, is_open, floor in found)

    def now(self) -> Wave | None:
        """The wave that is open."""
        return next((wave for wave in self.waves() if wave.open), None)

    def open_wave(self, floor: int) -> Wave:
        """Open the next wave, unless one is open."""
        if (now := self.now()) is not None:
            return now
        with self.connection:
            self.connection.execute("insert into wave (open, floor) values (1, ?)", (floor,))
        return self.waves()[-1]

    def close_wave(self) -> None:
        """Close the wave that is open; what was not sent is forgotten."""
        with self.connection:
            self.connection.execute(
                "delete from respondent where sent = 0 and wave in (select number from wave where open = 1)"
            )
            self.connection.execute("update wave set open = 0")

    # Respondents ------------------------------------------------------------------------------------------------------

    def join(self, organisation: str) -> str | None:
        """Somebody begins to answer; gives the key, by which they come back. None when nobody more can."""
        now = self.now()
        if now is None or self.of_wave(now.number) >= MOST_RESPONDENTS:
            return None
        key = secrets.token_urlsafe(24)
        with self.connection:
            self.connection.execute(
                "insert into respondent (name, key, organisation, wave) values (?, ?, ?, ?)",
                (drawn(LETTERS_OF_A_NAME), digest(key), organisation, now.number),
            )
        return key

    def of_wave(self, wave: int) -> int:
        """How many began to answer in a wave."""
        return self.connection.execute("select count(*) from respondent where wave = ?", (wave,)).fetchone()[0]

    def respondent(self, key: str) -> Respondent | None:
        """Who has a key, in the wave that is open."""
        found = self.connection.execute(
            "select name, organisation, wave, sent from respondent where key = ? "
            "and wave in (select number from wave where open = 1)",
            (digest(key),),
        ).fetchone()
        return Respondent(found[0], found[1], found[2], bool(found[3])) if found else None

    def counts(self, wave: int) -> dict[str, Count]:
        """By organisation, how many have sent their answers and how many are busy."""
        found = self.connection.execute(
            "select organisation, sum(sent), sum(1 - sent) from respondent where wave = ? group by organisation",
            (wave,),
        )
        return {organisation: Count(sent, busy) for organisation, sent, busy in found}

    def organisations(self) -> set[str]:
        """Those that somebody answered for, or about."""
        found = self.connection.execute(
            "select organisation from respondent union select organisation from partner "
            "union select about from answer where about <> ''"
        )
        return {organisation for (organisation,) in found}

    # Answers ----------------------------------------------------------------------------------------------------------

    def answer(self, name: str, about: str, item: str, score: int | None) -> None:
        """Keep an answer, in the place of an earlier one to the same question.

        Parameters
        ----------
        name
            Of the respondent.
        about
            A partner; empty for the collaboration.
        item
            The statement, by its name.
        score
            None where it is not known.
        """
        with self.connection:
            self.connection.execute("insert or replace into answer values (?, ?, ?, ?)", (name, about, item, score))

    def answers_of(self, name: str) -> dict[tuple[str, str], int | None]:
        """What somebody answered, by what it is about and item."""
        found = self.connection.execute("select about, item, score from answer where respondent = ?", (name,))
        return {(about, item): score for about, item, score in found}

    def choose(self, name: str, partners: Iterable[str]) -> None:
        """Keep whom somebody works with; what was said of others is forgotten."""
        chosen = list(partners)
        with self.connection:
            self.connection.execute("delete from partner where respondent = ?", (name,))
            self.connection.executemany("insert into partner values (?, ?)", [(name, one) for one in chosen])
            self.connection.execute(
                "delete from answer where respondent = ? and about <> '' "
                "and about not in (select organisation from partner where respondent = ?)",
                (name, name),
            )

    def partners_of(self, name: str) -> set[str]:
        """Whom somebody works with."""
        found = self.connection.execute("select organisation from partner where respondent = ?", (name,))
        return {organisation for (organisation,) in found}

    def send(self, name: str) -> None:
        """What somebody answered counts from now on."""
        with self.connection:
            self.connection.execute("update respondent set sent = 1 where name = ?", (name,))

    def collected(self) -> tuple[Answer, ...]:
        """All answers of the waves that are closed."""
        found = self.connection.execute(
            "select respondent.name, organisation, wave, about, item, score from answer "
            "join respondent on respondent.name = answer.respondent join wave on wave.number = respondent.wave "
            "where wave.open = 0 and sent = 1 order by wave, respondent.name, about, item"
        )
        return tuple(Answer(*row) for row in found)

    def who_sent(self) -> tuple[Respondent, ...]:
        """Who sent their answers, in the waves that are closed."""
        found = self.connection.execute(
            "select name, organisation, wave, sent from respondent join wave on wave.number = respondent.wave "
            "where open = 0 and sent = 1 order by wave, name"
        )
        return tuple(Respondent(name, organisation, wave, bool(sent)) for name, organisation, wave, sent in found)

    def chosen(self) -> tuple[tuple[str, str, int, str], ...]:
        """Who works with whom, of the waves that are closed: respondent, organisation, wave, partner."""
        found = self.connection.execute(
            "select respondent.name, respondent.organisation, wave, partner.organisation from partner "
            "join respondent on respondent.name = partner.respondent join wave on wave.number = respondent.wave "
            "where wave.open = 0 and sent = 1 order by wave, respondent.name, partner.organisation"
        )
        return tuple(found)


def digest(key: str) -> str:
    """What is kept of a key: whoever has the file can answer for nobody."""
    return hashlib.sha256(key.encode()).hexdigest()
