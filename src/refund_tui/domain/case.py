"""The nouns of a refund case, as frozen dataclasses; nothing here decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from refund_tui.domain.order import Order

Stage = Literal[
    "draft",
    "negotiating",
    "applied",
    "agreed_return",
    "returning",
    "agreed_refund",
    "refund_issued",
    "refused",
    "platform_review",
    "decided_against",
    "closed_won",
    "closed_partial",
    "closed_lost",
    "withdrawn",
    "expired",
]
Party = Literal["me", "seller", "platform", "payment_service", "authority", "bank", "nobody"]

STAGES: tuple[Stage, ...] = get_args(Stage)
ENDED_STAGES: tuple[Stage, ...] = ("closed_won", "closed_partial", "closed_lost", "withdrawn", "expired")
OPEN_STAGES: tuple[Stage, ...] = tuple(stage for stage in STAGES if stage not in ENDED_STAGES)
PARTIES: tuple[Party, ...] = get_args(Party)

SCENARIOS: tuple[str, ...] = ("online", "offline", "virtual")
PLATFORMS: tuple[str, ...] = (
    "taobao",
    "tmall",
    "jd",
    "pinduoduo",
    "xianyu",
    "wechat",
    "meituan",
    "douyin",
    "alipay",
    "paypal",
    "other",
)
REASONS: tuple[str, ...] = (
    "quality",
    "quality_hidden",
    "not_as_described",
    "not_received",
    "wrong_or_short",
    "change_of_mind",
    "virtual",
    "offline",
    "service",
    "counterfeit",
    "damaged",
    "wrong_charge",
    "agreed_not_paid",
    "return_ignored",
)
SHIPPING: tuple[str, ...] = ("not_shipped", "shipped", "received")
"""What an order's status says of the goods where no time of shipping or signing is known."""
APPLICATION_KINDS: tuple[str, ...] = ("refund_only", "return_refund", "exchange")

DEFAULT_ZONE = "Asia/Shanghai"
DEFAULT_CURRENCY = "CNY"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed with the seller before applying (S40-S44); unknown stays None."""

    amount: int | None = None
    return_address: str | None = None
    method: str | None = None
    freight_by: str | None = None
    by_when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """What was typed into the platform's refund form (S10-S14)."""

    kind: str
    amount: int | None = None
    reason: str | None = None
    text: str | None = None
    refund_no: str | None = None


@dataclass(frozen=True, slots=True)
class LaneProgress:
    """Where an outside lane stands: its state word, its number at the desk, when it last moved."""

    state: str
    number: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """The statement row a case was opened from; `key` identifies the row across files."""

    source: str
    file: str
    row: int
    key: str


@dataclass(frozen=True, slots=True)
class Case:
    """One refund case: the fold of its events. Amounts are integers in the currency's minor unit.

    `merchant` is the seller as the shop is called; `merchant_name`, `merchant_address`, `merchant_phone` and
    `merchant_code` (unified social credit code) are those of the licence page, for a complaint (LAW121 Art. 10).
    """

    id: int
    merchant: str
    opened_at: datetime
    playbook: str
    item: str | None = None
    platform: str | None = None
    scenario: str = "online"
    order_no: str | None = None
    trade_no: str | None = None
    channel: str | None = None
    reason: str | None = None
    shipping: str | None = None
    description: str | None = None
    currency: str = DEFAULT_CURRENCY
    zone: str = DEFAULT_ZONE
    stage: Stage = "draft"
    talk_ball: Party = "me"
    review: str | None = None
    resume_stage: Stage | None = None
    paid: int | None = None
    claimed: int | None = None
    offered: int | None = None
    agreed: int | None = None
    issued: int | None = None
    received: int = 0
    in_kind: int = 0
    terms: Terms = Terms()
    application: Application | None = None
    facts: Mapping[str, datetime] = field(default_factory=dict)
    lanes: Mapping[str, LaneProgress] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    origin: Origin | None = None
    order: Order | None = None
    merchant_name: str | None = None
    merchant_address: str | None = None
    merchant_phone: str | None = None
    merchant_code: str | None = None

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES

    @property
    def has_goods(self) -> bool:
        """Whether goods are with the buyer or on their way, as far as anything says."""
        on_their_way = "shipped" in self.facts or "signed" in self.facts
        return self.scenario == "online" and (on_their_way or self.shipping != "not_shipped")

    @property
    def expected(self) -> int | None:
        """What must arrive for the case to be won: agreed, else claimed, else paid."""
        for amount in (self.agreed, self.claimed, self.paid):
            if amount is not None:
                return amount
        return None

    @property
    def come_back(self) -> int:
        """What has come back: the money received, and the value of what came in kind (M4)."""
        return self.received + self.in_kind

    @property
    def is_settled(self) -> bool:
        """Whether all that is expected has come back."""
        return self.expected is not None and self.come_back >= self.expected > 0

    @property
    def owed(self) -> int | None:
        """What is still to come: nothing in a case that is over, None where no amount is known."""
        if self.expected is None:
            return None
        return max(self.expected - self.come_back, 0) if self.is_open else 0

    @property
    def beyond(self) -> int:
        """What came back beyond what was expected; 0 where no amount is known."""
        return max(self.come_back - self.expected, 0) if self.expected else 0

    @property
    def has_money(self) -> bool:
        """Whether any amount is known, and so bound to the currency."""
        amounts = (self.paid, self.claimed, self.offered, self.agreed, self.issued, self.terms.amount)
        return bool(self.come_back) or self.order is not None or any(amount is not None for amount in amounts)
