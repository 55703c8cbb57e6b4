package terminal

import (
	"errors"
	"fmt"
	"strings"

	"reconcile/words"
)

// A Problem is one of several things that are wrong with a text, and the line that it is
// about.
type Problem struct {
	Text   string
	Line   int    // from 1
	Source string // the line as it may be shown; empty for none
	Column int    // what is wrong in it, in characters from 1
}

// A listed error has its problems one by one.
type listed interface {
	error
	Problems(l words.Language) []Problem
	Total() words.Text // how many there are, and what was not done for it
}

// problemsOf are the problems that an error is, none where it is something else.
func problemsOf(err error) (l listed, ok bool) {
	ok = errors.As(err, &l) && l.Error() == err.Error()
	return l, ok
}

// reportProblems prints each problem, on a terminal with what it is about, and how many
// there are.
func (c *Console) reportProblems(l listed) {
	problems := l.Problems(c.Language)
	for _, p := range problems {
		c.say(red, "reconcile:", p.Text)
		if width := c.talk.width(); width > 0 && p.Source != "" {
			c.excerpt(p, width)
		}
	}
	if len(problems) > 1 {
		c.say(red, "reconcile:", l.Total().In(c.Language))
	}
}

// excerpt prints the line of a problem and marks the place, as far as a terminal is wide.
func (c *Console) excerpt(p Problem, width int) {
	number := fmt.Sprintf("%5d", p.Line)
	before := Visible(string([]rune(p.Source)[:p.Column-1]))
	line, at := clip(Visible(p.Source), CellWidth(before), width-len(number)-len(" | "))
	margin, mark := number+" | ", "^"
	empty := strings.Repeat(" ", len(number)) + " | "
	if c.colour(c.screen) {
		margin, empty, line, mark = tint(dim, margin), tint(dim, empty), tint(dim, line), tint(red, mark)
	}
	fmt.Fprintf(c.talk.w, "%s%s\n%s%s%s\n", margin, line, empty, strings.Repeat(" ", at), mark)
}

// clip is the part of a line around a cell that fits a width, and where that cell is in
// it.
func clip(line string, at, width int) (string, int) {
	const cut = "…"
	if CellWidth(line) > width && at > width/2 {
		dropped := 0
		for _, r := range line {
			if at-dropped <= width/2 {
				break
			}
			dropped += CellWidth(string(r))
			line = line[len(string(r)):]
		}
		line, at = cut+line, at-dropped+1
	}
	if CellWidth(line) > width {
		kept := 0
		for i, r := range line {
			if kept += CellWidth(string(r)); kept > width-1 {
				line = line[:i] + cut
				break
			}
		}
	}
	return line, at
}
