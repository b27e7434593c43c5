"""Codes and random names, which people read from a screen, type and say aloud."""

from __future__ import annotations

import secrets

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that look like another
LETTERS_OF_A_NAME = 8  # of somebody who answers


def drawn(letters: int) -> str:
    """One that nobody can foretell."""
    return "".join(secrets.choice(LETTERS) for _ in range(letters))
