"""The desk: the state of one browser's session, and what people do to it.

All of it works without a browser: the page hands over what people do, and `shown` says what the page then shows.
"""

from __future__ import annotations

import base64
import os
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import Any

from ..brought.parts import TITLE
from ..brought.words import as_title, joined
from ..conditions import CONDITIONS
from ..errors import InputError, Message
from ..events import Event
from ..partners import STAYS
from ..reading import Name
from ..results.outcomes import capitalised
from ..results.replicates import Replicate
from ..scenario import Scenario, chosen, load, names
from . import advising, download, guesses, making, rearranging, session, tours, upload
from .address import ADDRESS, MOST_PACKED, Branch, Setting, encode, packed
from .asked import Question, measure_of, questions
from .guesses import Guesses
from .happenings import MADE_UP, TO_ALL, from_now, made_up, of_a_kind, phases
from .machine import PIN
from .session import MOST_FORKS, Line, Luck, Session, checked_name
from .texts import LANGUAGES, Texts

FIRST = "integrated_care"
MAKE = "+"  # among scenarios: one of one's own, that is yet to be made
BRING = "^"  # and one in a file of one's own
TABS = ("logic", "conditions", "organisations", "world", "events", "tried")  # of the drawer
MOST_PHASES = 4
MOST_A_MINUTE = 12  # checks on luck, and scenarios that are brought, of one page
MOST_SHELVED = 20  # settings that are remembered besides the lines that are there
BETS = {"more": "m", "same": "s", "less": "l", "skip": "x"}  # and as an address has them
SKIPPED = "skip"
KEPT = {"rounds": ("csv", "text/csv"), "scenario": ("toml", "application/toml"), "ending": ("html", "text/html")}
# Of a session, not of a line.
SESSION = dict.fromkeys(("handout", "running_order", "page"), ("html", "text/html"))


def data_in(file: Mapping[str, str]) -> bytes:
    """What is in a file that a browser sent.

    Raises
    ------
    InputError
        It did not come whole.
    """
    if "text" in file:
        return str(file["text"]).encode(errors="replace")
    try:
        return base64.b64decode(str(file["data"]), validate=True)
    except ValueError:
        raise InputError("the file did not come whole", str(file["name"])[:60]) from None


