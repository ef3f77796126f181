"""The property tests quote the sentences that they test; this sees that a page still says them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"
PAGES = [" ".join((DOCS / page).read_text(encoding="utf-8").split()) for page in ("language.md", "how-it-works.md")]


def quotations() -> list[tuple[str, str]]:
    """List what stands in quotation marks in the docstring of every test class."""
    found = []
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
                quoted = re.findall("“(.*?)”", " ".join((ast.get_docstring(node) or "").split()))
                found += [(f"{path.stem}.{node.name}", quote) for quote in quoted or [""]]
    return found


@pytest.mark.parametrize(("where", "quote"), quotations(), ids=lambda value: value if "." in value[:40] else "")
def test_a_page_says_what_a_class_quotes(where: str, quote: str) -> None:
    """Every class of property tests quotes a sentence that a page has word for word."""
    assert quote, where
    assert any(quote in page for page in PAGES)
