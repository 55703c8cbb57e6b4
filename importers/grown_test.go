package importers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"reconcile/ledger"
)

func TestImportGrownLog(t *testing.T) {
	b := newBooks(t)
	one, two, three := signedNotice(t, "n1")+"\n", signedNotice(t, "n2")+"\n", signedNotice(t, "n3")+"\n"
	b.write("a.log", one+two[:len(two)/2])
	b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 1, Accepted: 1})

	b.nextRun("second")
	b.want(ledger.Notify, "a.log", true, ledger.Counts{Lines: 1, Accepted: 1})
	b.write("a.log", one+two+"notify_id=x\n"+three[:9])
	grown := b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 3, Accepted: 2, Rejected: 1})
	if got := b.rejects(grown); len(got) != 1 || got[0].Line != 3 || got[0].File != "in/a.log" {
		t.Errorf("rejected %+v, want line 3 of in/a.log", got)
	}

	b.nextRun("third")
	b.want(ledger.Notify, "a.log", true, ledger.Counts{Lines: 3, Accepted: 2, Rejected: 1})
	b.write("a.log", one+two+"notify_id=x\n"+three)
	b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 4, Accepted: 3, Rejected: 1})
}

// A copy of what a log was is known, and does not count what the log has grown
// by since.
func TestImportCopyOfGrownLog(t *testing.T) {
	b := newBooks(t)
	one, two := signedNotice(t, "n1")+"\n", signedNotice(t, "n2")+"\n"
	for _, text := range []string{one, one + two} {
		b.write("a.log", text)
		b.load(ledger.Notify, "a.log")
	}
	b.write("copy.log", one)
	b.want(ledger.Notify, "copy.log", true, ledger.Counts{Lines: 1, Accepted: 1})
	b.write("copy.log", one+two)
	b.want(ledger.Notify, "copy.log", true, ledger.Counts{Lines: 2, Accepted: 2})
}

func TestImportReplacedLog(t *testing.T) {
	one, two, three := signedNotice(t, "n1")+"\n", signedNotice(t, "n2")+"\n", signedNotice(t, "n3")+"\n"
	for _, c := range []struct {
		name, text string
		want       ledger.Counts
	}{
		{"rotated", three, ledger.Counts{Lines: 1, Accepted: 1}},
		{"begun in the middle", two, ledger.Counts{Lines: 1, Duplicate: 1}},
		{"cut and gone on", one + three, ledger.Counts{Lines: 2, Accepted: 2}},
		{"replaced by a longer one", two + three + one + "\n", ledger.Counts{Lines: 4, Accepted: 1, Duplicate: 2, Ignored: 1}},
	} {
		b := newBooks(t)
		b.write("a.log", one+two)
		b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 2, Accepted: 2})
		b.nextRun("second")
		b.write("a.log", c.text)
		b.Log(c.name)
		b.want(ledger.Notify, "a.log", false, c.want)
	}
}

// The last line is left alone until its end is there, unless the run is told
// that there will be none.
func TestImportUnfinishedLine(t *testing.T) {
	b := newBooks(t)
	one := signedNotice(t, "n1")
	b.write("a.log", one)
	b.want(ledger.Notify, "a.log", false, ledger.Counts{})
	b.options.Final = true
	b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 1, Accepted: 1})

	// What was taken for a whole line was half of one: it is read anew.
	b.options.Final = false
	two := signedNotice(t, "n2")
	b.write("b.log", one+"\n"+two[:len(two)-1])
	b.options.Final = true
	b.want(ledger.Notify, "b.log", false, ledger.Counts{Lines: 2, Accepted: 1, Rejected: 1})
	b.write("b.log", one+"\n"+two+"\n")
	b.want(ledger.Notify, "b.log", false, ledger.Counts{Lines: 2, Accepted: 2})
}

func TestImportEmptyLog(t *testing.T) {
	b := newBooks(t)
	b.write("a.log", "")
	b.write("b.log", "")
	b.want(ledger.Notify, "a.log", false, ledger.Counts{})
	b.want(ledger.Notify, "b.log", true, ledger.Counts{})
	b.write("a.log", signedNotice(t, "n1")+"\n")
	b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 1, Accepted: 1})
	b.want(ledger.Notify, "b.log", true, ledger.Counts{})
}

// A log is known wherever it lies, however it is packed and as far as it goes.
func TestImportMovedLog(t *testing.T) {
	b := newBooks(t)
	lines := make([]string, 6)
	for i := range lines {
		lines[i] = signedNotice(t, fmt.Sprint("n", i)) + "&shop=7\n"
	}
	upTo := func(n int) string { return strings.Join(lines[:n], "") }
	b.write("x.log", upTo(2))
	b.want(ledger.Notify, "x.log", false, ledger.Counts{Lines: 2, Accepted: 2})
	b.nextRun("second")
	b.write("x.log.1", upTo(4))
	b.want(ledger.Notify, "x.log.1", false, ledger.Counts{Lines: 4, Accepted: 4})
	b.nextRun("third")
	for _, c := range []struct {
		name, text string
		unchanged  bool
		lines      int64
	}{
		{"x.log.1.gz", Gzip(t, upTo(4)), true, 4},
		{"copy.log", upTo(3), true, 3},
		{"half.log", upTo(3) + lines[3][:20], true, 3},
		{"unended.gz", Gzip(t, strings.TrimSuffix(upTo(4), "\n")), true, 4},
		{"x.log.2.gz", Gzip(t, upTo(5)), false, 5},
		{"branch.log", upTo(1) + lines[5], false, 2},
		{"all.zip", Zip(t, "a.log", upTo(5), "b.log", upTo(1)), true, 6},
	} {
		b.write(c.name, c.text)
		got := b.want(ledger.Notify, c.name, c.unchanged, ledger.Counts{Lines: c.lines, Accepted: c.lines})
		if got.Extra != c.lines || got.First.IsZero() || got.First.After(got.Last) {
			t.Errorf("%s: %d parameters are not the interface's, from %v to %v, want %d", c.name, got.Extra, got.First, got.Last, c.lines)
		}
		b.want(ledger.Notify, c.name, c.unchanged, ledger.Counts{Lines: c.lines, Accepted: c.lines})
	}
}

