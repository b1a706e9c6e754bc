"""What the case panes ask the screen to do; the panes themselves change nothing in the case file."""

from __future__ import annotations

from textual.message import Message


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


class NoteChanged(Message):
    """The note was typed to be `text`, on top of its `revision`: save it, then tell the editor how it went."""

    def __init__(self, case_id: int, text: str, revision: int) -> None:
        super().__init__()
        self.case_id = case_id
        self.text = text
        self.revision = revision


class NoteLeft(Message):
    """The user is done with the note; the focus may go elsewhere."""
