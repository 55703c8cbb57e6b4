package runner

import (
	"cmp"
	"context"
	"os"
	"slices"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/ledger"
	"reconcile/reports"
)

// mostNews is how many new critical findings are told one by one.
const mostNews = 3

// readNews reads what is other than after the job's run before: where the money stood, and
// the critical findings that are new.
func (n *Runner) readNews(ctx context.Context, e *announce.Event) error {
	before, ok, err := n.Books.Previous(ctx, e.Run)
	if err != nil {
		return err
	}
	if ok {
		e.Before, e.BeforeRun = before.Standing, before.ID
	}
	found, err := n.newCritical(ctx, e.Run.ID)
	if err != nil {
		return err
	}
	rules, err := ledger.Rules()
	if err != nil {
		return err
	}
	sayings := map[string]ledger.Rule{}
	for _, r := range rules {
		sayings[r.Code] = r
	}
	e.NewCritical = announce.Sum{Count: int64(len(found)), Amount: moneyOf(found)}
	for i, f := range found[:min(len(found), mostNews)] {
		e.News = append(e.News, announce.News{Code: f.Code, TradeNo: f.TradeNo, BatchNo: f.BatchNo, Amount: f.Amount,
			Say: reports.NewFindingLine(f, sayings[f.Code], e.Language, "").Message, Row: reports.FirstRow + int64(i)})
	}
	return nil
}

// newCritical are the new critical findings of a run, those with the most money first, as the
// workbook has them. Findings come by severity, so that no others are read.
func (n *Runner) newCritical(ctx context.Context, run int64) (found []ledger.Finding, err error) {
	for f, err := range n.Books.Findings(ctx, run) {
		if err != nil {
			return nil, err
		}
		if f.Severity != ledger.Critical {
			break
		}
		if f.Status == ledger.StatusNew {
			found = append(found, f)
		}
	}
	slices.SortStableFunc(found, func(a, b ledger.Finding) int { return cmp.Compare(fenOf(b.Amount), fenOf(a.Amount)) })
	return found, nil
}

func fenOf(m *alipay.Money) int64 {
	if m == nil {
		return 0
	}
	return m.Fen()
}

// moneyOf is the money that findings are about, that of each trade once: the most of what
// they say of it.
func moneyOf(found []ledger.Finding) alipay.Money {
	most := map[string]int64{}
	for _, f := range found {
		of := cmp.Or(f.TradeNo, f.ID)
		most[of] = max(most[of], fenOf(f.Amount))
	}
	var sum alipay.Money
	for _, fen := range most {
		sum = sum.Add(alipay.Fen(fen))
	}
	return sum
}

// hostname names this machine; empty where it has no name.
func hostname() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}
