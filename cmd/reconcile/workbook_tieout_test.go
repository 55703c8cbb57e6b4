package main

import (
	"fmt"
	"strings"
	"testing"
)

// compareTieOut recomputes both sides of every row of the tie-out, and asks that
// difference and verdict follow from them.
func (n bookNight) compareTieOut(t *testing.T, before *bookNight) {
	t.Helper()
	rows, want := n.sheets["勾稽 Tie-out"], n.sides(t, before)
	seen := map[string]bool{}
	for i := 1; i < len(rows); i++ {
		check := rows.text(t, i, "勾稽 Check")
		left, right := n.compareSide(t, i, "左方 Left side", "左值 Left", want), n.compareSide(t, i, "右方 Right side", "右值 Right", want)
		difference, verdict := rows.at(t, i, "差额 Difference"), rows.at(t, i, "结论 Result")
		if got := fenOf(t, difference.Text); got != left-right || !difference.Formula {
			t.Errorf("%s: difference = %d, want %d by a formula", check, got, left-right)
		}
		if got := verdict.Text == "✓"; got != (left == right) || !verdict.Formula {
			t.Errorf("%s: verdict %q of %d and %d", check, verdict.Text, left, right)
		}
		seen[check] = true
	}
	for key := range want {
		if check, _, _ := strings.Cut(key, "|"); !seen[check] {
			t.Errorf("the tie-out has no row of %s", check)
		}
	}
}

// compareSide compares one side of a row with what it is to be, in hundredths.
func (n bookNight) compareSide(t *testing.T, row int, nameOf, valueOf string, want map[string]int64) int64 {
	t.Helper()
	rows := n.sheets["勾稽 Tie-out"]
	check, name, got := rows.text(t, row, "勾稽 Check"), rows.text(t, row, nameOf), rows.fen(t, row, valueOf)
	if strings.HasPrefix(name, "上次未结") || strings.HasPrefix(name, "首次运行") {
		name = "before"
	}
	w, ok := want[check+"|"+name]
	if strings.HasPrefix(check, "success_num 2") {
		w, ok = n.stated(t, strings.TrimPrefix(check, "success_num "), name), true
	}
	if !ok || got != w {
		t.Errorf("%s, %s = %d, want %d (known: %v)", check, name, got, w, ok)
	}
	return got
}

// stated is what a batch's notifications state, or what was counted of them, in
// hundredths.
func (n bookNight) stated(t *testing.T, batch, name string) int64 {
	t.Helper()
	heading := map[string]string{"声明 stated": "声明成功 Stated success_num", "实计 counted": "实计成功 Counted successes"}[name]
	rows := n.sheets["批次 Batches"]
	for i := 1; i < len(rows); i++ {
		if rows.text(t, i, "批次号 Batch") == batch {
			return 100 * number(t, rows, i, heading)
		}
	}
	return -1
}

// sides are the sides of the tie-out by check and name, counts and amounts alike
// in hundredths.
func (n bookNight) sides(t *testing.T, before *bookNight) map[string]int64 {
	t.Helper()
	want := map[string]int64{}
	for i, f := range n.summary.summary.Files {
		of := func(key string) int64 { v, _ := f[key].(float64); return int64(v) }
		want[fmt.Sprintf("S%02d %v|行数 lines", i+1, f["path"])] = 100 * of("lines")
		want[fmt.Sprintf("S%02d %v|四类合计 sum of the four classes", i+1, f["path"])] = 100 * (of("accepted") + of("duplicate") + of("rejected") + of("ignored"))
	}
	n.addResultSides(t, want)
	n.addSheetSides(t, want)
	n.addFeeSides(t, want)
	n.addDaySides(t, want)
	n.addFindingSides(t, before, want)
	return want
}

