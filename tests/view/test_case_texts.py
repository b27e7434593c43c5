"""What texts of cases and their tours say, held to the cases: how many, how long, which round, who, and which words.

What can be checked without reading is: numbers, names, and what is quoted from the page. Oracle: the scenarios.
"""

from __future__ import annotations

import re
from html import escape
from string import Formatter

import pytest

from samenspel.dynamics import Parameters
from samenspel.results.scenarios import read_scenarios
from samenspel.scenario import load, names
from samenspel.state import MEMBER
from samenspel.view import touring, tours
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.shown import handout, story
from samenspel.view.shown.card import of_one
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
DECIDES = {  # what a sentence says that somebody does who decides; in Dutch who it is may come behind it
    "en": r"(?:can |may )?(?:decides?|lays down|adopts|takes over|sets the terms|makes \w+ a condition|evacuates)",
    "nl": r"(?:beslist|besluit|bepaalt|ontruimt|stelt .{0,40}\b(?:vast|voorwaarden?)|wijst .{0,40}\baan"
    r"|neemt het (?:\w+besluit|over))",
}
WHOEVER = {"en": r"the (\w[\w-]*(?: \w+)??)(?: of the \w+(?: \w+)?)?", "nl": r"(?:de|het) (\w+)"}
OFFICES = {  # of whom somebody is who decides
    "en": {"council": "Municipality", "mayor": "Municipality", "chair": "Safety Region", "dike-reeve": "Water Board"},
    "nl": {
        "raad": "Municipality",
        "burgemeester": "Municipality",
        "gemeentebestuur": "Municipality",
        "voorzitter": "Safety Region",
        "dijkgraaf": "Water Board",
    },
}
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


def who_decides(text, scenario, language):
    """Of whom a text says that it decides, by the words for it: an organisation, or somebody of one."""
    text = " ".join(text.split()).replace("elected council", "council")
    found = re.findall(rf"\b{WHOEVER[language]} {DECIDES[language]}\b", text, re.IGNORECASE)
    found += re.findall(rf"\b(?:beslist|besluit|bepaalt) {WHOEVER[language]}", text) if language == "nl" else []
    texts, said = Texts(language), {}
    for words in (one.lower() for one in found):
        called = {label: re.sub(r"^(de|het|the) ", "", texts.in_a_sentence(label).lower()) for label in scenario.labels}
        named = [label for label, name in called.items() if name.split()[0].startswith(words.split()[0])]
        office = next((who for what, who in OFFICES[language].items() if words.split()[0] == what), None)
        said[words] = office if office in scenario.labels else named[0] if len(named) == 1 else words
    return said


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
        begin = int((scenario.declare(1).organisations["member"] == MEMBER).sum())  # those who join later left out
        assert set(found) <= {len(scenario.labels), begin}

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

    def test_who_a_tour_says_decides_does(self, name, language):
        """Whoever leads, and is said to decide by the fork, which other tests hold to the runs; or by law for some."""
        scenario = load(name)
        for step in tours.read(name, language):
            if fork := step.deeds.get("fork"):
                said = set(who_decides(step.text, scenario, language).values())
                for_some = any(event.act for event in scenario.choices.get(fork.get("choice"), ()))
                if "decides" in fork:
                    assert said == {fork["decides"]}, step.text
                else:
                    assert said <= ({scenario.labels[tours.leads(scenario)]} if for_some else set()), step.text

    def test_who_its_story_says_may_decide_has_a_right_to_it(self, name, language):
        """Oracle: the rights that are declared; or a choice that says what it does, where it is about one thing."""
        scenario = load(name)
        rights = dict(zip(scenario.labels, scenario.declare(1).organisations["right"], strict=True))
        choices = [Texts(language).label(choice).lower() for choice in scenario.choices]
        for words, who in who_decides(said(scenario, language)["story"], scenario, language).items():
            does = any(re.match(rf"(the|de|het) {words}\b", choice) for choice in choices)
            assert does or rights.get(who, 0.0) > 0.0, (words, who)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_organisation_of_a_case_wants_and_fears_something_of_its_own(language):
    """Oracle: the files; the one that is there to warm up is drawn by lot, and says nothing."""
    texts = Texts(language)
    said = {name: [texts.aim(load(name), label) for label in load(name).labels] for name in names()}
    assert not any(any(aim) for aim in said.pop("baseline"))
    every = [text for aims in said.values() for aim in aims for text in aim]
    assert all(text and text[0].islower() and not text.endswith(".") and len(text) <= 90 for text in every)
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_cases_ask_the_same_while_something_is_played_or_at_the_end(language):
    """Oracle: the questions in what is said at the steps that play a choice, and that of the case for the end."""
    asked = {}
    for name in names():
        steps = [step.text for step in tours.read(name, language) if step.deeds.get("fork")]
        of_case = {one.strip() for text in steps for one in re.findall(r"[^.?!:]+\?", " ".join(text.split()))}
        closing = Texts(language).of_scenario(load(name), "closing")
        assert closing.endswith("?")
        for question in of_case | {closing}:
            asked.setdefault(question, []).append(name)
    assert len(asked) > 3 * len(names())
    assert {question: of for question, of in asked.items() if len(of) > 1} == {}


