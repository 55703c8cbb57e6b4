package ledger

import (
	"fmt"
	"time"
)

// A cell is what a row says of one word.
type cell struct {
	text   string
	empty  bool // says nothing; in a row that withdraws it takes back
	always bool // is a word even where it is as its run printed it
}

// merged is what stands after a row.
type merged struct {
	said    wording
	until   time.Time
	earlier int64  // the review whose decision it still is, 0 for a new one
	silent  bool   // every cell is empty
	note    string // what the person is to know
	refusal string
}

// cells reads what a row says. An act is none of its words.
func (r ReviewRow) cells() (c [wordCount]cell, withdraws bool) {
	for i, text := range []string{wordDecision: r.Decision, wordOwner: r.Owner, wordComment: r.Comment, wordTick: "", wordUntil: r.Until} {
		c[i] = cell{text: text, empty: text == ""}
	}
	c[wordTick].empty = r.Tick == nil
	if r.Tick != nil && *r.Tick {
		c[wordTick].text = ticked
	} else if r.Tick != nil {
		c[wordTick].always = true
	}
	switch d := Decision(r.Decision); {
	case d == DecidedOpen || d.isAct():
		c[wordDecision] = cell{empty: true}
	case d == DecisionWithdrawn:
		c[wordDecision] = cell{always: true}
		return c, true
	}
	return c, false
}

// date reads the date of an acceptance: that of its column or, in a workbook of an
// earlier version, that of a comment which is said, or which an acceptance is said with.
func (m *merged) date(row ReviewRow, cells *[wordCount]cell, base wording, now remarks) {
	accepts := row.Decision == string(DecidedAccepted) && now.said[wordDecision] != string(DecidedAccepted)
	speaks := accepts || row.Comment != base[wordComment] || row.Until != base[wordUntil]
	named := until(row.Comment)
	switch {
	case row.Until != "" && named != "" && named != row.Until && speaks:
		m.refuse("the comment says until " + named + ", the date beside it " + row.Until)
	case row.Until == "" && speaks && (accepts || now.said[wordDecision] == string(DecidedAccepted) && (row.Decision == "" || row.Decision == base[wordDecision])):
		cells[wordUntil] = cell{text: named, empty: named == ""}
		cells[wordComment].always = accepts
	}
	if accepts && cells[wordUntil].empty {
		m.refuse(undated)
	}
	cells[wordUntil].always = accepts
}

// merge puts what a row says over what the books say. A cell that is empty, or as the
// run of the workbook printed it, says nothing.
func (v *reviewer) merge(row ReviewRow, printed *Review, now remarks) merged {
	base := wordsOf(printed)
	cells, withdraws := row.cells()
	m := merged{said: now.said, silent: true}
	m.date(row, &cells, base, now)
	for i := range cells {
		text, conflict := v.word(i, cells[i], withdraws, base, now)
		if conflict {
			m.refuse(now.describe(i) + sinceCopy)
		}
		m.silent = m.silent && cells[i].empty
		if cells[i].empty && !withdraws && base[i] != "" && now.said[i] != "" && i != wordUntil {
			m.silent, m.note = false, "an empty cell takes nothing back: choose Withdrawn"
		}
		m.said[i] = text
	}
	v.mergeDecision(&m, row, printed, withdraws, now)
	v.mergeDate(&m, base, now)
	return m
}

// mergeDate takes the date from what is no acceptance any more. One that somebody else
// has set since the copy was made is not lost, and one that is said is not ignored.
func (v *reviewer) mergeDate(m *merged, base wording, now remarks) {
	if m.said[wordDecision] == string(DecidedAccepted) {
		return
	}
	switch said := m.said[wordUntil]; {
	case said == "":
	case said != now.said[wordUntil]:
		m.refuse("a date without an acceptance: choose Accepted beside it")
	case v.foreign(wordUntil, now):
		m.refuse(now.describe(wordUntil) + sinceCopy)
	}
	m.said[wordUntil] = ""
}

// What refuses a row.
const (
	sinceCopy = ", after this copy was made"
	undated   = "accepted without a date: write its last day into the column Until, such as 2026-12-31"
)

// refuse keeps the first reason.
func (m *merged) refuse(reason string) {
	if m.refusal == "" { // an empty one is none
		m.refusal = reason
	}
}

// mergeDecision adds what the decision means for the row as a whole.
func (v *reviewer) mergeDecision(m *merged, row ReviewRow, printed *Review, withdraws bool, now remarks) {
	stands := now.said[wordDecision] != ""
	opens := row.Decision == string(DecidedOpen) && (printed == nil || printed.Decision != DecidedOpen)
	dates := m.said[wordUntil] != now.said[wordUntil] && now.said[wordDecision] == string(DecidedAccepted)
	line, twice := v.lines[row.ID]
	switch {
	case (opens && stands || dates) && v.foreign(wordDecision, now):
		m.refuse(now.describe(wordDecision) + sinceCopy)
	case opens && stands:
		m.refuse("Open takes nothing back: choose Withdrawn")
	case twice && m.said != now.said:
		m.refuse(fmt.Sprintf("row %d says otherwise of the same finding", line))
	case withdraws && m.said == now.said:
		m.note = "there is nothing to take back"
	case withdraws && stands:
		m.note = fmt.Sprintf("was %s, by %s, %s", now.said.decision(), now.by[wordDecision].person, now.by[wordDecision].day())
	}
}

// word returns what stands of a word after a cell, or that somebody else has said it
// otherwise since the copy was made.
func (v *reviewer) word(i int, c cell, withdraws bool, base wording, now remarks) (text string, conflict bool) {
	switch foreign := v.foreign(i, now); {
	case c.empty && (!withdraws || base[i] == "" && foreign):
		return now.said[i], false
	case !c.empty && !c.always && c.text == base[i]:
		return now.said[i], false
	case c.text != now.said[i] && foreign:
		return now.said[i], true
	}
	return c.text, false
}

// foreign reports whether somebody else has said a word since the run of the workbook.
func (v *reviewer) foreign(i int, now remarks) bool {
	return now.by[i].after >= v.run.ID && now.by[i].person != v.person
}
