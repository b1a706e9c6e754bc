"""What can happen in a case: one row per kind of event, with its fields and the stages that allow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from refund_tui.domain.case import APPLICATION_KINDS, ENDED_STAGES, OPEN_STAGES, Party, Stage
from refund_tui.domain.fields import FieldSpec

CLOCKS_DIFFER = timedelta(minutes=10)
"""How far ahead of this machine's clock a platform's own may be."""


@dataclass(frozen=True, slots=True)
class EventSpec:
    """One kind of event. `lane` names the outside lane it moves, from one of `lane_from` to `lane_to`.

    An empty string in `lane_from` stands for "not begun". `loggable` is False for what has a command of
    its own (`add`, `edit`, `deadline`), or happens on the way.
    """

    kind: str
    actor: Party
    stages: tuple[Stage, ...]
    fields: tuple[FieldSpec, ...] = ()
    lane: str | None = None
    lane_from: tuple[str, ...] = ()
    lane_to: str | None = None
    loggable: bool = True


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: `occurred_at` when it did, `recorded_at` when it was typed (both aware, UTC).

    `seq` is its place in the case file. `data` holds the fields of its kind: amounts as integers in the
    minor unit, instants as aware datetimes, everything else as text. `forced` marks one that the stage forbade.
    """

    seq: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any]
    forced: bool = False

    @property
    def is_ahead(self) -> bool:
        """Whether it had not happened yet when it was typed."""
        return self.occurred_at - self.recorded_at > CLOCKS_DIFFER


def matches(event: Event, pattern: str) -> bool:
    """Say whether an event fits a pattern: `kind`, or `kind:field=value`."""
    kind, _, test = pattern.partition(":")
    if event.kind != kind:
        return False
    if not test:
        return True
    name, _, value = test.partition("=")
    return event.data.get(name) == value


_TEXT = FieldSpec("text", "text")
_AMOUNT = FieldSpec("amount", "amount")
_MUST_AMOUNT = FieldSpec("amount", "amount", required=True)
_MONEY = FieldSpec("amount", "amount", above_nothing=True)
"""What came back: 0.00 is no money, and must not end a clock that waits for it."""
_NUMBER = FieldSpec("number")
_FOR = FieldSpec("for", "choice", ("me", "seller", "partial"), required=True)
_RETURN = FieldSpec("return_address", "text")
_APPLICATION = (
    FieldSpec("kind", "choice", APPLICATION_KINDS, required=True),
    FieldSpec("reason"),
    _AMOUNT,
    _TEXT,
    FieldSpec("refund_no"),
)
"""In the order of the platforms' form (S10-S14): the kind of service, the reason, the amount, what happened."""
_PARCEL = (FieldSpec("carrier"), FieldSpec("waybill"))
_EXHIBIT = (FieldSpec("slot"), FieldSpec("shows"))
_LETTER = (FieldSpec("lane"), FieldSpec("length"), FieldSpec("language"))
REPLIES = ("agree", "refuse", "partial", "wants_evidence", "stalls", "hands_over", "other")
IN_KIND = ("coupon", "points", "red_packet", "gift_card", "other")
"""What comes back as it was given, not as money (M4: LAW7 Art. 15)."""
OUTCOMES = ("refunded", "agreed", "closed", "nothing", "other")
EVIDENCE_STATES = ("missing", "prepared", "uploaded", "submitted")


def _but(*left_out: Stage) -> tuple[Stage, ...]:
    return tuple(stage for stage in OPEN_STAGES if stage not in left_out)


def _complaint(kind: str, came_from: tuple[str, ...], state: str, *fields: FieldSpec) -> EventSpec:
    actor: Party = "me" if kind == "complaint_filed" else "authority"
    return EventSpec(
        kind,
        actor,
        OPEN_STAGES,
        (_NUMBER, FieldSpec("bureau"), *fields, _TEXT),
        "complaint_12315",
        came_from,
        state,
    )


