"""What a calibration says: whether the model has the data, what they say, whether they could, and what they cannot."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from samenspel.results.figures import BLUE, ORANGE, QUIET, STYLE
from samenspel.results.report import percent

from ..answers import Answer
from ..answers.sheet import GRID, along, entitle, sheet, upright, write_numbers
from ..factors import Factor
from ..page import PAGE, About, Written, destination, kept, page_of
from ..words import Speech, begun
from .data import OF_A_ROUND, Datum
from .kept import Calibrated
from .posterior import ENDS, LEVEL, Posterior

WIDE, NARROW = 0.9, 2.0 / 3.0  # of what was thought possible: above, nothing is told; up to here, it is found again
TOGETHER = 0.5  # correlation from which two are told of together
DOUBT = 0.01  # chance of so few ranges that hold the value, where they are right, below which they are too narrow
MOST_PANELS = 12
MOST_TOLD = 3  # numbers that are told to lie farthest off
SHOWN_DRAWS = 4_000  # of which a histogram is made


def report(came: Calibrated, out: str | Path | None = None, language: str = "en") -> Written:
    """Write what came of a calibration: a page that opens offline, with figures and tables beside it.

    Parameters
    ----------
    came
        What came of it.
    out
        Folder of the page; by default `report` in that of the calibration.
    language
        `en` or `nl`.
    """
    say = Speech(language)
    place = destination(Path(out) if out is not None else came.folder / "report")
    sections = [kept(one, "calibration", place) for one in answers(came, say)]
    page = place / PAGE
    page.write_text(page_of(about(came, say), [{"outcome": None, "sections": sections}], [], say), encoding="utf-8")
    return Written(page, [one["reading"] for one in sections], [])


def answers(came: Calibrated, say: Speech) -> list[Answer]:
    """What there is to say of what came of a calibration."""
    saying = Saying(came, say)
    with mpl.rc_context(STYLE):
        made = [saying.fit(), saying.learnt(), saying.again(), saying.untold()]
        for one in made:
            if one.figure is not None:
                write_numbers(one.figure, say)
    return made


def about(came: Calibrated, say: Speech) -> About:
    """What the page begins with."""
    manifest, generations = came.manifest, came.tried.generations
    collaborations = say.enumerated(manifest["seeds"]["collaborations"])
    later = len(generations[1].numbers) if len(generations) > 1 else 0
    said = [
        (say("untold.data"), say("untold.data_said", data=len(came.data), collaborations=collaborations)),
        (
            say("untold.draws"),
            say("untold.draws_said", first=len(generations[0].numbers), generations=len(generations) - 1, draws=later),
        ),
        (say("untold.seeds"), say("untold.seeds_said", first=manifest["seeds"]["first"])),
    ]
    return About(
        manifest["title"], manifest["question"], "", said, list(came.parameters), manifest["versions"],
        "untold.intervals",
    )  # fmt: skip


def portion(share: float) -> str:
    """A share of what was thought possible, of which no range tells less than all of it."""
    return percent(min(share, 1.0))


class Saying:
    """What is said of a calibration, in words and as figures.

    Attributes
    ----------
    came
        What came of it.
    say
        In which language.
    """

    def __init__(self, came: Calibrated, say: Speech) -> None:
        self.came, self.say = came, say

    # --- does the model have the data -----------------------------------------------------------------------------

    @cached_property
    def expected(self) -> pandas.DataFrame:
        """A row a number that was measured, and what the model expects of it."""
        sets = self.came.measured(self.came.fresh)
        low, middle, high = np.nanquantile(sets, (ENDS[0], 0.5, ENDS[1]), axis=0)
        spread = np.nanstd(sets, axis=0)
        values = np.array([one.value for one in self.came.data])
        return pandas.DataFrame({
            "collaboration": [one.collaboration for one in self.came.data],
            "what": [one.what for one in self.came.data],
            "round": [one.round for one in self.came.data],
            "value": values,
            "error": [one.error for one in self.came.data],
            "low": low, "middle": middle, "high": high,
            "off": np.abs(values - middle) / np.where(spread > 0.0, spread, 1e-9),
        })  # fmt: skip

    def fit(self) -> Answer:
        """Whether the model has what was measured."""
        table, say = self.expected, self.say
        farther, sets = self.came.as_far
        inside = int(((table["low"] <= table["value"]) & (table["value"] <= table["high"])).sum())
        worst = table.nlargest(MOST_TOLD, "off").index
        said = {
            "sets": sets, "farther": farther, "inside": inside, "data": len(table),
            "usual": say.figure(LEVEL * len(table), 0),
        }  # fmt: skip
        farthest = say.enumerated([self.datum(self.came.data[place], table.loc[place]) for place in worst])
        reading = say("fit.misses", **said, farthest=farthest) if self.came.misses else say("fit.has", **said)
        shown = pandas.DataFrame({
            say("fit.collaboration"): table["collaboration"],
            say("fit.along"): [one or say("fit.whole") for one in table["round"]],
            say("fit.what"): [self.outcome(one) for one in self.came.data],
            say("fit.measured"): map(say.figure, table["value"]),
            say("fit.error"): map(say.figure, table["error"]),
            say("fit.expected"): map(say.figure, table["middle"]),
            say("fit.ninth"): [self.span(row["low"], row["high"]) for _, row in table.iterrows()],
        })  # fmt: skip
        note = say("fit.note", sets=len(self.came.fresh.numbers))
        return Answer("fit", say("fit.asks"), reading, note, shown, table, self.draw_fit())

    def outcome(self, one: Datum) -> str:
        """What a number is of."""
        return self.say.outcome(one.what, of_a_round=bool(one.round)).title

    def datum(self, one: Datum, row: pandas.Series) -> str:
        """What a number was measured as, and what it was expected to be."""
        key = "fit.datum" if one.round else "fit.datum_of_a_run"
        ends = {name: self.say.figure(row[name]) for name in ("value", "low", "high")}
        return self.say(key, what=self.outcome(one), whom=one.collaboration, round=one.round, **ends)

    def span(self, low: float, high: float) -> str:
        """From one number to another."""
        return self.say("page.between", low=self.say.figure(low), high=self.say.figure(high))

    def draw_fit(self) -> Figure:
        """A panel a collaboration and outcome, over rounds."""
        say, table = self.say, self.expected
        farthest = table.groupby(["collaboration", "what"], sort=False)["off"].max()
        shown = list(farthest.nlargest(MOST_PANELS).index)
        some = say("fit.some", shown=len(shown), all=len(farthest)) if len(farthest) > len(shown) else ""
        panels = [one for one in farthest.index if one in shown]
        columns = min(3, len(panels))
        rows = -(-len(panels) // columns)
        figure = sheet(2.3 * rows, say("fit.title"), say("fit.figure_note", some=some))
        grid = figure.subplots(rows, columns, squeeze=False).ravel()
        for axes, (whom, what) in zip(grid, panels, strict=False):
            self.draw_course(axes, table[(table["collaboration"] == whom) & (table["what"] == what)])
            entitle(axes, f"{whom}: {say.outcome(what, of_a_round=what in OF_A_ROUND).title}", columns)
        for axes in grid[len(panels) :]:
            axes.set_axis_off()
        along(figure, say("fit.along"))
        return figure

    def draw_course(self, axes: Axes, table: pandas.DataFrame) -> None:
        """What was measured of one outcome in one collaboration, over what was expected."""
        table = table.sort_values("round")
        rounds = table["round"]
        if len(table) > 1 and (rounds > 0).all():
            axes.fill_between(rounds, table["low"], table["high"], color=BLUE, alpha=0.18, lw=0)
            axes.plot(rounds, table["middle"], color=BLUE, lw=1.6)
        else:
            axes.errorbar(
                rounds, table["middle"], [table["middle"] - table["low"], table["high"] - table["middle"]],
                color=BLUE, alpha=0.5, lw=8, ls="", marker="_", ms=16,
            )  # fmt: skip
        axes.errorbar(rounds, table["value"], table["error"], color="black", ls="", marker="o", ms=4.5, lw=1.2)
        axes.grid(axis="y", color=GRID, lw=0.7)
        axes.set_axisbelow(True)
        if (rounds == 0).any():
            axes.set_xticks(rounds, [one or self.say("fit.whole") for one in rounds])
        axes.margins(x=0.08)

    # --- what do they say -----------------------------------------------------------------------------------------

    def share(self, quantiles: np.ndarray) -> np.ndarray:
        """Which share of what was thought possible lies within ranges, shape of a row of them.

        Parameters
        ----------
        quantiles
            Standard normal numbers, the lower ends first, shape (2, ...).
        """
        from scipy.special import ndtr

        return (ndtr(quantiles[1]) - ndtr(quantiles[0])) / LEVEL

    @cached_property
    def posterior(self) -> pandas.DataFrame:
        """A row a parameter: its range before and now, and how much narrower it is."""
        ends = self.came.posterior.quantiles((ENDS[0], 0.5, ENDS[1]))
        shares = self.share(ends[[0, 2]])
        rows = []
        for place, one in enumerate(self.came.parameters):
            low, middle, high = self.values(one, ends[:, place])
            least, most = one.at(np.array(ENDS))
            rows.append(
                {"factor": one.name, "low": low, "middle": middle, "high": high, "least": least, "most": most,
                 "share": shares[place]}
            )  # fmt: skip
        return pandas.DataFrame(rows)

    @staticmethod
    def values(parameter: Factor, places: np.ndarray) -> np.ndarray:
        """The values of a parameter at standard normal numbers."""
        from scipy.special import ndtr

        return parameter.at(ndtr(places))

    def learnt(self) -> Answer:
        """What the data say of each parameter, and of which together."""
        say, table = self.say, self.posterior
        told = [
            say(
                "learnt.narrower", factor=say.factor(row["factor"]), share=portion(row["share"]),
                **{name: say.figure(row[name], 3) for name in ("low", "high", "least", "most")},
            )
            for _, row in table.sort_values("share", kind="stable").iterrows()
            if row["share"] <= WIDE
        ]  # fmt: skip
        untold = table[table["share"] > WIDE]
        if len(untold):
            share = portion(untold["share"].min())
            told.append(
                say("learnt.nothing", factors=say.enumerated([*map(say.factor, untold["factor"])]), share=share)
            )
        told += [
            say("learnt.together", one=say.factor(one), other=say.factor(other), correlation=say.figure(found))
            for one, other, found in self.pairs
        ]
        tried = self.came.tried
        drawn, failed = sum(len(one.numbers) for one in tried.generations), sum(one.failed for one in tried.generations)
        lacking = drawn - len(tried.pool.points) - failed
        rests = say(
            "learnt.rests", kept=len(self.came.posterior.weights), all=drawn, counts=round(self.came.posterior.counts),
            failed=say("learnt.failed", count=failed) if failed else "",
            lacking=say("learnt.lacking", count=lacking) if lacking else "",
        )  # fmt: skip
        before, now = (
            [self.span(row[low], row[high]) for _, row in table.iterrows()]
            for low, high in (("least", "most"), ("low", "high"))
        )
        shown = pandas.DataFrame({
            say("page.factor"): map(say.name, table["factor"]), say("learnt.before"): before, say("fit.ninth"): now,
            say("learnt.middle"): [say.figure(one, 3) for one in table["middle"]],
            say("learnt.share"): map(portion, table["share"]),
        })  # fmt: skip
        reading = say("learnt.reading", told=" ".join(told), rests=rests)
        return Answer("posterior", say("learnt.asks"), reading, say("learnt.note"), shown, table, self.draw_posterior())

    @property
    def pairs(self) -> list[tuple[str, str, float]]:
        """Parameters that go together, those that do so most first."""
        names, found = [one.name for one in self.came.parameters], self.came.posterior.correlations
        every = [
            (names[one], names[other], float(found[one, other])) for one in range(len(names)) for other in range(one)
        ]
        return sorted((one for one in every if abs(one[2]) >= TOGETHER), key=lambda one: -abs(one[2]))

    def draw_posterior(self) -> Figure:
        """A panel a parameter: what was thought before, and what is left of it."""
        figure, grid = self.panels(2.0, self.say("learnt.title"), self.say("learnt.figure_note"))
        draws = self.came.posterior.draws(SHOWN_DRAWS, np.random.default_rng(0))
        even = (np.arange(SHOWN_DRAWS) + 0.5) / SHOWN_DRAWS
        for place, (axes, one) in enumerate(zip(grid, self.came.parameters, strict=True)):
            row, bins = self.posterior.iloc[place], np.linspace(one.low, one.high, 21).tolist()
            axes.hist(one.at(even), bins, density=True, color=GRID, lw=0)
            axes.hist(self.values(one, draws[:, place]), bins, density=True, color=BLUE, alpha=0.75, lw=0)
            top = axes.get_ylim()[1]
            axes.plot((row["low"], row["high"]), (-0.06 * top,) * 2, color=BLUE, lw=3, solid_capstyle="butt")
            axes.plot(row["middle"], -0.06 * top, "o", color=BLUE, ms=6, mec="white")
            axes.set_ylim(-0.14 * top, top)
            axes.set_yticks([])
            axes.spines["left"].set_visible(False)
            axes.set_xlim(one.low, one.high)
            axes.locator_params(axis="x", nbins=5)
        return figure

    def panels(self, height: float, title: str, note: str) -> tuple[Figure, list[Axes]]:
        """A sheet with a panel a parameter, under its name."""
        say, count = self.say, len(self.came.parameters)
        columns = min(3, count)
        figure = sheet(height * -(-count // columns), title, note)
        grid = figure.subplots(-(-count // columns), columns, squeeze=False).ravel()
        for axes, one in zip(grid, self.came.parameters, strict=False):
            entitle(axes, begun(say.name(one.name)), columns)
        for axes in grid[count:]:
            axes.set_axis_off()
        return figure, list(grid[:count])

    # --- could they tell at all -----------------------------------------------------------------------------------

    @cached_property
    def truths(self) -> tuple[np.ndarray, np.ndarray]:
        """What was put in, shape (truths, parameters), and what was found: low, middle, high of each, first axis."""
        data = self.came.measured(self.came.truths)
        able = ~np.isnan(data).any(axis=1)
        summaries = self.came.tried.summary.of(data[able])
        found = [self.told(self.came.tried.pool.posterior(one)) for one in summaries]
        return self.came.truths.points[able], np.stack(found, axis=1)

    @cached_property
    def near(self) -> tuple[np.ndarray, np.ndarray]:
        """The same of draws nearest to the data, each left out of what is kept for it."""
        pool = self.came.tried.pool
        places = pool.near(self.came.tried.observed)
        few = Posterior(places[:, None].astype(float), pool.weights[places] / pool.weights[places].sum())
        count = min(len(self.came.truths.numbers), int(few.counts))  # no more than they count for
        some = few.draws(count, np.random.default_rng(self.came.tried.seed))[:, 0].astype(int)
        found = [self.told(pool.posterior(pool.summaries[place], place)) for place in some]
        return pool.points[some], np.stack(found, axis=1)

    @staticmethod
    def told(posterior: Posterior) -> np.ndarray:
        """Low, middle and high of each parameter, shape (3, parameters)."""
        return posterior.quantiles((ENDS[0], 0.5, ENDS[1]))

    @cached_property
    def recovery(self) -> pandas.DataFrame:
        """A row a parameter: how many ranges held the value, how many middles came nearer, and how wide ranges were."""
        points, found = self.truths
        close, around = self.near
        return pandas.DataFrame({
            "factor": [one.name for one in self.came.parameters],
            "truths": len(points),
            "held": ((found[0] <= points) & (points <= found[2])).sum(axis=0),
            "nearer": (np.abs(found[1] - points) < np.abs(points)).sum(axis=0),
            "share": self.share(found[[0, 2]]).mean(axis=0),
            "near": len(close),
            "near_held": ((around[0] <= close) & (close <= around[2])).sum(axis=0),
            "near_share": self.share(around[[0, 2]]).mean(axis=0),
        })  # fmt: skip

    def again(self) -> Answer:
        """Whether data of this kind can find a parameter again at all."""
        from scipy.stats import binom

        say, table = self.say, self.recovery
        truths, near = int(table["truths"].iloc[0]), int(table["near"].iloc[0])
        told = [say("again.truths", truths=truths)]
        found: dict[str, list[str]] = {"can": [], "hardly": [], "cannot": []}
        for _, row in table.sort_values("share", kind="stable").iterrows():
            key = "can" if row["share"] <= NARROW else "hardly" if row["share"] <= WIDE else "cannot"
            share = portion(row["share"])
            found[key].append(
                say("again.one", factor=say.factor(row["factor"]), share=share, nearer=row["nearer"], held=row["held"])
            )
        told += [say(f"again.{key}", factors=say.enumerated(some)) for key, some in found.items() if some]
        values = [
            say("again.near_value", held=row["near_held"], factor=say.factor(row["factor"]))
            for _, row in table.iterrows()
        ]
        told.append(say("again.near", near=near, values=say.enumerated(values)))
        least, least_near = (binom.ppf(DOUBT, count, LEVEL) for count in (truths, near))
        narrow = table[(table["held"] < least) | (table["near_held"] < least_near)]["factor"]
        if len(narrow):
            told.append(say("again.narrow", factors=say.enumerated([*map(say.factor, narrow)])))
        shown = pandas.DataFrame({
            say("page.factor"): map(say.name, table["factor"]),
            say("again.column_held"): map(say.cell, table["held"]),
            say("again.column_nearer"): map(say.cell, table["nearer"]),
            say("again.column_of"): map(say.cell, table["truths"]),
            say("learnt.share"): map(portion, table["share"]),
            say("again.column_near"): [say("page.of", there=one, every=near) for one in table["near_held"]],
        })  # fmt: skip
        return Answer("again", say("again.asks"), " ".join(told), say("again.note"), shown, table, self.draw_again())

    def draw_again(self) -> Figure:
        """A panel a parameter: what was found of each value that was put in."""
        figure, grid = self.panels(2.7, self.say("again.title"), self.say("again.figure_note"))
        points, found = self.truths
        for place, (axes, one) in enumerate(zip(grid, self.came.parameters, strict=True)):
            truth = self.values(one, points[:, place])
            low, middle, high = (self.values(one, found[end, :, place]) for end in range(3))
            held = (low <= truth) & (truth <= high)
            axes.plot((one.low, one.high), (one.low, one.high), color=QUIET, lw=0.9, zorder=0)
            for some, colour in ((held, BLUE), (~held, ORANGE)):
                axes.vlines(truth[some], low[some], high[some], color=colour, lw=0.8, alpha=0.45)
                axes.plot(truth[some], middle[some], "o" if colour == BLUE else "s", color=colour, ms=3)
            axes.locator_params(nbins=5)
        along(figure, self.say("again.along"))
        upright(figure, self.say("again.upright"))
        return figure

    # --- what can they not tell -----------------------------------------------------------------------------------

    def untold(self) -> Answer:
        """What the data cannot tell, by the counts of what was found again."""
        say, table = self.say, self.recovery
        none = table[table["share"] > WIDE]
        counts = [
            say("untold.count", truths=row["truths"], nearer=row["nearer"], factor=say.factor(row["factor"]))
            for _, row in none.iterrows()
        ]
        factors = [*map(say.factor, none["factor"])]
        told = (
            say("untold.some", factors=say.enumerated(factors), counts=say.enumerated(counts))
            if len(none)
            else say("untold.none")
        )
        shown = pandas.DataFrame({
            say("page.factor"): map(say.name, none["factor"]),
            say("again.column_nearer"): map(say.cell, none["nearer"]),
            say("again.column_of"): map(say.cell, none["truths"]),
        })  # fmt: skip
        reading = f"{told} {say('untold.always')}"
        return Answer("untold", say("untold.asks"), reading, say("untold.note"), shown, none, None)