func (n bookNight) addResultSides(t *testing.T, want map[string]int64) {
	t.Helper()
	total := func(key string) int64 { return fenOf(t, fmt.Sprint(n.summary.summary.Totals[key])) }
	var days resultSum
	for _, d := range n.results.days {
		days.results, days.succeeded, days.fen = days.results+d.results, days.succeeded+d.succeeded, days.fen+d.fen
	}
	for name, sum := range map[string]resultSum{"明细 Results": n.results.all, "按日 days": days} {
		want["已退金额 refunded amount|"+name] = sum.fen
		want["结果数 results|"+name] = 100 * sum.results
		want["成功数 successes|"+name] = 100 * sum.succeeded
	}
	want["失败数 failures|明细 Results"] = 100 * (n.results.all.results - n.results.all.succeeded)
	const control = "|控制总数 control total"
	want["已退金额 refunded amount"+control] = total("success_amount")
	want["结果数 results"+control] = total("results")
	want["失败数 failures"+control] = total("failed_results")
	want["交易数 trades"+control] = total("trades")
	want["请求行数 request lines"+control] = total("request_lines")
}

// addSheetSides sums up the columns of other sheets.
func (n bookNight) addSheetSides(t *testing.T, want map[string]int64) {
	t.Helper()
	trades, batches, codes := n.sheets["交易 Trades"], n.sheets["批次 Batches"], n.sheets["错误码 Error codes"]
	want["已退金额 refunded amount|交易 Trades"] = trades.sum(t, "已退 Refunded")
	want["已退金额 refunded amount|批次 Batches"] = batches.sum(t, "已退 Refunded")
	want["结果数 results|交易 Trades"] = trades.sum(t, "已回结果 Answered")
	want["结果数 results|批次 Batches"] = batches.sum(t, "成功 Succeeded") + batches.sum(t, "失败 Failed")
	want["结果数 results|错误码 Error codes"] = codes.sum(t, "次数 Count")
	want["成功数 successes|交易 Trades"] = trades.sum(t, "成功 Succeeded")
	want["成功数 successes|批次 Batches"] = batches.sum(t, "成功 Succeeded")
	want["交易数 trades|交易 Trades"] = 100 * int64(len(trades)-1)
	want["请求行数 request lines|交易 Trades"] = trades.sum(t, "已提交 Submitted")
	for i := 1; i < len(codes); i++ {
		if codes.text(t, i, "错误码 Code") == "SUCCESS" {
			want["已退金额 refunded amount|错误码 Error codes"] = codes.fen(t, i, "金额 Amount")
			want["成功数 successes|错误码 Error codes"] = codes.fen(t, i, "次数 Count")
		}
	}
	const stated = "success_num 声明与实计 stated and counted"
	want[stated+"|声明 stated"] = batches.sum(t, "声明成功 Stated success_num")
	want[stated+"|实计 counted"] = batches.sum(t, "实计成功 Counted successes")
}

// addFeeSides sums up the fees of the results, by what became of each.
func (n bookNight) addFeeSides(t *testing.T, want map[string]int64) {
	t.Helper()
	var back, failed int64
	results := n.sheets["明细 Results"]
	for i := 1; i < len(results); i++ {
		switch {
		case results.text(t, i, "手续费 Fee") == "":
		case results.text(t, i, "手续费结果 Fee result") == "SUCCESS":
			back += results.fen(t, i, "手续费 Fee")
		default:
			failed += results.fen(t, i, "手续费 Fee")
		}
	}
	for _, side := range []string{"明细 Results", "控制总数 control total", "按日 days"} {
		want["已退手续费 fees returned|"+side], want["未退手续费 fees failed|"+side] = back, failed
	}
}

// addDaySides sums up the calendar; its request lines are those with the night's own.
func (n bookNight) addDaySides(t *testing.T, want map[string]int64) {
	t.Helper()
	total := func(key string) int64 { return fenOf(t, fmt.Sprint(n.summary.summary.Totals[key])) }
	days := n.sheets["覆盖 Coverage"]
	want["通知数 notifications|覆盖 Coverage"] = days.sum(t, "通知 Notifications")
	want["通知数 notifications|控制总数 control total"] = total("notifications")
	issued := total("request_lines")
	for _, b := range n.summary.summary.Batches {
		issued += fenOf(t, fmt.Sprint(b["lines"]))
	}
	want["请求行数 request lines|覆盖 Coverage"] = days.sum(t, "请求行 Lines")
	want["请求行数 request lines|控制总数+本次生成 control total + issued by this run"] = issued
}

