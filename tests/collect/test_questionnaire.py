"""What is asked: whole in both languages, resting on sources of the bibliography, and read as what it is."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from samenspel.brought.words import about
from samenspel.collect.questionnaire import HIGH, LOW, PARTNER, items, on_conditions
from samenspel.collect.words import WORDING, Words, wording
from samenspel.conditions import CONDITIONS
from samenspel.results.outcomes import LANGUAGES
from tests.bibliography import keys

ROOM = WORDING.parent
SERVED = ROOM.parent / "served"


def test_every_condition_has_as_many_statements_and_no_two_the_same_name():
    """Oracle: by hand; an item is known by its name alone, as answers are kept."""
    assert [len(items(condition)) for condition in CONDITIONS] == [3] * 5
    names = [item.name for item in (*on_conditions(), *items(PARTNER))]
    assert len(set(names)) == len(names) == 19


@pytest.mark.parametrize("item", [*on_conditions(), *items(PARTNER)], ids=lambda item: item.name)
def test_a_statement_is_one_sentence_in_each_language_and_says_what_it_rests_on(item):
    """Oracle: the bibliography; a statement that asks two things at once cannot be answered."""
    assert item.wording.keys() == set(LANGUAGES)
    for text in item.wording.values():
        assert re.fullmatch(r"[^.?!]{10,90}\.", text), text
    assert item.rests
    assert set(item.rests) <= set(keys())


def test_what_is_said_of_partners_is_read_as_trust_and_as_what_they_bring():
    """Oracle: the reader of what people bring."""
    assert [about(f"{item.name}_{LOW}to{HIGH}") for item in items(PARTNER)] == ["trust", "trust", "value", "value"]


def test_every_text_is_there_in_both_languages_with_the_same_placeholders():
    for key, told in wording().items():
        assert told.keys() == set(LANGUAGES), key
        filled = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in told.values()]
        assert filled[0] == filled[1], key
        assert all(text.strip() for text in told.values())


def test_every_text_is_said_somewhere_and_every_text_that_is_said_is_there():
    """Oracle: the pages and the code."""
    sources = [
        path.read_text(encoding="utf-8")
        for path in (*ROOM.glob("*.py"), *ROOM.glob("pages/*.html"), *SERVED.glob("*.py"))
    ]
    text = "\n".join(sources)
    said = set(re.findall(r"(?:say|words|one)\(\s*\"(\w+)\"[,)]", text)) | set(
        re.findall(r'RefusedError\("(\w+)"', text)
    )
    unsaid = {key for key in wording() if not re.search(rf"[\"']{key}[\"']", text)}
    assert said <= wording().keys()
    assert unsaid == {
        *(f"score_{score}" for score in range(LOW, HIGH + 1)),
        *(f"condition_{one}" for one in CONDITIONS),
    }


def test_numbers_and_names_of_conditions_are_as_the_language_has_them():
    """Oracle: by hand."""
    assert [Words(one).number(3.25) for one in LANGUAGES] == ["3.2", "3,2"]
    assert [Words("nl").condition(one) for one in CONDITIONS] == [
        "Ambitie", "Belangen", "Relatie", "Organisatie", "Proces",
    ]  # fmt: skip


def test_pages_hold_no_text_of_one_language():
    """Oracle: the templates; letters outside tags and braces would be words that no other language has."""
    pages = list((ROOM / "pages").glob("*.html"))
    assert len(pages) > 10
    for page in pages:
        text = re.sub(
            r"{% block kind %}.*?{% endblock %}|samenspel import|--out group.toml", "", page.read_text("utf-8")
        )
        bare = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", "", text, flags=re.DOTALL)
        assert not re.search(r"[a-z]{3}", bare.replace("Samenspel", "")), f"{page.name}: {bare.split()}"
