"""What a search says: trade-offs, what is done for them, what holds in fresh worlds, and regret; each with its numbers.

Nothing is called the best. A few of the front are told of by letters, chosen by the search alone: those that had most
of each aim, and the one of least regret. All that is said of them is from worlds that the search did not see.
"""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from samenspel.results.figures import BLACK, COLOURS, QUIET, STYLE
from samenspel.results.intervals import Interval, mean_interval
from samenspel.results.outcomes import capitalised
from samenspel.results.report import plural
from samenspel.runs import mean_of_defined

from ..analysis.effects import welch
from ..answers import Answer
from ..answers.sheet import GRID, MARKERS, along, sheet, upright
from ..factors import Factor, is_effort
from ..page import PAGE, About, Written, destination, kept, page_of
from ..words import ENGLISH, size_of
from .front import SELDOM, Front
from .kept import Found
from .plan import MEAN, Aim

FEWEST_WORLDS = 10  # fresh ones, below which nothing is told of them
OTHERS = "#b9b9b9"
NOWHERE = "cannot be run in a fresh world"
LEAST_EFFORT = 0.01  # a round, below which there is none worth telling
MOST_VALUES = 12  # of a lever, that are written along its row


def report(found: Found, out: str | Path | None = None) -> Written:
    """Write what a search found: a page that opens offline, with figures and tables beside it.

    Parameters
    ----------
    found
        What it found.
    out
        Folder of the page; by default `report` in that of the search.
    """
    place = destination(Path(out) if out is not None else found.folder / "report")
    sections = [kept(one, "search", place) for one in answers(found)]
    page = place / PAGE
    page.write_text(page_of(about(found), [{"outcome": None, "sections": sections}], []), encoding="utf-8")
    return Written(page, [one["reading"] for one in sections], [])


def answers(found: Found) -> list[Answer]:
    """What there is to say of what a search found."""
    saying = Saying(Front(found))
    with mpl.rc_context(STYLE):
        return [saying.tradeoffs(), saying.deeds(), saying.held(), saying.regret()]


def about(found: Found) -> About:
    """What the page begins with."""
    manifest, broken = found.manifest, int(found.broken.sum())
    runs = found.outcomes[~found.broken, :, 0]
    failed = int(np.isnan(runs).sum())
    judged = "by the mean over worlds" if manifest["judged"] == MEAN else "by the mean of the worst quarter of worlds"
    (first, last), (begins, ends) = manifest["seeds"]["worlds"], manifest["seeds"]["fresh"]
    unknown = ENGLISH.enumerated(manifest["unknown"]) if manifest["unknown"] else "the luck of the seed alone"
    said = [
        ("Aims", ENGLISH.enumerated([aim.sought for aim in found.aims])),
        ("Interventions tried", f"{len(found.tried):,}, judged {judged}"),
        ("Worlds of the search", f"{found.outcomes.shape[1]}, seeds {first:,} to {last:,}"),
        ("Fresh worlds", f"{found.fresh.shape[1]}, seeds {begins:,} to {ends:,}"),
        ("Differs between worlds", unknown),
        *([("Break a constraint", f"{plural(broken, 'intervention')}, not run")] if broken else []),
        ("Runs that failed", f"{failed:,} of {runs.size:,}; what fails anywhere is not on the front"),
        ("Scenario", ENGLISH.enumerated(list(manifest["scenarios"]))),
    ]
    return About(
        found.manifest["title"], found.manifest["question"], "", said, list(found.levers), manifest["versions"]
    )


