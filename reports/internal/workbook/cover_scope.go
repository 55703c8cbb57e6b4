package workbook

import (
	"fmt"
	"strings"

	"reconcile/ledger"
)

// scope says which trades, results and batches the sheets are of, and how many there
// are in all.
func (c *cover) scope() string {
	if !c.b.facts.partial {
		return c.b.Say("all: every trade, result and batch", "全部：每笔交易、每项结果、每个批次")
	}
	what := c.b.Say("open: trades and batches with an open finding or an unanswered line", "未结：有未结异常或未回结果的请求行的交易与批次")
	if c.b.facts.scope == ledger.ScopeChanged {
		what = fmt.Sprintf(c.b.Say("changed: what is new since run %d, and what is open", "变动：第 %d 次运行以来的新内容，以及未结的内容"), c.b.facts.previous)
	}
	if c.b.Policy.Header.Scope == ledger.ScopeChanged && c.b.facts.scope == ledger.ScopeOpen {
		what = c.b.Say("first run of the job, "+what+"; later ones show what is new, too", "本任务的首次运行，"+what+"；以后的运行亦列出新内容")
	}
	return what + fmt.Sprintf(c.b.Say("; %d of %d trades, %d of %d results", "；交易 %d / %d 笔，结果 %d / %d 项"),
		c.b.trades.rows, c.b.Run.Totals.Trades, c.b.results.rows, c.b.Run.Totals.Results)
}

// notShown says which sheets do not show all of their rows, how many they leave out, and
// which they show; empty where they show all.
func (c *cover) notShown() string {
	var sheets []string
	for _, name := range c.b.cuts.sheets() {
		shown, left := c.b.book.RowsOf(name), c.b.cuts.of(name)
		sheets = append(sheets, fmt.Sprintf(c.b.Say("%s %d of %d rows", "%s %d / %d 行"), name, left, shown+left))
	}
	if len(sheets) == 0 {
		return ""
	}
	most := c.b.Policy.Header.MaxRows
	return strings.Join(sheets, c.b.Say(", ", "，")) + fmt.Sprintf(c.b.Say(
		": no sheet has more than %d. Shown are the worst findings (by severity, new ones first, then by amount), the trades, results and batches that they name before others, "+
			"corrections that are held before others (by amount), and acts from the newest on. Tie-out, totals and the files beside the workbook count all.",
		"：每表至多 %d 行。所示为最重的异常（按级别，新增在前，再按金额），其所涉的交易、结果与批次先于其他，暂缓的更正先于其他（按金额），操作自最新者起。勾稽、合计与随附文件均含全部。"), most)
}

// everything says how to have all on the sheets; empty where they hold all, and of runs that
// are older than the limit of rows.
func (c *cover) everything() string {
	if c.b.Policy.Header.MaxRows == 0 || !c.b.facts.partial {
		return ""
	}
	return fmt.Sprintf(c.b.Say("report: { scope: all } in the job %s, then reconcile run%s", "在任务 %s 中设 report: { scope: all }，再运行 reconcile run%s"), c.b.Run.Job, c.b.Flags())
}

// holdsPart says what a sheet holds that is of the scope alone; empty of the others, and where
// everything says nothing.
func (c *cover) holdsPart(name string) string {
	if c.everything() == "" {
		return ""
	}
	return map[string]string{
		tradesSheet:  c.b.Say("paid and refunded, per trade of the scope", "范围内每笔交易的已付与已退"),
		resultsSheet: c.b.Say("every result of these trades", "上述交易的每项退款结果"),
		batchesSheet: c.b.Say("batches of the scope and their state", "范围内每个批次的进展"),
	}[name]
}

// leftOut are the rows that the sheets do not show, by the English name of the sheet.
func (b *builder) leftOut() map[string]int64 {
	rows := map[string]int64{}
	for _, name := range b.cuts.sheets() {
		rows[englishName(name)] = b.cuts.of(name)
	}
	return rows
}

// englishName is what a sheet is called in English, in small letters.
func englishName(sheet string) string {
	_, name, _ := strings.Cut(sheet, " ")
	return strings.ToLower(name)
}
