package ledger_test

import (
	"fmt"
	"slices"

	"reconcile/ledger"
)

// night ends a day: findings open and close, and what nothing holds is issued. The first
// night issues one batch of both trades, but where a cap may hold one of them; each later
// one a batch of each line.
func (m *modelWorld) night() {
	m.today++
	m.open, m.found = m.findings(), m.aboutMoney()
	for trade := range m.trades {
		m.decided[trade], m.sums[trade] = m.correction(trade), m.money(trade)
	}
	for trade, c := range m.decided {
		if c.amount == 0 || c.hold != "" {
			continue
		}
		if m.today > 1 || m.lineCap > 0 || len(m.batches) == 0 {
			m.batches = append(m.batches, modelBatch{day: m.today})
		}
		l := modelLine{batch: len(m.batches) - 1, trade: trade, amount: c.amount}
		m.lines = append(m.lines, l)
		m.draw(l)
	}
}

// draw marks the allowances that a new line uses.
func (m *modelWorld) draw(l modelLine) {
	for i := range m.acts {
		if a := &m.acts[i]; a.kind == ledger.ActAllow && a.trade == l.trade && a.drawnBy < 0 {
			a.drawnBy = l.batch
		}
	}
}

// correction is what a trade is owed, and the first reason that holds it back.
func (m *modelWorld) correction(trade int) modelCorrection {
	s := m.money(trade)
	if s.open <= 0 {
		return modelCorrection{}
	}
	allowed := m.allowance(trade)
	if allowed > 0 {
		s.open = min(s.open, allowed)
	}
	if m.conflicts(trade) {
		return modelCorrection{s.open, ledger.Conflict}
	}
	if s.pending > 0 {
		return modelCorrection{s.open, ledger.InFlight}
	}
	if allowed > 0 {
		return modelCorrection{s.open, ""}
	}
	hold := m.codeHold(trade)
	if hold == "" && m.lineCap > 0 && s.open > m.lineCap {
		hold = ledger.AboveCap
	}
	return modelCorrection{s.open, hold}
}

// codeHold is what holds a trade for what its failures say.
func (m *modelWorld) codeHold(trade int) ledger.Hold {
	for i, l := range m.lines {
		if l.trade == trade && m.result(i) == modelDoubt && !m.cured(i) {
			return ledger.InvestigateCode
		}
	}
	return ""
}

// cured reports whether a later line of the same amount has made up for a failed one.
func (m *modelWorld) cured(line int) bool {
	for i, l := range m.lines {
		if i > line && l.trade == m.lines[line].trade && l.amount == m.lines[line].amount && m.result(i) == modelDone {
			return true
		}
	}
	return false
}

// allowance is the most that people allow for a trade, and that no batch has drawn yet.
func (m *modelWorld) allowance(trade int) (fen int64) {
	for i, a := range m.acts {
		if a.kind == ledger.ActAllow && a.trade == trade && a.drawnBy < 0 && m.inForce(i) && !m.overtaken(a) {
			fen = max(fen, a.amount)
		}
	}
	return fen
}

// conflicts reports whether an open finding holds a trade.
func (m *modelWorld) conflicts(trade int) bool {
	return slices.ContainsFunc(m.findings(), func(f modelFinding) bool {
		if f.trade < 0 {
			return len(m.linesOf(f.batch, trade)) > 0
		}
		return f.trade == trade
	})
}

// findings are those that hold, of all that nobody has dismissed.
func (m *modelWorld) findings() (all []modelFinding) {
	for _, f := range m.seen() {
		if !m.dismissed(f) {
			all = append(all, f)
		}
	}
	return all
}

// seen are the findings that hold, dismissed or not.
func (m *modelWorld) seen() (all []modelFinding) {
	for i, l := range m.lines {
		of := func(code string, amount int64) {
			all = append(all, modelFinding{code: code, batch: l.batch, trade: l.trade, amount: amount})
		}
		if slices.ContainsFunc(l.told, func(n modelNotice) bool { return n.code != l.told[0].code }) {
			of("RESULT_CONFLICT", l.amount)
		}
		if m.voided(i) && m.result(i) != "" {
			of("RESULT_AFTER_VOID", l.amount)
			all[len(all)-1].actual = m.result(i)
		}
		if slices.ContainsFunc(m.attests(i), func(a int) bool { return m.contradicted(m.acts[a], l) }) {
			of("RESULT_CONTRADICTS_ACT", l.amount)
		}
	}
	for b := range m.batches {
		var days []int
		for _, n := range m.batches[b].forged {
			if !slices.Contains(days, n.day) {
				days = append(days, n.day)
				all = append(all, modelFinding{code: "BAD_SIGNATURE", batch: b, trade: -1, day: n.day})
			}
		}
	}
	for t := range m.trades {
		if s := m.money(t); s.refunded+s.elsewhere > m.trades[t].paid {
			all = append(all, modelFinding{code: "OVER_REFUND", batch: -1, trade: t, amount: s.refunded + s.elsewhere - m.trades[t].paid})
		} else if s.refunded+s.elsewhere > m.trades[t].due {
			all = append(all, modelFinding{code: "REFUND_EXCEEDS_DUE", batch: -1, trade: t, amount: s.refunded + s.elsewhere - m.trades[t].due})
		}
	}
	return all
}

