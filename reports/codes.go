package reports

import (
	"context"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A codeRow is one error code: what it means and how often it came.
type codeRow struct {
	alipay.Code
	seen  ledger.CodeRow
	known bool
}

func (b *builder) writeCodes(ctx context.Context) (err error) {
	if b.facts.codes, err = b.books.CodeRows(ctx, b.Run); err != nil {
		return err
	}
	return fill(b.book, table[codeRow]{
		name:    codesSheet,
		layout:  layout{colour: "FF7F7F7F", frozen: 1, wide: true},
		columns: codeColumns(),
	}, each(codeRows(b.Policy.Codes, b.facts.codes)))
}

// codeRows begins with what came and is not in the table; then comes what is,
// in the order of the document, and last what never came.
func codeRows(known alipay.Codes, came []ledger.CodeRow) []codeRow {
	var unknown, used, rest []codeRow
	seen := make(map[string]ledger.CodeRow, len(came))
	for _, r := range came {
		seen[r.Code] = r
		switch _, ok := known.Lookup(r.Code); {
		case r.Code == alipay.Success:
			used = append(used, codeRow{alipay.Code{Code: r.Code, ZH: "退款成功", EN: "refunded"}, r, true})
		case !ok:
			unknown = append(unknown, codeRow{alipay.Code{Code: r.Code}, r, false})
		}
	}
	for _, c := range known {
		if r, ok := seen[c.Code]; ok {
			used = append(used, codeRow{c, r, true})
		} else {
			rest = append(rest, codeRow{c, ledger.CodeRow{}, true})
		}
	}
	return append(append(unknown, used...), rest...)
}

func codeColumns() []column[codeRow] {
	type r = codeRow
	return []column[r]{
		newColumn("错误码 Code", 44, asIdent, func(r *r) cell { return textCell(r.Code.Code) }),
		newColumn("依据 Source (§)", 12, asPlain, func(r *r) cell { return textCell(r.Source) }),
		newColumn("类别 Class", 18, asPlain, func(r *r) cell {
			if !r.known {
				return markedCell("未知 unknown", asWarning)
			}
			return class(r.Class)
		}),
		newColumn("含义 Meaning", 30, asWrapped, func(r *r) cell { return textCell(r.ZH) }),
		newColumn("英文含义 Meaning in English", 40, asWrapped, func(r *r) cell { return textCell(r.EN) }),
		newColumn("处理建议 Advice", 46, asWrapped, func(r *r) cell { return textCell(r.Advice) }),
		newColumn("次数 Count", 13, asCount, func(r *r) cell { return countCell(r.seen.Count) }),
		newColumn("金额 Amount", 18, asMoney, func(r *r) cell { return moneyCell(r.seen.Amount) }),
		newColumn("首次 First (UTC+8)", 20, asMoment, func(r *r) cell { return momentCell(r.seen.First) }),
		newColumn("最近 Last (UTC+8)", 20, asMoment, func(r *r) cell { return momentCell(r.seen.Last) }),
	}
}
