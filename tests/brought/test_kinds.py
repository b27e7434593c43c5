"""Kinds of workbooks as consultants make them, which a person understands at once: each opens, or asks one question."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from samenspel.brought.options import options_of
from samenspel.brought.reader import read
from samenspel.errors import InputError, said
from samenspel.view import upload

from .cases import workbook

NAMES = ("Ziekenhuis", "Gemeente", "Thuiszorg")
FIVE = ["Ambitie", "Belangen", "Relatie", "Organisatie", "Proces"]
GIVEN = np.array([[5, 3, 2, 1, 4], [3, 1, 4, 5, 2], [4, 4, 4, 4, 4]])
SHARES = (GIVEN - 1.0) / 4.0
SCALE = {"scale": {"all": (1.0, 5.0)}}


def opened(said_of_it=SCALE, merged=(), **sheets):
    return read([workbook(merged, **sheets)], options_of(said_of_it))


def table(cell=int, heading="Organisatie", columns=FIVE):
    """A row for each organisation, with what a score is written as."""
    return [[heading, *columns], *([name, *map(cell, row)] for name, row in zip(NAMES, GIVEN.tolist(), strict=True))]


def scores(answers):
    assert answers.roster.labels == NAMES
    return answers.scores.of_organisations(3)


def question(source, **options):
    """What the page asks, where that is all that is missing."""
    with pytest.raises(InputError) as refused:
        read([source], options_of({**SCALE, **options}))
    assert upload.settled(refused.value)
    (asked,) = upload.questions(refused.value, SCALE)
    return asked


def notes(answers):
    return " ".join(said(one, "nl") for one in answers.report.notes)


@pytest.mark.parametrize("heading", ["Partner", "Instelling", "School", "Organisatie", "Uw organisatie", "Stakeholder"])
def test_what_people_call_the_column_of_organisations(heading):
    assert scores(opened(Blad1=table(heading=heading))) == pytest.approx(SHARES)


@pytest.mark.parametrize(
    "columns",
    [
        ["1. Ambitie", "2. Belangen", "3. Relatie", "4. Organisatie", "5. Proces"],
        ["Gezamenlijke ambitie", "Recht doen aan belangen", "Goede relaties", "Professionele organisatie",
         "Betekenisgevend proces"],
    ],
)  # fmt: skip
def test_headings_with_a_theme_in_them(columns):
    """Oracle: by hand."""
    assert scores(opened(Blad1=table(heading="Partner", columns=columns))) == pytest.approx(SHARES)


def test_an_interest_in_something_is_not_the_theme_interests():
    """Oracle: by hand; what each wants of a subject is no score of working together."""
    rows = [
        ["Partner", "Belang bij wonen", "Belang bij zorg", "Belang bij jeugd"],
        *([name, 1, 2, 3] for name in NAMES),
    ]
    answers = opened({}, Blad1=rows)
    assert answers.scores is None
    assert answers.report.unread == ("Belang bij wonen", "Belang bij zorg", "Belang bij jeugd")


def test_a_row_for_each_theme_and_a_column_for_each_partner():
    """Oracle: by hand; a mean beside them is no partner, and it is said."""
    rows = [["Thema", *NAMES, "Gemiddelde"],
            *([one, *GIVEN[:, place].tolist(), 3] for place, one in enumerate(FIVE))]  # fmt: skip
    answers = opened(Blad1=rows)
    assert scores(answers) == pytest.approx(SHARES)
    assert "een rij voor elk thema" in notes(answers)


def test_what_is_now_and_what_is_wanted_are_no_partners():
    """Oracle: by hand."""
    rows = [["Thema", "Nu", "Gewenst", "Norm"], *([one, 1, 2, 3] for one in FIVE)]
    with pytest.raises(InputError):
        opened(Blad1=rows)


@pytest.mark.parametrize("names", [("A", "B1", "C"), ("E2", "1E", "e")])
def test_very_short_names(names):
    """Oracle: by hand; E2 is no number."""
    rows = [[name, *row[1:]] for name, row in zip(names, table()[1:], strict=True)]
    assert opened(Blad1=[table()[0], *rows]).roster.labels == names


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (("--", "-", "+/-", "+", "++"), SHARES),
        (("- -", "\u2013", "±", "+", "++"), SHARES),
        (("1/5", "2/5", "3/5", "4/5", "5/5"), SHARES),
        (("1 van de 5", "2 van de 5", "3 van de 5", "4 van de 5", "5 van de 5"), SHARES),
        (("0%", "25 %", "50%", "75%", "100%"), SHARES),
        (("slecht", "matig", "voldoende", "goed", "heel goed"), SHARES),
        (("rood", "rood", "oranje", "groen", "groen"), np.array([0, 0, 0.5, 1, 1])[GIVEN - 1]),
    ],
)
def test_scores_in_signs_and_words(words, given):
    """Oracle: by hand, evenly from the lowest to the highest."""
    assert scores(opened({}, Blad1=table(lambda score: words[score - 1]))) == pytest.approx(given)


def test_shares_of_a_column_in_per_cent_are_shares():
    """Oracle: by hand; a spreadsheet keeps 60 % as 0.6."""
    assert scores(opened({}, Blad1=table(lambda score: score / 5))) == pytest.approx(GIVEN / 5.0)


def test_grades_of_a_school():
    """Oracle: by hand; 7- is 6.75, 5½ is 5.5 and 8+ is 8.25, from 1 to 10."""
    rows = table(lambda score: ("7-", "5½", "6", "8+", "7,5")[score - 1], heading="School")
    expected = (np.array([6.75, 5.5, 6.0, 8.25, 7.5])[GIVEN - 1] - 1.0) / 9.0
    assert scores(opened({"scale": {"all": (1.0, 10.0)}}, Blad1=rows)) == pytest.approx(expected)


@pytest.mark.parametrize("error", ["#DEEL/0!", "#VERW!", "#REF!", "#WAARDE!", "#DIV/0!", "#N/B", "n.v.t.", "nvt"])
def test_an_error_of_a_spreadsheet_is_nothing_filled_in(error):
    """Oracle: by hand."""
    rows = table()
    rows[1][1] = error
    assert np.isnan(scores(opened(Blad1=rows))[0, 0])


def test_a_date_among_scores_is_asked_about():
    """Oracle: by hand; Dutch spreadsheets make 3 May of 3.5."""
    rows = table()
    rows[1][1] = datetime(2025, 5, 3)
    source = workbook(Blad1=rows)
    asked = question(source)
    assert (asked.option, asked.choices) == ("dates", ("decimals", "missing"))
    assert scores(read([source], options_of({**SCALE, "dates": "decimals"})))[0, 0] == pytest.approx(2.5 / 4.0)
    assert np.isnan(scores(read([source], options_of({**SCALE, "dates": "missing"})))[0, 0])


def test_two_people_in_merged_cells_are_of_one_organisation():
    """Oracle: by hand; the name counts for each row that it is merged over."""
    rows = [["Organisatie", "Respondent", *FIVE]]
    for name, row in zip(NAMES, GIVEN.tolist(), strict=True):
        rows += [[name, f"{name} 1", *row], [None, f"{name} 2", *row]]
    answers = opened(merged=("A2:A3", "A4:A5", "A6:A7"), Blad1=rows)
    assert scores(answers) == pytest.approx(SHARES)
    assert answers.answered.respondents == 6


def test_people_by_name_beside_their_organisation():
    """Oracle: by hand; a name that is another one in each row is who answered."""
    people = ([f"Persoon {place}", NAMES[place % 3], *GIVEN[place % 3].tolist()] for place in range(6))
    rows = [["Naam", "Organisatie", *FIVE], *people]
    answers = opened(Blad1=rows)
    assert scores(answers) == pytest.approx(SHARES)
    assert answers.answered.respondents == 6


@pytest.mark.parametrize(
    "beneath",
    [
        [["* cijfers volgens de adviseur"], ["Bron: gesprekken voorjaar 2025"]],
        [[], ["Legenda"], [1, "helemaal niet"], [5, "helemaal"]],
        [[], ["Actie", "Wie", "Wanneer"], ["Convenant", "Gemeente", "mei"], ["Planning", "GGD", "juni"]],
        [["Let op: het cijfer van Thuiszorg is geschat, zij waren er niet bij"], ["n = 3"]],
        [[], ["Gemiddelde", 3, 3, 3, 3, 3], [], ["Opmerking: twee partners ontbraken"]],
    ],
)
def test_what_stands_beneath_a_table_is_no_organisation(beneath):
    """Oracle: by hand."""
    assert scores(opened(Blad1=[*table(), *beneath])) == pytest.approx(SHARES)


def test_rows_after_an_empty_line_are_still_rows():
    """Oracle: by hand; groups of partners are set apart by a line, and one that answered nothing is there."""
    rows = table()
    answers = opened(Blad1=[*rows[:3], [], ["Zorg"], rows[3], ["Politie"]])
    assert answers.roster.labels == ("Ziekenhuis", "Gemeente", "Zorg", "Thuiszorg", "Politie")


def test_a_formula_that_is_not_read_stops_nothing():
    """Oracle: openpyxl, which works out no formula; in a row of totals, a column of means, another sheet."""
    rows = [[*line, "Gemiddeld" if not place else f"=AVERAGE(B{place + 1}:F{place + 1})"]
            for place, line in enumerate(table())]  # fmt: skip
    totals = ["Totaal", *(f"=SUM({letter}2:{letter}4)" for letter in "BCDEF")]
    answers = opened(Blad1=[*rows, totals], Berekening=[["som", "=SUM(Blad1!B2:B4)"]])
    assert scores(answers) == pytest.approx(SHARES)


def test_a_formula_that_is_read_is_refused_where_it_stands():
    """Oracle: the line."""
    rows = table()
    rows[1][1] = "=2+3"
    with pytest.raises(InputError, match="row 2: Ambitie: got a formula without its value"):
        opened(Blad1=rows)


def matrix(*cells):
    return [["", *NAMES], *([name, *row] for name, row in zip(NAMES, cells, strict=True))]


@pytest.mark.parametrize("mark", ["x", "o", "v", "•", "ja"])
def test_a_mark_is_a_tie(mark):
    """Oracle: by hand."""
    answers = opened({}, Samenwerking=matrix(["", mark, ""], [mark, "", mark], ["", "", ""]))
    pairs = {(tie["source"], tie["target"]) for tie in answers.roster.ties}
    assert pairs == {(0, 1), (1, 0), (1, 2)}


@pytest.mark.parametrize(("choice", "count"), [("no_tie", 2), ("tie", 4)])
def test_a_circle_beside_a_cross_is_asked_about(choice, count):
    """Oracle: by hand."""
    source = workbook(Samenwerking=matrix(["", "x", "o"], ["x", "", ""], ["o", "", ""]))
    assert question(source).choices == ("no_tie", "tie")
    assert len(read([source], options_of({"circle": choice})).roster.ties) == count


def test_a_matrix_of_trust_in_signs_with_a_legend_beneath():
    """Oracle: by hand; of a single sheet the name says what it is about, and a minus is a level."""
    rows = matrix(["", "++", "-"], ["--", "", "+/-"], ["+", "+", ""])
    answers = opened({}, Vertrouwen=[*rows, [], ["Legenda"], ["++", "volledig"], ["--", "helemaal niet"]])
    assert answers.roster.ties["trust"].tolist() == [1.0, 0.25, 0.0, 0.5, 0.75, 0.75]


def test_a_list_of_ties_alone_names_who_takes_part():
    """Oracle: by hand; it is said."""
    answers = opened({}, Netwerk=[["van", "naar", "vertrouwen (1-5)"], ["A", "B", 5], ["B", "C", 3]])
    assert answers.roster.labels == ("A", "B", "C")
    assert answers.roster.ties["trust"].tolist() == [1.0, 0.5]
    assert "degene die in de verbindingen staan" in notes(answers)


def test_a_question_with_a_row_for_each_partner_is_who_rates_whom():
    """Oracle: by hand; a rating of oneself is left out, and the five themes beside it are read."""
    asked = [f"Hoeveel vertrouwen heeft u in deze partner? [{name}]" for name in NAMES]
    rows = [["Tijdstempel", "Uw organisatie", *asked, *FIVE]]
    rows += [["3-3-2025", name, 1, 3, 5, *GIVEN[place].tolist()] for place, name in enumerate(NAMES)]
    answers = opened(Form=rows)
    trust = {(int(tie["source"]), int(tie["target"])): float(tie["trust"]) for tie in answers.roster.ties}
    assert trust == {(0, 1): 0.5, (0, 2): 1.0, (1, 0): 0.0, (1, 2): 1.0, (2, 0): 0.0, (2, 1): 0.5}
    assert scores(answers) == pytest.approx(SHARES)


@pytest.mark.parametrize(
    ("rows", "filled"),
    [
        ([["Inschatting adviseur, maart"], [], *table()], False),
        (table(heading="Namens welke organisatie vult u dit in?"), True),
        ([["Respondent", *table()[0]], *([place, *row] for place, row in enumerate(table()[1:]))], True),
    ],
)
def test_who_answered_is_told_only_where_the_file_says_so(rows, filled):
    """Oracle: by hand; a table that an adviser made was filled in by none of the organisations."""
    answered = opened(Blad1=rows).answered
    assert answered.organisations == 3
    assert answered.told == filled


def test_two_spellings_in_the_table_of_one_adviser_are_no_two_people():
    """Oracle: by hand; their mean counts, and nobody is said to have answered."""
    rows = [*table(), ["Ziekenhuis B.V.", 1, 1, 1, 1, 1]]
    answers = opened(Blad1=rows)
    assert scores(answers)[0] == pytest.approx(SHARES[0] / 2.0)
    assert (answers.answered.respondents, answers.answered.told) == (None, False)


@pytest.mark.parametrize(("heading", "filled"), [("Van", False), ("Ingevuld door", True)])
def test_who_rates_filled_it_in_only_where_the_heading_says_so(heading, filled):
    """Oracle: by hand."""
    ties = [[heading, "Over", "Vertrouwen (1-5)"], ["Ziekenhuis", "Gemeente", 5], ["Gemeente", "Ziekenhuis", 1]]
    assert opened({}, Partners=[["Naam"], *([name] for name in NAMES)], Relaties=ties).answered.told == filled
