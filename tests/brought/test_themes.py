"""Questions of which no heading says which condition they are about: asked about, and read as was answered."""

from __future__ import annotations

import pytest

from samenspel.brought.options import options_of, themes_of
from samenspel.brought.reader import read
from samenspel.brought.themes import likely
from samenspel.cli import main
from samenspel.errors import InputError, said
from samenspel.scenario import load, parse
from samenspel.view import upload

from .cases import workbook

QUESTIONS = {
    "Wij hebben een gedeelde ambitie": "ambition",
    "Wij kennen elkaars belangen": "interests",
    "Wij vertrouwen elkaar": "relation",
    "Het is duidelijk wie waarover besluit": "organisation",
    "Het overleg leidt tot voortgang": "process",
    "Wij spreken elkaar aan op gemaakte afspraken": "",
}
RELATION = "Wij spreken elkaar aan op gemaakte afspraken"
FORM = [
    ["Id", "Namens welke organisatie vult u in?", "Uw leeftijd", *QUESTIONS],
    [1, "Gemeente", 44, 5, 4, 4, 2, 3, 2],
    [2, "Gemeente", 51, 4, 3, 3, 1, 2, 1],
    [3, "Woonstichting", 38, 4, 2, 3, 2, 3, 4],
    [4, "Rivierzorg", 60, 3, 3, 4, 3, 2, 5],
]
SAID = {**{one: about for one, about in QUESTIONS.items() if about}, RELATION: "relation"}


def asked(source, **options):
    with pytest.raises(InputError) as refused:
        read([source], options_of(options))
    return refused.value


def test_each_question_is_asked_about_with_what_its_words_propose():
    """Oracle: by hand; an age is no rating, and two words of two conditions propose none."""
    error = asked(workbook(Form=FORM))
    found = upload.questions(error)
    assert upload.settled(error)
    assert {one.about: one.proposed for one in found} == QUESTIONS
    assert {one.choices for one in found} == {("ambition", "interests", "relation", "organisation", "process", "none")}
    assert f'--theme "{RELATION}=?"' in said(error, "nl")


def test_what_was_answered_is_what_the_headings_would_have_said():
    """Oracle: the same form under headings that begin with the condition."""
    plain = [[*FORM[0][:3], *(f"{SAID[one]}: {one}" for one in QUESTIONS)], *FORM[1:]]
    there = read([workbook(Form=plain)], options_of({"scale": {"all": (1, 5)}}))
    answers = read([workbook(Form=FORM)], options_of({"scale": {"all": (1, 5)}, "theme": SAID}))
    assert answers.scores.of_organisations(3) == pytest.approx(there.scores.of_organisations(3))
    assert answers.roster.labels == there.roster.labels
    none = {**SAID, RELATION: "geen"} | {"Wij vertrouwen elkaar": "relatie"}
    fewer = read([workbook(Form=FORM)], options_of({"scale": {"all": (1, 5)}, "theme": none | {RELATION: "none"}}))
    assert fewer.scores.of_organisations(3)[:, 2] == pytest.approx([0.625, 0.5, 0.75])
    assert any(RELATION in left for left in fewer.report.unused.values())


def test_what_was_answered_counts_beside_a_list_of_organisations_and_headings_of_one_word():
    """Oracle: the form alone; and by hand, the mean of 2 and 3, 1 and 5 on 1 to 5."""
    there = read([workbook(Form=FORM)], options_of({"scale": {"all": (1, 5)}, "theme": SAID}))
    book = workbook(**{"Leden": [["Naam"], ["Gemeente"], ["Woonstichting"], ["Rivierzorg"]], "Form Responses 1": FORM})
    beside = read([book], options_of({"scale": {"all": (1, 5)}, "theme": SAID}))
    assert beside.scores.of_organisations(3) == pytest.approx(there.scores.of_organisations(3))
    questions = ["Openheid", "Wij voelen ons gehoord", "Wij delen een ambitie", "Ons overleg helpt"]
    form = [FORM[0][:2] + questions, [1, "Gemeente", 2, 3, 4, 4], [2, "Zorg", 1, 5, 4, 2]]
    themes = dict(zip(questions, ("relation", "relation", "ambition", "process"), strict=True))
    answers = read([workbook(Form=form)], options_of({"scale": {"all": (1, 5)}, "theme": themes}))
    assert answers.scores.of_organisations(2)[:, 2] == pytest.approx([0.375, 0.5])


def test_a_question_on_which_all_agree_is_asked_about_and_counts_by_location_are_not():
    """Oracle: by hand; and rows of locations, whose headings are no sentences."""
    form = [[*row[:4], 4, *row[5:]] if at else row for at, row in enumerate(FORM)]
    assert {one.about for one in upload.questions(asked(workbook(Form=form)))} == {*QUESTIONS}
    places = [["Organisatie", "Locatie", "Personen", "Bestuurders", "Wagens"], ["A", "x", 4, 2, 1], ["A", "y", 3, 1, 2]]
    assert "is there already" in str(asked(workbook(Partners=[*places, ["B", "z", 5, 2, 3]])))


