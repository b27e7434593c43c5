"""What was read of files that people brought: which column became what, what was assumed, and what cannot be said."""

from __future__ import annotations

from typing import Any

from ...brought.options import CHOICES, NONE, YEAR
from ...brought.words import is_bookkeeping
from ...errors import Message, said
from ...group.portrait import capital
from ...results.outcomes import capitalised
from .. import upload
from ..desk import Desk

CONTACT = CHOICES["contact"]  # what it stands for how often partners meet
AGREEMENTS = ("0", str(YEAR))  # rounds that a group has had an agreement: none yet, or one


def brought(desk: Desk) -> dict[str, Any]:
    """What stands in the panel of what was read: questions that are open, or else what came of the files."""
    texts, found = desk.texts, desk.read
    words = texts.group("brought")
    asked, chosen = list(desk.questions), chosen_in(found)
    columns: list[list[str]] = []
    parts: list[dict[str, Any]] = []
    if found is not None and found.answers is not None and found.group is not None:
        answers = found.answers
        by_contact = bool(answers.answered and answers.answered.by_contact)
        for field, names in answers.used.items():
            became = spoken(field, desk)
            if by_contact and field == "dependence":
                became = texts("brought.by_contact", field=became)
            columns.append([", ".join(names), became])
        for names in answers.report.unused.values():
            kept = [name for name in names if is_bookkeeping(name)]  # of who answered and when
            left = [name for name in names if name not in kept]
            columns += [[", ".join(some), words[what]] for some, what in ((left, "nothing"), (kept, "kept")) if some]
        columns += [[line, words["remark"]] for lines in answers.report.remarks.values() for line in lines]
        for name, sentences in found.group.portrait.remarks._asdict().items():
            told = name == "known"  # what became of columns stands in the table
            spoken_of = [one for one in sentences if not (told and "{columns}" in one.template)]
            lines = [capitalised(said(one, texts.language)) for one in spoken_of if not of_a_command(one)]
            lines += [words["another_round"]] if name == "assumed" else []
            parts.append({"title": texts(f"brought.{name}"), "lines": lines, "open": name != "filled"})
        asked.append(upload.Question("together", "", AGREEMENTS))
        if len(answers.waves) > 1:
            asked.append(upload.Question("wave", "", answers.waves))
        if by_contact or "contact" in desk.replies:
            asked.append(upload.Question("contact", "", CONTACT))
        words = {**words, "asked": words["otherwise"]}  # it was read already
    return {
        "words": words,
        "columns": columns,
        "parts": [part for part in parts if part["lines"]],
        "questions": [
            {
                "key": f"{one.option} {one.about}".strip(),
                "title": texts(f"brought.{asked_as(one)}", columns=", ".join(one.columns), **whom(one)),
                "chosen": chosen.get(one.option),
                "proposed": one.proposed,
                "choices": [{"value": choice, "title": choice_told(one, choice, desk)} for choice in one.choices],
            }
            for one in asked
        ],
        "proposed": words["proposed"] if any(one.option == "theme" for one in asked) else "",
        "problem": "" if desk.questions and desk.settled else desk.problem,
        "done": found is not None,
        "title": texts.of_scenario(desk.scenario, "title"),
        "still": still_there(desk) if desk.questions and found is None else "",
    }


def still_there(desk: Desk) -> str:
    """That what is shown is not what was brought, as long as something is asked of that."""
    title = desk.texts.of_scenario(desk.scenario, "title")
    return desk.texts("brought.still", title=title, files=desk.texts.names([*desk.waiting]))


def chosen_in(found: upload.Opened | None) -> dict[str, str | None]:
    """What was taken to be so of what can be read otherwise, by option."""
    if found is None or found.answers is None or found.group is None:
        return {}
    said_so = found.answers.together is not None  # else it is asked: what scores make likely is no answer
    together = AGREEMENTS[found.group.portrait.age > 0] if said_so else None
    by_contact = found.answers.answered is not None and found.answers.answered.by_contact
    return {"wave": found.answers.report.wave, "together": together, "contact": CONTACT[not by_contact]}


def of_a_command(remark: Message) -> bool:
    """Whether a remark says what to do with a command or its file; the page has a question or words of its own."""
    return " --" in remark.template or "scenario file" in remark.template


def asked_as(question: upload.Question) -> str:
    """The text that a question has: of a sheet, that of its part; of a name, of how many; of rows, whose they are."""
    if question.option == "same" and len(question.choices) > 2:
        return "same_as_one"
    if question.choices == ("rows",):
        return "respondents_rows"
    return f"sheet_{question.about}" if question.option == "sheet" else question.option


def whom(question: upload.Question) -> dict[str, str]:
    """The question of a survey that is asked about; or a name, and the one that it may be the same as."""
    if question.option == "theme":
        return {"question": question.about}
    return {"name": question.about, "other": question.choices[0]} if question.option == "same" else {}


def choice_told(question: upload.Question, choice: str, desk: Desk) -> str:
    """What may be answered, in words."""
    if question.option == "scale":
        low, _, high = choice.partition(":")
        return desk.texts("brought.ends", low=low, high=high)
    if question.option == "same":
        if choice == question.about:
            return desk.texts("brought.is_another")
        return desk.texts("brought.is_same", name=choice) if len(question.choices) > 2 else desk.texts("brought.is_one")
    known = desk.texts.group("brought")
    if question.option == "theme" and choice != NONE:
        return desk.texts(f"lever.effort_{choice}")
    return known.get(f"is_{question.option}_{choice}", known.get(f"is_{choice}", choice))


def spoken(field: str, desk: Desk) -> str:
    """A field of the model, in the language of the page."""
    word = capital(field)
    return word if isinstance(word, str) else said(word, desk.texts.language)
