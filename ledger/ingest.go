package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// An Ingest is a host that reads files for the next run of a job, which may be made on
// another host. What it reads is in the books at once, under the number of that run, and
// counts as what the run itself has read.
type Ingest struct {
	Job     string
	Account int64
	Host    string    // that reads
	Now     time.Time // wall clock
}

// BeginIngest is Begin, and returns the number of the run that is read for: the one of the
// job that was begun, or a new one. It waits while a run goes on, so that what a run decides
// and reports is of one state of the books.
//
// Errors: ErrUndone where a run was cut off behind its decision, among others.
func (l *Ledger) BeginIngest(ctx context.Context, i Ingest) (in *Intake, run int64, err error) {
	if in, err = l.Begin(ctx); err != nil {
		return nil, 0, err
	}
	if run, err = i.run(in.ctx, in.db); err != nil {
		return nil, 0, errors.Join(words.Errorf("begin an intake: %w", err), in.Rollback())
	}
	return in, run, nil
}

// run finds or begins the run that is read for.
func (i Ingest) run(ctx context.Context, db store.Runner) (id int64, err error) {
	var job string
	err = store.QueryRow(ctx, db, "run_undone", nil, &id, &job)
	if err == nil {
		return 0, words.Errorf("run %d of job %s: %w", id, job, ErrUndone)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	id, _, err = startedRun(ctx, db, i.Job)
	if errors.Is(err, sql.ErrNoRows) {
		return addRun(ctx, db, Run{Job: i.Job, Account: i.Account, AsOf: i.Now, Started: i.Now}, false, 0)
	}
	return id, err
}

// KeepIngested keeps what became of a file that was read for a run.
func (in *Intake) KeepIngested(run int64, host string, f RunFile) error {
	return keepIngested(in.ctx, in.db, run, host, f)
}

// KeepRefused keeps that a file was refused when a part of it was in the books, which was
// taken back.
func (l *Ledger) KeepRefused(ctx context.Context, i Ingest, f RunFile) error {
	err := l.db.Update(ctx, func(tx store.Tx) error {
		run, err := i.run(ctx, tx)
		if err != nil {
			return err
		}
		return keepIngested(ctx, tx, run, i.Host, f)
	})
	if err != nil {
		return words.Errorf("keep that %s is refused: %w", f.Path, err)
	}
	return nil
}

func keepIngested(ctx context.Context, db store.Runner, run int64, host string, f RunFile) error {
	record, err := json.Marshal(f)
	if err != nil {
		return err
	}
	_, err = store.Exec(ctx, db, "ingest_file_put", run, string(f.Kind), f.Path, host, string(record))
	return err
}

// An IngestedFile is a file that a host has read for the next run of a job.
type IngestedFile struct {
	Job string
	RunFile
}

// Ingested returns the files that hosts have read for runs of an account that are not decided
// yet, by kind, path and host.
func (l *Ledger) Ingested(ctx context.Context, account int64) ([]IngestedFile, error) {
	return store.List(ctx, l.db.Reader(), "ingest_file_list", scanIngested, account)
}

func scanIngested(rows *sql.Rows) (f IngestedFile, err error) {
	var record []byte
	if err := rows.Scan(&f.Job, &record); err != nil {
		return f, err
	}
	err = json.Unmarshal(record, &f.RunFile)
	return f, err
}
