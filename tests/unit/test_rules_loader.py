"""Rule files are read, merged and refused with the file, the key and the reason."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from refund_tui.domain.problem import Refused
from refund_tui.rules.loader import (
    SHIPPED,
    Part,
    check_file,
    from_json,
    load_all,
    load_file,
    load_shipped,
    to_json,
)
from tests.making import both

HEAD = """
id = "mine"
version = "1"
title = { en = "Mine", zh_CN = "我的" }
platforms = ["meituan"]
scenarios = ["online"]

[sources]
Page = "a page, undated"
"""
CLOCK = """
[[deadlines]]
id = "M-01"
title = { en = "Seller answers", zh_CN = "卖家处理" }
who = "seller"
anchors = ["applied"]
when = [{ kind = "refund_only", shipped = false }]
unit = "hours"
amount = 24
met_by = ["seller_agreed"]
on_expiry = { en = "refunded", zh_CN = "退款" }
severity = "gains_right"
source = { ref = "Page Art. 1", confidence = "low" }
"""
LANE = """
[[lanes]]
id = "alipay_ticket"
title = { en = "Desk", zh_CN = "客服" }
purpose = { en = "helps", zh_CN = "协助" }
locked = { en = "not yet", zh_CN = "尚不可用" }
event = "ticket_submitted"
steps = [{ en = "Go.", zh_CN = "前往。" }]
gates = [{ clocks = ["M-01"] }]
source = { ref = "Page", confidence = "low" }
"""
ITEM = """
[[evidence]]
slot = "photo"
level = "R"
title = { en = "Photo", zh_CN = "照片" }
shows = { en = "it", zh_CN = "它" }
reasons = ["quality"]
source = { ref = "Page", confidence = "low" }
"""
GOOD = HEAD + CLOCK + LANE + ITEM


def written(folder: Path, text: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", sorted(load_shipped()))
def test_a_playbook_comes_back_from_its_json_as_it_was(name: str) -> None:
    playbook = load_shipped()[name]
    assert from_json(to_json(playbook)) == playbook
    assert to_json(from_json(to_json(playbook))) == to_json(playbook)


def test_a_file_read_with_and_without_the_check_gives_the_same() -> None:
    for name, playbook in load_shipped().items():
        assert load_file(SHIPPED / f"{name}.toml") == playbook


def test_a_part_is_read_as_a_part() -> None:
    part = load_file(SHIPPED / "law-cn.toml")
    assert isinstance(part, Part)
    assert part.name == "law-cn"
    assert "L-19" in {rule.id for rule in part.deadlines}


def test_a_good_file_passes_and_keeps_the_citation_under_its_ref(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    assert check_file(path) == []
    mine = load_all(tmp_path).get("mine@1")
    rule = mine.rule("M-01")
    assert rule is not None
    assert mine.sources[rule.source.ref] == both("a page, undated")
    assert rule.when == ({"kind": ("refund_only",), "shipped": ("false",)},)
    assert from_json(to_json(mine)) == mine


def test_a_source_may_be_named_in_each_language(tmp_path: Path) -> None:
    page = 'Page = { en = "a page, undated", zh_CN = "某页，未注明日期" }\nBook = "卷一"'
    told = GOOD.replace('Page = "a page, undated"', page).replace('ref = "Page Art. 1"', 'ref = "Page Art. 1; Book"')
    assert check_file(written(tmp_path, told)) == []
    mine = load_all(tmp_path).get("mine@1")
    assert mine.citation("Page Art. 1; Book", "en") == "a page, undated; 卷一"
    assert mine.citation("Page Art. 1; Book", "zh_CN") == "某页，未注明日期；卷一"
    assert mine.citation("Page", "zh_CN") == "某页，未注明日期" and mine.citation("Else", "en") is None


def test_a_playbook_pinned_when_a_source_was_one_sentence_is_still_read() -> None:
    playbook = load_shipped()["taobao-order"]
    before = {**json.loads(to_json(playbook)), "sources": dict.fromkeys(playbook.sources, "T1 原文")}
    read = from_json(json.dumps(before))
    assert {read.citation(ref, "en") for ref in playbook.sources} == {"T1 原文"}


def test_the_users_file_wins_over_a_shipped_one_of_the_same_id(tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace('"mine"', '"jd-order"').replace("meituan", "jd"), "jd-order.toml")
    book = load_all(tmp_path)
    assert book.choose("jd", "online").title["en"] == "Mine"
    assert book.choose("taobao", "online").id == "taobao-order"


def test_the_users_playbook_is_chosen_for_the_platform_it_names(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    book = load_all(tmp_path)
    assert book.choose("meituan", "online").id == "mine"
    assert book.choose("meituan", "offline").id == "offline-purchase"
    written(tmp_path, GOOD.replace('["meituan"]', "[]"))
    book = load_all(tmp_path)
    assert (book.choose("other", "online").id, book.choose("jd", "online").id) == ("mine", "jd-order")


def test_a_users_file_can_change_one_rule_of_a_playbook_that_ships(tmp_path: Path) -> None:
    head = HEAD.replace('"mine"', '"taobao-order"').replace('version = "1"', 'version = "1-me"')
    head = head.replace("[sources]", 'includes = ["taobao-order"]\n[sources]')
    written(tmp_path, head + CLOCK.replace("M-01", "TB-06").replace("24", "72"), "taobao-order.toml")
    mine, shipped = load_all(tmp_path).get("taobao-order@1-me"), load_shipped()["taobao-order"]
    changed = mine.rule("TB-06")
    assert changed is not None
    assert changed.amount == 72
    assert {rule.id for rule in mine.deadlines} == {rule.id for rule in shipped.deadlines}
    assert mine.rule("TB-01") == shipped.rule("TB-01")


def test_an_own_burden_replaces_an_included_one_for_its_reasons_only(tmp_path: Path) -> None:
    part = 'part = true\n[sources]\nPage = "a page, undated"\n[[burdens]]\nreasons = ["quality", "service"]\n'
    burden = 'text = {{ en = "{0}", zh_CN = "{0}" }}\nsource = {{ ref = "Page", confidence = "low" }}\n'
    written(tmp_path, part + burden.format("theirs"), "shared.toml")
    own = '[[burdens]]\nreasons = ["quality"]\n' + burden.format("own")
    written(tmp_path, HEAD.replace("[sources]", 'includes = ["shared"]\n[sources]') + own)
    burdens = load_all(tmp_path).get("mine").burdens
    assert [(each.reasons, each.text["en"]) for each in burdens] == [(("quality",), "own"), (("service",), "theirs")]


def test_an_unknown_playbook_or_version_is_refused_by_name() -> None:
    book = load_all(None)
    for name in ("nothing", "jd-order@0"):
        with pytest.raises(Refused, match=name):
            book.get(name)
    with pytest.raises(Refused, match="lunar"):
        book.choose("jd", "lunar")


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    assert load_all(tmp_path / "none").playbooks == load_shipped()


@pytest.mark.parametrize(
    ("before", "after", "key", "why"),
    [
        ('version = "1"', "", "version", "is missing"),
        ('version = "1"', 'version = "1@2"', "version", "is not written as it must be"),
        ('scenarios = ["online"]', "scenarios = []", "scenarios", "is empty"),
        ('scenarios = ["online"]', 'scenarios = ["lunar"]', "scenarios[1]", "cannot be 'lunar'"),
        ('platforms = ["meituan"]', 'platforms = ["ebay"]', "platforms[1]", "cannot be 'ebay'"),
        ('platforms = ["meituan"]', "colour = 1", "colour", "is not a key here"),
        ("amount = 24", "amount = 24\nhurts = true", "deadlines[M-01].hurts", "is not a key here"),
        ("amount = 24", 'amount = "24"', "deadlines[M-01].amount", "must be a whole number"),
        ("amount = 24", "amount = true", "deadlines[M-01].amount", "must be a whole number"),
        ("amount = 24", "amount = 100001", "deadlines[M-01].amount", "must not be above 100000"),
        ("amount = 24", "amount = -1", "deadlines[M-01].amount", "must not be below 0"),
        ("amount = 24", "", "deadlines[M-01]", "the unit hours needs amount"),
        ("amount = 24", "amount = 24\nroll = true", "deadlines[M-01]", "roll goes with"),
        ("amount = 24", 'amount = 24\nuntil_field = "until"', "deadlines[M-01]", "no instant of applied"),
        ('unit = "hours"', 'unit = "until_field"', "deadlines[M-01]", "needs until_field"),
        ('unit = "hours"', 'unit = "weeks"', "deadlines[M-01].unit", "cannot be 'weeks'"),
        ('who = "seller"', 'who = "shop"', "deadlines[M-01].who", "cannot be 'shop'"),
        ('severity = "gains_right"', 'severity = "bad"', "deadlines[M-01].severity", "cannot be 'bad'"),
        ('["applied"]', '["asked"]', "deadlines[M-01].anchors[1]", "'asked' is not an event"),
        ('["applied"]', '["opened"]', "deadlines[M-01].anchors[1]", "'opened' is not an event"),
        ('["seller_agreed"]', '["applied:colour=red"]', "deadlines[M-01].met_by[1]", "names no field of applied"),
        ('["seller_agreed"]', '["applied:kind=gift"]', "deadlines[M-01].met_by[1]", "cannot be 'gift'"),
        ('["seller_agreed"]', '["applied:amount=1"]', "deadlines[M-01].met_by[1]", "cannot be compared"),
        ('kind = "refund_only"', 'mood = "bad"', "deadlines[M-01].when[1]", "'mood' cannot be asked about"),
        ('kind = "refund_only"', 'kind = "gift"', "deadlines[M-01].when[1]", "kind cannot be 'gift'"),
        ("shipped = false", "shipped = 0", "deadlines[M-01].when[1].shipped[1]", "must be text"),
        (', zh_CN = "卖家处理"', "", "deadlines[M-01].title", "has no zh_CN text"),
        ('zh_CN = "退款"', 'zh_CN = " "', "deadlines[M-01].on_expiry", "has no zh_CN text"),
        ('source = { ref = "Page Art. 1", confidence = "low" }', "", "deadlines[M-01].source", "is missing"),
        ('ref = "Page Art. 1"', 'ref = "Book 1"', "deadlines[M-01].source.ref", "'Book' is not in sources"),
        ('ref = "Page Art. 1"', 'ref = "Page; Book"', "deadlines[M-01].source.ref", "'Book' is not in sources"),
        ('Art. 1", confidence = "low"', '", confidence = "sure"', "deadlines[M-01].source.confidence", "'sure'"),
        ('Art. 1", confidence', '", as_of = "soon", confidence', "deadlines[M-01].source.as_of", "not written"),
        (", undated", "", "deadlines[M-01].source.as_of", "undated"),
        ('clocks = ["M-01"]', 'clocks = ["M-02"]', "lanes[alipay_ticket].gates", "'M-02' is not a rule"),
        ('{ clocks = ["M-01"] }', "{}", "lanes[alipay_ticket].gates[1]", "is empty"),
        ('clocks = ["M-01"]', 'stages = ["sad"]', "lanes[alipay_ticket].gates[1].stages[1]", "cannot be 'sad'"),
        ('"ticket_submitted"', '"complaint_filed"', "lanes[alipay_ticket]", "moves the lane complaint_12315"),
        ('reasons = ["quality"]', 'reasons = ["mood"]', "evidence[photo].reasons[1]", "cannot be 'mood'"),
        ('level = "R"', 'level = "X"', "evidence[photo].level", "cannot be 'X'"),
        ('level = "R"', 'level = "R"\nmedia = ["smell"]', "evidence[photo].media[1]", "cannot be 'smell'"),
        ('Page = "a page, undated"', "Page = 5", "sources.Page", "must be a table"),
        ('Page = "a page, undated"', 'Page = ""', "sources.Page", "has no en text"),
        ('"a page, undated"', '{ en = "a page, undated" }', "sources.Page", "has no zh_CN text"),
        ("[sources]", 'includes = ["nowhere"]\n[sources]', "includes", "there is no nowhere.toml"),
        ("[sources]", 'includes = ["../mine"]\n[sources]', "includes[1]", "is not written"),
        ("[[evidence]]", CLOCK + "[[evidence]]", "deadlines[M-01]", "stands here twice"),
        ('id = "mine"', "id = ", "file", "is not TOML"),
        ('id = "mine"', "part = true", "version", "is not a key here"),
    ],
)
def test_a_bad_file_is_refused_with_file_key_and_reason(
    tmp_path: Path, before: str, after: str, key: str, why: str
) -> None:
    assert before in GOOD
    path = written(tmp_path, GOOD.replace(before, after, 1))
    problems = check_file(path)
    assert any(line.startswith(f"{path}: {key}: ") and why in line for line in problems), problems
    with pytest.raises(Refused) as caught:
        load_file(path)
    assert str(caught.value) == problems[0]
    assert caught.value.message == "{file}: {key}: {why}"


def test_the_check_names_all_problems_a_line_each(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace('version = "1"', "").replace('"hours"', '"weeks"').replace('"R"', '"X"'))
    assert [line.split(": ")[1] for line in check_file(path)] == [
        "version",
        "deadlines[M-01].unit",
        "evidence[photo].level",
    ]


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    (line,) = check_file(tmp_path / "none.toml")
    assert "none.toml: file: cannot be read" in line
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    assert "is not TOML" in check_file(tmp_path / "bytes.toml")[0]


def test_a_bad_include_is_named_with_its_own_file(tmp_path: Path) -> None:
    shared = written(tmp_path, "part = true\ncolour = 1\n", "shared.toml")
    path = written(tmp_path, GOOD.replace("[sources]", 'includes = ["shared"]\n[sources]'))
    assert check_file(path) == [f"{shared}: colour: is not a key here"]


def test_includes_that_go_round_are_refused(tmp_path: Path) -> None:
    written(tmp_path, 'part = true\nincludes = ["b"]\n', "a.toml")
    written(tmp_path, 'part = true\nincludes = ["a"]\n', "b.toml")
    assert "includes this file in turn" in check_file(tmp_path / "a.toml")[0]


def test_two_includes_that_differ_about_a_rule_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        written(tmp_path, f'part = true\n[sources]\nPage = "a page, undated"\n{CLOCK}', f"{name}.toml")
    path = written(tmp_path, HEAD.replace("[sources]", 'includes = ["a", "b"]\n[sources]'))
    assert check_file(path) == [
        f"{path}: deadlines[M-01]: stands in a.toml and b.toml; write it here to say which counts"
    ]
    written(tmp_path, path.read_text(encoding="utf-8") + CLOCK)
    assert check_file(path) == []


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "a.toml")
    written(tmp_path, GOOD, "b.toml")
    with pytest.raises(Refused, match=r"b\.toml: id: mine is the id of a\.toml too"):
        load_all(tmp_path)


def test_shipped_rules_are_read_without_pydantic() -> None:
    code = "import sys; from refund_tui.rules.loader import load_all; load_all(None); print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
