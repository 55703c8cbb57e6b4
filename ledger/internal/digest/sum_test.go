package digest_test

import (
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
	if got, err := digest.SumOf(both.Rows, both.Bytes()); err != nil || got != both {
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
