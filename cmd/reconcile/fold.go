package main

import (
	"fmt"
	"io"
	"strings"
)

// What is wider than a terminal would break in the middle of words and numbers.
// There, and only there, it is folded at blanks; for programs a line stays a line.

// The widths of text that is folded, in cells.
const (
	headWidth  = 12 // of the heads of a summary
	noteIndent = 4  // of what stands below a row
	prose      = 79 // of sentences, where there is room for more
)

// proseWidth is how wide sentences are printed.
func (c *console) proseWidth() int {
	if width := c.columns(); width > 0 {
		return min(width, prose)
	}
	return prose
}

// writeTable prints a table. Where it is wider than the terminal, the columns
// from an index on stand below each row instead of beside it.
func (c *console) writeTable(t table, below int) {
	if columns := c.columns(); columns > 0 && t.width() > columns {
		t.writeBelow(c.stdout, columns, below, c.painter())
		return
	}
	t.write(c.stdout, c.painter())
}

// writeBelow prints the columns from below on under the row that they belong
// to, and before them those that have no room either, by their titles.
func (t *table) writeBelow(w io.Writer, width, below int, paint func(row int, title, cell string) string) {
	fits := below
	for fits > 1 && t.left(fits).width() > width {
		fits--
	}
	for i, line := range t.left(fits).lines(paint) {
		fmt.Fprintln(w, line)
		if i == 0 {
			continue
		}
		for _, note := range append([]string{t.titled(i-1, fits, below)}, t.rows[i-1][below:]...) {
			for _, line := range wrapped(note, width-noteIndent) {
				if line != "" {
					fmt.Fprintln(w, strings.Repeat(" ", noteIndent)+line)
				}
			}
		}
	}
}

// left is the table of the first columns.
func (t *table) left(columns int) *table {
	left := &table{columns: t.columns[:columns]}
	for _, row := range t.rows {
		left.rows = append(left.rows, row[:columns])
	}
	return left
}

// titled are the cells of some columns of a row, each after its title.
func (t *table) titled(row, from, to int) string {
	var parts []string
	for i := from; i < to; i++ {
		if cell := t.rows[row][i]; cell != "" {
			parts = append(parts, t.columns[i].title+" "+cell)
		}
	}
	return strings.Join(parts, ", ")
}

// width is the width of the table.
func (t *table) width() int {
	all := 2 * (len(t.columns) - 1)
	for _, w := range t.widths() {
		all += w
	}
	return all
}

// printFolded prints one line under a heading of its own, folded where it is
// wider than a terminal of that many columns; 0 is no terminal.
func printFolded(w io.Writer, columns int, head, text string) {
	lines := []string{visible(text)}
	if columns > headWidth && headWidth+cellWidth(lines[0]) > columns {
		lines = wrapped(lines[0], columns-headWidth)
	}
	for _, line := range lines {
		fmt.Fprintf(w, "%-*s%s\n", headWidth, head, line)
		head = ""
	}
}

// wrapped breaks a sentence at blanks into lines of at most width cells. A word
// that is longer has a line of its own.
func wrapped(s string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(s) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case cellWidth(*last)+1+cellWidth(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}
