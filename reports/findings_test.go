package reports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"reconcile/ledger"
)

const (
	findings  = "异常 Findings"
	summary   = "汇总 Summary"
	chartData = "图表 Chart data"
)

// Evidence shows eight places and says how many more there are, in the language
// of the workbook; findings.jsonl holds them all.
func TestEvidenceIsCapped(t *testing.T) {
	b := sample(t)
	b.findings[0].Evidence = nil
	for line := range int64(103) {
		b.findings[0].Evidence = append(b.findings[0].Evidence, ledger.Place{File: "a\nb.log", Line: line + 1})
	}
	for language, more := range map[string]string{"en": "… and 95 more in findings.jsonl", "zh": "… 另有 95 处，见 findings.jsonl"} {
		r := report(t)
		r.Language = language
		dir := write(t, b, r)
		want := strings.Join([]string{`a\nb.log:1`, `a\nb.log:2`, `a\nb.log:3`, `a\nb.log:4`, `a\nb.log:5`, `a\nb.log:6`, `a\nb.log:7`, `a\nb.log:8`, more}, ", ")
		if got := raw(t, openWorkbook(t, dir), findings, "P2"); got != want {
			t.Errorf("%s: evidence = %q, want %q", language, got, want)
		}
		if got := strings.Count(texts(t, dir)["findings.jsonl"], `"file":"a\nb.log"`); got != 103 {
			t.Errorf("%s: places in findings.jsonl = %d, want 103", language, got)
		}
	}
}

// What a rule compares is shown as the number it is; text stays text, and what
// the message says in full is not said twice.
func TestExpectedAndActual(t *testing.T) {
	for _, c := range []struct {
		values, says, actual string
		want                 string
		kind                 excelize.CellType
		side                 string
	}{
		{"money", "{actual} of {expected}", "1239.56", "1239.56", excelize.CellTypeUnset, "right"},
		{"money", "{actual} of {expected}", "1239.5", "1239.5", excelize.CellTypeInlineString, "right"},
		{"money", "{actual} of {expected}", "", "", excelize.CellTypeUnset, "right"},
		{"count", "{actual} attempts", "104", "104", excelize.CellTypeUnset, "right"},
		{"count", "{actual} attempts", "0104", "0104", excelize.CellTypeInlineString, "right"},
		{"text", "{actual}: not refunded", "SYSTEM_ERROR", "SYSTEM_ERROR", excelize.CellTypeInlineString, "left"},
		{"text", "{actual}", "batch_no: stands twice", "", excelize.CellTypeUnset, "left"},
	} {
		b, r := sample(t), report(t)
		r.Rules[0].Values, r.Rules[0].SaysEN, b.findings[0].Actual = c.values, c.says, c.actual
		f := openWorkbook(t, write(t, b, r))
		kind, err := f.GetCellType(findings, "U2")
		if err != nil {
			t.Fatal(err)
		}
		if got := raw(t, f, findings, "U2"); got != c.want || kind != c.kind {
			t.Errorf("%s %q = %q of type %v, want %q of type %v", c.values, c.actual, got, kind, c.want, c.kind)
		}
		if got := styleAt(t, f, findings, "U2").Alignment.Horizontal; got != c.side {
			t.Errorf("%s %q stands %s, want %s", c.values, c.actual, got, c.side)
		}
	}
}

