"""Answers are safe: on disk before anything goes on, never mixed up, and forgotten when they were not sent."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from samenspel.collect.room import opened
from samenspel.collect.store import MOST_RESPONDENTS, NAME, Count, Store
from samenspel.errors import InputError


@pytest.fixture
def store(tmp_path):
    one = Store(tmp_path)
    one.open_wave(3)
    yield one
    one.close()


def joined(store, organisation):
    return store.respondent(store.join(organisation))


def test_somebody_comes_back_to_their_own_answers_by_a_key_that_the_file_does_not_hold(store, tmp_path):
    """Oracle: by hand; the bytes of the file."""
    key = store.join("Town")
    me, other = store.respondent(key), joined(store, "Town")
    store.answer(me.name, "", "shared", 2)
    store.answer(me.name, "", "shared", 3)
    store.answer(other.name, "", "shared", None)
    assert store.answers_of(store.respondent(key).name) == {("", "shared"): 3}
    assert store.answers_of(other.name) == {("", "shared"): None}
    assert store.respondent("guessed") is None
    assert key.encode() not in (tmp_path / NAME).read_bytes()


def test_what_was_answered_outlives_a_process_that_is_killed(tmp_path):
    """Oracle: a process that is killed right after an answer was kept, without a chance to close anything."""
    kept = (
        "import os, sys; from pathlib import Path; from samenspel.collect.store import Store; "
        "store = Store(Path(sys.argv[1])); store.open_wave(3); key = store.join('Town'); "
        "store.answer(store.respondent(key).name, '', 'shared', 4); print(key, flush=True); "
        f"os.kill(os.getpid(), {int(getattr(signal, 'SIGKILL', signal.SIGTERM))})"
    )
    done = subprocess.run(
        [sys.executable, "-c", kept, str(tmp_path)], capture_output=True, text=True, check=False, env=os.environ
    )
    assert done.returncode != 0
    store = Store(tmp_path)
    me = store.respondent(done.stdout.strip())
    assert store.answers_of(me.name) == {("", "shared"): 4}
    store.close()


def test_what_was_not_sent_is_gone_when_the_wave_is_closed(store, tmp_path):
    """Oracle: by hand; not in the tables, nor in the bytes of the file."""
    sent, busy = joined(store, "Town"), joined(store, "Hospital")
    for one in (sent, busy):
        store.choose(one.name, ["Insurer"])
        store.answer(one.name, "Insurer", "trust_word", 4)
    store.send(sent.name)
    assert store.counts(1) == {"Town": Count(1, 0), "Hospital": Count(0, 1)}
    assert store.collected() == ()  # nothing of a wave that is open
    store.close_wave()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert busy.name.encode() not in left
    assert sent.name.encode() in left
    assert {one.respondent for one in store.collected()} == {sent.name}
    assert store.counts(1) == {"Town": Count(1, 0)}


def test_a_key_is_of_one_wave(store):
    key = store.join("Town")
    store.send(store.respondent(key).name)
    store.close_wave()
    assert store.respondent(key) is None
    assert store.join("Town") is None
    assert store.open_wave(5) == (2, True, 5)
    assert store.respondent(key) is None
    assert [wave.floor for wave in store.waves()] == [3, 5]


def test_what_was_said_of_a_partner_goes_with_the_partner(store):
    me = joined(store, "Town")
    store.choose(me.name, ["Hospital", "Insurer"])
    for other in ("Hospital", "Insurer"):
        store.answer(me.name, other, "trust_word", 4)
    store.answer(me.name, "", "shared", 1)
    store.choose(me.name, ["Insurer"])
    assert store.answers_of(me.name) == {("Insurer", "trust_word"): 4, ("", "shared"): 1}


def test_a_folder_is_open_once_and_a_file_of_another_kind_is_refused(store, tmp_path):
    """Oracle: by hand; one line each."""
    with pytest.raises(InputError, match="is open already"):
        Store(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / NAME).write_bytes(b"no database at all, but long enough to be looked at" * 20)
    with pytest.raises(InputError, match="cannot be read: file is not a database"):
        Store(elsewhere)


def test_there_is_an_end_to_how_many_can_answer(store):
    with store.connection:
        store.connection.executemany(
            "insert into respondent (name, key, organisation, wave) values (?, ?, 'Town', 1)",
            [(str(number), str(number)) for number in range(MOST_RESPONDENTS)],
        )
    assert store.join("Town") is None


def test_names_say_nothing_of_who_came_first(store):
    """Oracle: the chance that twenty random names come in order, which is nothing."""
    names = [joined(store, "Town").name for _ in range(20)]
    assert names != sorted(names)
    assert len(set(names)) == 20


def test_the_file_holds_no_time(store):
    """Oracle: its own schema."""
    columns = [row[1] for table in ("wave", "respondent", "partner", "answer")
               for row in store.connection.execute(f"pragma table_info({table})")]  # fmt: skip
    assert columns == [
        "number", "open", "floor", "name", "key", "organisation", "wave", "sent", "respondent", "organisation",
        "respondent", "about", "item", "score",
    ]  # fmt: skip


def test_a_room_is_as_it_was_left(tmp_path):
    room = opened(tmp_path / "group", ["Town", "Hospital"], 2)
    key = room.store.join("Town")
    room.store.close()
    again = opened(tmp_path / "group", ["Town", "Hospital"])  # the same command once more
    assert (again.organisations, again.floor) == (("Town", "Hospital"), 2)
    assert again.store.respondent(key).organisation == "Town"
    again.store.close()
    with pytest.raises(InputError, match="--floor: got 1, allowed: 2, as respondents were told"):
        opened(tmp_path / "group", floor=1)
    assert sqlite3.connect(tmp_path / "group" / NAME).execute("select count(*) from wave").fetchone() == (1,)


@pytest.mark.parametrize(
    ("made", "named", "line"),
    [
        ((), [], "got no organisations, allowed: --organisations NAME NAME ..., --scenario NAME, or a file"),
        ((), ["Town"], "--organisations: got 1, allowed: 2 to 60 organisations"),
        ((), ["Town", "town "], "--organisations: 'town' is given twice"),
        ((), ["Town", "=1+1"], "--organisations: got '=1+1', allowed: a name that no spreadsheet executes"),
        ((), ["Town", "a" * 300], "--organisations: got 300 characters, allowed: 1 to 200"),
        ((), [f"T{number}" for number in range(61)], "--organisations: got 61, allowed: 2 to 60 organisations"),
        (("orgs.csv",), ["Town", "Insurer"], "orgs.csv: names others, allowed: these, or without --organisations and"),
        (("orgs.csv", "ties.csv"), [], "ties.csv: got answers from elsewhere, allowed: a folder of its own"),
    ],
)
def test_a_room_that_cannot_be_is_one_line(made, named, line, tmp_path):
    """Oracle: by hand."""
    texts = {"orgs.csv": "org_id,name\nT,Town\nH,Hospital\n", "ties.csv": "from,to\nT,H\n"}
    for name in made:
        (tmp_path / name).write_text(texts[name])
    with pytest.raises(InputError) as error:
        opened(tmp_path, named)
    assert line in str(error.value)
    assert "\n" not in str(error.value)
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []
    (tmp_path / NAME).unlink(missing_ok=True)  # and the file is let go


def test_a_folder_with_answers_from_elsewhere_stays_as_it_was(tmp_path):
    """Oracle: its files, and their bytes."""
    (tmp_path / "conditions.csv").write_text("mine")
    with pytest.raises(InputError, match="got answers from elsewhere"):
        opened(tmp_path, ["Town", "Hospital"])
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"conditions.csv": "mine"}


def test_what_is_wrong_in_a_file_is_said_of_that_file(tmp_path):
    """Oracle: by hand."""
    orgs = tmp_path / "orgs.csv"
    many = [f"T{number}" for number in range(61)]
    for names, wrong in ((many, "got 61, allowed: 2 to 60"), (["Town", "@now"], "got '@now', allowed:")):
        orgs.write_text("\n".join(["name", *names]))
        with pytest.raises(InputError) as error:
            opened(tmp_path)
        assert str(error.value).startswith(f"{orgs}: {wrong}")


def test_names_in_another_order_are_the_same_names(tmp_path):
    """Oracle: the file, of which the order is kept."""
    opened(tmp_path / "group", ["Town", "Hospital"]).store.close()
    again = opened(tmp_path / "group", ["Hospital", "Town"])
    again.store.close()
    assert again.organisations == ("Town", "Hospital")


@pytest.mark.skipif(os.name != "posix", reason="who may read a file is said otherwise there")
def test_nobody_else_on_a_shared_computer_can_read_the_answers(tmp_path):
    """Oracle: the bits of modes, in a folder that is made and in one that was there."""
    before = os.umask(0o022)
    try:
        (tmp_path / "there").mkdir()
        for name, mode in (("new", 0o700), ("there", 0o755)):
            opened(tmp_path / name, ["Town", "Hospital"]).store.close()
            assert (tmp_path / name).stat().st_mode & 0o777 == mode
            assert (tmp_path / name / NAME).stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)


def test_organisations_with_answers_stay(tmp_path):
    room = opened(tmp_path / "group", ["Town", "Hospital"])
    room.store.join("Hospital")
    room.store.close()
    orgs = tmp_path / "group" / "orgs.csv"
    orgs.write_text("name,power_1to4\nTown,4\nInsurer,2\n")
    with pytest.raises(InputError, match="Hospital has answers, and is not there any more"):
        opened(tmp_path / "group")
    orgs.write_text("name,power_1to4\nTown,4\nHospital,3\nInsurer,2\n")
    again = opened(tmp_path / "group")
    assert again.organisations == ("Town", "Hospital", "Insurer")
    again.store.close()


def test_a_folder_that_cannot_be_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="got a file, allowed: a folder"):
        opened(tmp_path / "file", ["Town", "Hospital"])
    with pytest.raises(InputError, match="no such folder"):
        opened(tmp_path / "not" / "there", ["Town", "Hospital"])
