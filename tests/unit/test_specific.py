"""What a description lacks: told for texts that only judge, and not for texts that say what happened."""

from __future__ import annotations

import pytest

from refund_tui.domain.case import REASONS
from refund_tui.domain.specific import lacking
from refund_tui.form_labels import ASPECTS, PROMPTS

SPECIFIC = (
    ("quality", "收到第二天左边耳机就没有声音了，换手机也一样"),
    ("quality", "杯口有一道2厘米裂纹，开箱时就有"),
    ("quality", "用了三次后拉链断了，拉不上"),
    ("quality", "The left earbud has no sound since the second day, tried two phones"),
    ("quality_hidden", "充电十分钟后机身发烫，自动关机，每次都这样"),
    ("not_as_described", "页面写纯棉，水洗标是聚酯纤维"),
    ("not_as_described", "Listing says 100% cotton, the label says polyester"),
    ("not_received", "物流11月10日后没有更新，快递说找不到件"),
    ("not_received", "Tracking has not moved since 10 November; the courier cannot find it"),
    ("wrong_or_short", "买的黑色L码，发成白色M码"),
    ("wrong_or_short", "Ordered four cups, only three were in the parcel"),
    ("virtual", "11月20日自动续费25元，没有提前通知"),
    ("offline", "11月12日在和信超市买的牛奶，保质期已过"),
    ("service", "11月3日在望京店做保洁，师傅迟到两小时，厨房没有打扫"),
    ("service", "On 3 November the cleaner came two hours late at my home and left out the kitchen"),
    ("counterfeit", "官网防伪码查询不到，吊牌字体与专柜不同"),
    ("counterfeit", "The serial number is not known on the brand's official site"),
    ("damaged", "开箱时三只杯子碎了，外箱一角压扁"),
    ("damaged", "Three of the six cups were in pieces when I opened the box"),
    ("wrong_charge", "同一单扣了两次43.20元"),
    ("wrong_charge", "Charged 43.20 twice for one purchase"),
    ("agreed_not_paid", "11月20日客服同意退129元，至今未到账"),
    ("return_ignored", "顺丰SF1234567890已于11月20日签收，卖家说没收到"),
    ("change_of_mind", "不想要了"),
    (None, "左耳没声音，已经两天了"),
)
JUDGING = (
    ("quality", "质量不好"),
    ("quality", "质量太差了，要求退款"),
    ("quality", "东西有问题，请尽快处理"),
    ("quality", "坏了"),
    ("quality", "垃圾！！！"),
    ("quality", "bad quality"),
    ("quality", "The quality is very bad, I want a refund"),
    ("quality", "It doesn’t work"),
    ("service", "服务态度差"),
    ("service", "不满意"),
    ("service", "Terrible service, I am very disappointed"),
    ("not_as_described", "与描述不符"),
    ("not_as_described", "not as described"),
    ("counterfeit", "假货，骗子"),
    ("counterfeit", "It is a fake product"),
    (None, "Ｂａｄ　ｑｕａｌｉｔｙ"),
)


@pytest.mark.parametrize(("reason", "text"), SPECIFIC)
def test_a_text_that_says_what_happened_lacks_nothing(reason: str | None, text: str) -> None:
    assert lacking(text, reason) == ()


@pytest.mark.parametrize(("reason", "text"), JUDGING)
def test_a_text_that_only_judges_is_told_so(reason: str | None, text: str) -> None:
    assert "verdict" in lacking(text, reason)


@pytest.mark.parametrize(
    ("reason", "text", "lacks"),
    [
        ("quality", "左边耳机没有任何声音", ("when",)),
        ("quality", "Left earbud stays silent at any volume", ("when",)),
        ("service", "师傅没有打扫干净就走了", ("when", "where")),
        ("not_as_described", "颜色发灰而且很薄根本不像棉的", ("promised",)),
        ("wrong_charge", "扣款扣错了，多收了我的钱", ("sums",)),
        ("quality", "左耳没声音", ("short", "when")),
    ],
)
def test_what_is_missing_is_named_by_the_reason(reason: str, text: str, lacks: tuple[str, ...]) -> None:
    assert lacking(text, reason) == lacks


def test_blank_text_and_a_return_without_a_reason_are_not_judged() -> None:
    assert lacking(" \n", "quality") == ()
    assert lacking("不", "change_of_mind") == ()


def test_every_reason_has_a_prompt_and_every_aspect_a_word() -> None:
    assert set(REASONS) - set(PROMPTS) == {"change_of_mind"}
    asked = {each for reason in REASONS for each in lacking("x" * 3, reason)} - {"short", "verdict"}
    assert asked <= set(ASPECTS) and {"when", "where", "promised", "sums"} <= asked
