package ledger

import (
	"context"
	"math"
	"slices"
	"strconv"

	"reconcile/ledger/internal/digest"
	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// Before money is decided on, the books that it is decided on have to be those that were
// written: what a disk or a person has altered would be refunded again, or not at all. A run
// that looks at all of the books reads every row and index for that. One that carries on looks
// at what it builds on: the head of the run before, the batches on their way and of late, what people
// said, and that open trades come to what they came to.

// recentDays is for how many days the batches of a day are looked at, whether their lines are
// in flight or not.
const recentDays = 7

// wholeTables are tables of few rows that are looked at whole.
var wholeTables = []string{"account", "act", "act_end", "approval", "bill_cover", "error_code", "open_line", "release", "replaced_source", "trade_sum"}

// batchTables are the tables of which the batches of a day are looked at.
var batchTables = []string{"request", "request_line"}

// checkBooks refuses to go on with books that are not those that were written. whole says
// that what comes next reads all of them.
//
// Errors: ErrDamaged.
func (l *Ledger) checkBooks(ctx context.Context, run Run, whole bool) error {
	newest, err := store.List(ctx, l.db.Reader(), "run_columns+run_newest", scanRun)
	if err != nil || len(newest) == 0 {
		return err // there is nothing to carry on from
	}
	engine := l.db.Check
	if !whole {
		engine = l.checkTables
	}
	wrong, err := engine(ctx)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return alteredError(wrong[0])
	}
	found, err := l.checkChain(ctx, newest, newest[0].commit)
	if err != nil {
		return err
	}
	check := l.checkDigests
	if !whole {
		check = func(ctx context.Context) ([]Discrepancy, error) { return l.checkBuiltOn(ctx, run) }
	}
	if len(found) == 0 {
		if found, err = check(ctx); err != nil {
			return err
		}
	}
	if len(found) == 0 {
		return nil
	}
	return alteredError(found[0].Where)
}

// checkTables lists what the engine finds wrong with the schema and with the tables that are
// looked at whole.
func (l *Ledger) checkTables(ctx context.Context) ([]string, error) {
	wrong, err := l.db.CheckSchema(ctx)
	if err != nil || len(wrong) > 0 {
		return wrong, err
	}
	return l.db.CheckTables(ctx, wholeTables)
}

// alteredError is the error of books that are not those that were written, at a place that
// is a text.
func alteredError(where any) error {
	return words.Errorf("%s: altered behind the program's back, and nothing is issued on it; reconcile verify shows more, and a backup from before takes its place: %w", where, ErrDamaged)
}

// checkBuiltOn compares the rows that a run builds on with their digests.
func (l *Ledger) checkBuiltOn(ctx context.Context, run Run) ([]Discrepancy, error) {
	tables, err := digest.Tables()
	if err != nil {
		return nil, err
	}
	days, err := l.batchDays(ctx, run)
	if err != nil {
		return nil, err
	}
	kept, found := map[digestKey]digest.Sum{}, map[digestKey]digest.Sum{}
	for i := range tables {
		t := &tables[i]
		switch {
		case slices.Contains(wholeTables, t.Name):
			err = l.readOwners(ctx, t, kept, found, math.MinInt64, math.MaxInt64, t.Select())
		case slices.Contains(batchTables, t.Name):
			for _, day := range days {
				first := strconv.FormatInt(day, 10)
				after := first[:len(first)-1] + string(first[len(first)-1]+1) // no other text begins with the day and is less
				if err == nil {
					err = l.readOwners(ctx, t, kept, found, day, day, t.Select()+" WHERE batch_no >= $1 AND batch_no < $2", first, after)
				}
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return l.compareDigests(ctx, kept, found)
}

// readOwners adds up rows of the owners from first to last of a table, and what the books have
// recorded of them.
func (l *Ledger) readOwners(ctx context.Context, t *digest.Table, kept, found map[digestKey]digest.Sum, first, last int64, statement string, args ...any) error {
	recorded, err := keptDigests(ctx, l.db.Reader(), "digest_of", t.Name, first, last)
	if err != nil {
		return err
	}
	for key, sum := range recorded {
		kept[key] = sum
	}
	totals, err := digestTable(ctx, l.db, t, statement, args...)
	if err != nil {
		return err
	}
	for owner, sum := range totals.Of {
		found[digestKey{t.Name, owner}] = *sum
	}
	return nil
}

// batchDays are the days of batches that have lines in flight, and the last ones, as numbers
// (yyyymmdd).
func (l *Ledger) batchDays(ctx context.Context, run Run) ([]int64, error) {
	open, err := store.List(ctx, l.db.Reader(), "open_days", scanText, run.Account)
	if err != nil {
		return nil, err
	}
	for day := range recentDays + 1 {
		open = append(open, run.AsOf.AddDate(0, 0, -day).Format("20060102"))
	}
	var days []int64
	for _, text := range open {
		if day, err := strconv.ParseInt(text, 10, 64); err == nil && day >= 1e7 {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return slices.Compact(days), nil
}

// checkTotals asks that an open trade comes to what it came to before, unless something newer
// was read or said about it.
//
// Errors: ErrDamaged.
func (d *decision) checkTotals() error {
	if !d.incremental {
		return nil
	}
	apart, err := store.List(d.ctx, d.tx, "trade_before_apart", scanText, d.run.Account, d.since.lastSource, d.since.commit)
	if err != nil || len(apart) == 0 {
		return err
	}
	return alteredError(words.New("what is known of trade %s", apart[0]))
}
