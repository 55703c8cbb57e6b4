package ledger_test

import (
	"context"
	"fmt"
	"strings"

	"reconcile/alipay"
	"reconcile/ledger"
)

// A chapter is what the books said of a run right after it.
type chapter struct {
	run      ledger.Run
	findings string
}

// chronicle keeps what the books say of a run, and checks that it goes on from
// the run before: opening + new − closed + changed = open, code by code, in count
// and amount, and what one run leaves open is what the next one opens with.
func (h *history) chronicle(run ledger.Run) {
	tallies, err := h.l.Tallies(context.Background(), run.ID)
	if err != nil {
		h.r.Fatal(err)
	}
	before := h.left(run)
	for _, t := range tallies {
		if t.Opening+t.New-t.Closed != t.Open {
			h.r.Fatalf("run %d: %s: %d + %d − %d is not %d", run.ID, t.Code, t.Opening, t.New, t.Closed, t.Open)
		}
		if sum := t.OpeningAmount.Add(t.NewAmount).Sub(t.ClosedAmount).Add(t.ChangedAmount); sum.Cmp(t.Amount) != 0 {
			h.r.Fatalf("run %d: %s: %s + %s − %s + %s is not %s", run.ID, t.Code, t.OpeningAmount, t.NewAmount, t.ClosedAmount, t.ChangedAmount, t.Amount)
		}
		if b := before[t.Code]; b.Open != t.Opening || b.Amount.Cmp(t.OpeningAmount) != 0 {
			h.r.Fatalf("run %d: %s opens with %d of %s, the run before left %d of %s", run.ID, t.Code, t.Opening, t.OpeningAmount, b.Open, b.Amount)
		}
		delete(before, t.Code)
	}
	for code, t := range before {
		if t.Open > 0 {
			h.r.Fatalf("run %d: %d of %s are gone", run.ID, t.Open, code)
		}
	}
	h.told = append(h.told, chapter{run, h.findings(run)})
}

// left are the tallies of the run before, by code.
func (h *history) left(run ledger.Run) map[string]ledger.Tally {
	left := map[string]ledger.Tally{}
	previous, ok, err := h.l.Previous(context.Background(), run)
	if err != nil || ok != (len(h.told) > 0) || ok && previous.ID != h.told[len(h.told)-1].run.ID {
		h.r.Fatalf("the run before %d is %d (%v, %v)", run.ID, previous.ID, ok, err)
	}
	if !ok {
		return left
	}
	tallies, err := h.l.Tallies(context.Background(), previous.ID)
	if err != nil {
		h.r.Fatal(err)
	}
	for _, t := range tallies {
		left[t.Code] = t
	}
	return left
}

// findings prints what a run found, except the places of its evidence, which grow
// in number. What a finding said before must be what the run before was told.
func (h *history) findings(run ledger.Run) string {
	var b strings.Builder
	said := func(s ledger.Severity, m *alipay.Money, expected, actual string) string {
		if m == nil {
			return fmt.Sprintf("%s - %q %q", s, expected, actual)
		}
		return fmt.Sprintf("%s %s %q %q", s, m, expected, actual)
	}
	for f, err := range h.l.Findings(context.Background(), run.ID) {
		if err != nil {
			h.r.Fatal(err)
		}
		now := said(f.Severity, f.Amount, f.Expected, f.Actual)
		fmt.Fprintf(&b, "%s %s %s %d %s\n", f.ID, f.Code, f.Status, f.AgeDays, now)
		if f.Before == nil {
			continue
		}
		was := said(f.Before.Severity, f.Before.Amount, f.Before.Expected, f.Before.Actual)
		if was == now || len(h.told) == 0 || f.Status == ledger.StatusNew || !strings.Contains(h.told[len(h.told)-1].findings, was+"\n") && run.ID > h.told[len(h.told)-1].run.ID {
			h.r.Fatalf("run %d: finding %s was %s and is %s", run.ID, f.ID, was, now)
		}
	}
	return b.String()
}

// remembered asks that the books still say of every run what they said right
// after it.
func (h *history) remembered() {
	for _, c := range h.told {
		if now := h.findings(c.run); now != c.findings {
			h.r.Fatalf("of run %d the books say\n%s\nsaid\n%s", c.run.ID, now, c.findings)
		}
	}
}
