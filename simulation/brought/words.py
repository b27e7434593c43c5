"""The words that files have for the same thing, in English and Dutch, and names compared as people read them.

Two names are the same when they look the same: accents in one Unicode form or two, capitals, and white space or
characters without width make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain

from ..conditions import CONDITIONS

EITHER = ("partner", "organisatie", "organisation", "organization", "partij", "party")  # of a tie: partner A, partner B
# Headings, by what they stand for. A heading is compared in small letters, with _ between words.
HEADINGS = {
    "id": ("org_id", "orgid", "organisation_id", "organization_id", "organisatie_id", "id", "code"),
    "short": ("afk", "afk_", "afkorting", "korte_naam", "abbreviation", "abbr", "abbr_", "acronym", "short_name"),
    "name": (
        "organisation",  # before a name, which beside it is that of a person
        "organization",
        "organisatie",
        "org",
        "organisatienaam",
        "naam_organisatie",
        "naam_van_de_organisatie",
        "organisation_name",
        "organization_name",
        "naam_partner",
        "naam_van_de_partner",
        "partnernaam",
        "partner_name",
        "naam_partij",
        "naam_van_de_partij",
        "name",
        "naam",
        "label",
        "labels",
        "title",
        "deelnemer",
        "partij",
        "instelling",
        "naam_instelling",
        "school",
        "schoolnaam",
        "naam_school",
        "institution",
        "stakeholder",
        "belanghebbende",
        "actor",
    ),
    "from": (
        "from",
        "source",
        "van",
        "bron",
        "rater",
        "wie",
        "beoordelaar",
        "ingevuld_door",
        "wie_vult_in",
        "wie_vult_het_in",
        "wie_vulde_in",
        "invuller",
        "filled_in_by",
        "completed_by",
        "answered_by",
        "rated_by",
        *(f"{one}_{end}" for one in EITHER for end in "a1"),
    ),
    "to": (
        "to",
        "target",
        "naar",
        "doel",
        "partner",
        "over_wie",
        "over",
        "over_welke_partner",
        "over_welke_organisatie",
        "met_wie",
        "beoordeelde",
        "about",
        "about_whom",
        "rated",
        *(f"{one}_{end}" for one in EITHER for end in "b2"),
    ),
    "wave": ("wave", "golf", "meting", "meetmoment", "meetronde", "peiling"),
    "direction": ("direction", "richting", "type"),
    "weight": ("weight", "gewicht"),
    "respondent": (
        "respondent_id",
        "respondent",
        "response_id",
        "responseid",
        "resp",
        "resp_",
        "resp_nr",
        "respondentnr",
        "respondentnummer",
    ),
    "condition": ("condition", "conditie", "voorwaarde"),
    "item": ("item", "vraag", "question"),
    "score": ("score", "antwoord", "answer"),
    "scale": ("scale", "schaal", "answer_scale", "antwoordschaal"),
    "scale_min": ("scale_min", "schaal_min", "minimum"),
    "scale_max": ("scale_max", "schaal_max", "maximum"),
    "power": ("power", "macht", "invloed", "influence"),
    "size": ("size", "omvang", "grootte"),
    "staff": (
        "staff",
        "fte",
        "medewerkers",
        "personeel",
        "employees",
        "aantal_fte",
        "aantal_medewerkers",
        "aantal_fte's",
        "fte's",
        "ftes",
    ),
    "autonomy": ("autonomy", "autonomie"),
    "loyalty": ("loyalty", "loyaliteit"),
    "home": ("home", "achterban"),
    "commitment": ("commitment", "betrokkenheid"),
    "skill": ("skill", "vaardigheid"),
    "lead": ("lead", "is_lead", "trekker", "leiding", "is_leader", "penvoerder", "kartrekker", "voorzitter"),
    "member": ("member", "is_member", "lid"),
    "trust": ("trust", "vertrouwen"),
    "value": ("value", "waarde", "meerwaarde", "afhankelijkheid"),
    "frequency": ("frequency", "frequentie", "hoe_vaak", "contact"),
}
# What forms keep beside the answers: Microsoft Forms, Google Forms, LimeSurvey, SurveyMonkey, Qualtrics.
BOOKKEEPING = frozenset(
    ("id", "nr", "begintijd", "starttijd", "tijd_van_voltooiing", "tijd_van_voltooien", "voltooiingstijd",
     "datum", "date", "tijd_van_laatste_wijziging",
     "laatst_gewijzigd", "laatst_gewijzigd_op", "e_mailadres", "e_mail", "email", "emailadres", "naam", "taal",
     "tijdstempel", "gebruikersnaam", "totaal_aantal_punten", "quizfeedback", "start_time", "starttime",
     "completion_time", "completiontime", "last_modified", "last_modified_time", "name", "language", "timestamp",
     "username", "email_address", "e_mail_address", "emailaddress", "total_points", "quiz_feedback", "antwoord_id",
     "response_id", "responseid", "respondent_id", "datum_ingediend", "date_submitted", "submitdate", "laatste_pagina",
     "last_page", "lastpage", "starttaal", "start_language", "startlanguage", "datum_gestart", "date_started",
     "startdate", "start_date", "datum_laatste_actie", "date_last_action", "datestamp", "enddate", "end_date",
     "recordeddate", "ip_adres", "ip_address", "ipaddress", "collector_id", "finished",
     "duration_(in_seconds)", "distributionchannel", "userlanguage", "voornaam", "achternaam", "first_name",
     "last_name", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference",
     "locationlatitude", "locationlongitude")
)  # fmt: skip
MEANING = {word: what for what, words in HEADINGS.items() for word in words}
# What a row below a table is called that adds up or averages the others: one of these words, and any of the second.
TOTALS = frozenset(
    ("gemiddelde", "gemiddelden", "gemiddeld", "gem", "totaal", "eindtotaal", "som", "mediaan", "standaardafwijking",
     "standaarddeviatie", "deviatie", "alle", "allen", "overall", "average", "averages", "mean", "total", "totals",
     "sum", "median", "deviation", "all", "everyone", "aantal", "count")
)  # fmt: skip
OF_TOTALS = frozenset(
    ("standaard", "standard", "grand", "score", "scores", "cijfer", "van", "of", "per", "de", "the", "over",
     "respondenten", "respondents", "organisaties", "organisations", "organizations", "partners", "partijen",
     "deelnemers", "participants", "samen", "groep", "group")
)  # fmt: skip
NO_DATA = frozenset(
    ("toelichting", "leeswijzer", "uitleg", "instructie", "voorblad", "legenda", "codeboek", "colofon",
     "readme", "notes", "codebook", "legend", "instructions", "citaten", "quotes", "acties", "actielijst", "actions",
     "action_list", "opmerkingen", "remarks", "comments", "notities", "aantekeningen", "contactpersonen", "contacts")
)  # fmt: skip
FILLED_IN = frozenset(
    ("ingevuld_door", "wie_vult_in", "wie_vult_het_in", "wie_vulde_in", "invuller", "filled_in_by", "completed_by",
     "answered_by", "rated_by", "rater", "beoordelaar", "respondent", "resp", "resp_")
)  # fmt: skip
PEOPLE = ("naam", "name", "persoon", "person", "geïnterviewde", "interviewee", "invuller", "deelnemer", "participant")
# A question of a form for whom somebody answers: "Namens welke organisatie vult u dit in?"
FOR_WHOM = re.compile(
    r"\b(welke|uw|je|jouw|namens|which|what|your)\b.*\b(organisatie|organisation|organization|instelling)\b"
)
# What somebody is called who leads, in a column of roles; of one who leads in part it says more.
LEADING = re.compile(
    r"\b(?:(?:kar)?trekker|trekt|penvoerder|voorzitter|regie(?:voerder)?|lead(?:er|s|ing)?|chairs?|convenor)\b"
)
ROLES_HELD = ("rol", "role")  # what a heading of roles begins with
PARTNERS = (
    "partner",
    "partners",
    "samenwerkingspartner",
    "partnerorganisatie",
)  # of a tie beside who rates it, or who takes part
WE = ("wij", "we", "ons", "us", "onze_organisatie", "our_organisation", "our_organization")  # who is tied, as it speaks
THE_OTHER = (
    "met", "with", "samen_met", "together_with", "andere_organisatie", "andere_partner", "other_organisation",
    "other_organization", "other_partner",
)  # fmt: skip
ENDS = ("from", "respondent")  # who rates a partner
LEADERS = ("penvoerder", "kartrekker", "voorzitter")  # headings of a flag, or of a column with somebody's name
FAMILIES = ("trust", "value", "frequency")  # of which the name goes on: trust_reliability

CONDITION_WORDS = {
    "ambitie": "ambition",
    "belangen": "interests",
    "belang": "interests",
    "relatie": "relation",
    "relaties": "relation",
    "organisatie": "organisation",
    "organization": "organisation",
    "proces": "process",
}
YES_OR_NO = {
    **dict.fromkeys(("yes", "true", "1", "1.0", "y", "ja", "j", "waar"), True),
    **dict.fromkeys(("no", "false", "0", "0.0", "n", "nee", "onwaar"), False),
}
NEVER = ("nooit", "niet", "geen", "never", "not", "no contact", "geen contact")
MUCH = (("geen", "niets", "nothing"), ("weinig", "een beetje", "beetje", "little", "a little", "few"),
        ("matig", "redelijk", "gemiddeld", "enigszins", "some", "moderate"),
        ("veel", "much", "a lot", "many"))  # fmt: skip
GOOD = (("slecht", "onvoldoende", "poor", "bad"), ("matig", "fair"), ("voldoende", "redelijk", "sufficient"),
        ("goed", "good"))  # fmt: skip
RARELY = ("zelden", "bijna nooit", "zelden of nooit", "nauwelijks", "sporadisch", "rarely", "seldom", "hardly ever",
          "almost never", "rarely or never")  # fmt: skip
SOMETIMES = ("soms", "af en toe", "incidenteel", "zo nu en dan", "nu en dan", "van tijd tot tijd", "ad hoc",
             "sometimes", "occasionally", "now and then", "from time to time", "incidentally")  # fmt: skip
REGULARLY, FREQUENTLY = ("regelmatig", "geregeld", "regularly"), ("vaak", "often", "frequently")
CONSTANTLY = ("heel vaak", "zeer vaak", "altijd", "very often", "always")
OFTEN = (NEVER, RARELY, SOMETIMES, REGULARLY, FREQUENTLY)
ONCE = ("1x", "1 x", "1 keer", "een keer", "één keer", "eens", "eenmaal", "once", "one time")
SEVERAL = (*(f"{count}{times}" for count in (2, 3, 4) for times in ("x", " x", " keer", " times")), "twee keer",
           "tweemaal", "drie keer", "vier keer", "paar keer", "een paar keer", "enkele keren", "meerdere keren",
           "twice", "a few times", "several times")  # fmt: skip


def each(nouns: Iterable[str], times: Iterable[str], *alone: str) -> tuple[str, ...]:
    """So many times a period, as people write it; with every one of it, and what else stands for that.

    Examples
    --------
    >>> {"elke week", "2x per week", "2x a week"} <= {*each(["week"], ["2x"], "wekelijks")}
    True
    """
    every = [f"{one} {noun}" for noun in nouns for one in ("elke", "iedere", "elk", "ieder", "every", "each")]
    per = ("per", "in de", "in het", "a", "elke")
    return (*alone, *every, *(f"{count} {one} {noun}" for noun in nouns for count in times for one in per))


YEARLY = each(("jaar", "year"), ONCE, "jaarlijks", "yearly", "annually")
QUARTERLY = each(("kwartaal", "quarter"), ONCE, "per kwartaal", "halfjaarlijks", "elk half jaar", "tweemaandelijks",
                 "elke twee maanden", "quarterly", "half-yearly", "every two months",
                 *(f"{count} {year}" for count in SEVERAL for year in ("per jaar", "a year", "per year")))  # fmt: skip
MONTHLY = each(("maand", "month"), (*ONCE, *SEVERAL), "maandelijks", "per maand", "tweewekelijks", "om de week",
               "elke twee weken", "elke 2 weken", "eens per twee weken", "eens per 2 weken", "1x per 2 weken",
               "1x per twee weken", "1 keer per 2 weken", "monthly", "fortnightly", "every two weeks",
               "every 2 weeks")  # fmt: skip
WEEKLY = each(("week",), (*ONCE, *SEVERAL), "wekelijks", "per week", "wekelijks of vaker", "weekly", "weekly or more")
DAILY = each(("dag", "day"), (*ONCE, *SEVERAL), "dagelijks", "bijna dagelijks", "per dag", "daily", "almost daily")
CALENDAR = (NEVER, YEARLY, QUARTERLY, MONTHLY, WEEKLY)
# Both together, as they are mixed: now and then is less than each quarter, regularly as each month, often as each week.
HOW_OFTEN = (NEVER, (*RARELY, *YEARLY), SOMETIMES, QUARTERLY, (*MONTHLY, *REGULARLY), (*WEEKLY, *FREQUENTLY))
FREQUENCIES = frozenset((*chain(*HOW_OFTEN), *DAILY, *CONSTANTLY))
# How a cell says that there is nothing between two.
NOT_AT_ALL = frozenset((*(word for word, yes in YES_OR_NO.items() if not yes), *NEVER, *MUCH[0]))
SHOWN_YES_OR_NO = ("yes", "no", "true", "false", "1", "0", "ja", "nee")
# How files write that nothing was filled in: R, Python, spreadsheets in two languages, and people.
OPEN = frozenset(
    ("", "na", "n/a", "#n/a", "#n/b", "nan", "null", "none", ".", "-", "–", "?", "nvt", "n.v.t.", "missing",
     "n.v.t", "niet van toepassing", "not applicable", "weet niet", "weet ik niet", "geen antwoord",
     "#deel/0!", "#div/0!", "#waarde!", "#value!", "#verw!", "#ref!", "#naam?", "#name?", "#getal!", "#num!", "#leeg!",
     "#null!", "geen mening", "don't know", "dont know", "no answer")
)  # fmt: skip
# How far somebody agrees, as forms have it in words, from 1 to 5.
AGREEMENT = {
    word: level
    for level, words in enumerate(
        (
            ("helemaal mee oneens", "helemaal oneens", "zeer mee oneens", "zeer oneens", "strongly disagree"),
            ("mee oneens", "oneens", "disagree"),
            ("neutraal", "niet eens, niet oneens", "niet mee eens, niet mee oneens", "neutral",
             "neither agree nor disagree"),
            ("mee eens", "eens", "agree"),
            ("helemaal mee eens", "helemaal eens", "zeer mee eens", "zeer eens", "strongly agree"),
        ),
        1,
    )
    for word in words
}  # fmt: skip
# Signs as tables of stakeholders have them, each as the one that stands for it; a minus alone is nothing filled in.
LEVELLED_SIGNS = ("\u2212\u2212", "\u2212", "+/-", "+", "++")
SIGNED_LEVELS = {
    sign: level
    for level, signs in zip(
        LEVELLED_SIGNS,
        (("--", "- -", "\u2212\u2212"), ("-", "\u2212", "\u2013"), ("+/-", "\u00b1", "0", "o", "+-", "-/+"), ("+",),
         ("++", "+ +")),
        strict=True,
    )
    for sign in signs
}  # fmt: skip
# Levels in words, from the lowest; a column is the first of these families that has all its words. One that has a word
# for nothing at all begins at 0.
LEVELS = tuple(
    {word: level for level, words in enumerate(family, 0 if {"geen", "nooit"} & {*family[0]} else 1) for word in words}
    for family in (
        (("laag", "low"), ("midden", "middel", "gemiddeld", "matig", "medium", "middle", "moderate"), ("hoog", "high")),
        (("rood", "red"), ("oranje", "geel", "orange", "amber", "yellow"), ("groen", "green")),
        GOOD, (*GOOD, ("heel goed", "zeer goed", "uitstekend", "very good", "excellent")),
        tuple((sign,) for sign in LEVELLED_SIGNS),
        MUCH, (*MUCH, ("heel veel", "zeer veel", "very much", "a great deal")),
        OFTEN, (*OFTEN, CONSTANTLY), CALENDAR, (*CALENDAR, DAILY), HOW_OFTEN, (*HOW_OFTEN, (*DAILY, *CONSTANTLY)),
    )
)  # fmt: skip
ASKS = {  # what a line above a table asks of a tie
    "frequency": re.compile(r"\b(?:hoe (?:vaak|regelmatig|frequent)|frequen\w+|how (?:often|frequently|regularly))\b"),
    "trust": re.compile(r"\b(?:vertrouw\w*|trust\w*)\b"),
    "value": re.compile(
        r"\b(?:\w*afhankelijk\w*|\w*depend\w*|meerwaarde|added value|hoe (?:belangrijk|waardevol)|invloed|influence"
        r"|how (?:important|valuable)|(?:hebt?|heeft) u \w+ nodig|nodig\s*\?|needs?)\b"
    ),
}
CLOSER = {  # of what a name of a sheet may say it, where nothing says more
    "frequency": re.compile(r"\b(?:\w*contact\w*|\w*overleg\w*|meetings?|meet)\b"),
    "value": re.compile(r"\bwaarde\b"),
}
WORKS = re.compile(
    r"\b(?:(?:samen)?werk(?:en|t)?\b.{0,40}\b(?:met|samen)|samenwerk\w*|wie met wie|relaties?|verbindingen|netwerk"
    r"|work(?:s|ing)?\b.{0,40}\b(?:with|together)|collaborat\w*|co-?operat\w*|who (?:knows|is tied to) whom|network"
    r"|ties|edges|links)\b"
)
HALF = re.compile(r"\b(?:boven|onder)(?:ste)?\s*(?:helft|driehoek)\b|\b(?:upper|lower)\s+(?:half|triangle)\b")
HEIGHTS = (  # how high a level of a legend is, by a word in it
    (-1, re.compile(r"\b(?:niet|nooit|geen|nauwelijks|zelden|weinig|laag|zwak|klein|minder|soms|af en toe|incidenteel"
                    r"|jaarlijks|not?|never|none|hardly|rarely|seldom|little|low|weak|less|sometimes|occasionally"
                    r"|yearly|annually)\b")),
    (2, re.compile(r"\b(?:dagelijks|altijd|daily|always)\b")),
    (1, re.compile(r"\b(?:vaak|vaker|wekelijks|elke week|veel|hoog|sterk|groot|volledig|intensief|zeer|often|weekly"
                   r"|every week|much|high|strong|fully|full|entirely|intensive\w*|very)\b")),
)  # fmt: skip
SIGNED = re.compile(
    r"\b(?:convenant|akkoord|(?:samenwerkings)?overeenkomst|intentieverklaring|covenant|agreement)\b(?P<between>.{0,40}?)"
    r"\b(?:getekend|ondertekend|gesloten|signed|concluded)\b",
    re.IGNORECASE,
)
NOT_YET = re.compile(r"\b(?:niet|nog|geen|moet|wordt|not|no|yet|to be)\b|\?", re.IGNORECASE)
DIRECTIONS = {
    **dict.fromkeys(("undirected", "mutual", "both", "ongericht", "wederzijds"), True),
    **dict.fromkeys(("directed", "gericht", "one-way"), False),
}
NO_WIDTH = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e"))
LONGEST_ABBREVIATION = 5  # letters of a name in capitals
LONGEST_HEADING = 200  # characters; a longer one is about nothing that is known
SCALE_IN_NAME = re.compile(
    r"(?P<what>.+?)[\s_]*[(\[_]?(?P<low>-?\d+(?:\.\d+)?)(?:to|tot|-|–)(?P<high>-?\d+(?:\.\d+)?)[)\]]?"
)

SCALE_IN_BRACKETS = re.compile(
    r"(?P<what>.+?)\s*[(\[]\s*(?:schaal|scale)?\s*(?:van|from)?\s*(?P<low>\d{1,3})\s*(?:=[^()\[\]\d]*)?"
    r"(?:t/m|tot en met|tot|to|through|-|–|,|;)\s*(?P<high>\d{1,3})\s*(?:=[^()\[\]\d]*)?[)\]]",
    re.IGNORECASE,
)
UNIT_IN_NAME = re.compile(r"(?P<what>[^()]+?)\s*\([^()]*\)")
SCALE_IN_TEXT = re.compile(
    r"\b(?:schaal|schalen|scales?|scores?|(?:rapport)?cijfers?|ratings?)\b[^\d]{0,40}?\b(?P<low>\d{1,3})\s*"
    r"(?:\([^()]{0,60}\)|=[^()\d]{0,60}?)?\s*(?:t/m|tot en met|tot|to|through|-|–|,|;)\s*(?P<high>\d{1,3})\b",
    re.IGNORECASE,
)

LEVEL_IN_TEXT = re.compile(r"\b(\d{1,2})\s*=")
AGREED_IN_TEXT = re.compile(r"\b(?:on)?eens\b|agree", re.IGNORECASE)


def tidy(text: str) -> str:
    """Text as it is shown: accents in one form, no characters without width, white space around it left out.

    Examples
    --------
    >>> tidy(" Su\u0308dwest\u200b ")
    'Südwest'
    """
    return text.strip() if text.isascii() else unicodedata.normalize("NFC", text.translate(NO_WIDTH)).strip()


def plain(text: str) -> str:
    """What a name is compared by.

    Examples
    --------
    >>> plain("Gemeente  NOORD") == plain("gemeente\u00a0Noord")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", tidy(text)).casefold().split())


