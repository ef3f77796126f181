"""Formulas: the tree, the faults and their places, and the limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partygrade.diagnostics import Diagnostic
from partygrade.parse import FUNCTIONS, MAX_ARITHMETIC, MAX_LENGTH, MAX_NESTING, WORDS, parse
from partygrade.source import Place
from partygrade.syntax import (
    AllOf,
    AnyOf,
    Arithmetic,
    Boolean,
    Call,
    Choose,
    Compare,
    Expr,
    In,
    Name,
    Negation,
    Negative,
    Number,
    String,
)

PLACE = Place(("rules", 0, "when"))


def tree(text: str) -> Expr:
    """Parse a text that must be a formula."""
    found = parse(text, PLACE)
    assert not isinstance(found, Diagnostic), found.message()
    return found


def fault(text: str) -> Diagnostic:
    """Parse a text that must be none."""
    found = parse(text, PLACE)
    assert isinstance(found, Diagnostic), found
    return found


def bare(node: Any) -> Any:
    """Give the tree with every offset set to 0."""
    if isinstance(node, tuple):
        return tuple(bare(part) for part in node)
    if not hasattr(node, "start"):
        return node
    changes = {field.name: bare(getattr(node, field.name)) for field in fields(node)}
    return replace(
        node, **{name: 0 if name in ("start", "end", "name_end") else value for name, value in changes.items()}
    )


def show(node: Expr) -> str:
    """Print a tree with brackets around everything."""
    match node:
        case Number(value, percent):
            return f"{value}{'%' if percent else ''}"
        case String(value):
            return f"'{value}'" if '"' in value else f'"{value}"'
        case Boolean(value):
            return "true" if value else "false"
        case Name(id):
            return id
        case Negative(operand):
            return f"(-{show(operand)})"
        case Negation(operand):
            return f"(not {show(operand)})"
        case Arithmetic(operator, left, right):
            return f"({show(left)} {operator} {show(right)})"
        case Compare(operators, operands):
            rest = "".join(f" {sign} {show(part)}" for sign, part in zip(operators, operands[1:], strict=True))
            return f"({show(operands[0])}{rest})"
        case In(operand, options, negated):
            return f"({show(operand)} {'not in' if negated else 'in'} [{', '.join(map(show, options))}])"
        case AllOf(operands):
            return f"({' and '.join(map(show, operands))})"
        case AnyOf(operands):
            return f"({' or '.join(map(show, operands))})"
        case Choose(condition, then, otherwise):
            return f"({show(then)} if {show(condition)} else {show(otherwise)})"
        case Call(function, arguments, options):
            parts = [*map(show, arguments), *(f"{key}={show(value)}" for key, value in options)]
            return f"{function}({', '.join(parts)})"


NAMES = st.sampled_from(["a", "b_1", "_x", "满意率", "Ωmega", "band"])
LEAVES: st.SearchStrategy[Expr] = st.one_of(
    st.builds(
        lambda digits, places, percent: Number(Decimal(digits).scaleb(-places), percent, 0, 0),
        st.integers(0, 10**9),
        st.integers(0, 3),
        st.booleans(),
    ),
    st.builds(lambda value: String(value, 0, 0), st.text(st.characters(exclude_characters='"'), max_size=5)),
    st.builds(lambda value: Boolean(value, 0, 0), st.booleans()),
    st.builds(lambda id: Name(id, 0, 0), NAMES),
)


def branches(below: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Give a strategy for the nodes whose parts come from the strategy."""
    some = st.lists(below, min_size=2, max_size=3).map(tuple)
    signs = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    options = st.dictionaries(NAMES, below, max_size=2).map(lambda found: tuple(found.items()))
    build: Callable[..., st.SearchStrategy[Expr]] = st.builds
    return st.one_of(
        build(lambda a: Negative(a, 0, 0), below),
        build(lambda a: Negation(a, 0, 0), below),
        build(lambda sign, a, b: Arithmetic(sign, a, b, 0, 0), st.sampled_from("+-*/"), below, below),
        build(lambda s, a: Compare(tuple([s] * (len(a) - 1)), a, 0, 0), signs, some),
        build(lambda a, b, c: In(a, b, c, 0, 0), below, some, st.booleans()),
        build(lambda a: AllOf(a, 0, 0), some),
        build(lambda a: AnyOf(a, 0, 0), some),
        build(lambda a, b, c: Choose(a, b, c, 0, 0), below, below, below),
        build(lambda f, a, o: Call(f, a, o, 0, 0, 0), st.sampled_from(["min", "无名"]), some, options),
    )


