"""Sheets of who works with whom, under the headings that people give them."""

from __future__ import annotations

import pytest

from samenspel.brought.options import Options
from samenspel.brought.reader import read
from samenspel.errors import InputError, said

from .cases import workbook

NAMES = ["Gemeente Breedhaven", "Zorggroep De Linde", "Stichting Welzijn", "Thuisland"]
FIVE = ["Ambitie", "Belangen", "Relatie", "Organisatie: taken zijn goed geregeld", "Proces"]
FORM = [
    ["Id", "Namens welke organisatie vult u in?", *FIVE],
    *([place, name, 4, 3, 4, 2, 3] for place, name in enumerate(2 * NAMES, 1)),
]
PAIRS = [(0, 1, 4), (0, 2, 5), (0, 3, 3), (1, 0, 2), (1, 2, 4), (2, 0, 3), (3, 0, 1)]
HEADINGS = [
    ("Organisatie", "Werkt samen met"),
    ("Organisatie", "Partner"),
    ("Wij", "Samenwerkingspartner"),
    ("Respondent", "Partner"),
    ("Organisation", "Works with"),
    ("Organisation", "Partner"),
    ("Ingevuld door", "Organisatie"),
    ("Kolom A", "Kolom B"),  # by its names alone
]


def table(one, other, pairs=PAIRS):
    return [
        [one, other, "Hoe vaak", "Vertrouwen (1-5)"],
        *([NAMES[row], NAMES[column], "Wekelijks", trust] for row, column, trust in pairs),
    ]


def ties_in(answers):
    labels = answers.roster.labels
    return {(labels[one["source"]], labels[one["target"]]): float(one["trust"]) for one in answers.roster.ties}


@pytest.mark.parametrize("title", ["Wie met wie", "Blad2"])
@pytest.mark.parametrize(("one", "other"), HEADINGS)
def test_two_columns_of_those_who_take_part_are_ties(one, other, title):
    """Oracle: the workbook, by hand; a rating x from 1 to 5 stands for (x - 1) / 4; in whatever order rows stand."""
    given = {(NAMES[row], NAMES[column]): (trust - 1) / 4 for row, column, trust in PAIRS}
    for pairs in (PAIRS, PAIRS[::-1]):
        answers = read([workbook(**{"Form1": FORM, title: table(one, other, pairs)})], Options())
        assert ties_in(answers) == pytest.approx(given)
        assert {*answers.roster.labels} == {*NAMES}
        assert len(answers.scores.respondents) == 2 * len(NAMES)


@pytest.mark.parametrize(("one", "other"), HEADINGS[:6])
def test_such_a_list_alone_names_who_takes_part(one, other):
    """Oracle: by hand; whoever is named in a row of it takes part."""
    answers = read([workbook(Blad1=table(one, other))], Options())
    assert {*answers.roster.labels} == {*NAMES}
    assert len(answers.roster.ties) == len(PAIRS)


def test_beside_a_list_of_who_takes_part():
    """Oracle: by hand; the list has each once, with its size, and is no list of ties."""
    partners = [["Organisatie", "Omvang (1-5)"], *([name, 3] for name in NAMES)]
    answers = read([workbook(Deelnemers=partners, Samenwerking=table("Organisatie", "Werkt samen met"))], Options())
    assert [*answers.roster.labels] == NAMES
    assert len(answers.roster.ties) == len(PAIRS)


def test_contact_that_is_no_more_than_a_tie_counts_as_nothing_else():
    """Oracle: by hand; what its words count as is said where they count."""
    book = workbook(Form1=FORM, Samen=table("Organisatie", "Werkt samen met"))
    counted, not_counted = (read([book], Options(contact=one)) for one in ("", "tie"))
    for answers, told in ((counted, True), (not_counted, False)):
        assert any("in woorden telt" in said(one, "nl") for one in answers.report.notes) is told
        assert ("Hoe vaak" in answers.report.unread) is not told
        assert ("dependence" in answers.used) is told


def test_a_column_is_told_by_its_heading_as_it_stands():
    """Oracle: by hand; the second Organisatie is a score, and no colon is put behind it."""
    rows = [
        ["Partner", "Ambitie", "Belangen", "Relatie", "Organisatie", "Proces"],
        *([name, 4, 3, 4, 2, 3] for name in NAMES),
    ]
    answers = read([workbook(Cijfers=rows)], Options(scale={"all": (1.0, 5.0)}))
    assert answers.used["conditions"] == tuple(rows[0][1:])


def test_a_list_of_actions_is_none():
    """Oracle: by hand; who is to talk to whom about what is no tie, as not all of them take part."""
    actions = [["Partner", "Wie", "Wanneer"], [NAMES[0], "J. Brouwer", "mei"], [NAMES[0], "A. Bos", "juni"]]
    answers = read([workbook(Form1=FORM, Afspraken=actions)], Options())
    assert not answers.tied


def test_what_cannot_be_told_names_the_two_headings():
    """Oracle: by hand; half of what stands in the second column are none of those in the first."""
    rows = [["Organisatie", "Toelichting"], ["Gemeente", "Zorg"], ["Gemeente", "School"], ["Zorg", "Kerk"],
            ["Zorg", "Bibliotheek"]]  # fmt: skip
    with pytest.raises(InputError) as refused:
        read([workbook(Blad1=rows)], Options())
    told = said(refused.value, "nl")
    assert "'Organisatie'" in told
    assert "'Toelichting'" in told
    assert "Organisatie en Werkt samen met" in told
    assert "is er al" not in told


@pytest.mark.parametrize("remark", ["NB Thuisland nog navragen bij Anneke", "Let op cijfers van juni"])
def test_a_total_and_a_remark_below_a_list_of_ties_are_none_of_its_rows(remark):
    """Oracle: the workbook, by hand."""
    below = [["Gemiddeld", "", "", 3.4], [remark]]
    answers = read([workbook(Form1=FORM, Relaties=[*table("Van", "Met"), *below])], Options())
    assert len(answers.roster.ties) == len(PAIRS)
    assert {*answers.roster.labels} == {*NAMES}


@pytest.mark.parametrize(
    ("sheet", "of"),
    [
        ([["Partner", "Macht", "Belang"], *([f"P{k}", *two] for k, two in enumerate(
            [("hoog", "laag"), ("laag", "hoog"), ("midden", "hoog"), ("hoog", "midden")]))], 4),
        ([["Penvoerder", "Organisatie", "Omvang"], *([NAMES[0], name, 3] for name in NAMES)], 4),
    ],
)  # fmt: skip
def test_levels_and_a_list_that_names_each_once_are_no_ties(sheet, of):
    """Oracle: by hand; nobody is tied by being rated, or by who leads."""
    answers = read([workbook(Partners=sheet)], Options())
    assert len(answers.roster.organisations) == of
    assert len(answers.roster.ties) == 0


def test_a_legal_form_is_no_part_of_a_name_in_a_list_of_ties():
    """Oracle: by hand."""
    names = ["Jansen B.V.", "Zorggroep De Linde N.V.", "Thuisland"]
    form = [["Organisatie", *FIVE], *([name, 4, 3, 4, 2, 3] for name in names)]
    ties = [["Kolom A", "Kolom B"], *([names[row], names[column]] for row, column in [(0, 1), (0, 2), (1, 2), (2, 0)])]
    answers = read([workbook(Form1=form, Blad2=ties)], Options())
    assert len(answers.roster.ties) == 4
