package terminal

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// What is wider than a terminal would break in the middle of words and numbers.
// There, and only there, it is folded at blanks; for programs a line stays a line.

// ProseWidth is how wide sentences are printed.
func (c *Console) ProseWidth() int {
	if width := c.Columns(); width > 0 {
		return min(width, prose)
	}
	return prose
}

// WriteTable prints a table. Where it is wider than the terminal, the columns
// from an index on are printed below each row instead of beside it.
func (c *Console) WriteTable(t Table, below int) {
	if columns := c.Columns(); columns > 0 && t.width() > columns {
		t.writeBelow(c.Stdout, columns, below, c.Painter())
		return
	}
	t.Write(c.Stdout, c.Painter())
}

// writeBelow prints the columns from below on under the row that they belong
// to, and before them those that have no room either, by their titles.
func (t *Table) writeBelow(w io.Writer, width, below int, paint func(row int, title, cell string) string) {
	fits := below
	for fits > 1 && t.left(fits).width() > width {
		fits--
	}
	for i, line := range t.left(fits).lines(paint) {
		fmt.Fprintln(w, line)
		if i == 0 {
			continue
		}
		for _, note := range append([]string{t.titled(i-1, fits, below)}, t.Rows[i-1][below:]...) {
			for _, line := range Wrap(note, width-noteIndent) {
				if line != "" {
					fmt.Fprintln(w, strings.Repeat(" ", noteIndent)+line)
				}
			}
		}
	}
}

// left is the table of the first columns.
func (t *Table) left(columns int) *Table {
	left := &Table{Columns: t.Columns[:columns]}
	for _, row := range t.Rows {
		left.Rows = append(left.Rows, row[:columns])
	}
	return left
}

// titled are the cells of some columns of a row, each after its title.
func (t *Table) titled(row, from, to int) string {
	var parts []string
	for i := from; i < to; i++ {
		if cell := t.Rows[row][i]; cell != "" {
			parts = append(parts, t.Columns[i].Title+" "+cell)
		}
	}
	return strings.Join(parts, ", ")
}

// width is the width of the table.
func (t *Table) width() int {
	all := 2 * (len(t.Columns) - 1)
	for _, w := range t.widths() {
		all += w
	}
	return all
}

// A Table is text in columns, aligned by the width that a terminal gives each
// character: Chinese ones take two cells.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// A Column is the head of one column.
type Column struct {
	Title string
	Right bool
}

// NewTable returns a table without rows. A title after '>' is that of a column
// that is aligned to the right.
func NewTable(titles ...string) Table {
	t := Table{Columns: make([]Column, len(titles))}
	for i, title := range titles {
		t.Columns[i].Title, t.Columns[i].Right = strings.CutPrefix(title, ">")
	}
	return t
}

// Add appends one row.
func (t *Table) Add(cells ...string) {
	for i := range cells {
		cells[i] = Visible(cells[i])
	}
	t.Rows = append(t.Rows, cells)
}

// Write prints the table, its head included. Each cell passes through paint
// after it was aligned.
func (t *Table) Write(w io.Writer, paint func(row int, title, cell string) string) {
	for _, line := range t.lines(paint) {
		fmt.Fprintln(w, line)
	}
}

// lines are the head and the rows.
func (t *Table) lines(paint func(row int, title, cell string) string) (lines []string) {
	widths := t.widths()
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.Title
	}
	for n, row := range append([][]string{head}, t.Rows...) {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(paint(n, t.Columns[i].Title, t.align(i, cell, widths[i])))
			b.WriteString("  ")
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

// widths returns the width of each column.
func (t *Table) widths() []int {
	widths := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = CellWidth(c.Title)
		for _, row := range t.Rows {
			widths[i] = max(widths[i], CellWidth(row[i]))
		}
	}
	return widths
}

// align pads a cell of column i to a width.
func (t *Table) align(i int, cell string, width int) string {
	pad := strings.Repeat(" ", width-CellWidth(cell))
	if t.Columns[i].Right {
		return pad + cell
	}
	return cell + pad
}

// CellWidth is the number of terminal cells of s, whatever the locale.
func CellWidth(s string) int {
	condition := runewidth.Condition{StrictEmojiNeutral: true}
	return condition.StringWidth(s)
}

// Plain paints nothing.
func Plain(_ int, _, cell string) string { return cell }

// Painter returns how the program paints a table: the head bold, severities
// by rank, where standard output takes colour.
func (c *Console) Painter() func(row int, title, cell string) string {
	if !c.colour() {
		return Plain
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

// Visible shows control characters, and bytes that are no UTF-8, as escapes, so that text
// from outside cannot move the cursor or colour the terminal: some take the byte 0x9b for
// an escape.
func Visible(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, Hidden) {
		return s
	}
	var b strings.Builder
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case Hidden(r):
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

// Hidden reports whether a character would act instead of show.
func Hidden(r rune) bool { return !unicode.IsGraphic(r) || unicode.Is(unicode.Cf, r) }
