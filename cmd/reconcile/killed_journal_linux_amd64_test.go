package main

import (
	"slices"
	"strings"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
)

// TestKilledAroundTheJournal kills a night before the system calls from the writing of the
// journal to the first file of the report: before the journal is synced, between that and
// the commit, between the commit and the report. Whatever the books have issued is in the
// journal at that moment. Gone on with on the same day, the night issues the very same
// batch; on the next day its lines are in flight. No trade is refunded twice.
func TestKilledAroundTheJournal(t *testing.T) {
	t.Parallel()
	skipShort(t)
	const trade, night, next = "2026030200000001", "2026-03-07 02:30:00", "2026-03-08 02:30:00"
	base := newOffice(t, "auto", 1)
	base.run("2026-03-06 02:30:00", "nightly")
	base.write("orders/b.csv", "trade_no,paid_amount,refund_due\n"+trade+",9.00,5.00\n")
	calm, calls := undisturbedNight(base, night)
	written, committed, published := aroundTheJournal(t, calls)
	want := calm.refunds()
	for at := written; at <= published; at++ {
		if calls[at-1] == calls[at-2] && calls[at-1] == calls[at] {
			continue // in the middle of many that are alike
		}
		o := base.copyTo(t.TempDir())
		f := &fault{at: at - written + 1, among: since(batchWritten)}
		if status, said := o.faulty(f, on(night, "run", "-q", "--job", "nightly")); status != 137 {
			t.Fatalf("%s: ends with %d: %s", f.hit, status, said)
		}
		o.checkJournal(f.hit)
		held := slices.ContainsFunc(o.refunds(), func(line string) bool { return strings.HasPrefix(line, trade) })
		if at >= committed && !held {
			t.Errorf("killed before %s: the journal lacks what is about to be committed", f.hit)
		}
		same, later := o.copyTo(t.TempDir()), o
		for o, moment := range map[*office]string{same: night, later: next} {
			o.try(moment, "run", "-q", "--job", "nightly")
			if got := o.refunds(); !slices.Equal(got, want) {
				t.Errorf("killed before %s, then run at %s: issued %q, want %q", f.hit, moment, got, want)
			}
			o.checkJournal(f.hit)
			if got, said := o.try(moment, "verify", "-q"); got != exit.Done {
				t.Errorf("killed before %s, then run at %s: verify ends with %d: %s", f.hit, moment, got, said)
			}
		}
	}
}

// undisturbedNight runs a night in a copy of an office, and lists its system calls.
func undisturbedNight(base *office, night string) (calm *office, calls []string) {
	base.t.Helper()
	calm, counted := base.copyTo(base.t.TempDir()), &fault{}
	if status, said := calm.faulty(counted, on(night, "run", "-q", "--job", "nightly")); status != exit.Findings {
		base.t.Fatalf("an undisturbed night ends with %d: %s", status, said)
	}
	return calm, counted.calls
}

// batchWritten is the call that writes a batch into the journal, the first one of it in a night
// whose journal has its head.
const batchWritten = "pwrite of out/issued.journal"

// aroundTheJournal finds among the calls of a night, from 1: the first one that writes the
// batch into the journal, the first one of the commit, and the first one of the report. The
// journal is synced, with its folder, before the commit.
func aroundTheJournal(t *testing.T, calls []string) (written, committed, published int) {
	t.Helper()
	after := func(from int, wants ...string) int {
		for i := from; i < len(calls); i++ {
			for _, want := range wants {
				if strings.HasPrefix(calls[i], want) {
					return i + 1
				}
			}
		}
		t.Fatalf("no %q among the calls:\n%s", wants, strings.Join(calls[from:], "\n"))
		return 0
	}
	written = after(0, batchWritten)
	synced := after(written, "fsync of out/issued.journal")
	folder := after(synced, "fsync of out")
	committed = after(written, "write of var/", "pwrite of var/", "fdatasync of var/", "fsync of var/")
	published = after(committed, "mkdirat of out/nightly/.r2.tmp", "mkdir of out/nightly/.r2.tmp")
	if folder > committed {
		t.Errorf("the commit begins before the journal is synced:\n%s", strings.Join(calls[written-1:committed], "\n"))
	}
	return written, committed, published
}

// TestOtherJobPassesACutRun kills a night when all that it decides on is in the books, and lets
// the other job of the account go on meanwhile, whose report has a higher number then. The
// night goes on under a number of its own, and nobody is refunded twice.
func TestOtherJobPassesACutRun(t *testing.T) {
	t.Parallel()
	skipShort(t)
	const trade, night = "2026030200000001", "2026-03-07 02:30:00"
	base := newOffice(t, "auto", 2)
	base.run("2026-03-06 02:30:00", "nightly")
	base.write("orders/b.csv", "trade_no,paid_amount,refund_due\n"+trade+",9.00,5.00\n")
	base.write("notify/notify-20260305.log", "") // files of days are a series
	calm, _ := undisturbedNight(base, night)
	if status, said := base.faulty(&fault{at: 1, among: since(batchWritten)}, on(night, "run", "-q", "--job", "nightly")); status != 137 {
		t.Fatalf("ends with %d: %s", status, said)
	}
	for _, job := range []string{"weekly", "nightly"} {
		if status, said := base.try(night, "run", "-q", "--job", job); status == exit.Usage || status == exit.Failed {
			t.Errorf("%s after it ends with %d: %s", job, status, said)
		}
	}
	if got, want := base.refunds(), calm.refunds(); !slices.Equal(got, want) {
		t.Errorf("issued %q, want %q", got, want)
	}
	if status, said := base.try(night, "verify", "-q"); status != exit.Done {
		t.Errorf("verify ends with %d: %s", status, said)
	}
}
