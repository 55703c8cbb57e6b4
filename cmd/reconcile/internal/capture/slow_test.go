package capture

import (
	"io"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"reconcile/cmd/reconcile/internal/exit"
)

// TestSlowSenders asks that each is let go in its time, without a success that
// it has not earned.
func TestSlowSenders(t *testing.T) {
	whole := request("POST", "/notify", "", "notify_id=1")
	for _, c := range []struct {
		name, sends string
		then        string // each second
		want        time.Duration
		stored      int
	}{
		{"says nothing", "", "", headerTime, 0},
		{"half a header", whole[:20], "", headerTime, 0},
		{"a header by drops", "POST /notify HTTP/1.1\r\n", "A: b\r\n", headerTime, 0},
		{"half a body", whole[:len(whole)-1], "", readTime, 0},
		{"a body by drops", strings.TrimSuffix(request("POST", "/notify", "", strings.Repeat("x", 20)), "xxxxxxxxxxxxxxxxxxxx"), "x", readTime, 0},
		{"nothing more after an answer", whole, "", 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newTestServer(t)
				conn, start := s.dial(), time.Now()
				var sender sync.WaitGroup
				sender.Go(func() {
					_, err := io.WriteString(conn, c.sends)
					for ; err == nil && c.then != ""; time.Sleep(time.Second) {
						_, err = io.WriteString(conn, c.then)
					}
				})
				got, err := io.ReadAll(conn)
				if took := time.Since(start); err != nil || took < c.want || took > c.want+time.Second {
					t.Errorf("let go after %v, %v, want %v", took, err, c.want)
				}
				if strings.Count(string(got), "success") != c.stored || s.lines() != c.stored {
					t.Errorf("%d lines stored, answer\n%s", s.lines(), got)
				}
				_ = conn.Close()
				sender.Wait()
				s.stop(nil)
				<-s.ended
			})
		})
	}
}

// TestSenderThatDoesNotListen asks that one who does not read the answer is let
// go too, and that what it sent stays stored: it will send it again.
func TestSenderThatDoesNotListen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t)
		conn := s.dial()
		if _, err := io.WriteString(conn, request("POST", "/notify", "", "notify_id=1")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(writeTime + time.Second)
		if got, err := io.ReadAll(conn); err != nil || len(got) > 0 {
			t.Errorf("after %v there is still an answer: %q, %v", writeTime, got, err)
		}
		if s.lines() != 1 {
			t.Errorf("%d lines are stored, want 1", s.lines())
		}
		s.stop(nil)
		<-s.ended
	})
}

// TestGracefulStop asks that what has begun is finished, that nothing new
// begins, and that a sender that does not go on holds up nobody for long.
func TestGracefulStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t)
		whole := request("POST", "/notify", "", "notify_id=1")
		begun, stuck := s.dial(), s.dial()
		for _, conn := range []net.Conn{begun, stuck} {
			if _, err := io.WriteString(conn, whole[:len(whole)-1]); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		start := time.Now()
		s.stop(exit.Signal{Number: syscall.SIGTERM})
		synctest.Wait()
		select {
		case <-s.done:
		default:
			t.Error("after the signal the listener is still open")
		}
		got := exchange(t, begun, whole[len(whole)-1:])
		if !strings.HasSuffix(got, "\r\n\r\nsuccess") || s.lines() != 1 {
			t.Errorf("what had begun is answered\n%s, with %d lines stored", got, s.lines())
		}
		answer, err := io.ReadAll(stuck)
		if err != nil || strings.Contains(string(answer), "success") {
			t.Errorf("half a notification is answered\n%s, %v", answer, err)
		}
		if err := <-s.ended; err != (exit.Signal{Number: syscall.SIGTERM}) {
			t.Errorf("the end is %v, want the interruption", err)
		}
		if took := time.Since(start); took > readTime+time.Second {
			t.Errorf("the end came after %v, want %v at most", took, readTime+time.Second)
		}
	})
}

// TestServerEndsWhenTheDiskFails asks that a sync that fails ends the server,
// without a success.
func TestServerEndsWhenTheDiskFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newTestServer(t)
		s.disk.syncFault = syscall.EIO
		got := exchange(t, s.dial(), request("POST", "/notify", "", "notify_id=1"))
		if !strings.HasPrefix(got, "HTTP/1.1 500 ") || !strings.HasSuffix(got, "\r\n\r\nnot stored\n") {
			t.Errorf("a sync that failed is answered\n%s", got)
		}
		if err := <-s.ended; err != nil {
			t.Errorf("the server ended with %v; the store tells the fault", err)
		}
	})
}
