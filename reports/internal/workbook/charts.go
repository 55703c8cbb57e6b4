package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"reconcile/reports/internal/xlsx"
)

// Sizes of the charts below the summary's table, in pixels as excelize counts them: a digit
// of a column is eight, a row of the usual height 22. So charts end where columns and rows do.
const (
	pixelsOfDigit = 8
	pixelsOfRow   = 22
	chartRows     = 13 // what a chart takes; the first one more, for each of its bars
	barRows       = 1
	headRows      = 4 // what it takes beside them
)

// fewestPoints is how many points a chart has at least: of less the table says more.
const fewestPoints = 3

// The colours of the charts differ in grey too: dark, middle, light.
const (
	dark   = "8B1A1A"
	middle = "D98032"
	light  = "F2D27A"
	blue   = "2F5D9B"
	ink    = "1A1A1A"
	rule   = "C9CFDA"
)

// A series is one row of numbers of a chart: a column of the chart data, its header
// the name.
type series struct{ column, colour string }

// drawCharts puts the charts below the table: where the money of the open findings is, the
// colours their severity; and smaller, what was refunded per day, and how old the open findings are. A
// chart that would have too few points is left out.
func (s summary) drawCharts(on *xlsx.Sheet) error {
	row := on.Row + 2
	if bars := s.heaviest(); len(bars) >= fewestPoints {
		c := newChart(excelize.Bar, s.b.Say("Money of open findings by rule, CNY", "未结异常的金额（按规则，元）"), "A", len(bars), series{"B", dark}, series{"C", middle}, series{"D", light})
		c.XAxis.TickLabelSkip = 1 // every rule is named
		c.XAxis.ReverseOrder, c.YAxis.None, c.YAxis.MajorGridLines, c.Legend.Position = true, true, false, "bottom"
		c.PlotArea.ShowVal, c.PlotArea.NumFmt.CustomNumFmt = true, "#,##0.00"
		whole := 100 // each rule has one bar, in the column of its severity
		c.Overlap = &whole
		var says []string
		for _, t := range bars {
			says = append(says, t.Code+" "+t.Amount.Grouped())
		}
		height := headRows + barRows*len(bars)
		if err := s.draw(on, c, "A", row, 164, height, says); err != nil {
			return err
		}
		row += height + 1
	}
	return s.drawSmall(on, row)
}

// drawSmall puts the two smaller charts beside one another.
func (s summary) drawSmall(on *xlsx.Sheet, row int) error {
	if len(s.days) >= fewestPoints {
		c := newChart(excelize.Col, s.b.Say("Refunded per day, CNY", "每日退款金额（元）"), "E", len(s.days), series{"H", blue})
		c.YAxis.NumFmt.CustomNumFmt = "#,##0"
		var says []string
		for _, d := range s.days {
			says = append(says, d.Date+" "+d.Refunded.Grouped())
		}
		if err := s.draw(on, c, "A", row, 77, chartRows, says); err != nil {
			return err
		}
	}
	var says []string
	groups := 0
	for _, a := range s.b.ages.rows() {
		if a.critical+a.errors+a.warnings > 0 {
			groups++
			says = append(says, fmt.Sprintf("%s: %d critical, %d error, %d warning", a.days, a.critical, a.errors, a.warnings))
		}
	}
	if groups < fewestPoints {
		return nil
	}
	c := newChart(excelize.ColStacked, s.b.Say("Age of open findings, days", "未结异常的账龄（天）"), "I", len(s.b.ages), series{"J", dark}, series{"K", middle}, series{"L", light})
	c.Series[0].DataLabel.Font.Color = "FFFFFF"
	c.Legend.Position, c.PlotArea.ShowVal = "right", true
	c.PlotArea.NumFmt.CustomNumFmt = "#,##0;;" // no label where there is none
	return s.draw(on, c, "G", row, 77, chartRows, says)
}

// newChart is a chart of rows 2 to n+1 of the chart data.
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
			Name: dataRef(s.column, 1, 1), Categories: dataRef(labels, 2, n+1), Values: dataRef(s.column, 2, n+1),
			Fill: xlsx.Solid(s.colour), Line: excelize.LineOptions{Type: excelize.LineSolid, Fill: xlsx.Solid(ink), Width: 0.25},
			DataLabel: excelize.ChartDataLabel{Font: font},
		})
	}
	return c
}

func dataRef(column string, first, last int) string {
	if first == last && first == 1 {
		return fmt.Sprintf("'%s'!$%s$1", chartSheet, column)
	}
	return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", chartSheet, column, first, column, last)
}

// draw puts a chart on the sheet, so many digits wide and rows high, with its figures for who
// cannot see it.
func (s summary) draw(on *xlsx.Sheet, c *excelize.Chart, column string, row, digits, rows int, says []string) error {
	c.Format.AltText += ": " + strings.Join(says, "; ")
	c.Dimension = excelize.ChartDimension{Width: uint(digits * pixelsOfDigit), Height: uint(rows * pixelsOfRow)}
	return on.AddChart(column+strconv.Itoa(row), c)
}
