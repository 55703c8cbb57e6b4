package ledger

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// An Announcement is one message about a run to one target, and what became of
// it.
type Announcement struct {
	Run      int64 // 0 where the night failed before it began a run
	Job      string
	Stage    Stage
	At       time.Time // wall clock
	Target   string    // as people call it; never with a secret
	Attempts int
	Failure  string // why it did not arrive; empty where it did
}

// A Stage is the part of a run that an announcement is about.
type Stage string

// The stages of a run that are announced.
const (
	StageStart Stage = "start"
	StageEnd   Stage = "end"
)

// Announced records what became of an announcement. It changes nothing that a
// run reads: who was told is no evidence.
func (l *Ledger) Announced(ctx context.Context, a Announcement) error {
	run := sql.NullInt64{Int64: a.Run, Valid: a.Run != 0}
	if _, err := store.ExecAlone(ctx, l.db, "announcement_add", run, a.Job, string(a.Stage), a.At.UnixMilli(), a.Target, a.Attempts, a.Failure); err != nil {
		return words.Errorf("record the announcement to %s: %w", a.Target, err)
	}
	return nil
}

// Announcements yields the announcements of a job, or of all jobs for "", in
// the order in which they were recorded.
func (l *Ledger) Announcements(ctx context.Context, job string) iter.Seq2[Announcement, error] {
	return store.Stream(ctx, l.db.Reader(), "announcement_list", scanAnnouncement, job)
}

func scanAnnouncement(rows *sql.Rows) (a Announcement, err error) {
	var at int64
	err = rows.Scan(&a.Run, &a.Job, &a.Stage, &at, &a.Target, &a.Attempts, &a.Failure)
	a.At = moment(at)
	return a, err
}

// InFlight returns how many batches of an account have lines in flight, and the
// sum of those lines: neither void nor answered.
func (l *Ledger) InFlight(ctx context.Context, account int64) (batches int64, amount alipay.Money, err error) {
	var fen int64
	err = store.QueryRow(ctx, l.db.Reader(), "announcement_flight", []any{account}, &batches, &fen)
	return batches, alipay.Fen(fen), err
}
