package terminal

import (
	"fmt"
	"slices"
	"strings"
)

// Each colour has one meaning, and a word beside it says the same: red is an error,
// yellow a warning, cyan what to do next, dim where something is written. Heads are bold.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	yellow = "33"
	cyan   = "36"
)

// tint colours a text, "" for not at all.
func tint(colour, s string) string {
	if colour == "" || s == "" {
		return s
	}
	return "\x1b[" + colour + "m" + s + "\x1b[0m"
}

// A painter colours a cell of a table after it was aligned. Row 0 is the head.
type painter func(row int, title, cell string) string

// Plain paints nothing.
func Plain(_ int, _, cell string) string { return cell }

// Painter returns how the program paints a table where standard output takes colour.
func (c *Console) Painter() painter {
	if !c.colour(c.Raw) {
		return Plain
	}
	return func(row int, title, cell string) string {
		if row == 0 {
			return tint(bold, cell)
		}
		return tint(cellColour(title, c.english(strings.TrimSpace(cell))), cell)
	}
}

// english is a word of a table that has a colour.
func (c *Console) english(cell string) string {
	for _, word := range []string{"critical", "error", "warning", "overdue", "incomplete", "refused", "failed", "damaged", "missing"} {
		if c.Language.Sprint(word) == cell {
			return word
		}
	}
	return cell
}

// cellColour is the colour of a cell below a title.
func cellColour(title, cell string) string {
	first, _, _ := strings.Cut(cell, " ")
	switch {
	case title == "evidence":
		return dim
	case slices.Contains([]string{"act", "to end it", "next", "command"}, title):
		return cyan
	case title == "severity" && cell == "critical":
		return bold + ";" + red
	case title == "severity" && cell == "error", cell == "✗":
		return red
	case title == "severity" && cell == "warning":
		return yellow
	case (title == "state" || title == "outcome" || title == "status") && slices.Contains([]string{"overdue", "incomplete", "missing", "missing:", "WARN"}, first):
		return yellow
	case title == "state" && slices.Contains([]string{"refused", "refused:", "failed", "damaged"}, first):
		return red
	}
	return ""
}

// Line prints one line under a heading of its own to standard output, both in the
// language of people.
func (c *Console) Line(head, format string, args ...any) {
	fmt.Fprint(c.Stdout, c.HeadedLine(head, format, args...))
}

// Printf prints to standard output, in the language of people.
func (c *Console) Printf(format string, args ...any) {
	fmt.Fprint(c.Stdout, c.Language.Sprintf(format, args...))
}

// HeadedLine is one line under a heading of its own, for standard output.
func (c *Console) HeadedLine(head, format string, args ...any) string {
	text, shown := Visible(c.Language.Sprintf(format, args...)), c.Language.Sprint(head)
	pad := strings.Repeat(" ", max(headWidth-CellWidth(shown), 0))
	if !c.colour(c.Raw) {
		return shown + pad + text + "\n"
	}
	colour := headColour(head, text)
	if head == "verdict" || head == "" {
		return shown + pad + tint(colour, text) + "\n"
	}
	return tint(colour, shown) + pad + text + "\n"
}

// headColour is the colour of a line by its heading, and by the sign of a verdict.
func headColour(head, text string) string {
	switch {
	case head == "stop", strings.HasPrefix(text, "✗"):
		return red
	case strings.HasPrefix(text, "■ "), strings.HasPrefix(text, "! "),
		slices.Contains([]string{"incomplete", "missing", "left", "unread", "too late", "warning", "unverified", "unfinished", "not told", "waiting"}, head):
		return yellow
	case slices.Contains([]string{"next", "then", "do", "to do", "mend"}, head):
		return cyan
	}
	return ""
}

// Bold makes a heading stand out where standard output takes colour.
func (c *Console) Bold(s string) string { return c.Painter()(0, "", s) }
