package ledger_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"reconcile/ledger"
)

// attested is what the totals of the next night say that people attest, which the trades
// and, of the results, the acts add up to.
func (w *world) attested() string {
	w.t.Helper()
	run := w.night()
	sums, err := w.l.Sums(context.Background(), run)
	if err != nil {
		w.t.Fatal(err)
	}
	var trades ledger.Attested
	for t, err := range w.l.Trades(context.Background(), run) {
		if err != nil {
			w.t.Fatal(err)
		}
		trades = trades.Plus(t.Attested)
	}
	got := run.Totals.Attested.String()
	for name, other := range map[string]ledger.Attested{"acts": sums.Attested, "trade_sum": sums.AttestedByTrade, "trades": trades} {
		if other.String() != got {
			w.t.Errorf("totals attest %s, the %s %s", got, name, other)
		}
	}
	return got
}

// What people attest is told apart in the totals of each night, whether it looks at all
// trades or at some; what evidence tells in its place, or an act takes back, is not.
func TestAttested(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ tell, want string }{
		{`
order T1 10.00 due 10.00
order T2 5.00 due 5.00
order T3 3.00 due 3.00
request 20260301001 2026-03-01 10:00:00 T1^10.00^x#T2^5.00^x#T3^3.00^x
`, "0 0.00 0 0.00"},
		{"succeeded 20260301001 T2 2026-03-02 12:00:00", "1 5.00 0 0.00"},
		{"failed 20260301001 T3 SYSTEM_ERROR 2026-03-02 12:00:01", "2 5.00 1 0.00"},
		{"elsewhere T3 2.50 2026-03-02 12:00:02", "2 5.00 1 2.50"},
		{"notify n1 20260301001 2026-03-01 11:00:00 1 T1^10.00^SUCCESS", "2 5.00 1 2.50"},
		{"notify n2 20260301001 2026-03-01 11:00:01 1 T2^5.00^SUCCESS", "1 0.00 1 2.50"},
		{"undo A3 2026-03-02 12:00:03", "1 0.00 1 0.00"},
		{"undo A2 2026-03-02 12:00:04", "0 0.00 0 0.00"},
	} {
		w.tell(c.tell)
		if got := w.attested(); got != c.want {
			t.Errorf("%s: attested %s, want %s", strings.TrimSpace(c.tell), got, c.want)
		}
	}
	if found := discrepancies(t, copyOf(t, w.path)); len(found) > 0 {
		t.Errorf("the books are not what they should be: %+v", found)
	}
}

// What is attested is in the chain of runs, and comes out again.
func TestVerifyAttested(t *testing.T) {
	w := newWorld(t)
	w.tell(`
keyless
order T1 10.00 due 10.00
order T2 5.00 due 5.00
request 20260301001 2026-03-01 10:00:00 T1^10.00^x
night
succeeded 20260301001 T1 2026-03-02 12:00:00
elsewhere T2 5.00 2026-03-02 12:00:00
night
`)
	for _, column := range []string{"attested", "attested_failed", "attested_fen", "elsewhere_fen"} {
		for table, what := range map[string]string{"run": "run 2, attested", "trade_sum": "trade", "trade_total": "trade"} {
			altered := copyOf(t, w.path)
			db, err := sql.Open("sqlite3", "file:"+altered)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec("UPDATE " + table + " SET " + column + " = " + column + " + 1"); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			found := discrepancies(t, altered)
			if told := fmt.Sprintf("%+v", found); len(found) == 0 || !strings.Contains(told, what) || table == "run" && !strings.Contains(told, "{What:chain") {
				t.Errorf("%s of %s altered: found %s", column, table, told)
			}
		}
	}
}

// Evidence that a person attests is the act and no file, for people and for programs.
func TestEvidenceOfActs(t *testing.T) {
	w := newWorld(t)
	w.tell(`
order T1 10.00 due 10.00
request 20260301001 2026-03-01 09:00:00 T1^10.00^x
night
failed 20260301001 T1 SYSTEM_ERROR 2026-03-02 12:00:00
`)
	run := w.night()
	want := ledger.Place{File: "act A1"}
	for r, err := range w.l.Results(context.Background(), run) {
		if err != nil || r.Place != want {
			t.Errorf("the result is at %v, %v, want %v", r.Place, err, want)
		}
	}
	found := 0
	for f, err := range w.l.Findings(context.Background(), run.ID) {
		if err != nil {
			t.Fatal(err)
		}
		if f.Code != "REFUND_FAILED" {
			continue
		}
		found++
		text, err := json.Marshal(f.Evidence)
		if err != nil || len(f.Evidence) != 2 || f.Evidence[1] != want || !strings.HasSuffix(string(text), `,{"act":"A1"}]`) {
			t.Errorf("the evidence is %v as %s, %v", f.Evidence, text, err)
		}
	}
	if found != 1 {
		t.Errorf("%d findings of what failed, want 1", found)
	}
	events, err := w.l.Explain(context.Background(), w.account, w.openFinding("REFUND_FAILED").TradeNo, w.run.Job)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if e.Kind == ledger.EventResult && e.Place != want {
			t.Errorf("the event is at %v, want %v", e.Place, want)
		}
	}
	if text, err := json.Marshal(ledger.Place{File: "a.log", Line: 3}); err != nil || string(text) != `{"file":"a.log","line":3}` {
		t.Errorf("a line is %s, %v", text, err)
	}
}
