"""PayPal's reports, in five languages and two notations, from a file to purchases, refunds and what is refused."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from refund_tui.domain.problem import Refused
from refund_tui.statements.model import Row, Statement
from refund_tui.statements.paypal_words import rule_of
from refund_tui.statements.reading import read_statement

SAMPLE = Path(__file__).parents[3] / "shared/data/statements/paypal/paypal-statement-de.utf8bom.csv"

STATEMENTS = {
    "en": "Date,Time,Time Zone,Description,Currency,Gross ,Fee ,Net,Balance,Transaction ID,From Email Address,Name,"
    "Bank Name,Bank Account,Invoice ID,Reference Txn ID",
    "de": "Datum,Uhrzeit,Zeitzone,Beschreibung,Währung,Brutto,Entgelt,Netto,Guthaben,Transaktionscode,"
    "Absender E-Mail-Adresse,Name,Name der Bank,Bankkonto,Rechnungsnummer,Zugehöriger Transaktionscode",
    "es": "Fecha,Hora,Zona horaria,Descripción,Divisa,Bruto ,Comisión ,Neto,Saldo,Id. de transacción,"
    "Correo electrónico del remitente,Nombre,Nombre del banco,Cuenta bancaria,Id. de factura,"
    "Id. de referencia de trans.",
    "fr": "Date,Heure,Fuseau horaire,Description,Devise,Avant commission,Commission,Net,Solde,Numéro de transaction,"
    "Adresse email de l'expéditeur,Nom,Nom de la banque,Compte bancaire,Numéro de facture,"
    "Numéro de la transaction de référence",
    "nl": "Datum,Tijd,Tijdzone,Omschrijving,Valuta,Bruto,Kosten,Net,Saldo,Transactiereferentie,Van e-mailadres,Naam,"
    "Naam bank,Bankrekening,Factuurreferentie,Reference Txn ID",
}
WORDS = {
    "en": ("PreApproved Payment Bill User Payment", "Bank Deposit to PP Account", "Payment Refund"),
    "de": ("PayPal Express-Zahlung", "Bankgutschrift auf PayPal-Konto", "Rückzahlung"),
    "es": ("Pago con Pago exprés", "Conversión de divisas general", "Reembolso de pago"),
    "fr": ("Paiement Express Checkout", "Virement bancaire sur le compte PayPal", "Remboursement de paiement"),
    "nl": ("Express Checkout-betaling", "Bankstorting naar PP-rekening", "Terugbetaling"),
}
ACTIVITY = (
    "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,"
    "Item Title,Reference Txn ID,Invoice Number,Balance,Address Line 1,Contact Phone Number,Subject,Balance Impact"
)
OWNER = "owner@example.com"


def paypal_file(folder: Path, header: str, *rows: tuple[str, ...]) -> Path:
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([header.split(","), *rows])
    path = folder / "Download.CSV"
    path.write_text("\ufeff" + text.getvalue(), encoding="utf-8", newline="")
    return path


def line(date: str, kind: str, gross: str, number: str, reference: str = "", **more: str) -> tuple[str, ...]:
    """Give a row of a statement report."""
    name, currency = more.get("name", "Tea Shop"), more.get("currency", "EUR")
    fee, net, zone = more.get("fee", "0,00"), more.get("net", gross), more.get("zone", "Europe/Berlin")
    start = (date, more.get("time", "10:00:00"), zone, kind, currency, gross, fee, net, more.get("balance", ""))
    return (*start, number, OWNER, name, "My Bank", "1234", more.get("invoice", ""), reference)


def event(date: str, kind: str, gross: str, number: str, reference: str = "", **more: str) -> tuple[str, ...]:
    """Give a row of an activity report."""
    status, impact = more.get("status", "Completed"), more.get("impact", "Debit")
    start = (date, "10:00:00", more.get("zone", "PST"), "Tea Shop", kind, status, more.get("currency", "USD"))
    money = (gross, more.get("fee", "0.00"), more.get("net", gross))
    return (*start, *money, OWNER, "shop@example.com", number, "Cup", reference, "", "", "1 Road", "555", "Tea", impact)


def by_number(statement: Statement) -> dict[int, Row]:
    return {row.number: row for row in statement.rows}


@pytest.mark.skipif(not SAMPLE.exists(), reason="the samples are not here")
def test_the_german_sample_gives_its_hand_counted_truths() -> None:
    statement = read_statement(SAMPLE)
    rows = by_number(statement)
    [money] = statement.money
    refund = next(row for row in statement.rows if row.kind == "refund")
    [link] = statement.links
    assert (statement.source, statement.witness, statement.row_count) == ("paypal-statement", "shop", 341)
    assert (money.currency, money.refunds, money.refund_total_minor) == ("EUR", 1, 19990)
    assert (money.expense_total_minor, sum(row.kind == "payment" for row in statement.rows)) == (497593, 167)
    assert not statement.not_understood
    payment = rows[link.payment_row]
    assert (link.refund_row, payment.trade_no, refund.reference) == (refund.number, refund.reference, payment.trade_no)
    assert payment.occurred_at == datetime(2025, 10, 29, 19, 15, 1, tzinfo=UTC)
    assert payment.method == "Bankgutschrift auf PayPal-Konto"


@pytest.mark.parametrize("language", STATEMENTS)
def test_each_language_gives_the_purchase_its_funding_and_its_refund(language: str, tmp_path: Path) -> None:
    bought, funded, returned = WORDS[language]
    date = "{}.04.2026" if language == "de" else "{}/04/2026"
    path = paypal_file(
        tmp_path,
        STATEMENTS[language],
        line(date.format("03"), bought, "-1.234,56", "PAY1", "B-AGREEMENT", invoice="R-1"),
        line(date.format("03"), funded, "1.234,56", "FUND1", "PAY1", name=""),
        line(date.format("14"), returned, "1.234,56", "BACK1", "PAY1", invoice="R-1"),
    )
    statement = read_statement(path)
    payment, funding, refund = statement.rows
    assert (statement.source, statement.not_understood) == ("paypal-statement", ())
    assert (payment.kind, funding.kind, refund.kind) == ("payment", "other", "refund")
    assert (payment.amount, payment.currency, payment.merchant) == (123456, "EUR", "Tea Shop")
    assert (payment.reference, refund.reference, payment.order_no) == ("", "PAY1", "R-1")
    assert payment.occurred_at == datetime(2026, 4, 3, 8, tzinfo=UTC)
    assert [(link.refund_row, link.payment_row) for link in statement.links] == [(3, 1)]
    assert (payment.platform, payment.why_not) == ("paypal", "already_refunded")


def test_an_activity_report_counts_only_what_is_completed_and_moves_the_balance(tmp_path: Path) -> None:
    path = paypal_file(
        tmp_path,
        ACTIVITY,
        event("12/14/2026", "Express Checkout Payment", "-1,653.75", "PAY1"),
        event("12/14/2026", "General Authorization", "-1,653.75", "AUTH1", "PAY1", impact="Memo"),
        event("12/14/2026", "Express Checkout Payment", "-5.00", "PAY2", impact="Memo"),
        event("12/14/2026", "Express Checkout Payment", "-6.00", "PAY3", status="Pending"),
        event("12/14/2026", "Express Checkout Payment", "-7.00", "PAY4", status="Denied"),
        event("12/14/2026", "Mobile Payment", "20.00", "IN1", fee="-0.50", net="19.50", impact="Credit"),
        event("12/15/2026", "Payment Refund", "-20.00", "BACK0", "IN1"),
    )
    statement = read_statement(path)
    assert statement.source == "paypal-activity"
    assert [(row.kind, row.why_not) for row in statement.rows] == [
        ("payment", None),
        ("other", "hold"),
        ("other", "hold"),
        ("other", "not_paid_yet"),
        ("other", "other_status"),
        ("other", "income"),
        ("other", "other_status"),
    ]
    first = statement.rows[0]
    assert (first.amount, first.item, first.status) == (165375, "Cup", "Completed")
    assert first.occurred_at == datetime(2026, 12, 14, 18, tzinfo=UTC)
    assert statement.money[0].expense_total_minor == 165375


def test_a_purchase_in_another_currency_is_one_purchase_and_the_sums_are_by_currency(tmp_path: Path) -> None:
    path = paypal_file(
        tmp_path,
        STATEMENTS["nl"],
        line("25/4/2026", WORDS["nl"][0], "-22,50", "PAY1", currency="USD"),
        line("25/4/2026", WORDS["nl"][1], "20,80", "FUND1", "PAY1"),
        line("25/4/2026", "Algemene valutaomrekening", "-20,80", "CONV1", "PAY1"),
        line("25/4/2026", "Algemene valutaomrekening", "22,50", "CONV2", "PAY1", currency="USD"),
        line("26/4/2026", WORDS["nl"][0], "-3,00", "PAY2"),
    )
    statement = read_statement(path)
    assert {sums.currency: sums.expense_total_minor for sums in statement.money} == {"USD": 2250, "EUR": 300}
    assert [row.number for row in statement.rows if row.refundable] == [1, 5]
    assert statement.rows[0].method == "Bankstorting naar PP-rekening"


def test_unknown_kinds_and_states_are_listed_with_their_rows_and_not_judged(tmp_path: Path) -> None:
    path = paypal_file(
        tmp_path,
        ACTIVITY,
        event("12/14/2026", "Moon Levy", "-1.00", "PAY1"),
        event("12/14/2026", "Express Checkout Payment", "-1.00", "PAY2", status="Wobbling"),
        event("12/14/2026", "Express Checkout Payment", "-1.00", "PAY3", zone="Mars/Olympus"),
        event("12/14/2026", "Express Checkout Payment", "-1.00", "PAY4", net="-2.00"),
        event("12/14/2026", "Express Checkout Payment", "-1.00", "PAY5", currency="ABC"),
        event("12/14/2026", "Express Checkout Payment", "", "PAY6"),
        (*event("12/14/2026", "Express Checkout Payment", "-1.00", "PAY7"), "one more"),
        event("12/14/2026", "Express Checkout Payment", "-1.00", "PAY8\x1b[2J"),
        event("12/14/2026", "Express Checkout Payment", "-1.00", "PAY9", status=""),
        event("12/14/2026", "", "-1.00", "PAY10"),
    )
    statement = read_statement(path)
    why = {each.row: str(each) for each in statement.not_understood}
    assert sorted(why) == [1, 2, 3, 4, 5, 6, 7, 9, 10]
    assert "the type Moon Levy is not known" in why[1]
    assert "the status Wobbling is not known" in why[2]
    assert "Mars/Olympus" in why[3]
    assert "do not make -2.00" in why[4]
    assert why[9].startswith("the status is empty") and why[10].startswith("the type is empty")
    assert [row.number for row in statement.rows] == [1, 2, 8, 9, 10]
    assert not any(row.refundable for row in statement.rows[:2])
    assert statement.rows[2].trade_no.isprintable()


@pytest.mark.parametrize("kind", ["Martian Payment", "Suspended Purchase", "Payment of Tax", "Zahlung an den Mond", ""])
@pytest.mark.parametrize("gross", ["-1.00", "1.00"])
def test_a_kind_of_payment_that_is_not_known_is_listed_and_no_purchase(kind: str, gross: str, tmp_path: Path) -> None:
    statement = read_statement(paypal_file(tmp_path, ACTIVITY, event("12/14/2026", kind, gross, "PAY1")))
    assert [(row.kind, row.why_not) for row in statement.rows] == [("other", "unknown_status")]
    assert [each.row for each in statement.not_understood] == [1]
    assert statement.money[0].expense_total_minor == 0


@pytest.mark.parametrize("kind", ["Chargeback", "Reversal", "General Reversal", "Rückbuchung"])
def test_what_is_charged_back_is_a_refund_where_it_names_a_purchase_of_the_file(kind: str, tmp_path: Path) -> None:
    path = paypal_file(
        tmp_path,
        ACTIVITY,
        event("12/14/2026", kind, "20.00", "BACK1", "PAY1"),
        event("12/14/2026", "Express Checkout Payment", "-20.00", "PAY1"),
        event("12/14/2026", "General Card Deposit", "20.00", "FUND1", "PAY1"),
        event("12/14/2026", kind, "20.00", "BACK2", "FUND1"),
        event("12/14/2026", kind, "20.00", "BACK3"),
        event("12/14/2026", kind, "-20.00", "BACK4", "PAY1"),
        event("12/14/2026", kind, "20.00", "BACK5", "ELSEWHERE"),
        event("12/14/2026", "Reversal of ACH Withdrawal Transaction", "20.00", "BACK6", "PAY1"),
    )
    statement = read_statement(path)
    assert [row.number for row in statement.rows if row.kind == "refund"] == [1]
    assert [each.row for each in statement.not_understood] == [4, 5, 6, 7]
    assert f"{kind} names no purchase of this file" in str(statement.not_understood[0])
    assert [(link.refund_row, link.payment_row, link.amount_minor) for link in statement.links] == [(1, 2, 2000)]
    assert by_number(statement)[2].why_not == "already_refunded"


def test_a_number_of_paypal_that_reads_like_a_power_of_ten_is_kept(tmp_path: Path) -> None:
    path = paypal_file(tmp_path, STATEMENTS["de"], line("16.12.2025", WORDS["de"][0], "-4,00", "24553128E23229155"))
    statement = read_statement(path)
    assert (statement.not_understood, statement.rows[0].trade_no) == ((), "24553128E23229155")


def test_one_cell_in_another_notation_is_listed_when_the_other_rows_add_up(tmp_path: Path) -> None:
    express = WORDS["de"][0]
    path = paypal_file(
        tmp_path,
        STATEMENTS["de"],
        line("14.12.2025", express, "-4,50", "PAY1", fee="-0,25", net="-4,75"),
        line("14.12.2025", express, "-4.50", "PAY2", net="-4,50"),
    )
    statement = read_statement(path)
    assert [row.amount for row in statement.rows] == [450]
    assert [(each.row, "-4.50" in str(each)) for each in statement.not_understood] == [(2, True)]


def test_a_running_balance_tells_the_decimals_of_amounts_that_read_in_two_ways(tmp_path: Path) -> None:
    header = STATEMENTS["en"]
    kuwait = {"currency": "KWD", "fee": "0"}
    rows = [
        line("13/12/2025", "Mobile Payment", "-1.250", "PAY1", balance="2", **kuwait),
        line("14/12/2025", "Mobile Payment", "-1.250", "PAY2", balance="0.750", **kuwait),
    ]
    assert [row.amount for row in read_statement(paypal_file(tmp_path, header, *rows)).rows] == [1250, 1250]


def test_a_report_that_leaves_the_order_of_day_and_month_open_is_refused(tmp_path: Path) -> None:
    path = paypal_file(tmp_path, STATEMENTS["fr"], line("03/04/2026", WORDS["fr"][0], "-4,00", "PAY1"))
    with pytest.raises(Refused, match=r"Download\.CSV has dates like 03/04/2026.*a day after the 12th"):
        read_statement(path)


def test_a_report_without_a_column_that_is_needed_is_refused_by_name(tmp_path: Path) -> None:
    header = STATEMENTS["en"].replace("Gross ", "Total")
    with pytest.raises(Refused, match="no column Gross"):
        read_statement(paypal_file(tmp_path, header, line("13/04/2026", WORDS["en"][0], "-4.00", "PAY1")))


def test_nothing_of_the_owner_is_kept(tmp_path: Path) -> None:
    path = paypal_file(tmp_path, ACTIVITY, event("12/14/2026", "Moon Levy", "-1.00", "PAY1"))
    statement = read_statement(path)
    kept = {**statement.rows[0].raw, **statement.not_understood[0].raw}
    assert not {OWNER, "1 Road", "555"} & set(kept.values())
    assert kept["Type"] == "Moon Levy"


def test_a_transaction_has_one_key_in_both_reports_and_whatever_its_state(tmp_path: Path) -> None:
    one = read_statement(paypal_file(tmp_path, ACTIVITY, event("12/14/2026", "Mobile Payment", "-1.00", "PAY1")))
    row = ("12/14/2026", "10:00:00", "PST", "Mobile Payment", "USD", "-1.00", "0.00", "-1.00", "", "PAY1")
    two = read_statement(paypal_file(tmp_path, STATEMENTS["en"], (*row, OWNER, "Tea Shop", "", "", "", "")))
    assert one.rows[0].key == two.rows[0].key


@pytest.mark.parametrize(
    ("words", "kind", "why_not"),
    [
        ("General Card Deposit", "other", "topup"),
        ("General Currency Conversion", "other", "transfer"),
        ("Account Hold for Open Authorization", "other", "hold"),
        ("Reversal of General Account Hold", "other", "hold"),
        ("User Initiated Withdrawal", "other", "transfer"),
        ("Payment Reversal", "refund", "refund_row"),
        ("General Refund", "refund", "refund_row"),
        ("Payment Fee", "other", "other_status"),
        ("Donation Payment", "payment", None),
        ("Rückbuchung von ACH-Gutschrift", "other", "transfer"),
        ("Einbehaltung für offene Autorisierung", "other", "hold"),
        ("Von Nutzer eingeleitete Abbuchung", "other", "transfer"),
        ("Zahlung im Einzugsverfahren mit Zahlungsrechnung", "payment", None),
        ("Retirada iniciada por el usuario", "other", "transfer"),
        ("Paiement préapprouvé d'un utilisateur de facture de paiement", "payment", None),
        ("Vooraf goedgekeurde betaling – rekening betaald door gebruiker", "payment", None),
        ("Algemene kaartstorting", "other", "topup"),
        ("PayPal Debit Card Transaction", "payment", None),
        ("Pre-approved Payment Bill User Payment", "payment", None),
        ("Subscription Payment", "payment", None),
        ("Third-Party Auction Payment", "payment", None),
        ("Website-Zahlung", "payment", None),
        ("Einkauf", "payment", None),
        ("Paiement de don", "payment", None),
        ("Paiement DCC", "payment", None),
        ("Suspension de paiement", "other", "hold"),
        ("Déblocage de paiement", "other", "hold"),
        ("Chargeback Fee", "other", "hold"),
        ("Pago con Pago de usuario de BillPay preaprobado", "payment", None),
    ],
)
def test_the_kind_of_a_transaction_says_what_it_is(words: str, kind: str, why_not: str | None) -> None:
    rule = rule_of(words)
    assert rule is not None
    assert (rule.kind, rule.why_not) == (kind, why_not)
