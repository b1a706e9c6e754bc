"""PayPal's words in five languages: columns, states and kinds of transactions (statement-formats 9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from refund_tui.statements.rows import Rule

FIELDS: Mapping[str, tuple[str, ...]] = {
    "date": ("Date", "Datum", "Fecha"),
    "time": ("Time", "Uhrzeit", "Hora", "Heure", "Tijd"),
    "zone": ("TimeZone", "Time Zone", "Zeitzone", "Zona horaria", "Fuseau horaire", "Tijdzone"),
    "type": ("Type", "Description", "Typ", "Beschreibung", "Tipo", "Descripción", "Omschrijving"),
    "status": ("Status", "Estado", "État", "Etat"),
    "name": ("Name", "Nombre", "Nom", "Naam"),
    "currency": ("Currency", "Währung", "Divisa", "Devise", "Valuta"),
    "gross": ("Gross", "Brutto", "Bruto", "Avant commission", "Brut"),
    "fee": ("Fee", "Entgelt", "Gebühr", "Comisión", "Tarifa", "Commission", "Frais", "Kosten"),
    "net": ("Net", "Netto", "Neto"),
    "balance": ("Balance", "Guthaben", "Saldo", "Solde"),
    "trade_no": (
        "Transaction ID",
        "Transaktionscode",
        "Id. de transacción",
        "Numéro de transaction",
        "Transactiereferentie",
        "Transactie-ID",
    ),
    "reference": (
        "Reference Txn ID",
        "Zugehöriger Transaktionscode",
        "Ref Transaktionscode",
        "Id. de referencia de trans.",
        "Numéro de la transaction de référence",
        "Nº de transaction de référence",
    ),
    "order_no": (
        "Invoice Number",
        "Invoice ID",
        "Rechnungsnummer",
        "Id. de factura",
        "Número de factura",
        "Numéro de facture",
        "Identifiant de facture",
        "Nº de facture",
        "Factuurreferentie",
        "Factuurnummer",
    ),
    "item": ("Item Title", "Artikelbezeichnung", "Título del artículo", "Titre de l'objet", "Objecttitel"),
    "subject": ("Subject", "Betreff", "Asunto", "Objet", "Onderwerp"),
    "impact": ("Balance Impact", "Auswirkung auf Guthaben", "Repercusiones en el saldo", "Impact sur le solde"),
}
"""Field: the names its column has. A language's own and PayPal's two reports differ, so each field has several."""

STATEMENT_HEADERS: tuple[frozenset[str], ...] = tuple(
    frozenset(names)
    for names in (
        ("Date", "Time", "Description", "Currency", "Net", "Balance", "Transaction ID"),
        ("Datum", "Uhrzeit", "Beschreibung", "Währung", "Netto", "Guthaben", "Transaktionscode"),
        ("Fecha", "Hora", "Descripción", "Divisa", "Neto", "Saldo", "Id. de transacción"),
        ("Date", "Heure", "Description", "Devise", "Net", "Solde", "Numéro de transaction"),
        ("Datum", "Tijd", "Omschrijving", "Valuta", "Bruto", "Saldo", "Transactiereferentie"),
    )
)
ACTIVITY_HEADERS: tuple[frozenset[str], ...] = tuple(
    frozenset(names)
    for names in (
        ("Date", "Time", "Type", "Status", "Currency", "Net", "Transaction ID"),
        ("Datum", "Uhrzeit", "Typ", "Status", "Währung", "Netto", "Transaktionscode"),
        ("Fecha", "Hora", "Tipo", "Estado", "Divisa", "Neto", "Id. de transacción"),
        ("Date", "Heure", "Type", "État", "Devise", "Net", "Numéro de transaction"),
        ("Datum", "Tijd", "Type", "Status", "Valuta", "Bruto", "Transactiereferentie"),
        ("Datum", "Tijd", "Type", "Status", "Valuta", "Bruto", "Transactie-ID"),
    )
)
"""What tells a PayPal header, a row a language: English, German, Spanish, French, Dutch."""

MEMO = frozenset(("memo",))
COMPLETED = frozenset(("completed", "abgeschlossen", "completado", "completada", "terminé", "effectué", "voltooid"))
NOT_COMPLETED: Mapping[str, str] = {
    **dict.fromkeys(("pending", "ausstehend", "offen", "pendiente", "en attente", "in behandeling"), "not_paid_yet"),
    **dict.fromkeys(("denied", "abgelehnt", "rechazado", "denegado", "refusé", "geweigerd"), "other_status"),
    **dict.fromkeys(("canceled", "cancelled", "storniert", "cancelado", "annulé", "geannuleerd"), "other_status"),
    **dict.fromkeys(("expired", "removed", "voided", "returned", "failed", "abgelaufen"), "other_status"),
    **dict.fromkeys(("held", "placed", "einbehalten", "retenido", "bloqué", "vastgehouden"), "hold"),
}
"""A state that is not "completed", in small letters, and why its row is no purchase."""
PAYMENT = Rule("payment")
FUNDING = Rule("other", "topup")
RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(words), rule)
    for words, rule in (
        (
            r"currency conversion|währungsumrechnung|conversión de divisa|conversion de (devise|monnaie)"
            r"|valutaomrekening",
            Rule("other", "transfer"),
        ),
        (
            r"authori[sz]ation|\bholds?\b|\breserves?\b|\breleases?\b|payment review|dispute|chargeback"
            r"|autorisierung|einbehaltung|konflikt|autorización|retención|disputa|autorisation|retenue|litige"
            r"|autorisatie|vasthoud|reservering|geschil|suspension|suspendu|déblocage",
            Rule("other", "hold"),
        ),
        (r"payment reversal|cancel+ed payment", Rule("refund", "refund_row")),
        (
            r"reversal|rückbuchung|\bvoid\b|storno|anulación|annulation|buyer credit|\bbml\b",
            Rule("other", "transfer"),
        ),
        (
            r"deposit|funding|gutschrift|einzahlung|zahlungsquelle|\bingreso|depósito|sur le compte paypal|\bdépôt"
            r"|storting",
            FUNDING,
        ),
        (
            r"withdrawal|transfer to bank|abbuchung|abhebung|auszahlung|kontobewegung|retirada|retrait|\bvirement"
            r"|opname|uitbetaling|overboeking",
            Rule("other", "transfer"),
        ),
        (
            r"invoice sent|money request|cart item|rechnung gesendet|geldanforderung|warenkorbartikel",
            Rule("other", "other_status"),
        ),
        (r"\bfees?\b|gebühr|\bcomisión\b|\bcommission\b|\bkosten\b", Rule("other", "other_status")),
        (r"^(paypal )?(debit card|billpay) transaction$", PAYMENT),
        (r"refund|rückzahlung|rückerstattung|reembolso|remboursement|terugbetaling", Rule("refund", "refund_row")),
    )
)
"""Words in a transaction's kind, in small letters, and what it is; the first that fits holds, so that `Payment Refund`
is no payment."""
_PAID: Mapping[str, str] = {
    "en": "payment payments purchase donation",
    "de": "zahlung handyzahlung kauf einkauf spende",
    "es": "pago compra donación",
    "fr": "paiement achat don",
    "nl": "betaling aankoop donatie",
}
_PAID_BY: Mapping[str, str] = {
    "en": "paypal express checkout preapproved pre approved bill user general mobile website web accept subscription "
    "recurring ebay auction third party direct billpay gift certificate virtual terminal mass shopping cart debit "
    "card in store instore qr code guest sent echeck here point of sale by with",
    "de": "im einzugsverfahren mit zahlungsrechnung allgemeine mobile gesendete genehmigte vorab wiederkehrende per "
    "debitkarte abonnement direkt auktions massen",
    "es": "con exprés de del en la el factura usuario móvil preaprobado aprobado previamente sitio suscripción "
    "recurrente tarjeta débito subasta enviado masivo",
    "fr": "d un utilisateur facture préapprouvé préapprouvée général site sur par récurrent carte débit enchère envoyé "
    "groupé dcc",
    "nl": "vooraf goedgekeurde rekening betaald door gebruiker algemene mobiele terugkerende verzonden veiling",
}
PAID, PAID_BY = (frozenset(" ".join(words.values()).split()) for words in (_PAID, _PAID_BY))
"""The words of a payment's kind: one of PAID, and beside it only what says how it was paid. A kind with another word
in it is listed, not guessed."""
_WORD = re.compile(r"[^\W_]+")
_CHARGED_BACK = re.compile(
    r"(payment )?chargeback( reversal)?|(general )?reversal|(allgemeine )?rückbuchung|rückbelastung|contracargo"
    r"|anulación( general)?|rétrofacturation|annulation( générale)?|terugboeking|terugvordering"
)


@lru_cache(maxsize=1024)
def rule_of(words: str) -> Rule | None:
    """Say what a kind of transaction is; None for one that this version does not know."""
    small = words.casefold()
    if known := next((rule for pattern, rule in RULES if pattern.search(small)), None):
        return known
    found = set(_WORD.findall(small))
    return PAYMENT if found & PAID and found <= PAID | PAID_BY else None


def is_chargeback(words: str) -> bool:
    """Say whether a kind is a bare reversal, which does not name what it takes back."""
    return _CHARGED_BACK.fullmatch(words.strip().casefold()) is not None
