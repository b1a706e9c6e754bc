"""Where an address stands in Chinese running text: it is found by its house number and read backwards from there."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = r"\u4e00-\u9fff"
_NUMBER = r"[0-9一二三四五六七八九十百]{1,5}(?:-[0-9]{1,5})?"
_UNIT = r"(?:号楼|号院|号|栋|幢|座|楼|层|单元|室|房|弄|组|队)"
_NAMED = r"(?:小区|花园|公寓|大厦|家园|园区|新村|村)"
_ESTATE = r"(?:小区|花园|公寓|大厦|家园|园区|新村|村|广场|中心|宿舍|屯|苑|城|里|院)"
_HOUSE = re.compile(
    rf"(?:"
    rf"(?:路|街|大道|[一二三四五六七八九十]道|巷|胡同)\s?[甲乙丙]?{_NUMBER}(?:号院?|弄)"
    rf"|{_ESTATE}[A-Za-z东西南北]?区?\s?(?:{_NUMBER}|[A-Za-z])(?:号楼|号院|栋|幢|座|单元)"
    # A number alone may be a day of the month: 城里12号才收到.
    rf"|{_NAMED}[A-Za-z东西南北]?区?\s?{_NUMBER}(?:号|组|队)"
    rf")"
    # What follows a house number belongs to it as long as it is made of numbers with units, or names an estate first.
    rf"(?:\s?(?:[{_HAN}]{{1,10}}?{_ESTATE}\s?)?(?:[A-Za-z]?-?{_NUMBER}|[A-Za-z]){_UNIT}){{0,6}}"
    rf"(?:\s?[A-Za-z]?[0-9]{{2,5}}(?![0-9A-Za-z年月日元件]))?"
)
_REGION = re.compile("省|自治区|市|区|县|旗|镇|乡|街道")
_PROVINCE = re.compile(
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|"
    "陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_BEFORE = re.compile(r"[在到往至是住给寄送为址]")
"""What stands before an address in a sentence, and is no part of a place's name."""
_RUN = re.compile(rf"[{_HAN}A-Za-z0-9 ]*\Z")
_REACH = 40
_ROAD_NAME, _REGION_NAME = 6, 4
"""Characters that the name of a road or an estate, and of a region (呼和浩特市), has before its last one at most."""


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Give where addresses begin and end in `text`, from the left, none within another.

    One is known by a road or an estate with a house number, and begins at its province or first region; where none
    stands before it, at the road's name.
    """
    done = 0
    for house in _HOUSE.finditer(text):
        start = _beginning(text, done, house.start())
        yield start, house.end()
        done = house.end()


def _beginning(text: str, least: int, at: int) -> int:
    left = max(least, at - _REACH)
    run = _RUN.search(text[left:at])
    before = run[0] if run else ""
    province = _PROVINCE.search(before)
    if province is not None:
        return at - len(before) + province.start()
    cut = max((match.end() for match in _BEFORE.finditer(before)), default=0)
    before = before[cut:].lstrip()
    region = _REGION.search(before)
    most = len(before) - region.start() + _REGION_NAME if region else _ROAD_NAME
    return at - min(len(before), most)
