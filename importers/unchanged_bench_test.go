package importers_test

import (
	"strings"
	"testing"
	"time"

	"reconcile/ledger"
)

// BenchmarkImportUnchanged imports an old log of 64 MiB that the ledger knows: where
// the file system says that it has not changed, and where its bytes have to.
func BenchmarkImportUnchanged(b *testing.B) {
	text := strings.Repeat("GET /health 200 "+strings.Repeat("x", 495)+"\n", 128<<10)
	for _, c := range []struct {
		name   string
		rehash bool
	}{{"stamped", false}, {"hashed", true}} {
		b.Run(c.name, func(b *testing.B) {
			books := newBooks(b)
			books.options.Now = func() time.Time { return time.Now().Add(time.Hour) }
			books.options.Rehash = c.rehash
			books.write("a.log", text)
			books.load(ledger.Notify, "a.log")
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				got, err := books.importOne(b.Context(), ledger.Notify, "a.log")
				if err != nil || got.Lines != 128<<10 {
					b.Fatalf("%+v, %v", got, err)
				}
			}
		})
	}
}
