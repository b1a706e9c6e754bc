"""What each pane promises to say, and that no text of a user's drives it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from refund_tui import i18n
from refund_tui.amounting import set_amounts
from refund_tui.domain.checklist import checklist
from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.note import Note
from refund_tui.domain.text import cells
from refund_tui.service import Service
from refund_tui.tui.screens import lane_screen
from refund_tui.tui.widgets import (
    amount_pane,
    checklist_pane,
    deadline_pane,
    escalation_pane,
    status_pane,
    terms_pane,
    timeline_pane,
)
from refund_tui.tui.widgets.phrases import wrap
from refund_tui.views import CaseView
from tests.making import both, rule
from tests.tui.helpers import (
    ALL_HOSTILE,
    HOSTILE,
    applied,
    desk,
    evidence,
    full_playbook,
    in_hand,
    is_clean,
    lane,
)

PANES = (status_pane, deadline_pane, terms_pane, checklist_pane, escalation_pane, timeline_pane, amount_pane)
WIDE, SLIM = 90, 40


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


def refused(service: Service, view: CaseView) -> CaseView:
    return service.log(view.case.id, "seller_refused", {"text": "no"}, "10m ago")


def test_the_status_says_the_stage_whose_move_it_is_and_the_one_next_step_with_its_clock(view: CaseView) -> None:
    said = status_pane.content(view, WIDE).plain
    assert "#1 Tea House · Kettle" in said
    assert "applied · seller's move" in said
    assert "> The seller must answer. Keep the page's own countdown here. (23h 0m, TB-01)" in said
    assert "platform Taobao" in said and "reason quality defect, visible" in said


def test_the_status_keeps_the_kinds_of_money_apart(service: Service, view: CaseView) -> None:
    service.log(view.case.id, "seller_offered", {"amount": "50"})
    service.log(view.case.id, "seller_agreed", {"amount": "100"}, "3h ago")
    said = status_pane.content(service.log(view.case.id, "refund_received", {"amount": "40"}), WIDE).plain.replace(
        "\n", " "
    )
    for each in ("CNY: paid 129.00", "claimed 129.00", "offered 50.00", "agreed 100.00", "received 40.00"):
        assert each in said
    assert "still owed 60.00 · agreed 3h 0m ago, not all received" in said


def test_every_line_of_a_narrow_pane_fits(service: Service, view: CaseView) -> None:
    later = refused(service, set_amounts(service, view.case.id, {"lines": "A | 60 | 3 | 2\nB | 40", "fee": "3"}))
    for pane in PANES:
        assert all(cells(line) <= SLIM for line in pane.content(later, SLIM).plain.splitlines()), pane.__name__


def test_what_differs_from_the_agreement_has_a_word_and_a_sign(service: Service) -> None:
    case = service.add({"merchant": "Shop", "paid": "129"}).case.id
    assert "Nothing agreed yet" in terms_pane.content(service.case(case), WIDE).plain
    service.log(case, "terms_agreed", {"amount": "100", "return_address": "Road 5\nHall B"})
    asked = service.log(case, "applied", {"kind": "refund_only", "amount": "120", "refund_no": "R-7"})
    for width in (WIDE, SLIM):
        said = terms_pane.content(asked, width).plain
        assert "100.00 CNY" in said and "120.00 CNY" in said and "R-7" in said
        assert said.count("!") == 2 and said.count("differs") == 2
        assert "Road 5" in said and "Hall B" in said
    assert "Before you apply" not in said
    same = service.log(case, "modified", {"kind": "return_refund", "amount": "100"})
    assert "differs" not in terms_pane.content(same, WIDE).plain


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("width", [44, 50, 63, 64])
def test_terms_and_application_stand_side_by_side_from_44_cells_on(service: Service, language: str, width: int) -> None:
    i18n.install(language)
    case = service.add({"merchant": "Shop"}).case.id
    service.log(case, "terms_agreed", {"amount": "100", "return_address": "Road 5, Hall B, Gate 7"})
    view = service.log(case, "applied", {"kind": "refund_only", "amount": "1200", "refund_no": "R-7123456789"})
    said = terms_pane.content(view, width).plain.splitlines()
    assert any("100.00 CNY" in line and "1200.00 CNY" in line for line in said)
    assert all(cells(line) <= width for line in said)
    marked = [line for line in said if "! " + i18n._("differs") in line]
    assert len(marked) == 2


def test_before_an_application_is_due_the_pane_says_what_to_look_at(service: Service) -> None:
    case = service.add({"merchant": "Shop", "reason": "quality", "description": "bad quality"}).case.id
    view = service.log(case, "terms_agreed", {"amount": "100", "return_address": "Road 5"})
    for width in (WIDE, SLIM):
        said = " ".join(terms_pane.content(view, width).plain.split())
        assert "Before you apply: ? amount: what was paid is unknown here" in said
        assert "? text: this only judges: say what exactly. Which part, what happens" in said
        assert "? refund method: not agreed" in said and "? freight paid by: not agreed" in said


def test_the_checklist_speaks_in_words_and_counts_and_never_in_percent(service: Service, view: CaseView) -> None:
    marked = service.log(view.case.id, "evidence_marked", {"slot": "photo", "state": "uploaded"})
    said = checklist_pane.content(marked, WIDE).plain
    assert "1 of 2 required are there, 1 uploaded." in said
    assert "[x] uploaded · title photo (required)" in said
    assert "[ ] missing · title chat (required)" in said
    assert "title video (strong)" in said and "must show: shows video" in said
    assert "Who must prove: the seller proves first" in said
    assert "not confirmed" in said and "%" not in said


@pytest.mark.parametrize("width", [WIDE, SLIM])
def test_the_checklist_names_the_files_and_says_what_is_weak(service: Service, view: CaseView, width: int) -> None:
    marked = service.log(view.case.id, "evidence_marked", {"slot": "chat", "state": "uploaded"})
    held = (
        Exhibit(1, "photo", "crack.jpg", "ab", "the crack", type="jpeg"),
        Exhibit(2, "video", ALL_HOSTILE, "cd", None, type="mp4"),
        Exhibit(3, "elsewhere", ALL_HOSTILE, "ef", ALL_HOSTILE),
    )
    with_files = replace(marked, exhibits=held, checklist=checklist(marked.case, marked.playbook, held))
    content = checklist_pane.content(with_files, width).plain
    said = " ".join(content.split())
    assert "2 of 2 required are there, 1 uploaded. Weak: 2." in said
    assert "weak: marked by hand, no file here" in said and "weak: nobody says what the file shows" in said
    assert "Exhibit 1 crack.jpg" in said and "Exhibit 3" in said and "answers no item of this list" in said
    assert is_clean(content) and all(cells(line) <= width for line in content.splitlines())


def test_a_locked_lane_says_why_and_from_what_instant(view: CaseView) -> None:
    said = escalation_pane.content(view, WIDE).plain
    assert "x go to platform_review" in said and "[ go to complaint_12315 ]" in said
    assert "locked: opens 2026-11-24 09:00, when TB-01 runs out" in said
    assert "locked: why locked alipay_ticket" in said
    assert "open: purpose of complaint_12315" in said


def test_a_lane_in_hand_says_its_state_and_its_number(service: Service, view: CaseView) -> None:
    said = escalation_pane.content(service.log(view.case.id, "complaint_filed", {"number": "N-9"}), WIDE).plain
    assert "in hand: filed, number N-9" in said
    assert "! Another authority already has this" in said
    over = service.log(view.case.id, "given_up", {})
    assert "locked: the case is over" in escalation_pane.content(over, WIDE).plain


def test_the_timeline_ends_with_the_newest_and_marks_what_was_forced(service: Service, view: CaseView) -> None:
    service.log(view.case.id, "seller_offered", {"amount": "30", "text": "take it\nor leave it"})
    forced = service.log(view.case.id, "seller_received", {}, force=True)
    said = timeline_pane.content(forced, WIDE).plain
    assert said.index("case opened") > said.index("applied for the refund")
    assert "amount 30.00 CNY" in said and "or leave it" in said
    assert "2026-11-23 10:00  ! seller confirmed the return (forced: the stage did not allow it)" in said
    assert said.rstrip().splitlines()[-1].startswith("2026-11-23 10:00  !")


def test_a_long_timeline_is_cut_and_says_how_much_came_before(view: CaseView) -> None:
    many = tuple(replace(view.events[-1], seq=seq) for seq in range(2, 300))
    said = timeline_pane.content(replace(view, events=(view.events[0], *many)), WIDE).plain
    assert "199 earlier events are in `show`" in said


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("width", [WIDE, SLIM])
def test_no_text_of_a_users_drives_a_pane(service: Service, view: CaseView, hostile: str, width: int) -> None:
    number = view.case.id
    names = ("merchant", "item", "order_no", "trade_no", "channel", "description")
    service.edit(number, dict.fromkeys(names, hostile) | {"return_address": hostile, "method": hostile})
    service.log(number, "modified", {"kind": "refund_only", "reason": hostile, "text": hostile, "refund_no": hostile})
    set_amounts(service, number, {"goods_paid": "9", "lines": f"A\n{hostile} | 3 | 2 | 1", "gifts": hostile})
    service.log(number, "complaint_filed", {"number": hostile, "bureau": hostile, "text": hostile})
    stored = service.log(number, "seller_refused", {"text": hostile})
    raw = replace(
        stored, case=replace(stored.case, merchant=hostile, item=hostile), note=Note(hostile, stored.note.revision)
    )
    for pane in PANES:
        for each in (stored, raw, in_hand(stored, "complaint_12315", hostile)):
            assert is_clean(pane.content(each, width).plain), pane.__name__


def test_a_playbooks_text_drives_nothing_either(db: Path) -> None:
    hostile = both(ALL_HOSTILE.replace("\udcff", ""))  # no TOML file can hold half a character
    base = full_playbook()
    own = replace(
        base,
        deadlines=(rule("TB-01", title=hostile, on_expiry=hostile, note=hostile),),
        evidence=(replace(evidence("photo", "R"), title=hostile, shows=hostile),),
        burdens=(replace(base.burdens[0], text=hostile),),
        lanes=tuple(
            replace(lane(name, kind), title=hostile, purpose=hostile, locked=hostile, steps=(hostile,))
            for name, kind in (("a", "ticket_submitted"), ("b", "complaint_filed"))
        ),
    )
    view = applied(desk(db, own))
    contents = [pane.content(view, WIDE) for pane in PANES]
    contents += [lane_screen.content(status, view, WIDE) for status in view.lanes]
    assert all(is_clean(content.plain) for content in contents)


def test_wrapping_loses_no_character_and_keeps_the_width() -> None:
    text = "退款申请 with words and verylongwordwithoutanyblank 支付宝客服"
    for room in range(2, 40):
        rows = wrap(text, room)
        assert all(cells(row) <= room for row in rows)
        assert "".join(rows).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "room", "rows"),
    [
        ("必备证据 8 项，已有 1 项，已上传 0 项。", 36, ["必备证据 8 项，已有 1 项，已上传 0", "项。"]),
        ("伪造证据将移送公安（第 42 条）。提交", 30, ["伪造证据将移送公安（第 42", "条）。提交"]),
        ("不要粘贴：（由 refund-tui 整理）", 26, ["不要粘贴：（由 refund-tui", "整理）"]),
        ("不要粘贴：（由 refund-tui 整理）", 22, ["不要粘贴：（由", "refund-tui 整理）"]),
        ("请看：（一）先退款", 8, ["请看：", "（一）先", "退款"]),
        ("helps when nobody answers", 20, ["helps when nobody", "answers"]),
        ("aaaaaaaaaaaa", 8, ["aaaaaaaa", "aaaa"]),
    ],
)
def test_a_line_ends_between_words_and_never_before_a_sign_that_closes(text: str, room: int, rows: list[str]) -> None:
    assert wrap(text, room) == rows
