"""What can be claimed on the screen: worked out as it is typed, shown line by line with the rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from refund_tui import i18n
from refund_tui.amounting import set_amounts
from refund_tui.domain.text import cells
from refund_tui.service import Service
from refund_tui.tui.app import RefundApp
from refund_tui.tui.screens.amount_form import AmountForm
from refund_tui.tui.screens.case_form import CaseForm
from refund_tui.tui.screens.cases import CasesScreen
from refund_tui.tui.widgets import amount_pane
from refund_tui.views import CaseView
from tests.tui.helpers import Host, desk, drive, flat, picture, put, settle
from tests.tui.playing import play, until

ORDER = {
    "lines": "壶 | 100\n杯 | 60 | 1 | yes\n茶 | 40",
    "goods_paid": "150",
    "spend_save": "50",
    "spend_from": "200",
    "outbound_by": "free",
    "return_freight": "8",
}


@pytest.fixture
def service(db: Path) -> Service:
    return desk(db)


@pytest.fixture
def view(service: Service) -> CaseView:
    return service.add({"merchant": "Shop", "paid": "150", "reason": "change_of_mind"})


@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
def test_the_figures_follow_what_is_typed_and_stay_in_sight(
    service: Service, view: CaseView, size: tuple[int, int]
) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        assert "at most 150.00 · expected 150.00" in flat(host) and "not known: who paid the outbound" in flat(host)
        for name, typed in ORDER.items():
            put(host, name, typed)
        await settle(pilot)
        assert "at most 45.00 · expected 45.00 · at least 10.00" in flat(host) and "not known" not in flat(host)
        assert ("-35.00 if what stays is settled anew" in flat(host)) == (size[0] >= 100)
        put(host, "lines", "壶 | 100\n杯 | 60 | 1 | yes | 47.5\n茶 | 40 | x")
        await settle(pilot)
        assert host.held.form.rows["lines"].wrong and "at most 45.00" in flat(host)
        put(host, "lines", "壶 | 100\n杯 | 60 | 1 | yes | 47.5\n茶 | 40")
        await settle(pilot)
        assert "at most 47.50" in flat(host)
        assert host.held.form.rows["lines"].said == "= rows: 3 · pieces that go back: 1 · 200.00 CNY"
        assert all(cells(line) <= size[0] for line in picture(host).splitlines())
        await pilot.press("ctrl+s")
        await settle(pilot)

    order = drive(lambda: AmountForm(service, view), script, size).results[0].case.order
    assert order is not None and order.lines[1].share == 4750 and order.return_freight == 800


def test_what_somebody_else_entered_meanwhile_is_taken_up(service: Service, view: CaseView) -> None:
    async def script(host: Host, pilot: Pilot[None]) -> None:
        put(host, "fee", "3")
        set_amounts(Service(service.path), view.case.id, {"goods_paid": "120"})
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "changed by somebody else" in flat(host) and host.held.form.rows["goods_paid"].typed == "120.00"
        assert "at most 120.00" in flat(host)
        await pilot.press("ctrl+s")
        await settle(pilot)

    order = drive(lambda: AmountForm(service, view), script).results[0].case.order
    assert order is not None and (order.goods_paid, order.fee) == (12000, 300)


def test_the_claim_is_measured_by_the_order(service: Service, view: CaseView) -> None:
    known = set_amounts(service, view.case.id, ORDER)

    async def script(host: Host, pilot: Pilot[None]) -> None:
        row = host.held.form.rows["claim"]
        put(host, "claim", "60")
        await pilot.pause()
        assert row.said == "= 60.00 CNY · at most 45.00 CNY by the order, expected 45.00 CNY" and not row.wrong
        put(host, "claim", "151")
        await pilot.pause()
        assert row.wrong and row.said == "more than the 150.00 CNY that was paid"

    drive(lambda: CaseForm(service, known), script)


@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
def test_a_key_opens_the_form_and_so_does_enter_in_the_pane(service: Service, size: tuple[int, int]) -> None:
    view = service.add({"merchant": "Shop", "paid": "150", "reason": "change_of_mind"})
    i18n.install("zh_CN")

    async def script(app: RefundApp, screen: CasesScreen, pilot: Pilot[None]) -> None:
        await pilot.press("￥")
        await until(pilot, lambda: isinstance(app.screen, AmountForm))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        set_amounts(Service(service.path), view.case.id, ORDER)
        await pilot.press("enter", "7")
        await until(pilot, lambda: "上限 45.00 · 预计 45.00 · 保底 10.00" in picture(app))
        assert all(cells(line) <= size[0] for line in picture(app).splitlines())
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AmountForm))

    play(service, script, size)


@pytest.mark.parametrize("width", [40, 56, 90])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_pane_says_each_step_with_its_rule_and_source_and_fits(
    service: Service, view: CaseView, language: str, width: int
) -> None:
    i18n.install(language)
    empty = amount_pane.content(view, width).plain
    assert "Enter" in empty
    said = amount_pane.content(set_amounts(service, view.case.id, ORDER), width).plain
    assert all(cells(line) <= width for line in (empty + "\n" + said).splitlines())
    flattened = said.replace("\n", "").replace(" ", "")
    article = {"en": "Art.17", "zh_CN": "第17条"}[language]
    for word in ("M5", "M8", article, "60.00", "-35.00", "8.00"):
        assert word in flattened
    words = ("分摊", "重新结算", "保底", "上限", "预计") if language == "zh_CN" else ("share", "settledanew", "atleast")
    assert all(word in flattened for word in words)
