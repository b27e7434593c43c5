"""A survey on the page: dropped, asked about, read, and run."""

from __future__ import annotations

import base64

import pytest

from samenspel.errors import InputError
from samenspel.view import upload
from samenspel.view.address import Setting, decode
from samenspel.view.desk import BRING, Desk
from samenspel.view.shown.brought import brought
from samenspel.view.shown.share import share
from tests.brought.cases import files, held, spreadsheet, workbook

from .browser import Visitor


def test_files_are_dropped_questions_answered_and_what_was_read_is_shown(visitor):
    """Oracle: by hand, from the survey with a 0 on a scale from 1 to 4: four organisations, five rated ties. Questions
    that settle all that is wrong stand alone, without the error.
    """
    page = visitor.open("?scenario=baseline&language=nl")
    visitor.click("share")
    visitor.see("files").set_input_files([*map(str, files("imp_27_zero_rating"))])
    page.wait_for_selector("[data-test=ask-zero]")
    assert visitor.see("upload-problem").count() == 0
    page.select_option("[data-test=ask-zero]", "no_tie")
    visitor.click("answer")
    page.wait_for_selector("[data-test=brought] td:has-text('Vertrouwen')")
    assert "5 tussen 4 organisaties" in visitor.see("brought").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visitor.click("brought-done")
    page.wait_for_selector("[data-test=brought]", state="detached")
    visitor.click("forward")
    page.wait_for_function("document.querySelector('[data-test=number]').textContent !== '–'")


def test_a_spreadsheet_is_dropped(visitor, tmp_path):
    """Oracle: the same survey as CSV; what the browser sends are bytes."""
    (tmp_path / "enquête.xlsx").write_bytes(spreadsheet("imp_00_base"))
    page = visitor.open("?scenario=baseline&language=nl")
    visitor.click("share")
    visitor.see("files").set_input_files(str(tmp_path / "enquête.xlsx"))
    page.wait_for_selector("[data-test=brought] td:has-text('trust_reliability')")
    assert "3 respondenten van 3 van de 4 organisaties" in visitor.see("brought").inner_text()


def test_which_condition_a_question_is_about_is_asked_with_a_proposal_that_may_stay(visitor, tmp_path):
    """Oracle: by hand; what is proposed counts once it is sent, and a question of which nothing is proposed is asked
    again until it is answered; a remark is called one, and no column.
    """
    questions = ["Wij delen een ambitie", "Wij kennen elkaars belangen", "Wij vertrouwen elkaar", "Het is zoals het is"]
    form = [["Id", "Namens welke organisatie vult u in?", *questions]]
    form += [[1, "Gemeente", 5, 4, 3, 2], [2, "Woonstichting", 4, 3, 1, 4], [3, "Zorggroep", 4, 2, 3, 3]]
    book = workbook(Form=[["Schaal 1-5"], [], *form, [], ["NB: nog niet besproken"]])
    (tmp_path / "Regio.xlsx").write_bytes(book.data)
    page = visitor.open("?scenario=baseline&language=nl")
    visitor.click("share")
    visitor.see("files").set_input_files(str(tmp_path / "Regio.xlsx"))
    page.wait_for_selector("[data-test=proposed]")
    chosen = [page.locator(f"[data-test='ask-theme {one}']").input_value() for one in questions]
    assert chosen == ["ambition", "interests", "relation", ""]
    visitor.click("answer")
    page.wait_for_function("document.querySelectorAll('[data-test^=\"ask-theme\"]').length === 1")
    page.select_option(f"[data-test='ask-theme {questions[-1]}']", "none")
    visitor.click("answer")
    page.wait_for_selector("[data-test=brought] td:has-text('Wij delen een ambitie')")
    rows = [row.inner_text().split("\t") for row in page.locator("[data-test=brought] tbody tr").all()]
    assert [", ".join(questions[:3]), "Score op de vijf condities"] in rows
    assert ["NB: nog niet besproken", "een opmerking: niet gelezen"] in rows


def test_the_door_to_a_file_is_shown_alone_and_the_rest_of_sharing_comes_back():
    """Oracle: what the panel is told; a file of one's own is no scenario that is picked."""
    desk = Desk(Setting("baseline", language="nl"))
    desk.scenario_picked(BRING)
    assert (desk.scenario.name, desk.sharing, share(desk, "", "")["bringing"]) == ("baseline", True, True)
    desk.share_opened(True)
    assert not share(desk, "", "")["bringing"]


