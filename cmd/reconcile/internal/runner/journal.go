package runner

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// What was issued stands in the journal and in the files of the batches, apart from the
// ledger. A run, a release and check compare the ledger with both: what it lacks is taken in
// as in flight, so that a ledger that was restored, copied or lost refunds nothing twice.

// OpenJournal reads the journal of a configuration.
//
// Errors: ledger.ErrJournal, with the way out.
func OpenJournal(c *config.Config, readOnly bool) (*ledger.Journal, error) {
	j := &ledger.Journal{Path: c.Journal, Name: c.JournalName, ReadOnly: readOnly}
	if readOnly {
		return j, journalError(c, j.Read())
	}
	if err := disk.MakeDir(filepath.Dir(c.Journal), 0o750); err != nil {
		return j, journalError(c, words.Errorf("journal %s: %s: %w", c.JournalName, disk.Cause(err), ledger.ErrJournal))
	}
	return j, journalError(c, j.Probe())
}

// journalError adds the way out.
func journalError(c *config.Config, err error) error {
	if errors.Is(err, ledger.ErrJournal) {
		return hint.With(err, "mend or restore %s, or name another under journal:; where it was moved away, the next run begins a new one from the ledger and the files of the batches", c.JournalName)
	}
	return err
}

// takeIn compares the books with the journal and the files of the batches, and takes in
// what they lack as requests in flight. It leaves what the journal holds of the run itself,
// where that was cut off before it was committed: nobody has seen that, and the run may
// issue the very same again (pending). Batches that the books have issued, or a file holds,
// and the journal lacks go into the journal.
func (n *Runner) takeIn(ctx context.Context, run ledger.Run) (err error) {
	partner := n.Job.Account.Merchant.Partner
	if n.journal, err = OpenJournal(n.Config, n.Settings.DryRun); err != nil {
		return err
	}
	files, err := batchFiles(ctx, n.Config, n.Books.Ledger, n.Job.Account, n.journal)
	if err != nil {
		return err
	}
	n.pending = nil
	for _, source := range []struct {
		how     string
		entries []ledger.Entry
	}{{ledger.FromJournal, n.journal.Entries()}, {ledger.FromBatchFile, files}} {
		found, err := n.Books.Compare(ctx, run.Account, partner, source.entries)
		if err != nil {
			return journalError(n.Config, err)
		}
		missing := slices.DeleteFunc(found.Missing, func(e ledger.Entry) bool {
			own := source.how == ledger.FromJournal && !n.unsettled && run.Resumed && e.Job == run.Job && e.Run == run.ID && strings.HasPrefix(e.RefundDate, Day(n.AsOf)) && !n.shown(e)
			if own {
				n.pending = append(n.pending, e)
			}
			return own
		})
		if err := n.Books.TakeIn(ctx, run.ID, run.Account, source.how, missing); err != nil {
			return err
		}
		n.took = n.took || len(missing) > 0
		for _, e := range missing {
			n.tell(run.ID, slog.LevelWarn, "batch %s was issued elsewhere: %s holds it and the ledger does not; its lines are in flight", e.BatchNo, e.Place.File)
		}
		n.refuseOther(found.Other)
	}
	lacking, err := n.Books.EmittedOf(ctx, run.Account, partner, n.journal)
	if err != nil {
		return err
	}
	for _, e := range files {
		if e.Partner == partner && !slices.ContainsFunc(lacking, func(l ledger.Entry) bool { return l.BatchNo == e.BatchNo }) {
			lacking = append(lacking, e)
		}
	}
	return journalError(n.Config, n.journal.Append(partner, lacking))
}

// refuseOther keeps a night from issuing where a number stands for other lines elsewhere:
// which of them Alipay has is not known.
func (n *Runner) refuseOther(other []ledger.Entry) {
	for _, e := range other {
		why := words.New("batch %s has other lines in %s than in the ledger: ask Alipay which of them it has", e.BatchNo, e.Place.File)
		n.tell(0, slog.LevelError, "%s", why)
		n.Held = why.String()
	}
}

// shown reports whether the files of a batch stand under an output: somebody may have
// submitted it.
func (n *Runner) shown(e ledger.Entry) bool {
	paths, err := batchPaths(n.Config)
	return err != nil || slices.ContainsFunc(paths, func(path string) bool { return numberOf(path) == e.BatchNo })
}

// A batchFile is the file of a batch as far as it is read again.
type batchFile struct {
	BatchNo string         `json:"batch_no"`
	Run     int64          `json:"run"`
	Charset alipay.Charset `json:"charset"`
	Body    string         `json:"body"`
}

// batchPaths lists the files of batches under every folder of every output, whatever the
// job is called now, with their numbers. Folders that are still written are left out.
func batchPaths(c *config.Config) (paths []string, err error) {
	for _, output := range c.Outputs() {
		found, err := filepath.Glob(filepath.Join(disk.QuotePattern(c.At(output)), "*", "*", "batches", "*.json"))
		if err != nil {
			return nil, err
		}
		for _, path := range found {
			folder := filepath.Base(filepath.Dir(filepath.Dir(path)))
			if folder != "latest" && !strings.HasPrefix(folder, ".") && alipay.IsBatchNo(numberOf(path)) {
				paths = append(paths, path)
			}
		}
	}
	return paths, nil
}

