package ledger

import (
	"database/sql"
	"errors"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// An actTrade is a trade as an act finds it, by what is known at this moment.
type actTrade struct {
	paid, due                sql.NullInt64
	refunded, pending, given int64
}

// cap is what the buyer may have in all; ok is false where nobody knows.
func (t actTrade) cap() (fen int64, ok bool) {
	if t.due.Valid && t.due.Int64 < t.paid.Int64 {
		return t.due.Int64, t.paid.Valid
	}
	return t.paid.Int64, t.paid.Valid
}

// open is what is neither refunded nor in flight nor given otherwise.
func (t actTrade) open() (fen int64, ok bool) {
	fen, ok = t.cap()
	return max(0, fen-t.refunded-t.pending-t.given), ok
}

// judgeTrade asks whether the books allow what a person says of a trade.
func (a *actor) judgeTrade() error {
	var t actTrade
	err := store.QueryRow(a.ctx, a.tx, "act_trade", []any{a.account, a.row.trade}, &t.paid, &t.due, &t.refunded, &t.pending, &t.given)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNoTrade
	}
	if err != nil {
		return err
	}
	if a.row.kind != ActUnrefunded {
		a.row.fen = sql.NullInt64{Int64: a.statement.Amount.Fen(), Valid: true}
	}
	a.frees = a.row.kind != ActElsewhere
	switch a.row.kind {
	case ActElsewhere:
		return a.judgeElsewhere(t)
	case ActPaid:
		return a.judgePaid(t)
	case ActAllow:
		return a.judgeAllow(t)
	}
	return a.refuseSame(func(_, day int64) bool { return day == int64(DayOf(a.now)) })
}

// judgeElsewhere asks that so much is open: what is in flight may still succeed.
func (a *actor) judgeElsewhere(t actTrade) error {
	a.row.givenFen = a.row.fen.Int64
	if open, known := t.open(); known && a.row.givenFen > open {
		return words.Errorf("%w: %s of the trade is neither refunded nor in flight nor given elsewhere", ErrTooMuch, alipay.Fen(open))
	}
	return nil
}

func (a *actor) judgePaid(t actTrade) error {
	if !t.paid.Valid {
		return words.Errorf("%w: no export has the order, so import it", ErrNotNow)
	}
	return a.refuseSame(func(fen, _ int64) bool { return fen == a.row.fen.Int64 })
}

// judgeAllow asks that the buyer may have so much, and that no allowance waits to be drawn.
func (a *actor) judgeAllow(t actTrade) error {
	if most, known := t.cap(); known && a.row.fen.Int64 > most {
		return words.Errorf("%w: the buyer may have %s in all", ErrTooMuch, alipay.Fen(most))
	}
	return a.refuseSame(func(int64, int64) bool { return true })
}
