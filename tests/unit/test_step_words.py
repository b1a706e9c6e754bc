"""A change is told in the language in use, its parts joined as that language joins them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from refund_tui import i18n
from refund_tui.step_words import said
from refund_tui.store.changes import Step

STEP = Step(
    *(1, "s", datetime(2026, 11, 23, tzinfo=UTC), "log", {}, 0),
    cases=((1, "甲店"), (2, "乙店")),
    events=((1, "applied"), (1, "evidence_marked"), (2, "applied")),
)
IMPORT = replace(STEP, kind="import", data={"files": ["a.csv", "b.csv"], "rows": [3, 4]}, events=STEP.events[:1])


def test_what_a_change_did_is_joined_by_chinese_signs_in_chinese() -> None:
    assert ", " in said(STEP) and "; " in said(STEP) and "a.csv, b.csv" in said(IMPORT) and "3, 4" in said(IMPORT)
    i18n.install("zh_CN")
    told = said(STEP) + said(IMPORT)
    assert "、" in said(STEP) and "；" in said(STEP) and "a.csv、b.csv" in told and "3、4" in told
    assert ", " not in told and "; " not in told
