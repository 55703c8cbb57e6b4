package workbook

import (
	"iter"

	"reconcile/reports/internal/xlsx"
)

// A ranking is the rows of a sheet, and how they are told apart where it does not take all.
type ranking[T any] struct {
	rows  iter.Seq2[T, error]                // the same each time it is gone through
	count func(*T) error                     // is called once with every row, also with those that are not shown; may be nil
	rank  func(*T) (class int, weight int64) // the worst class is the least, the worst weight the greatest
	again func() error                       // is called before rows are ranked, once they are known to be too many; may be nil
}

// writeWorst writes a table, and where it has more rows than a sheet of the run may have, the
// worst of them in their order. That is seldom so, and to ask for their number before would
// take every night about as long as the rows themselves: so they are written as they come,
// and where there turn out to be too many, the sheet is written anew. In a crowd they are
// ranked at once.
func writeWorst[T any](b *builder, t xlsx.Table[T], r ranking[T]) error {
	if !b.crowd() {
		var n int64
		first := r.kept(func(_ *T, place int64) bool {
			n = place
			return !b.tooMany(place)
		})
		if err := xlsx.WriteTable(b.book, t, first); err != nil || !b.tooMany(n) {
			return err
		}
		b.book.Drop(t.Name)
		r.count = nil
	}
	if r.again != nil {
		if err := r.again(); err != nil {
			return err
		}
	}
	last, err := lastShown(b, t.Name, r)
	if err != nil {
		return err
	}
	r.count = nil
	return xlsx.WriteTable(b.book, t, r.upTo(last))
}

// crowd reports whether more findings are open than a sheet takes: then what they are about is
// likely to be too much for its sheet as well.
func (b *builder) crowd() bool { return b.tooMany(b.facts.openFindings()) }

// tooMany reports whether no sheet takes so many rows.
func (b *builder) tooMany(rows int64) bool {
	most := b.Policy.Header.MaxRows
	return most > 0 && rows > int64(most)
}

// lastShown is the rank of the last row that a sheet shows, nil where it shows all.
func lastShown[T any](b *builder, sheet string, r ranking[T]) (*rank, error) {
	most := b.Policy.Header.MaxRows
	w := worst{most: most}
	var item T
	var n int64
	for row, err := range r.upTo(nil) {
		if err != nil {
			return nil, err
		}
		item, n = row, n+1
		w.add(r.of(&item, n))
	}
	if !b.tooMany(n) {
		return nil, nil
	}
	b.cuts.note(sheet, n-int64(most))
	return w.last(), nil
}

func (r ranking[T]) of(row *T, place int64) rank {
	class, weight := r.rank(row)
	return rank{class: class, weight: weight, place: place}
}

// upTo yields the rows that are no less bad than the last one that is shown; all where that
// is nil.
func (r ranking[T]) upTo(last *rank) iter.Seq2[T, error] {
	return r.kept(func(row *T, place int64) bool { return last == nil || r.of(row, place).compare(*last) <= 0 })
}

// kept yields the rows that keep says yes to, and counts all.
func (r ranking[T]) kept(keep func(row *T, place int64) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var item T // one for all rows, since its address is taken
		var place int64
		for row, err := range readAhead(r.rows) {
			item, place = row, place+1
			if err == nil && r.count != nil {
				err = r.count(&item)
			}
			if err == nil && !keep(&item, place) {
				continue
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}
