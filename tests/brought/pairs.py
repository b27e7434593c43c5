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


def of_names(table, labels, names):
    """What there is by pair of rows, for organisations that are in the order of other names; those there are, all."""
    assert sorted(labels) == sorted(names)
    row = [names.index(label) for label in labels]
    return {(row[source], row[target]): value for (source, target), value in table.items()}
