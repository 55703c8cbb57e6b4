package ledger

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// Say records what a person says. It takes effect at once where one person is enough;
// what may set money free waits until as many people as a batch needs have said the same
// (contract 4.4), and the act's state tells. now is the wall clock.
//
// Errors: ErrPerson, ErrSaid, ErrNoAct, ErrNoBatch, ErrNoTrade, ErrTooMuch, ErrTooEarly of a
// void, ErrNotNow with the reason, ErrJournal where the policy has a journal.
func (l *Ledger) Say(ctx context.Context, account int64, p Policy, s Statement, now time.Time) (Act, error) {
	a := actor{ctx: ctx, account: account, statement: s, now: now}
	var no int64
	say := func(tx store.Tx) (err error) {
		a.tx = tx
		no, err = a.say(p)
		return err
	}
	if err := l.updateActs(ctx, say, func() error { return a.journal(p) }); err != nil {
		return Act{}, words.Errorf("%s %s: %w", s.Kind, a.on(), err)
	}
	act, err := l.Act(ctx, account, no)
	if err == nil && act.Kind == ActUndo && act.State == ActInForce {
		err = l.journalUndo(ctx, account, p, act.Undoes)
	}
	return act, err
}

// An actor records one statement.
type actor struct {
	ctx       context.Context
	tx        store.Tx
	account   int64
	statement Statement
	now       time.Time

	row     actRow
	frees   bool  // it may set money free
	lessFen int64 // by which less is owed now that it is in force
}

// An actRow is what an act is on, as the books keep it.
type actRow struct {
	kind                          ActKind
	batch, trade, notify, subject string
	firstRun                      int64
	code                          string
	fen                           sql.NullInt64
	expected, actual              string
	givenFen                      int64
	undoes                        int64 // 0 for none
}

func (a *actor) exec(name string, args ...any) error {
	_, err := store.Exec(a.ctx, a.tx, name, args...)
	return err
}

// on names what the statement is on.
func (a *actor) on() string {
	s := a.statement
	switch {
	case s.Act != 0:
		return ActID(s.Act)
	case s.Finding.ID != "":
		return s.Finding.ID
	case s.BatchNo != "" && s.TradeNo != "":
		return "batch " + s.BatchNo + ", trade " + s.TradeNo
	case s.BatchNo != "":
		return "batch " + s.BatchNo
	}
	return "trade " + s.TradeNo
}

func (a *actor) say(p Policy) (int64, error) {
	s := a.statement
	if err := s.check(p); err != nil {
		return 0, err
	}
	a.row = actRow{kind: s.Kind, batch: s.BatchNo, trade: s.TradeNo, code: s.Code}
	if err := a.judge(); err != nil {
		return 0, err
	}
	first, needed, said, err := a.waiting()
	if err != nil {
		return 0, err
	}
	if first == 0 {
		needed = 1
		if a.frees {
			needed = max(1, int64(p.Approvals))
		}
	}
	no, err := a.add(first, needed)
	if err != nil {
		return 0, err
	}
	if first == 0 {
		first = no
	}
	if int64(len(said))+1 < needed {
		return first, nil
	}
	return first, a.apply(first)
}

// judge asks whether the books allow the act, and completes what it is on.
func (a *actor) judge() error {
	switch a.row.kind {
	case ActVoid:
		a.frees = true
		return mayVoid(a.ctx, a.tx, a.account, a.row.batch, a.now)
	case ActSubmitted:
		return a.judgeSubmitted()
	case ActSucceeded, ActFailed:
		return a.judgeLine()
	case ActElsewhere, ActPaid, ActUnrefunded, ActAllow:
		return a.judgeTrade()
	case ActDismiss:
		return a.judgeDismissal()
	case ActUndo:
		return a.judgeUndo()
	}
	return words.Errorf("%w: %q is nothing to be said", ErrNotNow, a.row.kind)
}

// apply makes what is in force by now take effect where the next run does not work it out
// of the acts.
func (a *actor) apply(first int64) error {
	a.lessFen = a.row.givenFen
	switch a.row.kind {
	case ActVoid:
		return a.void()
	case ActSubmitted, ActSucceeded, ActFailed:
		return a.attest(first)
	case ActUndo:
		return a.takeBack()
	}
	return nil
}

// waiting finds the act that says the same and waits for more people, with who has said
// it. first is 0 where there is none.
func (a *actor) waiting() (first, needed int64, said []Approval, err error) {
	r := a.row
	fen := int64(-1)
	if r.fen.Valid {
		fen = r.fen.Int64
	}
	args := []any{a.account, string(r.kind), r.batch, r.trade, r.notify, r.subject, r.code, fen, r.expected, r.actual, r.givenFen, r.undoes}
	all, err := store.List(a.ctx, a.tx, "act_waiting", scanPair, args...)
	if err != nil || len(all) == 0 {
		return 0, 0, nil, err
	}
	first, needed = all[0][0], all[0][1]
	if said, err = store.List(a.ctx, a.tx, "act_people", scanApproval, first); err != nil {
		return 0, 0, nil, err
	}
	if hasSaid(said, a.statement.Person) {
		return 0, 0, nil, words.Errorf("%w as %s, which needs %d people and has %d", ErrSaid, ActID(first), needed, len(said))
	}
	return first, needed, said, nil
}

// scanPair reads two numbers.
func scanPair(rows *sql.Rows) (pair [2]int64, err error) {
	err = rows.Scan(&pair[0], &pair[1])
	return pair, err
}

// add writes the row of the act, which seconds another one unless first is 0.
func (a *actor) add(first, needed int64) (no int64, err error) {
	r, s := a.row, a.statement
	return store.ExecKey(a.ctx, a.tx, "act_add", a.account, string(r.kind), r.batch, r.trade, r.notify, r.subject, r.firstRun, r.code, r.fen,
		r.expected, r.actual, r.givenFen, orNull(first), orNull(r.undoes), needed, s.Person, s.Evidence, s.File, s.FileSHA256,
		a.now.UnixMilli(), int64(DayOf(a.now)))
}

// refuseSame refuses to say again what is in force, and returns its numbers.
func (a *actor) refuseSame(same func(fen, day int64) bool) error {
	r := a.row
	type inForce struct{ no, fen, day int64 }
	all, err := store.List(a.ctx, a.tx, "act_same", func(rows *sql.Rows) (a inForce, err error) {
		err = rows.Scan(&a.no, &a.fen, &a.day)
		return a, err
	}, a.account, string(r.kind), r.trade, r.batch, r.notify, r.subject, r.code)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, func(a inForce) bool { return same(a.fen, a.day) }); i >= 0 {
		return words.Errorf("%w: %s says so already, and is in force; the next run goes by it", ErrNotNow, ActID(all[i].no))
	}
	return nil
}
