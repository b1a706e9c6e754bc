"""Makes case files of any size: the sample cases through the service, then copies of them in one transaction."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from refund_tui.demo import fill
from refund_tui.service import Service
from refund_tui.store.connection import write

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
"""The instant at which every measurement plays."""
_FILLS = 3
_HOURS_APART = 31
_SPREAD = timedelta(days=3) // timedelta(minutes=1)
"""Minutes over which the copies of one case lie; a multiple of the number of originals, so that texts repeat."""
_STEP = 1009
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=Z|\+\d\d:\d\d)")
_TOWNS = ("杭州", "广州", "成都", "义乌", "苏州", "青岛", "西安", "昆明", "沈阳", "南宁", "厦门", "长沙", "郑州")
_NAMES = (
    "锦书",
    "云朵",
    "山野",
    "小满",
    "和信",
    "青禾",
    "北岸",
    "长风",
    "安居",
    "南洋",
    "明德",
    "百味",
    "星河",
    "知夏",
    "老街",
    "晴川",
    "同福",
)
_TRADES = (
    ("图书", ("小说两册", "儿童绘本一套", "考研教材（缺页）")),
    ("数码", ("无线耳机（左耳无声）", "手机壳", "快充充电器 65W", "机械键盘（连键）")),
    ("家纺", ("四件套（发错颜色）", "羽绒被 1.5m", "记忆枕两只")),
    ("户外", ("冲锋衣 L码", "登山杖（断裂）", "双人帐篷")),
    ("鲜果", ("芒果 5斤（坏果）", "车厘子礼盒", "赣南脐橙 10斤")),
    ("茶具", ("紫砂壶", "盖碗一套（到货破损）")),
    ("服饰", ("连衣裙（色差）", "牛仔裤 32码", "羊毛衫（起球）", "运动鞋 42码")),
    ("电器", ("空气炸锅", "吸尘器（不通电）", "电热水壶 1.7L")),
)
_SHOPS = ("旗舰店", "专营店", "专卖店", "的小店")


def shop(number: int) -> tuple[str, str]:
    """Give merchant and item of a made-up case."""
    trade, items = _TRADES[number % len(_TRADES)]
    town, name = _TOWNS[number * 5 % len(_TOWNS)], _NAMES[number * 7 % len(_NAMES)]
    return f"{town}{name}{trade}{_SHOPS[number // 3 % len(_SHOPS)]}", items[number // 11 % len(items)]


@cache
def _earlier(minutes: int, text: str) -> str:
    """Move every instant in a text."""
    by = timedelta(minutes=minutes)
    return _INSTANT.sub(lambda found: (datetime.fromisoformat(found[0]) - by).isoformat(), text)


def _originals(path: Path) -> None:
    for turn in reversed(range(_FILLS)):
        now = NOW - timedelta(hours=turn * _HOURS_APART)
        fill(Service(path, now=partial(_same, now)), "zh_CN")


def _same(instant: datetime) -> datetime:
    return instant


class Copies:
    """Copies of all cases in a file: the same facts and history, another shop, order number and moment."""

    def __init__(self, connection: sqlite3.Connection, count: int) -> None:
        self._connection = connection
        self._cases = connection.execute("SELECT id, revision, state FROM cases ORDER BY id").fetchall()
        self.numbers = range(len(self._cases) + 1, count + 1)

    def _of(self, number: int) -> tuple[int, dict[str, str], int]:
        """Give the place of the case that `number` is a copy of, what is different, and how much earlier it is."""
        merchant, item = shop(number)
        changed = {"merchant": merchant, "item": item, "order_no": f"2026{number * 7919:015d}"}
        return number % len(self._cases), changed, number * _STEP % _SPREAD

    def states(self) -> Iterator[tuple[int, int, str]]:
        for number in self.numbers:
            place, changed, minutes = self._of(number)
            _, revision, state = self._cases[place]
            data = json.loads(_earlier(minutes, state)) | changed | {"id": number}
            yield number, revision, _dump(data)

    def events(self) -> Iterator[tuple[object, ...]]:
        columns = "revision, kind, occurred_at, recorded_at, data, forced"
        found = [
            self._connection.execute(f"SELECT {columns} FROM events WHERE case_id = ? ORDER BY seq", (case,)).fetchall()
            for case, _, _ in self._cases
        ]
        for number in self.numbers:
            place, changed, minutes = self._of(number)
            for revision, kind, occurred_at, recorded_at, data, forced in found[place]:
                told = _dump(json.loads(data) | changed) if kind == "opened" else data
                moved = (_earlier(minutes, text) for text in (occurred_at, recorded_at, told))
                yield number, revision, kind, *moved, forced

    def rows(self) -> Iterator[tuple[object, ...]]:
        cursor = self._connection.execute("SELECT * FROM case_list ORDER BY case_id")
        names = [column[0] for column in cursor.description]
        found = cursor.fetchall()
        for number in self.numbers:
            place, changed, minutes = self._of(number)
            moved = (_earlier(minutes, value) if isinstance(value, str) else value for value in found[place])
            yield tuple((dict(zip(names, moved, strict=True)) | changed | {"case_id": number}).values())


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


_TALLY = """
SELECT currency, count(*), sum(ball = 'me'), sum(coalesce(claim_minor, 0)), sum(coalesce(agreed_minor, 0)),
  sum(received_minor), count(promised_at), sum(coalesce(offered_minor, 0)), sum(coalesce(issued_minor, 0)),
  sum(coalesce(owed_minor, 0)) FROM case_list WHERE is_open = 1 GROUP BY currency ORDER BY currency
