"""`partygrade grade` over files that an engine reads: Parquet, folders of it, and tables larger than memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partygrade.api import Scheme
from partygrade.cli import faults
from partygrade.cli.moving import Moving
from partygrade.cli.options import Options
from partygrade.cli.scheme_file import open_scheme, reported
from partygrade.cli.screen import Screen
from partygrade.cli.stop import FAULTS, USAGE, Stop
from partygrade.diagnostics import Text
from partygrade.errors import FactsError

if TYPE_CHECKING:
    from partygrade.batch import Batch
    from partygrade.batch.files import FileGrading, FileTask
    from partygrade.batch.progress import Show

_MODULES = {"polars": ("polars", "batch"), "duckdb": ("duckdb", "duckdb"), "spark": ("pyspark", "spark")}
"""The module of each engine, and the extra that it comes with."""

_MEMORY = re.compile(r"[0-9]+(\.[0-9]+)?\s*(KB|MB|GB|TB)", re.IGNORECASE)


def wanted(options: Options) -> bool:
    """Tell whether a table is for an engine: by what was asked for, or because only an engine can read it."""
    table = options.table
    parquet = table.suffix.lower() == ".parquet" or (table.is_dir() and any(table.rglob("*.parquet")))
    return parquet or bool(options.engine or options.memory or options.detail)


def run(options: Options, screen: Screen) -> int:
    """Grade a table by an engine; write the results, and the faults to a file of their own."""
    scheme = open_scheme(options.scheme, options.set, screen.lang)
    out = _out(options, screen)
    needs("narwhals", "batch", screen)
    from partygrade.batch.files import FileTask, grade_file

    engine = options.engine or ("duckdb" if options.memory else "polars")
    needs(*_MODULES[engine], screen)
    if options.memory:
        _check_memory(options.memory, engine, screen)
    collect = options.on_error == "collect"
    given = (options.memory, collect, screen.lang, options.detail)
    task = FileTask(options.table, out, dict(options.events), engine, *given)
    _check_written(task, screen)

    def make(frame: Any, events: Mapping[str, Any]) -> Batch:
        return scheme.batch(frame, events, detail=options.detail, as_of=options.as_of)

    try:
        with reported(options.scheme, screen.lang), _moving(options, screen) as show:
            found = grade_file(make, task, show)
    except FactsError as error:
        raise Stop("\n".join(_lines(task, error, screen))) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise Stop(_error(Text(f"`{out}` cannot be written: {why}", f"无法写入 `{out}`：{why}"), screen)) from error
    if not options.quiet:
        screen.print("\n".join(_closing(scheme, task, found, screen)))
    return FAULTS if found.counts.faulty else 0


@contextmanager
def _moving(options: Options, screen: Screen) -> Iterator[Show]:
    """Give what shows progress, unless nobody wants to see it."""
    if options.quiet:
        yield lambda progress: None
        return
    moving = Moving(screen)
    try:
        yield moving.show
    finally:
        moving.end()


def _out(options: Options, screen: Screen) -> Path:
    out = options.out
    if out is None:
        en, zh = (
            "an engine writes its results to a file: expected `--out FILE`",
            "引擎把结果写入文件：应给出 `--out 文件`",
        )
        raise Stop(_error(Text(en, zh), screen), USAGE)
    return out


def _check_written(task: FileTask, screen: Screen) -> None:
    """See that what is written is no part of what is read."""
    for path in (task.out, task.faults, *([task.account] if task.detail else ())):
        if said := _overwrites(path, [task.table, *task.events.values()]):
            raise Stop(_error(Text(f"`{path}`: {said.en}", f"`{path}`：{said.zh}"), screen), USAGE)


def _overwrites(path: Path, read: Sequence[Path]) -> Text | None:
    """Say why results must not stand at a path, if so."""
    if path.exists() and any(one.exists() and path.samefile(one) for one in read):
        return Text("the results would replace the table that they come from", "结果会覆盖所读的表格")
    if any(one.is_dir() and path.resolve().is_relative_to(one.resolve()) for one in read):
        return Text("the results would become a part of the table that they come from", "结果会成为所读表格的一部分")
    return None


def _error(said: Text, screen: Screen) -> str:
    return screen.say(f"error: {said.en}", f"错误：{said.zh}")


def needs(module: str, extra: str, screen: Screen) -> None:
    """See that a module is installed; `extra` is what it comes with.

    Raises:
        Stop: with how to install it.
    """
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
    elif engine != "duckdb":
        said = Text(f"{engine} keeps no limit of memory: expected duckdb", f"{engine} 不能限定内存：应为 duckdb")
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
    counts = found.counts
    en = f"{counts.graded} graded, {counts.ungraded} without a grade, {counts.faulty} with faults"
    zh = f"定级 {counts.graded}，不定级 {counts.ungraded}，有差错 {counts.faulty}"
    said = [
        *_quotas(scheme, found, screen),
        screen.say(f"{counts.rows} rows: {en}", f"共 {counts.rows} 行：{zh}"),
        screen.say(f"written to {task.out}", f"已写入 {task.out}"),
    ]
    if task.detail and found.quotas:
        said.append(screen.say(f"account of the quotas written to {task.account}", f"名额账已写入 {task.account}"))
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
    from partygrade.batch.quotas import group_heads

    heads = set(group_heads(scheme.program))
    for quota in found.quotas:
        where = "".join(f"{value} " for name, value in quota.items() if name in heads)
        before, after, limit = quota["before"], quota["after"], quota["limit"]
        en = f"{before} before, {after} after, limit {limit}{'' if quota['met'] else ', not met'}"
        zh = f"原有 {before}，现有 {after}，限额 {limit}{'' if quota['met'] else '，未达到'}"
        yield screen.say(f"  · {where}{quota['quota']}: {en}", f"  · {where}{quota['quota']}：{zh}")


_FEW = 20
"""So many quotas are told one by one."""
