package xlsx

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strconv"

	"reconcile/words"
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
		return t, words.Errorf("row %d follows row %d", more.First, t.First+t.Rows-1)
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
			return l.tally, words.Errorf("%s%d: %w", ColumnName(max(l.column-1, 0)), l.number, err)
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
		return words.Errorf("row %d follows row %d", number, l.number)
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
		return words.Errorf("a row cannot be %s points high", height)
	}
	if !l.take(`" customHeight="1">`) {
		return errMarkup
	}
	return nil
}

// cell reads a cell: its place, its style, its value.
func (l *rowChecker) cell() error {
	l.column++
	if !l.place() {
		return errors.New("the cell is not in its place")
	}
	if l.take(` s="`) {
		if err := l.style(); err != nil {
			return err
		}
	}
	switch {
	case l.take(` t="inlineStr"><is><t>`):
		return l.text(`</t></is></c>`)
	case l.take(`><v>`):
		return l.numeric()
	case l.take(`/>`), l.take(`></c>`):
		return nil
	case l.take(` t="inlineStr"><is><t xml:space="preserve">`):
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

// place reads the beginning of the cell with its name: its column's, which is one
// letter in all our sheets, and the row's number.
func (l *rowChecker) place() bool {
	if l.column > 26 {
		return false
	}
	l.named[len(cellBegin)] = byte('A' + l.column - 1)
	if !bytes.HasPrefix(l.rest, l.named) {
		return false
	}
	l.rest = l.rest[len(l.named):]
	return true
}

func (l *rowChecker) style() error {
	digits := digitsOf(l.rest)
	if digits == 0 || digits == len(l.rest) || l.rest[digits] != '"' {
		return words.Errorf("%.10q is no number of a style", l.rest)
	}
	n := 0
	for _, c := range l.rest[:digits] {
		n = min(n*10+int(c-'0'), math.MaxInt32)
	}
	l.tally.Style = max(l.tally.Style, n)
	l.rest = l.rest[digits+1:]
	return nil
}

// numeric reads a number as rows.add writes it, up to the end of the cell.
func (l *rowChecker) numeric() error {
	const end = `</v></c>`
	n := numberOf(l.rest)
	if n > 0 && bytes.HasPrefix(l.rest[n:], []byte(end)) {
		l.rest = l.rest[n+len(end):]
		return nil
	}
	value, err := l.until('<')
	switch {
	case err != nil:
		return err
	case n == 0 || n != len(value):
		return words.Errorf("%.40q is no number", value)
	}
	return errMarkup
}

// numberOf is how long the number at the beginning is: digits, perhaps a sign
// before them, perhaps a point and digits behind; 0, if there is none.
func numberOf(b []byte) int {
	sign := 0
	if len(b) > 0 && b[0] == '-' {
		sign = 1
	}
	whole := digitsOf(b[sign:])
	if whole == 0 {
		return 0
	}
	n := sign + whole
	if n < len(b) && b[n] == '.' {
		decimals := digitsOf(b[n+1:])
		if decimals == 0 {
			return 0
		}
		n += 1 + decimals
	}
	return n
}

// digitsOf is how many digits b begins with.
func digitsOf(b []byte) int {
	for i, c := range b {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(b)
}

func (l *rowChecker) text(end string) error {
	text, err := l.until('<')
	if err != nil {
		return err
	}
	if err := checkText(text); err != nil {
		return err
	}
	if !l.take(end) {
		return errMarkup
	}
	return nil
}

// formula reads a formula, which has a value behind it.
func (l *rowChecker) formula() error {
	formula, err := l.until('<')
	if err != nil {
		return err
	}
	ours := slices.ContainsFunc(formulas(), func(f string) bool { return string(formula) == formulaOf(f, string(l.digits)) })
	if !ours {
		return words.Errorf("the formula %.80q is none of ours", formula)
	}
	if !l.take(`</f><v>`) {
		return errors.New("the formula has no value")
	}
	return nil
}
