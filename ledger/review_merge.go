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
	said    words
	until   time.Time
	earlier int64  // the review whose decision it still is, 0 for a new one
	silent  bool   // every cell is empty
	note    string // what the person is to know
	refusal string
}

// cells reads what a row says. An acceptance is said with its date, so that the
// comment beside it is a word too.
func (r ReviewRow) cells() (c [wordCount]cell, withdraws bool) {
	for i, text := range []string{wordDecision: r.Decision, wordOwner: r.Owner, wordComment: r.Comment} {
		c[i] = cell{text: text, empty: text == ""}
	}
	c[wordTick] = cell{empty: r.Tick == nil}
	if r.Tick != nil && *r.Tick {
		c[wordTick].text = ticked
	} else if r.Tick != nil {
		c[wordTick].always = true
	}
	switch Decision(r.Decision) {
	case DecidedOpen:
		c[wordDecision] = cell{empty: true}
	case DecisionWithdrawn:
		c[wordDecision] = cell{always: true}
		return c, true
	}
	return c, false
}

// merge puts what a row says over what the books say. A cell that is empty, or as the
// run of the workbook printed it, says nothing.
func (v *reviewer) merge(row ReviewRow, printed *Review, now standing) merged {
	base := wordsOf(printed)
	cells, withdraws := row.cells()
	m := merged{said: now.said, silent: true}
	for i := range cells {
		text, conflict := v.word(i, cells[i], withdraws, base, now)
		switch {
		case conflict:
			m.refuse(now.describe(i) + sinceCopy)
		case i == wordDecision && text == string(DecidedAccepted) && text != now.said[i]:
			cells[wordComment].always = true // it is said with its date
			if cells[wordComment].empty {
				m.refuse(undated)
			}
		}
		m.silent = m.silent && cells[i].empty
		if cells[i].empty && !withdraws && base[i] != "" && now.said[i] != "" {
			m.silent, m.note = false, "an empty cell takes nothing back: choose Withdrawn"
		}
		m.said[i] = text
	}
	v.mergeDecision(&m, row, printed, withdraws, now)
	return m
}

// What refuses a row.
const (
	sinceCopy = ", after this copy was made"
	undated   = "accepted without a date: write until when into the comment, such as until 2026-12-31"
)

// refuse keeps the first reason.
func (m *merged) refuse(reason string) {
	if m.refusal == "" {
		m.refusal = reason
	}
}

// mergeDecision adds what the decision means for the row as a whole.
func (v *reviewer) mergeDecision(m *merged, row ReviewRow, printed *Review, withdraws bool, now standing) {
	stands := now.said[wordDecision] != ""
	opens := row.Decision == string(DecidedOpen) && (printed == nil || printed.Decision != DecidedOpen)
	dates := m.said[wordComment] != now.said[wordComment] && now.said[wordDecision] == string(DecidedAccepted)
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
func (v *reviewer) word(i int, c cell, withdraws bool, base words, now standing) (text string, conflict bool) {
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
func (v *reviewer) foreign(i int, now standing) bool {
	return now.by[i].after >= v.run.ID && now.by[i].person != v.person
}
