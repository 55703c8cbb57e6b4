package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A captureProcess is the real program, capturing into a folder.
type captureProcess struct {
	*exec.Cmd
	url    string
	talk   *bufio.Reader
	client *http.Client
}

// startCapture starts the program on a free port of loopback and waits until it
// captures.
func startCapture(t *testing.T, dir string) *captureProcess {
	t.Helper()
	p := &captureProcess{Cmd: exec.Command("reconcile", "capture", "--listen", "127.0.0.1:0", "--dir", dir)}
	p.client = &http.Client{Transport: &http.Transport{}}
	talk, err := p.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() }) // it has ended already where all went well
	p.talk = bufio.NewReader(talk)
	line, err := p.talk.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address := regexp.MustCompile(`capturing address=(\S+)`).FindStringSubmatch(line)
	if address == nil {
		t.Fatalf("capture says %q", line)
	}
	p.url = "http://" + address[1] + "/notify"
	return p
}

// post sends one notification and tells whether it was answered success.
func (p *captureProcess) post(body string) bool {
	res, err := p.client.Post(p.url, "application/x-www-form-urlencoded; text/html; charset=utf-8", strings.NewReader(body))
	if err != nil {
		return false
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return err == nil && res.StatusCode == http.StatusOK && string(text) == "success"
}

// end tells the program to stop and returns its exit status.
func (p *captureProcess) end(t *testing.T, signal syscall.Signal) int {
	t.Helper()
	if err := p.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, p.talk); err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := p.Wait(); !errors.As(err, &exit) {
		t.Fatalf("capture ended with %v", err)
	}
	p.client.CloseIdleConnections()
	return exit.ExitCode()
}

// readFolder returns the logs of a folder, one after the other.
func readFolder(t *testing.T, dir string) string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no log in %s: %v", dir, err)
	}
	var b strings.Builder
	for _, path := range paths {
		b.WriteString(readFile(t, path))
	}
	return b.String()
}

// TestCaptureUnderLoad sends 200 notifications a second to the program, each at
// its time, however long the ones before it take, and asks that each is
// answered and stored. It sends for 2 seconds, and for as long as RECONCILE_LOAD
// says; then it asks also that 99 % are answered within 20 ms:
//
//	RECONCILE_LOAD=1m go test ./cmd/reconcile -run TestCaptureUnderLoad -v
func TestCaptureUnderLoad(t *testing.T) {
	length, long := 2*time.Second, false
	if s := os.Getenv("RECONCILE_LOAD"); s != "" {
		var err error
		if length, err = time.ParseDuration(s); err != nil {
			t.Fatal(err)
		}
		long = true
	}
	bodies := make([]string, int(length/(5*time.Millisecond)))
	ids := make([]string, len(bodies))
	for i := range bodies {
		ids[i] = fmt.Sprintf("n%d", i)
		bodies[i] = captureNotice(t, ids[i])
	}
	dir := filepath.Join(t.TempDir(), "captured")
	p := startCapture(t, dir)
	took, failed := sendAtRate(p, bodies, 5*time.Millisecond)
	if got := p.end(t, syscall.SIGTERM); got != 143 {
		t.Errorf("after SIGTERM capture ends with %d, want 143", got)
	}
	if failed > 0 {
		t.Errorf("%d of %d notifications were not answered success", failed, len(bodies))
	}
	compareCaptured(t, readFolder(t, dir), ids)
	slices.Sort(took)
	p50, p99 := took[len(took)/2], took[len(took)*99/100]
	t.Logf("%d notifications at 200 a second: p50 %v, p99 %v, longest %v", len(took), p50, p99, took[len(took)-1])
	if long && p99 > 20*time.Millisecond {
		t.Errorf("p99 is %v, want 20ms at most", p99)
	}
}

// sendAtRate posts one body at each tick, and returns how long each took from
// its tick on, and how many were not answered success.
func sendAtRate(p *captureProcess, bodies []string, tick time.Duration) (took []time.Duration, failed int) {
	took = make([]time.Duration, len(bodies))
	good := make([]bool, len(bodies))
	var senders sync.WaitGroup
	start := time.Now()
	for i, body := range bodies {
		at := start.Add(time.Duration(i) * tick)
		<-time.After(time.Until(at))
		senders.Go(func() {
			good[i] = p.post(body)
			took[i] = time.Since(at)
		})
	}
	senders.Wait()
	for _, ok := range good {
		if !ok {
			failed++
		}
	}
	return took, failed
}

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
	if got := run(t.Context(), args, noEnv, &stdout, &stderr); got != exitFindings {
		t.Errorf("before any notification the run ends with %d, want %d:\n%s%s", got, exitFindings, &stdout, &stderr)
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
	if got := run(t.Context(), args, noEnv, &stdout, &stderr); got != exitDone {
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
		bodies = append(bodies, regexp.MustCompile(`[a-z_]+=[^\s"'?]*notify_id=[^\s"']*|notify_id=[^\s"']*`).FindAllString(readFile(t, path), -1)...)
	}
	return bodies
}
