"""Draws the pictures of the README from the sample cases: `uv run python screenshots/make.py`."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from svg import font_folders, png

HERE = Path(__file__).parent
NOW = "2026-11-23T10:00:00+08:00"
ZOOM = 0.75
LANGUAGES = {"en": "en", "zh": "zh_CN"}
SIZES = ((120, 40), (80, 24), (60, 20))
INK, GROUND = "#c5c8c6", 'fill="#292929"'
"""What the exported picture of a terminal without colours has in place of its own."""
PATIENCE = 100
"""Tenths of a second that the panes may take to appear."""
_PREAMBLE = "支付宝（中国）网络技术有限公司  电子客户回单"
_COLUMNS = "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注"
_BOUGHT = (
    ("2026-11-20 21:14:09", "数码电器", "声音数码旗舰店", "无线降噪耳机", "299.00", "余额宝", "交易成功"),
    ("2026-11-19 12:40:31", "日用百货", "小鹿陶瓷", "茶具一套", "168.00", "花呗", "等待确认收货"),
    ("2026-11-18 08:02:55", "餐饮美食", "南洋鲜果", "芒果 5斤", "59.90", "余额", "交易成功"),
    ("2026-11-16 19:27:40", "服饰装扮", "青山户外专营店", "冲锋衣 L码", "459.00", "余额宝", "等待对方发货"),
    ("2026-11-15 10:11:12", "文化休闲", "会员影视", "自动续费", "25.00", "花呗", "交易成功"),
    ("2026-11-12 22:58:03", "家居家装", "安居五金", "门锁", "129.00", "招商银行储蓄卡(8705)", "交易成功"),
    ("2026-11-10 13:05:47", "爱车养车", "城西加油站", "92号汽油", "310.25", "余额宝", "交易成功"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, the size of the terminal, the keys pressed before, the colours; `{word}` is typed out."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    theme: str = "terminal"
    ascii: bool = False
    colour: bool = True


def pictures() -> Iterator[Picture]:
    """Give what is drawn, in each language."""
    for width, height in SIZES:
        size, single = (width, height), (width, height) == SIZES[-1]
        if single:
            yield Picture(f"list-{{}}-{width}x{height}", size)
        yield Picture(f"case-{{}}-{width}x{height}", size, ("enter",) if single else ())
        yield Picture(f"apply-{{}}-{width}x{height}", size, ("G", *["k"] * 4, "l", "{appl}", "enter"))
    for theme in ("dark", "light"):
        yield Picture(f"{theme}-{{}}-120x40", SIZES[0], theme=theme)
    yield Picture("plain-{}-80x24", SIZES[1], ("3",), colour=False)
    yield Picture("ascii-{}-80x24", SIZES[1], ("2",), ascii=True)
    yield Picture("import-{}", (100, 30), ("i", "{alipay.csv}", "enter"))
    yield Picture("log-{}", (100, 30), ("l",))
    yield Picture("desk-{}-120x40", SIZES[0], ("x", "enter"))
    yield Picture("desk-{}-80x24", SIZES[1], ("x", "enter", "2"))
    yield Picture("evidence-{}", (100, 30), ("t",))
    yield Picture("amounts-{}", (100, 40), ("dollar_sign",))
    yield Picture("merchants-{}", (100, 30), ("M",))
    yield Picture("copy-{}", (100, 30), ("y",))
    yield Picture("help-{}", (100, 44), ("question_mark",))


def statement(path: Path) -> None:
    """Write a small made-up Alipay statement, in its own encoding."""
    lines = ["-" * 24 + _PREAMBLE + "-" * 24, _COLUMNS + ","]
    for number, (at, category, merchant, item, amount, method, status) in enumerate(_BOUGHT):
        trade = f"{at[:10].replace('-', '')}22001400005500{number:06d}"
        cells = (at, category, merchant, "/", item, "支出", amount, method, status, trade, f"T200P{number:016d}", "")
        lines.append(",".join(cells) + ",")
    path.write_bytes("\r\n".join([*lines, ""]).encode("gb18030"))


async def draw(picture: Picture, folder: Path, language: str) -> str:
    """Play one picture on fresh sample cases; gives the screen as SVG."""
    from refund_tui.demo import fill
    from refund_tui.door import Door
    from refund_tui.tui.app import RefundApp
    from refund_tui.tui.settings import Settings

    door = Door(folder / "cases.db")
    if not door.path.exists():
        fill(door.service, language)
    os.chdir(folder)
    if not picture.colour:
        os.environ["NO_COLOR"] = "1"
    app = RefundApp(door, Settings(theme=picture.theme, ascii=picture.ascii), demo=True)
    async with app.run_test(size=picture.size) as pilot:
        for _ in range(PATIENCE):
            await pilot.pause(0.1)
            if app.screen.query("CaseDetail"):
                break
        await pilot.pause(0.5)
        for key in picture.keys:
            await pilot.press(*(key[1:-1] if key.startswith("{") else [key]))
            await pilot.pause(0.5)
        svg = app.export_screenshot(title="refund-tui")
        return svg if picture.colour else svg.replace("fill: #000000", f"fill: {INK}").replace('fill="#000000"', GROUND)


def main() -> int:
    """Draw all pictures, or those whose names hold one of the given words."""
    try:
        fonts = font_folders()
    except LookupError as missing:
        print(f"{missing} is not installed (Debian: apt install fonts-noto-cjk fonts-dejavu-core); no pictures made")
        return 1
    os.environ["REFUND_TUI_NOW"] = NOW
    from refund_tui import i18n

    wanted = [
        (picture, short)
        for short in LANGUAGES
        for picture in pictures()
        if not sys.argv[1:] or any(word in picture.name.format(short) for word in sys.argv[1:])
    ]
    # Those without colours last: Textual keeps lines as they were filtered for as long as the process lives.
    for picture, short in sorted(wanted, key=lambda each: not each[0].colour):
        i18n.install(LANGUAGES[short])
        with tempfile.TemporaryDirectory(prefix="pictures-") as scratch:
            statement(Path(scratch) / "alipay.csv")
            name = picture.name.format(short) + ".png"
            svg = asyncio.run(draw(picture, Path(scratch), LANGUAGES[short]))
            size = (HERE / name).write_bytes(png(svg, fonts, ZOOM))
            print(f"{name}  {size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
