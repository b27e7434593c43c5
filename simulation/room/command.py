"""`samenspel room`; `samenspel.cli` says that it exists."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter

from ..cli import whole_number
from ..errors import InputError


def room(
    scenario: Annotated[str, Parameter(name="SCENARIO", help="Name of a scenario, or path of its file.")],
    /,
    *,
    step: Annotated[
        int | None,
        Parameter(
            converter=whole_number,
            help="How many rounds of the model a played round stands for. [default: half a year]",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None, Parameter(converter=whole_number, help="Which luck. [default: the scenario's]", show_default=False)
    ] = None,
    host: Annotated[str, Parameter(help="Address to listen at; 0.0.0.0 lets phones play.")] = "127.0.0.1",
    port: Annotated[int, Parameter(converter=whole_number, help="Port; 0 is any that is free.")] = 8767,
    browser: Annotated[bool, Parameter(negative="--no-browser", help="Open the desk here.")] = True,
    language: Annotated[Literal["en", "nl"], Parameter(help="Of the desk and the screen, at first.")] = "en",
) -> None:
    """Let a group play the organisations of a scenario, each on a phone; the model plays the empty seats."""
    try:
        import jinja2  # noqa: F401
        import uvicorn  # noqa: F401

        from ..view.server import PORT, listen
        from .house import House
        from .server import serve
    except ImportError as missing:
        raise InputError(f"a room needs its packages: pip install 'samenspel[view]' ({missing})") from None

    from ..scenario import SEED, load
    from .play import Play
    from .seen import seen
    from .words import Words

    case = load(scenario)
    luck = None if seed is None else int(SEED.read(seed, "--seed"))
    print(Words(language)("preparing"), flush=True)
    play = Play(case, luck, step)
    with listen(host, int(PORT.read(port, "--port"))) as listening:
        house = House(language=language, another=lambda: Play(case, luck, step))
        seen(play, 0, language)  # compiles, and looks a round ahead, before somebody waits for it
        house.open(play)
        serve(house, host, listening, browser)
