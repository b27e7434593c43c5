"""What may leave the room: means of organisations that nobody is named in.

Organisations are called after letters, in an order that is drawn and not kept; respondents, times and counts are not in
it. A mean over fewer respondents than the floor, and never over fewer than three, is left out. The files have the shape
in which answers come in, so that whatever reads a survey reads these.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import InputError
from ..whole import write_whole
from .participants import FILE, written
from .questionnaire import HIGH, LOW, PARTNER, items, on_conditions
from .store import Store
from .tables import CONDITIONS, HEADER, TIES, Row, as_csv, scaled

LEAST = 3  # respondents in a mean that leaves the room
DECIMALS = 1  # of a mean: with more, one could often tell how many answered, and what


class Anonymous(NamedTuple):
    """What an export holds.

    Attributes
    ----------
    files
        The text of each, by name.
    organisations, left_out
        How many organisations are in it with answers of their own, and how many are not.
    scores, ties
        How many means on the five conditions, and how many ties that have one.
    waves
        How many.
    """

    files: dict[str, str]
    organisations: int
    left_out: int
    scores: int
    ties: int
    waves: int


def anonymous(store: Store, organisations: Sequence[str]) -> Anonymous:
    """The waves that are closed, without anybody's name.

    Parameters
    ----------
    store
        Of the session.
    organisations
        Those that take part.
    """
    floors = {wave.number: max(LEAST, wave.floor) for wave in store.waves() if not wave.open}
    drawn = list(organisations)
    secrets.SystemRandom().shuffle(drawn)
    letters = {name: f"Organisation {place}" for place, name in enumerate(drawn, 1)}
    given: dict[tuple[int, str, str, str], list[int]] = defaultdict(list)
    for one in store.collected():
        if one.score is not None:
            given[one.wave, one.organisation, one.about, one.item].append(one.score)
    means = {
        key: round(sum(scores) / len(scores), DECIMALS)
        for key, scores in given.items()
        if len(scores) >= floors[key[0]]
    }
    scored: list[Row] = [
        (letters[name], letters[name], wave, item.subject, item.name, means[wave, name, "", item.name], LOW, HIGH)
        for wave in floors for name in drawn for item in on_conditions() if (wave, name, "", item.name) in means
    ]  # fmt: skip
    asked = items(PARTNER)
    tied: list[Row] = []
    for wave in floors:
        for name in drawn:
            for other in drawn:
                told = [means.get((wave, name, other, item.name), "") for item in asked]
                if any(one != "" for one in told):
                    tied.append((letters[name], letters[other], wave, *told))
    files = {FILE: written([letters[name] for name in drawn])}
    if scored:
        files[CONDITIONS] = as_csv(HEADER, scored)
    if tied:
        files[TIES] = as_csv(("from", "to", "wave", *map(scaled, asked)), tied)
    there = {row[1] for row in scored} | {row[0] for row in tied}
    return Anonymous(files, len(there), len(drawn) - len(there), len(scored), len(tied), len(floors))


def write_anonymous(folder: Path, export: Anonymous) -> Path:
    """Write an export into a folder of its own within that of the session; gives the folder.

    Raises
    ------
    InputError
        There is nothing in it; there is an export already, and two that were drawn apart could be laid together.
    """
    if not export.organisations:
        raise InputError("nothing can leave the room: no organisation has {least} respondents", least=LEAST)
    place = folder / f"anonymous_wave_{export.waves}"
    try:
        place.mkdir()
    except FileExistsError:
        raise InputError("is there already, allowed: one export of a wave", place.name) from None
    for name, text in export.files.items():
        write_whole(place / name, text.encode())
    return place
