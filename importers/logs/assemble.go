package logs

import (
	"iter"
	"strings"

	"reconcile/importers/pipeline"
)

// A reading is what becomes of one line.
type reading[T any] struct {
	line  Line
	one   T    // the capture in it, or that there is none
	found bool // it holds a capture
	part  *part[T]
}

// A part is what a line may be of a capture that stands over several, and what it holds
// beside its first capture. A line that holds one capture and nothing else has none.
type part[T any] struct {
	text   string
	more   []T
	unread bool   // it holds what does not read
	names  uint32 // the parameters that it names
	open   bool   // the value of the last of them does not follow
	waits  bool   // whether it does not read is decided where no other line completes it
	weak   []T    // what it is then, if it is a url-encoded body that lacks parameters
	piece  piece
}

// hold makes captures those of the line.
func (r *reading[T]) hold(captures []capture[T]) {
	for i, c := range captures {
		if i == 0 {
			r.one = c.is
		} else {
			r.part.more = append(r.part.more, c.is)
		}
		r.found = r.found || c.state > partly
		r.part.unread = r.part.unread || c.state == partly
	}
}

// mayName reports whether a text may name a parameter.
func mayName(text string) bool {
	return strings.Contains(text, "sign") || strings.Contains(text, "batch_n") || strings.Contains(text, "notify_") ||
		strings.Contains(text, "result_det") || strings.Contains(text, "success_n") || strings.Contains(text, "detail_d") ||
		strings.Contains(text, "seller_") || strings.Contains(text, "refund_date") || strings.Contains(text, "partner") || strings.Contains(text, "service")
}

// read reads one line.
func (n *interest[T]) read(line Line, text string, into *reading[T]) {
	into.line = line
	piece := pieceOf(text)
	switch {
	case line.long:
		if line.found {
			into.one = n.tooLong(tooLong)
		}
	case piece.cut:
		into.part = &part[T]{text: text, piece: piece, waits: true}
	case !n.readBody(text, into):
		n.readAny(text, into)
		into.part.piece = piece
	case piece.stream != "":
		into.part = &part[T]{text: text, piece: piece}
	}
	into.placeAll(n.place)
}

// readBody reads a line if it holds a url-encoded body and nothing else.
func (n *interest[T]) readBody(text string, into *reading[T]) bool {
	body, at, ok := n.locate(text)
	if !ok {
		return false
	}
	s := n.encoded(text, body, &into.one)
	n.stamp(&into.one, at)
	if into.found = s >= good && !n.twice(text); into.found {
		return true
	}
	if s == weak && isObject(text) {
		into.part = &part[T]{weak: []T{into.one}}
	}
	var none T
	into.one = none
	return false
}

// placeAll gives the captures of a line their place in the log.
func (r *reading[T]) placeAll(place func(*T, Line)) {
	place(&r.one, r.line)
	if r.part == nil {
		return
	}
	for i := range r.part.more {
		place(&r.part.more[i], r.line)
	}
}

// readAny reads a line whose captures may be in any form.
func (n *interest[T]) readAny(text string, into *reading[T]) {
	f := n.search(text)
	if !f.searched && mayName(text) {
		f.note(n.pairs.Find(text, nil))
	}
	weak := f.weak
	if into.part != nil && len(weak) == 0 {
		weak = into.part.weak
	}
	into.part = &part[T]{text: text}
	if len(f.captures) == 0 && f.names != 0 {
		into.part.names, into.part.open, into.part.waits, into.part.weak = f.names, f.open, true, weak
		return
	}
	into.hold(n.finish(f, text))
	if !into.found && !into.part.unread {
		into.one = n.ignored(text)
	}
}

// decide decides on a line that has become a part of no capture.
func (n *interest[T]) decide(r *reading[T]) {
	if r.part == nil || !r.part.waits {
		return
	}
	form := formOf(r.part.text)
	if r.part.waits = false; r.part.piece.cut {
		form = cutIntoPieces
	}
	if len(r.part.weak) > 0 {
		r.one, r.found = r.part.weak[0], true
	} else if r.one, r.part.unread = n.unread(r.part.text, form); !r.part.unread {
		r.one = n.ignored(r.part.text)
	}
	n.place(&r.one, r.line)
}

// twice reports whether a line may hold a part of another capture beside the one that was
// found.
func (p pattern) twice(text string) bool {
	for _, hint := range [...]string{p.hint, p.detail} {
		at := strings.Index(text, hint)
		if at >= 0 && strings.Contains(text[at+len(hint):], hint) {
			return true
		}
	}
	return false
}

// finish returns the captures that were found in a text, and what does not read of it.
func (n *interest[T]) finish(f *found[T], text string) []capture[T] {
	for _, part := range f.unread {
		if is, ok := n.unread(part, formOf(text)); ok {
			start := max(0, strings.Index(text, part))
			f.captures = append(f.captures, capture[T]{is: is, start: start, end: start + len(part)})
		}
	}
	return f.captures
}

