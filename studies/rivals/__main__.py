"""Ask every model, and write what came of it: `python -m samenspel.studies.rivals`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from samenspel.cli import run_alone
from samenspel.errors import InputError
from samenspel.experiments.listing import DOCS, checked

from ..rows import check_same_engine
from . import static_game
from .asked import KEPT, OF_STATIC, answers, answers_again, keep, kept, replaced
from .page import page

PAGE = DOCS / "rivals.md"


def rivals(
    *,
    quick: Annotated[bool, Parameter(help="Few seeds, in a minute or two: print the page and write nothing.")] = False,
    again: Annotated[bool, Parameter(help="Write the page from what was found the last time.")] = False,
    only: Annotated[
        list[int] | None, Parameter(help="Numbers of patterns of ours, 2 to 11: asked again, and all else is kept.")
    ] = None,
    people: Annotated[
        bool, Parameter(help="Fit the partnerships of the static game anew instead: ten minutes, before all else.")
    ] = False,
) -> None:
    """Ask three rivals for the patterns of this model, and this model for theirs; write docs/rivals.md.

    Some eight minutes of processor time.
    """
    if quick:
        print(page(list(answers(quick=True)), KEPT.made_by()))
        return
    checked(PAGE)
    if people:
        static_game.find_people()
        return
    if wrong := sorted(set(only or ()) - set(OF_STATIC)):
        raise InputError(f"--only: got {wrong[0]}, allowed: {OF_STATIC[0]} to {OF_STATIC[-1]}")
    if only:
        check_same_engine(KEPT.found_by()["engine"], "--only")
        keep(replaced(kept(), list(answers_again(set(only)))))
    elif not again:
        keep(list(answers()))
    PAGE.write_text(page(kept(), KEPT.found_by()), encoding="utf-8")


if __name__ == "__main__":
    run_alone(rivals, "samenspel.studies.rivals")
