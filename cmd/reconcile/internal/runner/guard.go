package runner

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/disk"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
)

// A ledger that knows less than the reports beside it does not know which
// refunds are on their way, and would issue them again. So a run asks first.

// GuardLoss refuses to begin a new ledger beside the reports of an old one. A
// ledger of no bytes is none: a full disk may have left it.
func GuardLoss(c *config.Config, j *config.Job) error {
	newest, folder, err := newestReport(c, j)
	if err != nil || newest == 0 || !LedgerGone(c) {
		return err
	}
	return hint.With(fmt.Errorf("ledger %s: gone, though %s holds reports of earlier runs: a new one would not know which refunds are on their way", c.Name, folder),
		"restore the ledger; or, if those batches were never submitted, move %s away", folder)
}

// LedgerGone reports whether there is no ledger, or one of no bytes.
func LedgerGone(c *config.Config) bool {
	found, err := ledger.Exists(c.Ledger)
	return err != nil || !found // what nobody can look at is no ledger to go on with
}

// GuardAge refuses to go on with a ledger that is older than the job's reports,
// such as one from a backup: their batches would be proposed once more.
func GuardAge(c *config.Config, j *config.Job, runs iter.Seq2[ledger.Run, error]) error {
	newest, folder, err := newestReport(c, j)
	if err != nil {
		return err
	}
	known := int64(0)
	for run, err := range runs {
		if err != nil {
			return err
		}
		if run.State != ledger.RunStarted {
			known = max(known, run.ID)
		}
	}
	if newest <= known {
		return nil
	}
	return hint.With(fmt.Errorf("ledger %s: knows no run %d, though %s holds its report: it is older than that and does not know which refunds are on their way", c.Name, newest, folder),
		"restore a newer ledger; or, if the batches of the later reports were never submitted or stand in captured requests, move those reports away")
}

// GuardReleases refuses to go on with a ledger that does not know a batch which
// was released from the job's newest report: one from a backup that was made
// between the run and the release.
func GuardReleases(ctx context.Context, c *config.Config, j *config.Job, l *ledger.Ledger) error {
	newest, folder, err := newestReport(c, j)
	if err != nil || newest == 0 {
		return err
	}
	run, err := l.RunByID(ctx, newest)
	if err != nil || run.Unsigned == "" { // the batches of such a run are its own
		return err
	}
	pages, err := filepath.Glob(filepath.Join(disk.QuotePattern(c.At(folder)), fmt.Sprintf("*-r%d", newest), "batches", "*.json"))
	if err != nil {
		return err
	}
	for _, page := range pages {
		number := strings.TrimSuffix(filepath.Base(page), ".json")
		if !alipay.IsBatchNo(number) {
			continue
		}
		_, known, err := l.Batch(ctx, run.Account, number)
		if err != nil {
			return err
		}
		if !known {
			return hint.With(fmt.Errorf("ledger %s: knows no batch %s, though %s holds its files: it is older than its release and does not know which refunds are on their way", c.Name, number, folder),
				"restore a newer ledger; or, if the batch was never submitted or stands in captured requests, move its files away")
		}
	}
	return nil
}

// newestReport returns the highest number of a run whose report is in the
// job's folder, 0 for none, and that folder as the configuration names it.
func newestReport(c *config.Config, j *config.Job) (newest int64, folder string, err error) {
	folder = filepath.Join(j.Output, j.Name)
	entries, err := os.ReadDir(c.At(folder))
	if err != nil {
		return 0, folder, nil // none yet; or the output is refused later, with its own reason
	}
	name := regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}-r([0-9]{1,18})$`)
	for _, e := range entries {
		if m := name.FindStringSubmatch(e.Name()); m != nil && e.IsDir() {
			n, err := strconv.ParseInt(m[1], 10, 64)
			if err != nil {
				return 0, folder, err
			}
			newest = max(newest, n)
		}
	}
	return newest, folder, nil
}
