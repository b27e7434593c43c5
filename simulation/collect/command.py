"""`samenspel collect`; `samenspel.cli` says that it exists."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from ..cli import whole_number
from ..errors import InputError
from ..parameters import whole

FLOOR = whole(1, 10, "respondents", "from how many on an organisation is shown by itself")


def collect(
    folder: Annotated[Path, Parameter(name="FOLDER", help="Where the answers are, or a new folder for them.")],
    /,
    *,
    organisations: Annotated[
        list[str],
        Parameter(
            consume_multiple=True,
            show_default=False,
            help="Who takes part, by name, with commas between them. [default: the folder's orgs.csv]",
        ),
    ] = [],  # noqa: B006
    scenario: Annotated[
        str | None, Parameter(help="Those of a scenario take part, by its name or path.", show_default=False)
    ] = None,
    floor: Annotated[
        int | None,
        Parameter(
            converter=whole_number,
            help="From how many respondents the picture shows an organisation by itself; respondents are told. "
            "[default: 3, or as in the last wave]",
        ),
    ] = None,
    host: Annotated[
        str, Parameter(help="Address to listen at; 0.0.0.0 lets phones on the network answer.")
    ] = "127.0.0.1",
    port: Annotated[int, Parameter(converter=whole_number, help="Port; 0 is any that is free.")] = 8766,
    browser: Annotated[bool, Parameter(negative="--no-browser", help="Open the desk here.")] = True,
    pin: Annotated[bool, Parameter(negative="--no-pin", help="Ask phones for a PIN, which the desk shows.")] = True,
    language: Annotated[Literal["en", "nl"], Parameter(help="Of the desk, at first, and its files.")] = "en",
) -> None:
    """Let a group fill in a questionnaire on their phones; its answers stay on this computer (docs/survey.md)."""
    try:
        import jinja2  # noqa: F401
        import uvicorn  # noqa: F401

        from ..view.server import PORT, listen
        from .participants import checked
        from .room import opened
        from .server import serve
    except ImportError as missing:
        raise InputError(f"collecting needs its packages: pip install 'samenspel[view]' ({missing})") from None

    if floor is not None:
        floor = int(FLOOR.read(floor, "--floor"))
    named = [part.strip() for one in organisations for part in one.split(",") if part.strip()]
    if scenario is not None:
        if named:
            raise InputError("got --organisations too, allowed: one of the two", "--scenario")
        named = list(checked(of_scenario(scenario, language), "--scenario"))
    with listen(host, int(PORT.read(port, "--port"))) as listening:  # before anything is written
        room = opened(folder, named, floor, language)
        try:
            serve(room, host, listening, browser, pin)
        finally:
            room.store.close()


def of_scenario(where: str, language: str) -> list[str]:
    """The organisations of a scenario, as they are called in a language."""
    from ..results.scenarios import name_of
    from ..scenario import load

    return [name_of(name, language) for name in load(where).labels]
