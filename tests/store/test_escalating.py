"""An edited letter is the user's: it stands in the case file, is taken back like any change, and is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from refund_tui import undoing
from refund_tui.domain.letter_edits import ANEW, EDITED
from refund_tui.errors import Refused
from refund_tui.escalating import hand_in, keep_words
from refund_tui.lettering import write
from refund_tui.service import Service
from refund_tui.views import CaseView

LANE = "seller_message"


@pytest.fixture
def here(tmp_path: Path) -> Service:
    service = Service(tmp_path / "cases.db")
    service.prepare()
    service.add({"merchant": "Tea House", "platform": "taobao", "reason": "quality", "paid": "129"})
    return service


def edits(view: CaseView) -> list[str | None]:
    return [event.data.get("text") for event in view.events if event.kind in (EDITED, ANEW)]


def test_own_words_stand_in_the_letter_of_their_length_and_language_alone(here: Service) -> None:
    view = keep_words(here, 1, write(here.case(1), LANE, "short"), "mine\x1b[31m\r\nnow")
    assert write(view, LANE, "short").text == "mine␛[31m\nnow"
    assert write(view, LANE, "full").made_from is None
    assert write(view, LANE, "short", language="zh_CN").made_from is None
    assert write(view, LANE, "short", fresh=True).made_from is None
    with pytest.raises(Refused, match="your own words"):
        write(view, LANE, "short", reply_by=view.now.date())


def test_the_same_words_are_written_once_and_those_they_were_made_from_take_the_edit_away(here: Service) -> None:
    made = write(here.case(1), LANE)
    assert edits(keep_words(here, 1, made, made.text)) == []
    view = keep_words(here, 1, made, "mine")
    again = write(view, LANE)
    assert edits(keep_words(here, 1, again, "mine")) == ["mine"]
    assert edits(keep_words(here, 1, again, "mine too")) == ["mine", "mine too"]
    view = keep_words(here, 1, write(here.case(1), LANE), made.text)
    assert edits(view) == ["mine", "mine too", None] and write(view, LANE).made_from is None


def test_an_edit_is_taken_back_and_brought_again(here: Service) -> None:
    keep_words(here, 1, write(here.case(1), LANE), "mine")
    undoing.undo(here, own=True)
    assert write(here.case(1), LANE).made_from is None
    undoing.redo(here, own=True)
    assert write(here.case(1), LANE).text == "mine"


def test_a_change_of_the_case_is_told_of_an_edit_and_takes_nothing_from_it(here: Service) -> None:
    keep_words(here, 1, write(here.case(1), LANE), "mine")
    assert not write(here.case(1), LANE).outdated
    view = here.edit(1, {"order_no": "778899"})
    assert write(view, LANE).outdated and write(view, LANE).text == "mine"


def test_handing_in_logs_and_marks_the_evidence_in_one_step(here: Service) -> None:
    slot = here.case(1).checklist[0].rule.slot
    here.log(1, "evidence_marked", {"slot": slot, "state": "uploaded"})
    view = hand_in(here, 1, "contacted", {"text": "sent"}, slots=[slot])
    assert view.case.stage == "negotiating" and view.case.evidence == {slot: "submitted"}
    undoing.undo(here, own=True)
    view = here.case(1)
    assert view.case.stage == "draft" and view.case.evidence == {slot: "uploaded"}
