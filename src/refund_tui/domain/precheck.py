"""What to look at before an application is sent: "after checking that all is right, press submit" (S49, S57-S60)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Literal

from refund_tui.domain.amounts import estimate
from refund_tui.domain.case import Application, Case, Terms
from refund_tui.domain.differences import GOES_BACK, Difference, differences
from refund_tui.domain.specific import NO_REASON_NEEDED, SHORT, VERDICT, lacking
from refund_tui.domain.suggestions import planned

Severity = Literal["wrong", "look"]
Value = int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing about an application: `wrong` contradicts what is known, `look` is worth a look.

    `code` has its words in `form_labels.REMARKS`; `field` is where it stands: a field of the application, of the
    terms or of the case. `rests_on` names the sentences of the article (S) and the amount rules (M) behind it.
    `values` fill the words: amounts in minor units, ids as they are.
    """

    code: str
    field: str
    severity: Severity
    rests_on: tuple[str, ...]
    values: Mapping[str, Value] = dataclass_field(default_factory=dict)


def precheck(case: Case, application: Application) -> tuple[Remark, ...]:
    """Name what should be looked at before `application` is sent for `case`: what is wrong first, then the rest.

    Both parts are in the order of the platform's form. An empty `kind` is one that is not chosen yet.
    """
    found = (*_of_form(case, application), *_of_terms(case, application))
    return tuple(sorted(found, key=lambda remark: remark.severity != "wrong"))


def due(case: Case) -> tuple[Remark, ...]:
    """Check the application that comes next where terms are agreed and it is not sent yet (S45); else nothing."""
    if case.stage not in ("draft", "negotiating") or case.terms == Terms():
        return ()
    return precheck(case, planned(case))


def _of_form(case: Case, application: Application) -> Iterator[Remark]:
    differing = {each.field: each for each in differences(case, application)}
    if "kind" in differing:
        yield Remark("kind_differs", "kind", "wrong", ("S41", "S47"), {"asked": application.kind})
    if not application.reason:
        yield Remark("reason_unknown", "reason", "look", ("S11", "S54"))
    yield from _of_amount(case, application, differing.get("amount"))
    yield from _of_text(case, application)
    if not case.order_no:
        yield Remark("order_no_unknown", "order_no", "look", ("S9", "S57"))


def _of_amount(case: Case, application: Application, difference: Difference | None) -> Iterator[Remark]:
    asked, agreed, swap = application.amount, case.terms.amount, application.kind == "exchange"
    if asked is None:
        if not swap:
            yield Remark("amount_unknown", "amount", "look", ("S12", "S58"))
        return
    if asked == 0 and not swap:
        yield Remark("amount_zero", "amount", "wrong", ("S58",))
    if case.paid is None:
        yield Remark("paid_unknown", "amount", "look", ("S64", "M1"))
    elif asked > case.paid:
        yield Remark("amount_above_paid", "amount", "wrong", ("S64", "M1"), {"paid": case.paid})
    found = estimate(case)
    if found is not None and found.cap is not None and found.cap.amount < asked <= (case.paid or asked):
        yield Remark("amount_above_cap", "amount", "look", ("S64", "M1"), {"cap": found.cap.amount})
    if difference is not None and agreed is not None:
        yield Remark("amount_differs", "amount", "wrong", ("S47", "S58"), {"agreed": agreed, "asked": asked})


def _of_text(case: Case, application: Application) -> Iterator[Remark]:
    reason = case.reason or ""
    if reason in NO_REASON_NEEDED:
        return
    if not application.text:
        yield Remark("text_missing", "text", "look", ("S13", "S24"), {"prompt": reason})
        return
    lacks = lacking(application.text, case.reason)
    if VERDICT in lacks:
        yield Remark("text_verdict", "text", "look", ("S54", "S55", "S56"), {"prompt": reason})
    elif SHORT in lacks:
        yield Remark("text_short", "text", "look", ("S24", "S54"), {"prompt": reason})
    elif lacks:
        yield Remark("text_lacks", "text", "look", ("S54", "S55", "S56"), {"aspects": lacks})


def _of_terms(case: Case, application: Application) -> Iterator[Remark]:
    terms = case.terms
    if terms == Terms():
        yield Remark("terms_unknown", "terms", "look", ("S40", "S46"))
        return
    if terms.amount is None:
        yield Remark("agreed_unknown", "agreed", "look", ("S42",))
    if application.kind not in GOES_BACK:
        return
    if not terms.return_address:
        yield Remark("return_address_unknown", "return_address", "look", ("S41", "S59"))
    if not terms.method and application.kind != "exchange":
        yield Remark("method_unknown", "method", "look", ("S43",))
    if terms.freight_by is None:
        yield Remark("freight_unknown", "freight_by", "look", ("S44", "M10"))
