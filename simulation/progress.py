"""How far it is, shown to whoever waits: a bar on a terminal or in a notebook; nothing where nobody looks."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from threading import Lock, Thread, Timer
from typing import Protocol

PATIENCE = 2.0  # seconds before anything that takes longer shows how far it is
GLANCE = 0.2  # seconds between two messages to a notebook


def say_if_compiling() -> None:
    """Mend what is compiled, and say so if anything is to be: the first time on a machine it takes a moment.

    Code is compiled for kinds of numbers and arrays: another number of themes is another kind.
    """
    from .cache import mend
    from .kernel import cache_folder

    broken = mend()
    if not any(cache_folder().rglob("*.nbc")):
        print("Compiling the model, once for this version (about 20 s) ...", file=sys.stderr, flush=True)
        compile_from_the_end()
    elif broken:
        print("Compiling again what was not whole on the disk ...", file=sys.stderr, flush=True)
    else:
        say_when_compiling()


def compile_from_the_end() -> None:
    """Have a second process compile as well, where there is a core to spare."""

    def other() -> None:
        with suppress(OSError):  # where no process can be begun, one compiles alone
            nothing = subprocess.DEVNULL
            command = [sys.executable, "-c", "from samenspel.compiling import main; main()"]
            subprocess.run(command, stdin=nothing, stdout=nothing, stderr=nothing, check=False)

    if (os.cpu_count() or 1) > 1:
        Thread(target=other, daemon=True).start()


@cache
def say_when_compiling() -> None:
    """Say so, once, when anything of the model is compiled that is not there yet; what is one's own takes no while."""
    from numba.core import event

    from .kernel import SharedCache

    class Told(event.Listener):
        told = False

        def on_start(self, event: event.Event) -> None:
            if not self.told and isinstance(event.data["dispatcher"]._cache, SharedCache):
                self.told = True
                line = (
                    "Compiling the model for this kind of scenario, such as its number of themes, once (about 20 s) ..."
                )
                print(line, file=sys.stderr, flush=True)

        def on_end(self, event: event.Event) -> None:
            pass

    event.register("numba:compile", Told())


@contextmanager
def progress(rounds: int) -> Iterator[Callable[[int], None]]:
    """A bar for anything that takes longer than `PATIENCE`; gone when it is done.

    Parameters
    ----------
    rounds
        Of all runs together.

    Yields
    ------
    watch
        To be called with a number of rounds each time that so many more have been played, from any thread.
    """
    kind = Cell if in_notebook() else Terminal if sys.stderr.isatty() else None
    if kind is None:
        yield lambda played: None
        return
    lock, played, shown = Lock(), [0], []

    def show() -> None:
        with lock:
            shown.append(kind(rounds, played[0]))

    def watch(more: int) -> None:
        with lock:
            played[0] += more
            for bar in shown:
                bar.update(played[0])

    timer = Timer(PATIENCE, show)
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        timer.join()
        for bar in shown:
            bar.close()


def in_notebook() -> bool:
    """Whether this is the kernel of a notebook: only who is in one has imported IPython, and its shell has a kernel."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return getattr(shell, "kernel", None) is not None


class Bar(Protocol):
    """What shows how far it is."""

    def update(self, played: int) -> None:
        """So many rounds have been played."""

    def close(self) -> None:
        """Take it away."""


class Terminal(Bar):
    """A line on stderr."""

    def __init__(self, rounds: int, played: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self.rounds = rounds
        self.bar = Progress(console=Console(stderr=True), transient=True)
        self.task = self.bar.add_task("Rounds", total=rounds, completed=played)
        self.bar.start()

    def update(self, played: int) -> None:
        """When all have been played, what came of them may still be written."""
        self.bar.update(self.task, completed=played)
        if played >= self.rounds:
            self.bar.update(self.task, description="Writing", total=None)

    def close(self) -> None:
        """Take the line away."""
        self.bar.stop()


class Cell(Bar):
    """A bar under the cell, in plain HTML: it needs no widgets, and an answer that is there already stays."""

    def __init__(self, rounds: int, played: int) -> None:
        from IPython.display import HTML, display

        self.rounds, self.html, self.told = rounds, HTML, time.monotonic()
        self.handle = display(HTML(self.drawn(played)), display_id=True)

    def drawn(self, played: int) -> str:
        """The bar."""
        return f'<progress max="{self.rounds}" value="{played}"></progress> {played:,} of {self.rounds:,} rounds'

    def update(self, played: int) -> None:
        """Draw it again, now and then."""
        if time.monotonic() - self.told >= GLANCE:
            self.told = time.monotonic()
            self.handle.update(self.html(self.drawn(played)))

    def close(self) -> None:
        """Leave nothing to be seen."""
        self.handle.update(self.html(""))
