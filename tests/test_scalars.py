"""Plain scalars: YAML 1.2 values, exact numbers, and the look-alikes that are refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partygrade.scalars import Trap, disputed, scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("TRUE", True),
        ("False", False),
        ("0", 0),
        ("-12", -12),
        ("+3", 3),
        ("0.70", Decimal("0.70")),
        ("-0.5", Decimal("-0.5")),
        ("2017-06-05", "2017-06-05"),
        ("20%", "20%"),
        ("三(三)6", "三(三)6"),
        ("1 - base_weight", "1 - base_weight"),
        ("yesterday", "yesterday"),
        ("1:75", "1:75"),
    ],
)
def test_values(text: str, value: object) -> None:
    """A scalar is null, a truth, an exact number or text."""
    found = scalar(text)
    assert (found, type(found)) == (value, type(value))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_decimals_are_exact(number: Decimal) -> None:
    """A decimal comes back as it was written."""
    assert scalar(str(number)) == number


@pytest.mark.parametrize("text", ["yes", "No", "ON", "off", "y", "N"])
def test_disputed_words(text: str) -> None:
    """`yes` and its kin are refused in any case."""
    assert isinstance(scalar(text), Trap)
    assert scalar(text) == disputed(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("017", "`17`"),
        ("00.5", "`0.5`"),
        ("1_000", "`1000`"),
        (".5", "`0.5`"),
        ("5.", "`5`"),
        ("-.5", "`-0.5`"),
        ("1:30", None),
        ("12:30:45", None),
        ("0x1F", None),
        ("0o17", None),
        ("0b1", None),
        ("1e3", None),
        ("1.5E-3", None),
        (".inf", None),
        ("-.INF", None),
        (".NaN", None),
    ],
)
def test_lookalikes(text: str, plain: str | None) -> None:
    """What only some readers take for a number is refused; the plain number is named where it is certain."""
    found = scalar(text)
    assert isinstance(found, Trap)
    assert found.text.en == f"`{text}` is read differently by different programs"
    assert (
        found.help.en
        == f'write {plain or "a plain number such as `30` or `0.5`"}, or quote it if it is text: `"{text}"`'
    )


def test_too_many_digits() -> None:
    """A number has at most 15 digits, the point and the sign not counted."""
    assert scalar("-1234567890123.45") == Decimal("-1234567890123.45")
    found = scalar("1234567890123456")
    assert isinstance(found, Trap)
    assert found.text.en == "the number has too many digits: expected at most 15, got 16"
