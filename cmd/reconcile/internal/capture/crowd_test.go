package capture

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestCrowd asks that those who say nothing, or only a part, are closed for the
// ones who come later, the oldest first, and that those who were answered hold up
// nobody.
func TestCrowd(t *testing.T) {
	whole := request("POST", "/notify", "", "notify_id=1")
	for name, part := range map[string]string{"idle": "", "slow header": whole[:20], "slow body": whole[:len(whole)-1]} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newTestServer(t)
				start := time.Now()
				conns := make([]net.Conn, 2*maxConnections)
				for i := range conns {
					conns[i] = s.dial()
					if _, err := io.WriteString(conns[i], part); err != nil {
						t.Fatalf("the newest connection is closed: %v", err)
					}
					if i%100 == 0 {
						compareAnswer(t, exchange(t, s.dial(), whole), http.StatusOK)
					}
				}
				synctest.Wait()
				if took := time.Since(start); took > 3*time.Second || took > 0 && name != "slow body" {
					t.Errorf("%d honest senders waited %v, want less", 2*maxConnections/100+1, took)
				}
				if n := openOf(conns[:maxConnections-20]); n > 0 {
					t.Errorf("%d of the oldest connections are open", n)
				}
				// Which of several that come at the same moment is the oldest is not said.
				if n := openOf(conns[len(conns)-maxBodies/2:]); n != maxBodies/2 {
					t.Errorf("%d of the newest connections are open, want %d", n, maxBodies/2)
				}
				for _, c := range conns {
					_ = c.Close()
				}
				s.stop(nil)
				<-s.ended
			})
		})
	}
}

// openOf is how many connections the other side has not closed.
func openOf(conns []net.Conn) (n int) {
	for _, c := range conns {
		_ = c.SetReadDeadline(time.Now().Add(time.Nanosecond))
		if _, err := c.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
			n++
		}
	}
	return n
}

// TestCrowdKeepsWhatHasCome asks that a notification that has come whole is not
// closed for others, however long the disk takes, and is answered.
func TestCrowdKeepsWhatHasCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t)
		s.disk.gate = make(chan struct{})
		first := s.dial()
		if _, err := io.WriteString(first, request("POST", "/notify", "", "notify_id=1")); err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // it is in its sync
		conns := make([]net.Conn, maxConnections+1)
		for i := range conns {
			conns[i] = s.dial()
		}
		synctest.Wait()
		s.disk.gate <- struct{}{}
		if got, err := io.ReadAll(first); err != nil || !strings.HasSuffix(string(got), "success") {
			t.Errorf("answered %q, %v", got, err)
		}
		if got := s.counts.closed.Load(); got != 2 {
			t.Errorf("%d connections were closed for others, want 2", got)
		}
		for _, c := range conns {
			_ = c.Close()
		}
		s.stop(nil)
		<-s.ended
	})
}

// TestNoDescriptor asks that where the system has no descriptor for one more, the
// oldest one that is idle is closed for it, and nobody waits.
func TestNoDescriptor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t)
		old, start := []net.Conn{s.dial(), s.dial()}, time.Now()
		synctest.Wait()
		s.full <- struct{}{}
		compareAnswer(t, exchange(t, s.dial(), request("POST", "/notify", "", "notify_id=1")), http.StatusOK)
		if took := time.Since(start); took > 0 || openOf(old) != 1 || openOf(old[:1]) != 0 {
			t.Errorf("after %v %d of the old ones are open, want the newer one at once", took, openOf(old))
		}
		for _, c := range old {
			_ = c.Close()
		}
		s.stop(nil)
		<-s.ended
	})
}

// TestHungDisk asks that a disk that does not answer holds up a bounded number of
// those who send or ask for the health, though more and more come.
func TestHungDisk(t *testing.T) {
	for name, sent := range map[string]string{"notifications": request("POST", "/notify", "", "notify_id=1"), "health": request("GET", HealthPath, "", "")} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newTestServer(t)
				s.disk.gate = make(chan struct{})
				conns := make([]net.Conn, 2*maxConnections)
				for i := range conns {
					conns[i] = s.dial()
					_, _ = io.WriteString(conns[i], sent) // one that is closed at once is bounded, too
				}
				synctest.Wait()
				if n := openOf(conns); n > maxConnections {
					t.Errorf("%d connections are open, want %d at most", n, maxConnections)
				}
				buf := make([]byte, 16<<20)
				if n := strings.Count(string(buf[:runtime.Stack(buf, true)]), "(*Receiver).ServeHTTP("); n > maxConnections+maxBodies {
					// One that has its room as its connection is closed for another is held beside those that are open.
					t.Errorf("%d requests are held, want %d at most", n, maxConnections+maxBodies)
				}
				close(s.disk.gate)
				for _, c := range conns {
					_ = c.Close()
				}
				s.stop(nil)
				<-s.ended
			})
		})
	}
}
