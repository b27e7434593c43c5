"""Engines whose runs are the same, bit for bit: `python -m samenspel.engines`.

A rule that is written in another way makes another engine, by its digest; what the one before found is worth no less,
if no run has another bit. `engines.toml` lists the engines that were seen to play the same corpus of runs: scenarios,
events, every parameter at its ends, and settings drawn from all of them, on worlds of many kinds.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Annotated, Any, NamedTuple

import numpy as np
from cyclopts import Parameter

from .dynamics import Parameters
from .events import ORGANISATION_FIELDS, TIE_FIELDS, TRAITS, Event
from .kernel import ENGINE, digest
from .logic import LOGICS
from .networks import Fixed
from .parameters import Declaration, declarations
from .population import declare
from .runs import run
from .scenario import Scenario, load, names, playing, with_changes
from .state import OUTSIDE, State

LISTED = Path(__file__).with_suffix(".toml")
ROUNDS = 25  # of a run on a world
MOST = 100.0  # that a parameter is, where its range is astronomic
BESIDE = (0, 4, 6, 10, 11, 19)  # numbers of settings that are drawn: beside one of them every parameter matters


class Size(NamedTuple):
    """How large a corpus is."""

    seeds: int  #    of each scenario, as it is and under each logic
    settings: int  # that are drawn


SIZES = {"few": Size(1, 150), "many": Size(20, 5_000)}
HEAD = """# Engines whose runs are the same, bit for bit, the newest last: what one of them found, all would have found.
# Written by `python -m samenspel.engines`; the digests are of the runs of its corpus, by what they are about.

