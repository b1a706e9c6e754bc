"""What usually happens next in each stage."""

from __future__ import annotations

from collections.abc import Mapping

from refund_tui.domain.case import ENDED_STAGES, Stage

LIKELY: Mapping[Stage, tuple[str, ...]] = {
    "draft": ("contacted", "applied", "signed", "shipped"),
    "negotiating": ("seller_replied", "terms_agreed", "applied", "seller_offered", "seller_refused", "contacted"),
    "applied": ("seller_refused", "seller_agreed", "refund_issued", "seller_replied", "seller_offered", "modified"),
    "agreed_return": ("return_sent", "modified", "seller_refused", "refund_issued"),
    "returning": ("return_signed", "seller_received", "seller_refused", "refund_issued"),
    "agreed_refund": ("refund_issued", "refund_received", "seller_refused"),
    "refund_issued": ("refund_received", "received_in_kind", "ticket_submitted"),
    "refused": ("platform_requested", "modified", "ticket_submitted", "complaint_filed", "seller_agreed"),
    "platform_review": ("evidence_submitted", "evidence_requested", "platform_decided", "seller_agreed"),
    "decided_against": ("complaint_filed", "platform_requested", "ticket_submitted", "seller_agreed", "given_up"),
    **dict.fromkeys(ENDED_STAGES, ("reopened",)),
}
"""What usually happens next in a stage, the likeliest first; of each stage only what its specs allow."""
