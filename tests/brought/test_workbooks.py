"""Workbooks as people keep them: an export of a form, waves in one sheet, a sheet to read, a row of means, titles."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.brought import tables
from samenspel.brought.answered import Answered
from samenspel.brought.options import Options, options_of
from samenspel.brought.reader import read
from samenspel.errors import InputError, said
from samenspel.group.made import made
from samenspel.results.counsel_in_words import answered_told
from samenspel.view import upload

from .cases import workbook

NAMES = ["Ziekenhuis", "Gemeente", "Thuiszorg"]
FIVE = ["Ambitie (1-5)", "Belangen (1-5)", "Relatie (1-5)", "Organisatie (1-5)", "Proces (1-5)"]
GIVEN = np.array([[5, 3, 2, 1, 4], [3, 1, 4, 5, 2], [4, 4, 4, 4, 4]])
PARTNERS = [
    ["Organisatie", "Omvang (1-5)", *FIVE],
    *([name, 3, *row] for name, row in zip(NAMES, GIVEN.tolist(), strict=True)),
]
TIES = [["Wie", "Over wie", "Vertrouwen (1-5)"], ["Ziekenhuis", "Gemeente", 5], ["Gemeente", "Thuiszorg", 3]]
ASKED = ["ID", "Begintijd", "E-mail", "Naam", "Namens welke organisatie vult u dit in?",
         "Ambitie: we willen hetzelfde (1-5)", "Belangen: ieders belang telt (1-5)", "Relatie: we vertrouwen elkaar",
         "Organisatie: de afspraken zijn duidelijk (1-5)", "Proces: we volgen de voortgang (1-5)"]  # fmt: skip
FORM = [
    ASKED,
    [1, "1-9-2025 10:00", "anonymous", None, "Ziekenhuis", 5, 3, 2, 1, 4],
    [2, "1-9-2025 11:00", "anonymous", None, "Gemeente", 2, 1, 4, 5, 2],
    [3, "2-9-2025 09:00", "anonymous", None, "Gemeente", 4, 1, 4, 5, 2],
    [4, "2-9-2025 09:30", "anonymous", None, "Thuiszorg", 4, 4, 4, 4, 4],
]


def opened(*args, **sheets):
    answers = read([workbook(*args, **sheets)], Options())
    return answers, [one["name"] for one in answers.roster.organisations], answers.scores.of_organisations(3)


def who(answers):
    """Who answered, without what is kept of single organisations, or of their agreement."""
    bare = Answered(0, 0)
    told = ("lowest", "low_too", "by_several", "apart", "silent", "least_trust", "as_low", "lowest_trust", "trusting",
            "trusted", "trust_scale", "spread", "agreement_assumed")  # fmt: skip
    return answers.answered._replace(**{one: getattr(bare, one) for one in told})


def notes_of(answers):
    return " ".join(said(one, "nl") for one in answers.report.notes)


def test_an_export_of_a_form_beside_a_sheet_of_partners():
    """Oracle: by hand; a mean of the two of one organisation; its columns that are not read are named."""
    answers, names, scores = opened(Partners=[row[:2] for row in PARTNERS], Formulier=FORM, Relaties=TIES)
    assert names == NAMES
    assert scores == pytest.approx((GIVEN - 1.0) / 4.0)
    assert len(answers.scores.respondents) == 4
    assert answers.report.unread == ("Begintijd", "E-mail", "Naam")


def test_an_export_of_a_form_alone_has_the_organisations_that_were_answered_for():
    """Oracle: by hand; numbers of answers are no organisations."""
    answers, names, scores = opened(Blad1=FORM)
    assert names == NAMES
    assert scores == pytest.approx((GIVEN - 1.0) / 4.0)
    assert "waarvoor iemand antwoordde" in notes_of(answers)


def test_rows_of_a_question_in_a_form_without_numbers_for_who_answers():
    """Oracle: by hand; two of one organisation are two respondents; the scale that nothing says is asked once."""
    words = ["ambitie", "belangen", "relatie", "organisatie", "proces"]
    heading = ["Tijdstempel", "Uw organisatie", *(f"Hoe gaat het nu? [{one.capitalize()}]" for one in words)]
    form = workbook(Formulierreacties=[heading, *([row[1], row[4], *row[5:]] for row in FORM[1:])])
    with pytest.raises(InputError, match="got 5, and no file says on which scale") as refused:
        read([form], Options())
    (asked,) = upload.questions(refused.value)
    assert (asked.option, asked.about) == ("scale", "all")
    said = upload.with_answers({}, {"scale all": "1:5"})
    answers = read([form], options_of(said))
    assert [one["name"] for one in answers.roster.organisations] == NAMES
    assert len(answers.scores.respondents) == 4
    assert answers.scores.of_organisations(3) == pytest.approx((GIVEN - 1.0) / 4.0)
    assert answers.scales == ()


def test_a_score_outside_the_scale_of_its_heading_says_so_where_another_column_has_none():
    """Oracle: by hand; headings say two scales, so that one of them is asked for where none is said."""
    header = ["Organisatie", "Ambitie (1-5)", "Belangen (1-7)", "Relatie", "Organisatie (1-5)", "Proces (1-5)"]
    rows = [[NAMES[0], 9, 7, 4, 5, 5], *([name, 5, 7, 4, 5, 5] for name in NAMES[1:])]
    with pytest.raises(InputError, match=r"got 9, allowed: 1 to 5, as its scale says") as refused:
        read([workbook(Partners=[header, *rows])], Options())
    assert upload.questions(refused.value) == []
    rows = [[NAMES[0], 5, 7, 9, 5, 5], *rows[1:]]
    with pytest.raises(InputError, match="got 9, and no file says on which scale") as refused:
        read([workbook(Partners=[header, *rows])], Options())
    assert len(upload.questions(refused.value)) == 1


def test_who_answered_on_which_scale_and_when_as_the_files_say_it():
    """Oracle: the workbooks, by hand; a row of an organisation is no person, and what no file says stays unsaid."""
    form = opened(Formulierreacties=FORM, Relaties=TIES)[0]
    assert who(form) == Answered(organisations=3, of=3, respondents=4, scales=((1, 5),))
    silent = [PARTNERS[0], *PARTNERS[1:3], ["Thuiszorg", 3, *[None] * 5]]
    assert who(opened(Partners=silent, Relaties=TIES)[0]) == Answered(2, 3, None, ((1, 5),))
    waves = [["Meting", *PARTNERS[0]], *([wave, *row] for wave in (1, 2) for row in PARTNERS[1:])]
    assert who(opened(Partners=waves)[0]) == Answered(3, 3, None, ((1, 5),), wave="2")
    mixed = [["Organisatie", "Ambitie (1-5)", "Belangen (1-7)", "Relatie"], *([name, 2, 3, 4] for name in NAMES)]
    assert who(opened(Partners=mixed)[0]) == Answered(3, 3, None, ((1, 5), (1, 7), (1, 4)), assumed=True)


@pytest.mark.parametrize(("together", "assumed"), [(None, True), (0, False), (12, False)])
def test_that_nobody_said_whether_there_is_an_agreement_is_kept(together, assumed):
    """Oracle: by hand; said that there is one, that there is none, and not said; so too in the file of the group."""
    book = workbook(Formulierreacties=FORM, Relaties=TIES)
    assert read([book], Options(together=together)).answered.agreement_assumed is assumed


@pytest.mark.parametrize(
    ("named", "last"),
    [
        (("nulmeting", "eindmeting"), "eindmeting"),
        (("2024-1", "2024-2"), "2024-2"),
        (("najaar 2024", "voorjaar 2025"), "voorjaar 2025"),
        (("T0", "T1"), "T1"),
        (("nulmeting", "1-meting"), "1-meting"),
        (("1-9-2024", "1-3-2025"), "1-3-2025"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_the_last_measurement_is_that_of_its_name_and_not_of_its_row(named, last, turned):
    """Oracle: the calendar; rows in either order."""
    waves = reversed(named) if turned else named
    book = [["Meting", *PARTNERS[0]], *([wave, *row] for wave in waves for row in PARTNERS[1:])]
    assert opened(Partners=book)[0].report.wave == last


def test_which_measurement_came_last_is_asked_where_names_do_not_say_it():
    """Oracle: the line, and what may be answered to it."""
    book = [["Meting", *PARTNERS[0]], *([wave, *row] for wave in ("najaar", "voorjaar") for row in PARTNERS[1:])]
    with pytest.raises(InputError, match=r"several measurements \(najaar, voorjaar\).*which came last") as asked:
        opened(Partners=book)
    assert asked.value.asks == (("wave", ("najaar", "voorjaar")),)
    assert read([workbook(Partners=book)], Options(wave="voorjaar")).report.wave == "voorjaar"


def test_who_rated_partners_is_told_where_the_conditions_were_not_asked():
    """Oracle: by hand; two of three organisations rated another; nobody did where no tie has a rating."""
    partners = [["Organisatie"], *([name] for name in NAMES)]
    assert who(read([workbook(Partners=partners, Relaties=TIES)], Options())) == Answered(2, 3, None, ((1, 5),))
    bare = [["Wie", "Over wie"], *(row[:2] for row in TIES[1:])]
    assert read([workbook(Partners=partners, Relaties=bare)], Options()).answered is None


WORDS = ["", "Helemaal mee oneens", "Mee oneens", "Neutraal", "Eens", "Helemaal eens"]


def test_agreement_in_words_is_read_and_said():
    """Oracle: by hand, the numbers that the words stand for; an answer left open stays open."""
    form = [ASKED, *([*row[:5], *(WORDS[score] for score in row[5:])] for row in FORM[1:])]
    answers, names, scores = opened(Blad1=form)
    assert names == NAMES
    assert scores == pytest.approx((GIVEN - 1.0) / 4.0)
    assert "van 1 (helemaal oneens) tot 5 (helemaal eens)" in notes_of(answers)
    form[1] = [*form[1][:5], "", *form[1][6:]]
    _, _, scores = opened(Blad1=form)
    assert np.isnan(scores[0]).tolist() == [True, False, False, False, False]


def test_a_word_that_is_no_agreement_is_refused_where_it_stands():
    """Oracle: the line, with its place."""
    form = [ASKED, *([*row[:5], "Prima", *row[6:]] for row in FORM[1:])]
    with pytest.raises(
        InputError, match="row 2: Ambitie: we willen hetzelfde \\(1-5\\): got 'Prima', allowed: a number"
    ):
        opened(Blad1=form)


def test_a_rating_of_ones_own_organisation_is_no_answer_to_which_organisation_it_is():
    """Oracle: by hand; numbers name nobody."""
    rated = [[*row, 3] for row in PARTNERS]
    rated[0][-1] = "Hoe betrokken is uw organisatie? (1-5)"
    answers, names, _ = opened(Partners=rated)
    assert names == NAMES
    assert answers.report.unread == ("Hoe betrokken is uw organisatie? (1-5)",)


def test_two_waves_in_one_sheet_are_two_waves():
    """Oracle: by hand; the last that all sheets have is read."""
    rows = [
        [*PARTNERS[0], "Meting"],
        *([*row, 1] for row in PARTNERS[1:]),
        *([*row[:2], *[5] * 5, 2] for row in PARTNERS[1:]),
    ]
    answers, names, scores = opened(Partners=rows)
    assert (names, answers.waves) == (NAMES, ("1", "2"))
    assert scores == pytest.approx(np.ones((3, 5)))
    first = read([workbook(Partners=rows)], Options(wave="1"))
    assert first.scores.of_organisations(3) == pytest.approx((GIVEN - 1.0) / 4.0)


def test_a_sheet_to_read_is_left_out_and_named():
    """Oracle: by hand; lines of a text have as many cells as they like."""
    text = [["Toelichting"], ["Dit hoort bij", "het onderzoek", "in de regio"], ["Vragen?", "bel ons"]]
    answers, names, scores = opened(Toelichting=text, Partners=PARTNERS, Relaties=TIES, Blad3=[])
    assert names == NAMES
    assert scores == pytest.approx((GIVEN - 1.0) / 4.0)
    assert (answers.report.unused, answers.report.unread) == ({}, ())  # it has no column that could be read
    assert "regio.xlsx: Toelichting is een blad om te lezen" in notes_of(answers)


PLAIN = [
    ["Organisatie", "Omvang (fte)", "Ambitie", "Belangen", "Relatie", "Organisatie van de samenwerking", "Proces"],
    *([name, 300, *row] for name, row in zip(NAMES, GIVEN.tolist(), strict=True)),
]


@pytest.mark.parametrize(
    ("source", "target"),
    [("Ingevuld door", "Over"), ("Respondent", "Over wie"), ("Wie vult in", "Over welke partner"),
     ("Filled in by", "About"), ("Beoordelaar (organisatie)", "Partner")],
)  # fmt: skip
@pytest.mark.parametrize(
    "told",
    ["Schaal 1 (helemaal niet) t/m 5 (helemaal wel), tenzij anders vermeld.", "Een schaal van 1 tot en met 5",
     "All items are on a scale from 1 to 5", "Schaal: 1 = oneens, 5 = eens"],
)  # fmt: skip
def test_a_workbook_that_says_its_scale_to_people_opens_unchanged(source, target, told):
    """Oracle: by hand; 5 and 3 on a scale of 1 to 5, and a number of people that is on none."""
    ties = [[source, target, "Vertrouwen"], ["Ziekenhuis", "Gemeente", 5], ["Gemeente", "Thuiszorg", 3]]
    answers, names, scores = opened(Toelichting=[["Netwerkanalyse"], [], [told]], Partners=PLAIN, Relaties=ties)
    assert names == NAMES
    assert scores == pytest.approx((GIVEN - 1.0) / 4.0)
    assert answers.roster.ties["trust"].tolist() == [1.0, 0.5]
    assert (answers.size, answers.used["size"]) == ("people", ("Omvang (fte)",))
    assert (answers.scales, answers.report.unread) == ((), ())
    assert "de schaal van 1 tot en met 5" in notes_of(answers)


def test_a_scale_above_the_headings_counts_and_two_that_differ_do_not():
    """Oracle: by hand; of two scales neither is taken, so that it is asked for."""
    titled = [["Partners, schaal 1 t/m 5"], [], *PLAIN]
    assert opened(Partners=titled)[2] == pytest.approx((GIVEN - 1.0) / 4.0)
    with pytest.raises(InputError, match="no file says on which scale"):
        opened(Partners=titled, Toelichting=[["Cijfers op een schaal van 1 tot 10"], ["bel ons"]])


@pytest.mark.parametrize(
    "heading", ["Vertrouwen (schaal 1 t/m 5)", "Vertrouwen (1 = laag, 5 = hoog)", "Vertrouwen [1 tot en met 5]"]
)
def test_a_scale_between_brackets_is_that_of_its_column(heading):
    """Oracle: by hand."""
    ties = [["Van", "Naar", heading], ["Ziekenhuis", "Gemeente", 5], ["Gemeente", "Thuiszorg", 3]]
    answers, _, _ = opened(Partners=PARTNERS, Relaties=ties)
    assert answers.roster.ties["trust"].tolist() == [1.0, 0.5]


def test_what_is_between_brackets_keeps_two_columns_apart():
    """Oracle: by hand; what is wanted is no score of what is, and is named."""
    header = [f"{one} ({two})" if two else one for one in ("Ambitie", "Belangen", "Proces") for two in ("", "gewenst")]
    rows = [["Organisatie", *header], *([name, 2, 4, 2, 4, 2, 4] for name in NAMES)]
    _, _, scores = opened(Partners=rows)
    assert scores[:, [0, 1, 4]] == pytest.approx(np.full((3, 3), 1 / 3))


def test_one_question_settles_a_workbook_that_says_no_scale():
    """Oracle: by hand; trust and scores on one scale are asked for once, in words, and of one that differs again."""
    ties = [["Van", "Naar", "Vertrouwen"], ["Ziekenhuis", "Gemeente", 5], ["Gemeente", "Thuiszorg", 3]]
    files, said = {"regio.xlsx": workbook(Partners=PLAIN, Relaties=ties).data}, {}
    with pytest.raises(InputError) as refused:
        upload.brought(files)
    (asked,) = upload.questions(refused.value)
    assert (asked.about, asked.choices) == ("all", ("1:5", "1:7", "1:10", "0:10"))
    assert asked.columns == ("Vertrouwen", "Ambitie", "Organisatie van de samenwerking")
    assert upload.settled(refused.value)
    said = upload.with_answers(said, {"scale all": "1:5"})
    answers = upload.brought(files, said).answers
    assert answers.roster.ties["trust"].tolist() == [1.0, 0.5]
    assert answers.scores.of_organisations(3) == pytest.approx((GIVEN - 1.0) / 4.0)
    ties[1][2] = 8
    files = {"regio.xlsx": workbook(Partners=PLAIN, Relaties=ties).data}
    with pytest.raises(InputError) as refused:
        upload.brought(files, said)
    assert [one.about for one in upload.questions(refused.value, said)] == ["trust"]


def test_marks_of_ties_of_another_length_are_asked_for_by_themselves():
    """Oracle: by hand; statements from 1 to 5 beside trust from 1 to 10, which no one scale can hold."""
    ties = [["Van", "Naar", "Vertrouwen"], ["Ziekenhuis", "Gemeente", 8], ["Gemeente", "Thuiszorg", 3]]
    files = {"regio.xlsx": workbook(Partners=PLAIN, Relaties=ties).data}
    with pytest.raises(InputError) as refused:
        upload.brought(files)
    asked = {one.about: one.choices for one in upload.questions(refused.value)}
    assert asked == {"trust": ("1:10", "0:10"), "all": ("1:5", "1:7", "1:10", "0:10")}
    assert upload.settled(refused.value)
    answers = upload.brought(files, upload.with_answers({}, {"scale all": "1:5", "scale trust": "1:10"})).answers
    assert answers.roster.ties["trust"].tolist() == pytest.approx([7 / 9, 2 / 9])
    assert answers.scores.of_organisations(3) == pytest.approx((GIVEN - 1.0) / 4.0)


def test_a_scale_in_the_heading_of_ties_is_theirs_alone():
    """Oracle: by hand; answers were read from 1 to 10 before, so that all were low."""
    ties = [["Van", "Naar", "Vertrouwen (1-10)"], ["Ziekenhuis", "Gemeente", 8], ["Gemeente", "Thuiszorg", 3]]
    files = {"regio.xlsx": workbook(Partners=PLAIN, Relaties=ties).data}
    with pytest.raises(InputError) as refused:
        upload.brought(files)
    (asked,) = upload.questions(refused.value)
    assert (asked.about, asked.choices[0]) == ("all", "1:5")
    answers = upload.brought(files, upload.with_answers({}, {"scale all": "1:5"})).answers
    assert answers.roster.ties["trust"].tolist() == pytest.approx([7 / 9, 2 / 9])
    assert answers.scores.of_organisations(3) == pytest.approx((GIVEN - 1.0) / 4.0)


def test_a_column_that_is_missing_is_asked_for_by_what_it_may_be_called():
    """Oracle: headings that are read."""
    ties = [["Club A", "Club B", "Vertrouwen"], ["Ziekenhuis", "Gemeente", 3]]
    with pytest.raises(InputError) as refused:
        opened(Partners=PARTNERS, Relaties=ties)
    line = said(refused.value, "nl")
    assert "met wie het invulde" in line
    assert "Ingevuld door" in line
    assert "from" not in line


def test_a_sheet_of_numbers_that_nobody_knows_is_named_too():
    """Oracle: by hand; its headings stand among the columns that were not read."""
    answers, names, _ = opened(Partners=PARTNERS, Begroting=[["Post", "Bedrag"], ["huur", 1200]])
    assert names == NAMES
    assert answers.report.unread == ("Post", "Bedrag")


@pytest.mark.parametrize("word", ["Gemiddelde", "TOTAAL", "Standaard deviatie"])
def test_a_row_of_means_below_a_table_is_no_organisation(word):
    """Oracle: by hand; it is said."""
    answers, names, scores = opened(Partners=[*PARTNERS, [word, 3, 4, 3, 3, 3, 3]], Relaties=TIES)
    assert names == NAMES
    assert scores == pytest.approx((GIVEN - 1.0) / 4.0)
    assert f"rij 5, {word}, is geen organisatie" in notes_of(answers)


def test_merged_titles_above_the_headings():
    """Oracle: by hand."""
    titles = [
        ["Samenwerking in de regio"],
        ["Bron: gesprekken in het najaar"],
        [],
        ["Gegevens", None, "Scores van 1 tot 5"],
    ]
    answers, names, scores = opened(("A1:G1", "C4:G4"), Partners=[*titles, *PARTNERS])
    assert names == NAMES
    assert scores == pytest.approx((GIVEN - 1.0) / 4.0)
    assert answers.report.unread == ()


def test_a_partner_with_two_rows_is_asked_about_where_nobody_says_who_answered():
    """Oracle: by hand; the mean of two rows counts once it is said that these are two people."""
    rows = [*PARTNERS, [*PARTNERS[1][:2], 1, 1, 1, 1, 1]]
    with pytest.raises(InputError, match="row 5: Organisatie: 'Ziekenhuis' is there already, at row 2") as refused:
        opened(Partners=rows)
    assert refused.value.asks == (("respondents", ("rows",)),)
    files = {"regio.xlsx": workbook(Partners=rows).data}
    answers = upload.brought(files, {"respondents": "rows"}).answers
    assert answers.answered.respondents == 4
    assert answers.scores.of_organisations(3)[0] == pytest.approx((GIVEN[0] - 1.0) / 8.0)


KETEN = ["Akkerbouw Oost", "Molen De Haan", "Bakkerij Vos"]
LISTED = [["Deelnemers"], [], ["Organisatie", "Afk.", "Rol"], *([name, short, "x"] for name, short in
          zip(KETEN, ("AO", "SUM", "BV"), strict=True))]  # fmt: skip
RAW = [
    ["Cijfers van 1 tot 10"],
    ["", "", "Ambitie", "", "Belangen", "", "Relatie", "Organisatie", "Proces", ""],
    [
        "Resp.",
        "Organisatie",
        "A1 doel",
        "A2 beeld",
        "B1 deel",
        "B2 eigen",
        "R1 open",
        "O1 wie",
        "P1 tempo",
        "Opmerking",
    ],
    ["R1", "AO", 10, 1, "5,5", 5.5, 10, 1, 10, "druk"],
    ["R2", "AO", 10, 10, "n.v.t.", 1, 10, None, 1, None],
    ["R3", "SUM", 1, 1, 1, 1, 1, 1, 1, None],
    ["R4", "BV", 10, 10, 10, 10, 10, 10, 10, None],
    [None, "Gemiddeld", 7, 5, 5, 5, 7, 4, 5],
]
TRUSTED = [["Wie vertrouwt wie?"], [], ["van / naar", "AO", "SUM", "BV"],
           ["AO", "x", 10, 1], ["SUM", 5.5, "x", None], ["BV", None, 1, "-"]]  # fmt: skip
MEANS = [["Organisatie", "Ambitie", "Belangen", "Relatie", "Organisatie", "Proces", "Totaal"],
         *([name, 5, 5, 5, 5, 5, 5] for name in KETEN), ["Alle respondenten", 5, 5, 5, 5, 5, 5]]  # fmt: skip
MET = [["", "AO", "SUM", "BV"], ["AO", "x", 2, 3], ["SUM", None, "x", 1], ["BV", None, None, "x"]]
BESIDE = {
    "Leeswijzer": [["Netwerkanalyse Broodketen Oost"], [], ["Vertrouwen", "wie vertrouwt wie"]],
    "Citaten": [["Nr", "Wie", "Citaat"], [1, "AO", "Wij wachten af."]],
    "Afspraken": [["Wat", "Wie (trekker)", "Met wie"], ["prijs", "AO", "SUM, BV"], ["tempo", "BV", "allen"]],
}


def test_a_workbook_of_many_sheets_opens_with_the_sheet_that_fits_each_part():
    """Oracle: by hand; a theme over its questions, codes of partners, a total, a diagonal, sheets that are not read."""
    answers = read(
        [workbook(**BESIDE, Partijen=LISTED, Enquête=RAW, Gemiddelden=MEANS, Contact=MET, Vertrouwen=TRUSTED)],
        Options(),
    )
    assert [one["name"] for one in answers.roster.organisations] == KETEN
    assert who(answers) == Answered(3, 3, 4, ((1, 10),), contact=True)
    first = answers.scores.values[:2]
    assert first[0] == pytest.approx([0.5, 0.5, 1.0, 0.0, 1.0])
    assert first[1][[0, 1, 2, 4]] == pytest.approx([1.0, 0.0, 1.0, 0.0])
    assert np.isnan(first[1][3])
    ties = {(int(one["source"]), int(one["target"])): float(one["trust"]) for one in answers.roster.ties}
    assert ties == pytest.approx(
        {(0, 1): 1.0, (0, 2): 0.0, (1, 0): 0.5, (2, 1): 0.0, (1, 2): np.nan, (2, 0): np.nan}, nan_ok=True
    )
    assert answers.title == "Netwerkanalyse Broodketen Oost"
    assert answers.used["trust"] == ("Vertrouwen",)
    told = notes_of(answers)
    assert "Contact: daarvan is gelezen wie met wie samenwerkt, en niet hoe vaak" in told
    assert "Gemiddelden is niet gelezen: voor de antwoorden is het blad Enquête gebruikt" in told
    assert "Gemiddelden" in answers.report.unread
    assert "Contact" not in answers.report.unread


ROLES = ["Teelt", "Trekker, en voorzitter van de stuurgroep", "Bakt"]


@pytest.mark.parametrize(("roles", "leads"), [(ROLES, 1), (["Teelt", "Maalt", "Bakt"], None), (["Trekker"] * 3, None)])
def test_who_leads_is_taken_from_a_column_of_roles_where_one_alone_does(roles, leads):
    """Oracle: by hand; it is said, and its column counts as read; several who lead are nobody."""
    listed = [*LISTED[:3], *([*row[:2], role] for row, role in zip(LISTED[3:], roles, strict=True))]
    answers = read([workbook(Partijen=listed, Enquête=RAW)], Options())
    leading = [row for row, one in enumerate(answers.roster.organisations) if one.get("lead")]
    assert leading == ([] if leads is None else [leads])
    assert ("Rol" in answers.report.unread) is (leads is None)
    assert ("volgens de kolom Rol is Molen De Haan de trekker" in notes_of(answers)) is (leads is not None)


def test_what_a_sheet_says_of_who_was_asked_and_how_questions_are_averaged_is_said():
    """Oracle: by hand: two questions on two conditions, and one on the others."""
    told = notes_of(read([workbook(Partijen=LISTED, Enquête=[["4 van de 6 gevraagden deden mee"], *RAW])], Options()))
    assert "Enquête zegt: 4 van de 6 gevraagden deden mee" in told
    assert "telt het gemiddelde van wat is ingevuld (aantallen: 2, 2, 1, 1, 1)" in told


def test_findings_that_are_alike_are_one_line_with_where_the_others_are():
    """Oracle: by hand; a word that is no number is told by itself, as is what is in another column."""
    rows = [[name, 3, *[9] * 5] for name in "ABCDEF"]
    rows[5][2] = "5 punten"
    with pytest.raises(InputError) as refused:
        read([workbook(Partners=[PARTNERS[0], *rows], Relaties=TIES)], Options())
    lines = said(refused.value, "nl").splitlines()
    assert len(lines) == len(set(lines))
    assert sum("(en op rij 3, 4, 5 en nog 2)" in line for line in lines) == 1
    assert sum("5 punten" in line for line in lines) == 1


def test_two_sheets_that_fit_as_well_are_asked_about_once_and_may_be_skipped():
    """Oracle: by hand; a matrix of which one half was filled in goes both ways."""
    files = {"keten.xlsx": workbook(Partijen=LISTED, Samenwerking=MET, Samenwerken=MET, Enquête=RAW).data}
    with pytest.raises(InputError) as refused:
        upload.brought(files)
    (asked,) = upload.questions(refused.value)
    assert (asked.option, asked.about, asked.choices) == ("sheet", "ties", ("Samenwerking", "Samenwerken", "skip"))
    skipped = upload.with_answers({}, {"sheet ties": "skip"})
    assert upload.brought(files, skipped).answers.tied is False
    chosen = upload.with_answers({"weight": "tie"}, {"sheet ties": "Samenwerking"})
    assert upload.brought(files, chosen).answers.roster.ties.size == 6
    with pytest.raises(InputError, match=r"no sheet 'Samenwerkng'.*did you mean 'Samenwerking'"):
        upload.brought(files, {"sheet": {"ties": "Samenwerkng"}})


def test_means_alone_are_read_without_the_row_of_all():
    """Oracle: by hand; the second 'Organisatie' is the condition, 5 on a scale of 1 to 10."""
    noted = [["Cijfers van 1 tot 10"], *MEANS, [], ["Rood = lager dan 5,5"]]
    answers = read([workbook(Gemiddelden=noted, Partijen=LISTED)], Options())
    assert answers.scores.of_organisations(3) == pytest.approx(np.full((3, 5), 4 / 9))


def test_a_column_that_says_the_scale_is_the_scale_of_its_sheet():
    """Oracle: by hand."""
    ties = [["Van", "Naar", "Vertrouwen", "Schaal"], ["AO", "BV", 10, "1-10"], ["BV", "SUM", 1, "1-10"]]
    answers = read([workbook(Partijen=LISTED, Relaties=ties)], Options())
    assert answers.roster.ties["trust"].tolist() == [1.0, 0.0]
    assert (answers.scales, answers.report.unread) == ((), ("Rol",))


AGREED = ["Helemaal mee oneens", "Mee oneens", "Neutraal", "Mee eens", "Helemaal mee eens"]
UNTHEMED = [
    ["Id", "Begintijd", "Namens welke organisatie vult u dit in?", "Weet u waar we heen willen?",
     "Durft u alles te zeggen?", "Maken we voortgang?"],
    [1, "1-9-2025 10:00", "Ziekenhuis", *AGREED[:3]],
    [2, "1-9-2025 11:00", "Gemeente", *AGREED[1:4]],
    [3, "2-9-2025 11:00", "Gemeente", *AGREED[2:]],
]  # fmt: skip
INVITED = [["Organisatie", "Uitgenodigd", "Ingevuld", "Contact"], ["Ziekenhuis", 2, 1, None], ["Gemeente", 3, 2, None]]


@pytest.mark.parametrize("sheets", [{"Antwoorden 1": UNTHEMED}, {"Uitnodigingen": INVITED, "Antwoorden 1": UNTHEMED}])
def test_a_survey_of_which_no_question_says_its_theme_is_not_read_as_a_list_of_names(sheets):
    """Oracle: by hand; three people, three questions, and what to do about it in one line."""
    with pytest.raises(InputError) as refused:
        read([workbook(**sheets)], Options())
    line = said(refused.value, "nl")
    assert "kopregel: hier staan 3 ingevulde lijsten met 3 vragen" in line
    assert line.count("--theme ") == 3
    assert "\n" not in line


def test_a_survey_without_themes_beside_what_is_known_of_partners_is_named_as_not_read():
    """Oracle: by hand; where another sheet has the answers on the five conditions, nothing is asked."""
    rated = [["Organisatie", "Macht (1-5)"], ["Ziekenhuis", 5], ["Gemeente", 1]]
    scored = [
        ["Organisatie", "Ambitie (1-5)", "Belangen (1-5)", "Relatie (1-5)"],
        ["Ziekenhuis", 4, 3, 2],
        ["Gemeente", 2, 3, 4],
    ]
    answers = read([workbook(Partners=rated, Formulier=UNTHEMED, Scores=scored)], Options())
    assert [one["name"] for one in answers.roster.organisations] == ["Ziekenhuis", "Gemeente"]
    assert "Formulier is niet gelezen: geen kop zegt bij welk thema een vraag hoort" in notes_of(answers)
    assert "Formulier" in answers.report.unread


def test_the_number_of_a_form_is_no_organisation_where_a_name_comes_again():
    """Oracle: by hand; two people of the second organisation."""
    form = [["Id", "Organisatie", *ASKED[5:]], *([row[0], row[4], *row[5:]] for row in FORM[1:])]
    answers = read(
        [workbook(Partners=[row[:2] for row in PARTNERS], Formulier=form)], options_of({"scale": {"all": (1, 5)}})
    )
    assert [one["name"] for one in answers.roster.organisations] == NAMES
    assert len(answers.scores.respondents) == 4
    assert answers.scores.of_organisations(3) == pytest.approx((GIVEN - 1.0) / 4.0)


def test_those_for_whom_somebody_answered_are_the_organisations_without_themes_too():
    """Oracle: by hand; the numbers of answers are none."""
    form = [[*row[:3], "een opmerking"] if place else [*row[:3], "Opmerking"] for place, row in enumerate(UNTHEMED)]
    answers = read([workbook(Formulier=form)], Options())
    assert [one["name"] for one in answers.roster.organisations] == ["Ziekenhuis", "Gemeente"]


DASHBOARD = [
    [None, "Regio - DASHBOARD Q3"],
    [None, "KPI", "Stand", "Doel"],
    [None, "Plaatsingen", 312, 600, "rood", None, "Gezamenlijke ambitie", 3.9],
    [None, "Werkgevers", 84, 120, "oranje", None, "Recht doen aan belangen", 2.4],
    [None, "Leerwerk", 47, 50, "groen", None, "Organisatie", 2.7],
    [None, "Uitval", 0.31, 0.2, "rood", None, "Proces", 2.2],
    [None, "Convenant getekend 14-3-2024, loopt tot 31-12-2027."],
]
LED = [["nr", "Partner", "Invloed (1-5)", "Stoplicht"],
       [1, "Gemeente Tiel", 5, "groen"], [2, "UWV Rivierland", 3, "rood"],
       [3, "ROC Rivor (mbo)", 1, "oranje"]]  # fmt: skip
WITH = [["Partner A", "Partner B", "Vertrouwen (laag/midden/hoog)"], ["Gemeente Tiel", "UWV", "hoog"],
        ["UWV", "ROC Rivor", "laag"], ["Tiel", "ROC Rivor", "midden"]]  # fmt: skip


def test_a_dashboard_stops_nothing_and_partners_are_organisations_tied_to_one_another():
    """Oracle: by hand; low, middle and high are 0, a half and 1, both ways, and nobody is said to have filled it in."""
    answers = read([workbook(Dashboard=DASHBOARD, Partners=LED, **{"Wie werkt met wie": WITH})], Options())
    assert [one["name"] for one in answers.roster.organisations] == [
        "Gemeente Tiel",
        "UWV Rivierland",
        "ROC Rivor (mbo)",
    ]
    found = {(int(one["source"]), int(one["target"])): one["trust"] for one in answers.roster.ties}
    assert found == {(0, 1): 1.0, (1, 0): 1.0, (1, 2): 0.0, (2, 1): 0.0, (0, 2): 0.5, (2, 0): 0.5}
    assert who(answers) == Answered(0, 3)
    assert answers.answered.least_trust == ()
    assert answers.answered.lowest_trust is None
    assert answers.together == 12
    assert {"Dashboard", "Stoplicht"} <= {*answers.report.unread}
    told = notes_of(answers)
    assert "Dashboard zegt: Convenant getekend 14-3-2024" in told
    assert "Dashboard heeft cijfers op de thema’s voor de groep als geheel; die zijn niet gebruikt" in told
    assert answers.scores is None
    assert "Vertrouwen (laag/midden/hoog) in woorden telt van 1 (laag) tot en met 3 (hoog)" in told
    assert "UWV = UWV Rivierland, ROC Rivor = ROC Rivor (mbo), Tiel = Gemeente Tiel" in told


THERMOMETER = [*DASHBOARD[:1], [None, "KPI", "Stand", "Doel", None, None, "Thermometer (gem. partners, 1-5)"],
               *DASHBOARD[2:]]  # fmt: skip


def test_scores_of_a_dashboard_are_those_of_the_group_where_it_says_on_which_scale():
    """Oracle: by hand; 3,9 of 1 to 5 is .725. They are of no organisation, and what these have themselves stands."""
    files = {"regio.xlsx": workbook(Dashboard=THERMOMETER, Partners=LED, **{"Wie werkt met wie": WITH}).data}
    opened = upload.brought(files)
    found = opened.answers
    expected = {"ambition": 0.725, "interests": 0.35, "organisation": 0.425, "process": 0.3}
    assert opened.scenario.scores == pytest.approx(expected)
    assert [one.get("commitment") for one in found.roster.organisations] == [None] * 3
    assert found.answered.organisations == 0
    assert found.answered.scales == ((1.0, 5.0),)
    assert "Dashboard" not in found.report.unread
    assert found.together is None
    assert "aangenomen is dat het nog niet werkt" in notes_of(found)
    assert "van de groep als geheel, op een schaal van 1 tot 5" in answered_told(opened.scenario.answered, "nl")
    assert "Stoplicht" in found.report.unread


PARTNERS_OF_THREE = [["Organisatie"], ["A"], ["B"], ["C"]]
ASKED_OF = ["Organisatie", "Respondent", "Ambitie: beeld (1-5)", "Belangen: eerlijk (1-5)"]


def people_of(*marks):
    """The rows of people of an organisation, by their marks on two themes."""
    return [[name, f"{name.lower()}{count}", *both] for name, count, both in marks]


def test_a_score_by_name_is_that_of_three_people_on_that_very_theme():
    """Oracle: by hand; means over people, on 1 to 5: A by three on both, B by three on one, C by two on both."""
    rows = people_of(
        ("A", 1, (2, 2)), ("A", 2, (3, 1)), ("A", 3, (4, 3)), ("B", 1, (4, 1)), ("B", 2, (4, 1)), ("B", 3, (4, None)),
        ("C", 1, (1, 1)), ("C", 2, (1, 1)),
    )  # fmt: skip
    found = read([workbook(Partners=PARTNERS_OF_THREE, Enquete=[ASKED_OF, *rows])], Options()).answered
    assert [tuple(one.values()) for one in found.lowest] == [
        ("A", "interests", 0.25, 3), ("A", "ambition", 0.5, 3), ("B", "ambition", 0.75, 3),
    ]  # fmt: skip
    assert found.by_several == ("A", "B")
    assert found.apart == {"condition": "ambition"}
    assert found.silent == ()


def test_of_people_whom_no_file_knows_or_of_one_no_score_stands_by_name():
    """Oracle: by hand; a row for each organisation, and one name under all answers; what lies apart is of nobody."""
    heads = [one for one in ASKED_OF if one != "Respondent"]
    rows = [["A", 2, 4], ["B", 3, None], ["C", 5, 4]]
    found = read([workbook(Partners=PARTNERS_OF_THREE, Enquete=[heads, *rows])], Options()).answered
    assert (found.lowest, found.by_several) == ((), ())
    assert found.apart == {"condition": "ambition"}
    assert found.silent == ({"organisation": "B", "condition": "interests"},)
    signed = [[name, "Ik", *marks] for name, *marks in rows for _ in range(1)]
    found = read(
        [workbook(Partners=PARTNERS_OF_THREE, Enquete=[ASKED_OF, *signed])], Options(respondents="several")
    ).answered
    assert (found.lowest, found.by_several) == ((), ())


def test_who_has_the_same_mark_stands_by_name_too():
    """Oracle: by hand; four of A and B on two themes are 2 of 1 to 5, and all are told; six that are as low are not."""
    rows = people_of(*((name, count, (2, 2)) for name in "AB" for count in (1, 2, 3)))
    rows += people_of(*(("C", count, (5, 5)) for count in (1, 2, 3)))
    found = read([workbook(Partners=PARTNERS_OF_THREE, Enquete=[ASKED_OF, *rows])], Options()).answered
    assert {(one["organisation"], one["condition"]) for one in found.lowest} == {
        (name, condition) for name in "AB" for condition in ("ambition", "interests")
    }
    assert found.low_too == 0
    alike = people_of(*((name, count, (2, 2)) for name in "ABC" for count in (1, 2, 3)))
    found = read([workbook(Partners=PARTNERS_OF_THREE, Enquete=[ASKED_OF, *alike])], Options()).answered
    assert (found.lowest, found.low_too) == ((), 0)


def test_a_mark_that_is_as_low_by_fewer_people_is_counted():
    """Oracle: by hand; C has three people, of whom two gave 2 on interests, as A on ambition; B is higher."""
    rows = people_of(*(("A", count, (2, 4)) for count in (1, 2, 3)), *(("B", count, (3, 5)) for count in (1, 2, 3)))
    rows += people_of(("C", 1, (5, 2)), ("C", 2, (5, 2)), ("C", 3, (5, None)))
    found = read([workbook(Partners=PARTNERS_OF_THREE, Enquete=[ASKED_OF, *rows])], Options()).answered
    told = [(one["organisation"], one["condition"]) for one in found.lowest]
    assert told == [("A", "ambition"), ("B", "ambition"), ("A", "interests")]
    assert found.low_too == 1
    assert found.by_several == ("A", "B", "C")


TRUST = ["Van", "Naar", "Vertrouwen (1-5)"]


def test_trust_of_which_no_file_says_who_gave_it_is_told_of_nobody():
    """Oracle: by hand; the lowest of 1 to 5 and that it was given three times; nothing where it was given twice, of
    which everybody would ask whose it is, or where all are alike.
    """
    rows = [["A", "B", 2], ["B", "A", 1], ["A", "C", 1], ["C", "A", 5], ["B", "C", 4], ["C", "B", 1]]
    found = read([workbook(Partners=PARTNERS_OF_THREE, Relaties=[TRUST, *rows])], Options()).answered
    assert (found.least_trust, found.as_low, found.trusting, found.trusted) == ((), 0, (), ())
    assert (found.lowest_trust, found.trust_scale) == ({"trust": 0.0, "times": 3}, (1.0, 5.0))
    for others in ([*rows[:-1], ["C", "B", 2]], [[*row[:2], 3] for row in rows]):
        book = workbook(Partners=PARTNERS_OF_THREE, Relaties=[TRUST, *others])
        assert read([book], Options()).answered.lowest_trust is None


def test_trust_by_name_is_that_of_three_people():
    """Oracle: by hand; three of A on B, three on C of whom one leaves it open, one of C on A, and three of B on A."""
    rows = [["A", "B", 2, "a1"], ["A", "B", 2, "a2"], ["A", "B", 2, "a3"], ["A", "C", 1, "a1"], ["A", "C", 1, "a2"],
            ["A", "C", None, "a3"], ["C", "A", 1, "c1"], ["B", "A", 4, "b1"], ["B", "A", 4, "b2"],
            ["B", "A", 4, "b3"]]  # fmt: skip
    ties = [[*TRUST, "Respondent"], *rows]
    found = read([workbook(Partners=PARTNERS_OF_THREE, Relaties=ties)], Options()).answered
    assert [tuple(one.values()) for one in found.least_trust] == [("A", "B", 0.25, False, 3)]
    assert found.lowest_trust is None
    assert (found.trusting, found.trusted) == (("A", "B"), ("A", "B"))


NO_ANSWERS = ["geen idee", "n.b.", "x", "-", "?", "weet het niet zeker", "–"]


@pytest.mark.parametrize("word", NO_ANSWERS)
def test_a_word_among_numbers_is_no_answer_and_is_counted(word):
    """Oracle: by hand; in a column of the themes and in one of trust, each of which is numbers for the most part."""
    form = [FORM[0], *([*row] for row in FORM[1:])]
    form[1][5] = word
    ties = [*TIES, ["Thuiszorg", "Gemeente", word]]
    answers, _, scores = opened(Formulierreacties=form, Relaties=ties)
    assert np.isnan(scores[0, 0])
    assert scores[1:, 0] == pytest.approx([0.5, 0.75])
    assert np.isnan(answers.roster.ties["trust"]).sum() == 1
    assert answers.scores.open == 1
    if word in NO_ANSWERS[:3]:
        assert f"1 antwoorden zijn geen getal ('{word}')" in notes_of(answers)


def test_an_answer_between_two_numbers_is_the_middle_and_is_said():
    """Oracle: by hand; 4 à 5 on 1 to 5."""
    form = [FORM[0], *([*row] for row in FORM[1:])]
    form[1][5] = "4 à 5"
    answers, _, scores = opened(Formulierreacties=form, Relaties=TIES)
    assert scores[0, 0] == pytest.approx((4.5 - 1) / 4)
    assert "tussen twee cijfers ('4 à 5')" in notes_of(answers)


def test_a_column_of_words_is_still_refused():
    """Oracle: by hand; two of three answers are no numbers."""
    form = [FORM[0], *([*row] for row in FORM[1:])]
    for row in form[1:4]:
        row[5] = "geweldig"
    with pytest.raises(InputError, match="geweldig"):
        opened(Formulierreacties=form, Relaties=TIES)


BARE = ["Respondent", "Organisatie", "Ambitie: beeld", "Belangen: eerlijk", "Relatie: contact"]
BARELY = [BARE, ["r1", "Ziekenhuis", 5, 3, 2], ["r2", "Gemeente", 2, 1, 4], ["r3", "Thuiszorg", 4, 4, 4]]


@pytest.mark.parametrize(
    "legend",
    ["Schalen: 1 = zeer laag / helemaal oneens, 5 = zeer hoog / helemaal eens. Leeg = niet ingevuld.",
     "1 = helemaal oneens, 5 = helemaal eens", "All on a scale of 1 to 5"],
)  # fmt: skip
def test_a_legend_on_a_sheet_to_read_says_the_scale(legend):
    """Oracle: by hand; 5 of 1 to 5 is all of it, and nobody is asked for the scale."""
    partners = [["Naam", "Soort"], *([name, "zorg"] for name in NAMES)]
    told = [["Nulmeting samenwerking"], [legend]]
    answers, _, scores = opened(Toelichting=told, Partners=partners, Antwoorden=BARELY)
    assert scores[0, 0] == pytest.approx(1.0)
    assert (answers.scales, answers.answered.scales) == ((), ((1, 5),))


def test_headings_of_another_sheet_say_the_scale_where_none_says_another():
    """Oracle: by hand; a scale between brackets in the sheet of partners, and two that differ."""
    partners = [["Naam", "Invloed (1-5)"], *([name, 3] for name in NAMES)]
    assert opened(Partners=partners, Antwoorden=BARELY)[2][0, 0] == pytest.approx(1.0)
    with pytest.raises(InputError, match="no file says on which scale"):
        opened(Partners=partners, Antwoorden=BARELY, Relaties=[[*TIES[0][:2], "Vertrouwen (1-7)"], *TIES[1:]])


RESPONSES = [
    (["16 van de 21 uitgenodigde personen hebben ingevuld"], (16, 21)),
    (["4 out of 9 people who were invited replied"], (4, 9)),
    (["Uitgezet onder 18 mensen, 14 reacties."], (14, 18)),
    (["The form was sent to 18 people; 14 replies"], (14, 18)),
    (["deel 2 van 3"], None),
    (["21 van de 16 genodigden"], None),
    (["3 van de 4 genodigden", "5 van de 6 genodigden"], None),
]


@pytest.mark.parametrize(("lines", "expected"), RESPONSES)
def test_how_many_answered_of_how_many_is_what_the_files_say(lines, expected):
    """Oracle: by hand; on a sheet to read."""
    read_me = [["Toelichting bij de meting"], *([line] for line in lines)]
    answers = opened(Toelichting=read_me, Formulierreacties=FORM, Relaties=TIES)[0]
    assert answers.answered.response == expected
    if expected and "genodigde" in lines[0]:
        assert "Volgens de bestanden antwoordden 16 van de 21 genodigden." in answered_told(answers.answered, "nl")


@pytest.mark.parametrize(
    ("line", "response", "unread"),
    [
        (
            "Let op: schaal 1 = helemaal oneens, 5 = helemaal eens. Uitgezet onder 18 mensen, 14 reacties.",
            (14, 18),
            False,
        ),
        ("Verstuurd naar 18 personen, in twee ronden.", None, True),
        ("Opgehaald in november.", None, False),
    ],
)
def test_a_line_that_counts_people_is_read_or_named_as_not_read(line, response, unread):
    """Oracle: by hand; below a table, on the report, which the sheet of an advice names from."""
    answers = opened(Formulierreacties=[*FORM, [], [None, None, line]], Relaties=TIES)[0]
    assert answers.answered.response == response
    assert (line in answers.report.unread) == unread


def test_how_far_answers_are_apart_is_told_of_three_or_more():
    """Oracle: the standard deviation of 1/4, 2/4 and 3/4, by hand; of two whoever gave one would know the other."""
    heads = ["Organisatie", "Respondent", "Ambitie: beeld (1-5)", "Belangen: eerlijk (1-5)"]
    rows = [["A", "a1", 2, 2], ["A", "a2", 3, None], ["B", "b1", 4, 4]]
    answers = read([workbook(Partners=[["Organisatie"], ["A"], ["B"]], Enquete=[heads, *rows])], Options())
    assert answers.answered.spread == {"ambition": 0.25}


def test_a_score_of_a_dashboard_outside_its_scale_is_not_used():
    """Oracle: by hand; 39 is none of 1 to 5."""
    board = [[39 if cell == 3.9 else cell for cell in row] for row in THERMOMETER]
    assert read([workbook(Dashboard=board, Partners=LED, Relaties=WITH)], Options()).scores is None


def test_a_part_of_two_names_stands_for_neither():
    """Oracle: by hand."""
    with pytest.raises(InputError, match="'Gemeente'"):
        read([workbook(Partners=[["Partner"], ["Gemeente Tiel"], ["Gemeente Zuid"], ["UWV"]],
                       Relaties=[["Van", "Naar", "Vertrouwen (1-5)"], ["Gemeente", "UWV", 3]])], Options())  # fmt: skip


def test_an_agreement_that_is_not_signed_yet_is_none():
    """Oracle: by hand."""
    board = [*DASHBOARD[:-1], [None, "Het convenant is nog niet getekend."]]
    assert read([workbook(Dashboard=board, Partners=LED, Netwerk=WITH)], Options()).together is None


@pytest.mark.parametrize("heading", ["Vertrouwen", "Vertrouwen (stoplicht)"])
def test_a_traffic_light_is_a_scale(heading):
    """Oracle: by hand; red is least."""
    ties = [["Van", "Naar", heading], ["Ziekenhuis", "Gemeente", "Rood"], ["Gemeente", "Thuiszorg", "groen"]]
    answers = read([workbook(Partners=[row[:2] for row in PARTNERS], Relaties=ties)], Options())
    assert answers.roster.ties["trust"].tolist() == [0.0, 1.0]


def test_a_table_with_too_many_cells_in_a_row_is_still_refused():
    """Oracle: by hand; two known headings make it a table."""
    with pytest.raises(InputError) as refused:
        read([workbook(Partners=[["Naam", "Macht (1-5)"], ["A", 1], ["B", 2, 3]], Relaties=TIES)], Options())
    assert "hier staan 3 cellen; dat moeten er hooguit 2 zijn, zoals in de kopregel" in said(refused.value, "nl")


@pytest.mark.parametrize("number", ["Id", "Volgorde"])
def test_which_column_has_the_organisations_is_asked_where_no_heading_says_it(number):
    """Oracle: by hand; a column in which two rows say the same has no names."""
    rows = [[number, "Wie doet mee", "Sector", "Macht (1-5)"], [1, "Ziekenhuis", "zorg", 5],
            [2, "Gemeente", "bestuur", 3], [3, "Thuiszorg", "zorg", 1]]  # fmt: skip
    files = {"regio.xlsx": workbook(Partners=rows).data}
    with pytest.raises(InputError) as refused:
        upload.brought(files)
    (asked,) = upload.questions(refused.value)
    assert (asked.option, asked.choices) == ("id", ("Wie doet mee",))
    found = upload.brought(files, upload.with_answers({}, {"id": "Wie doet mee"})).answers
    assert [one["name"] for one in found.roster.organisations] == NAMES
    assert [one["size"] for one in found.roster.organisations] == [1.0, 0.5, 0.0]


def test_a_table_with_an_empty_line_after_each_row_is_all_of_it_a_table(monkeypatch):
    """Oracle: the rows; what comes after a gap is compared with the table above it for the last gaps alone."""
    asked = []
    monkeypatch.setattr(tables, "is_beside", lambda *args, of=tables.is_beside: asked.append(1) or of(*args))
    lines = [(2 * row, [f"Partner {row}", 3, 4]) for row in range(400)]
    assert tables.without_remarks(lines, frozenset()) == (lines, [])
    assert len(asked) == tables.MOST_BLOCKS
    remark = [(900, ["Toelichting bij de cijfers van dit jaar", "", ""]), (901, ["Ingevuld in mei", "", ""])]
    assert tables.without_remarks([*lines, *remark], frozenset()) == (lines, remark)


def test_notes_above_and_below_a_table_are_named_as_not_read():
    """Oracle: by hand; a title is told elsewhere, of a scale and of whose marks they are something is read, and the
    rest stands by its first words.
    """
    long = "Verslag van het gesprek met Thuiszorg is nog niet akkoord, want wie het voerde, is sindsdien met verlof"
    scale = "Schaal 1 t/m 5, mijn inschatting na een gesprek"
    heads = [["Samenwerking in de regio"], [scale], ["Peildatum: mei"], []]
    rows = [
        ["Partner", *(one.removesuffix(" (1-5)") for one in FIVE)],
        *([name, *row] for name, row in zip(NAMES, GIVEN.tolist(), strict=True)),
        [],
        [f"NB: {long}"],
    ]
    answers = read([workbook(Interviews=[*heads, *rows], Acties=[["Actie", "Wie"], ["Bellen", "allen"]])], Options())
    assert answers.report.remarks["regio.xlsx: Interviews"] == (
        "Peildatum: mei", "NB: Verslag van het gesprek met Thuiszorg is nog niet akkoord, want …",
    )  # fmt: skip
    group = made(answers, "Regio", "network", "regio", "nl")
    known = (group.text, *answers.report.unread, *group.portrait.remarks.known)
    assert not [one for one in known if "akkoord, want" in str(one)]  # they go to nobody else
    below = [*TIES, [], ["NB: ingevuld door de contactpersoon"]]
    answers = opened(Formulier=FORM, Relaties=below)[0]
    assert answers.report.remarks["regio.xlsx: Relaties"] == ("NB: ingevuld door de contactpersoon",)
