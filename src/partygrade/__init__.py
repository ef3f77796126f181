"""Grade organisations by administrative grading schemes that are written in YAML.

>>> import partygrade
>>> scheme = partygrade.load("three-tier-weighted")
>>> scheme.grade({"party_building": 90, "role": "84.5", "public_rating": 80}).grade
'advanced'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partygrade.api import Scheme, load, loads
    from partygrade.catalog import names as scheme_names
    from partygrade.diagnostics import Diagnostic
    from partygrade.errors import FactsError, PartygradeError, SchemeError
    from partygrade.grading import CohortGrading, Grading, RowFault
    from partygrade.tree import TreeGrading, grade_tree

__version__ = "0.1.0"
__all__ = [
    "CohortGrading",
    "Diagnostic",
    "FactsError",
    "Grading",
    "PartygradeError",
    "RowFault",
    "Scheme",
    "SchemeError",
    "TreeGrading",
    "grade_tree",
    "load",
    "loads",
    "scheme_names",
]

# Loading needs pydantic, whose import takes longer than that of all the rest; it comes with the first use. So does
# everything else, because pytest imports this module wherever the library is installed.
_LAZY = {
    "Diagnostic": ("partygrade.diagnostics", "Diagnostic"),
    "FactsError": ("partygrade.errors", "FactsError"),
    "PartygradeError": ("partygrade.errors", "PartygradeError"),
    "SchemeError": ("partygrade.errors", "SchemeError"),
    "Scheme": ("partygrade.api", "Scheme"),
    "load": ("partygrade.api", "load"),
    "loads": ("partygrade.api", "loads"),
    "scheme_names": ("partygrade.catalog", "names"),
    "TreeGrading": ("partygrade.tree", "TreeGrading"),
    "grade_tree": ("partygrade.tree", "grade_tree"),
    "Grading": ("partygrade.grading", "Grading"),
    "CohortGrading": ("partygrade.grading", "CohortGrading"),
    "RowFault": ("partygrade.grading", "RowFault"),
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'partygrade' has no attribute {name!r}")
    module, attribute = _LAZY[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
