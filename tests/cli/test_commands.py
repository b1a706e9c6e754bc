"""The other commands: what they do, what they print, what they refuse."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import Shell


def test_a_case_lives_from_add_to_the_money(shell: Shell) -> None:
    case_id = str(
        shell.add(
            "--merchant", "店", "--item", "耳机", "--platform", "taobao", "--paid", "129.00", "--paid-at", "2026-11-01"
        )
    )
    for words in (
        ("contacted", "--text", "hello"),
        ("applied", "kind=return_refund", "amount=129.00"),
        ("seller_agreed", "return_address=杭州"),
        ("return_sent", "carrier=SF", "waybill=SF1"),
        ("seller_received",),
        ("refund_issued", "amount=129.00"),
        ("refund_received", "amount=129.00"),
    ):
        done = shell("log", case_id, *words)
        assert done.code == 0, done.err
    case = shell("show", case_id, "--json").json
    assert (case["stage"], case["ball"], case["received_minor"], case["next"]) == ("closed_won", "nobody", 12900, None)
    assert [each["event"] for each in case["timeline"]][:3] == ["opened", "paid", "contacted"]


def test_log_names_what_an_application_leaves_and_lacks_before_it_saves(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "店", "--paid", "299", "--reason", "quality"))
    shell("log", case_id, "terms_agreed", "amount=100", "return_address=Road 5")
    shown = shell("show", case_id)
    assert "before you apply" in shown.out and "? order no.: unknown here" in shown.out
    assert {each["code"] for each in shell("show", case_id, "--json").json["remarks"]} >= {"order_no_unknown"}
    done = shell("log", case_id, "applied", "kind=refund_only", "amount=120", "--text", "bad quality")
    said = done.err.splitlines()
    assert done.code == 0 and said[:2] == [
        "! kind: agreed: the goods go back; the application says refund only",
        "! amount: agreed 100.00 CNY, application 120.00 CNY",
    ]
    assert any(line.startswith("? text: this only judges: say what exactly. Which part") for line in said)
    assert shell("show", case_id, "--json").json["remarks"] == []


def test_show_gives_one_case_whole(shell: Shell) -> None:
    case_id = str(
        shell.add("--merchant", "店", "--platform", "taobao", "--reason", "quality", "--signed-at", "2026-11-20")
    )
    shell("note", case_id, "照片在手机里")
    case = shell("show", case_id, "--json").json
    for key in ("terms", "stage", "ball", "deadlines", "checklist", "lanes", "timeline", "notes", "next_step"):
        assert key in case
    assert case["notes"] == "照片在手机里"
    assert {"slot", "level", "title", "shows", "state", "source"} <= set(case["checklist"][0])
    text = shell("show", case_id).out
    for word in ("deadlines", "evidence", "lanes", "timeline", "notes", "TB-14"):
        assert word in text


def test_an_unknown_fact_is_null_and_never_left_out(shell: Shell) -> None:
    case = shell("show", str(shell.add("--merchant", "店")), "--json").json
    for key in ("item", "platform", "paid_minor", "claim_minor", "application", "origin", "next"):
        assert case[key] is None


def test_show_names_the_facts_that_a_clock_waits_for(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "店", "--platform", "taobao", "--shipped-at", "2026-11-20"))
    asked = {each["field"]: each["rules"] for each in shell("show", case_id, "--json").json["unknown"]}
    assert asked == {"signed_at": ["TB-14", "L-01"]}
    text = shell("show", case_id).out
    assert "signed at (signed_at): when was it signed for? 7-day return without reason (L-01, TB-14)" in text
    assert shell("edit", case_id, "signed_at=2026-11-21").code == 0
    assert shell("show", case_id, "--json").json["unknown"] == [] and "not known, and" not in shell("show", case_id).out


def test_edit_changes_facts_and_terms_and_an_empty_value_clears(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "店", "--item", "耳机"))
    done = shell(
        "edit", case_id, "item=", "paid=10", "agreed=9.50", "freight_by=seller", "signed_at=2026-11-20", "--json"
    )
    case = done.json
    assert (case["item"], case["paid_minor"], case["agreed_minor"], case["terms"]["freight_by"]) == (
        None,
        1000,
        950,
        "seller",
    )
    assert "signed" in [each["event"] for each in case["timeline"]]


def test_a_difference_from_the_agreed_terms_is_named_before_it_is_saved(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "店"))
    shell("log", case_id, "terms_agreed", "amount=80")
    done = shell("log", case_id, "applied", "kind=refund_only", "amount=100")
    assert done.code == 0
    assert "80.00" in done.err
    assert "100.00" in done.err


def test_confirming_receipt_is_warned_about(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "店"))
    assert "prove" in shell("log", case_id, "receipt_confirmed").err


def test_the_page_can_be_put_over_a_rule_and_taken_away(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "店", "--platform", "taobao"))
    shell("log", case_id, "applied", "kind=refund_only")
    done = shell("deadline", case_id, "TB-01", "--page", "2026-11-25 08:00", "--json")
    clock = done.json["next"]
    assert (clock["due_at"], clock["overridden"]) == ("2026-11-25T08:00:00+08:00", True)
    assert "2026-11-25 08:00" in done.err
    assert not shell("deadline", case_id, "TB-01", "--clear", "--json").json["next"]["overridden"]


def test_a_note_is_appended_shown_and_read_from_standard_input(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = str(shell.add("--merchant", "店"))
    shell("note", case_id, "one")
    monkeypatch.setattr(sys, "stdin", io.StringIO("two\nthree\n"))
    shell("note", case_id, "-")
    assert shell("note", case_id).out == "one\ntwo\nthree\n"


def test_lanes_say_why_they_are_locked_and_from_when_they_open(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "店", "--platform", "taobao"))
    shell("log", case_id, "applied", "kind=refund_only")
    lanes = {lane["id"]: lane for lane in shell("lanes", case_id, "--json").json}
    platform = lanes["platform_intervention"]
    assert (platform["open"], platform["opens_at"]) == (False, "2026-11-24T10:00:00+08:00")
    assert platform["why"]
    opened = {lane["id"]: lane for lane in shell("--as-of", "2d", "lanes", case_id, "--json").json}
    assert opened["platform_intervention"]["open"]


def test_events_are_listed_with_their_fields_and_stages(shell: Shell) -> None:
    events = {each["event"]: each for each in shell("log", "--events", "--json").json}
    assert events["applied"]["stages"] == [
        "draft",
        "negotiating",
        "refused",
        "decided_against",
        "agreed_return",
        "agreed_refund",
    ]
    assert {
        "name": "kind",
        "type": "choice",
        "choices": ["refund_only", "return_refund", "exchange"],
        "required": True,
    } in (events["applied"]["fields"])
    assert "opened" not in events


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("add", "--merchant", "x", "--paid", "10", "--claim", "11"), "11.00"),
        (("add", "--merchant", "x", "--paid-at", "2026-13-40"), "2026-13-40"),
        (("add", "--merchant", "x", "--paid", "1e5"), "1e5"),
        (("add", "--merchant", " "), "merchant"),
        (("log", "1", "seller_agreed"), "seller_agreed"),
        (("log", "1", "exploded"), "exploded"),
        (("log", "1", "applied", "amount=5"), "kind"),
        (("log", "1", "applied", "kind=gift"), "gift"),
        (("log", "1", "applied", "kind=refund_only", "amount=99999"), "99999.00"),
        (("log", "1", "contacted", "--at", "vorgestern"), "vorgestern"),
        (("log", "1", "contacted", "foo=bar"), "foo"),
        (("log", "1", "contacted", "foo"), "foo"),
        (("log", "1", "timed_out", "rule=XX-1", "outcome=nothing"), "XX-1"),
        (("edit", "1", "merchant="), "merchant"),
        (("edit", "1", "scenario="), "scenario"),
        (("edit", "1", "colour=red"), "colour"),
        (("show", "77"), "77"),
        (("deadline", "1", "XX-9", "--page", "3d"), "XX-9"),
        (("deadline", "1", "TB-01", "--page", "soonish"), "soonish"),
        (("list", "stage:gone"), "gone"),
        (("rules", "show", "nothing"), "nothing"),
    ],
)
def test_bad_input_is_one_line_that_names_it_and_changes_nothing(
    shell: Shell, db: Path, words: tuple[str, ...], names: str
) -> None:
    shell.add("--merchant", "店", "--platform", "taobao", "--paid", "100")
    before = db.read_bytes()
    done = shell(*words)
    assert (done.code, done.out, done.err.count("\n")) == (4, "", 1), done
    assert names in done.err
    assert db.read_bytes() == before


@pytest.mark.parametrize(
    "words", [("fly",), ("show",), ("show", "x"), ("status", "--limit", "x"), ("log",), ("--lang", "fr", "list")]
)
def test_wrong_usage_is_exit_2(shell: Shell, words: tuple[str, ...]) -> None:
    done = shell(*words)
    assert (done.code, done.out) == (2, "")


def test_without_a_terminal_the_screen_is_refused_in_one_line(shell: Shell) -> None:
    for words in ((), ("demo",)):
        done = shell(*words)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)


COMMANDS = ("status", "list", "show", "add", "edit", "log", "note", "deadline", "import", "lanes", "rules", "demo")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_both_languages(shell: Shell, command: str) -> None:
    english, chinese = shell(command, "--help"), shell("--lang", "zh_CN", command, "--help")
    assert english.code == chinese.code == 0
    assert "usage" in english.out
    assert "用法" in chinese.out


def test_the_language_follows_option_then_environment_then_locale(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "usage" in shell("list", "--help").out
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "用法" in shell("list", "--help").out
    monkeypatch.setenv("REFUND_TUI_LANG", "en")
    assert "usage" in shell("list", "--help").out
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_text('language = "zh_CN"\n')
    assert "用法" in shell("list", "--help").out
    assert "usage" in shell("--lang", "en", "list", "--help").out


@pytest.mark.parametrize(("content", "names"), [("colour = 1", "colour"), ("language = 1", "language"), ("][", "TOML")])
def test_a_bad_config_names_the_file_and_the_key(shell: Shell, tmp_path: Path, content: str, names: str) -> None:
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text(content)
    for words in (("list",), ("status",)):
        done = shell(*words)
        assert done.code == 4
        assert str(config) in done.err
        assert names in done.err


def test_the_case_file_follows_option_environment_config_and_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from refund_tui.cli.main import entry

    def add_and_find(*words: str) -> None:
        assert entry([*words, "add", "--merchant", "x"]) == 0
        capsys.readouterr()
        assert entry([*words, "status"]) == 0
        assert "open 1" in capsys.readouterr().out

    add_and_find()
    assert (tmp_path / "home/.local/share/refund-tui/cases.db").exists()
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text(f'data_file = "{tmp_path}/configured.db"')
    add_and_find()
    assert (tmp_path / "configured.db").exists()
    monkeypatch.setenv("REFUND_TUI_DB", str(tmp_path / "environment.db"))
    add_and_find()
    assert (tmp_path / "environment.db").exists()
    add_and_find("--db", str(tmp_path / "option.db"))
    assert (tmp_path / "option.db").exists()


def test_no_command_but_the_screen_loads_textual(db: Path) -> None:
    code = "import sys; from refund_tui.cli.main import entry; entry(sys.argv[1:]); print('textual' in sys.modules)"
    for words in (
        ("add", "--merchant", "x"),
        ("list",),
        ("show", "1"),
        ("log", "--events"),
        ("rules",),
        ("lanes", "1"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, "--db", str(db), *words],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ,
        )
        assert done.stdout.splitlines()[-1] == "False", words


def test_words_may_stand_on_either_side_of_any_flag(shell: Shell, tmp_path: Path) -> None:
    shell.add("--merchant", "Shop A")
    shell.add("--merchant", "Shop B")
    files = [tmp_path / name for name in ("a.txt", "b.txt")]
    for file in files:
        file.write_text(file.name)
    assert shell("rules", "show", "--json", "TB-01").json[0]["id"] == "TB-01"
    assert [case["id"] for case in shell("list", "A", "--json", "open").json] == [1]
    assert shell("edit", "1", "item=Pot", "--json", "paid=12").json["paid_minor"] == 1200
    assert shell("export", "1", "--format", "ics", "2").code == 0
    shell("evidence", "add", "1", str(files[0]), "--shows", "it", str(files[1]))
    assert len(shell("evidence", "list", "1", "--json").json) == 2
    for words in (("export", "1", "--format", "ics", "x"), ("rules", "show", "--json", "A", "B"), ("lanes", "1", "2")):
        refused = shell(*words)
        assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)


def test_the_words_of_a_log_may_stand_on_either_side_of_its_flags(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "店", "--paid", "200"))
    done = shell("log", case_id, "applied", "--at", "2026-11-23T10:00", "kind=refund_only", "--text", "x", "amount=129")
    assert done.code == 0, done.err
    done = shell("log", case_id, "--at", "2026-11-23T11:00", "modified", "kind=refund_only", "--json")
    assert done.json["application"]["kind"] == "refund_only"
    assert shell("log", case_id, "contacted", "--nonsense").code == 2


def test_the_currency_cannot_change_under_amounts_that_are_known(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "店", "--paid", "100"))
    done = shell("edit", case_id, "currency=JPY")
    assert done.code == 4
    assert "CNY" in done.err
    blank = str(shell.add("--merchant", "店"))
    assert shell("edit", blank, "currency=JPY", "paid=100", "--json").json["paid_minor"] == 100


def test_standard_input_that_nobody_opened_holds_no_text(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = str(shell.add("--merchant", "Shop"))
    monkeypatch.setattr(sys, "stdin", None)
    refused = shell("note", case_id, "-")
    assert (refused.code, refused.err.count("\n")) == (4, 1) and "no text to append" in refused.err


def test_money_of_nothing_ends_no_clock(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "Shop", "--paid", "100", "--platform", "taobao"))
    shell("log", case_id, "applied", "kind=refund_only", "amount=100")
    before = shell("show", case_id, "--json").json
    for kind in ("refund_received", "refund_issued"):
        refused = shell("log", case_id, kind, "amount=0.00")
        assert (refused.code, "once there is money" in refused.err) == (4, True)
    assert shell("show", case_id, "--json").json == before


def test_a_field_has_a_length_and_the_rest_belongs_into_the_note(shell: Shell) -> None:
    done = shell("add", "--merchant", "x" * 501)
    assert done.code == 4
    assert "500" in done.err
    assert len(done.err) < 200


def test_times_typed_as_facts_are_echoed_as_they_were_read(shell: Shell) -> None:
    assert "2026-11-22 16:30" in shell("add", "--merchant", "店", "--paid-at", "昨天16:30").err
    assert "2026-11-21 00:00" in shell("edit", "1", "signed_at=2026-11-21").err


def test_what_is_damaged_is_said_in_one_line_by_every_command(shell: Shell, db: Path) -> None:
    case_id = str(shell.add("--merchant", "店"))
    content = bytearray(db.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    db.write_bytes(content)
    for words in (("show", case_id), ("log", case_id, "contacted"), ("list",), ("status",), ("add", "--merchant", "x")):
        done = shell(*words)
        assert (done.code, done.out, done.err.count("\n")) == (3, "", 1), words


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999"])
def test_a_number_that_no_case_has_is_refused(shell: Shell, number: str) -> None:
    shell.add("--merchant", "店")
    assert shell("show", number).code in (2, 4)


@pytest.mark.parametrize("instant", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "2026-11-23", "soon"])
def test_an_instant_that_is_none_is_refused_in_one_line(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, instant: str
) -> None:
    monkeypatch.setenv("REFUND_TUI_NOW", instant)
    done = shell("add", "--merchant", "店")
    assert (done.code, done.err.count("\n")) == (4, 1)
    assert instant in done.err


def test_an_offline_refusal_leads_to_the_desks_there_are_and_mediation_to_the_money(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "超市", "--scenario", "offline", "--paid", "86.40"))
    shell("log", case_id, "contacted")
    refused = shell("log", case_id, "seller_refused", "--json").json
    assert refused["next_step"]["code"] == "refused_offline"
    filed = shell("log", case_id, "complaint_filed", "--json").json
    assert (filed["next_step"]["code"], filed["ball"]) == ("await_lane", "me")
    assert filed["next_step"]["text"].startswith("Follow it up")  # whose move it is and what to do say the same
    shell("log", case_id, "complaint_accepted")
    agreed = shell("log", case_id, "mediation_agreed", "amount=43.20", "--json").json
    assert (agreed["stage"], agreed["ball"], agreed["agreed_minor"]) == ("agreed_refund", "seller", 4320)


def test_output_that_cannot_be_written_ends_without_a_traceback(db: Path) -> None:
    program = [sys.executable, "-m", "refund_tui", "--db", str(db)]
    subprocess.run([*program, "add", "--merchant", "x"], check=True, capture_output=True)
    for words in (["status"], ["show", "1", "--json"]):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run([*program, *words], stdout=full, stderr=subprocess.PIPE, text=True)
        assert "Traceback" not in done.stderr
        assert done.returncode != 0


def test_what_has_not_happened_yet_is_said_to_be_ahead_and_saved_all_the_same(shell: Shell) -> None:
    case_id = str(shell.add("--merchant", "店"))
    done = shell("log", case_id, "contacted", "--at", "明天下午3点")
    assert done.code == 0
    assert [line for line in done.err.splitlines() if "not come yet" in line] == done.err.splitlines()[:1]
    assert "not come yet" not in shell("log", case_id, "contacted", "--at", "2026-11-23 10:10").err  # clocks differ
    added = shell("add", "--merchant", "店", "--paid-at", "2026-11-01", "--signed-at", "2026-12-01")
    assert (added.code, added.err.count("not come yet")) == (0, 1)
    edited = shell("edit", case_id, "shipped_at=2026-11-30", "paid_at=2026-11-01")
    assert (edited.code, edited.err.count("not come yet")) == (0, 1)
