"""The fast path: a program as one Python function over integers.

The text of the function is made of operators, integers and names of our own only: nothing that an author wrote
enters it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, assert_never

from partygrade import ir
from partygrade.evaluate import Event, aggregate, later, months
from partygrade.exact import divide

Run = Callable[..., tuple[int, ...]]
"""Called with the facts and, optionally, the grade that a quota gave; gives the values of the outputs."""

_DEEPEST = 30
"""Python's own parser gives up at 200 open brackets."""


def generate(program: ir.Program, outputs: Sequence[int] | None = None) -> Run:
    """Make the function that gives the values of the output nodes, by default of every node."""
    lines, texts, scope = body(program.nodes, range(len(program.nodes)) if outputs is None else outputs)
    unpack = _unpack(len(program.inputs), "facts")
    made: Run = define("run", "facts, quota=None, across=()", [*unpack, *lines, f"return {_tuple(texts)}"], scope)
    return made


def _unpack(count: int, what: str) -> list[str]:
    names = "".join(f"f{index}, " for index in range(count))
    return [f"{names}= {what}"] if names else []


_OURS = {"divide": divide, "months": months, "later": later, "year": lambda day: date.fromordinal(day).year}


def define(name: str, parameters: str, lines: Sequence[str], scope: dict[str, Any]) -> Any:
    """Make a function from its lines; beside `scope` it sees nothing but a few functions of ours."""
    source = "\n".join([f"def {name}({parameters}):", *(f"    {line}" for line in lines)])
    known = {**_OURS, "__builtins__": {"min": min, "max": max}, **scope}
    exec(compile(source, f"<{name}>", "exec"), known)  # The text is ours: see the module's docstring.
    return known[name]


Scope = dict[str, Any]
"""What the lines of a function use beside their inputs."""


def body(nodes: Sequence[ir.Node], outputs: Sequence[int]) -> tuple[list[str], list[str], Scope]:
    """Give the lines that work out the outputs from `f0, f1, …`, `quota` and `across`.

    Give also the text of each output, and the functions that the lines call.
    """
    uses = _uses(nodes, outputs)
    text: dict[int, str] = {}
    depth: dict[int, int] = {}
    lines: list[str] = []
    scope: Scope = {}
    for number, node in enumerate(nodes):
        if not uses[number]:
            continue
        if isinstance(node, ir.Aggregate):
            scope[f"a{number}"] = _aggregate(node)
        code = _code(node, text, f"a{number}")
        level = 1 + max((depth[n] for n in ir.operands(node)), default=0)
        shared = uses[number] > 1 and not isinstance(node, ir.Literal | ir.Known) and not _plain_fact(node)
        if shared or level > _DEEPEST:
            lines.append(f"v{number} = {code}")
            code, level = f"v{number}", 0
        text[number], depth[number] = code, level
    return lines, [text[number] for number in outputs], scope


def _tuple(texts: Sequence[str]) -> str:
    return f"({''.join(f'{text}, ' for text in texts)})"


def _aggregate(node: ir.Aggregate) -> Callable[..., int]:
    """Make the function of an aggregate: of the events, the outer values, and the value where nothing is left."""
    each = node.each
    if node.kind != "median" and not each.nth and not each.once and not node.drop and node.latest is None:
        return _loop(node)
    lines, texts, scope = body(each.nodes, range(len(each.nodes)))
    width = each.fields + len(each.outer) + len(each.nth)
    work = define("each", "facts", [*_unpack(width, "facts"), *lines, f"return {_tuple(texts)}"], scope)

    def together(events: tuple[Event, ...], *outer: int) -> int:
        return aggregate(node, events, outer[:-1], outer[-1], work)

    return together


def _loop(node: ir.Aggregate) -> Callable[..., int]:
    """Make a loop over the events for an aggregate that needs no order and no groups."""
    each = node.each
    outputs = [each.value] if each.where is None else [each.value, each.where]
    lines, texts, scope = body(each.nodes, outputs)
    inner = [*_unpack(each.fields, "event"), *lines]
    if each.where is not None:
        inner += [f"if not {texts[1]}:", "    continue"]
    if node.kind == "sum":
        start, inner = "0", [*inner, f"out += {texts[0]}"]
    else:
        sign = "<" if node.kind == "least" else ">"
        start, inner = "None", [*inner, f"v = {texts[0]}", f"if out is None or v {sign} out:", "    out = v"]
    end = "return out" if node.kind == "sum" else "return empty if out is None else out"
    outer = "".join(f"f{each.fields + n}, " for n in range(len(each.outer)))
    loop = [f"out = {start}", "for event in events:", *(f"    {line}" for line in inner), end]
    made: Callable[..., int] = define("total", f"events, {outer}empty", loop, scope)
    return made