ENDINGS = r"(?:v(?:ersie|ersion)?[\s_.]*\d[\d.a-z]*|def(?:initief)?\d*|final\d*|concept\d*|kopie\d*|copy\d*|\d+)"
VERSION = re.compile(
    rf"(?:[\s_-]+(?!\d){ENDINGS}|\s*\((?:{ENDINGS}|\d+-\d+)\)\s*)+$",
    re.IGNORECASE,
)


def as_title(file: str) -> str:
    """The name of a file as a title: with spaces where it has lines, and without the version or the numbers of answers
    that it ends with.

    Examples
    --------
    >>> as_title("regio_noord"), as_title("Keten Oost_v0.9_def (2)"), as_title("Enquête (definitief2)")
    ('regio noord', 'Keten Oost', 'Enquête')
    >>> as_title("Quickscan(1-18)")
    'Quickscan'
    """
    words = " ".join(VERSION.sub("", file).replace("_", " ").split())
    return words or " ".join(file.replace("_", " ").split()) or file


def split_name(column: str) -> tuple[str, tuple[float, float] | None]:
    """What a column is about, and the scale that its name says, if any.

    Examples
    --------
    >>> split_name("frequency_4to1"), split_name("trust_openness"), split_name("Macht (schaal 1 t/m 4)")
    (('frequency', (4.0, 1.0)), ('trust_openness', None), ('Macht', (1.0, 4.0)))
    """
    if len(column) > LONGEST_HEADING:
        return column, None
    match = SCALE_IN_NAME.fullmatch(column) or SCALE_IN_BRACKETS.fullmatch(column)
    return (match["what"], (float(match["low"]), float(match["high"]))) if match else (column, None)


