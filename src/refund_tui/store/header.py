"""What every way of opening a case file shares, `status` among them; imports nothing."""

APPLICATION_ID = 0x52464E44
"""`RFND`, in the SQLite header: what tells our file from another program's."""
SCHEMA_VERSION = 4
"""The number of migrations; a file with a higher `user_version` was written by a newer program."""

OVERDUE = """
SELECT (SELECT coalesce(sum(open), 0) FROM due_days WHERE day < substr(:now, 1, 10))
     + (SELECT count(*) FROM case_list WHERE is_open = 1 AND due_order >= substr(:now, 1, 10) AND due_order <= :now)
"""
"""How many open cases have a clock that ran out by `:now` (UTC text); the same cost at any number of cases."""


def uri(path: str, mode: str) -> str:
    """Give the SQLite URI that opens an existing file: `ro` to read, `rw` to write."""
    escaped = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{escaped}?mode={mode}"
