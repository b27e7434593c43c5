"""A case that is sketched on the page: what its form says, read into a sketch.

The form stays in the browser, and goes along whole when the case is played; what comes of it is a scenario as any that
somebody brought, so that a link holds it and a file keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..group.dialogue import lines
from ..group.sketch import BURDENS, MOST_YEARS, NEEDS, SIZES, TRUST, Party, Sketch, Theme, scenario_text
from ..parameters import whole
from ..reading import Flag, Meaning, Name, Several, Table, Tables, Text

THEMES = 2
PLACES = (0.1, 0.3, 0.5, 0.7, 0.9)  # between two ends: what a wish in words stands for (an assumption)
FEWEST, MOST = 2, 12  # parties: with more, nobody can tie them by hand
MOST_STORY = 2_000  # characters


def placed(among: tuple[object, ...], what: str) -> Any:  # noqa: ANN401
    """A place among some."""
    return whole(0, len(among) - 1, "choice", what)


PLACE = placed(PLACES, "a place between two ends")
THEME = {"name": Name(), "low": Name(), "high": Name(), "need": PLACE}
PARTY = {
    "name": Name(),
    "size": placed(SIZES, "how large it is"),
    "wishes": Several(PLACE, THEMES, THEMES),
    "burden": placed(BURDENS, "who pays"),
    "ratifies": Flag(),
    "outside": Flag(),
}
ROW = whole(0, MOST - 1, "row", "a party")
FORM = {
    "title": Name(),
    "story": Meaning("what is going on", Text()),
    "themes": Tables(Table(THEME, required=tuple(THEME))),
    "parties": Tables(Table(PARTY, required=tuple(PARTY))),
    "pairs": Several(Several(ROW, 2, 2)),
    "lead": whole(-1, MOST - 1, "row", "who decides"),
    "trust": placed(TRUST, "how far they trust one another"),
    "needs": placed(NEEDS, "how much they need one another"),
    "years": whole(1, MOST_YEARS, "choice", "how many years it runs"),
}
READ = Table(FORM, required=tuple(FORM))


def sketched(form: Mapping[str, Any], question: str, language: str) -> str:
    """The text of the scenario file that a form stands for.

    Parameters
    ----------
    form
        As `parts/making.vue` sends it; places count from 0.
    question
        What a group should wonder about it.
    language
        Of what is said in it beside the words of whoever made it.

    Raises
    ------
    InputError
        Anything that the form does not allow.
    """
    said = READ.read(dict(form), "")
    themes, parties = said["themes"], said["parties"]
    check_count("themes", len(themes), THEMES, THEMES)
    check_count("parties", len(parties), FEWEST, MOST)
    check_count("story", len(said["story"]), 0, MOST_STORY)
    pairs = sorted({(min(pair), max(pair)) for pair in said["pairs"] if pair[0] != pair[1]})
    for row in (said["lead"], *(row for pair in pairs for row in pair)):
        check_count("row", row, -1, len(parties) - 1)
    everybody = len(pairs) == len(parties) * (len(parties) - 1) // 2
    sketch = Sketch(
        title=said["title"],
        story=said["story"],
        question=question,
        lesson="",
        themes=tuple(Theme(one["name"], one["low"], one["high"], PLACES[one["need"]]) for one in themes),
        parties=tuple(Party(**one | {"wishes": tuple(PLACES[place] for place in one["wishes"])}) for one in parties),
        lead=said["lead"],
        trust=said["trust"],
        needs=said["needs"],
        years=said["years"],
        pairs=() if everybody else tuple(pairs),
    )
    return scenario_text(sketch, lines(language))


def check_count(where: str, got: int, least: int, most: int) -> None:
    """Refuse a number that the form does not give."""
    if not least <= got <= most:
        raise InputError("got {got}, allowed: {least} to {most}", where, got=got, least=least, most=most)
