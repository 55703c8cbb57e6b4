package reports_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
)

// The file reads back as CSV, every field is quoted, and no spreadsheet takes a
// reason for a formula or a trade for a number.
func TestBatchCSV(t *testing.T) {
	for reason, want := range map[string]string{
		"协商退款":         "协商退款",
		"=1+1":         "'=1+1",
		"+cmd":         "'+cmd",
		"-1":           "'-1",
		"@SUM(A1)":     "'@SUM(A1)",
		"＝1":           "'＝1",
		`say "hi", ok`: `say "hi", ok`,
	} {
		b := sample(t)
		b.batches = []ledger.Batch{batch(t, alipay.UTF8, reason)}
		text := texts(t, write(t, b, report(t)))["batches/20260307000001.csv"]
		body, marked := strings.CutPrefix(text, "\uFEFF")
		if !marked {
			t.Error("no byte order mark")
		}
		for line := range strings.Lines(body) {
			if !strings.HasPrefix(line, `"`) || !strings.HasSuffix(line, "\"\r\n") {
				t.Errorf("line %q: want every field quoted", line)
			}
		}
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		row := strings.Join(rows[1], "|")
		if want := "20260307000001\t|1|" + tradeC + "\t|295.00|" + want + "|1000.00|0.00|295.00|demo (2088********7254)"; row != want {
			t.Errorf("row = %q, want %q", row, want)
		}
	}
}
