package ledger_test

import (
	"context"
	"strings"
	"time"

	"reconcile/ledger"
)

// says is what a line of a text says by a name: a kind, what it is on, and the time.
//
//	void BATCH, submitted BATCH [CODE], succeeded BATCH TRADE, failed BATCH TRADE CODE,
//	elsewhere TRADE AMOUNT, paid TRADE AMOUNT, unrefunded TRADE, allow TRADE AMOUNT,
//	dismiss CODE[/TRADE], undo ACT
func (w *world) says(kind string, f []string, person string) (ledger.Act, error) {
	w.t.Helper()
	now := when(w.t, f[len(f)-2]+" "+f[len(f)-1])
	s := w.statement(ledger.ActKind(kind), f[:len(f)-2])
	s.Person, s.Evidence = person, "asked Alipay"
	return w.l.Say(context.Background(), w.account, w.policy, s, now)
}

func (w *world) statement(kind ledger.ActKind, f []string) ledger.Statement {
	w.t.Helper()
	s := ledger.Statement{Kind: kind}
	switch kind {
	case ledger.ActVoid, ledger.ActSubmitted:
		if s.BatchNo = f[0]; len(f) > 1 {
			s.Code = f[1]
		}
	case ledger.ActSucceeded:
		s.BatchNo, s.TradeNo = f[0], f[1]
	case ledger.ActFailed:
		s.BatchNo, s.TradeNo, s.Code = f[0], f[1], f[2]
	case ledger.ActElsewhere, ledger.ActPaid, ledger.ActAllow:
		s.TradeNo, s.Amount = f[0], yuan(w.t, f[1])
	case ledger.ActUnrefunded:
		s.TradeNo = f[0]
	case ledger.ActDismiss:
		s.Finding = w.openFinding(f[0])
	case ledger.ActUndo:
		s.Act, _ = ledger.ParseActID(f[0])
	}
	return s
}

// openFinding is the first open finding of a code, and of a trade where one is named.
func (w *world) openFinding(what string) ledger.Finding {
	w.t.Helper()
	code, trade, _ := strings.Cut(what, "/")
	last, _, err := w.l.LastRun(context.Background(), w.run.Job)
	if err != nil {
		w.t.Fatal(err)
	}
	for f, err := range w.l.Findings(context.Background(), last.ID) {
		if err != nil {
			w.t.Fatal(err)
		}
		if f.Code == code && f.Status != ledger.StatusClosed && (trade == "" || f.TradeNo == trade) {
			return f
		}
	}
	w.t.Fatalf("no finding %s is open", what)
	return ledger.Finding{}
}

// voidBatch says that a person asked Alipay about a batch.
func voidBatch(l *ledger.Ledger, account int64, batch, person, evidence string, now time.Time) error {
	_, err := l.Say(context.Background(), account, ledger.Policy{}, ledger.Statement{Kind: ledger.ActVoid, BatchNo: batch, Person: person, Evidence: evidence}, now)
	return err
}
