"""Words that spoil a letter: insults, threats, promises of bad reviews (S85: keep a good communication attitude).

Small lists: what is found is a thing to look at, never a reason to refuse. They are for one's own words only, because
the seller may be quoted as he wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

_LISTS: Mapping[str, str] = {
    "insult": (
        r"骗子|垃圾商家|垃圾店|黑店|黑心|无良|奸商|流氓|无赖|混蛋|王八|他妈|妈的|傻[逼bB]|脑残|智障|去死|不要脸|无耻|狗东西|畜生|人渣"
        r"|\b(?:scammers?|crooks?|thie(?:f|ves)|liars?|idiots?|morons?|stupid|bastards?|assholes?|shit\w*|fuck\w*|damn"
        r"|scum|shameless|rubbish shop)\b"
    ),
    "threat": (
        r"曝光你|让你[们店]?(?:关门|倒闭|好看|后悔|付出代价)|等着瞧|走着瞧|不会放过|搞死|弄死|整死|找人[砸打堵]|上门堵|人肉|后果自负"
        r"|不(?:退|赔)就|告到你"
        r"|\b(?:or else|you(?:'ll| will) (?:regret|pay for|be sorry)|ruin you(?:r (?:shop|business))?|expose you"
        r"|shut you down|destroy you|i(?:'ll| will) find you|watch your back|i know where you)\b"
    ),
    "bad_review": (
        r"(?:给|打|写|刷|发)[你们您店一个条]*差评|差评(?:伺候|等着|警告)|不(?:退|赔).{0,4}差评|好评(?:返|换)|删差评"
        r"|\b(?:(?:bad|negative|one[- ]star|1[- ]star) reviews?)\b"
    ),
}
TONES: tuple[str, ...] = tuple(_LISTS)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_LISTS[name], re.IGNORECASE)


def spoiling(text: str) -> Mapping[str, tuple[str, ...]]:
    """Give what spoils a text, as it is written there: by name of `TONES`, each word once."""
    plain = unicodedata.normalize("NFKC", text).replace("’", "'")
    found = {name: tuple(dict.fromkeys(match[0] for match in _pattern(name).finditer(plain))) for name in TONES}
    return {name: words for name, words in found.items() if words}
