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
	all, err := l.compareDigests(ctx, kept, found)
	if err != nil {
		return nil, err
	}
	for rows, err := range store.Query(ctx, l.db.Reader(), "digest_unplaced", maxDiscrepancies) {
		if err != nil {
			return nil, err
		}
		var key digestKey
		if err := rows.Scan(&key.table, &key.owner); err != nil {
			return nil, err
		}
		all = append(all, Discrepancy{"rows", "digest, " + key.String(), "a sum by place", "none"})
	}
	return all, nil
}

// compareDigests names the owners whose rows are not those that the books have recorded.
func (l *Ledger) compareDigests(ctx context.Context, kept, found map[digestKey]digest.Sum) ([]Discrepancy, error) {
	keys := slices.Concat(slices.Collect(maps.Keys(kept)), slices.Collect(maps.Keys(found)))
	keys = slices.DeleteFunc(keys, func(key digestKey) bool { return kept[key].Same(found[key]) })
	if len(keys) == 0 {
		return nil, nil // as on every night: no table is asked about
	}
	slices.SortFunc(keys, digestKey.compare)
	keys = slices.Compact(keys)
	keys = keys[:min(len(keys), maxDiscrepancies)]
	searches, err := l.searchRows(ctx, keys, kept, found)
	if err != nil {
		return nil, err
	}
	var all []Discrepancy
	for _, key := range keys {
		where, err := l.ownerText(ctx, key)
		if err != nil {
			return nil, err
		}
		if s := searches[key]; s != nil {
			where += ", " + alteredRow(s)
		}
		all = append(all, Discrepancy{"rows", where, sumText(kept[key]), sumText(found[key])})
	}
	return all, nil
}

// searchRows searches for the one row by which those of each key are other than recorded. A
// key without a search is of rows whose sums cannot tell.
func (l *Ledger) searchRows(ctx context.Context, keys []digestKey, kept, found map[digestKey]digest.Sum) (map[digestKey]*digest.Search, error) {
	tables, err := digest.Tables()
	if err != nil {
		return nil, err
	}
	all := map[digestKey]*digest.Search{}
	for i := range tables {
		t := &tables[i]
		searches, some := digest.NewSearches(t), false
		for _, key := range keys {
			if key.table == t.Name {
				all[key] = searches.Begin(key.owner, kept[key], found[key])
				some = some || all[key] != nil
			}
		}
		if !some {
			continue
		}
		if err := eachRow(ctx, l.db, t, searches.Add, t.Select()); err != nil {
			return nil, err
		}
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
		var hash, placed []byte
		if err := rows.Scan(&key.table, &key.owner, &count, &hash, &placed); err != nil {
			return nil, err
		}
		sum, err := digest.SumOf(count, hash, placed)
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
	return totals, eachRow(ctx, db, t, totals.Add, statement, args...)
}

// eachRow calls do with every row of a table that a statement yields; it may not keep it.
func eachRow(ctx context.Context, db store.DB, t *digest.Table, do func(row []any) error, statement string, args ...any) error {
	row := make([]any, len(t.Columns))
	return db.Snapshot(ctx, func(o store.Opener) error {
		c, err := store.Open(ctx, o, "digest of "+t.Name, statement, args)
		if c != nil {
			defer c.Close()
		}
		for err == nil && c.More() {
			for i, v := range c.Values() {
				row[i] = v
			}
			if err = do(row); err == nil {
				err = c.Next()
			}
		}
		return err
	})
}

// alteredRow names the row that a search was for.
func alteredRow(s *digest.Search) string {
	switch f := s.Found; {
	case f == nil:
		return "more than one row"
	case f.Row == nil && f.Was == 0:
		return "a row is gone"
	case f.Row == nil:
		return fmt.Sprintf("%s %d is gone", s.Table.Columns[s.Table.Line], f.Was)
	case f.More:
		return "added: " + rowText(s.Table, f.Row)
	case f.Was > 0:
		return fmt.Sprintf("row %s, which was %s %d", rowText(s.Table, f.Row), s.Table.Columns[s.Table.Line], f.Was)
	default:
		return "row " + rowText(s.Table, f.Row)
	}
}

// rowText is the key of a row and the number of its line, without its owner where the text
// before it has that.
func rowText(t *digest.Table, row []any) string {
	var parts []string
	for i, name := range t.Columns {
		if i != t.Line && !slices.Contains(t.Key, name) || i == t.Owner && name != "batch_no" {
			continue
		}
		if text, ok := row[i].([]byte); ok {
			row[i] = fmt.Sprintf("%x", text)
		}
		parts = append(parts, fmt.Sprintf("%s %v", name, row[i]))
	}
	return strings.Join(parts, " ")
}

// String names a table and an owner.
func (k digestKey) String() string {
	by := digest.OwnerOf(k.table)
	return fmt.Sprintf("%s, %s %d", k.table, strings.TrimSuffix(strings.TrimSuffix(by, "_id"), "_no"), k.owner)
}

// ownerText names a table, and whose rows of it: those of a source with its path, of a run, of
// an account, of a batch's day, or the one row of an act, an announcement or a review.
func (l *Ledger) ownerText(ctx context.Context, key digestKey) (string, error) {
	by := digest.OwnerOf(key.table)
	if by == "batch_no" {
		return fmt.Sprintf("%s, batches of day %08d", key.table, key.owner), nil
	}
	text := key.String()
	if by != "source_id" {
		return text, nil
	}
	paths, err := store.List(ctx, l.db.Reader(), "evidence_line", scanText, key.owner)
	if err == nil && len(paths) > 0 {
		text += ", " + paths[0]
	}
	return text, err
}
