"""What decides about an amount, as tables with their sources (refund-domain.md 6: M1-M20, S63-S69)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from refund_tui.domain.playbook import Source


@dataclass(frozen=True, slots=True)
class Basis:
    """What a step rests on: ids of rules (M), articles of Taobao's rule (T1) and sentences (S), and their source."""

    rules: tuple[str, ...]
    source: Source


_PLATFORM, _LAW7 = "2025-08-15", "2020"
_M1 = Basis(("M1", "S64"), Source("seed S64; A6", None, "high"))
_M4 = Basis(("M4",), Source("LAW7 Art. 15", _LAW7, "high"))
_M5 = Basis(("M5",), Source("LAW7 Art. 17", _LAW7, "high"))
_M6 = Basis(("M6",), Source("LAW7 Art. 12; T1 Art. 61-63", _PLATFORM, "high"))
_M7 = Basis(("M7",), Source("LAW7 Art. 16", _LAW7, "high"))
_M8 = Basis(("M8",), Source("LAW7 Art. 18; T1 Art. 53", _PLATFORM, "high"))
_M9 = Basis(("M9",), Source("消法 Art. 24; T1 Art. 49", _PLATFORM, "high"))
_M10 = Basis(("M10",), Source("T1 Art. 49", _PLATFORM, "high"))
_M11 = Basis(("M11",), Source("T1 Art. 7", _PLATFORM, "high"))
_M13 = Basis(("M13",), Source("T1 Art. 54", _PLATFORM, "high"))
_M14 = Basis(("M14", "S66"), Source("消法 Art. 26; 网络交易监督管理办法 Art. 21", "2025", "high"))
_M20 = Basis(("M20",), Source("I9; I10", None, "high"))
_AGREED = Basis(("S42",), Source("seed S42; T1 Art. 6", _PLATFORM, "high"))
_POLICY = Basis(("S65", "S69"), Source("seed S65, S69", None, "medium"))

BASES: Mapping[str, Basis] = {
    **dict.fromkeys(("paid", "goods", "outbound_paid", "limit", "refunded"), _M1),
    **dict.fromkeys(("share_page", "part_page"), Basis(("M1", "S15"), Source("seed S15, S64", None, "high"))),
    # Platforms share a payment out by price; where the page does not show it, nobody confirmed that this one does.
    **dict.fromkeys(("share", "part"), Basis(("M5", "S63"), Source("memory", None, "memory"))),
    "cap_seller_fault": Basis(("S68", "M9"), Source("seed S68; 消法 Art. 24; T1 Art. 49", _PLATFORM, "high")),
    "cap_no_reason": Basis(("S69", "M2"), Source("seed S69; LAW7 Art. 14, 17; 条例 Art. 18", "2024-07-01", "high")),
    "cap_unclear": _M11,
    "cap_agreed": _AGREED,
    "cap_eu_withdrawal": _M20,
    "expected": Basis(("S63",), Source("seed S63", None, "medium")),
    **dict.fromkeys(("outbound_mine", "outbound_missed", "return_no_reason"), _M8),
    "gift": _M6,
    **dict.fromkeys(("card_fee", "card_fee_open", "card_fee_mine"), _M7),
    **dict.fromkeys(("fee", "fee_open", "fee_void"), _M14),
    **dict.fromkeys(("fee_fault", "policy_fault"), Basis(("S68", *_M14.rules), _M14.source)),
    "as_agreed": _AGREED,
    "resettled": _M5,
    "policy": _POLICY,
    "return_seller_fault": _M9,
    "return_unclear": _M11,
    "return_exchange": _M13,
    "return_agreed_mine": _AGREED,
    "return_agreed_seller": _AGREED,
    "return_unsaid": _M10,
    "return_eu_withdrawal": _M20,
    **dict.fromkeys(("platform_coupon", "shop_coupon", "red_packet", "points"), _M4),
}
"""What each step of an estimate rests on, by its code."""

IN_KIND: tuple[str, ...] = ("platform_coupon", "shop_coupon", "red_packet", "points")
"""Reductions that come back in kind (M4); money saved by spending does not, it is settled anew (M5)."""

Where = Literal["expected", "floor"]
TAKEN: Mapping[str, Mapping[str, Where]] = {
    "as_agreed": {"agreed": "expected"},
    "outbound_mine": {"no_reason": "expected"},
    "outbound_missed": {"no_reason": "expected"},
    "gift": {"no_reason": "expected", "unclear": "floor", "seller_fault": "floor"},
    "card_fee": {"no_reason": "expected", "unclear": "floor"},
    "card_fee_open": {"no_reason": "floor", "unclear": "floor"},
    "fee": {"no_reason": "expected", "unclear": "floor"},
    "fee_void": {"no_reason": "expected", "unclear": "expected"},
    "fee_fault": {"seller_fault": "expected"},
    "fee_open": {"no_reason": "floor", "unclear": "floor"},
    "policy_fault": {"seller_fault": "expected"},
    "resettled": {"no_reason": "floor", "unclear": "floor"},
    "policy": {"no_reason": "floor", "unclear": "floor"},
}
"""What may be taken off, in this order: by class of reason, whether it is to be expected or only the least counts it.

A seller at fault may take off no fee (M14: a term that cuts the buyer's right is void) and no lost reduction (M5 is
a rule of returns without reason). Whether a gift that stays is then to be paid is not said: the least counts it.
"""

_FAULT = Source("seed S68; 消法 Art. 24", "2013", "high")
_MISDESCRIBED = Source("消法 Art. 24; T1 Art. 73", _PLATFORM, "high")
_SURFACE = Source("消法 Art. 24; T1 Art. 75-76", _PLATFORM, "high")
REASON_CLASS: Mapping[str, tuple[str, Basis]] = {
    "quality": ("seller_fault", Basis(("S68",), _FAULT)),
    "quality_hidden": ("seller_fault", Basis(("S68",), _FAULT)),
    "not_as_described": ("seller_fault", Basis(("M9",), _MISDESCRIBED)),
    "wrong_or_short": ("seller_fault", Basis(("M9",), _SURFACE)),
    "damaged": ("seller_fault", Basis(("M9",), _SURFACE)),
    "counterfeit": ("seller_fault", Basis(("M9",), Source("T1 Art. 66, 69", _PLATFORM, "high"))),
    "not_received": ("seller_fault", Basis(("M9",), Source("T1 Art. 10, 38", _PLATFORM, "high"))),
    "change_of_mind": ("no_reason", Basis(("S69",), Source("seed S69; 消法 Art. 25", "2013", "high"))),
    "agreed_not_paid": ("agreed", Basis(("S42",), Source("seed S42; T1 Art. 6", _PLATFORM, "high"))),
}
"""The class that a reason stands for, and why. A reason that is not here decides nothing: it may be either."""
