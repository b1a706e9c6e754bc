"""Evidence in words: what a file is, which exhibit, how far the checklist is."""

from __future__ import annotations

from collections.abc import Sequence

from refund_tui import evidence_labels
from refund_tui.domain.checklist import ChecklistItem, next_wanted
from refund_tui.domain.exhibits import Exhibit
from refund_tui.domain.text import clean_line
from refund_tui.i18n import _
from refund_tui.values import file_size, file_type, label, told, when
from refund_tui.views import CaseView


def exhibit_facts(exhibit: Exhibit, view: CaseView) -> str:
    """Say what the file of an exhibit is: its type, its size, when it was taken."""
    parts = [file_type(exhibit.type)]
    if exhibit.size is not None:
        parts.append(file_size(exhibit.size))
    if exhibit.captured_at is not None:
        parts.append(_taken(exhibit).format(at=when(exhibit.captured_at, view)))
    return " · ".join(parts)


def _taken(exhibit: Exhibit) -> str:
    if exhibit.implausible:
        return _("taken {at} (implausible)")
    return _("taken {at} (zone assumed)") if exhibit.zone_assumed else _("taken {at}")


def remark(code: str, exhibit: Exhibit, view: CaseView) -> str:
    """Say what is to be said of a file that was added; `code` is one of `evidence_labels.ATTACHED`."""
    suffix = clean_line(exhibit.name.rpartition(".")[2])
    at = when(exhibit.captured_at, view) if exhibit.captured_at else ""
    return _(evidence_labels.ATTACHED[code]).format(suffix=suffix, type=file_type(exhibit.type), at=at)


def weak_words(item: ChecklistItem) -> str:
    """Say why what is there for an item proves little; empty where it is in order or missing."""
    if item.weakness is None:
        return ""
    media = _(", ").join(label(evidence_labels.FAMILIES, each) for each in item.rule.media)
    return label(evidence_labels.WEAK, item.weakness).format(media=media)


def completeness(items: Sequence[ChecklistItem]) -> str:
    """Say in words how many of the required items are there, and what to add next."""
    required = [each for each in items if each.required]
    if required:
        words = _("{there} of {wanted} required are there, {uploaded} uploaded.").format(
            there=sum(not each.lacking for each in required),
            wanted=len(required),
            uploaded=sum(each.state in ("uploaded", "submitted") for each in required),
        )
    else:
        words = _("Nothing is required for this reason.")
    weak = sum(each.standing == "weak" for each in items)
    if weak:
        words = _("{words} Weak: {weak}.").format(words=words, weak=weak)
    wanted = next_wanted(items)
    return _("{words} Next: {title}.").format(words=words, title=told(wanted.rule.title)) if wanted else words
