package workbook

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// A rank orders rows by how bad what they tell of is: by class, then by weight, the greater
// one first, then by their place among the rows.
type rank struct {
	class  int
	weight int64
	place  int64
	record int64 // of a finding: where it is kept
	trade  int32 // and its trade among those that are noted; 0 where it has none
}

func (r rank) compare(o rank) int {
	return cmp.Or(cmp.Compare(r.class, o.class), cmp.Compare(o.weight, r.weight), cmp.Compare(r.place, o.place))
}

// A worst keeps the ranks of the worst rows, in memory that grows with most alone; of all
// rows, where most is 0.
type worst struct {
	most  int
	kept  []rank
	least *rank // of so many that are kept: what is less bad is not among the worst
}

func (w *worst) add(r rank) {
	if w.least != nil && r.compare(*w.least) > 0 {
		return
	}
	if w.kept = append(w.kept, r); w.most > 0 && len(w.kept) > w.most+w.most/4 {
		w.cut()
	}
}

func (w *worst) cut() {
	slices.SortFunc(w.kept, rank.compare)
	if w.most > 0 && len(w.kept) >= w.most {
		w.kept = w.kept[:w.most]
		least := w.kept[w.most-1]
		w.least = &least
	}
}

// last is the rank of the least bad row that is kept.
func (w *worst) last() *rank {
	w.cut()
	return &w.kept[len(w.kept)-1]
}

// rankOf ranks a finding: by severity, new ones first, then by money.
func rankOf(f *ledger.Finding) (class int, weight int64) {
	class = 2 * f.Severity.Rank()
	if f.Status != ledger.StatusNew {
		class++
	}
	if f.Amount != nil {
		weight = f.Amount.Fen()
	}
	return class, weight
}

// A byFinding ranks rows by the severity of the worst finding on the sheet that names their
// trade or batch. Sheets that are written side by side share one.
type byFinding struct {
	name  func(*ledger.Finding) string // of the trade or batch of a finding
	once  sync.Once
	named map[string]int8
	err   error
}

// unnamed is the class of rows that no finding on the sheet names, beyond every severity.
const unnamed = 3

func (m *byFinding) class(name string) int {
	if class, ok := m.named[name]; ok {
		return int(class)
	}
	return unnamed
}

// read reads once which trades or batches the findings on the sheet name, when those are
// known.
func (m *byFinding) read(ctx context.Context, b *builder) error {
	m.once.Do(func() { m.err = m.readAll(ctx, b) })
	return m.err
}

func (m *byFinding) readAll(ctx context.Context, b *builder) error {
	select {
	case <-b.kept:
	case <-ctx.Done():
		return ctx.Err()
	}
	m.named = map[string]int8{}
	for f, err := range b.openFindings(ctx).upTo(b.lastFinding) {
		if err != nil {
			return err
		}
		if of := m.name(&f); of != "" {
			m.named[of] = int8(min(m.class(of), f.Severity.Rank()))
		}
	}
	return nil
}

func tradeOf(f *ledger.Finding) string { return f.TradeNo }

func batchOf(f *ledger.Finding) string { return f.BatchNo }

// nowhere forgets where rows are, because their sheet is written anew.
func nowhere(rows map[string]xlsx.Position) {
	for name := range rows {
		rows[name] = xlsx.Position{}
	}
}

// cuts are the rows that sheets do not show, by sheet. Several sheets are cut side by side.
type cuts struct {
	guard sync.Mutex
	rows  map[string]int64
}

func (c *cuts) note(sheet string, rows int64) {
	c.guard.Lock()
	defer c.guard.Unlock()
	if c.rows == nil {
		c.rows = map[string]int64{}
	}
	c.rows[sheet] = rows
}

// of is how many rows of a sheet are not shown.
func (c *cuts) of(sheet string) int64 { return c.rows[sheet] }

// sheets are those that do not show all of their rows, in their order.
func (c *cuts) sheets() []string {
	return slices.DeleteFunc(sheetOrder(), func(name string) bool { return c.rows[name] == 0 })
}