def without_unit(column: str) -> str:
    """A heading without what stands between brackets after it.

    Examples
    --------
    >>> without_unit("Omvang (fte)"), without_unit("Omvang")
    ('Omvang', 'Omvang')
    """
    match = UNIT_IN_NAME.fullmatch(column) if len(column) <= LONGEST_HEADING else None
    return match["what"] if match else column


def scales_in(text: str) -> list[tuple[float, float]]:
    """The scales that a line to read says, each from its lowest, which is 0 or 1.

    Examples
    --------
    >>> scales_in("Schaal 1 (helemaal niet) t/m 5 (helemaal wel), tenzij anders vermeld.")
    [(1.0, 5.0)]
    >>> scales_in("1 = helemaal oneens, 5 = helemaal eens"), scales_in("0 = niet, 1 = af en toe, 2 = vaak")
    ([(1.0, 5.0)], [])
    """
    ends = [(float(one["low"]), float(one["high"])) for one in SCALE_IN_TEXT.finditer(text)]
    levels = [float(one) for one in LEVEL_IN_TEXT.findall(text)] if not ends and AGREED_IN_TEXT.search(text) else []
    ends += [(min(levels), max(levels))] if len(levels) > 1 else []
    return [(low, high) for low, high in ends if low in (0.0, 1.0) and low < high]


