package digest

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A Sum is of rows in whatever order: how many they are, and the sum of their SHA-256
// modulo 2^256. A row that is taken away leaves the sum of the others.
type Sum struct {
	Rows int64
	hash [4]uint64 // the least significant first
}

// size is how many bytes a sum of hashes has.
const size = sha256.Size

// Bytes is the sum of the hashes, the most significant byte first.
func (s Sum) Bytes() []byte {
	b := make([]byte, 0, size)
	for i := range s.hash {
		b = binary.BigEndian.AppendUint64(b, s.hash[3-i])
	}
	return b
}

// SumOf is what the books keep of a sum.
func SumOf(rows int64, hash []byte) (Sum, error) {
	if len(hash) != size {
		return Sum{}, words.Errorf("a digest of %d bytes, not %d", len(hash), size)
	}
	return Sum{rows, limbs(hash)}, nil
}

func limbs(b []byte) [4]uint64 {
	return [4]uint64{binary.BigEndian.Uint64(b[24:]), binary.BigEndian.Uint64(b[16:]), binary.BigEndian.Uint64(b[8:]), binary.BigEndian.Uint64(b)}
}

// Plus is the sum of the rows of both.
func (s Sum) Plus(o Sum) Sum {
	var carry uint64
	for i := range s.hash {
		s.hash[i], carry = bits.Add64(s.hash[i], o.hash[i], carry)
	}
	s.Rows += o.Rows
	return s
}

// Minus is the sum without the rows of another.
func (s Sum) Minus(o Sum) Sum {
	var borrow uint64
	for i := range s.hash {
		s.hash[i], borrow = bits.Sub64(s.hash[i], o.hash[i], borrow)
	}
	s.Rows -= o.Rows
	return s
}

// The bytes before the columns of a row.
const (
	tagNull = iota
	tagNumber
	tagText
	tagBytes
)

// appendColumn appends a column so that no other column reads the same: a tag, and of what
// has a length that. Texts are as every engine keeps them.
func appendColumn(b []byte, column any) ([]byte, error) {
	switch v := column.(type) {
	case nil:
		return append(b, tagNull), nil
	case int64:
		return binary.BigEndian.AppendUint64(append(b, tagNumber), uint64(v)), nil
	case int:
		return binary.BigEndian.AppendUint64(append(b, tagNumber), uint64(v)), nil
	case string:
		v = store.Text(v)
		return append(binary.AppendUvarint(append(b, tagText), uint64(len(v))), v...), nil
	case []byte:
		return append(binary.AppendUvarint(append(b, tagBytes), uint64(len(v))), v...), nil
	}
	return b, words.Errorf("a column of %T", column)
}
