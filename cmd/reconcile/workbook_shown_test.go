package main

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// touched tells of each trade whether a finding is open about it, or has closed.
func (n bookNight) touched() map[string]string {
	by := map[string]string{}
	for _, f := range n.findings {
		if f.Status != "closed" {
			by[f.TradeNo] = "open"
		} else if by[f.TradeNo] == "" {
			by[f.TradeNo] = "closed"
		}
	}
	return by
}

// pendingTrades are the trades with more attempts than answers.
func (n bookNight) pendingTrades(t *testing.T) map[string]bool {
	t.Helper()
	rows, by := n.sheets["交易 Trades"], map[string]bool{}
	for i := 1; i < len(rows); i++ {
		by[rows.text(t, i, "交易号 Trade")] = number(t, rows, i, "退款次数 Attempts") > number(t, rows, i, "已回结果 Answered")
	}
	return by
}

// compareShownResults asks that the results are those of the trades that are shown,
// all of them.
func (n bookNight) compareShownResults(t *testing.T, all bookNight) {
	t.Helper()
	shown := n.tradeRows(t)
	want := map[string]resultSum{}
	for trade, sum := range all.results.trades {
		if shown[trade] != "" {
			want[trade] = *sum
		}
	}
	got := map[string]resultSum{}
	for trade, sum := range n.results.trades {
		got[trade] = *sum
	}
	if !maps.Equal(got, want) {
		t.Errorf("results are shown of %d trades, want %d, or they are others", len(got), len(want))
	}
}

// compareTied asks that all is equal that is equal in the whole, and that the cover
// says what is shown of how many.
func (n bookNight) compareTied(t *testing.T, all bookNight) {
	t.Helper()
	if got, want := n.untied(t), all.untied(t); got != want {
		t.Errorf("not equal are %q, want %q", got, want)
	}
	want := fmt.Sprintf("%d of %d trades, %d of %d results", len(n.tradeRows(t)), len(all.tradeRows(t)), n.results.all.results, all.results.all.results)
	if len(n.tradeRows(t)) == len(all.tradeRows(t)) {
		want = "all: "
	}
	if got := n.scope(t); !strings.Contains(got, want) {
		t.Errorf("the cover says %q, want %q", got, want)
	}
}

// compareBatches asks that the batches are those that a finding names or that have a
// line without a result, and where what changed is shown, those that did.
func (n bookNight) compareBatches(t *testing.T, night int, all scopedNights) {
	t.Helper()
	open, closed := map[string]bool{}, map[string]bool{}
	for _, f := range n.findings {
		open[f.BatchNo] = open[f.BatchNo] || f.Status != "closed"
		closed[f.BatchNo] = true
	}
	const key, unanswered = "批次号 Batch", "未回结果 Unanswered"
	rows, got, want := all[night].sheets[batchesSheet], n.rowsBy(t, batchesSheet, key), map[string]string{}
	before := map[string]string{}
	if night > 0 {
		before = all[night-1].rowsBy(t, batchesSheet, key)
	}
	isChanged := strings.Contains(n.scope(t), "changed") || strings.Contains(n.scope(t), "all")
	whole := all[night].rowsBy(t, batchesSheet, key)
	for i := 1; i < len(rows); i++ {
		batch := rows.text(t, i, key)
		if open[batch] || number(t, rows, i, unanswered) > 0 || isChanged && (closed[batch] || before[batch] != whole[batch]) {
			want[batch] = whole[batch]
		}
	}
	compareMaps(t, "batch", got, want)
}

// scope is what the cover says of what is shown.
func (n bookNight) scope(t *testing.T) string {
	t.Helper()
	for _, row := range n.sheets["封面 Cover"] {
		if len(row) > 2 && row[1].Text == "范围 Scope" {
			return row[2].Text
		}
	}
	t.Fatal("the cover has no scope")
	return ""
}

// untied are the checks of the tie-out that do not come out.
func (n bookNight) untied(t *testing.T) (list string) {
	t.Helper()
	rows := n.sheets["勾稽 Tie-out"]
	for i := 1; i < len(rows); i++ {
		if rows.text(t, i, "结论 Result") != "✓" {
			list += rows.text(t, i, "勾稽 Check") + "\n"
		}
	}
	return list
}
