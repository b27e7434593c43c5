"""Whatever a file or an option is, it ends in a result or in a few lines: no traceback, no warning of a library."""

from __future__ import annotations

import pytest

from tests.brought.fuzz import of_file, of_option, originals, outcome

FILES = originals()
COUNT = 150


@pytest.mark.parametrize("kind", FILES)
def test_a_mutated_file_is_read_or_refused(kind):
    """Oracle: that nothing but InputError comes out, that its lines are bounded, and that some of both kinds occur."""
    found = [outcome(lambda: of_file(kind, number, FILES)) for number in range(COUNT)]  # noqa: B023
    assert {"read", "refused"} <= set(found)


def test_a_mutated_option_is_taken_or_refused():
    """Oracle: as above."""
    found = [outcome(lambda: of_option(number)) for number in range(COUNT)]  # noqa: B023
    assert set(found) == {"read", "refused"}


@pytest.mark.parametrize("kind", FILES)
def test_the_file_itself_is_read(kind):
    """Oracle: mutations of a file that could not be read would try nothing; a matrix says what its numbers are."""
    from samenspel.brought.options import options_of
    from samenspel.brought.parts import Source
    from samenspel.brought.reader import read
    from samenspel.scenario import parse

    if kind == "toml":
        assert parse(FILES[kind][0][1].decode(), "s").labels
    else:
        said = {"weight": "trust"} if kind == "matrix" else {}
        assert read([Source(name, data) for name, data in FILES[kind]], options_of(said)).report.ties
