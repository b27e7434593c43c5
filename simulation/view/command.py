"""`samenspel view`."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from ..cache import mend
from ..kernel import cache_folder


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
