package logs

import (
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/importers/pairs"
)

// An interest is a kind of message whose captures are searched in texts: notifications, or
// requests. T is what becomes of a capture, or of a line that holds none.
type interest[T any] struct {
	pattern               // of its url-encoded bodies
	params   []pairs.Name // its parameters
	pairs    *pairs.Names // the same
	needed   uint32       // those that every capture has, a bit each
	complete uint32       // those that complete a capture over several lines
	may      uint32       // those that may stand twice with the same value
	ours     uint32       // those that no other interface has
	trace    *trace       // of what does not read
	checked  bool         // signatures are checked

	encoded func(text, body string, into *T) state          // reads a url-encoded body
	decoded func(m message, into *T) state                  // reads parameters
	rows    func(text string, use func(alipay.Params) bool) // reads the rows of a table; may be nil
	unread  func(text, form string) (T, bool)               // what a text with a trace is; false for one without
	tooLong func(reason string) T                           // what a long line with a trace is
	ignored func(text string) (T, bool)                     // what a line without a trace is; false where it says nothing
	stamp   func(*T, time.Time)                             // notes when a line was logged
	place   func(*T, Line)                                  // gives it its place in the log
}

// completing are the parameters that complete a capture over several lines: the needed ones,
// or, where signatures are checked, the signed ones.
func completing(v alipay.Verifier, needed, signed uint32) uint32 {
	if v == nil {
		return needed
	}
	return signed
}

// A state is how far a text was read as a capture.
type state uint8

const (
	partly state = iota // parameters of one, or values in doubt
	weak                // one that lacks parameters
	bad                 // one that must not count, if the text holds no better one
	good                // one that reads, or certainly does not
	passed              // one of another interface or account
)

// A message is the parameters of a capture that were found as pairs.
type message struct {
	alipay.Params
	text  string // that holds it
	sure  bool   // nothing is in doubt about where the values end
	extra int    // parameters that are not the interface's
}

// A capture is one that was found in a text.
type capture[T any] struct {
	is         *T
	start, end int // in the text
	state      state
}

// found is what a search finds in a text.
type found[T any] struct {
	captures []capture[T]
	unread   []string     // parts of the text that may have a trace and do not read
	decoded  []string     // what base64 in the text holds
	text     string       // that is searched, if its pairs are known
	pairs    []pairs.Pair // in it
	names    uint32       // the parameters that it names
	open     bool         // the value of the last of them does not follow
	weak     *T           // a url-encoded body that lacks parameters, where the text holds no others
}

// add adds a capture whose place is relative to an index.
func (f *found[T]) add(c capture[T], at int) {
	c.start, c.end = c.start+at, c.end+at
	f.captures = append(f.captures, c)
}

// search finds the captures in a text, in any form (§3.1), and when they were logged. first
// is the first url-encoded body in it, where that was read already, or nil.
func (n *interest[T]) search(f *found[T], text string, first *capture[T]) {
	n.urlEncoded(f, text, 0, maxEscapes, first)
	if len(f.captures) > 1 {
		slices.SortStableFunc(f.captures, func(a, b capture[T]) int { return a.start - b.start })
	}
	clock := clock{text: text}
	for i := range f.captures {
		c := &f.captures[i]
		n.stamp(c.is, clock.at(c.start))
	}
}

// urlEncoded finds url-encoded bodies; what is between them is searched for other forms. at
// is where the text begins, depth how many levels of escapes may still be undone. What
// ends with a text that was escaped may have been cut off.
func (n *interest[T]) urlEncoded(f *found[T], text string, at, depth int, first *capture[T]) {
	var doubt *capture[T]
	from := 0 // of what is not yet searched
	for next := 0; ; {
		c := first
		if first = nil; c == nil {
			if c = n.nextBody(text, next); c == nil {
				break
			}
		}
		next = c.end
		if (c.state == bad || c.state == good && !n.checked) && depth < maxEscapes && endsWith(text, next) {
			c.state = partly
		}
		if c.state < bad {
			n.keepWeak(f, c, text)
			continue
		}
		n.inPairs(f, text[from:c.start], at+from, depth, doubt)
		if doubt, from = nil, next; c.state == bad {
			doubt, from = &capture[T]{is: c.is, end: next - c.start, state: bad}, c.start
		} else {
			f.add(*c, at)
		}
	}
	n.inPairs(f, text[from:], at+from, depth, doubt)
}

// nextBody reads the next url-encoded body in a text from an index on, or returns nil.
func (n *interest[T]) nextBody(text string, from int) *capture[T] {
	body, start, ok := n.next(text, from)
	if !ok {
		return nil
	}
	c := &capture[T]{is: new(T), start: start, end: start + len(body)}
	c.state = n.encoded(text, body, c.is)
	return c
}

