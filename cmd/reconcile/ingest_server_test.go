package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger"
	"reconcile/ledger/ledgertest"
)

// TestIngestOnServer reads ahead with books in a server, in each layout.
func TestIngestOnServer(t *testing.T) {
	ledgertest.NeedServer(t)
	want := shopOf(t)
	runOnce(t, want, serverNight, "run", "-q")
	for _, layout := range layouts() {
		dir := serverShop(t, ledgertest.Database(t, layout))
		says(t, dir, exit.Done, "6 files", "ingest", "--job", "nightly")
		runOnce(t, dir, serverNight, "run", "-q")
		compareTrees(t, layout, filepath.Join(dir, "out"), filepath.Join(want, "out"))
	}
}

// A run waits for what is being read, and reading waits for a run; a second run does not
// wait.
func TestIngestWaitsOnServer(t *testing.T) {
	ledgertest.NeedServer(t)
	address := ledgertest.Database(t, "plain")
	dir := serverShop(t, address)
	unlock, err := ledger.Lock(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	reading := begin(t, dir, "ingest", "--job", "nightly")
	reading.waits(t, address)
	says(t, dir, exit.Locked, "another run holds it", "run")
	unlock()
	if status := reading.wait(); status != exit.Done {
		t.Fatalf("reading ends with %d:\n%s", status, &reading.printed)
	}
	reading.said(t, "waiting until the run that goes on is over")

	l, err := ledger.Open(t.Context(), address, ledger.Options{Ingest: true})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	in, _, err := l.BeginIngest(t.Context(), ledger.Ingest{Job: "nightly", Account: 1, Host: "web1", Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	run := begin(t, dir, "run", "--as-of", serverNight)
	run.waits(t, address)
	if err := in.Rollback(); err != nil {
		t.Fatal(err)
	}
	if status := run.wait(); status != exit.Incomplete {
		t.Errorf("the run ends with %d:\n%s", status, &run.printed)
	}
	run.said(t, "waiting until what other hosts are reading is in the ledger")
}

// A process is the program at work in a folder.
type process struct {
	*exec.Cmd
	printed bytes.Buffer
	ended   chan struct{}
}

// begin starts the program.
func begin(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command("reconcile", args...), ended: make(chan struct{})}
	p.Dir, p.Stdout, p.Stderr = dir, &p.printed, &p.printed
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.Wait() // its state says how it has ended
		close(p.ended)
	}()
	return p
}

// said asks that the program, which has ended, has printed some words.
func (p *process) said(t *testing.T, words string) {
	t.Helper()
	if !strings.Contains(p.printed.String(), words) {
		t.Errorf("%v prints\n%s\nwant %q", p.Args, &p.printed, words)
	}
}

// waits asks that the program comes to wait for a lock of a server, and does not end.
func (p *process) waits(t *testing.T, address string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for {
		var waiting int
		const locks = "SELECT COUNT(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()"
		if err := db.QueryRow(locks).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
		if waiting > 0 {
			return
		}
		select {
		case <-p.ended:
			t.Fatalf("%v does not wait:\n%s", p.Args, &p.printed)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// wait returns the exit status, -1 of a program that was killed.
func (p *process) wait() int {
	<-p.ended
	return p.ProcessState.ExitCode()
}

// TestKilledIngestOnServer has three hosts read and one run, all at a time, kills one of
// them, or cuts everybody's connections, at moments spread over the night, and asks that
// what is left to say is what a night leaves that nothing disturbed.
func TestKilledIngestOnServer(t *testing.T) {
	ledgertest.NeedServer(t)
	skipShort(t)
	calm := serverShop(t, ledgertest.Database(t, "plain"))
	start := time.Now()
	runToEnd(t, calm)
	length := time.Since(start)
	want, wantBatches := readOutcome(t, filepath.Join(calm, "out/nightly/2026-03-07-r1")), readBatches(t, calm)
	for i := range *serverFaults {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			address := ledgertest.Database(t, "plain")
			dir := serverShop(t, address)
			disturbFour(t, dir, address, i, length*time.Duration(i+1)/time.Duration(*serverFaults))
			for range 3 {
				begin(t, dir, "ingest", "-q", "--job", "nightly").wait()
			}
			endAfterFault(t, dir)
			got := readOutcome(t, filepath.Join(dir, "out/nightly/2026-03-07-r1"))
			compareSets(t, "finding", printAll(got.findings, printFinding), printAll(want.findings, printFinding))
			compareSets(t, "correction", printAll(got.corrections, printCorrection), printAll(want.corrections, printCorrection))
			if !reflect.DeepEqual(got.summary.Totals, want.summary.Totals) {
				t.Errorf("totals %v, want %v", got.summary.Totals, want.summary.Totals)
			}
			if batches := readBatches(t, dir); !reflect.DeepEqual(batches, wantBatches) {
				t.Errorf("batches differ from the undisturbed ones:\n%v\nwant\n%v", batches, wantBatches)
			}
			if all, err := filepath.Glob(filepath.Join(dir, "out/nightly/*-r*/batches/*.json")); err != nil || len(all) != len(want.summary.Batches) {
				t.Errorf("%v are issued, %v; want %d", all, err, len(want.summary.Batches))
			}
		})
	}
}

// disturbFour starts three that read and one run, and disturbs them after a time: it kills
// one of the four, or cuts the connections of all.
func disturbFour(t *testing.T, dir, address string, i int, after time.Duration) {
	t.Helper()
	var four []*process
	for range 3 {
		four = append(four, begin(t, dir, "ingest", "-q", "--job", "nightly"))
	}
	four = append(four, begin(t, dir, "run", "-q", "--as-of", serverNight))
	var all sync.WaitGroup
	all.Go(func() {
		time.Sleep(after)
		if victim := i % 5; victim < len(four) {
			_ = four[victim].Process.Kill() // unless it has ended
			return
		}
		cutConnections(address)
	})
	all.Wait()
	for _, p := range four {
		if status := p.wait(); status > exit.Locked {
			t.Errorf("%v ends with %d:\n%s", p.Args, status, &p.printed)
		}
	}
}
