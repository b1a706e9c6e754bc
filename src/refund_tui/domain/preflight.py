"""What to look at before a lane is gone: evidence, terms, amounts, dates, words (S54-S60, S74, S85, S86)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from refund_tui.domain.demand import demand
from refund_tui.domain.events import EVENTS
from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.letter_book import LetterBook
from refund_tui.domain.letter_edits import EDITED, own_words, still_ours
from refund_tui.domain.letters import IDENTITY, Letter
from refund_tui.domain.redact import KINDS, known_numbers, redact
from refund_tui.domain.specific import SHORT, VERDICT, lacking
from refund_tui.domain.standing import Examined
from refund_tui.domain.tone import spoiling

Severity = Literal["stop", "warn", "ask"]
SEVERITIES: tuple[Severity, ...] = ("stop", "warn", "ask")
Value = int | str | datetime | tuple[str, ...]
UNSENT: tuple[str, ...] = (EDITED, "note_set_aside")
"""Events whose text was written and not sent to anybody."""
TRIED: tuple[str, ...] = (
    *("contacted", "withdrawal_told", "applied", "seller_replied", "seller_refused", "seller_offered", "terms_agreed"),
)
WITHDRAWALS: tuple[str, ...] = ("eu_withdrawal", "uk_cancellation")
"""Lanes of a right that needs no reason, so no proof and no words on one (I9, I12)."""
ACCEPTED_WITHIN = timedelta(days=3 * 365)
"""How long after the harm was known a complaint is accepted (L-23)."""
_WISH = re.compile(
    r"退款|退钱|退还|赔偿|赔钱|补偿|希望|请求|恳请|(?:我|本人|特|强烈)要求"
    r"|要求(?:商家|卖家|店家|退|换|赔|处理|给)|我[要想](?:退|换|赔)"
    r"|refund|compensat|money back|\bI (?:want|ask|demand|request|wish|would like)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing before a lane: `stop` makes the text wrong or weak, `warn` may hurt, `ask` is missing.

    `code` has its words in `letter_labels.FLAGS`; `rests_on` names the sentences of the article (S), the amount rules
    (M) or the articles behind it. `values` fill the words: amounts in minor units, instants aware, the rest ids or
    text.
    """

    code: str
    severity: Severity
    rests_on: tuple[str, ...]
    values: Mapping[str, Value] = field(default_factory=dict)


def preflight(
    standing: Examined, letter: Letter, book: LetterBook, exhibits: Sequence[Exhibit] = ()
) -> tuple[Flag, ...]:
    """Name what to look at before `letter` goes out: what stops first, then what may hurt, then what is missing."""
    form = book.forms[letter.lane]
    reasoned = letter.lane not in WITHDRAWALS
    found = [
        *_of_lane(standing, letter),
        *(_of_evidence(standing, exhibits, form.weighs_evidence) if reasoned else ()),
        *_of_money(standing, form.tip_off),
        *_of_words(standing, form.tip_off, letter),
        *_of_acceptance(standing, letter.lane),
    ]
    if form.tip_off and not letter.rules:
        # Whoever wrote the text anew may have named one there.
        found.append(Flag("no_violation", "stop" if letter.made_from is None else "ask", ("LAW121 Art. 9",)))
    if letter.too_long:
        found.append(Flag("too_long", "stop", (), {"size": letter.size, "most": letter.most or 0}))
    if letter.cut:
        lost = any(name in IDENTITY for name in letter.cut)
        found.append(Flag("cut", "warn" if lost else "ask", ("S34",), {"fields": letter.cut}))
    if letter.missing:
        found.append(Flag("lacks", "ask", ("S34", "S57"), {"fields": letter.missing}))
    if form.to_seller or letter.lane == "platform_intervention":
        found += _of_privacy(standing, letter)
    return tuple(sorted(found, key=lambda flag: SEVERITIES.index(flag.severity)))


def _of_lane(standing: Examined, letter: Letter) -> Iterator[Flag]:
    case = standing.case
    status = next((each for each in standing.lanes if each.lane.id == letter.lane), None)
    if status is not None and not status.open:
        known = {} if status.opens_at is None else {"opens_at": status.opens_at}
        yield Flag("opens_later" if known else "locked", "warn", ("S27", "S28", "S75"), {"lane": letter.lane, **known})
    if status is not None and status.second_authority:
        yield Flag("second_authority", "warn", ("LAW121 Art. 16",))
    if "receipt_confirmed" in case.facts and case.platform in ("taobao", "tmall"):
        yield Flag("receipt_confirmed", "warn", ("T1 Art. 75, 76",))
    tried = any(event.kind in TRIED for event in standing.events)
    if not tried and letter.lane not in ("seller_message", "report_12315", *WITHDRAWALS):
        yield Flag("not_tried", "stop", ("S27", "S40", "S71"))


