"""Case files for the screen's tests, and the screen as text."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import astuple, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.app import App

from refund_tui.domain.listing import ListRow, utc_text
from refund_tui.door import Door
from refund_tui.service import Service
from refund_tui.tui import stash
from refund_tui.views import CaseView
from tests.tui.helpers import applied

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

Fill = Callable[[Iterable[ListRow]], None]


@pytest.fixture(autouse=True)
def brisk_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a pilot look three times as often whether the app has come to rest: half of these tests was waiting."""
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 1 / 150)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", 1 / 3000)


@pytest.fixture(autouse=True)
def empty_stash() -> None:
    """Have no form begin with what another test typed."""
    stash.begin(None)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    made = Service(tmp_path / "cases.db")
    made.prepare()
    return made


@pytest.fixture
def view(service: Service) -> CaseView:
    """A case that was applied for, in the service of the test."""
    return applied(service)


@pytest.fixture
def fill(service: Service) -> Fill:
    """Write list rows as they are, past the cases they would belong to."""

    def write(rows: Iterable[ListRow]) -> None:
        names = [field.name for field in fields(ListRow)]
        sql = f"INSERT INTO case_list ({', '.join(names)}, due_order) VALUES ({', '.join('?' * (len(names) + 1))})"
        with closing(sqlite3.connect(service.path)) as connection, connection:
            connection.executemany(sql, ((*astuple(row), row.next_due or "9999") for row in rows))

    return write


def door_of(service: Service) -> Door:
    """The door that leads to this very service, with whatever a test changed on it."""
    door = Door(service.path, now=lambda: service.now())
    vars(door)["service"] = service
    return door


def row(case_id: int, merchant: str = "Shop", item: str | None = "Kettle", due_in: timedelta | None = None) -> ListRow:
    """A list row of an open case; `due_in` from NOW is when its clock runs out."""
    due = NOW + due_in if due_in is not None else None
    return ListRow(
        case_id=case_id,
        revision=1,
        merchant=merchant,
        item=item,
        platform="taobao",
        order_no=None,
        trade_no=None,
        stage="applied",
        ball="seller",
        is_open=True,
        currency="CNY",
        amount_minor=12900,
        paid_minor=12900,
        claim_minor=12900,
        offered_minor=None,
        agreed_minor=None,
        issued_minor=None,
        received_minor=0,
        owed_minor=12900,
        promised_at=None,
        opened_at=utc_text(NOW),
        next_rule="TB-03" if due else None,
        next_who="seller" if due else None,
        next_due=utc_text(due) if due else None,
        next_due_local=due.isoformat() if due else None,
        next_approximate=False,
        next_overridden=False,
        next_on_expiry_en=None,
        next_on_expiry_zh=None,
        row_key=None,
    )


def picture(app: App[None]) -> str:
    """The screen as lines of text."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())
