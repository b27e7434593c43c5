"""What was answered is what is read: by import, on the page, in a scenario, and as an advice."""

from __future__ import annotations

import csv
import io
import tomllib

import numpy as np
import pytest

from samenspel.brought.options import Options
from samenspel.brought.order import by_name
from samenspel.brought.parts import Source
from samenspel.brought.reader import read
from samenspel.collect.questionnaire import PARTNER, items, on_conditions
from samenspel.collect.room import opened
from samenspel.collect.tables import CONDITIONS, TIES, tables, write_tables
from samenspel.conditions import CONDITIONS as FIVE
from samenspel.group.files import the_files
from samenspel.scenario import load
from samenspel.view.upload import brought

from .conftest import NAMES

OF_ITEM = {item.name: item.subject for item in on_conditions()}


def collected(phone, room, scores=None):
    """Everybody answers: two of the town, one of each other; gives what was tapped, by organisation."""
    tapped = {}
    for place, name in enumerate((NAMES[0], *NAMES)):
        level = scores[place] if scores else [place % 4 + 1] * 15
        others = [other for other in NAMES if other != name][: place % 3 + 1]
        phone(client=f"192.168.1.{place + 20}").fill_in(name, lambda at, of=level: of[at], others, about=place % 4 + 1)
        tapped.setdefault(name, []).append((level, others, place % 4 + 1))
    room.store.close_wave()
    write_tables(room.folder, room.store, room.moved)
    return tapped


def by_organisation(tapped):
    """The mean of respondents on each condition, as a share of the scale; shape (organisations, 5)."""
    rows = []
    for name in NAMES:
        levels = np.array(
            [[np.nan if one == "unknown" else one for one in level] for level, _, _ in tapped[name]], float
        )
        of_respondents = np.array([[np.nanmean(level[3 * at : 3 * at + 3]) for at in range(5)] for level in levels])
        rows.append((of_respondents.mean(axis=0) - 1.0) / 3.0)
    return np.array(rows)


def test_the_reader_finds_what_was_tapped(phone, room):
    """Oracle: the taps, by the formula of docs/survey.md, (x - 1) / 3; nobody's "I do not know" is a middle."""
    scores = [[(place * at) % 4 + 1 if (place + at) % 5 else "unknown" for at in range(15)] for place in range(5)]
    tapped = collected(phone, room, scores)
    answers = read(the_files(room.folder, None, None, None), Options())
    assert tuple(answers.roster.labels) == NAMES
    assert answers.report.unused == {}
    np.testing.assert_allclose(answers.scores.of_organisations(len(NAMES)), by_organisation(tapped), atol=1e-12)
    assert answers.scores.items.tolist() == [3] * 5
    assert answers.scores.open == sum(one == "unknown" for level in scores for one in level)
    trust = {(NAMES[tie["source"]], NAMES[tie["target"]]): tie["trust"] for tie in answers.roster.ties}
    assert trust == {
        (name, other): pytest.approx(np.mean([(about - 1) / 3 for _, others, about in given if other in others]))
        for name, given in tapped.items() for other in {other for _, others, _ in given for other in others}
    }  # fmt: skip
    assert {"trust", "dependence"} <= answers.rated


def test_the_page_and_a_scenario_open_the_same_files(phone, room, tmp_path):
    """Oracle: the reader of the command line."""
    collected(phone, room)
    dropped = brought({path.name: path.read_bytes() for path in room.folder.glob("*.csv")}, {})
    assert [*dropped.scenario.labels] == sorted(NAMES, key=by_name)
    (room.folder / "mine.toml").write_text(
        'title = "t"\nround = "month"\nrounds = 12\nseed = 1\n[network]\norgs = "orgs.csv"\nties = "ties.csv"\n'
        'conditions = "conditions.csv"\n'
    )
    assert load(str(room.folder / "mine.toml")).labels == dropped.scenario.labels


def test_a_group_goes_from_phones_to_an_advice(phone, room, samenspel, tmp_path):
    """Oracle: exit codes, the names, and the scores that were tapped."""
    tapped = collected(phone, room, [[3, 4, 3, 3, 2, 3, 3, 3, 4, 3, 2, 3, 2, 3, 3]] * 5)
    out = tmp_path / "group.toml"
    done = samenspel(f"import {room.folder} --out {out} --language nl")
    assert (done.code, done.err) == (0, "")
    kept = tomllib.loads(out.read_text(encoding="utf-8"))
    assert [one["name"] for one in kept["organisations"]] == sorted(NAMES, key=by_name)
    want = dict(zip(FIVE, by_organisation(tapped).mean(axis=0), strict=True))
    assert kept["scores"] == pytest.approx(want, abs=1e-4)
    done = samenspel(f"advise {out} --replicates 10 --set rounds=12 --language nl")
    assert done.code == 0, done.err
    assert any(name in done.out for name in NAMES)


