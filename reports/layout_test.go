package reports_test

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/ledger"
)

// A row is as high as the lines that its text takes in a column of 40 digits,
// of which two are kept free.
func TestRowHeights(t *testing.T) {
	for text, want := range map[string]float64{
		"batch_no: missing":        18,
		strings.Repeat("0", 38):    18,
		strings.Repeat("0", 41):    32,
		strings.Repeat("退", 20):    18,
		strings.Repeat("退", 21):    32,
		strings.Repeat("退款 ", 20):  46,
		strings.Repeat("0", 8_000): 400,
		// Three words of 20 digits: no two of them share a line.
		strings.TrimSpace(strings.Repeat(strings.Repeat("0", 20)+" ", 3)): 46,
		// Lines that break behind slashes hold less than those that do not.
		strings.Repeat(strings.Repeat("0", 24)+"/", 3): 46,
		// 38 narrow letters take half of the room that 38 wide ones overflow.
		strings.Repeat("i", 38): 18,
		strings.Repeat("W", 38): 32,
	} {
		b := sample(t)
		b.rejects = []ledger.Reject{{File: "a.log", Line: 1, Reason: text}}
		got, err := openWorkbook(t, write(t, b, report(t))).GetRowHeight("来源 Sources", 6)
		if err != nil || got != want {
			t.Errorf("height of %.50q = %v, %v, want %v", text, got, err, want)
		}
	}
}

// Every cell of a row is on one line with its neighbours.
func TestCellsStandOnOneLine(t *testing.T) {
	f := openWorkbook(t, write(t, sample(t), report(t)))
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j := range row {
				at := string(rune('A'+j)) + strconv.Itoa(i+1)
				if row[j] == "" {
					continue
				}
				if got := styleAt(t, f, sheet, at).Alignment.Vertical; got != "center" {
					t.Errorf("%s!%s stands at the %s, want center", sheet, at, got)
				}
			}
		}
	}
}

// A job's name is in the header of every page as it is: neither a code of the
// header nor a control character, and cut where the header would be too long.
func TestPageHeader(t *testing.T) {
	for job, want := range map[string]string{
		"nightly":                "nightly",
		"&P&N":                   "&&P&&N",
		"a\x01\u202eb":           `a\x01\u202eb`,
		strings.Repeat("&退", 40): strings.Repeat("&&退", 15),
	} {
		r := report(t)
		r.Run.Job = job
		dir := write(t, sample(t), r)
		f, err := excelize.OpenFile(filepath.Join(dir, "reconcile-"+job+"-2026-03-07.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.GetHeaderFooter(findings)
		if err != nil || got.OddHeader != "&L&8 "+want+" 2026-03-07 02:30:00&C&8&A&R&8 2088********7254" || len(got.OddHeader) > 255 {
			t.Errorf("header of job %.20q = %q, %v, want %q in it", job, got.OddHeader, err, want)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// On paper the findings end before the run that saw them first, so that the text is
// large enough to be read.
func TestPrintArea(t *testing.T) {
	f := openWorkbook(t, write(t, sample(t), report(t)))
	var areas []string
	for _, name := range f.GetDefinedName() {
		if name.Name == "_xlnm.Print_Area" {
			areas = append(areas, name.Scope+": "+name.RefersTo)
		}
	}
	if got, want := strings.Join(areas, ", "), findings+": '"+findings+"'!$A:$U, "+summary+": '"+summary+"'!$A:$K"; got != want {
		t.Errorf("print areas = %s, want %s", got, want)
	}
	if got := raw(t, f, findings, "U1") + ", " + raw(t, f, findings, "V1"); got != "错误码 Answer code, 首见运行 First run" {
		t.Errorf("the last printed column and the next = %s", got)
	}
}
