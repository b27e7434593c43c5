"""Serving: on loopback unless asked otherwise, and nothing leaves the machine."""

from __future__ import annotations

import os
import socket

import pytest

from samenspel.cli import main
from samenspel.errors import InputError
from samenspel.view import server


def test_solara_counts_no_visits_and_looks_nowhere_for_files():
    """Oracle: Solara's settings, as they are once the application is made."""
    server.application()
    import solara.settings
    from solara.server import settings

    assert not settings.telemetry.mixpanel_enable
    assert settings.main.mode == "production"
    assert str(solara.settings.assets.cdn).startswith("http://127.0.0.1:9")


def test_a_port_that_is_taken_is_said_in_one_line(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["view", "--port", str(port), "--no-browser"]) == 2
    said = capsys.readouterr().err
    assert str(port) in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_cannot_be_is_refused(port):
    with pytest.raises(InputError, match="0 to 65535"):
        server.serve(port=port, browser=False)


@pytest.mark.parametrize(
    ("host", "pin", "said"),
    [("127.0.0.1", True, "Ctrl+C"), ("0.0.0.0", True, "they need the PIN"), ("0.0.0.0", False, "without a password")],
)
def test_what_is_exposed_is_said(host, pin, said, monkeypatch, capsys):
    import uvicorn

    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: [one.close() for one in sockets])
    monkeypatch.setenv(server.PIN, "")
    server.serve(host, port=0, browser=False, pin=pin)
    printed = capsys.readouterr().out
    assert said in printed
    assert ("everybody who can reach" in printed) is (host == "0.0.0.0")
    assert bool(os.environ[server.PIN]) is ("PIN" in said)
