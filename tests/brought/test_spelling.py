"""Names of organisations that are written in several ways: one, asked about, or two; never twice in silence."""

from __future__ import annotations

import numpy as np
import pytest

from samenspel.brought.names import core, may_be_one
from samenspel.brought.options import in_toml, options_of, same_of
from samenspel.brought.parts import Source
from samenspel.brought.reader import read
from samenspel.errors import InputError, said
from samenspel.view import upload

from .cases import workbook

HEADER = ["Resp.", "Organisatie", "Ambitie", "Belangen", "Relatie", "Organisatie", "Proces"]


def asked(*names):
    """A sheet of answers on 1 to 5, of which each name has the score of its place."""
    rows = [[place, name, *[place] * 5] for place, name in enumerate(names, 1)]
    return workbook(Antwoorden=[["Cijfers van 1 tot 5"], [], HEADER, *rows])


def opened(source, **options):
    return read([source], options_of(options))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gemeente Harwijk", "gemeente harwijk "),
        ("Gemeente Harwijk", "Gemeente  Harwijk."),
        ("Bouwbedrijf Jansen", "Bouwbedrijf Jansen B.V."),
        ("Bouwbedrijf Jansen BV", "Bouwbedrijf Jansen b.v."),
        ("Café Zuid", "Cafe Zuid"),
        ("GGD Noord-Kust", "GGD Noordkust"),
        ("Rijn & IJssel", "Rijn en IJssel"),
        ("G.G.D.", "GGD"),
    ],
)
def test_names_that_differ_in_signs_or_a_legal_form_are_one_and_said(one, other):
    """Oracle: by hand; the mean of both, 1 and 2 on 1 to 5, is that of one organisation."""
    assert core(one) == core(other)
    answers = opened(asked(one, other, "Politie"))
    assert answers.roster.labels == (one, "Politie")
    assert answers.scores.of_organisations(2) == pytest.approx(np.array([[0.125] * 5, [0.5] * 5]))
    notes = " ".join(said(note, "nl") for note in answers.report.notes)
    assert ("zijn één organisatie" in notes) == (one.casefold() != other.casefold().strip())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gemeente Harwijk", "Gem. Harwijk"),
        ("Stichting De Brug", "St. De Brug"),
        ("Stichting De Brug", "De Brug"),
        ("Huisartsen Oost", "Huisarsten Oost"),
        ("Veiligheidsregio Haaglanden (VRH)", "VRH"),
        ("Veiligheidsregio Haaglanden (VRH)", "Veiligheidsregio Haaglanden"),
        ("Regionaal Orgaan Zorg", "ROZ"),
        ("Woonstichting Vesta", "Woonst. Vesta"),
        ("GGD Noordkust", "GGD"),
        ("Gelre ziekenhuizen", "Gelre Ziekenhuis"),
        ("Openbare Scholen Zuid", "Openbare School Zuid"),
        ("Regional Agencies North", "Regional Agency North"),
        ("Huisartsenzorg", "Huisartszorg"),
    ],
)
def test_names_that_are_near_are_asked_about_once_and_counted_as_was_said(one, other):
    """Oracle: by hand; the same is one organisation with the mean of both, another is two."""
    source = asked(one, other, "Politie")
    with pytest.raises(InputError) as refused:
        opened(source)
    (question,) = upload.questions(refused.value)
    assert upload.settled(refused.value)
    assert (question.option, question.about, question.choices) == ("same", other, (one, other))
    yes, no = (upload.with_answers({}, {f"same {other}": choice}) for choice in question.choices)
    same = opened(source, **yes)
    assert same.roster.labels == (one, "Politie")
    assert same.scores.of_organisations(2)[0] == pytest.approx([0.125] * 5)
    assert opened(source, **no).roster.labels == (one, other, "Politie")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OBS De Ark", "CBS De Ark"), ("School A", "School B"), ("A1", "A2"), ("Partij 1", "Partij 2"),
        ("Gemeente Noord", "Gemeente Oost"), ("1.1", "11"), ("Gemeente Aalst", "Gemeente Aalten"), ("A", "B"),
        ("Zorg (team Noord)", "Zorg (team Zuid)"), ("Politie", "Gemeente"), ("???", "!!!"),
    ],
)  # fmt: skip
def test_names_that_are_of_two_are_not_asked_about(one, other):
    """Oracle: by hand."""
    assert not may_be_one(one, other)
    assert not may_be_one(other, one)
    assert core(one) != core(other)


