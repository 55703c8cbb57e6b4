package workbook

import (
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"reconcile/reports/internal/xlsx"
)

// The charts of the summary are in a column of their own, this wide, one below
// the other. Sizes are points.
const (
	chartsWidth  = 78
	chartHead    = 56  // what a chart takes beside its bars
	chartBar     = 17  // a bar with its label, where there is room
	chartHighest = 460 // so that all of them are on one page
	chartUsual   = 185
)

// Where the data of the charts are on the summary.
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
func (s summary) drawCharts(on *xlsx.Sheet) error {
	open := 0
	for open < len(s.tallies) && s.tallies[open].Open > 0 {
		open++
	}
	p := &chartColumn{Sheet: on, heights: s.heights(), row: 2}
	if open > 0 {
		c := newChart(excelize.Bar, s.b.Say("Open findings by code", "未结异常（按代码）"), codesColumn, open, series{openColumn, blue})
		c.XAxis.TickLabelSkip = 1 // every code is named
		c.XAxis.ReverseOrder, c.YAxis.None, c.YAxis.MajorGridLines, c.PlotArea.ShowVal = true, true, false, true
		if err := p.draw(c, min(chartHead+chartBar*float64(open), chartHighest)); err != nil {
			return err
		}
	}
	if len(s.days) > 0 {
		c := newChart(excelize.Col, s.b.Say("Refunded per day, yuan", "每日退款金额（元）"), daysColumn, len(s.days), series{moneyColumn, blue})
		c.YAxis.NumFmt.CustomNumFmt = "#,##0"
		if err := p.draw(c, chartUsual); err != nil {
			return err
		}
	}
	if open == 0 {
		return nil
	}
	c := newChart(excelize.ColStacked, s.b.Say("Age of open findings, days", "未结异常的账龄（天）"), agesColumn, len(s.b.ages), series{"R", dark}, series{"S", middle}, series{"T", light})
	c.Series[0].DataLabel.Font.Color = "FFFFFF"
	c.Legend.Position, c.PlotArea.ShowVal = "right", true
	c.PlotArea.NumFmt.CustomNumFmt = "#,##0;;" // no label where there is none
	return p.draw(c, chartUsual)
}

// newChart is a chart of rows 2 to n+1 of the summary.
func newChart(t excelize.ChartType, title, labels string, n int, list ...series) *excelize.Chart {
	font := excelize.Font{Family: xlsx.BodyFont, Size: 9, Color: ink}
	zero, gap := 0.0, uint(40)
	c := &excelize.Chart{
		Type:     t,
		Title:    excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: title, Font: &excelize.Font{Family: xlsx.BodyFont, Size: 11, Bold: true, Color: xlsx.Navy}}}},
		Legend:   excelize.ChartLegend{Position: "none", Font: &font},
		XAxis:    excelize.ChartAxis{Font: font},
		YAxis:    excelize.ChartAxis{Font: font, Minimum: &zero, MajorGridLines: true},
		Border:   excelize.LineOptions{Type: excelize.LineSolid, Fill: xlsx.Solid(rule), Width: 0.75},
		Format:   excelize.GraphicOptions{AltText: title},
		GapWidth: &gap,
	}
	for _, s := range list {
		c.Series = append(c.Series, excelize.ChartSeries{
			Name: summaryRef(s.column, 1, 1), Categories: summaryRef(labels, 2, n+1), Values: summaryRef(s.column, 2, n+1),
			Fill: xlsx.Solid(s.colour), Line: excelize.LineOptions{Type: excelize.LineSolid, Fill: xlsx.Solid(ink), Width: 0.25},
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

// heights are the heights of the summary's rows, from the first on.
func (s summary) heights() []float64 {
	columns := s.tallyColumns()
	heights := []float64{xlsx.HeaderHeight(columns)}
	for _, t := range s.tallies {
		heights = append(heights, xlsx.TextHeight(s.sentence(t.Code), columns[summaryTabled-1].Width, xlsx.StyleWrapped))
	}
	return heights
}

// A chartColumn is the column of charts while it is filled. A chart begins and ends
// with a row: excelize places it by rows of the default height, since it does
// not know those of a stream.
type chartColumn struct {
	*xlsx.Sheet
	heights []float64 // of the first rows; the others have the default
	row     int       // that the next chart begins with
}

// draw puts a chart that is at least this high, in points, below the last one.
func (p *chartColumn) draw(c *excelize.Chart, height float64) error {
	last := p.row
	for left := height; left > 0; last++ {
		left -= p.height(last)
	}
	c.Dimension = excelize.ChartDimension{Width: chartsPixels, Height: uint(last-p.row) * rowPixels}
	err := p.AddChart(chartsColumn+strconv.Itoa(p.row), c)
	p.row = last + 1
	return err
}

func (p *chartColumn) height(row int) float64 {
	if row <= len(p.heights) {
		return p.heights[row-1]
	}
	return xlsx.RowHeight
}

// Pixels as excelize counts them: a column's digit is eight, and a row of the
// default height 22. So charts end where a column and a row do.
const (
	rowPixels    = 22
	chartsPixels = chartsWidth * 8
)
