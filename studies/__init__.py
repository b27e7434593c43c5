"""What was found with the tool: studies, patterns, calibration and validation. None of it is part of the tool."""

from __future__ import annotations

if __name__ != "samenspel.studies":
    raise ImportError("the folder studies/ is the package samenspel.studies: import that", name=__name__)