"""


# --- which engines are the same -----------------------------------------------------------------------------------


@cache
def same() -> dict[str, str]:
    """Engines whose runs are those of the newest of them, by digest: what changed with each."""
    return {one["digest"]: one["changed"] for one in tomllib.loads(LISTED.read_text(encoding="utf-8"))["engine"]}


def as_good_as(one: str, other: str) -> bool:
    """Whether all runs of two engines, by digest, are the same bit for bit."""
    return one == other or {one, other} <= same().keys()


def kept(size: str) -> dict[str, str]:
    """Digests of the corpus of a size, as these engines play it, by what its runs are about."""
    return tomllib.loads(LISTED.read_text(encoding="utf-8"))["runs"][size]


# --- the corpus ---------------------------------------------------------------------------------------------------


def corpus(size: Size) -> Iterator[tuple[str, Scenario, int]]:
    """Runs to play: what each is about, its scenario and its seed."""
    for name in (*names(), *playing()):
        scenario = load(name)
        for changes in ({}, *({"logic": logic} for logic in LOGICS)):
            for seed in range(1, 1 + size.seeds):
                yield "scenarios", with_changes(scenario, changes), seed
    for scenario in (everything_happens(), some_cannot_leave()):
        for seed in range(1, 1 + size.seeds):
            yield "events", scenario, seed
    all_worlds = list(worlds())
    for known in declarations(Parameters()):
        for setting in at_its_ends(*known):
            for number in BESIDE:
                yield "parameters", with_changes(all_worlds[0], drawn(number) | setting), 1
    for number in range(size.settings):
        yield "settings", with_changes(all_worlds[number % len(all_worlds)], drawn(number)), number


def everything_happens() -> Scenario:
    """A scenario in which an event does everything that an event can do."""
    events = [
        Event(3, "a trait set", organisation=1, set={name: one.low for name, one in ORGANISATION_FIELDS.items()}),
        Event(4, "a trait added to", organisation=2, add=dict.fromkeys(TRAITS, 0.3)),
        Event(5, "a leaver", organisation=3, add={"member": 1}),
        Event(6, "a tie", organisation=0, partner=4, set={"dependence": 0.3, "trust": 0.1}, add={"need": 0.05}),
        Event(7, "towards", organisation=0, towards=True, add=dict.fromkeys(TIE_FIELDS, 0.1)),
        Event(8, "in the seat", organisation=4, act={"consent": 0, "promise": 1.5, "delivery": 0.2, "stay": 1}),
        Event(8, "so many times as much", organisation=6, times={"commitment": 0.4, "home": 1e6, "size": 1.5}),
        Event(8, "and of ties", organisation=5, towards=True, times={"trust": 0.5, "need": 1.3}),
        Event(9, "rules", parameters={"logic.decision": "hierarchy", "trust.gain": 0.31, "participation.limit": 6}),
        Event(9, "and more", organisation=5, set={"size": 2.5}, parameters={"governance.form": "lead"}),
    ]
    return replace(load("baseline"), name="everything", rounds=30, events=tuple(events))


def some_cannot_leave() -> Scenario:
    """A scenario that is left soon, in which some cannot leave, or not for a while."""
    restless = {"participation.exit": 10.0, "participation.lock_in": 0.0, "norm.tolerance": 0.0}
    later = (Event(2, "bound", organisation=2, stays=True), Event(20, "free", organisation=2, stays=False))
    return replace(with_changes(load("integrated_care"), restless), name="bound", stays=(0, 1), events=later)


def worlds() -> Iterator[Scenario]:
    """Small worlds, some large enough that most do not know one another, and groups down to a pair."""
    for n, near in ((9, 2), (60, 3), (2, 1), (12, 6), (5, 2), (200, 4)):
        labels = tuple(map(str, range(n)))
        yield replace(load("baseline"), rounds=ROUNDS, labels=labels, declare=Fixed(world(n, near)))


def world(n: int, near: int) -> State:
    """A ring in which all know those next to them and some know others, with an outsider and what sets some apart."""
    known = {(i, (i + step) % n) for i in range(n) for step in range(1, near + 1)}
    known |= {(i, (7 * i + 3) % n) for i in range(0, n, 4)}
    edges = sorted({(min(edge), max(edge)) for edge in known if edge[0] != edge[1]})
    state = declare(2, np.array(edges), n)
    if n > 5:
        them = state.organisations
        them["room"][1::4], them["ratifies"][::3], them["right"][5], them["member"][4] = 0.5, 0.4, 0.3, OUTSIDE
        state.ties["age"][(state.sources + state.ties["target"]) % 5 == 0] = 0
    return state


def at_its_ends(name: str, declaration: Declaration, default: float) -> Iterator[dict[str, object]]:
    """Each end of the range of a parameter, or each of its words."""
    for value in declaration.words or ends(declaration, default):
        yield {name: value}


def ends(declaration: Declaration, default: float) -> tuple[float, float]:
    """The ends of a range, as far as they say something."""
    low, high = declaration.low, declaration.high
    if high <= MOST:
        return low, high
    return low, min(MOST, max(4.0 * default, low + 1.0))


def drawn(number: int) -> dict[str, object]:
    """Settings by number: half of all parameters as they are, others at an end of their range, or between."""
    chance = Random(number).random
    settings: dict[str, object] = {}
    for name, declaration, default in declarations(Parameters()):
        stays, part = chance() < 0.5, chance()
        if stays:
            continue
        if declaration.words:
            settings[name] = declaration.words[int(part * len(declaration.words))]
            continue
        low, high = ends(declaration, default)
        value = low if part < 0.25 else high if part > 0.75 else low + (high - low) * (2.0 * part - 0.5)
        settings[name] = int(value) if declaration.kind == "whole" else value
    return settings


# --- what comes of it ---------------------------------------------------------------------------------------------


def played(size: str) -> dict[str, str]:
    """Digests of the corpus of a size, as the engine plays it now, by what its runs are about."""
    fingerprints: dict[str, Any] = {}
    for about, scenario, seed in corpus(SIZES[size]):
        made = run(scenario, seed)
        for records in (*made.state, made.history):
            fingerprints.setdefault(about, hashlib.sha256()).update(bits(records))
    return {about: fingerprint.hexdigest()[:16] for about, fingerprint in fingerprints.items()}


def bits(records: np.ndarray) -> bytes:
    """The bytes of records, field by field, by name; one NaN for all, as IEEE 754 does not say which of them it is."""
    found = []
    for name in sorted(records.dtype.names or ()):
        values = records[name]
        alike = np.where(np.isnan(values), np.nan, values) if values.dtype.kind == "f" else values
        found.append(name.encode() + alike.tobytes())
    return b"".join(found)


# --- the command --------------------------------------------------------------------------------------------------


def main(
    changed: Annotated[str, Parameter(help="What changed, in a line: lists the engine as it is now.")] = "",
    *,
    others: Annotated[bool, Parameter(help="Its runs are others, and are meant to be: the list begins anew.")] = False,
) -> None:
    """Play the whole corpus (a minute), and say whether all runs are still the same, bit for bit."""
    engine = digest(*ENGINE)
    now = {size: played(size) for size in SIZES}
    differ = differences(now)
    if differ and not (others and changed):
        raise SystemExit(
            f"engine {engine}: runs of {differ} have other bits than those of {next(reversed(same()))}; if they are "
            'meant to: python -m samenspel.engines "what changed" --others, and all that is kept is to be found anew'
        )
    if differ:
        LISTED.write_text(f"{HEAD}{numbers(now)}", encoding="utf-8")
    if changed and (differ or engine not in same()):
        with LISTED.open("a", encoding="utf-8") as file:
            file.write(f'\n[[engine]]\ndigest = "{engine}"\nchanged = {json.dumps(changed, ensure_ascii=False)}\n')
    is_there = "is listed" if changed or engine in same() else "is not listed yet; say what changed to list it"
    print(f"engine {engine}: {'other bits' if differ else 'all bits are the same'}; it {is_there}")


def differences(now: Mapping[str, Mapping[str, str]]) -> str:
    """What the runs are about that are others than those that are kept, in words; nothing where there are none."""
    about = {about for size, found in now.items() for about in found if kept(size).get(about) != found[about]}
    return ", ".join(sorted(about))


def numbers(now: Mapping[str, Mapping[str, str]]) -> str:
    """Digests of runs as TOML, by size."""
    return "\n".join(
        f"[runs.{size}]\n" + "".join(f'{about} = "{digits}"\n' for about, digits in found.items())
        for size, found in now.items()
    )


if __name__ == "__main__":
    from .cli import run_alone

    run_alone(main, "samenspel.engines")
