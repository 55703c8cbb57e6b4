package logs

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"reconcile/alipay"
	"reconcile/importers/pairs"
)

// windows returns the captures in a text that are written as names and values, in their
// order. A capture is pairs that follow one another, no name twice, all that are needed
// among them. Of runs of pairs that overlap the one that reads is taken. whole says that the
// text ends where a line does.
func (n *interest[T]) windows(text string, all []pairs.Pair, whole bool) []capture[T] {
	if !n.isWhole(all) {
		return nil
	}
	var out []capture[T]
	for len(all) > 0 {
		size, again := n.window(all)
		c := capture[T]{start: all[0].Start, end: all[size-1].End}
		if window := n.distinct(all[:size]); n.isWhole(window) && pairs.Alike(text, window) {
			c.is = new(T)
			c.state = n.readWindow(text, window, whole, c.is)
		}
		switch last := len(out) - 1; {
		case c.state >= good:
			if last >= 0 && out[last].end > c.start { // one in doubt
				out = out[:last]
			}
			out = append(out, c)
			again = size
		case c.state == bad && (last < 0 || out[last].end <= c.start):
			out = append(out, c)
		}
		all = all[again:]
	}
	return out
}

// isWhole reports whether pairs have a value for each parameter that a capture needs.
func (n *interest[T]) isWhole(window []pairs.Pair) bool {
	names := uint32(0)
	for i := range window {
		if window[i].Value != "" {
			names |= 1 << window[i].Name
		}
	}
	return names&n.needed == n.needed
}

// window returns how many pairs may be one capture, and from which pair on the next one may
// begin: behind the first of the two that have the same name.
func (n *interest[T]) window(all []pairs.Pair) (size, again int) {
	var first [32]int
	names := uint32(0)
	for i := range all {
		p := &all[i]
		bit := uint32(1) << p.Name
		if names&bit == 0 {
			names |= bit
			first[p.Name] = i
			size = i + 1
			continue
		}
		if n.may&bit == 0 || all[first[p.Name]].Value != p.Value {
			return size, first[p.Name] + 1
		}
	}
	return size, len(all)
}

// distinct returns pairs without those that stand twice.
func (n *interest[T]) distinct(window []pairs.Pair) []pairs.Pair {
	if n.may == 0 {
		return window
	}
	var out []pairs.Pair
	names := uint32(0)
	for _, p := range window {
		if bit := uint32(1) << p.Name; names&bit == 0 {
			names |= bit
			out = append(out, p)
		}
	}
	return out
}

// readWindow reads pairs as a capture. Where a value may end in two places, or a logger may
// have written it in another charset, the reading counts whose signature is good (§3.1).
func (n *interest[T]) readWindow(text string, window []pairs.Pair, whole bool, into *T) state {
	m := n.message(text, window)
	if last := window[len(window)-1]; endsWith(text, last.End) && (!whole || strings.IndexByte(last.Separator(text), '\\') >= 0) {
		m.sure = false // it may have been cut off
	}
	encoded := unquoted(m)
	for _, reading := range encoded { // rarely anything but this one, where values are encoded
		if s := n.decoded(reading, into); s >= good {
			return s
		}
	}
	first := n.decoded(m, into)
	if first >= good {
		return first
	}
	readings := n.mixed(m, n.long(text, window))
	for _, reading := range append([]message{m}, append(encoded, readings...)...) {
		readings = append(readings, charsets(reading)...)
	}
	for _, reading := range readings {
		var other T
		if s := n.decoded(reading, &other); s >= good {
			*into = other
			return s
		}
	}
	return first
}

// message returns the parameters that pairs hold.
func (n *interest[T]) message(text string, window []pairs.Pair) message {
	m := message{Params: make(alipay.Params, 0, len(window)), text: text, sure: true}
	between := window[0].Separator(text)
	for i, p := range window {
		m.Params = append(m.Params, alipay.Param{Name: n.params[p.Name].Name, Value: n.value(p, p.Value)})
		m.sure = m.sure && !p.Many && n.ends(text, window, i)
		if i > 0 && between != "" {
			m.extra += strings.Count(text[window[i-1].End:max(p.Start, window[i-1].End)], between)
		}
	}
	return m
}

