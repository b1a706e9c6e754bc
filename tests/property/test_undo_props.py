"""Any sequence of changes, followed by as many undos, gives each state back on the way; redo gives them again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from refund_tui.cli.case_json import case_json
from refund_tui.errors import Refused
from refund_tui.noting import settle_note
from refund_tui.service import Service
from refund_tui.store import projection
from refund_tui.store.projection import Query
from refund_tui.undoing import history, redo, undo
from tests.property.test_store_model import LOGGABLE, typed_fields

Doing = tuple[str, str]
DOINGS: st.SearchStrategy[Doing] = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(("甲店", "乙店"))),
    st.tuples(st.just("log"), st.sampled_from(LOGGABLE)),
    st.tuples(st.just("edit"), st.sampled_from(("jd", "taobao", ""))),
    st.tuples(st.just("note"), st.text(st.characters(codec="utf-8"), max_size=12)),
    st.tuples(st.just("aside"), st.text(st.characters(codec="utf-8"), max_size=12)),
    st.tuples(st.just("page"), st.sampled_from(("1h", "2d"))),
)


def everything(service: Service) -> dict[str, Any]:
    """What the file says of all cases, but for the revisions, which only ever rise."""
    with service.reader() as connection:
        count = projection.count(connection, Query())
        rows = projection.window(connection, Query(), 0, count)
        tallies = list(projection.tallies(connection))
        cases = {row.case_id: case_json(service.case(row.case_id, connection)) for row in rows}
    for told in cases.values():
        del told["revision"], told["taken_back"]
    return {"cases": cases, "tallies": tallies, "order": [row.case_id for row in rows]}


def do(service: Service, doing: Doing, case_id: int) -> None:
    kind, what = doing
    if kind == "add":
        service.add({"merchant": what, "platform": "taobao", "paid": "99.00"})
    elif kind == "log":
        service.log(case_id, what, typed_fields(what), force=True)
    elif kind == "edit":
        service.edit(case_id, {"platform": what, "item": what})
    elif kind == "note":
        service.append_note(case_id, what)
    elif kind == "aside":
        settle_note(service, case_id, what, service.case(case_id).note.revision, "old")
    else:
        service.set_deadline(case_id, "L-19", what)


@settings(max_examples=15)
@given(st.lists(DOINGS, max_size=8))
def test_as_many_undos_give_every_state_back_and_as_many_redos_give_it_again(doings: list[Doing]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder) / "cases.db")
        service.prepare()
        states = [everything(service)]
        for turn, doing in enumerate((("add", "甲店"), *doings)):
            # Another session each time: what one session types into a note within a minute is one step.
            service = Service(service.path)
            with service.reader() as connection:
                known = [row.case_id for row in projection.window(connection, Query(), 0, 99)]
            try:
                do(service, doing, known[turn % len(known)] if known else 0)
            except Refused:
                continue
            if len(history(service, 99)) == len(states):
                states.append(everything(service))
        for state in states[-2::-1]:
            undo(service)
            assert everything(service) == state
        for state in states[1:]:
            redo(service)
            assert everything(service) == state
