package logs

import (
	"iter"
	"strings"

	"reconcile/importers/pipeline"
)

// assemble yields what becomes of every line that s has not returned yet. Captures that
// stand over several lines, or on one that was cut into pieces, are put together.
func assemble[T any](s *Scanner, n *interest[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		a := &assembler[T]{interest: n, yield: yield}
		newReader := func() func(Line, string, *reading[T]) { return newLineReader(n).readAhead }
		for r, err := range pipeline.Map(s.split, newReader) {
			if err != nil {
				if a.flush() {
					yield(*new(T), err)
				}
				return
			}
			if !a.add(r) {
				return
			}
		}
		a.flush()
	}
}

// Of lines that may belong together so many are held back at most, where pieces of a line
// are among them so many, and so many bytes; and so many lines of others may stand between
// two of them.
const (
	mostLines  = 96
	mostPieces = 1024
	mostBytes  = maxLine
	maxGap     = 16
)

// An assembler holds back lines that may be parts of one capture.
type assembler[T any] struct {
	*interest[T]
	yield   func(T, error) bool // nil for one that only reads ahead
	reading *reading[T]         // that is added
	held    []held[T]
	room    []held[T] // for them
	bytes   int       // of their text
	since   int       // lines since the last that names a parameter
	waiting int       // pieces of lines whose last piece has not come
	ended   bool
	one     T     // that is yielded
	ends    []int // of lines, kept for its room
}

// A held line is one that was read and is not yet yielded.
type held[T any] struct {
	line Line
	one  *T // nil for one that says no more than that there is none
	text string
	part[T]
}

// add takes the next line. It reports whether the caller wants more.
func (a *assembler[T]) add(r *reading[T]) bool {
	piece := r.piece()
	if len(a.held) == 0 && r.names == 0 && !piece.cut {
		return a.passAll(&r.one, &r.part)
	}
	a.reading = r
	a.hold(r)
	last := &a.held[len(a.held)-1]
	switch a.since++; {
	case piece.cut:
		a.waiting++
	case a.waiting > 0 && piece.stream != "":
		a.join()
	case last.names != 0:
		if a.since = 0; !last.open {
			a.tryLast()
		}
	case a.since == 1 && !last.found && len(a.held) > 1 && a.held[len(a.held)-2].open:
		a.tryLast() // the value of the last name may stand in this line
	}
	if a.waiting == 0 && (a.since > maxGap || a.isDone()) {
		return a.flush()
	}
	for a.bytes > mostBytes || len(a.held) > mostPieces || a.waiting == 0 && len(a.held) > mostLines {
		if !a.release(1) {
			return false
		}
	}
	return true
}

// hold holds back a line.
func (a *assembler[T]) hold(r *reading[T]) {
	if r.rest != nil {
		r.text = r.rest.piece.unwrap(r.text)
	}
	h := held[T]{line: r.line, text: r.text, part: r.part}
	if a.yield != nil && r.told {
		one := r.one
		h.one = &one
	}
	if len(a.held) == 0 {
		a.held = a.room[:0]
	}
	if a.held = append(a.held, h); cap(a.held) > cap(a.room) {
		a.room = a.held[:0]
	}
	a.bytes += len(h.text)
}

// isDone reports whether none of the lines that are held back names a parameter any more.
func (a *assembler[T]) isDone() bool {
	for i := range a.held {
		if a.held[i].names != 0 {
			return false
		}
	}
	return true
}

// join puts the pieces of a line together whose last one was taken.
func (a *assembler[T]) join() {
	last := len(a.held) - 1
	stream := a.held[last].piece().stream
	var text strings.Builder
	text.Grow(a.bytes)
	var pieces []*held[T]
	for i := range a.held {
		h := &a.held[i]
		if p := h.piece(); p.stream == stream && (p.cut || i == last) {
			pieces = append(pieces, h)
			text.WriteString(h.text)
		}
	}
	if len(pieces) == 1 {
		return
	}
	captures := a.readTogether(text.String())
	for _, h := range pieces {
		if h.piece().cut {
			a.waiting--
		}
		a.take(h)
	}
	whole := reading[T]{line: pieces[0].line}
	if whole.hold(captures); whole.told {
		whole.placeAll(a.place)
		*pieces[0] = held[T]{line: whole.line, one: &whole.one, part: whole.part}
	}
}

// readTogether returns the captures in a text of several lines, of which the last one is
// just added.
func (a *assembler[T]) readTogether(text string) []capture[T] {
	if r := a.reading; r != nil && r.rest != nil && r.rest.joined != nil && r.rest.joined.text == text {
		return r.rest.joined.captures
	}
	var f found[T]
	a.search(&f, text, nil)
	captures := a.finish(&f, text)
	if a.yield == nil {
		a.reading.others().joined = &joined[T]{text: text, captures: captures}
	}
	return captures
}

// take makes a line one that has become a part of a capture that another line holds.
func (a *assembler[T]) take(h *held[T]) {
	a.bytes -= len(h.text)
	*h = held[T]{line: h.line, part: part[T]{found: true}}
}

// tryLast reads the lines that are held back as one capture if the last of them completes
// one: the fewest lines, from behind, that name all that is required, and those before them
// that name other parameters.
func (a *assembler[T]) tryLast() {
	last := len(a.held) - 1
	required, names := a.complete, uint32(0)
	for first := last; first >= 0; first-- {
		mine := a.held[first].names
		if mine == 0 {
			continue
		}
		if names |= mine; names&required == required && a.isStart(first, names) {
			if first < last { // else it was read as a line of its own
				a.readFrom(first, good)
			}
			return
		}
	}
}

