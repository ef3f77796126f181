"""Load a scheme, and grade with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from partygrade import catalog, exact, ir
from partygrade.account import reading
from partygrade.compile import Setting, compile
from partygrade.compile.formula import ordinal_of
from partygrade.diagnostics import Diagnostic, Text, suggestion
from partygrade.document import Document, read
from partygrade.engine import Engine, Header, mapping
from partygrade.errors import FactsError, SchemeError, not_utf8
from partygrade.figures import Figure, figures
from partygrade.grading import Change, CohortGrading, Grading, ReadingEffect
from partygrade.overlay import Merged, Overlaid, overlay
from partygrade.record_schema import record_schema
from partygrade.render import render
from partygrade.result import ReadingResult
from partygrade.salvage import Salvaged, salvage
from partygrade.scheme import InForce, SchemeFile
from partygrade.seating import compare, read_all, seated
from partygrade.shape import shape
from partygrade.source import Place

if TYPE_CHECKING:
    from partygrade.batch import Batch

OnError = Literal["raise", "collect"]


class Scheme:
    """A checked scheme under certain readings. It never changes, and may be shared among threads."""

    def __init__(self, document: Document, file: SchemeFile, settings: Mapping[str, Setting]) -> None:
        self._document = document
        self._file = file
        self._settings = dict(settings)
        program, found = compile(file, settings)
        if program is None:
            raise _error(document, found)
        self._program = program

    @cached_property
    def _engine(self) -> Engine:
        file = self._file
        return Engine(self._program, Header(file.scheme, file.title, file.edition, self.hash))

    @property
    def id(self) -> str:
        """The id of the scheme."""
        return self._file.scheme

    @property
    def title(self) -> str:
        """The title that people know."""
        return self._file.title

    @property
    def edition(self) -> str | None:
        """Which version of the document it is."""
        return self._file.edition

    @property
    def in_force(self) -> tuple[date | None, date | None]:
        """The first and the last day on which the scheme is in force; None for an end that is open."""
        span = self._file.in_force or InForce()
        first, last = ordinal_of(span.from_ or ""), ordinal_of(span.to or "")
        return (None if first is None else date.fromordinal(first), None if last is None else date.fromordinal(last))

    @property
    def program(self) -> ir.Program:
        """The compiled scheme, for engines and tools."""
        return self._program

    @property
    def grades(self) -> tuple[str, ...]:
        """The ids of the grades, best first."""
        return tuple(grade.origin.id for grade in self._program.grades)

    @cached_property
    def hash(self) -> str:
        """Sixteen hexadecimal digits that identify the content: the figures and words of the file, and the settings."""
        content = {"file": _plain(self._document.data), "set": {k: str(v) for k, v in sorted(self._settings.items())}}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def files(self) -> tuple[str, ...]:
        """The name of the file, then those of the files that it extends, each behind the one that it is extended by."""
        return tuple(file.name for file in self._document.files)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the scheme: its numbers, shares and words that settle something, with clauses and lines."""
        return figures(self._document, self._program, self._settings)

    @property
    def readings(self) -> tuple[ReadingResult, ...]:
        """Every parameter that the scheme uses: its value, where it comes from, and the other readings."""
        return tuple(reading(parameter) for parameter in self._program.parameters)

    def with_parameters(self, /, **settings: Setting) -> Scheme:
        """Give the scheme under other readings; ranges and options are checked.

        Raises:
            SchemeError: if a setting names no parameter, or is not allowed.
        """
        return Scheme(self._document, self._file, self._settings | settings)

    def record_schema(self) -> dict[str, Any]:
        """Give the JSON Schema (2020-12) of a record."""
        inputs = [item for n, item in enumerate(self._program.inputs) if n != self._program.as_of]
        return record_schema(inputs, self.title)

    def faults(self, record: object) -> tuple[Diagnostic, ...]:
        """List the faults of a record, without grading it."""
        return tuple(self._engine.faults(record))

    def grade(self, record: object, *, as_of: date | None = None) -> Grading:
        """Grade one organisation: a mapping of fact ids to values, or a pydantic model. No quota is applied.

        Raises:
            FactsError: with every fault of the record.
            SchemeError: if the scheme is not in force on the day `as_of`, needs that day and lacks it, or compares
                organisations and so grades cohorts only.
        """
        self._check_day(as_of)
        engine = self._engine
        if engine.across:
            raise _error(self._document, [_needs_cohort()])
        return Grading(engine, *engine.start(record, as_of))

    def grade_cohort(
        self, records: Iterable[object], *, on_error: OnError = "raise", as_of: date | None = None
    ) -> CohortGrading:
        """Grade the organisations of a cohort, and apply the quotas.

        With `on_error="collect"`, rows with faults come back in `faults` and the others are graded; they take no
        part in quotas.

        Raises:
            FactsError: with every fault of every record, unless they are collected.
            SchemeError: if the scheme is not in force on the day `as_of`, or needs that day and lacks it.
        """
        self._check_day(as_of)
        gradings, faults = read_all(self._engine, records, as_of)
        if faults and on_error == "raise":
            raise FactsError([replace(d, row=f.row, key=f.id or f.name) for f in faults for d in f.diagnostics])
        compare(self._engine, gradings)
        return seated(self._engine, gradings, faults)

    def grade_frame(
        self,
        frame: Any,
        events: Mapping[str, Any] | None = None,
        *,
        cohort: bool = True,
        detail: bool = False,
        as_of: date | None = None,
    ) -> Any:
        """Grade a whole frame of organisations, a row each; give a frame of the same kind, with columns added.

        See `batch`, which also gives the account of the quotas and what is wrong with rows.
        """
        return self.batch(frame, events, cohort=cohort, detail=detail, as_of=as_of).frame

    def batch(
        self,
        frame: Any,
        events: Mapping[str, Any] | None = None,
        *,
        cohort: bool = True,
        detail: bool = False,
        as_of: date | None = None,
    ) -> Batch:
        """Grade a whole frame of organisations, as `grade_cohort` grades records.

        The frame is a polars frame (eager or lazy), a pandas or pyarrow table, a DuckDB relation or a PySpark frame;
        `events` has a frame for each list, joined by the organisation's id. Without `cohort` nothing looks at other
        rows; `detail` adds the value of every node. Needs the extra `batch`.

        Raises:
            FactsError: if columns are missing, resemble a fact, or have a name that is added.
            SchemeError: if the scheme is not in force on the day `as_of`, needs that day and lacks it, or compares
                organisations and `cohort` is not wanted.
        """
        from partygrade.batch import Asked, Batch

        self._check_day(as_of)
        if self._engine.across and not cohort:
            raise _error(self._document, [_needs_cohort()])
        return Batch(self._engine, frame, Asked(events or {}, cohort, detail, as_of))

    def grading_of(
        self,
        row: Any,
        quotas: Any = (),
        events: Mapping[str, Any] | None = None,
        *,
        as_of: date | None = None,
    ) -> Grading:
        """Give the grading that a row of a detailed frame tells of, without grading again.

        The row is one that `grade_frame` gave with `detail`, as a mapping of columns to cells. `quotas` has the rows
        of `Batch.quotas`, and `events` for each list a frame, or the rows of this organisation; both may have others
        too. `as_of` is the day as of which was graded. Needs the extra `batch`.

        Raises:
            FactsError: if something is missing, or the row shows that it was graded under another version or reading.
            SchemeError: if the scheme is not in force on the day `as_of`, or needs that day and lacks it.
        """
        from partygrade.batch.read_back import Beside, read_back

        self._check_day(as_of)
        return read_back(self._engine, row, Beside(quotas, events or {}, as_of))

    def compare_readings(self, records: Iterable[object], *, as_of: date | None = None) -> tuple[ReadingEffect, ...]:
        """Grade a cohort under every other reading, one at a time; say what each would change, the defaults included.

        Records with faults are left out. It takes one run of the cohort for each reading.
        """
        batch = [mapping(record) for record in records]
        now = {g.row: g for g in self.grade_cohort(batch, on_error="collect", as_of=as_of).gradings}
        out = []
        for other in self.readings:
            for value, why in other["others"].items():
                scheme = self.with_parameters(**{other["id"]: value})
                under = scheme.grade_cohort(batch, on_error="collect", as_of=as_of)
                changes = tuple(_change(now.get(g.row), g) for g in under.gradings if _differs(now.get(g.row), g))
                out.append(ReadingEffect(other["id"], other["label"], other["source"], value, why, changes))
        return tuple(out)

    def _check_day(self, day: date | None) -> None:
        if day is None:
            if self._program.as_of is not None:
                raise _error(self._document, [_needs_day(self._program.inputs[self._program.as_of].origin.place)])
            return
        first, last = self.in_force
        if (first is None or first <= day) and (last is None or day <= last):
            return
        text = Text(f"the scheme is not in force on {day.isoformat()}", f"本办法在 {day.isoformat()} 不施行")
        raise _error(self._document, [Diagnostic("not-in-force", text, Place(("in_force",)))])

    def __repr__(self) -> str:
        return f"<Scheme {self.id} {self.hash}>"


