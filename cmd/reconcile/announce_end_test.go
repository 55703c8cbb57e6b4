package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
	"reconcile/cmd/reconcile/internal/runner"
)

// nightConfig is the beginning of a configuration with one account and one job.
const nightConfig = `ledger: var/ledger.db
accounts:
  demo:
    partner: "2088101008267254"
    seller_email: Jier1105@alitest.com
    notify_url: https://pay.example.com/refunds
    charset: GBK
    sign_type: MD5
    md5_key: { file: md5.key }
jobs:
  nightly:
    account: demo
    notify: ["notify/*"]
    orders: ["orders/*"]
`

// endConfig announces each run to a webhook and a health check.
const endConfig = nightConfig + `    output: out
    notify_on: failure
    webhooks: [{ url: { env: HOOK } }]
    ping: { url: { env: HOOK } }
`

// A panicky writer is like a fault of the program.
type panicky struct{}

func (panicky) Write([]byte) (int, error) { panic("no more paper") }

// endedRun makes a run of a clean case that change makes end otherwise, and
// returns its exit status and what the addresses were told.
func endedRun(t *testing.T, stdout io.Writer, change func(p *program, cancel context.CancelCauseFunc)) (int, string) {
	t.Helper()
	var one sync.Mutex
	var told bytes.Buffer
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		one.Lock()
		defer one.Unlock()
		told.WriteString(r.URL.Path + " " + string(body) + "\n")
	}))
	dir := t.TempDir()
	if err := copyCase("clean", dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "cron.yaml"), []byte(endConfig), 0o600); err != nil {
		t.Fatal(err)
	}
	getenv := func(name string) string { return map[string]string{"HOOK": server.URL}[name] }
	p := newProgram(getenv, stdout, io.Discard)
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	change(p, cancel)
	exit := p.run(ctx, []string{"run", "--config", filepath.Join(dir, "cron.yaml"), "--as-of", "2026-03-07 02:30:00"})
	server.Close()
	return exit, told.String()
}

// cutOff ends the run's context once the run has begun, with a cause.
func cutOff(cause error) func(p *program, cancel context.CancelCauseFunc) {
	return func(p *program, cancel context.CancelCauseFunc) {
		var calls atomic.Int32
		p.Now = func() time.Time {
			if calls.Add(1) == 2 {
				cancel(cause)
			}
			return time.Date(2026, 3, 7, 2, 30, 0, 0, time.UTC)
		}
	}
}

// TestEndings asks that a panic and a time-out are announced as failures, and
// that what a signal cut off is not.
func TestEndings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stdout io.Writer
		change func(p *program, cancel context.CancelCauseFunc)
		exit   int
		told   []string
		not    string
	}{
		"clean":    {io.Discard, func(*program, context.CancelCauseFunc) {}, exit.Done, []string{"/start \n", "/ [✓ CLEAN] nightly"}, "/fail"},
		"panic":    {panicky{}, func(*program, context.CancelCauseFunc) {}, exit.Failed, []string{"/fail [FAILED] nightly", `"cause":"internal error: no more paper"`}, "CLEAN"},
		"time-out": {io.Discard, cutOff(runner.TimedOut(time.Hour)), exit.Failed, []string{"/fail [FAILED] nightly", `"cause":"stopped, because it took longer than its timeout of 1h0m0s"`}, "CLEAN"},
		"signal":   {io.Discard, cutOff(exit.Signal{Number: syscall.SIGTERM}), exit.Interrupted + int(syscall.SIGTERM), nil, "[FAILED]"},
	} {
		exit, told := endedRun(t, c.stdout, c.change)
		if exit != c.exit {
			t.Errorf("%s: exit status %d, want %d", name, exit, c.exit)
		}
		for _, want := range c.told {
			if !strings.Contains(told, want) {
				t.Errorf("%s: %q was not told: %s", name, want, told)
			}
		}
		if strings.Contains(told, c.not) {
			t.Errorf("%s: %q was told: %s", name, c.not, told)
		}
	}
}
