package ledger_test

import (
	"errors"
	"slices"

	"reconcile/ledger"
)

// A modelStep is one thing that happens: a night, a result that comes, a forgery, or what a
// person says.
type modelStep struct {
	kind    string // "night", "told", "forged", or a ledger.ActKind
	batch   int
	trade   int
	code    string
	amount  int64
	person  string
	act     int // that is taken back
	finding modelFinding
}

// The people of the model. The second is the first in another spelling.
var modelPeople = []string{"Li Na", "ＬＩ　na", "Wang"}

// samePerson reports whether two names of the model are of one person.
func samePerson(a, b string) bool { return a == b || a != modelPeople[2] && b != modelPeople[2] }

// take does what a step does to the world. An error is why the books must refuse it; then
// it does nothing.
func (m *modelWorld) take(s modelStep) error {
	switch s.kind {
	case "night":
		m.night()
	case "told":
		m.sources++
		n := modelNotice{s.code, m.sources, m.today}
		m.batches[s.batch].noted = m.sources
		for _, i := range m.linesOf(s.batch, s.trade) {
			m.lines[i].told = append(m.lines[i].told, n)
		}
	case "again": // the last notification
	case "forged":
		m.sources++
		m.batches[s.batch].forged = append(m.batches[s.batch].forged, modelNotice{"", m.sources, m.today})
	default:
		return m.say(s)
	}
	return nil
}

// linesOf are the lines of a batch about a trade, or all of them where that is -1.
func (m *modelWorld) linesOf(batch, trade int) (all []int) {
	for i, l := range m.lines {
		if l.batch == batch && (trade < 0 || l.trade == trade) {
			all = append(all, i)
		}
	}
	return all
}

// say records what a person says, or counts it to the act that waits for it.
func (m *modelWorld) say(s modelStep) error {
	a := saidAct{kind: ledger.ActKind(s.kind), batch: s.batch, trade: s.trade, code: s.code, amount: s.amount, finding: s.finding, undoes: -1,
		people: []string{s.person}, source: m.sources, drawnBy: -1}
	if a.kind == ledger.ActUndo {
		a.undoes = s.act
	}
	if err := m.allowed(a); err != nil {
		return err
	}
	a.needed = m.needed(a)
	i := m.waiting(a)
	if i < 0 {
		i = len(m.acts)
		m.acts = append(m.acts, a)
	} else {
		if slices.ContainsFunc(m.acts[i].people, func(p string) bool { return samePerson(p, s.person) }) {
			return ledger.ErrSaid
		}
		m.acts[i].people = append(m.acts[i].people, s.person)
	}
	if m.acts[i].said() {
		m.settle(i)
	}
	return nil
}

// settle keeps which lines an act that came into force is about. What it attests stands
// in a source of its own.
func (m *modelWorld) settle(i int) {
	a := &m.acts[i]
	switch a.kind {
	case ledger.ActVoid, ledger.ActSucceeded, ledger.ActFailed, ledger.ActSubmitted:
		for _, l := range m.linesOf(a.batch, a.trade) {
			if m.may(a.kind, l) {
				a.lines = append(a.lines, l)
			}
		}
		if a.code != "" {
			m.sources++
			a.attested = m.sources
		}
	case ledger.ActAllow:
		for l := range m.lines {
			if result := m.result(l); m.lines[l].trade == a.trade && result != "" && result != modelDone {
				a.lines = append(a.lines, l)
			}
		}
	}
}

// may reports whether an act of a kind may be said of a line: a success of any that has
// none, a failure of one of which nothing is known.
func (m *modelWorld) may(kind ledger.ActKind, line int) bool {
	if kind == ledger.ActSucceeded {
		return m.result(line) != modelDone && !m.voided(line)
	}
	return m.unanswered(line)
}

// waiting is the act that says the same and waits for more people; -1 for none.
func (m *modelWorld) waiting(a saidAct) int {
	for i, b := range m.acts {
		touched := slices.ContainsFunc(m.acts, func(u saidAct) bool { return u.undoes == i })
		if !b.said() && m.same(a, b) && !touched && !m.overtaken(b) {
			return i
		}
	}
	return -1
}

