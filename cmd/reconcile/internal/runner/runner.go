// Package runner makes one run of one job: it recovers what was cut off, ingests,
// reconciles, publishes the report and summarizes it. It opens ledgers and guards them
// against copies that are older than their reports.
package runner

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/build"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/cmd/reconcile/internal/terminal"
	"reconcile/importers"
	"reconcile/ledger"
	"reconcile/reports"
	"reconcile/words"
)

// LimitMemory makes the garbage collector work harder from half of the memory on. The
// other half is the ledger's (see ledger.Options). What is held at a time is far
// below it, whatever the size of the input.
func LimitMemory(memory int64) { debug.SetMemoryLimit(memory / 2) }

// limitAgain limits the memory to what a configuration says, where it is limited at all, as
// main does before anything: a process of many runs at once, as of the tests, has no limit
// that is one run's.
func limitAgain(memory int64) {
	if debug.SetMemoryLimit(-1) < math.MaxInt64 {
		LimitMemory(memory)
	}
}

// freeMemory gives to the system what the stage before needed, because the next one needs
// as much elsewhere. A small night, which needed little, does not wait for it.
func (n *Runner) freeMemory() {
	if heapHeld() > n.heap+24<<20 {
		debug.FreeOSMemory()
	}
}

// heapHeld is how many bytes the heap has from the system, used or not.
func heapHeld() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapSys - m.HeapReleased
}

// An Env is what a run is given by the command that makes it.
type Env struct {
	*terminal.Console
	Now func() time.Time
}

// A Runner is one pass over one job.
type Runner struct {
	Env
	Config   *config.Config
	Job      *config.Job
	Books    *Books
	AsOf     time.Time
	Settings Options
	Printed  *terminal.JSONArray // the summaries that --json prints
	Held     string              // why this night issues nothing; empty where it may
	Gaps     []string            // what it waited for in vain

	heap      uint64          // its bytes before the pass
	journal   *ledger.Journal // as takeIn has read it
	pending   []ledger.Entry  // what it holds of the run itself, which was cut off
	took      bool            // the books lacked something
	unsettled bool            // the run does not issue that again
	taking    ledger.Run      // the run that takes in
	whole     *whole          // how far the run is, where that is shown
	doing     words.Text      // the stage that was begun last, none before the first one
}

// pass ingests, reconciles, reports and emits, and returns the exit status that
// the run calls for.
//
// A pass that is cut off anywhere may be made again: what was ingested stays
// ingested, and a run that was committed but not published is published first,
// in the very same bytes.
func (n *Runner) pass(ctx context.Context) (int, error) {
	n.whole, n.heap = nil, heapHeld()
	recovered, err := n.RecoverPending(ctx)
	if err != nil {
		return 0, err
	}
	run, err := n.start(ctx)
	if err != nil {
		return 0, err
	}
	n.taking = run
	if err := n.takeIn(ctx, run); err != nil {
		return 0, err
	}
	files, gaps, err := n.read(ctx, run.Account, run.ID, nil, nil)
	if err != nil {
		return 0, err
	}
	if files, err = n.addIngested(ctx, run.Account, files); err != nil {
		return 0, err
	}
	if done, ok := n.upToDate(ctx, recovered, files, gaps); ok {
		n.tell(done.ID, slog.LevelInfo, "run %d had been cut off before its files appeared; they are complete now, and nothing is new since", done.ID)
		return n.conclude(ctx, done)
	}
	if run, err = n.reconcile(ctx, run, files, gaps); err != nil {
		return 0, err
	}
	if run, err = n.publish(ctx, run); err != nil {
		return 0, err
	}
	return n.conclude(ctx, run)
}

// conclude prints what a published run came to, and returns the exit status that it calls
// for. The run stands whether it can be printed or not.
func (n *Runner) conclude(ctx context.Context, run ledger.Run) (int, error) {
	if err := n.summarize(context.WithoutCancel(ctx), run); err != nil {
		return 0, hint.With(words.Errorf("run %d is done and its report is in %s; what it came to could not be printed: %w", run.ID, n.folder(run), err),
			"reconcile status prints it; nothing has to be run again")
	}
	return ExitFor(run.Outcome), nil
}

