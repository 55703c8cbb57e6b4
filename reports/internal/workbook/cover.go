package workbook

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"reconcile/reports/internal/jsonfiles"
	"reconcile/reports/internal/report"
	"reconcile/reports/internal/xlsx"
	"reconcile/words"
)

// The cover's columns: a margin, and five that its blocks share. Only here
// cells are merged.
func coverLayout() xlsx.Layout {
	return xlsx.Layout{Colour: "FF1F3864", Portrait: true, Widths: []float64{2, 28, 34, 14, 20, 20}}
}

// maxListed is how many gaps or refused files the cover names.
const maxListed = 20

// A cover is the first sheet while it is written.
type cover struct {
	*xlsx.Sheet
	b      *builder
	height float64 // of the rows so far, in points
	err    error   // the first one; nothing is written behind it
}

// writeCover writes what a reader has to know before anything else, and where
// the rest is.
func (b *builder) writeCover() error {
	s, err := b.book.Open(coverSheet, coverLayout())
	if err != nil {
		return err
	}
	c := &cover{Sheet: s, b: b}
	b.facts.situation.Holds = b.holds
	b.facts.situation.Prove(b.unproved, b.facts.covers, b.Run)
	c.heading()
	rest := c.tasks()
	c.standing()
	c.signOff()
	c.moreTasks(rest)
	c.facts()
	c.contents()
	c.legend()
	if c.err != nil {
		return c.err
	}
	return c.Close(coverSheet)
}

// line writes a row below the margin, its last cell reaching over the columns
// that are left.
func (c *cover) line(k xlsx.Style, height float64, values ...xlsx.Cell) {
	row := make([]xlsx.Cell, len(c.Widths))
	cellStyles := make([]xlsx.Style, len(c.Widths))
	copy(row[1:], values)
	cellStyles[0] = xlsx.StyleMargin
	for i := range cellStyles[1:] {
		cellStyles[i+1] = k
	}
	if len(values) > 1 && k == xlsx.StyleValue {
		cellStyles[1] = xlsx.StyleLabel
	}
	c.add(cellStyles, row, height)
	if last := len(c.Widths) - 1; len(values) < last {
		at := strconv.Itoa(c.Row)
		c.Merge(xlsx.ColumnName(len(values))+at, xlsx.ColumnName(last)+at)
	}
}

// gap leaves a row free.
func (c *cover) gap() { c.add(nil, nil, 8) }

func (c *cover) add(cellStyles []xlsx.Style, row []xlsx.Cell, height float64) {
	c.height += height
	if c.err == nil {
		c.err = c.Add(cellStyles, row, height)
	}
}

func (c *cover) heading() {
	c.line(xlsx.StyleTitle, 34, xlsx.Text("批量退款对账 Batch refund reconciliation"))
	c.gap()
	c.verdict()
	for _, note := range c.whatIsWrong() {
		c.line(xlsx.StyleBannerNote, xlsx.TextHeight(note, 108, xlsx.StyleBannerNote), xlsx.Text(note))
	}
	if c.b.VerifyOff {
		off := "签名未验证 SIGNATURES NOT CHECKED (verify: off)"
		c.line(xlsx.StyleCritical, 20, xlsx.Text(off))
	}
	c.gap()
}

// whatIsWrong names what the run did not get to see.
func (c *cover) whatIsWrong() []string {
	missing := jsonfiles.WhatIsMissing(c.b.Run.Gaps, c.b.facts.files, c.b.facts.tallies)
	if missing == nil {
		return nil
	}
	notes := c.b.missing()
	if more := len(notes) - maxListed; more > 0 {
		notes = append(notes[:maxListed], fmt.Sprintf("… +%d, summary.json", more))
	}
	rejected := report.RejectedOf(c.b.facts.files)
	if said := rejected.Say(c.b.Language); said != "" {
		notes = append(notes, said+c.b.Say(": see ", "：见 ")+rejectedSheet)
	}
	if rejected.Rows > 0 {
		notes = append(notes, rejected.Mend(c.b.Language))
	}
	for _, code := range slices.Sorted(maps.Keys(missing.Findings)) {
		rule := c.b.Of(code)
		notes = append(notes, fmt.Sprintf("%s %d: %s", code, missing.Findings[code], c.b.Say(rule.EN, rule.ZH)))
	}
	return notes
}