// same reports whether two acts say the same of the same.
func (m *modelWorld) same(a, b saidAct) bool {
	return a.kind == b.kind && a.batch == b.batch && a.trade == b.trade && a.code == b.code && a.amount == b.amount &&
		a.finding == b.finding && a.undoes == b.undoes
}

// needed is how many people an act takes: what may set money free takes as many as a batch.
func (m *modelWorld) needed(a saidAct) int {
	frees := false
	switch a.kind {
	case ledger.ActVoid, ledger.ActFailed, ledger.ActPaid, ledger.ActUnrefunded, ledger.ActAllow, ledger.ActDismiss:
		frees = true
	case ledger.ActSubmitted:
		frees = a.code != ""
	case ledger.ActUndo:
		k := m.acts[a.undoes].kind
		frees = m.inForce(a.undoes) && (k == ledger.ActElsewhere || k == ledger.ActSucceeded)
	}
	if frees {
		return max(1, m.approvals)
	}
	return 1
}

// allowed is why an act is refused as things stand.
func (m *modelWorld) allowed(a saidAct) error {
	switch a.kind {
	case ledger.ActVoid:
		return m.mayVoid(a)
	case ledger.ActSucceeded, ledger.ActFailed:
		line := m.linesOf(a.batch, a.trade)[0]
		if m.voided(line) {
			return ledger.ErrNoBatch
		}
		return unless(m.may(a.kind, line))
	case ledger.ActSubmitted:
		return m.maySubmit(a)
	case ledger.ActElsewhere:
		if m.money(a.trade).open < a.amount {
			return ledger.ErrTooMuch
		}
	case ledger.ActAllow:
		if a.amount > min(m.trades[a.trade].paid, m.trades[a.trade].due) {
			return ledger.ErrTooMuch
		}
		return unless(m.allowance(a.trade) == 0)
	case ledger.ActDismiss:
		return unless(a.finding.code != "RESULT_CONTRADICTS_ACT" && slices.Contains(m.open, a.finding) && !m.dismissed(a.finding))
	case ledger.ActUndo:
		u := m.acts[a.undoes]
		return unless(!m.undone(a.undoes) && u.kind != ledger.ActUndo && (u.kind != ledger.ActSubmitted || u.code != ""))
	}
	return nil
}

// maySubmit asks for a batch that is neither void nor answered; of one that the page has
// refused, that none of its lines is.
func (m *modelWorld) maySubmit(a saidAct) error {
	lines := m.linesOf(a.batch, -1)
	if m.void(a.batch) {
		return ledger.ErrNotNow
	}
	open := slices.DeleteFunc(slices.Clone(lines), func(l int) bool { return !m.unanswered(l) })
	if a.code != "" {
		return unless(len(open) == len(lines))
	}
	again := slices.ContainsFunc(m.acts, func(b saidAct) bool { return m.same(a, b) })
	return unless(len(open) > 0 && !again)
}

func unless(ok bool) error {
	if ok {
		return nil
	}
	return ledger.ErrNotNow
}

// unanswered reports whether a line is neither void nor has a result.
func (m *modelWorld) unanswered(line int) bool { return m.result(line) == "" && !m.voided(line) }

// void reports whether people say of a batch that it will never run.
func (m *modelWorld) void(batch int) bool {
	for i, a := range m.acts {
		if a.kind == ledger.ActVoid && a.batch == batch && m.inForce(i) {
			return true
		}
	}
	return false
}

// mayVoid asks for a line in flight, and that the day of the batch is over.
func (m *modelWorld) mayVoid(a saidAct) error {
	if m.void(a.batch) || !slices.ContainsFunc(m.linesOf(a.batch, -1), m.unanswered) {
		return ledger.ErrNotNow
	}
	if m.today <= m.batches[a.batch].day {
		return ledger.ErrTooEarly
	}
	return nil
}

// isRefusal reports whether an error is one that says no to a person.
func isRefusal(err error) bool {
	for _, no := range []error{ledger.ErrSaid, ledger.ErrNotNow, ledger.ErrTooEarly, ledger.ErrTooMuch, ledger.ErrNoBatch} {
		if errors.Is(err, no) {
			return true
		}
	}
	return false
}
