"""Keys one after the other: what comes in one go does what it would have done key by key."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.message_pump import MessagePump

MOST_SECONDS = 0.5
"""So long a part that does not answer may hold the keys."""


class KeysInTurn(App[None]):
    """Gives out a key or a paste only when the one before it is done with, the cursor's move and all.

    Textual hands a key to what has the focus now, while a key before it, still on its way up from there, may be about
    to move the focus, to delete, or to open a screen. A key that comes alone is given out at once.
    """

    def __init__(self, driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self._held: deque[events.Event] = deque()
        self._typed: list[MessagePump] = []
        """What text went into that it may not have taken yet."""
        self._turn: asyncio.Task[None] | None = None

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._held.append(event)
            await self._give()
        else:
            await super().on_event(event)

    def only_moves(self, event: events.Event) -> bool:
        """Whether a key can neither move the focus nor open a screen, so that what follows need not wait for it."""
        return False

    async def _give(self) -> None:
        while self._held and self._turn is None and self.screen_stack:
            event, target = self._held[0], self.focused or self.screen
            # Text waits for no text: it stays with what it is typed into, in order.
            is_text = isinstance(event, events.Key) and target.check_consume_key(event.key, event.character)
            way, self._typed = self._typed, [target] if is_text else []
            if is_text or not way:
                # Whom the key comes by, and then what they say because of it.
                nodes = target.ancestors_with_self
                way = [*nodes, *nodes[:-1]]
                self._held.popleft()
                await super().on_event(event)
            if not is_text and not self.only_moves(event):
                self._turn = asyncio.create_task(self._wait(way))

    async def _wait(self, way: Iterable[MessagePump]) -> None:
        """Wait until each, one after the other, has done all it was given; then give out what is held."""
        try:
            async with asyncio.timeout(MOST_SECONDS):
                for pump in way:
                    await _done(pump.call_later)
                # A screen that was just opened puts the cursor somewhere, and what was just shown takes it once drawn.
                for pump in self.screen_stack[-1:]:
                    await _done(pump.call_later)
                    await _done(pump.call_after_refresh)
        except TimeoutError:
            pass
        finally:
            self._turn = None
            if self._held:
                self.call_later(self._give)


async def _done(ask: Callable[[Callable[[], None]], bool]) -> None:
    heard = asyncio.Event()
    if ask(heard.set):
        await heard.wait()