def test_the_page_the_command_and_a_scenario_read_the_same(tmp_path):
    """Oracle: one another."""
    book = workbook(Form=FORM).data
    replies = upload.with_answers({}, {f"theme {one}": about for one, about in SAID.items()})
    replies = upload.with_answers(replies, {"scale all": "1:5", "together": "0"})
    page = upload.opened({"f.xlsx": book}, replies)
    (tmp_path / "f.xlsx").write_bytes(book)
    themes = [part for one, about in SAID.items() for part in ("--theme", f"{one}={about}")]
    line = [
        "import",
        str(tmp_path / "f.xlsx"),
        "--out",
        str(tmp_path / "f.toml"),
        "--scale",
        "all=1:5",
        "--together",
        "0",
    ]
    assert main([*line, *themes]) == 0
    said_in = "\n".join(f'theme."{one}" = "{about}"' for one, about in SAID.items())
    file = parse(f'[network]\nfile = "f.xlsx"\nscale.all = [1, 5]\ntogether = 0\n{said_in}', "s", tmp_path)
    for other in (load(tmp_path / "f.toml"), file):
        assert other.scores == pytest.approx(page.scores, abs=1e-4)
    assert len(page.scores) == 5


@pytest.mark.parametrize(
    ("theme", "line"),
    [
        ({"Wij vertrouwen elkaar": "relaton"}, "allowed: ambition, interests, relation"),
        ({"Wij vertrouwen elkaar": 3}, "theme Wij vertrouwen elkaar"),
        ({"Wie?": "none"}, "no question"),
    ],
)
def test_a_condition_or_a_question_that_is_not_there_is_refused(theme, line):
    """Oracle: the words."""
    with pytest.raises(InputError, match=line):
        read([workbook(Form=FORM)], options_of({"theme": theme}))


def test_of_many_questions_a_line_proposes_the_first_and_counts_the_others():
    """Oracle: by hand; 40 questions of 101 letters, of which a thousand letters hold eight."""
    questions = [f"{place:02} wij vertrouwen elkaar {'zeer ' * 15}" + "x" * 10 for place in range(40)]
    form = [["Id", "Namens welke organisatie vult u in?", *questions]]
    form += [[1, "Gemeente", *[4] * 40], [2, "Zorg", *[2] * 40]]
    error = asked(workbook(Form=form))
    assert len(upload.questions(error)) == 40
    line = str(error)
    assert len(line) < 2_600
    shown = line.count("--theme ")
    assert 5 < shown < 12
    assert line.endswith(f"and {40 - shown} more like these")


def test_themes_beside_columns_are_refused():
    """Oracle: the words; with columns only those are read, and none is asked about."""
    with pytest.raises(InputError, match="none beside columns"):
        read([workbook(Form=FORM)], options_of({"theme": SAID}), {"columns": {}})


def test_a_pair_without_a_condition_is_refused():
    """Oracle: the words."""
    with pytest.raises(InputError, match="allowed: QUESTION=CONDITION"):
        themes_of(["Wij vertrouwen elkaar"])


def test_a_list_of_organisations_with_numbers_is_no_survey():
    """Oracle: by hand; each organisation once, and nobody who answers."""
    listed = [["Naam", "Locaties", "Clusters", "Lagen"], ["Gemeente", 4, 2, 3], ["Woonstichting", 1, 5, 2]]
    assert read([workbook(Partners=listed)], options_of({})).roster.labels == ("Gemeente", "Woonstichting")


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("In het overleg wordt open over belangen gesproken", "interests"),
        ("De ambitie is voor mijn organisatie van waarde", "ambition"),
        ("Wij nemen tijd om samen te leren en terug te kijken", "process"),
        ("Decisions are made by the right people", "organisation"),
        ("Our organisation benefits", "interests"),
        ("Hoe gaat het met u?", ""),
        ("Iedere organisatie heeft belang bij deze samenwerking", "interests"),
        ("Every partner has an interest in working together", "interests"),
        ("Het gezamenlijk belang gaat voor het eigen belang", "interests"),
        ("Het is van groot belang dat het goed gaat", ""),
        ("Dit is belangrijk", ""),
        ("This is interesting", ""),
        ("Afspraken worden nagekomen", "organisation"),
        ("Agreements are kept", "organisation"),
        ("Wij volgen de resultaten samen", "process"),
        ("Results are followed and reviewed", "process"),
        ("Afspraken worden nagekomen en opgevolgd", ""),
        ("Agreements are kept and followed up", ""),
    ],
)
def test_words_propose_the_condition_that_most_of_them_are_of(question, about):
    """Oracle: by hand."""
    assert likely(question) == about


TABLE = ["Gesproken met", "Ambitie", "Belangen", "Relatie", "Organisatie", "Proces", "Opmerking"]
MARKS = [("ROC", "rector", 8, 6, 7, 6, 5, "Wil tempo"), ("Metaal", "eigenaar", 7, 5, 7, None, 4, None),
         ("Provincie", "wethouder", 6, 7, 6, 5, 6, "-")]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "organisation"),
    [("Partner", "Organisatie"), ("Partner", "Conditie organisatie"), ("Naam partner", "Conditie organisatie"),
     ("Naam partner", "Organisatie")],
)  # fmt: skip
@pytest.mark.parametrize(
    "below", [[], [("Gemiddeld", None, *("=AVERAGE(C3:C5)",) * 5, None)], [("Wat?", "x", 8, 7, 6, "?", 5, None)]]
)
def test_organisation_is_a_condition_where_it_holds_marks(first, organisation, below):
    """Oracle: by hand; beside a column of partners, whatever that is called, below a title, with a mean or a word."""
    header = [first, *(organisation if one == "Organisatie" else one for one in TABLE)]
    sheet = [["Techniekpact, beelden uit de gesprekken"], [], header, *MARKS, *below]
    answers = read([workbook(Gesprekken=sheet)], options_of({"scale": {"all": (1, 10)}}))
    assert answers.roster.labels[:3] == ("ROC", "Metaal", "Provincie")
    assert answers.scores.of_organisations(len(answers.roster.labels))[:3, 3] == pytest.approx(
        [5 / 9, float("nan"), 4 / 9], nan_ok=True
    )
