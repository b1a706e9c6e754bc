"""Before a letter goes out: what stops it, what may hurt, what is missing, and in what tone it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from refund_tui import labels, letter_labels
from refund_tui.domain.case import LaneProgress
from refund_tui.domain.letters import CUT, letter
from refund_tui.domain.note import Note
from refund_tui.domain.preflight import Flag, preflight
from refund_tui.domain.tone import spoiling
from refund_tui.lettering import flag_line
from refund_tui.rules.letter_files import load_letters
from refund_tui.store.cases import Stored
from refund_tui.views import CaseView, build
from tests.golden.letters import BOOKS, CALENDAR
from tests.making import Told, at, case_of, opening, story

BOOK = load_letters()
GOOD = "The lid has a crack of 5 cm, found on opening the parcel on 2 November"
CONTACTED: Told = ("contacted", "2026-11-02T10:00", {})
REFUSED: Told = ("seller_refused", "2026-11-03T10:00", {})


def view(*told: Told, playbook: str = "taobao-order", now: str = "2026-11-05T10:00", **facts: Any) -> CaseView:
    known: dict[str, Any] = {"platform": "taobao", "reason": "quality", "paid": 12900, "description": GOOD}
    events = story(opening(**(known | facts)), *told)
    return build(Stored(case_of(events), 1, events, Note("", 0), ""), BOOKS[playbook], CALENDAR, at(now))


def flags(stood: CaseView, lane: str = "platform_intervention", length: str = "full") -> Mapping[str, Flag]:
    made = letter(stood, lane, length, "en", BOOK)  # type: ignore[arg-type]
    found = preflight(stood, made, BOOK, stood.exhibits)
    for flag in found:
        assert flag_line(flag, stood).startswith(letter_labels.SIGNS[flag.severity])
    return {flag.code: flag for flag in found}


def everything(stood: CaseView, state: str = "uploaded") -> tuple[Told, ...]:
    slots = [item.rule.slot for item in stood.checklist]
    return tuple(("evidence_marked", "2026-11-04T10:00", {"slot": slot, "state": state}) for slot in slots)


def files(stood: CaseView, shows: str | None, type: str | None = None) -> tuple[Told, ...]:
    """A file for each item of the checklist, of a type that can show it."""
    types = {"image": "jpeg", "video": "mp4"}
    rules = [item.rule for item in stood.checklist]
    kinds = [type or types.get(rule.media[0], "pdf") if rule.media else "jpeg" for rule in rules]
    return tuple(
        (
            "evidence_added",
            "2026-11-04T09:00",
            {"slot": rule.slot, "name": "a", "sha256": "0", "type": kind} | {"exhibit": number, "shows": shows},
        )
        for number, (rule, kind) in enumerate(zip(rules, kinds, strict=True), 1)
    )


def test_exhibits_that_nobody_described_and_items_that_are_weak_are_named() -> None:
    silent = flags(view(CONTACTED, *files(view(), None)))
    assert silent["evidence_silent"].values["exhibits"][:2] == ("1", "2")  # type: ignore[index]
    assert "evidence_weak" not in silent
    told = flags(view(CONTACTED, *files(view(), "the crack", "text")))
    assert "evidence_silent" not in told and "defect_media" in told["evidence_weak"].values["slots"]  # type: ignore[operator]
    assert told["evidence_weak"].severity == "warn"
    marked = flags(view(CONTACTED, *everything(view())))
    assert "payment_proof" in marked["evidence_weak"].values["slots"]  # type: ignore[operator]


def test_a_case_with_all_that_a_lane_needs_has_nothing_to_look_at() -> None:
    facts = {"order_no": "77", "item": "Pot"}
    applied: Told = ("applied", "2026-11-02T11:00", {"kind": "return_refund", "amount": 12900, "refund_no": "R1"})
    told = (CONTACTED, applied, REFUSED, *files(view(**facts), "what it shows"), *everything(view()))
    assert flags(view(*told, **facts)) == {}


def test_required_evidence_stops_a_desk_that_weighs_it_and_the_reasons_own_warns_in_a_message() -> None:
    stood = view(CONTACTED)
    assert flags(stood)["evidence_missing"].severity == "stop"
    message = flags(stood, "seller_message")["evidence_missing"]
    assert message.severity == "warn" and "order_detail" not in message.values["slots"]  # type: ignore[operator]


def test_prepared_evidence_is_to_be_handed_in() -> None:
    stood = view(CONTACTED, *everything(view(), "prepared"))
    assert flags(stood)["evidence_waits"].severity == "ask" and "evidence_missing" not in flags(stood)


def test_what_the_program_makes_itself_is_not_asked_for() -> None:
    slots = flags(view(CONTACTED))["evidence_missing"].values["slots"]
    assert not {"contact_timeline", "defect_description"} & set(slots)  # type: ignore[arg-type]
    assert "defect_description" in flags(view(CONTACTED, description=None))["evidence_missing"].values["slots"]  # type: ignore[operator]
    assert "contact_timeline" in flags(view())["evidence_missing"].values["slots"]  # type: ignore[operator]
    made = letter(view(CONTACTED), "platform_intervention", "full", "en", BOOK)
    assert "Timeline" not in made.text and "Description of" not in made.text


def test_terms_that_differ_and_more_than_was_paid_stop() -> None:
    terms: Told = ("terms_agreed", "2026-11-02T11:00", {"amount": 99000})
    applied: Told = ("applied", "2026-11-02T12:00", {"kind": "return_refund", "amount": 12900})
    found = flags(view(CONTACTED, terms, applied))
    assert found["terms_differ"].values == {"field": "amount", "agreed": 99000, "asked": 12900}
    assert found["above_paid"].values == {"amount": 99000, "paid": 12900}


def test_a_locked_lane_says_why_and_from_when() -> None:
    waiting = ("applied", "2026-11-05T09:00", {"kind": "refund_only", "amount": 12900})
    assert flags(view())["locked"].severity == "warn"
    assert flags(view(waiting))["opens_later"].values["opens_at"] == at("2026-11-06T09:00")


def test_no_desk_is_gone_to_before_the_seller() -> None:
    assert flags(view())["not_tried"].severity == "stop"
    assert "not_tried" not in flags(view(), "seller_message") and "not_tried" not in flags(view(CONTACTED))


def test_a_second_authority_is_warned_of() -> None:
    stood = view(CONTACTED)
    second = tuple(
        replace(each, second_authority=each.lane.authority, progress=LaneProgress("filed", None, stood.now))
        for each in stood.lanes
    )
    assert "second_authority" in flags(replace(stood, lanes=second), "complaint_12315")
    assert "second_authority" not in flags(replace(stood, lanes=second), "alipay_ticket")


def test_a_complaint_asks_what_only_the_user_knows() -> None:
    paid: Told = ("paid", "2026-11-01T10:00", {})
    found = flags(view(paid, CONTACTED), "complaint_12315")
    assert found["own_use"].severity == found["elsewhere"].severity == "ask" and "three_years" not in found
    assert "three_years" in flags(view(CONTACTED), "complaint_12315")
    assert "three_years" in flags(view(paid, CONTACTED, now="2029-11-05T10:00"), "complaint_12315")
    assert not {"own_use", "elsewhere", "three_years"} & flags(view(CONTACTED), "report_12315").keys()


def test_a_complaint_wants_the_seller_as_he_is_registered() -> None:
    wanted = {"merchant_name", "merchant_address", "merchant_phone", "merchant_code"}
    assert wanted <= set(flags(view(CONTACTED), "complaint_12315")["lacks"].values["fields"])  # type: ignore[arg-type]
    known = view(CONTACTED, **{name: f"the {name}" for name in wanted})
    assert not wanted & set(flags(known, "complaint_12315")["lacks"].values["fields"])  # type: ignore[arg-type]
    for lane in ("complaint_12315", "report_12315", "demand_letter"):
        said = letter(known, lane, "full", "zh_CN", BOOK).text
        assert (
            "登记名称：the merchant_name\n统一社会信用代码：the merchant_code\n商家地址：the merchant_address" in said
        )
    assert "登记名称" not in letter(known, "platform_intervention", "full", "zh_CN", BOOK).text


def test_confirmed_receipt_is_warned_of_where_it_turns_the_burden() -> None:
    confirmed: Told = ("receipt_confirmed", "2026-11-02T09:00", {})
    assert "receipt_confirmed" in flags(view(CONTACTED, confirmed))
    assert "receipt_confirmed" not in flags(view(CONTACTED, confirmed, platform="jd", playbook="jd-order"))


@pytest.mark.parametrize(
    ("description", "reason", "code"),
    [
        ("bad quality", "quality", "text_verdict"),
        ("cracked lid", "quality", "text_short"),
        ("the lid has a long crack near the handle", "quality", "text_lacks"),
        (None, None, "says_nothing"),
    ],
)
def test_a_vague_description_is_asked_about(description: str | None, reason: str | None, code: str) -> None:
    assert code in flags(view(CONTACTED, description=description, reason=reason))


def test_a_change_of_mind_needs_no_description() -> None:
    found = flags(view(CONTACTED, reason="change_of_mind", description=None))
    assert not [code for code in found if code.startswith("text_")]
    assert "description" not in found["lacks"].values["fields"]  # type: ignore[operator]


def test_a_tip_off_that_asks_for_money_is_stopped() -> None:
    assert flags(view(description=GOOD + ", I want my money back"), "report_12315")["mixed"].severity == "stop"
    assert "mixed" not in flags(view(), "report_12315")


@pytest.mark.parametrize(
    ("reason", "told", "named"),
    [
        ("change_of_mind", (), False),
        ("wrong_charge", (REFUSED,), False),
        ("virtual", (REFUSED,), False),
        ("agreed_not_paid", (), False),
        ("counterfeit", (), True),
        ("quality", (), False),
        ("quality", (REFUSED,), True),
        ("change_of_mind", (REFUSED,), True),
    ],
)
def test_a_tip_off_that_names_no_violated_rule_is_stopped(reason: str, told: tuple[Told, ...], named: bool) -> None:
    found = flags(view(CONTACTED, *told, reason=reason), "report_12315")
    assert ("no_violation" not in found) is named
    assert named or found["no_violation"].severity == "stop"


def test_a_refund_agreed_fifteen_days_ago_and_not_made_is_a_violation() -> None:
    agreed: Told = ("seller_agreed", "2026-11-02T12:00", {"amount": 12900})
    applied: Told = ("applied", "2026-11-02T11:00", {"kind": "refund_only", "amount": 12900})
    early = view(CONTACTED, applied, agreed, reason="agreed_not_paid")
    late = view(CONTACTED, applied, agreed, reason="agreed_not_paid", now="2026-11-25T10:00")
    assert "no_violation" in flags(early, "report_12315") and "no_violation" not in flags(late, "report_12315")


@pytest.mark.parametrize("wish", ["我要求按七日无理由退货", "希望尽快处理", "I want this to be settled"])
def test_a_wish_in_a_tip_off_is_stopped(wish: str) -> None:
    assert "mixed" in flags(view(description=f"{GOOD}. {wish}"), "report_12315")


@pytest.mark.parametrize("said", ["商品不符合要求", "卖家要求我先确认收货"])
def test_a_fact_is_no_wish(said: str) -> None:
    assert "mixed" not in flags(view(description=f"{GOOD}. {said}"), "report_12315")


@pytest.mark.parametrize("lane", ["seller_message", "demand_letter", "platform_intervention"])
def test_what_is_private_is_named_by_kind_before_the_seller_or_the_platform_reads_it(lane: str) -> None:
    mine = f"{GOOD}. 电话13912345678，身份证11010519491231002X"
    assert flags(view(CONTACTED, description=mine), lane)["private"].values == {"kinds": ("phone", "id")}
    assert "private" not in flags(view(CONTACTED, description=mine), "complaint_12315")
    his = view(
        CONTACTED, merchant_phone="0571-88158198", merchant_address="杭州市文一西路969号", order_no="13912345678"
    )
    assert "private" not in flags(his, lane)


def test_a_text_that_is_too_long_stops() -> None:
    assert flags(view(CONTACTED, trade_no="9" * 300), "alipay_ticket", "short")["too_long"].severity == "stop"


def test_what_a_length_left_out_is_named() -> None:
    found = flags(view(CONTACTED, description="很长" * 400), "alipay_ticket", "short")
    assert found["cut"].severity == "ask" and found["cut"].values["fields"][0] == "description"  # type: ignore[index]
    paid: Told = ("paid", "2026-11-01T10:00", {})
    lost = flags(view(paid, CONTACTED, order_no="9" * 300), "platform_intervention", "short")["cut"]
    assert lost.severity == "warn" and "paid_at" in lost.values["fields"]  # type: ignore[operator]
    assert "cut" not in flags(view(CONTACTED, description="很长" * 400), "alipay_ticket")


def test_what_stops_comes_first_and_what_is_missing_last() -> None:
    stood = view(description="骗子")
    made = letter(stood, "platform_intervention", "full", "en", BOOK)
    severities = [flag.severity for flag in preflight(stood, made, BOOK)]
    assert severities == sorted(severities, key=("stop", "warn", "ask").index) and set(severities) == {
        "stop",
        "warn",
        "ask",
    }


def test_the_sellers_own_words_are_not_held_against_me() -> None:
    his: Told = ("seller_replied", "2026-11-03T10:00", {"kind": "refuse", "text": "你这个傻逼"})
    mine: Told = ("contacted", "2026-11-03T11:00", {"text": "你这个骗子"})
    assert "insult" not in flags(view(CONTACTED, his))
    assert flags(view(CONTACTED, mine))["insult"].values == {"words": ("骗子",)}


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("你们就是骗子", "insult"),
        ("You SCAMMERS!", "insult"),
        ("不退款就给你差评", "bad_review"),
        ("or I post one-star reviews", "bad_review"),
        ("等着瞧", "threat"),
        ("You’ll regret this", "threat"),
    ],
)
def test_what_spoils_a_letter_is_found_in_both_languages(text: str, tone: str) -> None:
    assert tone in spoiling(text)


@pytest.mark.parametrize(
    "text",
    [
        "耳机左边没有声音，11月14日发现，请退款。",
        "The left side is silent; please refund me.",
        "质量差，请尽快处理",
        "",
    ],
)
def test_a_plain_complaint_spoils_nothing(text: str) -> None:
    assert spoiling(text) == {}


def test_every_flag_and_every_fact_has_words() -> None:
    asked = {name for form in BOOK.forms.values() for name in form.asks}
    assert asked | set(CUT) <= {*labels.FIELDS, *letter_labels.ASKED, *letter_labels.CUT}


@pytest.mark.parametrize(("lane", "currency"), [("eu_withdrawal", "EUR"), ("uk_cancellation", "GBP")])
@pytest.mark.parametrize("reason", ["quality", "change_of_mind", None])
def test_a_withdrawal_needs_neither_a_reason_nor_proof(lane: str, currency: str, reason: str | None) -> None:
    stood = view(playbook="online-order", platform="other", currency=currency, reason=reason, description=None)
    assert flags(stood, lane).keys() <= {"lacks"}
    vague = view(playbook="online-order", platform="other", currency=currency, reason=reason, description="bad quality")
    assert flags(vague, lane).keys() <= {"lacks"}