def joined(text: str) -> str:
    """A heading in small letters, with _ between words."""
    return re.sub(r"[\s.\-]+", "_", plain(text))


def about(column: str) -> str:
    """What a column is about, in the word that the reader has for it; an unknown one is about itself.

    Examples
    --------
    >>> about("Macht (1-4)"), about("Vertrouwen openheid"), about("is_lead"), about("Aantal (fte)"), about("colour")
    ('power', 'trust', 'lead', 'aantal_(fte)', 'colour')
    """
    what, bare = joined(split_name(column)[0]), joined(without_unit(column))
    what = bare if what not in MEANING and bare in MEANING else what
    if what in MEANING or len(what) > LONGEST_HEADING:
        return MEANING.get(what, what)
    return next((MEANING[word] for word in beginnings(what) if MEANING.get(word) in FAMILIES), what)


def beginnings(what: str) -> Iterable[str]:
    """The first word of a name, the first two, and so on.

    Examples
    --------
    >>> list(beginnings("trust_in_others"))
    ['trust', 'trust_in']
    """
    parts = what.split("_")
    return ("_".join(parts[:count]) for count in range(1, len(parts)))


def is_known(column: str) -> bool:
    """Whether a heading is a word that the reader knows."""
    return about(column) in HEADINGS


def find(header: Iterable[str], what: str) -> str | None:
    """The column that is about something: by the first of its words that is there. A partner is the other one of a
    tie where somebody rates it, and else somebody who takes part.
    """
    columns = list(reversed(list(header)))
    named = {joined(without_unit(column)): column for column in columns}
    named |= {joined(split_name(column)[0]): column for column in columns}
    found = next((named[word] for word in HEADINGS[what] if word in named), None)
    if found is None and what == "name" and not any(word in named for end in ENDS for word in HEADINGS[end]):
        return next((named[word] for word in PARTNERS if word in named), None)
    return found


