package terminal

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// ProseWidth is how wide sentences are printed.
func (c *Console) ProseWidth() int {
	if width := c.Columns(); width > 0 {
		return min(width, prose)
	}
	return prose
}

// WriteTable prints a table. Where it is wider than the terminal, the columns
// from an index on are printed below each row instead of beside it; where that is the last
// one, or none, and there is room, the last one is folded within itself.
func (c *Console) WriteTable(t Table, below int) { c.WriteTableTo(c.Stdout, t, below) }

// WriteTableTo is WriteTable to what is printed on standard output later.
func (c *Console) WriteTableTo(w io.Writer, t Table, below int) {
	t.Columns = slices.Clone(t.Columns)
	for i := range t.Columns {
		t.Columns[i].shown = c.Language.Sprint(t.Columns[i].Title)
	}
	t.fold(w, c.Columns(), below, c.Painter())
}

// leastRoom is the least width of a column that is folded within itself, in cells.
const leastRoom = 32

// fold prints the table on a terminal of a width, 0 for none.
func (t *Table) fold(w io.Writer, width, below int, paint painter) {
	if width <= 0 || t.width() <= width {
		t.Write(w, paint)
		return
	}
	last := len(t.Columns) - 1
	room := width
	if last > 0 {
		room -= t.left(last).width() + 2
	}
	if below >= last && room >= leastRoom && !t.Columns[last].Right {
		t.wrapped(room).Write(w, paint)
		return
	}
	t.writeBelow(w, width, below, paint)
}

// wrapped is the table with its last column folded.
func (t *Table) wrapped(room int) *Table {
	last := len(t.Columns) - 1
	folded := &Table{Columns: t.Columns}
	for _, row := range t.Rows {
		for i, part := range Wrap(row[last], room) {
			cells := make([]string, last, last+1)
			if i == 0 {
				copy(cells, row)
			}
			folded.Rows = append(folded.Rows, append(cells, part))
		}
	}
	return folded
}

// writeBelow prints the columns from below on under the row that they belong
// to, and before them those that have no room either, by their titles. Where only the last
// column is below, it is beside the rows where it has room.
func (t *Table) writeBelow(w io.Writer, width, below int, paint painter) {
	fits, last := below, len(t.Columns)-1
	for fits > 1 && t.left(fits).width() > width {
		fits--
	}
	left := t.left(fits)
	beside := left.width() + 2
	for i, line := range left.lines(paint) {
		cell, title := t.Columns[last].head(), t.Columns[last].Title
		if i > 0 {
			cell = t.Rows[i-1][last]
		}
		if fits == last && !t.Columns[last].Right && beside+CellWidth(cell) <= width {
			fmt.Fprintln(w, strings.TrimRight(line+strings.Repeat(" ", beside-CellWidth(line))+paint(i, title, cell), " "))
			continue
		}
		fmt.Fprintln(w, line)
		if i == 0 {
			continue
		}
		t.note(w, width, t.titled(i-1, fits, below), func(s string) string { return s })
		for n := below; n < len(t.Columns); n++ {
			t.note(w, width, t.Rows[i-1][n], func(s string) string { return paint(i, t.Columns[n].Title, s) })
		}
	}
}

// note prints a text below a row, unless it is empty.
func (t *Table) note(w io.Writer, width int, text string, paint func(string) string) {
	if text == "" {
		return
	}
	margin := strings.Repeat(" ", noteIndent)
	lines := hang(margin, text, width, margin)
	if strings.HasPrefix(text, "reconcile ") {
		lines = fold(margin+text, width)
	}
	for _, line := range lines {
		fmt.Fprintln(w, margin+paint(line[noteIndent:]))
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
			parts = append(parts, t.Columns[i].head()+" "+cell)
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

	shown string // the title in the language of people
}

// head is the title as it is printed.
func (c Column) head() string { return cmp.Or(c.shown, c.Title) }

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
func (t *Table) Write(w io.Writer, paint painter) {
	for _, line := range t.lines(paint) {
		fmt.Fprintln(w, line)
	}
}

// lines are the head and the rows.
func (t *Table) lines(paint painter) (lines []string) {
	widths := t.widths()
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = c.head()
	}
	for n, row := range append([][]string{head}, t.Rows...) {
		var b strings.Builder
		for i, cell := range row {
			if i > 0 {
				b.WriteString("  ")
			}
			b.WriteString(paint(n, t.Columns[i].Title, t.align(i, cell, widths[i])))
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

// widths returns the width of each column.
func (t *Table) widths() []int {
	widths := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = CellWidth(c.head())
		for _, row := range t.Rows {
			widths[i] = max(widths[i], CellWidth(row[i]))
		}
	}
	return widths
}

// align pads a cell of column i to a width; on the right of the last one nothing is.
func (t *Table) align(i int, cell string, width int) string {
	pad := strings.Repeat(" ", width-CellWidth(cell))
	switch {
	case t.Columns[i].Right:
		return pad + cell
	case i == len(t.Columns)-1:
		return cell
	}
	return cell + pad
}

// CellWidth is the number of terminal cells of s, whatever the locale. Colours take none.
func CellWidth(s string) int {
	condition := runewidth.Condition{StrictEmojiNeutral: true}
	return condition.StringWidth(escapes.ReplaceAllString(s, ""))
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
