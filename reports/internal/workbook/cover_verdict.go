package workbook

import (
	"fmt"
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

// maxTasks is how many to-dos the cover names, and leastTasks how many of them stand on its
// first page whatever else is there.
const (
	maxTasks   = 40
	leastTasks = 3
)

// Heights in points that the first page has for rows, and that the money and the signatures
// take of it below the to-dos.
const (
	firstPage    = 760
	belowTheList = 310
)

// tasks lists what people have to do, with who, by when and where to look: as many as leave
// room for the signatures on the first page. It returns the others.
func (c *cover) tasks() (rest []report.Task) {
	all := c.b.facts.situation.Tasks()
	all, more := all[:min(len(all), maxTasks)], len(all)-maxTasks
	if len(all) == 0 {
		return nil
	}
	c.taskHeader()
	shown := 0
	for shown < len(all) && (shown < leastTasks || c.height+c.heightOf(all[shown]) < firstPage-belowTheList) {
		c.task(shown, all[shown])
		shown++
	}
	if rest = all[shown:]; len(rest) > 0 {
		c.line(xlsx.StyleMuted, 18, xlsx.Text(fmt.Sprintf(c.b.Say("… %d more below the signatures", "… 另有 %d 项，见签字栏之后"), len(rest)+max(more, 0))))
	}
	c.gap()
	return rest
}

// moreTasks lists the to-dos that had no room on the first page.
func (c *cover) moreTasks(rest []report.Task) {
	if len(rest) == 0 {
		return
	}
	c.taskHeader()
	all := c.b.facts.situation.Tasks()
	first := min(len(all), maxTasks) - len(rest)
	for i, t := range rest {
		c.task(first+i, t)
	}
	if more := len(all) - maxTasks; more > 0 {
		c.line(xlsx.StyleMuted, 18, xlsx.Text("… +"+strconv.Itoa(more)+", reconcile status"))
	}
	c.gap()
}

func (c *cover) taskHeader() {
	const h = xlsx.StyleHeader
	c.taskRow([5]xlsx.Style{h, h, h, h, h}, "要做的事 What to do", xlsx.Text("谁 Who"), xlsx.Text("期限 By"), xlsx.Text("见 See"))
}

// task writes a to-do; what to type stands below one that cannot wait.
func (c *cover) task(i int, t report.Task) {
	const v, w = xlsx.StyleValue, xlsx.StyleWrapped
	c.taskRow([5]xlsx.Style{v, v, w, w, w}, strconv.Itoa(i+1)+". "+t.Say, xlsx.Text(t.Who.Words(c.b.Language)), xlsx.Text(t.By.Words(c.b.Language)), c.see(t))
	for _, command := range c.typed(t) {
		c.taskRow([5]xlsx.Style{v, v, w, w, w}, "→ "+command, xlsx.Cell{}, xlsx.Cell{}, xlsx.Cell{})
	}
}

// typed is what to type of a to-do that cannot wait.
func (c *cover) typed(t report.Task) []string {
	if t.By != report.Now {
		return nil
	}
	return t.Commands(c.b.Run.AsOf, c.b.Language)
}

// heightOf is the height of a to-do in points.
func (c *cover) heightOf(t report.Task) float64 {
	height := taskHeight(t.Say)
	for _, command := range c.typed(t) {
		height += taskHeight(command)
	}
	return height
}

func taskHeight(say string) float64 { return coverHeight("00. "+say, 62, 2, xlsx.StyleValue) }

// taskRow writes a row of which the first text reaches over two columns.
func (c *cover) taskRow(look [5]xlsx.Style, say string, more ...xlsx.Cell) {
	c.add(append([]xlsx.Style{xlsx.StyleMargin}, look[:]...), append([]xlsx.Cell{{}, xlsx.Text(say), {}}, more...), taskHeight(say))
	at := strconv.Itoa(c.Row)
	c.Merge("B"+at, "C"+at)
}

// see leads to the sheet that shows more of a task, and to its rows where they are known.
func (c *cover) see(t report.Task) xlsx.Cell {
	sheet := map[string]string{
		"findings": findingsSheet, "batches": batchesSheet, "sources": sourcesSheet, "rejected": rejectedSheet,
		"coverage": coverageSheet, "corrections": correctionsSheet,
	}[t.Sheet]
	if sheet == "" {
		return xlsx.Cell{}
	}
	if t.First == 0 || t.First-1 > c.b.book.RowsOf(sheet) {
		return xlsx.Linked(sheet, xlsx.Position{Sheet: sheet, Row: 1})
	}
	return xlsx.Linked(sheet+" "+t.Rows(), c.b.book.RowAt(sheet, t.First-2))
}

// batches counts batches in English.
func batches(n int64) string {
	if n == 1 {
		return "1 batch"
	}
	return strconv.FormatInt(n, 10) + " batches"
}
