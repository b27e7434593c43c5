"""The files in cases/: kinds of exports as people have them, with invented names."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from samenspel.brought.parts import Source

CASES = Path(__file__).parent / "cases"


def files(case: str) -> list[Path]:
    """The data files of a case."""
    return [path for path in sorted((CASES / case).iterdir()) if path.suffix != ".toml"]


def held(case: str) -> dict[str, bytes]:
    """The data files of a case, by their names."""
    return {path.name: path.read_bytes() for path in files(case)}


def spreadsheet(case: str) -> bytes:
    """The tables of a case as the sheets of one xlsx, whole numbers as numbers."""
    from openpyxl import Workbook

    book, written = Workbook(), io.BytesIO()
    book.remove(book.active)
    for path in files(case):
        sheet = book.create_sheet(path.stem)
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(written)
    return written.getvalue()


def workbook(merged=(), **sheets) -> Source:
    """A workbook of sheets by name, each a row a list, with the same cells merged in each."""
    from openpyxl import Workbook

    book, written = Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    book.save(written)
    return Source("regio.xlsx", written.getvalue())


DUTCH = {
    "org_id": "Organisatie ID", "name": "Naam", "type": "Soort", "staff": "FTE", "autonomy_1to5": "Autonomie (1-5)",
    "is_lead": "Trekker", "from": "Van", "to": "Naar", "wave": "Meting", "frequency": "Frequentie (4-1)",
    "trust_reliability": "Vertrouwen betrouwbaarheid", "trust_mission": "Vertrouwen opdracht",
    "trust_openness": "Vertrouwen openheid", "value_power": "Waarde invloed", "value_involvement": "Waarde inzet",
    "value_resources": "Waarde middelen", "respondent_id": "Respondent", "condition": "Conditie", "item": "Vraag",
    "score": "Antwoord", "scale_min": "Schaal min", "scale_max": "Schaal max",
    "ambition": "Ambitie", "interests": "Belangen", "relation": "Relatie", "organisation": "Organisatie",
    "process": "Proces", "yes": True, "no": False,
}  # fmt: skip
SHEETS = {"orgs": "Organisaties", "ties": "Relaties", "conditions": "Enquête"}


def made_in_dutch_excel() -> bytes:
    """The example of a survey as somebody has it in Dutch Excel: its own headings, WAAR and ONWAAR, a blank row."""
    from openpyxl import Workbook

    from samenspel.scenario import BUILT_IN

    book, written = Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, title in SHEETS.items():
        sheet = book.create_sheet(title)
        path = BUILT_IN / "survey_example" / f"{name}.csv"
        for row in csv.reader(path.read_text(encoding="utf-8").splitlines()):
            sheet.append([DUTCH.get(cell, float(cell) if cell.isdigit() else cell) for cell in row])
        sheet.append([])
    book.save(written)
    return written.getvalue()
