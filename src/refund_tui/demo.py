"""A dozen made-up cases that show what the program is for; all names, numbers and amounts are invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from refund_tui.amounting import set_amounts
from refund_tui.service import Service

Words = tuple[str, str]
"""English, Chinese."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened: the event, when (as a person types it), its fields."""

    kind: str
    at: str
    fields: Mapping[str, str | Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample case: facts, what happened, a note, what the platform's page shows for a clock, the order's money."""

    facts: Mapping[str, str | Words]
    told: tuple[Told, ...] = ()
    note: Words | None = None
    page: tuple[str, str] | None = None
    order: Mapping[str, str | Words] = field(default_factory=dict)


def _text(en: str, zh: str) -> Mapping[str, Words]:
    return {"text": (en, zh)}


SAMPLES: tuple[Sample, ...] = (
    Sample(
        {
            "merchant": ("Shengyin Audio Shop", "声音数码旗舰店"),
            "item": ("Wireless earphones", "无线降噪耳机"),
            "platform": "taobao",
            "reason": "quality",
            "paid": "299.00",
            "paid_at": "-12d",
            "shipped_at": "-11d",
            "signed_at": "-8d",
            "order_no": "2026111200001234567",
            "channel": "余额宝",
        },
        (
            Told("contacted", "-7d", _text("Left side is silent, sent a video.", "左耳没声音，发了视频。")),
            Told("seller_replied", "-6d", {"kind": "stalls", **_text("Asked to wait.", "让再等等。")}),
            Told("applied", "-5d", {"kind": "return_refund", "amount": "299.00", "reason": ("quality", "质量问题")}),
            Told("seller_refused", "-106h", _text("Says it was dropped.", "说是人为摔坏。")),
            Told("evidence_marked", "-4d", {"slot": "order_detail", "state": "prepared"}),
        ),
        (
            "Video 1: unboxing. Video 2: no sound on the left.\nThe refusal has no photo of its own.",
            "视频1：开箱。视频2：左耳无声。\n卖家拒绝时没有给出任何图片。",
        ),
    ),
    Sample(
        {
            "merchant": ("Qingshan Outdoor", "青山户外专营店"),
            "item": ("Rain jacket, size L", "冲锋衣 L码"),
            "platform": "tmall",
            "reason": "change_of_mind",
            "paid": "459.00",
            "claim": "459.00",
            "paid_at": "-2d",
            "order_no": "2026112100007654321",
        },
        (Told("applied", "-19h", {"kind": "refund_only", "amount": "459.00"}),),
    ),
    Sample(
        {
            "merchant": ("Xiaolu Ceramics", "小鹿陶瓷"),
            "item": ("Tea set, arrived broken", "茶具一套（到货破损）"),
            "platform": "taobao",
            "reason": "damaged",
            "paid": "168.00",
            "paid_at": "-15d",
            "shipped_at": "-14d",
            "signed_at": "-10d",
        },
        (
            Told("contacted", "-10d"),
            Told("terms_agreed", "-9d", {"amount": "168.00", "freight_by": "seller"}),
            Told("applied", "-9d", {"kind": "return_refund", "amount": "160.00"}),
            Told("seller_agreed", "-6d", {"return_address": ("12 Kiln Road, Jingdezhen", "景德镇市窑前路12号")}),
        ),
        page=("TB-07", "30h"),
    ),
    Sample(
        {
            "merchant": ("Huiyuan Video", "会员影视"),
            "item": ("Auto-renewal nobody asked for", "自动续费（未提前告知）"),
            "scenario": "virtual",
            "platform": "alipay",
            "reason": "virtual",
            "paid": "25.00",
            "paid_at": "-3d",
            "channel": "花呗",
        },
        (Told("contacted", "-2d"), Told("seller_replied", "-26h", {"kind": "refuse"})),
    ),
    Sample(
        {
            "merchant": ("Hexin Supermarket", "和信超市"),
            "item": ("Charged twice at the till", "收银重复扣款"),
            "scenario": "offline",
            "platform": "alipay",
            "reason": "wrong_charge",
            "paid": "86.40",
            "claim": "43.20",
            "paid_at": "-9d",
            "channel": "招商银行储蓄卡(8705)",
        },
        (
            Told("contacted", "-8d"),
            Told("ticket_submitted", "-2d", {"number": "GD2026112101"}),
        ),
    ),
    Sample(
        {
            "merchant": ("Jinghong Digital", "京鸿数码"),
            "item": ("Phone, scratched screen", "手机（屏幕划痕）"),
            "platform": "jd",
            "reason": "quality",
            "paid": "1999.00",
            "paid_at": "-6d",
            "signed_at": "-4d",
        },
        (
            Told("applied", "-3d", {"kind": "return_refund", "amount": "1999.00"}),
            Told("seller_refused", "-50h"),
            Told("platform_requested", "-20h", {"number": "JF100238"}),
            Told("evidence_requested", "-2h", {"until": "40h"}),
        ),
    ),
    Sample(
        {
            "merchant": ("Nanyang Fruits", "南洋鲜果"),
            "item": ("Mangoes, half of them rotten", "芒果（坏了一半）"),
            "platform": "pinduoduo",
            "reason": "quality",
            "paid": "59.90",
            "claim": "30.00",
            "paid_at": "-5d",
        },
        (
            Told("contacted", "-3d"),
            Told("seller_offered", "-2d", {"amount": "10.00"}),
        ),
    ),
    Sample(
        {
            "merchant": ("Yunduo Bedding", "云朵家纺"),
            "item": ("Quilt cover, wrong colour", "被套（发错颜色）"),
            "platform": "taobao",
            "reason": "wrong_or_short",
            "paid": "139.00",
            "paid_at": "-20d",
            "shipped_at": "-19d",
            "signed_at": "-16d",
        },
        (
            Told("applied", "-14d", {"kind": "return_refund", "amount": "139.00"}),
            Told("seller_agreed", "-13d"),
            Told("return_sent", "-12d", {"carrier": ("SF", "顺丰"), "waybill": "SF1234567890"}),
            Told("return_signed", "-9d"),
        ),
    ),
    Sample(
        {
            "merchant": ("Lvye Plants", "绿野绿植"),
            "item": ("Fern, never arrived", "蕨类盆栽（一直未收到）"),
            "platform": "tmall",
            "reason": "not_received",
            "paid": "45.00",
            "paid_at": "-18d",
            "shipped_at": "-17d",
            "channel": "交通银行信用卡(7449)",
        },
        (
            Told("applied", "-9d", {"kind": "refund_only", "amount": "45.00"}),
            Told("seller_agreed", "-8d"),
            Told("refund_issued", "-8d", {"amount": "45.00"}),
        ),
    ),
    Sample(
        {
            "merchant": ("Fengshang Watches", "风尚钟表"),
            "item": ("Watch, not genuine", "手表（疑似假货）"),
            "platform": "taobao",
            "reason": "counterfeit",
            "paid": "880.00",
            "paid_at": "-40d",
            "shipped_at": "-39d",
            "signed_at": "-36d",
        },
        (
            Told("contacted", "-35d"),
            Told("applied", "-34d", {"kind": "return_refund", "amount": "880.00"}),
            Told("seller_refused", "-32d"),
            Told("platform_requested", "-31d"),
            Told("evidence_submitted", "-30d"),
            Told("platform_decided", "-27d", {"for": "seller"}),
            Told("complaint_filed", "-3d", {"number": "TS2026112001", "bureau": ("Yuhang", "余杭区市场监管局")}),
        ),
    ),
    Sample(
        {
            "merchant": ("Mantou Books", "馒头书店"),
            "item": ("Two novels", "小说两册"),
            "platform": "taobao",
            "paid": "76.00",
            "paid_at": "-1d",
        },
        order={
            "lines": (
                "Novel, first part | 45\nNovel, second part | 41 | 1 | 1",
                "小说（上） | 45\n小说（下） | 41 | 1 | 1",
            ),
            "goods_paid": "76.00",
            "spend_save": "10.00",
            "spend_from": "80.00",
            "outbound_by": "free",
            "reason_class": "no_reason",
        },
    ),
    Sample(
        {
            "merchant": ("Anju Hardware", "安居五金"),
            "item": ("Door lock, does not fit", "门锁（尺寸不符）"),
            "platform": "taobao",
            "reason": "not_as_described",
            "paid": "129.00",
            "paid_at": "-30d",
            "signed_at": "-27d",
            "channel": "余额",
        },
        (
            Told("applied", "-26d", {"kind": "return_refund", "amount": "129.00"}),
            Told("seller_agreed", "-25d"),
            Told("return_sent", "-24d"),
            Told("seller_received", "-20d"),
            Told("refund_issued", "-20d", {"amount": "129.00"}),
            Told("refund_received", "-20d", {"amount": "129.00"}),
        ),
    ),
)


def _in(language: str, typed: Mapping[str, str | Words]) -> dict[str, str]:
    index = 1 if language == "zh_CN" else 0
    return {name: value if isinstance(value, str) else value[index] for name, value in typed.items()}


def fill(service: Service, language: str) -> None:
    """Put the sample cases into an empty case file, in the words of `language`."""
    for sample in SAMPLES:
        case_id = service.add(_in(language, sample.facts)).case.id
        for told in sample.told:
            service.log(case_id, told.kind, _in(language, told.fields), told.at)
        if sample.note is not None:
            service.save_note(case_id, sample.note[1 if language == "zh_CN" else 0], 0)
        if sample.page is not None:
            service.set_deadline(case_id, *sample.page)
        if sample.order:
            set_amounts(service, case_id, _in(language, sample.order))
