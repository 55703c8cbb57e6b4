package logs

import (
	"strings"

	"reconcile/importers/pairs"
)

// mostPairs is how many pairs a text has as a rule: room for them is made once.
const mostPairs = 12

// A reading is what becomes of one line.
type reading[T any] struct {
	line  Line
	one   T    // the capture in it, or that there is none
	found bool // it holds a capture
	text  string
	part  *part[T]
}

// A part is what a line may be of a capture that stands over several, and what it holds
// beside its first capture. A line that holds one capture and nothing else, or nothing at
// all, has none.
type part[T any] struct {
	more   []T
	unread bool   // it holds what does not read
	names  uint32 // the parameters that it names
	open   bool   // the value of the last of them does not follow
	waits  bool   // whether it does not read is decided where no other line completes it
	weak   *T     // what it is then, if it is a url-encoded body that lacks parameters
	piece  piece
	joined *joined[T]
}

// joined is what the text of several lines holds, of which the part is the last.
type joined[T any] struct {
	text     string
	captures []capture[T]
}

// newReader returns a reader of lines for one goroutine. It also reads what lines complete
// that it has read one after the other, because the assembler is alone and finds it read.
func (n *interest[T]) newReader() func(Line, string, *reading[T]) {
	ahead := &assembler[T]{interest: n}
	next, between := int64(0), false
	return func(line Line, text string, into *reading[T]) {
		n.read(line, text, into)
		if line.Number != next { // the lines before were read elsewhere, and may begin a capture
			ahead.forget()
			between = false
		}
		next = line.Number + 1
		between = between || into.part == nil || into.part.names == 0
		if between {
			ahead.add(into)
		}
	}
}

// read reads one line.
func (n *interest[T]) read(line Line, text string, into *reading[T]) {
	into.line = line
	defer into.placeAll(n.place)
	if line.long {
		if line.found {
			into.one = n.tooLong(tooLong)
		}
		return
	}
	piece := pieceOf(text)
	if piece.cut {
		into.text, into.part = text, &part[T]{piece: piece, waits: true}
		return
	}
	if done, first, lacking := n.readBody(text, into); !done {
		n.readAny(text, first, lacking, into)
	}
	if piece.stream == "" {
		return
	}
	if into.part == nil {
		into.part = &part[T]{}
	}
	into.text, into.part.piece = text, piece
}

// readBody reads the first url-encoded body of a line. It is done where the line holds
// nothing else; else it returns the body as first, unless a field of JSON held it, and as
// lacking if it lacks parameters in a line of JSON.
func (n *interest[T]) readBody(text string, into *reading[T]) (done bool, first *capture[T], lacking *T) {
	body, start, at, ok := n.locate(text)
	if !ok {
		return false, nil, nil
	}
	s := n.encoded(text, body, &into.one)
	if s >= good && !n.twice(text) {
		n.stamp(&into.one, at)
		into.found = true
		return true, nil, nil
	}
	one := into.one
	into.one = *new(T)
	if s == weak && isObject(text) {
		n.stamp(&one, at)
		lacking = &one
	}
	if start >= 0 {
		first = &capture[T]{is: &one, start: start, end: start + len(body), state: s}
	}
	return false, first, lacking
}

// readAny reads a line whose captures may be in any form. first is its first url-encoded
// body, lacking one that lacks parameters; both may be nil.
func (n *interest[T]) readAny(text string, first *capture[T], lacking *T, into *reading[T]) {
	into.text = text
	var f found[T]
	var room [mostPairs]pairs.Pair
	if isPlain(text) { // a line of a capture over several, as a rule
		f.note(n.pairs.Find(text, room[:0]))
	}
	if f.names == 0 || f.names&n.needed == n.needed {
		n.search(&f, text, first)
	}
	if !f.searched {
		f.note(n.pairs.Find(text, room[:0]))
	}
	if len(f.captures) == 0 && f.names != 0 {
		if f.weak == nil {
			f.weak = lacking
		}
		into.part = &part[T]{names: f.names, open: f.open, waits: true, weak: f.weak}
		return
	}
	into.hold(n.finish(&f, text))
	if !into.found && (into.part == nil || !into.part.unread) {
		into.one = n.ignored(text)
	}
}

// isPlain reports whether a line holds no escapes, base64 or row of a table that may hold a
// capture, so that a capture in it names all parameters that it needs.
func isPlain(text string) bool {
	return len(text) < leastBase64 && strings.IndexByte(text, '\\') < 0 && strings.IndexByte(text, '%') < 0 && strings.IndexByte(text, '&') < 0
}

// hold makes captures those of the line.
func (r *reading[T]) hold(captures []capture[T]) {
	if len(captures) == 0 {
		return
	}
	r.part = &part[T]{}
	for i, c := range captures {
		if i == 0 {
			r.one = *c.is
		} else {
			r.part.more = append(r.part.more, *c.is)
		}
		r.found = r.found || c.state > partly
		r.part.unread = r.part.unread || c.state == partly
	}
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
			f.captures = append(f.captures, capture[T]{is: &is, start: start, end: start + len(part)})
		}
	}
	return f.captures
}
