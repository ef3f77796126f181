"""Which language is spoken."""

from __future__ import annotations

import locale

import pytest

from partygrade.cli.language import language


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_GB"}, "zh"),
        ({"PARTYGRADE_LANG": "zh", "LC_ALL": "C"}, "zh"),
        ({"PARTYGRADE_LANG": "en", "LANG": "zh_CN"}, "en"),
    ],
)
def test_the_environment_decides(environ: dict[str, str], expected: str) -> None:
    """The first variable that is set decides; `PARTYGRADE_LANG` goes before the locale."""
    assert language([], environ) == expected


@pytest.mark.parametrize("words", [["--lang", "zh"], ["grade", "--lang=zh", "a"], ["--lang", "en", "--lang", "zh"]])
def test_the_option_goes_before_the_environment(words: list[str]) -> None:
    """`--lang` decides wherever it stands, and the last one counts."""
    assert language(words, {"PARTYGRADE_LANG": "en"}) == "zh"


def test_without_variables_the_system_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no variable is set, as on Windows, the system's own name of its language counts."""
    monkeypatch.setattr(locale, "getlocale", lambda: ("Chinese (Simplified)_China", "936"))
    assert language([], {}) == "zh"
    monkeypatch.setattr(locale, "getlocale", lambda: (None, None))
    assert language(["--lang", "fr"], {}) == "en"