_TALK: tuple[Stage, ...] = ("draft", "negotiating")
_ANY: tuple[Stage, ...] = OPEN_STAGES + ENDED_STAGES
"""Money may still come once a case is over."""
_TABLE: tuple[EventSpec, ...] = (
    EventSpec("paid", "me", OPEN_STAGES, (_AMOUNT, FieldSpec("channel"), _TEXT)),
    EventSpec("shipped", "seller", OPEN_STAGES, (*_PARCEL, _TEXT)),
    EventSpec("signed", "me", OPEN_STAGES, (*_PARCEL, _TEXT)),
    EventSpec("receipt_confirmed", "me", OPEN_STAGES, (_TEXT,)),
    EventSpec("contacted", "me", OPEN_STAGES, (FieldSpec("channel"), _TEXT)),
    EventSpec(
        "withdrawal_told",
        "me",
        (*_TALK, "applied", "refused", "decided_against"),
        (FieldSpec("channel"), _TEXT),
    ),
    EventSpec(
        "seller_replied",
        "seller",
        OPEN_STAGES,
        (FieldSpec("kind", "choice", REPLIES, required=True), _TEXT),
    ),
    EventSpec(
        "terms_agreed",
        "seller",
        _but("refund_issued"),
        (
            _AMOUNT,
            _RETURN,
            FieldSpec("method"),
            FieldSpec("freight_by", "choice", ("me", "seller")),
            FieldSpec("by_when", "until"),
            _TEXT,
        ),
    ),
    EventSpec("applied", "me", (*_TALK, "refused", "decided_against", "agreed_return", "agreed_refund"), _APPLICATION),
    EventSpec("modified", "me", ("applied", "refused", "agreed_return"), _APPLICATION),
    EventSpec(
        "seller_agreed",
        "seller",
        ("negotiating", "applied", "refused", "platform_review", "decided_against"),
        (_AMOUNT, _RETURN, _TEXT),
    ),
    EventSpec(
        "seller_refused",
        "seller",
        ("negotiating", "applied", "agreed_return", "returning", "agreed_refund"),
        (_TEXT,),
    ),
    EventSpec("seller_offered", "seller", _but("draft", "refund_issued"), (_MUST_AMOUNT, _TEXT)),
    EventSpec("return_sent", "me", ("agreed_return",), (*_PARCEL, FieldSpec("freight", "amount"), _TEXT)),
    EventSpec("return_signed", "seller", ("returning",), (*_PARCEL, _TEXT)),
    EventSpec("seller_received", "seller", ("returning",), (_TEXT,)),
    EventSpec("refund_issued", "platform", _ANY, (_MONEY, FieldSpec("channel"), _TEXT)),
    EventSpec(
        "refund_received",
        "me",
        _ANY,
        (replace(_MONEY, required=True), FieldSpec("channel"), FieldSpec("account"), _TEXT),
    ),
    EventSpec(
        "received_in_kind",
        "me",
        _ANY,
        (FieldSpec("what", "choice", IN_KIND, required=True), _AMOUNT, _TEXT),
    ),
    EventSpec(
        "platform_requested",
        "me",
        ("applied", "refused", "agreed_return", "returning", "agreed_refund", "decided_against"),
        (_NUMBER, _TEXT),
    ),
    EventSpec("evidence_requested", "platform", ("platform_review",), (FieldSpec("until", "until"), _TEXT)),
    EventSpec("evidence_submitted", "me", ("platform_review",), (FieldSpec("items", "text"), _TEXT)),
    EventSpec("platform_decided", "platform", ("platform_review",), (_FOR, _AMOUNT, _RETURN, _TEXT)),
    EventSpec(
        "ticket_submitted",
        "me",
        OPEN_STAGES,
        (_NUMBER, _TEXT),
        "alipay_ticket",
        ("", "answered", "closed"),
        "submitted",
    ),
    EventSpec(
        "ticket_answered",
        "payment_service",
        OPEN_STAGES,
        (_NUMBER, _TEXT),
        "alipay_ticket",
        ("submitted",),
        "answered",
    ),
    _complaint("complaint_filed", ("", "refused", "ended"), "filed"),
    _complaint("complaint_accepted", ("filed",), "accepted"),
    _complaint("complaint_refused", ("filed",), "refused"),
    _complaint("mediation_agreed", ("accepted",), "agreed", _AMOUNT),
    _complaint("mediation_ended", ("accepted",), "ended"),
    EventSpec("report_filed", "me", OPEN_STAGES, (_NUMBER, FieldSpec("bureau"), _TEXT)),
    EventSpec(
        "chargeback_filed",
        "me",
        OPEN_STAGES,
        (_NUMBER, _AMOUNT, _TEXT),
        "bank_dispute",
        ("", "decided"),
        "filed",
    ),
    EventSpec(
        "chargeback_decided",
        "bank",
        OPEN_STAGES,
        (_NUMBER, _FOR, _AMOUNT, _TEXT),
        "bank_dispute",
        ("filed",),
        "decided",
    ),
    EventSpec(
        "dispute_opened",
        "me",
        OPEN_STAGES,
        (_NUMBER, _AMOUNT, _TEXT),
        "paypal_claim",
        ("", "decided"),
        "opened",
    ),
    EventSpec("claim_escalated", "me", OPEN_STAGES, (_NUMBER, _TEXT), "paypal_claim", ("opened",), "escalated"),
    EventSpec(
        "claim_decided",
        "payment_service",
        OPEN_STAGES,
        (_NUMBER, _FOR, _AMOUNT, _TEXT),
        "paypal_claim",
        ("opened", "escalated"),
        "decided",
    ),
    EventSpec(
        "timed_out",
        "me",
        OPEN_STAGES,
        (
            FieldSpec("rule", required=True),
            FieldSpec("outcome", "choice", OUTCOMES, required=True),
            _RETURN,
            _TEXT,
        ),
    ),
    EventSpec(
        "evidence_marked",
        "me",
        OPEN_STAGES,
        (
            FieldSpec("slot", required=True),
            FieldSpec("state", "choice", EVIDENCE_STATES, required=True),
        ),
    ),
    EventSpec("withdrawn", "me", OPEN_STAGES, (_TEXT,)),
    EventSpec("given_up", "me", OPEN_STAGES, (_TEXT,)),
    EventSpec("closed", "me", OPEN_STAGES, (_TEXT,)),
    EventSpec("reopened", "me", ENDED_STAGES, (_TEXT,)),
    EventSpec("opened", "me", (), loggable=False),
    EventSpec("edited", "me", _ANY, loggable=False),
    EventSpec("amounts_set", "me", _ANY, loggable=False),
    EventSpec("deadline_set", "me", OPEN_STAGES, loggable=False),
    EventSpec("deadline_cleared", "me", OPEN_STAGES, loggable=False),
    EventSpec(
        "evidence_added",
        "me",
        _ANY,
        (
            FieldSpec("exhibit"),
            FieldSpec("name"),
            FieldSpec("type"),
            FieldSpec("size"),
            FieldSpec("sha256"),
            FieldSpec("kind"),
            FieldSpec("captured_at", "when"),
            FieldSpec("zone_assumed"),
            *_EXHIBIT,
        ),
        loggable=False,
    ),
    EventSpec("evidence_described", "me", _ANY, (FieldSpec("exhibit"), *_EXHIBIT), loggable=False),
    EventSpec("evidence_dropped", "me", _ANY, (FieldSpec("exhibit"),), loggable=False),
    EventSpec("note_set_aside", "me", _ANY, (_TEXT,), loggable=False),
    EventSpec("letter_edited", "me", _ANY, (*_LETTER, _TEXT, FieldSpec("made_from", "text")), loggable=False),
    EventSpec("letter_anew", "me", _ANY, _LETTER, loggable=False),
)

EVENTS: Mapping[str, EventSpec] = {spec.kind: spec for spec in _TABLE}
"""Every kind of event, in the order a case usually meets them."""
