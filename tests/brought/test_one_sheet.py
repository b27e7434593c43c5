"""One sheet with who takes part and what each answers, as people fill it in, and ties in words of Dutch."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.brought.options import Options
from samenspel.brought.parts import wide_columns
from samenspel.brought.reader import read
from samenspel.brought.scores import scale_of_headings
from samenspel.brought.tables import read_csv

from .cases import workbook

HEADING = ["Organisatie", "Omvang (1-5)", "Belang bij samenwerking (1-5)", "Trekker", "Ambitie", "Belangen", "Relatie",
           "Organisatie (afspraken)", "Proces"]  # fmt: skip
ROWS = [["Ziekenhuis", 5, 3, "nee", 5, 3, 2, 1, 4], ["Gemeente", 4, 4, "ja", 3, 1, 4, 5, 2]]
TIES = [["Wie", "Over wie", "Vertrouwen (1-5)", "Afhankelijkheid (1-5)"], ["Ziekenhuis", "Gemeente", 5, 1],
        ["Gemeente", "Ziekenhuis", 2, 3]]  # fmt: skip


def region(rows, title="Partners"):
    return workbook(**{title: [["Samenwerking in de regio, najaar"], [], HEADING, *rows], "Relaties": TIES})


@pytest.mark.parametrize("title", ["Partners", "orgs"])
def test_one_sheet_says_who_takes_part_and_what_they_answer(title):
    """Oracle: the workbook, by hand; a rating x from 1 to 5 stands for (x - 1) / 4."""
    answers = read([region(ROWS, title)], Options())
    assert [one["name"] for one in answers.roster.organisations] == ["Ziekenhuis", "Gemeente"]
    assert [bool(one.get("lead")) for one in answers.roster.organisations] == [False, True]
    given = np.array([[row[4:] for row in ROWS]], float)[0]
    assert answers.scores.of_organisations(2) == pytest.approx((given - 1.0) / 4.0)
    ties = {(int(row), int(target)): (float(trust), float(dependence)) for row, target, trust, dependence in zip(
        *(answers.roster.ties[name] for name in ("source", "target", "trust", "dependence")), strict=True)}  # fmt: skip
    assert ties[0, 1] == pytest.approx((1.0, 0.0))
    assert ties[1, 0] == pytest.approx((0.25, 0.5))


def test_an_interest_in_working_together_is_not_the_condition_interests():
    """Oracle: by hand; where a heading is the word itself, longer ones are about something else."""
    sheet = read_csv("a.csv", b"naam,Belang bij samenwerking,Belangen,ambitie_1,ambitie_2,proces\nA,1,2,3,4,1\n")
    assert wide_columns(sheet) == {
        "Belangen": "interests",
        "ambitie_1": "ambition",
        "ambitie_2": "ambition",
        "proces": "process",
    }


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        (("Omvang (1-5)", "Ambitie"), (1.0, 5.0)),
        (("Omvang (1-5)", "Macht (1-4)"), None),
        (("frequency_4to1", "Ambitie"), None),
        (("Omvang", "Ambitie"), None),
    ],
)
def test_a_scale_that_all_headings_say_is_that_of_answers_too(header, scale):
    """Oracle: by hand."""
    assert scale_of_headings(header) == scale


def test_an_organisation_that_is_listed_twice_is_asked_about_with_both_rows():
    """Oracle: the line that is said."""
    with pytest.raises(
        Exception, match=r"row 6: Organisatie: 'Ziekenhuis' is there already, at row 4, and no column says who answered"
    ):
        read([region([*ROWS, ROWS[0]])], Options())