// sum sums a column in hundredths.
func (s sheetRows) sum(t *testing.T, heading string) (sum int64) {
	t.Helper()
	for i := 1; i < len(s); i++ {
		sum += s.fen(t, i, heading)
	}
	return sum
}

// addFindingSides rolls the findings forward from the night before.
func (n bookNight) addFindingSides(t *testing.T, before *bookNight, want map[string]int64) {
	t.Helper()
	var all codeSum
	rows := n.compareForward(t, before)
	for _, c := range sumCodes(t, before, n) {
		all.opening, all.opened, all.closed, all.open = all.opening+c.opening, all.opened+c.opened, all.closed+c.closed, all.open+c.open
	}
	const check, codes = "异常 findings", "逐代码结转 rolled forward, code by code"
	want[codes+"|相符的代码 codes that agree"], want[codes+"|全部代码 all codes"] = 100*rows, 100*rows
	want[check+"|before"], want[check+"|期初 opening"] = 100*all.opening, 100*all.opening
	want[check+"|期初+新增−已结 opening + new − closed"] = 100 * (all.opening + all.opened - all.closed)
	for _, name := range []string{"|未结 open", "|异常行数 rows of findings 异常 Findings", "|未结合计 open, all codes"} {
		want[check+name] = 100 * all.open
	}
}

// compareForward recomputes what rolls each code forward, and asks that the verdicts follow
// from it. It returns how many codes there are.
func (n bookNight) compareForward(t *testing.T, before *bookNight) int64 {
	t.Helper()
	rows, moved := n.sheets["结转 Roll-forward"], movedAmounts(t, before, n)
	got, want := map[string]string{}, map[string]string{}
	for i := 1; i < len(rows); i++ {
		c := codeSum{opening: number(t, rows, i, "期初 Opening"), opened: number(t, rows, i, "新增 New"), closed: number(t, rows, i, "已结 Closed"), open: number(t, rows, i, "未结 Open"), fen: rows.fen(t, i, "未结金额 Open amount")}
		change := rows.fen(t, i, "新增金额 New amount") - rows.fen(t, i, "已结金额 Closed amount") + rows.fen(t, i, "变动金额 Changed amount")
		got[rows.text(t, i, "代码 Code")] = fmt.Sprintf("%s before %d %d moved %d on the sheet %d %s%s", c, number(t, rows, i, "上期未结 Left before"), rows.fen(t, i, "上期金额 Amount before"),
			change, rows.fen(t, i, "异常表金额 On Findings"), rows.text(t, i, "笔数 Count"), rows.text(t, i, "金额 Money"))
		if !rows.at(t, i, "笔数 Count").Formula {
			t.Errorf("the verdict on %s is no formula", rows.text(t, i, "代码 Code"))
		}
	}
	for code, c := range sumCodes(t, before, n) {
		verdict := "✓"
		if hasAmount(code, before, &n) {
			verdict = "✓✓"
		}
		want[code] = fmt.Sprintf("%s before %d %d moved %d on the sheet %d %s", *c, c.opening, c.openingFen, moved[code], c.fen, verdict)
	}
	compareMaps(t, "roll-forward", got, want)
	return int64(len(rows) - 1)
}

// movedAmounts is what the money of each code has moved by, finding by finding.
func movedAmounts(t *testing.T, before *bookNight, n bookNight) map[string]int64 {
	t.Helper()
	was, moved := map[string]int64{}, map[string]int64{}
	if before != nil {
		for _, f := range before.findings {
			was[f.ID] = fenOf(t, f.Amount)
		}
	}
	for _, f := range n.findings {
		switch f.Status {
		case "new":
			moved[f.Code] += fenOf(t, f.Amount)
		case "closed":
			moved[f.Code] -= was[f.ID]
		default:
			moved[f.Code] += fenOf(t, f.Amount) - was[f.ID]
		}
	}
	return moved
}

// hasAmount reports whether money applies to a code: one of its findings has some.
func hasAmount(code string, nights ...*bookNight) bool {
	for _, n := range nights {
		if n == nil {
			continue
		}
		for _, f := range n.findings {
			if f.Code == code && f.Amount != "" {
				return true
			}
		}
	}
	return false
}
