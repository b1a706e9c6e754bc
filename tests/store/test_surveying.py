"""Several statements at once: how far that is, that it can be stopped, and what it says of the cases."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from refund_tui import booking, importing, surveying
from refund_tui.match_words import reason
from refund_tui.service import Service
from refund_tui.statements.kept import as_of
from refund_tui.statements.links import Links, Proposal
from refund_tui.statements.matching import Match
from refund_tui.statements.model import Statement
from refund_tui.statements.progress import Cancelled
from refund_tui.surveying import Phase
from tests.cli.test_booking import BANK, CARD, PART, written
from tests.unit.test_alipay_app import BOUGHT, RETURNED

NO_LINKS = Links({}, (), {}, (), (), ())


def quiet(_phase: Phase, _percent: int) -> None:
    """Nobody watches."""


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return Service(tmp_path / "cases.db")


def test_what_is_told_only_grows_file_after_file_and_a_file_given_twice_is_read_once(
    service: Service, tmp_path: Path
) -> None:
    one, two = (Path(written(tmp_path, name, row)) for name, row in (("one.csv", BOUGHT), ("two.csv", CARD)))
    told: list[tuple[Phase, int]] = []
    found = surveying.survey(service, [one, two, one], None, lambda *each: told.append(each), {})
    assert [statement.name for statement in found.statements] == ["one.csv", "two.csv"]
    reading = [percent for phase, percent in told if phase == "reading"]
    assert reading == sorted(reading) and (reading[0], reading[-1]) == (0, 100)
    assert [phase for phase, _percent in told].index("linking") == len(reading) and told[-1] == ("linking", 100)
    assert not service.path.exists()


@pytest.mark.parametrize("phase", ["reading", "linking"])
def test_it_is_stopped_in_each_phase_and_nothing_is_left(service: Service, tmp_path: Path, phase: Phase) -> None:
    def stop(now: Phase, percent: int) -> None:
        if (now, percent >= 40) == (phase, True):
            raise Cancelled()

    with pytest.raises(Cancelled):
        surveying.survey(service, [Path(written(tmp_path, "one.csv", BOUGHT))], None, stop, {})
    assert not service.path.exists()


def test_how_late_a_statement_speaks_is_worked_out_once_however_many_rows_it_has(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(statement: Statement) -> datetime:
        asked.append(statement.name)
        return as_of(statement)

    monkeypatch.setattr(booking, "as_of", counted)
    booking.look(service, [importing.read(Path(written(tmp_path, "one.csv", BOUGHT, RETURNED, CARD, PART)))])
    assert asked == ["one.csv"]


def test_booking_leaves_nothing_to_book_and_what_had_moved_on_stays_told(service: Service, tmp_path: Path) -> None:
    before = importing.read(Path(written(tmp_path, "before.csv", {**BOUGHT, "交易状态": "等待确认收货"})))
    importing.open_row(service, before, 1)
    booking.apply(service, [before])
    service.log(1, "applied", {"kind": "refund_only", "amount": "28.75"})
    found = surveying.survey(service, [Path(written(tmp_path, "now.csv", BOUGHT, RETURNED))], None, quiet, {})
    assert list(found.meeting.moved.values()) == ["等待确认收货"]
    again, applied = surveying.book(service, found, ())
    assert [match.amount for match in applied.booked] == [2875]
    assert not again.meeting.matches and again.meeting.moved == found.meeting.moved


def test_no_case_is_offered_for_a_refund_on_a_banks_statement(service: Service, tmp_path: Path) -> None:
    path = tmp_path / "bank.csv"
    path.write_text(BANK.replace("支付宝-茶铺CHN", "支付宝-茶铺CHN 退货"), encoding="utf-8")
    statement = importing.read(path)
    assert [row.kind for row in statement.plain] == ["refund"]
    assert booking.strays(booking.look(service, [statement]), statement) == []


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (Match(1, "r", "p", 1, 1, 1, True), "its number names the payment"),
        (Match(1, "r", "p", 2, 1, 1, False), "it has the payment's order number; but something speaks against it"),
        (Match(1, None, "p", 3, 1, 1, True), "the payment's own row says so"),
        (Match(1, "r", "p", 4, 1, 1, False), "item and merchant are the same"),
        (Match(1, "several", "p", 4, 1, 1, False), "several payments fit"),
        (Match(1, "r", "p", 2, 1, 1, True, interchangeable=True), "certain in sum"),
        (Match(1, "r", None, 5, 1, 1, False, bank=True), "a bank credit has the amount of its refund"),
    ],
)
def test_why_money_is_taken_for_a_cases_is_said_in_words(found: Match, why: str) -> None:
    links = Links({}, (), {}, (Proposal("several", ("p", "q"), 1, "several_fit"),), (), ())
    assert why in reason(found, links) and reason(found, NO_LINKS)
