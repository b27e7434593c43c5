"""What the pages of the room say, in both languages, and how they write amounts."""

from __future__ import annotations

import re
import tomllib
from string import Formatter

import pytest

from samenspel.room.check import SCORES
from samenspel.room.handout import page_of
from samenspel.room.server import PAGES
from samenspel.room.table import DEBRIEF, FIRED, PLAYED, VOTES, Screen
from samenspel.room.words import WORDING, Words, wording


def test_every_text_is_there_in_both_languages_with_the_same_placeholders():
    """Oracle: each other."""
    for key, said in wording().items():
        assert {"en", "nl"} <= said.keys() | {"rests"}, key
        names = [{name for _, name, _, _ in Formatter().parse(said[one]) if name} for one in ("en", "nl")]
        assert names[0] == names[1], key


def test_what_a_page_says_there_is():
    """Oracle: the templates; keys that are put together are those of the constants they are made of."""
    known = wording()
    for path in PAGES.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        for key in re.findall(r'say\("(\w+)"[,)]', text):
            assert key in known, (path.name, key)
    made = {"debrief": DEBRIEF, "show": PLAYED, "kind": FIRED, "fired": FIRED, "vote": VOTES, "check": SCORES}
    assert {f"{kind}_{one}" for kind, all_of_them in made.items() for one in all_of_them} <= known.keys()
    assert all((PAGES / f"{page_of(one)}.html").exists() for one in Screen)


@pytest.mark.parametrize(
    ("value", "dutch", "english"),
    [
        (7_750.0, "7.750", "7,750"),
        (1_234_567.0, "1.230.000", "1,230,000"),
        (0.3, "0,3", "0.3"),
        (-582.12, "−582", "−582"),
        (0.0753, "0,0753", "0.0753"),
        (0.0, "0", "0"),
        (99.96, "100", "100"),
        (25.5, "26", "26"),
        (6.51, "6,5", "6.5"),
        (646.4, "646", "646"),
    ],
)
def test_an_amount_has_three_digits_no_halves_of_what_people_count_and_the_signs_of_its_language(value, dutch, english):
    """Oracle: by hand."""
    assert (Words("nl").amount(value), Words("en").amount(value)) == (dutch, english)


@pytest.mark.parametrize(
    ("percent", "dutch", "english"),
    [
        (583, "bijna zeven keer wat u zonder de anderen", "nearly seven times what you would have"),
        (100, "twee keer wat u zonder de anderen", "two times what you would have"),
        (357, "bijna vijf keer wat u zonder de anderen", "nearly five times what you would have"),
        (99, "99 % meer dan u zonder de anderen", "99 % more than you would have without"),
        (-40, "40 % minder dan u zonder de anderen", "40 % less than you would have without"),
        (0, "evenveel als u zonder de anderen", "as much as you would have without"),
        (1190, "bijna 13 keer wat u zonder de anderen", "nearly 13 times what you would have"),
    ],
)
def test_what_a_round_brought_is_said_in_words_where_a_percentage_would_not_be_believed(percent, dutch, english):
    """Oracle: by hand."""
    assert Words("nl").gained(percent).startswith(dutch)
    assert Words("en").gained(percent).startswith(english)


def test_there_is_no_text_that_no_page_says():
    """Oracle: the templates and sources, in which every key stands, or what it is put together of."""
    folder = PAGES.parent
    text = "".join(path.read_text(encoding="utf-8") for path in (*folder.glob("*.py"), *PAGES.glob("*.html")))
    text += "".join(path.read_text(encoding="utf-8") for path in (folder.parent / "served").glob("*.py"))
    text += "".join(path.read_text(encoding="utf-8") for path in (folder.parent / "collect" / "pages").glob("*.html"))
    starts = (*set(re.findall(r'"(\w+_)(?:" ~|\{)', text)), "member_", "outside_", "left_")  # `Seen.place`
    own = tomllib.loads(WORDING.read_text(encoding="utf-8"))
    assert [key for key in own if f'"{key}"' not in text and not key.startswith(starts)] == []
