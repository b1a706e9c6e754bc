"""What tells a case file of ours, for every way of opening one; imports nothing."""

APPLICATION_ID = 0x52464E44
"""`RFND`, in the SQLite header: what tells our file from another program's."""
SCHEMA_VERSION = 1
"""The number of migrations; a file with a higher `user_version` was written by a newer program."""


def uri(path: str, mode: str) -> str:
    """Give the SQLite URI that opens an existing file: `ro` to read, `rw` to write."""
    escaped = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{escaped}?mode={mode}"
