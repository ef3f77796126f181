"""Tests texts that mean harm: each is refused with a diagnostic or handled, in bounded time and memory.

Every text is loaded in a process of its own, which may use so much memory and so many seconds of the processor.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable

import pytest

MEMORY = 1_500_000_000
SECONDS = 120

HEAD = "partygrade: 1\nscheme: hostile\ntitle: hostile\n"
SCORE = "score: {id: total, points: 100}\n"
GRADES = "grades: [{id: good, from: 90}, {id: poor}]\n"
BASE = HEAD + SCORE + GRADES

RUN = """
import sys
from partygrade import SchemeError, loads
try:
    loads(sys.stdin.read())
except SchemeError as error:
    assert str(error)
    print(*sorted({fault.code for fault in error.diagnostics}))
"""


def laughs() -> str:
    lines = [f"{one}: &{one} [{', '.join(9 * ['*' + two])}]" for two, one in zip("abcdefgh", "bcdefghi", strict=True)]
    return BASE + "a: &a [ha, ha]\n" + "\n".join(lines)


def rule(formula: str) -> str:
    return f"{BASE}rules: [{{id: r, when: '{formula}', lower_by: 1}}]\n"


def rules(count: int, form: Callable[[int], str]) -> str:
    return BASE + "rules:\n" + "".join(f"- {form(n)}\n" for n in range(count))


def chain(count: int, step: int) -> str:
    lines = "".join(f" p{n}: {{value: p{n + step}+1}}\n" for n in range(1, count))
    return f"{BASE}parameters:\n p0: {{value: 1, source: a}}\n{lines} p{count}: {{value: 1, source: a}}\n"


def nodes(count: int) -> str:
    lines = "".join(f" - {{id: n{n}, value: n{n + 1}+1}}\n" for n in range(count))
    return f"{HEAD}{GRADES}score:\n id: total\n sum:\n{lines} - {{id: n{count}, value: 1}}\n"


def slips() -> str:
    facts = "".join(f" fact{n}: {{type: flag}}\n" for n in range(15_000))
    return f"{BASE}facts:\n{facts}rules:\n" + "".join(
        f"- {{id: r{n}, when: fakt{n}, lower_by: 1}}\n" for n in range(12_000)
    )


def many_grades() -> str:
    grades = "".join(f"- {{id: g{n}, above: {20_000 - n}}}\n" for n in range(10_000))
    return f"{HEAD}{SCORE}grades:\n{grades}- {{id: last}}\n"


def choices() -> str:
    words = ",\n".join(f"w{n}" for n in range(10_000))
    return rules(5_000, lambda n: f"{{id: r{n}, when: 'k == \"w{n}\"', lower_by: 1}}") + (
        f"facts:\n k: {{type: choice, of: [\n{words}]}}\n"
    )


REFUSED = {
    "a billion laughs": (laughs, "yaml-anchor"),
    "100,000 levels of lists": (lambda: BASE + "note: " + "[" * 100_000 + "]" * 100_000, "line-too-long"),
    "100,000 levels of lists, a line each": (lambda: BASE + "note:\n" + " [\n" * 100_000, "too-deep"),
    "100,000 levels of mappings": (lambda: BASE + "note:\n" + " {a:\n" * 100_000, "too-deep"),
    "a line of 10 MB": (lambda: BASE + "note: " + "x" * 10_000_000, "file-too-long"),
    "a line of 900 KB": (lambda: BASE + "note: " + "x" * 900_000, "line-too-long"),
    "a power": (lambda: rule("9**9**9 > total"), "formula-syntax"),
    "a product of powers of ten": (lambda: rule("*".join(["999999999999999"] * 99) + " > total"), "too-large"),
    "code": (lambda: rule('__import__("os")'), "unknown-function"),
    "code with an attribute": (lambda: rule('().__class__.__bases__[0] == ""'), "formula-syntax"),
    "1,900 opening brackets": (lambda: rule("(" * 1_900), "formula-syntax"),
    "1,900 balanced brackets": (lambda: rule("(" * 950 + "total" + ")" * 950 + " > 1"), "formula-syntax"),
    "480 negations": (lambda: rule("not " * 480 + "total > 1"), "formula-syntax"),
    "1,900 signs": (lambda: rule("-" * 1_900 + "total > 1"), "formula-syntax"),
    "1,900 digits": (lambda: rule("total > " + "9" * 1_900), "formula-syntax"),
    "100,000 empty rules": (lambda: BASE + "rules: [\n" + "{},\n" * 100_000 + "]\n", "missing-key"),
    "30,000 equal rules": (lambda: rules(30_000, lambda n: "{id: r, when: w, at_most: g}"), "repeated-id"),
    "12,000 slips of the pen": (slips, "unknown-name"),
    "80,000 unknown keys": (lambda: BASE + "".join(f"k{n}: 1\n" for n in range(80_000)), "unknown-key"),
    "parameters that need each other in a row": (lambda: chain(20_000, 1), "too-deep"),
    "score nodes that need each other in a row": (lambda: nodes(20_000), "too-deep"),
    "a value that doubles its digits": (
        lambda: (
            BASE
            + "parameters:\n p0: {value: 3, source: a}\n"
            + "".join(f" p{n}: {{value: p{n - 1}*p{n - 1}}}\n" for n in range(1, 300))
        ),
        "too-large",
    ),
    "an order of 100,000 phases": (lambda: BASE + "order: [\n" + "at_most,\n" * 90_000 + "]\n", "bad-order"),
}
HANDLED = {
    "20,000 rules": lambda: rules(20_000, lambda n: f"{{id: r{n}, when: total>{n % 100}, lower_by: 1}}"),
    "20,000 parameters in a row": lambda: chain(20_000, -1),
    "10,000 grades": many_grades,
    "10,000 words": choices,
    "100,000 notes": lambda: BASE + "left_out:\n" + "- {what: a, why: b}\n" * 45_000,
}


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def load(text: str) -> set[str]:
    """Load a text under limits; give the slugs of its faults."""
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN],
        input=text,
        capture_output=True,
        text=True,
        preexec_fn=limit,
        check=False,
    )
    assert (found.returncode, found.stderr) == (0, "")
    return set(found.stdout.split())


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_text_is_refused(name: str) -> None:
    """A text that means harm is refused with a fault that says why."""
    text, slug = REFUSED[name]
    assert slug in load(text())


@pytest.mark.parametrize("name", HANDLED)
def test_large_text_is_handled(name: str) -> None:
    """A file with very many parts, within the limits of the language, loads."""
    assert load(HANDLED[name]()) == set()


def test_faults_are_told_up_to_a_limit() -> None:
    """Of very many faults the first hundred are told."""
    from partygrade import SchemeError, loads

    with pytest.raises(SchemeError) as caught:
        loads(rules(1_000, lambda n: f"{{id: r{n}, when: nothing{n}, lower_by: 1}}"))
    assert len(caught.value.diagnostics) == 100
