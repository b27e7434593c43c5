"""The report of a sweep: a page that opens offline, and its figures; only what fits the method of the design.

Every section is one analysis: a sentence computed from its numbers, a figure, how it was computed, and the numbers.
What could not be done is said at the end of the page, with the reason.
"""

from __future__ import annotations

import base64
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas

from simulation.errors import InputError
from simulation.measures import Outcomes
from simulation.reading import show
from simulation.results.report import figure, plural

from .analysis import (
    contrasts,
    discovery,
    distributions,
    effects,
    modes,
    ranking,
    regimes,
    sensitivity,
    trajectories,
)
from .analysis.tables import at_points, check_outcome, points_of
from .analysis.words import Outcome, enumerated, outcome_of, shown
from .factors import Factor
from .results import Results, read
from .sampling import Method

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PAGE = "index.html"
MADE_BY = "samenspel report"
MOST_ROWS = 100  # of a table on the page; the file beside it has all
MOST_GROUPS = 6
LOGIC = "logic"
CASES_SHARE = 0.25


@dataclass(frozen=True)
class Section:
    """One analysis, as it stands on the page.

    Attributes
    ----------
    key
        What its files are called, after the outcome.
    heading, reading, note
        For people: what is asked, what the numbers say, how they were computed.
    table
        The numbers.
    figure
        The picture; None where there is nothing to see.
    """

    key: str
    heading: str
    reading: str
    note: str
    table: pandas.DataFrame
    figure: Figure | None


class Written(NamedTuple):
    """A report: the page, its readings in order, and what was left out and why."""

    page: Path
    readings: list[str]
    left_out: list[str]


def report(folder: str | Path, out: str | Path | None = None, outcome: str | None = None) -> Written:
    """Write the report of a sweep, finished or not."""
    results = read(folder)
    if results.runs["error"].notna().all():
        raise InputError(f"{folder}: nothing to analyse: all {len(results.runs):,} runs failed")
    outcomes = [outcome] if outcome is not None else list(results.outcomes)
    for name in outcomes:
        check_outcome(name)
    place = destination(Path(out) if out is not None else results.folder / "report")
    left_out: list[str] = []
    parts = []
    for name in outcomes:
        about = outcome_of(name)
        made = list(analysed(results, about, left_out))
        if made:
            parts.append({"outcome": about, "sections": [kept(section, name, place) for section in made]})
    if not parts:
        raise InputError(f"{folder}: nothing to analyse: {'; '.join(left_out)}")
    page = place / PAGE
    page.write_text(page_of(results, parts, left_out), encoding="utf-8")
    return Written(page, [section["reading"] for part in parts for section in part["sections"]], left_out)


def destination(place: Path) -> Path:
    """The folder of a report, made if it is not there."""
    if place.exists() and not place.is_dir():
        raise InputError(f"--out {place}: it is a file, allowed: a folder")
    page = place / PAGE
    ours = page.exists() and MADE_BY in page.read_text(encoding="utf-8", errors="replace")[:2000]
    if place.exists() and any(place.iterdir()) and not ours:
        raise InputError(f"--out {place}: holds other things, allowed: a new folder, or one of an earlier report")
    place.mkdir(parents=True, exist_ok=True)
    return place


# --- which analyses fit -------------------------------------------------------------------------------------------

Analysis = Callable[[Results, Outcome], Iterator[Section]]


def analyses_for(method: Method) -> list[Analysis]:
    """Those that fit a method, in the order of the page."""
    return [ANALYSES[one] for one in method.questions]


def analysed(results: Results, outcome: Outcome, left_out: list[str]) -> Iterator[Section]:
    """The sections of an outcome; what cannot be done goes to `left_out`."""
    if results.runs[outcome.name].isna().all():
        left_out.append(f"{outcome.title}: it is not defined in any run")
        return
    for analysis in analyses_for(results.method):
        try:
            yield from analysis(results, outcome)
        except InputError as reason:
            left_out.append(f"{NAMES[analysis]}: {reason}")


def both_logics(results: Results) -> bool:
    """Whether the two logics are compared."""
    return LOGIC in results.factors and set(regimes.TWO_LOGICS) <= set(results.runs[LOGIC])


