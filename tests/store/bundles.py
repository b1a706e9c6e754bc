"""A case to be bundled, and what the tests of bundles look at."""

from __future__ import annotations

from pathlib import Path

from refund_tui.attaching import attach
from refund_tui.bundling import Bundled, Wish, bundle
from refund_tui.service import Service

ORDER = "2026111100001234567"
FACTS = {
    "merchant": "茶舍",
    "item": "紫砂壶",
    "reason": "quality",
    "platform": "taobao",
    "paid": "129",
    "order_no": ORDER,
}
PHONE = "13812345678"
TEXTS = ("00_summary", "01_timeline", "02_letter", "04_amounts", "05_rules_cited")
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cch\0\0\0\x82\0\x81w\xcdr\xb6"
    b"\0\0\0\0IEND\xaeB`\x82"
)


def case_file(db: Path) -> Service:
    made = Service(db)
    made.add(FACTS)
    made.log(1, "contacted", {"text": f"裂了，请回电 {PHONE}"})
    made.log(1, "terms_agreed", {"amount": "129", "return_address": "乌有乡七号仓 老王收"})
    return made


def keep(service: Service, tmp_path: Path, name: str, content: bytes, shows: str | None = None) -> None:
    file = tmp_path / "given" / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    attach(service, 1, file, "defect_media", shows)


def make(service: Service, out: Path, **wish: object) -> Bundled:
    return bundle(service, 1, "seller_message", out, Wish(**wish))  # type: ignore[arg-type]


def held(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def left_over(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if not each.name.startswith(("cases.db", "evidence", "given")))