def test_nothing_is_written_of_a_wave_that_is_open(phone, room):
    phone().fill_in("Town", 4)
    write_tables(room.folder, room.store, room.moved)
    assert sorted(path.name for path in room.folder.iterdir()) == ["collected.sqlite", "orgs.csv"] or {
        path.name for path in room.folder.iterdir()
    } == {"collected.sqlite", "collected.sqlite-journal", "orgs.csv"}


def test_a_second_wave_stands_below_the_first(phone, room):
    """Oracle: the reader, asked for each wave."""
    phone().fill_in("Town", 1, ["Hospital"], about=1)
    room.store.close_wave()
    write_tables(room.folder, room.store, room.moved)
    first = (room.folder / CONDITIONS).read_text()
    room.store.open_wave(3)
    phone().fill_in("Town", 4, ["Hospital"], about=4)
    room.store.close_wave()
    write_tables(room.folder, room.store, room.moved)
    assert room.moved == []
    assert (room.folder / CONDITIONS).read_text().startswith(first)
    sources = [Source(path.name, path.read_bytes()) for path in room.folder.glob("*.csv")]
    means = {wave: read(sources, Options(wave=wave)).scores.of_group(4) for wave in ("1", "2")}
    assert means["1"].tolist() == [0.0] * 5
    assert means["2"].tolist() == [1.0] * 5


def test_a_file_that_somebody_changed_is_kept(phone, room):
    """Oracle: its bytes."""
    phone().fill_in("Town", 1)
    room.store.close_wave()
    write_tables(room.folder, room.store, room.moved)
    (room.folder / CONDITIONS).write_text("mine")
    room.store.open_wave(3)
    phone().fill_in("Town", 4)
    room.store.close_wave()
    write_tables(room.folder, room.store, room.moved)
    assert room.moved == ["conditions.changed_1.csv"]
    assert (room.folder / "conditions.changed_1.csv").read_text() == "mine"
    assert read(the_files(room.folder, None, None, None), Options()).scores.answers == 15


def test_a_folder_that_was_collected_opens_again(phone, room):
    phone().fill_in("Town", 1)
    room.store.close_wave()
    write_tables(room.folder, room.store, room.moved)
    room.store.close()
    again = opened(room.folder)
    assert again.store.now() is None
    room.store = again.store


def test_who_names_nobody_has_no_ties_and_who_rates_nothing_has_ties_without_ratings(phone, room):
    """Oracle: by hand: a tie that nobody rated is a tie all the same."""
    phone().fill_in("Town", 3)
    phone(client="192.168.1.30").fill_in("Hospital", 3, ["Insurer"], about="unknown")
    room.store.close_wave()
    rows = list(csv.DictReader(io.StringIO(tables(room.store, [1])[TIES])))
    assert [(row["from"], row["to"]) for row in rows] == [("Hospital", "Insurer")]
    assert {row[f"{item.name}_1to4"] for row in rows for item in items(PARTNER)} == {""}
    write_tables(room.folder, room.store, room.moved)
    answers = read(the_files(room.folder, None, None, None), Options())
    assert answers.roster.ties.size == 1
    assert np.isnan(answers.roster.ties["trust"]).all()


def test_a_file_is_there_as_a_whole_or_not_at_all(phone, room, monkeypatch):
    """Oracle: a disk that is full in the middle of it; what was there stays as it was."""
    import os

    phone().fill_in("Town", 1)
    room.store.close_wave()
    (room.folder / CONDITIONS).write_text("before")

    def full(_place):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_tables(room.folder, room.store, room.moved)
    assert not list(room.folder.glob(".*.part"))
    assert not list(room.folder.glob(TIES))
    assert (room.folder / CONDITIONS).read_text() == "before"
    assert not list(room.folder.glob("*.changed_*"))
    assert room.moved == []


def test_what_had_to_make_room_is_told_though_the_next_file_cannot_be_written(phone, room, monkeypatch):
    """Oracle: by hand; a disk that is full after the first file."""
    import os

    phone().fill_in("Town", 1, ["Hospital"])
    room.store.close_wave()
    (room.folder / CONDITIONS).write_text("before")
    sync = os.fsync

    def full_of_ties(place):
        if (room.folder / f".{TIES}.part").exists():
            raise OSError(28, "No space left on device")
        sync(place)

    monkeypatch.setattr(os, "fsync", full_of_ties)
    with pytest.raises(OSError, match="No space left"):
        write_tables(room.folder, room.store, room.moved)
    assert room.moved == ["conditions.changed_1.csv"]
    assert (room.folder / "conditions.changed_1.csv").read_text() == "before"
    assert not (room.folder / TIES).exists()
