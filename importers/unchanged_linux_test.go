package importers_test

import (
	"os"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"
	"time"

	"reconcile/ledger"
)

// later has files measured as if they had changed an hour ago.
func (b *books) later() { b.options.Now = func() time.Time { return time.Now().Add(30 * time.Minute) } }

// told imports a file and returns what became of it and how many bytes were read
// of it.
func (b *books) told(kind ledger.Kind, name string) (ledger.RunFile, int64) {
	b.Helper()
	read := int64(0)
	b.options.Progress = func(_ int, n int64) { read += n }
	return b.load(kind, name), read
}

// changed is when a file was changed, as the file system has it.
func (b *books) changed(name string) syscall.Timespec {
	b.Helper()
	info, err := os.Stat(filepath.Join(b.dir, name))
	if err != nil {
		b.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t).Ctim
}

// meanwhile does something to a file until the clock of the file system has gone on.
func (b *books) meanwhile(name string, do func(path string) error) {
	b.Helper()
	for before := b.changed(name); b.changed(name) == before; {
		if err := do(filepath.Join(b.dir, name)); err != nil {
			b.Fatal(err)
		}
	}
}

const (
	stamped = orderHead + "2011011201037066,M1,5.00,,\n"
	altered = orderHead + "2011011201037066,M1,6.00,,\n"
)

// keepingTime does something to a file and gives it back the time that it had.
func keepingTime(do func(path string) error) func(path string) error {
	return func(path string) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if err := do(path); err != nil {
			return err
		}
		return os.Chtimes(path, info.ModTime(), info.ModTime())
	}
}

// A file that the file system says is the one that was read is not read, and what
// is said of it is what is said of one that is. Any other is read.
func TestImportStamped(t *testing.T) {
	rewrite := func(path string) error { return os.WriteFile(path, []byte(altered), 0o600) }
	replace := func(path string) error {
		if err := os.WriteFile(path+".new", []byte(altered), 0o600); err != nil {
			return err
		}
		return os.Rename(path+".new", path)
	}
	touch := func(path string) error { return os.Chtimes(path, time.Unix(1, 0), time.Unix(1, 0)) }
	for _, c := range []struct {
		name      string
		do        func(path string) error
		unchanged bool
	}{
		{"rewritten.csv", keepingTime(rewrite), false},
		{"replaced.csv", keepingTime(replace), false},
		{"touched.csv", touch, true},
		{"touched-back.csv", keepingTime(touch), true},
	} {
		b := newBooks(t)
		b.later()
		b.write(c.name, stamped)
		b.load(ledger.Orders, c.name)
		b.nextRun("second")
		again, read := b.told(ledger.Orders, c.name)
		if read != 0 || !again.Unchanged {
			t.Errorf("%s: %d bytes are read again, unchanged %v", c.name, read, again.Unchanged)
		}
		b.options.Rehash = true
		hashed, read := b.told(ledger.Orders, c.name)
		if b.options.Rehash = false; read != int64(len(stamped)) || !reflect.DeepEqual(again, hashed) {
			t.Errorf("%s: %+v, and where its %d bytes are read (%d were) %+v", c.name, again, len(stamped), read, hashed)
		}
		b.meanwhile(c.name, c.do)
		got, read := b.told(ledger.Orders, c.name)
		if read == 0 || got.Unchanged != c.unchanged || (got.SHA256 == again.SHA256) != c.unchanged {
			t.Errorf("%s: %d bytes are read, %+v, want unchanged %v", c.name, read, got, c.unchanged)
		}
		if _, read := b.told(ledger.Orders, c.name); read != 0 {
			t.Errorf("%s: %d bytes are read once more", c.name, read)
		}
	}
}

// A file that changed within the margin before it was measured may have changed
// after it, within the same tick.
func TestImportStampedJustNow(t *testing.T) {
	b := newBooks(t)
	for _, c := range []struct {
		after time.Duration
		read  bool
	}{{0, true}, {1900 * time.Millisecond, true}, {2100 * time.Millisecond, false}} {
		b.write("o.csv", stamped)
		changed := b.changed("o.csv")
		b.options.Now = func() time.Time { return time.Unix(changed.Unix()).Add(c.after) }
		b.load(ledger.Orders, "o.csv")
		if _, read := b.told(ledger.Orders, "o.csv"); (read > 0) != c.read {
			t.Errorf("measured %v after it changed, %d bytes are read again, want some: %v", c.after, read, c.read)
		}
	}
}

// A stamp is of a path of one account as one kind, read in one way.
func TestImportStampedElsewhere(t *testing.T) {
	b := newBooks(t)
	b.later()
	text := signedNotice(t, "n1") + "\n" + signedNotice(t, "n2")
	b.write("a.log", text)
	b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 1, Accepted: 1})
	first := b.account
	other, err := b.ledger.Account(t.Context(), "2088000000000000")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		account int64
		kind    ledger.Kind
		final   bool
		lines   int64
	}{
		{"another account's", other, ledger.Notify, false, 1},
		{"another kind", first, ledger.Requests, false, 1},
		{"final", first, ledger.Notify, true, 2},
		{"not final", first, ledger.Notify, false, 1},
	} {
		b.account, b.options.Final = c.account, c.final
		got, read := b.told(c.kind, "a.log")
		if read < int64(len(text)) || got.Lines != c.lines {
			t.Errorf("%s: %d lines, %d bytes are read, want %d lines and all %d bytes", c.name, got.Lines, read, c.lines, len(text))
		}
		// A line that was left is looked for again: it reads once the file has rested.
		if again, read := b.told(c.kind, "a.log"); (read != 0) != (got.Left > 0) || !reflect.DeepEqual(again, got) {
			t.Errorf("%s: %d bytes are read again, %+v, want %+v", c.name, read, again, got)
		}
	}
}

// A file that was refused has no stamp: it is read again.
func TestImportStampedRefused(t *testing.T) {
	b := newBooks(t)
	b.later()
	b.write("o.csv", "id,refunded\n1,2\n")
	for range 2 {
		if got, read := b.told(ledger.Orders, "o.csv"); got.Refused == "" || read == 0 {
			t.Errorf("%d bytes are read, %+v", read, got)
		}
	}
}
