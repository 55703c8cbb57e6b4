package workbook

import "fmt"

// ofAll names a side that counts all rows of a sheet, also those that it does not show.
func (o tieOut) ofAll(sheet string) string {
	if left := o.b.cuts.of(sheet); left > 0 {
		return fmt.Sprintf("%s，含未示 %d 行 with %d not shown", sheet, left, left)
	}
	return sheet
}

// cutEqualities compare what is shown of the sheets that leave rows out, with what is not,
// with the rows that were counted. Of findings the codes say how many there are, and of
// changes what came, went and changed.
func (o tieOut) cutEqualities() (list []equality) {
	counted := map[string]int64{
		tradesSheet: o.b.trades.rows, resultsSheet: o.b.results.rows, batchesSheet: o.b.batchSum.rows,
		correctionsSheet: o.b.correctionRows, actsSheet: o.b.actCount, changesSheet: o.b.differing, findingsSheet: o.b.open,
	}
	for _, name := range o.b.cuts.sheets() {
		list = append(list, counts("所示与未示 shown and not: "+name, o.ofAll(name), "计入 counted", o.b.book.RowsOf(name)+o.b.cuts.of(name), counted[name]))
	}
	return list
}
