"""How far partners are apart, and what is not shown of whom."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samenspel.collect.differences import OTHERS, SUBJECTS, differences
from samenspel.collect.picture import ends, heights, picture, picture_file, place, shortened
from samenspel.collect.questionnaire import PARTNER, items, on_conditions
from samenspel.collect.store import Answer, Wave
from samenspel.collect.tables import write_tables
from samenspel.collect.words import Words

ONE = Wave(1, False, 3)


def of(organisation, scores, item="shared", about=""):
    """Answers to one statement, a respondent each."""
    return [Answer(f"{organisation}{at}", organisation, 1, about, item, score) for at, score in enumerate(scores)]


def line(found, item, subject=None):
    return next(one for one in found.lines if one.item == item and subject in (None, one.subject))


def test_a_line_has_the_mean_of_each_organisation_the_lowest_first():
    """Oracle: by hand."""
    answers = [*of("A", [4, 4, 3]), *of("B", [1, 2, 3, 2]), *of("C", [2, 3, 4])]
    found = line(differences(answers, ("A", "B", "C"), 3), "shared")
    assert list(found.scores.items()) == [("B", 2.0), ("C", 3.0), ("A", pytest.approx(11 / 3))]
    assert found.apart == pytest.approx(5 / 3)


def test_a_condition_is_the_mean_of_what_each_respondent_answered_of_it():
    """Oracle: by hand, as the reader of what people bring does; who leaves one open counts by the others."""
    answers = [
        *of("A", [4, 2, None], "shared"), *of("A", [2, 2, 3], "attractive"), *of("A", [None, 2, 1], "fits"),
        *of("B", [1, 1, 1], "shared"),
    ]  # fmt: skip
    found = line(differences(answers, ("A", "B"), 3), "", "ambition")
    assert found.scores == {"B": 1.0, "A": pytest.approx((3 + 2 + 2) / 3)}


def test_small_ones_are_taken_together_if_that_hides_them():
    """Oracle: by hand; two organisations and as many answers as the floor, or nothing."""
    large = of("A", [4, 4, 4])
    together = differences([*large, *of("B", [1, 2]), *of("C", [3])], ("A", "B", "C"), 3)
    assert line(together, "shared").scores == {OTHERS: 2.0, "A": 4.0}
    assert (together.respondents, together.together) == ({"A": 3}, (2, 3))
    alone = differences([*large, *of("B", [1, 2])], ("A", "B", "C"), 3)
    assert line(alone, "shared").scores == {"A": 4.0}
    few = differences([*large, *of("B", [1]), *of("C", [2])], ("A", "B", "C"), 3)
    assert line(few, "shared").scores == {"A": 4.0}
    assert line(few, "shared").apart == 0.0


def test_an_answer_that_few_of_a_large_organisation_gave_is_not_shown():
    """Oracle: by hand."""
    answers = [*of("A", [4, None, None, 3]), *of("A", [1, 1, 1, 1], "fits"), *of("B", [2, 2, 2])]
    found = differences(answers, ("A", "B"), 3)
    assert line(found, "shared").scores == {"B": 2.0}
    assert line(found, "fits").scores == {"A": 1.0}


def test_a_floor_of_one_shows_everybody():
    found = differences([*of("A", [4]), *of("B", [1])], ("A", "B"), 1)
    assert line(found, "shared").scores == {"B": 1.0, "A": 4.0}


def test_what_is_said_of_partners_is_a_mean_over_those_partners():
    """Oracle: by hand; one respondent who knows many does not count more often."""
    answers = [
        Answer("a", "A", 1, "B", "trust_word", 4), Answer("a", "A", 1, "C", "trust_word", 2),
        Answer("b", "A", 1, "B", "trust_word", 1),
    ]  # fmt: skip
    found = line(differences(answers, ("A", "B", "C"), 2), "trust_word", PARTNER)
    assert found.scores == {"A": 2.0}


@settings(max_examples=200, deadline=None)
@given(
    people=st.lists(
        st.tuples(st.sampled_from("ABCDE"), st.lists(st.sampled_from([None, 1, 2, 3, 4]), min_size=3, max_size=3)),
        max_size=25,
    ),
    floor=st.integers(1, 5),
)
def test_nobody_is_shown_by_fewer_than_the_floor(people, floor):
    """Oracle: counting, of any answers: no mean rests on fewer respondents, and `OTHERS` on no single organisation."""
    names = ("shared", "attractive", "fits")
    answers = [
        Answer(str(at), organisation, 1, "", name, score)
        for at, (organisation, scores) in enumerate(people)
        for name, score in zip(names, scores, strict=True)
    ]
    for one in differences(answers, "ABCDE", floor).lines:
        if one.subject != "ambition":
            continue
        asked = [one.item] if one.item else names
        who = {(a.organisation, a.respondent) for a in answers if a.item in asked and a.score is not None}
        for name in one.scores:
            if name != OTHERS:
                assert sum(organisation == name for organisation, _ in who) >= floor
            else:
                small = [pair for pair in who if sum(o == pair[0] for o, _ in people) < floor]
                assert len(small) >= floor
                assert len({organisation for organisation, _ in small}) > 1


def test_furthest_apart_is_what_it_says():
    """Oracle: sorting by hand."""
    levels = {"shared": (4, 3), "clear": (1, 4), "pace": (2, 2), "safe": (2, 4)}
    answers = [
        one for item, pair in levels.items() for name, score in zip("AB", pair, strict=True)
        for one in of(name, [score] * 3, item)
    ]  # fmt: skip
    found = differences(answers, ("A", "B"), 3)
    assert [one.item for one in found.furthest()] == ["clear", "safe", "shared"]


# --- the picture --------------------------------------------------------------------------------------------------


def test_dots_stand_on_the_scale_and_hide_none():
    """Oracle: by hand, a straight line; and each pair of dots that are near has another height."""
    assert [place(score) for score in (1, 2.5, 4)] == [27.0, 50.0, 73.0]
    assert heights([30.0, 30.0, 30.0, 50.0]) == [0, 6, -6, 0]


def test_who_stands_alike_at_an_end_is_named_alike():
    """Oracle: by hand; on a line there is room for one name, in a sentence for all."""
    answers = [*of("A", [4] * 3), *of("B", [4] * 3), *of("C", [1] * 3), *of("D" * 40, [1] * 3)]
    found = line(differences(answers, ("A", "B", "C", "D" * 40), 3), "shared")
    words = Words("en")
    assert (shortened(found, 0, words), shortened(found, -1, words)) == ("C +1 1.0", "4.0 A +1")
    assert ends(found, words) == f"from 1.0 (C, {'D' * 40}) to 4.0 (A, B)"
    alone = line(differences([*of("D" * 40, [1] * 3), *of("A", [2] * 3)], ("A", "D" * 40), 3), "shared")
    assert shortened(alone, 0, words) == f"{'D' * 23}… 1.0"


def answered(phone, room):
    levels = {"Town": [4, 4, 3], "Hospital": [1, 2, 1], "Insurer": [2]}
    for name, scores in levels.items():
        for at, score in enumerate(scores):
            phone(client=f"192.168.1.{at + 20}").fill_in(name, score)
    room.store.close_wave()
    write_tables(room.folder, room.store, room.moved)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_picture_tells_each_line_in_words_and_names_nobody_who_is_not_shown(language, phone, room):
    """Oracle: the scores by hand; the insurer has one respondent."""
    answered(phone, room)
    words = Words(language)
    drawn = picture(room.store, room.organisations, ONE, words)
    assert len(drawn["rows"]) == 5 + 15
    assert len(drawn["of_partners"]) == len(items(PARTNER))
    low, high = words.number(4 / 3), words.number(11 / 3)
    assert drawn["rows"][0].told == f"Hospital {low}, Town {high}"
    assert (drawn["rows"][0].low, drawn["rows"][0].high) == (f"Hospital {low}", f"{high} Town")
    assert drawn["numbers"] == [("Town", [high] * 5, "3"), ("Hospital", [low] * 5, "3")]
    page = picture_file(room.store, room.organisations, ONE, language)
    assert "Insurer" not in page
    assert "Café" in unescape(page)  # nobody answered for it, which is no secret
    for item in on_conditions():
        assert words.of(item) in unescape(page)


def test_the_file_needs_nothing_from_elsewhere(phone, room):
    """Oracle: what a page can fetch by."""
    answered(phone, room)
    page = picture_file(room.store, room.organisations, ONE, "nl")
    assert not re.search(r"(?:src|href)=|url\(|@import|<script", page)
    assert "--ink" in page


def test_without_two_that_can_be_shown_there_are_no_differences(phone, room):
    phone().fill_in("Town", 3)
    room.store.close_wave()
    page = picture_file(room.store, room.organisations, ONE, "en")
    assert Words("en")("none_apart") in page
    assert page.count(Words("en")("not_shown")) == len(SUBJECTS[:-1]) + 15 + len(items(PARTNER))


def test_a_second_wave_shows_how_far_apart_partners_were_before(phone, room):
    """Oracle: by hand: 1 1/3 and 3 2/3 on the line from 27 to 73."""
    answered(phone, room)
    assert not any(row.before for row in picture(room.store, room.organisations, ONE, Words("en"))["rows"])
    wave = room.store.open_wave(1)
    phone().fill_in("Town", 2)
    phone(client="192.168.1.21").fill_in("Insurer", 3)
    room.store.close_wave()
    drawn = picture(room.store, room.organisations, wave, Words("en"))
    assert drawn["rows"][0].before == pytest.approx((27 + 46 / 9, 27 + 46 * 8 / 9), abs=0.01)
    assert [at for at, *_ in drawn["rows"][0].dots] == pytest.approx([27 + 46 / 3, 27 + 46 * 2 / 3], abs=0.01)
    assert Words("nl")("bar_before", number=1) in picture_file(room.store, room.organisations, wave, "nl")
