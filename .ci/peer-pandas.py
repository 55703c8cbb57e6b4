"""The same shop with pandas: verifies the log, joins it with the orders, and writes
the exceptions as CSV, or a workbook with a summary, the exceptions and every trade.
FOLDER OUT.csv|OUT.xlsx"""
import hashlib
import sys
import urllib.parse

import pandas

KEY = "bench0123456789abcdefghijklmnopq"
COLUMNS = ["trade_no", "out_trade_no", "paid_at", "status", "paid", "due", "refunded", "diff", "attempts", "failed", "last_error", "verdict"]


def fen(text):
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


def results(folder):
    seen, trades, amounts, codes = set(), [], [], []
    for line in open(folder + "/notify/first.log", encoding="utf-8"):
        params = dict(urllib.parse.parse_qsl(line.rstrip("\n")))
        text = "&".join(f"{k}={params[k]}" for k in sorted(params) if k not in ("sign", "sign_type") and params[k])
        if hashlib.md5((text + KEY).encode()).hexdigest() != params["sign"] or params["notify_id"] in seen:
            continue
        seen.add(params["notify_id"])
        for item in params["result_details"].split("#"):
            fields = item.split("$")[0].split("^")
            trades.append(fields[0])
            amounts.append(fen(fields[1]))
            codes.append(fields[2])
    return pandas.DataFrame({"trade_no": trades, "amount": amounts, "code": codes})


def refunds(found):
    found["good"] = found["code"] == "SUCCESS"
    found["refunded"] = found["amount"].where(found["good"], 0)
    found["error"] = found["code"].where(~found["good"])
    sums = found.groupby("trade_no", sort=False).agg(
        refunded=("refunded", "sum"), attempts=("amount", "size"), good=("good", "sum"), last_error=("error", "last"))
    sums["failed"] = sums["attempts"] - sums["good"]
    return sums


def judge(folder, sums):
    orders = pandas.read_csv(folder + "/orders/first.csv", dtype=str)
    orders["paid"], orders["due"] = orders["paid_amount"].map(fen), orders["refund_due"].map(fen)
    all = orders.merge(sums, how="outer", left_on="trade_no", right_index=True, indicator=True)
    for name in ("refunded", "attempts", "failed"):
        all[name] = all[name].fillna(0).astype("int64")
    all["diff"] = all["refunded"] - all["due"].fillna(0).astype("int64")
    verdict = pandas.Series("OK", index=all.index)
    verdict[all["diff"] < 0] = "UNDER"
    verdict[all["diff"] > 0] = "EXCEEDS_DUE"
    verdict[all["refunded"] > all["paid"]] = "OVER"
    verdict[all["_merge"] == "right_only"] = "UNMATCHED"
    all["verdict"] = verdict
    all = all[COLUMNS]
    for name in ("paid", "due", "refunded", "diff"):
        all[name] = all[name] / 100
    return all


def write_book(all, summary, out):
    with pandas.ExcelWriter(out, engine="xlsxwriter", engine_kwargs={"options": {"strings_to_urls": False}}) as book:
        money = book.book.add_format({"num_format": "#,##0.00"})
        summary.to_excel(book, sheet_name="summary", index=False)
        for name, rows in ("exceptions", all[all["verdict"] != "OK"]), ("trades", all.iloc[:1048575]):
            rows.to_excel(book, sheet_name=name, index=False)
            book.sheets[name].set_column(4, 7, 14, money)


def main(folder, out):
    all = judge(folder, refunds(results(folder)))
    summary = all.groupby("verdict").agg(trades=("trade_no", "size"), refunded=("refunded", "sum"), attempts=("attempts", "sum")).reset_index()
    print(summary.to_string())
    if out.endswith(".csv"):
        all[all["verdict"] != "OK"].to_csv(out, index=False)
    else:
        write_book(all, summary, out)


main(*sys.argv[1:])
