package reports

import (
	"slices"
	"strconv"

	"reconcile/ledger"
)

// forwardEqualities roll the findings of each code forward, their number and
// their money: what the previous run of the job left open is what this one began
// with, and that with what came and went is what it leaves open.
func (o tieOut) forwardEqualities() []equality {
	const opening, open = "期初 opening", "未结 open"
	var list []equality
	for _, t := range o.b.facts.everyTally(o.b.Rules) {
		before := tallyOf(o.b.facts.closing, t.Code)
		if before.Open+t.Opening+t.New+t.Open == 0 {
			continue
		}
		check := "异常 findings " + t.Code
		list = append(list,
			counts(check, o.closingName(), opening, before.Open, t.Opening),
			counts(check, "期初+新增−已结 opening + new − closed", open, t.Opening+t.New-t.Closed, t.Open))
		if !o.b.rule(t.Code).HasAmount() {
			continue
		}
		check = "金额 amount " + t.Code
		list = append(list,
			sums(check, o.closingName(), opening, before.Amount, t.OpeningAmount),
			sums(check, "期初+新增−已结+变动 opening + new − closed + changed", open,
				t.OpeningAmount.Add(t.NewAmount).Sub(t.ClosedAmount).Add(t.ChangedAmount), t.Amount))
	}
	return list
}

// closingName names the run that an opening figure is compared with.
func (o tieOut) closingName() string {
	if o.b.facts.previous == 0 {
		return "首次运行，无上期 first run: nothing before it"
	}
	return "上次未结 closing of run " + strconv.FormatInt(o.b.facts.previous, 10)
}

// tallyOf finds the tally of a code; one that is not there is one of nothing.
func tallyOf(list []ledger.Tally, code string) ledger.Tally {
	if i := slices.IndexFunc(list, func(t ledger.Tally) bool { return t.Code == code }); i >= 0 {
		return list[i]
	}
	return ledger.Tally{Code: code}
}