def in_short(choice: str, letters: int) -> str:
    """A choice in at most so many letters: what stands before its colon, or else before a comma or semicolon.

    Examples
    --------
    >>> in_short("Leave: a year's notice", 60)
    'Leave'
    >>> in_short("A contract for five years, at a price that pays for it", 40)
    'A contract for five years'
    """
    name = choice.partition(":")[0]
    if len(name) <= letters:
        return name
    return name[: max(name.rfind(mark, 0, letters) for mark in ",;") + 1][:-1] or shorten(
        name, letters, placeholder=" …"
    )


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
    scenario
        What runs, instead of what the address names.

    Raises
    ------
    InputError
        An unknown scenario, or changes that are not allowed.
    """

    def __init__(self, setting: Setting, scenario: Scenario | None = None) -> None:
        self.texts = Texts(setting.language or LANGUAGES[0])
        self.turn = 0  # grows with every change of the lines
        self.fresh = 0  # grows whenever time begins anew
        self.open = False
        self.tab = TABS[0]
        self.problem = ""
        self.refused = 0  # grows whenever something cannot be done
        self.revealed = False  # whether the page shows what organisations cannot see of one another
        self.compared = False  # whether two lines stand side by side
        self.sharing = False
        self.bringing = False  # whether of sharing, only the door to a file is shown
        self.making = False  # whether a case of one's own is made
        self.advising: advising.Advising | None = None  # the advice that is asked for, until it is put away
        self.waiting: dict[str, bytes] = {}  # files that were brought
        self.replies: dict[str, Any] = {}  # what was answered about them
        self.called = ""  # what they were called by hand; empty where nobody did
        self.questions: list[upload.Question] = []
        self.settled = False  # whether their answers are all that is missing
        self.read: upload.Opened | None = None  # what was read, until people have seen it
        self.pin = os.environ.get(PIN, "")  # what others have to show
        self.asked_for: deque[float] = deque()  # when something was asked that takes this computer long
        self.plays = 0  # grows whenever the page is asked to play
        self.luck_done = 0.0  # which share of the check on luck that is under way
        self.parcel: dict[str, Any] = {"count": 0, "name": "", "type": "", "text": ""}
        self._begin(setting, scenario)

    def _begin(self, setting: Setting, scenario: Scenario | None = None) -> None:
        """Put a scenario on the desk."""
        self._sit_down(Session(scenario or self._named(setting), setting.seed), setting.script)
        self._restore(setting)

    def _named(self, setting: Setting) -> Scenario:
        """The scenario that an address names, or holds."""
        known = names()
        name = setting.scenario or FIRST
        if setting.text:
            return upload.opened({"scenario.toml": setting.text})
        if name in known:  # no paths: a visitor reads no files of this computer
            return load(name)
        raise InputError("got {got!r}, allowed: {allowed}", "scenario", got=name[:40], allowed=", ".join(known))

    def _sit_down(self, one: Session, script: str = "") -> None:
        """Begin with a session, and with nothing of the one before; the script is an agenda that somebody brought."""
        self.advice_closed()
        self.agenda = tours.parse(script, one.scenario) if script else None  # instead of the guided tour
        self.session, self.script = one, script
        self.texts = Texts(self.texts.language, one.scenario.leaving)
        self.brought = download.scenario_toml(one.lines[0]) if one.scenario.name == upload.OWN else ""
        self.picked = {}
        self.found: Luck | None = None
        self.compared = self.revealed = self.making = False
        self.ended = -1  # the line of which the ending was put away
        self.asking = -1  # the line of which a group is asked what it expects
        self.asked_at = 0  # the round from which on it is asked about
        self.clicked = False  # whether anybody was clicked on the stage
        self.bets: dict[str, str] = {}  # by the name of a line, what it expected
        self.guesses: dict[str, Guesses] = {}  # by the name of a line, what the room expects by phone
        self.phones_at = ""  # where phones find the page; empty where only this computer can
        self.seen: set[int] = set()  # lines of which it saw what came of that
        self.shelf: list[Shelved] = []
        self.tour_at = -1  # the step of the guided tour, or -1 for none
        self.invited = False  # whether somebody who came by a link is asked whether to take part in it
        self.toured: list[int] = []  # the steps of which the button was pressed
        self._kept: dict[str, tuple[tuple, Any]] = {}

    def _restore(self, setting: Setting) -> None:
        """Bring back the lines of an address."""
        for place, branch in enumerate(setting.branches):
            rows = len(self.session.scenario.labels) + sum(change.key == "partner" for change in branch.changes)
            for event in branch.events:
                if any(row is not None and row >= rows for row in (event.organisation, event.partner)):
                    raise InputError("an event names an organisation that there is not", ADDRESS)
            self.session.restore(place, branch.name, branch.since, branch.events, branch.changes)
        self.session.show(setting.shown, setting.ghost if setting.ghost >= 0 else None)
        self.session.go(setting.round)
        known = {letter: answer for answer, letter in BETS.items()}
        for line, letter in zip(self.session.lines, setting.bets, strict=False):
            if letter in known:
                self.bets[line.known_by] = known[letter]
        self.tour_at = setting.tour

    # What people do --------------------------------------------------------------------------------------------------

    def round_shown(self, round_: int) -> None:
        """The clock has come to rest; whoever goes back sees the ending again when it comes there."""
        self.session.go(round_)
        if self.session.round < self.session.line.rounds:
            self.ended = -1

    def scenario_picked(self, name: str) -> None:
        """Another scenario, from its start; or one of one's own, that is yet to be made."""
        if name == MAKE:
            self.making_opened(True)
            return
        if name == BRING:
            self.door_opened()
            return
        self._begin(Setting(scenario=name))
        self.tab, self.sharing = TABS[0], False
        self.turn += 1
        self.fresh += 1

    def language_picked(self, language: str) -> None:
        """The same in another language."""
        self.texts = Texts(language, self.scenario.leaving)

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
        self.open, self.problem = bool(opened), ""
        self.sharing = self.making = False

    def making_opened(self, opened: bool) -> None:
        """The screen to make a case of one's own opens or closes."""
        self.making, self.problem = bool(opened), ""
        self.open = self.sharing = self.compared = False
        self.tour_ended()

    def made(self, form: Mapping[str, Any]) -> None:
        """A case of one's own is made, and played."""
        self._spend()
        text = making.sketched(form, self.texts("making.question"), self.texts.language)
        self._sit_down(Session(upload.opened({"scenario.toml": text})))
        self.turn += 1
        self.fresh += 1

    def closed_one(self, _: object = None) -> None:
        """Escape: what was opened last closes."""
        if self.making:
            self.making_opened(False)
        elif self.advising:
            self.advice_closed()
        elif self.compared:
            self.compared = False
        elif self.picked:
            self.picked = {}
        elif self.sharing:
            self.share_opened(False)
        elif self.open:
            self.whatif_opened(False)
        elif self.tour_at >= 0:
            self.tour_ended()

    def played(self, round_: int) -> None:
        """Time begins to run, from a round on: what is over the network makes room."""
        self.session.go(round_)
        self.open = self.sharing = self.making = False
        self.asking, self.ended = -1, -1

    def bet_on(self, answer: str) -> None:
        """What a group expects of the line that is shown; then it plays."""
        room = self.guessed
        if room:
            room.open = False
            answer = answer if answer in BETS else room.most
        self.bets[self.session.line.known_by] = str(answer) if answer in BETS else SKIPPED
        self.asking = -1
        self.plays += 1

    def room_asked(self, where: str) -> None:
        """Let the room say by phone what it expects of the line that is shown.

        Parameters
        ----------
        where
            Phones find the page; empty where only this computer can.
        """
        line, ghost = self.session.line, self.session.shadow
        if self.asked and ghost is not None and line.known_by not in self.guesses:
            names = {"name": self.line_name(line), "ghost": self.line_name(ghost)}
            question = {one: Texts(one)("bet.question", **names) for one in LANGUAGES}
            self.guesses[line.known_by] = guesses.begin(question)
        self.phones_at = where

    @property
    def guessed(self) -> Guesses | None:
        """What the room said by phone of the line that is shown; None where it was not asked."""
        return self.guesses.get(self.session.line.known_by)

    def bet_seen(self, _: object = None) -> None:
        """What came of the bet was seen."""
        self.seen.add(self.session.line.number)

    @property
    def asked(self) -> bool:
        """Whether a group is asked what it expects of the line that is shown: nothing tells it before it answers."""
        return self.asking == self.session.line.number and self.tour_at < 0

    @property
    def said(self) -> str:
        """What was expected of the line that is shown; empty when nobody was asked."""
        return self.bets.get(self.session.line.known_by, "")

    def ending_closed(self, _: object = None) -> None:
        """The ending makes room for the network, until another line ends or this one does again."""
        self.ended = self.session.line.number

    def ending_opened(self, _: object = None) -> None:
        """The ending is shown again."""
        self.ended = -1

    def tab_picked(self, tab: str) -> None:
        """A part of the drawer."""
        self.tab = tab if tab in TABS else self.tab

    def revealed_or_hidden(self, _: object = None) -> None:
        """What organisations cannot see of one another is shown, or hidden again."""
        self.revealed = not self.revealed

    def exchanged(self, _: object = None) -> None:
        """The ghost is shown, and what was shown becomes the ghost."""
        if self.session.ghost is not None and not self.asked:
            self.line_shown({"shown": self.session.ghost, "ghost": self.session.shown})

    def side_by_side(self, _: object = None) -> None:
        """The line that is shown and its ghost stand side by side, or no longer."""
        self.compared = not self.compared and self.session.shadow is not None and not self.asked
        self.open = self.sharing = self.making = False

    def share_opened(self, opened: bool) -> None:
        """The panel to share, keep and open opens or closes."""
        self.sharing, self.problem, self.making = bool(opened), "", False
        self.bringing = False
        self.questions, self.read = [], None
        self.open = self.open and not opened
        self.parcel = {**self.parcel, "text": ""}

    def door_opened(self, _: object = None) -> None:
        """Of the panel to share, keep and open only the last, for who comes with a file."""
        self.share_opened(True)
        self.bringing = True

    def dropped_files(self, what: Mapping[str, Any]) -> None:
        """Files are dropped anywhere on the page; of too many bytes it is told how many, and none come along."""
        self.door_opened()
        upload.check_bytes(int(what["bytes"]))
        self.opened(what["files"])

    def next_picked(self, step: int) -> None:
        """The story of the next organisation, for who has no mouse."""
        row = self.picked.get("row", -1 if step > 0 else 0)
        self.picked, self.clicked = {"row": (row + (1 if step > 0 else -1)) % len(self.labels)}, True

    def kept(self, what: str) -> None:
        """Something is taken home: the numbers of the rounds, or the scenario."""
        line = self.session.line
        self.packed(what, download.rounds_csv(line) if what == "rounds" else download.scenario_toml(line))

    def kept_whole(self, write: Callable[[Setting, Scenario], str]) -> None:
        """The page itself is taken home, as a file with all that was tried."""
        self._spend()
        self.packed("page", write(self.setting, self.scenario))

    def packed(self, what: str, text: str) -> None:
        """Something lies ready for the browser to save."""
        ending, kind = (KEPT | SESSION)[what]
        which = self.texts(f"share.keep_{what}") if what in SESSION else self.line_name(self.session.line, original="")
        name = download.slug(f"{self.texts.of_scenario(self.scenario, 'title')} {which}")
        self.parcel = {"count": self.parcel["count"] + 1, "name": f"{name}.{ending}", "type": kind, "text": text}

    def opened(self, files: Sequence[Mapping[str, str]]) -> None:
        """Files of one's own: a scenario, or a survey or a network; a browser sends bytes as base64."""
        self._spend()
        self.waiting, self.replies = {str(one["name"]): data_in(one) for one in files}, {}
        self.called = ""
        self._open()

    def answered(self, answers: Mapping[str, str]) -> None:
        """What the reader asked about the files is answered."""
        self.replies = upload.with_answers(self.replies, answers)
        self._open()

    def _open(self) -> None:
        """Open the files that wait, or ask what they do not tell."""
        try:
            found = upload.brought(self.waiting, self.replies)
        except InputError as error:
            self.questions, self.settled = upload.questions(error, self.replies), upload.settled(error)
            raise
        scenario = found.scenario
        if found.answers:
            words = {"title": self.called or self._title_of(scenario.title), "question": self.texts("brought.question")}
            scenario = replace(scenario, story="", **words)
        self._sit_down(Session(scenario), found.script)
        self.questions, self.read = [], found if found.answers else None
        self.sharing = self.read is not None
        self.turn += 1
        self.fresh += 1

    def retitled(self, title: str) -> None:
        """The group is called otherwise than its file: on the page, in what is kept of it and on its advice."""
        called = Name().read(title, "")
        self.called = called if self.read else ""
        self.advice_closed()
        for one in (self.session, *self.session.lines):
            one.scenario = replace(one.scenario, title=called)
        self.brought = download.scenario_toml(self.session.lines[0]) if self.brought else ""
        self._kept = {}
        self.problem = ""
        self.turn += 1

    def _title_of(self, file: str) -> str:
        """What a group is called: as its file, unless that says no more than which part it is."""
        return self.texts("brought.title") if joined(file) in TITLE else capitalised(as_title(file))

    @property
    def advisable(self) -> bool:
        """Whether it is a group that somebody brought: an advice is for those."""
        return bool(self.brought)

    def advice_asked(self, tell: Callable[[], None]) -> None:
        """What can this group do? `tell` is called whenever there is more to show."""
        if not self.advisable:
            return
        self.advice_closed()
        self.problem = ""
        self._spend()
        self.advising = advising.Advising(self.scenario, self.brought, tell)

    def advice_closed(self, _: object = None) -> None:
        """The advice is put away, or nobody waits for it any more."""
        if self.advising:
            self.advising.stop()
        self.advising = None

    def picked_on_stage(self, what: Mapping[str, int]) -> None:
        """An organisation, a tie, the goal, or nothing was clicked."""
        n = len(self.labels)
        known = ("row", "one", "other", "goal")
        self.picked = {key: int(row) for key, row in what.items() if key in known and 0 <= row < n}
        self.clicked = self.clicked or bool(self.picked)

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
            if trait == STAYS:
                events.append(Event(now + 1, name, organisation=int(row), stays=bool(value)))
            else:
                towards = trait == "trust"
                events.append(Event(now + 1, name, organisation=int(row), towards=towards, set={trait: float(value)}))
        self.fork(name, events)

    def _planned(
        self, now: int, plan: Sequence[Mapping[str, float]], lengths: Sequence[int], limit: float | None
    ) -> list[Event]:
        """Efforts in phases, the last of which lasts to the end, and the budget that they may use."""
        if not 1 <= len(plan) <= MOST_PHASES:
            raise InputError("got {got}, allowed: 1 to {most}", Message("phases"), got=len(plan), most=MOST_PHASES)
        lasting = [*(max(1, int(length)) for length in lengths[: len(plan) - 1]), 1]
        efforts = [{condition: float(phase.get(condition, 0.0)) for condition in CONDITIONS} for phase in plan]
        planned = phases(now, [(length, "", effort) for length, effort in zip(lasting, efforts, strict=True)])
        if limit is not None:
            planned[0] = replace(planned[0], parameters={**planned[0].parameters, "effort.budget": limit})
        return [event for event in planned if event.round <= self.session.line.rounds]

    def _shelve(self, line: Line) -> None:
        """Put a line in the list of what was tried, from which it can come back."""
        branch = Branch(line.name, line.since, line.own, line.changes)
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
        branch = shelved.branch
        self.session.restore(1, branch.name, branch.since, branch.events, branch.changes)
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

    def fork(self, name: str, events: list[Event], changes: Sequence[rearranging.Change] = ()) -> None:
        """Play on with events of its own, under that name or one like it that is free; or with others who take part."""
        self._make_room()
        taken = {line.name for line in self.session.lines} if name else set()
        numbered = (f"{name[: session.MOST_LETTERS - 4]} ({count})" for count in range(2, 99))
        free = name if name not in taken else next(one for one in numbered if one not in taken)
        self.session.fork(free, events, changes)
        self.found, self.tab = None, "tried"
        self.turn += 1
        line, ghost = self.session.line, self.session.shadow
        if self.tour_at < 0 and not line.alike(ghost):
            self.asking, self.asked_at, self.open = line.number, self.session.round, False
            self.bets.pop(line.known_by, None)
            self.guesses.pop(line.known_by, None)

    def decided(self, choice: str) -> None:
        """What the scenario lets the group decide is tried, from the begin of the original."""
        name = in_short(self.texts.label(choice), session.MOST_LETTERS)
        events = chosen(self.scenario, choice, name)
        self.line_shown({"shown": 0, "ghost": -1})
        self.session.go(0)
        self.fork(name, events)
        self.fresh += 1

    def rearranged(self, form: Mapping[str, Any]) -> None:
        """Somebody else leads, two merge, work together or no longer do, or one comes besides: from the start."""
        one, line = self.session, self.session.line
        changes = rearranging.asked(form, line.scenario)
        _, made = rearranging.rearranged(line.scenario, changes)
        wanted = (line.own, (*line.changes, *made))
        there = [place for place, other in enumerate(one.lines) if (other.own, other.changes) == wanted]
        if there:
            self.line_shown({"shown": there[0], "ghost": one.shown})
            return
        called = [one for one in (line.name, rearranging.called(made, self.texts)) if one]
        name = shorten("; ".join(called), session.MOST_LETTERS, placeholder=" …") if line.own else ""
        self.fork(name, [], changes)  # a name of its own where it is not the changes alone that make it
        self.fresh += 1

    def happened(self, what: Mapping[str, Any]) -> None:
        """An event, one of the known or one that is made up on the spot, is fired, or tried in a fork of its own."""
        self.session.go(what.get("round", self.session.round))
        kind, row, now = str(what["kind"]), int(what["row"]), self.session.round
        title = str(what.get("name") or "").strip() or self.texts(f"event.{kind}")
        whom = "" if kind == TO_ALL else f": {self.label(row)}"
        name = f"{title}{whom}"[: session.MOST_LETTERS]
        events = made_up(row, now, name, what["add"]) if kind == MADE_UP else of_a_kind(kind, row, now, name)
        if what.get("fork"):
            self.fork(name, events)
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

    def tour_ended(self, _: object = None) -> None:
        """The guided tour is over; `touring` begins one."""
        self.tour_at, self.toured, self.invited = -1, [], False

    def luck_asked(self, _: object = None, tell: Callable[[], None] = lambda: None) -> None:
        """Was this luck?

        Parameters
        ----------
        tell
            Called whenever more of it is done.
        """
        self._spend()

        def watch(share: float) -> None:
            self.luck_done = share
            tell()

        try:
            self.found = self.was_it_luck(watch)
        finally:
            self.luck_done = 0.0

    def was_it_luck(self, watch: Callable[[float], None] = lambda share: None) -> Luck:
        """What comes of playing line and ghost again, and of what the tour asks; `watch` is told the share done."""
        return self.session.was_it_luck(watch=watch, ask=self.ask)

    def _spend(self) -> None:
        """Something that takes this computer long: so often a minute, so that one visitor keeps nobody waiting."""
        now = time.monotonic()
        while self.asked_for and now - self.asked_for[0] > 60.0:
            self.asked_for.popleft()
        if len(self.asked_for) >= MOST_A_MINUTE:
            raise InputError("that was asked {most} times within a minute; wait a moment", most=MOST_A_MINUTE)
        self.asked_for.append(now)

    # What is asked of it ---------------------------------------------------------------------------------------------

    def once(self, what: str, key: tuple, make: Any) -> Any:  # noqa: ANN401
        """What was made before with the same key, or made now."""
        if what not in self._kept or self._kept[what][0] != key:
            self._kept[what] = (key, make())
        return self._kept[what][1]

    @property
    def question(self) -> Question | None:
        """What the guided tour asks a group to predict; None for an agenda or another case that somebody brought."""
        asked = None if self.agenda is not None else questions().get(self.scenario.name)
        return asked if asked is not None and {*asked.of} <= {*self.scenario.labels} else None

    @property
    def ask(self) -> Callable[[Replicate], float] | None:
        """What a run comes to by the question of the tour, if there is one."""
        return measure_of(self.question, self.scenario.labels)

    @property
    def scenario(self) -> Scenario:
        """What runs."""
        return self.session.scenario

    def label(self, row: int) -> str:
        """The name of an organisation of the line that is shown, in the language of the page."""
        return self.labels[row]

    @property
    def labels(self) -> list[str]:
        """The names of all on the line that is shown."""
        return self.labels_of(self.session.line)

    def labels_of(self, line: Line) -> list[str]:
        """The names of all on a line."""
        return [self.texts.label(label) for label in line.scenario.labels]

    @property
    def picked(self) -> dict[str, int]:
        """The row of who was clicked, or the rows of a tie; nothing where the line that is shown has none such."""
        n = len(self.session.line.scenario.labels)
        return self._picked if all(row < n for row in self._picked.values()) else {}

    @picked.setter
    def picked(self, what: dict[str, int]) -> None:
        self._picked = what

    def line_name(self, line: Line | Branch, original: str | None = None) -> str:
        """What people call a line: its name, what was changed where nobody gave it one, or that it is the original."""
        by_changes = rearranging.called(line.changes, self.texts) if line.changes else ""
        return line.name or by_changes or (self.texts("word.original") if original is None else original)

    @property
    def key(self) -> tuple:
        """What changes whenever another line, another ghost or another language is shown."""
        ghost = self.session.shadow
        return (self.texts.language, self.session.line.number, ghost.number if ghost else None)

    def address(self, for_others: bool = False) -> str:
        """The query of the address, without the round: the clock knows that one best.

        Parameters
        ----------
        for_others
            Without an agenda of one's own, whose notes are for who leads the session alone.
        """
        script = "" if for_others or not self.holds_agenda else self.script
        text = self.brought if self.linked else ""
        step = self.tour_at if script == self.script else -1  # not a step of another agenda
        return encode(replace(self.setting, text=text, script=script, tour=step), with_round=False)

    @property
    def setting(self) -> Setting:
        """Everything that an address would say, however long; of a scenario that was brought, its name alone."""
        one = self.session
        branches = tuple(Branch(line.name, line.since, line.own, line.changes) for line in one.lines)
        return Setting(
            scenario=self.scenario.name,
            seed=one.seed,
            round=one.round,
            language=self.texts.language,
            branches=branches,
            shown=one.shown,
            ghost=-1 if one.ghost is None else one.ghost,
            bets="".join(BETS.get(self.bets.get(line.known_by, ""), ".") for line in one.lines).rstrip("."),
            tour=self.tour_at,
            script=self.script,
        )

    @property
    def holds_agenda(self) -> bool:
        """Whether the address can hold the agenda that somebody brought, beside the scenario."""
        text = self.brought if self.linked else ""
        return self.once("holds_agenda", (text, self.script), lambda: len(packed(text + self.script)) <= MOST_PACKED)

    @property
    def linked(self) -> bool:
        """Whether a link can hold the scenario: one that somebody brought may be too large for that."""
        return self.once("linked", (), lambda: not self.brought or len(packed(self.brought)) <= MOST_PACKED)
