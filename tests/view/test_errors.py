"""What is wrong with input is said in Dutch too: every line of the model, with names as people wrote them."""

from __future__ import annotations

import ast
import csv
import io
import pickle
import tomllib
from pathlib import Path
from string import Formatter
from xml.parsers import expat

import pytest

import samenspel
import samenspel.experiments
from samenspel.dynamics import Parameters
from samenspel.errors import LONGEST_LINE, InputError, Message, inside, said, translations, visible
from samenspel.events import Event
from samenspel.parameters import changed, known_parameters
from samenspel.reading import Name, Several, check_known, show
from samenspel.view import upload
from samenspel.view.address import Branch, Setting, decode
from samenspel.view.desk import Desk
from samenspel.view.texts import LANGUAGES

MODEL, EXPERIMENTS = Path(samenspel.__file__).parent, Path(samenspel.experiments.__file__).parent
NOT_OF_THE_PAGE = {"ask.py", "cli.py", "command.py", "server.py"}
TRANSLATED = [language for language in LANGUAGES if language != "en"]
TWO = '[[organisations]]\nname = "a"\n[[organisations]]\nname = "b"\n'
SURVEY = '[network]\norgs = "orgs.csv"\nties = "ties.csv"\n'


def catalogue(language="nl"):
    return tomllib.loads((MODEL / f"errors.{language}.toml").read_text(encoding="utf-8"))


# --- complete, and no more than that -----------------------------------------------------------------------------


def modules():
    """Those whose errors the page, or a report, can show."""
    rooms = ("mechanisms", "brought", "collect", "group", "room")
    files = [*MODEL.glob("*.py"), *(path for room in rooms for path in (MODEL / room).glob("*.py"))]
    files += (MODEL / "view").rglob("*.py")
    files += [MODEL / "results" / f"{name}.py" for name in ("counsel", "misfit", "uncertainty")]
    files += [
        *(EXPERIMENTS / "analysis").glob("*.py"),
        *(EXPERIMENTS / "answers").glob("*.py"),
        EXPERIMENTS / "page.py",
    ]
    return [path for path in sorted(files) if path.name not in NOT_OF_THE_PAGE]


