package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// writeActs writes what people did after a decision and before the next: acts, approvals,
// releases and reviews.
func writeActs(ctx context.Context, db store.Runner, w io.Writer, commit int64) error {
	for act, err := range store.Stream(ctx, db, "act_list", scanAct, commit) {
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "act %q\n", act)
	}
	return nil
}

// scanAct reads an act as the texts that say who did what.
func scanAct(rows *sql.Rows) ([]string, error) {
	act := make([]string, 5)
	err := rows.Scan(&act[0], &act[1], &act[2], &act[3], &act[4])
	return act, err
}

// digestActs is the hex SHA-256 of what people did after the last decision, and the place
// of that.
func digestActs(ctx context.Context, db store.Runner) (commit int64, digest string, err error) {
	if err := store.QueryRow(ctx, db, "run_commits", nil, &commit); err != nil {
		return 0, "", err
	}
	h := sha256.New()
	err = writeActs(ctx, db, h, commit)
	return commit, hex.EncodeToString(h.Sum(nil)), err
}

// updateActs does in one transaction what a person says, approves or releases. Before it,
// what people did since the last decision must be what the books have recorded of it:
// otherwise the next honest statement would put its digest over an alteration. After it the
// new digest is kept, and journal, unless it is nil, comes last, after everything that can
// refuse what it writes.
//
// Errors: ErrDamaged.
func (l *Ledger) updateActs(ctx context.Context, do func(store.Tx) error, journal func() error) error {
	return l.db.Update(ctx, func(tx store.Tx) error {
		before, err := askActs(ctx, tx)
		if err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		if err := keepActEnd(ctx, tx, before); err != nil || journal == nil {
			return err
		}
		return journal()
	})
}

// keepActEnd keeps the digest of what people did after the last decision, unless it is
// what it was before. No head of a run has it yet, and the next statement and the next run
// ask for it.
func keepActEnd(ctx context.Context, tx store.Tx, before string) error {
	commit, digest, err := digestActs(ctx, tx)
	if err != nil || digest == before {
		return err
	}
	_, err = store.Exec(ctx, tx, "act_end_put", commit, digest)
	return err
}

// checkActEnd compares what people did after the last decision with its digest. kept and
// found are the same where nobody did anything, or an earlier program has kept it.
func checkActEnd(ctx context.Context, db store.Runner) (kept, found string, err error) {
	var at int64
	err = store.QueryRow(ctx, db, "act_end_one", nil, &at, &kept)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", "", err
	}
	commit, found, err := digestActs(ctx, db)
	if err != nil || at == commit && kept == "" {
		return found, found, err
	}
	if at != commit {
		kept = emptyDigest()
	}
	return kept, found, nil
}

// emptyDigest is the digest where nobody did anything.
func emptyDigest() string {
	sum := sha256.Sum256(nil)
	return hex.EncodeToString(sum[:])
}

// askActs returns the digest of what people did since the last decision, and an error where
// that, or the partner of an account, is not what the books have recorded.
//
// Errors: ErrDamaged.
func askActs(ctx context.Context, db store.Runner) (string, error) {
	if _, err := askAccounts(ctx, db); err != nil {
		return "", err
	}
	kept, found, err := checkActEnd(ctx, db)
	if err == nil && kept != found {
		err = alteredError(words.New("what people did since the last run"))
	}
	return found, err
}

// askActs refuses to decide where what people did was altered.
//
// Errors: ErrDamaged.
func (d *decision) askActs() error {
	_, err := askActs(d.ctx, d.tx)
	return err
}

// checkActs compares what people did since the last decision with what was recorded of it.
func (a *Audit) checkActs(ctx context.Context) ([]Discrepancy, error) {
	kept, found, err := checkActEnd(ctx, a.db.Reader())
	if err != nil || kept == found {
		return nil, err
	}
	return []Discrepancy{{"chain", "what people did since the last run", kept, found}}, nil
}
