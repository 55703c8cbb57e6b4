package ledger_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"reconcile/ledger"
)

// A copyAct is an act as a list of what was said has it.
type copyAct struct {
	no      int64
	subject int // of the desk: its finding, its line, its held correction
	what    string
	people  []string
	needed  int
	undone  bool
}

// A modelDesk is what people have said since the run that was printed, one word after the
// other. Explained is a word of the finding, all others are acts.
type modelDesk struct {
	acts      []copyAct
	explained string // by whom
}

// takes says what becomes of a cell, and takes it in.
func (m *modelDesk) takes(subject int, what, person string) string {
	if what == "" {
		return ledger.ReviewSilent
	}
	explains := what == "explained"
	for i := range m.acts {
		switch a := &m.acts[i]; {
		case a.subject != subject:
		case a.what != what && !a.undone, a.what == what && a.undone:
			return ledger.ReviewRefused
		case a.what == what && (len(a.people) == a.needed || slices.Contains(a.people, person)):
			return ledger.ReviewUnchanged
		case a.what == what && m.contradicts(subject, person):
			return ledger.ReviewRefused
		case a.what == what:
			a.people = append(a.people, person)
			return ledger.ReviewRecorded
		}
	}
	switch {
	case explains && m.explained != "":
		return ledger.ReviewUnchanged
	case explains:
		m.explained = person
		return ledger.ReviewRecorded
	case m.contradicts(subject, person):
		return ledger.ReviewRefused
	}
	needed := 2
	if what == "succeeded" {
		needed = 1
	}
	m.acts = append(m.acts, copyAct{subject: subject, what: what, people: []string{person}, needed: needed})
	return ledger.ReviewRecorded
}

// contradicts reports whether somebody else has explained the finding.
func (m *modelDesk) contradicts(subject int, person string) bool {
	return subject == 0 && m.explained != "" && m.explained != person
}

// TestReviewActsLoseNoWord takes the copies of three people in, in any order, with acts,
// words, empty cells, and acts that are taken back in between. What a cell says is in the
// books, is what they say already, or is refused with a reason; and they say nothing else.
func TestReviewActsLoseNoWord(t *testing.T) {
	w, trade := newWorld(t), 1
	w.tell("linecap 1.00")
	fewerChecks(t, "40")
	rapid.Check(t, func(rt *rapid.T) {
		d := newModelled(w, trade) // each check has a desk of its own in the one ledger
		trade += 3
		var m modelDesk
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			person := rapid.SampledFrom([]string{"Li", "Wang", "Zhao"}).Draw(rt, "who")
			if len(m.acts) > 0 && rapid.IntRange(0, 4).Draw(rt, "takes back") == 0 {
				if a := &m.acts[rapid.IntRange(0, len(m.acts)-1).Draw(rt, "act")]; a.needed > 1 && !a.undone {
					d.undo(a.no, person)
					a.undone = true
				}
				continue
			}
			said := [3]string{}
			for i, choices := range [3][]string{{"dismiss", "explained"}, {"succeeded", "SYSTEM_ERROR", "REFUND_TRADE_FEE_ERROR"}, {"9.00", "1.00"}} {
				said[i] = rapid.SampledFrom(append(choices, "")).Draw(rt, "cell")
			}
			for i, got := range take(d.desk, 2, d.copied(person, said)) {
				want := m.takes(d.subjects[i], said[d.subjects[i]], person)
				if got.Result != want || want == ledger.ReviewRefused && got.Reason == "" {
					rt.Fatalf("%s says %q: row %d is %+v, want %s after %+v", person, said, i, got, want, m)
				}
				if no, ok := ledger.ParseActID(got.Act); ok {
					m.name(d.subjects[i], said[d.subjects[i]], no)
				}
			}
		}
		d.compare(rt, m)
	})
}

// name keeps the number of an act.
func (m *modelDesk) name(subject int, what string, no int64) {
	for i := range m.acts {
		if a := &m.acts[i]; a.subject == subject && a.what == what {
			a.no = no
		}
	}
}

