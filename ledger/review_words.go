package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// The words of a review: each is said, and taken back, by itself.
const (
	wordDecision = iota
	wordOwner
	wordComment
	wordTick
	wordUntil // the last day of an acceptance, as in 2026-12-31
	wordCount
)

// wording is what a review says, an empty one nothing.
type wording [wordCount]string

// wordsOf returns what a review says; of none, nothing.
func wordsOf(r *Review) (w wording) {
	if r == nil {
		return w
	}
	w[wordOwner], w[wordComment] = r.Owner, r.Comment
	if r.Decision != DecidedOpen {
		w[wordDecision] = string(r.Decision)
	}
	if r.Tick {
		w[wordTick] = ticked
	}
	w[wordUntil] = dayText(r.LastDay())
	return w
}

// dayText prints the day of a moment; of none, nothing.
func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// ticked is the word of a tick.
const ticked = "ticked"

// decision is the decision as the books keep it.
func (w wording) decision() string {
	if w[wordDecision] == "" {
		return string(DecidedOpen)
	}
	return w[wordDecision]
}

// Remarks are what people have said of a finding, as the books have it now.
type remarks struct {
	said    wording
	by      [wordCount]speaker // who said each word last, or took it back
	until   time.Time
	decided int64 // the review whose decision stands, with its date
}

// A speaker is who said a word.
type speaker struct {
	person string
	at     time.Time
	after  int64 // the last run then
}

// A reviewEntry is a review with its place in the history of its finding.
type reviewEntry struct {
	id, after int64
	row       reviewRow
}

func scanReviewEntry(rows *sql.Rows) (e reviewEntry, err error) {
	err = rows.Scan(&e.id, &e.after, &e.row.decision, &e.row.owner, &e.row.comment, &e.row.tick, &e.row.until, &e.row.person, &e.row.at)
	return e, err
}

// remarks reads what people have said of a finding.
func (v *reviewer) remarks(ctx context.Context, tx store.Tx, f foundRow) (now remarks, err error) {
	for e, err := range store.Stream(ctx, tx, "review_history", scanReviewEntry, f.TradeNo, f.Code, f.BatchNo, f.NotifyID, f.subject, v.run.Job, f.FirstRun) {
		if err != nil {
			return now, err
		}
		r := e.row.review()
		said := wordsOf(r)
		if said[wordDecision] != now.said[wordDecision] || !r.Until.Equal(now.until) {
			now.decided = e.id
		}
		for i := range said {
			if said[i] != now.said[i] {
				now.by[i] = speaker{r.Person, r.At, e.after}
			}
		}
		now.said, now.until = said, r.Until
	}
	return now, nil
}

// describe says that somebody said a word, for people: Li Na explained it on
// 2026-11-16.
func (now remarks) describe(word int) string {
	did := ""
	if word == wordUntil && now.by[wordUntil] == now.by[wordDecision] {
		word = wordDecision // it was said with the decision
	}
	switch word {
	case wordDecision:
		did = decided(Decision(now.said.decision()))
	case wordOwner:
		did = "named another owner"
	case wordComment:
		did = "commented on it"
	case wordTick:
		did = "ticked it"
	case wordUntil:
		did = "set another date"
	}
	if now.said[word] == "" && word != wordDecision {
		did = []string{wordOwner: "took back the owner", wordComment: "took back the comment", wordTick: "took back the tick", wordUntil: "took back the acceptance"}[word]
	}
	return fmt.Sprintf("%s %s on %s", now.by[word].person, did, now.by[word].day())
}

func (s speaker) day() string { return s.at.In(alipay.Shanghai()).Format(time.DateOnly) }

// decided is what somebody did who made a decision.
func decided(d Decision) string {
	switch d {
	case DecidedOpen:
		return "withdrew the decision"
	case DecidedFalseAlarm:
		return "called it a false alarm"
	}
	return string(d) + " it"
}
