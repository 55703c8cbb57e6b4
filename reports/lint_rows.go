package reports

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// A rowTally is what was found in rows that stand one below the other.
type rowTally struct {
	first, rows int // the number of the first row, and how many there are
	columns     int // of the widest row
	style       int // the greatest number of a style
	formulas    int
}

// append is t with the rows below it; a gap between the two is an error.
func (t rowTally) append(more rowTally) (rowTally, error) {
	if t.rows == 0 || more.rows == 0 {
		more.rows += t.rows
		more.first = max(t.first, more.first)
		return more.widest(t), nil
	}
	if more.first != t.first+t.rows {
		return t, fmt.Errorf("row %d follows row %d", more.first, t.first+t.rows-1)
	}
	more.first, more.rows, more.formulas = t.first, t.rows+more.rows, t.formulas+more.formulas
	return more.widest(t), nil
}

func (t rowTally) widest(o rowTally) rowTally {
	t.columns, t.style = max(t.columns, o.columns), max(t.style, o.style)
	return t
}

// lintRows reads whole rows and refuses whatever this package does not write: a
// cell out of its place, a broken number, text that the format cannot hold, a
// formula that is not ours. It is the grammar of rows.add, and of what excelize
// makes of a first row.
func lintRows(data []byte) (rowTally, error) {
	l := rowLint{rest: data}
	for len(l.rest) > 0 {
		if err := l.row(); err != nil {
			return l.tally, fmt.Errorf("%s%d: %w", columnName(max(l.column-1, 0)), l.number, err)
		}
	}
	return l.tally, nil
}

// A rowLint reads rows.
type rowLint struct {
	rest   []byte
	tally  rowTally
	number int    // of the row at hand
	digits []byte // the same as it is written
	named  []byte // the beginning of a cell in it, up to the end of the cell's name
	column int    // cells of it so far
}

// take takes what must come next.
func (l *rowLint) take(want string) bool {
	if len(l.rest) < len(want) || string(l.rest[:len(want)]) != want {
		return false
	}
	l.rest = l.rest[len(want):]
	return true
}

// until takes what stands before a byte.
func (l *rowLint) until(end byte) ([]byte, error) {
	i := bytes.IndexByte(l.rest, end)
	if i < 0 {
		return nil, errors.New("the rows are cut off")
	}
	taken := l.rest[:i]
	l.rest = l.rest[i:]
	return taken, nil
}

// cellBegin is what the name of a cell stands behind.
const cellBegin = `<c r="`

var errMarkup = errors.New("the markup is none of ours")

func (l *rowLint) row() error {
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
	case l.tally.rows == 0:
		l.tally.first = number
	case number != l.tally.first+l.tally.rows:
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
	l.tally.rows++
	l.tally.columns = max(l.tally.columns, l.column)
	return nil
}

func (l *rowLint) height() error {
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
