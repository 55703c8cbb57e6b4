package digest_test

import (
	"fmt"
	"slices"
	"testing"

	"reconcile/ledger/internal/digest"
)

// gaps are rows of the table run_gap.
func gaps(t *testing.T) *digest.Totals {
	t.Helper()
	tables, err := digest.Tables()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(tables, func(d digest.Table) bool { return d.Name == "run_gap" })
	return digest.NewTotals(&tables[i])
}

// TestSum asks that a sum is of rows, in whatever order, and of nothing else.
func TestSum(t *testing.T) {
	sumOf := func(rows ...[]any) digest.Sum {
		totals := gaps(t)
		for _, row := range rows {
			if err := totals.Add(row); err != nil {
				t.Fatal(err)
			}
		}
		return *totals.Of[1]
	}
	a, b := []any{int64(1), int64(0), "a"}, []any{int64(1), int64(1), "b"}
	both := sumOf(a, b)
	if got := sumOf(b, a); got != both {
		t.Errorf("in another order the sum is %x, not %x", got.Bytes(), both.Bytes())
	}
	if got := both.Minus(sumOf(b)); got != sumOf(a) {
		t.Errorf("without a row the sum is %x, want %x", got.Bytes(), sumOf(a).Bytes())
	}
	if got, err := digest.SumOf(both.Rows, both.Bytes(), both.Placed()); err != nil || got != both {
		t.Errorf("read again the sum is %x, %v, not %x", got.Bytes(), err, both.Bytes())
	}
	for _, other := range [][]any{
		{int64(1), int64(0), "b"}, {int64(1), int64(2), "a"}, {int64(1), nil, "a"}, {int64(1), int64(0), []byte("a")},
		{int64(1), int64(0), "a\x00"}, {int64(1), int64(0), ""},
	} {
		if got := sumOf(other, b); got == both {
			t.Errorf("%v has the sum of %v", other, a)
		}
	}
	if sumOf(a, a) == sumOf(a) {
		t.Error("a row that is there twice has the sum of one")
	}
	if err := gaps(t).Add([]any{"x", int64(0), "a"}); err == nil {
		t.Error("a row of a run without a number is added up")
	}
}

// TestSearch asks that two sums name the one row that was altered, added or taken away, and
// none where it was more than one.
func TestSearch(t *testing.T) {
	tables, err := digest.Tables()
	if err != nil {
		t.Fatal(err)
	}
	table := &tables[slices.IndexFunc(tables, func(d digest.Table) bool { return d.Name == "reject" })]
	reject := func(line int64, reason string) []any {
		row := slices.Clone(table.Defaults)
		row[table.Owner], row[table.Line], row[slices.Index(table.Columns, "reason")] = int64(4), line, reason
		return row
	}
	var written [][]any
	for line := range int64(60) {
		written = append(written, reject(line+1, "x"))
	}
	sumOf := func(rows [][]any) digest.Sum {
		totals := digest.NewTotals(table)
		for _, row := range rows {
			if err := totals.Add(row); err != nil {
				t.Fatal(err)
			}
		}
		return *totals.Of[4]
	}
	altered := func(at int, row []any) [][]any {
		rows := slices.Clone(written)
		rows[at] = row
		return rows
	}
	for _, c := range []struct {
		name string
		rows [][]any
		want string
	}{
		{"altered", altered(16, reject(17, "y")), "17 y, was 0, more false"},
		{"its key altered", altered(16, reject(1700, "x")), "1700 x, was 17, more false"},
		{"taken away", slices.Delete(slices.Clone(written), 16, 17), "gone, was 17"},
		{"added", append(slices.Clone(written), reject(17, "y")), "17 y, was 0, more true"},
		{"two altered", slices.Concat(altered(16, reject(17, "y"))[:59], [][]any{reject(60, "y")}), "none"},
		{"exchanged for another", append(slices.Clone(written)[1:], reject(301, "y")), "301 y, was 1, more false"},
		{"two taken away", written[2:], "no search"},
	} {
		searches := digest.NewSearches(table)
		s, got := searches.Begin(4, sumOf(written), sumOf(c.rows)), "no search"
		for _, row := range c.rows {
			if err := searches.Add(row); err != nil {
				t.Fatal(err)
			}
		}
		switch {
		case s != nil && s.Found == nil:
			got = "none"
		case s != nil && s.Found.Row == nil:
			got = fmt.Sprintf("gone, was %d", s.Found.Was)
		case s != nil:
			got = fmt.Sprintf("%d %s, was %d, more %v", s.Found.Row[table.Line], s.Found.Row[slices.Index(table.Columns, "reason")], s.Found.Was, s.Found.More)
		}
		if got != c.want {
			t.Errorf("%s: found %s, want %s", c.name, got, c.want)
		}
	}
}