def has_no_direction(source: str, target: str) -> bool:
    """Whether the headings of the two ends of a tie say no more than that there are two: partner A and partner B.

    Examples
    --------
    >>> has_no_direction("Partner A", "Partner B"), has_no_direction("Van", "Naar")
    (True, False)
    """
    ends = joined(source), joined(target)
    return all(end.rpartition("_")[0] in EITHER and end[-1] in "ab12" for end in ends)


def says_who_filled_in(heading: str) -> bool:
    """Whether the heading of who rates says that these filled it in themselves.

    Examples
    --------
    >>> says_who_filled_in("Ingevuld door"), says_who_filled_in("Van")
    (True, False)
    """
    return joined(heading) in FILLED_IN


def leads(role: object) -> bool:
    """Whether a role is that of who leads.

    Examples
    --------
    >>> leads("Trekker, subsidie en voorzitter stuurgroep"), leads("Financiert telers en fabriek"), leads(None)
    (True, False, False)
    """
    return isinstance(role, str) and LEADING.search(plain(role[:LONGEST_HEADING])) is not None


def says_agreement(text: str) -> bool:
    """Whether a text says that there is an agreement that was signed.

    Examples
    --------
    >>> says_agreement("Convenant getekend 14-3-2024"), says_agreement("Convenant nog niet getekend")
    (True, False)
    """
    found = SIGNED.search(text[: 5 * LONGEST_HEADING])
    return found is not None and not NOT_YET.search(text[max(0, found.start() - 20) : found.end()])


