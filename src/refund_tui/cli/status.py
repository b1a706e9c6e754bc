"""`status`: the state of all cases in a blink. Standard library only, flags read by hand, the projection read-only.

Imports are kept to what the interpreter has loaded anyway; see the import test and `bench/`.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from datetime import datetime, timedelta, timezone

from refund_tui import i18n
from refund_tui.cli import exits
from refund_tui.domain.problem import Problem
from refund_tui.store.header import APPLICATION_ID, OVERDUE, SCHEMA_VERSION, uri

TYPE_CHECKING = False
if TYPE_CHECKING:
    from refund_tui.config import Config

HOME_ZONE = timezone(timedelta(hours=8))
"""Asia/Shanghai, which keeps one offset: zoneinfo would cost `status` a fifth of its time."""
TEXT_LIMIT, JSON_LIMIT = 20, 100
_VALUED = ("--db", "--lang", "--as-of", "--limit")
_SWITCHES = ("--json", "--line", "--exit-code")
_COLUMNS = (
    "case_id, merchant, item, stage, ball, claim_minor, amount_minor, currency, next_rule, next_who, next_due,"
    " next_due_local, next_approximate, next_overridden, next_on_expiry_en, next_on_expiry_zh, promised_at"
)
MONEY = ("claimed_minor", "offered_minor", "agreed_minor", "issued_minor", "received_minor", "owed_minor")
_TALLY = f"SELECT open, my_move, unpaid, currency, {', '.join(MONEY)} FROM tally WHERE open > 0 ORDER BY currency"


class Unusable(Problem):
    """The case file cannot be used; the exit code is 3."""


def parse(arguments: list[str], command: str | None = "status") -> dict[str, str] | None:
    """Read `[--db P] [--lang L] [--as-of W] status [flags]` by hand, or with None the flags alone.

    Gives None for anything else, which is then for argparse to explain.
    """
    options: dict[str, str] = {}
    waiting = iter(arguments)
    seen = False
    for word in waiting:
        name, equals, value = word.partition("=")
        if name in _VALUED:
            given = value if equals else next(waiting, None)
            if given is None:
                return None
            options[name] = given
        elif word in _SWITCHES and seen:
            options[word] = "1"
        elif word == command and not seen:
            seen = True
        else:
            return None
    limit = options.get("--limit", "1")
    fits = limit.isascii() and limit.isdigit() and len(limit) < 10 and options.get("--lang", "en") in i18n.LANGUAGES
    return options if fits and seen == (command is not None) else None


def case_file(option: str | None, configured: str | None) -> str:
    """Give the case file as `paths.case_file` does, without platformdirs where the answer is plain."""
    named = option or os.environ.get("REFUND_TUI_DB") or configured
    if named:
        return os.path.expanduser(named)
    if sys.platform == "linux":
        base = os.environ.get("XDG_DATA_HOME", "")
        folder = base if base.strip() else os.path.expanduser("~/.local/share")
        return os.path.join(folder, "refund-tui", "cases.db")
    from refund_tui.paths import case_file as platform_case_file

    return str(platform_case_file(None, None))


def configured() -> Config | None:
    """Give what the config says, without importing what reads it where there is none."""
    named = os.environ.get("REFUND_TUI_CONFIG")
    if not named and sys.platform == "linux":
        base = os.environ.get("XDG_CONFIG_HOME", "")
        folder = base if base.strip() else os.path.expanduser("~/.config")
        named = os.path.join(folder, "refund-tui", "config.toml")
    if named and not os.path.exists(os.path.expanduser(named)):
        return None
    from pathlib import Path

    from refund_tui.config import load_config
    from refund_tui.paths import config_file

    return load_config(Path(named).expanduser() if named else config_file())


def _connect(path: str) -> sqlite3.Connection:
    if not os.path.exists(path):
        raise Unusable("{path} does not exist; begin with add, import or demo", path=path)
    if not os.path.isfile(path):
        raise Unusable("{path} is not a file; name a case file with --db", path=path)
    try:
        connection = sqlite3.connect(uri(path, "ro"), uri=True, timeout=10, isolation_level=None)
        ours = connection.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.OperationalError:
        # A journal left by a killed writer must be rolled back first, and that needs write access.
        connection = sqlite3.connect(uri(path, "rw"), uri=True, timeout=10, isolation_level=None)
        ours = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if ours != APPLICATION_ID:
        if os.path.getsize(path) == 0:
            raise Unusable("{path} holds no cases yet; begin with add, import or demo", path=path)
        raise Unusable("{path} belongs to another program; name another file with --db", path=path)
    if version > SCHEMA_VERSION:
        raise Unusable(
            "{path} was written by a newer refund-tui (format {version}, this one knows {known}); update refund-tui",
            path=path,
            version=version,
            known=SCHEMA_VERSION,
        )
    if version < SCHEMA_VERSION:
        connection.close()
        _bring_up_to_date(path)
        return _connect(path)
    return connection


def _bring_up_to_date(path: str) -> None:
    """Give a file of an older program the tables of this one, with all that this takes; once."""
    from pathlib import Path

    from refund_tui.door import Door
    from refund_tui.paths import config_file

    Door(Path(path), config_file().parent).service.prepare()


def _as_of(text: str | None) -> datetime:
    if text is None:
        from refund_tui import clock

        return clock.now()
    from refund_tui.cli import as_of

    return as_of.read(text)


def _utc(instant: datetime) -> str:
    return instant.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: UP017 - `UTC` is not in every datetime


def read(path: str, as_of: datetime, limit: int) -> dict[str, object]:
    """Give the JSON object of `status` (command-line.md), with the private key `_rows` for the text forms."""
    connection = _connect(path)
    try:
        tallies = connection.execute(_TALLY).fetchall()
        now, soon = _utc(as_of), _utc(as_of + timedelta(hours=24))
        overdue = connection.execute(OVERDUE, {"now": now}).fetchone()[0]
        due_24h = connection.execute(
            "SELECT count(*) FROM case_list WHERE is_open = 1 AND due_order > ? AND due_order <= ?", (now, soon)
        ).fetchone()[0]
        mine = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM case_list WHERE is_open = 1 AND due_order > ? AND due_order <= ?"
            " AND next_who = 'me')",
            (now, soon),
        ).fetchone()[0]
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM case_list WHERE is_open = 1 ORDER BY is_open DESC, due_order, case_id LIMIT ?",
            (limit,),
        ).fetchall()
    finally:
        connection.close()
    return {
        "as_of": as_of.astimezone(HOME_ZONE).isoformat(),
        "open": sum(tally[0] for tally in tallies),
        "my_move": sum(tally[1] for tally in tallies),
        "due_24h": due_24h,
        "overdue": overdue,
        "unpaid": sum(tally[2] for tally in tallies),
        "money": [dict(zip(("currency", *MONEY), tally[3:], strict=True)) for tally in tallies],
        "cases": [_case(row, as_of) for row in rows],
        "_mine_soon": mine,
        "_amounts": [row[6] for row in rows],
        "_as_of": as_of,
    }


def _case(row: tuple[object, ...], as_of: datetime) -> dict[str, object]:
    (number, merchant, item, stage, ball, claim, _amount, currency, rule, who) = row[:10]
    (_due, due_local, approximate, overridden, expiry_en, expiry_zh, promised) = row[10:]
    clock = None
    if rule is not None:
        due = datetime.fromisoformat(str(due_local))
        clock = {
            "rule": rule,
            "who": who,
            "due_at": due_local,
            "left_seconds": int((due - as_of).total_seconds()),
            "approximate": bool(approximate),
            "overridden": bool(overridden),
            "on_expiry": expiry_zh if i18n.language() == "zh_CN" else expiry_en,
        }
    return {
        "id": number,
        "merchant": merchant,
        "item": item,
        "stage": stage,
        "ball": ball,
        "claim_minor": claim,
        "currency": currency,
        "promised_at": datetime.fromisoformat(str(promised)).astimezone(HOME_ZONE).isoformat() if promised else None,
        "next": clock,
    }


def run(options: dict[str, str]) -> int:
    """Print the status in the form asked for; gives the exit code."""
    as_json = "--json" in options
    default = JSON_LIMIT if as_json else TEXT_LIMIT
    limit = 1 if "--line" in options else int(options.get("--limit", default))
    config = configured()
    data_file = config.data_file if config else None
    i18n.install(i18n.choose(options.get("--lang"), config.language if config else None))
    try:
        found = read(case_file(options.get("--db"), data_file), _as_of(options.get("--as-of")), limit)
    except sqlite3.OperationalError as error:
        path = case_file(options.get("--db"), data_file)
        raise Unusable("{path} cannot be read now ({why}): check that you may read it", path=path, why=error) from error
    except sqlite3.Error as error:
        path = case_file(options.get("--db"), data_file)
        raise Unusable(
            "{path} is not a case file of refund-tui, or is damaged ({why})", path=path, why=error
        ) from error
    if as_json:
        import json

        public = {name: value for name, value in found.items() if not name.startswith("_")}
        sys.stdout.write(json.dumps(public, ensure_ascii=False, indent=2) + "\n")
    else:
        from refund_tui.cli import status_text

        form = status_text.line if "--line" in options else status_text.lines
        sys.stdout.write(form(found))
    if "--exit-code" not in options:
        return exits.DONE
    if found["overdue"]:
        return exits.OVERDUE
    return exits.FINDING if found["_mine_soon"] else exits.DONE
