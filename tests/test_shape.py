"""Tests how a document becomes models, and what is left without its faulty parts."""

from __future__ import annotations

import pytest

from partygrade.document import Document, read
from partygrade.shape import MAX_FAULTS, shape

HEAD = "partygrade: 1\nscheme: small\ntitle: small\n"


def document(body: str, head: str = HEAD) -> Document:
    found = read(head + body)
    assert not found.faults
    return found


def faults(body: str, head: str = HEAD) -> list[tuple[str, str, str | None]]:
    """List the faults: slug, underlined text, and what to do."""
    found = document(body, head)
    file, told = shape(found)
    assert file is None
    spans = [found.span(fault.place) for fault in told]
    texts = [found.line(span.line)[span.column - 1 : span.end_column - 1] for span in spans]
    helps = [fault.help.en if fault.help else None for fault in told]
    return [(fault.code, text, help) for fault, text, help in zip(told, texts, helps, strict=True)]


def messages(body: str) -> list[str]:
    return [fault.text.en for fault in shape(document(body))[1]]


def test_a_document_of_the_right_shape_becomes_models() -> None:
    """A document without a fault of shape gives a file, and nothing to complain of."""
    file, told = shape(document("facts: {x: {type: count, max: 3}}\nnote: 一\n"))
    assert told == []
    assert file is not None
    assert file.facts is not None
    assert (file.note, file.facts["x"].type) == ("一", "count")


class TestUnknownKeys:
    """An unknown key is an error, with a suggestion."""

    @pytest.mark.parametrize(
        ("body", "key", "word"),
        [
            ("fact: {}", "fact", "facts"),
            ("facts: {x: {type: count, maximum: 3, unti: 次}}", "unti", "unit"),
            ("facts: {date: {type: percent, decimal: 3}}", "decimal", "decimals"),
            ("score: {id: t, sum: [{id: a, vaule: 3}]}", "vaule", "value"),
            ("score: {id: t, add: [{wen: true, points: 1}]}", "wen", "when"),
            ("score: {id: t, of: 3, steps: [{form: 3, points: 1}]}", "form", "from"),
            ("score: {id: t, value: 1, round: {digit: 3, digits: 1}}", "digit", "digits"),
            ("score: {id: t, sum: [], renormalise: {digits: 1, wehn: true}}", "wehn", "when"),
            ("parameters: {value: {value: 3, reading: {}}}", "reading", "readings"),
            ("grades: [{id: a, form: 3}, {id: b}]", "form", "from"),
            ("rules: [{id: a, when: true, at_mots: b}]", "at_mots", "at_most"),
            ("cohort: {quota: []}", "quota", "quotas"),
            ("cohort: {quotas: [{id: a, grades: [b], at_mots: 1}]}", "at_mots", "at_most"),
            ("sources: {plan: {titel: a, title: b}}", "titel", "title"),
            ("in_force: {form: 2017-01-01}", "form", "from"),
            ("order: {chose: a, choose: a, of: {}}", "chose", "choose"),
        ],
    )
    def test_it_comes_with_the_key_that_it_resembles(self, body: str, key: str, word: str) -> None:
        """The suggestion is a key of that very place."""
        assert ("unknown-key", key, f"did you mean `{word}`?") in faults(body)

    def test_else_it_comes_with_the_keys_of_the_place(self) -> None:
        """What resembles nothing comes with every key that may stand there."""
        wanted = "the keys here are digits, mode"
        assert faults("score: {value: 1, round: {digits: 1, xyz: 2}}") == [("unknown-key", "xyz", wanted)]

    @pytest.mark.parametrize("name", ["date", "of", "round", "points", "facts"])
    def test_the_name_of_an_element_is_no_key(self, name: str) -> None:
        """What an element is called does not matter for which keys it has."""
        help = "the keys here are actionable, better, default, label, note, optional, source, type"
        assert faults(f"facts: {{{name}: {{type: flag, xyz: 3}}}}") == [("unknown-key", "xyz", help)]

    def test_a_formula_cut_by_a_comma_is_recognised(self) -> None:
        """Inside `{…}` a comma ends a value: the message says so."""
        found = faults("rules: [{id: a, when: max(b, c) > 3, lower_by: 1}]")
        assert all(slug == "unknown-key" or "comma" in (help or "") for slug, _, help in found)
        assert any("comma" in (help or "") for _, _, help in found)


