"""The words for what a form remarks and asks: like `labels`, but nothing that lists or `status` need."""

from __future__ import annotations

from refund_tui.i18n import N_

REMARKS = {
    "kind_differs": N_("agreed: the goods go back; the application says {asked}"),
    "reason_unknown": N_("no reason yet; the platform's form asks for one"),
    "amount_unknown": N_("no amount yet"),
    "amount_zero": N_("an amount of 0 asks for nothing"),
    "paid_unknown": N_("what was paid is unknown here; compare with the order page"),
    "amount_above_paid": N_("more than the {paid} that was paid"),
    "amount_above_cap": N_("more than the {cap} that the order comes to"),
    "amount_differs": N_("agreed {agreed}, application {asked}"),
    "text_missing": N_("nothing said yet. {prompt}"),
    "text_verdict": N_("this only judges: say what exactly. {prompt}"),
    "text_short": N_("very short: say more. {prompt}"),
    "text_lacks": N_("it does not seem to say {aspects}"),
    "order_no_unknown": N_("unknown here; make sure that it is the right order"),
    "terms_unknown": N_("nothing agreed with the seller yet; amount, address and method are best settled first"),
    "agreed_unknown": N_("no amount agreed with the seller"),
    "return_address_unknown": N_("not agreed; ask before anything is sent back"),
    "method_unknown": N_("not agreed; ask how the money comes back"),
    "freight_unknown": N_("not agreed; ask who pays for sending it back"),
}
"""What `domain.precheck` remarks; the field's name stands before it."""
PROMPTS = {
    "": N_("What happened, which part, since when?"),
    "quality": N_("Which part, what happens, when did you notice?"),
    "quality_hidden": N_("What fails, under what use, since when?"),
    "not_as_described": N_("What did the page say, and what came?"),
    "not_received": N_("What does the tracking show, and by when should it have come?"),
    "wrong_or_short": N_("What did you order, and what was in the parcel?"),
    "virtual": N_("Which account, what was missing or wrong, when?"),
    "offline": N_("What did you buy, what is wrong, when?"),
    "service": N_("What was agreed, what was not done, when and where?"),
    "counterfeit": N_("What shows that it is not genuine?"),
    "damaged": N_("What is damaged and how, and was it so on arrival?"),
    "wrong_charge": N_("Which amounts, when, and what would have been right?"),
    "agreed_not_paid": N_("Who agreed to how much, and when?"),
    "return_ignored": N_("Which waybill, and when was it signed for?"),
}
"""What a description should answer, by reason (S55, S56); without a reason, the general question."""
ASPECTS = {
    "when": N_("when"),
    "where": N_("where"),
    "promised": N_("what was promised"),
    "awaited": N_("what the tracking shows"),
    "got": N_("what came instead"),
    "shown_by": N_("what shows it"),
    "sums": N_("which amounts"),
    "parcel": N_("the waybill"),
}
MEASURES = {
    "paid": N_("at most {amount}, what was paid"),
    "claimed": N_("claimed: {amount}"),
    "cap": N_("at most {amount} by the order"),
    "estimate": N_("at most {amount} by the order, expected {expected}"),
    "to_issue": N_("still to come: {amount}"),
    "to_receive": N_("still to come: {amount}"),
}
PASSED = N_("more than the {amount} that was paid")
"""For amounts beyond their limit."""
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
