package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
)

// TestKilledCapture kills the program at random moments under load, starts it
// again on the same folder, and asks in the end that each notification that was
// answered success is in the logs, whole and once.
func TestKilledCapture(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	dir := filepath.Join(t.TempDir(), "captured")
	var answered []string
	for round := range 20 {
		p := startCapture(t, dir)
		kill := time.AfterFunc(time.Duration(rng.Int64N(int64(150*time.Millisecond))), func() { _ = p.Process.Kill() })
		answered = append(answered, hammer(t, p, fmt.Sprintf("r%d", round))...)
		kill.Stop()
		_ = p.Wait() // killed
	}
	t.Logf("%d notifications were answered success", len(answered))
	if len(answered) < 20 {
		t.Errorf("only %d notifications were answered in 20 rounds: no load", len(answered))
	}
	compareCaptured(t, readFolder(t, dir), answered)
}

// hammer posts from several senders at once until the program is gone, and
// returns the ids that were answered success.
func hammer(t *testing.T, p *captureProcess, round string) []string {
	t.Helper()
	var mu sync.Mutex
	var answered []string
	var senders sync.WaitGroup
	for sender := range 8 {
		senders.Go(func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%ss%dn%d", round, sender, i)
				if !p.post(captureNotice(t, id)) {
					return
				}
				mu.Lock()
				answered = append(answered, id)
				mu.Unlock()
			}
		})
	}
	senders.Wait()
	return answered
}

// TestCaptureFeedsARun captures the notifications of the clean case and runs the
// program on what was captured instead of the merchant's logs: it is as clean.
// A log in which nothing is captured yet is no gap.
func TestCaptureFeedsARun(t *testing.T) {
	home := t.TempDir()
	if err := copyCase("clean", home); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(home, "cron.yaml")
	text := strings.Replace(readFile(t, config), `["notify/*"]`, `["captured/*.jsonl"]`, 1)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	args := []string{"run", "--config", config, "--as-of", "2026-03-07 02:30"}
	p := startCapture(t, filepath.Join(home, "captured"))
	if got := run(t.Context(), args, noEnv, &stdout, &stderr); got != exit.Findings {
		t.Errorf("before any notification the run ends with %d, want %d:\n%s%s", got, exit.Findings, &stdout, &stderr)
	}
	for _, body := range caseBodies(t, home) {
		if !p.post(body) {
			t.Errorf("not answered success: %s", body)
		}
	}
	if got := p.end(t, syscall.SIGINT); got != 130 {
		t.Errorf("after SIGINT capture ends with %d, want 130", got)
	}
	stdout.Reset()
	stderr.Reset()
	if got := run(t.Context(), args, noEnv, &stdout, &stderr); got != exit.Done {
		t.Errorf("the run on what was captured ends with %d:\n%s%s", got, &stdout, &stderr)
	}
}

// caseBodies are the bodies of the notifications in the logs of a case.
func caseBodies(t *testing.T, home string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(home, "notify/*"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no log in %s: %v", home, err)
	}
	var bodies []string
	for _, path := range paths {
		for _, body := range regexp.MustCompile(`[a-z_]+=[^\s"'?]*notify_id=[^\s"']*|notify_id=[^\s"']*`).FindAllString(unpacked(t, path), -1) {
			bodies = append(bodies, strings.TrimPrefix(body, "body="))
		}
	}
	return bodies
}
