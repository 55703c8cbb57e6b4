package ledger

import (
	"fmt"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// attest makes what a person attests of lines claims, as an answer of a query would be.
func (a *actor) attest(no int64) error {
	if a.row.kind == ActSubmitted && a.row.code == "" {
		return nil
	}
	may, _, err := a.lines()
	if err != nil {
		return err
	}
	w, err := a.openSource(no)
	if err != nil {
		return err
	}
	code := a.row.code
	if a.row.kind == ActSucceeded {
		code = alipay.Success
	}
	rows, err := store.InserterOf(a.ctx, a.tx, "answer_add", 15)
	if err != nil {
		return err
	}
	for i, l := range may {
		if code == alipay.Success {
			a.lessFen += l.fen
		}
		err := rows.Add(w.source.ID, 1, int64(i+1), a.account, l.trade, a.row.batch, l.occurrence, actClaim(no), a.now.UnixMilli(), l.fen, code, nil, nil, "", "")
		if err != nil {
			return err
		}
	}
	if err := rows.Flush(); err != nil {
		return err
	}
	w.pending = 1
	return w.applySource(w.applyAnswers)
}

// unclaim takes back what an act attested.
func (a *actor) unclaim(no int64) error {
	w, err := a.openSource(no)
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return a.unsum(w, no) },
		func() error { return a.exec("act_unclaim", a.row.batch, a.account, actClaim(no)) },
		func() error { return a.exec("act_restate", a.row.batch, a.account, w.source.ID) },
		func() error { return a.exec("superseded_gone", a.row.batch, a.account, actClaim(no)) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	w.restated, w.counts = true, Counts{Lines: 1, Accepted: 1}
	if err := w.applySource(); err != nil {
		return err
	}
	return a.exec("act_reopen", a.account, a.row.batch)
}

// unsum takes the claims of an act out of the sums of the account.
func (a *actor) unsum(w *applier, no int64) error {
	w.sums.claims = map[sumKey]claimSum{}
	for rows, err := range store.Query(a.ctx, a.tx, "act_claims", a.row.batch, a.account, actClaim(no)) {
		if err != nil {
			return err
		}
		var at int64
		var f claimFigures
		if err := rows.Scan(&at, &f.fen, &f.code); err != nil {
			return err
		}
		key := sumKey{dayOf(at), f.code}
		sum := w.sums.claims[key]
		sum.add(f, -1)
		w.sums.claims[key] = sum
		w.sums.leave(key, at)
	}
	return nil
}

// openSource begins the source that the claims of an act belong to.
func (a *actor) openSource(no int64) (*applier, error) {
	var run int64
	if err := store.QueryRow(a.ctx, a.tx, "act_last_run", nil, &run); err != nil {
		return nil, err
	}
	s := Source{Run: run, Account: a.account, Kind: Answers, Path: actPath(no), FirstLine: 1}
	var err error
	s.ID, err = store.ExecKey(a.ctx, a.tx, "source_add", s.Prior, s.Run, s.Account, string(s.Kind), s.Path, s.FirstLine, 0, s.Keys)
	return &applier{outer: a.ctx, ctx: a.ctx, db: store.Prepare(a.tx), openSource: &openSource{source: s}}, err
}

// applySource does the steps, and closes the source.
func (a *applier) applySource(steps ...func() error) error {
	defer a.db.Close()
	for _, step := range append(steps, a.supersede, a.writeSums) {
		if err := step(); err != nil {
			return err
		}
	}
	a.source.Counts = a.counts
	return a.source.record(a.ctx, a.db, nil)
}

// actClaim is the notify_id of what an act attests.
func actClaim(no int64) string { return fmt.Sprintf("%s%d", actPrefix, no) }
