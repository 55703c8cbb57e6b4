package ledger

import (
	"context"
	"fmt"
	"slices"

	"reconcile/alipay"
	"reconcile/ledger/internal/store"
)

// What people decide of a finding, or of what a hold holds back, that is an act: it is
// taken into the books as the command of its name says it (contract 4.4).
const (
	DecisionDismiss    = Decision(ActDismiss)    // of a finding
	DecisionSucceeded  = Decision(ActSucceeded)  // of a line without a result
	DecisionFailed     = Decision(ActFailed)     // of a line without a result, with a code
	DecisionAllow      = Decision(ActAllow)      // of a held correction, with an amount
	DecisionElsewhere  = Decision(ActElsewhere)  // of a held correction, with an amount
	DecisionUnrefunded = Decision(ActUnrefunded) // of a held correction
)

// FindingActs lists the acts that are offered beside a finding.
func FindingActs() []Decision { return []Decision{DecisionDismiss, DecisionSucceeded, DecisionFailed} }

// HoldActs lists the acts that are offered beside a held correction.
func HoldActs() []Decision {
	return []Decision{DecisionAllow, DecisionElsewhere, DecisionUnrefunded}
}

// Decisions lists the acts that are offered beside a finding whose rule is ended by these
// kinds of acts: those that need no more than it tells.
func (f Finding) Decisions(acts []string) (all []Decision) {
	for _, d := range FindingActs() {
		if slices.Contains(acts, string(d)) && (d == DecisionDismiss || f.TradeNo != "" && f.BatchNo != "") {
			all = append(all, d)
		}
	}
	return all
}

// Decisions lists the acts that end a hold and are offered beside it; none, where the
// hold is ended by evidence, or by what is decided of a finding or a line.
func (h Hold) Decisions() (all []Decision) {
	for _, way := range (Correction{Hold: h}).Ways(func(string) []string { return nil }) {
		if d := Decision(way.Act); d.endsHold() {
			all = append(all, d)
		}
	}
	return all
}

func (d Decision) endsHold() bool { return slices.Contains(HoldActs(), d) }

// isAct reports whether a decision is an act.
func (d Decision) isAct() bool { return slices.Contains(FindingActs(), d) || d.endsHold() }

// actOf returns what a row asks the books to take as said; an empty kind, where it says no
// act. It returns why the row cannot say it, if it cannot.
func (row ReviewRow) actOf(f foundRow) (s Statement, refusal string, err error) {
	d := Decision(row.Decision)
	switch {
	case !d.isAct() && row.Evidence+row.Code != "":
		return s, "evidence and a code are for Dismiss, Succeeded and Failed: write anything else into the comment", nil
	case !d.isAct():
		return s, "", nil
	case d != DecisionFailed && row.Code != "":
		return s, "a code is for Failed", nil
	}
	rule, err := ruleOf(f.Code)
	if err != nil {
		return s, "", err
	}
	if !slices.Contains(f.Decisions(rule.Acts), d) {
		return s, fmt.Sprintf("%s does not end %s of this subject: look at its column Act", d, f.Code), nil
	}
	s = Statement{Kind: ActKind(d), Evidence: row.Evidence, Code: row.Code}
	if d == DecisionDismiss {
		s.Finding = f.Finding
		s.Finding.Expected, s.Finding.Actual = rule.Show(f.Expected), rule.Show(f.Actual)
		return s, "", nil
	}
	s.BatchNo, s.TradeNo = f.BatchNo, f.TradeNo
	return s, "", nil
}

// sayRow says the act of a row. It is refused where
// somebody has decided otherwise since the copy was made, and where there is a newer run
// to look at: a dismissal is of what was seen.
func (v *reviewer) sayRow(ctx context.Context, tx store.Tx, s Statement, f foundRow, acts []saidAct, now remarks) (ReviewResult, error) {
	refuse := func(reason string) (ReviewResult, error) {
		return ReviewResult{Result: ReviewRefused, Reason: reason}, nil
	}
	switch said, refusal := compare(acts, s); {
	case refusal != "":
		return refuse(refusal)
	case said != 0:
		return ReviewResult{Result: ReviewUnchanged, Reason: ActID(said) + " says so already"}, nil
	case now.said[wordDecision] != "" && v.foreign(wordDecision, now):
		return refuse(now.describe(wordDecision) + sinceCopy)
	}
	if reason := v.stale(f); reason != "" {
		return refuse(reason)
	}
	if s.Kind == ActDismiss && v.run.ID != v.last.ID {
		return refuse(v.newer())
	}
	return v.say(ctx, tx, s)
}

