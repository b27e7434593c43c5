"""Calibration: the few parameters that no source fixes, from what was measured of real partnerships."""
