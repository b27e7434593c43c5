"""First findings: what the model shows of H1 to H4, and whether everything in it can matter.

    python -m experiments.first_findings            # writes docs/first_findings.md and docs/figures/which_logic.*
    python -m experiments.first_findings --pairs 20 # quick, for a look; says so on the page

Every comparison is paired: the same seeds on both sides, so that a difference is caused by what was changed. The
expectations were written before the runs and stand in the page as they were.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np

from experiments.figures import regime_map
from simulation.conditions import CONDITIONS
from simulation.dynamics import Parameters
from simulation.kernel import ENGINE, digest
from simulation.logic import Logic
from simulation.parameters import declarations
from simulation.results.figures import save
from simulation.results.intervals import Interval, paired_difference
from simulation.results.replicates import processors
from simulation.runs import run, summarise
from simulation.scenario import Scenario, parse, with_changes

DOCS = Path(__file__).parent.parent / "docs"
PAIRS = 300
TRUST = (0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70)
DEPENDENCE = (0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60)
HIERARCHY, NETWORK = {"logic": "hierarchy"}, {"logic": "network"}


class Cell(NamedTuple):
    """Outcomes of one setting, over seeds."""

    joint_value: np.ndarray
    first_decision: np.ndarray
    sorted_effect: np.ndarray


class Laboratory:
    """Runs settings of the baseline on the same seeds, and remembers what it ran."""

    def __init__(self, pairs: int) -> None:
        self.seeds = range(1, pairs + 1)
        self.pool = ThreadPoolExecutor(processors())
        self.cells: dict[tuple, Cell] = {}
        self.runs = 0

    def cell(self, *changes: Mapping[str, object]) -> Cell:
        """The outcomes of the baseline with these changes, later ones over earlier ones."""
        merged: dict[str, object] = {}
        for change in changes:
            merged |= change
        key = tuple(sorted(merged.items()))
        if key not in self.cells:
            organisations = merged.pop("organisations", 8)
            scenario = with_changes(of_size(organisations), merged)
            summaries = list(self.pool.map(lambda seed: summarise(run(scenario, seed)), self.seeds))
            self.runs += len(summaries)
            self.cells[key] = Cell(*(np.array([getattr(s, name) for s in summaries]) for name in Cell._fields))
        return self.cells[key]

    def logics(self, *changes: Mapping[str, object]) -> tuple[Cell, Cell]:
        """The same setting under hierarchy and under network logic."""
        return self.cell(*changes, HIERARCHY), self.cell(*changes, NETWORK)


@cache
def of_size(organisations: int) -> Scenario:
    """The baseline with another number of organisations."""
    return parse(f'[network]\ngenerator = "complete"\norganisations = {organisations}', "baseline")


def gain(after: np.ndarray, before: np.ndarray) -> Interval:
    """The paired difference."""
    return paired_difference(before, after).interval


def told(interval: Interval) -> str:
    """A difference and its interval, for a table."""
    return f"{interval.mean:+.3f} ({interval.low:+.3f} to {interval.high:+.3f})"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    lines = [list(heads), ["---"] * len(list(heads)), *([str(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def interdependence(lab: Laboratory) -> str:
    """H1."""
    rows, differences, effects, sooner = [], [], [], []
    for total in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        hierarchy, network = lab.logics({"dependence.total": total})
        decided = np.mean(~np.isnan(network.first_decision))
        differences.append(gain(network.joint_value, hierarchy.joint_value))
        effects.append(gain(network.sorted_effect, hierarchy.sorted_effect))
        sooner.append(np.nanmean(hierarchy.first_decision) < np.nanmean(network.first_decision) if decided else True)
        rows.append(
            (
                f"{total:.1f}",
                f"{hierarchy.joint_value.mean():.2f}",
                f"{network.joint_value.mean():.2f}",
                told(differences[-1]),
                f"{np.nanmean(hierarchy.first_decision):.1f}",
                f"{np.nanmean(network.first_decision):.1f} ({decided:.0%} decide)" if decided else "none decides",
                told(effects[-1]),
            )
        )
    low, high, more_gain = differences[0].sign <= 0, differences[-1].sign > 0, effects[-1].sign > 0
    return section(
        "H1. Interdependence",
        "low: hierarchy at least as good, and faster; high: network logic brings more, and more partners gain.",
        ("total dependence", "hierarchy", "network", "network − hierarchy", "first decision, hierarchy",
         "first decision, network", "partners that gain, difference"),
        rows,
        verdict([low, high, more_gain, all(sooner)])
        + "Asked at the lowest dependence (is network no better?), at the highest (is it better, do "
        "more partners gain?), and everywhere (does hierarchy decide sooner?). Gaining is counted "
        "over all rounds, also those before a decision. "
        "Where dependence is low there is nothing to gain: hierarchy begins all the same, and most of"
        " its members walk away.",
    )  # fmt: skip


def crossing(lab: Laboratory, change: Mapping[str, object]) -> str:
    """Total dependence at which network logic begins to create more than hierarchy."""
    before = None
    for total in DEPENDENCE:
        hierarchy, network = lab.logics(change, {"dependence.total": total})
        found = float((network.joint_value - hierarchy.joint_value).mean())
        if before is not None and before[1] <= 0 < found:
            return f"{before[0] + (total - before[0]) * -before[1] / (found - before[1]):.2f}"
        before = (total, found)
    return "always above" if before[1] > 0 else "not below .60"


MODERATORS = {
    "initial trust .35 → .55": ({"trust.initial": 0.35}, {"trust.initial": 0.55}, 1),
    "spread of interests .20 → .60": ({"organisations.interests": 0.2}, {"organisations.interests": 0.6}, -1),
    "organisations 5 → 16": ({"organisations": 5}, {"organisations": 16}, -1),
    "rounds 24 → 120": ({"rounds": 24}, {"rounds": 120}, 1),
    "autonomy .30 → .70": ({"organisations.autonomy": 0.3}, {"organisations.autonomy": 0.7}, -1),
}


def moderators(lab: Laboratory) -> str:
    """H2."""
    rows, as_expected = [], []
    for label, (low, high, expected) in MODERATORS.items():
        edges = []
        for change in (low, high):
            hierarchy, network = lab.logics(change)
            edges.append(network.joint_value - hierarchy.joint_value)
        zero = np.zeros_like(edges[0])
        shift = gain(edges[1], edges[0])
        as_expected.append(shift.sign == expected)
        where = f"{crossing(lab, low)} → {crossing(lab, high)}"
        rows.append((label, told(gain(edges[0], zero)), told(gain(edges[1], zero)), told(shift), where))
    return section(
        "H2. What moves the crossing",
        "more trust and a longer horizon favour network logic; a wider spread of interests, more "
        "partners and more hold on autonomy favour hierarchy.",
        ("from → to", "network − hierarchy, from", "to", "change", "crossing at total dependence"),
        rows,
        verdict(as_expected) + "Asked of each row: does the change have the expected sign, told from chance?",
    )


def variety(lab: Laboratory) -> str:
    """H3."""
    levels = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    rows, inverted = [], []
    for trust, (name, logic) in product((0.45, 0.60), (("hierarchy", HIERARCHY), ("network", NETWORK))):
        cells = [lab.cell(logic, {"organisations.frames": width, "trust.initial": trust}) for width in levels]
        means = [cell.joint_value.mean() for cell in cells]
        best = cells[int(np.argmax(means))]
        rise, fall = (gain(best.joint_value, cells[end].joint_value) for end in (0, -1))
        inverted.append(rise.sign > 0 and fall.sign > 0)
        rows.append((f"{name}, trust {trust:.2f}", *(f"{mean:.2f}" for mean in means), told(rise), told(fall)))
    return section(
        "H3. Variety",
        "an inverted U of joint value over the difference of frames (Nooteboom et al. 2007).",
        ("joint value at a difference of", *(f"{width:.1f}" for width in levels), "best − none", "best − full"),
        rows,
        verdict(inverted) + "Asked of each row: is the best level better than both ends, told from chance? Difference "
        "first adds synergy and opportunities; then "
        "understanding starts lower and perceptions of the need drift apart.",
    )


def turbulence(lab: Laboratory) -> str:
    """H4."""
    rows, saves = [], []
    settled = {"trust.initial": 0.60}
    moral = {"organisations.moral": 0.60, "organisations.instrumental": 0.30}
    goal_alone = NETWORK | {"logic.goal": "hierarchy"}
    for (motives, extra), (compared, fixed) in product(
        (("motives as by default", {}), ("moral motives", moral)),
        (("pure logics", HIERARCHY), ("the goal alone, all else network", goal_alone)),
    ):
        losses = []
        for logic in (fixed, NETWORK):
            calm, wild = (lab.cell(settled, extra, logic, {"turbulence.step": step}) for step in (0.0, 0.08))
            losses.append(wild.joint_value - calm.joint_value)
        saved = gain(losses[1], losses[0])
        saves.append(saved.sign > 0)
        zero = np.zeros_like(losses[0])
        rows.append((f"{motives}; {compared}", told(gain(losses[0], zero)), told(gain(losses[1], zero)), told(saved)))
    return section(
        "H4. Turbulence",
        "fixed goals lose under turbulence, rounds lose less.",
        ("", "fixed goal: what turbulence does", "renegotiated goal", "renegotiated − fixed"),
        rows,
        verdict(saves) + "Asked of each row: does a renegotiated goal lose less, told from chance? Following the need "
        "saves value, and part of it is paid back as work made void by a goal that moves.",
    )


def verdict(answers: list[bool]) -> str:
    """The word for how many of the questions were answered as expected."""
    word = "shows this" if all(answers) else "contests this" if not any(answers) else "shows this in part"
    return f"**The model {word}** ({sum(answers)} of {len(answers)} as expected). "


def landscape(lab: Laboratory, settings: int) -> str:
    """Whether each switch and each lever can matter, and nothing dominates, over the whole space of parameters."""
    rng = np.random.default_rng(20261124)
    drawn = [random_setting(rng) for _ in range(settings)]
    rows = []
    for contrast in Logic._fields:
        label = f"{contrast}: network rather than hierarchy"
        rows.append(row_of(lab, drawn, label, f"logic.{contrast}", "hierarchy", "network"))
    for condition in CONDITIONS:
        label = f"effort on {condition}: full rather than none"
        rows.append(row_of(lab, drawn, label, f"effort.{condition}", 0.0, 1.0))
    return section(
        "Everything can matter, nothing always wins",
        "every switch and every lever clearly helps somewhere and clearly hurts, or is not worth its price, elsewhere.",
        ("changed, all else at random", "clearly better", "clearly worse", "mean", "best", "worst"),
        rows,
        f"Each row: {settings} random settings over the ranges of all parameters, {len(lab.seeds)} "
        f"pairs each; clear is an interval without zero and a mean beyond "
        "0.002.",
    )


def random_setting(rng: np.random.Generator) -> dict[str, object]:
    """A setting: every number somewhere between its default and a random place in its range; switches tossed."""
    setting: dict[str, object] = {}
    for name, declared, default in declarations(Parameters()):
        if name.startswith("effort."):
            continue
        if declared.kind == "choice":
            setting[name] = declared.words[rng.integers(len(declared.words))]
        elif declared.kind == "number":
            low, high = (2.0, 4.0) if name == "promise.capacity" else (declared.low, declared.high)
            setting[name] = float(default + rng.uniform() * (rng.uniform(low, high) - default))
    setting["dependence.total"] = float(rng.uniform(0.1, 0.6))
    return setting


def row_of(lab: Laboratory, drawn: list[dict], label: str, parameter: str, off: object, on: object) -> tuple:
    """How one switch or lever does over all settings."""
    found = [
        gain(lab.cell(setting, {parameter: on}).joint_value, lab.cell(setting, {parameter: off}).joint_value)
        for setting in drawn
    ]
    better, worse = (np.mean([f.sign == sign and abs(f.mean) > 0.002 for f in found]) for sign in (1, -1))
    means = np.array([f.mean for f in found])
    return label, f"{better:.0%}", f"{worse:.0%}", f"{means.mean():+.2f}", f"{means.max():+.2f}", f"{means.min():+.2f}"


def hybrids(lab: Laboratory) -> str:
    """The 64 combinations of the six contrasts."""
    rows = []
    for trust in (0.30, 0.45, 0.60):
        cells = {
            switches: lab.cell({f"logic.{name}": word for name, word in zip(Logic._fields, switches, strict=True)},
                               {"trust.initial": trust}).joint_value.mean()
            for switches in product(("hierarchy", "network"), repeat=6)
        }  # fmt: skip
        best = max(cells, key=cells.get)
        pure = (f"{cells[(logic,) * 6]:.2f}" for logic in ("hierarchy", "network"))
        rows.append((f"{trust:.2f}", *pure, f"{cells[best]:.2f}", " ".join(word[0].upper() for word in best)))
    return section(
        "Hybrids",
        "a lead that decides, with the other five contrasts network, creates most (as in the first prototype).",
        (
            "initial trust",
            "hierarchy",
            "network",
            "best of 64",
            "problem goal information decision implementation norm",
        ),
        rows,
        "H is hierarchy, N network.",
    )


def section(title: str, expected: str, heads: Iterable[str], rows: Iterable[Iterable[object]], reading: str) -> str:
    """One section of the page."""
    return f"## {title}\n\n*Expected:* {expected}\n\n{table(heads, rows)}\n\n{reading}\n"


def draw(lab: Laboratory) -> None:
    """The headline picture: which logic creates more, over trust and dependence."""
    differences = np.zeros((len(DEPENDENCE), len(TRUST)))
    clear = np.zeros_like(differences, bool)
    for (i, total), (j, trust) in product(enumerate(DEPENDENCE), enumerate(TRUST)):
        hierarchy, network = lab.logics({"dependence.total": total, "trust.initial": trust})
        found = gain(network.joint_value, hierarchy.joint_value)
        differences[i, j], clear[i, j] = found.mean, found.sign != 0
    save(regime_map(TRUST, DEPENDENCE, differences, clear, len(lab.seeds)), DOCS / "figures" / "which_logic")


def main(arguments: list[str]) -> None:
    """Write the page and the figure."""
    pairs = int(arguments[1]) if arguments[:1] == ["--pairs"] else PAIRS
    lab, few = Laboratory(pairs), Laboratory(max(8, pairs // 12))
    draw(lab)
    settings = max(20, pairs * 2 // 3)
    asked = (interdependence(lab), moderators(lab), variety(lab), turbulence(lab))
    sections = [*asked, hybrids(few), landscape(few, settings)]
    head = f"""# First findings

Made by `python -m experiments.first_findings`, not by hand. Scenario `baseline`: 8 organisations, everybody tied to
everybody, 60 rounds, unless a row says otherwise. {pairs} pairs a cell ({len(few.seeds)} in the last two sections),
seeds 1 and up, {lab.runs + few.runs:,} runs in all, engine {digest(*ENGINE)}. Joint value is per organisation and
round, where an organisation alone makes 0.5. In brackets 95 % intervals of paired differences.

Why {pairs} pairs: near the threshold runs under network logic are bimodal, and joint value has a standard deviation of
0.1 to 0.2 between runs; with {pairs} pairs the interval of a mean difference reaches about
{2 * 0.15 / np.sqrt(pairs):.2f} to either side.

![Which logic creates more value](figures/which_logic.png)

"""
    (DOCS / "first_findings.md").write_text(head + "\n".join(sections), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
