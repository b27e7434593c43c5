"""Files and options as nobody should make them: seeded mutations, each of which must end in a result or in a few lines.

`python -m tests.brought.fuzz 10000` tries so many files of every format, and as many options; `... 10000 xlsx` those of
one alone. It says how long the slowest took, and how much memory there was at most. A case that fails is made again by
its format and number.
"""

from __future__ import annotations

import io
import random
import resource
import sys
import time
import warnings
import zipfile
from collections import Counter
from pathlib import Path
from string import Formatter

from samenspel.brought.options import CHOICES, options_of, scales_of
from samenspel.brought.parts import Source
from samenspel.brought.ratings import rated_roster
from samenspel.brought.reader import read
from samenspel.cli import asked
from samenspel.errors import LONGEST_LINE, MOST_SAID, FindingsError, InputError
from samenspel.networks import NO_EDGES, count_themes, settle
from samenspel.scenario import load, parse, with_changes

from .cases import held, spreadsheet

BUILT_IN = Path(__file__).parents[2] / "simulation" / "scenarios"
PAJEK = '*Vertices 3\n1 "Gemeente" 0.1 0.2\n2 "Zorg Noord"\n3 "Huis"\n*Arcs\n1 2 3\n2 3 1.5\n*Edges\n1 3 2\n'
DL = "dl n=3 format=fullmatrix\nlabels:\nGemeente,Zorg,Huis\ndata:\n0 1 0\n1 0 1\n0 0 0\n"
DL_LIST = "dl n=3, format=edgelist1\nlabels embedded\ndata:\nGemeente Zorg 3\nZorg Huis 1\n"
GEXF = (
    '<gexf xmlns="http://gexf.net/1.3"><graph defaultedgetype="directed"><attributes class="node"><attribute id="0" '
    'title="autonomy" type="float"/></attributes><nodes><node id="a" label="Gemeente"><attvalues><attvalue for="0" '
    'value="0.4"/></attvalues></node><node id="b" label="Zorg"/><node id="c"/></nodes><edges><edge source="a" '
    'target="b" weight="2.0"/><edge source="b" target="c" type="undirected"/></edges></graph></gexf>'
)
SHOWN = 5  # failures of a format that are told one by one
NASTY = (
    b"", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b"'", b",", b";", b"\t", b"\n", b"\r",
    b"9" * 5000, b"-1e-999", b"1e999", b"NaN", b"inf", b"0x" + b"f" * 5000, b"=1+1", b"1.000", b"3,5", b"-99",
    b"999", b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\x1b[31m", b"<", b">", b"&", b"&amp;", b"<!ENTITY a 'b'>",
    b"]]>", b"*Vertices 99999999", b"dl n=999999", b"[" * 3000, b"{" * 3000, b"a." * 3000, b"org_id", b"from",
    b"trust_1to1", b"wave", b"score", b"(from)", b"{}", b"{got}", b"A" * 70_000, b"\xcc\x88", b"0", b"1",
    b"true", b"ja", b"None", "é".encode("cp1252"), "“".encode(),
)  # fmt: skip


def originals() -> dict[str, list[tuple[str, bytes]]]:
    """The files that mutations begin with, by format: the first is mutated, or any."""
    return {
        "csv": [*held("imp_00_base").items()],
        "matrix": [*held("imp_40_matrix").items()],
        "gephi": [*held("imp_42_gephi").items()],
        "xlsx": [("survey.xlsx", spreadsheet("imp_00_base"))],
        "graphml": [*held("sc_g1_gephi").items()],
        "gexf": [("n.gexf", GEXF.encode())],
        "pajek": [("n.net", PAJEK.encode())],
        "dl": [("n.dl", DL.encode())],
        "dl_list": [("n.dl", DL_LIST.encode())],
        "toml": [("s.toml", (BUILT_IN / "merger.toml").read_bytes())],
    }


def mutated(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """The bytes after one to six changes."""
    for _ in range(chance.randint(1, 6)):
        at, to = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
        to = min(to, at + chance.choice((1, 1, 4, 30, 5000)))
        match chance.randrange(8):
            case 0:
                data = data[:at] + data[to:]
            case 1:
                data = data[:at] + data[at:to] * chance.choice((2, 3, 50)) + data[to:]
            case 2 | 3 | 4:
                data = data[:at] + chance.choice(NASTY) + data[to:]
            case 5:
                data = data[:at] + bytes(chance.randrange(256) for _ in range(to - at)) + data[to:]
            case 6:
                other = chance.choice(others)
                data = data[:at] + other[chance.randint(0, len(other)) :][:200] + data[to:]
            case 7:
                try:
                    data = data.decode("utf-8").encode(chance.choice(("utf-16", "cp1252", "utf-8-sig", "utf-16-le")))
                except UnicodeError:
                    data = data[:at]
    return data[:400_000]


def repacked(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A spreadsheet of which one part is mutated, and the archive around it is whole."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(written, "w") as new:
        names = parts.namelist()
        cells = [name for name in names if "sheet" in name or "Strings" in name]
        changed = chance.choice(cells if chance.random() < 0.8 else names)
        for name in names:
            part = parts.read(name)
            new.writestr(name, mutated(part, chance, others) if name == changed else part)
    return written.getvalue()


def some_options(chance: random.Random) -> dict:
    """Options of the reader, some of them wild."""
    said: dict = {}
    for name, words in CHOICES.items():
        if chance.random() < 0.3:
            said[name] = chance.choice((*words, *words, "x", 3, None, ""))
    if chance.random() < 0.3:
        said["scale"] = {
            chance.choice(("trust", "value", "x", "")): chance.choice(([1, 5], (4, 1), [1, 1], "1:5", [1], None))
        }
    if chance.random() < 0.05:
        said["theme"] = chance.choice(({"Wij vertrouwen elkaar": "relation"}, {"": "none"}, {"x": 3}, {}, "relation"))
    if chance.random() < 0.05:
        said["same"] = chance.choice(({"Welzijn West": "GGD"}, {"x": None}, {"": ""}, 7))
    if chance.random() < 0.2:
        said["missing"] = chance.choice(("999", ["x", "y"], 7, []))
    if chance.random() < 0.2:
        said["wave"] = chance.choice(("1", 1, "", None, "é"))
    return said


def of_file(kind: str, number: int, files: dict[str, list[tuple[str, bytes]]]) -> None:
    """Read a mutated file."""
    chance = random.Random(f"{kind} {number}")
    others = [data for held in files.values() for _, data in held]
    brought = list(files[kind])
    place = chance.randrange(len(brought))
    name, data = brought[place]
    within = kind == "xlsx" and chance.random() < 0.7
    brought[place] = (name, repacked(data, chance, others) if within else mutated(data, chance, others))
    if kind == "toml":
        from samenspel.reading import decoded

        parse(decoded(brought[0][1]), "s")
        return
    said = some_options(chance) if chance.random() < 0.5 else {"weight": "trust"} if kind == "matrix" else {}
    options = options_of(said)
    roster = rated_roster(read([Source(name, data) for name, data in brought], options))
    settle(roster, count_themes(roster)).state(NO_EDGES)


def of_option(number: int) -> None:
    """Take mutated options of a command."""
    chance = random.Random(f"option {number}")
    base = chance.choice(
        (b"trust.initial=0.5", b"rounds=12", b"seed=3", b"logic=network", b"trust=1:5", b"decision.form=lead")
    )
    text = mutated(base, chance, [base]).decode("utf-8", errors="replace")[:5_000]
    if chance.random() < 0.3:
        scales_of([text])
    else:
        with_changes(load("baseline"), asked([text], "--set"))


def check_told(error: InputError) -> None:
    """A refusal is a few lines that fit on a screen, each of which says what is wrong."""
    lines = str(error).split("\n")
    assert len(lines) <= MOST_SAID + 1, len(lines)
    assert all(len(line) <= 2 * LONGEST_LINE + 1_000 for line in lines), max(map(len, lines))
    assert all(map(is_told, error.findings if isinstance(error, FindingsError) else (error,))), lines


def is_told(error: InputError) -> bool:
    """Whether a refusal says what is wrong: nothing of its template is left open, and it says what was got or allowed.

    What cannot be read at all says what it is not, and why.
    """
    said, names = str(error.message), {name for _, name, _, _ in Formatter().parse(error.message.template) if name}
    words = ("got", "allowed", "no ", "not ", "missing", "twice", "already", "must", "has answered", "which", "unknown",
             "may be the same")  # fmt: skip
    return names <= error.message.values.keys() and bool(said.strip()) and any(word in said for word in words)


def outcome(act) -> str:
    """What came of a case: a result, or lines that fit on a screen and say what is wrong."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            act()
    except InputError as error:
        check_told(error)
        return "refused"
    return "read"


def main(count: int, *kinds: str) -> None:
    """Try so many mutations of every format, or of those named, and of options."""
    files = originals()
    for kind in kinds or (*files, "option"):
        begun, slowest, found = time.perf_counter(), (0.0, -1), Counter()
        for number in range(count):
            at = time.perf_counter()
            try:
                found[outcome(lambda: of_option(number) if kind == "option" else of_file(kind, number, files))] += 1  # noqa: B023
            except Exception as failure:
                found["FAILED"] += 1
                if found["FAILED"] <= SHOWN:
                    print(f"{kind} {number}: {type(failure).__name__}: {str(failure)[:300]!r}", flush=True)
            slowest = max(slowest, (time.perf_counter() - at, number))
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        took = time.perf_counter() - begun
        print(
            f"{kind}: {dict(found)}; {took:.0f} s, slowest {slowest[0]:.2f} s (number {slowest[1]}); {held:.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
