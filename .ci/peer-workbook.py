"""Writes the results of reports/workbook_bench_test.go with xlsxwriter, whose
constant_memory is the leanest way that Python has. ROWS FILE"""
import datetime
import os
import resource
import sys
import time

import xlsxwriter

HEADINGS = [
    "通知时间 Notified (UTC+8)", "批次号 Batch", "交易号 Trade", "次序 Occurrence", "金额 Amount", "结果 Result", "含义 Meaning",
    "手续费 Fee", "手续费结果 Fee result", "匹配 Matched to", "订单 Order", "通知号 Notification", "证据 Evidence (file:line)",
]


def main(rows, path):
    start = time.time()
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    text, wrapped = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "text_wrap": True})
    money, count = book.add_format({"num_format": "#,##0.00;[Red]-#,##0.00"}), book.add_format({"num_format": "#,##0"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet("明细 Results")
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(0, column, heading, text)
    first = datetime.datetime(2026, 3, 1, 10)
    for i in range(rows):
        row = i + 1
        failed = i % 10 == 3
        sheet.write_datetime(row, 0, first + datetime.timedelta(days=i % 28, seconds=i % 86_400), moment)
        sheet.write_string(row, 1, "202603%02d%06d" % (i % 28 + 1, i // 1000), text)
        sheet.write_string(row, 2, "2026022012345678%012d" % (i * 7919 % 1_000_000_007), text)
        sheet.write_number(row, 3, 1, count)
        sheet.write_number(row, 4, (i * 7919 % 5_000_000 + 1) / 100, money)
        sheet.write_string(row, 5, "SELLER_BALANCE_NOT_ENOUGH" if failed else "SUCCESS", text)
        sheet.write_string(row, 6, "卖家余额不足" if failed else "退款成功", wrapped)
        if i % 3 == 0:
            sheet.write_number(row, 7, i % 900 / 100, money)
            sheet.write_string(row, 8, "SUCCESS", text)
        else:
            sheet.write_blank(row, 7, None, money)
            sheet.write_blank(row, 8, None, text)
        sheet.write_string(row, 9, "✓ 请求行 request line", text)
        sheet.write_string(row, 10, "✓ 有 known", text)
        sheet.write_string(row, 11, "%032x" % (i // 10 * 2_654_435_761), text)
        sheet.write_string(row, 12, "notify/2026-03-06.log:%d" % (i // 10 + 1), text)
    book.close()
    used = resource.getrusage(resource.RUSAGE_SELF)
    print("%.2f %.2f %d %.1f" % (time.time() - start, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, os.path.getsize(path) / 2**20))


main(int(sys.argv[1]), sys.argv[2])