class TestKinds:
    """A value of a wrong kind is named in our own words."""

    @pytest.mark.parametrize(
        ("body", "text", "wanted"),
        [
            ("note: 3", "3", "`note` is the number 3: expected a text"),
            ("note: 3.50", "3.50", "`note` is the number 3.50: expected a text"),
            ("note: true", "true", "`note` is `true`: expected a text"),
            ("note: []", "[]", "`note` is a list: expected a text"),
            ("note: {a: b}", "{a: b}", "`note` is a mapping: expected a text"),
            ("rules: text", "text", "`rules` is the text `text`: expected a list"),
            ("rules: [text]", "text", "this is the text `text`: expected a mapping of keys and values"),
            ("rules:", "rules", None),
            ("facts: [a]", "[a]", "`facts` is a list: expected a mapping of keys and values"),
            ("facts: {x: 3}", "3", "`x` is the number 3: expected a mapping of keys and values"),
            ("facts: {x: {type: count, max: 0.5}}", "0.5", "`max` is the number 0.5: expected a whole number"),
            ("facts: {x: {type: count, max: true}}", "true", "`max` is `true`: expected a whole number"),
            ("facts: {x: {type: points, max: '3'}}", "'3'", "`max` is the text `3`: expected a number"),
            ("facts: {x: {type: points, max: true}}", "true", "`max` is `true`: expected a number"),
            ("facts: {x: {type: flag, default: 1}}", "1", "`default` is the number 1: expected `true` or `false`"),
            ("facts: {x: {type: choice, of: 3}}", "3", "`of` is the number 3: expected a list"),
            ("facts: {x: {type: choice, of: [3]}}", "3", "this is the number 3: expected a text"),
            ("facts: {x: {type: choice, of: {a: 3}}}", "3", "`a` is the number 3: expected a text"),
            ("score: {value: []}", "[]", "`value` is a list: expected a formula or a figure"),
            ("score: {value: 1, round: x}", "x", "`round` is the text `x`: expected a whole number"),
            ("score: {add: [{each: [], points: 1}]}", "[]", "`each` is a list: expected a formula or a figure"),
            ("order: 3", "3", "`order` is the number 3: expected a list"),
            (f"note: [{'x' * 50}]", f"[{'x' * 50}]", "`note` is a list: expected a text"),
        ],
    )
    def test_what_is_there_and_what_is_expected(self, body: str, text: str, wanted: str | None) -> None:
        """The message says what the value is and what it should be, and the value is underlined."""
        if wanted is None:
            assert shape(document(body))[1] == []
            return
        assert messages(body) == [wanted]
        assert [found for _, found, _ in faults(body)] == [text]

    def test_a_long_text_is_shortened(self) -> None:
        """The message shows the beginning of a long text."""
        assert messages(f"rules: {'x' * 50}") == [f"`rules` is the text `{'x' * 39}…`: expected a list"]

    @pytest.mark.parametrize(("body", "quoted"), [("note: 3", True), ("note: 0.5", True), ("note: []", False)])
    def test_a_figure_may_have_been_meant_as_text(self, body: str, quoted: bool) -> None:
        """Where text is expected, a figure comes with the advice to quote it."""
        assert (faults(body)[0][2] == "put it in quotes to make it text") is quoted

    def test_a_full_width_colon_is_recognised(self) -> None:
        """A text with `：` where a mapping is expected comes with the advice to write `:`."""
        assert "half-width" in (faults("facts: {x: type：count}")[0][2] or "")


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("facts: {x: {type: points}}", ("missing-key", "x", "the key `max` is missing in `facts.x`")),
        ("facts: {x: {max: 3}}", ("missing-key", "x", "the key `type` is missing in `facts.x`")),
        ("facts: {x: {type: hue}}", ("unknown-option", "hue", None)),
        (
            "facts: {x: {type: flag, better: more}}",
            ("unknown-option", "more", "`more` is not known here: expected up or down"),
        ),
        (
            "facts: {x: {type: number, max: 1, decimals: 10}}",
            ("out-of-range", "10", "`decimals` is 10: expected at most 9"),
        ),
        ("facts: {x: {type: count, max: -1}}", ("out-of-range", "-1", "`max` is -1: expected at least 0")),
        ("facts: {x: {type: choice, of: []}}", ("too-short", "[]", "`of` is too short: expected at least 1 entry")),
        ("grades: [{id: a}]", ("too-short", "[{id: a}]", "`grades` is too short: expected at least 2 entries")),
        ("score: {value: 1, round: {digits: 1, mode: near}}", ("unknown-option", "near", None)),
        ("order: {choose: a}", ("missing-key", "order", "the key `of` is missing in `order`")),
    ],
)
def test_other_faults_of_shape(body: str, wanted: tuple[str, str, str | None]) -> None:
    """Missing keys, unknown options, limits and lists too short are told at their place."""
    slug, text, message = wanted
    assert [(code, shown) for code, shown, _ in faults(body)] == [(slug, text)]
    assert message is None or messages(body) == [message]


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ("scheme: small\ntitle: small\n", ["missing-key"]),
        ("partygrade: 2\nscheme: small\ntitle: small\n", ["unknown-option"]),
        ("partygrade: 1\nscheme: Small Scheme\ntitle: small\n", ["bad-id"]),
        ("partygrade: 1\nscheme: 3\ntitle: small\n", ["wrong-type"]),
        ("note: a\n", ["missing-key", "missing-key", "missing-key"]),
    ],
)
def test_the_head_of_a_file(head: str, wanted: list[str]) -> None:
    """Version, id and title are needed, the version is 1, and the id is lower-case."""
    assert [slug for slug, _, _ in faults("", head)] == wanted


def test_every_fault_is_told_up_to_a_limit() -> None:
    """All faults of shape are told at once; of very many the first hundred."""
    assert len(faults("\n".join(f"key_{n}: 1" for n in range(20)))) == 20
    assert len(faults("\n".join(f"key_{n}: 1" for n in range(2 * MAX_FAULTS)))) == MAX_FAULTS
