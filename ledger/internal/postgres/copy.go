package postgres

import (
	"bytes"
	"database/sql/driver"
	"encoding/binary"
	"io"
	"time"

	"reconcile/ledger/internal/store"
	"reconcile/words"
)

// The rows of a COPY in binary, as PostgreSQL's manual has them (COPY, Binary Format): each is
// the number of its fields, then of each field the length and the bytes.

var (
	copyHead = []byte("PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000") // no flags, no more head
	copyTail = []byte{0xff, 0xff}                                             // where a number of fields would be
)

// copyReader reads rows as the server takes them.
func copyReader(rows []byte) io.Reader {
	return io.MultiReader(bytes.NewReader(copyHead), bytes.NewReader(rows), bytes.NewReader(copyTail))
}

// appendRow appends a row: numbers and truth for BIGINT, string or []byte for TEXT and BYTEA,
// nil, and what the drivers make one of these.
func appendRow(b []byte, row []any) (_ []byte, err error) {
	b = binary.BigEndian.AppendUint16(b, uint16(len(row)))
	for i, v := range row {
		if b, err = appendValue(b, v); err != nil {
			return b, words.Errorf("value %d: %w", i+1, err)
		}
	}
	return b, nil
}

func appendValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return binary.BigEndian.AppendUint32(b, 0xffffffff), nil
	case int64:
		return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(b, 8), uint64(v)), nil
	case string:
		v = store.Text(v)
		return append(binary.BigEndian.AppendUint32(b, uint32(len(v))), v...), nil
	case []byte:
		return append(binary.BigEndian.AppendUint32(b, uint32(len(v))), v...), nil
	case bool:
		return appendValue(b, number(v))
	case float64, time.Time:
		return b, words.Errorf("a %T, which no column holds", v)
	}
	v, err := driver.DefaultParameterConverter.ConvertValue(v)
	if err != nil {
		return b, err
	}
	return appendValue(b, v)
}