class TestRoundTrip:
    """Precedence, from loose to tight: `if else`, `or`, `and`, `not`, comparisons, `+ -`, `*` and `/`, unary `-`."""

    @given(st.recursive(LEAVES, branches, max_leaves=12))
    def test_printed_trees_come_back(self, node: Expr) -> None:
        """A tree printed with all brackets is parsed to itself."""
        assert bare(tree(show(node))) == node

    @pytest.mark.parametrize(
        ("text", "same"),
        [
            ("x if a or b else y if c else z", "(x if (a or b) else (y if c else z))"),
            ("a or b and not c < d", "(a or (b and (not (c < d))))"),
            ("a and b and c", "(a and b and c)"),
            ("not not a", "(not (not a))"),
            ("not a in [1] and b", "((not (a in [1])) and b)"),
            ("a + b * -c - d / 2", "((a + (b * (-c))) - (d / 2))"),
            ("-a * b", "((-a) * b)"),
            ("a - b - c", "((a - b) - c)"),
            ("--a", "(-(-a))"),
            ("a - -b", "(a - (-b))"),
            ("60 <= a + 1 < 80%", "(60 <= (a + 1) < 80%)"),
            ("kind not in ['x', \"y\"]", '(kind not in ["x", "y"])'),
            ("a == b or c != d", "((a == b) or (c != d))"),
            ("round(a, 1, mode='up')", 'round(a, 1, mode="up")'),
            ("ratio(a * 100, b, digits=1, empty=0) + 5", "(ratio((a * 100), b, digits=1, empty=0) + 5)"),
            ("a\n  and b", "(a and b)"),
            ("(a)", "a"),
        ],
    )
    def test_precedence(self, text: str, same: str) -> None:
        """What binds tighter stands in the inner bracket."""
        assert show(tree(text)) == same


class TestTree:
    """The leaves and the offsets."""

    def test_offsets_are_characters_of_the_text(self) -> None:
        """A node covers the brackets of its parts, but not those around itself."""
        text = "(满意率 + 1) * (b)"
        found = tree(text)
        assert isinstance(found, Arithmetic)
        assert (found.start, found.end) == (0, len(text))
        assert text[found.left.start : found.left.end] == "满意率 + 1"
        assert text[found.right.start : found.right.end] == "b"

    def test_a_call_knows_where_its_name_ends(self) -> None:
        """`name_end` ends the function's name, `end` the call."""
        found = tree(" min(a, b) ")
        assert isinstance(found, Call)
        assert (found.start, found.name_end, found.end) == (1, 4, 10)

    def test_percent(self) -> None:
        """`20%` is the figure 20, marked as percent."""
        assert tree("20.5%") == Number(Decimal("20.5"), True, 0, 5)

    def test_a_text_has_no_escapes(self) -> None:
        """Every character in quotes stands for itself."""
        assert tree("'a\\n“'") == String("a\\n“", 0, 6)

    def test_an_import_is_only_a_call(self) -> None:
        """`__import__("os")` is a call of an unknown function, and nothing happens."""
        assert isinstance(tree('__import__("os")'), Call)

    def test_a_call_may_be_empty(self) -> None:
        """The parser leaves it to others how many arguments a function needs."""
        assert show(tree("f()")) == "f()"

    def test_words(self) -> None:
        """The words of the language hold the keywords, the functions and the names that every scheme has."""
        assert FUNCTIONS | {"and", "or", "not", "in", "if", "else", "true", "false", *OWN_NAMES} == WORDS


