"""What is wrong with input is said in Dutch too: every line of the model, with names as people wrote them."""

from __future__ import annotations

import ast
import re
import time
import tomllib
from pathlib import Path

import pytest

import samenspel
from samenspel.errors import InputError, nearest
from samenspel.events import Event
from samenspel.reading import check_known, inside, show
from samenspel.view import upload
from samenspel.view.address import Branch, Setting, decode
from samenspel.view.desk import Desk
from samenspel.view.texts import HERE, LANGUAGES
from samenspel.view.texts.errors import MOST_CHARACTERS, PLACEHOLDER, said

MODEL = Path(samenspel.__file__).parent
NOT_OF_THE_PAGE = {"cli.py", "command.py", "server.py"}
ENGLISH = re.compile(
    r"\b(got|allowed|did you mean|unknown|missing|line|row|column|columns|number|whole|share|already|there|which|the|"
    r"at most|at least|from|to|as|and|or|nothing|text|true or|per round|has been|after)\b"
)
TWO = '[[organisations]]\nname = "a"\n[[organisations]]\nname = "b"\n'
SURVEY = '[network]\norgs = "orgs.csv"\nties = "ties.csv"\n'


def catalogue(language="nl"):
    return tomllib.loads((HERE / f"errors.{language}.toml").read_text(encoding="utf-8"))


# --- complete, and no more than that -----------------------------------------------------------------------------


def written(node):
    """A text as the code writes it, `{}` for each value; None for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(one.value if isinstance(one, ast.Constant) else "{}" for one in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = written(node.left), written(node.right)
        return None if parts == (None, None) else "".join("{}" if part is None else part for part in parts)
    return None


def bare(text):
    """A line without the places before it, that are values; values beside one another are one."""
    text = PLACEHOLDER.sub("{}", text).replace("{} {}", "{}")
    text = re.sub(r"^(?:(?:\w+ )?\{\}: )+", "", text)  # {where}: or line {line}:
    return re.sub(r"^\{\}(?=['\w])", "", text)  # {prefix}unknown


def lines_of(source, name):
    """Every line that a module says of input, with where it says it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "InputError":
            text = written(node.args[0])
            if text is None:
                assert ast.unparse(node) == "InputError(message)", f"{name}:{node.lineno}: not written as a text"
                continue  # `reading.inside`, which puts a place before another line
            yield bare(text), f"{name}:{node.lineno}: {text}"


def modules():
    files = [*MODEL.glob("*.py"), *(MODEL / "mechanisms").glob("*.py"), *(MODEL / "view").rglob("*.py")]
    return [path for path in sorted(files) if path.name not in NOT_OF_THE_PAGE]


def model_says():
    return {line: at for path in modules() for line, at in lines_of(path.read_text(encoding="utf-8"), path.name)}


def without_translation(lines, templates):
    return [at for line, at in lines.items() if line not in {bare(english) for english in templates}]


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_line_of_the_model_has_a_translation(language):
    """Oracle: the sources."""
    lines = model_says()
    assert len(lines) > 80
    assert without_translation(lines, catalogue(language)["message"]) == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_translation_is_of_a_line_that_nobody_says(language):
    """Oracle: the sources; a template may also name the place before a line, `header: no column`."""
    lines = model_says()
    templates = {english: bare(english) for english in catalogue(language)["message"]}
    assert [one for one, line in templates.items() if not {line, line.partition(": ")[2]} & lines.keys()] == []


@pytest.mark.parametrize(
    "code",
    [
        'InputError("a new line")',
        'InputError(f"{where}: a new line, got {value!r}")',
        'InputError(f"line {number}: a new line" f", got {value}")',
        'InputError("got " + show(value) + ", allowed: a new line")',
        'errors.InputError(f"got {value}, allowed: a new {what}{nearest(value, known)}")',
    ],
)
def test_a_new_line_would_be_found(code):
    lines = dict(lines_of(f"if wrong:\n    raise {code}", "new.py"))
    (missing,) = without_translation(lines, catalogue()["message"])
    assert missing.startswith("new.py:2: ")
    assert "new" in missing.partition(": ")[2]


