package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestCaptureInACrowd opens connections that say nothing and others that send
// their bodies by drops, again after they were closed, and asks that honest
// senders are answered and stored. There are 1,000 and 100 of them; where
// RECONCILE_LOAD is set 10,000 and 1,000, and each answer comes within a second.
func TestCaptureInACrowd(t *testing.T) {
	idle, slow, honest, long := 1_000, 100, 40, os.Getenv("RECONCILE_LOAD") != ""
	if long {
		idle, slow, honest = 10_000, 1_000, 400
	}
	dir := filepath.Join(t.TempDir(), "captured")
	p := startCapture(t, dir)
	ctx, stop := context.WithCancel(t.Context())
	address := strings.TrimSuffix(strings.TrimPrefix(p.url, "http://"), "/notify")
	crowd := []*dialers{newDialers(ctx, address, idle, 10*time.Second, ""), newDialers(ctx, address, slow, time.Second, "POST /notify HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nnotify_id=1&a=")}
	bodies, ids := make([]string, honest), make([]string, honest)
	for i := range bodies {
		ids[i] = fmt.Sprintf("n%d", i)
		bodies[i] = captureNotice(t, ids[i])
	}
	took, failed := sendAtRate(p, bodies, 20*time.Millisecond)
	stop()
	for _, d := range crowd {
		d.all.Wait()
	}
	if got := p.end(t, syscall.SIGTERM); got != 143 {
		t.Errorf("after SIGTERM capture ends with %d, want 143", got)
	}
	if failed > 0 {
		t.Fatalf("%d of %d notifications were not answered success", failed, honest)
	}
	compareCaptured(t, readFolder(t, dir), ids)
	slices.Sort(took)
	t.Logf("among %d idle and %d slow connections: p50 %v, p99 %v, longest %v", idle, slow, took[honest/2], took[honest*99/100], took[honest-1])
	if longest := took[honest-1]; long && longest > time.Second {
		t.Errorf("one was answered after %v, want a second at most", longest)
	}
}

// dialers hold connections open, each of which is opened again when it is closed.
type dialers struct{ all sync.WaitGroup }

// newDialers opens n connections, each again a pause after it was closed, sends head on each and then a drop ten times a
// second, or nothing more where there is no head. It returns when all have been
// opened once.
func newDialers(ctx context.Context, address string, n int, pause time.Duration, head string) *dialers {
	d := &dialers{}
	var opened sync.WaitGroup
	opened.Add(n)
	for range n {
		d.all.Go(func() {
			for once := opened.Done; ctx.Err() == nil; once = func() {} {
				conn, err := net.Dial("tcp", address)
				once()
				if err == nil {
					dribble(ctx, conn, head)
				}
				wait(ctx, pause) // an attacker's host has limits, too
			}
		})
	}
	opened.Wait()
	return d
}

// dribble holds a connection open until it is closed.
func dribble(ctx context.Context, conn net.Conn, head string) {
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if head == "" {
		_, _ = conn.Read(make([]byte, 1))
		return
	}
	for drop := head; ctx.Err() == nil; drop = "x" {
		if _, err := conn.Write([]byte(drop)); err != nil {
			return
		}
		wait(ctx, 100*time.Millisecond)
	}
}

// wait waits for a time or the end of ctx.
func wait(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