def _of_privacy(standing: Examined, letter: Letter) -> Iterator[Flag]:
    """Name by kind what the seller, who reads this too, need not know (refund-domain.md 3.0)."""
    kinds = redact(letter.text, known_numbers(standing.case, standing.events)).masked
    if kinds:
        yield Flag("private", "warn", (), {"kinds": tuple(each for each in KINDS if each in kinds)})


def _of_acceptance(standing: Examined, lane: str) -> Iterator[Flag]:
    """Ask what only the user knows and a complaint is not accepted without (L-23)."""
    if not any(each.lane.id == lane and each.lane.event == "complaint_filed" for each in standing.lanes):
        return
    yield Flag("own_use", "ask", ("LAW121 Art. 16",))
    yield Flag("elsewhere", "ask", ("LAW121 Art. 16",))
    paid_at = standing.case.facts.get("paid")
    # Nobody knew of the harm before paying.
    if paid_at is None or standing.now - paid_at > ACCEPTED_WITHIN:
        yield Flag("three_years", "ask", ("LAW121 Art. 16",))


def _of_evidence(standing: Examined, exhibits: Sequence[Exhibit], weighed: bool) -> Iterator[Flag]:
    kept = {exhibit.slot for exhibit in exhibits}
    wanted = [item for item in standing.checklist if weighed or item.rule.reasons]
    absent = tuple(item.rule.slot for item in wanted if item.lacking and item.rule.slot not in kept)
    if absent:
        yield Flag("evidence_missing", "stop" if weighed else "warn", ("S16", "S74", "S86"), {"slots": absent})
    waiting = tuple(item.rule.slot for item in standing.checklist if item.state == "prepared")
    weak = tuple(item.rule.slot for item in wanted if item.weakness in ("no_file", "type"))
    severity: Severity = "warn" if weighed else "ask"
    if weak:
        yield Flag("evidence_weak", severity, ("S16", "S18"), {"slots": weak})
    silent = tuple(str(exhibit.number) for exhibit in exhibits if not exhibit.shows)
    if silent:
        yield Flag("evidence_silent", severity, ("S25",), {"exhibits": silent})
    if waiting and weighed:
        yield Flag("evidence_waits", "ask", ("S23", "S86"), {"slots": waiting})


def _of_money(standing: Examined, tip_off: bool) -> Iterator[Flag]:
    case = standing.case
    asked = demand(case).amount
    if tip_off:
        return
    if case.received and asked is None:
        yield Flag("all_arrived", "stop", ("S57",), {"amount": case.received})
    if asked is not None and case.paid is not None and asked > case.paid:
        yield Flag("above_paid", "stop", ("S64", "M1"), {"amount": asked, "paid": case.paid})
    for each in standing.differences:
        values = {name: given for name, given in (("agreed", each.agreed), ("asked", each.asked)) if given is not None}
        yield Flag("terms_differ", "stop", ("S47", "S48"), {"field": each.field, **values})


def _of_words(standing: Examined, tip_off: bool, letter: Letter) -> Iterator[Flag]:
    """Look at the user's words: those of the case or, once a letter was edited, those that stand in it."""
    case = standing.case
    application = case.application.text if case.application else None
    stated = case.description or application or ""
    description = own_words(letter, (stated,))
    reasoned = letter.lane not in WITHDRAWALS
    if reasoned and not case.reason and not description.strip():
        yield Flag("says_nothing", "stop", ("S54",))
    # Some words that are put into a letter make its case no less specific.
    lacks = lacking(stated if still_ours(letter) else description, case.reason) if reasoned else ()
    if lacks:
        code = next((f"text_{each}" for each in (VERDICT, SHORT) if each in lacks), "text_lacks")
        yield Flag(code, "warn", ("S54", "S55", "S56"), {"aspects": lacks, "prompt": case.reason or ""})
    mine = [
        str(event.data.get("text") or "")
        for event in standing.events
        if EVENTS[event.kind].actor == "me" and event.kind not in UNSENT
    ]
    for tone, words in spoiling("\n".join((description, own_words(letter, mine)))).items():
        yield Flag(tone, "warn", ("S85",), {"words": words})
    if tip_off and (wish := _WISH.search(description)):
        yield Flag("mixed", "stop", ("LAW121 Art. 9",), {"words": (wish[0],)})