def load(name_or_path: str | Path) -> Scheme:
    """Load a scheme: the name of a shipped one, such as `township-four-level`, or the path of a file.

    Raises:
        SchemeError: if there is no such scheme, or with every fault of the file.
    """
    name = str(name_or_path)
    path = None if isinstance(name_or_path, Path) else catalog.find(name)
    path = path or Path(name_or_path)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SchemeError([not_utf8(name)]) from error
    except OSError as error:
        raise _no_file(
            name, "is neither a shipped scheme nor a file that can be read", "既不是自带办法，也不是可读的文件"
        ) from error
    return _loaded(read(text, name if path == Path(name) else str(path.name)), path)


def loads(text: str, *, name: str = "<text>") -> Scheme:
    """Load a scheme from the text of a file; `name` is how messages call it.

    The path of a file that it extends starts from the working folder.

    Raises:
        SchemeError: with every fault of the text, and of the files that it extends.
    """
    return _loaded(read(text, name), None)


def _loaded(document: Document, path: Path | None) -> Scheme:
    found = overlay(document, path)
    file, faults = (None, []) if found.document.data is None else shape(found.document)
    if file is None or found.document.faults or found.faults:
        raise _error(found.document, _every_fault(found, file, faults))
    return Scheme(found.document, file, {})


