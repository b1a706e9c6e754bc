"""Which language a desk reads: Chinese ones are written to in Chinese whatever language the screen speaks."""

from __future__ import annotations

from refund_tui.domain.case import Case

CHINESE_LANES: tuple[str, ...] = ("alipay_ticket", "complaint_12315", "report_12315")
FOREIGN_LANES: tuple[str, ...] = ("bank_dispute", "paypal_claim", "eu_withdrawal", "uk_cancellation")
CHINESE_PLATFORMS: tuple[str, ...] = (
    *("taobao", "tmall", "jd", "pinduoduo", "xianyu", "wechat", "meituan", "douyin", "alipay"),
)


def reads(case: Case, lane: str) -> str | None:
    """Give the language of a lane's desk, None where that is not known: the user's own choice then."""
    if lane in CHINESE_LANES or (lane not in FOREIGN_LANES and case.platform in CHINESE_PLATFORMS):
        return "zh_CN"
    return None
