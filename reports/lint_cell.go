package reports

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

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
