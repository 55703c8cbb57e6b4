package main

import (
	"fmt"
	"strings"
	"testing"
)

// A codeSum sums the findings of one code over a night, their money in fen.
type codeSum struct {
	opening, opened, closed, open int64
	openingFen, fen               int64
	trades                        map[string]bool
}

func (c codeSum) String() string {
	return fmt.Sprintf("opening %d new %d closed %d open %d fen %d", c.opening, c.opened, c.closed, c.open, c.fen)
}

// sumCodes sums the findings of a night, its opening figures from what the night
// before left open.
func sumCodes(t *testing.T, before *bookNight, n bookNight) map[string]*codeSum {
	t.Helper()
	sums := map[string]*codeSum{}
	of := func(code string) *codeSum {
		if sums[code] == nil {
			sums[code] = &codeSum{trades: map[string]bool{}}
		}
		return sums[code]
	}
	if before != nil {
		for _, f := range before.findings {
			if f.Status != "closed" {
				of(f.Code).opening++
				of(f.Code).openingFen += fenOf(t, f.Amount)
			}
		}
	}
	for _, f := range n.findings {
		c := of(f.Code)
		switch f.Status {
		case "closed":
			c.closed++
			continue
		case "new":
			c.opened++
		}
		c.open++
		c.fen += fenOf(t, f.Amount)
		if f.TradeNo != "" {
			c.trades[f.TradeNo] = true
		}
	}
	return sums
}

// A resultSum sums results.
type resultSum struct{ results, succeeded, fen int64 }

func (s *resultSum) add(code string, fen int64) {
	s.results++
	if code == "SUCCESS" {
		s.succeeded++
		s.fen += fen
	}
}

// resultSums are the results in all, by day, and by trade.
type resultSums struct {
	all          resultSum
	days, trades map[string]*resultSum
	last         map[string]string // the latest result of a trade, as it sorts
}

func sumResults(t *testing.T, rows sheetRows) resultSums {
	t.Helper()
	s := resultSums{days: map[string]*resultSum{}, trades: map[string]*resultSum{}, last: map[string]string{}}
	for i := 1; i < len(rows); i++ {
		at, trade, code := rows.text(t, i, "通知时间 Notified (UTC+8)"), rows.text(t, i, "交易号 Trade"), rows.text(t, i, "结果 Result")
		day, fen := at[:len("2006-01-02")], rows.fen(t, i, "金额 Amount")
		if s.days[day] == nil {
			s.days[day] = &resultSum{}
		}
		if s.trades[trade] == nil {
			s.trades[trade] = &resultSum{}
		}
		for _, sum := range []*resultSum{&s.all, s.days[day], s.trades[trade]} {
			sum.add(code, fen)
		}
		key := strings.Join([]string{at, rows.text(t, i, "通知号 Notification"), rows.text(t, i, "批次号 Batch"), fmt.Sprintf("%06s", rows.text(t, i, "次序 Occurrence")), code}, "\x00")
		s.last[trade] = max(s.last[trade], key)
	}
	return s
}

// compareDays sums the results of each day that the summary shows, and asks that
// it shows no gap.
func (n bookNight) compareDays(t *testing.T) {
	t.Helper()
	rows := n.sheets["图表 Chart data"]
	shown := 0
	for i := 1; i < len(rows); i++ {
		day := rows.text(t, i, "日期 Day (UTC+8)")
		if day == "" {
			break
		}
		want := resultSum{}
		if sum := n.results.days[day]; sum != nil {
			want = *sum
			shown++
		}
		got := resultSum{number(t, rows, i, "结果数 Results"), number(t, rows, i, "成功数 Successes"), rows.fen(t, i, "已退 Refunded")}
		if got != want {
			t.Errorf("day %s = %+v, want %+v", day, got, want)
		}
	}
	if want := min(len(n.results.days), 31); shown < want && len(n.results.days) <= 31 {
		t.Errorf("the summary shows %d days with results, want %d", shown, want)
	}
}

// compareAges counts the open findings by age and severity.
func (n bookNight) compareAges(t *testing.T) {
	t.Helper()
	rows := n.sheets["图表 Chart data"]
	var want [5][3]int64
	for _, f := range n.findings {
		if f.Status == "closed" {
			continue
		}
		group := 0
		for _, limit := range []int{1, 7, 30, 90} {
			if f.AgeDays > limit {
				group++
			}
		}
		want[group][map[string]int{"critical": 0, "error": 1, "warning": 2}[f.Severity]]++
	}
	for i, label := range []string{"0–1", "2–7", "8–30", "31–90", "> 90"} {
		got := [3]int64{number(t, rows, i+1, "严重 critical"), number(t, rows, i+1, "错误 error"), number(t, rows, i+1, "警告 warning")}
		if at := rows.text(t, i+1, "账龄 Age (days)"); at != label || got != want[i] {
			t.Errorf("age %s = %v, want %s = %v", at, got, label, want[i])
		}
	}
}
