"""Letters as they were read and found good: `python -m tests.golden.letters --write` makes the files anew.

One file a lane and language, with the letter of every reason below each other; the short ones at its end.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from refund_tui.domain.case import REASONS
from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.letter_book import LENGTHS, Length
from refund_tui.domain.letters import Letter, letter
from refund_tui.domain.note import Note
from refund_tui.rules.calendar import load_calendar
from refund_tui.rules.letter_files import load_letters
from refund_tui.rules.loader import load_shipped
from refund_tui.store.cases import Stored
from refund_tui.views import CaseView, build
from tests.making import Told, at, case_of, opening, story

FOLDER = Path(__file__).parent / "letters"
LANGUAGES = ("en", "zh_CN")
NOW = "2026-11-23T10:00"
CALENDAR = load_calendar(())
BOOKS = load_shipped()


@dataclass(frozen=True)
class Sample:
    """What one reason is told with, in each language: item, description, the seller's refusal."""

    item: Mapping[str, str]
    description: Mapping[str, str]
    refusal: Mapping[str, str]


def _words(en: str, zh: str) -> Mapping[str, str]:
    return {"en": en, "zh_CN": zh}


SAMPLES: Mapping[str, Sample] = {
    "quality": Sample(
        _words("Wireless earphones", "无线降噪耳机"),
        _words(
            "The left side has been silent since 14 November. Charging and pairing again changed nothing.",
            "11月14日起左耳没有声音。重新充电和配对后仍然没有声音。",
        ),
        _words("it was dropped", "是人为摔坏"),
    ),
    "quality_hidden": Sample(
        _words("Power bank 20000 mAh", "充电宝 20000mAh"),
        _words("It charges a phone only once, measured on three days", "实测三天，每次只能给手机充满一次"),
        _words("this is normal", "属于正常现象"),
    ),
    "not_as_described": Sample(
        _words("Door lock", "门锁"),
        _words("The page says 60 mm, the lock measures 50 mm", "页面写锁舌孔距60毫米，实际测量为50毫米"),
        _words("measuring differs", "测量有误差"),
    ),
    "not_received": Sample(
        _words("Fern in a pot", "蕨类盆栽"),
        _words("The tracking has stood still in Wuhan since 12 November", "物流自11月12日起停在武汉，没有更新"),
        _words("ask the courier", "请找快递"),
    ),
    "wrong_or_short": Sample(
        _words("Quilt cover, blue", "被套 蓝色"),
        _words("Ordered blue, got grey, one pillowcase is missing", "订的是蓝色，发来灰色，并少一个枕套"),
        _words("colours differ on screens", "显示器有色差"),
    ),
    "change_of_mind": Sample(
        _words("Rain jacket, size L", "冲锋衣 L码"),
        _words("It does not suit me", "不太合适"),
        _words("no returns in a sale", "活动商品不退"),
    ),
    "virtual": Sample(
        _words("One year of membership", "视频会员年卡"),
        _words("Paid on 11 November, the account still shows no membership", "11月11日付款，账号至今未显示会员"),
        _words("it was delivered", "系统显示已发放"),
    ),
    "offline": Sample(
        _words("Rice cooker", "电饭煲"),
        _words("It does not heat, found on the evening of the purchase", "购买当晚使用时发现不能加热"),
        _words("nothing is taken back once it left the shop", "离店概不退换"),
    ),
    "service": Sample(
        _words("Home cleaning, four hours", "家政保洁 4小时"),
        _words("Two hours were worked, the kitchen was not done", "实际只做了2小时，厨房没有清洁"),
        _words("the work was done", "已经完成服务"),
    ),
    "counterfeit": Sample(
        _words("Watch", "手表"),
        _words("The brand's site does not know the serial number", "品牌官网查不到该序列号"),
        _words("it is genuine", "保证正品"),
    ),
    "damaged": Sample(
        _words("Tea set", "茶具一套"),
        _words("Two cups were broken when I opened the parcel on 14 November", "11月14日开箱时两只杯子已碎"),
        _words("ask the courier", "请找快递"),
    ),
    "wrong_charge": Sample(
        _words("Groceries", "日用品"),
        _words("CNY 299.00 was taken twice within a minute", "一分钟内重复扣款两次，每次299.00元"),
        _words("the till shows one payment", "收银系统只显示一笔"),
    ),
    "agreed_not_paid": Sample(
        _words("Desk lamp", "台灯"),
        _words("Neither the card nor the balance shows it", "银行卡和余额都没有入账"),
        _words("wait for the bank", "请等银行"),
    ),
    "return_ignored": Sample(
        _words("Backpack", "双肩包"),
        _words("Waybill SF1234567890, signed for on 16 November", "运单SF1234567890，11月16日已签收"),
        _words("nothing has come", "没有收到退货"),
    ),
}
NO_GOODS = ("not_received", "virtual", "service", "offline", "wrong_charge")
NO_SHIPPING = ("virtual", "service", "offline", "wrong_charge")


