package extsort

import "math/bits"

// prefixBytes is how far into the keys a keyPrefix looks.
const prefixBytes = 64

// A keyPrefix puts the beginnings of keys into numbers that are ordered as they are. It
// leaves out bytes that are the same in all keys, and takes of the others the bits in
// which they differ: of trade numbers that makes sixteen digits, not eight.
type keyPrefix struct{ parts []prefixByte }

// A prefixByte is one place of the keys: what is subtracted there, and how many bits
// are left.
type prefixByte struct {
	at    int
	least byte
	bits  int
}

// newKeyPrefix looks at the keys that a sorter has in memory. Where one key is shorter
// than another, only what all of them have is compared.
func newKeyPrefix(s *Sorter) keyPrefix {
	var least, greatest [prefixBytes]byte
	n := prefixBytes
	for i, r := range s.entries {
		key := s.keyOf(r)
		n = min(n, len(key))
		for at, b := range key[:n] {
			if i == 0 || b < least[at] {
				least[at] = b
			}
			if i == 0 || b > greatest[at] {
				greatest[at] = b
			}
		}
	}
	var p keyPrefix
	free := 64
	for at := range n {
		need := bits.Len8(greatest[at] - least[at])
		if free -= need; free < 0 {
			break
		}
		if need > 0 {
			p.parts = append(p.parts, prefixByte{at, least[at], need})
		}
	}
	return p
}

// of returns the number of a key.
func (p keyPrefix) of(key []byte) uint64 {
	var n uint64
	for _, b := range p.parts {
		n = n<<b.bits | uint64(key[b.at]-b.least)
	}
	return n
}
