"""A browser that is driven from outside, whichever it is."""

from __future__ import annotations

import time
from typing import Any

PATIENCE = 120  # seconds to start, and to answer


class Driven:
    """One window: what is asked of it. How it is asked is its own."""

    def open(self, address: str) -> None:
        raise NotImplementedError

    def evaluate(self, script: str, *given: Any) -> Any:
        """What an expression of JavaScript is in the page; what is given is `arguments`."""
        raise NotImplementedError

    def wrong(self) -> list[str]:
        """What went wrong in files that were opened since this was last asked."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def wait_for(self, script: str, *given: Any) -> Any:
        """The value of an expression, once it is true."""
        deadline = time.monotonic() + PATIENCE
        while not (value := self.evaluate(script, *given)):
            assert time.monotonic() < deadline, script
            time.sleep(0.1)
        return value

    def press(self, what: str) -> None:
        self.evaluate("document.querySelector(`[data-test=${arguments[0]}]`).click()", what)

    def says(self, what: str) -> str:
        return self.evaluate("document.querySelector(`[data-test=${arguments[0]}]`).innerText", what)
