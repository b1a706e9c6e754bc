"""`amounts`: what can be claimed, for people and for scripts."""

from __future__ import annotations

from tests.cli.running import Shell

WORDS = (
    "lines=A | 100; B | 60 | 1 | yes；C | 40",
    "goods_paid=150",
    "spend_save=50",
    "spend_from=200",
    "outbound_by=free",
)


def opened(shell: Shell) -> str:
    return str(shell.add("--merchant", "店", "--paid", "150", "--reason", "change_of_mind"))


def test_the_worked_example_on_the_command_line(shell: Shell) -> None:
    case_id = opened(shell)
    told = shell("amounts", case_id, *WORDS)
    assert told.code == 0 and told.out.splitlines()[0] == "CNY: at most 45.00 · expected 45.00 · at least 10.00"
    assert "45.00  B: share by price, 60.00 of 200.00 (M5, S63)" in told.out
    assert "-35.00  if what stays is settled anew" in told.out and "Art. 17 (2020) · confidence: high" in told.out
    assert shell("amounts", case_id).out == told.out
    assert all(line in shell("show", case_id).out for line in told.out.splitlines())
    chinese = shell("--lang", "zh_CN", "amounts", case_id).out
    assert "上限 45.00 · 预计 45.00 · 保底 10.00" in chinese and "分摊" in chinese and "重新结算" in chinese


def test_the_json_has_each_step_with_its_rules_and_source(shell: Shell) -> None:
    case_id = opened(shell)
    found = shell("amounts", case_id, "--json", *WORDS, "return_freight=8", "card_fee=1").json
    assert (found["cap_minor"], found["expected_minor"], found["floor_minor"]) == (4500, 4500, 900)
    for name in ("cap", "expected", "floor"):
        assert sum(step["amount_minor"] for step in found["steps"][name]) == found[f"{name}_minor"]
    step = found["steps"]["floor"][-1]
    assert (step["code"], step["rules"], step["source"], step["confirmed"]) == (
        "resettled",
        ["M5"],
        "LAW7 Art. 17",
        True,
    )
    assert found["own"][0]["amount_minor"] == 800 and found["on_top"] == []
    assert [each["code"] for each in found["unknown"]] == ["card_fee_by"]
    assert found["order"]["lines"][1] == {
        "name": "B",
        "price_minor": 6000,
        "quantity": 1,
        "returned": 1,
        "share_minor": None,
    }
    shown = shell("show", case_id, "--json").json
    assert shown["amounts"] == found
    assert shown["timeline"][-1]["data"]["lines"][0]["price_minor"] == 10000


def test_where_nothing_is_known_json_is_null_and_people_are_told_what_to_do(shell: Shell) -> None:
    case_id = opened(shell)
    assert shell("show", case_id, "--json").json["amounts"] is None
    assert shell("amounts", case_id, "--json").json is None
    told = shell("amounts", case_id)
    assert (told.code, told.out) == (0, "") and "amounts 1 name=value" in told.err


def test_what_is_wrong_is_refused_with_its_name(shell: Shell) -> None:
    case_id = opened(shell)
    for words, named in (
        (("fee=x",), "x is not an amount"),
        (("fee=1", "fee=2"), "twice"),
        (("goods_paid=151",), "151.00"),
    ):
        told = shell("amounts", case_id, *words)
        assert told.code == 4 and named in told.err and shell("show", case_id, "--json").json["amounts"] is None
