package terminal

import (
	"fmt"
	"io"
	"strings"
)

// The widths of text that is folded, in cells.
const (
	headWidth  = 12 // of the heads of a summary
	noteIndent = 4  // of what is printed below a row
	prose      = 79 // of sentences, where there is room for more
)

// PrintFolded prints one line under a heading of its own, folded where it is
// wider than a terminal of that many columns; 0 is no terminal.
func PrintFolded(w io.Writer, columns int, head, text string) {
	lines := []string{Visible(text)}
	if columns > headWidth && headWidth+CellWidth(lines[0]) > columns {
		lines = Wrap(lines[0], columns-headWidth)
	}
	for _, line := range lines {
		fmt.Fprintf(w, "%-*s%s\n", headWidth, head, line)
		head = ""
	}
}

// Wrap breaks a sentence at blanks into lines of at most width cells. A word
// that is longer has a line of its own.
func Wrap(s string, width int) []string {
	lines := []string{""}
	for _, word := range strings.Fields(s) {
		last := &lines[len(lines)-1]
		switch {
		case *last == "":
			*last = word
		case CellWidth(*last)+1+CellWidth(word) <= width:
			*last += " " + word
		default:
			lines = append(lines, word)
		}
	}
	return lines
}

// PrintLine prints one line under a heading of its own.
func PrintLine(w io.Writer, head, format string, args ...any) {
	PrintFolded(w, 0, head, fmt.Sprintf(format, args...))
}

// Count is a number and what it counts, in the plural where it is not one.
func Count(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
