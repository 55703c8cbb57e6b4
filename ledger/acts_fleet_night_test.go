package ledger_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"reconcile/alipay"
	"reconcile/ledger"
)

// night comes to every ship, and the books are compared with each model: what was issued,
// what is held and why, what the totals are and which findings about money are open.
func (f *fleet) night() {
	for _, s := range f.ships {
		s.m.night()
	}
	f.asOf = f.asOf.AddDate(0, 0, 1) // of the run that the night begins
	f.run = f.pass()
	f.start()
	f.clock = f.run.AsOf.Add(11*time.Hour + 30*time.Minute) // 14:00, when a batch of the day before may be void
	f.number()
	got := make([]booked, 2*len(f.ships))
	f.read(got)
	f.compareActs()
	for i, s := range f.ships {
		for t := range s.trades {
			if want, got := s.m.booked(t), got[2*i+t].String(); got != want {
				f.astray(s, "trade %d: the books say\n%s\nthe model\n%s", t+1, got, want)
			}
		}
		if broken := s.m.broken(); broken != "" {
			f.astray(s, "%s", broken)
		}
	}
}

// number learns what the books call the batches of the night.
func (f *fleet) number() {
	batches, err := f.l.Batches(context.Background(), f.run.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, b := range batches {
		s := f.ships[f.place(b.Lines[0].TradeNo)/2]
		s.batches = append(s.batches, b.BatchNo)
	}
}

// compareActs asks that each act is in the state that the model says.
func (f *fleet) compareActs() {
	states := map[int64]ledger.ActState{}
	for a, err := range f.l.Acts(context.Background(), f.account) {
		if err != nil {
			f.t.Fatal(err)
		}
		states[a.No] = a.State
	}
	for _, s := range f.ships {
		for i, no := range s.acts {
			if want := s.m.state(i); states[no] != want {
				f.astray(s, "act %d is %q, in the model %q", i, states[no], want)
			}
		}
	}
}

// place is which trade of the fleet a number is.
func (f *fleet) place(tradeNo string) int {
	n, err := strconv.Atoi(tradeNo[8:])
	if err != nil {
		f.t.Fatal(err)
	}
	return n - 1
}

// A booked is what the books say of one trade after a night.
type booked struct {
	correction, money string
	findings          []string
}

func (b booked) String() string {
	slices.Sort(b.findings)
	return strings.TrimSpace(b.correction + "\n" + b.money + "\n" + strings.Join(b.findings, "\n"))
}

// read reads what the books say of every trade.
func (f *fleet) read(all []booked) {
	for c, err := range f.l.Corrections(context.Background(), f.run.ID) {
		if err != nil {
			f.t.Fatal(err)
		}
		all[f.place(c.TradeNo)].correction = fmt.Sprintf("%s %s", c.Amount, c.Hold)
	}
	for t, err := range f.l.Trades(context.Background(), f.run) {
		if err != nil {
			f.t.Fatal(err)
		}
		all[f.place(t.TradeNo)].money = fmt.Sprintf("refunded %s pending %s, attested %s", t.Refunded, t.Pending, t.Attested)
	}
	owners := f.owners()
	f.found = map[foundKey]ledger.Finding{}
	for x, err := range f.l.FindingsThat(context.Background(), f.run.ID, inModel) {
		if err != nil {
			f.t.Fatal(err)
		}
		i, o := 0, owners[x.BatchNo]
		if x.TradeNo == "" {
			i = 2 * o.ship
		} else {
			i = f.place(x.TradeNo)
		}
		m := modelFinding{code: x.Code, batch: o.batch - 1, trade: i % 2}
		if x.Amount != nil {
			m.amount = x.Amount.Fen()
		}
		if x.Code == "RESULT_AFTER_VOID" {
			m.actual = x.Actual
		}
		if x.Code == "BAD_SIGNATURE" {
			m.trade, m.day = -1, f.ships[0].m.today-int(f.run.AsOf.Sub(x.Since).Hours()/24+1)
		}
		all[i].findings = append(all[i].findings, m.String())
		f.found[foundKey{i / 2, m}] = x
	}
}

// A foundKey is a finding of a ship.
type foundKey struct {
	ship    int
	finding modelFinding
}

// finding is an open finding as the books have it.
func (f *fleet) finding(s *ship, m modelFinding) ledger.Finding {
	return f.found[foundKey{slices.Index(f.ships, s), m}]
}

// inModel reports whether a finding is one that the model knows.
func inModel(x ledger.Finding) bool {
	return x.Status != ledger.StatusClosed && slices.Contains([]string{"OVER_REFUND", "REFUND_EXCEEDS_DUE", "UNDER_REFUND", "OVER_REFUND_EXPOSURE",
		"MISSING_RESULT", "RESULT_CONFLICT", "RESULT_AFTER_VOID", "RESULT_CONTRADICTS_ACT", "BAD_SIGNATURE"}, x.Code)
}

// An owner is whose a batch is, and which of its batches, from 1 on.
type owner struct{ ship, batch int }

func (f *fleet) owners() map[string]owner {
	all := map[string]owner{}
	for i, s := range f.ships {
		for b, no := range s.batches {
			all[no] = owner{i, b + 1}
		}
	}
	return all
}

// booked is what the books should say of a trade after the night.
func (m *modelWorld) booked(trade int) string {
	var b booked
	if c := m.decided[trade]; c.amount > 0 {
		b.correction = fmt.Sprintf("%s %s", alipay.Fen(c.amount), c.hold)
	}
	if m.sums[trade].lines > 0 {
		s := m.sums[trade]
		b.money = fmt.Sprintf("refunded %s pending %s, attested %s", alipay.Fen(s.refunded), alipay.Fen(s.pending),
			ledger.Attested{Results: s.attests, SuccessAmount: alipay.Fen(s.attested), FailedResults: s.fails, ElsewhereAmount: alipay.Fen(s.elsewhere)})
	}
	for _, x := range append(slices.Clone(m.open), m.found...) {
		if x.trade == trade || x.trade < 0 && trade == 0 {
			b.findings = append(b.findings, x.String())
		}
	}
	return b.String()
}
