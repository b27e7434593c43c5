"""Firefox, driven by its own protocol (Marionette): messages of JSON over a socket, each with its length before it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from itertools import count
from pathlib import Path
from typing import Any

from .driven import PATIENCE, Driven

# Nothing may leave this machine: whatever asks for a network is sent where nobody listens.
SETTINGS = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "intl.accept_languages": "en-GB",
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}
# Errors of scripts of files, and not warnings; they are taken off the console.
WRONG = """(() => { const known = Services.console.getMessageArray(); Services.console.reset();
return known.filter((one) => one instanceof Ci.nsIScriptError && one.sourceName.startsWith("file:"))
  .filter((one) => !(one.flags & Ci.nsIScriptError.warningFlag)).map((one) => one.errorMessage); })()"""


def firefox() -> str | None:
    """Where Firefox is."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox(Driven):
    """One window without a screen, with a profile of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        said = SETTINGS | {"marionette.port": port}
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in said.items())
        (folder / "user.js").write_text("".join(lines), encoding="utf-8")
        # The console, which is asked what went wrong, is the system's.
        words = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote"]
        command = [firefox(), *words, "--profile", str(folder), "about:blank"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.line = self._connected(port)
        self.numbers = count(1)
        self._heard()  # it says what it is
        self.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": False}})

    def _connected(self, port: int) -> socket.socket:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), PATIENCE)
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                time.sleep(0.5)

    def _heard(self) -> Any:
        letters = b""
        while not letters.endswith(b":"):
            letters += self._read(1)
        return json.loads(self._read(int(letters[:-1])))

    def _read(self, size: int) -> bytes:
        held = b""
        while len(held) < size:
            part = self.line.recv(size - len(held))
            assert part, "Firefox is gone"
            held += part
        return held

    def ask(self, what: str, **given: Any) -> Any:
        """Its answer to a command."""
        text = json.dumps([0, next(self.numbers), what, given]).encode()
        self.line.sendall(str(len(text)).encode() + b":" + text)
        _, _, error, answer = self._heard()
        assert error is None, error["message"]
        return answer

    def open(self, address: str) -> None:
        self.ask("WebDriver:Navigate", url=address)

    def evaluate(self, script: str, *given: Any) -> Any:
        """What an expression of JavaScript is in the page."""
        return self.ask("WebDriver:ExecuteScript", script=f"return ({script});", args=list(given))["value"]

    def wrong(self) -> list[str]:
        """What went wrong in files that were opened since this was last asked, as its console has it."""
        self.ask("Marionette:SetContext", value="chrome")
        try:
            return self.evaluate(WRONG)
        finally:
            self.ask("Marionette:SetContext", value="content")

    def close(self) -> None:
        self.line.close()
        self.process.terminate()
        self.process.wait(PATIENCE)
