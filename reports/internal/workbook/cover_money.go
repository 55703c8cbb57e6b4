package workbook

import (
	"fmt"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports/internal/xlsx"
)

// standing tells where the money stands (§7, money) and what has changed since the run
// before. A run that is older than these figures has none.
func (c *cover) standing() {
	now := c.b.Run.Standing
	if now == nil {
		return
	}
	since := "首次运行 First run"
	if c.b.facts.previous != 0 {
		since = fmt.Sprintf("较上次 Since run %d", c.b.facts.previous)
	}
	c.line(xlsx.StyleHeader, 20, xlsx.Text("资金状况 Money"), xlsx.Text("交易 Trades"),
		xlsx.Styled("元 CNY", xlsx.StyleFigureHeader), xlsx.Styled(since, xlsx.StyleFigureHeader), xlsx.Text("见 See"))
	before := c.heapsBefore()
	for _, h := range now.Heaps() {
		c.heap(h, before[h.Key], h.ZH+" "+h.EN)
		for _, p := range h.Parts {
			c.heap(p, before[p.Key], "　其中"+p.ZH+" of it "+p.EN)
		}
	}
	once := c.b.Say("Each trade counts once, in the first heap that it belongs to; amounts by rule are on Summary.", "每笔交易只计一次，归入最先符合的一类；各规则的金额见汇总。")
	c.line(xlsx.StyleMuted, 18, xlsx.Text(once))
	c.gap()
}

// heapsBefore are the heaps of the run before, by key; none where it has none.
func (c *cover) heapsBefore() map[string]ledger.Heap {
	heaps := map[string]ledger.Heap{}
	if c.b.facts.standing == nil {
		return heaps
	}
	for _, h := range c.b.facts.standing.Heaps() {
		heaps[h.Key] = h.Heap
		for _, p := range h.Parts {
			heaps[p.Key] = p.Heap
		}
	}
	return heaps
}

// heap writes one heap: how many trades and what they are, the money, and its change.
func (c *cover) heap(h ledger.NamedHeap, before ledger.Heap, label string) {
	what := fmt.Sprintf(c.b.Say("%d %s: %s", "%d %s：%s"), h.Trades, c.b.Say(plural(h.Trades), "笔"), c.b.Say(h.MeansEN, h.MeansZH))
	changed := ""
	if c.b.facts.standing != nil {
		changed = signed(h.Amount.Sub(before.Amount))
	}
	height := max(18, xlsx.TextHeight(label, 28, xlsx.StyleWrapped), xlsx.TextHeight(what, 34, xlsx.StyleWrapped))
	c.line(xlsx.StyleWrapped, height, xlsx.Text(label), xlsx.Text(what), xlsx.Money(h.Amount), xlsx.Styled(changed, xlsx.StyleFigure), heapSheet(h.Key))
}

// heapSheet leads to the sheet that shows the trades of a heap.
func heapSheet(key string) xlsx.Cell {
	sheet := map[string]string{"too_much": findingsSheet, "may_be_twice": findingsSheet, "owed": findingsSheet, "ready": correctionsSheet, "held": correctionsSheet, "unknown": batchesSheet}[key]
	return xlsx.Linked(sheet, xlsx.Position{Sheet: sheet, Row: 1})
}

func plural(trades int64) string {
	if trades == 1 {
		return "trade"
	}
	return "trades"
}

// signed is a change: +225.90, -225.90 or 0.00.
func signed(m alipay.Money) string {
	if m.Sign() > 0 {
		return "+" + m.Grouped()
	}
	return m.Grouped()
}
