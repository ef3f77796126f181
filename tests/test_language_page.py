"""Tests that the Chinese page of the language has every key, function and word of it; test_docs loads its examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import partygrade
from partygrade.parse import FUNCTIONS, WORDS

ROOT = Path(__file__).resolve().parent.parent
CHINESE = (ROOT / "docs" / "language.zh.md").read_text(encoding="utf-8")
ENGLISH = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
SCHEMA = json.loads((Path(partygrade.__file__).parent / "scheme.schema.json").read_text(encoding="utf-8"))
MODELS: dict[str, Any] = SCHEMA["$defs"]


def tables(page: str) -> str:
    """Give the code in the tables and sentences of a page, without its examples."""
    plain = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    return " ".join(re.findall(r"`([^`\n]+)`", plain))


def words(page: str) -> set[str]:
    return set(re.findall(r"[a-z_]\w*", tables(page)))


def settled(schema: object) -> Iterator[str]:
    """List the words that a key takes."""
    if isinstance(schema, dict):
        yield from (word for word in schema.get("enum", []) if isinstance(word, str))
        for key, inner in schema.items():
            if key != "properties":
                yield from settled(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from settled(inner)


@pytest.mark.parametrize("model", MODELS)
def test_every_key_of_the_language_is_explained(model: str) -> None:
    """Each key of each part of a file stands in a table or in a sentence."""
    assert set(MODELS[model].get("properties", {})) - words(CHINESE) == set()


@pytest.mark.parametrize("model", MODELS)
def test_every_word_that_a_key_takes_is_explained(model: str) -> None:
    """Where a key takes one of a few words, all of them are there."""
    taken = {word for key in MODELS[model].get("properties", {}).values() for word in settled(key)}
    assert taken - words(CHINESE) == set()


@pytest.mark.parametrize("word", sorted(WORDS))
def test_every_word_of_formulas_is_explained(word: str) -> None:
    """Functions are shown as they are called."""
    assert f"{word}(" in tables(CHINESE) if word in FUNCTIONS else word in words(CHINESE)


def test_every_option_of_a_function_is_explained() -> None:
    """What the tables of the English page have before a sign of equality, the Chinese ones have too."""
    english, chinese = (
        set(re.findall(r"\b([a-z_]+)=(?!=)", tables(page.partition("\n## 6.")[2].partition("\n## 7.")[0])))
        for page in (ENGLISH, CHINESE)
    )
    assert english
    assert english - chinese == set()


def test_both_pages_have_the_same_parts() -> None:
    """A part of the Chinese page has the number of the English one that it sums up; the last lists the gallery."""
    numbers = [re.findall(r"^## (\d+)\.", page, re.MULTILINE) for page in (CHINESE, ENGLISH)]
    assert numbers[0] == numbers[1][:-1]


def test_both_pages_have_the_same_smallest_file() -> None:
    """The keys that an example leaves out are the same on both."""
    first = [re.search(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL) for page in (CHINESE, ENGLISH)]
    assert first[0] is not None and first[1] is not None
    assert first[0][1] == first[1][1]
