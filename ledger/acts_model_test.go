package ledger_test

import (
	"fmt"
	"slices"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A modelWorld is what anybody can know of two trades and the batches that refund them,
// kept beside the books and without them: what was told, what people said, and what that
// makes of the money. The books are compared with it after every night. Amounts are fen;
// moments are counted in sources, days in nights.
type modelWorld struct {
	approvals int
	lineCap   int64 // 0 for none
	trades    [2]modelTrade
	batches   []modelBatch
	lines     []modelLine
	acts      []saidAct
	sources   int            // that were read so far
	today     int            // the day of the last night; 0 before the first one
	open      []modelFinding // that the last night left open
	decided   [2]modelCorrection
	sums      [2]modelMoney  // of the last night, before its own batches
	found     []modelFinding // about money, that hold nothing
}

type modelTrade struct{ paid, due int64 }

type modelBatch struct {
	day    int
	forged []modelNotice // whose signatures are bad
	noted  int           // the last source with a notification of it
}

type modelLine struct {
	batch, trade int
	amount       int64
	told         []modelNotice // of its results, in the order in which they were read
}

// A modelNotice is a result that came, or a forgery, on a day.
type modelNotice struct {
	code        string
	source, day int
}

type saidAct struct {
	kind         ledger.ActKind
	batch, trade int // -1 for none
	code         string
	amount       int64
	finding      modelFinding
	undoes       int // the act that it takes back; -1 for none
	needed       int
	people       []string
	source       int   // the last one that was read before it was said
	lines        []int // that it settles, or holds for failed, since it is in force
	attested     int   // the source of what it attests; 0 for none
	drawnBy      int   // the batch that has drawn it; -1 for none
}

// A modelFinding is a finding that matters to the model.
type modelFinding struct {
	code         string
	batch, trade int // -1 for none
	day          int // of a forgery
	amount       int64
	actual       string // what a voided line has ended with
}

// A modelCorrection is what a night decided about a trade.
type modelCorrection struct {
	amount int64 // 0 for none
	hold   ledger.Hold
}

const (
	modelDone  = "SUCCESS"
	modelPoor  = "SELLER_BALANCE_NOT_ENOUGH" // it did not run, and may be tried again
	modelDoubt = "SYSTEM_ERROR"              // it may have run
)

// clone copies a world so deep that one may go on without the other.
func (m *modelWorld) clone() *modelWorld {
	c := *m
	c.batches, c.lines, c.acts, c.open = slices.Clone(m.batches), slices.Clone(m.lines), slices.Clone(m.acts), slices.Clone(m.open)
	for i := range c.batches {
		c.batches[i].forged = slices.Clone(c.batches[i].forged)
	}
	for i := range c.lines {
		c.lines[i].told = slices.Clone(c.lines[i].told)
	}
	for i := range c.acts {
		c.acts[i].people, c.acts[i].lines = slices.Clone(c.acts[i].people), slices.Clone(c.acts[i].lines)
	}
	return &c
}

// said reports whether enough people have said an act.
func (a *saidAct) said() bool { return len(a.people) >= a.needed }

// undone reports whether an act was taken back.
func (m *modelWorld) undone(i int) bool {
	return slices.ContainsFunc(m.acts, func(a saidAct) bool { return a.undoes == i && a.said() })
}

// inForce reports whether an act counts.
func (m *modelWorld) inForce(i int) bool { return m.acts[i].said() && !m.undone(i) }

// state is what became of an act.
func (m *modelWorld) state(i int) ledger.ActState {
	switch a := m.acts[i]; {
	case m.undone(i):
		return ledger.ActUndone
	case !a.said():
		return ledger.ActWaiting
	case a.drawnBy >= 0:
		return ledger.ActUsed
	case m.overtaken(a):
		return ledger.ActLapsed
	}
	return ledger.ActInForce
}

// attests are the acts in force that say what a line has ended with.
func (m *modelWorld) attests(line int) (acts []int) {
	for i, a := range m.acts {
		switch a.kind {
		case ledger.ActSucceeded, ledger.ActFailed, ledger.ActSubmitted:
			if a.code != "" && slices.Contains(a.lines, line) && m.inForce(i) {
				acts = append(acts, i)
			}
		}
	}
	return acts
}

// voided reports whether people say that a line will never run.
func (m *modelWorld) voided(line int) bool {
	for i, a := range m.acts {
		if a.kind == ledger.ActVoid && slices.Contains(a.lines, line) && m.inForce(i) {
			return true
		}
	}
	return false
}

// result is what a line has ended with: a success that was told or attested, else the last
// failure that was told, else one that was attested. It is empty where nobody knows.
func (m *modelWorld) result(line int) (code string) {
	for _, i := range m.attests(line) {
		if code = m.acts[i].code; code == modelDone {
			return code
		}
	}
	for _, n := range m.lines[line].told {
		if code = n.code; code == modelDone {
			return code
		}
	}
	return code
}

// toldDone reports whether a notification says that a line has succeeded.
func (l modelLine) toldDone() bool {
	return slices.ContainsFunc(l.told, func(n modelNotice) bool { return n.code == modelDone })
}

// A modelMoney is where the money of a trade stands.
type modelMoney struct {
	lines, refunded, pending, elsewhere, owed, open int64
	attests, fails, attested                        int64 // results that only people tell, failures of these, and the others' amount
}

// money adds up a trade from what is known of its lines. open is what nobody has given yet,
// or may be giving.
func (m *modelWorld) money(trade int) modelMoney {
	var s modelMoney
	for i, l := range m.lines {
		if l.trade != trade {
			continue
		}
		result := m.result(i)
		if result != "" || !m.voided(i) {
			s.lines++
		}
		switch {
		case result == modelDone:
			s.refunded += l.amount
			if !l.toldDone() {
				s.attests++
				s.attested += l.amount
			}
		case result != "" && len(l.told) == 0:
			s.attests++
			s.fails++
		case result == "" && !m.voided(i):
			s.pending += l.amount
		}
	}
	for i, a := range m.acts {
		if a.kind == ledger.ActElsewhere && a.trade == trade && m.inForce(i) {
			s.elsewhere += a.amount
		}
	}
	s.owed = min(m.trades[trade].paid, m.trades[trade].due)
	s.open = s.owed - s.elsewhere - s.refunded - s.pending
	return s
}

func (m *modelWorld) linesOfTrade(trade int) (all []int) {
	for i, l := range m.lines {
		if l.trade == trade {
			all = append(all, i)
		}
	}
	return all
}

func (f modelFinding) String() string {
	return fmt.Sprintf("%s batch %d trade %d day %d: %s", f.code, f.batch+1, f.trade+1, f.day, alipay.Fen(f.amount))
}

func (s modelStep) String() string {
	text := s.kind
	for _, w := range []struct {
		ok   bool
		what string
	}{
		{s.batch >= 0, fmt.Sprintf(" batch %d", s.batch+1)},
		{s.trade >= 0, fmt.Sprintf(" trade %d", s.trade+1)},
		{s.code != "", " " + s.code},
		{s.amount > 0, " " + alipay.Fen(s.amount).String()},
		{s.kind == string(ledger.ActUndo), fmt.Sprintf(" act %d", s.act)},
		{s.kind == string(ledger.ActDismiss), " " + s.finding.String()},
		{s.person != "", " by " + s.person},
	} {
		if w.ok {
			text += w.what
		}
	}
	return text
}
