"""The exit codes that scripts rely on."""

DONE = 0
FINDING = 1
USAGE = 2
CASE_FILE = 3
REFUSED = 4
CONFLICT = 5
OVERDUE = 6
INTERRUPTED = 130
