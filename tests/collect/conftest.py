"""What tests of collecting share: a room with four organisations, its application, and phones."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from samenspel.collect.room import opened

from .phone import Phone

collect_ignore_glob = [] if find_spec("starlette") else ["test_*.py"]  # the view's packages are not installed
NAMES = ("Town", "Hospital", "Insurer", "Café “De Brug”, Noord")


@pytest.fixture
def room(tmp_path):
    one = opened(tmp_path / "group", NAMES)
    one.address = "http://192.168.1.5:8766/"
    yield one
    one.store.close()


@pytest.fixture
def application(room):
    from samenspel.collect.server import application as of_room

    return of_room(room)


@pytest.fixture
def phone(application):
    return lambda **given: Phone(application, **given)


@pytest.fixture
def desk(application, room):
    """Whoever leads the session, at this computer."""
    one = Phone(application, client="127.0.0.1", host="127.0.0.1:8766", language="en")
    assert one.get(f"/desk?key={room.key}").status == 200
    return one
