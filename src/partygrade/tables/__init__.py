"""Tables of organisations: CSV as spreadsheets write it, and JSON Lines.

No cell passes through a binary float. Text of a CSV stays text, and a number in JSON becomes an `int` or a `Decimal`.
"""

from partygrade.tables.columns import ColumnMatch, match_columns, renamed
from partygrade.tables.read import read_table
from partygrade.tables.table import Row, Table, table_format
from partygrade.tables.write import write_table

__all__ = ["ColumnMatch", "Row", "Table", "match_columns", "read_table", "renamed", "table_format", "write_table"]
