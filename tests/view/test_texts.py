"""The words of the page: complete in every language, with the same placeholders, and used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from samenspel.onefile import FOLDER
from samenspel.onefile.laboratory import BESIDE, START
from samenspel.results.scenarios import in_a_sentence, name_of, read_scenarios
from samenspel.scenario import load, names, playing, with_changes
from samenspel.view.address import Setting
from samenspel.view.desk import Desk
from samenspel.view.rearranging import NEWCOMER
from samenspel.view.session import Line
from samenspel.view.shown import charts
from samenspel.view.shown.opening import opening
from samenspel.view.shown.whatif import LEVERS
from samenspel.view.texts import LANGUAGES, Texts, begun, read

VIEW = Path(read.__wrapped__.__code__.co_filename).parent.parent
ENGLISH = read("en")


def placeholders(text):
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_placeholders(language):
    texts = read(language)
    assert texts.keys() == ENGLISH.keys()
    for key, text in texts.items():
        assert text.strip() == text
        assert text, key
        assert placeholders(text) == placeholders(ENGLISH[key]), key


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
@pytest.mark.parametrize("name", [*names(), *playing()])
def test_every_scenario_is_told_in_every_language(language, name):
    scenario, own = load(name), read_scenarios(language)
    told = {"title", "story", "question", "lesson", "fiction"}
    told |= {what for what in ("reality", "closing") if getattr(scenario, what)}
    assert told | {"round", "aims"} == own[name].keys() | {"round", "aims"}
    assert own[name].get("aims", {}).keys() == scenario.aims.keys()
    assert all(own[name]["aims"][label].keys() == {"wants", "fears"} for label in scenario.aims)
    assert not {own[name][what] for what in told} & {getattr(scenario, what) for what in told}
    assert ("round" in own[name]) == (scenario.round != "round")
    texts = Texts(language)
    named = [
        *scenario.labels,
        *(event.name for event in scenario.events if event.name),
        *scenario.choices,
        *filter(None, scenario.leaving or ()),
    ]
    named += [event.name for of in scenario.choices.values() for event in of]
    named += [word for theme in scenario.themes for word in theme] + [stake.unit for stake in scenario.stakes if stake]
    for label in named:
        assert texts.label(label) != label or label in own["names"], label


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_word_of_a_scenario_is_translated_that_no_scenario_says(language):
    """Oracle: the scenarios."""
    scenarios = [load(name) for name in (*names(), *playing())]
    said = {label for one in scenarios for label in one.labels}
    said |= {event.name for one in scenarios for event in one.events}
    said |= {choice for one in scenarios for choice in one.choices}
    said |= {event.name for one in scenarios for of in one.choices.values() for event in of}
    said |= {word for one in scenarios for word in one.leaving or () if word}
    said |= {word for one in scenarios for theme in one.themes for word in theme}
    said |= {stake.unit for one in scenarios for stake in one.stakes if stake}
    assert read_scenarios(language)["names"].keys() <= said
    assert read_scenarios(language).keys() - {"names", "in_a_sentence", "numbered", "rounds"} == {*names(), *playing()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_article_is_of_a_name_that_is_there(language):
    """Oracle: the scenarios, and the partner that a page adds without a name."""
    called = {label for name in (*names(), *playing()) for label in load(name).labels} | {NEWCOMER}
    labels = {name_of(label, language) for label in called}
    articles = read_scenarios(language)["in_a_sentence"]
    assert articles.keys() <= labels
    assert all(said != name for name, said in articles.items())
    said = in_a_sentence("Water Board", language)
    assert said == {"nl": "het waterschap", "en": "the water board"}[language]
    assert in_a_sentence("Rijkswaterstaat", language) == "Rijkswaterstaat"


def test_every_text_is_used():
    """Oracle: the sources, in which a key stands in full, as a word of a part, or as a pattern that it fits."""
    rooms, kinds = (*VIEW.rglob("*"), *FOLDER.glob("*")), {".py", ".vue", ".html"}
    sources = "\n".join(path.read_text(encoding="utf-8") for path in rooms if path.suffix in kinds)
    sources = sources.replace("'", '"')
    built = set(re.findall(r'f"([a-z_]+\.[^"\s]*\{[^"\s]*)"', sources)) - {"whatif.{key}"}  # tabs stand in full
    patterns = [re.compile(re.sub(r"\\\{.*?\\\}", ".+", re.escape(pattern))) for pattern in built]
    for key in (one.removeprefix("leaving.") for one in ENGLISH):
        name = key.split(".", 1)[1]
        if key.startswith("lever."):
            assert name.startswith(tuple(lever.replace(".", "_") for lever in (*LEVERS, *START, *BESIDE, "effort."))), (
                key
            )
            continue
        fits = any(pattern.fullmatch(key) for pattern in patterns) or key.endswith("_help") or name.endswith("_many")
        assert fits or f'"{key}"' in sources or f"words.{name}" in sources or f'"{name}"' in sources, key


@pytest.mark.parametrize(
    ("language", "value", "decimals", "signed", "written"),
    [
        ("en", 0.5, 2, False, "0.50"),
        ("nl", 0.5, 2, True, "+0,50"),
        ("nl", -1.25, 1, False, "−1,3"),
        ("en", -0.001, 2, True, "0.00"),
        ("en", float("nan"), 2, False, "–"),
    ],
)
def test_numbers_are_written_as_the_language_does(language, value, decimals, signed, written):
    assert Texts(language).number(value, decimals, signed) == written


def test_names_in_a_sentence():
    english, dutch = Texts("en"), Texts("nl")
    assert english.names(["A"]) == "A"
    assert english.names(["A", "B", "C"]) == "A, B and C"
    assert dutch.names(["A", "B", "C", "D"]) == "A, B en 2 anderen"


def test_an_unknown_language_is_english():
    assert Texts("xx").language == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_chooses_its_words_has_those_for_one_and_for_more(language):
    """Oracle: the texts; a language that needs more than two forms would need another rule."""
    choices = [
        (text, words)
        for text in read(language).values()
        for _, name, words, _ in Formatter().parse(text)
        if name is not None and words
    ]
    choices += [
        (text, inner) for text, words in choices for _, name, inner, _ in Formatter().parse(words) if name and inner
    ]
    assert len(choices) > 6
    for text, words in choices:
        one, choice, more = re.sub(r"{.*?}", "", words).partition("|")
        assert choice, text
        assert one.strip(), text
        assert more.strip(), text
        assert "#" not in one, text
        assert "#" in more or text.count("{kept") > 1, text  # the number itself stands before


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        (
            "en",
            "for one round too few stood behind it. In the next round,",
            "for 2 rounds too few stood behind it. In the next 3 rounds,",
        ),
        ("nl", "één ronde lang stonden te weinig partners erachter. De komende ronde", "2 rondes lang"),
    ],
)
def test_one_is_said_as_one(language, one, two):
    texts = Texts(language)
    assert one in texts("story.lapsed", borne=1, rounds=1)
    assert two in texts("story.lapsed", borne=2, rounds=3)
    assert "2" in texts("story.decided", who="x", no="y", count=3, against=2)
    assert "1" not in texts("story.decided", who="x", no="y", count=1, against=1)
    assert "1" not in texts("story.decided", who="x", no="y", count=3, against=1)


@pytest.mark.parametrize(
    ("value", "said"), [(0.3, "60%"), (-2.45, "−490%"), (2.5, "5 keer"), (4.06, "8 keer"), (-3.0, "−6 keer")]
)
def test_what_is_many_times_as_much_is_said_in_times(value, said):
    """Oracle: by hand; alone each makes 1/2."""
    assert Texts("nl").gain(value) == said


def test_what_nobody_sees_is_hidden_again_when_another_scenario_is_opened():
    desk = Desk(Setting("integrated_care"))
    desk.revealed_or_hidden()
    assert desk.revealed
    desk.scenario_picked("merger")
    assert not desk.revealed


@pytest.mark.parametrize("logic", ["network", "hierarchy"])
def test_a_goal_is_that_of_a_lead_only_where_somebody_leads(logic):
    """Oracle: the logic of the scenario: by network logic all govern together, by hierarchical logic one leads."""
    texts, scenario = Texts("nl"), with_changes(load("integrated_care"), {"logic": logic})
    names = charts.norms(Line(scenario, 1), None, texts)["names"]
    assert ("Doel van de leider gehaald" in names) == (logic == "hierarchy")
    assert ("Doel machtigste gehaald" in names) == (logic == "network")


@pytest.mark.parametrize("name", names())
def test_the_length_of_a_round_reads_as_a_sentence_in_dutch(name):
    """Oracle: the words of the scenario: the unit has its own article or number, and is written once."""
    shown = opening(Desk(Setting(name, language="nl")))
    assert "per een" not in shown["kicker"]
    unit = Texts("nl").of_scenario(load(name), "round")
    assert unit == "round" or shown["kicker"].endswith(f"een ronde is {unit}")


def test_no_dutch_text_speaks_of_this_partner():
    """Oracle: the list of calques of the house."""
    wrong = ("deze partner", "Leg weg", "voor klanten", "één per een", "staat voor:", "in plaats van ieder voor zich")
    assert [key for key, text in read("nl").items() if any(one in text for one in wrong)] == []


def test_a_text_is_parted_at_sentences_and_not_within_a_name():
    """Oracle: by hand."""
    said = "Jansen B.V. Zorg won van St. Antonius (74% van 100). Dat was in ronde 3! En toen?"
    assert begun(said, 1) == ("Jansen B.V. Zorg won van St. Antonius (74% van 100).", "Dat was in ronde 3! En toen?")
    assert begun(said, 2) == ("Jansen B.V. Zorg won van St. Antonius (74% van 100). Dat was in ronde 3!", "En toen?")
    assert begun(said, 9) == (said, "")


def test_dutch_that_trainers_stumbled_over_is_gone():
    """Oracle: a reading by a Dutch trainer: what was no sentence, and organisations that step down as people do."""
    text = (VIEW / "texts" / "nl.toml").read_text(encoding="utf-8")
    for wrong in ("naast zit wat", "Intern kost", "Intern brengt", "had {gained} gekost, en {whom} {cost} opgeleverd"):
        assert wrong not in text
    assert re.findall(r"opgestapt|opstapte|stap(?:t|pen|te|ten)\b[^\"]{0,40}\bop[.:,\"]", text, re.IGNORECASE) == []
