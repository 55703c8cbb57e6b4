package workbook

import (
	"context"
	"slices"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
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
	rows, came := codeRows(b.Policy.Codes, b.facts.codes)
	return xlsx.WriteTable(b.book, xlsx.Table[codeRow]{
		Name:    codesSheet,
		Layout:  xlsx.Layout{Colour: "FF7F7F7F", Frozen: 1, Rows: max(came, 1)},
		Columns: b.codeColumns(),
	}, xlsx.Rows(rows))
}

// codeRows begins with what came and is not in the table; then comes what is,
// in the order of the document, and last what never came, which is not printed. It returns how
// many have come.
func codeRows(known alipay.Codes, came []ledger.CodeRow) (rows []codeRow, printed int) {
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
	return slices.Concat(unknown, used, rest), len(unknown) + len(used)
}

func (b *builder) codeColumns() []xlsx.Column[codeRow] {
	type r = codeRow
	classes := codeClasses()
	return []xlsx.Column[r]{
		xlsx.Col("错误码 Code", 40, xlsx.StyleIdent, func(r *r) xlsx.Cell { return xlsx.Text(r.Code.Code) }),
		xlsx.Col("依据 Source (§)", 12, xlsx.StylePlain, func(r *r) xlsx.Cell { return xlsx.Text(r.Source) }),
		xlsx.Col("类别 Class", 18, xlsx.StylePlain, func(r *r) xlsx.Cell {
			if !r.known {
				return xlsx.Styled("未知 unknown", xlsx.StyleWarning)
			}
			return classes.of(r.Class)
		}),
		xlsx.Col("含义 Meaning", 30, xlsx.StyleWrapped, func(r *r) xlsx.Cell { return xlsx.Text(r.ZH) }),
		xlsx.Col("英文含义 Meaning in English", 40, xlsx.StyleWrapped, func(r *r) xlsx.Cell { return xlsx.Text(r.EN) }),
		xlsx.Col("处理建议 Advice", 46, xlsx.StyleWrapped, func(r *r) xlsx.Cell { return xlsx.Text(b.Say(r.Advice, alipay.AdviceZH(r.Advice))) }),
		xlsx.Col("次数 Count", 10, xlsx.StyleCount, func(r *r) xlsx.Cell { return countIfAny(r.seen.Count) }),
		xlsx.Col("金额 Amount", 16, xlsx.StyleMoney, func(r *r) xlsx.Cell { return moneyIfAny(r.seen.Amount) }),
		xlsx.Col("首次 First (UTC+8)", 20, xlsx.StyleMoment, func(r *r) xlsx.Cell { return xlsx.Moment(r.seen.First) }),
		xlsx.Col("最近 Last (UTC+8)", 20, xlsx.StyleMoment, func(r *r) xlsx.Cell { return xlsx.Moment(r.seen.Last) }),
	}
}

func codeClasses() labels[alipay.Class] {
	return labels[alipay.Class]{
		alipay.Reissue:     xlsx.Styled("可重发 reissue", xlsx.StyleGood),
		alipay.FixFirst:    xlsx.Styled("先修正 fix_first", xlsx.StyleWarning),
		alipay.Investigate: xlsx.Styled("待查 investigate", xlsx.StyleError),
		alipay.Final:       xlsx.Styled("终结 final", xlsx.StyleCritical),
	}
}