def _plain_fact(node: ir.Node) -> bool:
    return isinstance(node, ir.Fact) and node.absent is None


def _uses(nodes: Sequence[ir.Node], outputs: Sequence[int]) -> list[int]:
    """Count how often each node is needed; an operand that stands in the code twice counts twice."""
    uses = [0] * len(nodes)
    for number in outputs:
        uses[number] += 1
    for number in range(len(nodes) - 1, -1, -1):
        if uses[number]:
            for operand in ir.operands(nodes[number]):
                uses[operand] += _weight(nodes[number], operand)
    return uses


def _weight(node: ir.Node, operand: int) -> int:
    """Say how often the code of a node names an operand."""
    match node:
        case ir.Minimum() | ir.Maximum() if len(node.operands) == 2:
            return 2
        case ir.Round() if node.mode == "half_up":
            return 3
        case ir.Quotient() if operand == node.denominator:
            return 2
        case ir.Aggregate() if operand == node.empty:
            return 2
        case ir.Quota():
            return 1
        case _:
            return 1


def _code(node: ir.Node, text: dict[int, str], name: str) -> str:
    """Give the code of a node; `name` is that of its own function, if it has one."""
    match node:
        case ir.Literal():
            return repr(node.value) if node.value >= 0 else f"({node.value!r})"
        case ir.Fact():
            name = f"f{node.index}"
            return name if node.absent is None else f"({node.absent!r} if {name} is None else {name})"
        case ir.Known():
            return f"(f{node.index} is not None)"
        case ir.Add():
            return f"({' + '.join(text[n] for n in node.operands)})"
        case ir.Scale() if node.factor == 1:
            return text[node.operand]
        case ir.Scale() if node.factor == -1:
            return f"(-{text[node.operand]})"
        case ir.Scale():
            return f"({text[node.operand]} * {node.factor})"
        case ir.Multiply():
            return f"({text[node.left]} * {text[node.right]})"
        case ir.Minimum():
            return _extreme("min", "<", [text[n] for n in node.operands])
        case ir.Maximum():
            return _extreme("max", ">", [text[n] for n in node.operands])
        case ir.Round():
            return _round(text[node.operand], node)
        case ir.Quotient():
            above, below, empty = text[node.numerator], text[node.denominator], text[node.empty]
            return f"(divide({above}, {below}, {node.mode!r}) if {below} else {empty})"
        case ir.Less():
            return f"({text[node.left]} < {text[node.right]})"
        case ir.LessEqual():
            return f"({text[node.left]} <= {text[node.right]})"
        case ir.Equal():
            return f"({text[node.left]} == {text[node.right]})"
        case ir.And():
            return f"({' and '.join(text[n] for n in node.operands)})"
        case ir.Or():
            return f"({' or '.join(text[n] for n in node.operands)})"
        case ir.Not():
            return f"(not {text[node.operand]})"
        case ir.If():
            return f"({text[node.then]} if {text[node.condition]} else {text[node.otherwise]})"
        case ir.Months():
            return f"months({text[node.early]}, {text[node.late]})"
        case ir.Later():
            return f"later({text[node.operand]}, {node.months}, {node.days})"
        case ir.Year():
            return f"year({text[node.operand]})"
        case ir.Aggregate():
            inner = ", ".join(text[n] for n in ir.operands(node))
            # Most lists are empty, and then there is nothing to call.
            nothing = "0" if node.kind == "sum" else text[node.empty]
            return f"({name}(f{node.index}, {inner}) if f{node.index} else {nothing})"
        case ir.Across():
            return f"across[{node.index}]"
        case ir.Quota():
            return f"({text[node.operand]} if quota is None else quota)"
        case _:
            assert_never(node)


def _extreme(function: str, sign: str, parts: list[str]) -> str:
    """Compare two operands in place, which is faster than a call."""
    if len(parts) == 2:
        return f"({parts[0]} if {parts[0]} {sign} {parts[1]} else {parts[1]})"
    return f"{function}({', '.join(parts)})"


def _round(operand: str, node: ir.Round) -> str:
    divisor = node.divisor
    if node.mode == "down":
        return f"({operand} // {divisor})"
    if node.mode == "up":
        return f"(-(-{operand} // {divisor}))"
    if node.mode == "half_up":
        half, twice = divisor, 2 * divisor
        return f"((2 * {operand} + {half}) // {twice} if {operand} >= 0 else -((-2 * {operand} + {half}) // {twice}))"
    return f"divide({operand}, {divisor}, {node.mode!r})"
