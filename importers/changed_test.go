package importers_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A meddler is a verifier that meddles with a file while it is read.
type meddler struct {
	alipay.MD5
	meddle func()
}

func (m meddler) Verify(text, sign string) error {
	m.meddle()
	return m.MD5.Verify(text, sign)
}

func TestImportFileThatChanges(t *testing.T) {
	text := strings.Repeat(notice(t, "n1")+"\n", 4000)
	change := func(name string, meddle func(f *os.File) error) func() {
		return func() {
			f, err := os.OpenFile(name, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			if err := meddle(f); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	const want = "changed while it was read: run again when nobody writes it"
	for _, c := range []struct {
		name   string
		meddle func(f *os.File) error
	}{
		{"overwritten.log", func(f *os.File) error { _, err := f.WriteAt([]byte("x"), int64(len(text)-9)); return err }},
		{"cut.log", func(f *os.File) error { return f.Truncate(int64(len(text) - 9)) }},
	} {
		b := newBooks(t)
		b.write(c.name, text)
		b.options.Verifier = meddler{md5Key(t), change(filepath.Join(b.dir, c.name), c.meddle)}
		b.refuses(ledger.Notify, c.name, want)
	}

	// What a log grows by meanwhile is for the next run.
	b := newBooks(t)
	b.write("grown.log", text)
	b.options.Verifier = meddler{md5Key(t), change(filepath.Join(b.dir, "grown.log"), func(f *os.File) error {
		_, err := f.WriteAt([]byte(notice(t, "n2")+"\n"), int64(len(text)))
		return err
	})}
	b.want(ledger.Notify, "grown.log", false, ledger.Counts{Lines: 4000, Accepted: 1, Duplicate: 3999})
	b.want(ledger.Notify, "grown.log", false, ledger.Counts{Lines: 4001, Accepted: 2, Duplicate: 3999})
}
