package ledger

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"reconcile/ledger/internal/digest"
	"reconcile/ledger/internal/store"
)

// A digestKey is what rows are added up by.
type digestKey struct {
	table string
	owner int64
}

// checkDigests reads every row that is digested, and compares what those of each source, run
// or act add up to with what the books recorded when they were written.
func (l *Ledger) checkDigests(ctx context.Context) ([]Discrepancy, error) {
	kept, err := keptDigests(ctx, l.db.Reader(), "digest_all")
	if err != nil {
		return nil, err
	}
	found, err := digestsOf(ctx, l.db)
	if err != nil {
		return nil, err
	}
	return l.compareDigests(ctx, kept, found)
}

// compareDigests names the owners whose rows are not those that the books have recorded.
func (l *Ledger) compareDigests(ctx context.Context, kept, found map[digestKey]digest.Sum) ([]Discrepancy, error) {
	keys := map[digestKey]bool{}
	for key := range kept {
		keys[key] = true
	}
	for key := range found {
		keys[key] = true
	}
	var all []Discrepancy
	for _, key := range slices.SortedFunc(maps.Keys(keys), digestKey.compare) {
		books, rows := kept[key], found[key]
		if books == rows {
			continue
		}
		if len(all) == maxDiscrepancies {
			break
		}
		where, err := l.ownerText(ctx, key)
		if err != nil {
			return nil, err
		}
		all = append(all, Discrepancy{"rows", where, sumText(books), sumText(rows)})
	}
	return all, nil
}

func (a digestKey) compare(b digestKey) int {
	return cmp.Or(strings.Compare(a.table, b.table), cmp.Compare(a.owner, b.owner))
}

// sumText is a sum as far as a reader compares it with another.
func sumText(s digest.Sum) string { return fmt.Sprintf("%d rows, %x", s.Rows, s.Bytes()[:6]) }

// keptDigests are the sums that the books have recorded, as a statement yields them.
func keptDigests(ctx context.Context, db store.Runner, name string, args ...any) (map[digestKey]digest.Sum, error) {
	kept := map[digestKey]digest.Sum{}
	for rows, err := range store.Query(ctx, db, name, args...) {
		if err != nil {
			return nil, err
		}
		var key digestKey
		var count int64
		var hash []byte
		if err := rows.Scan(&key.table, &key.owner, &count, &hash); err != nil {
			return nil, err
		}
		sum, err := digest.SumOf(count, hash)
		if err != nil {
			sum = digest.Sum{Rows: -1} // which nothing adds up to
		}
		kept[key] = kept[key].Plus(sum)
	}
	return kept, nil
}

// digestsOf adds up the rows of every table that is digested.
func digestsOf(ctx context.Context, db store.DB) (map[digestKey]digest.Sum, error) {
	tables, err := digest.Tables()
	if err != nil {
		return nil, err
	}
	found := map[digestKey]digest.Sum{}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(evaluators(db))
	for i := range tables {
		group.Go(func() error {
			totals, err := digestTable(ctx, db, &tables[i], tables[i].Select())
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			for owner, sum := range totals.Of {
				found[digestKey{tables[i].Name, owner}] = *sum
			}
			return nil
		})
	}
	return found, group.Wait()
}

// digestTable adds up the rows of a table that a statement yields.
func digestTable(ctx context.Context, db store.DB, t *digest.Table, statement string, args ...any) (*digest.Totals, error) {
	totals := digest.NewTotals(t)
	row := make([]any, len(t.Columns))
	err := db.Snapshot(ctx, func(o store.Opener) error {
		c, err := store.Open(ctx, o, "digest of "+t.Name, statement, args)
		if c != nil {
			defer c.Close()
		}
		for err == nil && c.More() {
			for i, v := range c.Values() {
				row[i] = v
			}
			if err = totals.Add(row); err == nil {
				err = c.Next()
			}
		}
		return err
	})
	return totals, err
}

// ownerText names a table, and whose rows of it: those of a source with its path, of a run, of
// an account, of a batch's day, or the one row of an act, an announcement or a review.
func (l *Ledger) ownerText(ctx context.Context, key digestKey) (string, error) {
	by := digest.OwnerOf(key.table)
	if by == "batch_no" {
		return fmt.Sprintf("%s, batches of day %08d", key.table, key.owner), nil
	}
	text := fmt.Sprintf("%s, %s %d", key.table, strings.TrimSuffix(strings.TrimSuffix(by, "_id"), "_no"), key.owner)
	if by != "source_id" {
		return text, nil
	}
	paths, err := store.List(ctx, l.db.Reader(), "evidence_line", scanText, key.owner)
	if err == nil && len(paths) > 0 {
		text += ", " + paths[0]
	}
	return text, err
}
