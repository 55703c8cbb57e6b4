package reports_test

import (
	"strconv"
	"strings"
	"testing"

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

// Every cell of a row stands on one line with its neighbours.
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

// On paper the findings end before what the age says too, so that the text is
// large enough to be read.
func TestPrintArea(t *testing.T) {
	f := openWorkbook(t, write(t, sample(t), report(t)))
	var areas []string
	for _, name := range f.GetDefinedName() {
		if name.Name == "_xlnm.Print_Area" {
			areas = append(areas, name.Scope+": "+name.RefersTo)
		}
	}
	if got, want := strings.Join(areas, ", "), findings+": '"+findings+"'!$A:$Q, "+summary+": '"+summary+"'!$A:$K"; got != want {
		t.Errorf("print areas = %s, want %s", got, want)
	}
	if got := raw(t, f, findings, "Q1") + ", " + raw(t, f, findings, "R1"); got != "复核 Tick, 首见运行 First run" {
		t.Errorf("the last printed column and the next = %s", got)
	}
}
