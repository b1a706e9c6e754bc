"""What is owed, in the file: filters, sums by merchant, and files that an older program wrote."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from refund_tui.cli.main import entry
from refund_tui.domain.filters import Filter
from refund_tui.door import Door
from refund_tui.filter_words import parse_filter
from refund_tui.live import LiveList, merchants
from refund_tui.service import Service
from refund_tui.store import projection
from refund_tui.store.connection import open_read
from refund_tui.store.header import APPLICATION_ID
from refund_tui.store.schema import migrations


@pytest.fixture
def service(db: Path) -> Service:
    return Service(db)


@pytest.mark.parametrize(
    ("filter_text", "expected"),
    [
        ("unpaid", [2]),
        ("未到账 tea", [2]),
        ("unpaid ball:me", []),
        ('merchant:"Tea House"', [2]),
        ('merchant:"Tea House" ended', []),
        ("merchant:Tea House", []),
        ("merchant：店：“甲”", [1]),
        ("merchant:店", []),
        ('merchant:"say ""hi"""', [3]),
        ("merchant:", []),
    ],
)
def test_cases_are_found_by_the_whole_name_of_a_merchant_and_by_what_is_not_paid_yet(
    service: Service, db: Path, filter_text: str, expected: list[int]
) -> None:
    for merchant in ("店：“甲”", "Tea House", 'say "hi"'):
        service.add({"merchant": merchant, "scenario": "offline", "paid": "100"})
    service.log(2, "contacted", {})
    service.log(2, "seller_agreed", {"amount": "80"})
    live = LiveList(db)
    live.show(parse_filter((filter_text,), service.now()), "id")
    assert [row.case_id for row in live.window(0, 10)] == expected
    live.close()


def test_the_open_cases_are_summed_up_by_merchant_and_currency_most_owed_first(service: Service, db: Path) -> None:
    for merchant, paid, currency in (("A", "10", "CNY"), ("B", "99", "CNY"), ("A", "20", "CNY"), ("A", "5", "USD")):
        service.add({"merchant": merchant, "paid": paid, "currency": currency})
    service.add({"merchant": "Over", "paid": "500"})
    service.log(5, "refund_received", {"amount": "500"})
    service.log(2, "refund_received", {"amount": "70"})
    sums = [(each.merchant, each.currency, each.open, each.owed_minor) for each in merchants(db, Filter())]
    assert sums == [("A", "CNY", 2, 3000), ("B", "CNY", 1, 2900), ("A", "USD", 1, 500)]
    only = merchants(db, parse_filter(["merchant:B"], service.now()))
    assert [(each.received_minor, each.claimed_minor, each.agreed_minor) for each in only] == [(7000, 0, 0)]


def older(path: Path, old: Path) -> None:
    """Copy a case file into one as the first version of the program made it."""
    from sqlite_utils import Database

    with closing(sqlite3.connect(old, isolation_level=None)) as made:
        database = Database(made)
        migrations.apply(database, stop_before=migrations.pending(database)[1].name)
        made.execute("ATTACH ? AS new", (str(path),))
        for (table,) in made.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            if not table.startswith(("sqlite_", "_sqlite")):
                names = ", ".join(row[1] for row in made.execute(f"PRAGMA main.table_info({table})"))
                made.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")
        made.execute("UPDATE meta SET value = '1/' || substr(value, 3)")
        made.execute(f"PRAGMA application_id={APPLICATION_ID}")
        made.execute("PRAGMA user_version=1")


@pytest.mark.parametrize(
    "read", [("status", "--json"), ("list", "--json"), ("show", "1", "--json"), ("list", "--by", "merchant", "--json")]
)
def test_a_file_of_an_older_program_is_brought_up_to_date_by_whatever_opens_it_first(
    service: Service, db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], read: tuple[str, ...]
) -> None:
    service.add({"merchant": "A", "paid": "100", "scenario": "offline"})
    service.log(1, "contacted", {})
    service.log(1, "seller_agreed", {"amount": "80"})
    old = tmp_path / "old.db"
    older(db, old)
    said = []
    for path in (db, old):
        assert entry(["--db", str(path), *read]) == 0
        said.append(capsys.readouterr())
    assert said[0] == said[1]
    assert '"owed_minor": 8000' in said[1].out
    tallies = []
    for path in (db, old):
        with closing(open_read(path)) as connection:
            tallies.append((projection.tallies(connection), projection.get(connection, 1)))
    assert tallies[0] == tallies[1]


def test_the_screen_brings_a_file_of_an_older_program_up_to_date(service: Service, db: Path, tmp_path: Path) -> None:
    service.add({"merchant": "A", "paid": "100"})
    old = tmp_path / "old.db"
    older(db, old)
    Door(old).make_usable()
    live = LiveList(old)
    assert [row.owed_minor for row in live.window(0, 10)] == [10000]
    live.close()
