package runner

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// A ledger that knows less than the reports beside it does not know which refunds are on
// their way, and would issue them again. What the reports and the journal hold is taken in
// (see takeIn); where a report names a batch that nothing holds any more, no run goes on.

// A report is the folder of one run under an output.
type report struct {
	run    int64
	folder string // as the configuration names it
}

// reportsOf lists the reports of every job that ever wrote under an output of the
// configuration, whatever it is called now, and the highest number of a run among them.
func reportsOf(c *config.Config) (all []report, newest int64) {
	name := regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}-r([0-9]{1,18})$`)
	for _, output := range c.Outputs() {
		jobs, _ := os.ReadDir(c.At(output)) // none yet; or the output is refused later, with its own reason
		for _, job := range jobs {
			runs, _ := os.ReadDir(c.At(filepath.Join(output, job.Name())))
			for _, e := range runs {
				m := name.FindStringSubmatch(e.Name())
				if m == nil || !e.IsDir() {
					continue
				}
				if n, err := strconv.ParseInt(m[1], 10, 64); err == nil {
					all, newest = append(all, report{n, filepath.Join(output, job.Name(), e.Name())}), max(newest, n)
				}
			}
		}
	}
	return all, newest
}

// NewestReport is the highest number of a run whose report stands under an output.
func NewestReport(c *config.Config) int64 {
	_, newest := reportsOf(c)
	return newest
}

// GuardLoss refuses to begin a new ledger beside reports of an old one that name a batch
// which neither the journal nor a file of the batch holds. A ledger of no bytes is none: a
// full disk may have left it.
func GuardLoss(ctx context.Context, c *config.Config) error {
	if !LedgerGone(ctx, c) {
		return nil
	}
	lost, err := lostBatch(c, 0, func(string) (bool, error) { return false, nil })
	if err != nil || lost.IsZero() {
		return err
	}
	return hint.With(words.Errorf("ledger %s: gone, though %s: a new one would not know which refunds are on their way", c.Name, lost),
		"restore the ledger or the journal; or, if those batches were never submitted, move their reports away")
}

// LedgerGone reports whether there is no ledger, or one of no bytes. Of a server that
// cannot be asked it does not say so: opening the ledger tells why.
func LedgerGone(ctx context.Context, c *config.Config) bool {
	found, err := ledger.Exists(ctx, c.Ledger)
	if ledger.IsAddress(c.Ledger) {
		return err == nil && !found
	}
	return err != nil || !found // a file that nobody can look at is no ledger to go on with
}

// GuardAge refuses to go on with a ledger that is older than reports, such as one from a
// backup, where these name a batch that neither it nor the journal nor a file of the batch
// holds.
func GuardAge(ctx context.Context, c *config.Config, l *ledger.Ledger) error {
	known := int64(0)
	for run, err := range l.Runs(ctx, "") {
		if err != nil {
			return err
		}
		if run.Decided() {
			known = max(known, run.ID)
		}
	}
	lost, err := lostBatch(c, known, func(number string) (bool, error) { return l.HasNumber(ctx, number) })
	if err != nil || lost.IsZero() {
		return err
	}
	return hint.With(words.Errorf("ledger %s: knows no run after %d, though %s: it is older than that and does not know which refunds are on their way", c.Name, known, lost),
		"restore a newer ledger or the journal; or, if the batches of the later reports were never submitted or stand in captured requests, move those reports away")
}

// lostBatch says which report after a run names a batch that nothing holds, or does not say
// which it names; no text for none.
func lostBatch(c *config.Config, after int64, known func(number string) (bool, error)) (lost words.Text, err error) {
	all, newest := reportsOf(c)
	if newest <= after {
		return lost, nil
	}
	held, err := heldNumbers(c)
	if err != nil {
		return lost, err
	}
	for _, r := range all {
		if r.run <= after {
			continue
		}
		numbers, err := namedBatches(c.At(r.folder))
		if err != nil {
			return words.New("%s does not say which batches it has issued (%v)", filepath.ToSlash(r.folder), err), nil
		}
		for _, number := range numbers {
			if held[number] {
				continue
			}
			if ok, err := known(number); err != nil || !ok {
				return words.New("%s names batch %s, of which neither the journal nor a file is left", filepath.ToSlash(r.folder), number), err
			}
		}
	}
	return lost, nil
}

// heldNumbers are the numbers of the batches in the journal and in files of batches.
func heldNumbers(c *config.Config) (map[string]bool, error) {
	held := map[string]bool{}
	journal, err := OpenJournal(c, true)
	if err != nil {
		return nil, err
	}
	for _, e := range journal.Entries() {
		held[e.BatchNo] = true
	}
	paths, err := batchPaths(c)
	for _, path := range paths {
		held[numberOf(path)] = true
	}
	return held, err
}

// namedBatches are the batches that the summary of a report names.
func namedBatches(folder string) ([]string, error) {
	text, err := os.ReadFile(filepath.Join(folder, "summary.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, words.Errorf("no summary.json")
	}
	if err != nil {
		return nil, err
	}
	var summary struct {
		Batches []struct {
			BatchNo string `json:"batch_no"`
		} `json:"batches"`
	}
	if err := json.Unmarshal(text, &summary); err != nil {
		return nil, words.Errorf("its summary.json does not read")
	}
	var numbers []string
	for _, b := range summary.Batches {
		if b.BatchNo != "" {
			numbers = append(numbers, b.BatchNo)
		}
	}
	return numbers, nil
}