def by_what(results: Results) -> str | None:
    """What tells groups of runs apart: the logic, or else a factor of a few words."""
    words = [name for name, factor in results.factors.items() if factor.kind == "word"]
    if not results.method.balanced:
        return None  # groups would differ in other things too
    few = [name for name in words if 2 <= results.runs[name].nunique() <= MOST_GROUPS]
    return next((name for name in (LOGIC, "scenario", *few) if name in few and not name.startswith("logic.")), None)


# --- the analyses -------------------------------------------------------------------------------------------------


def of_regimes(results: Results, outcome: Outcome) -> Iterator[Section]:
    """Which logic creates more, and where."""
    from .figures import label_of, regime_line, regime_map

    others = [name for name in results.factors if name != LOGIC]
    if not both_logics(results) or not others:
        return
    deciding = regimes.deciding_factors(results.runs, outcome.name)
    if not deciding:
        return
    numbers = [name for name in deciding if results.factors[name].kind != "word"]
    axes = (numbers[:2] if len(numbers) > 1 else deciding[:1]) or deciding[:1]
    x, y = axes[0], axes[1] if len(axes) > 1 else None
    table = regimes.regimes(results.runs, outcome.name, x, y)
    reading = regimes.in_words(table, outcome, x, y)
    title = f"Which logic: {outcome.title}"
    rest = [name for name in others if name not in axes]
    note = f"Mean over {enumerated(rest) if len(rest) < 3 else f'{len(rest)} other factors'}. " if rest else ""
    if y is None:
        picture = regime_line(
            table, results.factors[x], outcome, regimes.TWO_LOGICS, title, f"{note}Open: cannot be told from chance."
        )
    else:
        xs, ys = np.unique(table["x"]), np.unique(table["y"])
        shape, at = (ys.size, xs.size), (np.searchsorted(ys, table["y"]), np.searchsorted(xs, table["x"]))
        difference, clear = np.full(shape, np.nan), np.zeros(shape, bool)
        difference[at], clear[at] = table["difference"], table["better"] != ""
        picture = regime_map(
            xs,
            ys,
            difference,
            clear,
            0,
            label_of(results.factors[x], 90),
            label_of(results.factors[y], 60),
            title,
            f"{note}Black line: equal. ×: cannot be told from chance.",
            f"network less hierarchy\n{outcome.title} ({outcome.unit})",
            verb="is higher",
        )
    yield Section(
        "regimes",
        "Which logic, and where?",
        reading,
        "Network less hierarchy at every setting of the other factors, on the same seeds; means over the factors "
        "that are not on an axis. Intervals of paired differences (Student) at 95 %, over "
        + ("points in a cell." if results.drawn else "replicates."),
        table.rename(columns={"x": x, "y": y or "y"}),
        picture,
    )


def of_effects(results: Results, outcome: Outcome) -> Iterator[Section]:
    """What each factor does."""
    from .figures import effects_figure

    crossed = both_logics(results) and results.method.balanced and len(results.factors) > 1
    by = LOGIC if crossed and LOGIC not in results.drawn else None
    table = effects.main_effects(results.runs, outcome.name, by=by)
    order = effects.ordered(table)
    if by:
        reading = " ".join(
            f"With {group}, {effects.in_words(rows, outcome)}" for group, rows in table.groupby(by, sort=False)
        )
    else:
        reading = effects.in_words(table, outcome)
    paired = bool(table["paired"].all())
    yield Section(
        "effects",
        "What does each factor do?",
        reading,
        (
            "Means over all points that share everything but this factor, on the same seeds; intervals over "
            "replicates (Student), those of differences from the first value of paired differences."
            if paired
            else f"Points were drawn: means over points with this value, or over {effects.CLASSES} classes of equally "
            "many points, with intervals over points (Student; Welch for differences); factors that were crossed "
            "are compared in pairs."
        ),
        table,
        effects_figure(table, results.factors, outcome, order, by),
    )


