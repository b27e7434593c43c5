"""Keyed random numbers."""

from __future__ import annotations

import numpy as np
from scipy import stats

from samenspel.draws import normal, philox, uniform


def test_philox_gives_the_published_known_answers():
    """Oracle: known-answer vectors of the Random123 library (Salmon et al. 2011)."""
    assert [f"{word:08x}" for word in philox(0, 0, 0, 0, 0)] == ["5f6fb709", "0d893f64", "4f121f81", "4f730a48"]
    ones = 0xFFFFFFFF
    words = philox(np.uint64((ones << 32) | ones), np.uint64(ones), np.uint64(ones), np.uint64(ones), np.uint64(ones))
    assert [f"{word:08x}" for word in words] == ["5207ddc2", "45165e59", "4d8ee751", "8c52f662"]
    key = np.uint64((0x299F31D0 << 32) | 0xA4093822)
    words = philox(key, 0x243F6A88, np.uint64(0x85A308D3), 0x13198A2E, 0x03707344)
    assert [f"{word:08x}" for word in words] == ["4dfccaba", "190a87f0", "c47362ba", "b6b5242a"]


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
