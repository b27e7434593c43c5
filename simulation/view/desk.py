"""The desk: what one browser asks of its session, and everything that its page shows, as plain data.

All of it works without a browser: the page binds these words and numbers to what is seen, and hands back what people
do.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from ..dynamics import Parameters
from ..errors import InputError
from ..events import TRAITS, Event
from ..game import ALONE, distance
from ..logic import LOGICS, Logic
from ..parameters import declarations
from ..results.outcomes import CONDITIONS
from ..scenario import Scenario, load, names
from ..state import LEFT, MEMBER, State
from . import charts, download, session, stage, story, tours, upload
from .address import MOST_PACKED, Branch, Setting, encode, packed
from .session import (
    KINDS,
    MOST_FORKS,
    MOST_ORGANISATIONS,
    Line,
    Luck,
    Session,
    checked_name,
    from_now,
    of_a_kind,
    phases,
)
from .share import code, for_others
from .texts import LANGUAGES, Texts

FIRST = "integrated_care"
# What can be changed while a collaboration runs, besides logic and efforts: parameters that act in every round.
LEVERS = (
    "governance.form", "governance.mandate", "decision.quorum", "decision.autonomy", "decision.slip", "norm.tolerance",
    "expectation.awe", "trust.gain", "trust.loss", "delivery.noise", "turbulence.step", "information.noise",
    "participation.exit",
)  # fmt: skip
TRAITS_SHOWN = ("commitment", "loyalty", "home", "autonomy", "size")
PRESETS = {
    "relation": ({"relation": 1.0}, {"organisation": 1.0}),
    "organisation": ({"organisation": 1.0}, {"relation": 1.0}),
    "interests": ({"interests": 1.0}, {"ambition": 1.0}),
    "none": ({}, {}),
}
LEGEND = ("size", "fill", "ring", "width", "faint")
MOST_PHASES = 4
MOST_SHELVED = 20  # settings that are remembered besides the lines that are there
# What is good news in a comparison: more of it, or less.
BETTER = {
    "joint_value": 1, "client_value": 1, "first_goal": -1, "trust": 1, "goal_realisation": 1, "sorted_effect": 1,
    "left": -1,
}  # fmt: skip
ALIKE = ("left", "effort")  # not worth a row when they are the same
SIGNED = ("joint_value",)  # as the headline writes it
EQUAL = 0.005  # differences that would be written as 0.00
WORTH_SAYING = 0.03  # of a difference in trust between two lines
KEPT = {"rounds": ("csv", "text/csv"), "scenario": ("toml", "application/toml")}


@dataclass(frozen=True)
class Shelved:
    """A setting that was tried and put away: what makes it, and what came of it."""

    branch: Branch
    created: float
    left: int


class Desk:
    """One browser's session with its words.

    Parameters
    ----------
    setting
        What the address says.

    Raises
    ------
    InputError
        An unknown scenario, or changes that are not allowed.
    """

    def __init__(self, setting: Setting) -> None:
        self.texts = Texts(setting.language or LANGUAGES[0])
        self.turn = 0  # grows with every change of the lines
        self.fresh = 0  # grows whenever time begins anew
        self.open = False
        self.tab = "logic"
        self.problem = ""
        self.revealed = False  # whether the page shows what organisations cannot see of one another
        self.compared = False  # whether two lines stand side by side
        self.sharing = False
        self.plays = 0  # grows whenever the page is asked to play
        self.parcel: dict[str, Any] = {"count": 0, "name": "", "type": "", "text": ""}
        self._begin(setting)

    def _begin(self, setting: Setting) -> None:
        """Put a scenario on the desk."""
        known = names()
        name = setting.scenario or FIRST
        if setting.text:
            scenario = upload.opened({"scenario.toml": setting.text})
        elif name in known:  # no paths: a visitor reads no files of this computer
            scenario = load(name)
        else:
            raise InputError(f"scenario: got {name[:40]!r}, allowed: {', '.join(known)}")
        self._sit_down(Session(scenario, setting.seed))
        self._restore(setting)

    def _sit_down(self, one: Session) -> None:
        """Begin with a session, and with nothing of the one before."""
        self.session = one
        self.brought = download.scenario_toml(one.lines[0]) if one.scenario.name == upload.OWN else ""
        self.picked: dict[str, int] = {}
        self.found: Luck | None = None
        self.compared = False
        self.shelf: list[Shelved] = []
        self.tour_at = -1  # the step of the guided tour, or -1 for none
        self.toured: list[int] = []  # the steps of which the button was pressed
        self._kept: dict[str, tuple[tuple, Any]] = {}

    def _restore(self, setting: Setting) -> None:
        """Bring back the lines of an address."""
        for place, branch in enumerate(setting.branches):
            rows = len(self.session.scenario.labels)
            for event in branch.events:
                if any(row is not None and row >= rows for row in (event.organisation, event.partner)):
                    raise InputError("address: an event names an organisation that there is not")
            self.session.restore(place, branch.name, branch.since, branch.events)
        self.session.show(setting.shown, setting.ghost if setting.ghost >= 0 else None)
        self.session.go(setting.round)

    # What people do --------------------------------------------------------------------------------------------------

    def round_shown(self, round_: int) -> None:
        """The clock has come to rest."""
        self.session.go(round_)

    def scenario_picked(self, name: str) -> None:
        """Another scenario, from its start."""
        self._begin(Setting(scenario=name))
        self.turn += 1
        self.fresh += 1

    def language_picked(self, language: str) -> None:
        """The same in another language."""
        self.texts = Texts(language)

    def reset(self, _: object = None) -> None:
        """Back to the scenario as it was; what was tried stays in the list."""
        for line in self.session.lines[1:]:
            self._shelve(line)
        self.session.reset()
        self.found, self.picked, self.compared = None, {}, False
        self.turn += 1
        self.fresh += 1

    def whatif_opened(self, opened: bool) -> None:
        """The drawer opens or closes."""
        self.open, self.problem, self.sharing = bool(opened), "", False

    def closed_one(self, _: object = None) -> None:
        """Escape: what was opened last closes."""
        if self.compared:
            self.compared = False
        elif self.picked:
            self.picked = {}
        elif self.sharing:
            self.share_opened(False)
        elif self.open:
            self.whatif_opened(False)
        elif self.tour_at >= 0:
            self.tour_opened(False)

    def tab_picked(self, tab: str) -> None:
        """A part of the drawer."""
        self.tab = tab if tab in self._tabs() else self.tab

    def revealed_or_hidden(self, _: object = None) -> None:
        """What organisations cannot see of one another is shown, or hidden again."""
        self.revealed = not self.revealed

    def side_by_side(self, _: object = None) -> None:
        """The line that is shown and its ghost stand side by side, or no longer."""
        self.compared = not self.compared and self.session.shadow is not None
        self.open = self.sharing = False

    def share_opened(self, opened: bool) -> None:
        """The panel to share, keep and open opens or closes."""
        self.sharing, self.problem = bool(opened), ""
        self.open = self.open and not opened
        self.parcel = {**self.parcel, "text": ""}

    def next_picked(self, step: int) -> None:
        """The story of the next organisation, for who has no mouse."""
        row = self.picked.get("row", -1 if step > 0 else 0)
        self.picked = {"row": (row + (1 if step > 0 else -1)) % len(self.scenario.labels)}

    def kept(self, what: str) -> None:
        """Something is taken home: the numbers of the rounds, or the scenario."""
        line = self.session.line
        text = download.rounds_csv(line) if what == "rounds" else download.scenario_toml(line)
        ending, kind = KEPT[what]
        words = [self.texts.of_scenario(self.scenario, "title"), line.name]
        self.parcel = {
            "count": self.parcel["count"] + 1, "name": f"{slug(' '.join(words))}.{ending}", "type": kind, "text": text,
        }  # fmt: skip

    def opened(self, files: Sequence[Mapping[str, str]]) -> None:
        """A scenario of one's own."""
        scenario = upload.opened({str(one["name"]): str(one["text"]) for one in files})
        self._sit_down(Session(scenario))
        self.sharing = False
        self.turn += 1
        self.fresh += 1

    def picked_on_stage(self, what: Mapping[str, int]) -> None:
        """An organisation, a tie, or nothing was clicked."""
        n = len(self.session.scenario.labels)
        self.picked = {key: int(row) for key, row in what.items() if key in ("row", "one", "other") and 0 <= row < n}

    def forked(self, form: Mapping[str, Any]) -> None:
        """Play on with changes: parameters, organisations, and a plan of efforts."""
        self.session.go(form.get("round", self.session.round))
        now = self.session.round
        name = checked_name(str(form["name"])[: session.MOST_LETTERS])
        events: list[Event] = []
        if form.get("plan"):
            budget = form.get("budget")
            spent = float(self.session.line.history["effort"][now - 1]) if now else 0.0
            limit = None if budget is None else spent + float(budget)
            events += self._planned(now, form["plan"], form["lengths"], limit)
        if form.get("changes"):
            events.append(from_now(now, name, form["changes"]))
        for key, value in dict(form.get("traits") or {}).items():
            row, trait = key.split("/")
            events.append(
                Event(now + 1, name, organisation=int(row), towards=trait == "trust", set={trait: float(value)})
            )
        self._fork(name, events)

    def _planned(
        self, now: int, plan: Sequence[Mapping[str, float]], lengths: Sequence[int], limit: float | None
    ) -> list[Event]:
        """Efforts in phases, the last of which lasts to the end, and the budget that they may use."""
        if not 1 <= len(plan) <= MOST_PHASES:
            raise InputError(f"phases: got {len(plan)}, allowed: 1 to {MOST_PHASES}")
        lasting = [*(max(1, int(length)) for length in lengths[: len(plan) - 1]), 1]
        efforts = [{condition: float(phase.get(condition, 0.0)) for condition in CONDITIONS} for phase in plan]
        planned = phases(now, [(length, "", effort) for length, effort in zip(lasting, efforts, strict=True)])
        if limit is not None:
            planned[0] = replace(planned[0], parameters={**planned[0].parameters, "effort.budget": limit})
        return [event for event in planned if event.round <= self.session.line.rounds]

    def _shelve(self, line: Line) -> None:
        """Put a line in the list of what was tried, from which it can come back."""
        branch = Branch(line.name, line.since, line.own)
        kept = [one for one in self.shelf if one.branch != branch]
        self.shelf = [*kept, Shelved(branch, line.created_so_far(line.rounds), int(line.history["left"][-1]))]
        self.shelf = self.shelf[-MOST_SHELVED:]

    def _make_room(self) -> None:
        """Put away the oldest fork that is not shown, when there are as many as there may be."""
        lines, shown = self.session.lines, self.session.shown
        if len(lines) > MOST_FORKS:
            self.dropped(next(place for place in range(1, len(lines)) if place != shown))

    def brought_back(self, place: int) -> None:
        """A setting that was put away is shown again, beside the original."""
        shelved = self.shelf[int(place)]
        self._make_room()
        round_ = self.session.round
        self.session.restore(1, shelved.branch.name, shelved.branch.since, shelved.branch.events)
        del self.shelf[int(place)]
        self.session.show(len(self.session.lines) - 1, 0)
        self.session.go(round_)
        self.found = None
        self.turn += 1

    def back_to_mine(self, _: object = None) -> None:
        """Back from the original to the setting that was made last."""
        last = len(self.session.lines) - 1
        if last:
            self.line_shown({"shown": last, "ghost": self.session.shown if self.session.shown != last else 0})
        elif self.shelf:
            self.brought_back(len(self.shelf) - 1)

    def _fork(self, name: str, events: list[Event]) -> None:
        self._make_room()
        taken = {line.name for line in self.session.lines}
        numbered = (f"{name[: session.MOST_LETTERS - 4]} ({count})" for count in range(2, 99))
        self.session.fork(name if name not in taken else next(one for one in numbered if one not in taken), events)
        self.found, self.tab = None, "tried"
        self.turn += 1

    def happened(self, what: Mapping[str, Any]) -> None:
        """An event is fired, or tried in a fork of its own."""
        self.session.go(what.get("round", self.session.round))
        kind, row, now = str(what["kind"]), int(what["row"]), self.session.round
        title = self.texts(f"event.{kind}")
        whom = "" if kind == "law" else f": {self.label(row)}"
        name = f"{title}{whom}"[: session.MOST_LETTERS]
        events = of_a_kind(kind, row, now, name)
        if what.get("fork"):
            self._fork(name, events)
        else:
            self.session.fire(events)
            self.found = None
            self.turn += 1

    def line_shown(self, what: Mapping[str, int]) -> None:
        """Another line is shown, or another ghost."""
        before = (self.session.line, self.session.shadow)
        self.session.show(int(what["shown"]), int(what["ghost"]))
        if (self.session.line, self.session.shadow) != before:
            self.found = None
        self.turn += 1

    def dropped(self, place: int) -> None:
        """A fork is put away."""
        place, one = int(place), self.session
        if not 0 < place < len(one.lines):
            return
        self._shelve(one.lines[place])
        shown, ghost = one.line, one.shadow
        one.drop(place)
        if shown in one.lines:  # what stays keeps its place on the page
            one.show(one.lines.index(shown), one.lines.index(ghost) if ghost in one.lines else None)
        self.found = None
        self.compared = self.compared and one.shadow is not None
        self.turn += 1

    def luck_asked(self, _: object = None) -> None:
        """Was this luck?"""
        self.found = self.session.was_it_luck()

    # What the page shows ---------------------------------------------------------------------------------------------

    def _once(self, what: str, key: tuple, make: Any) -> Any:  # noqa: ANN401
        """What was made before with the same key, or made now."""
        if what not in self._kept or self._kept[what][0] != key:
            self._kept[what] = (key, make())
        return self._kept[what][1]

    @property
    def scenario(self) -> Scenario:
        """What runs."""
        return self.session.scenario

    def label(self, row: int) -> str:
        """The name of an organisation in the language of the page."""
        return self.texts.label(self.scenario.labels[row])

    @property
    def labels(self) -> list[str]:
        """The names of all."""
        return [self.label(row) for row in range(len(self.scenario.labels))]

    def line_name(self, line: Line) -> str:
        """What people call a line."""
        return line.name or self.texts("word.original")

    @property
    def _key(self) -> tuple:
        ghost = self.session.shadow
        return (self.texts.language, id(self.session.line), id(ghost) if ghost else None)

    def address(self) -> str:
        """The query of the address, without the round: the clock knows that one best."""
        one = self.session
        branches = tuple(Branch(line.name, line.since, line.own) for line in one.lines)
        ghost = -1 if one.ghost is None else one.ghost
        text = self.brought if self.linked else ""
        setting = Setting(
            self.scenario.name, one.seed, one.round, self.texts.language, branches, one.shown, ghost, text
        )
        return encode(setting, with_round=False)

    @property
    def linked(self) -> bool:
        """Whether a link can hold the scenario: one that somebody brought may be too large for that."""
        return self._once("linked", (), lambda: not self.brought or len(packed(self.brought)) <= MOST_PACKED)

    def told(self) -> list[list[story.Fact]]:
        """What happened in every round."""
        return self._once("told", (id(self.session.line),), lambda: story.tell(self.session.line))

    def points(self) -> np.ndarray:
        """Where everybody stands; once for a network."""
        key = (self.scenario.name, self.session.seed)
        return self._once("points", key, lambda: stage.places(self.session.lines[0].at(0).state))

    def top(self) -> dict[str, Any]:
        """What stands above the stage."""
        texts = self.texts
        logic = {texts(f"logic.{word}") for word in contrasts_of(self.session.line, self.session.round).values()}
        unit = texts.of_scenario(self.scenario, "round")
        facts = [texts("top.seed", seed=self.session.seed)]
        if unit != "round":
            facts.insert(0, texts("word.a_round_is", unit=unit))
        return {
            "words": texts.group("top") | {"close": texts("word.close")},
            "scenarios": [
                *([{"name": upload.OWN, "title": self.scenario.title}] if self.scenario.name == upload.OWN else []),
                *titles(texts.language),
            ],
            "touring": self.tour_at >= 0,
            "revealed": self.revealed,
            "sharing": self.sharing,
            "comparable": self.session.shadow is not None,
            "toured": bool(self.steps()),
            "scenario": self.scenario.name,
            "title": texts.of_scenario(self.scenario, "title"),
            "story": " ".join(texts.of_scenario(self.scenario, "story").split()),
            "question": texts.of_scenario(self.scenario, "question"),
            "facts": "; ".join(facts),
            "logic": logic.pop() if len(logic) == 1 else texts("logic.hybrid"),
            "languages": list(LANGUAGES),
            "language": texts.language,
        }

    def network(self) -> dict[str, Any]:
        """The stage."""

        def make() -> dict[str, Any]:
            line, ghost, names_, points = self.session.line, self.session.shadow, self.labels, self.points()
            return {
                "option": stage.option(line.at(0).state, names_, points, self.revealed),
                "columns": as_text(stage.columns(line, ghost, points, names_, self.told(), self.texts, self.revealed)),
                "label": self.texts("stage.title"),
                "status": stage.status(line, self.texts),
            }

        return self._once("network", (*self._key, self.revealed), make)

    def headline(self) -> list[dict[str, str]]:
        """The number to remember, in every round."""
        return self._once("headline", self._key, self._headline)

    def _headline(self) -> list[dict[str, str]]:
        line, ghost, texts = self.session.line, self.session.shadow, self.texts
        frames = [
            {
                "clients": "",
                "number": "–",
                "tone": "",
                "unit": texts("headline.unit"),
                "mean": texts("headline.alone"),
                "ghost": "",
            }
        ]
        for round_ in range(1, line.rounds + 1):
            value, mean = line.created(round_), line.created_so_far(round_)
            frame = {
                "number": texts.number(value, signed=True),
                "tone": "" if abs(value) < EQUAL else "plus" if value > 0 else "minus",
                "unit": texts("headline.unit"),
                "mean": texts("headline.so_far", number=texts.number(mean, signed=True)),
                "clients": texts("headline.clients", number=texts.number(line.history["client_value"][round_ - 1])),
                "ghost": "",
            }
            if ghost is not None:
                frame["ghost"] = self._against(value - ghost.created(round_), ghost)
            frames.append(frame)
        return frames

    def _against(self, difference: float, ghost: Line) -> str:
        """A difference with the ghost in words."""
        kind = "same" if abs(difference) < EQUAL else "more" if difference > 0.0 else "less"
        number = self.texts.number(abs(difference))
        return self.texts(f"headline.{kind}", number=number, name=self.line_name(ghost))

    def charts(self) -> dict[str, Any]:
        """What stands beside the stage."""
        scales = charts.scale(self.session.lines)
        return self._once("charts", (*self._key, scales, self.revealed), self._charts)

    def _charts(self) -> dict[str, Any]:
        line, ghost, texts = self.session.line, self.session.shadow, self.texts
        views, view_columns = charts.views(line, self.labels, texts) if self.revealed else ({}, [])
        return {
            "value": charts.value(line, ghost, self.session.lines, texts),
            "conditions": charts.conditions(line, ghost, texts),
            "norms": charts.norms(line, ghost, texts),
            "views": views,
            "view_columns": as_text(view_columns),
        }

    def effort(self) -> list[str]:
        """What has been spent on the conditions in every round, and what is left of a budget."""
        return self._once("effort", self._key, self._effort_spent)

    def _effort_spent(self) -> list[str]:
        line, texts, frames = self.session.line, self.texts, [""]
        limits = {event.round: event.parameters.get("effort.budget") for event in line.scenario.events}
        limit = line.scenario.parameters.effort.budget
        unlimited = Parameters().effort.budget
        for round_ in range(1, line.rounds + 1):
            limit = limits.get(round_) or limit
            spent = float(line.history["effort"][round_ - 1])
            values = {"spent": texts.number(spent, 0), "budget": texts.number(limit, 0)}
            values["left"] = texts.number(max(0.0, limit - spent), 0)
            known = "effort.spent_of" if limit < unlimited else "effort.spent" if spent else ""
            frames.append(texts(known, **values) if known else "")
        return frames

    def log(self) -> list[dict[str, Any]]:
        """The log, round by round."""
        return self._once("log", self._key, self._log)

    def _log(self) -> list[dict[str, Any]]:
        texts, line = self.texts, self.session.line
        tones = {1: "good", -1: "bad", 0: ""}
        question = texts.of_scenario(self.scenario, "question")
        return [
            {
                "round": round_,
                "when": texts("word.start") if not round_ else f"{texts('word.round')} {round_}",
                "sentences": [
                    *({"text": story.say(fact, texts, line), "tone": tones[fact.tone]} for fact in facts),
                    *([{"text": question, "tone": ""}] if question and not round_ else []),
                ],
            }
            for round_, facts in enumerate(self.told())
        ]

    def clock(self) -> dict[str, Any]:
        """The time bar: lines as rails, events as flags."""
        texts, one = self.texts, self.session
        flags = {}
        for event in one.line.scenario.events:
            own = event in one.line.own
            name = texts.label(event.name)
            if (event.name or own) and event.round <= one.line.rounds:
                flag = flags.setdefault(
                    event.round, {"key": event.round, "round": event.round, "own": own, "names": []}
                )
                flag["own"] |= own
                if name and name not in flag["names"]:
                    flag["names"].append(name)
        return {
            "words": texts.group("clock") | {"round": texts("word.round")},
            "rounds": one.line.rounds,
            "start": one.round,
            "rails": [
                {
                    "since": line.since,
                    "shown": place == one.shown,
                    "ghost": place == one.ghost,
                    "colour": charts.GHOST if place == one.ghost else stage.FAINT,
                }
                for place, line in enumerate(one.lines)
            ],
            "flags": [
                {**flag, "title": f"{texts('word.round')} {flag['round']}: {'; '.join(flag.pop('names'))}"}
                for flag in flags.values()
            ],
            "address": self.address(),
            "fresh": self.fresh,
            "plays": self.plays,
        }

    # The guided tour -------------------------------------------------------------------------------------------------

    def steps(self) -> tuple[tours.Step, ...]:
        """The guided tour of the scenario, in the language of the page."""
        return tours.read(self.scenario.name, self.texts.language)

    def tour_opened(self, opened: bool) -> None:
        """The tour begins, or ends."""
        self.tour_at = 0 if opened and self.steps() else -1
        self.toured = []
        if self.tour_at == 0:
            self.open = self.sharing = False
            self._do(0)

    def tour_step(self, at: int) -> None:
        """Another step of the tour; what it does without being asked is done."""
        self.tour_at = min(max(int(at), 0), len(self.steps()) - 1)
        self.compared = self.compared and "compare" in self.steps()[self.tour_at].deeds
        if not self.steps()[self.tour_at].button:
            self._do(self.tour_at)

    def tour_done(self, at: int) -> None:
        """What the button of a step asks for."""
        self._do(int(at))
        self.toured = [*self.toured, int(at)]

    def _do(self, at: int) -> None:
        """What a step of the tour does to the page."""
        deeds = self.steps()[at].deeds
        if "fork" in deeds:
            self._tour_fork(deeds["fork"])
        if "lines" in deeds or "compare" in deeds:
            names_ = deeds.get("compare", deeds.get("lines"))
            for name in names_:  # a fork that was skipped or put away is made now
                if name and name not in [line.name for line in self.session.lines]:
                    forks = (step.deeds["fork"] for step in self.steps() if "fork" in step.deeds)
                    self._tour_fork(next(fork for fork in forks if fork["name"] == name))
            one, other = ([line.name for line in self.session.lines].index(name) for name in names_)
            self.line_shown({"shown": one, "ghost": other})
            self.compared, self.open = "compare" in deeds, False
        if "luck" in deeds and self.session.shadow is not None:
            self.luck_asked()
        if "reveal" in deeds:
            self.revealed = bool(deeds["reveal"])
        if "round" in deeds:
            wanted = deeds["round"]
            if wanted == "goal":
                wanted = first_goal(self.session.line)
            self.session.go(self.session.line.rounds if math.isnan(wanted) else wanted)
            self.fresh += 1
        if "play" in deeds:
            self.plays += 1

    def _tour_fork(self, wish: Mapping[str, Any]) -> None:
        """A fork of the original that a tour describes."""
        known = [line.name for line in self.session.lines]
        after = int(wish.get("after", 0))
        if wish["name"] in known:
            self.line_shown({"shown": known.index(wish["name"]), "ghost": 0})
        elif "event" in wish:
            self.line_shown({"shown": 0, "ghost": -1})
            self.session.go(after)
            row = self.scenario.labels.index(wish["organisation"]) if "organisation" in wish else 0
            self._fork(wish["name"], of_a_kind(wish["event"], row, after, wish["name"]))
        else:
            self.line_shown({"shown": 0, "ghost": -1})
            lengths = [*wish.get("lengths", ()), 1]
            form = {"round": after, "name": wish["name"], "changes": wish.get("changes"), "plan": wish.get("phases")}
            self.forked(form | {"lengths": lengths, "budget": wish.get("budget")})
        self.session.go(after)

    def tour(self) -> dict[str, Any] | None:
        """The step that is shown, among the others."""
        if self.tour_at < 0:
            return None
        texts = self.texts
        return {
            "words": texts.group("tour") | {"close": texts("word.close"), "said": texts("whatif.said")},
            "name": f"{self.scenario.name}.{texts.language}",
            "steps": [
                {
                    "kind": step.kind,
                    "title": texts(f"tour.{step.kind}"),
                    "text": step.text,
                    "answers": list(step.answers),
                    "button": step.button,
                }
                for step in self.steps()
            ],
            "at": self.tour_at,
            "done": list(self.toured),
        }

    # Sharing ---------------------------------------------------------------------------------------------------------

    def share(self, address: str, host: str) -> dict[str, Any]:
        """What stands in the panel to share, keep and open.

        Parameters
        ----------
        address
            Of the page, without its query, as the browser has it.
        host
            What the page is served at.
        """
        texts, round_ = self.texts, self.session.round
        words = texts.group("share") | {"close": texts("word.close"), "copied": texts("top.shared")}
        words["too_large"] = texts("share.too_large", got="{got}", most=texts.number(upload.MOST_BYTES / 1e6, 0))
        words["too_many"] = texts("share.too_many", most=upload.MOST_FILES)
        words["open_note"] = texts("share.open_note", most=MOST_ORGANISATIONS)
        query = f"?{self.address()}&round={round_}"
        outside = for_others(address, host)
        dark = code(outside + query) if outside else code("")
        return {
            "words": words,
            "address": (outside or address) + query,
            "open_to_others": bool(outside),
            "linked": self.linked,
            "code": dark,
            "parcel": self.parcel,
            "captions": self._once("captions", self._key, self._captions),
            "name": slug(texts.of_scenario(self.scenario, "title")),
            "most_bytes": upload.MOST_BYTES,
            "most_files": upload.MOST_FILES,
            "problem": self.problem,
        }

    def _captions(self) -> list[dict[str, Any]]:
        """What a picture of the stage says of itself, in every round."""
        texts, line = self.texts, self.session.line
        crowd = len(self.labels) > stage.FEW
        legend = "   ·   ".join(texts(f"stage.{kind}") for kind in LEGEND)
        colours = {1: stage.GREEN, 0: stage.FAINT, -1: stage.VERMILION}
        ghost = self.session.shadow
        against = "" if ghost is None else f" {texts('whatif.ghost_is')} {self.line_name(ghost)}"
        return [
            {
                "title": texts.of_scenario(self.scenario, "title"),
                "line": f"{texts('word.round')} {round_} / {line.rounds}   ·   {self.line_name(line)}{against}",
                "number": frame["number"],
                "unit": f"{texts('headline.title')}, {frame['unit']}",
                "goal": status["big"],
                "since": status["small"] if status["tone"] else "",
                "colour": colours[status["tone"]],
                "legend": legend,
                "across": 0.08 if crowd else 0.5,
                "centre": 0.86 if crowd else stage.CENTRE / stage.HEIGHT,
            }
            for round_, (frame, status) in enumerate(zip(self.headline(), self.network()["status"], strict=True))
        ]

    def bet(self) -> dict[str, Any]:
        """What a group expects of a fork before it looks, and what came of it."""
        line, ghost, texts = self.session.line, self.session.shadow, self.texts
        asked = ghost is not None and bool(line.name) and not self.same() and self.tour_at < 0
        difference = line.created_so_far(line.rounds) - ghost.created_so_far(line.rounds) if ghost else 0.0
        return {
            "asked": asked,
            "question": texts("whatif.predict"),
            "answers": [{"key": key, "text": texts(f"whatif.predict_{key}")} for key in ("more", "same", "less")],
            "outcome": texts("whatif.outcome", difference=self._against(difference, ghost)) if ghost else "",
            "said": texts("whatif.said"),
            "rounds": line.rounds,
            "since": line.since,
            "name": line.name,
        }

    def same(self) -> str:
        """What is said when a fork changes nothing."""
        line, ghost = self.session.line, self.session.shadow
        if ghost is None or line.history.tobytes() != ghost.history.tobytes():
            return ""
        return self.texts("whatif.same", name=self.line_name(line if line.name else ghost))

    # The drawer ------------------------------------------------------------------------------------------------------

    def whatif(self) -> dict[str, Any]:
        """Everything that can be changed, and how it stands in the round that is shown."""
        texts, one = self.texts, self.session
        course = one.line.at(one.round)
        now = {name: (declared, value) for name, declared, value in declarations(course.parameters)}
        words = texts.group("whatif") | {"close": texts("word.close")}
        words["luck_busy"] = texts("whatif.luck_busy", pairs=session.PAIRS)
        words["effort_note"] = texts("whatif.effort_note", price=texts.number(course.parameters.effort.price))
        return {
            "words": words,
            "point": texts("number.point"),
            "logics": {word: texts(f"logic.{word}") for word in LOGICS},
            "at": self.tab,
            "tabs": [{"key": key, "title": texts(f"whatif.{key}")} for key in self._tabs()],
            "from_": texts("whatif.from", round=one.round + 1) if one.round else texts("whatif.from_start"),
            "left": one.line.rounds - one.round,
            "ended": one.round >= one.line.rounds,
            "rounds": one.line.rounds,
            "most_phases": MOST_PHASES,
            "shelved": [self._shelved(place, shelved) for place, shelved in enumerate(self.shelf)],
            "mine": one.shown == 0 and (len(one.lines) > 1 or bool(self.shelf)),
            "problem": self.problem,
            "contrasts": [self._contrast(contrast, now) for contrast in Logic._fields],
            "efforts": [self._effort(condition) for condition in CONDITIONS],
            "presets": [
                {"key": key, "title": texts(f"whatif.preset_{key}"), "plan": list(plan)}
                for key, plan in PRESETS.items()
            ],
            "organisations": [{"row": row, "name": name} for row, name in enumerate(self.labels)],
            "fields": traits(course.state, texts),
            "levers": [self._lever(name, *now[name]) for name in LEVERS],
            "happenings": [
                {"kind": kind, "title": texts(f"event.{kind}"), "help": texts(f"event.{kind}_help")} for kind in KINDS
            ],
            "tried": [self._tried(place, line) for place, line in enumerate(one.lines)],
            "shown": one.shown,
            "ghost": -1 if one.ghost is None else one.ghost,
            "same": self.same(),
            "luck": self.luck(),
            "version": self.turn,
            "picked": self.picked.get("row", -1),
        }

    def _tabs(self) -> list[str]:
        return ["logic", "conditions", "organisations", "world", "events", "tried"]

    def _contrast(self, contrast: str, now: Mapping[str, tuple]) -> dict[str, Any]:
        declared, value = now[f"logic.{contrast}"]
        texts = self.texts
        poles = [
            {"word": word, "text": texts(f"contrast.{contrast}_{word}"), "short": texts(f"short.{word}")}
            for word in LOGICS
        ]
        return {
            "key": f"logic.{contrast}",
            "title": texts(f"contrast.{contrast}"),
            "poles": poles,
            "value": declared.show(value),
        }

    def _effort(self, condition: str) -> dict[str, str]:
        key = f"lever.effort_{condition}"
        return {
            "key": f"effort.{condition}",
            "condition": condition,
            "label": self.texts(key),
            "help": self.texts(f"{key}_help"),
        }

    def _lever(self, name: str, declared: Any, value: float) -> dict[str, Any]:  # noqa: ANN401
        texts, key = self.texts, f"lever.{name.replace('.', '_')}"
        lever = {"key": name, "label": texts(key), "help": texts(f"{key}_help"), "value": declared.show(value)}
        if declared.kind == "choice":
            return lever | {"words": [{"word": word, "text": texts(f"{key}_{word}")} for word in declared.words]}
        step = fine(declared.low, declared.high)
        return lever | {
            "low": declared.low,
            "high": declared.high,
            "step": step,
            "decimals": max(0, -math.floor(math.log10(step))),
        }

    def _tried(self, place: int, line: Line) -> dict[str, Any]:
        texts = self.texts
        created = texts.number(line.created_so_far(line.rounds), signed=True)
        gone = int(line.history["left"][-1])
        result = texts("whatif.result_left" if gone else "whatif.result", number=created, left=gone)
        return {
            "place": place,
            "name": self.line_name(line),
            "result": result,
            "shown": place == self.session.shown,
        }

    def _shelved(self, place: int, shelved: Shelved) -> dict[str, Any]:
        number = self.texts.number(shelved.created, signed=True)
        key = "whatif.result_left" if shelved.left else "whatif.result"
        return {
            "place": place,
            "name": shelved.branch.name,
            "result": self.texts(key, number=number, left=shelved.left),
        }

    # Two lines side by side ------------------------------------------------------------------------------------------

    def comparison(self) -> dict[str, Any] | None:
        """The shown line and its ghost side by side: figures, their difference, and one sentence."""
        line, ghost = self.session.line, self.session.shadow
        if not self.compared or ghost is None:
            return None
        return self._once("comparison", self._key, lambda: self._comparison(line, ghost))

    def _comparison(self, line: Line, ghost: Line) -> dict[str, Any]:
        texts = self.texts
        rows = []
        for what, one, other, write in self._figures(line, ghost):
            if what in ALIKE and one == other:
                continue
            known = not (math.isnan(one) or math.isnan(other))
            difference = write(one - other, True) if known else "–"
            tone = "" if what not in BETTER or not known or difference == write(0.0, True) else one - other
            rows.append(
                {
                    "key": what,
                    "title": texts(f"compare.{what}"),
                    "one": write(one, what in SIGNED),
                    "other": write(other, what in SIGNED),
                    "difference": difference,
                    "tone": "" if tone == "" else "plus" if tone * BETTER[what] > 0 else "minus",
                }
            )
        return {
            "title": texts("compare.title"),
            "sentence": self._in_words(line, ghost),
            "names": [self.line_name(line), self.line_name(ghost)],
            "difference": texts("compare.difference"),
            "rows": rows,
            "note": texts("compare.note", rounds=line.rounds),
        }

    def _figures(self, line: Line, ghost: Line) -> Iterator[tuple[str, float, float, Callable[[float, bool], str]]]:
        """What two lines are compared by: what it is, both numbers, and how such a number is written."""
        texts = self.texts

        def amount(value: float, signed: bool) -> str:
            return texts.number(value, 2, signed)

        def count(value: float, signed: bool) -> str:
            return texts.number(value, 0, signed)

        def share(value: float, signed: bool) -> str:
            return texts("compare.points" if signed else "number.percent", number=texts.number(100 * value, 0, signed))

        for what, write in (("joint_value", amount), ("client_value", amount)):
            yield what, float(line.history[what].mean()), float(ghost.history[what].mean()), write
        yield "first_goal", first_goal(line), first_goal(ghost), count
        for what in ("trust", "goal_realisation", "sorted_effect"):
            yield what, float(line.history[what][-1]), float(ghost.history[what][-1]), share
        for what in ("left", "effort"):
            yield what, float(line.history[what][-1]), float(ghost.history[what][-1]), count

    def _in_words(self, line: Line, ghost: Line) -> str:
        """How two lines differ, in one sentence and what goes with it."""
        texts = self.texts
        names_ = {"name": self.line_name(line), "ghost": self.line_name(ghost)}
        difference = line.created_so_far(line.rounds) - ghost.created_so_far(ghost.rounds)
        kind = "same" if abs(difference) < EQUAL else "more" if difference > 0.0 else "less"
        said = [texts(f"compare.{kind}", number=texts.number(abs(difference)), **names_)]
        one, other = first_goal(line), first_goal(ghost)
        if math.isnan(one) != math.isnan(other):
            said.append(texts("compare.only_goal", name=self.line_name(ghost if math.isnan(one) else line)))
        elif not math.isnan(one) and one != other:
            sooner = "goal_sooner" if one < other else "goal_later"
            said.append(texts(f"compare.{sooner}", one=int(one), other=int(other)))
        trust = float(line.history["trust"][-1] - ghost.history["trust"][-1])
        if abs(trust) >= WORTH_SAYING:
            higher = "trust_higher" if trust > 0 else "trust_lower"
            shares = {"one": line.history["trust"][-1], "other": ghost.history["trust"][-1]}
            said.append(texts(f"compare.{higher}", **{key: texts.percent(share) for key, share in shares.items()}))
        stayed = int(ghost.history["left"][-1] - line.history["left"][-1])
        if stayed:
            said.append(texts("compare.fewer_left" if stayed > 0 else "compare.more_left", count=abs(stayed)))
        return " ".join(said)

    def luck(self) -> str:
        """The verdict on luck, in words."""
        if self.found is None or self.session.shadow is None:
            return ""
        texts, one = self.texts, self.found.created
        names_ = {"name": self.line_name(self.session.line), "ghost": self.line_name(self.session.shadow)}
        if one.higher == 0.0 and one.lower == 0.0:
            return texts("whatif.luck_same", **names_)
        kind = {1: "more", -1: "less", 0: "unsure"}[one.interval.sign]
        return texts(
            f"whatif.luck_{kind}",
            **names_,
            share=texts.percent(one.lower if kind == "less" else one.higher),
            mean=texts.number(one.interval.mean, signed=True),
            low=texts.number(one.interval.low, signed=True),
            high=texts.number(one.interval.high, signed=True),
        )

    # The story of one ------------------------------------------------------------------------------------------------

    def card(self) -> dict[str, Any] | None:
        """The story of the organisation or the tie that was clicked, in every round."""
        if not self.picked:
            return None
        key = (*self._key, tuple(self.picked.items()), self.revealed)
        return self._once("card", key, self._card)

    def _card(self) -> dict[str, Any] | None:
        line = self.session.line
        if "row" in self.picked:
            row = self.picked["row"]
            return {
                "title": self.label(row),
                "frames": [self._of_one(course, row) for course in line.walk()],
                "left": self._beyond_the_middle(row),
            }
        one, other = self.picked.get("one", 0), self.picked.get("other", 0)
        return {
            "title": f"{self.label(one)} – {self.label(other)}",
            "frames": [self._of_two(course.state, one, other) for course in line.walk()],
            "left": self._beyond_the_middle(one) and self._beyond_the_middle(other),
        }

    def _beyond_the_middle(self, row: int) -> bool:
        """Whether an organisation stands on the right, so that its story has to stand on the left."""
        return bool(self.points()[row, 0] > stage.WIDTH / 2)

    def _of_one(self, course: Any, row: int) -> list[str]:  # noqa: ANN401
        texts, state = self.texts, course.state
        me, us = state.organisations[row], state.collaboration[0]
        if me["member"] != MEMBER:
            return [texts("card.left" if me["member"] == LEFT else "card.outside")]
        said = []
        if row == stage.who_leads(state, course.parameters, course.round):
            said.append(texts("card.leads"))
        if course.round:
            gain = float(me["value"] - ALONE - me["outside"])
            kind = "none" if abs(gain) < EQUAL else "plus" if gain > 0 else "minus"
            said.append(texts(f"card.gain_{kind}", gain=texts.number(abs(gain))))
            said.append(
                texts("card.promise", promise=texts.number(me["promise"]), pooled=texts.number(me["pooled"]))
                if us["agreed"]
                else texts("card.no_promise")
            )
            reason = story.weighs_most(me, course.parameters, me)
            said.append(texts("card.accepts" if me["accepts"] else f"card.refuses_{reason}"))
        mine = state.ties[me["first"] : me["last"]]
        mine = mine[state.organisations["member"][mine["target"]] == MEMBER]
        if mine.size:
            most, least = mine[mine["trust"].argmax()], mine[mine["trust"].argmin()]
            said.append(
                texts(
                    "card.trusts",
                    most=self.label(most["target"]),
                    high=texts.number(most["trust"]),
                    least=self.label(least["target"]),
                    low=texts.number(least["trust"]),
                )
            )
        if course.round:
            said.append(texts("card.trusted", standing=texts.number(me["standing"])))
        said.append(texts("card.loyal", loyalty=texts.percent(me["loyalty"])))
        said.append(
            texts("card.commitment", commitment=texts.percent(me["commitment"]), autonomy=texts.percent(me["autonomy"]))
        )
        if self.revealed:
            off = distance(me["perception"], us["need"])
            said.append(texts("card.unseen", home=texts.percent(me["home"]), off=texts.number(off)))
        return said

    def _of_two(self, state: State, one: int, other: int) -> list[str]:
        said = []
        for source, target in ((one, other), (other, one)):
            found = state.ties[(state.ties["source"] == source) & (state.ties["target"] == target)]
            if found.size:
                trust, understood = texts_of_tie(found[0], self.texts)
                names_ = {"one": self.label(source), "other": self.label(target)}
                said.append(self.texts("card.tie", **names_, trust=trust, understanding=understood))
        return said


