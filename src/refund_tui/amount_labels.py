"""The words for an order's money and for what an estimate says: like `labels`, but nothing that `status` needs."""

from __future__ import annotations

from refund_tui.i18n import N_

FIELDS = {
    "lines": N_("lines"),
    "goods_paid": N_("paid for goods"),
    "outbound": N_("outbound freight"),
    "outbound_by": N_("outbound: who"),
    "free_from": N_("freight free from"),
    "return_freight": N_("return freight"),
    "spend_save": N_("spend-and-save"),
    "spend_from": N_("saved from"),
    "platform_coupon": N_("platform coupon"),
    "shop_coupon": N_("shop coupon"),
    "red_packet": N_("red packet"),
    "points": N_("points, in money"),
    "gifts": N_("gifts"),
    "card_fee": N_("card fee"),
    "card_fee_by": N_("card fee: who"),
    "fee": N_("handling fee"),
    "fee_agreed": N_("fee agreed"),
    "policy": N_("seller's policy"),
    "refunded": N_("refunded before"),
    "reason_class": N_("counts as"),
}
"""The fields of `fields.ORDER`."""
HINTS = {
    "lines": N_("a row each: name | price | quantity | going back | page's share"),
    "gifts": N_("a row each: name | stated price | goes back"),
    "policy": N_("what the seller gives back at most: 80%, or an amount"),
    "goods_paid": N_("without freight"),
    "fee_agreed": N_("agreed before the purchase"),
    "reason_class": N_("blank: as the reason of the case says"),
}
"""What a field of the form asks for, where its name does not say it."""
OUTBOUND = {"me": N_("paid by me"), "free": N_("free freight"), "free_from": N_("free from an amount on")}
CARD_FEE = {"me": N_("paid by me"), "seller": N_("waived by the seller")}
YES_NO = {"yes": N_("yes"), "no": N_("no")}
REASON_CLASSES = {
    "seller_fault": N_("seller at fault"),
    "no_reason": N_("return without reason"),
    "unclear": N_("fault unclear"),
    "agreed": N_("as agreed with the seller"),
    "eu_withdrawal": N_("EU withdrawal"),
}
STEPS = {
    "paid": N_("paid in all"),
    "goods": N_("paid for the goods"),
    "outbound_paid": N_("outbound freight that was paid"),
    "limit": N_("never more than was paid"),
    "refunded": N_("came back before; never more than was paid"),
    "share_page": N_("{name}: the page's own figure"),
    "part_page": N_("{name}, {returned} of {quantity}: part of the page's own {line}"),
    "share": N_("{name}: share by price, {price} of {whole}"),
    "part": N_("{name}, {returned} of {quantity}: part of its share {line}"),
    "cap_seller_fault": N_("seller at fault: usually in full, outbound freight too"),
    "cap_no_reason": N_("without reason: the price paid, perhaps only in part"),
    "cap_unclear": N_("fault unclear: refund for the return, outbound freight on the seller"),
    "cap_agreed": N_("as agreed with the seller"),
    "cap_eu_withdrawal": N_("EU withdrawal: price and standard outbound freight"),
    "expected": N_("what to expect"),
    "as_agreed": N_("agreed for less"),
    "outbound_mine": N_("outbound freight stays with the buyer"),
    "outbound_missed": N_("what stays no longer has free freight"),
    "gift": N_("gifts that stay, at the price stated beforehand"),
    "card_fee": N_("card fee that the seller had waived"),
    "card_fee_open": N_("card fee, if the seller had waived it"),
    "card_fee_mine": N_("card fee: the seller need not give it back"),
    "fee": N_("handling fee, agreed beforehand"),
    "fee_open": N_("handling fee, if it was agreed beforehand"),
    "fee_void": N_("handling fee: not agreed beforehand, not owed"),
    "fee_fault": N_("handling fee: no reason where the seller is at fault"),
    "policy_fault": N_("seller's policy: no reason where the seller is at fault"),
    "resettled": N_("if what stays is settled anew at each price, without the reduction it lost"),
    "policy": N_("if the seller's policy holds: a part only"),
    "return_seller_fault": N_("return freight: on the seller"),
    "return_no_reason": N_("return freight: on the buyer"),
    "return_unclear": N_("return freight: on the buyer while fault is unclear"),
    "return_exchange": N_("freight of an exchange without reason: on the buyer"),
    "return_agreed_mine": N_("return freight: agreed, on the buyer"),
    "return_agreed_seller": N_("return freight: agreed, on the seller"),
    "return_unsaid": N_("return freight: nothing agreed, so on the seller"),
    "return_eu_withdrawal": N_("return freight: on the buyer"),
    "platform_coupon": N_("platform coupon"),
    "shop_coupon": N_("shop coupon"),
    "red_packet": N_("red packet"),
    "points": N_("points"),
}
"""What `domain.amounts` steps are; the amount stands before it."""
UNKNOWN = {
    "paid": N_("what was paid"),
    "goods_paid": N_("what was paid for the goods alone"),
    "price": N_("price of {name}"),
    "lines_back": N_("which lines go back"),
    "outbound": N_("outbound freight"),
    "outbound_by": N_("who paid the outbound freight"),
    "free_from": N_("from which amount freight is free"),
    "return_freight": N_("return freight"),
    "gift_price": N_("stated price of {name}"),
    "card_fee_by": N_("who bore the card fee"),
    "fee_agreed": N_("whether the fee was agreed beforehand"),
    "reason_class": N_("who is at fault: the reason does not say"),
    "agreed": N_("the amount agreed"),
}
DOUBTS = {
    "shares": N_("the page's figures come to {shares}, paid for the goods {goods}"),
    "prices": N_("prices {prices} less reductions {reductions} is not the {goods} paid for the goods"),
    "split": N_("goods {goods} and freight {outbound} are not the {paid} that was paid"),
}
SOURCES = {
    "seed": N_("the article this program starts from"),
    "A6": N_("digest of Alipay's official questions"),
    "LAW7": N_("7-day return measures, Order 90/2017 as amended 2020"),
    "T1": N_("Taobao dispute rule"),
    "消法": N_("Consumer Protection Law"),
    "条例": N_("its implementing regulation, Order 778"),
    "网络交易监督管理办法": N_("online trading measures"),
    "I9": N_("Your Europe, Returns"),
    "I10": N_("EU withdrawal guides, 2022"),
    "memory": N_("known to the editors, no source found"),
}
"""What the keys of sources stand for, shortly; playbooks cite them in full."""
