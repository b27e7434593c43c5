"""What scenarios that come with the model say in a language other than their own, which is English, and what their
organisations are called within a sentence.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ..based import BASED_ON, changed_by
from ..scenario import Aim, Scenario, file_of, load
from .outcomes import LANGUAGES, an

HERE = Path(__file__).parent
AND = " + "


@cache
def read_scenarios(language: str) -> dict[str, dict[str, Any]]:
    """What scenarios say in a language beside what stands in their files, by scenario, with what they say as another
    that they are based on; `names` are those of all of them.
    """
    path = HERE / f"scenarios.{language}.toml"
    texts = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {name: changed_by(texts[said[BASED_ON]], said) if BASED_ON in said else said for name, said in texts.items()}


@cache
def text_of(name: str) -> str | None:
    """The text of a scenario that comes with the model, whole if it is based on another; None if there is none."""
    return load(name).text if file_of(name) else None


def comes_along(scenario: Scenario) -> bool:
    """Whether a scenario is one that comes with the model, and not a file of the same name."""
    return text_of(scenario.name) == scenario.text


def of_scenario(scenario: Scenario, what: str, language: str) -> str:
    """The title, story, question or round of a scenario; its own where there is no other.

    Parameters
    ----------
    scenario
        Any; one of somebody's own is as its author wrote it.
    what
        The field.
    language
        `en` or `nl`.

    Examples
    --------
    >>> from samenspel.scenario import load
    >>> of_scenario(load("disaster_response"), "title", "nl"), of_scenario(load("disaster_response"), "round", "nl")
    ('Hoog water', 'zes uur')
    """
    own: str = getattr(scenario, what)
    if not own or not comes_along(scenario):
        return own
    return str(read_scenarios(language).get(scenario.name, {}).get(what, own))


def name_of(name: str, language: str) -> str:
    """The name of an organisation, event or choice of a scenario that comes with the model; else as it is.

    Examples
    --------
    >>> [name_of(name, "nl") for name in ("Municipality", "Organisation 3", "Organisation X", "Hospital + Police")]
    ['Gemeente', 'Organisatie 3', 'Organisation X', 'Ziekenhuis + Politie']
    """
    texts = read_scenarios(language)
    known, numbered = texts.get("names", {}), texts.get("numbered", {})
    word, _, number = name.rpartition(" ")
    if name in known or name in numbered:
        return str(known.get(name) or numbered[name])
    if word in numbered and number.isdigit():
        return f"{numbered[word]} {number}"
    return AND.join(name_of(one, language) for one in name.split(AND)) if AND in name else name  # two that merged


def in_a_sentence(name: str, language: str) -> str:
    """The name of an organisation as it stands within a sentence, with its article where it has one."""
    said = name_of(name, language)
    return str(read_scenarios(language).get("in_a_sentence", {}).get(said, said))


def aim_of(scenario: Scenario, label: str, language: str) -> Aim:
    """What an organisation wants and fears; of two that merged, what both do; empty where it is not said.

    Examples
    --------
    >>> from samenspel.scenario import load
    >>> aim_of(load("safety_house"), "Police", "nl").fears
    'het vangnet blijven voor wie nergens terechtkan'
    """
    both = AND in label and label not in scenario.aims
    said = [own_aim(scenario, one, language) for one in (label.split(AND) if both else [label])]
    return Aim(*("; ".join(filter(None, texts)) for texts in zip(*said, strict=True)))


def own_aim(scenario: Scenario, label: str, language: str) -> Aim:
    """What one organisation wants and fears."""
    own = scenario.aims.get(label, Aim())
    if not comes_along(scenario):
        return own
    return own._replace(**read_scenarios(language).get(scenario.name, {}).get("aims", {}).get(label, {}))


def round_of(scenario: Scenario, language: str) -> str:
    """What a round stands for, as it stands after `a round is`: with its article, or as so many of something.

    Examples
    --------
    >>> from samenspel.scenario import load
    >>> [round_of(load(name), "en") for name in ("merger", "area_development")], round_of(load("merger"), "nl")
    (['a month', 'six weeks'], 'een maand')
    """
    said = of_scenario(scenario, "round", language)
    if said != scenario.round or " " in said:
        return said
    if language != LANGUAGES[0]:
        return str(read_scenarios(language).get("rounds", {}).get(said, said))
    return an(said)
