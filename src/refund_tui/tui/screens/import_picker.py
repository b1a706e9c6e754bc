"""Statements: their paths, perhaps a password, then what they hold and prove, to search in, to open and to book."""

from __future__ import annotations

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
from refund_tui.tui.screens.import_rows import NONE, VIEWS, Line, Lines, View, about, draw, enter_words, tabs
from refund_tui.tui.screens.import_words import booked_words, head_lines, unbooked_words
from refund_tui.tui.screens.import_work import ImportWork
from refund_tui.tui.screens.path_input import PathInput
from refund_tui.tui.widgets.line_list import LineList
from refund_tui.views import CaseView
from refund_tui.wording import sentence

if TYPE_CHECKING:
    from refund_tui.service import Service
    from refund_tui.statements.mapped import MappingNeeded
    from refund_tui.statements.mapping import ColumnMapping
    from refund_tui.statements.matching import Match

WAYS = 8
"""Ways to go on that are shown."""
REPAINT_SECONDS = 0.25
"""How often it is said how far the reading is."""


class ImportPicker(ModalScreen[CaseView | None]):
    """Gives the case opened from a row, or the one that already was; None when left. `typed` stands in the path."""

    DEFAULT_CSS = """
    ImportPicker { align: center middle; }
    ImportPicker > Vertical {
        width: 96%; max-width: 130; height: 94%;
        padding: 0 1; background: $surface; border: round $primary;
    }
    ImportPicker Static { height: auto; max-height: 5; }
    ImportPicker Input, ImportPicker Input:focus { border: none; height: 1; padding: 0; background: $boost; }
    ImportPicker #password, ImportPicker .read { display: none; }
    ImportPicker.-password #password, ImportPicker.-rows .read { display: block; }
    ImportPicker #head { max-height: 3; }
    ImportPicker #tabs { height: 1; }
    ImportPicker #about { height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("tab", "turn(1)", show=False),
        Binding("shift+tab", "turn(-1)", show=False),
        Binding("ctrl+s", "book", show=False, priority=True),
        Binding("ctrl+o", "other_file", show=False),
        Binding("f6", "columns", show=False),
        *(Binding(f"f{place}", f"look('{view}')", show=False) for place, view in enumerate(VIEWS, 1)),
    ]
    AUTO_FOCUS = "#path"

    def __init__(self, service: Service, typed: str = "") -> None:
        super().__init__()
        self._service = service
        self._typed = typed
        self._work = ImportWork(service)
        self._lines = Lines.none()
        self._view: View = "payments"

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = safe.line(_("Statements"))
            hint = _("path of the statement (.csv, .xlsx or .zip), or several; tab completes")
            yield PathInput(self._typed, placeholder=hint, id="path", compact=True)
            yield Input(placeholder=_("password of the zip"), password=True, id="password", compact=True)
            yield Static(id="head", classes="read")
            yield Static(id="tabs", classes="read")
            yield Input(
                placeholder=_("search merchant, item, amount, order no."), id="search", classes="read", compact=True
            )
            yield LineList[Line](draw)
            yield Static(id="about", classes="read")
            yield Static(id="count", classes="read")
            yield Static(id="problem")

    def on_mount(self) -> None:
        self.set_interval(REPAINT_SECONDS, self._say_how_far)

    def on_unmount(self) -> None:
        self._work.stop()

    @property
    def typed(self) -> str:
        """The paths that were read last, or are typed by now."""
        return self._typed

    def _tell(self, words: str, style: str = "bold") -> None:
        self.query_one("#problem", Static).update(safe.text(words, style))

    def _say_how_far(self) -> None:
        if self._work.busy:
            self._tell(self._work.words, "dim")

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

    # Reading

    def _start_reading(self, *, anew: bool = False) -> None:
        typed = self.query_one("#path", Input).value.strip()
        if typed and not self._work.busy:
            self._typed = typed
            self.remove_class("-rows")
            self._lines = Lines.none()
            self.query_one(LineList).show(())
            self._read(typed, self.query_one("#password", Input).value or None, anew)

    @work(exclusive=True, group="work")
    async def _read(self, typed: str, password: str | None, anew: bool) -> None:
        try:
            lines = await self._work.read(typed, password, self._columns, anew=anew)
        except Refused as refused:
            self._refused(refused)
        except (Problem, OSError, RuntimeError) as problem:
            self._tell(sentence(problem) if isinstance(problem, Problem) else str(problem))
        else:
            if lines is None:
                self._tell(_("Stopped: nothing was kept."), "dim")
                return
            self._show(lines)

    def _show(self, lines: Lines) -> None:
        self._tell("")
        self.add_class("-rows")
        self._lines = lines
        if self._work.found is not None:
            self.query_one("#head", Static).update(safe.text(head_lines(self._work.found), "dim"))
        self._look("payments")
        self.query_one("#search", Input).focus()

    def action_columns(self) -> None:
        """Say anew which column is which."""
        if self._work.mapped:
            self._start_reading(anew=True)

    async def _columns(self, needed: MappingNeeded, before: ColumnMapping | None) -> ColumnMapping | None:
        from refund_tui.tui.screens.column_form import ColumnForm

        return await self.app.push_screen_wait(ColumnForm(needed, before))

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

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "search":
            self._fill()
        elif event.input.id == "path":
            self.query_one("#password", Input).value = ""
            self.remove_class("-password")

    # Looking

    def action_turn(self, step: int) -> None:
        if not self.has_class("-rows"):
            self.focus_next()
            return
        views = list(VIEWS)
        self._look(views[(views.index(self._view) + step) % len(views)])

    def action_look(self, view: View) -> None:
        if self.has_class("-rows"):
            self._look(view)

    def _look(self, view: View) -> None:
        self._view = view
        self._fill()

    def on_resize(self) -> None:
        self.call_after_refresh(self._name_views)

    def _name_views(self) -> None:
        field = self.query_one("#tabs", Static)
        field.update(safe.line(tabs(self._lines, self._view, field.size.width or self.size.width)))

    def _fill(self) -> None:
        shown = self._lines.fitting(self.query_one("#search", Input).value, self._view)
        self.query_one(LineList).show(shown)
        self.call_after_refresh(self._name_views)

    def _say_what_can_be_done(self, line: Line | None) -> None:
        shown, rows = len(self.query_one(LineList).shown), len(self._lines.by_view[self._view])
        parts = [_("{shown} of {rows} rows").format(shown=shown, rows=rows), _("tab turns")]
        parts.insert(1, enter_words(line) if line else "")
        if proven := self._lines.proven:
            parts.insert(2, _("ctrl+s books what is proven ({count})").format(count=proven))
        parts.append(_("F6 other columns") if self._work.mapped else "")
        self.query_one("#count", Static).update(safe.line(" · ".join(filter(None, parts)), "dim"))

    def on_line_list_pointed(self, event: LineList.Pointed) -> None:
        event.stop()
        line = self.query_one(LineList[Line]).chosen
        none = "" if self._lines.by_view[self._view] else _(NONE[self._view])
        self.query_one("#about", Static).update(safe.line(about(line) if line else none))
        self._say_what_can_be_done(line)

    def on_key(self, event: events.Key) -> None:
        focused = self.focused
        if event.key in ("up", "down", "pageup", "pagedown") and focused is not None and focused.id == "search":
            event.stop()
            rows = self.query_one(LineList)
            step = -1 if event.key in ("up", "pageup") else 1
            (rows.action_page if event.key.startswith("page") else rows.action_move)(step)

    def action_other_file(self) -> None:
        self.query_one("#path", Input).focus()

    # Opening and booking

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        line = self.query_one(LineList[Line]).chosen
        if line is None or self._work.busy:
            return
        if line.match is not None:
            self._book([] if line.match.proven else [line.match])
        elif line.row is None or line.statement is None:
            self._tell(line.why)
        else:
            self._open(line)

    @work(exclusive=True, group="work")
    async def _open(self, line: Line) -> None:
        try:
            view, remarks = await self._work.open(line)
        except Problem as problem:
            self._tell(sentence(problem))
        except Exception as error:  # whatever it is, the rows stay on the screen
            self._tell(_("It was not saved: {why}").format(why=error))
        else:
            for each in remarks:
                self.app.notify(each, markup=False)
            self._leave(view)

    def action_book(self) -> None:
        """Keep the rows, and book all that is proven."""
        if self.has_class("-rows") and not self._work.busy:
            self._book([])

    @work(exclusive=True, group="work")
    async def _book(self, accepted: list[Match]) -> None:
        try:
            lines, applied = await self._work.book(accepted)
        except Problem as problem:
            self._tell(sentence(problem))
        except Exception as error:  # whatever it is, the rows stay on the screen
            self._tell(_("It was not saved: {why}").format(why=error))
        else:
            self._lines = lines
            self._fill()
            if self._work.found is not None:
                self._tell(booked_words(applied, self._work.found))

    # Leaving

    def action_close(self) -> None:
        if self._work.busy:
            self._work.stop()
        else:
            self._leave(None)

    def _leave(self, view: CaseView | None) -> None:
        if proven := self._lines.proven:
            self.app.notify(unbooked_words(proven), markup=False)
        self.dismiss(view)
