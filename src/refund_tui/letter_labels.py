"""The words for what is said before a letter goes out: like `labels`, but only letters need them."""

from __future__ import annotations

from refund_tui.i18n import N_

FLAGS = {
    "locked": N_("this way is not open now: {why}"),
    "opens_later": N_("this way opens {opens_at}: {why}"),
    "not_tried": N_("nothing says that you talked to the seller: every desk asks for that first; log it"),
    "evidence_missing": N_("required evidence is missing: {slots}"),
    "evidence_waits": N_("prepared, not handed in yet: {slots}"),
    "evidence_weak": N_("weak evidence, only marked by hand or of a type that cannot show it: {slots}"),
    "evidence_silent": N_("nobody says yet what these show: {exhibits}; describe each in a line"),
    "above_paid": N_("asks for {amount}, more than the {paid} that was paid"),
    "all_arrived": N_("{amount} has arrived, all that was asked for: the text asks for nothing"),
    "terms_differ": N_("{field}: agreed {agreed}, asked {asked}"),
    "says_nothing": N_("neither a reason nor a description: the text does not say yet what is wrong"),
    "text_verdict": N_("the description only judges: say what exactly. {prompt}"),
    "text_short": N_("the description is very short: say more. {prompt}"),
    "text_lacks": N_("the description does not seem to say {aspects}"),
    "insult": N_("an insult in your own words: {words}; a calm text is heard better"),
    "threat": N_("a threat in your own words: {words}; take it out"),
    "bad_review": N_("reviews in your own words: {words}; a review is no means of pressure"),
    "private": N_("the text holds {kinds}: take out what they need not know"),
    "mixed": N_("a tip-off asks for nothing: take {words} out of the description, or file the complaint"),
    "no_violation": N_(
        "no violated rule is named: a tip-off without one leads nowhere; for a refund file the complaint"
    ),
    "own_use": N_("12315 takes what was bought for your own use: is it?"),
    "elsewhere": N_("12315 takes what no court, arbitration, authority or association has dealt with: is that so?"),
    "three_years": N_("12315 takes what you have known of for 3 years at most: is that so?"),
    "too_long": N_("{size} characters, more than {most}: take a shorter length, or shorten the description"),
    "cut": N_("left out or shortened at this length: {fields}"),
    "lacks": N_("not known, so left out: {fields}"),
}
"""What `domain.preflight` says; `second_authority` and `receipt_confirmed` are in `labels.WARNINGS`."""
PRIVATE = {
    "phone": N_("phone numbers"),
    "id": N_("ID numbers"),
    "address": N_("addresses"),
    "card": N_("card numbers"),
    "account": N_("accounts"),
}
"""What is private in a text, by `redact.KINDS`."""
ASKED = {
    "asked": N_("the amount you ask for"),
    "contacted_at": N_("when you wrote to the seller"),
    "reply_by": N_("a day to answer by"),
    "sender": N_("your name and address, to be put under the text"),
    "complainant": N_("your name, phone and ID, for the form"),
}
"""Facts of a letter that are no fields of a case."""
CUT = {
    "refused_at": N_("the seller's refusal"),
    "refused_text": N_("the seller's words"),
    "stalled_at": N_("the seller's answer"),
    "offered": N_("what was offered"),
    "returned_at": N_("that the goods went back"),
    "received": N_("what has arrived"),
    "rule": N_("the rules"),
    "exhibits": N_("the list of evidence"),
    "marked": N_("evidence without a file"),
}
"""Facts that a brief text leaves out, beside those of the case and of `ASKED`."""
MENDS = {
    "evidence": N_("the evidence desk: {what}"),
    "facts": N_("the facts of the case: {what}"),
    "applied": N_("the application: {what}"),
    "modified": N_("change the application: {what}"),
    "log": N_("log: {what}"),
    "deadline": N_("the page's own deadline, {what}"),
    "text": N_("the text"),
}
"""Where something is mended, by the places of `domain.mending`."""
LENGTHS = {"short": N_("short"), "medium": N_("medium"), "full": N_("full")}
LANGUAGES = {"en": "English", "zh_CN": "中文"}
"""Each called as its readers call it."""
SIGNS = {"stop": "!", "warn": "!", "ask": "?"}
"""A sign for each severity, so that no colour is needed."""
