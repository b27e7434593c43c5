"""Marks that somebody else gave for an organisation, as whoever made the file says beside them.

An adviser who fills in a table after a talk, or before one, writes so: "door mij toegekend", "nog niet gesproken". Such
a mark is read as any other, and is no answer of that organisation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .cells import Sheet, is_open
from .words import plain

LONGEST_REMARK = 120  # characters that are looked at
WHO = (
    r"(?:mij(?:zelf)?|mezelf|ons"
    r"|(?:de |een )?(?:advis\w+|onderzoek\w+|consultant|interviewer|begeleider|projectleider))"
)
GIVEN = r"(?:toegekend|gegeven|ingevuld|ingeschat|geschat|gescoord|bepaald|beoordeeld)"
BY = r"(?:me|us|myself|(?:the |an )?(?:advis[eo]r|consultant|researcher|interviewer|facilitator))"
BY_ANOTHER = re.compile(
    rf"\bdoor {WHO} (?:zelf )?{GIVEN}\b|\b{GIVEN} door {WHO}\b"
    rf"|\b(?:inschatting|schatting|oordeel|beoordeling|scores?|cijfers?) (?:van |door )?{WHO}\b"
    r"|\b(?:eigen|mijn|onze) (?:inschatting|schatting|oordeel|beoordeling)\b"
    rf"|\b(?:given|assigned|filled in|scored|rated|estimated|estimate) by {BY}\b"
    r"|\b(?:advis[eo]r|consultant|researcher)['’]s (?:estimate|judge?ment|score|mark)s?\b"
    r"|\b(?:my|our) (?:own )?(?:estimate|judge?ment)s?\b"
)
NOT_HEARD = re.compile(
    r"\b(?:nog )?niet (?:gesproken|geïnterviewd|bevraagd|gehoord)\b(?! (?:over|met))|\bnog te (?:spreken|interviewen)\b"
    r"|\bgesprek (?:volgt|moet nog|nog (?:plannen|niet gevoerd))\b"
    r"|\bnot (?:yet )?(?:spoken to|spoken with|interviewed|heard)\b|\b(?:interview|talk) to follow\b"
)
BEGINS = re.compile(r"(?:^|[;:,.(\u2013-])\s*$")  # what may stand before a remark on who gave it


def by_another(text: str) -> bool:
    """Whether a text says that marks were given by somebody else than whom they are of.

    Examples
    --------
    >>> by_another("Rapportcijfers 1-10, door mij toegekend na het gesprek"), by_another("Ingevuld door de directeur")
    (True, False)
    """
    return BY_ANOTHER.search(plain(text[:LONGEST_REMARK])) is not None


def not_heard(text: str) -> bool:
    """Whether a text says that somebody was not spoken to.

    Examples
    --------
    >>> not_heard("NB: Fontys nog niet gesproken, volgt in oktober"), not_heard("Belangen niet besproken")
    (True, False)
    """
    return NOT_HEARD.search(plain(text[:LONGEST_REMARK])) is not None


def is_remark(cell: object) -> bool:
    """Whether a cell of a row says of its marks that they are no answer: it begins with that, and not in passing.

    Examples
    --------
    >>> is_remark("Inschatting adviseur"), is_remark("(nog niet gesproken)"), is_remark("Wij zijn nog niet gehoord")
    (True, True, False)
    """
    if not isinstance(cell, str):
        return False
    text = plain(cell[:LONGEST_REMARK])
    found = (sign.search(text) for sign in (BY_ANOTHER, NOT_HEARD))
    return any(one and BEGINS.search(text[: one.start()]) for one in found)


def of_another(row: Mapping[str, object]) -> bool:
    """Whether a row says that somebody else gave what is in it."""
    return any(map(is_remark, row.values()))


def without_remarks(sheet: Sheet) -> Sheet:
    """The sheet with a row that holds nothing but such a remark as a line beside the table, and no organisation."""
    kept, told = [], []
    for line, row in sheet.rows:
        filled = [cell for cell in row.values() if not is_open(cell)]
        alone = len(filled) == 1 and isinstance(filled[0], str) and (by_another(filled[0]) or not_heard(filled[0]))
        if alone:
            told.append(filled[0])
        else:
            kept.append((line, row))
    return sheet._replace(rows=kept, told=(*sheet.told, *told)) if told else sheet