def of_shapley(results: Results, outcome: Outcome) -> Iterator[Section]:
    """The share of each factor in the whole difference."""
    from .figures import intervals_figure

    levels = {name: factor.values or (factor.low, factor.high) for name, factor in results.factors.items()}
    table = contrasts.shapley_shares(results.runs, outcome.name, levels)
    _, _, _, both = contrasts.corners(results.runs, outcome.name, levels)
    parts = table.iloc[:-1].sort_values("value", ascending=False, kind="stable")
    shown_table = pandas.concat([parts, table.iloc[[-1]]])
    yield Section(
        "shapley",
        "Whose is the difference?",
        contrasts.shares_in_words(table, outcome, both),
        "Shapley values (1953): each factor is turned from its first to its second value in every order, and gets "
        "the mean of the differences that it makes at its turn; they add up to the total. Its share is of all that "
        "moves, up or down. Computed for every replicate by itself; intervals over replicates (Student).",
        table,
        intervals_figure(
            f"Shares in the difference of {outcome.title}",
            "Shapley values; last, all factors together. Open: cannot be told from chance.",
            list(shown_table["factor"]),
            {"value": tuple(shown_table[name].to_numpy(float) for name in ("value", "low", "high"))},
            f"{outcome.label}, with 95 % interval",
        ),
    )


def of_factorial(results: Results, outcome: Outcome) -> Iterator[Section]:
    """Effects and interactions of a two-level design."""
    from .figures import intervals_figure

    levels = {name: factor.values or (factor.low, factor.high) for name, factor in results.factors.items()}
    table = contrasts.factorial_effects(results.runs, outcome.name, levels)
    ranked = table.loc[table["effect"].abs().sort_values(ascending=False, kind="stable").index].head(16)
    labels = [row.factor + (f" × {row.other}" if row.other else "") for row in ranked.itertuples()]
    left = f"The largest 16 of {len(table)}." if len(table) > 16 else ""
    yield Section(
        "factorial",
        "What does each factor do, and which depend on each other?",
        contrasts.effects_in_words(table, outcome),
        "The mean over all points with the second value less that with the first; an interaction is half of how "
        "much the effect of the one differs between the values of the other (Box, Hunter and Hunter 2005). "
        "Intervals over replicates (Student).",
        table,
        intervals_figure(
            f"Effects on {outcome.title}",
            f"A cross joins two factors that interact. Open: cannot be told from chance. {left}",
            labels,
            {"effect": tuple(ranked[name].to_numpy(float) for name in ("effect", "low", "high"))},
            f"{outcome.label}, with 95 % interval",
        ),
    )


def of_ranking(results: Results, outcome: Outcome) -> Iterator[Section]:
    """Which point is best."""
    from .figures import MOST_ROWS, OF_LOGIC, intervals_figure

    table = ranking.ranking(results.runs, outcome.name)
    names = list(results.factors)
    shown_table = table
    colours, left = None, ""
    if len(table) > MOST_ROWS:
        pure = table[[len(set(row)) == 1 for row in table[names].astype(str).to_numpy()]]
        shown_table = table.loc[table.index.isin([*table.index[: MOST_ROWS - len(pure)], *pure.index[:MOST_ROWS]])]
        left = f"{len(shown_table)} of {len(table)}: the highest, and those with the same value of every factor."
    if both_logics(results):
        colours = [OF_LOGIC[logic]["color"] for logic in shown_table[LOGIC]]
        left = "Orange: hierarchy. Blue: network."
    yield Section(
        "ranking",
        "Which is best?",
        ranking.in_words(table, outcome, names),
        "Means over replicates with 95 % intervals (Student). The best is chosen by every other replicate and "
        "judged on the rest, in paired differences on the same seeds, so that it does not profit from its luck.",
        table.reset_index(),
        intervals_figure(
            f"{outcome.Title}, from the highest",
            left,
            [ranking.name_of(row, names) for _, row in shown_table.iterrows()],
            {"mean": tuple(shown_table[name].to_numpy(float) for name in ("mean", "low", "high"))},
            f"{outcome.label}, mean with 95 % interval",
            open_at_zero=False,
            colours=colours,
        ),
    )


def at_settings(results: Results, outcome: Outcome) -> Iterator[tuple[str, np.ndarray]]:
    """The outcome at every drawn point, the mean over replicates, for each setting of what is crossed."""
    means = at_points(results.runs, outcome.name)
    means = means.mean(axis=1)
    for values, points in results.settings():
        yield ", ".join(shown(value) for value in values.values()), means.reindex(points).to_numpy(float)


