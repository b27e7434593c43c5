"""WebKit, the engine of Safari, driven by its own WebDriver: JSON over HTTP, on a screen that nobody sees."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from .driven import PATIENCE, Driven

SCREEN = "1366x768x24"
NOWHERE = {"proxyType": "manual", "httpProxy": "127.0.0.1:9", "sslProxy": "127.0.0.1:9"}  # nobody listens there
# The driver does not say what went wrong in a page: the page, which is a copy, collects it from its first moment on.
COLLECTS = """<script>window.wrong = [];
addEventListener("error", ({ message }) => window.wrong.push(message), true);
addEventListener("unhandledrejection", ({ reason }) => window.wrong.push(String(reason)));
console.error = (...said) => window.wrong.push(said.join(" "));</script>"""
PROGRAM = "webkit*gtk-*/MiniBrowser"


def webkit() -> dict[str, str] | None:
    """Where its driver, its browser and a screen are."""
    browsers = sorted(Path("/usr/lib").glob(f"*/{PROGRAM}"))
    found = {"driver": shutil.which("WebKitWebDriver"), "screen": shutil.which("Xvfb")}
    found["browser"] = str(browsers[0]) if browsers else None
    return found if all(found.values()) else None


class WebKit(Driven):
    """One window, with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        where = webkit()
        read, write = os.pipe()
        words = [where["screen"], "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.screen = subprocess.Popen(words, pass_fds=[write], **quiet)
        os.close(write)
        with os.fdopen(read) as line:
            display = line.readline().strip()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        own = {
            "DISPLAY": f":{display}",
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        self.folder = folder
        command = [where["driver"], f"--port={port}", "--host=127.0.0.1"]
        self.driver = subprocess.Popen(command, env=os.environ | own, **quiet)
        self.root = f"http://127.0.0.1:{port}/session"
        self._connected(port)
        options = {"binary": where["browser"], "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options, "proxy": NOWHERE}}
        self.root += f"/{self.ask('', capabilities=wanted)['sessionId']}"

    def _connected(self, port: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), PATIENCE).close()
            except OSError:
                if time.monotonic() > deadline or self.driver.poll() is not None:
                    raise
                time.sleep(0.5)

    def ask(self, what: str, **given: Any) -> Any:
        """Its answer to a command."""
        request = Request(f"{self.root}{what}", json.dumps(given).encode(), {"Content-Type": "application/json"})
        with urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)["value"]

    def open(self, address: str) -> None:
        path, mark, said = address.partition("?")
        if path.startswith("file:"):
            page = Path(path.removeprefix("file://"))
            copy = self.folder / page.name
            if not copy.exists():
                text = page.read_text(encoding="utf-8")
                copy.write_text(text.replace("<head>", f"<head>{COLLECTS}", 1), encoding="utf-8")
            address = f"{copy.as_uri()}{mark}{said}"
        self.ask("/url", url=address)

    def evaluate(self, script: str, *given: Any) -> Any:
        return self.ask("/execute/sync", script=f"return ({script});", args=list(given))

    def wrong(self) -> list[str]:
        return self.evaluate("(window.wrong || []).splice(0)")

    def close(self) -> None:
        for process in (self.driver, self.screen):
            process.terminate()
            process.wait(PATIENCE)
