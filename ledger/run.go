package ledger

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A Run is one pass over a job. A number is used up only by a run that was
// committed: one that was cut off is taken up again under its number.
type Run struct {
	ID        int64
	Job       string
	Account   int64
	AsOf      time.Time
	State     RunState
	Started   time.Time // wall clock
	Finished  time.Time // wall clock; zero where the run is not committed
	Outcome   Outcome   // of a run that is not committed, the zero value
	Head      string    // hex SHA-256 of the chain of runs up to this one
	Inputs    string    // hex SHA-256 of what the run read
	Gaps      []string  // patterns that matched no file
	Unsigned  string    // why corrections were not signed; empty where they were
	Totals    Totals
	Standing  *Standing // where the money stood; nil of a run that is older than these figures
	Policy    Policy    // that it was decided by, without its signer
	Resumed   bool      // it was begun before, and cut off; only Start tells
	Directory string    // where its files were published, as the configuration names it

	commit     int64  // its place in the order of decisions, from 1
	lastSource int64  // the last source that was there when it was decided
	recorded   string // its policy, as the books keep it
	proof      int64  // 2 where its head is of digests of all rows, 1 where without their places, 0 where of none
}

// A RunState is how far a run has come.
type RunState string

// The states of a run.
const (
	RunReading   RunState = "reading"   // files were read for it (see Ingest), and nobody has run it yet
	RunStarted   RunState = "started"   // ingesting, or cut off while it did
	RunCommitted RunState = "committed" // decided; its files are still to be published
	RunPublished RunState = "published"
)

// Decided reports whether the run was decided.
func (r Run) Decided() bool { return r.State == RunCommitted || r.State == RunPublished }

// Totals are the control totals that the findings were computed from, before
// the run's own batches.
type Totals struct {
	Notifications int64        `json:"notifications"`
	Results       int64        `json:"results"`
	SuccessAmount alipay.Money `json:"success_amount"`
	FailedResults int64        `json:"failed_results"`
	Orders        int64        `json:"orders"`
	PaidAmount    alipay.Money `json:"paid_amount"`
	Requests      int64        `json:"requests"`
	RequestLines  int64        `json:"request_lines"`
	Trades        int64        `json:"trades"`
	Attested      Attested     `json:"attested,omitzero"` // what of all these rests on the word of people

	Fees Fees `json:"-"` // of the results
}

// Fees are what the fees of refunds add up to: those whose result is SUCCESS went back,
// any other, or none, did not.
type Fees struct {
	Back, Failed alipay.Money
	Unknown      bool // of a run that is older than these totals
}

// String gives both sums.
func (f Fees) String() string { return f.Back.String() + " back, " + f.Failed.String() + " not" }

// Start begins a run, or takes up again the one of the job that was cut off
// before it was committed. asOf is the moment that the run reasons from, now the
// wall clock.
func (l *Ledger) Start(ctx context.Context, job string, account int64, asOf, now time.Time) (Run, error) {
	return l.StartBeyond(ctx, job, account, 0, asOf, now)
}

// StartBeyond is Start, with a number above newest for a run that begins: that of the
// newest report, of which books that were restored know nothing.
func (l *Ledger) StartBeyond(ctx context.Context, job string, account, newest int64, asOf, now time.Time) (Run, error) {
	run := Run{Job: job, Account: account, AsOf: asOf, State: RunStarted, Started: now}
	err := l.db.Update(ctx, func(tx store.Tx) (err error) {
		run.ID, run.Resumed, err = startedRun(ctx, tx, job)
		if errors.Is(err, sql.ErrNoRows) {
			run.ID, err = addRun(ctx, tx, run, true, newest)
			return err
		}
		if err == nil && run.ID <= newest {
			err = renumber(ctx, tx, &run, newest)
		}
		if err == nil {
			_, err = store.Exec(ctx, tx, "run_resume", account, asOf.UnixMilli(), now.UnixMilli(), run.ID)
		}
		return err
	})
	if err != nil {
		return Run{}, words.Errorf("start a run of job %s: %w", job, err)
	}
	return run, nil
}

