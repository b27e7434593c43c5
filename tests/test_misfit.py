"""A group whose marks the model cannot meet: what was given is told, why there is no advice, and what can be done."""

from __future__ import annotations

import html
import re
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import samenspel as sp
from samenspel.brought.options import Options
from samenspel.brought.reader import read
from samenspel.group.made import survey
from samenspel.results.counsel import beside_measured
from samenspel.results.misfit import MisfitError
from samenspel.results.misfit_in_words import Figures, as_page, sections, verdict, words
from samenspel.results.notebook import MissedError
from tests.brought.cases import workbook


@cache
def missed_by(*rows, together="12", scale=(1, 10)):
    """A group that the model cannot meet: a row holds the five marks of a partner, on a scale of 1 to 10 or another."""
    heads = ["Organisatie", "Ambitie", "Belangen", "Relatie", "Organisatie van de samenwerking", "Proces"]
    data = workbook(Cijfers=[heads, *([f"Partner {name}", *row] for name, row in zip("ABCDEFG", rows, strict=False))])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cijfers.xlsx"
        path.write_bytes(data.data)
        group = survey(path, "Onze groep", together=int(together), scale={"all": scale})
    with pytest.raises(MissedError) as caught:
        sp.advise(group, replicates=10, rounds=6)
    return caught.value


SEVEN = ((7, 5, 7, 6, 5), (7, 6, 7, 5, 5), (8, 6, 6, 6, 6), (6, 4, 6, 7, 4), (8, 4, 6.5, 6, 5), (9, 5, 5, 4, 4),
         (7, 5, 7, 7, 6))  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
def test_where_the_model_misses_the_marks_the_marks_are_told_and_why_there_is_no_advice(language):
    """Oracle: by hand, on the scale of the marks: means 52/7, 5, 44.5/7, 41/7 and 5 of seven partners, the standard
    deviation of the last as in a spreadsheet, and no number or word of another scale or of the code.
    """
    missed = missed_by(*SEVEN)
    text = " ".join(missed.told(language).split())
    point = "," if language == "nl" else "."
    for mark in ("7.4", "6.4", "5.9", "5.0"):
        assert mark.replace(".", point) in text
    for said in {
        "nl": [
            "Het proces 5,0 (elders 7,1; spreiding 0,8)", "De laagste cijfers zijn die voor belangen en het proces",
            "Voor het proces is een 5,0 gegeven", "al een akkoord heeft", "2,3 punt", "1 tot 10",
            "Geef dat antwoord alleen als het waar is", "Hoeveel mensen nu hebben geantwoord, is niet gelezen",
            "Er zijn cijfers van 7 organisaties", "Gelezen: de cijfers op de vijf thema’s",
        ],
        "en": [
            "The process 5.0 (elsewhere 7.1; spread 0.8)", "The lowest marks are those for interests and the process",
            "For the process the mark is 5.0", "has an agreement already", "2.3 points", "1 to 10",
            "Give that answer only if it is true", "How many answered now was not read",
            "There are answers of 7 organisations", "Read: the scores on the five themes",
        ],
    }[language]:  # fmt: skip
        assert said in text, said
    text = re.sub(
        r"antwoordden van 1 tot 4; hier is dat omgerekend|answered from 1 to 4; here it is converted", "", text
    )
    assert not re.search(r"[+]0[.,]|scores:|1 (?:tot|to) 4|zichzelf|enquête|survey\b", text)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_of_marks_that_are_missed_says_what_the_text_does(language, tmp_path):
    """Oracle: every sentence and every number of the text; nothing from elsewhere."""
    missed = missed_by(*SEVEN)
    missed.page(tmp_path / "page.html", language)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    plain_ = html.unescape(re.sub("<[^>]+>", "", page.partition("<body")[2]))
    for part in sections(missed, language):
        for line in part.sentences:
            assert line in plain_, line
    assert f'<td class="number">{"5,0" if language == "nl" else "5.0"}</td>' in page
    assert "http" not in page


@pytest.mark.parametrize("together", ["12", "0"])
def test_what_is_for_whoever_filled_in_the_file_is_on_screen_and_not_on_paper(together):
    """Oracle: by hand; a browser shows these two on a screen and hides them on paper, and all others on both."""
    missed = missed_by(*(SEVEN if together == "12" else ((9, 5, 9, 9, 9),) * 4), together=together)
    page = as_page(missed, "nl")
    hidden = [html.unescape(re.sub("<[^>]+>", "", one)) for one in re.findall(r'<li class="screen">(.*?)</li>', page)]
    assert [line.split(" ")[0] for line in hidden] == ["Kijk", "Ga"]
    assert "@media print { .screen { display: none } }" in page
    paper = re.sub(r'<li class="screen">.*?</li>', "", page)
    for line in ("Geef dat antwoord alleen", "Kijk na wat er", "is hoog op de schaal"):
        assert line not in paper
        assert line in " ".join(missed.told("nl").split())
    assert "Bespreek de cijfers zelf" in paper


