package ledger

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"strconv"

	"reconcile/alipay"
	"reconcile/ledger/internal/sqlite"
	"reconcile/ledger/internal/store"
)

// OutcomeOf is the outcome of a run with an input that leaves findings.
func OutcomeOf(in RunInput, open []Tally) Outcome { return in.outcome(open) }

// LimitPages lets a ledger have so many pages more than it has, as a disk does that is
// nearly full.
func LimitPages(ctx context.Context, l *Ledger, more int) error {
	return engineOf(l.db).Update(ctx, func(tx store.Tx) error {
		var pages int
		if err := tx.(sqlite.Tx).QueryRowContext(ctx, "PRAGMA page_count").Scan(&pages); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "PRAGMA max_page_count = "+strconv.Itoa(pages+more))
		return err
	})
}

// IssueAndTakeBack issues a batch of lines for a run that is done, in a transaction that is taken
// back.
func IssueAndTakeBack(ctx context.Context, l *Ledger, run Run, p Policy, lines []alipay.Line) error {
	issued := errors.New("issued")
	err := l.db.Update(ctx, func(tx store.Tx) error {
		d := decision{ctx: ctx, tx: tx, run: run, policy: p}
		_, err := d.issueBatch(1, lines)
		return cmp.Or(err, issued)
	})
	if errors.Is(err, issued) {
		return nil
	}
	return err
}

// FindingsKeeping is Findings, with so many rows of a trade kept for all findings of a block
// about it; of a trade that has more, each asks for itself.
func FindingsKeeping(ctx context.Context, l *Ledger, run int64, most int) iter.Seq2[Finding, error] {
	return l.findings(ctx, run, func(Finding) bool { return true }, most)
}

// ResultsKeeping is Results of all of the books, with so many notifications of one trade held
// in memory.
func ResultsKeeping(ctx context.Context, l *Ledger, run Run, most int) iter.Seq2[ResultRow, error] {
	return allResults(ctx, l, run, most)
}

// TextsOf reads a JSON array of texts.
var TextsOf = textsOf

// DerivedApart names the tables of what is derived that a proof does not find to agree with
// the evidence when it reads them, and those that the statements count, which decide.
func DerivedApart(ctx context.Context, l *Ledger) (suspected, counted []string, err error) {
	d, err := readDerived(ctx, l.db)
	if err != nil {
		return nil, nil, err
	}
	all, err := d.count([]string{"capture_block", "claim_sum", "day_sum", "notice_sum", "notification_batch", "notification_trade",
		"order_block", "repeated_batch", "request_sum", "superseded"})
	for _, x := range all {
		counted = append(counted, x.Where)
	}
	return d.apart(), counted, err
}

// ForgetDigests makes books what they were before rows were digested: without digests, and
// with heads that are of none.
func ForgetDigests(ctx context.Context, l *Ledger) error {
	runs, err := (&Audit{l}).decided(ctx)
	if err != nil {
		return err
	}
	return engineOf(l.db).Update(ctx, func(tx store.Tx) error {
		for _, statement := range []string{"DELETE FROM digest", "UPDATE run SET proof = 0"} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		for _, run := range runs {
			run.proof = 0
			d := decision{ctx: ctx, tx: tx, run: run, policy: run.Policy, recorded: run.recorded}
			head, err := d.chain()
			if err != nil {
				return err
			}
			if _, err := store.Exec(ctx, tx, "run_head_put", head, run.ID); err != nil {
				return err
			}
		}
		return nil
	})
}
