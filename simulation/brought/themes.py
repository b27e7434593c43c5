"""Questions of a survey of which no heading says which of the five conditions they are about: each is asked about, with
what its own words propose, and counts for none before that is answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..conditions import CONDITIONS
from ..errors import Findings, InputError, Message
from ..reading import show
from .cells import LEFT_OUT, Sheet
from .parts import ASKED, ORGS, answers_conditions, questions_without_theme
from .words import plain

# Words of questionnaires on collaboration, by how they begin; that which a condition is called by counts for two, but
# for organisation, as every question may be of "our organisation".
OWN_WORDS = {
    "ambition": ("ambiti",), "interests": ("belang ", "belangen", "eigenbelang", "interest ", "interests"),
    "relation": ("relati",), "organisation": (), "process": ("proces",),
}  # fmt: skip
WORDS = {
    "ambition": ("droom", "visie", "missie", "doel", "toekomst", "vision", "mission", "goal", "purpose", "future"),
    "interests": ("voorde", "baten", "opbreng", "meerwaarde", "waarde", "onderhandel", "benefit", "gain", "value"),
    "relation": ("vertrouw", "kennen elkaar", "elkaar aan", "respect", "begrip", "open", "veilig", "leider", "trust",
                 "honest", "leader"),
    "organisation": ("beslui", "beslis", "rol", "taak", "taken", "verantwoordelijk", "bevoegd", "mandaat", "structuur",
                     "stuurgroep", "middelen", "capaciteit", "geregeld", "afspra", "decision", "decide", "role", "task",
                     "responsib", "mandate", "structure", "resource", "agreement"),
    "process": ("overleg", "voortgang", "stap", "fase", "planning", "tempo", "leren", "evalu", "terug", "tijd", "regie",
                "opvolg", "opgevolg", "volgen ", "gevolgd", "bewak", "bewaak", "monitor", "progress", "step", "phase",
                "meeting", "pace", "learn", "review", "follow ", "followed"),
}  # fmt: skip
IMPORTANT = re.compile(  # of importance, and no interest
    r" (?:van (?:het |een )?(?:groot |grootste |wezenlijk |essentieel |cruciaal |vitaal |weinig )?belang"
    r"|het belang van|of (?:great |vital )?interest)(?= )"
)
OPEN = "?"  # what stands for a condition where no words propose one


def likely(question: str) -> str:
    """The condition that most words of a question are of; nothing where no word is, or two have as many.

    That agreements are made and kept is of the organisation, that results are followed of the process (see
    `samenspel.conditions`); whether they are kept and followed is of both, and people have to say it.

    Examples
    --------
    >>> likely("Wij kennen elkaars belangen"), likely("People take responsibility"), likely("Het gaat goed")
    ('interests', 'organisation', '')
    >>> likely("Afspraken worden nagekomen"), likely("Afspraken worden nagekomen en opgevolgd")
    ('organisation', '')
    """
    text = IMPORTANT.sub(" ", f" {' '.join(re.findall(r'\w+', plain(question)))} ")
    counts = {
        one: 2 * sum(f" {word}" in text for word in OWN_WORDS[one]) + sum(f" {word}" in text for word in WORDS[one])
        for one in CONDITIONS
    }
    first, second, *_ = sorted(counts, key=counts.__getitem__, reverse=True)
    return first if counts[first] > counts[second] else ""


def with_themes(found: Sequence[tuple[str, Sheet]], said: Mapping[str, str]) -> list[tuple[str, Sheet]]:
    """Sheets in which it is known which condition each question is about.

    Parameters
    ----------
    found
        Sheets, each with the part that it could be.
    said
        By question the condition that it is about, or `none`.

    Raises
    ------
    InputError
        Questions of which it is not known, where no other sheet has answers of which it is; or a question that is not
        there.
    """
    made, findings = list[tuple[str, Sheet]](), Findings()
    for role, sheet in found:
        new = sheet._replace(themes={one: said[one] for one in sheet.header if one in said})
        answers = role == ORGS and answers_conditions(new) and not answers_conditions(sheet)
        made.append((ASKED if answers else role, new))
    for question in said:
        if not any(question in sheet.header for _, sheet in made):
            findings.add(InputError("there is no question {got}", Message("theme"), got=show(question)))
    if not any(answers_conditions(sheet) for _, sheet in found if sheet.use != LEFT_OUT):
        for _, sheet in made:
            if open_ := questions_without_theme(sheet):
                findings.add(unsaid(sheet, open_))
    findings.settle()
    return made


def unsaid(sheet: Sheet, questions: list[str]) -> InputError:
    """Which questions it has to be said of, each with what its words propose."""
    return InputError(
        "got {count} answers to {questions} questions, such as {got}, and no heading says which of the five conditions "
        "a question is about; what is proposed goes by its words",
        sheet.title, Message("header"), count=len(sheet.rows), questions=len(questions), got=show(questions[0]),
    ).asking("theme", *(f"{one}={likely(one) or OPEN}" for one in questions))  # fmt: skip
