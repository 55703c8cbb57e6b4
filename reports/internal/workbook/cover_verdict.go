package workbook

import (
	"strconv"

	"reconcile/reports/internal/report"
	"reconcile/reports/internal/xlsx"
)

// verdict says in one line whether somebody has to act, names below it what must not be
// submitted any more, and that not everything was read.
func (c *cover) verdict() {
	at := c.b.facts.situation
	v := at.Verdict()
	text := v.Sign() + " " + v.Words("zh") + " " + v.Words("en")
	if v == report.Clean {
		text += c.cleanFigures()
	} else {
		text += " — " + at.Headline()
	}
	look := map[report.Verdict]xlsx.Style{report.ActToday: xlsx.StyleBannerBad, report.Review: xlsx.StyleBannerGap,
		report.Incomplete: xlsx.StyleBannerGap, report.Clean: xlsx.StyleBannerGood}[v]
	c.line(look, coverHeight(text, 64, 26, look), xlsx.Text(text))
	for _, w := range at.Stops[:min(len(at.Stops), maxListed)] {
		stop := report.StopText(w, "", c.b.Language)
		c.line(xlsx.StyleBannerStop, coverHeight(stop, 100, 4, xlsx.StyleBannerStop), xlsx.Text(stop))
	}
	if at.Incomplete && v != report.Incomplete {
		missing := report.Incomplete.Sign() + " " + report.Incomplete.Words("zh") + " " + report.Incomplete.Words("en") +
			c.b.Say(": not everything was read", "：输入未全部读取")
		c.line(xlsx.StyleBannerNote, 22, xlsx.Text(missing))
	}
}

// coverHeight is the height of a row over merged cells of this width, with some more around
// its text, and no more than a row can have.
func coverHeight(text string, width, more float64, k xlsx.Style) float64 {
	const most = 400
	return min(xlsx.TextHeight(text, width, k)+more, most)
}

// cleanFigures are the figures of a night without findings.
func (c *cover) cleanFigures() string {
	t := c.b.Run.Totals
	return " — " + c.b.Say(
		counted(t.Results, "result")+", "+t.SuccessAmount.Grouped()+" CNY refunded, "+counted(t.Trades, "trade"),
		strconv.FormatInt(t.Results, 10)+" 项结果，退款 "+t.SuccessAmount.Grouped()+" 元，"+strconv.FormatInt(t.Trades, 10)+" 笔交易")
}

// counted is a number and what it counts.
func counted(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.FormatInt(n, 10) + " " + noun
}

// maxTasks is how many to-dos the cover names.
const maxTasks = 40

// tasks lists what people have to do, with who, by when and where to look.
func (c *cover) tasks() {
	all := c.b.facts.situation.Tasks()
	if len(all) == 0 {
		return
	}
	c.taskRow([4]xlsx.Style{xlsx.StyleHeader, xlsx.StyleHeader, xlsx.StyleHeader, xlsx.StyleHeader},
		"要做的事 What to do", xlsx.Text("谁 Who"), xlsx.Text("期限，见 By, see"))
	for i, t := range all[:min(len(all), maxTasks)] {
		c.taskRow([4]xlsx.Style{xlsx.StyleValue, xlsx.StyleValue, xlsx.StylePlain, xlsx.StylePlain},
			strconv.Itoa(i+1)+". "+t.Say, xlsx.Text(t.Who.Words(c.b.Language)), c.bySheet(t))
		if t.By != report.Now {
			continue
		}
		for _, command := range t.Commands(c.b.Run.AsOf, c.b.Language) {
			c.taskRow([4]xlsx.Style{xlsx.StyleValue, xlsx.StyleValue, xlsx.StylePlain, xlsx.StylePlain}, "→ "+command, xlsx.Cell{}, xlsx.Cell{})
		}
	}
	if more := len(all) - maxTasks; more > 0 {
		c.line(xlsx.StyleMuted, 18, xlsx.Text("… +"+strconv.Itoa(more)+", reconcile status"))
	}
	c.gap()
}

// taskRow writes a row of which the first text reaches over two columns.
func (c *cover) taskRow(look [4]xlsx.Style, say string, who, by xlsx.Cell) {
	height := coverHeight(say, 64, 2, look[0])
	c.add(append([]xlsx.Style{xlsx.StyleMargin}, look[:]...), []xlsx.Cell{{}, xlsx.Text(say), {}, who, by}, height)
	at := strconv.Itoa(c.Row)
	c.Merge("B"+at, "C"+at)
}

// bySheet is by when a task has to be done, with a link to the sheet that shows more.
func (c *cover) bySheet(t report.Task) xlsx.Cell {
	by := t.By.Words(c.b.Language)
	sheet := map[string]string{"findings": findingsSheet, "batches": batchesSheet, "sources": sourcesSheet, "coverage": coverageSheet, "corrections": correctionsSheet}[t.Sheet]
	if sheet == "" {
		return xlsx.Text(by)
	}
	return xlsx.Linked(by+": "+sheet, xlsx.Position{Sheet: sheet, Row: 1})
}
