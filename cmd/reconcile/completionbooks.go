package main

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/ledger"
)

// completionTime is how long somebody who pressed the tab key waits at most.
const completionTime = 1500 * time.Millisecond

// The trade numbers that are proposed: from so many digits, and so many.
const (
	leastDigits = 4
	mostTrades  = 50
)

// fromBooks calls body with the newest run of each job that the typed line
// means, or not at all where there are no books or nobody could wait for them.
func fromBooks(cmd *cobra.Command, body func(ctx context.Context, l *ledger.Ledger, j *job, run ledger.Run) error) {
	c := configOf(cmd)
	if c == nil || ledgerGone(c) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), completionTime)
	defer cancel()
	name := ""
	if flag := cmd.Flag("job"); flag != nil {
		name = flag.Value.String()
	}
	// What was collected until an error is proposed all the same.
	_ = withBooks(ctx, c, access{}, func(b *books) error {
		return eachLast(ctx, c, b.Ledger, name, func(j *job, run ledger.Run) error { return body(ctx, b.Ledger, j, run) })
	})
}

// allBatches are the batches and proposals of the books.
func allBatches(cmd *cobra.Command, typed string) []cobra.Completion {
	every := func(ledger.BatchState) bool { return true }
	return append(openProposals(cmd, typed), batchNumbers(cmd, typed, every)...)
}

// openBatches are those of which a line has no result.
func openBatches(cmd *cobra.Command, typed string) []cobra.Completion {
	return batchNumbers(cmd, typed, func(s ledger.BatchState) bool { return s == ledger.Emitted || s == ledger.Overdue })
}

// batchNumbers are the batches whose state is wanted, the newest first.
func batchNumbers(cmd *cobra.Command, typed string, want func(ledger.BatchState) bool) []cobra.Completion {
	var rows []ledger.BatchRow
	fromBooks(cmd, func(ctx context.Context, l *ledger.Ledger, j *job, run ledger.Run) error {
		for b, err := range l.BatchRows(ctx, run, j.account.resultGrace) {
			if err != nil {
				return err
			}
			if want(b.State) && strings.HasPrefix(b.BatchNo, typed) {
				rows = append(rows, b)
			}
		}
		return nil
	})
	slices.SortStableFunc(rows, func(a, b ledger.BatchRow) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.BatchNo, a.BatchNo))
	})
	list := make([]cobra.Completion, len(rows))
	for i, b := range rows {
		list[i] = cobra.CompletionWithDesc(b.BatchNo, string(b.State)+", "+count(b.Lines, "line")+", "+b.Requested.String())
	}
	return slices.Compact(list) // two jobs may have one account
}

// openProposals are the proposals that nobody has released.
func openProposals(cmd *cobra.Command, _ string) []cobra.Completion {
	var list []cobra.Completion
	fromBooks(cmd, func(ctx context.Context, l *ledger.Ledger, _ *job, run ledger.Run) error {
		proposals, err := l.Proposals(ctx, run)
		for _, p := range proposals {
			if p.BatchNo == "" {
				list = append(list, cobra.CompletionWithDesc(p.ID, count(int64(len(p.Lines)), "line")+", "+p.Total.String()))
			}
		}
		return err
	})
	return list
}

// tradeNumbers are the trades that begin with the digits typed: those with
// findings first, with their code.
func tradeNumbers(cmd *cobra.Command, typed string) []cobra.Completion {
	if len(typed) < leastDigits {
		return nil
	}
	found := &tradeList{typed: typed, seen: map[string]bool{}}
	fromBooks(cmd, func(ctx context.Context, l *ledger.Ledger, _ *job, run ledger.Run) error {
		for f, err := range l.Findings(ctx, run.ID) {
			if err != nil || found.full() {
				return err
			}
			if f.Status != ledger.StatusClosed {
				found.add(f.TradeNo, f.Code)
			}
		}
		return found.fromTrades(l.Trades(ctx, run))
	})
	return found.list
}

// A tradeList collects trade numbers that begin with what was typed.
type tradeList struct {
	typed string
	seen  map[string]bool
	list  []cobra.Completion
}

// full tells whether no more are wanted.
func (t *tradeList) full() bool { return len(t.list) >= mostTrades }

// add takes a trade, once.
func (t *tradeList) add(number, text string) {
	if !t.full() && !t.seen[number] && strings.HasPrefix(number, t.typed) && alipay.IsTradeNo(number) {
		t.seen[number] = true
		t.list = append(t.list, cobra.CompletionWithDesc(number, text))
	}
}

// fromTrades takes trades in the order of their numbers.
func (t *tradeList) fromTrades(trades iter.Seq2[ledger.Trade, error]) error {
	for trade, err := range trades {
		if err != nil || t.full() || trade.TradeNo > t.typed+"~" {
			return err
		}
		t.add(trade.TradeNo, "refunded "+trade.Refunded.String())
	}
	return nil
}
