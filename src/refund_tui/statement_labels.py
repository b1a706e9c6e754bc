"""The words for what statements say: why a row is not refundable, and what to know of one that is."""

from __future__ import annotations

from refund_tui.i18n import N_

WHY_NOT = {
    "refund_row": N_("a refund"),
    "already_refunded": N_("refunded in full"),
    "closed_unpaid": N_("closed, never paid"),
    "closed_paid": N_("closed after payment"),
    "not_paid_yet": N_("not paid yet"),
    "income": N_("income"),
    "investment": N_("investment"),
    "repayment": N_("repayment"),
    "transfer": N_("transfer"),
    "topup": N_("top-up of an own balance"),
    "hold": N_("held money"),
    "tax": N_("tax"),
    "not_counted": N_("kept out of income and expense"),
    "other_status": N_("no payment that can be refunded"),
    "ruined_number": N_("its number was ruined by a spreadsheet"),
    "same_order": N_("belongs to the order above"),
    "closed_unknown": N_("closed; the list does not say whether it was paid"),
    "bank_row": N_("a bank's line: it shows that money moved, not what was bought"),
    "unknown_status": N_("unknown status"),
    "unknown_direction": N_("unknown direction"),
}
ADVICE = {
    "escrow_not_shipped": N_("Not shipped yet: the money is still held by the platform."),
    "escrow_shipped": N_("Shipped, receipt not confirmed: the money is still held by the platform."),
    "maybe_confirmed": N_("The trade is finished: receipt may have been confirmed."),
    "shipping_time_unknown": N_(
        "The statement does not say when it was shipped or signed; add it, so that clocks can run."
    ),
    "refund_goes_to_payer": N_("Paid by somebody else: the refund goes to the payer."),
    "paid_to_person": N_("Paid to a person, not to a shop."),
    "several_channels": N_("Paid by several means: each comes back its own way."),
    "partly_refunded": N_("Part of it was refunded already."),
    "refund_shown": N_("The order list shows a refund for it: look at it on the platform first."),
}
