package reports

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"reconcile/ledger"
)

// The charts of the summary stand in a column of their own, this wide, one below
// the other. Sizes are points.
const (
	chartsWidth  = 78
	chartHead    = 56  // what a chart takes beside its bars
	chartBar     = 17  // a bar with its label, where there is room
	chartHighest = 460 // so that all of them stand on one page
	chartUsual   = 185
)

// Where the data of the charts stand on the summary.
const (
	codesColumn  = "A"
	openColumn   = "F"
	chartsColumn = "K"
	daysColumn   = "L"
	moneyColumn  = "O"
	agesColumn   = "Q"
)

// The colours of the charts differ in grey too: dark, middle, light.
const (
	dark   = "8B1A1A"
	middle = "D98032"
	light  = "F2D27A"
	blue   = "2F5D9B"
	ink    = "1A1A1A"
	rule   = "C9CFDA"
)

// A series is one row of numbers of a chart: a column of the summary, its header
// the name.
type series struct{ column, colour string }

// drawCharts puts the charts beside the table: open findings by code, what was
// refunded per day, and how old the open findings are. Where there is nothing to
// show, there is no chart.
func (b *workbook) drawCharts(s *sheet, tallies []ledger.Tally, days []ledger.Day) error {
	open := 0
	for open < len(tallies) && tallies[open].Open > 0 {
		open++
	}
	p := &page{sheet: s, heights: b.summaryHeights(tallies), row: 2}
	if open > 0 {
		c := b.chart(excelize.Bar, b.say("Open findings by code", "未结异常（按代码）"), codesColumn, open, series{openColumn, blue})
		c.XAxis.TickLabelSkip = 1 // every code is named
		c.XAxis.ReverseOrder, c.YAxis.None, c.YAxis.MajorGridLines, c.PlotArea.ShowVal = true, true, false, true
		if err := p.draw(c, min(chartHead+chartBar*float64(open), chartHighest)); err != nil {
			return err
		}
	}
	if len(days) > 0 {
		c := b.chart(excelize.Col, b.say("Refunded per day, yuan", "每日退款金额（元）"), daysColumn, len(days), series{moneyColumn, blue})
		c.YAxis.NumFmt.CustomNumFmt = "#,##0"
		if err := p.draw(c, chartUsual); err != nil {
			return err
		}
	}
	if open == 0 {
		return nil
	}
	c := b.chart(excelize.ColStacked, b.say("Age of open findings, days", "未结异常的账龄（天）"), agesColumn, len(b.ages), series{"R", dark}, series{"S", middle}, series{"T", light})
	c.Series[0].DataLabel.Font.Color = "FFFFFF"
	c.Legend.Position, c.PlotArea.ShowVal = "right", true
	c.PlotArea.NumFmt.CustomNumFmt = "#,##0;;" // no label where there is none
	return p.draw(c, chartUsual)
}

// chart is a chart of rows 2 to n+1 of the summary.
func (b *workbook) chart(t excelize.ChartType, title, labels string, n int, list ...series) *excelize.Chart {
	font := excelize.Font{Family: bodyFont, Size: 9, Color: ink}
	zero, gap := 0.0, uint(40)
	c := &excelize.Chart{
		Type:     t,
		Title:    excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Family: bodyFont, Size: 11, Bold: true, Color: navy}}}},
		Legend:   excelize.ChartLegend{Position: "none", Font: &font},
		XAxis:    excelize.ChartAxis{Font: font},
		YAxis:    excelize.ChartAxis{Font: font, Minimum: &zero, MajorGridLines: true},
		Border:   excelize.LineOptions{Type: excelize.LineSolid, Fill: solid(rule), Width: 0.75},
		Format:   excelize.GraphicOptions{AltText: title},
		GapWidth: &gap,
	}
	for _, s := range list {
		c.Series = append(c.Series, excelize.ChartSeries{
			Name: summaryRef(s.column, 1, 1), Categories: summaryRef(labels, 2, n+1), Values: summaryRef(s.column, 2, n+1),
			Fill: solid(s.colour), Line: excelize.LineOptions{Type: excelize.LineSolid, Fill: solid(ink), Width: 0.25},
			DataLabel: excelize.ChartDataLabel{Font: font},
		})
	}
	return c
}

func summaryRef(column string, first, last int) string {
	if first == last && first == 1 {
		return fmt.Sprintf("'%s'!$%s$1", summarySheet, column)
	}
	return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", summarySheet, column, first, column, last)
}

// summaryHeights are the heights of the summary's rows, from the first on.
func (b *workbook) summaryHeights(tallies []ledger.Tally) []float64 {
	columns := b.tallyColumns()
	heights := []float64{headerHeight(columns)}
	for _, t := range tallies {
		heights = append(heights, textHeight(b.sentence(t.Code), columns[summaryTabled-1].width, asWrapped))
	}
	return heights
}
