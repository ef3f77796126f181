"""The moves of one organisation by quotas, from its row and from the account of the quotas in its cohort.

Complains of: accounts that are missing, or are of another scheme.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from partygrade import ir
from partygrade.batch import outputs, quotas
from partygrade.batch.rank_keys import read_key
from partygrade.batch.run import keys_before
from partygrade.batch.stored import Cells, called, figure, held, no_figure, other_scheme
from partygrade.cohort import Key, Move
from partygrade.diagnostics import Diagnostic, Text
from partygrade.draw import group
from partygrade.engine import Engine
from partygrade.errors import FactsError
from partygrade.facts import Facts

_MOVE = re.compile(rf"(\S+) (\S+){quotas.ARROW}(\S+)")


def stored_moves(
    engine: Engine, cells: Cells, facts: Facts, values: Sequence[int], accounts: Sequence[Cells]
) -> tuple[Move, ...]:
    """Give the moves that the column `quota` tells of, with the figures of their accounts.

    Raises:
        FactsError: if an account is missing, or something is of another scheme.
    """
    program, cohort, ladder = engine.program, engine.program.cohort, engine.ladder
    if cohort is None:
        return ()
    _check_hash(engine, accounts)
    text = cells.get(outputs.QUOTA)
    if not text:
        return ()
    key = _own_key(program, cohort, cells, values)
    known = {quota.origin.id: n for n, quota in enumerate(cohort.quotas)}
    out = []
    for said in str(text).split(quotas.BETWEEN):
        parts = _MOVE.fullmatch(said)
        if parts is None or parts[1] not in known or not {parts[2], parts[3]} <= {*ladder}:
            raise FactsError([other_scheme(f"`quota` is `{text}`", f"`quota` 为 `{text}`")])
        account = _account(program, facts, parts[1], accounts)
        limit, base = (figure(account, name) for name in ("limit", "base"))
        cut, tied = (_key(program, account, name) for name in ("cut", "tied"))
        before, after = (ladder.index(word) for word in (parts[2], parts[3]))
        out.append(Move(known[parts[1]], before, after, limit, base, cut, tied == key))
    return tuple(out)


def _own_key(program: ir.Program, cohort: ir.Cohort, cells: Cells, values: Sequence[int]) -> Key:
    """Give the rank keys of the organisation, as they were before the quotas."""
    before = {n: _before(program.nodes[n].type, cells, name) for n, name in keys_before(program).items()}
    signs = [(one.value, 1 if one.descending else -1) for one in cohort.rank_by]
    return tuple(sign * before.get(n, values[n]) for n, sign in signs)


def _before(kind: ir.Type, cells: Cells, name: str) -> int:
    try:
        return held(kind, cells.get(name))
    except ValueError:
        raise FactsError([no_figure(name, cells.get(name))]) from None


def _check_hash(engine: Engine, accounts: Sequence[Cells]) -> None:
    """See that the accounts are of the same scheme and settings."""
    for known in {_text(account.get(quotas.HASH)) for account in accounts} - {"", engine.header.hash}:
        raise FactsError([other_scheme(f"the accounts are of `{known}`", f"名额账属于 `{known}`")])


def _account(program: ir.Program, facts: Facts, quota: str, accounts: Sequence[Cells]) -> Cells:
    """Find how a quota came out in the cohort of the organisation."""
    within = dict(zip(quotas.group_heads(program), group(program, facts), strict=True))
    for account in accounts:
        if account.get("quota") == quota and all(_text(account.get(head)) == value for head, value in within.items()):
            return account
    raise FactsError([_no_account(quota, within)])


def _key(program: ir.Program, account: Cells, name: str) -> Key | None:
    text = _text(account.get(name))
    if not text:
        return None
    try:
        return read_key(program, text)
    except ValueError:
        raise FactsError([no_figure(name, text)]) from None


def _text(cell: Any) -> str:
    """Print a cell of an account as it was written, whatever a reader made of it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return called(cell) or ""


def _no_account(quota: str, within: Mapping[str, str]) -> Diagnostic:
    where = ", ".join(f"{head} = {value}" for head, value in within.items())
    of, of_zh = (f" of {where}", f"（{where}）") if where else ("", "")
    text = Text(
        f"the quota `{quota}` moved the organisation, and its account{of} is missing",
        f"名额 `{quota}` 调整了该组织，但缺少其名额账{of_zh}",
    )
    en = "give `quotas`, which `Batch.quotas` has, or keep the file `….quotas.csv` beside the results"
    zh = "请以 `quotas` 给出 `Batch.quotas`，或将 `….quotas.csv` 与结果放在一起"
    help = Text(en, zh)
    return Diagnostic("missing-account", text, help=help)
