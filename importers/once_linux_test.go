package importers_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"reflect"
	"strings"
	"testing"

	"reconcile/ledger"
)

// A log that nothing was known of is measured while it is read. What is said of it
// is what is said of one that was measured before.
func TestImportReadOnce(t *testing.T) {
	one, two := notice(t, "n1")+"\n", notice(t, "n2")+"\n"
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte(one + two)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text string }{
		{"empty.log", ""},
		{"unfinished.log", one + two[:9]},
		{"plain.log", one + "GET /health\n" + two},
		{"packed.log.gz", packed.String()},
		{"damaged.log.gz", packed.String()[:packed.Len()-9]},
	} {
		measured, once := newBooks(t), newBooks(t)
		once.later()
		measured.write(c.name, c.text)
		once.write(c.name, c.text)
		want := measured.load(ledger.Notify, c.name)
		got, told := once.told(ledger.Notify, c.name)
		if !reflect.DeepEqual(got, want) || got.SHA256 == "" {
			t.Errorf("%s: %+v, want %+v", c.name, got, want)
		}
		if got.Refused == "" && told != 2*int64(len(c.text)) {
			t.Errorf("%s: told of %d bytes, want each of %d twice", c.name, told, len(c.text))
		}
	}
}

// A log that is measured while it is read may grow meanwhile, and must not change
// otherwise.
func TestImportReadOnceWhileItChanges(t *testing.T) {
	text := strings.Repeat(notice(t, "n1")+"\n", 4000)
	whole := ledger.Counts{Lines: 4000, Accepted: 1, Duplicate: 3999}
	for _, c := range []struct {
		name    string
		with    func(f *os.File) error
		refused string
	}{
		{"overwritten.log", func(f *os.File) error { _, err := f.WriteAt([]byte("x"), 9); return err },
			"changed while it was read: run again when nobody writes it"},
		{"cut.log", func(f *os.File) error { return f.Truncate(int64(len(text) - 9)) },
			"changed while it was read: run again when nobody writes it"},
		{"grown.log", func(f *os.File) error {
			_, err := f.WriteAt([]byte(notice(t, "n2")+"\n"), int64(len(text)))
			return err
		}, ""},
	} {
		b := newBooks(t)
		b.later()
		b.write(c.name, text)
		b.meddle(c.name, len(text), c.with)
		if c.refused != "" {
			b.refuses(ledger.Notify, c.name, c.refused)
			continue
		}
		b.want(ledger.Notify, c.name, false, whole)
		b.options.Progress = nil
		b.want(ledger.Notify, c.name, false, ledger.Counts{Lines: 4001, Accepted: 2, Duplicate: 3999})
	}
}
