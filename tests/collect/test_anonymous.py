"""What may leave the room holds nobody's name, and no mean of few."""

from __future__ import annotations

import csv
import io
import re

import pytest

from samenspel.brought.options import Options
from samenspel.brought.parts import Source
from samenspel.brought.reader import read
from samenspel.collect.anonymous import anonymous, write_anonymous
from samenspel.collect.questionnaire import on_conditions
from samenspel.errors import InputError

from .conftest import NAMES


def answered(phone, room, people):
    """So many of each organisation answer, all about all others; then the wave is closed."""
    for name, count in people.items():
        for at in range(count):
            others = [other for other in NAMES if other != name]
            phone(client=f"192.168.1.{at + 20}").fill_in(name, len(name) % 4 + 1, others, about=at % 4 + 1)
    room.store.close_wave()


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_no_name_no_respondent_and_no_mean_of_few_is_in_it(phone, room):
    """Oracle: the names, those of respondents among them; and counting."""
    answered(phone, room, {"Town": 3, "Hospital": 4, "Insurer": 2})
    export = anonymous(room.store, room.organisations)
    text = "".join(export.files.values())
    people = [name for (name,) in room.store.connection.execute("select name from respondent")]
    assert not [one for one in (*NAMES, *people) if one in text]
    assert (export.organisations, export.left_out) == (2, 2)
    assert export.scores == len(rows(export.files["conditions.csv"])) == 2 * 15
    assert export.ties == len(rows(export.files["ties.csv"])) == 2 * 3
    assert {row["from"] for row in rows(export.files["ties.csv"])} == {
        row["org_id"] for row in rows(export.files["conditions.csv"])
    }
    scores = {row["score"] for row in rows(export.files["conditions.csv"])}
    assert scores == {f"{len(name) % 4 + 1:.1f}" for name in ("Town", "Hospital")}


def test_a_mean_has_one_decimal(phone, room):
    """Oracle: by hand: 1, 2, 3 and 1 are 1.75."""
    answered(phone, room, {"Town": 4})
    rated = {row["trust_word_1to4"] for row in rows(anonymous(room.store, NAMES).files["ties.csv"])}
    assert rated == {"2.5"}
    assert all(re.fullmatch(r"\d\.\d", one) for one in rated)


def test_the_order_is_drawn_anew(phone, room):
    """Oracle: the chance that twenty orders of four are all the same, which is nothing."""
    answered(phone, room, {"Town": 3})
    found = {rows(anonymous(room.store, NAMES).files["conditions.csv"])[0]["org_id"] for _ in range(20)}
    assert len(found) > 1
    first = [row["name"] for row in rows(anonymous(room.store, NAMES).files["orgs.csv"])]
    assert first == [f"Organisation {place}" for place in range(1, 5)]


def test_a_floor_that_a_group_agreed_on_is_for_the_room_alone(tmp_path, phone, room):
    """Oracle: by hand; a floor of one shows everybody in the room, and three are needed outside it."""
    room.store.close_wave()
    room.store.open_wave(1)
    answered(phone, room, {"Town": 2, "Hospital": 2})
    export = anonymous(room.store, room.organisations)
    assert export.organisations == 0
    with pytest.raises(InputError, match="nothing can leave the room: no organisation has 3 respondents"):
        write_anonymous(room.folder, export)


def test_whatever_reads_a_survey_reads_it(phone, room):
    """Oracle: the reader of what people bring."""
    answered(phone, room, {"Town": 3, "Hospital": 3})
    place = write_anonymous(room.folder, anonymous(room.store, room.organisations))
    assert place.name == "anonymous_wave_1"
    answers = read([Source(path.name, path.read_bytes()) for path in place.iterdir()], Options())
    assert len(answers.roster.organisations) == 4
    assert answers.scores.answers == 2 * len(on_conditions())
    assert answers.scales == ()


def test_two_exports_cannot_be_laid_together(phone, room):
    answered(phone, room, {"Town": 3})
    write_anonymous(room.folder, anonymous(room.store, room.organisations))
    with pytest.raises(InputError, match="is there already, allowed: one export of a wave"):
        write_anonymous(room.folder, anonymous(room.store, room.organisations))
