package main

import (
	"bytes"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/ledger/ledgertest"
)

var serverFaults = flag.Int("serverfaults", 2, "the moments at which tests of books in a server disturb a night, and the times that two people release one batch; 100 for some minutes")

// TestKilledRunOnServer kills the program, and cuts its connections, at moments spread over
// a night with books in a server. What is left to say is said in a clear sentence, and the
// run after it leaves what a night leaves that nothing disturbed.
func TestKilledRunOnServer(t *testing.T) {
	ledgertest.NeedServer(t)
	skipShort(t)
	want, length := calmNight(t)
	for i := range *serverFaults {
		for _, fault := range []string{"kill", []string{"cut", "drop", "reset", "stall"}[i%4]} {
			t.Run(fmt.Sprint(fault, i), func(t *testing.T) {
				t.Parallel()
				address := ledgertest.Database(t, "plain")
				proxy := ledgertest.NewProxy(t, address, 2*time.Second)
				dir := serverShop(t, proxy.Address())
				run := small(t, dir)
				disturb(t, run, length*time.Duration(i+1)/time.Duration(*serverFaults), fault != "kill", map[string]func(){
					"kill": func() { _ = run.Process.Kill() }, "cut": func() { cutConnections(address) },
					"drop": proxy.Drop, "reset": proxy.Reset, "stall": proxy.Stall,
				}[fault])
				endAfterFault(t, dir)
				nightOf(t, dir).compare(t, want)
			})
		}
	}
}

// TestServerBeginsAnew has the server end as if its process had crashed, and begin again,
// at moments of a night, as often as a fifth of the other faults. RECONCILE_TEST_RESTART is
// the command that does it, on a server where no other test goes on.
func TestServerBeginsAnew(t *testing.T) {
	ledgertest.NeedServer(t)
	skipShort(t)
	command := strings.Fields(os.Getenv("RECONCILE_TEST_RESTART"))
	if len(command) == 0 {
		t.Skip("RECONCILE_TEST_RESTART is no command that restarts the server")
	}
	want, length := calmNight(t)
	moments := max(1, *serverFaults/5)
	for i := range moments {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			dir := serverShop(t, ledgertest.Database(t, "plain"))
			disturb(t, small(t, dir), length*time.Duration(2*i+1)/time.Duration(2*moments), true, func() {
				if text, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
					t.Errorf("%v: %v\n%s", command, err, text)
				}
			})
			endAfterFault(t, dir)
			nightOf(t, dir).compare(t, want)
		})
	}
}

// calmNight is what a night leaves that nothing disturbs, and how long it takes.
func calmNight(t *testing.T) (want night, length time.Duration) {
	t.Helper()
	dir := serverShop(t, ledgertest.Database(t, "plain"))
	start := time.Now()
	runToEnd(t, dir)
	return nightOf(t, dir), time.Since(start)
}

// disturb starts a run, and does something to it after a time. A run that is not killed but
// loses its connections goes on, or says what has happened.
func disturb(t *testing.T, run *exec.Cmd, after time.Duration, speaks bool, fault func()) {
	t.Helper()
	var talk bytes.Buffer
	run.Stderr = &talk
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	time.AfterFunc(after, func() {
		defer close(done)
		fault()
	})
	_ = run.Wait() // disturbed, or done before that
	<-done
	if status := run.ProcessState.ExitCode(); speaks && status != exit.Incomplete {
		if text := talk.String(); status != exit.Failed || !strings.Contains(text, "the connection to the server was lost") && !strings.Contains(text, "the server cannot be reached") {
			t.Errorf("with its connections cut the run ends with %d and says\n%s", status, text)
		}
	}
}

// cutConnections has a server end all connections of the program.
func cutConnections(address string) {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return
	}
	defer db.Close()
	_, _ = db.Exec("SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.datname = current_database() AND a.application_name = 'reconcile'")
}

// endAfterFault runs the night to its end. Of a program that was killed the server may keep
// the lock for a moment.
func endAfterFault(t *testing.T, dir string) {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		text, err := small(t, dir).CombinedOutput()
		var ended *exec.ExitError
		if errors.As(err, &ended) && ended.ExitCode() == exit.Incomplete {
			return
		}
		if ended == nil || ended.ExitCode() != exit.Locked || time.Now().After(until) {
			t.Fatalf("run: %v\n%s", err, text)
		}
	}
}

// TestTwoReleaseOnServer has two people release the same proposal at the same time from two
// hosts, which share the books and nothing else: one batch is issued, under one number, and
// the other one is refused in a clear sentence.
func TestTwoReleaseOnServer(t *testing.T) {
	ledgertest.NeedServer(t)
	skipShort(t)
	offsets := rand.New(rand.NewPCG(1, 2))
	for i := range *serverFaults {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			address := ledgertest.Database(t, "plain")
			o := newOffice(t, "manual", 2)
			moveTo(t, o.path("cron.yaml"), address)
			o.at("2026-03-07 02:30:00", exit.Findings, "run", "--job", "nightly")
			other := &office{t, t.TempDir()}
			if err := copyTimes(other.dir, o.dir); err != nil {
				t.Fatal(err)
			}
			if err := chmodKey(other); err != nil {
				t.Fatal(err)
			}
			statuses, talks := releaseAtOnce(t, time.Duration(offsets.IntN(300))*time.Millisecond, o, other)
			if statuses[0] == exit.Done == (statuses[1] == exit.Done) {
				t.Fatalf("releases end with %v:\n%s\n%s", statuses, talks[0], talks[1])
			}
			for k, status := range statuses {
				if status != exit.Done && status != exit.Locked && status != exit.Failed || status != exit.Done && !strings.Contains(talks[k], "reconcile: ") {
					t.Errorf("the other release ends with %d: %s", status, talks[k])
				}
			}
			list, _ := o.at("2026-03-07 10:00:00", exit.Done, "batch", "list", "--job", "nightly")
			if strings.Count(list, "\n202603079") != 1 {
				t.Errorf("two releases leave\n%s", list)
			}
		})
	}
}

// releaseAtOnce releases a proposal from two offices, from the second one after a while.
func releaseAtOnce(t *testing.T, after time.Duration, offices ...*office) (statuses [2]int, talks [2]string) {
	var both sync.WaitGroup
	for k, o := range offices {
		both.Go(func() {
			time.Sleep(time.Duration(k) * after)
			statuses[k], _, talks[k] = tryAt(t, o.dir, "2026-03-07 09:00:00", "batch", "release", "P1-1", "--by", "Wang")
		})
	}
	both.Wait()
	return statuses, talks
}

// chmodKey makes the key of an office readable by its owner alone.
func chmodKey(o *office) error { return os.Chmod(o.path("md5.key"), 0o600) }
