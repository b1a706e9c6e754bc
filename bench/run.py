"""Measures the goals P1 to P9 and prints one table; see README.md."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from cases import make
from goals import GOALS, SIZES
from measure import Bench
from peers import peers
from pty_harness import NotMeasured
from ssh import over_ssh
from table import Found, Remark, Row, table

GROUPS: Mapping[tuple[str, ...], Callable[[Bench], Found]] = {**GOALS, ("SSH",): over_ssh, ("PEERS",): peers}
EXTRA = ("SSH", "PEERS")
"""What a run measures only when it is asked to."""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", default="", metavar="P1,P3", help="measure only these: P1 to P9, SSH, PEERS")
    parser.add_argument("--ssh", action="append_const", dest="extra", const="SSH", help="through sshd on loopback, too")
    parser.add_argument(
        "--peers",
        action="append_const",
        dest="extra",
        const="PEERS",
        help="other programs, too; installs them from PyPI",
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep case files and peers here, and use them again")
    parser.add_argument("--lang", default="en", choices=("en", "zh_CN"), help="language of the screen")
    parser.add_argument("--check", action="store_true", help="exit 1 when a limit is missed")
    return parser.parse_args()


def chosen(only: str, extra: set[str]) -> set[str]:
    """Give what to measure: what was asked for, or all goals, and the extras; ValueError names what there is not."""
    goals = {id for ids in GROUPS for id in ids}
    asked = {word for word in only.upper().replace(" ", "").split(",") if word}
    if unknown := asked - goals:
        raise ValueError(f"no such goal: {', '.join(sorted(unknown))}")
    return (asked or goals.difference(EXTRA)) | extra


def measure(bench: Bench, wanted: set[str]) -> tuple[list[Row], list[Remark], list[str]]:
    """Run the measurements behind the wanted goals; gives rows, remarks, and what could not be measured."""
    rows: list[Row] = []
    remarks: list[Remark] = []
    failed: list[str] = []
    for ids, group in GROUPS.items():
        if not wanted.intersection(ids):
            continue
        print(f"measuring {', '.join(ids)} ...", file=sys.stderr, flush=True)
        try:
            for found in group(bench):
                if found.id in wanted or found.id not in ids:
                    rows.append(found) if isinstance(found, Row) else remarks.append(found)
        except (NotMeasured, RuntimeError, OSError, subprocess.SubprocessError) as why:
            failed.append(f"{', '.join(ids)} could not be measured: {why}")
    return sorted(rows, key=lambda row: row.id), sorted(remarks, key=lambda remark: remark.id), failed


def told(remark: Remark) -> str:
    """Give a remark behind its goal, on the same line where it has only one."""
    return f"{remark.id}: {remark.text}" if "\n" not in remark.text else f"\n{remark.id}\n{remark.text}"


def main() -> int:
    """Run the benchmark; 2 when something could not be measured."""
    options = _options()
    for each in (signal.SIGTERM, signal.SIGHUP):  # what was started is ended on the way out
        signal.signal(each, lambda *_: sys.exit(2))
    try:
        wanted = chosen(options.only, set(options.extra or ()))
    except ValueError as why:
        print(why, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="refund-tui-bench-", ignore_cleanup_errors=True) as scratch:
        print("making case files ...", file=sys.stderr, flush=True)
        kept = (options.keep or Path(scratch)).resolve()
        files = make(kept, sorted({300, *SIZES}))
        rows, remarks, failed = measure(Bench(files, options.lang, options.quick, Path(scratch), kept), wanted)
    print(table(rows))
    print("\n".join(["", *map(told, remarks)]))
    if failed:
        print("\n".join(failed), file=sys.stderr)
        return 2
    return 1 if options.check and any(row.verdict == "NOT MET" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
