package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
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
	p := &captureProcess{Cmd: exec.Command("reconcile", "capture", "--listen", "127.0.0.1:0", "--dir", dir, "--min-free", "0")}
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

// post sends one notification and reports whether it was answered success.
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
