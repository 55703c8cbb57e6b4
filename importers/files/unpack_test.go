package files_test

import (
	"io"
	"math"
	"testing"

	"reconcile/importers/files"
)

// free is an endless stream that costs nothing.
type free struct{}

func (free) Read(p []byte) (int, error) { return len(p), nil }

func TestLimitReader(t *testing.T) {
	for _, c := range []struct {
		packed, least, most int64
		want                string
	}{
		{1 << 10, 63 << 20, 65 << 20, "unpacks to more than 500 times its size: a zip bomb"},
		{1 << 20, 499 << 20, 502 << 20, "unpacks to more than 500 times its size: a zip bomb"},
		{math.MaxInt64, 64<<30 - 1<<20, 64 << 30, "unpacks to more than 64 GiB: split it"},
	} {
		buf := make([]byte, 1<<20)
		n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, files.NewLimitReader(free{}, c.packed), buf)
		if err == nil || err.Error() != c.want || n < c.least || n > c.most {
			t.Errorf("a limit over %d bytes let %d through and said %v, want %d to %d and %s", c.packed, n, err, c.least, c.most, c.want)
		}
	}
}

// blank is an endless stream of blank lines.
type blank struct{}

func (blank) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '\n'
	}
	return len(p), nil
}

// TestLimitReaderOfLines asks that blank lines are refused that pack to next to nothing.
func TestLimitReaderOfLines(t *testing.T) {
	const want = "unpacks to more lines than it has bytes: a zip bomb"
	for _, c := range []struct{ packed, lines int64 }{{1 << 10, 1 << 20}, {2 << 20, 2 << 20}} {
		buf := make([]byte, 1<<10)
		n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, files.NewLimitReader(blank{}, c.packed), buf)
		if err == nil || err.Error() != want || n < c.lines || n > c.lines+2<<10 {
			t.Errorf("a limit over %d bytes let %d lines through and said %v, want %d and %s", c.packed, n, err, c.lines, want)
		}
	}
}
