package importers

import (
	"io"
	"strings"
)

// A block of lines ends with so many bytes or so many lines.
const (
	blockBytes = 256 << 10
	blockLines = 1024
)

// A block is a stretch of a log: its lines, and then what is read of them.
type block[T any] struct {
	text  string
	lines []logLine // without their text
	ends  []int     // of the lines, in text
	fates []fate[T]
	err   error // behind the last line, the reader's own
	last  bool  // no line follows
	crash any   // behind the last fate, a panic on its way to the caller
	ready chan struct{}
	held  []*block[T] // that nobody uses, because this one is so large
}

// fill takes lines from the scanner. A panic of the reader is kept.
func (b *block[T]) fill(scan *lineScanner) {
	b.lines, b.ends, b.fates, b.err, b.last = b.lines[:0], b.ends[:0], b.fates[:0], nil, true
	var text strings.Builder
	defer func() {
		b.text, b.crash = text.String(), recover()
	}()
	text.Grow(blockBytes + blockBytes/4)
	for text.Len() < blockBytes && len(b.lines) < blockLines {
		line, err := scan.next()
		if err == io.EOF {
			return
		}
		if b.err = err; err != nil {
			return
		}
		text.Write(line.text)
		line.text = nil // valid only until the next one
		b.lines, b.ends = append(b.lines, line), append(b.ends, text.Len())
	}
	b.last = false
}

// surplus is how many blocks the memory of this one would do for besides itself,
// as far as there are any: a block ends behind a line of any length.
func (b *block[T]) surplus() int { return min(len(b.text)/(2*blockBytes), ahead) }

// readLines reads every line. A panic is kept.
func (b *block[T]) readLines(read func(logLine, string) T) {
	defer func() {
		if crash := recover(); crash != nil {
			b.crash = crash
		}
	}()
	start := 0
	for i, line := range b.lines {
		b.fates = append(b.fates, fate[T]{line.mark, read(line, b.text[start:b.ends[i]])})
		start = b.ends[i]
	}
}

// yield hands the caller what became of the lines, then what ended them. It tells
// whether the caller wants more.
func (b *block[T]) yield(yield func(fate[T], error) bool) bool {
	for _, f := range b.fates {
		if !yield(f, nil) {
			return false
		}
	}
	if b.crash != nil {
		panic(b.crash)
	}
	if b.err != nil {
		yield(fate[T]{}, b.err)
		return false
	}
	return true
}
