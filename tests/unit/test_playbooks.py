"""The playbooks that ship say what the domain notes say, in both languages, each rule with its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from refund_tui.domain.case import PLATFORMS, REASONS
from refund_tui.domain.events import EVENTS
from refund_tui.domain.playbook import CONFIDENCES, DeadlineRule, Playbook, Source, Text
from refund_tui.rules.loader import SHIPPED, check_file, load_all, load_shipped

BOOK = load_all(None)

# Duration, who must act and confidence as the domain notes (section 2) have them.
NOTED: dict[str, tuple[int, str, str, str]] = {
    "TB-01": (24, "hours", "seller", "medium"),
    "TB-03": (120, "hours", "me", "medium"),
    "TB-04": (36, "hours", "seller", "medium"),
    "TB-06": (120, "hours", "seller", "low"),
    "TB-07": (168, "hours", "me", "medium"),
    "TB-08": (240, "hours", "seller", "low"),
    "TB-09": (120, "hours", "me", "low"),
    "TB-10": (48, "hours", "platform", "low-medium"),
    "TB-11": (72, "hours", "me", "memory"),
    "TB-12": (360, "hours", "me", "medium"),
    "TB-13": (240, "hours", "me", "medium-high"),
    "TB-14": (7, "days_from_next_midnight", "me", "medium"),
    "S74": (0, "until_field", "me", "medium"),
    "S45": (0, "until_field", "me", "medium"),
    "L-01": (7, "calendar_days", "me", "high"),
    "L-02": (15, "calendar_days", "seller", "high"),
    "L-03": (7, "calendar_days", "seller", "high"),
    "L-10": (15, "calendar_days", "seller", "high"),
    "L-10b": (15, "calendar_days", "seller", "medium"),
    "L-19": (7, "working_days", "authority", "high"),
    "L-20": (60, "calendar_days", "authority", "high"),
    "L-22": (15, "working_days", "authority", "high"),
    "L-25": (3, "years", "me", "high"),
    "AP-02": (0, "hours", "payment_service", "medium-high"),
    "AP-04": (5, "working_days", "bank", "low-medium"),
    "AP-05": (21, "working_days", "bank", "low-medium"),
    "AP-06": (0, "calendar_days", "payment_service", "low-medium"),
    "AP-08": (72, "hours", "payment_service", "low"),
    "EU-01": (14, "calendar_days", "me", "high"),
    "EU-01b": (14, "calendar_days", "me", "high"),
    "EU-02": (14, "calendar_days", "me", "high"),
    "EU-03": (14, "calendar_days", "seller", "high"),
    "UK-01": (14, "calendar_days", "me", "high"),
    "UK-01b": (14, "calendar_days", "me", "high"),
    "UK-01c": (14, "calendar_days", "seller", "high"),
    "UK-02": (30, "calendar_days", "me", "medium-high"),
    "UK-03": (14, "calendar_days", "seller", "memory"),
    "PP-01": (4320, "hours", "me", "high"),
    "PP-02": (480, "hours", "me", "high"),
    "PP-03": (240, "hours", "me", "high"),
    "PP-05": (10, "calendar_days", "seller", "medium"),
    "PP-07": (30, "calendar_days", "payment_service", "medium"),
    "CC-01": (120, "calendar_days", "me", "medium"),
    "CC-03": (90, "calendar_days", "bank", "high"),
    "JD-01": (24, "hours", "seller", "high"),
    "JD-02": (360, "hours", "me", "high"),
    "JD-03": (24, "hours", "seller", "high"),
    "JD-04": (4, "business_hours", "seller", "high"),
    "JD-05": (24, "hours", "seller", "high"),
    "JD-06": (7, "calendar_days", "me", "high"),
}


@pytest.fixture(params=sorted(load_shipped()))
def playbook(request: pytest.FixtureRequest) -> Playbook:
    return BOOK.get(request.param)


def texts(playbook: Playbook) -> Iterator[Text]:
    yield playbook.title
    for rule in playbook.deadlines:
        yield from (rule.title, rule.on_expiry, *([rule.note] if rule.note else []))
    for item in playbook.evidence:
        yield from (item.title, item.shows)
    for burden in playbook.burdens:
        yield burden.text
    for lane in playbook.lanes:
        yield from (lane.title, lane.purpose, lane.locked, *lane.steps)


def sources(playbook: Playbook) -> Iterator[Source]:
    sections = (playbook.deadlines, playbook.evidence, playbook.burdens, playbook.lanes)
    yield from (rule.source for rules in sections for rule in rules)


def has_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


@pytest.mark.parametrize("name", sorted(path.name for path in SHIPPED.glob("*.toml")))
def test_every_file_that_ships_passes_the_check(name: str) -> None:
    assert check_file(SHIPPED / name) == []


def test_a_playbook_is_named_as_its_file() -> None:
    assert set(load_shipped()) <= {path.stem for path in SHIPPED.glob("*.toml")}


def test_every_text_is_there_in_both_languages(playbook: Playbook) -> None:
    for text in texts(playbook):
        assert text["en"].strip()
        assert has_chinese(text["zh_CN"]), text


def test_titles_are_short(playbook: Playbook) -> None:
    sections = (playbook.deadlines, playbook.evidence, playbook.lanes)
    for title in (playbook.title, *(rule.title for rules in sections for rule in rules)):
        assert len(title["en"]) <= 40, title
        assert len(title["zh_CN"]) <= 20, title


def test_no_text_names_the_repealed_complaint_rule(playbook: Playbook) -> None:
    assert not [text for text in texts(playbook) if "暂行办法" in text["zh_CN"]]
    assert not [text for ref, text in playbook.sources.items() if "LAW121" in ref and "处理暂行办法" in text["zh_CN"]]


def test_every_rule_has_a_citation_a_confidence_and_a_date_or_says_undated(playbook: Playbook) -> None:
    for source in sources(playbook):
        assert source.confidence in CONFIDENCES
        cited = playbook.sources[source.ref]
        assert source.as_of or ("undated" in cited["en"] and "未注明日期" in cited["zh_CN"])


def test_a_source_reads_in_either_language(playbook: Playbook) -> None:
    named = re.compile(r"《[^》]*》|投诉登记表|三包")
    for ref, cited in playbook.sources.items():
        assert not has_chinese(named.sub("", cited["en"])), ref
        assert has_chinese(cited["zh_CN"]) and "undated" not in cited["zh_CN"], ref


def test_a_source_known_from_memory_is_never_called_high(playbook: Playbook) -> None:
    for source in sources(playbook):
        if source.ref.split()[0] in ("memory", "notes"):
            assert not source.confirmed, source


def test_every_duration_is_the_one_of_the_domain_notes(playbook: Playbook) -> None:
    for rule in playbook.deadlines:
        noted = (24, *NOTED["TB-13"][1:]) if (playbook.id, rule.id) == ("virtual-goods", "TB-13") else NOTED[rule.id]
        assert (rule.amount, rule.unit, rule.who, rule.source.confidence) == noted, rule.id


def test_only_my_own_clocks_can_lose_me_a_right_and_only_theirs_can_give_me_one(playbook: Playbook) -> None:
    for rule in playbook.deadlines:
        assert rule.severity != "loses_right" or rule.who == "me", rule.id
        assert rule.severity != "gains_right" or rule.who != "me", rule.id


def test_every_reason_has_an_item_that_is_required_and_a_burden(playbook: Playbook) -> None:
    for reason in REASONS:
        assert [item for item in playbook.evidence if reason in item.reasons and item.level == "R"] or (
            reason == "offline" and playbook.id == "offline-purchase"
        )
        assert [burden for burden in playbook.burdens if reason in burden.reasons], reason
    assert [item for item in playbook.evidence if not item.reasons and item.level == "R"]


def test_slots_and_ids_are_unique(playbook: Playbook) -> None:
    for names in (
        [rule.id for rule in playbook.deadlines],
        [item.slot for item in playbook.evidence],
        [lane.id for lane in playbook.lanes],
        [reason for burden in playbook.burdens for reason in burden.reasons],
    ):
        assert len(names) == len(set(names))


def test_every_lane_is_done_by_an_event_that_moves_it(playbook: Playbook) -> None:
    for lane in playbook.lanes:
        assert EVENTS[lane.event].lane in (lane.id, None)
        assert lane.authority is (lane.id == "complaint_12315")


def test_only_platforms_with_such_a_lane_offer_their_intervention() -> None:
    offering = {each.id for each in BOOK.playbooks.values() if "platform_intervention" in {e.id for e in each.lanes}}
    assert offering == {"taobao-order", "jd-order", "online-order", "virtual-goods"}
    assert {rule.id[:2] for rule in BOOK.get("online-order").deadlines} == {
        "S4",
        "S7",
        "L-",
        "AP",
        "EU",
        "UK",
        "PP",
        "CC",
    }
    assert {rule.id[:2] for rule in BOOK.get("offline-purchase").deadlines} == {"L-", "AP", "EU", "UK", "PP", "CC"}


@pytest.mark.parametrize("platform", [*PLATFORMS, None])
def test_the_playbook_follows_platform_and_scenario(platform: str | None) -> None:
    by_platform = {"taobao": "taobao-order", "tmall": "taobao-order", "jd": "jd-order"}
    assert BOOK.choose(platform, "online").id == by_platform.get(platform or "", "online-order")
    assert BOOK.choose(platform, "offline").id == "offline-purchase"
    assert BOOK.choose(platform, "virtual").id == "virtual-goods"


def test_no_rule_hides_behind_a_name_the_notes_do_not_have() -> None:
    used: set[str] = {rule.id for each in BOOK.playbooks.values() for rule in each.deadlines}
    assert used == set(NOTED)


def test_a_clock_that_hurts_me_can_be_ended_by_me() -> None:
    rules: list[DeadlineRule] = [rule for each in BOOK.playbooks.values() for rule in each.deadlines]
    for rule in rules:
        if rule.severity == "loses_right":
            assert {EVENTS[pattern.partition(":")[0]].actor for pattern in rule.met_by} & {"me"}, rule.id
