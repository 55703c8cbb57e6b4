package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"reconcile/reports"
)

// fill writes into the yellow columns beside the first finding of a code, as a person
// with Excel would: the cells below the headings that begin with the words given.
//
//	fill li.xlsx OVER_REFUND 处理=已解释 负责人=王芳
func fill(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: fill FILE CODE HEADING=TEXT…")
	}
	book, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	rows, err := book.GetRows(reports.FindingsSheet)
	ts.Check(err)
	row := slices.IndexFunc(rows, func(cells []string) bool { return slices.Contains(cells, args[1]) })
	if row < 0 {
		ts.Fatalf("%s has no finding of %s", args[0], args[1])
	}
	for _, arg := range args[2:] {
		ts.Check(fillCell(book, rows[0], row+1, arg))
	}
	ts.Check(book.Save())
}

// fillCell writes TEXT into the column whose heading begins with HEADING.
func fillCell(book *excelize.File, headings []string, row int, arg string) error {
	heading, text, _ := strings.Cut(arg, "=")
	at := slices.IndexFunc(headings, func(h string) bool { return strings.HasPrefix(h, heading) })
	cell, err := excelize.CoordinatesToCellName(at+1, row)
	if err != nil {
		return fmt.Errorf("column %s: %w", heading, err)
	}
	return book.SetCellValue(reports.FindingsSheet, cell, text)
}
