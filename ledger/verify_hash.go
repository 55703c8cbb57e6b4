package ledger

import (
	"encoding/binary"
	"hash/maphash"
)

// A rowHash adds up the hashes of rows, in whatever order they come.
type rowHash struct {
	seed maphash.Seed
	row  []byte // so far, column by column
	sum  uint64 // modulo 2^64
}

// text adds a column to the row. No column of another row reads the same: its length is
// before it.
func (h *rowHash) text(column string) *rowHash {
	h.row = append(binary.AppendUvarint(h.row, uint64(len(column))), column...)
	return h
}

// number adds a column to the row.
func (h *rowHash) number(column int64) *rowHash {
	h.row = binary.BigEndian.AppendUint64(h.row, uint64(column))
	return h
}

// add adds the row to the sum, and begins another one.
func (h *rowHash) add() {
	h.sum += maphash.Bytes(h.seed, h.row)
	h.row = h.row[:0]
}
