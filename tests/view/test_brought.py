"""A survey on the page: dropped, asked about, read, and run."""

from __future__ import annotations

from tests.brought.cases import files, spreadsheet


def test_files_are_dropped_questions_answered_and_what_was_read_is_shown(visitor):
    """Oracle: by hand, from the survey with a 0 on a scale from 1 to 4: four organisations, five rated ties."""
    page = visitor.open("?scenario=baseline&language=nl")
    visitor.click("share")
    visitor.see("files").set_input_files([*map(str, files("imp_27_zero_rating"))])
    page.wait_for_selector("[data-test=upload-problem]:has-text('ties.csv: regel 7')")
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
