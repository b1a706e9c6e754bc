"""The pieces between Textual and the terminal, each alone: what is prepared, sent, read, and when it is left alone."""

from __future__ import annotations

import asyncio
import os
import pty
import subprocess
import sys
import tty
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version

import pytest
from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from refund_tui.tui.terminal import KittyKeys, driver_class, prepare
from refund_tui.tui.terminal.driver import TerminalDriver
from refund_tui.tui.terminal.keys import Keys
from refund_tui.tui.terminal.outlet import Outlet

KITTY = "TEXTUAL_DISABLE_KITTY_KEY"


def test_our_driver_fits_the_textual_that_it_was_written_for() -> None:
    assert driver_class() is TerminalDriver
    assert version("textual") == "8.2.8", "read what changed in linux_driver.py and _xterm_parser.py, then change this"


def test_textual_s_own_driver_does_where_it_has_another_form(monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(self: LinuxDriver, data: bytes) -> None: ...

    changed.__code__ = changed.__code__.replace(co_varnames=("self", "octets"))
    monkeypatch.setattr(LinuxDriver, "write", changed)
    assert driver_class() is None
    monkeypatch.undo()
    monkeypatch.delattr(LinuxDriver, "_get_terminal_size")
    assert driver_class() is None


def test_a_driver_that_somebody_chose_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert driver_class() is None


@pytest.mark.parametrize(
    ("asked", "before", "after"),
    [("auto", None, "1"), ("auto", "0", "0"), ("on", None, "0"), ("on", "1", "0"), ("off", "0", "1")],
)
def test_the_kitty_protocol_is_off_unless_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, asked: KittyKeys, before: str | None, after: str
) -> None:
    monkeypatch.setenv(KITTY, before) if before else monkeypatch.delenv(KITTY, raising=False)
    prepare(asked)
    assert os.environ[KITTY] == after


def test_tls_is_not_loaded_for_the_screen_and_works_when_asked_for() -> None:
    code = (
        "import sys; from refund_tui.tui.terminal import prepare; prepare(); import refund_tui.tui.app\n"
        "assert 'ssl' not in sys.modules\n"
        "import ssl, http.client; ssl.create_default_context(); http.client.HTTPSConnection"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def until(condition: Callable[[], bool]) -> Callable[[], asyncio.Future[None]]:
    async def wait() -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.005)

    return lambda: asyncio.ensure_future(wait())


def test_an_outlet_waits_for_nobody_and_says_when_all_was_taken() -> None:
    async def story() -> None:
        master, slave = pty.openpty()
        os.set_blocking(master, False)
        ready: list[str] = []
        outlet = Outlet(slave, asyncio.get_running_loop(), lambda: ready.append("ready"), lambda: ready.append("gone"))
        outlet.send(b"x" * 200_000)
        outlet.send(b"end")
        assert outlet.busy and not ready
        read = bytearray()

        def take() -> bool:
            with suppress(BlockingIOError):
                read.extend(os.read(master, 65536))
            return read.endswith(b"end")

        await until(take)()
        assert ready == ["ready"]
        assert len(read) == 200_003
        os.close(master)
        outlet.send(b"to nobody")
        assert ready == ["ready", "gone"]
        outlet.close(b"", 0)
        os.close(slave)

    asyncio.run(story())


def test_an_outlet_that_is_closed_on_a_terminal_that_does_not_read_leaves_the_last_word() -> None:
    async def story() -> None:
        master, slave = pty.openpty()
        os.set_blocking(master, False)
        outlet = Outlet(slave, asyncio.get_running_loop(), lambda: None, lambda: None)
        outlet.send(b"x" * 200_000)
        outlet.close(b"the last word", 0.05)
        read = b""
        while not read.endswith(b"the last word"):
            read += os.read(master, 65536)
        assert len(read) < 200_000
        os.close(master)
        os.close(slave)

    asyncio.run(story())


def typed(*pieces: bytes, pause: float = 0.0, count: int) -> list[Message]:
    """Type pieces into a terminal, and give the first messages that come of it."""

    async def story() -> list[Message]:
        master, slave = pty.openpty()
        tty.setraw(slave)
        found: list[Message] = []
        ended: list[str] = []
        keys = Keys(slave, asyncio.get_running_loop(), found.append, lambda: ended.append("ended"))
        for piece in pieces:
            os.write(master, piece)
            await asyncio.sleep(pause)
        await until(lambda: len(found) >= count)()
        os.close(master)
        await until(lambda: bool(ended))()
        keys.stop()
        os.close(slave)
        return found

    return asyncio.run(story())


def test_an_escape_that_nothing_follows_is_a_key() -> None:
    (key,) = typed(b"\x1b", count=1)
    assert isinstance(key, events.Key) and key.key == "escape"


def test_a_character_that_comes_in_pieces_is_one_key() -> None:
    keys = typed(b"\xe9\x80", b"\x80", pause=0.02, count=1)
    assert [key.character for key in keys if isinstance(key, events.Key)] == ["退"]


def test_bytes_that_are_no_text_do_not_stop_the_next_key() -> None:
    keys = typed(b"\xff\xfe", b"j", pause=0.02, count=3)
    assert isinstance(keys[-1], events.Key) and keys[-1].character == "j"


def test_a_paste_is_whole_and_in_order_whatever_is_in_it() -> None:
    found = typed(b"a\x1b[200~# one\x1b[31mred\x1b[0m jk", b"gG\r\nlast\x1b[20", b"1~b", pause=0.02, count=3)
    assert [each.text for each in found if isinstance(each, events.Paste)] == ["# one\x1b[31mred\x1b[0m jkgG\r\nlast"]
    assert [each.character for each in found if isinstance(each, events.Key)] == ["a", "b"]