def of_sobol(results: Results, outcome: Outcome) -> Iterator[Section]:
    """Sobol indices."""
    from .figures import intervals_figure

    second = results.method.second_order
    for setting, values in at_settings(results, outcome):
        table = sensitivity.sobol_indices(values, results.drawn, second)
        ranked = table.sort_values("total", ascending=False, kind="stable")
        blocks = values.size // results.method.block(len(results.drawn))
        yield Section(
            "sobol" + (f"-{setting}" if setting else ""),
            "What explains the differences?" + (f" ({setting})" if setting else ""),
            (f"With {setting}: " if setting else "") + sensitivity.sobol_in_words(table, outcome),
            f"First-order and total Sobol indices of {blocks} blocks (SALib; Sobol 2001, estimators of Saltelli et "
            "al. 2010), with bootstrap intervals at 95 %, of means over the same replicates at every point. "
            "Estimates can fall a little outside 0 and 1.",
            table,
            intervals_figure(
                f"Share of the variance of {outcome.title}" + (f", {setting}" if setting else ""),
                "By itself: if this factor were known. With others: if all but this one were. Open: cannot be told "
                "from 0.",
                list(ranked["factor"]),
                {
                    "with others": tuple(ranked[name].to_numpy(float) for name in ("total", "total_low", "total_high")),
                    "by itself": tuple(ranked[name].to_numpy(float) for name in ("first", "first_low", "first_high")),
                },
                "share of the variance, with 95 % interval",
            ),
        )


def of_morris(results: Results, outcome: Outcome) -> Iterator[Section]:
    """Elementary effects."""
    from .figures import intervals_figure

    for setting, values in at_settings(results, outcome):
        table = sensitivity.elementary_effects(results.cube(), values, results.drawn, results.method.levels)
        ranked = table.sort_values("mu_star", ascending=False, kind="stable")
        half = ranked["sigma"].to_numpy(float)
        yield Section(
            "morris" + (f"-{setting}" if setting else ""),
            "What matters at all?" + (f" ({setting})" if setting else ""),
            (f"With {setting}: " if setting else "") + sensitivity.morris_in_words(table, outcome),
            "Elementary effects (Morris 1991) of steps in one factor, scaled to its whole range: mu* is the mean of "
            "their size (Campolongo et al. 2007) with a bootstrap interval at 95 % (SALib), sigma their standard "
            "deviation. mu* is never below 0: a small one may be the luck of runs.",
            table,
            intervals_figure(
                f"How far each factor moves {outcome.title}" + (f", {setting}" if setting else ""),
                "Over its whole range. sigma: how much that depends on the others.",
                list(ranked["factor"]),
                {
                    "mu*": tuple(ranked[name].to_numpy(float) for name in ("mu_star", "low", "high")),
                    "sigma": (half, half, half),
                },
                outcome.label,
                open_at_zero=False,
            ),
        )


def of_scores(results: Results, outcome: Outcome) -> Iterator[Section]:
    """Feature scores."""
    from .figures import intervals_figure

    table = discovery.feature_scores(results.runs, outcome.name)
    score = table["score"].to_numpy(float)
    yield Section(
        "scores",
        "Which factors tell?",
        discovery.scores_in_words(table, outcome.title),
        "Shares in what extremely randomised trees explain (ema_workbench; Jaxa-Rozen and Kwakkel 2018); they add "
        "up to 1, so that a factor that does nothing has a little more than 0.",
        table,
        intervals_figure(
            f"What tells {outcome.title}",
            "",
            list(table["factor"]),
            {"score": (score, score, score)},
            "share of what trees explain",
            open_at_zero=False,
        ),
    )


def of_trajectories(results: Results, outcome: Outcome) -> Iterator[Section]:
    """How it goes over rounds."""
    from .figures import trajectories_figure

    if not results.manifest["design"].get("every_round") or outcome.name not in Outcomes._fields:
        return
    by = by_what(results)
    about = outcome_of(outcome.name, of_a_round=True)
    table = trajectories.trajectories(
        results.rounds(outcome.name), outcome.name, points_of(results.runs)[by] if by else None
    )
    yield Section(
        "trajectories",
        "How does it go over rounds?",
        trajectories.in_words(table, about, by),
        "Mean and percentiles over all runs of a group, round by round.",
        table,
        trajectories_figure(table, about, by),
    )