// startedRun returns the number of the run of a job that was begun, and whether somebody has
// run it: something may only have been read for it (see Ingest).
func startedRun(ctx context.Context, db store.Runner, job string) (id int64, takenUp bool, err error) {
	err = store.QueryRow(ctx, db, "run_started", []any{job}, &id, &takenUp)
	return id, takenUp, err
}

// addRun begins a run with a number above newest, and returns it.
func addRun(ctx context.Context, db store.Runner, run Run, takenUp bool, newest int64) (int64, error) {
	if _, err := store.Exec(ctx, db, "run_add", run.Job, run.Account, run.AsOf.UnixMilli(), run.Started.UnixMilli(), bit(takenUp), newest); err != nil {
		return 0, err
	}
	id, _, err := startedRun(ctx, db, run.Job)
	return id, err
}

// renumber gives a run that was cut off a number above newest, with all that was kept for it
// before it was decided: these books were restored to the middle of it, and its number stands
// on a report, or that of another job does which came later.
func renumber(ctx context.Context, tx store.Tx, run *Run, newest int64) error {
	old := run.ID
	if _, err := store.Exec(ctx, tx, "run_give_up", old); err != nil {
		return err
	}
	var err error
	if run.ID, err = addRun(ctx, tx, *run, true, newest); err != nil {
		return err
	}
	for _, name := range []string{"run_move_sources", "run_move_contents", "run_move_parts", "run_move_days", "run_move_holes", "run_move_announcements", "run_move_ingest"} {
		if _, err := store.Exec(ctx, tx, name, run.ID, old); err != nil {
			return err
		}
	}
	_, err = store.Exec(ctx, tx, "run_remove", old)
	return err
}

// Runs yields the runs of a job, or of all jobs for "", oldest first.
func (l *Ledger) Runs(ctx context.Context, job string) iter.Seq2[Run, error] {
	return store.Stream(ctx, l.db.Reader(), "run_columns+run_list", scanRun, job)
}

// RunByID returns one run with the patterns that matched no file.
func (l *Ledger) RunByID(ctx context.Context, id int64) (Run, error) {
	run, ok, err := oneRun(ctx, l.db.Reader(), "run_columns+run_one", id)
	if err == nil && !ok {
		err = words.Errorf("no run %d", id)
	}
	return run, err
}

// LastRun returns the newest committed run of a job.
func (l *Ledger) LastRun(ctx context.Context, job string) (run Run, ok bool, err error) {
	return oneRun(ctx, l.db.Reader(), "run_columns+run_last", job)
}

// oneRun returns the first run of a statement, with the patterns that matched no file.
func oneRun(ctx context.Context, db store.Runner, name string, arg any) (run Run, ok bool, err error) {
	all, err := store.List(ctx, db, name, scanRun, arg)
	if err != nil || len(all) == 0 {
		return Run{}, false, err
	}
	run = all[0]
	run.Gaps, err = store.List(ctx, db, "run_gap_list", scanText, run.ID)
	return run, true, err
}

// Unpublished returns the runs of a job that were committed and whose files are
// still to be published, oldest first.
func (l *Ledger) Unpublished(ctx context.Context, job string) ([]Run, error) {
	runs, err := store.List(ctx, l.db.Reader(), "run_columns+run_unpublished", scanRun, job)
	if err != nil {
		return nil, err
	}
	for i := range runs {
		if runs[i].Gaps, err = store.List(ctx, l.db.Reader(), "run_gap_list", scanText, runs[i].ID); err != nil {
			return nil, err
		}
	}
	return runs, nil
}

// Published records that the files of a committed run are in a folder. To record
// it twice is to record it once.
func (l *Ledger) Published(ctx context.Context, run int64, directory string) error {
	n, err := store.ExecAlone(ctx, l.db, "run_published", directory, run)
	if err == nil && n != 1 {
		err = words.Errorf("run %d is not committed", run)
	}
	return err
}

// Files returns the inputs of a run in the order in which it read them.
func (l *Ledger) Files(ctx context.Context, run int64) ([]RunFile, error) {
	return store.List(ctx, l.db.Reader(), "run_file_list", scanRunFile, run)
}

