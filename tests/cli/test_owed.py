"""What is owed and promised, as `status`, `list` and `show` say it."""

from __future__ import annotations

import pytest

from tests.cli.running import Shell


@pytest.fixture
def promised(shell: Shell) -> Shell:
    """Two cases of a shop, the first agreed on five days ago, and one of another."""
    for merchant, paid in (("Tea House", "129"), ("Tea House", "20"), ("书店", "300.50")):
        shell.add("--merchant", merchant, "--paid", paid, "--scenario", "offline")
    shell("log", "1", "contacted", "--at", "2026-11-17T10:00")
    shell("log", "1", "seller_offered", "amount=60", "--at", "2026-11-17T12:00")
    shell("log", "1", "seller_agreed", "amount=100", "--at", "2026-11-18T10:00")
    return shell


def test_status_counts_what_is_promised_and_sums_up_what_is_owed(promised: Shell) -> None:
    said = promised("status", "--json").json
    assert said["unpaid"] == 1
    assert said["money"] == [
        {
            "currency": "CNY",
            "claimed_minor": 0,
            "offered_minor": 6000,
            "agreed_minor": 10000,
            "issued_minor": 0,
            "received_minor": 0,
            "owed_minor": 10000 + 2000 + 30050,
        }
    ]
    since = {case["id"]: case["promised_at"] for case in said["cases"]}
    assert since == {1: "2026-11-18T10:00:00+08:00", 2: None, 3: None}
    lines = promised("status").out.splitlines()
    assert lines[0].endswith("· unpaid 1")
    assert lines[1] == "CNY: claimed 0.00 · offered 60.00 · agreed 100.00 · received 0.00 · still owed 420.50"
    assert "agreed 5d " in lines[3]
    assert "已同意5天" in promised("--lang", "zh_CN", "status").out
    assert "agreed 6d" in promised("--as-of", "1d", "status").out
    assert "unpaid" not in promised("status", "--line").out


def test_list_and_show_say_since_when_money_is_promised(promised: Shell) -> None:
    (found,) = promised("list", "unpaid", "--json").json
    assert (found["id"], found["owed_minor"], found["issued_minor"]) == (1, 10000, None)
    assert found["promised_at"] == promised("show", "1", "--json").json["promised_at"] == "2026-11-18T10:00:00+08:00"
    assert "agreed 5d" in promised("list", "未到账").out
    assert "still owed 100.00 · agreed 5d 0h ago, not received" in promised("show", "1").out
    assert "已同意 5天0小时，未到账" in promised("--lang", "zh_CN", "show", "1").out


def test_merchants_are_summed_up_most_owed_first(promised: Shell) -> None:
    assert promised("list", "--by", "merchant", "--json").json[1] == {
        "merchant": "Tea House",
        "currency": "CNY",
        "open": 2,
        "claimed_minor": 0,
        "agreed_minor": 10000,
        "received_minor": 0,
        "owed_minor": 12000,
    }
    lines = promised("list", "--by", "merchant").out.splitlines()
    assert lines[0].split() == ["cases", "claimed", "agreed", "received", "still", "owed", "merchant"]
    assert [line.split()[-3:] for line in lines[1:]] == [["300.50", "CNY", "书店"], ["CNY", "Tea", "House"]]
    assert promised("list", "--by", "merchant", "unpaid", "--json").json[0]["open"] == 1
    assert promised("list", "--by", "merchant", "ended").err == "no case fits\n"
    assert promised("list", "--by", "merchant", "--sort", "id").code == 2
    assert promised("list", 'merchant:"Tea House"', "--json").json[0]["merchant"] == "Tea House"


def test_what_came_in_kind_and_what_was_beyond_is_told_apart_from_the_money(promised: Shell) -> None:
    promised("log", "1", "received_in_kind", "what=coupon", "amount=20")
    said = promised("show", "1").out
    assert "received 0.00 · in kind 20.00 · still owed 80.00" in said and "not all received" in said
    case = promised("log", "1", "refund_received", "amount=92", "--json").json
    assert (case["stage"], case["received_minor"], case["in_kind_minor"]) == ("closed_won", 9200, 2000)
    assert (case["beyond_minor"], case["owed_minor"], case["promised_at"]) == (1200, 0, None)
    assert "12.00 more than expected" in promised("show", "1").out
    assert "比应得多 12.00" in promised("--lang", "zh_CN", "show", "1").out
    assert "what came back: coupon" in promised("show", "1").out


@pytest.mark.parametrize("field", ["what=cash", "amount=5", "what=coupon amount=much"])
def test_what_came_in_kind_must_say_what_and_a_value_that_is_one(promised: Shell, field: str) -> None:
    done = promised("log", "1", "received_in_kind", *field.split())
    assert (done.code, done.err.count("\n")) == (4, 1)
    assert promised("show", "1", "--json").json["in_kind_minor"] == 0
