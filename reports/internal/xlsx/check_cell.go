package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
)

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
		return fmt.Errorf("%.10q is no number of a style", l.rest)
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
		return fmt.Errorf("%.40q is no number", value)
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
		return fmt.Errorf("the formula %.80q is none of ours", formula)
	}
	if !l.take(`</f><v>`) {
		return errors.New("the formula has no value")
	}
	return nil
}
