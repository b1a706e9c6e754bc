"""Statement files as the shops make them, built from the rows that a test names."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from refund_tui.statements.model import Statement
from refund_tui.statements.reading import read_statement

_ROOT = Path(__file__).parents[1]
SAMPLES = next(
    (folder for above in _ROOT.parents[:2] if (folder := above / "shared/data/statements").exists()),
    _ROOT / "no samples",
)
"""The public samples, where they lie beside the project."""
Cell = str | int | float | None

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = f"""<styleSheet {MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="&quot;¥&quot;#,##0.00"/>
<numFmt numFmtId="165" formatCode="yyyy/m/d\\ h:mm;@"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs>
</styleSheet>"""


def csv_text(columns: Sequence[str], *rows: Mapping[str, str], end: str = "\n") -> str:
    """A header and rows; a cell is quoted where it holds a comma and no quotation mark. `end` follows each line."""
    lines = [columns, *([row[name] for name in columns] for row in rows)]
    return "".join(",".join(map(_quoted, line)) + end for line in lines)


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell and '"' not in cell else cell


def read_bytes(folder: Path, data: bytes, name: str = "账单.csv") -> Statement:
    path = folder / name
    path.write_bytes(data)
    return read_statement(path)


def sheet_xml(rows: Sequence[Sequence[Cell]]) -> str:
    """A sheet with texts in the cells themselves."""
    return f"<worksheet {MAIN}><sheetData>{''.join(map(_row_xml, rows))}</sheetData></worksheet>"


def _row_xml(row: Sequence[Cell]) -> str:
    return f"<row>{''.join(map(_cell_xml, row))}</row>"


def _cell_xml(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, str):
        return f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f"<c><v>{cell}</v></c>"


def workbook(
    *sheets: str, strings: str = "", active: int = 0, epoch: str = "", extra: Mapping[str, bytes] | None = None
) -> bytes:
    """A workbook of sheets in XML; `strings` is the inside of the shared texts."""
    kinds = [*(("worksheet", f"sheet{number}") for number in range(len(sheets)))]
    kinds += [("styles", "styles"), ("sharedStrings", "texts")]
    named = "".join(f'<sheet name="随便{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(len(sheets)))
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations([("officeDocument", "/xl/workbook")]),
        "xl/_rels/workbook.xml.rels": _relations(kinds),
        "xl/workbook.xml": f'<workbook {MAIN} {R}><workbookPr {epoch}/><bookViews><workbookView activeTab="{active}"/>'
        f"</bookViews><sheets>{named}</sheets></workbook>",
        "xl/styles.xml": _STYLES,
        "xl/texts.xml": f"<sst {MAIN}>{strings}</sst>",
        **{f"xl/sheet{number}.xml": sheet for number, sheet in enumerate(sheets)},
        **(extra or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _relations(kinds: Sequence[tuple[str, str]]) -> str:
    each = (
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}.xml"/>'
        for number, (kind, target) in enumerate(kinds)
    )
    return f"<Relationships>{''.join(each)}</Relationships>"
