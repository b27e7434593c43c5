"""What the page shows, view by view, copied as a file needs it: blocks, parts, and each value once.

A view is a line beside its ghost, looked at in one of a few ways. The page itself is asked what is to be seen in each,
in each language, wherever the clock may rest and show something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from itertools import count
from pathlib import Path
from typing import Any

from ..scenario import Scenario
from ..view import touring
from ..view.address import Setting
from ..view.desk import Desk
from ..view.session import Line, Luck

WITHOUT = {
    "legend": {"switches": [], "hint": ""},
    "chart": {"pickable": False},
    "status": {"opens": ""},
    "opening": {"brings": False},  # it opens no files
    "clock": {"start": 0, "fresh": 0, "plays": 0},  # the file has a time of its own
}
ORIGINAL = 0  # its place among the lines


class Told(Desk):
    """A desk that is told whether a difference is luck where that was found in another language.

    Parameters
    ----------
    setting, scenario
        As of any desk.
    lucks
        What was found, by the places of a line and of its ghost, which are the same in every language.
    """

    def __init__(self, setting: Setting, scenario: Scenario | None, lucks: dict[tuple[int, int | None], Luck]) -> None:
        super().__init__(setting, scenario)
        self.lucks = lucks

    def was_it_luck(self, watch: Callable[[float], None] = lambda share: None) -> Luck:
        """As found before, or now."""
        pair = self.session.shown, self.session.ghost
        if pair not in self.lucks:
            self.lucks[pair] = super().was_it_luck(watch)
        return self.lucks[pair]


class Views:
    """What a desk shows in its language; each view is copied once.

    Attributes
    ----------
    lines
        All that were met, in that order, the original first.
    screens
        By the name of a view, the pages that are seen in it, each with the round from which on.
    """

    def __init__(self, desk: Told, copied: Copy) -> None:
        self.desk, self.copied = desk, copied
        self.lines: list[Line] = []
        self.screens: dict[str, list[tuple[int, dict[str, Any]]]] = {}

    def choose(self) -> list[int]:
        """The places of the lines in which the group decides for each choice that the scenario has."""
        desk, places = self.desk, []
        for choice in desk.scenario.choices:
            desk.decided(choice)
            line = desk.session.line
            if not any(line.alike(known) for known in self.lines):
                self.lines.append(line)
            places.append(next(place for place, known in enumerate(self.lines) if line.alike(known)))
        return places

    def now(self) -> tuple[int, int]:
        """The places of the line that the desk shows and of its ghost; without one, -1."""
        one = self.desk.session
        self.lines += [line for line in one.lines if line not in self.lines]
        return self.lines.index(one.line), -1 if one.shadow is None else self.lines.index(one.shadow)

    def names(self) -> list[str]:
        """What people call the lines."""
        return [self.desk.line_name(line) for line in self.lines]

    def look(self) -> str:
        """The name of the view that the desk shows: the places of line and ghost, and in which ways they are seen."""
        desk = self.desk
        ways = {
            "compared": desk.compared,
            "revealed": desk.revealed,
            "luck": desk.found is not None,
            "touring": desk.tour_at >= 0,
            "ending": touring.tells_ending(desk),
        }
        name = " ".join([*map(str, self.now()), *(way for way, so in ways.items() if so)])
        if name not in self.screens:
            self.screens[name] = list(self._screens())
        return name

    def _screens(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The page before the first round, wherever the logic changes, and at the end."""
        one = self.desk.session
        was = one.round
        turns = {
            event.round
            for event in one.line.scenario.events
            if any(name.startswith("logic.") for name in event.parameters)
        }
        for rest in sorted({0, one.line.rounds, *turns}):
            one.go(rest)
            yield rest, self.copied.of(self.desk)
        one.go(was)

    def look_at(self, shown: int, ghost: int = -1, compared: bool = False, luck: bool = False) -> str:
        """The name of a view, once the desk shows it.

        Parameters
        ----------
        shown, ghost
            The places of a line, and of the line that it stands beside; -1 is none.
        compared
            Whether they stand side by side.
        luck
            Whether it was asked if their difference is luck.
        """
        desk, one = self.desk, self.desk.session
        one.lines = list(self.lines)
        one.show(shown, ghost)
        desk.asking, desk.compared, desk.found = -1, compared, None
        if luck:
            desk.found = desk.was_it_luck()
        return self.look()

    def compare(self, shown: int, ghost: int) -> None:
        """Look at a line beside its ghost, in all ways; without a ghost there is one."""
        self.look_at(shown, ghost)
        if ghost >= 0:
            self.look_at(shown, ghost, compared=True)
            self.look_at(shown, ghost, compared=True, luck=True)

    def tour(self) -> list[dict[str, Any]]:
        """The guided tour, or the agenda: of each step what is `seen` when it comes, and what its button has `done`."""
        desk = self.desk
        taken = []
        for at, step in enumerate(touring.steps(desk)):
            comes = partial(touring.step_shown, desk, at) if at else partial(touring.opened, desk, begins=True)
            seen = self._after(comes)
            done = self._after(partial(touring.step_done, desk, at)) if step.button else None
            taken.append({"seen": seen, "done": done})
        touring.opened(desk, begins=False)
        desk.revealed = False
        return taken

    def _after(self, act: Callable[[], None]) -> dict[str, Any]:
        """What is seen once something was done: the view, the round to which time goes, and whether it plays on."""
        desk = self.desk
        fresh, plays = desk.fresh, desk.plays
        act()
        if desk.compared:  # which a reader may close
            found, desk.compared, desk.found = desk.found, False, None
            self.look()
            desk.compared, desk.found = True, found
        moved = (desk.fresh, desk.plays) != (fresh, plays)
        return {"view": self.look(), "round": desk.session.round if moved else None, "plays": desk.plays != plays}


