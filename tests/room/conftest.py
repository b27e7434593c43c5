"""What tests of the room share: a house with a table, its application, phones, and whoever is at the desk."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from importlib.util import find_spec

import pytest

from samenspel.scenario import load
from tests.collect.phone import Phone

collect_ignore_glob = [] if find_spec("starlette") else ["test_*.py"]  # the view's packages are not installed
CARE = load("integrated_care")


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@contextmanager
def serving(house):
    """The server of a house, in a thread that ends with it; gives its port."""
    from samenspel.room.server import server_of
    from samenspel.view.server import listen

    with listen("127.0.0.1", 0) as listening:
        server = server_of(house)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(60)
            assert not thread.is_alive()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def house(clock):
    from samenspel.room.house import House

    return House(address="http://192.168.1.5:8766/", now=clock)


@pytest.fixture
def table(house):
    from samenspel.room.play import Play

    return house.open(Play(CARE))


@pytest.fixture
def application(house, table):
    from samenspel.room.server import application as of_house

    return of_house(house)


@pytest.fixture
def phone(application):
    return lambda **given: Phone(application, **given)


@pytest.fixture
def seated(phone, table):
    """A phone in a seat, by its row."""

    def sit(row, person="", **given):
        one = phone(**given)
        assert one.post(f"/table/{table.code}", seat=row, person=person).status == 200
        return one

    return sit


@pytest.fixture
def desk(application, house):
    """Whoever leads the session, at this computer."""
    one = Phone(application, client="127.0.0.1", host="127.0.0.1:8766", language="en")
    assert one.get(f"/desk?key={house.key}").status == 200
    return one
