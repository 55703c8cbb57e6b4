package importers_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reconcile/ledger"
)

// BenchmarkReadOn imports what a log has grown by, 1,000 lines, behind what was
// read before: the time must hardly grow with it. What was read before is hashed,
// and nothing else is done with it.
func BenchmarkReadOn(b *testing.B) {
	for _, before := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(before), func(b *testing.B) {
			books := newBooks(b)
			pad := " " + strings.Repeat("x", 400) + "\n"
			name := filepath.Join(books.dir, "a.log")
			f, err := os.Create(name)
			if err != nil {
				b.Fatal(err)
			}
			defer f.Close()
			line := 0
			grow := func(lines int) {
				var text strings.Builder
				for range lines {
					line++
					fmt.Fprint(&text, "GET /health ", line, pad)
				}
				if _, err := f.WriteString(text.String()); err != nil {
					b.Fatal(err)
				}
			}
			read := func() {
				got, err := books.importOne(b.Context(), ledger.Notify, "a.log")
				if err != nil || got.Lines != int64(line) {
					b.Fatalf("%d lines are read, want %d: %v", got.Lines, line, err)
				}
			}
			grow(before)
			read()
			for b.Loop() {
				b.StopTimer()
				grow(1000)
				b.StartTimer()
				read()
			}
		})
	}
}
