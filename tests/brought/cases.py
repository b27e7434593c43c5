"""The files in cases/: kinds of exports as people have them, with invented names."""

from __future__ import annotations

import csv
import io
from pathlib import Path

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
