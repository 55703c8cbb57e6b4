package reports_test

import (
	"strings"
	"testing"

	"reconcile/ledger"
)

// A change of the configuration stands behind the acts, at the moment of the run, and shows
// of the partner what every report shows.
func TestActsShowChanges(t *testing.T) {
	b, r := sample(t), report(t)
	b.policy.Header.Program, r.Policy.Header.Program = "0.1.0", "0.2.0"
	r.Policy.Merchant.Partner, r.Policy.Gateway = r.Partner, "https://mapi.alipay.com/gateway.do"
	b.policy.Gateway = r.Policy.Gateway
	b.policy.Codes, b.policy.ResultGrace, b.policy.AttemptWarning, b.policy.HasRequests = r.Policy.Codes, r.Policy.ResultGrace, 90, true
	f := openWorkbook(t, write(t, b, r))
	rows, err := f.GetRows("操作 Acts")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows[len(b.acts)+1:] {
		got = append(got, strings.Join(strings.Fields(strings.Join(row, " ")), " "))
	}
	want := "2026-03-07 02:30:00 程序 program program: 0.1.0 → 0.2.0 (since run 6)\n" +
		"2026-03-07 02:30:00 配置 setting partner: not set → 2088********7254 (since run 6)"
	if strings.Join(got, "\n") != want {
		t.Errorf("changes are\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

// An act shows its number, what became of it, its document and who has said it.
func TestActsShowPeople(t *testing.T) {
	b := sample(t)
	first, second := at(t, "2026-03-06 10:00:00"), at(t, "2026-03-06 11:00:00")
	b.acts = []ledger.Act{
		{No: 12, At: first, Kind: ledger.ActAllow, State: ledger.ActUsed, Person: "Li Na", Needed: 2, TradeNo: tradeB, Amount: ref(yuan(t, "5.00")),
			Said: "asked Alipay", File: "mail.pdf", FileSHA256: hash("mail"), UsedBy: "20260307000001",
			People: []ledger.Approval{{Person: "Li Na", At: first}, {Person: "Wang Wei", At: second}}},
		{No: 13, At: first, Kind: ledger.ActElsewhere, State: ledger.ActUndone, Person: "Li Na", Needed: 1, UndoneBy: 14, People: []ledger.Approval{{Person: "Li Na", At: first}}},
		{No: 14, At: second, Kind: ledger.ActUndo, State: ledger.ActWaiting, Person: "Li Na", Needed: 2, Undoes: 13, People: []ledger.Approval{{Person: "Li Na", At: second}}},
	}
	rows, err := openWorkbook(t, write(t, b, report(t))).GetRows("操作 Acts")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		"A12 2026-03-06 10:00:00 准许 allow 已使用 used Li Na 20260307000001 " + tradeB + " 5.00 asked Alipay mail.pdf " + hash("mail") + " 2 / 2 Li Na 2026-03-06 10:00:00 Wang Wei 2026-03-06 11:00:00",
		"A13 2026-03-06 10:00:00 另行给付 elsewhere 已撤销 undone Li Na ← A14",
		"A14 2026-03-06 11:00:00 撤销 undo 待他人 waiting Li Na → A13 1 / 2 Li Na 2026-03-06 11:00:00",
	} {
		if got := strings.Join(strings.Fields(strings.Join(rows[i+1], " ")), " "); got != want {
			t.Errorf("row %d = %s\nwant %s", i+1, got, want)
		}
	}
}
