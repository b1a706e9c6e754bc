"""What the case panes ask the screen to do; the panes themselves change nothing in the case file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from refund_tui.drafts import Left


class LaneChosen(Message):
    """An escalation button was pressed."""

    def __init__(self, lane_id: str) -> None:
        super().__init__()
        self.lane_id = lane_id


class EvidenceToggled(Message):
    """An item of the checklist is to stand at `state` (one of `events.EVIDENCE_STATES`)."""

    def __init__(self, slot: str, state: str) -> None:
        super().__init__()
        self.slot = slot
        self.state = state


class DeadlineChosen(Message):
    """A clock was chosen, to type what the page shows for it."""

    def __init__(self, rule_id: str) -> None:
        super().__init__()
        self.rule_id = rule_id


class FactWanted(Message):
    """A fact that a clock needs was chosen, to be typed: `field` is one of `fields.FACTS`."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


class AmountsWanted(Message):
    """What was bought and paid is to be typed."""


class NoteChanged(Message):
    """The note was typed to be `text`, on top of its `revision`: save it, then tell the editor how it went.

    `aside` is another text of the note that gives way to it, to be put on the timeline; None where there is none.
    """

    def __init__(self, case_id: int, text: str, revision: int, aside: str | None = None) -> None:
        super().__init__()
        self.case_id = case_id
        self.text = text
        self.revision = revision
        self.aside = aside


class NoteLeft(Message):
    """The user is done with the note; the focus may go elsewhere."""


class NoteOutside(Message):
    """The user wants to go on with the note in an editor of their own."""


class LongPaste(Message):
    """A text too long for a note was pasted into that of a case: keep it as evidence, then tell the editor."""

    def __init__(self, case_id: int, text: str) -> None:
        super().__init__()
        self.case_id = case_id
        self.text = text


class DraftFound(Message):
    """An ended session left a draft of a case's note that is not what is stored: ask what to do, tell the editor."""

    def __init__(self, case_id: int, draft: Left, stored: str) -> None:
        super().__init__()
        self.case_id = case_id
        self.draft = draft
        self.stored = stored


class DraftTrouble(Message):
    """What is typed cannot be kept in a draft file; it is still on the screen."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error
