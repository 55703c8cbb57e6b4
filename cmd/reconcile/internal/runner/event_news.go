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
	var found []ledger.Finding
	if e.NewCritical, found, err = n.newCritical(ctx, e.Run.ID); err != nil {
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
	for i, f := range found {
		e.News = append(e.News, announce.News{Code: f.Code, TradeNo: f.TradeNo, BatchNo: f.BatchNo, Amount: f.Amount,
			Say: reports.NewFindingLine(f, sayings[f.Code], e.Language, "").Message, Row: reports.FirstRow + int64(i)})
	}
	return nil
}

// newCritical counts the new critical findings of a run, with the money that they are about,
// and returns the first of them: those with the most money, as the workbook has them. Findings
// come by severity, so that no others are read.
func (n *Runner) newCritical(ctx context.Context, run int64) (all announce.Sum, first []ledger.Finding, err error) {
	most := map[string]int64{} // by trade: several findings may be about the same money
	for f, err := range n.Books.Findings(ctx, run) {
		if err != nil {
			return all, nil, err
		}
		if f.Severity != ledger.Critical {
			break
		}
		if f.Status != ledger.StatusNew {
			continue
		}
		all.Count++
		if fen := fenOf(f.Amount); fen > 0 {
			of := cmp.Or(f.TradeNo, f.ID)
			most[of] = max(most[of], fen)
		}
		at := slices.IndexFunc(first, func(g ledger.Finding) bool { return fenOf(g.Amount) < fenOf(f.Amount) })
		if at < 0 {
			at = len(first)
		}
		first = slices.Insert(first, at, f)
		first = first[:min(len(first), mostNews)]
	}
	for _, fen := range most {
		all.Amount = all.Amount.Add(alipay.Fen(fen))
	}
	return all, first, nil
}

func fenOf(m *alipay.Money) int64 {
	if m == nil {
		return 0
	}
	return m.Fen()
}

// hostname names this machine; empty where it has no name.
func hostname() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}
