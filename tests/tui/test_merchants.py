"""What each merchant owes, on the screen, and what the first line says of the money."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from refund_tui import i18n
from refund_tui.domain.currency import format_amount
from refund_tui.domain.text import cells
from refund_tui.live import MerchantTally, Tally, Totals
from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.screens.merchants import MerchantList, Merchants, draw, head
from refund_tui.tui.widgets.head_line import Heading, content
from tests.tui.conftest import picture
from tests.tui.helpers import ALL_HOSTILE, SIZES, Host, drive, is_clean, settle
from tests.tui.helpers import picture as drawn
from tests.tui.playing import play


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_merchants_are_listed_by_what_they_owe_and_enter_shows_the_cases_of_one(
    service: Service, size: tuple[int, int], language: str
) -> None:
    i18n.install(language)
    for merchant, paid in (("Acme", "10"), ('Tea "House"', "129"), ("天猫旗舰店", "20"), ("Acme", "15.50")):
        service.add({"merchant": merchant, "paid": paid})

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("M")
        await settle(pilot)
        assert isinstance(app.screen, Merchants)
        lines = picture(app).splitlines()
        assert all(cells(line) <= size[0] for line in lines)
        places = [next(at for at, line in enumerate(lines) if name in line) for name in ("House", "Acme", "旗舰")]
        assert places == sorted(places) and places[2] == places[0] + 2
        assert "25.50" in lines[places[1]] and "129.00" in lines[places[0]] and "CNY" in lines[places[0]]
        await pilot.press("j", "G", "g", "enter")
        await settle(pilot)
        assert screen.cases.rows.count == 1 and screen.cases.has_focus
        assert 'merchant:"Tea ""House"""' in picture(app).splitlines()[0]
        await pilot.press("escape")
        await settle(pilot)
        assert screen.cases.rows.count == 4

    play(service, script, size)


def test_escape_leaves_the_list_as_it_was_and_an_empty_file_says_so(service: Service) -> None:
    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("M")
        await settle(pilot)
        assert "There is no open case." in picture(app)
        await pilot.press("enter", "escape")
        await settle(pilot)
        assert app.screen is screen and not screen.cases.rows.count

    play(service, script)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("width", [20, 53, 72, 106])
def test_a_line_is_as_wide_as_its_head_and_what_is_owed_always_stands_in_it(width: int, language: str) -> None:
    i18n.install(language)
    for name in ("店", ALL_HOSTILE, "长" * 80):
        line, dim = draw(MerchantTally(name, "CNY", 12345, 1, 2, 3, 123456789), width)
        assert not dim and format_amount(123456789, "CNY") in line
        assert cells(line) == cells(head(width))
        assert width < 30 or cells(line) == width


def test_a_merchants_name_drives_nothing_and_a_hundred_thousand_are_at_hand() -> None:
    many = [MerchantTally(f"{number} {ALL_HOSTILE}", "CNY", 1, 0, 0, 0, number) for number in range(100_000)]

    async def script(host: Host, pilot: Pilot[None]) -> None:
        await pilot.press("end")
        rows = host.screen.query_one(MerchantList)
        assert rows.cursor == len(many) - 1 and "99999" in drawn(host) and is_clean(drawn(host))

    assert drive(lambda: Merchants(lambda: many), script).results == []


TALLIES = (
    Tally("CNY", 2, 1, 1, 41900, 5000, 12900, 0, 2500, 39400),
    Tally("USD", 1, 0, 0, 1000, 0, 0, 0, 0, 1000),
)


@pytest.mark.parametrize(
    ("language", "width", "said", "left_out"),
    [
        ("en", 180, ("CNY: owed 394.00", "received 25.00", "agreed 129.00", "claimed 419.00", "USD"), ()),
        ("en", 118, ("CNY owed 394.00", "USD owed 10.00", "CNY in 25.00"), ("129.00",)),
        ("en", 60, ("me 1", "over 0", "CNY owed 394.00", "USD owed 10.00"), ("in 25.00", "419.00")),
        ("en", 42, ("me 1", "CNY owed 394.00"), ("USD",)),
        ("zh_CN", 180, ("CNY：还欠 394.00", "已收到 25.00"), ()),
        ("zh_CN", 60, ("CNY 还欠 394.00", "USD 还欠 10.00"), ("25.00",)),
    ],
)
def test_of_the_money_the_first_line_says_what_is_owed_before_all_else(
    language: str, width: int, said: tuple[str, ...], left_out: tuple[str, ...]
) -> None:
    i18n.install(language)
    line = content(Heading(Totals(3, 1, 1, 0, 0, TALLIES), 1, 3), width).plain
    assert cells(line) <= width
    assert all(each in line for each in said) and not any(each in line for each in left_out), line
