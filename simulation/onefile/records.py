"""Where each field of a record lies, for whoever reads the engine's memory without numpy: from the declarations."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..dynamics import Parameters
from ..measures import OUTCOMES
from ..parameters import record_type
from ..state import TIE, collaboration_type, organisation_type


def types(themes: int) -> dict[str, np.dtype]:
    """The records that the engine is handed, by name, for a number of themes."""
    return {
        "organisations": organisation_type(themes),
        "ties": TIE,
        "collaboration": collaboration_type(themes),
        "parameters": record_type(Parameters),
        "history": OUTCOMES,
    }


def described(themes: int) -> dict[str, Any]:
    """The records in words of JSON: `size` in bytes, and `fields`, [kind, offset] or, of points, [kind, offset, count].

    Kinds are numpy's (`f8`, `i4`); a field within a field is `trust.gain`.
    """
    return {name: {"size": kind.itemsize, "fields": dict(fields(kind))} for name, kind in types(themes).items()}


def fields(record: np.dtype, offset: int = 0, within: str = "") -> list[tuple[str, list]]:
    """Name and place of every number of a record, in order."""
    found = []
    for name, (kind, at, *_) in (record.fields or {}).items():
        if kind.names:
            found += fields(kind, offset + at, f"{within}{name}.")
        else:
            found.append((within + name, [kind.base.str[1:], offset + at, *kind.shape]))
    return found
