"""The worked clocks of the case model, through the command line alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.running import Shell

ONLY = ("applied", "kind=refund_only", "amount=10")
BACK = ("applied", "kind=return_refund", "amount=10")


def deadline(shell: Shell, case_id: int, rule: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = shell("show", str(case_id), "--json").json["deadlines"]
    return next(each for each in found if each["rule"] == rule)


@pytest.mark.parametrize(
    ("rule", "platform", "told", "at", "due"),
    [
        ("TB-01", "taobao", (ONLY,), "2026-11-23T10:00", "2026-11-24T10:00:00+08:00"),
        ("TB-03", "taobao", (ONLY, ("seller_refused",)), "2026-11-23T16:30", "2026-11-28T16:30:00+08:00"),
        ("TB-14", "taobao", (("signed",),), "2026-11-23T16:30", "2026-11-30T23:59:59+08:00"),
        (
            "L-03",
            "taobao",
            (BACK, ("seller_agreed",), ("return_sent",), ("seller_received",)),
            "2026-11-23T09:00",
            "2026-11-30T23:59:59+08:00",
        ),
        (
            "L-03",
            "taobao",
            (BACK, ("seller_agreed",), ("return_sent",), ("seller_received",)),
            "2026-09-25T09:00",
            "2026-10-08T23:59:59+08:00",
        ),
        ("L-19", "taobao", (("complaint_filed",),), "2026-09-28T15:00", "2026-10-13T23:59:59+08:00"),
        (
            "JD-04",
            "jd",
            (ONLY, ("seller_refused",), ("platform_requested",), ("evidence_requested",)),
            "2026-11-23T16:00",
            "2026-11-24T11:00:00+08:00",
        ),
    ],
)
def test_a_worked_clock_gives_its_instant(
    shell: Shell, rule: str, platform: str, told: tuple[tuple[str, ...], ...], at: str, due: str
) -> None:
    case_id = shell.add("--merchant", "店", "--platform", platform)
    for event in told:
        assert shell("log", str(case_id), *event, "--at", at).code == 0
    clock = deadline(shell, case_id, rule)
    assert (clock["due_at"], clock["state"]) == (due, "running")
    assert clock["source"]
    assert clock["confidence"]


def test_the_example_of_status_comes_out_as_written(shell: Shell) -> None:
    case_id = shell.add("--merchant", "店", "--platform", "taobao", "--paid", "129.00")
    shell("log", str(case_id), "applied", "kind=refund_only", "amount=129.00", "--at", "2026-11-18T09:00")
    shell("log", str(case_id), "seller_refused", "--at", "2026-11-19T09:30")
    assert shell("status", "--json").json == {
        "as_of": "2026-11-23T10:00:00+08:00",
        "open": 1,
        "my_move": 1,
        "due_24h": 1,
        "overdue": 0,
        "unpaid": 0,
        "money": [
            {
                "currency": "CNY",
                "claimed_minor": 12900,
                "offered_minor": 0,
                "agreed_minor": 0,
                "issued_minor": 0,
                "received_minor": 0,
                "owed_minor": 12900,
            }
        ],
        "cases": [
            {
                "id": case_id,
                "merchant": "店",
                "item": None,
                "stage": "refused",
                "ball": "me",
                "claim_minor": 12900,
                "currency": "CNY",
                "promised_at": None,
                "next": {
                    "rule": "TB-03",
                    "who": "me",
                    "due_at": "2026-11-24T09:30:00+08:00",
                    "left_seconds": 84600,
                    "approximate": False,
                    "overridden": False,
                    "on_expiry": "closes the refund",
                },
            }
        ],
    }
