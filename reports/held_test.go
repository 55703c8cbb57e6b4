package reports_test

import (
	"slices"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports"
)

// Each hold is a to-do with the command that ends it, of the first of its trades; what waits
// for a batch is not, and what waits for proof is one already.
func TestHeldTasks(t *testing.T) {
	at := &reports.Situation{Language: "en", Job: " --job nightly", Unproven: "no proof"}
	for _, c := range []ledger.Correction{
		{TradeNo: "1", Amount: alipay.Fen(790), Hold: ledger.FinalCode},
		{TradeNo: "2", Amount: alipay.Fen(100)},
		{TradeNo: "3", Amount: alipay.Fen(10), Hold: ledger.FinalCode},
		{TradeNo: "4", Amount: alipay.Fen(100), Hold: ledger.InFlight},
		{TradeNo: "5", Amount: alipay.Fen(100), Hold: ledger.InvestigateCode, Code: "SYSTEM_ERROR"},
		{TradeNo: "6", Amount: alipay.Fen(100), Hold: ledger.NoProof},
	} {
		at.Holds.Add(c)
	}
	var got []string
	for _, task := range at.Tasks() {
		got = append(got, task.Say)
		got = append(got, task.Commands(time.Time{}, "en")...)
	}
	want := []string{
		"no proof",
		"reconcile check",
		"or, if Alipay says that nothing else was refunded of it until now: reconcile resolve trade 6 --unrefunded --job nightly --by NAME --evidence TEXT",
		"2 corrections, 8.00, held (FINAL_CODE), the first of trade 1: if the buyer got it another way, or forwent it",
		"reconcile resolve trade 1 --elsewhere 7.90 --job nightly --by NAME --evidence TEXT",
		"1 correction, 1.00, held (INVESTIGATE_CODE), trade 5: if Alipay says that it ran; give the code SYSTEM_ERROR another class under error_codes: in the configuration",
		"reconcile resolve line BATCH 5 --succeeded --job nightly --by NAME --evidence TEXT",
		"if a person finds that it may be refunded once: reconcile resolve trade 5 --allow 1.00 --job nightly --by NAME --evidence TEXT",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}
