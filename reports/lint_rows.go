package reports

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
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

// cell reads a cell: its place, its style, its value.
func (l *rowLint) cell() error {
	l.column++
	if !l.take(`<c r="`) || !l.place() {
		return errors.New("the cell is not in its place")
	}
	if l.take(` s="`) {
		if err := l.style(); err != nil {
			return err
		}
	}
	switch {
	case l.take(`/>`), l.take(`></c>`):
		return nil
	case l.take(`><v>`):
		return l.numeric()
	case l.take(` t="inlineStr"><is><t>`), l.take(` t="inlineStr"><is><t xml:space="preserve">`):
		return l.text(`</t></is></c>`)
	case l.take(` t="str"><f>`):
		if err := l.formula(); err != nil {
			return err
		}
		return l.text(`</v></c>`)
	case l.take(`><f>`):
		if err := l.formula(); err != nil {
			return err
		}
		return l.numeric()
	}
	return errMarkup
}

// place reads the name of the cell: its column's and the row's number.
func (l *rowLint) place() bool {
	if l.column <= 26 {
		if len(l.rest) == 0 || l.rest[0] != byte('A'+l.column-1) {
			return false
		}
		l.rest = l.rest[1:]
	} else if !l.take(columnName(l.column - 1)) {
		return false
	}
	if !bytes.HasPrefix(l.rest, l.digits) {
		return false
	}
	l.rest = l.rest[len(l.digits):]
	return l.take(`"`)
}

func (l *rowLint) style() error {
	digits, err := l.until('"')
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(string(digits))
	if err != nil || n < 0 {
		return fmt.Errorf("%q is no number of a style", digits)
	}
	l.tally.style = max(l.tally.style, n)
	l.rest = l.rest[1:]
	return nil
}

// numeric reads a number as rows.add writes it, up to the end of the cell.
func (l *rowLint) numeric() error {
	value, err := l.until('<')
	if err != nil {
		return err
	}
	if !isNumeric(value) {
		return fmt.Errorf("%.40q is no number", value)
	}
	if !l.take(`</v></c>`) {
		return errMarkup
	}
	return nil
}

func isNumeric(value []byte) bool {
	digits := bytes.TrimPrefix(value, []byte("-"))
	whole, decimals, point := bytes.Cut(digits, []byte("."))
	return isDigits(whole) && (!point || isDigits(decimals))
}

func isDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

func (l *rowLint) text(end string) error {
	text, err := l.until('<')
	if err != nil {
		return err
	}
	if err := lintText(text); err != nil {
		return err
	}
	if !l.take(end) {
		return errMarkup
	}
	return nil
}

// formula reads a formula, which has a value behind it.
func (l *rowLint) formula() error {
	formula, err := l.until('<')
	if err != nil {
		return err
	}
	ours := slices.ContainsFunc(formulas(), func(f string) bool { return string(formula) == formulaOf(f, string(l.digits)) })
	if !ours {
		return fmt.Errorf("the formula %.80q is none of ours", formula)
	}
	if !l.take(`</f><v>`) {
		return errors.New("the formula has no value")
	}
	l.tally.formulas++
	return nil
}
