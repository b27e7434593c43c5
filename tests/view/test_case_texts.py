"""What texts of cases and their tours say, held to the cases: how many, how long, which round, who, and which words.

What can be checked without reading is: numbers, names, and what is quoted from the page. Oracle: the scenarios.
"""

from __future__ import annotations

import re

import pytest

from samenspel.results.scenarios import read_scenarios
from samenspel.scenario import load, names
from samenspel.view import tours
from samenspel.view.shown.comparison import BY
from samenspel.view.texts import LANGUAGES, Texts, flat, read

NUMBERS = {  # from two on
    "en": (
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
    ),
    "nl": (
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "elf",
        "twaalf",
        "dertien",
        "veertien",
    ),
}
ALL = {"en": "organisations|parties|municipalities", "nl": "organisaties|partijen|gemeenten"}
LASTS = {"en": r"(?:after|over|in|for) (\w+) years", "nl": r"(?:na|over|in) (\w+) jaar"}
STANDS_FOR = {"en": r"A round is (?:an? )?([^.,:]+)", "nl": r"Een ronde is ([^.,:]+)"}
A_ROUND = {"en": "month", "nl": "een maand"}  # where a scenario does not say
WEEKS = {"six hours": 0.25 / 7, "six weeks": 6, "month": 52 / 12, "two months": 52 / 6, "quarter": 13}
QUOTED = r"“([A-Z][^”]+)”"  # with a capital: what else is quoted are words of the room
TOLD = ("title", "story", "question", "lesson", "reality", "fiction", "round")


def said(scenario, language):
    """What a scenario says of itself in a language, by what it is."""
    if language == "en":
        told = {what: getattr(scenario, what) for what in TOLD}
    else:
        told = {what: str(read_scenarios(language)[scenario.name].get(what, "")) for what in TOLD}
    return told if scenario.round != "round" else told | {"round": A_ROUND[language]}


def called(scenario, language):
    """What a scenario calls its organisations, events, choices and themes."""
    texts = Texts(language)
    events = (*scenario.events, *(event for of in scenario.choices.values() for event in of))
    themes = [text for theme in scenario.themes for text in theme]
    return [texts.label(name) for name in (*scenario.labels, *(event.name for event in events), *themes)]


def spoken(scenario, language):
    """What is said at every step of a tour."""
    return [text for step in tours.read(scenario, language) for text in (step.text, step.notes, step.question)]


def numbers(pattern, text, language):
    """Which numbers stand where a pattern has them, of those that are written as words."""
    return [
        NUMBERS[language].index(word.lower()) + 2
        for word in re.findall(pattern, text, re.IGNORECASE)
        if word.lower() in NUMBERS[language]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
class TestWhatIsToldOfACase:
    def test_all_are_as_many_as_it_says(self, name, language):
        scenario = load(name)
        texts = (tours.read(name, language)[0].text, said(scenario, language)["story"])
        found = [count for text in texts for count in numbers(rf"(\w+) (?:{ALL[language]})", text, language)]
        assert set(found) <= {len(scenario.labels)}

    def test_it_lasts_as_long_as_what_is_asked_of_its_end_says(self, name, language):
        scenario = load(name)
        years = round(scenario.rounds * WEEKS[said(scenario, "en")["round"]] / 52)
        asked = next(step for step in tours.read(name, language) if step.answers)
        assert set(numbers(LASTS[language], asked.text, language)) <= {years}

    def test_a_round_stands_for_what_it_says(self, name, language):
        scenario = load(name)
        stands = [one for text in spoken(name, language) for one in re.findall(STANDS_FOR[language], text)]
        assert all(one.startswith(said(scenario, language)["round"]) for one in stands), stands

    def test_what_begins_in_a_round_by_its_name_does(self, name, language):
        scenario, texts = load(name), Texts(language)
        for choice, events in scenario.choices.items():
            begins = re.findall(r"(?:from round|vanaf ronde) (\d+)", texts.label(choice))
            assert {int(round_) for round_ in begins} <= {min(event.round for event in events)}

    def test_a_name_in_its_tour_is_one_of_the_case(self, name, language):
        """A name: a word with a capital within a sentence; of the case: in what it says, or calls what is in it."""
        scenario = load(name)
        known = set(
            re.findall(r"[\w’'-]+", " ".join((*said(scenario, language).values(), *called(scenario, language))))
        )
        known |= {word.removesuffix("’s").removesuffix("'s") for word in known}
        for text in spoken(name, language):
            within = re.findall(r"(?<=[^.?!:“”] )([A-Z][\w’'-]+)", re.sub(QUOTED, "", text))
            assert set(within) <= known | {"I"}, text

    def test_what_it_quotes_of_the_page_stands_on_the_page(self, name, language):
        texts = Texts(language)
        page = {*flat(read(language)).values(), *(texts.outcome(outcome) for outcome in BY)}
        for text in spoken(name, language):
            assert set(re.findall(QUOTED, text)) <= page, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_looked_for_is_found(language):
    """Oracle: by hand, of one tour; a pattern that finds nothing would hold of everything."""
    setting, asked = tours.read("refugee_housing", language)[0].text, tours.read("refugee_housing", language)[3].text
    assert numbers(rf"(\w+) (?:{ALL[language]})", setting, language) == [10]
    assert numbers(LASTS[language], asked, language) == [3]
    assert re.findall(STANDS_FOR[language], setting) == [A_ROUND[language]]
    assert re.findall(QUOTED, " ".join(spoken("refugee_housing", language)))
    assert re.search(
        r"(?:from round|vanaf ronde) (\d+)", Texts(language).label(list(load("ngo_consortium").choices)[1])
    )
