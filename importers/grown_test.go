package importers_test

import (
	"testing"

	"reconcile/ledger"
)

func TestImportGrownLog(t *testing.T) {
	b := newBooks(t)
	one, two, three := notice(t, "n1")+"\n", notice(t, "n2")+"\n", notice(t, "n3")+"\n"
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
	one, two := notice(t, "n1")+"\n", notice(t, "n2")+"\n"
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
	one, two, three := notice(t, "n1")+"\n", notice(t, "n2")+"\n", notice(t, "n3")+"\n"
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
	one := notice(t, "n1")
	b.write("a.log", one)
	b.want(ledger.Notify, "a.log", false, ledger.Counts{})
	b.options.Final = true
	b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 1, Accepted: 1})

	// What was taken for a whole line was half of one: it is read anew.
	b.options.Final = false
	two := notice(t, "n2")
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
	b.write("a.log", notice(t, "n1")+"\n")
	b.want(ledger.Notify, "a.log", false, ledger.Counts{Lines: 1, Accepted: 1})
	b.want(ledger.Notify, "b.log", true, ledger.Counts{})
}
