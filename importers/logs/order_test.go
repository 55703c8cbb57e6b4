package logs_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/logs"
)

// A tripwire is a verifier that panics over one notification.
type tripwire struct {
	alipay.MD5
	over string
}

func (w tripwire) Verify(text, sign string) error {
	if strings.Contains(text, "notify_id="+w.over+"&") {
		panic("tripped over " + w.over)
	}
	return w.MD5.Verify(text, sign)
}

// Lines come in their order on any number of cores, and the reader's error behind
// them.
func TestReadNotifyLogInOrder(t *testing.T) {
	const lines = 20_000
	log := bigLog(t, lines, md5Key(t))
	broken := errors.New("the disk is gone")
	for _, cores := range []int{1, 2, 5} {
		restore := runtime.GOMAXPROCS(cores)
		n := int64(0)
		var last error
		for line, err := range logs.ReadNotifyLog(io.MultiReader(strings.NewReader(log), iotest.ErrReader(broken)), md5Key(t)) {
			if last = err; err != nil {
				continue
			}
			if n++; line.Line != n || line.Capture.Notification.BatchNo != fmt.Sprintf("20260301%09d", n-1) {
				t.Fatalf("on %d cores line %d is %+v", cores, n, line)
			}
		}
		if n != lines || last != broken {
			t.Errorf("on %d cores: %d lines and %v, want %d and %v", cores, n, last, lines, broken)
		}
		runtime.GOMAXPROCS(restore)
	}
}

// However the reading ends, no goroutine is left: synctest fails where one is.
func TestReadNotifyLogEnds(t *testing.T) {
	const lines = 20_000
	key := md5Key(t)
	log := bigLog(t, lines, key)
	for _, c := range []struct {
		name  string
		r     io.Reader
		v     alipay.Verifier
		stop  int // lines that are wanted
		lines int
		panic string
	}{
		{"at the end", strings.NewReader(log), key, lines + 1, lines, ""},
		{"at once", strings.NewReader(log), key, 1, 1, ""},
		{"in the middle", strings.NewReader(log), key, lines / 2, lines / 2, ""},
		{"by a panic over a line", strings.NewReader(log), tripwire{key, fmt.Sprintf("%032xk%d", 5000, 5000)}, lines, 5000, "tripped over 00000000000000000000000000001388k5000"},
		{"by a panic of the reader", io.MultiReader(strings.NewReader(log[:strings.Index(log, "k100&")]), panicky{}), key, lines, 100, "no reader"},
	} {
		synctest.Test(t, func(t *testing.T) {
			got := 0
			defer func() {
				crash := recover()
				if got != c.lines || c.panic != "" && crash != any(c.panic) || c.panic == "" && crash != nil {
					t.Errorf("%s: %d lines and panic %v, want %d and %q", c.name, got, crash, c.lines, c.panic)
				}
			}()
			for _, err := range logs.ReadNotifyLog(c.r, c.v) {
				if err != nil {
					t.Errorf("%s: %v", c.name, err)
				}
				if got++; got == c.stop {
					break
				}
			}
		})
	}
}

// A panicky reader panics.
type panicky struct{}

func (panicky) Read([]byte) (int, error) { panic("no reader") }

// Lines that fill many blocks each hold up the reading of others, and are read.
func TestReadNotifyLogManyLongLines(t *testing.T) {
	line := strings.Repeat("x", 3<<20) + " " + notice(t, "n1") + "\n"
	n := 0
	for got, err := range logs.ReadNotifyLog(strings.NewReader(strings.Repeat(line+"\n", 30)), md5Key(t)) {
		if n++; err != nil || got.Line != int64(n) || (got.Verdict == files.Read) != (n%2 == 1) {
			t.Fatalf("line %d is %+v, %v", n, got, err)
		}
	}
	if n != 60 {
		t.Errorf("%d lines, want 60", n)
	}
}
