package digest

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// A Sum is of rows in whatever order: how many they are, and the sum of their SHA-256
// modulo 2^256. A row that is taken away leaves the sum of the others. A second sum is of
// the same hashes, each times the place of its row: where one row is other than it was, the
// two tell which (see Search).
type Sum struct {
	Rows     int64
	hash     number
	placed   number
	unplaced bool // some of the rows were added up by a program that knew no places
}

// A number is one modulo 2^256, its least significant part first.
type number [4]uint64

// size is how many bytes a sum of hashes has.
const size = sha256.Size

// add adds a row.
func (s *Sum) add(hash number, place uint64) {
	s.Rows++
	s.hash = s.hash.plus(hash)
	s.placed = s.placed.plus(hash.times(place))
}

// take takes a row away.
func (s *Sum) take(hash number, place uint64) {
	s.Rows--
	s.hash = s.hash.minus(hash)
	s.placed = s.placed.minus(hash.times(place))
}

// SumOf is what the books keep of a sum; placed is nil where they keep none.
func SumOf(rows int64, hash, placed []byte) (Sum, error) {
	if len(hash) != size || placed != nil && len(placed) != size {
		return Sum{}, words.Errorf("a digest of %d and %d bytes, not %d", len(hash), len(placed), size)
	}
	s := Sum{Rows: rows, hash: numberOf(hash), unplaced: placed == nil}
	if !s.unplaced {
		s.placed = numberOf(placed)
	}
	return s, nil
}

// Bytes is the sum of the hashes, the most significant byte first.
func (s Sum) Bytes() []byte { return s.hash.bytes() }

// Placed is the sum of the hashes by place, the most significant byte first; nil where some
// of the rows were added up without their places.
func (s Sum) Placed() []byte {
	if s.unplaced {
		return nil
	}
	return s.placed.bytes()
}

// Plus is the sum of the rows of both.
func (s Sum) Plus(o Sum) Sum {
	return Sum{s.Rows + o.Rows, s.hash.plus(o.hash), s.placed.plus(o.placed), s.unplaced || o.unplaced}
}

// Minus is the sum without the rows of another.
func (s Sum) Minus(o Sum) Sum {
	return Sum{s.Rows - o.Rows, s.hash.minus(o.hash), s.placed.minus(o.placed), s.unplaced || o.unplaced}
}

// Same reports whether two sums are of the same rows.
func (s Sum) Same(o Sum) bool {
	return s.Rows == o.Rows && s.hash == o.hash && (s.unplaced || o.unplaced || s.placed == o.placed)
}

func numberOf(b []byte) number {
	return number{binary.BigEndian.Uint64(b[24:]), binary.BigEndian.Uint64(b[16:]), binary.BigEndian.Uint64(b[8:]), binary.BigEndian.Uint64(b)}
}

func (n number) bytes() []byte {
	b := make([]byte, 0, size)
	for i := range n {
		b = binary.BigEndian.AppendUint64(b, n[3-i])
	}
	return b
}

func (n number) plus(o number) number {
	a, carry := bits.Add64(n[0], o[0], 0)
	b, carry := bits.Add64(n[1], o[1], carry)
	c, carry := bits.Add64(n[2], o[2], carry)
	d, _ := bits.Add64(n[3], o[3], carry)
	return number{a, b, c, d}
}

func (n number) minus(o number) number {
	a, borrow := bits.Sub64(n[0], o[0], 0)
	b, borrow := bits.Sub64(n[1], o[1], borrow)
	c, borrow := bits.Sub64(n[2], o[2], borrow)
	d, _ := bits.Sub64(n[3], o[3], borrow)
	return number{a, b, c, d}
}

func (n number) times(by uint64) number {
	over0, low0 := bits.Mul64(n[0], by)
	over1, low1 := bits.Mul64(n[1], by)
	over2, low2 := bits.Mul64(n[2], by)
	return number{low0, low1, low2, n[3] * by}.plus(number{0, over0, over1, over2})
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
