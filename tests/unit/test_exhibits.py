"""Exhibits are the fold of a case's events, and the checklist says what they are worth."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refund_tui.domain.checklist import ChecklistItem, checklist, next_wanted
from refund_tui.domain.events import Event
from refund_tui.domain.exhibits import Exhibit, all_added, exhibits, next_number
from refund_tui.domain.playbook import EvidenceRule, Source
from refund_tui.evidence_words import completeness
from tests.making import at, both, case_of, opening, playbook, story

WHEN = at("2026-11-23T10:00")
SOURCE = Source("T1", None, "high")


def happened(kind: str, /, **data: Any) -> Event:
    return Event(0, kind, WHEN, WHEN, data)


def wanted(slot: str, level: str = "R", *media: str) -> EvidenceRule:
    return EvidenceRule(slot, level, both(slot), both("shows"), (), SOURCE, media)


def exhibit(number: int, slot: str | None, type_id: str = "jpeg", shows: str | None = "x") -> Exhibit:
    return Exhibit(number, slot, "a.jpg", "ab", shows, type=type_id)


def test_texts_kept_before_files_had_numbers_are_numbered_in_their_order() -> None:
    old = [happened("evidence_added", sha256=f"{n}", size=1, kind="pasted_text", shows="t") for n in (1, 2)]
    new = happened("evidence_added", exhibit=3, sha256="3", name="a.jpg", type="jpeg")
    found = exhibits([*old, new])
    assert [(each.number, each.name, each.type) for each in found] == [
        (1, "pasted_text.txt", "text"),
        (2, "pasted_text.txt", "text"),
        (3, "a.jpg", "jpeg"),
    ]


STEPS = st.lists(
    st.one_of(
        st.just("add"),
        st.tuples(st.just("drop"), st.integers(1, 9)),
        st.tuples(st.just("say"), st.integers(1, 9), st.text(max_size=3)),
    ),
    max_size=30,
)


@given(STEPS)
def test_whatever_happens_numbers_stay_and_are_never_given_twice(steps: list[Any]) -> None:
    events: list[Event] = []
    given_out: list[int] = []
    names: dict[int, str] = {}
    for place, step in enumerate(steps):
        if step == "add":
            number = next_number(events)
            given_out.append(number)
            names[number] = f"{place}"
            events.append(happened("evidence_added", exhibit=number, sha256="ab", name=f"{place}"))
        elif step[0] == "drop":
            events.append(happened("evidence_dropped", exhibit=step[1]))
        else:
            events.append(happened("evidence_described", exhibit=step[1], shows=step[2]))
        held = exhibits(events)
        assert all(each.name == names[each.number] for each in held)
        assert [each.number for each in held] == sorted(each.number for each in held)
    assert given_out == sorted(set(given_out))
    assert len(list(all_added(events))) == len(given_out)


@pytest.mark.parametrize(
    ("held", "standing", "weakness"),
    [
        ((), "missing", None),
        ((exhibit(1, "photo"),), "present", None),
        ((exhibit(1, "photo", shows=None),), "weak", "no_caption"),
        ((exhibit(1, "photo", "pdf"),), "weak", "type"),
        ((exhibit(1, "photo", "pdf"), exhibit(2, "photo")), "present", None),
        ((exhibit(1, "photo", "pdf"), exhibit(2, "photo", shows=None)), "weak", "no_caption"),
        ((exhibit(1, "chat"),), "missing", None),
    ],
)
def test_an_item_is_as_strong_as_its_best_file(held: tuple[Exhibit, ...], standing: str, weakness: str | None) -> None:
    own = playbook(evidence=(wanted("photo", "R", "image"),))
    item = checklist(case_of([opening()]), own, held)[0]
    assert (item.standing, item.weakness) == (standing, weakness)


def test_what_was_only_marked_by_hand_is_weak_and_a_mark_beats_what_a_file_says() -> None:
    own = playbook(evidence=(wanted("photo"),))
    case = case_of(story(opening(), ("evidence_marked", "2026-11-02T09:00", {"slot": "photo", "state": "uploaded"})))
    assert (checklist(case, own)[0].state, checklist(case, own)[0].weakness) == ("uploaded", "no_file")
    with_file = checklist(case, own, (exhibit(1, "photo"),))[0]
    assert (with_file.state, with_file.standing) == ("uploaded", "present")
    unmarked = checklist(case_of([opening()]), own, (exhibit(1, "photo"),))[0]
    assert unmarked.state == "prepared" and not unmarked.lacking


def test_what_to_add_next_is_required_first_then_strong_and_never_optional() -> None:
    items = [ChecklistItem(wanted(slot, level), "missing") for slot, level in (("o", "O"), ("s", "S"), ("r", "R"))]
    order = []
    while (following := next_wanted(items)) is not None:
        order.append(following.rule.slot)
        items = [ChecklistItem(each.rule, "prepared") if each is following else each for each in items]
    assert order == ["r", "s"]


def test_completeness_is_said_in_words() -> None:
    rules = (wanted("photo"), wanted("chat"), wanted("video", "S"))
    case = case_of(story(opening(), ("evidence_marked", "2026-11-02T09:00", {"slot": "chat", "state": "submitted"})))
    said = completeness(checklist(case, playbook(evidence=rules)))
    assert said == "1 of 2 required are there, 1 uploaded. Weak: 1. Next: photo."
    assert completeness(()) == "Nothing is required for this reason."
