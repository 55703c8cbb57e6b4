package tables

import (
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/importers/files"
	"reconcile/importers/xlsx"
)

// A merger gives the rows of a sheet what is merged over them (§3.2): a cell that is
// merged over rows stands in each of them, in its first column.
type merger struct {
	left []xlsx.Merge   // those that begin in later rows
	open map[int]merged // by column, from 0: those over rows that have begun
}

// A merged is a cell that is merged over rows.
type merged struct {
	top, bottom int64
	text, flaw  string
}

// fill completes the cells of a row, which may become more, and marks what is merged.
func (m *merger) fill(rec *Record, cells []string) ([]string, error) {
	for len(m.left) > 0 && m.left[0].Top <= rec.Line {
		if err := m.begin(rec, cells, m.left[0]); err != nil {
			return cells, err
		}
		m.left = m.left[1:]
	}
	for column, above := range m.open {
		switch {
		case above.bottom < rec.Line:
			delete(m.open, column)
		case above.top < rec.Line:
			cells = above.into(rec, cells, column)
		}
	}
	return cells, nil
}

// begin opens a merged cell whose first row is this one, or was left out by the file.
func (m *merger) begin(rec *Record, cells []string, merge xlsx.Merge) error {
	column := merge.Left - 1
	if merge.Top == rec.Line && merge.Right > merge.Left {
		if rec.Spans == nil {
			rec.Spans = make(map[int]int)
		}
		rec.Spans[column] = merge.Right - column
	}
	if merge.Bottom == merge.Top || merge.Bottom < rec.Line {
		return nil
	}
	if other, open := m.open[column]; open && other.bottom >= merge.Top {
		return &files.RefusedError{Reason: fmt.Sprintf("merged cells that overlap in row %d: unmerge them and save the file again", merge.Top)}
	}
	begun := merged{top: merge.Top, bottom: merge.Bottom}
	if merge.Top == rec.Line && column < len(cells) {
		begun.text, begun.flaw = cells[column], rec.Flaws[column]
	}
	m.open[column] = begun
	return nil
}

// into puts a merged cell into a row below its first one. What stands beneath it is not
// shown to people, so another text there is a flaw.
func (above merged) into(rec *Record, cells []string, column int) []string {
	for len(cells) <= column {
		cells = append(cells, "")
	}
	switch own := cells[column]; {
	case strings.TrimSpace(own) == "":
		cells[column] = above.text
		if above.flaw != "" {
			rec.SetFlaw(column, above.flaw)
		}
	case own != above.text:
		rec.SetFlaw(column, fmt.Sprintf("holds %s beneath a merged cell that shows %s: unmerge it and save the file again", alipay.Quote(own), alipay.Quote(above.text)))
	}
	if rec.Above == nil {
		rec.Above = make(map[int]bool)
	}
	rec.Above[column] = true
	return cells
}
