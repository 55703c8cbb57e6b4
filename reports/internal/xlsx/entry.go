package xlsx

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// An Entry is what people may enter below a header, and what they are told beside the
// cell. A spreadsheet refuses anything else.
type Entry struct {
	Kind    EntryKind
	Choices []string  // of a choice; with the commas between them at most 255 characters
	From    time.Time // the first day of a day
	Title   string    // of what they are told, at most 32 characters
	Prompt  string    // what to enter, at most 255 characters
}

// An EntryKind is what kind of value people enter.
type EntryKind int

// The kinds of entries.
const (
	AChoice   EntryKind = iota
	ADay                // a date, as the format has them: a number of days
	SomeMoney           // more than 0
	AText               // of at most 2000 characters
)

// An entry is an Entry in rows of a column.
type entry struct {
	column    string
	stretches []stretch // of rows; none for all that come
	Entry
}

// A stretch is rows from one to another, both included.
type stretch struct{ from, to int }

// maxStretches is how many stretches of rows a sheet keeps that have lists of their own, and
// stretchesEach how many of them one list has: more make a longer attribute than other
// programs write.
const (
	maxStretches  = 10_000
	stretchesEach = 200
)

// entriesOf returns what people may enter, by column.
func entriesOf[T any](columns []Column[T]) (entries []entry) {
	for i, c := range columns {
		if c.entry != nil && c.choose == nil {
			entries = append(entries, entry{column: ColumnName(i), Entry: *c.entry})
		}
	}
	return entries
}

// choose offers words in the row that was written last. Rows beyond those of maxStretches
// offer all words.
func (s *Sheet) choose(column string, e Entry, choices []string) {
	if s.stretches >= maxStretches {
		choices = e.Choices
	}
	for i := len(s.entries) - 1; i >= 0; i-- {
		of := &s.entries[i]
		if of.column != column || !slices.Equal(of.Choices, choices) {
			continue
		}
		if last := &of.stretches[len(of.stretches)-1]; last.to == s.Row-1 {
			last.to = s.Row
			return
		}
		if len(of.stretches) < stretchesEach {
			of.stretches, s.stretches = append(of.stretches, stretch{s.Row, s.Row}), s.stretches+1
			return
		}
		break
	}
	e.Choices = choices
	s.entries, s.stretches = append(s.entries, entry{column, []stretch{{s.Row, s.Row}}, e}), s.stretches+1
}

// appendEntries writes what people may enter below the header (CT_DataValidations,
// ECMA-376, 18.3.1.33).
func (s *Sheet) appendEntries(b []byte) []byte {
	if len(s.entries) == 0 || s.last() < 2 {
		return b
	}
	b = fmt.Appendf(b, `<dataValidations count="%d">`, len(s.entries))
	for _, e := range s.entries {
		title, prompt := xmlText(e.Title), xmlText(e.Prompt)
		b = fmt.Appendf(b, `<dataValidation %s allowBlank="true" showInputMessage="true" showErrorMessage="true" errorTitle="%s" error="%s" promptTitle="%s" prompt="%s" sqref="%s">`,
			e.kind(), title, prompt, title, prompt, e.rows(s.last()))
		b = append(appendEscaped(append(b, `<formula1>`...), e.formula()), `</formula1></dataValidation>`...)
	}
	return append(b, `</dataValidations>`...)
}

// rows are the cells of an entry, in a table whose last row is known.
func (e entry) rows(last int) string {
	if len(e.stretches) == 0 {
		return fmt.Sprintf("%s2:%s%d", e.column, e.column, last)
	}
	var refs []string
	for _, r := range e.stretches {
		refs = append(refs, fmt.Sprintf("%s%d:%s%d", e.column, r.from, e.column, r.to))
	}
	return strings.Join(refs, " ")
}

// kind is the kind of an entry, and how it is compared, as the format names them.
func (e entry) kind() string {
	switch e.Kind {
	case ADay:
		return `type="date" operator="greaterThanOrEqual"`
	case SomeMoney:
		return `type="decimal" operator="greaterThan"`
	case AText:
		return `type="textLength" operator="lessThanOrEqual"`
	}
	return `type="list"`
}

// formula is what an entry is compared with.
func (e entry) formula() string {
	switch e.Kind {
	case ADay:
		return string(appendMoment(nil, InputDay(e.From).number))
	case SomeMoney:
		return "0"
	case AText:
		return "2000"
	}
	return `"` + strings.Join(e.Choices, ",") + `"`
}
