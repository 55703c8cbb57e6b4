package reports

import "strings"

// contents lists the sheets with a link and their rows.
func (c cover) contents() error {
	if err := c.line(asHeader, 20, textCell("目录 Contents"), textCell("内容 Holds"), markedCell("行数 Rows", asFigureHeader), textCell("")); err != nil {
		return err
	}
	holds := c.holds()
	for i, name := range sheetOrder()[1:] {
		to := linkedCell(name, position{sheet: name, row: 1})
		if err := c.line(asPlain, 18, to, textCell(holds[i]), countCell(c.b.book.rowsOf(name)), textCell(c.parts(name))); err != nil {
			return err
		}
	}
	return c.gap()
}

// holds says what each sheet after the cover holds, in their order.
func (c cover) holds() []string {
	if c.b.Language == "zh" {
		return []string{"各规则的异常数与金额", "各项合计是否相等", "未结异常与证据", "每笔交易的已付与已退", "每项退款结果", "每个批次的进展", "错误码与处理建议", "已出单与暂缓的更正", "与上次运行相比的变动", "输入文件与拒绝行", "规则、阈值与词语"}
	}
	return []string{"findings and money by rule", "what must be equal, and is", "open findings with evidence", "paid and refunded, per trade", "every result", "every batch and its state", "error codes and advice", "corrections issued and held", "what is other than after the run before", "input files, rejected lines", "rules, thresholds, glossary"}
}

// parts names the sheets in which a sheet goes on.
func (c cover) parts(name string) string {
	var names []string
	for _, part := range c.b.book.continuations(name) {
		names = append(names, strings.TrimPrefix(part, name+" "))
	}
	if len(names) == 0 {
		return ""
	}
	return "… " + strings.Join(names, " ")
}

func (c cover) legend() error {
	if err := c.line(asHeader, 20, textCell("图例 Legend")); err != nil {
		return err
	}
	for _, l := range []struct {
		sign cell
		text string
	}{
		{markedCell("严重 critical", asGrave), c.b.say("money is lost or evidence contradicts itself: today", "资金损失或证据矛盾：当日处理")},
		{markedCell("错误 error", asBad), c.b.say("the books do not agree: look at it", "账目不符：需要查明")},
		{markedCell("警告 warning", asWarning), c.b.say("nothing is lost yet", "尚无损失")},
		{markedCell("✓ / ✗", asGood), c.b.say("two figures are equal / are not", "两数相等 / 不等")},
		{markedCell("黄底 yellow", asInput), c.b.say("for people to fill in", "由人填写")},
		{markedCell("首列标题 first heading", asHeaderLink), c.b.say("of every sheet: leads back to this page", "各表首列标题：返回本页")},
	} {
		if err := c.line(asPlain, 18, l.sign, textCell(l.text)); err != nil {
			return err
		}
	}
	return nil
}