LISTS = 'a list stands only after `in`, as in `kind in ["village"]`, and in an option'
OWN_NAMES = ("band", "own_grade", "as_of", "overrides")
JOIN = "join them with `and`, `or`, `+`, `<` or another sign"
CHOICE = "write a choice as `x if condition else y`"
AND = "write ` and ` with spaces"

FAULTS = [
    (">= 90", ">=", "nothing stands before `>=`: expected what is compared", "name what is compared, as in `x >= 60`"),
    (
        "a > 5 and < 9",
        "<",
        "nothing stands before `<`: expected what is compared",
        "name what is compared, as in `x < 60`",
    ),
    ("a = 3", "=", "`=` does not compare: expected `==`", "write `==`"),
    ("a == = 3", "=", "nothing stands before `=`: expected what is compared", "name what is compared, as in `x = 60`"),
    ("=a + b", "=", "a formula does not begin with `=`", "leave it out"),
    ("a === 3", "===", "`===` is not known in a formula: expected `==`", "write `==`"),
    ("a && b", "&&", "`&&` is not known in a formula: expected `and`", AND),
    ("a || b", "||", "`||` is not known in a formula: expected `or`", "write ` or ` with spaces"),
    ("!a", "!", "`!` is not known in a formula: expected `not`", "write ` not ` with spaces"),
    ("min（a, b)", "（", "`（` is not known in a formula: expected `(`", "write `(`"),
    ("min(a，b)", "，", "`，` is not known in a formula: expected `,`", "write `,`"),
    ("a ≥ 3", "≥", "`≥` is not known in a formula: expected `>=`", "write `>=`"),
    ("a ≠ 3", "≠", "`≠` is not known in a formula: expected `!=`", "write `!=`"),
    ("a ＜ 3", "＜", "`＜` is not known in a formula: expected `<`", "write `<`"),
    ("a ＝ 3", "＝", "`＝` is not known in a formula: expected `==`", "write `==`"),
    ("kind == “村”", "“", '`“` is not known in a formula: expected `"`', 'write `"`'),
    ("a × 2", "×", "`×` is not known in a formula: expected `*`", "write `*`"),
    ("a => 3", "=>", "`=>` is not known in a formula: expected `>=`", "write `>=`"),
    ("a =< 3", "=<", "`=<` is not known in a formula: expected `<=`", "write `<=`"),
    ("a <> 3", "<>", "`<>` is not known in a formula: expected `!=`", "write `!=`"),
    ("9**9**9", "**", "there are no powers: `**` is not known in a formula", "multiply instead, as in `a * a`"),
    ("a^2", "^", "there are no powers: `^` is not known in a formula", "multiply instead, as in `a * a`"),
    (
        "a // b",
        "//",
        "there is no division with a remainder: `//` is not known in a formula",
        'write `ratio(a, b, digits=0, mode="down")`',
    ),
    (
        "20 %",
        "%",
        "`%` does not stand directly after a number",
        "write a share without a space, as in `20%`; there are no remainders",
    ),
    (
        "a.b",
        ".b",
        "a name has no parts: `.` is not known in a formula",
        "write the name alone; a column of a tally is named `NAME_CATEGORY`",
    ),
    ("a[0]", "[", "a value has no parts: `[` follows it", LISTS),
    ("[1]", "[", "`[` stands where a value is expected", LISTS),
    ("True", "True", "`True` is not known in a formula: expected `true`", "write `true`"),
    (
        "a == None",
        "None",
        "`None` is not known in a formula: nothing stands for a missing value",
        "ask `known(x)` whether a fact is given",
    ),
    ("a 且 b", "且", "`且` is not known in a formula: expected `and`", AND),
    ("满意率>80且缺席<3", "且", "`且` is not known in a formula: expected `and`", AND),
    ("(a) 或者 b", "或者", "`或者` is not known in a formula: expected `or`", "write ` or ` with spaces"),
    ("a 并且 b", "并且", "`并且` is not known in a formula: expected `and`", AND),
    ("非 a", "非", "`非` is not known in a formula: expected `not`", "write ` not ` with spaces"),
    ("a AND b", "AND", "`AND` is not known in a formula: expected `and`", AND),
    ('kind == "村', '"', 'the quote `"` is not closed', 'end the text with `"`'),
    ("min(a, b", "(", "`(` is not closed", "add `)`"),
    ("min(", "(", "`(` is not closed", "add `)`"),
    ("a in [1, 2", "[", "`[` is not closed", "add `]`"),
    ("a)", ")", "`)` closes nothing", None),
    ("(a]", "]", "`]` closes nothing: expected `)`", None),
    ("()", ")", "`)` stands where a value is expected", None),
    ("min(a,)", ")", "`)` stands where a value is expected", None),
    ("lambda x: 3", "x", "no sign stands between `lambda` and `x`", JOIN),
    ("import os", "os", "no sign stands between `import` and `os`", JOIN),
    ("1_000", "1_000", "`1_000` is not a plain number", "write `1000`"),
    ("1e3", "1e3", "`1e3` is not a plain number", "write plain digits, as in `60`, `0.5` or `20%`"),
    ("1.2.3", "1.2.3", "`1.2.3` is not a plain number", "write plain digits, as in `60`, `0.5` or `20%`"),
    ("017", "017", "`017` is not a plain number: it begins with 0", "write `17`"),
    ("00.5", "00.5", "`00.5` is not a plain number: it begins with 0", "write `0.5`"),
    ("a > .5", ".5", "`.5` is not a plain number", "write `0.5`"),
    ("９０", "９０", "`９０` is not known in a formula: expected `90`", "write `90`"),
    (
        "缺席 >= 3次",
        "3次",
        "`次` stands directly after the number `3`",
        "write the number alone: `3`; a unit is said where the fact is described",
    ),
    ("1,000", ",", "`,` stands outside the arguments of a function", "write a number without it, as in `1000`"),
    ("a, b", ",", "`,` stands outside the arguments of a function", None),
    (
        "round(digits=1, a)",
        "a",
        "a value without a name stands after one with a name",
        "put the values with names last, as in `round(a, digits=1)`",
    ),
    ("round(a, digits=1, digits=2)", "digits", "`digits` is given twice", None),
    ("  ", "", "the formula is empty", None),
    ("a +", "+", "the formula ends after `+`: expected a value", None),
    ("* a", "*", "nothing stands before `*`: expected a value", None),
    ("if a", "if", "nothing stands before `if`: expected a value", CHOICE),
    ("x if a", "a", "`if` has no `else`", CHOICE),
    ("x if a b", "b", "no sign stands between `a` and `b`", JOIN),
    ("x else y", "else", "`else` has no `if`", CHOICE),
    ("a ? b", "?", "`?` is not known in a formula", CHOICE),
    ("a $ b", "$", "`$` is not known in a formula", None),
    ("a\u3000b", "\u3000", "an unusual space stands here", "write an ordinary space"),
    ("min > 3", "min", "`min` is a function: expected `(` after it", "write `min(…)`"),
    ("a == not b", "not", "`not` stands where a value is expected", "put the condition in brackets: `(not …)`"),
    ("a not b", "b", "`not` stands between two values: expected `not in`", "write `!=` for *is not*"),
    ("a in b", "b", "after `in` stands no list", 'write the options in brackets, as in `["a", "b"]`'),
    (
        "a in [1] == b",
        "==",
        "`in` does not stand in a chain of comparisons",
        "join the two with `and`, or put one of them in brackets",
    ),
    ("1234567890123456", "1234567890123456", "the number has too many digits: expected at most 15, got 16", None),
]


