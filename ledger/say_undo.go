package ledger

import (
	"database/sql"
	"errors"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// An undone is the act that an undo takes back.
type undone struct {
	no              int64 // of its first statement
	inForce, before bool  // it is in force; it was undone already
	actRow
}

// judgeUndo asks that an act is there and not undone, and may be. What an act says of a
// batch that was submitted, and an undo, stand.
func (a *actor) judgeUndo() error {
	u, err := a.undone(a.statement.Act)
	if err != nil {
		return err
	}
	switch {
	case u.before:
		return words.Errorf("%w: it was undone already", ErrNotNow)
	case u.kind == ActUndo:
		return words.Errorf("%w: say again what was undone", ErrNotNow)
	case u.kind == ActSubmitted && u.code == "":
		return words.Errorf("%w: a submission is a fact", ErrNotNow)
	}
	a.frees = u.inForce && (u.kind == ActSucceeded || u.givenFen > 0)
	a.row = u.actRow
	a.row.kind, a.row.undoes, a.row.givenFen = ActUndo, u.no, 0
	return nil
}

func (a *actor) undone(no int64) (u undone, err error) {
	var fen int64
	err = store.QueryRow(a.ctx, a.tx, "act_subject", []any{no, a.account}, &u.no, &u.kind, &u.batch, &u.trade, &u.notify, &u.subject, &u.firstRun,
		&u.code, &fen, &u.expected, &u.actual, &u.givenFen, &u.inForce, &u.before)
	if errors.Is(err, sql.ErrNoRows) {
		return u, ErrNoAct
	}
	if fen >= 0 {
		u.fen = sql.NullInt64{Int64: fen, Valid: true}
	}
	return u, err
}

// takeBack ends what the act that is undone has made of the books, where it was in force.
func (a *actor) takeBack() error {
	u, err := a.undone(a.row.undoes)
	if err != nil {
		return err
	}
	switch u.kind {
	case ActVoid:
		return a.unvoid()
	case ActSucceeded, ActFailed, ActSubmitted:
		return a.unclaim(u.no)
	}
	return nil
}

// void takes the lines of a batch that have no result out of what is in flight.
func (a *actor) void() error {
	now, batch := a.now.UnixMilli(), a.row.batch
	for _, name := range []string{"void_lines", "day_sum_void", "void_request"} {
		if err := a.exec(name, now, batch, a.account); err != nil {
			return err
		}
	}
	return a.exec("request_sum_add", a.account, -1)
}

// unvoid puts them back. What was issued for their trades since is beside them, and the
// next run tells of it (OVER_REFUND_EXPOSURE).
func (a *actor) unvoid() error {
	voided, err := store.Exec(a.ctx, a.tx, "act_unvoid_request", a.row.batch, a.account)
	if err != nil || voided == 0 {
		return err // it waited for more people
	}
	for _, name := range []string{"day_sum_unvoid", "act_unvoid_lines"} {
		if err := a.exec(name, a.row.batch, a.account); err != nil {
			return err
		}
	}
	if err := a.exec("request_sum_add", a.account, 1); err != nil {
		return err
	}
	return a.exec("act_reopen", a.account, a.row.batch)
}