class Copy:
    """What pages show, each value and each part once.

    Attributes
    ----------
    values
        Values by what they are as JSON, in the order of their places.
    parts
        By name: what the file needs of a part, and its style.
    """

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.places: dict[str, int] = {}
        self.parts: dict[str, tuple[dict[str, Any], str]] = {}
        self.pages: dict[Desk, tuple[Any, Callable[[], Any]]] = {}
        self.names = {
            path.read_text(encoding="utf-8"): path.stem
            for path in (Path(__file__).parent.parent / "view" / "parts").glob("*.vue")
        }

    @cached_property
    def apart(self) -> Any:  # noqa: ANN401
        """Where pages are rendered: apart from any browser that this process may serve."""
        import solara.server.app  # noqa: F401  from here on widgets belong to the context in which they are made
        from solara.server.kernel_context import create_dummy_context

        return create_dummy_context()

    def close(self) -> None:
        """Let go of all that was rendered, where it was: templates outlive the page that was made of them."""
        if "apart" in self.__dict__:  # anything was
            self.apart.close()

    def of(self, desk: Desk) -> dict[str, Any]:
        """The page of a desk, as blocks; of a desk that was seen before, what it shows now."""
        with self.apart:
            if desk in self.pages:
                box, again = self.pages[desk]
                again()
            else:
                box, _ = self.pages[desk] = rendered(desk)
            (page,) = (block for block in self.blocks(box) if "sp-page" in block["attributes"].get("class", ""))
            return page

    def blocks(self, widget: Any) -> list:  # noqa: ANN401
        """What a widget is in the file: itself, or what it holds if it is Solara's own."""
        from ipyvuetify import Html, VuetifyTemplate

        if isinstance(widget, str):
            return [widget]
        if isinstance(widget, VuetifyTemplate):
            name = self.names.get(widget.template.template)
            return [self.part(name, widget)] if name else []
        children = [block for child in getattr(widget, "children", ()) for block in self.blocks(child)]
        if not isinstance(widget, Html):
            return children
        attributes = {"class": widget.class_ or "", **(widget.attributes or {})}
        return [{"tag": widget.tag, "attributes": attributes, "children": children}]

    def part(self, name: str, widget: Any) -> dict[str, Any]:  # noqa: ANN401
        """A part, and the places of what is shown in it."""
        from ipyvuetify import VuetifyTemplate

        events = [event.removeprefix("event_") for event in widget.events if event.startswith("event_")]
        known = self.parts.setdefault(name, (taken_apart(widget.template.template), style_of(widget.template.template)))
        known[0]["events"] = sorted({*known[0]["events"], *events})
        usual = {*VuetifyTemplate.class_traits(), *events, *(f"event_{event}" for event in events)}
        shown = {one: getattr(widget, one).data for one in widget.class_traits(sync=True) if one not in usual}
        shown |= {one: value for one, value in WITHOUT.get(name, {}).items() if one in shown}
        if name == "top":
            shown |= {
                "scenarios": [one for one in shown["scenarios"] if one["name"] == shown["scenario"]],
                "words": {**shown["words"], "more_keys": ""},
            }
        if name == "clock":  # that of the file need not say what is in it
            shown["address"] = re.search(r"language=\w+", shown["address"])[0]
        if name == "tour":  # notes are for whoever leads the session alone; which step it is, the file says
            shown |= {"steps": [step | {"notes": ""} for step in shown["steps"]], "at": 0, "done": []}
        known[0]["shown"] = sorted({*known[0]["shown"], *shown})
        return {"part": name, "shown": {one: self.place(value) for one, value in shown.items()}}

    def place(self, value: object) -> int:
        """The place of a value among all."""
        text = json.dumps(value, ensure_ascii=False)
        self.values.setdefault(text, value)
        return self.places.setdefault(text, len(self.places))


def rendered(desk: Desk) -> tuple[Any, Callable[[], Any]]:
    """The page of a desk, as if a browser had come to it, and what renders it again."""
    import solara

    from ..view.page import shown

    @solara.component
    def At(turn: int) -> None:  # noqa: N802  another turn is rendered anew
        shown(desk)

    turns = count()
    box, page = solara.render(At(next(turns)), handle_error=False)
    return box, lambda: page.render(At(next(turns)))


def taken_apart(part: str) -> dict[str, Any]:
    """Template and script of a part; what is done and shown in it is added where it is met."""
    template = part[part.index("<template>") + len("<template>") : part.rindex("</template>")]
    script_ = re.search(r"<script>(.*)</script>", part, re.DOTALL)
    return {"template": template.strip(), "script": script_[1] if script_ else "", "events": [], "shown": []}


def style_of(part: str) -> str:
    """Style of a part."""
    return "".join(re.findall(r"<style[^>]*>(.*?)</style>", part, re.DOTALL))
