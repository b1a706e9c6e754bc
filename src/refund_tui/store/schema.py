"""The tables of a case file, as numbered migrations that are never edited once released."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("refund-tui")


@migrations()
def m0001_cases(db: Database) -> None:
    """State rows and the append-only events they fold from; the projection that lists and `status` read."""
    for statement in _M0001:
        db.execute(statement)


@migrations()
def m0002_changes(db: Database) -> None:
    """The steps that can be taken back: what each wrote names it, and what is taken back stays in the file."""
    for statement in _M0002:
        db.execute(statement)


@migrations()
def m0003_money(db: Database) -> None:
    """What was offered, issued and is still owed, and since when it is promised; filled in as rows are recomputed."""
    for statement in _M0003:
        db.execute(statement)


@migrations()
def m0004_statements(db: Database) -> None:
    """Rows of statements, each as every export of it gave it."""
    for statement in _M0004:
        db.execute(statement)


_M0001 = (
    """
    CREATE TABLE playbooks (
      id INTEGER PRIMARY KEY,
      ref TEXT NOT NULL UNIQUE,
      body TEXT NOT NULL CHECK (json_valid(body))
    ) STRICT
    """,
    """
    CREATE TABLE cases (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      revision INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (json_valid(state))
    ) STRICT
    """,
    """
    CREATE TABLE events (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      case_id INTEGER NOT NULL REFERENCES cases (id),
      revision INTEGER NOT NULL,
      kind TEXT NOT NULL,
      occurred_at TEXT NOT NULL,
      recorded_at TEXT NOT NULL,
      data TEXT NOT NULL CHECK (json_valid(data)),
      forced INTEGER NOT NULL CHECK (forced IN (0, 1))
    ) STRICT
    """,
    "CREATE INDEX events_of_case ON events (case_id, seq)",
    """
    CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
    """,
    """
    CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
    """,
    """
    CREATE TABLE notes (
      case_id INTEGER PRIMARY KEY REFERENCES cases (id),
      revision INTEGER NOT NULL,
      text TEXT NOT NULL,
      updated_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE case_list (
      case_id INTEGER PRIMARY KEY REFERENCES cases (id),
      revision INTEGER NOT NULL,
      merchant TEXT NOT NULL,
      item TEXT,
      platform TEXT,
      order_no TEXT,
      trade_no TEXT,
      stage TEXT NOT NULL,
      ball TEXT NOT NULL,
      is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
      currency TEXT NOT NULL,
      amount_minor INTEGER,
      paid_minor INTEGER,
      claim_minor INTEGER,
      agreed_minor INTEGER,
      received_minor INTEGER NOT NULL,
      opened_at TEXT NOT NULL,
      next_rule TEXT,
      next_who TEXT,
      next_due TEXT,
      next_due_local TEXT,
      next_approximate INTEGER NOT NULL,
      next_overridden INTEGER NOT NULL,
      next_on_expiry_en TEXT,
      next_on_expiry_zh TEXT,
      row_key TEXT,
      due_order TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX case_list_order ON case_list (is_open DESC, due_order, case_id)",
    "CREATE INDEX case_list_row_key ON case_list (row_key) WHERE row_key IS NOT NULL",
    """
    CREATE TABLE tally (
      currency TEXT PRIMARY KEY,
      open INTEGER NOT NULL,
      my_move INTEGER NOT NULL,
      claimed_minor INTEGER NOT NULL,
      agreed_minor INTEGER NOT NULL,
      received_minor INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE due_days (
      day TEXT PRIMARY KEY,
      open INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
)
_M0002 = (
    """
    CREATE TABLE changes (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      session TEXT NOT NULL,
      recorded_at TEXT NOT NULL,
      kind TEXT NOT NULL,
      data TEXT NOT NULL CHECK (json_valid(data)),
      undone INTEGER NOT NULL DEFAULT 0 CHECK (undone >= 0)
    ) STRICT
    """,
    "CREATE INDEX changes_undone ON changes (undone) WHERE undone > 0",
    """
    CREATE TABLE change_cases (
      case_id INTEGER NOT NULL REFERENCES cases (id),
      change_id INTEGER NOT NULL REFERENCES changes (id),
      PRIMARY KEY (case_id, change_id)
    ) STRICT
    """,
    "CREATE INDEX change_cases_of_change ON change_cases (change_id, case_id)",
    """
    CREATE TABLE change_turns (
      id INTEGER PRIMARY KEY,
      change_id INTEGER NOT NULL REFERENCES changes (id),
      undone INTEGER NOT NULL CHECK (undone IN (0, 1)),
      session TEXT NOT NULL,
      recorded_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE note_changes (
      change_id INTEGER PRIMARY KEY REFERENCES changes (id),
      case_id INTEGER NOT NULL REFERENCES cases (id),
      before TEXT NOT NULL,
      after TEXT NOT NULL
    ) STRICT
    """,
    "ALTER TABLE events ADD COLUMN change_id INTEGER REFERENCES changes (id)",
    "CREATE INDEX events_of_change ON events (change_id) WHERE change_id IS NOT NULL",
    "ALTER TABLE cases ADD COLUMN gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1))",
)

_M0003 = (
    "ALTER TABLE case_list ADD COLUMN offered_minor INTEGER",
    "ALTER TABLE case_list ADD COLUMN issued_minor INTEGER",
    "ALTER TABLE case_list ADD COLUMN owed_minor INTEGER",
    "ALTER TABLE case_list ADD COLUMN promised_at TEXT",
    "ALTER TABLE tally ADD COLUMN unpaid INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE tally ADD COLUMN offered_minor INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE tally ADD COLUMN issued_minor INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE tally ADD COLUMN owed_minor INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX case_list_owed"
    " ON case_list (merchant, currency, claim_minor, agreed_minor, received_minor, owed_minor) WHERE is_open = 1",
)

_M0004 = (
    """
    CREATE TABLE statement_rows (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL,
      change_id INTEGER NOT NULL REFERENCES changes (id),
      as_of TEXT NOT NULL,
      file TEXT NOT NULL,
      number INTEGER NOT NULL,
      text TEXT NOT NULL CHECK (json_valid(text))
    ) STRICT
    """,
    "CREATE INDEX statement_rows_by_key ON statement_rows (key, as_of DESC, id DESC)",
    """
    CREATE TABLE mappings (
      id INTEGER PRIMARY KEY,
      change_id INTEGER NOT NULL REFERENCES changes (id),
      fingerprint TEXT NOT NULL,
      body TEXT NOT NULL CHECK (json_valid(body))
    ) STRICT
    """,
    "CREATE INDEX events_from_rows ON events (case_id) WHERE json_extract(data, '$.row.key') IS NOT NULL",
)
