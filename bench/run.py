"""Measures the goals P1 to P8 and prints one table; see README.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cases import make
from goals import CHECKED, GROUPS, SIZES, Row
from measure import Bench
from pty_harness import NotMeasured

_HEAD = ("id", "what", "goal", "limit", "measured", "min-max", "")


def _number(value: float, unit: str) -> str:
    digits = 2 if unit in ("x", "s", "%") else 0 if unit == "B" or value >= 100 else 1
    return f"{value:,.{digits}f} {unit}"


def table(rows: Sequence[Row]) -> str:
    """Lay the rows out in columns."""
    lines = [_HEAD] + [
        (
            row.id,
            row.what,
            _number(row.goal, row.unit),
            _number(row.limit, row.unit),
            _number(row.found.value, row.unit),
            f"{_number(row.found.low, row.unit).split()[0]}-{_number(row.found.high, row.unit).split()[0]}",
            row.verdict,
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEAD))]
    aligned = (
        "  ".join(
            cell.rjust(width) if 2 <= place <= 5 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )
    return "\n".join(line.rstrip() for line in aligned)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", default="", metavar="P1,P3", help="measure only these goals")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the case files here and use them again")
    parser.add_argument("--lang", default="en", choices=("en", "zh_CN"), help="language of the screen")
    parser.add_argument("--check", action="store_true", help=f"exit 1 when {', '.join(CHECKED)} miss their limits")
    return parser.parse_args()


def measure(bench: Bench, wanted: set[str]) -> tuple[list[Row], list[str], list[str]]:
    """Run the measurements behind the wanted goals; gives rows, remarks, and what could not be measured."""
    rows: list[Row] = []
    remarks: list[str] = []
    failed: list[str] = []
    for ids, group in GROUPS.items():
        if wanted and not wanted.intersection(ids):
            continue
        print(f"measuring {', '.join(ids)} ...", file=sys.stderr, flush=True)
        try:
            measured = list(group(bench))
        except (NotMeasured, RuntimeError) as why:
            failed.append(f"{', '.join(ids)} could not be measured: {why}")
            continue
        for found in measured:
            if not wanted or (found.id if isinstance(found, Row) else found[:2]) in wanted:
                rows.append(found) if isinstance(found, Row) else remarks.append(found)
    return sorted(rows, key=lambda row: row.id), sorted(remarks), failed


def main() -> int:
    """Run the benchmark; 2 when something could not be measured."""
    options = _options()
    wanted = set(filter(None, options.only.upper().split(",")))
    if unknown := wanted.difference(*GROUPS):
        print(f"no such goal: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="refund-tui-bench-") as scratch:
        print("making case files ...", file=sys.stderr, flush=True)
        files = make(options.keep or Path(scratch), sorted({300, *SIZES}))
        rows, remarks, failed = measure(Bench(files, options.lang, options.quick, Path(scratch)), wanted)
    print(table(rows))
    print("\n".join(["", *remarks]))
    if failed:
        print("\n".join(failed), file=sys.stderr)
        return 2
    missed = any(row.verdict == "NOT MET" for row in rows if row.id in CHECKED)
    return 1 if options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
