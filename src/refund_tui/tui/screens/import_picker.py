"""Choosing a payment of a statement: the path, a password where one is needed, then the rows to search in."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from refund_tui.errors import Problem, Refused
from refund_tui.i18n import _
from refund_tui.tui import safe
from refund_tui.tui.screens.import_rows import Line, Lines, draw
from refund_tui.tui.screens.path_input import PathInput
from refund_tui.tui.widgets.line_list import LineList
from refund_tui.views import CaseView
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.service import Service
    from refund_tui.statements.model import Statement

WAYS = 8
"""Ways to go on that are shown."""


class ImportPicker(ModalScreen[CaseView | None]):
    """Gives the case opened from a statement row, or the one that already was; None when left."""

    DEFAULT_CSS = """
    ImportPicker { align: center middle; }
    ImportPicker > Vertical {
        width: 96%; max-width: 110; height: 94%;
        padding: 0 1; background: $surface; border: round $primary;
    }
    ImportPicker Static { height: auto; max-height: 5; }
    ImportPicker Input, ImportPicker Input:focus { border: none; height: 1; padding: 0; background: $boost; }
    ImportPicker #password, ImportPicker #search, ImportPicker #count { display: none; }
    ImportPicker.-password #password { display: block; }
    ImportPicker.-rows #search, ImportPicker.-rows #count { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("ctrl+r", "everything", show=False),
    ]
    AUTO_FOCUS = "#path"

    def __init__(self, service: Service) -> None:
        super().__init__()
        self._service = service
        self._statement: Statement | None = None
        self._lines = Lines.none()
        self._everything = False
        self._busy = False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(safe.line(_("Open a case from a statement"), "bold"))
            hint = _("path of the statement (.csv, .xlsx or .zip); tab completes")
            yield PathInput(placeholder=hint, id="path", compact=True)
            yield Input(placeholder=_("password of the zip"), password=True, id="password", compact=True)
            yield Input(placeholder=_("search merchant, item, amount, order no."), id="search", compact=True)
            yield Static(id="count")
            yield LineList[Line](draw)
            yield Static(id="problem")

    def _tell(self, words: str, style: str = "bold") -> None:
        self.query_one("#problem", Static).update(safe.text(words, style))

    def on_path_input_several(self, event: PathInput.Several) -> None:
        ways = [each.rstrip("/").rpartition("/")[2] for each in event.ways]
        more = " …" if len(ways) > WAYS else ""
        self._tell("  ".join(ways[:WAYS]) + more, "dim")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "search":
            self.query_one(LineList).action_choose()
        else:
            self._start_reading()

    def _start_reading(self) -> None:
        typed = self.query_one("#path", Input).value.strip()
        if typed and not self._busy:
            password = self.query_one("#password", Input).value or None
            self._read(typed, password)

    @work(exclusive=True, group="read")
    async def _read(self, typed: str, password: str | None) -> None:
        self._busy = True
        self._tell(_("Reading …"), "dim")
        try:
            statement, lines = await asyncio.to_thread(self._load, typed, password)
        except Refused as refused:
            self._refused(refused)
        except (Problem, OSError, RuntimeError) as problem:
            self._tell(sentence(problem) if isinstance(problem, Problem) else str(problem))
        else:
            self._statement, self._lines = statement, lines
            self._tell("")
            self.add_class("-rows")
            self._fill()
            self.query_one("#search", Input).focus()
        finally:
            self._busy = False

    def _load(self, typed: str, password: str | None) -> tuple[Statement, Lines]:
        from refund_tui import booking, importing

        statement = importing.read(Path(typed).expanduser(), password)
        meeting = booking.look(self._service, [statement])
        used = {row.number: case for row in statement.rows if (case := booking.case_of(meeting, row)) is not None}
        return statement, Lines.of(statement, used)

    def _refused(self, refused: Refused) -> None:
        field = self.query_one("#password", Input)
        # The reader knows by looking inside; its advice about the command line's option is of no use here.
        if "--password" in refused.message:
            self.add_class("-password")
            field.focus()
            self._tell(
                _("This file is protected: type its password. Alipay shows it in the app, WeChat in the chat 微信支付.")
            )
            return
        self._tell(sentence(refused))
        if self.has_class("-password") and "password" in refused.message:
            field.focus()

    def action_everything(self) -> None:
        self._everything = not self._everything
        if self._statement is not None:
            self._fill()

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "search":
            self._fill()
        elif event.input.id == "path":
            self.query_one("#password", Input).value = ""
            self.remove_class("-password")

    def _fill(self) -> None:
        shown = self._lines.fitting(self.query_one("#search", Input).value, self._everything)
        self.query_one(LineList).show(shown)
        words = _("{shown} of {rows} rows · {refundable} can be refunded · ctrl+r {what}").format(
            shown=len(shown),
            rows=len(self._lines.all),
            refundable=len(self._lines.refundable),
            what=_("shows only those") if self._everything else _("shows all, and why not"),
        )
        self.query_one("#count", Static).update(safe.line(words, "dim"))

    def on_key(self, event: events.Key) -> None:
        focused = self.focused
        if event.key in ("up", "down", "pageup", "pagedown") and focused is not None and focused.id == "search":
            event.stop()
            rows = self.query_one(LineList)
            step = -1 if event.key in ("up", "pageup") else 1
            (rows.action_page if event.key.startswith("page") else rows.action_move)(step)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        line = self.query_one(LineList[Line]).chosen
        if isinstance(line, Line) and not self._busy:
            self._open(line)

    @work(exclusive=True, group="open")
    async def _open(self, line: Line) -> None:
        if line.row is None or self._statement is None:
            self._tell(line.why)
            return
        self._busy = True
        try:
            view = await asyncio.to_thread(self._opened, self._statement, line)
        except Problem as problem:
            self._tell(sentence(problem))
        except Exception as error:  # whatever it is, the rows stay on the screen
            self._tell(_("It was not saved: {why}").format(why=error))
        else:
            self._remark(self._statement, line)
            self.dismiss(view)
        finally:
            self._busy = False

    def _remark(self, statement: Statement, line: Line) -> None:
        from refund_tui import importing

        if line.case_id is None:
            for each in importing.remarks(statement, line.number):
                self.app.notify(each, markup=False)

    def _opened(self, statement: Statement, line: Line) -> CaseView:
        from refund_tui import importing

        if line.case_id is not None:
            return self._service.case(line.case_id)
        return importing.open_row(self._service, statement, line.number)

    def action_close(self) -> None:
        self.dismiss(None)
