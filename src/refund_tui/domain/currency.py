"""Currencies and how an amount in minor units is written. On the start-up path of `status`: no `re` here."""

from __future__ import annotations

from refund_tui.domain.problem import Refused
from refund_tui.domain.text import clean_line, fit

_EXPONENTS: dict[str, int] = {
    **dict.fromkeys(
        (
            *("AED", "ARS", "AUD", "BDT", "BGN", "BRL", "CAD", "CHF", "CNY", "COP", "CZK", "DKK", "EGP"),
            *("EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "KES", "KZT", "LKR", "MAD", "MMK", "MNT"),
            *("MOP", "MXN", "MYR", "NGN", "NOK", "NPR", "NZD", "PEN", "PHP", "PKR", "PLN", "QAR", "RON"),
            *("RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "UYU", "UZS", "ZAR"),
        ),
        2,
    ),
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}


CURRENCIES: tuple[str, ...] = tuple(_EXPONENTS)


def exponent(currency: str) -> int:
    """Give the number of decimals of a currency, by its ISO 4217 code in capitals.

    Raises Refused for a code outside the table; the table is that of ISO 4217 list one.
    """
    try:
        return _EXPONENTS[currency]
    except KeyError:
        raise Refused(
            "{currency} is not a currency this program knows: write an ISO 4217 code such as CNY or USD",
            currency=shown(currency),
        ) from None


def format_amount(minor: int, currency: str) -> str:
    """Write minor units as a plain number, without a symbol or grouping: 12900 in CNY is `129.00`.

    `parse_amount(..., signed=True)` reads it back. Raises Refused for an unknown currency.
    """
    decimals = exponent(currency)
    sign = "-" if minor < 0 else ""
    whole, part = divmod(abs(minor), 10**decimals)
    return f"{sign}{whole}.{part:0{decimals}d}" if decimals else f"{sign}{whole}"


def shown(value: str) -> str:
    """Give a refused value short enough for a line."""
    return fit(clean_line(value), 60)
