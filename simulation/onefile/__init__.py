"""The engine without Python: a WebAssembly module of the compiled rules, and what a page needs to call it.

`engine_2.wasm` and `engine_3.wasm` are `dynamics.begin` and `dynamics.play` for two and for three themes: numba's typed
code of the very functions that run here, so that they give the same bits. `engine.json` says of which version of the
engine they are and where each field of a record lies; `engine.js` calls them. They come with the package, so that
nobody needs a compiler to use them; `python -m samenspel.onefile.build` makes them anew when the engine changes.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
DESCRIPTION = FOLDER / "engine.json"


def path(themes: int, folder: Path = FOLDER) -> Path:
    """Where the module for a number of themes is, or would be."""
    return folder / f"engine_{themes}.wasm"


@cache
def description() -> dict[str, Any]:
    """What is known of the modules: `engine` and `build`, digests of the sources of what they play and of what made
    them; `tools`; `records` by number of themes.
    """
    return json.loads(DESCRIPTION.read_text(encoding="utf-8"))
