"""The list's rows in windows: only what was looked at lately is in memory, however long the list is."""

from __future__ import annotations

from refund_tui.domain.listing import ListRow
from refund_tui.live import LiveList
from refund_tui.tui.unread import reading

CHUNK = 200
KEPT = 8


class Rows:
    """Rows of a LiveList by index. Reading raises Unread and then leaves what was known as it was."""

    def __init__(self, live: LiveList) -> None:
        self.live = live
        self.count = 0
        self._chunks: dict[int, list[ListRow]] = {}

    def _fetch(self, chunk: int) -> list[ListRow]:
        return self.live.window(chunk * CHUNK, CHUNK)

    def at(self, index: int) -> ListRow | None:
        """Give the row at `index`; None beyond the end."""
        chunk, place = divmod(index, CHUNK)
        if not 0 <= index < self.count:
            return None
        if chunk not in self._chunks:
            with reading():
                found = self._fetch(chunk)
            if len(self._chunks) >= KEPT:
                del self._chunks[next(iter(self._chunks))]
            self._chunks[chunk] = found
        rows = self._chunks[chunk]
        return rows[place] if place < len(rows) else None

    def reload(self, case_id: int | None, index: int, lines: int) -> int:
        """Read anew, with the `lines` rows around a case at hand; gives the index where the case is now.

        A case that is gone, or None, gives the nearest index that there is (0 in an empty list).
        """
        with reading():
            count = self.live.count()
            place = self.live.position(case_id) if case_id is not None else None
            if place is None:
                place = max(min(index, count - 1), 0)
            first, last = max(place - lines, 0) // CHUNK, min(place + lines, max(count - 1, 0)) // CHUNK
            chunks = {chunk: self._fetch(chunk) for chunk in range(first, last + 1)} if count else {}
        self.count, self._chunks = count, chunks
        return place
