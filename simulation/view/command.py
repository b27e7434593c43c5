"""`samenspel view`, and `samenspel agenda`: the steps of a session, and its hand-out."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from ..cache import mend
from ..errors import InputError, inside, nearest, show
from ..kernel import cache_folder
from ..reading import contents, decoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..scenario import Scenario
    from .texts import Texts
    from .tours import Step

WIDTH, MARGIN = 100, 12  # of what is printed
MOST_MEGABYTES = 1


def view(
    *,
    host: Annotated[
        str, Parameter(help="Address to listen at; 0.0.0.0 lets others on the network open it.")
    ] = "127.0.0.1",
    port: Annotated[int, Parameter(help="Port; 0 is any that is free.")] = 8765,
    browser: Annotated[bool, Parameter(negative="--no-browser", help="Open the page here.")] = True,
    pin: Annotated[
        bool, Parameter(negative="--no-pin", help="Ask others for a PIN, which is shown here and in what is shared.")
    ] = True,
) -> None:
    """Show a collaboration in the browser: play, look back, and ask what if."""
    from .server import serve

    if not cache_folder().exists():
        print("The first time on this computer the model is prepared, which takes half a minute.")
    mend()
    warm()
    serve(host, port, browser, pin=pin)


def warm() -> None:
    """Prepare the model, so that the first page need not wait for it."""
    from ..scenario import load
    from .session import Session

    Session(load("baseline"))


def agenda(
    what: Annotated[str, Parameter(name="AGENDA", help="Name of a scenario, for its tour; or path of an agenda.")],
    /,
    *,
    scenario: Annotated[
        str | None, Parameter(help="That the agenda is for, by name or path; by default the one that it names.")
    ] = None,
    language: Annotated[Literal["en", "nl"], Parameter(help="Of the page and the hand-out.")] = "en",
    notes: Annotated[bool, Parameter(negative="", help="With what is said and noted at every step.")] = False,
    out: Annotated[
        Path | None,
        Parameter(help="A file that is not there yet: .html is the hand-out, .toml the agenda, to make it your own."),
    ] = None,
) -> None:
    """Check the agenda of a session, and print it; or write its hand-out."""
    from .shown.handout import handout
    from .texts import Texts

    texts = Texts(language)
    text, case, steps = found(what, scenario, language)
    if out is None:
        print("\n".join(listed(steps, texts, notes)))
        return
    kinds = {".html": lambda: handout(case, steps, texts, presenter=notes), ".toml": lambda: text}
    if out.suffix not in kinds:
        raise InputError("got {got}, allowed: {allowed}", "--out", got=show(out.name), allowed=", ".join(kinds))
    if out.exists():
        raise InputError("there is a file already, allowed: a new one", str(out))
    out.write_text(kinds[out.suffix](), encoding="utf-8")
    print(f"Written: {out}")


def found(what: str, of: str | None, language: str) -> tuple[str, Scenario, Sequence[Step]]:
    """An agenda as it is written, the scenario that it is for, and its steps in a language."""
    from ..scenario import load, names, playing
    from . import tours

    known = (*names(), *playing())
    if what in known:
        path = tours.HERE / f"{what}.{language}.toml"
    elif (path := Path(what)).suffix != ".toml":
        allowed = f"the path of a .toml, or {', '.join(known)}"
        raise InputError("got {got}, allowed: {allowed}{nearest}", "AGENDA", got=show(what), allowed=allowed,
                         nearest=nearest(what, known))  # fmt: skip
    named = what if what in known and of is None else of
    with inside(path.name):
        text = decoded(contents(path, MOST_MEGABYTES))
        case = load(named) if named else None
        read = tours.parse(text, case)
        case = case or (load(read.scenario) if read.scenario else None)
        if case is None:
            raise InputError('it names no scenario, allowed: scenario = "NAME" in it, or --scenario')
    if what in known:
        text = f'scenario = "{what}"\n\n{text}'
    return text, case, read.steps[language]


def listed(steps: Sequence[Step], texts: Texts, notes: bool) -> Iterator[str]:
    """The steps as lines of text."""
    at, indent = 0, " " * MARGIN
    for step in steps:
        when = f"{at}-{at + step.minutes}" if step.minutes else ""
        at += step.minutes
        yield f"{when:<{MARGIN}}{texts(f'tour.{step.kind}')}"
        for said in (step.text, ", ".join(step.answers), step.question, step.notes if notes else ""):
            if said:
                yield fill(said, WIDTH, initial_indent=indent, subsequent_indent=indent)
