"""What is asked of the model, from Python and on the command line: a run, a what-if, an advice.

`run`, `compare` and `advise` are for a notebook (`import samenspel as sp`), and give results that show themselves
there. They and the commands of the same names take the steps below, so that both give the same numbers, and refuse the
same things; what an option is called is all that differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from numbers import Integral
from pathlib import Path
from typing import Any

from .errors import InputError
from .networks import Generated, expected_ties
from .parameters import number
from .progress import progress, say_if_compiling
from .reading import check_known, show
from .results.advice import AIMS, OPTIONS, PAIRS, SETS, Advice
from .results.advice import advise as advised
from .results.comparison import Comparison, setting
from .results.counsel import Counsel, after_months, check_answered, check_fit, check_rounds, counsel, most_runs
from .results.misfit import MisfitError
from .results.notebook import Advised, MissedError, Runs, WhatIf
from .results.replicates import Replicate, replicate
from .results.uncertainty import Posterior, parameter_sets, read_posterior
from .scenario import LOGIC, Scenario, as_scenario, with_changes

MOST_RUNS = 10_000
MOST_ROUNDS = 10_000_000  # of all runs together: what is kept of them fits in 3 GB
LAST_SEED = 2**63 - 1
MOST_THREADS = 256
MOST_DAYS = 7
SECONDS = 1e-7  # of a tie in a round
REPLICATES, EFFORT, VARY = 200, 1.0, 0.2  # of an advice, unless they are said
YEAR = 12  # months of a first phase (assumption)

Named = Callable[[str], str]  # what an option is called by whoever asks
Watched = Callable[[int], AbstractContextManager[Callable[[int], None]]]  # as `samenspel.progress.progress`


# For a notebook ----------------------------------------------------------------------------------------------------


def run(
    scenario: Scenario | str | Path,
    changes: Mapping[str, Any] | None = None,
    *,
    logic: str | None = None,
    rounds: int | None = None,
    seed: int | None = None,
    replicates: int = 1,
    threads: int | None = None,
    posterior: str | Path | None = None,
) -> Runs:
    """Run a scenario, once or on many seeds; the same as `samenspel run`.

    Parameters
    ----------
    scenario
        A scenario, or the name or path of one; `samenspel.scenarios()` says which come with the model.
    changes
        What differs from the scenario, by name: `{"trust.initial": 0.6}`. `samenspel parameters` lists all, with
        their units.
    logic
        `"hierarchy"` or `"network"`, for all six contrasts; a contrast in `changes` comes after it.
    rounds
        Of a run; by default those of the scenario, which says what a round stands for.
    seed
        The first, by default that of the scenario.
    replicates
        Runs, on consecutive seeds: one is chance.
    threads
        By default as many as there are processors; the results do not depend on it.
    posterior
        CSV file of draws of parameters, or folder of a calibration: each run has another draw.

    Returns
    -------
    samenspel.results.notebook.Runs
        Outcomes of every run and round; `.summary`, `.to_frame()`, `.plot()`, and `print` for the whole report.

    Raises
    ------
    InputError
        What cannot be taken, in one line, with the nearest that can.

    Examples
    --------
    >>> runs = run("baseline", {"trust.initial": 0.6}, logic="network", rounds=12, replicates=20)
    >>> runs
    <Runs of 'baseline', trust.initial = 0.6, network logic: 20 runs of 12 rounds, seeds 1 to 20>
    >>> runs.summary["joint_value"].count
    20
    """
    changes = changed(changes, logic, rounds)
    case = with_changes(as_scenario(scenario), changes)
    seeds = checked_seeds(case, seed, replicates, threads)
    drawn = None if posterior is None else read_posterior(Path(posterior), case, changes)
    with progress(len(seeds) * case.rounds) as watch:
        return Runs(case, changes, replicated(case, seeds, 0, threads, watch, drawn), drawn)


def compare(
    scenario: Scenario | str | Path,
    changes: Mapping[str, Any] | None = None,
    *,
    other: Scenario | str | Path | None = None,
    logic: str | None = None,
    rounds: int | None = None,
    seed: int | None = None,
    replicates: int = 100,
    threads: int | None = None,
) -> WhatIf:
    """Ask what if: a scenario as it stands, and with changes, in pairs on the same seeds; as `samenspel compare`.

    The runs of a pair share their chance, so that whatever differs is caused by the changes.

    Parameters
    ----------
    scenario
        A scenario, or the name or path of one.
    changes
        What is different in the what-if: `{"logic": "hierarchy"}`, `{"effort.relation": 0.8}`; of organisations
        `{"Town.commitment": "+0.4"}`, `{"Town.leaves": 12}` and more, see `samenspel.partners`.
    other
        Another scenario to set beside the first, for as many rounds; changes are then made to that one.
    logic, rounds
        On both sides; by default those of the scenario.
    seed, replicates
        The first seed, and the number of pairs, on consecutive seeds.
    threads
        As for `run`.

    Returns
    -------
    samenspel.results.notebook.WhatIf
        Differences of every outcome with their 95 % intervals: `.summary`, `.to_frame()`, `.plot()`, and `print`.

    Raises
    ------
    InputError
        What cannot be taken, in one line; that nothing is different.

    Examples
    --------
    >>> found = compare("baseline", {"trust.initial": 0.8}, rounds=12, replicates=20)
    >>> found
    <WhatIf of 'baseline', what if trust.initial = 0.8: 20 pairs>
    >>> found.summary["trust"].interval.sign
    1
    """
    settings = changed(None, logic, rounds)
    baseline = with_changes(as_scenario(scenario), settings)
    changes, beside = checked(changes), None if other is None else as_scenario(other)
    if beside is not None:
        beside = set_beside(baseline, beside, settings)
    changed_side, seeds = other_side(baseline, changes, seed, replicates, threads, beside=beside)
    if beside is not None:
        changes = {"scenario": beside.name, **changes}
    with progress(len(seeds) * (baseline.rounds + changed_side.rounds)) as watch:
        return WhatIf(**vars(pairs(baseline, changed_side, changes, seeds, threads, watch)), settings=settings)


def advise(
    scenario: Scenario | str | Path,
    changes: Mapping[str, Any] | None = None,
    *,
    outcome: str = "joint_value",
    effort: float = EFFORT,
    phase: int | None = None,
    posterior: str | Path | None = None,
    vary: float = VARY,
    logic: str | None = None,
    rounds: int | None = None,
    seed: int | None = None,
    replicates: int = REPLICATES,
    threads: int | None = None,
) -> Advised:
    """Ask what a group can do, in which order, and how sure that is; the same as `samenspel advise`.

    Parameters
    ----------
    scenario, changes, logic, rounds, seed, threads
        As for `run`.
    outcome
        What it is for: an outcome of a run that is always defined, and of which it is known whether more is better.
    effort
        Effort a round on a condition, 0 to 1.
    phase
        Rounds of the first phase; by default those of a year, or all if there are less.
    posterior
        CSV with a column for each parameter and a row for each draw, as a calibration leaves it.
    vary
        How uncertain parameters are that have no posterior: share of their value, up and down.
    replicates
        Pairs of runs for each condition.

    Returns
    -------
    samenspel.results.notebook.Advised
        What each condition brings, and the probability that it is the best: `.summary`, `.probabilities()`,
        `.to_frame()`, `.plot()`, and `print` for the whole text.

    Raises
    ------
    InputError
        What cannot be taken, in one line. Where the model misses what a group scores itself, it has `.told(language)`
        and `.page(path, language)`: the figures of the group, why there is no advice, and what can be done.

    Examples
    --------
    >>> found = advise("baseline", rounds=6, phase=3, replicates=10)
    >>> found
    <Advised on joint_value: 1 effort for 3 rounds, 10 pairs>
    >>> sorted(found.summary)
    ['ambition', 'interests', 'organisation', 'process', 'relation']
    """
    changes = changed(changes, logic, rounds)
    case = with_changes(as_scenario(scenario), changes)
    posterior = None if posterior is None else Path(posterior)
    try:
        found, drawn, told = advice_on(
            case, changes, outcome, effort, phase, posterior, vary, seed, replicates, threads
        )
    except MisfitError as missed:
        raise MissedError(missed.scenario, missed.index) from None
    return Advised(**vars(found), scenario=case, posterior=drawn, counsel=told)


# Steps that the command line takes too -------------------------------------------------------------------------------


def checked(changes: object) -> dict[str, Any]:
    """Changes, if they are values by name; none is no change."""
    if changes is None:
        return {}
    if not isinstance(changes, Mapping) or not all(isinstance(name, str) for name in changes):
        example = "values by name, such as {'trust.initial': 0.6}"
        raise InputError("got {got}, allowed: {allowed}", "changes", got=show(changes), allowed=example)
    return dict(changes)


def changed(
    changes: Mapping[str, Any] | None, logic: str | None = None, rounds: int | None = None, named: Named = str
) -> dict[str, Any]:
    """All that is asked to differ, by name; a bundle of logic comes first, so that one contrast can differ.

    Parameters
    ----------
    changes
        Values by name; None for no change.
    logic, rounds
        The same by a word of their own; None where they are not asked for.
    named
        What an option is called by whoever asks.
    """
    changes = checked(changes)
    for name, value in (("logic", logic), ("rounds", rounds)):
        if value is not None and name in changes:
            raise InputError("{name} is given twice", named(name), name=name)
    if logic is not None:
        LOGIC.read(logic, named("logic"))
    return {
        **({} if logic is None else {"logic": logic}),
        **changes,
        **({} if rounds is None else {"rounds": rounds}),
    }


def checked_seeds(
    scenario: Scenario, first: int | None, replicates: int, threads: int | None, named: Named = str
) -> range:
    """The seeds of all runs, if they are as they should be.

    Parameters
    ----------
    scenario
        With its own seed and rounds.
    first
        Of the seeds; None for that of the scenario.
    replicates
        How many.
    threads
        None for as many as there are processors.
    named
        What an option is called by whoever asks.
    """
    first = scenario.seed if first is None else first
    check_whole(replicates, 1, MOST_RUNS, named("replicates"))
    if replicates * scenario.rounds > MOST_ROUNDS:
        raise InputError(
            "{replicates} runs of {rounds} rounds are {played} rounds, allowed: {most}",
            named("replicates"),
            replicates=replicates,
            rounds=scenario.rounds,
            played=replicates * scenario.rounds,
            most=MOST_ROUNDS,
        )
    check_days(scenario, replicates, named)
    check_whole(first, 0, LAST_SEED - (replicates - 1), named("seed"))
    if threads is not None:
        check_whole(threads, 1, MOST_THREADS, named("threads"))
    return range(int(first), int(first) + int(replicates))


def check_days(scenario: Scenario, replicates: int, named: Named) -> None:
    """Refuse what would take many days: the time goes by ties and organisations, in every round of every run."""
    ties = ties_of(scenario)
    days = seconds_of(scenario, replicates * scenario.rounds, ties) / 86_400
    if days > MOST_DAYS:
        raise InputError(
            "{replicates} runs of {rounds} rounds with {ties} ties would take about {got:,.0f} days on one thread, "
            "allowed: {most}",
            named("replicates"),
            replicates=replicates,
            rounds=scenario.rounds,
            ties=ties,
            got=days,
            most=MOST_DAYS,
        )


def ties_of(scenario: Scenario) -> int:
    """How many ties a scenario has, or is expected to have where chance makes them."""
    declare = scenario.declare
    if isinstance(declare, Generated):
        return int(expected_ties(declare.generator, len(scenario.labels), declare.arguments))
    return int(declare(scenario.seed).ties.size)


def seconds_of(scenario: Scenario, rounds: int, ties: int) -> float:
    """About how long so many rounds of a scenario take, of all runs together, on one thread."""
    return rounds * (ties + 10 * len(scenario.labels)) * SECONDS


def check_whole(value: object, low: int, high: int, where: str, what: str = "") -> None:
    """Refuse what is no whole number in a range.

    Parameters
    ----------
    value
        What was given.
    low, high
        The range, ends included.
    where
        What the option is called.
    what
        Of what it is a number, to follow the range in the message.
    """
    if not isinstance(value, Integral) or isinstance(value, bool) or not low <= int(value) <= high:
        raise InputError(
            "got {got}, allowed: a whole number from {low} to {high}{what}",
            where,
            got=value,
            low=low,
            high=high,
            what=what,
        )


def replicated(
    scenario: Scenario,
    seeds: range,
    kept: int,
    threads: int | None,
    watch: Callable[[int], None],
    posterior: Posterior | None = None,
) -> list[Replicate]:
    """All runs; see `samenspel.results.replicates.replicate`.

    Parameters
    ----------
    scenario, seeds, threads, watch
        As of `replicate`.
    kept
        Runs of which the organisations of every round are kept, from the first on.
    posterior
        Of which each run has another draw; None for the parameters of the scenario.
    """
    say_if_compiling()
    return replicate(scenario, seeds, kept, threads, watch, posterior.draws if posterior else ())


def set_beside(baseline: Scenario, other: Scenario, settings: Mapping[str, Any]) -> Scenario:
    """Another scenario with the settings of both sides, for as many rounds as the first has."""
    return with_changes(other, {**settings, "rounds": baseline.rounds})


def other_side(
    baseline: Scenario,
    changes: Mapping[str, Any],
    seed: int | None,
    replicates: int,
    threads: int | None,
    named: Named = str,
    beside: Scenario | None = None,
) -> tuple[Scenario, range]:
    """The scenario of a what-if, and the seeds of its pairs, once it is sure that there is something to compare.

    Parameters
    ----------
    baseline
        The scenario as it stands.
    changes
        What is different in the what-if.
    seed, replicates, threads
        As for `compare`.
    named
        What an option is called by whoever asks.
    beside
        Another scenario, to which the changes are made; None for the same one.
    """
    said, where = " ".join(f"{name}={value}" for name, value in changes.items()), named("changes")
    if not changes and beside is None:
        example = f"what is different in the what-if, such as {{'trust.initial': 0.6}}; {named('logic')} and "
        example += f"{named('rounds')} hold for both sides"
        raise InputError("got none, allowed: {allowed}", where, allowed=example)
    if "seed" in changes:
        raise InputError("seed: a pair shares its seed; use {option} for both sides", where, option=named("seed"))
    changed = with_changes(beside or baseline, changes)
    if beside is None and all(setting(changed, name) == setting(baseline, name) for name in changes):
        raise InputError("{said}: that is what it is already, so there is nothing to compare", where, said=said)
    seeds = checked_seeds(baseline, seed, replicates, threads, named)
    checked_seeds(changed, seed, replicates, threads, named)
    return changed, seeds


def pairs(
    baseline: Scenario,
    changed: Scenario,
    changes: Mapping[str, Any],
    seeds: range,
    threads: int | None,
    watch: Callable[[int], None],
) -> Comparison:
    """Both sides of a what-if on the same seeds.

    Parameters
    ----------
    baseline, changed
        Both sides.
    changes
        What is different, by name.
    seeds
        Of the pairs.
    threads
        None for as many as there are processors.
    watch
        Is told how many rounds were played since it was told last.
    """
    before = replicated(baseline, seeds, 0, threads, watch)
    return Comparison(baseline, changed, changes, before, replicated(changed, seeds, 0, threads, watch))


def advice_on(
    scenario: Scenario,
    own: Mapping[str, Any],
    outcome: str,
    effort: float,
    phase: int | None,
    posterior: Path | None,
    vary: float,
    seed: int | None,
    replicates: int,
    threads: int | None,
    named: Named = str,
    watched: Watched = progress,
) -> tuple[Advice, Posterior | None, Counsel]:
    """What an investment in each condition would bring, the posterior that was drawn from, and what a board is told.

    Parameters
    ----------
    scenario
        As it is to be invested in.
    own
        The changes that were asked for: no posterior overrules them.
    outcome, effort, phase, posterior, vary, seed, replicates, threads
        As for `advise`.
    named
        What an option is called by whoever asks.
    watched
        What shows how far it is, from the number of rounds that there are in all.
    """
    check_rounds(scenario)
    check_answered(scenario)
    check_known([outcome], AIMS, named("outcome"), "outcome")
    number(0, 1, "effort per round", "").read(effort, named("effort"))
    phase = first_phase(scenario) if phase is None else phase
    check_whole(phase, 1, scenario.rounds, named("phase"), ", the rounds of a run")
    seeds = checked_seeds(scenario, seed, replicates, threads, named)
    played = len(OPTIONS) * len(seeds) * scenario.rounds
    if played > MOST_ROUNDS:
        raise InputError(
            "{replicates} runs of {options} options are {played} rounds, allowed: {most}",
            named("replicates"),
            replicates=replicates,
            options=len(OPTIONS),
            played=played,
            most=MOST_ROUNDS,
        )
    number(0, 1, "share of a parameter", "").read(vary, named("vary"))
    least = SETS * PAIRS
    if posterior and replicates < least:
        where, option = named("replicates"), named("posterior")
        raise InputError("got {got}, allowed: at least {least} with {option}", where, got=replicates, least=least,
                         option=option)  # fmt: skip
    drawn = read_posterior(posterior, scenario, own) if posterior else None
    count = len(seeds) // PAIRS
    uncertain = count >= SETS and (drawn or vary > 0.0)
    sets = parameter_sets(scenario, vary, count, seeds.start, drawn.draws if drawn else ()) if uncertain else []
    say_if_compiling()
    with watched(rounds_of_advice(scenario, len(seeds), phase)) as watch:
        check_fit(scenario, threads)
        found = advised(scenario, seeds, outcome, effort, phase, sets, threads, watch)
        watch((len(seeds) - len(found.seeds)) * len(OPTIONS) * scenario.rounds)  # what did not go round
        told = counsel(scenario, seeds, outcome, effort, phase, sets, found.gains if sets else None, threads, watch)
    return found, drawn, told


def first_phase(scenario: Scenario) -> int:
    """Rounds of the first phase where nobody says how long it is: a year, or all rounds where there are less."""
    return min(after_months(scenario, YEAR), scenario.rounds)


def rounds_of_advice(scenario: Scenario, replicates: int, phase: int) -> int:
    """How many rounds an advice plays at most.

    Parameters
    ----------
    scenario
        The group.
    replicates
        Pairs of runs for each condition.
    phase
        Rounds of the first phase.
    """
    return scenario.rounds * (len(OPTIONS) * replicates + most_runs(scenario, replicates, phase))
