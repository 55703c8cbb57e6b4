package ledger_test

import (
	"slices"
	"strings"

	"reconcile/ledger"
)

// An alphabet is the kinds of steps that are explored together, with their codes.
type alphabet struct {
	name      string
	approvals int
	lineCap   int64
	letters   []string
}

// The alphabets that are explored to the end. Each of them has nights, which make two
// batches and more, and results that come late or never.
func alphabets() (all []alphabet) {
	const done, poor, doubt = " " + modelDone, " " + modelPoor, " " + modelDoubt
	for _, approvals := range []int{1, 2} {
		all = append(all,
			alphabet{"results", approvals, 0, []string{"night", "told" + done, "told" + poor, "failed" + poor, "succeeded" + done, "undo"}},
			alphabet{"batches", approvals, 0, []string{"night", "told" + done, "void", "submitted" + poor, "failed" + poor, "undo"}},
			alphabet{"doubts", approvals, 0, []string{"night", "told" + done, "told" + doubt, "failed" + doubt, "allow", "undo"}},
			alphabet{"caps", approvals, 50, []string{"night", "told" + done, "told" + poor, "allow", "elsewhere", "undo"}},
			alphabet{"dismissals", approvals, 0, []string{"night", "told" + done, "told" + poor, "forged", "dismiss", "undo"}},
			alphabet{"given", approvals, 0, []string{"night", "told" + done, "told" + poor, "succeeded" + done, "elsewhere", "undo"}})
	}
	return all
}

// steps are those of all steps that an alphabet has.
func (a alphabet) steps(m *modelWorld) []modelStep {
	return slices.DeleteFunc(m.steps(), func(s modelStep) bool {
		return !slices.Contains(a.letters, strings.TrimSpace(s.kind+" "+s.code))
	})
}

// steps are all that may happen next in a world, refused or not. Each trade has a result
// of each line told twice at most, and a night that changes nothing is not told again.
func (m *modelWorld) steps() (all []modelStep) {
	all = append(all, modelStep{kind: "night", batch: -1, trade: -1})
	for i, l := range m.lines {
		all = append(all, m.lineSteps(i, l)...)
	}
	for b := range m.batches {
		all = append(all, m.batchSteps(b)...)
	}
	for t := range m.trades {
		all = append(all, m.tradeSteps(t)...)
	}
	return append(all, m.actSteps()...)
}

func (m *modelWorld) lineSteps(i int, l modelLine) (all []modelStep) {
	if len(l.told) < 2 {
		for _, code := range []string{modelDone, modelPoor, modelDoubt} {
			if !slices.ContainsFunc(l.told, func(n modelNotice) bool { return n.code == code }) {
				all = append(all, modelStep{kind: "told", batch: l.batch, trade: l.trade, code: code})
			}
		}
	}
	for _, code := range []string{modelPoor, modelDoubt} {
		all = append(all, m.voices(modelStep{kind: string(ledger.ActFailed), batch: l.batch, trade: l.trade, code: code})...)
	}
	return append(all, m.voices(modelStep{kind: string(ledger.ActSucceeded), batch: l.batch, trade: l.trade, code: modelDone})...)
}

func (m *modelWorld) batchSteps(b int) (all []modelStep) {
	if len(m.batches[b].forged) < 2 {
		all = append(all, modelStep{kind: "forged", batch: b, trade: -1})
	}
	all = append(all, m.voices(modelStep{kind: string(ledger.ActVoid), batch: b, trade: -1})...)
	all = append(all, m.voices(modelStep{kind: string(ledger.ActSubmitted), batch: b, trade: -1})...)
	return append(all, m.voices(modelStep{kind: string(ledger.ActSubmitted), batch: b, trade: -1, code: modelPoor})...)
}

func (m *modelWorld) tradeSteps(t int) (all []modelStep) {
	all = append(all, m.voices(modelStep{kind: string(ledger.ActElsewhere), batch: -1, trade: t, amount: 100})...)
	for _, amount := range []int64{100, m.trades[t].due} { // a part, which leaves something, or all
		all = append(all, m.voices(modelStep{kind: string(ledger.ActAllow), batch: -1, trade: t, amount: amount})...)
	}
	return all
}

func (m *modelWorld) actSteps() (all []modelStep) {
	for _, f := range m.open {
		all = append(all, m.voices(modelStep{kind: string(ledger.ActDismiss), batch: -1, trade: -1, finding: f})...)
	}
	for i, a := range m.acts {
		if a.kind != ledger.ActUndo && !m.undone(i) {
			all = append(all, m.voices(modelStep{kind: string(ledger.ActUndo), batch: -1, trade: -1, act: i})...)
		}
	}
	return all
}

// voices lets the first person say a thing, and, where it waits, that person in another
// spelling, and another one.
func (m *modelWorld) voices(s modelStep) []modelStep {
	a := saidAct{kind: ledger.ActKind(s.kind), batch: s.batch, trade: s.trade, code: s.code, amount: s.amount, finding: s.finding, undoes: -1}
	if a.kind == ledger.ActUndo {
		a.undoes = s.act
	}
	s.person = modelPeople[0]
	if m.waiting(a) < 0 {
		return []modelStep{s}
	}
	other, another := s, s
	other.person, another.person = modelPeople[1], modelPeople[2]
	return []modelStep{other, another}
}
