package importers_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"reconcile/ledger"
)

// A file that nothing was known of is measured while it is read. What is said of it
// is what is said of one that was measured before.
func TestImportReadOnce(t *testing.T) {
	one, two := signedNotice(t, "n1")+"\n", signedNotice(t, "n2")+"\n"
	packed := Gzip(t, one+two)
	for _, c := range []struct {
		kind       ledger.Kind
		name, text string
	}{
		{ledger.Notify, "empty.log", ""},
		{ledger.Notify, "unfinished.log", one + two[:9]},
		{ledger.Notify, "plain.log", one + "GET /health\n" + two},
		{ledger.Notify, "packed.log.gz", packed},
		{ledger.Notify, "damaged.log.gz", packed[:len(packed)-9]},
		{ledger.Orders, "plain.csv", stamped},
		{ledger.Orders, "gbk.csv", "trade_no,amount,\xca\xb5\xca\xd5\n2011011201037066,5.00,1\n"},
		{ledger.Orders, "packed.csv.gz", Gzip(t, stamped)},
		{ledger.Orders, "headless.csv", "id,refunded\n1,2\n"},
	} {
		measured, once := newBooks(t), newBooks(t)
		once.later()
		measured.write(c.name, c.text)
		once.write(c.name, c.text)
		want := measured.load(c.kind, c.name)
		got, told := once.told(c.kind, c.name)
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
	text := strings.Repeat(signedNotice(t, "n1")+"\n", 4000)
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
			_, err := f.WriteAt([]byte(signedNotice(t, "n2")+"\n"), int64(len(text)))
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

// An export must not change otherwise, either, and its charset must be that of the
// bytes that were read.
func TestImportReadOnceWhileAnExportChanges(t *testing.T) {
	text := orderHead + strings.Repeat("2011011201037066,M1,5.00,,\n", 40_000)
	for _, c := range []struct {
		name    string
		with    func(f *os.File) error
		refused string
	}{
		{"overwritten.csv", func(f *os.File) error { _, err := f.WriteAt([]byte("x"), 99); return err },
			"changed while it was read: run again when nobody writes it"},
		{"altered.csv", func(f *os.File) error { _, err := f.WriteAt([]byte("\xff"), int64(len(text)-9)); return err },
			"changed while it was read: run again when nobody writes it"},
		{"grown.csv", func(f *os.File) error { _, err := f.WriteAt([]byte("\xff"), int64(len(text))); return err }, ""},
	} {
		b := newBooks(t)
		b.later()
		b.write(c.name, text)
		b.meddle(c.name, len(text), c.with)
		if c.refused != "" {
			b.refuses(ledger.Orders, c.name, c.refused)
			continue
		}
		b.want(ledger.Orders, c.name, false, ledger.Counts{Lines: 40_000, Accepted: 40_000})
	}
}

// A log that has grown is measured beforehand, and read on from where it ended.
func TestImportReadOnceGrown(t *testing.T) {
	b := newBooks(t)
	b.later()
	one, two := signedNotice(t, "n1")+"\n", signedNotice(t, "n2")+"\n"
	b.write("a.log", one)
	b.load(ledger.Notify, "a.log")
	b.write("a.log", one+two)
	got, told := b.told(ledger.Notify, "a.log")
	if want := int64(len(one) + 2*len(two)); told != want || got.Accepted != 2 {
		t.Errorf("%d accepted, told of %d bytes, want 2 and %d", got.Accepted, told, want)
	}
}