// A log that is cut while its writer goes on at its old place begins with a hole.
func TestImportLogWithHole(t *testing.T) {
	b := newBooks(t)
	one, two := signedNotice(t, "n1")+"\n", signedNotice(t, "n2")+"\n"
	b.write("a.log", strings.Repeat("\x00", 700<<10)+one)
	b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 1, Accepted: 1})
	b.write("a.log", strings.Repeat("\x00", 700<<10)+one+two)
	b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 2, Accepted: 2})
	b.write("b.log", strings.Repeat("\x00", 9<<20)+two)
	b.want(ledger.Notify, "b.log", false, ledger.Counts{Lines: 1, Duplicate: 1})
}

// A log with more lines than a row of marks has is known in the middle of one,
// and at its border.
func TestImportLongLog(t *testing.T) {
	b := newBooks(t)
	var all strings.Builder
	ends := []int{0}
	for i := range 4096*2 + 100 {
		if fmt.Fprintf(&all, "GET /%d\n", i); i%50 == 0 {
			all.WriteString("notify_id=" + fmt.Sprint(i) + "\n")
		}
	}
	text := all.String()
	for i, c := range text {
		if c == '\n' {
			ends = append(ends, i+1)
		}
	}
	rejected := func(n int) int64 { return int64(strings.Count(text[:ends[n]], "notify_id=")) }
	want := func(n int) ledger.Counts {
		return ledger.Counts{Lines: int64(n), Rejected: rejected(n), Ignored: int64(n) - rejected(n)}
	}
	b.write("x.log", text[:ends[8200]])
	b.want(ledger.Notify, "x.log", false, want(8200))
	b.nextRun("second")
	for _, n := range []int{1, 4095, 4096, 4097, 8191, 8192, 8193, 8199} {
		b.write("copy.log", text[:ends[n]])
		b.want(ledger.Notify, "copy.log", true, want(n))
	}
	b.write("copy.log", text[:ends[8250]])
	got := b.want(ledger.Notify, "copy.log", false, want(8250))
	if rejects := b.rejects(got); int64(len(rejects)) != rejected(8250) {
		t.Errorf("%d rejected lines are listed, want %d", len(rejects), rejected(8250))
	}
}

// A last line without an end is left while the log may still be written to: a request
// or notification that it may be is not ruled out. An hour after the last change it is read.
func TestImportLineWithoutEnd(t *testing.T) {
	b := newBooks(t)
	body := signedNotice(t, "n1")
	for _, kind := range []ledger.Kind{ledger.Notify, ledger.Requests} {
		name := string(kind) + ".log"
		b.write(name, body)
		now := time.Now()
		b.options.Now = func() time.Time { return now.Add(59 * time.Minute) }
		got := b.want(kind, name, false, ledger.Counts{})
		if got.Left != int64(len(body)) || got.Unread == "" {
			t.Errorf("%s: %d bytes left, unread %q", kind, got.Left, got.Unread)
		}
		b.nextRun("later " + name)
		b.options.Now = func() time.Time { return now.Add(61 * time.Minute) }
		if got := b.load(kind, name); got.Lines != 1 || got.Left != 0 || got.Unread != "" {
			t.Errorf("%s after an hour: %+v", kind, got)
		}
	}
}

// A log of which more notifications are bad than good counts as one that was not read.
func TestImportMoreBadThanGood(t *testing.T) {
	forged := func(id string) string { return strings.Replace(signedNotice(t, id), "1.00", "2.00", 1) + "\n" }
	good := signedNotice(t, "n1") + "\n"
	for _, c := range []struct {
		name, text, want string
	}{
		{"as many", good + forged("n2"), ""},
		{"more", good + forged("n2") + forged("n3"), "2 of 3 notifications do not verify with the key of the account"},
		{"all", forged("n2"), "none of 1 notifications verifies with the key of the account"},
	} {
		b := newBooks(t)
		b.write("a.log", c.text)
		for _, unchanged := range []bool{false, true} {
			got := b.load(ledger.Notify, "a.log")
			if got.Unchanged != unchanged || !strings.HasPrefix(got.Unread, c.want) || (c.want == "") != (got.Unread == "") {
				t.Errorf("%s: unread %q, want %q; unchanged %v", c.name, got.Unread, c.want, got.Unchanged)
			}
			b.nextRun("again")
		}
	}
}