class Saying:
    """What is said of a front, in words and as figures.

    Attributes
    ----------
    front
        What is counted.
    """

    def __init__(self, front: Front) -> None:
        self.front, self.found = front, front.found
        self.aims = self.found.aims

    @cached_property
    def letters(self) -> dict[str, int]:
        """The interventions that are told of, by letter."""
        return {chr(ord("A") + count): place for count, place in enumerate(dict.fromkeys(self.front.told.values()))}

    @property
    def marks(self) -> list[tuple[str, int, str, str]]:
        """Letter, place, colour and marker of each of these; the first 49 differ."""
        several = len(MARKERS)
        return [
            (letter, place, COLOURS[count % len(COLOURS)], MARKERS[(count + count // several) % several])
            for count, (letter, place) in enumerate(self.letters.items())
        ]

    def chosen_for(self, place: int) -> str:
        """For what one is told of."""
        reasons = [reason for reason, one in self.front.told.items() if one == place]
        return ENGLISH.enumerated([most_of(one, self.aims) for one in reasons])

    @property
    def who_is_who(self) -> str:
        """For what each letter is told of."""
        said = (f"{letter}: {self.chosen_for(place)}" for letter, place in self.letters.items())
        return f"Chosen by the search: {'; '.join(said)}."

    @property
    def rests_on(self) -> str:
        """What everything that is said rests on."""
        (first, last), (begins, ends) = self.found.manifest["seeds"]["worlds"], self.found.manifest["seeds"]["fresh"]
        tried, worlds, _ = self.found.outcomes.shape
        return (
            f"It rests on {tried:,} interventions in {worlds} worlds (seeds {first:,} to {last:,}), and on "
            f"{self.found.fresh.shape[1]} fresh worlds (seeds {begins:,} to {ends:,})."
        )

    @property
    def too_few(self) -> str:
        """What is said where fresh worlds are too few to tell."""
        count = self.found.fresh.shape[1]
        if count >= FEWEST_WORLDS:
            return ""
        return f"With {plural(count, 'fresh world')} nothing can be told of these; from {FEWEST_WORLDS} on it can. "

    # --- what can be had, and at what price -----------------------------------------------------------------------

    def tradeoffs(self) -> Answer:
        """The front, and a few of it against doing nothing."""
        tried, worlds, _ = self.found.outcomes.shape
        count = len(self.found.front)
        judged = "on average over" if self.found.manifest["judged"] == MEAN else "in the worst quarter of"
        if count == 1:
            beaten = "one was better than every other, or as good, in every aim"
        else:
            beaten = (
                f"{count} stand on the front: nothing that was tried is as good as one of these in every aim and "
                "better in any, and which of them to take is a choice"
            )
        texts = [f"Of {tried:,} interventions, {judged} {plural(worlds, 'world')}, {beaten}.", self.in_conflict()]
        if self.too_few:
            texts.append(self.too_few)
        else:
            texts.append("In fresh worlds, against doing nothing:")
            texts += [
                f"{letter} ({self.chosen_for(place)}) {self.moves(place)}." for letter, place in self.letters.items()
            ]
        texts.append(self.rests_on)
        return Answer(
            "tradeoffs", "What can be had, and at what price?", joined(texts),
            "Means with 95 % intervals over worlds (Student); differences are of pairs in the same world. Letters were "
            "chosen by the search, and are judged by worlds that it did not see.",
            self.table_of_letters(), self.every_number, self.draw_tradeoffs(),
        )  # fmt: skip

    def in_conflict(self) -> str:
        """Which two aims go against each other most along the front."""
        from scipy.stats import spearmanr

        means = self.front.fresh.mean(axis=1)
        means = means[~np.isnan(means).any(axis=1)]  # of those that can be run in every fresh world
        if len(means) < FEWEST_WORLDS:
            return ""
        pairs = []
        for one, other in itertools.combinations(range(len(self.aims)), 2):
            if np.ptp(means[:, one]) > 0 and np.ptp(means[:, other]) > 0:
                pairs.append((float(spearmanr(means[:, one], means[:, other]).statistic), one, other))
        if not pairs or (least := min(pairs))[0] >= 0.0:
            return "No two aims go against each other along the front."
        said = f"Along the front, {self.aims[least[1]].sought} goes most against {self.aims[least[2]].sought} (rank "
        return f"{said}correlation {least[0]:.2f})."

    def moves(self, place: int) -> str:
        """What an intervention changes against doing nothing, aim by aim."""
        if not self.front.against(place, 0).count:
            return NOWHERE
        told, untold = [], []
        for number, aim in enumerate(self.aims):
            change = self.front.against(place, number)
            if change.mean == 0.0 and change.sign == 0:
                continue
            if change.sign:
                way = "more" if change.sign > 0 else "less"
                told.append(f"{told_as(size_of(change))} {way} {aim.outcome.title}")
            else:
                untold.append(aim.outcome.title)
        if not told and not untold:
            return "changes nothing"
        text = f"gives {ENGLISH.enumerated(told)}" if told else "makes no difference that can be told"
        return text + (f"; of {ENGLISH.enumerated(untold)} it cannot be told from chance" if told and untold else "")

    def table_of_letters(self) -> pandas.DataFrame:
        """A row an intervention that is told of and aim."""
        rows = []
        for letter, place in self.letters.items():
            for number, aim in enumerate(self.aims):
                missed, seldom = self.front.regrets(place)[number]
                rows.append(
                    {
                        "intervention": letter,
                        "aim": aim.sought,
                        "in the search": brief(self.front.promised(place, number)),
                        "in fresh worlds": told_as(self.front.came_to(place, number)),
                        "less doing nothing": told_as(self.front.against(place, number), signed=True),
                        "regret, mean": brief(missed),
                        f"in {SELDOM} % of worlds at most": brief(seldom),
                    }
                )
        return pandas.DataFrame(rows)

    @cached_property
    def every_number(self) -> pandas.DataFrame:
        """A row an intervention on the front: what it does, and what came of it."""
        names = {place: letter for letter, place in self.letters.items()}
        rows = []
        for place, number in enumerate(self.found.front.tolist()):
            row: dict[str, Any] = {"intervention": number, "letter": names.get(place, ""), **self.found.does(number)}
            for column, aim in enumerate(self.aims):
                fresh, change = self.front.came_to(place, column), self.front.against(place, column)
                missed, seldom = self.front.regrets(place)[column]
                row |= {f"{aim.name}_searched": self.front.promised(place, column)}
                row |= {f"{aim.name}_{end}": getattr(fresh, end) for end in ("mean", "low", "high")}
                row |= {f"{aim.name}_change_{end}": getattr(change, end) for end in ("mean", "low", "high")}
                row |= {f"{aim.name}_regret": missed, f"{aim.name}_regret_{SELDOM}": seldom}
            rows.append({**row, "still_on_the_front": bool(self.front.still[place])})
        return pandas.DataFrame(rows)

    def draw_tradeoffs(self) -> Figure:
        """An upright axis an aim, better above; a line an intervention, through its means in fresh worlds."""
        means = self.front.fresh.mean(axis=1)
        nothing = self.front.present.mean(axis=0)
        every = np.vstack([means, nothing])
        low, span = np.nanmin(every, axis=0), np.nanmax(every, axis=0) - np.nanmin(every, axis=0)
        heights = lambda worth: np.where(span > 0.0, (worth - low) / np.where(span > 0.0, span, 1.0), 0.5)  # noqa: E731
        figure = sheet(
            4.6, "What can be had, and at what price",
            f"A line is an intervention on the front, by its means over {self.found.fresh.shape[1]} fresh worlds; on "
            f"every axis better is above. {self.who_is_who}",
            [*self.handles(), Line2D([], [], color=BLACK, ls=(0, (4, 2)), label="nothing done"),
             Line2D([], [], color=OTHERS, label="others on the front")],
        )  # fmt: skip
        axes = figure.subplots()
        across = np.arange(len(self.aims))
        for place in range(len(means)):
            if place not in self.letters.values():
                axes.plot(across, heights(means[place]), color=OTHERS, lw=0.9, alpha=0.7)
        axes.plot(across, heights(nothing), color=BLACK, ls=(0, (4, 2)), lw=1.6, zorder=4)
        for letter, place, colour, marker in self.marks:
            axes.plot(across, heights(means[place]), color=colour, marker=marker, ms=7, lw=2.2, zorder=3, label=letter)
        for number, aim in enumerate(self.aims):
            axes.axvline(number, color=QUIET, lw=1.0, zorder=0)
            for height, worth in ((0.0, low[number]), (1.0, low[number] + span[number])):
                axes.annotate(
                    brief(worth * aim.sign).replace("-", "\N{MINUS SIGN}"), (number, height), (0, 9 if height else -9),
                    textcoords="offset points", ha="center", va="bottom" if height else "top", size=9.5, color=QUIET,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
                )  # fmt: skip
        axes.set_xticks(across, [label_of(aim, 96 // len(self.aims)) for aim in self.aims], color=BLACK)
        axes.set_yticks([])
        axes.set_ylim(-0.14, 1.14)
        axes.set_xlim(-0.35, len(self.aims) - 0.65)
        axes.tick_params(axis="x", length=0, pad=6)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        return figure

    def handles(self) -> list[Line2D]:
        """Which letter is which mark."""
        return [
            Line2D([], [], color=colour, marker=marker, ms=7, lw=2.2, label=letter)
            for letter, _, colour, marker in self.marks
        ]

    # --- what is done ---------------------------------------------------------------------------------------------

    def deeds(self) -> Answer:
        """What the interventions do, lever by lever."""
        does = [self.found.does(number) for number in self.found.front]
        same = [name for name in does[0] if len({one[name] for one in does}) == 1]
        texts = []
        if len(does) > 1 and same:
            texts.append(
                f"All {len(does)} have {ENGLISH.enumerated(in_words({name: does[0][name] for name in same}))}."
            )
        for letter, place in self.letters.items():
            own = {name: value for name, value in does[place].items() if name not in same or len(does) == 1}
            texts.append(f"{letter} has {ENGLISH.enumerated(in_words(own), 40)}.")
        rows = [{"intervention": letter, **{name: ENGLISH.shown(value) for name, value in does[place].items()}}
                for letter, place in self.letters.items()]  # fmt: skip
        return Answer(
            "deeds", "What do they do?", joined(texts),
            "Where all of the front have the same, the aims do not pull apart there; where they are spread, either the "
            "lever makes no difference, or it is what the choice is about.",
            pandas.DataFrame(rows), pandas.DataFrame(does).assign(intervention=self.found.front), self.draw_deeds(does),
        )  # fmt: skip

    def draw_deeds(self, does: Sequence[dict[str, Any]]) -> Figure:
        """A row a lever, over all that it could be."""
        figure = sheet(
            0.6 + 0.42 * max(3, len(self.found.levers)), "What they do",
            "A row a lever, over all that it could be; a mark an intervention on the front, grey without a letter.",
            self.handles(),
        )  # fmt: skip
        axes = figure.subplots()
        lifts = np.random.default_rng(0).uniform(-0.16, 0.16, len(does))  # so that dots do not hide one another
        for row, lever in enumerate(self.found.levers):
            axes.axhline(row, color=GRID, lw=1.0, zorder=0)
            for place, one in enumerate(does):
                if place not in self.letters.values():
                    axes.plot(along_of(lever, one[lever.name]), row + lifts[place], "o", ms=3.2, color=OTHERS)
            for number, (_, place, colour, marker) in enumerate(self.marks):
                shift = 0.13 * (number - (len(self.letters) - 1) / 2.0)
                axes.plot(along_of(lever, does[place][lever.name]), row + shift, marker, color=colour, ms=7, zorder=3)
            for value, ha in written_along(lever):
                axes.annotate(
                    ENGLISH.shown(value),
                    (along_of(lever, value), row + 0.47),
                    ha=ha,
                    va="center",
                    size=7.5,
                    color=QUIET,
                )
        axes.set_yticks(range(len(self.found.levers)), [lever.name for lever in self.found.levers], color=BLACK)
        axes.set_ylim(len(self.found.levers) - 0.35, -0.6)
        axes.set_xlim(-0.03, 1.03)
        axes.set_xticks([])
        axes.tick_params(axis="y", length=0)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        return figure

    # --- what holds -----------------------------------------------------------------------------------------------

    def held(self) -> Answer:
        """Whether what the search promised came out in fresh worlds."""
        count, worlds = len(self.found.front), self.found.fresh.shape[1]
        texts = [self.too_few.strip()] if self.too_few else []
        if not self.too_few:
            still = int(self.front.still.sum())
            if count > 1:
                texts.append(
                    f"In {worlds} fresh worlds, {still} of the {count} are still better than each other one of them in "
                    "some aim."
                )
            short: list[str] = []
            lasted: list[str] = []
            for number, aim in enumerate(self.aims):
                place = self.front.told[aim.sought]
                promised, came = self.front.promised(place, number), self.front.came_to(place, number)
                if not came.count:
                    continue
                fell = self.short_of(place, number)
                said = f"{most_of(aim.sought, self.aims)}: {told_as(came)} where the search had {brief(promised)}"
                (short if fell else lasted).append(said)
            if short:
                texts.append(f"What looked best for an aim because the search was lucky: {'; '.join(short)}.")
            if lasted:
                texts.append(f"What came out as it looked, as far as can be told: {'; '.join(lasted)}.")
        texts.append(self.rests_on)
        return Answer(
            "fresh", "Does it hold in worlds that the search did not see?", joined(texts),
            "The best of many is partly the luckiest: what a search says of it is too good. It is called luck where "
            "the mean of fresh worlds is worse than that of the search, and Welch's 95 % interval of the difference "
            "does not hold 0.",
            self.table_of_promises(), self.every_number, self.draw_promises(),
        )  # fmt: skip

    def short_of(self, place: int, aim: int) -> bool:
        """Whether an aim is worse in fresh worlds than it was in those of the search, beyond chance."""
        searched, fresh = self.front.searched[place, :, aim], self.front.fresh[place, :, aim]
        fresh = fresh[~np.isnan(fresh)]
        if not fresh.size or np.ptp(searched) == np.ptp(fresh) == 0.0:
            return False  # there is nothing, or no chance in it
        return welch(searched[:, None], fresh[:, None]).high < 0.0

    def table_of_promises(self) -> pandas.DataFrame:
        """A row an aim: the mean over the front, in the search and in fresh worlds."""
        rows = []
        for number, aim in enumerate(self.aims):
            searched = float(self.front.searched[..., number].mean()) * aim.sign
            fresh = mean_interval(mean_of_defined(self.front.fresh[..., number]) * aim.sign)
            rows.append({"aim": aim.sought, "mean of the front in the search": brief(searched),
                         "in fresh worlds": ENGLISH.amount(fresh)})  # fmt: skip
        return pandas.DataFrame(rows)

    def draw_promises(self) -> Figure:
        """A panel an aim: what it was in the search, and what it is in fresh worlds."""
        across = min(3, len(self.aims))
        rows = -(-len(self.aims) // across)
        figure = sheet(
            3.1 * rows, "What the search promised, and what came of it",
            "A mark an intervention on the front; on the line it came out as it looked. Bars are 95 % intervals.",
            self.handles(),
        )  # fmt: skip
        grid = figure.subplots(rows, across, squeeze=False).ravel()
        for axes, (number, aim) in zip(grid, enumerate(self.aims), strict=False):
            self.draw_promise(axes, number, aim)
        for axes in grid[len(self.aims) :]:
            axes.set_axis_off()
        along(figure, "mean in the search")
        upright(figure, "mean in fresh worlds")
        return figure

    def draw_promise(self, axes: Axes, number: int, aim: Aim) -> None:
        """One aim of all."""
        searched = self.front.searched[..., number].mean(axis=1) * aim.sign
        fresh = self.front.fresh[..., number].mean(axis=1) * aim.sign
        ends = [float(end.reduce(np.concatenate([searched, fresh]))) for end in (np.fmin, np.fmax)]
        axes.plot(ends, ends, color=QUIET, lw=0.9, zorder=0)
        axes.plot(searched, fresh, "o", ms=3.4, color=OTHERS, zorder=1)
        for _, place, colour, marker in self.marks:
            interval = self.front.came_to(place, number)
            axes.plot((searched[place],) * 2, (interval.low, interval.high), color=colour, lw=1.6, zorder=2)
            axes.plot(searched[place], fresh[place], marker, color=colour, ms=7, zorder=3)
        axes.set_title(label_of(aim, 34), fontsize=10, pad=6)
        axes.locator_params(nbins=4)

    # --- regret ---------------------------------------------------------------------------------------------------

    def regret(self) -> Answer:
        """What is missed of the best of the front in each world."""
        place = self.front.told["least regret"]
        letter = next(letter for letter, one in self.letters.items() if one == place)
        texts = [self.too_few.strip()] if self.too_few else []
        if not self.too_few:
            missed = self.front.regrets(place)
            parts = [
                f"{brief(mean)} of {aim.outcome.title} (in nine worlds of ten at most {brief(seldom)})"
                for aim, (mean, seldom) in zip(self.aims, missed, strict=True)
            ]
            ran = self.front.came_to(place, 0).count
            missed_on_average = ENGLISH.enumerated(parts)
            misses = f"misses in a fresh world, of the best of the front in that world, on average {missed_on_average}"
            texts.append(
                f"Whoever takes {letter}, chosen in the search for least regret, {misses if ran else NOWHERE}."
            )
            shares = [(self.front.worst_regret(one), name) for name, one in self.letters.items()]
            worst = [one for one in shares if not math.isnan(one[0])]
            if len(worst) > 1:
                share, name = max(worst)
                texts.append(
                    f"Of those with a letter {name} can be regretted most: on average by {share:.0%} of how far the "
                    "front lies apart in some aim.".replace("%", " %")
                )
        texts.append(self.rests_on)
        return Answer(
            "regret", "What would be regretted?", joined(texts),
            "Regret is what is missed of the best of the front in the same world (Savage 1951), aim by aim; as the "
            "best of many in one world is partly luck, it is never nothing. Least regret: the largest of its means, "
            "each as a share of how far the means of the front lie apart, is smallest.",
            self.table_of_letters()[["intervention", "aim", "regret, mean", f"in {SELDOM} % of worlds at most"]],
            self.every_number, None,
        )  # fmt: skip


# --- words ----------------------------------------------------------------------------------------------------------


def joined(texts: Sequence[str]) -> str:
    """Sentences after one another; empty ones left out."""
    return " ".join(text for text in texts if text)


def most_of(reason: str, aims: Sequence[Aim]) -> str:
    """For what one is told of: `most joint value`, `least effort`, `least regret`."""
    for aim in aims:
        if aim.sought == reason:
            return f"{'most' if aim.way == 'more' else 'least'} {aim.outcome.title}"
    return reason


def in_words(does: Mapping[str, Any]) -> list[str]:
    """What an intervention does, lever by lever; efforts that come to nothing are told together."""
    told, none = [], 0
    for name, value in does.items():
        if is_effort(name) and value < LEAST_EFFORT:
            none += 1
        else:
            told.append(f"{name} {value:.2f}" if isinstance(value, float) else f"{name} {ENGLISH.shown(value)}")
    efforts = sum(map(is_effort, does))
    if none:
        told.append("no effort in any phase" if none == efforts else f"none in {none} of {efforts} efforts")
    return told


def told_as(interval: Interval, signed: bool = False) -> str:
    """A mean with its interval, where it has any width."""
    return brief(interval.mean) if interval.low == interval.high else ENGLISH.amount(interval, signed)


def brief(value: float) -> str:
    """A number in three digits.

    Examples
    --------
    >>> brief(-0.0), brief(0.04627), brief(108.619)
    ('0', '0.0463', '109')
    """
    return f"{value + 0.0:.3g}"


def label_of(aim: Aim, width: int) -> str:
    """An aim on an axis or over a panel: what it is, and which way it goes."""
    text = f"{capitalised(aim.outcome.title)} ({aim.outcome.unit})"
    return "\n".join([*textwrap.wrap(text, max(14, width)), f"{aim.way} is better"])


def along_of(lever: Factor, value: object) -> float:
    """Where a value lies along the row of its lever, from 0 to 1."""
    if lever.values:
        return lever.values.index(value) / max(1, len(lever.values) - 1)
    return (float(value) - lever.low) / (lever.high - lever.low)  # type: ignore[arg-type]


def written_along(lever: Factor) -> list[tuple[object, str]]:
    """The values that are written along the row of a lever, and how each is set: few values all, or the ends."""
    several = list(lever.values) if 2 <= len(lever.values) <= MOST_VALUES else []
    if len("".join(map(str, several))) > 100:
        several = []
    several = several or ([lever.values[0], lever.values[-1]] if lever.values else [lever.low, lever.high])
    sides = ["left", *["center"] * (len(several) - 2), "right"] if len(several) > 1 else ["center"]
    return list(zip(several, sides, strict=True))
