package main

import (
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

// TestLetter asks that a mail tells the change since the run before, what is new in full
// sentences with its row of the workbook, and what to do by role: who has no shell gets rows
// and no commands but those that end something. The HTML says the same, and takes nothing of
// it for markup.
func TestLetter(t *testing.T) {
	e := testEvent()
	before := *testStanding()
	before.MayBeTwice.Amount = alipay.Fen(6000)
	e.Before, e.BeforeRun, e.Host = &before, 6, "books"
	e.NewCritical = announce.Sum{Count: 4, Amount: alipay.Fen(26800)}
	amount := alipay.Fen(26800)
	e.News = []announce.News{{Code: "OVER_REFUND", TradeNo: "2026102822001874502037500201", Amount: &amount, Say: "<b>refunded</b> 536.00 of 268.00 paid", Row: 2}}
	e.Tasks = []announce.Task{
		{Say: "look into 1 critical finding", Who: "finance", By: "today", See: "Findings 2", Commands: []string{"reconcile findings", "reconcile dismiss X --by NAME --evidence TEXT"}},
		{Say: "mend 2 rows", Who: "operations", By: "before the next run", See: "Rejected lines", Shell: true, Commands: []string{"reconcile run"}},
		{Say: "ask Alipay", Who: "finance", By: "today", See: "Batches"},
	}
	l := readMessage(t, written(t, box(25), e))
	if want := "[✗ ACT TODAY] nightly 2026-03-07: 1 new critical finding (268.00); May be refunded twice 285.90 (+225.90)"; l.subject != want {
		t.Errorf("subject %q, want %q", l.subject, want)
	}
	text := strings.ReplaceAll(l.text, "\r\n", "\n")
	for _, want := range []string{
		"\nSince run 6: May be refunded twice +225.90\n",
		"\nNew critical findings:\n- OVER_REFUND 268.00 2026102822001874502037500201: <b>refunded</b> 536.00 of 268.00 paid [Findings 2]\n  and 3 more\n",
		"\nWhat to do — finance:\n- [today] look into 1 critical finding → Findings 2\n  reconcile dismiss X --by NAME --evidence TEXT\n- [today] ask Alipay → Batches\n",
		"\nWhat to do — operations:\n- [before the next run] mend 2 rows → Rejected lines\n  reconcile run\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the mail lacks\n%s\nit says\n%s", want, text)
		}
	}
	for _, want := range []string{"&lt;b&gt;refunded&lt;/b&gt; 536.00", "<td style=\"text-align:right;padding:4px 8px;white-space:nowrap\">&#43;225.90</td>", "→ Findings 2", "reconcile dismiss X"} {
		if !strings.Contains(l.html, want) {
			t.Errorf("the page lacks %s:\n%s", want, l.html)
		}
	}
	if strings.Contains(l.html, "http") || strings.Contains(l.html, "<script") {
		t.Errorf("the page takes something from elsewhere:\n%s", l.html)
	}
}

// TestLetterOfFailure asks that a run without a report names the last one that is good.
func TestLetterOfFailure(t *testing.T) {
	e := testEvent()
	e.Exit, e.Reported, e.Cause, e.Host, e.LastFolder = exit.Failed, false, "disk full", "books", "/srv/out/nightly/2026-03-06-r6"
	text := readMessage(t, written(t, box(25), e)).text
	for _, want := range []string{"disk full", "What to do — operations:", "The last good report is of 2026-03-07: books:/srv/out/nightly/2026-03-06-r6"} {
		if !strings.Contains(text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Findings:") {
		t.Errorf("a run without a report counts findings:\n%s", text)
	}
}

// TestChatIsPlain asks that what comes from outside is no markup in a chat.
func TestChatIsPlain(t *testing.T) {
	e := testEvent()
	e.News = []announce.News{{Code: "OVER_REFUND", Say: "[a](https://x.example) <@all> **b** `c`", Row: 2}}
	e.Codes = []ledger.Tally{{Code: "OVER_REFUND", Severity: ledger.Critical, New: 1, Open: 1}}
	got := chatOf(t, e)
	if !strings.Contains(got, "- OVER_REFUND: [a］(https://x.example) ＜@all＞ ＊＊b＊＊ ｀c｀ [Findings 2]") {
		t.Errorf("the chat says\n%s", got)
	}
}
