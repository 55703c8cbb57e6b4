package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
)

// TestInterruptedRun asks that a run that is told to stop publishes nothing,
// ends with 128 plus the signal, and is made whole by the next one.
func TestInterruptedRun(t *testing.T) {
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		dir := t.TempDir()
		if err := copyCase("clean", dir); err != nil {
			t.Fatal(err)
		}
		config := filepath.Join(dir, "cron.yaml")
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(exit.Signal{Number: signal})
		var stdout, stderr bytes.Buffer
		if got := run(ctx, []string{"run", "--config", config}, noEnv, &stdout, &stderr); got != want {
			t.Errorf("after %v the run ends with %d, want %d: %s", signal, got, want, &stderr)
		}
		if stdout.Len() > 0 || !strings.Contains(stderr.String(), "interrupted") {
			t.Errorf("after %v the run says %q and %q", signal, &stdout, &stderr)
		}
		if _, err := os.Stat(filepath.Join(dir, "out/nightly/latest")); err == nil {
			t.Errorf("after %v the run published something", signal)
		}
		if got := run(t.Context(), []string{"run", "-q", "--config", config, "--as-of", "2026-03-07 02:30"}, noEnv, &stdout, &stderr); got != exit.Done {
			t.Errorf("the run after %v ends with %d: %s", signal, got, &stderr)
		}
	}
}

// TestInterruptedWhile asks that a run that is told to stop says at what it was, and that
// the next one goes on.
func TestInterruptedWhile(t *testing.T) {
	dir := t.TempDir()
	if err := copyCase("clean", dir); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "cron.yaml")
	for _, stage := range []string{"reading 6 files", "writing the report of run 1"} {
		want := "reconcile: interrupted while " + stage + "; nothing is lost, reconcile run --config " + config + " goes on from here\n"
		ctx, cancel := context.WithCancelCause(t.Context())
		var stdout bytes.Buffer
		stderr := &stopper{at: []byte(stage), stop: func() { cancel(exit.Signal{Number: syscall.SIGINT}) }}
		if got := run(ctx, []string{"run", "--config", config, "--as-of", "2026-03-07 02:30"}, noEnv, &stdout, stderr); got != 130 {
			t.Errorf("stopped while %s the run ends with %d: %s", stage, got, &stderr.said)
		}
		if !strings.HasSuffix(stderr.said.String(), "\n"+want) {
			t.Errorf("stopped while %s the run says\n%swant at its end\n%s", stage, &stderr.said, want)
		}
	}
}

// A stopper stops a run once its log says something.
type stopper struct {
	said bytes.Buffer
	at   []byte
	stop func()
}

func (s *stopper) Write(text []byte) (int, error) {
	if bytes.Contains(text, s.at) {
		s.stop()
	}
	return s.said.Write(text)
}

var killedMoments = flag.Int("killed", 6, "the moments at which TestKilledRun kills a night; 500 for some minutes")

// TestKilledRun kills the real program at moments spread over its run, and asks
// that the run after it leaves the findings, corrections and batches of one
// that nothing disturbed.
func TestKilledRun(t *testing.T) {
	skipShort(t)
	moments := *killedMoments
	calm := t.TempDir()
	start := time.Now()
	runToEnd(t, calm)
	length := time.Since(start)
	want := nightOf(t, calm)
	for i := range moments {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			cmd := small(t, dir)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			kill := time.AfterFunc(length*time.Duration(i+1)/time.Duration(moments), func() { _ = cmd.Process.Kill() })
			_ = cmd.Wait() // killed, or done before that
			kill.Stop()
			runToEnd(t, dir)
			nightOf(t, dir).compare(t, want)
		})
	}
}

// issuedBatch finds the batches of a journal.
var issuedBatch = regexp.MustCompile(`"batch_no":"(\d+)"`)

// A night is what the first run on the case small leaves.
type night struct {
	outcome
	batches map[string]string
	issued  []string // the batches that the journal says were issued, each time that it does
}

func nightOf(t *testing.T, dir string) night {
	t.Helper()
	n := night{outcome: readOutcome(t, filepath.Join(dir, "out/nightly/2026-03-07-r1")), batches: readBatches(t, dir)}
	journal, err := os.ReadFile(filepath.Join(dir, "out/issued.journal"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range issuedBatch.FindAllStringSubmatch(string(journal), -1) {
		n.issued = append(n.issued, m[1])
	}
	return n
}

// compare asks that a night which was disturbed leaves what another one did.
func (n night) compare(t *testing.T, want night) {
	t.Helper()
	compareSets(t, "finding", printAll(n.findings, printFinding), printAll(want.findings, printFinding))
	compareSets(t, "correction", printAll(n.corrections, printCorrection), printAll(want.corrections, printCorrection))
	if !reflect.DeepEqual(n.batches, want.batches) {
		t.Errorf("batches of the first run differ from the undisturbed ones:\n%v\nwant\n%v", n.batches, want.batches)
	}
	if !slices.Equal(n.issued, want.issued) {
		t.Errorf("the journal says that %v were issued, want %v", n.issued, want.issued)
	}
}

// small is the program on the case small in dir.
func small(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	if _, err := os.Stat(filepath.Join(dir, "cron.yaml")); err != nil {
		if err := copyCase("small", dir); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("reconcile", "run", "-q", "--as-of", "2026-03-07 02:30:00")
	cmd.Dir = dir
	return cmd
}

// runToEnd runs the program on the case small in dir, undisturbed.
func runToEnd(t *testing.T, dir string) {
	t.Helper()
	text, err := small(t, dir).CombinedOutput()
	if ended, ok := err.(*exec.ExitError); !ok || ended.ExitCode() != exit.Incomplete {
		t.Fatalf("run: %v\n%s", err, text)
	}
}

// readBatches reads the batch files of the first run.
func readBatches(t *testing.T, dir string) map[string]string {
	t.Helper()
	batches := map[string]string{}
	paths, err := filepath.Glob(filepath.Join(dir, "out/nightly/2026-03-07-r1/batches/*"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no batch in %s: %v", dir, err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		batches[filepath.Base(path)] = string(text)
	}
	return batches
}

// TestVoidTooEarly asks that a batch of today cannot be voided: an open page
// can still be confirmed.
func TestVoidTooEarly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	runToEnd(t, dir)
	var stdout, stderr bytes.Buffer
	p := newProgram(noEnv, &stdout, &stderr)
	p.config = filepath.Join(dir, "cron.yaml")
	p.Now = func() time.Time { return time.Date(2026, 3, 8, 3, 59, 59, 0, time.UTC) } // 11:59:59 in Shanghai
	say := &saying{p: p, command: "batch void", saySettings: saySettings{by: "Li", evidence: "asked Alipay"}}
	err := voidBatch(t.Context(), say, "20260307900001")
	p.Report(err)
	if runner.StatusOf(t.Context(), err) != exit.Failed || !strings.Contains(stderr.String(), "hint: an open page can still be confirmed until then") {
		t.Errorf("void before the end of the day + 12 h: %v\n%s", err, &stderr)
	}
	p.Now = func() time.Time { return time.Date(2026, 3, 8, 4, 0, 0, 0, time.UTC) }
	if err := voidBatch(t.Context(), say, "20260307900001"); err != nil {
		t.Errorf("void at the end of the day + 12 h: %v", err)
	}
}