def _every_fault(found: Overlaid, file: SchemeFile | None, faults: list[Diagnostic]) -> list[Diagnostic]:
    """List the faults of a file that cannot be used as it stands, also those that show only in what is left of it."""
    document = found.document
    left = Salvaged(file) if file else salvage(document) if document.data is not None else None
    if left is not None:
        # What an element lacks without a key that is unknown is not said of it again.
        slipped = {fault.place.path[:-1] for fault in faults if fault.code == "unknown-key"}
        more = map(left.in_document, compile(left.file, lost=left.lost | found.lost)[1])
        faults = [*faults, *(fault for fault in more if fault.place.path not in slipped)]
    return [*document.faults, *(fault for fault in [*found.faults, *faults] if not _follows(fault, document))]


def _follows(fault: Diagnostic, document: Document) -> bool:
    """Tell whether a fault only says again what one of the text has said: of the same text, or a key missed there."""
    if fault.code == "missing-key":
        return any(_inside(found.place, Place(fault.place.path), document) for found in document.faults)
    return any(_inside(fault.place, found.place, document) for found in document.faults)


def _inside(place: Place, whole: Place, document: Document) -> bool:
    if document.at(place)[0] is not document.at(whole)[0]:
        return False
    inner, outer = document.span(place), document.span(whole)
    starts = (outer.line, outer.column) <= (inner.line, inner.column)
    return starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


def _differs(one: Grading | None, two: Grading) -> bool:
    return one is None or (one.score, one.grade) != (two.score, two.grade)


def _change(one: Grading | None, two: Grading) -> Change:
    score, grade = (one.score, one.grade) if one else (None, None)
    return Change(two.row, two.id, two.name, (score, two.score), (grade, two.grade))


def _needs_day(place: Place) -> Diagnostic:
    text = Text(
        "the scheme looks at the day as of which is graded: expected `as_of`", "本办法需要评定基准日：请给出 `as_of`"
    )
    return Diagnostic("needs-day", text, place)


def _needs_cohort() -> Diagnostic:
    text = Text(
        "the scheme compares organisations with one another: expected a cohort, not a single record",
        "本办法在同批组织之间比较：应一并评定，不能只评一个",
    )
    help = Text("call `grade_cohort`", "请用 `grade_cohort`")
    return Diagnostic("needs-cohort", text, Place(("scheme",)), help=help)


def _error(document: Document, faults: list[Diagnostic]) -> SchemeError:
    if isinstance(document, Merged):
        faults = [document.remarked(fault) for fault in faults]
    error = SchemeError(faults)
    error.document = document
    error.rendered = render(faults, document)
    return error


def _no_file(name: str, en: str, zh: str) -> SchemeError:
    folder = Path(name).parent
    beside = [str(path) for path in sorted(folder.glob("*.yaml"))] if folder.is_dir() else []
    help = suggestion(name, [*catalog.names(), *catalog.gallery(), *beside])
    return SchemeError([Diagnostic("no-scheme", Text(f"`{name}` {en}", f"`{name}` {zh}"), help=help)])


def _plain(data: object) -> object:
    """Give the data of a file with numbers as text, so that equal figures are equal."""
    match data:
        case dict():
            return {key: _plain(value) for key, value in data.items()}
        case list():
            return [_plain(value) for value in data]
        case bool() | None:
            return data
        case int() | Decimal():
            scale = exact.decimals(data)
            return {"number": exact.text(exact.scaled(data, scale), scale)}
        case _:
            return data
