"""Patterns: what the second model must show, each measured by a command.

A file is a pattern, or two that are seen in the same runs; each has a `measure(seeds)` that says what was found.
`places` holds where they are looked for, `found` what came of it: docs/patterns.md, which
`python -m samenspel.studies.patterns` makes.
"""
