package reports

import (
	"fmt"
	"strconv"

	"reconcile/alipay"
	"reconcile/ledger"
)

// The cover's columns: a margin, and four that its blocks share. Only here
// cells are merged.
func coverLayout() layout {
	return layout{colour: "FF1F3864", portrait: true, widths: []float64{2, 28, 40, 16, 26}}
}

// maxListed is how many gaps or refused files the cover names.
const maxListed = 20

// A cover is the first sheet while it is written.
type cover struct {
	*sheet
	b *builder
}

// writeCover writes what a reader has to know before anything else, and where
// the rest is.
func (b *builder) writeCover() error {
	s, err := b.book.open(coverSheet, coverLayout())
	if err != nil {
		return err
	}
	c := cover{s, b}
	for _, block := range []func() error{c.heading, c.facts, c.signOff, c.contents, c.legend} {
		if err := block(); err != nil {
			return err
		}
	}
	return c.close(coverSheet)
}

// line writes a row below the margin, its last cell reaching over the columns
// that are left.
func (c cover) line(k kind, height float64, values ...cell) error {
	row := make([]cell, len(c.widths))
	kinds := make([]kind, len(c.widths))
	copy(row[1:], values)
	kinds[0] = asNothing
	for i := range kinds[1:] {
		kinds[i+1] = k
	}
	if len(values) > 1 && k == asValue {
		kinds[1] = asLabel
	}
	if err := c.add(kinds, row, height); err != nil || len(values) == 0 || len(values) == 4 {
		return err
	}
	at := strconv.Itoa(c.row)
	c.merged = append(c.merged, [2]string{columnName(len(values)) + at, "E" + at})
	return nil
}

// gap leaves a row free.
func (c cover) gap() error { return c.add(nil, nil, 8) }

func (c cover) heading() error {
	if err := c.line(asTitle, 34, textCell("批量退款对账 Batch refund reconciliation")); err != nil {
		return err
	}
	if err := c.gap(); err != nil {
		return err
	}
	look, text := c.banner()
	if err := c.line(look, 44, textCell(text)); err != nil {
		return err
	}
	for _, note := range c.whatIsWrong() {
		if err := c.line(asWarning, textHeight(note, 108, asWarning), textCell(note)); err != nil {
			return err
		}
	}
	if c.b.VerifyOff {
		off := "签名未验证 SIGNATURES NOT CHECKED (verify: off)"
		if err := c.line(asGrave, 20, textCell(off)); err != nil {
			return err
		}
	}
	return c.gap()
}

// banner says in one line whether somebody has to look at the run.
func (c cover) banner() (kind, string) {
	found := fmt.Sprintf("%d 项 findings, %s 元 CNY", c.b.facts.openFindings(), grouped(c.b.facts.openAmount()))
	switch {
	case whatIsMissing(c.b.Run.Gaps, c.b.facts.files) != nil:
		return asBannerGap, "■ 不完整 INCOMPLETE — " + found
	case c.b.facts.openFindings() > 0:
		return asBannerBad, "! 需要复核 REVIEW — " + found
	}
	return asBannerGood, "✓ 相符 CLEAN"
}

// grouped is an amount as the cells show it: 1,234.56.
func grouped(m alipay.Money) string {
	text := m.String()
	for i := len(text) - len("000.00"); i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// whatIsWrong names what the run did not get to see.
func (c cover) whatIsWrong() []string {
	missing := whatIsMissing(c.b.Run.Gaps, c.b.facts.files)
	if missing == nil {
		return nil
	}
	var notes []string
	for _, g := range missing.Gaps {
		notes = append(notes, c.b.say("no file matches ", "没有文件匹配 ")+g)
	}
	for _, r := range missing.Refused {
		notes = append(notes, c.b.say("refused: ", "整份被拒：")+r.Path+": "+r.Reason)
	}
	if more := len(notes) - maxListed; more > 0 {
		notes = append(notes[:maxListed], fmt.Sprintf("… +%d, summary.json", more))
	}
	if n := missing.Rejected; n > 0 {
		notes = append(notes, fmt.Sprintf(c.b.say("%d rejected rows of exports and requests: see %s", "订单与请求中有 %d 行被拒，见%s"), n, sourcesSheet))
	}
	return notes
}

// facts says which run this is and what it stands on.
func (c cover) facts() error {
	r := c.b.Report
	for _, fact := range [][2]string{
		{"运行 Run", strconv.FormatInt(r.Run.ID, 10)},
		{"任务 Job", r.Run.Job},
		{"账户 Account", r.account()},
		{"时点 As of (UTC+8)", r.asOf()},
		{"程序 Program", "reconcile " + r.Program},
		{"范围 Scope", c.scope()},
		{"勾稽 Tie-out", c.tied()},
		{"账本链首 Ledger head", r.Run.Head},
		{"输入摘要 Inputs SHA-256", r.Run.Inputs},
		{"未签名 Unsigned", r.Run.Unsigned},
	} {
		if fact[1] == "" {
			continue
		}
		if err := c.line(asValue, textHeight(fact[1], 80, asValue), textCell(fact[0]), textCell(fact[1])); err != nil {
			return err
		}
	}
	return c.gap()
}

func (c cover) signOff() error {
	if err := c.line(asHeader, 20, textCell("签字 Sign-off"), textCell("姓名 Name"), textCell("日期 Date"), textCell("备注 Remark")); err != nil {
		return err
	}
	for _, who := range []string{"编制 Prepared", "复核 Reviewed", "批准 Approved"} {
		if err := c.line(asInput, 24, markedCell(who, asLabel), textCell(""), textCell(""), textCell("")); err != nil {
			return err
		}
	}
	return c.gap()
}

// scope says which trades, results and batches the sheets hold, and how many there
// are in all.
func (c cover) scope() string {
	if !c.b.facts.partial {
		return c.b.say("all: every trade, result and batch", "全部：每笔交易、每项结果、每个批次")
	}
	what := c.b.say("open: trades and batches with an open finding or an unanswered line", "未结：有未结异常或未答请求行的交易与批次")
	if c.b.Policy.Face.Scope == ledger.ScopeChanged {
		what = fmt.Sprintf(c.b.say("changed: what is new since run %d, and what is open", "变动：第 %d 次运行以来的新内容，以及未结的内容"), c.b.facts.previous)
	}
	return what + fmt.Sprintf(c.b.say("; %d of %d trades, %d of %d results", "；交易 %d / %d 笔，结果 %d / %d 项"),
		c.b.trades.rows, c.b.Run.Totals.Trades, c.b.results.rows, c.b.Run.Totals.Results)
}

// tied says in one line how the tie-out came out.
func (c cover) tied() string {
	text := fmt.Sprintf(c.b.say("✓ %d equal", "✓ %d 项相等"), c.b.equal)
	if c.b.unequal > 0 {
		text += fmt.Sprintf(c.b.say(", ✗ %d not", "，✗ %d 项不等"), c.b.unequal)
	}
	return text
}
