"""Ties as tests look at them: a field by pair."""

from __future__ import annotations

import math


def table_of(ties, field):
    """A field of ties by pair; what is open is left out."""
    if hasattr(ties, "sources"):
        sources, records = ties.sources, ties.ties
    else:
        sources, records = ties["source"], ties
    pairs = zip(sources.tolist(), records["target"].tolist(), strict=True)
    return {pair: float(value) for pair, value in zip(pairs, records[field], strict=True) if not math.isnan(value)}
