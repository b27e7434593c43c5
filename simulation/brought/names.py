"""Names of organisations as people write them: which are the same, and which may be.

Names that differ in capitals, spaces, signs, accents or a legal form are one, and that is said. Names that are near (a
slip of the pen, a plural, an abbreviation, an acronym between brackets) may be one: that is asked, once for each.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from snowballstemmer import stemmer

from ..errors import Findings, InputError, Message
from ..reading import show
from .words import LONGEST_HEADING, joined, plain

MOST_KEPT = 4096  # names of which is kept how they are compared
MOST_COMPARED = 400  # names of which it is asked whether two are near; in a longer list that would be a long wait
FEWEST_LETTERS = 5  # of a word in which a slip of the pen is told from another word
FEWEST_FOR_TWO = 8  # of one in which two are
LONGEST_ACRONYM = 6
LEGAL = frozenset(
    ("bv", "nv", "vof", "cv", "ua", "ba", "ltd", "limited", "inc", "llc", "plc", "gmbh", "ag", "sa", "bvba")
)
GENERAL = frozenset(("stichting", "vereniging", "cooperatie", "foundation", "association", "de", "het", "the"))
SHORT = {
    "gem": "gemeente", "st": "stichting", "stg": "stichting", "sticht": "stichting", "ver": "vereniging",
    "prov": "provincie", "ws": "waterschap", "zkh": "ziekenhuis", "coop": "cooperatie", "mun": "municipality",
    "hosp": "hospital", "dept": "department",
}  # fmt: skip
AND = {"&": " en ", "+": " en "}
STEMMERS = stemmer("dutch"), stemmer("english")
BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\w\s]+(?=\d)")
SIGNS = re.compile(r"[^\w\s]|_")


@lru_cache(maxsize=MOST_KEPT)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name by which it is compared: without accents, signs, and a legal form that it ends with.

    Examples
    --------
    >>> words_of("Café Zuid B.V."), words_of("Water & Land"), words_of("Route 1.1")
    (('cafe', 'zuid'), ('water', 'en', 'land'), ('route', '1x1'))
    """
    text = unicodedata.normalize("NFKD", plain(name[:LONGEST_HEADING]))
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    for sign, word in AND.items():
        text = text.replace(sign, word)
    text = BETWEEN_DIGITS.sub("x", text)
    text = re.sub(r"(?<=[^\W\d])\.(?=[^\W\d](\W|$))", "", text)  # B.V. is one word
    text = re.sub(r"\b([bn])[ .](v)\b", r"\1\2", text)
    found = SIGNS.sub(" ", re.sub(r"['\u2019.]", "", text) if not text.isdecimal() else text).split()
    while len(found) > 1 and found[-1] in LEGAL:
        found.pop()
    return tuple(found)


@lru_cache(maxsize=MOST_KEPT)
def core(name: str) -> str:
    """What is the same for two names that are one; of a name without letters, the name itself.

    Examples
    --------
    >>> core("Gemeente  Noord-Kust") == core("gemeente noordkust."), core("1.1") == core("11")
    (True, False)
    """
    return "".join(words_of(name)) or joined(name)


@lru_cache(maxsize=MOST_KEPT)
def outside_brackets(name: str) -> tuple[str, tuple[str, ...]]:
    """A name without what stands between brackets, and each of those."""
    inner = tuple((one or other).strip() for one, other in BRACKETS.findall(name[:LONGEST_HEADING]))
    return BRACKETS.sub(" ", name).strip(), tuple(filter(None, inner))


def may_be_one(one: str, other: str) -> bool:
    """Whether two names that are not the same may be of the same organisation.

    Examples
    --------
    >>> may_be_one("Gem. Harwijk", "Gemeente Harwijk"), may_be_one("VRH", "Veiligheidsregio Holland (VRH)")
    (True, True)
    >>> may_be_one("Huisarsten Oost", "Huisartsen Oost"), may_be_one("OBS De Ark", "CBS De Ark"), may_be_one("A1", "A2")
    (True, False, False)
    """
    if core(one) == core(other) or "=" in one + other:
        return False
    (bare, inner), (bare_other, inner_other) = outside_brackets(one), outside_brackets(other)
    called, called_other = {bare, *inner} - {""}, {bare_other, *inner_other} - {""}
    if {*map(core, called)} & {*map(core, called_other)} and core(bare) and core(bare_other):
        # two parts of one organisation, each between brackets, are two
        return not (core(bare) == core(bare_other) and inner and inner_other)
    if is_acronym(bare, bare_other) or is_acronym(bare_other, bare):
        return True
    return alike(words_of(bare), words_of(bare_other))


