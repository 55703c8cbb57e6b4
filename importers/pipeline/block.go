package pipeline

import (
	"io"
	"strings"
)

// A block of lines ends with so many bytes or so many lines.
const (
	blockBytes = 256 << 10
	blockLines = 1024
)

// A block is a stretch of a text: its lines, and then what is read of them.
type block[L, T any] struct {
	text  string
	lines []L   // without their text
	ends  []int // of the lines, in text
	out   []T
	err   error // behind the last line, the reader's own
	last  bool  // no line follows
	crash any   // behind the last that was read, a panic on its way to the caller
	ready chan struct{}
	held  []*block[L, T] // that nobody uses, because this one is so large
}

// fill takes lines from next. A panic of the reader is kept.
func (b *block[L, T]) fill(next func() (L, []byte, error)) {
	b.lines, b.ends, b.out, b.err, b.last = b.lines[:0], b.ends[:0], b.out[:0], nil, true
	like := len(b.text) // of the block before
	var text strings.Builder
	defer func() {
		b.text, b.crash = text.String(), recover()
	}()
	text.Grow(min(max(like, blockBytes/4), 2*blockBytes) + 4<<10)
	for text.Len() < blockBytes && len(b.lines) < blockLines {
		line, lineText, err := next()
		if err == io.EOF {
			return
		}
		if b.err = err; err != nil {
			return
		}
		text.Write(lineText)
		b.lines, b.ends = append(b.lines, line), append(b.ends, text.Len())
	}
	b.last = false
}

// surplus is how many blocks the memory of this one would do for besides itself,
// as far as there are any: a block ends behind a line of any length.
func (b *block[L, T]) surplus() int { return min(len(b.text)/(2*blockBytes), ahead) }

// readLines reads every line. A panic is kept.
func (b *block[L, T]) readLines(read func(L, string) T) {
	defer func() {
		if crash := recover(); crash != nil {
			b.crash = crash
		}
	}()
	start := 0
	for i, line := range b.lines {
		b.out = append(b.out, read(line, b.text[start:b.ends[i]]))
		start = b.ends[i]
	}
}

// yield hands the caller what became of the lines, then what ended them. It tells
// whether the caller wants more.
func (b *block[L, T]) yield(yield func(T, error) bool) bool {
	for i := range b.out {
		if !yield(b.out[i], nil) {
			return false
		}
	}
	if b.crash != nil {
		panic(b.crash)
	}
	if b.err != nil {
		var none T
		yield(none, b.err)
		return false
	}
	return true
}
