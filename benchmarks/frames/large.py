"""One Parquet file graded to another in this process: seconds, and peak memory of the process."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from frames.child import Failed, peak_mb

GIVEN = ("id", "county")


def result(who: str, stage: str, source: Path) -> Path:
    """Name the file that is written."""
    return source.with_name(f"graded-{who.replace(' ', '-')}-{stage}-{source.name}")


def available() -> list[str]:
    """Name what can be measured."""
    from frames import ours

    return [who for who in WHO if ours.there() or not who.startswith("partygrade")]


def prepared(rows: int, numbers: str, seed: int) -> str:
    """Write the file where it is missing, and give its path."""
    from frames.organisations import file

    return str(file(rows, numbers, seed))


def measure(who: str, stage: str, path: str) -> dict[str, Any]:
    """Grade a file. What is imported and loaded before is not timed, but is in the peak."""
    source = Path(path)
    target = result(who, stage, source)
    grade = WHO[who](stage, source, target)
    before = peak_mb()
    start, cpu = perf_counter(), process_time()
    grade()
    seconds, cpu = perf_counter() - start, process_time() - cpu
    return {"seconds": seconds, "cpu": cpu, "before_mb": before, "peak_mb": peak_mb()}


def with_polars(stage: str, source: Path, target: Path) -> Any:
    """Let partygrade grade a lazy frame of polars. The facts are not written again."""
    import polars as pl

    import partygrade
    from frames import ours
    from frames.organisations import FACTS

    scheme: Any = ours.by_county() if stage == "quotas" else partygrade.load(ours.NAME)

    def grade() -> None:
        graded = scheme.grade_frame(pl.scan_parquet(source), cohort=stage == "quotas")
        graded.drop(FACTS).sink_parquet(target)

    return grade


def with_duckdb(stage: str, source: Path, target: Path) -> Any:
    """Let partygrade grade a relation of DuckDB that may use 1 GB and then writes to the disk."""
    import duckdb

    import partygrade
    from frames import ours
    from frames.organisations import FACTS

    scheme: Any = ours.by_county() if stage == "quotas" else partygrade.load(ours.NAME)
    connection = duckdb.connect(
        config={
            "memory_limit": "1GB",
            "temp_directory": str(source.parent / "spilled"),
            "preserve_insertion_order": False,
        }
    )

    def grade() -> None:
        graded = scheme.grade_frame(connection.read_parquet(str(source)), cohort=stage == "quotas")
        graded.select(*(name for name in graded.columns if name not in FACTS)).write_parquet(str(target))

    return grade


def by_hand(stage: str, source: Path, target: Path) -> Any:
    """Grade by hand in polars."""
    import polars as pl
    from byhand import polars_quotas, polars_rules
    from polars import col

    def grade() -> None:
        facts = pl.scan_parquet(source)
        if stage == "quotas":
            graded = polars_quotas.graded(facts)
        else:
            graded = polars_rules.rules(facts).select(*GIVEN, "score", own_grade=polars_rules.text(col("rank")))
        graded.sink_parquet(target)

    return grade


def floor(stage: str, source: Path, target: Path) -> Any:
    """Read every fact once and add it up; nothing is written."""
    import polars as pl

    from frames.organisations import FACTS

    return lambda: pl.scan_parquet(source).select(pl.col(FACTS).sum()).collect(engine="streaming")


def check(rows: int, seed: int) -> str:
    """Compare the grades by hand with those of `grade_cohort`, in every county.

    Raises:
        Failed: if they differ anywhere.
    """
    import polars as pl
    from byhand import polars_quotas

    from frames import ours
    from frames.organisations import file

    facts = pl.read_parquet(file(rows, "double", seed))
    records = [{fact: value for fact, value in row.items() if value is not None} for row in facts.iter_rows(named=True)]
    cohort = ours.by_county().grade_cohort(records)
    by_hand = polars_quotas.graded(facts.lazy()).select("id", "own_grade", "grade").collect().rows()
    wanted = {grading.id: (grading.own_grade, grading.grade) for grading in cohort.gradings}
    moved = 0
    for own_id, own_grade, grade in by_hand:
        if (own_grade, grade) != wanted[own_id]:
            got = (own_grade, grade)
            raise Failed(f"{own_id}: by hand {got}, grade_cohort gives {wanted[own_id]}; nothing was timed")
        moved += own_grade != grade
    return f"By hand as by `grade_cohort` in every county of {rows:,} organisations, of which the quotas move {moved:,}"


WHO = {
    "polars by hand": by_hand,
    "partygrade": with_polars,
    "partygrade DuckDB 1GB": with_duckdb,
    "the floor": floor,
}


def digest(who: str, stage: str, path: str) -> dict[str, Any]:
    """Give a sum over all rows that changes with any id, score or grade, whatever the order, and take the file away."""
    import polars as pl
    from byhand import GRADES, NONE
    from polars import col

    target = result(who, stage, Path(path))
    shown = ("own_grade", "grade") if stage == "quotas" else ("own_grade",)
    numbers = {grade: number for number, grade in enumerate(GRADES)}
    frame = pl.scan_parquet(target).select(
        "id",
        (col("score").cast(pl.Float64) * 10).round().cast(pl.Int64).alias("tenths"),
        *(col(name).replace_strict(numbers, return_dtype=pl.Int64).fill_null(NONE) for name in shown),
    )
    counted = frame.group_by(shown[-1]).agg(n=pl.len()).sort(shown[-1]).collect(engine="streaming")
    row = pl.concat_str("id", "tenths", *shown, separator="|").hash(seed=1) % 2**32
    total = frame.select(row.sum()).collect(engine="streaming").item()
    target.unlink()
    return {"total": total, "grades": counted.rows()}