def is_acronym(short: str, name: str) -> bool:
    """Whether a name is the first letters of the words of another: VRH, of Veiligheidsregio Rijn-Holland."""
    letters, found = plain(short), words_of(name)
    initials = {
        "".join(word[0] for word in found),
        "".join(word[0] for word in found if word not in ("en", "de", "van")),
    }
    return short.isupper() and 2 < len(letters) <= LONGEST_ACRONYM and letters in initials


def alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names are one but for a slip, a plural, abbreviations, and words that any name may begin with."""
    first, second = in_full(one), in_full(other)
    if first and first == second:
        return True
    if len(first) != len(second):
        return False
    unlike = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    if unlike and all(inflected(*pair) for pair in unlike):
        return True
    if len(unlike) < len(first):
        begun = [shortened(*pair) or shortened(*reversed(pair)) for pair in unlike]
        if all(begun):
            return True
    return len(unlike) == 1 and slipped(*unlike[0])


def in_full(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a name with well-known abbreviations in full, without those that any name may have."""
    full = tuple(SHORT.get(word, word) for word in words)
    return tuple(word for word in full if word not in GENERAL) or full


def shortened(short: str, word: str) -> bool:
    """Whether one word is the beginning of the other, as in Woonst. for Woonstichting."""
    return 2 < len(short) < len(word) - 1 and word.startswith(short) and short.isalpha()


def inflected(one: str, other: str) -> bool:
    """Whether two words have one stem, in Dutch or in English, by Snowball.

    Examples
    --------
    >>> inflected("ziekenhuis", "ziekenhuizen"), inflected("agency", "agencies"), inflected("noord", "oost")
    (True, True, False)
    """
    return any(map(str.__eq__, stems_of(one), stems_of(other)))


@lru_cache(maxsize=MOST_KEPT)
def stems_of(word: str) -> tuple[str, ...]:
    """The stem of a word in each language."""
    return tuple(stems.stemWord(word) for stems in STEMMERS)


def slipped(one: str, other: str) -> bool:
    """Whether two words are one but for a letter or two: more, less, another, or two that changed places."""
    least = min(len(one), len(other))
    if least < FEWEST_LETTERS or not (one.isalpha() and other.isalpha()):
        return False
    return distance(one, other) <= (2 if least >= FEWEST_FOR_TWO else 1)


def distance(one: str, other: str) -> int:
    """How many letters make one word the other (Damerau 1964, of neighbours that change places once).

    Examples
    --------
    >>> distance("huisarsten", "huisartsen"), distance("kust", "kunst"), distance("oost", "west")
    (1, 1, 2)
    """
    before, row = list[int](), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, sign in enumerate(other, 1):
            best = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]


def is_part(one: str, other: str) -> bool:
    """Whether a name is how another begins or ends, by whole words."""
    short, long = sorted((words_of(one), words_of(other)), key=len)
    whole = 0 < len(short) < len(long) and len("".join(short)) >= FEWEST_LETTERS - 2
    return whole and short in (long[: len(short)], long[-len(short) :])


class Spellings(NamedTuple):
    """How names are to be read: those that are another one, and pairs that are one by themselves, to be said."""

    read_as: Mapping[str, str]
    told: tuple[tuple[str, str], ...]


