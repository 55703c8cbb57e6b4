package main

import (
	"github.com/spf13/pflag"

	"reconcile/cmd/reconcile/internal/capture"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/runner"
	"reconcile/cmd/reconcile/internal/terminal"
)

// What the flags, the environment and the defaults decide about one call. No
// other file reads them, except secrets that the configuration names.

// bind declares the flags that every command has.
func (p *program) bind(flags *pflag.FlagSet) {
	s := &p.Options
	flags.StringVar(&p.config, "config", config.DefaultConfig, "configuration `file`")
	flags.BoolVarP(&s.Quiet, "quiet", "q", false, "print nothing where there is nothing to do, warnings included, so that cron sends no mail; check tells the warnings")
	flags.BoolVar(&s.JSON, "json", false, "print JSON for programs")
	flags.BoolVar(&s.NoColor, "no-color", false, "print without colour; so does NO_COLOR in the environment")
	flags.StringVar(&s.LogForm, "log", terminal.LogText, "how the log on standard error is written: `text|json`")
	flags.StringVar(&s.LogLevel, "log-level", "info", "the least `level` that is logged: debug, info, warn or error; with -q it is error")
}

// bindRun declares the flags of run.
func bindRun(flags *pflag.FlagSet, s *runner.Options) {
	flags.StringVar(&s.Job, "job", "", "run the job `name` alone; all jobs otherwise")
	flags.StringVar(&s.AsOf, "as-of", "", "reason from this `time` in Shanghai instead of now, such as \"2026-11-15 02:30:00\"")
	flags.StringVar(&s.FailOn, "fail-on", "error", "the least `severity` of open findings that ends with 3: critical, error, warning or none")
	flags.BoolVar(&s.Full, "full", false, "print every code that was found, not the worst alone")
	flags.BoolVar(&s.DryRun, "dry-run", false, "write nothing at all: work on a private copy of the ledger")
	bindReading(flags, s)
}

// ingestSettings are the flags of ingest.
type ingestSettings struct {
	job string
	runner.Options
}

// bind declares the flags of ingest.
func (s *ingestSettings) bind(flags *pflag.FlagSet) {
	bindJob(flags, &s.job)
	bindReading(flags, &s.Options)
}

// bindReading declares the flags about how files are read.
func bindReading(flags *pflag.FlagSet, s *runner.Options) {
	flags.BoolVar(&s.Rehash, "rehash", false, "read every file again, also where the file system says that it has not changed")
	flags.BoolVar(&s.Final, "final", false, "a last log line without a line end is complete")
}

// scheduleSettings are the flags of schedule.
type scheduleSettings struct {
	job, print string
	check      bool
}

// bind declares the flags of schedule.
func (s *scheduleSettings) bind(flags *pflag.FlagSet) {
	bindJob(flags, &s.job)
	flags.BoolVar(&s.check, "check", false, "print the next five times of each job, and end")
	flags.StringVar(&s.print, "print", "", "print what makes systemd or cron run the jobs instead, and end: `systemd|cron`")
}

// bindJob declares the flag that selects a job.
func bindJob(flags *pflag.FlagSet, job *string) {
	flags.StringVar(job, "job", "", "the job `name`; all jobs otherwise")
}

// bindPerson declares the flag of commands after which the books keep a person's name.
func bindPerson(flags *pflag.FlagSet, by *string) {
	flags.StringVar(by, "by", "", "the `name` of who does it")
}

// bindDigest declares the flag of approve.
func bindDigest(flags *pflag.FlagSet, digest *string) {
	flags.StringVar(digest, "digest", "", "the digest of the lines that were read, in `hex`, at least its first 8 digits")
}

// bindOpen declares the flag that batch list has beside --job.
func bindOpen(flags *pflag.FlagSet, open *bool) {
	flags.BoolVar(open, "open", false, "only what waits for an answer of Alipay or for a person")
}

// bindAs declares the flag that explain has beside --job.
func bindAs(flags *pflag.FlagSet, as *string) {
	flags.StringVar(as, "as", "", "what WHAT is, where it is several things: `kind` trade, order, batch, notification, finding or line")
}

// saySettings are the flags of every command by which a person says something of the books.
type saySettings struct{ job, by, evidence, file string }