// newer names the workbook to look at.
func (v *reviewer) newer() string {
	return fmt.Sprintf("run %d has come since: look at its workbook, and say it there", v.last.ID)
}

// A ReviewAnswer is what people wrote beside one held correction of a workbook.
type ReviewAnswer struct {
	Line     int64 // of the sheet
	TradeNo  string
	Amount   string // as the row shows it: the correction's
	Hold     string // as the row shows it
	Decision string
	Given    *alipay.Money // the amount that was decided; nil where the cell is empty
	Evidence string
}

// answer decides the row of a held correction, and says its act.
func (v *reviewer) answer(ctx context.Context, tx store.Tx, row ReviewAnswer) (result ReviewResult, err error) {
	then := v.held[row.TradeNo]
	s, refusal := v.statementOf(row, then)
	if refusal == "" {
		result, err = v.sayAnswer(ctx, tx, s, then)
	} else {
		result = ReviewResult{Result: ReviewRefused, Reason: refusal}
	}
	result.Line, result.TradeNo = row.Line, row.TradeNo
	return result, err
}

func (v *reviewer) sayAnswer(ctx context.Context, tx store.Tx, s Statement, then Correction) (ReviewResult, error) {
	acts, err := v.saidSince(ctx, tx, s.TradeNo, "", saidAct.ofHold)
	if err != nil {
		return ReviewResult{}, err
	}
	said, refusal := compare(acts, s)
	if refusal == "" && said == 0 {
		refusal = v.staleHold(s, then)
	}
	switch {
	case refusal != "":
		return ReviewResult{Result: ReviewRefused, Reason: refusal}, nil
	case said != 0:
		return ReviewResult{Result: ReviewUnchanged, Reason: ActID(said) + " says so already"}, nil
	}
	return v.say(ctx, tx, s)
}

// statementOf returns what a row asks the books to take as said, or why it cannot.
func (v *reviewer) statementOf(row ReviewAnswer, then Correction) (s Statement, refusal string) {
	d := Decision(row.Decision)
	takesAmount := d == DecisionAllow || d == DecisionElsewhere
	switch {
	case then.Status != Held:
		return s, fmt.Sprintf("run %d holds no refund of this trade", v.run.ID)
	case row.Amount != then.Amount.String() || row.Hold != string(then.Hold):
		return s, fmt.Sprintf("the row was altered: run %d holds %s by %s", v.run.ID, then.Amount, then.Hold)
	case d == "":
		return s, "an amount or evidence without a decision: choose one"
	case !slices.Contains(then.Hold.Decisions(), d):
		return s, fmt.Sprintf("%s does not end %s; choose one of %q", alipay.Quote(row.Decision), then.Hold, then.Hold.Decisions())
	case takesAmount && row.Given == nil:
		return s, fmt.Sprintf("%s needs an amount", d)
	case !takesAmount && row.Given != nil:
		return s, fmt.Sprintf("%s takes no amount", d)
	}
	s = Statement{Kind: ActKind(d), TradeNo: row.TradeNo, Evidence: row.Evidence}
	if row.Given != nil {
		s.Amount = *row.Given
	}
	return s, ""
}

// staleHold returns why what a row says can no longer be taken in, if it cannot: its trade
// is held for another reason by now, or what was looked at is not the newest.
func (v *reviewer) staleHold(s Statement, then Correction) string {
	now := v.holds[s.TradeNo]
	switch {
	case now.Status != Held:
		return fmt.Sprintf("no longer held since run %d", v.run.ID)
	case now.Hold != then.Hold || now.Amount.Fen() != then.Amount.Fen() || now.Code != then.Code:
		return fmt.Sprintf("changed since run %d: look at the workbook of run %d", v.run.ID, v.last.ID)
	case s.Kind == ActUnrefunded && v.run.ID != v.last.ID:
		return v.newer()
	}
	return ""
}