// A copyModel is a desk with a finding, a line without a result and a held correction.
type copyModel struct {
	desk
	finding, line ledger.ReviewRow
	held          ledger.ReviewAnswer
	subjects      []int // of the rows of the last copy
	acts          int   // of earlier desks
}

func newModelled(w *world, trade int) *copyModel {
	w.t.Helper()
	w.tell(fmt.Sprintf("order T%d 10.00 due 4.00\nrequest 20260301%03[1]d 2026-03-01 09:00:00 T%[1]d^6.00^reason\n"+
		"notify n%[1]d 20260301%03[1]d 2026-03-01 10:00:00 1 T%[1]d^6.00^SUCCESS\n"+
		"order T%[2]d 5.00 due 5.00\nrequest 20260301%03[2]d 2026-03-01 10:00:00 T%[2]d^5.00^reason\norder T%[3]d 9.00 due 9.00", trade, trade+1, trade+2))
	d := &copyModel{acts: len(numberedActs(desk{world: w}))}
	d.desk = desk{w, w.night()}
	row := func(code string) ledger.ReviewRow {
		f := findingWhere(w, d.printed, func(f ledger.Finding) bool { return f.Code == code && f.Status == ledger.StatusNew })
		return ledger.ReviewRow{ID: f.ID, Amount: f.Amount.String()}
	}
	d.finding, d.line = row("REFUND_EXCEEDS_DUE"), row("MISSING_RESULT")
	d.held = ledger.ReviewAnswer{TradeNo: trades(fmt.Sprintf("T%d", trade+2)), Amount: "9.00", Hold: string(ledger.AboveCap)}
	return d
}

// copied is a copy of the workbook into which somebody has written.
func (d *copyModel) copied(person string, said [3]string) ledger.ReviewCopy {
	d.t.Helper()
	finding, line, held := d.finding, d.line, d.held
	finding.Decision, line.Decision = said[0], said[1]
	if said[0] == "dismiss" {
		finding.Evidence = "looked at it"
	}
	if said[1] != "" {
		line.Evidence = "asked Alipay"
	}
	if said[1] != "" && said[1] != "succeeded" {
		line.Decision, line.Code = "failed", said[1]
	}
	out := ledger.ReviewCopy{Run: d.printed, Person: person, Findings: []ledger.ReviewRow{finding, line}}
	if d.subjects = []int{0, 1}; said[2] != "" {
		amount := yuan(d.t, said[2])
		held.Decision, held.Given, held.Evidence = "allow", &amount, "checked the amount"
		out.Corrections, d.subjects = []ledger.ReviewAnswer{held}, []int{0, 1, 2}
	}
	return out
}

func (d *copyModel) undo(no int64, person string) {
	d.t.Helper()
	s := ledger.Statement{Kind: ledger.ActUndo, Act: no, Person: person, Evidence: "a mistake"}
	if _, err := d.l.Say(context.Background(), d.account, ledger.Policy{Approvals: 2}, s, d.asOf); err != nil {
		d.t.Fatal(err)
	}
}

// compare compares the acts and the finding of the books with the list.
func (d *copyModel) compare(rt *rapid.T, m modelDesk) {
	var acts []ledger.Act
	for _, a := range numberedActs(d.desk)[d.acts:] {
		if a.Kind != ledger.ActUndo {
			acts = append(acts, a)
		}
	}
	if len(acts) != len(m.acts) {
		rt.Fatalf("the books have %+v, want %+v", acts, m.acts)
	}
	for _, want := range m.acts {
		i := slices.IndexFunc(acts, func(a ledger.Act) bool { return a.No == want.no })
		if i < 0 {
			rt.Fatalf("no act is %+v", want)
		}
		var people []string
		for _, one := range acts[i].People {
			people = append(people, one.Person)
		}
		state := ledger.ActInForce
		if want.undone {
			state = ledger.ActUndone
		} else if len(people) < want.needed {
			state = ledger.ActWaiting
		}
		if acts[i].State != state || acts[i].Needed == 2 && !slices.Equal(people, want.people) {
			rt.Fatalf("the act %+v is %s by %q", want, acts[i].State, people)
		}
	}
}
