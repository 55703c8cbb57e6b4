package reports

import (
	"strconv"
	"strings"
	"time"

	"reconcile/alipay"
)

// A cell is what one cell of a row holds, with a look or a link of its own. It is
// a value, so that a row of cells costs no memory. The zero value is an empty cell
// in the look of its column.
type cell struct {
	holds   content
	kind    kind     // asPlain for the look of the column
	text    string   // where it holds text, lines or a place
	number  int64    // a count, fen, seconds since 1970 on the wall clock of Shanghai, a line of a file
	formula string   // compares, never computes money; "#" stands for the number of the row
	to      position // a link to another sheet
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

func textCell(s string) cell { return cell{holds: someText, text: s} }

// markedCell is text in a look of its own.
func markedCell(s string, k kind) cell { return cell{holds: someText, text: s, kind: k} }

// linkedCell is text that leads somewhere; nowhere, if to is the zero value.
func linkedCell(s string, to position) cell { return cell{holds: someText, text: s, to: to} }

func countCell(n int64) cell { return cell{holds: aCount, kind: asCount, number: n} }

func moneyCell(m alipay.Money) cell { return cell{holds: anAmount, kind: asMoney, number: m.Fen()} }

// amountCell is an amount that may be absent.
func amountCell(m *alipay.Money) cell {
	if m == nil {
		return cell{kind: asMoney}
	}
	return moneyCell(*m)
}

// momentCell is a moment; text, where the format's days do not reach: they begin
// in 1900, and the first two months are counted wrongly.
func momentCell(t time.Time) cell {
	if t.IsZero() {
		return cell{kind: asMoment}
	}
	wall := t.In(alipay.Shanghai())
	if wall.Year() <= 1900 {
		return markedCell(wall.Format(alipay.TimeLayout), asMoment)
	}
	_, offset := wall.Zone()
	return cell{holds: aMoment, kind: asMoment, number: wall.Unix() + int64(offset)}
}

// placeCell is evidence as people look it up: file:line. The name of the file is
// kept apart, since it is the same in many rows; unless it may have to be cut.
func placeCell(file string, line int64) cell {
	switch {
	case file == "":
		return textCell("")
	case len(file) > maxCell/2:
		return textCell(file + ":" + strconv.FormatInt(line, 10))
	}
	return cell{holds: aPlace, text: file, number: line}
}

// linesCell puts texts one below the other.
func linesCell(list []string, note string) cell {
	clean := make([]string, len(list))
	for i, s := range list {
		clean[i] = cellText(s, note)
	}
	return cell{holds: lines, text: strings.Join(clean, "\n")}
}

// shown is the text of a cell as a reader sees it; note says where the whole of a
// text is that had to be cut.
func (c *cell) shown(note string) string {
	switch c.holds {
	case someText:
		return cellText(c.text, note)
	case aPlace:
		return cellText(c.text, note) + ":" + strconv.FormatInt(c.number, 10)
	}
	return c.text
}

// hasText tells whether a cell holds text of any kind.
func (c *cell) hasText() bool { return c.holds == someText || c.holds == lines || c.holds == aPlace }

// look is the kind of a cell in a column of this kind.
func (c *cell) look(column kind) kind {
	k := column
	if c.kind != asPlain {
		k = c.kind
	}
	if c.to.row != 0 {
		k = linkOf(k)
	}
	return k
}

// by is a cell whose value a formula computes too.
func (c cell) by(formula string) cell {
	c.formula = formula
	return c
}

// linkOf is the look of a link in the font of the column.
func linkOf(k kind) kind {
	switch k {
	case asIdent:
		return asIdentLink
	case asHeader:
		return asHeaderLink
	}
	return asLink
}
