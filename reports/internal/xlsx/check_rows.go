package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// A RowTally is what was found in rows, one below the other.
type RowTally struct {
	First, Rows int // the number of the first row, and how many there are
	Columns     int // of the widest row
	Style       int // the greatest number of a style
}

// append is t with the rows below it; a gap between the two is an error.
func (t RowTally) append(more RowTally) (RowTally, error) {
	if t.Rows == 0 || more.Rows == 0 {
		more.Rows += t.Rows
		more.First = max(t.First, more.First)
		return more.widest(t), nil
	}
	if more.First != t.First+t.Rows {
		return t, fmt.Errorf("row %d follows row %d", more.First, t.First+t.Rows-1)
	}
	more.First, more.Rows = t.First, t.Rows+more.Rows
	return more.widest(t), nil
}

func (t RowTally) widest(o RowTally) RowTally {
	t.Columns, t.Style = max(t.Columns, o.Columns), max(t.Style, o.Style)
	return t
}

// CheckRows reads whole rows and refuses whatever this package does not write: a
// cell out of its place, a broken number, text that the format cannot hold, a
// formula that is not ours. It is the grammar of rows.add.
func CheckRows(data []byte) (RowTally, error) {
	l := rowChecker{rest: data}
	for len(l.rest) > 0 {
		if err := l.row(); err != nil {
			return l.tally, fmt.Errorf("%s%d: %w", ColumnName(max(l.column-1, 0)), l.number, err)
		}
	}
	return l.tally, nil
}

// A rowChecker reads rows.
type rowChecker struct {
	rest   []byte
	tally  RowTally
	number int    // of the current row
	digits []byte // the same as it is written
	named  []byte // the beginning of a cell in it, up to the end of the cell's name
	column int    // cells of it so far
}

// take takes what must come next.
func (l *rowChecker) take(want string) bool {
	if len(l.rest) < len(want) || string(l.rest[:len(want)]) != want {
		return false
	}
	l.rest = l.rest[len(want):]
	return true
}

// until takes what is before a byte.
func (l *rowChecker) until(end byte) ([]byte, error) {
	i := bytes.IndexByte(l.rest, end)
	if i < 0 {
		return nil, errors.New("the rows are cut off")
	}
	taken := l.rest[:i]
	l.rest = l.rest[i:]
	return taken, nil
}

// cellBegin is what precedes the name of a cell.
const cellBegin = `<c r="`

var errMarkup = errors.New("the markup is none of ours")

func (l *rowChecker) row() error {
	l.column = 0
	if !l.take(`<row r="`) {
		return errMarkup
	}
	var err error
	if l.digits, err = l.until('"'); err != nil {
		return err
	}
	l.named = append(append(append(l.named[:0], cellBegin+"A"...), l.digits...), '"')
	number, err := strconv.Atoi(string(l.digits))
	switch {
	case err != nil:
		return err
	case l.tally.Rows == 0:
		l.tally.First = number
	case number != l.tally.First+l.tally.Rows:
		return fmt.Errorf("row %d follows row %d", number, l.number)
	}
	l.number = number
	if err := l.height(); err != nil {
		return err
	}
	for !l.take(`</row>`) {
		if err := l.cell(); err != nil {
			return err
		}
	}
	l.tally.Rows++
	l.tally.Columns = max(l.tally.Columns, l.column)
	return nil
}

func (l *rowChecker) height() error {
	if l.take(`">`) {
		return nil
	}
	if l.take(`" ht="18" customHeight="1">`) { // rowHeight, which most have
		return nil
	}
	if !l.take(`" ht="`) {
		return errMarkup
	}
	height, err := l.until('"')
	if err != nil {
		return err
	}
	points, err := strconv.ParseFloat(string(height), 64)
	if err != nil || points <= 0 || points > maxHeight {
		return fmt.Errorf("a row cannot be %s points high", height)
	}
	if !l.take(`" customHeight="1">`) {
		return errMarkup
	}
	return nil
}
