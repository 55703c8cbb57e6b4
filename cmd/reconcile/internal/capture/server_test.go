package capture

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// A pipeListener hands over ends of pipes, so that the time in a test of
// time-outs need not pass.
type pipeListener struct {
	conns chan net.Conn
	full  chan struct{} // makes it fail for want of descriptors
	done  chan struct{}
	once  sync.Once
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.full:
		return nil, &net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", syscall.EMFILE)}
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error { l.once.Do(func() { close(l.done) }); return nil }

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

// dial returns the sender's end of a connection.
func (l *pipeListener) dial() net.Conn {
	near, far := net.Pipe()
	l.conns <- far
	return near
}

// A testServer is a receiver over pipes that stores on a fake disk.
type testServer struct {
	*pipeListener
	disk  *fakeDisk
	stop  context.CancelCauseFunc
	ended chan error
	*Receiver
}

// newTestServer begins to serve; within synctest alone.
func newTestServer(t *testing.T) *testServer {
	ctx, stop := context.WithCancelCause(t.Context())
	s := &testServer{&pipeListener{conns: make(chan net.Conn), full: make(chan struct{}), done: make(chan struct{})}, newFakeDisk(), stop, make(chan error, 1), nil}
	c := openFake(t, s.disk, time.Now, io.Discard)
	s.Receiver = &Receiver{Store: c, Path: "/notify", Log: slog.New(slog.DiscardHandler)}
	go func() {
		err := Serve(ctx, s.pipeListener, s.Receiver, c.Broken)
		if err := c.Close(); err != nil {
			t.Log(err) // before the test may end
		}
		s.ended <- err
	}()
	return s
}

// lines is how many notifications are synced.
func (s *testServer) lines() int {
	n := 0
	for _, text := range s.disk.synced {
		n += strings.Count(text, "\n")
	}
	return n
}

// request is a request as it is sent.
func request(method, target, headers, body string) string {
	return fmt.Sprintf("%s %s HTTP/1.1\r\nHost: shop.example\r\n%sContent-Length: %d\r\n\r\n%s", method, target, headers, len(body), body)
}

// TestCaptureAnswers asks for the whole of what is answered: head, body, and
// what the disk holds then.
func TestCaptureAnswers(t *testing.T) {
	const malformed = "Content-Type: application/x-www-form-urlencoded; text/html; charset=utf-8\r\n"
	body := "batch_no=20261115458193492932&notify_id=n1&notify_type=batch_refund_notify"
	long := "notify_id=1&a=" + strings.Repeat("x", maxBody)
	for _, c := range []struct {
		name, request string
		status        int
		stored        int
	}{
		{"as Alipay sends it", request("POST", "/notify", malformed, body), 200, 1},
		{"form", request("POST", "/notify", "Content-Type: application/x-www-form-urlencoded\r\n", body), 200, 1},
		{"text", request("POST", "/notify", "Content-Type: text/html\r\n", body), 200, 1},
		{"no type", request("POST", "/notify", "", body), 200, 1},
		{"empty type", request("POST", "/notify", "Content-Type:\r\n", body), 200, 1},
		{"parameters of the merchant", request("POST", "/notify?shop=7", "", body), 200, 1},
		{"chunks", "POST /notify HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nnotify_id=1\r\n0\r\n\r\n", 200, 1},
		{"forged", request("POST", "/notify", "", "notify_id=1"), 200, 1},
		{"just short enough", request("POST", "/notify", "", long[:maxBody]), 200, 1},
		{"too long", request("POST", "/notify", "", long[:maxBody+1]), 413, 0},
		{"no notification", request("POST", "/notify", "", "hello"), 400, 0},
		{"nothing", request("POST", "/notify", "", ""), 400, 0},
		{"GET", request("GET", "/notify?"+body, "", ""), 405, 0},
		{"PUT", request("PUT", "/notify", "", body), 405, 0},
		{"another path", request("POST", "/notify/", "", body), 404, 0},
		{"header that fits", request("POST", "/notify", "X: "+strings.Repeat("x", maxHeader-200)+"\r\n", body), 200, 1},
		{"header that does not", request("POST", "/notify", "X: "+strings.Repeat("x", maxHeader)+"\r\n", body), 431, 0},
		{"no HTTP", "notify_id=1\r\n\r\n", 400, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newTestServer(t)
				got := exchange(t, s.dial(), c.request)
				compareAnswer(t, got, c.status)
				if s.lines() != c.stored {
					t.Errorf("%d lines are stored, want %d", s.lines(), c.stored)
				}
				s.stop(nil)
				<-s.ended
			})
		})
	}
}

// exchange sends a request and returns all that is answered until the server
// hangs up, to the byte, but for its date.
func exchange(t *testing.T, conn net.Conn, request string) string {
	t.Helper()
	go func() { _, _ = io.WriteString(conn, request) }() // one that is refused is not read to its end
	got, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	return regexp.MustCompile(`Date: [^\r]*\r\n`).ReplaceAllString(string(got), "")
}

// compareAnswer asks for the whole of a good answer, and that no other one could
// be taken for it.
func compareAnswer(t *testing.T, got string, status int) {
	t.Helper()
	want := "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 7\r\nConnection: close\r\n\r\nsuccess"
	if status == http.StatusOK {
		if got != want {
			t.Errorf("the answer is\n%q, want\n%q", got, want)
		}
		return
	}
	if head := fmt.Sprintf("HTTP/1.1 %d ", status); !strings.HasPrefix(got, head) || strings.Contains(got, "success") {
		t.Errorf("the answer is\n%q, want %q and no success", got, head)
	}
	if allow := strings.Contains(got, "Allow: POST"); allow != (status == http.StatusMethodNotAllowed) {
		t.Errorf("the answer allows POST: %v\n%s", allow, got)
	}
}

// unset is an environment without variables.
func unset(string) string { return "" }