// start begins a run, or takes up again one that was cut off.
func (n *Runner) start(ctx context.Context) (ledger.Run, error) {
	account, err := n.Books.Account(ctx, n.Job.Account.Merchant.Partner)
	if err != nil {
		return ledger.Run{}, err
	}
	return n.Books.StartBeyond(ctx, n.Job.Name, account, NewestReport(n.Config), n.AsOf, n.Now())
}

// options say how the job's files are read.
func (n *Runner) options() importers.Options {
	a := n.Job.Account
	return importers.Options{
		RequestVerifier: a.Keys.Own,

		Charset:   a.Merchant.Charset,
		Verifier:  a.Keys.Verifier,
		Others:    n.Config.OtherVerifiers(a),
		Columns:   n.Job.Columns,
		Rows:      n.Job.Rows,
		SameTrade: n.Job.SameTrade,
		Final:     n.Settings.Final,
		Rehash:    n.Settings.Rehash,
		Partner:   a.Merchant.Partner,
		Merchant:  a.Merchant,
	}
}

// reconcile decides the run.
func (n *Runner) reconcile(ctx context.Context, run ledger.Run, files []ledger.RunFile, gaps []string) (done ledger.Run, err error) {
	defer n.stage(run.ID, words.New("reconciling"), reconciling)()
	n.freeMemory()
	series, err := n.Config.Series(n.Job)
	if err != nil {
		return ledger.Run{}, err
	}
	err = n.decide(ctx, func(p ledger.Policy) error {
		done, err = n.Books.Reconcile(ctx, run, p, ledger.RunInput{Files: files, Gaps: gaps, Series: series, FailOn: FailOn(n.Settings.FailOn)}, n.Now())
		return err
	})
	return done, err
}

// upToDate returns the run of this day that this call published and that has
// read the very inputs that are there now: nothing is left to do then.
func (n *Runner) upToDate(ctx context.Context, recovered []ledger.Run, files []ledger.RunFile, gaps []string) (ledger.Run, bool) {
	if len(recovered) == 0 || n.took {
		return ledger.Run{}, false
	}
	last := recovered[len(recovered)-1]
	if Day(last.AsOf) != Day(n.AsOf) {
		return ledger.Run{}, false
	}
	before, err := n.Books.Files(ctx, last.ID)
	return last, err == nil && sameInputs(before, files, last.Gaps, gaps)
}

// ReportFor is what the reports say of the run beside the books. It comes from the
// policy that the run was decided by, whatever the configuration says by now.
func ReportFor(run ledger.Run) (reports.Report, error) {
	rules, err := ledger.Rules()
	p := run.Policy
	return reports.Report{
		Run:         run,
		ExitStatus:  ExitFor(run.Outcome),
		Rules:       rules,
		Policy:      p,
		Program:     p.Header.Program,
		AccountName: p.Header.Account,
		Partner:     p.Merchant.Partner,
		Language:    p.Header.Language,
		VerifyOff:   p.Header.VerifyOff,
	}, err
}

// output is the folder of the job's reports, as the configuration names it and
// as it is opened.
func (n *Runner) output() (named, opened string) {
	named = filepath.Join(n.Job.Output, n.Job.Name)
	if n.Books.Private != "" {
		return named, filepath.Join(n.Books.Private, "out", n.Job.Name)
	}
	return named, n.Config.At(named)
}

// Day is the day of a moment in Shanghai.
func Day(t time.Time) string { return t.In(alipay.Shanghai()).Format(time.DateOnly) }

// policy is the job's, without the right to issue where the night is held, its day has
// ended while it read, or is about to: a batch is for its day only (§4.3). A day that was
// asked for by --as-of is taken as it is.
func (n *Runner) policy() ledger.Policy {
	p, why := PolicyOf(n.Config, n.Job), n.Held
	if why == "" && n.Settings.AsOf == "" && Day(n.Now()) != Day(n.AsOf) {
		why = "the day of this run ended before it was decided: reconcile run issues on the new one"
	}
	for _, moment := range []time.Time{n.AsOf, n.Now()} {
		if why == "" && Day(moment) == Day(n.AsOf) && !enoughOfDay(moment) {
			why = fmt.Sprintf("less than %d minutes of the day are left, and a batch is for its day only: reconcile run issues after midnight", int(releaseMargin.Minutes()))
		}
	}
	if why != "" && p.Signer != nil && !p.Manual {
		p.Manual, p.Withheld, p.Unsigned = true, true, why
	}
	return p
}