// value returns a value as it was signed: what a logger made of a blank or a plus is undone.
func (n *interest[T]) value(p pairs.Pair, value string) string {
	switch n.params[p.Name].Kind {
	case pairs.Time:
		return strings.ReplaceAll(value, "+", " ")
	case pairs.Signature:
		return strings.ReplaceAll(value, " ", "+")
	}
	return value
}

// ends reports whether nothing is in doubt about the end of a value: it stands in quotes, the
// next name follows, or what closes all of them.
func (n *interest[T]) ends(text string, window []pairs.Pair, i int) bool {
	p := window[i]
	switch {
	case p.Quoted():
		return true
	case i+1 < len(window):
		return strings.IndexFunc(text[p.End:max(p.End, window[i+1].Start)], func(r rune) bool { return r >= 0x80 || isWord(byte(r)) }) < 0
	}
	return p.End >= len(text) || strings.IndexByte("}])\"'<\n\r", text[p.End]) >= 0 || p.Long(text, until(text, window, i)) == p.Value
}

// endsWith reports whether nothing but separators and a line end follow an index of a text,
// or half an escape.
func endsWith(text string, at int) bool {
	rest := strings.Trim(text[at:], "=&,; \r\n")
	return rest == "" || rest[0] == '\\'
}

// until returns where the longest value of a pair ends: before the next pair, and with its
// line.
func until(text string, window []pairs.Pair, i int) int {
	end, limit := window[i].End, len(text)
	if i+1 < len(window) {
		limit = max(end, window[i+1].Start)
	}
	if line := strings.IndexByte(text[end:limit], '\n'); line >= 0 {
		return end + line
	}
	return limit
}

// long returns the parameters with the longest values.
func (n *interest[T]) long(text string, window []pairs.Pair) alipay.Params {
	ps := make(alipay.Params, 0, len(window))
	for i, p := range window {
		value := p.Value
		if kind := n.params[p.Name].Kind; kind != pairs.Word && kind != pairs.Time {
			value = p.Long(text, until(text, window, i))
		}
		ps = append(ps, alipay.Param{Name: n.params[p.Name].Name, Value: n.value(p, value)})
	}
	return ps
}

// mixed returns readings with longer values: of the signature, of the others, of all.
func (n *interest[T]) mixed(m message, long alipay.Params) (readings []message) {
	signs, others := false, false
	for i := range long {
		if long[i].Value != m.Params[i].Value {
			signs = signs || long[i].Name == "sign"
			others = others || long[i].Name != "sign"
		}
	}
	if signs && others {
		for _, sign := range []bool{true, false} {
			ps := append(alipay.Params{}, m.Params...)
			for i := range ps {
				if (ps[i].Name == "sign") == sign {
					ps[i] = long[i]
				}
			}
			readings = append(readings, message{Params: ps, text: m.text})
		}
	}
	if signs || others {
		readings = append(readings, message{Params: long, text: m.text})
	}
	return readings
}

// unquoted returns the reading of a message whose values are url-encoded one by one.
func unquoted(m message) (readings []message) {
	if !slices.ContainsFunc(m.Params, func(p alipay.Param) bool { return strings.IndexByte(p.Value, '%') >= 0 }) {
		return nil
	}
	ps, changed := make(alipay.Params, 0, len(m.Params)), false
	for _, p := range m.Params {
		if strings.IndexByte(p.Value, '%') >= 0 {
			if value, err := url.QueryUnescape(p.Value); err == nil {
				p.Value, changed = value, true
			}
		}
		ps = append(ps, p)
	}
	if !changed {
		return nil
	}
	return []message{{Params: ps, text: m.text, sure: m.sure}}
}

// charsets returns the readings of a message whose log is in another charset than it was
// signed in.
func charsets(m message) (readings []message) {
	if !slices.ContainsFunc(m.Params, func(p alipay.Param) bool {
		return strings.ContainsFunc(p.Value, func(r rune) bool { return r >= utf8.RuneSelf })
	}) {
		return nil
	}
	for _, change := range []func(string) (string, error){alipay.GBK.Encode, alipay.GBK.Decode} {
		ps, changed := make(alipay.Params, 0, len(m.Params)), false
		for _, p := range m.Params {
			if other, err := change(p.Value); err == nil && other != p.Value {
				p.Value, changed = other, true
			}
			ps = append(ps, p)
		}
		if changed {
			readings = append(readings, message{Params: ps, text: m.text, sure: m.sure})
		}
	}
	return readings
}
