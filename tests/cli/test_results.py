"""A line for every row."""

from __future__ import annotations

import argparse
from io import StringIO
from pathlib import Path

from partygrade.cli.options import Options
from partygrade.cli.organisations import graded
from partygrade.cli.results import data, lines
from partygrade.cli.screen import Screen

SCREEN = Screen("en", StringIO(), StringIO())


def options(table: str) -> Options:
    found = Options(scheme="village.yaml", table=Path(table), events=[], set=[], as_of=None)
    assert isinstance(found, argparse.Namespace)
    return found


def test_every_row_has_its_line_in_the_order_of_the_table() -> None:
    """Graded and faulty rows come back in the order in which they were written."""
    found = lines(graded(options("faulty.csv"), SCREEN), SCREEN)
    assert [(line.row, line.id, bool(line.faults)) for line in found] == [
        (0, "v1", False),
        (1, "v2", True),
        (2, "v3", False),
        (3, "v1", True),
    ]


def test_many_accounts_are_not_kept() -> None:
    """A grading that was asked for its account through `data` does not hold on to it."""
    grading = graded(options("table.csv"), SCREEN).cohort.gradings[0]
    assert data(grading)["id"] == "v1"
    assert grading._account is None
