"""The hand-out of a session: one sheet of A4 for everybody in the room, or with notes for who leads it.

It tells the case, who is who, and the steps with their times and questions; nothing of what comes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ... import typeface
from ...scenario import Scenario
from .. import touring
from ..desk import Desk
from ..texts import Texts
from ..tours import Step
from .palette import FAINT, INK, QUIET

ASKS = ("question", "predict", "discuss")  # steps of which a group needs the text before it
STYLE = f"""
@page{{size:A4;margin:14mm 15mm}}
*{{box-sizing:border-box}}
body{{font:9.5pt/1.38 "Inter Variable","Segoe UI",Helvetica,Arial,sans-serif;color:{INK}}}
body{{max-width:180mm;margin:8mm auto}}
@media print{{body{{margin:0;min-height:268mm;display:flex;flex-direction:column}}}}
h1{{font-size:17pt;line-height:1.15;margin:0}}
h2{{font-size:9.5pt;margin:3mm 0 .5mm}}
p{{margin:0 0 1.5mm;overflow-wrap:anywhere}}
.lead{{font-size:11pt;font-weight:600;margin:1mm 0 0}}
.case{{display:grid;grid-template-columns:minmax(0,11fr) minmax(0,9fr);gap:0 8mm}}
ul{{margin:0;padding:0;list-style:none}}
li{{overflow-wrap:anywhere}}
small,.when{{color:{QUIET}}}
small{{font-size:8.5pt}}
table{{border-collapse:collapse;width:100%;margin:0}}
tr{{break-inside:avoid}}
td{{border-top:1px solid {FAINT};padding:1mm 3mm 1mm 0;vertical-align:top;overflow-wrap:anywhere}}
td:last-child{{padding-right:0}}
td p{{margin:0}}
.when{{white-space:nowrap;font-variant-numeric:tabular-nums}}
.what{{width:33mm;font-weight:600}}
.asks{{font-weight:600}}
.notes{{font-style:italic}}
.room{{flex:1;min-height:24mm;margin-top:1mm;print-color-adjust:exact;-webkit-print-color-adjust:exact;
background:repeating-linear-gradient(transparent 0 7.8mm,{FAINT} 7.8mm 8mm)}}
"""


def handout(scenario: Scenario, steps: Sequence[Step], texts: Texts, presenter: bool = False) -> str:
    """The sheet, as HTML that asks for nothing from anywhere.

    Parameters
    ----------
    scenario
        The case.
    steps
        Of its agenda, in the language of the texts.
    texts
        In which language.
    presenter
        With what is said at every step, and the notes: for who leads the session.
    """
    told = {what: escape(texts.of_scenario(scenario, what)) for what in ("title", "story", "question", "lesson")}
    minutes = sum(step.minutes for step in steps)
    kind = texts("handout.for_presenter" if presenter else "handout.for_room")
    takes = texts("handout.takes", minutes=minutes) if minutes else ""
    case = paragraph("handout.case", told["story"], texts) + paragraph("handout.lesson", told["lesson"], texts)
    themes = "".join(
        f"<li>{escape(texts.label(one.name))}: {escape(texts.label(one.low))} … {escape(texts.label(one.high))}</li>"
        for one in scenario.themes
    )
    people = heading("handout.who", texts) + f"<ul>{''.join(f'<li>{one}</li>' for one in who(scenario, texts))}</ul>"
    if themes:
        people += heading("handout.about", texts) + f"<ul>{themes}</ul>"
    return (
        f'<!doctype html><html lang="{texts.language}"><meta charset="utf-8"><title>{told["title"]}</title>'
        f"<style>{typeface.rule()}{STYLE}</style><h1>{told['title']}</h1><p><small>{kind}{takes}</small></p>"
        f'<p class="lead">{told["question"]}</p><div class="case"><div>{case}</div><div>{people}</div></div>'
        f"{heading('handout.steps', texts)}<table>{''.join(rows(steps, texts, presenter))}</table>"
        f'{heading("handout.notes", texts)}<div class="room"></div></html>\n'
    )


def for_room(desk: Desk) -> str:
    """The hand-out of the agenda of a desk."""
    return handout(desk.scenario, touring.steps(desk), desk.texts)


def for_presenter(desk: Desk) -> str:
    """The same with what is said and noted at every step."""
    return handout(desk.scenario, touring.steps(desk), desk.texts, presenter=True)


def heading(key: str, texts: Texts) -> str:
    """A heading."""
    return f"<h2>{escape(texts(key))}</h2>"


def paragraph(key: str, told: str, texts: Texts) -> str:
    """A heading with what is told under it; nothing where nothing is."""
    return f"{heading(key, texts)}<p>{told}</p>" if told else ""


def who(scenario: Scenario, texts: Texts) -> Iterator[str]:
    """Every organisation, with who presides, whose home has to agree, and in what it counts what it makes."""
    state = scenario.declare(scenario.seed)
    for row, label in enumerate(scenario.labels):
        more = []
        if row == state.collaboration[0]["declared_lead"]:
            more.append(texts("handout.leads"))
        if state.organisations[row]["ratifies"] > 0.0:  # NaN where it is not said
            more.append(texts("handout.ratifies"))
        if row in scenario.stays:
            more.append(texts("handout.stays"))
        said = f" <small>{escape(', '.join(more))}</small>" if more else ""
        yield f"<b>{escape(texts.label(label))}</b>{said}"


def rows(steps: Sequence[Step], texts: Texts, presenter: bool) -> Iterator[str]:
    """The steps: when, what, and what is asked."""
    at = 0
    for step in steps:
        when = f"{at}–{at + step.minutes}" if step.minutes else ""
        at += step.minutes
        named = named_in(step, texts)
        said = [f"<p>{escape(named)}</p>"] if named else []
        if presenter or step.kind in ASKS:
            said.append(f"<p>{escape(step.text)}</p>")
        if step.answers:
            said.append(f"<p>{'&emsp;'.join(f'☐ {escape(one)}' for one in step.answers)}</p>")
        if step.question:
            said.append(f'<p class="asks">{escape(step.question)}</p>')
        if presenter and step.notes:
            said.append(f'<p class="notes">{escape(step.notes)}</p>')
        title = escape(texts(f"tour.{step.kind}"))
        yield f'<tr><td class="when">{when}</td><td class="what">{title}</td><td>{"".join(said)}</td></tr>'


def named_in(step: Step, texts: Texts) -> str:
    """The fork that a step makes or shows, or the two that it compares; of a check on luck, what its button says."""
    deeds = step.deeds
    if "luck" in deeds:
        return step.button
    names = [deeds["fork"]["name"]] if "fork" in deeds else deeds.get("compare", deeds.get("lines", ()))
    if "show" in deeds:
        names = [deeds["show"]]
    return " / ".join(name or texts("word.original") for name in names)
