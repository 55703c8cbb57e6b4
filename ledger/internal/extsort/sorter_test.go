package extsort_test

import (
	"bytes"
	"fmt"
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

// So does it where there are enough rows to be sorted digit by digit, of keys that differ
// where no prefix looks, are as long as they like, or have long rows beside them.
func TestSorterOfMany(t *testing.T) {
	shapes := map[string]func(i int) string{
		"trade numbers":    func(i int) string { return tradeKey(i) },
		"late differences": func(i int) string { return strings.Repeat("k", 70) + fmt.Sprint(i*7919%1000) },
		"other lengths":    func(i int) string { return strings.Repeat("k", i*31%90) + fmt.Sprint(i%13) },
		"the same":         func(int) string { return "key" },
		"bytes":            func(i int) string { return string([]byte{byte(i * 101), byte(i >> 3), 0xff, byte(i)}) },
	}
	for name, key := range shapes {
		for _, limit := range []int{16 << 20, 30_000} {
			s := extsort.NewWithin(t.TempDir(), limit)
			var want [][2]string
			for i := range 3_000 {
				value := fmt.Sprint(i)
				if i%1000 == 999 {
					value = strings.Repeat("long", 60_000)
				}
				want = append(want, [2]string{key(i), value})
				if err := s.Add([]byte(key(i)), []byte(value)); err != nil {
					t.Fatal(err)
				}
			}
			slices.SortStableFunc(want, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
			i := 0
			for row, err := range s.Sorted() {
				if err != nil {
					t.Fatal(err)
				}
				if string(row.Key) != want[i][0] || string(row.Value) != want[i][1] {
					t.Fatalf("%s within %d bytes: row %d is %.40q, %.40q, want %.40q, %.40q", name, limit, i, row.Key, row.Value, want[i][0], want[i][1])
				}
				i++
			}
			if i != len(want) {
				t.Errorf("%s within %d bytes: %d rows, want %d", name, limit, i, len(want))
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// tradeKey is a key as a claim has it.
func tradeKey(i int) string {
	mixed := (uint64(i)*2_654_435_761 + 12_345) % 10_000_000_000
	return fmt.Sprintf("202602%02d21001004%02d%010d\x0020260314%09d", i%28+1, i%7, mixed, i)
}

func BenchmarkSorter(b *testing.B) {
	keys := make([][]byte, 600_000)
	for i := range keys {
		keys[i] = []byte(tradeKey(i))
	}
	value := bytes.Repeat([]byte("v"), 30)
	var pool extsort.Pool
	b.ReportAllocs()
	for b.Loop() {
		s := extsort.New(b.TempDir(), &pool)
		for _, key := range keys {
			if err := s.Add(key, value); err != nil {
				b.Fatal(err)
			}
		}
		for _, err := range s.Sorted() {
			if err != nil {
				b.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(keys)), "ns/row")
}
