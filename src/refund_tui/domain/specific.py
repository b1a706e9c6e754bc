"""What a description does not say yet: it must be clear and specific (S54), and say what exactly (S55, S56, S24).

Deterministic and modest: a few words are looked for, in Chinese and in English. What is found missing is a thing to
ask for, never a reason to refuse, and nothing here guesses how a platform will decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

SHORT, VERDICT = "short", "verdict"
"""Hardly anything is said; nothing is said but that it is bad."""
ENOUGH, SUBSTANCE = 8, 3
"""Weight that a text needs at least, and what must be left of it without verdicts; see `_weight`."""

_SIGNS: Mapping[str, tuple[str, str]] = {
    "when": (
        r"今[天早晚]|昨|前天|当[天日时]|[上下中]午|早上|晚上|刚|收到|到[货手]|签收|开箱|拆|打开|安装|第[一二三四五六七八九十\d]"
        r"|[一二两三四五六七八九十几半\d]+个?(?:多)?(?:天|日|号|月|次|周|星期|小时|分钟|点|年)|后|时|一直|每次|从",
        r"\b(?:today|yesterday|after|when|while|since|once|arriv\w*|open\w*|unpack\w*|first|second|third|every|always"
        r"|days?|weeks?|months?|hours?|minutes?|morning|noon|afternoon|evening|night|(?:mon|tues|wednes|thurs|fri|satur"
        r"|sun)day|(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec)\w*|may \d|on delivery|upon|during|until|before)\b"
        r"|\d[-/:]\d",
    ),
    "where": (
        r"店|前台|柜|酒店|房|餐|医院|学校|健身|现场|家|上门|电话|客服|路|街|楼|号|城|区|平台|网上|线上|直播|公众号|小程序",
        r"\b(?:shop|store|counter|desk|hotel|room|restaurant|clinic|school|gym|site|branch|online|phone|call\w*|chat|app"
        r"|street|road|home|house|flat|office|at (?:the|my|your|their|our)|in (?:the|my|your|their))\b",
    ),
    "promised": (
        r"页面|描述|详情|标[注称的明题]|写|宣传|承诺|保证|说[是好明]|图片?|介绍|参数|型号|规格|尺[寸码]|实际|实物",
        r"\b(?:page|listing|listed|describ\w*|description|advertis\w*|says?|said|stat\w+|pictures?|photos?|promis\w*"
        r"|specifi\w*|title|shown?|claim\w*|actual\w*)\b",
    ),
    "awaited": (
        r"物流|快递|派送|签收|显示|预计|承诺|发货|揽收|驿站|快递柜|单号|停|更新|\d",
        r"\b(?:track\w*|courier|carrier|deliver\w*|expect\w*|due|parcel|package|shipped|dispatch\w*|locker|waybill|since"
        r"|days?|weeks?|update\w*)\b|\d",
    ),
    "got": (
        r"发[成错来的了]|收到|到的|少|缺|漏|空|多发|只有|订的|买的|拍的|下单|实收|\d",
        r"\b(?:instead|missing|short|empty|only|ordered|bought|got|received|came|sent|wrong|without|lacks?)\b|\d",
    ),
    "shown_by": (
        r"防伪|查[询不到]|验证|扫码|鉴定|序列号|编[码号]|标[签志牌识]|官[方网]|专柜|正品|做工|吊牌|包装|印|字|logo|对比|气味|批号",
        r"\b(?:serial|codes?|labels?|tags?|authenti\w*|verif\w*|check\w*|brand|official|logo|stitch\w*|packag\w*|print\w*"
        r"|compar\w*|smell\w*|batch|font|scan\w*)\b",
    ),
    "sums": (r"\d|[一二两三四五六七八九十百千]+(?:元|块|次|笔)", r"\d|\b(?:twice|two|double|three)\b"),
    "parcel": (r"单号|物流|快递|签收|寄[出回]|\d{4}", r"\b(?:waybill|track\w*|courier|signed|delivered)\b|\d{4}"),
}
_ASPECTS: Mapping[str, tuple[str, ...]] = {
    "quality": ("when",),
    "quality_hidden": ("when",),
    "not_as_described": ("promised",),
    "not_received": ("awaited",),
    "wrong_or_short": ("got",),
    "virtual": ("when",),
    "offline": ("when",),
    "service": ("when", "where"),
    "counterfeit": ("shown_by",),
    "damaged": ("when",),
    "wrong_charge": ("sums",),
    "agreed_not_paid": ("when",),
    "return_ignored": ("parcel",),
}
"""What a text of a reason should say beyond the problem itself, by the first proof each reason asks for
(refund-domain.md 3.1; S55 for goods, S56 for service)."""
NO_REASON_NEEDED: tuple[str, ...] = ("change_of_mind",)
"""Reasons that need no explaining: a return without a reason is one (消法 25)."""
ASPECTS: tuple[str, ...] = tuple(_SIGNS)

_VERDICTS = (
    r"质量|品质|服务|态度|体验|效果|不太|不怎么|不[好行佳满]意?|不喜欢|不值|不符合?|很差|太差|差劲|差评|差|烂|垃圾|坑人?|骗[人子]?"
    r"|欺[骗诈]|恶劣|糟糕|假[货的]?|残?次品|[有出]?(?:问题|毛病|瑕疵|故障)|坏[了的掉]?|失望|后悔|一般|堪忧|用不了|不能用|不好用"
    r"|货不对板|[与和跟]?描述|退[款货钱换]?|申请|要求|希望|麻烦|请|尽快|赶紧|处理|解决|谢谢|卖家|商家|店家|客服|老板|东西"
    r"|产品|商品|宝贝|货物?|物品|收到|买的?|这[个些种]?|那个?|我们?|你们?|您|它|给|把|要|想|真的?|实在|非常|特别|十分|很|太"
    r"|好|也|都|就|还|又|和|与|是|有|没|不|的|了|吧|啊|呢|吗|意"
    r"|\b(?:bad|poor|low|terrible|awful|horrible|worst|cheap|shoddy|inferior|good|great|nice|satisf\w*|dissatisf\w*"
    r"|unsatisf\w*|happy|unhappy|disappoint\w*|rubbish|trash|garbage|junk|crap|useless|broken|defect\w*|faulty|fakes?"
    r"|counterfeit|scam\w*|fraud\w*|problems?|issues?|wrong|works?|working|as|described|expected|like|liked|quality"
    r"|services?|refund\w*|returns?|money|back|want\w*|need\w*|please|pls|thanks?|thank|asap|seller|shop|items?|products?"
    r"|goods|things?|it|its|is|are|was|were|be|the|this|that|these|an?|i|im|am|my|me|you|your|we|of|and|or|but|to|with|for"
    r"|in|on|at|very|really|so|too|quite|just|all|totally|absolutely|not|no|dont|doesnt|does|do|did|didnt|cant|cannot|isnt"
    r"|wasnt|have|has|had|im|ve|ll|re|t|s|m)\b"
)
_WORD = re.compile(r"[^\W_]+")
_ONE_EACH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    # When first asked for: most commands never look at a text.
    return re.compile("|".join(_SIGNS[name]) if name else _VERDICTS)


def _weight(text: str) -> int:
    """Weigh what is said: 1 for a character of Chinese, Japanese or Korean, 2 for a word or a number of others."""
    characters = len(_ONE_EACH.findall(text))
    return characters + 2 * len(_WORD.findall(_ONE_EACH.sub(" ", text)))


def lacking(text: str, reason: str | None) -> tuple[str, ...]:
    """Name what a description does not seem to say: `short`, `verdict`, then aspects of its reason.

    `reason` is one of `case.REASONS`, or None where it is not known. A blank text lacks nothing here: that it is
    missing is said elsewhere. Adding lines to a text never makes it lack more.
    """
    if not text.strip() or reason in NO_REASON_NEEDED:
        return ()
    plain = unicodedata.normalize("NFKC", text).casefold().replace("'", "").replace("’", "")
    found = [SHORT] if _weight(plain) < ENOUGH else []
    if _weight(_pattern("").sub(" ", plain)) < SUBSTANCE:
        found.append(VERDICT)
    return (*found, *(each for each in _ASPECTS.get(reason or "", ()) if not _pattern(each).search(plain)))