// isStart reports whether the line before an index that names parameters repeats one of
// those from it on, or there is no such line.
func (a *assembler[T]) isStart(first int, names uint32) bool {
	for i := first - 1; i >= 0; i-- {
		if mine := a.held[i].names; mine != 0 {
			return names&mine != 0
		}
	}
	return true
}

// readFrom reads the lines from an index on as one text. Captures that were read so far, at
// least, are at the lines where they begin; the others become a part of them.
func (a *assembler[T]) readFrom(first int, least state) {
	text, ends := a.textOf(a.held[first:])
	for _, c := range a.readTogether(text) {
		if c.state >= least {
			a.put(c, a.held[first:], ends)
		}
	}
}

// textOf returns the text of lines that are a part of no capture yet, and where each ends in
// it, which is valid until the next call.
func (a *assembler[T]) textOf(lines []held[T]) (string, []int) {
	var text strings.Builder
	text.Grow(a.bytes + len(lines))
	a.ends = a.ends[:0]
	for i := range lines {
		if h := &lines[i]; !h.found {
			text.WriteString(h.text)
			text.WriteByte('\n')
		}
		a.ends = append(a.ends, text.Len())
	}
	return text.String(), a.ends
}

// put puts a capture at the line in which it begins.
func (a *assembler[T]) put(c capture[T], lines []held[T], ends []int) {
	begun, start := false, 0
	for i, end := range ends {
		h := &lines[i]
		if !h.found && end > c.start && start < c.end {
			a.take(h)
			if !begun && a.yield != nil {
				h.one = c.is
				a.place(h.one, h.line)
			}
			begun = true
		}
		start = end
	}
}

// release yields the first lines that are held back.
func (a *assembler[T]) release(count int) bool {
	for i := range a.held[:count] {
		h := &a.held[i]
		a.bytes -= len(h.text)
		if h.piece().cut {
			a.waiting--
		}
		if !a.pass(h) {
			return false
		}
	}
	if a.held = a.held[count:]; len(a.held) == 0 {
		a.forget()
	}
	return true
}

// forget lets go of all lines that are held back.
func (a *assembler[T]) forget() {
	a.held, a.bytes, a.since, a.waiting = a.room[:0], 0, 0, 0
}

// flush yields all lines that are held back. No more of their captures comes.
func (a *assembler[T]) flush() bool {
	if a.reading = nil; a.yield == nil {
		a.forget()
		return true
	}
	if !a.isDone() {
		a.readFrom(0, bad)
		a.settle()
	}
	return a.release(len(a.held))
}

// settle decides on the lines that have become part of no capture: up to the first name that
// stands again they may be one.
func (a *assembler[T]) settle() {
	first, names := 0, uint32(0)
	for i := range a.held {
		mine := a.held[i].names
		if names&mine != 0 {
			a.settleLines(a.held[first:i], names)
			first, names = i, 0
		}
		names |= mine
	}
	a.settleLines(a.held[first:], names)
}

// settleLines looks for a trace in lines together: one that no line has alone is unread, and
// the lines of a message whose type stands apart, and is another one's, are ignored.
func (a *assembler[T]) settleLines(lines []held[T], names uint32) {
	named, told := 0, false
	for i := range lines {
		if lines[i].names != 0 {
			named++
		}
	}
	if named < 2 {
		return // what it is by itself
	}
	text, _ := a.textOf(lines)
	for i := range lines {
		h := &lines[i]
		if h.rest != nil {
			h.rest.weak = nil
		}
		a.decide(h)
		told = told || lines[i].unread
	}
	is, unread := a.unread(text, formOf(text))
	for i := range lines {
		switch h := &lines[i]; {
		case h.names == 0:
		case unread && !told:
			h.one, told = &is, true
			a.place(h.one, h.line)
		case !unread && h.unread && names&a.ours == 0:
			a.take(h)
		}
	}
}

// decide decides on a line that has become a part of no capture.
func (a *assembler[T]) decide(h *held[T]) {
	if !h.waits {
		return
	}
	form := formOf(h.text)
	if h.waits = false; h.piece().cut {
		form = cutIntoPieces
	}
	var one T
	if h.rest != nil && h.rest.weak != nil {
		one, h.found = *h.rest.weak, true
	} else if one, h.unread = a.interest.unread(h.text, form); !h.unread {
		one, _ = a.ignored(h.text)
	}
	a.place(&one, h.line)
	h.one = &one
}

// pass yields what became of a line that was held back.
func (a *assembler[T]) pass(h *held[T]) bool {
	if a.yield == nil {
		return true
	}
	a.decide(h)
	if h.one == nil {
		a.one = *new(T)
		a.place(&a.one, h.line)
		h.one = &a.one
	}
	return a.passAll(h.one, &h.part)
}

// passAll yields the captures of a line.
func (a *assembler[T]) passAll(one *T, p *part[T]) bool {
	if a.ended || a.yield == nil {
		return !a.ended
	}
	if a.ended = !a.yield(*one, nil); p.rest == nil {
		return !a.ended
	}
	for i := 0; i < len(p.rest.more) && !a.ended; i++ {
		a.ended = !a.yield(p.rest.more[i], nil)
	}
	return !a.ended
}