// Previous returns the run of the job before a run; ok is false where that was its
// first.
func (l *Ledger) Previous(ctx context.Context, run Run) (previous Run, ok bool, err error) {
	runs, err := store.List(ctx, l.db.Reader(), "run_columns+run_previous", scanRun, run.Job, run.ID)
	if err != nil || len(runs) == 0 {
		return Run{}, false, err
	}
	return runs[0], true, nil
}

// Tallies returns the findings of a run by code.
func (l *Ledger) Tallies(ctx context.Context, run int64) ([]Tally, error) {
	return tallies(ctx, l.db.Reader(), run)
}

func tallies(ctx context.Context, db store.Runner, run int64) ([]Tally, error) {
	return store.List(ctx, db, "tally_list", scanTally, run)
}

func scanRun(rows *sql.Rows) (r Run, err error) {
	var asOf, started, success, paid int64
	var finished, commit, feeBack, feeFailed sql.NullInt64
	var policy string
	var money standingRow
	var attested, attestedFailed, attestedFen, elsewhereFen int64
	t := &r.Totals
	into := []any{&r.ID, &r.Job, &r.Account, &asOf, &r.State, &started, &finished, &r.Outcome, &r.Head, &r.Inputs, &r.Unsigned, &policy, &commit, &r.lastSource, &r.Directory,
		&t.Notifications, &t.Results, &success, &t.FailedResults, &t.Orders, &paid, &t.Requests, &t.RequestLines, &t.Trades, &feeBack, &feeFailed}
	for i := range money {
		into = append(into, &money[i])
	}
	var takenUp bool
	into = append(into, &attested, &attestedFailed, &attestedFen, &elsewhereFen, &takenUp, &r.proof)
	err = rows.Scan(into...)
	if r.State == RunStarted && !takenUp {
		r.State = RunReading
	}
	t.Attested = attestedOf(attested, attestedFailed, attestedFen, elsewhereFen)
	r.Standing = money.standing()
	r.AsOf, r.Started, r.Finished = moment(asOf), moment(started), maybeMoment(finished)
	t.SuccessAmount, t.PaidAmount = alipay.Fen(success), alipay.Fen(paid)
	t.Fees = Fees{alipay.Fen(feeBack.Int64), alipay.Fen(feeFailed.Int64), !feeBack.Valid || !feeFailed.Valid}
	r.commit, r.recorded = commit.Int64, policy
	if err == nil && policy != "" {
		r.Policy, err = readPolicy(policy)
	}
	return r, err
}

// moment is a time of the ledger, in Shanghai.
func moment(ms int64) time.Time { return time.UnixMilli(ms).In(alipay.Shanghai()) }

// maybeMoment is the zero time for NULL.
func maybeMoment(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return moment(ms.Int64)
}

// maybeMoney is nil for NULL: what is unknown is not 0.00.
func maybeMoney(fen sql.NullInt64) *alipay.Money {
	if !fen.Valid {
		return nil
	}
	m := alipay.Fen(fen.Int64)
	return &m
}

func scanText(rows *sql.Rows) (s string, err error) {
	err = rows.Scan(&s)
	return s, err
}

func scanRunFile(rows *sql.Rows) (f RunFile, err error) {
	var first, last sql.NullInt64
	err = rows.Scan(&f.Path, &f.Kind, &f.SHA256, &f.Size, &f.Charset, &f.How, &f.Extra, &f.Unchanged, &f.Refused,
		&f.Lines, &f.Accepted, &f.Duplicate, &f.Rejected, &f.Ignored, &first, &last, &f.Unread, &f.Left)
	f.First, f.Last = maybeMoment(first), maybeMoment(last)
	return f, err
}

func scanTally(rows *sql.Rows) (t Tally, err error) {
	var opening, opened, closed, changed, open int64
	err = rows.Scan(&t.Code, &t.Severity, &t.Opening, &opening, &t.New, &opened, &t.Closed, &closed, &t.Changed, &changed,
		&t.Open, &t.Accepted, &t.Trades, &open)
	t.OpeningAmount, t.NewAmount, t.ClosedAmount = alipay.Fen(opening), alipay.Fen(opened), alipay.Fen(closed)
	t.ChangedAmount, t.Amount = alipay.Fen(changed), alipay.Fen(open)
	return t, err
}