@pytest.mark.parametrize(
    ("code", "template"),
    [
        (
            'InputError(f"{where} {place}: got {a}, " f"allowed: {b}{nearest(a, b)}")',
            "got {value}, allowed: {b}{likely}",
        ),
        ('InputError(f"{place}unknown {what} {name}")', "unknown {what} {name}"),
        ('InputError(f"line {line}: not CSV: {problem}")', "not CSV: {problem}"),
        ("""InputError(f"{prefix}'{name}' is missing")""", "'{name}' is missing"),
    ],
)
def test_a_line_is_known_without_its_place(code, template):
    assert without_translation(dict(lines_of(code, "known.py")), [template]) == []


@pytest.mark.parametrize("kind", catalogue())
def test_a_translation_has_all_that_the_line_has(kind):
    """Oracle: the placeholders of both; what Python adds of its own may go."""
    for english, translation in catalogue()[kind].items():
        names = [set(PLACEHOLDER.findall(text)) - {"rest"} for text in (english, translation)]
        assert names[0] == names[1], english
        assert translation.strip(" ")
        assert translation.startswith(" ") == english.startswith(" ")


def test_every_unit_of_a_range_has_a_translation_and_no_other_has():
    """Oracle: the sources, in which a unit is the third argument of `number` and `whole`."""
    units = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") in {"number", "whole"}
                and len(node.args) > 3
            ):
                units.add(ast.literal_eval(node.args[2]))
    assert catalogue()["unit"].keys() == units


