"""Rivals: simpler models and one of others, asked for the same patterns, and ours for what they are known for.

A file is a rival: `static_game`, `diffusion`, `search`. `theirs` holds what each of them is known for.
What came of it: docs/rivals.md, which `python -m samenspel.studies.rivals` makes.
"""
