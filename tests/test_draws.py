"""Keyed random numbers."""

from __future__ import annotations

import numpy as np
from scipy import stats

from samenspel.draws import normal, philox, uniform


def test_philox_gives_the_published_known_answers():
    """Oracle: known-answer vectors of the Random123 library (Salmon et al. 2011)."""
    assert [f"{word:08x}" for word in philox(0, 0, 0, 0, 0)] == ["6627e8d5", "e169c58d", "bc57ac4c", "9b00dbd8"]
    ones = 0xFFFFFFFF
    words = philox(np.uint64((ones << 32) | ones), np.uint64(ones), np.uint64(ones), np.uint64(ones), np.uint64(ones))
    assert [f"{word:08x}" for word in words] == ["408f276d", "41c83b0e", "a20bc7c6", "6d5451fd"]
    key = np.uint64((0x299F31D0 << 32) | 0xA4093822)
    words = philox(key, 0x243F6A88, np.uint64(0x85A308D3), 0x13198A2E, 0x03707344)
    assert [f"{word:08x}" for word in words] == ["d16cfe09", "94fdcceb", "5001e420", "24126ea1"]


def test_uniform_numbers_are_uniform_in_every_index():
    """Oracle: Kolmogorov-Smirnov, along the seed, the stream, the round and both indices."""
    for index in range(5):
        keys = np.zeros((4000, 5), int)
        keys[:, index] = np.arange(4000)
        sample = [uniform(*key) for key in keys.tolist()]
        assert stats.kstest(sample, "uniform").pvalue > 1e-3
        assert abs(np.corrcoef(sample[:-1], sample[1:])[0, 1]) < 0.06


def test_normal_numbers_are_normal():
    """Oracle: Kolmogorov-Smirnov against the standard normal distribution."""
    sample = [normal(3, 20, t, i, 0) for t in range(80) for i in range(50)]
    assert stats.kstest(sample, "norm").pvalue > 1e-3
