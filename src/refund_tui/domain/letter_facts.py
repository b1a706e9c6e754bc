"""What a letter can say of a case: facts as words, known ones only, and signs that choose between sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from refund_tui.domain.case import Case
from refund_tui.domain.currency import format_amount
from refund_tui.domain.deadlines import placed
from refund_tui.domain.demand import agreed, agreed_by, demand, freight
from refund_tui.domain.events import CLOCKS_DIFFER, Event, matches
from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.letter_book import Form, LetterBook
from refund_tui.domain.letter_template import fill, plain
from refund_tui.domain.playbook import localized
from refund_tui.domain.standing import Examined

MONTHS: tuple[str, ...] = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
REGISTERED = ("merchant_name", "merchant_address", "merchant_phone", "merchant_code")
"""The seller as the licence page names him."""
FACTS: tuple[str, ...] = (
    *(
        "merchant",
        "platform",
        "item",
        "order_no",
        "trade_no",
        "refund_no",
        "channel",
        "description",
        "paid",
        "received",
    ),
    *("paid_at", "signed_at", "today", "seller", "contacted_at", "refused_at", "refused_text", "stalled_at", "offered"),
    *("offered_at", "returned_at", "parcel", "return_signed_at", "asked", "agreed", "agreed_at", "demand", "reply_by"),
    *("exhibits", "proof", "marked", "rule", "clock_from", "demanded_at", "issued_at", "outstanding"),
    *REGISTERED,
)
"""What a sentence may name; `rule` and `clock_from` are those of its own source and clock."""
REFUSALS = ("seller_refused", "seller_replied:kind=refuse")
STALLS = ("seller_replied:kind=stalls", "seller_replied:kind=hands_over")
DEMANDS = ("contacted", "applied", "modified")
SELLERS_WORD = ("seller_replied", "seller_refused", "seller_agreed", "seller_offered", "terms_agreed")


@dataclass(frozen=True)
class Matter:
    """What one letter is written from. `brief` writes dates as digits; `reply_by` is the day the user chose, if any."""

    standing: Examined
    book: LetterBook
    form: Form
    language: str
    brief: bool
    exhibits: Sequence[Exhibit] = ()
    reply_by: date | None = None

    @cached_property
    def events(self) -> Sequence[Event]:
        """What has happened, in its order; what lies ahead is not told."""
        latest = self.standing.now + CLOCKS_DIFFER
        return [each for each in placed(self.standing.events) if each.occurred_at <= latest]

    def last(self, *patterns: str) -> Event | None:
        """Give the last event that fits one of the patterns."""
        fitting = (each for each in reversed(self.events) if any(matches(each, pattern) for pattern in patterns))
        return next(fitting, None)

    def first(self, pattern: str) -> Event | None:
        return next((each for each in self.events if matches(each, pattern)), None)

    @property
    def demanded(self) -> Event | None:
        """The first event that says what I asked for: an application, or words to the seller that are on record."""
        said = (each for each in self.events if each.kind in DEMANDS)
        return next((each for each in said if each.kind != "contacted" or plain(each.data.get("text"))), None)

    @property
    def seller(self) -> str:
        """The seller as this letter calls him: the reader of it, or the other party."""
        return self.word("words", "you" if self.form.to_seller else "seller") or ""

    def word(self, table: str, key: str) -> str | None:
        return self.book.word(table, key, self.language)

    def day(self, instant: datetime | None) -> str | None:
        """Write the day of an instant in the case's zone."""
        return None if instant is None else self.date(instant.astimezone(ZoneInfo(self.standing.case.zone)).date())

    def date(self, day: date) -> str:
        return written_day(day, self.language, self.brief)

    def amount(self, minor: int | None) -> str | None:
        """Write an amount with its currency."""
        if minor is None:
            return None
        currency = self.standing.case.currency
        number = format_amount(minor, currency)
        if self.language != "zh_CN":
            return f"{currency} {number}"
        return f"{number}元" if currency == "CNY" else f"{number} {currency}"


def written_day(day: date, language: str, brief: bool) -> str:
    """Write a day as letters do; `brief` ones in digits."""
    if brief:
        return day.isoformat()
    if language == "zh_CN":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def facts(matter: Matter) -> Mapping[str, str]:
    """Give the facts of a letter by name, as words of its language; what is not known is not there."""
    given = {**_of_case(matter), **_of_events(matter), **_of_request(matter), **_of_evidence(matter)}
    return {name: words for name, words in given.items() if words}


def _of_case(matter: Matter) -> Mapping[str, str | None]:
    case = matter.standing.case
    application = case.application
    return {
        "merchant": plain(case.merchant),
        **{name: plain(getattr(case, name)) for name in REGISTERED},
        "platform": matter.word("platforms", case.platform or ""),
        "item": plain(case.item),
        "order_no": plain(case.order_no),
        "trade_no": plain(case.trade_no),
        "refund_no": plain(application.refund_no) if application else None,
        "channel": plain(case.channel),
        "reason": case.reason,
        "description": plain(case.description) or (plain(application.text) if application else None),
        "paid": matter.amount(case.paid),
        "received": matter.amount(case.received or None),
        "paid_at": matter.day(case.facts.get("paid")),
        "signed_at": matter.day(case.facts.get("signed")),
        "today": matter.day(matter.standing.now),
        "seller": matter.seller,
    }