// PolicyOf is what the configuration decides about the runs of a job, and about what people
// say of its account.
func PolicyOf(c *config.Config, j *config.Job) ledger.Policy {
	a := j.Account
	signer := a.Keys.Signer
	if a.Merchant.NotifyURL == "" {
		signer = nil
	}
	return ledger.Policy{
		Merchant:       a.Merchant,
		Gateway:        a.Gateway,
		Signer:         signer,
		Manual:         a.Corrections.Manual,
		Approvals:      a.Corrections.Approvals,
		People:         c.People,
		Unsigned:       unsigned(a),
		Codes:          a.Codes,
		ResultGrace:    a.ResultGrace,
		AttemptWarning: a.AttemptWarning,
		HasRequests:    c.HasRequests(j.Account),
		Reason:         a.Corrections.Reason,
		MaxLines:       a.Corrections.MaxLines,
		LineCap:        a.Corrections.LineCap,
		RunCap:         a.Corrections.RunCap,
		BatchPrefix:    a.Corrections.BatchPrefix,
		CompleteSince:  a.Corrections.CompleteSince,
		Keys:           ledger.KeyNames{Verify: alipay.KeyNames(a.Keys.Verifier), Sign: alipay.KeyNames(a.Keys.Own)},
		Header:         ledger.ReportHeader{Program: build.Version(), Account: a.Name, Language: j.Language, VerifyOff: !a.Verify}.Showing(j.Scope),
	}
}

// unsigned says why runs only propose batches; empty where they issue them.
func unsigned(a *config.Account) string {
	switch {
	case a.Keys.Signer == nil:
		return a.Keys.Unsigned
	case a.Merchant.NotifyURL == "":
		return fmt.Sprintf("account %s has no notify_url: Alipay would tell nobody what became of a batch", a.Name)
	case a.Corrections.Manual:
		return "release is manual: reconcile batch release"
	}
	return a.Keys.Unsigned
}

// logFor is the log of the job and of one of its runs, 0 for none.
func (n *Runner) logFor(run int64) *slog.Logger { return terminal.ForJob(n.Log, n.Job.Name, run) }

// tell logs a sentence about a run, 0 for none, in the language of the log.
func (n *Runner) tell(run int64, level slog.Level, format string, args ...any) {
	log := n.logFor(run)
	log.Log(context.Background(), level, terminal.LanguageOf(log).Sprintf(format, args...))
}

// sameInputs reports whether a run that read the files before would read nothing
// new in the files now.
func sameInputs(before, now []ledger.RunFile, gapsBefore, gapsNow []string) bool {
	same := func(a, b ledger.RunFile) bool {
		read := b.Unchanged || b.Refused != ""
		return read && a.Kind == b.Kind && a.Path == b.Path && a.SHA256 == b.SHA256 && a.Refused == b.Refused
	}
	return slices.EqualFunc(before, now, same) && slices.Equal(gapsBefore, gapsNow)
}

// Attempt makes the pass and returns its exit status. A pass that fails is told
// to the user, and the next job goes on; one that is interrupted is an error.
func (n *Runner) Attempt(ctx context.Context) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	status, err := n.announced(ctx)
	if err == nil {
		return status, nil
	}
	if i, ok := exit.SignalOf(ctx); ok {
		return 0, n.cutOff(i)
	}
	if ctx.Err() != nil {
		return 0, err
	}
	n.ReportOn(n.logFor(0), withRemedy(words.Errorf("job %s: %w", n.Job.Name, err)))
	return StatusOf(ctx, err), nil
}

// cutOff says what a signal has cut off, and that a run after it goes on: what was read is
// in the ledger or is read again, and what was decided is published.
func (n *Runner) cutOff(i exit.Signal) error {
	var while words.Text
	if !n.doing.IsZero() {
		while = words.New(" while %s", n.doing)
	}
	left := words.New("; nothing is lost, reconcile run%s goes on from here", n.Config.FlagsOf(n.Job))
	if n.Settings.DryRun {
		left = words.New("; nothing was written")
	}
	return &CutOff{words.Errorf("%w%s%s", i, while, left)}
}

// Options are the flags of run.
type Options struct {
	Job, AsOf, FailOn string
	DryRun, Final     bool
	Rehash            bool
	Full              bool // the summary has every code
}
