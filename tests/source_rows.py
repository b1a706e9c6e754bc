"""A row of each source, and what its exporter prints around the rows."""

from __future__ import annotations

from pathlib import Path

from refund_tui.statements.model import Row, Statement
from tests.statement_files import csv_text, read_bytes

Cells = dict[str, str]

WEB: Cells = {
    "交易号": "2020110122001400005500001111\t",
    "商家订单号": "T200P1338991234567890123",
    "交易创建时间": "2020-11-01 19:04:41 ",
    "付款时间": "2020-11-01 19:05:45 ",
    "最近修改时间": "2020-11-01 20:33:06 ",
    "交易来源地": "其他（包括阿里巴巴和外部商家）",
    "类型": "支付宝担保交易 ",
    "交易对方": "茶铺  ",
    "商品名称": "茶杯  ",
    "金额（元）": "83.00  ",
    "收/支": "支出  ",
    "交易状态": "交易成功 ",
    "服务费（元）": "0.00",
    "成功退款（元）": "0.00",
    "备注": " ",
    "资金状态": "已支出 ",
}
APP_2021: Cells = {
    "收/支": "支出",
    "交易对方": "茶铺",
    "对方账号": "a***@example.com",
    "商品说明": "茶杯",
    "收/付款方式": "招商银行(9876)",
    "金额": "83.00",
    "交易状态": "交易成功",
    "交易分类": "日用百货",
    "交易订单号": "2021060122001400005500001111",
    "商家订单号": "T200P1338991234567890123",
    "交易时间": "2021-06-01 00:10:22",
}
WECHAT: Cells = {
    "交易时间": "2025-12-10 17:19:40",
    "交易类型": "商户消费",
    "交易对方": "茶铺",
    "商品": "茶杯",
    "收/支": "支出",
    "金额(元)": "¥50.71",
    "支付方式": "工商银行",
    "当前状态": "支付成功",
    "交易单号": "4200001111202512100000000001\t",
    "商户单号": "M1\t",
    "备注": "/",
}
JD: Cells = {
    "交易时间": "2024-12-28 13:27:56\t",
    "商户名称": "京东平台商户",
    "交易说明": "茶杯 等多件",
    "金额": "131.77",
    "收/付款方式": "中国银行信用卡(1875)",
    "交易状态": "交易成功",
    "收/支": "支出",
    "交易分类": "食品酒饮",
    "交易订单号": "100000011234\t",
    "商家订单号": "1000345234234223\t",
    "备注": " ",
}
MEITUAN: Cells = {
    "交易创建时间": "2025-03-01 12:00:00",
    "交易成功时间": "2025-03-01 12:00:09",
    "交易类型": "支付",
    "订单标题": "茶铺-双人餐代金券",
    "收/支": "支出",
    "支付方式": "美团月付",
    "订单金额": "¥11.90",
    "实付金额": "¥11.77",
    "交易单号": "25030100000000000000000000000001\t",
    "商家单号": "5744000000u403b\t",
    "备注": "/",
}
ROWS: dict[str, Cells] = {
    "alipay-web-2019": WEB,
    "alipay-app-2021": APP_2021,
    "wechat": WECHAT,
    "jd": JD,
    "meituan": MEITUAN,
}
NOTES: dict[str, str] = {
    "alipay-web-2019": "支付宝交易记录明细查询\n账号:[someone@example.com]\n-----交易记录明细列表-----\n",
    "alipay-app-2021": "-----支付宝（中国）网络技术有限公司  电子客户回单-----\n",
    "wechat": "微信支付账单明细,,,\n微信昵称：[someone],,,\n导出时间：[2026-04-01 09:12:52],,,\n,,,\n"
    "注：,,,\n1. 充值,,,\n",
    "jd": "导出信息：\n京东账号名：someone\n申请时间：2026-04-01 09:12:52\n共：26笔记录\n\n",
    "meituan": '美团交易账单明细\n美团用户名：[someone]\n导出时间：[2026-04-01 09:12:52]\n""\n'
    "【美团交易账单明细列表】\n",
}
BELOW: dict[str, str] = {
    "alipay-web-2019": "-----\n共1笔记录\n已收入:1笔,0.01元\n待支出:0笔,0.00元\n"
    "导出时间:[2026-04-01 09:12:52]    用户:某人\n",
    "alipay-app-2021": "-----\n导出信息：\n姓名：某人\n支付宝账户：someone@example.com\n"
    "导出时间：[2026-04-01 09:12:52]\n"
    "共21笔记录\n收入：0笔,0.00元\n\n特别提示：\n1.本回单内容；\n",
}


def read_source(folder: Path, source: str, *rows: Cells, notes: bool = False, codec: str = "utf-8") -> Statement:
    text = csv_text(list(ROWS[source]), *rows)
    if notes:
        text = NOTES[source] + text + BELOW.get(source, "")
    return read_bytes(folder, text.encode(codec))


def one(folder: Path, source: str, changes: Cells) -> Row:
    return read_source(folder, source, ROWS[source] | changes).rows[0]
