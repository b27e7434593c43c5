"""How often partners meet in words, as people write them; and what is said where it is not used."""

from __future__ import annotations

import pytest

from samenspel.brought.options import options_of
from samenspel.brought.reader import read
from samenspel.brought.words import CALENDAR, DAILY, HOW_OFTEN
from samenspel.errors import said
from samenspel.group.portrait import portray

from .cases import workbook

PAIRS = (("A", "B", 4), ("B", "C", 3), ("C", "A", 2), ("A", "C", 5))


def met(words, more=(), **options):
    """What is read of who meets whom how often, with what else was asked."""
    head = ["Organisatie", "Werkt samen met", "Vertrouwen (1-5)", "Hoe vaak contact", *(name for name, _ in more)]
    values = [[value] * 4 for _, value in more]
    rows = [[*pair, word, *others] for pair, word, *others in zip(PAIRS, words, *values, strict=True)]
    return read([workbook(**{"Wie met wie": [head, *rows]})], options_of(options))


@pytest.mark.parametrize(
    ("words", "shares"),
    [
        (("wekelijks", "maandelijks", "af en toe", "nooit"), (5 / 5, 4 / 5, 2 / 5, 0)),
        (("weekly", "monthly", "now and then", "never"), (5 / 5, 4 / 5, 2 / 5, 0)),
        (("dagelijks", "Elk kwartaal", "incidenteel", "zelden"), (6 / 6, 3 / 6, 2 / 6, 1 / 6)),
        (("daily", "every quarter", "occasionally", "rarely"), (6 / 6, 3 / 6, 2 / 6, 1 / 6)),
        (("1x per week", "2 keer per maand", "paar keer per jaar", "soms"), (5 / 5, 4 / 5, 3 / 5, 2 / 5)),
        (("once a week", "twice a month", "a few times a year", "sometimes"), (5 / 5, 4 / 5, 3 / 5, 2 / 5)),
        (("vaak", "regelmatig", "soms", "nooit"), (4 / 4, 3 / 4, 2 / 4, 0)),
        (("wekelijks", "maandelijks", "1x per kwartaal", "jaarlijks"), (4 / 4, 3 / 4, 2 / 4, 1 / 4)),
    ],
)
def test_words_of_how_often_count_by_their_place_also_where_both_kinds_are_mixed(words, shares):
    """Oracle: by hand: of a calendar alone, of often and seldom alone, and of both in one column."""
    found = met(words)
    assert found.used["dependence"] == ("Hoe vaak contact",)
    ties = {(one["source"], one["target"]): one["dependence"] for one in found.roster.ties}
    assert [ties[pair] for pair in ((0, 1), (1, 2), (2, 0), (0, 2))] == pytest.approx(shares)
    assert found.report.contact == ""


def test_no_word_has_two_places():
    """Oracle: itself; of the calendar, and of both kinds together."""
    for family in ((*CALENDAR, DAILY), (*HOW_OFTEN, DAILY)):
        places = {}
        for place, words in enumerate(family):
            assert not [word for word in words if places.setdefault(word, place) != place]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("wekelijks", "maandelijks", "weekliks", "nooit"), "'weekliks'"),
        (("via Jan", "in de wandelgang", "via Jan", "via Jan"), "'via Jan', 'in de wandelgang'"),
    ],
)
def test_a_word_that_is_not_known_is_named_and_no_other_reason_given(words, named):
    """Oracle: by hand, in both languages."""
    found = met(words)
    assert found.report.contact == "words"
    assert found.report.unread == ("Hoe vaak contact",)
    for language, line in (
        ("nl", f"Hoe vaak contact is niet gebruikt, want hoe vaak {named} is, is niet bekend"),
        ("en", f"Hoe vaak contact is not used, as it is not known how often {named} is"),
    ):
        assert [note for note in found.report.notes if line in said(note, language)]
    assert not [one for one in portray(found).remarks.unsaid if "How often partners meet" in one.template]


@pytest.mark.parametrize("options", [{}, {"scale": {"frequency": [0, 6]}}])
def test_a_number_is_no_word_that_is_not_known(options):
    """Oracle: by hand; beside numbers only words of how often count, and "nooit" is one."""
    assert not [note for note in met((4, 3, 2, "nooit"), **options).report.notes if "not known how often" in str(note)]


@pytest.mark.parametrize(
    ("found", "why", "line"),
    [
        (lambda: met((4, 3, 2, 1)), "scale", "which end is often"),
        (lambda: met(("vaak", "soms", "soms", "vaak"), contact="tie"), "tie", "no more than a tie"),
        (lambda: met(("vaak", "soms", "soms", "vaak"), (("Meerwaarde (1-5)", 3),)), "asked", "what the other brings"),
    ],
)
def test_why_how_often_partners_meet_is_not_used_is_one_reason(found, why, line):
    """Oracle: by hand; the reason that holds, and no other."""
    answers = found()
    told = [str(one) for one in portray(answers).remarks.unsaid if "How often partners meet" in one.template]
    assert answers.report.contact == why
    assert len(told) == 1
    assert line in told[0]
