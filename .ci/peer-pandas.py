"""The same shop with pandas: verifies the log, joins it with the orders, and writes
the exceptions as CSV, or every trade as a workbook. FOLDER OUT.csv|OUT.xlsx"""
import hashlib
import sys
import urllib.parse

import pandas

KEY = "bench0123456789abcdefghijklmnopq"


def fen(text):
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int((part + "00")[:2])


def results(folder):
    seen, rows = set(), []
    for line in open(folder + "/notify/first.log", encoding="utf-8"):
        params = dict(urllib.parse.parse_qsl(line.rstrip("\n")))
        text = "&".join(f"{k}={params[k]}" for k in sorted(params) if k not in ("sign", "sign_type"))
        if hashlib.md5((text + KEY).encode()).hexdigest() != params["sign"] or params["notify_id"] in seen:
            continue
        seen.add(params["notify_id"])
        for item in params["result_details"].split("#"):
            trade, amount, code = item.split("$")[0].split("^")
            rows.append((trade, fen(amount), code))
    return pandas.DataFrame(rows, columns=["trade_no", "amount", "code"])


def main(folder, out):
    found = results(folder)
    good = found["code"] == "SUCCESS"
    found["refunded"], found["failed"] = found["amount"].where(good, 0), ~good
    sums = found.groupby("trade_no", sort=False).agg(refunded=("refunded", "sum"), attempts=("amount", "size"), failed=("failed", "sum"))
    orders = pandas.read_csv(folder + "/orders/first.csv", dtype=str)
    orders["paid"], orders["due"] = orders["paid_amount"].map(fen), orders["refund_due"].map(fen)
    all = orders.merge(sums, how="outer", left_on="trade_no", right_index=True)
    for name in ("refunded", "attempts", "failed"):
        all[name] = all[name].fillna(0).astype("int64")
    verdict = pandas.Series("OK", index=all.index)
    verdict[all["refunded"] < all["due"]] = "UNDER"
    verdict[all["refunded"] > all["due"]] = "EXCEEDS_DUE"
    verdict[all["refunded"] > all["paid"]] = "OVER"
    verdict[all["paid"].isna()] = "UNMATCHED"
    all["verdict"] = verdict
    for name in ("paid", "due", "refunded"):
        all[name] = all[name] / 100
    if out.endswith(".csv"):
        all[all["verdict"] != "OK"].to_csv(out, index=False)
        return
    with pandas.ExcelWriter(out, engine="xlsxwriter") as book:
        all.to_excel(book, sheet_name="trades", index=False)


main(*sys.argv[1:])
