"""Marks that somebody else gave: read as any other, and counted as nobody's answer."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.brought.answered import ends_of
from samenspel.brought.estimates import by_another, is_remark, not_heard
from samenspel.brought.options import Options
from samenspel.brought.reader import read
from samenspel.results.counsel_in_words import FEWEST, answered_told, rests_told, words
from samenspel.results.outcomes import LANGUAGES
from samenspel.scenario import parse
from samenspel.view import upload
from samenspel.view.download import whole_file
from tests.brought.cases import workbook

HEADER = ("Organisatie", "Naam", "Ambitie", "Belangen", "Relatie", "Organisatie van de samenwerking", "Proces")
MARKS = (4, 3, 4, 3, 3)


def book(*rows, above=(), below=()):
    """What is read of a table of people, the organisation of each, and a remark on the row."""
    table = [(*HEADER, "Opmerking"), *((of, who, *MARKS, remark) for of, who, remark in rows)]
    data = workbook(Antwoorden=[*above, *table, *below])
    return read([data], Options(scale={"all": (1.0, 5.0)}))


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        ("Inschatting adviseur", True),
        ("inschatting van de adviseur", True),
        ("nog niet gesproken", True),
        ("(Niet gesproken)", True),
        ("Cijfers door mij toegekend", True),
        ("Door mij toegekend", True),
        ("NB: eigen inschatting", True),
        ("Adviser's estimate", True),
        ("Ingevuld door mijzelf na 7 gesprekken", True),
        ("not yet interviewed", True),
        ("We hebben elkaar nog niet gesproken", False),
        ("Belangen niet besproken, gesprek liep uit", False),
        ("Wil dit jaar een besluit", False),
        ("Ingevuld door de directeur", False),
        (3, False),
        (None, False),
    ],
)
def test_a_cell_says_that_somebody_else_gave_the_marks_where_it_begins_with_that(remark, said):
    """Oracle: by hand; as advisers write it, and what people say of something else in the same words."""
    assert is_remark(remark) is said


def test_a_line_says_it_of_all_wherever_it_stands():
    """Oracle: by hand."""
    assert by_another("Rapportcijfers 1-10, door mij toegekend na het gesprek")
    assert by_another("Marks given by the consultant after the talk")
    assert not by_another("Ingevuld door de bestuurders zelf")
    assert not_heard("NB: Fontys nog niet gesproken, volgt in oktober")
    assert not not_heard("Daarover is nog niet gesproken met de wethouder")


def test_an_organisation_that_was_not_spoken_to_did_not_answer():
    """Oracle: by hand; of four organisations B alone has no other row, and of six people two did not answer."""
    answers = book(
        ("A", "a1", None), ("A", "a2", None), ("A", "a3", "Inschatting adviseur"), ("A", "a4", None),
        ("B", "b1", "nog niet gesproken"), ("C", "c1", "We hebben elkaar nog niet gesproken"),
    )  # fmt: skip
    who = answers.answered
    assert (who.organisations, who.of, who.respondents) == (2, 3, 4)
    assert (who.estimated, who.estimates, who.by_several) == (("B",), False, ("A",))
    assert answers.scores.values.shape == (6, 5)
    told = answered_told(who, "nl")
    assert "4 mensen namens 2 van de 3 organisaties" in told
    assert "De cijfers van B zijn gegeven door wie het bestand maakte" in told
    assert any("respondents: 2" in str(note) for note in answers.report.notes)


def test_two_people_and_an_estimate_are_no_three_people():
    """Oracle: by hand; below three nobody is told of by name."""
    answers = book(*(("A", f"a{k}", None) for k in range(2)), ("A", "a3", "eigen inschatting"), ("B", "b1", None))
    assert answers.answered.by_several == ()
    assert answers.answered.respondents == 3
    two = book(("A", "a1", None), ("B", "b1", None), ("A", "a3", "eigen inschatting"))
    assert (two.answered.respondents, two.answered.spread) == (2, {})


@pytest.mark.parametrize("language", LANGUAGES)
def test_marks_that_the_adviser_gave_are_told_as_that(language):
    """Oracle: by hand; by a line below the table, and by every row; who answered is not said to be unknown."""
    below = book(("A", "a1", None), ("B", "b1", None), below=[("Cijfers door mij toegekend na het gesprek",)])
    each = book(("A", "a1", "nog niet gesproken"), ("B", "b1", "inschatting adviseur"))
    for answers in (below, each):
        who = answers.answered
        assert (who.organisations, who.respondents, who.estimates, who.estimated) == (2, None, True, ())
        told = answered_told(who, language)
        assert {"nl": "niet door henzelf", "en": "not by those themselves"}[language] in told
        assert {"nl": "staat er niet bij", "en": "is not said"}[language] not in told


def test_whose_mark_is_missing_is_told_of_nobody_and_nothing_is_held_back_of_marks_of_the_adviser():
    """Oracle: by hand; one of two cells is open."""
    told = {}
    for below in ([], [("Cijfers door mij toegekend na het gesprek",)]):
        rows = [("Fonds", "a1", 4, 3, 4, None, 3), ("Steunpunt", "b1", *MARKS)]
        data = workbook(Antwoorden=[("Score 1-5",), HEADER, *rows, *below])
        told[bool(below)] = " ".join(rests_told(upload.opened({"a.xlsx": data.data}, {}), False, "nl"))
    said = words("nl")
    for theirs, line in told.items():
        assert said["silent"].format(count=1, condition=said["organisation"]) in line
        assert "Fonds" not in line
        assert (said["few_not_named"].format(few=FEWEST) in line) is not theirs


SCORES = [("UWV", 8, 7, 7, 5, 6), ("Gemeente", 8, 6, 7, 6, 6), ("School", 9, 7, 7, None, 7), ("Bond", 6, 4, 7, None, 4)]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("nl", "Van het laagste tot het hoogste cijfer van een organisatie: ambitie 6,0 tot 9,0, belangen 4,0 tot 7,0, "
         "de relatie overal 7,0 en het proces 4,0 tot 7,0."),
        ("en", "From the lowest to the highest mark of an organisation: ambition 6.0 to 9.0, interests 4.0 to 7.0, "
         "the relation 7.0 everywhere and the process 4.0 to 7.0."),
    ],
)  # fmt: skip
def test_between_what_the_marks_of_the_adviser_lie_is_told_and_of_answers_that_could_point_at_one_it_is_not(
    language, line
):
    """Oracle: by hand; nothing of what fewer than three have a mark for, nor of people who answered, one each."""
    told = {}
    for theirs in (False, True):
        rows = [(name, f"{name}1", *marks) for name, *marks in SCORES]
        below = [("Cijfers door mij toegekend na het gesprek",)] if theirs else []
        data = workbook(Antwoorden=[("Score 1-10",), HEADER, *rows, *below])
        group = upload.opened({"a.xlsx": data.data}, {"together": 0})
        kept = parse(whole_file(group, 1), "kept")
        assert kept.answered == group.answered
        told[theirs] = " ".join(rests_told(kept, False, language))
        assert set(group.answered.ends) == (set(group.scores) - {"organisation"} if theirs else set())
    assert line in told[True]
    assert line.partition(":")[0] not in told[False]


def test_between_what_marks_lie_is_told_of_answers_where_several_gave_each():
    """Oracle: by hand; three of each of three organisations, and with two of one nothing."""
    given, people = np.full((3, 5), np.nan), np.full((3, 5), True)
    given[:, 0], given[:, 1] = [0.2, 0.4, 0.6], [0.1, 0.5, 0.9]
    people[1, 1] = False
    assert ends_of(given, people) == {"ambition": (0.2, 0.6)}
    assert ends_of(given[:2], people[:2]) == {}


def test_a_line_on_who_was_not_spoken_to_is_told_to_be_unread():
    """Oracle: by hand; the sheet claims nothing of all."""
    line = "NB: Fontys nog niet gesproken, volgt in oktober"
    answers = book(("A", "a1", None), ("B", "b1", None), below=[(line,)])
    assert line in answers.report.unread
    assert answers.roster.labels == ("A", "B")
    assert "alle" not in answered_told(answers.answered, "nl")


def test_what_a_book_says_of_it_stays_in_the_file_of_the_group():
    """Oracle: by hand; written and read again."""
    text = """organisations = [{ name = "A" }, { name = "B" }]
scores = { ambition = 0.5 }
answered = { organisations = 1, of = 2, estimated = ["B"], estimates = false, agreement_assumed = true }
"""
    group = parse(text, "g")
    again = parse(whole_file(group, 1), "g")
    for one in (group, again):
        assert (*one.answered.estimated,) == ("B",)
        assert one.answered.agreement_assumed
