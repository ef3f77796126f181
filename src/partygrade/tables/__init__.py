"""Tables of organisations and of events: CSV as spreadsheets write it, and JSON Lines.

No cell passes through a binary float. Text of a CSV stays text, and a number in JSON becomes an `int` or a `Decimal`.
"""

from partygrade.tables.columns import ColumnMatch, match_columns, missing_columns, renamed
from partygrade.tables.events import ORGANISATION_KEY, by_id, event_heads, match_fields
from partygrade.tables.join import Joined, join
from partygrade.tables.read import read_table
from partygrade.tables.table import Row, Table, table_format
from partygrade.tables.write import write_table

__all__ = [
    "ORGANISATION_KEY",
    "ColumnMatch",
    "Joined",
    "Row",
    "Table",
    "by_id",
    "event_heads",
    "join",
    "match_columns",
    "match_fields",
    "missing_columns",
    "read_table",
    "renamed",
    "table_format",
    "write_table",
]
