"""The advice to a group that was brought: worked out beside the page, while it shows how far it is.

One is worked out at a time, so that nobody's page becomes slow by many of them; who asks then waits for the turn. What
came of it is kept by the scenario, whole as it is in a file: the same question has its answer at once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from ..ask import EFFORT, REPLICATES, VARY, advice_on, first_phase, rounds_of_advice, seconds_of, ties_of
from ..errors import InputError
from ..results.advice import Advice
from ..results.counsel import Counsel
from ..results.counsel_page import as_page, today
from ..results.misfit import MisfitError
from ..results.misfit_in_words import as_page as page_of_misfit
from ..results.nameless import nameless
from ..results.replicates import processors
from ..scenario import Scenario
from .upload import UPLOAD

logger = logging.getLogger(__name__)
AIM = "joint_value"
MOST_SECONDS = 60  # on one processor
MOST_KEPT = 30
NAME = "advising"  # of the thread
GLANCE = 0.25  # seconds between two messages of how far it is
FOUND: OrderedDict[str, Found] = OrderedDict()
TURN = threading.Lock()  # of whoever has an advice worked out


class Found(NamedTuple):
    """What was found."""

    advice: Advice
    counsel: Counsel


class Stopped(Exception):  # noqa: N818 (nothing is wrong)
    """Nobody waits for it any more."""


class Advising:
    """One advice that is worked out, or was.

    Parameters
    ----------
    scenario
        The group.
    text
        All of it, as a file has it: what it is known by.
    tell
        Called, from a thread, whenever there is something to show.

    Attributes
    ----------
    share
        How much of it is done, 0 to 1.
    waits
        Whether somebody else has the turn.
    found
        What came of it, or None.
    failure
        Why there is no advice, or None.
    broken
        Whether something went wrong that should not.

    Raises
    ------
    InputError
        A group so large that it would take too long.
    """

    def __init__(self, scenario: Scenario, text: str, tell: Callable[[], None]) -> None:
        self.scenario, self.text, self.tell = scenario, text, tell
        self.share, self.waits, self.told = 0.0, False, 0.0
        self.failure: InputError | None = None
        self.broken = False
        self.gone = threading.Event()
        self.found = FOUND.get(text)
        if self.found is None:
            check_time(scenario)
            threading.Thread(target=self.work, name=NAME, daemon=True).start()

    @property
    def has_page(self) -> bool:
        """Whether there is a page: an advice, or why there is none and what was given."""
        return self.found is not None or isinstance(self.failure, MisfitError)

    @property
    def over(self) -> bool:
        """Whether there is nothing more to come."""
        return self.found is not None or self.failure is not None or self.broken

    def work(self) -> None:
        """Work it out, when it is its turn."""
        try:
            self.waits = not TURN.acquire(blocking=False)
            if self.waits:
                self.tell()
                while not TURN.acquire(timeout=GLANCE):
                    self.go_on()
                self.waits = False
            try:
                self.found = FOUND.get(self.text) or self.made()
                keep(self.text, self.found)  # before the next has the turn: it may ask the same
            finally:
                TURN.release()
        except Stopped:
            return
        except InputError as error:
            self.failure = error
        except Exception:  # whatever it is, it stays in this session
            logger.exception("an advice could not be worked out")
            self.broken = True
        if not self.gone.is_set():
            self.tell()

    def made(self) -> Found:
        """The advice, as `samenspel advise` has it."""
        threads = max(1, processors() - 1)  # the page itself goes on
        advice, _, counsel = advice_on(
            self.scenario, {}, AIM, EFFORT, None, None, VARY, None, REPLICATES, threads, watched=self.watched
        )
        return Found(advice, counsel)

    @contextmanager
    def watched(self, rounds: int) -> Iterator[Callable[[int], None]]:
        """Show how far it is, and stop when nobody waits for it."""
        lock, played = threading.Lock(), [0]

        def watch(more: int) -> None:
            self.go_on()
            with lock:
                played[0] += more
                self.share = played[0] / rounds
                late = time.monotonic() - self.told > GLANCE
                if late:
                    self.told = time.monotonic()
            if late:
                self.tell()

        yield watch

    def go_on(self) -> None:
        """End here when nobody waits for it."""
        if self.gone.is_set():
            raise Stopped

    def stop(self) -> None:
        """Nobody waits for it any more."""
        self.gone.set()

    def page(self, language: str, names: bool = True) -> str:
        """What a board is told, as the page that `samenspel advise --page` writes; with names of partners, or not."""
        if isinstance(self.failure, MisfitError):
            return page_of_misfit(self.failure, language, today())
        scenario, counsel = self.scenario, self.found.counsel
        if not names:
            scenario, counsel = nameless(scenario, counsel)
        return as_page(scenario, counsel, self.found.advice, language, today())


def keep(text: str, found: Found) -> None:
    """Keep what was found for who asks the same; the oldest goes."""
    FOUND[text] = found
    while len(FOUND) > MOST_KEPT:
        FOUND.popitem(last=False)


def check_time(scenario: Scenario) -> None:
    """Refuse a group on which an advice would keep this computer too long."""
    n, ties = len(scenario.labels), ties_of(scenario)
    seconds = seconds_of(scenario, rounds_of_advice(scenario, REPLICATES, first_phase(scenario)), ties)
    if seconds > MOST_SECONDS:
        raise InputError(
            "{n} organisations and {ties} ties would take {got:.0f} seconds to advise on, the view allows {most}; use "
            "samenspel advise",
            UPLOAD, n=n, ties=ties, got=seconds, most=MOST_SECONDS,
        )  # fmt: skip
