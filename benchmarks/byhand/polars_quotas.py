"""The quotas of Anyang in every county, by hand in polars: two passes over the file, with the cut-offs between them.

At most a tenth of a county, rounded down, has five stars; who ties across the cut-off does not stay. At least a tenth,
rounded up, has one star or none; who ties is taken. The first pass keeps only how many there are of each county, score
and grade; the second compares every score with the two cut-offs of its county.
"""

from __future__ import annotations

import polars as pl
from polars import col, when

from byhand.polars_rules import rules, text

BEYOND = 1000.0
"""No score is so high."""


def cuts(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Give for every county the least score that keeps five stars, and the greatest that one star is given to."""
    counted = (
        rules(frame)
        .group_by("county", "score", "rank")
        .agg(pl.len().cast(pl.Int64).alias("n"))
        .collect(engine="streaming")
    )
    county = counted.group_by("county").agg(base=col("n").sum(), low=col("n").filter(col("rank") <= 1).sum())
    best = (
        counted.filter(col("rank") == 5)
        .sort("score", descending=True)
        .with_columns(so_far=col("n").cum_sum().over("county"))
        .join(county, on="county")
        .filter(col("so_far") <= col("base") // 10)
        .group_by("county")
        .agg(stays=col("score").min())
    )
    worst = (
        counted.filter(col("rank") >= 2)
        .group_by("county", "score")
        .agg(col("n").sum())
        .sort("score")
        .with_columns(below=col("n").cum_sum().over("county") - col("n"))
        .join(county, on="county")
        .filter(col("below") < (col("base") + 9) // 10 - col("low"))
        .group_by("county")
        .agg(falls=col("score").max())
    )
    both = county.select("county").join(best, on="county", how="left").join(worst, on="county", how="left")
    return both.with_columns(col("stays").fill_null(BEYOND), col("falls").fill_null(-1)).lazy()


def graded(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Give score, own grade and grade of every organisation. The first pass is run at once."""
    limits = cuts(frame)
    shared = (
        when((col("rank") >= 2) & (col("score") <= col("falls")))
        .then(1)
        .when((col("rank") == 5) & (col("score") < col("stays")))
        .then(4)
        .otherwise(col("rank"))
    )
    found = rules(frame).join(limits, on="county", how="left", maintain_order="left")
    return found.select("id", "county", "score", own_grade=text(col("rank")), grade=text(shared))