"""


_DUE_DAYS = """
SELECT substr(next_due, 1, 10), count(*) FROM case_list WHERE is_open = 1 AND next_due IS NOT NULL GROUP BY 1 ORDER BY 1
"""


def _multiply(path: Path, count: int) -> None:
    with write(path) as db:
        copies = Copies(db.conn, count)
        width = len(db.conn.execute("SELECT * FROM case_list LIMIT 0").description)
        rows = list(copies.rows())
        db.conn.executemany("INSERT INTO cases (id, revision, state) VALUES (?, ?, ?)", copies.states())
        db.conn.executemany(
            "INSERT INTO events (case_id, revision, kind, occurred_at, recorded_at, data, forced)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            copies.events(),
        )
        db.conn.executemany(f"INSERT INTO case_list VALUES ({', '.join('?' * width)})", rows)
        db.conn.execute("DELETE FROM tally")
        db.conn.execute(f"INSERT INTO tally {_TALLY}")
        db.conn.execute("DELETE FROM due_days")
        db.conn.execute(f"INSERT INTO due_days {_DUE_DAYS}")


def check(path: Path, count: int) -> None:
    """Raise ValueError when the tables of a case file do not agree with each other or with `count`."""
    with Service(path).reader() as connection:

        def one(query: str) -> object:
            row = connection.execute(query).fetchone()
            return row and row[0]

        facts = {
            "cases": one("SELECT count(*) FROM cases") == count,
            "rows": one("SELECT count(*) FROM case_list") == count,
            "events": one("SELECT count(DISTINCT case_id) FROM events WHERE kind = 'opened'") == count,
            "tally": connection.execute("SELECT * FROM tally ORDER BY currency").fetchall()
            == connection.execute(_TALLY).fetchall(),
            "days": connection.execute("SELECT * FROM due_days WHERE open > 0 ORDER BY day").fetchall()
            == connection.execute(_DUE_DAYS).fetchall(),
            "state": not one("SELECT 1 FROM cases WHERE json_extract(state, '$.id') <> id"),
            "references": not one("PRAGMA foreign_key_check"),
            "file": one("PRAGMA quick_check") == "ok",
        }
    if wrong := [name for name, right in facts.items() if not right]:
        raise ValueError(f"{path}: wrong in the made case file: {', '.join(wrong)}")


def make(folder: Path, counts: list[int]) -> dict[int, Path]:
    """Make a case file of each size in a folder, or take the one there when this program would make the same."""
    folder.mkdir(parents=True, exist_ok=True)
    originals = folder / "originals.db"
    originals.unlink(missing_ok=True)
    _originals(originals)
    made = {}
    recipe = zlib.crc32(Path(__file__).read_bytes())
    for count in counts:
        path = made[count] = folder / f"cases-{count}-{recipe:08x}.db"
        if not path.exists() or _stamp(path) != _stamp(originals):
            shutil.copy(originals, path)
            _multiply(path, count)
        check(path, count)
    return made


def _stamp(path: Path) -> list[tuple[str, str]]:
    """Give what a file says about the way its rows were computed."""
    with Service(path).reader() as connection:
        return connection.execute("SELECT key, value FROM meta ORDER BY key").fetchall()
