"""What the scenarios show, in docs/scenarios.md: `python -m samenspel.studies.cases.listing` measures it anew.

It also gives every scenario that states a seed that of a typical run, in the scenario's own file, and keeps in
measured.toml of what the page was made, so that a test finds a row that is older than its scenario.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from samenspel.cli import run_alone
from samenspel.experiments.listing import DOCS, checked, written
from samenspel.experiments.store import declared_digest
from samenspel.scenario import BUILT_IN, Scenario, load, names
from samenspel.view import tours
from samenspel.view.asked import Question, questions

from .asked import Asked, ask
from .case import OFTEN, SEEDS, Case, measure

PAGE = DOCS / "scenarios.md"
COMMAND = "samenspel.studies.cases.listing"
MEASURED = Path(__file__).with_name("measured.toml")
LEAST_LEFT = 0.01  # share of runs from which it is said who leaves


def lists(cases: Iterable[Case], asked: Iterable[Asked]) -> dict[str, list[Sequence[str]]]:
    """The three tables of the page by their names."""
    cases = list(cases)
    return {
        "logics": [
            ("scenario", "logic", "value", "felt", "goal lost", "how it ends", "leaves most", "gains least"),
            *(row for case in cases for row in of_logics(case)),
        ],
        "turns": [
            ("scenario", "what happens", "best lever", "what the group can decide"),
            *(of_turns(case) for case in cases),
        ],
        "asked": [("scenario", "what its tour asks", "answers", "clear by"), *(of_question(one) for one in asked)],
    }


def of_logics(case: Case) -> list[Sequence[str]]:
    """How a case comes out under each logic; as it stands only if that is neither."""
    ways = case.ended if case.mixed else {way: one for way, one in case.ended.items() if way != "as it stands"}
    rows = []
    for way, one in ways.items():
        (least, gain), (leaver, share) = one.least, one.leaver
        ends = ", ".join(f"{end} {part:.0%}" for end, part in one.ends.items() if part >= OFTEN)
        leaves = f"{leaver} {share:.0%}" if share >= LEAST_LEFT else "nobody"
        rows.append(
            (
                f"`{case.scenario.name}`", way, f"{one.value:+.2f}", f"{one.felt:.1f}", f"{one.lost:.0%}", ends,
                leaves, f"{least} {gain:+.2f}",
            )
        )  # fmt: skip
    return rows


def of_turns(case: Case) -> Sequence[str]:
    """What events, levers and choices make of a case: change of value, and runs that end otherwise."""
    lever, gain = case.best
    return (
        f"`{case.scenario.name}`",
        "; ".join(f"{name} {one.value:+.2f} ({one.otherwise:.0%})" for (_, name), one in case.events.items()) or "–",
        f"{lever} {gain:+.2f}",
        "; ".join(f"{name} {one.value:+.2f} ({one.otherwise:.0%})" for name, one in case.choices.items()) or "–",
    )


def of_question(asked: Asked) -> Sequence[str]:
    """What a tour asks, in its own words, and what each answer comes to; the right one in bold."""
    predict = prediction(asked.question.scenario)
    answers = [
        f"{answer} {asked.written(mean)}" for answer, mean in zip(predict.answers, asked.means, strict=False)
    ]  # the last answer, that there is no difference, has no runs
    answers[asked.right] = f"**{answers[asked.right]}**"
    margin = f"{asked.margin:+.2f}" if asked.question.by_how_much else f"{asked.margin:.0%} of runs"
    return (f"`{asked.question.scenario}`", predict.text, "; ".join(answers), margin)


def prediction(name: str) -> tours.Step:
    """The step of a tour in which a group predicts, in English."""
    return next(step for step in tours.read(name, "en") if step.answers)


def made_of(scenario: Scenario, question: Question) -> str:
    """Fingerprint of what the rows of a scenario come from, but for the model; its texts and its seed are not in it."""
    told = (scenario.rounds, scenario.parameters, scenario.events, dict(scenario.choices), scenario.stays)
    predict = prediction(scenario.name)
    asks = (question, predict.text, predict.answers)
    who = declared_digest(scenario, SEEDS.start)
    return hashlib.sha256(repr((told, asks, who)).encode()).hexdigest()[:16]


def kept(fingerprints: Mapping[str, str]) -> str:
    """The text of the file that says of what the page was made."""
    lines = [f'{name} = "{fingerprint}"' for name, fingerprint in fingerprints.items()]
    return "\n".join([f"# Of what docs/scenarios.md was made; written by `python -m {COMMAND}`.", *lines, ""])


def with_seed(text: str, seed: int) -> str:
    """The text of a scenario file with another seed."""
    return re.sub(r"(?m)^seed = \d+", f"seed = {seed}", text, count=1)


def main() -> None:
    """Measure every scenario anew, and write docs/scenarios.md and the seed of a typical run of each."""
    page = checked(PAGE)
    asked = {name: ask(question, SEEDS) for name, question in questions().items()}
    measured = [measure(load(name), SEEDS, asked[name].telling) for name in names()]
    for one in measured:
        file = BUILT_IN / f"{one.scenario.name}.toml"
        file.write_text(with_seed(file.read_text(encoding="utf-8"), one.typical), encoding="utf-8")
    fingerprints = {name: made_of(load(name), one.question) for name, one in asked.items()}
    MEASURED.write_text(kept(fingerprints), encoding="utf-8")
    page.write_text(
        written(page.read_text(encoding="utf-8"), lists(measured, asked.values()), COMMAND), encoding="utf-8"
    )


if __name__ == "__main__":
    run_alone(main, COMMAND)
