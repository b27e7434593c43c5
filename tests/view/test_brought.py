"""A survey on the page: dropped, asked about, read, and run."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("browser")
CASES = Path(__file__).parents[1] / "brought" / "cases"


def test_files_are_dropped_questions_answered_and_what_was_read_is_shown(visitor):
    """Oracle: by hand, from the survey with a 0 on a scale from 1 to 4: four organisations, five rated ties."""
    page = visitor.open("?scenario=baseline&language=nl")
    visitor.click("share")
    visitor.see("files").set_input_files([str(path) for path in sorted((CASES / "imp_27_zero_rating").iterdir())])
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
    import csv

    from openpyxl import Workbook

    book = Workbook()
    for path in sorted((CASES / "imp_00_base").iterdir()):
        sheet = book.create_sheet(path.stem)
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "enquête.xlsx")
    page = visitor.open("?scenario=baseline&language=nl")
    visitor.click("share")
    visitor.see("files").set_input_files(str(tmp_path / "enquête.xlsx"))
    page.wait_for_selector("[data-test=brought] td:has-text('trust_reliability')")
    assert "3 respondenten van 3 van de 4 organisaties" in visitor.see("brought").inner_text()