def of_distribution(results: Results, outcome: Outcome) -> Iterator[Section]:
    """How runs are spread."""
    from .figures import distribution_figure

    by = by_what(results)
    everything = distributions.distribution(results.runs, outcome.name)
    table = distributions.distribution(results.runs, outcome.name, by) if by else everything
    groups = [(value, results.runs[results.runs[by] == value]) for value in table[by]] if by else [("", results.runs)]
    reading = distributions.in_words(everything, outcome)
    if by:
        reading += f" {distributions.in_words(table, outcome)}"
    yield Section(
        "distribution",
        "How far do runs lie apart?",
        reading,
        "All runs of all points, so that it depends on which points were chosen. The interval of the mean is over "
        "replicates (Student).",
        table,
        distribution_figure({value: rows[outcome.name].to_numpy(float) for value, rows in groups}, table, outcome),
    )


def of_modes(results: Results, outcome: Outcome) -> Iterator[Section]:
    """Whether the same conditions end in two ways."""
    from .figures import modes_figure

    if outcome.yes_or_no:
        return
    found = modes.modes_at_points(results.runs, outcome.name)
    if found.empty:
        raise InputError(f"no point has {modes.FEWEST} runs in which it is defined")
    table = at_points(results.runs, outcome.name, shared=False)
    where = points_of(results.runs)
    two = found[found["two"]]
    chosen_evenly = f" (at most {modes.MOST_POINTS}, evenly chosen)" if len(table) > modes.MOST_POINTS else ""
    chosen = two.assign(apart=two["upper"] - two["lower"]).nlargest(3, "apart")
    samples = {
        ranking.name_of(where.loc[point], list(results.factors)): table.loc[point].dropna().to_numpy()
        for point in chosen.index
    }
    yield Section(
        "modes",
        "Do the same conditions end in two ways?",
        modes.in_words(found, outcome),
        f"Hartigan's dip test (1985) for more than one mode, against {modes.SAMPLES:,} even samples, at every point "
        f"with {modes.FEWEST} runs or more{chosen_evenly}; of the points found, about one in twenty by chance "
        "(Benjamini and Hochberg 1995); either kind holds a tenth of the runs at least, and is divided from the other "
        "where least variance is left within both (Fisher 1958).",
        where.join(found, how="inner").reset_index(),
        modes_figure(samples, list(chosen["split"]), outcome) if len(two) else None,
    )


def of_discovery(results: Results, outcome: Outcome) -> Iterator[Section]:
    """Where it goes wrong."""
    runs = results.runs
    if outcome.yes_or_no:
        yield found_where(results, runs[outcome.name] > 0.5, "the collaboration falls apart", "discovery")
        return
    threshold = float(runs[outcome.name].quantile(CASES_SHARE))
    cases = runs[outcome.name] <= threshold
    what = f"{outcome.title} is in its lowest quarter (at most {figure(threshold, 3)})"
    if cases.mean() > 2.0 * CASES_SHARE:
        raise InputError(
            f"{outcome.title} is {figure(threshold, 3)} in {cases.mean():.0%} of runs, so that it has no lowest quarter"
        )
    yield found_where(results, cases, what, "discovery")
    apart = runs["dissolved"] > 0.5
    if "dissolved" not in results.outcomes and apart.sum() >= discovery.FEWEST_CASES:
        yield found_where(results, apart, "the collaboration falls apart", "dissolved")


def found_where(results: Results, cases: pandas.Series, what: str, key: str) -> Section:
    """The box in which something happens."""
    from .figures import box_figure

    box = discovery.discover(results.runs, cases)
    rows = [(name, show(limit).strip("()")) for name, limit in box.limits.items()]
    return Section(
        key,
        "When does it fall apart?" if key == "dissolved" else "When does it go wrong?",
        discovery.in_words(box, what),
        "PRIM (Friedman and Fisher 1999; ema_workbench): of the boxes on its way, that with the highest harmonic "
        "mean of density and coverage, less limits that may be chance (quasi-p above 0.05; Bryant and Lempert "
        "2010). Found on one half of the runs, and counted on the other.",
        pandas.DataFrame(rows, columns=["factor", "limits"]).assign(
            density=box.density, coverage=box.coverage, share=box.share
        ),
        box_figure(box, results.factors, what),
    )