def spellings(
    listed: Iterable[str],
    spoken: Iterable[str],
    also: Iterable[str],
    same: Mapping[str, str],
    parts: bool,
    apart: bool,
    findings: Findings,
    where: Mapping[str, Sequence[str | Message]] = MappingProxyType({}),
) -> Spellings:
    """Which names are one; what may be is gathered as questions.

    Parameters
    ----------
    listed
        Names of those who take part, as often as they are there.
    spoken
        Names elsewhere of which none is listed.
    also
        Numbers and abbreviations of those who take part.
    same
        What was said: by name, the one that it is the same as; itself where it is no other.
    parts
        Whether a name that is the beginning or the end of another may be the same: where people typed both.
    apart
        Whether all that are listed are others, as each has a number of its own.
    findings
        Gathers the questions.
    where
        Where each name stands first, as an error says it.
    """
    counts = Counter(listed)
    known, others = list(counts), [one for one in dict.fromkeys(spoken) if one not in counts]
    said = {core(name): meant for name, meant in same.items()}
    first: dict[str, str] = {}
    for name in sorted(known, key=lambda one: (-counts[one], -sum(map(str.isupper, one[:1])))):
        first.setdefault(core(name), name)
    for name in also:
        first.setdefault(core(name), name)
    read_as: dict[str, str] = {}
    for name in others if apart else (*known, *others):
        meant = first.get(core(name))
        if meant is not None and meant != name:
            read_as[name] = meant
    told = tuple((name, meant) for name, meant in read_as.items() if joined(name) != joined(meant))
    whole = [name for name in known if name not in read_as]
    open_ = [name for name in (*whole, *others) if name not in read_as]
    check_said(same, open_, read_as, findings)

    def could_be(one: str, other: str) -> bool:
        return may_be_one(one, other) or (parts and is_part(one, other))

    place = {name: row for row, name in enumerate(whole)}
    near: dict[str, list[str]] = defaultdict(list)
    if len(open_) <= MOST_COMPARED:
        for name in open_:
            for other in whole:
                if name in place and (apart or place[name] <= place[other]):
                    continue
                if could_be(name, other):
                    short, full = in_question(name, other, name in place, counts)
                    near[short].append(full)
    for name in open_:
        meant = said.get(core(name))
        if meant is not None and core(meant) != core(name):
            read_as[name] = first.get(core(meant), meant)
    for name, meanings in near.items():
        left = [one for one in meanings if core(said.get(core(one), "")) != core(name)]
        if core(name) not in said and left:
            findings.add(question(name, left, where.get(name, ())))
    return Spellings(ends_of(read_as), told)


def in_question(name: str, other: str, both: bool, counts: Mapping[str, int]) -> tuple[str, str]:
    """Of two names the one that is asked about, and the one that it may be: listed, longer, more often.

    Parameters
    ----------
    name, other
        The names; the other is listed.
    both
        Whether the first is listed too.
    counts
        How often each that is listed is there.
    """
    if not both:
        return name, other
    fuller, further = sorted((other, name), key=lambda one: (len("".join(words_of(one))), counts[one]), reverse=True)
    return further, fuller


def question(name: str, meanings: Sequence[str], where: Sequence[str | Message] = ()) -> InputError:
    """Whether a name is one of those that are near."""
    pairs = (f"{name}={one}" for one in (*meanings, name))
    others = show(meanings[0]) if len(meanings) == 1 else ", ".join(map(show, meanings))
    near = InputError("{got} may be the same organisation as {others}", *where, got=show(name), others=others)
    return near.asking("same", *pairs)


def check_said(same: Mapping[str, str], names: Sequence[str], read_as: Mapping[str, str], findings: Findings) -> None:
    """Gather names of which it was said that they are the same, and that are not there.

    Parameters
    ----------
    same
        What was said: by name, the one that it is the same as.
    names, read_as
        Names that are there, and those that are read as another, with that.
    findings
        Gathers those that are not.
    """
    known = {*map(core, names), *map(core, read_as)}
    for pair in same.items():
        for name in dict.fromkeys(pair):
            if core(name) not in known:
                findings.add(InputError("no organisation is called {got}", "same", got=show(name)))


def ends_of(read_as: Mapping[str, str]) -> dict[str, str]:
    """Each name with the one at the end of what is said: of a that is b, and b that is c, a is c."""
    found = {}
    for name in read_as:
        meant, seen = name, {name}
        while (further := read_as.get(meant)) is not None and further not in seen:
            meant = further
            seen.add(meant)
        found[name] = meant
    return {name: meant for name, meant in found.items() if name != meant}
