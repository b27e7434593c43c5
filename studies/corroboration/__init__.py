"""Corroboration: published figures that nothing was calibrated on, and a game that the dilemma should be.

`public_good` plays the experiment of conditional cooperation with the engine; `figures` holds what was published, the
band around it, and how it is measured here. What came of it: docs/corroboration.md, which
`python -m samenspel.studies.corroboration` makes.
"""