func styleAt(t *testing.T, f *excelize.File, sheet, at string) *excelize.Style {
	t.Helper()
	id, err := f.GetCellStyle(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return style
}

// People are told what to enter, and a spreadsheet refuses what is not asked for: another
// word, a day that is over, no amount.
func TestEntries(t *testing.T) {
	f := openWorkbook(t, write(t, sample(t), report(t)))
	for sheet, wants := range map[string][]string{
		findings: {
			"备注 Comment K2:K4 textLength lessThanOrEqual 2000",
			"复核 Tick L2:L4 list  \"✓,✗\"",
			"截至 Until M2:M4 date greaterThanOrEqual 46088",
			"凭据 On evidence N2:N4 textLength lessThanOrEqual 2000",
			"错误码 Answer code O2:O4 textLength lessThanOrEqual 2000",
			"处理 Decision I2:I4 list  误报 False alarm,接受 Accepted,撤回 Withdrawn\"",
		},
		"更正 Corrections": {
			"处理 Decision F2:F5 list  \"准许 Allow,另行退还 Elsewhere,未曾退款 Unrefunded\"",
			"所定金额 Amount decided G2:G5 decimal greaterThan 0",
			"凭据 On evidence H2:H5 textLength lessThanOrEqual 2000",
		},
	} {
		entries, err := f.GetDataValidations(sheet)
		if err != nil || len(entries) != len(wants) {
			t.Fatalf("%s: entries = %v, %v, want %d", sheet, entries, err, len(wants))
		}
		for i, e := range entries {
			column, _, _ := strings.Cut(e.Sqref, "2:")
			got := fmt.Sprintf("%s %s %s %s %s", raw(t, f, sheet, column+"1"), e.Sqref, e.Type, e.Operator, e.Formula1)
			if head, tail, _ := strings.Cut(wants[i], "  "); !strings.HasPrefix(got, head) || !strings.HasSuffix(got, tail) {
				t.Errorf("%s: entry %d = %s, want %s", sheet, i, got, wants[i])
			}
			if !e.ShowErrorMessage || !e.ShowInputMessage || *e.Prompt == "" || len([]rune(*e.Prompt)) > 255 || len([]rune(*e.PromptTitle)) > 32 || len([]rune(e.Formula1)) > 257 {
				t.Errorf("%s: entry %d is refused %v, told %v: %+v", sheet, i, e.ShowErrorMessage, e.ShowInputMessage, e)
			}
		}
	}
}

// Beside each finding people choose from what its rule leaves to them: a line's acts where
// it is of a line.
func TestChoicesByRule(t *testing.T) {
	b, r := sample(t), report(t)
	for i, code := range []string{"MISSING_RESULT", "MISSING_RESULT", "OVER_REFUND_EXPOSURE", "BAD_SIGNATURE"} {
		f := b.findings[0]
		f.Code, f.BatchNo = code, []string{"20260301001", "20260301001", "", ""}[i]
		b.findings = append(b.findings, f)
	}
	b.findings = b.findings[len(b.findings)-4:]
	for code, acts := range map[string][]string{"MISSING_RESULT": {"succeeded", "failed", "void"}, "OVER_REFUND_EXPOSURE": {"succeeded", "failed", "void"}, "BAD_SIGNATURE": {"dismiss"}} {
		r.Rules = append(r.Rules, ledger.Rule{Code: code, Acts: acts})
	}
	entries, err := openWorkbook(t, write(t, b, r)).GetDataValidations(findings)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if e.Type == "list" && strings.HasPrefix(e.Sqref, "I") {
			list := strings.Split(strings.Trim(e.Formula1, `"`), ",")
			got = append(got, e.Sqref+" "+strings.Join(list[len(ledger.Decisions()):len(list)-1], " "))
		}
	}
	if want := []string{"I2:I3 已成功 Succeeded 已失败 Failed", "I4:I4 ", "I5:I5 销案 Dismiss"}; !slices.Equal(got, want) {
		t.Errorf("the choices are %q, want %q", got, want)
	}
}

// People write into unlocked cells, and beside what is issued there are none.
func TestInputCells(t *testing.T) {
	b := sample(t)
	b.corrections[0].Status, b.corrections[0].Hold = ledger.Held, ledger.AboveCap
	b.corrections[1].Status, b.corrections[1].Hold = ledger.Issued, ""
	f := openWorkbook(t, write(t, b, report(t)))
	for at, unlocked := range map[string]bool{findings + "!M2": true, findings + "!N2": true, findings + "!O2": true, "更正 Corrections!G2": true, "更正 Corrections!G3": false} {
		sheet, cell, _ := strings.Cut(at, "!")
		if got := styleAt(t, f, sheet, cell).Protection; (got != nil && !got.Locked) != unlocked {
			t.Errorf("%s is protected by %+v, want it to be unlocked: %v", at, got, unlocked)
		}
	}
}

// Money is in the summary where it applies to the rule, 0.00 included.
func TestSummaryAmounts(t *testing.T) {
	b := sample(t)
	b.tallies = []ledger.Tally{{Code: "OVER_REFUND", Severity: ledger.Critical, Opening: 1, Open: 1}, {Code: "ATTEMPT_LIMIT_NEAR", Severity: ledger.Warning, Opening: 1, Open: 1}}
	f := openWorkbook(t, write(t, b, report(t)))
	for at, want := range map[string]string{"A2": "OVER_REFUND", "H2": "0", "A3": "ATTEMPT_LIMIT_NEAR", "H3": ""} {
		if got := raw(t, f, summary, at); got != want {
			t.Errorf("%s = %q, want %q", at, got, want)
		}
	}
}