def test_a_name_in_ties_that_is_near_one_of_the_list_is_asked_about():
    """Oracle: by hand; the line of a command says the option, with quotes as it has a space."""
    ties = [["Van", "Naar", "Vertrouwen (1-5)"], ["Gem. Harwijk", "Politie", 5], ["politie.", "GEMEENTE HARWIJK", 3]]
    source = workbook(Partners=[["Naam"], ["Gemeente Harwijk"], ["Politie"]], Relaties=ties)
    with pytest.raises(InputError) as refused:
        opened(source)
    assert '--same "Gem. Harwijk=Gemeente Harwijk"' in str(refused.value)
    answers = opened(source, same=same_of(["Gem. Harwijk=Gemeente Harwijk"]))
    assert answers.roster.labels == ("Gemeente Harwijk", "Politie")
    assert answers.roster.ties["trust"].tolist() == [1.0, 0.5]


def test_a_matrix_with_two_spellings_has_one_row_for_each():
    """Oracle: by hand; the diagonal is found too."""
    names = ["Gemeente Harwijk", "GGD Noordkust", "Café Zuid"]
    across = ["", "gemeente harwijk", "GGD Noord-Kust", "Cafe Zuid"]
    matrix = [across, *([name, *(5 if i == j else i + 1 for j in range(3))] for i, name in enumerate(names))]
    answers = opened(workbook(Vertrouwen=matrix), scale={"all": (1.0, 5.0)})
    assert answers.roster.labels == tuple(names)
    assert len(answers.roster.ties) == 6


def test_partners_with_numbers_of_their_own_are_as_many_as_there_are_numbers():
    """Oracle: by hand; who numbers two names keeps them apart."""
    orgs = [["Code", "Naam"], [1, "Gemeente Harwijk"], [2, "Gem. Harwijk"], [3, "Politie"]]
    assert len(opened(workbook(Partners=orgs)).roster.labels) == 3


def test_a_name_that_nobody_has_is_said():
    """Oracle: the line."""
    with pytest.raises(InputError, match="same: no organisation is called 'Nergens'"):
        opened(asked("Gemeente Harwijk", "Politie"), same={"Nergens": "Politie"})
    with pytest.raises(InputError, match="NAME=NAME"):
        same_of(["Politie"])


def test_what_is_said_of_names_can_stand_in_a_file():
    """Oracle: TOML."""
    assert in_toml("same", "Gem. Noord=Gemeente Noord") == 'same."Gem. Noord" = "Gemeente Noord"'


def test_a_list_with_the_same_partner_twice_keeps_what_either_row_says():
    """Oracle: by hand; the first row counts, and what it leaves open is taken from the other."""
    orgs = [["Naam", "Invloed (1-5)", "Fte"], ["Jansen B.V.", 3, None], ["Politie", 1, 5], ["Jansen", 5, 7]]
    answers = opened(workbook(Partners=orgs))
    assert answers.roster.labels == ("Jansen B.V.", "Politie")
    assert answers.roster.organisations[0]["size"] == 0.5


def test_files_with_many_names_are_read_without_comparing_all_of_them():
    """Oracle: by hand; beyond the limit names that are the same are still one."""
    names = [f"Buurt {chr(97 + place // 26)}{chr(97 + place % 26)}{place} vereniging" for place in range(450)]
    source = Source("orgs.csv", "\n".join(["naam", *names, f"{names[0]}."]).encode())
    assert len(opened(source).roster.labels) == 450
