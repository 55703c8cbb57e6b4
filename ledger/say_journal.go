package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// journal writes an act by which less is owed into the journal. It comes before the
// commit: what comes between is in the journal and not in the books, and they take it
// in, which leaves less to be issued and nothing twice.
func (a *actor) journal(p Policy) error {
	if p.Journal == nil || a.lessFen == 0 {
		return nil
	}
	return p.Journal.AppendAct(JournalAct{
		Act: a.row.kind, Partner: p.Merchant.Partner, BatchNo: a.row.batch, TradeNo: a.row.trade, Amount: alipay.Fen(a.lessFen).String(),
		Person: a.statement.Person, Evidence: a.statement.Evidence, SaidAt: a.now.UnixMilli(),
	})
}

// journalUndo writes into the journal that an act is taken back, after the books have
// committed it: until then books that lack both owe less, not more.
func (l *Ledger) journalUndo(ctx context.Context, account int64, p Policy, no int64) error {
	if p.Journal == nil {
		return nil
	}
	act, err := l.Act(ctx, account, no)
	if err != nil {
		return err
	}
	last := act.People[len(act.People)-1]
	for _, j := range p.Journal.Acts(p.Merchant.Partner) {
		if j.TradeNo == act.TradeNo && j.BatchNo == act.BatchNo && j.Person == last.Person && j.SaidAt == last.At.UnixMilli() {
			j.Undone = true
			return p.Journal.AppendAct(j)
		}
	}
	return nil
}

// TakeInActs records what people said that the journal holds and the books of an account
// lack, because they were restored, copied or lost: each under the name and time that it
// was said, with the place in the journal as its evidence. It returns what it took in. To
// take in twice is to take in once.
func (l *Ledger) TakeInActs(ctx context.Context, account int64, acts []JournalAct) (taken []JournalAct, err error) {
	take := func(tx store.Tx) error {
		for _, j := range acts {
			var known bool
			args := []any{account, j.TradeNo, j.BatchNo, j.Person, j.SaidAt}
			if err := store.QueryRow(ctx, tx, "act_known", args, &known); err != nil {
				return err
			}
			if known {
				continue
			}
			took, err := takeInAct(ctx, tx, account, j)
			if err != nil {
				return words.Errorf("act about trade %s: %w", j.TradeNo, err)
			}
			if took {
				taken = append(taken, j)
			}
		}
		return nil
	}
	if err := l.updateActs(ctx, take, nil); err != nil {
		return nil, words.Errorf("take in what people said: %w", err)
	}
	return taken, nil
}

// takeInAct records one act: a line that was attested to have succeeded as such where the
// books know it, and anything else as given elsewhere. It takes nothing where the books
// have evidence that the line succeeded.
func takeInAct(ctx context.Context, tx store.Tx, account int64, j JournalAct) (took bool, err error) {
	amount, err := alipay.ParseMoney(j.Amount)
	if err != nil {
		return false, err
	}
	evidence := fmt.Sprintf("%s:%d: %s", j.Place.File, j.Place.Line, j.Evidence)
	a := actor{
		ctx: ctx, tx: tx, account: account, now: time.UnixMilli(j.SaidAt), statement: Statement{Person: j.Person, Evidence: evidence},
		row: actRow{kind: j.Act, batch: j.BatchNo, trade: j.TradeNo},
	}
	may, all, err := a.lines()
	switch {
	case err != nil:
		return false, err
	case j.Act == ActSucceeded && len(may) == 0 && len(all) > 0:
		return false, nil
	case j.Act != ActSucceeded || len(all) == 0:
		a.row.kind, a.row.givenFen = ActElsewhere, amount.Fen()
		a.row.fen = sql.NullInt64{Int64: amount.Fen(), Valid: true}
	}
	no, err := a.add(0, 1)
	if err != nil {
		return false, err
	}
	return true, a.apply(no)
}