def as_text(rows: Sequence[Mapping[str, list]]) -> str:
    """Columns of a chart as JSON: text goes through the server and into the page untouched, and is read there once."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


@cache
def titles(language: str) -> tuple[dict[str, str], ...]:
    """The scenarios that there are, by title."""
    texts = Texts(language)
    return tuple({"name": name, "title": texts.of_scenario(load(name), "title")} for name in names())


def slug(words: str) -> str:
    """Words as the name of a file."""
    return "_".join(re.findall(r"\w+", words.lower()))[:80] or "samenspel"


def first_goal(line: Line) -> float:
    """The first round in which there is a goal; NaN when there is none."""
    agreed = np.flatnonzero(line.history["agreed"])
    return float(agreed[0] + 1) if agreed.size else math.nan


def texts_of_tie(tie: np.void, texts: Texts) -> tuple[str, str]:
    """Trust and understanding of a tie, as percentages."""
    return texts.percent(tie["trust"]), texts.percent(tie["understanding"])


def contrasts_of(line: Line, round_: int) -> dict[str, str]:
    """The logic of each contrast, as it holds in a round."""
    logic = line.at(round_).parameters.logic
    return {contrast: LOGICS[value] for contrast, value in zip(Logic._fields, logic, strict=True)}


def traits(state: State, texts: Texts) -> list[dict[str, Any]]:
    """What can be changed of an organisation, from the declarations; and the trust of the others in it."""
    rows = []
    for name in TRAITS_SHOWN:
        values = state.organisations[name]
        low, high = (
            (0.1, max(4.0, 1.5 * float(values.max()))) if name == "size" else (TRAITS[name].low, TRAITS[name].high)
        )
        rows.append(
            {
                "key": name,
                "label": texts(f"trait.{name}"),
                "low": low,
                "high": round(high, 1),
                "values": [round(float(one), 3) for one in values],
            }
        )
    sums = np.bincount(state.ties["target"], state.ties["trust"], state.organisations.size)
    counts = np.bincount(state.ties["target"], minlength=state.organisations.size)
    trusted = [round(float(one), 3) for one in sums / np.maximum(counts, 1)]
    return [*rows, {"key": "trust", "label": texts("whatif.trust_in"), "low": 0.0, "high": 1.0, "values": trusted}]


def fine(low: float, high: float) -> float:
    """A step that divides a range into about a hundred: 1 or 5 times a power of ten."""
    rough = (high - low) / 100
    power = 10.0 ** math.floor(math.log10(rough))
    return round(next(step * power for step in (1, 5, 10) if step * power >= rough * 0.999), 10)