// keepWeak keeps a url-encoded body that lacks parameters for a line that names no others:
// it may be one that was cut, or a part of a capture in another form.
func (n *interest[T]) keepWeak(f *found[T], c *capture[T], text string) {
	outside := func(p pairs.Pair) bool { return p.Start < c.start || p.Start >= c.end }
	if c.state == weak && f.weak == nil && text == f.text && !slices.ContainsFunc(f.pairs, outside) {
		n.stamp(c.is, timeIn(text, c.start))
		f.weak = c.is
	}
}

// inPairs finds captures that are written as names and values; what is between them is
// searched further. doubt is what the text holds if it holds nothing better; it may be nil.
func (n *interest[T]) inPairs(f *found[T], text string, at, depth int, doubt *capture[T]) {
	if !n.trace.near(text) {
		f.settle(doubt, at)
		return
	}
	from := 0
	var room [mostPairs]pairs.Pair
	all := f.pairs
	if depth < maxEscapes || text != f.text {
		all = n.pairs.Find(text, room[:0])
	}
	rows := !hasValues(all)
	for _, c := range n.windows(text, all, depth == maxEscapes) {
		if doubt != nil && c.start < doubt.end {
			if c.state == bad {
				continue // it is the same one
			}
			doubt = nil
		}
		n.elsewhere(f, text[from:c.start], at+from, depth, rows, doubt)
		if doubt, from = nil, c.end; c.state == bad {
			n.elsewhere(f, text[c.start:c.end], at+c.start, depth, rows, &capture[T]{is: c.is, end: c.end - c.start, state: bad})
		} else {
			f.add(c, at)
		}
	}
	n.elsewhere(f, text[from:], at+from, depth, rows, doubt)
}

// settle makes a capture that was in doubt one that was found.
func (f *found[T]) settle(doubt *capture[T], at int) {
	if doubt != nil {
		f.add(*doubt, at)
	}
}

// elsewhere searches a text that holds neither url-encoded bodies nor pairs: the rows of a
// table, and what was escaped or encoded.
func (n *interest[T]) elsewhere(f *found[T], text string, at, depth int, rows bool, doubt *capture[T]) {
	if !n.trace.near(text) {
		f.settle(doubt, at)
		return
	}
	captures, unread := len(f.captures), len(f.unread)
	if rows && n.rows != nil {
		n.inRows(f, text, at)
	}
	if len(f.captures) == captures && depth > 0 {
		if plain, ok := undo(text); ok && !n.mixes(text, plain) {
			n.urlEncoded(f, plain, at, depth-1, nil)
		}
		for _, plain := range decoded(text, n.trace.encoded) {
			if !slices.Contains(f.decoded, plain) {
				f.decoded = append(f.decoded, plain)
				n.urlEncoded(f, plain, at, depth-1, nil)
			}
		}
		for i := captures; i < len(f.captures); i++ { // where it stands is not known closer
			f.captures[i].start, f.captures[i].end = at, at+len(text)
		}
	}
	better := slices.ContainsFunc(f.captures[captures:], func(c capture[T]) bool { return c.state >= good })
	switch {
	case doubt != nil && !better: // what else was found is the same one
		f.captures, f.unread = f.captures[:captures], f.unread[:unread]
		f.settle(doubt, at)
	case len(f.captures) > captures:
	case len(f.unread) == unread:
		f.unread = append(f.unread, text)
	}
}

// note notes the pairs in the text that is searched.
func (f *found[T]) note(text string, all []pairs.Pair) {
	f.text, f.pairs = text, all
	for i := range all {
		f.names |= 1 << all[i].Name
		f.open = all[i].Value == ""
	}
}

// hasValues reports whether there are names with values, which the rows of a table do not
// have.
func hasValues(all []pairs.Pair) bool {
	values := 0
	for i := range all {
		if all[i].Value != "" {
			values++
		}
	}
	return values > 1
}

// mixes reports whether undoing the escapes of a url would put names that are escaped beside
// names that are not: those belong to different levels, and one may be a part of the value
// of another.
func (n *interest[T]) mixes(text, plain string) bool {
	if strings.IndexByte(text, '%') < 0 || strings.IndexByte(plain, '\\') >= 0 && strings.IndexByte(text, '\\') >= 0 {
		return false
	}
	before, after := n.pairs.Find(text, nil), n.pairs.Find(plain, nil)
	return len(before) > 1 && len(after) > len(before)
}

// inRows finds the captures in the rows of a table.
func (n *interest[T]) inRows(f *found[T], text string, at int) {
	n.rows(text, func(ps alipay.Params) bool {
		m := message{Params: ps, text: text}
		for _, reading := range append([]message{m}, charsets(m)...) {
			c := capture[T]{is: new(T), end: len(text)}
			if c.state = n.decoded(reading, c.is); c.state >= good {
				f.add(c, at)
				return true
			}
		}
		return false
	})
}
