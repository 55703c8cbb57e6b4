package reports

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// A page is the column of charts while it is filled. A chart begins and ends
// with a row: excelize places it by rows of the default height, since it does
// not know those of a stream.
type page struct {
	*sheet
	heights []float64 // of the first rows; the others have the default
	row     int       // that the next chart begins with
}

// draw puts a chart that is at least this high, in points, below the last one.
func (p *page) draw(c *excelize.Chart, height float64) error {
	last := p.row
	for left := height; left > 0; last++ {
		left -= p.height(last)
	}
	c.Dimension = excelize.ChartDimension{Width: chartsPixels, Height: uint(last-p.row) * rowPixels}
	err := p.addChart(chartsColumn+strconv.Itoa(p.row), c)
	p.row = last + 1
	return err
}

func (p *page) height(row int) float64 {
	if row <= len(p.heights) {
		return p.heights[row-1]
	}
	return rowHeight
}

// Pixels as excelize counts them: a column's digit is eight, and a row of the
// default height 22. So charts end where a column and a row do.
const (
	rowPixels    = 22
	chartsPixels = chartsWidth * 8
)