class TestFaults:
    """A message is one sentence, lower case, no full stop; the underline is the smallest text that must change."""

    @pytest.mark.parametrize(("text", "underlined", "message", "help"), FAULTS, ids=[row[0] for row in FAULTS])
    def test_fault(self, text: str, underlined: str, message: str, help: str | None) -> None:
        """A slip is one fault at its place, with what to do."""
        found = fault(text)
        assert found.code == "formula-syntax"
        assert found.place == PLACE.within(found.place.start or 0, found.place.end or 0)
        assert text[found.place.start : found.place.end] == underlined
        assert found.text.en == message
        assert (found.help and found.help.en) == help

    def test_faults_are_told_in_chinese_too(self) -> None:
        """The Chinese sentence says the same."""
        assert fault("a ≥ 3").message("zh") == "公式里不能用 `≥`：应为 `>=`；请写 `>=`"
        assert fault(">= 90").message("zh") == "`>=` 前面缺少要比较的内容；请写明比较什么，如 `x >= 60`"

    def test_the_first_fault_from_the_left_is_told(self) -> None:
        """One formula gives one fault, even where several stand in it."""
        found = fault("a b && c ≥ 3")
        assert (found.place.start, found.place.end) == (2, 3)

    @given(st.text() | st.text("ab19.%()[]<>=!,+-*/'\"&| 且不innotifelse", max_size=40))
    def test_nothing_is_raised(self, text: str) -> None:
        """Any text gives a tree or one fault inside the text."""
        found = parse(text, PLACE)
        if isinstance(found, Diagnostic):
            assert 0 <= (found.place.start or 0) <= (found.place.end or 0) <= len(text)


