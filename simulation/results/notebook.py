"""What Python gives back: runs, a what-if and an advice that show themselves in a notebook.

Each is a line by itself, a small table as the last line of a cell, the whole report when it is printed, a DataFrame by
`to_frame` and a figure by `plot`. What they say and draw comes from the same functions as on the command line. Units
and meanings of outcomes: `samenspel outcomes`, or `samenspel.measures.Outcomes`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..reading import Word
from ..scenario import Scenario
from .advice import Advice
from .comparison import Comparison, setting, summary_intervals
from .counsel import Counsel
from .intervals import Difference, Interval
from .misfit import MisfitError
from .outcomes import LANGUAGES
from .replicates import Replicate
from .uncertainty import Posterior

if TYPE_CHECKING:
    import pandas
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class Runs:
    """Runs of a scenario.

    Attributes
    ----------
    scenario
        As it was run, with all that was asked.
    changes
        What was asked to differ, by name.
    replicates
        A `samenspel.results.replicates.Replicate` a run, in the order of their seeds: `.summary`, and `.history`,
        outcomes of every round, shape (rounds,).
    posterior
        Of which each run had another draw, where it was asked for.
    """

    scenario: Scenario
    changes: Mapping[str, Any]
    replicates: list[Replicate]
    posterior: Posterior | None = None

    def __len__(self) -> int:
        return len(self.replicates)

    @cached_property
    def summary(self) -> dict[str, Interval]:
        """Mean over the runs of every outcome, by name: `mean`, `low` and `high` (95 %), `count` (runs)."""
        return summary_intervals(self.replicates)

    def to_frame(self, every_round: bool = False) -> pandas.DataFrame:
        """The outcomes: one row a run, by its seed.

        Parameters
        ----------
        every_round
            Give one row a run and round, with the outcomes of the round.
        """
        import pandas

        from .record import round_columns, summary_columns

        return pandas.DataFrame((round_columns if every_round else summary_columns)(self.replicates))

    def plot(self) -> Figure:
        """Value over time, for whom, the five conditions, and relations."""
        from .figures import of_runs

        return of_runs(self.scenario, self.replicates)

    def __str__(self) -> str:
        from .report import of_runs

        return of_runs(self.scenario, self.changes, self.replicates, posterior=self.posterior)

    def __repr__(self) -> str:
        from .report import logic_in_words, plural

        said = "".join(f", {name} = {setting(self.scenario, name)}" for name in self.changes if "." in name)
        first, last = self.replicates[0].seed, self.replicates[-1].seed
        seeds = f"seed {first}" if first == last else f"seeds {first} to {last}"
        how = f"{plural(len(self), 'run')} of {plural(self.scenario.rounds, 'round')}, {seeds}"
        return f"<Runs of '{self.scenario.name}'{said}, {logic_in_words(self.scenario)}: {how}>"

    def _repr_html_(self) -> str:
        from .report import columns_of, outcome_rows, what_was_run

        parts = ("value", "conditions", "network", "hierarchical")
        rows = [row for part in parts for row in outcome_rows(self.summary, len(self), part)]
        header = ("", columns_of(2)[1] if len(self) > 1 else "value", *columns_of(len(self))[2:])
        return as_html(self.scenario.title, what_was_run(self.scenario, self.replicates), header, rows)


@dataclass(frozen=True, repr=False)
class WhatIf(Comparison):
    """A what-if: pairs of runs on the same seeds, without and with changes.

    Attributes
    ----------
    baseline, changed
        The scenario of each side.
    changes
        What is different between them, by name.
    before, after
        The runs of each side; those in the same place are a pair.
    settings
        What was asked of both sides.
    """

    settings: Mapping[str, Any]

    @cached_property
    def summary(self) -> dict[str, Difference]:
        """What the changes do to every outcome, by name: `interval` of the difference, `higher`, `lower`."""
        return self.differences()

    def to_frame(self, every_pair: bool = False) -> pandas.DataFrame:
        """The differences: one row an outcome, with its unit, both sides and the 95 % interval.

        Parameters
        ----------
        every_pair
            Give one row a pair and outcome.
        """
        import pandas

        from .record import difference_columns, pair_columns

        return pandas.DataFrame((pair_columns if every_pair else difference_columns)(self))

    def plot(self) -> Figure:
        """Value over time on both sides, pair by pair, and everything that is a share."""
        from .figures import of_comparison

        return of_comparison(self)

    def __str__(self) -> str:
        from .report import of_comparison

        return of_comparison(self, self.settings)

    def _repr_html_(self) -> str:
        from .report import HEADLINES, SIDES, difference_rows, in_words

        told = {name: self.summary[name] for name in ("joint_value", *HEADLINES)}
        title = f"{self.baseline.title}: what if?"
        return as_html(title, in_words(self, self.summary), ("", *SIDES), difference_rows(self, told))


@dataclass(frozen=True, repr=False)
class Advised(Advice):
    """An advice on a scenario: see `samenspel.results.advice.Advice`.

    Attributes
    ----------
    scenario
        The group that it is for.
    posterior
        What parameters were drawn from; None for a range around what they are.
    counsel
        What a board is told.
    """

    scenario: Scenario
    posterior: Posterior | None
    counsel: Counsel

    @cached_property
    def summary(self) -> dict[str, Interval]:
        """What an investment in each condition brings, by condition: `mean`, `low` and `high` (95 %), `count`."""
        return self.effects()

    def to_frame(self) -> pandas.DataFrame:
        """One row a condition, from most gain to least, and one for doing nothing.

        Columns: `mean`, `low`, `high` of the gain in the unit of the outcome, `count` of what it is of;
        `probability_best`; `best_in_pairs`, a share; `spent`, effort-rounds.
        """
        import pandas

        from .advice_in_words import described

        told = described(self.scenario, self, self.posterior)
        nothing = {"name": "nothing", "mean": 0.0, "spent": 0.0, **told["nothing"]}
        return pandas.DataFrame([*told["conditions"], nothing]).rename(columns={"name": "condition"})

    def plot(self) -> Figure:
        """What each condition brings, with its interval, and the probability that it is the best."""
        from .figures import of_advice

        return of_advice(self.scenario, self)

    def __str__(self) -> str:
        return self.told()

    def told(self, language: str = "en", names: bool = True) -> str:
        """What a board is told, with names of partners or without; in English the numbers of each condition come after
        it.
        """
        from .advice_in_words import of_board
        from .nameless import nameless

        language = Word(LANGUAGES).read(language, "language")
        scenario, counsel = (self.scenario, self.counsel) if names else nameless(self.scenario, self.counsel)
        return of_board(scenario, self, counsel, self.posterior, language)

    def page(self, path: str | Path, language: str = "en", names: bool = True) -> None:
        """Write what a board is told as a page to print, a new file, with names of partners or without.

        Raises
        ------
        InputError
            There is a file already, or no such folder or language.
        """
        from .counsel_page import write_page
        from .nameless import nameless

        scenario, counsel = (self.scenario, self.counsel) if names else nameless(self.scenario, self.counsel)
        write_page(Path(path), scenario, counsel, self, Word(LANGUAGES).read(language, "language"))

    def _repr_html_(self) -> str:
        from .advice_in_words import NO_FORECAST, effect_rows, in_words

        header, *rows = effect_rows(self)
        return as_html(
            f"{self.scenario.title}: which condition first?", f"{in_words(self)} {NO_FORECAST}", header, rows
        )


class MissedError(MisfitError):
    """There is no advice, as the model misses what the group scores itself; `told` and `page` say what there is."""

    def told(self, language: str = "en") -> str:
        """The figures of the group, why there is no advice on them and what can be done, as text."""
        from .misfit_in_words import as_text

        return as_text(self, Word(LANGUAGES).read(language, "language"))

    def page(self, path: str | Path, language: str = "en") -> None:
        """Write the same as a page to print, a new file.

        Raises
        ------
        InputError
            There is a file already, or no such folder or language.
        """
        from .misfit_in_words import write_page

        write_page(Path(path), self, Word(LANGUAGES).read(language, "language"))


def as_html(title: str, said: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A title, what is said, and a table of which the first and last columns are words.

    Parameters
    ----------
    title, said
        What stands above the table.
    header
        Of the columns.
    rows
        Each as long as the header; columns that are empty in all are left out.

    Examples
    --------
    >>> as_html("A & B", "It rises.", ("", "mean", ""), [("  trust", "0.60", "")])[:64]
    '<p><b>A &amp; B</b><br>It rises.</p><table><thead><tr><th></th><'
    """
    from html import escape

    from .report import filled

    columns = filled(header, rows)
    words = {0, len(columns) - 1} if columns[-1][0] == "" else {0}

    def line(cells: Sequence[str], tag: str) -> str:
        return "".join(
            f"<{tag}{' style="text-align:left"' if place in words and cell else ''}>{escape(cell.strip())}</{tag}>"
            for place, cell in enumerate(cells)
        )

    first, *others = zip(*columns, strict=True)
    body = "".join(f"<tr>{line(cells, 'td')}</tr>" for cells in others)
    return (
        f"<p><b>{escape(title)}</b><br>{escape(said)}</p>"
        f"<table><thead><tr>{line(first, 'th')}</tr></thead><tbody>{body}</tbody></table>"
    )