// contradicted reports whether a result came after an act that says other.
func (m *modelWorld) contradicted(a saidAct, l modelLine) bool {
	return slices.ContainsFunc(l.told, func(n modelNotice) bool { return n.source > a.attested && n.code != a.code })
}

// aboutMoney are the findings about what is owed and in flight, which hold nothing.
func (m *modelWorld) aboutMoney() (all []modelFinding) {
	for t := range m.trades {
		s := m.money(t)
		over := s.refunded + s.elsewhere - s.owed
		switch {
		case s.open > 0:
			all = append(all, modelFinding{code: "UNDER_REFUND", batch: -1, trade: t, amount: s.open})
		case s.open < 0 && over <= 0:
			all = append(all, modelFinding{code: "OVER_REFUND_EXPOSURE", batch: -1, trade: t, amount: -s.open})
		}
	}
	for i, l := range m.lines {
		if m.unanswered(i) && m.today-m.batches[l.batch].day >= 2 {
			all = append(all, modelFinding{code: "MISSING_RESULT", batch: l.batch, trade: l.trade, amount: l.amount})
		}
	}
	return all
}

// dismissed reports whether people have dismissed a finding, and nothing new about its
// subject was read since.
func (m *modelWorld) dismissed(f modelFinding) bool {
	for i, a := range m.acts {
		if a.kind == ledger.ActDismiss && a.finding == f && m.inForce(i) && !m.overtaken(a) {
			return true
		}
	}
	return false
}

// overtaken reports whether something new about the subject of a dismissal was read after
// it was said first; of an allowance, whether a failure of its trade was, of which nobody
// knew then.
func (m *modelWorld) overtaken(a saidAct) bool {
	newer := func(n modelNotice) bool { return n.source > a.source }
	switch {
	case a.kind == ledger.ActAllow:
		return slices.ContainsFunc(m.linesOfTrade(a.trade), func(l int) bool { return m.failedSince(l, a.source) })
	case a.kind != ledger.ActDismiss:
		return false
	case a.finding.batch < 0:
		return slices.ContainsFunc(m.linesOfTrade(a.finding.trade), func(l int) bool { return slices.ContainsFunc(m.lines[l].told, newer) })
	}
	b := m.batches[a.finding.batch]
	return b.noted > a.source || slices.ContainsFunc(b.forged, newer)
}

// failedSince reports whether a failure of a line was told or attested after a source.
func (m *modelWorld) failedSince(line, source int) bool {
	return slices.ContainsFunc(m.attests(line), func(b int) bool { return m.acts[b].attested > source && m.acts[b].code != modelDone }) ||
		slices.ContainsFunc(m.lines[line].told, func(n modelNotice) bool { return n.source > source && n.code != modelDone })
}

// broken says which promise about money the world breaks, empty for none: a person is
// never counted twice, and, where what people said of lines is true, nothing more can have
// been refunded by our batches than is owed.
func (m *modelWorld) broken() string {
	for i, a := range m.acts {
		for j, p := range a.people {
			if slices.ContainsFunc(a.people[:j], func(q string) bool { return samePerson(p, q) }) {
				return fmt.Sprintf("act %d counts %s twice", i, p)
			}
		}
	}
	for t := range m.trades {
		if most, honest := m.mostRefunded(t); honest && most > min(m.trades[t].paid, m.trades[t].due) {
			return fmt.Sprintf("trade %d: %d may have been refunded of %d", t+1, most, min(m.trades[t].paid, m.trades[t].due))
		}
	}
	return ""
}

// mostRefunded is the most that Alipay can have refunded of a trade by our batches, or still
// will; honest is false where what was told and said cannot all be true. What people said
// counts whether they have taken it back or not: who takes back what is true is not honest.
func (m *modelWorld) mostRefunded(trade int) (fen int64, honest bool) {
	for i, l := range m.lines {
		if l.trade != trade {
			continue
		}
		may := m.fates(i)
		if !may.ran && !may.failed && !may.idle {
			return 0, false
		}
		if may.ran || may.idle && m.today <= m.batches[l.batch].day {
			fen += l.amount
		}
	}
	return fen, true
}

// The fates that a line can have had, as far as anybody knows.
type modelFates struct{ ran, failed, idle bool }

// fates are those that nothing told or said of a line rules out. SYSTEM_ERROR rules out
// nothing but that it lay idle.
func (m *modelWorld) fates(line int) modelFates {
	may := modelFates{true, true, true}
	l := m.lines[line]
	for _, n := range l.told {
		may.idle = false
		may.ran = may.ran && n.code != modelPoor
		may.failed = may.failed && n.code != modelDone
	}
	for i, a := range m.acts {
		if !a.said() {
			continue
		}
		switch {
		case !slices.Contains(a.lines, line):
		case a.kind == ledger.ActSucceeded:
			may.failed, may.idle = false, false
			may.ran = may.ran && !m.undone(i)
		default:
			may.ran = false
		}
	}
	return may
}