// missing names the patterns without a file, the files that were refused and those of
// which something that matters was not read.
func (b *builder) missing() (notes []string) {
	missing := jsonfiles.WhatIsMissing(b.Run.Gaps, b.facts.files, b.facts.tallies)
	if missing == nil {
		return nil
	}
	reads := words.Language(b.Language).Read
	for _, g := range missing.Gaps {
		notes = append(notes, b.Say("no file matches ", "没有文件匹配 ")+g)
	}
	for _, r := range missing.Refused {
		notes = append(notes, b.Say("refused: ", "整份被拒：")+r.Path+": "+reads(r.Reason))
	}
	for _, r := range missing.Unread {
		notes = append(notes, b.Say("not read: ", "未读：")+r.Path+": "+reads(r.Reason))
	}
	return notes
}

// facts lists which run this is and what it is based on.
func (c *cover) facts() {
	r := c.b.Report
	for _, fact := range []struct{ label, text, name, sheet string }{
		{CoverRun, strconv.FormatInt(r.Run.ID, 10), "RunId", ""},
		{CoverJob, r.Run.Job, "", ""},
		{"账户 Account", r.Account(), "", ""},
		{"截至时间 As of (UTC+8)", r.AsOf(), "AsOf", ""},
		{"程序 Program", "reconcile " + r.Program, "", ""},
		{"范围 Scope", c.scope(), "", ""},
		{"未示 Not shown", c.notShown(), "", ""},
		{"全部内容 Everything", c.everything(), "", ""},
		{"勾稽 Tie-out", c.tieOutLine(), "", tieOutSheet},
		{"声明 Attested", c.attested(), "", actsSheet},
		{CoverHead, r.Run.Head, "", ""},
		{"输入摘要 Inputs SHA-256", r.Run.Inputs, "", ""},
		{"未签名 Unsigned", r.Run.Unsigned, "", correctionsSheet},
	} {
		if fact.text == "" {
			continue
		}
		to := xlsx.Position{}
		if fact.sheet != "" {
			to = xlsx.Position{Sheet: fact.sheet, Row: 1}
		}
		c.line(xlsx.StyleValue, xlsx.TextHeight(fact.text, 84, xlsx.StyleValue), xlsx.Text(fact.label), xlsx.Linked(fact.text, to))
		if fact.name != "" {
			c.b.book.Name(fact.name, xlsx.Position{Sheet: coverSheet, Row: c.Row}, "C", fact.label)
		}
	}
	c.gap()
}

// attested says what of the totals rests on the word of people, and where they stand.
func (c *cover) attested() string {
	text := c.b.Run.Totals.Attested.Text(c.b.Language)
	if text == "" {
		return ""
	}
	return text + c.b.Say(": by the word of people, see ", "：由人声明，见 ") + actsSheet
}

func (c *cover) signOff() {
	c.line(xlsx.StyleHeader, 20, xlsx.Text("签字 Sign-off"), xlsx.Text("姓名 Name"), xlsx.Text("日期 Date"), xlsx.Text("签名 Signature"), xlsx.Text("备注 Remark"))
	for _, who := range SignOff() {
		c.line(xlsx.StyleInput, 24, xlsx.Styled(who, xlsx.StyleLabel), xlsx.Cell{}, xlsx.Cell{}, xlsx.Cell{}, xlsx.Cell{})
	}
	c.gap()
}

// tieOutLine says in one line how the tie-out came out.
func (c *cover) tieOutLine() string {
	text := fmt.Sprintf(c.b.Say("✓ our books agree: all of %d checks", "✓ 账目全部相符：%d 项"), c.b.equal)
	if c.b.unequal > 0 {
		text = fmt.Sprintf(c.b.Say("✗ our books do not agree: %d of %d checks fail", "✗ 账目不符：%d / %d 项不等"), c.b.unequal, c.b.equal+c.b.unequal)
	}
	if n := int64(len(c.b.batchSum.odd)); n > 0 {
		text += c.b.Say("; ✗ Alipay's success_num is not what was counted of "+batches(n), fmt.Sprintf("；✗ 支付宝 success_num 与实计不符：%d 个批次", n))
	}
	return text
}

