"""Made-up organisations in bulk: the first ones are the same for the same seed, however many there are.

They have the facts that `records.py` gives, drawn in the same way. Figures are drawn as whole numbers of the smallest
step and only then spelled, so that every spelling means exactly the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from records import ASPECTS, QUALITIES, RARE_COUNTS, SATISFACTION_CUTS, TURNOUT_CUTS

if TYPE_CHECKING:
    import polars as pl

FOLDER = Path(__file__).resolve().parent.parent.parent / "build" / "bench" / "frames"
SEED = 20170605
CHUNK = 500_000
COUNTIES = 2_850

Numbers = Literal["double", "decimal", "text"]
NUMBERS: tuple[Numbers, ...] = ("double", "decimal", "text")

DECIMALS = {**dict.fromkeys(ASPECTS, 1), "satisfaction": 2, "turnout": 2}
"""The decimal places of the facts that are not whole numbers."""

COUNTS = (*RARE_COUNTS, "absences", "late_tasks", "election_overdue_months")
FACTS = (*ASPECTS, "satisfaction", *COUNTS, "election_excused", "turnout")


def units(number: int, seed: int = SEED) -> pl.DataFrame:
    """Draw one chunk. Figures are whole numbers of their smallest step; `turnout` is unknown for one in fifty."""
    import polars as pl

    random = np.random.default_rng([seed, number])

    def one_of(values: tuple[int, ...]) -> np.ndarray:
        return np.array(values, dtype=np.int64)[random.integers(0, len(values), CHUNK)]

    def percent(cuts: tuple[float, ...], near_the_cuts: float, low: int) -> np.ndarray:
        near = random.random(CHUNK) < near_the_cuts
        return np.where(near, one_of(tuple(round(cut * 100) for cut in cuts)), random.integers(low, 10_001, CHUNK))

    quality = one_of(QUALITIES)
    held: dict[str, object] = {"id": np.arange(number * CHUNK, (number + 1) * CHUNK)}
    # Most counties have about as many, the first ones up to twenty times more.
    held["county"] = (COUNTIES * random.random(CHUNK) ** 1.5).astype(np.int64)
    for aspect in ASPECTS:
        held[aspect] = 5 * np.clip(quality + random.integers(-2, 3, CHUNK), 0, 20)
    held["satisfaction"] = percent(SATISFACTION_CUTS, 0.25, 5_500)
    for count in RARE_COUNTS:
        held[count] = np.where(random.random(CHUNK) < 0.12, one_of((1, 1, 1, 2)), 0)
    held["absences"] = one_of((0, 0, 0, 0, 1, 1, 2, 3, 4))
    held["late_tasks"] = one_of((0, 0, 0, 0, 0, 1, 2))
    held["election_overdue_months"] = one_of((0, 0, 0, 0, 0, 1, 12, 13, 20))
    held["election_excused"] = random.random(CHUNK) < 0.3
    held["turnout"] = percent(TURNOUT_CUTS, 0.1, 8_000)
    unknown = random.random(CHUNK) < 0.02
    frame = pl.DataFrame(held).with_columns(
        id=pl.lit("B") + pl.col("id").cast(pl.String).str.zfill(8),
        county=(100_000 + pl.col("county")).cast(pl.String),
        turnout=pl.when(~pl.Series(unknown)).then(pl.col("turnout")),
    )
    return frame.select("id", "county", *FACTS)


def spelled(frame: pl.DataFrame, numbers: Numbers) -> pl.DataFrame:
    """Spell the figures. A double is the one nearest to the decimal; text has no trailing zeros cut off."""
    import polars as pl

    def text(fact: str) -> pl.Expr:
        one = 10 ** DECIMALS[fact]
        fraction = (pl.col(fact) % one).cast(pl.String).str.zfill(DECIMALS[fact])
        return (pl.col(fact) // one).cast(pl.String) + "." + fraction

    def double(fact: str) -> pl.Expr:
        # Polars divides by a constant as a product with its inverse, which is rounded twice; not by a column.
        return pl.col(fact).cast(pl.Float64) / (0 * pl.col(fact) + 10 ** DECIMALS[fact]).cast(pl.Float64)

    match numbers:
        case "double":
            return frame.with_columns(double(fact) for fact in DECIMALS)
        case "decimal":
            return frame.with_columns(text(fact).cast(pl.Decimal(3 + p, p)) for fact, p in DECIMALS.items())
        case "text":
            plain = pl.col(*COUNTS, "election_excused").cast(pl.String)
            return frame.with_columns(*(text(fact) for fact in DECIMALS), plain)


def chunks(rows: int, numbers: Numbers, seed: int = SEED) -> Iterator[pl.DataFrame]:
    """Draw so many rows, a chunk at a time."""
    for number in range(-(-rows // CHUNK)):
        yield spelled(units(number, seed).head(rows - number * CHUNK), numbers)


def file(rows: int, numbers: Numbers = "double", seed: int = SEED) -> Path:
    """Give the Parquet file with so many rows; it is written where it is missing."""
    path = FOLDER / f"organisations-{seed}-{numbers}-{rows}.parquet"
    if not path.exists():
        write(path, chunks(rows, numbers, seed))
    return path


def write(path: Path, parts: Iterator[pl.DataFrame]) -> None:
    """Write a file whole, or not at all."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    first = next(parts).to_arrow()
    with pq.ParquetWriter(unfinished, first.schema, compression="zstd") as writer:
        writer.write_table(first, row_group_size=CHUNK // 4)
        for part in parts:
            writer.write_table(part.to_arrow(), row_group_size=CHUNK // 4)
    unfinished.rename(path)
