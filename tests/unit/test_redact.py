"""What is masked in copies for the other party, and what is not."""

from __future__ import annotations

import pytest

from refund_tui.domain.redact import redact

ORDER = "2345678901234567890"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678。", "电话*********78。"),
        ("１３８１２３４５６７８", "*********７８"),
        ("拨打138 1234 5678", "拨打***********78"),
        ("+86 13812345678", "*************78"),
        ("call +44 20 7946 0958 now", "call **************58 now"),
        ("(010) 65551234", "************34"),
        ("身份证11010519491231002X", "身份证110**************X"),
        ("身份证号：110105194912310021", "身份证号：110**************1"),
        ("卡号 4111 1111 1111 1111", "卡号 ***************1111"),
        ("银行卡6217000010001234563", "银行卡***************4563"),
        ("+1 (415) 555-2671 or 415-555-2671", "***************71 or **********71"),
        ("朝阳门外大街甲6号万通中心C座", "***************"),
        ("给我发邮件abc.def@example.com谢谢", "给我发邮件a******************谢谢"),
        ("微信号：wx_123", "微信号：******"),
        ("My account: zhang-3", "My account: *******"),
        ("我住在杭州市余杭区文一西路969号，收到后3层包装破损", "我住在**************，收到后3层包装破损"),
        ("请寄到浙江省杭州市文一西路969号西溪园区5号楼3层，", "请寄到***********************，"),
        ("张三，江苏省苏州市星湖街328号4幢A401室，急", "张三，********************，急"),
        ("送到西湖区国际花园北区8幢2单元1501室的", "送到*******************的"),
        ("李家村3组12号。", "********。"),
        ("朝阳区建国路88号现代城A座1203", "******************"),
        ("退货地址：广东省深圳市 福田区 华强北路", "退货地址：***************"),
        ("live at 221B Baker Street, Flat 2 now", "live at ************************* now"),
        ("北京市朝阳区望京街10号院3号楼2单元501室。", "***********************。"),
        ("送到建国路88号院8号楼1203，", "送到**************，"),
        ("**院8号楼1203", "**********"),
        ("IBAN DE89370400440532013000.", "IBAN DE****************3000."),
        ("to GB82 WEST 1234 5698 7654 32 EUR 129", "to GB*********************4 32 EUR 129"),
        ("银行账号 6217 0012 1002 4455 667", "银行账号 ******************* 667"),
        ("账号：6217 0012 1002 4455 668", "账号：********************668"),
        ("服务电话400-820-8820", "服务电话**********20"),
        ("call 400 8208 820 now", "call **********20 now"),
        ("SSN 123-45-6789, ssn: 123456789", "SSN *******6789, ssn: *****6789"),
        ("London SW1A 2AA.", "London ********."),
        ("350 5th Ave, New York, NY 10118 is", "******************************* is"),
        ("1600 Pennsylvania Ave NW, and", "************************, and"),
        ("at 12 N Main St Apt 4.", "at ******************."),
    ],
)
def test_what_is_private_is_masked_and_nothing_beside_it(text: str, shown: str) -> None:
    assert redact(text).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "商家弄错了2层包装，第3层破损",
        "商品页写500元，12月3日收到2件，少1件",
        "说好这里3号发货，城里12号才收到",
        "账号余额不足；退款账户：原支付账户",
        "2026-11-23 10:00 退款 129.00 元",
        "4111 1111 1111 1112 is no card; 112-1234567-1234567",
        "地址：\n下一行",
        "DE89 3704 0044 0532 0130 02 is no IBAN; 000-12-3456 is nobody's number; 2 sheets of A4 2 PCS",
        f"订单{ORDER}，交易号2026112322001412345678901234",
    ],
)
def test_the_rest_of_a_case_stays_readable(text: str) -> None:
    assert redact(text, [ORDER]).text == text


def test_masked_places_are_counted_by_kind() -> None:
    found = redact("13812345678 或 13912345678，a@b.cn")
    assert found.masked == {"phone": 2, "account": 1}


def test_what_is_known_to_be_private_is_masked_whatever_its_form() -> None:
    found = redact("寄回：乌有乡 7 室 收", private=[("address", "乌有乡 7 室")])
    assert found.text == "寄回：******* 收" and found.masked == {"address": 1}


def test_a_number_that_only_looks_like_a_card_is_masked_unless_it_is_the_case_s_own() -> None:
    assert redact("4111111111111111").masked == {"card": 1}
    assert not redact("4111111111111111", ["4111111111111111"]).masked
