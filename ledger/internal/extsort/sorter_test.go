package extsort_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"reconcile/ledger/internal/extsort"
)

// Whatever goes in comes out by key, rows with the same key in their order, however
// little is held in memory; and no file is left.
func TestSorter(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		key := rapid.StringMatching(`(2026|20)[a-c\x00]{0,9}`)
		rows := rapid.SliceOf(rapid.Custom(func(r *rapid.T) [2]string {
			return [2]string{key.Draw(r, "key"), rapid.String().Draw(r, "value")}
		})).Draw(r, "rows")
		s := extsort.NewWithin(dir, rapid.SampledFrom([]int{1, 40, 400, 1 << 20}).Draw(r, "bytes in memory"))
		for _, row := range rows {
			if err := s.Add([]byte(row[0]), []byte(row[1])); err != nil {
				r.Fatal(err)
			}
		}
		var got [][2]string
		for row, err := range s.Sorted() {
			if err != nil {
				r.Fatal(err)
			}
			got = append(got, [2]string{string(row.Key), string(row.Value)})
		}
		want := slices.Clone(rows)
		slices.SortStableFunc(want, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
		if !slices.Equal(got, want) {
			r.Fatalf("sorted %q, got %q, want %q", rows, got, want)
		}
		if err := s.Close(); err != nil {
			r.Fatal(err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			r.Fatalf("files are left: %v, %v", left, err)
		}
	})
}
