"""Which language to speak, before anything else is known."""

from __future__ import annotations

import locale
from collections.abc import Mapping, Sequence
from itertools import pairwise

from partygrade.diagnostics import LANGS, Lang

VARIABLES = ("PARTYGRADE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first of these that is set decides."""


def language(argv: Sequence[str], environ: Mapping[str, str]) -> Lang:
    """Tell the language: that of `--lang`, else that of the environment; English unless it is Chinese."""
    asked = _asked(argv)
    if asked is not None:
        return asked
    found = next((environ[name] for name in VARIABLES if environ.get(name)), None)
    if found is None:
        found = locale.getlocale()[0] or ""
    return "zh" if found.lower().startswith(("zh", "chinese")) else "en"


def _asked(argv: Sequence[str]) -> Lang | None:
    """Find the last `--lang zh` or `--lang=zh`; a word that is no language is the parser's to complain of."""
    found: Lang | None = None
    for word, following in pairwise([*argv, ""]):
        value = following if word == "--lang" else word.removeprefix("--lang=")
        for lang in LANGS:
            if value == lang and word.startswith("--lang"):
                found = lang
    return found
