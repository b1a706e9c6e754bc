"""Time as the deadline pane draws it: both sides on one scale, now in one column, and nothing told by colour alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.message import Message
from textual.pilot import Pilot

from refund_tui import i18n
from refund_tui.domain.text import cells
from refund_tui.domain.unknowns import Unknown
from refund_tui.service import Service
from refund_tui.tui.widgets.deadline_pane import DeadlinePane, content, rows
from refund_tui.tui.widgets.messages import DeadlineChosen, FactWanted
from refund_tui.views import CaseView
from tests.making import both, playbook, rule
from tests.tui.helpers import HOSTILE, Host, applied, desk, drive, is_clean, settle

WIDE, SLIM = 90, 48


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


@pytest.fixture
def taobao(tmp_path: Path) -> Service:
    """The rules as they ship."""
    made = Service(tmp_path / "own.db")
    made.prepare()
    return made


def refused(service: Service, view: CaseView) -> CaseView:
    return service.log(view.case.id, "seller_refused", {"text": "no"}, "10m ago")


def lines(view: CaseView, width: int = WIDE, chosen: int | None = None) -> list[str]:
    return content(view, width, chosen).plain.splitlines()


def bar_of(line: str) -> str:
    """The drawing of a line: from its first sign on."""
    return line[min(line.index(sign) for sign in "#<|-" if sign in line) :]


def test_a_clock_says_who_what_is_left_and_what_happens_then(view: CaseView) -> None:
    said = lines(view)
    assert said[0] == "Deadlines (Asia/Shanghai)"
    assert said[2].startswith("seller 23h 0m  ###|-") and said[2].endswith("-]")
    assert said[3] == "  TB-01"
    assert said[4] == "  until 2026-11-24 09:00 · then: the refund succeeds"
    assert said[5] == "  TB-01 · source: T1 (2025-08-15) · confidence: high"


def test_dates_stand_at_both_ends_and_now_stands_above_its_mark(view: CaseView) -> None:
    for width in (WIDE, SLIM):
        dates, bar = lines(view, width)[1:3]
        assert dates.strip().endswith("11-24 09:00") or dates.strip().endswith("11-24")
        assert abs(dates.index("now") + 1 - bar.index("|")) <= 1


def test_both_sides_stand_on_one_scale_with_now_in_one_column(taobao: Service) -> None:
    case = taobao.add({"merchant": "Shop", "platform": "taobao", "paid_at": "9d ago", "signed_at": "8d ago"}).case.id
    taobao.log(case, "applied", {"kind": "return_refund"}, "5d ago")
    said = lines(taobao.log(case, "seller_refused", {}, "2d ago"))
    drawn = [line for line in said if line.startswith(("me ", "seller "))]
    assert {line[:6].strip() for line in drawn} == {"me", "seller"}
    assert len({line.index("|") for line in drawn}) == 1
    mine, theirs = drawn[0], next(line for line in drawn if line.startswith("seller"))
    assert mine.startswith("me") and mine.rstrip().endswith("]") and len(mine.rstrip()) < len(theirs.rstrip())


def test_a_limitation_of_years_reaches_over_the_edge(taobao: Service) -> None:
    case = taobao.add({"merchant": "Shop", "platform": "taobao", "paid_at": "20d ago"}).case.id
    said = lines(taobao.log(case, "applied", {"kind": "refund_only"}, "1h ago"))
    court = next(line for line in said if line.startswith("me"))
    assert bar_of(court).startswith("<") and court.endswith(">")


def test_exact_approximate_and_page_clocks_end_with_signs_of_their_own(service: Service, view: CaseView) -> None:
    later = refused(service, view)
    guess = replace(later, clocks=tuple(clock for clock in later.clocks if clock.approximate))
    assert lines(guess)[2].startswith("seller ~") and lines(guess)[2].endswith("~")
    assert "about: holidays are not known that far ahead" in content(later, WIDE, 1).plain
    page = service.set_deadline(view.case.id, "TB-03", "2026-11-28 09:00")
    mine = next(line for line in lines(page) if line.startswith("me"))
    assert "=4d 23h" in mine and bar_of(mine).rstrip().endswith("=")
    said = content(page, WIDE).plain
    assert "from the page; the rule says 2026-11-28 09:50" in said


def test_a_clock_known_only_from_the_page_has_no_past(service: Service, view: CaseView) -> None:
    alone = service.set_deadline(view.case.id, "TB-03", "2026-11-25 08:00")
    mine = next(line for line in lines(alone) if line.startswith("me"))
    assert "#" not in mine and mine.endswith("=")
    assert "from the page; when it began is not known" in content(alone, WIDE, 1).plain


def test_what_ran_out_looks_different_without_any_colour(view: CaseView) -> None:
    late = replace(view, now=view.now + timedelta(hours=30))
    bar = next(line for line in lines(late) if line.startswith("seller"))
    assert "over" in bar and "]!" in bar and bar.index("!") < bar.index("|") and "-" not in bar


def test_an_unconfirmed_source_is_said_to_be_so(service: Service, view: CaseView) -> None:
    assert "source: A9 · not confirmed" in content(refused(service, view), WIDE, 1).plain


def test_only_the_clock_that_hurts_first_or_the_chosen_one_is_told_in_full(service: Service, view: CaseView) -> None:
    later = refused(service, view)
    assert "until 2026-11-28 09:50" in content(later, WIDE).plain
    assert content(later, WIDE).plain.count("until ") == 1 and "  GUESS · then: then" in lines(later)
    second = content(later, WIDE, 1).plain
    assert "until 2026-11-28" not in second and "GUESS · about:" in second


def test_ended_clocks_are_one_line_until_they_are_chosen(service: Service, view: CaseView) -> None:
    later = refused(service, view)
    assert lines(later)[-1] == "1 ended clock: + met TB-01"
    place = len(rows(later)) - 1
    assert lines(later, WIDE, place)[-1] == "+ met · TB-01 (TB-01)"


def test_a_fact_that_a_clock_needs_is_asked_for_in_a_line(taobao: Service) -> None:
    view = taobao.add({"merchant": "Shop", "platform": "taobao", "shipping": "received"})
    asked = [line for line in lines(view, 100) if line.startswith("? ")]
    assert "? when was it signed for? 7-day return without reason (L-01, TB-14) counts from it" in asked
    place = next(place for place, each in enumerate(rows(view)) if getattr(each, "field", "") == "signed_at")
    question = "? when was it signed for? 7-day return without reason (L-01, TB-14) counts from it"
    for width in (SLIM, 46):
        said = lines(view, width)
        begin = said.index(next(line for line in said if line.startswith("? when was it signed for")))
        assert f"{said[begin]} {said[begin + 1].strip()}" == question and said[begin + 1].startswith("  ")
    for width, most in ((30, 2), (24, 1)):
        said = lines(view, width)
        begin = said.index(next(line for line in said if line.startswith("? when was it")))
        assert said[begin + most - 1].endswith("…") and not said[begin + most].startswith("   ")
        assert question in " ".join(line.strip() for line in lines(view, width, place))


def test_a_case_without_clocks_says_so(service: Service, view: CaseView) -> None:
    over = service.log(view.case.id, "given_up", {})
    assert lines(over)[1:] == ["No clock runs.", "1 ended clock: - no longer counts TB-01"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("width", [16, 24, 40, SLIM, 60, 64, WIDE, 200])
def test_every_line_fits_in_both_languages(taobao: Service, language: str, width: int) -> None:
    i18n.install(language)
    case = taobao.add({"merchant": "Shop", "platform": "taobao", "paid_at": "9d ago"}).case.id
    taobao.log(case, "applied", {"kind": "refund_only"}, "5d ago")
    taobao.log(case, "complaint_filed", {}, "1d ago")
    refused_now = taobao.log(case, "seller_refused", {}, "30m ago")
    for view in (refused_now, replace(refused_now, now=refused_now.now + timedelta(days=9))):
        for chosen in (None, *range(len(rows(view)))):
            assert all(cells(line) <= width for line in lines(view, width, chosen))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_of_a_rule_drives_the_pane(db: Path, hostile: str) -> None:
    text = both(hostile.replace("\udcff", ""))  # no TOML file can hold half a character
    view = applied(desk(db, playbook(rule("TB-01", title=text, on_expiry=text), rule("TB-02", title=text))))
    for chosen in (None, 0, 1):
        assert is_clean(content(view, SLIM, chosen).plain)


def test_enter_asks_for_the_pages_word_on_a_clock_and_for_the_answer_to_a_question(taobao: Service) -> None:
    view = taobao.add({"merchant": "Shop", "platform": "taobao", "shipping": "received", "paid_at": "1d ago"})
    heard: list[object] = []

    class Listening(DeadlinePane):
        def post_message(self, message: Message) -> bool:
            if isinstance(message, DeadlineChosen | FactWanted):
                heard.append(message)
                return True
            return super().post_message(message)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(view)
        host.held.focus()
        await pilot.press("enter", "down", "enter")
        await settle(pilot)

    drive(Listening, script)
    assert isinstance(heard[0], DeadlineChosen) and heard[0].rule_id == "L-25"
    assert isinstance(heard[1], FactWanted) and heard[1].field == "shipped_at"


def test_choosing_the_question_for_the_pages_time_asks_for_the_pages_word(taobao: Service) -> None:
    view = taobao.add({"merchant": "Shop", "platform": "pinduoduo"})
    taobao.log(view.case.id, "applied", {"kind": "refund_only"})
    asked = taobao.log(view.case.id, "platform_requested", {})
    place = next(at for at, each in enumerate(rows(asked)) if isinstance(each, Unknown) and each.field == "until")
    heard: list[Message] = []

    class Listening(DeadlinePane):
        def post_message(self, message: Message) -> bool:
            heard.append(message)
            return True

    Listening().choose(asked, place)
    chosen = [each.rule_id for each in heard if isinstance(each, DeadlineChosen)]
    assert chosen == ["S74"] and not [each for each in heard if isinstance(each, FactWanted)]


def test_the_sides_differ_by_colour_as_well_as_by_word(service: Service, view: CaseView) -> None:
    later = refused(service, view)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        host.held.show(later)
        await settle(pilot)
        rows_drawn = [strip for strip in host.screen._compositor.render_strips() if "|" in strip.text]
        colours = {
            strip.text.split()[0]: next(piece.style.color for piece in strip if piece.style and "|" in piece.text)
            for strip in rows_drawn
        }
        assert colours.keys() == {"me", "seller"} and colours["me"] != colours["seller"]

    drive(DeadlinePane, script)
