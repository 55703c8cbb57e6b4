package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
)

var faultStep = flag.Int("faultstep", 0, "which system calls of a night TestFaultyCalls makes fail: every n-th; 0 for a few of them, 3 for all that the project asks for")

const faultNight = "2026-03-07 02:30:00"

// faultOffice is an office whose first night has something of each kind: an order that is
// owed, one that is in flight, a result, a batch that failed.
func faultOffice(t *testing.T) *office {
	o := &office{t, t.TempDir()}
	if err := copyCase("small", o.dir); err != nil {
		t.Fatal(err)
	}
	return o
}

// faulty runs a night at a moment, during which a system call fails.
func (o *office) faulty(f *fault, moment string) (status int, said string) {
	o.t.Helper()
	said = filepath.Join(o.t.TempDir(), "said")
	out, err := os.Create(said)
	if err != nil {
		o.t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.Command("reconcile-at", moment, "run", "-q", "--job", "nightly")
	cmd.Dir, cmd.Stdout, cmd.Stderr = o.dir, out, out
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	f.dir = o.dir
	status, err = f.run(cmd)
	if errors.Is(err, syscall.EPERM) {
		o.t.Skip("needs the right to trace")
	}
	if err != nil {
		o.t.Fatal(err)
	}
	text, err := os.ReadFile(said)
	if err != nil {
		o.t.Fatal(err)
	}
	return status, string(text)
}

// TestFaultyCalls makes single system calls of a first night fail, each with each of four
// errors, or kills the program before them. The nights after that issue what a night does
// that nothing disturbed, nothing twice, and the books prove themselves.
//
// -faultstep 3 takes every third call.
func TestFaultyCalls(t *testing.T) {
	t.Parallel()
	skipShort(t)
	base := faultOffice(t)
	calm := base.copyTo(t.TempDir())
	counted := &fault{}
	status, said := calm.faulty(counted, faultNight)
	want := calm.refunds()
	if len(want) == 0 || status == exit.Failed || len(counted.calls) < 100 {
		t.Fatalf("an undisturbed night makes %d calls, ends with %d and issues %q: %s", len(counted.calls), status, want, said)
	}
	for _, errn := range []syscall.Errno{syscall.EIO, syscall.ENOSPC, syscall.EDQUOT, syscall.EMFILE, 0} {
		t.Run(strings.ReplaceAll(fmt.Sprintf("error %d", int(errn)), "error 0", "killed"), func(t *testing.T) {
			t.Parallel()
			step, first := *faultStep, 1
			if step == 0 {
				step = len(counted.calls) / 2
				first = 1 + int(errn)%step
			}
			tried := 0
			for at := first; at <= len(counted.calls); at += step {
				tried++
				tryFault(t, base, &fault{at: at, errn: errn}, want)
			}
			t.Logf("%d of %d calls", tried, len(counted.calls))
		})
	}
}

// checkJournal asks that the journal holds every batch that the books have issued: at any
// moment, so that books which are lost then are made up for.
func (o *office) checkJournal(when string) {
	o.t.Helper()
	copied := filepath.Join(o.t.TempDir(), "ledger.db")
	if there, err := ledger.Exists(o.t.Context(), o.path("var/ledger.db")); err != nil || !there {
		return
	}
	if err := ledger.Copy(o.t.Context(), o.path("var/ledger.db"), copied); err != nil {
		o.t.Fatal(err)
	}
	l, err := ledger.Open(o.t.Context(), copied, ledger.Options{})
	if err != nil {
		o.t.Fatalf("%s: %v", when, err)
	}
	defer l.Close()
	issued, err := l.IssuedNumbers(o.t.Context())
	if err != nil {
		o.t.Fatalf("%s: %v", when, err)
	}
	for _, e := range issuedIn(o.t, o.dir) {
		delete(issued, ledger.IssuedNumber{Partner: e.Partner, BatchNo: e.BatchNo})
	}
	for n := range issued {
		o.t.Errorf("%s: the books have issued batch %s, which the journal lacks", when, n.BatchNo)
	}
}

// tryFault makes the night with a fault, and two without.
func tryFault(t *testing.T, base *office, f *fault, want []string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "fault-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	o := base.copyTo(dir)
	o.t = t
	first, said := o.faulty(f, faultNight)
	if !slices.Contains([]int{exit.Done, exit.Failed, exit.Usage, exit.Findings, exit.Incomplete, exit.Locked, 137}, first) || first == exit.Failed && said == "" {
		t.Errorf("%s: ends with %d: %s", f.hit, first, said)
	}
	o.checkJournal(f.hit)
	for range 2 {
		if got, said := o.try(faultNight, "run", "-q", "--job", "nightly"); got != exit.Done && got != exit.Findings && got != exit.Incomplete {
			t.Errorf("%s, which ended with %d: the night after it with %d: %s", f.hit, first, got, said)
		}
		if got := o.refunds(); !slices.Equal(got, want) {
			t.Errorf("%s, which ended with %d: issued\n%s\nwant\n%s", f.hit, first, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if got, said := o.try(faultNight, "verify", "-q"); got != exit.Done {
		t.Errorf("%s, which ended with %d: verify ends with %d: %s", f.hit, first, got, said)
	}
}
