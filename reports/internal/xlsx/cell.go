package xlsx

import (
	"strconv"
	"strings"
	"time"

	"reconcile/alipay"
)

// A Cell is what one cell of a row holds, with a style or a link of its own. It is
// a value, so that a row of cells costs no memory. The zero value is an empty cell
// in the style of its column.
type Cell struct {
	holds   content
	Style   Style    // StylePlain for the style of the column
	text    string   // where it holds text, lines or a place
	number  int64    // a count, fen, seconds since 1970 on the wall clock of Shanghai, a line of a file
	formula string   // compares, never computes money; "#" is the number of the row
	to      Position // a link to another sheet
}

// A content is what a cell holds. Absent is not zero: an amount that is unknown
// and a time that is not there hold nothing.
type content uint8

const (
	nothing  content = iota
	someText         // from anywhere, shown as cellText says
	lines            // texts one below the other, fit to be shown already
	aPlace           // file:line
	aCount
	anAmount
	aMoment
)

// Text is text from anywhere; nothing, where there is none, so that a reader counts no
// blank cell.
func Text(s string) Cell { return Styled(s, StylePlain) }

// Styled is text in a style of its own.
func Styled(s string, k Style) Cell {
	if s == "" {
		return Cell{Style: k}
	}
	return Cell{holds: someText, text: s, Style: k}
}

// Linked is text that leads somewhere; nowhere, if to is the zero value.
func Linked(s string, to Position) Cell { return Text(s).To(to) }

// To is a cell that leads somewhere; nowhere, if to is the zero value or the cell is empty.
func (c Cell) To(to Position) Cell {
	if c.holds != nothing {
		c.to = to
	}
	return c
}

func Count(n int64) Cell { return Cell{holds: aCount, Style: StyleCount, number: n} }

func Money(m alipay.Money) Cell { return Cell{holds: anAmount, Style: StyleMoney, number: m.Fen()} }

// Amount is an amount that may be absent.
func Amount(m *alipay.Money) Cell {
	if m == nil {
		return Cell{Style: StyleMoney}
	}
	return Money(*m)
}

// Moment is a moment; text, where the format's days do not reach: they begin
// in 1900, and the first two months are counted wrongly.
func Moment(t time.Time) Cell {
	if t.IsZero() {
		return Cell{Style: StyleMoment}
	}
	wall := t.In(alipay.Shanghai())
	if wall.Year() <= 1900 {
		return Styled(wall.Format(alipay.TimeLayout), StyleMoment)
	}
	_, offset := wall.Zone()
	return Cell{holds: aMoment, Style: StyleMoment, number: wall.Unix() + int64(offset)}
}

// InputDay is the day in Shanghai of a moment, which people may replace, or none.
func InputDay(day time.Time) Cell {
	if day.IsZero() {
		return Cell{Style: StyleInputDay}
	}
	year, month, date := day.In(alipay.Shanghai()).Date()
	c := Moment(time.Date(year, month, date, 0, 0, 0, 0, alipay.Shanghai()))
	c.Style = StyleInputDay
	return c
}

// Place is evidence in the form file:line. The name of the file is
// kept apart, since it is the same in many rows; unless it may have to be cut.
func Place(file string, line int64) Cell {
	switch {
	case file == "":
		return Text("")
	case len(file) > maxCell/2:
		return Text(file + ":" + strconv.FormatInt(line, 10))
	}
	return Cell{holds: aPlace, text: file, number: line}
}

// Lines puts texts one below the other.
func Lines(list []string, note string) Cell {
	if len(list) == 0 {
		return Cell{}
	}
	clean := make([]string, len(list))
	for i, s := range list {
		clean[i] = CellText(s, note)
	}
	return Cell{holds: lines, text: strings.Join(clean, "\n")}
}

// shown is the text of a cell as a reader sees it; note says where the whole of a
// text is that had to be cut.
func (c *Cell) shown(note string) string {
	switch c.holds {
	case someText:
		return CellText(c.text, note)
	case aPlace:
		return CellText(c.text, note) + ":" + strconv.FormatInt(c.number, 10)
	}
	return c.text
}

// hasText reports whether a cell holds text of any kind.
func (c *Cell) hasText() bool { return c.holds == someText || c.holds == lines || c.holds == aPlace }

// style is the kind of a cell in a column of this kind.
func (c *Cell) style(column Style) Style {
	k := column
	if c.Style != StylePlain {
		k = c.Style
	}
	if c.to.Row != 0 {
		k = linkOf(k)
	}
	return k
}

// WithFormula is a cell whose value a formula computes too.
func (c Cell) WithFormula(formula string) Cell {
	c.formula = formula
	return c
}

// linkOf is the style of a link in the font of the column.
func linkOf(k Style) Style {
	switch k {
	case StyleIdent:
		return StyleIdentLink
	case StyleHeader:
		return StyleHeaderLink
	case StyleWrapped, StyleValue:
		return StyleWrappedLink
	case StyleCount:
		return StyleCountLink
	}
	return StyleLink
}

// The formulas of the workbook. They compare what is beside them and never
// compute money; "#" is the number of their row.
const (
	DifferenceFormula   = `ROUND(D#-F#,2)`
	VerdictFormula      = `IF(ROUND(D#-F#,2)=0,"✓","✗")`
	ForwardFormula      = `IF(AND(C#=D#,D#+E#-F#=G#),"✓","✗")`
	ForwardMoneyFormula = `IF(AND(ROUND(I#-J#,2)=0,ROUND(J#+K#-L#+M#-N#,2)=0,ROUND(N#-O#,2)=0),"✓","✗")`
)

// formulas are all that a cell may hold.
func formulas() []string {
	return []string{DifferenceFormula, VerdictFormula, ForwardFormula, ForwardMoneyFormula}
}

// formulaOf is a formula in a row.
func formulaOf(formula, row string) string { return strings.ReplaceAll(formula, "#", row) }
