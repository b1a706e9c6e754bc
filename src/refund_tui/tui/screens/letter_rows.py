"""What an escalation desk shows around its text: the lane, the flags with what mends each, the count, the steps."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from refund_tui import labels, letter_labels
from refund_tui.domain.escalation import LaneStatus
from refund_tui.domain.letters import Letter
from refund_tui.domain.mending import WORDING, Mend, mend
from refund_tui.domain.preflight import Flag
from refund_tui.i18n import _
from refund_tui.lettering import flag_line
from refund_tui.tui import safe
from refund_tui.tui.screens import lane_screen
from refund_tui.tui.widgets.escalation_pane import reason
from refund_tui.tui.widgets.phrases import hang
from refund_tui.values import label, name_of, source_line, told, value
from refund_tui.views import CaseView

STYLES = {"stop": "bold", "warn": "", "ask": "dim"}


def head(status: LaneStatus, view: CaseView, width: int) -> Content:
    """Give which desk this is and what it is for, or why it is locked and when it opens."""
    parts = [hang("", f"{told(status.lane.title)} · {view.case.merchant}", width, "bold")]
    if status.open:
        parts.append(hang("", reason(status, view), width))
    else:
        parts += [hang("", told(status.lane.purpose), width), hang("! ", reason(status, view), width, "bold")]
    if status.second_authority:
        parts.append(hang("! ", _(labels.WARNINGS["second_authority"]), width, "bold"))
    return safe.lines(parts)


def mend_words(way: Mend, view: CaseView) -> str:
    """Say where something is mended."""
    if way.where == "evidence":
        what = value("slot", way.what, view)
    elif way.where == "log":
        what = label(labels.EVENTS, way.what)
    else:
        what = way.what if way.where == "deadline" else name_of(way.what)
    return _(letter_labels.MENDS[way.where]).format(what=what)


def flag_row(flag: Flag, letter: Letter, view: CaseView, width: int) -> Content:
    """Give a flag and, below it, what would mend it."""
    sign, _blank, words = flag_line(flag, view).partition(" ")
    parts = [hang(f"{sign} ", words, width, STYLES[flag.severity])]
    way = mend(flag, view, letter)
    if way is not None:
        parts.append(hang("  → ", mend_words(way, view), width, "dim"))
    return safe.lines(parts)


def worded(flags: Sequence[Flag], letter: Letter, view: CaseView) -> str:
    """Give what there is to say of an edited text's own words, to be told while it is typed; empty where nothing is."""
    lines = (flag_line(flag, view) for flag in flags if flag.code in WORDING and letter.made_from is not None)
    return next(lines, "")


def sign(flags: Sequence[Flag]) -> str:
    """Give the worst sign of some flags and how many there are; empty where there are none."""
    return f"{letter_labels.SIGNS[flags[0].severity]}{len(flags)}" if flags else ""


def count_words(letter: Letter) -> str:
    """Say how long a text is, of how much."""
    if letter.most is None:
        return _("{size} characters, limit unknown").format(size=letter.size)
    words = _("{size} of {most} characters").format(size=letter.size, most=letter.most)
    over = letter.size - letter.most
    return words + (" · ! " + _("{over} too many").format(over=over) if over > 0 else "")


def count_line(letter: Letter, unsaved: bool) -> Content:
    """Give length, language and count of the text, and whose words it is in."""
    parts = [label(letter_labels.LENGTHS, letter.length), letter_labels.LANGUAGES[letter.language]]
    parts.append(count_words(letter))
    if unsaved:
        parts.append(_("unsaved"))
    elif letter.made_from is not None:
        parts.append(_("edited"))
    return safe.line(" · ".join(parts), "bold reverse" if letter.too_long else "bold")


def steps(status: LaneStatus, letter: Letter, view: CaseView, width: int) -> Content:
    """Give where it is done, step by step, and what the desk takes."""
    parts = [lane_screen.guide(status, view, width), safe.line("")]
    if letter.limit is None:
        words = _("How much text this desk takes was not found: its own page says so.")
        parts.append(hang("", words, width))
    else:
        parts.append(hang("", _("This desk takes {n} characters.").format(n=letter.limit.characters), width))
        parts.append(hang("", source_line(letter.limit.source), width, "dim"))
    return safe.lines(parts)


def sent_words(status: LaneStatus, letter: Letter) -> str:
    """Say which text was handed in, to stand in the timeline."""
    length, language = label(letter_labels.LENGTHS, letter.length), letter_labels.LANGUAGES[letter.language]
    return _("{lane} ({length}, {language})").format(lane=told(status.lane.title), length=length, language=language)
