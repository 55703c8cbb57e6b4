package extsort

import (
	"bytes"
	"cmp"
	"slices"
)

// radixRows is from how many rows on they are sorted digit by digit.
const radixRows = 256

// sort sorts what is in memory by key, rows with the same key as they came.
func (b *buffer) sort(w *work) {
	p := newKeyPrefix(b)
	for i, e := range b.entries {
		b.entries[i].prefix = p.of(b.key(e))
	}
	if len(b.entries) < radixRows {
		slices.SortFunc(b.entries, b.compare)
		return
	}
	b.sortPrefixes(w)
	for from := 0; from < len(b.entries); {
		to := from + 1
		for to < len(b.entries) && b.entries[to].prefix == b.entries[from].prefix {
			to++
		}
		if to > from+1 {
			slices.SortFunc(b.entries[from:to], b.compare)
		}
		from = to
	}
}

// compare compares two rows by key, and where it is the same by which came first.
func (b *buffer) compare(x, y entry) int {
	if x.prefix != y.prefix {
		return cmp.Compare(x.prefix, y.prefix)
	}
	return cmp.Or(bytes.Compare(b.key(x), b.key(y)), cmp.Compare(x.start, y.start))
}

// sortPrefixes sorts the entries by their prefixes, byte by byte from the last one, in
// which they are spread over what lies in its places. Where all of them have the same
// byte there is nothing to do.
func (b *buffer) sortPrefixes(w *work) {
	var counts [8][256]uint32
	for _, e := range b.entries {
		for i := range counts {
			counts[i][byte(e.prefix>>(8*i))]++
		}
	}
	w.entries = slices.Grow(w.entries[:0], len(b.entries))[:len(b.entries)]
	for i := range counts {
		if c := &counts[i]; c[byte(b.entries[0].prefix>>(8*i))] != uint32(len(b.entries)) {
			spread(w.entries, b.entries, c, 8*i)
			b.entries, w.entries = w.entries, b.entries
		}
	}
}

// spread copies entries in the order of one byte of their prefixes, those with the same
// one as they stand. counts says how many there are of each.
func spread(to, from []entry, counts *[256]uint32, shift int) {
	next := uint32(0)
	for i, n := range counts {
		counts[i], next = next, next+n
	}
	for _, e := range from {
		c := &counts[byte(e.prefix>>shift)]
		to[*c] = e
		*c++
	}
}
