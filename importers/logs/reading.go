package logs

import (
	"encoding/json"
	"strings"

	"reconcile/importers/pairs"
)

// mostPairs is how many pairs a text has as a rule: room for them is made once.
const mostPairs = 12

// A reading is what becomes of one line.
type reading[T any] struct {
	line Line
	one  T // the capture in it, or that there is none
	text string
	part[T]
}

// A part is what a line may be of a capture that stands over several, and what is known of
// it.
type part[T any] struct {
	told   bool   // the line's capture says more than that there is none
	found  bool   // the line holds a capture
	unread bool   // it holds what does not read
	waits  bool   // whether it does not read is decided where no other line completes it
	open   bool   // the value of the last of the parameters does not follow
	names  uint32 // the parameters that it names
	rest   *rest[T]
}

// A rest is what few lines have.
type rest[T any] struct {
	piece  piece
	more   []T        // captures after the first
	weak   *T         // a url-encoded body that lacks parameters: what the line holds if no other line completes it
	joined *joined[T] // what it holds together with the lines before it
}

// joined is what the text of several lines holds.
type joined[T any] struct {
	text     string
	captures []capture[T]
}

// others returns the rest of a part to write to.
func (p *part[T]) others() *rest[T] {
	if p.rest == nil {
		p.rest = &rest[T]{}
	}
	return p.rest
}

// piece is what a container runtime has made of the line.
func (p *part[T]) piece() piece {
	if p.rest == nil {
		return piece{}
	}
	return p.rest.piece
}

// A lineReader reads lines on one goroutine.
type lineReader[T any] struct {
	*interest[T]
	found found[T]     // in the line; kept for its room
	pairs []pairs.Pair // the same
	ahead assembler[T]
	after int64 // the number of the line after the one that was read last
	apart bool  // a line that names no parameter has been read since the lines follow one another
}

func newLineReader[T any](n *interest[T]) *lineReader[T] {
	return &lineReader[T]{interest: n, ahead: assembler[T]{interest: n}}
}

// readAhead reads a line, and what it completes together with the lines before it that were
// read on this goroutine: the assembler, who is alone, finds it read. Where others have read
// the lines before, what comes first may be the end of a capture.
func (r *lineReader[T]) readAhead(line Line, text string, into *reading[T]) {
	r.read(line, text, into)
	if line.Number != r.after {
		r.ahead.forget()
		r.apart = false
	}
	r.after = line.Number + 1
	if r.apart = r.apart || into.names == 0; r.apart {
		r.ahead.add(into)
	}
}

// read reads one line.
func (r *lineReader[T]) read(line Line, text string, into *reading[T]) {
	into.line = line
	defer into.placeAll(r.place)
	if line.long {
		if line.found {
			into.one, into.told = r.tooLong(tooLong), true
		}
		return
	}
	piece := pieceOf(text)
	if piece.stream != "" {
		into.text, into.others().piece = text, piece
	}
	if piece.cut {
		into.waits = true
		return
	}
	if done, first := r.readBody(text, into); !done {
		r.readAny(text, first, into)
	}
}

// readBody reads the first url-encoded body of a line. It is done where the line holds
// nothing else; else it returns the body, or nil where there is none.
func (r *lineReader[T]) readBody(text string, into *reading[T]) (done bool, first *capture[T]) {
	body, start, ok := r.next(text, 0)
	if !ok {
		return false, nil
	}
	s := r.encoded(text, body, &into.one)
	if s >= good && !r.twice(text) {
		r.stamp(&into.one, timeIn(text, start))
		into.found, into.told = true, true
		return true, nil
	}
	one := into.one
	into.one = *new(T)
	return false, &capture[T]{is: &one, start: start, end: start + len(body), state: s}
}

// readAny reads a line whose captures may be in any form. first is its first url-encoded
// body; it may be nil.
func (r *lineReader[T]) readAny(text string, first *capture[T], into *reading[T]) {
	into.text = text
	f := &r.found
	*f = found[T]{captures: f.captures[:0], unread: f.unread[:0]}
	r.pairs = r.interest.pairs.Find(text, r.pairs[:0])
	f.note(text, r.pairs)
	switch {
	case f.names == 0 && !r.trace.near(text):
		into.one, into.told = r.ignored(text)
		return
	case first != nil || f.names == 0 || f.names&r.needed == r.needed || !isPlain(text): // else it is a line of several, as a rule
		r.search(f, text, first)
	}
	if len(f.captures) == 0 && f.names != 0 {
		if f.weak == nil && isObject(text) {
			f.weak = r.weakIn(text, first)
		}
		if into.names, into.open, into.waits = f.names, f.open, true; f.weak != nil {
			into.others().weak = f.weak
		}
		return
	}
	into.hold(r.finish(f, text))
	if !into.found && !into.unread {
		into.one, into.told = r.ignored(text)
	}
}

// weakIn returns the url-encoded body in a line of JSON that lacks parameters, or nil. first
// is the first one that needs no escapes undone; it may be nil. A line that was cut off
// may have had the others.
func (r *lineReader[T]) weakIn(text string, first *capture[T]) *T {
	if first == nil && json.Valid([]byte(text)) {
		plain, _ := undo(text)
		if first = r.nextBody(plain, 0); first != nil {
			first.start = 0 // where it stands is not known closer
		}
	}
	if first == nil || first.state != weak {
		return nil
	}
	r.stamp(first.is, timeIn(text, first.start))
	return first.is
}

// isPlain reports whether a line holds no escapes, base64 or row of a table that may hold a
// capture, so that a capture in it names all parameters that it needs.
func isPlain(text string) bool {
	return len(text) < leastBase64 && strings.IndexByte(text, '\\') < 0 && strings.IndexByte(text, '%') < 0 && strings.IndexByte(text, '&') < 0
}

// hold makes captures those of the line.
func (r *reading[T]) hold(captures []capture[T]) {
	for i, c := range captures {
		if i == 0 {
			r.one, r.told = *c.is, true
		} else {
			r.others().more = append(r.others().more, *c.is)
		}
		r.found = r.found || c.state > partly
		r.unread = r.unread || c.state == partly
	}
}

// placeAll gives the captures of a line their place in the log.
func (r *reading[T]) placeAll(place func(*T, Line)) {
	place(&r.one, r.line)
	if r.rest == nil {
		return
	}
	for i := range r.rest.more {
		place(&r.rest.more[i], r.line)
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
	if len(f.unread) == 0 {
		return f.captures
	}
	form := formOf(text)
	for _, part := range f.unread {
		if is, ok := n.unread(part, form); ok {
			start := max(0, strings.Index(text, part))
			f.captures = append(f.captures, capture[T]{is: &is, start: start, end: start + len(part)})
		}
	}
	return f.captures
}