func numberOf(path string) string { return strings.TrimSuffix(filepath.Base(path), ".json") }

// batchFiles reads the batches of an account whose files stand under an output, and which
// neither its books nor the journal have. What does not read is an error: it may be a batch
// that is on its way.
func batchFiles(ctx context.Context, c *config.Config, l *ledger.Ledger, a *config.Account, journal *ledger.Journal) (entries []ledger.Entry, err error) {
	partners := map[string]string{} // of the jobs
	for _, j := range c.Jobs {
		partners[j.Name] = j.Account.Merchant.Partner
	}
	paths, err := batchPaths(c)
	if err != nil {
		return nil, err
	}
	known, err := l.IssuedNumbers(ctx)
	if err != nil {
		return nil, err
	}
	for _, e := range journal.Entries() {
		known[ledger.IssuedNumber{Partner: e.Partner, BatchNo: e.BatchNo}] = true
	}
	for _, path := range paths {
		job := filepath.Base(filepath.Dir(filepath.Dir(filepath.Dir(path))))
		if known[ledger.IssuedNumber{Partner: a.Merchant.Partner, BatchNo: numberOf(path)}] || known[ledger.IssuedNumber{Partner: partners[job], BatchNo: numberOf(path)}] {
			continue
		}
		e, err := readBatchFile(path)
		if err != nil {
			return nil, hint.With(words.Errorf("%s: %w", c.Shown(path), err), "restore it; or, if its batch was never submitted, move it away: a batch that does not read may be on its way")
		}
		e.Job, e.Place = job, ledger.Place{File: c.Shown(path), Line: 1}
		entries = append(entries, e)
	}
	return entries, nil
}

// readBatchFile reads what was issued from the file of a batch.
func readBatchFile(path string) (ledger.Entry, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return ledger.Entry{}, disk.Cause(err)
	}
	var f batchFile
	if err := json.Unmarshal(text, &f); err != nil {
		return ledger.Entry{}, words.Errorf("it does not read: %w", err)
	}
	r, err := alipay.ParseRequest(f.Body, f.Charset)
	if err != nil {
		return ledger.Entry{}, words.Errorf("it does not read: %w", err)
	}
	if r.BatchNo != f.BatchNo || f.BatchNo != numberOf(path) || len(r.Bad) > 0 {
		return ledger.Entry{}, words.Errorf("it does not read: its request is of another batch, or has lines that do not read")
	}
	return ledger.EntryOf(r, "", f.Run)
}

// decide reconciles the run. Where another program has issued meanwhile, or the run does
// not issue again what the journal holds of it, that is taken in and the run decided anew.
func (n *Runner) decide(ctx context.Context, decide func(ledger.Policy) error) error {
	const most = 8 // another program may issue again meanwhile
	for try := 1; ; try++ {
		if err := n.takeInActs(ctx); err != nil {
			return err
		}
		p := n.policy()
		p.Journal, p.Pending = n.journal, n.pending
		err := decide(p)
		if errors.Is(err, ledger.ErrUnsettled) {
			n.unsettled = true
		}
		again := errors.Is(err, ledger.ErrUnsettled) || errors.Is(err, ledger.ErrJournalGrown)
		if !again || try == most {
			return journalError(n.Config, err)
		}
		if err := n.takeIn(ctx, n.taking); err != nil {
			return err
		}
	}
}

// takeInActs takes in what people said by which less is owed, where the journal holds it and
// the books do not. All that is read stands in the books by now.
func (n *Runner) takeInActs(ctx context.Context) error {
	taken, err := n.Books.TakeInActs(ctx, n.taking.Account, n.journal.Acts(n.Job.Account.Merchant.Partner))
	for _, a := range taken {
		n.tell(n.taking.ID, slog.LevelWarn, "what %s said of trade %s, by which %s less is owed, is in %s and was not in the ledger: it counts again (reconcile acts)", a.Person, a.TradeNo, a.Amount, a.Place.File)
	}
	return err
}

// MissingBatches are the numbers of the batches that the journal or the files of batches
// hold and the ledger lacks, of every account.
func MissingBatches(ctx context.Context, c *config.Config) (numbers []string, err error) {
	journal, err := OpenJournal(c, true)
	if err != nil || LedgerGone(ctx, c) {
		return nil, err
	}
	err = WithBooks(ctx, c, Access{}, func(b *Books) error {
		for _, a := range c.Accounts {
			account, ok, err := b.FindAccount(ctx, a.Merchant.Partner)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			files, err := batchFiles(ctx, c, b.Ledger, a, journal)
			if err != nil {
				return err
			}
			found, err := b.Compare(ctx, account, a.Merchant.Partner, append(slices.Clone(journal.Entries()), files...))
			if err != nil {
				return journalError(c, err)
			}
			for _, e := range append(found.Missing, found.Other...) {
				numbers = append(numbers, e.BatchNo)
			}
		}
		return nil
	})
	slices.Sort(numbers)
	return numbers, err
}