DEEP = f"the formula is nested too deeply: expected at most {MAX_NESTING} levels"


class TestLimits:
    """A formula has at most 2,000 characters and 50 levels, and no formula makes the parser fail."""

    @pytest.mark.parametrize(
        "opening", ["(", "-", "not ", "min(", "a in [", "0 if 0 or 0 and not 0 < 0 + 0 * -(", "x if a else "]
    )
    def test_nesting_ends_in_a_fault(self, opening: str) -> None:
        """Every way to go deeper ends in the same fault."""
        assert fault(opening * (MAX_LENGTH // len(opening))).text.en == DEEP

    def test_fifty_levels_are_allowed(self) -> None:
        """Fifty brackets are fine, fifty-one are not."""
        assert show(tree("(" * MAX_NESTING + "a" + ")" * MAX_NESTING)) == "a"
        assert fault("(" * (MAX_NESTING + 1) + "a" + ")" * (MAX_NESTING + 1)).text.en == DEEP

    def test_length(self) -> None:
        """What is beyond the limit is underlined."""
        found = fault(" " * MAX_LENGTH + "a")
        assert found.text.en == "the formula is too long: expected at most 2000 characters, got 2001"
        assert (found.place.start, found.place.end) == (MAX_LENGTH, MAX_LENGTH + 1)

    def test_a_long_sum_is_refused(self) -> None:
        """A chain of operators would make a tree too deep to walk."""
        assert isinstance(tree("a" + "+a" * MAX_ARITHMETIC), Arithmetic)
        assert "calculates too much" in fault("a" + "+a" * (MAX_ARITHMETIC + 1)).text.en

    def test_long_conjunctions_are_flat(self) -> None:
        """Conditions joined by the same word stand side by side, however many."""
        found = tree(" or ".join(["a"] * 300))
        assert isinstance(found, AnyOf)
        assert len(found.operands) == 300

    @pytest.mark.parametrize("text", ["9**9**9", "9" * MAX_LENGTH, "(" * MAX_LENGTH, '"' * 1999, "a" * MAX_LENGTH])
    def test_hostile_texts_are_quick(self, text: str) -> None:
        """No text takes long."""
        begun = time.process_time()
        parse(text, PLACE)
        assert time.process_time() - begun < 1
