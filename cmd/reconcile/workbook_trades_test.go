package main

import (
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// A tradeFacts are what the evidence says of a trade beside its results.
type tradeFacts struct {
	paid, due           sql.NullInt64
	pending, unanswered int64
	submitted           int64
	isRequested         bool
}

// compareTrades recomputes every column of every trade.
func (n bookNight) compareTrades(t *testing.T) {
	t.Helper()
	got, want := map[string]string{}, map[string]string{}
	rows := n.sheets["交易 Trades"]
	for i := 1; i < len(rows); i++ {
		var cells []string
		for _, heading := range []string{"已付 Paid", "应退 Due", "已退 Refunded", "在途 Pending", "可退余额 Headroom"} {
			cells = append(cells, fenText(t, rows.text(t, i, heading)))
		}
		for _, heading := range []string{"退款次数 Attempts", "成功 Succeeded", "已回结果 Answered", "已提交 Submitted", "剩余次数 Attempts left", "最近结果 Last code", "最近时间 Last result (UTC+8)"} {
			cells = append(cells, rows.text(t, i, heading))
		}
		got[rows.text(t, i, "交易号 Trade")] = strings.Join(cells, " ")
	}
	for trade, f := range n.tradeFacts(t) {
		if n.results.trades[trade] != nil || f.isRequested {
			want[trade] = n.tradeLine(trade, *f)
		}
	}
	compareMaps(t, "trade", got, want)
}

// fenText is an amount in fen, "-" where there is none.
func fenText(t *testing.T, text string) string {
	if text == "" {
		return "-"
	}
	return strconv.FormatInt(fenOf(t, text), 10)
}

func (n bookNight) tradeLine(trade string, f tradeFacts) string {
	r := n.results.trades[trade]
	if r == nil {
		r = &resultSum{}
	}
	maybe := func(v sql.NullInt64, less int64) string {
		if !v.Valid {
			return "-"
		}
		return strconv.FormatInt(v.Int64-less, 10)
	}
	at, code := "", ""
	if last := strings.Split(n.results.last[trade], "\x00"); len(last) == 5 {
		at, code = last[0], last[4]
	}
	attempts := r.results + f.unanswered
	return fmt.Sprintf("%s %s %d %d %s %d %d %d %d %d %s %s", maybe(f.paid, 0), maybe(f.due, 0), r.fen, f.pending, maybe(f.paid, r.fen+f.pending),
		attempts, r.succeeded, r.results, f.submitted, max(99-attempts, 0), code, at)
}

// tradeFacts reads orders and request lines, except the night's own batches.
func (n bookNight) tradeFacts(t *testing.T) map[string]*tradeFacts {
	t.Helper()
	facts := map[string]*tradeFacts{}
	of := func(trade string) *tradeFacts {
		if facts[trade] == nil {
			facts[trade] = &tradeFacts{}
		}
		return facts[trade]
	}
	for trade := range n.results.trades {
		of(trade)
	}
	query(t, `SELECT trade_no, paid_fen, due_fen FROM order_row ORDER BY source_id, line_no`, func(scan func(...any) error) error {
		var trade string
		var paid, due sql.NullInt64
		err := scan(&trade, &paid, &due)
		of(trade).paid, of(trade).due = paid, due
		return err
	})
	answered := map[string]bool{}
	query(t, `SELECT trade_no || ' ' || batch_no || ' ' || occurrence FROM result`, func(scan func(...any) error) error {
		var key string
		err := scan(&key)
		answered[key] = true
		return err
	})
	query(t, `SELECT trade_no, batch_no, occurrence, amount_fen FROM request_line WHERE voided_at IS NULL`, func(scan func(...any) error) error {
		var trade, batch string
		var occurrence, fen int64
		err := scan(&trade, &batch, &occurrence, &fen)
		if n.own[batch] {
			return err
		}
		f := of(trade)
		f.isRequested = true
		f.submitted++
		if !answered[fmt.Sprintf("%s %s %d", trade, batch, occurrence)] {
			f.pending += fen
			f.unanswered++
		}
		return err
	})
	return facts
}