// contents lists the sheets with a link and their rows.
func (c *cover) contents() {
	c.line(xlsx.StyleHeader, 20, xlsx.Text("目录 Contents"), xlsx.Text("内容 Holds"), xlsx.Styled("行数 Rows", xlsx.StyleFigureHeader), xlsx.Cell{})
	holds := c.holds()
	for i, name := range sheetOrder()[1 : len(sheetOrder())-1] { // the last one is hidden
		to := xlsx.Linked(name, xlsx.Position{Sheet: name, Row: 1})
		c.line(xlsx.StylePlain, 18, to, xlsx.Text(cmp.Or(c.holdsPart(name), holds[i])), xlsx.Count(c.b.book.RowsOf(name)), xlsx.Text(c.parts(name)))
	}
	c.gap()
}

// holds says what each sheet after the cover holds, in their order.
func (c *cover) holds() []string {
	if c.b.Language == "zh" {
		return []string{"各规则的异常数与金额", "各项合计是否相等", "各规则异常的结转", "未结异常与证据", "每笔交易的已付与已退", "每项退款结果", "每个批次的进展", "错误码与处理建议", "已生成与暂缓的补退", "何人作了何种操作，依据何在", "每日有无凭据：是否可能有未知退款", "与上次运行相比的变动", "输入文件及其编号", "被拒的行与原因", "规则、阈值与术语"}
	}
	return []string{"findings and money by rule", "what must agree", "findings, from run to run", "open findings with evidence", "paid and refunded, per trade", "every result", "every batch and its state", "error codes and advice", "corrections issued and held", "what people did, and on what evidence", "each day: can a refund be unknown", "changes since the run before", "input files and their numbers", "rejected lines, and why", "rules, thresholds, glossary"}
}

// parts names the continuations of a sheet, or says how many of its rows are not shown.
func (c *cover) parts(name string) string {
	if left := c.b.cuts.of(name); left > 0 {
		return fmt.Sprintf(c.b.Say("… %d not shown", "… %d 行未示"), left)
	}
	var names []string
	for _, part := range c.b.book.Continuations(name) {
		names = append(names, strings.TrimPrefix(part, name+" "))
	}
	if len(names) == 0 {
		return ""
	}
	return "… " + strings.Join(names, " ")
}

func (c *cover) legend() {
	c.line(xlsx.StyleHeader, 20, xlsx.Text("图例 Legend"))
	for _, l := range []struct {
		sign xlsx.Cell
		text string
	}{
		{xlsx.Styled("严重 critical", xlsx.StyleCritical), c.b.Say("money is lost or evidence contradicts itself: today", "资金损失或证据矛盾：当日处理")},
		{xlsx.Styled("错误 error", xlsx.StyleError), c.b.Say("the books do not agree: look at it", "账目不符：需要查明")},
		{xlsx.Styled("警告 warning", xlsx.StyleWarning), c.b.Say("nothing is lost yet", "尚无损失")},
		{xlsx.Styled("✓ / ✗", xlsx.StyleGood), c.b.Say("two figures are equal / are not; a day has proof / has none", "两数相等 / 不等；当日有据 / 无据")},
		{xlsx.Styled("黄底 yellow", xlsx.StyleInput), c.b.Say("for people to fill in", "由人填写")},
		{xlsx.Styled("左上角标题 first heading", xlsx.StyleHeaderLink), c.b.Say("of every sheet: leads back to this page", "各表左上角标题：返回本页")},
		{xlsx.Styled("S14:15", xlsx.StyleIdent), c.b.Say("evidence: line 15 of the file S14 on "+sourcesSheet, "证据：“"+sourcesSheet+"”中编号 S14 的文件的第 15 行")},
		{xlsx.Styled("核对 verify", xlsx.StyleLabel), c.b.Say("reconcile verify FILE.xlsx proves that nobody has altered this workbook, or names the cells", "reconcile verify FILE.xlsx 证明本工作簿未被改动，或指出被改的单元格")},
		{xlsx.Styled("名称 names", xlsx.StyleLabel), c.b.Say("RunId, AsOf, OpenFindings, RefundedTotal: for formulas of your own sheets", "RunId、AsOf、OpenFindings、RefundedTotal：供自建表格的公式引用")},
	} {
		c.line(xlsx.StylePlain, 18, l.sign, xlsx.Text(l.text))
	}
}
