"""The desk: what one browser asks of its session, and everything that its page shows, as plain data.

All of it works without a browser: the page binds these words and numbers to what is seen, and hands back what people
do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..errors import InputError
from ..events import TRAITS, Event
from ..game import ALONE
from ..logic import LOGICS, Logic
from ..parameters import declarations
from ..results.outcomes import CONDITIONS
from ..scenario import Scenario, load, names
from ..state import LEFT, MEMBER, State
from . import charts, session, stage, story
from .address import Branch, Setting, encode
from .session import KINDS, MOST_FORKS, Line, Luck, Session, checked_name, from_now, of_a_kind, phases
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
EQUAL = 0.005  # differences that would be written as 0.00


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
        self._begin(setting)

    def _begin(self, setting: Setting) -> None:
        """Put a scenario on the desk."""
        known = names()
        name = setting.scenario or FIRST
        if name not in known:  # no paths: a visitor reads no files of this computer
            raise InputError(f"scenario: got {name[:40]!r}, allowed: {', '.join(known)}")
        self.session = Session(load(name), setting.seed)
        self.picked: dict[str, int] = {}
        self.found: Luck | None = None
        self._kept: dict[str, tuple[tuple, Any]] = {}
        self._restore(setting)

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
        """Back to the scenario as it was."""
        self.session.reset()
        self.found, self.picked = None, {}
        self.turn += 1
        self.fresh += 1

    def whatif_opened(self, opened: bool) -> None:
        """The drawer opens or closes."""
        self.open, self.problem = bool(opened), ""

    def tab_picked(self, tab: str) -> None:
        """A part of the drawer."""
        self.tab = tab if tab in self._tabs() else self.tab

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
            length = max(1, int(form["length"]))
            first, second = ({key: phase[key] for key in CONDITIONS} for phase in form["plan"])
            plan = [(length, "", first), (1, "", second)]
            events += [event for event in phases(now, plan) if event.round <= self.session.line.rounds]
        if form.get("changes"):
            events.append(from_now(now, name, form["changes"]))
        for key, value in dict(form.get("traits") or {}).items():
            row, trait = key.split("/")
            events.append(
                Event(now + 1, name, organisation=int(row), towards=trait == "trust", set={trait: float(value)})
            )
        self._fork(name, events)

    def _fork(self, name: str, events: list[Event]) -> None:
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
        self.session.show(int(what["shown"]), int(what["ghost"]))
        self.found = None
        self.turn += 1

    def dropped(self, place: int) -> None:
        """A fork is forgotten."""
        self.session.drop(int(place))
        self.found = None
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
        setting = Setting(self.scenario.name, one.seed, one.round, self.texts.language, branches, one.shown, ghost)
        return encode(setting, with_round=False)

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
            "scenarios": [{"name": name, "title": texts.of_scenario(load(name), "title")} for name in names()],
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
                "option": stage.option(line.at(0).state, names_, points),
                "columns": stage.columns(line, ghost, points, names_, self.told(), self.texts),
                "label": self.texts("stage.title"),
                "status": stage.status(line, self.texts),
            }

        return self._once("network", self._key, make)

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
        return self._once("charts", (*self._key, scales), self._charts)

    def _charts(self) -> dict[str, Any]:
        line, ghost, texts = self.session.line, self.session.shadow, self.texts
        return {
            "value": charts.value(line, ghost, self.session.lines, texts),
            "conditions": charts.conditions(texts, ghost is not None),
            "condition_columns": charts.shares(line, ghost, CONDITIONS, texts, four=True),
            "norms": charts.norms(texts, ghost is not None),
            "norm_columns": charts.shares(line, ghost, charts.NORMS, texts),
        }

    def log(self) -> list[dict[str, Any]]:
        """The log, round by round."""
        return self._once("log", self._key, self._log)

    def _log(self) -> list[dict[str, Any]]:
        texts, line = self.texts, self.session.line
        tones = {1: "good", -1: "bad", 0: ""}
        return [
            {
                "round": round_,
                "when": texts("word.start") if not round_ else f"{texts('word.round')} {round_}",
                "sentences": [{"text": story.say(fact, texts, line), "tone": tones[fact.tone]} for fact in facts],
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
        }

    def bet(self) -> dict[str, Any]:
        """What a group expects of a fork before it looks, and what came of it."""
        line, ghost, texts = self.session.line, self.session.shadow, self.texts
        asked = ghost is not None and bool(line.name) and not self.same()
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
        words["full"] = texts("whatif.full", most=MOST_FORKS)
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
            "full": len(one.lines) > MOST_FORKS,
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
        key = (*self._key, tuple(self.picked.items()))
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
        mark = stage.who_leads(state, course.parameters, course.round).get(row)
        if mark:
            said.append(texts("card.leads" if mark == "★" else "card.most_influence"))
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
        said.append(texts("card.loyal", loyalty=texts.percent(me["loyalty"]), home=texts.percent(me["home"])))
        said.append(
            texts("card.commitment", commitment=texts.percent(me["commitment"]), autonomy=texts.percent(me["autonomy"]))
        )
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
