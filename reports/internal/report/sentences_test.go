package report_test

import (
	"testing"

	"pgregory.net/rapid"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/report"
)

// Sentences that are cut once a rule say what the rule itself says.
func TestMessages(t *testing.T) {
	rules, err := ledger.Rules()
	if err != nil {
		t.Fatal(err)
	}
	piece := rapid.SampledFrom([]string{"{amount}", "{expected}", "{actual}", "{", "}", "{other}", "多退 ", "{amount", " of "})
	rapid.Check(t, func(r *rapid.T) {
		rule := rapid.SampledFrom(rules).Draw(r, "rule")
		if rapid.Bool().Draw(r, "made up") {
			for range rapid.IntRange(0, 5).Draw(r, "pieces") {
				rule.SaysEN += piece.Draw(r, "piece")
				rule.SaysZH = piece.Draw(r, "piece") + rule.SaysZH
			}
		}
		text := rapid.SampledFrom([]string{"", "1.00", "{actual}", "{amount}"})
		f := ledger.Finding{Code: rule.Code, Expected: text.Draw(r, "expected"), Actual: text.Draw(r, "actual")}
		if rapid.Bool().Draw(r, "has amount") {
			amount := alipay.Fen(rapid.Int64().Draw(r, "fen"))
			f.Amount = &amount
		}
		for _, language := range []string{"en", "zh"} {
			if got, want := report.NewSentences([]ledger.Rule{rule}).Of(rule.Code).Message(&f, language), rule.Message(f.Amount, f.Expected, f.Actual, language); got != want {
				r.Fatalf("%q with %+v = %q, want %q", rule.SaysEN, f, got, want)
			}
		}
	})
}
