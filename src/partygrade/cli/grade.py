"""`partygrade grade`: the organisations of a table, graded together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from partygrade.cli import engines
from partygrade.cli.layout import Column, Sheet, sheet
from partygrade.cli.options import Options
from partygrade.cli.organisations import Organisations, graded
from partygrade.cli.results import Line, data, labels, lines
from partygrade.cli.save import save, write
from partygrade.cli.screen import Screen
from partygrade.cli.sheets import draw
from partygrade.cli.stop import FAULTS, USAGE, Stop
from partygrade.diagnostics import Text
from partygrade.errors import FactsError
from partygrade.result import ReadingResult
from partygrade.tables import table_format


def run(options: Options, screen: Screen) -> int:
    """Grade a table; print the results and write them to a file, and report every faulty row."""
    if engines.wanted(options):
        return engines.run(options, screen)
    _check_out(options, screen)
    found = graded(options, screen, options.quiet)
    if not found.sound:
        screen.report([*found.stray_lines(screen), *found.fault_lines(screen)])
        if options.on_error == "raise":
            raise Stop(_refusal(found, screen))
    results = lines(found, screen)
    if options.out is not None:
        save(options.out, found, results, screen)
    _print(options, found, results, screen)
    return 0 if found.sound else FAULTS


def _check_out(options: Options, screen: Screen) -> None:
    """See before any work that the results have somewhere to go."""
    out = options.out
    if out is None:
        return
    try:
        table_format(out)
    except FactsError as error:
        raise Stop(screen.say("error: ", "错误：") + error.diagnostics[0].message(screen.lang), USAGE) from error
    read = [options.table, *(path for _, path in options.events)]
    if out.exists() and any(path.exists() and out.samefile(path) for path in read):
        said = screen.say("the results would replace the table that they come from", "结果会覆盖所读的表格")
        raise Stop(screen.say(f"error: `{out}`: {said}", f"错误：`{out}`：{said}"), USAGE)


def _refusal(found: Organisations, screen: Screen) -> str:
    rows, bad, strays = len(found.table.rows), len(found.faulty), len(found.joined.faults)
    good = rows - bad
    wrong = []
    if bad:
        said = f"{bad} of {rows} rows {'has' if bad == 1 else 'have'} faults"
        wrong.append(Text(said, f"{rows} 行中有 {bad} 行有差错"))
    if strays:
        wrong.append(_strays(strays))
    en, zh = " and ".join(text.en for text in wrong), "，".join(text.zh for text in wrong)
    en, zh = f"{en}, so nothing is graded", f"{zh}，未作评定"
    if good:
        en += f"; `--on-error collect` grades the {'other ' if bad else ''}{good}"
        zh += f"；加上 `--on-error collect` 可评定{'其余' if bad else ''} {good} 行"
    return screen.say(f"error: {en}", f"错误：{zh}")


def _strays(count: int) -> Text:
    many = f"{count} events are" if count > 1 else "1 event is"
    return Text(f"{many} of no organisation", f"有 {count} 件事件不属于任何组织")


def _print(options: Options, found: Organisations, results: Sequence[Line], screen: Screen) -> None:
    if options.format != "table":
        write(options.format, found, results, screen)
    elif not options.quiet:
        _report(found, results, screen)
    if not options.quiet:
        _closing(options.out, found, results, screen, on_paper=options.format == "table")


def _report(found: Organisations, results: Sequence[Line], screen: Screen) -> None:
    scheme = found.scheme
    screen.print(screen.say(f"Scheme: {scheme.title}", f"办法：{scheme.title}") + f"  {scheme.id} {scheme.hash}")
    if scheme.program.as_of is not None and found.cohort.gradings:
        day = data(found.cohort.gradings[0])["as_of"]
        screen.print(screen.say(f"As of: {day}", f"评定基准日：{day}"))
    screen.print()
    draw([_sheet(found, results, screen)], screen)
    screen.print()
    for line in _account(found, screen):
        screen.print(line)
    screen.print()
    readings = _readings(found.cohort.readings, screen)
    if readings.rows:
        screen.print(screen.say("Readings and assumptions", "所依据的读法与假定"))
        draw([readings], screen)
        screen.print()


def _sheet(found: Organisations, results: Sequence[Line], screen: Screen) -> Sheet:
    names = labels(found)
    columns = [
        Column(screen.say("place", "名次"), right=True),
        Column(screen.say("id", "编号")),
        Column(screen.say("name", "名称")),
        Column(screen.say("score", "得分"), right=True),
        Column(screen.say("own grade", "自身等次")),
        Column(screen.say("final grade", "最终等次"), strong=True),
        Column(screen.say("reasons", "说明")),
    ]
    none = screen.say("none", "不定级") if names else ""
    rows = []
    for line in results:
        grades = [("" if line.faults else names.get(grade or "", none)) for grade in (line.own_grade, line.grade)]
        who = (line.id or "", line.name or ("" if line.id else f"#{line.row + 1}"))
        why = [*line.reasons, *(screen.say(f"fault: {fault}", f"差错：{fault}") for fault in line.faults)]
        rows.append((str(line.place or ""), *who, "" if line.score is None else f"{line.score:f}", *grades, why))
    return sheet(columns, rows)


def _account(found: Organisations, screen: Screen) -> Iterator[str]:
    """Give the account of the cohort without its first line, whose counts are in the closing line."""
    account = found.cohort.explain(screen.lang).rstrip("\n").split("\n")[1:]
    quotas = len(found.cohort.quotas)
    if quotas:
        yield screen.say("Quotas", "比例")
        yield from (f"  · {quota}" for quota in account[:quotas])
    yield from account[quotas:]
    counts = Counter(grading.grade_label for grading in found.cohort.gradings)
    listed = [f"{grade} {counts[grade]}" for grade in labels(found).values()]
    if listed:
        yield screen.say("Grades", "各等次数目") + screen.say(": ", "：") + screen.say(", ", "，").join(listed)


def _readings(readings: Sequence[ReadingResult], screen: Screen) -> Sheet:
    """Give a row for each reading in force: its value, the values that it may have instead, and its clause."""
    columns = [
        Column(screen.say("of", "事项")),
        Column(screen.say("for --set", "参数名")),
        Column(screen.say("value", "取值"), strong=True),
        Column(screen.say("or", "另可取")),
        Column(screen.say("clause", "依据")),
    ]
    return sheet(columns, [_reading(reading, screen) for reading in readings])


def _reading(reading: ReadingResult, screen: Screen) -> tuple[str, str, str, str, str]:
    others = screen.say(", ", "、").join(reading["others"])
    if reading["status"] == "assumed":
        others = screen.say("assumed", "假定")
    if reading["set_by_caller"] or reading["value"] != reading["default"]:
        others = screen.say(f"set; default {reading['default']}", f"已改，默认 {reading['default']}")
    return reading["label"], reading["id"], reading["value"], others, reading["source"] or ""


def _closing(out: Path | None, found: Organisations, results: Sequence[Line], screen: Screen, on_paper: bool) -> None:
    """Say how the rows add up, and where the results are."""
    rows, bad = len(results), len(found.faulty)
    none = sum(grading.grade is None for grading in found.cohort.gradings) if found.scheme.grades else 0
    with_grade = rows - bad - none
    en = f"{rows} rows: {with_grade} graded, {none} without a grade, {bad} with faults"
    zh = f"共 {rows} 行：定级 {with_grade}，不定级 {none}，有差错 {bad}"
    if not found.scheme.grades:
        en, zh = (
            f"{rows} rows: {with_grade} scored, {bad} with faults",
            f"共 {rows} 行：评分 {with_grade}，有差错 {bad}",
        )
    said = [screen.say(en, zh)]
    if found.joined.faults:
        strays = _strays(len(found.joined.faults))
        said.append(screen.say(strays.en, strays.zh))
    if out is not None:
        said.append(screen.say(f"written to {out}", f"已写入 {out}"))
    if on_paper:
        screen.print("\n".join(said))
    else:
        screen.report(said)