def test_every_kind_of_thing_that_may_be_unknown_has_a_translation():
    """Oracle: the sources, in which it is the last argument of `check_known`."""
    whats = {check_known.__defaults__[-1]}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "check_known" and len(node.args) == 4:
                whats.add(ast.literal_eval(node.args[3]))
    assert len(whats) > 3
    assert whats <= catalogue()["what"].keys()


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
            "a.toml: organisations 2: sleutel 'seize' is onbekend (bedoelt u 'size'?), toegestaan: name, "
            "size, autonomy, loyalty, home, commitment, skill, outside, burden, room, right, ratifies, affective, "
            "moral, instrumental, interests, salience, frame, perception, lead, member, stake",
        ),
        (
            opens(a_toml=TWO + "size = -1"),
            "a.toml: organisations 2: size: kreeg -1, toegestaan: een getal van 1e-06 tot en met 1e+06 (verhouding)",
        ),
        (
            opens(a_toml=TWO + "[parameters]\ntrust.gian = 0.2"),
            "a.toml: parameters: parameter 'trust.gian' is onbekend (bedoelt u 'trust.gain'?)",
        ),
        (opens(a_toml=TWO.replace('"b"', '"a"')), "a.toml: organisations 2: de naam 'a' is er al, in organisations 1"),
        (opens(a_toml='name "a"'), "a.toml: dit is geen TOML: na een sleutel moet '=' staan (op regel 1, teken 6)"),
        (
            opens(a_toml="x = {a = 1, a = 2}"),
            "a.toml: dit is geen TOML: de sleutel 'a' staat er twee keer (op regel 1, teken 18)",
        ),
        (opens(a_toml="x = " + "1" * 5000), "a.toml: dit is geen TOML: een getal heeft meer dan 4300 cijfers"),
        (opens(a_toml="x" * 2_000_000), "uw bestanden: kreeg 2.0 MB, toegestaan: hooguit 1 MB"),
        (opens(a_toml=f"rounds = 5000\n{TWO}"), "uw scenario: kreeg 5000 rondes, de pagina kan er hooguit 1000 aan"),
        (
            opens(a_toml='[network]\norgs = "x.csv"'),
            "a.toml: network: orgs: kreeg 'x.csv', toegestaan: een bestand dat u meebracht: geen",
        ),
        (opens(orgs_csv="naam\nA\n"), "orgs.toml: orgs.csv: eerste regel: kolom 'org_id' ontbreekt, kolommen: naam"),
        (
            opens(orgs_csv="org_id\nA\nB\nA\n"),
            "orgs.toml: orgs.csv: regel 4: org_id: 'A' is er al, op orgs.csv: regel 2",
        ),
        (
            opens(orgs_csv="org_id,size\nA,groot"),
            "orgs.toml: orgs.csv: regel 2: size: kreeg 'groot', toegestaan: een getal, of niets",
        ),
        (
            opens(orgs_csv='org_id\n"A\nB'),
            "orgs.toml: orgs.csv: regel 3: dit is geen CSV: een aanhalingsteken is niet gesloten",
        ),
        (
            opens(orgs_csv="org_id,wave\nA,1\nB,2"),
            "orgs.toml: orgs.csv: regel 3: kreeg wave '1' en '2', toegestaan: zeg welke",
        ),
        (
            opens(
                orgs_csv="org_id\nA\nB\n",
                ties_csv="van,naar\nA,B\n",
                a_toml=SURVEY + 'to = "naar"\nfrom = "van"\nothers = "no"',
            ),
            "a.toml: network: others: kreeg 'no', toegestaan: none, all (bedoelt u 'none'?)",
        ),
        (
            opens(
                orgs_csv="org_id\nA\nB\n",
                ties_csv="from,to,q\nA,B,5\n",
                a_toml=SURVEY + 'columns.trust = {from = "q", scale = [1, 4]}',
            ),
            "a.toml: ties.csv: regel 2: q: kreeg 5, toegestaan: 1 tot en met 4, zoals de schaal zegt",
        ),
        (opens(a_toml="need = []\n" + TWO), "a.toml: need: kreeg [], toegestaan: een lijst van ten minste 1"),
        (
            opens(a_xlsx="x", b_csv="y"),
            "uw bestanden: kreeg 'a.xlsx', toegestaan: een scenario (.toml), of orgs.csv en ties.csv",
        ),
        (
            opens(a_csv="x", b_csv="y"),
            "uw bestanden: kreeg 'a.csv' en 'b.csv', toegestaan: een scenario (.toml), of orgs.csv en ties.csv",
        ),
        (lambda: Desk(decode("round=veel")), "adres: round: kreeg 'veel', toegestaan: een geheel getal"),
        (
            lambda: Desk(decode("round=-1")),
            "adres: round: kreeg -1, toegestaan: een geheel getal van 0 tot en met 1000 (ronde)",
        ),
        (lambda: Desk(decode("what=AAAA")), "adres: het deel na 'what=' is beschadigd"),
        (
            lambda: Desk(Setting("nergens")),
            "scenario: kreeg 'nergens', toegestaan: area_development, baseline, disaster_response, education_labour, "
            "energy_transition, integrated_care, merger, supply_chain, survey_example",
        ),
        (late, "ronde 5 is al gespeeld; een gebeurtenis kan daarna komen"),
        (one_too_many, "er zijn al 3 wat-als-varianten; haal er eerst een weg"),
        (
            changed_to(trust_gain=7),
            "gebeurtenis 'Nieuwe wet': trust.gain: kreeg 7, toegestaan: een getal van 0 tot en met 1 (per ronde)",
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
    english = str(caught.value)
    assert said(english, "nl") == dutch
    assert said(english, "en") == english
    assert ENGLISH.search(english)
    frame = re.sub(r"'[^']*'|(toegestaan|kolommen): [\w, ]+$", "", dutch)
    assert not ENGLISH.search(frame), frame


# --- what people wrote stays ---------------------------------------------------------------------------------------

WILD = [
    "got", "got 3, allowed: text", "x: got 3, allowed: 1 to 3", "unknown key 'a'", "line 3", "line 3: got 'x', allowed",
    "<script>alert(1)</script>", "{value} {} {likely} {{0}}", r".*(a+)+$ \1 [^\]] \\", "\u202eאבג هذا", "a: b, c",
    "it's", "it's: got 3, allowed: text", 'say "got 1, allowed: text"', "' (did you mean 'x'?)", "🎈", "y" * 200,
    " and ", "none",
]  # fmt: skip


@pytest.mark.parametrize("wild", WILD)
def test_a_name_or_value_comes_through_as_it_is(wild):
    """Oracle: the same line with the value put into the Dutch by hand."""
    value = show(wild)
    for english, dutch in [
        (
            f"a.toml: lead: got {value}, allowed: true or false",
            f"a.toml: lead: kreeg {value}, toegestaan: true of false",
        ),
        (f"orgs.csv: line 2: a: got {value}, allowed: text", f"orgs.csv: regel 2: a: kreeg {value}, toegestaan: tekst"),
        (f"unknown key {value}, allowed: a, b", f"sleutel {value} is onbekend, toegestaan: a, b"),
        (f"b: the name {value} is there already, in a 1", f"b: de naam {value} is er al, in a 1"),
        (f"there is a fork '{wild}' already", f"er is al een wat-als-variant '{wild}'"),
        (f"a.toml: parameters: unknown parameter '{wild}'", f"a.toml: parameters: parameter '{wild}' is onbekend"),
        (f"event '{wild}': unknown parameter 'a.b'", f"gebeurtenis '{wild}': parameter 'a.b' is onbekend"),
        (
            f"event '{wild}': a.b: got {value}, allowed: a number from 0 to 1 (share)",
            f"gebeurtenis '{wild}': a.b: kreeg {value}, toegestaan: een getal van 0 tot en met 1 (aandeel)",
        ),
        (f"got {show([wild, 1])}, allowed: a table", f"kreeg {show([wild, 1])}, toegestaan: een tabel"),
        (f"got {show({wild: 1, 'b': 2})}, allowed: text", f"kreeg {show({wild: 1, 'b': 2})}, toegestaan: tekst"),
        (f"a: no column 'b', columns: {wild}, c", f"a: kolom 'b' ontbreekt, kolommen: {wild}, c"),
        (f"got {value} and {value}, allowed: one of them", f"kreeg {value} en {value}, toegestaan: een daarvan"),
    ]:
        assert said(english, "nl") == dutch


@pytest.mark.parametrize("wild", WILD)
def test_a_wild_name_in_a_file_comes_through_as_it_is(wild):
    """Oracle: the name; that the frame is Dutch."""
    name = re.sub(r'["\\]', lambda found: "\\" + found[0], wild)
    with pytest.raises(InputError) as caught:
        upload.opened({"a.toml": f'[[organisations]]\nname = "{name}"\n[[organisations]]\nname = "{name}"\n'})
    shown = show(wild.strip())
    assert said(str(caught.value), "nl") == f"a.toml: organisations 2: de naam {shown} is er al, in organisations 1"


def test_a_key_that_looks_like_a_line_is_a_place():
    with pytest.raises(InputError) as caught:
        upload.opened({"a.toml": '"got 1, allowed: text" = inf\n'})
    assert said(str(caught.value), "nl") == "a.toml: got 1, allowed: text: kreeg inf, toegestaan: een eindig getal"


def test_a_name_of_500_letters():
    with pytest.raises(InputError) as caught, inside("a.toml"):
        check_known(["y" * 500], ["x"], "parameters")
    assert re.fullmatch(
        r"a.toml: parameters: sleutel 'y+\.\.\.y+' is onbekend, toegestaan: x", said(str(caught.value), "nl")
    )
    line = f"unknown parameter '{'y' * 500}'{nearest('trust.gian', ['trust.gain'])}"
    assert said(line, "nl") == f"parameter '{'y' * 500}' is onbekend (bedoelt u 'trust.gain'?)"


@pytest.mark.parametrize(
    "line", ["", "got", ": ", "something else went wrong", "got 3, allowed", "x: got 3, allowed: a\nb: c", "{value}"]
)
def test_a_line_that_is_not_known_stays_as_it_is(line):
    assert said(line, "nl") == line
    assert said(line, "xx") == line


@pytest.mark.parametrize(
    "piece",
    ["got ", "a: ", "got : ", "'", " '\\", " 'a", '"', " of ", "got 1 of ", " (did you mean '", "unknown key ", "x",
     ", allowed: ", "event '", ": unknown parameter '", " and ", "got 1, allowed: ", "no column a, columns: ", "\0"],
)  # fmt: skip
@pytest.mark.parametrize("start", ["", "got ", "unknown parameter '", "event '", "upload: got "])
def test_no_line_takes_long(start, piece):
    """Oracle: the clock; of the longest line that is looked into, and of one of 100 kB."""
    line = start + piece * (100_000 // len(piece))
    for text in (line, line[:MOST_CHARACTERS]):
        began = time.perf_counter()
        said(text, "nl")
        assert time.perf_counter() - began < 0.5
    assert said(line, "nl") == line


def test_a_long_list_is_said_too():
    """Oracle: the list, joined by hand."""
    many = ["'x'"] * (MOST_CHARACTERS // 9)
    line = f"got {' and '.join(many)}, allowed: one of them"
    assert said(line, "nl") == f"kreeg {' en '.join(many)}, toegestaan: een daarvan"
