"""`partygrade grade` over files that an engine reads: Parquet, folders of it, and tables larger than memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partygrade.api import Scheme
from partygrade.cli import faults
from partygrade.cli.options import Options
from partygrade.cli.scheme_file import open_scheme, reported
from partygrade.cli.screen import Screen
from partygrade.cli.stop import FAULTS, USAGE, Stop
from partygrade.diagnostics import Text
from partygrade.errors import FactsError

if TYPE_CHECKING:
    from partygrade.batch import Batch
    from partygrade.batch.files import FileGrading, FileTask

_MEMORY = re.compile(r"[0-9]+(\.[0-9]+)?\s*(KB|MB|GB|TB)", re.IGNORECASE)


def wanted(options: Options) -> bool:
    """Tell whether a table is for an engine: by what was asked for, or because only an engine can read it."""
    table = options.table
    parquet = table.suffix.lower() == ".parquet" or (table.is_dir() and any(table.rglob("*.parquet")))
    return parquet or bool(options.engine or options.memory)


def run(options: Options, screen: Screen) -> int:
    """Grade a table by an engine; write the results, and the faults to a file of their own."""
    scheme = open_scheme(options.scheme, options.set, screen.lang)
    out = _out(options, screen)
    _needs("narwhals", "batch", screen)
    from partygrade.batch.files import FileTask, grade_file

    engine = options.engine or ("duckdb" if options.memory else "polars")
    _needs(engine, "duckdb" if engine == "duckdb" else "batch", screen)
    if options.memory:
        _check_memory(options.memory, engine, screen)
    collect = options.on_error == "collect"
    task = FileTask(options.table, out, dict(options.events), engine, options.memory, collect, screen.lang)

    def make(frame: Any, events: Mapping[str, Any]) -> Batch:
        return scheme.batch(frame, events, as_of=options.as_of)

    def progress(said: Text) -> None:
        if not options.quiet:
            screen.report([screen.say(f"{said.en} …", f"{said.zh} …")])

    try:
        with reported(options.scheme, screen.lang):
            found = grade_file(make, task, progress)
    except FactsError as error:
        raise Stop("\n".join(_lines(task, error, screen))) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(_error(Text(f"`{out}` cannot be written: {why}", f"无法写入 `{out}`：{why}"), screen)) from error
    if not options.quiet:
        screen.print("\n".join(_closing(scheme, task, found, screen)))
    return FAULTS if found.faulty else 0


def _out(options: Options, screen: Screen) -> Path:
    out = options.out
    if out is None:
        en, zh = (
            "an engine writes its results to a file: expected `--out FILE`",
            "引擎把结果写入文件：应给出 `--out 文件`",
        )
        raise Stop(_error(Text(en, zh), screen), USAGE)
    read = [options.table, *(path for _, path in options.events)]
    if out.exists() and any(path.exists() and out.samefile(path) for path in read):
        en, zh = "the results would replace the table that they come from", "结果会覆盖所读的表格"
        raise Stop(_error(Text(f"`{out}`: {en}", f"`{out}`：{zh}"), screen), USAGE)
    return out


def _error(said: Text, screen: Screen) -> str:
    return screen.say(f"error: {said.en}", f"错误：{said.zh}")


def _needs(module: str, extra: str, screen: Screen) -> None:
    if find_spec(module) is None:
        how = f"pip install 'partygrade[{extra}]'"
        said = Text(f"`{module}` is not installed: {how}", f"没有安装 `{module}`：请运行 {how}")
        raise Stop(_error(said, screen), USAGE)


def _check_memory(memory: str, engine: str, screen: Screen) -> None:
    said = None
    if not _MEMORY.fullmatch(memory):
        said = Text(
            f"`{memory}` is no amount of memory: expected one such as 1GB", f"`{memory}` 不是内存大小：应如 1GB"
        )
    elif engine == "polars":
        said = Text("polars keeps no limit of memory: expected duckdb", "polars 不能限定内存：应为 duckdb")
    if said is not None:
        raise Stop(_error(said, screen), USAGE)


def _lines(task: FileTask, error: FactsError, screen: Screen) -> Sequence[str]:
    found = faults.of_table(task.table, error.diagnostics, screen.lang)
    if all(one.key is None and one.row is None for one in error.diagnostics):
        return found
    en = "rows have faults, so nothing is graded; `--on-error collect` grades the others"
    zh = "有的行有差错，未作评定；加上 `--on-error collect` 可评定其余各行"
    return [*found, _error(Text(en, zh), screen)]


def _closing(scheme: Scheme, task: FileTask, found: FileGrading, screen: Screen) -> list[str]:
    """Say how every quota came out, how the rows add up, and where the results are."""
    en = f"{found.graded} graded, {found.ungraded} without a grade, {found.faulty} with faults"
    zh = f"定级 {found.graded}，不定级 {found.ungraded}，有差错 {found.faulty}"
    said = [
        *_quotas(scheme, found, screen),
        screen.say(f"{found.rows} rows: {en}", f"共 {found.rows} 行：{zh}"),
        screen.say(f"written to {task.out}", f"已写入 {task.out}"),
    ]
    if found.faults is not None:
        said.append(screen.say(f"faults written to {found.faults}", f"差错已写入 {found.faults}"))
    return said


def _quotas(scheme: Scheme, found: FileGrading, screen: Screen) -> Iterator[str]:
    if found.quotas:
        yield screen.say("Quotas", "比例")
    if len(found.quotas) > _FEW:
        unmet = sum(not quota["met"] for quota in found.quotas)
        yield screen.say(
            f"  · {len(found.quotas)}, {unmet} not met", f"  · 共 {len(found.quotas)} 项，{unmet} 项未达到"
        )
        return
    heads = _heads(scheme)
    for quota in found.quotas:
        where = "".join(f"{value} " for name, value in quota.items() if name in heads)
        before, after, limit = quota["before"], quota["after"], quota["limit"]
        en = f"{before} before, {after} after, limit {limit}{'' if quota['met'] else ', not met'}"
        zh = f"原有 {before}，现有 {after}，限额 {limit}{'' if quota['met'] else '，未达到'}"
        yield screen.say(f"  · {where}{quota['quota']}: {en}", f"  · {where}{quota['quota']}：{zh}")


_FEW = 20
"""So many quotas are told one by one."""


def _heads(scheme: Scheme) -> set[str]:
    program = scheme.program
    return {program.inputs[index].origin.id for index in (program.cohort.within if program.cohort else ())}
