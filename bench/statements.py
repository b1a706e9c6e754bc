"""Statements of many rows, as Alipay mails them in CSV and WeChat Pay in a workbook, and what reading one costs."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import Bench

HERE = Path(__file__).parent
REFUND_EACH = 20
"""One row in so many is a refund of the row five places above."""

_ALIPAY = "交易时间 交易分类 交易对方 对方账号 商品说明 收/支 金额 收/付款方式 交易状态 交易订单号 商家订单号 备注"
_WECHAT = "交易时间 交易类型 交易对方 商品 收/支 金额(元) 支付方式 当前状态 交易单号 商户单号 备注"
_RELATION = '<Relationships><Relationship Id="a" Type="x/{}" Target="{}"/></Relationships>'
_BOOK = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": _RELATION.format("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": '<workbook xmlns:r="x"><sheets><sheet name="Sheet1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _RELATION.format("worksheet", "s.xml"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds to read and link, peak MB of the process, and the longest ms in which another thread got no turn."""

    seconds: float
    memory: float
    gap: float


def _when(number: int) -> str:
    day, second = divmod(number * 97, 86400)
    month, day = divmod(day, 28)
    return f"2025-{month % 12 + 1:02}-{day + 1:02} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def _alipay(count: int) -> Iterator[Sequence[str]]:
    yield _ALIPAY.split()
    for number in range(count):
        paid = number - 5 if number % REFUND_EACH == REFUND_EACH - 1 else number
        back = paid != number
        yield (
            _when(number),
            "退款" if back else "日用百货",
            f"店铺{paid % 900}",
            "b***@example.com",
            f"{'退款-' if back else ''}名称不短的一件商品 {paid}",
            "不计收支" if back else "支出",
            f"{paid % 9999 / 100 + 1:.2f}",
            "招商银行储蓄卡(8705)",
            "退款成功" if back else "交易成功",
            f"2025{paid * 7919:024}{'_77' if back else ''}\t",
            f"T200P{paid:019}\t",
            "",
        )


def _wechat(count: int) -> Iterator[Sequence[str]]:
    yield _WECHAT.split()
    for number in range(count):
        back = number % REFUND_EACH == REFUND_EACH - 1
        shop, amount = f"店铺{(number - 5 * back) % 900}", f"{(number - 5 * back) % 9999 / 100 + 1:.2f}"
        yield (
            _when(number),
            f"{shop}-退款" if back else "商户消费",
            shop,
            shop if back else f"名称不短的一件商品 {number}",
            "收入" if back else "支出",
            amount,
            "零钱",
            f"已退款￥{amount}" if back else "支付成功",
            f"42000{number:023}",
            "" if back else f"1000{number:024}",
            "/",
        )


def _csv(path: Path, rows: Iterator[Sequence[str]]) -> None:
    with path.open("w", encoding="gb18030") as file:
        file.writelines(",".join(cells) + ",\n" for cells in rows)


def _workbook(path: Path, rows: Iterator[Sequence[str]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _BOOK.items():
            archive.writestr(name, text)
        with archive.open("xl/s.xml", "w") as sheet:
            sheet.write(b"<worksheet><sheetData>")
            for cells in rows:
                row = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
                sheet.write(f"<row>{row}</row>".encode())
            sheet.write(b"</sheetData></worksheet>")


def make(folder: Path, count: int) -> Mapping[str, Path]:
    """Make a statement of `count` rows of each kind in a folder."""
    made = {"csv": folder / f"{count}.csv", "xlsx": folder / f"{count}.xlsx"}
    _csv(made["csv"], _alipay(count))
    _workbook(made["xlsx"], _wechat(count))
    return made


def reading(bench: Bench, count: int) -> Mapping[str, list[Cost]]:
    """P9: read and link each in a process of its own, in turns, once unmeasured."""
    files = make(bench.folder, count)
    costs: dict[str, list[Cost]] = {kind: [] for kind in files}
    for turn in range(-1, bench.rounds(5, 2)):
        for kind, path in files.items():
            done = subprocess.run(
                [bench.python, str(HERE / "read_one.py"), str(path), str(count)],
                env=bench.env,
                check=True,
                capture_output=True,
                text=True,
            )
            if turn >= 0:
                costs[kind].append(Cost(**json.loads(done.stdout)))
    return costs
