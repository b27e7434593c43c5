"""Serving: on loopback unless asked otherwise, and nothing leaves the machine."""

from __future__ import annotations

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


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("0.0.0.0", True)])
def test_what_is_exposed_is_said(host, warned, monkeypatch, capsys):
    import uvicorn

    monkeypatch.setattr(uvicorn.Server, "run", lambda self, sockets: [one.close() for one in sockets])
    server.serve(host, port=0, browser=False)
    assert ("without a password" in capsys.readouterr().out) is warned
