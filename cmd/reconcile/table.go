package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// A table is text in columns, aligned by the width that a terminal gives each
// character: Chinese ones take two cells.
type table struct {
	columns []column
	rows    [][]string
}

// A column is the head of one column.
type column struct {
	title string
	right bool
}

// add appends one row.
func (t *table) add(cells ...string) {
	for i := range cells {
		cells[i] = visible(cells[i])
	}
	t.rows = append(t.rows, cells)
}

// write prints the table, its head included. Each cell passes through paint
// after it was aligned.
func (t *table) write(w io.Writer, paint func(row int, title, cell string) string) {
	for _, line := range t.lines(paint) {
		fmt.Fprintln(w, line)
	}
}

// lines are the head and the rows.
func (t *table) lines(paint func(row int, title, cell string) string) (lines []string) {
	widths := t.widths()
	head := make([]string, len(t.columns))
	for i, c := range t.columns {
		head[i] = c.title
	}
	for n, row := range append([][]string{head}, t.rows...) {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(paint(n, t.columns[i].title, t.align(i, cell, widths[i])))
			b.WriteString("  ")
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

// widths returns the width of each column.
func (t *table) widths() []int {
	widths := make([]int, len(t.columns))
	for i, c := range t.columns {
		widths[i] = cellWidth(c.title)
		for _, row := range t.rows {
			widths[i] = max(widths[i], cellWidth(row[i]))
		}
	}
	return widths
}

// align pads a cell of column i to a width.
func (t *table) align(i int, cell string, width int) string {
	pad := strings.Repeat(" ", width-cellWidth(cell))
	if t.columns[i].right {
		return pad + cell
	}
	return cell + pad
}

// cellWidth is the number of terminal cells of s, whatever the locale.
func cellWidth(s string) int {
	condition := runewidth.Condition{StrictEmojiNeutral: true}
	return condition.StringWidth(s)
}

// plain paints nothing.
func plain(_ int, _, cell string) string { return cell }

// painter returns how the program paints a table: the head bold, severities
// by rank, where standard output takes colour.
func (c *console) painter() func(row int, title, cell string) string {
	if !c.colour() {
		return plain
	}
	return func(row int, title, cell string) string {
		word := strings.TrimSpace(cell)
		switch {
		case row == 0:
			return "\x1b[1m" + cell + "\x1b[0m"
		case title == "severity" && word == "critical":
			return "\x1b[1;31m" + cell + "\x1b[0m"
		case title == "severity" && word == "error":
			return "\x1b[31m" + cell + "\x1b[0m"
		case title == "severity" && word == "warning":
			return "\x1b[33m" + cell + "\x1b[0m"
		}
		return cell
	}
}

// visible shows control characters as escapes, so that text from outside
// cannot move the cursor or colour the terminal.
func visible(s string) string {
	if !strings.ContainsFunc(s, hidden) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) {
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// hidden tells whether a character would act instead of show.
func hidden(r rune) bool { return !unicode.IsGraphic(r) || unicode.Is(unicode.Cf, r) }
