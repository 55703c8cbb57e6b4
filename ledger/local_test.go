package ledger_test

import (
	"slices"
	"strings"
	"testing"

	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// mayStray are the rules and totals that need not stay within a partition of the trades, and
// why that costs nothing that grows with the books.
var mayStray = map[string]string{
	"BAD_SIGNATURE":          "forged notifications are few; for each of them every partition is asked for its batch",
	"BILL_MISSING":           "groups by trade, which is of one partition, but above account, a table that stands whole",
	"EARLY_RESULT":           "adds up the few batches that it finds, by their trades",
	"ISSUED_ELSEWHERE":       "looks by batch, and what it finds is not this program's",
	"LATE_RESULT":            "adds up the few batches that it finds, by their trades",
	"ORDER_REJECTED":         "rows of exports that were rejected are few; each is held against the others and newer rows of its trade",
	"RESULT_CONFLICT":        "groups by trade what the few batches hold that were told of twice",
	"RESULT_CONTRADICTS_ACT": "groups by trade what the few batches hold that were told of twice",
	"UNKNOWN_ERROR_CODE":     "groups by trade, which is of one partition, but above error_code, a table that stands whole",
	"UNMATCHED_BATCH":        "groups by batch, and what is left before it is exceptions",
	"UNMATCHED_RESULT":       "groups by trade, which is of one partition, but above account, a table that stands whole",
	"UNREAD_CAPTURE":         "lines that did not read are few",
	"UNREAD_REQUEST":         "lines that did not read are few",
	"total_trades":           "merges the partitions of two tables in the order of trades, so that the rows of one lie together",
	"total_bills":            "groups by trade what people have not dismissed, which stands whole",
}

// openPartitions opens a new ledger in partitions.
func openPartitions(t *testing.T) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), ledgertest.Database(t, "hash:8"), ledger.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// TestRulesStayLocal asks a server with partitions how it would run every rule and every total,
// over all of the books and over a part: none joins rows of one partition with those of
// another, and none groups them, but for those that may.
func TestRulesStayLocal(t *testing.T) {
	ledgertest.NeedServer(t)
	l := openPartitions(t)
	for _, extent := range []string{"extent_whole", "extent_part"} {
		names, err := ledger.LocalNames(extent)
		if err != nil {
			t.Fatal(err)
		}
		for name := range mayStray {
			if !slices.Contains(names, name) {
				t.Errorf("%s may stray, and is neither a rule nor a total", name)
			}
		}
		beyond, asked, err := ledger.Beyond(t.Context(), l, extent)
		if err != nil {
			t.Fatal(err)
		}
		if asked < 50 {
			t.Errorf("%d rules and totals were asked about", asked)
		}
		for name, steps := range beyond {
			if mayStray[name] == "" {
				t.Errorf("%s over %s: %s", name, extent, strings.Join(steps, "; "))
			}
		}
	}
}

// TestStrays shows statements that do not stay within a partition, and some that do.
func TestStrays(t *testing.T) {
	ledgertest.NeedServer(t)
	l := openPartitions(t)
	for statement, want := range map[string]string{
		"SELECT c.trade_no FROM claim c JOIN request_line l ON l.trade_no = c.trade_no AND l.batch_no = c.batch_no": "",
		"SELECT c.trade_no FROM claim c JOIN request_line l ON l.batch_no = c.batch_no":                             "joins request_line with claim",
		"SELECT c.trade_no FROM claim c JOIN request q ON q.batch_no = c.batch_no":                                  "",
		"SELECT c.trade_no, COUNT(*) FROM claim c WHERE c.account_id = $1 GROUP BY c.trade_no":                      "",
		"SELECT c.batch_no, COUNT(*) FROM claim c GROUP BY c.batch_no":                                              "groups claim by batch_no",
		"SELECT COUNT(*) FROM claim c":        "",
		"SELECT DISTINCT c.code FROM claim c": "groups claim by code",
		"SELECT q.batch_no, (SELECT COUNT(*) FROM claim c WHERE c.batch_no = q.batch_no) FROM request q":             "asks every partition of claim",
		"SELECT l.trade_no, (SELECT MAX(c.code) FROM claim c WHERE c.trade_no = l.trade_no) FROM request_line l":     "",
		"SELECT a.act_no FROM act a WHERE EXISTS (SELECT 1 FROM claim c WHERE c.trade_no = a.trade_no OFFSET 0)":     "",
		"SELECT c.trade_no FROM claim c WHERE c.batch_no IN (SELECT o.out_trade_no FROM order_row o) OR c.code = $1": "asks every partition of order_row",
	} {
		strays, err := ledger.Strays(t.Context(), l, statement)
		if got := strings.Join(strays, "; "); err != nil || (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s\n%q, %v, want %q", statement, got, err, want)
		}
	}
}
