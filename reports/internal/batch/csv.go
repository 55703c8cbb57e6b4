package batch

import (
	"io"
	"strconv"
	"strings"

	"reconcile/ledger"
	"reconcile/reports/internal/report"
)

// writeCSV writes the lines of a batch for people: UTF-8 with a byte order
// mark, every field quoted, nothing that a spreadsheet takes for a formula.
// Numbers of trades and batches end in a tab, as in Alipay's own bills: a
// spreadsheet would round 28 digits. Each row has the account, and that of a proposal its
// name and its digest, so that they go where a row goes.
func writeCSV(out io.Writer, b ledger.Batch, r report.Report) error {
	rows := [][]string{{"批次号 Batch", "序号 Line", "交易号 Trade", "退款金额 Amount", "退款原因 Reason", "已付 Paid", "此前已退 Refunded before", "此后已退 Refunded after"}}
	name := longNumber(b.BatchNo)
	if b.BatchNo == "" {
		name = b.Proposal
		rows[0][0] = "提案 Proposal"
		rows[0] = append(rows[0], "摘要 Digest")
	}
	rows[0] = append(rows[0], "账户 Account")
	for i, l := range b.Lines {
		rows = append(rows, []string{
			name, strconv.Itoa(i + 1), longNumber(l.TradeNo), l.Amount.String(), notFormula(l.Reason),
			l.Paid.String(), l.Refunded.String(), l.Refunded.Add(l.Amount).String(),
		})
		if b.BatchNo == "" {
			rows[i+1] = append(rows[i+1], b.Digest)
		}
		rows[i+1] = append(rows[i+1], notFormula(r.Account()))
	}
	var text strings.Builder
	text.WriteString("\uFEFF")
	for _, row := range rows {
		text.WriteString(quoteAll(row))
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// quoteAll is one record with every field quoted (RFC 4180), which encoding/csv
// does only where it must.
func quoteAll(fields []string) string {
	quoted := make([]string, len(fields))
	for i, f := range fields {
		quoted[i] = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
	}
	return strings.Join(quoted, ",") + "\r\n"
}

func longNumber(s string) string { return s + "\t" }

// notFormula keeps text from being read as a formula (OWASP: CSV injection).
func notFormula(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n") || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}