// bind declares them.
func (s *saySettings) bind(flags *pflag.FlagSet) {
	flags.StringVar(&s.job, "job", "", "the job `name` whose account it is of, where there are several accounts")
	flags.StringVar(&s.by, "by", "", "the `name` of who checked")
	flags.StringVar(&s.evidence, "evidence", "", "what was checked and where, as `text`")
	flags.StringVar(&s.file, "file", "", "a `document` that shows it; the books keep its name and SHA-256")
}

// bindAnswer declares the flag that batch submitted has beside those.
func bindAnswer(flags *pflag.FlagSet, answer *string) {
	flags.StringVar(answer, "answer", "", "the error `code` with which Alipay's page refused the batch as a whole")
}

// lineSettings are the flags of resolve line, of which one is given.
type lineSettings struct {
	succeeded bool
	failed    string
}

// bind declares the flags that resolve line has beside those of every act.
func (s *lineSettings) bind(flags *pflag.FlagSet) {
	flags.BoolVar(&s.succeeded, "succeeded", false, "the line was refunded")
	flags.StringVar(&s.failed, "failed", "", "the line was not refunded and never will be, with this error `code`")
}

// tradeSettings are the flags of resolve trade, of which one is given.
type tradeSettings struct {
	elsewhere, paid, allow string
	unrefunded             bool
}

// bind declares the flags that resolve trade has beside those of every act.
func (s *tradeSettings) bind(flags *pflag.FlagSet) {
	flags.StringVar(&s.elsewhere, "elsewhere", "", "the buyer was given this `amount` in yuan another way, or has forgone it")
	flags.StringVar(&s.paid, "paid", "", "this `amount` in yuan was paid, where exports disagree")
	flags.BoolVar(&s.unrefunded, "unrefunded", false, "nothing was refunded until now that the books do not know")
	flags.StringVar(&s.allow, "allow", "", "the next batch may refund this `amount` in yuan at most, once")
}

// findingsSettings are the flags that findings has beside --job.
type findingsSettings struct {
	codes           []string
	severity, trade string
	fresh, all      bool
	verbose         bool
}

// bind declares the flags that findings has beside --job.
func (s *findingsSettings) bind(flags *pflag.FlagSet) {
	flags.StringSliceVar(&s.codes, "code", nil, "only findings with this `code`, such as OVER_REFUND; several with commas between them")
	flags.StringVar(&s.severity, "severity", "", "only findings of this `level` and above: critical, error or warning")
	flags.StringVar(&s.trade, "trade", "", "only findings about the trade of this `number`")
	flags.BoolVar(&s.fresh, "new", false, "only findings that the job's last run opened")
	flags.BoolVar(&s.all, "all", false, "closed findings too")
	flags.BoolVarP(&s.verbose, "verbose", "v", false, "with where each is written, the notification and the day on which it was seen first")
}

// bindAnnounce declares the flag that check has beside --job.
func bindAnnounce(flags *pflag.FlagSet, announce *bool) {
	flags.BoolVar(announce, "announce", false, "send a message to try where the jobs announce their runs, and end")
}

// bindSample declares the flag of init.
func bindSample(flags *pflag.FlagSet, sample *bool) {
	flags.BoolVar(sample, "sample", false, "with the inputs and the key of a made-up shop, ready to run")
}

// captureSettings are the flags of capture.
type captureSettings struct {
	listen, path, dir, textfile string
	account                     string // empty for none
	limits                      capture.Limits
}

// bind declares the flags of capture.
func (s *captureSettings) bind(flags *pflag.FlagSet) {
	flags.StringVar(&s.listen, "listen", "127.0.0.1:8480", "answer at this `address`")
	flags.StringVar(&s.path, "path", "/notify", "answer under this `path`")
	flags.StringVar(&s.dir, "dir", "captured", "write the logs into this `folder`, which is made where it is missing")
	flags.StringVar(&s.textfile, "textfile", "", "write counters to this `file` every 15 seconds, for a Prometheus node exporter")
	flags.StringVar(&s.account, "account", "", "judge each notification by the keys of the account of this `name` in cron.yaml, and write down what was found")
	s.limits = capture.Limits{MinFree: 256 << 20, MaxPerDay: 4 << 30}
	flags.Var(&s.limits.MinFree, "min-free", "answer 500 where the disk of the folder would have less free than this `size`; 0 for none")
	flags.Var(&s.limits.MaxPerDay, "max-per-day", "answer 500 where the log of a day would grow beyond this `size`; 0 for none")
}
