package ledger

import (
	"database/sql"
	"slices"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// billedCodes are the findings that are dismissed by taking a bill at its word: what it
// shows beyond the results was refunded, and is owed no more.
var billedCodes = []string{"BILL_UNKNOWN", "BILL_CONTRADICTS", "BILL_AMOUNT_MISMATCH"}

// judgeDismissal asks that a finding is open, has the values that the person saw, and is
// one that a dismissal ends.
func (a *actor) judgeDismissal() error {
	f := a.statement.Finding
	rule, err := ruleOf(f.Code)
	if err != nil {
		return err
	}
	if !slices.Contains(rule.Acts, string(ActDismiss)) {
		return words.Errorf("%w: a dismissal does not end %s", ErrNotNow, f.Code)
	}
	a.frees = rule.Holds
	if err := a.findOpen(rule); err != nil {
		return err
	}
	if slices.Contains(billedCodes, f.Code) {
		err := store.QueryRow(a.ctx, a.tx, "act_billed", []any{a.account, f.TradeNo, f.BatchNo}, &a.row.givenFen)
		if a.row.givenFen = max(0, a.row.givenFen); err != nil {
			return err
		}
	}
	fen := int64(-1)
	if a.row.fen.Valid {
		fen = a.row.fen.Int64
	}
	return a.refuseSame(func(said, _ int64) bool { return said == fen }) // of another amount it is open again
}

func ruleOf(code string) (Rule, error) {
	all, err := Rules()
	if err != nil {
		return Rule{}, err
	}
	if i := slices.IndexFunc(all, func(r Rule) bool { return r.Code == code }); i >= 0 {
		return all[i], nil
	}
	return Rule{}, words.Errorf("%w: no rule finds %q", ErrNotNow, code)
}

// findOpen completes the row with the open finding.
func (a *actor) findOpen(rule Rule) error {
	f := a.statement.Finding
	rows, err := store.List(a.ctx, a.tx, "act_finding", func(rows *sql.Rows) (r actRow, err error) {
		r = actRow{kind: ActDismiss, batch: f.BatchNo, trade: f.TradeNo, notify: f.NotifyID, firstRun: f.FirstRun, code: f.Code}
		err = rows.Scan(&r.subject, &r.fen, &r.expected, &r.actual)
		return r, err
	}, f.TradeNo, f.Code, f.BatchNo, f.NotifyID, f.FirstRun, a.account)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if findingID(r.code, r.trade, r.batch, r.notify, r.subject, r.firstRun) != f.ID {
			continue
		}
		if amountText(maybeMoney(r.fen)) != amountText(f.Amount) || rule.Show(r.expected) != f.Expected || rule.Show(r.actual) != f.Actual {
			return words.Errorf("%w: the finding has changed; look at it again", ErrNotNow)
		}
		a.row = r
		return nil
	}
	return words.Errorf("%w: the finding is not open", ErrNotNow)
}
