package ledger

import (
	"database/sql"
	"regexp"
	"strings"
	"time"

	"reconcile/alipay"
)

// A Decision is what people make of a finding.
type Decision string

// The decisions. An accepted finding stays open and holds refunds back as before,
// but no longer raises the exit status: it is a waiver, for the very values that it
// was given for and until its date.
const (
	DecidedOpen       Decision = "open"
	DecidedExplained  Decision = "explained"
	DecidedCorrected  Decision = "corrected"
	DecidedFalseAlarm Decision = "false alarm"
	DecidedAccepted   Decision = "accepted"
)

// Decisions lists the decisions in the order in which they are offered.
func Decisions() []Decision {
	return []Decision{DecidedOpen, DecidedExplained, DecidedCorrected, DecidedFalseAlarm, DecidedAccepted}
}

// DecisionWithdrawn takes back what was decided, and with it the owner, the comment
// and the tick whose cells are empty. The books then say that it is open.
const DecisionWithdrawn Decision = "withdrawn"

// A Review is what a person decided about a finding.
type Review struct {
	Decision Decision
	Owner    string
	Comment  string
	Tick     bool
	Until    time.Time // the first moment when an acceptance has ended; zero otherwise
	Person   string    // who took it into the books
	At       time.Time
	Holds    bool // an acceptance that is in force
}

// LastDay is the last day of an acceptance, its first moment in Shanghai; zero where
// there is none.
func (r Review) LastDay() time.Time {
	if r.Until.IsZero() {
		return time.Time{}
	}
	return r.Until.In(alipay.Shanghai()).AddDate(0, 0, -1)
}

// until returns the day that a comment names, as in "until 2026-12-31": the date of an
// acceptance in a workbook of an earlier version. It is empty where the comment names
// none, or one that is none.
func until(comment string) string {
	named := regexp.MustCompile(`(?:until|至)\s*(\d{4}-\d{2}-\d{2})`)
	m := named.FindStringSubmatch(strings.ToLower(comment))
	if m == nil {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, m[1]); err != nil {
		return ""
	}
	return m[1]
}

// endOf returns the first moment in Shanghai after a day.
func endOf(day string) (time.Time, error) {
	t, err := time.ParseInLocation(time.DateOnly, day, alipay.Shanghai())
	return t.AddDate(0, 0, 1), err
}

// A reviewRow is a review as the books have it, all of it NULL where there is none.
type reviewRow struct {
	decision, owner, comment, person sql.NullString
	tick                             sql.NullBool
	until, at                        sql.NullInt64
	holds                            bool
}

func (v reviewRow) review() *Review {
	if !v.decision.Valid {
		return nil
	}
	return &Review{
		Decision: Decision(v.decision.String), Owner: v.owner.String, Comment: v.comment.String, Tick: v.tick.Bool,
		Until: maybeMoment(v.until), Person: v.person.String, At: maybeMoment(v.at), Holds: v.holds,
	}
}