def test_the_marks_of_one_person_are_not_told_where_the_model_misses_them():
    """Oracle: by hand; neither on the sheet nor in what is asked. Of two partners no spread is told."""
    missed = missed_by(*SEVEN)
    answered = missed.scenario.answered._replace(respondents=1)
    one = MissedError(replace(missed.scenario, answered=answered), missed.index)
    told = one.told("nl")
    assert "5,0" not in told
    assert "7,6" not in told
    assert "één persoon" in told
    assert "spreiding" not in missed_by((7, 5, 7, 7, 5), (7, 5, 7, 5, 5)).told("nl")


def test_what_would_be_another_answer_on_the_agreement_is_told_by_what_was_answered():
    """Oracle: by hand, a group that has none: it is not told that it has one, and not to say so if that is not true."""
    told = missed_by(*((9, 5, 9, 9, 9),) * 4, together="0").told("nl")
    assert "nog geen akkoord heeft" in told
    assert "Ga na of er echt geen akkoord is" in " ".join(told.split())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_that_there_is_no_advice_stands_on_what_nobody_said_of_an_agreement(language):
    """Oracle: by hand; a group of which it was said, and the same where it was not."""
    missed = missed_by(*SEVEN)
    begins = words(language)["if_agreed"].partition("{")[0]
    assert not verdict(missed, language)[0].startswith(begins)
    answered = missed.scenario.answered._replace(agreement_assumed=True)
    assert verdict(MisfitError(replace(missed.scenario, answered=answered), missed.index), language)[0].startswith(
        begins
    )


def test_marks_below_zero_are_told_as_well():
    """Oracle: by hand; the same marks on a scale that begins below zero; the lowest have a true minus."""
    rows = tuple(tuple(4 * (mark - 1) / 9 - 2 for mark in row) for row in SEVEN)
    text = " ".join(missed_by(*rows, scale=(-2, 2)).told("nl").split())
    assert "Het proces \N{MINUS SIGN}0,2" in text
    assert "De laagste cijfers zijn die voor belangen en het proces" in text


def test_a_mark_is_lower_than_elsewhere_where_that_is_seen():
    """Oracle: by hand; a mark that is written as the mean elsewhere is, and lies a little below it."""
    missed = missed_by(*SEVEN)
    mean = float(beside_measured(np.array([0.5] * 5))["process"][1])
    group = replace(missed.scenario, scores={**missed.scenario.scores, "process": mean - 1e-4})
    figures = Figures(MisfitError(group, missed.index), "nl")
    assert figures.scores["process"] == figures.elsewhere["process"]
    assert "process" not in figures.below


ESTIMATED = ["Score 1 (zwak) – 5 (sterk), mijn inschatting na een gesprek"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_marks_that_an_adviser_gave_are_called_no_answers(language):
    """Oracle: by hand; a workbook that says of all marks who gave them, of which no sentence says answers."""
    marks = ((4, 4, 3, 4, 3), (3, 4, 2, 4, 3), (5, 3, 2, 3, 2), (4, 4, 3, 4, 3), (3, 2, 2, 3, 2), (4, 4, 3, 4, 3))
    rows = [[f"Partner {place}", *row] for place, row in enumerate(marks, 1)]
    data = workbook(Interviews=[ESTIMATED, [], ["Partner", "Ambitie", "Belangen", "Relatie", "Organisatie", "Proces"],
                                *rows])  # fmt: skip
    answered = read([data], Options()).answered
    assert answered.estimates
    assert answered.spread
    missed = missed_by(*SEVEN)
    of_another = replace(missed.scenario, answered=missed.scenario.answered._replace(estimates=True))
    told = " ".join(MissedError(of_another, missed.index).told(language).split())
    told = re.sub(r"Die antwoordden van 1 tot 4|They answered from 1 to 4", "", told)
    assert words(language)["apart"] in told
    assert not re.search(r"antwoord(?:en|den)\b(?! op)|\banswers\b", told.partition(words(language)["rests"])[0])