def _of_events(matter: Matter) -> Mapping[str, str | None]:
    refused, stalled, offer = matter.last(*REFUSALS), matter.last(*STALLS), matter.last("seller_offered")
    sent, signed = matter.last("return_sent"), matter.last("return_signed", "seller_received")
    contacted, demanded = matter.first("contacted") or matter.first("withdrawal_told"), matter.demanded
    outstanding = _outstanding(matter.standing.case)
    issued = matter.last("refund_issued") if outstanding != 0 else None
    return {
        "issued_at": matter.day(issued.occurred_at) if issued else None,
        "outstanding": matter.amount(outstanding or None),
        "contacted_at": matter.day(contacted.occurred_at) if contacted else None,
        "demanded_at": matter.day(demanded.occurred_at) if demanded else None,
        "refused_at": matter.day(refused.occurred_at) if refused else None,
        "refused_text": plain(refused.data.get("text")) if refused else None,
        "stalled_at": matter.day(stalled.occurred_at) if stalled else None,
        "offered": matter.amount(offer.data.get("amount")) if offer else None,
        "offered_at": matter.day(offer.occurred_at) if offer else None,
        "returned_at": matter.day(sent.occurred_at) if sent else None,
        "parcel": parcel(sent, matter) if sent else None,
        "return_signed_at": matter.day(signed.occurred_at) if sent and signed else None,
    }


def _outstanding(case: Case) -> int | None:
    """Give what the platform says it paid back and nobody has received; 0 for nothing, None for an unknown amount."""
    if case.stage != "refund_issued":
        return 0
    if case.issued is None:
        return 0 if case.received else None
    return max(case.issued - case.received, 0)


def _of_request(matter: Matter) -> Mapping[str, str | None]:
    standing, agreement = matter.standing, agreed(matter.events)
    asked = demand(standing.case, agreement)
    words = {"asked": matter.amount(asked.amount)}
    known = {name: word for name, word in words.items() if word}
    template = matter.word("demands", asked.code) if asked.code else None
    return {
        **words,
        "agreed": matter.amount(standing.case.agreed),
        "agreed_at": matter.day(agreement.occurred_at) if agreement else None,
        "demand": fill(template, known) if template else None,
        "reply_by": matter.date(matter.reply_by) if matter.reply_by else None,
    }


def _of_evidence(matter: Matter) -> Mapping[str, str | None]:
    standing, separator = matter.standing, matter.word("words", "list") or ", "
    kept = {exhibit.slot for exhibit in matter.exhibits}
    marked = [
        localized(item.rule.title, matter.language)
        for item in standing.checklist
        if item.state not in ("missing", "made") and item.rule.slot not in kept
    ]
    return {
        "exhibits": separator.join(mark(each, matter) for each in matter.exhibits),
        "proof": separator.join(mark(each, matter) for each in proving(matter)),
        "marked": separator.join(marked),
    }


def proving(matter: Matter) -> Sequence[Exhibit]:
    """Give the evidence that shows the problem itself: what answers an item of the case's own reason."""
    own = {item.rule.slot for item in matter.standing.checklist if item.rule.reasons}
    return [each for each in matter.exhibits if each.slot in own]


def mark(exhibit: Exhibit, matter: Matter) -> str:
    """Write an exhibit's number as the letter cites it."""
    return exhibit_mark(exhibit.number, matter.book, matter.language)


def exhibit_mark(number: int, book: LetterBook, language: str) -> str:
    """Write an exhibit's number: 证1, Exhibit 1."""
    return fill(book.word("words", "exhibit", language) or "{number}", {"number": str(number)}) or ""


def parcel(event: Event, matter: Matter) -> str | None:
    """Write carrier and waybill, as far as they are known."""
    parts = (plain(event.data.get("carrier")), plain(event.data.get("waybill")))
    return " ".join(filter(None, parts)) or None


def _ahead(event: str, matter: Matter) -> bool:
    """Say whether a desk can still be gone to for the first time."""
    own = (each for each in matter.standing.lanes if each.lane.event == event)
    return any(each.progress is None and each.reason not in ("running", "decided", "ended") for each in own)


def signs(matter: Matter) -> Mapping[str, str]:
    """Give what a sentence's `when` may ask about; booleans as "true" and "false"."""
    case = matter.standing.case
    last_word, asked = matter.last(*SELLERS_WORD), demand(case)
    refused = last_word is not None and any(matches(last_word, pattern) for pattern in REFUSALS)
    found: dict[str, str | bool] = {
        "lane": matter.form.lane,
        "reason": case.reason or "",
        "platform": case.platform or "",
        "scenario": case.scenario,
        "currency": case.currency,
        "to_seller": matter.form.to_seller,
        "tip_off": matter.form.tip_off,
        "kind": asked.kind or "",
        "freight": freight(case) or "",
        "agreed_by": agreed_by(agreed(matter.events)),
        "abroad": case.currency != "CNY",
        "agreed_freight": case.terms.freight_by or "",
        "address_known": bool(case.terms.return_address),
        "refused": refused,
        "waiting": case.stage == "negotiating" and last_word is None and matter.first("contacted") is not None,
        "confirmed": "receipt_confirmed" in case.facts,
        "platform_ahead": _ahead("platform_requested", matter),
        "complaint_ahead": _ahead("complaint_filed", matter),
    }
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in found.items()}