// assemble yields what becomes of every line that s has not returned yet. Captures that
// stand over several lines, or on one that was cut into pieces, are put together.
func assemble[T any](s *Scanner, n *interest[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		a := &assembler[T]{interest: n, yield: yield}
		for r, err := range pipeline.Map(s.split, pipeline.Shared(n.read)) {
			if err != nil {
				if a.flush() {
					var none T
					yield(none, err)
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
	yield   func(T, error) bool
	held    []reading[T]
	bytes   int // of their text
	since   int // lines since the last that names a parameter
	waiting int // pieces of lines whose last piece has not come
	ended   bool
}

// add takes the next line. It reports whether the caller wants more.
func (a *assembler[T]) add(r *reading[T]) bool {
	if len(a.held) == 0 && (r.part == nil || r.part.names == 0 && !r.part.piece.cut) {
		return a.pass(r)
	}
	if r.part == nil {
		r.part = &part[T]{}
	}
	a.held = append(a.held, *r)
	a.bytes += len(r.part.text)
	switch a.since++; {
	case r.part.piece.cut:
		a.waiting++
	case a.waiting > 0 && r.part.piece.stream != "":
		a.join()
	case r.part.names != 0:
		if a.since = 0; !r.part.open {
			a.tryLast()
		}
	case a.since == 1 && !r.found && len(a.held) > 1 && a.held[len(a.held)-2].part.open:
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

// isDone reports whether none of the lines that are held back names a parameter any more.
func (a *assembler[T]) isDone() bool {
	for i := range a.held {
		if a.held[i].part.names != 0 {
			return false
		}
	}
	return true
}

// join puts the pieces of a line together whose last one was taken.
func (a *assembler[T]) join() {
	last := len(a.held) - 1
	stream, first := a.held[last].part.piece.stream, last
	var text strings.Builder
	for i := range a.held {
		if p := &a.held[i].part.piece; p.stream == stream && (p.cut || i == last) {
			first = min(first, i)
			text.WriteString(p.inner(a.held[i].part.text))
		}
	}
	if first == last {
		return
	}
	whole := reading[T]{line: a.held[first].line, part: &part[T]{}}
	whole.hold(a.finish(a.search(text.String()), text.String()))
	whole.placeAll(a.place)
	for i := first; i <= last; i++ {
		if p := &a.held[i].part.piece; p.stream == stream && (p.cut || i == last) {
			if p.cut {
				a.waiting--
			}
			a.bytes -= len(a.held[i].part.text)
			a.held[i] = a.taken(a.held[i].line)
		}
	}
	a.held[first] = whole
}

// taken is a line that has become a part of a capture that another line holds.
func (a *assembler[T]) taken(line Line) reading[T] {
	r := reading[T]{line: line, found: true, part: &part[T]{}}
	a.place(&r.one, line)
	return r
}

// tryLast reads the lines that are held back as one capture if the last of them completes
// one: the fewest lines, from behind, that name all that is required, and those before them
// that name other parameters.
func (a *assembler[T]) tryLast() {
	last := len(a.held) - 1
	required, names := a.complete, uint32(0)
	for first := last; first >= 0; first-- {
		mine := a.held[first].part.names
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
		if mine := a.held[i].part.names; mine != 0 {
			return names&mine != 0
		}
	}
	return true
}

// readFrom reads the lines from an index on as one text. Captures that were read so far, at
// least, are at the lines where they begin; the others become a part of them.
func (a *assembler[T]) readFrom(first int, least state) {
	var text strings.Builder
	ends := make([]int, 0, len(a.held)-first)
	for i := first; i < len(a.held); i++ {
		if r := &a.held[i]; !r.found {
			text.WriteString(r.part.piece.inner(r.part.text))
			text.WriteByte('\n')
		}
		ends = append(ends, text.Len())
	}
	for _, c := range a.search(text.String()).captures {
		if c.state >= least {
			a.put(c, a.held[first:], ends)
		}
	}
}

// put puts a capture at the line in which it begins.
func (a *assembler[T]) put(c capture[T], lines []reading[T], ends []int) {
	begun, start := false, 0
	for i, end := range ends {
		r := &lines[i]
		if !r.found && end > c.start && start < c.end {
			a.bytes -= len(r.part.text)
			*r = a.taken(r.line)
			if !begun {
				r.one, begun = c.is, true
				a.place(&r.one, r.line)
			}
		}
		start = end
	}
}

// release yields the first lines that are held back.
func (a *assembler[T]) release(count int) bool {
	for i := range a.held[:count] {
		r := &a.held[i]
		a.bytes -= len(r.part.text)
		if r.part.piece.cut {
			a.waiting--
		}
		if !a.pass(r) {
			return false
		}
	}
	a.held = a.held[:copy(a.held, a.held[count:])]
	if len(a.held) == 0 {
		a.since = 0
	}
	return true
}

// flush yields all lines that are held back. No more of their captures comes.
func (a *assembler[T]) flush() bool {
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
		mine := a.held[i].part.names
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
func (a *assembler[T]) settleLines(lines []reading[T], names uint32) {
	var text strings.Builder
	named, told := 0, false
	for i := range lines {
		r := &lines[i]
		if r.part.names != 0 {
			named++
		}
		if !r.found {
			text.WriteString(r.part.piece.inner(r.part.text) + "\n")
		}
	}
	if named < 2 {
		return // what it is by itself
	}
	for i := range lines {
		lines[i].part.weak = nil
		a.decide(&lines[i])
		told = told || lines[i].part.unread
	}
	is, unread := a.unread(text.String(), formOf(text.String()))
	for i := range lines {
		switch r := &lines[i]; {
		case r.part.names == 0:
		case unread && !told:
			r.one, told = is, true
			a.place(&r.one, r.line)
		case !unread && r.part.unread && names&a.ours == 0:
			*r = a.taken(r.line)
		}
	}
}

// pass yields what became of a line.
func (a *assembler[T]) pass(r *reading[T]) bool {
	if a.ended {
		return false
	}
	a.decide(r)
	if a.ended = !a.yield(r.one, nil); r.part == nil {
		return !a.ended
	}
	for i := 0; i < len(r.part.more) && !a.ended; i++ {
		a.ended = !a.yield(r.part.more[i], nil)
	}
	return !a.ended
}
