"""A play as it is kept: a scenario file, which `samenspel run` plays again to the same bits.

It holds organisations, ties and what is left to chance as the scenario says them, and all that was decided and fired
as events. Of who sat in a seat there is nothing in it.
"""

from __future__ import annotations

from dataclasses import replace

from ..view.download import whole_file
from .play import Play


def as_file(play: Play) -> str:
    """The rounds that were played, as the text of a scenario file.

    Parameters
    ----------
    play
        At least one round of it was played.
    """
    past = tuple(event for event in play.scenario.events if event.round <= play.round)
    return whole_file(replace(play.scenario, rounds=play.round, events=past), play.course.seed)