def calls(source, *names):
    """Every call of a function by one of these names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names:
            yield node


def templates_of(node):
    """The templates that a call may say, None for one that is not written in it, and what fills them."""
    first = node.args[0]
    choices = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    return [one.value if isinstance(one, ast.Constant) else None for one in choices], {k.arg for k in node.keywords}


def placeholders(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def said_in(source):
    """The templates that a module says, those with words."""
    found = {one for node in calls(source, "InputError", "Message") for one in templates_of(node)[0] if one}
    found |= {ast.literal_eval(node.args[3]) for node in calls(source, "check_known") if len(node.args) == 4}
    return {one for one in found if any(word.isalpha() for text, *_ in Formatter().parse(one) for word in text)}


def units_in(source):
    """The units that a module declares: the third argument of `number` and `whole`."""
    return {ast.literal_eval(node.args[2]) for node in calls(source, "number", "whole") if len(node.args) > 3}


def the_model_says():
    texts = [path.read_text(encoding="utf-8") for path in modules()]
    others = {" and ", ".", ",", upload.OWN, check_known.__defaults__[-1]}  # that no call has as its template
    units = {declared.unit for declared in known_parameters(Parameters).values()} - {"choice"}
    return others.union(units, *map(said_in, texts), *map(units_in, texts))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_line_has_a_translation_and_every_translation_has_a_line(language):
    """Oracle: the sources; what libraries say may be translated."""
    lines, known = the_model_says(), translations(language)
    assert len(lines) > 150
    assert lines - known.keys() == set()
    assert known.keys() - lines == catalogue(language)["library"].keys() - lines
    assert len(known) == sum(map(len, catalogue(language).values()))  # none in two tables


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_line(language):
    for english, translation in translations(language).items():
        assert placeholders(english) == placeholders(translation), english
        assert translation.strip()
        assert translation.startswith(" ") == english.startswith(" ")


def test_what_libraries_are_said_to_say_they_say():
    """Oracle: the sources of tomllib, the messages of expat, and what is said of a quote that is not closed."""
    with pytest.raises(csv.Error) as of_csv:
        list(csv.reader(io.StringIO('"a'), strict=True))
    with pytest.raises(tomllib.TOMLDecodeError) as of_toml:
        tomllib.loads('a = "b\n"')
    toml = Path(tomllib.__path__[0], "_parser.py").read_text(encoding="utf-8")
    words = [one for one in catalogue()["library"] if not placeholders(one)]
    known = {*expat.errors.codes, str(of_csv.value), str(of_toml.value).partition(" (")[0]}
    assert [one for one in words if one not in known and one.replace("\\", "\\\\") not in toml] == []


@pytest.mark.parametrize("path", [*MODEL.rglob("*.py"), *EXPERIMENTS.rglob("*.py")], ids=lambda path: path.stem)
def test_every_placeholder_is_filled_where_an_error_is_raised(path):
    """Oracle: the sources. A page can show only what has a template; the command line speaks English alone."""
    free = {"self.template", "template", "self.unit", "what", "fault", "scenario.name", "declared.unit"}
    free |= {"condition"}  # each of the five has a translation
    for node in calls(path.read_text(encoding="utf-8"), "InputError", "Message"):
        templates, values = templates_of(node)
        for template in templates:
            if template is not None:
                names = placeholders(template) if values else set(filter(str.isidentifier, placeholders(template)))
                assert names == values, f"{path}:{node.lineno}"
            elif path in modules():
                assert ast.unparse(node.args[0]) in free, f"{path}:{node.lineno}: not a template"


@pytest.mark.parametrize(
    ("code", "template"),
    [
        ('raise InputError("a new line", where)', "a new line"),
        ('raise errors.InputError("a new line, got {got}", got=3)', "a new line, got {got}"),
        ('Message("one" if few else "many {number}", number=3)', "many {number}"),
        ('check_known(names, known, where, "person")', "person"),
    ],
)
def test_a_new_line_would_be_found(code, template):
    assert template in said_in(code)
    assert template not in translations("nl")


def test_a_new_unit_would_be_found():
    assert units_in('whole(1, 2, "litres", "how much")') == {"litres"}


# --- what people meet ----------------------------------------------------------------------------------------------


def opens(**files):
    return lambda: upload.opened({name.replace("_", "."): text for name, text in files.items()})


def late():
    desk = Desk(Setting("baseline"))
    desk.session.go(5)
    desk.session.fork("laat", [Event(3, "laat", {"decision.quorum": 0.6})])


def changed_to(**changes):
    event = Event(1, "Nieuwe wet", {name.replace("_", "."): value for name, value in changes.items()})
    return lambda: Desk(Setting("merger", branches=(Branch("", 0, (event,)),)))


def one_too_many():
    desk = Desk(Setting("baseline"))
    for name in "abcd":
        desk.session.show(0)
        desk.session.fork(name, [Event(1, name, {"decision.quorum": 0.6})])


@pytest.mark.parametrize(
    ("act", "dutch"),
    [
        (
            opens(a_toml=TWO + "seize = 1"),
            "a.toml: organisations 2: sleutel 'seize' is onbekend (bedoelt u 'size'?); dat moet zijn: name, "
            "size, autonomy, loyalty, home, commitment, skill, outside, burden, room, right, ratifies, affective, "
            "moral, instrumental, interests, salience, frame, perception, lead, member, stays, stake, wants, ...",
        ),
        (
            opens(a_toml=TWO + "size = -1"),
            "a.toml: organisations 2: size: hier staat -1; dat moet zijn: een getal van 1e-06 tot en met 1e+06 "
            "(verhouding)",
        ),
        (
            opens(a_toml=TWO + "[parameters]\ntrust.gian = 0.2"),
            "a.toml: parameters: parameter 'trust.gian' is onbekend (bedoelt u 'trust.gain'?)",
        ),
        (opens(a_toml=TWO.replace('"b"', '"a"')), "a.toml: organisations 2: de naam 'a' is er al, in organisations 1"),
        (opens(a_toml='name "a"'), "a.toml: dit is geen TOML: na een sleutel moet '=' staan (op regel 1, teken 6)"),
        (
            opens(a_toml="x = {a = 1, a = 2}"),
            "a.toml: dit is geen TOML: Duplicate inline table key 'a' (op regel 1, teken 18)",
        ),
        (opens(a_toml="x" * 2_000_000), "uw bestanden: hier staat 2,0 MB; dat moet zijn: hooguit 1 MB"),
        (
            opens(a_toml=f"rounds = 5000\n{TWO}"),
            "uw scenario: hier staat 5000 rondes, de pagina kan er hooguit 1000 aan",
        ),
        (
            opens(a_toml='[network]\norgs = "x.csv"'),
            "a.toml: network: orgs: hier staat 'x.csv'; dat moet zijn: een bestand dat u meebracht: geen",
        ),
        (
            opens(orgs_csv="wie\nA\n"),
            "orgs.csv: kopregel: er ontbreekt een kolom met de organisaties. Die mag bijvoorbeeld heten: "
            "Organisatie, Naam, Deelnemer of Code. Kolommen nu: wie",
        ),
        (
            opens(orgs_csv="org_id\nA\nB\nA\n"),
            "orgs.csv: regel 4: org_id: 'A' is er al, op orgs.csv: regel 2",
        ),
        (
            opens(orgs_csv="org_id,size\nA,groot\nB,"),
            "orgs.csv: regel 2: size: hier staat 'groot'; dat moet zijn: een getal, of niets",
        ),
        (
            opens(orgs_csv='org_id\n"A\nB'),
            "orgs.csv: regel 2: dit is geen CSV: een aanhalingsteken is niet gesloten",
        ),
        (
            opens(orgs_csv="org_id,autonomy\nA,9\nB,2\nC,3", ties_csv="from,to,trust\nA,B,0\nB,D,4"),
            "orgs.csv: regel 2: autonomy: hier staat 9, en nergens staat op welke schaal\n"
            "ties.csv: regel 2: trust: hier staat 0; dat moet zijn: 1 tot en met 4, want "
            "er is geen schaal gegeven\nties.csv: regel 3: to: "
            "organisatie 'D' is onbekend; dat moet zijn: A, B, C",
        ),
        (
            opens(
                orgs_csv="org_id\nA\nB\n",
                ties_csv="van,naar\nA,B\n",
                a_toml=SURVEY + 'to = "naar"\nfrom = "van"\nothers = "no"',
            ),
            "a.toml: network: others: hier staat 'no'; dat moet zijn: none, all (bedoelt u 'none'?)",
        ),
        (
            opens(
                orgs_csv="org_id\nA\nB\n",
                ties_csv="from,to,q\nA,B,5\n",
                a_toml=SURVEY + 'columns.trust = {from = "q", scale = [1, 4]}',
            ),
            "a.toml: ties.csv: regel 2: q: hier staat 5; dat moet zijn: 1 tot en met 4, zoals de schaal zegt",
        ),
        (opens(a_toml="need = []\n" + TWO), "a.toml: need: hier staat []; dat moet zijn: een lijst van ten minste 1"),
        (
            opens(a_pdf="x", b_csv="y"),
            "uw bestanden: hier staat 'a.pdf'; dat moet zijn: een scenario (.toml), of orgs.csv en ties.csv en "
            "conditions.csv en .xlsx en .graphml en .gexf en .net en .dl",
        ),
        (
            opens(a_csv="x", b_csv="y"),
            "geen van de bestanden noemt de organisaties, hier staat: a.csv, b.csv",
        ),
        (lambda: Desk(decode("round=veel")), "adres: round: hier staat 'veel'; dat moet zijn: een geheel getal"),
        (
            lambda: Desk(decode("round=-1")),
            "adres: round: hier staat -1; dat moet zijn: een geheel getal van 0 tot en met 1000 (ronde)",
        ),
        (lambda: Desk(decode("what=AAAA")), "adres: het deel na 'what=' is beschadigd"),
        (
            lambda: Desk(Setting("nergens")),
            "scenario: hier staat 'nergens'; dat moet zijn: area_development, baseline, disaster_response, "
            "education_labour, energy_transition, integrated_care, merger, ngo_consortium, port_data, refugee_housing, "
            "regional_energy_strategy, safety_house, supply_chain, survey_example, youth_care",
        ),
        (late, "ronde 5 is al gespeeld; een gebeurtenis kan daarna komen"),
        (one_too_many, "er zijn al 3 wat-als-varianten; haal er eerst een weg"),
        (
            changed_to(trust_gain=7),
            "gebeurtenis 'Nieuwe wet': trust.gain: hier staat 7; dat moet zijn: een getal van 0 tot en met 1 "
            "(per ronde)",
        ),
        (
            changed_to(trust_gian=0.1),
            "gebeurtenis 'Nieuwe wet': parameter 'trust.gian' is onbekend (bedoelt u 'trust.gain'?)",
        ),
    ],
)
def test_what_people_do_wrong_is_said_in_dutch(act, dutch):
    """Oracle: the lines, written here by hand; no English word of a frame is in them."""
    with pytest.raises(InputError) as caught:
        act()
    assert said(caught.value, "nl") == dutch
    assert said(caught.value, "en") == said(caught.value, "xx") == str(caught.value) != dutch


# --- what people wrote stays ---------------------------------------------------------------------------------------

WILD = [
    "got", "got {got}", "x: got 3, allowed: 1 to 3", "unknown key 'a'", "line", "line 3: got 'x', allowed", "event",
    "<script>alert(1)</script>", "{value} {} {likely} {{0}}", r".*(a+)+$ \1 [^\]] \\", "\u202eאבג هذا", "a: b, c",
    "it's", "{got.__class__}", 'say "got 1, allowed: text"', "' (did you mean 'x'?)", "🎈", "y" * 200, " and ", "none",
]  # fmt: skip


@pytest.mark.parametrize("wild", WILD)
def test_a_name_or_value_comes_through_as_it_is(wild):
    """Oracle: the same line with the value put into the Dutch by hand."""
    value, name, seen = show(wild), wild.strip(), visible(wild.strip())
    with pytest.raises(InputError) as caught, inside(name):
        Several(Name()).read([name, 3], name)
    assert said(caught.value, "nl") == f"{seen}: {seen}: onderdeel 2: hier staat 3; dat moet zijn: tekst"
    with pytest.raises(InputError) as caught:
        check_known([wild], ["a", "b"])
    assert said(caught.value, "nl") == f"sleutel {value} is onbekend; dat moet zijn: a, b"
    with pytest.raises(InputError) as caught:
        changed(Parameters(), {"a.b": 3}, Message("event '{name}'", name=name))
    assert said(caught.value, "nl") == f"gebeurtenis '{seen}': parameter 'a.b' is onbekend"


@pytest.mark.parametrize("wild", WILD)
def test_a_wild_name_in_a_file_comes_through_as_it_is(wild):
    """Oracle: the name; that the frame is Dutch."""
    name = wild.replace("\\", "\\\\").replace('"', '\\"')
    with pytest.raises(InputError) as caught:
        upload.opened({"a.toml": f'[[organisations]]\nname = "{name}"\n[[organisations]]\nname = "{name}"\n'})
    shown = " ".join(show(wild.strip()).split())
    assert said(caught.value, "nl") == f"a.toml: organisations 2: de naam {shown} is er al, in organisations 1"


# --- the error itself ----------------------------------------------------------------------------------------------


def test_an_error_says_where_what_got_allowed_and_nearest_apart():
    with pytest.raises(InputError) as caught, inside("a.toml"):
        changed(Parameters(), {"governance.form": "leed"})
    error = caught.value
    assert error.where == ("a.toml", "parameters", "governance.form")
    assert error.message.template == "got {got!r}, allowed: {allowed}{nearest}"
    assert error.message.values["got"] == "leed"
    assert error.message.values["nearest"].values == {"word": "lead"}
    assert str(error).startswith("a.toml: parameters: governance.form: got 'leed', allowed: ")


def test_an_error_survives_being_sent_to_another_process():
    with pytest.raises(InputError) as caught, inside("a.toml"):
        Several(known_parameters(Parameters)["trust.gain"]).read([0.1, 7], "x")
    sent = pickle.loads(pickle.dumps(caught.value))
    assert type(sent) is InputError
    assert str(sent) == "a.toml: x: item 2: got 7, allowed: a number from 0 to 1 (per round)"
    assert (
        said(sent, "nl")
        == "a.toml: x: onderdeel 2: hier staat 7; dat moet zijn: een getal van 0 tot en met 1 (per ronde)"
    )


def test_an_error_within_a_place_is_one_line_and_not_too_long():
    with pytest.raises(InputError) as caught, inside("a\nb"):
        raise InputError("got {got}, allowed: text", "", got="x" * 2000)
    assert str(caught.value).startswith("a b: got xxx")
    assert len(str(caught.value)) < LONGEST_LINE
    assert " ... " in said(caught.value, "nl")


def test_what_has_no_values_is_said_as_it_stands():
    assert str(InputError("{x} is no {y")) == "{x} is no {y"


HUGE = {
    "many texts": ("'x'",) * 5000,
    "long text": "x" * 10**6,
    "long number": 10**5000,
    "below zero": -(10**5000),
    "numbers in a list": [10**5000] * 9,
    "number in a table": {"a": 10**6000},
}


@pytest.mark.parametrize("value", HUGE.values(), ids=HUGE)
@pytest.mark.parametrize("template", ["got {got}, allowed: one of them", "got {got!r}, allowed: {got}"])
def test_whatever_the_value_its_line_is_bounded(template, value):
    """Oracle: the length; Python itself refuses to write a number of 5,000 digits."""
    line = said(InputError(template, got=value), "nl")
    assert "hier staat" in line or "got" in line
    assert len(line) < 3_000