def is_total(text: str) -> bool:
    """Whether what a row or a column is called says that it adds up or averages the others.

    Examples
    --------
    >>> is_total("Alle respondenten"), is_total("Gemiddelde score"), is_total("Totaal Zorg"), is_total("SUM")
    (True, True, False, False)
    """
    if text.isupper() and len(text) < LONGEST_ABBREVIATION:
        return False
    words = set(joined(text[:LONGEST_HEADING]).split("_")) - {""}
    return bool(words & TOTALS) and words <= TOTALS | OF_TOTALS


def themes_in(text: str) -> list[str]:
    """The words for one of the five conditions that stand in a text, as they are written there.

    Examples
    --------
    >>> themes_in("Thema 2: Belangen"), themes_in("Opmerking")
    (['Belangen'], [])
    """
    return [word for word in re.findall(r"\w+", text[:LONGEST_HEADING]) if condition_of(word) in CONDITIONS]


def is_bookkeeping(heading: str) -> bool:
    """Whether a column is what a form keeps of who answered and when, and no answer.

    Examples
    --------
    >>> is_bookkeeping("Tijd van voltooiing"), is_bookkeeping("E-mail"), is_bookkeeping("Opmerking")
    (True, True, False)
    """
    return joined(heading[:LONGEST_HEADING]).rstrip("_:") in BOOKKEEPING


def conditions_in(text: str) -> set[str]:
    """The conditions that a text has words for.

    Examples
    --------
    >>> conditions_in("Goede relaties"), conditions_in("Opmerking")
    ({'relation'}, set())
    """
    return {*map(condition_of, themes_in(text))}


def condition_of(word: str) -> str:
    """The name of a condition, in English.

    Examples
    --------
    >>> condition_of("Ambitie"), condition_of("process")
    ('ambition', 'process')
    """
    small = plain(word)
    return CONDITION_WORDS.get(small, small)
