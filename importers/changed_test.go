package importers_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reconcile/ledger"
)

// meddle has a file meddled with as soon as it is read for the second time, in
// which its lines are taken in.
func (b *books) meddle(name string, size int, with func(f *os.File) error) {
	b.Helper()
	read := int64(0)
	b.options.Progress = func(_ int, n int64) {
		before := read
		if read += n; before > int64(size) || read <= int64(size) {
			return
		}
		f, err := os.OpenFile(filepath.Join(b.dir, name), os.O_WRONLY, 0)
		if err == nil {
			err = errors.Join(with(f), f.Close())
		}
		if err != nil {
			b.Error(err)
		}
	}
}

func TestImportFileThatChanges(t *testing.T) {
	text := strings.Repeat(signedNotice(t, "n1")+"\n", 4000)
	const want = "changed while it was read: run again when nobody writes it"
	for _, c := range []struct {
		name string
		with func(f *os.File) error
	}{
		{"overwritten.log", func(f *os.File) error { _, err := f.WriteAt([]byte("x"), int64(len(text)-9)); return err }},
		{"cut.log", func(f *os.File) error { return f.Truncate(int64(len(text) - 9)) }},
	} {
		b := newBooks(t)
		b.write(c.name, text)
		b.meddle(c.name, len(text), c.with)
		b.refuses(ledger.Notify, c.name, want)
	}

	// What a log grows by meanwhile is for the next run.
	b := newBooks(t)
	b.write("grown.log", text)
	b.meddle("grown.log", len(text), func(f *os.File) error {
		_, err := f.WriteAt([]byte(signedNotice(t, "n2")+"\n"), int64(len(text)))
		return err
	})
	b.want(ledger.Notify, "grown.log", false, ledger.Counts{Lines: 4000, Accepted: 1, Duplicate: 3999})
	b.options.Progress = nil
	b.want(ledger.Notify, "grown.log", false, ledger.Counts{Lines: 4001, Accepted: 2, Duplicate: 3999})
}
