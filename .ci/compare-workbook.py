"""Compares a workbook as openpyxl reads it with what LibreOffice made of it, cell
by cell, and with findings.jsonl and summary.json beside it."""
import csv
import datetime
import decimal
import json
import pathlib
import sys

import openpyxl


def plain(value):
    """A cell as text: numbers without noughts at the end, times as in the sheet."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return (value + datetime.timedelta(microseconds=500_000)).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return format(decimal.Decimal(repr(value)).normalize(), "f")
    return str(value)


def same(a, b):
    if a == b:
        return True
    try:
        return decimal.Decimal(a) == decimal.Decimal(b)
    except decimal.InvalidOperation:
        return False


def expect(what, got, want):
    if got != want:
        sys.exit(f"{what}: {got}, want {want}")
    print(f"{what}: {got}")


def main(book, folder):
    report = pathlib.Path(book).parent
    sheets = {}
    for sheet in openpyxl.load_workbook(book, read_only=True, data_only=True):
        sheets[sheet.title] = [[plain(v) for v in row] for row in sheet.iter_rows(values_only=True)]
    cells = 0
    for name, rows in sheets.items():
        path = pathlib.Path(folder) / f"{pathlib.Path(book).stem}-{name}.csv"
        with open(path, encoding="utf-8", newline="") as text:
            other = list(csv.reader(text))
        expect(f"{name}: rows", len(other), len(rows))
        for number, (left, right) in enumerate(zip(rows, other), 1):
            left, right = trimmed(left), trimmed(right)
            if len(left) != len(right) or not all(map(same, left, right)):
                sys.exit(f"{name}, row {number}: openpyxl {left}, LibreOffice {right}")
            cells += sum(1 for v in left if v)
    print(f"cells that both read alike: {cells}")

    totals = json.loads((report / "summary.json").read_text())["totals"]
    results = table(sheets["明细 Results"])
    shown = len(results) == totals["results"]  # unless the sheets hold a part of the books
    refunded = sum((decimal.Decimal(r["金额 Amount"]) for r in results if r["结果 Result"] == "SUCCESS"), decimal.Decimal(0))
    if shown:
        expect("refunded", f"{refunded:.2f}", totals["success_amount"])
        expect("trades", len(table(sheets["交易 Trades"])), totals["trades"])
    findings = [json.loads(line) for line in open(report / "findings.jsonl", encoding="utf-8")]
    still = [f for f in findings if f["status"] != "closed"]
    rows = table(sheets["异常 Findings"])
    expect("findings", len(rows), len(still))
    expect("money at stake", at_stake(r["金额 Amount"] for r in rows), at_stake(f.get("amount", "") for f in still))


def table(rows):
    """The rows of a table by their headings: behind a free row are its sums, and a sentence in
    place of rows leaves the first cell empty."""
    found = []
    for row in rows[1:]:
        if not any(row) or row[0] == "" and sum(1 for v in row if v) == 1:
            break
        found.append(dict(zip(rows[0], row)))
    return found


def trimmed(row):
    row = list(row)
    while row and row[-1] == "":
        row.pop()
    return row


def at_stake(amounts):
    return f"{sum((decimal.Decimal(a) for a in amounts if a), decimal.Decimal(0)):.2f}"


main(*sys.argv[1:])
