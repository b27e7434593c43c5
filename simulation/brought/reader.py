"""The reader: files that somebody brought, and what was asked of it, to organisations and ties with their ratings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import Findings, InputError, Message
from ..events import TIE_FIELDS
from ..networks import NO_EDGES, Roster, check_organisations, count_themes, settle
from ..reading import Field, Meaning, Name, Table, Word, contents, in_one_line, show
from ..state import State, organisation_type
from .answered import (
    Answered,
    counts_people,
    response_in,
    response_told,
    spread_of,
    who_answered,
    who_rated,
    with_scores,
    with_trust,
)
from .cells import LEFT_OUT, LINE, OUTDONE, Reading, Sheet, ends_named, is_open, own_name, reading_of
from .columns import Columns, check_scales, numeric
from .estimates import by_another, not_heard, of_another
from .fields import COLUMNS, FLAGS, NUMBERS, SHARE, Column, check_heading, said_columns, said_flags
from .graphs import NODE, SOURCE, TARGET, from_networkx
from .layers import LEVEL, as_list, asked_in, with_grids
from .legible import all_legible
from .levels import RATED, levelled, unknown_words
from .matrix import WEIGHT, is_matrix
from .options import EVERY, FIELDS, TIE, YEAR, Options, Scale, in_toml, options_of
from .pairs import check_no_pairs, with_pairs
from .parts import (
    ASKED,
    GRAPHML,
    ORGS,
    ROLES,
    TIES,
    Known,
    Parts,
    Source,
    assigned,
    chosen_wave,
    could_be_name,
    is_form,
    is_to_read,
    of_wave,
    scale_beside,
    scale_in,
    scale_in_headings,
    scale_told,
    scores_of_all,
    sheets_in,
    signed_in,
    title_in,
    told_in,
    wave_column,
    who_answers,
)
from .ratings import Answers, check_together, group_scores, report_on, works_by_agreement
from .roster import Listed, Plan, leader_in, listed_in
from .scores import Scores, answers_in, columns_of_answers, notes_on, of_the_whole, read_scores
from .spelling import in_one_spelling
from .themes import with_themes
from .ties import Ends, in_one, is_direction, tied_in, who_rated_ties
from .unanswered import without_words
from .words import (
    about,
    find,
    has_no_direction,
    is_known,
    joined,
    says_agreement,
    says_who_filled_in,
    scales_in,
    split_name,
    themes_in,
)

if TYPE_CHECKING:
    import networkx as nx

MOST_MEGABYTES = 50
FIRST_WORDS = 70  # characters of a line beside a table that is not read
MOST_COLUMNS = 6  # that a question gives to choose from
OTHERS = Meaning("which other pairs to tie", Word(("none", "all")))
CSV_FILES = Table(
    {
        "orgs": Meaning("file of organisations", Name()),
        "ties": Meaning("file of ties", Name()),
        "conditions": Meaning("file of answers on the five conditions", Name()),
        "id": Meaning("column that identifies an organisation; found by its heading by default", Name()),
        "from": Meaning("column of the source of a tie; found by its heading by default", Name()),
        "to": Meaning("column of the target of a tie; found by its heading by default", Name()),
        "others": OTHERS,
        "columns": COLUMNS,
        **FIELDS,
    },
    required=("orgs",),
)
ONE_FILE: dict[str, Field] = {"others": OTHERS, "columns": COLUMNS, **FIELDS}
GRAPHML_FILE = Table({"graphml": Meaning("file of the network", Name()), **ONE_FILE}, required=("graphml",))
ANY_FILE = Table(
    {"file": Meaning("file of the network: xlsx, GraphML, GEXF, Pajek or UCINET DL", Name()), **ONE_FILE},
    required=("file",),
)
FILE_KEYS = (*ROLES, GRAPHML, "file")
EMPTY = Sheet("ties", LINE, (), ())


def read_files(network: Mapping[str, Any], folder: Path) -> Answers:
    """What the files say that [network] names.

    Parameters
    ----------
    network
        As `CSV_FILES`, `GRAPHML_FILE` or `ANY_FILE` reads it.
    folder
        Where the files are.

    Raises
    ------
    InputError
        All that is wrong with the files, each with its place and its remedy.
    """
    findings, sources = Findings(), []
    for key in FILE_KEYS:
        if key in network:
            with findings.at(network[key]):
                role = "" if key == "file" else key
                sources.append(Source(network[key], contents(folder / network[key], MOST_MEGABYTES), role))
    findings.settle()
    try:
        return read(sources, options_of(network), network)
    except InputError as error:
        error.spelled = in_toml
        raise


def read(sources: Sequence[Source], options: Options, said: Mapping[str, Any] | None = None) -> Answers:
    """What files say.

    Parameters
    ----------
    sources
        The files, in any of the formats, with the part that each is, where that is said.
    options
        What was asked of the reader.
    said
        Columns by name, as [network] has them: `id`, `from`, `to`, `columns`. With `columns` only those are read, and
        columns that bear the name of a field of the model; without, columns are read as those of a survey.

    Raises
    ------
    InputError
        All that is wrong with the files, each with its place and its remedy.
    """
    findings, found = Findings(), []
    for source in sources:
        with findings.at(source.title):
            found += sheets_in(source)
    findings.settle()
    found = with_pairs(with_grids(all_legible(found, options)))
    if not (said and "columns" in said):
        found = with_themes(found, options.theme)
    elif options.theme:
        raise InputError(
            "got {got}, allowed: none beside columns, which says what each is",
            "theme",
            got=show(next(iter(options.theme))),
        )
    parts = assigned(found, options.sheet, options.respondents == "rows")
    if ORGS not in parts.read and TIES in parts.read and said is None and not is_matrix(parts.read[TIES]):
        parts = of_ties_alone(parts)
    check_parts(parts)
    columns = said.get("columns") if said else None
    if columns is not None:
        parts = parts._replace(layers=(), unread=(*parts.unread, *(sheet for sheet, _ in parts.layers)))
    parts, scales = in_lists(parts, options)
    if columns is None:
        parts = in_one_spelling(parts, options)
    uncounted = ("frequency",) if options.contact == TIE else ()
    worded = {role: levelled(sheet, uncounted) for role, sheet in parts.read.items() if role != ASKED}
    more = [levelled(sheet, uncounted) for sheet, _ in parts.layers]
    parts = parts._replace(read=parts.read | {role: one.sheet for role, one in worded.items()})
    parts = parts._replace(layers=tuple((one.sheet, what) for one, (_, what) in zip(more, parts.layers, strict=True)))
    if not columns:
        read_ = {role: without_words(sheet, columns_of_numbers(role, sheet)) for role, sheet in parts.read.items()}
        layers = ((without_words(sheet, columns_of_numbers(TIES, sheet)), what) for sheet, what in parts.layers)
        parts = parts._replace(read=read_, layers=tuple(layers))
    for role, sheet in parts.read.items():
        if not sheet.rows and SOURCE not in sheet.header and (role == ASKED or (role == TIES and said is None)):
            raise InputError("no rows under the header, allowed: at least one; or leave the file out", sheet.title)
    wave, coming, waves = chosen_wave(parts.told, options.wave)
    check_scales(options, parts.told)
    options = options._replace(
        scale={**scales, **{k: v for one in (*worded.values(), *more) for k, v in one.scales.items()}, **options.scale}
    )
    told = scale_told(beside_layers(parts))
    said_of_all, asked_of_all = told or scale_of_all(parts), options.scale.get(EVERY)
    notes: tuple[Message, ...] = ()
    if said_of_all and columns is None and EVERY not in options.scale:
        title, (low, high) = said_of_all
        options = options._replace(scale={**options.scale, EVERY: (low, high)})
        notes = (Message("{file} says that the scale is {low:g} to {high:g}", file=title, low=low, high=high),)
    signed = next(signed_in(parts.told), None) if columns is None and options.together is None else None
    if signed:
        options = options._replace(together=YEAR)
        notes = (*notes, Message("{file} says: {text}", file=signed[0], text=in_one_line(signed[1])))
    answers = read_parts(parts, wave, coming, options, said or {}, columns)
    if answers.scores is None and columns is None:
        of_all = asked_of_all or (told[1] if told else None)  # a heading of organisations says none of the whole
        answers = with_the_whole(answers, parts.unread, of_all)
    if signed and answers.scores and not works_by_agreement(group_scores(answers)[0]):
        options = options._replace(together=None)
        notes = (
            *notes,
            Message(
                "{file} says that an agreement was signed, but the mean of the scores on organisation and process is "
                "not above the middle of the scale: it is taken not to work yet",
                file=signed[0],
            ),
        )
    if columns is None and answers.answered:
        answers = answers._replace(answered=answers.answered._replace(agreement_assumed=options.together is None))
    lines = [(sheet.title, text) for sheet in parts.told for text in told_in(sheet) if response_in(text)]
    if columns is None and answers.answered:
        response = response_told(text for _, text in lines)
        answers = answers._replace(answered=answers.answered._replace(response=response))
        notes = (
            *notes,
            *(Message("{file} says: {text}", file=file, text=in_one_line(text).rstrip(".")) for file, text in lines),
        )
    return answers._replace(
        waves=waves,
        together=options.together,
        title=title_in(found),
        report=replace(
            answers.report,
            notes=(*notes, *answers.report.notes),
            unused=with_lines(answers.report.unused, parts.told) if columns is None else answers.report.unused,
            remarks=remarks_in(parts.told) if columns is None else {},
        ),
    )


def why_no_contact(columns: Columns, layers: Iterable[Sheet], unused: Mapping[str, tuple[str, ...]]) -> str:
    """Why how often partners meet is not used, as an `ImportReport` has it; empty where it is, or stands nowhere."""
    if not any(about(column) == "frequency" for left in unused.values() for column in left):
        return ""
    if columns.options.contact == TIE:
        return "tie"
    if "dependence" in columns.found:
        return "asked"
    often = ((one, name) for one in layers for name in one.header if about(name) == "frequency")
    return "words" if any(unknown_words(*one) for one in often) else "scale"


def with_lines(unused: Mapping[str, tuple[str, ...]], sheets: Iterable[Sheet]) -> dict[str, tuple[str, ...]]:
    """What is not used of each sheet, with the lines beside its table on who answered that are not read."""
    found = dict(unused)
    for sheet in sheets:
        lines = [in_one_line(text) for text in sheet.told if counts_people(text) or not_heard(text)]
        if lines:
            found[sheet.title] = tuple(dict.fromkeys((*found.get(sheet.title, ()), *lines)))
    return found


def remarks_in(sheets: Iterable[Sheet]) -> dict[str, tuple[str, ...]]:
    """Of each sheet the first words of lines beside its table of which nothing is read."""
    found: dict[str, tuple[str, ...]] = {}
    for sheet in sheets:
        lines = [in_one_line(text) for text in sheet.remarks if not is_used(text)]
        if lines and sheet.use != LEFT_OUT:
            short = [shorten(line, FIRST_WORDS, placeholder=" …") for line in lines]
            found[sheet.title] = tuple(dict.fromkeys((*found.get(sheet.title, ()), *short)))
    return found


def is_used(text: str) -> bool:
    """Whether something is read of a line beside a table, or it is told already: a scale, a legend, what is asked of
    ties, who answered, an agreement, or whose marks they are.

    Examples
    --------
    >>> is_used("Schaal 1 t/m 5"), is_used("0 = niet, 1 = vaak"), is_used("NB: verslag nog niet akkoord")
    (True, True, False)
    """
    read_of_it = (scales_in, LEVEL.search, response_in, counts_people, says_agreement, by_another, not_heard, asked_in)
    return bool(split_name(text)[1]) or any(reads(text) for reads in read_of_it)


def of_ties_alone(parts: Parts) -> Parts:
    """The parts with those whom ties name as the organisations, where no sheet says who takes part."""
    ties = parts.read[TIES]
    ends = [one for one in ends_named(ties) if one is not None]
    if len(ends) < 2:
        return parts
    rows: dict[str, tuple[int, dict[str, Any]]] = {}
    for line, row in ties.rows:
        for cell in (row[end] for end in ends if not is_open(row.get(end))):
            rows.setdefault(joined(str(cell)), (line, {"name": str(cell)}))
    if not rows:
        return parts
    note = Message("{file}: the organisations are those whom the ties name", file=ties.title)
    listed = Sheet(ties.title, ties.unit, ("name",), list(rows.values()), notes=(note,))
    return parts._replace(read={**parts.read, ORGS: listed})


def beside_layers(parts: Parts) -> list[Sheet]:
    """The sheets of which a scale may be that of all: of several networks each says its own alone."""
    layers = [parts.read[TIES], *(sheet for sheet, _ in parts.layers)] if parts.layers else []
    return [sheet for sheet in parts.told if not any(sheet is one for one in layers)]


def scale_of_all(parts: Parts) -> tuple[str, Scale] | None:
    """The sheet of which headings say the only scale there is; None where it is said of ties alone: it is theirs."""
    beside = scale_in_headings(sheet for role, sheet in parts.read.items() if role != TIES)
    return beside and scale_in_headings(parts.read.values())


def columns_of_numbers(role: str, sheet: Sheet) -> tuple[str, ...]:
    """The columns of a sheet in which somebody answers with a number."""
    return answers_in(sheet) if role == ASKED else tuple(one for one in sheet.header if about(one) in RATED)


def with_the_whole(answers: Answers, unread: Sequence[Sheet], of_all: Scale | None) -> Answers:
    """The answers with the scores of the group as a whole, where a sheet has them and says on which scale.

    Parameters
    ----------
    answers
        Of organisations, so far.
    unread
        Sheets that are no list of organisations, ties or answers.
    of_all
        The scale of all that says none; None where there is none.
    """
    for sheet in filter(scores_of_all, unread):
        scale = of_all or scale_beside(sheet)
        scores = of_the_whole(sheet, scale) if scale else None
        if scores is None or scale is None:
            note = Message(
                "{file} has scores on the themes of the group as a whole, and no scale that they are on: they are not "
                "used",
                file=sheet.title,
            )
            return answers._replace(report=replace(answers.report, notes=(*answers.report.notes, note)))
        low, high = scale
        note = Message(
            "{file} has scores on the themes of the group as a whole, from {low:g} to {high:g}",
            file=sheet.title, low=low, high=high,
        )  # fmt: skip
        report = replace(answers.report, notes=(*answers.report.notes, note))
        report = replace(report, unused={title: left for title, left in report.unused.items() if title != sheet.title})
        n = len(answers.roster.organisations)
        of_whom = answers.answered or Answered(0, n, None)
        return answers._replace(
            scores=scores,
            report=report,
            used={**answers.used, "conditions": tuple(text for text, _ in sheet.beside if len(themes_in(text)) == 1)},
            answered=of_whom._replace(scales=(scale,)) if not of_whom.scales else of_whom,
        )
    return answers


def on_its_scale(options: Options, sheet: Sheet) -> Options:
    """What was asked of the reader, with the scale that a sheet says of all that is in it."""
    scale = scale_in(sheet)
    return options._replace(scale={**options.scale, EVERY: scale}) if scale else options


def check_parts(parts: Parts) -> None:
    """Refuse files of which none says who takes part, and ties or answers without any."""
    read, unread = parts.read, parts.unread
    if ORGS not in read and not (TIES in read and is_matrix(read[TIES])):
        known = [f"{sheet.title} ({role})" for role, sheet in read.items()]
        got = ", ".join([*known, *(sheet.title for sheet in unread)]) or Message("none")
        raise InputError("no organisations among the files, got: {got}", got=got)


def read_parts(
    found: Parts,
    wave: str | None,
    coming: tuple[str, ...],
    options: Options,
    said: Mapping[str, Any],
    wanted: Mapping[str, Any] | None,
) -> Answers:
    """What the parts say, each in its turn: whom they list, how these are tied, what they answered.

    Parameters
    ----------
    found
        The sheet of each part: `orgs`, `ties`, `conditions`; ties may be a matrix, which lists organisations too.
    wave
        Which wave to read; None to read every row.
    coming
        The waves after it, of which only the answers on the five conditions are read.
    options
        What was asked of the reader.
    said
        Columns by name, as [network] has them: `id`, `from`, `to`.
    wanted
        By field, what `columns` of [network] says; other columns are read if they bear the name of a field. None to
        read them as those of a survey.

    Raises
    ------
    InputError
        All that is wrong with the parts, each with its place and its remedy.
    """
    findings, sheets, unread = Findings(), found.read, found.unread
    orgs, *layers = (
        of_wave(sheet, wave) for sheet in (sheets[ORGS], sheets.get(TIES, EMPTY), *(sheet for sheet, _ in found.layers))
    )
    ties = layers[0]
    columns = Columns(on_its_scale(options, orgs))
    plan = Plan("", None, {}, {})
    with findings.at(orgs.title):
        plan = plan_of(orgs, columns, said, wanted)
    if wanted is None:
        with findings.at():
            check_no_pairs(orgs, plan.key)
    ends: list[Ends] = []
    tied_columns: list[Mapping[str, Column]] = []
    for layer in layers:
        columns.options = on_its_scale(options, layer)
        with findings.at(layer.title):
            ends.append(ends_of(layer, said if layer is ties else {}, TIES in sheets))
            tied_columns.append(
                columns.find_ratings(layer, SOURCE in layer.header and not layer.of_matrix)
                if wanted is None
                else said_columns(wanted, layer, TIE_FIELDS)
            )
    findings.settle()
    listed = listed_in(orgs, plan, signs(orgs, plan.columns, options), options, findings)
    leading: tuple[Message, ...] = ()
    role = (
        leader_in(orgs, plan, listed) if wanted is None and not findings.gathered and "lead" not in plan.flags else None
    )
    if role:
        columns.flags["lead"], row = role
        listed.organisations[row]["lead"] = True
        name = listed.organisations[row]["name"]
        leading = (Message("{file}: by the column {column} {name} leads", file=orgs.title, column=role[0], name=name),)
    if len(listed.organisations) < 2:  # or else every tie is one of an unknown organisation
        with findings.at():
            check_organisations(len(listed.organisations))
        findings.settle()
    tied = in_one(
        [
            tied_in(layer, of_whom, rated, listed.known, signs(layer, rated, options), options, findings)
            for layer, of_whom, rated in zip(layers, ends, tied_columns, strict=True)
        ],
        judged := [not asks_who_works_together(layer, len(layers) == 1) for layer in layers],
    )
    scores: dict[str | None, Scores] = {}
    assumed: tuple[str, ...] = ()
    answered = sheets.get(ASKED)
    if answered is not None:
        anywhere = known_anywhere(sheets[ORGS], plan, listed)
        scores, assumed = read_scores(answered, listed.known, anywhere, on_its_scale(options, answered), findings)
    with findings.at():
        check_organisations(len(listed.organisations))
    findings.settle()
    if wanted is None and options.apart != "together":
        with findings.at(ties.title):
            check_together(len(listed.organisations), tied.records)
        findings.settle()
    roster = Roster(listed.organisations, listed.places, tied.records)
    settle(roster, count_themes(roster))
    unused, contact = {}, ""
    barely: list[Message] = []
    if wanted is None:
        others = {plan.key, plan.name, plan.short, *map(wave_column, (orgs, *layers))}
        others |= {column for one in ends for column in (*one[:3], one.respondent)}
        others |= {find(sheet.header, "scale") for sheet in (orgs, *layers) if scale_in(sheet)}
        unused = {sheet.title: left for sheet in (orgs, *layers) if (left := columns.left(sheet, others))}
        for layer in (one for one in layers if one.of_matrix and one.title in unused):
            left_ = [one for one in unused[layer.title] if one != WEIGHT]
            unused[layer.title] = (own_name(layer),) if left_ and len(layers) == 1 else ()
            if left_ and len(layers) > 1:
                barely.append(Message("{file}: who works with whom is read of it, and not how often", file=layer.title))
        if ASKED in sheets and sheets[ASKED].title not in unused:
            unused[sheets[ASKED].title] = columns.left(sheets[ASKED], others | columns_of_answers(sheets[ASKED]))
        for sheet in unread:
            table = sheet.rows and len(sheet.header) > 1
            if sheet.use == OUTDONE or scores_of_all(sheet) or (table and is_to_read(sheet)):
                unused[sheet.title] = (own_name(sheet),)
            elif not is_to_read(sheet):
                unused[sheet.title] = tuple(sheet.header) or (sheet.title,)
        unused = {title: left for title, left in unused.items() if left}
        contact = why_no_contact(columns, layers, unused)
    missing = {**listed.missing, **tied.missing}
    report = report_on(len(listed.organisations), tied.records, tied.rated, missing)
    now = wave if answered is not None and wave_column(answered) else None
    n, given = len(listed.organisations), scores.get(now)
    estimated: tuple[Message, ...] = ()
    if answered is not None and given is not None:
        known = who_answers(answered) is not None or is_form(answered) or options.respondents == "rows"
        theirs = rows_of_another(sheets[ORGS], plan, listed)
        given = given._replace(
            estimates=tuple(
                place for place, row in enumerate(given.rows.tolist()) if place in given.estimates or row in theirs
            )
        )
        own = given.own()
        if given.estimates:
            estimated = (
                Message(
                    "{file}: marks by somebody else, as it says, are read and are no answer; respondents: {count}",
                    file=answered.title, count=len(given.estimates),
                ),
            )  # fmt: skip
        of_all = any(map(by_another, answered.told)) or not (own.rows >= 0).any()
        counted = given if of_all else own
        who = who_answered(counted, n, known and not of_all, bool(assumed), now)
        if who:
            silent = () if of_all else sorted({*given.rows.tolist()} - {*own.rows.tolist(), -1})
            who = who._replace(estimates=of_all, estimated=tuple(roster.labels[row] for row in silent))
            who = with_scores(who, given, roster.labels)._replace(spread=spread_of(counted))
    else:
        of_others = {column for layer, one in zip(layers, judged, strict=True) if not one for column in layer.header}
        found_ = [columns.found[field] for field in TIE_FIELDS if field in columns.rated]
        fields = [one for one in found_ if not any(judged) or of_others.isdisjoint(one.sources)]
        directed = not any(one.direction is None and has_no_direction(one.source, one.target) for one in ends)
        raters = tied.records["source"][tied.rated & directed]
        by_themselves = any(one.respondent or says_who_filled_in(one.source) for one in ends)
        of_wave_ = wave if any(map(wave_column, layers)) else None
        who = who_rated(raters, n, fields, [*columns.assumed], of_wave_, by_themselves)
    if who:
        often = any(about(column) == "frequency" for layer in layers for column in layer.header)
        who = who._replace(contact=often or not all(judged), by_contact=columns.by_contact)
    for layer, of_whom, rated in zip(layers, ends, tied_columns, strict=True):
        if wanted is None and "trust" in rated:
            reading = signs(layer, rated, options)
            people = who_rated_ties(layer, of_whom, rated["trust"], listed.known, reading, options)
            who = with_ratings(who, roster, rated["trust"], people)
    to_read = [sheet for sheet in unread if sheet.use == LEFT_OUT and is_to_read(sheet)]
    told = [*sheets.values(), *layers[1:], *(sheet for sheet in unread if sheet.use == OUTDONE)]
    notes = (
        *estimated,
        *notes_to_read(to_read),
        *notes_of(told, listed),
        *leading,
        *tied.notes,
        *barely,
        *(notes_on(answered) if answered is not None else ()),
    )
    matrices = {layer.header[2]: own_name(layer) for layer in layers if layer.of_matrix}
    used = {field: tuple(matrices.get(one, one) for one in names) for field, names in columns.used.items()}
    return Answers(
        roster,
        replace(report, unused=unused, wave=wave, notes=notes, contact=contact),
        columns.size,
        frozenset(columns.rated),
        given,
        {one: scores[one] for one in coming if one in scores},
        (*columns.assumed, *assumed),
        used
        | ({} if answered is None else {"conditions": tuple(one.removesuffix(":") for one in answers_in(answered))}),
        TIES in sheets,
        answered=who,
    )


def rows_of_another(orgs: Sheet, plan: Plan, listed: Listed) -> set[int]:
    """The organisations of which the sheet that lists them says so."""
    named = (row.get(plan.key) or plan.name_in(row) for _, row in orgs.rows if of_another(row))
    return {listed.known.rows.get(joined(str(name)), -1) for name in named} - {-1}


def with_ratings(
    who: Answered | None, roster: Roster, column: Column, people: Mapping[tuple[int, int], Collection[str]]
) -> Answered | None:
    """Who answered, with what is told of the trust that stands in a file.

    Parameters
    ----------
    who
        Who answered, as far as that is known.
    roster
        Organisations and ties as they were read.
    column
        Of trust.
    people
        Who rated each tie, by the rows of its ends, as far as a file says it.
    """
    labels, ties = roster.labels, roster.ties[~np.isnan(roster.ties["trust"])]
    pairs = zip(ties["source"].tolist(), ties["target"].tolist(), strict=True)
    trust = {
        (labels[one], labels[other]): share for (one, other), share in zip(pairs, ties["trust"].tolist(), strict=True)
    }
    by_name = {(labels[one], labels[other]): some for (one, other), some in people.items()}
    scales = {scale or SHARE for scale in column.scales}
    if not trust:
        return who
    return with_trust(who or Answered(0, len(labels)), trust, by_name, scales.pop() if len(scales) == 1 else None)


def asks_who_works_together(ties: Sheet, alone: bool) -> bool:
    """Whether a sheet says who works with whom, and not only who rated whom: a matrix, or one beside others.

    Parameters
    ----------
    ties
        The sheet, as a list of ties.
    alone
        Whether it is the only one of ties.
    """
    return (ties.of_matrix or not alone) and not {"trust", "value"} & {about(column) for column in ties.header}


def in_lists(parts: Parts, options: Options) -> tuple[Parts, dict[str, Scale]]:
    """The parts with matrices as lists of ties, which say who takes part too where nothing else does; and by column the
    scale that a sheet of ties says of itself.
    """
    if TIES not in parts.read:
        return parts, {}
    findings = Findings()
    scales: dict[str, Scale] = {}
    lists: list[Sheet] = []
    sheets = [(parts.read[TIES], parts.about), *parts.layers]
    for sheet, what in sheets:
        with findings.at():
            layer = as_list(sheet, what, options, alone=len(sheets) == 1)
            lists.append(layer.sheet)
            scales |= layer.scales
    findings.settle()
    read_ = {**parts.read, TIES: lists[0]}
    if ORGS not in read_:
        matrix = parts.read[TIES]
        first = matrix.header[0]
        rows = [(line, {NODE: str(row[first])}) for line, row in matrix.rows]
        read_[ORGS] = Sheet(matrix.title, matrix.unit, (NODE,), rows)
    layers = zip(lists[1:], (what for _, what in parts.layers), strict=True)
    return parts._replace(read=read_, layers=tuple(layers)), scales


def plan_of(orgs: Sheet, columns: Columns, said: Mapping[str, Any], wanted: Mapping[str, Any] | None) -> Plan:
    """Which columns of organisations are read.

    Parameters
    ----------
    orgs
        The sheet of organisations.
    columns
        Of a survey: what is found is kept there.
    said
        As [network] has it: `id`, the column that identifies an organisation, which is found by its heading otherwise.
    wanted
        By field, what `columns` of [network] says; None to read columns as those of a survey.

    Raises
    ------
    InputError
        A column that is needed is not there.
    """
    graph = NODE in orgs.header
    name, short = find(orgs.header, "name"), find(orgs.header, "short")
    if graph and name in (organisation_type(2).names or ()):  # `partners` of the model are a number, and no names
        name = None
    told = said.get("id") or columns.options.id
    number = find(orgs.header, "id")
    key = told or (NODE if graph else number or name or short or "org_id")
    if not graph and wanted is None and not told:
        check_named(orgs, key, name or short)
    check_heading(orgs.header, key, "org_id")
    if columns.options.id and number and number != key and not said.get("id"):
        key, name = number, key  # whoever is meant by a number has a name now
    if wanted is not None:
        return Plan(key, name, said_columns(wanted, orgs, NUMBERS), said_flags(wanted, orgs), short)
    if graph:
        columns.as_they_are(orgs, NUMBERS)
        columns.flags |= {flag: flag for flag in FLAGS if flag in orgs.header}
        return Plan(key, name, dict(columns.found), dict(columns.flags))
    found = columns.find_traits(orgs)
    return Plan(key, name, found, dict(columns.flags), short)


def check_named(orgs: Sheet, key: str, name: str | None) -> None:
    """Ask which column has the organisations where none is called so, or where one numbers them and none names them.

    Raises
    ------
    InputError
        It cannot be told, and there are columns that it could be.
    """
    could = could_name(orgs)
    if key not in orgs.header and could:
        with_question = InputError("no heading says which column has the organisations", Message("header"))
        raise with_question.asking("id", *could)
    if name is None and key in orgs.header and could and is_number_of_a_row(orgs, key):
        raise InputError(
            "{got} numbers the rows, and no heading says which column has the names of the organisations",
            Message("header"), got=show(key),
        ).asking("id", *could)  # fmt: skip


def could_name(orgs: Sheet) -> list[str]:
    """Columns that could have the names of organisations: a short text in every row, each another one."""
    found = []
    for column in orgs.header:
        cells = [str(cell).strip() for cell in orgs.cells(column)]
        texts = all(map(could_be_name, cells))
        if len(cells) == len(orgs.rows) > 1 and texts and len(set(cells)) == len(cells) and not is_known(column):
            found.append(column)
    return found[:MOST_COLUMNS]


def is_number_of_a_row(orgs: Sheet, column: str) -> bool:
    """Whether a column counts its rows: 1, 2, 3."""
    return [str(cell) for cell in orgs.cells(column)] == [str(place) for place, _ in enumerate(orgs.rows, 1)]


def ends_of(ties: Sheet, said: Mapping[str, Any], there: bool) -> Ends:
    """Which columns of ties say of whom they are, towards whom, and how."""
    if ties.of_matrix:
        return Ends(SOURCE, TARGET, cell=TARGET)
    if SOURCE in ties.header or not there:
        return Ends(SOURCE, TARGET, weight=find(ties.header, "weight"))
    named = ends_named(ties)
    source, target = said.get("from") or named[0] or "from", said.get("to") or named[1] or "to"
    direction, respondent = find(ties.header, "direction"), find(ties.header, "respondent")
    respondent = None if respondent == source else respondent
    if source not in ties.header and respondent:
        source, respondent = respondent, None
    check_heading(ties.header, source, "from")
    check_heading(ties.header, target, "to")
    return Ends(
        source,
        target,
        direction if is_direction(ties, direction) else None,
        find(ties.header, "weight"),
        respondent,
    )


def signs(sheet: Sheet, columns: Mapping[str, Any], options: Options) -> Reading:
    """How the numbers of a sheet are written."""
    return reading_of(sheet, numeric(columns), options.missing, options.decimal)


def known_anywhere(orgs: Sheet, plan: Plan, listed: Listed) -> Known:
    """Organisations of any wave, those of this one first."""
    known = Known()
    for identity, said in zip(listed.known.shown, listed.organisations, strict=True):
        known.add(joined(identity), identity, said["name"])
    for _, row in orgs.rows:
        identity = str(row.get(plan.key) or plan.name_in(row) or "")
        if joined(identity) not in known.rows:
            known.add(joined(identity), identity, str(plan.name_in(row) or identity))
        known.also(joined(identity), plan.short_in(row))
    return known


def notes_to_read(sheets: Sequence[Sheet]) -> Iterable[Message]:
    """Which sheets are for people to read, in one line."""
    if len(sheets) == 1:
        yield Message("{file} is a sheet to read", file=sheets[0].title)
    elif sheets:
        others = tuple(map(own_name, sheets[1:]))
        yield Message("{file} is a sheet to read, and so are {others}", file=sheets[0].title, others=others)


def notes_of(sheets: Iterable[Sheet], listed: Listed) -> Iterable[Message]:
    """What was found out about sheets, and about who is meant by a number."""
    for sheet in sheets:
        yield from sheet.notes
    if listed.known.loose:
        pairs = ", ".join(f"{said} = {meant}" for said, meant in list(listed.known.loose.items())[:10])
        yield Message("numbers that lost their zeros are matched: {pairs}", pairs=pairs)
    if listed.known.short:
        pairs = ", ".join(f"{said} = {meant}" for said, meant in list(listed.known.short.items())[:20])
        yield Message("names that are part of one name alone are matched: {pairs}", pairs=pairs)


def from_graph(graph: nx.Graph) -> tuple[State, tuple[str, ...]]:
    """A state that declares what a graph holds, and the names of its organisations: the inverse of `to_graph`.

    Attributes of nodes and edges that bear the name of a field of the model are taken as they are; all else is
    left to chance, or ignored.

    Examples
    --------
    >>> import networkx as nx
    >>> state, labels = from_graph(nx.star_graph(["Town", "Province", "Club"]))
    >>> labels, len(state.ties)
    (('Town', 'Province', 'Club'), 4)
    """
    parts = dict(zip((ORGS, TIES), from_networkx(graph, "graph"), strict=True))
    roster = read_parts(Parts(parts, ()), None, (), Options(), {}, {}).roster
    return settle(roster, count_themes(roster)).state(NO_EDGES), roster.labels