ANALYSES: dict[str, Analysis] = {
    "map": of_regimes,
    "effects": of_effects,
    "shapley": of_shapley,
    "interactions": of_factorial,
    "best": of_ranking,
    "sobol": of_sobol,
    "morris": of_morris,
    "scores": of_scores,
    "course": of_trajectories,
    "spread": of_distribution,
    "modes": of_modes,
    "where": of_discovery,
}
NAMES = {
    of_regimes: "which logic, and where",
    of_effects: "what each factor does",
    of_shapley: "shares in the difference",
    of_factorial: "effects and interactions",
    of_ranking: "which is best",
    of_sobol: "Sobol indices",
    of_morris: "elementary effects",
    of_scores: "feature scores",
    of_trajectories: "trajectories",
    of_distribution: "distribution",
    of_modes: "whether the same conditions end in two ways",
    of_discovery: "scenario discovery",
}


# --- the page -----------------------------------------------------------------------------------------------------


def kept(section: Section, outcome: str, place: Path) -> dict[str, Any]:
    """A section with its files written, as the template takes it."""
    from .figures import save

    name = f"{outcome}-{section.key}".replace(" ", "_").replace("/", "_").replace(",", "")
    drawn = None
    if section.figure is not None:
        save(section.figure, place / name)
        drawn = base64.b64encode((place / f"{name}.svg").read_bytes()).decode()
    section.table.to_csv(place / f"{name}.csv", index=False, float_format="%.6g")
    rows = section.table.head(MOST_ROWS)
    return {
        "anchor": name,
        "heading": section.heading,
        "reading": section.reading,
        "note": section.note,
        "picture": drawn,
        "columns": list(rows.columns),
        "rows": [[cell(value) for value in row] for row in rows.itertuples(index=False)],
        "more": len(section.table) - len(rows),
        "file": f"{name}.csv",
    }


def cell(value: object) -> str:
    """A number or a word, as a table shows it."""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int | np.integer) else str(value)


def page_of(results: Results, parts: list[dict[str, Any]], left_out: list[str]) -> str:
    """The page."""
    try:
        from jinja2 import Environment, PackageLoader
    except ImportError:
        raise InputError("a report needs jinja2: pip install 'samenspel[experiments]'") from None
    environment = Environment(
        loader=PackageLoader("experiments", ""), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html").render(
        made_by=MADE_BY,
        results=results,
        status=results.status,
        said=what_was_run(results),
        parts=parts,
        left_out=left_out,
        factors=list(results.factors.values()),
        values_of=values_of,
        versions=results.manifest["versions"],
    )


def what_was_run(results: Results) -> list[tuple[str, str]]:
    """Runs, points, replicates, and what failed."""
    status, design = results.status, results.manifest["design"]
    first = design.get("seed", 1)
    counts = results.runs.groupby("point").size()
    replicates = f"{counts.min()}" if counts.min() == counts.max() else f"{counts.min()} to {counts.max()}"
    failed = results.runs["error"].dropna()
    method = results.method.name.replace("_", " ")
    if results.crossed:
        method += f", crossed with {enumerated(results.crossed)}"
    of = f" of {status.wanted:,}" if status.runs < status.wanted else ""
    lines = [
        ("Runs", f"{status.runs:,}{of}"),
        ("Points", f"{len(counts):,}" + (f" of {status.points:,}" if len(counts) < status.points else "")),
        ("Replicates of a point", f"{replicates}, seeds from {first:,} up, the same at every point"),
        ("Failed", f"{len(failed):,}: {failed.iloc[0]}" if len(failed) else "none"),
        ("Method", method),
        ("Scenario", enumerated(list(results.manifest["scenarios"]))),
    ]
    if fixed := design.get("set"):
        lines.append(("Set for every run", ", ".join(f"{name} = {shown(value)}" for name, value in flat_items(fixed))))
    return lines


def flat_items(table: dict[str, Any]) -> list[tuple[str, Any]]:
    """Nested tables as dotted names."""
    from .factors import flat

    return list(flat(table).items())


def values_of(factor: Factor) -> str:
    """What a factor was varied over."""
    if factor.values:
        return enumerated([shown(value) for value in factor.values], 8)
    return f"{shown(float(factor.low))} to {shown(float(factor.high))}"


def in_short(written: Written) -> str:
    """What the command says of a report."""
    lines = itertools.chain(written.readings, (f"Left out: {reason}." for reason in written.left_out))
    count = plural(len(written.readings), "analysis").replace("analysiss", "analyses")
    return "\n\n".join([*lines, f"{count}: {written.page}"])