def test_files_are_dropped_anywhere_and_too_many_bytes_are_told_without_them():
    """Oracle: the group of the same files; the line of an upload."""
    desk = Desk(Setting("baseline"))
    sent = [{"name": name, "data": base64.b64encode(data).decode()} for name, data in held("imp_00_base").items()]
    desk.dropped_files({"bytes": 10, "files": sent})
    assert desk.read is not None
    assert desk.scenario.labels == upload.opened(held("imp_00_base")).labels
    with pytest.raises(InputError, match=r"got 7\.0 MB"):
        desk.dropped_files({"bytes": 7_000_000, "files": []})
    assert desk.bringing  # where the line stands


DROP = """([name, data]) => {
  const carried = new DataTransfer(), here = document.querySelector(".sp-stage");
  carried.items.add(new File([Uint8Array.from(atob(data), (one) => one.charCodeAt(0))], name));
  for (const kind of ["dragover", "drop"])
    here.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)], ids=str)
def test_the_first_screen_has_the_door_to_a_file_and_a_file_may_be_dropped_on_it(browser, address, size):
    """Oracle: the door lies within the window, and what is dropped on the network is read."""
    visitor = Visitor(browser, address, *size)
    page = visitor.open("?language=nl")
    box = visitor.see("begin-file").bounding_box()
    if size[0] > 1000:
        assert box["y"] + box["height"] < 435  # above the clock
        covered = "box => document.elementFromPoint(box.x + 5, box.y + box.height / 2).dataset.test"
        assert page.evaluate(covered, box) == "begin-file"
    visitor.click("begin-file")
    page.wait_for_selector("[data-test=share-panel]")
    assert visitor.see("files").count() == 1
    assert visitor.see("keep-page").count() == 0
    page.evaluate(DROP, ["book.xlsx", base64.b64encode(spreadsheet("imp_00_base")).decode()])
    page.wait_for_selector("[data-test=brought] td:has-text('trust_reliability')")
    assert visitor.wrong == []
    visitor.close()


NEAR = [["Organisatie", "Invloed (1-5)"], ["Gemeente Harwijk", 5], ["Gem. Harwijk", 3], ["Politie", 1]]


def near_names():
    """A desk to which a list was brought with two names that may be of one organisation."""
    desk = Desk(Setting("baseline", language="nl"))
    data = base64.b64encode(workbook(Partners=NEAR).data).decode()
    with pytest.raises(InputError):
        desk.opened([{"name": "regio noord.xlsx", "data": data}])
    return desk


def test_whether_two_names_are_one_is_asked_and_what_is_shown_stands_back():
    """Oracle: the sentences, by hand; of the file nothing is shown before it is answered."""
    desk = near_names()
    shown = brought(desk)
    (question,) = shown["questions"]
    assert question["title"] == "Is ‘Gem. Harwijk’ dezelfde organisatie als ‘Gemeente Harwijk’?"
    assert [choice["title"] for choice in question["choices"]] == ["ja, dezelfde", "nee, een andere"]
    assert "‘regio noord.xlsx’ is nog niet te zien" in shown["still"]
    assert not shown["problem"]
    desk.answered({question["key"]: question["choices"][0]["value"]})
    assert list(desk.scenario.labels) == ["Gemeente Harwijk", "Politie"]
    assert brought(desk)["still"] == ""


def test_a_group_can_be_called_otherwise_than_its_file():
    """Oracle: by hand; in what is kept of it, in its address, and not with no name at all."""
    desk = near_names()
    desk.answered({"same Gem. Harwijk": "Gem. Harwijk"})
    assert brought(desk)["title"] == "Regio noord"
    desk.retitled(" Samen voor Harwijk ")
    assert brought(desk)["title"] == "Samen voor Harwijk"
    desk.kept("scenario")
    assert 'title = "Samen voor Harwijk"' in desk.parcel["text"]
    assert Desk(decode(desk.address())).scenario.title == "Samen voor Harwijk"
    with pytest.raises(InputError, match="got 0 characters"):
        desk.retitled("  ")


def test_a_name_that_was_typed_stays_where_the_same_files_are_read_otherwise():
    """Oracle: by hand; files that come anew are called as their own file."""
    desk = near_names()
    desk.answered({"same Gem. Harwijk": "Gem. Harwijk"})
    desk.retitled("Samen voor Harwijk")
    desk.answered({"same Gem. Harwijk": "Gemeente Harwijk", "together": "0"})
    assert brought(desk)["title"] == desk.scenario.title == "Samen voor Harwijk"
    data = base64.b64encode(workbook(Partners=[NEAR[0], *NEAR[2:]]).data).decode()
    desk.opened([{"name": "elders.xlsx", "data": data}])
    assert brought(desk)["title"] == "Elders"


def opened_as(language="nl", **sheets):
    desk = Desk(Setting("baseline", language=language))
    desk.opened([{"name": "keten.xlsx", "data": base64.b64encode(workbook(**sheets).data).decode()}])
    return desk


RELATED = [["Van", "Naar", "Hoe vaak contact", "Vertrouwen (1-5)"], ["A", "B", "wekelijks", 4], ["B", "C", "nooit", 2]]


def test_contact_is_told_as_what_it_is_read_as_and_can_be_read_as_no_more_than_that():
    """Oracle: by hand; the question keeps its answer, and can be answered back."""
    desk = opened_as(Partners=[["Organisatie"], ["A"], ["B"], ["C"]], Relaties=RELATED)
    shown = brought(desk)
    assert ["Hoe vaak contact", "Afhankelijkheid (contact, opgevat als afhankelijkheid)"] in shown["columns"]
    (question,) = [one for one in shown["questions"] if one["key"] == "contact"]
    assert question["chosen"] == "dependence"
    assert [one["title"] for one in question["choices"]] == [
        "veel contact is veel afhankelijkheid", "alleen dat er contact is",
    ]  # fmt: skip
    desk.answered({"contact": "tie"})
    shown = brought(desk)
    assert ["Hoe vaak contact", "niet gelezen"] in shown["columns"]
    assert [one["chosen"] for one in shown["questions"] if one["key"] == "contact"] == ["tie"]
    desk.answered({"contact": "dependence"})
    assert brought(desk)["columns"][1][1].endswith("(contact, opgevat als afhankelijkheid)")


@pytest.mark.parametrize(
    ("language", "kept", "left"),
    [("nl", "van het formulier zelf: wie het invulde, en wanneer", "niet gelezen"),
     ("en", "of the form itself: who filled it in, and when", "not read")],
)  # fmt: skip
def test_what_a_form_keeps_of_who_answered_is_called_that(language, kept, left):
    """Oracle: by hand; beside a question that is not read."""
    asked = [f"{one} (1-5)" for one in ("Ambitie", "Belangen", "Relatie", "Organisatie van de samenwerking", "Proces")]
    form = [["Begintijd", "Naam", "Namens welke organisatie vult u in?", *asked, "Wat moet er anders?"],
            ["1-1-26", "a", "A", 4, 3, 4, 3, 3, "meer"], ["2-1-26", "b", "B", 3, 2, 3, 4, 2, None]]  # fmt: skip
    columns = brought(opened_as(language, Form1=form))["columns"]
    assert ["Wat moet er anders?", left] in columns
    assert [names for names, what in columns if what == kept] == ["Begintijd, Naam"]


@pytest.mark.parametrize(("language", "mean", "rule"), [
    ("nl", "het gemiddelde van de cijfers voor organisatie en proces ligt", "niet boven het midden"),
    ("en", "the mean of its scores on organisation and process is", "not above the middle"),
])  # fmt: skip
def test_what_is_assumed_is_told_in_words_of_the_page(language, mean, rule):
    """Oracle: by hand, scores of which one is above the middle and the mean of two is not; nothing of a command, and no
    survey where none was held.
    """
    marks = [["Organisatie", "Ambitie (1-10)", "Organisatie van de samenwerking (1-10)", "Proces (1-10)"],
             ["A", 7, 6, 5], ["B", 7, 6, 4], ["C", 7, 6, 5]]  # fmt: skip
    shown = brought(opened_as(language, Cijfers=marks))
    lines = [line for part in shown["parts"] for line in part["lines"]]
    assert [line for line in lines if mean in line and rule in line]
    assert [line for line in lines if "hoe lang een ronde duurt" in line or "how long a round is" in line]
    everything = " ".join([*lines, *(part["title"] for part in shown["parts"])])
    assert not [word for word in ("samenspel import", "--", "enquête", "survey") if word in everything.lower()]
