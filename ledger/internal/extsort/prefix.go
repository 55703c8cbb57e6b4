package extsort

import (
	"encoding/binary"
	"math/bits"
)

// prefixBytes is how far into the keys a keyPrefix looks.
const prefixBytes = 64

// A keyPrefix puts the beginnings of keys into numbers that are ordered as they are. It
// leaves out bytes that are the same in all keys, and takes of the others the bits from
// the first on in which they differ: of trade numbers that makes sixteen digits, not eight.
type keyPrefix struct{ parts []prefixByte }

// A prefixByte is one place of the keys: the bits that are taken of it, and how many.
type prefixByte struct {
	at   int
	mask byte
	bits int
}

// newKeyPrefix looks at all keys that a buffer holds. Where one key is shorter than
// another, only what all of them have is compared.
func newKeyPrefix(b *buffer) keyPrefix {
	differ, n := b.differences()
	var p keyPrefix
	free := 64
	for at, d := range differ[:n] {
		need := bits.Len8(d)
		if free -= need; free < 0 {
			break
		}
		if need > 0 {
			p.parts = append(p.parts, prefixByte{at, byte(1<<need - 1), need})
		}
	}
	return p
}

// differences returns the bits in which the beginnings of keys differ from one another,
// and how many bytes all keys have, as far as a prefix looks.
func (b *buffer) differences() (differ [prefixBytes]byte, n int) {
	if len(b.entries) == 0 {
		return differ, 0
	}
	first := b.key(b.entries[0])
	n = min(prefixBytes, len(first))
	var words [prefixBytes / 8]uint64
	for _, e := range b.entries {
		key := b.key(e)
		n = min(n, len(key))
		at := 0
		for ; at+8 <= n; at += 8 {
			words[at/8] |= binary.LittleEndian.Uint64(key[at:]) ^ binary.LittleEndian.Uint64(first[at:])
		}
		for ; at < n; at++ {
			differ[at] |= key[at] ^ first[at]
		}
	}
	for i := range differ {
		differ[i] |= byte(words[i/8] >> (i % 8 * 8))
	}
	return differ, n
}

// of returns the number of a key.
func (p keyPrefix) of(key []byte) uint64 {
	var n uint64
	for _, b := range p.parts {
		n = n<<b.bits | uint64(key[b.at]&b.mask)
	}
	return n
}
