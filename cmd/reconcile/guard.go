package main

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strconv"

	"reconcile/ledger"
)

// A ledger that knows less than the reports beside it does not know which
// refunds are on their way, and would issue them again. So a run asks first.

// guardLoss refuses to begin a new ledger beside the reports of an old one. A
// ledger of no bytes is none: a full disk may have left it.
func (c *config) guardLoss(j *job) error {
	newest, folder, err := c.newestReport(j)
	if err != nil || newest == 0 || !c.ledgerGone() {
		return err
	}
	return withHint(fmt.Errorf("ledger %s: gone, though %s holds reports of earlier runs: a new one would not know which refunds are on their way", c.named, folder),
		"restore the ledger; or, if those batches were never submitted, move %s away", folder)
}

// ledgerGone tells whether there is no ledger, or one of no bytes.
func (c *config) ledgerGone() bool {
	for _, path := range ledger.Files(c.ledger) {
		if info, err := os.Stat(path); err == nil && info.Size() > 0 {
			return false
		}
	}
	return true
}

// guardAge refuses to go on with a ledger that is older than the job's reports,
// such as one from a backup: their batches would be proposed once more.
func (c *config) guardAge(j *job, runs iter.Seq2[ledger.Run, error]) error {
	newest, folder, err := c.newestReport(j)
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
	return withHint(fmt.Errorf("ledger %s: knows no run %d, though %s holds its report: it is older than that and does not know which refunds are on their way", c.named, newest, folder),
		"restore a newer ledger; or, if the batches of the later reports were never submitted or stand in captured requests, move those reports away")
}

// newestReport returns the highest number of a run whose report stands in the
// job's folder, 0 for none, and that folder as the configuration names it.
func (c *config) newestReport(j *job) (newest int64, folder string, err error) {
	folder = filepath.Join(j.output, j.name)
	entries, err := os.ReadDir(c.at(folder))
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
