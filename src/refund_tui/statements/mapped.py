"""Files whose columns are mapped: found by a mapping kept earlier or by a preset, and read by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from shlex import quote

from refund_tui.domain.problem import Refused
from refund_tui.statements import bank, orders
from refund_tui.statements.mapped_sheet import take
from refund_tui.statements.mapping import ColumnMapping, MapKind, column_name, fingerprint, missing, read_words
from refund_tui.statements.model import Content, Source, Witness
from refund_tui.statements.presets import guess, mappable, preset
from refund_tui.statements.progress import Progress, nothing
from refund_tui.statements.tables import RawTable

SAMPLE = 8
"""Rows shown to somebody who maps columns."""
LOOKED_AT = 400
"""Lines in which the header of a file is looked for, and rows by which a preview decides how numbers and dates are
written, and a proposal what the sign of an amount means."""
FEWEST_COLUMNS = 3
LONGEST_NAME = 40
WITNESSES: Mapping[MapKind, Witness] = {"orders": "shop", "bank": "bank"}
_ASKED = Refused("{file} has columns of its own: say once which is which, such as {words}")
_NUMBERLESS = frozenset(("商品名称", "实付款"))
_NUMBERLESS_ORDERS = Refused(
    "{file} lists orders without their numbers: export them with a script that gives 订单编号 and 下单日期, such as "
    "BuyerOrdersExport"
)
_READERS = {"orders": orders.read, "bank": bank.read}


class MappingNeeded(Refused):
    """A file that can be read once somebody has said which of its columns is which.

    `header` are its column names, `sample` its first rows, `guess` a proposal or None; `table` and `index` are for
    `preview`, and `fingerprint` is what the mapping is to be kept under.
    """

    def __init__(self, table: RawTable, index: int) -> None:
        self.table = table
        self.index = index
        self.header = tuple(map(column_name, table.lines[index]))
        rows = tuple(map(tuple, islice(filter(any, islice(table.lines, index + 1, None)), LOOKED_AT)))
        self.sample = rows[:SAMPLE]
        self.kind: MapKind = mappable(self.header) or "bank"
        self.guess: ColumnMapping | None = guess(self.header, rows)
        self.fingerprint = fingerprint(self.header)
        super().__init__(_ASKED.message, file=table.name, words=map_words(self.kind, self.guess, self.header))


def map_words(kind: MapKind, mapping: ColumnMapping | None, header: Sequence[str]) -> str:
    """Write the words of `import --map` for a mapping, or for what is required where there is none.

    They can be typed into a shell as they are, whatever somebody has called a column; a long name is its number.
    """
    if mapping is None:
        return " ".join(["--map", *(f"{group[0]}=…" for group in missing(kind, ()))])
    columns = {
        name: column if len(column) <= LONGEST_NAME else str(header.index(column) + 1)
        for name, column in mapping.columns.items()
    }
    signs = [f"signs={mapping.signs or '…'}"] if "amount" in columns else []
    return " ".join(["--map", *(quote(f"{name}={column}") for name, column in columns.items()), *signs])


def recognised(table: RawTable, mappings: Mapping[str, ColumnMapping]) -> tuple[Source, int] | None:
    """Find a header that was mapped earlier, by its fingerprint, or that a preset knows; None where there is none.

    Raises MappingNeeded for a table with an order number, or with a date and an amount, that neither knows, and Refused
    for orders without a number (taobao-order-extractor).
    """
    lines = [(index, line) for index, line in enumerate(table.lines[:LOOKED_AT]) if len(line) >= FEWEST_COLUMNS]
    for index, line in lines:
        if mapping := mappings.get(fingerprint(line)) or preset(line):
            return source_of(mapping), index
    for index, line in lines:
        if mappable(line):
            raise MappingNeeded(table, index)
        if _NUMBERLESS.issubset(line):
            raise Refused(_NUMBERLESS_ORDERS.message, file=table.name)
    return None


def asked_by(table: RawTable, words: Sequence[str]) -> MappingNeeded | None:
    """Find the header that the words of `import --map` are about, whatever its columns are called.

    Where no line has them all, the first that may be a header is taken; None where there is none.
    """
    lines = [(index, line) for index, line in enumerate(table.lines[:LOOKED_AT]) if len(line) >= FEWEST_COLUMNS]
    for index, line in lines:
        try:
            read_words(words, line)
        except Refused:
            continue
        return MappingNeeded(table, index)
    return MappingNeeded(table, lines[0][0]) if lines else None


def source_of(mapping: ColumnMapping) -> Source:
    """Give the source that reads by a mapping."""

    def read(table: RawTable, header: int, progress: Progress = nothing) -> Content:
        return read_mapped(table, header, mapping, progress)

    return Source(mapping.source, frozenset(mapping.columns.values()), read, WITNESSES[mapping.kind])


def read_mapped(table: RawTable, header: int, mapping: ColumnMapping, progress: Progress = nothing) -> Content:
    """Read the rows under the header at index `header` by a mapping.

    Raises Refused where the mapping does not fit the header, or the file leaves open how it writes amounts or dates.
    """
    return _READERS[mapping.kind](take(table, header, mapping), mapping, progress)


def preview(table: RawTable, header: int, mapping: ColumnMapping, count: int) -> Content:
    """Read the first `count` rows by a mapping, as `read_mapped` does; the first LOOKED_AT decide numbers and dates."""
    file = take(table, header, mapping, LOOKED_AT)
    few = file._replace(parts=file.parts._replace(rows=file.parts.rows[:count]))
    return _READERS[mapping.kind](few, mapping, nothing)
