package ledger

import "math/bits"

// packedBytes is how far into the keys a packer looks.
const packedBytes = 64

// A packer puts the beginnings of keys into numbers that are ordered as they are. It
// leaves out bytes that are the same in all keys, and takes of the others the bits in
// which they differ: of trade numbers that makes sixteen digits, not eight.
type packer struct{ parts []packedByte }

// A packedByte is one place of the keys: what is subtracted there, and how many bits
// are left.
type packedByte struct {
	at    int
	least byte
	bits  int
}

// newPacker looks at the keys of what a spool has in memory. Where one key is shorter
// than another, only what all of them have is compared.
func newPacker(s *spool) packer {
	var least, greatest [packedBytes]byte
	n := packedBytes
	for i, r := range s.rows {
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
	var p packer
	free := 64
	for at := range n {
		need := bits.Len8(greatest[at] - least[at])
		if free -= need; free < 0 {
			break
		}
		if need > 0 {
			p.parts = append(p.parts, packedByte{at, least[at], need})
		}
	}
	return p
}

// pack returns the number of a key.
func (p packer) pack(key []byte) uint64 {
	var n uint64
	for _, b := range p.parts {
		n = n<<b.bits | uint64(key[b.at]-b.least)
	}
	return n
}