def told(reason: str, language: str) -> Iterator[Told]:
    """What happened in the sample of a reason."""
    sample = SAMPLES[reason]
    kind = "return_refund" if reason in ("quality", "change_of_mind", "counterfeit", "damaged") else "refund_only"
    yield "paid", "2026-11-11T20:15", {}
    if reason not in NO_SHIPPING:
        yield "shipped", "2026-11-12T09:00", {}
    if reason not in NO_GOODS:
        yield "signed", "2026-11-13T16:30", {}
    yield "contacted", "2026-11-14T10:00", {}
    if reason == "agreed_not_paid":
        yield "seller_agreed", "2026-11-15T09:00", {"amount": 29900}
        yield "seller_replied", "2026-11-20T09:00", {"kind": "stalls", "text": sample.refusal[language]}
        return
    if reason == "wrong_or_short":
        yield "terms_agreed", "2026-11-15T09:00", {"amount": 29900, "freight_by": "seller"}
        return
    if reason == "service":
        yield "seller_offered", "2026-11-15T09:00", {"amount": 5000}
    if reason == "return_ignored":
        yield "applied", "2026-11-14T11:00", {"kind": "return_refund", "amount": 29900}
        yield "seller_agreed", "2026-11-14T15:00", {}
        yield "return_sent", "2026-11-15T11:00", {"carrier": "SF", "waybill": "SF1234567890", "freight": 1200}
        yield "return_signed", "2026-11-16T11:00", {}
    elif reason not in ("quality_hidden", "offline", "service"):
        yield "applied", "2026-11-15T10:00", {"kind": kind, "amount": 29900, "refund_no": "RF20261115001"}
    yield "seller_refused", "2026-11-18T16:30", {"text": sample.refusal[language]}


def view_of(reason: str, language: str, lane: str = "") -> CaseView:
    """The sample case of a reason, in the playbook and the money that go with the lane."""
    sample = SAMPLES[reason]
    abroad = {"paypal_claim": ("paypal", "USD"), "eu_withdrawal": ("other", "EUR"), "uk_cancellation": ("other", "GBP")}
    platform, currency = abroad.get(lane, ("taobao", "CNY"))
    scenario = {"virtual": "virtual", "offline": "offline"}.get(reason, "online")
    book = {"virtual": "virtual-goods", "offline": "offline-purchase"}.get(reason, "online-order")
    playbook = BOOKS["taobao-order" if book == "online-order" and platform == "taobao" else book]
    first = opening(
        "2026-11-14T09:00",
        item=sample.item[language],
        description=sample.description[language],
        platform=platform if scenario != "offline" else None,
        scenario=scenario,
        reason=reason,
        paid=29900,
        currency=currency,
        order_no="2026111100001234567" if reason != "offline" else None,
        trade_no="2026111122001400001234567890",
        channel="招商银行信用卡(8705)" if language == "zh_CN" else "credit card (8705)",
    )
    first.data["merchant"] = "Shengyin Shop" if language == "en" else "声音数码旗舰店"  # type: ignore[index]
    events = story(first, *told(reason, language))
    return build(Stored(case_of(events), 1, events, Note("", 0), ""), playbook, CALENDAR, at(NOW))


def exhibits_of(view: CaseView) -> Sequence[Exhibit]:
    """Three pieces of evidence: the payment, the chat, and the first thing that the reason wants."""
    own = next((item.rule.slot for item in view.checklist if item.rule.reasons), "seller_chat")
    slots = dict.fromkeys(("payment_proof", "seller_chat", own))
    return [Exhibit(number, slot, f"{slot}.jpg", "0" * 64) for number, slot in enumerate(slots, 1)]


def written(reason: str, lane: str, language: str, length: Length = "full") -> Letter:
    view = view_of(reason, language, lane)
    by = date(2026, 11, 30) if lane in ("demand_letter", "seller_message") else None
    return letter(view, lane, length, language, load_letters(), exhibits=exhibits_of(view), reply_by=by)


def concerned(lane: str) -> Iterator[str]:
    """The reasons whose cases have a lane."""
    for reason in REASONS:
        if lane in ("eu_withdrawal", "uk_cancellation") and reason != "change_of_mind":
            continue
        if lane in {status.lane.id for status in view_of(reason, "en", lane).lanes}:
            yield reason


def page(lane: str, language: str) -> str:
    """All letters of a lane in a language."""
    parts: list[str] = []
    for length in reversed(LENGTHS):
        for reason in concerned(lane):
            made = written(reason, lane, language, length)
            parts.append(f"######## {reason}, {length}, {made.size}\n\n{made.whole}\n")
    return "\n".join(parts)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for lane in load_letters().forms:
        for language in LANGUAGES:
            (FOLDER / f"{lane}.{language}.txt").write_text(page(lane, language), encoding="utf-8")


if __name__ == "__main__" and "--write" in sys.argv:
    main()