@pytest.mark.parametrize("name", names())
def test_the_speed_of_things_is_that_of_what_a_round_stands_for(name):
    """Oracle: the calendar; within days nothing goes as in months, so the case says of each what does not."""
    scenario, usual = load(name), Parameters()
    months = WEEKS[said(scenario, "en")["round"]] * 12 / 52
    if months > 1 / 4:
        assert scenario.months == pytest.approx(months, rel=0.1)
        return
    for speed in ("turbulence.step", "understanding.rate", "fortune.lasting", "ties.lapse", "elsewhere.pull"):
        mechanism, field = speed.split(".")
        assert getattr(getattr(scenario.parameters, mechanism), field) != getattr(getattr(usual, mechanism), field)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_said_to_decide_is_found(language):
    """Oracle: by hand, of what somebody might write; a name that is no party's is found as well, and is nobody's."""
    wrong = {
        "en": "The grid operator decides where turbines come. The bank sets the terms.",
        "nl": "De netbeheerder wijst de locaties aan. Daarover beslist de bank.",
    }
    energy = load("energy_transition")
    found = who_decides(wrong[language], energy, language)
    assert set(found.values()) == {"Grid Operator", "bank"}
    said_so = who_decides(tours.read("energy_transition", language)[4].text, energy, language)
    assert set(said_so.values()) == {"Province"}
    story = who_decides(said(load("disaster_response"), language)["story"], load("disaster_response"), language)
    assert set(story.values()) == {"Safety Region", "Water Board"}


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_of_a_choice_is_told_once_and_by_its_own_name(language):
    """Oracle: the names of the steps, in the log of the choice that has them and of the tour that plays it."""
    desk = Desk(Setting("youth_care", language=language))
    (leaving,) = (choice for choice in desk.scenario.choices if choice.startswith("Waterdam leaves"))
    names_ = list(dict.fromkeys((event.round, event.name) for event in desk.scenario.choices[leaving]))
    desk.decided(leaving)
    decided = desk.session.line
    touring.fork(desk, {"name": "Uit elkaar", "choice": leaving})
    for line in (decided, desk.session.line):
        told = story.tell(line)
        said_ = [(at, story.say(fact, desk.texts, line)) for at, fact in story.every(told) if fact.kind == "event"]
        for round_, name in names_:
            assert said_.count((round_, f"{desk.texts.label(name)}.")) == 1
        assert not [text for _, text in said_ if line.name in text]
        ((at, fact),) = story.departures(told)
        assert at == 26
        assert desk.texts.label(desk.scenario.leaving.does) in story.say(fact, desk.texts, line)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", names())
def test_a_case_with_its_own_words_for_leaving_has_no_other(name, language):
    """Oracle: the page's own words for it, and those of the case."""
    scenario, plain = load(name), Texts(language)
    texts = Desk(Setting(name, language=language)).texts
    if scenario.leaving is None:
        assert texts("word.left") == plain("word.left")
        return
    does, label, _ = map(plain.label, scenario.leaving)
    assert (texts("word.left"), texts("story.leaves").startswith(f"{{who}} {does}")) == (label, True)
    for key in plain.group("leaving"):
        assert "{does}" not in texts(key)
        assert "{label}" not in texts(key).lower()
        assert (texts(key) != plain(key)) == (bool(scenario.leaving.bound) or not key.endswith(".stays"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_bound_by_an_agreement_that_can_be_ended_is_not_said_to_be_bound_by_law(language):
    """Oracle: the words of the case, on cards and in the hand-out; of another case those of the page."""
    desk, plain = Desk(Setting("youth_care", language=language)), Texts(language)
    bound = plain.label(desk.scenario.leaving.bound)
    assert language == "en" or bound != desk.scenario.leaving.bound
    listed = list(handout.who(desk.scenario, desk.texts))
    for row in desk.scenario.stays:
        said_ = " ".join(of_one(desk, desk.session.line.at(0), row, None))
        assert plain("card.stays") not in said_
        assert bound[1:] in said_
        assert escape(bound) in listed[row]
    assert Desk(Setting("disaster_response", language=language)).texts("card.stays") == plain("card.stays")


def test_words_for_leaving_stand_in_for_texts_that_there_are():
    """Oracle: the texts of the page, with the same placeholders."""
    plain = Texts("en")
    for key, text in plain.group("leaving").items():
        own = {name for _, name, _, _ in Formatter().parse(text) if name} - {"does", "label", "Label", "bound", "Bound"}
        assert own <= {name for _, name, _, _ in Formatter().parse(plain(key)) if name}, key


@pytest.mark.parametrize("name", names())
def test_a_card_names_nobody_as_trusted_most_and_least(name):
    """Oracle: the names and numbers in the sentence, in every round."""
    desk = Desk(Setting(name))
    for row in range(len(desk.labels)):
        for course in desk.session.line.walk():
            for sentence in of_one(desk, course, row, None):
                if found := re.match(r"Trusts (.+) most \((\d+) out of 100\) and (.+) least \((\d+)\)", sentence):
                    assert found[1] != found[3]
                    assert int(found[2]) > int(found[4])
