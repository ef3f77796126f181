"""A record to integers: every value checked against its input, every fault reported.

`check` is the plain path and the definition. `reading` gives the fast path: lines of a generated function that handle
the usual values and leave everything else to `check`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from partygrade import ir, lists, values
from partygrade.diagnostics import Diagnostic, Text, suggestion
from partygrade.evaluate import Value
from partygrade.result import FactValue
from partygrade.values import Bad

Record = Mapping[str, Any]
Facts = tuple[Value, ...]
OWN_KEYS = ("id", "name")

_CACHE_LIMIT = 4096


def check(inputs: Sequence[ir.Input], record: Record) -> tuple[Facts | None, list[Diagnostic]]:
    """Read a record; give the facts, or None, and every fault."""
    faults = _unknown_keys(inputs, record)
    out: list[Value] = []
    for item in inputs:
        value, wrong = read(item, record.get(item.origin.id))
        out.append(value)
        faults += wrong
    return (None if faults else tuple(out)), faults


def read(item: ir.Input, value: object) -> tuple[Value, list[Diagnostic]]:
    """Read one fact; give its value, and every fault."""
    match item.type:
        case ir.Panel():
            return lists.panel(item, item.type, value)
        case ir.Events():
            return lists.events(item, item.type, value)
        case _:
            try:
                return values.read(item, value), []
            except Bad as bad:
                return None, [
                    Diagnostic(bad.code, bad.text, help=bad.help, fact=item.origin.id, label=item.origin.label)
                ]


def show(item: ir.Input, value: Value) -> FactValue:
    """Give a held value as it goes into JSON: exact text for decimals, an int for counts, words, ISO days, lists."""
    match item.type:
        case ir.Panel():
            return lists.show_panel(item.type, value if isinstance(value, tuple) else ())
        case ir.Events():
            return lists.show_events(item.type, value if isinstance(value, tuple) else ())
        case _:
            assert not isinstance(value, tuple)
            return values.show(item, value)


def _unknown_keys(inputs: Sequence[ir.Input], record: Record) -> list[Diagnostic]:
    known = {item.origin.id: item.origin.label for item in inputs}
    faults = []
    for key in record:
        if key in known or key in OWN_KEYS:
            continue
        if key == "overrides":
            faults.append(_no_soft_rule())
            continue
        by_label = next((name for name, label in known.items() if label == key), None)
        help = Text(f"write `{by_label}`", f"请写 `{by_label}`") if by_label else suggestion(str(key), known)
        text = Text(f"`{key}` is no fact of this scheme", f"`{key}` 不是本办法的事实")
        faults.append(Diagnostic("unknown-fact", text, fact=str(key), label=str(key), help=help))
    return faults


def _no_soft_rule() -> Diagnostic:
    text = Text(
        "no rule of this scheme is soft, so that none can be overridden", "本办法没有原则性规则（soft），不接受例外"
    )
    return Diagnostic("unknown-fact", text, fact="overrides", label="例外")


# The fast path.


class _Cache(dict[object, int]):
    """The values of one kind of input that were read before, by how they were written; a faulty value is a `KeyError`.

    A look-up does not tell apart what is equal. So 0 and 1, which equal the flags, are never kept here, and floats only
    where each is exactly the number that it prints.
    """

    def __init__(self, like: ir.Input) -> None:
        super().__init__()
        self._like = like
        self._written: dict[float | str, int] = {}
        self._exact = isinstance(like.type, ir.Number) and _dyadic(like.type.scale, like.step)

    def __missing__(self, written: object) -> int:
        found = self.read(written)
        usual = type(written) is int or type(written) is str or (type(written) is float and self._exact)
        if usual and written not in (0, 1) and len(self) < _CACHE_LIMIT:
            self[written] = found
        return found

    def take(self, written: object) -> int:
        """Read a value; floats and texts are kept apart from whatever equals them."""
        if type(written) is not float and type(written) is not str:
            return self.read(written)
        found = self._written.get(written)
        if found is None:
            found = self.read(written)
            if len(self._written) < _CACHE_LIMIT:
                self._written[written] = found
        return found

    def read(self, written: object) -> int:
        """Read a value without keeping it."""
        try:
            found = values.read(self._like, written)
        except Bad as bad:
            raise KeyError(written) from bad
        if not isinstance(found, int):
            raise KeyError(written)
        return found


def _dyadic(scale: int, step: int) -> bool:
    """Say whether every multiple of a step is a sum of powers of two, so that a float holds it exactly."""
    below = Fraction(step, 10**scale).denominator
    return below & (below - 1) == 0


def reading(inputs: Sequence[ir.Input]) -> tuple[list[str], dict[str, Any]]:
    """Give the lines that read a `record` into `f0, f1, …`, `id` and `name`, and the names that the lines use.

    A record that is left to `check` returns None. The lines hold the ids of the facts, as quoted constants, and names
    of our own.
    """
    scope: dict[str, Any] = {"int": int, "str": str, "len": len, "type": type}
    scope |= {"KeyError": KeyError, "TypeError": TypeError}
    caches: dict[ir.Input, _Cache] = {}
    lines = [f"expected = {len(inputs) + len(OWN_KEYS)}", "try:"]
    for key in OWN_KEYS:
        lines += [f"    if {key!r} in record:", f"        {key} = record[{key!r}]"]
        lines += ["    else:", f"        {key} = None", "        expected -= 1"]
    for n, item in enumerate(inputs):
        if isinstance(item.type, ir.Panel | ir.Events):
            scope[f"list{n}"] = _reader(item)
            lines += _reading_list(n, item)
            continue
        like = ir.Input(ir.Origin("", ""), item.type, item.step, item.gap, words=item.words)
        scope[f"cache{n}"] = caches.setdefault(like, _Cache(like))
        lines += _reading(n, item)
    lines += ["except (KeyError, TypeError):", "    return None", "if expected != len(record):", "    return None"]
    return lines, scope


def _reader(item: ir.Input) -> Callable[[object], Value]:
    """Make a function that reads a list; a fault is a `KeyError`."""

    def take(written: object) -> Value:
        found, faults = read(item, written)
        if faults:
            raise KeyError(item.origin.id)
        return found

    return take


def _reading_list(n: int, item: ir.Input) -> list[str]:
    key = repr(item.origin.id)
    given = [f"    if {key} in record:", f"        f{n} = list{n}(record[{key}])"]
    # A list that is not given is empty, if it may be; most records leave most lists out.
    absent = f"list{n}(None)" if read(item, None)[1] else "()"
    return [*given, "    else:", f"        f{n} = {absent}", "        expected -= 1"]


def _reading(n: int, item: ir.Input) -> list[str]:
    key, pad = repr(item.origin.id), " " * 4
    out = []
    if item.default is not None or item.optional:
        out = [
            f"{pad}if {key} not in record:",
            f"{pad}    f{n} = {item.default!r}",
            f"{pad}    expected -= 1",
            f"{pad}else:",
        ]
        pad += " " * 4
    out.append(f"{pad}v = record[{key}]")
    return out + [pad + line for line in _value(n, item)]


def _value(n: int, item: ir.Input) -> list[str]:
    """Read `v`, the usual spellings first. What is faulty raises a `KeyError`, or returns None."""
    take = f"cache{n}.take(v)"
    match item.type:
        case ir.Label():
            return ["if type(v) is not str or not v or v != v.strip():", "    return None", f"f{n} = v"]
        case ir.Flag():
            return [f"f{n} = v if v is True or v is False else {take}"]
        case ir.Number(scale=0) if item.step == 1 and not item.gap:
            return [f"f{n} = v if type(v) is int and {item.type.low} <= v <= {item.type.high} else {take}"]
        case ir.Number(scale=scale) if _dyadic(scale, item.step):
            return [f"f{n} = cache{n}[v]"]
        case _:
            return [f"f{n} = {take}"]
