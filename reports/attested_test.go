package reports_test

import (
	"strings"
	"testing"

	"reconcile/ledger"
	"reconcile/reports"
)

// attest makes the first two results of the sample, the success of a trade and a failure of
// another, what a person attests, and gives a third buyer money another way.
func attest(t *testing.T, b *books, r *reports.Report) {
	t.Helper()
	success, failure := -1, -1
	for i := range b.results {
		switch {
		case b.results[i].Code == "SUCCESS" && success < 0:
			success = i
		case b.results[i].Code != "SUCCESS" && failure < 0:
			failure = i
		}
	}
	b.results[success].NotifyID, b.results[failure].NotifyID = "act:12", "act:13"
	amount := b.results[success].Amount
	for i := range b.trades {
		if b.trades[i].TradeNo == b.results[success].TradeNo {
			b.trades[i].Attested.AddResult("SUCCESS", amount)
		}
		if b.trades[i].TradeNo == b.results[failure].TradeNo {
			b.trades[i].Attested.AddResult("SYSTEM_ERROR", b.results[failure].Amount)
		}
	}
	b.trades[2].Attested.ElsewhereAmount = yuan(t, "4.00")
	r.Run.Totals.Attested = ledger.Attested{Results: 2, SuccessAmount: amount, FailedResults: 1, ElsewhereAmount: yuan(t, "4.00")}
	b.sums.Attested.ElsewhereAmount = yuan(t, "4.00")
}

// Attested money is apart from evidenced money on every sheet, and ties out.
func TestAttestedIsApart(t *testing.T) {
	b, r := sample(t), report(t)
	attest(t, b, &r)
	dir := write(t, b, r)
	f := openWorkbook(t, dir)
	if got := unequal(t, f); len(got) > 0 {
		t.Errorf("unequal: %s", strings.Join(got, "; "))
	}
	text := dump(t, f)
	for _, want := range []string{
		"声明 Attested | 2 results, 1,234.56 refunded, 1 failed, 4.00 given elsewhere: by the word of people, see 操作 Acts",
		" | act A12 | 声明 attested", " | act A13 | 声明 attested",
		"已退金额 refunded amount | 有凭据+声明 evidenced + attested",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the workbook does not say %q", want)
		}
	}
	if at := "act A12:"; strings.Contains(text, at) {
		t.Errorf("the workbook shows an act as a file: %q", at)
	}
	if summary := texts(t, dir)["summary.json"]; !strings.Contains(summary, `"attested": {`) || !strings.Contains(summary, `"elsewhere_amount": "4.00"`) {
		t.Errorf("summary.json does not tell what is attested:\n%s", summary)
	}
	if whole := texts(t, write(t, sample(t), report(t)))["summary.json"]; strings.Contains(whole, "attested") {
		t.Errorf("summary.json tells of what nobody attests")
	}
}

// What is attested and does not add up is unequal in the rows that compare it.
func TestTieOutShowsAttested(t *testing.T) {
	const r, c, a, tr = "明细 Results", "控制总数 control total", "操作 Acts", "交易 Trades"
	for name, x := range map[string]struct {
		spoil func(*books, *reports.Report)
		want  string
	}{
		"a result": {func(b *books, _ *reports.Report) { b.results[0].NotifyID = "n-1" },
			"已退金额 refunded amount: 有凭据+声明 evidenced + attested / " + c + " 1234.56; 声明已退 attested refunds: " + r + " / " + c + " -1234.56; 声明已退 attested refunds: " + r + " / " + tr + " -1234.56; 声明结果数 attested results: " + r + " / " + c + " -1; 声明结果数 attested results: " + r + " / " + tr + " -1"},
		"a trade": {func(b *books, _ *reports.Report) { b.trades[0].Attested = ledger.Attested{} },
			"声明已退 attested refunds: " + r + " / " + tr + " 1234.56; 声明结果数 attested results: " + r + " / " + tr + " 1"},
		"what was given": {func(_ *books, r *reports.Report) { r.Run.Totals.Attested.ElsewhereAmount = yuan(t, "5.00") },
			"另行给付 given elsewhere: " + a + " / " + c + " -1"},
	} {
		b, rep := sample(t), report(t)
		attest(t, b, &rep)
		x.spoil(b, &rep)
		if got := strings.Join(unequal(t, openWorkbook(t, write(t, b, rep))), "; "); got != x.want {
			t.Errorf("%s spoilt: unequal = %s, want %s", name, got, x.want)
		}
	}
}
