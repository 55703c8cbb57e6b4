package tables

import (
	"bufio"
	"bytes"
	"io"
)

// window is what was read and not yet consumed, from the beginning of a line on.
func (rr *Reader) window() []byte { return rr.win[rr.off:] }

func (rr *Reader) consume(n int) {
	rr.line += int64(bytes.Count(rr.window()[:n], []byte{'\n'}))
	rr.off += n
}

// lineEnd returns where the line ends that begins at from, both in the window.
// It stops reading at a line that is too long. Errors: io.EOF where no line
// begins, and what the reader returns.
func (rr *Reader) lineEnd(from int) (int, error) {
	for at := from; ; {
		if i := bytes.IndexByte(rr.window()[at:], '\n'); i >= 0 {
			return at + i + 1, nil
		}
		at = len(rr.window())
		if at-from > maxRecord || rr.eof && at > from {
			return at, nil
		}
		if rr.eof {
			return 0, io.EOF
		}
		if err := rr.fill(); err != nil {
			return 0, err
		}
	}
}

// fill reads on. What was consumed makes room first, which invalidates the raw
// bytes of earlier records.
func (rr *Reader) fill() error {
	if rr.off > 0 {
		rr.win = rr.win[:copy(rr.win, rr.window())]
		rr.off = 0
	}
	chunk, err := rr.r.ReadSlice('\n')
	rr.win = append(rr.win, chunk...)
	if rr.eof = err == io.EOF; rr.eof || err == bufio.ErrBufferFull {
		return nil
	}
	return err
}

// skipLine consumes the first line, whose first n bytes are in the window,
// without holding the rest of it.
func (rr *Reader) skipLine(n int) error {
	whole := rr.window()[n-1] == '\n'
	rr.consume(n)
	if whole {
		return nil
	}
	rr.line++
	for !rr.eof {
		_, err := rr.r.ReadSlice('\n')
		if rr.eof = err == io.EOF; err == nil || err != io.EOF && err != bufio.ErrBufferFull {
			return err
		}
	}
	return nil
}
